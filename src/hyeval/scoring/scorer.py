"""From a response to a score: what the model did wrong counts 0, what the machinery did wrong counts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from hyeval.records import Response, ResponseStatus, Sample, Score, ScoreStatus
from hyeval.scoring import EXTRACTORS, MATCHERS, Extractor, Matcher
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.extraction import Extraction, Question
from hyeval.scoring.filters import Filter, filtered
from hyeval.scoring.likelihood import LIKELIHOODS, MEASURES, most_likely_option, most_likely_text
from hyeval.scoring.rules import Judgement, PackagedRule, Rule


class Scorer(Protocol):
    """Scores one response."""

    def score(self, sample: Sample, response: Response) -> Score:
        """Score one response."""


def make_scorer(
    *, extract: str | None, match: str | None, rule: str | None, submitted: bool = False, filters: Sequence[Filter] = ()
) -> Scorer | None:
    """The scorer of a protocol: by a rule, or by an extractor and a matcher; None if a judge alone scores.

    An answer that is `submitted` is only read: what the extractor finds, or all that follows the model's reasoning.
    """
    if submitted:
        return MatchScorer(extract=extract or "raw", match=None, filters=filters)
    if rule is not None:
        chosen = RULES[rule]
        if isinstance(chosen, PackagedRule):
            chosen.require_packages()
        return RuleScorer(chosen, filters)
    if extract is None or match is None:
        return None
    return MatchScorer(extract=extract, match=match, filters=filters)


class MatchScorer:
    """Reads an answer with one extractor and compares it with the targets by one matcher, or leaves that to others."""

    def __init__(self, *, extract: str, match: str | None, filters: Sequence[Filter] = ()) -> None:
        self._filters = filters
        self._by = extract
        self._matcher = match

    # Loaded for the first response, while others are on their way.
    @cached_property
    def _extract(self) -> Extractor:
        return EXTRACTORS["raw" if self._by in LIKELIHOODS else self._by]

    @cached_property
    def _match(self) -> Matcher | None:
        return None if self._matcher is None else MATCHERS[self._matcher]

    def score(self, sample: Sample, response: Response) -> Score:
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
