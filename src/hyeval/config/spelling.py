"""Settings as a user types them, and as Hydra's grammar wants them."""

from __future__ import annotations

import re
from typing import Any

from hyeval.config.schema import JudgeConfig

STRUCTURED = ("[", "{", "'", '"')
"""Beginnings of values that are no plain text."""


def spelled_out(text: str) -> str:
    """Write out what is short for settings of the judge: its deployment, and those of a panel of one."""
    head, found, rest = text.partition("judge.")
    name = rest.partition("=")[0].partition(".")[0]
    if not found or head.strip("+~"):
        return text
    if rest.startswith("deploy="):
        return f"deploy@judge.{rest}"
    return text if name in JudgeConfig.model_fields else f"{head}judge.models.judge.{rest}"


def quoted(text: str, *, sweep: bool) -> str | None:
    """A setting with its value in quotes, for values that Hydra reads only so; None where text cannot be meant.

    Hydra's grammar has plain text of ASCII letters and few signs; paths and prompts have others. In a sweep commas
    separate values, so a text with a comma is left to its author to quote.
    """
    name, found, value = text.partition("=")
    if not found or not value.strip() or value.startswith(STRUCTURED) or "${" in value or (sweep and "," in value):
        return None
    return f"{name}={written(value)}"


def written(value: Any) -> str:
    """A value as Hydra's grammar has it, every text in quotes."""
    match value:
        case dict():
            return "{" + ",".join(f"{key}:{written(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ",".join(map(written, value)) + "]"
        case str():
            escaped = re.sub(r"(\\*)('|$)", lambda match: match[1] * 2 + ("\\'" if match[2] else ""), value)
            return f"'{escaped}'"
        case None:
            return "null"
    return str(value).lower()
