"""Multiple-choice answers in which a name has another part than the one asked for, or two things change places."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

ROADS = Question("Which of the two roads is wider on the map?", ("The coast road", "The hill road"))
TOWERS = Question("Which tower is taller?", ("The grey tower", "The red tower", "The white tower"))
CHURCH = Question("Is the church to the left or to the right of the bridge?", ("Left", "Right"))
LAMP = Question("Is the lamp above or below the shelf?", ("Above", "Below"))
BENCH = Question("On which side of the fountain is the bench?", ("Left", "Right"))
AUTHOR = Question("Who wrote the report?", ("Mr. Hill", "Mrs. Cole", "Dr. Shaw"))
SMALLEST = Question("Which is the smallest shape?", ("The dot", "The square", "The star"))
RACE = Question("Which runner won the race?", ("Ida", "Max", "Tom"))
SECOND = Question("Which runner came second?", ("Ida", "Max", "Tom"))
AREA = Question("What is the area of the ring?", ("5π", "9π", "14π"))
ARROWS = Question("Which arrow shows the lift?", ("Arrow A", "Arrow B", "Arrow C", "Arrow D"))
STATE = Question("In which state is the water in the jar?", ("Solid", "Liquid", "Gas"))
SHAPE = Question("What is drawn?", ("A rhombus", "A kite", "A square"))
TOOL = Question("What is the purpose of the tool?", ("To cut wire", "To turn screws", "To measure angles"))
CURVE = Question("Which curve is it?", ("Curve 1", "Curve 2", "Curve 3", "Curve 4"))

COLLAPSE = Question(
    "What happens if the beam is taken out?", ("The roof will fall", "The roof will stay up", "A wall will bend")
)
HILLS = Question("Which of the two hills has the gentler, flatter slope?", ("Hill C", "Hill B"))
CORNERS = Question("Which angle of the triangle is larger?", ("Angle P", "Angle Q", "They are equal"))
SHAPES = Question("Which of the four is made of flat faces?", ("Cube", "Ball", "Egg", "Ring"))
DRINK = Question("What does he order?", ("A cup of tea", "A bottle of juice", "A glass of milk"))

READ = [
    # the lesser one of two
    (ROADS, "The coast road is the narrower one.", "B"),
    (ROADS, "The narrower one is the hill road.", "A"),
    (ROADS, "The hill road is the wider one.", "B"),
    (ROADS, "The coast road is the older one.", "A"),
    (TOWERS, "The grey tower is the shorter one.", None),
    # the other way round
    (CHURCH, "The bridge is to the right of the church.", "A"),
    (CHURCH, "The bridge stands on the left of it.", "B"),
    (CHURCH, "To the right of the church is the bridge.", "A"),
    (CHURCH, "It is to the left of the church.", "B"),
    (CHURCH, "The church is to the right of the bridge.", "B"),
    (CHURCH, "On the left is the church, on the right the bridge.", None),
    (CHURCH, "Seen from the church, the bridge is to the right.", "A"),
    (CHURCH, "Seen from the bridge, the church is to the right.", "B"),
    (CHURCH, "The chapel is on the bridge's right side.", "B"),
    (CHURCH, "The bridge is on the church's right.", "A"),
    (CHURCH, "To the church's left is the bridge.", "B"),
    (LAMP, "The shelf is above the lamp.", "B"),
    (LAMP, "The lamp hangs above the shelf.", "A"),
    (LAMP, "Above the lamp is the shelf.", "B"),
    (LAMP, "It is below the shelf.", "B"),
    (BENCH, "The fountain is to the left of the bench.", "B"),
    (BENCH, "The bench is to the left of the fountain.", "A"),
    # another part
    (AUTHOR, "The first page names Mrs. Cole; Mr. Hill is merely the reader.", "B"),
    (AUTHOR, "Dr. Shaw is only the publisher.", None),
    (AUTHOR, "It was written by Dr. Shaw, Mrs. Cole is just a witness.", "C"),
    (SMALLEST, "The dot is just a tiny thing, the smallest shape.", "A"),
    (SMALLEST, "The star is only a small one.", "C"),
    (RACE, "Ida did, with Tom as the runner-up.", "A"),
    (RACE, "Max, with Ida a close second.", "B"),
    (RACE, "Tom won; second place went to Max.", "C"),
    (RACE, "Max was the runner-up.", None),
    (RACE, "Ida finished in second place, and Tom won the race.", "C"),
    (RACE, "Max won by one second.", "B"),
    (SECOND, "Max was the runner-up.", "B"),
    (SECOND, "Tom came second.", "C"),
    # formulas
    (AREA, r"$A = A_{\text{outer}} - A_{\text{inner}} = 14\pi - 5\pi = 9\pi$", "B"),
    (AREA, "A = B", "B"),
    (AREA, "A: 9π", "B"),
    # what takes an answer back
    (ARROWS, "C. Actually, scratch that: C is the weight. The lift is D.", "D"),
    (ARROWS, "C. Scratch that: C is the weight.", None),
    (ARROWS, "C. Scratch that: C is the correct one after all.", "C"),
    (ARROWS, "It is B. Hold on, B would pull it down; D points up, so it's D.", "D"),
    (ARROWS, "It is B. Wait, D would fit better.", "D"),
    (CURVE, "Curves 1 and 2 are out. As between C and D, the steep start makes it D.", "D"),
    # likened, defined, used
    (STATE, "The water keeps its form, as it does in a solid.", "A"),
    (STATE, "The particles slide past each other, as is typical of a liquid.", "B"),
    (STATE, "The particles are not far apart, as they are in a gas.", None),
    (SHAPE, "All sides are equal and all angles are right, which is the definition of a square.", "C"),
    (SHAPE, "Its sides differ, which is not the definition of a square.", None),
    (TOOL, "It is a protractor, which is used for measuring all angles.", "C"),
    (TOOL, "It is a pair of pliers, which is made to cut wire.", "A"),
    (TOOL, "It is a file, which is not used for turning screws.", None),
    (TOOL, "It is a protractor, which is for measuring angles.", "C"),
    (TOOL, "It is a screwdriver, so it is used to turn screws.", "B"),
    # what is not, in front
    (SHAPE, "Rather than a rhombus or a kite, the picture shows a square.", "C"),
    (SHAPE, "Instead of a square, it is a kite.", "B"),
    (STATE, "Without a lid, the gas would be gone, so the water is liquid.", "B"),
    (COLLAPSE, "Without it, the roof will fall.", "A"),
    (COLLAPSE, "Without the beam, the roof will stay up.", "B"),
    (COLLAPSE, "Without the beam, the roof will not fall.", None),
    (COLLAPSE, "The roof will remain up.", "B"),
    # nothing more so
    (TOWERS, "No tower is taller than the white tower.", "C"),
    (HILLS, "Hill B is flatter than hill C.", "B"),
    (CORNERS, "All three angles are 60°.", "C"),
    (CORNERS, "None of them is larger than the others.", "C"),
    (CORNERS, "There is no difference in size.", "C"),
    (TOWERS, "No tower is shorter than the white tower.", None),
    (TOWERS, "None of the others is taller than the red one.", "B"),
    # together against one
    (SHAPES, "A cube has corners, whereas the ball, the egg and the ring are round.", "A"),
    (SHAPES, "The balls, eggs and rings are round.", None),
    (SHAPES, "The ball, the egg and the ring are all round, so it must be the first option.", "A"),
    (SHAPES, "While the ball, the egg and the ring are round, the cube has corners.", "A"),
    (SHAPES, "The cube has no curves, but the ball, the egg and the ring do.", "A"),
    (SHAPES, "The ring is round, whereas the ball and the egg are oval.", None),
    (DRINK, "He'd like tea, not a bottle of juice.", "A"),
    (DRINK, "It is not a bottle of juice; tea is cheaper.", None),
    (SHAPE, "It is a ruler, which is used for drawing a square.", None),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
