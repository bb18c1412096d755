"""Agreement with the scoring vectors of other frameworks, set by set; exit code 1 below 100 %.

    python -m bench.golden DIR [--only NAME] [--json] [--show N]

DIR holds `<set>.jsonl` (documents, responses, what the framework parsed and scored), `<set>.aggregate.json` and
`<set>.prompts.jsonl`; `<set>.vlmevalkit.*` are those of VLMEvalKit, the others lmms-eval's. Rows that the framework
drew at random must come out as unparsed; standard errors are not compared. METEOR is compared where it is installed
(`hyeval[meteor]`), which takes a minute or two; without it the four sets that have it are incomplete.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.golden_prompts import rendered
from hyeval.scoring.lmms_eval import RULES as LMMS_EVAL
from hyeval.scoring.meteor import Meteor
from hyeval.scoring.rules import GroupRule, Rule, Verdict
from hyeval.scoring.vlmevalkit import RULES as VLMEVALKIT

TOLERANCE = 1e-9
NUMBERS = ("nan", "inf", "-inf")
"""Numbers that JSON has no form for, as the vectors write them."""
VLMEVALKIT_SUFFIX = ".vlmevalkit"
NOTES = frozenset({"n", "n_errors", "source", "config", "note", "bootstrap_note", "quick_match"})
"""What an aggregate says besides its metrics; `quick_match` are examples that no row has."""
GIVEN = {"judge_reply (given)": "reply", "judge_label (given)": "label", "extraction": "extraction"}


@dataclass
class Agreement:
    """How much of one set agrees; `differences` shows the first few."""

    name: str
    rows: int = 0
    rows_agree: int = 0
    random: int = 0
    random_unparsed: int = 0
    aggregates: int = 0
    aggregates_agree: int = 0
    prompts: int = 0
    prompts_agree: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything agrees."""
        return (self.rows, self.random, self.aggregates, self.prompts) == (
            self.rows_agree,
            self.random_unparsed,
            self.aggregates_agree,
            self.prompts_agree,
        )


def main() -> int:
    """Print the agreement of every set."""
    parser = argparse.ArgumentParser(description="Agreement with the scoring vectors of other frameworks.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--only", default="", help="sets whose name contains this")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="differences to show per set")
    options = parser.parse_args()
    found = [compare(path) for path in sorted(options.directory.glob("*.jsonl")) if _is_set(path, options.only)]
    if options.json:
        json.dump([asdict(one) for one in found], sys.stdout, indent=2, ensure_ascii=False)
    else:
        _print(found, options.show)
    return 0 if found and all(one.complete for one in found) else 1


def _is_set(path: Path, wanted: str) -> bool:
    return wanted in path.stem and not path.stem.endswith(".prompts")


def compare(path: Path) -> Agreement:
    """Compare one set with the rule of its framework."""
    agreement = Agreement(path.stem)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    rule = _rule(path.stem)
    verdicts = [None if rule is None else _judged(rule, line, agreement) for line in lines]
    if isinstance(rule, GroupRule) and None not in verdicts:
        verdicts = list(rule.with_groups([verdict for verdict in verdicts if verdict is not None]))
    for line, verdict in zip(lines, verdicts, strict=True):
        _compare_row(line, verdict, agreement)
    aggregate = path.with_name(f"{path.stem}.aggregate.json")
    if aggregate.is_file():
        expected = json.loads(aggregate.read_text(encoding="utf-8"))
        kept = [verdict for line, verdict in zip(lines, verdicts, strict=True) if not line.get("random")]
        _compare_aggregate(rule, kept, expected, agreement)
    _compare_prompts(path, agreement)
    return agreement


def _compare_prompts(path: Path, agreement: Agreement) -> None:
    """Compare the prompts of the set's documents, where a task of this project asks them."""
    name = path.stem.removesuffix(VLMEVALKIT_SUFFIX)
    protocol = "vlmevalkit" if path.stem.endswith(VLMEVALKIT_SUFFIX) else "lmms_eval"
    for one in rendered(path.with_name(f"{name}.prompts.jsonl"), protocol):
        agreement.prompts += 1
        agreement.prompts_agree += one.found == one.expected
        if one.found != one.expected:
            agreement.differences.append(f"{one.id}: prompt: expected {one.expected!r}, found {one.found!r}")


