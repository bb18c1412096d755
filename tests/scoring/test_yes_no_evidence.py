"""What a statement has to say before it answers: of what was asked, all that was asked, and of no other thing."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

OTHER_SUBJECTS = [
    ("Is the horse sleeping in the stable?", "The goat is sleeping in the stable.", None),
    ("Is the horse sleeping in the stable?", "The horse is sleeping in the stable.", "yes"),
    ("Is the truck yellow?", "The van is yellow.", None),
    ("Is the truck yellow?", "The van is white.", None),
    ("Is the truck yellow?", "It is yellow with black stripes.", "yes"),
    ("Is the truck yellow?", "The truck is white.", "no"),
    ("Is the drawer on the right locked?", "The drawer on the left is broken.", None),
    ("Is the drawer on the right broken?", "The drawer on the left is broken.", None),
    ("Is Lima the capital of the country shown?", "The country shown is Chile, whose capital is Santiago.", None),
    ("Is the circle on the left larger?", "The circle on the right is larger.", "no"),
]

NEIGHBOURS = [
    ("Is the kettle dented?", "The cup next to it is dented.", None),
    ("Is the lawn green?", "The hedge beside the lawn is green.", None),
    ("Is the toddler asleep?", "The toddler's brother is asleep.", None),
    ("Is the toddler asleep?", "The brother is awake, and the toddler is asleep.", "yes"),
    ("Is the cake cut into four slices?", "The melon is cut into four slices.", None),
    ("Is the man with the beard the pilot?", "The man with the beard is the pilot's father.", None),
    ("Does this picture show Oslo?", "Oslo is the capital of Norway.", None),
    ("Is Peru's population larger than Chile's?", "Brazil's population is larger than Chile's.", None),
    ("Is the runner wearing number 12?", "The runner is wearing number 21.", "no"),
    ("Can this animal fly?", "It's an ostrich, and ostriches can't fly.", "no"),
]

IN_GENERAL = [
    ("Is there a tent on the lawn?", "Tents keep the rain off.", None),
    ("Did rents rise in May?", "Rents rose in June.", None),
    ("Did rents rise in May?", "Rents rose in May.", "yes"),
    ("Is the jug empty?", "The bowl is empty.", None),
    ("Is the tea hot?", "Hot tea should be drunk slowly.", None),
    ("Is the lorry moving?", "Lorries move on roads.", None),
    ("Is the propeller turning?", "A propeller turns when the engine runs.", None),
    ("Is there a canoe in the image?", "Canoes are used on rivers.", None),
    ("Is the figure a regular hexagon?", "A regular hexagon has six equal sides.", None),
    ("Is the polygon in the picture convex?", "A convex polygon has no interior angle above 180 degrees.", None),
    ("Is this animal a reptile?", "Reptiles are cold-blooded vertebrates.", None),
    ("Can this bird swim?", "Ducks can swim.", None),
    ("Can this bird swim?", "Ducks can usually swim.", None),
    ("Does the tree lose its leaves?", "Most trees lose their leaves in autumn.", None),
    ("Is the traffic light red?", "A red traffic light tells drivers to stop.", None),
    ("Is the traffic light red?", "A red traffic light is visible at the crossing.", "yes"),
    ("Are all of the chairs occupied?", "The chairs at the window are occupied.", None),
    ("Are all of the chairs occupied?", "All of the chairs at the table are occupied.", "yes"),
]

HALF_OF_IT = [
    ("Is the boy eating a banana?", "The boy is eating.", None),
    ("Is the boy eating a banana?", "The boy is eating a sandwich.", "no"),
    ("Is the boy eating a banana?", "He is eating a banana.", "yes"),
    ("Does the boy eat a banana?", "The boy eats a pear.", None),
    ("Is the woman carrying a leather bag?", "The woman is carrying a bag.", None),
    ("Is there a lamp on the desk?", "There is a lamp in the corner of the room.", None),
    ("Is there a lamp on the desk?", "There is a lamp on the desk.", "yes"),
    ("Is the library open on Mondays?", "The library is open on Fridays.", None),
    ("Is the library open on Mondays?", "The library is closed on Fridays.", None),
    ("Is the library open on Mondays?", "The library is open only on Fridays.", "no"),
    ("Is the library open on Mondays?", "The library is closed on Mondays.", "no"),
]

PLACES = [
    ("Is the cat lying on the bed?", "The cat is lying on the carpet under the bed.", "no"),
    ("Is the cat lying on the bed?", "The cat is lying on the carpet.", None),
    ("Is the letter in the envelope?", "The letter is lying next to the envelope.", "no"),
    ("Is the letter in the envelope?", "The letter is not next to the envelope.", None),
    ("Is the letter in the envelope?", "The letter is inside the envelope.", "yes"),
    ("Is the word on the door 'PUSH'?", "The word on the door is 'PULL'.", "no"),
    ("Does the label say 'fragile'?", 'It says "FRAGILE".', "yes"),
    ("Is the table round?", "The table is rectangular.", "no"),
]

COMPARED = [
    ("Is Anna older than Berta?", "Anna is older than Carla.", None),
    ("Is Anna older than Berta?", "Carla is older than Berta.", None),
    ("Is Anna older than Berta?", "Anna is much older than Berta.", "yes"),
    ("Are there more cows than pigs?", "There are more cows than hens.", None),
    ("Is Anna taller than Berta?", "Anna is 170 cm tall and Berta is 168 cm tall.", "yes"),
    ("Is Anna taller than Berta?", "Berta is 170 cm tall, while Anna is 168 cm tall.", "no"),
    ("Is Anna taller than Berta?", "Anna has two sisters and Berta has one brother.", None),
]

TURNS = [
    ("Is the number on the bus 42?", "Yes, sorry, no, it's 47.", "no"),
    ("Is the oven on?", "No. Actually, the lamp of the oven is lit, so yes, it is on.", "yes"),
    ("Is it allowed to enter?", "If you have a ticket, yes.", None),
    ("Is the woman a lawyer?", "The photo does not tell whether the woman is a lawyer.", None),
    ("Is the oven on?", "My first answer was no, but the oven is on.", "yes"),
    ("Is the scarf knitted?", "The scarf might be knitted.", None),
    ("Is the woman a lawyer?", "It is impossible to say whether she is a lawyer.", None),
]


@pytest.mark.parametrize(
    ("question", "response", "answer"),
    [*OTHER_SUBJECTS, *NEIGHBOURS, *IN_GENERAL, *HALF_OF_IT, *PLACES, *COMPARED, *TURNS],
)
def test_statement_answers_only_what_it_says(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
