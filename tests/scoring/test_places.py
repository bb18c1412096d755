"""Places in an image as models write them, and what their numbers mean."""

from __future__ import annotations

from typing import Any

import pytest

from hyeval.scoring.boxes import intersection_over_union
from hyeval.scoring.coordinates import Coordinates, Order, Scale
from hyeval.scoring.extraction import NOTHING
from hyeval.scoring.places import OTHER_SCALE, read_box, read_point
from tests.cost import cpu_seconds

UNIT, PERCENT, THOUSANDTHS, PIXELS = (Coordinates(scale) for scale in Scale)
WIDE, HIGH = 640, 480
HALF = (0.25, 0.5, 0.75, 1.0)
"""A box, in each of the texts below."""


@pytest.mark.parametrize(
    ("response", "coordinates"),
    [
        ("[0.25, 0.5, 0.75, 1.0]", UNIT),
        ("[0.25,0.5,0.75,1]", UNIT),
        ("[.25, .5, .75, 1.]", UNIT),
        ("(0.25, 0.5, 0.75, 1.0)", UNIT),
        ("0.25, 0.5, 0.75, 1.0", UNIT),
        ("0.25 0.5 0.75 1.0.", UNIT),
        ("The box is [0.25, 0.5, 0.75, 1.0].", UNIT),
        ("[0.25 0.5 0.75 1.0]", UNIT),
        ("[ 0.25 ; 0.5 ; 0.75 ; 1.0 ]", UNIT),
        ("[[0.25, 0.5], [0.75, 1.0]]", UNIT),
        ("[[0.25, 0.5, 0.75, 1.0]]", UNIT),
        ("top-left (0.25, 0.5), bottom-right (0.75, 1.0)", UNIT),
        ("(0.25, 0.5) to (0.75, 1.0)", UNIT),
        ("[0.75, 1.0, 0.25, 0.5]", UNIT),
        ("[0.24999, 0.5, 0.75001, 1.0]", UNIT),
        ("[25%, 50%, 75%, 100%]", UNIT),
        ("[25%, 50%, 75%, 100%]", PIXELS),
        ("[25, 50, 75, 100]", PERCENT),
        ("[250, 500, 750, 1000]", THOUSANDTHS),
        ("<box>(250,500),(750,1000)</box>", THOUSANDTHS),
        ("<|box_start|>(250,500),(750,1000)<|box_end|>", THOUSANDTHS),
        ("<ref>left guy</ref><box>[[250, 500, 750, 1000]]</box>", THOUSANDTHS),
        ("<bbox>250 500 750 1000</bbox>", THOUSANDTHS),
        ("<box>250, 500, 750, 1000</box>", THOUSANDTHS),
        ('```json\n[\n\t{"bbox_2d": [160, 240, 480, 480], "label": "left guy"}\n]\n```', PIXELS),
        ("[160px, 240px, 480px, 480px]", PIXELS),
        ('{"x1": 160, "y1": 240, "x2": 480, "y2": 480}', PIXELS),
        ("x_min=160, y_min=240, x_max=480, y_max=480", PIXELS),
        ("left: 160, top: 240, right: 480, bottom: 480", PIXELS),
        ('{"x": 160, "y": 240, "width": 320, "height": 240}', PIXELS),
        ("- x1: 0.25\n- y1: 0.5\n- x2: 0.75\n- y2: 1.0", UNIT),
        ('{"box_2d": [500, 250, 1000, 750]}', Coordinates(Scale.THOUSANDTHS, Order.YX)),
        ('{"x1": 250, "y1": 500, "x2": 750, "y2": 1000}', Coordinates(Scale.THOUSANDTHS, Order.YX)),
        ("<loc0512><loc0256><loc1024><loc0768> left guy", UNIT),
        ("left guy<loc_250><loc_500><loc_750><loc_1000>", PIXELS),
        ("<think>Perhaps [0, 0, 0.1, 0.1]?</think>[0.25, 0.5, 0.75, 1.0]", UNIT),
        ("The dog is at [0, 0, 0.1, 0.1], so the answer is [0.25, 0.5, 0.75, 1.0].", UNIT),
        ("[0.25, 0.5, 0.75, 1.0] is my final answer.", UNIT),
        ("[0.25, 0.5, 0.75, 1.0], or else [0, 0, 0.1, 0.1]", UNIT),
        ("[0.25, 0.5, 0.75, 1.02]", UNIT),
        ("[160, 240, 480, 490]", PIXELS),
        ("The 2 men: [0.25, 0.5, 0.75, 1.0]", UNIT),
        ("坐标是[0.25，0.5，0.75，1.0]".replace("，", ", "), UNIT),
    ],
)
def test_a_box_is_read(response: str, coordinates: Coordinates) -> None:
    place = read_box(response, coordinates, WIDE, HIGH)
    assert place.parts == pytest.approx(HALF, abs=0.001), place.reason
    assert place.reason is None


