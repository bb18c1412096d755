"""Files and batches: uploaded, validated, worked off, finished, expired or cancelled as by OpenAI's Batch API."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.errors import ApiError
from tests.servers.faults import uniform
from tests.servers.journal import CHAT_URL
from tests.servers.settings import ServerSettings

ENDPOINTS = ("/v1/responses", CHAT_URL, "/v1/embeddings", "/v1/completions")
DAY_S = 86_400
CANCELLABLE = ("validating", "in_progress", "finalizing")
UNFINISHED = {
    "batch_expired": "This request could not be executed before the completion window expired.",
    "batch_cancelled": "This request was not executed because the batch was cancelled.",
    "request_timeout": "This request timed out.",
}

AnswerLine = Callable[[Any], tuple[int, dict[str, Any]] | None]
"""Answers the body of one line: status and body, or None if no answer came."""


@dataclass(frozen=True)
class StoredFile:
    """A file: what the API says of it, and its bytes."""

    object: dict[str, Any]
    content: bytes


class Batches:
    """All files and batches of a server, in memory."""

    def __init__(self, settings: ServerSettings, answer: AnswerLine) -> None:
        self._settings = settings
        self._answer = answer
        self._files: dict[str, StoredFile] = {}
        self._batches: dict[str, dict[str, Any]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._count = 0

    def close(self) -> None:
        """Stop working."""
        for task in self._tasks:
            task.cancel()

    def store(self, name: str, content: bytes, purpose: str) -> dict[str, Any]:
        """Keep a file."""
        described = {
            "id": self._id("file-"),
            "object": "file",
            "bytes": len(content),
            "created_at": int(time.time()),
            "filename": name,
            "purpose": purpose,
            "status": "processed",
            "expires_at": None,
            "status_details": None,
        }
        self._files[str(described["id"])] = StoredFile(described, content)
        return described

    def upload(self, name: str | None, content: bytes, purpose: str | None) -> dict[str, Any]:
        """Keep an uploaded file; its lines are looked at when a batch is made of it, as by the real API."""
        if not purpose:
            raise ApiError(
                400, "Missing required parameter: 'purpose'.", param="purpose", code="missing_required_parameter"
            )
        if name is None:
            raise ApiError(400, "Missing required parameter: 'file'.", param="file", code="missing_required_parameter")
        if purpose == "batch" and not name.endswith(".jsonl"):
            raise ApiError(400, "Invalid file format for Batch API. Must be .jsonl")
        return self.store(name, content, purpose)

    def file(self, identifier: str) -> StoredFile:
        """A file, or 404."""
        if identifier not in self._files:
            raise ApiError(404, f"No such File object: {identifier}", param="id")
        return self._files[identifier]

    def files(self) -> dict[str, Any]:
        """The list of files, latest first."""
        return _page([one.object for one in reversed(self._files.values())])

    def delete(self, identifier: str) -> dict[str, Any]:
        """Forget a file."""
        self.file(identifier)
        del self._files[identifier]
        return {"id": identifier, "object": "file", "deleted": True}

    def create(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Start a batch. What is wrong with its lines comes to light while it is validated."""
        if request.get("endpoint") not in ENDPOINTS:
            message = f"Invalid value: '{request.get('endpoint')}'. Supported values are: {', '.join(ENDPOINTS)}."
            raise ApiError(400, message, param="endpoint", code="invalid_value")
        if request.get("completion_window") != "24h":
            message = f"Invalid value: '{request.get('completion_window')}'. Value must be '24h'."
            raise ApiError(400, message, param="completion_window", code="invalid_value")
        content = self.file(str(request.get("input_file_id"))).content
        now = int(time.time())
        batch: dict[str, Any] = {
            "id": self._id("batch_"),
            "object": "batch",
            "endpoint": request["endpoint"],
            "model": None,
            "errors": None,
            "input_file_id": request["input_file_id"],
            "completion_window": "24h",
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "created_at": now,
            "expires_at": now + DAY_S,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": request.get("metadata"),
        }
        states = ("in_progress", "finalizing", "completed", "failed", "expired", "cancelling", "cancelled")
        batch.update({f"{state}_at": None for state in states})
        self._batches[batch["id"]] = batch
        task = asyncio.get_running_loop().create_task(self._work(batch, content))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return batch

    def batch(self, identifier: str) -> dict[str, Any]:
        """A batch, or 404."""
        if identifier not in self._batches:
            raise ApiError(404, f"No batch found with id '{identifier}'.")
        return self._batches[identifier]

    def batches(self) -> dict[str, Any]:
        """The list of batches, latest first."""
        return _page(list(reversed(self._batches.values())))

    def cancel(self, identifier: str) -> dict[str, Any]:
        """Ask a batch to stop; it is `cancelling` until it has."""
        batch = self.batch(identifier)
        if batch["status"] not in CANCELLABLE:
            raise ApiError(409, f"Cannot cancel a batch with status '{batch['status']}'.")
        _enter(batch, "cancelling")
        return batch

    async def _work(self, batch: dict[str, Any], content: bytes) -> None:
        settings = self._settings.batches
        await asyncio.sleep(settings.batch_step_s)
        lines, problems = parse_lines(content, batch["endpoint"], settings.batch_limit)
        if batch["status"] == "validating":
            if problems:
                batch["errors"] = {"object": "list", "data": problems}
                _enter(batch, "failed")
                return
            batch["request_counts"]["total"] = len(lines)
            batch["model"] = lines[0]["body"].get("model")
            _enter(batch, "in_progress")
        done, why = await self._answer_lines(batch, lines)
        if not why:
            _enter(batch, "finalizing")
        await asyncio.sleep(settings.batch_step_s)
        if batch["status"] == "cancelling":
            why = "batch_cancelled"
        self._write(batch, done + [self._failed_line(line, why) for line in lines[len(done) :]])
        _enter(batch, {"": "completed", "batch_expired": "expired", "batch_cancelled": "cancelled"}[why])

    async def _answer_lines(
        self, batch: dict[str, Any], lines: list[dict[str, Any]]
    ) -> tuple[list[dict[str, Any]], str]:
        """The results so far, and why the rest was not asked: an error code, or nothing."""
        settings = self._settings.batches
        done: list[dict[str, Any]] = []
        for i, line in enumerate(lines):
            if batch["status"] == "cancelling":
                return done, "batch_cancelled"
            if settings.batch_expire_after is not None and i >= settings.batch_expire_after:
                return done, "batch_expired"
            answered = self._answer(line["body"])
            done.append(self._failed_line(line, "request_timeout") if answered is None else self._line(line, *answered))
            counts = batch["request_counts"]
            counts["completed" if _succeeded(done[-1]) else "failed"] += 1
            if settings.batch_line_s or i % 50 == 49:
                await asyncio.sleep(settings.batch_line_s)
        return done, ""

    def _line(self, line: Mapping[str, Any], status: int, body: dict[str, Any]) -> dict[str, Any]:
        response = {"status_code": status, "request_id": self._id("req_"), "body": body}
        return {"id": self._id("batch_req_"), "custom_id": line["custom_id"], "response": response, "error": None}

    def _failed_line(self, line: Mapping[str, Any], code: str) -> dict[str, Any]:
        error = {"code": code, "message": UNFINISHED[code]}
        return {"id": self._id("batch_req_"), "custom_id": line["custom_id"], "response": None, "error": error}

    def _write(self, batch: dict[str, Any], results: list[dict[str, Any]]) -> None:
        """Answers go to the output file, the rest to the error file; lines come in an order of their own."""
        results.sort(key=lambda line: uniform(self._settings.faults.seed, "order", line["custom_id"]))
        for kind, wanted in (("output", True), ("error", False)):
            lines = [json.dumps(line) + "\n" for line in results if _succeeded(line) is wanted]
            if lines:
                name = f"{batch['id']}_{kind}.jsonl"
                batch[f"{kind}_file_id"] = self.store(name, "".join(lines).encode(), "batch_output")["id"]
        batch["request_counts"]["failed"] = len(results) - batch["request_counts"]["completed"]

    def _id(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count:024x}"


