"""How far the extractors agree with a reader, measured on a file of labelled responses; and how fast they are.

    python -m bench.extraction FILE [--json] [--ids even|odd] [--errors]

FILE holds one JSON object a line: `id`, `kind`, `question`, `choices`, `response`, `gold`, `intended` and `correct`.
The verdict of an item is `correct`, `wrong` or `none` (no answer found); the reader's is in `correct`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.extraction_speed import speeds
from bench.extraction_speed import table as speed_table
from hyeval.scoring import EXTRACTORS, MATCHERS, Extraction, Question

NAMES = {
    "multiple_choice": "choice",
    "yes_no": "yes_no",
    "number": "number",
    "short_text": "text",
    "math_expression": "expression",
}
_LABELS = {True: "correct", False: "wrong", None: "none"}


@dataclass(frozen=True)
class Outcome:
    """One item: what was extracted, and the two verdicts."""

    item: dict[str, Any]
    extraction: Extraction
    verdict: str

    @property
    def label(self) -> str:
        """The reader's verdict."""
        return _LABELS[self.item["correct"]]

    @property
    def as_intended(self) -> bool:
        """Whether the extracted answer is the one that the reader read; for kinds whose answers have one form."""
        return bool(self.extraction.answer == self.item["intended"])


@dataclass
class Figures:
    """Figures of one kind; shares are between 0 and 1, the rest are counts."""

    items: int
    verdict_agreement: float
    score_agreement: float
    wrong_scored_right: int
    right_not_scored: int
    null_items_answered: int
    extraction_as_intended: float | None


def judged(item: dict[str, Any]) -> Outcome:
    """Extract and match one item. The gold answer is seen by the matcher alone."""
    name = NAMES[item["kind"]]
    question = Question(item["question"], tuple(item["choices"] or ()))
    extraction = EXTRACTORS[name](item["response"], question)
    if extraction.answer is None:
        return Outcome(item, extraction, "none")
    right = MATCHERS[name](extraction.answer, [item["gold"]], question) >= 0.5
    return Outcome(item, extraction, "correct" if right else "wrong")


def figures(outcomes: list[Outcome]) -> Figures:
    """Compute the figures of a list of outcomes."""
    count = len(outcomes)
    letters = [one for one in outcomes if one.item["kind"] in ("multiple_choice", "yes_no")]
    return Figures(
        items=count,
        verdict_agreement=_share(outcome.verdict == outcome.label for outcome in outcomes),
        score_agreement=_share((outcome.verdict == "correct") == (outcome.label == "correct") for outcome in outcomes),
        wrong_scored_right=sum(one.verdict == "correct" and one.label != "correct" for one in outcomes),
        right_not_scored=sum(one.verdict != "correct" and one.label == "correct" for one in outcomes),
        null_items_answered=sum(one.verdict != "none" and one.label == "none" for one in outcomes),
        extraction_as_intended=_share(one.as_intended for one in letters) if letters else None,
    )


def by_kind(outcomes: list[Outcome]) -> dict[str, Figures]:
    """Figures of each kind that occurs, and of all items together."""
    found = {kind: [one for one in outcomes if one.item["kind"] == kind] for kind in NAMES}
    return {kind: figures(some) for kind, some in found.items() if some} | {"all": figures(outcomes)}


def items(path: Path, ids: str | None = None) -> Iterator[dict[str, Any]]:
    """Read the file; `ids` keeps the items whose number is even or odd."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        item = json.loads(line)
        number = re.search(r"\d+", item["id"])
        if ids is None or (number is not None and int(number.group()) % 2 == ("even", "odd").index(ids)):
            yield item


def table(found: dict[str, Figures]) -> str:
    """Lay the figures out for reading."""
    head = (
        f"{'kind':16} {'items':>5} {'verdict':>8} {'score':>7} {'wrong=right':>12} {'right lost':>11} "
        f"{'null answered':>14} {'as intended':>12}"
    )
    rows = [head]
    for kind, one in found.items():
        intended = "" if one.extraction_as_intended is None else f"{one.extraction_as_intended:.1%}"
        rows.append(
            f"{kind:16} {one.items:5} {one.verdict_agreement:8.1%} {one.score_agreement:7.1%} "
            f"{one.wrong_scored_right:12} "
            f"{one.right_not_scored:11} {one.null_items_answered:14} {intended:>12}"
        )
    return "\n".join(rows)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.extraction", description="Agreement of the extractors with a reader."
    )
    parser.add_argument("file", type=Path, help="labelled responses, one JSON object a line")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--ids", choices=("even", "odd"), help="only items whose number is even or odd")
    parser.add_argument(
        "--errors", action="store_true", help="also print every item whose verdict differs from the reader's"
    )
    options = parser.parse_args(arguments)
    outcomes = [judged(item) for item in items(options.file, options.ids)]
    responses = [one.item for one in outcomes if one.item["kind"] == "multiple_choice"]
    found = by_kind(outcomes)
    speed = speeds([(item["response"], Question(item["question"], tuple(item["choices"]))) for item in responses])
    if options.json:
        print(
            json.dumps(
                {
                    "kinds": {kind: asdict(one) for kind, one in found.items()},
                    "choice_speed": asdict(speed),
                }
            )
        )
        return 0
    print(table(found))
    print(f"\n{speed_table(speed)}")
    if options.errors:
        _print_errors(outcomes)
    return 0


def _print_errors(outcomes: Iterable[Outcome]) -> None:
    for one in outcomes:
        if one.verdict != one.label:
            item = one.item
            print(
                f"\n{item['id']}: {one.verdict}, reader {one.label}\n  question {item['question']!r} "
                f"{item['choices'] or ''}\n"
                f"  response {item['response']!r}\n  extracted {one.extraction.answer!r} ({one.extraction.reason}), "
                f"intended {item['intended']!r}, gold {item['gold']!r}"
            )


def _share(hits: Iterable[bool]) -> float:
    flags = list(hits)
    return sum(flags) / len(flags) if flags else 0.0


if __name__ == "__main__":
    sys.exit(main())
