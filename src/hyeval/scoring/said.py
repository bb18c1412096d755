"""What a sentence says beyond the words of its question: the part before its verb or behind it."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.listed import EDGE, is_asked_act
from hyeval.scoring.words import words

VERB = re.compile(
    r"\s+(?:is|are|was|were|says?|reads?|shows?|displays?|depicts?|states|contains?|appears to be|seems to be|"
    r"looks like|(?:is |are |was )?(?:named|called|titled|entitled|written as|"
    r"labell?ed(?: as)?|dated|located on|on)|belongs to|goes to|comes to|amounts to|features?|represents?|has|bears|"
    r"carries|(?:comes?|came) from|comes(?! to\b)|(?:begins?|starts?|opens?) with|must be|would be|should be|"
    r"could be|might be|may be|ist|lautet|heißt|est|es|è|é)\s*:?\s+"
    r"|是|为|叫做?|写着",
    re.IGNORECASE,
)
"""The verb between what a sentence is on and what it says of that."""
TAIL = re.compile(
    r"\s*(?:,?\s+(?:(?:closely |directly |immediately )?followed by|including|excluding|est\b\.?|and used to|"
    r"and (?:was|is) formerly|rather than|instead of|as opposed to|not\b|but not|unlike|ahead of|because|since|"
    r"which|who|where|via|as (?:shown|indicated|written|seen|stated|can|it|the|there|you|we|i)|"
    r"while|whereas|although|though|with the (?:second|next)|compared (?:to|with)|more than|than)\b"
    r"|,\s+(?:and|but|so|with|then|located|based|judging|given|due|according|visible|shown|reduced|discounted|"
    r"\w+ (?:by|before|until)|\w+ \w+ (?:after|before|past|from)|in (?:the|large|bold|big)|"
    r"on the|at the|it|they|there|next|another|also|ahead|before|after|even|though|above|below|under|beneath|beside|"
    r"behind|opposite|near|between|across)\b"
    r"|\s+(?:-|–|—)\s+(?!\d)|;|(?<=\w)\s+\(|,\s+the\b|"
    r",\s+(?:an?\s+)?(?-i:[a-z]+(?:\s[a-z]+)?)\s+of\s+|"
    r"\s+and\s+(?:(?:is|are|was|were|has|had)\b|\w+(?:\s\w+)?\s+(?:is|are|was|were)\b|"
    r"\w+s\s+(?:at|on|in|by|from|to)\b|(?:the|its|their|it|they)\b(?=.*\b(?:is|are|was|were)\b)|(?:it|he|she)\s+\w+s\b|"
    r"(?:is |was |were |are )?\w+(?:ed|en|wn|de)\s+by\b)|"
    r"\s+(?:in|on|at) (?:the|this) (?:image|picture|photo|chart|sign|logo|document|figure|graph|"
    r"invoice|letter|diagram|box|map|table|top|bottom|left|right|corner|screen)\b|,?\s+(?:而|不是)).*$",
    re.DOTALL | re.IGNORECASE,
)
"""What follows an answer: a remark, a comparison, a clause of its own."""
_GLOSS = re.compile(r"[\u4e00-\u9fff]\s?\(([A-Za-z][^()]*)\)的?\W*$")
"""A Chinese name with the same in Latin letters in brackets."""
_GLOSSED = re.compile(r"([A-Za-z][^()\u4e00-\u9fff]*?)\s?\([\u4e00-\u9fff]+\)的?\W*$")
"""A name in Latin letters with the same in Chinese in brackets."""
_MADE_BY = re.compile(r"由\s*(.+?)\s*(?:发布|出版|签署|签名|撰写|编写|制作|拍摄|绘制)")
PASSIVE = re.compile(
    r"(?:\b(?:is|are|was|were|been|but|and)\s+|,\s+)(\w+)(?: out| on (?:its|his|her|their) behalf)?\s+by\s+(?=\S)",
    re.IGNORECASE,
)
"""What was done, before the one who did it."""
_QUOTING = re.compile(r"\s+(?:says?|reads?|spells|bears)\s*:?\s+|是|为|叫做?|写着", re.IGNORECASE)
"""What follows such a verb is the answer, whatever stands before it."""
_TIE = re.compile(r"\s(?:at|in|on|from|to|with|by|as)\s+(?=\S)")
"""A preposition, behind which the answer may stand."""
_SAYS = re.compile(r"\s(?:warns?|announces?|asks?|advertises?|spells?|tells?)(?: (?:us|you|people))?$", re.IGNORECASE)
_TURNS = 20
"""Times that a sentence may repeat the question before what it says; a longer one is a loop."""
_FILLER_WORDS = """
    answer name title brand colour color sign label text word words number person man woman it this that
    following written called named says reads based according shown look find see identify examine determine
