"""What is asked first in the fixtures of the benchmarks of text, documents and perception, and of the variants."""

from __future__ import annotations

LETTER = "Answer with the option's letter from the given choices directly."
TEN = "\n".join(f"{letter}. {number} metres" for number, letter in enumerate("ABCDEFGHIJ", 1))
REASONED = (
    "Answer the preceding multiple choice question. The last line of your response should be of the following format:"
    " 'Answer: $LETTER' (without quotes) where LETTER is one of options. Think step by step before answering."
)
VISTA = (
    "<image>Question: What is the total? (Unit: $)\nHint: Please answer the question requiring a floating-point number"
    " with one decimal place and provide the final value, e.g., 1.2, 1.3, 1.4, at the end."
)

FIRST = {
    "ai2d_no_mask": (f"<image>Which comes first?\nA. egg\nB. pupa\n{LETTER}", ("B",), ("egg", "pupa")),
    "scienceqa": (
        f"Context: North is up.\nWhich state is farthest north?\nA. Texas\nB. Maine\n{LETTER}",
        ("B",),
        ("Texas", "Maine"),
    ),
    "mathvista_cot": (VISTA, ("1.2",), ()),
    "mathvista_solution": (f"{VISTA}\nSolution:", ("1.2",), ()),
    "mmmu_pro_standard_cot": (
        f"How far apart are <image> and <image>?\n{TEN}\n{REASONED}",
        ("B",),
        tuple(f"{number} metres" for number in range(1, 11)),
    ),
    "mmmu_pro_standard_4_cot": (
        "How far apart are <image> and <image>?\nA. 1 metres\nB. 2 metres\nC. 3 metres\nD. 4 metres\n" + REASONED,
        ("B",),
        tuple(f"{number} metres" for number in range(1, 5)),
    ),
    "mmmu_pro_vision_cot": (
        "<image>Write out the multiple-choice question in the image and then solve it. The last line of your response"
        " should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options. Think"
        " step by step before answering.",
        ("A",),
        ("A war", "A feast"),
    ),
    **dict.fromkeys(
        ("pope_adversarial", "pope_popular", "pope_random"), ("<image>Is there a dog in the image?", ("Yes",), ())
    ),
}
"""Official prompt, targets and options."""

ELSEWHERE = {
    ("mathvista_cot", "lmms_eval"): VISTA,
    ("mathvista_solution", "lmms_eval"): f"{VISTA}\nSolution:",
    ("ai2d_no_mask", "lmms_eval"): f"<image>Which comes first?\nA. egg\nB. pupa\n{LETTER}",
    ("scienceqa", "lmms_eval"): f"Context: North is up.\nWhich state is farthest north?\nA. Texas\nB. Maine\n{LETTER}",
    ("pope_popular", "lmms_eval"): (
        "<image>Is there a dog in the image?\nAnswer the question using a single word or phrase."
    ),
}
"""Prompts of other frameworks that no vector records, by task and protocol; from the code of the framework."""
