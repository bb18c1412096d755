"""The OpenAI chat protocol: how what comes back is sorted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hyeval.models.base import TransientFailure
from hyeval.models.wire import duration, error_message, read_completion, retry_after
from hyeval.records import ResponseStatus


def completion(message: dict[str, Any], reason: str = "stop", **more: Any) -> bytes:
    return json.dumps({"model": "m", "choices": [{"message": message, "finish_reason": reason}], **more}).encode()


@pytest.mark.parametrize(
    ("message", "reason", "status", "text"),
    [
        ({"content": "B"}, "stop", ResponseStatus.OK, "B"),
        ({"content": "B and then"}, "length", ResponseStatus.TRUNCATED, "B and then"),
        ({"content": ""}, "length", ResponseStatus.TRUNCATED, ""),
        ({"content": None, "refusal": "I cannot."}, "stop", ResponseStatus.REFUSED, "I cannot."),
        ({"content": None}, "content_filter", ResponseStatus.REFUSED, ""),
    ],
)
def test_an_answer_has_the_status_that_its_end_says(
    message: dict[str, Any], reason: str, status: ResponseStatus, text: str
) -> None:
    response = read_completion(completion(message, reason), latency_s=1.0)
    assert (response.status, response.text, response.finish_reason) == (status, text, reason)
    assert response.served_model == "m"


def test_tokens_are_taken_with_what_was_cached_and_what_was_thought() -> None:
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 30,
        "prompt_tokens_details": {"cached_tokens": 64},
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    read = read_completion(completion({"content": "B"}, usage=usage), latency_s=1.0).usage
    assert (read.prompt_tokens, read.completion_tokens, read.cached_tokens, read.reasoning_tokens) == (100, 30, 64, 20)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>busy</html>", "malformed_body"),
        (b'{"choices": [{"message"', "malformed_body"),
        (b"", "malformed_body"),
        (b"[]", "malformed_body"),
        (b'{"error": {"message": "overloaded"}}', "malformed_body"),
        (b'{"choices": ["text"]}', "malformed_body"),
        (b'{"choices": []}', "empty_choices"),
        (b'{"choices": null}', "empty_choices"),
    ],
)
def test_a_body_that_is_no_completion_is_asked_again(body: bytes, kind: str) -> None:
    with pytest.raises(TransientFailure) as caught:
        read_completion(body, latency_s=1.0)
    assert caught.value.kind == kind
    assert caught.value.settles_as is None


@pytest.mark.parametrize("content", ["", None])
def test_an_empty_answer_is_asked_again_and_then_taken_for_the_answer(content: str | None) -> None:
    with pytest.raises(TransientFailure) as caught:
        read_completion(completion({"content": content}), latency_s=1.0)
    assert caught.value.max_attempts == 3
    assert caught.value.settles_as is not None
    assert (caught.value.settles_as.status, caught.value.settles_as.text) == (ResponseStatus.OK, "")


NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:29 GMT"}, 89.0),
        ({"retry-after": "Fri, 20 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"x-ratelimit-reset-requests": "20ms"}, 0.02),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        (
            {
                "x-ratelimit-reset-requests": "1s", "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-tokens": "6m0s", "x-ratelimit-remaining-tokens": "900",
            },
            1.0,
        ),
    ],
)  # fmt: skip
def test_the_wait_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20ms", 0.02),
        ("1s", 1),
        ("6m0s", 360),
        ("1h2m3.5s", 3723.5),
        ("7", 7),
        ("", None),
        ("s", None),
        ("5 apples", None),
    ],
)
def test_durations(text: str, seconds: float | None) -> None:
    assert duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (b'{"error": {"code": "insufficient_quota", "message": "No more."}}', "insufficient_quota", "No more."),
        (b'{"error": {"type": "server_error", "message": "Oops"}}', "server_error", "Oops"),
        (b'[{"error": {"code": 429, "message": "Busy"}}]', "429", "Busy"),
        (b'{"error": "plain"}', "", "plain"),
        (b'{"message": "flat", "code": "x"}', "x", "flat"),
        (b"<html>\n bad   gateway</html>", "", "<html> bad gateway</html>"),
        (b"", "", ""),
    ],
)
def test_error_bodies_of_all_kinds_give_code_and_message(body: bytes, code: str, message: str) -> None:
    assert error_message(body) == (code, message)
