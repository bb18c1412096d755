"""Metrics of captions against several references: BLEU, ROUGE-L and CIDEr-D.

All take lists of words. The formulas are those of Papineni et al. 2002 (BLEU, with the reference nearest in length),
Lin 2004 (ROUGE-L, beta 1.2) and Vedantam et al. 2015 (CIDEr-D, sigma 6), with the constants of the COCO caption
evaluation (Chen et al. 2015), which published numbers use.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Words = Sequence[str]
Grams = Counter[tuple[str, ...]]

LONGEST_GRAM = 4
_TINY, _SMALL = 1e-15, 1e-9
"""Keep precisions above zero; they show in the values of short captions."""
_BETA = 1.2
_SIGMA = 6.0
_CIDER_SCALE = 10.0


@dataclass(frozen=True)
class Matches:
    """What BLEU counts: n-grams that a reference has too and n-grams in all by length, and the lengths in words."""

    right: tuple[int, ...]
    all: tuple[int, ...]
    length: int
    reference_length: int

    def __add__(self, other: Matches) -> Matches:
        """The counts of both captions."""
        return Matches(
            tuple(one + two for one, two in zip(self.right, other.right, strict=True)),
            tuple(one + two for one, two in zip(self.all, other.all, strict=True)),
            self.length + other.length,
            self.reference_length + other.reference_length,
        )


def n_grams(words: Words, size: int) -> Grams:
    """The n-grams of one length with their counts."""
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def matches(caption: Words, references: Sequence[Words]) -> Matches:
    """Count for BLEU; an n-gram is right as often as the reference that has it most often has it."""
    right, every = [], []
    for size in range(1, LONGEST_GRAM + 1):
        found, allowed = n_grams(caption, size), Counter[tuple[str, ...]]()
        for reference in references:
            allowed |= n_grams(reference, size)
        right.append((found & allowed).total())
        every.append(max(0, len(caption) - size + 1))
    nearest = min((len(reference) for reference in references), key=lambda length: (abs(length - len(caption)), length))
    return Matches(tuple(right), tuple(every), len(caption), nearest)


def bleu(counts: Matches) -> list[float]:
    """BLEU-1 to BLEU-4 of one caption, or of a corpus whose counts were added."""
    ratio = (counts.length + _TINY) / (counts.reference_length + _SMALL)
    penalty = math.exp(1 - 1 / ratio) if ratio < 1 else 1.0
    values, product = [], 1.0
    for size, (right, every) in enumerate(zip(counts.right, counts.all, strict=True), 1):
        product *= (right + _TINY) / (every + _SMALL)
        values.append(product ** (1 / size) * penalty)
    return values


def rouge_l(caption: Words, references: Sequence[Words]) -> float:
    """F of the longest common subsequence, from the best precision and the best recall over the references.

    A caption or reference without words counts as one empty word, as a text that is split at blanks has one.
    """
    found = caption or [""]
    common = [(common_length(found, reference or [""]), len(reference) or 1) for reference in references]
    precision = max(length / len(found) for length, _ in common)
    recall = max(length / whole for length, whole in common)
    if not precision or not recall:
        return 0.0
    return (1 + _BETA**2) * precision * recall / (recall + _BETA**2 * precision)


def common_length(one: Words, other: Words) -> int:
    """Length of the longest common subsequence, as bit vectors over the shorter list (Hyyrö 2004)."""
    pattern, text = sorted((one, other), key=len)
    places: dict[str, int] = {}
    for number, word in enumerate(pattern):
        places[word] = places.get(word, 0) | 1 << number
    full = (1 << len(pattern)) - 1
    unmatched = full
    for word in text:
        taken = unmatched & places.get(word, 0)
        unmatched = ((unmatched + taken) | (unmatched - taken)) & full
    return len(pattern) - unmatched.bit_count()


def cider(captions: Sequence[Words], references: Sequence[Sequence[Words]]) -> list[float]:
    """CIDEr-D of each caption; how rare an n-gram is depends on all references given here."""
    frequencies: Grams = Counter()
    for group in references:
        frequencies.update({gram for reference in group for gram in _all_grams(reference)})
    weights = _Weights(frequencies, math.log(len(references)) if references else 0.0)
    return [weights.score(caption, group) for caption, group in zip(captions, references, strict=True)]


def _all_grams(words: Words) -> Grams:
    counts: Grams = Counter()
    for size in range(1, LONGEST_GRAM + 1):
        counts.update(n_grams(words, size))
    return counts


@dataclass(frozen=True)
class _Vector:
    """An n-gram's count times its rarity, by the length of the n-gram; and the number of bigrams, told as length."""

    weights: tuple[dict[tuple[str, ...], float], ...]
    norms: tuple[float, ...]
    length: int


@dataclass(frozen=True)
class _Weights:
    frequencies: Grams
    log_references: float

    def score(self, caption: Words, references: Sequence[Words]) -> float:
        """Mean similarity to the references, over the lengths of n-grams."""
        found = self._vector(caption)
        total = sum(_similarity(found, self._vector(reference)) for reference in references)
        return _CIDER_SCALE * total / len(references)

    def _vector(self, words: Words) -> _Vector:
        weights = tuple(
            {gram: count * self._rarity(gram) for gram, count in n_grams(words, size).items()}
            for size in range(1, LONGEST_GRAM + 1)
        )
        norms = tuple(math.sqrt(sum(weight**2 for weight in table.values())) for table in weights)
        return _Vector(weights, norms, max(0, len(words) - 1))

    def _rarity(self, gram: tuple[str, ...]) -> float:
        return self.log_references - math.log(max(1, self.frequencies[gram]))


def _similarity(found: _Vector, expected: _Vector) -> float:
    """Cosine over each length of n-grams, weights clipped to the reference's, less for another length of caption."""
    tables = zip(found.weights, expected.weights, found.norms, expected.norms, strict=True)
    total = 0.0
    for mine, theirs, norm, other_norm in tables:
        product = sum(min(weight, theirs.get(gram, 0.0)) * theirs.get(gram, 0.0) for gram, weight in mine.items())
        total += product / (norm * other_norm) if norm and other_norm else product
    difference = found.length - expected.length
    return total / LONGEST_GRAM * math.exp(-(difference**2) / (2 * _SIGMA**2))
