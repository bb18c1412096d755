"""We-Math as VLMEvalKit scores it: four-dimensional metrics and accuracy by knowledge concept.

Source: vlmeval/dataset/utils/wemath.py at commit e8e78f05, after Qiao et al., 2024. Documents have `ID` (of the
problem), `key` (`2steps_1` … `3steps_multi`), `answer` and `knowledge concept`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back

LETTERS = "ABCDEFGH"
PROBLEMS = 525
"""All problems of several steps in testmini; the peer divides by it whatever it is given."""
_UNWANTED = str.maketrans(dict.fromkeys("><:."))

CONCEPTS: dict[str, tuple[str, ...]] = {
    "Understanding and Conversion of Units": (
        "Conversion Rates and Calculations Between Area Units",
        "Conversion Rates and Calculations Between Volume Units (Including Liters and Milliliters)",
        "Conversion Rates and Calculations Between Length Units",
    ),
    "Angles and Length": ("Understanding Angles (Using a Protractor)", "Understanding Length (Using a Ruler)"),
    "Calculation of Solid Figures": (
        *("Surface Area of Cylinders", "Surface Area of Rectangular Cuboids", "Surface Area of Cubes"),
        *("Volume and Capacity of Cylinders", "Volume and Capacity of Cones"),
        *("Volume and Capacity of Rectangular Cuboids", "Volume and Capacity of Cubes"),
    ),
    "Understanding of Solid Figures": (
        *("Expanded View of Cylinders", "Expanded View of Rectangular Cuboids", "Expanded View of Cubes"),
        *("Properties of Cylinders", "Properties of Cones", "Properties and Understanding of Rectangular Cuboids"),
        *("Properties and Understanding of Cubes", "Observing Objects"),
    ),
    "Calculation of Plane Figures": (
        *("Sum of Interior Angles of Other Polygons", "Sum of Interior Angles of Triangles"),
        *("Calculation and Comparison of Angles", "Area of Parallelograms", "Area of Triangles", "Area of Sectors"),
        *("Area of Trapezoids", "Area of Circles", "Area of Rectangles", "Area of Squares"),
        *("Perimeter of Parallelograms", "Perimeter of Triangles", "Perimeter of Trapezoids"),
        *("Circumference of Circles", "Perimeter of Rectangles", "Perimeter of Squares"),
    ),
    "Understanding of Plane Figures": (
        *(f"Properties and Understanding of {shape}" for shape in ("Parallelograms", "Triangles", "Trapezoids")),
        *(f"Properties and Understanding of {shape}" for shape in ("Rectangles", "Squares")),
        *("Understanding Triangular Rulers", "Understanding and Representing Angles", "Distance Between Two Points"),
        *("Understanding Line Segments, Lines, and Rays", "perpendicularity", "Parallel", "Understanding Sectors"),
        *("Understanding Circles", "Observing Figures"),
    ),
    "Basic Transformations of Figures": ("Axial Symmetry", "Translation", "Rotation"),
    "Cutting and Combining of Figures": (
        *("Combining and Dividing Solids", "Division of Plane Figures", "Combining Plane Figures"),
        *("Tessellation of Figures", "Folding Problems of Figures"),
    ),
    "Direction": (
        "Southeast, Southwest, Northeast, Northwest Directions",
        "Cardinal Directions (East, South, West, North)",
    ),
    "Route Map": (
        "Determining the Positions of Objects Based on Direction, Angle, and Distance",
        "Describing Simple Routes Based on Direction and Distance",
    ),
    "Correspondence of Coordinates and Positions": (
        "Representing Positions Using Ordered Pairs",
        "Finding Positions Based on Ordered Pairs",
    ),
    "Position": ("Front-Back Position", "Up-Down Position", "Left-Right Position"),
}
"""Knowledge concepts by the column that averages them."""

Row = Mapping[str, Any]
Problem = tuple[tuple[bool | None, ...], bool | None]
"""Whether each step and the whole are right, None where there is no row."""


class WeMath:
    """The letter that follows the last `Answer`, and what the steps of a problem say about the whole.

    Defects kept: the letter must be the first character there but for `<`, `>`, `:` and `.`, so that `(B)` and `Answer
    is B` are wrong; rates are of 525 problems whatever was asked, so that a subset scores about 98 %; all values are
    texts. A rate of nothing is `nan%`, where the peer raises an error.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the letter and compare it."""
        letter = read_letter("" if is_missing(response) else read_back(response))
        record = {
            "problem": document["ID"],
            "key": str(document["key"]),
            "concept": str(document["knowledge concept"]),
        }
        return Verdict(letter, {"joker": letter == document["answer"]}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the four-dimensional metrics, strict and loose, and accuracies."""
        rows = [dict(verdict.record) | {"right": bool(verdict.values["joker"])} for verdict in verdicts]
        return {
            "wemath_evaluate_models": _columns(four_dimensions(problems(rows, 2) + problems(rows, 3))),
            "wemath_accuracy": _columns(_accuracy(rows)),
        }


