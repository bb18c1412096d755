"""DynaMath, LogicVista and MM-Vet as VLMEvalKit scores them around its judge.

Source: vlmeval/dataset/dynamath.py, vlmeval/dataset/utils/logicvista.py and mmvet.py at commit e8e78f05. The judge's
text is `reply`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.mathematics import reply_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

CHOICES = "ABCDE"
TOLERANCE = 0.001
_ERRORS = (ValueError, TypeError, AttributeError, RecursionError, OverflowError)


class DynaMath:
    """The value of `short answer` in the JSON of the response, or else the whole response, or else the judge's reply.

    Defects kept: a text is right if it is a part of the answer, also an empty one; a number as a JSON value is refused,
    and for a text it ends in an error, which counts as wrong; backslashes vanish before the JSON is read; commas,
    fractions and the Unicode minus are no numbers.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Read the short answer and compare it as its type asks."""
        kind, gold = str(document["answer_type"]), str(document.get("answer", document.get("ground_truth")))
        body = json_part(read_back(response))
        try:
            answer = self._answer(kind, body, judge)
            right = self._right(kind, answer, gold, body)
        except _ERRORS:
            answer, right = None, False
        record = {key: document[key] for key in ("id", "varid", "subject", "knowledge_level")}
        return Verdict(answer, {"correct": right}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return accuracy on average, and in the worst of a question's variants, with subjects and levels."""
        rows = [dict(verdict.record) | {"correct": bool(verdict.values["correct"])} for verdict in verdicts]
        wrong = {row["id"] for row in rows if not row["correct"]}
        worst = [row | {"correct": row["id"] not in wrong} for row in rows if row["varid"] == 1]
        return {"score": [{"Setting": "Average"} | _parts(rows), {"Setting": "Worst Case"} | _parts(worst)]}

    def _answer(self, kind: str, body: str, judge: Judgement | None) -> Any:
        answer = _short_answer(body)
        if kind not in ("float", "multiple choice"):
            return body if answer is None else answer
        for text in (answer, body, reply_of(judge)):
            read = (read_float if kind == "float" else read_choice)(text) if isinstance(text, str) else None
            if read is not None:
                return read
        return None

    def _right(self, kind: str, answer: Any, gold: str, body: str) -> bool:
        if kind == "float":
            return answer is not None and abs(answer - float(gold)) <= TOLERANCE
        if kind == "multiple choice":
            return bool(gold in body[:3].upper()) if answer is None else bool(answer == gold)
        return str.lower(answer) in gold.lower()


def json_part(response: str) -> str:
    """Return the response from its first `{` to its last `}`, if there are such, without backslashes."""
    start, end = response.find("{"), response.rfind("}")
    return (response[start : end + 1] if 0 <= start < end else response).replace("\\", "")


def read_float(text: str) -> float | None:
    """Read the first word as a float; what stands before a `π` is multiplied by pi."""
    word = text if text.isdigit() else text.split(" ")[0]
    number, sign, _ = word.partition("π")
    try:
        return float(number) * (math.pi if sign else 1)
    except ValueError:
        return None


def read_choice(text: str) -> str | None:
    """Read the only character, or the only letter from A to E that occurs, in either case, anywhere."""
    if len(text) == 1:
        return text.upper()
    found = [letter for letter in CHOICES if letter in text.upper()]
    return found[0] if len(found) == 1 else None


def _short_answer(body: str) -> Any:
    try:
        value = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None
    return value.get("short answer") if isinstance(value, dict) else None


def _parts(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    table = {"Overall": mean([row["correct"] for row in rows])}
    for title, column in (("Subject", "subject"), ("Level", "knowledge_level")):
        for name in dict.fromkeys(row[column] for row in rows):
            table[f"{title}-{name}"] = mean([row["correct"] for row in rows if row[column] == name])
    return table


class LogicVista:
    """The judge's reply, capital letters only, compared with the answer in any order; any other reply is wrong.

    Defect kept: the letters of the answer are put in order only where a comma and a blank part them.
    """

    SKILLS = ("inductive", "deductive", "numerical", "spatial", "mechanical")

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the letters of the judge's reply."""
        reply = reply_of(judge)
        letters = reply if reply.isalpha() and reply.isupper() else ""
        gold = "".join(sorted(str(document["answer"]).lower().split(", ")))
        hit = int(bool(letters) and "".join(sorted(letters.lower())) == gold)
        return Verdict(letters, {"hit": hit}, {"skill": str(document.get("skill", ""))})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return counts and accuracy in percent by skill; a skill counts where its name is a part of the column."""
        table = []
        for name in ("Overall", *self.SKILLS):
            hits = [v.values["hit"] for v in verdicts if name == "Overall" or name in v.record["skill"]]
            table.append({"Task&Skill": name, "tot": len(hits), "hit": sum(hits), "acc": mean(hits) * 100})
        return {"evaluate_logicvista": table}


class MMVet:
    """The judge's reply if all of it is a number from 0 to 1, else 0; means in percent by capability.

    Defects kept: the reply `nan` is a score, and so is every mean with it; a capability is counted wherever its name is
    a part of the column; a combination of one capability has that capability's name and is counted into it a second
    time.
    """

    CAPABILITIES = ("rec", "ocr", "know", "gen", "spat", "math")

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the judge's number."""
        try:
            value = float(reply_of(judge))
        except ValueError:
            value = 0.0
        value = 0.0 if value < 0 or value > 1 else value
        return Verdict(value, {"score": value}, {"category": str(document.get("category", document.get("capability")))})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of capabilities and that of their combinations."""
        scores: dict[str, list[float]] = {name: [] for name in self.CAPABILITIES}
        combinations = []
        for verdict in verdicts:
            category = verdict.record["category"]
            combinations.append(category.replace(",", "_"))
            for name in (*(n for n in self.CAPABILITIES if n in category), combinations[-1], "Overall"):
                scores.setdefault(name, []).append(verdict.values["score"])
        return {
            "MMVet_acc": _means(scores, (*self.CAPABILITIES, "Overall")),
            "MMVet_acc_fine": _means(scores, (*dict.fromkeys(combinations), "Overall")),
        }


def _means(scores: Mapping[str, Sequence[float]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"Category": name, "tot": len(scores.get(name, ())), "acc": mean(scores.get(name, ())) * 100} for name in names
    ]


RULES: dict[str, Rule] = {
    "dynamath_reasoning": DynaMath(),
    "logicvista_reasoning": LogicVista(),
    "mmvet": MMVet(),
}
"""By the name of the set."""
