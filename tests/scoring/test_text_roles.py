"""Names that a response gives another part than the one asked for: the runner-up, the illustrator, the left lamp."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('text', 'Which month had the fewest visitors?', 'February', [
        ('The numbers for January and February are equal, so there is no single month.', None),
        ('Visitor numbers hit their minimum in February before rising again in March.', True),
    ]),
    ('text', 'What is the total amount due?', '$1,482.00', [
        ('The total amount due is $1,482.00, including $82.00 tax.', True),
        ('The subtotal is $1,482.00.', None),
        ('The subtotal is $1,400.00 and the total is $1,482.00.', True),
    ]),
    ('text', 'What is the name of the ship?', 'Aurora', [
        ("The ship 'Aurora' is docked next to the 'Northern Star'.", True),
        ('Its sister ship is the Aurora; this one is the Borealis.', False),
    ]),
    ('text', "What is the author's name?", 'Maria Gonzalez', [
        ('Maria Gonzalez is the illustrator and Juan Perez the author.', False),
        ('The book "The Silent River" is by Maria Gonzalez.', True),
        ('It was edited by Maria Gonzalez.', None),
        ('It was written by Maria Gonzalez and edited by Paul Reed.', True),
        ('The book, edited by Paul Reed, was written by Maria Gonzalez.', True),
    ]),
    ('text', 'Who signed the letter?', 'Dr. Emma Larson', [
        ('It is addressed to Dr. Emma Larson.', None),
        ('The letter is addressed to Tom Reed and signed by Dr. Emma Larson.', True),
        ('It was written and signed by Dr. Emma Larson.', True),
    ]),
    ('text', "What colour is the line for 'Imports'?", 'grey', [
        ('The grey line stands for exports.', None),
        ('The grey line stands for imports, the red one for exports.', True),
    ]),
    ('text', 'Which company published the report?', 'Orion Analytics', [
        ('The sponsor was Orion Analytics; the publisher Vega Partners.', False),
        ('Orion Analytics commissioned the report from Vega Partners, who published it.', False),
        ('The report is about Orion Analytics and was published by Vega Partners.', False),
    ]),
    ('text', 'Which country has the longest bar in the chart?', 'South Korea', [
        ("Japan's bar is long, but South Korea's is longer.", True),
        ("South Korea's bar is long, but Japan's is longer.", False),
        ('Japan and China have shorter bars than South Korea.', True),
        ("South Korea's bar is shorter than Japan's.", False),
        ('No other country has a longer bar than South Korea.', True),
    ]),
    ('text', 'What is the name of the restaurant?', 'The Golden Fork', [
        ('Its name is The Golden Fork, est. 1987.', True),
        ("It is now called The Golden Fork and used to be Luigi's.", True),
    ]),
    ('text', 'Which floor is the cafeteria on?', 'third floor', [
        ('Level 3', True),
        ('The cafeteria is on the same floor as the gym.', None),
    ]),
    ('text', "What colour is the line for 'Imports'?", 'grey', [
        ('The grey line stands for exports, the red one for imports.', False),
    ]),
    ('text', 'What does the red box in the flowchart say?', 'Reject order', [
        ('The red box reads Reject order, and an arrow leads from it to "Notify customer".', True),
    ]),
    ('text', 'What brand is the laptop?', 'Lenovo', [
        ("It looks like a Lenovo, but the logo is HP's.", False),
        ("There's no logo on it.", None),
    ]),
    ('text', 'What is written on the yellow sign?', 'WET FLOOR', [
        ("The sign is turned away, so the text isn't visible.", None),
        ('"NO ENTRY", while the other one reads "WET FLOOR".', False),
        ('The yellow sign warns: WET FLOOR', True),
    ]),
    ('text', 'Who painted the picture?', 'Claude Monet', [
        ('The painting "Water Lilies" is by Claude Monet.', True),
        ('The sitter is Claude Monet and the artist is John Singer Sargent.', False),
    ]),
    ('text', 'Which animal is the tallest in the picture?', 'giraffe', [
        ('The elephant is tall, but the giraffe is taller.', True),
        ('The giraffe is tall, but the elephant is taller.', False),
        ('The giraffe is shorter than the elephant.', False),
        ('All the other animals are shorter than the giraffe.', True),
        ('The giraffe and the elephant are equally tall.', None),
    ]),
    ('text', 'Which team won the match?', 'Rovers', [
        ('Rovers beat United 3-1.', True),
        ('United lost to Rovers.', True),
        ('The runner-up is Rovers, the winner United.', False),
        ('The match ended in a draw.', None),
        ('Rovers were ahead at half-time, but United won in the end.', False),
    ]),
    ('text', 'What is the name of the street?', 'Maple Avenue', [
        ('The crossing street is Maple Avenue; this one is Oak Lane.', False),
    ]),
    ('text', 'What time does the museum close?', '18:00', [
        ("The opening hours aren't shown.", None),
    ]),
    ('text', 'Which planet is labelled with number 4?', 'Mars', [
        ('3: Earth, 4: Mars, 5: Jupiter', True),
        ('3: Mars, 4: Jupiter', False),
    ]),
    ('text', 'What does the sign above the door say?', 'EXIT', [
        ("The sign isn't legible.", None),
    ]),
    ('text', 'Who is the CEO of the company according to the chart?', 'Lena Park', [
        ('Tom Reid reports to the CEO, Lena Park.', True),
        ('The chart shows no names.', None),
        ('The former CEO is Lena Park; the current one is Tom Reid.', False),
    ]),
    ('text', 'What is the destination of the train?', 'Hamburg', [
        ('The destination is Bremen and it stops in Hamburg.', False),
    ]),
    ('text', 'What is on the left side of the plate?', 'a fork', [
        ('a fork; the knife is on the right side', True),
        ('a knife; the fork is on the right side', False),
    ]),
    ('text', "What colour is the woman's hat?", 'red', [
        ("Red, while the man's hat is black.", True),
        ("The man's hat is red, the woman's is black.", False),
    ]),
    ('text', 'Who signed the letter?', 'Dr. Emma Larson', [
        ('There is no signature.', None),
    ]),
    ('text', 'Which month had the most sales?', 'May', [
        ('May had the most sales and August the fewest.', True),
        ('May, whereas August had the fewest.', True),
        ('August had fewer sales than May, which had the most.', True),
        ('August had the most sales.', False),
        ('In contrast to August, May had the most.', True),
        ('May had more sales than any other month.', True),
        ("It's August; the smallest bar is May.", False),
        ('The highest bar belongs to May.', True),
        ('The lowest is August, so May has the most.', True),
        ('May and June are tied for the most sales.', None),
    ]),
    ('text', 'Which country exports the most oil?', 'Norway', [
        ('Norway exports the most oil.', True),
        ('Norway; the country that imports the most is Japan.', True),
        ('Japan imports the most oil, and Sweden exports the most.', False),
        ('Norway is the largest exporter.', True),
        ('Norway exports more than it imports, and more than any other country.', True),
    ]),
    ('text', 'What colour is the left lamp?', 'green', [
        ('The left lamp is green.', True),
        ('The left lamp is green and the right lamp is red.', True),
        ('The right lamp is red and the left one is green.', True),
        ('The left lamp is red and the right one is green.', False),
        ('green, while the right lamp is red', True),
        ("It's green.", True),
        ('red', False),
        ('The lamp on the left is green.', True),
        ('Green (the right one is red)', True),
    ]),
    ('text', 'What is the name of the boy?', 'Tom', [
        ('Tom', True),
        ('The boy is called Tom and the girl Ann.', True),
        ("The girl's name is Ann, the boy's name is Tom.", True),
        ("The girl's name is Tom, the boy's name is Max.", False),
        ('The boy, Tom, is standing next to his sister Ann.', True),
        ('His name is Tom.', True),
        ('Tom, the girl is called Ann', True),
        ('Tim', False),
    ]),
    ('text', 'Who is the director of the film?', 'Ava Chen', [
        ('Ava Chen directed the film.', True),
        ('Ava Chen is the director and Leo Brandt the producer.', True),
        ('Leo Brandt is the director and Ava Chen the producer.', False),
        ('The director is Ava Chen, the producer is Leo Brandt.', True),
        ('The producer is Ava Chen, the director is Leo Brandt.', False),
        ('directed by Ava Chen, produced by Leo Brandt', True),
        ('directed by Leo Brandt, produced by Ava Chen', False),
        ('A film by Ava Chen', True),
        ('The film was directed by Ava Chen and written by Leo Brandt.', True),
        ('The director, Ava Chen, also wrote the script.', True),
        ('The former director is Ava Chen; she was replaced by Leo Brandt.', False),
    ]),
    ('text', 'What is in the top drawer?', 'socks', [
        ('socks', True),
        ('There are socks in the top drawer.', True),
        ('The top drawer contains socks, the bottom one shirts.', True),
        ('The top drawer contains shirts, the bottom one socks.', False),
        ('Socks; the bottom drawer has shirts.', True),
    ]),
    ('text', 'Which team lost the match?', 'Rovers', [
        ('Rovers lost to United.', True),
        ('United lost to Rovers.', False),
        ('United beat Rovers.', True),
        ('Rovers lost the match 1-3.', True),
        ('Rovers won.', False),
    ]),
    ('text', 'What does the second sign say?', 'STOP', [
        ('The second sign says STOP.', True),
        ('The first sign says YIELD, the second one says STOP.', True),
        ('The first sign says STOP, the second one says YIELD.', False),
        ('It says "STOP".', True),
        ('"STOP"; the first one says "YIELD".', True),
        ('YIELD', False),
    ]),
    ('text', 'What is the old name of the city?', 'Byzantium', [
        ('Byzantium', True),
        ('The old name is Byzantium, the new name is Istanbul.', True),
        ('The former name of the city is Byzantium.', True),
        ('Istanbul', False),
        ('It was formerly called Byzantium.', True),
        ('Its old name was Byzantium; now it is called Istanbul.', True),
    ]),
    ('text', 'What fruit is in the bowl?', 'oranges', [
        ('There are oranges in the bowl.', True),
        ('The bowl is full of oranges, but Emma is holding an apple.', True),
        ('oranges', True),
        ('apples', False),
        ('It looks like lemons, but they are oranges.', True),
        ('Oranges are on the table, but the bowl is full of pears.', False),
        ('There is no fruit in the bowl.', None),
    ]),
    ('text', 'Which ship is the longest?', 'Vega', [
        ('Vega is the longest ship, Orion the shortest.', True),
        ('The Vega is longer than the Orion.', True),
        ('The Orion is long, but the Vega is longer.', True),
        ('The Vega is long, but the Orion is longer.', False),
        ('The Vega is shorter than the Orion.', False),
        ('Both are long, but the Vega is the longest.', True),
        ('The longest is the Vega, though the Orion is taller.', True),
        ('They are equally long.', None),
    ]),
    ('text', 'What is written above the window?', 'OPEN', [
        ('OPEN', True),
        ('Above the window it says OPEN.', True),
        ('The sign above the window reads OPEN and the one above the door reads PULL.', True),
        ('CLOSED', False),
        ('It says "OPEN".', True),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "asked", "gold", "response", "right"),
    [(kind, asked, gold, *row) for kind, asked, gold, rows in READ for row in rows],
)
def test_the_name_asked_for_is_read(kind: str, asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS[kind](response, question).answer
    assert (None if answer is None else MATCHERS[kind](answer, [gold], question) == 1) == right
