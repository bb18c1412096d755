"""What the tests of API evaluation share: a server, and the settings that send a run to it."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.openai_server import RunningServer

QUICK = ("retry.base_s=0.05", "retry.cap_s=0.5", "tracking=none")
PRICES = "model.prices={input: 10, output: 100, cached_input: 1, batch_discount: 0.5, noted: 2026-11}"
Start = Callable[..., RunningServer]


def api(server: RunningServer, *more: str) -> tuple[str, ...]:
    return (
        "model=openai_compatible", f"model.base_url={server.url}/v1", "model.model=tested", "model.name=tested",
        *QUICK, *more,
    )  # fmt: skip
