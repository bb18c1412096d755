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
from hyeval.scoring.signs import Signs
from hyeval.scoring.words import spoken


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
        excluded = {r"\w": "o", r"\s": " "}
        return drawn.choice([one for one in "o -" if one not in {excluded.get(its, its) for its in part.members}])
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


@pytest.mark.parametrize(("name", "sieve"), list(sieves()))
def test_whatever_a_pattern_matches_has_one_of_its_signs(name: str, sieve: Sieve) -> None:
    signs = sieve.signs
    assert signs is not None or not sieve.mark, f"{name} is marked, and nothing tells where it cannot match"
    for made in texts(sieve.pattern, 400):
        if sieve.pattern.search(made):
            assert signs is None or _has_one(folded_text(made), signs), (name, made)
            assert spoken(made).marks & sieve.mark == sieve.mark, (name, made)


def _has_one(folded: str, signs: Signs) -> bool:
    return not signs.runs.isdisjoint(re.findall("[a-z]+", folded)) or any(one in folded for one in signs.fragments)


@pytest.mark.parametrize(
    ("pattern", "runs", "fragments"),
    [
        (r"\b(?:so|thus)\b|→|rul(?:ed|ing) out", {"so", "thus"}, {"→", "ruled", "ruling"}),
        (r"(?:^|,\s*)hence\b", {"hence"}, set()),
        (r"(?:really )?not", set(), {"not"}),
        (r"lacks?", set(), {"lack"}),
        (r"it has to be", {"has"}, set()),
        (r"isn't|n't", set(), {"'"}),
        (r"(?:is|was|are) (?:never|hardly|seldom) seen", {"never", "hardly", "seldom"}, set()),
    ],
)
def test_signs_are_the_rarest_pieces(pattern: str, runs: set[str], fragments: set[str]) -> None:
    found = Sieve(pattern, re.IGNORECASE).signs
    assert found is not None
    assert (set(found.runs), set(found.fragments)) == (runs, fragments)


@pytest.mark.parametrize("pattern", [r"x*", r"\d+|so", r"\s+", r"(a)\1"])
def test_a_pattern_without_signs_has_none(pattern: str) -> None:
    assert Sieve(pattern).signs is None


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


def test_every_answer_cue_has_a_word_of_cues() -> None:
    """By this word the sentences are chosen in which a cue is looked for."""
    found = dict(sieves())
    cue, word = found["statements._CUE"], found["statements._CUE_WORD"]
    matching = [made for made in texts(cue.pattern, 4000) if cue.pattern.search(made)]
    assert len(matching) > 1000
    assert [made for made in matching if not spoken(made).marks & word.mark] == []
