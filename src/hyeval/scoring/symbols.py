"""Names of chemicals, keys and shapes for their signs, and signs for the names, as the options of a question have them.

"Sodium hydroxide" is the option NaOH, `H2SO4` the option "Sulfuric acid", "the Esc key" the option Escape, "a circle"
the option ○ and an arrow to the right the option "Right".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from hyeval.scoring.letters import ALPHABET
from hyeval.scoring.options import Options
from hyeval.scoring.plain import plain_formula

Step = Callable[[str], str]
"""What rewrites a response."""

_COMPOUNDS_TEXT = """
NaCl: sodium chloride, table salt
HCl: hydrochloric acid, hydrogen chloride
NaOH: sodium hydroxide, caustic soda
KOH: potassium hydroxide
H2SO4: sulfuric acid
HNO3: nitric acid
H3PO4: phosphoric acid
H2CO3: carbonic acid
CH3COOH: acetic acid, ethanoic acid
HF: hydrofluoric acid, hydrogen fluoride
HBr: hydrobromic acid, hydrogen bromide
H2S: hydrogen sulfide
H2O: water
H2O2: hydrogen peroxide
CO2: carbon dioxide
CO: carbon monoxide
SO2: sulfur dioxide
SO3: sulfur trioxide
NO: nitric oxide, nitrogen monoxide
NO2: nitrogen dioxide
N2O: nitrous oxide, laughing gas
NH3: ammonia
NH4Cl: ammonium chloride
NH4NO3: ammonium nitrate
CH4: methane
C2H6: ethane
C3H8: propane
C2H4: ethylene, ethene
C2H2: acetylene, ethyne
C2H5OH: ethanol
CH3OH: methanol
C6H6: benzene
C6H12O6: glucose
CaCO3: calcium carbonate
CaO: calcium oxide, quicklime
Ca(OH)2: calcium hydroxide, slaked lime
CaCl2: calcium chloride
CaSO4: calcium sulfate
Na2CO3: sodium carbonate
NaHCO3: sodium bicarbonate, sodium hydrogen carbonate, baking soda
Na2SO4: sodium sulfate
NaNO3: sodium nitrate
KCl: potassium chloride
KI: potassium iodide
KNO3: potassium nitrate
KMnO4: potassium permanganate
MgO: magnesium oxide
MgCl2: magnesium chloride
MgSO4: magnesium sulfate
Mg(OH)2: magnesium hydroxide
Al2O3: aluminum oxide, alumina
AgCl: silver chloride
AgNO3: silver nitrate
BaSO4: barium sulfate
BaCl2: barium chloride
CuSO4: copper sulfate, copper(ii) sulfate
CuO: copper(ii) oxide
Cu2O: copper(i) oxide
Fe2O3: iron(iii) oxide
FeO: iron(ii) oxide
FeCl2: iron(ii) chloride
FeCl3: iron(iii) chloride
ZnO: zinc oxide
ZnCl2: zinc chloride
PbO: lead(ii) oxide
SiO2: silicon dioxide, silica
O3: ozone
"""
_ELEMENTS_TEXT = """
H: hydrogen
He: helium
Li: lithium
Be: beryllium
B: boron
C: carbon
N: nitrogen
O: oxygen
F: fluorine
Ne: neon
Na: sodium
Mg: magnesium
Al: aluminum
Si: silicon
P: phosphorus
S: sulfur
Cl: chlorine
Ar: argon
K: potassium
Ca: calcium
Ti: titanium
Cr: chromium
Mn: manganese
Fe: iron
Co: cobalt
Ni: nickel
Cu: copper
Zn: zinc
Br: bromine
Kr: krypton
Ag: silver
Sn: tin
I: iodine
Xe: xenon
Ba: barium
W: tungsten
Pt: platinum
Au: gold
Hg: mercury
Pb: lead
U: uranium
"""
_KEYS_TEXT = """
Esc: escape
Del: delete
Ins: insert
Ctrl: control
Bksp: backspace
PgUp: page up
PgDn: page down
PrtSc: print screen
"""
_SHAPES_TEXT = """
△: triangle
▲: triangle
○: circle
●: circle
◯: circle
□: square
■: square
◻: square
◼: square
☆: star
★: star
⭐: star
◇: diamond, rhombus
◆: diamond, rhombus
♡: heart
♥: heart
❤: heart
♦: diamond
♣: club
♠: spade
✕: cross
✖: cross
×: cross
✓: check mark, tick
✔: check mark, tick
⬠: pentagon
⬡: hexagon
☽: moon
☾: moon
"""
_ARROWS_TEXT = """
up: ↑ ⬆ ▲ 🔼 ⇧ 👆 ☝
down: ↓ ⬇ ▼ 🔽 ⇩ 👇
left: ← ⬅ ◀ ⇦ 👈
right: → ➡ ▶ ⇨ 👉
"""


_CHEMISTRY = re.compile(
    r"\b(?:chemical\w*|elements?|atoms?|symbols?|metals?|gas(?:es)?|molecules?|compounds?|substances?|acids?|salts?)\b",
    re.IGNORECASE,
)
_ASKS_KEY = re.compile(r"\b(?:keys?|keyboard|press(?:ed)?|shortcut)\b", re.IGNORECASE)
_IN_LATEX = re.compile(r"\\(?:text|mathrm|ce|rm|mathsf)\s*\{([^{}]*)\}")
_STATE = re.compile(r"\((?:i+|iv)\)")
"""The charge of a metal in a name: iron(III) oxide."""
_RUNS = re.compile(r"[A-Za-z()]+|\d+")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NO_SALT = r"(?!\s+(?:(?:hydrogen\s+)?\w+(?:ide|ate|ite)s?|acid)\b)(?!\s?\((?:i+|iv)\))"
"""What follows an element that is named by itself, and not as a part of a compound."""
_NAMES_ALONE = {
    "H2O": r"(?<!\bin )(?<!\binto )(?<!\bthe )(?<!\bwith )(?<!\bunder )(?<!\bof )(?<!\bon )",
    "Pb": "(?!lead to)",
}
"""Where a name that is an ordinary word as well is none."""
_PLAIN_WORDS = frozenset(("He", "Be", "NO"))
"""Signs that are words of the language."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(": ") for line in text.strip().splitlines())
    return {sign: tuple(names.split(", ")) for sign, _, names in lines}


