"""Words of an English caption, near to what the Penn Treebank tokenizer of CoreNLP makes of it.

Caption metrics are defined on its output in lower case and without punctuation (Chen et al. 2015, COCO captions). This
follows its documented conventions: clitics are words (`child 's`, `is n't`), hyphenated words are one, abbreviations
keep their period, brackets have names. It differs in rare forms: smileys, telephone numbers, mark-up with blanks,
abbreviations at the end of a line after other sentences.
"""

from __future__ import annotations

import re

_CAPITALISED = """
    Mr Mrs Ms Dr Prof Gen Sgt Capt Lt Col Maj Cmdr Sen Rep Gov Pres Rev Hon St Ave Blvd Rd Sq Mt Ft Jr Sr Inc Ltd Co
    Corp Bros Dept Univ Assn Nos Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri
    Calif Fla Tex Wash Ariz Ill Mass Mich Minn Penn Pa Va Ala Ark Colo Conn Del Ga Ind Kan Ky La Md Miss Mo Mont Neb
    Nev Okla Ore Tenn Vt Wis Wyo Ph
"""
_IN_LOWER_CASE = """mr mrs ms dr prof st ft ave co inc ltd jr sr jan feb mar apr jun jul aug sept oct nov dec wed etc vs
    est al cf"""
_ABBREVIATIONS = [*_CAPITALISED.split(), *_IN_LOWER_CASE.split()]
_ASSIMILATED = {
    "cannot": "can not",
    "gonna": "gon na",
    "gotta": "got ta",
    "wanna": "wan na",
    "gimme": "gim me",
    "lemme": "lem me",
    "more'n": "more 'n",
    "'tis": "'t is",
    "'twas": "'t was",
    "y'all": "y' all",
}
_NAMED = {
    "(": "-lrb-",
    ")": "-rrb-",
    "[": "-lsb-",
    "]": "-rsb-",
    "{": "-lcb-",
    "}": "-rcb-",
    "£": "#",
    "€": "$",
    "¢": "cents",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
_PUNCTUATION = re.compile(r"['`\"«»“”„.?!,:;]|-{1,3}|\.{2,}|[–—]+|''|``")
"""Left out; a run of exclamation and question marks is a word."""

_CLITIC = r"(?i:s|m|d|ll|re|ve)"
_LETTERS = r"[^\W\d_]"
_WORD = re.compile(
    rf"""(?P<word>
      https?://[^\s"<>()]*[^\s"<>().,;:!?']
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | [@\#]{_LETTERS}\w*
    | </?[A-Za-z][^<>\s]*>
    | '(?:\d0s|n'|em\b|cause\b|til\b)
    | (?<!\w)(?i:{"|".join(_ASSIMILATED)})\b
    | '{_CLITIC}\b
    | (?i:n't)\b
    | {_LETTERS}+?(?=(?i:n't)\b)
    | (?:[OoDdLl]'{_LETTERS}+|ma'am|ol')
    | \b(?:{"|".join(_ABBREVIATIONS)})\.(?!\w)
    | \b[Nn]o\.(?=\s*\d)
    | \b(?:{_LETTERS}{{1,2}}\.)(?:{_LETTERS}\.)+(?:-\w+)*(?!\w)
    | \b{_LETTERS}\.(?![\w.])
    | (?:US|HK|NZ|A|C)\$
    | (?:(?<![\w)])[-+])?\d+(?:[.,:/]\d+)*(?:-\w+(?:/\d+)?)+
    | (?:(?<![\w)])[-+])?(?:\d+(?:/\d+)+\b|\d+(?:[.,:]\d+)+|(?<!\w)\.\d+)
    | (?:(?<![\w)])[-+](?=\d))?\w+(?:[-/.&_]\w+)*(?:\+\+|\#)?
    | [!?]{{2,}} | \*{{2,}} | \#{{2,}} | ={{2,}}
    | -{{2,}} | \.{{2,}} | '' | `` | [^\s]
    )""",
    re.VERBOSE,
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff\ufe0f\u200d]")
_LONGEST = 50_000
"""Characters of a caption that are read; no caption is so long, and every metric takes time by the word."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "´": "'", "…": "...", "\u00a0": " ", "\u00ad": ""})


def words(text: str) -> list[str]:
    """The words of a caption in lower case, without punctuation."""
    found: list[str] = []
    for match in _WORD.finditer(_ASTRAL.sub(" ", text[:_LONGEST].translate(_PLAIN))):
        word = match["word"].lower()
        if _PUNCTUATION.fullmatch(word):
            continue
        found += _ASSIMILATED.get(word, _NAMED.get(word, word)).split()
    return found
