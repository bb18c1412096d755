"""Programs that begin with everything imported."""

from __future__ import annotations

import os
from importlib import import_module

import pytest

from tests.conftest import ENVIRONMENT
from tests.end_to_end.warm import OF_RANKS
from tests.warm import read_on_import


def test_what_tests_import_keeps_no_program_from_being_forked(pytestconfig: pytest.Config) -> None:
    for name in OF_RANKS:
        import_module(name)
    found, expected = read_on_import(os.environ), read_on_import(pytestconfig.stash[ENVIRONMENT])
    passive = {"OMP_WAIT_POLICY": "PASSIVE"}  # which a run sets for itself
    assert found | passive == expected | passive
