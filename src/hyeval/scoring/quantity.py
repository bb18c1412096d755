"""Numbers in running text: digits, separators, scale words, fractions, powers of ten, number words, and their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_ONES_NAMES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_ONES = {word: value for value, word in enumerate(_ONES_NAMES.split())}
_FOREIGN_NAMES = {
    2: "zwei deux dos dois duas", 3: "drei trois tres tre", 4: "vier quatre cuatro quattro quatro",
    5: "fünf cinq cinco cinque", 6: "sechs seis", 7: "sieben siete sette sete", 8: "acht huit ocho oito",
    9: "neun neuf nueve nove", 10: "zehn dix diez dieci dez", 11: "onze undici", 12: "zwölf douze doce dodici doze",
}  # fmt: skip
"""Without those that are other words in English: due, elf, once, sei, sept."""
_ONES |= {word: value for value, names in _FOREIGN_NAMES.items() for word in names.split()}
_TENS_NAMES = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_TENS_NAMES.split(), 2)} | {"fourty": 40}
_SCALE_WORDS = {
    10**2: "hundred hundreds",
    10**3: "thousand thousands k K tausend mille 千",
    10**4: "万",
    10**5: "lakh",
    10**6: "million millions mio mn mln M millionen millones 百万",
    10**7: "crore",
    10**8: "亿",
    10**9: "billion billions mrd bn B milliarden",
    10**12: "trillion trillions T",
    12: "dozen",
}
_SCALES = {word: value for value, names in _SCALE_WORDS.items() for word in names.split()}
_PART_WORDS = {2: "half halves", 3: "third thirds", 4: "quarter quarters fourth fourths", 5: "fifth fifths",
               6: "sixth sixths", 8: "eighth eighths", 10: "tenth tenths"}  # fmt: skip
_PARTS = {word: Fraction(1, value) for value, names in _PART_WORDS.items() for word in names.split()}
_GLYPHS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
    "⅛": "1/8",
}
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_CHINESE = str.maketrans(
    {
        "零": "0",
        "一": "1",
        "二": "2",
        "两": "2",
        "三": "3",
        "四": "4",
        "五": "5",
        "六": "6",
        "七": "7",
        "八": "8",
        "九": "9",
    }
)

_WORD = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_DIGIT_WORD = "|".join(_ONES_NAMES.split()[:10])
_SCALE = (
    "hundreds?|thousands?|millions?|billions?|trillions?|dozen|lakh|crore|mio\\.?|mrd\\.?|mln|mn|bn|millionen|"
    "milliarden|millones|tausend"
)
_DIGITS = (
    r"(?:\d{1,3}(?:[,'’ ]\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|"
    r"\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d+,\d{1,2}(?![\d,])|\d+\.\d+|\.\d+|\d+)"
)
_QUANTITY = re.compile(
    rf"(?<![A-Za-z0-9_.^])(?P<minus>[-+]\s?|(?:minus|negative)\s+|负|零下|"
    rf"[(](?=-))?(?P<currency>(?:US)?[$€£¥₹]\s?(?P<minus2>-)?)?"
    rf"(?:(?P<whole>\d+)\s+(?P<wn>\d+)/(?P<wd>\d+)|(?P<num>{_DIGITS})\s?(?:/|÷)\s?(?P<den>{_DIGITS})(?!/)|"
    rf"(?P<digits>{_DIGITS})"
    rf"|(?P<part>(?:a\s+|one\s+)?(?:half|quarter)|(?:a|one)[\s-](?:third|fourth|fifth|tenth)|a dozen|"
    rf"(?:once|twice)(?=\s*(?:[.,;]|$|(?:and|while|but)\b)))\b|"
    rf"(?P<words>(?:(?:a |an )?(?:{_WORD}|(?<=a )(?:hundred|thousand|million|dozen))(?:[\s-]+(?:and\s+)?(?:{_WORD}|"
    rf"hundred|thousand|million|billion|dozen))*(?:\s+and\s+(?:a\s+)?(?:half|quarter))?(?:[\s-](?:halves|thirds?|"
    rf"quarters?|fourths|fifths?|eighths?|tenths))?)(?P<decimals>\s+point(?:\s+(?:{_DIGIT_WORD}))+)?)\b"
    rf"|(?P<cn>[零一二两三四五六七八九十](?:[零一二两三四五六七八九十百千]*[零一二两三四五六七八九十百])?))"
    rf"(?:\s?(?:[×x*·⋅]|\\times|\\cdot)\s?10\s?(?:\^|\*\*)?\s?\{{?(?P<power>[-⁻]?\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)\}}?|"
    rf"[eE](?P<exp>[-+]?\d{{1,3}})(?!\w))?"
    rf"(?:[\s-]?(?P<scale>(?:{_SCALE})\b|百万|[万亿千]|(?-i:[kKMBT])(?![\w/Ω'])))?"
    rf"(?P<scale2>\s(?:{_SCALE})\b)?(?P<percent>\s?(?:%|percent\b|per\s?cent\b|pct\b|percentage\b))?",
    re.IGNORECASE,
)
_LATEX = (
    (re.compile(r"\\[dt]?frac\s*\{\s*(-?\d+)\s*\}\s*\{\s*(\d+)\s*\}"), r" \1/\2"),
    (re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)"), r" \1/\2"),
    (re.compile(r"\\times|\\cdot"), "×"),
    (re.compile(r"\{,\}|\\,(?=\d{3})"), ","),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\^?\{?\\(?:circ|degree)\}?"), "°"),
    (re.compile(r"\\(?:Omega|ohm)\b"), "Ω"),
    (re.compile(r"\\approx|≈"), "="),
    (re.compile(r"\\[,;!: ]|~|\\(?:left|right|quad)|\\[()\[\]]"), " "),
)
_HALVES = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\b(?:an?|one) (hour|day|year|minute|metre|meter|mile|kilo)s? and a half\b", r"1.5 \1s"),
        (r"\b(\w+) (hours|days|years|minutes|metres|meters|miles|kilos) and a half\b", r"\1 and a half \2"),
        (
            r"\bhalf an? (hour|kilo|kilogram|kilogramme|kilomet(?:re|er)|met(?:re|er)|mile|lit(?:re|er)|ton|tonne)\b",
            r"0.5 \1s",
        ),
        (r"\ban (hour)\b", r"1 \1"),
        (r"\bhalf a dozen\b", "6"),
    )
)
_PART_OF_UNIT = re.compile(
    r"\b(?P<part>three[\s-]quarters|(?:a |one )?quarter|(?:a|one)[\s-]third|two[\s-]thirds)(?:\s+of)?\s+an?\s+"
    r"(?P<unit>hour|minute|day|year|kilo|kilogram|kilogramme|kilomet(?:re|er)|met(?:re|er)|mile|lit(?:re|er)|tonn?e?|"
    r"million|billion)\b|\b(?P<short>quarter|three-quarter)[\s-]hour\b",
    re.IGNORECASE,
)
"""A part of a unit: "three quarters of an hour", "a quarter of a million"."""
_AND_PART = re.compile(
    rf"\b(?P<whole>an?|\d+|{_WORD})\s+"
    r"(?:(?P<unit>hour|day|year|mile|kilo)s?\s+and\s+(?P<part>an? (?:half|quarter)|three[\s-]quarters)|"
    r"and\s+(?P<first>an? (?:half|quarter)|three[\s-]quarters?)\s+(?P<unit2>hour|day|year|mile|kilo)s?)\b",
    re.IGNORECASE,
)
"""A whole number of units and a part of one: "two hours and three quarters", "one and three-quarter hours"."""
_PART_VALUES = (("three", "0.75"), ("two", "2/3"), ("third", "1/3"), ("quarter", "0.25"), ("half", "0.5"))
_HYPHEN = re.compile(r"(?<=[^\W\d][^\W\d])\s-\s(?=[$€£]\s?\d)")
"""A hyphen between a name and its price."""
_MATH = re.compile(r"\$([^$\n]{0,200}[^$\s])\$(?![\d.])")
"""A formula between dollar signs; "$25, so each costs $12" is none, as a number follows the second sign."""
_TIMES = re.compile(r"(?<=\d)×(?=\W*$)")
"""The sign of a magnification."""
_DASH = re.compile(r"(?<=[^\W\d][^\W\d])[\"']?\s[–—]\s(?=[$€£]?\d)")
"""A dash between a name and its number."""
_STRAY_DOLLAR = re.compile(r"\$(?!\s?-?[\d.])")
_UNIT = re.compile(
    r"\s*(°\s?[CF]|degrees?\s+(?:celsius|fahrenheit)|[kMµmcG]?(?:Ω|ohms?)|kilo-?ohms?|kilohms?|megohms?|m/s|km/h|"
    r"km/s|mph|[A-Za-zµ]+(?:[²³]|\^\{?[23]\}?)?)"
)

_UNITS: dict[str, tuple[str, Fraction]] = {}


def _define(dimension: str, table: str) -> None:
    for entry in table.split(";"):
        names, factor = entry.split("=")
        for name in names.split():
            _UNITS[name] = (dimension, Fraction(factor.strip()))


_define(
    "length",
    "mm millimetre millimeter=1/1000; cm centimetre centimeter=1/100; dm decimetre=1/10; m metre meter=1; km "
    "kilometre kilometer=1000;"
    "inch inche=127/5000; ft foot feet=381/1250; yd yard=1143/1250; mi mile=201168/125",
)
_define(
    "mass",
    "mg milligram=1/1000000; g gram=1/1000; kg kilogram kilo=1; t ton tonne=1000; lb pound_mass=45359237/100000000",
)
_define(
    "time",
    "ms millisecond=1/1000; s sec second=1; min minute=60; h hr hour=3600; d day=86400; week=604800; fortnight=1209600",
)
_define("resistance", "ohm Ω=1; kΩ kohm kiloohm kilo-ohm kilohm=1000; MΩ megaohm=1000000; mΩ=1/1000")
_define("volume", "ml millilitre milliliter=1/1000; cl=1/100; l litre liter dm³ dm^3=1; m³ m^3=1000; cm³ cm^3=1/1000")
_define("area", "mm² mm^2=1/1000000; cm² cm^2=1/10000; m² m^2=1; km² km^2=1000000")
_define("speed", "m/s=1; km/h kph=5/18; km/s=1000; mph=1397/3125")
_define("money", "dollar usd buck=1; cent=1/100")
_define("euro", "euro eur=1")
_define("sterling", "sterling gbp=1")
_define("power", "w watt=1; kw kilowatt=1000; mw_mega megawatt=1000000")
_define("energy", "j joule=1; kj kilojoule=1000")
_define("frequency", "hz hertz=1; khz=1000; mhz=1000000; ghz=1000000000")
_define("voltage", "v volt=1; mv millivolt=1/1000; kv=1000")
_define("current", "a amp ampere=1; ma milliamp=1/1000")
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "sterling"}
_COMPOUND = frozenset(("length", "mass", "time", "money", "euro"))
"""Dimensions whose numbers are said in two units."""


@dataclass(frozen=True)
class Quantity:
    """A number in a text: its value with the scale word applied, and what stands around it."""

    value: Fraction
    start: int
    end: int
    text: str
    percent: bool = False
    scale: int = 1
    unit: str | None = None
    weak: bool = False
    """The word "one" or "half", which is a number only where nothing else is."""

    @property
    def factor(self) -> tuple[str, Fraction] | None:
        """Dimension and factor of the unit, if it is a known one."""
        return None if self.unit is None else unit_factor(self.unit)


def plain_latex(text: str) -> str:
    """Write LaTeX fractions, products, separators and units as plain characters, and the minus sign as a hyphen.

    "An hour and a half" becomes 1.5 hours.
    """
    if "uarter" in text or "third" in text or "and a half" in text:
        text = _AND_PART.sub(_whole_and_part, _PART_OF_UNIT.sub(_part_of_unit, text))
    if "alf" in text or "an hour" in text.lower():
        for pattern, replacement in _HALVES:
            text = pattern.sub(replacement, text)
    if " - " in text:
        text = _HYPHEN.sub(": ", text)
    if not text.isascii():
        text = _DASH.sub(": ", text) if "–" in text or "—" in text else text
        text = text.replace("−", "-").replace("–", "-").replace("\u00a0", " ").replace("\u202f", " ")
        text = _TIMES.sub("x", text)
        for glyph, fraction in _GLYPHS.items():
            text = re.sub(rf"(?<=\d)\s?{glyph}", f" {fraction}", text).replace(glyph, fraction)
    if "\\" in text or "~" in text or "≈" in text or "{" in text:
        for pattern, replacement in _LATEX:
            text = pattern.sub(replacement, text)
    if "$" in text:
        text = _STRAY_DOLLAR.sub(" ", _MATH.sub(r" \1 ", text))
    return text


def _part_of_unit(match: re.Match[str]) -> str:
    return f"{_part_value(match['part'] or match['short'])} {match['unit'] or 'hour'}s".replace("illions", "illion")


def _whole_and_part(match: re.Match[str]) -> str:
    whole = match["whole"].lower()
    number = Fraction(int(whole)) if whole.isdecimal() else Fraction(_ONES.get(whole, _TENS.get(whole, 1)))
    value = number + Fraction(_part_value(match["part"] or match["first"]))
    return f"{float(value):g} {match['unit'] or match['unit2']}s"


def _part_value(words: str) -> str:
    return next(value for word, value in _PART_VALUES if word in words.lower())


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of a text that `plain_latex` has been applied to; "5 feet 3 inches" is one."""
    return iter(_quantities(text))


