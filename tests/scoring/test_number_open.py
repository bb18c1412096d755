"""Numbers to which something is still to be added, and sentences that break off before the number that is asked for."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["number"]

CHAIRS = "How many chairs are in the room?"
PEOPLE = "How many people are in the boat?"
DIFFERENCE = "What is the difference between the highest and the lowest value in the chart?"

OPEN_SUMS = [
    # More of the same, and no word on what that makes.
    (CHAIRS, "- Row 4: 3 chairs\n\nThat makes 12 chairs, plus 1 chair at the desk.\n\nThere are 13 chairs.", "13"),
    (CHAIRS, "That makes 12 chairs, plus 1 chair at the desk.", None),
    (CHAIRS, "Row 1: 6 chairs.\nRow 2: 6 chairs.\nThat makes 12 plus one more.", None),
    (CHAIRS, "12 chairs and another one at the desk.", None),
    (CHAIRS, "That makes 12 chairs, and one more behind the desk. The room has 13 chairs.", "13"),
    (CHAIRS, "There are 12 chairs, plus one more at the desk. So 13 in all.", "13"),
    (PEOPLE, "That makes 4 people, plus the helmsman.", None),
    (PEOPLE, "That makes 4 people, plus the helmsman. There are 5 people in the boat.", "5"),
    ("How long is the fence?", "It is 12 m plus 3 m at the back.", None),
    ("How much does the pizza cost?", "The pizza costs $12 plus $2 for extra cheese.", None),
    (CHAIRS, "I count 14 chairs plus another 3 standing in the corner.", None),
    (CHAIRS, "That makes 24 chairs, plus one that is broken.", None),
    # What is added is something else, or the sum is told.
    (CHAIRS, "There are 12 chairs plus 2 tables.", "12"),
    (CHAIRS, "12 chairs plus 1 makes 13.", "13"),
    (CHAIRS, "There are 12 chairs, and 3 more are being carried in.", "12"),
    (CHAIRS, "There are 12 chairs, two more than in the hall.", "12"),
    ("How much does the pizza cost?", "The pizza costs $12 plus tax.", "$12"),
    ("How many students are there?", "There are 20 students plus 2 teachers.", "20"),
]

BROKEN_OFF = [
    (DIFFERENCE, "The lowest bar stands at 25 and the highest", None),
    (DIFFERENCE, "The lowest bar stands at 25 and the highest at 71.", None),
    (DIFFERENCE, "The lowest bar stands at 25 and the highest at 71, a difference of 46.", "46"),
    (DIFFERENCE, "71 - 25 = 46", "46"),
    ("How much more did Ann earn than Bob?", "Ann earned 300 while Bob", None),
    ("How old is the son?", "The father is 40, and the son", None),
    ("How old is the son?", "The father is 40 years old and the son", None),
    ("How old is the son?", "The father is 40 and the son is 12", "12"),
    ("What is the total of the red and the blue bar?", "The red bar is at 20 and the blue bar", None),
    ("What is the total of the red and the blue bar?", "The red bar is at 20 and the blue bar at 15.", None),
    ("How many visitors came in June?", "In April there were 30 visitors, and in June", None),
    ("How many visitors came in June?", "In June there were 30 visitors, and in April", "30"),
    ("What is the total weight in kg?", "The first weighs 4 kg and the second", None),
    ("What is the weight of the first parcel?", "The first weighs 4 kg and the second", "4 kg"),
    ("What is the sum of A and B?", "A is 4 and B is 7.", None),
    ("What is the sum of A and B?", "A is 4. B is 7. Adding them gives 11.", "11"),
    ("What is the difference in height between A and B?", "A is 180 cm tall and B 165 cm.", None),
    ("What is the difference in height between A and B?", "A is 15 cm taller than B.", "15 cm"),
    ("What is the average of the two bars?", "The average of 10 and 20 is 15.", "15"),
    ("What is the gap between the first and the last bar?", "15: the first is 30 and the last 45.", "15"),
    # The end names what has been told of, or nothing that is asked for.
    ("How many dogs are there?", "3 dogs and a cat", "3"),
    ("How many apples are on the table?", "There are 7 apples on the plate and the table", "7"),
    ("What is the value of the red bar?", "20 for the red bar", "20"),
    ("What is the height of the red tower?", "The red tower has a height of 20 m and a width of 4 m", "20 m"),
]


@pytest.mark.parametrize(("question", "response", "answer"), [*OPEN_SUMS, *BROKEN_OFF])
def test_number_that_is_not_final(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
