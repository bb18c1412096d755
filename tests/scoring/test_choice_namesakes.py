"""Multiple-choice answers of which a part is on another thing of the same kind: the other tank, label c."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

TANK = Question("Which liquid is in the tank on the left?", ("Milk", "Water", "Oil", "Wine"))
COAT = Question("What colour is the coat of the woman on the right?", ("Brown", "White", "Grey", "Pink"))
ROUTE = Question("What does the dotted line on the map show?", ("A bus route", "A ferry", "A tunnel", "A footpath"))
SIGN = Question("What does the yellow sign say?", ("Exit", "Danger", "Private", "Pull"))
LAMP = Question("Which colour has the 12th lamp?", ("Red", "Green", "White"))
FLOWER = Question("Which part of the flower is labelled 'c'?", ("Petal", "Stamen", "Pistil", "Sepal"))
BONE = Question("Which bone is marked with the number 4?", ("Femur", "Tibia", "Ulna", "Radius"))
VIEW = Question("Which drawing is the side view?", ("Drawing 1", "Drawing 2", "Drawing 3"))
PRICE = Question("Which toy costs 8 euros?", ("The ball", "The kite", "The drum"))
STACK = Question("Which film is at the top of the list?", ("Vertigo", "Alien", "Casablanca"))
SHOP = Question("Which shop is to the left of the bank?", ("The bakery", "The florist", "The chemist"))
WEST = Question("Which country lies west of Chad?", ("Niger", "Sudan", "Libya"))
OVER = Question("What hangs above the desk?", ("A lamp", "A map", "A mask"))
HEN = Question("Where is the dog?", ("On the sofa", "Under the desk", "In the yard"))
BENCH = Question("What material is the table made of?", ("Oak", "Steel", "Marble"))
WATCHES = Question("What does the owl chase?", ("A mouse", "A snake", "A frog", "A fox"))
BAKER = Question("What is the man doing?", ("Baking bread", "Washing dishes", "Sweeping the floor"))
PUMP = Question("Which symbol stands for a pump?", ("Symbol 1", "Symbol 2", "Symbol 3", "Symbol 4"))
GRAVITY = Question("Which arrow shows the force of gravity?", ("Arrow A", "Arrow B", "Arrow C"))

READ = [
    # sides
    (TANK, "The right tank holds oil.", None),
    (TANK, "Water is in the left tank, and wine in the right one.", "B"),
    (TANK, "The tank on the right is full of oil. The left one has milk in it.", "A"),
    (TANK, "As the right tank has oil, the other tank must hold wine.", "D"),
    (TANK, "Milk, while the other tank has water.", "A"),
    (TANK, "Both the left and the right tank are filled with water.", "B"),
    (TANK, "It has twice as much water as the right tank.", "B"),
    (COAT, "The woman on the left has a grey coat.", None),
    (COAT, "Her coat is white. The man's is brown.", "B"),
    (COAT, "The man has the brown coat, and the coat of the woman on the right is pink.", "D"),
    (COAT, "It is grey, unlike that of the woman on the left, which is white.", "C"),
    # looks
    (ROUTE, "The solid line is a bus route.", None),
    (ROUTE, "Solid line = tunnel, dotted line = ferry.", "B"),
    (ROUTE, "The dashed line is a tunnel; the dotted one is a footpath.", "D"),
    (SIGN, "The red sign says DANGER, the yellow one PULL.", "D"),
    (SIGN, "The red and the yellow sign both say EXIT.", "A"),
    (SIGN, "The sign is yellow with red letters that say PRIVATE.", "C"),
    # places in a row
    (LAMP, "The 11th lamp is red, so the 12th is green.", "B"),
    (LAMP, "The 12th lamp will be white, and the 13th red.", "C"),
    (LAMP, "The fourth lamp is green, and so is the 12th.", "B"),
    # labels
    (FLOWER, "Label a is the petal.", None),
    (FLOWER, "a: petal, b: stamen, c: pistil", "C"),
    (FLOWER, "Part b is the stamen, and part c the sepal.", "D"),
    (FLOWER, "A. Petal", "A"),
    (FLOWER, "'c' shows a stamen, 'd' shows a sepal.", "B"),
    (BONE, "The bone marked with the number 3 is the ulna.", None),
    (BONE, "Number 4 is the radius; number 3, the thinner one, is the ulna.", "D"),
    (BONE, "Step 1: look for number 4. Step 2: it is in the thigh. So it's the femur.", "A"),
    (VIEW, "That's drawing 3; drawing 2 is the front view.", "C"),
    # ends of a row, ways, places
    (STACK, '"Alien" is at the bottom.', None),
    (STACK, 'At the top stands "Vertigo"; "Casablanca" is at the bottom.', "A"),
    (STACK, 'The top film is "Alien", and the one below it is "Vertigo".', "B"),
    (SHOP, "The florist is to the right of the bank.", None),
    (SHOP, "The bank is to the left of the chemist.", None),
    (SHOP, "The bank is to the right of the chemist.", "C"),
    (SHOP, "To the right is the bakery, to the left the florist.", "B"),
    (WEST, "Sudan lies to the east and Libya to the north, while Niger is to the west.", "A"),
    (WEST, "Chad lies east of Niger.", "A"),
    (OVER, "A mask hangs above it; below it there is a map.", "C"),
    (OVER, "The desk is above the map.", None),
    # another thing of the kind
    (HEN, "The cat is on the sofa.", None),
    (HEN, "The cat is on the sofa, and the dog is in the yard.", "C"),
    (HEN, "The puppy is under the desk.", "B"),
    (BENCH, "The chairs are steel, but the table is marble.", "C"),
    (BENCH, "The tabletop is oak.", "A"),
    # who does it to whom
    (WATCHES, "The fox chases the owl.", None),
    (WATCHES, "The owl is chased by the fox.", None),
    (WATCHES, "The owl chases the mouse, and the fox chases the owl.", "A"),
    (WATCHES, "The frog is chased by the owl.", "C"),
    (WATCHES, "The fox chases the owl, which chases the snake.", "B"),
    (WATCHES, "The owl chases the mouse, and the snake chases the frog.", "A"),
    # values
    (PRICE, "The ball costs 5 euros.", None),
    (PRICE, "The ball costs 5 euros and the drum 8 euros.", "C"),
    (PRICE, "The kite, for €8.", "B"),
    (PRICE, "Kite: 8 euros, ball: 3 euros.", "B"),
    # persons
    (BAKER, "The woman is washing dishes.", None),
    (BAKER, "He is baking bread while the woman is sweeping the floor.", "A"),
    (BAKER, "A woman is washing dishes.", "B"),
    # signs of other things
    (PUMP, "Symbol 1 is a valve.", None),
    (PUMP, "Symbol 1 is a valve. Symbol 3 is a pump.", "C"),
    (PUMP, "Symbol 1 is a valve, symbol 2 is a motor, symbol 4 is a filter.", "C"),
    (PUMP, "Symbol 2 is the only one with an arrow.", "B"),
    (PUMP, "Symbol 4 is a heat pump.", "D"),
    (GRAVITY, "Arrow B represents the normal force.", None),
    (GRAVITY, "Arrow C shows the gravitational force.", "C"),
    (GRAVITY, "It points down, so arrow A is the weight.", "A"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