def parse_lines(content: bytes, endpoint: str, limit: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The requests of a batch, and what is wrong with them: `code`, `line` (from 1), `message` and `param`."""
    lines: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    seen: set[str] = set()
    model: Any = None
    for number, raw in enumerate(content.splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
        except ValueError:
            problems.append(_problem("invalid_json_line", number, "This line is not parseable as valid JSON."))
            continue
        if problem := _line_problem(line, endpoint, seen):
            problems.append(_problem(problem[0], number, problem[1], problem[2]))
            continue
        seen.add(line["custom_id"])
        model = model or line["body"].get("model")
        if line["body"].get("model") != model:
            problems.append(
                _problem("model_mismatch", number, "All requests of a batch must name one model.", "body.model")
            )
        lines.append(line)
    if not lines and not problems:
        problems.append(_problem("empty_file", None, "The batch input file is empty."))
    if len(lines) > limit:
        problems.append(_problem("too_many_tasks", None, f"The batch has {len(lines)} requests, more than {limit}."))
    return lines, problems


def _line_problem(line: Any, endpoint: str, seen: set[str]) -> tuple[str, str, str] | None:
    for name, kind in (("custom_id", str), ("method", str), ("url", str), ("body", dict)):
        if not isinstance(line, dict) or not isinstance(line.get(name), kind):
            return "missing_required_parameter", f"Missing required parameter: '{name}'.", name
    if line["method"] != "POST":
        return "invalid_method", "The only supported method is 'POST'.", "method"
    if line["url"] != endpoint:
        return "url_mismatch", f"The URL '{line['url']}' is not the batch's endpoint '{endpoint}'.", "url"
    if line["custom_id"] in seen:
        message = f"The custom_id '{line['custom_id']}' for this request is a duplicate of another request."
        return "duplicate_custom_id", message, "custom_id"
    return None


def _problem(code: str, line: int | None, message: str, param: str | None = None) -> dict[str, Any]:
    return {"code": code, "line": line, "message": message, "param": param}


def _enter(batch: dict[str, Any], status: str) -> None:
    batch["status"] = status
    batch[f"{status}_at"] = int(time.time())


def _succeeded(line: Mapping[str, Any]) -> bool:
    return line["response"] is not None and line["response"]["status_code"] == 200


def _page(data: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": False,
    }
