"""What the rules of VLMEvalKit do that one would not guess; a defect of the peer is named as such."""

import math
from typing import Any

import pytest

from hyeval.records import Verdict
from hyeval.scoring.captions import common_length
from hyeval.scoring.rules import GroupRule, Judgement
from hyeval.scoring.vlmevalkit import RULES
from hyeval.scoring.vlmevalkit.grounding import in_pixels, read_box
from hyeval.scoring.vlmevalkit.latex import number_of
from hyeval.scoring.vlmevalkit.literals import arithmetic, list_of
from hyeval.scoring.vlmevalkit.mathematics import equal
from hyeval.scoring.vlmevalkit.multiple_choice import final_answer
from hyeval.scoring.vlmevalkit.options import infer
from hyeval.scoring.vlmevalkit.punctuation import without_punctuation
from hyeval.scoring.vlmevalkit.reasoning import read_choice, read_float
from hyeval.scoring.vlmevalkit.spreadsheet import CELL_LIMIT, read_back
from hyeval.scoring.vlmevalkit.video import first_capital
from hyeval.scoring.vlmevalkit.video_mmmu import read_choice as read_mmmu_choice
from hyeval.scoring.vlmevalkit.video_mmmu import read_open
from hyeval.scoring.vlmevalkit.vqa import edit_distance, normalised, roughly_equal, similarity
from hyeval.scoring.vlmevalkit.yes_no import read_answer
from tests.cost import cpu_seconds

ROW = {"question": "q", "A": "red car", "B": "blue bus", "C": "green bike", "D": "yellow boat", "answer": "B"}
DOCUMENT: dict[str, Any] = ROW | {
    "index": 1,
    "category": "x",
    "split": "s",
    "question_type": "yes_no",
    "Question_Type": "yes_no",
    "answer_type": "float",
    "choices": [],
    "options": ["1", "2"],
    "metadata": {"skills": ["s"], "task": "t", "subject": "s", "subfield": "f"},
    "subject": "s",
    "problem_version": "v",
    "ID": 1,
    "id": "1",
    "key": "2steps_1",
    "knowledge concept": "Area of Circles",
    "varid": 1,
    "knowledge_level": "l",
    "skill": "spatial",
    "capability": "ocr",
    "width": 640.0,
    "height": 480.0,
    "bbox_x1": 0.0,
    "bbox_y1": 0.0,
    "bbox_x2": 64.0,
    "bbox_y2": 48.0,
    "image_path": "i",
    "duration": "short",
    "domain": "Knowledge",
    "sub_category": "Law",
    "task_type": "Object Reasoning",
    "candidates": "['red car', 'blue bus']",
    "correct_choice": 1,
    "duration_group": 15,
    "question_category": "S2E",
    "l2-category": "color",
    "type": "text recognition en",
    "answers": ["B"],
    "number": 3,
    "lang": "DE",
    "source": "COCO",
}
"""Has what every rule asks of a document, but for these."""
OF_A_RULE: dict[str, dict[str, Any]] = {
    "charxiv_descriptive_val": {"qid": "2"},
    "charxiv_reasoning_val": {"inst_category": "2"},
    "chartqapro": {"Question Type": "Factoid", "Answer": ["B"], "Year": ["NO"]},
    "screenspot_v2": {
        "bbox": [0.1, 0.1, 0.2, 0.2], "image_width": 640, "image_height": 480, "platform": "Web", "data_type": "text",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("B", "B"),
        ("\\boxed{\\text{B}}", "B"),
        ("The one on the left is B.", "B"),
        ("B is what I see in it", None),  # the letter is not among the last four words
        ("A B", None),
        ("I cannot say. Z", "Z"),
        ("Cannot determine the answer", "Z"),
        ("Failed to obtain answer via API.", None),
        ("a blue BUS", "B"),
        ("a blue bus, or a red car", None),
        ("it is the blue bus " + "and so on " * 20, None),  # longer than twice all options
        ("The correct answer is **C**, for A and B are not.", "C"),
        ("The answer is A. No, wait: the answer is D.", "A"),
    ],
)
def test_options(response: str, letter: str | None) -> None:
    assert infer(response, {key: ROW[key] for key in "ABCD"}) == letter


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("The answer is broken in two or more parts, I am afraid", "B"),  # defect: the declared letter ends nowhere
        ("the answer is a red car that stands there", "A"),  # defect: the article is an option
        ("The answer is (B), not A or C.", None),  # defect: a bracket hides the declared letter
        ('"B"', None),  # defect: quotes stick to the letter
        ("<answer>B</answer>", None),  # defect: so do tags
        ("答案是B。", None),
    ],
)
def test_defects_of_options(response: str, letter: str | None) -> None:
    assert infer(response, {key: ROW[key] for key in "ABCD"}) == letter


