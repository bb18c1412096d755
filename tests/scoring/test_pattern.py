"""The parts of a pattern are those that it has; what is not read is said."""

from __future__ import annotations

import re

import pytest

from hyeval.scoring.pattern import MANY, Branches, Characters, Part, Place, Repeat, Unread, parts

A, B = Characters(("a",)), Characters(("b",))


@pytest.mark.parametrize(
    ("pattern", "sequence"),
    [
        ("ab", (A, B)),
        ("a*b+?", (Repeat(A, 0, MANY), Repeat(B, 1, MANY))),
        ("a?+b{2}", (Repeat(A, 0, 1), Repeat(B, 2, 2))),
        ("a{2,}b{,3}", (Repeat(A, 2, MANY), Repeat(B, 0, 3))),
        ("a{1,4}?{", (Repeat(A, 1, 4), Characters(("{",)))),
        (r"\ba$", (Place.EDGE, A, Place.ELSE)),
        ("^a", (Place.START, A)),
        (r"(?<!a)b(?=a|b)", (Place.ELSE, B, Place.ELSE)),
        (r"(a)(?P<name>b)", (Branches(((A,),)), Branches(((B,),)))),
        ("(?:a|b|)", (Branches(((A,), (B,), ())),)),
        (r"[a\d]", (Characters(("a", r"\d")),)),
        (r"[]a-f-]", (Characters(("]", "a-f", "-")),)),
        (r"[^\]a]\W.", (Characters(("]", "a"), True), Characters((r"\w",), True), Characters((), True))),
        (r"\.\n", (Characters((".",)), Characters(("\n",)))),
    ],
)
def test_parts(pattern: str, sequence: tuple[Part, ...]) -> None:
    assert re.compile(pattern)
    assert parts(pattern) == Branches((sequence,))


def test_the_start_of_a_line_is_no_start() -> None:
    assert parts("^a", re.MULTILINE) == Branches(((Place.ELSE, A),))


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?P<x>a)(?P=x)", "(?i:a)", r"\x41", r"\Aa", r"(a)(?(1)a|b)"])
def test_what_is_not_read(pattern: str) -> None:
    assert re.compile(pattern)
    with pytest.raises(Unread):
        parts(pattern)


def test_flags_that_change_the_grammar_are_not_read() -> None:
    with pytest.raises(Unread, match="flags"):
        parts("a b", re.VERBOSE)
