"""Options whose texts have letters, signs or words of praise in them, named in full."""

import pytest

from hyeval.scoring import EXTRACTORS, Question

SETS = Question("What does the diagram show about A and B?", ("A contains B", "B contains A", "A and B are disjoint"))
WARMTH = Question("What is the boiling point?", ("56 °C", "78 °C", "82 °C", "100 °C"))
ROUTES = Question("Which way is the shortest?", ("Route A", "Route C", "Route E", "Route B"))
SLOPES = Question("What is the slope?", ("-3", "-1/3", "1/3", "3"))
ANGLES = Question("Which angle is acute?", ("∠C", "∠A", "∠D", "∠B"))
LANES = Question("Which lane is closed?", ("Left lane", "Middle lane", "Right lane"))
LIQUIDS = Question("Which solution turns blue?", ("Solution P", "Solution Q", "Solution R"))
SEAT = Question(
    "Where is the chair in relation to the desk?", ("To the left of the desk", "To the right of the desk", "Under it")
)
TREES = Question("What can be said of tree B?", ("It grew faster than tree A", "It grew slower than tree A"))


@pytest.mark.parametrize(
    ("question", "response", "letter"),
    [
        (SETS, "The answer is: A and B are disjoint", "C"),
        (SETS, 'The correct answer is "A and B are disjoint".', "C"),
        (SETS, "So the answer is $\\boxed{\\text{A and B are disjoint}}$.", "C"),
        (SETS, "The answer is A and B are disjoint, as the circles do not meet.", "C"),
        (SETS, "The answer is B contains A (B).", "B"),
        (SETS, "A and B are disjoint is the right answer.", "C"),
        (SETS, "So A and B are disjoint.", "C"),
        (SETS, "The answer is A, and B is smaller.", "A"),
        (SETS, "The answer is B.", "B"),
        (WARMTH, 'The correct answer is "78 °C".', "B"),
        (WARMTH, "Option B (78 °C) is right.", "B"),
        (WARMTH, 'The thermometer says "100 °C".', "D"),
        (WARMTH, 'The correct answer is "C".', "C"),
        (WARMTH, "Option (C) is right.", "C"),
        (ROUTES, 'The correct answer is "Route C".', "B"),
        (ROUTES, "Option D (Route B) is right.", "D"),
        (ROUTES, "The correct answer is (C).", "C"),
        (SLOPES, "Rise over run.\n\n**-1/3**", "B"),
        (SLOPES, "Rise over run.\n\n**1/3**", "C"),
        (SLOPES, "-3", "A"),
        (ANGLES, 'The correct answer is "∠A".', "B"),
        (ANGLES, "I think it is ∠D.", "C"),
        (ANGLES, "∠B is the right answer.", "D"),
        (ANGLES, "The answer is \\boxed{∠C}.", "A"),
        (ANGLES, "The answer is A.", "A"),
        (LANES, "Left lane is the right answer.", "A"),
        (LANES, "The middle lane is the right choice.", "B"),
        (LANES, "The right answer is the right lane.", "C"),
        (LIQUIDS, "Solution Q is correct.", "B"),
        (LIQUIDS, "Option C (Solution R) is right.", "C"),
        (LIQUIDS, "The solution is Solution P.", "A"),
        (SEAT, "At first I thought under it, but it is to the right of the desk.", "B"),
        (SEAT, "It is not under the desk, it is to the left of the desk.", "A"),
        (SEAT, "The desk is to the left of the chair.", "B"),
        (TREES, "Option A (It grew faster than tree A) is right.", "A"),
        (TREES, "At first I thought it grew slower than tree A, but it grew faster than tree A.", "A"),
        (TREES, "Tree A grew faster than tree B.", "B"),
    ],
)
def test_an_option_named_in_full_is_meant_whatever_letters_it_has(
    question: Question, response: str, letter: str
) -> None:
    assert EXTRACTORS["choice"](response, question).answer == letter
