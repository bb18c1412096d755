"""Yes/no answers by forms: lists of several things, counts, reasons first, what fails to be so, what may be either."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

READ = [
    ("Is the lamp red?", "Yes, there is a lamp, but it isn't red, it's green.", "no"),
    ("Is the cup full?", "Well, yes, there's a cup, but it is not full.", "no"),
    ("Is the door open?", "Yes, but only a little.", "yes"),
    ("Is the door open?", "Yes, it is open, but it isn't wide open.", "yes"),
    ("Is there a dog?", "No, there is a cat, but there is no dog.", "no"),
    ("Is Rome warmer than Berlin?", "Is Rome warmer than Berlin? Please answer yes or no. " * 2, None),
    ("Is this the best answer?", "It is the best answer.", "yes"),
    ("Is the test difficult?", "It is difficult.", "yes"),
    ("Is the test difficult?", "The rest is difficult.", None),
    ("Is milk the first ingredient?", "The first ingredient is sugar.", None),
    ("Is milk the first ingredient?", "Milk is listed first.", None),
    ("Are there more than three birds on the wire?", "I see three birds and two cats.", "no"),
    ("Are there more than three birds on the wire?", "I count five of them.", "yes"),
    ("Are there more than three birds on the wire?", "I see nothing.", None),
    ("Are there more than three birds on the wire?", "I see some.", None),
    ("Are there more than three birds on the wire?", "I found 2 in total.", "no"),
    ("Are there more than three birds on the wire?", "I see birds.", None),
    ("Is the train on time?", "It is on schedule.", "yes"),
    ("Is the train on time?", "It is not delayed.", "yes"),
    ("Is the train on time?", "It left at noon.", None),
    ("Is the train on time?", "It is not late.", "yes"),
    ("Is the train on time?", "The train is 5 minutes late.", "no"),
    ("Is the flight delayed?", "The flight is on time.", "no"),
    ("Is the flight delayed?", "It is running late.", "yes"),
    ("Is the flight delayed?", "It is not on time.", "yes"),
    ("Is the flight delayed?", "It leaves late at night.", None),
    ("Is it lunch time?", "It is late in the evening.", None),
    ("Is the door open?", "Since the light is on, it is.", "yes"),
    ("Is the door open?", "As far as I can see, it is not.", "no"),
    ("Is the door open?", "Because of the wind, it is.", "yes"),
    ("Is the door open?", "Since when it is, I cannot tell.", None),
    ("Is the door open?", "It could go either way, but I would say yes.", "yes"),
    ("Is the door open?", "Either is possible.", None),
    ("Is the door open?", "I would have said yes, but it is closed.", "no"),
    ("Is the door open?", "I would not say so.", "no"),
    ("Is the door open?", "I'd say not.", "no"),
    ("Is the door locked?", "The key fails to turn.", None),
    ("Is the door locked?", "It fails to open.", None),
    ("Does the bulb light up?", "The bulb fails to light up.", "no"),
    ("Is the fridge door open?", "Fridge door: open\nOven door: closed", "yes"),
    ("Is parking allowed here?", "Parking: no\nStopping: yes", "no"),
    ("Is parking allowed here?", "Stopping: yes\nParking: no", "no"),
    ("Is parking allowed here?", "Overnight parking: yes\nStopping: no", None),
    ("Does the room have a window?", "Window: yes\nDoor: yes\nTable: no", "yes"),
    ("Does the room have a window?", "- Chair: no\n- Window: no", "no"),
    (
        "Is the dish described on the menu vegetarian?",
        "Full of ham, it is anything but vegetarian.",
        "no",
    ),
    ("Is the dish vegetarian?", "It is anything but vegetarian.", "no"),
    ("Is the dish described on the menu vegetarian?", "It is not vegetarian.", "no"),
    ("Is the dish described on the menu vegetarian?", "The dish is not vegetarian.", "no"),
    (
        "Is the function in the graph continuous?",
        "At x = 1 it jumps, so it fails to be continuous.",
        "no",
    ),
    ("Is the function in the graph continuous?", "It fails to be continuous.", "no"),
    ("Does the key fit the lock?", "The key fails to fit the lock.", "no"),
    ("Does the engine start?", "The engine failed to start.", "no"),
    ("Are there more than three birds on the wire?", "I count five.", "yes"),
    ("Are there more than three birds on the wire?", "I count three.", "no"),
    ("Are there more than three birds on the wire?", "I can count only two of them.", "no"),
    ("Are there at least ten chairs in the room?", "We counted a total of 12.", "yes"),
    ("Are there more than three birds on the wire?", "I count five wires.", None),
    ("Are there exactly two cups on the shelf?", "I see three of them.", "no"),
    ("Is the train at platform 4 delayed?", "The display gives it as on time.", "no"),
    ("Is the train at platform 4 delayed?", "It is on time.", "no"),
    ("Is the train on time?", "It is delayed by ten minutes.", "no"),
    ("Is the train on time?", "It is late.", "no"),
    ("Does this image contain a French flag?", "I would not say so.", "no"),
    ("Does this image contain a French flag?", "I wouldn't think so.", "no"),
    ("Does this image contain a French flag?", "I do not suppose so.", "no"),
    ("Does this image contain a French flag?", "I would say not.", "no"),
    (
        "Is the area of the triangle larger than that of the square?",
        "Triangle: 10. Square: 9. Since 10 > 9, it is.",
        "yes",
    ),
    ("Is the area of the triangle larger than that of the square?", "As 8 is less than 9, it is not.", "no"),
    ("Is the man wearing glasses?", "Wearing glasses: yes\nWearing a hat: no", "yes"),
    ("Is the man wearing a hat?", "Wearing glasses: yes\nWearing a hat: no", "no"),
    ("Is the man wearing a scarf?", "Wearing glasses: yes\nWearing a hat: no", None),
    (
        "Is the cat to the left of the sofa?",
        "From the front I would say yes, from behind no. Either is possible.",
        None,
    ),
    (
        "Are the two lines of equal length?",
        "They may match or not; from this angle it could go either way.",
        None,
    ),
    (
        "Can this code run without errors?",
        "I'd have said it runs fine. But `os` was not imported, which means that it crashes.",
        "no",
    ),
    ("Can this code run without errors?", "It crashes with a NameError.", "no"),
    (
        "Can this code run without errors?",
        "I went through it line by line and nothing goes wrong.",
        "yes",
    ),
    ("Can this code run without errors?", "Nothing goes wrong.", "yes"),
    (
        "Does the blue line cross the red line?",
        "The two run in parallel from left to right.",
        "no",
    ),
    ("Does the blue line cross the red line?", "The two run parallel to each other.", "no"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_the_form_of_a_statement_answers(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
