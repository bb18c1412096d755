"""What a statement says of the thing in question by other words than the question's, brought into the question's.

"It is enabled" says that it is on, "it won't fit" that the van cannot pass under the bridge, "there is a signature in
the corner" that the painting is signed. Each holds for questions of one form alone.
"""

from __future__ import annotations

import re

from hyeval.scoring.stance import negated

_SWITCH = re.compile(r"\W*(?:is|are|was|were|has|have)\b.*\b(?:on|off)\W*$", re.IGNORECASE | re.DOTALL)
"""A question whether something is on or off."""
_CONTAINS = re.compile(
    r"\W*(?:does|do|did)\s+(?:the|this|that|these|those)\s+(?:[\w-]+\s+){1,3}?(?:contain|include|have|show|list|feature)\s+"
    r"(?:an?\s+|any\s+|the\s+|some\s+)?(?P<what>[\w-]+(?:\s+[\w-]+)?)\W*$",
    re.IGNORECASE,
)
"""A question whether something is in a thing that has several."""
_NEEDS = re.compile(
    r"\W*(?:does|do|did)\s+(?:the|this|that|these|those)\s+(?:[\w-]+\s+){1,3}?(?P<verb>need|require|use|call\s+for|ask\s+for)\s+"
    r"(?:an?\s+|any\s+|the\s+|some\s+)?(?P<what>[\w-]+(?:\s+[\w-]+)?)\W*$",
    re.IGNORECASE,
)
"""A question whether something is needed for what a list says: a recipe, a manual."""
_NEEDED = (
    r"(?:the|its)\s+(?:list\s+of\s+)?(?:required\s+|needed\s+)?(?:ingredients?|tools|materials|supplies|parts|components|utensils|"
    r"equipment)(?:\s+list)?\b"
)
_SWITCHED = (
    (re.compile(r"\b(?:enabled|activated|active)\b", re.IGNORECASE), "on"),
    (re.compile(r"\b(?:disabled|deactivated|inactive)\b", re.IGNORECASE), "off"),
)
_ON_THING = re.compile(
    r"(?<!turned )(?<!switched )(?<!turns )(?<!put )(?<!left )\b(?:on|off)\s+(?=(?:the|an?|his|her|its|their|top)\b)",
    re.IGNORECASE,
)
"""Where something is, and not whether it is on."""
_ENABLED = re.compile(
    r"(?P<what>\W*(?:is|are|was|were|has|have)\b.*\b)(?:(?P<on>enabled|activated|(?:switched|turned) on)|"
    r"disabled|deactivated|(?:switched|turned) off)\W*",
    re.IGNORECASE | re.DOTALL,
)
_ONCE = re.compile(
    r"(?P<what>\W*(?:has|have|had)\b.*?),?\s+(?:before|already|yet|so far|at some point|in the past)\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A question for what has been so at some time, whose last word adds nothing."""
_EVER = re.compile(r"^(\W*(?:has|have|had)\b.{1,60}?\s)ever\s+", re.IGNORECASE)
_DESERTED = re.compile(r"(?P<what>\W*(?:is|are|was|were)\b.*\b)deserted\W*", re.IGNORECASE | re.DOTALL)
_SAFE_TO_EAT = re.compile(
    r"(?P<what>\W*(?:is|are|was|were)\b.*\b)(?:safe|fit|ok|okay|good) (?:to eat|for (?:human )?consumption)\W*",
    re.IGNORECASE | re.DOTALL,
)
_TAKEN = re.compile(
    r"(?P<what>\W*(?:is|are|was|were)\s+(?:the|this|that)\s+(?:[\w-]+\s+){0,3}?(?:seat|space|spot|table|chair|bench|lane|"
    r"bay|place|stool|bed|berth|bathroom|toilet|room|cabin|sofa|couch)s?\s+)(?:occupied|taken)\W*",
    re.IGNORECASE,
)
"""A question whether a place that one can take is not free."""
_FREE = re.compile(
    r"(?P<what>\W*(?:is|are|was|were)\b.*\b(?:seat|space|spot|table|chair|bench|lane|bay|place|stool|bed|berth)s?\s+"
    r"(?:(?:in|on|at|by|near|next to|beside)\s+(?:the|his|her)\s+(?:\w+\s+){1,2})?)free\W*",
    re.IGNORECASE,
)
"""A question whether a place that one can take is taken."""
_PASSAGE = re.compile(
    r"\W*(?:can|could|will|would|does|do|is|are)\b.*?\b"
    r"(?P<way>(?:pass|go|drive|get|squeeze|move|sail|come|fit|be (?:put|moved|pushed|placed))\s+"
    r"(?:under|below|beneath|through|into|between|inside|in|past|onto)\b[^?]*?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""A question whether one thing goes through another one."""
_FITS = re.compile(
    r"\bfits?\b(?=\s*(?:[.,;:!)]|$)|\s+(?:with|\w+ly|just|because|since|as|there|underneath|"
    r"(?:under|through|into|in|inside|between|past)\s+(?:it|them|there))\b)",
    re.IGNORECASE,
)
_A_FIT = re.compile(r"\b(?:an?|the)\s+(?:[\w-]+\s+)?fit\b", re.IGNORECASE)
"""The noun."""
_JOINED = re.compile(r"\W*(?:is|are|was|were|has|have)\b.*\b(?P<done>\w{3,}ed) in\W*$", re.IGNORECASE | re.DOTALL)
"""A question whether something is logged in or plugged in."""
_LEFT_MARKS_TEXT = """
signed signature, autographed autograph, labelled label, labeled label, stained stain, cracked crack, dented dent,
scratched scratch, stamped stamp, tattooed tattoo, dated date, titled title, captioned caption, damaged damage,
watermarked watermark, bandaged bandage, numbered number, illustrated illustration, fenced fence, punctured puncture,
annotated annotation, decorated decoration, engraved engraving, bruised bruise
"""
_MARKS = {pair.split()[0]: pair.split()[1] for pair in _LEFT_MARKS_TEXT.split(",")}
"""What something bears that has been done to it; a lock is none, as what has one need not be locked."""
_MARKED = re.compile(
    r"\W*(?:is|are|was|were|has|have)\s+(?:(?:the|this|that|his|her|its)\s+)?(?:[\w-]+\s+){0,2}?(?P<thing>[\w-]+)\s+"
    rf"(?:been\s+)?(?P<said>(?P<done>{'|'.join(_MARKS)})(?:\s+by\s+(?:the|its|an?)\s+\w+)?)\W*$",
    re.IGNORECASE,
)
"""A question whether something has been done to a thing that shows on it."""
_COVERED = {
    "feet|foot": ("shoes? socks? boots? sandals? slippers? sneakers? trainers? footwear", "bare-?foot(?:ed)?"),
    "hands?": ("gloves? mittens?", "bare-?handed|gloveless"),
    "head": ("hat cap helmet beanie headscarf headgear turban hood", "bare-?headed|hatless|helmetless"),
    "chest|torso|upper body": ("shirt t-shirt top sweater jacket vest", "bare-?chested|shirtless|topless"),
    "neck": ("scarf tie necklace collar", "tieless|collarless"),
    "face|nose|eyes": ("glasses sunglasses spectacles eyeglasses goggles", ""),
    "wrists?": ("watch wristwatch bracelet", ""),
}
"""By parts of the body what covers them, and in one word that nothing does."""
_WEARS = re.compile(
    r"\W*(?:is|are|was|were|does|do|did)\b.*\b(?:wear(?:ing)?|have|has|having)\s+(?:(?:an?|any|his|her|their|its|the)\s+)?"
    r"(?:[\w-]+\s+){0,2}?(?P<what>[\w-]+)(?:\s+on)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_PERSONS = {"his": "he", "her": "she", "its": "it", "their": "they"}
_VACANT = re.compile(r"\W*(?:is|are|was|were)\b.*\bempty\W*$", re.IGNORECASE | re.DOTALL)
_IS_FREE = re.compile(r"\b((?:is|are|was|were)\s+(?:still\s+|not\s+|\w+ly\s+)?)free\b(?!\s+of\b)", re.IGNORECASE)
_FREE_PLACE = re.compile(
    r"\bfree(?=\s+(?:seat|space|spot|table|chair|bench|lane|bay|place|stool|bed|berth)s?\b)", re.IGNORECASE
)
_ALL_TAKEN = re.compile(
    r"\W*(?:is|are|was|were)\s+(?:all|every|each)\b.*\b(?:seat|space|spot|table|chair|bench|lane|bay|place|stool|bed|berth)s?\b"
    r".*\s(?:occupied|taken)\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""A question whether none of the places that one can take is free."""
_IS_TAKEN = re.compile(r"\b(?:reserved|booked|in use)\b", re.IGNORECASE)
_SUBSTANCES = "sugar|fat|gluten|lactose|dairy|nut|alcohol|caffeine|meat|salt|smoke|ice|snow|dust"
FREE_OF = rf"(?P<what>(?!error|toll|duty|hands?\b)[a-z]{{3,}}(?=-)|{_SUBSTANCES})[- ]free\b"
"""What is without something, as its substances are also called in two words: "sugar-free", "sugar free"."""
_FREE_OF = re.compile(
    r"(?P<is>\W*(?:is|are|was|were)\b.*?)\s+(?:(?<!\bthe )(?<!\bmy )(?<!\bhis )(?<!\bher )(?<!\bis )(?<!\bare )"
    rf"{FREE_OF}|free (?:of|from)(?: any)? (?P<of>[\w-]+(?: [\w-]+)?))"
    r"(?P<noun>\s+(?!according|in|on|at|by|of|for|today|now|or|and|as|with|too|also)[\w-]+)?(?P<rest>\s+[^?]*)?\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A question whether something is without something: "Is this a sugar-free drink?"."""
_POINTS = re.compile(r"\b(?:this|that)$", re.IGNORECASE)
_ON_IT = re.compile(
    r"(?P<what>\W*(?:does|do|did|has|have|is|are)\b.*?\w)\s+(?:on|in|inside|within)\s+(?:it|them)\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A question that names its place once more at its end: "Does the flag have a star on it?"."""
_SIDE_OF = re.compile(
    r"\bon the (left|right)(?:[- ]hand)? side of (?=(?:the|this|that|his|her|its|an?)\s+(?!\w*\s*(?:street|road|image|"
    r"picture|photo|photograph|screen|page|map|room|river)\b))",
    re.IGNORECASE,
)
"""Beside what something is; of what has sides of its own it may be a part."""
_EXPIRED = re.compile(
    r"\b(?:past|beyond|over) (?:its|the|their) (?:expir\w+|best[- ]before|use[- ]by|sell[- ]by) date\b", re.I
)
_OR_NOT = re.compile(r",?\s+or\s+not\W*$", re.IGNORECASE)
_HAS_NO = re.compile(
    r"(?P<does>\W*(?:does|do|did)\b.*?)\s+(?P<have>contain|include|have|show|use)\s+no\s+(?P<rest>(?!more\b|longer\b).+)",
    re.IGNORECASE | re.DOTALL,
)
_HOSTS = r"(?:the\s+)?(?:hosts|home\s+(?:team|side))"
_GUESTS = r"(?:the\s+)?(?:visitors|guests|visiting\s+(?:team|side)|away\s+(?:team|side))"
_ASKS_WIN = re.compile(
    rf"\W*(?:did|has|have|does|is|are|will)\s+(?:(?P<home>{_HOSTS})|{_GUESTS})\s+(?:\w+\s+)?w[io]n", re.I
)
_WON = r"(?:won|wins?|beat|beats|defeated|defeats|are winning|is winning)\b"
_LOST = r"(?:lost|loses?|were (?:beaten|defeated)|was (?:beaten|defeated))\b"
_RESULT = re.compile(rf"\b(?:(?P<won>{_WON})|{_LOST})", re.IGNORECASE)
_DRAWN = re.compile(
    r"\b(?:ended|finished|was|is)\s+(?:in\s+)?(?:an?\s+)?(?:\w+\s+)?(?:draw|tie)\b|\bdrew\b(?! (?:level|ahead|an?"
    r"|the)\b)",
    re.I,
)
"""A match without a winner."""
_SHEET = "page|sheet|document|paper|canvas|letter|front|back"
_PART = r"(?:corner|side|bottom|top|edge|back|front|margin|surface|middle|cent(?:er|re)|left|right|end|part|area|rim)"


_ASKS_RIGHT_ANGLE = re.compile(
    r"(?P<what>\W*(?:is|are)\s+(?:the|this|that|these|both|all)\s+[^?]*\bangles?\b[^?]*\s)(?:an?\s+)?right angles?\W*",
    re.IGNORECASE,
)
_ON_TOP_OF = re.compile(r"\bon top of (?=(?:the|this|that|an?|his|her|its)\b)", re.IGNORECASE)
_UPSIDE_DOWN = re.compile(r"\bupside[- ]down\b", re.IGNORECASE)
_RIGHT = "90 degrees"
_ANGLES = (
    (
        re.compile(r"\b(?:not\s+)?(?:an?\s+)?(?:obtuse|acute|reflex|straight|oblique)(?:\s+angle)?\b", re.IGNORECASE),
        "not 90 degrees",
    ),
    (re.compile(r"\b(?:an?\s+)?right angle\b", re.IGNORECASE), "90 degrees"),
    (
        re.compile(r"^\W*\w+ (?:is|and \w+ are)(?P<not> not|n['’]t)? perpendicular(?: to \w+)?\b", re.IGNORECASE),
        r"it is\g<not> 90 degrees",
    ),
)
"""What kind of angle one is, for a question whether it is a right one."""


def plainly_asked(question: str) -> str:
    """A question with the plainest word for what it asks: "Is it enabled?" and "Is it turned on?" are "Is it on?"."""
    taken = _TAKEN.fullmatch(question)
    if taken is not None:
        return f"{taken['what']}not empty?"
    question = _ON_TOP_OF.sub("on ", question)
    question = _UPSIDE_DOWN.sub("inverted", question)
    question = _EXPIRED.sub("expired", _SIDE_OF.sub(r"to the \1 of ", _OR_NOT.sub("?", question)))
    on_it = _ON_IT.fullmatch(question)
    question = question if on_it is None else f"{on_it['what']}?"
    enabled = _ENABLED.fullmatch(question)
    if enabled is not None:
        return f"{enabled['what']}{'on' if enabled['on'] else 'off'}?"
    angle = _ASKS_RIGHT_ANGLE.fullmatch(question)
    if angle is not None:
        return f"{angle['what']}{_RIGHT}?"
    lacking = _FREE_OF.fullmatch(question)
    if lacking is not None:
        what = lacking["what"] or lacking["of"]
        thing = lacking["is"] if lacking["noun"] else _POINTS.sub("it", lacking["is"])
        return f"{thing}{lacking['noun'] or ''} without {what}{lacking['rest'] or ''}?"
    has_no = _HAS_NO.fullmatch(question)
    if has_no is not None:
        return f"{has_no['does']} not {has_no['have']} {has_no['rest']}"
    question = _EVER.sub(r"\1", question)
    once = _ONCE.fullmatch(question)
    if once is not None:
        return f"{once['what']}?"
    edible = _SAFE_TO_EAT.fullmatch(question)
    if edible is not None:
        return f"{edible['what']}edible?"
    vacant = _DESERTED.fullmatch(question) or _FREE.fullmatch(question)
    return f"{vacant['what']}empty?" if vacant is not None else question


class Rewording:
    """The words of one question for what statements say otherwise."""

    def __init__(self, question: str) -> None:
        self._is_switch = _SWITCH.match(question) is not None
        self._asks_vacant = any(asks.match(question) for asks in (_VACANT, _ALL_TAKEN))
        win = _ASKS_WIN.match(question)
        teams = (_HOSTS, _GUESTS) if win is not None and win["home"] else (_GUESTS, _HOSTS)
        self._teams = None if win is None else tuple(re.compile(rf"\b{team}\b", re.IGNORECASE) for team in teams)
        self._asks_right_angle = question.endswith(f" {_RIGHT}?") and "angle" in question
        joined = _JOINED.match(question)
        self._joined = joined["done"].lower() if joined is not None else None
        passage = _PASSAGE.match(question)
        self._way = passage["way"] if passage is not None else None
        worn = _WEARS.match(question)
        self._uncovered = _uncovered(worn["what"].lower()) if worn is not None else None
        self._has_on = _had_on(worn["what"]) if worn is not None else None
        self._lacks = f"no {worn['what']}" if worn is not None else ""
        marked = _MARKED.match(question)
        self._said = marked["said"] if marked is not None else ""
        self._mark = _mark_on(marked["thing"], _MARKS[marked["done"].lower()]) if marked is not None else None
        contained = _CONTAINS.match(question)
        self._part = _part_of(contained["what"]) if contained is not None else None
        needs = _NEEDS.match(question)
        self._needs = needs["verb"] if needs is not None else ""
        self._needed = _listed_as_needed(needs["what"]) if needs is not None else None

    def plain(self, line: str) -> str:
        """A statement in the words of the question."""
        return self._of_kind(self._of_state(line))

    def _of_state(self, line: str) -> str:
        """What a statement says of a switch, a joint, an angle or a match."""
        if self._is_switch and ("activ" in line or "abled" in line):
            for pattern, said in _SWITCHED:
                line = pattern.sub(said, line)
        if self._joined is not None:
            line = re.sub(rf"\b(?:{self._joined} out|un{self._joined})\b", f"not {self._joined} in", line)
        if self._asks_right_angle and ("angle" in line or "obtuse" in line or "acute" in line or "perpend" in line):
            for pattern, said in _ANGLES:
                line = pattern.sub(said, line)
        if self._teams is not None:
            line = _of_asked_team(line, *self._teams)
        return line

    def _of_kind(self, line: str) -> str:
        """What a statement says of a place, a passage, a part of the body or a mark."""
        if self._asks_vacant:
            line = _IS_TAKEN.sub("occupied", _FREE_PLACE.sub("empty", _IS_FREE.sub(r"\1empty", line)))
        if self._is_switch and _ON_THING.search(line):
            line = _ON_THING.sub("at ", line)
        if self._way is not None and "fit" in line and not _A_FIT.search(line):
            line = _FITS.sub(self._way.replace("\\", ""), line)
        if self._has_on is not None and " on" in line:
            line = self._has_on.sub(r"wears\g<what>", line)
        if self._uncovered is not None and (bare := self._uncovered.search(line)) is not None:
            line = self._uncovered.sub(self._of_bare, _without_others(line, bare))
        if self._mark is not None:
            line = self._mark.sub(self._of_mark, line)
        if self._part is not None:
            line = self._part.sub(_as_contained, line)
        if self._needed is not None:
            line = self._needed.sub(self._of_needed, line)
        return line

    def _of_needed(self, match: re.Match[str]) -> str:
        is_none = match["no"] or match["not"] or match["none"] or match["lacks"]
        return f"It does {'not ' if is_none else ''}{self._needs} {match['what'] or match['that']}"

    def _of_mark(self, match: re.Match[str]) -> str:
        is_none = match["lacks"] or match["no"] or match["none"] or match["gone"]
        return f"{', ' if match.group().startswith(',') else ''}it is {'not ' if is_none else ''}{self._said}"

    def _of_bare(self, match: re.Match[str]) -> str:
        verb = "wears" if match["is"] or match["be"] or "nothing" in match.group() else "wearing"
        return f"{_PERSONS.get((match['whose'] or match['owner'] or '').lower(), '')} {verb} {self._lacks}"


def _part_of(what: str) -> re.Pattern[str]:
    """What says of a thing that it is a part of another one, or is left out of it."""
    name = re.escape(what)
    return re.compile(
        rf"(?:\bthe\s+|\ban?\s+|\bany\s+|\b)(?:(?!no\b)[\w-]+\s+)??(?P<what>{name})\s+(?:is|are|was|were)(?P<not>\s+not|n['’]t)?\s+"
        r"(?:\w+ly\s+|also\s+|certainly\s+)?(?:(?:a\s+|one\s+)?part\s+of|one\s+of|among|amongst|included\s+(?:in|with|among)|"
        r"contained\s+in)\s+(?:the|this|these|those|its|it|them)\b|"
        rf"\b(?:leaves?|left)\s+(?P<out>{name})\s+out\b|\b(?:leaves?\s+out|omits?|skips?|does\s+without)\s+(?:the\s+|any\s+)?(?P<omitted>{name})\b",
        re.IGNORECASE,
    )


def _listed_as_needed(what: str) -> re.Pattern[str]:
    """What says of a thing that it stands in a list of those that are needed: "Two eggs are among the ingredients"."""
    name = re.escape(what)
    return re.compile(
        rf"\b(?:there\s+(?:is|are)\s+)?(?:(?P<no>no|none\s+of\s+the)\s+|(?:[\w-]{{1,20}}\s+){{1,3}}?)??(?P<what>{name})\b"
        r"(?:\s*,[\w ,-]{1,80}|\s+and\s[\w ,-]{1,80})??"
        r"(?:\s+(?:is|are|was|were|appears?)(?P<not>\s+not|n['’]t)?(?:\s+(?:also|clearly|there))?)?"
        rf"(?:\s+(?:listed|included|mentioned|named|given|shown))?\s+(?:among|in|on)\s+{_NEEDED}|"
        rf"\b{_NEEDED}(?:\s+(?:do|does)(?P<none>\s+not|n['’]t))?\s+(?:includes?|contains?|lists?|mentions?|comprises?|names?)\s+"
        rf"(?P<lacks>no\s+)?(?:[\w-]{{1,20}},?\s+){{0,12}}?(?P<that>{name})\b",
        re.IGNORECASE,
    )


def _as_contained(said: re.Match[str]) -> str:
    """What is part of something, as what that contains: "Nuts are not part of" as "It does not contain nuts, as of"."""
    if said["out"] or said["omitted"]:
        return f"does not contain {said['out'] or said['omitted']}"
    return f"It {'does not contain' if said['not'] else 'contains'} {said['what']} among"


def _had_on(garment: str) -> re.Pattern[str]:
    """What says that somebody has a garment on."""
    return re.compile(
        rf"\b(?:has|have)(?P<what> (?:an?|his|her|their|the|\w+) (?:[\w-]+ ){{0,2}}?{re.escape(garment)}) on(?=\W*$"
        rf"|[,;.])",
        re.IGNORECASE,
    )


def _of_asked_team(line: str, own: re.Pattern[str], other: re.Pattern[str]) -> str:
    """What a statement on a match says of the team in question: that it won, or did not."""
    if _DRAWN.search(line):
        return "They did not win."
    named = [(match.start(), is_own) for is_own, team in ((True, own), (False, other)) for match in team.finditer(line)]
    result = _RESULT.search(line) if named else None
    if result is None or negated(line):
        return line
    before = [is_own for start, is_own in named if start < result.start()]
    if not before:
        return line
    return f"They {'won' if (result['won'] is not None) == before[-1] else 'lost'}."


def _without_others(line: str, bare: re.Match[str]) -> str:
    """A statement from its clause on what is bare, if it is on nothing worn: "He holds a hat, and his head is bare"."""
    before = line[: bare.start()]
    comma = before.rfind(", ")
    is_clause = bare["is"] is not None and comma >= 0 and "wear" not in line
    return line[comma + 2 :] if is_clause else line


def _uncovered(garment: str) -> re.Pattern[str] | None:
    """What says that nothing covers the part of the body on which a garment is worn."""
    for part, (garments, bare) in _COVERED.items():
        if any(re.fullmatch(name, garment) for name in garments.split()):
            alone = rf"|(?P<be>\b(?:is|are|was|were)\s+)?\b(?:{bare or '(?!)'})\b"
            return re.compile(
                rf"(?:\b(?P<whose>his|her|its|their)|(?<=\w)['’]s?)\s+(?:{part})\s+(?P<is>is|are|was|were|looks?|appears?)\s+"
                rf"(?:\w+ly\s+)?(?:bare|uncovered)\b|\bthere(?: is|['’]s) nothing (?:on|around|over|in front of"
                rf"|covering) "
                rf"(?:(?P<owner>his|her|its|their)|the\s+\w+['’]s?)\s+(?:{part})\b(?![^.;]*\b(?:except|but|besides"
                rf"|other "
                rf"than|apart)\b)|(?:\b(?:has|have|with|on|in)\s+)?(?:\b(?:his|her|their)\s+)?"
                rf"\bbare\s+(?:{part})\b{alone}",
                re.IGNORECASE,
            )
    return None


def _mark_on(thing: str, mark: str) -> re.Pattern[str]:
    """What says that a thing has a mark or has none, without a word on another thing that bears it."""
    name = re.escape(thing.rstrip("s"))
    return re.compile(
        rf"(?:\b(?:there(?:['’]s| is| are| was| were)|(?:i|we|you)(?: can)? see|"
        rf"(?:it|they|this|(?:the|this|each|every|both|all(?: the)?) {name}s?) "
        rf"(?:has|have|had|bears?|carries|shows?|contains?|(?P<lacks>(?:does|do|did)(?:n['’]t| not) (?:have|bear|"
        rf"show|carry))))\s+(?:(?P<no>no|not an?|not any)|any|an?|some|the|several|two|"
        rf"many)\s+(?:[\w-]+\s+){{0,2}}?{mark}s?(?:\s+(?:visible|present|shown|here|printed|written))?|"
        rf"(?:^\W*|,\s+)(?P<none>no)\s+(?:[\w-]+\s+)?{mark}s? (?:is|are|was|were|can be)(?: \w+ly)?"
        rf"(?: (?:visible|present|shown|there|seen|found))?|"
        rf"\bthe {mark}s?(?: (?:line|field|box))? (?:is|are) (?P<gone>missing|absent|empty|blank))"
        rf"(?:\s+(?:in|on|at|near|along|across|to)\s+(?:it|them|(?:the|its|this)\s+(?:[\w-]+\s+){{0,2}}?"
        rf"(?:{_PART}|{name})s?))?(?:\s+of\s+(?:it|(?:the|this)\s+(?:{name}|{_SHEET})))?"
        rf"(?=\s*(?:[.,;:!(\"]|$)|\s+(?:that|which|and|but|reading|saying|from|so)\b)",
        re.IGNORECASE,
    )
