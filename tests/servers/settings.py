"""What the server can be told, as frozen dataclasses; the command line is made from the same fields."""

from __future__ import annotations

import argparse
import dataclasses
import ipaddress
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from tests.servers.faults import CURABLE, Fault, FaultPlan, option


@dataclass(frozen=True)
class Rule:
    """An answer for every last user text in which the pattern is found."""

    pattern: str
    answer: str
    refusal: bool = False

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"rules: {self.pattern!r} is no regular expression: {error}") from None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How a request is answered: always by a function of its body."""

    mode: Literal["hash", "constant", "echo", "rules"] = option(
        "hash", "hash: a letter A to D from the last user text and images; echo: the last user text", "answers"
    )
    constant: str = option("A", "the answer of the mode constant, and of rules where none matches")
    rules: tuple[Rule, ...] = option((), "JSON file with a list of {pattern, answer, refusal}: the first match answers")
    image_tokens: int = option(85, "prompt tokens of one image, video or audio part")
    cached_tokens: int = option(0, "prompt tokens reported as cached, at most all of them")
    reasoning_tokens: int = option(0, "hidden tokens before each answer; they use up max_completion_tokens")
    fingerprint: str = option("fp_0123456789", "system_fingerprint of the answers")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is served and how fast."""

    max_concurrent: int | None = option(None, "chat requests served at once")
    over_limit: Literal["reject", "queue"] = option("reject", "what becomes of requests beyond that")
    over_limit_retry_after_s: float = option(1.0, "Retry-After of the 429 for requests beyond max_concurrent")
    requests_per_window: int | None = option(None, "requests per key in any window")
    tokens_per_window: int | None = option(None, "tokens per key in any window: prompt plus stated completion budget")
    window_s: float = option(60.0, "length of the window: 60 makes the limits RPM and TPM")
    quota: int | None = option(None, "requests per key before 429 insufficient_quota")
    key_quota: Mapping[str, int] = option({}, "the quota of one key")
    latency_s: float = option(0.0, "seconds before each answer")
    jitter_s: float = option(0.0, "up to so many seconds more, drawn from seed, body and attempt")
    saturation: int | None = option(None, "beyond so many in flight, latency grows in proportion to their number")
    stream_interval_s: float = option(0.0, "seconds between the chunks of a stream")


@dataclass(frozen=True, kw_only=True)
class BatchSettings:
    """How batches go through their life cycle."""

    batch_step_s: float = option(0.05, "seconds for each of validating, finalizing, cancelling")
    batch_line_s: float = option(0.0, "seconds for each request of a batch")
    batch_limit: int = option(50_000, "requests in one batch")
    batch_expire_after: int | None = option(None, "batches expire after so many of their requests")
    file_limit: int = option(200 * 2**20, "bytes of an uploaded file")


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """The server.

    Raises:
        ValueError: the host is not a loopback address.
    """

    host: str = option("127.0.0.1", "loopback address to listen on")
    port: int = option(0, "port; 0 takes a free one")
    keys: tuple[str, ...] = option((), "accepted API key (again for more); without, any or none is accepted", "key")
    models: tuple[str, ...] = option((), "model that exists (again for more); without, all do", "model")
    unsupported: tuple[str, ...] = option((), "parameter that gives 400 unsupported_parameter (again for more)")
    fixed: Mapping[str, float] = option({}, "parameter for which other values give 400 unsupported_value")
    strict_parameters: bool = option(False, "400 for parameters that the API does not have (vLLM's top_k)")
    full_image_check: bool = option(False, "decode the whole base64 text of an image, not its beginning and length")
    body_limit: int = option(25 * 2**20, "bytes of a request body before 413")
    log_limit: int = option(200_000, "requests kept in the log, the latest ones")
    answers: Answers = field(default_factory=Answers)
    limits: Limits = field(default_factory=Limits)
    faults: FaultPlan = field(default_factory=FaultPlan)
    batches: BatchSettings = field(default_factory=BatchSettings)

    def __post_init__(self) -> None:
        if self.host != "localhost" and not _is_loopback(self.host):
            raise ValueError(f"host: this server only listens on a loopback address such as 127.0.0.1, not {self.host}")

    def to_json(self) -> bytes:
        """As `from_json` reads it."""
        return TypeAdapter(ServerSettings).dump_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> ServerSettings:
        """Read what `to_json` wrote, or what a person wrote: whatever is left out has its default."""
        return TypeAdapter(ServerSettings).validate_json(text)


