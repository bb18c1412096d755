"""From a response to a score: what the model did wrong counts 0, what the machinery did wrong counts nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from hyeval.records import Response, ResponseStatus, Sample, Score, ScoreStatus
from hyeval.scoring import EXTRACTORS, MATCHERS, Extractor, Matcher
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.extraction import Extraction, Question
from hyeval.scoring.filters import Filter, Regex, filtered
from hyeval.scoring.guard import Guard, Unfinished
from hyeval.scoring.likelihood import LIKELIHOODS, MEASURES, most_likely_option, most_likely_text
from hyeval.scoring.rules import Judgement, PackagedRule, Rule, UnboundedRule

logger = logging.getLogger(__name__)


INLINE_CHARACTERS = 4000
"""Longest response that is scored without a guard: no extractor and no rule needs more than a second for it."""


class Scorer(Protocol):
    """Scores one response."""

    hears_judges: bool
    """Whether the reply of a judge enters the score."""

    def score(self, sample: Sample, response: Response, *, judge: Judgement | None = None) -> Score:
        """Score one response; `judge` is what a judge replied to it, for a scorer that hears them."""

    def unfinished(self, sample: Sample, reason: str) -> Score:
        """Score of a response whose scoring was given up: the model's doing, and nothing was read in it."""


@dataclass(frozen=True)
class Scoring:
    """How a protocol scores: by a rule, or by an extractor and a matcher; with neither, a judge alone scores.

    An answer that is `submitted` is only read: what the extractor finds, or all that follows the model's reasoning.
    """

    extract: str | None = None
    match: str | None = None
    rule: str | None = None
    submitted: bool = False
    filters: tuple[Filter, ...] = ()

    @property
    def is_unbounded(self) -> bool:
        """Whether even a short response may take long: a user's pattern is applied to it, or a rule that says so."""
        by_rule = self.rule is not None and not self.submitted and isinstance(RULES[self.rule], UnboundedRule)
        return by_rule or any(isinstance(step, Regex) for step in self.filters)

    def require_packages(self) -> None:
        """`MissingResource` names a package that the rule needs and that is not installed."""
        if self.rule is not None and isinstance(chosen := RULES[self.rule], PackagedRule):
            chosen.require_packages()

    def scorer(self) -> Scorer | None:
        """What scores in this process, however long it takes; None if a judge alone scores."""
        if self.submitted:
            return MatchScorer(extract=self.extract or "raw", match=None, filters=self.filters)
        if self.rule is not None:
            return RuleScorer(RULES[self.rule], self.filters)
        if self.extract is None or self.match is None:
            return None
        return MatchScorer(extract=self.extract, match=self.match, filters=self.filters)

    def load(self) -> None:
        """Import what scores."""
        if isinstance(scorer := self.scorer(), MatchScorer):
            scorer.load()

    def guarded(self, guard: Guard) -> GuardedScorer | None:
        """What scores in this process, and behind a guard what could take long; None if a judge alone scores."""
        self.require_packages()
        scorer = self.scorer()
        return None if scorer is None else GuardedScorer(self, scorer, guard)


class GuardedScorer:
    """Scores short responses here, and behind a guard those that are long or of which nobody knows how long they take.

    The scores are the same in both places; a response whose scoring is given up is `unparsed`. The event loop goes on
    while one is scored behind the guard.
    """

    def __init__(self, scoring: Scoring, scorer: Scorer, guard: Guard) -> None:
        self._scoring = scoring
        self._scorer = scorer
        self._guard = guard
        self._told = False
        self.hears_judges = scorer.hears_judges

    @cached_property
    def _most_characters(self) -> int:
        return 0 if self._scoring.is_unbounded else INLINE_CHARACTERS

    async def score(self, sample: Sample, response: Response, *, judge: Judgement | None = None) -> Score:
        """Score one response; `judge` is what a judge replied to it, for a scorer that hears them."""
        if not self._may_take_long(response, judge):
            return self._scorer.score(sample, response, judge=judge)
        try:
            return await asyncio.wrap_future(self._submit(sample, response, judge))
        except Unfinished as end:
            return self._given_up(sample, end)

    def _may_take_long(self, response: Response, judge: Judgement | None) -> bool:
        said = len(response.text or "")
        said += 0 if judge is None else sum(len(text) for text in judge.values())
        return said > self._most_characters and response.status.answered

    def _submit(self, sample: Sample, response: Response, judge: Judgement | None) -> Future[Score]:
        asked = replace(sample, messages=())  # with their images, which no scorer looks at
        given = (self._scoring, asked, replace(response, attempts=(), sent=()), judge)
        return self._guard.submit(score_apart, *given, load=self._scoring.load)

    def _given_up(self, sample: Sample, end: Unfinished) -> Score:
        level = logging.DEBUG if self._told else logging.WARNING
        self._told = True
        logger.log(level, "sample %s: scoring %s: nothing is read in the response", sample.id, end)
        return self._scorer.unfinished(sample, f"scoring {end}")


