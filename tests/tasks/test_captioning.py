"""Whole runs of the benchmarks of captions: metrics of a corpus, with intervals."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.scoring.catalogue import RULES
from tests.end_to_end.runs import Workspace
from tests.fixtures.make_fixtures import FIXTURES, make

SAID = "Two dogs play in the snow."
TASKS = {
    "coco_caption_2014": "lmms_eval.coco2017_cap_val",
    "nocaps": "official.nocaps",
    "flickr30k": "lmms_eval.flickr30k_test",
    "textcaps": "lmms_eval.textcaps_val",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make(tmp_path_factory.mktemp("captions"), TASKS)


def test_a_model_that_always_says_the_same_is_scored(tmp_path: Path, folders: dict[str, Path]) -> None:
    paths = [f"tasks.{name}.dataset.path={folders[name]}" for name in TASKS]
    finished = Workspace(tmp_path).run("model=scripted", f"model.default='{SAID}'", f"task=[{','.join(TASKS)}]", *paths)
    assert finished.code == 0, finished.stderr
    for name, rule_name in TASKS.items():
        rule = RULES[rule_name]
        expected = rule.aggregate([rule.score(row, SAID) for row in FIXTURES[name].rows])
        result = finished.result["tasks"][name]
        assert result["coverage"] == 1
        cider = result["metrics"]["cider"]
        (place,) = [place for place in expected if place.endswith("_CIDEr")]
        assert cider["value"] == pytest.approx(expected[place]) != 0
        rouge = result["metrics"]["rouge_l"]
        assert rouge["value"] == pytest.approx(expected[place.replace("CIDEr", "ROUGE_L")])
        assert cider["method"] == rouge["method"] == "jackknife_t"
        assert rouge["ci_low"] < rouge["value"] < rouge["ci_high"]
        assert result["metrics"]["bleu_4"]["value"] == pytest.approx(expected[place.replace("CIDEr", "Bleu_4")])


def test_an_empty_reference_is_no_answer(tmp_path: Path) -> None:
    """COCO has captions of blanks; one of them does not stop a run."""
    (folder,) = make(tmp_path / "rows", ["coco_caption_2014"], answer=[["Two dogs.", " "], ["A cake."]]).values()
    arguments = ["task=coco_caption_2014", f"tasks.coco_caption_2014.dataset.path={folder}"]
    finished = Workspace(tmp_path).run("model=scripted", "model.default='A dog.'", *arguments)
    assert finished.code == 0, finished.stderr
    assert finished.result["tasks"]["coco_caption_2014"]["coverage"] == 1
