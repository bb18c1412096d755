"""Questions whether a thing is of a kind that two words name: "Is this a left turn sign?"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_NOUNS = r"sign|lane|licen[cs]e|pass|ticket|card|key|button|chart|graph|plot|diagram|map|turn|lens|cable|station|stop"
_ASKED = re.compile(
    rf"\W*(?:is|was)\s+(?:this|that|it|the\s+\w+)\s+an?\s+(?P<what>(?:[\w-]+\s+){{1,3}}(?:{_NOUNS}))\W*$", re.I
)
_SAID = re.compile(
    rf"\W*(?:no,?\s+)?(?:(?:it|this|that)(?:['’]s|\s+is)|the\s+\w+\s+is)\s+(?:n['’]t\s+|not\s+)?(?:in fact |actually )?"
    rf"an?\s+(?P<what>(?:[\w-]+\s+){{1,3}}(?:{_NOUNS}))\b",
    re.IGNORECASE,
)


class NamedKind:
    """The kind that a question names by a noun and what stands before it."""

    def __init__(self, what: str) -> None:
        self._words = _meanings(what)
        self._noun = concept(what.split()[-1])

    @classmethod
    def of(cls, question: str) -> NamedKind | None:
        """The kind for which a question asks; None if it names it otherwise."""
        asked = _ASKED.match(question)
        return None if asked is None else cls(asked["what"])

    def bears(self, line: str) -> bool:
        """Whether a statement names a kind by the same noun."""
        said = _SAID.match(line)
        return said is not None and concept(said["what"].split()[-1]) == self._noun

    def implied_by(self, line: str) -> bool | None:
        """Whether it is the same kind; None if it is denied to be of another one."""
        said = _SAID.match(line)
        assert said is not None  # as `bears` has found
        is_same = self._words <= _meanings(said["what"])
        if negated(line[: said.end()]):
            return False if is_same else None
        return is_same


def _meanings(text: str) -> set[str]:
    return {word.meaning for word in words(text)} - STOPWORDS | {concept(word) for word in text.lower().split()}
