"""What a run would take, counted before anything is sent."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from hyeval.execution.executor import Item, Outcome
from hyeval.execution.ledger import Prices
from hyeval.execution.store import ResponseStore
from hyeval.models.api import ApiModel
from hyeval.models.base import Model
from hyeval.models.encoding import ImageEncoding
from hyeval.models.scripted import ScriptedModel
from hyeval.records import GenerationSettings, Response, Usage
from hyeval.reports.estimate import (
    ASSUMED_CONCURRENCY,
    ASSUMED_LATENCY_S,
    EARLIER_ANSWERS,
    REQUESTS_PER_READ,
    Estimator,
    RunEstimate,
    TaskEstimate,
    print_estimate,
)
from tests.builders import image_bytes, make_image, make_request, make_response, make_sample, numbered_requests

NAME = "tested"
PRICES = Prices(input=10, output=100, noted="2026-11", batch_discount=0.5)
SETTINGS = GenerationSettings(max_tokens=50)


def api_model(**settings: Any) -> ApiModel:
    return ApiModel(NAME, "m", **{"base_url": "http://127.0.0.1:9/v1", "concurrency": 4, **settings})


def asked(count: int, *, start: int = 0, images: int = 0) -> list[Item]:
    """Requests of a hundred tokens of text each."""
    picture = make_image(image_bytes(size=(512, 512)))
    return [
        make_request(make_sample(f"{number:0400}", index=number, media=[picture] * images), generation=SETTINGS)
        for number in range(start, start + count)
    ]


def remember(folder: Path, items: Sequence[Item], *, tokens: int | None = 10, latency_s: float | None = 2.0) -> None:
    """Let an earlier run have answered these requests."""
    response = make_response(usage=Usage(100, tokens), latency_s=latency_s)
    with ResponseStore(folder, model_name=NAME) as store:
        store.record_answers([(item.key, response) for item in items if not isinstance(item, Outcome)], "t")


def estimate(
    folder: Path,
    tasks: dict[str, list[Item]],
    *,
    model: Model | None = None,
    prices: Prices | None = PRICES,
    reuse: bool = True,
) -> RunEstimate:
    with ResponseStore(folder, model_name=NAME) as store:
        estimator = Estimator(model or api_model(), store, prices=prices, reuse=reuse)
        return estimator.estimate({name: iter(items) for name, items in tasks.items()})


def test_what_is_stored_and_what_comes_twice_is_not_counted_again(tmp_path: Path) -> None:
    items = asked(3 * REQUESTS_PER_READ)
    remember(tmp_path, items[:30])
    unread = Outcome(make_request("unreadable"), Response.failure("media", "cut off"), reused=False)
    found = estimate(tmp_path, {"one": [*items[:100], unread, *items[:100], *items[100:]]}).tasks["one"]
    assert (found.requests, found.stored) == (3 * REQUESTS_PER_READ + 100, 30 + 100)
    assert found.prompt_tokens == 100 * (3 * REQUESTS_PER_READ - 30)
    assert found.completion_tokens == 50 * (3 * REQUESTS_PER_READ - 30)


def test_without_reuse_everything_is_counted_once(tmp_path: Path) -> None:
    items = asked(10)
    remember(tmp_path, items)
    found = estimate(tmp_path, {"one": [*items, *items]}, reuse=False).tasks["one"]
    assert (found.requests, found.stored, found.prompt_tokens) == (20, 10, 1000)


@pytest.mark.parametrize(
    ("settings", "tokens"),
    [
        ({"image_tokens": "openai_tiles"}, 255),
        ({"image_tokens": "gemini_tiles"}, 4 * 258),
        ({"image_tokens": "gemini_tiles", "images": ImageEncoding(max_side=384)}, 258),
        ({}, 1000),
    ],
)
def test_images_count_by_the_rule_of_the_provider_and_the_size_that_is_sent(
    tmp_path: Path, settings: dict[str, Any], tokens: int
) -> None:
    model = api_model(**settings)
    found = estimate(tmp_path, {"one": asked(2, images=3)}, model=model).tasks["one"]
    assert found.prompt_tokens == 2 * (100 + 3 * tokens)


@pytest.mark.parametrize(("tokens", "likely"), [(10, 40), (None, None)])
def test_the_likely_length_is_that_of_earlier_answers(tmp_path: Path, tokens: int | None, likely: int | None) -> None:
    remember(tmp_path, asked(5, start=1000), tokens=tokens)
    found = estimate(tmp_path, {"one": asked(4)}).tasks["one"]
    assert (found.likely_completion_tokens, found.completion_tokens) == (likely, 200)
    assert found.usd == pytest.approx((400 * 10 + 200 * 100) * 1e-6)
    assert found.likely_usd == (None if likely is None else pytest.approx((400 * 10 + 40 * 100) * 1e-6))


def test_batches_are_reckoned_at_their_discount_and_no_prices_give_no_money(tmp_path: Path) -> None:
    items = asked(4)
    live = estimate(tmp_path, {"one": items}).tasks["one"].usd
    batched = estimate(tmp_path, {"one": items}, model=api_model(batch=True)).tasks["one"].usd
    assert live is not None
    assert batched == pytest.approx(live / 2)
    free = estimate(tmp_path, {"one": items}, prices=None).tasks["one"]
    assert (free.usd, free.likely_usd) == (None, None)


@pytest.mark.parametrize(
    ("settings", "latency_s", "seconds", "concurrency"),
    [
        ({}, None, 100 * ASSUMED_LATENCY_S / 4, 4),
        ({}, 2.0, 100 * 2.0 / 4, 4),
        ({"concurrency": "auto"}, 2.0, 100 * 2.0 / ASSUMED_CONCURRENCY, ASSUMED_CONCURRENCY),
        (
            {"concurrency": "auto", "base_urls": ("http://a/v1", "http://b/v1")}, 2.0,
            100 * 2.0 / (2 * ASSUMED_CONCURRENCY), 2 * ASSUMED_CONCURRENCY,
        ),
        ({"requests_per_minute": 10}, 2.0, 600.0, 4),
        ({"requests_per_minute": 10_000}, 2.0, 50.0, 4),
        ({"tokens_per_minute": 15_000}, 2.0, 60.0, 4),
        ({"requests_per_minute": 10, "tokens_per_minute": 1000}, 2.0, 900.0, 4),
    ],
)  # fmt: skip
def test_the_time_is_the_longest_of_what_latency_and_caps_take(
    tmp_path: Path, settings: dict[str, Any], latency_s: float | None, seconds: float, concurrency: int
) -> None:
    remember(tmp_path, asked(5, start=1000), latency_s=latency_s)
    tasks = {"one": asked(60), "two": asked(40, start=500)}
    found = estimate(tmp_path, tasks, model=api_model(**settings))
    assert (found.seconds, found.concurrency) == (pytest.approx(seconds), concurrency)
    assert found.earlier_answers == (0 if latency_s is None else 5)


def test_only_the_newest_answers_of_the_same_model_are_looked_at(tmp_path: Path) -> None:
    with ResponseStore(tmp_path, model_name="another") as store:
        store.record_answers([("other", make_response(latency_s=99.0))], "t")
    with ResponseStore(tmp_path, model_name=NAME, clock=lambda: 100.0) as store:
        store.record_answers([(f"old {i}", make_response(latency_s=50.0)) for i in range(10)], "t")
    with ResponseStore(tmp_path, model_name=NAME, clock=lambda: 200.0) as store:
        store.record_answers([(f"new {i}", make_response(latency_s=1.0)) for i in range(EARLIER_ANSWERS)], "t")
    found = estimate(tmp_path, {"one": asked(1)})
    assert (found.latency_s, found.earlier_answers) == (1.0, EARLIER_ANSWERS)


def test_nothing_is_entered_into_the_store(tmp_path: Path) -> None:
    items = numbered_requests(3)
    estimate(tmp_path, {"one": list(items)}, model=ScriptedModel(NAME))
    with ResponseStore(tmp_path, model_name=NAME) as store:
        assert store.look_up([item.key for item in items]) == {}
        assert store.recovery.in_flight == 0


# What is shown


def task(**changes: Any) -> TaskEstimate:
    known: dict[str, Any] = {
        "requests": 1234, "stored": 200, "prompt_tokens": 100_000, "completion_tokens": 50_000,
        "likely_completion_tokens": 7000, "usd": 6.0, "likely_usd": 1.704,
    }  # fmt: skip
    return TaskEstimate(**(known | changes))


def shown(tasks: dict[str, TaskEstimate], **changes: Any) -> list[str]:
    known: dict[str, Any] = {"seconds": 60.0, "concurrency": 4, "latency_s": 2.0, "earlier_answers": 5}
    console = Console(file=io.StringIO(), width=140)
    print_estimate(RunEstimate(model=NAME, tasks=tasks, **(known | changes)), console)
    assert isinstance(console.file, io.StringIO)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines() if line.strip()]


def test_a_table_shows_each_task_and_their_sum() -> None:
    lines = shown({"digits": task(), "suite/mmmu": task(stored=34, usd=4.0)})
    row = "1,234 {} ≈ 100,000 ≈ 7,000, ≤ 50,000 ≈ 1.70, ≤ {}"
    assert f"digits {row.format(200, '6.00')}" in lines
    assert f"suite/mmmu {row.format(34, '4.00')}" in lines
    assert "all 2,468 234 ≈ 200,000 ≈ 14,000, ≤ 100,000 ≈ 3.41, ≤ 10.00" in lines
    assert "about 60 s with 4 requests in flight and 2.0 s an answer, as in 5 earlier ones" in lines
    assert lines[-1].startswith("nothing was sent")


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"likely_completion_tokens": None, "likely_usd": None}, "≤ 50,000 ≤ 6.00"),
        ({"likely_completion_tokens": 60_000, "likely_usd": 7.0}, "≤ 50,000 ≤ 6.00"),
        ({"usd": None, "likely_usd": None}, "≈ 7,000, ≤ 50,000 no prices"),
    ],
)
def test_what_is_not_known_is_not_shown(changes: dict[str, Any], row: str) -> None:
    lines = shown({"digits": task(**changes)}, earlier_answers=0, latency_s=ASSUMED_LATENCY_S)
    assert f"digits 1,234 200 ≈ 100,000 {row}" in lines
    assert not any(line.startswith("all ") for line in lines)
    assert any(line.endswith("3.0 s an answer, an assumption") for line in lines)


def test_the_sum_of_what_is_known_in_part_is_not_known() -> None:
    lines = shown({"a": task(), "b": task(usd=None, likely_usd=None, likely_completion_tokens=None)})
    assert "all 2,468 400 ≈ 200,000 ≤ 100,000 no prices" in lines


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0 s"), (89.0, "89 s"), (90.0, "2 min"), (5399.0, "90 min"), (5400.0, "1.5 h"), (90_000.0, "25.0 h")],
)
def test_the_time_is_told_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert any(line.startswith(f"about {text} with") for line in shown({"a": task()}, seconds=seconds))
