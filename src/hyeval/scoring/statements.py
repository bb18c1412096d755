"""The grammar of answer statements: "the answer is …", "Answer: …", a box, in several languages.

A statement outranks every other sentence, as it says itself that it is the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from hyeval.scoring.extraction import CUT_OFF
from hyeval.scoring.lexicon import ORDINALS
from hyeval.scoring.prose import BOX, Reading, box_spans, flat, reading, sentences
from hyeval.scoring.sieve import Sieve, folded_text, marks_of
from hyeval.scoring.words import Spoken, spoken

_QUALIFIERS = r"(?:(?:final|correct|right|best|only|likeliest|exact|overall|short|proper|appropriate)\s+)"
_IS = (
    r"(?::|=|→|->|=>|⇒|–|—|\s-\s|\b(?:is|are|was|were|would be|should be|must be|will be|has to be|ought to be|"
    r"seems to be|"
    r"appears to be|might be|may be|could be|can be|equals|becomes|comes out (?:as|to|at)|lautet|ist|wäre|est|serait|"
    r"es|sería|sarebbe|(?<=answer)['’]s|"
    r"será|это)\b|\bè(?=\s)|\bé(?=\s))"
)
_NOUN = (
    r"(?:answer|solution|conclusion|result|antwort|lösung|ergebnis|réponse|respuesta|solución|risposta|soluzione|"
    r"resposta|solução|antwoord|odpowiedź|ответ|cevap|svar)"
)
_CHOOSING = (
    r"(?:correct|right|best|final|only|appropriate|proper|matching|remaining|selected|chosen|picked|preferred|suggested|"
    r"my)"
)
_MOST = r"most\s+(?:accurate|suitable|likely|appropriate|plausible|reasonable|fitting|probable)"
_CHOSEN_BEHIND = r"(?:correcta|correcte|corretta|correta)"
"""What says, before its noun or behind it, that an option is the chosen one."""
_CHOSEN = (
    rf"(?:{_CHOOSING}\s+(?:\w+\s+)?"
    r"(?:option|choice|selection|pick|guess|alternative|letter|statement|candidate|match|description|interpretation)"
    rf"|{_MOST}\s+"
    r"(?:option|choice|alternative|statement|candidate|match|description|interpretation)"
    r"|(?:correct|best|chosen)\s+one"
    rf"|(?:opción|option|opzione|opção|alternativa)\s+{_CHOSEN_BEHIND}|bonne\s+(?:option|réponse))"
)
_CUE = Sieve(
    r"(?<!\bto )(?<!can )(?<!not )(?<!please )(?<!cannot )(?<!would )(?<!might )(?<!could )"
    r"(?!\bmy (?:first|initial|original)\b)"
    rf"(?:\b{_QUALIFIERS}*{_NOUN}\b(?!\s+(?:choices|options|"
    rf"sheet|key))|\b{_CHOSEN}\b)"
    rf"(?:(?!\b(?:because|since|as|but|and|while|can't|cannot|isn't|not)\b)[^\n.:=→?!]){{0,60}}?\s*{_IS}(?:\s*:)?\s*"
    r"|(?:正确|最终|最佳)?(?:答案|选项)(?:应该|应当|应|就|选择|选)*(?:是|为|選|选|:)+\s*|(?:故|应|应该|因此|所以|答案)?选(?:择|項|项)?(?:是|为|"
    r":)?\s*(?=[A-Za-z(\"])"
    r"|(?:ال)?(?:إجابة|اجابة|جواب)(?:\s+الصحيحة?)?(?:\s+(?:هي|هو))?\s*:?\s*|(?:उत्तर|जवाब)\s*:?\s*"
    r"|คำตอบ(?:ที่ถูกต้อง)?\s*(?:คือ|:)\s*|תשובה(?:\s+הנכונה)?(?:\s+היא)?\s*:?\s*"
    r"|απάντηση(?:\s+είναι)?(?:\s+(?:η|το))?\s*:?\s*"
    r"|答え(?:は|:)\s*|正解(?:は|:)\s*|解答(?:は|:)\s*|(?:정답|답)(?:은|:)\s*|đáp án\s*(?:là|:|đúng là)\s*",
    re.IGNORECASE,
    marked=True,
)
_CUE_WORD = Sieve(
    rf"\b{_NOUN}\b|\b{_CHOOSING}\s|\b{_MOST}\s|\b{_CHOSEN_BEHIND}\b|\bbonne\s|إجابة|اجابة|جواب|उत्तर|जवाब|คำตอบ|"
    r"תשובה|απάντηση|答案|选|答え|正解|解答|정답|답|đáp án",
    re.IGNORECASE,
    marked=True,
)
"""Every cue has one of these words; that an option is spoken of is none."""
_BARE_CUE = Sieve(
    rf"^\W*{_QUALIFIERS}*\b(?:(?:answer|ans|antwort|réponse|respuesta|risposta|solution|result)\b\s*[:=.)]|"
    r"a\b\s*(?:[:.)](?!\s*(?:is|are|was|and|or|would)\b)|=(?=\W*[A-Z]\W*$)))\s*(?=\S)",
    re.IGNORECASE,
    marked=True,
)
_LABEL = Sieve(
    r"^\W*(?:(?:final|my)\s+)?\b(?:decision|verdict|response|selected|selection|choice|chosen|pick|guess|prediction|final|"
    r"in short|in summary)\b\W*:\s*(?=\W*(?:option\s+)?\W*[A-Z](?![\w'’]))",
    re.IGNORECASE,
    marked=True,
)
"""What stands before nothing but a letter: "Selected: B"."""
_HEADING = Sieve(r"^\W*(?:final )?answer\W*\s(?=\S{1,40}\W*$)", re.IGNORECASE, marked=True)
_DECISION = Sieve(
    r"\b(?:i|we|i'd|i'll|i would|i will)\s+(?:(?!not\b|never\b)\w+\s+){0,2}?(?:choose|pick|select|go with|"
    r"going with|go for|going for|opt for|settle on|settle for|vote for|side with|stick with|plump for|lean towards?|"
    r"say|answer|guess|bet on|conclude|pick out)"
    r"(?!\s+(?:two|three|any|some|the|these|an?)\s+(?:\w+\s+)?(?:points|coordinates|terms|test points?)\b)(?:\s*:)?\s+"
    r"(?:that\s+|it is\s+|it's\s+)?"
    r"|\bi had to (?:choose|pick|guess|decide|bet)(?: one)?,\s+(?:it(?:'s| is| would be)\s+)?"
    r"|\b(?:we|i)\s+(?:get|obtain|have|find|arrive at)\s+(?=[-+$\\\d])",
    re.IGNORECASE,
    marked=True,
)
_CHOOSES = re.compile(
    r"[;,.:–—]\s*(?:but |so |and )?(?:i|i['’]d|i would|i['’]ll|i will)\s+"
    r"(?:choose|pick|select|go with|go for|opt for|say)\s",
    re.IGNORECASE,
)
"""What decides between alternatives behind a cue: "The answer is either B or C; I choose C"."""
STATES = _LABEL.mark | _CUE.mark | _HEADING.mark | _BARE_CUE.mark | _DECISION.mark | BOX.mark
"""A sentence without these marks states no answer."""
_SHORT_CUE = re.compile(r"\b[Aa](?:[Nn][Ss])?\s*[:=.)]")
"""The cues without a word of `_CUE_WORD`, wherever they stand."""
_ANNOUNCES = Sieve(r"(?:[:=是为はは]|\b(?:is|are))\s*$|^\W*(?:final )?answer\W*$", re.IGNORECASE)
_ENDS = ":=是为はsSſeE"
"""The last characters of sentences that announce something, but for those that end in the word itself."""
_LONG = 400
CORRECTION = Sieve(
    r"\b(?:wait\b|actually|correction|on second thought|hmm|hold on|let me (?:re|correct|double|look|check)|i mean|"
    r"i meant|sorry|my mistake|"
    r"i made|scratch that|instead|after all|looking (?:closer|again|more)|on closer|re-?check\w*|reconsider\w*|"
    r"re-?examin\w*|"
    r"no,|oops|apolog\w+|mistake|first (?:impression|thought|guess|read|saw|guessed)|at first|initially|but then)|不对|"
    r"等等|更正|抱歉",
    re.IGNORECASE,
    marked=True,
)
OPENS_CORRECTION = re.compile(
    r"\W*(?:(?:hmm|oh|ah|but)\W+)?(?:no(?: wait)?\s*[,:;.–—-]|"
    r"(?:wait|actually|correction|scratch that|oops|on second thought)\b)",
    re.IGNORECASE,
)
"""A sentence that begins by taking back what was said before it."""
DOUBTS = re.compile(
    r"\W*(?:hmm+|wait|hold on|but|however|on (?:reflection|closer inspection|second thought))\b", re.IGNORECASE
)
"""A sentence that begins by doubting what was said before it."""
CHECKS = re.compile(
    r"\W*(?:(?:to|let['’]?s|let us|let me|we can|as an?|a|the|and|now|just|quick(?:ly)?|double|sanity|cross)"
    r"[\s-]+){0,4}(?:check(?:ing|s)?|verify(?:ing)?|verification|proof|probe)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that puts the answer to the proof."""
