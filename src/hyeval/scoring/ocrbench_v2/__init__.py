"""OCRBench v2: each of its thirty kinds of questions is scored in its own way, and means are taken over abilities.

Source: Fu et al. 2025, arXiv:2501.00321; OCRBench_v2/eval_scripts/{eval,get_score}.py in
https://github.com/Yuliang-Liu/MultimodalOCR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.ocrbench_v2 import texts
from hyeval.scoring.ocrbench_v2.boxes import grounded, spotted
from hyeval.scoring.ocrbench_v2.fields import alternatives_of, chart_of, field_score, fields_of, placed_answer
from hyeval.scoring.ocrbench_v2.structures import (
    document_similarity,
    html_in,
    html_of_chart,
    html_of_markdown,
    table_similarity,
    wrapped,
)
from hyeval.scoring.ocrbench_v2.transcripts import require_packages, transcript_score
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

SCORE, OVERALL = "score", "overall"
ENGLISH: dict[str, tuple[str, ...]] = {
    "text_recognition": ("text recognition en", "fine-grained text recognition en", "full-page OCR en"),
    "text_detection": ("text grounding en", "VQA with position en"),
    "text_spotting": ("text spotting en",),
    "relationship_extraction": ("key information extraction en", "key information mapping en"),
    "element_parsing": ("document parsing en", "chart parsing en", "table parsing en", "formula recognition en"),
    "mathematical_calculation": ("math QA en", "text counting en"),
    "visual_text_understanding": ("document classification en", "cognition VQA en", "diagram QA en"),
    "knowledge_reasoning": ("reasoning VQA en", "science QA en", "APP agent en", "ASCII art classification en"),
}
CHINESE: dict[str, tuple[str, ...]] = {
    "text_recognition": ("full-page OCR cn",),
    "relationship_extraction": ("key information extraction cn", "handwritten answer extraction cn"),
    "element_parsing": ("document parsing cn", "table parsing cn", "formula recognition cn"),
    "visual_text_understanding": ("cognition VQA cn",),
    "knowledge_reasoning": ("reasoning VQA cn", "text translation cn"),
}
LANGUAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"english": ENGLISH, "chinese": CHINESE}
ESSAY = "简答"
"""What a question says that wants an answer in sentences."""


@dataclass(frozen=True)
class OcrBenchV2:
    """The score of a response between 0 and 1; means over abilities, of which those without questions are left out."""

    def require_packages(self) -> None:
        """`MissingResource` if a package is not installed that some kind of question needs."""
        require_packages()

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score a response as its kind, the column `type`, wants it."""
        kind = str(document["type"])
        value = _SCORERS[kind](response, document)
        return Verdict(response, {SCORE: value}, {"type": kind, "ignored": _ignored(document)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Means by language: over the questions of each ability, and over the abilities."""
        kept = [verdict for verdict in verdicts if not verdict.record["ignored"]]
        return {name: with_overall(ability_means(kept, abilities)) for name, abilities in LANGUAGES.items()}


def _ignored(document: Document) -> bool:
    """Whether there is nothing to compare with; the authors leave such a translation out."""
    return document["type"] == "text translation cn" and not str(document["answers"][0])


def ability_means(verdicts: Sequence[Verdict], abilities: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Means over the questions of each ability; those without questions are left out."""
    means = {}
    for name, kinds in abilities.items():
        scores = [verdict.values[SCORE] for verdict in verdicts if verdict.record["type"] in kinds]
        if scores:
            means[name] = sum(scores) / len(scores)
    return means


def with_overall(means: Mapping[str, float], name: str = OVERALL) -> dict[str, float]:
    """The means, and the mean of them under a name of its own, if there are any."""
    return {**means, name: sum(means.values()) / len(means)} if means else {}


def _answers(document: Document) -> list[str]:
    answers = document["answers"]
    return [str(answer) for answer in (answers if isinstance(answers, list | tuple) else [answers])]


def _text(response: str, document: Document) -> float:
    answers = _answers(document)
    match document.get("eval"):
        case "multiple choice":
            return texts.chosen_letter(response, answers[0])
        case "case sensitive":
            return texts.contained_or_near(response, answers, cased=True)
    chinese = str(document["type"]).endswith(" cn")
    compare = texts.contained_or_near_chinese if chinese else texts.contained_or_near
    return compare(response, answers)


def _transcript(response: str, document: Document) -> float:
    return transcript_score(response, _answers(document)[0])


def _handwriting(response: str, document: Document) -> float:
    if ESSAY in str(document["question"]):
        return _transcript(response, document)
    return texts.chosen_letters(response, _answers(document)[0])


def _table(response: str, document: Document) -> float:
    """In English the question says whether HTML or Markdown is wanted, in Chinese it is HTML."""
    question, gold = str(document["question"]).lower(), _answers(document)[0]
    if "html" in question or str(document["type"]).endswith(" cn"):
        found = html_in(response)
        return 0.0 if found is None else table_similarity(found, wrapped(gold))
    if "markdown" in question:
        return table_similarity(html_of_markdown(response), html_of_markdown(gold))
    return 0.0


def _chart(response: str, document: Document) -> float:
    found, gold = chart_of(response), chart_of(_answers(document)[0])
    return table_similarity(html_of_chart(found), html_of_chart(gold)) if found else 0.0


def _spotting(response: str, document: Document) -> float:
    return spotted(response, document.get("bbox_list") or (), document.get("content") or ())


_SCORERS: dict[str, Callable[[str, Document], Any]] = {
    **dict.fromkeys(
        (
            *("APP agent en", "ASCII art classification en", "math QA en", "reasoning VQA en", "science QA en"),
            *("text recognition en", "document classification en", "cognition VQA en", "diagram QA en"),
            *("cognition VQA cn", "reasoning VQA cn"),
        ),
        _text,
    ),
    **dict.fromkeys(
        ("fine-grained text recognition en", "full-page OCR en", "full-page OCR cn", "text translation cn"), _transcript
    ),
    "handwritten answer extraction cn": _handwriting,
    "formula recognition en": lambda response, row: texts.formula(response, _answers(row)),
    "formula recognition cn": lambda response, row: texts.formula(response, _answers(row), plain=True),
    "text counting en": lambda response, row: texts.counted(response, _answers(row), str(row.get("eval"))),
    **dict.fromkeys(("table parsing en", "table parsing cn"), _table),
    "chart parsing en": _chart,
    **dict.fromkeys(
        ("document parsing en", "document parsing cn"),
        lambda response, row: document_similarity(response, _answers(row)[0]),
    ),
    **dict.fromkeys(
        ("key information extraction en", "key information mapping en", "key information extraction cn"),
        lambda response, row: field_score(fields_of(response), alternatives_of(_answers(row)[0])),
    ),
    "VQA with position en": lambda response, row: placed_answer(response, _answers(row), row.get("bbox") or ()),
    "text grounding en": lambda response, row: grounded(response, _answers(row)),
    "text spotting en": _spotting,
}
"""By the kind of the question."""
