"""Figures, each printed by a script: `python -m bench.NAME`."""

import os

# As a run sets it (`hyeval.launch`): read when torch is loaded, so it must stand before any script imports anything.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
