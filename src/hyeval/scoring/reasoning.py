"""Separation of a model's reasoning from its answer.

A reasoning model writes its thoughts between two markers and the answer after them. Only the answer may be read: the
thoughts name options that were weighed and dropped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hyeval.scoring.sieve import Sieve

_NAMES = r"(?:seed:)?(?:think|thinking|thoughts?|reason|reasoning|reflection|analysis|scratchpad|cot)"
_OPEN = Sieve(
    rf"<\s*{_NAMES}\s*>|<\|\s*(?:begin_of_thought|begin_of_reasoning|thinking)\s*\|>|\[THINK(?:ING)?\]|◁think▷"
    r"|(?:<\|start\|>\w*)?<\|channel\|>(?:analysis|commentary)<\|message\|>|<unused94>(?:thought)?",
    re.IGNORECASE,
)
_CLOSE = Sieve(
    rf"<\s*/\s*{_NAMES}\s*>|<\|\s*(?:end_of_thought|end_of_reasoning|/thinking)\s*\|>|\[/THINK(?:ING)?\]|◁/think▷"
    r"|(?:<\|end\|>\s*)?(?:<\|start\|>\w*)?<\|channel\|>final<\|message\|>|<unused95>",
    re.IGNORECASE,
)
_FRAMES = re.compile(r"<\|\s*(?:begin|end)_of_solution\s*\|>", re.IGNORECASE)


LIMIT = 1_000_000
"""Characters that are looked at; of a longer response, a loop or a dump, the head and the tail are kept."""


class Reasoning(NamedTuple):
    """A response taken apart: `thought` is None without any marker; `closed` is False when the thought never ends."""

    thought: str | None
    answer: str
    closed: bool = True


def split_reasoning(text: str) -> Reasoning:
    """Separate the thought from the answer.

    The answer is what follows the last closing marker, or what stands around the thoughts if nothing follows. The
    opening marker may be missing, as some chat templates put it into the prompt. A thought that is opened and never
    closed leaves no answer behind it: everything after the marker is thought.
    """
    if len(text) > LIMIT:
        text = text[: LIMIT // 10] + text[-LIMIT:]
    if "<" not in text and "[" not in text and "◁" not in text:
        return Reasoning(None, text.strip())
    closing = list(_CLOSE.finditer(text))
    end = closing[-1].end() if closing else 0
    reopened = _OPEN.search(text, end)
    if reopened:
        return Reasoning(text[reopened.end() :].strip(), text[end : reopened.start()].strip(), closed=False)
    if not closing:
        return Reasoning(None, _FRAMES.sub("", text).strip())
    thoughts, outside = _blocks(text, closing)
    answer = _FRAMES.sub("", text[end:]).strip()
    return Reasoning("\n".join(thoughts).strip(), answer or outside)


def _blocks(text: str, closing: list[re.Match[str]]) -> tuple[list[str], str]:
    """Collect the closed thoughts and the text before them; a close without an open makes all before it a thought."""
    thoughts: list[str] = []
    outside: list[str] = []
    start = 0
    for close in closing:
        opening = _OPEN.pattern.search(text, start, close.start())  # between two marks there is too little to sieve
        outside.append(text[start : opening.start()] if opening else "")
        thoughts.append(text[opening.end() if opening else start : close.start()].strip())
        start = close.end()
    return thoughts, "\n".join(outside).strip()
