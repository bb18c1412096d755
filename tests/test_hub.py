"""The hub: asked once whether it can be reached, and never where a proxy or the user has the say."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from hyeval.hub import CONNECT_TIMEOUT_S, PROXY_VARIABLES, hub_is_reachable


class Connections:
    """Stands for `socket.create_connection`: notes what is asked, and answers or fails."""

    def __init__(self, error: OSError | None = None) -> None:
        self.asked: list[tuple[Any, dict[str, Any]]] = []
        self.closed = 0
        self._error = error

    def __call__(self, address: Any, **options: Any) -> Connections:
        self.asked.append((address, options))
        if self._error is not None:
            raise self._error
        return self

    def close(self) -> None:
        self.closed += 1


ERRORS = [
    ConnectionRefusedError("refused"),
    TimeoutError("timed out"),
    socket.gaierror(-2, "Name or service not known"),
    OSError(101, "Network is unreachable"),
]


def test_a_hub_that_answers_is_reachable_and_the_connection_is_closed() -> None:
    connect = Connections()
    assert hub_is_reachable({}, connect)
    assert connect.asked == [(("huggingface.co", 443), {"timeout": CONNECT_TIMEOUT_S})]
    assert connect.closed == 1


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_hub_that_does_not_answer_is_not_reachable(error: OSError) -> None:
    connect = Connections(error)
    assert not hub_is_reachable({}, connect)
    assert len(connect.asked) == 1


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("https://hub.example", ("hub.example", 443)),
        ("http://hub.example", ("hub.example", 80)),
        ("https://hub.example:8443/mirror", ("hub.example", 8443)),
        ("http://[::1]:9000", ("::1", 9000)),
    ],
)
def test_a_mirror_is_asked_in_place_of_the_hub(endpoint: str, address: tuple[str, int]) -> None:
    connect = Connections()
    hub_is_reachable({"HF_ENDPOINT": endpoint}, connect)
    assert [asked for asked, _ in connect.asked] == [address]


@pytest.mark.parametrize("name", [*PROXY_VARIABLES, "HF_HUB_OFFLINE"])
def test_behind_a_proxy_and_in_offline_mode_nothing_is_asked(name: str) -> None:
    connect = Connections(ConnectionRefusedError())
    assert hub_is_reachable({name: "1"}, connect)
    assert connect.asked == []


@pytest.mark.parametrize("value", ["0", "false", "no"])
def test_a_variable_that_says_no_leaves_the_network_on(value: str) -> None:
    connect = Connections(ConnectionRefusedError())
    assert not hub_is_reachable({"HF_HUB_OFFLINE": value}, connect)
    assert len(connect.asked) == 1


def test_what_the_client_raises_without_a_connection_is_caught(closed: int) -> None:
    """It is no `OSError`, and its library is another one from release to release."""
    script = (
        "from huggingface_hub import HfApi\nfrom hyeval.hub import hub_errors\n"
        "try:\n    HfApi().dataset_info('own/digits')\nexcept hub_errors():\n    print('caught')"
    )
    ignored = {"HF_HUB_OFFLINE", *PROXY_VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name not in ignored}
    environment["HF_ENDPOINT"] = f"http://127.0.0.1:{closed}"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout == "caught\n", done.stderr


@pytest.mark.parametrize("name", [*PROXY_VARIABLES, "HF_HUB_OFFLINE"])
def test_an_empty_variable_says_nothing(name: str) -> None:
    connect = Connections(ConnectionRefusedError())
    assert not hub_is_reachable({name: ""}, connect)
    assert len(connect.asked) == 1


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port of this machine on which nobody listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_real_connection_is_made(listening: int) -> None:
    assert hub_is_reachable({"HF_ENDPOINT": f"http://127.0.0.1:{listening}"})


def test_a_real_connection_is_refused(closed: int) -> None:
    assert not hub_is_reachable({"HF_ENDPOINT": f"http://127.0.0.1:{closed}"})


SETTLE = """
import {modules}
from hyeval.hub import settle_hub_mode
settle_hub_mode()
settle_hub_mode()
import os, huggingface_hub.constants
print(os.environ.get("HF_HUB_OFFLINE"), huggingface_hub.constants.HF_HUB_OFFLINE)
"""


@pytest.mark.parametrize("modules", ["os", "huggingface_hub.constants"], ids=["before its import", "after its import"])
@pytest.mark.parametrize("reachable", [True, False])
def test_the_client_of_the_hub_goes_offline_if_the_hub_cannot_be_reached(
    listening: int, closed: int, modules: str, reachable: bool
) -> None:
    ignored = {"HF_HUB_OFFLINE", *PROXY_VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name not in ignored}
    environment["HF_ENDPOINT"] = f"http://127.0.0.1:{listening if reachable else closed}"
    done = subprocess.run(
        [sys.executable, "-c", SETTLE.format(modules=modules)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("None False\n" if reachable else "1 True\n", "")
