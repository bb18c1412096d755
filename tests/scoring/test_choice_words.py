"""Options whose words are spelled in another way or in another language, and options that a sentence only implies."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question
from hyeval.scoring.lexicon import concept

extract = EXTRACTORS["choice"]

SAME = """
    watercolour:watercolor favourite:favorite honourable:honorable centre:center metres:meters fibre:fiber
    catalogue:catalog travelled:traveled traveller:traveler labelling:labeling controlled:control organise:organize
    organisation:organization analysed:analyzing anaemia:anemia foetus:fetus oesophagus:esophagus haemoglobin:hemoglobin
    omelettes:omelets pyjamas:pajamas grey:gray programme:program practise:practice licence:license theatre:theater
    location:locations equation:equations action:actions education:educations
    moustache:mustache ploughing:plowing fulfil:fulfill evaporation:evaporates lorry:truck l'automne:autumn
"""
DIFFERENT = (
    "four:for hour:hors size:sis timbre:timber tire:tier tonne:tons shall:shale canoe:cane poem:pem station:state"
)

CHART = Question("Which chart is it?", ("Bar chart", "Pie chart", "Scatter plot"))
ROOM = Question("What is in the corner?", ("Fireplace", "Bookshelf", "Armchair"))
PAINT = Question("How was it painted?", ("Fresco", "Oil", "Watercolor"))
STYLE = Question("Which style is it?", ("Impressionism", "Cubism", "Surrealism", "Baroque"))
MONTH = Question("In which month does it open?", ("January", "November", "December"))
LINES = Question("How do the lines run?", ("Parallel", "Perpendicular", "Skew"))
MOVES = Question("What was done with the figure?", ("Rotation", "Reflection", "Translation"))
SEASON = Question("Which season is it?", ("Spring", "Summer", "Autumn"))
SHOPS = Question(
    "What does the table say?", ("Shop A sold more", "Shop B sold more", "Both shops sold equally many", "None")
)
HEIGHTS = Question("How does tree P compare with tree Q in height?", ("Taller", "Shorter", "Equal"))
CARRIED = Question("What is the woman carrying?", ("A suitcase", "A bag", "A child"))
ANIMAL = Question("Which animal lies on the sofa?", ("A cat", "A dog", "A rabbit"))
CHASED = Question("What is the poodle chasing?", ("A cat", "A dog", "A ball"))
SLEEP = Question(
    "What does the plot suggest about sleep and scores?",
    ("More sleep is linked to higher scores", "More sleep is linked to lower scores", "There is no relationship"),
)
PLACE = Question("Where is the phone?", ("In the hall", "Next to the stairs", "In the kitchen", "Outside"))
CATALYST = Question(
    "What does the catalyst do?", ("It lowers the energy needed", "It raises the energy needed", "Nothing")
)
PAPER = Question("What does the paper show of the solution?", ("Acidic", "Neutral", "Basic"))

READ = [
    (CATALYST, "The catalyst reduces the energy needed.", "A"),
    (CATALYST, "The catalyst decreases the energy needed.", "A"),
    (CATALYST, "It increases the energy needed.", "B"),
    (CATALYST, "It does not lower but raises the energy needed.", "B"),
    (PAPER, "The paper is blue, indicating an alkaline solution.", "C"),
    (CHART, "Each dot is one value, so it is a scatterplot.", "C"),
    (CHART, "It is a scatter-plot.", "C"),
    (CHART, "A barchart.", "A"),
    (ROOM, "There is a fire place in the corner.", "A"),
    (ROOM, "An arm-chair.", "C"),
    (ROOM, "A book on a shelf.", None),
    (PAINT, "Watercolour", "C"),
    (STYLE, "印象派", "A"),
    (STYLE, "Kubismus", "B"),
    (STYLE, "Le tableau relève du surréalisme.", "C"),
    (STYLE, "El barroco", "D"),
    (MONTH, "十一月", "B"),
    (MONTH, "一月", "A"),
    (LINES, "垂直", "B"),
    (LINES, "Sie stehen senkrecht.", "B"),
    (LINES, "windschief", "C"),
    (MOVES, "旋转", "A"),
    (MOVES, "Eine Spiegelung", "B"),
    (MOVES, "Traslación", "C"),
    (SEASON, "L'automne : les feuilles tombent.", "C"),
    (SHOPS, "Each of the two shops sold 130 units.", "C"),
    (SHOPS, "Each of the two shops sold more than 130 units.", None),
    (SHOPS, "Both shops open at 9.", None),
    (SHOPS, "Each shop sold 130 or 140 units.", None),
    (HEIGHTS, "Both trees are 4 m tall.", "C"),
    (HEIGHTS, "Both trees are not 4 m tall.", None),
    (CARRIED, "She's carrying a toddler in her arms.", "C"),
    (CARRIED, "She is not carrying a toddler.", None),
    (CARRIED, "The toddler next to her laughs.", None),
    (ANIMAL, "A poodle.", "B"),
    (ANIMAL, "A poodle lies on the sofa.", "B"),
    (CHASED, "The poodle is chasing a cat.", "A"),
    (SLEEP, "Students who sleep longer tend to have better scores.", "A"),
    (SLEEP, "Scores get lower with more sleep.", "B"),
    (SLEEP, "Those who sleep longer are happier.", None),
    (SLEEP, "Sleep and scores appear to be unrelated.", "C"),
    (PLACE, "It's by the staircase.", "B"),
    (PLACE, "Телефон на кухне, ответ C.", "C"),
    (PLACE, "Ответ B", "B"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter


@pytest.mark.parametrize("pair", SAME.split())
def test_spellings_of_one_word_are_one_concept(pair: str) -> None:
    one, other = pair.split(":")
    assert concept(one) == concept(other)


@pytest.mark.parametrize("pair", DIFFERENT.split())
def test_words_that_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split(":")
    assert concept(one) != concept(other)
