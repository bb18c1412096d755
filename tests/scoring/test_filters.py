"""What is done to a response before anything is read in it."""

from __future__ import annotations

import pytest

from hyeval.assemble import make_tasks
from hyeval.config.composition import CommandLine, compose_run
from hyeval.scoring.filters import StripTags, filtered


@pytest.mark.parametrize(
    ("response", "rest"),
    [
        ("<think>A, or C</think> B\n", "B"),
        ("x <think>A</think>B<think>C</think> y", "x B y"),
        ("<analysis>A</analysis><think>B</think>C", "C"),
        ("A or B</think>C", "C"),
        ("A</think>B</think>C", "C"),
        ("<think>A, or C", "<think>A, or C"),
        ("B</think>C<think>A", "B</think>C<think>A"),
        ("<THINK>A</THINK>B", "<THINK>A</THINK>B"),
        ("<thinking>A</thinking>B", "<thinking>A</thinking>B"),
        ("<think>A<think>B</think>C</think>D", "D"),
        (" B ", "B"),
        ("", ""),
    ],
)
def test_tags_are_taken_out_as_lmms_eval_does_it(response: str, rest: str) -> None:
    assert StripTags(kind="strip_tags").apply(response) == rest


@pytest.mark.parametrize(
    ("protocol", "read"),
    [("official", "<think>A</think>B"), ("vlmevalkit", "<think>A</think>B"), ("lmms_eval", "B")],
)
def test_lmms_eval_reads_no_thoughts(protocol: str, read: str) -> None:
    (task,) = make_tasks(compose_run(CommandLine(("task=mmstar", f"protocol={protocol}", "model=scripted"))))
    assert filtered("<think>A</think>B", task.filters) == read
