"""Options that are the same names in different orders, "P → R → S", and sentences that go through the names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken, spoken

_ARROW = re.compile(r"\s*(?:->|→|⟶|➔|➝|=>|⇒)\s*")
_COMMA = re.compile(r"\s*,\s+(?:(?:and\s+)?then\s+|and\s+)?|\s+[-–—>]\s+")
_DASH = re.compile(r"(?<=\b\w)\s*[-–—]\s*(?=\w\b)")
_NEXT = (
    r"(?:\s{0,3}(?:[-–—=]?>|→|⟶|➔|➝|⇒|[-–—,;/]))?\s{0,3}"
    r"(?:\b(?:(?:and|then|next|finally|lastly|followed by|at last|last)\b,?\s{0,3}){0,3}(?:the\s{1,3})?)?"
)
"""What stands between two names of an order, however it is written."""
_TURNS_ROUND = re.compile(
    r"\b(?:after|before|from|until|till|since|preced\w*|follows?|back|return\w*|reverse\w*|last|earlier|previously|"
    r"comes? out)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:,|\band)\s+(?:at\s+)?last\b|"
    r"\bfrom\b(?=[^,;]*?\bto\b)|\bfrom (?:there|here|it)\b|,?\s*(?:follow|succeed)ed by\b",
    re.IGNORECASE,
)
"""What keeps the order all the same: "from P to R", "from there to S"."""


class Routes:
    """The orders in which options name the same things."""

    def __init__(self, texts: Sequence[str]) -> None:
        parts = next((one for one in (_ARROW, _COMMA, _DASH) if texts and all(map(one.search, texts))), None)
        self._texts = tuple(texts)
        cut = [parts.split(text.strip(" .")) for text in texts] if parts is not None else []
        orders = [tuple(" ".join(spoken(name).meanings) for name in names) for names in cut]
        names = set(orders[0]) if orders else set()
        self.names = frozenset(names)
        self.options = {order: option for option, order in enumerate(orders)}
        self.are_orders = (
            len(names) > 2
            and len(self.options) == len(orders) > 1
            and all(len(order) == len(names) and set(order) == names and all(order) for order in orders)
        )

    def told(self, line: Spoken) -> int | None:
        """The option of a sentence that names each thing once, in its order, with no word that turns it round."""
        if not self.are_orders or _TURNS_ROUND.search(_FROM.sub(" ", line.text)) or negated(line.text):
            return None
        text = f" {' '.join(line.meanings)} "
        if any(text.count(f" {name} ") != 1 for name in self.names):
            return None
        return self.options.get(tuple(sorted(self.names, key=lambda name: text.index(f" {name} "))))

    def rewriting(self) -> Callable[[str], str] | None:
        """What writes an order of single signs as its option does: "2-4-1-3" as "2, 4, 1, 3"."""
        if not self.are_orders or any(len(name) > 1 for name in self.names):
            return None
        signs = "".join(sorted({sign for text in self._texts for sign in text if sign.lower() in self.names}))
        row = re.compile(rf"(?<![\w.])(?<!\w[-–—])[{signs}](?:{_NEXT}[{signs}]){{{len(self.names) - 1}}}(?![\w-]|\.\d)")
        sign = re.compile(rf"(?<![a-z])[{signs}](?![a-z])")

        def as_option(match: re.Match[str]) -> str:
            option = self.options.get(tuple(one.lower() for one in sign.findall(match.group())))
            return match.group() if option is None else self._texts[option]

        return lambda response: row.sub(as_option, response)
