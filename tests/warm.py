"""Processes that begin with everything imported: a template that has imported it, and forks for every program.

    python -m tests.warm LISTENER MODULE…

Importing is most of a short program, and hundreds are run. Each is still a process with its own folder, environment and
files, and runs what `python -m MODULE` runs. What the programs of a template share is the seed of Python's hashes, and
what is read from the environment on import: where that matters, a program is to begin with Python.

A program is asked for on a line of its own to the template's socket, together with its open files; the answers are its
process id and, when it has ended, its exit code. `Interpreter` is a Python for programs that start other ones: a
stand-in that passes on what it is started with, signals and end included.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import runpy
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
MOST_FILES = 32
SIZE = struct.Struct("!I")
READ_ON_IMPORT = ("OMP_", "MKL_", "CUDA_", "TORCH", "PYTORCH_", "HF_", "TRANSFORMERS_", "TOKENIZERS_")
"""Beginnings of variables that libraries read when they are imported."""
WRITTEN_ON_IMPORT = ("PYTORCH_NVML_BASED_CUDA_CHECK", "TORCHINDUCTOR_CACHE_DIR")
"""Variables that libraries write when they are imported, so that a test may have changed them for nobody but itself."""
FORWARDED = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2)


class Forked:
    """A program that a template runs, as seen by whoever asked for it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._answers = line.makefile("rb")
        self.pid = self._number()
        self.returncode: int | None = None
        """As `subprocess` has it: the signal, negative, if one has ended the process."""

    def wait(self, timeout_s: float | None = None) -> int:
        """Wait for the end; raises `TimeoutError`."""
        if self.returncode is None:
            ready, _, _ = select.select([self._line], [], [], timeout_s)
            if not ready:
                raise TimeoutError(f"process {self.pid} has not ended within {timeout_s} s")
            self.returncode = self._number()
            self._answers.close()
            self._line.close()
        return self.returncode

    def _number(self) -> int:
        line = self._answers.readline()
        if not line:
            raise RuntimeError("the template has ended; its stderr says why")
        return int(line)

    def kill(self) -> None:
        """End it as the kernel does, and wait until it is gone."""
        self.send_signal(signal.SIGKILL)
        self.wait()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        with contextlib.suppress(TimeoutError):
            self.wait(0)
        if self.returncode is None:
            os.kill(self.pid, number)


class Template:
    """The ready process, as its parent sees it: it imports when it is first asked, and ends when its parent does."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.environment = dict(os.environ if environment is None else environment)
        self.address = f"\0hyeval-tests-{os.getpid()}-{secrets.token_hex(8)}"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(64)
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(listener.fileno()), *modules],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
            )

    def start(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        files: Mapping[int, int],
        folder: Path = ROOT,
        environment: Mapping[str, str] | None = None,
        python: str = sys.executable,
        session: bool = False,
    ) -> Forked:
        """Run `python -m MODULE`; `files` has the number of an open file of the caller's for each one of the program's.

        `python` is what the program finds in `sys.executable`.
        """
        request = {
            "module": module, "arguments": list(arguments), "path": [str(folder)], "folder": str(folder),
            "environment": dict(os.environ if environment is None else environment), "files": list(files),
            "python": python, "session": session, "bound": False,
        }  # fmt: skip
        return Forked(ask(self.address, request, list(files.values())))


def ask(address: str, request: Mapping[str, Any], files: Sequence[int]) -> socket.socket:
    """A line to a template, on which a program was asked for."""
    line = socket.socket(socket.AF_UNIX)
    line.connect(address)
    message = json.dumps(request).encode()
    socket.send_fds(line, [SIZE.pack(len(message))], files)
    line.sendall(message)
    return line


def serve(listener: socket.socket, modules: Sequence[str]) -> None:
    """Fork a keeper for every line, until standard input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
    ready, _, _ = select.select([listener, sys.stdin], [], [])
    if listener in ready:
        for name in modules:
            import_module(name)
    while sys.stdin not in ready:
        line, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _keep(line)
        line.close()
        ready, _, _ = select.select([listener, sys.stdin], [], [])


