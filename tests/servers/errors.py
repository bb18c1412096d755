"""Errors in the form of OpenAI's API: `{"error": {"message", "type", "param", "code"}}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A request that is answered with an error.

    Args:
        status: HTTP status.
        message: for people.
        kind: the error's `type`, such as `invalid_request_error`.
        code: the error's `code`, such as `model_not_found`.
        param: the parameter in question.
        cause: how the server's log names it; by default `check:` and the code.
        headers: response headers.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        cause: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"message": message, "type": kind, "param": param, "code": code}
        self.cause = cause or f"check:{code or status}"
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body."""
        return {"error": self.error}
