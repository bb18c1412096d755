"""An OpenAI-compatible server on the loopback interface that limits, delays and fails as told.

    python -m tests.servers.openai_server --port 8000 --latency-s 0.2 --fault-mix 0.05 --max-concurrent 250

For tests and benchmarks of API clients, and to try a client by hand. Every answer is a function of the request
(`expected_answer`), and so is every fault, given the seed (`FaultPlan`).

    with start_server(ServerSettings(faults=FaultPlan.mixed(0.05))) as server:
        client = openai.AsyncOpenAI(base_url=server.url + "/v1", api_key="any")
        ...
        assert server.stats()["duplicates"] == 0
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.servers.answers import budget, expected_answer, prompt_tokens, reply_to
from tests.servers.batches import Batches
from tests.servers.checks import check_chat, parse_body
from tests.servers.errors import ApiError
from tests.servers.faults import CURABLE, Fault, FaultCounter, FaultPlan, uniform
from tests.servers.journal import CHAT_URL, Journal, Record, key_id
from tests.servers.limits import Limiter, Slots
from tests.servers.running import RunningServer, start_server
from tests.servers.serving import BODY, CONNECTION, HTML, Wire, fault_error
from tests.servers.settings import Answers, BatchSettings, Limits, Rule, ServerSettings, parse_command_line

__all__ = [
    "CURABLE",
    "Answers",
    "BatchSettings",
    "Fault",
    "FaultPlan",
    "Limits",
    "Rule",
    "RunningServer",
    "ServerSettings",
    "expected_answer",
    "key_id",
    "serve",
    "start_server",
]

DEFAULT_MODEL = "test-model"
SHUTDOWN_S = 0.1
ENDED_BY_CLIENT = frozenset({Fault.HANG, Fault.STALL})

Handler = Callable[[web.Request, Record], Awaitable[web.StreamResponse]]


class OpenAIServer:
    """The endpoints. `reset` starts anew in all but what is being served at that moment."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._slots = Slots(settings)
        self._start()

    def _start(self) -> None:
        self._journal = Journal(self._settings.log_limit)
        self._limiter = Limiter(self._settings)
        self._faults = FaultCounter(self._settings.faults)
        self._batches = Batches(self._settings, self._answer_line)

    def application(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(client_max_size=self._settings.body_limit)
        app.router.add_post(CHAT_URL, self._logged(self._chat))
        for method, path, handler in (
            ("GET", "/v1/models", self._list_models),
            ("GET", "/v1/models/{id:.+}", self._get_model),
            ("POST", "/v1/files", self._upload),
            ("GET", "/v1/files", self._list_files),
            ("GET", "/v1/files/{id}", self._get_file),
            ("GET", "/v1/files/{id}/content", self._get_content),
            ("DELETE", "/v1/files/{id}", self._delete_file),
            ("POST", "/v1/batches", self._create_batch),
            ("GET", "/v1/batches", self._list_batches),
            ("GET", "/v1/batches/{id}", self._get_batch),
            ("POST", "/v1/batches/{id}/cancel", self._cancel_batch),
        ):
            app.router.add_route(method, path, self._logged(self._guarded(handler)))
        app.router.add_get("/health", self._health)
        app.router.add_get("/control/log", self._control_log)
        app.router.add_get("/control/stats", self._control_stats)
        app.router.add_post("/control/reset", self._control_reset)
        app.router.add_route("*", "/{path:.*}", self._logged(self._unknown))
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _app: web.Application) -> None:
        self._batches.close()

    def _logged(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Note a request from its arrival to its end, and answer what is refused."""

        async def handle(request: web.Request) -> web.StreamResponse:
            journal = self._journal
            record = journal.arrive(request.method, request.path, key_id(_key(request)))
            try:
                try:
                    return await handler(request, record)
                except ApiError as error:
                    record.fault = error.cause
                    headers = self._limiter.headers(_key(request)) | error.headers
                    return await Wire(request, record, headers).send_json(error.body, error.status)
            except (asyncio.CancelledError, ConnectionError):
                record.client_gone = True
                raise
            finally:
                journal.leave(record)

        return handle

    def _guarded(self, handler: Callable[[web.Request], Awaitable[Any]]) -> Handler:
        """An endpoint other than chat: the key is checked, and faults are served if they are everywhere."""

        async def handle(request: web.Request, record: Record) -> web.StreamResponse:
            self._authorize(request)
            fault = None
            if self._settings.faults.everywhere:
                name = f"{request.method} {request.path}"
                record.attempt, fault = self._faults.next(hashlib.sha256(name.encode()).hexdigest())
                await self._fail(fault, record, "this endpoint", name)
            wire = Wire(request, record, {})
            if fault in CONNECTION:
                return await wire.send_nothing(fault)
            if fault in HTML:
                return await wire.send_html(HTML[fault])
            body = await handler(request)
            fault = fault if fault in BODY else None
            if isinstance(body, bytes):
                return await wire.send_bytes(body[: len(body) // 2] if fault else body, 200, "application/octet-stream")
            return await wire.send_json(body, fault=fault)

        return handle

    async def _chat(self, request: web.Request, record: Record) -> web.StreamResponse:
        raw = await _read(request, self._settings.body_limit)
        record.sha256 = hashlib.sha256(raw).hexdigest()
        self._authorize(request)
        body = parse_body(raw)
        check_chat(body, self._settings)
        key = _key(request)
        tokens = prompt_tokens(body, self._settings.answers) + (budget(body) or 0) * (body.get("n") or 1)
        self._limiter.admit(key, body["model"], tokens)
        async with self._slots.taken(body["model"]):
            record.attempt, fault = self._faults.next(record.sha256)
            await self._fail(fault, record, body["model"], record.sha256)
            await asyncio.sleep(self._latency(record, fault))
            return await self._answer(Wire(request, record, self._limiter.headers(key)), body, record, fault)

    async def _fail(self, fault: Fault | None, record: Record, model: str, name: str) -> None:
        """Raise what is an HTTP error; 429 at once, the rest after the latency of an answer."""
        record.fault = fault or ""
        error = fault_error(fault, self._settings.faults, model, name, record.attempt or 0)
        if error is not None:
            if error.status != 429:
                await asyncio.sleep(self._latency(record, fault))
            raise error

    async def _answer(
        self, wire: Wire, body: dict[str, Any], record: Record, fault: Fault | None
    ) -> web.StreamResponse:
        if fault in CONNECTION:
            return await wire.send_nothing(fault)
        if fault in HTML:
            return await wire.send_html(HTML[fault])
        reply = reply_to(body, self._settings.answers, record.sha256, int(time.time()), fault)
        if body.get("stream"):
            usage = bool((body.get("stream_options") or {}).get("include_usage"))
            interval_s = self._settings.limits.stream_interval_s
            return await wire.send_stream(reply, usage=usage, interval_s=interval_s, fault=fault)
        return await wire.send_json(reply.completion(), fault=fault)

    def _answer_line(self, body: Any) -> tuple[int, dict[str, Any]] | None:
        """A request of a batch. Faults of the connection and of the body's bytes make it a request without answer."""
        sha256 = hashlib.sha256(json.dumps(body).encode()).hexdigest()
        try:
            check_chat(body, self._settings)
            attempt, fault = self._faults.next(sha256)
            error = fault_error(fault, self._settings.faults, body["model"], sha256, attempt)
            if error is not None:
                raise error
        except ApiError as error:
            return error.status, error.body
        if fault in CONNECTION | BODY or fault in HTML:
            return None
        return 200, reply_to(body, self._settings.answers, sha256, int(time.time()), fault).completion()

    def _latency(self, record: Record, fault: Fault | None) -> float:
        """Seconds before an answer; beyond saturation they grow so that throughput stays what it is there."""
        limits, plan = self._settings.limits, self._settings.faults
        latency = limits.latency_s
        if limits.jitter_s:
            latency += limits.jitter_s * uniform(plan.seed, "jitter", record.sha256, record.attempt)
        if limits.saturation is not None:
            latency *= max(1.0, self._slots.serving / limits.saturation)
        return latency + (plan.slow_s if fault is Fault.SLOW else 0.0)

    def _authorize(self, request: web.Request) -> None:
        key = _key(request)
        if not self._settings.keys or key in self._settings.keys:
            return
        if not key:
            message = (
                "You didn't provide an API key. You need to provide your API key in an Authorization header using"
                " Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
            )
            raise ApiError(401, message)
        shown = f"{key[:3]}{'*' * 8}{key[-4:]}" if len(key) > 12 else "*" * len(key)
        raise ApiError(401, f"Incorrect API key provided: {shown}.", code="invalid_api_key")

    async def _list_models(self, _request: web.Request) -> Any:
        names = self._settings.models or (DEFAULT_MODEL,)
        return {"object": "list", "data": [_model(name) for name in names]}

    async def _get_model(self, request: web.Request) -> Any:
        name = request.match_info["id"]
        if name not in (self._settings.models or (DEFAULT_MODEL,)):
            raise ApiError(404, f"The model '{name}' does not exist", param="model", code="model_not_found")
        return _model(name)

    async def _upload(self, request: web.Request) -> Any:
        limit = self._settings.batches.file_limit
        if (request.content_length or 0) > limit:
            raise _too_large(limit, request.content_length or 0)
        if request.content_type != "multipart/form-data":
            raise ApiError(400, "Invalid Content-Type: expected multipart/form-data.")
        try:
            form = await request.clone(client_max_size=limit).post()
        except web.HTTPRequestEntityTooLarge:
            raise _too_large(limit, limit + 1) from None
        purpose, file = form.get("purpose"), form.get("file")
        if not isinstance(file, web.FileField):
            return self._batches.upload(None, b"", str(purpose or ""))
        return self._batches.upload(file.filename, file.file.read(), str(purpose or ""))

    async def _list_files(self, _request: web.Request) -> Any:
        return self._batches.files()

    async def _get_file(self, request: web.Request) -> Any:
        return self._batches.file(request.match_info["id"]).object

    async def _get_content(self, request: web.Request) -> Any:
        return self._batches.file(request.match_info["id"]).content

    async def _delete_file(self, request: web.Request) -> Any:
        return self._batches.delete(request.match_info["id"])

    async def _create_batch(self, request: web.Request) -> Any:
        return self._batches.create(parse_body(await _read(request, self._settings.body_limit)))

    async def _list_batches(self, _request: web.Request) -> Any:
        return self._batches.batches()

    async def _get_batch(self, request: web.Request) -> Any:
        return self._batches.batch(request.match_info["id"])

    async def _cancel_batch(self, request: web.Request) -> Any:
        return self._batches.cancel(request.match_info["id"])

    async def _unknown(self, request: web.Request, _record: Record) -> web.StreamResponse:
        raise ApiError(404, f"Invalid URL ({request.method} {request.path})", code="unknown_url")

    async def _health(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "ok"})

    async def _control_log(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._journal.log(int(request.query.get("after", "0"))))

    async def _control_stats(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self._journal.stats())

    async def _control_reset(self, _request: web.Request) -> web.StreamResponse:
        self._batches.close()
        self._start()
        return web.json_response({})