"""
_FILLER = frozenset(_FILLER_WORDS.split())
_ON = frozenset(map(concept, ("floor", "level", "street", "page", "day", "date", "located", "road")))
"""Words of questions that "on" and a name answer."""
_PRONOUN = re.compile(r"\W*(?:it|he|she|they|this|that|there|i|we|you)\W*", re.IGNORECASE)
_DOING = re.compile(r"[a-z]+ing\b(?=\s)", re.IGNORECASE)
"""What somebody does, behind "is": "The girl is speaking to the robot" says who is speaking."""
_THAT_OF = re.compile(r"(?:that|those) of\s", re.IGNORECASE)


def said(text: str, asked: set[str], asks_who: bool = False, turns: int = _TURNS) -> str:
    """Cut the part of a sentence that repeats the question: before the verb, or behind it."""
    named = None if text.isascii() else _GLOSS.search(text) or _GLOSSED.search(text) or _MADE_BY.search(text)
    if named is not None:
        return named.group(1)
    acts = [one for one in PASSIVE.finditer(text) if is_asked_act(one.group(1), asked)]
    if acts:
        literal = [one for one in acts if any(word.startswith(one.group(1)[:4].lower()) for word in asked)]
        return text[(literal or acts)[0].end() :]
    for verb in VERB.finditer(text):
        if verb.group().strip().lower() == "on" and asked.isdisjoint(_ON):
            continue
        before, after = text[: verb.start()], text[verb.end() :]
        if _THAT_OF.match(after):
            return after
        doing = _DOING.match(after) if asks_who else None
        if doing is not None and is_known(doing.group(), asked) and _is_doer(before, asked):
            return before
        if (is_known(before, asked) or _QUOTING.fullmatch(verb.group())) and after.strip(EDGE):
            return said(after, asked, turns=turns - 1) if turns and _repeats(after, asked) else after
        if is_known(TAIL.sub("", " " + after), asked) and before.strip(EDGE):
            return before
        if speaks_of(before, asked) and len(after.split()) <= 8:
            return after
    return _behind_asked(text, asked)


def _is_doer(before: str, asked: set[str]) -> bool:
    """Whether what stands before a verb is somebody of whom the question does not speak."""
    spoken = [word.meaning for word in words(before)]
    return bool(spoken) and asked.isdisjoint(spoken) and _PRONOUN.fullmatch(before) is None


def _behind_asked(text: str, asked: set[str]) -> str:
    """What a sentence ties by a preposition to what it repeats of the question: "The red line ends at …"."""
    for tie in _TIE.finditer(text):
        before = text[: tie.start()]
        if " " in before.strip() and is_known(before, asked):
            return text[tie.end() :]
    return text


def warns(label: re.Match[str], asked: set[str]) -> bool:
    """Whether what stands before a colon is the thing in question with a verb of saying."""
    verb = _SAYS.search(label.group(1) or "")
    return verb is not None and is_known(str(label.group(1))[: verb.start()], asked)


def speaks_of(before: str, asked: set[str]) -> bool:
    """Whether the subject of a sentence is what the question asks about: half of its words are the question's."""
    spoken = [word.meaning for word in words(before)]
    known = [word in asked or word in _FILLER or is_derived(word, asked) for word in spoken]
    return bool(spoken) and 2 * sum(known) >= len(spoken)


def is_derived(word: str, asked: set[str]) -> bool:
    """Whether a word is one of the question with an ending: "signature" where it asks who signed."""
    return len(word) > 5 and any(len(one) > 3 and one not in STOPWORDS and word.startswith(one) for one in asked)


def _repeats(text: str, asked: set[str]) -> bool:
    """Whether what follows the verb still begins with words of the question and another verb."""
    verb = VERB.search(text)
    return bool(verb and is_known(text[: verb.start()], asked))


def is_known(text: str, asked: set[str]) -> bool:
    """Whether every word of a text is one of the question's, or a filler."""
    return all(word.meaning in asked or word.meaning in _FILLER for word in words(text))
