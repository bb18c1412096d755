"""Whether a sentence asserts what it names: negation, exclusion and comparison.

A name in "not red", "rather than red", "red can be ruled out" or "larger than red" is no answer, though it is there.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import Spoken, spoken


class Stance(Enum):
    """How a sentence stands to something that it names."""

    ASSERTED = "asserted"
    REJECTED = "rejected"
    ASIDE = "aside"
    """Named for comparison, as a condition or as a reason: neither asserted nor rejected."""


_IDIOMS = Sieve(
    r"\bno doubt\b|\bwithout (?:a |any )?doubt\b|\bnot only\b|\bnot just\b|\bnone other than\b|"
    r"\bnothing (?:but|other than)\b|\bno other than\b|\bcannot be denied\b|\bno question\b|\bnot to mention\b|"
    r"\bno longer\b|\bnot until\b|\bwithout (?:a )?question\b|"
    r"\bwhy not\b|\bif not\b|\bnot impossible\b|\bnot wrong\b|\bnot incorrect\b|\bcan't go wrong\b|\bno problem\b|"
    r"\b(?:said|say|chose|answered|voted|replied) no\b|\bnot bad\b",
    re.IGNORECASE,
    marked=True,
)
_RESET = Sieve(
    r"[;—–→⇒。]|[=-]>|: |\s-\s|\bbut\b|\bhowever\b|\bso\b|\btherefore\b|\bthus\b|\bhence\b|\binstead\b(?! of)|"
    r"\b(?<!not )(?<!n't )yet\b|\bonly\b|\bleav(?:es|ing)\b"
    r"|\bwithout\s(?!(?:a |any )?doubt)[^,;.]{1,40}?\s(?=(?:has|have|is|are|was|must)\b)"
    r"|,\s*(?=(?:it|they|this|that|there|which|we|he|she|i|as it|because it|since it)\b)"
    r"|\b(?<!about )(?:it|they)(?:'s|'re| is| are| must)\b"
    r"|,?\s+(?:and|while|whereas)\s+(?=(?:it|they|he|she|the|this)\b)"
    r"|而是|但|所以|因此|, (?:rather|and is|and are)\b(?! than)|\bexcept\b|\bother than\b",
    re.IGNORECASE,
)
_NEGATION = Sieve(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|cannot|without|isn't|aren't|wasn't|weren't|doesn't|don't|"
    r"didn't|can't|couldn't|won't|wouldn't|shouldn't|hasn't|haven't|hardly|nicht|kein\w*|weder|ni|pas|n't)\b|"
    r"n't\b|不|没(?!错)|并非|\brather than\b|\binstead of\b|"
    r"\b(?:rul(?:e|es|ed|ing) out|eliminat\w+|exclud\w+|discard\w*|reject\w*|dismiss\w*|incorrect|wrong|false|"
    r"mistake\w*|except|other than|as opposed to)\b|排除",
    re.IGNORECASE,
    marked=True,
)
_ASIDE = Sieve(
    r"(?:(?:^|[,;]\s*)of|,\s*which (?:is|was|are|stands?|lies|sits)|"
    r"\b(?:than|unlike|followed by|compared (?:to|with)|in contrast to|contrary to|apart from|besides|among|amongst|"
    r"(?<!made )(?<!built )(?<!carved )(?<!cut )out of|between(?!\s+(?:1[5-9]|20)\d\d\b)|versus|vs|ahead of|"
    r"behind(?!\s+(?:his|her|its|their)\b|\s+(?:the|an?)\s+\w+\s+(?:is|[a-z]+s\s+(?:the|an?|his|her|its))\b)"
    r"|similar to|against|"
    r"whether|if|unless|although|though|because|since|while|whereas|despite|"
    r"might expect|at first|first (?:thought|impression|guess)|initially|(?<!is )(?<!are )(?<!be )(?<!was )used to|"
    r"confused with|mistaken for|tempting)|"
    r"(?<=,\s)as(?!\s+(?:well|is|are|was|in|shown|indicated|seen|it|a|an|for)\b))"
    r"\b(?!.*[,;:]\s*(?:the|it|this|that|we|so)\b)[^;:]*$"
    r"|\b(?:beats?|(?:has|have|had)\s+beaten|defeat(?:s|ed)|exceed(?:s|ed)|surpass(?:es|ed)|outperform(?:s|ed))\s+(?:the\s+|an?\s+)?\W*$",
    re.IGNORECASE,
    marked=True,
)
_LIST = (
    r"[\"'”]?(?:(?:\s*,)?\s*(?:,|and|or|&|nor)\s+(?!(?:it|they|this|that|there|the|so|we|i|is|"
    r"are)\b)(?:option )?[(\"']?[\w'-]+[)\"']?){1,9}(?=\s+(?:is|are|can|were|was|do|does|could|would|cannot|have|"
    r"has)(?:n't)?\b)"
)
_ONLY_ARTICLE = re.compile(r"^\s*(?:only\s+)?(?:the\s+|an?\s+)?(?:option\s+)?[(\"'*]*$", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"^[)\"'*]*\s+(?:is|are|was|can|does|do|has|have|fits?|matches|must|seems?|looks?|would|should|will|shows?|"
    r"it is|[a-z]{3,}s(?=\s+(?:the|most|all|over)\b))\b(?!\s+(?:not|n't))",
    re.IGNORECASE,
)
_SUBJECT = rf"^(?:{_LIST})?" + r"[\s\"')\]*.:,]*(?:(?:option|one|answer|choice|bar|line|graph)\b)?\s*[-–—:,]?\s*"
_DENIED = Sieve(
    _SUBJECT + r"(?:(?:which |this |that |it |also |clearly |obviously )*"
    r"(?:is|are|was|were|does|do|did|can|could|would|should|has|have|seems?|looks?|will)"
    r"\s*(?:n't|(?:also |clearly |definitely |certainly |obviously |probably )*(?:not\b|never\b))(?! only)"
    r"|(?:cannot|can't)\b|(?:fails|failed)\b(?!\s+to\b)"
    r"|(?:is|are|seems?|looks?)\s+(?:much\s+|far\s+)?less\s+(?:likely|plausible|probable|suitable|accurate|fitting)\b"
    r"|(?:is|are|was|would be|seems?|must be|can be|could be|may be|might be|gets?|looks?)\s+"
    r"(?:(?:also|clearly|therefore|thus|too|just|simply|obviously|out)\s+)*"
    r"(?:wrong|incorrect|false|excluded|ruled|eliminated|discarded|impossible|unlikely|inconsistent|not\b|out\b|"
    r"untrue|irrelevant|rejected|dismissed|contradicted|refuted|disproved|unsupported)"
    r"|(?:is|are|was|were|would be)\s+(?:only\s+|just\s+|merely\s+)?an?\s+(?:[\w-]+\s+){0,2}?(?:wrong|incorrect|false|"
    r"mistaken|mistake|error|distractor|misconception|trap|confusion|decoy|red herring)\b"
    r"|only\s+(?:if|when)\b|(?:is|are|was|were)\s+(?:only\s+)?(?:limited|confined|restricted)\s+to\b"
    r"|(?:no|wrong|incorrect|false|nope|not|✗|✘|❌|×)(?=\s*(?:[,.;:!)–—]|-(?!\$?\d)|$|because\b|since\b|as\b))|(?:不|错|排除))",
    re.IGNORECASE,
    marked=True,
)
_PLAIN_NO = re.compile(r"\b(?:no|not|without|neither|cannot)\b|n['’]t\b", re.IGNORECASE)
_REPEATED_NO = re.compile(
    r"(?:,\s*(?:(?:and|or|but)\s+)?|\s(?:and|or)\s+)(?:(?:also|\w+ly)\s+)?(?:no|not|without)\b", re.IGNORECASE
)
"""A negation that stands beside an earlier one and does not cancel it: "no label, and certainly no text"."""
_SAID_NO = re.compile(r"^\W*no\s*,(?=\s+\w+\s+\w)", re.IGNORECASE)
"""A "No" that answers, and does not negate what the sentence goes on to say."""
_NEITHER = re.compile(r"neither|nor\b", re.IGNORECASE)
_FRONTED = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore|and)\W+)?"
    r"(?:(?:rather than|instead of|as opposed to|contrary to)\s[^;:]*,\s+|"
    r"without\s+(?:(?:the|an?|its|this|that|any|it|them)\b\s*)?(?:[\w-]+(?:,\s+|\s+)){0,4}?)"
    r"(?=(?:(?:the|this|that|his|her|its|their|our|an?)\s+(?:[\w-]+\s+){1,4}?|(?:it|he|she|they|we|you|one)\s+)(?:is|are|was|were|has|have|shows?|seems?|"
    r"looks?|must|should|will|can|would|could|[a-z]{3,}s)\b)",
    re.IGNORECASE,
)
"""A phrase that opens a sentence with what is not, before its subject: "Rather than sad, the poster is funny"."""
_INVERTED = re.compile(
    r"\b(?:nor|neither)\s+(?:is|are|was|were|does|do|did|can|could|has|have|would)\b[^,;.:]*$", re.IGNORECASE
)
"""A negation with the verb before its subject, which takes in all that "and" adds: "nor are the cup and the spoon"."""
_OF_ALL = re.compile(
    r"^\W*(?:among|amongst|out of|of)\s+(?:all|these|those|the\s+(?:\w+\s+)?(?:options|choices)|the\s+(?:two|three|"
    r"four|five|six|seven|eight|nine|ten|\d+))\b[^,]*,\s*(?:only\s+)?(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
"""What is chosen from, before the choice: "Of these four animals, the bat …"."""
_PREPOSITION = re.compile(r"\b(against|behind|between|among|besides)\s+(?:the\s+|an?\s+)?\W*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s[^,;.:]{1,60}\sand\s+(?:the\s+|an?\s+)?\W*$", re.IGNORECASE)
_EXCEPTS = re.compile(r"\b(?:all|every\w*|each|both)\b.*\b(?:except|other than)\b", re.IGNORECASE | re.DOTALL)
_THAN_LIST = re.compile(
    r"(?<!rather )(?<!other )\bthan\s+(?:(?:the\s+|an?\s+)?[\w-]+(?:\s+[\w-]+)?\s*(?:,|\band\b|\bor\b)\s*)+"
    r"(?:(?:and|or)\s+)?(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
"""What a thing is compared with, up to another one: "longer than the post, the fence and the …"."""
_LIFTED = re.compile(
    r"(?:,\s*which\s+(?:stands?\s+for|(?:is|are|was|were)(?:\s+(?:called|known\s+as|"
    r"(?:caused|produced|made|due)\s+(?:by|to)(?:\s+an?\s+\w+\s+of)?|(?:\w+\s+)?"
    r"(?:characteristic|typical|indicative|representative|symbol|sign|abbreviation|name|formula|form|kind|type|example|"
    r"definition|hallmark)"
    r"\s+(?:of|for)))?)"
    r"|\b(?:is|are|was|were)\s+(?:\w+ly\s+)?followed\s+by)\s+(?:the\s+|an?\s+)?\W*$",
    re.IGNORECASE,
)
_AS_IN = re.compile(
    r",\s+(?:exactly\s+|just\s+)?as\s+"
    r"(?:(?:they|it|those|these|particles|molecules|atoms)\s+(?:do|does|are|is|would(?:\s+be)?)|(?:is|are)\s+(?:\w+ly\s+)?(?:the\s+case|usual|typical|normal|common|expected)|one\s+expects|happens)\s+"
    r"(?:in|of|for|with|at|on|during)\s+(?:the\s+|an?\s+)?\W*$",
    re.IGNORECASE,
)
"""What likens all that stands before it to a name: "they fill the space, as they do in a gas"."""
_USED_FOR = re.compile(
    r",\s*which\s+(?:is|are)\s+(?:\w+ly\s+)?(?:(?:used|meant|made|designed|intended|built|needed|responsible)"
    r"(?:\s+(?:for|to)(?:\s+[a-z]+){0,2})?|for|there\s+(?:for|to)(?:\s+[a-z]+)?)\s+(?:the\s+|an?\s+)?\W*$",
    re.IGNORECASE,
)
_ASKS_USE = re.compile(r"\b(?:purpose|function|used?|measur\w*|job|task|role|serves?)\b", re.IGNORECASE)
"""What something is used for, up to the name of it, and a question for that."""
_SEEMING = re.compile(
    r"\b(?:(?:just|only|merely|simply)\s+(?:looks?|seems?|appears?)(?:\s+(?:to\s+be|like|as\s+if\s+it\s+were))?"
    r"|\b(?:tricks?|fools?|deceives?)\b[^.;]*\b(?:into|seeing|thinking|believing)\b[^.;,]{0,40}"
    r"|illusion\b.*\b(?:looks?|seems?|appears?)(?:\s+to\s+be)?)"
    r"\s+(?:an?\s+|the\s+)?(?:much\s+|slightly\s+|bit\s+)*\W*$",
    re.IGNORECASE,
)
"""What something only looks like, up to the name of it: "the left one just looks bigger"."""
_SEEMS = Sieve(r"\b(?:looks?|seems?|appears?|tricks?|fools?|deceives?)\b", re.IGNORECASE, marked=True)
_MERELY = re.compile(r"\b(?:just|only|merely|simply)\s+(?:looks?|seems?|appears?)\b", re.IGNORECASE)
_AND_NAME = re.compile(
    r"(?:\b(?:not|cannot)|n['’]t|\b(?:rul(?:es?|ed|ing) out|eliminat\w+|exclud\w+|discard\w*|reject\w*|dismiss\w*))"
    r"\b(?!.*\b(?:no|nor|neither|never|without|either|both)\b)\s+\w[^,;:]*\sand\s+[(\"'*]*$",
    re.IGNORECASE,
)
"""A clause that denies something, up to a name that "and" ties to it: "does not move and B"."""
_SPARED = re.compile(
    r"\b(?:rul(?:es?|ed|ing) out|eliminat\w+|exclud\w+|discard\w*|reject\w*|dismiss\w*|fails? for)\b[^.;]*"
    r"[,)]?\s+(?:but|though|yet)\s+not\s+(?:for\s+)?(?:the\s+)?\W*$",
    re.IGNORECASE,
)
"""What is ruled out, up to what is not: "rules out graph 1, but not graph 2"."""
_AND_THE = re.compile(r",?\s+and\s+the\s+(?:[a-z]+\s+){0,2}[(\"'*]*", re.IGNORECASE)
_MORE = re.compile(r"[)\"'*]*\s*(?:,\s*(?:or|and|nor)|or|and|nor)\b", re.IGNORECASE)
_TURNS = _DENIED.mark | _NEGATION.mark | _ASIDE.mark | _SEEMS.mark
"""A sentence without these marks asserts whatever it names."""
_PERHAPS = re.compile(r",\s*(?:maybe|perhaps|probably|possibly)\W+(?:an?|the|option)?\W*$", re.IGNORECASE)
OPENS_WITH_NOT = re.compile(r"\W*not\b", re.IGNORECASE)

_CLAUSE = 300
"""Characters before a name that can belong to its clause."""


def stance(sentence: str, start: int, end: int) -> Stance:
    """Tell how a sentence stands to the name at `start:end`, from the clause before it and the predicate behind it."""
    return stance_in(spoken(sentence), start, end)


def stance_in(sentence: Spoken, start: int, end: int) -> Stance:
    """The same for a sentence whose words are known."""
    if not sentence.marks & _TURNS:
        return Stance.ASSERTED
    if sentence.marks & _SEEMS.mark and _only_seems(sentence.text, start, end):
        return Stance.ASIDE
    return _stance(sentence, start, end)


def _only_seems(text: str, start: int, end: int) -> bool:
    """Whether a name, or what it holds behind its verb, is what something only looks like."""
    return bool(_SEEMING.search(text[max(0, start - _CLAUSE) : start]) or _MERELY.search(text[start:end]))


@lru_cache(maxsize=64)
def _stance(sentence: Spoken, start: int, end: int) -> Stance:
    text, marks = sentence.text, sentence.marks
    # A clause that is cut off may have signs of its own: part of a word.
    negates = start > _CLAUSE or marks & _NEGATION.mark
    if marks & _DENIED.mark and _DENIED.match(text[end : end + 80]):
        return Stance.REJECTED
    before = text[max(0, start - _CLAUSE) : start]
    if not (negates or marks & _ASIDE.mark) or not before.strip():
        return Stance.ASSERTED
    if marks & _ASIDE.mark and _OF_ALL.match(before):
        return Stance.ASSERTED
    if negates and "not" in before[-12:] and _SPARED.search(before):
        return Stance.ASIDE if _MORE.match(text, end) else Stance.ASSERTED
    return _in_clause(sentence, start, end, before, bool(negates))


def _in_clause(sentence: Spoken, start: int, end: int, before: str, negates: bool) -> Stance:
    """How the clause before a name stands to it."""
    text, marks = sentence.text, sentence.marks
    likened = _AS_IN.search(before) if " as " in before else None
    if likened is not None and negated(before[: likened.start()]):
        return Stance.ASIDE
    if marks & _ASIDE.mark and _in_list_aside(before, text[end : end + 40]):
        return Stance.ASIDE
    if negates:  # as every idiom does
        if _INVERTED.search(before):
            return Stance.REJECTED
        fronted = _FRONTED.match(text) if start <= _CLAUSE else None
        if fronted is not None and fronted.end() <= start:
            before = before[fronted.end() :]
        before = _SAID_NO.sub(" ", before)
        if start > _CLAUSE or marks & _IDIOMS.mark:
            before = _IDIOMS.sub(lambda idiom: " " * len(idiom.group()), before)
    after = text[end : end + 40]
    resets = list(_RESET.finditer(before))
    if resets and _AND_THE.fullmatch(before, resets[-1].start()) and not _OWN_VERB.match(after):
        resets.pop()  # one more name of the same clause
    clause = _own_clause(before[resets[-1].start() if resets else 0 :], after)
    negations = _negations(clause) if negates else 0
    if negations:
        return Stance.REJECTED if negations % 2 or _NEITHER.search(clause) else Stance.ASSERTED
    return Stance.ASIDE if _ASIDE.search(clause) else Stance.ASSERTED


def _in_list_aside(before: str, after: str) -> bool:
    """Whether a name is the last of a list behind "between" or "than"."""
    folded = before.lower()
    if "between" in folded and _BETWEEN.search(before):
        return True
    return "than" in folded and _THAN_LIST.search(before) is not None and not _OWN_VERB.match(after)


def excepts(sentence: str) -> bool:
    """Whether a sentence says something of all but the one that it rejects."""
    return _EXCEPTS.search(sentence) is not None


def explains(sentence: str, start: int, asked: str) -> bool:
    """Whether a name aside says what was described before it or what is asked for: ", which is the membrane".

    So does one behind a preposition of the question: "Against what …?", "It protects against measles".
    """
    before = sentence[max(0, start - _CLAUSE) : start]
    preposition = _PREPOSITION.search(before)
    is_asked = preposition is not None and preposition.group(1).lower() in asked.lower().split()
    if is_asked or _LIFTED.search(before) is not None:
        return True
    likened = _AS_IN.search(before)
    if likened is not None:
        return not negated(before[: likened.start()])
    return _USED_FOR.search(before) is not None and _ASKS_USE.search(asked) is not None


def _own_clause(clause: str, after: str) -> str:
    """What of a clause before a name belongs to the name, which may begin one of its own."""
    if _starts_anew(clause, after):
        return clause[clause.rindex(",") :]
    return "" if _AND_NAME.search(clause) and _OWN_VERB.match(after) else clause


def _starts_anew(clause: str, after: str) -> bool:
    """Whether a name begins a new clause behind a comma: it has its own verb, or is all that follows "not …,"."""
    if "," not in clause:
        return False
    if _PERHAPS.search(clause):
        return True
    if not _ONLY_ARTICLE.match(clause[clause.rindex(",") + 1 :]):
        return False
    *denied, _ = clause.split(",")
    if all(map(OPENS_WITH_NOT.match, denied)):
        return not re.search(r"\w", after)
    return bool(_OWN_VERB.match(after))


def negated(clause: str) -> bool:
    """Whether a clause as a whole says no: an odd number of negations outside idioms."""
    return _negations(_IDIOMS.sub(" ", clause)) % 2 == 1


def _negations(clause: str) -> int:
    """How often a clause negates, where two negations cancel each other."""
    count = _NEGATION.count(clause)
    first = _PLAIN_NO.search(clause) if count > 1 else None
    return count if first is None else count - len(_REPEATED_NO.findall(clause, first.end()))
