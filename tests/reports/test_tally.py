"""The tally: the same result in whatever order responses come, and no number without what is missing from it."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from hyeval.records import Response, ResponseStatus, Sample, Score, ScoreStatus, Usage
from hyeval.reports.results import Bounds, FailureGroup
from hyeval.reports.tally import MESSAGE_LENGTH, Tally
from tests.builders import make_response, make_sample

NO_RESPONSE = Score(ScoreStatus.NO_RESPONSE, None)
UNPARSED = Score(ScoreStatus.UNPARSED, 0.0)


@dataclass(frozen=True)
class Entry:
    """One call of `Tally.add`."""

    sample: Sample
    score: Score
    repeat: int = 0
    response: Response = field(default_factory=make_response)
    reused: bool = False


def add(tally: Tally, sample: Sample, repeat: int, response: Response, score: Score, *, reused: bool) -> None:
    tally.enter(tally.counted(sample, repeat, response, score, reused=reused))


def scored(value: float, index: int = 0, *, repeat: int = 0, cluster: str | None = None, **fields: Any) -> Entry:
    return Entry(make_sample(index=index, cluster=cluster), Score(ScoreStatus.SCORED, value), repeat, **fields)


def failed(index: int, *, kind: str = "timeout", message: str = "no answer", repeat: int = 0) -> Entry:
    return Entry(make_sample(index=index), NO_RESPONSE, repeat, Response.failure(kind, message))


def tallied(samples: int, entries: list[Entry], *, repeats: int = 1) -> Tally:
    tally = Tally(samples, repeats)
    for entry in entries:
        add(tally, entry.sample, entry.repeat, entry.response, entry.score, reused=entry.reused)
    return tally


def everything(tally: Tally) -> dict[str, Any]:
    """All that a report takes from a tally."""
    return {
        "metric": tally.metric("mean"),
        "bounds": tally.bounds(),
        "coverage": tally.coverage(),
        "counts": tally.counts(),
        "failures": [(group.kind, group.count) for group in tally.failures()],
        "fingerprint": tally.data_fingerprint,
        "numbers": [tally.arrived, tally.failed, tally.expected, tally.unanswered],
        "reuse": [tally.reused, tally.generated],
        "tokens": [tally.prompt_tokens, tally.completion_tokens],
    }


def random_entries(rng: random.Random, samples: int, repeats: int) -> list[Entry]:
    """Responses of every kind, some of them missing."""
    entries = []
    for index in range(samples):
        sample = make_sample(f"question {index}", index=index, cluster=rng.choice([None, *"abcdefghijkl"]))
        for repeat in range(repeats):
            usage = Usage(rng.randrange(100), rng.choice([None, 5]))
            answer = make_response(usage=usage, status=rng.choice([ResponseStatus.OK, ResponseStatus.TRUNCATED]))
            failure = Response.failure(rng.choice(["timeout", "media"]), f"row {index}, repeat {repeat}")
            response, score = rng.choice(
                [
                    (answer, Score(ScoreStatus.SCORED, rng.random())),
                    (answer, Score(ScoreStatus.SCORED, rng.choice([0.0, 1.0]))),
                    (answer, UNPARSED),
                    (answer, Score(ScoreStatus.JUDGE_FAILED, None)),
                    (failure, NO_RESPONSE),
                ]
            )
            if rng.random() < 0.9:
                entries.append(Entry(sample, score, repeat, response, reused=rng.random() < 0.5))
    return entries


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_arrival_changes_no_number(seed: int) -> None:
    """Not in the last digit either: two runs with the same answers write the same `results.json`."""
    rng = random.Random(seed)
    repeats = rng.choice([1, 3])
    entries = random_entries(rng, 40, repeats)
    expected = everything(tallied(40, entries, repeats=repeats))
    for _ in range(10):
        rng.shuffle(entries)
        assert everything(tallied(40, entries, repeats=repeats)) == expected


def test_the_order_of_arrival_does_not_choose_the_example_of_a_failure() -> None:
    entries = [failed(index, message=f"row {index}") for index in (3, 0, 2, 1)]
    examples = {tallied(4, list(order)).failures()[0].example for order in itertools.permutations(entries)}
    assert len(examples) == 1


@pytest.mark.parametrize("seed", range(30))
def test_the_value_lies_within_the_bounds(seed: int) -> None:
    rng = random.Random(seed)
    repeats, samples = rng.choice([1, 2, 5]), rng.randrange(1, 30)
    tally = tallied(samples, random_entries(rng, samples, repeats), repeats=repeats)
    value, bounds = tally.metric("mean").value, tally.bounds()
    assert bounds.low is not None
    assert bounds.high is not None
    assert 0 <= bounds.low <= bounds.high <= 1
    assert bounds.high - bounds.low == pytest.approx(1 - tally.coverage())
    if value is not None:
        assert bounds.low - 1e-12 <= value <= bounds.high + 1e-12


def test_a_complete_task_has_full_coverage_and_bounds_that_meet() -> None:
    tally = tallied(4, [scored(value, i) for i, value in enumerate((1.0, 0.0, 1.0, 1.0))])
    metric = tally.metric("mean")
    assert (metric.value, metric.n, metric.method) == (0.75, 4, "wilson")
    assert (tally.coverage(), tally.bounds()) == (1.0, Bounds(low=0.75, high=0.75))
    assert (tally.arrived, tally.expected, tally.unanswered, tally.failed) == (4, 4, 0, 0)


def test_bounds_are_those_of_the_aggregation() -> None:
    """What is missing of the second sample changes its mean, and not its best."""
    tally = tallied(2, [scored(0.0, 0), scored(0.0, 0, repeat=1), scored(1.0, 1), failed(1, repeat=1)], repeats=2)
    wanted = {"accuracy": "mean", "pass": "best", "first": "best@1"}
    assert tally.metric_bounds(wanted) == {
        "accuracy": Bounds(low=0.25, high=0.5),
        "pass": Bounds(low=0.5, high=0.5),
        "first": Bounds(low=0.5, high=0.5),
    }


@pytest.mark.parametrize(
    ("unread", "expected"), [(False, Bounds(low=0.5, high=1.0)), (True, Bounds(low=None, high=None))]
)
def test_groups_weigh_equally_in_the_bounds_too(*, unread: bool, expected: Bounds) -> None:
    """Of a row that was never read it is not known how much it weighs."""
    tally = Tally(4, 1)
    entries = [(0, "a", 1.0), (1, "a", 1.0), (2, "a", 1.0), (3, "b", None)]
    for index, group, value in entries[: 3 if unread else 4]:
        entry = failed(index) if value is None else scored(value, index)
        add(tally, make_sample(index=index, group=group), 0, entry.response, entry.score, reused=False)
    assert tally.bounds("macro_mean") == expected
    assert tally.bounds() == Bounds(low=0.75, high=1.0)


def test_what_the_machinery_did_wrong_leaves_the_mean_and_lowers_the_coverage() -> None:
    judge_failed = Entry(make_sample(index=3), Score(ScoreStatus.JUDGE_FAILED, None))
    tally = tallied(5, [scored(1.0, 0), scored(0.0, 1), failed(2), judge_failed])
    metric = tally.metric("mean")
    assert (metric.value, metric.n) == (0.5, 2)
    assert tally.coverage() == pytest.approx(0.4)
    assert tally.bounds() == Bounds(low=0.2, high=0.8)


def test_what_the_model_did_wrong_counts_nought_and_keeps_the_coverage() -> None:
    refusal = Entry(make_sample(index=1), UNPARSED, response=make_response(status=ResponseStatus.REFUSED))
    tally = tallied(2, [scored(1.0, 0), refusal])
    assert (tally.metric("mean").value, tally.coverage()) == (0.5, 1.0)
    assert tally.counts().scores == {"scored": 1, "unparsed": 1}
    assert tally.unanswered == 0


@pytest.mark.parametrize("status", [ScoreStatus.NO_RESPONSE, ScoreStatus.JUDGE_FAILED])
def test_a_value_that_does_not_count_stays_out(status: ScoreStatus) -> None:
    tally = tallied(1, [Entry(make_sample(), Score(status, 1.0))])
    assert (tally.metric("mean").value, tally.coverage()) == (None, 0.0)


def test_nothing_that_came_means_no_value_and_every_value_is_possible() -> None:
    tally = tallied(3, [])
    metric = tally.metric("mean")
    assert (metric.value, metric.ci_low, metric.ci_high, metric.n, metric.method) == (None, None, None, 0, "none")
    assert (tally.coverage(), tally.bounds()) == (0.0, Bounds(low=0.0, high=1.0))
    assert tally.counts().responses == {"cancelled": 3}


def test_an_empty_task_has_no_value_and_no_bounds() -> None:
    tally = tallied(0, [])
    assert tally.metric("mean").value is None
    assert (tally.coverage(), tally.bounds()) == (0.0, Bounds(low=None, high=None))
    assert (tally.counts().responses, tally.unanswered) == ({}, 0)


def test_repeats_are_averaged_within_their_sample_first() -> None:
    """Four answers to one question are no four independent observations."""
    entries = [scored(value, 0, repeat=r) for r, value in enumerate((1.0, 1.0, 0.0, 0.0))]
    entries += [scored(1.0, 1, repeat=r) for r in range(4)]
    metric = tallied(2, entries, repeats=4).metric("mean")
    assert (metric.value, metric.n) == (0.75, 2)
    assert metric.method == "student_t"


def test_a_repeat_that_is_missing_leaves_the_others_of_its_sample() -> None:
    entries = [scored(1.0, 0, repeat=0), failed(0, repeat=1), scored(0.0, 1, repeat=0), scored(0.0, 1, repeat=1)]
    tally = tallied(2, entries, repeats=2)
    assert (tally.metric("mean").value, tally.metric("mean").n) == (0.5, 2)
    assert tally.coverage() == 0.75
    assert tally.bounds() == Bounds(low=0.25, high=0.5)


def test_samples_that_share_a_cluster_widen_the_interval() -> None:
    values = [1.0] * 10 + [0.0] * 10
    alone = tallied(20, [scored(value, i) for i, value in enumerate(values)]).metric("mean")
    shared = tallied(20, [scored(v, i, cluster=f"image {i // 5}") for i, v in enumerate(values)]).metric("mean")
    assert (alone.method, shared.method) == ("wilson", "clustered_t")
    assert None not in (alone.ci_low, alone.ci_high, shared.ci_low, shared.ci_high)
    assert shared.ci_high - shared.ci_low > alone.ci_high - alone.ci_low  # type: ignore[operator]


def test_a_sample_without_a_cluster_is_one_of_its_own() -> None:
    entries = [scored(1.0, 0, cluster="a"), scored(0.0, 1), scored(1.0, 2), scored(0.0, 3)]
    assert tallied(4, entries).metric("mean").method == "wilson"
    entries[1] = scored(0.0, 1, cluster="a")
    assert tallied(4, entries).metric("mean").method == "clustered_t"


def test_only_the_clusters_of_what_counts_matter() -> None:
    entries = [scored(1.0, 0, cluster="a"), scored(0.0, 1, cluster="b"), scored(1.0, 2, cluster="c")]
    lost = replace(failed(3), sample=make_sample(index=3, cluster="a"))
    assert tallied(4, [*entries, lost]).metric("mean").method == "wilson"


def test_failures_are_grouped_by_kind_and_the_most_frequent_comes_first() -> None:
    entries = [failed(i, kind="timeout", message="no answer") for i in range(3)]
    entries += [failed(3, kind="media", message="cut off"), failed(4, kind="a", message="x" * 5000)]
    tally = tallied(5, entries)
    assert tally.failures() == [
        FailureGroup(kind="timeout", count=3, example="no answer"),
        FailureGroup(kind="a", count=1, example="x" * MESSAGE_LENGTH),
        FailureGroup(kind="media", count=1, example="cut off"),
    ]
    assert (tally.failed, tally.unanswered) == (5, 5)


def test_counts_name_every_status_and_call_cancelled_what_never_came() -> None:
    responses = [
        make_response(),
        make_response(status=ResponseStatus.TRUNCATED),
        Response.failure("timeout", "late"),
        Response.failure("wrong", "no such model", status=ResponseStatus.REJECTED),
        Response.failure("stopped", "by hand", status=ResponseStatus.CANCELLED),
    ]
    entries = [
        Entry(make_sample(index=i), Score(ScoreStatus.SCORED, 1.0) if r.status.answered else NO_RESPONSE, response=r)
        for i, r in enumerate(responses)
    ]
    counts = tallied(8, entries).counts()
    assert counts.samples == 8
    assert counts.responses == {"cancelled": 4, "failed": 1, "ok": 1, "rejected": 1, "truncated": 1}
    assert counts.scores == {"no_response": 6, "scored": 2}
    assert list(counts.responses) == sorted(counts.responses)


@pytest.mark.parametrize("seed", range(5))
def test_counts_add_up_to_what_was_expected(seed: int) -> None:
    rng = random.Random(seed)
    tally = tallied(20, random_entries(rng, 20, 3), repeats=3)
    counts = tally.counts()
    assert sum(counts.responses.values()) == sum(counts.scores.values()) == tally.expected == 60
    answered = sum(n for status, n in Counter(counts.responses).items() if ResponseStatus(status).answered)
    assert tally.unanswered == 60 - answered


def test_reuse_and_tokens_are_summed() -> None:
    entries = [
        scored(1.0, 0, response=make_response(usage=Usage(10, 3)), reused=True),
        scored(1.0, 1, response=make_response(usage=Usage(None, 4))),
        scored(1.0, 2, response=make_response(usage=Usage(5, None)), reused=True),
    ]
    tally = tallied(3, entries)
    assert (tally.reused, tally.generated, tally.prompt_tokens, tally.completion_tokens) == (2, 1, 15, 7)


def test_the_fingerprint_is_that_of_the_samples_in_their_order() -> None:
    first, second = make_sample("one", index=0), make_sample("two", index=1)
    entries = [Entry(first, UNPARSED), Entry(second, UNPARSED)]
    fingerprint = tallied(2, entries).data_fingerprint
    assert fingerprint == tallied(2, [scored_as(entry, 1.0) for entry in reversed(entries)]).data_fingerprint
    swapped = [Entry(replace(second, index=0), UNPARSED), Entry(replace(first, index=1), UNPARSED)]
    assert fingerprint != tallied(2, swapped).data_fingerprint
    assert fingerprint != tallied(1, entries[:1]).data_fingerprint
    assert len(fingerprint) == 16


def scored_as(entry: Entry, value: float) -> Entry:
    return replace(entry, score=Score(ScoreStatus.SCORED, value))


def test_a_large_task_is_tallied_in_little_memory() -> None:
    tally = Tally(200_000, 5)
    assert tally.expected == 1_000_000
    for index in range(0, 200_000, 1000):
        sample = make_sample(index=index, cluster=f"c{index % 7}")
        add(tally, sample, 0, make_response(), Score(ScoreStatus.SCORED, 1.0), reused=False)
    metric = tally.metric("mean")
    assert (metric.value, metric.n) == (1.0, 200)
    assert math.isclose(tally.coverage(), 200 / 1_000_000)


def test_groups_have_the_metrics_of_their_own_samples() -> None:
    tally = Tally(5, 1)
    for index, (group, value) in enumerate([("b", 1.0), ("a", 0.0), ("b", 0.0), (None, 1.0)]):
        sample = make_sample(index=index, group=group)
        add(tally, sample, 0, make_response(), Score(ScoreStatus.SCORED, value), reused=False)
    found = tally.groups({"accuracy": "mean"})
    assert {name: (metrics["accuracy"].value, metrics["accuracy"].n) for name, metrics in found.items()} == {
        "b": (0.5, 2),
        "a": (0.0, 1),
    }
    assert tally.metric("macro_mean").value == pytest.approx((0.5 + 0 + 1) / 3)


def test_groups_stand_in_the_order_of_the_data_however_responses_come() -> None:
    tally = Tally(4, 1)
    for index, group in [(3, "c"), (2, "a"), (1, "b"), (0, "a")]:
        sample = make_sample(index=index, group=group)
        add(tally, sample, 0, make_response(), Score(ScoreStatus.SCORED, 1.0), reused=False)
    assert list(tally.groups({"accuracy": "mean"})) == ["a", "b", "c"]


def test_the_majority_goes_by_what_was_read() -> None:
    tally = Tally(1, 3)
    for repeat, (answer, value) in enumerate([("A", 0.0), ("B", 1.0), ("B", 1.0)]):
        score = Score(ScoreStatus.SCORED, value, answer=answer)
        add(tally, make_sample(index=0), repeat, make_response(), score, reused=False)
    assert tally.metric("majority").value == 1.0
    assert tally.metric("mean").value == pytest.approx(2 / 3)
    assert tally.metric("first").value == 0.0


def test_the_majority_takes_answers_for_one_whatever_their_case_and_full_stop() -> None:
    tally = Tally(1, 3)
    for repeat, (answer, value) in enumerate([("dog", 0.0), ("Red  cat.", 1.0), ("red cat", 1.0)]):
        score = Score(ScoreStatus.SCORED, value, answer=answer)
        add(tally, make_sample(index=0), repeat, make_response(), score, reused=False)
    assert tally.metric("majority").value == 1.0
