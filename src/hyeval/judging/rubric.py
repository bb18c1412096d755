"""A rubric: how a judge is asked about a response, and what it may reply."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, with_config

from hyeval.records import Message, Role, Sample
from hyeval.scoring.reasoning import split_reasoning
from hyeval.tasks.template import RowTemplate

VARIABLES = ("question", "choices", "target", "targets", "response", "row")
"""Names that a rubric may use: `target` is the first of the accepted answers, `response` what the model said after its
reasoning, `row` the columns that the task keeps."""
PAIR = ("first", "second")
"""Further names where two answers are compared: in one order, and then in the other."""
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
DENIED = r"(?:\b(?:not|never|neither|no)|n['’]t)(?:\s+(?:an?|the|at|all|really|quite|fully|entirely|completely))*"
"""What says before a label that this is not the verdict."""


class VerdictKind(StrEnum):
    """What a judge replies: a number alone, one of several labels, a JSON object, or a text that a rule reads."""

    NUMBER = "number"
    LABEL = "label"
    JSON = "json"
    TEXT = "text"


def said(reply: str) -> str:
    """A judge's reply without what it thought before it; one that is nothing but a thought is empty."""
    thought, answer, _ = split_reasoning(reply)
    return reply if thought is None else answer


@with_config(extra="forbid")
@dataclass(frozen=True)
class VerdictForm:
    """The schema of a verdict. Numbers lie between `low` and `high` and are scaled to 0 … 1.

    `labels` maps each label to its value; exactly one label must stand in a reply as a word of its own, and not denied
    ("not CORRECT"). What a judge thinks between markers before its reply is no part of it. `json_field` is
    the field of a JSON object that holds the number or label. `pattern` is how a text must begin that a rule reads.
    """

    kind: VerdictKind = VerdictKind.NUMBER
    low: float = 0.0
    high: float = 1.0
    labels: dict[str, float] = field(default_factory=dict)
    json_field: str = "score"
    pattern: str | None = None

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError(f"has bounds {self.low} … {self.high}, of which the second must be the greater")
        if self.kind is VerdictKind.LABEL and not self.labels:
            raise ValueError("has no labels")
        try:
            re.compile(self.pattern or "")
        except re.error as error:
            raise ValueError(f"has a pattern that is no regular expression: {error}") from error

    def read(self, reply: str) -> float | None:
        """Value of a reply, None if it is not of the form; a text has the value 0 and is read by the task's rule."""
        reply = said(reply)
        match self.kind:
            case VerdictKind.NUMBER:
                return self._scaled(reply.strip().rstrip("."))
            case VerdictKind.LABEL:
                return self._labelled(reply)
            case VerdictKind.JSON:
                return self._from_json(reply)
            case VerdictKind.TEXT:
                return 0.0 if reply.strip() and re.match(self.pattern or "", reply) else None

    def _scaled(self, text: str) -> float | None:
        if not NUMBER.fullmatch(text):
            return None
        number = float(text)
        return (number - self.low) / (self.high - self.low) if self.low <= number <= self.high else None

    def _labelled(self, text: str) -> float | None:
        # Longer labels first: "partly correct" is not also "correct".
        longest = sorted(self.labels, key=len, reverse=True)
        label = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
        found = set(re.findall(label, text))
        if len(found) != 1 or re.search(rf"{DENIED}[\s*_`\"'“]+{label}", text, re.IGNORECASE):
            return None
        return self.labels[found.pop()]

    def _from_json(self, reply: str) -> float | None:
        start, end = reply.find("{"), reply.rfind("}")
        try:
            value = json.loads(reply[start : end + 1])[self.json_field] if start >= 0 else None
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if isinstance(value, str) and self.labels:
            return self.labels.get(value)
        return None if value is None or isinstance(value, bool) else self._scaled(str(value))


@with_config(extra="forbid")
@dataclass(frozen=True)
class Rubric:
    """How a response is put to a judge. `version` is raised with every change of meaning; it enters the key.

    `pairwise` compares two answers, the response and a reference: the judge is asked in both orders, and the verdict's
    value is that of the first answer shown. `judge` names the model that the benchmark's authors judge with
    (`judge=auto`). A reply outside the verdict's form is asked for again, `attempts` times in all.
    """

    version: int
    user: str
    name: str = ""
    verdict: VerdictForm = VerdictForm()
    pairwise: bool = False
    system: str | None = None
    judge: str | None = None
    max_tokens: Annotated[int, Field(ge=1)] = 256
    temperature: Annotated[float, Field(ge=0)] = 0.0
    attempts: Annotated[int, Field(ge=1)] = 3

    def __post_init__(self) -> None:
        used = self.user + (self.system or "")
        if self.pairwise and not all(name in used for name in PAIR):
            raise ValueError(f"is pairwise and must use {' and '.join(PAIR)}, the two answers in their order")
        _ = self._templates

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name}/{self.version}"

    @cached_property
    def columns(self) -> frozenset[str]:
        """Columns of the task's document that the templates read as `row.NAME`."""
        return frozenset().union(*(one.columns for one in self._templates if one is not None))

    @cached_property
    def _templates(self) -> tuple[RowTemplate | None, RowTemplate]:
        variables = (*VARIABLES, *PAIR) if self.pairwise else VARIABLES
        system = None if self.system is None else RowTemplate(self.system, variables)
        return system, RowTemplate(self.user, variables)

    def questions(self, sample: Sample, response: str, reference: str | None = None) -> tuple[Sample, ...]:
        """What the judge is asked: one question, or for a pair one in each order; `DataError` if a template fails.

        The reference is the first accepted answer, unless another one is given.
        """
        said = split_reasoning(response).answer
        if not self.pairwise:
            return (self._question(sample, said, {}),)
        other = self._target(sample) if reference is None else split_reasoning(reference).answer
        orders = ((said, other), (other, said))
        return tuple(self._question(sample, said, dict(zip(PAIR, order, strict=True))) for order in orders)

    @staticmethod
    def _target(sample: Sample) -> str:
        return sample.targets[0] if sample.targets else ""

    def _question(self, sample: Sample, response: str, pair: Mapping[str, str]) -> Sample:
        """The judge's question about a response, as a sample of its own."""
        system, user = self._templates
        variables: Mapping[str, Any] = {
            "question": sample.question,
            "choices": list(sample.choices),
            "target": self._target(sample),
            "targets": list(sample.targets),
            "response": response,
            **pair,
        }
        row, failed = sample.document or {}, f"sample {sample.id}: the rubric cannot be rendered"
        text = user.render(row, failed=failed, **variables)
        messages = []
        if system is not None:
            messages = [Message(Role.SYSTEM, (system.render(row, failed=failed, **variables),))]
        messages.append(Message(Role.USER, (text,)))
        return Sample(id=sample.id, index=sample.index, messages=tuple(messages), question=text, targets=())
