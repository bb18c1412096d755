"""Metrics of captions against several references: BLEU, ROUGE-L and CIDEr-D.

All take lists of words. The formulas are those of Papineni et al. 2002 (BLEU, with the reference nearest in length),
Lin 2004 (ROUGE-L, beta 1.2) and Vedantam et al. 2015 (CIDEr-D, sigma 6), with the constants of the COCO caption
evaluation (Chen et al. 2015), which published numbers use.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Words = Sequence[str]
Grams = Counter[tuple[str, ...]]
Kept = NDArray[np.bool_]
"""Which captions of a corpus count, shape (captions,)."""

LONGEST_GRAM = 4
_TINY, _SMALL = 1e-15, 1e-9
"""Keep precisions above zero; they show in the values of short captions."""
_BETA = 1.2
_SIGMA = 6.0
_CIDER_SCALE = 10.0


@dataclass(frozen=True, slots=True)
class Matches:
    """What BLEU counts: n-grams that a reference has too and n-grams in all by length, and the lengths in words."""

    right: tuple[int, ...]
    all: tuple[int, ...]
    length: int
    reference_length: int

    @property
    def row(self) -> tuple[int, ...]:
        """All counts in one row, to be added up."""
        return (*self.right, *self.all, self.length, self.reference_length)

    @classmethod
    def of_row(cls, row: Sequence[int]) -> Matches:
        """Inverse of `row`."""
        return cls(tuple(row[:LONGEST_GRAM]), tuple(row[LONGEST_GRAM:-2]), row[-2], row[-1])


def n_grams(words: Words, size: int) -> Grams:
    """The n-grams of one length with their counts."""
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def matches(caption: Words, references: Sequence[Words]) -> Matches:
    """Count for BLEU; an n-gram is right as often as the reference that has it most often has it."""
    right: list[int] = []
    for size in range(1, LONGEST_GRAM + 1):
        # Without a match of one word there is none of two.
        right.append(_clipped(caption, references, size) if not right or right[-1] else 0)
    every = tuple(max(0, len(caption) - size + 1) for size in range(1, LONGEST_GRAM + 1))
    lengths = [len(reference) for reference in references]
    nearest = min(lengths, key=lambda length: (abs(length - len(caption)), length), default=0)
    return Matches(tuple(right), every, len(caption), nearest)


def _clipped(caption: Words, references: Sequence[Words], size: int) -> int:
    found = n_grams(caption, size)
    most = dict.fromkeys(found, 0)
    for reference in references:
        counts = n_grams(reference, size)
        for gram in most.keys() & counts.keys():
            most[gram] = max(most[gram], counts[gram])
    return sum(min(count, most[gram]) for gram, count in found.items())


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
    precision = max((length / len(found) for length, _ in common), default=0.0)
    recall = max((length / whole for length, whole in common), default=0.0)
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


class Cider:
    """CIDEr-D of a corpus: how rare an n-gram is depends on the references of all captions that count.

    N-grams are numbered once, so that the values over a part of the corpus cost a few passes over arrays: a jackknife
    asks for them dozens of times. Captions and references are numbered as sentences, captions first.
    """

    def __init__(self, captions: Iterable[Words], references: Iterable[Sequence[Words]]) -> None:
        texts = _Texts()
        for caption in captions:
            texts.add(caption)
        self._size = len(texts.lengths)
        groups = np.fromiter((texts.add_all(group) for group in references), dtype=np.int64, count=self._size)
        owner = np.concatenate([np.arange(self._size), np.repeat(np.arange(self._size), groups)])
        lengths = np.array(texts.lengths, dtype=np.int64)
        self._orders = [_Order(table, owner, self._size) for table in _tables(texts, lengths)]
        self._owner = owner[self._size :]
        self._groups = np.maximum(groups, 1)
        # Length is told in bigrams.
        bigrams = np.maximum(lengths - 1, 0)
        apart = (bigrams[self._owner] - bigrams[self._size :]).astype(np.float64)
        self._likeness = np.exp(-(apart**2) / (2 * _SIGMA**2)) / LONGEST_GRAM

    def scores(self, kept: Kept | None = None) -> NDArray[np.float64]:
        """CIDEr-D of each caption, shape (captions,); the values of captions that are not kept mean nothing."""
        if not self._size:
            return np.zeros(0)
        kept = np.ones(self._size, dtype=np.bool_) if kept is None else kept
        by_reference = self._likeness * sum(order.cosines(kept) for order in self._orders)
        sums = np.bincount(self._owner, weights=by_reference, minlength=self._size)
        return np.asarray(_CIDER_SCALE * sums / self._groups)


class _Texts:
    """Sentences as numbers of words, one after another."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.words = array("i")
        self.lengths = array("i")

    def add(self, sentence: Words) -> None:
        numbers = self.numbers
        self.words.extend([numbers.setdefault(word, len(numbers)) for word in sentence])
        self.lengths.append(len(sentence))

    def add_all(self, sentences: Sequence[Words]) -> int:
        for sentence in sentences:
            self.add(sentence)
        return len(sentences)


