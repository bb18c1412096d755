"""What is the same for every kind of answer: which text counts as the response, and how it falls into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from hyeval.scoring.courtesy import without_courtesy
from hyeval.scoring.declared import declaration
from hyeval.scoring.extraction import CUT_OFF, EMPTY, FAILED_CALL, REFUSAL, SEVERAL
from hyeval.scoring.lexicon import ORDINALS
from hyeval.scoring.reasoning import split_reasoning
from hyeval.scoring.sieve import Sieve, folded_text, has_any, marks_of
from hyeval.scoring.undecided import is_undecided

LIMIT = 24_000
"""Characters of a response that are read; a longer one is read at its head and its tail."""

_LONG = 4000
"""Characters from which on a text may be too long for rules that go over a run of blanks from each of its places."""

_CHARACTERS: dict[int, int | str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CHARACTERS |= str.maketrans("“”„‟«»「」『』‘’‚‛′−﹣\u00a0\u2009\u202f\u3000", '""""""""""\'\'\'\'\'--    ')
_CHARACTERS |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u200e\u200f"), "")

_SPECIAL = re.compile(
    r"<\|?/?(?:im_end|im_start|endoftext|end_of_turn|eot_id|end|s|eos|bos|pad|unk|return|assistant|begin_of_box|"
    r"end_of_box)\|?>|\[/?(?:INST|EOS|BOS)\]"
)
_SPEAKER = re.compile(
    r"\W*(?:(?:user|human)\s*:.*?[\s>])?(?:#+\s*|\*\*|\[)?"
    r"(?:(?P<name>(?:ai )?assistant|(?:chat)?gpt|(?:chat)?bot|ai)|response)"
    r"(?:\*\*)?(?:\]?\s*:(?:\*\*)?|\])\s*(?=\S)",
    re.IGNORECASE | re.DOTALL,
)
"""The name of the one who answers, in front of the answer, and perhaps the question before it: "ASSISTANT: B"."""
_TURN = re.compile(
    r"\n(?:\s*(?:#+\s*|\*\*)?(?:(?:next |new )?question(?: \d+)?|q\d*|user|human|problem|instruction|问题|问|"
    r"input)\s*(?:\*\*)?\s*[::]|(?:USER|HUMAN)\b)",
    re.IGNORECASE,
)
"""It begins with the end of a line, which the engine looks for first."""
_TURN_END = re.compile(r"<\|(?:im_end|eot_id|end|eos|endoftext|end_of_text)\|>|<end_of_turn>|</s>")
_OWN_TURN = re.compile(r"(?:\s|<[|/]?\w+\|?>)*(?:assistant|model)\b")
"""What follows the end of a turn where the same speaker goes on."""
_MARKED_TURN = re.compile(r"<\|im_start\|>\s*user|<start_of_turn>\s*user|\[INST\]", re.IGNORECASE)
_FAILED = Sieve(
    r"failed to obtain answer|request[_ ]failed"
    r"|^\W*(?:an )?(?:api |internal |server |openai\w* )?error\b[^.\n]{0,40}(?:\d{3}|:|code)"
    r"|^\W*(?:http\S*\s+)?[45]\d\d\b\W*(?:error|internal|bad|too many|service|gateway|unauthori|forbidden)"
    r"|^traceback \(most recent|rate limit (?:exceeded|reached)|too many requests|internal server error"
    r"|connection (?:error|refused|reset|timed out)|(?:read|request) timed? ?out|cuda out of memory|bad gateway"
    r"|service (?:is )?(?:temporarily )?unavailable|content[_ ]filter|context length exceeded|\"error\"\s*:",
    re.IGNORECASE,
)
_FAILURE = (
    "error", "failed", "traceback", "rate limit", "too many", "connection", "timed", "time out", "timeout",
    "of memory", "gateway", "unavailable", "filter", "context length",
)  # fmt: skip
"""Every such message has one of these, in small letters, or begins with a number: the cheapest test, made first."""
_STATUS = re.compile(r"\W*(?:http\S*\s+)?[45]\d\d")
_ESTABLISHED = (
    "determined|answered|read|identified|deciphered|recogni[sz]ed|made out|verified|distinguished|worked out|"
    "calculated|computed|established|inferred|told apart"
)
_REFUSAL = Sieve(
    r"\b(?:i|we)(?:'m| am| are|'re)?\s+(?:(?:sorry|afraid)\b[^.\n]{0,40}?)?(?:really |simply |currently )?"
    r"(?:can ?not|can't|could not|couldn't|unable to|not able to|not (?:sure|certain)|do not|don't|don’t|won't|"
    r"will not)\b\s*"
    r"(?:\w+\s+){0,3}?(?:see|view|access|open|determine|answer|identify|assist|help|tell|provide|know|say|decide|read|"
    r"share|disclose|reveal|transcribe|reproduce|"
    r"comput(?:e|ing)|calculat(?:e|ing)|work out|add (?:them|it|these|those) up|"
    r"process|analy[sz]e|make out|which|what|whether|if|have (?:access|enough)|comply|recogni[sz]e|discern|verify|"
    r"confirm|give|do that|see)\b"
    r"|\bas an? (?:ai|language model)\b(?=[^.\n]{0,160}?(?:\b(?:not|cannot|no|unable|without|lack\w*|impossible)\b|"
    r"n['’]t\b|\W*$))"
    r"|\b(?:is|it's|was) (?:not possible|impossible) (?:for me )?to "
    r"(?:tell|determine|say|know|answer|identify|see|decide|read)"
    r"|\bcan ?not be "
    rf"(?:seen|{_ESTABLISHED})|\bcan't be (?:{_ESTABLISHED})"
    r"|\b(?:no|not enough|insufficient) (?:information|image|picture)\b"
    r"|\btoo (?:blurry|blurred|(?:dark|small|faint|far|unclear|low)[^.\n]{0,30}?\bto)\b"
    r"|\b(?:please|could you) (?:provide|upload|share|attach)\b|\bno image (?:was|is|has)\b|"
    r"\bthere is no way to (?:tell|know|determine|say|judge|decide|see)\b"
    r"|\bunclear\b|\bhard to (?:say|tell)\b|\b(?:difficult|impossible) to (?:say|tell|determine)\b|"
    r"\bunable to (?:determine|answer|see|view)"
    r"|\bi (?:refuse|decline) to\b|\b(?:picture|image|photo|chart|figure|diagram) does(?: not|n['’]t) "
    r"(?:show|say|tell|contain) (?:what is asked|whether|enough|the answer)\b"
    r"|\bwould (?:have|need) to know more\b|(?:^|[.!?。\n]\s*)(?:not sure|no idea)[.!\s]*$"
    r"|无法|不能(?:确定|判断|回答|看到)|抱歉|看不清"
    r"|\bno puedo\b|\bje ne peux pas\b|\bich kann (?:das|die|nicht)\b[^.]{0,40}nicht",
    re.IGNORECASE,
    marked=True,
)
# Each alternative begins with its sign, and looks back past it: the engine then skips to the next such sign.
_EMPHASIS = (
    r"\*(?:(?<!\w\*)\*{1,2}|\*{1,2}(?!\w)|(?<![\s\d)*]\*)|(?![\s\d(*]))|_(?:(?<!\w_)_|_(?!\w))"
    r"|``{0,2}(?:json|text|latex|python)?|~~"
)
_MARKUP = re.compile(_EMPHASIS)
_MARKED_LINE = r"#(?<=^#)#{0,5}\s+|>(?<=^>)\s+|-(?<=^-)-{2,}\s*$|\s(?<=^\s)\s*(?:#{1,6}\s+|>\s+|-{3,}\s*$)"
_MARKUP_OF_LINES = re.compile(rf"{_EMPHASIS}|{_MARKED_LINE}", re.MULTILINE)
_BLANKS = re.compile(r"(\s{100})\s+(\s{100})")
_TEXT_COMMAND = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt)?|math(?:rm|bf|sf|it|tt)|mbox|bold|boldsymbol|emph|operatorname)\s*\{([^{}]*)\}"
)
BOX = Sieve(r"\\(?:boxed|fbox|framebox)\s*\{", marked=True)
_BREAK = re.compile(
    r"[.!?;。\n](?:(?<=[.!?])[\"')\]]*\s+|(?<=;)\s+(?=[A-Za-z]{2})|(?<=。)|(?<=[!?])(?=[\u3040-\u9fff])|(?<=\n)\n*)"
)
_ABBREVIATED_TEXT = """
    dr mr mrs ms prof st vs e.g i.e approx fig inc ltd co corp jr sr etc u.s tel univ dept vol ave blvd gen col capt lt
    hon mt ft ans
"""
_ABBREVIATED = _ABBREVIATED_TEXT.split()
_ABBREVIATIONS = frozenset(_ABBREVIATED)
_ABBREVIATED_ENDS = frozenset(word[-4:] for word in _ABBREVIATED)
_ABBREVIATION = re.compile(
    rf"(?:^|[\s(\"':：*{{])(?:{'|'.join(map(re.escape, _ABBREVIATED))})\.$|"
    r"^\W*(?:option )?[a-z]\.$|\{[a-z]\.$|^\W*\d{1,2}\.$",
    re.IGNORECASE,
)
_NUMBER_SIGNS = (" No.", " no.", " Nr.")
_HALVES_OF_DAY = ("a.m.", "p.m.", "A.M.", "P.M.")
_INITIAL = re.compile(
    r"(?:^|[\s.\"'(:：*])(?<!\b[A-Z] [-–—] )(?<!\b[A-Z], )[A-Z]\.$|"
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
"""An initial, which is no last letter of a word spelled out, as in "A - U - R - O - R - A."; or a month."""
_CLOSED = re.compile(r"[a-z0-9)°%$][.:]\s.*[a-z0-9)°%$][.:]\s", re.DOTALL)
"""Two sentences or list heads of a response that were closed."""
_OPENED = re.compile(
    r"(?:[^\s(]{2}|\d\s?\w{0,3}|[)$°%])[.!?]\s+(?:(?:Now|Next|Then|First|Second|Also|Finally|Here|Setting|Using|Since|Note|Let)"
    r"(?:\s+(?:we|it|they|he|she|this|that|the|us))?|We|It|They|He|She)$"
)
"""Words at the end that only begin a sentence."""
_ENDS_WELL = re.compile(
    r"(?:\b(?:so|therefore|thus|hence|answer|ans\.?|must|conclusion|choice|option|correct|it is|it's|this is)(?!\w)|"
    r"\b(?:result|solution|value)\s*:|→|=>|⇒)(?:[^.;\n]|\.(?=\w))*$",
    re.IGNORECASE,
)
"""A last sentence that concludes, if only its full stop is missing."""
_LETTERED = re.compile(
    r"\W*(?:(?:so|thus|therefore|hence),?\s+)?(?:the\s+)?(?:final\s+|correct\s+)?(?:answer|option|choice)\W{0,5}(?::|\bis\b:?)"
    r"\W{0,5}[A-Z][).]{1,2}\s(?!\W*(?:let|wait|but|however|hmm|i|we|it|this|that|because|since|as|no)\b)(?:[^.!?]|\.\d){1,80}[.*\s]*",
    re.IGNORECASE,
)
"""A line that only gives an answer by its letter and its text."""
_HEADED = re.compile(r"\W{0,4}(?:\*\*|__)[^*_\n]{2,30}(?::(?:\*\*|__)|(?:\*\*|__):)\s+[\w'’%°-]+(?: [\w'’%°-]+){0,6}")
"""A value below a heading of its own line: "**Impression:** normal chest X-ray"."""
_PAIRS = re.compile(r"\s*[^:,;.]{1,40}:\s[^:,;.]{1,40}(?:[,;]\s+[^:,;.]{1,40}:\s[^:,;.]{1,40})+")
"""Values with their names, up to the end: "Exports: blue, imports: grey"."""
_QUOTED = re.compile(r"(?:>[^\n]*(?:\n\s*+|\Z))+")
"""A block quote at the beginning of a text."""
_ECHO = re.compile(r"\s*(?:question|q|问题)\s*:\s*", re.IGNORECASE)
_ANSWER_HEADING = re.compile(
    r"(?:^|(?<=\n))[ \t#*_>]*((?:the )?(?:final |correct |my )?answer)[ \t*_:#]*\n\s*(?=\S)", re.IGNORECASE
)
"""A line that announces the answer below it: "### Final Answer"."""
_INSTRUCTION = re.compile(
    r"(?:(?<=[.?!])\s|\n|^)\s*(?:please\s+)?answer\s+(?:the\s+question\s+)?(?:directly\s+)?(?:with|using|in|by)\s+"
    r"(?:only\s+|just\s+)?(?:(?:a|an|one)\s+(?:single\s+|short\s+)?(?:word|phrase|number|letter)|yes\s+or\s+no|"
    r"(?:the\s+)?(?:option['’]s\s+|correct\s+)?letter\s+(?:from|of))\b[^.\n:]*(?:\.|$)",
    re.IGNORECASE,
)
"""What a prompt asks for behind its question, where a response repeats that too."""
_LETTERS = re.compile(r"[^\W\d_]+")
_EDGE = ".,;:!*\"'"
_WORD = re.compile(r"\S+")
_PERIOD = 12
"""Words of the longest turn of a loop."""
_CLAUSE = re.compile(
    r";\s|(?:,\s+(?:and\s+|but\s+|while\s+|whereas\s+)?|\s+and\s+)(?=(?:the|its|their|it|that of)\s+(?:[\w'-]+\s){1,6}?"
    r"(?:is|are|was|were|says?|reads?|shows?|has|had|\w+ed)\b)|"
    r"\s+and\s+(?=(?:is |was |were |are )?\w+ed\s+by\b|\w+s\s+(?:at|in|on)\s)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"\W*(?:according to|based on|judging (?:by|from)|as (?:shown|seen|stated|written)|from|in|on|at|for|given|"
    r"looking at|when|once|as soon as|after)\s",
    re.IGNORECASE,
)
"""A phrase that only says where a clause has its answer from."""
_COUNTED = frozenset(("last", *ORDINALS))
_OPEN_PAIR = frozenset(("the", "an", "of", "and"))
"""The last of two words that only begin a line: "Substituting the"."""
_OPEN_END = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "to",
        "of",
        "in",
        "on",
        "at",
        "and",
        "or",
        "that",
        "which",
        "so",
        "because",
        "with",
        "by",
        "for",
        "from",
        "as",
        "this",
        "its",
        "than",
        "but",
        "if",
        "would",
        "should",
        "will",
        "be",
        "option",
        "therefore",
        "thus",
        "hence",
        "since",
        "while",
        "into",
        "let",
        "going",
        "means",
        "there",
        "when",
        "where",
        "who",
        "shows",
        "their",
        "his",
        "her",
        "our",
        "not",
        "says",
        "reads",
        "gives",
        "yields",
        "equals",
        "named",
        "called",
    ]
)


