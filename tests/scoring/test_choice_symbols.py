"""Options that are signs of chemicals, keys or parts of the number line, and responses that have their names."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

FLASK = Question("Which chemical is in the flask?", ("NaCl", "HCl", "NaOH", "H2SO4"))
ACIDS = Question("Which acid is on the shelf?", ("Sulfuric acid", "Nitric acid", "Hydrochloric acid", "Acetic acid"))
METALS = Question("Which element is shown?", ("Na", "K", "Mg", "Fe"))
NAMES = Question("Which metal is shown?", ("Sodium", "Potassium", "Iron", "Lead"))
LETTERS = Question("Which element is circled?", ("B", "C", "N", "O"))
OXIDES = Question("Which substance is it?", ("Fe2O3", "FeO", "CuO", "CuSO4"))
GASES = Question("Which gas is released?", ("CO", "CO2", "O2", "H2"))
AUTHORS = Question("Who wrote it?", ("Al", "Ann", "Bo", "Cy"))
KEYS = Question("Which key was pressed?", ("Enter", "Shift", "Escape", "Delete", "None"))
SHORT = Question("Which key is red?", ("Esc", "Ctrl", "Del", "Alt"))
DOOR = Question("What does the sign say?", ("Escape", "Delete", "Enter"))
DOMAIN = Question("What is the domain of the function?", ("$x \\ge 0$", "$x > 0$", "$x \\le 0$", "All real numbers"))
SOLVED = Question("What is the solution of the inequality?", ("x < -1", "-1 < x < 4", "-1 ≤ x ≤ 4", "x > 4"))
SLOPE = Question("What kind of slope does the line have?", ("Positive", "Negative", "Zero", "Undefined"))
MOOD = Question("How does the man seem?", ("Interested", "Indifferent", "Angry"))
BIKES = Question("What stands by the wall?", ("Van", "Motorcycle", "Bus"))

READ = [
    (FLASK, "The label names sodium hydroxide.", "C"),
    (FLASK, "It contains sulphuric acid.", "D"),
    (FLASK, "It is not sodium hydroxide but hydrogen chloride.", "B"),
    (FLASK, "The flask contains potassium hydroxide.", None),
    (FLASK, "It contains sodium.", None),
    (ACIDS, "H2SO4 is written on it.", "A"),
    (ACIDS, "It reads HNO₃.", "B"),
    (ACIDS, r"It is $\mathrm{H_2SO_4}$.", "A"),
    (ACIDS, r"\boxed{CH_3COOH}", "D"),
    (ACIDS, "It is H3PO4.", None),
    (METALS, "It is magnesium, not iron.", "C"),
    (METALS, "It is lead.", None),
    (METALS, "It is sodium chloride.", None),
    (NAMES, "The symbol is Na.", "A"),
    (NAMES, "The symbol is K.", "B"),
    (NAMES, "Pb is what the label says.", "D"),
    (LETTERS, "The circled element is carbon.", "B"),
    (LETTERS, "Not carbon but oxygen is circled.", "D"),
    (LETTERS, "C. Nitrogen", "C"),
    (OXIDES, "This is iron(III) oxide.", "A"),
    (OXIDES, "It is iron oxide.", None),
    (OXIDES, "Copper sulphate gives the blue colour.", "D"),
    (GASES, "Not carbon dioxide but carbon monoxide.", "A"),
    (AUTHORS, "He had aluminium foil. Ann wrote it.", "B"),
    (KEYS, "The log says Esc.", "C"),
    (KEYS, "Ctrl was pressed.", None),
    (SHORT, "It is the control key.", "B"),
    (SHORT, "Delete is red.", "C"),
    (SHORT, "It has been under control for long.", None),
    (DOOR, "It says Esc.", None),
    (DOMAIN, r"The curve has no gaps, so the domain is $\mathbb{R}$.", "D"),
    (DOMAIN, "All reals.", "D"),
    (DOMAIN, r"The domain is $\mathbb{R}^+$.", None),
    (DOMAIN, r"The domain is $\mathbb{R} \setminus \{0\}$.", None),
    (DOMAIN, r"It starts at 0, so the domain is $[0, \infty)$.", "A"),
    (DOMAIN, "The domain is (0, ∞).", "B"),
    (DOMAIN, r"The domain is $x \in (-\infty, 0]$.", "C"),
    (DOMAIN, r"The domain is $[1, \infty)$.", None),
    (DOMAIN, r"The domain is $(-\infty, 0) \cup (0, \infty)$.", None),
    (SOLVED, "The solution is [-1, 4].", "C"),
    (SOLVED, "The solution is (−∞, −1).", "A"),
    (SOLVED, "The solution is [-1, 4).", None),
    (SOLVED, "The graph passes through (-1, 4).", None),
    (SLOPE, "The slope isn't defined.", "D"),
    (SLOPE, "The slope is not undefined; it is zero.", "C"),
    (SLOPE, "The slope is defined.", None),
    (MOOD, "His mood is not different from before.", None),
    (BIKES, "A motorbike.", "B"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
