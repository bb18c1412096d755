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
from collections.abc import Iterator
from functools import cached_property, lru_cache

from hyeval.scoring import prose
from hyeval.scoring.asked import Asked
from hyeval.scoring.bare import bare_answer
from hyeval.scoring.claims import ALL_HOLD, Claim, Rank, is_question, last_plain, last_word
from hyeval.scoring.closing import closing_answer
from hyeval.scoring.dismissed import says_nothing
from hyeval.scoring.extraction import CUT_OFF, NOTHING, OUTSIDE, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.foreign import read_in_english
from hyeval.scoring.items import Item, Items
from hyeval.scoring.last_resort import left_over
from hyeval.scoring.left_open import EITHER_WAY
from hyeval.scoring.letters import ALPHABET, SINGLE, Letter, claim_of, coordinated, is_named_by, lacks, rank_of
from hyeval.scoring.options import prepared
from hyeval.scoring.plain import plain_formula
from hyeval.scoring.remainder import REMAINING, cannot_be_told, remaining
from hyeval.scoring.repeated import before_other, only_value, presents, with_noun, with_tick_behind, without_list
from hyeval.scoring.row import ORDINAL, in_row
from hyeval.scoring.singled_out import singled_out
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.stated_claims import StatedClaims
from hyeval.scoring.statements import (
    CONCLUSION,
    CORRECTION,
    DOUBTS,
    OPENS_CORRECTION,
    STATES,
    Statement,
    marked_sentences,
    read,
    statements_of,
)
from hyeval.scoring.text_claims import says_the_same
from hyeval.scoring.words import Spoken, spoken, spoken_sentences

_DENIES = re.compile(r"\W*(?:no|nope|nah|wrong|incorrect|not (?:really|quite))\b", re.IGNORECASE)
_MOST_TURNS = 2
"""A response that says no more often turns to and fro."""
_GAP = re.compile(r"^(?:[^\w\\$(-]|-(?!\d))+")
_TURN = re.compile(
    r"(?P<turn>(?:\W*(?:(?:oh|ah|hmm+|um+|well|no(?=\s*[,;:.!–—-]|\s+wait\b)|"
    r"nope|nah|wait|actually|sorry|oops|correction|scratch that|"
    r"hold on|make that|(?:or )?rather|i mean|i meant|on (?:a )?second (?:thoughts?|look)|however|"
    r"(?:on|upon|with|after) (?:a )?(?:closer|another|further) (?:inspection|look|examination)|"
    r"looking (?:again|closer|more closely)(?: at it)?|after (?:counting|looking|checking)(?: it)? again)\b))+)"
    r"(?:[^\w-]|-(?!\d))+(?:(?:it['’]s|it is|that['’]s)\s+)?(?:the\s+)?(?=-?\w)",
    re.IGNORECASE,
)
"""How a sentence begins that names another option than the one before it: "wait, no, the mantle"."""
_TAKES_BACK = re.compile(
    r"\W*(?:(?:wait|oh|hmm+|hold on|ah|sorry|actually)\W+){1,2}"
    r"(?:no|nope|that(?:['’]s| is) (?:wrong|not right|incorrect))\b\s*[,.;:!–—-]",
    re.IGNORECASE,
)
_OR = re.compile(r"^\W*(?:or|and|maybe|perhaps)\s+", re.IGNORECASE)
_SHORT_QUESTION = 40
_LONG = 2000
"""Characters of one sentence that are looked at; a longer "sentence" is a loop or a dump."""


def extract_choice(response: str, question: Question) -> Extraction:
    """Find the option that a response means, as a letter."""
    bare = bare_answer(response, prepared(question.choices))
    if bare is not None:
        return bare
    return closing_answer(response, question) or read_whole(response, question)


def read_whole(response: str, question: Question) -> Extraction:
    """Read all sentences of a response, though its last one may decide."""
    return read_in_english(response, question, lambda said: _Reader(_stated_claims(question)).read(said))


