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
from typing import Any
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5.0
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


def hub_is_reachable(
    environment: MutableMapping[str, str], connect: Callable[..., Any] = socket.create_connection
) -> bool:
    """Whether a connection to the hub opens; taken for granted behind a proxy, and left alone in offline mode."""
    if environment.get("HF_HUB_OFFLINE") or any(environment.get(name) for name in PROXY_VARIABLES):
        return True
    endpoint = urlsplit(environment.get("HF_ENDPOINT", "https://huggingface.co"))
    port = endpoint.port or (443 if endpoint.scheme == "https" else 80)
    try:
        connect((endpoint.hostname, port), timeout=CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True
