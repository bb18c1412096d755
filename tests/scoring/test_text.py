"""Rules of reading and comparing short phrases, each shown on an example."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from tests.cost import cpu_seconds

extract, match = EXTRACTORS["text"], MATCHERS["text"]

QUESTIONS = {
    "cafe": Question("What is the name of the cafe?"),
    "writer": Question("Who wrote the book?"),
    "date": Question("What is the date on the ticket?"),
    "code": Question("What is the serial number of the device?"),
    "phone": Question("What phone number is on the poster?"),
    "animal": Question("Which animal is on the coin?"),
    "sport": Question("Which sport do the children play?"),
    "sign": Question("What does the sign say?"),
    "country": Question("Which country exports the most coffee in the chart?"),
    "company": Question("Which company made the camera?"),
    "total": Question("What is the total on the receipt?"),
    "month": Question("Which month had the highest rainfall?"),
    "colour": Question("What colour is the line for 'Exports'?"),
    "floor": Question("On which floor is the library?"),
    "title": Question("What is the title of the painting?"),
    "city": Question("Which city is marked with a star?"),
    "time": Question("At what time does the shop open?"),
}

# question, response, gold, whether a reader says that the response is right
JUDGED = [
    ("cafe", "Blue Lantern", "The Blue Lantern", True),
    ("cafe", "the blue lantern", "The Blue Lantern", True),
    ("cafe", 'The cafe is called "The Blue Lantern".', "The Blue Lantern", True),
    ("cafe", "The name of the cafe is Blue Lantern.", "The Blue Lantern", True),
    ("cafe", "It's called Blue Lantern.", "The Blue Lantern", True),
    ("cafe", "The cafe's name is Blue Lantern, written in large letters above the door.", "The Blue Lantern", True),
    (
        "cafe",
        'The sign above the door reads "Blue Lantern", so the cafe is called Blue Lantern.',
        "The Blue Lantern",
        True,
    ),
    ("cafe", "Name: Blue Lantern", "The Blue Lantern", True),
    ("cafe", "**Blue Lantern**", "The Blue Lantern", True),
    ("cafe", "Answer: Blue Lantern", "The Blue Lantern", True),
    ("cafe", "The final answer is \\boxed{\\text{Blue Lantern}}", "The Blue Lantern", True),
    ("cafe", '{"answer": "Blue Lantern"}', "The Blue Lantern", True),
    ("cafe", "Blue-Lantern", "The Blue Lantern", True),
    ("cafe", "BlueLantern", "The Blue Lantern", True),
    ("cafe", "Blue Lantern Bar", "The Blue Lantern", False),
    ("cafe", "Green Lantern", "The Blue Lantern", False),
    ("cafe", "Blue Lanterns of Rome", "The Blue Lantern", False),
    ("cafe", "The cafe is not the Blue Lantern but the Red Lantern.", "The Blue Lantern", False),
    ("cafe", "The cafe is not the Red Lantern but the Blue Lantern.", "The Blue Lantern", True),
    ("cafe", "It is the Red Lantern, not the Blue Lantern.", "The Blue Lantern", False),
    ("cafe", "It is next to the Blue Lantern; its name is Old Mill.", "The Blue Lantern", False),
    ("cafe", "At first I read Red Lantern, but it actually says Blue Lantern.", "The Blue Lantern", True),
    ("cafe", "<think>Red Lantern? No.</think>Blue Lantern", "The Blue Lantern", True),
    ("cafe", "<think>Blue Lantern? No.</think>Red Lantern", "The Blue Lantern", False),
    ("cafe", "这家咖啡馆的名字是Blue Lantern。", "The Blue Lantern", True),
    ("cafe", "Das Café heißt Blue Lantern.", "The Blue Lantern", True),
    (
        "cafe",
        "Sure! The cafe in the picture is Blue Lantern. Let me know if you need anything else!",
        "The Blue Lantern",
        True,
    ),
    ("cafe", "Blue Lantern\n\nQuestion: What is sold there?\nAnswer: Tea", "The Blue Lantern", True),
    ("writer", "Ana Lima", "Dr. Ana Lima", True),
    ("writer", "Dr. Ana Lima", "Ana Lima", True),
    ("writer", "Ana Líma", "Ana Lima", True),
    ("writer", "The book was written by Ana Lima.", "Ana Lima", True),
    ("writer", "Ana Lima wrote the book.", "Ana Lima", True),
    ("writer", "The author of the book is Ana Lima, who also drew the pictures.", "Ana Lima", True),
    ("writer", "Anna Lima", "Ana Lima", False),
    ("writer", "Ana Lima-Torres", "Ana Lima", False),
    ("writer", "The book was written by Tom Reed and translated by Ana Lima.", "Ana Lima", False),
    ("writer", "J. K. Rowling", "J.K. Rowling", True),
    ("date", "5 May 2021", "May 5, 2021", True),
    ("date", "2021-05-05", "May 5, 2021", True),
    ("date", "05/05/2021", "May 5, 2021", True),
    ("date", "The ticket is dated May 5th, 2021.", "May 5, 2021", True),
    ("date", "the 5th of May 2021", "May 5, 2021", True),
    ("date", "5.5.2021", "May 5, 2021", True),
    ("date", "2021年5月5日", "May 5, 2021", True),
    ("date", "May 6, 2021", "May 5, 2021", False),
    ("date", "May 5, 2020", "May 5, 2021", False),
    ("date", "May 2021", "May 5, 2021", False),
    ("code", "AB 1234", "AB-1234", True),
    ("code", "ab1234", "AB-1234", True),
    ("code", "The serial number is AB-1234.", "AB-1234", True),
    ("code", "S/N: AB1234", "AB-1234", True),
    ("code", "AB-1243", "AB-1234", False),
    ("code", "AB-12345", "AB-1234", False),
    ("code", "XAB-1234", "AB-1234", False),
    ("phone", "555 0199", "555-0199", True),
    ("phone", "The number on the poster is 555-0199.", "555-0199", True),
    ("phone", "555-0190", "555-0199", False),
    ("animal", "A lion.", "a lion", True),
    ("animal", "The coin shows a lion.", "a lion", True),
    ("animal", "There is a lion on the coin.", "a lion", True),
    ("animal", "lions", "a lion", True),
    ("animal", "a roaring lion", "a lion", True),
    ("animal", "A sea lion", "a lion", False),
    ("animal", "A stallion", "a lion", False),
    ("animal", "It looks like a cat rather than a lion.", "a lion", False),
    ("animal", "I think it's a lion.", "a lion", True),
    ("sport", "They are playing tennis.", "tennis", True),
    ("sport", "Tennis is being played.", "tennis", True),
    ("sport", "The children play tennis.", "tennis", True),
    ("sport", "table tennis", "tennis", False),
    ("sport", "Badminton, not tennis.", "tennis", False),
    ("sport", "They play badminton; tennis would need a larger court.", "tennis", False),
    ("sport", "Tennis, as the racket and the ball show.", "tennis", True),
    ("sport", "The children hold rackets and there is a net, so they play tennis.", "tennis", True),
    ("sport", "The sport is tennis, since there is a net.", "tennis", True),
    ("sport", "网球", "tennis", True),
    ("sign", "NO PARKING", "No parking", True),
    ("sign", 'It says "No Parking".', "No parking", True),
    ("sign", "The sign says no parking", "No parking", True),
    ("sign", "'No parking' is written on the sign.", "No parking", True),
    ("sign", '"No smoking"', "No parking", False),
    ("sign", "No parking any time", "No parking", False),
    ("country", "Brazil", "Brazil", True),
    ("country", "Brazil exports the most coffee.", "Brazil", True),
    ("country", "Brazil, followed by Vietnam and Colombia.", "Brazil", True),
    ("country", "Vietnam exports the most, more than Brazil.", "Brazil", False),
    ("country", "Vietnam, ahead of Brazil.", "Brazil", False),
    ("country", "The country that exports the most coffee is Brazil.", "Brazil", True),
    ("country", "According to the chart, Brazil exports the most coffee.", "Brazil", True),
    ("country", "In the chart, the highest bar is that of Brazil.", "Brazil", True),
    ("country", "Based on the chart, it is Brazil with 40%.", "Brazil", True),
    ("country", "Brazil (40 %)", "Brazil", True),
    ("country", "USA", "United States", True),
    ("country", "the U.S.", "United States", True),
    ("country", "The United States of America", "United States", True),
    ("country", "North Korea", "South Korea", False),
    ("country", "Korea", "South Korea", False),
    ("company", "Lumen Optics Ltd.", "Lumen Optics", True),
    ("company", "The camera was made by Lumen Optics.", "Lumen Optics", True),
    ("company", "Lumen Analytics", "Lumen Optics", False),
    ("company", "Lumen & Sons", "Lumen and Sons", True),
    ("total", "$23.50", "$23.50", True),
    ("total", "23.5", "$23.50", True),
    ("total", "The total on the receipt is $23.50.", "$23.50", True),
    ("total", "23.50 dollars", "$23.50", True),
    ("total", "€23.50", "$23.50", False),
    ("total", "$235.0", "$23.50", False),
    ("total", "Subtotal $20.00 + tax $3.50 = $23.50", "$23.50", True),
    ("month", "It was in March.", "March", True),
    ("month", "March had the highest rainfall.", "March", True),
    ("month", "Mar.", "March", True),
    ("month", "The rainfall was highest in March.", "March", True),
    ("month", "The highest rainfall was in March (120 mm), the lowest in July.", "March", True),
    ("month", "The highest rainfall was in July, the lowest in March.", "March", False),
    ("colour", "gray", "grey", True),
    ("colour", "The line for Exports is grey.", "grey", True),
    ("colour", "It is drawn in grey.", "grey", True),
    ("colour", "The line for Exports is blue and the one for Imports is grey.", "grey", False),
    ("floor", "The library is on the second floor.", "second floor", True),
    ("floor", "2nd floor", "second floor", True),
    ("floor", "The second.", "second floor", True),
    ("floor", "Floor 2", "second floor", True),
    ("floor", "third floor", "second floor", False),
    ("title", 'The title is "Morning at Sea" by L. Holm.', "Morning at Sea", True),
    ("title", "Morning at sea", "Morning at Sea", True),
    ("title", "Evening at Sea", "Morning at Sea", False),
    ("city", "Paris, France", "Paris", True),
    ("city", "The star marks Paris.", "Paris", True),
    ("city", "The city marked with a star is Paris.", "Paris", True),
    ("city", "St. Gallen", "St Gallen", True),
    ("time", "9:30 am", "9:30 AM", True),
    ("time", "The shop opens at 9:30.", "9:30", True),
    ("time", "9:00 am", "9:30 AM", False),
]

UNANSWERED = [
    ("title", "I'm sorry, but no title is visible in the picture.", None),
    ("title", "Unfortunately, the picture does not show the title.", "refusal"),
    ("animal", "It looks like an eagle, but it is larger.", None),
    ("cafe", "", "empty"),
    ("cafe", "I'm sorry, I can't read the sign.", "refusal"),
    ("cafe", "The name cannot be read.", "refusal"),
    ("cafe", "Failed to obtain answer via API.", "error text of a failed call"),
    ("cafe", "Blue Lantern or Red Lantern", "several answers"),
    ("cafe", '{"name": "Blue Lantern", "name": "Red Lantern"}', "several answers"),
    ("cafe", "It could be Blue Lantern or Red Lantern.", "several answers"),
    ("cafe", "Either Blue Lantern or Red Lantern.", "several answers"),
    ("cafe", "The name of the cafe is", "cut off"),
    ("writer", "<think>The cover says Ana", None),
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
    assert found.reason
    assert reason is None or found.reason == reason


def test_runs_of_blanks_cost_no_time() -> None:
    told = "The name of the cafe is" + " " * 9000 + "Blue Lantern."
    assert extract(told, QUESTIONS["cafe"]).answer == "Blue Lantern"
    assert cpu_seconds(lambda: extract(told, QUESTIONS["cafe"])) < 0.2


def test_any_of_several_targets_is_right() -> None:
    assert match("colour", ["color", "colour"], QUESTIONS["sign"]) == 1
    assert match("hue", ["color", "colour"], QUESTIONS["sign"]) == 0
