"""Two answers compared by a judge: in both orders, with a tie where the order decides; with a reference or a run."""

from __future__ import annotations

import pytest

from tests.end_to_end.apis import Start
from tests.end_to_end.essay import COUNT, Grade, judge
from tests.servers.openai_server import Answers
from tests.servers.settings import Rule

PAIR = 'version: 1\n      name: pair\n      pairwise: true\n      user: "1: {{ first }} | 2: {{ second }} |"'
VERDICT = "{kind: label, labels: {FIRST: 1, SECOND: 0, TIE: 0.5}}"
FAIR = (
    Rule(r"1: good \| 2: good", "TIE"), Rule("1: good", "FIRST"), Rule("2: good", "SECOND"), Rule("1: ", "TIE"),
)  # fmt: skip


def test_the_better_answer_wins_in_both_orders(grade: Grade, start: Start) -> None:
    server = start(answers=Answers(mode="rules", rules=FAIR))
    run = grade(*judge(server), "judge.repeats=2", rubric=PAIR, verdict=VERDICT)
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == pytest.approx(0.25)  # the reference is good: a tie, or lost
    assert task["judging"]["consistency"] == 1
    assert task["judging"]["kappa"] == 1
    assert "100.0 % of the verdicts do not depend on the order" in run.stdout
    even, odd = run.samples("essay")[0]["judging"], run.samples("essay")[1]["judging"]
    assert [(one["repeat"], one["swapped"], one["value"]) for one in even] == [
        (0, False, 0.5), (0, True, 0.5), (1, False, 0.5), (1, True, 0.5),
    ]  # fmt: skip
    assert [(one["reply"], one["value"]) for one in odd[:2]] == [("SECOND", 0), ("FIRST", 0)]


def test_a_judge_who_always_takes_the_first_decides_nothing(grade: Grade, start: Start) -> None:
    server = start(answers=Answers(mode="rules", rules=(Rule("1: ", "FIRST"),)))
    run = grade(*judge(server), rubric=PAIR, verdict=VERDICT)
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == 0.5
    assert task["judging"]["consistency"] == 0


def test_a_pair_of_which_one_order_has_no_verdict_has_none(grade: Grade, start: Start) -> None:
    server = start(
        answers=Answers(mode="rules", rules=(Rule("1: bad", "FIRST"), Rule("2: bad", "?"), Rule("1", "TIE")))
    )
    run = grade(*judge(server), rubric=PAIR, verdict=VERDICT)
    assert run.code == 3
    assert run.result["tasks"]["essay"]["counts"]["scores"] == {"judge_failed": COUNT // 2, "scored": COUNT // 2}
    assert run.result["tasks"]["essay"]["judging"]["consistency"] == 1


def test_the_answers_of_another_run_are_the_reference(grade: Grade, start: Start) -> None:
    server = start(answers=Answers(mode="rules", rules=FAIR))
    other = grade("judge=none", "model.rules={odd: good}", "limit=20", rubric=PAIR, verdict=VERDICT, name="other")
    assert other.code == 3
    run = grade(*judge(server), f"judge.against={other.folder}", rubric=PAIR, verdict=VERDICT, name="mine")
    assert run.code == 3  # ten questions were not asked in the other run
    task = run.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == 0.25  # all answers of the other run are good, half of this one's
    assert task["counts"]["scores"] == {"judge_failed": 10, "scored": 20}
    failed = [line for line in run.samples("essay") if line["score"]["status"] == "judge_failed"]
    assert all(line["score"]["reason"] == "no answer of the other run" for line in failed)


def test_a_run_to_compare_with_needs_a_pairwise_rubric(grade: Grade) -> None:
    run = grade("judge.against=outputs/x")
    assert run.code == 2
    assert "judge.against: no task of this run compares two answers" in run.stderr


def test_the_agreement_of_judges_is_that_of_their_verdicts_on_pairs(grade: Grade, start: Start) -> None:
    """By hand: half the pairs are a tie for all; in the others two judges say 0 and one says 1."""
    taste = (Rule(r"1: good \| 2: good", "TIE"), Rule("1: bad", "FIRST"), Rule("2: bad", "SECOND"), Rule("1: ", "TIE"))
    servers = [start(answers=Answers(mode="rules", rules=rules)) for rules in (FAIR, taste, FAIR)]
    judges = [
        f"+judge.models.{name}="
        f"{{_target_: hyeval.models.api.ApiModel, name: {name}, model: {name}, base_url: '{server.url}/v1'}}"
        for name, server in zip(("one", "two", "three"), servers, strict=True)
    ]
    for number, method, kappa in (
        (2, "cohen", (1 / 2 - 1 / 4) / (1 - 1 / 4)),
        (3, "fleiss", (2 / 3 - 7 / 18) * 18 / 11),
    ):
        run = grade(*judges[:number], rubric=PAIR, verdict=VERDICT, name=method)
        assert run.code == 0, run.stderr
        told = run.result["tasks"]["essay"]["judging"]
        assert (told["kappa_method"], told["consistency"]) == (method, 1)
        assert told["kappa"] == pytest.approx(kappa)
