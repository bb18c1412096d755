"""Files and batches, driven by the real client."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import openai
import pytest
from openai.types import Batch

from tests.servers.openai_server import (
    BatchSettings,
    Fault,
    FaultPlan,
    ServerSettings,
    expected_answer,
)
from tests.servers.visits import CHAT, Visit, always, ask, run


def _lines(bodies: list[dict[str, Any]], **others: Any) -> bytes:
    lines = [
        {"custom_id": f"row-{i}", "method": "POST", "url": CHAT, "body": body} | others for i, body in enumerate(bodies)
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


async def _start_batch(client: openai.AsyncOpenAI, content: bytes) -> Batch:
    file = await client.files.create(file=("rows.jsonl", io.BytesIO(content)), purpose="batch")
    assert (file.bytes, file.filename, file.status) == (len(content), "rows.jsonl", "processed")
    return await client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"run": "one"}
    )


async def _finish(client: openai.AsyncOpenAI, batch: Batch) -> tuple[Batch, list[str]]:
    """The batch at its end, and the states it was seen in."""
    seen = [batch.status]
    while batch.status not in ("completed", "failed", "expired", "cancelled"):
        await asyncio.sleep(0.005)
        batch = await client.batches.retrieve(batch.id)
        if batch.status != seen[-1]:
            seen.append(batch.status)
    return batch, [str(one) for one in seen]


async def _read_lines(client: openai.AsyncOpenAI, file: str | None) -> dict[str, Any]:
    if file is None:
        return {}
    lines = [json.loads(line) for line in (await client.files.content(file)).text.splitlines()]
    return {line["custom_id"]: line for line in lines}


def test_a_batch_from_upload_to_answers() -> None:
    bodies = [ask(f"Question {i}") for i in range(20)]

    async def scenario(there: Visit) -> None:
        batch = await _start_batch(there.client, _lines(bodies))
        assert [one.id async for one in there.client.batches.list()] == [batch.id]
        batch, seen = await _finish(there.client, batch)
        assert seen == ["validating", "in_progress", "finalizing", "completed"]
        assert batch.request_counts is not None
        assert batch.request_counts.model_dump() == {"total": 20, "completed": 20, "failed": 0}
        assert batch.metadata == {"run": "one"}
        assert batch.error_file_id is None
        lines = await _read_lines(there.client, batch.output_file_id)
        assert list(lines) != [f"row-{i}" for i in range(20)]  # in an order of their own
        for i, body in enumerate(bodies):
            answer = lines[f"row-{i}"]["response"]
            assert answer["status_code"] == 200
            assert answer["body"]["choices"][0]["message"]["content"] == expected_answer(body)
        with pytest.raises(openai.ConflictError):
            await there.client.batches.cancel(batch.id)
        await there.client.files.delete(batch.input_file_id)
        with pytest.raises(openai.NotFoundError):
            await there.client.files.retrieve(batch.input_file_id)

    run(scenario, ServerSettings(batches=BatchSettings(batch_step_s=0.05, batch_line_s=0.003)))


def test_requests_of_a_batch_fail_one_by_one() -> None:
    plan = FaultPlan(seed=1, rates={Fault.STATUS_500: 0.3, Fault.HANG: 0.2, Fault.REFUSAL: 0.1})

    async def scenario(there: Visit) -> None:
        bodies = [ask(f"Question {i}") for i in range(30)] + [ask(temperature=9)]
        batch, _ = await _finish(there.client, await _start_batch(there.client, _lines(bodies)))
        good = await _read_lines(there.client, batch.output_file_id)
        bad = await _read_lines(there.client, batch.error_file_id)
        assert batch.request_counts is not None
        assert (len(good), len(bad)) == (batch.request_counts.completed, batch.request_counts.failed)
        assert len(good) + len(bad) == 31
        assert bad["row-30"]["response"]["status_code"] == 400
        causes = {
            line["response"]["status_code"] if line["response"] else line["error"]["code"] for line in bad.values()
        }
        assert causes == {400, 500, "request_timeout"}
        assert any(line["response"]["body"]["choices"][0]["message"]["refusal"] for line in good.values())

    run(scenario, ServerSettings(faults=plan, batches=BatchSettings(batch_step_s=0)))


def test_a_batch_is_cancelled() -> None:
    async def scenario(there: Visit) -> None:
        batch = await _start_batch(there.client, _lines([ask(str(i)) for i in range(100)]))
        while batch.request_counts is None or batch.request_counts.completed < 5:
            await asyncio.sleep(0.005)
            batch = await there.client.batches.retrieve(batch.id)
        batch = await there.client.batches.cancel(batch.id)
        assert batch.status == "cancelling"
        batch, seen = await _finish(there.client, batch)
        assert seen == ["cancelling", "cancelled"]
        done = await _read_lines(there.client, batch.output_file_id)
        rest = await _read_lines(there.client, batch.error_file_id)
        assert 5 <= len(done) < 100
        assert len(done) + len(rest) == 100
        assert {line["error"]["code"] for line in rest.values()} == {"batch_cancelled"}

    run(scenario, ServerSettings(batches=BatchSettings(batch_step_s=0.02, batch_line_s=0.005)))


def test_a_batch_expires() -> None:
    async def scenario(there: Visit) -> None:
        batch, _ = await _finish(
            there.client, await _start_batch(there.client, _lines([ask(str(i)) for i in range(5)]))
        )
        assert batch.status == "expired"
        rest = await _read_lines(there.client, batch.error_file_id)
        assert [line["error"]["code"] for line in rest.values()] == ["batch_expired"] * 3

    run(scenario, ServerSettings(batches=BatchSettings(batch_step_s=0, batch_expire_after=2)))


def test_batches_that_are_not_valid() -> None:
    cases = [
        (b"", "empty_file", None),
        (_lines([ask()]) + b"{broken\n", "invalid_json_line", 2),
        (_lines([ask(), ask()], custom_id="same"), "duplicate_custom_id", 2),
        (_lines([ask()], url="/v1/embeddings"), "url_mismatch", 1),
        (_lines([ask(), ask(model="other")]), "model_mismatch", 2),
        (_lines([ask()], body=None), "missing_required_parameter", 1),
        (_lines([ask(str(i)) for i in range(4)]), "too_many_tasks", None),
    ]

    async def scenario(there: Visit) -> None:
        for content, code, line in cases:
            batch, _ = await _finish(there.client, await _start_batch(there.client, content))
            assert batch.status == "failed"
            assert batch.errors is not None
            assert [(one.code, one.line) for one in batch.errors.data or []] == [(code, line)]
        for others in ({"endpoint": "/v1/nothing"}, {"completion_window": "1h"}):
            known: dict[str, Any] = {"input_file_id": "file-x", "endpoint": CHAT, "completion_window": "24h"}
            with pytest.raises(openai.BadRequestError):
                await there.client.batches.create(**known | others)
        with pytest.raises(openai.NotFoundError):
            await there.client.batches.create(**known)
        with pytest.raises(openai.BadRequestError, match=r"Must be \.jsonl"):
            await there.client.files.create(file=("rows.txt", b"{}"), purpose="batch")
        with pytest.raises(openai.APIStatusError, match="Maximum content size"):
            await there.client.files.create(file=("rows.jsonl", bytes(10_000)), purpose="batch")

    run(scenario, ServerSettings(batches=BatchSettings(batch_step_s=0, batch_limit=3, file_limit=5000)))


def test_faults_reach_the_other_endpoints_when_they_are_everywhere() -> None:
    async def scenario(there: Visit) -> None:
        for _ in range(3):
            with pytest.raises(openai.InternalServerError):
                await there.client.batches.retrieve("batch_x")
        with pytest.raises(openai.NotFoundError):
            await there.client.batches.retrieve("batch_x")

    run(scenario, always(Fault.STATUS_500, everywhere=True))