_COMPOUNDS, _ELEMENTS, _KEYS, _SHAPES = map(_table, (_COMPOUNDS_TEXT, _ELEMENTS_TEXT, _KEYS_TEXT, _SHAPES_TEXT))
_ARROWS = {way: "".join(signs).replace(" ", "") for way, signs in _table(_ARROWS_TEXT).items()}
_VARIATION = "\ufe0f"
"""What makes a picture of the sign before it."""
_CHEMICALS = _COMPOUNDS | _ELEMENTS
_SIGN_OF = {name: sign for sign, its in _CHEMICALS.items() for name in its}


def sign_steps(question: str, options: Options) -> Iterator[Step]:
    """What brings a response into the names or signs of the options; nothing for most questions."""
    plain = [_plain(text) for text in options.texts]
    written = [text if len(text) > 1 else f"option {ALPHABET[number]}" for number, text in enumerate(options.texts)]
    signs = {sign: text for sign, text in zip(plain, written, strict=True) if sign in _CHEMICALS}
    if len(signs) > 1 and len(signs) == sum(sign in _CHEMICALS for sign in plain) and _are_chemicals(signs, question):
        yield _for(_names_of(signs), re.IGNORECASE)
    names = {_american(text): text for text in plain}
    own = {_SIGN_OF[name]: text for name, text in names.items() if name in _SIGN_OF}
    if len(own) > 1 and len(own) == sum(name in _SIGN_OF for name in names):
        yield _for({_written(sign): text for sign, text in own.items() if len(sign) > 1 and sign not in _PLAIN_WORDS})
        letters = {sign: text for sign, text in own.items() if len(sign) == 1 and ord(sign) - ord("A") >= len(plain)}
        yield _for({rf"(?:(?<=symbol is )|(?<=symbol )|\A){one}(?=\W*\Z)": text for one, text in letters.items()})
    yield from _shapes(options)
    if _ASKS_KEY.search(question):
        yield from _keys({text.lower(): text for text in options.texts})


