"""Rules of reading and comparing mathematical expressions, each shown on an example."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question
from tests.cost import cpu_seconds

extract, match = EXTRACTORS["expression"], MATCHERS["expression"]
QUESTION = Question("Find the answer.")

EQUAL = [
    ("L = r\\theta = 4 \\cdot \\frac{\\pi}{3} = \\frac{4}{3}\\pi", "\\frac{4\\pi}{3}"),
    ("s = R\\theta = 2\\pi", "2\\pi"),
    ("R\\{2}", "x \\neq 2"),
    ("\\{y \\in \\mathbb{R} \\mid y \\ge 0\\}", "[0, \\infty)"),
    ("\\{x \\mid x \\neq 2\\}", "x \\neq 2"),
    ("V(2 \\mid -1)", "(2, -1)"),
    ("S(2; -1)", "(2, -1)"),
    ("r = 3, A = π · 9 = 9π", "9\\pi"),
    ("(2 | -1)", "(2, -1)"),
    ("d² = 25 + 25 = 50, d = √50 = 5√2", "5\\sqrt{2}"),
    ("\\begin{cases} x = 1 \\\\ y = 2 \\end{cases}", "x = 1, y = 2"),
    ("(1, 2) + (2, 3) = (3, 5)", "(3, 5)"),
    ("\\sin 60^\\circ = \\frac{\\sqrt{3}}{2} \\approx 0.866", "\\frac{\\sqrt{3}}{2}"),
    ("\\{y \\mid y \\ge 0\\}", "[0, \\infty)"),
    ("V(2, -1)", "(2, -1)"),
    ("2x = 6, x = 3", "3"),
    ("x^2 - 9 = (x - 3)(x + 3)", "(x+3)(x-3)"),
    ("d = \\sqrt{20} = 2\\sqrt{5} \\approx 4.47", "2\\sqrt{5}"),
    ("x ≈ 4.5", "4.5"),
    ("3x < 9 \\Rightarrow x < 3", "x < 3"),
    ("2x = 8 → x = 4", "4"),
    ("\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1", "1"),
    ("\\tan 2\\alpha = \\frac{24}{7}", "24/7"),
    ("x ≠ 5", "(-\\infty, 5) \\cup (5, \\infty)"),
    ("\\mathbb{R} \\setminus \\{-1, 1\\}", "x \\neq \\pm 1"),
    ("all real numbers except 0 and 4", "(-\\infty, 0) \\cup (0, 4) \\cup (4, \\infty)"),
    ("x \\in \\mathbb{R}, x \\neq 3", "\\mathbb{R} \\setminus \\{3\\}"),
    ("\\begin{bmatrix} 2 & 0 \\\\ 1 & 4 \\end{bmatrix}", "\\begin{pmatrix} 2 & 0 \\\\ 1 & 4 \\end{pmatrix}"),
    ("A = [[2, 0], [1, 4]]", "\\begin{pmatrix} 2 & 0 \\\\ 1 & 4 \\end{pmatrix}"),
    ("2\\begin{pmatrix} 1 & 0 \\\\ \\frac12 & 2 \\end{pmatrix}", "[[2, 0], [1, 4]]"),
    ("\\begin{pmatrix} 3 \\\\ -1 \\end{pmatrix}", "(3, -1)"),
    ("(0, 1) ∪ (2, 3)", "(2,3) \\cup (0,1)"),
    ("\\langle 3, -1 \\rangle", "(3, -1)"),
    ("3:4", "3/4"),
    ("|x| ≤ 3", "[-3, 3]"),
    ("a : b = 6 : 8", "3:4"),
    ("x = π/3 + kπ, k ∈ Z", "x = \\frac{\\pi}{3} + k\\pi"),
    ("g^{-1}(x) = \\frac{x}{3}", "y = x/3"),
    ("1/2", "\\frac{1}{2}"),
    ("0.5", "\\frac12"),
    ("\\dfrac{2}{4}", "\\frac{1}{2}"),
    ("50\\%", "0.5"),
    ("1\\frac{1}{2}", "3/2"),
    ("-\\frac{1}{2}", "\\frac{-1}{2}"),
    ("0.\\overline{6}", "2/3"),
    ("0.666...", "2/3"),
    ("2\\pi", "2π"),
    ("2 pi", "2\\pi"),
    ("\\pi \\cdot 2", "2\\pi"),
    ("\\frac{4\\pi}{2}", "2\\pi"),
    ("\\sqrt{8}", "2\\sqrt{2}"),
    ("2√2", "2\\sqrt{2}"),
    ("\\frac{1}{\\sqrt{2}}", "\\frac{\\sqrt{2}}{2}"),
    ("sqrt(8)", "2\\sqrt2"),
    ("8^{1/2}", "2\\sqrt{2}"),
    ("\\sqrt[3]{8}", "2"),
    ("x^2+2x+1", "(x+1)^2"),
    ("(1+x)(x+1)", "x^2 + 2x + 1"),
    ("x² + 2x + 1", "(x+1)^2"),
    ("3x*2", "6x"),
    ("y = 2x + 1", "2x+1"),
    ("y = 2x + 1", "y=1+2x"),
    ("f(x) = 2x + 1", "2x + 1"),
    ("f'(x) = 6x", "6x"),
    ("\\frac{x+1}{2}", "\\frac{x}{2} + \\frac{1}{2}"),
    ("\\sin(2x)", "2\\sin x\\cos x"),
    ("\\ln 4", "2\\ln 2"),
    ("\\ln(2)", "ln 2"),
    ("\\log_2 8", "3"),
    ("e^2", "\\exp(2)"),
    ("x = 4", "4"),
    ("x=2 or x=-2", "x = \\pm 2"),
    ("\\pm 2", "x = 2, x = -2"),
    ("\\{-2, 2\\}", "x = \\pm 2"),
    ("2, -2", "-2, 2"),
    ("x_1 = 2, x_2 = -2", "\\pm 2"),
    ("(1, 2)", "x = 1, y = 2"),
    ("x=1 and y=2", "(1,2)"),
    ("(x, y) = (1, 2)", "(1, 2)"),
    ("y = 2, x = 1", "x = 1, y = 2"),
    ("(1, 4)", "1 < x < 4"),
    ("x > 1", "(1, \\infty)"),
    ("x \\geq 0", "[0, \\infty)"),
    ("[0, +\\infty)", "[0, \\infty)"),
    ("x \\in [0, 4)", "0 \\leq x < 4"),
    ("x < -1 or x > 1", "(-\\infty, -1) \\cup (1, \\infty)"),
    ("4 > x > 1", "(1, 4)"),
    ("]1, 4[", "(1, 4)"),
    ("30^\\circ", "30"),
    ("30 degrees", "30°"),
    ("\\angle ABC = 30^\\circ", "30"),
    ("5\\text{ cm}", "5"),
    ("12\\pi \\text{ cm}^3", "12\\pi"),
    ("12π cm³", "12\\pi"),
    ("5 square units", "5"),
    ("\\sin 30^\\circ", "\\frac{1}{2}"),
    ("|-3|", "3"),
    ("1,250", "1250"),
    ("2^{10}", "1024"),
    ("5!", "120"),
    ("no solution", "\\emptyset"),
    ("There is no real solution", "no solution"),
    ("2x + 4y = 6", "x + 2y = 3"),
    ("y = 3 - x", "x + y = 3"),
]

DIFFERENT = [
    ("\\{y \\in \\mathbb{N} \\mid y \\ge 0\\}", "[0, \\infty)"),
    ("(-1 \\mid 2)", "(2, -1)"),
    ("x ≠ -5", "(-\\infty, 5) \\cup (5, \\infty)"),
    ("(-\\infty, 5] \\cup [5, \\infty)", "x \\neq 5"),
    ("\\mathbb{R}", "\\mathbb{R} \\setminus \\{3\\}"),
    ("[[2, 1], [0, 4]]", "\\begin{pmatrix} 2 & 0 \\\\ 1 & 4 \\end{pmatrix}"),
    ("(0, 1) ∪ (2, 3)", "(0,1) \\cup (2,4)"),
    ("4:3", "3:4"),
    ("2x = 5", "x = 5/2"),
    ("[[2, 0, 1, 4]]", "[[2, 0], [1, 4]]"),
    ("-\\begin{pmatrix} 3 \\\\ -1 \\end{pmatrix}", "(3, -1)"),
    ("3x < 9 \\Rightarrow x < 3", "3"),
    ("d = 2\\sqrt{5} \\approx 4.47", "4.47"),
    ("\\lim_{x \\to 1} f(x) = 2", "1"),
    ("1/3", "\\frac{1}{2}"),
    ("0.33", "\\frac{1}{3}"),
    ("3.14", "\\pi"),
    ("6", "6\\pi"),
    ("2\\pi", "4\\pi"),
    ("\\sqrt{3}", "\\sqrt{2}"),
    ("1.41", "\\sqrt{2}"),
    ("x+1", "x-1"),
    ("(x+1)^2", "x^2+1"),
    ("2x", "2y"),
    ("x = 2", "x = \\pm 2"),
    ("2, 3", "2"),
    ("(2, 1)", "(1, 2)"),
    ("x = 2, y = 1", "x = 1, y = 2"),
    ("[1, 4]", "(1, 4)"),
    ("(0, \\infty)", "[0, \\infty)"),
    ("x > 4", "(1, 4)"),
    ("-3", "3"),
    ("30", "60^\\circ"),
    ("\\ln 3", "\\ln 2"),
    ("no solution", "x = 3"),
    ("", "3"),
    ("banana", "3"),
    ("\\frac{1}{0}", "1"),
    ("2x + 4y = 5", "x + 2y = 3"),
    ("y = x + 1", "y = x - 1"),
]

READ = [
    ("$A = \\pi r^2 = 9\\pi$", "9\\pi"),
    ("$A = \\frac{1}{2}bh = \\frac12 \\cdot 6 \\cdot 4 = 12$ cm²", "12"),
    ("$$A = \\{1, 2\\}$$", "{1, 2}"),
    ("We factor: $x^2 + x = x(x + 1)$. Now both factors give a root: $x = 0$ or $x = -1$", "0, -1"),
    ("π (i.e. 180°)", "\\pi"),
    ("The period is 2π (or 360 degrees).", "2\\pi"),
    ("The area is 9 times pi.", "9\\pi"),
    ("All real numbers y with y ≥ 0.", "[0, \\infty)"),
    ("All real numbers greater than or equal to 0", "[0, \\infty)"),
    ("\\boxed{5}", "5"),
    ("Thus $$\\boxed{\\frac{1}{2}}$$", "1/2"),
    ("We get \\boxed{3}. Wait, the sign is wrong: \\boxed{-3}", "-3"),
    ("The answer is 2\\pi.", "2\\pi"),
    ("The answer is $x = 3$ or $x = -3$.", "\\pm 3"),
    ("The solutions are x = 3 and x = -3.", "\\pm 3"),
    ("So the slope is -1/2.", "-1/2"),
    ("Therefore, the area equals $4\\pi$ cm².", "4\\pi"),
    ("Area = πr² = π · 2² = 4π", "4\\pi"),
    ("The area is 4π square centimetres.", "4\\pi"),
    ("f'(x) = 3x^2 - 2", "3x^2-2"),
    ("The derivative is 3x^2 - 2, since the constant vanishes.", "3x^2-2"),
    ("The vertex is at (2, -1).", "(2,-1)"),
    ("The range is [0, ∞).", "[0, \\infty)"),
    ("y ≥ 0", "[0, \\infty)"),
    ("The range is all y with y ≥ 0.", "[0, \\infty)"),
    ("The angle measures 40°.", "40^\\circ"),
    ("x = 1 and y = 2", "(1, 2)"),
    ("答案是 $\\frac{1}{2}$。", "1/2"),
    ("所以面积是4π。", "4\\pi"),
    ("one half", "1/2"),
    ("The lines are parallel, so there is no solution.", "no solution"),
    ('{"answer": "\\\\frac{1}{2}"}', "1/2"),
    ("<answer>3\\sqrt{2}</answer>", "3\\sqrt{2}"),
    ("<think>5?</think>The answer is 6.", "6"),
    ("The integral evaluates to ln 2.", "\\ln 2"),
    ("Answer: ln(2)", "\\ln 2"),
    ("First, 2x = 6. Then x = 3.", "3"),
    ("Final answer: **3**", "3"),
    ("The probability is 3/10 = 0.3.", "3/10"),
    ("P = 3/5 · 2/4 = 6/20", "3/10"),
    ("The length is 5√2 cm.", "5\\sqrt{2}"),
    ("x is 5, not 3.", "5"),
    ("4 - 4x + x²", "(x-2)^2"),
    ("The domain is [1, 4], not (1, 4).", "[1, 4]"),
    ("The slope is not 2/3 as one may think. It is -2/3.", "-2/3"),
    ("The value isn't $\\frac{1}{2}$ but $\\frac{1}{3}$.", "1/3"),
    ("It is the square root of 18.", "3\\sqrt{2}"),
    ("x squared", "x^2"),
    ("The domain is all real numbers except -3.", "x \\neq -3"),
    ("Dividing by -2 turns the sign: $-2x > 6 \\implies x < -3$.", "x < -3"),
    ("By Pythagoras, d = \\sqrt{5^2 + 5^2} = 5\\sqrt{2}.", "5\\sqrt{2}"),
    ("det = 1·5 - 3·4 = -7", "-7"),
    ("The determinant is $-7$.", "-7"),
    ("The answer is \\(\\dfrac{x+1}{2}\\).", "(x+1)/2"),
    ("Let x = 0.222... Then 10x = 2.222..., so 9x = 2 and x = 2/9.", "2/9"),
    ("It is a linear equation. 3x - 1 = 5, so 3x = 6 and therefore x = 2.", "2"),
    ("Both sides are divided by 4. 4y = 8, thus y = 2.", "y = 2"),
    ("Put it in. The root is x = 2, so 2x = 4 as it should be.", "x = 2"),
    ("x = 2 and y = 3", "(2, 3)"),
    ("It's x = 2.", "2"),
]

UNREAD = [
    ("We complete the square: $x^2 + 6x + 5 = (x + 3)^2 - 4$. Now", "cut off"),
    ("First, $2x = 6$. Then", "cut off"),
    ("We factor: $x^2 + x = x(x + 1)$. Now we set", "cut off"),
    ("The area of a circle is pi times the radius squared.", "no answer found"),
    ("It is positive where its graph lies above the x-axis.", "no answer found"),
    ("", "empty"),
    ("It is not 4.", "no answer found"),
    ("It might be $\\frac{1}{2}$ or $\\frac{1}{3}$.", "several answers"),
    ("It is 2 or 3, depending on the sign.", "several answers"),
    ("Perhaps 2π, or 4π if the circle is meant.", "several answers"),
    ("I am not able to see the formula.", "refusal"),
    ("Use the formula for the area of a circle.", "no answer found"),
    ("The base times the height", "no answer found"),
    ("First compute the base area. It is then multiplied by the", "cut off"),
    ("Failed to obtain answer via API.", "error text of a failed call"),
    ("x^2 + x + x^2 + x + x^2 +", "cut off"),
    ("$x^2 + y^2 =$", "cut off"),
    ("I'm sorry, but no formula is visible in the picture.", "no answer found"),
    ("I've no idea.", "no answer found"),
    ("I’ll pass.", "no answer found"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_expressions_match(one: str, other: str) -> None:
    assert match(one, [other], QUESTION) == 1
    assert match(other, [one], QUESTION) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_expressions_do_not_match(one: str, other: str) -> None:
    assert match(one, [other], QUESTION) == 0


@pytest.mark.parametrize(("response", "gold"), READ)
def test_expression_is_read(response: str, gold: str) -> None:
    answer = extract(response, QUESTION).answer
    assert answer is not None
    assert match(answer, [gold], QUESTION) == 1


def test_values_on_lines_of_their_own_are_read_together() -> None:
    question = Question("Give the solution (x, y).")
    assert match(extract("x = 1\ny = 2", question).answer or "", ["(1, 2)"], question) == 1


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("A parabola with vertex $(h, k)$ has the equation $y = a(x-h)^2 + k$.", None),
        ("A parabola with vertex $(1, 2)$ has the equation $y = 3(x-1)^2 + 2$.", "y = 3(x-1)^2 + 2"),
        ("The vertex form is $y = a(x-h)^2 + k$. Here it is $y = 3(x-1)^2 + 2$.", "y = 3(x-1)^2 + 2"),
        ("It is $y = ax + b$.", "y = ax + b"),
    ],
)
def test_a_formula_of_all_things_of_a_kind_is_not_that_of_one(response: str, answer: str | None) -> None:
    assert extract(response, Question("Write the equation of the parabola shown.")).answer == answer


@pytest.mark.parametrize(("response", "reason"), UNREAD)
def test_no_answer_is_read(response: str, reason: str) -> None:
    found = extract(response, QUESTION)
    assert (found.answer, found.reason) == (None, reason)


HOSTILE = [
    "9**9**9**9",
    "9^{9^{9^{9}}}",
    "(" * 100_000,
    "\\frac{" * 50_000,
    "\\sqrt{" * 5_000 + "2" + "}" * 5_000,
    "1" * 1_000_000,
    "[" * 10_000_000,
    "170!!!!!",
    "1/0",
    "0^{-1}",
    "((1e999))",
    "__import__('os').system('true')",
    "x" * 100_000,
    "-" * 100_000 + "1",
    "1+" * 200_000 + "1",
    "\\boxed{" * 10_000,
    "\\begin{pmatrix}" * 1000,
    "2^{1000000}",
    "\\log_0 0",
    "{" * 300,
    "1," * 5_000,
    "±" * 1000,
    "|" * 1000,
    "=" * 10_000,
    "$" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]}…{len(text)}")
@pytest.mark.parametrize("name", list(EXTRACTORS))
def test_hostile_text_is_read_quickly(name: str, text: str) -> None:
    question = Question("What is it?", ("one", "two", "(3", "4") if name in ("choice", "answer") else ())

    def read() -> None:
        answer = EXTRACTORS[name](text, question).answer
        for matcher in MATCHERS.values():
            matcher(answer or text, ["3"], question)
            matcher(text, ["\\frac{1}{2}"], question)

    assert cpu_seconds(read, enough=4) <= 4
