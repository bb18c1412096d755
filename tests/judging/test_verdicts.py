"""From the votes of judges to a score."""

from __future__ import annotations

import asyncio

import pytest

from hyeval.judging.panel import Ballot, Combination, Vote
from hyeval.judging.rubric import VerdictKind
from hyeval.judging.verdicts import Reader, by_rater
from hyeval.scoring.guard import Guard
from hyeval.scoring.scorer import Scoring
from tests.builders import make_response, make_sample


@pytest.mark.parametrize(
    ("values", "repeats", "rated"),
    [
        ([1, 0], 1, (1, 0)),
        ([1, 1, 0, 0, 0, 1], 3, (1, 0)),
        ([1, 1, 0], 3, (1, 1, 0)),
        ([1, None, 1, None, None, 0], 3, (1, None)),
    ],
    ids=["two judges", "two judges with repeats", "one judge", "repeats without a verdict"],
)
def test_agreement_is_that_of_judges_or_of_the_repeats_of_one(
    values: list[float | None], repeats: int, rated: tuple[float | None, ...]
) -> None:
    assert by_rater(values, repeats, Combination.MAJORITY) == rated


@pytest.mark.parametrize("reply", ["B", "<think>A, or C?</think>\nB"])
def test_a_rule_hears_what_a_judge_replies_and_not_what_it_thinks(reply: str) -> None:
    sample = make_sample("Which?", targets=("B",))
    object.__setattr__(sample, "document", {"index": 0, "question": "Which?", "answer": "B", "skill": "spatial"})
    vote = Vote((Ballot("judge", 0, value=0.0, reply=reply, done=True),))
    with Guard(10) as guard:
        scorer = Scoring(rule="vlmevalkit.logicvista_reasoning").guarded(guard)
        reader = Reader(VerdictKind.TEXT, Combination.MEAN, scorer)
        decision = asyncio.run(reader.decide([vote], 0.0, sample, make_response("It is the second one.")))
    assert decision.score.value == 1.0
