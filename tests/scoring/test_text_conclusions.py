"""Responses that come to a name at their end: in a relative clause, behind a quotation, below fields, after a look."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('Which player took the corner?', 'Ida Berg', [
        ('Nora Vik rolled the ball to Ida Berg, who took the corner.', True),
        ('Nora Vik gave the ball to Ida Berg, who then took it.', True),
        ('Ida Berg gave the ball to Nora Vik, who took the corner.', False),
        ('Ida Berg passed to Nora Vik who took it.', False),
        ('Ida Berg, who took the corner, is hugged by Nora Vik.', True),
        ('Ida Berg took the corner after a word with Nora Vik, who plays on the left.', True),
        ('Ida Berg took the corner and found Nora Vik, who took the first one.', True),
        ('Ida Berg passed to Nora Vik, who did not take it.', None),
        ('Ida Berg passed the ball to Nora Vik, and she took the corner.', None),
        ('Ida Berg passed the ball to Nora Vik.', None),
    ]),
    ('Who painted the portrait?', 'Luc Petit', [
        ('Ida Berg sat for Luc Petit, who painted her portrait in 1890.', True),
        ('Luc Petit sat for Ida Berg, who painted his portrait in 1890.', False),
    ]),
    ('Which country won the cup in 2014?', 'France', [
        ('France won the cup, and it beat Croatia, which won in 2012.', True),
        ('Croatia won the cup against France, which won in 2012.', False),
    ]),
    ('Who gave the book to Mia Park?', 'Tom Reed', [
        ('Tom Reed gave the book to Mia Park, who gave it to Ben Foy.', True),
    ]),
    ('Who caught the stick?', 'the boy', [
        ('The girl threw the stick to the boy, who caught it.', True),
        ('The boy threw the stick to the girl, who caught it.', False),
    ]),
    ('Which company built the bridge?', 'Nordbau', [
        ('Hansa Bau designed the bridge, which Nordbau built.', True),
        ('Nordbau designed the bridge, which Hansa Bau built.', False),
    ]),
    ('What colour is the shirt of the player who scored?', 'red', [
        ('The shirt of Ida Berg, who scored, is red.', True),
    ]),
    ('Which city does the article mention?', 'Graz', [
        ('The article begins "Flooding hits Linz after storm in Graz", so the city it mentions is Graz.', True),
        ('The article begins "Graz calls for help", which means that the city is Linz.', False),
    ]),
    ('What is written on the door?', 'PUSH', [
        ('The door says "PUSH", so you have to push it.', True),
        ('The door says "PUSH", so what is written there is an instruction.', True),
    ]),
    ('What is the total on the receipt?', '$15.12', [
        ('Receipt No. 88\nSubtotal: $14.00\nTax: $1.12\n\nThe total on the receipt is $15.12.', True),
        ('$15.12\nThe total on the receipt is printed in bold.', True),
    ]),
    ('What is the word on the tile?', 'STONE', [
        ('The letters are S - T - O - N - E. The word on the tile is STONE.', True),
        ('Letter by letter: S, T, O, V, E. The word on the tile is STOVE.', False),
    ]),
    ('Who wrote the preface?', 'Maria A. Lopez', [
        ('It was written by Maria A. Lopez.', True),
    ]),
    ('What sport is being played?', 'golf', [
        ('A man swings a club on a lawn, and the other player waits beside him. This is golf, not croquet.', True),
        ('A man swings a club on a lawn, and the other player waits beside him. This is croquet, not golf.', False),
    ]),
    ('What fruit is in the bowl?', 'bananas', [
        ('There are bananas in the bowl. This is a still life.', True),
    ]),
    ('What does the label on the flask say?', 'HCl', [
        ('The label says HCl, i.e. an acid.', True),
        ('The label says H2O, that is, water.', False),
    ]),
    ('Which word is written on the box?', 'FRAGILE', [
        ('The box has one word on it, i.e. FRAGILE.', True),
    ]),
    ('Who is the mayor?', 'Ana Lima', [
        ('Ana Lima, Ben Roth, Carl Ode, Ana Lima, Ben Roth, Carl Ode, Ana Lima, Ben', None),
        ('Ana Lima, Ben Roth, Carl Ode, Dan Fey, Ana Lima, Ben Roth, Carl Ode, Dan Fey, Ana', None),
    ]),
    ('What colours are the stripes, from top to bottom?', 'red, white, blue, red, white, blue', [
        ('red, white, blue, red, white, blue', True),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "gold", "response", "right"), [(asked, gold, *row) for asked, gold, rows in READ for row in rows]
)
def test_what_a_response_comes_to_is_read(asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS["text"](response, question).answer
    assert (None if answer is None else MATCHERS["text"](answer, [gold], question) == 1) == right


def test_a_verb_again_and_again_takes_no_depth() -> None:
    assert EXTRACTORS["text"]("是" * 5000, Question("What is written on the label?")) is not None
