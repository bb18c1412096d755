"""What the API refuses with 400 and 404, in its own words as far as they are known."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from tests.servers.errors import ApiError
from tests.servers.settings import ServerSettings

ROLES = ("system", "assistant", "user", "function", "tool", "developer")
PARTS = ("text", "image_url", "input_audio", "refusal", "file", "video_url", "audio_url")  # the last two are vLLM's
RANGES: dict[str, tuple[type, float, float]] = {
    "temperature": (float, 0, 2),
    "top_p": (float, 0, 1),
    "presence_penalty": (float, -2, 2),
    "frequency_penalty": (float, -2, 2),
    "n": (int, 1, 128),
    "top_logprobs": (int, 0, 20),
    "max_tokens": (int, 1, 2**31),
    "max_completion_tokens": (int, 1, 2**31),
}
NAMES = """
    model messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
    metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_retention
    reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature
    tool_choice tools top_logprobs top_p user verbosity web_search_options
"""
PARAMETERS = frozenset(NAMES.split())
MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}
HEAD_CHARACTERS = 64
STOP_SEQUENCES = 4


def parse_body(raw: bytes) -> dict[str, Any]:
    """The JSON object of a request; 400 for anything else."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise ApiError(
            400,
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP"
            " library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
        ) from None
    if not isinstance(body, dict):
        raise _wrong_type("body", "an object", body)
    return body


def check_chat(body: Mapping[str, Any], settings: ServerSettings) -> None:
    """Refuse a chat request as the API does: model, parameters, messages, images.

    Raises:
        ApiError: 404 for an unknown model, 400 for the rest.
    """
    _check_model(body, settings)
    _check_parameters(body, settings)
    _check_ranges(body)
    _check_stop(body.get("stop"))
    messages = body.get("messages")
    if messages is None:
        raise _missing("messages")
    if not isinstance(messages, list):
        raise _wrong_type("messages", "an array of objects", messages)
    if not messages:
        message = (
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead."
        )
        raise ApiError(400, message, param="messages", code="empty_array")
    for i, message in enumerate(messages):
        _check_message(f"messages[{i}]", message, settings)


def _check_model(body: Mapping[str, Any], settings: ServerSettings) -> None:
    model = body.get("model")
    if model is None:
        raise ApiError(400, "you must provide a model parameter")
    if not isinstance(model, str):
        raise _wrong_type("model", "a string", model)
    if settings.models and model not in settings.models:
        raise ApiError(
            404, f"The model `{model}` does not exist or you do not have access to it.", code="model_not_found"
        )


def _check_parameters(body: Mapping[str, Any], settings: ServerSettings) -> None:
    for name in settings.unsupported:
        if name in body:
            advice = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
            raise ApiError(
                400,
                f"Unsupported parameter: '{name}' is not supported with this model.{advice}",
                param=name,
                code="unsupported_parameter",
            )
    for name, only in settings.fixed.items():
        if name in body and body[name] != only:
            raise ApiError(
                400,
                f"Unsupported value: '{name}' does not support {body[name]} with this model."
                f" Only the default ({only:g}) value is supported.",
                param=name,
                code="unsupported_value",
            )
    unknown = next((name for name in body if name not in PARAMETERS), None) if settings.strict_parameters else None
    if unknown is not None:
        raise ApiError(400, f"Unknown parameter: '{unknown}'.", param=unknown, code="unknown_parameter")
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        raise ApiError(
            400,
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            param="max_tokens",
            code="invalid_parameter_combination",
        )
    if body.get("top_logprobs") is not None and not body.get("logprobs"):
        raise ApiError(400, "'logprobs' must be true when 'top_logprobs' is set.", param="top_logprobs")
    options = body.get("stream_options")
    if not isinstance(options, dict | None):
        raise _wrong_type("stream_options", "an object", options)
    if options is not None and not body.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise ApiError(400, message, param="stream_options")


def _check_ranges(body: Mapping[str, Any]) -> None:
    for name, (kind, low, high) in RANGES.items():
        value = body.get(name)
        if value is None:
            continue
        noun = "integer" if kind is int else "decimal"
        if isinstance(value, bool) or not isinstance(value, int if kind is int else (int, float)):
            raise _wrong_type(name, f"a{'n' if kind is int else ''} {noun}", value)
        for side, relation, bound in (("below_min", ">=", low), ("above_max", "<=", high)):
            if value < bound if side == "below_min" else value > bound:
                words = f"{noun} {'below minimum' if side == 'below_min' else 'above maximum'} value"
                message = f"Invalid '{name}': {words}. Expected a value {relation} {bound:g}, but got {value} instead."
                raise ApiError(400, message, param=name, code=f"{noun}_{side}_value")


