"""Qwen2.5-VL with random weights and the demo model's tokenizer: the architecture and its processor, of any size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEMO_MODEL = Path(__file__).parents[2] / "src" / "hyeval" / "demo" / "model"


@dataclass(frozen=True)
class Shape:
    """Settings of the two parts, most pixels of an image, and the precision of the weights."""

    vision: Mapping[str, Any]
    text: Mapping[str, Any]
    pixels: int
    dtype: str = "float32"


TINY = Shape(
    vision={
        "depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "patch_size": 8, "window_size": 32,
        "out_hidden_size": 32, "fullatt_block_indexes": [0, 1],
    },
    text={
        "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 2, "max_position_embeddings": 4096,
        "rope_parameters": {"rope_type": "default", "rope_theta": 100.0, "mrope_section": [2, 3, 3]},
    },
    pixels=32 * 32,
)  # fmt: skip
THREE_BILLION = Shape(
    vision={
        "depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "patch_size": 14,
        "window_size": 112, "out_hidden_size": 2048, "fullatt_block_indexes": [7, 15, 23, 31],
    },
    text={
        "vocab_size": 151936, "hidden_size": 2048, "intermediate_size": 11008, "num_hidden_layers": 36,
        "num_attention_heads": 16, "num_key_value_heads": 2, "max_position_embeddings": 128000,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0, "mrope_section": [16, 24, 24]},
        "tie_word_embeddings": True,
    },
    pixels=1280 * 28 * 28,
    dtype="bfloat16",
)  # fmt: skip
"""As `config.json` and `preprocessor_config.json` of Qwen/Qwen2.5-VL-3B-Instruct have it."""


def save_random_qwen(folder: Path, shape: Shape = TINY) -> Path:
    """Write a checkpoint that loads as `Qwen/Qwen2.5-VL-3B-Instruct` does; return its folder."""
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(DEMO_MODEL)
    tokenizer.add_tokens(["<|video_pad|>"], special_tokens=True)  # the demo model has no use for it, Qwen's has
    image, video, start, end = (
        tokenizer.convert_tokens_to_ids(token)
        for token in ("<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>")
    )
    marks = {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id}
    config = transformers.Qwen2_5_VLConfig(
        vision_config={"spatial_merge_size": 2, "temporal_patch_size": 2, **shape.vision},
        text_config={"vocab_size": len(tokenizer), **shape.text, **marks},
        image_token_id=image, video_token_id=video, vision_start_token_id=start, vision_end_token_id=end,
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.AutoModelForImageTextToText.from_config(config, dtype=getattr(torch, shape.dtype))
    model.generation_config = transformers.GenerationConfig(**marks, do_sample=True, temperature=0.1)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    size = {"shortest_edge": min(shape.pixels, 56 * 56), "longest_edge": shape.pixels}
    patch_size = shape.vision["patch_size"]
    images = transformers.Qwen2VLImageProcessorPil(
        patch_size=patch_size, merge_size=2, temporal_patch_size=2, size=size
    )
    images.save_pretrained(folder)
    # The tokenizer still names the demo model's processor; the configuration decides once that is gone.
    path = folder / "tokenizer_config.json"
    settings = json.loads(path.read_text())
    settings.pop("processor_class", None)
    path.write_text(json.dumps(settings))
    return folder