def test_a_declared_letter_beyond_d_is_not_read() -> None:
    options = dict(zip("ABCDEFGH", "pqrstuvw", strict=True))
    assert infer("The answer is E. Wait, A? No. The answer is E.", options) is None


@pytest.mark.parametrize(
    ("answer", "response", "hit"),
    [
        ("8.4", "8.4 V", 1),
        ("8.4", "-8.4", 1),  # defect: the sign does not hurt
        ("Brazil", "Not Brazil but Argentina", 1),  # defect: nor does a negation
        ("12000", "12,000", 0),  # defect: thousands separators do
        ("N", "N", 0),  # defect: the answer passes for a letter
    ],
)
def test_open_questions_of_mmmu(answer: str, response: str, hit: int) -> None:
    assert RULES["mmmu_val"].score({"answer": answer}, response).values == {"hit": hit}


@pytest.mark.parametrize(
    ("response", "final"),
    [
        ("So.\nAnswer: C", "C"),
        ("Answer: A\nNo.\nAnswer: D", "D"),
        ("Answer: Blue bus", "B"),  # defect: a word is a letter
        ("**Answer: B**", "**Answer: B**"),  # defect: markdown hides the line
        ("Therefore, Answer: B", "Therefore, Answer: B"),
    ],
)
def test_final_answers(response: str, final: str) -> None:
    assert final_answer(response) == final


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("Yes, there is.", "Yes"),
        ("not yes", "Yes"),  # defect: a negation is not heard
        ("**Yes**", "Unknown"),  # defect: asterisks stick to the word
        ("yes and no", "Unknown"),
        ("Know", "Unknown"),
        ("", "Unknown"),
    ],
)
def test_yes_and_no(response: str, answer: str) -> None:
    assert read_answer(response) == answer


def test_mme_without_a_category_has_no_sum() -> None:
    verdict = RULES["mme"].score({"category": "OCR", "image_path": "i", "answer": "Yes"}, "yes")
    rating = RULES["mme"].aggregate([verdict, verdict])["rating"][0]
    assert rating["OCR"] == 200
    assert math.isnan(rating["perception"])


def test_naturalbench_leaves_out_an_incomplete_group() -> None:
    rule, document = RULES["naturalbench"], {"Question_Type": "multiple_choice"}
    verdicts = [rule.score(document, response) for response in ("A", "B", "b", "a dog", "A")]
    assert rule.aggregate(verdicts) == {"Q_Acc": 1, "I_Acc": 1, "Acc": 1, "G_Acc": 1}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Two dogs!", "2 dogs"),
        ("black/white", "black white"),
        ("black, white", "black white"),
        ("1,000 - a/b", "1000 ab"),  # defect: a comma between digits glues everything
        ("2.", "2."),  # defect: a period after a digit stays
        ("st.johns", "stjohns"),
        ("dont", "don't"),
        ("none", "0"),
        ("The shouldntve", "shouldntve"),
        ("shouldnt've", "shouldn't've"),
    ],
)
def test_normalisation(text: str, result: str) -> None:
    assert normalised(text) == result


def test_punctuation_is_replaced_by_a_blank_only_inside_a_word() -> None:
    assert without_punctuation("a-b") == "a b"
    assert without_punctuation("a- b") == "a b"