def score_apart(scoring: Scoring, sample: Sample, response: Response, judge: Judgement | None) -> Score:
    """Score one response in a process that knows nothing of the run."""
    scorer = scoring.scorer()
    assert scorer is not None  # one that has none guards nothing
    return scorer.score(sample, response, judge=judge)


class MatchScorer:
    """Reads an answer with one extractor and compares it with the targets by one matcher, or leaves that to others."""

    hears_judges = False

    def __init__(self, *, extract: str, match: str | None, filters: Sequence[Filter] = ()) -> None:
        self._filters = filters
        self._by = extract
        self._matcher = match

    def load(self) -> None:
        """Import extractor and matcher, which otherwise the first response does, while others are on their way."""
        _ = self._extract, self._match

    @cached_property
    def _extract(self) -> Extractor:
        return EXTRACTORS["raw" if self._by in LIKELIHOODS else self._by]

    @cached_property
    def _match(self) -> Matcher | None:
        return None if self._matcher is None else MATCHERS[self._matcher]

    def score(self, sample: Sample, response: Response, *, judge: Judgement | None = None) -> Score:  # noqa: ARG002
        """Score one response; a refusal or an answer in which nothing is found is `unparsed` and counts 0."""
        if not response.status.answered:
            return Score(ScoreStatus.NO_RESPONSE, None)
        if response.status is ResponseStatus.REFUSED:
            return Score(ScoreStatus.UNPARSED, 0.0, reason="refused")
        question = Question(sample.question, sample.choices)
        reading = self._read(response, question)
        if reading.answer is None:
            return Score(ScoreStatus.UNPARSED, 0.0, reason=reading.reason)
        if self._match is None:
            return Score(ScoreStatus.SUBMITTED, None, answer=reading.answer)
        value = self._match(reading.answer, sample.targets, question)
        return Score(ScoreStatus.SCORED, value, answer=reading.answer)

    def unfinished(self, sample: Sample, reason: str) -> Score:  # noqa: ARG002
        """Score of a response whose scoring was given up: wrong."""
        return Score(ScoreStatus.UNPARSED, 0.0, reason=reason)

    def _read(self, response: Response, question: Question) -> Extraction:
        if self._by in MEASURES:
            return most_likely_text(response.continuations, self._by, question)
        if self._by in LIKELIHOODS:
            return most_likely_option(response.logprobs, question)
        return self._extract(filtered(response.text or "", self._filters), question)


def submitted_answer(score: Score, response: Response) -> str:
    """What is submitted of a response: the answer that was read, or else the model's own words, whatever they are."""
    return score.answer if score.answer is not None else (response.text or "").strip()


class RuleScorer:
    """Scores as one school does, which reads whatever the model said."""

    hears_judges = True

    def __init__(self, rule: Rule, filters: Sequence[Filter] = ()) -> None:
        self._rule = rule
        self._filters = filters

    def score(self, sample: Sample, response: Response, *, judge: Judgement | None = None) -> Score:
        """Score one response; `value` is the first of the rule's values, if a single response has one."""
        if not response.status.answered:
            return Score(ScoreStatus.NO_RESPONSE, None)
        assert sample.document is not None  # a task with a rule gives every sample one
        verdict = self._rule.score(sample.document, filtered(response.text or "", self._filters), judge=judge)
        value = next(iter(verdict.values.values()), None)
        status = ScoreStatus.UNPARSED if verdict.parsed is None and not value else ScoreStatus.SCORED
        answer = None if verdict.parsed is None else str(verdict.parsed)
        reason = verdict.record.get("reason") if status is ScoreStatus.UNPARSED else None
        return Score(status, value, answer=answer, reason=reason, verdict=verdict)

    def unfinished(self, sample: Sample, reason: str) -> Score:
        """Score of a response whose scoring was given up: that of an empty one, whatever the school makes of it."""
        assert sample.document is not None  # as above
        verdict = self._rule.score(sample.document, "")
        return Score(ScoreStatus.UNPARSED, next(iter(verdict.values.values()), None), reason=reason, verdict=verdict)
