"""What `/proc` says about processes of ours."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hyeval.serving.processes import descendants, listens, members

FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "print('up', flush=True); import time; time.sleep(60)"])
child.wait()
"""


@pytest.fixture
def family() -> Iterator[int]:
    """A process, in a session of its own, with a child; gives its id."""
    parent = subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, start_new_session=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    yield parent.pid
    os.killpg(parent.pid, 9)
    parent.wait()
    parent.stdout.close()


def test_descendants_are_children_and_their_children(family: int) -> None:
    (child,) = descendants(family)
    assert {family, child} <= descendants(os.getpid())
    assert family not in descendants(child)
    assert members(family) == {family, child}


def test_what_has_ended_and_was_not_waited_for_is_no_member(family: int) -> None:
    (child,) = descendants(family)
    os.kill(family, 19)  # stopped, it does not wait for its child
    os.kill(child, 9)
    for _ in range(100):
        if members(family) == {family}:
            break
        os.sched_yield()
    assert descendants(family) == set()


@pytest.mark.parametrize(("family_kind", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_who_listens_on_a_port(family_kind: socket.AddressFamily, host: str, family: int) -> None:
    with socket.socket(family_kind) as one:
        one.bind((host, 0))
        port = one.getsockname()[1]
        assert not listens([os.getpid()], port)  # bound, and nobody is let in yet
        one.listen()
        assert listens([os.getpid()], port)
        assert not listens([family], port)
