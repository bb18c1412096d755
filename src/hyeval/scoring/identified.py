"""What a sentence finds something to be: "It looks like a fiddle but is larger: it's a viola", "… tells that it is Go".

What a thing only looks like, and what shows what it is, are no answers.
"""

from __future__ import annotations

import re

from hyeval.scoring.sieve import Sieve

_SEEMING = Sieve(
    r"\b(?:looks?|looked|seems?|seemed|appears?|appeared|sounds?|resembles?|resembled|"
    r"(?:could|might|may|can) (?:easily )?(?:be (?:taken|mistaken) for|pass for))\b[^.;:]*?,?\s+(?:but|yet)\s+"
    r"(?P<rest>[^.;]+)",
    re.IGNORECASE,
)
_IS_ONE = re.compile(
    r"\b(?:it|this|that|they|these)(?:['’](?:s|re)|\s+(?:is|are|must be|has to be|have to be))\s+"
    r"(?:\w+ly\s+|in fact\s+|rather\s+)?(?=(?:an?|the)\s+(?!bit\b|little\b|lot\b)\w|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_IS_NONE = re.compile(
    r"\W*(?:(?:it|this|that|they|he|she)\s*)?(?:['’]s|is|are|was|were)?\s*(?:n['’]t|not)?(?:\s+(?:one|it|that))?\W*$|"
    r"\W*(?:(?:it|this|that|they)\s*)?(?:['’](?:s|re)|is|are|was|were)\s+(?:\w+ly\s+|much\s+|far\s+|a (?:bit|little) )?"
    r"(?:\w{2,}er|(?:more|less|too)\s+\w+)\W*$",
    re.IGNORECASE,
)
"""What sets a thing apart from what it looks like, and says no more: "but is larger", "but it isn't"."""
_SIGNED = re.compile(
    r"\W*the\s+(?:logo|label|sign|name|badge|writing|caption|inscription|emblem)\s+(?:\w+\s+)?(?:is|says?|reads?|shows?)\s+"
    r"(?:that of\s+)?(?:an?\s+)?(?P<name>(?-i:[A-Z])[\w'’.-]*(?:\s(?-i:[A-Z])[\w'’.-]*)*)\W*$",
    re.IGNORECASE,
)
"""What the logo of a thing says it is: "the logo is HP's"."""
_SHOWN = Sieve(
    r"\b(?:tells?|shows?|indicates?|suggests?|means?|proves?|confirms?|reveals?|implies|imply|makes? (?:it )?(?:clear|"
    r"plain|obvious)|leaves? no doubt|gives? away)\s+"
    r"(?:(?:us|me|you)\s+)?(?:that\s+)?(?:this|it|these|they)(?:['’](?:s|re)|\s+(?:is|are|must be|has to be))\s+"
    r"(?:\w+ly\s+)?(?=(?!(?:not|no|in|on|at|from|by|about)\b|\w+ (?:by|in|on|at|from)\b)\w)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|nothing|never|neither|nor|none|cannot)\b|n['’]t\b", re.IGNORECASE)


def seems_only(text: str) -> bool:
    """Whether a sentence sets what a thing looks like against its logo, or what shows it: one thing to say."""
    seeming = _SEEMING.search(text)
    if seeming is None:
        return False
    return _SIGNED.match(seeming["rest"]) is not None or _SHOWN.search(seeming["rest"]) is not None


def identified(text: str) -> str | None:
    """What a sentence finds something to be; empty if it only denies it, None if it has no such form."""
    seeming = _SEEMING.search(text)
    if seeming is not None:
        found = list(_IS_ONE.finditer(text, seeming.start("rest"))) or list(_SHOWN.finditer(seeming["rest"]))
        if found:
            return found[-1].string[found[-1].end() :]
        signed = _SIGNED.match(seeming["rest"])
        if signed is not None:
            return signed["name"].removesuffix("'s").removesuffix("’s")
        return "" if _IS_NONE.match(seeming["rest"]) else None
    shown = _SHOWN.search(text)
    if shown is None:
        return None
    return "" if _DENIED.search(text[: shown.start()]) else text[shown.end() :]
