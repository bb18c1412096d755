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

from hyeval.scoring import prose
from hyeval.scoring.claims import Claim, Rank, last_plain, last_word
from hyeval.scoring.expression import extract_expression
from hyeval.scoring.extraction import NOTHING, OUTSIDE, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.letters import ALPHABET, Letter, Letters, coordinated, is_word, leading, rank_of
from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.matching import match_expression, match_number
from hyeval.scoring.number import extract_number
from hyeval.scoring.options import (
    NONE_LEFT,
    Mention,
    Options,
    clock_time,
    closing_option,
    core_mentions,
    full_mentions,
    letter_names,
    nearest,
    normal_form,
    own_mentions,
    partial_mention,
    places,
    plain_formula,
    prepared,
    refusing_option,
    words,
)
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.statements import CONCLUSION, CORRECTION, Statement, marked_sentences, read, statements
from hyeval.scoring.yes_no import extract_yes_no

_LONG = 2000
"""Characters of one sentence that are looked at; a longer "sentence" is a loop or a dump."""

_QUICK = re.compile(
    r"\s*(?:(?:so |therefore,? |thus,? )?(?:the |my )?(?:final |correct |best |right )*(?:answer|choice|"
    r"option)(?: is)?\s*:?\s+)?(?:option )?"
    r"[*(\[\"'`$]*(?:\\boxed\{)?(?:\\text\{)?\(?([A-Za-z])\)?\}{0,2}[)\].*\"'`$:]*\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[-*•\s]*\(?(?:option\s+|choice\s+)?([A-Z])\s*(?:[).:]|[-–—]\s)\s*(.*)", re.DOTALL)
_DEFINED = re.compile(r"^(?:[Oo]ption\s+)?\(?([A-Z])\)?\s+(?:is|shows|says|means|stands for)\s+(.*)", re.DOTALL)
_LETTER_NAME = re.compile(r"\b(?:is|would be|must be)\s+[(\"']?([A-Z]{1,2})[)\"']?(?=\W*$|[,.;])")
_GOOD = re.compile(
    r"✓|✔|✅|\b(?:correct|right|true|yes|match(?:es)?|fits|this is (?:the|it|our)|best|accurate|plausible|consistent|"
    r"possible answer|selected|applies)\b|正确",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"✗|✘|❌|\b(?:no|not|n't|wrong|incorrect|false|never|neither|cannot|unlikely|too|inconsistent|isn't|doesn't|don't|"
    r"aren't|can't|eliminated?|ruled out|"
    r"excluded?|without|lacks?|irrelevant|but)\b|n't\b|错|不",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\bbut\b|\bhowever\b|\bso\b|\btherefore\b|\bthus\b|\bhence\b|\byet\b|→|=>|⇒|;|\bwhich (?:makes|gives|means)\b|"
    r"\bmakes\b|\bleaving\b|=",
    re.IGNORECASE,
)
_ABSENCE = re.compile(r"\bNOT\b|\bEXCEPT\b|\b(?:is|are|does|do|was|were) not\b|\bexcept\b|n't\b|不")
_MISSING = re.compile(r"\bmissing\b|\babsent\b|\black|\bonly\b|\bnot\b|n't\b|\bno\b|\bnowhere\b", re.IGNORECASE)
_VALUE = re.compile(
    r"\s*[-+$€]?\s*(?:\d[\d.,]*\s*/\s*\d+|\d[\d.,]*|\\[dt]?frac\{\d+\}\{\d+\})\s*(?:[%°]|[A-Za-z]{1,12}\.?|"
    r"[A-Za-z]{1,3}[²³])?\s*"
)
_HEDGE = re.compile(r"\b(?:might|could|may|maybe|perhaps|possibly|either)\b|可能", re.IGNORECASE)


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
    return None if found is None else Extraction(ALPHABET[found])


