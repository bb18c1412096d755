"""Tiny random checkpoints of the families in `conf/model/`, with the demo model's tokenizer.

Each has the layers, the special tokens and the processor of the real ones, and a few thousand weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEMO_MODEL = Path(__file__).parents[2] / "src" / "hyeval" / "demo" / "model"
WIDTH = 32
VISION = {"hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2}
TEMPLATE = """\
{% for message in messages %}<|im_start|>{{ message['role'] }}
{% for part in message['content'] %}{% if part['type'] == 'image' %}IMAGE{% elif part['type'] == 'video' %}VIDEO\
{% elif part['type'] == 'audio' %}AUDIO{% elif part['type'] == 'text' %}\
{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""


class Parts:
    """A tokenizer with a family's special tokens, and what is saved beside it.

    `marker`, `video` and `audio` are what its chat template has for media.
    """

    def __init__(self, *tokens: str, marker: str, video: str = "", audio: str = "", **named: str) -> None:
        import transformers

        self.tokenizer = transformers.AutoTokenizer.from_pretrained(DEMO_MODEL)
        self.tokenizer.add_special_tokens(
            {"additional_special_tokens": [*tokens, *named.values()]}, replace_extra_special_tokens=False
        )
        if named:
            self.tokenizer._set_model_specific_special_tokens(named)
        self.tokenizer.chat_template = TEMPLATE.replace("IMAGE", marker).replace("VIDEO", video).replace("AUDIO", audio)

    def id(self, token: str) -> int:
        """Number of a token that is known."""
        found = self.tokenizer.convert_tokens_to_ids(token)
        assert isinstance(found, int)
        return found

    def text(self, **more: Any) -> dict[str, Any]:
        """Configuration of a language model."""
        return {
            "vocab_size": len(self.tokenizer), "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH,
            "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
            "max_position_embeddings": 4096, "bos_token_id": 1, "eos_token_id": self.tokenizer.eos_token_id,
            "pad_token_id": self.tokenizer.pad_token_id, **more,
        }  # fmt: skip

    def save(self, folder: Path, config: Any, processors: list[Any], *, kind: str, **settings: Any) -> None:
        """Write a checkpoint with random weights; `settings` are those of the processor of class `kind`."""
        import torch
        import transformers
        from transformers.models.auto.modeling_auto import MODEL_FOR_MULTIMODAL_LM_MAPPING as MODELS

        torch.manual_seed(0)
        model = MODELS[type(config)](config)
        for weights in model.parameters():
            if not weights.any():  # gates and projections that training opens
                torch.nn.init.normal_(weights, std=0.1)
        model.generation_config = transformers.GenerationConfig(
            eos_token_id=self.tokenizer.eos_token_id, pad_token_id=self.tokenizer.pad_token_id
        )
        model.save_pretrained(folder)
        save_tokenizer(self.tokenizer, folder)
        settled = {name: value for processor in processors for name, value in processor.to_dict().items()}
        (folder / "preprocessor_config.json").write_text(json.dumps(settled, default=lambda array: array.tolist()))
        (folder / "processor_config.json").write_text(json.dumps({"processor_class": kind, **settings}))


def save_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Write a tokenizer, without the demo model's processor that it still names."""
    tokenizer.save_pretrained(folder)
    path = folder / "tokenizer_config.json"
    settings = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in settings.items() if name != "processor_class"}))


def _qwen_images(name: str, patch: int, **more: Any) -> Any:
    import transformers

    size = {"shortest_edge": (4 * patch) ** 2, "longest_edge": (8 * patch) ** 2}
    return getattr(transformers, name)(patch_size=patch, merge_size=2, temporal_patch_size=2, size=size, **more)


def _qwen3_processors() -> list[Any]:
    images = _qwen_images("Qwen2VLImageProcessorPil", 8)
    images.video_processor_type = "Qwen3VLVideoProcessor"  # the real ones state it in a file of its own
    return [images]


def _qwen_tokens() -> Parts:
    return Parts(
        "<|video_pad|>", marker="<|vision_start|><|image_pad|><|vision_end|>",
        video="<|vision_start|><|video_pad|><|vision_end|>",
    )  # fmt: skip


