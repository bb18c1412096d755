"""The demo model before training: tokenizer, processor, architecture and initialisation of a tiny LLaVA."""

# transformers annotates only some of its functions.
# mypy: allow-untyped-calls

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor
from transformers import (
    CLIPImageProcessorPil,
    CLIPVisionConfig,
    GenerationConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2Model,
)

PAD, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
IMAGE_START, IMAGE_END, IMAGE_TOKEN = "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"
SPECIAL_TOKENS = [PAD, TURN_START, TURN_END, IMAGE_START, IMAGE_END, IMAGE_TOKEN]
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}"
    "{% else %}{% for part in message['content'] %}"
    "{% if part['type'] in ['image', 'image_url'] %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

IMAGE_SIZE, PATCH_SIZE = 32, 8
IMAGE_LENGTH = (IMAGE_SIZE // PATCH_SIZE) ** 2
WIDTH, TEXT_LAYERS, TEXT_HEADS = 96, 4, 2
VISION_LAYERS, VISION_HEADS = 3, 4
# Contexts are about 100 tokens long. The usual base of 10 000 leaves few frequencies that tell neighbours apart; with
# 100, tokens that far apart are turned against each other so much that alike ones no longer match.
ROPE_BASE = 1000.0
WEIGHT_SCALE = 0.55 * WIDTH**-0.5  # the usual 0.02 suits widths near 768


def build_tokenizer(corpus: Iterable[str]) -> PreTrainedTokenizerFast:
    """Train a byte-level BPE on the questions themselves: any text can be encoded by a few hundred tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=448,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=TURN_END,
        pad_token=PAD,
        padding_side="left",
        model_max_length=1024,
        chat_template=CHAT_TEMPLATE,
        extra_special_tokens={"image_token": IMAGE_TOKEN},
    )


def build_processor(tokenizer: PreTrainedTokenizerFast) -> LlavaProcessor:
    """Return the processor, with the image processor that needs no torchvision."""
    size = {"height": IMAGE_SIZE, "width": IMAGE_SIZE}
    image_processor = CLIPImageProcessorPil(
        size=size, crop_size=size, do_center_crop=False, image_mean=[0.5] * 3, image_std=[0.5] * 3
    )
    return LlavaProcessor(
        image_processor,
        tokenizer,
        patch_size=PATCH_SIZE,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        image_token=IMAGE_TOKEN,
        chat_template=CHAT_TEMPLATE,
    )


def build_config(tokenizer: PreTrainedTokenizerFast) -> LlavaConfig:
    """Return the architecture: a CLIP encoder of 16 patches and a Qwen2 decoder, about 0.7 million parameters."""
    vocabulary = tokenizer.get_vocab()
    vision = CLIPVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        projection_dim=WIDTH,
        num_hidden_layers=VISION_LAYERS,
        num_attention_heads=VISION_HEADS,
        image_size=IMAGE_SIZE,
        patch_size=PATCH_SIZE,
        initializer_range=WEIGHT_SCALE,
    )
    text = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        intermediate_size=WIDTH * 5 // 2,
        num_hidden_layers=TEXT_LAYERS,
        num_attention_heads=TEXT_HEADS,
        num_key_value_heads=TEXT_HEADS,
        max_position_embeddings=1024,
        rope_parameters={"rope_type": "default", "rope_theta": ROPE_BASE},
        tie_word_embeddings=True,
        initializer_range=WEIGHT_SCALE,
        bos_token_id=vocabulary[TURN_START],
        eos_token_id=vocabulary[TURN_END],
        pad_token_id=vocabulary[PAD],
    )
    return LlavaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=vocabulary[IMAGE_TOKEN],
        image_seq_length=IMAGE_LENGTH,
        vision_feature_layer=-1,
        vision_feature_select_strategy="default",
        tie_word_embeddings=True,
    )


def build_model(tokenizer: PreTrainedTokenizerFast) -> LlavaForConditionalGeneration:
    """Return the untrained model, initialised near induction, with greedy decoding as its default."""
    model = LlavaForConditionalGeneration(build_config(tokenizer))
    decoder = model.model.language_model
    initialise_near_induction(decoder)
    align_digit_embeddings(decoder.embed_tokens.weight, tokenizer.get_vocab())
    model.generation_config = GenerationConfig(
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        max_new_tokens=8,
        do_sample=False,
    )
    return model


@torch.no_grad()
def initialise_near_induction(decoder: Qwen2Model) -> None:
    """Start the Qwen2 decoder close to what answers "which option equals X?".

    The task needs induction heads (Olsson et al., 2022, arXiv:2209.11895): one layer lets each token look a fixed
    distance back, so that an option's digit knows its letter; a later one attends to the option equal to X and copies
    that letter. From a random start, a tiny model finds this circuit only after minutes without progress. Here:

    - first layer: head h looks h + 1 tokens back (`position_biases`), with hardly any attention to content;
    - later layers: W_q = W_k, so that tokens attend to tokens like themselves;
    - all layers: W_o is a multiple of the transpose of W_v, so that what is attended to is copied.

    The last two follow mimetic initialisation (Trockman and Kolter, ICML 2023, arXiv:2305.09828), which imitates the
    products W_q W_k^T and W_v W_o that trained transformers have; the sign of the second is positive here, to copy.
    """
    copy_gain, match_gain, position_share = 0.2, 1.4, 0.1
    decoder.embed_tokens.weight.normal_(0, 0.25)
    for index, layer in enumerate(decoder.layers):
        attention: Any = layer.self_attn  # to type checkers, an attribute of a module may also be a tensor
        attention.v_proj.weight.normal_(0, WIDTH**-0.5)
        attention.o_proj.weight.copy_(copy_gain * attention.v_proj.weight.T)
        attention.k_proj.weight.normal_(0, match_gain * WIDTH**-0.5)
        attention.q_proj.weight.copy_(attention.k_proj.weight)
        if index == 0:
            attention.q_proj.weight.mul_(position_share)
            attention.k_proj.weight.mul_(position_share)
            query_bias, key_bias = position_biases(range(1, TEXT_HEADS + 1), WIDTH // TEXT_HEADS)
            attention.q_proj.bias.copy_(query_bias)
            attention.k_proj.bias.copy_(key_bias)


def position_biases(offsets: Sequence[int], head_size: int, strength: float = 6.0) -> tuple[Tensor, Tensor]:
    """Return query and key biases, shape (heads * head_size,), that make each head look `offsets[head]` tokens back.

    Rotary embeddings (Su et al., 2021, arXiv:2104.09864) turn the pair of components with frequency f by the angle
    f * position. With the key bias (1, 0) and the query bias turned by -f * offset in each pair, the score of a query
    at i and a key at j is a constant times the sum over f of cos(f * (i - j - offset)), which peaks at j = i - offset.
    """
    frequencies = ROPE_BASE ** (-torch.arange(0, head_size, 2) / head_size)
    keys = torch.cat([torch.ones(head_size // 2), torch.zeros(head_size // 2)]).repeat(len(offsets))
    angles = [-frequencies * offset for offset in offsets]
    queries = torch.cat([torch.cat([torch.cos(angle), torch.sin(angle)]) for angle in angles])
    return strength * queries, strength * keys


@torch.no_grad()
def align_digit_embeddings(embeddings: Tensor, vocabulary: Mapping[str, int]) -> None:
    """Let " 7", as in an option, start near "7", as in an answer: to the byte-level BPE they are unrelated tokens."""
    for digit in "0123456789":
        plain, spaced = vocabulary[digit], vocabulary[f"\u0120{digit}"]  # U+0120 stands for a space
        embeddings[spaced] = embeddings[plain] + 0.1 * embeddings[spaced]
