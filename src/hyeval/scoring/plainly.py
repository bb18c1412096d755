"""Steps that bring a response into the words of its options: temperatures, small letters, what does not belong.

So do "A shows a bus, B a train" for what is said of the bus, and "leaving her out" for a corrected count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hyeval.scoring.lexicon import CARDINALS, STOPWORDS
from hyeval.scoring.options import Options
from hyeval.scoring.sieve import has_any
from hyeval.scoring.words import spoken

Step = Callable[[str], str]
"""What rewrites a response."""

_TEMPERATURE_OPTION = re.compile(r"\s*(?P<value>[-−–+]?\d+(?:\.\d+)?)\s*°\s*(?P<unit>[CF])?\s*")
_NUMBERS = "|".join(sorted((name for name in CARDINALS if name.isascii() and name.isalpha()), key=len, reverse=True))
_TEMPERATURE = re.compile(
    rf"(?<![\w.,-])(?P<sign>minus\s+|negative\s+|[-−–]\s?)?(?P<number>\d+(?:\.\d+)?|{_NUMBERS}|zero)\s*"
    r"(?:°|degrees?\b)(?:\s*(?P<unit>celsius|centigrade|fahrenheit|C|F)\b)?"
    r"(?:\s+(?P<side>below|above|under|over)\s+(?:zero|freezing(?:\s+point)?|0)\b)?"
    r"(?!\s+(?:lower|higher|warmer|colder|cooler|hotter|more|less|apart|below|above|under|over)\b)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\b(?:by|of|or|between|than)\s+\Z", re.IGNORECASE)
"""What stands before a difference of temperatures or one of several."""
_SMALL = re.compile(r"(?<![\w(])\(?(?P<letter>[a-j])\)(?=\s+(?:is|are|and|or|was|were|would|must|fits)\b|\s*[,;]\s)")
_NOT_OF_KIND = re.compile(
    r"\b(?:does|do|did)(?:n['’]t|\s+not)\s+(?:(?:belong|fit)(?=\W*$|[,.;:]|\s+(?:in|here|with|because|since|as|to)\b)"
    r"(?:\s+(?:in|here))?|match(?=\s+the\s+(?:others?|rest)))",
    re.IGNORECASE,
)
_ODD = re.compile(r"\bodd (?:one )?out\b|\bdoes not (?:belong|fit)\b|\bdoesn['’]t (?:belong|fit)\b", re.IGNORECASE)
_SHOWS = r"(?:shows|is|depicts|displays|contains|has|represents)"
_PICTURED = re.compile(
    rf"(?<![\w'])(?P<letter>[A-J])\s+(?:{_SHOWS}\s+)?(?:an?|the|some)\s+(?P<what>[a-z]+(?:\s(?!and\b|while\b|but\b)[a-z]+)?)"
    r"(?=\s*(?:[,;.]|\band\b|\bwhile\b))"
)
_RECOUNTED = re.compile(
    r"(?P<doubt>(?<=[.!?] )(?:hmm+|wait|hold on|but|however|although)\b[^.!?]*[.!?]\s+)"
    r"(?:(?:leaving|taking)\s+(?:[\w'-]+\s+){1,3}out|(?:not counting|without|excluding|discounting|ignoring)\s+"
    r"(?:[\w'-]+\s?){1,3}),\s+(?=(?:it|that|there|we|i)\b)",
    re.IGNORECASE,
)
"""A doubt on what was counted, and what is not to be counted, before the count that holds."""
_WHOLE = re.compile(
    r"\bunlike\s[^,.;]*(?:,\s+(?:which|who)\s[^,.;]*)?,\s+|"
    r"\bout\s+of\s+(?:the|these|those|all)\s+(?:the\s+)?\w+\s+[a-z]+(?:\s+(?:in|on)\s+the\s+\w+)?,\s+",
    re.IGNORECASE,
)
"""The count of other things, or of the whole of which a part is counted next: "Out of the four people, two …"."""
_BUT_ONLY = re.compile(
    rf"(?P<whole>\b(?:\d+|{_NUMBERS})\s+[a-z]+[^,.;]*),\s+but\s+(?P<part>only\s[^.;]*)", re.IGNORECASE
)
"""A count and another one of a part."""
_LEFT_OUT = (
    "leaving ", "taking ", "counting ", "without ", "ignoring ", "excluding ", "unlike ", "out of ", "but only ",
)  # fmt: skip
"""One of these stands in every such sentence."""


def plain_steps(question: str, options: Options) -> Iterator[Step]:
    """What brings a response into the words of the options; nothing for most questions."""
    texts = options.texts
    found = [_TEMPERATURE_OPTION.fullmatch(text) for text in texts]
    units = {one["unit"] for one in found if one is not None}
    if texts and None not in found and len(units) == 1:
        values = {_value(one["value"]): one.string.strip() for one in found if one is not None}
        yield lambda response: _TEMPERATURE.sub(lambda said: _as_option(said, values, units), response)
    if texts and not any(map(_SMALL.search, (question, *texts))):
        yield lambda response: _SMALL.sub(_in_capital, response) if ")" in response else response
    if _ODD.search(question):
        if options.letter_names:
            yield lambda response: _named_by_letter(response, options)
        yield lambda response: _NOT_OF_KIND.sub("is the odd one out", response)
    if any(map(str.isdigit, "".join(texts))):
        yield (
            lambda response: (
                _of_part(question, _WHOLE.sub("", _RECOUNTED.sub(r"\g<doubt>Actually, ", response)))
                if has_any(response.lower(), _LEFT_OUT)
                else response
            )
        )


def _of_part(question: str, response: str) -> str:
    """A response without the count of a whole, where the part that is counted next is the one in question."""
    topic = spoken(question).present - STOPWORDS

    def part(count: re.Match[str]) -> str:
        is_asked = topic & (spoken(count["part"]).present - spoken(count["whole"]).present)
        return count["part"] if is_asked else count.group()

    return _BUT_ONLY.sub(part, response)


def _in_capital(sign: re.Match[str]) -> str:
    return f"{sign['letter'].upper()})"


def _value(text: str) -> float:
    return float(text.replace("−", "-").replace("–", "-"))


def _as_option(said: re.Match[str], values: dict[float, str], units: set[str | None]) -> str:
    """A temperature as the option of its value has it; what has another unit, or says how much it changed, stays."""
    unit = (said["unit"] or "")[:1].upper()
    own = next(iter(units)) or unit
    below = (said["side"] or "").lower() in ("below", "under")
    if (unit and unit != own) or (below and said["sign"]) or _CHANGE.search(said.string, 0, said.start()):
        return said.group()
    if said["side"] and own == "F" and "freez" in said.group().lower():
        return said.group()
    number = float(CARDINALS.get(said["number"].lower(), said["number"].lower().replace("zero", "0")))
    return values.get(-number if below or said["sign"] else number, said.group())


def _named_by_letter(response: str, options: Options) -> str:
    """A response that says what each letter shows, with the letters for what it says of the things after that."""
    shown = list(_PICTURED.finditer(response))
    things = {one["what"].lower(): one["letter"] for one in shown}
    if len(shown) < 3 or len(things) < len(shown) or len({*things.values()}) < len(shown):
        return response
    noun = next(iter(options.letter_names))[0]
    start = shown[-1].end()
    named = re.compile(rf"\b(?:the|an?)\s+(?P<what>{'|'.join(map(re.escape, things))})(?!\w)", re.IGNORECASE)
    rest = named.sub(lambda one: f"{noun.capitalize()} {things[one['what'].lower()]}", response[start:])
    return response[:start] + rest
