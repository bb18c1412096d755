"""Claims that are upheld, words for yes and no that mean a side, what a list needs, and places that are free."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

RATE = "Was the rent lower in May than in June?"
FALSE = "Is the claim in the caption false?"
CONTRADICTS = "Does the table contradict the claim?"
LAMP = "Is the lamp on the left?"
SIGN = "Is the sign round?"
LIFT = "Is the lift going up?"
CHAIRS = "Are all the chairs taken?"
DOORS = "Are all the doors closed?"
APPLES = "Are all the apples red?"
CAKE = "Does the recipe need butter?"
KIT = "Does the manual require a hammer?"
SHELVES = "Are the two shelves of equal length?"
TOWERS = "Are the two towers the same height?"

READ = [
    (RATE, "It was 410 in May and 450 in June, so the claim holds.", "yes"),
    (RATE, "It was 450 in May and 410 in June; the statement doesn't hold up.", "no"),
    (RATE, "The claim is confirmed by the table.", "yes"),
    (RATE, "The claim isn't confirmed.", "no"),
    (RATE, "The claim is refuted by the table.", "no"),
    (RATE, "Let us see whether the statement holds.", None),
    ("Is the van black?", "We must check whether the statement is true. The van is white.", "no"),
    (FALSE, "The claim is false.", "yes"),
    (FALSE, "The claim is true.", "no"),
    ("Is the sentence on the sign spelled incorrectly?", "The sentence is correct.", "no"),
    ("Is B the right answer?", "Right.", "yes"),
    (CONTRADICTS, "The claim is contradicted by the table.", "yes"),
    (CONTRADICTS, "The claim holds.", "no"),
    (LAMP, "Negative. It stands on the right.", "no"),
    (LAMP, "Affirmative.", "yes"),
    (LAMP, "Right.", "no"),
    ("Is the reading negative?", "Negative. The needle stands at -3.", "yes"),
    (SIGN, "这个标志是圆形的,因此是的。", "yes"),
    (SIGN, "这个标志是方形的,所以不是。", "no"),
    (SIGN, "標識は四角です。したがって、いいえ。", "no"),
    (LIFT, "It's going up, as the lit arrow shows.", "yes"),
    (LIFT, "It's going down, as the lit arrow shows.", "no"),
    (LIFT, "It's going down, not up.", "no"),
    ("Is the sun going down?", "It's going down, as the long shadows show.", "yes"),
    (CHAIRS, "A few chairs by the wall are still free.", "no"),
    (CHAIRS, "Two of them are free.", "no"),
    (CHAIRS, "There are still two free chairs.", "no"),
    (CHAIRS, "There are no free chairs.", "yes"),
    (CHAIRS, "None of them is free.", "yes"),
    (CHAIRS, "There are no free tables.", None),
    ("Are some of the chairs taken?", "A few chairs by the wall are still free.", None),
    (DOORS, "There are no open doors.", "yes"),
    (DOORS, "There is one open door.", "no"),
    (APPLES, "There are no green apples.", None),
    (APPLES, "Two of them are green.", "no"),
    ("Are all ten apples red?", "10 of them are red.", None),
    (CAKE, "Fifty grams of butter are listed among the ingredients.", "yes"),
    (CAKE, "The ingredients list includes flour, butter and milk.", "yes"),
    (CAKE, "There is no butter in the list of ingredients.", "no"),
    (CAKE, "Butter is not among the ingredients.", "no"),
    (CAKE, "Flour and milk are listed among the ingredients.", None),
    (KIT, "A hammer is listed among the tools.", "yes"),
    (KIT, "A hammer isn't among the tools.", "no"),
    ("Does the cake contain nuts?", "No nuts are among the ingredients.", "no"),
    (SHELVES, "Despite the different brackets, the tape shows 80.5 cm for both of them.", "yes"),
    (SHELVES, "Both have different brackets at the ends.", None),
    (TOWERS, "Despite the same colour, one reaches 40 and the other 30.", "no"),
    ("Are the two boxes equally heavy?", "The scale shows 3 kg for each of them.", "yes"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_a_statement_implies_the_answer(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
