"""Reading a short phrase as the answer: a name, a code, a date, a caption.

The phrase is what a sentence says beyond the question: "The ship is named Aurora, as …" answers "Aurora". What is
rejected ("not tennis"), follows as a comparison ("followed by Japan") or as an explanation is left out, so that the
comparison with the gold answer sees what the model asserts and nothing else.
"""

from __future__ import annotations

import re

from hyeval.scoring import prose
from hyeval.scoring.calendar_names import calendar_name
from hyeval.scoring.courtesy import without_tick
from hyeval.scoring.declared import head_noun
from hyeval.scoring.dismissed import standing
from hyeval.scoring.extraction import EMPTY, NOTHING, REFUSAL, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.framing import ASKS_WHO, name_alone, names_nothing, told_before, unframed
from hyeval.scoring.identified import identified, seems_only
from hyeval.scoring.lacking import (
    absent,
    is_lacking,
    is_none_there,
    is_of_family,
    is_untold,
    is_withheld,
    presents_only,
)
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.listed import (
    EDGE,
    is_asked_act,
    item_asked,
    of_the_most,
    one_asked,
    part_in_order,
    trimmed,
)
from hyeval.scoring.parallel import made_by, own_part
from hyeval.scoring.quantity import with_its_point
from hyeval.scoring.ranking import without_ranking
from hyeval.scoring.reasoning import split_reasoning
from hyeval.scoring.roles import is_of_opposite, named_or_made, outdoes, role_asked, without_other
from hyeval.scoring.said import PASSIVE, TAIL, VERB, is_derived, is_known, said, speaks_of, warns
from hyeval.scoring.settled import settled
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import CONCLUSION, CORRECTION, read, statements
from hyeval.scoring.tables import without_tables
from hyeval.scoring.words import words

