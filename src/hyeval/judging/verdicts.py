"""From the votes on a response to its score."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.judging.panel import Combination, Vote
from hyeval.judging.rubric import VerdictKind, said
from hyeval.records import Response, Sample, Score, ScoreStatus, Verdict
from hyeval.scoring.scorer import GuardedScorer


@dataclass(frozen=True)
class Decision:
    """Score of a response, and the value that each vote gives it (None: none), by which judges are compared."""

    score: Score
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Reader:
    """How verdicts become scores: as the values that they are, or through the task's own scorer.

    A rule hears what a judge replied. Beside an extractor, a reply in plain text is read in place of the response.
    """

    kind: VerdictKind
    combine: Combination
    scorer: GuardedScorer | None

    async def decide(self, votes: Sequence[Vote], value: float | None, sample: Sample, response: Response) -> Decision:
        """Score a response; `value` is what the panel came to, None if too many judges failed."""
        if value is None:
            problem = next((one.problem for vote in votes for one in vote.ballots if one.problem), "stopped")
            return Decision(Score(ScoreStatus.JUDGE_FAILED, None, reason=problem), tuple(vote.value for vote in votes))
        replies = [None if vote.value is None else said(vote.ballots[0].reply or "") for vote in votes]
        scorer = self.scorer
        if scorer is None or not (scorer.hears_judges or self.kind is VerdictKind.TEXT):
            return Decision(Score(ScoreStatus.SCORED, value), tuple(vote.value for vote in votes))
        return self._combined(
            [None if one is None else await _scored(scorer, one, sample, response) for one in replies]
        )

    def _combined(self, scores: Sequence[Score | None]) -> Decision:
        """One score of several; numbers are combined, everything else is that of the first."""
        given = [score for score in scores if score is not None]
        values = tuple(None if score is None else score.value for score in scores)
        first = next((score for score in given if score.status is ScoreStatus.SCORED), given[0])
        numbers = [score.value for score in given if score.value is not None]
        if len(given) == 1 or not numbers:
            return Decision(first, values)
        verdicts = [score.verdict for score in given if score.verdict is not None]
        verdict = self._merged(verdicts) if verdicts else None
        return Decision(dataclasses.replace(first, value=self.combine.of(numbers), verdict=verdict), values)

    def _merged(self, verdicts: Sequence[Verdict]) -> Verdict:
        first = verdicts[0]
        values = {name: self.combine.of([one.values[name] for one in verdicts]) for name in first.values}
        # A judge's grade of the other answer of a pair is a number as well.
        graded = {
            name: self.combine.of([one.record[name] for one in verdicts])
            for name, value in first.record.items()
            if isinstance(value, float)
        }
        return dataclasses.replace(first, values=values, record={**first.record, **graded})


def by_rater(values: Sequence[float | None], repeats: int, combine: Combination) -> tuple[float | None, ...]:
    """What each judge of several says of a response, its repeats combined; what one judge says each time it is asked.

    Repeats of a judge agree with each other, and would pass for agreement among judges.
    """
    if len(values) == repeats:
        return tuple(values)
    each = [values[start : start + repeats] for start in range(0, len(values), repeats)]
    given = [[value for value in one if value is not None] for one in each]
    return tuple(combine.of(one) if 2 * len(one) > repeats else None for one in given)


async def _scored(scorer: GuardedScorer, reply: str, sample: Sample, response: Response) -> Score:
    """Score of a response to which a judge has replied this."""
    if scorer.hears_judges:
        return await scorer.score(sample, response, judge={"reply": reply, "label": reply, "extraction": reply})
    return await scorer.score(sample, dataclasses.replace(response, text=reply))
