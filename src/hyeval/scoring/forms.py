"""Forms of statements from which something follows for a yes/no question, whatever it asks for."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept
from hyeval.scoring.sieve import Sieve

LOOKED = re.compile(
    r"^\W*(?:i|we)\b(?P<at>[^.;:,]*\b(?:look|glance|check|examin|inspect|zoom|search|stud(?:y|i)|scann)\w*\b[^.;:,]*)[:,]\s+"
    r"(?:and\s+|but\s+)?(?=(?:it|he|she|they)\b)",
    re.IGNORECASE,
)
"""What says that one has looked at a thing, before what is found: "I had a look at his face: he …"."""
LOOKED_AT = re.compile(
    r"\b(?:the|this|that|an?)\s+(?!(?:\w+\s+){0,2}?(?:look|glance|image|picture|photo\w*|scene)\b)(\w+)", re.IGNORECASE
)
QUOTED = re.compile(r"(?<![A-Za-z0-9_])['\"](\w[^'\"\n]*)['\"]")
LACK = Sieve(r"\b(?:missing|absent|lacks?|lacking|without|fails? to|free of|devoid of|unable to)\b", re.IGNORECASE)
CLAUSE = Sieve(
    r"[,;:–—]\s|\s-\s|\b(?:but|because|since|so|therefore|thus|while|whereas|although|though|and then)\b|"
    r"\band\s+(?=(?:it|they|he|she|the|there|is|are|does|do|has)\b)|\s(?=(?:instead of|rather than)\b)",
    re.IGNORECASE,
)
ANAPHOR = re.compile(
    r"^\W*(?:so\s+|therefore,?\s+|thus,?\s+|hence,?\s+)?(?:it|they|he|she|this|that|these|those|there|both|neither)\b",
    re.IGNORECASE,
)
ONLY_DAYS = re.compile(r"\bonly\b|day\s*(?:to|through|until|till|-|–)\s*\w+day\b", re.IGNORECASE)
UNSEEN = Sieve(
    r"\b(?:cannot|can't|can not|do not|don't|could not|couldn't|(?:am|was) (?:unable|not able) to|did not|didn't|"
    r"failed to) "
    r"(?:see|find|spot|detect|notice|locate|make out|observe|read(?=[^.;]*\banywhere\b))\s"
    r"(?P<any>any\b|an?\b|one\b|this\b|that\b|such\b|it\b)?(?P<what>[^.;,]*)(?<!clearly)(?<!well)",
    re.IGNORECASE,
)
APART = re.compile(
    r"(?=.*\b(?:always|consistently|constantly|continuously|throughout|everywhere|from (?:start|beginning|left) to \w+|"
    r"entire(?:ly)?|whole|all|every|stays?|remains?)\b).*"
    r"\b(?:above|below|higher|lower|beneath|over|under)\b",
    re.IGNORECASE,
)
"""Of two lines, that one is above the other everywhere: they do not cross."""
_NOT_VERB_NAMES = "isn't aren't wasn't weren't doesn't don't didn't hasn't haven't hadn't can't couldn't won't wouldn't"
NOT_VERBS = frozenset(_NOT_VERB_NAMES.split())
COUNTED = Sieve(
    r"\bthere (?:are|is|were|was) (?:\w+ly )?(?!\w+ly\b)\w+ [a-z]{3,}\b(?<!than)(?<!visible)(?<!shown)", re.IGNORECASE
)
UNIVERSAL = re.compile(r"\b(?:both|(?<!at )all|every|each|entirely|completely)\b", re.IGNORECASE)
PARTIAL = Sieve(
    r"\bonly (?:one|two|some|half|a few|part|the)\b|\b(?:one|some|most|half|part) of (?:them|the|it)\b|"
    r"\bonly \w+ (?:out )?of\b|\bone (?:\w+ )?(?:is|was|has)\b.*\bthe other\b|"
    r"\bbut\b[^.;]*(?:\bnot\b|n't\b|\bno\b)|\bnot (?:all|both|every|each|entirely|completely)\b|\bneither\b|\bexcept\b",
    re.IGNORECASE,
)
NONE_SUCH = re.compile(
    r"\b(?:no|not an?|not any|isn't an?|aren't any|not the)\s+(?:(?!doubt|question)\w+\s+)?$", re.IGNORECASE
)
NAME_ENDS = re.compile(
    r"\s*(?:$|[,.;:!)]|(?:in|on|at|here|there|visible|shown|present|anywhere|to be)\b)", re.IGNORECASE
)
TURNED_INTO = re.compile(
    r"\bnow\b|\b(?:has|have) (?:\w+ )?(?:turned|changed|become)\b|"
    r"\b(?:so|therefore|thus|hence),?\s+(?:it|this|that)\b",
    re.IGNORECASE,
)
"""What stands between what was and what is."""
STANDS_FOR_IT = re.compile(
    r"\W*(?:the (?:\w+ )?ones?|(?:one|both|all|each|none|some) of (?:them|these|those|the))\b|"
    r"\W*(?:the|an?) (?:\w+ )?(?:sign|notice|board|display|screen)\b.*?\b(?:says?|reads?|shows?)\b",
    re.IGNORECASE,
)
"""A thing without its name, or what is written on it."""
REASON_FIRST = re.compile(r"\W*(?:since|as|because)\b[^,;]*,\s+", re.IGNORECASE)
"""A reason that stands before what follows from it."""
ASKS_THERE = re.compile(r"\W*(?:is|are|was|were)\s+there\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\s(?:behind|in|on|at|under|near|beside|next to|above|below|in front of)\s+(?:the|an?|his|her|this|that)\s+(\w+)",
    re.IGNORECASE,
)
REASON = re.compile(r"^.*\b(?:because|since|which)\b", re.IGNORECASE | re.DOTALL)
"""What stands before a reason, which is said to be so."""
ASKS_ACT = re.compile(r"\W*(?:does|do|did)\b", re.IGNORECASE)
AT_HAND = re.compile(r"\b(?:wear\w*|wore|holds?|holding|carr\w+)\s+(?:an?|the|his|her)\s+$", re.IGNORECASE)
"""What stands before an adjective of something that is only worn or held."""
PLAIN_SIZE = re.compile(
    r"long|short|tall|high|low|large|big|small|wide|narrow|thick|thin|great|huge|tiny", re.IGNORECASE
)
OBJECT = re.compile(r"\s+(?:the|an?|its|their)\s+([\w-]+(?: \w+)?)", re.IGNORECASE)
ONLY_THIS = re.compile(r"\W*only\s+(?=the\b|his\b|her\b|(?-i:[A-Z]))", re.IGNORECASE)
NOT_IT = re.compile(
    r"\b(?:not|rather than|instead of)\s+(?:(?:about|on|in|at|to|with|by|from|for)\s+)?(?:(?:an?|the)\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
SOLELY = re.compile(r"\bonly\b", re.IGNORECASE)
WITHOUT_IT = re.compile(r"-(?:free|less)\b", re.IGNORECASE)
IRREALIS = Sieve(
    r"(?<!\bi )(?<!\bwe )(?<!\bone )\b(?:would|should|could)\b(?! (?:be (?:the|an?|seen|fair|safe)|see|make out)\b)|"
    r"\b(?:about to|supposed to|used to|going to)\b|\bwill\b(?=.*\bsoon\b)|\bonly (?:if|when)\b|"
    r"^\W*(?:if|unless|when(?:ever)?)\b(?! (?:you|we|i|one)\b)|^\W*any\b",
    re.IGNORECASE,
)
"""A statement of what is not so, or not yet, or not always: it affirms nothing."""
COUNTERFACTUAL = Sieve(
    r"\bwould\b(?!\s+(?:not|still|even|also)\b)(?![^.;]*\beven if\b)[^.;]*\bif\b[^.;]*\b(?:were|had|wasn['’]t"
    r"|weren['’]t|hadn['’]t)\b",
    re.IGNORECASE,
)
"""What would be so under a condition that does not hold."""
ARTICLE = re.compile(r"\b(?:the|an?|his|her|this|that)\s+$", re.IGNORECASE)
MISSING = re.compile(
    r"\W*(?:(?!(?:is|are|that)\b)\w+\s+){0,4}?(?:is|are|was|were|seems?|appears?)\s+(?:to be\s+)?(?:\w+ly\s+)?"
    r"(?:missing|absent|lacking)\b|"
    r"\W*(?:missing|absent)\b",
    re.IGNORECASE,
)
LACKS = re.compile(
    r"\b(?:missing|absent|lacks?|lacking|without|fails? to|free of|devoid of|unable to)\b[^,;]*$", re.IGNORECASE
)
THE_TWO = re.compile(r"^\W*(?:the two|both(?: the)?) [a-z]{2,}[a-rt-z]s(?=\s+(?!of\b)\w)", re.IGNORECASE)
"""Two things of one kind, whatever it is called."""
THE_WRITING = re.compile(
    r"^\W*the (?:characters?|letters|lettering|script|writing|handwriting|inscription|words?)(?=\s+(?:is|are)\b)|"
    r"^\W*the (?:sign|label|board|poster|page|notice|note|document|letter|book|menu|plate|banner|billboard)"
    r"(?=\s+is\s+(?:\w+ly\s+)?(?:written|printed|in [A-Z]))",
    re.IGNORECASE,
)
"""What a text consists of, which stands for the text."""
ALL_OF_THEM = re.compile(
    r"\W*(?:all(?: (?:two|three|four|five|six|seven|eight|nine|ten|\d+))?|every (?:single )?one|each(?: one)?)"
    r"(?: of (?:them|these|those))?(?:\s+(?:is|are|was|were|do|does|has|have|can))?\W*|"
    r"\W*(?:they|these|those)\s+all\s+(?:are|were|do|did|have|can)\W*",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"(?<!not )(?<!almost )(?<!nearly )\b(?:every(?:one|body)(?! of\b)|(?:each|every)\s+(?:single\s+)?"
    r"(?!one\b|of\b|other\b|time\b)(?P<noun>\w+)(?=\s+(?:is|are|was|has|have|does|do|can|in|on|at|wears?|\w+s)\b))",
    re.IGNORECASE,
)
"""What takes in all of a kind by each of them: "everyone", "every window"."""
NONE_OF_THEM = re.compile(
    r"\W*(?:(?:none|neither|not (?:a single )?one)(?: of (?:them|these|those|the \w+))?|no (?P<noun>\w+))\s+"
    r"(?P<said>(?:is|are|was|were|has|have|do|does|can)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""What is said of not one of those for which a question asks: "None of the eggs is broken"."""
