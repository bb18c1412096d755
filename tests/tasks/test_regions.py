"""Regions of images: drawn on them, asked about and found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.tasks.outline import outlined
from tests.end_to_end.runs import Workspace
from tests.fixtures.make_fixtures import make
from tests.fixtures.rows import picture


def test_a_region_is_drawn_in_red_and_nothing_else_changes() -> None:
    image = Media(MediaKind.IMAGE, picture(), "row 0")
    before, drawn = image.decode(), outlined(image, [8.0, 4.0, 16.0, 8.0])
    after = drawn.decode()
    assert drawn.format == "png"
    border = {(x, y) for x in range(8, 25) for y in (4, 12)} | {(x, y) for x in (8, 24) for y in range(4, 13)}
    for x in range(32):
        for y in range(32):
            expected = (255, 0, 0) if (x, y) in border else before.getpixel((x, y))
            assert after.getpixel((x, y)) == expected
    assert outlined(image, [8.0, 4.0, 16.0, 8.0]).digest == drawn.digest != image.digest


@pytest.mark.parametrize("region", [None, [1, 2, 3], "left", [1, 2, 3, "x"]])
def test_what_is_no_region_is_an_error_of_the_data(region: Any) -> None:
    with pytest.raises(DataError, match="row 0: a region is left, top, width and height in pixels, not "):
        outlined(Media(MediaKind.IMAGE, picture(), "row 0"), region)


# Whole runs


@pytest.mark.parametrize(
    ("said", "settings", "metrics", "unparsed"),
    [
        ("[0.25, 0.125, 0.75, 0.375]", (), {"acc@0.5": 2 / 3, "mean_iou": 2 / 3}, 0),
        ("[250, 125, 750, 375]", (), {"acc@0.5": 0, "mean_iou": 0}, 3),
        (
            "[250, 125, 750, 375]",
            ("model.coordinates.scale=thousandths",),
            {"acc@0.5": 2 / 3, "mean_iou": 2 / 3},
            0,
        ),
        (
            "[8, 4, 24, 12]",
            ("model.coordinates.scale=thousandths", "tasks.refcoco_rec_val.coordinates.scale=pixels"),
            {"acc@0.5": 2 / 3, "mean_iou": 2 / 3},
            0,
        ),
        (
            "[0.25, 0.125, 0.75, 0.375]",
            ("protocol=lmms_eval",),
            {"refcoco_ACC@0.5": 2 / 3, "refcoco_IoU": 2 / 3, "refcoco_Center_ACC": 2 / 3},
            0,
        ),
        (
            "[0.25, 0.125, 0.75, 0.375]",
            ("protocol=vlmevalkit",),
            {"Precision@1": 200 / 3, "Average IoU": 2 / 3},
            0,
        ),
    ],
)
def test_every_expression_is_asked(
    tmp_path: Path, said: str, settings: tuple[str, ...], metrics: dict[str, float], unparsed: int
) -> None:
    folder = make(tmp_path / "data", ["refcoco_rec_val"])["refcoco_rec_val"]
    arguments = ["task=refcoco_rec_val", f"tasks.refcoco_rec_val.dataset.path={folder}", *settings]
    finished = Workspace(tmp_path).run("model=scripted", f"model.default='{said}'", *arguments)
    assert finished.code == 0, finished.stderr
    result = finished.result["tasks"]["refcoco_rec_val"]
    assert {name: one["value"] for name, one in result["metrics"].items()} == pytest.approx(metrics)
    assert result["counts"]["samples"] == 3
    assert result["counts"]["scores"].get("unparsed", 0) == unparsed
    lines = finished.samples("refcoco_rec_val")
    assert [line["id"] for line in lines] == ["0_0", "0_1", "1_0"]
    assert {line["cluster"] for line in lines} == {"COCO_train2014_000000581857"}
    if unparsed:
        assert {line["score"]["reason"] for line in lines} == {"coordinates of another scale"}


def test_a_wrong_scale_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    folder = make(tmp_path / "data", ["screenspot_v2"])["screenspot_v2"]
    arguments = ["task=screenspot_v2", f"tasks.screenspot_v2.dataset.path={folder}"]
    wrong = ["model.coordinates.scale=percents", "tasks.screenspot_v2.coordinates.max_pixels=5"]
    finished = Workspace(tmp_path).run("model=scripted", "model.default=x", *arguments, *wrong)
    assert finished.code == 2
    assert "model.coordinates.scale" in finished.stderr
    assert "'unit', 'percent', 'thousandths' or 'pixels'" in finished.stderr
    assert "tasks.screenspot_v2.coordinates" in finished.stderr


def test_a_region_is_asked_about_with_its_border(tmp_path: Path) -> None:
    folder = make(tmp_path / "data", ["refcoco_caption"])["refcoco_caption"]
    arguments = ["task=refcoco_caption", f"tasks.refcoco_caption.dataset.path={folder}"]
    finished = Workspace(tmp_path).run("model=scripted", "model.default='left guy'", *arguments)
    assert finished.code == 0, finished.stderr
    first, second = finished.samples("refcoco_caption")
    assert first["media"][0]["digest"] != second["media"][0]["digest"]  # one picture, two regions
    assert finished.result["tasks"]["refcoco_caption"]["metrics"]["rouge_l"]["value"] == pytest.approx(0.5)
