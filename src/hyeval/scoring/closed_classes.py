"""Options of closed classes, and how else a response says their members.

Quarters of a year, shares, plane figures by their sides, movements of figures, relations of lines, the two sides of a
match, a statement that holds or does not: each is brought into the words of the options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Set

from hyeval.scoring.comparison import degrees
from hyeval.scoring.extraction import Question
from hyeval.scoring.lexicon import CARDINALS, ORDINALS, concept
from hyeval.scoring.options import Options

Step = Callable[[str], str]
"""What rewrites a response."""

_QUARTER_OPTION = re.compile(r"\W*Q[1-4]\b")
_QUARTER_NAME = re.compile(r"\b(?:first|second|third|fourth|last)\s+quarter\b", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(?:the\s+)?(?P<name>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+quarter\b|\bquarter\s+(?P<number>[1-4])\b|"
    r"第(?P<chinese>[一二三四1-4])季度",
    re.IGNORECASE,
)
_QUARTER_SIGN = re.compile(r"\bQ([1-4])\b")
_ORDINAL_NAMES = {number: name for name, number in reversed(ORDINALS.items())}

_SHARES = {"quarter": ("1/4", "¼"), "half": ("1/2", "½"), "three quarters": ("3/4", "¾"), "third": ("1/3", "⅓"),
           "two thirds": ("2/3", "⅔")}  # fmt: skip
_SHARE_NAMED = re.compile(
    r"\b(?:(?:an?|one)[ -](?P<one>quarter|third|half)|(?P<own>half|three[ -]quarters|two[ -]thirds))\b", re.I
)
_PART = (
    r"(?:\d+\s?%|\d/\d|[¼½¾⅓⅔]|(?:three[ -]|two[ -])?quarters?|(?:two[ -])?thirds?|half|partly|partially|percent|"
    r"nearly|almost)"
)
_PART_FULL = re.compile(
    rf"(?<!\w)(?P<part>{_PART})\s+(?P<rest>(?:of\s+[^,.;]{{1,30}}?\s+)?(?:is|are)\s+)?(?:full|filled)\b|"
    rf"\b(?:full|filled)\s+(?:up\s+)?to\s+(?:(?:about|only|just|an?|one)\s+)*(?P<level>{_PART})(?!\w)",
    re.IGNORECASE,
)
"""A part that is full, which is not what the whole is."""
_SHARE = re.compile(r"(?<![\w/.,:])(?:[123]/[234]|[¼½¾⅓⅔])(?![\d/:]|[.,]\d)")

_SIDES = {"triangle": 3, "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8, "nonagon": 9, "decagon": 10}
_FOUR_SIDED = frozenset(
    ("square", "rectangle", "rhombus", "trapezoid", "trapezium", "parallelogram", "kite", "quadrilateral")
)
_COUNTS = {name: int(number) for name, number in CARDINALS.items() if name.isascii() and 3 <= int(number) <= 10}
_SIDED = re.compile(
    rf"\b(?P<count>[3-9]|10|{'|'.join(_COUNTS)})(?:[ -](?:equal |straight |long )?(?:sides?|sided|corners?|cornered|"
    r"vertices|edges))\b(?:\s+(?:polygon|figure|shape))?",
    re.IGNORECASE,
)
_SHAPED = {
    "circle": ("circular", "round"), "triangle": ("triangular",), "rectangle": ("rectangular",),
    "pentagon": ("pentagonal",), "hexagon": ("hexagonal",), "octagon": ("octagonal",), "sphere": ("spherical",),
    "cylinder": ("cylindrical",), "cone": ("conical",), "cube": ("cubic", "cubical"), "star": ("star-shaped",),
    "heart": ("heart-shaped",),
}  # fmt: skip
_ADJECTIVE = re.compile(
    rf"\b({'|'.join(one for its in _SHAPED.values() for one in its)})\b(?!\s+(?:edges?|corners?|the)\b)", re.IGNORECASE
)
_OF_SIDES = re.compile(r"\b(?:sides?|corners?|vertices|vertex|edges?)\b", re.IGNORECASE)

_MOVES = {
    "rotation": r"rotat(?:e[sd]?|ing)|(?<!in )turn(?:s|ed|ing)?(?! out\b)|spun",
    "reflection": r"reflect(?:s|ed|ing)?|mirror(?:s|ed|ing|[- ]images?)?|flip(?:s|ped|ping)?",
    "translation": r"translat(?:e[sd]?|ing)|shift(?:s|ed|ing)?|slides?|slid|"
    r"moved?(?=\s+(?:\d+|one|two|three|four|five|six|to the|left|right|up|down)\b)",
    "dilation": r"dilat(?:e[sd]?|ing)|enlarg(?:e[sd]?|ing)|scaled|magnif(?:y|ies|ied)|shrunk|shr[ia]nks?",
}
"""Movements of figures, and the verbs that say them."""
_MOVE_NAMES = {name: name for name in _MOVES} | dict.fromkeys(("enlargement", "scaling", "resizing"), "dilation")

_RIGHT_ANGLE = (
    r"(?:right[- ]angles?|90[- ]degree angles?|90\s?°(?: angles?)?|90\s+degrees|"
    r"an angle of 90\s?(?:°|degrees))"
)
_PERPENDICULAR = re.compile(
    r"(?:\b(?:meet|cross|crosse|intersect|stand|lie|run|cut)s?\s+(?:[^,.;:]{1,25}?\s+)?)?"
    rf"\bat\s+(?:a\s+)?{_RIGHT_ANGLE}|\b(?:form|make|enclose)s?\s+(?:a\s+)?{_RIGHT_ANGLE}",
    re.IGNORECASE,
)
_SAME_DISTANCE = re.compile(
    r"\b(?:(?:keep|stay|remain|are|run)\s+(?:[^,.;]{1,30}?\s)?)(?:at\s+)?(?:the same|a constant|an equal) distance"
    r"(?:\s+(?:apart|from (?:each other|one another)))?\b",
    re.IGNORECASE,
)
_NEVER_AND = re.compile(
    r"\b(?:never|(?:do|will|can)(?: not|n['’]t)|cannot)\s+(?:meet|cross|intersect|touch)\s*,?\s+"
    r"(?:and|but)\s+(?=are parallel\b)",
    re.IGNORECASE,
)
_RIGHT_ANGLE_BETWEEN = re.compile(
    rf"\b(?:there(?:['’]s| is) )?(?:a )?{_RIGHT_ANGLE} between "
    r"(?:them|the (?:two )?lines)\b",
    re.IGNORECASE,
)
_NEVER_MEET = re.compile(
    r"\b(?:never|(?:do|will|can)(?: not|n['’]t)|cannot|can['’]t)\s+(?:ever\s+)?(?:meet|cross|intersect|touch)\b",
    re.IGNORECASE,
)
_ON_EACH_OTHER = re.compile(
    r"\b(?:lie|are|fall)\s+(?:exactly\s+)?on top of (?:each other|one another)\b|"
    r"\bone (?:of them )?(?:lies|is|falls) (?:exactly |right |directly )?on (?:top of )?the other\b|"
    r"\bare (?:one and )?the same line\b|"
    r"\bcoincides?\b(?!\s+with\s+the\s+(?:\w+\s+)?(?:axis|edge|side)\b)",
    re.IGNORECASE,
)

_STATED = r"\b(?P<what>claim|statement|assertion|proposition|conclusion|it|this|that)\s+"
_FAILS_TO_HOLD = re.compile(
    rf"{_STATED}(?:(?:does not|doesn['’]t|fails to)\s+hold(?:\s+(?:true|up|water))?\b|is\s+(?:refuted|contradicted|"
    r"disproved|disproven)\b)",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    rf"{_STATED}(?:holds(?:\s+(?:true|up|water))?(?=\W*$|[.,:;]|\s+(?:and|since|because|as|for)\b)|is\s+(?:confirmed|"
    r"borne out|verified)\b)",
    re.IGNORECASE,
)

_HOSTS = re.compile(r"\b(?:the\s+)?(?:hosts|home\s+(?:team|side))\b", re.IGNORECASE)
_GUESTS = re.compile(r"\b(?:the\s+)?(?:visitors|guests|visiting\s+(?:team|side)|away\s+(?:team|side))\b", re.IGNORECASE)

_LOSES = re.compile(
    r"(?P<open>\b(?:if|had|unless|whether)\s[^,;.]*)?\b(?P<side>Home|Away)\s+"
    r"(?:(?:has|have|had|was|were|got|been|clearly|narrowly)\s+)*"
    r"(?:los(?:t|es)(?!\s+(?:its|their|an?|possession|ground|time|players?)\b)|"
    r"(?<!has )(?<!have )(?<!had )(?:defeated|beaten)(?=\s+(?:by\b|\d)|\W*(?:$|[,.;])))"
    r"(?:\s+(?:by|to|against)\s+(?:Home|Away)\b)?"
)
_THE_MATCH = r"(?=\W*$|[.,;:]|\s+(?:the|this)\s+(?:match|game)|\s+(?:and|so|as|because|since|but)\b)"
_NOBODY_WON = re.compile(
    r"\b(?:neither|none)(?:\s+(?:team|side)|\s+of\s+(?:them|the\s+(?:two\s+)?(?:teams|sides)))?\s+"
    rf"(?:has\s+)?(?:won|wins|win)\b{_THE_MATCH}|"
    r"\b(?:ended|finished|finishes|ends)\s+(?:level|all square|even)\b|"
    rf"\b(?:no\s+(?:team|side|one)|nobody)\s+(?:has\s+)?(?:won|wins)\b{_THE_MATCH}",
    re.IGNORECASE,
)
_ASKS_WINNER = re.compile(r"\b(?:won|wins?|winner|winning|victory)\b", re.IGNORECASE)
_DRAWN = re.compile(r"\b(?:draw|drawn|tie|tied)\b", re.IGNORECASE)

_TOWARDS = re.compile(r"\b(north|south|east|west)(?:wards?|erly|bound)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:beside|alongside|adjacent to)(?=\s+(?:the|an?|it|him|her|his|their)\b)", re.IGNORECASE)
_ON_TOP = re.compile(r"\bon (?:the )?top of\b", re.IGNORECASE)
_LIES = re.compile(
    r"\b(?:is\s+)?(?:lying|lies|standing|stands|sitting|sits|resting|rests|placed|located|positioned)\s+"
    r"(?=(?:on|in|inside|under|underneath|beneath|next to|behind|above|below|beside)\b)",
    re.IGNORECASE,
)
_NOT_ANYTHING = re.compile(
    r"(?:\s+not|n['’]t)\s+(?!see\b|read\b|make\b|tell\b|find\b|identify\b)((?:\w+\s+){0,2})anything\b(?!\s+(?:but|except|other|else|apart|special)\b)",
    re.IGNORECASE,
)
_HIGHEST = re.compile(r".*\bwere (?:the )?highest(?P<when>\s.+)", re.IGNORECASE)
_PEAKED = r"(?<!not )\b(?:peaked|reached\s+(?:its|their|a|the)\s+(?:peak|maximum|highest\s+(?:level|point|value)))"
_EQUAL = concept("equal")
_AS_MUCH = re.compile(
    r"(?:(?P<less>(?:\s+not|n['’]t)\s+(?:quite\s+)?|\s+(?:only\s+)?half\s+)|(?<!twice)(?<!times)(?<!nearly)(?<!almost)\s+"
    r"(?:(?:exactly|just|equally|precisely)\s+)?)"
    r"as\s+(?:large|big|tall|long|high|wide|heavy|old|fast|bright|thick|deep|strong|warm|expensive)\s+as\b(?!\s+possible)",
    re.IGNORECASE,
)
_NEITHER = re.compile(r"\W*neither\s+(?P<noun>(?!of\b)[a-z]+)\s", re.IGNORECASE)
_NO_WORD = re.compile(r"\s*no\s+([A-Za-z][\w-]+)\s*\.?\s*\Z", re.IGNORECASE)
_BAN = re.compile(
    r"(?<!not )\b(?P<before>[A-Za-z][\w-]+)\s+(?:(?:is|are)\s+)?(?:strictly\s+)?(?:prohibited|forbidden|banned)\b|"
    r"(?<!not )\b(?:forbids?|prohibits?|bans?)\s+(?:any\s+|all\s+|the\s+)?(?P<behind>[A-Za-z][\w-]+)\b",
    re.IGNORECASE,
)
_NO_BAN = re.compile(r"\b(?:(?:is|are)\s+not|isn['’]t|aren['’]t)\s+(?:prohibited|forbidden|banned)\b", re.IGNORECASE)

_NO_RELATION = re.compile(
    r"\b(?:there (?:is|seems to be)\s+)?no\s+(?:\w+\s+)?(?:relationship|correlation|relation|association|"
    r"connection|link)\b",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    r"(?<!not )\b(?:unrelated|uncorrelated|unconnected)\b|"
    r"(?:\s+not|n['’]t)\s+(?:related|correlated|associated|linked|connected)\b|\bnothing to do with\b|"
    r"\bindependent of (?:each other|one another)\b",
    re.IGNORECASE,
)
_MISSING = concept("missing")
_NOT_THERE = re.compile(
    r"\b(?:is|are|was|were)(?:\s+not|n['’]t)\s+(?:installed|present|there|included|available|found|attached|declared|"
    r"defined|imported|given)\b|\b(?:is|are|was|were)\s+(?:absent|lacking)\b",
    re.IGNORECASE,
)

_EMPTY = re.compile(r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?empty\b", re.IGNORECASE)
_HAVE_SAME = re.compile(
    r"\b(?:both|they|the two)\s+(?:\w+\s+)?(?:have|share|are of)\s+(?:exactly |precisely )?"
    r"(?:the (?:very )?)?(?:same|equal)\s\w+",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("they", "it", "he", "she"))
_ABOUT = re.compile(
    r"\b(?:the|these|two|three|both)\s+([a-z]{3,})\b(?=\s+(?:is|are|was|were|do|does|in|shown)\b|\W*\?)", re.IGNORECASE
)
"""The nouns of which a question wants to know something."""
_RISES = re.compile(r"\b(?:rose|fell|rises|falls|increases?d?|decreases?d?|goes up|went up)\b")
_WARMTH = (
    r"\b(?:got|gets|became|becomes|grew|grows|turned|turns|(?:is|was) getting)\s+"
    r"(?:(?:a lot|much|a bit|slightly)\s+)?"
)
_WARMER = re.compile(rf"{_WARMTH}(?:warmer|hotter)\b", re.IGNORECASE)
_COLDER = re.compile(rf"{_WARMTH}(?:colder|cooler)\b", re.IGNORECASE)


def class_steps(question: Question, options: Options) -> Iterator[Step]:
    """What brings a response into the words of the options; nothing for most questions."""
    if not options.texts:
        return
    names = {text.strip(" .").lower().removeprefix("a ").removeprefix("an ") for text in options.texts}
    yield from _quarters(options.texts)
    yield from _shares(options)
    yield from _figures(names, question.text)
    yield from _relations_of_lines({word for name in names for word in name.split()})
    yield from _sides_of_match(names, question.text)
    yield from _relations(options.texts)
    yield from _bans(options.texts)
    if "nothing" in names:
        yield lambda response: _EMPTY.sub("holds nothing", _NOT_ANYTHING.sub(r" \1 nothing", response))
    yield from _pronouns(question.text, options.texts)
    yield from _warmth(names, question.text)
    if "equal" in names:
        yield lambda response: _HAVE_SAME.sub("they are equal", response)
    yield from _peaks(names)
    yield from _comparisons(options)
    yield from _prepositions(" ".join(options.texts).lower())
    if len(names & {"north", "south", "east", "west"}) > 1:
        yield lambda response: _TOWARDS.sub(r"\1", response)
    if {"true", "false"} <= names:
        yield _in_truth
    if _MISSING in options.telling:
        yield lambda response: _NOT_THERE.sub("is missing", response)


def _quarters(texts: Collection[str]) -> Iterator[Step]:
    """Quarters by their number as the options have them: "Q3" or "third quarter"."""
    if sum(map(bool, map(_QUARTER_OPTION.match, texts))) > 1:
        yield lambda response: _QUARTER.sub(_sign_of_quarter, response)
    elif sum(map(bool, map(_QUARTER_NAME.search, texts))) > 1:
        yield lambda response: _QUARTER_SIGN.sub(lambda sign: f"{_ORDINAL_NAMES[int(sign[1])]} quarter", response)


def _sign_of_quarter(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    number = 4 if name == "last" else ORDINALS.get(name) or CARDINALS.get(match["chinese"] or "")
    return f"Q{number or match['number'] or match['chinese']}"


def _shares(options: Options) -> Iterator[Step]:
    """Shares in words, where options have them so: "1/4" for "A quarter full"."""
    found = [match for match in map(_SHARE_NAMED.search, options.texts) if match is not None]
    names = {(match["one"] or match["own"]).lower().replace("-", " ") for match in found}
    said = {sign: name if " " in name or name == "half" else f"a {name}" for name in names for sign in _SHARES[name]}
    if said:
        yield lambda response: _SHARE.sub(lambda share: said.get(share[0], share[0]), response)
    if any(text.strip(" .").lower() == "full" for text in options.texts):
        written = " ".join(options.texts).lower()
        yield lambda response: _PART_FULL.sub(lambda part: _part_full(part, written), response)


def _part_full(match: re.Match[str], written: str) -> str:
    """How much is full, as the options write it; what none of them says is not called full at all."""
    part = match["part"] or match["level"]
    return f"{part} full" if part.lower() in written else f"{part} {match['rest'] or ''}reached"


def _figures(names: Collection[str], question: str) -> Iterator[Step]:
    """Polygons by the number of their sides, and movements of figures by their verbs."""
    sided = {_SIDES[name]: name for name in names if name in _SIDES}
    four = [name for name in names if name in _FOUR_SIDED]
    sided |= {4: four[0]} if len(four) == 1 else {}
    if len(sided) > 1 and not _OF_SIDES.search(question):
        yield lambda response: _SIDED.sub(lambda match: sided.get(_count(match["count"]), match.group()), response)
    shapes = {adjective: name for name in names for adjective in _SHAPED.get(name, ()) if adjective not in names}
    if len(shapes) > 1:
        yield lambda response: _ADJECTIVE.sub(lambda said: shapes.get(said[1].lower(), said[1]), response)
    moves = {_MOVE_NAMES[name]: name for name in names if name in _MOVE_NAMES}
    if len(moves) > 1:
        verbs = re.compile("|".join(rf"\b(?P<{move}>{_MOVES[move]})\b" for move in moves), re.IGNORECASE)
        yield lambda response: verbs.sub(lambda verb: moves[verb.lastgroup or ""], response)


def _count(name: str) -> int:
    return _COUNTS.get(name.lower()) or int(name)


def _relations_of_lines(names: Set[str]) -> Iterator[Step]:
    """What lines are to each other: at a right angle, on top of each other, never meeting."""
    if "perpendicular" in names:
        yield lambda response: _PERPENDICULAR.sub("are perpendicular", response)
        yield lambda response: _RIGHT_ANGLE_BETWEEN.sub("they are perpendicular", response)
    if "parallel" in names:
        yield lambda response: _NEVER_AND.sub("", _SAME_DISTANCE.sub("are parallel", response))
    if "parallel" in names and names.isdisjoint(("skew", "meet", "cross", "intersect", "touch")):
        yield lambda response: _NEVER_MEET.sub("are parallel", response)
    if "coincident" in names:
        yield lambda response: _ON_EACH_OTHER.sub("are coincident", response)


def _sides_of_match(names: Set[str], question: str) -> Iterator[Step]:
    """The hosts and the visitors, where the options are home and away; the loser's rival where who won is asked."""
    if {"home", "away"} <= names:
        yield lambda response: _HOSTS.sub("Home", _GUESTS.sub("Away", response))
        if _ASKS_WINNER.search(question):
            yield lambda response: _LOSES.sub(_rival, response)
    drawn = [name for name in names if _DRAWN.search(name)]
    if len(drawn) == 1 and _ASKS_WINNER.search(question):
        yield lambda response: _NOBODY_WON.sub(drawn[0], response)


