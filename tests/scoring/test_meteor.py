"""METEOR: the formula over counts, and the program that counts."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from bench.golden import compare

from hyeval.errors import MissingResource
from hyeval.scoring.lmms_eval.caption_sets import Caption
from hyeval.scoring.meteor import ARCHIVE, PACKAGE, Meteor, MeteorError, score
from hyeval.scoring.scorer import Scoring
from tests.end_to_end.runs import Workspace
from tests.fixtures.make_fixtures import make

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
PROGRAM = """\
#!{python}
import sys
lines = sys.stdin.buffer.read().decode().splitlines()
{body}
"""


def program(folder: Path, body: str) -> Meteor:
    """A program in place of Java that is given the same and says what it is told to."""
    folder.mkdir()
    (folder / ARCHIVE).touch()
    java = folder / "java"
    java.write_text(PROGRAM.format(python=sys.executable, body=body), encoding="utf-8")
    java.chmod(0o755)
    return Meteor(folder, str(java))


def counts(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


def row(length: int, other: int, exact: int, chunks: int) -> np.ndarray:
    """Counts of content words alone, of which so many are the same."""
    return counts(length, other, 0, 0, exact, exact, *[0] * 14, chunks, exact, exact)


def test_the_formula() -> None:
    assert score(row(4, 4, 0, 0)) == 0
    assert score(row(4, 4, 4, 0)) == pytest.approx(1)
    # precision 1, recall 1/2, two fragments of one word each
    assert score(row(2, 4, 2, 2)) == pytest.approx(1 / (0.15 / 1 + 0.85 / 0.5) * (1 - 0.6 * 1**0.2))
    # of three words one is a function word; a synonym counts four fifths
    synonym = counts(3, 3, 1, 1, *[0] * 8, 2, 2, 0, 0, *[0] * 4, 1, 2, 2)
    share = 0.75 * 2 * 0.8 / (0.75 * 2 + 0.25)
    assert score(synonym) == pytest.approx(share * (1 - 0.6 * 0.5**0.2))


def test_the_same_sentence_has_no_fragments_also_in_a_sum(tmp_path: Path) -> None:
    answers = ["4 4 0 0 4 4 " + "0 " * 14 + "1 4 4", "2 4 0 0 2 2 " + "0 " * 14 + "2 2 2"]
    meteor = program(tmp_path / "x", f"print({answers[0]!r}); print({answers[1]!r})")
    found = meteor.counts(["a b c d", "a b"], [["a b c d"], ["b x a y"]])
    assert list(found[:, 20]) == [0, 2]
    assert score(found[0]) == pytest.approx(1)
    assert score(found.sum(axis=0)) == pytest.approx(1 / (0.15 / 1 + 0.85 / 0.75) * (1 - 0.6 * (2 / 6) ** 0.2))


def test_the_program_is_asked_as_the_caption_evaluation_asks_it(tmp_path: Path) -> None:
    body = "import pathlib\npathlib.Path('seen').write_text(repr((sys.argv[1:], lines)), encoding='utf-8')\n"
    meteor = program(tmp_path / "x", body + "print('1 ' * 23)")
    meteor.counts(["ein hund größer |||"], [["one", "two words"]])
    seen = (tmp_path / "x" / "seen").read_text(encoding="utf-8")
    options = ["-Dfile.encoding=UTF-8", "-Xmx2G", "-jar", ARCHIVE, "-", "-", "-stdio", "-l", "en", "-norm"]
    assert seen == repr((options, ["SCORE ||| one ||| two words ||| ein hund größer "]))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("sys.exit('out of memory')", "ended with code 1: out of memory"),
        ("print('1 2 3')", "answered 1 times to 2 captions, or not in numbers"),
        ("print('1 ' * 23)", "answered 1 times to 2 captions, or not in numbers"),
        ("print('x ' * 23); print('x ' * 23)", "answered 2 times to 2 captions, or not in numbers"),
    ],
)
def test_what_the_program_does_wrong_is_told(tmp_path: Path, body: str, problem: str) -> None:
    with pytest.raises(MeteorError, match=problem):
        program(tmp_path / "x", body).counts(["a", "b"], [["a"], ["b"]])


def test_nothing_is_asked_of_no_captions(tmp_path: Path) -> None:
    assert program(tmp_path / "x", "sys.exit('asked')").counts([], []).shape == (0, 23)


def test_a_broken_program_costs_the_metric_and_not_the_run(tmp_path: Path) -> None:
    rule = Caption("coco", meteor=program(tmp_path / "x", "sys.exit('out of memory')"))
    found = rule.aggregate([rule.score({"answer": ["a dog"]}, "a dog")])
    assert found["coco_Bleu_1"] == pytest.approx(1)
    assert "coco_METEOR" not in found


def test_missing_java_is_told_with_its_remedy(tmp_path: Path) -> None:
    meteor = Meteor(tmp_path, "no-such-java")
    assert "there is no 'no-such-java' on the PATH" in str(meteor.missing())
    with pytest.raises(MissingResource, match="METEOR needs Java"):
        Caption("coco", meteor=meteor).require_packages()
    with pytest.raises(MeteorError, match="METEOR needs Java"):
        meteor.counts(["a"], [["a"]])
    Caption("coco").require_packages()


def test_what_is_missing_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    folder = make(tmp_path / "data", ["textcaps"])["textcaps"]
    arguments = ["task=textcaps", f"tasks.textcaps.dataset.path={folder}", "protocol=lmms_eval_meteor"]
    (tmp_path / "first" / PACKAGE).mkdir(parents=True)  # a package of this name that lacks the program
    (tmp_path / "first" / PACKAGE / "__init__.py").touch()
    path = {"PYTHONPATH": str(tmp_path / "first")}
    finished = Workspace(tmp_path).run("model=scripted", "model.default=x", *arguments, environment=path)
    assert finished.code == 2
    assert "METEOR needs the package" in finished.stderr
    assert not list(tmp_path.glob("run/samples/*"))


@pytest.mark.parametrize("name", ["coco2017_cap_val", "refcoco_bbox_val"])
def test_rows_of_lmms_eval_agree(name: str) -> None:
    agreement = compare(GOLDEN / f"{name}.jsonl")
    assert agreement.complete, agreement.differences[:3]
    assert agreement.rows == 20


def test_a_scorer_with_everything_installed() -> None:
    Scoring(rule="lmms_eval.nocaps_val_meteor").require_packages()


def test_java_of_the_path_serves_without_the_packaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meteor = program(tmp_path / "x", "print('1 ' * 23)")
    monkeypatch.setenv("PATH", str(tmp_path / "x"), prepend=":")
    assert Meteor(meteor.folder, "java").counts(["a"], [["a"]]).shape == (1, 23)
