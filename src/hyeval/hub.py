"""Whether the Hugging Face hub can be reached, found out once and quickly.

Without network its client retries every request for half a minute, also for what lies in the local cache. Compute
nodes of a cluster are usually such machines.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5.0
TRUE = ("1", "ON", "YES", "TRUE")
"""What the hub's client takes for true in a variable; `HF_HUB_OFFLINE=0` says that the network may be used."""
PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


@cache
def settle_hub_mode() -> None:
    """Switch the hub's clients to their offline mode for this process if the hub cannot be reached."""
    if not hub_is_reachable(os.environ):
        os.environ["HF_HUB_OFFLINE"] = "1"
        # Both packages read the variable when they are imported, which may have happened already.
        for module in ("huggingface_hub.constants", "datasets.config"):
            if module in sys.modules:
                sys.modules[module].HF_HUB_OFFLINE = True  # type: ignore[attr-defined]
        logger.info("the Hugging Face hub cannot be reached: using the local cache alone")


def cached_data_set(name: str, revision: str | None) -> Path | None:
    """The copy of a data set in the hub's cache, in a folder named after its commit, where the hub cannot be asked.

    None if it can, or if there is no copy. The data set library alone finds only what it has unpacked itself.
    """
    settle_hub_mode()
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    if not constants.HF_HUB_OFFLINE:
        return None
    try:
        return Path(snapshot_download(name, repo_type="dataset", revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def hub_errors() -> tuple[type[Exception], ...]:
    """What the hub's client raises if something cannot be fetched; it has changed its HTTP library more than once."""
    libraries = (sys.modules[name] for name in ("httpx2", "httpx", "requests") if name in sys.modules)
    kinds = (getattr(module, name, None) for module in libraries for name in ("HTTPError", "RequestException"))
    return OSError, *(kind for kind in kinds if kind is not None)


def not_fetched(kind: str, name: str, setting: str, error: Exception) -> str:
    """What to say of a name that the hub's client has not brought; `kind` is what it names, such as a checkpoint."""
    from huggingface_hub import constants

    if "/" not in name:
        return f"{setting}: {without_owner(name)}"
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    if constants.HF_HUB_OFFLINE:  # the client's own words advise to change that, which does not make a network
        reason = "the hub cannot be reached, or HF_HUB_OFFLINE is set"
    return (
        f"{setting}: the {kind} {name} is neither in the local cache nor can it be fetched ({reason})."
        f" Connect to the network once, set HF_TOKEN if it is gated, or point `{setting}=` to a local copy."
    )


def without_owner(name: str) -> str:
    """Rule and remedy for a name without an owner, of which the hub has but a few old ones."""
    return f"nothing here is called '{name}', and names on the hub are OWNER/NAME. Check the path, or name the owner."


def hub_is_reachable(
    environment: MutableMapping[str, str], connect: Callable[..., Any] = socket.create_connection
) -> bool:
    """Whether a connection to the hub opens; taken for granted behind a proxy, and left alone in offline mode."""
    if environment.get("HF_HUB_OFFLINE", "").upper() in TRUE or any(environment.get(name) for name in PROXY_VARIABLES):
        return True
    endpoint = urlsplit(environment.get("HF_ENDPOINT", "https://huggingface.co"))
    port = endpoint.port or (443 if endpoint.scheme == "https" else 80)
    try:
        connect((endpoint.hostname, port), timeout=CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True