@lru_cache(maxsize=64)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """The same, kept, as a sentence is asked for its numbers several times."""
    return tuple(_joined_quantities(text))


def _joined_quantities(text: str) -> Iterator[Quantity]:
    pending: Quantity | None = None
    for one in _single_quantities(text):
        joined = _joined(pending, one, text) if pending is not None else None
        if pending is not None and joined is None:
            yield pending
        pending = joined or one
    if pending is not None:
        yield pending


def _joined(one: Quantity, other: Quantity, text: str) -> Quantity | None:
    """Two numbers as one where the second counts a smaller unit: "three dollars and fifty cents"."""
    if one.unit is None or other.unit is None or one.scale != 1 or other.value < 0:
        return None
    first, second = one.factor, other.factor
    if first is None or second is None or first[0] != second[0] or first[0] not in _COMPOUND:
        return None
    rest = other.value * second[1] / first[1]
    between = text[one.end : other.start]
    whole = one.value.denominator == 1 and 0 < rest < 1 and first[1] > second[1]
    if not whole or not re.fullmatch(rf"\s*{re.escape(one.unit)}\s*,?\s*(?:and\s+)?", between, re.IGNORECASE):
        return None
    value = one.value - rest if one.value < 0 else one.value + rest
    unit = _UNIT.match(text, other.end)
    end = unit.end() if unit else other.end
    return Quantity(value, one.start, end, text[one.start : end].strip(), unit=one.unit)