def _keep(line: socket.socket) -> None:
    """Read what is asked for, fork once more to run it, and tell process id and exit code."""
    head, files, _, _ = socket.recv_fds(line, SIZE.size, MOST_FILES)
    with line.makefile("rb") as reader:
        request = json.loads(reader.read(*SIZE.unpack(head)))
    pid = os.fork()
    if pid == 0:
        line.close()
        _become(request, files)
    for file in files:
        os.close(file)
    with contextlib.suppress(OSError):  # whoever asked may have gone: what is bound to it then ends below
        line.sendall(b"%d\n" % pid)
    ended = os.pidfd_open(pid)
    ready, _, _ = select.select([ended, *([line] if request["bound"] else [])], [], [])
    if ended not in ready:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(request: Mapping[str, Any], files: Sequence[int]) -> None:
    """Be `python -m MODULE`: leaves by `SystemExit`."""
    if request["session"]:
        os.setsid()
    beyond = [fcntl.fcntl(file, fcntl.F_DUPFD, 256) for file in files]
    for file in files:
        os.close(file)
    for place, file in zip(request["files"], beyond, strict=True):
        os.dup2(file, place)
        os.close(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    found = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:1] = [*request["path"], *filter(None, found)]
    sys.executable = request["python"]
    sys.argv[1:] = request["arguments"]
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    raise SystemExit


class Interpreter:
    """A Python whose programs of some modules are forked from templates; all others it starts as ever.

    The template is the one that has imported under the variables that the program is given. Other programs of this
    environment lie beside it.
    """

    def __init__(self, templates: Sequence[Template], programs: Sequence[str]) -> None:
        self._folder = TemporaryDirectory(prefix="hyeval-tests-python-")
        self.path = Path(self._folder.name) / "bin" / "python"
        self._folder_of_notes = Path(self._folder.name) / "programs"
        self.path.parent.mkdir()
        self._folder_of_notes.mkdir()
        for program in Path(sys.executable).parent.iterdir():
            if program.name != self.path.name:
                self.path.with_name(program.name).symlink_to(program)
        addresses = [(template.address, read_on_import(template.environment)) for template in templates]
        self.path.write_text(
            f"#!{sys.executable} -IS\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
            "from tests.warm import stand_in\n"
            f"stand_in({sys.executable!r}, {list(programs)!r}, {addresses!r}, {str(self._folder_of_notes)!r})\n"
        )
        self.path.chmod(0o755)

    def program(self, stand_in: int, patience_s: float = 60.0) -> int:
        """Process id of what this stand-in was started for; raises `TimeoutError` if that was not forked."""
        note, until = self._folder_of_notes / str(stand_in), time.monotonic() + patience_s
        while not note.exists():
            if time.monotonic() > until:
                raise TimeoutError(f"process {stand_in} has forked nothing within {patience_s} s")
            time.sleep(0.01)
        return int(note.read_text())


def read_on_import(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that decide whether a program may be forked from a template."""
    names = [name for name in environment if name.startswith(READ_ON_IMPORT) and name not in WRITTEN_ON_IMPORT]
    return {name: environment[name] for name in names}


def stand_in(
    python: str, programs: Sequence[str], addresses: Sequence[tuple[str, Mapping[str, str]]], notes: str
) -> None:
    """Be `python`: for these programs by way of the template that has read the same from its environment, if any.

    Whoever kills this process kills the program, whose process id is noted in a file with the name of this one's.
    """
    arguments = sys.argv[1:]
    found = [address for address, known in addresses if known == read_on_import(os.environ)]
    if not found or arguments[:2] != ["-P", "-m"] or arguments[2] not in programs:
        os.execv(python, [python, *arguments])
    listed = [int(one.name) for one in Path("/proc/self/fd").iterdir()]
    files = [file for file in listed if _is_open(file)]
    request = {
        "module": arguments[2], "arguments": arguments[3:], "path": [], "folder": str(Path.cwd()),
        "environment": dict(os.environ), "files": files, "python": python, "session": True, "bound": True,
    }  # fmt: skip
    program = Forked(ask(found[0], request, files))
    note = Path(notes, str(os.getpid()))
    note.with_suffix(".new").write_text(str(program.pid))
    note.with_suffix(".new").rename(note)
    for number in FORWARDED:
        signal.signal(number, lambda number, _: program.send_signal(number))
    for file in files:
        os.close(file)
    code = program.wait()
    if code < 0:
        if -code in FORWARDED:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _is_open(file: int) -> bool:
    try:
        fcntl.fcntl(file, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def main() -> None:
    """Answer until standard input ends."""
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        serve(listener, sys.argv[2:])


if __name__ == "__main__":
    main()
