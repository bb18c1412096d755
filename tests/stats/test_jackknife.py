"""Intervals of any statistic by leaving blocks out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from hyeval.records import Verdict
from hyeval.reports.rule_metrics import BLOCKS, rule_estimates
from hyeval.scoring.rules import Aggregate, Document, Judgement
from hyeval.stats.intervals import IntervalMethod, jackknife_interval, mean_interval, random_blocks


class PairRule:
    """A pair counts if both of its members are right; the aggregate is a table, as frameworks print it."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        raise NotImplementedError

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        pairs: dict[str, list[float]] = {}
        for verdict in verdicts:
            pairs.setdefault(verdict.record["pair"], []).append(verdict.values["hit"])
        return {"table": [{"both": sum(map(min, pairs.values())) / len(pairs)}], "name": "text"}


def test_left_out_one_by_one_the_mean_has_its_usual_interval() -> None:
    values = np.random.default_rng(1).uniform(size=40)
    parts = [float(np.delete(values, i).mean()) for i in range(40)]
    found = jackknife_interval(float(values.mean()), parts, n=40)
    usual = mean_interval(values)
    assert found.low == pytest.approx(usual.low)
    assert found.high == pytest.approx(usual.high)
    assert found.method is IntervalMethod.JACKKNIFE


def test_the_interval_of_a_rising_rule_ends_where_its_metric_does() -> None:
    verdicts: list[Verdict | None] = [Verdict(1, {"hit": 1.0}, {"pair": str(i // 2)}) for i in range(12)]
    verdicts[0] = Verdict(1, {"hit": 0.0}, {"pair": "0"})
    units = [str(i // 2) for i in range(12)]
    wanted = {"both": "table.0.both"}
    free = rule_estimates(PairRule(), [verdicts], units, wanted)["both"]
    known = rule_estimates(PairRule(), [verdicts], units, wanted, rising=True)["both"]
    assert free.high is not None
    assert free.high > 1
    assert (known.value, known.low, known.high) == (free.value, free.low, 1.0)


def test_blocks_hold_whole_units_and_every_sample_once() -> None:
    units = [f"unit {i // 3}" for i in range(300)]
    blocks = random_blocks(units, 50)
    assert len(blocks) == 50
    assert sorted(sample for block in blocks for sample in block) == list(range(300))
    assert all(len({units[sample] for sample in block}) * 3 == len(block) for block in blocks)
    assert blocks == random_blocks(units, 50)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draw, covered = np.random.default_rng(0), 0
    for _ in range(200):
        hits = draw.random((120, 2)) < 0.8
        verdicts = [Verdict(1, {"hit": float(hits[i // 2, i % 2])}, {"pair": str(i // 2)}) for i in range(240)]
        units = [str(i // 2) for i in range(240)]
        estimate = rule_estimates(PairRule(), [verdicts], units, {"both": "table.0.both"})["both"]
        assert estimate.low is not None
        assert estimate.high is not None
        covered += estimate.low <= 0.64 <= estimate.high
    assert 0.9 <= covered / 200 <= 0.99


def test_repeats_are_averaged_and_what_is_missing_is_left_out() -> None:
    def verdicts(hits: str) -> list[Verdict | None]:
        return [
            None if hit == "-" else Verdict(1, {"hit": float(hit)}, {"pair": str(i // 2)}) for i, hit in enumerate(hits)
        ]

    wanted = {"both": "table.0.both", "text": "name", "nothing": "table.7.both"}
    found = rule_estimates(PairRule(), [verdicts("1111--"), verdicts("1011--")], ["a", "a", "b", "b", "c", "c"], wanted)
    assert found["both"].value == pytest.approx(0.75)
    assert found["both"].n == 4
    assert found["text"].value is None
    assert found["nothing"].value is None


def test_a_single_unit_has_no_interval() -> None:
    verdicts = [Verdict(1, {"hit": 1.0}, {"pair": "0"})] * 4
    (estimate,) = rule_estimates(PairRule(), [verdicts], ["a"] * 4, {"both": "table.0.both"}).values()
    assert (estimate.value, estimate.low, estimate.method) == (1.0, None, IntervalMethod.NONE)
    assert BLOCKS == 50
