"""What a response says each of the numbered or lettered options is, in one line: "A = coil, B = lamp, C = fuse"."""

from __future__ import annotations

import re

from hyeval.scoring.options import Options
from hyeval.scoring.sieve import has_any

_ENTRY = r"(?:option\s+)?\(?(?:[A-J]|\d{1,2})\)?\s*(?:=|:|\s[-–—])\s*(?:an?\s+|the\s+)?[a-z][a-z '-]{2,40}"
_GAP = r"\s*(?:[,;\n]\s*(?:and\s+)?|\s+and\s+)"
_ROW = re.compile(rf"^\W*{_ENTRY}(?:{_GAP}{_ENTRY})+\s*[.;]?\s*$", re.MULTILINE)
_NAMED = re.compile(
    r"(?P<name>[A-J]|\d{1,2})\)?\s*(?:=|:|\s[-–—])\s*(?P<what>[a-z][a-z '-]{2,40}?)(?=\s*(?:[,;\n.]|\sand\s|$))"
)
_VERDICT = r"(?:true|false|correct|incorrect|right|wrong|yes|no|✓|✔|✅|✗|✘|❌)"
_VERDICTS = re.compile(
    rf"^\W*(?P<row>(?:option\s+)?\(?[A-J]\)?\s*(?:=|:|\s[-–—])\s*{_VERDICT}"
    rf"(?:{_GAP}(?:option\s+)?\(?[A-J]\)?\s*(?:=|:|\s[-–—])\s*{_VERDICT})+)\s*[.;]?\s*$",
    re.MULTILINE | re.IGNORECASE,
)
"""A line that gives a verdict on each option: "A: false, B: true"."""
_SIGNS = ("=", ":", " -", " –", " —")
"""One of these stands in every such line."""


def one_by_one(response: str, options: Options) -> str:
    """A response with such a line as a list of options, one a line, where the options are numbered names."""
    if not has_any(response, _SIGNS):
        return response
    response = _VERDICTS.sub(lambda row: re.sub(_GAP, "\n", row["row"], flags=re.IGNORECASE), response)
    if not (options.counted_nouns or options.letter_names):
        return response
    return _ROW.sub(lambda row: _as_list(row.group(), options), response)


def _as_list(row: str, options: Options) -> str:
    entries = [(_option(one["name"], options), one["what"]) for one in _NAMED.finditer(row)]
    known = [(option, what) for option, what in entries if option is not None]
    if len(known) < len(entries) or len({option for option, _ in known}) < len(known):
        return row
    return "\n".join(f"{chr(ord('A') + option)}. {what}" for option, what in known)


def _option(name: str, options: Options) -> int | None:
    """The option of a number or letter: the one that has it in its text, else the one in the list."""
    own = [option for option, phrase in enumerate(options.phrases) if name.lower() in phrase]
    if own:
        return own[0] if len(own) == 1 else None
    place = ord(name) - ord("A") if name.isalpha() else len(options)
    return place if place < len(options) else None
