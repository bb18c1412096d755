"""Reading a mathematical expression as the answer.

The last box counts, else the last explicit statement, else the formula of the conclusion, else the last formula. A
formula within a sentence is the longest run of signs, numbers, single letters and LaTeX that ends the sentence.
"""

from __future__ import annotations

import re
from itertools import chain

from hyeval.scoring import prose
from hyeval.scoring.courtesy import without_tick
from hyeval.scoring.dismissed import standing
from hyeval.scoring.exact_form import exact_form, is_remark, without_asides
from hyeval.scoring.extraction import (
    CUT_OFF,
    EMPTY,
    NOTHING,
    REFUSAL,
    SEVERAL,
    Extraction,
    Question,
    of_other,
    unanswered,
)
from hyeval.scoring.formula import Unreadable, parse
from hyeval.scoring.formula_in_words import in_signs, told_point
from hyeval.scoring.formula_value import letters
from hyeval.scoring.lacking import is_untold
from hyeval.scoring.lexicon import CARDINALS
from hyeval.scoring.own_value import is_measured, is_of_other, names_asked, own_value
from hyeval.scoring.quantity import quantities
from hyeval.scoring.set_in_words import asks_for_set, is_of_set
from hyeval.scoring.settled import settled
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import CHECKS, CONCLUSION, CORRECTION, marked_sentences, read, statements

_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_JOINT = re.compile(r"^\s*(?:,|;|and|or|或者?|和|、|,\s*(?:and|or))?\s*$", re.IGNORECASE)
_NO_SOLUTION = Sieve(
    r"\b(?:no|not (?:have )?any|zero)\s+(?:real\s+)?solutions?\b|\binfinitely many solutions\b|"
    r"\ball real numbers(?!(?: [a-z])? (?:with|such that|where|satisfying|greater|less|larger|smaller|"
    r"[<>≤≥]|\$?[a-z]\s?[<>≤≥]))(?:\s*,?\s*(?:except|other than|excluding|but not)\b"
    r"(?:(?!,?\s+(?:because|since|as|where)\b|;)[^.])*)?|"
    r"\b(?:is )?undefined\b|\bdoes not exist\b|无解|∅|\bno such\b|"
    r"\b(?:it|(?:the|this|that) (?:\w+ ){0,2}?(?:series|sum|integral|limit|sequence))\s+(?:\w+ly\s+)?"
    r"(?:diverges|is divergent|does not converge|fails to converge)\b(?! (?:if|when|for|to|unless|whenever|outside)\b)"
    r"(?!.*\bbut\b)|"
    r"^\W*(?:diverges|divergent)\W*$|"
    r"\b(?:there is|has) no (?:finite |real |defined )?(?:limit|sum|slope|value|inverse|derivative)\b"
    r"(?! that\b)(?!.*\bbut\b)",
    re.IGNORECASE,
)
_WORD_NAMES = """or and sin cos tan cot sec csc ln log exp sqrt pi arcsin arccos arctan infinity cm mm km m cm² m² units
    unit degrees degree rad radians"""