_SO = r"so(?! (?:is|are|was|were|do|does|did|has|have|can)\b)"
"""The word that draws a conclusion, and not that of "and so is the other one"."""
CONCLUSION = Sieve(
    rf"(?:^|[,;.:]\s*|\band\s+)(?:{_SO}|therefore|thus|hence|consequently|accordingly|as a result|in conclusion|"
    r"in summary|in short|overall|"
    r"finally|to conclude|this means|that means|which means|this makes|it follows|"
    r"it can be concluded|also|donc|alors|luego|"
    r"por (?:lo )?tanto|daher|also)\b"
    r"|→|=>|⇒|∴|\\therefore|\\Rightarrow|所以|因此|故|综上|于是|よって|したがって|따라서"
    r"|\bmust be\b|\bmust therefore\b|\bit has to be\b",
    re.IGNORECASE,
    marked=True,
)
_TURN = Sieve(
    rf"\bbut\b|\bhowever\b|\b{_SO}\b|\btherefore\b|\bthus\b|\bhence\b|\byet\b|→|=>|⇒|;|\bwhich (?:makes|gives|means)\b|"
    r"\bmakes\b|\bleaving\b|,\s+(?:which|that|this)\s+leaves\b(?:\s+(?:us\s+with|only|just))?"
    r"(?!\s+(?:at|from|for|on|in|to|behind|before|after|every|each)\b)|=|:\s|\b(?:is|are|equals)\s(?=[-$\\√]?\d\S*\W*$)|"
    r",\s+(?:it|this) (?:is|must be)\s+(?=(?:the|an?)\s)",
    re.IGNORECASE,
)
FINALITY = Sieve(r"\bfinal\b|\bultimately\b|\bin the end\b|\bin conclusion\b|最终|综上|\\boxed", re.IGNORECASE)