def read_letter(response: str) -> str | None:
    """Return the first character after the last `Answer`, if it is a letter from A to H."""
    text = response.rpartition("Answer")[2].strip().translate(_UNWANTED).strip()
    return text[0] if text and text[0] in LETTERS else None


def problems(rows: Sequence[Row], steps: int) -> list[Problem]:
    """Return the problems of so many steps that have a first step."""
    right = {(row["key"], row["problem"]): bool(row["right"]) for row in rows}
    firsts = [row["problem"] for row in rows if row["key"] == f"{steps}steps_1"]
    return [
        (
            tuple(right.get((f"{steps}steps_{i}", problem)) for i in range(1, steps + 1)),
            right.get((f"{steps}steps_multi", problem)),
        )
        for problem in firsts
    ]


def four_dimensions(found: Sequence[Problem]) -> dict[str, str]:
    """Return insufficient knowledge, inadequate generalisation, complete mastery and rote memorisation, and the score.

    Strict: the whole is right without every step being right, is rote memorisation; loose: without any step. The score
    counts inadequate generalisation half.
    """
    some_wrong = [False in steps for steps, _ in found]
    all_wrong = [set(steps) == {False} for steps, _ in found]
    all_right = [set(steps) == {True} for steps, _ in found]
    some_right = [True in steps for steps, _ in found]
    whole = [right for _, right in found]
    insufficient = sum(wrong and right is False for wrong, right in zip(some_wrong, whole, strict=True))
    inadequate = sum(known and right is False for known, right in zip(all_right, whole, strict=True))
    table: dict[str, str] = {}
    for name, rote_if, mastered_if in (("Strict", some_wrong, all_right), ("Loose", all_wrong, some_right)):
        rote = sum(flag and right is True for flag, right in zip(rote_if, whole, strict=True))
        mastered = sum(flag and right is True for flag, right in zip(mastered_if, whole, strict=True))
        table |= {
            f"Score ({name})": _percent((PROBLEMS - 0.5 * inadequate - rote - insufficient) / PROBLEMS),
            f"InsufficientKnowledge ({name})": f"{_percent(insufficient / PROBLEMS)} ({insufficient})",
            f"InadequateGeneralization ({name})": f"{_percent(inadequate / PROBLEMS)} ({inadequate})",
            f"CompleteMastery ({name})": f"{_percent(mastered / PROBLEMS)} ({mastered})",
            f"RoteMemorization ({name})": f"{_percent(_ratio(rote, mastered + rote))} ({rote})",
        }
    return table


def _accuracy(rows: Sequence[Row]) -> dict[str, str]:
    """Return accuracies of single steps, of problems of two and three steps, and by column of concepts.

    A column is the mean over its concepts, each the mean over its steps.
    """
    table = {}
    first = {(row["key"][0], row["problem"]) for row in rows if row["key"].endswith("steps_1")}
    known = [row for row in rows if (row["key"][0], row["problem"]) in first]  # the others are merged onto nothing
    steps = [row for row in known if not row["key"].endswith("multi")]
    table["One-step(S1)"] = _percent(mean([row["right"] for row in steps]))
    for name, key in (("Two-step(S2)", "2steps_multi"), ("Three-step(S3)", "3steps_multi")):
        table[name] = _percent(mean([row["right"] for row in known if row["key"] == key]))
    for column, concepts in CONCEPTS.items():
        groups = [[row["right"] for row in steps if row["concept"] == concept] for concept in concepts]
        table[column] = _percent(mean([mean(group) for group in groups if group]))
    return table


def _columns(row: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return a table of one row as pandas writes it: by column, then by the number of the row."""
    return {"Model": {"0": math.nan}} | {name: {"0": value} for name, value in row.items()}


def _percent(value: float) -> str:
    return f"{value:.2%}"


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


RULES: dict[str, Rule] = {"wemath_testmini_reasoning": WeMath()}
"""By the name of the set."""
