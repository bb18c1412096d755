"""A response in the words of its question's options: a time, a season, a point, a factor as they are written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial

from hyeval.scoring.closed_classes import class_steps
from hyeval.scoring.comparison import degrees
from hyeval.scoring.entries import one_by_one
from hyeval.scoring.extraction import Question
from hyeval.scoring.grouping import ungrouped, ungrouped_fully
from hyeval.scoring.intervals import interval_steps
from hyeval.scoring.lettered import in_full
from hyeval.scoring.lexicon import ORDINALS, concept
from hyeval.scoring.mirrored import mirrored_steps
from hyeval.scoring.numbered import statement_numbers
from hyeval.scoring.options import Options
from hyeval.scoring.orders import told_in_order
from hyeval.scoring.otherwise import other_words
from hyeval.scoring.plainly import plain_steps
from hyeval.scoring.route import Routes
from hyeval.scoring.sieve import has_any
from hyeval.scoring.surnames import by_last_name
from hyeval.scoring.symbols import sign_steps
from hyeval.scoring.words import spoken

_TIME_OPTION = re.compile(r"\s*\d{1,2}:\d\d.{0,5}")
_TIME = re.compile(r"(?<![\d.])(\d{1,2})\.([0-5]\d)(?![\d%]|\.\d)")
_HALF_DAY = re.compile(r"(?<![\d:])(1[0-2]|[1-9])(?::([0-5]\d))?\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_AFTERNOON = re.compile(r"(?<![\d:.])(?:1[3-9]|2[0-3]):[0-5]\d(?![\d:]|\s*[ap]\.?m)", re.IGNORECASE)
_OF_TWO = re.compile(r"\A\W*(?:it(?:['’]s| is| must be)\s+)?the (?P<which>former|latter)(?: one)?\W*\Z", re.IGNORECASE)
"""A response that names one of two options by its place."""
_THE_ONE_THAT = re.compile(
    r"(?<=\w)\s+is the one (?:that|which|who)(?=\s+(?!is\b|was\b|remains\b|stays\b|fits\b|matches\b)[a-z]+s\b)"
)
_AUTUMN = concept("autumn")
_FALL = re.compile(
    r"(^\W*|['’]s\s+|\b(?:i[sn]|of|as|for|like|this|into|the|be|so|or|not|early|late|during|suggests?|"
    r"means?|an?)\s+|[(:*\"'→]\s*)"
    r"fall\b(?!\s+(?:off|down|on|to|into|out|over|from)\b)|"
    r"(\b)fall(?=\s+(?:season|foliage|colou?rs?|leaves|scene)\b)",
    re.IGNORECASE,
)
"""The word as the name of a season, not of a movement."""
_BAN = re.compile(r"\b(?:prohibit|forbid|forbidden|ban)(?:s|ed|ned)?\b", re.IGNORECASE)
_NOT_ALLOWED = re.compile(r"\b(is|are) (?:not|never) (?:allowed|permitted)\b", re.IGNORECASE)
_RIGHT_ANSWER = re.compile(r"\bright (answer|option|choice)\b", re.IGNORECASE)
_STEADY = re.compile(r"\bsteady (\w*(?:increase|decrease|rise|fall|growth|decline|drop))\b", re.IGNORECASE)
_POINT_OPTION = re.compile(r"\$?\(\s*-?[\d.]+\s*,\s*-?[\d.]+\s*\)\$?")
_POINT = re.compile(r"\bx\s*=\s*(-?\d+(?:\.\d+)?)\$?\s*(?:,|and|,\s*and)\s*\$?y\s*=\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE)
_TIMES_AS = re.compile(
    r"\b(?:is|becomes|gets|grows|will be|would be)\s+(?:exactly |about )?"
    r"(?P<factor>half|twice|three times|four times) (?:as (?:large|big|high|great|much|long|strong|fast|many)\b|its )",
    re.IGNORECASE,
)
_FACTORS = {"half": "halves", "twice": "doubles", "three times": "triples", "four times": "quadruples"}


_CONSTANT = concept("constant")
_UNCHANGED = re.compile(r"\b(?:does not|doesn['’]t|did not|didn['’]t|do not|don['’]t) change\b", re.IGNORECASE)
_TWO_WORDS = re.compile(r"(?=\b([A-Za-z]{3,}[- ][A-Za-z]{3,})\b)")
_WORD = re.compile(r"[A-Za-z]{6,}")
_LONG_WORD = re.compile(r"\b[A-Za-z]{7,}\b")


_DEGREES = re.compile(r"^\$?\d+\s*(?:°|\^?\{?\\circ|degrees?\b)")
_NAMED_ANGLE = re.compile(
    r"\b(?:(?P<quarter>(?:a )?right angle)|(?P<half>(?:a )?straight angle|half a turn)|"
    r"(?P<full>(?:one |a )?full (?:turn|circle)))\b",
    re.IGNORECASE,
)
_ANGLES = {"quarter": "90°", "half": "180°", "full": "360°"}
_SENTENCE = 100
_DAYS = {name[:3]: name for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_DAY = re.compile(rf"\b(?!Thus\b)(?P<day>{'|'.join(_DAYS)})(?:s|rs?|nes|ur)?\b\.?(?!\w)")
_CENTURY_OPTION = re.compile(r"\s*(?:the )?\d{1,2}(?:st|nd|rd|th) century\W*", re.IGNORECASE)
_DECADE_OPTION = re.compile(r"\s*(?:the )?\d{3}0s\W*", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])1[0-9]\d\d\b|(?<![\d.,])20\d\d\b")
_RATIO_OPTION = re.compile(r"\s*\$?\d+\s*:\s*\d+\$?\s*")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED_IN_CHINESE = "一二三四五六七八九十"
_COUNTS = {name: str(number) for names in (_COUNTED, _COUNTED_IN_CHINESE) for number, name in enumerate(names, 1)}
_PROPORTION = re.compile(
    rf"(?<![\w.-])(?<!from )(\d+|{'|'.join(_COUNTED)})\s+to\s+(\d+|{'|'.join(_COUNTED)})"
    r"(?![\w-]|[.,]\d|\s+(?:halves|thirds|quarters|fifths))|"
    rf"(\d+|[{_COUNTED_IN_CHINESE}])\s*比\s*(\d+|[{_COUNTED_IN_CHINESE}])(?![\d{_COUNTED_IN_CHINESE}])",
    re.IGNORECASE,
)
"""Two numbers in words, as those of a ratio; "from two to three" is a range."""
_RATIO = re.compile(r"\d:\d")
"""A ratio, which may be written with blanks."""
_OPEN_END = re.compile(r"\b[A-Za-z]{2,}[iu]\b|\b[A-Za-z]{2,}[aeilor]fe?\b")
_CLOSED_END = re.compile(r"\b[A-Za-z]{2,}(?:[iu]|ve)s\b")
_POWERS = {"²": "2", "³": "3"}
_POWER = re.compile(r"(?<=[\w)])([²³])")

_TEXT_NOUNS = (
    "word|sentence|phrase|title|headline|caption|equation|formula|expression|inequality|function|name|term|definition|"
    "explanation|description|translation|reason|hypothesis|interpretation|conclusion|summary|quote|proverb|slogan"
)
_ASKS_TEXT = re.compile(
    rf"\b(?:which|what)\b(?: is| are| would be)?(?: of)?(?: (?:the|these|following|best|most|correct|\w+ing))*"
    rf" (?P<noun>{_TEXT_NOUNS})s?\b",
    re.IGNORECASE,
)
"""A question for one of several texts, which are the options; the things of other questions stand in the picture."""
_IN_PICTURE = r"(?!\s+(?:in|on|of|from|at|above|below|under)\b)"
_PAIR_OPTION = re.compile(r"[^,;.]{1,40}\sand\s[^,;.]{1,40}\.?")
_BY_ADVERB = re.compile(r"\b(?:more|less)\s+[a-z]{3,}ly\b", re.IGNORECASE)
"""A comparative of an adverb, which options may have in one word: "more slowly" as slower."""
_EQUATED = re.compile(r"(?<=[a-z]{3})\s?=\s?(?=[\"']?[A-Za-z]{3})")
"""The sign between a thing and what it means."""
_GROUP_NOUNS = ("type", "group", "class", "category")
_ORDINAL = "first|second|third|fourth|fifth|sixth|last"
_PLACE = re.compile(rf"\b(?:in|on|at|of) the (?P<ordinal>{_ORDINAL}) [a-z]+", re.IGNORECASE)
_IN_PLACE = re.compile(
    rf"\b(?:(?:in|on|at) the (?P<ordinal>{_ORDINAL})\b(?! (?:place|time|half))|(?P<head>{_ORDINAL}) [a-z]+:)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    rf"(?<=[.;])\s+|,\s+(?:(?:and|but|while|whereas)\s+)?(?=(?:(?:in|on|at) )?the (?:{_ORDINAL})\b)", re.IGNORECASE
)
_LONGEST = 600
"""Characters of a response that is looked through for places."""
_ASKS_ODD = re.compile(
    r"\b(?:odd one out|does ?n[o'’]t belong|does not belong|(?:is )?different from the (?:others|rest))\b",
    re.IGNORECASE,
)
_ONLY_ONE = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=\n))\W*only (?P<name>(?:\w+ )?\w+) (?:is|are|was|has|have|does|do|can|cannot|lacks|shows)\b"
    r"[^.!?\n]*",
    re.IGNORECASE,
)
"""What a sentence says of one thing only: "Only image D does not travel on land"."""
_SIGNED_OPTION = re.compile(r"\W*(?P<noun>[A-Za-z]+) (?P<sign>[A-Z]\d{1,2})\W*")
"""An option that is a noun and a sign: "Switch S1"."""


_LETTERED_OPTION = re.compile(r"\W*(?:the )?(?P<noun>[A-Za-z]{2,}) (?P<letter>[A-Z])\W*", re.IGNORECASE)
_PLACED_OPTION = re.compile(r"\W*(?:the )?(?P<ordinal>[a-z]+) (?P<noun>[A-Za-z]{3,})\W*", re.IGNORECASE)
_NUMBER_OF = {name: number for number, name in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)}


class Wording:
    """How the options of a question write what a response may write otherwise."""

    def __init__(self, question: Question, options: Options) -> None:
        self._question = question
        self._options = options

    def of(self, response: str) -> str:
        """The response as the options are written: the season "fall" as autumn, a time such as 9.30 as 9:30."""
        for step in self._steps:
            response = step(response)
        return response

    @cached_property
    def _steps(self) -> tuple[Callable[[str], str], ...]:
        """What is to be rewritten for this question; nothing for most."""
        signs, asked, choices = self._options.signs, self._question.text, self._question.choices
        has_times = self._all_options(_TIME_OPTION)
        autumn = _AUTUMN in signs and concept("fall") not in signs
        numbers = statement_numbers(asked, self._options)
        orders = Routes(self._options.texts).rewriting()
        steps: dict[Callable[[str], str], bool] = {
            partial(_TIME.sub, r"\1:\2"): has_times,
            partial(_HALF_DAY.sub, _in_full_day): has_times and self._has_afternoon(),
            partial(_AFTERNOON.sub, self._in_half_day): has_times and bool(self._half_days),
            partial(_OF_TWO.sub, self._of_two): len(choices) == 2,
            partial(_THE_ONE_THAT.sub, ""): True,
            partial(_NOT_ALLOWED.sub, r"\1 prohibited"): _BAN.search(asked) is not None,
            partial(_RIGHT_ANSWER.sub, r"correct \1"): concept("right") in signs | spoken(asked).present,
            partial(_STEADY.sub, r"\1 steadily"): concept("steadily") in signs,
            partial(_UNCHANGED.sub, "stays constant"): _CONSTANT in spoken(asked).present,
            partial(_POINT.sub, r"(\1, \2)"): self._all_options(_POINT_OPTION),
            _in_ratios: self._all_options(_RATIO_OPTION) and (not has_times or "ratio" in asked.lower()),
            _in_days: any(day in self._question.choices for day in _DAYS.values()),
            _in_centuries: self._all_options(_CENTURY_OPTION),
            partial(_YEAR.sub, lambda year: f"{year[0][:3]}0s"): self._all_options(_DECADE_OPTION),
            partial(_POWER.sub, lambda power: f"^{_POWERS[power[1]]}"): any(
                "^" in one for one in self._question.choices
            ),
            _in_degrees: any(map(_DEGREES.search, self._question.choices)),
            self._parted: bool(self._pairs),
            self._joined: bool(self._parts),
            self._multiplied: bool(self._factors),
            self._singular: bool(self._open_ends),
            _in_words: not any("=" in one for one in (asked, *choices)),
            partial(_FALL.sub, r"\1autumn"): autumn,
            partial(_ONLY_ONE.sub, r"\g<name> is the odd one out"): _ASKS_ODD.search(asked) is not None,
            ungrouped if any("." in one for one in choices) else ungrouped_fully: any(
                ungrouped(one) != one or _RATIO.search(one) for one in choices
            ),
        }
        own = (step for step, is_needed in steps.items() if is_needed)
        place = _PLACE.search(asked)
        letters = in_full(self._options)
        told = [one for one in (told_in_order(asked, self._options), numbers, orders, letters) if one is not None]
        return (
            *told,
            *_with_noun(self._options),
            *_noun_first(self._options),
            *_numbers_in_words(self._options),
            *(() if place is None or self._options.have_ordinals else (partial(_of_place, place["ordinal"].lower()),)),
            partial(one_by_one, options=self._options),
            self._compared,
            *self._by_place,
            *own,
            *class_steps(self._question, self._options),
            *other_words(asked, self._options),
            *plain_steps(asked, self._options),
            *mirrored_steps(asked, self._options),
            *sign_steps(asked, self._options),
            *by_last_name(asked, self._options),
            *interval_steps(asked, choices),
        )

    @property
    def _by_place(self) -> Iterator[Callable[[str], str]]:
        """Steps for options that are called by their place or class: "the third pair", "group B" for type B."""
        asked = _ASKS_TEXT.search(self._question.text)
        nouns = [asked["noun"].lower()] if asked else []
        if len(self._options) > 2 and self._all_options(_PAIR_OPTION):
            nouns.append("pair")
        if nouns and not self._options.have_ordinals:
            named = rf"\bthe ({'|'.join(ORDINALS)}|last) (?:{'|'.join(nouns)})\b"
            placed = re.compile(named + ("" if "pair" in nouns else _IN_PICTURE), re.IGNORECASE)
            yield partial(placed.sub, r"the \1 option")
        asked_nouns = [noun for noun in _GROUP_NOUNS if noun in self._question.text]
        classes = {noun for noun, _ in self._options.letter_names} if asked_nouns else set()
        own = [noun for noun in asked_nouns if classes == {concept(noun)}]
        if own:
            letters = "|".join(sorted({name.upper() for _, name in self._options.letter_names}, key=len, reverse=True))
            named = rf"\b(?:{'|'.join(_GROUP_NOUNS)})(?= (?:(?:is|was|must be) )?(?:{letters})\b)"
            yield partial(re.compile(named, re.IGNORECASE).sub, own[0])

    @cached_property
    def _half_days(self) -> dict[str, str]:
        """The times of the options that are written with the half of the day, by the clock of 24 hours."""
        found = {text: _HALF_DAY.fullmatch(text.strip()) for text in self._question.choices}
        return {_in_full_day(match): text for text, match in found.items() if match is not None}

    def _in_half_day(self, match: re.Match[str]) -> str:
        return self._half_days.get(match.group(), match.group())

    def _of_two(self, match: re.Match[str]) -> str:
        return self._question.choices[match["which"].lower() == "latter"]

    def _has_afternoon(self) -> bool:
        """Whether an option is a time after noon on a clock of 24 hours."""
        return any(int(choice.partition(":")[0]) > 12 for choice in self._question.choices)

    @cached_property
    def _comparatives(self) -> dict[tuple[int | str, bool], str]:
        """The comparatives of the options in one word, by the ends of their scales."""
        found = (one for text in self._options.texts for one in degrees(text))
        return {one.scale: one.word for one in found if one.word.endswith("er")}

    def _compared(self, response: str) -> str:
        """A response with comparatives of adverbs in one word, as options have them: "more slowly" as slower."""
        if "ly" not in response or not has_any(response.lower(), ("more ", "less ")) or not self._comparatives:
            return response
        return _BY_ADVERB.sub(self._comparative, response)

    def _comparative(self, match: re.Match[str]) -> str:
        scales = [one.scale for one in degrees(match.group())]
        return self._comparatives.get(scales[0], match.group()) if scales else match.group()

    @cached_property
    def _pairs(self) -> dict[str, str]:
        """Two words side by side or with a hyphen, as the options write them, by the same words in one."""
        pairs = (pair for text in self._question.choices for pair in _TWO_WORDS.findall(text))
        found = {pair.replace("-", "").replace(" ", "").lower(): pair for pair in pairs}
        return found | {f"{word}s": pair for word, pair in found.items()}

    def _parted(self, response: str) -> str:
        """A response with words in two that options have in two: "scatterplot" as "scatter plot"."""
        if not has_any(response.lower(), self._pairs):
            return response
        return _WORD.sub(lambda word: self._pairs.get(word[0].lower(), word[0]), response)

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        """The long words of short options, as they may be written in two."""
        short = (text for text in self._question.choices if len(text.split()) < 3)
        long = {word.lower() for text in short for word in _LONG_WORD.findall(text)}
        return tuple(f"{word[:cut]} {word[cut:]}" for word in sorted(long) for cut in range(3, len(word) - 2))

    def _joined(self, response: str) -> str:
        """A response with words in one that options have in one: "fire place" as "fireplace"."""
        folded = response.lower().replace("-", " ")
        for parts in self._parts:
            if parts in folded:
                written = re.compile(rf"\b{parts.replace(' ', '[ -]')}(?=s?\b)", re.IGNORECASE)
                response = written.sub(parts.replace(" ", ""), response)
        return response

    @cached_property
    def _open_ends(self) -> dict[str, str]:
        """The words of options whose plural a rule for endings does not know, by it: emus, taxis, wolves."""
        words = {word.lower() for text in self._question.choices for word in _OPEN_END.findall(text)}
        return {f"{word}s" if word[-1] in "iu" else f"{word.rstrip('e')[:-1]}ves": word for word in words}

    def _singular(self, response: str) -> str:
        return _CLOSED_END.sub(lambda found: self._open_ends.get(found[0].lower(), found[0]), response)

    @cached_property
    def _factors(self) -> dict[str, str]:
        """The verbs of options that multiply, by what they multiply with."""
        return {factor: verb for factor, verb in _FACTORS.items() if concept(verb) in self._options.signs}

    def _multiplied(self, response: str) -> str:
        return _TIMES_AS.sub(lambda found: self._factors.get(found["factor"].lower(), found[0]), response)

    def _all_options(self, form: re.Pattern[str]) -> bool:
        choices = self._question.choices
        return bool(choices) and all(form.fullmatch(choice) for choice in choices)


def _in_degrees(response: str) -> str:
    """A response of one sentence with the angles that have names in degrees; elsewhere they are often no answer."""
    if len(response) > _SENTENCE:
        return response
    return _NAMED_ANGLE.sub(lambda angle: _ANGLES[angle.lastgroup or ""], response)


def _in_ratios(response: str) -> str:
    """A response with its ratios in digits: "one to three" as 1:3."""
    return _PROPORTION.sub(lambda ratio: ":".join(_digits(part) for part in ratio.groups() if part), response)


def _in_words(response: str) -> str:
    """A response without signs between things and what they mean: "dashed = path"."""
    return _EQUATED.sub(" means ", response) if "=" in response else response


def _digits(number: str) -> str:
    return _COUNTS.get(number.lower(), number)


def _in_days(response: str) -> str:
    """A response with the names of days in full: "Thu" as Thursday."""
    return _DAY.sub(lambda day: _DAYS[day["day"]], response)


def _in_centuries(response: str) -> str:
    """A response with the centuries of its years: 1478 as the 15th century."""
    return _YEAR.sub(lambda year: _century(int(year[0])), response)


def _century(year: int) -> str:
    number = (year + 99) // 100
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number if number > 20 or number < 4 else 0, "th")
    return f"{number}{'st' if number == 21 else ending} century"


def _in_full_day(match: re.Match[str]) -> str:
    """A time of half a day on the clock of 24 hours: "8 pm" as 20:00."""
    hour, minutes, half = match.groups()
    return f"{int(hour) % 12 + (12 if half.lower() == 'p' else 0)}:{minutes or '00'}"


def _of_place(ordinal: str, response: str) -> str:
    """A response without what it says of other panels, rows or steps than the one in question."""
    if len(response) > _LONGEST or _IN_PLACE.search(response) is None:
        return response
    parts = _PARTS.split(response)
    kept = [part for part in parts if _places_of(part) <= {ordinal}]
    return ". ".join(part.rstrip(".;") for part in kept) + "." if kept and len(kept) < len(parts) else response


def _places_of(text: str) -> set[str]:
    return {(one["ordinal"] or one["head"]).lower() for one in _IN_PLACE.finditer(text)}


def _with_noun(options: Options) -> Iterator[Callable[[str], str]]:
    """What puts the noun of all options before their signs, which may stand alone: "S1" for "Switch S1"."""
    found = [_SIGNED_OPTION.fullmatch(text) for text in options.texts]
    named = [(one["noun"], one["sign"]) for one in found if one is not None]
    if len(named) < len(found) or len(named) < 2 or len({noun for noun, _ in named}) > 1:
        return
    noun = named[0][0].lower()
    alone = re.compile(rf"(?<!{noun} )(?<!{noun}s )\b(?:{'|'.join(sign for _, sign in named)})\b", re.IGNORECASE)
    yield lambda response: alone.sub(lambda sign: f"{noun} {sign.group()}", response)


def _noun_first(options: Options) -> Iterator[Callable[[str], str]]:
    """What writes a letter behind the noun of the options: "the B key" as "key B"."""
    found = [_LETTERED_OPTION.fullmatch(text) for text in options.texts]
    named = [(one["noun"].lower(), one["letter"]) for one in found if one is not None]
    if len(named) < len(found) or len(named) < 2 or len({noun for noun, _ in named}) > 1:
        return
    noun, letters = named[0][0], "".join(sorted({letter for _, letter in named}))
    alone = letters.replace("A", "") or letters  # "A key" is any
    before = re.compile(rf"(?<![\w'’-])(?:(?<=the )[{letters}]|[{alone}]) {noun}\b(?! [A-Z]\b)")
    yield lambda response: before.sub(lambda one: f"{noun} {one.group()[0]}", response)
    labelled = re.compile(rf"\b{noun} (?:labell?ed|marked|called|named)\s+[\"'(]?([{letters}])\b[\"')]?", re.IGNORECASE)
    yield lambda response: labelled.sub(lambda one: f"{noun} {one[1]}", response)


def _numbers_in_words(options: Options) -> Iterator[Callable[[str], str]]:
    """What writes a number behind the noun of the options as they do: "image 2" as "the second image"."""
    found = [_PLACED_OPTION.fullmatch(text) for text in options.texts]
    named = [(one["noun"].lower(), one["ordinal"].lower()) for one in found if one is not None]
    if len(named) < len(found) or len(named) < 2 or len({noun for noun, _ in named}) > 1:
        return
    numbers = {str(_NUMBER_OF[ordinal]): ordinal for _, ordinal in named if ordinal in _NUMBER_OF}
    if len(numbers) == len(named):
        noun = named[0][0]
        number = rf"\b{noun}\s+(?:no\.?\s*|number\s+|#)?({'|'.join(numbers)})\b(?![.,]\d)"
        numbered = re.compile(number, re.IGNORECASE)
        yield lambda response: numbered.sub(lambda one: f"the {numbers[one[1]]} {noun}", response)
