"""Option letters in a sentence.

A letter counts where it can only mean an option. The article A, the pronoun I, a letter that names a thing in the
picture ("point C"), a letter that the question itself mentions, and a letter of an option's text do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from hyeval.scoring.claims import Claim, Rank
from hyeval.scoring.extraction import SEVERAL
from hyeval.scoring.lexicon import concept
from hyeval.scoring.options import Mention, Options, full_mentions, literal_mentions
from hyeval.scoring.sieve import MARKS, Sieve
from hyeval.scoring.statements import CONCLUSION, CORRECTION, settles
from hyeval.scoring.words import ROMAN, Spoken, follows_phrase, names_figure

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MEANINGS = [frozenset((concept(name), ROMAN.get(name, concept(name)))) for name in ALPHABET]
"""What each letter may mean as a word of an option: itself, or a Roman numeral."""
_LETTER = Sieve(
    r"(?<![A-Za-z0-9'’_\\∠])(?:(?P<noun>option|choice|answer|letter|alternativ[ae]|选项|选择|opción|opção|opzione|réponse|"
    r"antwort|letra|lettre|lettera|buchstabe|Buchstabe|ответ|вариант|respuesta|risposta|resposta|antwoord|odpowiedź|cevap|svar)s?\s*)?"
    r"(?P<open>[(\[\"'*]*)(?P<letter>[A-Z])(?P<close>[)\]\"'*]*)(?![A-Za-z0-9_])(?!['’][a-z])",
)
_OPENING, _CLOSING = "([\"'*", ")]\"'*"
_NOUNS = (
    "Option",
    "Options",
    "Choice",
    "Answer",
    "Alternative",
    "Opción",
    "Opção",
    "Opzione",
    "Réponse",
    "Antwort",
    "Ответ",
    "Вариант",
    "Respuesta",
    "Risposta",
    "Resposta",
    "Antwoord",
    "Odpowiedź",
)
"""Nouns of options at the beginning of a sentence."""
_OPENS = frozenset(("", *_NOUNS))
"""What may stand before the letter with which a sentence begins."""
_ANY_WORD = re.compile(r"\w")
_AFTER_SMALL = re.compile(r"[\"')\]}.,:*$。]*(?:\s*$|[)\].:,])")
SINGLE = MARKS.add_within(re.compile(r"[A-Z](?![A-Za-z0-9_])"))
"""The mark of a capital letter that ends a word or is one: every sentence with an option letter has it, few others."""
_VERBS = (
    r"(?:is|was|seems|would|should|could|must|might|may|has|can|cannot|can't|isn't|because|since|as|and|or|matches|"
    r"fits|shows|looks|appears|best|it|here|works|makes|remains|represents|describes|corresponds|due|for|based|given|"
    r"does|doesn't|instead|then|are|were|also|out|nor|in my)\b"
)
_NO_NOUN = r"(?:the|(?-i:None|This|That|These|The|It|There|They|Because|Since|Not|No|All))\b"
"""What no article stands before."""
_ARTICLE = re.compile(rf"\s+(?!{_VERBS}|{_NO_NOUN})[\"'(]?[A-Za-z0-9]")
_LEAD = re.compile(
    r"^\W*+(?:(?:option|choice|letter|answer|alternative|number|statement|clearly|definitely|probably|likely|maybe|"
    r"perhaps|possibly|i think|i guess|i believe|i say|i'd say|that's|therefore|thus|still|indeed|simply|actually|now|"
    r"obviously|most likely|opción|opzione|(?:a )?letra|lettre|lettera|buchstabe|la|die|der|das|l'|le|is|be|"
    r"that|would be|should be|must be|it's|it is)\b\W*+|选项?\W*+){0,6}(?<![A-Za-z0-9∠])([A-Za-z])(?![A-Za-z0-9'_{])",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"^[)\]}\"'*.$]*\s*(?:(?:,|/|&|\bor\b|\band\b|\bund\b|\boder\b|\bou\b|\bo\b|\by\b|或者?|和|、|\bor maybe\b|"
    r"\bor possibly\b)\s*)+(?:maybe |possibly |perhaps )?(?:option |answer )?"
    r"[(\[\"'*]*([A-Z])(?![A-Za-z0-9'])(?!\s+(?!or\b|and\b)[a-z])"
)
_OPEN_ALTERNATIVE = re.compile(r"^[)\]}\"'*.]*\s*(?:or|and|/|或者?)\s*$", re.IGNORECASE)
_ALSO = Sieve(
    r"\b(?:could|might|may|can) also\b|\bequally (?:possible|likely|plausible|good)\b|\bas well\b|\bso could\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^\s*(?:,|/|&|and|or|\band\b|\bor\b|和|或|、)+\s*(?:either |also |maybe |possibly )?$", re.IGNORECASE
)
_ONLY_LETTERS = re.compile(r"^\W*(?:[A-Z]\W+)+[A-Z]?\W*$")
_RIGHT = re.compile(
    r"^[)\]}\"'*.]*\s*(?:[-–—:,(]\s*)?(?:(?:which |that |it )?(?:is|are|would be|must be|should be|seems to be|seems|"
    r"appears to be|looks|has to be|being|was|=)\s+)?"
    r"(?:(?:clearly|therefore|thus|definitely|probably|also|indeed|the|a|an|most|likely|only|one|more|rather|"
    r"(?<=one )(?:that|which))\s+)*"
    r"(?:correct|right|true|best|answer|accurate|appropriate|fitting|valid|odd one|odd|plausible|reasonable|suitable|"
    r"it is|it must be|fits|matches|remains|is left|richtig|correcte|correcta|corretta|✓|✔|✅)(?=\W|$)"
    r"|^\s*(?:选项)?\s*(?:是|为)?\s*(?:正确|对的|对)|^\s*(?:です|が正解|이다|입니다)"
)
_NOT_THE_OTHER = re.compile(
    r"[)\]}\"'*]*,?\s+(?:and\s+|but\s+)?(?:not|rather than|instead of)\s+(?:option\s+|answer\s+)?"
    r"[(\[\"'*]*[A-Z](?![\w'’-])"
)
"""What follows a letter that is chosen before another one: "C, not D"."""
_BECAUSE = re.compile(r"[)\]\"'*]*,?\s+(?:because|since|as)\b")
_LACKS = re.compile(
    r"^[)\]}\"'*]*\s+(?:(?:is|are|was|does|do|did|has|have|can|could)\s*(?:not|n't)|cannot|never)\b"
    r"(?!\s+(?:be\s+)?(?:(?:the|a|an)\s+)?(?:\w+ly\s+)?"
    r"(?:correct|right|true|answer|option|it|valid|missing|absent|suitable|odd|different)\b)",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"[)\]\"'*]*\s+would(?:n['’]t| not)?\s+(?!(?:be|fit|match|work|do|suit|make|seem|also|then|indeed|thus)\b)[a-z]+\b"
)
"""What only supposes something of the letter before it: "E would need a red spot"."""
_POINTING = Sieve(
    r"(?:correct|right|→|=>|⇒|->|而是|应选|应该选|"
    r"\b(?:maybe|probably|perhaps|choose|pick|select|chose|go with|going with|going for|opt for|money is on|"
    r"vote goes to|"
    r"leaves?|left with|leaving|"
    r"leads? to|points? to|suggests?|corresponds? to|indicates?|(?:must|has to|have to|can only) be|it'?s|it is|"
    r"that's|that is|"
    r"settle on|mark|tick|therefore|thus|so|hence|match(?:es)?|consistent with|makes? it)(?: us with)?)"
    r"\s*[,:]?\s*(?:with )?(?:the )?$",
    re.IGNORECASE,
    marked=True,
)
_SURE = Sieve(
    r"\b(?:confident in|confident of|sure of|sure about|certain of|convinced of)\s+(?:the )?$",
    re.IGNORECASE,
    marked=True,
)
_UNSURE = re.compile(r"(?:\bnot|n['’]t)\s+(?:\w+ly\s+)?(?:confident|sure|certain|convinced)\b", re.IGNORECASE)
_WHICH_IS = re.compile(r",\s*which is\s+(?:option |choice |answer )?[(\"'*]*$", re.IGNORECASE)
_IS = Sieve(r"\b(?:is|would be|must be|should be|has to be|can only be)\s*:?\s*$", re.IGNORECASE, marked=True)
_IN_QUESTION = re.compile(
    r"(?<![A-Za-z0-9'])(?:['\"]([A-Za-z])['\"]|"
    r"([B-HJ-Z]|(?:(?<=letter )|(?<=labelled )|(?<=labeled )|(?<=marked ))[AI]))(?![A-Za-z0-9'])"
)
_CALLED_RIGHT = re.compile(
    r"\s+(?:is|would be|must be)\s+(?:\w+ly\s+)?(?:(?:the\s+)?(?:correct|right)(?:\s+(?:answer|option|choice|one))?|"
    r"the (?:best )?(?:answer|option|choice)|the best)\b(?=\W*(?:$|[.,;:!]))",
    re.IGNORECASE,
)
_PICKED = re.compile(
    r"(?:^\W*|\b(?:i|we|i['’]d|i['’]ll|will|would|so|therefore|hence)\s+)"
    r"(?:choose|pick|select|go with|go for|mark|answer|tick)\s+$|\bleaves us with\s+$|"
    r"^\W*(?:so|therefore|thus|hence),?\s+$",
    re.IGNORECASE,
)
_THING = re.compile(r"(?<![\w'’])[A-Z](?![\w'’])")
_OF_OPTIONS = re.compile(r"\W*(?:both|neither|either|all|none|only|options?)\b", re.IGNORECASE)
"""The beginning of an option that speaks of other ones by their letters: "Both A and B"."""
_SAID_OF_THING = re.compile(
    r"(?:,?\s+and\s+[A-Z](?!\w))?\s+(?:\w+ly\s+)?(?:is|are|was|were|has|had|did|does|can|could|will|must|may|[a-z]{2,}(?:s|ed))\b"
)
_JUDGED = re.compile(
    r"\s+(?:\w+\s+){0,6}(?:(?:in)?correct|right|true|false|wrong|(?:im)?possible|supported|contradict\w*|excluded|"
    r"eliminated|ruled|out|consistent|inconsistent|answer|option|choice|statement|what|best|valid|accurate|refuted|plausible|"
    r"likely|match(?:es)?|fits?|describes?|states?|says?|claims?|follows?|works?|reads?|makes?|fails?|"
    r"holds(?!\s+(?:more|less|as|the|a|an|\d)\b)|needs?|requires?)\b",
    re.IGNORECASE,
)
"""What says of an option whether it is the answer, or what it says."""
_EQUATED = re.compile(r"\s*=(?![=>])\s*\S")
"""What follows a variable: "A = πr²"."""


class Letter(NamedTuple):
    """A letter that can name an option; `marked` if a noun, brackets or quotation marks set it off."""

    option: int
    start: int
    end: int
    marked: bool


class Letters:
    """Finds the letters of one question's options."""

    def __init__(self, question: str, options: Options) -> None:
        self.options = options
        self.count = len(options) or len(ALPHABET)
        self._question = question
        self._latest: tuple[Spoken | None, list[Letter]] = (None, [])
        """The sentence that was gone through last, as several rules ask for its letters in turn."""

    @cached_property
    def of_figure(self) -> frozenset[str]:
        """The letters that the question itself names."""
        return frozenset((quoted or bare).upper() for quoted, bare in _IN_QUESTION.findall(self._question))

    @cached_property
    def of_texts(self) -> frozenset[int]:
        """The options whose letter may stand within an option's text."""
        signs = self.options.signs if self.options.texts else frozenset()
        return frozenset(number for number, meanings in enumerate(_MEANINGS) if not meanings.isdisjoint(signs))

    @cached_property
    def of_things(self) -> frozenset[str]:
        """The letters by which options speak of things, as "A is taller than B" does."""
        if self.options.letter_names:
            return frozenset()
        texts = [set(_THING.findall(text)) for text in self.options.texts if not _OF_OPTIONS.match(text)]
        letters = frozenset[str]().union(*texts)
        return letters if len(letters) > 1 and sum(map(bool, texts)) > 1 else frozenset()

    def option(self, name: str) -> int | None:
        """The option that a letter stands for, None beyond the last one."""
        number = ord(name.upper()) - ord("A")
        return number if number < self.count else None

    def within(self, line: Spoken) -> list[Letter]:
        """Letters of a sentence that can stand for an option."""
        if not line.marks & SINGLE:
            return []
        latest, known = self._latest
        if latest is line:
            return known
        found = self._within(line)
        self._latest = (line, found)
        return found

    def _within(self, line: Spoken) -> list[Letter]:
        found = [letter for match in _LETTER.finditer(line.text) if (letter := self._letter(match))]
        if not any(letter.option in self.of_texts or follows_phrase(line.text, letter.start) for letter in found):
            return found
        covered = [*full_mentions(line, self.options), *literal_mentions(line, self.options)]
        return [letter for letter in found if not _covered(letter, covered, line.text)] if covered else found

    def _letter(self, match: re.Match[str]) -> Letter | None:
        line, name = match.string, match.group("letter")
        noun = match.group("noun") is not None or line[: match.start()].rstrip().endswith(_NOUNS)
        enclosed = bool(match.group("open") and match.group("close"))
        option = self.option(name)
        if option is None or (not enclosed and name in "AI" and _is_plain_word(name, line[match.end() :], noun)):
            return None
        if name in self.of_figure and (not noun or match.group("noun") == "letter") and not _is_chosen(match):
            return None
        if not noun and names_figure(line[: match.start()]):
            return None
        if not noun and (_EQUATED.match(line, match.end()) or (not enclosed and self._is_thing(name, match))):
            return None
        return Letter(option, match.start(), match.end(), noun or enclosed)

    def _is_thing(self, name: str, match: re.Match[str]) -> bool:
        """Whether a sentence says something of a thing of that name, and not of the option."""
        if name not in self.of_things or _SAID_OF_THING.match(match.string, match.end()) is None:
            return False
        return _JUDGED.match(match.string, match.end()) is None

    def alone(self, line: str) -> set[int | None] | None:
        """The options of a line that holds nothing but letters; None for any other line."""
        if not _ends_in_capital(line) or not _ONLY_LETTERS.match(line):
            return None
        return {self.option(name) for name in line if name in ALPHABET}

    def bare(self, line: str) -> int | None:
        """The option of a line that holds one letter, brackets and adverbs apart: "(b)", "Probably B."."""
        bare = line.strip(" .!\"'()[]{}$*:\n")
        if len(bare) == 1:
            return self.option(bare) if bare.upper() in ALPHABET else None
        if not _ends_in_capital(bare):
            return None
        lead = _LEAD.match(line)
        if lead is None or not lead.group(1).isupper() or _ANY_WORD.search(line, lead.end()):
            return None
        return self.option(lead.group(1))

    def has_alternative(self, after: str, content: Spoken, name: str) -> bool:
        """Whether another letter stands beside the one that begins a statement: "B or C", "B, but also C"."""
        if _OPEN_ALTERNATIVE.match(after) or (
            _ALSO.search(after) and len({one.option for one in self.within(content)}) > 1
        ):
            return True
        second = _ALTERNATIVE.match(after)
        return second is not None and second.group(1) != name


