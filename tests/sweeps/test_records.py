from __future__ import annotations

import os
from pathlib import Path

import pytest

from hyeval.sweeps.cells import Cell, labels
from hyeval.sweeps.records import Records, Submitted, digest_of
from tests.config.commands import composed


def digest(*overrides: str) -> str:
    return digest_of(composed(*overrides))


@pytest.mark.parametrize(
    "override", ["limit=9", "seed=1", "task=digits_mc", "model=scripted", "+generation.temperature=0.5", "dry_run=true"]
)
def test_what_changes_a_result_changes_the_digest(override: str) -> None:
    assert digest("limit=8", override) != digest("limit=8")


@pytest.mark.parametrize("override", ["cache_dir=/elsewhere", "resume=false", "tracking=none", "retry.max_attempts=2"])
def test_what_changes_no_result_keeps_the_digest(override: str) -> None:
    assert digest("limit=8", override) == digest("limit=8")


def test_a_data_set_that_was_changed_changes_the_digest(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": 1}\n')
    command = ("task=custom_mcq", f"tasks.custom_mcq.dataset.path={file}")
    before = digest(*command)
    assert digest(*command) == before
    os.utime(file, ns=(1, 1))
    touched = digest(*command)
    assert touched != before
    file.write_text('{"id": 2}\n{"id": 3}\n')
    assert digest(*command) not in (before, touched)


def test_a_checkpoint_that_was_changed_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").mkdir()
    command = ("model=hf", f"model.path={tmp_path / 'checkpoint'}")
    before = digest(*command)
    (tmp_path / "checkpoint" / "model.safetensors").write_bytes(b"weights")
    assert digest(*command) != before


def test_a_job_that_was_submitted_is_remembered(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert records.find_submitted("d") is None
    cell = Cell(0, (), "", "d", tmp_path, reuse=True, folder=None)
    records.save_submitted(cell, Submitted("7_0", "/there/%j"))
    assert records.find_submitted("d") == Submitted("7_0", "/there/%j")


def test_results_that_are_gone_or_broken_are_not_found(tmp_path: Path) -> None:
    records, folder = Records(tmp_path / "cache"), tmp_path / "run"
    folder.mkdir()
    (folder / "results.json").write_text("{}")
    assert records.find_complete("d") is None
    records.save_complete("d", folder)
    assert records.find_complete("d") is None  # `{}` is no result
    (folder / "results.json").unlink()
    assert records.find_complete("d") is None
    (tmp_path / "cache" / "cells" / "d.complete.json").write_text("{")
    assert records.find_complete("d") is None


def test_a_cell_is_called_by_what_sets_it_apart() -> None:
    sweep = [["model=a", "++limit=8", "task=x"], ["model=b", "++limit=8", "task=x", "hydra.launcher.parallel=2"]]
    assert labels(sweep) == ["model=a", "model=b"]
    assert labels([["model=a", "++limit=8"]]) == ["model=a limit=8"]
