"""What is left to read where no sentence of a response claims an option: exclusion, paraphrase, two changes."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.asked import Asked
from hyeval.scoring.claims import is_question
from hyeval.scoring.denying import denies_alone
from hyeval.scoring.extraction import NOTHING, OUTSIDE, Extraction, unanswered
from hyeval.scoring.implied import implied, undiffering
from hyeval.scoring.letters import ALPHABET
from hyeval.scoring.numbered import by_number
from hyeval.scoring.options import NONE_LEFT, Options, full_mentions, nearest, partial_mention
from hyeval.scoring.plain import plain_formula
from hyeval.scoring.remainder import GROUP
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import spoken

_SHORT = 60
"""Characters of a response that has no room for more than an answer."""
_PHRASE = 80
"""Characters of a sentence that is one phrase."""
_COMPOUND = re.compile(r"\b[A-Za-z]{2,}-[A-Z]\b(?!-)")
"""A compound with a letter, which names something else than the letter: the "anti-A" serum."""
_REASON = re.compile(r"(?<=\w{3}),?\s+because\b", re.IGNORECASE)
_TAIL = re.compile(r".*(?::|→|⇒|->|=>)\s+(?=\S{1,40}$)", re.DOTALL)
"""A sentence up to a colon or an arrow behind which there is one word: its answer."""


def left_over(asked: Asked, lines: list[str], rejected: Collection[int], text: str) -> Extraction:
    """The option left over by exclusion, else the one nearest to a short paraphrase; `lines` are the sentences."""
    options = asked.options
    left = [option for option in range(len(options)) if option not in rejected]
    if len(left) == 1:
        return Extraction(ALPHABET[left[0]])
    equal = undiffering(asked, spoken(lines[-1])) if rejected and lines else None
    if equal is not None:
        return Extraction(ALPHABET[equal])
    polarity = asked.as_polarity(" ".join(lines)) if rejected else None
    if polarity is not None:
        return Extraction(ALPHABET[polarity])
    if rejected:
        return unanswered(NOTHING)
    option = by_number(text, options)
    if option is None:
        option = _paraphrased(asked, lines)
    if option is not None:
        return Extraction(ALPHABET[option])
    return unanswered(OUTSIDE if len(text) < _SHORT or NONE_LEFT.search(text) else NOTHING)


def _named_alone(asked: Asked, phrase: str) -> int | None:
    """The option that a phrase by itself can mean: part of its text, or the letter that tells it from the others."""
    cores = asked.options.cores
    core = spoken(phrase).present
    return (
        cores.index(core)
        if cores.count(core) == 1
        else partial_mention(spoken(phrase), asked.options, asked.question.text)
    )


def _asks_of_several(lines: list[str], options: Options) -> bool:
    """Whether the questions among the sentences name several options: "Is it copper? Is it iron?"."""
    named = [one.option for line in lines if is_question(line) for one in full_mentions(spoken(line), options)]
    return len({*named}) > 1 or (len(lines) > 1 and is_question(lines[-2]))


def _paraphrased(asked: Asked, lines: list[str]) -> int | None:
    """The option that the last sentence can mean alone, if the list of options is not just repeated."""
    options = asked.options
    if not lines or len(options) < 2 or len(lines) - 1 in asked.listed(list(map(spoken, lines))):
        return None
    polarity = asked.as_polarity(" ".join(lines))
    if is_question(lines[-1]) and _asks_of_several(lines, options):
        return None
    last = spoken(plain_formula(_COMPOUND.sub(" ", lines[-1])))
    reason = _REASON.search(last.text)
    if reason is not None:
        last = spoken(last.text[: reason.start()])
    length = len(last.text)
    denied = len(last.text.split()) > 2 and stance_in(last, length, length) is not Stance.ASSERTED
    if polarity is not None:
        return polarity
    tail = _TAIL.match(last.text)
    named = _named_alone(asked, last.text[tail.end() :]) if tail else None
    if named is None:
        related = (asked.related(line) for line in reversed(lines))
        named = next((one for one in related if one is not None), None)
    if named is None:
        named = undiffering(asked, last)
    if named is None and not denied:
        named = implied(asked, last)
    if named is not None or denied:
        return named
    partial = partial_mention(last, options, asked.question.text) if length < _PHRASE else None
    if partial is None and last.search(GROUP):
        return None  # a number that counts is none of an option
    found = partial if partial is not None else nearest(last, options, asked.question.text)
    return None if found is not None and denies_alone(options, found, last.text) else found
