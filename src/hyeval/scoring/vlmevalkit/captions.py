"""COCO captions as VLMEvalKit scores them: BLEU, ROUGE-L and CIDEr of the corpus, times a hundred.

Source: vlmeval/dataset/image_caption.py at commit e8e78f05, which calls pycocoevalcap 1.2 without its tokenizer.
Formulas: Papineni et al., 2002 (BLEU); Lin, 2004 (ROUGE-L); Vedantam et al., 2015 (CIDEr-D, sigma 6). Defect kept:
words are what stands between blanks, so that case and punctuation count.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

ORDERS = 4
TINY, SMALL = 1e-15, 1e-9  # pycocoevalcap's guards against a division by zero, which show in its digits
BETA = 1.2
SIGMA = 6.0

Ngrams = Counter[tuple[str, ...]]


class Captions:
    """BLEU and ROUGE-L of each caption, from which those of the corpus follow; CIDEr is of the corpus alone."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Return the metrics that a caption has on its own."""
        caption = read_back(response)
        references = [str(reference) for reference in list_of(document["answer"])]
        matches = _matches(caption, references)
        values = {f"Bleu_{k + 1}": value for k, value in enumerate(_bleu(matches))}
        values["ROUGE_L"] = rouge_l(caption, references)
        return Verdict(caption, values, {"references": references, "matches": matches})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the metrics of the corpus."""
        totals = [sum(column) for column in zip(*(verdict.record["matches"] for verdict in verdicts), strict=True)]
        return {
            "Bleu": [value * 100 for value in _bleu(totals)],
            "ROUGE_L": mean([verdict.values["ROUGE_L"] for verdict in verdicts]) * 100,
            "CIDEr": mean([verdict.values["CIDEr"] for verdict in self.with_groups(verdicts)]) * 100,
        }

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts with `CIDEr`: n-grams weigh the more, the fewer captions of the corpus have them."""
        scores = cider_d([(str(verdict.parsed), verdict.record["references"]) for verdict in verdicts])
        return [
            replace(verdict, values={**verdict.values, "CIDEr": score})
            for verdict, score in zip(verdicts, scores, strict=True)
        ]


def _matches(caption: str, references: Sequence[str]) -> list[int]:
    """Return the lengths of the caption and of the closest reference, then n-grams found and n-grams, by order."""
    words = caption.split()
    lengths = [len(reference.split()) for reference in references]
    closest = min(lengths, key=lambda length: (abs(length - len(words)), length), default=0)
    most: Ngrams = Counter()
    for reference in references:
        most |= ngrams(reference.split())
    found = ngrams(words) & most
    right = [sum(count for ngram, count in found.items() if len(ngram) == k) for k in range(1, ORDERS + 1)]
    return [len(words), closest, *right, *(max(0, len(words) - k) for k in range(ORDERS))]


def _bleu(matches: Sequence[int]) -> list[float]:
    """Return BLEU-1 to BLEU-4 with the brevity penalty."""
    length, reference = matches[:2]
    right, guesses = matches[2 : 2 + ORDERS], matches[2 + ORDERS :]
    ratio = (length + TINY) / (reference + SMALL)
    penalty = math.exp(1 - 1 / ratio) if ratio < 1 else 1.0
    values, product = [], 1.0
    for k in range(ORDERS):
        product *= (right[k] + TINY) / (guesses[k] + SMALL)
        values.append(product ** (1 / (k + 1)) * penalty)
    return values


def rouge_l(caption: str, references: Sequence[str]) -> float:
    """Return the F measure, recall weighing more, of the longest common subsequences; words are split at each blank."""
    words = caption.split(" ")
    pairs = [(common_length(words, other), len(other)) for other in (reference.split(" ") for reference in references)]
    precision = max((common / len(words) for common, _ in pairs), default=0.0)
    recall = max((common / length for common, length in pairs), default=0.0)
    if not precision or not recall:
        return 0.0
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence (Hyyrö, 2004: a row of the table is one integer)."""
    places: dict[str, int] = {}
    for i, word in enumerate(other):
        places[word] = places.get(word, 0) | 1 << i
    mask = (1 << len(other)) - 1
    row = mask
    for word in one:
        found = row & places.get(word, 0)
        row = (row + found | row - found) & mask
    return len(other) - row.bit_count()


@dataclass(frozen=True)
class _Vector:
    weights: tuple[dict[tuple[str, ...], float], ...]
    norms: tuple[float, ...]
    length: int


def cider_d(captions: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
    """Return CIDEr-D of each caption against its references; `captions` is the corpus."""
    frequency: Counter[tuple[str, ...]] = Counter()
    for _, references in captions:
        frequency.update({ngram for reference in references for ngram in ngrams(reference.split())})
    log_size = math.log(len(captions)) if captions else 0.0
    scores = []
    for caption, references in captions:
        vector = _vector(caption, frequency, log_size)
        close = [_closeness(vector, _vector(reference, frequency, log_size)) for reference in references]
        scores.append(10 * mean(close) if close else 0.0)
    return scores


def _vector(text: str, frequency: Counter[tuple[str, ...]], log_size: float) -> _Vector:
    weights: tuple[dict[tuple[str, ...], float], ...] = tuple({} for _ in range(ORDERS))
    length = 0
    for ngram, count in ngrams(text.split()).items():
        weights[len(ngram) - 1][ngram] = count * (log_size - math.log(max(1, frequency[ngram])))
        length += count if len(ngram) == 2 else 0  # the peer's library measures length in bigrams
    norms = tuple(math.sqrt(sum(weight**2 for weight in row.values())) for row in weights)
    return _Vector(weights, norms, length)


def _closeness(caption: _Vector, reference: _Vector) -> float:
    penalty = math.exp(-((caption.length - reference.length) ** 2) / (2 * SIGMA**2))
    total = 0.0
    for k in range(ORDERS):
        ours, theirs = caption.weights[k], reference.weights[k]
        dot = sum(min(weight, theirs[ngram]) * theirs[ngram] for ngram, weight in ours.items() if ngram in theirs)
        norm = caption.norms[k] * reference.norms[k]
        total += (dot / norm if norm else dot) * penalty
    return total / ORDERS


def ngrams(words: Sequence[str]) -> Ngrams:
    """Return all runs of one to four words."""
    return Counter(tuple(words[i : i + k]) for k in range(1, ORDERS + 1) for i in range(len(words) - k + 1))


RULES: dict[str, Rule] = {"coco2017_cap_val": Captions()}
"""By the name of the set."""
