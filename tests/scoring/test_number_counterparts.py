"""Numbers told of the counterpart of what is asked for: the other team, the reverse ratio, the inner shell."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('number', 'How many cars are parked in the street?', '9', [
        ('There are 7 cars parked in the street and 2 driving, so 9 vehicles are visible altogether.', False),
    ]),
    ('number', 'What was the revenue in 2020, in millions of dollars?', '1250', [
        ('The chart shows revenue in 2018 and 2019, but the value for 2020 is missing.', None),
    ]),
    ('number', 'What is the difference between the highest and the lowest value in the chart?', '46', [
        ('The highest value is 71, but the label of the lowest bar is unreadable.', None),
    ]),
    ('number', 'How many apples are on the table?', '7', [
        ('There are no apples on the table, only 7 oranges.', False),
    ]),
    ('number', 'What is the temperature shown on the thermometer, in °C?', '-5', [
        ('It was -5 °C yesterday, and now it shows -3 °C.', False),
    ]),
    ('number', 'By how much did the price change from January to June?', '-8%', [
        ('The price did not change.', False),
    ]),
    ('number', 'What is the perimeter of the rectangle in metres?', '28', [
        ('P = 2(l + w)', None),
    ]),
    ('number', 'What is the ratio of boys to girls?', '0.75', [
        ('The ratio of girls to boys is 3:4.', False),
        ('girls : boys = 3 : 4', False),
    ]),
    ('number', 'In which year was the bridge opened?', '1937', [
        ('1937, four years after construction began in 1933.', True),
        ('Construction ended in 1937, but the bridge was not opened until 1938.', False),
        ('The plaque reads: "Built 1933–1937, opened May 27, 1937".', True),
        ('The bridge was designed in 1937 and opened in 1941.', False),
        ('It was closed in 1937.', False),
        ('It was built in 1937 and opened one year later, in 1938.', False),
    ]),
    ('number', 'How many chairs are in the room?', '12', [
        ('12, 6 at each of the two tables', True),
    ]),
    ('number', 'How many more students chose football than tennis?', '14', [
        ('Football was chosen by 32 students, tennis by 18.', None),
        ('14 fewer students chose football than tennis.', False),
        ('Tennis: 32, football: 18, so 14 more chose tennis.', False),
        ('14, as 32 chose football and 18 tennis', True),
        ('32 vs. 18', None),
    ]),
    ('number', 'What is the length of side AB in cm?', '13', [
        ('AB = 13 cm, BC = 5 cm, AC = 12 cm', True),
        ('AC = 13', False),
        ('AB = 12, BC = 5 and AC = 13', False),
    ]),
    ('number', 'What is the score of the home team?', '3', [
        ('The away team leads 3-1.', False),
        ('HOME: 3\nGUEST: 1', True),
        ('The guests won 3:2.', False),
        ('The visitors lead 3:1.', False),
    ]),
    ('number', 'What is the score of the away team?', '2', [
        ('The home team leads 4-2.', True),
        ('The visitors trail 4-2.', True),
    ]),
    ('number', 'In which year was the company founded?', '1998', [
        ('The company went public in 1998, having been founded in 1985.', False),
        ('It was not founded until 1998.', True),
    ]),
    ('number', 'How many birds are sitting on the wire?', '6', [
        ('6 birds are sitting on the wire and 2 are flying, so there are 8 birds in the picture.', True),
        ('There are no birds on the wire, only 6 squirrels.', False),
        ('I count half a dozen.', True),
    ]),
    ('number', 'How much heavier is box A than box B, in kg?', '3', [
        ('Box B is 3 kg heavier than box A.', False),
        ('Box A weighs 8 kg and box B weighs 5 kg.', None),
        ('Box A is 3 kg lighter than box B.', False),
    ]),
    ('number', 'How many fewer books did Ben read than Anna?', '5', [
        ('Ben read 5 more books than Anna.', False),
        ('Anna read 5 fewer books than Ben.', False),
        ('Anna read 12 books and Ben read 7.', None),
    ]),
    ('number', 'What is the ratio of cats to dogs?', '3/2', [
        ('The ratio of dogs to cats is 2:3.', True),
        ('The ratio of dogs to cats is 3:2.', False),
        ('The ratio of cats to dogs is 3:2, and the ratio of dogs to cats is 2:3.', True),
        ('dogs : cats = 3 : 2', False),
    ]),
    ('number', 'What is the area of the rectangle in square metres?', '24', [
        ('The perimeter is 24 m.', False),
    ]),
    ('number', 'What is the temperature in Oslo on the map, in °C?', '-3', [
        ('It was 2 °C yesterday and is -3 °C now.', True),
    ]),
    ('number', 'How many pages does the book have?', '312', [
        ('Pages: 312\nChapters: 24', True),
    ]),
    ('number', 'What is the price of the blue bicycle?', '450', [
        ('The red bicycle costs $450, the blue one $380.', False),
        ('The red bicycle costs $450.', False),
        ('It was $450 and has been reduced to $400.', False),
    ]),
    ('number', 'What is the sum of the numbers on the two dice?', '9', [
        ('The dice show 4 and 5, which add up to 9.', True),
        ('The dice show 4 and 5.', None),
    ]),
    ('number', 'How many electrons are in the outer shell?', '6', [
        ('six electrons (2 + 6 = 8 in total)', True),
        ('The inner shell has 6 electrons, the outer shell 2.', False),
    ]),
    ('number', 'How many red apples are in the basket?', '3', [
        ('3 red apples and 2 green apples (3 + 2 = 5 in total)', True),
        ('There are 3 red and 2 green apples.', True),
        ('3 red and 2 green apples, so 5 in total', True),
        ('2 red and 3 green apples', False),
        ('There are five apples, three red and two green.', True),
    ]),
    ('number', 'What was the price before the discount?', '80', [
        ('It is now $80, down from $100.', False),
        ('It was reduced from $80 to $60.', True),
    ]),
    ('number', 'What is the angle at vertex B in degrees?', '70', [
        ('A = 50°, B = 70°, C = 60°', True),
    ]),
    ('number', 'How many students got an A?', '4', [
        ('Four got an A and nine got a B.', True),
        ('Nine got an A and four got a B.', False),
    ]),
    ('number', 'What is the minimum age?', '16', [
        ('The minimum age is 16 and the maximum age is 35.', True),
        ('The maximum age is 16.', False),
    ]),
    ('number', 'What is the depth of the pool at the deep end, in metres?', '3', [
        ('The shallow end is 1.2 m deep, the deep end 3 m.', True),
    ]),
    ('number', 'What was the temperature on Tuesday?', '18', [
        ('On Monday it was 18 degrees.', False),
    ]),
    ('number', 'What is the width of the door?', '80', [
        ('The height of the door is 80 cm.', False),
    ]),
    ('number', 'How many black squares are on the board?', '32', [
        ('There are 30 black and 34 white squares.', False),
    ]),
    ('number', 'What year is shown on the newer coin?', '2015', [
        ('The older coin shows 2015.', False),
    ]),
    ('number', "What percentage of respondents chose 'Yes'?", '62%', [
        ("The 'No' slice covers 62 % of the pie.", False),
        ("62 respondents chose 'No'.", False),
        ('Yes – 62%', True),
    ]),
    ('number', 'How many girls are in the class?', '14', [
        ('There are 14 girls and 12 boys.', True),
        ('26 students, 12 of them boys, so 14 girls.', True),
        ('12 boys, the rest of the 26 are girls: 26 - 12 = 14', True),
        ('The class has 12 boys. There are 26 students, so there are 14 girls.', True),
        ('There are 14 boys.', False),
        ('There are 14 boys and 12 girls.', False),
        ('Boys: 12, girls: 14', True),
        ('Boys: 12\nGirls: 14', True),
        ('Girls: 12\nBoys: 14', False),
        ('There are 14 girls in a class of 26.', True),
        ('14 (26 students minus 12 boys)', True),
        ('Besides 12 boys, there are 14 girls.', True),
        ("There aren't 12 but 14 girls.", True),
        ('14 girls, two more than boys', True),
        ('There are 2 more girls than boys, 14 in all.', True),
    ]),
    ('number', 'How many more boys than girls are there?', '2', [
        ('There are 2 more boys than girls.', True),
        ('14 boys and 12 girls: 2 more boys.', True),
        ('There are 2 fewer boys than girls.', False),
        ('There are 2 more girls than boys.', False),
        ('There are 2 fewer girls than boys.', True),
        ('14 - 12 = 2', True),
        ('14 boys and 12 girls.', None),
        ('There are 14 boys.', False),
        ('Two', True),
        ('There are 14 boys, 2 more than girls.', True),
    ]),
    ('number', 'What is the price of the large pizza?', '12', [
        ('The large pizza costs 12 and the small one 8.', True),
        ('The small pizza is 8, the large one 12.', True),
        ('The large pizza is 8, the small one 12.', False),
        ('$12, the small one being $8', True),
        ('12, and 8 for the small one', True),
        ('small: 8, medium: 10, large: 12', True),
        ('The small pizza costs 12.', False),
        ('It costs 12 now, after 10 last year.', True),
        ('It was 12 last year and is 14 now.', False),
        ('It has been raised from 10 to 12.', True),
        ('12 (small: 8)', True),
        ('Large 12 / small 8', True),
        ('The price of the large pizza has been scratched out.', None),
    ]),
    ('number', 'In which year was the tower completed?', '1889', [
        ('Construction began in 1887 and was completed in 1889.', True),
        ('It was started in 1887 and completed in 1889.', True),
        ('It was completed in 1889, having been started in 1887.', True),
        ('It was completed in 1887... no, that was the start; it was completed in 1890.', False),
        ('It was started in 1889.', False),
        ("The tower wasn't completed until 1889.", True),
        ('Completed: 1889', True),
        ('It was begun in 1889 and completed two years later, in 1891.', False),
        ('It was begun in 1887 and completed two years later, in 1889.', True),
        ('begun 1887, completed March 31, 1889', True),
        ('1889, after two years of work', True),
    ]),
    ('number', 'How many floors does the building on the left have?', '5', [
        ('The left building has 5 floors, the right one 7.', True),
        ('The building on the left has 5 floors, the one on the right has 7.', True),
        ('The building on the right has 5 floors, the one on the left 7.', False),
        ('The building on the right has 5 floors.', False),
        ('5 floors, two fewer than the one on the right', True),
        ('It has 5 floors.', True),
        ('7 on the right and 5 on the left', True),
        ('5 on the right and 7 on the left', False),
        ('five, not counting the ground floor', True),
    ]),
    ('number', 'How many people are wearing hats?', '3', [
        ('3 people are wearing hats and 5 are not.', True),
        ('There are 8 people, 3 of whom are wearing hats.', True),
        ('There are 8 people, 3 of whom are not wearing hats, so 5 are.', False),
        ('Of 8 people, 5 wear no hat, so 3 do.', True),
        ('5 people are wearing hats.', False),
        ('Some people are wearing hats.', None),
        ('The man, the woman and the boy: 3 people', True),
        ('three of the eight', True),
        ('3 people wear hats and 2 wear caps.', True),
    ]),
    ('number', 'What is the highest temperature of the week?', '31', [
        ('31°C on Thursday', True),
        ('The highest is 31 and the lowest is 18.', True),
        ('The lowest temperature is 31 and the highest 38.', False),
        ('The lowest temperature is 31.', False),
        ('31, while the lowest is 18', True),
        ('On Thursday it reached 31 °C.', True),
        ('Monday 25, Tuesday 27, Wednesday 30, Thursday 31: the highest is 31.', True),
        ('It ranges from 18 to 31, so the highest is 31.', True),
        ('13', False),
    ]),
    ('number', 'How many goals did the red team score?', '2', [
        ('The red team scored 2 goals, the blue team 4.', True),
        ('The blue team won 4-2, so red scored 2.', True),
        ('The blue team scored 2 goals.', False),
        ('Red 2, Blue 4', True),
        ('Blue 4, Red 2', True),
        ('Blue 2, Red 4', False),
        ('two goals', True),
        ('The blue team won.', None),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "asked", "gold", "response", "right"),
    [(kind, asked, gold, *row) for kind, asked, gold, rows in READ for row in rows],
)
def test_the_number_asked_for_is_read(kind: str, asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS[kind](response, question).answer
    assert (None if answer is None else MATCHERS[kind](answer, [gold], question) == 1) == right