def _rule(name: str) -> Rule | None:
    if name.endswith(VLMEVALKIT_SUFFIX):
        return VLMEVALKIT.get(name.removesuffix(VLMEVALKIT_SUFFIX))
    with_meteor = None if Meteor().missing() else LMMS_EVAL.get(f"{name}_meteor")
    return with_meteor or LMMS_EVAL.get(name)


def _judged(rule: Rule, line: Mapping[str, Any], agreement: Agreement) -> Verdict | None:
    judge = {name: line[given] for given, name in GIVEN.items() if given in line} or None
    try:
        return rule.score({**line["doc"], **line.get("line", {})}, line["response"], judge=judge)
    except Exception as error:  # noqa: BLE001  # a rule that fails on one row is told, and the others are compared
        agreement.differences.append(f"{line['id']}: {type(error).__name__}: {error}")
        return None


def _compare_row(line: Mapping[str, Any], verdict: Verdict | None, agreement: Agreement) -> None:
    if line.get("random"):
        agreement.random += 1
        agreement.random_unparsed += verdict is not None and verdict.parsed is None and not any(verdict.values.values())
        return
    agreement.rows += 1
    if verdict is None:
        return
    problems = list(_different(dict(line["score"]), dict(verdict.values), "score"))
    if line.get("parsed") is not None and not line.get("hash_seed_dependent"):
        problems += _different(line["parsed"], verdict.parsed, "parsed")
    agreement.rows_agree += not problems
    agreement.differences += [f"{line['id']}: {problem} (response {line['response'][:80]!r})" for problem in problems]


def _compare_aggregate(
    rule: Rule | None, verdicts: Sequence[Verdict | None], expected: Mapping[str, Any], agreement: Agreement
) -> None:
    """Compare every metric; where rows were drawn at random, those over the others."""
    chosen = expected.get("non_random_subset", expected)
    metrics = {
        name: value
        for name, value in chosen.items()
        if name not in NOTES and "_stderr" not in name and name != "non_random_subset"
    }
    agreement.aggregates += len(metrics)
    if rule is None or None in verdicts:
        return
    found = rule.aggregate([verdict for verdict in verdicts if verdict is not None])
    for name, value in metrics.items():
        problems = list(_different(value, found.get(name), name))
        agreement.aggregates_agree += not problems
        agreement.differences += problems


def _different(expected: Any, found: Any, place: str) -> Iterator[str]:
    """Where two values differ: numbers by more than the tolerance, tables by what they hold, in any order of rows."""
    if isinstance(expected, str) and expected in ("nan", "inf", "-inf") and not isinstance(found, str):
        expected = float(expected)
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key in expected.keys() | found.keys():
            yield from _different(expected.get(key), found.get(key), f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list | tuple) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(_ordered(expected), _ordered(list(found)), strict=True)):
            yield from _different(one, other, f"{place}[{number}]")
    elif _number(expected) and _number(found):
        if not (math.isnan(expected) and math.isnan(found)) and not math.isclose(
            expected, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE
        ):
            yield f"{place}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{place}: expected {expected!r}, found {found!r}"


def _ordered(rows: list[Any]) -> list[Any]:
    """Rows of a table by their texts, as frameworks print them in no fixed order; other lists as they are."""
    if not all(isinstance(row, Mapping) for row in rows):
        return rows
    return sorted(rows, key=_label)


def _label(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The texts of a row; those that stand for numbers differ from the numbers of the row that it is compared with."""
    return sorted((name, value) for name, value in row.items() if isinstance(value, str) and value not in NUMBERS)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _print(found: Sequence[Agreement], show: int) -> None:
    print(f"{'set':44} {'rows':>11} {'random':>9} {'aggregates':>11} {'prompts':>9}")
    for one in found:
        print(
            f"{one.name:44} {one.rows_agree:5}/{one.rows:<5} {one.random_unparsed:4}/{one.random:<4}"
            f" {one.aggregates_agree:5}/{one.aggregates:<5} {one.prompts_agree:4}/{one.prompts:<4}"
        )
        for difference in one.differences[:show]:
            print(f"    {difference}")
    rows, agree = sum(one.rows for one in found), sum(one.rows_agree for one in found)
    print(f"{sum(one.complete for one in found)} of {len(found)} sets complete, {agree} of {rows} rows")


if __name__ == "__main__":
    raise SystemExit(main())
