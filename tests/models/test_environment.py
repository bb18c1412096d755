"""Keys, parts of addresses, a proxy and one endpoint for all: what the environment says, and what it must not say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from hyeval.errors import AccessError
from hyeval.models.api import ApiModel, Via
from hyeval.models.environment import fill, forwarded_url, header, proxy, require, secret
from hyeval.models.transport import HttpClient
from tests.builders import make_request

KEY = "sk-0123456789abcdef"
FIELD = "model.base_url"


# Placeholders


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("http://host/v1", "http://host/v1"),
        ("http://{HOST}/v1", "http://example.org/v1"),
        ("http://{HOST}:{PORT}/{HOST}", "http://example.org:8000/example.org"),
        ("{PORT}", "8000"),
        ("{BRACES}", "{PORT}"),  # what a variable holds is not looked through again
        ("{lower} {} {0} {HOST", "{lower} {} {0} {HOST"),
        ("{FILE}", "from a file"),
        ("{A1_B}", "x"),
    ],
)
def test_placeholders_are_replaced_by_what_the_variables_hold(text: str, filled: str) -> None:
    variables = {
        "HOST": "example.org", "PORT": "8000", "BRACES": "{PORT}", "FILE": " from a file\r\n", "A1_B": "x",
        "lower": "never read", "0": "never read",
    }  # fmt: skip
    assert fill(text, FIELD, variables) == filled


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://{HOST}/v1", "model.base_url: HOST is not set."),
        ("http://{HOST}:{PORT}", "model.base_url: HOST, PORT are not set."),
        ("http://{EMPTY}", "model.base_url: EMPTY is not set."),
        ("{SET}{HOST}", "model.base_url: HOST is not set."),
    ],
)
def test_every_variable_that_is_missing_is_named_with_the_field(text: str, told: str) -> None:
    with pytest.raises(AccessError) as caught:
        fill(text, FIELD, {"EMPTY": "", "SET": "x"})
    assert str(caught.value).startswith(told)
    assert "`.env`" in str(caught.value)


def test_only_what_is_needed_and_not_set_is_missing() -> None:
    require([], FIELD, {})
    require(["A"], FIELD, {"A": "1"})
    with pytest.raises(AccessError, match=rf"^{FIELD}: B is not set"):
        require(["A", "B"], FIELD, {"A": "1"})


# Secrets


@pytest.mark.parametrize("value", [KEY, f"{KEY}\n", f"{KEY}\r\n", f"  {KEY}\t", "key with spaces"])
def test_a_key_comes_without_what_a_file_has_left_around_it(value: str) -> None:
    assert secret("MY_KEY", environment={"MY_KEY": value}) == value.strip()


@pytest.mark.parametrize(
    "value",
    [
        f"{KEY}\n{KEY}",
        f"sk-a\r\nX-Header: {KEY}",
        f"{KEY}\x00x",
        f"{KEY}\x7f",
        f"{KEY}\tx",
        "sk-ключ",
        f"“{KEY}”",
        "钥",
    ],
)
def test_a_key_that_cannot_stand_in_a_header_is_refused_and_not_shown(value: str) -> None:
    with pytest.raises(AccessError) as caught:
        secret("MY_KEY", environment={"MY_KEY": value})
    assert "MY_KEY holds characters that no key has" in str(caught.value)
    assert value not in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("variables", [{}, {"MY_KEY": ""}, {"my_key": KEY}])
def test_a_key_that_is_not_set_is_named(variables: Mapping[str, str]) -> None:
    with pytest.raises(AccessError, match=r"model\.api_key_env: MY_KEY is not set"):
        secret("MY_KEY", environment=variables)


@pytest.mark.parametrize("value", [" ", "\n"])
def test_a_key_of_blanks_is_none(value: str) -> None:
    with pytest.raises(AccessError, match=r"MY_KEY is not set"):
        secret("MY_KEY", environment={"MY_KEY": value})


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("value", [f"{KEY}\nX-Other: 1", f"{KEY}ключ", f"{KEY}\x7f"])
def test_a_header_that_cannot_be_sent_is_refused_before_a_library_shows_it(
    monkeypatch: pytest.MonkeyPatch, value: str, http: HttpClient
) -> None:
    monkeypatch.setenv("MY_TEAM", value)
    model = ApiModel("m", "m", base_url="http://127.0.0.1:9/v1", headers={"X-Team": "team {MY_TEAM}"}, http=http)
    with pytest.raises(AccessError) as caught:
        asyncio.run(model.generate([make_request()]))
    assert str(caught.value).startswith("model.headers.X-Team: MY_TEAM holds characters that no header may have.")
    assert KEY not in str(caught.value)


def test_a_header_is_filled_without_line_breaks() -> None:
    assert header("team {A}, {B}", "model.headers.X", {"A": "blue\n", "B": "red"}) == "team blue, red"
    with pytest.raises(AccessError, match=r"model\.headers\.X: the value holds"):
        header("команда", "model.headers.X", {})


# The proxy


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, None),
        ({"EVAL_PROXY": ""}, None),
        ({"HTTPS_PROXY": "http://other:1"}, None),
        ({"EVAL_PROXY": "http://squid:3128"}, "http://squid:3128"),
        ({"EVAL_PROXY": "https://user:pa%40ss@squid:3128/"}, "https://user:pa%40ss@squid:3128/"),
        ({"EVAL_PROXY": "http://[::1]:3128"}, "http://[::1]:3128"),
        ({"EVAL_PROXY": "http://squid:3128\n"}, "http://squid:3128"),
    ],
)
def test_the_proxy_is_an_address_or_none(variables: Mapping[str, str], address: str | None) -> None:
    assert proxy(variables) == address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("squid:3128", "squid:3128"),
        ("squid", "squid"),
        ("socks5://squid:1080", "socks5://squid:1080"),
        ("http://", "http://"),
        ("http://squid:port", "http://squid:port"),
        ("http://squid:99999", "http://squid:99999"),
        ("http://[::1", "http://[::1"),
        ("ftp://user:secret@squid:3128", "squid:3128"),
        ("user:secret@squid:3128", "squid:3128"),
        ("http://user:secret@squid:port", "squid:port"),
    ],
)
def test_a_proxy_that_is_no_address_is_named_without_its_password(address: str, shown: str) -> None:
    with pytest.raises(AccessError) as caught:
        proxy({"EVAL_PROXY": address})
    assert str(caught.value).startswith(f"EVAL_PROXY: '{shown}' is no address. Write http://HOST:PORT")
    assert "secret" not in str(caught.value)


# One endpoint for all


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, None),
        ({"OPENAI_API_BASE": "http://gate/v1"}, None),
        ({"FWD_API": "0", "OPENAI_API_BASE": "http://gate/v1"}, None),
        ({"FWD_API": "", "OPENAI_API_BASE": "http://gate/v1"}, None),
        ({"FWD_API": "1", "OPENAI_API_BASE": "http://gate/v1"}, "http://gate/v1"),
        ({"FWD_API": "1", "OPENAI_API_BASE": "http://gate/v1\n"}, "http://gate/v1"),
    ],
)
def test_calls_are_forwarded_if_the_environment_says_so(variables: Mapping[str, str], address: str | None) -> None:
    assert forwarded_url(variables) == address


def test_an_address_to_forward_to_that_is_not_set_is_named() -> None:
    with pytest.raises(AccessError, match=r"FWD_API: OPENAI_API_BASE is not set"):
        forwarded_url({"FWD_API": "1"})


@pytest.mark.parametrize("via", ["openai", "litellm"])
def test_a_forwarded_model_is_known_by_the_endpoint_that_serves_it(monkeypatch: pytest.MonkeyPatch, via: str) -> None:
    def made() -> ApiModel:
        return ApiModel(
            "m", "vendor/model", base_url="https://{REGION}.example.org/v1", via=Via(via), credentials=("B",)
        )

    monkeypatch.setenv("REGION", "eu")
    own = made().identity()
    monkeypatch.setenv("FWD_API", "1")
    monkeypatch.setenv("OPENAI_API_BASE", "https://gate.example.org/v1/")
    monkeypatch.delenv("REGION")
    forwarded = made().identity()
    assert (own["endpoint"], forwarded["endpoint"]) == ("eu.example.org/v1", "gate.example.org/v1")
    assert forwarded["engine"] == "openai_protocol"
    assert forwarded["model"] == own["model"] == "vendor/model"
