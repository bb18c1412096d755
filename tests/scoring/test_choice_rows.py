"""Options that are named by a number, by their place in a row, or by the first of their two words."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

TANKS = Question("Which tank holds 40 litres?", ("Tank 3", "Tank 5", "Tank 7"))
ROUTES = Question("Which path is the shortest?", ("Path 1", "Path 2", "Path 3"))
DRINKS = Question("Which drink has the most sugar?", ("Green tea", "Cola", "Orange juice"))
CLAIMS = Question("Which of these claims does the map support?", ("Rain fell in 2001", "It was dry", "It snowed"))
ROMAN = Question(
    "Statement I: it rains. Statement II: it snows. Which statement is true?", ("I only", "II only", "Both")
)
NUMBERED = Question("Which statement is true?", ("Statement 1 only", "Statement 2 only", "Both"))
FLOORS = Question("On which floor is the shop?", ("First floor", "Second floor", "Third floor"))
TOWNS = Question("Which town is the coldest?", ("Lund", "Bari", "Nice", "Porto"))
COUNTS = Question("How many apples are there?", ("2 apples", "3 apples", "4 apples"))
KITES = Question("What is the main colour of the kite?", ("Orange", "Blue", "White", "Brown"))
TOOLS = Question("Which tool is rusty?", ("Bread knife", "Wooden spoon", "Bread basket"))
PLAIN = Question("Which picture fits?", ("A boat", "A car", "A train"))

READ = [
    (TANKS, r"Tank 5 holds 40 litres: \boxed{5}", "B"),
    (TANKS, "5", "B"),
    (TANKS, "The answer is number 7.", "C"),
    (TANKS, "Answer: 1", None),
    (TANKS, "The answer is 35 litres.", None),
    (TANKS, r"\boxed{40}", None),
    (COUNTS, "**3**", "B"),
    (COUNTS, "Answer: 5", None),
    (ROUTES, "Path 1 is 9 m, path 2 is 7 m and path 3 is 8 m. The shortest is the second.", "B"),
    (ROUTES, "Path 1 is 9 m, path 2 is 7 m and path 3 is 8 m. The longest is the first.", None),
    (DRINKS, "Cola has 30 g, orange juice 20 g and green tea 2 g. The one with the most sugar is the first.", "B"),
    (DRINKS, "Cola has 30 g, orange juice 20 g and green tea 2 g. The one with the least sugar is the last.", None),
    (DRINKS, "Cola has 30 g and orange juice 20 g. The former has the most sugar.", "B"),
    (DRINKS, "Cola is not here. The most sugar is in the first one.", "A"),
    (TOWNS, "Porto has 9, Nice 7 and Lund -3 degrees. The coldest is the last one.", "A"),
    (TOWNS, "Porto has 9, Nice 7 and Lund -3 degrees. The warmest is the first one.", None),
    (TOWNS, "Porto has 9, Nice 7 and Lund -3 degrees. The first is the last one.", None),
    (FLOORS, "The cafe is on the first floor. The shop is on the second.", "B"),
    (CLAIMS, "Claim 2 is correct.", "B"),
    (CLAIMS, "Claim 1 is wrong, since 2001 was dry. Claim 3 is wrong as well. Claim 2 is right.", "B"),
    (CLAIMS, "Claim 1 is wrong, and so is claim 3.", "B"),
    (CLAIMS, "Claim 3 is not supported, claim 2 is false. Claim 1 holds.", "A"),
    (CLAIMS, "Claim 4 is right.", None),
    (ROMAN, "Statement 2 is true.", None),
    (NUMBERED, "Statement 2 is true.", "B"),
    (DRINKS, "The list names green tea, cola and orange juice. The sweetest of them is the orange.", "C"),
    (DRINKS, "It is not the tea.", None),
    (PLAIN, "A is wrong, and so is C.", "B"),
    (PLAIN, "Option B does not fit, and neither does option C.", "A"),
    (KITES, "There are white stripes, a black tail and a lot of orange. The main colour is the last one I named.", "A"),
    (KITES, "There is a lot of orange and a black tail. The main colour is the last one I mentioned.", None),
    (KITES, "I see blue, white and orange. The main colour is the first one I mentioned.", "B"),
    (KITES, "The main colour is the last one I mentioned.", None),
    (KITES, "I see blue, white and orange. It is the last option.", "D"),
    (TOOLS, "The rusty one is the bread.", None),
    (TOOLS, "The rusty one is the basket.", "C"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
