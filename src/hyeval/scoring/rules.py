"""Rules that score a whole benchmark as one school does it: what is read in a response, its values, their aggregate.

Most tasks need no rule: an extractor, a matcher and a mean say everything. A rule is for what these cannot say (sums of
categories, circular groups, corpus metrics) and for what another framework computes, defects included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from hyeval.records import Verdict

__all__ = [
    "Aggregate",
    "Corpus",
    "CorpusRule",
    "Document",
    "GroupRule",
    "Judgement",
    "PackagedRule",
    "Rule",
    "UnboundedRule",
    "Verdict",
]

Document = Mapping[str, Any]
"""A row of the data set without its media, under the names that the rule knows."""
Judgement = Mapping[str, Any]
"""A judge's part: `reply` (its text), `label` (its verdict) or `extraction` (the answer it read), as the rule asks."""
Aggregate = dict[str, Any]
"""Metrics by name: numbers, or tables of them as the framework prints them."""


@runtime_checkable
class GroupRule(Protocol):
    """A rule whose responses have a value that only their group decides, such as all rollings of a question."""

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The verdicts with the values that their groups decide."""


class Corpus(Protocol):
    """All verdicts of a benchmark, prepared for metrics over any part of them."""

    def aggregate(self, kept: NDArray[np.bool_]) -> Aggregate:
        """Metrics over the verdicts that are kept, shape (verdicts,)."""


@runtime_checkable
class CorpusRule(Protocol):
    """A rule that prepares a corpus once, where an interval asks for its aggregate over dozens of parts."""

    def corpus(self, verdicts: Sequence[Verdict]) -> Corpus:
        """The verdicts, prepared."""


@runtime_checkable
class PackagedRule(Protocol):
    """A rule that needs packages of an extra."""

    def require_packages(self) -> None:
        """`MissingResource` names the package that is not installed and how to install it."""


@runtime_checkable
class UnboundedRule(Protocol):
    """A rule that may take long on a short answer, as it asks a library for symbolic mathematics."""

    is_unbounded: ClassVar[bool]


class Rule(Protocol):
    """How one school scores one benchmark; a rule has no state and draws nothing at random."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Score one response; `judge` is what the judge replied to it, for rules that ask one."""

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Metrics over the verdicts, in the order of the data set."""