@pytest.mark.parametrize(
    ("one", "other"), [("kitten", "sitting"), ("", "abc"), ("abc", "abc"), ("May 12", "12 May 98")]
)
def test_a_pruned_similarity_is_the_full_one(one: str, other: str) -> None:
    full = 1 - edit_distance(one, other) / max(len(one), len(other))
    assert similarity(one, other) == pytest.approx(full if full >= 0.5 else 0.0)


@pytest.mark.parametrize(
    ("answer", "response", "right"),
    [
        ("62%", "0.62", True),
        ("62%", "62", False),
        ("0", "0.0", False),  # defect: an answer of 0 is a text
        ("1000", "1_000", True),  # defect: Python's notation counts
        ("1000", "1,000", False),
        ("5", "nan", False),
    ],
)
def test_relaxed_accuracy(answer: str, response: str, *, right: bool) -> None:
    assert roughly_equal(answer, response) is right


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("\\frac{3}{4}", "75%", True),
        ("1\\frac{1}{2}", "1.5", True),
        ("\\boxed{1,000}", "1000", True),
        ("2\\sqrt{3}", "\\boxed{2\\sqrt{3}}", False),  # defect: roots are equal only letter by letter
        ("2\\pi", "\\pi 2", False),  # defect: so is pi
        ("(2,3)", "\\boxed{(2,3)}", False),  # defect: so are pairs
        ("1", "2^3", True),  # defect: Python's exclusive or
        ("5", "2(3)", True),  # defect: a product is read as a mixed number
        ("(A)", "\\frac{3}{4}", True),  # defect: the peer's own variable, which holds the answer
        ("\\boxed{\\text{A}}", "12", True),
        ("A.", "12", False),
        ("A", "2\\sqrt{3}", False),
        ("12", "B", True),  # defect: the variable that holds the response
        ("12", "A", False),
        ("1000000", "１００００００", False),
    ],
)
def test_equality(one: str, other: str, *, same: bool) -> None:
    assert equal(one, other) is same


@pytest.mark.parametrize(("response", "hit"), [("4", True), ("04", True), ("4.0", False), ("four", False)])
def test_integers_of_mathvista(response: str, *, hit: bool) -> None:
    document = DOCUMENT | {"question_type": "free_form", "answer_type": "integer", "answer": "4"}
    verdict = RULES["mathvista_testmini_format"].score(document, response)
    assert verdict.values == {"hit": hit}
    assert verdict.record["prefetched"] is hit


def test_a_correct_zero_of_mathvista_is_asked_of_the_judge() -> None:
    document = DOCUMENT | {"question_type": "free_form", "answer_type": "integer", "answer": "0"}
    rule = RULES["mathvista_testmini_format"]
    assert rule.score(document, "0").values == {"hit": False}  # defect: nobody was asked
    assert rule.score(document, "0", judge={"reply": "0"}).values == {"hit": True}


@pytest.mark.parametrize(
    ("reply", "hit"), [("DA", 1), ("AD", 1), ("A, D", 0), ("da", 0), ("Failed to obtain answer via API.", 0), ("", 0)]
)
def test_logicvista_hears_capitals_only(reply: str, hit: int) -> None:
    verdict = RULES["logicvista_reasoning"].score({"answer": "A, D"}, "both", judge={"reply": reply})
    assert verdict.values == {"hit": hit}


@pytest.mark.parametrize(
    ("answer", "reply", "hit"),
    [("d, A", "AD", 1), ("AD", "DA", 1), ("DA", "DA", 0), ("A,D", "AD", 0), ("A , D", "DA", 0), ("B, ", "B", 1)],
)
def test_answers_of_logicvista_are_parted_by_a_comma_and_a_blank(answer: str, reply: str, hit: int) -> None:
    verdict = RULES["logicvista_reasoning"].score({"answer": answer}, "both", judge={"reply": reply})
    assert verdict.values == {"hit": hit}


