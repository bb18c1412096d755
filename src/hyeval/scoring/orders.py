"""Things told in an order, where one end of it is asked for: "Oslo > Rome > Cairo" for "Which city is the largest?".

The order stands in inequality signs, or as a list that says which way it goes: "from the highest to the lowest: …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hyeval.scoring.comparison import Degree, degrees
from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept
from hyeval.scoring.options import Options
from hyeval.scoring.poles import Pole
from hyeval.scoring.sieve import has_any
from hyeval.scoring.words import spoken

_LONG = 40
"""Characters of an option that is a name."""
_REMARK = r"(?:\s*\([^()\n]{1,30}\))?"
_SUPERLATIVE = r"(?:most|least|fewest|\w{2,}est)(?:\s+(?!to\b)\w+)?"
_DIRECTION = (
    r"(?:\bin\s+(?P<way>descending|decreasing|falling|ascending|increasing|rising)\s+order|"
    rf"\bfrom\s+(?:the\s+)?(?P<first>{_SUPERLATIVE})\s+to\s+(?:the\s+)?{_SUPERLATIVE})(?P<rest>[^:;.\n]{{0,40}})"
)
_FALLS = frozenset(("descending", "decreasing", "falling"))
_GENERIC = STOPWORDS | frozenset(map(concept, ("order", "value", "rank", "one", "country", "city", "thing")))
_PLACE = re.compile(
    rf"\b(?P<place>{'|'.join(ORDINALS)})[- ](?:to[- ])?(?:most|least|fewest|\w{{2,}}est)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Orders:
    """How a response tells the options of a question in order, and which end of it is asked for."""

    asked: Degree
    pole: Pole
    topic: frozenset[str]
    place: int
    least: int
    """Names that an order has at least."""
    name: re.Pattern[str]
    chain: re.Pattern[str]
    row: re.Pattern[str]

    def told(self, response: str) -> str:
        """The response with the one that is asked for in place of those that are told in order, if it is one alone."""
        has_row = ":" in response and has_any(response.lower(), (" order", "from "))
        if not has_row and not has_any(response, "<>"):
            return response  # as most are
        rows = [(match, self._of_row(match)) for match in self.row.finditer(response)]
        read = self.row.sub(self._of_row, response)
        chains = [self._of_chain(match) for match in self.chain.finditer(read)]
        found = {one.casefold() for one in chains} | {one.casefold() for match, one in rows if one != match.group()}
        return self.chain.sub(self._of_chain, read) if len(found) == 1 else response

    def _of_chain(self, match: re.Match[str]) -> str:
        return self._at_place(match.group(), falls=">" in match.group())

    def _of_row(self, match: re.Match[str]) -> str:
        named = {word for word in spoken(match["rest"]).present if word not in _GENERIC}
        falls = match["way"].lower() in _FALLS if match["way"] else self._sign(match["first"])
        if falls is None or not named <= self.topic:
            return match.group()
        return match.group()[: match.start("row") - match.start()] + self._at_place(match["row"], falls)

    def _sign(self, superlative: str) -> bool | None:
        """Whether a superlative is the upper end of the scale that is asked for; None if it is of another scale."""
        is_own = self.pole.of_name(f"x is the {superlative}", 0, 1)
        return None if is_own is None else is_own == self.asked.scale[1]

    def _at_place(self, row: str, falls: bool) -> str:
        names = [one.group() for one in self.name.finditer(row)]
        is_whole = len(names) >= self.least and len({name.casefold() for name in names}) == len(names)
        if not is_whole or len(names) <= self.place:
            return row
        return (names if falls == self.asked.scale[1] else names[::-1])[self.place]


def told_in_order(question: str, options: Options) -> Callable[[str], str] | None:
    """What reads an order of the options in a response; None where the question asks for no end of a scale."""
    pole, found = Pole.of(question), degrees(question)
    names = [text.strip(" .") for text in options.texts]
    if pole is None or not names or any(len(name) > _LONG or not name or set("<>=") & set(name) for name in names):
        return None
    name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    item = rf"(?:the\s+)?(?:{name}){_REMARK}"
    place = _PLACE.search(question)
    asked = next(one for one in found if one.word not in ("best", "worst", "better", "worse"))
    return _Orders(
        asked,
        pole,
        spoken(question).present,
        ORDINALS[place["place"].lower()] - 1 if place else 0,
        min(3, len(names)),
        re.compile(rf"(?<!\w)(?:{name})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<![\w<>=≤≥-])(?<![<>=≤≥]\s){item}(?:(?:\s*>\s*{item})+|(?:\s*<\s*{item})+)(?!\w|\s*[<>=≤≥])",
            re.IGNORECASE,
        ),
        re.compile(
            rf"{_DIRECTION}:\s*(?P<row>{item}(?:\s*(?:[,;>→]|,?\s+and\b|,?\s+then\b)\s*(?:and\s+|then\s+)?{item})+)(?!\w)",
            re.IGNORECASE,
        ),
    ).told
