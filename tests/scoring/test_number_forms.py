"""Numbers that a response bounds, splits over two units, gives as a part of a whole or does not give at all."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

extract = EXTRACTORS["number"]
match = MATCHERS["number"]

READ = [
    # A bound or a decade is no value, but where one is asked for.
    ("How many books are on the shelf?", "40", "There are more than 40 books on the shelf.", None),
    ("How many books are on the shelf?", "40", "Fewer than 50 books, I'd say.", None),
    ("How many books are on the shelf?", "40", "There are 40 books, which is more than 30.", True),
    ("In which year was the statue erected?", "1920", "It was erected in the 1920s.", None),
    ("What is the maximum load of the lift in kg?", "630", "It carries up to 630 kg.", True),
    # Two units, decimals in words, currencies.
    ("How much is the coffee?", "$3.40", "Three dollars and forty cents.", True),
    ("How much is the coffee?", "$3.40", "Three dollars and four cents.", False),
    ("How much is the coffee?", "$3.40", "£3.40", False),
    ("How much is the coffee?", "$3.40", "3.40 euros", False),
    ("How much is the coffee?", "€3.40", "3.40 euros", True),
    ("How long does the trip take?", "150 minutes", "The trip takes 2 hours and 30 minutes.", True),
    ("How long does the trip take?", "150 minutes", "The trip takes 2 hours and 50 minutes.", False),
    ("How heavy is the parcel?", "1.2 kg", "It weighs 1 kg 200 g.", True),
    ("How heavy is the parcel?", "1.2 kg", "1.2 km", False),
    ("What is the value of the constant?", "2.72", "about two point seven two", True),
    ("What is the value of the constant?", "-0.5", "minus zero point five", True),
    # A part of a whole.
    ("What fraction of the tiles is black?", "5/12", "5 of the 12 tiles are black.", True),
    ("What fraction of the tiles is black?", "5/12", "Seven out of twelve tiles are white, so 5/12 are black.", True),
    ("What percentage of the seats is taken?", "75%", "Three out of four seats are taken.", True),
    ("How many of the seats are taken?", "3", "3 of the 4 seats are taken.", True),
    # Cells of a table are data; a number by itself at the end is an answer.
    ("What is the sum of the sales?", "55", "| 10 |\n| 20 |\n| 25 |\n\n10 + 20 + 25 makes a sum of 55.", True),
    ("What is the sum of the sales?", "55", "Adding 30 and 25 gives the sum.\n\n55", True),
    # Several numbers: the one of the unit that is asked for, or beside the words that are.
    ("How tall is the mast?", "12 m", "The mast has 3 sails, weighs 2 tonnes and is 12 m tall.", True),
    ("What share of the land is forest?", "31%", "Fields cover 44% and forest 31%.", True),
    ("What share of the land is forest?", "44%", "Fields cover 44% and forest 31%.", False),
    ("How many minutes does the break last?", "90", "An hour and a half.", True),
    ("How many minutes does the break last?", "30", "Half an hour.", True),
    ("How many steps are there?", "365", "三百六十五", True),
    ("What is the temperature in Rome?", "31", "It is 24 degrees in Oslo at 9 am and 31 degrees in Rome.", True),
    ("What is the temperature in Rome?", "24", "It is 24 degrees in Oslo at 9 am and 31 degrees in Rome.", False),
    ("What is the fare now?", "$2.50", "The original fare was $2.00, it is $2.50 today.", True),
    ("What was the original fare?", "$2.00", "The original fare was $2.00, it is $2.50 today.", True),
    ("How many fruits are in the bowl?", "3", "3 pears, 4 plums and 5 figs.", None),
    ("How many fruits are in the bowl?", "12", "3 pears, 4 plums and 5 figs, so 12 fruits.", True),
    ("What is the room number?", "204", "Room 204", True),
    ("How many guests are in room 204?", "3", "Room 204 has 3 guests.", True),
    ("What is the price of oil?", "$82", "It rose from $75 to $82.", True),
    ("What is the price of oil?", "$75", "It rose from $75 to $82.", False),
    ("How many tiles are there?", "24", "4 rows of 6 tiles make 24 tiles.", True),
    # Things that differ in one word.
    ("How many green bottles are there?", "4", "6 brown bottles and 4 green bottles.", True),
    ("How many green bottles are there?", "6", "6 brown bottles and 4 green bottles.", False),
    # What is asked for is not there, though other numbers are.
    ("What is the weight of the box?", "12", "The box is 12 cm wide, but its weight is not given.", None),
    (
        "In what year was the map drawn?",
        "1780",
        "Borders of 1780; the year it was drawn isn't stated.",
        None,
    ),
]


@pytest.mark.parametrize(("asked", "gold", "response", "right"), READ)
def test_reading(asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = extract(response, question).answer
    assert (None if answer is None else match(answer, [gold], question) == 1) == right
