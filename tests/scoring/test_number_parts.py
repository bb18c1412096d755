"""Numbers beside their parts, beside what happened later and what counts something else; None for no one answer."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from hyeval.scoring.quantity import plain_latex, quantities

extract = EXTRACTORS["number"]
match = MATCHERS["number"]

READ = [
    # A number before its parts; where a part is asked for, that part.
    ("How many medals did Kenya win in total?", "12", "Kenya won 12 medals in total: 5 gold, 4 silver and 3 bronze."),
    ("How many medals did Kenya win in total?", "22", "It has 22, namely 9 gold, 7 silver and 6 bronze medals."),
    ("How many gold medals did Kenya win?", "5", "Kenya won 12 medals in total: 5 gold, 4 silver and 3 bronze."),
    ("How many gold medals did Kenya win?", "4", "13 medals, 4 of which are gold."),
    ("How many red apples are there?", "4", "There are 9 apples: 4 red and 5 green."),
    ("How many windows are on the left side?", "4", "10 windows in total: 4 on the left side and 6 on the right."),
    ("What is the difference between the two bars?", "52", "It's 52: the top bar stands at 80 and the bottom at 28."),
    ("How many more boys than girls are there?", "3", "14 are boys while only 11 are girls, a difference of 3."),
    ("How many women are in the photo?", "3", "There are 5 people: 3 women and 2 men."),
    ("How many women are in the photo?", "4", "4 women and 3 men, 7 people in total."),
    ("How many triangles are shaded?", "4", "There are 9 triangles: 4 are shaded and 5 are white."),
    ("How many steps has she taken?", "12004", "12,004 steps, which is 120% of the goal."),
    ("How much does the shirt cost?", "$25", "The shirt costs $25. Two shirts cost $45."),
    # What happened in that year, and what happened later to the thing.
    ("In which year was the dam opened?", "1884", 'The stone says "Opened 1884". A lock was added in 1920.'),
    ("In which year was the dam opened?", "1902", "It was inaugurated in 1902. It was widened in 1960."),
    ("In which year was the dam opened?", "1898", "Work began in 1895 and the dam opened three years later."),
    ("When was the dam widened?", "1962", "The dam opened in 1930. It was widened in 1962 and painted in 1970."),
    ("In which year was the house renovated?", "2004", "Built in 1931. Renovated in 2004."),
    # What counts or measures another thing.
    ("How many pages does the book have?", "416", "It says 416 pages. The price is $18.99."),
    ("How much does a ride cost?", "$2", "You pay $2. Children under six ride free."),
    ("What is the weight of the parcel in grams?", "640", "The scale shows 640 g; the maximum load is 5 kg."),
    ("How old was the oak when it was cut?", "82", "Eighty-two years old. It had been planted in 1921."),
    ("What is the speed limit in km/h?", "50", "50, and the sign below says it applies for 2 km."),
    ("What is the temperature in °C?", "18", "18 degrees, which is rather mild for March 3."),
    ("What day of the month is circled?", "21", "It's March 21."),
    ("What share of the budget goes to rent?", "38%", "Rent is the largest at 38 percent; savings are least at 5."),
    ("What percentage chose 'Yes'?", "55", "'No' was chosen by 45%, 'Yes' by 55%."),
    ("What is the balance in euros?", "-120", "The account is overdrawn by 120 euros."),
    ("What is the difference between the bars?", "53", "88 minus 35 is 53."),
    # Times in words.
    ("How many minutes does the trip take?", "45", "The trip takes three quarters of an hour."),
    ("How many minutes does the trip take?", "15", "About a quarter of an hour."),
    ("How many minutes does the trip take?", "75", "One hour and a quarter."),
    ("How many minutes does the trip take?", "15", "Quarter of an hour by car."),
    ("How many eggs are needed?", "6", "Half a dozen eggs."),
    ("How many days does the tour last?", "7", "It lasts a week."),
    ("How many days does the tour last?", "14", "A fortnight."),
    ("What is the population of the town?", "1.6 million", "It grew from 1.1 million in 1990 to 1.6 million today."),
    ("What is the number on the jersey?", "10", "The player wears the number 10."),
    ("How many more boys than girls are there?", "9", '{"boys": 30, "girls": 21, "difference": 9}'),
]  # fmt: skip

WORDS = [
    ("three quarters of an hour", "3/4", "hours"),
    ("two hours and three-quarters", "11/4", "hours"),
    ("one and three-quarter hours", "7/4", "hours"),
    ("a quarter of a million people", "250000", "people"),
    ("2 hours and a half", "5/2", "hours"),
    ("three quarters of the pizza", "3/4", "of"),
]


@pytest.mark.parametrize(("question", "gold", "response"), READ)
def test_the_number_in_question_is_read(question: str, gold: str, response: str) -> None:
    answer = extract(response, Question(question)).answer
    assert answer is not None
    assert match(answer, [gold], Question(question))


@pytest.mark.parametrize(("text", "value", "unit"), WORDS)
def test_parts_of_units_are_numbers(text: str, value: str, unit: str) -> None:
    found = list(quantities(plain_latex(text)))
    assert [(str(one.value), one.unit) for one in found] == [(value, unit)]


def test_prices_of_two_groups_are_several() -> None:
    question = Question("How much does one ticket cost?")
    assert extract("Adults pay $12, children pay $6.", question).answer is None
    assert extract("A ticket costs $12, children are free.", question).answer == "$12"


def test_once_a_week_is_no_number_of_days() -> None:
    assert extract("It takes place once a week.", Question("How many days does the tour last?")).answer is None
