"""A model without weights that answers by rule: for trying out tasks, for tests, and for measuring the framework."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.errors import ModelError
from hyeval.media import MediaKind
from hyeval.models.base import Load
from hyeval.models.in_process import InProcess
from hyeval.records import Message, Request, Response, ResponseStatus, Role, Usage


class ScriptedModel(InProcess):
    """Answers with the reply of the first rule whose pattern is found in the user's text, else with `default`.

    A reply may be a list, of which one is drawn by the request's key, seed and repeat included. `failure_rate` is the
    share of requests that fail, `failure_seed` says which; `delay_s` is the time that a call takes.
    """

    def __init__(
        self,
        name: str,
        *,
        default: str | list[str] = "",
        rules: Mapping[str, str | list[str]] | None = None,
        failure_rate: float = 0.0,
        failure_seed: int = 0,
        delay_s: float = 0.0,
        batch_size: int = 64,
    ) -> None:
        if not 0 <= failure_rate <= 1:
            raise ModelError(f"model.failure_rate: must lie between 0 and 1, is {failure_rate}.")
        self.name = name
        self.load = Load(concurrency=2 * batch_size, batch_size=batch_size)
        self.modalities = frozenset(MediaKind)
        self.honours = frozenset({"max_tokens", "temperature", "top_p", "top_k", "stop"})
        self._default = default
        self._rules = [(re.compile(pattern), reply) for pattern, reply in (rules or {}).items()]
        self._failure_rate = failure_rate
        self._failure_seed = failure_seed
        self._delay_s = delay_s

    def identity(self) -> Mapping[str, Any]:
        """The rules themselves; failures and delays change no answer."""
        rules = [[pattern.pattern, reply] for pattern, reply in self._rules]
        return {"engine": "scripted", "name": self.name, "default": self._default, "rules": rules}

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer by rule."""
        if self._delay_s:
            await asyncio.sleep(self._delay_s)
        return [self._answer(request) for request in requests]

    def close(self) -> None:
        """Nothing to release."""

    def _answer(self, request: Request) -> Response:
        draw = random.Random(f"{self._failure_seed}:{request.key}")
        if self._failure_rate and draw.random() < self._failure_rate:
            return Response.failure("scripted", "the script lets this request fail")
        text = _user_text(request.sample.messages)
        reply = next((reply for pattern, reply in self._rules if pattern.search(text)), self._default)
        if not isinstance(reply, str):
            reply = random.Random(request.key).choice(reply)
        tokens = Usage(prompt_tokens=len(text.split()), completion_tokens=len(reply.split()))
        return Response(ResponseStatus.OK, text=reply, finish_reason="stop", usage=tokens, latency_s=self._delay_s)


def _user_text(messages: Sequence[Message]) -> str:
    return "\n".join(
        part for message in messages if message.role is Role.USER for part in message.parts if isinstance(part, str)
    )
