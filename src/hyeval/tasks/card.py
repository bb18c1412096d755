"""What the card of a data set says of its files, read where the hub cannot be asked.

In the hub's cache lies only what was fetched, often one split of several; the data set library refuses a copy in which
any file of any split is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CARD = "README.md"
DEFAULT_SPLIT = "train"
"""The split of files that the card gives no split."""


@dataclass(frozen=True)
class CardConfig:
    """One configuration: patterns of files by split."""

    name: str
    default: bool
    patterns: dict[str, list[str]]

    def files(self, folder: Path, split: str) -> list[Path]:
        """The files of a split that are there, in the order in which the library reads them."""
        return [path for pattern in self.patterns[split] for path in sorted(folder.glob(pattern))]


def read_card(folder: Path) -> list[CardConfig]:
    """The configurations that the card of a copy describes; none if it has no card or says nothing of files."""
    path = folder / CARD
    if not path.is_file():
        return []
    _, mark, rest = path.read_text(encoding="utf-8").partition("---\n")
    head, end, _ = rest.partition("\n---")
    try:
        content = yaml.safe_load(head) if mark and end else None
    except yaml.YAMLError:
        return []
    configs = content.get("configs") if isinstance(content, dict) else None
    found = [_config(one) for one in configs or () if isinstance(one, dict) and "data_files" in one]
    return found if len(found) == len(configs or ()) else []


def choose(configs: Sequence[CardConfig], name: str | None) -> CardConfig | None:
    """The configuration of a name, or without a name the default one or the only one; None if there is none."""
    if name is not None:
        return next((one for one in configs if one.name == name), None)
    if len(configs) == 1:
        return configs[0]
    return next((one for one in configs if one.default or one.name == "default"), None)


def _config(entry: dict[str, Any]) -> CardConfig:
    patterns: dict[str, list[str]] = {}
    for split, path in _paths(entry["data_files"]):
        patterns.setdefault(split, []).append(f"{entry['data_dir']}/{path}" if entry.get("data_dir") else path)
    return CardConfig(str(entry.get("config_name", "default")), bool(entry.get("default")), patterns)


def _paths(data_files: Any) -> Iterator[tuple[str, str]]:
    """Split and path of each pattern; `data_files` is a path, a list of paths, or a list of splits with paths."""
    for one in data_files if isinstance(data_files, list) else [data_files]:
        split, paths = (one.get("split", DEFAULT_SPLIT), one["path"]) if isinstance(one, dict) else (DEFAULT_SPLIT, one)
        for path in paths if isinstance(paths, list) else [paths]:
            yield str(split), str(path)
