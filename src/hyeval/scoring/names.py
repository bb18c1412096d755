"""Whether two short phrases name the same thing.

Case, accents, articles, punctuation, titles, legal forms and date formats do not matter. A longer name that contains
the other is a different name ("Aurora II"), and so is a compound ("table tennis").
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from hyeval.scoring.lexicon import CARDINALS, MONTHS, ORDINALS, STOPWORDS, concept, is_nation, unaccented
from hyeval.scoring.plain import clock_time
from hyeval.scoring.quantity import plain_latex, quantities
from hyeval.scoring.words import words

_LONG = 2000
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'s\b)?", re.UNICODE)
_ARTICLE = re.compile(r"(?:the|an|[aà])(?!\w)", re.IGNORECASE)
_PADDED_PART = re.compile(r"\d/0\d")
"""What is a day and a month, and no fraction."""
_PREFIX = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}-\Z")
_SUFFIX = re.compile(r"-[A-Za-z]{1,2}(?![^\W_])")
_TITLE_WORDS = "dr doctor mr mister mrs ms miss prof professor sir ss hms uss mv rms"
_LEGAL_WORDS = "inc incorporated ltd limited llc corp corporation co company gmbh ag plc sa"
_DROPPED = frozenset(f"{_TITLE_WORDS} {_LEGAL_WORDS}".split())
_FREE_WORDS = """of is it its was in on at by to this that with kind type named called shown written here there clearly
    only match game s"""
_FREE = frozenset(_FREE_WORDS.split())
"""Words that may stand beside a name without being part of it."""
_HELD_WORDS = """city town village state country name brand company ship river lake province republic kingdom university
    month island port title word words text letter number colour color street bank gulf isle firm team family house
    capital game sport kind type language logo flag county region municipality district instrument"""
_HELD = frozenset(_HELD_WORDS.split())
"""Words before "of" and a name that are called by this name, or are a picture of it."""
_PLACING = ("in", "on", "at", "of", "by")
_TYING = ("to", "with", "near", "beside", "behind", "from", "for", "than", "like")
_BINDING_WORDS = "no not any all never without and or"
_BINDING = frozenset(_BINDING_WORDS.split())
"""Words that change what a name or caption says, though they have no weight elsewhere."""
_OFFICE_WORDS = (
    "head director president professor manager author phd md ceo chair dean editor chief member founder "
    "minister captain"
)
_OFFICES = frozenset(_OFFICE_WORDS.split())
_ADJECTIVE_WORDS = """large small big little tiny old young new long short red blue green yellow black white brown grey
    orange purple pink wooden great light dark bright pale single"""
_ADJECTIVES = frozenset(concept(word) for word in _ADJECTIVE_WORDS.split())
_DESCRIPTIVE = re.compile(r"(?:y|ish|al|ic|ed|ing|ous|ful|ern|ant|ent)$")
_ABBREVIATIONS = {
    "st": "street", "ave": "avenue", "rd": "road", "dept": "department", "univ": "university", "mt": "mount",
    "no": "number", "vs": "versus", "intl": "international", "usa": "united states", "us": "united states",
    "sr": "senior", "jr": "junior", "asst": "assistant", "mgr": "manager", "bldg": "building", "blvd": "boulevard",
    "govt": "government", "natl": "national", "assn": "association", "hwy": "highway", "sq": "square",
    "uk": "united kingdom", "uae": "united arab emirates", "nyc": "new york city", "tv": "television",
}  # fmt: skip
_OWN_NAMES_TEXT = """
    wien:vienna koln:cologne munchen:munich muenchen:munich nurnberg:nuremberg hannover:hanover genf:geneva
    geneve:geneva basle:basel praha:prague warszawa:warsaw krakow:cracow moskva:moscow moskau:moscow
    beograd:belgrade bucuresti:bucharest kobenhavn:copenhagen goteborg:gothenburg lisboa:lisbon lissabon:lisbon
    sevilla:seville firenze:florence florenz:florence venezia:venice venedig:venice milano:milan mailand:milan
    napoli:naples neapel:naples torino:turin genova:genoa bruxelles:brussels brussel:brussels antwerpen:antwerp
    athina:athens athen:athens lefkosia:nicosia osterreich:austria deutschland:germany espana:spain italia:italy
    polska:poland magyarorszag:hungary sverige:sweden norge:norway danmark:denmark suomi:finland hellas:greece
    hrvatska:croatia slovensko:slovakia turkiye:turkey nippon:japan nederland:netherlands belgique:belgium
    belgie:belgium
