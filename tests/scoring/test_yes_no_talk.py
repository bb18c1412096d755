"""What is part of something, answers that say no to themselves, what else there is, and what is found where."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

SALAD = "Does the salad contain onions?"
KIT = "Does the kit include a torch?"
TRAIN = "Does the train stop at Mill Lane?"
SCARF = "Is the girl wearing a scarf?"
FLAG = "Does this picture contain a Danish flag?"
BIRDS = "Are there any birds on the roof?"
BARN = "Can you see the barn in the photo?"
SIGN = "Is the word 'EXIT' written on the door?"
LEFT = "Is the cup in front of the bowl?"

READ = [
    (SALAD, "Onions are not part of the salad.", "no"),
    (SALAD, "The list has lettuce, olives and feta. Onions aren't among the ingredients.", "no"),
    (SALAD, "Onions are one of the ingredients.", "yes"),
    (SALAD, "Olives are part of the salad.", None),
    (SALAD, "It leaves onions out.", "no"),
    (KIT, "A torch is part of the kit.", "yes"),
    (KIT, "The torch is not included in the kit.", "no"),
    (TRAIN, "Yes, it stops there. No, wait, that's the express; this train never halts there.", "no"),
    (TRAIN, "It calls at Mill Lane at 8:15.", "yes"),
    (TRAIN, "Mill Lane is the third stop.", "yes"),
    (TRAIN, "Mill Lane is not a stop of this train.", "no"),
    (TRAIN, "It runs through Mill Lane without stopping.", "no"),
    (SCARF, "Yes. No, sorry, that's the collar of her coat.", "no"),
    (SCARF, "Yes, she has a scarf. No, wait, she is wearing a red scarf.", "yes"),
    (SCARF, "No, I don't see one. Hold on, there is something red around her neck, so she is.", "yes"),
    (FLAG, "A Danish flag flies over the gate. The other one is Swedish.", "yes"),
    (FLAG, "There is a Norwegian flag. The other one is Swedish.", "no"),
    (BIRDS, "Plenty of them, mostly gulls.", "yes"),
    (BIRDS, "Not a single one.", "no"),
    ("Are there more than six birds on the roof?", "Several of them.", None),
    (BARN, "It's right behind the trees.", "yes"),
    (BARN, "I can see a church. It's right behind the trees.", None),
    (SIGN, 'The door says "PULL", nothing else.', "no"),
    (SIGN, 'It says "EXIT" and nothing else.', "yes"),
    (LEFT, "It's the other way round: the bowl is in front of the cup.", "no"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_reading_of_plain_talk(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
