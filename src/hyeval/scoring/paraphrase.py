"""Other ways to say what a yes/no question asks for, brought into its words before a statement is held against it.

"There is nothing wrong with the code" says that it has no errors, "They have no point in common" that they do not
cross, "There is a puppy" that there is a dog. A way of saying is only rewritten where the question is about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept, excludable
from hyeval.scoring.rewording import FREE_OF, Rewording, plainly_asked
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.ways import GOING, WAYS

_KINDS_TEXT = """
dog: puppy puppies pup pups retriever labrador poodle terrier bulldog dachshund beagle husky collie chihuahua corgi
dalmatian pug spaniel greyhound rottweiler
cat: kitten kittens kitty
bird: sparrow robin seagull seagulls gull pigeon pigeons crow parrot eagle owl duck ducks goose geese swan swans hen
penguin stork heron
flower: rose roses tulip tulips daisy daisies sunflower sunflowers lily lilies
fruit: apple apples banana bananas orange oranges pear pears grapes cherry cherries strawberry strawberries lemon mango
vehicle: car cars truck trucks bus buses van motorcycle taxi tractor lorry
animal: dog dogs puppy cat cats kitten horse horses cow cows sheep goat pig bird birds lion tiger elephant giraffe
zebra bear monkey fox rabbit duck ducks owl
person: man woman boy girl child toddler baby cyclist pedestrian player
glasses: sunglasses spectacles
child: toddler toddlers preschooler preschoolers
wood: oak pine birch beech mahogany walnut teak ebony cedar spruce
metal: steel iron aluminium aluminum copper brass bronze
people: men women boys girls children cyclists pedestrians players
"""
KINDS = {
    line.partition(":")[0]: re.compile(rf"\b(?:{'|'.join(line.partition(':')[2].split())})\b", re.IGNORECASE)
    for line in re.sub(r"\n(?!\w+:)", " ", _KINDS_TEXT).strip().splitlines()
}
"""By the name of a kind, how members of it are called."""
_CONCESSION = re.compile(
    r"^(\W*(?:but\s+|so\s+)?)(?:although|(?:even )?though|even if|"
    r"while\b(?=[^,;]*\b(?:looks?|seems?|appears?|may|might)\b)|"
    r"despite|in spite of)\b[^,;]*,\s*(?=\w)|,?\s+\b(?:although|(?:even )?though)\b[^;.]*(?=[;.]|$)",
    re.IGNORECASE,
)
"""What a statement grants and does not stand on: "Although the top line looks longer,"."""
_GRANTS = Sieve(r"\b(?:although|though|even if|while|despite|in spite of)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"((?:^|[,;])\W*(?:but\s+|and\s+|so\s+)?)(?:(?!\b(?:not|nothing|no|never)\b|n't)[^,;.]){0,40}?"
    r"\b(?:(?:shows?|says?|states?|reveals?|confirms?|proves?|means?|indicates?|suggests?|implies) "
    r"that|i (?:can |could )?(?!doubt|deny|wish|hope)\w+ that|i(?:['’]m| am) (?:\w+ )?(?:sure|certain|confident|"
    r"convinced)(?: that)?)\s+",
    re.IGNORECASE,
)
_REPORTS = Sieve(
    r"\bi (?:\w+ )?\w+ that\b|"
    r"\b(?:(?:shows?|says?|states?|reveals?|confirms?|proves?|means?|indicates?|suggests?|implies) that|"
    r"(?:sure|certain|confident|convinced))\b",
    re.IGNORECASE,
)
_RESEMBLES = re.compile(
    r"\b(?:resembles?|looks?(?: a bit| much| rather)? (?:like|similar to))\s+(?=(?:an?|the|that)\s)(?=[^.;]*\bbut\b)",
    re.IGNORECASE,
)
_APPEARANCES = Sieve(r"\b(?:resembles?|looks?|what)\b", re.IGNORECASE)
_LOOKS_LIKE = re.compile(
    r"\bwhat (?:looks? like|seems? (?:to be|like)|appears? to be|(?:might|may|could|can) (?:be (?:mis)?taken for|be"
    r"|pass for|"
    r"look like)|resembles?)\s+(?P<what>[^,;.]+?)"
    r"\s+(?:is|are|was|turns? out)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_UNREAL = Sieve(
    r"\b(?:no longer|any ?more|fail(?:s|ed)? to|none|nothing|anything but|far from|nowhere|almost|nearly|removed|"
    r"fallen|dropped off|come off|erased|deleted|crossed out|that looks?|which looks?|"
    r"that resembles|hot dog|dog)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_DAILY = re.compile(
    r"\b(?:on |from )?(?:every day|daily|all week|seven days a week)(?: of the week)?\b(?! (?:except|but|apart)\b)",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    r"\b(?:no longer|removed|erased|deleted|painted over|crossed out|taken away|fall|falls|fell|fallen)\b",
    re.IGNORECASE,
)
_IN_HAND = re.compile(
    r"\b(?:has|have|had) ((?:an?|the|two|some) (?:\w+ ){0,2}?\w+) in (?:his|her|their|one|the) (?:\w+ )?hands?\b",
    re.IGNORECASE,
)
_GENERAL = (
    (re.compile(r"\bno longer\b", re.IGNORECASE), "not"),
    (re.compile(r"\b(?:anything but|far from)\b(?! the\b)", re.IGNORECASE), "not"),
    (re.compile(r"\bnowhere\b", re.IGNORECASE), "not"),
    (re.compile(r"(?:\b(?:never|not|cannot)|n['’]t) fails? to\b", re.IGNORECASE), "does"),
    (
        re.compile(r"\bfail(?:s|ed)? to\b(?! (?:see|find|spot|detect)\b)", re.I),
        "does not",
    ),
    (
        re.compile(
            r"\b(?:look|search)(?:ed)?(?: \w+)? for (?:(?:an?|any|the) )?([\w ]{1,40}?),? (?:but|and) (?:i )?(?:\w+ )?"
            r"(?:found|find|saw|see) (?:none|nothing)\b",
            re.IGNORECASE,
        ),
        r"there is no \1",
    ),
    (
        re.compile(r"\b(?:has|have) (?:all |already )*(?:fallen(?: off| down)?|dropped off|come off)(?=\W*$)", re.I),
        "are not there",
    ),
    (re.compile(r"\b([a-z]+s|ha(?:ve|d)|found|find|see|saw) none(?=\W*$|,)", re.IGNORECASE), r"\1 not any"),
    (
        re.compile(
            r"\b(?:almost|nearly)\s+(?!(?:certain\w*|sure\w*|definite\w*|all|every\w*|always|any\w*|the|an?|half|full|"
            r"empty|impossible|no|not|never|\d+|two|three|four|five|six|seven|eight|nine|ten)\b)",
            re.IGNORECASE,
        ),
        "not ",
    ),
    (
        re.compile(
            r"\b(?:was|is|were|are|has been|have been) (?:removed|erased|deleted|painted over|crossed out|"
            r"taken away)\b",
            re.IGNORECASE,
        ),
        "is not there",
    ),
    (
        re.compile(
            r",?\s+\b(?:that|which) (?:(?:looks?|seems?)(?: \w+)? like|resembles?|is similar to) (?:an?|the)?\s*\w+",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"\bhot dogs?\b|\bdog (?:house|food|toy|bed|bowl|collar|leash|cage|kennel|park)\b", re.I), "thing"),
)
"""What is denied in other words, or only looks like something."""
_CHANGED = re.compile(
    r"\b(?:changed|turned|switched|went|gone|changes|turns|(?:(?:was|were|has been|have been|is|are) )?"
    r"(?:moved|rescheduled|postponed|shifted)) from \w+ to\b",
    re.IGNORECASE,
)
_PREVENTS = re.compile(
    r"(?P<no>\b(?:nothing|there is nothing(?: (?:to|that(?: would)?))?)\s+(?:\w+s\s+|would\s+|will\s+)??)?"
    r"(?(no)|\b(?:which|that|this|and)\s+(?:would\s+|will\s+)?)(?:prevents?|stops?|keeps?|hinders?)\s+(?P<what>it|them|him|her|(?:the|this)\s+\w+)\s+from\s+"
    r"(?=\w+ing\b)",
    re.IGNORECASE,
)
"""What something is kept from, or by nothing: "Nothing prevents it from running"."""
_SHORT_OF = re.compile(
    r"\b((?:ends?|stops?|ended|stopped|(?:breaks?|turns?|veers?) (?:off|away|back))\b[^.;,]*?)"
    r"\s+before\s+(?:(?:it|he|she|they)\s+)?(?=[a-z]+(?:es|s|ing)\b)",
    re.IGNORECASE,
)
"""What ends before it would do something: "ends before it crosses"."""
_NOT_LEFT = re.compile(r"\b(?:has|have)(?:n['’]t| not)(?: yet)? left (?=(?:the|its|his|her)\b)", re.IGNORECASE)
_BESIDES = re.compile(
    r"^\W*(?:besides|apart from|in addition to|along with|next to|beside)\s+(?:the|an?|this|that|some)\b[^,;:.]*?,?\s+"
    r"(?=there (?:is|are) (?:also|another|an?|one|two|three|some|several)\b)",
    re.IGNORECASE,
)
"""What else there is, before what there is too: "Besides the EU flag there is also"."""
_AMONG = re.compile(
    r"^\W*among (?P<what>(?:the|these|those)\b[^,;:.]*?),?\s+(?:is|are|there (?:is|are)|(?:i|we|you) (?:can )?(?:see"
    r"|find))\s+"
    r"(?=(?:the|an?|one|also|those|that)\b)",
    re.IGNORECASE,
)
"""What stands before some of several things: "Among the flags is …"."""
_WHICH_IS = re.compile(
    r"^(?P<what>\W*(?:so\s+)?(?:it|this|that|these|they|the [\w-]+(?: [\w-]+)?)(?:['’]s|\s+(?:is|are|seems? to be|"
    r"appears? to be|looks? like))\s+(?:(?!(?:in|on|at|of|next|near|with|behind|beside|by|under|above|below|between|to|"
    r"from|not|than|for)\b)[\w'’-]+\s*){1,6}(?:\([^()]*\)\s*)?),\s*which\s+(?=(?:is|are)\b)",
    re.IGNORECASE,
)
"""What the thing in question is found to be, of which a relative clause tells more: "It is a fly agaric, which is"."""
_TOO = re.compile(
    r"(?:\b(?:is|are|was|were|looks?|seems?|appears?)|['’](?:s|re))(?P<not>n['’]t|\s+not)?"
    r"(?:\s+(?:\w+ly|still|far|much|a (?:bit|little)))?\s+too\s+[\w-]+(?:\s+(?:and|or)\s+[\w-]+)?"
    r"(?:\s+for\s+(?:(?:the|an?|his|her|its)\s+)?\w+)?\s+to\s+(?=[a-z])",
    re.IGNORECASE,
)
"""What keeps something from being done: "too excited to sleep"."""
_NON = re.compile(
    r"\b(?P<is>(?:is|are|was|were)\s+(?:\w+ly\s+)?)non(?:-|(?=toxic|poisonous|alcoholic))(?=[a-z]{3})", re.I
)
_SPELLED = re.compile(r"\b(?:[A-Z]-){2,}[A-Z]\b")


_GAPPED = re.compile(
    r"(?P<one>\b(?:on|to|at) the (?:left|right)(?:[- ]hand)?(?: side)?),?\s+(?:and\s+|while\s+)?(?P<other>(?:the"
    r"|an?)\s+(?:\w+\s+)?\w+)\s+"
    r"(?P<place>(?:on|to|at) the (?:left|right)\b)",
    re.IGNORECASE,
)
"""Two things with a place each and one verb: "The fork is on the left, the knife on the right"."""
_SIDE_OF = re.compile(
    r"\b(?:on|at|to)\s+(?P<thing>(?:the|this|that|his|her|its)\s+(?:\w+\s+)?\w+)['’]s\s+"
    r"(?P<side>left|right)(?:[- ]hand)?\s+side\b",
    re.IGNORECASE,
)


_FREE = re.compile(rf"\b(?P<is>is|are) {FREE_OF}", re.IGNORECASE)
_NOT_FREE = re.compile(
    r"(?:\b(?:is|are|was|were)(?: not|n['’]t)|^\W*not)(?: \w+ly)? "
    rf"(?:free (?:of|from) (?=[a-z])|{FREE_OF})",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"(?P<text>\W*(?:is|are|was|were)\s+the\s+(?:word|text|title|name|label|phrase|letter|inscription|heading)s?)\s+"
    r"(['\"])[^'\"]+\2(?P<is>\s+(?:(?:printed|written|painted|shown)\s+)?(?:in\s+)?(?P<quality>\w+)\W*)$",
    re.IGNORECASE,
)
"""A question for the colour, or another quality, of quoted words."""


def plain_question(text: str) -> str:
    """A question in the words in which statements are held against it: things that go the same way have one."""
    quality = _QUALITY.match(text)
    if quality is not None and excludable(concept(quality["quality"])):
        text = f"{quality['text']}{quality['is']}"  # which word it is makes no difference
    text = re.sub(r"\bon (?:time|schedule)\b", "punctual", text, flags=re.IGNORECASE)
    text = re.sub(r"\bnon-(?=[a-z]{3,}\W*$)", "not ", text, flags=re.IGNORECASE)
    return plainly_asked(re.sub(GOING, "have ", text))


class Paraphrase:
    """The ways of saying that are brought into the words of one question; `main` are the concepts that it asks for."""

    def __init__(self, question: str, main: Collection[str]) -> None:
        self._rewording = Rewording(question)
        ways = [way for word, ways in WAYS.items() if concept(word) in main for way in ways]
        self._ways = [(way, said) for way, said in ways if not said.startswith("not ") or way.search(question) is None]
        named = {*_WORD.findall(question.lower())}
        day = _WEEKDAY.search(question)
        self._day = day.group() if day else None
        self._asks_non = "non" in question.lower()
        self._asks_too = " too " in question.lower()
        self._asks_unreal = _REMOVED.search(question) is not None
        self._kinds = {
            name: pattern
            for name, pattern in KINDS.items()
            if concept(name) in main and not named.isdisjoint((name, f"{name}s"))
        }

    @staticmethod
    def standing(line: str) -> str:
        """A statement without what it only grants."""
        return _CONCESSION.sub(r"\1", line) if _GRANTS.search(line) else line

    def plain(self, line: str) -> str:
        """A statement in the words of the question, without what it only grants."""
        line = self.standing(line)
        if _REPORTS.search(line):
            line = _REPORTED.sub(r"\1", line)
        line = _plainly(line, self._asks_unreal)
        if "non" in line and not self._asks_non:
            line = _NON.sub(r"\g<is>not ", line)
        if " too " in line and not self._asks_too:
            line = _TOO.sub(lambda match: " can " if match["not"] else " cannot ", line)
        if self._day is not None:
            line = _DAILY.sub(f"on {self._day}", line)
        line = self._rewording.plain(line)
        for pattern, said in self._ways:
            line = pattern.sub(said, line)
        for name, pattern in self._kinds.items():
            if pattern.search(line) and not negated(line):
                line = pattern.sub(name, line)
        return line


def _plainly(line: str, asks_unreal: bool) -> str:
    """A statement with what it says of appearances, of what is not so and of changes in plain words.

    What is removed or crossed out stays so where this is what the question asks.
    """
    line = _NOT_LEFT.sub("is still in ", _BESIDES.sub("", line))
    line = _AMONG.sub(r"There are \g<what>: ", line)
    if _APPEARANCES.search(line):
        line = _RESEMBLES.sub("is not ", line)
        line = _LOOKS_LIKE.sub(r"it is not \g<what>, it is", line)
    if not asks_unreal and _UNREAL.search(line):
        for pattern, said in _GENERAL:
            line = pattern.sub(said, line)
    if "free" in line:
        line = _FREE.sub(r"\g<is> free of \g<what>", _NOT_FREE.sub(lambda match: f"has {match['what'] or ''}", line))
    if " hand" in line:
        line = _IN_HAND.sub(r"is holding \1", line)
    line = _GAPPED.sub(r"\g<one>, \g<other> is \g<place>", line)
    if "side" in line:
        line = _SIDE_OF.sub(r"to the \g<side> of \g<thing>", line)
    if " from " in line:
        line = _PREVENTS.sub(lambda match: f"{match['what']} {'can' if match['no'] else 'cannot'} ", line)
        line = _CHANGED.sub("is now", line)
    if ", which " in line:
        line = _WHICH_IS.sub(r"\g<what>, and it ", line)
    if " before " in line:
        line = _SHORT_OF.sub(r"\1 and does not ", line)
    return _SPELLED.sub(lambda word: word.group().replace("-", ""), line) if "-" in line else line
