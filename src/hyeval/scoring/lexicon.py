"""Word tables that the readers share: words of one meaning, words that exclude each other, and words of no weight."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from hyeval.scoring.nations import NATIONS
from hyeval.scoring.spelling import SPELLINGS, one_spelling
from hyeval.scoring.translations import TRANSLATIONS

_STOPWORDS_TEXT = """
    a an the this that these those it its he she him his her they them their we our you your i me my one ones is
    are was were be been being am do does did has have had will would should could can may might must shall of
    in on at to for by with from as and or but if so then than there here what which who whom whose where when
    why how very quite most mostly rather just also too only about into onto up out some any all both each such
    s t ll d ve re m please image picture photo photograph shown shows show see seen visible appears appear
    seems seem depicted look looks yes no not because since thus hence therefore however given according
    following provided based clearly probably likely
"""
STOPWORDS = frozenset(_STOPWORDS_TEXT.split())


# The first word of each group stands for all of them. Groups hold plain everyday words only: a paraphrase that needs
# knowledge of the subject is left to a judge.
_SYNONYMS = """
increase rise raise grow growth climb ascend soar upward
decrease fall drop decline descend sink plunge diminish shrink dwindle downward reduce reduction
long longer
short shorter
tall taller
high higher
low lower
wide wider
narrow narrower
thick thicker
thin thinner
asleep sleeping
constant unchanged stable flat steady
steadily continuously consistently
equal same identical alike equally
different differ unequal difference
large big huge bigger larger great greater
small little tiny smaller
fall collapse topple tumble
begin start
stop halt
happy joy joyful happiness cheerful joyous
sad sadness sorrow unhappy
fear scared afraid frightened fearful
surprise surprised astonished astonishment
bored boredom
angry anger furious mad
humorous funny humour comical amusing comedic
serious grave solemn
buy purchase
repair fix mend
ok okay
chef cook
colleague coworker workmate
sell vend
need require necessary
center middle
open ajar
tear rip shred
car automobile vehicle
plane airplane aeroplane aircraft
bike bicycle
motorcycle motorbike
picture photo image photograph
daytime day daylight
nighttime night
street road
truck lorry
eggplant aubergine
zucchini courgette
sidewalk pavement
gasoline petrol
pants trousers
sweater jumper pullover
garbage rubbish trash
diaper nappy
stroller pram pushchair
railroad railway
cookie biscuit
stairs staircase stairway stairwell
sofa couch settee
sitting seated
man guy gentleman
woman lady
child kid
person people human
measure measurement
rain rainy
sun sunny
snow snowy
wind windy
fog foggy
cloud cloudy
tie draw
h2 hydrogen
gas gaseous
o2 oxygen
n2 nitrogen
harm harmful damage damaging
cross intersect meet touch intersection crossing
allow permit legal lawful
forbid prohibit ban illegal unlawful
closed shut
legible readable
empty vacant unoccupied
intact undamaged unharmed unbroken
stay remain
glasses spectacles eyeglasses
full filled
crowded packed
poisonous toxic venomous
basic alkaline
indoors inside
outdoors outside
error exception bug crash mistake
perpendicular orthogonal
spring springtime springlike
summer summertime summery midsummer
autumn fall_season autumnal
winter wintertime wintry wintery midwinter
lunch lunchtime
dinner dinnertime
january jan
february feb
april apr
june jun
july jul
august aug
september sep sept
october oct
november nov
december dec
purple violet
gray
gold golden
wood wooden
metal metallic steel
true correct accurate
false untrue incorrect wrong inaccurate
occupied taken
expire expiry expiration
left leftmost leftward
right rightmost rightward
above over over_top
below under underneath beneath
text word writing written inscription lettering
country nation
flag tricolour
united_states usa america
united_kingdom uk britain
switzerland swiss
"""

# Members of one line exclude each other where they are said of one thing.
_CONTRARIES = """
red blue green yellow black white orange brown purple pink gray gold silver amber
left right behind front
above below
foreground background
on below
allow forbid
daytime nighttime dusk dawn evening midnight
daytime dark
nighttime bright
bright dark
autumn spring summer winter
sunny rainy cloudy snowy foggy
equal different large
equal small large
equal long short
equal tall short
equal high low
equal wide narrow
equal thick thin
happy sad angry
empty occupied
acute obtuse
valid expired
prime composite
indoors outside
outdoors inside
open closed
open folded
empty full
empty crowded
true false
hot cold
wet dry
indoors outdoors
inside outside
male female
man woman
boy girl
old young
on off
increase decrease constant
square circle triangle rectangle pentagon hexagon octagon oval
round square rectangular triangular oval
wood glass metal plastic stone paper
january february march april may_month june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
standing sitting lying
asleep awake
even odd
isosceles scalene
equilateral scalene
convex concave
legal illegal
poisonous edible
poisonous harmless
parallel perpendicular
parallel cross
positive negative
alive dead
clean dirty
present absent
broken intact
intact damaged
adult baby
adult child
profit loss
north south east west
vertical horizontal diagonal
straight curved bent
smooth rough
calm rough
sharp blurry
sharp blunt
raw cooked
quiet loud noisy
rural urban
real fake artificial
win lose
safe dangerous unsafe
sweet sour bitter salty
deep shallow
tight loose
ripe unripe
fresh rotten stale
hardcover paperback
smiling frowning crying
correctly incorrectly wrongly
"""

# Pairs of contraries with nothing between them: what is not one is the other.
_COMPLEMENTS = """
open closed
allow forbid
on off
true false
alive dead
even odd
equal different
indoors outdoors
inside outside
asleep awake
present absent
wet dry
clean dirty
daytime nighttime
male female
empty occupied
intact damaged
intact broken
"""
_NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")

_ERROR_NAME = re.compile(r"[A-Z]\w+(?:Error|Exception)s?")
_WHOLE_DECIMAL = re.compile(r"\d+\.0+")
_ROMANCE = re.compile(r"(?<=\w{3})(?:cion|zione)$")
"""Endings of Spanish and Italian nouns that have English ones: evaporación, direzione."""
_ELIDED = re.compile(r"^(?:[ld]|qu|un|dell|nell|all|sull|dall)'(?=\w{2})")
"""Articles and prepositions of French and Italian before a vowel: l'automne, dell'acqua."""
_OF_ACTS = re.compile(r"(?:\w{2}ction|\w{4}ation)s?$")
"""Nouns whose verbs have their ending without -ion, as long ones in -ation do: reflection, evaporation."""
_PLURALS = re.compile(r"(?:ss|us|is)$")
_IRREGULAR = {
    "fell": "fall",
    "fallen": "fall",
    "torn": "tear",
    "tore": "tear",
    "rose": "increase",
    "risen": "increase",
    "grew": "increase",
    "grown": "increase",
    "lowers": "decrease",
    "lowered": "decrease",
    "lowering": "decrease",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "mice": "mouse",
    "bought": "buy",
    "chose": "choose",
    "chosen": "choose",
    "sent": "send",
    "spent": "spend",
    "paid": "pay",
    "built": "build",
    "sold": "sell",
    "met": "meet",
    "sat": "sit",
    "stood": "stand",
    "wore": "wear",
    "worn": "wear",
    "ran": "run",
    "forbidden": "forbid",
    "forbade": "forbid",
    "glasses": "eyeglasses",
    "won": "win",
    "lost": "lose",
    "began": "begin",
    "begun": "begin",
    "caught": "catch",
    "drove": "drive",
    "driven": "drive",
    "rode": "ride",
    "ridden": "ride",
    "flew": "fly",
    "held": "hold",
    "kept": "keep",
    "slept": "sleep",
    "swam": "swim",
    "threw": "throw",
    "thrown": "throw",
    "ate": "eat",
    "eaten": "eat",
    "better": "good",
    "wooden": "wood",
    "goes": "go",
    "going": "go",
    "went": "go",
    "gone": "go",
    "made": "make",
    "does": "does",
}
_WHOLE = "unused lying standing sitting morning evening spring string building nothing something red need"
_IRREGULAR |= {word: word for word in _WHOLE.split()}  # they only look inflected

_ORDINAL_NAMES = "first second third fourth fifth sixth seventh eighth ninth tenth"
ORDINALS = {name: number for number, name in enumerate(_ORDINAL_NAMES.split(), 1)}
_ORDINAL_ENDINGS = ("st", "nd", "rd", *("th",) * 7)
_ORDINAL_DIGITS = {
    f"{number}{ending}": name for (name, number), ending in zip(ORDINALS.items(), _ORDINAL_ENDINGS, strict=True)
}
ORDINALS |= {f"{number}{ending}": number for number, ending in enumerate(_ORDINAL_ENDINGS, 1)}

_CARDINAL_NAMES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
CARDINALS = {word: str(value) for value, word in enumerate(_CARDINAL_NAMES.split())}
CARDINALS |= {character: str(value) for value, character in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_MONTH_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_SUPERSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def unaccented(word: str) -> str:
    """Case-fold a word and take its accents off, as models drop or add them freely."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word.casefold().translate(_SUPERSCRIPTS))
    return "".join(mark for mark in folded if not unicodedata.combining(mark))


