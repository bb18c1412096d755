"""Yes/no answers in other words than the question's: what is switched, fits, is marked, bare, occupied or damaged."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["yes_no"]

AT_SOME_TIME = [
    ("Has the candle been lit before?", "The wick is still white and unburnt, so it has never been lit.", "no"),
    ("Has the candle been lit before?", "It has been lit several times.", "yes"),
    ("Has the letter been opened yet?", "It has not been opened.", "no"),
    ("Has the cake been cut already?", "The cake has been cut.", "yes"),
    ("Has the cake been cut already?", "The bread has been cut.", None),
]

SWITCHED = [
    ("Is Wi-Fi turned on in the screenshot?", "The toggle is blue, which indicates that it is enabled.", "yes"),
    ("Is Wi-Fi turned on in the screenshot?", "The toggle is grey, which indicates that it is disabled.", "no"),
    ("Is Bluetooth switched off?", "Bluetooth is disabled.", "yes"),
    ("Is Bluetooth switched off?", "Bluetooth is active.", "no"),
    ("Is Bluetooth switched off?", "Bluetooth is not active.", "yes"),
    ("Is dark mode enabled?", "Dark mode is turned off.", "no"),
    ("Is the alarm activated?", "The alarm is on.", "yes"),
    ("Is the alarm activated?", "The heating is on.", None),
    ("Is the cat on the sofa?", "The cat is inactive.", None),
    ("Is the cat on the sofa?", "The cat is active.", None),
]

FITTING = [
    ("Can the dog get through the hole?", "It is a good fit.", None),
    ("Can the van pass under the bridge?", "The clearance is 2.1 m, the van is 2.4 m high, so it won't fit.", "no"),
    ("Can the van pass under the bridge?", "It will fit.", "yes"),
    ("Can the van pass under the bridge?", "It fits with 20 cm to spare.", "yes"),
    ("Will the sofa go through the door?", "The sofa is wider than the door, so it does not fit.", "no"),
    ("Can the van pass under the bridge?", "The van fits in the garage.", None),
    ("Can the van pass under the bridge?", "It is a fitting end.", None),
]

MARKED = [
    ("Is the painting signed by the artist?", "There's a signature in the lower left corner: 'E. Vidal 1912'.", "yes"),
    ("Is the painting signed?", "There is no signature.", "no"),
    ("Is the painting signed?", "No signature is visible.", "no"),
    ("Is the painting signed?", "The painting has no signature.", "no"),
    ("Is the painting signed?", "The frame has a signature.", None),
    ("Is the jar labelled?", "It has a label.", "yes"),
    ("Is the jar labelled?", "There is a label on the lid.", None),
    ("Is the shirt stained?", "There are no stains on the shirt.", "no"),
    ("Is the shirt stained?", "There is a stain on the trousers.", None),
    ("Is the form stamped?", "The form bears a red stamp at the bottom.", "yes"),
    ("Is the gate locked?", "The gate has a lock.", None),
]

UNCOVERED = [
    ("Is the man wearing a hat?", "He is holding a hat, and his head is bare.", "no"),
    ("Is the goalkeeper wearing gloves?", "His hands are bare.", "no"),
    ("Is the goalkeeper wearing gloves?", "He catches the ball with his bare hands.", "no"),
    ("Is the goalkeeper wearing gloves?", "The referee's hands are bare.", None),
    ("Is the goalkeeper wearing gloves?", "His arms are bare.", None),
    ("Is the child wearing shoes?", "She is standing there with bare feet.", "no"),
    ("Is the child wearing shoes?", "The child is barefoot.", "no"),
    ("Is the child wearing shoes?", "His feet are not bare.", None),
    ("Is the child wearing a hat?", "His feet are bare.", None),
    ("Is the man wearing a shirt?", "He is shirtless.", "no"),
    ("Does the boy have shoes on?", "The girl is barefoot.", None),
]

OCCUPIED = [
    ("Is the lane empty?", "A truck is driving in the next lane.", None),
    ("Is the stage empty?", "A violinist is standing on it.", "no"),
    ("Is the street empty?", "A man is looking along the street.", None),
    ("Is the seat by the window free?", "It is occupied.", "no"),
    ("Is the parking space free?", "A blue van is parked in it.", "no"),
    ("Is the pedestrian crossing empty?", "An old man is walking across it.", "no"),
    ("Is the pedestrian crossing empty?", "A woman is pushing a pram across it.", "no"),
    ("Is the pedestrian crossing empty?", "A car is waiting in front of it.", None),
    ("Is the bench vacant?", "A cat is sleeping on it.", "no"),
    ("Is the street deserted?", "A cyclist is riding down the street.", "no"),
    ("Is the platform deserted?", "Nobody is waiting on the platform.", "yes"),
    ("Is the glass empty?", "A straw is standing in it.", "no"),
    ("Is the glass empty?", "A fly is sitting on it.", None),
    ("Is the shelf empty?", "Two books are standing on it.", "no"),
    ("Is the room empty?", "A window is in it.", None),
    ("Is the chair empty?", "A cat is sleeping on the sofa.", None),
    ("Is the chair empty?", "No dog is sitting on it.", None),
]

DAMAGED = [
    ("Is there a crack in the screen?", "The screen protector is cracked, but the screen itself is intact.", "no"),
    ("Is a fracture visible in the X-ray?", "The bone appears intact.", "no"),
    ("Is a fracture visible in the X-ray?", "The radius is intact, but the ulna is broken.", "yes"),
    ("Is a fracture visible in the X-ray?", "The other bones are intact.", None),
    ("Is a fracture visible in the X-ray?", "The skin is intact.", None),
    ("Is there a crack in the cup?", "The cup is intact.", "no"),
    ("Is there a crack in the cup?", "The saucer is cracked.", None),
    ("Is there a hole in the sock?", "The sock is not intact.", None),
    ("Does the cup have a crack?", "The cup is cracked.", "yes"),
    ("Can you see any damage to the car?", "The car looks undamaged.", "no"),
    ("Is there a tear in the net?", "It might be torn.", None),
]

EDIBLE = [
    ("Is the plant safe to eat?", "It is toxic.", "no"),
    ("Is the mushroom edible?", "The other mushroom is toxic.", None),
    ("Is the mushroom in the photo edible?", "This is a fly agaric (Amanita muscaria), which is toxic.", "no"),
    ("Is the mushroom edible?", "It is a chanterelle, which is safe to eat.", "yes"),
    ("Is the mushroom edible?", "It grows beside a fly agaric, which is toxic.", None),
    ("Is the berry toxic?", "It is edible.", "no"),
    ("Is the plant poisonous?", "It is harmless.", "no"),
    ("Is the plant poisonous?", "It is toxic.", "yes"),
    ("Is the berry edible?", "It must not be eaten.", "no"),
    ("Is the door open?", "This is the front door, which is closed.", "no"),
    ("Is the door open?", "It is next to a cupboard, which is closed.", None),
]

TOO = [
    ("Does the child sleep?", "She is too excited to sleep.", "no"),
    ("Can the van pass under the bridge?", "The van is too high to pass under the bridge.", "no"),
    ("Can the van pass under the bridge?", "The van is not too high to pass under the bridge.", "yes"),
    ("Can the man reach the shelf?", "He is too short to reach it.", "no"),
    ("Does the piece fit into the gap?", "It's too wide to fit.", "no"),
    ("Is the box too heavy to lift?", "It is too heavy to lift.", "yes"),
]

JOINED = [
    ("Is the user logged in?", "The user is logged out.", "no"),
    ("Is the user logged in?", "The button says 'Log in', so the user is not logged in.", "no"),
    ("Is the laptop plugged in?", "The laptop is unplugged.", "no"),
    ("Is the laptop plugged in?", "The laptop is plugged in.", "yes"),
    ("Has the ticket been used before?", "It is unused.", "no"),
]

SIZED = [
    ("Are the shoes the same size?", "One is bigger than the other.", "no"),
    ("Are the shoes of the same colour?", "One is bigger than the other.", None),
    ("Are the two lines of equal length?", "One is slightly longer than the other.", "no"),
    ("Are the two lines of equal length?", "One is not longer than the other.", None),
    ("Is the water deep?", "The water is shallow.", "no"),
    ("Is the banana ripe?", "It is unripe.", "no"),
]

ELIDED = [
    ("Does the book fit into the envelope?", "The book is larger than the envelope, so it doesn't.", "no"),
    ("Is the parcel too heavy for one person?", "It weighs 40 kg, so it is.", "yes"),
    ("Has the train arrived?", "The platform is empty, so it hasn't.", "no"),
    ("Can the ladder reach the roof?", "It is 3 m long and the roof 5 m high, so it can't.", "no"),
    ("Is the left box heavier than the right box?", "It weighs 3 kg, the right one 4 kg, so it isn't.", "no"),
]

NEGATED_WORDS = [
    ("Is the drink alcoholic?", "The label says it is non-alcoholic.", "no"),
    ("Is the drink non-alcoholic?", "It is non-alcoholic.", "yes"),
    ("Is the drink non-alcoholic?", "It is alcoholic.", "no"),
    ("Is the paint toxic?", "It is nontoxic.", "no"),
]

PLACED = [
    ("Is the book in the box?", "The book is on the box.", "no"),
    ("Is the driver in the bus?", "The driver is on the bus.", "yes"),
    ("Is the phone on the table?", "The phone is on the table.", "yes"),
    ("Is the phone on the table?", "The phone is on the floor.", None),
    ("Is the phone on the table?", "The phone is red.", None),
    ("Is there a phone on the table?", "There is a phone on the floor.", None),
    ("Is the cup on the table full?", "It is full.", "yes"),
    ("Is sodium listed in the table?", "Sodium is listed.", "yes"),
    ("Is the cat in the foreground?", "The cat is in the background.", "no"),
    ("Is the cat in the foreground?", "The cat is black.", None),
    ("Is the man in the background wearing a hat?", "He is wearing a hat.", "yes"),
    ("Is the TV on?", "The TV is on the wall.", None),
    ("Is the phone on the table?", "The phone is on.", None),
    ("Is the phone on the table?", "The phone is on the table.", "yes"),
    ("Is the lamp on the desk on?", "The lamp is on.", "yes"),
    ("Is the dog inside the house?", "The dog is inside.", "yes"),
    ("Is the TV on?", "The TV on the wall is on.", "yes"),
]

OR_NOT = [
    ("Is the door open or not?", "The door is closed.", "no"),
    ("Is the door open or not?", "The door is open.", "yes"),
    ("Does the soup contain meat, or not?", "It contains no meat.", "no"),
    ("Is the alarm activated or not?", "The alarm is on.", "yes"),
    ("Is the door not open?", "The door is closed.", "yes"),
]

OF_THE_OTHER = [
    ("Is the door open?", "The other door is closed.", None),
    ("Is the cup full?", "Another cup is full.", None),
    ("Is the other cup full?", "The other cup is full.", "yes"),
    ("Is the left cup full?", "The left cup is empty while the other one is full.", "no"),
    ("Are both cups full?", "The other cup is empty.", "no"),
]

WITHOUT = [
    ("Is this product gluten-free according to its label?", "The product contains no gluten.", "yes"),
    ("Is the drink sugar-free?", "The drink is sugar-free.", "yes"),
    ("Is the drink sugar-free?", "The drink is not sugar-free.", "no"),
    ("Is the drink sugar-free?", "Not sugar-free", "no"),
    ("Is the drink sugar-free?", "It is made without sugar.", "yes"),
    ("Is the drink sugar-free?", "It contains 12 g of sugar.", "no"),
    ("Is the drink sugar-free?", "It contains 12 g of salt.", None),
    ("Is this a sugar-free drink?", "There is sugar in it.", "no"),
    ("Is the road free of ice?", "There is no ice on the road.", "yes"),
    ("Is the road free of ice?", "There is ice on the road.", "no"),
    ("Is the yogurt fat free?", "It has no fat.", "yes"),
    ("Does the drink contain no sugar?", "The drink is free of sugar.", "yes"),
    ("Does the drink contain no sugar?", "The drink contains sugar.", "no"),
    ("Does the drink contain sugar?", "The drink is sugar-free.", "no"),
    ("Is it a duty-free shop?", "It is a supermarket.", None),
    ("Is this sugar-free?", "It contains no sugar.", "yes"),
    ("Is this alcohol free?", "It contains 5 % alcohol.", "no"),
    ("Is the bar smoke free?", "It is smoke free.", "yes"),
    ("Is the car free?", "The car is free.", "yes"),
    ("Is the alcohol free?", "The alcohol is free.", "yes"),
    ("Is the drink sugar-free or not?", "It contains sugar.", "no"),
    ("Is the sugar-free drink on the left?", "The sugar-free drink is on the right.", "no"),
    ("Is the parking free?", "The parking is free.", "yes"),
]

EVERY_ONE = [
    ("Are all the people in the picture seated?", "Everyone in the picture is sitting around the table.", "yes"),
    ("Are all the people seated?", "Everybody is standing.", "no"),
    ("Are all the people seated?", "One man is standing.", "no"),
    ("Are all the people seated?", "Not everyone is seated.", "no"),
    ("Are all the people seated?", "Almost everyone is seated.", "no"),
    ("Are all the people seated?", "Everyone but one man is seated.", "no"),
    ("Are all the children seated?", "Every chair is taken.", None),
    ("Are all the lights on?", "Each light is off.", "no"),
    ("Are all the lights on?", "Every lamp is made of glass.", None),
    ("Are all of the cars red?", "Every car is red.", "yes"),
    ("Are all of the cars red?", "Every bus is red.", None),
    ("Is the man standing?", "He is seated.", "no"),
]


@pytest.mark.parametrize(
    ("question", "response", "answer"),
    [
        *EVERY_ONE,
        *WITHOUT,
        *AT_SOME_TIME,
        *SWITCHED,
        *FITTING,
        *MARKED,
        *UNCOVERED,
        *OCCUPIED,
        *DAMAGED,
        *EDIBLE,
        *TOO,
        *JOINED,
        *SIZED,
        *ELIDED,
        *NEGATED_WORDS,
        *PLACED,
        *OF_THE_OTHER,
        *OR_NOT,
    ],
)
def test_other_words(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
