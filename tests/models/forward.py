"""Log-probabilities by the book: what answers with reused parts are held against."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoModelForImageTextToText

from hyeval.models.conversation import to_conversation
from hyeval.models.processing import encode, load_processor
from hyeval.records import Request


def plain(folder: Path, request: Request, text: str) -> tuple[float, int]:
    """Log-probability and tokens of a text: one forward pass over prompt and text, nothing kept from another one."""
    processor = load_processor(folder, {})
    module = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float32).eval()
    inputs = dict(encode(processor, [to_conversation(request.sample.messages)], {}))
    prompt = inputs["input_ids"].shape[1]
    tokens = torch.tensor([processor.tokenizer.encode(text, add_special_tokens=False)])
    inputs["input_ids"] = torch.cat([inputs["input_ids"], tokens], dim=1)
    inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
    if "mm_token_type_ids" in inputs:
        inputs["mm_token_type_ids"] = torch.cat([inputs["mm_token_type_ids"], torch.zeros_like(tokens)], dim=1)
    with torch.inference_mode():
        logits = module(**inputs).logits[0].log_softmax(dim=-1)
    return sum(logits[prompt - 1 + i, token].item() for i, token in enumerate(tokens[0])), tokens.shape[1]