"""
_OWN_NAMES = dict(pair.split(":") for pair in _OWN_NAMES_TEXT.split())
"""Cities and countries as they are called there, or by a neighbour, and in English."""
_CHINESE_NAMES = """
    韩国:south_korea 中国:china 日本:japan 德国:germany 法国:france 美国:united_states 英国:united_kingdom
    意大利:italy 西班牙:spain 印度:india 巴西:brazil 网球:tennis 足球:football 篮球:basketball 排球:volleyball
    棒球:baseball 羽毛球:badminton 乒乓球:table_tennis 高尔夫:golf 游泳:swimming 滑雪:skiing 一月:january
    二月:february 三月:march 四月:april 五月:may 六月:june 七月:july 八月:august 九月:september 十月:october
    星期一:monday 星期二:tuesday 星期三:wednesday 星期四:thursday 星期五:friday 星期六:saturday 星期日:sunday
    星期天:sunday 周一:monday 周二:tuesday 周三:wednesday 周四:thursday 周五:friday 周六:saturday 周日:sunday
    葡萄牙语:portuguese 西班牙语:spanish 法语:french 德语:german 英语:english 意大利语:italian 日语:japanese 韩语:korean
    俄语:russian 中文:chinese 汉语:chinese 英文:english 日文:japanese 法文:french 德文:german
    sudkorea:south_korea tenis:tennis 十一月:november 十二月:december 猫头鹰:owl 老鹰:eagle 熊:bear 狐狸:fox 兔子:rabbit