def _single_quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        value = _value(match)
        if value is None:
            continue
        scale = _scale(match.group("scale")) * _scale(match.group("scale2"))
        unit = _unit(text, match.end())
        weak = (match.group("words") or match.group("part") or match.group("cn") or "").lower().strip() in (
            "one",
            "half",
            "a half",
            "一",
        )
        yield Quantity(
            _scaled(value, scale, match), match.start(), match.end(), match.group().strip(" ("),
            bool(match.group("percent")), scale,
            _CURRENCIES.get((match.group("currency") or "").strip(" -")[-1:], unit), weak,
        )  # fmt: skip


def unit_factor(unit: str) -> tuple[str, Fraction] | None:
    """Dimension and factor of a unit's name; case counts where it must (M and m), else it does not."""
    for name in (unit, unit.rstrip("s"), unit.lower(), unit.lower().rstrip("s")):
        if name in _UNITS:
            return _UNITS[name]
    return None


def with_its_point(phrase: str, text: str) -> str:
    """A phrase of a text with the decimal point that stands before its first digits there, as in .5, if it lost it."""
    if not phrase[:1].isdecimal() or re.search(rf"(?<![\w.]){re.escape(phrase)}", text):
        return phrase
    return f".{phrase}" if re.search(rf"(?<![\w.,])\.{re.escape(phrase)}", text) else phrase