def _rival(loser: re.Match[str]) -> str:
    if loser["open"]:
        return loser.group()
    return f"{'Away' if loser['side'] == 'Home' else 'Home'} won"


def _prepositions(texts: str) -> Iterator[Step]:
    """Where something is, by the prepositions of the options, with a mere "is" for lies and stands."""
    if "next to" in texts:
        yield lambda response: _BESIDE.sub("next to", response)
    if re.search(r"\bon\b(?! top of)", texts) and "on top of" not in texts:
        yield lambda response: _ON_TOP.sub("on", response)
    if len(re.findall(r"\bis (?:on|in|under|next to|behind|above|below|beside)\b", texts)) > 1:
        yield lambda response: _LIES.sub("is ", response)


def _comparisons(options: Options) -> Iterator[Step]:
    """Two things that are alike, by "as large as"; what holds of none of two, where an option says "neither"."""
    equal = [option for option, phrase in enumerate(options.phrases) if _EQUAL in phrase]
    compared = [one for text in options.texts for one in degrees(text) if one.word.endswith("er")]
    lesser = {one.word for one in compared if not one.scale[1]}
    if len(equal) == 1 and len(lesser) == 1 < len({one.scale[1] for one in compared}):
        less = lesser.pop()
        yield lambda response: _AS_MUCH.sub(lambda said: f" {less} than" if said["less"] else " equal to", response)
    nouns = {one["noun"].lower() for one in map(_NEITHER.match, options.texts) if one is not None}
    if len(nouns) == 1:
        noun = re.escape(nouns.pop())
        none = re.compile(rf"\b(?:none|neither)\s+of\s+the\s+(?:two\s+)?{noun}s?\b|\bno\s+{noun}\b", re.IGNORECASE)
        yield lambda response: none.sub(f"Neither {noun}", response)