@pytest.mark.parametrize(
    ("response", "coordinates", "reason"),
    [
        ("", UNIT, NOTHING),
        ("I cannot see a man.", UNIT, NOTHING),
        ("There are 2 men, 3 dogs, 4 cats and 5 birds.", UNIT, NOTHING),
        ("(0.25, 0.5)", UNIT, NOTHING),
        ("[0.25, 0.5, 0.75]", UNIT, NOTHING),
        ("[0.25, 0.5, 0.75, 1.0, 0.2]", UNIT, NOTHING),
        ("[a, b, c, d]", UNIT, NOTHING),
        ("<think>[0.25, 0.5, 0.75, 1.0]", UNIT, NOTHING),
        # What an answer of another scale would be is not guessed.
        ("[160, 240, 480, 480]", UNIT, OTHER_SCALE),
        ("[250, 500, 750, 1000]", UNIT, OTHER_SCALE),
        ("[250, 500, 750, 1000]", PERCENT, OTHER_SCALE),
        ("[0.25, 0.5, 0.75, 1.0]", PERCENT, OTHER_SCALE),
        ("[0.25, 0.5, 0.75, 1.0]", THOUSANDTHS, OTHER_SCALE),
        ("[0.25, 0.5, 0.75, 1.0]", PIXELS, OTHER_SCALE),
        ("[250, 500, 750, 1000]", PIXELS, OTHER_SCALE),
        ("[160px, 240px, 480px, 480px]", THOUSANDTHS, OTHER_SCALE),
        ("[25%, 50, 75, 100]", PERCENT, OTHER_SCALE),
        ("[-0.5, 0.5, 0.75, 1.0]", UNIT, OTHER_SCALE),
        ("[0.25, 0.5, 0.75, 1.2]", UNIT, OTHER_SCALE),
    ],
)
def test_no_box_is_read(response: str, coordinates: Coordinates, reason: str) -> None:
    place = read_box(response, coordinates, WIDE, HIGH)
    assert (place.parts, place.reason) == ((), reason)


@pytest.mark.parametrize(
    ("response", "coordinates"),
    [
        ("[0.25, 0.5]", UNIT),
        ("(0.25, 0.5)", UNIT),
        ("0.25, 0.5", UNIT),
        ("0.25 0.5", UNIT),
        ("<point>0.25 0.5</point>", UNIT),
        ("<point>(0.25, 0.5)</point>", UNIT),
        ('<point x="25.0" y="50.0" alt="alarm">alarm</point>', PERCENT),
        ("click(x=0.25, y=0.5)", UNIT),
        ("pyautogui.click(x=160, y=240)", PIXELS),
        ("Action: click(start_box='(250,500)')", THOUSANDTHS),
        ("Action: click(start_box='<|box_start|>(250,500)<|box_end|>')", THOUSANDTHS),
        ('{"action": "click", "coordinate": [160, 240]}', PIXELS),
        ('{"point_2d": [250, 500], "label": "alarm"}', THOUSANDTHS),
        ('{"point": [500, 250]}', Coordinates(Scale.THOUSANDTHS, Order.YX)),
        ("<click>250, 500</click>", THOUSANDTHS),
        ("<loc0512><loc0256>", UNIT),
        ("x: 25%, y: 50%", UNIT),
        # The centre of a box
        ("[0.0, 0.25, 0.5, 0.75]", UNIT),
        ("(0,250),(500,750)", THOUSANDTHS),
        ("It is at (0.1, 0.1)? No. The answer is (0.25, 0.5).", UNIT),
    ],
)
def test_a_point_is_read(response: str, coordinates: Coordinates) -> None:
    place = read_point(response, coordinates, WIDE, HIGH)
    assert place.parts == pytest.approx((0.25, 0.5)), place.reason


@pytest.mark.parametrize(
    ("response", "coordinates", "reason"),
    [
        ("Click the bell.", UNIT, NOTHING),
        ("Step 1: click the bell at 10:30.", UNIT, NOTHING),
        ("[160, 240]", UNIT, OTHER_SCALE),
        ("[0.25, 0.5]", PIXELS, OTHER_SCALE),
    ],
)
def test_no_point_is_read(response: str, coordinates: Coordinates, reason: str) -> None:
    assert read_point(response, coordinates, WIDE, HIGH).reason == reason


@pytest.mark.parametrize(
    ("size", "resized"),
    [
        ((640, 480), (644, 476)),
        ((28, 28), (56, 56)),
        ((4000, 3000), (1148, 840)),
        ((1000, 30), (1008, 28)),
    ],
)
def test_pixels_of_a_resized_image(size: tuple[int, int], resized: tuple[int, int]) -> None:
    """Sides that are multiples of 28, with 3136 to 1 003 520 pixels, as the processor of Qwen2.5-VL makes them."""
    coordinates = Coordinates(Scale.PIXELS, multiple=28, min_pixels=3136, max_pixels=1003520)
    assert coordinates.full(*size) == resized
    corner = f"[0, 0, {resized[0] / 2}, {resized[1]}]"
    assert read_box(corner, coordinates, *size).parts == pytest.approx((0, 0, 0.5, 1))


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"scale": Scale.UNIT, "multiple": 28}, "only `scale: pixels` counts in"),
        ({"scale": Scale.PIXELS, "multiple": 0}, "at least one pixel"),
        ({"scale": Scale.PIXELS, "max_pixels": 1000}, "needs its `multiple`"),
    ],
)
def test_settings_that_contradict_each_other(settings: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Coordinates(**settings)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 2, 2), (0, 0, 2, 2), 1),
        ((0, 0, 2, 2), (1, 0, 3, 2), 1 / 3),
        ((0, 0, 2, 2), (2, 0, 3, 2), 0),
        ((0, 0, 0, 0), (0, 0, 0, 0), 0),
    ],
)
def test_intersection_over_union(one: Any, other: Any, expected: float) -> None:
    assert intersection_over_union(one, other) == pytest.approx(expected)


@pytest.mark.parametrize(
    "response",
    ["[" * 100_000, "1," * 50_000, "[1, 2, 3" * 20_000, "1" * 100_000, "x1: 1 " * 20_000, "<box>" * 20_000,
     "<loc1>" * 20_000, "answer is " * 10_000, " " * 100_000, "[1" + " " * 100_000],
    ids=range(10),
)  # fmt: skip
def test_hostile_responses_cost_little(response: str) -> None:
    assert cpu_seconds(lambda: read_box(response, UNIT, WIDE, HIGH), enough=1) <= 1
    assert cpu_seconds(lambda: read_point(response, UNIT, WIDE, HIGH), enough=1) <= 1
