"""What an answer statement claims: what follows "the answer is"."""

from __future__ import annotations

import re

from hyeval.scoring.asked import Asked
from hyeval.scoring.claims import WITHDRAWN, Claim, Rank
from hyeval.scoring.extraction import NOTHING, OUTSIDE, SEVERAL
from hyeval.scoring.letters import Letter, coordinated, is_word, leading
from hyeval.scoring.numbered import by_number
from hyeval.scoring.options import partial_mention
from hyeval.scoring.stance import OPENS_WITH_NOT, Stance, stance_in
from hyeval.scoring.statements import CORRECTION, Statement
from hyeval.scoring.text_claims import TextClaims
from hyeval.scoring.words import Spoken, spoken

_AT_FIRST = re.compile(
    r"^\W*\w+\W+(?:at first|initially|on first)\b.*\b(?:but|however|yet)\b", re.IGNORECASE | re.DOTALL
)
"""An answer that is taken back in the same sentence: "A at first glance, but …"."""

_ADVERB = re.compile(r"^(?:therefore|thus|then|hence|clearly|indeed|definitely|certainly),?\s+", re.IGNORECASE)
_LETTER_BEHIND = re.compile(r"\s\(([A-Z])\)\W*$")
_REASON = re.compile(r"[,;.:]\s|\s(?:because|since|as|for)\s", re.IGNORECASE)
"""What parts the text of an option from the reason for it."""


class StatedClaims:
    """The options of a question, as answer statements name them.

    What a statement rejects is added to `rejected`, the options that sentences of its response reject.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.options = asked.options
        self.letters = asked.letters
        self.texts = TextClaims(asked)

    def of_statement(self, statement: Statement, number: int, rejected: set[int]) -> Claim | None:
        """What a statement says: a letter first, else the text of an option; None if it names no option."""
        final = statement.settles
        text = spoken(_ADVERB.sub("", statement.content.strip()))
        content = text.text
        turned = list(CORRECTION.finditer(content)) if text.marks & CORRECTION.mark else []
        tail = content[turned[-1].end() :].strip(" ,:.") if turned else ""
        whole = None if turned else self._in_full(content)
        if whole is not None:
            return Claim(number, Rank.EXPLICIT, whole, final=final)
        lead = (self._leading_letter(spoken(tail)) if tail else None) or self._leading_letter(text)
        if lead is not None:
            rank = Rank.PLAIN if _AT_FIRST.search(content) else Rank.EXPLICIT
            return Claim(number, rank, lead[0], lead[1], final)
        asserted = {letter.option for letter in self._set_off(text) if _stands(text, letter, rejected)}
        if not asserted and self.options.texts:
            asserted = (
                self.texts.asserted(text, rejected)
                or self._partial(text)
                or {
                    option
                    for option in (self.asked.by_value(content), by_number(content, self.options))
                    if option is not None
                }
            )
        if len(asserted) > 1 and "=" in content:
            asserted = self.texts.asserted(spoken(content.rpartition("=")[2]), rejected) or asserted
        if len(asserted) == 1:
            rank = Rank.PLAIN if turned and WITHDRAWN.search(content) else Rank.EXPLICIT
            return Claim(number, rank, asserted.pop(), final=final)
        return Claim(number, Rank.EXPLICIT, None, SEVERAL, final) if asserted else None

    def unknown(self, statement: Statement, number: int, rejected: set[int]) -> Claim | None:
        """A statement that names no option: outside the options if it is short; none if it only excludes some."""
        if rejected and OPENS_WITH_NOT.match(statement.content):
            return None
        if rejected or not self.can_be_outside(statement):
            return Claim(number, Rank.PLAIN, None, NOTHING)
        return Claim(number, Rank.EXPLICIT, None, OUTSIDE, statement.settles)

    def can_be_outside(self, statement: Statement, claim: Claim | None = None) -> bool:
        """Whether a statement that claims nothing is outside the options, unless other sentences reject some."""
        return claim is None and bool(self.options.texts) and len(statement.content.split()) <= 4

    def _set_off(self, content: Spoken) -> list[Letter]:
        """Letters of a statement that brackets or its end set off, and those that "and" or "or" joins to them."""
        ranked = [
            (letter, Rank.EXPLICIT if letter.marked or not content.text[letter.end :].strip(" .)") else Rank.PLAIN)
            for letter in self.letters.within(content)
        ]
        return [letter for letter, rank in coordinated(ranked, content.text) if rank is Rank.EXPLICIT]

    def _in_full(self, content: str) -> int | None:
        """The option whose text a statement is, up to a comma or a reason, though a letter begins or ends it."""
        named = _LETTER_BEHIND.search(content)
        letter = None if named is None else self.letters.option(named[1])
        for said in (content, content if named is None else content[: named.start()], _REASON.split(content)[0]):
            bare = said.strip(' .。*$"“”').casefold()
            found = self.options.by_text.get(bare) if len(bare) > 1 else None
            if found is not None and letter in (None, found):
                return found
        return None

    def _leading_letter(self, content: Spoken) -> tuple[int | None, str | None] | None:
        """The letter with which a statement begins: the option, or why it is none."""
        match = leading(content.text)
        if not match or stance_in(content, match.start(1), match.end(1)) is Stance.REJECTED:
            return None
        name, after = match.group(1), content.text[match.end(1) :]
        option = self.letters.option(name)
        if is_word(name, after) and (option is None or not self.asked.is_text(after, option)):
            return None
        if self.letters.has_alternative(after, content, name):
            return None, SEVERAL
        if option is None and {name.lower()} in self.options.cores:
            return self.options.cores.index(frozenset((name.lower(),))), None
        return option, None if option is not None else OUTSIDE

    def _partial(self, content: Spoken) -> set[int]:
        option = partial_mention(content, self.options, self.asked.question.text)
        end = len(content.text)
        return set() if option is None or stance_in(content, end, end) is not Stance.ASSERTED else {option}


def _stands(content: Spoken, letter: Letter, rejected: set[int]) -> bool:
    position = stance_in(content, letter.start, letter.end)
    if position is Stance.REJECTED:
        rejected.add(letter.option)
    return position is Stance.ASSERTED
