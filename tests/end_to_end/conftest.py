from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end_to_end.apis import Start
from tests.end_to_end.essay import Grade, grader
from tests.end_to_end.runs import Workspace
from tests.servers.openai_server import ServerSettings, start_server


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start fault-injecting servers that end with the test."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(start_server(ServerSettings(**settings)))


@pytest.fixture
def grade(workspace: Workspace) -> Grade:
    """Run a task that a judge grades."""
    return grader(workspace)
