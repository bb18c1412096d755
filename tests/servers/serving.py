"""How an answer, or what takes its place, gets onto the wire."""

from __future__ import annotations

import asyncio
import json
import math
import socket
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web

from tests.servers.answers import Reply
from tests.servers.errors import ApiError
from tests.servers.faults import Fault, FaultPlan, uniform
from tests.servers.journal import Record
from tests.servers.limits import quota_error, rate_limit_error, seconds

STATUSES: dict[Fault, tuple[int, str, str, str | None]] = {
    Fault.STATUS_408: (408, "Request timed out.", "timeout", None),
    Fault.STATUS_409: (409, "The resource is locked by another request.", "conflict", "resource_locked"),
    Fault.STATUS_500: (500, "The server had an error while processing your request.", "server_error", None),
    Fault.STATUS_502: (502, "Bad gateway.", "server_error", None),
    Fault.STATUS_503: (
        503,
        "The engine is currently overloaded, please try again later.",
        "server_error",
        "overloaded",
    ),
    Fault.STATUS_504: (504, "Gateway timeout.", "server_error", None),
    Fault.CONTENT_FILTER_400: (
        400,
        "The response was filtered due to the prompt triggering the content management policy.",
        "invalid_request_error",
        "content_filter",
    ),
}
CONNECTION = frozenset({Fault.RESET, Fault.DISCONNECT, Fault.HANG})
BODY = frozenset({Fault.CUT_BODY, Fault.TRUNCATED_JSON, Fault.STALL, Fault.ERROR_200})
HTML = {Fault.HTML_200: 200, Fault.HTML_502: 502}
SERVER_ERROR = {"error": {"message": "Provider returned error", "type": "server_error", "param": None, "code": 502}}


def fault_error(fault: Fault | None, plan: FaultPlan, model: str, sha256: str, attempt: int) -> ApiError | None:
    """The error of the faults that are an HTTP error with a JSON body; None for all others."""
    if fault in STATUSES:
        status, message, kind, code = STATUSES[fault]
        return ApiError(status, message, kind=kind, code=code, cause=fault)
    if fault is Fault.INSUFFICIENT_QUOTA:
        return quota_error(fault)
    if fault is None or not fault.startswith("rate_limit_"):
        return None
    error = rate_limit_error(model, "requests", fault, None)
    error.headers = _hints(fault, plan, uniform(plan.seed, "reset", sha256, attempt))
    return error


def _hints(fault: Fault, plan: FaultPlan, drawn: float) -> dict[str, str]:
    wait = plan.retry_after_s
    if fault is Fault.RATE_LIMIT_SECONDS:
        return {"retry-after": seconds(wait)}
    if fault is Fault.RATE_LIMIT_MS:
        return {"retry-after-ms": str(math.ceil(wait * 1000))}
    if fault is Fault.RATE_LIMIT_DATE:
        at = datetime.now(UTC) + timedelta(seconds=wait)
        whole = at.replace(microsecond=0) + timedelta(seconds=at.microsecond > 0)  # never earlier than asked for
        return {"retry-after": format_datetime(whole, usegmt=True)}
    if fault is Fault.RATE_LIMIT_RESET:
        reset = plan.resets[int(drawn * len(plan.resets))]
        return {
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-remaining-requests": "0",
            "x-ratelimit-reset-requests": reset,
        }
    return {}


class Wire:
    """The way to one client: what is sent is noted in the request's record."""

    def __init__(self, request: web.Request, record: Record, headers: Mapping[str, str]) -> None:
        self._request = request
        self._record = record
        self._headers = {"x-request-id": f"req_{record.number:032x}", "openai-version": "2020-10-01"} | dict(headers)

    async def send_json(self, body: Any, status: int = 200, fault: Fault | None = None) -> web.StreamResponse:
        """Send JSON, or as much of it as the fault lets through."""
        payload = json.dumps(SERVER_ERROR if fault is Fault.ERROR_200 else body).encode()
        if fault is Fault.TRUNCATED_JSON:
            payload = payload[: len(payload) // 2]
        if fault in (Fault.CUT_BODY, Fault.STALL):
            return await self._part_of(payload, fault)
        return await self.send_bytes(payload, status, "application/json")

    async def send_bytes(self, payload: bytes, status: int, content_type: str) -> web.StreamResponse:
        """Send bytes; on return they are on their way."""
        self._record.status = status
        response = web.Response(body=payload, status=status, headers=self._headers, content_type=content_type)
        await response.prepare(self._request)
        await response.write_eof()
        return response

    async def send_html(self, status: int) -> web.StreamResponse:
        """Send a page as gateways do."""
        title = f"{status} {HTTPStatus(status).phrase}"
        page = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
        return await self.send_bytes(page.encode(), status, "text/html")

    async def send_nothing(self, fault: Fault) -> web.StreamResponse:
        """Reset or close the connection, or hang, before any byte."""
        if fault is Fault.HANG:
            await asyncio.Event().wait()
        transport = self._request.transport
        if transport is not None:
            if fault is Fault.RESET:
                linger = struct.pack("ii", 1, 0)  # so that closing sends RST in place of FIN
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                transport.abort()
            else:
                transport.close()
        return web.Response()

    async def send_stream(
        self, reply: Reply, *, usage: bool, interval_s: float, fault: Fault | None
    ) -> web.StreamResponse:
        """Send server-sent events; faults of the body strike in the middle."""
        response = web.StreamResponse(headers=self._headers | {"cache-control": "no-cache"})
        response.content_type = "text/event-stream"
        response.charset = "utf-8"
        self._record.status = 200
        await response.prepare(self._request)
        chunks = list(reply.chunks(include_usage=usage))
        whole = fault not in BODY
        for chunk in chunks if whole else chunks[: max(len(chunks) // 2, 1)]:
            await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
            if interval_s:
                await asyncio.sleep(interval_s)
        if fault in (Fault.CUT_BODY, Fault.STALL):
            return await self._stop(response, fault)
        if fault is Fault.TRUNCATED_JSON:
            await response.write(f"data: {json.dumps(chunks[-1])[:40]}\n\n".encode())
        elif fault is Fault.ERROR_200:
            await response.write(f"data: {json.dumps(SERVER_ERROR)}\n\n".encode())
        else:
            await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response

    async def _part_of(self, payload: bytes, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse(headers=self._headers)
        response.content_type = "application/json"
        response.content_length = len(payload)
        self._record.status = 200
        await response.prepare(self._request)
        await response.write(payload[: len(payload) // 2])
        return await self._stop(response, fault)

    async def _stop(self, response: web.StreamResponse, fault: Fault) -> web.StreamResponse:
        if fault is Fault.STALL:
            await asyncio.Event().wait()
        if self._request.transport is not None:
            self._request.transport.close()
        return response
