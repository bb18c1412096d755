"""Options that a response writes in a form of its own: last names, clocks, shapes, letters before their noun."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

QUESTIONS = {
    "composer": Question(
        "Who is the composer of the piece?",
        ("Johann Sebastian Bach", "Ludwig van Beethoven", "Clara Schumann", "Antonín Dvořák"),
    ),
    "writer": Question("Who wrote the book on the table?", ("Thomas Mann", "Heinrich Mann", "Franz Kafka")),
    "city": Question("Which city is marked on the map?", ("New York", "San Diego", "Los Angeles")),
    "departure": Question("When does the bus leave?", ("7:20 a.m.", "1:45 p.m.", "3:10 p.m.", "9:05 p.m.")),
    "shape": Question("Which sign comes next?", ("□", "△", "●", "★")),
    "way": Question("Where does the sign point?", ("Left", "Right", "Straight on")),
    "gate": Question("Which gate is open?", ("Gate A", "Gate D", "Gate B", "Gate C")),
    "photo": Question("Which photo was taken at night?", ("The first photo", "The second photo", "The third photo")),
    "cup": Question("Which of the two cups is fuller?", ("The blue cup", "The white cup")),
    "pair": Question("Who are the people in the photo?", ("Nurse and patient", "Mother and son", "Colleagues")),
    "function": Question("Which function is drawn?", ("y = x^2 - 4", "y = 4 - x", "y = -x^2 + 4", "y = (x - 4)^2")),
    "resistance": Question("What is the resistance of the circuit?", ("4 Ω", "8 Ω", "12 Ω", "24 Ω")),
    "missing": Question("Which of these tools is NOT on the wall?", ("Saw", "Hammer", "Drill", "Rake")),
    "shirt": Question("Which shirt is the cheapest?", ("Shirt 1 ($18)", "Shirt 2 ($15)", "Shirt 3 ($21)")),
    "finding": Question("What does the X-ray show?", ("Pneumonia", "Fracture", "Normal")),
    "colour": Question("What is the main colour of the moth?", ("Orange", "Blue", "White")),
    "ring": Question("What is the area of the shaded ring?", ("9π", "12π", "16π", "25π")),
    "sizes": Question("How does the left disc compare with the right one?", ("Bigger", "Smaller", "Equal")),
    "cost": Question("What is the time complexity of the loop?", ("O(1)", "O(log n)", "O(n)", "O(n log n)")),
    "sender": Question("Who sent the letter?", ("Alma", "Boris", "Carmen")),
    "trend": Question(
        "What does the curve do?", ("It rises", "It falls", "It stays constant", "It rises and then falls")
    ),
    "table": Question("Which town has the highest rent in the table?", ("Ulm", "Graz", "Bern", "Metz")),
    "sign": Question("What should the driver do at this sign?", ("Stop", "Yield", "Turn back")),
}
READ = [
    ("composer", "This is typical of Beethoven. It is from 1808.", "B"),
    ("composer", "Dvorak wrote it, as the score says.", "D"),
    ("composer", "Schumann (not to be confused with Bach)", "C"),
    ("composer", "Johann Sebastian Bach", "A"),
    ("composer", "J. S. Bach, it seems.", "A"),
    ("writer", "Mann wrote it.", None),
    ("writer", "Heinrich Mann wrote it.", "B"),
    ("city", "It is Los Angeles.", "C"),
    ("departure", "13:45", "B"),
    ("departure", "Line 4 – 21:05 – stop C", "D"),
    ("departure", "It leaves at 15:10.", "C"),
    ("shape", "A star comes next.", "D"),
    ("shape", "It should be the triangle, not the square.", "B"),
    ("shape", "The row goes square, triangle, circle, so next is the star.", "D"),
    ("way", "⬅️", "A"),
    ("way", "→", "B"),
    ("gate", "It's the B gate, the one next to the shop.", "C"),
    ("gate", "The A gate is open.", "A"),
    ("gate", "A gate is open, the one marked D.", "B"),
    ("photo", "Photo 2 was taken at night.", "B"),
    ("photo", "Photo no. 3", "C"),
    ("cup", "The latter.", "B"),
    ("cup", "It's the former.", "A"),
    ("pair", "A woman in white takes notes while a man sits on a bed => nurse & patient", "A"),
    ("pair", "They look like coworkers.", "C"),
    ("function", "$y = 4 - x^2$", "C"),
    ("resistance", "In series they add up: 4 ohms + 8 ohms = 12 ohms.", "C"),
    ("resistance", "$$\\frac{1}{R} = \\frac{1}{8} + \\frac{1}{8} \\Rightarrow R = 4\\,\\Omega$$", "A"),
    ("missing", "- Saw ✅\n- Hammer ✅\n- Drill ❌\n- Rake ✅", "C"),
    ("missing", "- Saw: on the wall ❌\n- Hammer: on the wall ❌\n- Drill: on the wall ❌\n- Rake: missing ✅", "D"),
    ("shirt", "Shirt 2, not shirt 1.", "B"),
    ("finding", "**Findings**\n\n* No sign of pneumonia.\n* No fracture.\n\n**Impression:** normal chest film", "C"),
    ("sizes", "They have the same size. It only looks bigger because it is surrounded by small discs.", "C"),
    ("sizes", "The same size! The ring of small discs tricks the eye into seeing the left one bigger.", "C"),
    ("sizes", "The left one, among large discs, is smaller.", "B"),
    ("cost", "$T(n) = O(n \\log n)$", "D"),
    ("sender", '{"bbox": [1, 2, 3, 4], "from": "Carmen", "kind": "letter"}', "C"),
    ("trend", "Neither A nor B nor C describes it, as it first goes up to a peak and then down.", "D"),
    ("table", "It is found in the third row, which is Bern. Ulm comes in second place with 14 euros.", "C"),
    ("sign", 'It means "give way": the driver needs to stop only if somebody comes.', "B"),
    ("colour", "White dominates; the orange is limited to the tips.", "C"),
    ("ring", "Outer disc: $\\pi\\cdot 5^2 = 25\\pi$\nInner disc: $9\\pi$\nShaded ring: $25\\pi - 9\\pi = 16\\pi$", "C"),
    ("gate", "The answer is A. Wait, no, the sign hangs further left. So it is gate D.", "B"),
    ("gate", "The answer is A. Wait, no, let me check. Yes, the answer is A.", "A"),
    ("gate", "The answer is A. Wait, no, that is not it.", None),
    ("gate", "It is open at the far end, which is the gate labelled C.", "D"),
    ("missing", "Answer: A\nAnswer: C\nAnswer: A\nAnswer: C\nAnswer: A\nAnswer: C", None),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_what_is_written_otherwise_is_read(question: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["choice"](response, QUESTIONS[question]).answer == answer
