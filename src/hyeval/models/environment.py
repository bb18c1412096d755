"""What the environment says about endpoints: keys, parts of addresses, a proxy, one endpoint for all models."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from hyeval.errors import AccessError

PLACEHOLDER = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")
PROXY = "EVAL_PROXY"
FORWARD = "FWD_API"
FORWARD_URL = "OPENAI_API_BASE"
FORWARD_KEY = "OPENAI_API_KEY"


PROXY_SCHEMES = ("http", "https")


def fill(text: str, field: str, environment: Mapping[str, str] = os.environ) -> str:
    """Replace every `{VARIABLE}`; `AccessError` names those that are not set."""
    require(PLACEHOLDER.findall(text), field, environment)
    return PLACEHOLDER.sub(lambda match: environment[match[1]].strip(), text)


def header(text: str, field: str, environment: Mapping[str, str] = os.environ) -> str:
    """Fill the value of a header; what cannot stand in one is refused, as the HTTP library would show it."""
    value = fill(text, field, environment)
    if not (value.isascii() and value.isprintable()):
        source = ", ".join(PLACEHOLDER.findall(text)) or "the value"
        raise AccessError(f"{field}: {source} holds characters that no header may have. Copy it again.")
    return value


def require(names: Sequence[str], field: str, environment: Mapping[str, str] = os.environ) -> None:
    """Raise an `AccessError` that names the variables which are not set."""
    missing = [name for name in names if not environment.get(name, "").strip()]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        raise AccessError(f"{field}: {', '.join(missing)} {are} not set. Put it into the environment or into a `.env`.")


def secret(name: str, field: str = "model.api_key_env", environment: Mapping[str, str] = os.environ) -> str:
    """Value of the variable that holds a key, without the line break that a file may have left at its end.

    What cannot stand in a header is refused here: the HTTP library would show it in its error.
    """
    require([name], field, environment)
    value = environment[name].strip()
    if not (value.isascii() and value.isprintable()):
        raise AccessError(f"{field}: {name} holds characters that no key has. Copy the key again.")
    return value


def proxy(environment: Mapping[str, str] = os.environ) -> str | None:
    """Address of the proxy that the calls of models and judges take."""
    if not (address := environment.get(PROXY, "").strip()):
        return None
    if not _is_proxy(address):
        shown = address.rpartition("@")[2]  # without user and password
        raise AccessError(
            f"{PROXY}: '{shown}' is no address. Write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT."
        )
    return address


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in PROXY_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False  # a port that is no number, a bracket that is not closed


def forwarded_url(environment: Mapping[str, str] = os.environ) -> str | None:
    """The endpoint that stands for all API models if `FWD_API=1`, else None."""
    if environment.get(FORWARD) != "1":
        return None
    require([FORWARD_URL], FORWARD, environment)
    return environment[FORWARD_URL].strip()
