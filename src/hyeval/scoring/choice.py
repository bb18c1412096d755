"""Reading the answer to a multiple-choice question.

What a reader takes for the answer, strongest first:

1. an explicit statement: "the answer is B", a box, a line that holds nothing but an option, "B is correct";
2. a conclusion: "so it must be glass", or a sentence that takes up the words of the question;
3. a plain sentence that asserts one option;
4. the one option left when all others are excluded.

Within a rank the last one counts. Two explicit statements that disagree are no answer, unless the second is marked
as a correction or as final. A letter counts for the option list only: the article A, the pronoun I and the names of
things in the picture ("point C") do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from hyeval.scoring import prose
from hyeval.scoring.expression import extract_expression
from hyeval.scoring.extraction import NOTHING, OUTSIDE, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept
from hyeval.scoring.matching import match_expression, match_number
from hyeval.scoring.number import extract_number
from hyeval.scoring.yes_no import extract_yes_no
from hyeval.scoring.options import (
    FIGURE,
    Mention,
    Options,
    clock_time,
    core_mentions,
    full_mentions,
    nearest,
    normal_form,
    own_mentions,
    partial_mention,
    plain_formula,
    prepared,
    words,
)
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.statements import CONCLUSION, CORRECTION, Statement, corrected, marked_sentences, statements

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONG = 2000
"""Characters of one sentence that are looked at; a longer "sentence" is a loop or a dump."""

_QUICK = re.compile(
    r"\s*(?:(?:so |therefore,? |thus,? )?(?:the |my )?(?:final |correct |best |right )*(?:answer|choice|option)(?: is)?\s*:?\s+)?(?:option )?"
    r"[*(\[\"'`$]*(?:\\boxed\{)?(?:\\text\{)?\(?([A-Za-z])\)?\}{0,2}[)\].*\"'`$:]*\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*+(?:(?:option|choice|letter|answer|alternative|number|statement|clearly|definitely|probably|likely|maybe|perhaps|possibly|i think|i guess|"
    r"i believe|i say|i'd say|that's|therefore|thus|still|indeed|simply|actually|now|obviously|most likely|opción|opzione|la|die|der|das|l'|le|is|be|"
    r"that|would be|should be|must be|it's|it is)\b\W*+|选项?\W*+){0,6}(?<![A-Za-z0-9])([A-Za-z])(?![A-Za-z0-9'])",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"^[)\]}\"'*.$]*\s*(?:(?:,|/|&|\bor\b|\band\b|\bund\b|\boder\b|\bou\b|\bo\b|\by\b|或者?|和|、|\bor maybe\b|\bor possibly\b)\s*)+(?:maybe |possibly |perhaps )?(?:option |answer )?[(\[\"'*]*([A-Z])(?![A-Za-z0-9'])(?!\s+(?!or\b|and\b)[a-z])"
)
_OPEN_ALTERNATIVE = re.compile(r"^[)\]}\"'*.]*\s*(?:or|and|/|或者?)\s*$", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:could|might|may|can) also\b|\bequally (?:possible|likely|plausible|good)\b|\bas well\b|\bso could\b", re.IGNORECASE)
_JOINED = re.compile(
    r"^\s*(?:,|/|&|and|or|\band\b|\bor\b|和|或|、)+\s*(?:either |also |maybe |possibly )?$", re.IGNORECASE
)
_ONLY_LETTERS = re.compile(r"^\W*(?:[A-Z]\W+)+[A-Z]?\W*$")
_LETTER = re.compile(
    r"(?<![A-Za-z0-9'’_\\])(?:(?P<noun>option|choice|answer|letter|alternative|选项|选择|opción|opção|opzione|réponse|antwort)s?\s*)?"
    r"(?P<open>[(\[\"'*]*)(?P<letter>[A-Z])(?P<close>[)\]\"'*]*)(?![A-Za-z0-9_])(?!['’][a-z])",
)
_VERBS = (
    r"(?:is|was|seems|would|should|could|must|might|may|has|can|cannot|can't|isn't|because|since|as|and|or|matches|fits|shows|looks|appears|best|it|here|"
    r"works|makes|remains|represents|describes|corresponds|due|for|based|given|does|doesn't|instead|then|are|were|also|out|in my)\b"
)
_ARTICLE = re.compile(rf"\s+(?!{_VERBS})[\"'(]?[A-Za-z0-9]")
_RIGHT = re.compile(
    r"^[)\]}\"'*.]*\s*(?:[-–—:,(]\s*)?(?:(?:which |that |it )?(?:is|are|would be|must be|should be|seems to be|seems|appears to be|looks|has to be|being|was|=)\s+)?"
    r"(?:(?:clearly|therefore|thus|definitely|probably|also|indeed|the|a|an|most|likely|only|one)\s+)*"
    r"(?:correct|right|true|best|answer|accurate|appropriate|fitting|valid|odd one|odd|plausible|reasonable|suitable|"
    r"it is|it must be|fits|matches|remains|is left|richtig|correcte|correcta|corretta|✓|✔|✅)(?=\W|$)"
    r"|^\s*(?:选项)?\s*(?:是|为)?\s*(?:正确|对的|对)|^\s*(?:です|が正解|이다|입니다)"
)
_POINTING = re.compile(
    r"(?:correct|right|→|=>|⇒|->|而是|应选|应该选|\b(?:maybe|probably|perhaps|choose|pick|select|chose|go with|going with|opt for|leaves?|left with|leaving|leads? to|points? to|suggests?|"
    r"corresponds? to|indicates?|must be|it'?s|it is|settle on|mark|tick|therefore|thus|so|hence|match(?:es)?|consistent with)(?: us with)?)\s*[,:]?\s*(?:with )?(?:the )?$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[-*•\s]*\(?(?:option\s+|choice\s+)?([A-Z])\s*(?:[).:]|[-–—]\s)\s*(.*)", re.DOTALL)
_DEFINED = re.compile(r"^(?:[Oo]ption\s+)?\(?([A-Z])\)?\s+(?:is|shows|says|means|stands for)\s+(.*)", re.DOTALL)
_LETTER_NAME = re.compile(r"\b(\w+)\s+(?:\w+\s+){0,3}?(?:is|would be|must be)\s+[(\"']?([A-Z]{1,2})[)\"']?(?=\W*$|[,.;])")
_GOOD = re.compile(
    r"✓|✔|✅|\b(?:correct|right|true|yes|match(?:es)?|fits|this is (?:the|it|our)|best|accurate|plausible|consistent|possible answer|selected|applies)\b|正确",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"✗|✘|❌|\b(?:no|not|n't|wrong|incorrect|false|never|neither|cannot|unlikely|too|inconsistent|isn't|doesn't|don't|aren't|can't|eliminated?|ruled out|"
    r"excluded?|without|lacks?|irrelevant|but)\b|n't\b|错|不",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b({'|'.join(ORDINALS)}|last)\s+(?:(?:given|listed|answer)\s+)?(?:option|choice|answer|one|alternative|statement|possibility|item|description)\b|第([一二三四五六七八九十\d])(?:个|項|项)",
    re.IGNORECASE,
)
_ORDINAL_NOUN = re.compile(rf"\b({'|'.join(ORDINALS)})\s+(\w+)", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:option|choice|answer)\s+(?:number\s+|no\.?\s+|#\s*)?(\d{1,2})\b", re.IGNORECASE)
_NONE_LEFT = re.compile(
    r"\b(?:none|neither|all|both) of (?:the |these|those|them)\b|\bnone (?:fits|matches|apply|applies)\b|以上(?:都|皆)",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\bbut\b|\bhowever\b|\bso\b|\btherefore\b|\bthus\b|\bhence\b|\byet\b|→|=>|⇒|;|\bwhich (?:makes|gives|means)\b|\bmakes\b|\bleaving\b|=",
    re.IGNORECASE,
)
_ABSENCE = re.compile(r"\bNOT\b|\bEXCEPT\b|\b(?:is|are|does|do|was|were) not\b|\bexcept\b|n't\b|不")
_MISSING = re.compile(r"\bmissing\b|\babsent\b|\black|\bonly\b|\bnot\b|n't\b|\bno\b|\bnowhere\b", re.IGNORECASE)
_VALUE = re.compile(r"\s*[-+$€]?\s*(?:\d[\d.,]*\s*/\s*\d+|\d[\d.,]*|\\[dt]?frac\{\d+\}\{\d+\})\s*(?:[%°]|[A-Za-z]{1,12}\.?|[A-Za-z]{1,3}[²³])?\s*")
_HEDGE = re.compile(r"\b(?:might|could|may|maybe|perhaps|possibly|either)\b|可能", re.IGNORECASE)
_CHAPTERS = "一二三四五六七八九十"


class Rank(IntEnum):
    """How plainly a sentence says that it is the answer."""

    PLAIN = 1
    CONCLUSION = 2
    EXPLICIT = 3


@dataclass(frozen=True)
class Claim:
    """What one sentence gives as the answer: an option, or the reason why it gives none."""

    number: int
    rank: Rank
    option: int | None
    reason: str | None = None
    final: bool = False
    hedged: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter that can name an option; `marked` if a noun, brackets or quotation marks set it off."""

    option: int
    start: int
    end: int
    marked: bool


