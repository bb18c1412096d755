"""Reading a mathematical expression as the answer.

The last box counts, else the last explicit statement, else the formula of the conclusion, else the last formula. A
formula within a sentence is the longest run of signs, numbers, single letters and LaTeX that ends the sentence.
"""

from __future__ import annotations

import re

from hyeval.scoring import prose
from hyeval.scoring.extraction import CUT_OFF, EMPTY, NOTHING, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.quantity import quantities
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import CONCLUSION, CORRECTION, marked_sentences, read, statements

_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_JOINT = re.compile(r"^\s*(?:,|;|and|or|或者?|和|、|,\s*(?:and|or))?\s*$", re.IGNORECASE)
_NO_SOLUTION = Sieve(
    r"\b(?:no|not (?:have )?any|zero)\s+(?:real\s+)?solutions?\b|\binfinitely many solutions\b|"
    r"\ball real numbers(?!(?: [a-z])? (?:with|such that|where|satisfying|greater|less|larger|smaller|"
    r"[<>≤≥]|\$?[a-z]\s?[<>≤≥]))(?:\s*,?\s*(?:except|other than|excluding|but not)\b[^.]*)?|"
    r"\b(?:is )?undefined\b|\bdoes not exist\b|无解|∅|\bno such\b",
    re.IGNORECASE,
)
_WORD_NAMES = """or and sin cos tan cot sec csc ln log exp sqrt pi arcsin arccos arctan infinity cm mm km m cm² m² units
    unit degrees degree rad radians"""
