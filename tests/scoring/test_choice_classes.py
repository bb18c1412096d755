"""Options of closed classes that a response says in other words, and verbs that say the contrary of what is asked."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

MOVES = Question("How was the tile moved?", ("Rotation", "Reflection", "Translation", "Enlargement"))
LINES = Question("How do the two streets run?", ("Parallel", "Perpendicular", "Intersecting"))
SPACE = Question("What are the two edges of the cube?", ("Parallel", "Perpendicular", "Skew", "Coincident"))
MATCH = Question("Who won the match?", ("Home", "Away", "Draw"))
RACE = Question("Which runner won?", ("Ann", "Bea", "Cleo"))
SHARES = Question("Which party gained votes?", ("Greens", "Blues", "Reds"))
PARTIES = Question("Which party lost votes?", ("Greens", "Blues", "Reds"))
QUARTERS = Question("When was the rainfall lowest?", ("Q1", "Q2", "Q3", "Q4"))
NAMED_QUARTERS = Question("When was the rainfall lowest?", ("First quarter", "Second quarter", "Third quarter"))
TANK = Question("What does the gauge show?", ("Empty", "A third full", "Half full", "Full"))
FIGURES = Question("Which figure is next?", ("Circle", "Triangle", "Square", "Pentagon", "Hexagon"))
FOURS = Question("Which figure is it?", ("Square", "Rectangle", "Octagon", "Pentagon"))
CORNERS = Question("Which figure has six sides?", ("Pentagon", "Hexagon", "Octagon"))
TRUTH = Question("Is the statement 'The cup is full' correct?", ("True", "False"))
LINK = Question("What links rain and sales?", ("A positive correlation", "A negative correlation", "No correlation"))
EFFECT = Question(
    "What does the plot say of rain and sales?", ("More rain, more sales", "More rain, fewer sales", "No relationship")
)
FAULT = Question("What is wrong with the machine?", ("Missing belt", "Broken wheel", "Loose screw"))
SEASON = Question("Which season is it?", ("Spring", "Summer", "Autumn", "Winter"))

SIGNS = Question("What does the sign mean?", ("No cycling", "No swimming", "No dogs"))
PLACES = Question("Where is the cup?", ("The cup is on the box", "The cup is in the box", "The cup is next to the box"))
WAYS = Question("In which direction does the river flow?", ("North", "South", "East", "West"))
OUTLINE = Question("Which outline has the plate?", ("Triangle", "Circle", "Rectangle"))
DESK = Question("What is on the desk?", ("A lamp", "A book", "Nothing"))
PEAK = Question(
    "What does the chart tell?", ("Costs fell all year", "Costs were highest in May", "Costs were lowest in May")
)
STEPS = Question("What is the right order?", ("dry, cut, paint", "cut, dry, paint", "paint, cut, dry"))
JARS = Question("How does the first jar compare with the second one?", ("Taller", "Shorter", "Equal"))
BEASTS = Question("What is drawn on the shield?", ("A wolf", "A leaf", "A calf", "A knife"))

READ = [
    (MOVES, "It has been mirrored in the axis.", "B"),
    (MOVES, "The tile was turned by 90 degrees, not flipped.", "A"),
    (MOVES, "It was neither turned nor flipped; it was shifted.", "C"),
    (MOVES, "It moved three squares to the left.", "C"),
    (MOVES, "It was scaled by a factor of 2.", "D"),
    (MOVES, "It turned out blue.", None),
    (MOVES, "It was not mirrored.", None),
    (LINES, "They meet at a right angle.", "B"),
    (LINES, "One crosses the other at 90°.", "B"),
    (LINES, "They cross, but not at a right angle.", "C"),
    (LINES, "They do not meet at a right angle.", None),
    (LINES, "They never meet.", "A"),
    (SPACE, "They never meet.", None),
    (SPACE, "They form a right angle.", "B"),
    (SPACE, "They lie exactly on top of each other.", "D"),
    (MATCH, "Home 68, Away 74. The visitors won.", "B"),
    (MATCH, "The hosts won 2:1.", "A"),
    (MATCH, "The guests were beaten by the hosts.", "A"),
    (MATCH, "The hosts lost.", "B"),
    (MATCH, "The visitors were defeated.", "A"),
    (RACE, "Ann lost and Bea won.", "B"),
    (RACE, "Ann has clearly lost.", None),
    (SHARES, "The Reds lost votes.", None),
    (SHARES, "The Reds lost votes. The Blues gained some.", "B"),
    (PARTIES, "The Reds lost votes.", "C"),
    (QUARTERS, "That was in the third quarter.", "C"),
    (QUARTERS, "The last quarter of the year.", "D"),
    (QUARTERS, "第二季度", "B"),
    (QUARTERS, "Three quarters of the rain fell in summer.", None),
    (NAMED_QUARTERS, "It is Q3, as Q1 and Q2 are higher.", "C"),
    (TANK, "The needle points to 1/2.", "C"),
    (TANK, "About 1/3 of it is filled.", "B"),
    (TANK, "It is filled to ½.", "C"),
    (TANK, "It is 80% full.", None),
    (TANK, "It is nearly full.", None),
    (TANK, "It is full.", "D"),
    (TANK, "The needle points to 3/4.", None),
    (FIGURES, "3 sides, 4 sides, 5 sides, so the next one has six sides.", "E"),
    (FIGURES, "A three-sided figure.", "B"),
    (FIGURES, "It has four corners.", "C"),
    (FIGURES, "It does not have five sides.", None),
    (FOURS, "It has four sides.", None),
    (FOURS, "It has eight corners.", "C"),
    (CORNERS, "The one with six sides is the hexagon.", "B"),
    (TRUTH, "The claim doesn't hold: it is half empty.", "B"),
    (TRUTH, "The statement holds, since it is filled to the brim.", "A"),
    (TRUTH, "It holds some tea.", None),
    (EFFECT, "Rain and sales appear to be unrelated.", "C"),
    (EFFECT, "Rain is not correlated with sales.", "C"),
    (EFFECT, "They are not unrelated.", None),
    (FAULT, "The belt is not there.", "A"),
    (FAULT, "The wheel is not attached.", None),
    (SEASON, "The leaves are typical of fall.", "C"),
    (SEASON, "Leaves begin to fall from the trees in spring.", "A"),
    # the loser's rival, and nobody
    (MATCH, "The home side lost 0-2.", "B"),
    (MATCH, "The away team was defeated.", "A"),
    (MATCH, "The home team was beaten by the away team.", "B"),
    (MATCH, "The home team has beaten the away team.", "A"),
    (MATCH, "The home team lost its lead but still won.", "A"),
    (MATCH, "Neither team won; it ended 1-1.", "C"),
    (MATCH, "Neither team won the toss.", None),
    # how two quantities go together
    (LINK, "Rain and sales are positively related.", "A"),
    (LINK, "Sales are inversely proportional to rain.", "B"),
    (LINK, "Sales rise with the rain.", "A"),
    (LINK, "Sales fall with increasing rain.", "B"),
    (LINK, "The two aren't correlated.", "C"),
    (LINK, "Costs rise with age.", None),
    (LINK, "Sales do not rise with rain.", None),
    # lines
    (SPACE, "They intersect at 90 degrees.", "B"),
    (SPACE, "They coincide.", "D"),
    (SPACE, "They do not coincide.", None),
    # bans, places, ways
    (SIGNS, "Cycling is prohibited.", "A"),
    (SIGNS, "It prohibits swimming.", "B"),
    (SIGNS, "Cycling is not prohibited.", None),
    (PLACES, "The cup is standing on top of the box.", "A"),
    (PLACES, "The cup lies beside the box.", "C"),
    (PLACES, "The cup is not lying on the box.", None),
    (WAYS, "It drifts westward.", "D"),
    (WAYS, "It comes from the south and flows east.", "C"),
    # shapes, nothing, peaks
    (OUTLINE, "The plate is triangular.", "A"),
    (OUTLINE, "It's round.", "B"),
    (OUTLINE, "It is not round.", None),
    (OUTLINE, "It is triangular with round corners.", "A"),
    (DESK, "There isn't anything on the desk.", "C"),
    (DESK, "I can't see anything.", None),
    (DESK, "There isn't anything but a lamp on the desk.", "A"),
    (PEAK, "Costs peaked in May.", "B"),
    (PEAK, "Costs peaked in June.", None),
    (PEAK, "Costs did not peak in May.", None),
    # alike or not
    (JARS, "The first jar is as tall as the second.", "C"),
    (JARS, "The first jar isn't as tall as the second.", "B"),
    (JARS, "The first jar is only half as tall as the second.", "B"),
    (JARS, "The first jar is twice as tall as the second.", "A"),
    (JARS, "There is no difference in height.", "C"),
    (LINK, "As the rain increases, so do sales.", "A"),
    (LINK, "Sales don't depend on the rain.", "C"),
    # orders
    (STEPS, "First you cut it, then you dry it, and last you paint it.", "B"),
    (STEPS, "Cutting comes after drying and painting.", None),
    # plurals
    (BEASTS, "Wolves, since they howl.", "A"),
    (BEASTS, "It shows calves.", "C"),
    (BEASTS, "They are leaves.", "B"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
