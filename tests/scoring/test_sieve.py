"""A sieve finds what its pattern finds, at the same places."""

from __future__ import annotations

import pkgutil
import random
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import pytest

import hyeval.scoring
from hyeval.scoring.pattern import Branches, Characters, Part, Repeat, parts
from hyeval.scoring.sieve import Sieve, folded_text


def sieves() -> Iterator[tuple[str, Sieve]]:
    """Every sieve of the package, under the first of its names."""
    known: set[Sieve] = set()
    for module in pkgutil.iter_modules(hyeval.scoring.__path__):
        for name, value in vars(import_module(f"hyeval.scoring.{module.name}")).items():
            if isinstance(value, Sieve) and value not in known:
                known.add(value)
                yield f"{module.name}.{name}", value


def texts(pattern: re.Pattern[str], count: int) -> Iterator[str]:
    """Texts made of what the pattern can match, but for its assertions, with something between."""
    drawn = random.Random(0)
    read = parts(pattern.pattern, pattern.flags)
    gaps = (" ", " ", "", "\n", ", ", ".", " x ", "x")
    for _ in range(count):
        made = "".join(drawn.choice(gaps) + example([read], drawn) for _ in range(drawn.randrange(1, 4)))
        made += drawn.choice(gaps)
        cut = made[drawn.randrange(3) : len(made) - drawn.randrange(3)]
        yield drawn.choice((made, made, cut, made.upper(), made.replace("s", "ſ").replace("i", "İ").replace("k", "K")))


def example(sequence: Iterable[Part], drawn: random.Random) -> str:
    """Something that the parts of a pattern can match; its assertions are not looked at."""
    found = ""
    for part in sequence:
        match part:
            case Characters():
                found += _character(part, drawn)
            case Branches():
                found += example(drawn.choice(part.ways), drawn)
            case Repeat():
                times = drawn.randrange(part.least, min(part.most, part.least + 2) + 1)
                found += "".join(example([part.part], drawn) for _ in range(times))
    return found


def _character(part: Characters, drawn: random.Random) -> str:
    if part.others:
        return "o"
    member = drawn.choice(part.members)
    if len(member) == 3:
        return chr(drawn.randint(ord(member[0]), ord(member[2])))
    return {r"\s": " ", r"\d": "7", r"\w": "w"}.get(member, member)


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


def test_folding_keeps_every_character_in_its_place() -> None:
    for character in map(chr, range(0x110000)):
        assert len(folded_text(character)) == 1