def extract_choice(response: str, question: Question) -> Extraction:
    """Find the option that a response means, as a letter."""
    options = prepared(question.choices)
    quick = _quick(response, options)
    return quick if quick is not None else _Reader(question, options).read(response)


def _quick(response: str, options: Options) -> Extraction | None:
    """Answer the plain cases at once: nothing but a letter, or nothing but the text of an option."""
    if len(response) > 200:
        return None
    match = _QUICK.match(response)
    if match:
        letter = match.group(1).upper()
        option = ord(letter) - 65
        rest = response[match.end() :].strip(" .\n").casefold()
        if not rest and (option < len(options) or not len(options)):
            return Extraction(letter)
        if (
            rest
            and option < len(options)
            and response[match.end() - 1] in ".:) "
            and options.by_text.get(rest) == option
        ):
            return Extraction(letter)
    found = options.by_text.get(response.strip(" .\n").casefold())
    return None if found is None else Extraction(_LETTERS[found])


class _Reader:
    """Reads one response; holds what every step needs: the question, its options and the letters of its figure."""

    def __init__(self, question: Question, options: Options) -> None:
        self.question = question
        self.options = options
        self.count = len(options) or len(_LETTERS)
        self.figure_letters = {
            letter.upper()
            for letter in re.findall(
                r"(?<![A-Za-z0-9'])(?:['\"]([A-Za-z])['\"]|([B-HJ-Z]))(?![A-Za-z0-9'])", question.text
            )
            for letter in letter
        }
        self.topic = {word.meaning for word in words(question.text)} - STOPWORDS
        self.letter_names = _letter_names(options)
        self.asks_for_absence = bool(_ABSENCE.search(question.text))
        self.has_values = bool(question.choices) and all(_VALUE.fullmatch(choice) for choice in question.choices)
        self.rejected: set[int] = set()

    def read(self, response: str) -> Extraction:
        """Read a response: what it declares, then what its sentences claim."""
        found = prose.reading(response, self.question.text)
        if found.reason:
            return unanswered(found.reason)
        if found.declared is not None:
            claim = self._content(plain_formula(prose.flat(found.declared)), 0, Rank.EXPLICIT)
            if claim.option is not None or claim.reason in (SEVERAL, OUTSIDE):
                return self._extraction(claim)
        lines = [plain_formula(clock_time(line[:_LONG])) for line in marked_sentences(found.text)][-400:]
        claims = list(self._claims(lines, found.unfinished))
        return self._decide(claims, lines, found)

    def _claims(self, lines: list[str], unfinished: bool) -> Iterator[Claim]:
        """Every claim of every sentence. A list that goes through the options claims the one that it approves of."""
        listed = self._listed(lines)
        explicit: dict[int, list[Statement]] = {}
        for statement in statements(lines):
            explicit.setdefault(statement.number, []).append(statement)
        for number, line in enumerate(lines):
            if number in listed:
                yield from self._of_item(number, listed[number])
            elif number in explicit:
                yield from (
                    self._content(one.content, number, Rank.EXPLICIT, one.final or bool(CONCLUSION.search(one.lead)))
                    for one in explicit[number]
                )
            elif line.rstrip("\"') ").endswith("?"):
                yield from self._of_question(line, number)
            else:
                yield from self._of_sentence(line, number, last=number == len(lines) - 1)

    def _decide(self, claims: list[Claim], lines: list[str], found: prose.Reading) -> Extraction:
        """Take the last claim of the highest rank; see the module's text for what disagreement means."""
        explicit = [claim for claim in claims if claim.rank is Rank.EXPLICIT]
        if explicit:
            last = _last_word(explicit, lines)
            return unanswered(NOTHING) if self._taken_back(last, lines) else self._extraction(last)
        valued = self._by_value(found.text) if self.options.texts and not found.unfinished and not found.refuses else None
        if valued is not None:
            return Extraction(_LETTERS[valued])
        closed = self._closed_option(found.text) if found.refuses else None
        if closed is not None:
            return Extraction(_LETTERS[closed])
        reason = prose.failure(found)
        if reason is not None:
            return unanswered(reason)
        for rank in (Rank.CONCLUSION, Rank.PLAIN):
            ranked = [claim for claim in claims if claim.rank is rank]
            if ranked:
                return self._extraction(_last_plain(ranked))
        return self._remaining(found.text)

    def _taken_back(self, claim: Claim, lines: list[str]) -> bool:
        """Whether a later sentence rejects the option by its letter: "The answer is A. Actually, A is wrong." """
        return any(
            letter.option == claim.option and stance(line, letter.start, letter.end) is Stance.REJECTED
            for line in lines[claim.number + 1 :]
            if claim.option in self.rejected
            for letter in self._letters(line)
        )

    def _remaining(self, text: str) -> Extraction:
        """The last resorts: the option left over by exclusion, and the option nearest to a short paraphrase."""
        left = [option for option in range(len(self.options)) if option not in self.rejected]
        if len(left) == 1:
            return Extraction(_LETTERS[left[0]])
        if self.rejected:
            return unanswered(NOTHING)
        option = self._paraphrased(marked_sentences(text))
        if option is not None:
            return Extraction(_LETTERS[option])
        return unanswered(OUTSIDE if len(text) < 60 or _NONE_LEFT.search(text) else NOTHING)

    def _paraphrased(self, lines: list[str]) -> int | None:
        """The option that the last sentence can mean alone, if the list of options is not just repeated."""
        if not lines or len(self.options) < 2 or len(lines) - 1 in self._listed(lines):
            return None
        polarity = self._as_polarity(" ".join(lines))
        last = plain_formula(lines[-1])
        denied = len(last.split()) > 2 and stance(last, len(last), len(last)) is not Stance.ASSERTED
        if polarity is not None or denied:
            return polarity
        partial = partial_mention(words(last), self.options, self.question.text) if len(last) < 80 else None
        return partial if partial is not None else nearest(words(last), self.options)

    def _as_polarity(self, text: str) -> int | None:
        """Options that say true and false, or yes and no, are read as a yes/no question."""
        names = {name: option for option, name in enumerate(normal_form(text) for text in self.options.texts)}
        pair = next(((yes, no) for yes, no in (("true", "false"), ("yes", "no")) if {normal_form(yes), normal_form(no)} <= names.keys()), None)
        said = extract_yes_no(text, Question(self.question.text)).answer if pair else None
        return None if pair is None or said is None else names[normal_form(pair[0] if said == "yes" else pair[1])]

    def _by_value(self, text: str) -> int | None:
        """The option whose value the text gives, where every option is a number: a half is 0.5 and 1/2."""
        if not self.has_values:
            return None
        for extract, match in ((extract_number, match_number), (extract_expression, match_expression)):
            answer = extract(text, self.question).answer
            equal = [] if answer is None else [option for option, choice in enumerate(self.options.texts) if match(answer, [choice], self.question)]
            if len(equal) == 1:
                return equal[0]
        return None

    def _closed_option(self, text: str) -> int | None:
        """The option that itself says that there is no answer, where the response says so."""
        closed = [
            option
            for option, choice in enumerate(self.options.texts)
            if prose.refuses("It " + choice) or prose.refuses(choice)
        ]
        return closed[0] if len(closed) == 1 else None

    def _extraction(self, claim: Claim) -> Extraction:
        return unanswered(claim.reason or NOTHING) if claim.option is None else Extraction(_LETTERS[claim.option])

    # ------------------------------------------------------------------ lists that go through the options

    def _listed(self, lines: list[str]) -> dict[int, tuple[int, str]]:
        """Lines that begin with an option letter and text, if at least two options are gone through."""
        items: dict[int, tuple[int, str]] = {}
        current: tuple[int, int] | None = None
        for number, line in enumerate(lines):
            match = _ITEM.match(line) or self._definition(line)
            option = ord(match.group(1)) - 65 if match else -1
            if match and option < self.count and (match.group(2).strip() or current):
                items[number] = (option, match.group(2))
                current = (number, option)
        return items if len({option for option, _ in items.values()}) > 1 else {}

    def _definition(self, line: str) -> re.Match[str] | None:
        """A sentence that only says which text an option has: "A is an apple"."""
        match = _DEFINED.match(line)
        option = ord(match.group(1)) - 65 if match else -1
        return match if match and option < len(self.options) and self._is_text(match.group(2), option) else None

    def _of_item(self, number: int, item: tuple[int, str]) -> Iterator[Claim]:
        option, text = item
        remark = self._remark(option, text)
        if _BAD.search(remark):
            self.rejected.add(option)
        elif _GOOD.search(remark):
            yield Claim(number, Rank.CONCLUSION, option)

    def _remark(self, option: int, text: str) -> str:
        """What a list item says of its option: the item without the option's own text."""
        if option < len(self.options):
            mentions = full_mentions(words(text), self.options)
            own = [mention for mention in mentions if mention.option == option]
            return text[own[0].end :] if own else text
        return text

    # ------------------------------------------------------------------ sentences

    def _of_sentence(self, line: str, number: int, last: bool) -> Iterator[Claim]:
        if _ONLY_LETTERS.match(line):
            named = set(re.findall("[A-Z]", line))
            yield Claim(number, Rank.EXPLICIT, *((ord(named.pop()) - 65,) if len(named) == 1 else (None, SEVERAL)))
            return
        fragment = self._fragment(line)
        if fragment is None:
            fragment = self._by_letter_name(line)
        if fragment is not None:
            yield Claim(number, Rank.EXPLICIT, fragment)
            return
        found = self._of_letters(line, number, last) or self._of_text(line, number)
        if found is not None:
            yield found

    def _of_question(self, line: str, number: int) -> Iterator[Claim]:
        """A question asserts nothing, unless it is a bare option: "B?"."""
        if len(line) < 40 and (fragment := self._fragment(line.replace("?", ""))) is not None:
            yield Claim(number, Rank.CONCLUSION, fragment, hedged=True)

    def _fragment(self, line: str) -> int | None:
        """The option that is all a line holds: "B", "(B)", "B. Iron nail", "Iron nail"."""
        bare = line.strip(" .!\"'()[]{}$*:\n")
        if len(bare) == 1 and bare.upper() in _LETTERS and bare.isascii():
            option = ord(bare.upper()) - 65
            return option if option < self.count else None
        lead = _LEAD.match(line)
        if lead and not re.search(r"\w", line[lead.end() :]) and lead.group(1).isupper() and ord(lead.group(1)) - 65 < self.count:
            return ord(lead.group(1)) - 65
        item = _ITEM.match(line)
        if item and ord(item.group(1)) - 65 < self.count:
            option = ord(item.group(1)) - 65
            if not self.options.texts or self._is_text(item.group(2), option) or not _BAD.search(item.group(2)):
                return option
        return self.options.by_text.get(normal_form(line)) if len(line) < 300 and self.options.texts else None

    def _is_text(self, text: str, option: int) -> bool:
        return self.options.by_text.get(normal_form(text)) == option

    def _by_letter_name(self, line: str) -> int | None:
        """The option that a noun and a letter name with a verb between: "the blood type is B" for "Type B"."""
        for match in _LETTER_NAME.finditer(line) if self.letter_names else ():
            option = self.letter_names.get((concept(match.group(1)), match.group(2).lower()))
            if option is not None and stance(line, match.start(2), match.end(2)) is Stance.ASSERTED:
                return option
        return None

    def _of_letters(self, line: str, number: int, last: bool) -> Claim | None:
        """A sentence about option letters: "B is correct", "so D", "the first one is orange (option A)"."""
        asserted: list[tuple[Letter, Rank]] = []
        for letter in self._letters(line):
            position = stance(line, letter.start, letter.end)
            if position is Stance.REJECTED:
                self.rejected.add(letter.option)
            elif position is Stance.ASSERTED:
                asserted.append((letter, self._rank_of_letter(line, letter, last)))
        asserted = _coordinated(asserted, line)
        for rank in (Rank.EXPLICIT, Rank.CONCLUSION):
            ranked = {letter.option for letter, its in asserted if its is rank}
            if ranked:
                final = bool(CORRECTION.search(line) or CONCLUSION.search(line))
                return (
                    Claim(number, rank, None, SEVERAL)
                    if len(ranked) > 1
                    else Claim(number, rank, ranked.pop(), final=final)
                )
        return None

    def _rank_of_letter(self, line: str, letter: Letter, last: bool) -> Rank:
        """How plainly the words around a letter make it the answer."""
        if (
            _RIGHT.match(line[letter.end :])
            or _POINTING.search(line[: letter.start])
            or CORRECTION.search(line[: letter.start])
        ):
            return Rank.EXPLICIT
        if letter.marked and (CONCLUSION.search(line) or last):
            return Rank.CONCLUSION
        return Rank.CONCLUSION if last and re.match(r"\W*$", line[: letter.start]) else Rank.PLAIN

    def _letters(self, line: str) -> list[Letter]:
        """Letters of a sentence that can stand for an option."""
        covered = full_mentions(words(line), self.options) if self.options.texts else []
        return [
            letter
            for letter in map(self._letter, _LETTER.finditer(line))
            if letter and not _covered(letter, covered, line)
        ]

    def _letter(self, match: re.Match[str]) -> Letter | None:
        line, name = match.string, match.group("letter")
        noun = bool(match.group("noun"))
        enclosed = bool(match.group("open") and match.group("close"))
        marked = noun or enclosed
        option = ord(name) - 65
        if option >= self.count:
            return None
        if not noun and (FIGURE.search(line[: match.start()]) or name in self.figure_letters):
            return None
        if name == "A" and not enclosed and _ARTICLE.match(line[match.end() :]):
            return None
        if name == "I" and not marked:
            return None
        return Letter(option, match.start(), match.end(), marked)

    def _of_text(self, line: str, number: int) -> Claim | None:
        """A sentence about option texts: the options that it asserts, if it asserts one alone."""
        if not self.options.texts:
            return None
        asserted = self._asserted_absent(line) if self.asks_for_absence else self._asserted(line)
        rank = self._rank_of_sentence(line)
        if len(asserted) == 1:
            final = bool(CONCLUSION.search(line) or CORRECTION.search(line))
            return Claim(number, rank, asserted.pop(), final=final, hedged=bool(_HEDGE.search(line)))
        if len(asserted) > 1:
            turned = self._asserted(_TURN.split(line)[-1])
            return Claim(number, rank, turned.pop()) if len(turned) == 1 else Claim(number, Rank.PLAIN, None, SEVERAL)
        if _NONE_LEFT.search(line):
            closing = self._closing_option()
            return Claim(number, rank, closing, None if closing is not None else OUTSIDE)
        return None

    def _closing_option(self) -> int | None:
        """The option "none of the above", under whatever name."""
        closing = [option for option, text in enumerate(self.options.texts) if _NONE_LEFT.search(text)]
        return closing[0] if len(closing) == 1 else None

    def _rank_of_sentence(self, line: str) -> Rank:
        if CONCLUSION.search(line):
            return Rank.CONCLUSION
        said = {word.meaning for word in words(line)}
        echoed = len(self.topic & said)
        return Rank.CONCLUSION if echoed >= 2 and echoed * 2 >= len(self.topic) else Rank.PLAIN

    def _asserted(self, line: str) -> set[int]:
        """Options that a sentence asserts by their text or by their place in the list."""
        text, spoken = line, words(line)
        full = full_mentions(spoken, self.options)
        standing = [word for word in spoken if stance(text, word.start, word.end) is not Stance.REJECTED]
        named = {mention.option for mention in full}
        taken = frozenset().union(*(self.options.cores[option] for option in named))
        mentions = full + [
            one for one in core_mentions(standing, self.options) if not taken & self.options.cores[one.option]
        ]
        asserted = self._sorted_out(self._unnested(mentions), text)
        if not mentions:
            self._sorted_out(core_mentions(spoken, self.options), text)
            asserted = self._sorted_out(own_mentions(spoken, self.options), text)
        return asserted or (self._by_place(line) if not mentions else set())

    def _asserted_absent(self, line: str) -> set[int]:
        """The same for a question such as "Which is NOT on the plate?": what is said to be there is no answer."""
        before = set(self.rejected)
        present = self._asserted(line)
        absent, self.rejected = self.rejected - before, before
        if absent or _MISSING.search(line) or not self.topic & {word.meaning for word in words(line)}:
            return absent or present
        self.rejected |= present
        return set()

    def _unnested(self, mentions: list[Mention]) -> list[Mention]:
        """Drop an option whose telling words are part of another's: "increases" in "increases and then decreases"."""
        named = {mention.option for mention in mentions}
        cores = self.options.cores
        return [one for one in mentions if not any(cores[one.option] < cores[other] for other in named)]

    def _sorted_out(self, mentions: Iterable[Mention], text: str) -> set[int]:
        asserted: set[int] = set()
        for mention in mentions:
            position = stance(text, mention.start, mention.end)
            if position is Stance.REJECTED:
                self.rejected.add(mention.option)
            elif position is Stance.ASSERTED:
                asserted.add(mention.option)
        return asserted

    def _by_place(self, line: str) -> set[int]:
        """Options named by their place: "the second one", "option 2", "第二个"."""
        places = set()
        for match in [*_ORDINAL.finditer(line), *_NUMBERED.finditer(line), *self._counted(line)]:
            place = self._place(match)
            if (
                place is not None
                and 0 <= place < len(self.options)
                and stance(line, match.start(), match.end()) is Stance.ASSERTED
            ):
                places.add(place)
        return places

    def _counted(self, line: str) -> Iterator[re.Match[str]]:
        """ "The third picture", where the options are the pictures 1 to 4 in order."""
        numbered = all(str(place + 1) in phrase for place, phrase in enumerate(self.options.phrases))
        nouns = set(self.options.phrases[0]).intersection(*self.options.phrases[1:]) if numbered else set()
        for match in _ORDINAL_NOUN.finditer(line) if nouns else ():
            if concept(match.group(2)) in nouns:
                yield match

    def _place(self, match: re.Match[str]) -> int | None:
        name = next(group for group in match.groups() if group)
        if name.lower() == "last":
            return len(self.options) - 1
        if name in _CHAPTERS:
            return _CHAPTERS.index(name)
        return (ORDINALS.get(name.lower()) or int(name)) - 1

    # ------------------------------------------------------------------ what follows "the answer is"

    def _content(self, content: str, number: int, rank: Rank, final: bool = False) -> Claim:
        """Read what an answer statement says: a letter first, else the text of an option."""
        content = content.strip()
        turned = list(CORRECTION.finditer(content))
        tail = content[turned[-1].end() :].strip(" ,:.") if turned else ""
        lead = (self._leading_letter(tail) if tail else None) or self._leading_letter(content)
        if lead is not None:
            return Claim(number, rank, lead[0], lead[1], final)
        letters = [
            letter for letter in self._letters(content) if letter.marked or content[letter.end :].strip(" .)") == ""
        ]
        asserted = {letter.option for letter in letters if self._stands(content, letter)}
        if not asserted and self.options.texts:
            asserted = self._asserted(content) or self._partial(content) or {option for option in [self._by_value(content)] if option is not None}
        if len(asserted) == 1:
            return Claim(number, rank, asserted.pop(), final=final)
        if asserted:
            return Claim(number, rank, None, SEVERAL, final)
        return self._unknown(content, number, rank, final)

    def _unknown(self, content: str, number: int, rank: Rank, final: bool) -> Claim:
        """A statement that names no option: outside the options if it is short and asserts something."""
        rejects = any(True for option in range(len(self.options)) if option in self.rejected)
        if rejects or len(content.split()) > 4 or not self.options.texts:
            return Claim(number, Rank.PLAIN, None, NOTHING, final)
        return Claim(number, rank, None, OUTSIDE, final)

    def _stands(self, content: str, letter: Letter) -> bool:
        position = stance(content, letter.start, letter.end)
        if position is Stance.REJECTED:
            self.rejected.add(letter.option)
        return position is Stance.ASSERTED

    def _leading_letter(self, content: str) -> tuple[int | None, str | None] | None:
        """The letter with which a statement begins: the option, or why it is none."""
        match = _LEAD.match(content)
        if not match or stance(content, match.start(1), match.end(1)) is Stance.REJECTED:
            return None
        name, after = match.group(1), content[match.end(1) :]
        if name.islower() and not re.match(r"[\"')\]}.,:*$。]*(?:\s*$|[)\].:,])", after):
            return None
        if (
            name.upper() in "AI"
            and after[:1] == " "
            and _ARTICLE.match(after)
            and not self._is_text(after, ord(name.upper()) - 65)
        ):
            return None
        option = ord(name.upper()) - 65
        if _OPEN_ALTERNATIVE.match(after) or (_ALSO.search(after) and len({letter.option for letter in self._letters(content)}) > 1):
            return None, SEVERAL
        second = _ALTERNATIVE.match(after)
        if second and second.group(1) != name:
            return None, SEVERAL
        if option >= self.count and {name.lower()} in self.options.cores:
            return self.options.cores.index(frozenset((name.lower(),))), None
        return (option, None) if option < self.count else (None, OUTSIDE)

    def _partial(self, content: str) -> set[int]:
        option = partial_mention(words(content), self.options, self.question.text)
        return (
            set() if option is None or stance(content, len(content), len(content)) is not Stance.ASSERTED else {option}
        )


