"""Separation of reasoning and answer."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question, split_reasoning

SPLIT = [
    ("B", None, "B", True),
    ("  B \n", None, "B", True),
    ("", None, "", True),
    ("x < 3 and y > 2", None, "x < 3 and y > 2", True),
    ("<think>a</think>b", "a", "b", True),
    ("<think>\na\n</think>\n\nb\n", "a", "b", True),
    ("<THINK>a</THINK>b", "a", "b", True),
    ("<thinking>a</thinking>b", "a", "b", True),
    ("<reasoning>a</reasoning>b", "a", "b", True),
    ("<thought>a</thought>b", "a", "b", True),
    ("<seed:think>a</seed:think>b", "a", "b", True),
    ("[THINK]a[/THINK]b", "a", "b", True),
    ("◁think▷a◁/think▷b", "a", "b", True),
    ("<|begin_of_thought|>a<|end_of_thought|><|begin_of_solution|>b<|end_of_solution|>", "a", "b", True),
    ("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b", "a", "b", True),
    ("a</think>b", "a", "b", True),
    ("<think></think>b", "", "b", True),
    ("<think>a</think>", "a", "", True),
    ("b<think>a</think>", "a", "b", True),
    ("<think>a</think>b<think>c</think>d", "a\nc", "d", True),
    ("<think>a", "a", "", False),
    ("<think>a</think>b<think>c", "c", "b", False),
]


@pytest.mark.parametrize(("text", "thought", "answer", "closed"), SPLIT)
def test_split(text: str, thought: str | None, answer: str, closed: bool) -> None:
    parts = split_reasoning(text)
    assert (parts.thought, parts.answer, parts.closed) == (thought, answer, closed)


@pytest.mark.parametrize(
    ("name", "response", "answer"),
    [
        ("choice", "<think>A? The final answer is B.", "B"),
        ("choice", "<think>The answer is B. Wait, let me check C", None),
        ("choice", "<think>So the answer might be B", None),
        ("choice", "<think>It looks like glass", None),
        ("yes_no", "<think>No, that is no dog. Hmm", None),
        ("yes_no", "<think>There it is. The answer is yes.", "yes"),
        ("number", "<think>5 + 7 = 12, so far", None),
        ("number", "<think>5 + 7. The answer is 12.", "12"),
        ("text", "<think>The sign reads Aurora", None),
        ("text", "<think>The final answer is: Aurora", "Aurora"),
        ("expression", "<think>2x = 6 and then x", None),
        ("expression", "<think>So \\boxed{3}", "3"),
        ("raw", "<think>a</think> b ", "b"),
        ("raw", "<think>a", None),
        ("answer", "<think>a</think>The answer is (C).", "C"),
    ],
)
def test_an_unclosed_thought_counts_only_if_it_ends_in_an_explicit_answer(
    name: str, response: str, answer: str | None
) -> None:
    choices = ("Wood", "Glass", "Metal", "Plastic") if name in ("choice", "answer") else ()
    question = Question("Is there a dog?" if name == "yes_no" else "What is it?", choices)
    assert EXTRACTORS[name](response, question).answer == answer