def _ends_in_capital(line: str) -> bool:
    """Whether the last character of a word in a line is a capital letter."""
    if line[-2:-1].islower() and line[-1:] == ".":
        return False
    for character in reversed(line):
        if character.isalnum() or character == "_":
            return character.isupper()
    return False


def lacks(after: str) -> bool:
    """Whether what follows a letter denies that its thing is or does something, not that it is the answer."""
    return _LACKS.match(after) is not None


def is_named_by(before: str) -> bool:
    """Whether what stands before a letter says that a value has it: "it is 10, which is D"."""
    return _WHICH_IS.search(before) is not None


def leading(content: str) -> re.Match[str] | None:
    """The letter with which a statement begins, in group 1, unless a small letter there is a word."""
    match = _LEAD.match(content)
    if match and match.group(1).islower() and not _AFTER_SMALL.match(content[match.end(1) :]):
        return None
    return match


def _is_chosen(match: re.Match[str]) -> bool:
    """Whether a letter is called right or picked, which no thing of a figure is: "B is correct", "go with C"."""
    line = match.string
    return _CALLED_RIGHT.match(line, match.end()) is not None or _PICKED.search(line[: match.start()]) is not None


def _is_plain_word(name: str, after: str, noun: bool) -> bool:
    """Whether an A is the article, or an I the pronoun, which it is unless a noun stands before it."""
    return _ARTICLE.match(after) is not None if name == "A" else not noun


