"""Programs that begin with everything imported."""

from __future__ import annotations

import os
import select
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT
from tests.end_to_end.warm import OF_RANKS
from tests.warm import Template, ask, read_on_import


def test_what_tests_import_keeps_no_program_from_being_forked(pytestconfig: pytest.Config) -> None:
    for name in OF_RANKS:
        import_module(name)
    found, expected = read_on_import(os.environ), read_on_import(pytestconfig.stash[ENVIRONMENT])
    passive = {"OMP_WAIT_POLICY": "PASSIVE"}  # which a run sets for itself
    assert found | passive == expected | passive


def test_what_is_bound_to_whoever_asked_for_it_ends_with_it_however_early_that_is(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    request = {
        "module": "http.server", "arguments": ["0", "--bind", "127.0.0.1"], "path": [], "folder": str(tmp_path),
        "environment": dict(os.environ), "files": [1, 2], "python": sys.executable, "session": True, "bound": True,
    }  # fmt: skip
    ask(Template(["http.server"]).address, request, [writing, writing]).close()
    os.close(writing)
    with os.fdopen(reading, "rb") as output:
        told = b"-"
        while told:  # to the end, when nobody is left who could write
            assert select.select([output], [], [], 60)[0]
            told = output.read1()
