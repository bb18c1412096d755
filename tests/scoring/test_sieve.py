"""A sieve finds what its pattern finds, at the same places."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import pytest

from hyeval.scoring import (
    asked,
    choice,
    expression,
    letters,
    number,
    options,
    proposition,
    prose,
    reasoning,
    stance,
    statements,
    text,
    yes_no,
)
from hyeval.scoring.sieve import Sieve, folded_text

PARSER: Any = importlib.import_module("re._parser")
MODULES = (
    asked,
    choice,
    expression,
    letters,
    number,
    options,
    proposition,
    prose,
    reasoning,
    stance,
    statements,
    text,
    yes_no,
)


def sieves() -> Iterator[tuple[str, Sieve]]:
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Sieve) and _is_defined_in(module, name):
                yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", value


def _is_defined_in(module: ModuleType, name: str) -> bool:
    return not any(vars(other).get(name) is vars(module)[name] for other in MODULES[: MODULES.index(module)])


def texts(pattern: re.Pattern[str], count: int) -> Iterator[str]:
    """Texts made of what the pattern can match, but for its assertions, with something between."""
    drawn = random.Random(0)
    parsed = PARSER.parse(pattern.pattern, pattern.flags)
    gaps = (" ", " ", "", "\n", ", ", ".", " x ", "x")
    for _ in range(count):
        made = "".join(drawn.choice(gaps) + example(parsed, drawn) for _ in range(drawn.randrange(1, 4)))
        made += drawn.choice(gaps)
        cut = made[drawn.randrange(3) : len(made) - drawn.randrange(3)]
        yield drawn.choice((made, made, cut, made.upper(), made.replace("s", "ſ").replace("i", "İ").replace("k", "K")))


def example(parsed: Iterable[tuple[Any, Any]], drawn: random.Random) -> str:
    """Something that a parsed pattern can match; its assertions are not looked at."""
    found = ""
    for operation, argument in parsed:
        match str(operation):
            case "LITERAL":
                found += chr(argument)
            case "IN":
                found += _member(argument, drawn)
            case "BRANCH":
                found += example(drawn.choice(argument[1]), drawn)
            case "SUBPATTERN":
                found += example(argument[3], drawn)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, repeated = argument
                times = drawn.randrange(least, min(int(most), least + 2) + 1)
                found += "".join(example(repeated, drawn) for _ in range(times))
            case "ANY" | "NOT_LITERAL":
                found += "o"
    return found


def _member(members: list[tuple[Any, Any]], drawn: random.Random) -> str:
    kind, argument = drawn.choice(members)
    match str(kind):
        case "LITERAL":
            return chr(argument)
        case "RANGE":
            return chr(drawn.randint(*argument))
        case "CATEGORY":
            return {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "7", "CATEGORY_WORD": "w"}.get(str(argument), "!")
    return "o"


@pytest.mark.parametrize(("name", "sieve"), list(sieves()))
def test_a_sieve_finds_what_its_pattern_finds(name: str, sieve: Sieve) -> None:
    found = 0
    for made in texts(sieve.pattern, 400):
        plain = [match.span() for match in sieve.pattern.finditer(made)]
        assert [match.span() for match in sieve.finditer(made)] == plain, (name, made)
        first = sieve.search(made)
        assert (first.span() if first else None) == (plain[0] if plain else None), (name, made)
        found += bool(plain)
    assert found, f"{name} never matched: the texts do not test it"


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bso\b|thus",
        r"^\W*answer",
        r"[ab]+c|\s+and\b",
        r'"[^"]{1,3}"',
        r"(?:really )*not",
        r"x*",
        r"(?:^|,\s*)so",
        r"(\w)\1",
        r"[^a]b",
        r"(?<=\d)%|\d+",
    ],
)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.MULTILINE])
def test_every_form_of_pattern(pattern: str, flags: int) -> None:
    drawn = random.Random(1)
    sieve = Sieve(pattern, flags)
    for _ in range(500):
        made = "".join(drawn.choice(('"', "so", "thus", "a", "b", "c", " ", "\n", ",", "not", "5", "%", "really "))
                       for _ in range(drawn.randrange(9)))  # fmt: skip
        spans = [match.span() for match in re.finditer(pattern, made, flags)]
        assert [match.span() for match in sieve.finditer(made)] == spans, made
        assert sieve.sub("_", made) == re.sub(pattern, "_", made, flags=flags), made
        assert sieve.count(made) == len(spans)
        found = sieve.search(made, 2, 6)
        expected = re.compile(pattern, flags).search(made, 2, 6)
        assert (found and found.span()) == (expected and expected.span()), made


def test_a_pattern_is_tried_where_it_can_begin_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sieve, tried = Sieve(r"\b(?:so|hence)\b", re.IGNORECASE), []
    match = sieve.match
    monkeypatch.setattr(sieve, "match", lambda *where: tried.append(where[1]) or match(*where))
    assert sieve.search("Also some heavy seasons; HENCE it is so") is not None
    assert tried == [25]


def test_folding_keeps_every_character_in_its_place() -> None:
    for character in map(chr, range(0x110000)):
        assert len(folded_text(character)) == 1
