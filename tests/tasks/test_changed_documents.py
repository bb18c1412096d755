"""Prompts of documents that the recorded ones do not cover: blanks around a text, empty hints, splits without answers.

The values are what lmms-eval 0.7.3 makes of the documents.
"""

from __future__ import annotations

from typing import Any

import pytest
from bench.golden_prompts import flattened, sample_of, task_of

THINK = (
    "[system]\nYou are a helpful assistant. When the user asks a question, your response must include two parts: first,"
    " the reasoning process enclosed in <think>...</think> tags, then the final answer enclosed in"
    " <answer>...</answer> tags.Please provide a clear, concise response within <answer> </answer> tags that directly"
    " addresses the question.\n[user]\n"
)
MATHVISTA = {
    "pid": "1",
    "question": "\n How many? ",
    "choices": None,
    "unit": None,
    "precision": None,
    "answer": "3",
    "question_type": "free_form",
    "answer_type": "integer",
    "metadata": {"task": "figure question answering"},
    "query": "How many?",
}
WEMATH = {
    "ID": 1,
    "split": "testmini",
    "knowledge concept": "Area",
    "question": "\u3000How large? ",
    "option": "A. 10; B. 12 \n",
    "answer": "A",
    "key": "2steps_1",
    "question number": 0,
    "knowledge concept description": "d",
}
MMBENCH = {
    "index": 7,
    "question": "Who is it? ",
    "hint": "nan",
    "A": "a nurse",
    "B": "x\n",
    "C": "nan",
    "D": "nan",
    "answer": "A",
    "category": "identity_reasoning",
    "L2-category": "attribute_reasoning",
    "split": "dev",
}
MMMU = {
    "id": "test_Art_1",
    "question": "Is <image 2> by the painter of <image 1>?",
    "options": "['yes', '<image 3>']",
    "question_type": "multiple-choice",
}
MMVP = {"Index": 1, "Question": "Is it open? ", "Options": "(a) Open (b) Closed ", "Correct Answer": "(a)"}
ENGLISH = "Who is it?  There are several options:\nA. a nurse\nB. x\n\n"
LETTER = "Answer with the option's letter from the given choices directly."
CHINESE = "请直接使用所提供的选项字母作为答案回答。"


@pytest.mark.parametrize(
    ("task", "document", "changes", "expected"),
    [
        ("mathvista", MATHVISTA, {}, "<image>How many? \nAnswer the question using a single integer number."),
        (
            "mathvista",
            MATHVISTA,
            {"unit": "$", "answer_type": "float", "precision": 1.0},
            "<image>How many?  (Unit: $)\nAnswer the question using a single floating-point number with one decimal"
            " place.",
        ),
        (
            "mathvista",
            MATHVISTA,
            {"choices": ["1", "2"], "answer": "1", "answer_type": "text"},
            f"<image>How many? \nA. 1\nB. 2\n{LETTER}",
        ),
        ("wemath", WEMATH, {}, f"{THINK}<image>How large? \nA. 10; B. 12"),
        ("mmbench_en_test", MMBENCH, {}, f"<image>{ENGLISH}{LETTER}"),
        ("mmbench_en_test", MMBENCH, {"hint": "Look. "}, f"<image>Look.  {ENGLISH}{LETTER}"),
        ("mmbench_cn_test", MMBENCH, {}, f"<image>nan {ENGLISH}{CHINESE}"),
        ("mmbench_cn_dev", MMBENCH, {}, f"<image>nan {ENGLISH}{CHINESE}"),
        ("mmbench_cn_dev", MMBENCH, {"hint": None}, f"<image>{ENGLISH}{CHINESE}"),
        ("mmvp", MMVP, {}, f"<image>Is it open? \nA. Open\nB. Closed\n{LETTER}"),
        (
            "mmmu_test",
            MMMU,
            {},
            "<image><image><image>Is <image 2> by the painter of <image 1>?\nA. yes\nB. <image 3>\n\n",
        ),
        ("mmmu_test", MMMU, {"options": "[]", "question": "Who?", "question_type": "open"}, "Who?\n\n"),
    ],
)
def test_documents_are_asked_as_lmms_eval_asks_them(
    task: str, document: dict[str, Any], changes: dict[str, Any], expected: str
) -> None:
    found = sample_of(task_of(task, "lmms_eval"), document | changes, 3 if task == "mmmu_test" else 1)
    assert flattened(found, "lmms-eval") == expected
