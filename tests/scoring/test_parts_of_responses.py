"""Responses put together of parts: what stands before an answer, beside it and behind it changes nothing of it.

Every conclusion is met with every opening, aside and ending, each time on another question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from tests.scoring.test_ways_of_answering import CHOICES, OPEN

OPENINGS = (
    *("", "Looking at the image, I can see several things. ", "Based on the picture:\n\n", "Well, here is my view. "),
    *("Let's analyze this step by step.\n\n", "As an AI, I examined the image. ", "Sure, here is my analysis.\n\n"),
    *("The question asks: {question}\n\n", "Question: {question}\n\n", "> {question}\n\n", "看图可知。"),
    *(
        "## Analysis\n\n",
        "1. **Observation**: It was examined.\n2. **Analysis**: It was compared.\n\n",
        "Great question! ",
    ),
    "<think>\nMaybe {other}? Looking at it again, {text} fits best.\n</think>\n",
    "The image is a bit blurry, but I can still make it out. ",
)
OPENINGS_OF_CHOICES = (
    "The given choices are:\n{options}\n\n",
    "Question: {question}\n{options}\n\n",
    "The options are {row}. ",
    "I was asked to pick one of {row}. ",
)
ASIDES = (
    *("", "At first glance one might think of {other}. ", "It is certainly not {other}. ", "This rules out {other}. "),
    *("I was torn between {other} and {text}. ", "{other} would be a common mistake here. "),
    *("If it were {other}, the picture would look different. ", "Some would answer {other}, which is wrong. "),
    "At first I thought it was {other}, but that does not fit. ",
)
ASIDES_OF_CHOICES = (
    *("Option {wrong} ({other}) is incorrect because it does not match. ", "{other} can be ruled out. "),
    *("- {wrong}) {other}: incorrect\n- {letter}) {text}: correct\n\n", "**{wrong}. {other}** - not supported.\n\n"),
    *(
        "✗ {other}\n✓ {text}\n\n",
        "{other} → no\n{text} → yes\n\n",
        "* ({wrong}) – eliminated\n* ({letter}) – remains\n\n",
    ),
    *(
        "{other} is less likely. ",
        "Option {wrong} fails. ",
        "There is no sign of {other}. ",
        "Unlike {other}, this one fits. ",
    ),
)
CONCLUSIONS = (
    *(
        "So the answer is {text}.",
        "Therefore, the correct answer is **{text}**.",
        "**Answer:** {text}",
        "Result: {text}",
    ),
    *("Final answer: {text}", "I therefore conclude: {text}", "In conclusion, it is {text}.", "It has to be {text}."),
    *("The best answer is therefore {text}.", "<answer>{text}</answer>", "{text} is the correct answer.", "→ {text}"),
    *("So, {text}.", "Hence the answer: {text}", "Ans: {text}", "**Conclusion:** The answer is {text}.", "Ans. {text}"),
)
CONCLUSIONS_OF_CHOICES = (
    *("Selected option: {letter}", "Choice {letter} is the one that fits.", "Ans. ({letter})", "That leaves {text}."),
    *("This makes {letter} the correct answer.", "Verdict: {letter}", "In short: {letter}", "Final: {letter}"),
    *("Only {text} remains.", "This corresponds to option {letter}.", "The most accurate description is {text}."),
    *(
        "Of these, {text} is the best match.",
        "Among the options, {letter} fits best.",
        "It follows that {text} is correct.",
    ),
    *("So the correct one is {letter}.", "I will go with {text}.", "因此选{letter}。", "\\boxed{{\\text{{{letter}}}}}"),
)
ENDINGS = (
    *(
        "",
        "\n\nLet me know if you have any other questions!",
        "\n\nI hope this helps.",
        "\n\n(Confidence: high)",
        "</s>",
    ),
    *("\n\nConfidence: 90%", "<|im_end|>", "\n\nNote: {other} is a common wrong answer.", "\n\n---", " 😊"),
    *("\n\nIs there anything else you would like to know?", "\n\nPlease note that I cannot be completely certain."),
    *("\n\nQuestion: What is the colour of the sky?\nAnswer: blue", "\n\nDisclaimer: I may be wrong."),
)

HEADS = (
    *("The answer is {text}.\n\n", "{text}\n\n", "**{text}**\n\n", "**Answer: {text}**\n\n", "It is {text}. "),
    *(
        "I would say {text}. ",
        "\\boxed{{{text}}}\n\n",
        '{{"answer": "{text}"}}\n',
        "正确答案：{text}\n\n",
        "Short answer: {text}\n\n",
    ),
)
HEADS_OF_CHOICES = (
    *(
        "{letter}. {text}\n\n",
        "({letter}) {text}. ",
        "Option {letter}.\n\n",
        "**Answer: {letter}**\n\n",
        "The picture shows {text}. ",
    ),
    "The correct option is {letter}: {text}.\n\n",
)
EXPLANATIONS = (
    *("**Explanation:** The picture shows it clearly.", "Explanation: {other} would require other details."),
    *(
        "{other} is not consistent with the image.",
        "While {other} may seem plausible, it is not supported by the image.",
    ),
    *(
        "If the question had asked for something else, {other} could have been right.",
        "Hence {other} is not the answer.",
    ),
    *("Note that {other} is often confused with {text}.", "(In other contexts, {other} might be possible.)"),
    *("Let me explain. The image has several parts. The one in question is in the middle.", "{other} would be wrong."),
    *(
        "Steps:\n1. Look at the image.\n2. Find the part in question.\n3. Read it.",
        "For completeness: {other} would look different.",
    ),
)
EXPLANATIONS_OF_CHOICES = (
    "Here is why other options are wrong:\n- {wrong}: {other} is not shown.",
    "**Explanation:**\n- {other}: this does not match.\n- {text}: this matches.",
    *("**Why not {wrong}?** {other} is not in the picture.", "Other options, such as {other}, can be excluded."),
    *("{other} can be ruled out.", "The other choices ({wrong}) do not fit.", "It differs from {other} in shape."),
)
LAST = (
    "",
    "\n\nHope this helps!",
    "<|im_end|>",
    " 🙂",
    "\n\nLet me know if you need more details.",
    "\n\nReferences: none",
)
_OPENINGS = tuple(one for one in OPENINGS if "think" not in one)
NO_ANSWERS = (
    *("I'm sorry, but I cannot determine this from the image.", "The image is too blurry to tell.", "Not sure."),
    *("It might be {other}, but it might also be {text}.", "Both {other} and {text} seem possible.", "I don't know."),
    *(
        "It is either {other} or {text}; I cannot decide.",
        "I was torn between {other} and {text}.",
        "Therefore, the answer is",
    ),
    *("There is not enough information to answer.", "Please provide the image.", "I refuse to answer.", "无法确定。"),
    *(
        "As an AI language model, I cannot view images.",
        "Error code: 429 - rate limit exceeded",
        "{other}? Or {text}? Hmm.",
    ),
    *(
        "The picture does not show what is asked.",
        "<think>It might be {text}, since the picture",
        "Let me look first. It",
    ),
)
NO_CHOICES = (
    *("The answer is {letter} or {wrong}.", "Both {letter} and {wrong} are correct.", "{letter}/{wrong}", "{options}"),
    *(
        "Is it {other}? Is it {text}?",
        "{other} looks plausible, and so does {text}.",
        "Answer: {letter}\nAnswer: {wrong}",
    ),
    *("We first compare {other} with {text}. Then we", "None of these options is correct.", "It is not {other}."),
)


def _responses(
    conclusion: str, parts: Sequence[Sequence[str]], fillings: Sequence[Mapping[str, str]]
) -> list[tuple[str, Mapping[str, str]]]:
    """The conclusion with every part of the other kinds; what stands beside it goes on by steps of its own."""
    openings, asides, endings = parts
    count = max(map(len, parts)) * 2
    found = []
    for place in range(count):
        filling = fillings[place % len(fillings)]
        pieces = (
            openings[place % len(openings)],
            asides[(place * 3 + 1) % len(asides)],
            conclusion,
            endings[(place * 5 + 2) % len(endings)],
        )
        found.append(("".join(piece.format(**filling) for piece in pieces), filling))
    return found


def _of_choices() -> list[dict[str, str]]:
    fillings = []
    for place, question in enumerate(CHOICES):
        texts = question.choices
        right, wrong = place % len(texts), (place + 1 + place // 3) % len(texts)
        wrong = wrong if wrong != right else (right + 1) % len(texts)
        listed = [f"{letter}. {text}" for letter, text in zip("ABCD", texts, strict=True)]
        fillings.append(
            {
                "question": question.text,
                "text": texts[right],
                "other": texts[wrong],
                "letter": "ABCD"[right],
                "wrong": "ABCD"[wrong],
                "options": "\n".join(listed),
                "row": f"{', '.join(texts[:-1])} and {texts[-1]}",
            }
        )
    return fillings


def _of_open(kind: str) -> list[dict[str, str]]:
    return [
        {"question": asked, "text": text, "other": other}
        for asked, answers in OPEN[kind]
        for text, other in zip(answers, (*answers[1:], answers[0]), strict=True)
    ]


@pytest.mark.parametrize("conclusion", [*CONCLUSIONS, *CONCLUSIONS_OF_CHOICES])
def test_an_option_is_read_whatever_stands_around_it(conclusion: str) -> None:
    questions = {question.text: question for question in CHOICES}
    parts = ((*OPENINGS, *OPENINGS_OF_CHOICES), (*ASIDES, *ASIDES_OF_CHOICES), ENDINGS)
    misread = []
    for response, filling in _responses(conclusion, parts, _of_choices()):
        found = EXTRACTORS["choice"](response, questions[filling["question"]])
        if found.answer != filling["letter"]:
            misread.append((response, filling["letter"], found))
    assert not misread


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
@pytest.mark.parametrize("kind", OPEN)
def test_an_answer_is_read_whatever_stands_around_it(kind: str, conclusion: str) -> None:
    asides = ("",) if kind == "yes_no" else ASIDES  # "at first I thought no" is an answer of its own
    misread = []
    for response, filling in _responses(conclusion, (OPENINGS, asides, ENDINGS), _of_open(kind)):
        question = Question(filling["question"])
        found = EXTRACTORS[kind](response, question)
        if found.answer is None or MATCHERS[kind](found.answer, [filling["text"]], question) != 1.0:
            misread.append((response, filling["text"], found))
    assert not misread


def _endings(nothing: str) -> Sequence[str]:
    """What may follow: nothing behind a break, and no word on which answer is wrong."""
    return [one for one in ENDINGS if "{other}" not in one] if nothing[-1] in ".?。" else ("",)


@pytest.mark.parametrize("nothing", [*NO_ANSWERS, *NO_CHOICES])
def test_what_decides_for_nothing_is_no_choice(nothing: str) -> None:
    questions = {question.text: question for question in CHOICES}
    endings = _endings(nothing)
    misread = []
    for response, filling in _responses(nothing, ((*_OPENINGS, *OPENINGS_OF_CHOICES), ("",), endings), _of_choices()):
        found = EXTRACTORS["choice"](response, questions[filling["question"]])
        if found.answer is not None:
            misread.append((response, found))
    assert not misread


@pytest.mark.parametrize("nothing", NO_ANSWERS)
@pytest.mark.parametrize("kind", OPEN)
def test_what_decides_for_nothing_is_no_answer(kind: str, nothing: str) -> None:
    endings = _endings(nothing)
    misread = []
    for response, filling in _responses(nothing, (_OPENINGS, ("",), endings), _of_open(kind)):
        found = EXTRACTORS[kind](response, Question(filling["question"]))
        if found.answer is not None:
            misread.append((response, found))
    assert not misread


@pytest.mark.parametrize("head", [*HEADS, *HEADS_OF_CHOICES])
def test_an_option_stands_before_its_explanation(head: str) -> None:
    questions = {question.text: question for question in CHOICES}
    misread = []
    for response, filling in _responses(head, (("",), ("",), (*EXPLANATIONS, *EXPLANATIONS_OF_CHOICES)), _of_choices()):
        for last in LAST:
            found = EXTRACTORS["choice"](response + last, questions[filling["question"]])
            if found.answer != filling["letter"]:
                misread.append((response + last, filling["letter"], found))
    assert not misread


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("kind", OPEN)
def test_an_answer_stands_before_its_explanation(kind: str, head: str) -> None:
    explanations = [one for one in EXPLANATIONS if kind != "yes_no" or "{other}" not in one]
    misread = []
    for response, filling in _responses(head, (("",), ("",), explanations), _of_open(kind)):
        question = Question(filling["question"])
        for last in LAST:
            found = EXTRACTORS[kind](response + last, question)
            if found.answer is None or MATCHERS[kind](found.answer, [filling["text"]], question) != 1.0:
                misread.append((response + last, filling["text"], found))
    assert not misread