@dataclass
class Reading:
    """The part of a response that is read. `declared` is what a JSON field, a tag or a box holds, if there is one."""

    text: str
    declared: str | None = None
    reason: str | None = None
    unfinished: bool = False
    """The response ends inside a sentence or inside its thoughts: only an explicit statement counts."""
    thinking: bool = False
    """All there is, is the last sentence of a thought that was never closed."""

    @cached_property
    def refuses(self) -> bool:
        """Whether the response says that the question cannot be answered; asked for only where it states no answer."""
        return not self.thinking and refuses(self.text)


def tidy(text: str) -> str:
    """Bring full-width letters, quotation marks, blanks and minus signs into one form and drop chat markers."""
    if not text.isascii():
        text = text.translate(_CHARACTERS)
    return _SPECIAL.sub(" ", text) if "<" in text or "[" in text else text


def without_speaker(text: str, question: str) -> str:
    """Drop the name of the one who answers where a response begins with it, unless the question speaks of one."""
    speaker = _SPEAKER.match(text)
    if speaker is None or re.search(rf"\b{speaker['name'] or 'response'}s?\b", question, re.IGNORECASE):
        return text
    return text[speaker.end() :]


def flat(text: str) -> str:
    """Take Markdown emphasis and LaTeX text commands off, keeping the lines."""
    if "\\" in text:
        text = _TEXT_COMMAND.sub(lambda command: command[1], text)
    of_lines = "#" in text or ">" in text or "---" in text
    if of_lines:
        return _MARKUP_OF_LINES.sub("", text)
    return _MARKUP.sub("", text) if "*" in text or "_" in text or "`" in text or "~" in text else text


