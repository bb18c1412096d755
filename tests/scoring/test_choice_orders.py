"""Options told in an order, by their place, one by one, or ruled out but for one; None where no option follows."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

QUESTIONS = {
    "tall": Question("Which tower is the tallest?", ("North", "South", "East", "West")),
    "cheap": Question("Which snack has the lowest price?", ("Chips", "Nuts", "Gum")),
    "second": Question("Which lake is the second deepest?", ("Lake Ora", "Lake Ubi", "Lake Sem")),
    "pairs": Question("Which two teams play on Sunday?", ("Reds and Blues", "Greens and Whites", "Blues and Greens")),
    "title": Question("Which title suits the poem best?", ("The Storm", "At Sea", "Homecoming")),
    "animal": Question("Which animal eats the least?", ("Goat", "Sheep", "Hen")),
    "icon": Question("Which icon stands for mute?", ("Icon 1", "Icon 2", "Icon 3")),
    "blood": Question("Which blood type does the patient have?", ("Type AB", "Type A", "Type O", "Type B")),
    "slope": Question("Which line has the smallest slope?", ("Line a", "Line b", "Line c")),
    "graph": Question("Which graph shows a bijection?", ("Graph 1", "Graph 2", "Graph 3", "Graph 4")),
    "who": Question("Who holds the cup?", ("The coach", "The keeper", "The doctor", "None of these")),
    "ball": Question("What happens to the ball?", ("It sinks", "It floats", "It bursts")),
    "pace": Question(
        "What does the table say about train 2?",
        ("It ran slower than train 1", "It ran faster than train 1", "It did not run"),
    ),
    "season": Question("Which season is it?", ("Spring", "Summer", "Autumn", "Winter")),
    "wood": Question("Which material is the bench made of?", ("Stone", "Wood", "Metal")),
    "hue": Question("What is the main colour of the flag?", ("Green", "White", "Black")),
    "trend": Question("How do the sales change?", ("They rise", "They fall", "They rise and then fall")),
    "letter": Question("Which plan is cheapest?", ("Basic", "Plus", "Pro")),
}

READ = [
    ("tall", "West > North > South > East", "D"),
    ("tall", "East < South < North < West", "D"),
    ("tall", "Sorted from the tallest to the lowest: South (90 m), North (80 m), East (70 m), West (60 m).", "B"),
    ("tall", "In ascending order: East, West, North, South.", "B"),
    ("tall", "From oldest to newest: South, North, East, West.", None),
    ("tall", "North ≥ West > South > East", None),
    ("tall", "North > South. East > North.", None),
    ("cheap", "Nuts > Chips > Gum", "C"),
    ("cheap", "In descending order: Nuts, Gum, Chips.", "A"),
    ("second", "Lake Sem > Lake Ora > Lake Ubi", "A"),
    ("pairs", "The second pair.", "B"),
    ("pairs", "It is the last pair of teams.", "C"),
    ("title", "I would choose the third title.", "C"),
    ("title", "The second title on the page is larger.", None),
    ("animal", "The third animal.", None),
    ("icon", "A = play, B = mute, C = stop", "B"),
    ("icon", "1 = play, 2 = stop, 3 = mute", "C"),
    ("icon", "1: mute\n2: stop\n3: play", "A"),
    ("icon", "A = play, B = stop, C = next", None),
    ("blood", "The patient is in group A.", "B"),
    ("blood", "The blood group is O.", "C"),
    ("blood", "B", "B"),
    ("slope", "The slopes are:\nLine a: 2\nLine b: 0.5\nLine c:", None),
    ("slope", "The line with the smallest slope is:\nLine b", "B"),
    ("graph", "This rules out Graph 1, Graph 2 and Graph 4, but not Graph 3.", "C"),
    ("graph", "It rules out Graph 1, but not Graph 2 or Graph 3.", None),
    ("graph", "The test eliminates the parabola (Graph 1), the sine (Graph 2) and the step (Graph 3).", "D"),
    ("who", "None of these: the coach's son holds it.", "D"),
    ("who", "The keeper's wife.", None),
    ("who", "The keeper's holding it.", "B"),
    ("ball", "It sinks. Hmm, but it is hollow, so it floats.", "B"),
    ("ball", "It sinks. But it is red.", "A"),
    ("pace", "Train 2 ran more slowly.", "A"),
    ("pace", "It ran more quickly than train 1.", "B"),
    ("pace", "Train 1 ran more slowly than train 2.", "B"),
    ("pace", "Train 1 ran faster.", "A"),
    ("season", "Clearly wintertime.", "D"),
    ("season", "A summery garden.", "B"),
    ("season", "An autumnal alley.", "C"),
    ("wood", "Beech, judging by the pores.", "B"),
    ("wood", "It is brass.", "C"),
    ("wood", "An oak, tall and old, stands behind the bench.", None),
    ("hue", "Mainly green, with a white star and a black rim.", "A"),
    ("hue", "It has white stars and a black rim, though the main colour is green.", "A"),
    ("trend", "They go up until 2019 and come down afterwards.", "C"),
    ("trend", "They fall until 2019 and rise later.", None),
    ("letter", "الإجابة هي B", "B"),
    ("letter", "उत्तर: C", "C"),
    ("letter", "คำตอบคือ A", "A"),
]


@pytest.mark.parametrize(("name", "response", "answer"), READ)
def test_reading(name: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["choice"](response, QUESTIONS[name]).answer == answer