"""
_ALIASES = {
    "republic of korea": "south korea", "rok": "south korea", "s korea": "south korea", "korea south": "south korea",
    "united states of america": "united states", "great britain": "united kingdom", "prc": "china",
    "people s republic of china": "china", "peoples republic of china": "china", "russian federation": "russia",
    "czechia": "czech republic", "holland": "netherlands", "dprk": "north korea", "ussr": "soviet union",
    "federal republic of germany": "germany",
} | dict(pair.split(":") for pair in _CHINESE_NAMES.split())  # fmt: skip
_FULL_MONTHS = {number: name for name, number in MONTHS.items() if len(name) > 4 or name in ("may", "june", "july")}
_MONTH_NAMES = {name[:3]: name for name in _FULL_MONTHS.values()}
_CHINESE_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d)")
_LEVEL = re.compile(r"\b(?:level|storey)(?=\s+\d)", re.IGNORECASE)
_CHINESE_FLOOR = re.compile(r"第?([一二三四五六七八九十]|\d{1,2})[楼层]")
_DATE = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s.-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?"),
)
_MONTH_OF_YEAR = (
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.?,?\s+(?:of\s+)?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<![\d/.-])(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})(?![\d/.-])月?"),
)
_OVER = re.compile(r"(?<=\d)\s+(?:over|slash)\s+(?=\d)", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_TIME = re.compile(r"(?<![\d.:,$€£])(\d{1,2})[:.](\d{2})(?![\d.:])\s*(?:([ap])\.?\s?m\b\.?)?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d.:,$€£])(\d{1,2})\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_LATE = re.compile(r"\s*\b(?:in the (?:afternoon|evening)|at night)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\W*(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur)?(day)?s?\W*", re.IGNORECASE)
_CURRENCY = r"[$€£¥]|usd|eur|gbp|us dollars|dollars?|euros?|pounds?"
_AMOUNT = re.compile(
    rf"^\W*(?:{_CURRENCY})?\s*(-?\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*(?:{_CURRENCY})?\W*$",
    re.IGNORECASE,
)
_CURRENCY_NAMES = {
    "$": ("$", "usd", "dollar"), "€": ("€", "eur"), "£": ("£", "gbp", "pound"),
    "¥": ("¥", "jpy", "yen", "cny", "rmb", "yuan"),
}  # fmt: skip
_MONEY = re.compile(rf"{_CURRENCY}|\d[.,]\d", re.IGNORECASE)


def same_phrase(answer: str, target: str, question: str) -> bool:
    """Whether an answer names the target."""
    answer, target = answer[:_LONG], target[:_LONG]
    if (_TIME.fullmatch(target.strip()) and ":" in target) or _HOUR.fullmatch(target.strip()):
        return times(target) == times(_LATE.sub(" pm", clock_time(answer)))
    amount = _amount(target)
    if amount is not None:
        return amount == _single_amount(answer, target)
    if _names(target) and _names(target) in (_names(answer), _names(_given_first(answer))):
        return True
    wanted = dates(target)
    if wanted:
        return len(wanted) < 3 and bool(wanted & dates(_first_date(answer)))
    if any(pattern.fullmatch(target.strip()) for pattern in _MONTH_OF_YEAR) and (months := _months_of_years(target)):
        return months == _months_of_years(answer)
    if any(character.isdigit() for character in target):
        answer = _OVER.sub("/", answer) if "/" in target else answer
        return _same_code(answer, target)
    return _same_words(answer, target) or _contains(answer, target, question)


# ------------------------------------------------------------------ dates, times and amounts


def dates(text: str) -> set[date]:
    """Dates in a text, in any usual format; day and month of an ambiguous one are read both ways."""
    found: set[date] = set()
    for pattern in _DATE:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _month(parts["month"])
            found |= _date(int(parts["y"]), month, int(parts["d"]))
    for one, two, year in _NUMERIC_DATE.findall(text):
        full = int(year) + (2000 if len(year) == 2 else 0)
        found |= _date(full, int(one), int(two)) | _date(full, int(two), int(one))
    return found


def _first_date(text: str) -> str:
    """A text up to the end of its first date."""
    ends = [match.end() for pattern in (*_DATE, _NUMERIC_DATE) if (match := pattern.search(text))]
    return text[: min(ends, default=0)]


def _months_of_years(text: str) -> set[tuple[int, int]]:
    """Years and months in a text, in any usual format."""
    found = set()
    for pattern in _MONTH_OF_YEAR:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            name = (parts.get("month") or "").lower()
            full = [number for number, month in _FULL_MONTHS.items() if name and month.startswith(name)]
            month = int(parts["m"]) if parts.get("m") else sum(full)
            found |= {(int(parts["y"]), month)} if 1 <= month <= 12 else set()
    return found


def _month(name: str) -> int:
    name = unaccented(name)
    return MONTHS.get(name) or MONTHS.get(name[:3], 0)


def _date(year: int, month: int, day: int) -> set[date]:
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


def times(text: str) -> set[int]:
    """Times of day in a text, in minutes."""
    found = set()
    for hours, minutes, half in _TIME.findall(text):
        hour = int(hours) % 12 + (12 if half.lower() == "p" else 0) if half else int(hours)
        found.add(60 * hour + int(minutes))
    return found | {60 * (int(hour) % 12 + (12 if half.lower() == "p" else 0)) for hour, half in _HOUR.findall(text)}


def _amount(text: str) -> Fraction | None:
    match = _AMOUNT.match(text)
    return Fraction(re.sub("[, ]", "", match.group(1))) if match and _MONEY.search(text) else None


def _single_amount(answer: str, target: str) -> Fraction | None:
    """The amount that an answer names, if it names one alone; another currency is another amount."""
    if _PADDED_PART.search(answer):
        return None
    found = {one.value for one in quantities(plain_latex(answer)) if not one.weak}
    signs, wanted = _currencies(answer), _currencies(target)
    return found.pop() if len(found) == 1 and (not wanted or not signs - wanted) else None


def _currencies(text: str) -> set[str]:
    """Signs of the currencies that a text names."""
    text = text.casefold()
    return {sign for sign, names in _CURRENCY_NAMES.items() if any(name in text for name in names)}


# ------------------------------------------------------------------ names


def _names(text: str) -> list[str]:
    """A phrase as plain words: no articles, titles, legal forms or accents; abbreviations and numbers written out."""
    if not text.isascii():
        text = _CHINESE_MONTH.sub(lambda match: f" {_FULL_MONTHS.get(int(match.group(1)), match.group())} ", text)
        text = _CHINESE_FLOOR.sub(r" \1 floor ", text)
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z]\b)", "", _LEVEL.sub("floor", text.replace("&", " and ")))
    tokens = [token for token in _TOKEN.finditer(text) if not _ARTICLE.match(text, token.start())]
    found = [unaccented(token.group()).removesuffix("'s") for token in tokens]
    found = [_ABBREVIATIONS.get(word) or _OWN_NAMES.get(word, word) for word in found]
    found = " ".join([word for word in found if word not in _DROPPED] or found).split()
    found = _ALIASES.get(" ".join(found), " ".join(found)).replace("_", " ").split()
    return [_plain_word(word) for word in found]


def _plain_word(word: str) -> str:
    """One form for ordinals, number words, months and grey."""
    if word in ORDINALS:
        return str(ORDINALS[word])
    return CARDINALS.get(word) or _MONTH_NAMES.get(word) or ("gray" if word == "grey" else word)


def _given_first(name: str) -> str:
    """ "Lima, Ana" as "Ana Lima"."""
    surname, comma, given = name.partition(", ")
    return f"{given} {surname}" if comma else name


def _same_code(answer: str, target: str) -> bool:
    """Codes: the same letters and digits, however grouped; words may stand around them, but no other digits.

    A letter or two that a hyphen ties to digits are part of the code: B-12 is not 12.
    """
    wanted, tokens = _code(target), [(one.start(), one.end()) for one in _TOKEN.finditer(answer)][:200]
    if re.sub(r"\D", "", answer) != re.sub(r"\D", "", target):
        return _code(answer) == wanted
    spans = (
        (start, end)
        for place, (start, _) in enumerate(tokens)
        for _, end in tokens[place : place + 12]
        if not (answer[max(0, start - 1) : start].isalnum() or answer[end : end + 1].isalnum())
        and not (_PREFIX.search(answer, max(0, start - 4), start) or _SUFFIX.match(answer, end))
    )
    return any(_code(answer[start:end]) == wanted for start, end in spans)


def _code(text: str) -> str:
    return re.sub(r"[\W_]", "", unaccented(text))


def _same_words(answer: str, target: str) -> bool:
    """The same words but for spacing; but for number and synonyms if it is a common noun; universities in any order."""
    spoken, wanted = _names(answer), _names(target)
    if not wanted:
        return False
    if _code(answer) == _code(target):
        return True
    if len(spoken) > 1 and spoken[0] in _PLACING and wanted[0] != spoken[0]:
        spoken = spoken[1:]
    if _same_weekday(answer, target) or _same_person(spoken, wanted):
        return True
    if _code(" ".join(spoken)) == _code(" ".join(wanted)):
        return True
    if target.islower() and [concept(word) for word in spoken] == [concept(word) for word in wanted]:
        return True
    return "university" in wanted and {*spoken} - {"of"} == {*wanted} - {"of"}


def _same_weekday(answer: str, target: str) -> bool:
    """One day of the week, written in full on one side at least: "sun" alone is also a star."""
    one, other = _WEEKDAY.fullmatch(answer), _WEEKDAY.fullmatch(target)
    full = one is not None and other is not None and (one.group(2) or other.group(2))
    return bool(full) and one is not None and other is not None and one.group(1).lower() == other.group(1).lower()


def _same_person(spoken: list[str], wanted: list[str]) -> bool:
    """The same surname, and before it the same names or their initials."""
    if not 2 <= len(spoken) == len(wanted) or spoken[-1] != wanted[-1] or len(spoken[-1]) < 3:
        return False
    pairs = list(zip(spoken[:-1], wanted[:-1], strict=True))
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0] and (a + b).isalpha()) for a, b in pairs)


def _contains(answer: str, target: str, question: str) -> bool:
    """Whether the target's words stand in the answer as a name of its own, with nothing that makes another of it."""
    spoken, wanted = _names(answer), _names(target)
    raw = {unaccented(token.group()).removesuffix("'s"): token.group() for token in _TOKEN.finditer(answer)}
    asked = {word.meaning for word in words(question)}
    wanted = [word for word in wanted if concept(word) not in asked] or wanted
    for start in range(len(spoken) - len(wanted) + 1 if wanted else 0):
        end = start + len(wanted)
        if spoken[start:end] == wanted and (
            _beside_another(spoken[:start], asked) or (target[:1].isupper() and _is_of(spoken[:start], asked))
        ):
            return False
        if spoken[start:end] == wanted and _is_free(spoken[:start], raw, asked, before=True):
            return _is_free(spoken[end:], raw, asked) and not _has_name(spoken[:start], raw, asked)
    return False


