"""Rules of reading multiple-choice answers, each shown on an example."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

QUESTIONS = {
    "fruit": Question("Which fruit lies in the bowl?", ("Apple", "Banana", "Cherry", "Mango")),
    "count": Question("How many boats are on the lake?", ("2", "3", "4", "5")),
    "vitamin": Question("Which vitamin does the chart name?", ("Vitamin B", "Vitamin A", "Vitamin D", "Vitamin C")),
    "point": Question("Which point is the highest?", ("Point C", "Point A", "Point D", "Point B")),
    "label": Question("What is the part marked 'C'?", ("The lens", "The iris", "The cornea", "The retina")),
    "ten": Question(
        "Which river is the longest?",
        ("Rhine", "Loire", "Po", "Ebro", "Elbe", "Oder", "Tiber", "Seine", "Danube", "Volga"),
    ),
    "truth": Question("Is the claim 'The sky is green' right?", ("True", "False")),
    "yesno": Question("Is a bridge in the picture?", ("Yes", "No")),
    "trend": Question("What does the curve do?", ("It rises", "It falls", "It rises and then falls", "It stays flat")),
    "none": Question("Who is on stage?", ("The singer", "The drummer", "The dancer", "None of the above")),
    "closed": Question("What is the height of the tree?", ("2 m", "3 m", "4 m", "Cannot be determined")),
    "action": Question(
        "What is the girl doing?", ("Reading a book", "Reading a newspaper", "Writing a letter", "Drawing a picture")
    ),
    "bars": Question("Which bar is higher?", ("The left bar", "The right bar")),
    "angle": Question("What is the size of angle x?", ("20°", "40°", "60°", "80°")),
    "chance": Question("What is the probability of red?", ("1/5", "2/5", "1/2", "3/5")),
    "area": Question("What is the area?", ("2π", "4π", "6π", "9π")),
    "shops": Question(
        "Which is true?",
        ("Shop A sold more than shop B", "Shop B sold more than shop A", "Shops A and B sold equally many"),
    ),
    "images": Question("Which image is blurred?", ("Image A", "Image B", "Image C", "Image D")),
    "gas": Question("Which gas is it?", ("O2", "CO2", "H2", "N2")),
    "time": Question("What time is it?", ("8:15", "9:15", "3:40", "12:00")),
    "place": Question("Where is the ball?", ("On the table", "Under the table", "In the box", "Behind the door")),
    "not": Question("Which of these is NOT in the kitchen?", ("Fridge", "Oven", "Sink", "Bathtub")),
}

ANSWERED = [
    # a letter alone
    ("fruit", "b", "B"),
    ("fruit", "A", "A"),
    ("fruit", "a", "A"),
    ("fruit", " C \n", "C"),
    ("fruit", "（Ｂ）", "B"),
    ("fruit", "D!!", "D"),
    ("ten", "I", "I"),
    ("ten", "(I)", "I"),
    ("fruit", "B B B B B B B", "B"),
    ("fruit", "B\nB\nB\nB", "B"),
    # letter and text
    ("fruit", "C) Cherry", "C"),
    ("fruit", "Option B: Banana", "B"),
    ("fruit", "C – Cherry", "C"),
    ("fruit", "B: it is long and yellow.", "B"),
    ("fruit", "B\n\nExplanation: the fruit is long and yellow; an apple would be round.", "B"),
    ("fruit", "B because apples are round.", "B"),
    # statements
    ("fruit", "The correct answer is (b).", "B"),
    ("fruit", "The answer is: C", "C"),
    ("fruit", "The answer to the question is option D.", "D"),
    ("fruit", "My answer would be B, since A is round.", "B"),
    ("fruit", "I would choose D.", "D"),
    ("fruit", "I'd go with option A.", "A"),
    ("fruit", "I pick (C).", "C"),
    ("fruit", "Answer B", "B"),
    ("fruit", "B is the correct answer.", "B"),
    ("fruit", "Option C is the best choice.", "C"),
    ("fruit", "B seems most likely.", "B"),
    ("fruit", "It must be B.", "B"),
    ("fruit", "### Final Answer\n\n$\\boxed{\\textbf{C}}$", "C"),
    ("fruit", "\\[\\boxed{\\mathrm{(D)}}\\]", "D"),
    ("fruit", "<answer>B</answer>", "B"),
    ("fruit", "<answer> (c) Cherry </answer>", "C"),
    ("fruit", '{"reasoning": "round and red, not A", "answer": "C"}', "C"),
    ("fruit", '```json\n{"answer": "D"}\n```', "D"),
    ("fruit", '```json\n{"answer": "A"}\n```\nWait, no.\n```json\n{"answer": "B"}\n```', "B"),
    ("fruit", '{"answer": "A"}\nWait, no: {"answer": "B"}', "B"),
    ("fruit", '{"answer": "B", "Answer": "(b)."}', "B"),
    ("fruit", '{"answer": "B", "answer": null}', "B"),
    ("fruit", '{"note": "A", "note": "C", "answer": "B"}', "B"),
    ("fruit", "So {'answer': 'C', 'answer': 'C'}", "C"),
    ("fruit", '["D", "D"]', "D"),
    ("fruit", '[{"answer": "D"}, {"answer": "D"}]', "D"),
    ("fruit", "{'answer': 'B'}", "B"),
    ("fruit", '{"choice": "B. Banana"}', "B"),
    ("fruit", "The fruit is long and curved ⇒ B", "B"),
    ("fruit", "Correct option: **D**", "D"),
    ("fruit", "The letter of the correct option is C.", "C"),
    ("fruit", "The fruit is round and red. That leaves C.", "C"),
    ("fruit", "That corresponds to option C.", "C"),
    # languages
    ("fruit", "正确答案是C。", "C"),
    ("fruit", "应选B", "B"),
    ("fruit", "答案：D", "D"),
    ("fruit", "因此，选择 A 选项。", "A"),
    ("fruit", "La réponse est B.", "B"),
    ("fruit", "La bonne réponse est la C.", "C"),
    ("fruit", "La risposta corretta è D.", "D"),
    ("fruit", "A resposta correta é a letra B.", "B"),
    ("fruit", "Правильный ответ: C", "C"),
    ("fruit", "정답은 B입니다.", "B"),
    ("fruit", "正解はDです。", "D"),
    ("fruit", "Antwort: C", "C"),
    ("fruit", "Respuesta: D", "D"),
    # text
    ("fruit", "It's a banana.", "B"),
    ("fruit", "A cherry.", "C"),
    ("fruit", "An apple lies in the bowl.", "A"),
    ("fruit", "I see a mango in the bowl.", "D"),
    ("fruit", "The bowl holds bananas.", "B"),
    ("action", "She is reading a newspaper.", "B"),
    ("action", "The girl writes a letter.", "C"),
    ("action", "drawing", "D"),
    ("place", "The ball is under the table.", "B"),
    ("count", "There are four boats on the lake.", "C"),
    ("count", "4", "C"),
    ("count", "\\boxed{5}", "D"),
    ("count", "3 boats", "B"),
    ("count", "I count one red boat and two white ones, so three boats.", "B"),
    ("count", "2 sailing boats + 3 rowing boats = 5 boats.", "D"),
    ("angle", "x = 180° - 120° = 60°", "C"),
    ("angle", "The angle is $60^\\circ$.", "C"),
    ("angle", "60 degrees", "C"),
    ("angle", "40", "B"),
    ("chance", "0.4", "B"),
    ("chance", "$\\frac{1}{2}$", "C"),
    ("chance", "2 of 5 balls are red, so the probability is 2/5.", "B"),
    ("area", "The area is $4\\pi$.", "B"),
    ("area", "A = πr² = π·3² = 9π", "D"),
    ("gas", "The gas is CO₂.", "B"),
    ("gas", "$CO_2$", "B"),
    ("gas", "carbon dioxide, i.e. CO2", "B"),
    ("time", "The clock shows 3:40.", "C"),
    ("trend", "The curve first rises and then falls.", "C"),
    ("trend", "The curve is rising.", "A"),
    ("trend", "It goes up and then down, so it rises and then falls.", "C"),
    ("bars", "The right one is higher than the left one.", "B"),
    ("bars", "The left bar is higher than the right bar.", "A"),
    ("shops", "Shop B sold more than shop A.", "B"),
    ("shops", "Both shops sold equally many.", "C"),
    # letters that belong to the picture or to an option
    ("vitamin", "Vitamin A", "B"),
    ("vitamin", "The chart names vitamin C.", "D"),
    ("vitamin", "It is vitamin D, option C.", "C"),
    ("point", "Point A is the highest.", "B"),
    ("label", "The part marked C is the retina.", "D"),
    ("label", "C is the iris.", "B"),
    ("images", "Image C is blurred, the others are sharp.", "C"),
    ("ten", "I believe it is J.", "J"),
    ("ten", "I think that the Volga is the longest.", "J"),
    ("ten", "The Danube is longer than the Rhine, but the Volga is the longest.", "J"),
    # place in the list
    ("fruit", "The second one.", "B"),
    ("fruit", "I'd say the last option.", "D"),
    ("fruit", "option 3", "C"),
    ("fruit", "第二个", "B"),
    # negation and exclusion
    ("fruit", "It is not a banana but a mango.", "D"),
    ("fruit", "Mango, not banana.", "D"),
    ("fruit", "Rather than an apple, this is a cherry.", "C"),
    ("fruit", "A, B and D can be ruled out.", "C"),
    ("fruit", "It isn't A. B is wrong. D is impossible.", "C"),
    ("fruit", "A is incorrect, as is B. C is correct.", "C"),
    ("fruit", "Neither an apple nor a banana: it is a cherry.", "C"),
    ("truth", "The claim is false.", "B"),
    ("truth", "This is not true.", "B"),
    ("truth", "That's incorrect; the sky is blue.", "B"),
    ("yesno", "Yes, there is a bridge.", "A"),
    ("yesno", "No.", "B"),
    ("yesno", "There is no bridge in the picture.", "B"),
    ("not", "The bathtub is not in the kitchen.", "D"),
    ("fruit", "A. Apple – no\nB. Banana – no\nC. Cherry – yes\nD. Mango – no", "C"),
    ("fruit", "A: ✗\nB: ✓\nC: ✗\nD: ✗", "B"),
    ("fruit", "- A: incorrect, it is not round.\n- B: correct, it is long.\n- C: incorrect.\n- D: incorrect.", "B"),
    # the final word
    ("fruit", "The answer is A. Wait, the fruit is long. The answer is B.", "B"),
    ("fruit", "A... no, actually it's C.", "C"),
    ("fruit", "Answer: B. Correction: the stem belongs to a cherry. Answer: C.", "C"),
    ("fruit", "I thought it was a banana, but it is a mango.", "D"),
    ("fruit", "At first glance A. However, the correct answer is D.", "D"),
    ("fruit", "B\n\nQuestion: Which colour is the bowl?\nAnswer: A", "B"),
    ("fruit", "<think>Maybe A, maybe B.</think>C", "C"),
    ("fruit", "Maybe A, maybe B. The answer is A.</think>\nThe answer is C.", "C"),
    ("fruit", "<think>Round and red. So the final answer is C", "C"),
    # options that speak of the other options, or of not knowing
    ("none", "None of the above.", "D"),
    ("none", "None of these.", "D"),
    ("closed", "It cannot be determined.", "D"),
    ("closed", "There is not enough information to determine the height.", "D"),
    ("fruit", "I can't be sure, but the most likely answer is B.", "B"),
]

UNANSWERED = [
    ("fruit", "", "empty"),
    ("fruit", "   \n", "empty"),
    ("fruit", "<think></think>", "empty"),
    ("fruit", "I'm sorry, but I cannot see the image.", "refusal"),
    ("fruit", "I can't determine whether it is an apple or a mango.", "refusal"),
    ("fruit", "As an AI language model, I am unable to view pictures.", "refusal"),
    ("fruit", "Please upload the image.", "refusal"),
    ("fruit", "Failed to obtain answer via API.", "error text of a failed call"),
    ("fruit", "[LMMS_EVAL_REQUEST_FAILED after 5 retries: Error code: 429]", "error text of a failed call"),
    ("fruit", "Error code: 500 - A server error occurred", "error text of a failed call"),
    ("fruit", "A or B", "several answers"),
    ("fruit", "A, B", "several answers"),
    ("fruit", "The answer is A or C.", "several answers"),
    ("fruit", "Both B and D are correct.", "several answers"),
    ("fruit", "It is either an apple or a mango.", "several answers"),
    ("fruit", "The answer is A. The answer is C.", "several answers"),
    ("fruit", '{"answer": ["A", "B"]}', "several answers"),
    ("fruit", '{"answer": "A", "answer": "B"}', "several answers"),
    ("fruit", '{"answer": "A", "Answer": "B", "answer": "A"}', "several answers"),
    ("fruit", '{"answer": {"letter": "A", "letter": "B"}}', "several answers"),
    ("fruit", "So {'answer': 'A', 'answer': 'B'}", "several answers"),
    ("fruit", '{"answer": "A"}\n{"answer": "B"}', "several answers"),
    ("fruit", '["A", "B"]', "several answers"),
    ("fruit", '[{"answer": "A"}, {"answer": "B"}]', "several answers"),
    ("fruit", "It might be an apple. It could be a mango.", "several answers"),
    ("fruit", "A. B. C. D. A. B. C. D. A. B. C. D.", None),
    ("fruit", "Apple, banana, cherry, mango.", None),
    ("fruit", "E", "outside the options"),
    ("fruit", "The answer is F.", "outside the options"),
    ("fruit", "A pear.", "outside the options"),
    ("fruit", "None of the above.", "outside the options"),
    ("fruit", "The answer is grapes.", "outside the options"),
    ("fruit", "It isn't a banana.", None),
    ("fruit", "The answer is neither A nor B.", None),
    ("fruit", "Which fruit lies in the bowl?\nA. Apple\nB. Banana\nC. Cherry\nD. Mango", None),
    ("fruit", "Question: Which fruit lies in the bowl?\nA. Apple\nB. Banana\nC. Cherry\nD. Mango\nAnswer:", None),
    ("fruit", "To find out, let us look at the shape. The fruit has a", "cut off"),
    ("fruit", "Let's check.\nA. Apple: apples are round.\nB. Banana: bananas are", None),
    ("fruit", "The correct answer is", None),
    ("fruit", "<think>It could be A. Or B, as it", None),
    ("ten", "I do not know.", "refusal"),
    ("ten", "I hope this helps!", None),
    ("label", "The label C is in the middle.", None),
]


@pytest.mark.parametrize(("question", "response", "letter"), ANSWERED)
def test_answer_is_read(question: str, response: str, letter: str) -> None:
    assert extract(response, QUESTIONS[question]).answer == letter


@pytest.mark.parametrize(("question", "response", "reason"), UNANSWERED)
def test_no_answer_is_read(question: str, response: str, reason: str | None) -> None:
    found = extract(response, QUESTIONS[question])
    assert found.answer is None
    assert found.reason
    assert reason is None or found.reason == reason


FORMS = [
    "{0}",
    "{0}.",
    "({0})",
    "{0})",
    "[{0}]",
    "**{0}**",
    "**{0}.**",
    "__{0}__",
    "`{0}`",
    '"{0}"',
    "{0}\n",
    "${0}$",
    "\\boxed{{{0}}}",
    "$\\boxed{{\\text{{{0}}}}}$",
    "\\boxed{{({0})}}",
    "Answer: {0}",
    "answer: {0}",
    "ANSWER: {0}",
    "Answer: ({0})",
    "Answer: **{0}**",
    "**Answer:** {0}",
    "**Answer: {0}**",
    "Final answer: {0}",
    "The answer is {0}",
    "The answer is {0}.",
    "The answer is: {0}",
    "The answer is ({0}).",
    "The answer is **{0}**.",
    "The correct answer is {0}.",
    "The correct option is {0}.",
    "So the answer is {0}.",
    "Therefore, the answer is option {0}.",
    "Option {0}",
    "Option {0}.",
    "option ({0})",
    "Option {0} is correct.",
    "{0} is correct.",
    "I choose {0}.",
    "I would go with {0}.",
    "答案是{0}",
    "答案：{0}。",
    "故选{0}。",
    "选{0}",
    '{{"answer": "{0}"}}',
    "<answer>{0}</answer>",
    "<think>perhaps A, perhaps B, perhaps C, perhaps D</think>{0}",
    "<|begin_of_box|>{0}<|end_of_box|>",
    "{0}<|im_end|>",
    "Let me see. The bowl is round.\n\n{0}",
    "Long answer follows.\n\nAnswer: {0}\n\nLet me know if you need more help!",
]


@pytest.mark.parametrize("letter", "ABCD")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_letter_is_read(form: str, letter: str) -> None:
    assert extract(form.format(letter), QUESTIONS["fruit"]).answer == letter


PROSE_FORMS = {
    "{0} is correct.",
    "Option {0} is correct.",
    "I choose {0}.",
    "I would go with {0}.",
    "So the answer is {0}.",
    '{{"answer": "{0}"}}',
}
"""A small letter in running prose may be an article."""


@pytest.mark.parametrize("letter", "ABCD")
@pytest.mark.parametrize("form", [form for form in FORMS if form not in PROSE_FORMS])
def test_lower_case_letters_are_read_where_they_stand_alone(form: str, letter: str) -> None:
    assert extract(form.format(letter.lower()), QUESTIONS["fruit"]).answer == letter


@pytest.mark.parametrize("position", range(10))
def test_every_option_text_is_read(position: int) -> None:
    question = QUESTIONS["ten"]
    text = question.choices[position]
    for form in (
        "{}",
        "{}.",
        "The longest river is the {}.",
        "It's the {}",
        "**{}**",
        "Answer: {}",
        "\\boxed{{{}}}",
        "The {}.",
    ):
        assert extract(form.format(text), question).answer == "ABCDEFGHIJ"[position]


def test_the_same_response_always_gives_the_same_answer() -> None:
    for response in ("no idea", "perhaps something", "42", "?"):
        assert len({extract(response, QUESTIONS["fruit"]) for _ in range(50)}) == 1
