"""Multiple choice on perception: BLINK, CV-Bench, MMVP, MuirBench, SEED-Bench-2-Plus, V*, MMT-Bench, MME-RealWorld.

Rules: `lmms_eval/tasks/{blink,cv_bench,mmvp,muirbench,seedbench_2_plus,vstar_bench,mmt,mme_realworld}/utils.py` of the
package lmms-eval 0.7.3.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from hyeval.scoring.first_capital import ANNOUNCEMENTS, first_capital
from hyeval.scoring.lmms_eval.aggregation import ACCURACY_DIGITS, grouped, mean, metric_mean
from hyeval.scoring.lmms_eval.letter_extraction import strip_each
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

SHORT_LINE = 4
"""Characters of a first line that may be a letter and no more."""
_LEADING = re.compile(r"[(\s]*([A-Z])[).\s]*", re.IGNORECASE)
_LETTER_AND_PERIOD = re.compile(r"\s*([A-Z])\.")


@dataclass(frozen=True)
class Blink:
    """BLINK: a lone letter in the first line, else the last after `answer`, else the last in brackets, else the first.

    Only letters of the options count.
    Known defect: whatever begins with one is an answer (`Because` is B), also after `answer` (`the answer (b` is B).
    """

    metric: str = "blink_acc"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letters = string.ascii_uppercase[: len(document.get("choices") or ())] or string.ascii_uppercase
        letter = _letter_of(response.strip(), letters)
        return Verdict(letter, {self.metric: float(letter == str(document["answer"]).strip("()"))})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}


def _letter_of(text: str, letters: str) -> str | None:
    bare, stated, bracketed, leading = _forms(letters)
    line = text.split("\n", 1)[0].strip()
    alone = bare.fullmatch(line) if len(line) <= SHORT_LINE else None
    for found in ([alone[1]] if alone else [], stated.findall(text), bracketed.findall(text)):
        if found:
            return str(found[-1]).upper()
    first = leading.match(text)
    return first[1].upper() if first else None


@cache
def _forms(letters: str) -> tuple[re.Pattern[str], ...]:
    """A letter alone, after `answer`, in brackets, at the start."""
    one = f"([{letters}])"
    return (
        re.compile(rf"\(?{one}\)?[.\s:,)]*", re.IGNORECASE),
        re.compile(rf"answers?(?:\s+is)?\s*+[:-]?\s*+\(?{one}\)?(?![A-Za-z])", re.IGNORECASE),
        re.compile(rf"\({one}\)"),
        re.compile(rf"[(\s]*{one}", re.IGNORECASE),
    )


@dataclass(frozen=True)
class CvBench:
    """CV-Bench: the first letter.

    Known defects: the first letter of any word is an answer (`Because` is B); the mean is plain, as the task's file
    does not name the function that weighs the sources as the authors do.
    """

    metric: str = "cv_bench_acc"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = _LEADING.match(response.strip())
        parsed = letter[1].upper() if letter else None
        return Verdict(parsed, {self.metric: float(parsed == str(document["answer"]).strip("()"))})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}


@dataclass(frozen=True)
class Mmvp:
    """MMVP: A or B in one of some forms, the surest first; two images of a pair count together too.

    Known defect: the article `a` and the end of any word in a or b are answers as a last resort (`idea` is A).
    """

    accuracy: str = "mmvp_accuracy"
    pairs: str = "mmvp_pair_accuracy"
    forms: tuple[re.Pattern[str], ...] = field(
        default=tuple(
            re.compile(form, re.IGNORECASE)
            for form in (
                r"^\s*\(?([AB])\)?\.?\s*$",
                r"^\s*\(?([AB])\)?[.\s]",
                r"answer\s+is\s+\(?([AB])\)?",
                r"option\s+\(?([AB])\)?",
                r"\(?([AB])\)?(?:\s|$)",
            )
        )
    )

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response; alone it has the value of the accuracy for the pair too."""
        text = response.strip()
        found = next((match for form in self.forms if (match := form.search(text))), None)
        letter = found[1].upper() if found else text[:1].upper() if text[:1].upper() in ("A", "B") else None
        right = float(letter == str(document["Correct Answer"]).strip().strip("()").upper())
        return Verdict(letter, {self.accuracy: right, self.pairs: right}, {"pair": (int(document["Index"]) - 1) // 2})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean, and the share of whole pairs that are right."""
        return {self.accuracy: metric_mean(verdicts, self.accuracy), self.pairs: whole_pairs(verdicts, self.pairs)}


def whole_pairs(verdicts: Sequence[Verdict], metric: str) -> float:
    """The share of pairs of which both are right; a pair that lacks one is left out."""
    pairs = [pair for pair in grouped(verdicts, lambda verdict: verdict.record["pair"]).values() if len(pair) == 2]
    return mean(float(all(one.values[metric] for one in pair)) for pair in pairs) if pairs else 0.0


@dataclass(frozen=True)
class MuirBench:
    """MuirBench: a capital letter and a period at the start, else the whole response.

    Known defect: every other form is wrong.
    """

    metric: str = "muirbench_score_overall"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = _LETTER_AND_PERIOD.match(response)
        parsed = letter[1] if letter else response
        return Verdict(parsed, {self.metric: float(parsed.lower().strip() == document["answer"].lower().strip())})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}


@dataclass(frozen=True)
class SeedBench2Plus:
    """SEED-Bench-2-Plus: the first character of the response, in any case.

    Known defect: the first letter of a word or a parenthesis is the answer.
    """

    metric: str = "seedbench_2_plus"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response, under the name of all and of its type of image."""
        parsed = response.strip()[:1]
        right = float(parsed.lower() == document["answer"].lower().strip())
        kind = str(document["question_image_type"]).capitalize()
        return Verdict(parsed, {f"{self.metric}_all": right, f"{self.metric}_{kind}": right})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain means."""
        return {name: metric_mean(verdicts, name) for name in dict.fromkeys(n for one in verdicts for n in one.values)}


@dataclass(frozen=True)
class VStar:
    """V* Bench: A to D in one of some forms of the response in capitals, the surest first.

    Known defect: whatever begins with A to D is an answer (`Blue` is B), also after `answer` (`the answer: dog` is D).
    """

    metric: str = "vstar_overall_acc"
    forms: tuple[re.Pattern[str], ...] = field(
        default=tuple(
            re.compile(form, re.IGNORECASE)  # the dotted capital of Turkish is an I, too
            for form in (
                r"^([A-D])\s*[.)\]]*",
                r"(?:THE\s+)?(?:ANSWER|CHOICE|OPTION)(?:\s+IS)?[\s:]+([A-D])",
                r"\(([A-D])\)",
                r"([A-D])\s*(?:\.|\)|])",
                r"(?:^|\s)([A-D])(?:\s|$)",
            )
        )
    )

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response, under the name of all and of its category."""
        text = response.strip().upper()
        found = next((match for form in self.forms if (match := form.search(text))), None)
        letters = re.findall("[A-D]", text) if found is None else []
        letter = found[1] if found else letters[0] if len(letters) == 1 else None
        right = float(letter == document["label"].strip().upper())
        return Verdict(letter, {self.metric: right, f"vstar_{document['category']}_acc": right})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentages."""
        names = dict.fromkeys(name for verdict in verdicts for name in verdict.values)
        return {name: metric_mean(verdicts, name) * 100 for name in names}


@dataclass(frozen=True)
class MmtBench:
    """MMT-Bench: letters in brackets, else alone between blanks, else before a period; of several the last alone.

    Where the peer draws a letter at random, nothing is read.
    Known defects: of several letters none of which stands alone the first wins; the end of a word before a period
    counts.
    """

    metric: str = "accuracy"
    letters: str = "ABCDEFGHI"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        text = f" {strip_each(response.strip(), ',.!?;:' + chr(39))} "
        there = [letter for letter in self.letters if document.get(letter)]
        forms = ("({})", " {} ", "{}.")
        found = next((hits for form in forms if (hits := [one for one in there if form.format(one) in text])), [])
        letter = max(found, key=lambda one: text.rfind(f" {one} ")) if found else None
        return Verdict(letter, {self.metric: float(letter == str(document["answer"]).strip())})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentage with five digits."""
        return {self.metric: round(metric_mean(verdicts, self.metric) * 100, ACCURACY_DIGITS) if verdicts else 0.0}


@dataclass(frozen=True)
class MmeRealWorld:
    """MME-RealWorld: the first capital; the share of all questions.

    Known defects: those of `first_capital`; an empty response is A.
    """

    metric: str = "mme_realworld_score"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = first_capital(response, ANNOUNCEMENTS)
        return Verdict(letter or None, {self.metric: float(letter.lower() == document["answer"].lower())})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}
