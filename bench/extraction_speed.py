"""How fast multiple-choice responses are read: bare answers, labelled ones, and reasoning of some length.

Responses are made up from sentences, no two alike, and each of a task's has a question and options of its own, so that
nothing that is kept from one helps with the next.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.records import Response, ResponseStatus, Sample
from hyeval.scoring import EXTRACTORS, Question
from hyeval.scoring.scorer import MatchScorer

QUESTION = Question(
    "Which material would be attracted by the magnet?", ("Copper wire", "Iron nail", "Plastic spoon", "Glass rod")
)
STORED = 100_000
"""Responses of a task whose scoring is timed."""
_SHORT, _LONG = 350, 2700
"""Characters of a stored response with a few sentences of reasoning, and of one with a page of it."""
MEASURED = 2000
"""Responses from which the time for all is told."""

_FORMS = (
    "{0}",
    "{0}.",
    "({0})",
    "**{0}**",
    "Answer: {0}",
    "The answer is {0}.",
    "\\boxed{{{0}}}",
    "{0}. {1}",
    "{1}",
    "The correct answer is ({0}).",
)
_ANSWERS = [form.format(*pair) for form in _FORMS for pair in zip("ABCD", QUESTION.choices, strict=True)]
_THOUGHTS = (
    "Let me look at the {0} picture carefully and consider each of the options in turn.",
    "The figure shows a {0} magnet next to several {1} objects on a table.",
    "Magnets attract ferromagnetic materials such as iron, nickel and cobalt.",
    "Copper is a {0} conductor of electricity, but it is not ferromagnetic, so it would not stick.",
    "Plastic does not conduct electricity and has no {0} properties at all.",
    "Glass is made of {0} silica and is likewise not attracted.",
    "The iron nail, on the other hand, contains a {0} share of iron.",
    "The force on a {0} body is $F = \\frac{{B^2 A}}{{2\\mu_0}}$, where $A$ is the {1} area.",
    "- **Option C**: {0} plastic, no effect",
    "Wait, let me check the {0} object again.",
    "The force grows quickly as the {0} distance gets smaller.",
    "We should also check whether the {0} wire could be coated with steel.",
)
_CONCLUSIONS = (
    "Answer: B",
    "So the answer is B.",
    "**Answer: B) Iron nail**",
    "Therefore, the answer is $\\boxed{{B}}$.",
    "The correct option is (B).",
    "So it must be the iron nail.",
)
_ADJECTIVES = """large small heavy shiny bright plain broken round narrow simple typical common useful second whole
    single distant modern ancient gentle rapid steady formal hidden silent frozen humble keen lively mild noble obvious
    quick rare sharp tender unique vague basic calm early fair harsh ideal local major native open proper"""


@dataclass(frozen=True)
class Speeds:
    """Responses read in a second on one core, and the seconds that the scoring of many stored ones takes."""

    bare_answers: float
    labelled_responses: float | None
    long_responses: float
    stored_answers_s: float
    stored_responses_s: float


def speeds(labelled: Sequence[tuple[str, Question]], seconds: float = 1.0) -> Speeds:
    """Measure; `labelled` are the multiple-choice responses of a file."""
    return Speeds(
        bare_answers=throughput(seconds),
        labelled_responses=_rate(labelled, seconds) if labelled else None,
        long_responses=_rate([(text, QUESTION) for text in reasoning(_LONG, 200)], seconds),
        stored_answers_s=scoring_seconds(short_answers()),
        stored_responses_s=scoring_seconds(reasoning(_SHORT, MEASURED)),
    )


def throughput(seconds: float = 1.0) -> float:
    """Multiple-choice extractions in a second on one core, on short answers of the usual forms."""
    return _rate([(answer, QUESTION) for answer in _ANSWERS], seconds)


def short_answers() -> list[str]:
    """Answers of the usual short forms, `MEASURED` of them."""
    return _ANSWERS * (MEASURED // len(_ANSWERS))


def scoring_seconds(texts: Sequence[str]) -> float:
    """Seconds for the scoring of `STORED` responses such as these, each to a question of its own."""
    scorer = MatchScorer(extract="choice", match="choice")
    samples = [_sample(number) for number in range(len(texts))]
    last = QUESTION.choices[-1]
    answers = [text.replace(last, sample.choices[-1]) for text, sample in zip(texts, samples, strict=True)]
    responses = [Response(ResponseStatus.OK, text=answer) for answer in answers]
    start = time.process_time()
    for sample, response in zip(samples, responses, strict=True):
        scorer.score(sample, response)
    return (time.process_time() - start) * STORED / len(texts)


def _sample(number: int) -> Sample:
    *choices, last = QUESTION.choices
    text = f"Experiment {number}. {QUESTION.text}"
    return Sample(str(number), number, (), text, ("B",), (*choices, f"{last} no. {number}"))


def reasoning(length: int, count: int) -> list[str]:
    """Chains of thought of about `length` characters that end in an answer; the same ones every time."""
    drawn, adjectives = random.Random(0), _ADJECTIVES.split()
    found = []
    for number in range(count):
        text = ""
        while len(text) < length:
            thought = drawn.choice(_THOUGHTS).format(drawn.choice(adjectives), drawn.choice(adjectives))
            text += thought + drawn.choice((" ", " ", "\n"))
        found.append(f"{text}\n{_CONCLUSIONS[number % len(_CONCLUSIONS)].format()}")
    return found


def _rate(responses: Sequence[tuple[str, Question]], seconds: float) -> float:
    extract = EXTRACTORS["choice"]
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for response, question in responses:
            extract(response, question)
        count += len(responses)
    return count / (time.process_time() - start)


def table(found: Speeds) -> str:
    """Lay the figures out for reading."""
    rows = [("bare answers", found.bare_answers, "/s")]
    if found.labelled_responses is not None:
        rows.append(("responses of the file", found.labelled_responses, "/s"))
    rows.append((f"reasoning of {_LONG} characters", found.long_responses, "/s"))
    rows.append((f"{STORED} stored short answers, scored", found.stored_answers_s, " s"))
    rows.append((f"{STORED} stored responses of {_SHORT} characters, scored", found.stored_responses_s, " s"))
    lines = [f"  {name:52} {value:11,.{1 if unit == ' s' else 0}f}{unit}" for name, value, unit in rows]
    return "\n".join(["multiple choice, on one core:", *lines])