def test_short_answers_of_dynamath() -> None:
    text = DOCUMENT | {"answer_type": "text", "answer": "5x + 2"}
    rule = RULES["dynamath_reasoning"]
    assert rule.score(text, '{"short answer": "5"}').values == {"correct": True}  # defect: a part of the answer
    assert rule.score(text, '{"short answer": 5}').values == {"correct": False}  # an error of the peer
    assert read_float("-½") is None
    assert read_float("2π") == pytest.approx(2 * math.pi)
    assert read_choice("Option b") == "B"
    assert read_choice("Option (a) because") is None  # defect: any letter anywhere counts


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("<box>[[1, 2, 3, 4]]</box>", (1, 2, 3, 4)),
        ("1. It is at [100, 100, 300, 300]", (100, 100, 300, 300)),
        ("x1=100, y1=50, x2=300", (1, 100, 1, 50)),  # defect: digits of names count
        ("[1, 2, 3]", None),
    ],
)
def test_boxes(text: str, box: tuple[float, ...] | None) -> None:
    assert read_box(text) == box


def test_the_scale_of_a_box_is_told_by_its_largest_number() -> None:
    assert in_pixels((0.1, 0.1, 0.3, 0.3), 640, 480) == pytest.approx((64, 48, 192, 144))
    assert in_pixels((64, 48, 192, 144), 640, 480) == pytest.approx((40.96, 23.04, 122.88, 69.12))  # defect: in pixels
    assert in_pixels((2000, 480, -5, 0), 640, 480) == pytest.approx((0, 0, 640, 480))


def test_common_subsequences() -> None:
    assert common_length(["a", "b", "c", "a", "b"], ["c", "a", "b", "x", "b"]) == 3
    assert common_length([], ["a"]) == common_length(["a"], []) == 0


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("The answer is: D", "D"),
        ("Best option: A", "B"),  # defect: a missing comma of the peer leaves `Best` in place
        ("Not C, rather B.", "C"),
        ("after all", ""),
    ],
)
def test_first_capitals(response: str, letter: str) -> None:
    assert first_capital(response, "ABCD") == letter


@pytest.mark.parametrize("response", ["", " ", ".", "\u3000"])
def test_mvbench_credits_empty_words(response: str) -> None:
    """A defect: an empty word is a part of everything, and a score that is missing is not 0."""
    document = {"answer": "blue bus", "candidates": "['red car', 'blue bus']", "task_type": "t"}
    verdict = RULES["mvbench"].score(document, response)
    assert RULES["mvbench"].aggregate([verdict])["rating"]["t"] == [1, 1, "100.00%"]


def test_video_mmmu() -> None:
    options = {"A": "F1", "B": "F2"}
    assert read_mmmu_choice("Both A and B.", options) == "B"
    assert read_mmmu_choice("NASA rocket", options) == "A"  # defect: the end of a word
    assert read_mmmu_choice("(b)", options) == "No Answere Found"
    assert read_open("The total is 42 units") == ["42 units", 42.0]
    perception = {"question_type": "perception", "options": ["x", "y"], "answer": "B"}
    assert RULES["video_mmmu"].score(perception, "B").values == {"correct": 0.0}  # defect: never right
    assert RULES["video_mmmu"].score(perception, " ").values == {"excluded": 1}  # defect: leaves the denominator


def test_a_cell_of_a_spreadsheet() -> None:
    assert read_back("") == read_back("None") == read_back("N/A") == "nan"
    assert read_back(" ") == " "
    assert len(read_back("x" * 10**6)) == CELL_LIMIT
    assert read_back("= B") == read_back("{=B}") == "0"  # a formula that nothing computes
    assert (read_back("B\r\n"), read_back("\x0b"), read_back("a\tb")) == ("B_x000D_\n", "_x000B_", "a\tb")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("mailto:x@y", "x@y"),
        ("mailto:a mailto:b", "a mailto:b"),
        ("mailto:", "nan"),
        ("internal:x y", "x y"),
        ("internal:=5", "=5"),
        ("external:None", "nan"),
        ("external:a/b\\c", "a\\b\\c"),
        ("file:///c:/x", "c:\\x"),
        ("http://a b", "http://a b"),
        ("http://" + "a" * 2072, "http://" + "a" * 2072),
        ("http://" + "a" * 2073, "nan"),
        ("http://a#" + "b" * 2080, "nan"),
        (" mailto:x@y", " mailto:x@y"),
    ],
)
def test_links_in_the_spreadsheet(text: str, seen: str) -> None:
    """As XlsxWriter 3.3.1 writes and pandas reads them."""
    assert read_back(text) == seen


