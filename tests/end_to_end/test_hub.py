"""The way from the hub: downloaded from a mirror, read again without it, and refused in one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

import hyeval
from tests.end_to_end.runs import Finished, Workspace
from tests.servers.hub import Hub, Repository, serve_hub

DEMO = Path(hyeval.__file__).parent / "demo"
CARD = """\
---
configs:
- config_name: open
  data_files: [{split: test, path: open/test-*.parquet}, {split: train, path: open/train.parquet}]
---
"""
DATA = ("task=digits", "dataset.path=own/digits", "dataset.configs=[open]")
SETTINGS = ("model=hf", "model.path=own/tiny", *DATA)


@pytest.fixture(scope="module")
def data_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards of 8 digits each, and a split that nobody asks for."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "open").mkdir()
    (folder / "README.md").write_text(CARD)
    (source,) = (DEMO / "digits" / "open").rglob("*.parquet")
    table = pq.read_table(source)
    for number in range(2):
        pq.write_table(table.slice(8 * number, 8), folder / "open" / f"test-0000{number}-of-00002.parquet")
    pq.write_table(table.slice(100, 100), folder / "open" / "train.parquet")
    return folder


@pytest.fixture(scope="module")
def repositories(data_set: Path) -> list[Repository]:
    return [
        Repository("models", "own/tiny", DEMO / "model"),
        Repository("datasets", "own/digits", data_set),
        Repository("models", "own/gated", DEMO / "model", gated=403),
        Repository("datasets", "own/gated", data_set, gated=401),
    ]


@pytest.fixture(scope="module")
def hub(repositories: list[Repository]) -> Iterator[Hub]:
    with serve_hub(repositories) as hub:
        yield hub


def run(workspace: Workspace, url: str, *settings: str, name: str = "run") -> Finished:
    """Run against a mirror, with a cache of the hub's of the workspace's own."""
    cache = str(workspace.folder / "hub")
    environment = {"HF_ENDPOINT": url, "HF_HUB_OFFLINE": "0", "HF_HOME": cache, "HF_DATASETS_CACHE": f"{cache}/data"}
    without_proxy = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    return workspace.run(*settings, "tracking=none", run=name, environment=environment | without_proxy)


def errors(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.startswith("error: ")]


def commit(repositories: list[Repository], kind: str) -> str:
    return next(one.commit for one in repositories if one.kind == kind)


def test_model_and_data_come_from_the_mirror_and_afterwards_from_the_cache(
    workspace: Workspace, repositories: list[Repository]
) -> None:
    with serve_hub(repositories) as hub:
        first = run(workspace, hub.url, *SETTINGS)
        assert first.code == 0, first.stderr
    assert first.result["tasks"]["digits"]["dataset"]["commit"] == commit(repositories, "datasets")
    assert first.result["model"]["identity"]["revision"] == commit(repositories, "models")
    assert first.result["model"]["identity"]["checkpoint"] == "own/tiny"
    assert len(first.answers("digits")) == 16
    assert len(hub.fetched("model.safetensors")) == 1
    assert len(hub.fetched("of-00002.parquet")) == 2
    assert hub.fetched("train.parquet") == []

    again = run(workspace, hub.url, *SETTINGS, "resume=false", name="again")  # nobody listens there any more
    assert again.code == 0, again.stderr
    assert "cannot be reached: using the local cache alone" in again.stderr
    assert again.result["tasks"]["digits"]["dataset"]["commit"] == commit(repositories, "datasets")
    assert again.answers("digits") == first.answers("digits")
    assert [line["key"] for line in again.samples("digits")] == [line["key"] for line in first.samples("digits")]

    (shard,) = (workspace.folder / "hub").rglob("snapshots/*/open/test-00001-of-00002.parquet")
    shard.unlink()
    partly = run(workspace, hub.url, "model=scripted", *DATA, name="partly")
    assert partly.code == 2
    assert "of the 2 files of the split 'test' of own/digits, 1 are missing" in "".join(errors(partly.stderr))


FETCH = "from huggingface_hub import snapshot_download; snapshot_download('own/digits', repo_type='dataset')"


def test_a_copy_that_another_program_fetched_is_enough(workspace: Workspace, hub: Hub) -> None:
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HUB_OFFLINE": "0", "HF_HOME": str(workspace.folder / "hub")}
    subprocess.run([sys.executable, "-c", FETCH], env=environment, check=True, capture_output=True)
    done = run(workspace, "http://127.0.0.1:9", "model=scripted", *DATA, "dataset.split=train")
    assert done.code == 0, done.stderr
    assert len(done.answers("digits")) == 100
    for setting, told in {
        "dataset.split=tset": "not a split of own/digits (test, train)",
        "dataset.configs=[opne]": "open",
    }.items():
        refused = run(workspace, "http://127.0.0.1:9", "model=scripted", *DATA, setting, name="refused")
        assert refused.code == 2
        assert told in "".join(errors(refused.stderr))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["model=hf", "model.path=own/none"], "model.path: the hub has no checkpoint own/none"),
        (["model=hf", "model.path=none"], "model.path: nothing here is called 'none', and names on the hub are OWNER/"),
        (["model=hf", "model.path=own/none/x"], "'own/none/x' is neither a folder nor a name on the hub, where names"),
        (["model=hf", "model.path=own/gated"], "model.path: the checkpoint own/gated is gated"),
        (["model=scripted", "dataset.path=own/none"], "'own/none' doesn't exist on the Hub"),
        (["model=scripted", "dataset.path=own/gated"], "'own/gated' is a gated dataset"),
        (["model=scripted", "dataset.path=own/digits", "dataset.configs=[opne]"], "opne"),
        (["model=scripted", "dataset.path=own/digits", "dataset.split=tset"], "'tset' is not a split of own/digits"),
        (["model=scripted", "dataset.path=own/digits", "dataset.revision=v9"], "v9"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_the_hub_does_not_give_is_told_in_one_line(
    workspace: Workspace, hub: Hub, settings: list[str], told: str
) -> None:
    done = run(workspace, hub.url, "task=digits", *settings)
    assert done.code == 2, done.stderr
    (error,) = errors(done.stderr)
    assert told in error
    assert re.search(r"HF_TOKEN|Check|Set|Did you mean|config", error)
    assert "Traceback" not in done.stderr


def test_without_a_mirror_and_without_a_copy_a_run_ends_at_once(workspace: Workspace) -> None:
    done = run(workspace, "http://127.0.0.1:9", "model=scripted", "task=digits", "dataset.path=own/digits")
    assert done.code == 2, done.stderr
    (error,) = errors(done.stderr)
    assert "own/digits is neither in the local cache nor can it be fetched (the hub cannot be reached, or" in error


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["model.path=none"], "model.path: nothing here is called 'none', and names on the hub are OWNER/NAME."),
        (["model.path=own/none"], "model.path: the checkpoint own/none is neither in the local cache nor can it be"),
        (["model.path=own/none", "dataset.path=data"], "dataset.path: nothing here is called 'data', and names on"),
    ],
    ids=["checkpoint", "with an owner", "data set"],
)
def test_without_network_a_wrong_name_is_told_and_no_advice_of_the_client(
    workspace: Workspace, settings: list[str], told: str
) -> None:
    done = run(workspace, "http://127.0.0.1:9", "model=hf", "task=digits", *settings)
    assert done.code == 2, done.stderr
    (error,) = errors(done.stderr)
    assert told in error
    assert "HF_HUB_OFFLINE=0" not in error