def _letter_names(options: Options) -> dict[tuple[str, str], int]:
    """Options that are a noun and a letter, such as "Type B", by noun and letter."""
    pairs = {phrase: option for option, phrase in enumerate(options.phrases) if len(phrase) == 2 and len(phrase[1]) <= 2 and phrase[1].isalpha()}
    return {(phrase[0], phrase[1]): option for phrase, option in pairs.items()}


def _coordinated(letters: list[tuple[Letter, Rank]], line: str) -> list[tuple[Letter, Rank]]:
    """Give letters joined by "and" or "or" the same rank: "B and D are correct" says it of both."""
    ranked = list(letters)
    for position in range(len(ranked) - 1, 0, -1):
        (first, one), (second, other) = ranked[position - 1], ranked[position]
        if _JOINED.match(line[first.end : second.start]):
            ranked[position - 1], ranked[position] = (first, max(one, other)), (second, max(one, other))
    return ranked


def _covered(letter: Letter, mentions: Iterable[Mention], line: str) -> bool:
    """Whether a letter belongs to an option's text, such as the C of "Vitamin C"."""
    return any(
        mention.start <= letter.start
        and letter.end <= mention.end
        and mention.end - mention.start > letter.end - letter.start
        for mention in mentions
    )


def _last_word(claims: list[Claim], lines: list[str]) -> Claim:
    """The last explicit claim, unless an earlier one contradicts it and nothing says which of them holds."""
    last = claims[-1]
    against = [claim for claim in claims[:-1] if claim.option != last.option and claim.option is not None]
    if not against or last.final or corrected(lines, against[-1].number + 1, last.number):
        return last
    return Claim(last.number, last.rank, None, SEVERAL) if last.option is not None else last


def _last_plain(claims: list[Claim]) -> Claim:
    """The last claim that settles on one option; hedged claims for different options settle nothing."""
    settled = [claim for claim in claims if claim.option is not None]
    if not settled:
        return claims[-1]
    last = settled[-1]
    if len({claim.option for claim in settled}) > 2 and not last.final:
        return Claim(last.number, last.rank, None, SEVERAL)
    if last.hedged and any(claim.hedged and claim.option != last.option for claim in settled):
        return Claim(last.number, last.rank, None, SEVERAL)
    return last
