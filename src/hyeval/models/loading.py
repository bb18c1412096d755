"""From a checkpoint to a module: its class in transformers, with adapter, quantization and compilation."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import MissingResource, ModelError
from hyeval.models.checkpoint import Checkpoint

if TYPE_CHECKING:
    import torch
    from transformers import PretrainedConfig


OURS: Mapping[str, Any] = {
    "do_sample": False, "temperature": None, "top_p": None, "top_k": None,
    "num_beams": None, "num_beam_groups": None, "num_return_sequences": None, "penalty_alpha": None,
    "prompt_lookup_num_tokens": None, "max_length": None, "max_time": None, "use_cache": True,
}  # fmt: skip
"""Generation settings that a checkpoint does not decide.

Sampling is done by our own processors, and what it suggests for that must not act on greedy decoding. It gives one
answer, of one sequence, whatever the time it takes; a training leaves the cache switched off.
"""


class Quantization(StrEnum):
    """Integer format of the weights, by bitsandbytes: LLM.int8() (arXiv:2208.07339) or NF4 (arXiv:2305.14314)."""

    INT8 = "int8"
    INT4 = "int4"


@dataclass(frozen=True)
class Recipe:
    """How the weights of a checkpoint become a module.

    `dtype` is the element type of what is not quantized. `placement` goes to `from_pretrained` as it is, such as
    `{"device_map": "auto"}`.
    """

    dtype: torch.dtype
    attention: str = "sdpa"
    adapter: Checkpoint | None = None
    quantization: Quantization | None = None
    compile: bool = False
    placement: Mapping[str, Any] = field(default_factory=dict)
    device: torch.device | None = None
    """Where quantized weights go at once: they cannot be moved."""


def load_module(folder: Path, recipe: Recipe) -> Any:
    """Load a checkpoint for inference; `ModelError` or `MissingResource` if that cannot be."""
    from safetensors import SafetensorError

    _log_as_others_do()
    require_packages(recipe)
    options: dict[str, Any] = dict(recipe.placement)
    if recipe.quantization is not None:
        options.setdefault("device_map", {"": recipe.device})
        options["quantization_config"] = _quantization_config(recipe.quantization, recipe.dtype)
    config, kind = architecture(folder)
    try:
        attention = _attention(config, recipe.attention)
        model, report = kind.from_pretrained(
            folder,
            config=config,
            dtype=recipe.dtype,
            attn_implementation=attention,
            output_loading_info=True,
            **options,
        )
    except (OSError, ValueError, ImportError, KeyError, RuntimeError, SafetensorError) as error:
        raise _unloadable(folder, error) from error
    if absent := sorted(report["missing_keys"]):  # transformers draws these at random and says so in its log
        rule = f"the checkpoint in {folder} lacks {len(absent)} of the model's weights, such as {absent[0]}"
        raise ModelError(f"model.path: {rule}. Fetch it anew, or see `hyeval merge` for what a training has left.")
    if recipe.adapter is not None:
        model = _with_adapter(model, recipe.adapter)
    model.generation_config.update(**OURS)
    if recipe.compile:
        model.compile(dynamic=True)
    _keep_signatures(type(model))
    return model.eval()


def _keep_signatures(kind: type[Any]) -> None:
    """Let `inspect.signature`, which `generate` asks eight times for each batch, find what it would work out anew."""
    for _, method in inspect.getmembers(kind, inspect.isfunction):
        method.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]


def _log_as_others_do() -> None:
    """Let what transformers logs, such as weights that a checkpoint lacks, go where everything else is logged."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.disable_default_handler()
    logging.enable_propagation()


def architecture(folder: Path) -> tuple[PretrainedConfig, Any]:
    """Configuration of a checkpoint and the automatic class that reads it; `ModelError` if none generates text.

    Of a model that also speaks, the part that listens, sees and writes is taken.
    """
    import transformers
    from transformers.models.auto import modeling_auto

    try:
        config = transformers.AutoConfig.from_pretrained(folder)
    except (OSError, ValueError, KeyError) as error:
        raise _unloadable(folder, error) from error
    config = getattr(config, "thinker_config", config)
    kinds = (
        (modeling_auto.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING, transformers.AutoModelForImageTextToText),
        (modeling_auto.MODEL_FOR_MULTIMODAL_LM_MAPPING, transformers.AutoModelForMultimodalLM),
        (modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING, transformers.AutoModelForCausalLM),
    )
    for mapping, kind in kinds:
        if type(config) in mapping:
            return config, kind
    raise ModelError(f"model.path: {folder} holds a {config.model_type}, which transformers cannot let write text.")


def _unloadable(folder: Path, error: Exception) -> ModelError:
    rule = f"model.path: the checkpoint in {folder} cannot be loaded"
    if "trust_remote_code" in str(error):
        remedy = "Serve it: `deploy=vllm deploy.arguments={trust-remote-code: true}`, if you trust that code."
        return ModelError(f"{rule}: it needs code of its own, which hyeval does not run. {remedy}")
    if "has no `tp_plan`" in str(error):
        plan = f"transformers has no plan by which the model in {folder} is computed in parts"
        return ModelError(
            f"hardware=tensor_parallel: {plan}. Set `hardware=fsdp`, or `hardware=ddp` if it fits one device."
        )
    remedy = "Check that its files are all there and whole."
    return ModelError(f"{rule}: {str(error).strip().removesuffix('.')}. {remedy}")


def _attention(config: PretrainedConfig, wanted: str) -> str | dict[str, str]:
    """The attention of each part of a model: parts that have no `sdpa`, such as Gemma 4's audio encoder, go without."""
    from transformers.models.auto.modeling_auto import MODEL_MAPPING

    parts = {name: getattr(config, name, None) for name in config.sub_configs} if wanted == "sdpa" else {}
    kinds = {name: type(part) for name, part in parts.items() if type(part) in MODEL_MAPPING}
    unable = [name for name, kind in kinds.items() if not MODEL_MAPPING[kind]._supports_sdpa]
    return {"": wanted} | dict.fromkeys(unable, "eager") if unable else wanted


def require_packages(recipe: Recipe) -> None:
    """`MissingResource` if an option needs a package that is not installed."""
    if recipe.adapter is not None:
        _require("peft", "model.adapter", "peft")
    if recipe.quantization is not None:
        _require("bitsandbytes", "model.quantization", "quantization")


def _require(package: str, setting: str, extra: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise MissingResource(f"{setting}: needs {package}. Install it with: pip install 'hyeval[{extra}]'")


def _quantization_config(quantization: Quantization, dtype: torch.dtype) -> Any:
    import transformers

    if quantization is Quantization.INT8:
        return transformers.BitsAndBytesConfig(load_in_8bit=True)
    return transformers.BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=dtype, bnb_4bit_use_double_quant=True
    )


def _with_adapter(model: Any, adapter: Checkpoint) -> Any:
    """The model with a PEFT adapter, merged into its weights where these are not quantized."""
    import peft

    rule = f"model.adapter: {adapter.folder} does not fit this checkpoint"
    try:
        adapted = peft.PeftModel.from_pretrained(model, str(adapter.folder))
        # The first time, layers that are not in the model would be passed over with a warning.
        absent = adapted.load_adapter(str(adapter.folder), adapted.active_adapter).missing_keys
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"{rule}: {error}") from error
    if absent:
        raise ModelError(f"{rule}: it has no weights for {len(absent)} layers that it names, such as {absent[0]}.")
    quantized = getattr(model, "is_quantized", False)
    return adapted if quantized else adapted.merge_and_unload()
