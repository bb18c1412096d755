"""Yes/no questions in Chinese, and statements in Chinese in the words of the question or their opposites."""

from __future__ import annotations

import pytest

from hyeval.scoring.extraction import Question
from hyeval.scoring.yes_no import extract_yes_no

READ = [
    ("图中的窗户是开着的吗？", [
        ("图中的窗户是关着的。", "no"), ("窗户开着。", "yes"), ("它是关着的。", "no"), ("窗户没有关。", "yes"),
        ("窗户没有开。", "no"), ("窗户不是开着的，而是关着的。", "no"), ("门是关着的。", None),
    ]),
    ("灯亮着吗？", [("灯是灭的。", "no"), ("灯亮着。", "yes"), ("灯不亮。", "no")]),
    ("左边的箱子比右边的重吗？", [
        ("左边的箱子比右边的轻。", "no"), ("左边的箱子比右边的重。", "yes"), ("右边的箱子比左边的重。", "no"),
        ("右边的箱子比左边的轻。", "yes"), ("左边的箱子不比右边的重。", "no"), ("左边的箱子比上面的重。", None),
    ]),
    ("瓶子是满的吗？", [("瓶子是空的。", "no"), ("瓶子是满的。", "yes")]),
    ("狗在椅子的右边吗？", [("狗在椅子的左边。", "no"), ("狗在椅子的右边，靠近窗户。", "yes")]),
    ("图中有没有自行车？", [("图中没有自行车。", "no"), ("图中有一辆自行车。", "yes")]),
    ("这个人是不是站着？", [("这个人坐着。", "no"), ("他站着。", "yes")]),
    ("门不是开着的吗？", [("门是关着的。", None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "response", "answer"), [(asked, *row) for asked, rows in READ for row in rows], ids=lambda one: str(one)
)
def test_a_statement_answers(asked: str, response: str, answer: str | None) -> None:
    assert extract_yes_no(response, Question(asked)).answer == answer