def _peaks(names: Collection[str]) -> Iterator[Step]:
    """When something was highest, by its peak."""
    found = [one for one in map(_HIGHEST.fullmatch, names) if one is not None]
    if len(found) == 1:
        peaked = re.compile(rf"{_PEAKED}(?={re.escape(found[0]['when'])}\b)", re.IGNORECASE)
        yield lambda response: peaked.sub("were highest", response)


def _bans(texts: Collection[str]) -> Iterator[Step]:
    """What must not be done, in the words of options that ban it: "Parking is prohibited" for "No parking"."""
    banned = {concept(word): text for text in texts for word in _NO_WORD.findall(text)}
    if len(banned) > 1:

        def as_option(ban: re.Match[str]) -> str:
            return banned.get(concept(ban["before"] or ban["behind"]), ban.group())

        yield lambda response: _BAN.sub(as_option, _NO_BAN.sub("is allowed", response))


def _relations(texts: Collection[str]) -> Iterator[Step]:
    """Things that have nothing to do with each other, in the words of the option that says so."""
    none = [text for text in texts if _NO_RELATION.match(text.strip())]
    if len(none) == 1:
        yield lambda response: _UNRELATED.sub(f" {none[0].rstrip('.')}", response)


def _in_truth(response: str) -> str:
    """A response that says of a statement that it holds or does not, in the words true and false."""
    return _HOLDS.sub(r"\g<what> is true", _FAILS_TO_HOLD.sub(r"\g<what> is false", response))


def _pronouns(question: str, texts: Collection[str]) -> Iterator[Step]:
    """The things in question by the pronoun with which all options begin: "the two triangles are" as "they are"."""
    firsts = {text.partition(" ")[0].lower() for text in texts}
    nouns = _ABOUT.findall(question) if len(firsts) == 1 and firsts <= _PRONOUNS else []
    if nouns:
        said = re.compile(
            r"\b(?:the|these|those|both|this|that)\s+(?:(?:two|three|four|\w+ed|\w+ing)\s+)?"
            rf"(?:{'|'.join(map(re.escape, nouns))})\s+(?=(?:is|are|was|were|has|have|had|do|does|will|can|must)\b)",
            re.IGNORECASE,
        )
        pronoun = firsts.pop()
        yield lambda response: said.sub(f"{pronoun} ", response)


def _warmth(names: Collection[str], question: str) -> Iterator[Step]:
    """Warmer and colder as what a temperature does."""
    if "temperature" in question.lower() and any(_RISES.search(name) for name in names):
        yield lambda response: _WARMER.sub("rose", _COLDER.sub("fell", response))