ALL_BUT = re.compile(
    r"\W*(?:(?:all|every\w*(?: (?:single )?one)?|each(?: one)?)(?: of (?:them|the \w+))?,? (?:but|except|save|"
    r"apart from|other than)\b|(?:nearly|almost|not quite) (?:all|every\w*)\b|"
    r"(?:most|some|half|many|part) of (?:them|it)\b|"
    r"(?:only|just|merely|barely) (?:an? |the )?(?:first |last )?(?:few|some|half|part|most|handful|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|\d+)(?: (?:\w+ )?of (?:them|these|those|the \w+))?(?=\s+(?:is|are|was|were|has|"
    r"have|do|does|can)\b)|"
    r"not (?:all|every(?: single)?(?: one)?|each(?: one)?)(?: of (?:them|these|those|the \w+))?(?=\s))"
    r"(?:(?!\b(?:is|are|was|were|has|have|do|does|can)\b)[^:,;.])*(?P<said>(?:is|are|was|were|has|have|do|does|can)\b)?",
    re.IGNORECASE,
)
"""A part of what a question for all of them asks of: "All but one", "Nearly all of them are …"."""
RESTRICTED = re.compile(r"\b(?:only|unless|except)\b|\bif\b(?! (?:you|we|i)\b)", re.IGNORECASE)
"""What holds for a part, or under a condition."""
ELLIPSIS = re.compile(
    r"(?:^(?:while|whereas)?|[,;]|\bbut|\band)\s*(?P<who>(?:the|his|her|this|that)\s+[\w ]{1,40}?)\s+"
    r"(?:does|do|is|are|has|have|did|was|were|can)(?P<not>\s+not|n't)\W*$",
    re.IGNORECASE,
)
"""A clause at the end that only says of what something is not so: "the blue line does not"."""


def placed_words(subject: str) -> frozenset[str]:
    """The things by which the subject of a question is placed: the bed of "the wall behind the bed"."""
    return frozenset(concept(name) for name in _PLACED.findall(subject))
