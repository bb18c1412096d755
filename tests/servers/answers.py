"""What the server answers: a function of the request's body, so that whoever sent it can compute the answer too."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.faults import Fault, uniform
from tests.servers.settings import Answers

LETTERS = "ABCD"
REFUSAL = "I'm sorry, but I can't assist with that."
UNFINISHED = "Let us look at the picture step by step. First,"
"""What an answer that was cut off says: no option's letter, no number."""
OTHER_MODEL = "another-model-0000"
TOKEN_CHARACTERS = 4


def last_user(body: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Text of the last user message, its parts joined by line breaks, and its media as they were sent."""
    for message in reversed(body.get("messages") or []):
        if message.get("role") == "user":
            content = message.get("content")
            if isinstance(content, str):
                return content, []
            parts = content or []
            texts = [part["text"] for part in parts if part.get("type") == "text"]
            return "\n".join(texts), [_medium(part) for part in parts if part.get("type") != "text"]
    return "", []


def expected_answer(body: Mapping[str, Any], answers: Answers | None = None, choice: int = 0) -> str:
    """What the server answers to a chat request when nothing goes wrong, before `stop` and token limits cut it.

    In the mode `hash`, the default, it is a letter A to D from the SHA-256 of the last user message's text and media;
    the other choices of a request with `n` differ from the first in that their number is hashed too.
    """
    answers = answers or Answers()
    if answers.mode == "constant":
        return answers.constant
    text, media = last_user(body)
    if answers.mode == "echo":
        return text
    if answers.mode == "rules":
        return next((rule.answer for rule in answers.rules if re.search(rule.pattern, text)), answers.constant)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for medium in media:
        digest.update(b"\0" + medium.encode("utf-8", "surrogatepass"))
    if choice:
        digest.update(b"\0%d" % choice)
    return LETTERS[digest.digest()[0] % len(LETTERS)]


def prompt_tokens(body: Mapping[str, Any], answers: Answers) -> int:
    """Four per message, one for every four characters, and a fixed number per image, video or audio part."""
    total = 0
    for message in body["messages"]:
        content = message.get("content") or ""
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        characters = sum(len(part["text"]) for part in parts if part["type"] == "text")
        media = sum(part["type"] != "text" for part in parts)
        total += 4 + -(-characters // TOKEN_CHARACTERS) + media * answers.image_tokens
    return total


def budget(body: Mapping[str, Any]) -> int | None:
    """The completion tokens that the request allows per choice."""
    stated: int | None = body.get("max_completion_tokens") or body.get("max_tokens")
    return stated


@dataclass(frozen=True)
class Choice:
    """One choice: what a message holds, as tokens."""

    tokens: tuple[str, ...] | None
    refusal: str | None
    finish_reason: str
    reasoning: int

    @property
    def content(self) -> str | None:
        """The text."""
        return None if self.tokens is None else "".join(self.tokens)


@dataclass(frozen=True)
class Reply:
    """An answer to one request; `completion` and `chunks` are its two forms on the wire."""

    id: str
    created: int
    model: str
    fingerprint: str
    choices: tuple[Choice, ...]
    usage: Mapping[str, Any]
    top_logprobs: int | None
    """How many alternatives a token has; None without log probabilities."""

    def completion(self) -> dict[str, Any]:
        """The body of an answer that is not streamed."""
        choices: list[dict[str, Any]] = [
            {
                "index": i,
                "message": {"role": "assistant", "content": one.content, "refusal": one.refusal, "annotations": []},
                "logprobs": self._logprobs(one.tokens),
                "finish_reason": one.finish_reason,
            }
            for i, one in enumerate(self.choices)
        ]
        return self._frame("chat.completion") | {"choices": choices, "usage": self.usage}

    def chunks(self, *, include_usage: bool) -> Iterator[dict[str, Any]]:
        """The chunks of a stream: roles, tokens, finish reasons and, where asked for, the usage with no choices."""
        frame = self._frame("chat.completion.chunk") | ({"usage": None} if include_usage else {})
        for i, one in enumerate(self.choices):
            yield frame | _delta(
                i, {"role": "assistant", "content": None if one.tokens is None else "", "refusal": None}
            )
            for token in one.tokens or ():
                yield frame | _delta(i, {"content": token}, logprobs=self._logprobs((token,)))
            for token in _tokens(one.refusal or ""):
                yield frame | _delta(i, {"refusal": token})
            yield frame | _delta(i, {}, finish_reason=one.finish_reason)
        if not self.choices:
            yield frame | {"choices": []}
        if include_usage:
            yield frame | {"choices": [], "usage": self.usage}

    def _frame(self, kind: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "service_tier": "default",
            "system_fingerprint": self.fingerprint,
        }

    def _logprobs(self, tokens: tuple[str, ...] | None) -> dict[str, Any] | None:
        if self.top_logprobs is None:
            return None
        count = self.top_logprobs
        return {"content": [_token_logprob(token, count) for token in tokens or ()], "refusal": None}


def reply_to(body: Mapping[str, Any], answers: Answers, sha256: str, created: int, fault: Fault | None) -> Reply:
    """The answer to a checked request; faults that concern the answer itself are in it."""
    count = 0 if fault is Fault.EMPTY_CHOICES else body.get("n") or 1
    choices: tuple[Choice, ...] = tuple(_choice(body, answers, i, fault) for i in range(count))
    return Reply(
        id=f"chatcmpl-{sha256[:29]}",
        created=created,
        model=OTHER_MODEL if fault is Fault.WRONG_MODEL else body["model"],
        fingerprint=answers.fingerprint,
        choices=choices,
        usage=_usage(body, answers, choices),
        top_logprobs=(body.get("top_logprobs") or 0) if body.get("logprobs") else None,
    )


def _choice(body: Mapping[str, Any], answers: Answers, number: int, fault: Fault | None) -> Choice:
    if fault in (Fault.NULL_CONTENT, Fault.CONTENT_FILTER):
        return Choice(
            None, None, "content_filter" if fault is Fault.CONTENT_FILTER else "stop", answers.reasoning_tokens
        )
    if fault is Fault.EMPTY_CONTENT:
        return Choice((), None, "stop", answers.reasoning_tokens)
    if fault is Fault.REFUSAL or _refused(body, answers):
        return Choice(None, REFUSAL, "stop", answers.reasoning_tokens)
    if fault is Fault.LENGTH:
        return Choice(_tokens(UNFINISHED), None, "length", answers.reasoning_tokens)
    text = expected_answer(body, answers, number)
    stop = body.get("stop") or ()
    for sequence in [stop] if isinstance(stop, str) else stop:
        text = text.partition(sequence)[0]
    tokens = _tokens(text)
    allowed = budget(body)
    if allowed is not None and answers.reasoning_tokens + len(tokens) > allowed:
        reasoning = min(answers.reasoning_tokens, allowed)
        return Choice(tokens[: allowed - reasoning], None, "length", reasoning)
    return Choice(tokens, None, "stop", answers.reasoning_tokens)


def _refused(body: Mapping[str, Any], answers: Answers) -> bool:
    if answers.mode != "rules":
        return False
    text, _ = last_user(body)
    return next((rule.refusal for rule in answers.rules if re.search(rule.pattern, text)), False)


def _usage(body: Mapping[str, Any], answers: Answers, choices: tuple[Choice, ...]) -> dict[str, Any]:
    prompt = prompt_tokens(body, answers)
    reasoning = sum(one.reasoning for one in choices)
    visible = sum(len(one.tokens or ()) + len(_tokens(one.refusal or "")) for one in choices)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": reasoning + visible,
        "total_tokens": prompt + reasoning + visible,
        "prompt_tokens_details": {"cached_tokens": min(answers.cached_tokens, prompt), "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _token_logprob(token: str, alternatives: int) -> dict[str, Any]:
    """Well-formed and made up: the token is the likeliest, the letters of the alphabet follow."""
    own = _logprob(token, -uniform("logprob", token))
    others = [chr(ord("A") + i) for i in range(alternatives + 1) if chr(ord("A") + i) != token]
    top = [own, *(_logprob(other, own["logprob"] - i - 1) for i, other in enumerate(others))]
    return own | {"top_logprobs": top[:alternatives]}


def _logprob(token: str, value: float) -> dict[str, Any]:
    return {"token": token, "logprob": value, "bytes": list(token.encode("utf-8", "replace"))}


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + TOKEN_CHARACTERS] for i in range(0, len(text), TOKEN_CHARACTERS))


def _delta(
    index: int, delta: dict[str, Any], *, logprobs: dict[str, Any] | None = None, finish_reason: str | None = None
) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish_reason}]}


def _medium(part: Mapping[str, Any]) -> str:
    """The URL or the data of a part that is not text."""
    inner = part.get(str(part.get("type")))
    if isinstance(inner, Mapping):
        return str(inner.get("url") or inner.get("data") or inner.get("file_data") or inner.get("file_id") or "")
    return str(inner)
