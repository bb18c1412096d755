"""Runs whose data set is an address: fetched once, the same samples as from a file, one error where it fails."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.runs import Finished, Workspace
from tests.fixtures.make_fixtures import make
from tests.servers.files import File, serve_files

TASK = "mmbench_v11_en_test"


def run(workspace: Workspace, *settings: str, name: str) -> Finished:
    without_proxy = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    data = (f"task={TASK}", "model=scripted", "model.default=A", "tracking=none")
    return workspace.run(*data, *settings, run=name, environment=without_proxy)


def cache(workspace: Workspace, *arguments: str) -> str:
    command = [sys.executable, "-m", "hyeval", "cache", *arguments, "--cache-dir", str(workspace.folder / "cache")]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_table_is_fetched_once_and_its_samples_are_those_of_the_file(workspace: Workspace, tmp_path: Path) -> None:
    table = make(tmp_path, [TASK])[TASK]
    digest = f"dataset.md5={hashlib.md5(table.read_bytes()).hexdigest()}"
    with serve_files({"/V11.tsv": File(table.read_bytes())}) as site:
        address = f"dataset.path={site.url}/V11.tsv"
        first = run(workspace, address, digest, name="first")
    assert first.code == 0, first.stderr
    assert f"fetching {site.url}/V11.tsv" in first.stderr
    assert site.asked == ["/V11.tsv"]
    assert first.result["tasks"][TASK]["dataset"]["path"] == f"{site.url}/V11.tsv"

    again = run(workspace, address, digest, name="again")  # nobody listens there any more
    assert again.code == 0, again.stderr
    local = run(workspace, f"dataset.path={table}", name="local")  # a file is not held against the shipped digest
    assert local.code == 0, local.stderr
    keys = [[line["key"] for line in one.samples(TASK)] for one in (first, again, local)]
    assert keys[0] == keys[1] == keys[2]

    (told,) = [line for line in cache(workspace, "stats").splitlines() if "fetched files" in line]
    assert told.endswith(": 0.0 MB, 1 fetched files")
    assert "fetched files" not in cache(workspace, "clear", "--downloads", "--yes")
    assert "2 answers" in cache(workspace, "stats")


def test_what_is_not_the_file_ends_the_run(workspace: Workspace) -> None:
    with serve_files({"/V11.tsv": File(b"index\tquestion\n")}) as site:
        refused = run(workspace, f"dataset.path={site.url}/V11.tsv", name="refused")
    gone = run(workspace, f"dataset.path={site.url}/V11.tsv", name="gone")
    for finished, told in ((refused, f"tasks.{TASK}.dataset.md5: what {site.url}"), (gone, "cannot be fetched")):
        assert finished.code == 2
        (error,) = [line for line in finished.stderr.splitlines() if line.startswith("error: ")]
        assert told in error
        assert f"ownload it yourself and give `tasks.{TASK}.dataset.path=FILE`" in error
        assert "Traceback" not in finished.stderr
