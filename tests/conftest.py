"""What every test runs under: no network, no W&B key, and a store and data set cache of the test run's own."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

LONGEST_FIRST = (
    "end_to_end", "sweeps", "serving", "models", "config", "test_cli.py", "test_assemble.py",
    "scoring/test_meteor.py", "scoring/test_guard.py", "test_demo_assets.py", "reports/test_rule_bounds.py",
    "tasks/test_benchmarks.py",
)  # fmt: skip
"""Folders and files whose tests start programs, load models or compose much."""
ENVIRONMENT = pytest.StashKey[dict[str, str]]()
"""The environment before any test has imported anything."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: no worker is to be alone with one of them in the end.

    Of a file the order stays. The workers take whole files in this order with `--no-loadscope-reorder`; otherwise
    those with the most tests come first, which are tables of examples that take no time.
    """
    rank = {name: number for number, name in enumerate(LONGEST_FIRST)}

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(Path(__file__).parent)
        return min(rank.get(one.as_posix(), len(rank)) for one in (path, *path.parents))

    items.sort(key=place)


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before any test module is imported: some packages read it on import, and children inherit it.

    `HF_HOME` stays, so that a checkpoint in the machine's cache can be used; what `datasets` unpacks goes elsewhere.
    """
    scratch = tempfile.TemporaryDirectory(prefix="hyeval-tests-", ignore_cleanup_errors=True)
    folder = Path(scratch.name)
    patch = pytest.MonkeyPatch()
    patch.setenv("HYEVAL_CACHE_DIR", str(folder / "cache"))
    patch.setenv("HF_DATASETS_CACHE", str(folder / "datasets"))
    patch.setenv("HF_HUB_OFFLINE", "1")
    patch.delenv("WANDB_API_KEY", raising=False)
    patch.setenv("NETRC", str(folder / "no-netrc"))
    config.add_cleanup(scratch.cleanup)
    config.add_cleanup(patch.undo)
    config.stash[ENVIRONMENT] = dict(os.environ)
    # What a shell starts in the background ignores Ctrl-C, and so would the runs under test.
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _isolated_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the store of the person who runs it, nor that of the test before."""
    monkeypatch.setenv("HYEVAL_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "unused-cache"))