def bounded(text: str) -> str:
    """Keep the head and the tail of an overlong text, where its answer stands, and of overlong runs of blanks."""
    if len(text) > LIMIT:
        text = text[: LIMIT // 4] + "\n" + text[-(LIMIT - LIMIT // 4) :]
    return _BLANKS.sub(r"\1\2", text) if len(text) > _LONG else text


def reading(response: str, echo: str = "") -> Reading:
    """Find what is to be read in a response; `echo` is the question, which some models repeat."""
    parts = split_reasoning(response)
    thinking = not parts.closed and not parts.answer
    text = parts.thought or "" if thinking else parts.answer
    text = without_speaker(tidy(first_turn(bounded(text))).strip(), echo)
    text = without_echo(text.strip(), echo)
    if "nswer" in text:
        text = _ANSWER_HEADING.sub(r"\1: ", text)
    if "nswer " in text:
        text = _INSTRUCTION.sub("", text)
    if not text:
        return Reading("", reason=EMPTY)
    if _may_have_failed(folded_text(text[:400])) and _FAILED.search(text[:400]):
        return Reading(text, reason=FAILED_CALL)
    if thinking:
        return Reading(_last_sentence(text), unfinished=True, thinking=True)
    text = without_courtesy(without_loop(without_next_turn(text)), echo)
    if is_undecided(text):
        return Reading(text, reason=SEVERAL)
    declared = declaration(text, echo)
    if declared == SEVERAL:
        return Reading(text, reason=SEVERAL)
    return Reading(text, declared, unfinished=not parts.closed or cut_off(text))


def _may_have_failed(folded: str) -> bool:
    return has_any(folded, _FAILURE) or _STATUS.match(folded) is not None


def failure(found: Reading) -> str | None:
    """Name what kept a response from having an answer, if the reading itself shows it."""
    if found.reason:
        return found.reason
    if found.refuses:
        return REFUSAL
    return CUT_OFF if found.unfinished else None


def is_introduction(line: str) -> bool:
    """Whether a line only says where the answer is from: "Based on the picture:"."""
    return _INTRODUCTION.match(line) is not None and "," not in line


def refuses(text: str) -> bool:
    """Whether the text says that the question cannot be answered."""
    return bool(marks_of(text) & _REFUSAL.mark and _REFUSAL.search(text))


def first_turn(text: str) -> str:
    """Cut what follows the marker with which a chat template ends a turn or begins the other speaker's."""
    if "<" not in text and "[" not in text:
        return text
    marked = _MARKED_TURN.search(text, 1)
    text = text[: marked.start()] if marked else text
    start, speaks = 0, False
    for end in _TURN_END.finditer(text) if "<" in text else ():
        speaks = speaks or bool(_SPECIAL.sub("", text[start : end.start()]).strip())
        if speaks and not _OWN_TURN.match(text, end.end()):
            return text[: end.start()]
        start = end.end()
    return text


def without_next_turn(text: str) -> str:
    """Cut a question that the model invented after its answer, and all that follows it."""
    turn = _TURN.search(text, 1) if "\n" in text else None
    return text[: turn.start()].rstrip() if turn else text


def without_echo(text: str, question: str) -> str:
    """Drop the question where the response begins by repeating it, as often as it does, and a repetition cut off."""
    question = question.strip()
    quoted = _QUOTED.match(text) if text[:1] == ">" else None
    if quoted and quoted.end() < len(text) and question and question.casefold() in quoted.group().casefold():
        text = text[quoted.end() :]
    head = _ECHO.match(text)
    start = head.end() if head else 0
    asked, echoed = question.casefold(), False
    while question and text[start : start + len(question)].casefold() == asked:
        text, start, echoed = text[start + len(question) :].strip(), 0, True
    is_cut = echoed and len(text.split()) > 2 and asked.startswith(text.casefold())
    return "" if is_cut else text


def without_loop(text: str) -> str:
    """Keep one turn of a response that only repeats the same few words; the last repetition may be cut off."""
    head = text.split(None, _PERIOD + 1)[: _PERIOD + 1]
    if len(head) < 3 or _bare(head[0]) not in " ".join(head[1:]).casefold():
        return text  # seen at once for most responses
    head = [word.strip(_EDGE).casefold() for word in head]
    if head[0] not in head[1:]:
        return text
    ends = [word.end() for word in _WORD.finditer(text)]
    spoken = text.split()
    for period in range(1, min(_PERIOD, len(spoken) // 3) + 1):
        if head[period] == head[0] and _repeats(spoken, period):
            turn = text[: ends[period - 1]]
            return text[: ends[period]] if cut_off(turn) else turn  # "A. So it is A. So it is A. …"
    return text


def _bare(word: str) -> str:
    return word.strip(_EDGE).casefold()


def _repeats(spoken: list[str], period: int) -> bool:
    """Whether words come again after `period` others, the last one perhaps in part."""
    return _bare(spoken[-1 - period]).startswith(_bare(spoken[-1])) and all(
        _bare(spoken[place]) == _bare(spoken[place - period]) for place in range(period, len(spoken) - 1)
    )


def cut_off(text: str) -> bool:
    """Whether a text ends inside a sentence: its last word needs another, or sentences before it were closed."""
    last = text.rstrip()[-200:]
    if last[-1:] in ",(:[{—–-" or last.endswith(("\\", " +", " =", " ×", " ÷")):
        return True
    words = _LETTERS.findall(last.rsplit("\n", 1)[-1]) if last[-1:].isalpha() else []
    if not words:
        return False
    lowered = words[-1].lower()
    if lowered == "option" and words[-2:-1] and words[-2].lower() in _COUNTED:
        return False
    if len(words) == 2 and words[-1] in _OPEN_PAIR and "\n" in last:
        return True
    if len(words) > 2 and lowered in _OPEN_END and not (lowered == "a" and words[-1] == "A"):
        return True
    if _OPENED.search(last):
        return True
    if len(words) <= 3 or not words[-1].islower() or _CLOSED.search(text) is None:
        return False
    if _HEADED.fullmatch(last.rsplit("\n", 1)[-1]):
        return False
    return not _ENDS_WELL.search(last) and _PAIRS.fullmatch(last.rsplit("\n", 1)[-1]) is None


def sentences(text: str, initials: bool = False) -> list[str]:
    """Split into sentences and lines; abbreviations and list letters end none, nor do initials of names if asked."""
    ends = [gap.end() for gap in _BREAK.finditer(text)]
    found: list[str] = []
    parted = False
    for start, end in pairwise([0, *ends, len(text)]):
        piece, was_parted, parted = text[start:end].strip(), parted, text[:end].endswith("\n\n")
        if not piece:
            continue
        ended = found[-1] if found and not was_parted else ""
        if ended[-1:] == "." and (
            _is_short(ended) or (initials and _is_of_name(ended, piece)) or _goes_on(ended, piece)
        ):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return found


def _is_of_name(piece: str, following: str) -> bool:
    """Whether a full stop stands behind an initial, or in "Invoice No. 12"."""
    return _INITIAL.search(piece[-6:]) is not None or (piece.endswith(_NUMBER_SIGNS) and following[0].isdecimal())


def _goes_on(piece: str, following: str) -> bool:
    r"""Whether a full stop ends no sentence: in braces, as in `\boxed{Dr. Li}`, or of "by 3 p.m. it has risen"."""
    if "{" in piece and piece.count("{") > piece.count("}") and following.count("}") > following.count("{"):
        return True
    return following[0].islower() and piece.endswith(_HALVES_OF_DAY)


def _is_short(piece: str) -> bool:
    """Whether the full stop at the end of a piece belongs to an abbreviation or a list letter."""
    last = piece[-5:-1]
    if len(last) == 4 and last.isalpha() and last.isascii() and last.lower() not in _ABBREVIATED_ENDS:
        return False
    end = piece[-16:]
    word = end[:-1].rpartition(" ")[2]
    is_plain = len(word) > 1 and word.isascii() and word.isalpha() and word.lower() not in _ABBREVIATIONS
    return not is_plain and bool(_ABBREVIATION.search(end))


def clauses(sentence: str) -> list[str]:
    """Split a sentence where a new subject with its own verb follows: "the red line is A and the blue line is B"."""
    parts = [part for part in _CLAUSE.split(sentence) if part.strip()]
    if len(parts) > 1 and (len(parts[0].split()) <= 3 or _is_introduction(parts[0])):
        return [sentence]
    return parts


def _is_introduction(part: str) -> bool:
    return len(part) < 60 and _INTRODUCTION.match(part) is not None


def boxes(text: str) -> list[str]:
    r"""Contents of every `\boxed{…}` (and `\fbox`), braces balanced; one that is cut off is left out."""
    return [content for _, _, content in box_spans(text)]


def box_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of every box."""
    for match in BOX.finditer(text):
        depth = 1
        for position in range(match.end(), min(len(text), match.end() + 2000)):
            depth += (text[position] == "{") - (text[position] == "}")
            if not depth:
                yield match.start(), position + 1, text[match.end() : position].strip()
                break


def _last_sentence(text: str) -> str:
    """The end of an unclosed thought, where alone a final answer may stand: "Final answer: B. 50 km/h"."""
    last = (sentences(text) or [""])[-1]
    line = text.rstrip().rpartition("\n")[2]
    return line if last != line and _LETTERED.fullmatch(line) else last
