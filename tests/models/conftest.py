from __future__ import annotations

import sys

import pytest

from tests.end_to_end import warm


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of models are forked from one that has imported already."""
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")  # as a run sets it
    monkeypatch.setattr(sys, "executable", str(warm.python().path))
