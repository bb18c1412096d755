"""A multiple-choice question as its responses are held against it: prepared once, and the same for all of them."""

from __future__ import annotations

import re
from functools import cached_property

from hyeval.scoring.aside import Aside
from hyeval.scoring.assigned import Assigned
from hyeval.scoring.claims import Rank
from hyeval.scoring.covariation import covariation
from hyeval.scoring.expression import extract_expression
from hyeval.scoring.extraction import Question
from hyeval.scoring.items import ITEM, Item, Items, listed
from hyeval.scoring.letters import SINGLE, Letters
from hyeval.scoring.lexicon import CARDINALS, STOPWORDS, concept
from hyeval.scoring.matching import match_expression, match_number
from hyeval.scoring.number import extract_number
from hyeval.scoring.options import Mention, full_mentions, option_of, partial_mention, prepared
from hyeval.scoring.poles import Pole, Sides
from hyeval.scoring.prose import refuses
from hyeval.scoring.remainder import refusing_option
from hyeval.scoring.route import Routes
from hyeval.scoring.sieve import Sieve, has_any
from hyeval.scoring.stance import Stance, explains, stance_in
from hyeval.scoring.statements import CONCLUSION, CORRECTION
from hyeval.scoring.wording import Wording
from hyeval.scoring.words import ARTICLES, Spoken, meaning_of, normal_form, spoken
from hyeval.scoring.yes_no import extract_yes_no

