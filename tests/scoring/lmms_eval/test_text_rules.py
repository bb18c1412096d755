"""ChartQAPro, MP-DocVQA, MTVQA and LLaVA-Bench: rules that no vector records, held against what their sources say."""

from __future__ import annotations

from typing import Any

import pytest

from hyeval.scoring.lmms_eval.chart_qa_pro import EXACT_TYPES, ChartQaPro
from hyeval.scoring.lmms_eval.value_rules import VALUE_RULES


def chart(kind: str, answer: str, response: str, *, years: tuple[str, ...] = ("NO",), exact: bool = False) -> float:
    rule = ChartQaPro(EXACT_TYPES if exact else frozenset())
    document = {"Question Type": kind, "Answer": ["earlier", answer], "Year": list(years)}
    return rule.score(document, response).values["relaxed_overall"]


@pytest.mark.parametrize(
    ("answer", "response", "value"),
    [
        ("100", "105", 1), ("100", "105.1", 0), ("100", "95", 1), ("0", "0.0", 1), ("0", "0.01", 0), ("62%", "62", 1),
        ("12.", "12.", 1), ("1,000", "1,000", 1), ("Germany", "germany", 1), ("Germany", "Germani", 6 / 7),
        ("Germany", "Spain", 0), ("ab", "a", 0), ("unanswerable", "Unanswerable.", 1), ("a  b", "a b", 1),
        ("[10, 20]", "[10, 20]", 1), ("[10, 20]", "[10, 30]", 0.5), ("[10, 20]", "[10]", 0.5), ("10", "[10, 20]", 0.5),
        ("[Iran, Iraq]", "['Iran', 'Iraq']", 1), ("['a', 'b']", "a", 0.5), ("[]", "[]", 1), ("", "", 1),
    ],
)  # fmt: skip
def test_numbers_within_five_percent_and_texts_nearly_equal(answer: str, response: str, value: float) -> None:
    assert chart("Factoid", answer, response) == pytest.approx(value)


def test_a_year_must_be_the_same() -> None:
    assert chart("Factoid", "2016", "2017", years=("NO",)) == 1
    assert chart("Factoid", "2016", "2017", years=("YES",)) == 0
    assert chart("Factoid", "[2016, 5]", "[2016, 5.1]", years=("YES", "NO")) == 1
    assert chart("Factoid", "[2016, 2018]", "[2016, 2019]", years=("YES",)) == 0.5  # one flag is for all elements


def test_of_a_conversation_the_flag_of_the_last_answer_counts() -> None:
    assert chart("Conversational", "2016", "2017", years=("NO", "YES")) == 0
    assert chart("Conversational", "2016", "2017", years=("YES", "NO")) == 1


def test_only_the_peer_wants_choices_and_facts_to_be_equal() -> None:
    assert chart("Fact Checking", "true", "truee") == pytest.approx(0.8)
    assert chart("Fact Checking", "true", "truee", exact=True) == 0
    assert chart("Fact Checking", "true", "True.", exact=True) == 1
    assert chart("Factoid", "true", "truee", exact=True) == pytest.approx(0.8)


def test_types_have_means_of_their_own() -> None:
    rule = ChartQaPro()
    rows: list[tuple[str, str]] = [("Factoid", "1"), ("Factoid", "2"), ("Hypothetical", "1")]
    verdicts = [rule.score({"Question Type": kind, "Answer": ["1"], "Year": ["NO"]}, said) for kind, said in rows]
    assert rule.aggregate(verdicts) == {
        "relaxed_overall": pytest.approx(2 / 3), "relaxed_factoid": 0.5, "relaxed_hypothetical": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "response", "anls", "accuracy"),
    [
        ("['University of California', 'UC']", "uc ", 1, 1), (["abcd"], "abce", 0.75, 0), (["abcd"], "ab", 0.5, 0),
        (["abcd"], "a", 0, 0), (["abcd"], "", 0, 0), (["none"], "None", 0, 0), (["12"], "12.", 2 / 3, 0),
    ],
)  # fmt: skip
def test_pages_are_read_as_anls_and_equality(answers: Any, response: str, anls: float, accuracy: float) -> None:
    rule = VALUE_RULES["multidocvqa_val"]
    verdict = rule.score({"answers": answers}, response)
    assert verdict.values == pytest.approx({"anls": anls, "accuracy": accuracy})
    assert rule.aggregate([verdict]) == pytest.approx({"anls": anls, "accuracy": accuracy})


@pytest.mark.parametrize(
    ("answer", "response", "value"),
    [("Zürich.", "Es ist zürich", 100), ("1.5", "15 km", 100), ("東京", "東京都", 100), ("Rome", "Roma", 0)],
)
def test_an_answer_counts_wherever_it_stands(answer: str, response: str, value: float) -> None:
    rule = VALUE_RULES["mtvqa"]
    assert rule.aggregate([rule.score({"answer": answer}, response)]) == {"mtvqa_score": value}


@pytest.mark.parametrize(
    ("reply", "reference", "grade"),
    [
        ("8 6\nBoth are good.", 8, 6), ("8;9", 8, 9), ("\n8/10 9/10", 8, 10), ("8.5, 9.25", 8.5, 9.25),
        ("Assistant 1: 8, Assistant 2: 9", 1, 8), ("8 - 9", 8, 9), ("8 -9", 8, -9), ("1e1 5", 1, 1),
        ("8\n9", -1, -1), ("Good.", -1, -1),
    ],
)  # fmt: skip
def test_grades_of_llava_bench(reply: str, reference: float, grade: float) -> None:
    verdict = VALUE_RULES["llava_in_the_wild"].score({"category": "conv"}, "x", judge={"reply": reply})
    assert (verdict.record["reference"], verdict.values) == (reference, {"grade": grade})


def test_a_reply_without_grades_enters_the_ratio() -> None:
    rule = VALUE_RULES["llava_in_the_wild"]
    replies = [("conv", "8 6"), ("conv", "Good."), ("detail", "0 5")]
    verdicts = [rule.score({"category": name}, "x", judge={"reply": reply}) for name, reply in replies]
    assert rule.aggregate(verdicts) == {"all": 142.9, "conv": 71.4, "detail": None}
    assert rule.score({"category": "conv"}, "x").parsed is None  # nobody judged it