@dataclass(frozen=True)
class _Table:
    """The n-grams of one length, a row for each sentence that has one: sentence, number of the n-gram, count."""

    sentence: NDArray[np.int32]
    gram: NDArray[np.int32]
    count: NDArray[np.int32]
    grams: int


def _tables(texts: _Texts, lengths: NDArray[np.int64]) -> Iterator[_Table]:
    """The n-grams of every length; an n-gram's number is made of that of its beginning and of its last word."""
    words = np.array(texts.words, dtype=np.int64)
    vocabulary = len(texts.numbers)
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    left = np.arange(len(words)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    place, gram, grams = np.arange(len(words)), words, vocabulary
    for size in range(1, LONGEST_GRAM + 1):
        if size > 1:
            before = np.zeros(len(words), dtype=np.int64)
            before[place] = gram
            place = place[left[place] >= size - 1]
            known, gram = np.unique(before[place - 1] * vocabulary + words[place], return_inverse=True)
            grams = len(known)
        keys, count = np.unique(sentence[place] * grams + gram, return_counts=True)
        whose, which = np.divmod(keys, max(grams, 1))
        yield _Table(whose.astype(np.int32), which.astype(np.int32), count.astype(np.int32), grams)


class _Order:
    """N-grams of one length, ready to be weighed."""

    def __init__(self, table: _Table, owner: NDArray[np.int64], captions: int) -> None:
        self._table, self._captions, self._sentences = table, captions, len(owner)
        key = owner[table.sentence] * table.grams + table.gram  # 64 bits, as owner has
        of_reference = table.sentence >= captions
        wanted = key[of_reference]
        in_order = np.sort(wanted)  # five times as fast as `np.unique`, which hashes
        seen_in, seen = np.divmod(in_order[np.diff(in_order, prepend=-1) > 0], max(table.grams, 1))
        self._seen_in, self._seen = seen_in.astype(np.int32), seen.astype(np.int32)
        # Rows of references whose n-gram the caption has too; the rows of captions come first and are sorted.
        known = key[~of_reference]
        at = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
        both = known[at] == wanted if len(known) else np.zeros(len(wanted), dtype=np.bool_)
        self._reference = table.sentence[of_reference][both] - captions
        self._gram = table.gram[of_reference][both]
        count, other = table.count[of_reference][both], table.count[~of_reference][at[both]]
        self._product = (np.minimum(count, other) * count).astype(np.float64)  # weights clipped to the reference's
        self._owner = owner[captions:]

    def cosines(self, kept: Kept) -> NDArray[np.float64]:
        """Similarity of each reference and its caption, shape (references,)."""
        there = kept[self._seen_in]
        frequency = np.bincount(self._seen[there], minlength=self._table.grams)
        rarity = math.log(max(1, int(kept.sum()))) - np.log(np.maximum(frequency, 1))
        weights = self._table.count * rarity[self._table.gram]
        norms = np.sqrt(np.bincount(self._table.sentence, weights=weights**2, minlength=self._sentences))
        squares = rarity[self._gram] ** 2
        products = np.bincount(self._reference, weights=self._product * squares, minlength=len(self._owner))
        both = norms[self._owner] * norms[self._captions :]
        return np.asarray(np.divide(products, both, out=np.zeros(len(both)), where=both > 0))


class CaptionCorpus:
    """The captions of a benchmark and what each scored on its own, for the metrics over all of them or a part."""

    def __init__(
        self,
        captions: Iterable[Words],
        references: Iterable[Sequence[Words]],
        counts: Sequence[Matches],
        rouge: Sequence[float],
    ) -> None:
        self._counts = np.array([one.row for one in counts], dtype=np.int64).reshape(len(counts), 2 * LONGEST_GRAM + 2)
        self._rouge = np.array(rouge, dtype=np.float64)
        self._cider = Cider(captions, references)

    def bleu(self, kept: Kept) -> list[float]:
        """BLEU-1 to BLEU-4 of the captions that are kept."""
        return bleu(Matches.of_row([int(total) for total in self._counts[kept].sum(axis=0)]))

    def rouge_l(self, kept: Kept) -> float:
        """Mean ROUGE-L."""
        return float(self._rouge[kept].mean())

    def cider(self, kept: Kept) -> float:
        """Mean CIDEr-D; n-grams are as rare as they are among the references of what is kept."""
        return float(self._cider.scores(kept)[kept].mean())