class _Reader:
    """Reads one response; holds what every step needs: the question, its options and the letters of its figure."""

    def __init__(self, question: Question, options: Options) -> None:
        self.question = question
        self.options = options
        self.letters = Letters(question.text, options)
        self.topic = {word.meaning for word in words(question.text)} - STOPWORDS
        self.telling = frozenset().union(*options.cores)
        self.letter_names = letter_names(options)
        self.asks_for_absence = bool(_ABSENCE.search(question.text))
        self.has_values = bool(question.choices) and all(_VALUE.fullmatch(choice) for choice in question.choices)
        self.rejected: set[int] = set()

    def read(self, response: str) -> Extraction:
        """Read a response: what it declares, then what its sentences claim."""
        found = read(response, self.question.text)
        if found.reason:
            return unanswered(found.reason)
        if found.declared is not None:
            claim = self._content(plain_formula(prose.flat(found.declared)), 0, Rank.EXPLICIT)
            if claim.option is not None or claim.reason in (SEVERAL, OUTSIDE):
                return self._extraction(claim)
        lines = [plain_formula(clock_time(line[:_LONG])) for line in marked_sentences(found.text)][-400:]
        claims = list(self._claims(lines))
        return self._decide(claims, lines, found)

    def _claims(self, lines: list[str]) -> Iterator[Claim]:
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
            last = last_word(explicit, lines)
            return unanswered(NOTHING) if self._taken_back(last, lines) else self._extraction(last)
        valued = (
            self._by_value(found.text) if self.options.texts and not found.unfinished and not found.refuses else None
        )
        if valued is not None:
            return Extraction(ALPHABET[valued])
        closed = refusing_option(self.options) if found.refuses else None
        if closed is not None:
            return Extraction(ALPHABET[closed])
        reason = prose.failure(found)
        if reason is not None:
            return unanswered(reason)
        for rank in (Rank.CONCLUSION, Rank.PLAIN):
            ranked = [claim for claim in claims if claim.rank is rank]
            if ranked:
                return self._extraction(last_plain(ranked))
        return self._remaining(found.text)

    def _taken_back(self, claim: Claim, lines: list[str]) -> bool:
        """Whether a later sentence rejects the option by its letter: "The answer is A. Actually, A is wrong." """
        return any(
            letter.option == claim.option and stance(line, letter.start, letter.end) is Stance.REJECTED
            for line in lines[claim.number + 1 :]
            if claim.option in self.rejected
            for letter in self.letters.within(line)
        )

    def _remaining(self, text: str) -> Extraction:
        """The last resorts: the option left over by exclusion, and the option nearest to a short paraphrase."""
        left = [option for option in range(len(self.options)) if option not in self.rejected]
        if len(left) == 1:
            return Extraction(ALPHABET[left[0]])
        if self.rejected:
            return unanswered(NOTHING)
        option = self._paraphrased(marked_sentences(text))
        if option is not None:
            return Extraction(ALPHABET[option])
        return unanswered(OUTSIDE if len(text) < 60 or NONE_LEFT.search(text) else NOTHING)

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
        pair = next(
            (
                (yes, no)
                for yes, no in (("true", "false"), ("yes", "no"))
                if {normal_form(yes), normal_form(no)} <= names.keys()
            ),
            None,
        )
        said = extract_yes_no(text, Question(self.question.text)).answer if pair else None
        return None if pair is None or said is None else names[normal_form(pair[0] if said == "yes" else pair[1])]

    def _by_value(self, text: str) -> int | None:
        """The option whose value the text gives, where every option is a number: a half is 0.5 and 1/2."""
        if not self.has_values:
            return None
        for extract, match in ((extract_number, match_number), (extract_expression, match_expression)):
            answer = extract(text, self.question).answer
            equal = (
                []
                if answer is None
                else [
                    option for option, choice in enumerate(self.options.texts) if match(answer, [choice], self.question)
                ]
            )
            if len(equal) == 1:
                return equal[0]
        return None

    def _extraction(self, claim: Claim) -> Extraction:
        return unanswered(claim.reason or NOTHING) if claim.option is None else Extraction(ALPHABET[claim.option])

    # ------------------------------------------------------------------ lists that go through the options

    def _listed(self, lines: list[str]) -> dict[int, tuple[int, str]]:
        """Lines that begin with an option letter and text, if at least two options are gone through."""
        items: dict[int, tuple[int, str]] = {}
        current: tuple[int, int] | None = None
        for number, line in enumerate(lines):
            match = _ITEM.match(line) or self._definition(line)
            option = ord(match.group(1)) - 65 if match else -1
            if match and option < self.letters.count and (match.group(2).strip() or current):
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
        alone = self.letters.alone(line)
        if alone is not None:
            yield Claim(number, Rank.EXPLICIT, *((alone.pop(), OUTSIDE) if len(alone) == 1 else (None, SEVERAL)))
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
        bare = self.letters.bare(line)
        if bare is not None:
            return bare
        item = _ITEM.match(line)
        option = self.letters.option(item.group(1)) if item else None
        if item and option is not None:
            remark = item.group(2)
            if not self.options.texts or self._is_text(remark, option) or not _BAD.search(remark):
                return option
        return self.options.by_text.get(normal_form(line)) if len(line) < 300 and self.options.texts else None

    def _is_text(self, text: str, option: int) -> bool:
        return self.options.by_text.get(normal_form(text)) == option

    def _by_letter_name(self, line: str) -> int | None:
        """The option that a noun and a letter name with a verb between: "the blood type is B" for "Type B"."""
        for match in _LETTER_NAME.finditer(line) if self.letter_names else ():
            nouns = [word.meaning for word in words(line[: match.start()])[-4:]]
            named = [self.letter_names.get((noun, match.group(1).lower())) for noun in nouns]
            option = next((option for option in named if option is not None), None)
            if option is not None and stance(line, match.start(1), match.end(1)) is Stance.ASSERTED:
                return option
        return None

    def _of_letters(self, line: str, number: int, last: bool) -> Claim | None:
        """A sentence about option letters: "B is correct", "so D", "the first one is orange (option A)"."""
        asserted: list[tuple[Letter, Rank]] = []
        for letter in self.letters.within(line):
            position = stance(line, letter.start, letter.end)
            if position is Stance.REJECTED:
                self.rejected.add(letter.option)
            elif position is Stance.ASSERTED:
                asserted.append((letter, rank_of(line, letter, last)))
        asserted = coordinated(asserted, line)
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
        if NONE_LEFT.search(line):
            closing = closing_option(self.options)
            return Claim(number, rank, closing, None if closing is not None else OUTSIDE)
        return None

    def _rank_of_sentence(self, line: str) -> Rank:
        if CONCLUSION.search(line):
            return Rank.CONCLUSION
        said = {word.meaning for word in words(line)}
        echoed = len(self.topic & said)
        return Rank.CONCLUSION if echoed >= 2 and echoed * 2 >= len(self.topic) else Rank.PLAIN

    def _asserted(self, line: str) -> set[int]:
        """Options that a sentence asserts by their text or by their place in the list."""
        spoken = words(line)
        full = full_mentions(spoken, self.options)
        telling = [word for word in spoken if word.meaning in self.telling]
        standing = [word for word in telling if stance(line, word.start, word.end) is not Stance.REJECTED]
        named = {mention.option for mention in full}
        taken = frozenset().union(*(self.options.cores[option] for option in named))
        mentions = full + [
            one for one in core_mentions(standing, self.options) if not taken & self.options.cores[one.option]
        ]
        asserted = self._sorted_out(self._unnested(mentions), line)
        if not mentions:
            self._sorted_out(core_mentions(spoken, self.options), line)
            asserted = self._sorted_out(own_mentions(spoken, self.options), line)
        return asserted or (self._placed(line) if not mentions else set())

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

    def _sorted_out(self, mentions: Iterable[Mention], line: str) -> set[int]:
        asserted: set[int] = set()
        for mention in mentions:
            position = stance(line, mention.start, mention.end)
            if position is Stance.REJECTED:
                self.rejected.add(mention.option)
            elif position is Stance.ASSERTED:
                asserted.add(mention.option)
        return asserted

    def _placed(self, line: str) -> set[int]:
        """Options named by their place in the list."""
        found = places(line, self.options)
        return {option for option, start, end in found if stance(line, start, end) is Stance.ASSERTED}

    # ------------------------------------------------------------------ what follows "the answer is"

    def _content(self, content: str, number: int, rank: Rank, final: bool = False) -> Claim:
        """Read what an answer statement says: a letter first, else the text of an option."""
        content = content.strip()
        turned = list(CORRECTION.finditer(content))
        tail = content[turned[-1].end() :].strip(" ,:.") if turned else ""
        lead = (self._leading_letter(tail) if tail else None) or self._leading_letter(content)
        if lead is not None:
            return Claim(number, rank, lead[0], lead[1], final)
        asserted = {letter.option for letter in self._set_off(content) if self._stands(content, letter)}
        if not asserted and self.options.texts:
            asserted = (
                self._asserted(content)
                or self._partial(content)
                or {option for option in [self._by_value(content)] if option is not None}
            )
        if len(asserted) == 1:
            return Claim(number, rank, asserted.pop(), final=final)
        if asserted:
            return Claim(number, rank, None, SEVERAL, final)
        return self._unknown(content, number, rank, final)

    def _set_off(self, content: str) -> list[Letter]:
        """Letters of a statement that brackets or its end set off, and those that "and" or "or" joins to them."""
        ranked = [
            (letter, Rank.EXPLICIT if letter.marked or not content[letter.end :].strip(" .)") else Rank.PLAIN)
            for letter in self.letters.within(content)
        ]
        return [letter for letter, rank in coordinated(ranked, content) if rank is Rank.EXPLICIT]

    def _unknown(self, content: str, number: int, rank: Rank, final: bool) -> Claim:
        """A statement that names no option: outside the options if it is short and asserts something."""
        if self.rejected or len(content.split()) > 4 or not self.options.texts:
            return Claim(number, Rank.PLAIN, None, NOTHING, final)
        return Claim(number, rank, None, OUTSIDE, final)

    def _stands(self, content: str, letter: Letter) -> bool:
        position = stance(content, letter.start, letter.end)
        if position is Stance.REJECTED:
            self.rejected.add(letter.option)
        return position is Stance.ASSERTED

    def _leading_letter(self, content: str) -> tuple[int | None, str | None] | None:
        """The letter with which a statement begins: the option, or why it is none."""
        match = leading(content)
        if not match or stance(content, match.start(1), match.end(1)) is Stance.REJECTED:
            return None
        name, after = match.group(1), content[match.end(1) :]
        option = self.letters.option(name)
        if is_word(name, after) and (option is None or not self._is_text(after, option)):
            return None
        if self.letters.has_alternative(after, content, name):
            return None, SEVERAL
        if option is None and {name.lower()} in self.options.cores:
            return self.options.cores.index(frozenset((name.lower(),))), None
        return option, None if option is not None else OUTSIDE

    def _partial(self, content: str) -> set[int]:
        option = partial_mention(words(content), self.options, self.question.text)
        return (
            set() if option is None or stance(content, len(content), len(content)) is not Stance.ASSERTED else {option}
        )