def is_word(name: str, after: str) -> bool:
    """Whether an A or I before the text `after` is the article or the pronoun."""
    return name.upper() in "AI" and after[:1] == " " and bool(_ARTICLE.match(after))


_COMES_TO = re.compile(
    r"(?:\w|[.!)])(?<!\blabel)(?<!\blabels)(?<!labeled)(?<!labelled)(?<!marked)(?<!letter)(?<!\breads)(?<!\bsays)(?<!\bpoint)"
    r"(?::|\s[-–—])\s[\"'(*\[]*$",
    re.IGNORECASE,
)
"""A sentence that ends in a letter behind a colon or a dash: "None outshines the others: D."."""


def rank_of(line: Spoken, letter: Letter, last: bool) -> Rank:
    """How plainly the words around a letter make it the answer; `last` for the last sentence of a response."""
    before, after, marks = line.text[: letter.start], line.text[letter.end :], line.marks
    ends_sentence = not after.strip(" .!)\"'*]")
    begins = before.strip(" \"'(*[") in _OPENS
    if (
        _RIGHT.match(after)
        or (begins and _NOT_THE_OTHER.match(after))
        or (begins and letter.marked and _BECAUSE.match(after))
        or (marks & _POINTING.mark and _POINTING.search(before))
        or (marks & _SURE.mark and _SURE.search(before) and not _UNSURE.search(before))
        or (ends_sentence and marks & _IS.mark and _IS.search(before))
        or (marks & CORRECTION.mark and CORRECTION.search(before) and not _WOULD.match(after))
    ):
        return Rank.EXPLICIT
    if letter.marked and (last or line.search(CONCLUSION)):
        return Rank.CONCLUSION
    if last and ends_sentence and _COMES_TO.search(before):
        return Rank.CONCLUSION
    return Rank.CONCLUSION if last and begins else Rank.PLAIN


