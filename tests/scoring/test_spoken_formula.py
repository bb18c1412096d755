"""Formulas, sets and points that a response says in words."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from hyeval.scoring.spoken_formula import in_signs

FORMULAS = [
    ("That's half the square root of three.", "That's (1/2)·√3."),
    ("root three over two", "√3/2"),
    ("the square root of 3, divided by 2.", "(√3)/2."),
    ("the slope is negative two thirds.", "the slope is -2/3."),
    ("Rise over run gives -2 over 3.", "Rise over run gives -2/3."),
    ("x is plus or minus three.", "x = ±3."),
    ("two x squared plus three x", "2x^2 + 3x"),
    ("y equals x plus one, over two.", "y = (x + 1)/2."),
    ("five root two", "5√2"),
    ("one over two pi", "1/(2π)"),
    ("x to the fourth power", "x^4"),
    ("twenty-five pi", "25π"),
    ("four thirds pi r cubed", "((4/3)·π)·r^3"),
    ("negative b plus or minus the square root of 5, over 2", "(-b ± √5)/2"),
    ("There's just one: x is 1 and y is 2.", "There's just one: x = 1 and y = 2."),
    ("The solutions are three and minus three.", "The solutions are 3 and -3."),
    ("thirty-five degrees", "35 degrees"),
    ("the natural log of 2", "ln(2)"),
]
NO_FORMULAS = [
    "one of the standard values",
    "The two lines cross once",
    "x is one of them",
    "The x-coordinate is 2",
    "3 times the radius",
    "5 over the line",
    "the positive one",
    "a third of the base area times the height",
    "Two thirds of the balls are red",
    "f(x) is negative for x > 2",
    "d is the distance",
    "He is over the moon",
    "There are two: the one on the left and the one on the right",
    "half of x + 1",
]


@pytest.mark.parametrize(("said", "signs"), FORMULAS)
def test_a_formula_in_words_is_written_in_signs(said: str, signs: str) -> None:
    assert in_signs(said) == signs


@pytest.mark.parametrize("said", NO_FORMULAS)
def test_other_words_stay(said: str) -> None:
    assert in_signs(said) == said


@pytest.mark.parametrize("said", ["root " * 70, "one over " * 40, "(" * 390 + " plus", "minus " * 60, "x is " * 80])
def test_a_hostile_sentence_is_gone_through(said: str) -> None:
    assert isinstance(in_signs(said), str)


RANGE = "What is the range of the function in the graph?"
DOMAIN = "What is the domain of the function?"
POSITIVE = "For which x is the function positive?"
RISING = "On which interval is the function increasing?"
INEQUALITY = "Solve the inequality."
VERTEX = "Find the coordinates of the vertex of the parabola."
AREA = "What is the area of the circle with the marked radius?"
DIAGONAL = "What is the length of the diagonal?"
TWICE = "What is the probability of rolling a six twice?"
LINE = "What is the equation of the line?"
SLOPE = "What is the slope of the line?"


@pytest.mark.parametrize(
    ("question", "response", "meant"),
    [
        (RANGE, "All real numbers greater than or equal to zero.", r"[0,\infty)"),
        (RANGE, "The function takes every value from 0 upwards.", r"[0,\infty)"),
        (RANGE, "Zero and all positive numbers.", r"[0,\infty)"),
        (RANGE, "y is at least 0.", r"[0,\infty)"),
        (RANGE, "All real numbers.", r"(-\infty,\infty)"),
        (RANGE, "All values above zero, zero excluded.", r"(0,\infty)"),
        (RANGE, "From 0 to infinity, including 0.", r"[0,\infty)"),
        (RANGE, "It never drops below -3, so every number from -3 on.", r"[-3,\infty)"),
        (DOMAIN, "Everything except x = 2.", r"(-\infty,2)\cup(2,\infty)"),
        (DOMAIN, "x has to be at least 3, otherwise the root is not defined.", r"[3,\infty)"),
        (DOMAIN, "From -2 to 5, with -2 included and 5 excluded.", "[-2,5)"),
        (POSITIVE, "The graph lies above the x-axis from x = -1 to x = 4.", "(-1,4)"),
        (POSITIVE, "It is positive whenever x is bigger than -1 but smaller than 4.", "(-1,4)"),
        (POSITIVE, "Everywhere to the left of -1 and to the right of 4.", r"(-\infty,-1)\cup(4,\infty)"),
        (POSITIVE, "f(x) > 0 for x ∈ (-1, 4); at the ends it is zero.", "(-1,4)"),
        (RISING, "It goes up until x = 3 and comes down afterwards.", r"(-\infty,3)"),
        (INEQUALITY, "x has to be smaller than five.", "x<5"),
        (INEQUALITY, "Any number bigger than minus two works.", "x>-2"),
        (VERTEX, "The lowest point is at x = 2, where y = −1.", "(2,-1)"),
        (VERTEX, "It has its minimum of -1 at x = 2.", "(2,-1)"),
        (VERTEX, "The curve reaches its lowest point, y = -1, when x = 2.", "(2,-1)"),
        ("What is the x-coordinate of the vertex?", "The vertex is at x = 2, y = -1.", "2"),
        (AREA, "Since r = 3, we get π·3² = 9π, which is roughly 28.27.", r"9\pi"),
        (AREA, "9π cm² (about 28.3 cm²)", r"9\pi"),
        (AREA, "The marked radius is 3. Squaring it and multiplying by pi yields nine pi.", r"9\pi"),
        (AREA, "About 28.3 cm².", "28.3"),
        (DIAGONAL, "Five times the square root of two, roughly 7.07.", r"5\sqrt2"),
        (DIAGONAL, "Let the side be 5. Then d² = 25 + 25 = 50 and d = √50.", r"\sqrt{50}"),
        (TWICE, "One in thirty-six.", "1/36"),
        (LINE, "The line is y = 2x + 1; its slope is 2.", "y=2x+1"),
        (LINE, "y equals two x plus one.", "y=2x+1"),
        (SLOPE, "The line is y = 2x + 1; its slope is 2.", "2"),
        (SLOPE, "I'd say the slope is roughly -0.67, i.e. -2/3.", "-2/3"),
        ("Solve the equation x^2 = 9.", "x = 3 and x = -3", r"x=\pm3"),
        ("Solve for x: 2x + 6 = 12", "It's 3: 2·3 + 6 = 12.", "3"),
        ("Express y in terms of x.", "From x = 2y - 1 we get 2y = x + 1, i.e. y = (x+1)/2.", "y=(x+1)/2"),
        ("Find the value of sin 60°.", "The exact value is √3/2; a calculator shows 0.866.", r"\frac{\sqrt3}{2}"),
        ("Find the value of sin 60°.", "From the unit circle: √3/2. (cos 60° would be 1/2.)", r"\frac{\sqrt3}{2}"),
        ("Find the value of sin 60°.", "Answer: 0.866", "0.866"),
        (POSITIVE, "It's positive in between its two zeros, which are -1 and 4.", "(-1,4)"),
        (SLOPE, "3/2? No, rise over run, so -2/3.", "-2/3"),
        (AREA, "It's 9π. You square the radius, 3, and multiply by π.", r"9\pi"),
        (AREA, "π times the radius squared: π · 9 = 9π.", r"9\pi"),
        (AREA, "Roughly 28.3 square units; exactly, it's 9π.", r"9\pi"),
        ("Solve the equation x^2 = 9.", "x = 3. And don't forget the negative root: x = -3.", r"x=\pm3"),
        ("Solve the equation x^2 = 9.", "Positive or negative three.", r"x=\pm3"),
        (VERTEX, "y = (x - 2)^2 - 1, so the vertex can be read off as (2, -1).", "(2,-1)"),
        (VERTEX, "The axis of symmetry is x = 2; at that point y = -1.", "(2,-1)"),
        ("Give the solution (x, y).", "Adding the equations gives 3x = 3, so x = 1, and then y = 2.", "x=1,y=2"),
        ("Find the volume of the cone.", "12π, a third of the cylinder around it (36π).", r"12\pi"),
        ("Solve for x: 2x + 6 = 12", "x = 3 (check: 6 + 6 = 12)", "3"),
        ("Evaluate the integral shown.", r"$\ln(2) - \ln(1) = \ln(2)$", r"\ln 2"),
        ("Write the decimal as a fraction.", "That's one third, since 3 times 0.333... is 1.", "1/3"),
        ("What is the range of the data?", "The values go from 3 to 15, so the range is 12.", "12"),
        ("Compute lim x -> 0 of the function.", "As x -> 0 the ratio gets close to 1. So the limit is 1.", "1"),
        ("What is the slope at the point?", "At x = 2, y = 4, and the slope is 3.", "3"),
        ("Find the equation of the line through the point.", "With x = 1, y = 3 we get y = 2x + 1.", "y=2x+1"),
        ("Find the minimum of the function.", "It has its minimum of -1 at x = 2.", "-1"),
        ("What is the value of x at the minimum?", "It has its minimum at x = 2.", "2"),
        ("What is the point of intersection?", "They meet where x is 3 and y is 4.", "(3,4)"),
        ("Where do the two lines intersect?", "They meet where x is 3 and y is 4.", "(3,4)"),
        ("What is f(2)?", "Plugging in 2 gives 4 - 3, so f(2) = 1.", "1"),
        ("What is the period of the function?", "One full wave takes four units.", "4"),
        ("What is the value of log_2 8?", "It's three, because two cubed is eight.", "3"),
    ],
)
def test_what_is_said_in_words_is_read(question: str, response: str, meant: str) -> None:
    asked = Question(question)
    answer = EXTRACTORS["expression"](response, asked).answer
    assert answer is not None
    assert MATCHERS["expression"](answer, [meant], asked) == 1


@pytest.mark.parametrize(
    ("question", "response"),
    [
        ("Express y in terms of x.", "Sorry, I can't find an equation with x and y in the picture."),
        ("Compute the limit in the image.", "Substituting gives 0/0. Applying L'Hôpital's rule, we get"),
        (SLOPE, "I pick two points on the line and divide the difference of the y-values by"),
    ],
)
def test_what_says_no_formula_is_no_answer(question: str, response: str) -> None:
    assert EXTRACTORS["expression"](response, Question(question)).answer is None


@pytest.mark.parametrize(
    ("question", "response", "other"),
    [
        (RANGE, "All values above zero, zero excluded.", r"[0,\infty)"),
        (DOMAIN, "From -2 to 5, with -2 included and 5 excluded.", "[-2,5]"),
        (DIAGONAL, "The diagonal is five times the square root of two.", r"2\sqrt5"),
        (RANGE, "The domain is everything from 0 upwards.", r"[0,\infty)"),
        ("What is the vertex of the parabola?", "The focus is at x = 2, y = 0.", "(2,0)"),
        (LINE, "Its slope is 2.", "2"),
    ],
)
def test_another_value_is_not_right(question: str, response: str, other: str) -> None:
    asked = Question(question)
    answer = EXTRACTORS["expression"](response, asked).answer
    assert answer is None or MATCHERS["expression"](answer, [other], asked) == 0