def _stripped(word: str) -> str:
    """Take the commonest English endings off, so that `increases`, `increased` and `increasing` agree."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if _OF_ACTS.search(word):
        return word[: word.rindex("ion")]
    if len(word) > 7 and word.endswith("ness"):
        return word[:-4]
    if len(word) > 3 and word.endswith("s") and not _PLURALS.search(word):
        return word[:-1]
    if len(word) > 6 and word.endswith("ism"):
        return word[:-1] + "t"  # of a style and of what is in this style: cubism, cubist
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            stem = word[: -len(ending)]
            return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
    return word


def _dull(word: str) -> str:
    """Drop a silent `e` as well, as `measuring` loses the one of `measure`."""
    word = _stemmed(word)
    return _SPELLINGS.get(word) or (one_spelling(word) if len(word) > 3 else word)


def _stemmed(word: str) -> str:
    word = _stripped(_ROMANCE.sub("tion", word) if word.endswith(("cion", "zione")) else word)
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


_SPELLINGS = {_stemmed(other): _stemmed(one) for one, other in map(str.split, SPELLINGS.strip().splitlines())}


def _synonyms() -> dict[str, str]:
    groups = [line.split() for line in _SYNONYMS.strip().splitlines()]
    groups += [entry.split() for entry in NATIONS.replace("\n", " ").split(";")]
    table: dict[str, str] = {}
    for group in groups:
        meaning = table.get(_dull(group[0]), _dull(group[0]))
        for word in group:
            table.setdefault(_dull(word), meaning)
    return table


_CONCEPTS = _synonyms()


_FOREIGN = {
    unaccented(word): _CONCEPTS.get(_dull(entry.split()[0]), _dull(entry.split()[0]))
    for entry in TRANSLATIONS.strip().splitlines()
    for word in entry.split()[1:]
}


@lru_cache(maxsize=8192)
def concept(word: str) -> str:
    """Map a word to the word that stands for its meaning: no case, accents or endings, one word per synonym group.

    The name of an error in a program, as `IndexError`, means an error.
    """
    if _ERROR_NAME.fullmatch(word):
        return "error"
    word = unaccented(word).removesuffix("'s").removesuffix("'")
    if "'" in word:
        word = _ELIDED.sub("", word)
    if word in CARDINALS:
        return CARDINALS[word]
    if word[-1:] == "0" and _WHOLE_DECIMAL.fullmatch(word):
        return word.partition(".")[0]
    if word in _FOREIGN:
        return _FOREIGN[word]
    if word in _ORDINAL_DIGITS:
        return _ORDINAL_DIGITS[word]
    plain = _dull(word)
    return _CONCEPTS.get(plain, plain)


_NATION = -1
_CLASSES: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_CONTRARIES.strip().splitlines()):
    for _word in map(concept, _line.split()):
        _CLASSES[_word] = _CLASSES.get(_word, frozenset()) | {_number}
_CLASSES |= {concept(entry.split()[0]): frozenset((_NATION,)) for entry in NATIONS.replace("\n", " ").split(";")}
_COMPLEMENTARY = frozenset(frozenset(map(concept, line.split())) for line in _COMPLEMENTS.strip().splitlines())
_NO_CLASS: frozenset[int] = frozenset()


def contrary(one: str, other: str) -> bool:
    """Whether two concepts exclude each other, as `red` and `green` do."""
    shared = _CLASSES.get(one, _NO_CLASS) & _CLASSES.get(other, _NO_CLASS)
    return one != other and (bool(shared) or denies(one, other))


def complementary(one: str, other: str) -> bool:
    """Whether one of two concepts holds where the other does not, as `open` and `closed`."""
    return frozenset((one, other)) in _COMPLEMENTARY or denies(one, other)


def denies(one: str, other: str) -> bool:
    """Whether one of two concepts is the other with a prefix that negates it: `illegible`, `unequal`."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.endswith(short) and long[: -len(short)] in _NEGATING_PREFIXES


