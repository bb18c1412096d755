"""The grammar of answer statements: "the answer is …", "Answer: …", a box, in several languages.

A statement outranks every other sentence, as it says itself that it is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from hyeval.scoring.extraction import CUT_OFF
from hyeval.scoring.prose import Reading, box_spans, flat, reading, sentences
from hyeval.scoring.sieve import Sieve, folded_text, has_any
from hyeval.scoring.words import Spoken, spoken

_QUALIFIERS = r"(?:(?:final|correct|right|best|only|likeliest|exact|overall|short|proper|appropriate)\s+)"
_IS = (
    r"(?::|=|→|->|=>|⇒|–|—|\s-\s|\b(?:is|are|was|were|would be|should be|must be|will be|has to be|ought to be|"
    r"seems to be|"
    r"appears to be|might be|may be|could be|can be|equals|becomes|comes out (?:as|to|at)|lautet|ist|wäre|est|serait|"
    r"es|sería|sarebbe|"
    r"será|это)\b|\bè(?=\s)|\bé(?=\s))"
)
_NOUN = (
    r"(?:answer|solution|conclusion|result|antwort|lösung|ergebnis|réponse|respuesta|solución|risposta|soluzione|"
    r"resposta|solução|antwoord|odpowiedź|ответ|cevap|svar)"
)
_CHOSEN = (
    r"(?:(?:correct|right|best|final|only|appropriate|proper|matching|remaining|my)\s+(?:\w+\s+)?"
    r"(?:option|choice|selection|pick|guess|alternative|letter|statement|candidate)"
    r"|(?:opción|opción|option|opzione|opção)\s+(?:correcta|correcte|corretta|correta)|bonne\s+(?:option|réponse))"
)
_CUE = Sieve(
    rf"(?<!\bto )(?<!can )(?<!not )(?<!please )(?<!cannot )(?:\b{_QUALIFIERS}*{_NOUN}\b(?!\s+(?:choices|options|"
    rf"sheet|key))|\b{_CHOSEN}\b)"
    rf"(?:(?!\b(?:because|since|as|but|and|while|can't|cannot|isn't|not)\b)[^\n.:=→?!]){{0,60}}?\s*{_IS}(?:\s*:)?\s*"
    r"|(?:正确|最终|最佳)?(?:答案|选项)(?:应该|应当|应|就|选择|选)*(?:是|为|選|选|:)+\s*|(?:故|应|应该|因此|所以|答案)?选(?:择|項|项)?(?:是|为|"
    r":)?\s*(?=[A-Za-z(\"])"
    r"|答え(?:は|:)\s*|正解(?:は|:)\s*|解答(?:は|:)\s*|(?:정답|답)(?:은|:)\s*|đáp án\s*(?:là|:|đúng là)\s*",
    re.IGNORECASE,
)
_ASCII_NAMES_TEXT = """
    answer solution conclusion result option choice selection pick guess alternative letter statement candidate
    antwort ergebnis respuesta risposta soluzione resposta antwoord cevap svar opzione
"""
_OTHER_NAMES_TEXT = "lösung réponse solución solução odpowiedź ответ opción opção 答案 选 答え 正解 解答 정답 답 đáp"
_ASCII_NAMES = tuple(_ASCII_NAMES_TEXT.split())
_NAMES = (*_ASCII_NAMES, *_OTHER_NAMES_TEXT.split())
"""Words without one of which no cue can stand, in small letters."""
_OPENERS_TEXT = "final correct right best only likeliest exact overall short proper appropriate ans a"
OPENERS = frozenset(_OPENERS_TEXT.split())
"""Words, in small letters, with which a bare cue begins that names no answer in full."""
_BARE_CUE = re.compile(
    rf"^\W*{_QUALIFIERS}*(?:answer|ans|a|antwort|réponse|respuesta|risposta|solution|result)\s*[:=.)]\s*(?=\S)", re.I
)
_HEADING = re.compile(r"^\W*(?:final )?answer\W*\s(?=\S{1,40}\W*$)", re.IGNORECASE)
_DECISION = Sieve(
    r"\b(?:i|we|i'd|i'll|i would|i will)\s+(?:\w+\s+){0,2}?(?:choose|pick|select|go with|going with|opt for|"
    r"settle on|settle for|vote for|"
    r"say|answer|guess|bet on|conclude|pick out)\s+(?:that\s+|it is\s+|it's\s+)?"
    r"|\b(?:we|i)\s+(?:get|obtain|have|find|arrive at)\s+(?=[-+$\\\d])",
    re.IGNORECASE,
)
_ANNOUNCES = Sieve(r"(?:[:=是为はは]|\b(?:is|are))\s*$|^\W*(?:final )?answer\W*$", re.IGNORECASE)
_ENDS = ":=是为はsSſeE"
"""The last characters of sentences that announce something, but for those that end in the word itself."""
_DECIDERS = ("i ", "we ", "i'")
_DECIDES_TEXT = """
    choose pick select go opt settle vote say answer guess bet conclude get obtain have find arrive