_WORDS = frozenset(_WORD_NAMES.split())
_PLAIN_WORD = re.compile(r"[^\W\d_²³¹⁰⁴-⁹₀-₉]{2,}(?:['’-][^\W\d_]+)*|[^\W\d_]['’](?:m|d|s|ll|ve|re)", re.IGNORECASE)
"""A word of a sentence, as "is", "don't" and "I'm"."""
_HYPHENATED = re.compile(r"[A-Za-z]-[A-Za-z]{3,}", re.IGNORECASE)
"""A word such as "x-axis"."""
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af。，、：；]+)")
_CUT = re.compile(
    r"(?:,\s+|\s+)(?:since|because|as\b|where|which|when|for all|for every|so\b|by\b|using|if\b|but\b|not\b|"
    r"instead of|rather than)\b.*$|[.;]\s+[A-Z].*$",
    re.DOTALL | re.IGNORECASE,
)
_SO = re.compile(r",?\s+(?:so|thus|hence|therefore|then|namely|that is|and|or)\b,?\s+", re.IGNORECASE)
_SOLVED = re.compile(r"(?:^|(?<=[a-z,;:]\s)|(?<=\$))(?P<name>[A-Za-z])\s*=\s*[^=]+(?:=[^=]+)*$")
"""An equation at the end that gives a letter by itself."""
_VALUE = re.compile(r"\W*([a-z])\s*=\s*[^=]{1,40}")
_ROOT = re.compile(r"(?<![A-Za-z])(?P<name>[a-z])\s*=\s*[-−]?(?:\d+(?:[./]\d+)?|\d*√\d+)(?=\W*$)")
_ADDS = re.compile(r"\b(?:also|other|another|second|don['’]t forget|as well|too)\b", re.IGNORECASE)
_SOLVES = re.compile(r"\b(?:solve|solutions?|roots?|zeros|values)\b", re.IGNORECASE)
_CONSTANTS = ("pi", "π", "e")
_TIMES = re.compile(r"\b(?:times|multiplied)\b", re.IGNORECASE)
"""A product in words: a constant beside it is no answer."""
_ASKS_CHANCE = re.compile(r"\b(?:probability|chances?|odds|likelihood)\b", re.IGNORECASE)
_WHOLE = (
    r"(?:\d+|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?"
    rf"(?:{'|'.join(name for name in CARDINALS if name.isascii())})|a hundred)"
)
_CHANCES = re.compile(rf"\b({_WHOLE}) (?:in|out of) ({_WHOLE})\b", re.IGNORECASE)
_UNDECIDED = Sieve(
    r"\b(?:could|might|may) be\b[^.]*\bor\b|\b(?:maybe|perhaps|possibly|not sure|uncertain)\b[^.]*\bor\b|"
    r"\bor (?:maybe|perhaps|possibly)\b|\bor\b[^.]*\bdepending on\b|"
    r"\beither\b[^.]{1,200}\bor\b[^.]{1,200}\b(?:(?:can|could)(?: ?not|['’]t|n['’]t)|unable|unclear|"
    r"illegible|unreadable|blurr\w+|not (?:clear|legible|sure))\b",
    re.IGNORECASE,
)
_SAME_SET = re.compile(
    r"^[^$\\\d=<>]{0,120}\b(?:all|every|any|numbers?|values?|reals)\b[^$\\]{0,80}?[,;:]?\s+"
    r"(?:namely|that is|in other words|in (?:interval|set) notation)[,:]?\s+(?=[$\\(\[])",
    re.IGNORECASE,
)
"""A set in words before the same in signs: "all real numbers except 2, namely $…$"."""
_DENIED = Sieve(
    r",?\s*(?:\band\s+)?(?:\bnot|n't|\brather than|\binstead of)\s+(?:be\s+)?(?:equal\s+(?:to\s+)?)?"
    r"(?:\$[^$]+\$|[(\[][^()\[\]]*[)\]]|(?=[^\s]*[\d√π])[^\s,;]+?)(?=[\s,;.]|$)(?:\s+but\s+)?",
    re.IGNORECASE,
)
"""A formula that a sentence only says not to be the answer."""
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=[^\W\d_]{3})")
"""The number of an item of a list, which is no part of a formula."""
_HAS_MATH = Sieve(r"[\d=√π∞<>≤≥²³^]|\\(?:frac|sqrt|pi|ln|log|exp|infty|sin|cos|tan|cot|sec|csc|neq?)(?![a-z])|\bpi\b")
_OPEN_END = re.compile(
    r"(?:[+*/=×·^<>≤≥]|(?<=\s)[-–−])[\s$]*$|"
    r"\b(?:we|I|you)\s+(?:get|obtain|have|find)\s*$|\b(?:gives|yields|equals|by|of|the|and|so)\s*$",
    re.IGNORECASE,
)
"""The end of a formula that is not finished."""
_END = r"[-+−]?(?:\d|∞|\\infty|\\d?frac|√|\\sqrt)[^\[\],;?:\n]{0,30}"
_OPEN_INTERVAL = re.compile(rf"\](?P<ends>\s*{_END}[,;]\s*{_END})(?P<close>[\[\])])(?!\s*\d)")
_OPEN_ABOVE = re.compile(rf"(?P<open>[\[(])(?P<ends>\s*{_END}[,;]\s*{_END})\[(?!\s*\d)")
"""Intervals that leave out an end whose bracket is turned away: "]-1, 4[", "[0, ∞["."""
_POWER = re.compile(r"(?<=[\w)])\*\*(?=\s?[-\d(])(?![^*\n]*\*\*)")
_ELLIPSIS = re.compile(r"(?<=\d)\.\.\.")
_SUBSCRIPTS = re.compile(r"(?<=[A-Za-z])[₀-₉]+")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_REASON = re.compile(r",?\s+(?:since|because|as|where)\s.*$", re.DOTALL | re.IGNORECASE)
_NAME_AT_END = re.compile(r"(?<![A-Za-z])[A-Za-z]\s*=\s*$")
_NAMED_NEXT = re.compile(r"[A-Za-z]\w?\s?=|\\?(?:sin|cos|tan|log|ln)\b")
_RELATED = re.compile(r"[=<>≤≥∈]|\\(?:leq?|geq?|in|lt|gt)\b")
"""What ties a value to its name."""
_UNIT_LEFT = re.compile(r"\bunits?\b|\bscale\b", re.IGNORECASE)
_ASKS_SOLUTIONS = re.compile(r"\bhow many solutions\b.*\b(?:give|state|find|what (?:is|are))\b", re.IGNORECASE)
_COUNTED_SOLUTIONS = re.compile(
    r"(?<=[\d)]),?\s+(?:(?:and|so|hence|thus|therefore),?\s+)+(?:there\s+(?:is|are)|it\s+has|the\s+system\s+has)\s+"
    r"(?:exactly\s+|only\s+|just\s+)?(?:one|1|an?|two|2)\s+(?:single\s+|unique\s+|real\s+)?solutions?\W*$",
    re.IGNORECASE,
)
_COMES_TO = re.compile(r"=|\b(?:gives|yields|makes|leaves|equals|get|obtain|so)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z](?:(?:,| and| or)+ [A-Za-z])+")
"""Letters alone, which a question has itself: "x and y"."""
_DERIVED = re.compile(
    r"\W*(?:(?:this|that|which)\s+(?:\w+ly\s+|then\s+|therefore\s+)?|"
    r"(?P<joins>(?:add|multiply|subtract|divid|combin)ing(?:\s+(?:the\s+(?:two|three|four|results|values)|both|these|"
    r"those|them|all)\b[^.;:=]{0,30}?)?,?\s+)|[a-z]{3,}ing\b[^.;:=]{0,60}?,?\s)"
    r"(?:gives?|yields?|makes?|results? in|leads? to|(?:we|you|i) (?:get|obtain|have))\s",
    re.IGNORECASE,
)
"""The beginning of a sentence that says what comes of those before it: "Multiplying the two gives"."""
_WITH_LETTER = re.compile(r"(?<![A-Za-z])[a-z]\s?=")
_PUT_IN = re.compile(r"\W*(?:substitut|plug|putting|insert|check|test)", re.IGNORECASE)
_SHOWN = re.compile(r"\b(?:shown|image|picture|figure|graph|diagram|plot\w*|drawn|given)\b", re.IGNORECASE)
_IN_GENERAL = re.compile(
    r"\W*(?:in general|generally|an?\s[a-z]{2,}\s[^\n]{0,200}\b(?:has|is|have|satisfies)\b|"
    r"(?:the|its) (?:general|standard|usual|vertex|normal) (?:form|formula|equation))",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\^\s*\{?\s*\d\s*\}?|[²³]")
_GENERAL_NUMBER = re.compile(
    r"\^\s*\{?\s*\d\s*\}?|[²³]|\b[1-4]\s?/\s?[23]\b|\\d?frac\s*\{?[1-4]\}?\s*\{?[23]\}?|√\d|sqrt\s*[({]?[23]|"
    r"(?<![\d.])[24](?=\s*(?:\\pi|π|pi\b|[a-z]|\())|_\{?[12]"
)
"""The numbers of general formulas."""
_TO_DO = re.compile(
    r"\W*(?:(?:first|then|now|next|finally|to (?:solve|find|simplify)[^,]*),?\s+)?"
    r"(?:(?:you|we|one)\s+(?:(?:can|must|need to|should|have to|just|simply)\s+)*)?"
    r"(?:add|subtract|multiply|divide|isolate|combine|take|use|apply|substitute|factor|expand|simplify|set|square|"
    r"replace|move|collect|differentiate|integrate|recall|plug)\b",
    re.IGNORECASE,
)
_ARRIVES = re.compile(
    r"[=→⇒<>≤≥:]|\b(?:gets?|gives?|giving|obtain|yields?|so|thus|hence|therefore|is|are)\b|\\(?:to|geq?|leq?)\b"
)
"""What a sentence has that also says what comes of it."""
_AREA = re.compile(r"[\s$*\\(\[]*A\s*=")
"""A formula for something that is called A, which is no label of an answer."""
_STRIPPED = " \t\n*.,;:!。，\"'`"


def extract_expression(response: str, question: Question) -> Extraction:
    """Find the expression that a response gives as its answer."""
    response = without_tick(response)
    found = read(settled(_in_ascii_signs(_without_count(response, question.text))), question.text)
    if found.reason and not (found.reason != EMPTY and prose.boxes(response)):
        return unanswered(found.reason)
    if found.declared is not None:
        return Extraction(found.declared.strip())
    lines = _in_signs(standing(marked_sentences(found.text)), question.text)
    if lines and _UNDECIDED.search(lines[-1]) and not prose.boxes(lines[-1]):
        return unanswered(SEVERAL)
    boxed = any(map(prose.boxes, lines))
    stated = (None if boxed else told_point(lines, question.text)) or _stated(lines, question.text)
    if stated is not None:
        return Extraction(stated)
    reason = prose.failure(found)
    if reason is not None:
        return unanswered(reason)
    if lines and _OPEN_END.search(lines[-1]):
        return unanswered(CUT_OFF)
    if values := _listed_values(lines, question) or _other_root(lines, question.text):
        return Extraction(values)
    told = _of_lines(lines, question.text)
    if told.answer is None:
        return told
    if is_measured(question.text) and _is_formula(found.text):
        return unanswered(NOTHING)
    return Extraction(exact_form(told.answer, chain.from_iterable(map(_runs, reversed(lines)))))


def _in_signs(sentences: list[str], question: str) -> list[str]:
    """The sentences that say something of the answer, with formulas in signs and without what stands beside them."""
    lines = [_SAME_SET.sub("", _NUMBERED.sub("", line[:4000])) for line in sentences][-300:]
    if _ASKS_CHANCE.search(question):
        lines = [_CHANCES.sub(_share, line) for line in lines]
    lines = [without_asides(in_signs(line, question)) for line in lines if len(lines) == 1 or not is_remark(line)]
    of_set = list(filter(is_of_set, lines)) if asks_for_set(question) else []
    return of_set or lines


def _of_lines(lines: list[str], question: str) -> Extraction:
    """The expression of the sentences on what is asked for."""
    is_of_one = _SHOWN.search(question) is not None
    lines = [line for line in lines if not (is_of_one and _is_general(line))]
    own = [own_value(line, question) for line in lines if not is_of_other(line, question)]
    told = _of_sentences(_unchecked([line for line in own if not _is_step(line)]), question)
    if told.answer is None and len(own) < len(lines):
        return of_other(lines[-1])
    return unanswered(REFUSAL) if lines and _lacks_value(lines[-1], question) else told


def _lacks_value(line: str, question: str) -> bool:
    """Whether a sentence says that something cannot be seen from which the answer would come."""
    return is_untold(line) and not _UNIT_LEFT.search(line) and not names_asked(line, question)


def _is_step(line: str) -> bool:
    """Whether a sentence only says what is to be done: "Subtract 6 from both sides"."""
    return _TO_DO.match(line) is not None and _ARRIVES.search(line) is None


def _is_formula(text: str) -> bool:
    """Whether a response has letters in place of what is asked for, and no number but exponents and shares."""
    sides = text.split("=")
    if len(sides) < 2 or re.search(r"\d", _GENERAL_NUMBER.sub("", text)):
        return False
    try:
        return bool(letters(parse(sides[-1].strip(" $.\n\\()[]"))))
    except (Unreadable, RecursionError):
        return False


def _unchecked(lines: list[str]) -> list[str]:
    """The sentences without those at the end that put the answer to the proof."""
    first = next((number for number, line in enumerate(lines) if CHECKS.match(line)), 0)
    before = lines[:first]
    return before if any(_formula(line) for line in before) else lines


def _named(content: str, line: str) -> str:
    """What a statement says, with the name that its cue took for itself: "1 solution; x = 1, y = 2"."""
    name = _NAME_AT_END.search(line[: line.rfind(content)]) if "=" in content else None
    return content if name is None else f"{name.group()}{content}"


def _without_count(response: str, question: str) -> str:
    """A response without the number of solutions at its end, where the solutions are wanted as well."""
    if "solution" not in response or not _ASKS_SOLUTIONS.search(question):
        return response
    return _COUNTED_SOLUTIONS.sub(".", response)


def _in_ascii_signs(response: str) -> str:
    """A response with intervals as (a, b], powers as x^2 and names as x_1 in place of ]a, b], x**2 and x₁."""
    if "[" in response:
        response = _OPEN_INTERVAL.sub(lambda one: f"({one['ends']}{one['close'].replace('[', ')')}", response)
        response = _OPEN_ABOVE.sub(r"\g<open>\g<ends>)", response)
    if "i.e." in response:
        response = response.replace("i.e.", "namely")
    if "..." in response:
        response = _ELLIPSIS.sub("…", response)
    if "**" in response:
        response = _POWER.sub("^", response)
    return (
        response if response.isascii() else _SUBSCRIPTS.sub(lambda run: "_" + run.group().translate(_DIGITS), response)
    )


def _share(chance: re.Match[str]) -> str:
    """What "one in thirty-six" is: 1/36."""
    return "/".join(str(next(quantities(number)).value) for number in chance.groups())


def _listed_values(lines: list[str], question: Question) -> str | None:
    """Values of the letters that a question asks for, each on a line of its own: "x = 1", "y = 2"."""
    found = [match for line in lines[-4:] if (match := _VALUE.fullmatch(line))]
    names = [match.group(1) for match in found]
    asked = all(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", question.text) for name in names)
    several = len(set(names)) == len(names) > 1
    return ", ".join(match.group().strip(_STRIPPED) for match in found) if several and asked else None


def _other_root(lines: list[str], question: str) -> str | None:
    """Two roots of which a sentence of its own adds the second: "x = 3. And don't forget x = -3"."""
    if len(lines) < 2 or not _SOLVES.search(question) or not _ADDS.search(lines[-1]):
        return None
    roots = [_ROOT.search(line) for line in lines[-2:]]
    if None in roots or len({root["name"] for root in roots if root}) > 1:
        return None
    return " or ".join(root[0] for root in roots if root)


def _stated(lines: list[str], question: str) -> str | None:
    """The expression of the last statement; boxes of one sentence are read together."""
    found = statements(lines)
    boxed = [one for one in found if one.boxed]
    if boxed:
        return ", ".join(one.content for one in boxed if one.number == boxed[-1].number and one.content)
    for statement in reversed(found):
        line = lines[statement.number]
        content = line if _AREA.match(line) else _named(statement.content, line)
        formula = _formula(_CUT.sub("", own_value(content, question)), stated=True)
        later = [one for one in lines[statement.number + 1 :] if CORRECTION.search(one) and _formula(one)]
        if formula:
            return _formula(later[-1]) if later else formula
    return None


def _of_sentences(lines: list[str], question: str) -> Extraction:
    found = [
        (line, formula)
        for line in lines
        if not line.rstrip().endswith("?") and (formula := _formula(line, stated=len(lines) == 1))
    ]
    if not found:
        return unanswered(NOTHING)
    concluding = [formula for line, formula in found if CONCLUSION.search(line)]
    if concluding and _derives(lines, question):
        return Extraction(found[-1][1])
    return Extraction(concluding[-1] if concluding else found[-1][1])


def _derives(lines: list[str], question: str) -> bool:
    """Whether the last sentence says what comes of the others, and none of them gives what is asked for."""
    derived = _DERIVED.match(lines[-1])
    if derived is None or (_PUT_IN.match(lines[-1]) and not _WITH_LETTER.search(lines[-1])):
        return False
    return derived["joins"] is not None or not any(names_asked(line, question) for line in lines[:-1])


def _is_general(line: str) -> bool:
    """Whether a sentence gives the formula of all things of a kind, with letters in place of what is asked for."""
    formula = _formula(line) if _IN_GENERAL.match(line) else None
    return formula is not None and not re.search(r"\d", _EXPONENT.sub("", formula))


def _formula(text: str, stated: bool = False) -> str | None:
    """The formula of a sentence, or its words for "no solution"."""
    word = _NO_SOLUTION.search(text)
    if word:
        return word.group()
    text = _DENIED.sub(" ", text)
    text = _without_reason(text)
    marked = _marked(text)
    if marked:
        return marked
    run = _run(_CUT.sub("", _derived(text)) if not stated else text)
    if not stated and not _HAS_MATH.search(run) and _COMES_TO.search(text):
        run = _run(text)
    if run in _CONSTANTS and _TIMES.search(text):
        return None
    if run and _HAS_MATH.search(run):
        return run
    if run and stated and len(run) <= 12 and not _LETTERS.fullmatch(run):
        return run
    return _in_words(text) if stated or len(text.split()) <= 5 else None


def _derived(text: str) -> str:
    """What a sentence solves at its end, of equations with the same letter: "2x = 6, so x = 3" says x = 3."""
    steps = list(_SO.finditer(text)) if "=" in text else []
    if not steps:
        return text
    before, after = text[: steps[-1].start()], text[steps[-1].end() :]
    solved = _SOLVED.search(_CUT.sub("", after))
    if solved is None or "=" not in before:
        return text
    return after if re.search(rf"(?<![A-Za-z\\]){solved['name']}(?![A-Za-z])", before) else text


def _marked(text: str) -> str | None:
    """The last run of formulas between dollar signs or LaTeX brackets, joined by "and", "or" or commas."""
    runs: list[list[str]] = []
    end = -1
    for match in _MATH.finditer(text):
        content = next(group for group in match.groups() if group is not None).strip()
        joint = text[end : match.start()] if runs and end >= 0 else None
        if joint is not None and _JOINT.match(joint):
            runs[-1] += [" or " if "or" in joint.lower() else ", ", content]
        else:
            runs.append([content])
        end = match.end()
    telling = [run for run in runs if _HAS_MATH.search("".join(run))] or runs
    return "".join(telling[-1]).strip(_STRIPPED) if telling else None


def _without_reason(text: str) -> str:
    """A sentence without the reason behind its formula: "$35^\\circ$, because the angles add up to $180^\\circ$"."""
    reason = _REASON.search(text)
    return text[: reason.start()] if reason is not None and _HAS_MATH.search(text, 0, reason.start()) else text


def _run(text: str) -> str:
    """The last run of chunks that are no words."""
    found = _runs(text)
    telling = [run for run in found if _HAS_MATH.search(run)]
    return telling[-1] if telling else next((run for run in reversed(found) if run), "")


def _runs(text: str) -> list[str]:
    """The runs of chunks that are no words."""
    chunks = _CJK.sub(r" \1 ", text).split()
    runs: list[list[str]] = [[]]
    for position, chunk in enumerate(chunks):
        is_set = chunk in (":", "|") and bool(runs[-1]) and runs[-1][0].startswith(("{", "\\{"))
        if is_set or _is_sign(chunk, chunks[position + 1] if position + 1 < len(chunks) else ""):
            runs[-1].append(chunk)
            names = chunk.endswith(",") and _NAMED_NEXT.match(" ".join(chunks[position + 1 : position + 3]))
            if (
                (names and not _RELATED.search(" ".join(runs[-1])))
                or (chunk.endswith(":") and len(chunk) > 1)
                or (chunk.endswith((".", "。")) and not chunk[:-1].isdigit())
            ):
                runs.append([])
        elif runs[-1]:
            runs.append([])
    return [_trimmed(run) for run in runs]


def _trimmed(run: list[str]) -> str:
    while run and run[-1].lower().strip(".,") in ("or", "and"):
        run = run[:-1]
    while run and run[0].lower() in ("or", "and", "-", "–", "m", "→", "=>", "⇒", "=", ":"):
        run = run[1:]
    return " ".join(run).strip(_STRIPPED)


def _is_sign(chunk: str, following: str) -> bool:
    """Whether a chunk belongs to a formula: it is no word, and "a" only stands before a sign."""
    bare = chunk.strip("().,;:!?[]{}")
    if _CJK.fullmatch(chunk):
        return False
    if bare.lower() in _WORDS:
        return True
    if "-" in bare and _HYPHENATED.fullmatch(bare):
        return False
    if len(bare) == 1 and bare.isalpha():
        return bare not in "aAI" or following[:1] in ("=", "+", "-", "<", ">", "*", "/", "^")
    return not _PLAIN_WORD.fullmatch(bare) and bool(bare or re.search(r"[-+*/=<>()\[\]]", chunk))


def _in_words(text: str) -> str | None:
    """A number in words, where that is all a statement says."""
    found = list(quantities(text))
    if len(found) != 1 or len(text.split()) > 6:
        return None
    value = found[0].value
    return str(value)