def excludable(meaning: str) -> bool:
    """Whether a concept belongs to a class whose members exclude each other."""
    return meaning in _CLASSES


def is_nation(meaning: str) -> bool:
    """Whether a concept is the name of a country."""
    return _NATION in _CLASSES.get(meaning, _NO_CLASS)


_PAIRS = {("carbon", "dioxide"): "co2", ("united", "states"): "usa", ("united", "kingdom"): "uk",
          ("go", "up"): "increase", ("move", "up"): "increase",
          ("go", "down"): "decrease", ("move", "down"): "decrease", ("come", "down"): "decrease",
          ("level", "off"): "constant", ("stay", "same"): "constant", ("keep", "go"): "continue",
          ("not", "change"): "constant", ("doesn't", "change"): "constant", ("no", "change"): "constant",
          ("nobody", "won"): "tie", ("no", "winner"): "tie", ("same", "number"): "equal", ("same", "amount"): "equal",
          ("equally", "many"): "equal", ("equally", "large"): "equal", ("equally", "small"): "equal",
          ("equally", "long"): "equal", ("equally", "tall"): "equal", ("equally", "high"): "equal",
          ("set", "fire"): "burn", ("crash", "down"): "fall",
          ("give", "way"): "yield", ("go", "straight"): "straight", ("keep", "driving"): "continue"}  # fmt: skip
_CHINESE = sorted((word for word in [*_CONCEPTS, *_FOREIGN] if ord(word[0]) >= 0x3000), key=len, reverse=True)
_CHINESE_WORD = re.compile("|".join(map(re.escape, _CHINESE)) + "|.")

_JOINT = {(concept(first), concept(second)): joint for (first, second), joint in _PAIRS.items()}
JOINED = frozenset(word for pair in _JOINT for word in pair)
"""Concepts that mean something else where another one stands beside them."""


def joint_concept(first: str, second: str) -> str | None:
    """The meaning of two concepts that stand together, where it is another than that of each: "goes up"."""
    pair = _JOINT.get((first, second))
    return None if pair is None else concept(pair)


def chinese_words(run: str) -> list[str]:
    """Break a run of Chinese characters into known words and single characters."""
    return _CHINESE_WORD.findall(run)