@lru_cache(maxsize=4096)
def _stated_claims(question: Question) -> StatedClaims:
    """Prepare a question; the same one comes back for every response, and it keeps nothing of them."""
    return StatedClaims(Asked(question))


class _Reader:
    """Reads one response; holds what every step needs: the question, its options and the letters of its figure."""

    def __init__(self, stated: StatedClaims) -> None:
        self.asked = stated.asked
        self.options = stated.options
        self.letters = stated.letters
        self.texts = stated.texts
        self.stated = stated
        self.marked: list[str] = []
        """The sentences of the response as they are written."""
        self.lines: list[Spoken] = []
        """The same with formulas in plain characters, as far as they are read."""
        self.listed: Items = {}
        """The option and the remark of sentences that are items of a list of options."""
        self.rejected: set[int] = set()
        self.of_letters: dict[int, tuple[Claim | None, set[int]]] = {}
        self.of_lines: dict[int, tuple[list[Claim], set[int]]] = {}
        self.states_nothing = False
        """Whether the sentences have been gone through and none states an answer."""

    def read(self, response: str) -> Extraction:
        """Read a response: what it declares, then what its sentences claim."""
        found = read(self.asked.wording.of(response), self.asked.question.text)
        if found.reason:
            return unanswered(found.reason)
        if found.declared is not None:
            declared = Statement(plain_formula(prose.flat(found.declared)), 0)
            claim = self._of_statement(declared, 0)
            if claim is not None and (claim.option is not None or claim.reason in (SEVERAL, OUTSIDE)):
                return self._extraction(claim)
        if found.text[:1] == "{" and (field := only_value(found.text, self.options.by_text)) is not None:
            return Extraction(ALPHABET[field])
        text = without_list(found.text, self.options.texts)
        if text is None:
            return unanswered(SEVERAL)
        self.marked = self._sentences(text)
        self.lines = spoken_sentences([line[:_LONG] for line in self.marked[-400:]])
        if "only" in found.text and not self.asked.asks_for_absence:
            self.lines = singled_out(self.lines, self.asked.question.text, self.asked.topic)
        if self._stops_at_item(found.text):
            return unanswered(CUT_OFF)
        self.listed = self.asked.listed(self.lines)
        rejected = set(self.rejected)
        last = self._last_statement()
        if last is not None:
            return self._extraction(last)
        self.rejected = rejected
        return self._without_statement(found) if self.states_nothing else self._decide(self._claims(), found)

    def _sentences(self, text: str) -> list[str]:
        """The sentences of a response, but for those that only say which options there are."""
        texts = self.options.texts
        lines = [with_noun(line, texts) for line in marked_sentences(text)]
        if not text.isascii():
            lines = list(map(with_tick_behind, lines))
        if "," in text and len(lines) > 1:
            lines = [line for line in lines if not presents(line, texts)] or lines
        return list(map(self.asked.of_label, lines)) if self.letters.of_figure else lines

    def _stops_at_item(self, text: str) -> bool:
        """Whether a response breaks off at the name of the next option as it goes through them: "A is …. B is …. C"."""
        last = self.lines[-1].text.strip(" -*•") if len(self.lines) > 1 else ""
        option = self.options.by_text.get(last.casefold()) if text[-1:].isalnum() else None
        if option is None or option < 2 or option == len(self.options) - 1 or text.endswith(f"\n\n{last}"):
            return False
        names = [f"{name.casefold()} " for name in self.options.texts[:option]]
        begun = [line.text.lstrip(" -*•").casefold() for line in self.lines[:-1]]
        return all(any(line.startswith(name) for line in begun) for name in names)

    def _last_statement(self) -> Claim | None:
        """The explicit claim that decides, found from the end; the sentences before a final one are not read.

        None if no sentence has one, or if what it means depends on the options that other sentences reject.
        """
        found: list[Claim] = []
        is_idle, listed = self.asked.is_idle, self.listed
        for number in range(len(self.lines) - 1, -1, -1):
            line = self.lines[number]
            corrected = self._corrects(line, number) if number and line.marks & CONCLUSION.mark else None
            if corrected is not None:
                found = [corrected, *found]
                break
            turned = number and line.marks & CORRECTION.mark
            if number in listed or (not turned and not line.marks & STATES and is_idle(line)):
                continue
            claims = self._explicit(line, number)
            if claims is None:
                return None
            if claims:
                found = claims + found
                if found[-1].final:
                    break
        self.states_nothing = not found
        last = last_word(found, self.lines) if found else None
        if last is None or any(self._rejections(last)) or self._is_turned_from(last.number):
            return None
        return last

    def _corrects(self, line: Spoken, number: int) -> Claim | None:
        """What a sentence that doubts the ones before it concludes instead: "Hmm, but it is hollow, so it floats"."""
        if self.asked.asks_for_absence or not DOUBTS.match(line.text):
            return None
        claim = self.texts.of_sentence(line, number, set())
        concludes = claim is not None and claim.option is not None and claim.rank is Rank.CONCLUSION
        return claim._replace(rank=Rank.EXPLICIT, final=True) if claim is not None and concludes else None

    def _explicit(self, line: Spoken, number: int) -> list[Claim] | None:
        """The explicit claims of one sentence; None if they depend on the other sentences."""
        stated = statements_of(line, number)
        if stated:
            claims = [self.stated.of_statement(one, number, self.rejected) for one in stated]
            unsure = any(map(self.stated.can_be_outside, stated, claims))
            return None if unsure else [one for one in claims if one is not None and one.rank is Rank.EXPLICIT]
        instead = self._instead(line, number)
        if instead is not None:
            return [instead]
        if self.asked.is_idle(line) or is_question(line.text):
            return []
        claim = self._of_option(line, number)
        if claim is None and line.marks & SINGLE:
            last = number == len(self.lines) - 1
            if any(rank_of(line, one, last) is Rank.EXPLICIT for one in self.letters.within(line)):
                claim = self._of_letters(line, number)
        return [claim] if claim is not None and claim.rank is Rank.EXPLICIT else []

    def _instead(self, line: Spoken, number: int) -> Claim | None:
        """A sentence that takes back the one before it and holds another option: "Wait, no, the mantle"."""
        turn = _TURN.match(line.text) if number and line.marks & CORRECTION.mark else None
        if turn is None or "no" in self.options.by_text or is_question(line.text):
            return None
        if sum(one.text.lower().count("no,") for one in self.lines) > _MOST_TURNS:
            return None
        for start in (turn.end("turn"), turn.end()):
            claim = self._of_option(spoken(_GAP.sub("", line.text[start:])), number)
            if claim is not None:
                return claim._replace(final=True)
        return None

    def _claims(self) -> list[Claim]:
        """Every claim of every sentence. A list that goes through the options claims the one that it approves of."""
        return [claim for number in range(len(self.lines)) for claim in self._of_line(number)]

    def _of_line(self, number: int) -> list[Claim]:
        """The claims of a sentence; kept for a second reading where they do not depend on the sentences before."""
        if not self.states_nothing or self.asked.asks_for_absence:
            return list(self._of_any_line(number))
        if number not in self.of_lines:
            before, self.rejected = self.rejected, set()
            self.of_lines[number] = list(self._of_any_line(number)), self.rejected
            self.rejected = before
        claims, rejected = self.of_lines[number]
        self.rejected |= rejected
        return claims

    def _of_any_line(self, number: int) -> Iterator[Claim]:
        line = self.lines[number]
        if number in self.listed:
            yield from self._of_item(number, self.listed[number])
        elif stated := statements_of(line, number):
            claims = (self._of_statement(one, number) for one in stated)
            yield from (claim for claim in claims if claim is not None)
        elif is_question(line.text):
            yield from self._of_question(line.text, number)
        elif (instead := self._instead(line, number)) is not None:
            yield instead
        else:
            yield from self._of_sentence(line, number)

    def _decide(self, claims: list[Claim], found: prose.Reading) -> Extraction:
        """Take the last claim of the highest rank; see the module's text for what disagreement means."""
        later = [one for one in claims if one.option is not None and not self._is_turned_from(one.number)]
        if claims and not later and _TAKES_BACK.match(self.lines[-1].text):
            return unanswered(NOTHING)
        claims = later or claims
        explicit = [claim for claim in claims if claim.rank is Rank.EXPLICIT]
        if explicit:
            last = last_word(explicit, self.lines)
            return unanswered(NOTHING) if self._taken_back(last) else self._extraction(last)
        return self._as_a_whole(found) or self._concluded(claims) or self._left_over(found)

    def _is_turned_from(self, number: int) -> bool:
        """Whether a later sentence begins with a no that takes a sentence back: "B. Wait, no, …"."""
        return any(line.marks & CORRECTION.mark and _TAKES_BACK.match(line.text) for line in self.lines[number + 1 :])

    def _without_statement(self, found: prose.Reading) -> Extraction:
        """Read a response that states no answer; where the last conclusion decides, only the sentences behind it."""
        whole = self._as_a_whole(found)
        if whole is not None:
            return whole
        if not self.asked.asks_for_absence:
            rejected = set(self.rejected)
            last = self._last_conclusion()
            if last is not None:
                return self._extraction(last)
            self.rejected = rejected
        return self._concluded(self._claims()) or self._left_over(found)

    def _last_conclusion(self) -> Claim | None:
        """The last conclusion, if it is marked as one and not hedged, so that no other can speak against it."""
        claimed = False
        for number in range(len(self.lines) - 1, -1, -1):
            for claim in reversed(self._of_line(number)):
                if claim.rank is Rank.CONCLUSION and claim.option is not None:
                    return claim if claim.final and not claim.hedged else None
                claimed = claimed or claim.option is not None
            if claimed and OPENS_CORRECTION.match(self.lines[number].text):
                return None
        return None

    def _as_a_whole(self, found: prose.Reading) -> Extraction | None:
        """What a response as a whole is, before its sentences are weighed: a value, a refusal, one that is cut off."""
        valued = None
        total = self.asked.by_total(found.text) if not found.unfinished and not found.refuses else None
        if total is not None:
            return unanswered(OUTSIDE) if total[0] is None else Extraction(ALPHABET[total[0]])
        if self.options.texts and self.asked.has_formulas and not found.unfinished and not found.refuses:
            said = self._answering()
            valued = self.asked.by_value(said) if self.asked.has_values else self.asked.by_formula(said)
        if valued is not None:
            return Extraction(ALPHABET[valued])
        if found.refuses and self.asked.asks_for_absence and any(map(self.asked.is_unseen, self.lines)):
            return None
        closed = self.asked.refusing
        if closed is not None and found.refuses and self._passes_over(closed):
            return unanswered(CUT_OFF) if found.unfinished else None
        if closed is not None and (found.refuses or (self.lines and cannot_be_told(self.lines[-1].text))):
            return Extraction(ALPHABET[closed])
        reason = prose.failure(found)
        return None if reason is None else unanswered(reason)

    def _answering(self) -> str:
        """The sentences of a response that go through no list of options, and dismiss none."""
        marked = self.marked[-len(self.lines) :]
        return "\n".join(
            line for number, line in enumerate(marked) if number not in self.listed and not says_nothing(line)
        )

    def _passes_over(self, closed: int) -> bool:
        """Whether a response refuses nowhere but in the name of an option that it rejects or names aside."""
        name, passed = self.options.texts[closed].casefold(), False
        for number, line in enumerate(self.lines):
            if prose.refuses(line.text):
                start = line.text.casefold().find(name)
                item = self.listed.get(number)
                rejected = item is not None and self._approved[number] is False
                if start < 0 or not (rejected or stance_in(line, start, start + len(name)) is not Stance.ASSERTED):
                    return False
                passed = True
        return passed

    def _concluded(self, claims: list[Claim]) -> Extraction | None:
        """What the claims of the highest rank come to, without those of options that a later sentence rejects."""
        standing = [claim for claim in claims if claim.option not in self.rejected or not self._denied(claim)]
        if self._all_hold(standing) or (standing and EITHER_WAY.search(self.lines[-1].text)):
            return unanswered(SEVERAL)
        if len({claim.option for claim in standing}) > 1:
            standing = [one for one in standing if not says_nothing(self.lines[one.number].text)] or standing
            standing = self._corrected(standing)
            standing = [claim for claim in standing if not self._only_places(claim)] or standing
            if not (self.asked.asks_for_absence or self.asked.asks_for_odd):
                standing = self.asked.aside.without(standing, self.lines, self.asked.pole)
            supposed = {claim for claim in standing if self._only_supposes(claim)}
            highest = max((claim.rank for claim in standing if claim not in supposed), default=Rank.PLAIN)
            standing = [one for one in standing if one not in supposed or one.rank > highest] or standing
        for rank in (Rank.CONCLUSION, Rank.PLAIN):
            ranked = [claim for claim in standing if claim.rank is rank]
            if ranked:
                last = last_plain(ranked)
                option = self._assigned_of(ranked) if last.reason == SEVERAL else None
                return self._extraction(last if option is None else last._replace(option=option))
        return None

    def _all_hold(self, claims: list[Claim]) -> bool:
        """Whether a response leaves all that it says of several options standing: "Both statements are true"."""
        ends = [number for number, line in enumerate(self.lines) if ALL_HOLD.match(line.text)]
        return (
            bool(ends) and len({one.option for one in claims if one.option is not None and one.number < ends[-1]}) > 1
        )

    def _corrected(self, claims: list[Claim]) -> list[Claim]:
        """The claims from the last correction on, if an option is claimed there: "So it is A. No: it is B"."""
        turns = [number for number, line in enumerate(self.lines) if OPENS_CORRECTION.match(line.text)]
        later = [claim for claim in claims if turns and claim.number >= turns[-1]]
        return later if any(claim.option is not None for claim in later) else claims

    def _assigned_of(self, claims: list[Claim]) -> int | None:
        """The option of several sentences, each of another option, of which one says what is asked for."""
        said = {claim.option: self.lines[claim.number].text for claim in claims if claim.option is not None}
        return self.asked.assigned.among(said) if len(said) == len(claims) else None

    def _only_places(self, claim: Claim) -> bool:
        """Whether a sentence without a word of the question only says where its option is: "a carrot lies beside"."""
        line = self.lines[claim.number]
        return self.asked.places(line) and claim.rank is Rank.PLAIN

    def _only_supposes(self, claim: Claim) -> bool:
        """Whether a sentence only says of its option what it would do: '"Reset" would restore the defaults'."""
        option = None if claim.final else claim.option
        return option is not None and self.texts.supposes(self.lines[claim.number], option)

    def _denied(self, claim: Claim) -> bool:
        """Whether a later sentence rejects an option by its text: "Salt dissolves in it. So it is not salt." """
        rejected: set[int] = set()
        for line in self.lines[claim.number + 1 :] if not self.asked.asks_for_absence else ():
            self.texts.asserted(line, rejected)
        return claim.option in rejected

    def _taken_back(self, claim: Claim) -> bool:
        """Whether a later sentence rejects the option by its letter: "The answer is A. Actually, A is wrong." """
        return claim.option in self.rejected and any(self._rejections(claim))

    def _rejections(self, claim: Claim) -> Iterator[Letter]:
        """The letters by which the sentences after a claim reject its option."""
        for line in self.lines[claim.number + 1 :]:
            for letter in self.letters.within(line):
                if letter.option == claim.option and stance_in(line, letter.start, letter.end) is Stance.REJECTED:
                    yield letter

    def _left_over(self, found: prose.Reading) -> Extraction:
        return left_over(self.asked, self.texts.on_topic(self.marked), self.rejected, found.text)

    def _extraction(self, claim: Claim) -> Extraction:
        return unanswered(claim.reason or NOTHING) if claim.option is None else Extraction(ALPHABET[claim.option])

    # ------------------------------------------------------------------ lists that go through the options

    def _of_item(self, number: int, item: Item) -> Iterator[Claim]:
        approved = self._approved[number]
        if self._lacking_item is not None:
            if number == self._lacking_item:
                yield Claim(number, Rank.CONCLUSION, item.option)
        elif approved and len(self._approved_options) > 1:
            yield Claim(number, Rank.CONCLUSION, None, SEVERAL)
        elif approved or (approved is None and item.option in (self._assigned_item, self._unrejected_item)):
            yield Claim(number, Rank.CONCLUSION, item.option)
        elif approved is not None:
            self.rejected.add(item.option)

    @cached_property
    def _approved(self) -> dict[int, bool | None]:
        """Which items of a list approve of their options, and which reject them."""
        return {number: self.asked.approves(item) for number, item in self.listed.items()}

    @cached_property
    def _approved_options(self) -> set[int]:
        return {item.option for number, item in self.listed.items() if self._approved[number]}

    @cached_property
    def _lacking_item(self) -> int | None:
        """The one item of a list that goes through all options without a tick, where what is not there is asked for."""
        if not (self.asked.asks_for_absence or self.asked.asks_for_odd):
            return None
        lacking = [number for number, approved in self._approved.items() if approved is False]
        return lacking[0] if len(lacking) == 1 and len(self._approved_options) == len(self.options) - 1 > 1 else None

    @cached_property
    def _assigned_item(self) -> int | None:
        """The option of a list that says of each option what it is, if of one alone it says what is asked for."""
        remarks = {item.option: self.asked.remark(item) for item in self.listed.values()}
        judged = any(approved is not None for approved in self._approved.values())
        return self.asked.assigned.among(remarks) if len(remarks) == len(self.listed) and not judged else None

    @cached_property
    def _unrejected_item(self) -> int | None:
        """The one option whose item does not end with a no, in a list by names or as the head of what is ruled out."""
        left = {number: one for number, one in self.listed.items() if self._approved[number] is not False}
        heads = {number for number, one in left.items() if not self.asked.remark(one).strip(" .*")} & {min(self.listed)}
        if len(left) != 1:
            return None
        ((number, only),) = left.items()
        return only.option if number in heads or (only.named and len(self.listed) > 2) else None

    # ------------------------------------------------------------------ sentences

    def _of_sentence(self, line: Spoken, number: int) -> Iterator[Claim]:
        found = None if self.states_nothing else self._of_option(line, number)
        found = (
            found or self._of_remainder(line, number) or self._of_row(line, number) or self._of_letters(line, number)
        )
        found = found or self.texts.of_sentence(line, number, self.rejected)
        if found is not None:
            yield found

    def _of_remainder(self, line: Spoken, number: int) -> Claim | None:
        """A sentence on "the remaining one", where the sentences before it name all other options."""
        if not line.marks & REMAINING.mark or not self.options.texts:
            return None
        option = remaining(line, self.lines[:number], self.options, self.letters, self.asked.topic)
        if option is not None and self.asked.pole is not None:
            match = line.search(REMAINING)
            option = option if match and self.asked.pole_of(line.text, *match.span()) else None
        return None if option is None else Claim(number, Rank.CONCLUSION, option, final=True)

    def _of_row(self, line: Spoken, number: int) -> Claim | None:
        """A sentence on "the second" of the things that it or the one before names in a row."""
        if not line.marks & ORDINAL.mark or not self.options.texts:
            return None
        found = in_row(line, self.lines[number - 1] if number else None, self.asked)
        if found is None:
            return None
        return Claim(number, self.asked.rank_of(line), *(found if found[0] is not None else (None, SEVERAL)))

    def _of_statement(self, statement: Statement, number: int) -> Claim | None:
        """What an answer statement claims, if only that it is outside the options."""
        claim = self.stated.of_statement(statement, number, self.rejected)
        return claim or self.stated.unknown(statement, number, self.rejected)

    def _of_option(self, line: Spoken, number: int) -> Claim | None:
        """A sentence that holds an option and nothing else."""
        if line.text[-1:] == ":" and number and number == len(self.lines) - 1:
            return None  # the head of what is missing
        alone = self.letters.alone(line.text)
        if alone is not None and (option := self.asked.option_of(line)) is not None:
            return Claim(number, Rank.EXPLICIT, option)
        if alone is not None:
            return Claim(number, Rank.EXPLICIT, *((alone.pop(), OUTSIDE) if len(alone) == 1 else (None, SEVERAL)))
        fragment = self.asked.fragment(line)
        if fragment is None:
            fragment = self.asked.by_letter_name(line)
        if fragment is None and "not" in line.text and (said := before_other(line.text)) is not None:
            fragment = self.asked.named_alone(said)
        return None if fragment is None else Claim(number, Rank.EXPLICIT, fragment)

    def _of_question(self, line: str, number: int) -> Iterator[Claim]:
        """A question asserts nothing, unless it is a bare option that is not denied next: "B?"."""
        named = _OR.sub("", line.replace("?", "")) if len(line) < _SHORT_QUESTION else ""
        if not named or (fragment := self.asked.fragment(spoken(named))) is None:
            return
        later = self.lines[number + 1 :]
        if later and _DENIES.match(later[0].text):
            self.rejected.add(fragment)
        else:
            answered = not all(is_question(one.text) for one in later)
            yield Claim(number, Rank.PLAIN if answered else Rank.CONCLUSION, fragment, hedged=True)

    def _of_letters(self, line: Spoken, number: int) -> Claim | None:
        """A sentence about option letters: "B is correct", "so D", "the first one is orange (option A)"."""
        if not line.marks & SINGLE:
            return None
        if number not in self.of_letters:
            self.of_letters[number] = self._by_letters(line, number)
        claim, rejected = self.of_letters[number]
        self.rejected |= rejected
        return claim

    def _by_letters(self, line: Spoken, number: int) -> tuple[Claim | None, set[int]]:
        """What a sentence claims and rejects by letters."""
        rejected: set[int] = set()
        asserted: list[tuple[Letter, Rank]] = []
        last = number == len(self.lines) - 1
        for letter in self.letters.within(line):
            position = stance_in(line, letter.start, letter.end)
            if position is Stance.REJECTED or (rejected and says_the_same(line, letter)):
                rejected.add(letter.option)
            elif position is Stance.ASSERTED or is_named_by(line.text[: letter.start]):
                asserted.append((letter, rank_of(line, letter, last)))
        ranked = coordinated(asserted, line.text)
        if len(asserted) > 1 and not any(rank is Rank.EXPLICIT for _, rank in ranked):
            option = self.asked.assigned.of_letters(line, [letter for letter, _ in asserted])
            if option is not None:
                return Claim(number, Rank.CONCLUSION, option), rejected
            if self.asked.says_present(line):
                return None, rejected | {letter.option for letter, _ in asserted}
        claim = claim_of(ranked, line, number) if asserted else None
        exceptional = self.asked.asks_for_absence or self.asked.asks_for_odd
        if rejected and exceptional and (claim is None or claim.reason == SEVERAL):
            lacking = self._lacking(line, number)
            return (lacking, set()) if lacking is not None else (claim, rejected)
        left = set(range(len(self.options))) - rejected
        if claim is None and len(left) == 1 and len(rejected) > 1:
            claim = Claim(number, Rank.CONCLUSION, left.pop())  # "Neither A nor B fits"
        return claim, rejected

    def _lacking(self, line: Spoken, number: int) -> Claim | None:
        """The one letter of which a sentence denies something, where the question asks for what is not there."""
        denied = {one.option for one in self.letters.within(line) if lacks(line.text[one.end :])}
        return Claim(number, Rank.CONCLUSION, denied.pop()) if len(denied) == 1 else None