_WORDS = frozenset(_WORD_NAMES.split())
_PLAIN_WORD = re.compile(r"[^\W\d_²³¹⁰⁴-⁹]{2,}(?:['’-][^\W\d_]+)*|[^\W\d_]['’](?:m|d|s|ll|ve|re)", re.IGNORECASE)
"""A word of a sentence, as "is", "don't" and "I'm"."""
_HYPHENATED = re.compile(r"[A-Za-z]-[A-Za-z]{3,}", re.IGNORECASE)
"""A word such as "x-axis"."""
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af。，、：；]+)")
_CUT = re.compile(
    r"(?:,\s+|\s+)(?:since|because|as\b|where|which|when|for all|for every|so\b|by\b|using|if\b|but\b|not\b|"
    r"instead of|rather than)\b.*$|[.;]\s+[A-Z].*$",
    re.DOTALL | re.IGNORECASE,
)
_SPELLED = (
    (Sieve(r"\b(?:the )?(?:positive )?square root of (?=[\d(\\]|[a-z]\b)", re.IGNORECASE), "√"),
    (Sieve(r"(?<=\d) times (?=pi\b|π|\d|√)", re.IGNORECASE), " · "),
    (Sieve(r"(?<=\b[A-Za-z]) squared\b", re.IGNORECASE), "^2"),
    (Sieve(r"(?<=\b[A-Za-z]) cubed\b", re.IGNORECASE), "^3"),
)
_INEQUALITIES = tuple(
    (
        Sieve(
            rf"\b(?:all (?:real )?(?:numbers|values)(?: of)?(?: [a-z])?(?: that are)?|[a-z](?: is)?) {words} (?=\S)",
            re.IGNORECASE,
        ),
        sign,
    )
    for words, sign in (
        ("(?:greater|larger) than or equal to", "≥"),
        ("(?:less|smaller) than or equal to", "≤"),
        ("(?:greater|larger) than", ">"),
        ("(?:less|smaller) than", "<"),
    )
)
_SO = re.compile(r",?\s+(?:so|thus|hence|therefore)\b,?\s+", re.IGNORECASE)
_SOLVED = re.compile(r"(?:^|(?<=[a-z,;:]\s)|(?<=\$))(?P<name>[A-Za-z])\s*=\s*[^=]+$")
"""An equation at the end that gives a letter by itself."""
_VALUE = re.compile(r"\W*([a-z])\s*=\s*[^=]{1,40}")
_CONSTANTS = ("pi", "π", "e")
_TIMES = re.compile(r"\b(?:times|multiplied)\b", re.IGNORECASE)
"""A product in words: a constant beside it is no answer."""
_ASKS_CHANCE = re.compile(r"\b(?:probability|chances?|odds|likelihood)\b", re.IGNORECASE)
_CHANCES = re.compile(r"\b(\d+) (?:in|out of) (\d+)\b")
_UNDECIDED = Sieve(
    r"\b(?:could|might|may) be\b[^.]*\bor\b|\b(?:maybe|perhaps|possibly|not sure|uncertain)\b[^.]*\bor\b|"
    r"\bor (?:maybe|perhaps|possibly)\b|\bor\b[^.]*\bdepending on\b",
    re.IGNORECASE,
)
_DENIED = Sieve(
    r",?\s*(?:\band\s+)?(?:\bnot|n't|\brather than|\binstead of)\s+(?:be\s+)?(?:equal\s+(?:to\s+)?)?"
    r"(?:\$[^$]+\$|[(\[][^()\[\]]*[)\]]|(?=[^\s]*[\d√π])[^\s,;]+?)(?=[\s,;.]|$)(?:\s+but\s+)?",
    re.IGNORECASE,
)
"""A formula that a sentence only says not to be the answer."""
_HAS_MATH = Sieve(r"[\d=√π∞<>≤≥²³^]|\\(?:frac|sqrt|pi|ln|infty)|\bpi\b")
_OPEN_END = re.compile(r"(?:[+*/=×·^<>≤≥]|(?<=\s)[-–−])[\s$]*$")
"""The end of a formula that is not finished."""
_SHOWN = re.compile(r"\b(?:shown|image|picture|figure|graph|diagram|plot\w*|drawn|given)\b", re.IGNORECASE)
_IN_GENERAL = re.compile(
    r"\W*(?:in general|generally|an?\s[a-z]{2,}\s[^\n]{0,200}\b(?:has|is|have|satisfies)\b|"
    r"(?:the|its) (?:general|standard|usual|vertex|normal) (?:form|formula|equation))",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\^\s*\{?\s*\d\s*\}?|[²³]")
_AGAIN = re.compile(r"\s*\((?:i\.\s?e\.|(?:that is|equivalently|or)\b)[^()\n]{1,60}\)", re.IGNORECASE)
"""The same once more, in another form: "π (i.e. 180°)"."""
_AREA = re.compile(r"[\s$*\\(\[]*A\s*=")
"""A formula for something that is called A, which is no label of an answer."""
_STRIPPED = " \t\n*.,;:!。，\"'`"


def extract_expression(response: str, question: Question) -> Extraction:
    """Find the expression that a response gives as its answer."""
    found = read(response, question.text)
    if found.reason and not (found.reason != EMPTY and prose.boxes(response)):
        return unanswered(found.reason)
    if found.declared is not None:
        return Extraction(found.declared.strip())
    lines = [line[:4000] for line in marked_sentences(found.text)][-300:]
    if _ASKS_CHANCE.search(question.text):
        lines = [_CHANCES.sub(r"\1/\2", line) for line in lines]
    if lines and _UNDECIDED.search(lines[-1]) and not prose.boxes(lines[-1]):
        return unanswered(SEVERAL)
    stated = _stated(lines)
    if stated is not None:
        return Extraction(stated)
    reason = prose.failure(found)
    if reason is not None:
        return unanswered(reason)
    if lines and _OPEN_END.search(lines[-1]):
        return unanswered(CUT_OFF)
    if values := _listed_values(lines, question):
        return Extraction(values)
    is_of_one = _SHOWN.search(question.text) is not None
    return _of_sentences([line for line in lines if not (is_of_one and _is_general(line))])


def _listed_values(lines: list[str], question: Question) -> str | None:
    """Values of the letters that a question asks for, each on a line of its own: "x = 1", "y = 2"."""
    found = [match for line in lines[-4:] if (match := _VALUE.fullmatch(line))]
    names = [match.group(1) for match in found]
    asked = all(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", question.text) for name in names)
    several = len(set(names)) == len(names) > 1
    return ", ".join(match.group().strip(_STRIPPED) for match in found) if several and asked else None


def _stated(lines: list[str]) -> str | None:
    """The expression of the last statement; boxes of one sentence are read together."""
    found = statements(lines)
    boxed = [one for one in found if one.boxed]
    if boxed:
        return ", ".join(one.content for one in boxed if one.number == boxed[-1].number and one.content)
    for statement in reversed(found):
        line = lines[statement.number]
        formula = _formula(_CUT.sub("", line if _AREA.match(line) else statement.content), stated=True)
        later = [one for one in lines[statement.number + 1 :] if CORRECTION.search(one) and _formula(one)]
        if formula:
            return _formula(later[-1]) if later else formula
    return None


def _of_sentences(lines: list[str]) -> Extraction:
    found = [
        (line, formula)
        for line in lines
        if not line.rstrip().endswith("?") and (formula := _formula(line, stated=len(lines) == 1))
    ]
    concluding = [formula for line, formula in found if CONCLUSION.search(line)]
    if not found:
        return unanswered(NOTHING)
    return Extraction(concluding[-1] if concluding else found[-1][1])


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
    if "(" in text and _HAS_MATH.search(once := _AGAIN.sub("", text)):
        text = once
    for spelled, sign in _SPELLED:
        text = spelled.sub(sign, text)
    for spelled, sign in _INEQUALITIES:
        text = spelled.sub(f"x {sign} ", text)
    marked = _marked(text)
    if marked:
        return marked
    run = _run(_CUT.sub("", _derived(text)) if not stated else text)
    if not stated and not _HAS_MATH.search(run) and "=" in text:
        run = _run(text)
    if run in _CONSTANTS and _TIMES.search(text):
        return None
    if run and _HAS_MATH.search(run):
        return run
    if run and stated and len(run) <= 12:
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


def _run(text: str) -> str:
    """The last run of chunks that are no words."""
    chunks = _CJK.sub(r" \1 ", text).split()
    runs: list[list[str]] = [[]]
    for position, chunk in enumerate(chunks):
        if _is_sign(chunk, chunks[position + 1] if position + 1 < len(chunks) else ""):
            runs[-1].append(chunk)
            if (chunk.endswith(":") and len(chunk) > 1) or (chunk.endswith((".", "。")) and not chunk[:-1].isdigit()):
                runs.append([])
        elif runs[-1]:
            runs.append([])
    found = [_trimmed(run) for run in runs]
    telling = [run for run in found if _HAS_MATH.search(run)]
    return telling[-1] if telling else next((run for run in reversed(found) if run), "")


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