@pytest.mark.parametrize(
    ("response", "answer", "reply", "right"),
    [
        ("5\r", "5", "0 ", False),  # its code stays behind the number
        ("5\r", "5", "\n1", True),
        ("=5?", "=5", "", True),  # both are formulas without a value
        ("0", "=5", "0", True),
        ("", "None", "", True),
        ("", "5", "1.0", False),
        (" A ", "A", "", True),
        ("AB = 5", "5", "Judgement: 1", False),
    ],
)
def test_mathverse_compares_what_the_spreadsheet_holds(response: str, answer: str, reply: str, right: bool) -> None:
    document = DOCUMENT | {"answer": answer}
    verdict = RULES["mathverse_testmini"].score(document, response, judge={"reply": reply})
    assert verdict.values == {"score": right}


@pytest.mark.parametrize(("response", "read"), [("Yes", 1), ("= No", -1), ("no\r\n yes", 1), ("yes\r", -1), ("", -1)])
def test_naturalbench_reads_what_the_spreadsheet_holds(response: str, read: int) -> None:
    assert RULES["naturalbench"].score(DOCUMENT, response).parsed == read


@pytest.mark.parametrize(
    ("name", "document", "response", "value"),
    [
        ("mmstar", ROW, "= B", 0),
        ("mmstar", ROW, "B\r\n", 0),
        ("mmstar", ROW | {"A": "None", "B": "x"}, "A or B", 1),  # defect: the option `None` is none
        ("mmstar", ROW | {"A": "2", "B": "3", "C": "4", "D": None}, "  57.593  ", 0),  # too long with its blanks
        ("mmmu_val", {"answer": "red "}, "Answer is red ", 1),
        ("chartqa", {"answer": "0"}, "= yes", 1),
        ("docvqa_val", {"answer": "['May 12, 1998']"}, "May  12,  1996", 1 - 1 / 14),
        ("docvqa_val", {"answer": "['A']"}, "\nB", 0.5),  # defect: blanks raise the score
        ("mvbench", {"answer": "a", "candidates": "['a', 'A', 'c']", "task_type": "t"}, "maybe A", 0),
        ("mvbench", {"answer": "5", "candidates": "['3', '4', '5']", "task_type": "t"}, " no", 0),
    ],
)
def test_rows_as_the_spreadsheet_gives_them(name: str, document: dict[str, Any], response: str, value: float) -> None:
    """The values are those of the peer's own functions."""
    (found,) = RULES[name].score(document, response).values.values()
    assert found == pytest.approx(value)


def test_an_empty_reply_of_a_judge_is_read_back_too() -> None:
    """A defect: the text `nan` then holds the option `a`."""
    document = {"question_type": "multi_choice", "answer_type": "text", "choices": ["h", "x", "y", "a"], "answer": "a"}
    judge, names = {"reply": ""}, {"metadata": {"skills": ["s"], "task": "t"}}
    assert RULES["mathvista_testmini_format"].score(document | names, "04", judge=judge).values == {"hit": True}


def test_an_open_answer_of_video_mmmu_ends_without_its_period() -> None:
    assert read_open("B.") == [" b", "b "]
    assert read_open("...") == [""]


def test_a_list_in_a_cell() -> None:
    assert list_of("['a', 'b']") == ["a", "b"]
    assert list_of("[a, b]") == ["[a, b]"]
    assert list_of("[" * 10_000) == ["[" * 10_000]


