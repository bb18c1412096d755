"""Formulas and times of day in plain characters, as far as the options of a question are written with them."""

from __future__ import annotations

import re
from collections.abc import Callable

from hyeval.scoring.lexicon import CARDINALS
from hyeval.scoring.sieve import Sieve

_LATEX: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("frac", re.compile(r"\\d?t?frac\{([^{}]+)\}\{([^{}]+)\}"), lambda match: f"{match[1]}/{match[2]}"),
    ("\\circ", re.compile(r"\^?\{?\\circ\}?"), "°"),
    ("\\degree", re.compile(r"\^?\{?\\degree\}?"), "°"),
    ("\\pi", re.compile(r"\\pi\b"), "π"),
    ("\\infty", re.compile(r"\\infty\b"), "∞"),
    ("\\le", re.compile(r"\\leq?(?:slant)?\b"), "≤"),
    ("\\ge", re.compile(r"\\geq?(?:slant)?\b"), "≥"),
    ("\\cup", re.compile(r"\\cup\b"), "∪"),
    ("\\cap", re.compile(r"\\cap\b"), "∩"),
    ("\\setminus", re.compile(r"\\setminus\b"), lambda _: "\\"),
    ("\\sqrt", re.compile(r"\\sqrt\b"), "√"),
    ("π", re.compile(r"(?<=\d)\s*(?:\*\s*|\\cdot\s*|·\s*)?π"), "π"),
    ("pi", re.compile(r"(?<=\d)\s*(?:\*\s*|·\s*)?pi\b"), "π"),
    ("°", re.compile(r"(?<=\d)\s*°"), "°"),
    ("degree", re.compile(r"(?<=\d)\s*degrees?\b"), "°"),
    ("$_", re.compile(r"(?<=[A-Za-z])\$_\{?(\d+)\}?\$"), lambda match: match[1]),
    ("_", re.compile(r"(?<=[A-Za-z])_\{?(\d+)\}?"), lambda match: match[1]),
    ("\\math", re.compile(r"\\math(?:rm|bf|it|sf)\{([^{}]*)\}"), lambda match: match[1]),
    ("arrow", re.compile(r"\\(?:long|x)?rightarrow\b"), " "),
    ("", re.compile(r"\\[(\[)\]]|\$|\\(?=%)|\\(?:left|right|,|;|!| |quad)"), " "),
)
_PAST_HOUR = (
    r"\b(?P<minutes>quarter|half|five|ten|twenty(?:[- ]five)?|5|10|20|25)(?: minutes)?\s+(?P<side>past|to|after|"
    r"before)\s+(?P<hour>\w+)\b"
)
_CLOCK = re.compile(rf"{_PAST_HOUR}|\b(?P<full>\w+)\s+o'?clock\b", re.IGNORECASE)
CLOCK = Sieve(
    r"\b(?:quarter|half|five|ten|twenty(?:[- ]five)?|5|10|20|25)(?: minutes)?\s+(?:past|to|after|before)\s"
    r"|o'?clock\b",
    re.IGNORECASE,
    marked=True,
)
FORMULA = Sieve(r"[\\_$π°]|\bpi\b|degree", marked=True)
"""What every formula has that `plain_formula` writes otherwise; the mark also stands for a π behind a digit: 2pi."""
_MINUTES = {"quarter": 15, "half": 30, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25, "twenty five": 25}
_OPERATOR_BEHIND = re.compile(r"\s*[-+*/×·÷]\s*[\w(\\√]")
_OPERATOR_BEFORE = re.compile(r"[\w)}°%]\s?[-+*/×·÷]\s?\Z")
_ANY_DIGIT = re.compile(r"\d")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def plain_formula(text: str) -> str:
    """Write LaTeX degrees, fractions, roots, pi and subscripts as plain characters."""
    if not text.isascii():
        text = text.translate(_SUBSCRIPTS)
    if not has_formula(text):
        return text
    for sign, pattern, replacement in _LATEX:
        if sign in text:
            text = pattern.sub(replacement, text)
    return text


def has_formula(text: str) -> bool:
    """Whether a text may have a formula that `plain_formula` writes otherwise."""
    if "\\" in text or "_" in text or "$" in text:
        return True
    # Of the forms in LaTeX only π and degrees behind a digit are written without one of these signs.
    unit = "pi" in text or "degree" in text or "π" in text or "°" in text
    return unit and _ANY_DIGIT.search(text) is not None


def is_operand(line: str, start: int, end: int) -> bool:
    """Whether what stands at a place is added to something or the like, and an equals sign follows: "9π - 4π = 5π"."""
    joined = _OPERATOR_BEHIND.match(line, end) or _OPERATOR_BEFORE.search(line, 0, start)
    return joined is not None and "=" in line[end:]


def clock_time(text: str) -> str:
    """Write times in words as digits: "ten to three" as 2:50, "3 o'clock" as 3:00."""
    return _CLOCK.sub(_digits_of_time, text) if tells_time(text) else text


def tells_time(text: str) -> bool:
    """Whether a text may have a time in words."""
    return CLOCK.search(text) is not None


def _digits_of_time(match: re.Match[str]) -> str:
    name = (match.group("hour") or match.group("full")).lower()
    hour = CARDINALS.get(name, name)
    if not hour.isdigit() or not 1 <= int(hour) <= 12:
        return match.group()
    if match.group("full"):
        return f"{int(hour)}:00"
    said = match.group("minutes").lower()
    minutes = _MINUTES.get(said) or int(said)
    if match.group("side").lower() in ("past", "after"):
        return f"{int(hour)}:{minutes:02}"
    return f"{(int(hour) - 2) % 12 + 1}:{60 - minutes:02}"


def plain_sentences(lines: list[str], marks: list[int]) -> list[str]:
    """Sentences with formulas and times in plain characters; `marks` are those of each."""
    lines = [clock_time(line) if its & CLOCK.mark else line for line, its in zip(lines, marks, strict=True)]
    if not has_formula("\n".join(lines)):
        return lines
    return [
        plain_formula(line) if its & FORMULA.mark or not line.isascii() else line
        for line, its in zip(lines, marks, strict=True)
    ]
