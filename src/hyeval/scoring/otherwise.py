"""Options of everyday classes in other words than theirs: how something moves or changes, what a device is for.

"The driver is braking" says that a car slows down, "it climbs, and then it drops off" that a line increases and then
decreases, "it's an anemometer" that a device is to measure wind speed. Each is brought into the words of the option.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import concept
from hyeval.scoring.options import Options

Step = Callable[[str], str]
"""What rewrites a response."""

_PRONOUN = re.compile(r"^\W*(?:it|he|she|they)\s+", re.IGNORECASE)
_MOTIONS = {
    "faster": re.compile(r"\b(?:speeds? up|accelerat\w+|gets? faster)\b", re.IGNORECASE),
    "slower": re.compile(r"\b(?:slows? down|decelerat\w+|gets? slower|brakes)\b", re.IGNORECASE),
    "steady": re.compile(r"\b(?:constant|same|steady|uniform) (?:speed|velocity)\b", re.IGNORECASE),
    "still": re.compile(
        r"\b(?:stands? still|(?:is|stays|remains) at rest|is stationary|does not move)\b", re.IGNORECASE
    ),
}
"""How an option says that something moves."""
_IS = r"(?:(?:is|are|was|['’]s)\s+|keeps\s+|starts\s+|begins\s+to\s+)?"
_SAID_OF_MOTION = re.compile(
    r"(?P<steady>\bneither\s+(?:accelerat\w+|speeds? up)\s+n?or\s+(?:decelerat\w+|slows? down|brakes)|"
    rf"\b{_IS}(?:(?:going|goes|moves|moving|travels|travelling|traveling|drives|driving|continues|runs|running)\s+)?"
    r"(?:on\s+)?(?:at|with)\s+(?:the|an?)\s+(?:same|steady|constant|uniform|unchanging|fixed)\s+(?:speed|velocity|pace)|"
    r"\b(?:keeps|maintains|holds)\s+(?:its|the|an?)\s+(?:same\s+|steady\s+|constant\s+)?(?:speed|velocity|pace)|"
    r"\b(?:its\s+|the\s+)?(?:speed|velocity)\s+(?:stays|remains|is|does(?:n['’]t| not)\s+change)"
    r"(?:\s+(?:constant|the same|unchanged))?(?=\W*$|[,.;]))|"
    rf"(?P<faster>\b{_IS}(?:accelerat(?:es|ing|ed)|speeding up|picks? up speed|picking up speed|gain(?:s|ing) speed|"
    r"(?:gets?|getting|becom(?:es|ing)) faster(?: and faster)?))\b|"
    rf"(?P<slower>\b{_IS}(?:decelerat(?:es|ing|ed)|slowing(?: down)?|brak(?:es|ing)|los(?:es|ing) speed|"
    r"(?:gets?|getting|becom(?:es|ing)) slower"
    r"(?: and slower)?))\b|"
    r"(?P<still>\b(?:is|are|['’]s|stays|remains|sits|(?:has|have) come|comes|came)\s+"
    r"(?:to (?:a )?(?:rest|standstill|halt|full stop)|at rest|stationary|motionless)|"
    r"\b(?:is|are)(?:n['’]t| not)\s+moving(?: (?:any ?more|at all))?)\b",
    re.IGNORECASE,
)
_UP = r"(?:increas(?:es|ed|ing)|ris(?:es|ing)|rose|climb(?:s|ed|ing)|grows|grew|go(?:es|ing) up|went up)"
_DOWN = (
    r"(?:decreas(?:es|ed|ing)|falls?|fell|falling|drop(?:s|ped|ping)?(?: off)?|declin(?:es|ed|ing)|go(?:es|ing) down|"
    r"went down|com(?:es|ing) (?:back )?down|came down|sinks?)"
)
_THEN = (
    r"[^.;]{0,60}?(?:,? and (?:then|afterwards|later|after that)|,? then|,? but then|,? before|"
    r",? until [^.;,]{1,30}?(?:,| and)(?: then)?|, peaks [^.;,]{1,30} and)\s+"
    r"(?:(?:it|the line|the curve)\s+)?(?:starts\s+to\s+)?"
)
_WHOLE = (
    r"(?:\s+(?:the whole time|all the way|throughout|all the time|constantly|continuously|consistently)|"
    r",?\s+without (?:any |a )\w+|\s+at (?:the same|a (?:constant|steady)) (?:rate|pace))+"
)
_BACK = r"(?:\s+(?:again|off|back))?"
_TRENDS = {
    "up_down": re.compile(
        rf"\W*(?:it\s+)?(?:{_UP}|rise|increase)\b.{{0,20}}\bthen\b.*\b(?:{_DOWN}|fall|decrease)\b", re.I
    ),
    "down_up": re.compile(
        rf"\W*(?:it\s+)?(?:{_DOWN}|fall|decrease)\b.{{0,20}}\bthen\b.*\b(?:{_UP}|rise|increase)\b", re.I
    ),
    "up": re.compile(rf"\W*(?:it\s+)?(?:\w+ly\s+)?{_UP}(?:\s+\w+ly)?\W*$", re.IGNORECASE),
    "down": re.compile(rf"\W*(?:it\s+)?(?:\w+ly\s+)?{_DOWN}(?:\s+\w+ly)?\W*$", re.IGNORECASE),
    "flat": re.compile(
        r"\W*(?:it\s+)?(?:stays|remains|is|does not|keeps)\s+(?:\w+ly\s+)?"
        r"(?:constant|the same|flat|change|unchanged)\W*$",
        re.I,
    ),
}
"""How an option says that something changes."""
_SAID_OF_TREND = re.compile(
    rf"(?P<up_down>\b{_UP}\b{_THEN}{_DOWN}\b{_BACK})|(?P<down_up>\b{_DOWN}\b{_THEN}{_UP}\b{_BACK})|"
    rf"(?P<up>\b(?:keeps\s+)?{_UP}{_WHOLE}|\bsteady (?:upward trend|climb))|"
    rf"(?P<down>\b(?:keeps\s+)?{_DOWN}{_WHOLE}|\bsteady downward trend)|"
    r"(?P<flat>\b(?:hardly|barely|scarcely) changes(?: at all)?)",
    re.IGNORECASE,
)
_DEVICES = {
    "thermometer": "temperature", "barometer": "pressure", "manometer": "pressure", "hygrometer": "humidity",
    "anemometer": "wind", "speedometer": "speed", "ammeter": "current", "voltmeter": "voltage", "stopwatch": "time",
    "protractor": "angle", "odometer": "distance", "altimeter": "altitude",
}  # fmt: skip
"""What instruments measure."""
_INSTRUMENT = re.compile(rf"\b(?:an?\s+)?(?P<name>{'|'.join(_DEVICES)})\b", re.IGNORECASE)
_ASKS_USE = re.compile(r"\b(?:purpose|function|used?|measures?|for)\b", re.IGNORECASE)
_INTO_LENS = re.compile(
    r"\b(?:(?:straight|directly|right)\s+)?(?:into|at)\s+(?:the\s+(?:lens|viewer|photographer)|us\b|you\b)",
    re.IGNORECASE,
)
_ASKS_GAZE = re.compile(r"\b(?:look\w*|gaz\w+|star\w+|fac\w+)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:(?:rise|increase|grow|climb|fall|decrease|drop)|go (?:up|down)|went (?:up|down)|rose|fell)\s+together\b|"
    r"\bmove in the same direction\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\bmove in opposite directions\b", re.IGNORECASE)
_DENIED = re.compile(r"(?:un|non-?)(?P<base>[a-z]{4,})", re.IGNORECASE)
"""An option of one word that says of something what it is not."""
_NEGATION = (
    r"\b(?P<is>is|are|was|were)(?:\s?n['’]t|\s+not|\s+never|\s+no\s+longer)\s+(?:(?:really|actually|even|yet)\s+)?"
)
_NUMBER = re.compile(r"(?:number\s+|no\.\s*|#\s*)(?P<sign>\d{1,2})\b(?!\s*(?:of|%))", re.IGNORECASE)

_LIST = r"(?:list|table|chart|ranking|column|field)"
_ON_TOP = re.compile(
    rf"\b(?:(?:comes?|came) out on top|tops the {_LIST}|leads the {_LIST}|ranks first|"
    rf"(?:is|was) at the (?:very )?top(?: of the {_LIST})?(?=\W*$|[,.;]))",
    re.IGNORECASE,
)
_AT_BOTTOM = re.compile(
    rf"\b(?:is|was) at the (?:very )?bottom(?: of the {_LIST})?(?=\W*$|[,.;]| with\b)", re.IGNORECASE
)
_AMOUNT = degrees("higher")[0].scale[0]


def other_words(question: str, options: Options) -> Iterator[Step]:
    """What brings a response into the words of the options; nothing for most questions."""
    texts = options.texts
    for kinds, least, said in ((_MOTIONS, 2, _SAID_OF_MOTION), (_TRENDS, 3, _SAID_OF_TREND)):
        found = _by_kind(kinds, texts)
        if len(found) >= least:
            yield partial(_in_words_of, said, found)
    asked = [one for one in degrees(question) if one.scale[0] == _AMOUNT]
    if len(asked) == 1:
        yield partial(_AT_BOTTOM.sub, "is the lowest")
    if len(asked) == 1 and asked[0].scale[1]:
        yield partial(_ON_TOP.sub, "is the highest")
    measured = {name: own for name, what in _DEVICES.items() if (own := _only(what, options))}
    if len(measured) > 1 and _ASKS_USE.search(question) and _INSTRUMENT.search(" ".join((question, *texts))) is None:
        yield lambda response: _INSTRUMENT.sub(lambda said: _as_instrument(said, measured), response, count=20)
    camera = _only("camera", options)
    if (
        camera
        and _ASKS_GAZE.search(question)
        and not re.search(r"\b(?:lens|viewer|photographer|us)\b", " ".join(texts))
    ):
        yield partial(_INTO_LENS.sub, f"at {camera.lower()}")
    denied = {one["base"].lower(): one.string for one in map(_DENIED.fullmatch, texts) if one is not None}
    bases = [base for base in denied if base not in " ".join(texts).lower().split()]
    if bases:
        negated = re.compile(rf"{_NEGATION}(?P<base>{'|'.join(bases)})\b", re.IGNORECASE)
        yield lambda response: negated.sub(lambda one: f"{one['is']} {denied[one['base'].lower()]}", response)
    positive, negative = _only("positive", options), _only("negative", options)
    if positive and negative and "relat" in positive:
        yield lambda response: _APART.sub(
            f"have a {negative.lower()}", _TOGETHER.sub(f"have a {positive.lower()}", response)
        )
    noun = next(iter(options.counted_nouns), "") if len(options.counted_nouns) == 1 else ""
    name = next((word for word in texts[0].strip("( ").split() if concept(word) == noun), "") if noun and texts else ""
    if name and not re.search(r"\b(?:numbers?|no\.)|#", " ".join((question, *texts)), re.IGNORECASE):
        named = re.compile(rf"(?<!\w)(?:{re.escape(name)}\s+)?{_NUMBER.pattern}", re.IGNORECASE)
        yield partial(named.sub, rf"{name.lower()} \g<sign>")


def _by_kind(kinds: Mapping[str, re.Pattern[str]], texts: Sequence[str]) -> dict[str, str]:
    """The texts of options by the kind that they alone are of."""
    found: dict[str, list[str]] = {}
    for text in texts:
        kind = next((name for name, form in kinds.items() if form.search(text)), None)
        if kind is not None:
            found.setdefault(kind, []).append(_PRONOUN.sub("", text).strip(" ."))
    return {kind: own[0] for kind, own in found.items() if len(own) == 1}


def _in_words_of(form: re.Pattern[str], options: Mapping[str, str], response: str) -> str:
    def in_words(said: re.Match[str]) -> str:
        own = options.get(said.lastgroup or "")
        return said.group() if own is None else f" {own}" if said.group()[0] in "'’" else own

    return form.sub(in_words, response)


def _only(word: str, options: Options) -> str | None:
    """The text of the one option that has a word."""
    own = [text for text, phrase in zip(options.texts, options.phrases, strict=True) if concept(word) in phrase]
    return own[0] if len(own) == 1 else None


def _as_instrument(said: re.Match[str], measured: Mapping[str, str]) -> str:
    own = measured.get(said["name"].lower())
    return said.group() if own is None else f"an instrument {own[:1].lower()}{own[1:].rstrip(' .')}"