def scale_of(word: str) -> int:
    """What a scale word multiplies by; 1 for any other word."""
    return _SCALES.get(word, _SCALES.get(word.lower(), 1))


def _unit(text: str, end: int) -> str | None:
    match = _UNIT.match(text, end)
    return match.group(1).replace(" ", "") if match else None


def _scale(word: str | None) -> int:
    return 1 if not word else scale_of(word.strip().rstrip("."))


def _scaled(value: Fraction, scale: int, match: re.Match[str]) -> Fraction:
    """The value with its scale words and its power of ten."""
    written = match.group("power") or match.group("exp")
    if written:
        exponent = int(written.translate(_POWERS).replace(" ", ""))
        value *= Fraction(10) ** max(-400, min(400, exponent))
    return value if scale == 1 else value * scale


def _value(match: re.Match[str]) -> Fraction | None:
    sign = (
        -1
        if (match.group("minus") or "").strip().lower() in ("-", "minus", "negative", "负", "零下")
        or match.group("minus2")
        else 1
    )
    if match.group("whole"):
        return (
            None
            if int(match.group("wd")) == 0
            else sign * (int(match.group("whole")) + Fraction(int(match.group("wn")), int(match.group("wd"))))
        )
    if match.group("num"):
        numerator, denominator = decimal(match.group("num")), decimal(match.group("den"))
        return None if denominator == 0 else sign * numerator / denominator
    if match.group("digits"):
        return sign * decimal(match.group("digits"))
    if match.group("words"):
        return sign * (
            _from_words(match.group("words").lower().partition(" point ")[0])
            + _from_decimals(match.group("decimals") or "")
        )
    if match.group("cn"):
        return sign * _from_chinese(match.group("cn"))
    return _from_part(match.group("part"))