def _check_stop(stop: Any) -> None:
    if stop is None:
        return
    sequences = [stop] if isinstance(stop, str) else stop
    if not isinstance(sequences, list) or not all(isinstance(one, str) for one in sequences):
        raise _wrong_type("stop", "one of a string or array of strings", stop)
    if not all(sequences) or len(sequences) > STOP_SEQUENCES:
        message = f"Invalid 'stop': expected at most {STOP_SEQUENCES} sequences, none of them empty."
        raise ApiError(400, message, param="stop", code="invalid_value")


def _check_message(place: str, message: Any, settings: ServerSettings) -> None:
    if not isinstance(message, dict):
        raise _wrong_type(place, "an object", message)
    role = message.get("role")
    if role is None:
        raise _missing(f"{place}.role")
    if role not in ROLES:
        raise _wrong_value(f"{place}.role", role, ROLES)
    content = message.get("content")
    if content is None:
        if role != "assistant":  # an assistant's message may hold tool calls or a refusal instead
            raise _wrong_type(f"{place}.content", "one of a string or array of objects", content)
        return
    if isinstance(content, str):
        return
    if not isinstance(content, list):
        raise _wrong_type(f"{place}.content", "one of a string or array of objects", content)
    for i, part in enumerate(content):
        _check_part(f"{place}.content[{i}]", part, settings)


def _check_part(place: str, part: Any, settings: ServerSettings) -> None:
    if not isinstance(part, dict):
        raise _wrong_type(place, "an object", part)
    kind = part.get("type")
    if kind not in PARTS:
        raise _wrong_value(f"{place}.type", kind, PARTS)
    if kind == "text":
        if not isinstance(part.get("text"), str):
            raise _wrong_type(f"{place}.text", "a string", part.get("text"))
    elif kind == "image_url":
        image = part.get("image_url")
        if not isinstance(image, dict):
            raise _wrong_type(f"{place}.image_url", "an object", image)
        url = image.get("url")
        if not isinstance(url, str):
            raise _wrong_type(f"{place}.image_url.url", "a string", url)
        check_image(url, f"{place}.image_url.url", full=settings.full_image_check)


def check_image(url: str, place: str, *, full: bool = False) -> None:
    """Refuse a data URL that is not a PNG, JPEG, GIF or WebP; URLs of the web are taken as they are, never fetched.

    Without `full`, length and the first bytes are looked at, so that the check costs the same for every image.
    """
    if url.startswith(("https://", "http://")):
        return
    head, comma, data = url.partition(",")
    if not head.startswith("data:") or not comma or not head.endswith(";base64"):
        raise ApiError(
            400,
            f"Invalid '{place}'. Expected a base64-encoded data URL with an image MIME type"
            " (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got another value.",
            param=place,
            code="invalid_value",
        )
    try:
        if len(data) % 4:
            raise ValueError("not a whole number of groups")
        first = base64.b64decode(data if full else data[:HEAD_CHARACTERS], validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(400, "Invalid base64 image_url.", param=place, code="invalid_base64") from None
    declared = head[len("data:") : -len(";base64")]
    if not any(first.startswith(magic) for magic in MAGIC.values()) or declared not in {*MAGIC, "image/jpg"}:
        raise ApiError(
            400,
            "You uploaded an unsupported image. Please make sure your image has of one the following formats:"
            " ['png', 'jpeg', 'gif', 'webp'].",
            code="invalid_image_format",
        )


def _missing(place: str) -> ApiError:
    return ApiError(400, f"Missing required parameter: '{place}'.", param=place, code="missing_required_parameter")


def _wrong_type(place: str, expected: str, value: Any) -> ApiError:
    names = {
        dict: "an object",
        list: "an array",
        str: "a string",
        int: "an integer",
        float: "a decimal",
        bool: "a boolean",
    }
    got = names.get(type(value), "null")
    message = f"Invalid type for '{place}': expected {expected}, but got {got} instead."
    return ApiError(400, message, param=place, code="invalid_type")


def _wrong_value(place: str, value: Any, known: tuple[str, ...]) -> ApiError:
    names = ", ".join(f"'{one}'" for one in known)
    message = f"Invalid value: '{value}'. Supported values are: {names}."
    return ApiError(400, message, param=place, code="invalid_value")
