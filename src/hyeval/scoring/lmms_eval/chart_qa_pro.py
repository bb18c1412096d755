"""ChartQAPro: numbers within 5 %, years as they are written, texts nearly equal, lists element by element.

Sources: Masry et al. 2025, arXiv:2504.05506, evaluate_predictions.py in https://github.com/vis-nlp/ChartQAPro, and
lmms-eval, tasks/chartqapro/utils.py, which follows it. ANLS is that of the package `anls`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.distance import edit_distance
from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

OVERALL = "relaxed_overall"
BY_TYPE = {
    "Factoid": "relaxed_factoid",
    "Conversational": "relaxed_conversational",
    "Hypothetical": "relaxed_hypothetical",
    "Fact Checking": "relaxed_fact_checking",
    "Multi Choice": "relaxed_multi_choice",
}
EXACT_TYPES = frozenset({"Fact Checking", "Multi Choice"})
TOLERANCE, FARTHEST = 0.05, 0.5
MAX_LIST = 20_000
"""Characters beyond which a response is no list of answers."""
_IN_BRACKETS = re.compile(r"^\[(.*)\]$")
_UNQUOTED = re.compile(r"(?<!['\w])(\w[^,]*?)(?!['\w])")


@dataclass(frozen=True)
class ChartQaPro:
    """`exact`: types of questions whose answers must be equal; the paper says which, the authors' code has none."""

    exact: frozenset[str] = frozenset()

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the last answer of the conversation with the response, under the name of all and of the type."""
        kind = str(document["Question Type"])
        years = _listed(document.get("Year"))
        gold, found = (_bare(str(text)) for text in (_listed(document["Answer"])[-1], response))
        years = years[-1:] if kind == "Conversational" else years
        value = _relaxed(gold, found, years, exact=kind in self.exact)
        return Verdict(found, {OVERALL: value} | ({BY_TYPE[kind]: value} if kind in BY_TYPE else {}))

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means over all and over each type."""
        there = [name for name in (OVERALL, *BY_TYPE.values()) if any(name in one.values for one in verdicts)]
        return {name: metric_mean(verdicts, name) for name in there}


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _bare(text: str) -> str:
    return text.strip().strip(".").strip("\n")


def _relaxed(gold: str, found: str, years: Sequence[object], *, exact: bool) -> float:
    """The mean over elements; one that has no counterpart counts 0."""
    wanted, given = _elements(_quoted(gold), gold), _elements(found, found)
    flags = [str(year).upper() == "YES" for year in years] or [False]
    flags = flags * len(wanted) if len(flags) < len(wanted) else flags
    pairs = list(zip(wanted, given, flags, strict=False))
    hits = [float(_same(one, other)) if exact or year else _near(one, other) for one, other, year in pairs]
    return sum(hits) / max(len(wanted), len(given))


def _quoted(text: str) -> str:
    """A list of bare words with quotes around them, as far as the authors' pattern finds them."""
    inside = _IN_BRACKETS.match(text.strip())
    if inside is None or len(text) > MAX_LIST:
        return text
    words = _UNQUOTED.sub(r"'\1'", inside[1])
    quoted = f"[{words}]"
    return text if _literal(quoted) is None else quoted


def _elements(text: str, otherwise: str) -> list[str]:
    literal = _literal(text)
    return [str(one).strip(" '") for one in literal] if literal else [otherwise]


def _literal(text: str) -> list[object] | None:
    if len(text) > MAX_LIST:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return value if isinstance(value, list) else None


def _same(gold: str, found: str) -> bool:
    return gold.strip().lower() == found.strip().lower()


def _near(gold: str, found: str) -> float:
    """Numbers within the tolerance, percent signs aside, a zero exactly; else the similarity of the texts."""
    gold, found = (text.strip().strip("%").strip() for text in (gold, found))
    wanted, given = _number(gold), _number(found)
    if wanted is None or given is None:
        return _similarity(gold.lower(), found.lower())
    return float(given == 0 if wanted == 0 else abs(given - wanted) / abs(wanted) <= TOLERANCE)


def _number(text: str) -> float | None:
    try:
        return float(text.strip().strip("%"))
    except ValueError:
        return None


def _similarity(gold: str, found: str) -> float:
    """One minus the normalised edit distance, 0 from one half on."""
    one, other = (" ".join(text.split()) for text in (gold, found))
    longest = max(len(one), len(other))
    if not longest:
        return 1.0
    if abs(len(one) - len(other)) >= FARTHEST * longest:
        return 0.0
    distance = edit_distance(one, other) / longest
    return 1 - distance if distance < FARTHEST else 0.0
