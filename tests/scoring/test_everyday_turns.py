"""Turns of everyday speech in which an answer is given, taken back, or broken off."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

BULBS = ("Which bulb will be the brightest?", "Bulb P|Bulb Q|Bulb R|All are equally bright")
TREND = ("How would you describe the relation?", "Positive correlation|Negative correlation|No correlation")
NETS = ("Which figure is a net of the cube?", "Figure a|Figure b|Figure c|Figure d")
PLAYED = ("Which instrument is the man playing?", "Violin|Cello|Trumpet|Flute|Drums")
TRIANGLES = (
    "Which statement about the two triangles is correct?",
    "They are congruent|They are similar but not congruent|They are neither similar nor congruent",
)
CIRCLES = ("How does the left circle compare with the right one?", "Larger|Smaller|Equal")
HAND = ("What is the robot holding in its left hand?", "A wrench|A flower|An apple|Nothing")
WEEK = ("How did the temperature develop?", "It rose|It fell|It stayed the same")
TOOL = ("Which tool is hanging on the wall?", "Hammer|Saw|Drill|Wrench|Ladder|Rake")
ODD = ("Which of the following images is the odd one out?", "Image A|Image B|Image C|Image D|Image E")
PANEL = ("What is the weather like in the third panel of the comic?", "Sunny|Rainy|Windy|Snowy|Stormy")
SWITCH = ("Which switch has to be closed?", "Switch S1|Switch S2|Switch S3|Switch S4")
SHADED = ("Which continent is shaded on the map?", "Africa|Asia|Europe|South America|Australia")
BIRDS = ("Which bird has a crest?", "Robin|Cardinal|Sparrow")


@pytest.mark.parametrize(
    ("asked", "response", "letter"),
    [
        (BULBS, "All three get the same voltage, so none of them outshines the others: D.", "D"),
        (BULBS, "They share the current, so nothing sets one apart - D", "D"),
        (BULBS, "It is the one whose label reads: A.", None),
        (BULBS, "It is the one with the label: A.", None),
        (BULBS, "It is the one marked: A.", None),
        (TREND, "B – no wait, I mixed up the axes; the curve goes up with temperature. A.", "A"),
        (TREND, "C. No, the points clearly lie on a rising line. A.", "A"),
        (BIRDS, "A. No, it has a smooth head.\nB. Yes, there is a crest.\nC. No, it has none.", "B"),
        (NETS, "- Figure a has six squares, but two overlap.\n- Figure b has only five.\n- Figure c", None),
        (NETS, "Figure a has an overlap. Figure b has only five squares. Figure c", None),
        (NETS, "Not a or b, as they overlap.\n\nFigure c", "C"),
        (NETS, "Figure a has an overlap. Figure b has only five squares.\n\nFigure c", "C"),
        (NETS, "Figure a overlaps. Figure b overlaps. Figure c has five squares. Figure d", "D"),
        (PLAYED, "My first guess was the violin, but it rests on the floor. He's playing the cello.", "B"),
        (PLAYED, "My guess is the violin.", "A"),
        (TRIANGLES, "By SAS the two triangles are congruent.", "A"),
        (TRIANGLES, "The triangles are similar but not congruent.", "B"),
        (CIRCLES, "Although the left circle seems smaller, both have exactly the same diameter.", "C"),
        (HAND, "Its left hand is empty; the wrench is in the right one.", "D"),
        (WEEK, "It got warmer from day to day.", "A"),
        (WEEK, "It got a bit colder every day.", "B"),
        (TOOL, "Hard to say for sure in this light, but it looks like a ladder.", "E"),
        (TOOL, "I can't tell for sure, though it is most likely a saw.", "B"),
        (TOOL, "I'm not sure, but it could be a saw or a drill.", None),
        (TOOL, "It's hard to tell from the picture.", None),
        (TOOL, "I'm not sure, but I cannot see the picture.", None),
        (TOOL, "The tool is a wrench. Feel free to ask if anything is unclear!", "D"),
        (TOOL, "I am confident in F.", "F"),
        (TOOL, "I'm not confident in F.", None),
        (
            ODD,
            "Image A: a car\nImage B: a bus\nImage D: a boat\n\nOnly image D does not travel on land.",
            "D",
        ),
        (PANEL, "It is windy in the third panel; it was rainy in the second.", "C"),
        (PANEL, "In the first panel it rains, in the second it snows, and in the third the sun shines.", "A"),
        (PANEL, "In the second panel it snows.", None),
        (SWITCH, "S3 must be closed.", "C"),
        (SWITCH, "It's switch S1.", "A"),
        (SHADED, "The shaded area is South America (D). Africa, by contrast, is left white.", "D"),
    ],
)
def test_an_option_is_read(asked: tuple[str, str], response: str, letter: str | None) -> None:
    question = Question(asked[0], tuple(asked[1].split("|")))
    assert EXTRACTORS["choice"](response, question).answer == letter


SALES = "Did sales increase from 2018 to 2019?"
YEARS = "Was revenue in 2021 higher than in 2020?"
FEWER = "Were there fewer visitors in 2019 than in 2018?"
MORE = "Does the chart show data for more than five countries?"
TEXT = "Is there any text on the bottle?"
FLAG = "Does this image contain a French flag?"


@pytest.mark.parametrize(
    ("question", "response", "answer"),
    [
        ("Is the word 'NOW' written on the billboard?", "The word on it is 'SNOW', so strictly speaking no.", "no"),
        ("Is the door open?", "It's ajar, which would make it a yes.", "yes"),
        (FLAG, "I don't see one anywhere.", "no"),
        (FLAG, "I don't see the image.", None),
        (FLAG, "I can't see it.", "no"),
        (MORE, "Only four: Italy, Spain, Poland and Greece.", "no"),
        (MORE, "Only seven: two in Asia, five in Europe.", "yes"),
        (SALES, "Sales went from 3.1 million down to 2.7 million.", "no"),
        (SALES, "They went from 2.7 to 3.1 million.", "yes"),
        (SALES, "They were 3.1 million in 2018 and 2.7 million in 2019.", "no"),
        (SALES, "They were 2.7 million in 2019 and 2.1 million in 2018.", "yes"),
        (SALES, "The line goes from 2018 to 2019.", None),
        (YEARS, "Revenue fell from 4.2 million in 2020 to 3.9 million in 2021.", "no"),
        (YEARS, "It was 4.2 million in 2020 and 3.9 million in 2021.", "no"),
        (YEARS, "2020: 3.9 million, 2021: 4.2 million", "yes"),
        (YEARS, "In 2020 and 2021 it was 3.9 and 4.2 million respectively.", "yes"),
        (YEARS, "It grew by 12 % from 2020 to 2021.", "yes"),
        (YEARS, "It did not fall from 2020 to 2021.", None),
        (YEARS, "It fell from 4.2 million in 2018 to 3.9 million in 2019.", None),
        (YEARS, "It was 4 million in both 2020 and 2021.", None),
        (YEARS, "Costs were 3 million in 2020 and 4 million in 2021.", None),
        ("Was it more than 50 in 2020 and 2021?", "It was 60 in 2020 and 55 in 2021.", "yes"),
        ("Did sales in 2021 exceed those in 2020?", "Sales rose from 410 in 2020 to 455 in 2021.", "yes"),
        (FEWER, "There were 500 in 2018 and 430 in 2019.", "yes"),
        (FEWER, "There were 430 in 2018 and 500 in 2019.", "no"),
        (TEXT, "It isn't blank: the label says 'Olive oil, 500 ml'.", "yes"),
        (TEXT, "The bottle is completely blank.", "no"),
    ],
)
def test_yes_or_no_is_read(question: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, Question(question)).answer == answer


@pytest.mark.parametrize(
    ("kind", "question", "response", "answer"),
    [
        ("text", "Who is speaking in the second panel?", "The girl is speaking to the robot.", "The girl"),
        ("text", "Who is holding the umbrella?", "A man is holding the umbrella for a woman.", "A man"),
        ("text", "What is the boy playing?", "The boy is playing a violin.", "playing a violin"),
        ("number", "What is the speed limit?", "The sign says 60. The 80 further back is on the exit sign.", "60"),
        ("number", "How many apples are there?", "The 5 apples are on the table.", "5"),
    ],
)
def test_what_is_told_of_others_is_no_answer(kind: str, question: str, response: str, answer: str) -> None:
    assert EXTRACTORS[kind](response, Question(question)).answer == answer
