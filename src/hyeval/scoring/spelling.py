"""One spelling for words that are spelled in two ways, as in British and in American English."""

from __future__ import annotations

import re

SPELLINGS = """
gray grey
plow plough
pajama pyjama
aluminum aluminium
sulfur sulphur
sulfate sulphate
program programme
donut doughnut
yogurt yoghurt
mustache moustache
cozy cosy
ax axe
skeptical sceptical
skeptic sceptic
mold mould
smolder smoulder
jewelry jewellery
omelet omelette
artifact artefact
maneuver manoeuvre
skillful skilful
aging ageing
judgment judgement
acknowledgment acknowledgement
defense defence
offense offence
license licence
pretense pretence
practice practise
whiskey whisky
chili chilli
odor odour
curb kerb
woolen woollen
carburetor carburettor
gram gramme
inquiry enquiry
ocher ochre
meager meagre
mom mum
"""
"""Words that no rule makes alike; the first of a line stands for the other."""
_RULES = tuple(
    (sign, re.compile(pattern), plain)
    for sign, pattern, plain in (
        ("our", r"(?<=[a-z]{3})our(?=$|abl|ful|it$|ist|hood|less)", "or"),  # colour, honourable
        ("z", r"(?<=[a-z]{3})([iy])z(?=$|er$|at)", r"\1s"),  # realize, analyze, organizer, organization
        ("r", r"(?<=[a-z]{2}[tb])(?<!^timb)r$", "er"),  # centre and fibre without their e
        ("ogu", r"(?<=[a-z]{3})ogu$", "og"),  # catalogue without its e
        ("ll", r"(?<=[a-z]{4})ll(?=$|er$|or$|ous$)", "l"),  # travelled, labeller
        ("ae", r"(?<=[bcdfghklmnprst])ae(?=[a-z]{2})", "e"),  # anaemia
        ("oe", r"(?<=^)oe(?=[sdt][a-z]{3})|(?<=^f)oe(?=t)|(?<=rrh)oe(?=a)|(?<=^am)oe(?=b)|(?<=^c)oe(?=li)", "e"),
    )
)
"""A sign of each rule, the letters that it changes, and what is written for them."""


def one_spelling(stem: str) -> str:
    """A word without its ending and its silent e, spelled in one way."""
    for sign, pattern, plain in _RULES:
        if sign in stem:
            stem = pattern.sub(plain, stem)
    return stem
