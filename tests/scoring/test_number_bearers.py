"""Numbers of several things of a kind in one response: that of the one whom the question names counts."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

READ = [
    ("How many votes did list B get?", [
        ("List A got 2,480 votes and list B got 2,408.", "2,408"),
        ("List A got 2,480 votes, list B 2,408.", "2,408"),
        ("List B got 2,408 and list A 2,480 votes.", "2,408"),
        ("With 2,480 votes list A won; list B got 2,408.", "2,408"),
        ("List A got 2,480 votes, 72 more than list B, which got 2,408.", "2,408"),
        ("List A got 2,480 votes. List B got 2,408.", "2,408"),
        ("List B got 2,408. List A got 2,480 votes.", "2,408"),
        ("Lists A and B got 2,408 votes each.", "2,408"),
    ]),
    ("How many pupils are in class C?", [
        ("Class A has 22 pupils, class B has 19 and class C 24.", "24"),
        ("Class C has 24 pupils: 11 boys and 13 girls.", "24"),
    ]),
    ("How many desks are in room 4?", [
        ("Room 2 has 12 desks and room 4 has 9.", "9"),
        ("Room 4 has 9 desks and room 2 has 12.", "9"),
    ]),
    ("How many beds are on the second floor?", [
        ("The first floor has 30 beds and the second has 26.", "26"),
    ]),
    ("How many parcels does depot X send per day?", [
        ("Depot X makes 300 parcels ready a day and depot Y makes 340.", "300"),
    ]),
    ("How many laps did Nora swim on Friday?", [
        ("Ivo swam 20 laps on Friday and Nora 16.", "16"),
        ("Nora swam 12 laps on Thursday and 16 on Friday.", "16"),
        ("Nora swam 16 laps on Friday, which is 4 laps more than on Thursday.", "16"),
        ("Nora swam 7 laps in the morning and 9 in the evening, so 16 in total.", "16"),
    ]),
    ("What is the water level at noon, in cm?", [
        ("Around noon it is 240 cm, and by 4 p.m. it has gone down to 190 cm.", "240 cm"),
        ("At 9 a.m. the level is 210 cm, and at noon it reaches 240 cm.", "240 cm"),
        ("From 210 cm in the morning it climbs to 240 cm at noon.", "240 cm"),
        ("At noon the line shows 240 cm. In the evening it drops to 170 cm.", "240 cm"),
        ("In the evening the line drops to 170 cm, but at noon it shows 240 cm.", "240 cm"),
    ]),
    ("What is the speed of the bus at 10:30, in km/h?", [
        ("At 10:00 it goes at 40 km/h, and at 10:30 it has sped up to 70 km/h.", "70 km/h"),
    ]),
    ("How many guests were there at 4 p.m.?", [
        ("There were 85 guests at noon and 120 at 4 p.m.", "120"),
    ]),
    ("What was the price in May, in euros?", [
        ("In April it was 38 euros, in May 42 euros, and in June it fell to 35 euros.", "42 euros"),
    ]),
    ("In which year was the library opened?", [
        ("Work started in 1951. When it was finished in 1955, the library was opened.", "1955"),
        ("After the old one had burnt down in 1949, the library was opened in 1955.", "1955"),
    ]),
    ("How many more votes did list A get than list B?", [
        ("List A got 2,480 votes and list B got 2,408, so A got 72 more.", "72"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "response", "answer"), [(question, *case) for question, cases in READ for case in cases]
)
def test_number_of_the_one_that_is_asked_about(question: str, response: str, answer: str) -> None:
    assert EXTRACTORS["number"](response, Question(question)).answer == answer
