"""Multiple-choice answers that speak of the other thing, the other end of a scale, or of every option in turn."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

BARS = Question("Which of the two bars is taller?", ("The left bar", "The right bar"))
COLDEST = Question("Which city has the lowest temperature on the map?", ("Oslo", "Madrid", "Athens", "Cairo"))
CIRCLES = Question(
    "How does the size of the left circle compare with that of the right circle?", ("Larger", "Smaller", "Equal")
)
LAMP = Question("Where is the lamp in relation to the sofa?", ("Behind it", "In front of it", "To the left of it"))
SYMBOLS = Question(
    "Which symbol in the diagram stands for a transistor?", ("Symbol 1", "Symbol 2", "Symbol 3", "Symbol 4")
)
PRICES = Question("Which item costs exactly 5 dollars?", ("Milk", "Bread", "Eggs", "Cheese"))
ODD = Question("Which of the following images is the odd one out?", ("Image A", "Image B", "Image C", "Image D"))
SIZES = Question("How does the left circle compare with the right circle in size?", ("Larger", "Smaller", "Equal"))
COSTS = Question("Which item costs exactly 5 dollars?", ("Milk", "Bread", "Cheese"))
HERBIVORE = Question("Which animal is a herbivore?", ("Lion", "Wolf", "Giraffe", "Eagle"))
NEAREST = Question("Which vehicle is closest to the camera?", ("Bus", "Bicycle", "Motorcycle", "Truck"))
TOWN = Question("How does the population develop?", ("It grows", "It shrinks", "It does not change"))
ENGINE = Question("Which part is marked by the arrow?", ("Piston", "Valve", "Crankshaft", "Spark plug"))
CHILD = Question("What does the child have in its hand?", ("A spoon", "A fork", "A toy car", "Nothing"))
COAT = Question("What colour is the umbrella?", ("Red", "Blue", "Yellow"))
CLAIM = Question("Is the statement 'All cats in the image are black' correct?", ("True", "False"))
SLICED = Question("Which vegetable is being sliced?", ("Cucumber", "Carrot", "Onion", "Tomato"))
BANNED = Question("What does the red sign prohibit?", ("Parking", "Smoking", "Swimming", "Cycling"))
MAMMAL = Question("Which of the following is not a mammal?", ("Whale", "Bat", "Shark", "Dog"))
ARRIVED = Question("Which student arrived first?", ("Tom", "Eva", "Max", "Lea"))
SWITCHES = Question("Which switch must be closed to light the bulb?", ("S1", "S2", "S3", "Both S1 and S2"))
LACKED = Question("Which ingredient is missing from the list?", ("Flour", "Sugar", "Butter", "Yeast"))
MEDIAN = Question("What is the median of the data set?", ("4", "5", "6", "7"))
SIGNED = Question("What is the value of the expression?", ("-3", "3", "-1/3", "1/3"))
CLOSES = Question("At what time does the museum close?", ("17:00", "18:00", "20:00", "21:30"))
STEADY = Question(
    "What is the trend of the red line?",
    ("It increases steadily", "It decreases steadily", "It stays constant", "It increases and then decreases"),
)
PLATE = Question("Which of these foods is NOT on the plate?", ("Rice", "Beans", "Carrots", "Fish"))
FLOORS = Question("On which floor is the shop?", ("Ground floor", "First floor", "Second floor", "Third floor"))
SLOPE = Question("What is the slope of the line?", ("-2", "-1/2", "1/2", "2"))
PARABOLA = Question("Which equation fits?", ("y = x^2", "y = x^2 + 1", "y = -x^2", "y = (x-1)^2"))
CAPTIONS = Question("Which caption fits?", ("A dog chases a cat", "A cat chases a dog", "A dog and a cat sleep"))
RELATION = Question(
    "How are temperature and solubility related?",
    ("Positive correlation", "Negative correlation", "No correlation"),
)
SEASON = Question("Which season is it?", ("Spring", "Summer", "Autumn", "Winter"))
STYLE = Question("In which style is the painting?", ("Cubism", "Impressionism", "Baroque"))
MATERIAL = Question("What is attracted by the magnet?", ("Copper wire", "Iron nail", "Plastic spoon", "Glass rod"))
MATCH = Question("Who won the match?", ("Home", "Away", "It was a draw"))
TRUTH = Question("Is the statement 'All cats are black' correct?", ("True", "False"))
HATS = Question("How many people are wearing hats?", ("1", "2", "3", "4"))
LABEL = Question("What does the label 'B' point to?", ("The nucleus", "The membrane", "The cytoplasm"))
NEXT = Question("Which step comes after heating?", ("Filtering", "Cooling", "Stirring", "Weighing"))
BLOOD = Question("Which blood type is shown on the card?", ("Type AB", "Type O", "Type A", "Type B"))
GAS = Question("Which gas is it?", ("O2", "CO2", "H2"))
COUNTRY = Question("Which country is first in the table?", ("Norway", "Kenya", "Japan", "Brazil"))
STAGE = Question("Which stage is shown in cell 2?", ("Prophase", "Metaphase", "Anaphase", "Telophase"))
MIRROR = Question("Which image shows a reflection of the figure?", ("Image A", "Image B", "Image C", "Image D"))
RIVER = Question("In which direction does the river flow?", ("North", "South", "East", "West"))
PRICE = Question("How does the price of product A compare with that of product B?", ("Higher", "Lower", "The same"))
VACCINE = Question("Against which disease is the vaccine?", ("Hepatitis A", "Hepatitis B", "Measles", "Influenza"))
BUS = Question("When does the bus leave?", ("8:15", "8:45", "9:05", "9:30"))
RESISTANCE = Question(
    "What happens to the resistance when the temperature increases?",
    ("It increases", "It decreases", "It stays the same"),
)
GLOVES = Question(
    "Why is the man wearing gloves?", ("To keep warm", "To protect himself from chemicals", "To be elegant")
)
ORGAN = Question("Which organ does the arrow point to?", ("Liver", "Kidney", "Stomach", "Spleen"))
UMBRELLA = Question("What color is the umbrella held by the woman on the left?", ("Red", "Blue", "Green", "Yellow"))
FORCES = Question(
    "Which arrow in the diagram represents the force of friction?", ("Arrow A", "Arrow B", "Arrow C", "Arrow D")
)
MIDDLE = Question("Who is standing in the middle?", ("The bride", "The groom", "The photographer", "The priest"))
ROOMS = Question("Which room is next to the kitchen?", ("Bedroom", "Bathroom", "Dining room", "Garage"))
PLANET = Question("Which planet is the third from the sun?", ("Venus", "Earth", "Mars", "Jupiter"))
MAIN = Question("What is the main colour of the wings?", ("Orange", "Blue", "White", "Brown"))
SHAPES = Question("Which shape comes next?", ("Circle", "Triangle", "Pentagon", "Hexagon"))
SHADOW = Question("Which object casts the longest shadow?", ("The tree", "The lamp post", "The fence", "The dog"))
CIRCUIT = Question("Which part is in parallel with the resistor?", ("Capacitor", "Inductor", "Diode", "Switch"))
LAYER = Question("Which layer of the earth is marked in red?", ("Crust", "Mantle", "Outer core", "Inner core"))
MAP = Question("Which continent is shaded on the map?", ("Africa", "Asia", "Europe", "Australia"))
SHADED = Question("What is the area?", ("4π", "8π", "12π", "16π"))
GRAPHS = Question("Which graph is that of a function?", ("Graph 1", "Graph 2", "Graph 3", "Cannot be determined"))
MOUNTAINS = Question("Which mountain is higher than 4000 m?", ("Mount A", "Mount B", "Mount C", "None of them"))
POT = Question("What is the chef adding to the pot?", ("Salt", "Pepper", "A carrot", "Water"))
SCULPTURE = Question("What does the sculpture consist of?", ("Bronze", "Marble", "Wood", "Ice"))

SOFA = Question("Which material is the sofa made of?", ("Leather", "Velvet", "Cotton", "Wool"))
MAST = Question("What colour is the flag on the tall mast?", ("Red", "Blue", "Green", "White"))
ABSENT = Question("Which of these animals is NOT in the picture?", ("Cow", "Goat", "Pig", "Horse"))
UTENSIL = Question("Which tool does the cook hold?", ("Bread knife", "Wooden spoon", "Pizza cutter", "Steel whisk"))
LEAF = Question("What does the label 'C' point to?", ("The stem", "The petal", "The leaf", "The root"))
PAINTED = Question("Which season is shown?", ("Spring", "Summer", "Autumn", "Winter"))
OFFICE = Question("Which room is next to the office?", ("Kitchen", "Hall", "Meeting room", "Storage room"))
SUGAR = Question("Which drink contains the most sugar?", ("Green tea", "Cola", "Orange juice", "Lemonade"))

VALVE = Question(
    "Which part of the heart is marked with the letter B?",
    ("Left atrium", "Left ventricle", "Right atrium", "Right ventricle"),
)
VOTES = Question("Which of the two parties received more votes?", ("The Greens", "The Blues"))
UNTRUE = Question(
    "Which of these statements about the energy mix is false?",
    ("Coal has the largest share", "Gas has twice the share of oil", "Oil has a tenth"),
)
HARVEST = Question("Which column is the lowest?", ("1998", "1999", "2000"))
MEETING = Question("In which month does the meeting take place?", ("August", "September", "October"))
CROSSING = Question("Where do the two lines cross?", ("$(2, 4)$", "$(-2, 4)$", "$(2, -4)$"))
FORCE = Question("What happens to the force when the distance is doubled?", ("It doubles", "It halves", "It vanishes"))
PAINTER = Question("Who painted the picture according to the label?", ("Max", "Ida", "Tim"))
CYCLE = Question("Which change of state does arrow 3 stand for?", ("Melting", "Freezing", "Boiling", "Condensation"))
WIND = Question("From where does the wind blow?", ("South", "South-west", "West", "North-west"))
LAMPS = Question("Are the lamps wired in series or in parallel?", ("In series", "In parallel"))
KEPT = Question("Which quantity stays constant?", ("Volume", "Mass", "Pressure"))
SETS = Question("Which set is shaded?", ("M ∪ N", "M ∩ N", "M \\ N"))
LETTERED = Question("Which set is shaded?", ("A ∪ B", "A ∩ B", "A \\ B", "B \\ A"))
GRADIENT = Question("What is the slope?", ("$-4$", "$-\\frac{1}{4}$", "$\\frac{1}{4}$", "$4$"))
KNOWN = Question("Is the tower taller than the church?", ("True", "False", "Cannot be determined"))
NOTES = Question("Which note is played?", ("E", "D", "G"))
DIAGONAL = Question("How long is the diagonal?", ("$\\sqrt{x^2+y^2}$", "$\\sqrt{x^2-y^2}$", "$x+y$"))
WEIGHT = Question("What does the parcel weigh?", ("250 g", "500 g", "1 kg"))
PLACE = Question("Where was the photo taken?", ("In an airport", "In a museum", "In a church"))
OUTSIDE = Question("Which of these countries does NOT have a coast?", ("Ghana", "Chad", "Kenya", "Peru"))
TALLY = Question("How many birds sit on the wire?", ("7", "8", "9"))
STRATA = Question("Which layer does the red arrow mark?", ("Sand", "Clay", "Rock"))
STREAM = Question("In which direction does the stream flow?", ("North", "East", "South"))
ROOT = Question("What is the simplified form?", ("$\\sqrt{3}$", "$3\\sqrt{3}$", "$\\frac{\\sqrt{3}}{3}$"))
CURVE = Question("Which function is drawn?", ("$y = \\sin x$", "$y = \\cos x$", "$y = -\\cos x$"))
PRIORITY = Question("Who has the right of way?", ("The cyclist", "The red bus", "The tram", "The taxi"))
LEAF_PART = Question("Which part of the leaf is marked by the letter A?", ("Vein", "Edge", "Stalk"))
CLAIMED = Question("Is the statement 'Both jars hold as much' true?", ("True", "False", "Cannot be determined"))
ALLELES = Question("Which genotype does the son have?", ("BB", "Bb", "bb"))
RANGE = Question("Which inequality is shown?", ("$y > -1$", "$y \\geq -1$", "$y < -1$", "$y \\leq -1$"))
TURNED = Question("By which angle was the dial turned?", ("90°", "180°", "360°"))
LACK = Question("Which deficiency does the child have?", ("Vitamin C", "Vitamin E", "Iron"))
HANDS = Question("Which vessel does the cook hold?", ("Pot", "Pan", "Jug"))
COURSE = Question("What does the price do?", ("It rises steadily", "It falls steadily", "It falls and then rises"))
BOARD = Question("What is the area of the board?", ("3π", "6π", "9π"))
LAB = Question("Which room is beside the office?", ("Kitchen", "Storage room", "Hall"))
REGIONS = Question("Which zone is the driest?", ("Zone C", "Zone A", "Zone B"))
NETS = Question("Which plan is that of the house?", ("Plan a", "Plan b", "Plan c", "Plan d"))
PHOTOS = Question("Which photo is the oldest?", ("Photo A", "Photo B", "Photo C", "Photo D"))
MARKED = Question("Which mark shows the left lung of the boy?", ("Mark 1", "Mark 2", "Mark 3", "Mark 4"))
SNACK = Question("Which snack is free of nuts?", ("Rice cake", "Honey bar", "Fruit roll", "Trail mix"))
AFTER = Question("Which step comes right after washing?", ("Drying", "Ironing", "Folding", "Sorting"))
ARROWS = Question("Which arrow is the force of lift?", ("Arrow P", "Arrow Q", "Arrow R", "Arrow S"))
CELL = Question("What does the label 'D' show?", ("The wall", "The core", "The skin", "The sap"))
SCORE = Question("Which side won?", ("Home", "Away", "It was a draw"))
CLOSED = Question("On which day is the shop closed?", ("Monday", "Wednesday", "Saturday", "Sunday"))
CENTURY = Question("In which century was the bridge built?", ("13th century", "16th century", "20th century"))
DECADE = Question("In which decade was the car built?", ("1960s", "1970s", "1980s"))
EQUATION = Question("Which equation fits?", ("$y = x^2 - 1$", "$y = 1 - x^3$", "$y = (x + 1)^2$"))
SCALE = Question("What is the scale of the plan?", ("1 : 500", "1 : 5 000", "1 : 50 000"))
PEOPLE = Question("How many people live there?", ("15,000", "150,000", "1,500,000"))
TALLER = Question("Who is taller in the photo?", ("The aunt", "The uncle", "They are equally tall"))
BURNT = Question("Which equation is balanced?", ("N2 + H2 → NH3", "N2 + 3H2 → 2NH3", "2N2 + H2 → 2NH3"))
COINS = Question("How does the number of old coins compare with the number of new ones?", ("More", "Less", "Equal"))
PATH = Question("Which way does the water take?", ("P → Q → R", "P → R → Q", "Q → P → R"))
STEPS = "| No | Step |\n|---|---|\n| 1 | Sorting |\n| 2 | Washing |\n| 3 | Drying |\n| 4 | Ironing |\n"

READ = [
    # the other end of the scale
    (BARS, "The left bar is shorter than the right bar.", "B"),
    (BARS, "The left bar is shorter.", "B"),
    (BARS, "The left bar is taller than the right bar.", "A"),
    (COLDEST, "Cairo is the hottest, and Oslo has the lowest temperature.", "A"),
    (COLDEST, "Cairo has the highest temperature.", None),
    (COLDEST, "The highest temperature is that of Cairo, the lowest that of Athens.", "C"),
    # the other one of two things
    (CIRCLES, "The right circle is larger.", "B"),
    (CIRCLES, "The right circle is smaller than the left one.", "A"),
    (CIRCLES, "The left circle is larger than the right one.", "A"),
    (CIRCLES, "It is larger than the right one.", "A"),
    (LAMP, "The sofa is behind the lamp.", "B"),
    (LAMP, "The lamp is behind the sofa.", "A"),
    (LAMP, "Behind the sofa.", "A"),
    # what is said of each option in turn
    (SYMBOLS, "Symbol 1 is a resistor, symbol 2 a diode, symbol 3 a transistor and symbol 4 a coil.", "C"),
    (SYMBOLS, "- **A**: resistor\n- **B**: transistor\n- **C**: coil\n- **D**: lamp", "B"),
    (SYMBOLS, "Symbol 1 is a resistor, symbol 2 a diode.", None),
    (PRICES, "The cheese costs $5, the milk $3 and the eggs $4.", "D"),
    (PRICES, "Milk and bread both cost 5 dollars.", None),
    # the one that lacks what the others have
    (ODD, "A, B and D are symmetrical; C is not.", "C"),
    (ODD, "Images A, B and D have four sides, but image C does not.", "C"),
    (ODD, "Image B is different from the others.", "B"),
    (PLATE, "B is not on the plate.", "B"),
    (PLATE, "B is not the answer.", None),
    # places in the list, and ordinals of the options' own
    (BARS, "The second.", "B"),
    (FLOORS, "The second option.", "B"),
    (FLOORS, "3rd floor", "D"),
    # signs and the order of words
    (SLOPE, "\\boxed{-\\frac{1}{2}}", "B"),
    (SLOPE, "The answer is 2.", "D"),
    (SLOPE, "The answer is -2.", "A"),
    (PARABOLA, "It opens downward, so y = -x^2.", "C"),
    (PARABOLA, "So $y = x^2$.", "A"),
    (CAPTIONS, "The dog is chasing the cat.", "A"),
    (CAPTIONS, "The dog is chased by the cat.", None),
    # two changes
    (RELATION, "As temperature rises, solubility rises too.", "A"),
    (RELATION, "The higher the temperature, the lower the solubility.", "B"),
    (RELATION, "Temperature rises.", None),
    # words
    (SEASON, "Fall", "C"),
    (SEASON, "The leaves are red, so fall.", "C"),
    (SEASON, "Snowflakes fall on the roofs, which means winter.", "D"),
    (STYLE, "It is an impressionist painting.", "B"),
    (MATCH, "Nobody won; the score was 0-0.", "C"),
    (GAS, "The gas is CO$_2$.", "B"),
    # negation and what stands aside
    (MATERIAL, "The copper wire isn't magnetic, nor are the plastic spoon and the glass rod.", "B"),
    (TRUTH, "No, the statement is incorrect.", "B"),
    (LABEL, "B points to the outer boundary, which is the membrane.", "B"),
    (NEXT, "Heating is followed by weighing.", "D"),
    (COUNTRY, "Among the four countries, Japan (99.8 %) beats Norway (99.5 %).", "C"),
    (COUNTRY, "Norway comes first, followed by Japan.", "A"),
    (HATS, "There are four people but only two of them wear hats.", "B"),
    (HATS, "Of the four people, three wear hats.", "C"),
    (BLOOD, "There is clumping in neither well: O", "B"),
    (UMBRELLA, "The left one's umbrella is green, the right one's is yellow.", "C"),
    (FORCES, "Arrow A: gravity\nArrow B: normal force\nArrow C: friction\nArrow D: applied force", "C"),
    (FORCES, "The answer is not A, B or C.", "D"),
    (FORCES, "The answer is not visible.", None),
    (PRICES, "The milk costs 4 dollars, the bread 5 dollars and the cheese 7 dollars.", "B"),
    (MIDDLE, "The priest stands in the middle, between the bride and the groom.", "D"),
    (ROOMS, "The bedroom is next to the bathroom and the kitchen is next to the garage.", "D"),
    (PLATE, "Fish cannot be seen on the plate.", "D"),
    (PLATE, "I cannot see the plate. There is rice.", None),
    (RELATION, "The two quantities are not correlated.", "C"),
    (COLDEST, "Cairo is the warmest city, while Oslo is the coldest.", "A"),
    (PLANET, "Mercury, Venus, Earth: the third is Earth.", "B"),
    (PLANET, "The third option", "C"),
    (ODD, "All images show cars, except image C.", "C"),
    (MAIN, "The wings are brown with white dots.", "D"),
    (MAIN, "A white butterfly on a blue flower.", "C"),
    (MAIN, "They are brown and white.", None),
    (SHAPES, "After the pentagon comes the hexagon.", "D"),
    (SHADOW, "The tree casts a longer shadow than the lamp post, the fence and the dog.", "A"),
    (CIRCUIT, "The diode is in series with the resistor, while the capacitor is in parallel with it.", None),
    (LAYER, "The inner core is yellow and the outer core is red.", "C"),
    (MAP, "Africa, since it is south of Europe.", "A"),
    (MAP, "To the north lies Europe, to the south Africa and to the east Asia.", None),
    (SHADED, "8 * pi", "B"),
    (GRAPHS, "The first graph is that of a function.", "A"),
    (MOUNTAINS, "Mount A (3200 m) and mount C (2900 m) are lower than 4000 m.", None),
    (POT, "The chef has already added water; now he is adding pepper.", "B"),
    (SCULPTURE, "It is carved out of marble.", "B"),
    (STAGE, "The chromosomes are lined up, which is characteristic of metaphase.", "B"),
    (STAGE, "Cell 1 is in prophase and cell 2 is in anaphase.", "C"),
    (MIRROR, "A is a rotation, B is a translation, C is a rotation, and D is a reflection.", "D"),
    (MIRROR, "A (cat), B (dog) and D (cow) show other figures.", None),
    (RIVER, "It flows from east to west.", "D"),
    (PRICE, "Product A is cheaper than product B.", "B"),
    (PRICE, "The price of product B is higher.", "B"),
    (PRICE, "The longest river is the Oder.", None),
    (VACCINE, "The vaccine protects against hepatitis B.", "B"),
    (BUS, "9.30", "D"),
    (RESISTANCE, "When the temperature increases, the resistance decreases.", "B"),
    (RESISTANCE, "It does not change.", "C"),
    (GLOVES, "He is handling acid, so he needs protection from chemicals.", "B"),
    (PLATE, "A, B and D are on the plate.", "C"),
    (ORGAN, "I'd rule out A and C. Between B and D, D is more plausible.", "D"),
    (ORGAN, "The first answer choice is right.", "A"),
    (ORGAN, "C.\n\nWait, the organ is on the right side of the body, so it is A.", "A"),
    (GRAPHS, "The second graph is the only one for which each x has a single y.", "B"),
    (GRAPHS, "Graph 1 fails the vertical line test. Graph 3 fails too.", None),
    (GRAPHS, "Graphs 1 and 2 are functions.", None),
    (LABEL, "C is the membrane and B is the nucleus.", "A"),
    (LABEL, "B points to the cytoplasm, A to the nucleus.", "C"),
    (SHADED, "A = 16π / 2 = 8π", "B"),
    (SHADED, "Half of 16π is 8π.", "B"),
    (SIZES, "They are equally large.", "C"),
    (COSTS, "Bread costs $5.00, milk costs $3.20 and cheese costs $7.10.", "B"),
    (COSTS, "Cheese is $5, bread is $4.50.", "C"),
    (MIDDLE, "The groom, with the bride on his left.", "B"),
    (PLATE, "Everything but the beans is on the plate.", "B"),
    (PLATE, "All of them except the rice are on the plate.", "A"),
    (HERBIVORE, "Among the lion, the wolf, the giraffe and the eagle, it is the eagle.", "D"),
    (STEADY, "There is a steady decrease.", "B"),
    (SLICED, "The chef is slicing an onion; a carrot lies next to the board.", "C"),
    (BANNED, "The sign means that cycling is not allowed.", "D"),
    (MAMMAL, "Whales, bats and dogs are mammals, so the shark is the answer.", "C"),
    (ARRIVED, "Lea arrived before Tom, Eva and Max.", "D"),
    (SWITCHES, "S1 and S2 must both be closed.", "D"),
    (LACKED, "The butter is not on the list.", "C"),
    (MEDIAN, "The median is 6, while the mean is 5.", "C"),
    (SIGNED, "$\\dfrac{1}{3}$", "D"),
    (CLOSES, "8 pm", "C"),
    (NEAREST, "The motorcycle is the nearest. The bicycle is parked further back by the shop.", "C"),
    (TOWN, "The population decreases from year to year.", "B"),
    (ENGINE, "It marks the spark plug above the piston.", "D"),
    (CHILD, "A spoon, the fork lies on the table.", "A"),
    (COAT, "The umbrella is yellow, the coat is red.", "C"),
    (CLAIM, "Not all of them are black.", "B"),
    (SOFA, "The pillows are cotton, the sofa is leather.", "A"),
    (SOFA, "The sofa has a leather seat and a velvet back.", None),
    (MAST, "The short mast carries a red flag and the tall one a green one.", "C"),
    (MAST, "White? No. It is blue.", "B"),
    (MAST, "White? It is blue.", "B"),
    (MAST, "White? No.", None),
    (MAST, "Red?", "A"),
    (ABSENT, "I see a cow, a goat and a horse.", "C"),
    (ABSENT, "I see a cow and a goat.", None),
    (UTENSIL, "Not the knife, the whisk.", "D"),
    (UTENSIL, "Neither the knife nor the cutter: he stirs with the spoon.", "B"),
    (UTENSIL, "He does not hold the knife.", None),
    (LEAF, "A is the root, B the stem and C the leaf.", "C"),
    (PAINTED, "It's fall.", "C"),
    (PAINTED, "The prices fall.", None),
    (OFFICE, "The storage room adjoins the office; the meeting room is far away.", "D"),
    (OFFICE, "The hall is next to it. The kitchen is opposite the stairs.", "B"),
    (SUGAR, "Cola, with 11 g; lemonade has 9 g.", "B"),
    (SUGAR, "Orange juice, at 10.5 grams.", "C"),
    (VALVE, "The letter B marks the right ventricle.", "D"),
    (VALVE, "Letter B is the letter of the left ventricle.", "B"),
    (VALVE, "<REASONING>It is on the left.</REASONING>\n<CONCLUSION>A</CONCLUSION>", "A"),
    (ABSENT, "A cow is there, and so is a goat.", None),
    (VOTES, "The Greens got 1,250 votes, which is fewer than the Blues.", "B"),
    (VOTES, "The Blues got 1,250 votes, which is fewer than the Greens.", "A"),
    (
        UNTRUE,
        "A. Coal is at 31 %: true.\nB. Gas is at 20 %, twice as much as oil: true.\nC. Oil is at 30 %: false.",
        "C",
    ),
    (UNTRUE, "A. Coal: 31 % ✓\nB. Gas: 8 % ✗\nC. Oil: 10 % ✓", "B"),
    (HARVEST, "The columns say 4 (1998), 9 (1999) and 3 (2000).", None),
    (HARVEST, "It was lowest in the third year.", "C"),
    (MEETING, "It takes place in Sept.", "B"),
    (CROSSING, "They cross where x = -2 and y = 4.", "B"),
    (FORCE, "It becomes half as large.", "B"),
    (FORCE, "It becomes four times as large.", None),
    (PAINTER, "It was painted for Max by Ida.", "B"),
    (PAINTER, "Max painted it with Ida's brushes for Tim.", "A"),
    (CYCLE, "The water rises, so row 1 stands for melting.\n\nArrow 3 stands for freezing.", "B"),
    (CYCLE, "It becomes vapour, so it is boiling. No: it gets solid. It is freezing.", "B"),
    (
        CYCLE,
        "* Melting: there would be drops, so no.\n* Freezing: this is shown.\n* Boiling: it would steam, so no.",
        "B",
    ),
    (CYCLE, "La flecha 3 es la condensación.", "D"),
    (WIND, "It comes from the southwest.", "B"),
    (WIND, "It comes from the south.", "A"),
    (LAMPS, "The latter.", "B"),
    (LAMPS, "The former.", "A"),
    (KEPT, "The mass does not change, while the volume grows.", "B"),
    (SETS, "$M \\setminus N$", "C"),
    (SETS, "\\(A \\cap B\\)", None),
    (LETTERED, "$A \\cap B$", "B"),
    (LETTERED, "$B \\setminus A$", "D"),
    (GRADIENT, "$m = \\frac{3-1}{8-0} = 0.25$", "C"),
    (GRADIENT, "-0.25", "B"),
    (KNOWN, "There is no way to judge this from the picture.", "C"),
    (NOTES, "\\boxed{\\text{B. D}}", "B"),
    (DIAGONAL, "$d^2 = x^2 + y^2$, hence $d = \\sqrt{x^2 + y^2}$.", "A"),
    (WEIGHT, "It is between 0 and 1 kg, so it weighs half a kilogram.", "B"),
    (PLACE, "这是机场。", "A"),
    (LEAF_PART, "A is the stalk of the leaf.", "C"),
    (LEAF_PART, "The answer is A.", "A"),
    (CLAIMED, "Jar 1 holds 2 litres and jar 2 holds 3, so the statement is not true.", "B"),
    (OUTSIDE, "Ghana has a coast, so it is not A.", None),
    (OUTSIDE, "Ghana has a coast, so A is not the answer. Chad has none.", "B"),
    (TALLY, "The answer is B. Hmm, one is hidden behind the post, so it is 9, which is C.", "C"),
    (TALLY, "I'd say A at first glance, but one is hidden. So it has to be B.", "B"),
    (TALLY, "It can only be C.", "C"),
    (
        TALLY,
        "I count them row by row.\n\n1. The first row has 8 birds.\n2. The second one is partly hidden by the",
        None,
    ),
    (
        STRATA,
        "From top to bottom:\n\n- A. Sand: the bright one.\n- B. Clay: the one below.\n- C. Rock: the layer",
        None,
    ),
    (STREAM, "小溪向东流。", "B"),
    (ROOT, "$$\\frac{3}{\\sqrt{3}} = \\frac{3\\sqrt{3}}{3} = \\sqrt3$$", "A"),
    (CURVE, "y = -cos(x)", "C"),
    (PRIORITY, "The bus has the right of way because it comes from the left.", "B"),
    (ALLELES, "He must be heterozygous, Bb.", "B"),
    (ALLELES, "BB", "A"),
    (ALLELES, "bb", "C"),
    (ALLELES, "His mother is bb, so he is Bb.", "B"),
    (RANGE, "The open circle and the arrow to the right mean y > -1.", "A"),
    (RANGE, "y ≤ -1", "D"),
    (RANGE, "The solution is $y \\ge -1$.", "B"),
    (RANGE, "y <= -1", "D"),
    (TURNED, "The dial was turned by half a turn.", "B"),
    (TURNED, "It is a right angle.", "A"),
    (LACK, "Soft bones are typical, which is caused by a lack of vitamin E.", "B"),
    (COURSE, "The price rises at first and then falls.", None),
    (COURSE, "It drops at first and goes up in the end.", "C"),
    (COURSE, "It rises after it has fallen.", "C"),
    (COURSE, "It goes down all the way, week after week.", "B"),
    (BOARD, "The area is 16π - 6π = 10π.", None),
    (BOARD, "The area is 12π - 6π = 6π.", "B"),
    (BOARD, "The area is 9π = 28.3 square metres.", "C"),
    (LAB, "The office has a door to the room where the coats hang.", None),
    (REGIONS, "Option C, because the other zones (zone A) are wet.", "C"),
    (REGIONS, "Zones A and C are wetter.", None),
    (NETS, "Plans a, b and c are those of a church.", None),
    (NETS, "Plans a, c and d are not those of a house.", "B"),
    (PHOTOS, "The third photo is the oldest one.", "C"),
    (TALLY, "8<|im_end|>\n<|im_start|>user\nAnd fish?<|im_end|>\n<|im_start|>assistant\n9<|im_end|>", "B"),
    (TALLY, "B<|eot_id|>There are 9 of them.", "B"),
    (TALLY, "<|im_start|>assistant\n9<|im_end|>", "C"),
    (TALLY, "> How many birds sit on the wire?\n> A. 7  B. 8  C. 9\n\n**C**", "C"),
    (TALLY, "> There are 9.\n", "C"),
    (POT, "There is salt on the table. <reasoning> The chef adds", None),
    (POT, "The answer is B. <think> But the salt", "B"),
    (AFTER, STEPS + "\nThe row below *washing* is *drying*.", "A"),
    (AFTER, STEPS, None),
    (AFTER, "| Step | Next |\n|---|---|\n| Drying | no |\n| Folding | no |\n\nSo it is ironing.", "B"),
    (MARKED, "| Mark | Part |\n|:--|:--|\n| 1 | Right lung |\n| 2 | Left kidney |\n| 4 | Left lung |", "D"),
    (MARKED, "| Part | Mark |\n|---|---|\n| Right lung | 4 |\n| Left lung | 3 |", "C"),
    (MARKED, "Mark 1 – right lung\nMark 2 – left lung\nMark 3 – left kidney", "B"),
    (ARROWS, "* Arrow P = drag\n* Arrow Q = thrust\n* Arrow R = lift\n* Arrow S = force of the wind", "C"),
    (ARROWS, "* Arrow P = drag\n* Arrow Q = force of the wind\n* Arrow S = weight", None),
    (SNACK, "🍚 Rice cake: only rice ✅\n🍯 Honey bar: almonds\n🥜 Trail mix: nuts\n\nEnjoy!", "A"),
    (SNACK, "Rice cake ❌\nHoney bar ❌\nFruit roll ✅", "C"),
    (SNACK, "Rice cake ✅\nHoney bar ❌\nFruit roll ✅", None),
    (SNACK, "Rice cake: no\nHoney bar: no\nTrail mix: no", "C"),
    (SNACK, "Rice cake: no almonds\nHoney bar: no fruit\nTrail mix: no honey", None),
    (SNACK, "| Snack | Sugar |\n|---|---|\n| Honey bar | yes |\n| Fruit roll | no |\n\nThe rice cake.", "A"),
    (SNACK, "| Snack | Correct? |\n|---|---|\n| Honey bar | no |\n| Fruit roll | yes |", "C"),
    (CELL, "In this drawing, A is the wall, B the sap, C the core and D the skin.", "C"),
    (SCORE, "HOME 0 : 2 GUESTS\n\nThe visitors won.", "B"),
    (SCORE, "Home 3 - 1 Away. So home won.", "A"),
    (CLOSED, "Mon 9-5, Wed 9-1, Sun 10-2. On Sat it is closed.", "C"),
    (CLOSED, "The sun shines. It is closed on Wed.", "B"),
    (CENTURY, "It was built in 1524.", "B"),
    (CENTURY, "It was built in 1300.", "A"),
    (CENTURY, "The bridge dates from 1711.", None),
    (DECADE, "The car was built in 1974.", "B"),
    (EQUATION, "So we get $y = -x^3 + 1$.", "B"),
    (EQUATION, "y = x² − 1: its lowest point is below the axis.", "A"),
    (TALLY, "A alternativa correta é a letra C, com nove.", "C"),
    (TALLY, "È la lettera B.", "B"),
    (SCALE, "1:50,000", "C"),
    (SCALE, "The plan is drawn at 1:5000.", "B"),
    (SCALE, "1:500,000", None),
    (PEOPLE, "About 150 000 people live there.", "B"),
    (PEOPLE, "In 2019, 1.500.000 people lived there.", "C"),
    (TALLER, "The aunt is a bit shorter than the uncle.", "B"),
    (TALLER, "The aunt is taller than the uncle.", "A"),
    (TALLER, "The aunt is shorter than her father.", None),
    (TALLER, "The aunt is not shorter than the uncle.", None),
    (SHADOW, "The shadow of the dog is shorter than the shadow of the fence.", None),
    (BURNT, "$\\mathrm{N_2} + 3\\mathrm{H_2} \\rightarrow 2\\mathrm{NH_3}$", "B"),
    (BURNT, "$\\mathrm{N_2} + 3\\mathrm{H_2} \\rightarrow \\mathrm{NH_3}$", None),
    (COINS, "There are 5 old coins and 8 new ones, so there are fewer old ones.", "B"),
    (COINS, "There are more new ones.", "B"),
    (COINS, "There are more old ones.", "A"),
    (PATH, "It flows from P to R and from there to Q.", "B"),
    (PATH, "It starts at Q, then reaches P and ends at R.", "C"),
    (PATH, "It reaches R after Q, and starts at P.", None),
    (PATH, "It goes from P to Q.", None),
    (STRATA, "B, not C. The latter is brown.", "B"),
    (ARROWS, "Option C rather than option D. It points up.", "C"),
    (ARROWS, "Neither C nor D. They point down.", None),
    (HANDS, "The pot is empty, the pan hangs next to the stove and the jug is broken.", None),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
