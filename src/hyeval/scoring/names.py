"""Whether two short phrases name the same thing.

Case, accents, articles, punctuation, titles, legal forms and date formats do not matter. A longer name that contains
the other is a different name ("Aurora II"), and so is a compound ("table tennis").
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from hyeval.scoring.lexicon import MONTHS, ORDINALS, STOPWORDS, concept, is_nation, unaccented
from hyeval.scoring.options import words

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'s\b)?", re.UNICODE)
_TITLES = frozenset("dr doctor mr mister mrs ms miss prof professor sir".split())
_LEGAL = frozenset("inc incorporated ltd limited llc corp corporation co company gmbh ag plc sa".split())
_FREE = frozenset(
    """the a an of is it its was in on at by and to this that with brand laptop sport colour color animal company ship country month floor name title text
    street game match picture logo sign kind type named called shown written here there clearly only s people famous mr restaurant city republic
    level document plate number date year author""".split()
)
_ABBREVIATIONS = {"st": "street", "ave": "avenue", "rd": "road", "dept": "department", "univ": "university", "mt": "mount", "no": "number", "vs": "versus", "intl": "international", "usa": "united states",
                  "us": "united states", "uk": "united kingdom", "uae": "united arab emirates", "nyc": "new york city", "tv": "television", "&": "and"}  # fmt: skip
_ALIASES = {
    "republic of korea": "south korea", "rok": "south korea", "s korea": "south korea", "korea south": "south korea", "united states of america": "united states", "great britain": "united kingdom",
    "people s republic of china": "china", "peoples republic of china": "china", "prc": "china", "russian federation": "russia", "czechia": "czech republic", "holland": "netherlands", "dprk": "north korea",
    "federal republic of germany": "germany", "ussr": "soviet union",
    "韩国": "south korea", "中国": "china", "日本": "japan", "德国": "germany", "法国": "france", "美国": "united states", "英国": "united kingdom", "意大利": "italy", "西班牙": "spain", "印度": "india", "巴西": "brazil",
    "网球": "tennis", "足球": "football", "篮球": "basketball", "排球": "volleyball", "棒球": "baseball", "羽毛球": "badminton", "乒乓球": "table tennis", "高尔夫": "golf", "游泳": "swimming", "滑雪": "skiing",
    "一月": "january", "二月": "february", "三月": "march", "四月": "april", "五月": "may", "六月": "june", "七月": "july", "八月": "august", "九月": "september", "十月": "october", "十一月": "november", "十二月": "december",
    "狮子": "lion", "老虎": "tiger", "大象": "elephant", "猫头鹰": "owl", "老鹰": "eagle", "熊": "bear", "狼": "wolf", "狐狸": "fox", "兔子": "rabbit", "猫": "cat", "狗": "dog", "马": "horse", "鸟": "bird", "鱼": "fish",
}  # fmt: skip
_DATE = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s.-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?"),
)
_MONTH_NAMES = {name[:3]: name for name in MONTHS if len(name) > 4}
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_AMOUNT = re.compile(r"^\W*(?:[$€£¥]|usd|eur|gbp)?\s*(-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*(?:[$€£¥]|usd|eur|gbp|dollars?|euros?|pounds?|us dollars)?\W*$", re.IGNORECASE)
_BINDING = frozenset("no not any all never without".split())
"""Words that change what a name or caption says, though they have no weight elsewhere."""
_DESCRIPTIVE = re.compile(r"(?:y|ish|al|ic|ed|ing|ous|ful|ern|ant|ent)$")
_ADJECTIVES = frozenset(map(concept, "large small big little tiny old young new long short red blue green yellow black white brown grey orange purple pink wooden great horned snowy light dark bright pale cute wise flying single".split()))


def same_phrase(answer: str, target: str, question: str) -> bool:
    """Whether an answer names the target."""
    answer, target = answer[:2000], target[:2000]
    gold_amount = _amount(target)
    if gold_amount is not None:
        return gold_amount in _amounts(answer, target)
    if _names(answer) == _names(target) and _names(target):
        return True
    wanted_dates = dates(target)
    if wanted_dates:
        return bool(wanted_dates & dates(answer)) if len(wanted_dates) < 3 else False
    if any(character.isdigit() for character in target):
        return _same_code(answer, target)
    return _contains(answer, target, question)


def dates(text: str) -> set[date]:
    """Dates in a text, in any usual format; day and month of an ambiguous one are read both ways."""
    found: set[date] = set()
    for pattern in _DATE:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else MONTHS.get(parts["month"].lower()) or MONTHS.get(parts["month"][:3].lower(), 0)
            found |= _date(int(parts["y"]), month, int(parts["d"]))
    for one, two, year in _NUMERIC_DATE.findall(text):
        full = int(year) + (2000 if len(year) == 2 else 0)
        found |= _date(full, int(one), int(two)) | _date(full, int(two), int(one))
    return found


def _date(year: int, month: int, day: int) -> set[date]:
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


def _names(text: str) -> list[str]:
    """A phrase as plain words: no articles, titles, legal forms or accents; abbreviations and aliases written out."""
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z]\b)", "", text.replace("&", " and "))
    found = [unaccented(token.group()).removesuffix("'s").rstrip(".") for token in _TOKEN.finditer(text)]
    found = [_ABBREVIATIONS.get(word, word) for word in found if word not in ("the", "a", "an")]
    kept = [word for word in found if word not in _TITLES and word not in _LEGAL] or found
    kept = " ".join(kept).split()
    alias = _ALIASES.get(" ".join(kept))
    kept = [str(ORDINALS.get(word, word)) if word in ORDINALS or not word.isdigit() else word for word in (alias.split() if alias else kept)]
    return [_MONTH_NAMES.get(word, "gray" if word == "grey" else word) for word in kept]


def _amount(text: str) -> Fraction | None:
    match = _AMOUNT.match(text)
    if not match or (not re.search(r"[$€£¥.,]|usd|eur|dollar|euro", text, re.IGNORECASE)):
        return None
    return Fraction(match.group(1).replace(",", "").replace(" ", ""))


def _amounts(answer: str, target: str) -> set[Fraction]:
    """Amounts that an answer names, if it names one alone; another currency is another amount."""
    found = [Fraction(digits.replace(",", "").replace(" ", "")) for digits in re.findall(r"(?<![\d.,])\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.,])\d+(?:\.\d+)?(?![\d])", answer)]
    signs = set(re.findall(r"[$€£¥]", answer)) - set(re.findall(r"[$€£¥]", target))
    return set() if signs or len(set(found)) != 1 else set(found)


def _same_code(answer: str, target: str) -> bool:
    """Codes and numbers: the same letters and digits; other words may stand around, but no other digits."""
    if _names(answer) == _names(target):
        return True
    wanted, tokens = _code(target), _TOKEN.findall(answer)[:200]
    if re.sub(r"\D", "", answer) != re.sub(r"\D", "", target):
        return _code(answer) == wanted
    return any(_code("".join(tokens[start:end])) == wanted for start in range(len(tokens)) for end in range(start + 1, min(start + 12, len(tokens)) + 1))


def _code(text: str) -> str:
    return re.sub(r"[\W_]", "", unaccented(text))


def _contains(answer: str, target: str, question: str) -> bool:
    """Whether the target's words stand in the answer as a name of its own, with nothing that makes another of it."""
    spoken, wanted = _names(answer), _names(target)
    raw = _spelled(answer)
    if not wanted:
        return False
    if _code(" ".join(spoken)) == _code(" ".join(wanted)) or [*map(concept, spoken)] == [*map(concept, wanted)]:
        return True
    asked = {word.meaning for word in words(question)}
    wanted = [word for word in wanted if concept(word) not in asked] or wanted
    for start in range(len(spoken) - len(wanted) + 1):
        if spoken[start : start + len(wanted)] == wanted and _is_free(spoken[:start], raw, asked, before=True) and _is_free(spoken[start + len(wanted) :], raw, asked):
            return True
    return False


def _spelled(text: str) -> dict[str, str]:
    return {unaccented(token.group()).removesuffix("'s"): token.group() for token in _TOKEN.finditer(text)}


def _is_free(around: list[str], raw: dict[str, str], asked: set[str], before: bool = False) -> bool:
    """Whether the neighbours leave the name as it is: words of no weight or of the question, adjectives before it."""
    near = around[-2:] if before else around[:2]
    for word in reversed(near) if before else near:
        meaning = concept(word)
        if word in _BINDING:
            return False
        if not before and is_nation(meaning):
            return True
        if word in _FREE or word in STOPWORDS or meaning in asked:
            return True
        adjective = before and raw.get(word, word).islower() and (_DESCRIPTIVE.search(word) or meaning in _ADJECTIVES)
        if not adjective:
            return False
    return True