@pytest.mark.parametrize("text", ["9**9**9**9", "2**10**10", "1" * 300, "(" * 200, "__import__('os')"])
def test_arithmetic_ends(text: str) -> None:
    assert arithmetic(text) is None


@pytest.mark.parametrize(
    "text", ["9^{9^{9^{9}}}", "\\boxed{" * 30, "(" * 250, "{" * 250, "0^{-1}", "1/0", "\\frac{1}{0}"]
)
def test_latex_ends(text: str) -> None:
    assert number_of(text) is None


HOSTILE = [
    "",
    " ",
    "\x00\ud800",
    "[" * 10**6,
    "{" * 10**6,
    "(" * 10**6,
    "\\boxed{" * 10**5,
    "\\frac" * 10**5,
    "9" * 10**6,
    "[" + "9" * 10**5,
    "1,234" * 10**5,
    "9**9**9**9",
    "A " * 10**6,
    "answer is " * 10**5,
    "yes no " * 10**5,
    " " * 10**6,
    ". " * 10**6,
    "= so is " * 10**5,
    '{"short answer": ' + "[" * 10**5 + "}",
    "[1, " * 10**5,
    "-" * 10**6,
    "nan",
    "inf",
    "²",
]


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_response_breaks_a_rule(name: str) -> None:
    rule, document = RULES[name], DOCUMENT | OF_A_RULE.get(name, {})
    for response in HOSTILE:
        judge: Judgement = {"reply": response}

        def judged(response: str = response, judge: Judgement = judge) -> None:
            assert isinstance(rule.score(document, response, judge=judge), Verdict)

        assert cpu_seconds(judged, enough=1) <= 1, response[:20]
    verdicts = [rule.score(document, response) for response in ("A", "", "yes", "[1, 2, 3, 4]")]
    assert rule.aggregate(verdicts)


@pytest.mark.parametrize(
    ("others", "response", "parsed"),
    [
        ([{"A": "Left", "B": "Right"}], "55", "Z"),  # a gap: the column is one of decimals
        ([{"A": "Left", "B": "Right"}], "It is 55.0", "D"),
        ([{"A": "Left", "B": "Right"}], "D", "D"),
        ([{"A": "Left", "B": "Right", "D": "Straight"}, {"A": "Left", "B": "Right"}], "55", "D"),  # other text
        ([{"A": "1", "B": "2", "D": "3"}], "55", "D"),  # no gap
        ([{"A": "1", "B": "2", "D": "3.5"}], "55", "Z"),  # a decimal: so are all
        ([{"A": "1", "B": "2", "D": "1e3"}], "55.0", "D"),
        ([{"A": "1", "B": "2", "D": "1,000"}], "55", "D"),  # no number as pandas reads it
        ([], "55", "D"),
    ],
)
def test_a_column_of_numbers_is_read_as_such(others: list[dict[str, str]], response: str, parsed: str) -> None:
    rule = RULES["realworldqa"]
    first = rule.score({"A": "25", "B": "35", "D": "55", "answer": "D"}, response)
    assert isinstance(rule, GroupRule)
    rows = [first, *(rule.score({**row, "answer": "A"}, "A") for row in others)]
    whole = rule.with_groups(rows)
    assert (whole[0].parsed, whole[0].values["hit"]) == (parsed, int(parsed == "D"))
    hits = [one.values["hit"] for one in whole]
    assert rule.aggregate(rows)["report_acc"][0]["Overall"] == pytest.approx(sum(hits) / len(hits))


@pytest.mark.parametrize(("response", "parsed"), [("7", "C"), ("007", "C"), ("0.5", "B"), (".5", "Z")])
def test_numbers_of_mmmu_lose_how_they_are_written(response: str, parsed: str) -> None:
    rule = RULES["mmmu_val"]
    assert isinstance(rule, GroupRule)
    rows = [
        rule.score({"A": "2", "B": ".5", "C": "007", "answer": "C"}, response),
        rule.score({"A": "x", "B": "3", "C": "9", "answer": "A"}, "A"),
    ]
    assert rule.with_groups(rows)[0].parsed == parsed
