"""MME-RealWorld as VLMEvalKit scores it.

Source: vlmeval/dataset/image_mcq.py (`MMERealWorld`) and vlmeval/dataset/utils/multiple_choice.py
(`extract_characters_regex`, `get_dimension_rating`) at commit e8e78f05.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from hyeval.scoring.first_capital import first_capital
from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back

TASKS = ("Reasoning", "Perception")
DOMAINS = ("Monitoring", "Autonomous_Driving", "OCR with Complex Context", "Diagram and Table", "Remote Sensing")
AVERAGE = "Avg"
_TAGGED = re.compile("<answer>(.*?)</answer>", re.DOTALL)


class MmeRealWorld:
    """The first capital of the answer tag, or else of the response; shares by task, domain and kind of question.

    The peer stops at an empty response; it is scored as one without an answer.
    Defects kept: those of `first_capital`, also for an empty tag, so that `<answer></answer>` is A.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the letter with the answer."""
        letter = "" if is_missing(response) else _letter(read_back(response))
        task, domain, *_ = f"{document['category']}/".split("/")
        record = {"task": task, "domain": domain, "kind": _kind(str(document["l2-category"]))}
        return Verdict(letter or None, {"score": int(letter == str(document["answer"]))}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the rating: `Overall`, and by task, domain and kind, each with its average; 0 where there is none."""
        rating: dict[str, Any] = {"Overall": _share(verdicts)}
        for task in TASKS:
            of_task = [verdict for verdict in verdicts if verdict.record["task"] == task]
            table: dict[str, Any] = {}
            for domain in DOMAINS:
                of_domain = [verdict for verdict in of_task if verdict.record["domain"] == domain]
                kinds = dict.fromkeys(verdict.record["kind"] for verdict in of_domain)
                shares = {kind: _share(one for one in of_domain if one.record["kind"] == kind) for kind in kinds}
                table[domain] = shares | {AVERAGE: _share(of_domain)}
            rating[task] = table | {AVERAGE: _share(of_task)}
        return {"rating": rating}


def _letter(response: str) -> str:
    tagged = _TAGGED.search(response)
    return first_capital(tagged[1].strip().upper() if tagged else response)


def _kind(name: str) -> str:
    """Return the kind of question in lower case; all attributes of one thing are one kind."""
    lowered = name.lower()
    return f"{lowered.split('/')[0]}/attribute" if "attribute" in lowered else lowered


def _share(verdicts: Iterable[Verdict]) -> float:
    scores = [verdict.values["score"] for verdict in verdicts]
    return sum(scores) / len(scores) if scores else 0


RULES: dict[str, Rule] = {"mmerealworld": MmeRealWorld()}
"""By the name of the set."""
