"""What follows from a statement: contraries, comparisons, numbers, places and parts; None where nothing follows."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

COMPLEMENTS = [
    ("Is the store closed?", "The store isn't open.", "yes"),
    ("Is the store closed?", "The store is open until 9 pm.", "no"),
    ("Is swimming allowed here?", "The sign prohibits swimming.", "no"),
    ("Is swimming allowed here?", "Swimming is forbidden here.", "no"),
    ("Does the notice forbid smoking?", "The notice says that smoking is not permitted.", "yes"),
    ("Does the notice forbid smoking?", "Smoking is allowed here, says the notice.", "no"),
    ("Is the gate locked?", "The gate is unlocked.", "no"),
    ("Is the gate locked?", "The gate is not unlocked.", "yes"),
    ("Is the handwriting on the card readable?", "It says 'Love, Ann', so it is readable.", "yes"),
    ("Is the handwriting on the card readable?", "The handwriting is too faint to be read.", "no"),
    ("Is the handwriting on the card readable?", "I am sorry, I cannot see any image.", None),
    ("Is the function continuous?", "The function is discontinuous at x = 1.", "no"),
    ("Is the pool closed on Mondays?", "The pool is not open on Mondays.", "yes"),
    ("Is the pool open on Mondays?", "On Mondays the pool isn't closed.", "yes"),
    ("Is the triangle isosceles?", "It is scalene.", "no"),
    ("Is the mirror convex?", "One can see from its rim that the mirror is concave.", "no"),
    ("Do the two arrows point in the same direction?", "They point in opposite directions.", "no"),
    ("Do the two arrows point in the same direction?", "The arrows point in the same direction.", "yes"),
    ("Does the cake contain milk?", "The cake is milk-free.", "no"),
    ("Does the cake contain milk?", "The wrapper says that it is free of milk.", "no"),
    ("Is the temperature above zero?", "The thermometer shows -7 °C.", "no"),
    ("Is the number on the door even?", "The number is 9, which is not divisible by 2.", "no"),
    ("Is the seat by the window free?", "The seat by the window is empty.", "yes"),
    ("Is the seat by the window free?", "The seat by the window is reserved.", "no"),
    ("Is the oven on?", "The light looks dark, so no. However, it is only dimmed. The answer is yes.", "yes"),
    ("Are all the lids shut?", "Not all of them: the second one is open.", "no"),
    ("Is the drone on the ground?", "The drone is in mid-air.", "no"),
    ("Does the shop offer a red bike?", "None of the bikes is red.", "no"),
    ("Is the cable plugged in?", "The plug lies beside the socket.", None),
    ("Was the photo taken indoors?", "It was taken outside in a park.", "no"),
    ("Is the cat awake?", "The cat is sleeping.", "no"),
    ("Is the lamp turned on?", "The lamp is turned off.", "no"),
    ("Does the graph show an upward trend?", "The graph shows a downward trend.", "no"),
    ("Does the woman have long hair?", "The woman has short hair.", "no"),
]

OF_WHOM = [
    ("Is the bakery open on Mondays?", "The bakery is closed on Mondays.", "no"),
    ("Is anyone on the bridge?", "Nobody is on the bridge.", "no"),
    ("Is anyone on the bridge?", "The bridge is empty.", "no"),
    ("Is anyone on the bridge?", "Two cyclists are on the bridge.", "yes"),
    ("Is the train empty?", "There is no one on the train.", "yes"),
    ("Can you park here?", "Parking is forbidden here.", "no"),
    ("Can dogs enter the garden?", "Dogs are not allowed in the garden.", "no"),
    ("Can dogs enter the garden?", "Dogs are allowed in the garden.", "yes"),
    ("Does the girl have a kite?", "The boy next to the girl has a kite.", None),
    ("Does the drink contain caffeine?", "The drink is caffeine-free.", "no"),
    ("Is there a lamp to the left of the bed?", "The bed is to the left of the lamp.", "no"),
    ("Is there a lamp to the left of the bed?", "There is a chair to the left of the bed.", None),
    ("Is there a lamp to the left of the bed?", "A lamp stands to the left of the bed.", "yes"),
    ("Are any of the rooms occupied?", "All rooms are vacant.", "no"),
    ("Is the claim true according to the table?", "The claim is not untrue.", "yes"),
    ("Is the title right, based on the map?", "Not exactly.", "no"),
    ("Is the man wearing glasses?", "The woman is wearing glasses.", None),
    ("Is the man wearing glasses?", "The woman is wearing glasses, but the man is not.", "no"),
    ("Is the left cup empty?", "The left cup is full and the right cup is empty.", "no"),
    ("Is the left cup empty?", "The left cup is empty, the right one is full.", "yes"),
    ("Does the dog have a collar?", "The cat has a collar.", None),
    ("Does the dog have a collar?", "The dog is wearing a red collar.", "yes"),
    ("Is the horse behind the barn?", "There is no horse in the picture.", "no"),
    ("Is the horse behind the barn?", "The animal behind the barn is a cow, not a horse.", "no"),
    ("Is the horse behind the barn?", "The horse is in front of the barn.", "no"),
    ("Is the horse behind the barn?", "The barn is in front of the horse.", "yes"),
    ("Is the man wearing a blue hat?", "The man is wearing a blue shirt.", None),
    ("Is the man wearing a blue hat?", "He is wearing a red hat.", "no"),
    ("Is there a person riding a camel?", "A person is standing next to a camel.", None),
    ("Is figure ABCD a square?", "Two of its sides are shorter, so the figure is a rectangle.", "no"),
    ("Is the man not wearing a tie?", "The man is not wearing a tie.", "yes"),
]

COMPARED = [
    ("Is the blue bar taller than the red bar?", "The red bar is taller.", "no"),
    ("Is the blue bar taller than the red bar?", "The blue bar is the tallest of all.", "yes"),
    ("Is the blue bar taller than the red bar?", "Both bars are equal in height.", "no"),
    ("Is the blue bar taller than the red bar?", "The red bar is not taller than the blue bar.", None),
    ("Is the blue bar taller than the red bar?", "The blue bar is not taller than the red bar.", "no"),
    ("Is the value for 2020 higher than that for 2019?", "The value for 2019 is higher than that for 2020.", "no"),
    ("Is the value for 2020 higher than that for 2019?", "2020: 35, 2019: 40. So it's lower.", "no"),
    ("Is Tom taller than Bob?", "Tom is not as tall as Bob.", "no"),
    ("Is Tom taller than Bob?", "Bob is shorter than Tom.", "yes"),
    ("Are there more cats than dogs?", "There are fewer cats than dogs.", "no"),
    ("Are there more cats than dogs?", "There are more dogs than cats.", "no"),
    ("Is the red phone more expensive than the black one?", "The red phone is cheaper.", "no"),
    ("Is the red phone more expensive than the black one?", "The black phone is less expensive.", "yes"),
    ("Is the left glass fuller than the right glass?", "The right glass is fuller.", "no"),
    ("Is the left glass fuller than the right glass?", "The left glass is fuller.", "yes"),
    ("Is the building taller than 100 m?", "The building is 120 m tall.", "yes"),
]

NAMED = [
    ("Do the two maps show the same country?", "The first map shows Peru and the second one shows Chile.", "no"),
    ("Do the two maps show the same country?", "The first map shows mountains and the second one shows rivers.", None),
    ("Do the two maps show the same country?", "The left map shows Peru, and the right one Peru.", "yes"),
    ("Do the two maps show the same country?", "Both maps show Peru.", "yes"),
    ("Do the two clocks show the same time?", "The left clock shows 4:10 and the right one shows 4:40.", "no"),
    ("Do the two maps show the same country?", "The first map shows Peru.", None),
]

DATED = [
    ("Was the bridge built before 1950?", "It was built in 1932.", "yes"),
    ("Was the bridge built before 1950?", "The bridge was built in 1966.", "no"),
    ("Was the bridge built before 1950?", "It was built before 1900.", "yes"),
    ("Was the bridge built before 1950?", "It was built before 1980.", None),
    ("Was the bridge built after 1950?", "It was built before 1900.", "no"),
    ("Was the bridge built after 1950?", "It was built later than 1960.", "yes"),
    ("Was the bridge built by 1950?", "It was built in 1950.", "yes"),
    ("Was the bridge built before 1950?", "It was begun in 1932 and finished in 1951.", None),
    ("Is the tank completely full?", "It is filled to 80 %.", "no"),
    ("Is the tank completely full?", "The gauge shows 100%.", "yes"),
]

WRITTEN = [
    ("Is the word 'NO' on the door?", "The door says 'NO'.", "yes"),
    ("Is the word 'NO' on the door?", "It says 'PUSH', not 'NO'.", "no"),
    ("Is the word 'NO' on the door?", "No, it says 'PUSH'.", "no"),
    ("Is the sign 'NO ENTRY' in the picture?", "I see a 'NO ENTRY' sign at the gate.", "yes"),
    ('Is the word "yes" on the ballot?', 'The ballot says "maybe".', "no"),
]

COUNTED = [
    ("Does the car have four doors?", "The car has only two doors.", "no"),
    ("Does the car have four doors?", "The car has four doors.", "yes"),
    ("Are there four people at the table?", "There are three people at the table.", "no"),
    ("Are there two dogs in the image?", "There is one dog in the image.", "no"),
    ("Are there more than six people on the stairs?", "Only four people can be seen.", "no"),
    ("Do both boys wear hats?", "Only the left boy wears a hat.", "no"),
    ("Do both boys wear hats?", "Both of them wear hats.", "yes"),
    ("Are all the windows closed?", "One window is open.", "no"),
    ("Are all the windows closed?", "Not all of them are closed.", "no"),
    ("Are all the windows closed?", "None of the windows is open.", "yes"),
]

PLACED = [
    ("Is there a cat under the table?", "There is a cat on the table.", "no"),
    ("Is there a cat on the sofa?", "There is a cat on the chair.", None),
    ("Is there a dog on the left side of the image?", "There is a dog on the right side.", "no"),
    ("Is there a dog on the left side of the image?", "There is a dog on the left.", "yes"),
    ("Is the person on the left a woman?", "The person on the left is a man.", "no"),
    ("Is the person on the left a woman?", "The person on the right is a woman.", None),
    ("Is there a red car in the parking lot?", "There is a blue car in the parking lot.", "no"),
]

IN_PLAIN_WORDS = [
    ("Is the oven on?", "I don't think so.", "no"),
    ("Is the oven on?", "I would say so.", "yes"),
    ("Is the oven on?", "The light inside is lit, so technically yes.", "yes"),
    ("Is the oven on?", "I would say 'yes' if the light were lit, but it is not. Therefore: no.", "no"),
    ("Is the oven on?", "One of the hobs is on, but it depends on what counts as the oven.", None),
    ("Is the oven on?", "The light is dark, so this is not the case.", "no"),
    ("Is the oven on?", "The light is lit, which means that it is so.", "yes"),
    ("Is the oven on?", "The oven is on. The oven is not on.", None),
    ("Is the oven on?", "Whether the oven is on depends on the switch behind it.", None),
    ("Is the word 'SALE' printed in green?", "It is printed in yellow.", "no"),
    ("Is the word 'SALE' printed in green?", "The word 'SALE' is printed in green.", "yes"),
    ("Did the blue team win the match?", "The blue team lost the match.", "no"),
    ("Did the blue team win the match?", "The blue team won the match.", "yes"),
    ("Is the referee sitting?", "He sits on a high chair.", "yes"),
    ("Is the berry poisonous?", "The berry is edible.", "no"),
    ("Is the lantern on?", "The lantern is not lit.", "no"),
    ("Is the gymnast wearing shoes?", "The gymnast is barefoot.", "no"),
    ("Is the map on the desk open?", "The map on the desk is folded.", "no"),
    ("Will the loop end?", "It won't, because i never grows.", "no"),
    ("Is May the wettest month?", "April: 52 mm\nMay: 71 mm\nJune: 40 mm", None),
    ("Does the price peak in May?", "May has the highest bar of all, so the price does peak in May.", "yes"),
    ("Is the blind down?", "Is the blind down? Is the blind down? Is the blind", None),
    ("Is the oven on?", "No\n\nIs the lamp on? Yes", "no"),
    ("Is the oven on?", "No. Or is it? Yes, the light is lit.", None),
]

CORRECTED = [
    ("Is the oven on?", "Yes, it is. Actually, the light is that of the hood, so I take it back.", "no"),
    ("Is the oven on?", "No. Actually, looking closer, the oven is on.", "yes"),
    ("Is the oven on?", "Yes.\n\nCorrection: the lamp is on. The oven is not on.", "no"),
    ("Is the oven on?", "Yes. Actually, it is a nice kitchen.", "yes"),
    ("Is the oven on?", "No, it is off. I was wrong about the lamp before.", "yes"),
    ("Is the oven on?", "No, actually it is off.", "no"),
    ("Is the score above 7?", "The score is 5. No, wait, it is 9.", "yes"),
    ("Is the score above 7?", "The score is 5, no, 9.", "yes"),
    ("Is the score above 7?", "No wait, that is the other team. The score is 3.", "no"),
    ("Can I cross now?", "No, wait for the green light.", "no"),
    ("Does the green path meet the blue path?", "いいえ、交わりません。", "no"),
]

OF_ALL = [
    ("Are all the tyres flat?", "All but one.", "no"),
    ("Are all the tyres flat?", "All but one: the one in front is full.", "no"),
    ("Are all the tyres flat?", "All except the one in front are flat.", "no"),
    ("Are all the tyres flat?", "Nearly all of them.", "no"),
    ("Are all the tyres flat?", "All of them.", "yes"),
    ("Are all the tyres flat?", "All but one of the cars are red.", None),
    ("Does the green path meet the blue path?", "The two trails meet at the pond.", "yes"),
    ("Does the green path meet the blue path?", "The two trails never meet.", "no"),
    ("Does the green path meet the blue path?", "The two red trails meet at the pond.", None),
]

LEFT_OPEN = [
    ("Can the script run?", "It depends on the version: with the old one it runs, with the new one it does not.", None),
    ("Can the script run?", "It depends on the version. Here the new one is used, so it cannot run.", "no"),
    ("Can the script run without errors?", "It does not depend on the version: it runs without errors.", "yes"),
    ("Is the museum open?", "It closes on Monday, and no day is given, so it may be open or closed.", None),
    ("Is the museum open?", "It may or may not be open.", None),
    ("Is the museum open?", "It opens at nine, so not yet.", "no"),
    ("Is the museum open?", "If it is a weekday, yes; on a weekend, no.", None),
    ("Is the museum open?", "If it is a weekday, yes; and today is Tuesday, so yes.", "yes"),
    ("Is the lamp red?", "The lamp is red or amber.", None),
    ("Is the lamp red?", "It is not red or amber.", "no"),
    ("Is the lamp red?", "It is green or blue.", "no"),
    ("Is the lamp red or amber?", "It is red.", "yes"),
    ("Is the museum open?", "It could be open or closed, but the door is ajar, so it is open.", "yes"),
    ("Is the museum open?", "The museum is closed. The café next door may be open or not.", "no"),
    ("Is the figure a rhombus?", "A figure is called a rhombus if its four sides are equal.", None),
    (
        "Is the figure a rhombus?",
        "A figure is a rhombus if its sides are equal, and these are, so it is a rhombus.",
        "yes",
    ),
]

PERMITTED = [
    ("Is it legal to park here?", "Parking is permitted here.", "yes"),
    ("Is parking here legal?", "No sign forbids it.", "yes"),
    ("Is parking here legal?", "Nothing allows it.", "no"),
    ("Is parking here legal?", "The sign prohibits it.", "no"),
    ("Would parking be legal here?", "There's nothing that would forbid it.", "yes"),
]

ALONE = [
    ("Is turning left allowed here?", "Only right turns are allowed.", "no"),
    ("Is turning left allowed here?", "Only left turns are allowed.", "yes"),
    ("Is turning left allowed here?", "Right turns are allowed.", None),
    ("Is turning left allowed here?", "Left turns are allowed, right turns are forbidden.", "yes"),
    ("Is turning left allowed here?", "Right turns are allowed, left turns are forbidden.", "no"),
    ("Are left turns permitted?", "Only a right turn is permitted.", "no"),
    ("Is swimming allowed here?", "Only fishing is allowed.", None),
    ("Is swimming allowed here?", "Fishing is forbidden.", None),
    ("Is swimming allowed here?", "It is forbidden.", "no"),
    ("Is the left lamp on?", "Only the right lamp is on.", "no"),
    ("Is the left lamp on?", "Only the right lamp is off.", None),
    ("Is the left lamp on?", "Only the left lamp is on.", "yes"),
    ("Is the left lamp on?", "One lamp is on: the right one.", "no"),
    ("Is the left lamp on?", "One lamp is on: the left one.", "yes"),
    ("Is the left lamp on?", "The only right lamp is on.", None),
    ("Is the red car on the left?", "Only the blue car is on the left.", "no"),
    ("Is the red car on the left?", "Only the blue car is on the right.", None),
]

OF_TEXT = [
    ("Is the text on the sign in Japanese?", "The characters are Korean Hangul.", "no"),
    ("Is the text on the sign in Japanese?", "The characters are Japanese.", "yes"),
    ("Is the text on the poster red?", "The letters are blue.", "no"),
    ("Is the girl on the poster happy?", "The letters are sad.", None),
]

NONE_LEFT = [
    ("Are all the eggs whole and intact?", "None of the eggs is broken.", "yes"),
    ("Are all the cups intact?", "None of them is damaged.", "yes"),
    ("Are all the cups intact?", "No cup is broken.", "yes"),
    ("Are all the cups intact?", "No plate is broken.", None),
    ("Are all the cups intact?", "None of them is intact.", "no"),
    ("Are all the cups intact?", "None of them is blue.", None),
    ("Are all the lamps lit?", "Only two of them are; the others are dark.", "no"),
    ("Are all the lamps lit?", "Just a few are.", "no"),
    ("Are all the lamps lit?", "Not every one of them is.", "no"),
    ("Are all the lamps lit?", "Every one of them is.", "yes"),
    ("Are all the lamps lit?", "All four of them are.", "yes"),
    ("Are all the lamps lit?", "None of them is.", "no"),
    ("Are all the lamps lit?", "Only two of them are tall.", None),
    ("Is the vase intact?", "It is undamaged.", "yes"),
    ("Is the vase damaged?", "It is intact.", "no"),
    ("Does the house have a chimney?", "It has none.", "no"),
    ("Is the man wearing glasses?", "He wears none.", "no"),
    ("Is the man wearing glasses?", "I had a close look at his face: he isn't wearing any.", "no"),
    ("Is the man wearing glasses?", "I had a close look at the woman: she isn't wearing any.", None),
    ("Is there a dog?", "I looked for a dog but found none.", "no"),
    ("Is there a dog?", "I searched carefully for a cat, and found nothing.", None),
]


@pytest.mark.parametrize(
    ("question", "response", "answer"),
    [
        *CORRECTED,
        *OF_ALL,
        *ALONE,
        *NONE_LEFT,
        *OF_TEXT,
        *LEFT_OPEN,
        *PERMITTED,
        *COMPLEMENTS,
        *OF_WHOM,
        *COMPARED,
        *NAMED,
        *DATED,
        *WRITTEN,
        *COUNTED,
        *PLACED,
        *IN_PLAIN_WORDS,
    ],
)
def test_inference(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer


def test_a_question_repeated_to_the_end_is_no_answer() -> None:
    assert extract("Is it on? " * 2400, Question("Is it on?")).answer is None


def test_capitals_without_end_are_read_in_linear_time() -> None:
    assert (
        extract(f"Both signs read {'NOPARKING ' * 60} today", Question("Do the two signs say the same?")).answer is None
    )