def _qwen_ids(parts: Parts) -> dict[str, int]:
    return {
        "image_token_id": parts.id("<|image_pad|>"), "video_token_id": parts.id("<|video_pad|>"),
        "vision_start_token_id": parts.id("<|vision_start|>"), "vision_end_token_id": parts.id("<|vision_end|>"),
    }  # fmt: skip


def _rope(*section: int, **more: Any) -> dict[str, Any]:
    return {"rope_type": "default", "rope_theta": 100.0, "mrope_section": list(section), **more}


def qwen2_vl(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    vision = {"depth": 2, "embed_dim": WIDTH, "hidden_size": WIDTH, "num_heads": 2, "patch_size": 8, "mlp_ratio": 2}
    config = transformers.Qwen2VLConfig(
        vision_config=vision, text_config=parts.text(rope_parameters=_rope(2, 3, 3)), **_qwen_ids(parts)
    )
    parts.save(folder, config, [_qwen_images("Qwen2VLImageProcessorPil", 8)], kind="Qwen2VLProcessor")


def qwen2_5_vl(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    config = transformers.Qwen2_5_VLConfig(
        vision_config=_qwen2_5_vision(), text_config=parts.text(rope_parameters=_rope(2, 3, 3)), **_qwen_ids(parts)
    )
    parts.save(folder, config, [_qwen_images("Qwen2VLImageProcessorPil", 8)], kind="Qwen2_5_VLProcessor")


def _qwen2_5_vision() -> dict[str, Any]:
    return {
        "depth": 2, "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_heads": 2, "patch_size": 8,
        "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 32, "out_hidden_size": WIDTH,
        "fullatt_block_indexes": [0, 1],
    }  # fmt: skip


def qwen2_5_omni(folder: Path) -> None:
    import transformers

    parts = Parts(
        "<|video_pad|>", "<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>",
        marker="<|vision_start|><|image_pad|><|vision_end|>", video="<|vision_start|><|video_pad|><|vision_end|>",
        audio="<|audio_bos|><|AUDIO|><|audio_eos|>", image_token="<|image_pad|>", video_token="<|video_pad|>",
        audio_token="<|AUDIO|>", vision_bos_token="<|vision_start|>", vision_eos_token="<|vision_end|>",
        audio_bos_token="<|audio_bos|>", audio_eos_token="<|audio_eos|>",
    )  # fmt: skip
    thinker = transformers.Qwen2_5OmniThinkerConfig(
        vision_config=_qwen2_5_vision(), text_config=parts.text(rope_parameters=_rope(2, 3, 3)),
        audio_config={
            "num_mel_bins": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": WIDTH,
            "d_model": WIDTH, "n_window": 4, "output_dim": WIDTH, "max_source_positions": 64,
        },
        image_token_index=parts.id("<|image_pad|>"), video_token_index=parts.id("<|video_pad|>"),
        audio_token_index=parts.id("<|AUDIO|>"), vision_start_token_id=parts.id("<|vision_start|>"),
        vision_end_token_id=parts.id("<|vision_end|>"), audio_start_token_id=parts.id("<|audio_bos|>"),
        audio_end_token_id=parts.id("<|audio_eos|>"),
    )  # fmt: skip
    sounds = transformers.WhisperFeatureExtractor(feature_size=16)
    images = _qwen_images("Qwen2VLImageProcessorPil", 8)
    parts.save(folder, thinker, [sounds, images], kind="Qwen2_5OmniProcessor")


def qwen2_audio(folder: Path) -> None:
    """No model file names it: it sees nothing."""
    import transformers

    parts = Parts("<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>", marker="", audio="<|audio_bos|><|AUDIO|><|audio_eos|>")
    config = transformers.Qwen2AudioConfig(
        audio_config={
            "num_mel_bins": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": WIDTH,
            "d_model": WIDTH, "max_source_positions": 1500,
        },
        text_config=parts.text(model_type="qwen2"), audio_token_index=parts.id("<|AUDIO|>"),
    )  # fmt: skip
    parts.save(folder, config, [transformers.WhisperFeatureExtractor(feature_size=16)], kind="Qwen2AudioProcessor")


def _qwen3_vision() -> dict[str, Any]:
    return {
        "depth": 3, "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_heads": 2, "patch_size": 8,
        "out_hidden_size": WIDTH, "num_position_embeddings": 64,
    }  # fmt: skip


def qwen3_vl(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    config = transformers.Qwen3VLConfig(
        vision_config={**_qwen3_vision(), "deepstack_visual_indexes": [0, 1]},
        text_config=parts.text(head_dim=16, rope_parameters=_rope(2, 3, 3)), **_qwen_ids(parts),
    )  # fmt: skip
    parts.save(folder, config, _qwen3_processors(), kind="Qwen3VLProcessor")


EXPERTS = {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": WIDTH}


def qwen3_vl_moe(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    config = transformers.Qwen3VLMoeConfig(
        vision_config={**_qwen3_vision(), "deepstack_visual_indexes": [0, 1]},
        text_config=parts.text(head_dim=16, rope_parameters=_rope(2, 3, 3), **EXPERTS), **_qwen_ids(parts),
    )  # fmt: skip
    parts.save(folder, config, _qwen3_processors(), kind="Qwen3VLProcessor")


def _qwen3_5_text(parts: Parts, **more: Any) -> dict[str, Any]:
    return parts.text(
        head_dim=16, layer_types=["linear_attention", "full_attention"], linear_key_head_dim=8,
        linear_value_head_dim=8, linear_num_key_heads=2, linear_num_value_heads=4,
        rope_parameters=_rope(1, 1, 0, partial_rotary_factor=0.25), **more,
    )  # fmt: skip


def qwen3_5(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    config = transformers.Qwen3_5Config(
        vision_config=_qwen3_vision(), text_config=_qwen3_5_text(parts), **_qwen_ids(parts)
    )
    parts.save(folder, config, _qwen3_processors(), kind="Qwen3VLProcessor")


def qwen3_5_moe(folder: Path) -> None:
    import transformers

    parts = _qwen_tokens()
    text = _qwen3_5_text(parts, **EXPERTS, shared_expert_intermediate_size=WIDTH)
    config = transformers.Qwen3_5MoeConfig(vision_config=_qwen3_vision(), text_config=text, **_qwen_ids(parts))
    parts.save(folder, config, _qwen3_processors(), kind="Qwen3VLProcessor")


def internvl(folder: Path) -> None:
    import transformers

    tokens = {"start_image_token": "<img>", "end_image_token": "</img>", "context_image_token": "<IMG_CONTEXT>"}
    parts = Parts("<video>", marker="<IMG_CONTEXT>", video="<video>", **tokens, video_token="<video>")
    config = transformers.InternVLConfig(
        vision_config={**VISION, "image_size": [32, 32], "patch_size": [8, 8]},
        text_config=parts.text(model_type="qwen2"), image_token_id=parts.id("<IMG_CONTEXT>"), image_seq_length=4,
    )  # fmt: skip
    images = transformers.GotOcr2ImageProcessorPil(size={"height": 32, "width": 32}, crop_to_patches=True)
    parts.save(folder, config, [images], kind="InternVLProcessor", image_seq_length=4)


def llava(folder: Path) -> None:
    import transformers

    parts = Parts(marker="<image>", image_token="<image>")
    config = transformers.LlavaConfig(
        vision_config={**VISION, "model_type": "clip_vision_model", "image_size": 32, "patch_size": 8},
        text_config=parts.text(model_type="llama"), image_token_index=parts.id("<image>"), image_seq_length=16,
        vision_feature_layer=-2,
    )  # fmt: skip
    parts.save(folder, config, [_clip("CLIPImageProcessorPil")], kind="LlavaProcessor", **LLAVA)


LLAVA = {
    "patch_size": 8, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1,
    "image_token": "<image>",
}  # fmt: skip


def _clip(name: str, **more: Any) -> Any:
    import transformers

    crop = {"height": 32, "width": 32}
    return getattr(transformers, name)(size={"shortest_edge": 32}, crop_size=crop, **more)


def llava_next(folder: Path) -> None:
    import transformers

    parts = Parts(marker="<image>", image_token="<image>")
    grid = [[32, 64], [64, 32], [64, 64]]
    config = transformers.LlavaNextConfig(
        vision_config={**VISION, "model_type": "clip_vision_model", "image_size": 32, "patch_size": 8},
        text_config=parts.text(model_type="mistral"), image_token_index=parts.id("<image>"), image_seq_length=16,
        image_grid_pinpoints=grid,
    )  # fmt: skip
    images = _clip("LlavaNextImageProcessorPil", image_grid_pinpoints=grid)
    parts.save(folder, config, [images], kind="LlavaNextProcessor", **LLAVA)


def llava_onevision(folder: Path) -> None:
    import transformers

    parts = Parts("<video>", marker="<image>", video="<video>", image_token="<image>")
    grid = [[32, 64], [64, 32], [64, 64]]
    config = transformers.LlavaOnevisionConfig(
        vision_config={**VISION, "model_type": "siglip_vision_model", "image_size": 32, "patch_size": 8},
        text_config=parts.text(model_type="qwen2"), image_token_index=parts.id("<image>"),
        video_token_index=parts.id("<video>"), image_grid_pinpoints=grid, vision_feature_layer=-1,
    )  # fmt: skip
    images = transformers.LlavaOnevisionImageProcessorPil(
        size={"height": 32, "width": 32}, image_grid_pinpoints=grid, do_pad=True
    )
    settings = {"num_image_tokens": 16, "vision_feature_select_strategy": "full"}
    parts.save(folder, config, [images], kind="LlavaOnevisionProcessor", **settings)


def gemma3(folder: Path) -> None:
    import transformers

    parts = Parts(
        marker="<start_of_image>", boi_token="<start_of_image>", eoi_token="<end_of_image>", image_token="<soft>"
    )
    config = transformers.Gemma3Config(
        vision_config={**VISION, "image_size": 32, "patch_size": 8},
        text_config=parts.text(head_dim=16, sliding_window=64, layer_types=["sliding_attention", "full_attention"]),
        mm_tokens_per_image=4, boi_token_index=parts.id("<start_of_image>"),
        eoi_token_index=parts.id("<end_of_image>"), image_token_index=parts.id("<soft>"),
    )  # fmt: skip
    images = transformers.Gemma3ImageProcessorPil(size={"height": 32, "width": 32})
    parts.save(folder, config, [images], kind="Gemma3Processor", image_seq_length=4)


def gemma4(folder: Path) -> None:
    import transformers

    parts = Parts(
        "<|video|>", marker="<|image|>", video="<|video|>", audio="<|audio|>", boi_token="<|image>",
        eoi_token="<image|>", image_token="<|image|>",
        audio_token="<|audio|>", boa_token="<|audio>", eoa_token="<audio|>",
    )  # fmt: skip
    vision = {
        **VISION, "num_key_value_heads": 2, "head_dim": 16, "patch_size": 8, "pooling_kernel_size": 2,
        "position_embedding_size": 64,
    }  # fmt: skip
    text = parts.text(
        head_dim=16, sliding_window=64, layer_types=["sliding_attention", "full_attention"],
        hidden_size_per_layer_input=8, vocab_size_per_layer_input=len(parts.tokenizer),
    )  # fmt: skip
    config = transformers.Gemma4Config(
        vision_config=vision, text_config=text,
        audio_config={
            "model_type": "gemma4_audio", "hidden_size": WIDTH, "num_hidden_layers": 1, "num_attention_heads": 2,
            "output_proj_dims": WIDTH, "subsampling_conv_channels": [128, 4],
        },
        boi_token_id=parts.id("<|image>"),
        eoi_token_id=parts.id("<image|>"), image_token_id=parts.id("<|image|>"),
        video_token_id=parts.id("<|video|>"), audio_token_id=parts.id("<|audio|>"), boa_token_id=parts.id("<|audio>"),
    )  # fmt: skip
    images = transformers.Gemma4ImageProcessorPil(patch_size=8, max_soft_tokens=70, pooling_kernel_size=2)
    parts.save(folder, config, [transformers.Gemma4AudioFeatureExtractor(), images], kind="Gemma4Processor")


def _idefics(folder: Path, name: str, images: str) -> None:
    import transformers

    tokens = [f"<row_{i + 1}_col_{j + 1}>" for i in range(6) for j in range(6)]
    parts = Parts(
        *tokens, "<fake_token_around_image>", "<end_of_utterance>", "<global-img>", "<video>", marker="<image>",
        video="<video>", image_token="<image>",
    )  # fmt: skip
    config = getattr(transformers, f"{name}Config")(
        vision_config={**VISION, "image_size": 32, "patch_size": 8}, text_config=parts.text(model_type="llama"),
        scale_factor=2, image_token_id=parts.id("<image>"),
    )  # fmt: skip
    processor = getattr(transformers, images)(size={"longest_edge": 64}, max_image_size={"longest_edge": 32})
    parts.save(folder, config, [processor], kind=f"{name}Processor", image_seq_len=4)


def idefics3(folder: Path) -> None:
    _idefics(folder, "Idefics3", "Idefics3ImageProcessorPil")


def smolvlm(folder: Path) -> None:
    _idefics(folder, "SmolVLM", "SmolVLMImageProcessorPil")


def paligemma(folder: Path) -> None:
    import transformers

    parts = Parts(marker="<image>", image_token="<image>")
    parts.tokenizer.chat_template = None  # as the real ones: the model file has it
    parts.tokenizer.bos_token = "<|im_start|>"
    vision = {**VISION, "model_type": "siglip_vision_model", "image_size": 32, "patch_size": 8}
    config = transformers.PaliGemmaConfig(
        vision_config={**vision, "vocab_size": len(parts.tokenizer), "projection_dim": WIDTH},
        text_config=parts.text(model_type="gemma2", head_dim=16), image_token_index=parts.id("<image>"),
        projection_dim=WIDTH, hidden_size=WIDTH,
    )  # fmt: skip
    images = transformers.SiglipImageProcessorPil(size={"height": 32, "width": 32})
    images.image_seq_length = 16
    parts.save(folder, config, [images], kind="PaliGemmaProcessor")


def mllama(folder: Path) -> None:
    import transformers

    parts = Parts("<|python_tag|>", marker="<|image|>", image_token="<|image|>")
    parts.tokenizer.bos_token = "<|im_start|>"
    config = transformers.MllamaConfig(
        vision_config={
            "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_hidden_layers": 2, "num_global_layers": 1,
            "attention_heads": 2, "vision_output_dim": 2 * WIDTH, "image_size": 32, "patch_size": 8,
            "intermediate_layers_indices": [0], "max_num_tiles": 4,
        },
        text_config=parts.text(cross_attention_layers=[1]), image_token_index=parts.id("<|image|>"),
    )  # fmt: skip
    images = transformers.MllamaImageProcessorPil(size={"height": 32, "width": 32}, max_image_tiles=4)
    parts.save(folder, config, [images], kind="MllamaProcessor")


def _glm_parts() -> Parts:
    return Parts(
        "<|begin_of_image|>", "<|end_of_image|>", "<|begin_of_video|>", "<|end_of_video|>", image_token="<|image|>",
        marker="<|begin_of_image|><|image|><|end_of_image|>", video_token="<|video|>",
        video="<|begin_of_video|><|video|><|end_of_video|>",
    )  # fmt: skip


def _glm(folder: Path, name: str, images: str, text: Callable[[Parts], dict[str, Any]], processor: str) -> None:
    import transformers

    parts = _glm_parts()
    config = getattr(transformers, f"{name}Config")(
        vision_config={
            "depth": 2, "hidden_size": WIDTH, "intermediate_size": 2 * WIDTH, "num_heads": 2, "patch_size": 8,
            "out_hidden_size": WIDTH, "image_size": 64,
        },
        text_config=text(parts), image_token_id=parts.id("<|image|>"), video_token_id=parts.id("<|video|>"),
        image_start_token_id=parts.id("<|begin_of_image|>"), image_end_token_id=parts.id("<|end_of_image|>"),
        video_start_token_id=parts.id("<|begin_of_video|>"), video_end_token_id=parts.id("<|end_of_video|>"),
    )  # fmt: skip
    parts.save(folder, config, [_qwen_images(images, 8)], kind=processor)


def _glm_text(parts: Parts) -> dict[str, Any]:
    return parts.text(rope_parameters=_rope(2, 1, 1, partial_rotary_factor=0.5))


def glm4v(folder: Path) -> None:
    _glm(folder, "Glm4v", "Glm4vImageProcessorPil", _glm_text, "Glm4vProcessor")


def glm4v_moe(folder: Path) -> None:
    def text(parts: Parts) -> dict[str, Any]:
        experts = {"n_routed_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": WIDTH}
        return {**_glm_text(parts), **experts, "n_shared_experts": 1, "first_k_dense_replace": 1}

    _glm(folder, "Glm4vMoe", "Glm4vImageProcessorPil", text, "Glm4vProcessor")


def glm46v(folder: Path) -> None:
    def text(parts: Parts) -> dict[str, Any]:
        return {**_glm_text(parts), "model_type": "glm4v_text"}

    _glm(folder, "Glm46V", "Glm46VImageProcessorPil", text, "Glm46VProcessor")


def minicpm_v(folder: Path) -> None:
    import transformers

    names = {
        "image_token": "<image_pad>", "video_token": "<video_pad>", "image_start_token": "<image>",
        "image_end_token": "</image>", "slice_start_token": "<slice>", "slice_end_token": "</slice>",
        "image_id_start_token": "<image_id>", "image_id_end_token": "</image_id>",
    }  # fmt: skip
    parts = Parts(marker="<image_pad>", video="<video_pad>", **names)
    text = _qwen3_5_text(parts, model_type="qwen3_5_text")
    config = transformers.MiniCPMV4_6Config(
        vision_config={**VISION, "num_hidden_layers": 3, "image_size": 64, "patch_size": 8, "insert_layer_id": 1},
        text_config=text, insert_layer_id=1, image_size=64, image_token_id=parts.id("<image_pad>"),
        video_token_id=parts.id("<video_pad>"),
    )  # fmt: skip
    images = transformers.MiniCPMV4_6ImageProcessorPil(patch_size=8, scale_resolution=64)
    parts.save(folder, config, [images], kind="MiniCPMV4_6Processor")


def aya_vision(folder: Path) -> None:
    import transformers

    tokens = ["<image>", "<|START_OF_IMG|>", "<|END_OF_IMG|>", "<|IMG_PATCH|>", "<|IMG_LINE_BREAK|>", "TILE_GLOBAL"]
    parts = Parts(*tokens, *(f"TILE_{i}" for i in range(13)), marker="<image>")
    config = transformers.AyaVisionConfig(
        vision_config={**VISION, "model_type": "siglip_vision_model", "image_size": 32, "patch_size": 8},
        text_config=parts.text(model_type="cohere2", sliding_window=64),
        image_token_index=parts.id("<|IMG_PATCH|>"), downsample_factor=2,
    )  # fmt: skip
    images = transformers.GotOcr2ImageProcessorPil(size={"height": 32, "width": 32}, crop_to_patches=True)
    settings = {"patch_size": 8, "img_size": 32, "downsample_factor": 2}
    parts.save(folder, config, [images], kind="AyaVisionProcessor", **settings)


def deepseek_vl(folder: Path) -> None:
    import transformers

    parts = Parts(marker="<image_placeholder>", image_token="<image_placeholder>")
    config = transformers.DeepseekVLConfig(
        vision_config={**VISION, "model_type": "siglip_vision_model", "image_size": 32, "patch_size": 8},
        text_config=parts.text(model_type="llama"), image_token_id=parts.id("<image_placeholder>"),
    )  # fmt: skip
    images = transformers.DeepseekVLImageProcessorPil(size={"height": 32, "width": 32}, min_size=14)
    parts.save(folder, config, [images], kind="DeepseekVLProcessor", num_image_tokens=16)


BUILDERS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "qwen2_vl": (qwen2_vl,),
    "qwen2_5_vl": (qwen2_5_vl,),
    "qwen2_5_omni": (qwen2_5_omni,),
    "qwen3_vl": (qwen3_vl, qwen3_vl_moe),
    "qwen3_vl_thinking": (),
    "qwen3_5": (qwen3_5, qwen3_5_moe),
    "qwen3_6": (),
    "internvl3": (internvl,),
    "internvl3_5": (),
    "llava_1_5": (llava,),
    "llava_next": (llava_next,),
    "llava_onevision": (llava_onevision,),
    "gemma3": (gemma3,),
    "gemma4": (gemma4,),
    "smolvlm2": (smolvlm,),
    "idefics3": (idefics3,),
    "paligemma2": (paligemma,),
    "llama3_2_vision": (mllama,),
    "glm4v": (glm4v, glm4v_moe, glm46v),
    "minicpm_v": (minicpm_v,),
    "aya_vision": (aya_vision,),
    "deepseek_vl": (deepseek_vl,),
}
"""Architectures of each model file; none where another file has the same."""
