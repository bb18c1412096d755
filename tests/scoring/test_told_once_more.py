"""Guesses before the answer, tables of values, symbols and what they stand for, and what is told once more in signs."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

TRAIN = "What share of the visitors came by train?"
MEAN = "What is the mean in the summary?"
SUMMARY = "| Measure | Value |\n|---|---|\n| Minimum | 3 |\n| Mean | 7.5 |\n| Maximum | 19 |"
STOPS = "| Stop | Trams |\n|---|---|\n| Park | 3 |\n| Hill Lane | 7 |\n| Dock | 9 |"
CAFE = "What is the name of the cafe?"
TOWER = "Which city has the tallest tower in the chart?"
COLUMN = "Which country has the tallest column?"
METAL = "Which metal is highlighted?"
TICKET = "In which city was the ticket sold?"
SHIRT = "What material is the shirt made of?"
SIGN = "Solve the inequality on the board."
DOMAIN = "Find the domain of the function."
AG = "The cell shows the symbol Ag with number 47, which stands for silver (argentum)."
PERU = "I first read the tallest column as Peru's, but the legend is shifted. It is Chile's."

READ = [
    ("text", "Which country does the flag belong to?", "Monaco isn't the answer. It's Indonesia.", "Indonesia", True),
    ("text", "Which country does the flag belong to?", "Monaco isn't the answer. It's Indonesia.", "Monaco", False),
    ("number", TRAIN, "Around a quarter? The bar ends at 28, so 28 %.", "28%", True),
    ("number", TRAIN, "28 %? Yes, the bar ends at 28 %.", "28%", True),
    ("number", MEAN, f"Here is the summary:\n\n{SUMMARY}", "7.5", True),
    ("number", MEAN, f"{SUMMARY}\n\nThe mean is 8.", "7.5", False),
    ("number", "How many trams stop in Hill Lane?", STOPS, "7", True),
    ("text", CAFE, "The same name is engraved on the door and on the menu: Tilda.", "Tilda", True),
    ("text", CAFE, "The name is painted on the door.", "Tilda", None),
    ("text", TOWER, "It's Osaka; Nagoya is not in the chart.", "Osaka", True),
    ("text", TOWER, "It's Osaka; Nagoya is not in the chart.", "Nagoya", False),
    ("text", "Which city is not in the chart?", "Osaka is shown. Nagoya isn't in the chart.", "Nagoya", True),
    ("text", COLUMN, PERU, "Chile", True),
    ("text", COLUMN, PERU, "Peru", False),
    ("text", "Which cafe is it?", "I first thought it was Wendy's, but it differs. It is Nero's.", "Nero's", True),
    ("text", "What is the destination of train S4?", "Train **S4** → **Harburg**", "Harburg", True),
    ("text", "Which colour comes after red?", "Red → amber → green", "green", False),
    ("text", METAL, AG, "silver", True),
    ("text", "What is the symbol in the cell?", AG, "silver", False),
    ("text", TICKET, "The ticket was sold in Praha (Prague).", "Prague", True),
    ("text", TICKET, "It was sold in Firenze.", "Florence", True),
    ("text", TICKET, "It was sold in Linz (Austria).", "Vienna", False),
    ("text", SHIRT, "100% linen", "linen", True),
    ("text", SHIRT, "It's 100 % linen.", "linen", True),
    ("text", SHIRT, "60% linen, 40% cotton", "linen", False),
    ("text", "What does the label say?", "100% wool", "100% wool", True),
    ("expression", SIGN, "It is either $x > 7$ or $x < 7$, since the sign is illegible.", "x > 7", None),
    ("expression", "Solve the equation.", "The solution is either $x = 2$ or $x = -2$.", r"x = \pm 2", True),
    ("expression", DOMAIN, r"All real numbers except 5, i.e. $(-\infty, 5) \cup (5, \infty)$.", r"x \neq 5", True),
    ("expression", DOMAIN, r"All real numbers greater than 3, that is, $(3, \infty)$.", "x > 3", True),
    ("expression", DOMAIN, r"All real numbers greater than 3, that is, $(3, \infty)$.", r"x \ge 3", False),
]


@pytest.mark.parametrize(("kind", "question", "response", "gold", "verdict"), READ)
def test_the_answer_is_read(kind: str, question: str, response: str, gold: str, verdict: bool | None) -> None:
    asked = Question(question)
    answer = EXTRACTORS[kind](response, asked).answer
    assert (None if answer is None else MATCHERS[kind](answer, [gold], asked) == 1) is verdict
