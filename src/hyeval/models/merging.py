"""Folders that transformers reads, made of sharded training checkpoints (`torch.distributed.checkpoint`, FSDP2)."""

from __future__ import annotations

import logging
import pickle
import re
import shutil
import warnings
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import ModelError, OutputError
from hyeval.models.checkpoint import resolve_checkpoint
from hyeval.models.loading import architecture

if TYPE_CHECKING:
    import torch
    from torch.distributed.checkpoint.metadata import Metadata

logger = logging.getLogger(__name__)

INDEX = ".metadata"
WRAPPERS = re.compile(r"(?<![^.])(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\.")
"""What compilation, sharding and activation checkpoints put into the names of weights."""
AVERAGED = re.compile(r"(?<![a-z])ema(?![a-z])")
WEIGHT_FILES = ("*.distcp", "*.safetensors", "*.safetensors.index.json", "*.bin", "*.bin.index.json")


class Weights(StrEnum):
    """Which weights of a training: those of the last step, or their exponential moving average."""

    REGULAR = "regular"
    EMA = "ema"


def merge(checkpoint: Path, out: Path, *, weights: Weights = Weights.REGULAR, base: str | None = None) -> int:
    """Write the weights of a sharded checkpoint to `out`, a new folder that transformers loads; return their number.

    Configuration, tokenizer and processor come from `base` (a folder or a name on the hub), or lie beside the shards.
    One process is enough, whatever number has written the shards; optimizer states are not read. The tensors are those
    that were stored, in their element types. `ModelError` says what is missing; `OutputError` that `out` has files.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"OUT: {out} exists and is not empty. Choose another folder.")
    source = resolve_checkpoint(base or str(checkpoint), None).folder
    model = _empty_model(source)
    names = _shared_names(model)
    shards, stored = _find(checkpoint, names, weights)
    tensors = _read(shards, stored)
    _require_shapes(model, tensors, shards)
    model.load_state_dict(tensors, strict=False, assign=True)
    model.tie_weights()
    logger.info("%d tensors (%s) from %s", len(tensors), weights.value, shards)
    out.mkdir(parents=True, exist_ok=True)
    _copy_settings(source, out)
    model.save_pretrained(out)
    return sum(tensor.numel() for tensor in tensors.values())


def _empty_model(folder: Path) -> Any:
    """The model without memory for its weights."""
    import torch
    import transformers

    config, kind = architecture(folder)
    with torch.device("meta"):
        model = kind.from_config(config)
    if (folder / "generation_config.json").is_file():
        model.generation_config = transformers.GenerationConfig.from_pretrained(folder)
    return model


def _shared_names(model: Any) -> list[frozenset[str]]:
    """Names of the weights; those that are one tensor stand together, as a checkpoint may hold any of them."""
    together: dict[str, set[str]] = {name: {name} for name in model.state_dict()}
    for name, other in model.all_tied_weights_keys.items():
        joined = together[name] | together[other]
        for one in joined:
            together[one] = joined
    return list({frozenset(names) for names in together.values()})


def _find(checkpoint: Path, names: list[frozenset[str]], weights: Weights) -> tuple[Path, dict[str, str]]:
    """The folder of shards that has all weights, and the stored name of each."""
    folders = sorted(path.parent for path in checkpoint.rglob(INDEX))
    if not folders:
        rule = f"CHECKPOINT: {checkpoint} has no {INDEX} file"
        raise ModelError(f"{rule}, so it is no checkpoint of torch.distributed.checkpoint.")
    lacking: dict[str, list[str]] = {}
    for folder in folders:
        for prefix, found in _by_prefix(_stored_names(folder), names).items():
            if (AVERAGED.search(f"{folder.name}.{prefix}") is not None) != (weights is Weights.EMA):
                continue
            lacking[f"{folder}: '{prefix}…'"] = absent = [min(one) for one in names if not one & found.keys()]
            if not absent:
                return folder, found
    raise ModelError(_what_is_missing(checkpoint, lacking, weights))


def _what_is_missing(checkpoint: Path, lacking: Mapping[str, list[str]], weights: Weights) -> str:
    if not lacking:
        return f"CHECKPOINT: {checkpoint} holds no {weights.value} weights of this model. Check --weights and --base."
    place, absent = min(lacking.items(), key=lambda one: len(one[1]))
    first = ", ".join(sorted(absent)[:3])
    return f"CHECKPOINT: {place} lacks {len(absent)} weights of this model, such as {first}. Check --base."


def _stored_names(folder: Path) -> dict[str, str]:
    """Stored name of each tensor by its name without wrappers."""
    from torch.distributed.checkpoint.filesystem import FileSystemReader
    from torch.distributed.checkpoint.metadata import TensorStorageMetadata

    try:
        stored = FileSystemReader(folder).read_metadata().state_dict_metadata
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise ModelError(f"CHECKPOINT: {folder / INDEX} cannot be read: {error}. Copy the checkpoint anew.") from error
    return {WRAPPERS.sub("", name): name for name, kind in stored.items() if isinstance(kind, TensorStorageMetadata)}


def _by_prefix(stored: Mapping[str, str], names: Iterable[frozenset[str]]) -> dict[str, dict[str, str]]:
    """Weights by the prefix under which a training has put them, such as `model.` or `ema.`: name to stored name."""
    found: dict[str, dict[str, str]] = {}
    wanted = frozenset().union(*names)
    for plain, name in stored.items():
        parts = plain.split(".")
        for start in range(len(parts)):
            if (rest := ".".join(parts[start:])) in wanted:
                found.setdefault(plain.removesuffix(rest), {})[rest] = name
    return found


def _read(folder: Path, stored: Mapping[str, str]) -> dict[str, torch.Tensor]:
    """Read the named tensors whole, whoever has written which part of them."""
    import torch
    from torch.distributed.checkpoint.api import CheckpointException
    from torch.distributed.checkpoint.filesystem import FileSystemReader
    from torch.distributed.checkpoint.metadata import TensorStorageMetadata
    from torch.distributed.checkpoint.state_dict_loader import load

    reader = FileSystemReader(folder)
    metadata = reader.read_metadata()
    _require_whole_shards(folder, metadata, frozenset(stored.values()))
    kinds = metadata.state_dict_metadata
    state: dict[str, Any] = {}
    for name in stored.values():
        kind = kinds[name]
        assert isinstance(kind, TensorStorageMetadata)
        state[name] = torch.empty(kind.size, dtype=kind.properties.dtype)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="torch.distributed is disabled")  # that is what is meant
            load(state, storage_reader=reader, no_dist=True)
    except (OSError, RuntimeError, CheckpointException) as error:
        rule = f"the shards in {folder} cannot be read: {_first_cause(error)}"
        raise ModelError(f"CHECKPOINT: {rule}. Copy the checkpoint anew.") from error
    return {name: state[at] for name, at in stored.items()}


def _require_whole_shards(folder: Path, metadata: Metadata, names: frozenset[str]) -> None:
    """`ModelError` if a file that holds one of these tensors is not there, or ends before it should."""
    sizes: dict[str, int] = {}
    for index, part in metadata.storage_data.items():
        if index.fqn in names:
            sizes[part.relative_path] = max(sizes.get(part.relative_path, 0), part.offset + part.length)
    for name, size in sorted(sizes.items()):
        path = folder / name
        if not path.is_file():
            raise ModelError(f"CHECKPOINT: {folder} lacks the shard {name}. Copy the checkpoint anew.")
        if (found := path.stat().st_size) < size:
            rule = f"the shard {path} is cut off: it has {found} bytes, and its index says {size} or more"
            raise ModelError(f"CHECKPOINT: {rule}. Copy the checkpoint anew.")


def _first_cause(error: BaseException) -> str:
    """What went wrong in one line, without the trace that PyTorch puts into its error."""
    from torch.distributed.checkpoint.api import CheckpointException

    cause = error
    if isinstance(error, CheckpointException) and error.failures:
        cause = next(iter(error.failures.values()))[0]
    lines = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {lines[0].removesuffix('.')}" if lines else type(cause).__name__


def _require_shapes(model: Any, tensors: Mapping[str, torch.Tensor], shards: Path) -> None:
    """`ModelError` if the weights are those of a model of another size."""
    wanted = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    for name, tensor in sorted(tensors.items()):
        if (shape := tuple(tensor.shape)) != wanted[name]:
            rule = f"{name} of {shards} has the shape {shape}, and the model of --base has {wanted[name]}"
            raise ModelError(f"CHECKPOINT: {rule}. Name the checkpoint that the training began with: --base.")


def _copy_settings(source: Path, out: Path) -> None:
    """Copy tokenizer, processor and templates; the configuration is written with the weights."""
    for path in sorted(source.iterdir()):
        shard = path.name == INDEX or any(path.match(pattern) for pattern in WEIGHT_FILES)
        if path.is_file() and not shard:
            shutil.copyfile(path, out / path.name)
