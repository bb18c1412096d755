r"""MATH-Vision as lmms-eval scores it: what is read in a response, and when two answers are equal.

Source: lmms-eval at 75571cfe, tasks/mathvision/{utils,eval_utils}.py, which follow the benchmark's own code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.lmms_eval.latex_value import NoValue, value
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

CORRECT, METRIC = "correct", "mathvision_standard_eval"
_LONGEST = 1_000_000
"""Characters at the end of a response that are read."""
_LETTERS = "ABCDE"
_BOX = "oxed{"
_ANNOUNCEMENTS = ("the final answer is", "the answer is", "the correct answer is", "the answer should be")
_DIGITS = 2
_BRACKETED_LETTER = re.compile(r"\(([a-e])\)")
_BRACED_LETTER = re.compile(r"\{([a-e])\}")
_REMOVED_FIRST = (
    (" ", ""),
    (r"\,", ""),
    ("∞", r"\infty"),
    (r"+\infty", r"\infty"),
    (r"\\", "\\"),
    ("\n", ""),
    (r"\text", ""),
    (r"\mbox", ""),
    ("bmatrix", "pmatrix"),
    (r"\left", ""),
    (r"\right", ""),
    (r"^{\circ}", ""),
    (r"^\circ", ""),
    ("{m}^3", ""),
    ("m^3", ""),
    ("{units}", ""),
    ("units", ""),
    ("{km}", ""),
    ("km", ""),
)
_REMOVED_THEN = (
    (r"\!", ""),
    (r"\\", "\\"),
    ("tfrac", "frac"),
    ("dfrac", "frac"),
    (r"\left", ""),
    (r"\right", ""),
    (r"^{\circ}", ""),
    (r"^\circ", ""),
    (r"\$", ""),
    ("$", ""),
)
"""In the order of the original, where one removal makes place for another."""


@dataclass(frozen=True)
class MathVisionAnswer:
    """Right if equal to the gold answer or, with options, to the text of the gold option."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if right; what was read is not told, as the framework does not either."""
        gold = str(document["answer"])
        found = read_answer(response[-_LONGEST:])
        correct = equal(gold, found) or equal(_option(gold, document.get("options") or ()), found)
        return Verdict(None, {CORRECT: float(correct)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Percent of right answers, two decimals."""
        return {METRIC: round(metric_mean(verdicts, CORRECT) * 100, _DIGITS)}


def _option(gold: str, options: Sequence[object]) -> str:
    place = ord(gold) - ord("A") if len(gold) == 1 else -1
    return str(options[place]) if 0 <= place < len(options) else ""


def read_answer(response: str) -> str:
    """The answer in a response: a letter in few places, a number after `is`, an announced answer, the last box."""
    text = _stated_letter(response.strip())
    last = text.split("is ")[-1].rstrip(".")
    if _is_number(last):
        text = last
    if _BOX not in text:
        text = _announced(text)
    elif text.count(_BOX) > 1:
        text = "\\boxed{" + text.split(_BOX)[-1]
    plain = _BRACED_LETTER.sub(r"\1", _BRACKETED_LETTER.sub(r"\1", math_answer(text)))
    return plain.rstrip(".").lstrip(":").strip()


def _stated_letter(text: str) -> str:
    """The letter of a text that ends with ` C.` or ` (C).`, or whose first line is `C`, `(C)` or `(C) C`."""
    for letter in _LETTERS:
        if text.endswith((f" {letter}.", f" ({letter}).")) or text.startswith(
            (f"{letter}\n", f"({letter})\n", f"({letter}) {letter}\n")
        ):
            text = letter
    return text


def _announced(text: str) -> str:
    """What follows the last `the answer is` and its like, up to the end of the line or sentence."""
    for announcement in _ANNOUNCEMENTS:
        for form in (announcement, announcement.replace("the", "The")):
            is_there = form in text
            text = text.split(form)[-1].strip()
            if is_there:
                text = text.split("\n")[0].split(". ")[0]
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def math_answer(text: str) -> str:
    """The box, or else everything, after the last `=`, in lower case and without what does not change its value.

    A text with several boxes is cut at the first closing brace. Braces of `\\text` stay, and shorthand fractions
    (`\\frac12`) are only completed beside a root: defects of the original, by which such answers are never equal.
    """
    answer = _boxed(text.lower().replace("{}", ""))
    closing, opening = answer.find("}"), answer.find("{")
    if closing != -1 and (opening == -1 or closing < opening):
        answer = answer[:closing]
    answer = answer.split("=")[-1].split(r"\approx")[-1]
    return _stripped(_replaced(answer, _REMOVED_FIRST))


def _boxed(text: str) -> str:
    """From the first box to the last closing brace."""
    start, end = text.find(_BOX) + len(_BOX), text.rfind("}")
    return text[start:end] if _BOX in text and start <= end else text


def _replaced(text: str, replacements: Sequence[tuple[str, str]]) -> str:
    for old, new in replacements:
        text = text.replace(old, new)
    return text


def _stripped(text: str) -> str:
    text = _replaced(text, _REMOVED_THEN).split(r"\text{ ")[0]
    text = text.replace(r"\%", "").replace(" .", " 0.").replace("{.", "{0.")
    if text.startswith("."):
        text = "0" + text
    for sign in ("=", r"\approx"):
        if text.count(sign) == 1:
            text = text.split(sign)[1]
    if "sqrt" in text:
        text = _completed_fractions(_completed_roots(text).replace(" ", ""))
    text = text.replace(" ", "")
    return _as_fraction(r"\frac{1}{2}" if text == "0.5" else text)


def _completed_roots(text: str) -> str:
    r"""`\sqrt3` as `\sqrt{3}`; the bracket of an index is taken for the radicand, by which such a root has no value."""
    first, *others = text.split(r"\sqrt")
    radicands = (f"{{{part[0]}}}{part[1:]}" if part and part[0] != "{" else part for part in others)
    return first + "".join(rf"\sqrt{radicand}" for radicand in radicands)


def _completed_fractions(text: str) -> str:
    r"""`\frac12` as `\frac{1}{2}`, `\frac1{2}` as `\frac{1}{2}`; as it is if one of the fractions has too little."""
    first, *others = text.split(r"\frac")
    completed = [first]
    for part in others:
        if part.startswith("{"):
            completed.append(rf"\frac{part}")
        elif len(part) < 2:
            return text
        else:
            denominator = part[1:] if part[1] == "{" else f"{{{part[1]}}}{part[2:]}"
            completed.append(rf"\frac{{{part[0]}}}{denominator}")
    return "".join(completed)


def _as_fraction(text: str) -> str:
    r"""`3/4` of two plain integers as `\frac{3}{4}`."""
    parts = text.split("/")
    if len(parts) != 2:
        return text
    try:
        above, below = int(parts[0]), int(parts[1])
    except ValueError:
        return text
    return rf"\frac{{{above}}}{{{below}}}" if text == f"{above}/{below}" else text


def equal(one: str, other: str) -> bool:
    """Whether two answers are the same text, or the same tuple or number after rounding to two decimals."""
    texts = [one.lower(), other.lower()]
    if not all(text.replace(" ", "") for text in texts):
        return False
    if texts[0].strip() == texts[1].strip():
        return True
    first, second = (_evaluated_tuple(text) for text in texts)
    if first == second:
        return True
    try:
        return round(value(first), _DIGITS) == round(value(second), _DIGITS)
    except (NoValue, OverflowError):
        return False


def _evaluated_tuple(text: str) -> str:
    """`(1, 4/2)` with its members as rounded numbers, which are then compared as text; all else as it is."""
    members = text[1:-1].split(",")
    if len(members) == 1 or (text[0], text[-1]) not in (("(", ")"), ("[", "]")):
        return text
    try:
        evaluated = ",".join(_evaluated_member(member) for member in members)
    except (NoValue, OverflowError):
        return text
    return f"{text[0]}{evaluated}{text[-1]}"


def _evaluated_member(member: str) -> str:
    return member if "infty" in member or member in ("a", "-a") else str(round(value(member), _DIGITS))
