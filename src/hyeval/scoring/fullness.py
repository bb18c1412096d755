"""Questions how full something is, against a share: "Is the glass more than half full?"."""

from __future__ import annotations

import re
from fractions import Fraction

from hyeval.scoring.stance import negated

_SHARES = {
    "empty": Fraction(0), "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4), "a third": Fraction(1, 3),
    "one third": Fraction(1, 3), "half": Fraction(1, 2), "two thirds": Fraction(2, 3), "three quarters": Fraction(3, 4),
    "completely": Fraction(1), "fully": Fraction(1), "full": Fraction(1),
}  # fmt: skip
_NEARLY = Fraction(1, 10)
"""How much less than all nearly all is taken for, at the most."""
_NAMES = "|".join(sorted((name.replace(" ", "[- ]") for name in _SHARES), key=len, reverse=True))
_SHARE = rf"(?P<share>{_NAMES}|\d{{1,3}}(?=\s*(?:%|percent|per cent)))"
_ASKED = re.compile(
    rf"\b(?:(?P<more>more|less) than )?(?:an? )?{_SHARE}(?:[- ]way)?\s*(?:%|percent|per cent)?[- ]"
    r"(?:full|charged|filled|empty)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b(?:(?P<more>more|over|above)|(?P<less>less|under|below|not even))(?:\s+than)?\s+(?:an? )?{_SHARE}|"
    rf"(?P<nearly>\b(?:almost|nearly|practically|virtually)\s+)?(?<![\w-])"
    rf"{_SHARE.replace('?P<share>', '?P<level>')}(?![\w-])",
    re.IGNORECASE,
)


class Fullness:
    """A question whether something is fuller, or less full, than a share of it, or as full; then `is_more` is None."""

    def __init__(self, share: Fraction, is_more: bool | None) -> None:
        self._share = share
        self._is_more = is_more

    @classmethod
    def of(cls, question: str) -> Fullness | None:
        """The share with which a question compares; None if it asks for no such thing."""
        asked = _ASKED.search(question)
        if asked is None or asked.group().lower().endswith("empty"):
            return None
        share = _value(asked["share"])
        if asked["more"] is None:
            return cls(share, None) if 0 < share < 1 else None
        return cls(share, asked["more"].lower() == "more")

    def bears(self, line: str) -> bool:
        """Whether a statement names a share."""
        return _SAID.search(line) is not None

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it leaves that open."""
        said = _SAID.search(line)
        if said is None:
            return None
        if said["level"] is not None:
            level = _value(said["level"])
            if said["nearly"]:
                level += _NEARLY if level == 0 else -_NEARLY
            if negated(line):
                return False if self._is_more is None and level == self._share else None
            return self._holds(level)
        bound = _value(said["share"])
        is_above = said["more"] is not None
        if self._is_more is None:
            is_beyond = bound >= self._share if is_above else bound <= self._share
            return False if is_beyond and not negated(line) else None
        if negated(line) and said["less"] != "not even":
            return False if bound == self._share and is_above == self._is_more else None
        if is_above == self._is_more:
            beyond = bound >= self._share if is_above else bound <= self._share
            return True if beyond else None
        apart = bound <= self._share if self._is_more else bound >= self._share
        return False if apart else None

    def _holds(self, level: Fraction) -> bool:
        if self._is_more is None:
            return level == self._share
        return level > self._share if self._is_more else level < self._share


def _value(name: str) -> Fraction:
    return Fraction(int(name), 100) if name.isdigit() else _SHARES[name.lower().replace("-", " ")]