def claim_of(letters: list[tuple[Letter, Rank]], line: Spoken, number: int) -> Claim | None:
    """The claim of the highest rank among letters that a sentence asserts."""
    for rank in (Rank.EXPLICIT, Rank.CONCLUSION):
        ranked = {letter.option for letter, its in letters if its is rank}
        if ranked:
            if len(ranked) > 1:
                return Claim(number, rank, None, SEVERAL)
            return Claim(number, rank, ranked.pop(), final=settles(line))
    return None


def coordinated(letters: list[tuple[Letter, Rank]], line: str) -> list[tuple[Letter, Rank]]:
    """Give letters joined by "and" or "or" the same rank: "B and D are correct" says it of both."""
    ranked = list(letters)
    for position in range(len(ranked) - 1, 0, -1):
        (first, one), (second, other) = ranked[position - 1], ranked[position]
        if _JOINED.match(line[first.end : second.start]):
            ranked[position - 1], ranked[position] = (first, max(one, other)), (second, max(one, other))
    return ranked


def _covered(letter: Letter, mentions: Iterable[Mention], line: str) -> bool:
    """Whether a letter belongs to an option's text, such as the C of "Vitamin C"."""
    start, end = letter.start, letter.end
    if not letter.marked:  # a quotation mark on one side is that of the whole text
        end = start + len(line[start:end].rstrip(_CLOSING))
        start = end - len(line[start:end].lstrip(_OPENING))
    return any(
        mention.start <= start and end <= mention.end and mention.end - mention.start > end - start
        for mention in mentions
    )
