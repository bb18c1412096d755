"""Reading the answer to a yes/no question.

First the plain words: yes, no, true, correct and their like in several languages, where they stand as an answer ("Know"
and "no doubt" are no "no"). Without them the sentence is held against the question: it answers yes if it asserts what
the question asks for, and no if it negates it or asserts something that excludes it, as green excludes red.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hyeval.scoring import prose
from hyeval.scoring.answer_list import own_items
from hyeval.scoring.by_year import YearComparison
from hyeval.scoring.exceptions import excepted_things, in_one_sentence
from hyeval.scoring.extraction import NOTHING, REFUSAL, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.foreign import polar, read_in_english
from hyeval.scoring.forms import REASON_FIRST
from hyeval.scoring.left_open import (
    BOTH,
    CONDITION_FIRST,
    DEPENDS,
    EITHER_WAY,
    SETTLES,
    UNDECIDED,
    UNTOLD,
    leaves_open,
)
from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.proposition import Proposition
from hyeval.scoring.recast import recast
from hyeval.scoring.retraction import revised, withdraws, without_interjections
from hyeval.scoring.settled import settled_polarity
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.statements import CONCLUSION, CORRECTION, marked_sentences, read, statements
from hyeval.scoring.words import words

_YES = (
    r"yes|yeah|yep|yup|yea|i (?:would |do )?(?:think|believe|say) so|i'd say so|"
    r"(?:in the )?affirmative|"
    r"true|correct|certainly|definitely|absolutely|undoubtedly|undeniably|indeed|sure|of course|right|"
    r"(?:there(?:'s| is) )?no (?:doubt|question) about (?:it|that)|without (?:a )?doubt|"
    r"oui|sí|sì|si|ja|sim|да|はい|예|네|是的?|对|正确|有|可以|能|会|肯定"
)
_NO = (
    r"no|nope|nah|no one|nobody|none|(?:in the )?negative|false|incorrect|wrong|not all(?: of (?:them|these|those))?|"
    r"not as (?:written|it (?:is|stands)|shown|given)|not (?:really|at all|quite|yet|currently|any ?more|"
    r"exactly|at the moment|at present|that i can (?:see|tell))|"
    r"(?:\w+ly|i'm afraid|i am afraid|of course) not|"
    r"i (?:do not|don't|would not|wouldn't) (?:think|believe|say|suppose) so|i(?: would|'d) say not|i think not|"
    r"(?:(?:it|that)(?:['’]s| is) )?(?:just |exactly |rather )?the (?:other way a?round|reverse|exact opposite)|"
    r"by no means|far from it|no way|not a chance|not in the least|"
    r"non|nein|nee|não|нет|いいえ|아니요|아니오|不是的?|不对|不|否|"
    r"没有|错误?|不正确|不可以|不能|不会|不行的?|否定"
)
_REMARK = r"\s*[*\"']*\s*[(\[](?:(?!\b(?:yes|no|but|wait|actually|unless|if)\b)[^()\[\]])*[)\]]\W*$"
"""What is said in brackets behind the answer, up to the end, and does not turn it: "no (the notches differ)"."""
_WHOLE = re.compile(
    rf"^\W*(?:(?:the |my )?(?:final )?(?:answer|response|statement)\W*(?:is|:)?\W*)?"
    rf"(?:(?P<no>{_NO}|n|nothing|never|无)|"
    rf"(?P<yes>{_YES}|y|no doubt|no question))\W*$",
    re.I,
)
_FIRST = re.compile(
    rf"^[\s\"'(*\[]*(?:(?:well|so|hence|therefore|thus|and|but|hmm|wait|ah|oh|\w+ly)\b[,:\s]*)?(?:(?P<no>{_NO})|"
    rf"(?P<yes>{_YES}))(?=\s*[,.;:!)*\"'\]–—。,、]|\s+-\s|\s*$|\s+(?:because|since|as|it|there|they|he|she|the|this|"
    rf"that|i|you)\b|{_REMARK})",
    re.I,
)
_FIRMLY = r"(?:an? )?(?:(?:very )?(?:clear|definite|definitive|resounding|simple|firm|plain|strong|emphatic|\w+ly) )?"
_INSIDE = re.compile(
    rf"(?:\b(?:is|are|be|was|would be|say|answer(?:ed|s)?(?: (?:this|it|that|the question))?(?: (?:with|by|as))?|"
    rf"i meant?|makes? (?:it|this|that|the answer)|lean(?:ing)? (?:towards?|to)|"
    rf"it's|that's|this is|答案(?:应该)?是?|:|→|=>|⇒)"
    rf"\s*(?:{_FIRMLY})?[:\"'*(]*\s*)(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?=\W*$|[\"',.;!)*]|\s+from me|{_REMARK})",
    re.I,
)
_LAST = re.compile(
    r"(?:[,;:–—-]\s*(?:so|hence|therefore|thus|and so|but|donc|also|daher|por (?:lo )?tanto|"
    r"quindi)?[,\s]{0,4}(?:\w+ly\s+(?:speaking,?\s+)?|(?:all in all|in short|in a word|in the end),?\s+)?|"
    r"^\W*(?:(?:or|most|more|very) )?"
    r"(?:\w+ly(?: speaking,?)?|rather|still|again|then|so)\s+|\b(?:or|but) rather\s+)(?:(?P<no>no|nope|false|non|nein|"
    r"not (?:yet|really|at all|quite|now|any ?more))|(?P<yes>yes|true|oui|ja|sí|sì))\W*$",
    re.I,
)
_CHINESE = Sieve(
    r"(?:答案)?(?:应该)?(?:是|为)?(?P<no>否定|不是|没有|不对|错误|不正确|不一样|不能|不会|不行|否)|(?P<yes>肯定|是的|正确|没错|所以是\W*$)"
)
_FAULTLESS = re.compile("(?:没有|没|无)(?:任何|什么)?(?:错误|问题)")
"""The word for no, where the question is whether there are errors."""
_IS_RIGHT = re.compile(r"\b(?:is|are|looks?)(?: \w+ly)? (?:correct|right)(?=\W*$|,)", re.IGNORECASE)
"""The word for yes, where the question is whether there are mistakes."""
_OFTEN = re.compile(
    r"\W*(?:yes,?\s+)?(?:(?:exactly|only|just)\s+)?(?:once|twice|(?:two|three|four|five|several|many|multiple) times)"
    r"(?:\W*$|,\s+(?:in|at|on|near|around|between|and|just)\b)",
    re.IGNORECASE,
)
"""How often, which is at all."""
_INSTRUCTION = re.compile(
    r"(?<!can't )(?<!cannot )(?<!not )(?:please )?(?:answer|respond|reply)[^.]{0,20}\byes or no\b[^.]*\.?|"
    r"[^.?]*\byes or no\b\W*$",
    re.I,
)
_SHORT_FORM = re.compile(
    r"^\W*(?:(?:yes|no)\W+)?(?:so\W+)?(?:(?:i['’]m afraid|i (?:think|believe|guess|fear)|i['’]d say|unfortunately"
    r"|sadly)"
    r"(?: that)?,?\s+)?(?:it|he|she|they|there|this|that|these|those|you|we|i)\s*"
    r"(?:sure(?:ly)?\s+|certainly\s+|definitely\s+|indeed\s+|really\s+)?(?P<verb>is|are|was|"
    r"were|does|do|did|can|ca(?=n't)|could|has|have|will|wo(?=n't)|would)(?P<not>n't| not|not)?"
    r"(?:\s+so(?=\s+(?:at|in|on|around|near|between|twice|once|several)\b).*)?(?:\s+(?:indeed|so|certainly|definitely"
    r"|one|any|none|some|the case|contain|have|show|"
    r"include))*(?:\W*$|\s*[,;:]|\s+(?:because|since|as(?! (?:many|much|\w+ as)\b))\b)",
    re.I,
)
_CASE = re.compile(
    r"[,;:–—-]\s*(?:(?:and\s+)?(?:so|hence|thus|therefore)|which means(?: that)?)\s*,?\s+(?:this|that|it)\s*"
    r"(?:is|['’]s)\s*(?P<not>n['’]t|not)?\s+(?:the case|true|so)\W*$|"
    r"[,;:–—-]\s*(?:and\s+)?so,?\s+(?:it|he|she|they|there)\s+"
    r"(?:is|are|was|were|do|does|did|has|have|can|will)\s*(?P<not2>n['’]t|not)?\W*$|"
    r"[,;:–—-]\s*(?:and\s+)?so,?\s+there\s+(?:is|are|was|were)\s*(?P<not3>n['’]t|not)?\s+"
    r"(?:(?P<none>none)|one|some|any)\W*$",
    re.IGNORECASE,
)
"""A conclusion on the question as a whole: "…, so this is not the case"."""
_CONDITION = re.compile(r",?\s+(?:only\s+)?if\b", re.IGNORECASE)
_UNREAL = re.compile(r"\bif\b[^.;]*\b(?:were|was|had)\b", re.IGNORECASE)
"""A condition that does not hold: "It would, if the bracket were closed"."""
_NOT_BEFORE = re.compile(r"(?:\bnot|n't|\bcannot|\bnever)\s+(?:\w+\s+)?$", re.IGNORECASE)
_RATHER = re.compile(r"\W*(?:or|but) rather\b", re.IGNORECASE)
_WRONG_WORD = re.compile(
    r"\b(?:(?P<yes>yes)|no)\b[\"')]*,?\s+(?:would|is|was|were)(?: be)?\s+(?:clearly |simply |obviously )?"
    r"(?:wrong|incorrect|false|a mistake)\b|\b(?:cannot|can't|wouldn't|would not)\s+(?:say|answer)(?: with)?\s+[\"'(]*"
    r"(?:(?P<yes2>yes)|no)\b",
    re.IGNORECASE,
)
"""A sentence by which one of the two words is not the answer: '"No" would be wrong'."""
_TURN = Sieve(r"\b(?:but|however|yet)\b", re.IGNORECASE)
_CONCLUDES = re.compile(
    r",\s+(?:and\s+)?(?:so|hence|thus|therefore|which means(?: that)?),?\s+(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_DENIES_ITSELF = re.compile(
    r"\W*(?:(?:oh|ah|hmm|sorry|but)\W+)?(?:no\W+(?:wait|hold on|sorry|actually|scratch that)|wait\W+no)\b\W",
    re.IGNORECASE,
)
"""The beginning of a sentence that says no to the one before."""
_OPENS_TURN = re.compile(r"\W*(?:however|but)\b", re.IGNORECASE)
_TURNED = re.compile(
    r"(?:\W*(?:at first(?: glance| sight)?|initially),?\s+)?(?P<before>.+?)[,;]?\s+(?:but|however,?|yet)\s+"
    r"(?:actually\s+|in fact\s+|really\s+|(?:in|on) (?:this|the) \w+(?: \w+)?,?\s+|here,?\s+|now,?\s+)?"
    r"(?:it|he|she|they|there|this|that)\s*"
    r"(?:is|are|was|were|does|do|did|can|ca(?=n't)|has|have)\s*(?P<not>n't|not)?(?:\s+(?:actually|really))?\W*$",
    re.IGNORECASE,
)
"""A sentence that takes back or upholds at its end what it says first."""
_SEEMING = re.compile(
    r"[^.;]*?\b(?:seem(?:s|ed)?|look(?:s|ed)?|appear(?:s|ed)?|might|may|could)\b[^.;]*?[,;]?\s+(?:but|yet|however,?)\s+"
    r"(?:in fact,?\s+|in reality,?\s+)?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence that says first what something seems to be, then what it is."""