@asynccontextmanager
async def serve(settings: ServerSettings) -> AsyncIterator[str]:
    """Serve in this event loop; gives the URL. `start_server` serves in a process of its own."""
    server = OpenAIServer(settings)
    runner = web.AppRunner(
        server.application(), handler_cancellation=True, access_log=None, shutdown_timeout=SHUTDOWN_S
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port, backlog=4096)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        await runner.cleanup()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGINT, SIGTERM or, with `--settings -`, the end of stdin."""
    settings, managed = parse_command_line(arguments, sys.stdin.readline)
    asyncio.run(_run(settings, managed=managed))


async def _run(settings: ServerSettings, *, managed: bool) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if managed:
        loop.add_reader(sys.stdin.fileno(), _stop_at_end, stop)
    async with serve(settings) as url:
        print(f"listening on {url}", flush=True)
        await stop.wait()


def _stop_at_end(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 4096):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        stop.set()


async def _read(request: web.Request, limit: int) -> bytes:
    """The body; 413 beyond the limit, at once if the headers say so."""
    length = request.content_length
    if length is not None and length > limit:
        raise _too_large(limit, length)
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(limit, limit + 1) from None


def _too_large(limit: int, length: int) -> ApiError:
    return ApiError(
        413,
        f"Maximum content size limit ({limit}) exceeded ({length} bytes read)",
        kind="server_error",
        cause="check:413",
    )


def _key(request: web.Request) -> str:
    """The key, from `Authorization: Bearer KEY` or, as Azure wants it, `api-key: KEY`."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else request.headers.get("api-key", "")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "tests"}


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