def _beside_another(before: list[str], asked: set[str]) -> bool:
    """Whether a preposition ties a name to another thing that stands first: "an officer talking to a diver"."""
    others = [
        word for word in before[:-1] if word not in STOPWORDS and word not in _FREE and concept(word) not in asked
    ]
    tied = bool(before) and before[-1] in _TYING
    return tied and (len(others) > 1 or any(word.endswith("ing") for word in others))


def _is_of(before: list[str], asked: set[str]) -> bool:
    """Whether a proper name only tells whose something is: "the secretary of Emma Larson"."""
    if len(before) < 2 or before[-1] != "of":
        return False
    owned = before[-2]
    return owned not in _HELD and owned not in STOPWORDS and owned not in _FREE and concept(owned) not in asked


def _has_name(before: list[str], raw: dict[str, str], asked: set[str]) -> bool:
    """Whether another name stands first: two capitalised words, or one within the sentence, that are not asked for."""
    capital = [
        raw.get(word, word)[:1].isupper() and word not in STOPWORDS and concept(word) not in asked for word in before
    ]
    return any(capital[1:])


def _is_free(around: list[str], raw: dict[str, str], asked: set[str], before: bool = False) -> bool:
    """Whether the neighbours leave the name as it is: words of no weight or of the question, adjectives before it."""
    near = around[:-3:-1] if before else around[:2]
    for word in near:
        if word in _BINDING:
            return False
        if (
            word in _FREE
            or (word == "1" and "one" in raw)
            or word in STOPWORDS
            or concept(word) in asked
            or (not before and _is_apposition(word, raw))
        ):
            return True
        if not before or not raw.get(word, word).islower() or not _is_adjective(word):
            return False
    return True


def _is_adjective(word: str) -> bool:
    return bool(_DESCRIPTIVE.search(word)) or concept(word) in _ADJECTIVES


def _is_apposition(word: str, raw: dict[str, str]) -> bool:
    """Whether a word behind a name only says more of it: a country, an office, or a participle."""
    participle = raw.get(word, word).islower() and word.endswith(("ing", "ed"))
    return is_nation(concept(word)) or word == "united" or word in _OFFICES or participle
