"""Rules of reading and comparing numbers, each shown on an example."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

extract, match = EXTRACTORS["number"], MATCHERS["number"]

QUESTIONS = {
    "books": Question("How many books are on the shelf?"),
    "year": Question("In which year was the tower built?"),
    "price": Question("How much does the coat cost?"),
    "share": Question("What percentage of visitors came by train?"),
    "sales": Question("What were the sales in 2019, in millions of euros?"),
    "length": Question("What is the length of the rope in cm?"),
    "temp": Question("What temperature does the display show, in °C?"),
    "ratio": Question("What is the ratio of cats to dogs?"),
    "people": Question("How many people live in the town?"),
    "change": Question("By how much did the number of visitors change?"),
    "more": Question("How many more pens than pencils are there?"),
    "mass": Question("What is the mass of the electron (kg)?"),
    "ohm": Question("What is the resistance in ohms?"),
    "days": Question("How many days does the trip last?"),
    "x": Question("What is the value of x?"),
}

# question, response, gold, whether a reader says that the response is right
JUDGED = [
    ("books", "12", "12", True),
    ("books", "12.", "12", True),
    ("books", "12.0", "12", True),
    ("books", "twelve", "12", True),
    ("books", "Twelve books.", "12", True),
    ("books", "There are 12 books on the shelf.", "12", True),
    ("books", "There are 13 books on the shelf.", "12", False),
    ("books", "十二", "12", True),
    ("books", "书架上有12本书。", "12", True),
    ("books", "a dozen", "12", True),
    ("books", "Answer: 12 books (7 red and 5 blue)", "12", True),
    ("books", "7 red books + 5 blue books = 12 books", "12", True),
    ("books", "There are 7 red and 5 blue books, so 12 in total.", "12", True),
    ("books", "1. Look at the shelf.\n2. Count the books.\n\nThere are 12.", "12", True),
    ("books", "**12**\n\nThe shelf has 3 rows of 4 books.", "12", True),
    ("books", "\\boxed{12}", "12", True),
    ("books", "$\\boxed{12\\text{ books}}$", "12", True),
    ("books", "The final answer is 12, not 14.", "12", True),
    ("books", "The final answer is 14, not 12.", "12", False),
    ("books", "I count 10... wait, there are 12.", "12", True),
    ("books", "It is not 10 but 12.", "12", True),
    ("books", "There are no books on the shelf.", "0", True),
    ("books", "120", "12", False),
    ("books", "-12", "12", False),
    ("books", "twenty-one", "21", True),
    ("books", "one hundred and five", "105", True),
    ("books", "two dozen", "24", True),
    ("year", "The tower was built in 1889.", "1889", True),
    ("year", "1889 (finished in 1890)", "1889", True),
    ("year", "1885", "1889", False),
    ("year", "Construction began in 1887, and the tower was built by 1889. The answer is 1889.", "1889", True),
    ("price", "$49.90", "$49.90", True),
    ("price", "49.9 dollars", "$49.90", True),
    ("price", "49,90", "$49.90", True),
    ("price", "It costs $49.90.", "49.90", True),
    ("price", "USD 49.90", "$49.90", True),
    ("price", "4990 cents", "$49.90", True),
    ("price", "$499", "$49.90", False),
    ("price", "The coat costs \\$49.90.", "$49.90", True),
    ("share", "35%", "35%", True),
    ("share", "35", "35%", True),
    ("share", "35 percent", "35", True),
    ("share", "0.35", "35%", True),
    ("share", "About 35 % of the visitors came by train.", "35%", True),
    ("share", "35 out of 100 visitors, i.e. 35%", "35%", True),
    ("share", "3.5%", "35%", False),
    ("sales", "In 2019 the sales were 1,400 million euros.", "1400", True),
    ("sales", "1.4 billion", "1400", True),
    ("sales", "1400", "1400", True),
    ("sales", "€1,400,000,000", "1400", True),
    ("sales", "1.4 million", "1400", False),
    ("sales", "14 billion", "1400", False),
    ("length", "150 cm", "150", True),
    ("length", "1.5 m", "150", True),
    ("length", "1500 mm", "150", True),
    ("length", "150", "150", True),
    ("length", "1.5", "150", False),
    ("length", "150 m", "150", False),
    ("length", "\\(150\\,\\text{cm}\\)", "150", True),
    ("temp", "−7 °C", "-7", True),
    ("temp", "minus seven degrees", "-7", True),
    ("temp", "7 degrees below zero", "-7", True),
    ("temp", "7", "-7", False),
    ("temp", "-7", "-7", True),
    ("ratio", "2:5", "0.4", True),
    ("ratio", "2/5", "0.4", True),
    ("ratio", "\\frac{2}{5}", "0.4", True),
    ("ratio", "The ratio is 2 to 5.", "0.4", True),
    ("ratio", "0.40", "0.4", True),
    ("ratio", "40%", "0.4", True),
    ("ratio", "5:2", "0.4", False),
    ("people", "1.2 million", "1.2 million", True),
    ("people", "1,200,000", "1.2 million", True),
    ("people", "1.200.000", "1.2 million", True),
    ("people", "1 200 000 people", "1.2 million", True),
    ("people", "1.2M", "1.2 million", True),
    ("people", "1.2 × 10^6", "1.2 million", True),
    ("people", "120万", "1.2 million", True),
    ("people", "1.2", "1.2 million", False),
    ("people", "12 million", "1.2 million", False),
    ("people", "one million two hundred thousand", "1.2 million", True),
    ("people", "54 thousand", "54000", True),
    ("people", "54k", "54000", True),
    ("people", "54.000", "54000", True),
    ("change", "It dropped by 15%.", "-15%", True),
    ("change", "It rose by 15%.", "-15%", False),
    ("change", "-15%", "-15%", True),
    ("change", "a decrease of 15 percent", "-15%", True),
    ("change", "15%", "-15%", False),
    ("more", "There are 20 pens and 14 pencils, so there are 6 more pens.", "6", True),
    ("more", "6 more (20 - 14)", "6", True),
    ("more", "20 - 14 = 6", "6", True),
    ("more", "There are 20 pens and 14 pencils. The difference is 6.", "6", True),
    ("mass", "9.1e-31", "9.1e-31", True),
    ("mass", "9.1 × 10⁻³¹ kg", "9.1e-31", True),
    ("mass", "$9.1 \\times 10^{-31}$", "9.1e-31", True),
    ("mass", "9.1 * 10^-31", "9.1e-31", True),
    ("mass", "9.1 × 10^31", "9.1e-31", False),
    ("ohm", "3.3 kΩ", "3300", True),
    ("ohm", "3.3 kilo-ohms", "3300", True),
    ("ohm", "3300 Ω", "3300", True),
    ("ohm", "33 × 100 = 3300 ohms", "3300", True),
    ("ohm", "3.3 Ω", "3300", False),
    ("days", "two weeks", "14", True),
    ("days", "14 days", "14", True),
    ("x", "x = 4.5", "4.5", True),
    ("x", "x = 9/2", "4.5", True),
    ("x", "4 1/2", "4.5", True),
    ("x", "2x = 9, so x = 4.5", "4.5", True),
    ("x", '{"x": 4.5}', "4.5", True),
    ("x", '{"answer": 4.5}', "4.5", True),
    ("x", "<think>9/2 = 4.5</think>x is 4.5", "4.5", True),
]

UNANSWERED = [
    ("books", "", "empty"),
    ("books", "I cannot count the books.", None),
    ("books", "I'm unable to see the picture.", "refusal"),
    ("books", "Error code: 429", "error text of a failed call"),
    ("books", "Many.", "no answer found"),
    ("year", "In 1888 or 1889.", "several answers"),
    ("year", "Between 1885 and 1889.", "several answers"),
    ("books", "10-12", "several answers"),
    ("books", '{"answer": 10, "answer": 12}', "several answers"),
    ("books", "[10, 12]", "several answers"),
    ("books", "```json\n[10,12]\n```", "several answers"),
    ("books", '[{"answer": 10}, {"answer": 12}]', "several answers"),
    ("books", "Either 10 or 12 books.", "several answers"),
    ("books", "To count the books, go row by row. The first row has 5 books, the second has", "cut off"),
    ("books", "<think>5 in the first row, 7 in the second", None),
]


@pytest.mark.parametrize(("question", "response", "gold", "right"), JUDGED)
def test_verdict(question: str, response: str, gold: str, right: bool) -> None:
    answer = extract(response, QUESTIONS[question]).answer
    assert answer is not None
    assert match(answer, [gold], QUESTIONS[question]) == right


@pytest.mark.parametrize(("question", "response", "reason"), UNANSWERED)
def test_no_answer_is_read(question: str, response: str, reason: str | None) -> None:
    found = extract(response, QUESTIONS[question])
    assert found.answer is None
    assert reason is None or found.reason == reason


def test_the_extractor_does_not_need_the_gold_answer_to_choose_a_number() -> None:
    assert extract("There are 12 books in 3 rows.", QUESTIONS["books"]).answer == "12"
