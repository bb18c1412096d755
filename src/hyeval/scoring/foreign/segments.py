"""Chinese, Japanese and Korean text as words of the vocabulary: the division that leaves the fewest signs unknown."""

from __future__ import annotations

import re
from typing import NamedTuple

from hyeval.scoring.foreign.inflection import FUNCTION
from hyeval.scoring.foreign.lookup import Concept, folded, vocabulary

_UNKNOWN = 2.5
"""What a sign outside the vocabulary costs, where a word costs 1."""
_HAN, _KATAKANA, _HIRAGANA = "han", "katakana", "hiragana"
_SHORT_KANA = 3
_LONGEST_KOREAN = 16
"""Syllables of what may be a word: a longer run has too many divisions to be tried."""
_PARTICLES = re.compile(
    r"들?(?:은|는|이|가|을|를|에|에서|에서는|에는|에게|의|로|으로|와|과|랑|이랑|도|만|들|까지|부터|처럼|보다|입니다|이다|이에요|예요|이고|"
    r"이며|인|이라|라고|이라고|이므로|이기|이었습니다|이었다|였습니다|로서|으로서|에도|로는|으로는|인데|이지만|님|로부터|으로부터|입니다만|이네요|네요|"
    r"이죠|죠|이랍니다|랍니다|하고|합니다|한다|하는|했습니다|했다|해서|하며|하여|하기|하지|"
    r"되고|됩니다|된|되는|되었습니다|됐습니다|된다|한|할|해|하고서|하면서)?"
)
"""What may stand behind a Korean noun."""
_TOPIC = re.compile(r"들?[은는]")


class Piece(NamedTuple):
    """A part of a run of characters, with what it may mean: nothing if the vocabulary lacks it, None for an ending."""

    text: str
    meanings: tuple[Concept, ...] | None


def pieces(run: str, language: str) -> list[Piece]:
    """The words of a run of characters."""
    return _korean(run) if language == "ko" else _divided(run, language)


def _divided(run: str, language: str) -> list[Piece]:
    """The cheapest division of a run into words and unknown signs; equal ones are decided for the longer word first."""
    known = vocabulary(language)
    looked_up = folded(run, language)
    best: list[tuple[float, int]] = [(0.0, 0)]  # the cost up to each place, and where its last piece begins
    for end in range(1, len(run) + 1):
        best.append((best[end - 1][0] + _UNKNOWN, end - 1))
        for start in range(max(0, end - known.longest), end):
            cost = best[start][0] + 1
            if cost < best[end][0] and (looked_up[start:end] in known.meanings or looked_up[start:end] in known.stems):
                best[end] = (cost, start)
    found: list[Piece] = []
    end = len(run)
    while end:
        start = best[end][1]
        word = looked_up[start:end]
        found.append(Piece(run[start:end], known.meanings.get(word) or known.stems.get(word) or ()))
        end = start
    return _bounded(found[::-1])


def _bounded(found: list[Piece]) -> list[Piece]:
    """The pieces without short ones that are parts of longer words: gold in a metal, a bus in a game with a basket."""
    return [
        Piece(piece.text, ())
        if piece.meanings and (_runs_on(found, number, -1) or _runs_on(found, number, 1))
        else piece
        for number, piece in enumerate(found)
    ]


def _runs_on(found: list[Piece], number: int, step: int) -> bool:
    """Whether a piece is joined on one side to an unknown sign of its own script, so that both may be one word."""
    if not 0 <= number + step < len(found) or found[number + step].meanings:
        return False
    piece, other = found[number], found[number + step]
    edge, beside = (piece.text[0], other.text[-1]) if step < 0 else (piece.text[-1], other.text[0])
    script = _script(edge)
    if script == _KATAKANA:
        return _script(beside) == _KATAKANA
    if script == _HIRAGANA and all(_script(sign) == _HIRAGANA for sign in piece.text):
        is_function = all(meaning.kind == FUNCTION for meaning in piece.meanings or ())
        near = (_HIRAGANA,) if is_function else (_HIRAGANA, _HAN)
        return len(piece.text) <= (1 if is_function else _SHORT_KANA) and step < 0 and _script(beside) in near
    is_content = any(meaning.kind != FUNCTION for meaning in piece.meanings or ())
    return len(piece.text) == 1 and is_content and script == _HAN and _script(beside) == _HAN


def _script(sign: str) -> str | None:
    if "\u30a0" <= sign <= "\u30ff":
        return _KATAKANA
    if "\u3040" <= sign <= "\u309f":
        return _HIRAGANA
    return _HAN if "\u3400" <= sign <= "\u9fff" else None


def _korean(run: str) -> list[Piece]:
    """A Korean word as nouns with their particle, or as a stem with its ending."""
    if len(run) > _LONGEST_KOREAN:
        return [Piece(run, ())]
    known = vocabulary("ko")
    for end in range(len(run), 0, -1):
        head, rest = run[:end], run[end:]
        meanings = known.meanings.get(head)
        if meanings and _PARTICLES.fullmatch(rest):
            topic = Piece(rest, known.meanings["는"]) if _TOPIC.fullmatch(rest) else Piece(" ", None)
            return [Piece(head, meanings), topic] if rest else [Piece(head, meanings)]
    for end in range(len(run) - 1, 0, -1):
        meanings = known.meanings.get(run[:end])
        if meanings:
            behind = _korean(run[end:])
            if all(piece.meanings or piece.meanings is None for piece in behind):
                return [Piece(run[:end], meanings), *behind]
    for end in range(len(run), 0, -1):
        if run[:end] in known.stems:
            return [Piece(run[:end], known.stems[run[:end]]), Piece(" ", None)]
    return [Piece(run, ())]
