"""Values of several things in one response: the one that is asked for, and formulas in words."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('expression', 'Find the value of sin 60°.', '\\frac{\\sqrt{3}}{2}', [
        ('root 3 over 2', True),
        ('The value of sin 60° is √3/2, while cos 60° is 1/2.', True),
        ('In a 30-60-90 triangle with sides 1, √3 and 2, sin 60° = √3/2.', True),
    ]),
    ('expression', 'Find the derivative of the function shown in the figure.', '6x^2 - 4', [
        ("f(x) = 2x^3 - 4x, f'(x) = 6x^2 - 4", True),
        ('The function is 2x^3 - 4x; its derivative is 6x^2 - 4.', True),
        ('The given function f(x) = 2x^3 - 4x has derivative 6x^2 - 4.', True),
        ('The function has the derivative 6x^2 - 4.', True),
        ('The function is f(x) = 6x^2 - 4.', False),
    ]),
    ('expression', 'How many solutions does the system have? Give the solution (x, y).', 'x = 1, y = 2', [
        ('The lines meet at x=1 and y=2, so there is 1 solution.', True),
        ('The lines meet at (2, 1), so there is one solution.', False),
        ('There is one solution.', False),
    ]),
    ('number', 'What is the score of the home team?', '3', [
        ('The away team has 3.', False),
        ('3-1 to the home side', True),
        ('3:1 for the visitors', False),
        ('The home team has 3 goals and the away team 1.', True),
    ]),
    ('number', "What percentage of respondents chose 'Yes'?", '62%', [
        ('62% said no.', False),
        ("62% chose 'No'.", False),
        ('62 % said yes and 38 % said no.', True),
        ('62% said no problem at all', True),
    ]),
    ('number', 'How many triangles are in the figure?', '8', [
        ('4 small triangles, 3 medium ones and 1 big one: 8 in total', True),
    ]),
    ('number', 'How many apples are on the table?', '7', [
        ('There are 7 apples in the basket and none on the table.', False),
        ('There are 7 on the table, none on the floor.', True),
        ('Five on the left side and two on the right, that\'s seven.', True),
    ]),
    ('number', 'What is 3/4 of the amount shown on the scale in kg?', '1.5', [
        ('The scale shows 2 kg; three quarters of that is 1.5 kg.', True),
    ]),
    ('number', 'What is the ratio of boys to girls?', '0.75', [
        ('For every 4 girls there are 3 boys.', True),
        ('3 boys for every 4 girls', True),
        ('For every 3 girls there are 4 boys.', False),
    ]),
    ('number', 'What was the revenue in 2020, in millions of dollars?', '1250', [
        ('In 2019 revenue was 1100, and in 2020 it grew to 1250.', True),
        ('Revenue was 1100 in 2019 and grew to 1250 the year after.', True),
        ('It rose from 1100 to 1250 between 2019 and 2020.', True),
        ('In 2020 it was 1100, 1250 the year after.', False),
    ]),
    ('number', 'What was the profit in 2021, in thousands of euros?', '-340', [
        ('A loss of 340 thousand euros.', True),
        ('A profit of 340 thousand euros.', False),
        ('It made a profit of 120 in 2020 and a loss of 340 in 2021.', True),
    ]),
    ('expression', 'What is the slope of the line?', '-\\frac{2}{3}', [
        ('The slope is -2/3 and the y-intercept is 3.', True),
        ('The slope is 3 and the y-intercept is -2/3.', False),
        ('slope = rise/run', None),
    ]),
    ('expression', 'For which x is the function positive?', '(-1, 4)', [
        ('The function is positive for x between -1 and 4.', True),
        ('The function is negative on (-1, 4) and positive elsewhere.', False),
        (']-1, 4[', True),
        ('for all x strictly between −1 and 4', True),
    ]),
    ('expression', 'What is the range of the function in the graph?', '[0, \\infty)', [
        ('The range is $y \\ge 0$, the domain is all real numbers.', True),
        ('all non-negative real numbers', True),
        ('\\{y \\in \\mathbb{R} : y \\ge 0\\}', True),
        ('all positive real numbers', False),
        ('[0, +∞[', True),
    ]),
    ('expression', 'What is the area of the circle with the marked radius?', '9\\pi', [
        ('The area is 9π, the circumference 6π.', True),
        ('nine pi', True),
        ('A = πr²', None),
        ('Area: 9π, circumference: 6π', True),
    ]),
    ('expression', 'Solve the equation x^2 = 9.', 'x = \\pm 3', [
        ('plus or minus 3', True),
        ('x² − 9 = (x − 3)(x + 3) = 0, so x₁ = 3 and x₂ = −3.', True),
    ]),
    ('expression', 'Find the coordinates of the vertex of the parabola.', '(2, -1)', [
        ('The vertex is at x = 2 and y = -1.', True),
        ('So the vertex is at x = 2, y = 1.', False),
        ('The vertex is (2, -1) and the zeros are (1, 0) and (3, 0).', True),
        ('The x-coordinate is 2 and the y-coordinate is -1.', True),
    ]),
    ('expression', 'Simplify the expression in the image.', '2x^2 + 3x', [
        ('2x**2 + 3x', True),
    ]),
    ('expression', 'Evaluate the integral shown.', '\\ln 2', [
        ('The value of the integral is the natural logarithm of 2.', True),
    ]),
    ('expression', 'Find the measure of angle ABC.', '35^\\circ', [
        ('∠ACB = 55°, ∠ABC = 35°', True),
        ('The angle BAC measures 35 degrees.', False),
        ('thirty-five degrees', True),
        ('$35^\\circ$, because the angles of a triangle add up to $180^\\circ$.', True),
        ('Angle ABC = 35°, angle BCA = 55°.', True),
    ]),
    ('expression', 'How many solutions does the system have? Give the solution (x, y).', 'x = 1, y = 2', [
        ('1 solution; x = 1, y = 2', True),
        ('It has one solution, namely x = 1, y = 2.', True),
    ]),
    ('expression', 'What is the length of the diagonal?', '5\\sqrt{2}', [
        ('d = a√2', None),
        ('The side is $5\\sqrt{2}$ and the diagonal is 10.', False),
    ]),
    ('expression', 'Find the volume of the cone.', '12\\pi', [
        ('V = 1/3 π r² h', None),
        ('The lateral area is 12π.', False),
    ]),
    ('expression', 'Solve for x: 2x + 6 = 12', '3', [
        ('x equals three', True),
        ('Subtract 6 from both sides, then divide by 2.', None),
        ('x = 3. Check: 2(3) + 6 = 12 ✓', True),
    ]),
    ('expression', 'Compute the determinant of the matrix.', '-7', [
        ('The determinant is -7 and the trace is 6.', True),
        ('\\det\\begin{pmatrix}1&3\\\\4&5\\end{pmatrix} = -7', True),
    ]),
    ('expression', 'Write the repeating decimal in the image as a fraction.', '\\frac{1}{3}', [
        ('Let x = 0.3̅. Then 10x − x = 3, so x = 3/9 = 1/3.', True),
    ]),
    ('expression', 'Express y in terms of x.', 'y = \\frac{x + 1}{2}', [
        ('Isolate y on one side of the equation.', None),
    ]),
    ('expression', 'What is the probability of drawing two red balls?', '\\frac{3}{10}', [
        ('30 percent', True),
        ('The probability of drawing one red ball is 3/10.', False),
        ('three out of ten', True),
    ]),
    ('expression', 'What is the y-intercept of the line?', '-4', [
        ('(0, -4)', True),
        ('The x-intercept is -4.', False),
        ('It is the point (0, -4).', True),
        ('It is the point (-4, 0).', False),
        ('The y-intercept is -4 and the x-intercept is 2.', True),
    ]),
    ('expression', 'What is the x-coordinate of point P?', '3', [
        ('The x-coordinate is 3, the y-coordinate is 5.', True),
        ('The x-coordinate is 5, the y-coordinate is 3.', False),
        ('x = 3, y = 5', True),
    ]),
    ('expression', 'Find the area of the triangle.', '\\frac{15}{2}', [
        ('The area is 7.5 and the perimeter is 12.', True),
        ('The perimeter is 7.5.', False),
        ('A = \\frac{1}{2}bh', None),
        ('The base is 5 and the height is not given.', None),
        ('$\\frac{15}{2}$ square units, as the base is $5$ and the height $3$', True),
    ]),
    ('expression', 'What is the domain of the function?', '(-\\infty, 2) \\cup (2, \\infty)', [
        ('All real numbers except x = 2; the range is all real numbers except 0.', True),
        ('The range is all real numbers except 2.', False),
        (']-\\infty, 2[ \\cup ]2, \\infty[', True),
        ('The domain is all real numbers except 2, because the denominator is 0 there.', True),
    ]),
    ('expression', 'On which interval is the function decreasing?', '(0, 2)', [
        ('between 0 and 2', True),
        ('The function is increasing on (0, 2).', False),
        ('The function is decreasing on (0, 2) and increasing on (2, 5).', True),
        ('It increases for x < 0, decreases for 0 < x < 2 and increases for x > 2.', True),
        ('from x = 0 to x = 2', True),
    ]),
    ('expression', 'What is the value of x in the figure?', '40', [
        ('x = 40, y = 50', True),
        ('The value of x is 40 degrees and that of y is 50 degrees.', True),
        ('The value of y is 40 degrees.', False),
        ('Since the angles of a triangle add up to 180°, x = 180 − 90 − 50 = 40.', True),
        ('forty degrees', True),
    ]),
    ('expression', 'Convert 150° to radians.', '\\frac{5\\pi}{6}', [
        ('five pi over six', True),
    ]),
    ('expression', 'What is the hypotenuse?', '\\sqrt{13}', [
        ('The hypotenuse is √13 and the legs are 2 and 3.', True),
        ('c² = a² + b²', None),
        ('root 13', True),
    ]),
    ('expression', 'Give the inverse of the function.', 'f^{-1}(x) = \\frac{x - 5}{3}', [
        ('The inverse is (x - 5)/3, since the function is 3x + 5.', True),
    ]),
    ('expression', 'What is the mean of the data set?', '6.5', [
        ('The mean is 6.5 and the median is 6.', True),
        ('The mode is 6.5.', False),
        ('mean = 6.5, median = 6', True),
        ('mean = 6, median = 6.5', False),
    ]),
    ('expression', 'What is the tangent of angle A?', '\\frac{3}{4}', [
        ('sin A = 3/5, cos A = 4/5, tan A = 3/4', True),
        ('tan A = 3/4, sin A = 3/5, cos A = 4/5', True),
        ('sin A = 3/4', False),
        ('tan B = 3/4', False),
    ]),
    ('expression', 'What is the area of the triangle?', '6', [
        ('The legs are 3 and 4. The area is 6.', True),
        ('The hypotenuse is 5, the height 2.4 and the area 6.', True),
        ('Base 4 and height 3, so 6.', True),
        ('The height is 3 and the base is 4. 1/2 · 3 · 4 = 6.', True),
        ('The radius of the incircle is 1 and the perimeter is 12, and the area is 6.', True),
        ('Half the product of the legs: (3 · 4)/2 = 6', True),
        ("The area isn't 12 but 6.", True),
        ('The area is not 6 but 12.', False),
        ('If the side were 5, the area would be 10; but it is 6.', True),
        ('The perimeter is 12.', False),
        ('The area, not the perimeter, is 6.', True),
        ('Area = 6, perimeter = 12', True),
        ('Perimeter = 12\nArea = 6', True),
        ('Area: 6\nPerimeter: 12', True),
        ('What is the perimeter? It is 12. The area is 6.', True),
    ]),
    ('expression', 'What is the length of AC?', '5', [
        ('AB = 3, BC = 4, so AC = 5.', True),
        ('AB = 3 and BC = 4. By Pythagoras, AC = 5.', True),
        ('AB = 3, BC = 4, AC = 5', True),
        ('AC = 5, AB = 3, BC = 4', True),
        ('CA = 5', True),
        ('AB = 5', False),
        ('AC² = AB² + BC² = 9 + 16 = 25, AC = 5', True),
        ('The length of AC is 5, twice that of AD = 2.5.', True),
        ('AD = DC = 2.5, therefore AC = 5', True),
        ('5', True),
        ('AC = AB + BC = 7', False),
        ('The segment from A to C has length 5.', True),
    ]),
    ('expression', 'Find x.', '4', [
        ('2x = 8, x = 4', True),
        ('x = 4, y = 8', True),
        ('y = 8 and x = 4', True),
        ('y = 8, so x = y/2 = 4', True),
        ('y = 4', False),
        ('x=4 because y=8', True),
        ('If y = 8 then x = 4.', True),
        ('x is 4', True),
        ('Let y = 2x. Then y = 8 and x = 4.', True),
        ('x + 3 = 7. Subtract 3 from both sides: x = 4', True),
        ('Subtract 3 from both sides to get x = 4.', True),
        ('Check your work: 4 + 3 = 7. x = 4', True),
        ('x = 4. To check: 4 + 3 = 7.', True),
    ]),
    ('expression', 'For which values of x is the function negative?', '(-2, 2)', [
        ('The function is negative for -2 < x < 2.', True),
        ('It is negative between its zeros, i.e. on (-2, 2).', True),
        ('Positive for x < -2 and x > 2, negative for -2 < x < 2.', True),
        ('The function is positive outside of [-2, 2], so it is negative on (-2, 2).', True),
        ('The function is positive on (-2, 2).', False),
        ('-2 < x < 2', True),
        ('|x| < 2', True),
        ('x < -2 or x > 2', False),
        (']-2; 2[', True),
        ('x between -2 and 2', True),
        ('x between -2 and 2 inclusive', False),
        ('[-2, 2]', False),
    ]),
    ('expression', 'What is the solution set of the inequality?', '(-\\infty, 3]', [
        ('x ≤ 3', True),
        (']-∞, 3]', True),
        ('all numbers less than or equal to 3', True),
        ('all real numbers x with x ≤ 3', True),
        ('x < 3', False),
        ('x ≥ 3', False),
        ('{x | x ≤ 3}', True),
        ('\\{x \\in \\mathbb{R} : x \\le 3\\}', True),
        ('-2x ≥ -6, dividing by -2 gives x ≤ 3', True),
        ('all positive numbers', False),
        ('$(-\\infty, 3]$', True),
    ]),
    ('expression', 'What is the range of the function?', '(0, \\infty)', [
        ('all positive real numbers', True),
        ('y > 0', True),
        ('all non-negative real numbers', False),
        ('all positive real numbers and zero', False),
        ('The range is the set of all positive real numbers.', True),
        ('The domain is all positive real numbers.', False),
        (']0, ∞[', True),
        ('The domain is all real numbers and the range is y > 0.', True),
    ]),
    ('expression', 'What is the product of the roots?', '-6', [
        ('The roots are 3 and -2, so their product is -6.', True),
        ('-6', True),
        ('The sum of the roots is 1 and the product is -6.', True),
        ('The sum of the roots is -6.', False),
        ('The product is -6, the sum 1.', True),
        ('minus six', True),
        ('6', False),
        ('3 times -2 is -6', True),
    ]),
    ('expression', 'What is the radius of the circle?', '\\sqrt{5}', [
        ('√5', True),
        ('r² = 5, so r = √5', True),
        ('The centre is (1, 2) and the radius is √5.', True),
        ('The radius is √5 and the centre is (1, 2).', True),
        ('The radius is 5 and the area is √5.', False),
        ('the square root of five', True),
        ('root 5', True),
        ('The diameter is √5.', False),
        ('r = √5 ≈ 2.236', True),
        ('r^2 = 5', False),
        ('The diameter is 2√5, the radius √5.', True),
    ]),
    ('expression', 'Express the area in terms of x.', 'x^2 + 2x', [
        ('x(x + 2)', True),
        ('A = x(x+2) = x² + 2x', True),
        ('The width is x and the length is x + 2, so A = x(x + 2).', True),
        ('A = x^2 + 2x', True),
        ('The perimeter is 4x + 4 and the area is x² + 2x.', True),
        ('4x + 4', False),
        ('x^2 + 2', False),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "asked", "gold", "response", "right"),
    [(kind, asked, gold, *row) for kind, asked, gold, rows in READ for row in rows],
)
def test_the_value_asked_for_is_read(kind: str, asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS[kind](response, question).answer
    assert (None if answer is None else MATCHERS[kind](answer, [gold], question) == 1) == right
