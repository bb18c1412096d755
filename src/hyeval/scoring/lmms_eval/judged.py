"""Benchmarks of lmms-eval that ask a judge: MathVista, MathVerse, MM-Vet; here the deterministic steps around it.

Sources: lmms-eval at 75571cfe, tasks/mathvista/{mathvista_evals,utils}.py, tasks/mathverse/{mathverse_evals,utils}.py,
tasks/mmvet/utils.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.distance import edit_distance
from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

MATHVISTA_VALUE, MATHVISTA_METRIC = "true_false", "llm_as_judge_eval"
JUDGED = "gpt_eval_score"
_OPTION_LETTER = re.compile(r"\(([a-zA-Z])\)")
_LONGEST_EXTRACTION = 4096
"""Characters of an extraction that are compared with the choices; a judge is asked for 256 tokens."""
_DIGITS = 2
_COMBINATION_NAMES = """rec_gen_know rec spat_ocr spat_math_ocr rec_spat ocr math_ocr rec_know rec_spat_gen_ocr
    rec_gen_ocr_know rec_spat_ocr rec_ocr know_spat_ocr rec_spat_know spat_gen_ocr rec_spat_math_ocr"""
_KNOWN_COMBINATIONS = _COMBINATION_NAMES.split()
_CAPABILITIES = ("rec", "ocr", "know", "gen", "spat", "math")
PER_CAPABILITY = "per_capability (logged, 2 decimals)"


@dataclass(frozen=True)
class ExtractedAnswer:
    """MathVista: a judge extracts the answer, unless the response is one as it stands; then it is made comparable."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Whether the extraction, in the form of the answer type, is equal to the answer as text."""
        extraction = _as_it_stands(response.strip(), document)
        if extraction is None:
            extraction = _extracted(judge or {})
        found = comparable(extraction, document)
        hit = found is not None and found.strip() == str(document.get("answer")).strip()
        return Verdict(found, {MATHVISTA_VALUE: float(hit)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy in percent with two decimals; none where nothing is right, as the framework has it."""
        accuracy = round(metric_mean(verdicts, MATHVISTA_VALUE) * 100, _DIGITS) if verdicts else 0.0
        return {MATHVISTA_METRIC: accuracy or None}


def _as_it_stands(response: str, document: Document) -> str | None:
    """The answer that needs no judge: nothing, a choice, a number of the wanted kind as Python reads it."""
    if not response:
        return ""
    if document["question_type"] == "multi_choice" and response in document["choices"]:
        return response
    kind = {"integer": int, "float": float}.get(document["answer_type"])
    if kind is None:
        return None
    try:
        return str(kind(response))
    except ValueError:  # also a number of more digits than Python turns into an integer
        return None


def _extracted(judge: Judgement) -> str:
    reply = judge.get("reply")
    return str((judge.get("extraction") if reply is None else reply) or "").strip()


def comparable(extraction: str, document: Document) -> str | None:
    """The choice that an extraction names, or else the most similar one; a number in the wanted form.

    Also an empty extraction has a most similar choice. Floats are rounded to the precision, integers cut off.
    Known defect: no float is right where the precision is 1.0 and not 1, as the data set has it.
    """
    if document["question_type"] == "multi_choice":
        return _choice(extraction.strip(), document["choices"])
    kind = document["answer_type"]
    try:
        if kind == "integer":
            return str(int(float(extraction)))
        if kind == "float":
            return str(round(float(extraction), document.get("precision", 0)))
    except (ValueError, OverflowError, TypeError):
        return None
    return extraction


def _choice(extraction: str, choices: Sequence[str]) -> str | None:
    letter = _OPTION_LETTER.search(extraction)
    label = letter[1].upper() if letter else extraction
    if len(label) == 1 and 0 <= ord(label) - ord("A") < len(choices):
        return choices[ord(label) - ord("A")]
    return min(choices, key=lambda choice: edit_distance(label[:_LONGEST_EXTRACTION], choice), default=None)


@dataclass(frozen=True)
class JudgedAnswer:
    """MathVerse: right if the judge says so; the response itself is not read."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if the judge's label is 1, or its reply where there is no label."""
        said = judge or {}
        label = said.get("label")
        if label is None:
            label = str(said.get("reply") or "").replace("Judgement:", "").strip()
        metadata = document.get("metadata")
        record = {
            "problem_version": document.get("problem_version"),
            "subfield": metadata.get("subfield") if isinstance(metadata, Mapping) else None,
        }
        return Verdict(None, {JUDGED: float(str(label) == "1")}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean, and tables by version of the problem and by subfield, best first."""
        correct = sum(verdict.values[JUDGED] == 1 for verdict in verdicts)
        total = len(verdicts)
        accuracy = round(correct / total * 100, _DIGITS) if total else 0.0
        average = {"accuracy": accuracy, "correct": correct, "total": total}
        tables = {name: _accuracies(verdicts, name) for name in ("problem_version", "subfield")}
        return {JUDGED: metric_mean(verdicts, JUDGED), "eval_results": {"average": average, **tables}}


def _accuracies(verdicts: Sequence[Verdict], name: str) -> dict[str, dict[str, Any]]:
    """Accuracy as text, correct, total by the value of a field."""
    rows: dict[str, dict[str, Any]] = {}
    for value, group in grouped(verdicts, lambda verdict: str(verdict.record[name])).items():
        correct = sum(verdict.values[JUDGED] == 1 for verdict in group)
        rows[str(value)] = {"accuracy": f"{correct / len(group) * 100:.2f}", "correct": correct, "total": len(group)}
    return dict(sorted(rows.items(), key=lambda item: float(item[1]["accuracy"]), reverse=True))


@dataclass(frozen=True)
class GradedAnswer:
    """MM-Vet: the first word of the judge's reply is the grade between 0 and 1."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """The grade; 0 for a reply without one, as after the framework's last retry."""
        grade = _grade(str((judge or {}).get("reply") or ""))
        return Verdict(grade, {JUDGED: grade}, {"capability": str(document["capability"])})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean in percent, and that of each capability and of each known combination."""
        return {JUDGED: metric_mean(verdicts, JUDGED) * 100, PER_CAPABILITY: _per_capability(verdicts)}


def _grade(reply: str) -> float:
    try:
        grade = float(reply.strip().split(" ")[0])
    except ValueError:
        return 0.0
    return grade if 0.0 <= grade <= 1.0 else 0.0


def _per_capability(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Percent; 0 where none were asked. `rec` and `ocr` are questions of that capability alone, as they come last."""
    found: dict[str, list[float]] = {name: [] for name in (*_CAPABILITIES, *_KNOWN_COMBINATIONS)}
    alone = set(_CAPABILITIES) & set(_KNOWN_COMBINATIONS)
    for verdict in verdicts:
        capability, grade = verdict.record["capability"], verdict.values[JUDGED]
        for name in _CAPABILITIES:
            if name not in alone and name in capability:
                found[name].append(grade)
        for name in _KNOWN_COMBINATIONS:
            if set(name.split("_")) == set(capability.split(",")):
                found[name].append(grade)
    return {name: round(mean(grades) * 100, _DIGITS) if grades else 0.0 for name, grades in found.items()}
