"""MMBench in the static mode, without a judge.

Rule: `lmms_eval/tasks/mmbench/mmbench_evals.py` at commit 75571cfe.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import grouped, mean
from hyeval.scoring.lmms_eval.letter_extraction import extract_letter
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

HIT = "hit"
GROUP_HIT = "group_hit"
_ROLLING = 1_000_000
"""A question's index modulo this is the same in all its rollings; the index of the first is below."""
_LETTERS = "ABCDE"
_OPTION_LETTERS = "ABCD"
_MISSING = "nan"
_JUDGE_FAILED = "Failed to obtain answer via API"
_MOST_WORDS_BESIDE_A = 3

# A letter with what stands around it, as words of the response are compared with it, in this order.
_LABEL_FORMS = ("{}.", "{},", "{}:", "{})", "{}).", "({})", "({}).", ":{}", ":{},", ":{}.", ":{})", ":{}).")


def infer_letter(response: str) -> str | None:
    """Read the only bare letter, else the only letter in one of the label forms, among the words of the response.

    A bare `A` in a longer response may be the article and blocks this step.
    """
    words = set(response.split())
    if _JUDGE_FAILED in response:
        return None
    bare = [letter for letter in _LETTERS if letter in words]
    article = "A" in words and len(response.split()) > _MOST_WORDS_BESIDE_A
    if len(bare) == 1 and not article:
        return bare[0]
    for form in _LABEL_FORMS:
        found = [letter for letter in _LETTERS if form.format(letter) in words]
        if len(found) == 1:
            return found[0]
    return None


def infer_text(response: str, options: Mapping[str, Any]) -> str | None:
    """Read the letter of the only option whose text is in the response."""
    lowered = response.lower()
    found = [letter for letter, option in options.items() if str(option).lower() in lowered]
    return found[0] if len(found) == 1 else None


def present_options(document: Document) -> dict[str, Any]:
    """The options; one that the row lacks is the text `nan`, an empty value is none."""
    options = {letter: document.get(letter, _MISSING) for letter in _OPTION_LETTERS}
    return {letter: option for letter, option in options.items() if not _is_empty(option)}


def _is_empty(option: object) -> bool:
    return option is None or (isinstance(option, float) and math.isnan(option))


@dataclass(frozen=True)
class MmBench:
    """MMBench: a question is right if all its rollings are.

    A single letter is inferred, else an option's text, else the shared letter reader takes what it finds.
    Known defect: missing options are the text `nan` and stay choices of the text match: `nan` in a word decides.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one rolling."""
        options, bare = present_options(document), response.strip()
        letter = infer_letter(bare) or infer_text(bare, options) or extract_letter(bare, list(options))
        record = {name: document.get(name) for name in ("index", "category", "L2-category")}
        return Verdict(letter, {HIT: float(letter == document["answer"])}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy over questions, in all and by category; a question without its first rolling is left out."""
        groups = _circular_groups(verdicts).values()
        questions = [group for group in groups if any(_index(verdict) < _ROLLING for verdict in group)]
        return {
            "gpt_eval_score (circular, static, x100)": 100 * mean(_all_hit(question) for question in questions),
            "category_acc": _by_category(questions, "category"),
            "l2_category_acc": _by_category(questions, "L2-category"),
            "n_groups": len(questions),
        }

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The verdicts with `group_hit`: whether all rollings of the question are right, which no row shows alone."""
        groups = _circular_groups(verdicts)
        return [
            Verdict(one.parsed, {**one.values, GROUP_HIT: _all_hit(groups[_index(one) % _ROLLING])}, one.record)
            for one in verdicts
        ]


def _circular_groups(verdicts: Sequence[Verdict]) -> Mapping[Any, list[Verdict]]:
    return grouped(verdicts, lambda verdict: _index(verdict) % _ROLLING)


def _index(verdict: Verdict) -> int:
    return int(verdict.record["index"])


def _all_hit(question: Sequence[Verdict]) -> float:
    return float(all(verdict.values[HIT] for verdict in question))


def _by_category(questions: Sequence[Sequence[Verdict]], name: str) -> dict[str, float]:
    """Accuracy by the category of the first rolling."""
    hits: dict[str, list[float]] = {}
    for question in questions:
        category = min(question, key=_index).record[name]
        if not _is_empty(category):
            hits.setdefault(str(category), []).append(_all_hit(question))
    return {category: mean(values) for category, values in hits.items()}