def _shapes(options: Options) -> Iterator[Step]:
    """Shapes by their names where the options are signs, and ways by the arrow that a response is."""
    plain = [text.strip(f" .{_VARIATION}") for text in options.texts]
    signs = {sign: f"option {letter}" for letter, sign in zip(ALPHABET, plain, strict=False) if sign in _SHAPES}
    if len(signs) > 1:
        names = [name for sign in signs for name in _SHAPES[sign]]
        said = {
            rf"\b(?:an? |the )?{name}\b": text
            for sign, text in signs.items()
            for name in _SHAPES[sign]
            if names.count(name) == 1
        }
        yield _for(said, re.IGNORECASE)
    ways = {way: text for text in options.texts for way in _ARROWS if way in text.lower().split()}
    if len(ways) > 1 and len({*ways.values()}) == len(ways):
        yield _for({rf"\A\W*?[{_ARROWS[way]}]{_VARIATION}?\W*\Z": text for way, text in ways.items()})
    if any(" and " in text for text in options.texts) and not any("&" in text for text in options.texts):
        yield lambda response: response.replace(" & ", " and ")


def _keys(options: Mapping[str, str]) -> Iterator[Step]:
    """Keys by their short names where the options have the long ones, and the other way round."""
    for sign, (name,) in _KEYS.items():
        text = options.get(name) or options.get(sign.lower())
        if text is not None and not (name in options and sign.lower() in options):
            other = rf"\b{sign}\b" if name in options else rf"\b(?:(?i:{name})(?=\s+key\b)|{name.capitalize()}\b)"
            yield _for({other: text})


def _for(said: Mapping[str, str], flags: int = 0) -> Step:
    """A step that writes what is found by patterns as the options have it."""
    if not said:
        return str
    texts = list(said.values())
    found = re.compile("|".join(f"({one})" for one in said), flags)
    return lambda response: found.sub(lambda one: texts[(one.lastindex or 1) - 1], response)


def _are_chemicals(signs: Mapping[str, str], question: str) -> bool:
    """Whether signs can only be those of chemicals, and are no letters or words."""
    plain = any(sign in _COMPOUNDS or (len(sign) > 1 and sign not in _PLAIN_WORDS) for sign in signs)
    return plain or _CHEMISTRY.search(question) is not None


def _names_of(signs: Mapping[str, str]) -> dict[str, str]:
    """The names of signs as patterns, the longest first; those that two of them share are none."""
    named = [(name, sign) for sign in signs for name in _CHEMICALS[sign]]
    named += [(_STATE.sub("", name), sign) for name, sign in named if "(" in name]
    bases = [name for name, _ in {*named}]
    found = sorted(((name, sign) for name, sign in {*named} if bases.count(name) == 1), key=lambda one: -len(one[0]))
    return {_said(name, sign): signs[sign] for name, sign in found}


def _said(name: str, sign: str) -> str:
    said = re.escape(name).replace(r"\(", r"\s?\(").replace("sulf", "sul(?:f|ph)").replace("aluminum", "alumini?um")
    return rf"{_NAMES_ALONE.get(sign, '')}\b(?<!-){said}\b{_NO_SALT if sign in _ELEMENTS else ''}(?!-)"


def _written(sign: str) -> str:
    """A sign as it stands in a text: with subscripts, in LaTeX, within a formula."""
    core = "".join(
        rf"(?:_?\{{?{run}\}}?|{run.translate(_SUBSCRIPTS)})" if run.isdigit() else _run(re.escape(run))
        for run in _RUNS.findall(sign)
    )
    return rf"\\(?:mathrm|text|ce|rm)\{{{core}\}}(?![\w+^])|(?<![\w\\]){core}(?![\w+^₀-₉])"


def _run(letters: str) -> str:
    return rf"(?:\\(?:text|mathrm|rm)\{{{letters}\}}|{letters})"


def _plain(text: str) -> str:
    """An option without the marks of LaTeX."""
    return plain_formula(_IN_LATEX.sub(r"\1", text)).strip(" .")


def _american(name: str) -> str:
    return name.lower().replace("sulph", "sulf").replace("aluminium", "aluminum")