_LABEL = re.compile(r"^([^:\n\"'(]{1,60}(?:\([^()\n]*\)\s*)?):\s+(?=\S)|^(答案|[^:\n]{1,20})是\s*:\s*")
_IT_IS_ELSEWHERE = re.compile(r"^\W*(?i:es ist|das ist|c['’]est|es un[ao]?|het is|[eé]|è|es)\s+(?=[A-Z\d\"«„]|\w+\W*$)")
"""What says "it is" in other languages, before a name or one word."""
_QUOTED = re.compile(r"\"([^\"\n]{1,120})\"|(?<![A-Za-z])'([^'\n]{1,120}(?:'[a-z][^'\n]{0,80})?)'(?![A-Za-z])")
_INTRODUCED = re.compile(
    r"\W*(?:according to|based on|judging (?:by|from)|as (?:shown|seen|stated|written)|from|in|on|at|given)\b"
    r"[^\"\n]{0,80}\"[^\"\n]{1,120}\"[^\w\n]{0,3},\s+",
    re.IGNORECASE,
)
"""An introduction that ends in a quotation: 'According to the footer ("…"), '."""
_SO_BEHIND = re.compile(
    r"[\"'.]*[,;]?\s+(?:and\s+)?(?:so|thus|hence|therefore|which (?:means|shows|tells us)(?: that)?)[,\s]+",
    re.IGNORECASE,
)
"""What draws a conclusion from a quotation."""
_SECOND_VERB = re.compile(
    r"^(?:(?:the |a |an )?(?:(?:now|currently|also) (?=called|named|known)|"
    r"known|written|shown|given|printed|displayed|listed|called|named|titled|entitled|dated|spelled|"
    r"labell?ed|by|to be|as|on(?: the)?(?= \w+ (?:floor|level))|clearly|most likely|probably|likely|definitely|"
    r"actually|therefore|thus|signed|published|that of|used|being played|engaged in|"
    r"an? (?:game|match|round|kind|type|sort) of|"
    r"the one (?:of|for)(?=\s(?-i:[A-Z]))|"
    r"(?:the|an?) (?:outline|silhouette|image|picture|drawing|shape|figure|profile) of|"
    r"the (?:words?|letters?|text|phrase|inscription|name)(?=\s(?-i:[\"'A-Z\d]))|"
    r"the (?:work|painting|creation|words?) of(?=\s(?-i:[A-Z]))|going to|headed (?:to|for)|bound for|"
    r"(?:heading|travell?ing) (?:to|for|towards))\s+)+"
    r"|^:\s*",
    re.IGNORECASE,
)
_REJECTED = Sieve(
    r"\b(?:not|isn't|is not|wasn't|rather than|instead of|no longer|never|neither)\b\s+"
    r"(?P<what>[^,;.]*?)(?=\s*(?:,|;|\.|\bbut\b|$))[,;]?(?:\s*\bbut\b)?",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\W*(?:not|no longer|never)\s[^,;.:]+\W*", re.IGNORECASE)
"""A denial and nothing else, as it may be written on a sign."""
_CONTRAST = re.compile(
    r"^.*\b(?:isn't|is not|wasn't|was not|not)\b[^,;.]*[,;]?\s*\b(?:but|it is|it's|it was|they are)\b\s*(?:rather\s+)?",
    re.IGNORECASE | re.DOTALL,
)
_MAYBE = re.compile(
    r"\b(?:either\b.+\bor\b|(?:could|might|may) (?:be|say|read)\b.+\bor\b|possibly\b.+\bor\b|"
    r"\bor (?:maybe|perhaps|possibly)\b|(?:maybe|perhaps)\b.+\bor\b)|或者?",
    re.IGNORECASE | re.DOTALL,
)
_OR = re.compile(
    r"^\W*+(?:\w[\w'.-]*+\s?){1,3}(?:,\s+(?:\w[\w'.-]*+\s?){1,3}){0,9},?\s*\bor\s+(?:\w[\w'.-]*+\s?){1,3}\W*$",
    re.IGNORECASE,
)
_CASE = r"(?:(?:\w+ing|seen|viewed|read)\b|(?:if|when)\b(?! (?:you|we|one|i)\b)|in case\b|from\b)"
_CASE_ANSWERED = rf"{_CASE}[^,;]*\b(?:it['’]s|it is|that['’]s|that is)\s"
_BY_CASE = re.compile(rf"\W*{_CASE_ANSWERED}[^,;]+[,;]\s+(?:and |but |while )?{_CASE_ANSWERED}", re.IGNORECASE)
"""One answer for one case, and one for another: "Travelling north it's A, travelling south it's B"."""
_ASIDE = re.compile(
    r",\s*(?:\"[^\"\n]{1,120}\"|'[^'\n]{1,120}'|(?:who|which|whose)\s[^,;.\"\n]{1,80})\s*,"
    r"(?=\s+(?:is|was|are|were|has|had|wore|wears)\b)"
)
"""A title or a relative clause between commas, with the verb of the sentence behind it."""
_RESTATED = re.compile(
    r"^.*(?:\bi\.\s?e\.|\bthat is to say|\bthat is,|,\s+that is(?=\s+(?-i:[A-Z\d]))|\bnamely|"
    r"\bmore (?:precisely|exactly|specifically)|\bor rather|\bin other words|"
    r"\bto be (?:more )?(?:precise|exact))[,:]?\s+(?=\S)",
    re.IGNORECASE | re.DOTALL,
)
_ARROW = re.compile(r"(?P<what>[^→⇒\n]{1,80}?)\s*(?:→|⇒)\s*(?P<value>[^→⇒\n]{1,80})")
"""A thing and what it leads to: "Gate B7 → Lisbon"."""
_ALL_OF_IT = re.compile(
    r"(?:it(?:['’]s| is) )?(?:made (?:entirely )?(?:of|from|out of) )?100 ?%\s+(?=[a-z]+\W*$)", re.IGNORECASE
)
"""What says of a material that there is no other in a thing: "100% cotton"."""
_ASKS_SHARE = re.compile(r"%|\b(?:percent\w*|per cent|proportion|composition|how (?:much|pure))\b", re.IGNORECASE)
_STANDS_FOR = re.compile(
    r"\b(?:symbols?|letters?|abbreviation|acronym|initials|code)\b[^;]{0,80}?,\s+"
    r"(?:which|and (?:it|this|that))\s+(?:stands? for|denotes|represents|"
    r"is (?:the )?(?:\w+ )?(?:symbol|abbreviation|acronym|code|sign) (?:of|for))\s+(?=\S)",
    re.IGNORECASE,
)
"""What stands between a symbol and the thing that it stands for."""
_ASKS_SYMBOL = re.compile(r"\b(?:symbol|letters?|abbreviation|acronym|initials|code)\b", re.IGNORECASE)
_OTHER_ABSENT = re.compile(
    r"\W*(?P<name>(?:the\s+)?[A-Z][^,;:]{0,40}?)\s+(?:is|are|was|were|does|do)(?:n['’]t|\s+not)\s+"
    r"(?:even\s+|at all\s+)?(?:(?:shown|listed|included|mentioned|displayed|depicted)\b|appear\b|"
    r"(?:part of|in|on|among)\s+(?:the|this|that)\s|"
    r"(?:the\s+(?:right\s+|correct\s+)?(?:answer|one)|it|right|correct)\W*$)"
)
"""What says of something with a name that it is not there, or not the one: "North Korea isn't in the chart"."""
_AFTER_ALL = re.compile(
    r"\W*(?:so\s+|actually,?\s+|really,?\s+)?(?:it|this|that)(?:['’]s|\s+is|\s+was)\s", re.IGNORECASE
)
"""The beginning of a sentence that says what something is."""
_ASKS_ABSENT = re.compile(
    r"\bnot\b|n['’]t\b|\b(?:missing|absent|lack\w*|without|except|left out|omitted)\b", re.IGNORECASE
)
_OWNED_FIRST = re.compile(r"\b(?:as|was|is|were|are)\s+(?:the\s+)?[A-Z][\w. -]{0,40}['’]s?(?=\W|$)(?!['’])")
"""A thing that was taken for that of somebody: "I first read the bar as Japan's"."""
_RELATIVE = re.compile(r",\s+(?:which|who|whose)\b", re.IGNORECASE)
_LIKE = re.compile(
    r",\s+(?:which|and|that) (?:(?:is|looks) (?:\w+ )?(?:similar to|like|related to|close to)|resembles)\b.*$",
    re.IGNORECASE,
)
"""What the answer is only like."""
_THIS = re.compile(r"\W*this (?:one|\w+) (?:is|has|was)\b", re.IGNORECASE)
_ASKS_KIND = re.compile(
    r"\W*(?:what|which)\s+(?:(?:kind|type|sort|breed|species|brand|model|make)\s+of\s+)?(?:\w+\s+){0,2}?(?:is|are|was|were)\s+"
    r"(?:this|that|these|it|being|shown|depicted|seen|visible|pictured|played)\b",
    re.IGNORECASE,
)
_IDENTIFIES = re.compile(
    r"\W*(?:(?:so|thus|hence|therefore),?\s+)?(?:this|that)(?:['’]s|\s+(?:is|must be|has to be))\s+"
    r"(?:(?:an?\s+)?[\w-]+(?:\s[\w-]+){0,2},\s+(?:and\s+)?not\s+[^,;]{1,40}|an?\s+[\w-]+(?:\s[\w-]+){0,2})\W*$",
    re.IGNORECASE,
)
"""What a sentence says something to be, and perhaps not to be: "This is tennis, not badminton"."""
_ITS = re.compile(r"\W*(?:its|their|his|her)\s+", re.IGNORECASE)
_ASKS_ONE = re.compile(r"(?:which|what) \w+(?<!s) (?:has|had|is|was)\b", re.IGNORECASE)
_ASKS_FOR_ONE = re.compile(
    r"\W*(?:who\b|(?:which|what)\s+(?:(?:is|was)\s+the\s+)?(?!(?:order|sequence|pattern|series|list|text)\b)[a-z]+(?<!s)\b)",
    re.IGNORECASE,
)
_COPULA = re.compile(r"\s(?:is|are|was|were)\s", re.IGNORECASE)
_LOOP = 4
"""Names of the shortest list that can go round."""
_TWO_SUBJECTS = re.compile(
    r"\W*(?:Both )?[A-Z]\w+(?: [A-Z]\w+)? and [A-Z]\w+(?: [A-Z]\w+)? (?:both|have|had|are|were|share)\b"
)
_ASKS_WORDING = re.compile(r"\b(?:written|says?|text|words?|reads?|slogan|printed)\b", re.IGNORECASE)
_SCRAP = re.compile(r"[A-Z][A-Z' ]{0,30}")
"""A line of a sign in capital letters."""
_LACK = re.compile(r"no (\w+)", re.IGNORECASE)
"""What is said not to be there: "no title"."""
_GAPPED = re.compile(
    r"^(in|on|at|by|from|to)\s+([^,]+?),?\s+(?:and\s+|while\s+)?(?:the\s+)?\w+(?:\s+\w+)?\s+\1\s.*$", re.IGNORECASE
)
"""What follows "in blue" of another thing without a verb: ", exports in grey"."""
_NEXT_LABEL = re.compile(r"[,;]\s+[A-Za-z][a-z ]{0,25}:\s.*$", re.DOTALL)
_ADVERB = re.compile(r"(?:\w+ly|perhaps|maybe)", re.IGNORECASE)
_PRONOUN = re.compile(r"^\W*(?:it|they|he|she|there|this|that)\b", re.IGNORECASE)
_APOLOGY = re.compile(
    r"\s*(?:(?:i['’]m|i am|we['’]re|we are) (?:\w+ )?(?:sorry|afraid)|unfortunately)\b[,;:]?\s*"
    r"(?:but\s+|that\s+)?(?=\w)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"(?P<what>\W*(?:an?\s+)?[^\s:,;\"]+(?:\s[^\s:,;\"]+){0,2}):\s+(?:its|their|"
    r"(?:it|they|he|she)\s+(?:has|have|lacks?|can|does|do|(?:is|are)\s+(?:\w+ly\s+)?(?:\w{2,}er|more|less|not|too)))\b",
    re.IGNORECASE,
)
"""An answer with what speaks for it: "A viola: it is larger than a violin"."""
_PART_ALONE = re.compile(r"\b(?:starts?|starting|begins?|beginning|ends?|ending) with\b", re.IGNORECASE)
"""What gives the beginning or the end of a name alone."""
_ASKS_PART = re.compile(rf"{_PART_ALONE.pattern}|\b(?:first|last)\b", re.IGNORECASE)
_THOUGH = re.compile(r",?\s+(?:although|(?:even )?though)\b[^,.;]*(?=\W*$)", re.IGNORECASE)
"""What a sentence grants at its end."""
_OWNED = re.compile(r"(?:the )?(\w+) of (?=[A-Z])")
"""What a name only has: "the signature of"."""
_ONLY_PLACED = re.compile(
    r"(?P<what>[^,;:\"]{3,100}?)\s+(?:is|are|was|were|can be)\s+(?:\w+ly\s+)?(?:shown|printed|"
    r"painted|engraved|written|displayed|given|listed|visible|found|seen|indicated|stated|mentioned)"
    r"(?P<where>\s+(?:in|at|on|near|below|above|under|behind|next to)\s+(?:the|its|this|that)\s[^,;:\"']+)?\W*$",
    re.IGNORECASE,
)
"""What says of a thing where it stands, and no more."""
_THE_SAME = re.compile(
    r"\bthe same (?!name\b|one\b)\w+ as\b|\bthere (?:is|are) no (?:single|one|clear|unique)\b|"
    r"\bequally\s+\w+|\btie between\b|\btied for\b|\bin an? (?:draw|tie)\b",
    re.IGNORECASE,
)
"""What ties the answer to something unknown, or says that there is not one."""
_ONLY_PRONOUN = re.compile(r"(?:it|this|that|they|he|she|there)(?:'s|'re| is| are)?", re.IGNORECASE)
_OPENING_VERB = re.compile(
    r"^(?:(?:(?:it|they|he|she|this|that)\s+)?(?:is|are|was|were|says?|reads?|shows?)|"
    r"(?:it|he|she|that|they)'(?:s|re))\s+",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:gives?|giving|makes?|making|leads? to|yields?|results? in|comes to|arrives? at)\s+(?:us\s+)?an?\s+"
    r"(?:\w+\s+)?(?P<what>[a-z]+)\s+of\s+(?=[$€£]?\d)",
    re.IGNORECASE,
)
"""What gives the thing in question its value: "and that gives a total of"."""
_BLANKS = re.compile(r"[^\S\n]{2,}")
_LONG = 1000
"""Characters of one sentence that are looked at; a longer "sentence" is a loop or a dump."""
_TURNED = re.compile(r"^.*(?:\b(?:but|actually|wait)\b|[.…,;–—-]\s*no,)[,\s]*(?=\S)", re.IGNORECASE | re.DOTALL)
_CONCLUDED = re.compile(
    r"^.*(?:\b(?:so|therefore|thus|hence)\b|→|⇒)[,\s]*(?=\S+\s+\S)|"
    r"^.*,\s+(?:so|therefore|thus|hence)[,\s]+(?=(?-i:[A-Z\d\"'])\S*$)",
    re.IGNORECASE | re.DOTALL,
)
_MADE = re.compile(
    r",\s+(?:(?:which|and that|all of which) (?:makes|means)(?: that)?|making|which identifies)\s+"
    r"(?:it|this|that|them)(?:['’]s| is| are| must be| as)?\s+(?!\w+ (?:to|for)\b)",
    re.IGNORECASE,
)
"""What stands before the thing that something is seen to be: "… on a clay court, which makes it tennis"."""
_DISMISSES = re.compile(
    r"\W*(?:sorry|wait|oops|no|hmm|actually)\W+(?:that|this|it)(?:['’]s| is| was)\s+(?:only\s+|just\s+)?(?:the|an?)\s+"
    r"(?-i:[a-z]+)(?:\s(?-i:[a-z]+)){0,3}\W*$",
    re.IGNORECASE,
)
"""A correction that only says what was named by mistake: "Sorry, that is the printer"."""
_FIRST_SIGHT = re.compile(
    r"\W*(?:at first|initially|first)?,?\s*i\s+(?:had )?(?:(?:at )?first|initially|originally) (?:read|thought|saw|"
    r"took|guessed|believed|assumed|said)\b|"
    r"[^.;:]*\b(?:looks?|looked|seems?|seemed|appears?|appeared|reads?)\b[^.;:]*\bat first(?: glance| sight)?\W*$|"
    r"\W*(?:at first(?: glance| sight)?|initially),?\s+(?:it|this|i|the)\b",
    re.IGNORECASE,
)
"""What a response first thought, and corrects in what follows."""
_CHATTER = re.compile(
    r"^\W*(?:sure|certainly|of course|great question|okay|ok|let me|let's|hope|i hope|feel free|if you|looking at|"
    r"based on the (?:image|picture|photo)\W*$|thank|here is|here's|you're welcome|please let|note|"
    r"explanation)\b[^:]*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:(?:so|therefore|thus|hence|well|yes|ok|okay|actually|in conclusion|finally|oh)[,:]?\s+)+|^(?:i (?:think|"
    r"believe|guess|would say|see)|(?:i|you|we|one) can (?:clearly )?(?:see|read|make out)|"
    r"(?:(?:above|below|under|near) the \w+, )?you(?:['’]ll| will)? (?:find|see)|"
    r"(?:although|though|even though|despite|while)\b[^,]*,|"
    r"it seems|it appears|it looks like|based on [^,]{0,60},|"
    r"according to [^,(]{0,60}(?:\([^()]{0,60}\))?,|"
    r"in (?:the|this) (?:image|picture|photo|chart|figure|diagram)[^,]{0,40},|from the [^,]{0,40},|"
    r"(?:at|on|in|near) the (?:top|bottom|left|right|back|front|end|corner|cover)[^,]{0,30},|"
    r"(?:in|on|at) this [^,:\"]{1,40},|"
    r"looking at [^,]{0,60},)\s*(?:that\s+)?",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"\W*(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should)(?:n['’]t)?\s+(?!you\b|we\b|i\b)"
    r"(?!.*\b(?:or|what|which|who|whose|how|where|when|why)\b)[^?]*\?\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A question that begins with its verb, names no alternative, and asks for nothing else in passing."""
_NAME_WORDS = 5
"""Words of a name that stands alone."""


def extract_text(response: str, question: Question) -> Extraction:
    """Find the phrase that a response gives as its answer."""
    found = read(settled(without_tick(response)), question.text)
    if found.reason:
        return unanswered(found.reason)
    if found.declared is not None:
        return _phrase_or_reason(_flat(found.declared), question, whole=True)
    if _is_object(found.text):
        return unanswered(NOTHING)
    lines = standing(_sentences(found.text, question))
    if 1 < len(lines) <= 4 and _ASKS_WORDING.search(question.text) and all(_SCRAP.fullmatch(line) for line in lines):
        return Extraction(" ".join(lines))
    stated = [one for one in statements(lines) if one.content.strip(EDGE)]
    if not stated and not found.unfinished and (below := _below(found.text)) is not None:
        return _phrase_or_reason(_flat(below), question, whole=True)
    ended = found.thinking or not found.unfinished or (stated and stated[-1].number < len(lines) - 1)
    if stated and ended:
        after = [line for line in lines[stated[-1].number + 1 :] if CORRECTION.search(line)]
        return _phrase_or_reason(after[-1] if after else stated[-1].content, question, whole=not after)
    reason = prose.failure(found)
    if reason is not None:
        return unanswered(SEVERAL if reason == REFUSAL and _MAYBE.search(found.text) else reason)
    topic = {word.meaning for word in words(question.text)} - STOPWORDS
    if len(lines) > 1 and is_withheld(lines[-1], topic) and all(map(presents_only, lines[:-1])):
        return unanswered(REFUSAL)
    if lines and _names_several(lines, question.text):
        return unanswered(SEVERAL)
    return _of_sentences(lines, question) if lines else unanswered(NOTHING)


def _ends_in_questions(lines: list[str]) -> bool:
    """Whether a response ends in several questions: "Anna? Or Ben? Hmm."."""
    asks = [line.rstrip().endswith("?") for line in lines if not _CHATTER.match(line)]
    return len(asks) > 1 and all(asks[-2:])


def _names_several(lines: list[str], question: str) -> bool:
    """Whether a response ends in two subjects where one is asked for, or only goes through names again and again."""
    two = _TWO_SUBJECTS.match(lines[-1]) if _ASKS_ONE.match(question) else None
    return (two is not None and " than " not in lines[-1]) or (len(lines) == 1 and _goes_round(lines[0], question))


def _goes_round(line: str, question: str) -> bool:
    """Whether a sentence only lists names and begins again behind the last, where one is asked for: "A, B, C, A, B"."""
    names = line.strip(" .,").split(", ")
    period = next((place for place in range(2, len(names)) if names[place] == names[0]), 0)
    if not period or len(names) < _LOOP or not _ASKS_FOR_ONE.match(question):
        return False
    *turns, (last, first) = zip(names[period:], names, strict=False)
    return all(one == other for one, other in turns) and first.startswith(last)


def _below(text: str) -> str | None:
    """A name that stands alone below sentences which end in full stops."""
    above, _, last = text.rpartition("\n\n")
    is_name = 0 < len(last.split()) <= _NAME_WORDS and "\n" not in last and last.strip("* .")[:1].isupper()
    is_told = above.rstrip()[-1:] == "." and above.count(" ") > _NAME_WORDS
    return last if is_name and is_told and last.strip()[-1:] not in ":!)" and "?" not in last else None


def extract_answer(response: str, question: Question) -> Extraction:
    """Find an option letter where the question has options, yes or no where it asks for that, else a short phrase."""
    if question.choices:
        from hyeval.scoring.choice import extract_choice

        return extract_choice(response, question)
    if _ASKS_WHETHER.fullmatch(question.text):
        from hyeval.scoring.yes_no import extract_yes_no

        found = extract_yes_no(response, question)
        if found.answer is not None:
            return found
    found = extract_text(response, question)
    return found if found.answer is None else Extraction(with_its_point(found.answer, response))


def extract_raw(response: str, _question: Question) -> Extraction:
    """Take the whole answer as it is, without the model's reasoning."""
    answer = split_reasoning(response).answer
    return Extraction(answer) if answer else unanswered(EMPTY)


def _is_object(text: str) -> bool:
    """Whether a response is a JSON object; where none of its fields is known for the answer, it is no phrase."""
    body = text.removeprefix("```json").strip("`\n ")
    return body.startswith("{") and body.endswith("}") and '":' in body


def _flat(text: str) -> str:
    """A text without markup, and with single blanks between its words, since patterns go over runs of them twice."""
    return _BLANKS.sub(" ", prose.flat(text))


def _sentences(text: str, question: Question) -> list[str]:
    lines = prose.sentences(_flat(text), initials=True)
    if not _ASKS_WORDING.search(question.text):
        lines = [_IT_IS_ELSEWHERE.sub("", line) for line in lines]
    if "|" in text:
        lines = without_tables(lines, {word.meaning for word in words(question.text)})
    if "1" in text:
        lines = without_ranking(lines, question.text)
    joined: list[str] = []
    for line in lines[:300]:
        if joined and joined[-1].endswith(":") and len(joined[-1]) < 200:
            joined[-1] = line if prose.is_introduction(joined[-1]) else f"{joined[-1]} {line}"
        elif seems_only(line) or outdoes(line):
            joined.append(line[:_LONG])
        else:
            joined.extend(prose.clauses(_THOUGH.sub("", line[:_LONG])))
    return joined


def _of_sentences(lines: list[str], question: Question) -> Extraction:
    """Choose the sentence that answers: the last correction or conclusion, else what takes up the question."""
    if _ends_in_questions(lines):
        return unanswered(SEVERAL)
    telling = [line for line in lines if not _CHATTER.match(line) and not line.rstrip().endswith("?")] or lines
    if len(telling) > 1 and _FIRST_SIGHT.match(telling[0]):
        if len(telling) > 2 and _OWNED_FIRST.search(telling[0]) and _AFTER_ALL.match(telling[-1]):
            return _phrase_or_reason(re.sub(r"['’]s?(?=\W*$)", "", telling[-1]), question)
        telling = telling[1:]
    telling = _on_presence(telling, question.text)
    topic = {word.meaning for word in words(question.text)} - STOPWORDS
    marked = [line for line in telling if CORRECTION.search(line) or CONCLUSION.search(line)]
    if marked and _DISMISSES.match(marked[-1]) and marked[-1] != telling[-1]:
        telling, marked = telling[telling.index(marked[-1]) + 1 :], []
    settled = _phrase_or_reason(marked[-1], question) if marked else unanswered(NOTHING)
    if settled.reason != NOTHING:
        return settled
    telling = [line for line in telling if not is_known(line, topic | STOPWORDS)] or telling
    telling = [line for line in telling[:-1] if not is_lacking(line, topic)] + telling[-1:]
    asked = [word.meaning for word in words(question.text) if word.meaning in topic]
    readings = [_phrase_or_reason(line, question) for line in _by_closeness(telling, asked, question)]
    return next((one for one in readings if one.reason != NOTHING), readings[0])


def _on_presence(lines: list[str], question: str) -> list[str]:
    """The sentences without those on things that are not there, or with these alone where the question is for them."""
    is_asked = _ASKS_ABSENT.search(question) is not None
    return [line for line in lines if (_OTHER_ABSENT.match(line) is not None) == is_asked] or lines


def _by_closeness(lines: list[str], asked: list[str], question: Question) -> list[str]:
    """A leading phrase first, else the sentences that take up most of the question, with the fewest other words.

    "Its capital is …" comes before them where the capital is asked for.

    Of two that take up equally much, the one with the question's first word comes first ("What is the capital of …"),
    then the one with its last word ("… of the bird's beak").
    """
    topic = made_by(asked).union(asked)
    first, last = asked[:1], asked[-1:]
    spoken = {line: {word.meaning for word in words(line)} for line in lines}
    if _is_fragment(lines[0]) and (topic.isdisjoint(spoken[lines[0]]) or not _is_restated(lines[-1], asked)):
        return lines
    head = head_noun(question.text)
    asks_kind = _ASKS_KIND.match(question.text) is not None
    return sorted(
        lines,
        key=lambda line: (
            _THIS.match(line) is None and not (asks_kind and _IDENTIFIES.match(line)),
            head is None or _ITS.sub("", line, count=1)[: len(head)].casefold() != head or not _ITS.match(line),
            head is None or not line.casefold().startswith(f"the {head.rpartition(' ')[2]} is "),
            -len(topic & spoken[line]) - any(is_of_family(word, topic) for word in spoken[line] - topic),
            (act := PASSIVE.match(line)) is None or not is_asked_act(act.group(1), topic),
            topic.isdisjoint(word.meaning for word in words(VERB.split(line, maxsplit=1)[0])),
            spoken[line].isdisjoint(first),
            spoken[line].isdisjoint(last),
            len(spoken[line] - topic) if topic & spoken[line] else 0,
        ),
    )


def _is_restated(line: str, asked: list[str]) -> bool:
    """Whether a sentence says of all that is asked for what it is: "The date on the invoice is …"."""
    verb = _COPULA.search(line)
    return verb is not None and {word.meaning for word in words(line[: verb.start()])} - STOPWORDS == {*asked}


def _is_fragment(line: str) -> bool:
    """Whether a line is a mere phrase that says something new: no label, no verb, few words."""
    short = len(line.split()) <= 6 and not line.endswith((";", ","))
    return short and not _LABEL.match(line) and not VERB.search(line) and not _PRONOUN.match(line)


def _phrase_or_reason(text: str, question: Question, whole: bool = False) -> Extraction:
    text = _APOLOGY.sub("", of_the_most(part_in_order(text, question.text), question.text), count=1)
    topic = {word.meaning for word in words(question.text)} - STOPWORDS
    text = unframed(text, question.text)
    text = without_other(text, topic)
    named = role_asked(text, question.text, topic)
    if named is not None:
        return Extraction(named)
    text = own_part(text, question.text)
    if is_of_opposite(text, question.text) or _THE_SAME.search(text):
        return unanswered(NOTHING)
    placed = _ONLY_PLACED.match(text)
    if placed is not None and _only_says_where(placed, topic):
        return unanswered(NOTHING)
    if is_lacking(text, topic) or is_withheld(text, topic):
        return unanswered(REFUSAL)
    if prose.refuses(text) or is_untold(text) or is_none_there(text):
        return unanswered(REFUSAL)
    if _PART_ALONE.search(text) and not _ASKS_PART.search(question.text):
        return unanswered(REFUSAL)
    if absent(text) in topic:
        return unanswered(NOTHING)
    phrase = _phrase(text, question, whole)
    lack = _LACK.fullmatch(phrase)
    if lack is not None and concept(lack.group(1)) in topic:
        return unanswered(NOTHING)
    if _MAYBE.search(text) or _OR.match(phrase) or _BY_CASE.match(text):
        return unanswered(SEVERAL)
    return Extraction(phrase) if phrase else unanswered(NOTHING)


def _only_says_where(placed: re.Match[str], topic: set[str]) -> bool:
    """Whether a sentence only says where the thing that is asked for stands: "It is printed at the bottom"."""
    where = {word.meaning for word in words(placed["where"] or "")}
    return speaks_of(placed["what"], topic | STOPWORDS) and topic.isdisjoint(where)


def _phrase(text: str, question: Question, whole: bool) -> str:
    """What a sentence says beyond the question."""
    asked = {word.meaning for word in words(question.text)} | STOPWORDS
    asked |= made_by(asked)
    text = _ASIDE.sub("", _boxed(text).strip())
    given = _GIVES.search(text)
    if given is not None and concept(given["what"]) in asked - STOPWORDS:
        text = text[given.end() :]
    told = one_asked(text, question.text, asked)
    if told is not None:
        return told
    shown = _shown(text, question.text, asked)
    if shown is not None:
        return shown
    text = _behind_symbol(text, question.text)
    back = told_before(text, lambda what: is_known(what, asked))
    if back is not None:
        text, verb = back, VERB.search(back)
        asked |= {word.meaning for word in words(text[: verb.start()])} if verb is not None else set()
    named = calendar_name(text, question.text)
    if named:
        return named
    if not _ASKS_WORDING.search(question.text) or ASKS_WHO.match(question.text):
        text = _behind_reason(text, asked - STOPWORDS)
    quoted = named_or_made(text, question.text) or _only_quotation(text, asked)
    if quoted:
        return quoted
    made = _MADE.search(text)
    if made is not None:
        before = text[: made.start()]
        seen = _phrase(before, question, whole)
        return seen if seen != trimmed(before) else _phrase(text[made.end() :], question, whole)
    return _beyond(text, question, asked, whole)


def _shown(text: str, question: str, asked: set[str]) -> str | None:
    """The name behind the arrow from what is asked for, or of what is not there where that is asked for."""
    absent_one = _OTHER_ABSENT.match(text) if _ASKS_ABSENT.search(question) else None
    if absent_one is not None:
        return trimmed(absent_one["name"])
    arrow = _ARROW.fullmatch(text)
    return trimmed(arrow["value"]) if arrow is not None and is_known(arrow["what"], asked) else None


def _behind_symbol(text: str, question: str) -> str:
    """What a sentence says a symbol to stand for, unless the question is for the symbol."""
    stands = None if _ASKS_SYMBOL.search(question) else _STANDS_FOR.search(text)
    return text if stands is None else text[stands.end() :]


def _beyond(text: str, question: Question, asked: set[str], whole: bool) -> str:
    """What a sentence that tells of one thing says beyond the words of the question, `asked`."""
    thing = identified(text)
    text = _CONTRAST.sub("", _HEAD.sub("", text)) if thing is None else thing
    if CORRECTION.search(text):
        text = _TURNED.sub("", text)
    text = _HEAD.sub("", _RESTATED.sub("", _CONCLUDED.sub("", text))).rsplit(" = ", 1)[-1]
    explained = _EXPLAINED.match(text)
    if explained is not None and not is_known(explained["what"], asked):
        text = explained["what"]
    text = _behind_label(text, asked, whole)
    text = _LIKE.sub("", text)
    relative = _RELATIVE.search(text)
    if relative is not None and not VERB.search(text[: relative.start()]):
        text = text[: relative.start()]
    text = said(text, asked, ASKS_WHO.match(question.text) is not None)
    if not (_ASKS_WORDING.search(question.text) and _DENIAL.fullmatch(text)):
        text = _REJECTED.sub("", TAIL.sub("", " " + text, count=1))
    phrase = trimmed(_SECOND_VERB.sub("", _OPENING_VERB.sub("", text.strip())))
    if "100" in phrase and not (_ASKS_SHARE.search(question.text) or _ASKS_WORDING.search(question.text)):
        phrase = _ALL_OF_IT.sub("", phrase)
    owned = _OWNED.match(phrase)
    if owned is not None and concept(owned.group(1)) not in asked and is_derived(concept(owned.group(1)), asked):
        phrase = phrase[owned.end() :]
    phrase = name_alone(item_asked(_GAPPED.sub(r"\1 \2", phrase), asked), question.text)
    if _ONLY_PRONOUN.fullmatch(phrase) or _ADVERB.fullmatch(phrase):
        return ""
    return "" if names_nothing(phrase, lambda what: is_known(what, asked)) else phrase


def _behind_label(text: str, asked: set[str], whole: bool) -> str:
    """What stands behind a colon, if what stands before it repeats the question, or is short."""
    label = _LABEL.match(text)
    if label is None:
        return text
    name = label.group(1) or ""
    placed = _ONLY_PLACED.fullmatch(name)
    is_label = is_known(name, asked) or (placed is not None and speaks_of(placed["what"], asked))
    is_short = len(text.split(":")[0].split()) <= 3 and not whole
    return _NEXT_LABEL.sub("", text[label.end() :]) if is_label or warns(label, asked) or is_short else text


def _boxed(text: str) -> str:
    content = prose.boxes(text)
    return content[-1] if content else text


def _only_quotation(text: str, asked: set[str]) -> str | None:
    """The quotation in a sentence, if it is the only one that is not in the question, and is not denied."""
    found = [match for match in _QUOTED.finditer(text) if not is_known(match.group(1) or match.group(2), asked)]
    if (
        len(found) != 1
        or len(_QUOTED.findall(text)) > 1
        or re.search(r"\b(?:not|isn't|than|unlike)\s*$", text[: found[0].start()], re.IGNORECASE)
        or _is_source(text, found[0], asked)
    ):
        return None
    return trimmed(str(found[0].group(1) or found[0].group(2)))


def _is_source(text: str, quotation: re.Match[str], asked: set[str]) -> bool:
    """Whether a quotation is only where a sentence has its answer from: 'According to the line "…", it is …'."""
    end = _INTRODUCED.match(text)
    behind = VERB.search(text, end.end()) if end is not None and quotation.end() <= end.end() else None
    return end is not None and behind is not None and speaks_of(text[end.end() : behind.start()], asked)


def _behind_reason(text: str, topic: set[str]) -> str:
    """What a sentence concludes on what is asked for from something quoted: 'It says "…", so the mayor is …'."""
    quoted = list(_QUOTED.finditer(text)) if '"' in text or "'" in text else []
    so = _SO_BEHIND.match(text, quoted[0].end()) if quoted else None
    verb = VERB.search(text, so.end()) if so is not None else None
    if so is None or verb is None:
        return text
    subject = {word.meaning for word in words(text[so.end() : verb.start()])}
    return text if topic.isdisjoint(subject) else text[so.end() :]