_DOUBT = Sieve(r"\b(?:could|might|may|maybe|perhaps|possibly|probably|wait|hmm)\b|\?|可能", re.IGNORECASE)


_APPROVED = re.compile(r"(?:(?:clearly|certainly|definitely|indeed)\s+)?(?:right|correct|true)\W*$", re.IGNORECASE)
_ONLY_LETTER = re.compile(r"\bonly\s+\w+\s+[(\"']?[A-Z][)\"']?\s+(?:is|was|can be|would be|must be)\s*$")
"""A cue that has the letter of the only option of which it says something: "only option C is …"."""
_COUNTED = re.compile(rf"\b(?:{'|'.join(ORDINALS)}|last)\s+$", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:solution|conclusion|result)\s+(?:[A-Za-z]|\d+)\)?\s+(?:is|was|would be|must be|should be)\s*$", re.IGNORECASE
)
"""A cue that names one of several solutions: "Solution Q is correct"."""
_ONLY_APPROVES = re.compile(
    r"(?:(?:clearly|certainly|definitely|indeed|therefore|thus)\s+)?(?:the\s+)?(?:correct|right|best|most\s+\w+)\s+"
    r"(?:answer|option|choice|one|solution|match|description)\W*$",
    re.IGNORECASE,
)
"""What follows the verb where the answer stands before it: "In conclusion, Rome is the correct answer"."""
_JUDGES = re.compile(
    r"(?:(?:clearly|certainly|definitely|indeed|only|just|also)\s+)*(?:right|correct|true|wrong|incorrect|false|"
    r"an?\s+(?:[\w-]+\s+){0,2}(?:wrong|mistake|error|distractor|misconception))\b",
    re.IGNORECASE,
)


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
        return self.final or (self.lead != "" and spoken(self.lead).search(CONCLUSION) is not None)