_LETTER_NAME = Sieve(r"\b(?:is|would be|must be)\s+[(\"']?([A-Z]{1,2})[)\"']?(?=\W*$|[,.;])")
_ABSENCE = Sieve(
    r"\bNOT\b|\b(?:is|are) (?:missing|absent)\b|\bEXCEPT\b|\b(?:is|are|does|do|was|were) not\b|\bexcept\b|\bcannot\b|"
    r"n't\b|不|\b(?:is|are)\b[^?]*\bmissing\W*$|\black(?:s|ing)?\b"
)
_ODD_ONE = Sieve(r"\bodd (?:one )?out\b|\bdiffer(?:s|ent)?\b|\b(?:is|are) unlike\b", re.IGNORECASE)
MISSING = Sieve(r"\bmissing\b|\babsent\b|\black|\bonly\b|\bnot\b|n't\b|\bno\b|\bnowhere\b", re.IGNORECASE, marked=True)
_WAY = re.compile(r"\bdirection\b|\bwhich way\b|\bwhere (?:is|are|does|do) .* (?:to|going|heading)\W*$", re.IGNORECASE)
_AFTER = re.compile(r"\W*(?:after|following)(?:\s+(?:the|an?))?$", re.IGNORECASE)
_COMPASS = re.compile(r"\b(?:north|south|east|west)(?:ern side)? of(?: the)?$", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:with|on|behind|near|under|beside|next to|in front of)(?: (?:the|an?|some|his|her))?$", re.IGNORECASE
)
_NOUN = re.compile(r" ([a-z]{3,})")
_FORMER = Sieve(r"\b(?:already|previously|earlier|formerly|used to)\b", re.IGNORECASE, marked=True)
"""What held before, which is less than what holds now."""
_WORDS_KEPT = 16384
"""Words of sentences whose meanings are kept."""
_FIRST_ASKED = re.compile(r"\b(?:first|earliest|earlier)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:arrow|step|line|part|point|region|area|label|number|structure|organ|layer|object|bar|curve|phase|stage|symbol|"
    r"box|circle|zone|room|component|block|node|cell|tooth|bone|muscle) \d{1,2}\b",
    re.IGNORECASE,
)
_ASKS_DOER = re.compile(
    r"\W*who\s+(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|can\b|will\b|has\b|have\b)\w", re.IGNORECASE
)
"""A question for who does something, whose verb follows at once."""
_BY = re.compile(r"\bby\s+$")
_OF_OTHERS = frozenset(("to", "for", "with"))
"""Prepositions before somebody for or with whom something is done."""
_WITH_VALUE = re.compile(r"([^,(;]{1,60}),\s+(?:with|at|by)\s+(?:only\s+|about\s+)?[-$€£]?\d[^;]*;?$")
"""A phrase and the value by which it was found: "Vitamin D, with 45 %"."""
_BEFORE_VALUE = frozenset(("with", "at", "by"))
_LABELS = re.compile(r",\s+(?:and\s+|while\s+|but\s+)?|\s+(?:and|while|whereas|but)\s+|;\s*")
_LOOKED_AT = re.compile(r"^\W*(?:in|on|of|from|here)\b[^,:;]{0,40}[,:]\s+", re.IGNORECASE)
_LABEL = r"\W*(?:(?:label|part|letter)\s+)?['\"(]?([A-Za-z])['\")]?"
_LABELLED = re.compile(rf"{_LABEL}(?::|\s+(?:is|=|points?|marks|labels|shows|stands|represents|to))\s")
_ELLIPTIC = re.compile(rf"{_LABEL}\s+(?:the|an?)\s")
"""The same without its verb, which stands in the clause before."""
_ALL_BUT = re.compile(
    r"\b(?:everything|every \w+|all(?: of (?:them|these|it))?)\s+(?:\w+\s+)?(?:but|except(?: for)?|apart from)\s+"
    r"(?P<what>.+?)(?=\s+(?:is|are|was|were|can|has|have)\b|\W*$)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|no|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_ITEM_ENDS_NO = re.compile(
    r"\s*(?::|[–—-]\s).*(?:\bso|[,;:→–—-])\s*(?:no|not (?:it|this|this one|correct)|wrong|incorrect|ruled out|excluded|"
    r"eliminated|[✗✘❌])\W*$",
    re.IGNORECASE | re.DOTALL,
)
"""What stands behind the name of a thing in an item that rules it out: ": there would be two nuclei, so no"."""
_LESS = re.compile(
    r"\b(?!(?:un|b|regard|doubt|nonethe|neverthe|price|count|end|wire)less\b)[a-z]{3,}less\b", re.IGNORECASE
)
"""What is said of a thing that lacks something: "flightless", "toothless"."""
_FAILS = re.compile(r"\s+(?:also\s+|clearly\s+)?fails?\b", re.IGNORECASE)
_PLACES_IT = re.compile(
    r"\W*(?:(?:and|while)\s+)?(?:the|an?|his|her|another|one)\s+(?:\w+\s+){1,2}?"
    r"(?:is|are|lies?|stands?|sits?|hangs?|can be seen)\s+"
    r"(?:(?:parked|placed|located|standing|lying|sitting|hanging)\s+)?(?:\w+ly\s+|further (?:back|away)\s+)?"
    r"(?:on|in|at|to|next|behind|beside|under|near|above|below|by|across|opposite|outside|(?:too\s+|very\s+)?far)\b"
    r"(?!\s+(?:the|this) (?:picture|image|photo|scene)\b)",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\W*[^\W\d][^\d:]{0,30}\s\d{1,3}\s*[:–—-]\s*\d{1,3}\s+[^\W\d][^\d:.]{0,30}")
_NEXT_THING = re.compile(r"(?<=,\s)(?:the|an?|his|her)\s", re.IGNORECASE)
_NEIGHBOUR = re.compile(r"\b(above|below|next to|beside|near)(?: (?:the|an?))?$", re.IGNORECASE)
_WHO = re.compile(r"\s+(?:who|that|which)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r",\s+(?:with|next to|beside|between|behind|in front of|surrounded by|flanked by|followed by|framed by|"
    r"accompanied by|"
    r"to the (?:left|right) of)\s[^,;.]*\W*$",
    re.IGNORECASE,
)
_WITH = re.compile(r",\s+with\s+(?:(?:the|an?)\s+)?\Z", re.IGNORECASE)
_PRESENTS = re.compile(
    r"(?:\b(?:is|are|was|were|stands?|sits?|lies?|hangs?|comes?|see|sees|find|have|has|spot)|['’]s)\s+(?:the\s+|an?\s+)?[\"'(]*\Z",
    re.IGNORECASE,
)
"""What stands before the subject of a sentence that begins with a place: "In the middle stands the groom"."""
_THAT_IS = re.compile(
    r"(?:\s+(?:that|which|who)\s+(?:is|are|lies?|stands?|sits?|hangs?|rests?))?(?:\s+\w+(?:ing|ed|ly))?"
    r"\s+(?:in front of|behind|beside|next to|near|under|above|below|between|(?:on|in|at)(?= the))"
    r"\s(?:(?!\b(?:is|are|was|were|looks?|does|has|and|or)\b)[^,;:.])*\W*$",
    re.IGNORECASE,
)
"""What only says of a thing where it is, up to the end of the sentence: "that lies in front of the camera"."""
_OPENS = re.compile(r"\W*(?:(?:it(?:['’]s| is)|this is)\s+)?(?:the|an?)?\s*", re.IGNORECASE)
_UNITS = ("pi", "degree")
"""Beginnings of words that may be part of a formula, which is written otherwise."""
_FORMULA = 400
"""Characters of a response that can be a formula and its derivation."""
_FIRST = 4
"""Words of a sentence of which one is strange to the options, if any is."""
_VALUE = re.compile(
    r"\s*\$?[-+$€]?\s*(?:\d[\d.,]*\s*/\s*\d+|\d[\d.,]*|\\[dt]?frac\{\d+\}\{\d+\})\s*(?:[%°]|[A-Za-zΩµ]{1,12}\.?|"
    r"[A-Za-z]{1,3}[²³])?\$?\s*"
)
_EQUATION = r"\s*[A-Za-z](?:\([a-z]\))?\s*=\s*(?:[-+*/^().,\d\sa-zπ√²³]|(?:sin|cos|tan|log|ln|exp|sqrt)\b){1,60}"
_FORMULA_OPTION = re.compile(
    rf"[^\\]*\\.*|\s*\$[^$]+\$\s*|\s*-?[\d.]*\s*π(?:\s*/\s*\d+)?\s*|{_EQUATION}|{_VALUE.pattern}", re.DOTALL
)
_ON_OTHERS = re.compile(r"[^.\n]*\bother (?:options|choices|answers|ones)\b[^.\n]*", re.IGNORECASE)
_ITEM_LETTER = re.compile(r"(?:^|(?<=\n)|(?<=[.!?]\s))[\s>*-]*\(?[A-Z][).:]\**\s+(?=\S)")
"""The letter with which a line names an option before its value; to the readers of numbers it may mean "Answer"."""
_HOW_MANY = re.compile(r"\bhow many\b|\bwhat (?:is the )?(?:total )?number of\b", re.IGNORECASE)
_NUMERALS = rf"(?:\d{{1,4}}|{'|'.join(name for name in CARDINALS if name.isascii() and name.isalpha())})"
_NUMERAL = re.compile(rf"(?<!\w){_NUMERALS}(?!\w)", re.IGNORECASE)
_TOTALS = ("total", "altogether", "in all", "all told", "overall", "up to", "count")
"""One of these stands in every such sentence."""
_TOTAL = re.compile(
    rf"(?<![\w.])({_NUMERALS})(?:\s+(?!of\b|and\b|or\b)\w+){{0,2}}\s+"
    r"(?:in total|altogether|in all|all told|overall)(?=\W*$|[,.;:!])|"
    rf"\b(?:in total|altogether|in all),?\s+(?:there are|i (?:can )?(?:count|see)|that(?:['’]s| is| makes))\s+"
    rf"({_NUMERALS})(?!\w|[.,]\d)|"
    rf"\b(?:total(?:s|ing)? (?:of|is|to)|adds? up to|sums? (?:up )?to)\s+({_NUMERALS})(?!\w|[.,]\d)|"
    rf"(?:^|[.;]\s)\W*i (?:can )?count(?:ed)?\s+(?:exactly\s+)?({_NUMERALS})(?=\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
"""The number to which a count comes."""
_GOOD = Sieve(
    r"✓|✔|✅|\b(?:correct|right|true|yes|match(?:es)?|fits|this is (?:the|it|our)|best|accurate|plausible|consistent|"
    r"possible answer|selected|applies|remains?|stays)\b|正确",
    re.IGNORECASE,
)
_BAD = Sieve(
    r"✗|✘|❌|\b(?:no|not|n't|wrong|incorrect|false|never|neither|cannot|unlikely|too|inconsistent|isn't|doesn't|don't|"
    r"aren't|can't|eliminated?|ruled out|excluded?|without|lacks?|irrelevant|but)\b|n't\b|错|不",
    re.IGNORECASE,
)

_ASKS_FALSE = re.compile(r"\b(?:false|incorrect|wrong|untrue|not (?:true|correct|right))\b", re.IGNORECASE)
_JUDGEMENT = (
    r"(?:(?P<good>yes|correct|true|this is (?:it|the (?:one|answer))|right(?! \w)|fits|matches|remains|stays)|"
    r"no(?! \w)|does(?: not|n['’]t) (?:fit|match|apply)|not (?:it|this(?: one)?|correct|right)|wrong|incorrect|false|"
    r"ruled out|excluded|eliminated)"
)
_JUDGED = re.compile(rf"\W*{_JUDGEMENT}(?=\W*(?:$|[,.;:!(–—-]))", re.IGNORECASE)
_JUDGED_LAST = re.compile(rf"(?:\bso|[,;:→–—-])\s*{_JUDGEMENT}\W*$", re.IGNORECASE)
"""The verdict with which a remark on an option begins, or with which it ends."""
_TICKS = re.compile(r"[✓✔✅✗✘❌]")
_VERDICT = re.compile(
    r"(?:(?P<false>\b(?:false|incorrect|wrong|untrue|not (?:true|correct|right))|[✗✘❌])|"
    r"(?P<true>\b(?:true|correct|right)|[✓✔✅]))\W*$",
    re.IGNORECASE,
)
"""What an item of a list of statements finds of its own at its end."""


def has_less(line: str) -> bool:
    """Whether a sentence has an adjective of what is not there: "flightless"."""
    return _LESS.search(line) is not None


_ASKS_MAIN = re.compile(r"\b(?:main|(?:pre)?dominant|prevailing|primary|mainly|mostly)\b", re.IGNORECASE)
_MAINLY = re.compile(
    r"\b(?:(?:mainly|mostly|predominantly|primarily|chiefly|largely)|"
    r"(?:main|(?:pre)?dominant|prevailing|primary)\s+\w+\s+(?:is|was)|most\s+of\s+(?:it|them)\s+(?:is|are|was|were))"
    r"\s+(?:the\s+|an?\s+)?\Z",
    re.IGNORECASE,
)
"""What stands before the one of several that prevails."""


class _Plain(dict[str, str]):
    """Chunks of sentences: what a plain word means, and nothing of articles and of what may belong to a formula."""

    def __missing__(self, chunk: str) -> str:
        word = chunk.rstrip(".,")
        is_plain = len(word) > 1 and word.isascii() and word.isalpha() and not word.lower().startswith(_UNITS)
        if len(self) >= _WORDS_KEPT:
            self.clear()
        meaning = self[chunk] = meaning_of(word) if is_plain and word.lower() not in ARTICLES else ""
        return meaning


_PLAIN = _Plain()


class Asked:
    """What a question and its options say: the options, the letters of its figure, its words, its kind.

    Each is found out when a rule first asks for it: most questions are asked once, and most responses need little.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.options = prepared(question.choices)
        self.letters = Letters(question.text, self.options)
        self.wording = Wording(question, self.options)

    @cached_property
    def topic(self) -> frozenset[str]:
        """The words of the question that weigh."""
        return spoken(self.question.text).present - STOPWORDS

    @cached_property
    def asks_for_absence(self) -> bool:
        """Whether what is not so is asked for."""
        return _ABSENCE.search(self.question.text) is not None

    @cached_property
    def asks_for_odd(self) -> bool:
        """Whether the thing that differs from the others is asked for."""
        return _ODD_ONE.search(self.question.text) is not None

    @cached_property
    def _asks_false(self) -> bool:
        """Whether the statement that does not hold is asked for."""
        return _ASKS_FALSE.search(self.question.text) is not None

    @cached_property
    def _asks_failure(self) -> bool:
        return "fail" in self.question.text.lower()

    @cached_property
    def _asks_first(self) -> bool:
        return _FIRST_ASKED.search(self.question.text) is not None

    @cached_property
    def polarity(self) -> tuple[int, int] | None:
        """The options that say true and false, or yes and no."""
        names = {name: option for option, name in enumerate(normal_form(text) for text in self.options.texts)}
        pairs = ((normal_form(yes), normal_form(no)) for yes, no in (("true", "false"), ("yes", "no")))
        return next(((names[yes], names[no]) for yes, no in pairs if yes in names and no in names), None)

    @cached_property
    def has_values(self) -> bool:
        """Whether every option is a number."""
        choices = self.question.choices
        return bool(choices) and all(map(_VALUE.fullmatch, choices))

    @cached_property
    def has_formulas(self) -> bool:
        """Whether every option is a formula, if only a number."""
        choices = self.question.choices
        return bool(choices) and all(map(_FORMULA_OPTION.fullmatch, choices))

    @cached_property
    def pole(self) -> Pole | None:
        """The end of a scale that is asked for."""
        return Pole.of(self.question.text)

    @cached_property
    def sides(self) -> Sides | None:
        """The two things that are compared."""
        return Sides.of(self.question.text, self.options)

    @cached_property
    def _phrases(self) -> str:
        """The words of the question, unless it names two of the options itself."""
        text = spoken(self.question.text)
        names = {one.option for one in full_mentions(text, self.options)}
        return f" {' '.join(text.meanings)} " if len(names) < 2 else ""

    @cached_property
    def _asks_way(self) -> bool:
        return _WAY.search(self.question.text) is not None

    @cached_property
    def _label(self) -> re.Pattern[str] | None:
        """The numbered thing for which the question asks: "arrow 2"; None if it names none, or several."""
        found = _NUMBERED.findall(self.question.text)
        return re.compile(rf"\b{found[0]}(?!\w)", re.IGNORECASE) if len(found) == 1 else None

    @cached_property
    def _asks_doer(self) -> bool:
        return _ASKS_DOER.match(self.question.text) is not None

    @cached_property
    def _asks_main(self) -> bool:
        return _ASKS_MAIN.search(self.question.text) is not None

    @cached_property
    def routes(self) -> Routes:
        """The orders of the options, where they go through the same things."""
        return Routes(self.options.texts)

    @cached_property
    def assigned(self) -> Assigned:
        """What the question asks for, to be found in what is said of each option."""
        return Assigned(self.question.text, self.options)

    @cached_property
    def aside(self) -> Aside:
        """What of a response is on other things than the one in question."""
        return Aside(self.question.text, self.options, self.assigned.asked)

    def pole_of(self, line: str, start: int, end: int) -> bool | None:
        """Whether a name is said to be at the end of a scale that is asked for, or at the other one: False."""
        return None if self.pole is None else self.pole.of_name(line, start, end)

    def turned(self, mention: Mention, line: str) -> int:
        """The option that a mention comes to: the contrary one where it is said of the other of two things."""
        contrary = self.sides.contraries.get(mention.option) if self.sides is not None else None
        if contrary is None or self.sides is None:
            return mention.option
        return contrary if self.sides.turn_name(line, mention.start, mention.end) else mention.option

    def of_label(self, line: str) -> str:
        """The part of a sentence on the label in question, where it says of several labels what they are."""
        told = _LOOKED_AT.sub("", line)
        if not _LABELLED.match(told):
            return line
        clauses = _LABELS.split(told)
        named = [
            _LABELLED.match(clause) or (number and _ELLIPTIC.match(clause)) for number, clause in enumerate(clauses)
        ]
        if len(clauses) < 2 or not all(named):
            return line
        own = [one.string for one in named if one and one.group(1).upper() in self.letters.of_figure]
        return own[0] if len(own) == 1 else line

    def excepted(self, line: str) -> str | None:
        """What a sentence excepts from all that is there, where the question asks for what is not."""
        match = _ALL_BUT.search(line)
        return None if match is None or _NEGATED.search(line) else match.group("what")

    def is_score(self, line: str) -> bool:
        """Whether a line is a score, which only names the two sides: "Home 1 : 3 Guests"."""
        return _SCORE.fullmatch(line) is not None

    def places(self, line: Spoken) -> bool:
        """Whether a sentence takes up nothing of the question and only says where a thing is."""
        return _PLACES_IT.match(line.text) is not None and line.present.isdisjoint(
            self.topic.difference(*self.options.phrases)
        )

    def last_comma(self, line: str) -> int:
        """Where the clause of another thing begins behind the last comma of a sentence; 0 where there is none."""
        return max((match.start() for match in _NEXT_THING.finditer(line)), default=0)

    def fails(self, line: str, end: int) -> bool:
        """Whether the thing named up to `end` is said to fail, which is not what the question asks for."""
        if _ITEM_ENDS_NO.match(line, end):
            return True
        return "fail" in line and not self._asks_failure and _FAILS.match(line, end) is not None

    def says_lacking(self, line: str) -> bool:
        """Whether a sentence says of things that they lack something, for which the question does not ask."""
        asks = self.asks_for_absence or self.asks_for_odd or _LESS.search(self.question.text) is not None
        return has_less(line) and not asks

    def main_mentions(self, mentions: list[Mention], line: str) -> list[Mention]:
        """The mentions that are no side matter: an echo of the question, where a way begins, what describes a thing."""
        if len(mentions) < 2:
            return mentions
        if self._asks_doer and (doers := [one for one in mentions if _BY.search(line, 0, one.start)]):
            return doers
        if self._asks_main and (prevailing := [one for one in mentions if _MAINLY.search(line, 0, one.start)]):
            return prevailing
        before = line.lower().find(" before ")
        if before > 0 and self._asks_first and (earlier := [one for one in mentions if one.end <= before]):
            return earlier
        if ", with " in line and (at_pole := [one for one in mentions if self._is_beside_at_pole(one, line)]):
            return at_pole
        first = min(mentions, key=lambda one: one.start)
        if (_BESIDES.match(line, first.end) or _THAT_IS.match(line, first.end)) and self._leads(line, first.start):
            return [first]
        return [one for one in mentions if not self._is_side_matter(one, line)] or mentions

    def _is_beside_at_pole(self, one: Mention, line: str) -> bool:
        """Whether what is named beside something else is what is asked for all the same: ", with the van nearest"."""
        return _WITH.search(line, 0, one.start) is not None and self.pole_of(line, one.start, one.end) is True

    def _leads(self, line: str, start: int) -> bool:
        """Whether a name opens a sentence, or stands behind the place that the question names and its verb."""
        if _OPENS.fullmatch(line, 0, start):
            return True
        presents = _PRESENTS.search(line, 0, start)
        return presents is not None and not self.topic.isdisjoint(spoken(line[: presents.start()]).present)

    def _is_side_matter(self, one: Mention, line: str) -> bool:
        before, behind = line[: one.start].rstrip(" \"'("), line[one.end :]
        word = before.rpartition(" ")[2]
        if before.lower().removesuffix(" the").endswith("from"):
            return self._asks_way
        if self._asks_doer and word.lower() in _OF_OTHERS:
            return True
        if _AFTER.match(before) or _COMPASS.search(before):
            return True
        neighbour = _NEIGHBOUR.search(before)
        if neighbour is not None and not _WHO.match(behind):
            return neighbour.group(1).lower() not in self.question.text.lower()
        if _BESIDE.search(before) and (noun := _NOUN.match(behind)) is not None:
            return concept(noun.group(1)) not in STOPWORDS
        if len(word) < 2 or meaning_of(word) not in self.topic:
            return False
        return f" {normal_form(f'{word} {line[one.start : one.end]}')} " in self._phrases

    def rank_of(self, line: Spoken) -> Rank:
        """How plainly a sentence that names options gives the answer: it concludes, or takes up the question."""
        if line.search(CONCLUSION):
            return Rank.CONCLUSION
        if line.search(_FORMER):
            return Rank.PLAIN
        if self._label is not None and self._label.search(line.text):
            return Rank.CONCLUSION
        echoed = len(self.topic & line.present)
        return Rank.CONCLUSION if echoed >= 2 and echoed * 2 >= len(self.topic) else Rank.PLAIN

    def speaks_against(self, line: Spoken, asserted: set[int]) -> bool:
        """Whether what a sentence contrasts with an option is nearer to what is asked for."""
        return self.pole is None and self.assigned.speaks_against(line, asserted)

    def is_unseen(self, line: Spoken) -> bool:
        """Whether a sentence that looks like a refusal says of an option that it cannot be seen."""
        return refuses(line.text) and bool(full_mentions(line, self.options))

    def says_present(self, line: Spoken) -> bool:
        """Whether a sentence says of what it names that it is there, where the question asks for what is not."""
        return self.asks_for_absence and bool(self.topic & line.present) and not line.search(MISSING)

    def related(self, line: str) -> int | None:
        """The option that a sentence implies on two things that are compared or change together, or on a way."""
        implied = self.sides.implied(line) if self.sides is not None else None
        if implied is None:
            implied = covariation(spoken(line), self.options, self.topic)
        return implied if implied is not None else self.routes.told(spoken(line))

    def explains(self, line: str, start: int) -> bool:
        """Whether a name aside is what is asked for all the same."""
        prevails = self._asks_main and _MAINLY.search(line, 0, start) is not None
        return prevails or explains(line, start, self.question.text)

    def is_text(self, text: str, option: int) -> bool:
        return self.options.by_text.get(normal_form(text)) == option

    def listed(self, lines: list[Spoken]) -> Items:
        """The lines of a list or a table that goes through the options, by their numbers."""
        return listed(lines, self.letters, self.options, self.topic)

    def is_idle(self, line: Spoken) -> bool:
        """Whether a sentence is seen at once to hold more than an option, and no letter; most sentences are such."""
        return not line.marks & SINGLE and self._says_more(line)

    def _says_more(self, line: Spoken) -> bool:
        """Whether one of the first words of a sentence is none of any option's."""
        signs = self.options.signs
        for chunk in line.text.split(None, _FIRST)[:_FIRST]:
            meaning = _PLAIN[chunk]
            if meaning and meaning not in signs:
                return chunk not in _BEFORE_VALUE or _WITH_VALUE.match(line.text) is None
        return False

    def _is_of_others(self, remark: str, option: int) -> bool:
        """Whether what stands behind a letter is about other options alone: "Option B. 45°: incorrect"."""
        named = {one.option for one in full_mentions(spoken(remark), self.options)}
        return bool(named) and option not in named

    def named_alone(self, phrase: str) -> int | None:
        """The option that a phrase is, or is a part of that no other option has."""
        option = self.fragment(spoken(phrase))
        return partial_mention(spoken(phrase), self.options, self.question.text) if option is None else option

    def fragment(self, line: Spoken) -> int | None:
        """The option that is all a line holds: "B", "(B)", "B. Iron nail", "Iron nail"."""
        text = line.text
        bare = self.letters.bare(text)
        if bare is not None:
            return bare
        item = ITEM.match(text) if line.marks & SINGLE else None
        option = self.letters.option(item.group(1)) if item else None
        if item and option is not None:
            remark = _ON_OTHERS.sub("", item.group(2))
            turns = (_BAD.search(remark) or CORRECTION.match(remark)) and not self._is_of_others(remark, option)
            if not self.options.texts or self.is_text(remark, option) or not turns:
                return option
        valued = _WITH_VALUE.match(text)
        if valued is not None:
            line = spoken(valued.group(1))
        return self.option_of(line) if len(text) < 300 and not self._says_more(line) else None

    def option_of(self, line: Spoken) -> int | None:
        """The option whose text is all that a line holds."""
        return option_of(line, self.options) if self.options.texts else None

    def by_letter_name(self, line: Spoken) -> int | None:
        """The option that a noun and a letter name with a verb between: "the blood type is B" for "Type B"."""
        names = self.options.letter_names
        for match in _LETTER_NAME.finditer(line.text) if names and line.marks & SINGLE else ():
            nouns = spoken(line.text[: match.start()]).meanings[-4:]
            named = [names.get((noun, match.group(1).lower())) for noun in nouns]
            option = next((option for option in named if option is not None), None)
            if option is not None and stance_in(line, match.start(1), match.end(1)) is Stance.ASSERTED:
                return option
        return None

    def approves(self, item: Item) -> bool | None:
        """Whether a list item approves of its option or rejects it; None if it does neither."""
        remark = self.remark(item)
        if self._asks_false:
            verdict = _VERDICT.search(remark)
            return None if verdict is None else verdict.group("false") is not None
        if ticked := _TICKS.findall(remark):
            return ticked[-1] in "✓✔✅"
        if item.named:
            judged = _JUDGED.match(remark) or _JUDGED_LAST.search(remark)
            return None if judged is None else judged["good"] is not None
        return False if _BAD.search(remark) else True if _GOOD.search(remark) else None

    def remark(self, item: Item) -> str:
        """What a list item says of its option: the item without the option's own text, and without a word on others."""
        item = item._replace(said=_ON_OTHERS.sub("", item.said)) if "other" in item.said else item
        if item.option < len(self.options):
            mentions = full_mentions(spoken(item.said), self.options)
            own = [mention for mention in mentions if mention.option == item.option]
            return item.said[own[0].end :] if own else item.said
        return item.said

    def by_total(self, text: str) -> tuple[int | None] | None:
        """The option of the number that a count comes to, "so 7 in total"; None in it if no option has that number."""
        if not self._asks_count or not has_any(text.lower(), _TOTALS):
            return None
        last = None
        for last in _TOTAL.finditer(text):  # noqa: B007 - the last one is wanted
            pass
        if last is None or (_NUMERAL.search(text, last.end()) and text[last.end()] != ":") or CORRECTION.search(text):
            return None
        name = next(filter(None, last.groups())).lower()
        total = CARDINALS.get(name, name)
        return (next((option for option, one in enumerate(self.options.texts) if one.strip() == total), None),)

    @cached_property
    def refusing(self) -> int | None:
        """The option that itself says that there is no answer."""
        return refusing_option(self.options)

    @cached_property
    def _asks_count(self) -> bool:
        return self.has_values and _HOW_MANY.search(self.question.text) is not None

    def by_value(self, text: str) -> int | None:
        """The option whose value the text gives, where every option is a number: a half is 0.5 and 1/2."""
        if not self.has_values:
            return None
        text = _ITEM_LETTER.sub("\n", text)
        for extract, match in ((extract_number, match_number), (extract_expression, match_expression)):
            answer = extract(text, self.question).answer
            equal = (
                []
                if answer is None
                else [
                    option for option, choice in enumerate(self.options.texts) if match(answer, [choice], self.question)
                ]
            )
            if len(equal) == 1:
                return equal[0]
        return None

    def by_formula(self, text: str) -> int | None:
        """The option whose formula a text of one derivation gives in another form."""
        if len(text) > _FORMULA:
            return None
        for said in dict.fromkeys((text, text.rpartition("\n")[2])):
            answer = extract_expression(said, self.question).answer
            options = enumerate(self.options.texts if answer is not None else ())
            equal = [option for option, choice in options if match_expression(answer or "", [choice], self.question)]
            if len(equal) == 1:
                return equal[0]
        return None

    def as_polarity(self, text: str) -> int | None:
        """Options that say true and false, or yes and no, are read as a yes/no question."""
        if self.polarity is None:
            return None
        said = extract_yes_no(text, Question(self.question.text)).answer
        return None if said is None else self.polarity[said == "no"]
