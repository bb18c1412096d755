"""What stands around an answer and says nothing of it: doubts before it; offers, hopes, confidence, a smile behind."""

from __future__ import annotations

import re

from hyeval.scoring.sieve import has_any

_DOUBT_FIRST = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:(?:it(?:['’]s| is)\s+)?(?:a bit |rather |quite |very )?"
    r"(?:hard|difficult|tough|tricky|not easy) to (?:say|tell|see|know|judge|be sure)|"
    r"i(?:['’]m| am) not (?:\w+ly |100 ?% )?(?:sure|certain)|"
    r"i (?:can(?:not|['’]t)|could(?: not|n['’]t)) (?:be (?:\w+ly )?(?:sure|certain)|tell|say)"
    r"(?: for (?:sure|certain))?)"
    r"[^,.!?;\n]{0,40},?\s+(?:but|though|yet)\s+(?=\w)",
    re.IGNORECASE,
)
"""A doubt before what a response says all the same: "Hard to say for sure in this light, but …"."""
_TAIL = 240
"""Characters at the end of a response in which courtesies are looked for."""
_SIGNS = (
    *("feel free", "let me know", "hesitate", "just ask", "happy to", "hope", "anything else", "would you", "do you"),
    *("shall i", "should i", "thank", "confiden", "certain", "% sure", "may be wrong", "might be wrong"),
    *("disclaimer", "caveat", "none", "n/a"),
)
"""Every courtesy has one of these, in small letters."""
_OFFERS = (
    r"(?:feel free to|please (?:feel free|let me know)|let me know|do not hesitate|don['’]t hesitate|"
    r"just ask|happy to (?:help|explain)|"
    r"thank(?:s| you) for (?:the|this|your|sharing|asking|uploading|providing))\b[^.!?\n]{0,120}[.!?]*"
)
_HOPES = r"(?:i )?hope (?:this|that|it) (?:helps?|clarifies|is (?:helpful|clear|useful))\b[^.!?\n]{0,60}[.!?]*"
_ASKS_BACK = (
    r"(?:(?:is there|do you have|do you need)\s+(?:anything|any)\b[^.!?\n]{0,100}|"
    r"(?:would you like|do you want|shall i|should i)\b[^.!?\n]{0,100})\?"
)
_CONFIDENCE = (
    r"\(?\W{0,4}(?:my )?(?:confidence|certainty)(?: (?:level|score|rating|in (?:this|my|the) answer))?\W{0,4}"
    r"(?::|=|\bis\b|\bof\b)\W{0,4}(?:about |around |very |fairly )?"
    r"(?:\d[\d.]*\s*(?:%|percent|/\s*\d+|out of \d+)?|(?:high|low|medium|moderate|strong)\b)\W{0,4}"
    r"|\(?i(?:['’]m| am) (?:about |around )?\d+\s?% (?:sure|certain|confident)\b[^.!?\n]{0,60}[.!?)]*"
)
_RESERVES = (
    r"(?:disclaimer|caveat)\W{0,4}:[^\n]{0,200}|"
    r"(?:please )?(?:note|be aware|keep in mind)(?: that)? (?:i (?:can ?not|can['’]t) be (?:\w+ly |100 ?% )?"
    r"(?:sure|certain)|i (?:may|might|could) be wrong)\b[^.!?\n]{0,80}[.!?]*"
)
_NO_SOURCES = r"(?:references?|sources?|notes?)\W{0,4}:\W{0,4}(?:none|n/a)\b\W*"
_COURTESY = re.compile(
    r"(?:\n|(?<=[.!?*:)}\]`\"”>])\s|(?<=\w)\s(?=(?-i:I hope|Hope this|Let me know|Please let)))\s*[*_>(]*"
    rf"(?:{_OFFERS}|{_HOPES}|{_ASKS_BACK}|{_CONFIDENCE}|{_RESERVES}|{_NO_SOURCES})[*_)]*\s*$",
    re.IGNORECASE,
)
_ANNOUNCES = (":", ":**", " says", " reads", " is")
"""The end of what announces the words behind it: "The sign says:" and no courtesy."""
_RULE = re.compile(r"(?:\n[ \t]*(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*)+\s*$")
"""A line drawn below a response."""
_MOOD = re.compile(
    r"(?<=[\w.!?)}\]*$\"'])\s+[\U0001F300-\U0001F64F\U0001F900-\U0001F9FF\U0001FA70-\U0001FAFF\uFE0F]+\s*$"
)
"""Signs of mood behind the last word."""
_TICKS = re.compile("[✓✔✅☑✗✘❌]")
_TICK = re.compile(r"(?<=[\w.!?)}\]*$\"'])\s*[✓✔✅☑]\uFE0F?\s*$")
_MOST = 3
"""Courtesies that follow each other."""


def without_courtesy(text: str, question: str = "") -> str:
    """A response without the doubts before its answer and the courtesies behind it, if it says anything else."""
    if "," in text and (" to " in text or "sure" in text or "tell" in text or "certain" in text):
        text = _DOUBT_FIRST.sub("", text)
    for _ in range(_MOST):
        left = _without_last(text, question)
        if left == text or not left:
            break
        text = left
    return text


def without_tick(text: str) -> str:
    """A response without a tick behind its last word, if it is the only one: of several each judges something."""
    ticked = _TICK.search(text) if text.rstrip()[-1:] in ("✓", "✔", "✅", "☑", "\ufe0f") else None
    return text if ticked is None or _TICKS.search(text, 0, ticked.start()) else text[: ticked.start()]


def _without_last(text: str, question: str) -> str:
    end = text.rstrip()[-1:]
    if end in "-*_=" and "\n" in text:
        return _RULE.sub("", text).rstrip()
    if end > "\U0001f2ff" or end == "\ufe0f":
        return _MOOD.sub("", text)
    tail = text[-_TAIL:]
    if not has_any(tail.lower(), _SIGNS) or "confiden" in question or "certain" in question:
        return text
    courtesy = _COURTESY.search(tail)
    left = text if courtesy is None else text[: len(text) - len(tail) + courtesy.start()].rstrip()
    return text if left.endswith(_ANNOUNCES) else left
