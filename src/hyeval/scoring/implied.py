"""Options that a sentence implies without naming them: that things are alike, what kind one is, how two things go.

"Each of the shops sold 130 units" says that they sold equally many, "a toddler" is a child, and "Those who sleep longer
score better" links more sleep to higher scores.
"""

from __future__ import annotations

import re

from hyeval.scoring.asked import Asked
from hyeval.scoring.claims import Rank
from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.paraphrase import KINDS
from hyeval.scoring.quantity import plain_latex, quantities
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken, spoken

_EQUAL = concept("equal")
_ANGLE = concept("angle")
_DEGREES = re.compile(r"\d\s?(?:°|degrees\b)", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:both|each(?:\s+one)?|all)(?:\s+of\s+them|(?:\s+of)?(?:\s+(?:the|these))?(?:\s+(?:two|three|four|five))\b|\b)|"
    r"\b(?:the|these)\s+two\b",
    re.IGNORECASE,
)
_NO_DIFFERENCE = re.compile(
    r"\bno\s+(?:\w+\s+)?difference\s+(?:in|between|of|at\s+all)\b|\b(?:do|does)(?:\s+not|n['’]t)\s+differ\s+in\b|"
    r"\b(?:no(?:\s+one|\s+[a-z]+)|(?:none|neither)(?:\s+of\s+(?:the|these|those|them)(?:\s+[a-z]+)?|\s+[a-z]+)?)\s+(?:is|was|has|glows|shines|looks)\s+(?:a\s+)?(?:\w+er\b|more\b)[^,;.]*?\bthan\s+"
    r"(?:the\s+(?:other|rest)|any\s+(?:of\s+the\s+)?other|another)s?\b",
    re.IGNORECASE,
)
"""What says that things are alike by what is not so: "There is no difference in size"."""
_THEY = re.compile(r"\bthey\s+\Z", re.IGNORECASE)
_UNEQUAL = re.compile(
    r"\b(?:more|less|fewer|than|at least|at most|over|under|above|below|up to|different\w*|between|respectively|but|"
    r"except|while|whereas|or|about|around|roughly)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\W*(?:(?:the|an?|his|her|one|two|some)\s+)?(?:\w+\s+)?", re.IGNORECASE)
_FROM = re.compile(r",\s+(?:judging|to judge|judged|going|given|based|according|because|since|as)\b", re.IGNORECASE)
"""What it is told from, behind the answer: "Oak, judging by the grain"."""
_FRAGMENT = 4
"""Words of a sentence that is no more than a name."""


def implied(asked: Asked, line: Spoken) -> int | None:
    """The option that a sentence implies in one of these ways."""
    if negated(line.text):
        return None
    option = _alike(asked, line)
    option = _of_kind(asked, line) if option is None else option
    return _linked(asked, line) if option is None else option


def undiffering(asked: Asked, line: Spoken) -> int | None:
    """The option that says of things that they are equal, where a sentence says that they do not differ."""
    equal = [option for option, phrase in enumerate(asked.options.phrases) if _EQUAL in phrase]
    return equal[0] if len(equal) == 1 and _NO_DIFFERENCE.search(line.text) else None


def _alike(asked: Asked, line: Spoken) -> int | None:
    """The option that says of things that they are equal, where a sentence gives one value of all of them."""
    equal = [option for option, phrase in enumerate(asked.options.phrases) if _EQUAL in phrase]
    both = _BOTH.search(line.text) if len(equal) == 1 else None
    if both is None or _UNEQUAL.search(line.text):
        return None
    rest = line.text[both.end() :]
    values = {(one.value, one.unit) for one in quantities(plain_latex(rest)) if not one.weak}
    if _DEGREES.search(rest) and _ANGLE in asked.topic and len(values) == 1:
        return equal[0]
    known = asked.topic.union(*asked.options.phrases) - STOPWORDS - {_EQUAL}
    if not values:
        before = line.text[: both.start()]
        values = {(one.value, one.unit) for one in quantities(plain_latex(before)) if not one.weak}
        rest = f"{before} in"
    first = 0 if _THEY.search(line.text, 0, both.start()) else 1  # behind "both" the noun, of which nothing is said
    told = {word for word in spoken(rest).meanings[first:] if len(word) > 1 and not word.isdigit()}
    return equal[0] if len(values) == 1 and known & told else None


def _of_kind(asked: Asked, line: Spoken) -> int | None:
    """The option that is the kind of what a sentence names: "a dog" for a poodle; not for what only does something."""
    cores = asked.options.cores
    written = " ".join((asked.question.text, *asked.options.texts))
    found: set[int] = set()
    for name, members in KINDS.items():
        own = [option for option, core in enumerate(cores) if core == {concept(name)}]
        named = members.search(line.text) if len(own) == 1 and members.search(written) is None else None
        if named is not None and (_FROM.match(line.text, named.end()) or _is_answer(asked, line, named.start())):
            found.add(own[0])
    return found.pop() if len(found) == 1 else None


def _is_answer(asked: Asked, line: Spoken, start: int) -> bool:
    """Whether a sentence that names a thing answers with it: as a fragment, or by what it says of the asked."""
    if len(line.meanings) <= _FRAGMENT or asked.rank_of(line) is Rank.CONCLUSION:
        return True
    return _OPENS.fullmatch(line.text, 0, start) is None and not asked.topic.isdisjoint(line.present)


def _linked(asked: Asked, line: Spoken) -> int | None:
    """Of two options on how one thing goes with another, the one that two comparatives of a sentence come to."""
    signs = {option: sign for option, text in enumerate(asked.options.texts) if (sign := _sign(text)) is not None}
    if sorted(signs.values()) != [False, True]:
        return None
    said = _sign(line.text)
    one, other = (asked.options.phrases[option] for option in signs)
    shared = {*one} & {*other} - STOPWORDS - {concept(word.word) for word in degrees(" ".join(asked.options.texts))}
    is_told = said is not None and len(shared & spoken(line.text).present) > 1
    return next(option for option, sign in signs.items() if sign == said) if is_told else None


def _sign(text: str) -> bool | None:
    """Whether two comparatives of a text go the same way, None if there are not two."""
    found = [one.scale[1] for one in degrees(text)]
    return found[0] == found[1] if len(found) == 2 else None