_ONE_LEFT_OUT = re.compile(
    r"\W*(?P<share>(?:most|nearly all|almost all|many|some)(?:\s+of\s+(?:them|these|those|the\s+\w+))?\s+"
    r"(?:are|do|have|were|did|can)),?\s+(?:but|except|although|though|while|only|(?:and\s+)?(?:some\s+|the\s+)?others)\b",
    re.IGNORECASE,
)
"""How many are as asked, before what is said of another one: "Most of them are, but the boy in front is in jeans"."""
_ASKS_MOST = re.compile(r"\W*(?:are|do|have|were|did|can)\s+(?:most|the majority)\b", re.IGNORECASE)
_FIRST_TO_LAST = re.compile(r",\s+from\s+[A-Z]\w+\s+(?:all the way\s+|through\s+)?to\s+[A-Z]\w+(?=\W*$)")
"""The ends of a row of what was counted: ", from Austria to Sweden"."""
_WHEN_MEASURED = re.compile(
    r"\b(?:if|when|once)\s+(?:you|one|we|i)\s+(?:actually\s+)?(?:measure|compare|check|count|weigh|(?:put|hold|lay|place)\s+(?:an?|the)"
    r"\s+(?:ruler|tape|scale|straightedge))\b[^,.;]{0,40}?,?\s+(?=(?:they|it|both)\b)",
    re.IGNORECASE,
)
"""How something was found, which is no condition of it."""
_ILLUSION = re.compile(
    r"(?P<before>[^.;]*?)[,;]?\s+but\s+(?:this|that|it)(?:\s+is|['’]s)\s+(?:only |just |merely )?an? (?:optical )?"
    r"(?:illusion|(?:wrong )?impression|trick)\b",
    re.IGNORECASE,
)
"""A sentence that takes back what it only saw."""
_DISBELIEF = re.compile(
    r"\W*(?:i (?:strongly )?doubt (?:that|whether|if)|i (?:do not|don['’]t|would(?: not|n['’]t)) (?:think|believe|say"
    r"|suppose)"
    r"(?: that)?(?= (?:it|they|he|she|there|this|that|these|those|the|an?|both|all|any)\b)|"
    r"it (?:is|would be) (?:wrong|incorrect|false|untrue|not true|not correct|"
    r"not right|not the case|a mistake)(?: to (?:say|claim|think))? that|there is no (?:reason|evidence) "
    r"(?:to (?:think|believe|say) )?that)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence that denies all of another one."""
_JUDGED = Sieve(
    r"\b(?:statement|claim|assertion|sentence|caption)\b[^.]*?\b"
    r"(?P<double>not )?(?P<not>not |in|un)?(?P<word>true|correct|false|wrong|"
    r"right)\b|\bthat(?:'s| is) (?P<not2>not |in)?(?P<word2>true|correct|right|false|wrong)\b",
    re.I,
)
_UPHELD = Sieve(
    r"\b(?:statement|claim|assertion|proposition|inequality)\s+(?:does(?:(?P<not>n['’]t|\s+not)\b)?\s+|indeed\s+|still\s+|"
    r"therefore\s+)?(?:holds?(?:\s+(?:true|up|here|good))?|(?:is|was)(?P<not2>n['’]t|\s+not)?\s+(?:indeed\s+|thus\s+)?"
    r"(?:confirmed|verified|borne out|(?P<no>refuted|disproved|disproven|contradicted)))"
    r"(?=\W*$|[,.;]|\s+(?:because|since|as|by|for)\b)",
    re.IGNORECASE,
)
_OPEN_BEFORE = re.compile(r"\b(?:whether|if|unless)\s+(?:(?:the|this|that|his|her)\s+)?(?:\w+\s+)?$", re.IGNORECASE)
"""What stands before a statement of which it is only asked whether it is true."""
_ASKS_FALSE = re.compile(
    r"(?=.*\b(?:statement|claim|assertion|sentence|caption)\b)(?!.*(?:\bnot\b|n['’]t\b)).*\b(?:false|wrong(?:ly)?|incorrect(?:ly)?|untrue|"
    r"inaccurate|refuted?|contradict(?:ed|s)?|disprove[dns]?)\b",
    re.IGNORECASE | re.DOTALL,
)
"""A question that is answered yes where a statement is not true."""
_CONDITIONAL = Sieve(
    r"\b(?:would|could|might)\b[^.;]{0,40}\b(?:yes|no|true|false)\b[\"']?\s*,?\s+(?:if|unless|only if)\b", re.IGNORECASE
)
_BUT = re.compile(
    r"\W*(?:well,?\s+)?(?:yes|no),\s+(?P<granted>there\b[^.;]*?),?\s+but\s+(?P<rest>[^.;]+)", re.IGNORECASE
)
"""A plain word that only grants that something is there, and then what it is."""
_CONCLUDED = re.compile(
    r"[,;:–—-]\s*(?:and\s+)?(?:so|hence|therefore|thus|but)\s*,?\s+(?:(?P<no>no|nope)|(?P<yes>yes))(?=\s*(?:[,.;:!–—]|$))",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:(?:my |the )?(?:first|initial|earlier|previous|original) (?:answer|response|thought|guess)|"
    r"i(?: |['’]d have | would have )(?:first |initially |previously |originally )?(?:said|thought|answered|wrote))\b"
    r"[^,;.]*?\b(?:yes|no)\b[^,;.]*",
    re.IGNORECASE,
)
"""What a response says that it said before."""
_SIGN = re.compile(r"\bnegative\b", re.IGNORECASE)
"""The word for no, unless the question is for a number below zero."""
_SIDE = re.compile(r"^\W*right(?=\W*$)", re.IGNORECASE)
"""The word for yes, unless the question is for a side."""
_QUOTED_WORD = re.compile(r"(['\"])(yes|no)\b(?=[^'\"]{0,40}\1)", re.IGNORECASE)
"""The words for yes and no in what is written somewhere, where the question is for that."""
_ASKS_SIDE = re.compile(
    r"\b(?:left|right)\b(?! (?:angle|triangle|answer|option|choice|word|number)|-angled)", re.IGNORECASE
)
_ASKS_SIGHT = re.compile(r"\b(?:legible|readable|visible|recogni[sz]able)\b", re.IGNORECASE)
_OUT_OF_SIGHT = Sieve(
    r"\btoo \w+(?: and \w+)? (?:to (?:be )?(?:read|see|make out|recogni[sz]e)|for)|\bcan(?: ?not|'t) be (?:read|seen|"
    r"made out)\b",
    re.IGNORECASE,
)
_ASKS_PRESENCE = re.compile(
    r"\W*(?:(?:is|are|was|were) there\b|(?:does|do|did)\b.*\b(?:have|contain|include|show)\b|can you see\b)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\W*(?:(?:and|while)\s+)?(?:the (?:other|rest|second|remaining)\b|another\b|others\b|no other\b)"
    r"(?![^.;]*\b(?:not|neither)\b|n['’]t)",
    re.IGNORECASE,
)
"""A sentence on other things than the one that is asked for."""
_ASKS_AMOUNT = re.compile(
    r"\d|\b(?:more|less|fewer|least|most|all|every|each|only|enough|two|three|four|five|six)\b", re.I
)
_FOUND = re.compile(
    r"\W*(?:(?:plenty|lots|many|several|a few|quite a few|dozens|a couple)(?: of (?:them|these|those))?(?=\W*$|,)|"
    r"(?:it|he|she|they)(?:['’](?:s|re)|\s+(?:is|are))\s+(?:right\s+|just\s+|clearly\s+|partly\s+|half\s+)?"
    r"(?:in|on|above|behind|under|next to|at|near|beside|between|to the (?:left|right)|visible)\b|"
    r"i (?:can )?see (?:one|it|them|some|several)\b(?!\s+of\b)|there (?:it is|they are)\b)",
    re.IGNORECASE,
)
_NONE_FOUND = re.compile(
    r"\W*not (?:a single one|a single|one|a trace)(?: of (?:them|these|those))?(?=\W*$|,)|"
    r"\W*i (?:do not|don['’]t|cannot|can['’]t|can not) (?:see|find|spot|detect|make out) "
    r"(?:one|any|it|them|anything like (?:it|that))(?:\s+(?:anywhere|here|there))?(?=\W*$)|"
    r"\W*i (?:can )?(?:see|find|spot|detect|count) none(?:\s+(?:anywhere|here|there))?(?=\W*$)",
    re.IGNORECASE,
)
"""A sentence that finds none of what may be there."""
_NOT_BLANK = re.compile(
    r"\W*(?:it|they|that|this)(?:['’](?:s|re)\s+not|\s+(?:is|are)(?:n['’]t|\s+not))\s+(?:\w+ly\s+)?(?:blank|empty|bare)\b",
    re.IGNORECASE,
)
_ONLY_SO_MANY = re.compile(
    r"^\W*(?P<count>(?:only|just|exactly)\s+[\w-]+)\s*(?::|\s[–—-])\s.*", re.IGNORECASE | re.DOTALL
)
"""A count and what is counted: "Only four: Italy, Spain, Poland and Greece"."""
_NOTHING_ELSE = re.compile(r"([\"'”])[,;]?\s+(?:and |but )?nothing (?:else|more)\b", re.IGNORECASE)
"""What stands behind a text of which there is no more."""
_ILLEGIBLE = re.compile(
    r"[,;]?\s*\b(?:but|although|though|however|which)\b[^.;]*\b(?:read|decipher|legible|make out what|"
    r"(?:tell|say|know) what|what (?:it|they|exactly))\b[^.;]*",
    re.IGNORECASE,
)
"""What a response cannot read of something that it sees: "but it is too small to read"."""
_NOT_SEEN = re.compile(
    r"\W*i (?:do not|don['’]t|cannot|can['’]t|can not) (?:see|find|spot|detect) (?:any|an?)\s(?:\w+\s+)?\w+"
    r"(?:\s+(?:in|with|here)\b[^,;]*)?\W*$",
    re.IGNORECASE,
)
_OTHER_QUESTION = re.compile(r"^\W*(is|are|was|were|does|do|did|can|could|has|have)\b[^?]*\?", re.IGNORECASE)


@dataclass(frozen=True)
class _Vote:
    """The polarity that a sentence gives; `final` if it is marked as a conclusion."""

    number: int
    polarity: bool
    final: bool = False


def extract_yes_no(response: str, question: Question) -> Extraction:
    """Find whether a response means yes or no."""
    if not question.text.isascii() and (told := polar.implied_by(question.text, response)) is not None:
        return _answer(told)
    if not response.isascii() and (concluded := polar.concluded(response)) is not None:
        return _answer(concluded)
    return read_in_english(response, question, lambda said: _read(said, question))


def _read(response: str, question: Question) -> Extraction:
    for quoted in {match.group() for match in _QUOTED_WORD.finditer(question.text)}:
        name = quoted + ("WORD" if quoted.isupper() else "word")  # which is no word for yes or no
        question, response = Question(question.text.replace(quoted, name)), response.replace(quoted, name)
    response = recast(settled_polarity(response), question.text)
    is_meant = not any(asks.search(question.text) for asks in (_SIGN, _ASKS_SIDE, _ASKS_FALSE))
    whole = _WHOLE.match(response) if len(response) < 100 and is_meant else None
    if whole:
        return _answer(_polarity(whole))
    found = read(response, question.text)
    if found.reason:
        return unanswered(found.reason)
    if found.declared is not None:
        whole = _WHOLE.match(found.declared)
        if whole:
            return _answer(_polarity(whole))
    lines, denied = _sentences(found.text, question)
    if len(lines) > 1 and not _proposition(question.text).asks_of_both():
        lines = own_items(question.text, lines)
    said = lines if not found.thinking else [one.content for one in statements(lines)]
    plain = _plain_votes(_without_other_meanings(said, question))
    if lines and EITHER_WAY.search(lines[-1]) and not (plain and plain[-1].number == len(lines) - 1):
        return unanswered(SEVERAL)
    if not plain:
        return _followed(found, lines, question)
    turned = _conceded(said[plain[-1].number], plain[-1], question)
    if turned is not None:
        return _answer(turned)
    corrected = None if found.thinking else _corrected(plain[-1], lines, question, denied)
    return corrected or _settled(plain, lines)


def _sentences(text: str, question: Question) -> tuple[list[str], set[str]]:
    """The sentences of a response that are read, and those of them that begin by saying no to the one before."""
    lines = [_without_instruction(line[:2000]) for line in marked_sentences(text)][-300:]
    lines = _before_next_question(lines, question)
    denied = {without_interjections(line) for line in lines if _DENIES_ITSELF.match(line)}
    lines = [without_interjections(_NOTHING_ELSE.sub(r"\1", _EARLIER.sub("", line))) for line in lines]
    if lines and _ASKS_AMOUNT.search(question.text):
        lines[0] = _ONLY_SO_MANY.sub(r"It shows \g<count>.", lines[0])
    return [line for line in lines if line.strip()], denied


def _conceded(line: str, vote: _Vote, question: Question) -> bool | None:
    """What a sentence answers that says yes to what was not asked: "Yes, there is a light, but it isn't red"."""
    turn = _BUT.match(line)
    asked = _proposition(question.text)
    if turn is None or asked.implied_by(turn["granted"]) is not None:
        return None
    implied = asked.implied_by(turn["rest"])
    return None if implied is None or implied == vote.polarity else implied


def _corrected(vote: _Vote, lines: list[str], question: Question, denied: set[str]) -> Extraction | None:
    """What a correction behind the last plain word implies, else its contrary where it is taken back."""
    later = revised(lines[vote.number + 1 :])
    implied = _implied(later, question, denies_sight=False) if later else None
    if implied is not None and implied.answer is not None:
        return implied
    if vote.polarity and not denied.isdisjoint(later):
        return _answer(False)  # "Yes, it does. No, wait, that is another bus."
    return _answer(not vote.polarity) if withdraws(later) else None


def _followed(found: prose.Reading, lines: list[str], question: Question) -> Extraction:
    """The answer that follows from what a response says, where it says neither yes nor no."""
    denies_sight = _proposition(question.text).is_unseen(found.text)
    reason = prose.failure(found)
    if reason == REFUSAL and _ASKS_SIGHT.search(question.text) and _OUT_OF_SIGHT.search(found.text):
        return _answer(False)
    if reason == REFUSAL and _ASKS_PRESENCE.match(question.text) and _ILLEGIBLE.search(found.text):
        return _implied([_ILLEGIBLE.sub("", line) for line in lines], question, denies_sight)
    if reason == REFUSAL and _finds_no_fault(lines, question):
        return _answer(True)
    if reason is not None and not denies_sight:
        return unanswered(reason)
    if lines and UNDECIDED.search(lines[-1]) and _proposition(question.text).concerns(lines[-1]):
        return unanswered(SEVERAL)
    start = max((number for number, line in enumerate(lines, 1) if DEPENDS.search(line)), default=0)
    lines = [line for line in lines[start:] if not start or CONCLUSION.search(line) or SETTLES.match(line)]
    if start and not lines:
        return unanswered(SEVERAL)
    return _implied(lines, question, denies_sight)


def _finds_no_fault(lines: list[str], question: Question) -> bool:
    """Whether all that a response fails to see is what the question wants to be absent: "I do not see any problem"."""
    asked = _proposition(question.text)
    unwanted = asked.question.unwanted
    if not unwanted or len(lines) != 1 or not _NOT_SEEN.match(lines[0]) or UNTOLD.search(lines[0]):
        return False
    said = {word.meaning for word in words(asked.paraphrase.plain(lines[0]))}
    return not said.isdisjoint(unwanted)


def _without_other_meanings(lines: list[str], question: Question) -> list[str]:
    """Sentences in which words for yes and no are written otherwise where they mean what the question asks for."""
    if _proposition(question.text).question.unwanted:
        lines = [_FAULTLESS.sub("无误", line) for line in lines]
    if _proposition(question.text).asks_fault:
        lines = [_IS_RIGHT.sub("is fine", line) for line in lines]
    if _ASKS_PRESENCE.match(question.text) and not _ASKS_AMOUNT.search(question.text):
        lines = [*map(_found, lines[:1]), *lines[1:]]
    if _SIGN.search(question.text):
        lines = [_SIGN.sub("below zero", line) for line in lines]
    if _ASKS_SIDE.search(question.text):
        lines = [_SIDE.sub("right side", line) for line in lines]
    if _ASKS_FALSE.match(question.text):
        lines = [line if (true := _judgement(line)) is None else ("No." if true else "Yes.") for line in lines]
    return lines


def _found(line: str) -> str:
    """What a sentence finds of the thing that may be there, in a plain word: "Plenty of them", "It's on the roof"."""
    if _NONE_FOUND.match(line):
        return _NONE_FOUND.sub("No", line)
    if _NOT_BLANK.match(line):
        return "Yes."
    return line if _FOUND.match(line) is None or negated(line) else "Yes."


def _answer(polarity: bool) -> Extraction:
    return Extraction("yes" if polarity else "no")


def _polarity(match: re.Match[str]) -> bool:
    return match.group("yes") is not None


def _plain_votes(lines: list[str]) -> list[_Vote]:
    """Sentences that say yes or no in so many words."""
    votes = []
    explicit = {statement.number: statement for statement in statements(lines)}
    for number, line in enumerate(lines):
        if BOTH.search(line) or _CONDITIONAL.search(line) or CONDITION_FIRST.match(line) or line.rstrip().endswith("?"):
            continue
        wrong = _WRONG_WORD.search(line)
        if wrong is not None:
            votes.append(_Vote(number, wrong.group("yes") is None and wrong.group("yes2") is None))
            continue
        statement = explicit.get(number)
        said = _said(statement.content) if statement else None
        if statement and said is not None:
            votes.append(_Vote(number, said, statement.final or bool(CONCLUSION.search(statement.lead))))
            continue
        said = _said_last(line)
        if said is not None:
            votes.append(_Vote(number, said, bool(CONCLUSION.search(line) or _RATHER.match(line))))
    return votes


def _before_next_question(lines: list[str], question: Question) -> list[str]:
    """Cut another question of the same form that the model put to itself after its answer, and all that follows."""
    asked = _OTHER_QUESTION.match(_without_instruction(question.text)) if len(lines) > 1 else None
    for number, line in enumerate(lines):
        match = _OTHER_QUESTION.match(line) if number and asked else None
        if match and asked and match.group(1).lower() == asked.group(1).lower():
            spoken, wanted = (
                {word.meaning for word in words(text)} - STOPWORDS for text in (match.group(), asked.group())
            )
            answered = _plain_votes(lines[:number])
            if spoken - wanted and wanted - spoken and answered and answered[0].number == 0:
                return lines[:number]
    return lines


def _said_last(line: str) -> bool | None:
    """The polarity of what a sentence concludes, else of what it says behind its last correction, else of all."""
    concluded = list(_CONCLUDED.finditer(line))
    if concluded:
        return _polarity(concluded[-1])
    for turn in reversed(list(CORRECTION.finditer(line))):
        start = turn.start() if turn.group().lower() == "no," else turn.end()
        said = _said(line[start:].strip(" ,:—–-")) if start else None
        if said is not None:
            return said
    return _said(line)


def _said(text: str) -> bool | None:
    """The polarity of a sentence that begins, ends or consists of a plain answer word."""
    if _OFTEN.match(text):
        return True
    for pattern in (_WHOLE, _FIRST, _LAST, _INSIDE, _CHINESE):
        match = pattern.search(text)
        before = text[: match.start()] if match and pattern is _INSIDE else ""
        if match and not (before and (_NOT_BEFORE.search(before) or _OPEN_BEFORE.search(before))):
            return _polarity(match) and not re.search(r"\bnot\W*$", text[: match.start("yes")], re.I)
    text = REASON_FIRST.sub("", text, count=1)
    short = _SHORT_FORM.match(text)
    if short and _CONDITION.match(text, short.end("verb")):
        return False if _UNREAL.search(text, short.end("verb")) else None
    if short:
        return (short.group("not") is None) != short.group().lower().rstrip(" ,.;:!").endswith("none")
    if case := _CASE.search(text):
        return not any(case.group("not", "not2", "not3", "none"))
    return _judgement(text)


def _judgement(text: str) -> bool | None:
    """Whether a sentence calls a statement true: "the claim is false", "hence the statement holds"."""
    upheld = _UPHELD.search(text)
    if upheld is not None and not _OPEN_BEFORE.search(text[: upheld.start()]):
        return (upheld["no"] is None) == (not any(upheld.group("not", "not2")))
    judged = _JUDGED.search(text)
    if judged is None or _OPEN_BEFORE.search(text[: judged.start()]):
        return None
    word = (judged.group("word") or judged.group("word2")).lower()
    denials = [judged.group(name) for name in ("double", "not", "not2")].count(None)
    return (word in ("true", "correct", "right")) == (denials % 2 == 1)


def _settled(votes: list[_Vote], lines: list[str]) -> Extraction:
    """The last plain vote, unless an earlier one contradicts it and no correction or conclusion lies between."""
    last = votes[-1]
    if last.number and not last.final and CONDITION_FIRST.match(lines[last.number - 1]):
        return unanswered(SEVERAL)  # "If it is a weekday, yes; on a weekend, no."
    against = [vote for vote in votes if vote.polarity != last.polarity]
    if not against or last.final or _is_corrected(lines[against[-1].number + 1 : last.number + 1]):
        return _answer(last.polarity)
    return unanswered(SEVERAL)


def _is_corrected(lines: list[str]) -> bool:
    """Whether words of self-correction stand in some sentences, more than the mere answer "no"."""
    turns = (turn.group().lower() for line in lines for turn in CORRECTION.finditer(line))
    return any(turn != "no," for turn in turns) or any(map(_OPENS_TURN.match, lines))


# ------------------------------------------------------------------ answers that follow from a statement


@lru_cache(maxsize=512)
def _proposition(question: str) -> Proposition:
    """What a question asks for; it keeps nothing of the responses."""
    return Proposition(_without_instruction(question))


@lru_cache(maxsize=512)
def _year_comparison(question: str) -> YearComparison | None:
    return YearComparison.of(question)


def _without_instruction(text: str) -> str:
    """A text without a request to answer yes or no."""
    return _INSTRUCTION.sub("", text) if "yes or no" in text.lower() else text


def _implied(lines: list[str], question: Question, denies_sight: bool) -> Extraction:
    """Hold the sentences against the question: the last conclusion counts, else the last that says anything."""
    asked = _proposition(question.text)
    by_year = _year_comparison(question.text)
    compared = None if by_year is None else by_year.implied_by(" ".join(lines))
    if compared is not None:
        return _answer(compared)
    votes = []
    lines = in_one_sentence(lines)
    for number, line in enumerate(lines):
        concluded = _CONCLUDES.search(line) if leaves_open(line, question.text, asked) else None
        told = concluded["rest"] if concluded else line
        polarity = None if leaves_open(told, question.text, asked) else _turned(told, asked)
        if polarity is not None:
            votes.append(_Vote(number, polarity, bool(CONCLUSION.search(line))))
    final = [vote for vote in votes if vote.final] or votes
    if not final and len(lines) > 1 and asked.asks_of_both() and not leaves_open(lines[-1], question.text, asked):
        together = asked.implied_by(", and ".join(line.rstrip(" .;") for line in lines[-2:]))
        return unanswered(NOTHING) if together is None else _answer(together)
    if len(final) > 1 and _is_taken_back(lines[final[-2].number], lines[final[-1].number]):
        return unanswered(SEVERAL)
    if final and _ASKS_PRESENCE.match(question.text):
        final = [vote for vote in final if vote.polarity or not _OF_OTHERS.match(lines[vote.number])] or final
    if final:
        return _answer(final[-1].polarity)
    return _answer(False) if denies_sight else unanswered(NOTHING)


def _is_taken_back(line: str, next_line: str) -> bool:
    """Whether a sentence says the contrary of another one in the same words: "It is open. It is not open." """
    said, next_said = ({word.meaning for word in words(one)} - {"not", "no"} for one in (line, next_line))
    return said == next_said and negated(line) != negated(next_line)


def _turned(line: str, asked: Proposition) -> bool | None:
    """What a sentence implies; "they seem equal, but they are not" is what its end says of its beginning."""
    line = _FIRST_TO_LAST.sub("", _WHEN_MEASURED.sub("", line))
    share = _ONE_LEFT_OUT.match(line)
    if share is not None and asked.question.asks_all and not asked.question.is_inverted:
        return False
    if share is not None and share["share"].lower().startswith("most") and _ASKS_MOST.match(asked.question.text):
        return True
    if share is not None and (implied := asked.implied_by(f"{share['share']}.")) is not None:
        return implied
    disbelief = _DISBELIEF.match(line)
    if disbelief is not None:
        believed = asked.implied_by(disbelief.group("rest"))
        return None if believed is None else not believed
    excepted = excepted_things(line)
    if excepted is not None and asked.implied_by(f"There is {excepted}."):
        return True
    if not _TURN.search(line):
        concluded = _CONCLUDES.search(line)
        implied = asked.implied_by(concluded["rest"]) if concluded else None
        return asked.implied_by(line) if implied is None else implied
    illusion = _ILLUSION.match(line)
    if illusion is not None and (seen := asked.implied_by(illusion.group("before"))) is not None:
        return not seen
    turn = _TURNED.match(line)
    if turn is not None and (
        asked.takes_up(turn.group("before")) or asked.implied_by(turn.group("before")) is not None
    ):
        return turn.group("not") is None
    seeming = _SEEMING.match(line)
    settled = asked.implied_by(seeming.group("rest")) if seeming else None
    return asked.implied_by(line) if settled is None else settled
