"""Hydra accepts launchers only from this namespace; what they do stands in `hyeval.sweeps`.

Hydra imports every module here whenever it starts: without the extra there is nothing in it, and nothing heavy with it.
"""

from __future__ import annotations

from hyeval.config.launchers import extra_is_installed

if extra_is_installed():
    from hyeval.sweeps.launcher import JobLauncher
    from hyeval.sweeps.queues import LocalQueue, SlurmQueue

    class SlurmLauncher(JobLauncher):
        """Cells of a sweep as jobs of SLURM."""

        QUEUE = SlurmQueue

    class SlurmLocalLauncher(JobLauncher):
        """Cells of a sweep as processes of this machine."""

        QUEUE = LocalQueue
