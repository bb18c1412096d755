"""Where a checkpoint lies and what identifies it: a hub commit, or the digest of a local folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hyeval.errors import ConfigError, MissingResource, Problem
from hyeval.hub import hub_errors, not_fetched, settle_hub_mode, without_owner

IGNORED_SUFFIXES = frozenset({".md", ".lock", ".metadata", ".gitattributes"})
PROSE = frozenset({"readme", "license", "licence", "notice", "requirements"})
"""Names of texts that nothing reads; other `.txt` files may be a tokenizer's."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint on disk, of the hub if it has a commit."""

    source: str
    folder: Path
    commit: str | None = None

    @cached_property
    def revision(self) -> str:
        """The hub commit, or `sha256:<digest>` of the local files, which are read for it."""
        return self.commit or _digest(self.folder)

    def named(self) -> dict[str, str | None]:
        """What identifies it: of a local folder the digest alone."""
        return {"checkpoint": None if self.commit is None else self.source, "revision": self.revision}


def resolve_checkpoint(path: str, revision: str | None) -> Checkpoint:
    """Find a checkpoint, fetching it from the hub if it is not in the cache; `MissingResource` says how to get it."""
    found = _resolve("model.path", path, revision)
    if (found.folder / "config.json").is_file():
        return found
    if (found.folder / ADAPTER_FILE).is_file():
        rule = f"model.path: {path} is an adapter of PEFT, not a checkpoint."
        raise MissingResource(f"{rule} Set `model.adapter={path}`, and `model.path=` to what it was trained on.")
    raise MissingResource(f"model.path: {path} has no config.json, so it is no checkpoint of transformers.")


def resolve_adapter(path: str) -> Checkpoint:
    """Find an adapter of PEFT, as `resolve_checkpoint` finds a checkpoint; `OWNER/NAME@REVISION` names a revision."""
    name, _, revision = path.partition("@")
    found = _resolve("model.adapter", path if Path(path).is_dir() else name, revision or None)
    if not (found.folder / ADAPTER_FILE).is_file():
        raise MissingResource(f"model.adapter: {path} has no {ADAPTER_FILE}, so it is no adapter of PEFT.")
    return found


ADAPTER_FILE = "adapter_config.json"


def _resolve(setting: str, path: str, revision: str | None) -> Checkpoint:
    folder = Path(path).expanduser()
    if folder.is_dir():
        if revision is not None:
            rule = f"{path} is a folder here, which has no revision '{revision}'."
            raise ConfigError([Problem("model.revision", rule, "Leave it out, or set it to null.")])
        return Checkpoint(folder.name, folder)
    if folder.is_absolute() or path.startswith((".", "~")):
        raise MissingResource(f"{setting}: there is no folder {folder}. Check the path.")
    return _from_hub(path, revision, setting)


def _from_hub(path: str, revision: str | None, setting: str) -> Checkpoint:
    settle_hub_mode()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, HFValidationError, RepositoryNotFoundError

    unwanted = ["*.bin", "*.pth", "*.gguf", "*.onnx", "original/*", "consolidated*"]
    try:
        folder = Path(snapshot_download(path, revision=revision, ignore_patterns=unwanted))
    except GatedRepoError as error:
        rule = f"{setting}: the checkpoint {path} is gated, and the hub does not give it to you."
        raise MissingResource(f"{rule} Ask for access on its page, and set HF_TOKEN to a token of yours.") from error
    except RepositoryNotFoundError as error:
        if "/" not in path:
            raise MissingResource(f"{setting}: {without_owner(path)}") from error
        rule = f"{setting}: the hub has no checkpoint {path}, or does not show it to you."
        raise MissingResource(f"{rule} Check the name; set HF_TOKEN if it is private.") from error
    except HFValidationError as error:
        rule = f"{setting}: '{path}' is neither a folder nor a name on the hub, where names are OWNER/NAME. Check it."
        raise MissingResource(rule) from error
    except hub_errors() as error:
        raise MissingResource(not_fetched("checkpoint", path, setting, error)) from error
    return Checkpoint(path, folder, folder.name)


def _digest(folder: Path) -> str:
    """Digest of all files that can change an answer, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file() and not _is_aside(path):
            digest.update(f"{path.name}\0".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{digest.hexdigest()}"


def _is_aside(path: Path) -> bool:
    """Whether a file of a checkpoint can change no answer."""
    prose = path.suffix == ".txt" and path.stem.lower() in PROSE
    return prose or path.suffix in IGNORED_SUFFIXES or path.name.startswith(".")
