"""Weights & Biases as a sink: the run directory is the record, and losing W&B loses nothing."""

from __future__ import annotations

import logging
import netrc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from hyeval.errors import MediaError
from hyeval.records import Response, Sample, Score
from hyeval.reports.results import RunResult

if TYPE_CHECKING:
    from wandb.sdk.wandb_run import Run

logger = logging.getLogger(__name__)

WANDB_FOLDER = "wandb"


@dataclass(frozen=True)
class ShownSample:
    """A sample that a table shows with its images."""

    sample: Sample
    response: Response
    score: Score


class Tracker(Protocol):
    """Where results go besides the run directory."""

    @property
    def shown_count(self) -> int:
        """So many samples of each task are to be kept with their images."""

    def log(
        self,
        result: RunResult,
        directory: Path,
        *,
        composed: Mapping[str, Any],
        samples: Mapping[str, Sequence[ShownSample]],
    ) -> None:
        """Record a finished run; a failure is a warning, not an error."""


class NoTracker:
    """The run directory alone."""

    shown_count = 0

    def log(
        self,
        result: RunResult,
        directory: Path,
        *,
        composed: Mapping[str, Any],
        samples: Mapping[str, Sequence[ShownSample]],
    ) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class WandbTracker:
    """One W&B run: composed configuration, metrics with interval and coverage, sample tables, the run directory."""

    project: str
    name: str
    entity: str | None = None
    group: str | None = None
    tags: tuple[str, ...] = ()
    offline: bool = False
    shown_count: int = 0

    def log(
        self,
        result: RunResult,
        directory: Path,
        *,
        composed: Mapping[str, Any],
        samples: Mapping[str, Sequence[ShownSample]],
    ) -> None:
        """Write the run; offline it lies in the run directory until it is synced."""
        import wandb

        try:
            with _staged_inside(directory):
                run = wandb.init(
                    project=self.project,
                    entity=self.entity,
                    group=self.group,
                    name=self.name,
                    tags=list(self.tags),
                    dir=str(directory),
                    mode="offline" if self.offline else "online",
                    config=dict(composed),
                    settings=wandb.Settings(silent=True, console="off"),
                )
                run.summary.update(_summary(result))
                for task, shown in samples.items():
                    run.log({f"{task}/samples": _table(shown)})
                _log_directory(run, directory)
                run.finish(exit_code=0)
        except (wandb.errors.Error, OSError) as error:
            logger.warning("tracking: W&B could not record this run (%s); the run directory has everything", error)
            return
        if self.offline:
            logger.info("tracking: no W&B key, written offline; `wandb sync %s` sends it", Path(run.dir).parent)


def wandb_key_found(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether W&B would find a key: in the environment, or in the netrc file that `wandb login` writes."""
    if environment.get("WANDB_MODE") in ("offline", "disabled"):
        return False
    if environment.get("WANDB_API_KEY"):
        return True
    host = urlsplit(environment.get("WANDB_BASE_URL", "https://api.wandb.ai")).hostname or ""
    try:
        return netrc.netrc(environment.get("NETRC")).authenticators(host) is not None
    except (OSError, netrc.NetrcParseError):
        return False


@contextmanager
def _staged_inside(directory: Path) -> Iterator[None]:
    """Let W&B stage its files in the run directory, not in the home folder, unless the user chose another place."""
    variables = [name for name in ("WANDB_DATA_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR") if name not in os.environ]
    os.environ.update(dict.fromkeys(variables, str(directory / WANDB_FOLDER)))
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]


def _log_directory(run: Run, directory: Path) -> None:
    """Everything in the run directory as one artifact, but for W&B's own files."""
    import wandb

    artifact = wandb.Artifact(f"run-{run.id}", type="evaluation")
    for path in sorted(directory.rglob("*")):
        inside = path.relative_to(directory)
        if path.is_file() and inside.parts[0] != WANDB_FOLDER:
            artifact.add_file(str(path), name=inside.as_posix())
    run.log_artifact(artifact)


def _summary(result: RunResult) -> dict[str, Any]:
    summary: dict[str, Any] = {"status": result.status.value, "wall_seconds": result.wall_seconds}
    for name, task in result.tasks.items():
        summary[f"{name}/coverage"] = task.coverage
        for metric, value in task.metrics.items():
            summary[f"{name}/{metric}"] = value.value
            summary[f"{name}/{metric}/ci_low"] = value.ci_low
            summary[f"{name}/{metric}/ci_high"] = value.ci_high
            summary[f"{name}/{metric}/n"] = value.n
    return summary


def _table(samples: Sequence[ShownSample]) -> Any:
    import wandb

    columns: list[str | int] = ["id", "images", "question", "response", "status", "answer", "targets", "score"]
    rows = [
        [
            shown.sample.id,
            _images(shown.sample),
            shown.sample.question,
            shown.response.text,
            shown.response.status.value,
            shown.score.answer,
            ", ".join(shown.sample.targets),
            shown.score.value,
        ]
        for shown in sorted(samples, key=lambda shown: shown.sample.index)
    ]
    return wandb.Table(columns=columns, data=rows)


def _images(sample: Sample) -> list[Any]:
    import wandb

    images = []
    for medium in sample.media:
        try:
            images.append(wandb.Image(medium.decode()))
        except MediaError as error:
            logger.debug("%s", error)
    return images
