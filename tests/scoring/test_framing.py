"""What sentences put around their answers, and phrases that name nothing; None where no answer is given."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from hyeval.scoring.framing import told_before, unframed

extract = EXTRACTORS["text"]
match = MATCHERS["text"]

READ = [
    # What a text means in another language.
    ("What is the motto on the crest?", "Ad astra", "It reads *Ad astra*, which is Latin for \"to the stars\".", True),
    ("What is the motto on the crest?", "to the stars", "It reads *Ad astra*, Latin for \"to the stars\".", False),
    ("What is the slogan?", "Carpe diem", "\"Carpe diem\", meaning \"seize the day\".", True),
    ("What is written on the ribbon?", "Je me souviens", 'The words "Je me souviens" ("I remember").', True),
    ("What is the name of the cafe?", "Chez Nous", "The sign says \"Chez Nous\", French for \"our place\".", True),
    # An amount before its parts, and the parts before it.
    ("What is the total amount due?", "$54.00", "You pay $54.00 in total, that is $50.00 plus tax.", True),
    ("What is the total amount due?", "$50.00", "You pay $54.00 in total, that is $50.00 plus tax.", False),
    ("What is the total price?", "€310", "€310 altogether: €250 for the flat and €60 for the heating.", True),
    ("What is the total price?", "€310", "€250 for the flat and €60 for the heating, which is €310.", True),
    # What is denied before a colon.
    ("Who built the tower?", "Ada Quist", "It was not Ben Roe, who only drew it: the builder is Ada Quist.", True),
    ("Who built the tower?", "Ben Roe", "It was not Ben Roe, who only drew it: the builder is Ada Quist.", False),
    # What comes back to the answer.
    ("What instrument is she playing?", "flute", "She holds a flute to her lips, so that's what she's playing.", True),
    ("What instrument is she playing?", "harp", "She sits behind a harp, and that is her instrument.", True),
    ("Which firm made the printer?", "Ricoh", "The badge on the lid belongs to Ricoh, so they are the firm.", True),
    ("Which room is it?", "library", "There are shelves with books, so it is the library.", True),
    # What a thing is taken for at first.
    ("Which bird is it?", "kite", "It could pass for an eagle, but the forked tail shows that it is a kite.", True),
    ("Which bird is it?", "eagle", "It could pass for an eagle, but the forked tail shows that it is a kite.", False),
    ("Which bird is it?", "a gull", "It looks like a tern, but the beak and legs make clear that it's a gull.", True),
    # A name with what describes it; the one to whom it is credited.
    ("Which firm printed it?", "Orbis", "It was put out by Orbis, a firm from Ghent.", True),
    ("What brand is the radio?", "SONY", "I can make out the letters SONY below the dial.", True),
    ("Who painted it?", "Clara Weiss", "It's the work of Clara Weiss.", True),
    ("Who directed the film?", "Rita Sand", "Starring Paul Owen, directed by Rita Sand.", True),
    ("At which stop does the line end?", "Old Market", "It ends at Old Market, two stops after the river.", True),
    ("Which country has the longest bar?", "Mexico", "The bar of Mexico is longer than any other one.", True),
    ("Which country has the shortest bar?", "Mexico", "The bar of Mexico is longer than any other one.", False),
    ("Which gate does the flight leave from?", "C14", "Flight UA 88 departs from gate C14 at 17:20.", True),
    ("Which ingredient is listed first?", "sugar", "The list begins with sugar, followed by cocoa.", True),
    ("Who wrote the book?", "Ada Poe", "The cover credits Ada Poe.", True),
    ("What is the brand of the watch?", "Seiko", "You can see the Seiko logo on the dial.", True),
    ("What is the capital on the map?", "Ottawa", "The star marks Ottawa, so that's the capital.", True),
    ("What does the sign say?", "Not for sale", "Not for sale", True),
    ("Who wrote the book?", "Ada Poe", "The cover lists Ada Poe as the author.", True),
    ("Who signed the note?", "J. Whitfield", 'The signature at the bottom reads "J. Whitfield".', True),
    ("Which animal is on the logo?", "whale", "The logo has the outline of a whale above the name.", True),
    # What only describes the picture, and on what the question asks for.
    ("Which bar is the longest?", "Oslo", "The bar chart compares five cities. The longest is the one of Oslo.", True),
    ("Which floor is the cafe on?", "sixth floor", "The gym is on the third floor and the cafe on the sixth.", True),
    ("Which floor is the cafe on?", "third floor", "The gym is on the third floor and the cafe on the sixth.", False),
    ("What is the total amount due?", "$180", "After the discount of $20, the amount due is $180.", True),
    # What comes behind something, and what a sign stands for.
    ("Which stop comes right after Elm?", "Oak", "Elm is followed by Oak and then by Fir.", True),
    ("Which stop comes right after Elm?", "Fir", "Elm is followed by Oak and then by Fir.", False),
    ("What colour is the line for imports?", "yellow", "Blue stands for exports and yellow for imports.", True),
    ("What colour is the line for imports?", "blue", "Blue stands for exports and yellow for imports.", False),
    ("Which state is highlighted?", "Utah", "It's Utah, the state north of Arizona.", True),
    ("In which city was it taken?", "Kyoto", 'According to the caption ("Kyoto, 2015"), it was taken in Kyoto.', True),
    # The field of an object that tells something new.
    ("Who is quoted at the top?", "Albert Camus", '{"position": "top", "speaker": "Albert Camus"}', True),
    ("Who is quoted at the top?", "Jane Doe", '{"area": "top", "quoted_person": "Jane Doe", "lines": 2}', True),
    ("Who is quoted at the top?", "Jane Doe", '{"quote": "Time flies", "author": "Jane Doe"}', True),
    ("At which stop does the red line end?", "Mill Lane", '{"line": "red", "terminus": "Mill Lane"}', True),
    ("At which stop does the red line end?", "red", '{"line": "red", "terminus": "Mill Lane"}', False),
    ("In which city is the fair?", "Rome", '{"fair": "Art 24", "city": "Rome", "country": "Italy"}', True),
]  # fmt: skip

UNANSWERED = [
    ("What is the flight number?", "I can read the gate and the seat, but the flight number is covered by your thumb."),
    ("What is the flight number?", "I can read the gate and the seat, but not the flight number."),
    ("What is the flight number?", "The gate is B12, but the flight number has been torn off."),
    ("Which firm published the report?", "I can see the title page, but the publisher isn't shown on it."),
    ("Which firm published the report?", "I can see the title page, but no publisher is named on it."),
    ("What is the motto?", "There is a ribbon below the shield, but the words on it are too worn to read."),
    ("What brand is it?", "There is a logo on the lid, but a sticker is covering it."),
    ("Who signed the letter?", "There is a signature, but it's just a scribble."),
    ("Which animal is on the logo?", "There's an animal on it, but the logo is half hidden behind the driver."),
    ("Which floor is the cafe on?", "The directory lists the floors, but the cafe isn't among them."),
    ("What is the plate of the car?", "The license plate is blurred for privacy."),
    ("Which month had the fewest guests?", "It was a tie between May and June."),
    ("Who is the director?", "The director's name is not on the poster."),
    ("What is the password?", "The whiteboard has the network name on it, but no password."),
    ("What is the title?", "The title has been blacked out."),
    ("Who won the race?", '{"race": 3, "laps": 12, "weather": "dry"}'),
]


@pytest.mark.parametrize(("question", "gold", "response", "right"), READ)
def test_what_stands_around_an_answer_is_left_out(question: str, gold: str, response: str, right: bool) -> None:
    answer = extract(response, Question(question)).answer
    assert answer is not None
    assert match(answer, [gold], Question(question)) == right


@pytest.mark.parametrize(("question", "response"), UNANSWERED)
def test_what_names_nothing_is_no_answer(question: str, response: str) -> None:
    assert extract(response, Question(question)).answer is None


@pytest.mark.parametrize(
    ("question", "response", "gold"),
    [
        ("What is hidden behind the tree?", "A ladder is hidden behind the tree.", "ladder"),
        ("What is covering the sign?", "A branch is covering it.", "branch"),
        ("What does the sign say?", "It says the road is closed.", "the road is closed"),
    ],
)
def test_what_is_hidden_may_be_the_answer(question: str, response: str, gold: str) -> None:
    answer = extract(response, Question(question)).answer
    assert answer is not None
    assert match(answer, [gold], Question(question))


def test_a_translation_stays_where_it_is_asked_for() -> None:
    told = 'The sign says "Ausgang", which means "exit".'
    assert unframed(told, "What does the word on the sign mean in English?") == told
    assert unframed(told, "What does the sign say?") == 'The sign says "Ausgang"'


@pytest.mark.parametrize("text", ["a " * 5000, "so " * 3000, "-" * 9000, '"' * 9000, "$1 " * 3000])
def test_long_text_is_left_as_it_is(text: str) -> None:
    assert unframed(text, "What is the total amount due?") == text
    assert told_before(text, lambda _: True) is None
