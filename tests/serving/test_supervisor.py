"""The log that a supervisor keeps: within its bounds, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.serving.supervisor import MOST_UNBROKEN, BoundedLog

KEY = "sk-0123456789"


def written(path: Path) -> bytes:
    """Both files, in the order in which they were written."""
    earlier = path.with_name(path.name + ".1")
    return (earlier.read_bytes() if earlier.is_file() else b"") + path.read_bytes()


@pytest.mark.parametrize("cut", range(1, 24))
def test_a_secret_that_comes_in_two_parts_is_hidden(tmp_path: Path, cut: int) -> None:
    line = f"api_key={KEY}, x\n".encode()
    log = BoundedLog(tmp_path / "log", 1000, [KEY])
    log.write(line[:cut])
    log.write(line[cut:])
    log.close()
    assert written(tmp_path / "log") == b"api_key=***, x\n"


def test_a_secret_in_a_last_line_without_end_is_hidden(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "log", 1000, [KEY])
    log.write(f"first\n{KEY}".encode())
    log.close()
    assert written(tmp_path / "log") == b"first\n***"


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_the_log_keeps_to_its_bound_and_its_last_words(tmp_path: Path, size: int) -> None:
    log = BoundedLog(tmp_path / "log", 1000)
    for number in range(400):
        log.write(b"x" * size + f" {number}\n".encode())
        assert len(written(tmp_path / "log")) <= 1000
    log.close()
    assert written(tmp_path / "log").endswith(b" 399\n")


def test_a_line_that_never_ends_is_written_all_the_same(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "log", 1_000_000)
    for _ in range(3):
        log.write(b"." * MOST_UNBROKEN)
    assert len(written(tmp_path / "log")) >= 2 * MOST_UNBROKEN
    log.close()
    assert written(tmp_path / "log") == b"." * 3 * MOST_UNBROKEN


def test_a_full_disk_costs_lines_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "log").symlink_to("/dev/full")
    log = BoundedLog(tmp_path / "log", 1000)
    log.write(b"lost\n")
    log.close()
