"""Answers with fields: key information as JSON, and an answer with its place.

Sources: OCRBench_v2/eval_scripts/{TEDS_metric,IoUscore_metric}.py in https://github.com/Yuliang-Liu/MultimodalOCR.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.scoring.ocrbench_v2.boxes import box_of, overlap
from hyeval.scoring.ocrbench_v2.texts import contained_or_near

MAX_LITERAL, MAX_PAIRS = 30_000, 10_000
"""Characters beyond which a response is not read as Python or JSON, or by pattern."""
_FENCE = re.compile(r"```(?:python|json)?\n(.*?)\n```", re.DOTALL | re.IGNORECASE)
_PAIR = re.compile(r"[\"']?([\w\s]++)[\"']?\s*+[:=]\s*[\"']?([^\n,\"'{}]+)[\"']?")
_ASSIGNMENT = re.compile(r"^\s*\w+\s*=\s*")
_COMMENT = re.compile(r"#.*")
_FAILURES = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


def fields_of(response: str) -> dict[str, str]:
    """Fields of a response in JSON or Python, of its first fence or as a whole; else what looks like `key: value`.

    What Python can read and not make, such as the set of a dictionary `{{"a": 1}}`, at which the authors' code stops,
    has none.
    """
    if len(response) > MAX_LITERAL:
        return {}
    fence = _FENCE.search(response)
    text = fence[1] if fence else response.strip()
    data = _json(text)
    try:
        data = ast.literal_eval(text) if data is None else data
    except (ValueError, SyntaxError):
        data = None
    except (TypeError, MemoryError, RecursionError):
        return {}
    if data is None:
        data = {key.strip(): value.strip() for key, value in _PAIR.findall(text[:MAX_PAIRS])}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        return {}
    return {key.strip(): str(value).strip() for key, value in data.items()}


def chart_of(response: str) -> dict[Any, Any]:
    """The dictionary of a response in Python, of several fences in the longest; empty if there is none."""
    if len(response) > MAX_LITERAL:
        return {}
    fences = _FENCE.findall(response)
    text = max(fences, key=len) if fences else response.strip()
    text = _COMMENT.sub("", _ASSIGNMENT.sub("", text.strip(), count=1))
    end = text.rfind("}")
    text = text[: end + 1] if end >= 0 else text
    data = _literal(text)
    return data if isinstance(data, dict) else {}


def alternatives_of(answer: str) -> dict[str, list[str | None]]:
    """Fields of an answer, each with the values that are right; none if one has no values, as nothing is right then."""
    text = answer.strip('"')
    data = _json(text)
    data = _literal(text) if data is None else data
    data = _literal(data) if isinstance(data, str) else data
    if not isinstance(data, dict):
        return {}
    listed = {str(key): value if isinstance(value, list) else [value] for key, value in data.items()}
    if not all(listed.values()):
        return {}
    return {key: [None if one is None else str(one) for one in values] for key, values in listed.items()}


def field_score(found: Mapping[str, str], gold: Mapping[str, Sequence[str | None]]) -> float:
    """The share of fields, of both together, whose value is right, blanks and case aside.

    The authors try all combinations of the values that are right and take the best, which is the same.
    """
    if not gold:
        return 0.0
    hits = [
        float(key in found and any(one is not None and _plain(one) == _plain(found[key]) for one in gold.get(key, ())))
        for key in {*found, *gold}
        if key in found or any(one is not None for one in gold[key])
    ]
    return sum(hits) / len(hits) if hits else 0.0


def placed_answer(response: str, answers: Sequence[str], box: Sequence[Any]) -> float:
    """Half for the field `answer`, half for the overlap of the field `bbox`."""
    found = fields_of(response)
    text = contained_or_near(found["answer"], answers) if "answer" in found else 0.0
    place, gold = box_of(_literal(found.get("bbox", ""))), box_of(box)
    return 0.5 * text + 0.5 * (overlap(place, gold) if place is not None and gold is not None else 0.0)


def _plain(text: str) -> str:
    return text.lower().strip().replace("\n", " ").replace(" ", "")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except _FAILURES:
        return None
