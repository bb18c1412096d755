"""MME-RealWorld: held against what the source says, defects included."""

from __future__ import annotations

import pytest

from hyeval.scoring.vlmevalkit import RULES

RULE = RULES["mmerealworld"]
ROW = {"answer": "B", "category": "Perception/Remote Sensing", "l2-category": "color"}


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("B", "B"), ("(B) blue", "B"), ("The best answer is: B", "B"), ("<answer> b </answer> or A", "B"),
        ("<answer>\nthe blue one\n</answer>", "E"), ("b", "B"), ("(c", "C"), ("Because it is A", "B"),
        ("Best option: A", "B"), ("<answer></answer>", "A"), ("The answer is", "A"), ("x", None), ("", None),
        ("None", None), ("a b c d e f g h i j k", None),
    ],
)  # fmt: skip
def test_letter(response: str, letter: str | None) -> None:
    verdict = RULE.score(ROW, response)
    assert (verdict.parsed, verdict.values) == (letter, {"score": int(letter == "B")})


def test_rating_by_task_domain_and_kind() -> None:
    rows = [
        (ROW, "B"),
        (ROW | {"l2-category": "Vehicle/Attribute/color"}, "A"),
        (ROW | {"l2-category": "vehicle/attribute/shape"}, "B"),
        (ROW | {"category": "Reasoning/Monitoring", "l2-category": "Intention"}, "A"),
    ]
    rating = RULE.aggregate([RULE.score(row, response) for row, response in rows])["rating"]
    assert rating["Overall"] == 0.5
    assert rating["Perception"]["Avg"] == pytest.approx(2 / 3)
    assert rating["Perception"]["Remote Sensing"] == {"color": 1, "vehicle/attribute": 0.5, "Avg": pytest.approx(2 / 3)}
    assert rating["Perception"]["Monitoring"] == {"Avg": 0}
    assert rating["Reasoning"]["Monitoring"] == {"intention": 0, "Avg": 0}