def decimal(digits: str) -> Fraction:
    """Read digits with separators: three digits behind a comma are thousands, one or two a decimal fraction."""
    digits = digits[:200]
    if digits.isdecimal():
        return Fraction(int(digits))
    compact = re.sub(r"[’' ]", "", digits)
    if compact.count(".") > 1 or re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", compact):
        compact = compact.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", compact):
        compact = compact.replace(",", ".")
    return Fraction("0" + compact.replace(",", "") if compact.startswith(".") else compact.replace(",", ""))


def _from_words(text: str) -> Fraction:
    total = group = parts = Fraction(0)
    for word in re.split(r"[\s-]+", text.lower()):
        if word in _ONES or word in _TENS:
            group += _ONES.get(word, _TENS.get(word, 0))
        elif word in ("hundred", "dozen"):
            group = (group or Fraction(1)) * _SCALES[word]
        elif word in _SCALES:
            total, group = total + (group or Fraction(1)) * _SCALES[word], Fraction(0)
        elif word in _PARTS:
            if " and " in text:
                parts = _PARTS[word]
            else:
                group *= _PARTS[word]
    return total + group + parts


def _from_decimals(text: str) -> Fraction:
    """Digits behind a spoken decimal point: "point two five"."""
    digits = [str(_ONES[word]) for word in text.lower().split()[1:]]
    return Fraction("0." + "".join(digits)) if digits else Fraction(0)


def _from_part(text: str) -> Fraction:
    word = re.split(r"[\s-]+", text.lower())[-1]
    return _PARTS[word] if word in _PARTS else Fraction({"dozen": 12, "twice": 2, "once": 1}[word])


def _from_chinese(text: str) -> Fraction:
    total, digit = 0, 0
    for sign in text:
        scale = {"十": 10, "百": 100, "千": 1000}.get(sign)
        if scale is None:
            digit = int(sign.translate(_CHINESE))
        else:
            total, digit = total + (digit or 1) * scale, 0
    return Fraction(total + digit)
