"""Ways to say what a yes/no question asks for, by what it asks for, and what each says in the question's words.

They hold for questions that ask for that word alone: "on schedule" where one asks whether a train is delayed.
"""

from __future__ import annotations

import re

_NUMBER_OF = r"\b(no|any|an?|one|two|three|several|single|\d+)(?: single| common)?"
_WRITING = r"(?:labels?|markings?|print|letters?|lettering|words?|inscriptions?|writings?|characters?)"
_NIGHTLY = (
    r"\b(?:after sunset|after dark|(?:the )?sun (?:has|had) (?:already )?(?:set|gone down)|full of stars|starry|"
    r"stars (?:are|can be) (?:\w+ )?(?:visible|out|seen|shining)|moon(?:light|lit))\b"
)
_SUNNY = r"(?:sunlight|sunshine|sunlit|daylight|morning|noon|midday|afternoon|blue sky)"
_NEARLY = r"\b(?:only |just )?(?:half|partly|partially|almost|nearly|three[- ]quarters|a quarter|not quite)[- ]"
GOING = (
    r"\b(?:point|run|move|face|look|go|travel|turn|flow|fly)(?:s|es|ing)?\s+in\s+"
    r"(?=(?:the same|different|opposite) directions?\b)"
)
_ONE_IS = r"\bone(?: of (?:them|the \w+))?(?: \w+)? (?:is|are|looks?) (?:\w+ly |much |far |a (?:bit|little) )?"
_MEAT = "(?:meat|chicken|beef|pork|ham|bacon|fish|salmon|tuna|turkey|lamb|sausages?|duck|veal|shrimps?|prawns?|salami)"
_ANIMAL = (
    r"(?:eggs?|(?<!coconut )(?<!almond )(?<!soy )(?<!oat )milk|butter(?!nut| beans?)|cream|cheese|yogh?urt|honey"
    r"|gelatine?)"
)
_NO = r"\b(?:no|without(?: any)?|free of|not contain(?: any)?)"
_EMPTY = (
    (
        r"\bthere(?:'s| is| are) nothing(?: left)? (?:in|inside|on|at) (it\b|(?:the|this|that|his|her) \w+)",
        r"\1 is empty",
    ),
    (r"\b(?:contains|holds|has) nothing\b|\bhas nothing in(?:side)? it\b", "is empty"),
)
_LATE = (
    r"\b(is|was|are|were|running|minutes?|hours?|days?) (?:\w+ly |very |too )?late\b(?! (?:in|at|for|afternoon|morning|"
    r"evening)\b)"
)
"""What comes later than planned, not late in the day."""
_NO_HAIR = r"\b(?:no|not have any|without(?: any)?) facial hair\b"
_BURNING = (
    (r"(?:\bnot|n['’]t)(?: (?:yet|been))* (?:blown out|extinguished|gone out|burn(?:t|ed) out)\b", "is still burning"),
    (r"\b(?:is |are )?(?:unlit|(?:not|n['’]t) (?:been )?lit)\b", "is not burning"),
    (
        r"\b(?:(?:has|have|had) (?:been )?|is |are |was |were )?(?:blown out|extinguished|gone out|burn(?:t|ed) out)\b",
        "is not burning",
    ),
    (r"\bwent out\b", "is not burning"),
)
WAYS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    word: tuple((re.compile(pattern, re.IGNORECASE), said) for pattern, said in ways)
    for word, ways in {
        "prime": (
            (
                r"\b(?:has|with|there are|it has) no (?:other |proper )?(?:divisors?|factors?) "
                r"(?:other than|apart from|except|besides|but) (?:1|one) and (?:itself|the number itself)\b",
                "is prime",
            ),
            (
                r"\b(?:is )?(?<!not )(?:only divisible|divisible only|can only be divided) by (?:1|one) and "
                r"(?:by )?itself\b",
                "is prime",
            ),
            (r"\bhas (?:exactly|only) two (?:divisors|factors)\b", "is prime"),
        ),
        "equal": (
            (r"\b(?:twice|half|\w+ times) as \w+ as\b", "different from"),
            (r"\b(?:just |exactly )?as \w+ as\b", "equal to"),
            (r"\bthere (?:is|are) no differences?\b", "they are equal"),
            (
                r"\bneither\b[^.;,]*?\b(?:long|short|tall|larg|bigg|small|wid|heavi|high|thick)er"
                r"(?: than the other\b|(?=\W*$|[,;]))",
                "they are equal",
            ),
            (r"\bmatch(?:es)?\b", "are equal"),
            (r"\bexceeds\b", "is longer than"),
            (rf"{GOING}opposite(?= directions\b)", "have different"),
            (GOING, "have "),
            (r",?\s+(?:and\s+)?so (?:is|are|does|do) (?=the\b)", ", equal to "),
        ),
        "size": ((rf"{_ONE_IS}(?:larg|bigg|small)er than the other\b", "they are different"),),
        "height": ((rf"{_ONE_IS}(?:high|tall|short|low)er than the other\b", "they are different"),),
        "length": (
            (rf"{_ONE_IS}(?:long|short)er than the other\b", "they are different"),
            (r"\bequally (?!long|short|tall|large|big|sized|in\b)\w+", ""),
            (r"\bthe same (colou?r|thickness|width|style|direction|shape|slope)\b", r"that \1"),
        ),
        "stop": (
            (r"\bcalls? at\b", "stops at"),
            (
                r"(?P<what>\b(?:[A-Z][\w'’-]{0,20} ){1,4})is (?:also )?(?:the|an?|one of (?:the|its)) "
                r"(?:\w+ )?stops?\b",
                r"It stops at \g<what>",
            ),
            (r"\b(?:skips|misses out)\b", "does not stop at"),
            (
                r"\b(?:runs|goes|drives|passes) (?:past|through|by) (?P<what>[^,;.]{1,40}?) "
                r"without (?:stopping|a stop)\b",
                r"does not stop at \g<what>",
            ),
        ),
        "cross": (
            (r"\b(?:overtak|surpass)(?:es|e|ing|s)\b|\bcuts?(?: through| across)?\b", "crosses"),
            (rf"{_NUMBER_OF}\s+(?:intersection|crossing|common)\s+points?\b", r"\1 intersection between them"),
            (rf"{_NUMBER_OF}\s+points?(?: in common| of (?:contact|intersection))\b", r"\1 intersection between them"),
            (r"\bshare (no|any|an?|one|two)(?: common| single)? points?\b", r"have \1 intersection between them"),
            (
                r"\b(no|any|an?|one|two) (?:intersection|crossing)s?\b(?! (?:point|between))",
                r"\1 intersection between them",
            ),
            (r"\bpass(?:es)? through\b", "crosses"),
            (r"\brun(?:s|ning)? (?:in )?parallel\b", "do not cross"),
            (r"(?<=not )(?:even )?(?:come|get) (?:close|near)\b", "cross"),
            (r"\b(?:stays?|remains?|keeps?) (?:apart|separate)\b", "do not cross"),
            (r"\bthere is (?:always )?a gap between\b", "there is no intersection between"),
            (r"(?<=never )reach(?:es)?\b|(?<=not )reach(?:es|ing)?\b", "cross"),
            (
                r"\b(?:ris|climb|mov|go|shoot|jump|drop|fall|dip|sink|cross)(?:s|es|ing)?(?: \w+ly)? (?:past|above"
                r"|below)"
                r"(?= (?:the|it|that)\b)",
                "crosses",
            ),
            (
                r"\b(?:starts?|begins?)(?: (?:out|off))? (?:(above)|below|under)\b(?=[^.;]*\b(?:ends|finishes)"
                r"(?: (?:up|off))? (?(1)(?:below|under|beneath)|above)\b)",
                "crosses",
            ),
            (
                r"\b(?:(higher|above)|(?:lower|below))\b(?! than (?:all|every)\b)(?=[^.;]*\b(?:but|then|after\w*|later"
                r"|while|whereas)\b[^.;]*"
                r"\b(?(1)(?:lower|below)|(?:higher|above)) than\b)(?![^.;]*\b(?:never|not|always|stays|remains)\b)",
                "crosses ",
            ),
            (
                r"\b(?:gap|distance) between (?:the (?:two )?(?:lines|curves)|them) (?:stays|remains|is)(?: always| "
                r"\w+ly)? "
                r"(?:constant|the same|equal|unchanged)\b",
                "lines do not cross",
            ),
        ),
        "empty": (*_EMPTY, (rf"{_NEARLY}(?:empty|full)\b", "not empty")),
        "full": (*_EMPTY, (rf"{_NEARLY}(?:empty|full)\b", "not full")),
        "error": (
            (r"\bexecut(?:es|ed|e|ing)\b|\bcompil(?:es|ed|e|ing)\b", "run"),
            (r"\bnothing (?:is |goes |went )?wrong\b", "no errors"),
            (
                r"\b(?:parenthes[ei]s|brackets?|quotes|quotation marks|braces?) (?:do|does)(?:n['’]t| not) match\b|"
                r"\b(?:unbalanced|unmatched|mismatched)\b",
                "an error",
            ),
            (r"\bdivision by zero\b|\bout of (?:range|bounds)\b", "an error"),
            (r"\b(?:problems?|issues?|troubles?|faults?|complaints?|hitch(?:es)?)\b", "errors"),
            (
                r"\bcomplains?(?: about\b[^,.;]*)?|\bbreaks\b|\b(?:is|has)(?: a)? (?:broken|invalid|typos?)\b|"
                r"\bfails?\b(?! to)",
                "raises an error",
            ),
            (r"\b(?:works?|working)\b(?=\s*(?:[.,;!]|$)|\s+(?:and|because|since|now|without)\b)", "run without errors"),
            (
                r"\b(?:runs?|works?|functions?|executes?)\s+(?:(?:just|perfectly|completely)\s+)?"
                r"(?:fine|correctly|properly|well|smoothly|successfully|cleanly|perfectly|flawlessly|as (?:expected|"
                r"intended|it should))\b",
                "run without errors",
            ),
            (r"\b(?:terminates?|ends|finishes|completes?|exits) (?:normally|successfully)\b", "run without errors"),
            (
                r"(?:\b(?:is|looks|seems)|['’]s)(?:n't| not)(?: \w+ly)? (?:fine|correct|valid|ok|okay|sound)\b",
                "has "
                r"errors",
            ),
            (
                r"(?:\b(?:is|looks|seems)|['’]s)(?: \w+ly)? (?:fine|correct|valid|ok|okay|sound|error-free)\b",
                "has no "
                r"errors",
            ),
            (r"(?:没有|没|无)(?:任何|什么)?(?:错误|问题)|无误|(?<!不能)(?<!无法)正常运行", " no errors "),
        ),
        "delayed": (
            (r"(?:\bnot|n['’]t) on (?:time|schedule)\b", "delayed"),
            (rf"{_LATE}|\b(?:overdue|behind schedule)\b", r"\1 delayed"),
            (r"\b(?:on time|on schedule|punctual)\b", "not delayed"),
        ),
        "punctual": (
            (r"\b(?:on time|on schedule)\b", "punctual"),
            (r"(?:(?<=not )|(?<=n't ))(?:delayed|late|overdue|behind schedule)\b", "other than punctual"),
            (rf"{_LATE}|\b(?:delayed|overdue|behind schedule)\b", r"\1 not punctual"),
            (r"(?:not|n['’]t) other than punctual\b", "punctual"),
        ),
        "obtuse": (
            (r"\b(?:larger|greater|bigger|wider|more) than (?:90(?: ?°| degrees)?|a right angle)(?! and)", "obtuse"),
            (
                r"\b(?:smaller|less|narrower) than (?:90(?: ?°| degrees)?|a right angle)|\ban acute\b|"
                r"\ba right angle\b",
                "not obtuse",
            ),
        ),
        "acute": (
            (r"\b(?:smaller|less|narrower) than (?:90(?: ?°| degrees)?|a right angle)", "acute"),
            (
                r"\b(?:larger|greater|bigger|wider|more) than (?:90(?: ?°| degrees)?|a right angle)|\ban obtuse\b|"
                r"\ba right angle\b",
                "not acute",
            ),
        ),
        "work": ((r"\b(?:is|are) (?:broken|defective|faulty|out of order|out of service)\b", "does not work"),),
        "raining": (
            (r"\b(?:the weather|it) is (?:completely )?dry\b|\bno rain\b", "it is not raining"),
            (r"\b(?:it is |it['’]s )?(?:pouring|drizzling)\b(?! (?!rain\b|down\b)\w)", "it is raining"),
            (r"\brain(?:drops?)? (?:is|are|can be seen) (?:\w+ly )?(?:falling|pouring|coming down)\b", "it is raining"),
        ),
        "symmetric": ((r"\basymmetric(?:al)?\b", "not symmetric"),),
        "leaves": ((r"\bleafless\b|\bis (?:completely |quite )?bare\b", "has no leaves"),),
        "person": ((r"\b(?:nobody|no one|no-one)\b", "no person"),),
        "fit": (
            (r"\b(?:is|are) (?:\w+ )?too \w+(?: (?:for|to)\b)?", "does not fit"),
            (r"\bmatch(?:es)?\b", "fits"),
        ),
        "lit": (
            (r"\b(?:is|are) (?:still )?(?:burning|alight|on fire)\b", "is lit"),
            *((way, said.replace("burning", "lit")) for way, said in _BURNING),
        ),
        "vegetarian": (
            (
                rf"\b(?:no|without(?: any)?|free of|not contain(?: any)?) {_MEAT}\b|\bmeat[- ](?:free|less)\b|"
                r"\bvegan\b|\bplant[- ]based\b",
                "vegetarian",
            ),
            (
                rf"\b(?:contains|has|includes|(?:comes |is (?:made|served) |is topped )?with|is made (?:of|from)) "
                rf"(?:\w+ )?{_MEAT}\b",
                "is not vegetarian",
            ),
            (rf"\b{_MEAT} (?:is|are) (?:listed|used|included|mentioned|one of|among|in it)\b", "it is not vegetarian,"),
            (
                r"\b(?:contains|includes|has|made (?:of|from|with)|consists of) only (?:\w+ )?vegetables\b",
                "is vegetarian",
            ),
        ),
        "vegan": (
            (rf"{_NO} (?:animal (?:products?|ingredients?)|products? of animal origin)\b|\bplant[- ]based\b", "vegan"),
            (
                rf"\b(?:contains|has|includes|uses|calls for|requires|lists|needs|(?:comes |is (?:made|served) |is "
                rf"topped )?"
                rf"with|is made (?:of|from)) (?:\w+ )?(?:{_MEAT}|{_ANIMAL})\b",
                "is not vegan",
            ),
            (
                rf"\b(?:{_MEAT}|{_ANIMAL}) (?:is|are) (?:listed|used|included|mentioned|one of|among|in it)\b",
                "it is not vegan,",
            ),
        ),
        "normal": (
            (r"(?:\bnot|n['’]t) (?:too (?:high|low|fast|slow)|elevated|abnormal)\b", "normal"),
            (
                r"\b(?:far |much |slightly |a bit )?(?:too (?:high|low|fast|slow)|elevated|abnormal(?:ly (?:high"
                r"|low))?)\b|"
                r"\b(?:above|below|outside(?: of)?) (?:the )?normal(?: range)?\b",
                "not normal",
            ),
        ),
        "continuous": (
            (r"\b(?:no|without(?: any| an?)?) (?:jumps?|gaps?|breaks?|holes?|discontinuit(?:y|ies))\b", "continuous"),
            (
                r"\b(?:an?|one|two|several|the) (?:\w+ )?(?:jump|gap|break|hole|discontinuity|discontinuities)s?\b",
                "not continuous",
            ),
        ),
        "allow": (
            (r"\bno (\w+ing)\b", r"\1 is forbidden"),
            (
                r"\b(?:you|one|people|visitors|guests|everyone) (?:may|can)\b(?! ?not)(?= (?!see|find|read|tell|notice"
                r"|spot)\w)",
                "you are allowed to",
            ),
        ),
        "locked": (
            (r"\b(?:is|are|was|stands|left) (?:wide |slightly |half |still )?(?:open|ajar)\b", "is not locked"),
        ),
        "forbid": (
            (r"\bno (\w+ing)\b", r"\1 is forbidden"),
            (r"\b(?:may|must|can)(?: ?not|n['’]t)\b(?= \w)", "is forbidden to"),
            (
                r"\b(?:you|one|people|visitors|guests|everyone) (?:may|can)\b(?= (?!see|find|read|tell|notice|spot)\w)",
                "you are allowed to",
            ),
        ),
        "on": ((r"\b(is|are)(n['’]t| not)? (?:lit|glowing)\b", r"\1\2 on"),),
        "light": ((r"\b(?:lamp|signal|bulb)\b", "light"),),
        "free": (
            (r"(?<!not )\b(?:empty|vacant|unoccupied|available)\b", "free"),
            (r"\b(?:occupied|in use|reserved)\b", "not free"),
        ),
        "standing": ((r"(?<!there )\bstands?\b(?! (?:for|out)\b)", "is standing"),),
        "sitting": ((r"\bsits?\b", "is sitting"),),
        "ground": ((r"\b(?:in (?:the |mid[- ]?)air|airborne|in flight|flying)\b", "not on the ground"),),
        "beard": ((r"\b(?:is |looks )?(?:clean[- ]shaven|beardless)\b", "is without a beard"), (_NO_HAIR, "no beard")),
        "moustache": ((r"\b(?:is |looks )?clean[- ]shaven\b", "is without a moustache"), (_NO_HAIR, "no moustache")),
        "mustache": ((r"\b(?:is |looks )?clean[- ]shaven\b", "is without a mustache"), (_NO_HAIR, "no mustache")),
        "asleep": (
            (r"\beyes are (?:wide |still |half |\w+ly )?open\b", "eyes show that it is awake"),
            (r"\bwide awake\b", "awake"),
        ),
        "burning": (*_BURNING, (r"\b(?:is |are )?(?:still )?(?:(?<!un)lit|alight|aflame|on fire)\b", "is burning")),
        "inverted": (
            (r"(?:\bnot|n['’]t) (?:standing |\w+ly )?(?:upright|(?:the )?right (?:way|side) up)\b", "inverted"),
            (r"\b(?:upright|(?:the )?right (?:way|side) up)\b", "not inverted"),
            (r"\bupside[- ]down\b", "inverted"),
        ),
        "expire": (
            (
                r"\b(?:the )?(?:\w+[- ])?date (?:\w+ ){0,5}?(?:has|is)(?:n['’]t| not)(?: yet)? (?:passed|past)\b",
                "it has not expired",
            ),
            (r"\b(?:is |are )?(?:still )?(?:good|valid|usable) (?:until|till|through)\b", "is not expired until"),
            (
                r"\b(?:the )?(?:\w+[- ])?date (?:\w+ ){0,5}?(?:has|is) (?:already |long )?(?:passed|past)\b",
                "it has expired",
            ),
        ),
        "glasses": (
            (
                r"\b(?:are |is |hang(?:s|ing)? |(?:are )?(?:pushed|perched|resting|sitting) )(?:up |loosely )?"
                r"(?:around|on|on top of|onto) "
                r"(?:his|her|their) (?:neck|head|forehead|hair)\b",
                "are not worn",
            ),
            (
                r"\b(?:his|her|their) ((?:\w+ )?glasses) have\b(?= (?:an?|the|\w+ (?:frames?|lenses|rims?))\b)",
                r"they wear \1 that have",
            ),
            (
                r"\b(the \w+)['’]s ((?:\w+ )?glasses) have\b(?= (?:an?|the|\w+ (?:frames?|lenses|rims?))\b)",
                r"\1 wears \2 that have",
            ),
            (r"\beyewear\b", "glasses"),
            (r"\bbespectacled\b", "wearing glasses"),
        ),
        "correctly": (
            (r"\bmis-?spell?(?:ed|t)\b", "spelled incorrectly"),
            (r"\b(?:spelling|typing) (?:mistake|error)s?\b|\btypos?\b", "incorrectly"),
        ),
        "daytime": (
            (r"\b(?:the )?sky is (?:\w+[- ])?(?:black|dark)\b", "it is night"),
            (_NIGHTLY, "night"),
            (
                rf"\b(?:the )?sun (?:shines|can be seen (?:\w+ly )?shining|is (?:\w+ly )?(?:shining|high|up|out"
                rf"|bright))\b|\b{_SUNNY}\b",
                "daytime",
            ),
            (r"\bsky is (?:\w+ )?blue\b", "daytime"),
            (r"(?<!\ba )\blight outside\b", "daytime"),
        ),
        "edible": (
            (r"\b(?:safe|fit|good|fine|ok|okay) (?:to eat|for (?:human )?consumption)\b", "edible"),
            (r"\b(?:must|should)(?:n't| not) be eaten\b|\b(?:cannot|can't|can not) be eaten\b", "is not edible"),
            (r"\b(?:can|may) (?:\w+ly )?be eaten\b", "is edible"),
        ),
        "nighttime": (
            (r"\b(?:the )?sky is (?:\w+[- ])?(?:black|dark)\b", "it is night"),
            (_NIGHTLY, "night"),
            (
                rf"\b(?:the )?sun (?:shines|can be seen (?:\w+ly )?shining|is (?:\w+ly )?(?:shining|high|up|out"
                rf"|bright))\b|\b{_SUNNY}\b",
                "day",
            ),
        ),
        "text": (
            (rf"\b(no|without(?: any| an?)?|not have (?:any|an?)|any|lacks an?)\s+{_WRITING}\b", r"\1 text"),
            (r"\bnothing (?:is |was )?(?:printed|written|engraved)\b", "no text is"),
            (r"\bnothing(?= on (?:it|the|its)\b)", "no text"),
            (r"\b(?:the|its) label is (?:not there|missing|gone)\b", "no text is there"),
            (r"\bnames? of the (?:brand|maker|manufacturer|company|product)\b", "text"),
            (r"\b(?:unlabell?ed|unmarked|plain(?=\W*$|,|\s+(?:and|without)\b))", "blank"),
            (
                r"\b(?:(?:brand )?names?|words?|letters|slogans?|titles?|warnings?|instructions|ingredients)"
                r"(?= (?:is|are|can|on|printed|written|'))",
                "text",
            ),
            (r"写着", "text "),
            (r"\bbrand names?\b|\b(?:fine|small|tiny) print\b", "text"),
        ),
    }.items()
}
"""By what the question asks for: ways to say it, and what each says in its words."""
