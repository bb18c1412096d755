"""Agreement between raters beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def cohen_kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two raters over the same items; None without items or where chance alone agrees fully.

    J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46.
    """
    n = len(one)
    if n != len(other):
        raise ValueError(f"two raters must rate the same items, not {n} and {len(other)}")
    if n == 0:
        return None
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / n
    first, second = Counter(one), Counter(other)
    expected = sum(first[category] * second[category] for category in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def fleiss_kappa(ratings: Sequence[Sequence[Hashable]]) -> float | None:
    """Fleiss' kappa; `ratings` holds for each item what its raters said, equally many for each item.

    J. L. Fleiss, Psychological Bulletin 76 (1971), 378-382. None without items, with fewer than two raters, or where
    all ratings are one category.
    """
    if not ratings or len(ratings[0]) < 2:
        return None
    raters = len(ratings[0])
    if any(len(one) != raters for one in ratings):
        raise ValueError("every item needs the same number of ratings")
    counts = [Counter(one) for one in ratings]
    agreeing = sum(sum(c * (c - 1) for c in count.values()) for count in counts)
    observed = agreeing / (len(ratings) * raters * (raters - 1))
    totals = Counter(rating for one in ratings for rating in one)
    expected = sum((total / (len(ratings) * raters)) ** 2 for total in totals.values())
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreement(ratings: Sequence[Sequence[Hashable]]) -> tuple[str | None, float | None]:
    """Method and value for however many raters there are: Cohen's kappa for two, Fleiss' for more, none for one."""
    raters = len(ratings[0]) if ratings else 0
    if raters == 2:
        return "cohen", cohen_kappa([one[0] for one in ratings], [one[1] for one in ratings])
    return ("fleiss", fleiss_kappa(ratings)) if raters > 2 else (None, None)
