"""From a response to a score: what the model did wrong counts 0, what the machinery did wrong counts nothing."""

from __future__ import annotations

from hyeval.records import Response, ResponseStatus, Sample, Score, ScoreStatus
from hyeval.scoring import EXTRACTORS, MATCHERS
from hyeval.scoring.extraction import Extraction, Question
from hyeval.scoring.likelihood import MOST_LIKELY_OPTION, most_likely_option


class Scorer:
    """Reads an answer with one extractor and compares it with the targets by one matcher."""

    def __init__(self, *, extract: str, match: str) -> None:
        self._by_likelihood = extract == MOST_LIKELY_OPTION
        self._extract = EXTRACTORS["raw" if self._by_likelihood else extract]
        self._match = MATCHERS[match]

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
        value = self._match(reading.answer, sample.targets, question)
        return Score(ScoreStatus.SCORED, value, answer=reading.answer)

    def _read(self, response: Response, question: Question) -> Extraction:
        if self._by_likelihood:
            return most_likely_option(response.logprobs, question)
        return self._extract(response.text or "", question)
