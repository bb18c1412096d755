"""What `/proc` says about processes: who descends from whom, and who listens on a port. Linux only; no packages."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
LISTENING = "0A"
GONE = frozenset("ZX")
"""States of processes that have ended and only wait to be noticed."""


def descendants(pid: int) -> set[int]:
    """Living processes that `pid` started, and those that these started, whatever session they are in."""
    children: dict[int, list[int]] = {}
    for child, state, parent, _ in _table():
        if state not in GONE:
            children.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        new = set(children.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def members(session: int) -> set[int]:
    """Living processes of a session."""
    return {pid for pid, state, _, one in _table() if one == session and state not in GONE}


def listens(pids: Iterable[int], port: int) -> bool:
    """Whether one of the processes listens on a TCP port.

    Also true where the system does not tell: of processes in a container of their own the files may not be seen.
    """
    owners = _listening(port)
    if owners is None:
        return True
    sockets = {f"socket:[{inode}]" for inode, user in owners if user == os.getuid()}
    own = set(pids)
    if any(not sockets.isdisjoint(_open_files(pid)) for pid in own):
        return True
    others = (pid for pid, *_ in _table() if pid not in own)
    return bool(sockets) and all(sockets.isdisjoint(_open_files(pid)) for pid in others)


def _table() -> Iterable[tuple[int, str, int, int]]:
    """Id, state, parent and session of every process."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_bytes()
            except OSError:
                continue  # it has ended meanwhile
            # The second field is a name in brackets that may hold anything, brackets and blanks as well.
            state, parent, _, session = stat[stat.rindex(b")") + 2 :].split()[:4]
            yield int(entry.name), state.decode(), int(parent), int(session)


def _listening(port: int) -> set[tuple[str, int]] | None:
    """Inode and user of the sockets that listen on a port; None where that cannot be read."""
    found = set()
    for name in ("tcp", "tcp6"):
        try:
            lines = (PROC / "net" / name).read_text().splitlines()[1:]
        except OSError:
            if name == "tcp":
                return None
            continue
        for fields in map(str.split, lines):
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                found.add((fields[9], int(fields[7])))
    return found


def _open_files(pid: int) -> set[str]:
    found = set()
    try:
        for entry in (PROC / str(pid) / "fd").iterdir():
            found.add(str(entry.readlink()))
    except OSError:
        return found  # it ended, or closed a file, while we looked
    return found