SECTIONS: dict[str, type[Any]] = {
    "answers": Answers,
    "limits": Limits,
    "faults": FaultPlan,
    "batches": BatchSettings,
}


def command_line() -> argparse.ArgumentParser:
    """The parser: one option per field."""
    kinds = "\n".join(f"  {kind:20} {kind.meaning}" for kind in Fault)
    parser = argparse.ArgumentParser(
        prog="python -m tests.servers.openai_server",
        description="An OpenAI-compatible server on the loopback interface that fails as told.",
        epilog=f"faults:\n{kinds}\n\nWhat was served: GET /control/log, GET /control/stats; POST /control/reset.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help="settings as JSON, overridden by options; - is one line of stdin, whose end stops",
    )
    _add_options(parser.add_argument_group("server"), ServerSettings)
    for name, section in SECTIONS.items():
        group = parser.add_argument_group(name)
        _add_options(group, section)
        if section is FaultPlan:
            group.add_argument(
                "--fault-mix",
                type=float,
                metavar="SHARE",
                help="share spread evenly over all faults that a retry cures",
            )
    return parser


def settings_from(options: argparse.Namespace, base: ServerSettings) -> ServerSettings:
    """The settings with the options that were given in place of the base's values."""
    given = vars(options)
    if options.fault_mix is not None:
        mix = {kind: options.fault_mix / len(CURABLE) for kind in CURABLE}
        given["rates"] = mix | dict(given.get("rates", ()))
    sections = {name: _replaced(getattr(base, name), given) for name in SECTIONS}
    settings: ServerSettings = _replaced(dataclasses.replace(base, **sections), given)
    return settings


def _replaced(current: Any, given: Mapping[str, Any]) -> Any:
    changes: dict[str, Any] = {}
    for one in dataclasses.fields(current):
        if one.name not in given or one.name in SECTIONS:
            continue
        value = given[one.name]
        if one.name == "rules":
            value = TypeAdapter(tuple[Rule, ...]).validate_json(Path(value).read_bytes())
        changes[one.name] = _container(getattr(current, one.name), value)
    return dataclasses.replace(current, **changes)


def _container(current: Any, value: Any) -> Any:
    if isinstance(current, Mapping):
        return dict(value)
    return tuple(value) if isinstance(current, tuple) else value


def _add_options(group: argparse._ArgumentGroup, section: type[Any]) -> None:
    hints = get_type_hints(section)
    for one in dataclasses.fields(section):
        if one.name in SECTIONS:
            continue
        flag = "--" + (one.metadata["name"] or one.name).replace("_", "-")
        text = one.metadata["help"].replace("%", "%%")
        if one.default not in (None, (), False, dataclasses.MISSING):
            text += f" (default: {one.default if not isinstance(one.default, tuple) else ', '.join(one.default)})"
        group.add_argument(
            flag, dest=one.name, default=argparse.SUPPRESS, help=text, **_kind(one.name, hints[one.name])
        )


def _kind(name: str, hint: Any) -> dict[str, Any]:
    """What argparse needs to know of a type."""
    if name == "rules":
        return {"metavar": "FILE"}
    if hint is bool:
        return {"action": "store_true"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _kind(name, next(one for one in arguments if one is not type(None)))
    if origin is Literal:
        return {"choices": arguments}
    if origin is tuple:
        return {"action": "append", "metavar": "VALUE"}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"action": "append", "type": _pair(arguments[1]), "metavar": "NAME=VALUE"}
    return {"type": hint, "metavar": "KIND" if hint is Fault else hint.__name__.upper()}


def _pair(kind: type[float]) -> Any:
    def pair(text: str) -> tuple[str, float]:
        name, found, value = text.rpartition("=")
        if not found:
            raise argparse.ArgumentTypeError(f"NAME=VALUE is needed, not {text!r}")
        return name, kind(value)

    return pair


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_command_line(arguments: Sequence[str] | None, stdin_line: Any) -> tuple[ServerSettings, bool]:
    """The settings, and whether the end of stdin stops the server."""
    parser = command_line()
    options = parser.parse_args(arguments)
    managed = options.settings == "-"
    try:
        base = ServerSettings()
        if options.settings:
            base = ServerSettings.from_json(stdin_line() if managed else Path(options.settings).read_bytes())
        return settings_from(options, base), managed
    except (ValueError, OSError) as error:
        parser.error(str(error))
