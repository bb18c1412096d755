"""The OpenAI chat protocol on its way back: completions, errors, and how long to wait."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from hyeval.models.base import Pressure, TransientFailure
from hyeval.records import Response, ResponseStatus, Usage

EMPTY_ATTEMPTS = 3
"""How often an empty answer is asked again before it is taken for the model's answer."""
MESSAGE_LENGTH = 500


def read_completion(body: bytes, *, latency_s: float | None = None) -> Response:
    """Read a completion; `TransientFailure` if the body is malformed, has no choice, or is empty without a reason."""
    try:
        data = json.loads(body)
        choices = data["choices"]
        message, reason = (
            ({}, None) if not choices else (choices[0].get("message") or {}, choices[0].get("finish_reason"))
        )
        usage = _usage(data.get("usage") or {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        start = body[:80].decode(errors="replace")
        raise TransientFailure(
            "malformed_body", f"the answer is no chat completion: {start!r}", pressure=Pressure.HOLD, billed=True
        ) from error
    if not choices:
        raise TransientFailure("empty_choices", "the answer has no choice", billed=True, usage=usage)
    status = _status(message, reason)
    response = Response(
        status=status,
        text=message.get("content") or message.get("refusal") or "",
        finish_reason=reason,
        usage=usage,
        latency_s=latency_s,
        served_model=data.get("model"),
        logprobs=_first_token(choices[0].get("logprobs")),
    )
    if not response.text and status is ResponseStatus.OK:
        raise TransientFailure(
            "empty_content",
            "the answer is empty",
            max_attempts=EMPTY_ATTEMPTS,
            settles_as=response,
            billed=True,
            usage=usage,
        )
    return response


def _first_token(logprobs: Mapping[str, Any] | None) -> tuple[tuple[str, float], ...]:
    """Alternatives of the first token; empty if the endpoint returned none."""
    tokens = (logprobs or {}).get("content") or []
    return tuple((one["token"], one["logprob"]) for one in tokens[0]["top_logprobs"]) if tokens else ()


def _status(message: Mapping[str, Any], reason: str | None) -> ResponseStatus:
    if reason in ("content_filter", "refusal") or message.get("refusal"):
        return ResponseStatus.REFUSED
    return ResponseStatus.TRUNCATED if reason == "length" else ResponseStatus.OK


def _usage(usage: Mapping[str, Any]) -> Usage:
    return Usage(
        usage.get("prompt_tokens"),
        usage.get("completion_tokens"),
        (usage.get("prompt_tokens_details") or {}).get("cached_tokens"),
        (usage.get("completion_tokens_details") or {}).get("reasoning_tokens"),
    )


def error_message(body: bytes) -> tuple[str, str]:
    """Code and message of an error body; the start of the body if it is not in the protocol's form."""
    try:
        error = json.loads(body)
        error = error[0] if isinstance(error, list) else error
        error = error.get("error", error)
        if isinstance(error, str):
            return "", error[:MESSAGE_LENGTH]
        return str(error.get("code") or error.get("type") or ""), str(error.get("message") or error)[:MESSAGE_LENGTH]
    except (ValueError, AttributeError, IndexError):
        return "", " ".join(body[:MESSAGE_LENGTH].decode(errors="replace").split())


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that an endpoint asks to wait: `Retry-After` (seconds or HTTP date), `x-ratelimit-reset-*`."""
    if (value := headers.get("retry-after-ms")) and (seconds := _number(value)) is not None:
        return seconds / 1000
    if value := headers.get("retry-after"):
        if (seconds := _number(value)) is not None:
            return max(0.0, seconds)
        try:
            return max(0.0, (parsedate_to_datetime(value) - (now or datetime.now(UTC))).total_seconds())
        except (ValueError, TypeError):
            return None
    waits = [
        wait
        for what in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{what}") in (None, "0")
        and (wait := duration(headers.get(f"x-ratelimit-reset-{what}", ""))) is not None
    ]
    return max(waits, default=None)


def duration(text: str) -> float | None:
    """Seconds of a duration such as `20ms`, `1s`, `6m0s` or `1h2m3.5s`; a bare number is seconds."""
    if (seconds := _number(text)) is not None:
        return seconds
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
    total, number, unit = 0.0, "", ""
    for char in text + "\0":
        if char.isdigit() or char == "." or char == "\0":
            if unit:
                if unit not in units or not number:
                    return None
                total += float(number) * units[unit]
                number, unit = "", ""
            number += char
        else:
            unit += char
    return total if number == "\0" and text else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
