"""OCRBench v2: every kind of question by a table of responses, and the means that the authors and others print."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from hyeval.scoring.lmms_eval import RULES as LMMS_RULES
from hyeval.scoring.ocrbench_v2 import CHINESE, ENGLISH, OcrBenchV2
from hyeval.scoring.ocrbench_v2.structures import html_of_markdown
from hyeval.scoring.ocrbench_v2.transcripts import words_of
from hyeval.scoring.ocrbench_v2.trees import Tree, tree_distance
from hyeval.scoring.vlmevalkit import RULES as KIT_RULES
from tests.cost import cpu_seconds

TABLE = "<table><tr><td>a</td><td>bb</td></tr><tr><td>c</td><td>d</td></tr></table>"
LISTED = "<table><tr><td><ul><li>a<li>b</ul></td></tr></table>"
MARKDOWN = "| a | bb |\n|---|---|\n| c | d |"
LONG = "one two three four five six"
FENCED = '```json\n{"name": "Ann", "age": 7}\n```'
GOLD_FIELDS = '{"name": ["Ann", "Anne"], "age": "7"}'
SPOTS = {"bbox_list": [[0, 0, 100, 0, 100, 50, 0, 50], [0, 100, 50, 150]], "content": ["Hello,", "###"]}
POEM = "the cat sat on the mat"


def score(kind: str, response: str, answers: list[str], **row: Any) -> float:
    document: Mapping[str, Any] = {"type": kind, "answers": answers, "question": "", "eval": "None", **row}
    return OcrBenchV2().score(document, response).values["score"]


@pytest.mark.parametrize(
    ("kind", "response", "answers", "row", "value"),
    [
        # text: a short answer is a part of the response, a long one is nearly it
        ("text recognition en", "It says CENTRE.", ["centre"], {}, 1),
        ("text recognition en", "cent", ["centre"], {}, 0),
        ("text recognition en", "it says centre", ["CENTRE"], {"eval": "case sensitive"}, 0),
        ("cognition VQA en", LONG[:-1], [LONG], {}, 26 / 27),
        ("cognition VQA en", "one two", [LONG], {}, 0),
        ("math QA en", "(B).", ["B"], {"eval": "multiple choice"}, 1),
        ("math QA en", "It is B", ["B"], {"eval": "multiple choice"}, 0),
        ("cognition VQA cn", "答案是 北 京", ["北京"], {}, 1),
        ("reasoning VQA cn", "甲,乙,丙,丁", ["甲,乙,丙,戊"], {}, 6 / 7),
        ("handwritten answer extraction cn", "选 A、C", ["AC"], {}, 1),
        ("handwritten answer extraction cn", "A或C", ["AC"], {}, 0),
        # counts and formulas
        ("text counting en", "There are 12 of them", ["12"], {"eval": "exact match"}, 1),
        ("text counting en", "about 9", ["12"], {"eval": "regression"}, 0.75),
        ("text counting en", "6", ["12"], {"eval": "regression"}, 0),
        ("text counting en", "24", ["12"], {"eval": "regression"}, 0),
        ("text counting en", "0", ["12"], {"eval": "regression"}, 0),
        ("text counting en", "many", ["12"], {"eval": "regression"}, 0),
        ("formula recognition en", "$x ^ 2 + 1$", ["x^2 +1"], {}, 1),
        ("formula recognition en", "X^2", ["x^2"], {}, 0),
        ("formula recognition cn", r"\text{速度} v", ["速度v"], {}, 1),
        # tables and charts
        ("table parsing en", f"Here: {TABLE}", [TABLE], {"question": "Give HTML."}, 1),
        ("table parsing en", TABLE.replace("bb", "bc"), [TABLE], {"question": "Give HTML."}, 1 - 0.5 / 6),
        ("table parsing en", TABLE.replace("<td>d</td>", ""), [TABLE], {"question": "Give HTML."}, 1 - 1 / 6),
        ("table parsing en", "no table", [TABLE], {"question": "Give HTML."}, 0),
        ("table parsing en", f"<body><div>{TABLE}</div></body>", [TABLE], {"question": "Give HTML."}, 0),
        ("table parsing en", TABLE.replace("<td>", '<td rowspan="">', 1), [TABLE], {"question": "Give HTML."}, 0),
        ("table parsing en", TABLE.replace("<td>", "<td rowspan=1 rowspan=2>", 1), [TABLE], {"question": "HTML"}, 1),
        ("table parsing cn", LISTED, [LISTED.replace("<li>b", "</li><li>b</li>")], {}, 1),
        ("table parsing cn", "<table><tr><td><p>a<p>b", ["<table><tr><td><p>a</p><p>b</p>"], {}, 1),
        ("table parsing en", MARKDOWN, [MARKDOWN], {"question": "As Markdown."}, 1),
        ("table parsing en", f"```markdown\n{MARKDOWN}\n```", [MARKDOWN], {"question": "As Markdown."}, 1),
        ("table parsing cn", TABLE, [TABLE], {"question": "解析"}, 1),
        ("chart parsing en", '```python\ndata = {"a": {"x": 1}}  # so\n```', ["{'a': {'x': 1}}"], {}, 1),
        ("chart parsing en", "{'a': 1, 'b': 2}", ["{'a': 1}"], {}, 1 - 3 / 6),
        ("chart parsing en", "none", ["{'a': 1}"], {}, 0),
        # documents: only what is a heading, a line or blank
        ("document parsing en", "# Other\nwords", ["# Title\ntext"], {}, 1),
        ("document parsing en", "# Title", ["# Title\ntext"], {}, 3 / 4),
        ("document parsing cn", "", ["# 题\n文"], {}, 1 / 2),
        ("document parsing en", "# A\n\n# B\n# A\nB\n# C\n\nz", ["# A\n\n# B\n# A\nB\n# B\n\nz"], {}, 1 / 2),
        # fields
        ("key information extraction en", FENCED, [GOLD_FIELDS], {}, 1),
        ("key information extraction en", '{"name": "anne"}', [GOLD_FIELDS], {}, 0.5),
        ("key information mapping en", 'name: "Ann", age = 7, city: Rome', [GOLD_FIELDS], {}, 2 / 3),
        ("key information extraction cn", "{'姓名': ' 李 雷 '}", ["{'姓名': '李雷'}"], {}, 1),
        ("key information extraction en", "[1, 2]", [GOLD_FIELDS], {}, 0),
        ("key information extraction en", "", ["{"], {}, 0),
        ("key information extraction en", '{{"a": "1"}}', ['{"a": "1"}'], {}, 0),  # the authors' code stops
        ("key information extraction en", '{"b": "1"}', ['{"a": [], "b": "1"}'], {}, 0),
        # places
        (
            "VQA with position en",
            '{"answer": "Rome", "bbox": [0, 0, 10, 10]}',
            ["rome"],
            {"bbox": [0, 0, 10, 20]},
            0.75,
        ),
        ("VQA with position en", '{"bbox": "here"}', ["rome"], {"bbox": [0, 0, 10, 20]}, 0),
        ("text grounding en", "(0, 0, 10, 10) or rather [0, 0, 10, 20]", ["0", "0", "10", "20"], {}, 1),
        ("text grounding en", "[0, 0, 10, 1001]", ["0", "0", "10", "20"], {}, 0),
        ("text grounding en", "here", ["1"], {}, 0),
        ("text grounding en", "(00000, 0, 10, 20)", ["0", "0", "10", "20"], {}, 1),
        ("text spotting en", "[[0, 0, 100, 50, 'hello']]", [], SPOTS, 1),
        ("text spotting en", "(0, 0, 100, 50, HELLO) (500, 500, 600, 600, x)", [], SPOTS, 2 / 3),
        ("text spotting en", "[[0, 0, 100, 50, 'help']]", [], SPOTS, 0),
        ("text spotting en", "[[0, 0, 100, 50, 'hello,'], [0, 100, 50, 150, 'what']]", [], SPOTS, 1),
        ("text spotting en", "[[0, 0, 100, 20, 'hello,']]", [], SPOTS, 0),
        ("text spotting en", "nothing", [], SPOTS, 0),
        ("text spotting en", "[[0, 0, 100, 50, 'hel\\rlo']]", [], SPOTS, 1),
        # whole texts
        ("full-page OCR en", "", [POEM], {}, 0),
    ],
)
def test_every_kind_has_a_score_of_its_own(
    kind: str, response: str, answers: list[str], row: dict[str, Any], value: float
) -> None:
    assert score(kind, response, answers, **row) == pytest.approx(value)


def test_a_whole_text_is_the_mean_of_four_measures() -> None:
    """BLEU 1, METEOR with one chunk of six words, F1 1, no edits."""
    meteor = 1 - 0.5 * (1 / 6) ** 3
    assert score("full-page OCR en", POEM, [POEM]) == pytest.approx((1 + meteor + 1 + 1) / 4)
    other = score("fine-grained text recognition en", "a dog", [POEM])
    assert other == pytest.approx((1 - 19 / 22) / 4)


def test_words_with_one_stem_are_the_same_and_synonyms_are_not() -> None:
    stem = score("full-page OCR en", "cats", ["cat"])
    assert stem == pytest.approx((0 + 0.5 + 0 + 0.75) / 4, abs=1e-6)  # one chunk of one word: METEOR is a half
    assert score("full-page OCR en", "big", ["large"]) == pytest.approx((0 + 0 + 0 + 1 - 4 / 5) / 4)


def test_chinese_words_are_told_apart() -> None:
    assert words_of("我来到北京", "x")[0] == ["我", "来到", "北京"]
    assert score("text translation cn", "我来到北京", ["我来到北京"]) > 0.7
    essay = score("handwritten answer extraction cn", "我来到北京", ["我来到北京"], question="简答题")
    assert essay == score("full-page OCR cn", "我来到北京", ["我来到北京"])


def test_means_are_taken_over_abilities_that_were_asked() -> None:
    rule = OcrBenchV2()
    rows = [
        ({"type": "text recognition en", "answers": ["a"]}, "a"),
        ({"type": "full-page OCR en", "answers": ["a"]}, ""),
        ({"type": "text grounding en", "answers": ["0", "0", "1", "1"]}, "[0,0,1,1]"),
        ({"type": "cognition VQA cn", "answers": ["a"]}, "b"),
        ({"type": "text translation cn", "answers": [""]}, "x"),  # nothing to compare with
    ]
    assert rule.aggregate([rule.score(document, response) for document, response in rows]) == {
        "english": {"text_recognition": 0.5, "text_detection": 1, "overall": 0.75},
        "chinese": {"visual_text_understanding": 0, "overall": 0},
    }
    assert rule.aggregate([]) == {"english": {}, "chinese": {}}


def test_lmms_eval_takes_the_mean_over_questions() -> None:
    rule = LMMS_RULES["ocrbench_v2"]
    rows = [
        ({"type": "text recognition en", "answers": ["a"]}, "a"),
        ({"type": "full-page OCR en", "answers": ["a"]}, ""),
        ({"type": "math QA en", "answers": ["a"]}, "a"),
        ({"type": "reasoning VQA cn", "answers": ["a"]}, "a"),
        ({"type": "text translation cn", "answers": [""]}, "x"),  # nothing to compare with
    ]
    assert rule.aggregate([rule.score(document, response) for document, response in rows]) == {
        "ocrbench_v2_accuracy": pytest.approx(3 / 5),
        "ocrbench_v2_accuracy_en": pytest.approx(2 / 3),
        "ocrbench_v2_accuracy_cn": 0.5,
    }
    assert rule.aggregate([])["ocrbench_v2_accuracy"] == 0


@pytest.mark.parametrize(
    ("kind", "response", "answer", "value"),
    [
        ("document parsing en", "\ntext\n", "text", 1),
        ("full-page OCR en", " a dog\n", POEM, (1 - 19 / 22) / 4),
        ("full-page OCR en", " \n", POEM, 0),
    ],
)
def test_lmms_eval_removes_the_blanks_around_a_response(kind: str, response: str, answer: str, value: float) -> None:
    verdict = LMMS_RULES["ocrbench_v2"].score({"type": kind, "answers": [answer]}, response)
    assert verdict.values["score"] == pytest.approx(value)


def test_vlmevalkit_reads_a_spreadsheet() -> None:
    rule = KIT_RULES["ocrbench_v2"]
    empty = {"type": "text translation cn", "answers": [""]}
    rows = [
        ({"type": "text recognition en", "answers": ["na"]}, "NA"),  # a missing value, and so empty
        ({"type": "text recognition en", "answers": ["none"]}, "it is None"),
        ({"type": "text recognition en", "answers": ["b"]}, "a" * 32_767 + "b"),  # beyond the cell
        ({"type": "reasoning VQA cn", "answers": ["a"]}, "a"),
        (empty, "x"),  # left out
        (empty, ""),  # not left out
    ]
    assert rule.aggregate([rule.score(document, response) for document, response in rows]) == {
        "en_text_recognition": pytest.approx(1 / 3),
        "English Overall Score": pytest.approx(1 / 3),
        "cn_knowledge_reasoning": 0.5,
        "Chinese Overall Score": 0.5,
    }
    assert rule.aggregate([]) == {}


def test_there_are_thirty_kinds() -> None:
    kinds = [kind for abilities in (ENGLISH, CHINESE) for group in abilities.values() for kind in group]
    assert len(kinds) == len(set(kinds)) == 30
    row = {"question": "", "bbox": [0, 0, 1, 1], **SPOTS}
    assert all(0 <= score(kind, "x", ["{'a': 1}"], **row) <= 1 for kind in kinds)


def test_a_missing_package_is_named_before_anything_is_scored() -> None:
    program = """if True:
        import sys
        sys.modules["nltk"] = None  # as if it were not installed
        from hyeval.errors import MissingResource
        from hyeval.scoring.scorer import Scoring
        try:
            Scoring(rule="official.ocrbench_v2").require_packages()
        except MissingResource as error:
            print(error)
    """
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout == "OCRBench v2 needs nltk. Install it with: pip install 'hyeval[ocrbench]'\n"


def test_a_markdown_table_loses_its_rule_and_its_fence() -> None:
    assert html_of_markdown("| a | |\n|---|---|\n|b|  |") == (
        "<html><body><table><tr><td>a</td><td> </td></tr><tr><td>b</td><td> </td></tr></table></body></html>"
    )


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (Tree("a"), Tree("a"), 0), (Tree("a"), Tree("b"), 1),
        (Tree("f", [Tree("d", [Tree("a"), Tree("c", [Tree("b")])]), Tree("e")]),
         Tree("f", [Tree("c", [Tree("d", [Tree("a"), Tree("b")])]), Tree("e")]), 2),  # the example of the paper
        (Tree("a", [Tree("b"), Tree("c")]), Tree("a", [Tree("c"), Tree("b")]), 2),
    ],
)  # fmt: skip
def test_trees_differ_by_the_fewest_changes(one: Tree[str], other: Tree[str], distance: float) -> None:
    assert tree_distance(one, other, change=lambda a, b: float(a != b), add=lambda _: 1) == distance


HOSTILE = {
    "brackets": "[" * 100_000, "boxes": "[1,2,3,4,a]" * 20_000, "tags": "<table><tr><td>" * 20_000,
    "rows": "<table>" + "<tr><td>1" * 20_000, "lines": "# a\nb\n" * 50_000, "fences": "```\n" * 30_000,
    "blanks": "{" + " " * 100_000, "words": "a " * 200_000, "digits": "1" * 100_000, "comment": "<!" * 50_000,
    "dictionary": "{'a': " * 50_000, "chinese": "汉" * 100_000, "surrogate": "\ud800\x00",
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_responses_cost_little(hostile: str) -> None:
    row = {"question": "html", "bbox": [0, 0, 1, 1], **SPOTS}
    score("full-page OCR cn", "北京", ["北京"])  # the dictionary that is loaded on the first call is not counted
    for kind in (kind for abilities in (ENGLISH, CHINESE) for group in abilities.values() for kind in group):

        def judged(kind: str = kind) -> None:
            assert not math.isnan(score(kind, HOSTILE[hostile], ["{'a': 'b c d e f g'}\n# x\ny"], **row))

        assert cpu_seconds(judged, enough=5) <= 5, kind