def statements(lines: list[str]) -> list[Statement]:
    """List every answer statement of the given sentences, in order; within one sentence the last cue counts."""
    return [statement for number, line in enumerate(lines) for statement in statements_of(spoken(line), number)]


def statements_of(sentence: Spoken, number: int) -> list[Statement]:
    """The answer statements of a sentence; of its cues the last one counts."""
    if not sentence.marks & STATES:
        return []
    line = sentence.text
    boxed = list(box_spans(line)) if sentence.marks & BOX.mark else []
    outside = line[: boxed[0][0]] if boxed else line
    found = [Statement(content, number, boxed=True, final=True, lead=outside) for _, _, content in boxed]
    cue = last_cue(outside, sentence.marks)
    if cue and outside[cue.end() :].strip(" .:$([*\\\"'") and not _approves(cue, outside):
        final = bool(FINALITY.search(cue.group()))
        found.insert(0, Statement(outside[cue.end() :].strip(), number, final=final, lead=outside[: cue.start()]))
    return found


def _approves(cue: re.Match[str], line: str) -> bool:
    """Whether a cue approves of an answer that is named before it, or in it: "The first answer choice is right"."""
    if _ONLY_LETTER.search(cue.group()) or _ONLY_APPROVES.match(line, cue.end()):
        return True
    named = _COUNTED.search(line[: cue.start()]) or _NAMED.search(cue.group())
    return named is not None and (_APPROVED if named.re is _COUNTED else _JUDGES).match(line, cue.end()) is not None


def may_state(text: str, marks: int) -> bool:
    """Whether any sentence of a text can be an answer statement; `marks` are those of the text."""
    return any(marks & one.mark and one.search(text) for one in (_CUE_WORD, _DECISION, BOX)) or (
        _SHORT_CUE.search(text) is not None
    )


def last_cue(line: str, marks: int) -> re.Match[str] | None:
    """The last answer cue of a sentence: it may restate the answer ("The answer is 4, so the answer is D").

    `marks` are those of the sentence.
    """
    cue = None
    if marks & _CUE.mark and marks & _CUE_WORD.mark:
        for cue in _CUE.finditer(line):  # noqa: B007 - the last one is wanted
            pass
    if cue is None and marks & _HEADING.mark:
        cue = _HEADING.match(line)
    if cue is None and marks & _BARE_CUE.mark:
        cue = _BARE_CUE.match(line)
    if cue is None and marks & _LABEL.mark:
        cue = _LABEL.match(line)
    if not marks & _DECISION.mark:
        return cue
    if cue is None:
        return _DECISION.search(line)
    decided = _CHOOSES.search(line, cue.end())
    return decided if decided is not None and " or " in line[cue.end() : decided.start()] else cue


def read(response: str, question: str) -> Reading:
    """Find what is to be read in a response; an unclosed thought only counts if it ends in an explicit answer."""
    found = reading(response, question)
    settled = not found.thinking or (statements(marked_sentences(found.text)) and not _DOUBT.search(found.text))
    return found if settled or found.reason else replace(found, reason=CUT_OFF)


def marked_sentences(text: str) -> list[str]:
    """Split a response into sentences, with Markdown taken off; boxes stay.

    "The answer is:" and the line after it are one sentence.
    """
    found = sentences(flat(text))
    if len(found) < 2:
        return found
    has_answer = "answer" in folded_text(text)
    joined = found[:1]
    for line in found[1:]:
        last = joined[-1]
        if (last[-1] in _ENDS or (has_answer and "answer" in folded_text(last))) and _announces(last, line):
            joined[-1] = f"{last} {line}"
        else:
            joined.append(line)
    return joined


def _announces(line: str, following: str) -> bool:
    """Whether a sentence announces what the next one says, which is no answer by a heading of its own."""
    can = len(line) < _LONG and _ANNOUNCES.search(line) is not None and _BARE_CUE.match(following) is None
    return can and last_cue(line + " x", marks_of(line)) is not None


def settles(text: Spoken) -> bool:
    """Whether a sentence is marked as a conclusion or as a correction."""
    return bool(
        text.marks & (CONCLUSION.mark | CORRECTION.mark) and (text.search(CONCLUSION) or text.search(CORRECTION))
    )


def last_turn(line: str) -> int:
    """Where the part of a sentence begins that stands behind its last turn."""
    return max((match.end() for match in _TURN.finditer(line)), default=0)