"""
_DECIDES = tuple(_DECIDES_TEXT.split())
"""A decision has one of each of the two, in small letters, where all blanks are spaces."""
_LONG = 400
CORRECTION = Sieve(
    r"\b(?:wait|actually|correction|on second thought|hmm|hold on|let me (?:re|correct|double|look|check)|i mean|"
    r"i meant|sorry|my mistake|"
    r"i made|scratch that|instead|after all|looking (?:closer|again|more)|on closer|re-?check\w*|reconsider\w*|"
    r"re-?examin\w*|"
    r"no,|oops|apolog\w+|mistake|first (?:impression|thought|guess|read|saw|guessed)|at first|initially|but then)|不对|"
    r"等等|更正|抱歉",
    re.IGNORECASE,
    marked=True,
)
CONCLUSION = Sieve(
    r"(?:^|[,;.:]\s*|\band\s+)(?:so|therefore|thus|hence|consequently|accordingly|as a result|in conclusion|"
    r"in summary|in short|overall|"
    r"finally|to conclude|this means|that means|which means|this makes|it follows|also|donc|alors|luego|"
    r"por (?:lo )?tanto|daher|also)\b"
    r"|→|=>|⇒|∴|\\therefore|\\Rightarrow|所以|因此|故|综上|于是|よって|したがって|따라서"
    r"|\bmust be\b|\bmust therefore\b|\bit has to be\b",
    re.IGNORECASE,
    marked=True,
)
_TURN = Sieve(
    r"\bbut\b|\bhowever\b|\bso\b|\btherefore\b|\bthus\b|\bhence\b|\byet\b|→|=>|⇒|;|\bwhich (?:makes|gives|means)\b|"
    r"\bmakes\b|\bleaving\b|=",
    re.IGNORECASE,
)
FINALITY = Sieve(r"\bfinal\b|\bultimately\b|\bin the end\b|\bin conclusion\b|最终|综上|\\boxed", re.IGNORECASE)


_DOUBT = Sieve(r"\b(?:could|might|may|maybe|perhaps|possibly|probably|wait|hmm)\b|\?|可能", re.IGNORECASE)


class Statement(NamedTuple):
    """An explicit answer: `content` is what it says, `number` the sentence in which it stands."""

    content: str
    number: int
    boxed: bool = False
    final: bool = False
    lead: str = ""

    @property
    def settles(self) -> bool:
        """Whether it is marked as final or as a conclusion."""
        return self.final or spoken(self.lead).search(CONCLUSION) is not None


class Cues:
    """Finds the answer statements in the sentences of one response.

    What no sentence of the response can have is found out once, for all of them.
    """

    def __init__(self, response: str) -> None:
        folded = folded_text(response)
        self._names = [name for name in (_ASCII_NAMES if folded.isascii() else _NAMES) if name in folded]
        self._heads = "answer" in self._names
        decides = not folded.isascii() or not folded.isprintable() or has_any(folded, _DECIDERS)
        self._decides = decides and has_any(folded, _DECIDES)

    def none_in(self, line: str) -> bool:
        """Whether a sentence that does not begin as an answer does is seen at once to state none."""
        if "\\" in line or (self._names and has_any(folded_text(line), self._names)):
            return False
        return not self._decides or _DECISION.search(line) is None

    def statements(self, line: str, number: int) -> Iterator[Statement]:
        """The answer statements of a sentence; of its cues the last one counts."""
        boxed = list(box_spans(line)) if "\\" in line else []
        outside = line[: boxed[0][0]] if boxed else line
        cue = self.last(outside)
        if cue and outside[cue.end() :].strip(" .:$([*\\\"'"):
            final = bool(FINALITY.search(cue.group()))
            yield Statement(outside[cue.end() :].strip(), number, final=final, lead=outside[: cue.start()])
        for _, _, content in boxed:
            yield Statement(content, number, boxed=True, final=True, lead=outside)

    def last(self, line: str) -> re.Match[str] | None:
        """The last answer cue of a sentence: it may restate the answer ("The answer is 4, so the answer is D")."""
        cue = None
        if self._names and has_any(folded_text(line), self._names):
            for cue in _CUE.finditer(line):  # noqa: B007 - the last one is wanted
                pass
        if cue is None and self._heads:
            cue = _HEADING.match(line)
        if cue is None:
            cue = _BARE_CUE.match(line)
        return _DECISION.search(line) if cue is None and self._decides else cue


NO_CUES = Cues("")


def statements(lines: list[str]) -> list[Statement]:
    """List every answer statement of the given sentences, in order; within one sentence the last cue counts."""
    cues = Cues(" ".join(lines))
    return [statement for number, line in enumerate(lines) for statement in cues.statements(line, number)]


def read(response: str, question: str) -> Reading:
    """Find what is to be read in a response; an unclosed thought only counts if it ends in an explicit answer."""
    found = reading(response, question)
    settled = not found.thinking or (statements(marked_sentences(found.text)) and not _DOUBT.search(found.text))
    return found if settled or found.reason else replace(found, reason=CUT_OFF)


def marked_sentences(text: str) -> list[str]:
    """Split a response into sentences, with Markdown taken off; boxes stay.

    "The answer is:" and the line after it are one sentence.
    """
    joined: list[str] = []
    for line in sentences(flat(text)):
        if joined and _announces(joined[-1]) and Cues(joined[-1]).last(joined[-1] + " x"):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _announces(line: str) -> bool:
    """Whether a sentence announces what the next one says; its end is looked at first, as few sentences do."""
    can = line[-1:] in _ENDS or "answer" in folded_text(line)
    return can and len(line) < _LONG and _ANNOUNCES.search(line) is not None


def settles(text: Spoken) -> bool:
    """Whether a sentence is marked as a conclusion or as a correction."""
    return bool(
        text.marks & (CONCLUSION.mark | CORRECTION.mark) and (text.search(CONCLUSION) or text.search(CORRECTION))
    )


def last_turn(line: str) -> int:
    """Where the part of a sentence begins that stands behind its last turn."""
    return max((match.end() for match in _TURN.finditer(line)), default=0)


def corrected(lines: list[str], first: int, last: int) -> bool:
    """Whether a word of self-correction stands between two sentences, or in the second one."""
    return any(spoken(line).search(CORRECTION) for line in lines[first : last + 1])
