"""Words of an English caption, near to what the Penn Treebank tokenizer of CoreNLP makes of it.

Caption metrics are defined on its output in lower case and without punctuation (Chen et al. 2015, COCO captions). This
follows its documented conventions: clitics are words (`child 's`, `is n't`), hyphenated words are one, abbreviations
keep their period, brackets have names. It differs in rare forms: telephone numbers, mark-up with blanks, abbreviations
at the end of a line after other sentences.
"""

from __future__ import annotations

import re

_CAPITALISED = "Az La Pa Ark Del Ill Ore Tex Mass Miss Wash"
"""Abbreviations that are words in lower case."""
_IN_ANY_CASE = """
    mr mrs ms mme mlle msgr messrs dr drs prof profs pres gov govs gen adm maj lt lieut col cmdr capt cpl sgt sfc pfc
    pvt spc ens brig supt insp hon rev rep reps sen sens atty asst esq jr sr ph wm jos alex st ste ave blvd rd rt sq
    mt ft bldg inc ltd co cos corp bros cie plc bancorp bhd assn assoc dept univ intl natl elec invt sys jan feb mar
    apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri al ala ariz calif colo conn ct dak fla ga ind
    kan kans ky md mich minn mo mont neb nev okla penn tenn va vt wis wisc wyo adj adv cf cpl det est etc ext seq tel
    vs
"""
_NOT_IN_CAPITALS = ["[Mm]fg", "[Mm]tg", "[Pp]?[Pp]t[ey]s?"]
_ABBREVIATIONS = "|".join(
    [
        *_CAPITALISED.split(),
        *_CAPITALISED.upper().split(),
        *_NOT_IN_CAPITALS,
        f"(?i:{'|'.join(_IN_ANY_CASE.split())})",
    ]
)
_NUMBERED = ["no", "nos", "fig", "figs", "pp", "art", "ca", "op"]
"""Abbreviations before a number."""
_SENTENCE_STARTS = """
    A About According Additionally After An As At But Earlier He Her Here However If In It Last Many More Mr. Ms. Now
    Once One Other Our She Since So Some Such That The Their Then There These They This We What When While Yet You
"""
_SENTENCES = _SENTENCE_STARTS.split()
"""Words that begin a sentence, so that the period before them is none of an initial."""
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
_ROUND = str.maketrans({"(": "-lrb-", ")": "-rrb-"})
"""Brackets of smileys; others stay."""
_NAMED = {
    "(": "-lrb-",
    ")": "-rrb-",
    "[": "-lsb-",
    "]": "-rsb-",
    "{": "-lcb-",
    "}": "-rcb-",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": "",
    "&apos;": "",
    "&nbsp;": "",
    "£": "#",
    "€": "$",
    "¢": "cents",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
_PUNCTUATION = re.compile(r"['`\"«»“”„.?!,:;]|-{1,4}|\.{2,}|[–—]+|''|``")
"""Left out; a run of exclamation and question marks is a word."""

_CLITIC = r"(?i:s|m|d|ll|re|ve)"
_LETTER, _SIGN = r"[^\W\d_]", r"(?:\+|(?<![\w)])-)"
_ALNUM = r"[^\W_]"
_WORD = re.compile(
    rf"""(?P<word>
      https?://[^\s"<>()]*[^\s"<>().,;:!?']
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*
    | [@\#]{_LETTER}\w*
    | </?[A-Za-z][^<>\s]*>
    | &(?:lt|gt|quot|apos|nbsp);
    | (?P<smiley>[<>]?[:;=][-o*']?[()DPdpO\\{{@|\[\]](?![A-Za-z]))
    | \^_\^ | -(?i:[lr][rcs]b)-
    | '(?i:\d0s|n'|n\b|em\b|cause\b|til\b|\d\d(?![\d"]))
    | (?<!\w)(?i:{"|".join(_ASSIMILATED)})\b
    | '{_CLITIC}\b
    | (?i:n't)
    | {_LETTER}+?(?=(?i:n't))
    | (?:[OoDdLl]'(?!{_CLITIC}\b){_LETTER}+|(?<!\w)[DdLl]'(?!\w)|(?i:ma'am|ol'))
    | {_ALNUM}+(?:-{_ALNUM}+)*\.(?=[,;:])
    | \b(?:{_ABBREVIATIONS})\.(?!\w)
    | \b(?i:{"|".join(_NUMBERED)})\.(?=\s*\d)
    | \b(?:[A-Za-z]{{1,2}}\.)(?:[A-Za-z]\.)+(?:-\w+)*(?!\w)
    | \b[A-Za-z]\.(?!{_LETTER}|_|\s+(?:{"|".join(map(re.escape, _SENTENCES))})(?!\S))
    | (?:US|HK|NZ|A|C)\$
    | [A-Z]+(?:[+&][A-Z]+)+ | (?<!\w)(?:[Cc]\+\+|[CFcf]\#)(?!\w)
    | \d+(?:[.,:/]\d+)*(?:-\w+(?:/\d+)?)+ | \d+(?:/\d+)+\b
    | {_SIGN}?(?:\d+(?:[.,:]\d+)+|[.,:]\d+(?:[.,:]\d+)*) | {_SIGN}\d+
    | {_ALNUM}+(?:[-/_]{_ALNUM}+|\.{_LETTER}{_ALNUM}*|(?<={_LETTER})[!?]{_LETTER}+)*
    | [!?]{{2,}} | \*{{2,}} | \#{{2,}} | << | >> | _+ | -{{2,}} | \.{{2,}} | '' | `` | [^\s]
    )""",
    re.VERBOSE,
)
_NO_TOKEN = re.compile(
    "[\U00010000-\U0010ffff\ufe0f\ue000-\uf8ff\ufffd\ufeff\u200b-\u200f\u2060\x00-\x08\x0e-\x1f\x7f]"
)
"""Characters that the tokenizer skips; words end there."""
_RAISED = re.compile("([¼½¾²³¹])")
_LONGEST = 50_000
"""Characters of a caption that are read; no caption is so long, and every metric takes time by the word."""
_PLAIN = str.maketrans({"’": "'", "‘": "`", "…": " ... ", "\u00a0": " ", "\u00ad": ""})


def words(text: str) -> list[str]:
    """The words of a caption in lower case, without punctuation."""
    found: list[str] = []
    plain = _NO_TOKEN.sub(" ", text[:_LONGEST].translate(_PLAIN)).replace("&amp;", "&")
    for match in _WORD.finditer(_RAISED.sub(r" \1 ", plain)):
        word = match["word"].lower()
        if match["smiley"]:
            found.append(word.translate(_ROUND))
        elif not _PUNCTUATION.fullmatch(word):
            found += _ASSIMILATED.get(word, _NAMED.get(word, word)).split()
    return found
