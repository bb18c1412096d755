"""A random, tiny Qwen2.5-VL with the demo model's tokenizer: the architecture and its processor."""

from __future__ import annotations

import json
from pathlib import Path

DEMO_MODEL = Path(__file__).parents[2] / "src" / "hyeval" / "demo" / "model"
WIDTH = 32


def save_tiny_qwen(folder: Path) -> Path:
    """Write a checkpoint that loads as `Qwen/Qwen2.5-VL-3B-Instruct` does; return its folder."""
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(DEMO_MODEL)
    tokenizer.add_tokens(["<|video_pad|>"], special_tokens=True)  # the demo model has no use for it, Qwen's has
    image, video, start, end = (
        tokenizer.convert_tokens_to_ids(token)
        for token in ("<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>")
    )
    config = transformers.Qwen2_5_VLConfig(
        vision_config={
            "depth": 2, "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_heads": 2, "patch_size": 8,
            "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 32, "out_hidden_size": WIDTH,
            "fullatt_block_indexes": [0, 1],
        },
        text_config={
            "vocab_size": len(tokenizer), "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_hidden_layers": 2,
            "num_attention_heads": 2, "num_key_value_heads": 2, "max_position_embeddings": 4096,
            "rope_parameters": {"rope_type": "default", "rope_theta": 100.0, "mrope_section": [2, 3, 3]},
            "eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id,
        },
        image_token_id=image, video_token_id=video, vision_start_token_id=start, vision_end_token_id=end,
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.Qwen2_5_VLForConditionalGeneration(config)
    model.generation_config = transformers.GenerationConfig(
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id, do_sample=True, temperature=0.1
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    size = {"shortest_edge": 32 * 32, "longest_edge": 32 * 32}
    images = transformers.Qwen2VLImageProcessorPil(patch_size=8, merge_size=2, temporal_patch_size=2, size=size)
    images.save_pretrained(folder)
    # The tokenizer still names the demo model's processor; the configuration decides once that is gone.
    path = folder / "tokenizer_config.json"
    settings = json.loads(path.read_text())
    settings.pop("processor_class", None)
    path.write_text(json.dumps(settings))
    return folder
