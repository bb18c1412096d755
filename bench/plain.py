"""What transformers alone answers: the yardstick for the demo, without any of hyeval."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import datasets

DEMO = Path(__file__).parents[1] / "src" / "hyeval" / "demo"


def plain_answers() -> list[str]:
    """Answers to the open questions about digits, one `generate` call each."""
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    model = AutoModelForImageTextToText.from_pretrained(DEMO / "model").eval()
    processor = AutoProcessor.from_pretrained(DEMO / "model")
    rows = datasets.load_dataset("parquet", data_files=str(DEMO / "digits" / "open" / "*.parquet"), split="train")
    answers: list[str] = []
    for row in rows:
        content = [{"type": "image", "image": row["image"]}, {"type": "text", "text": row["question"]}]
        inputs: Any = processor.apply_chat_template(
            [{"role": "user", "content": content}],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            output = model.generate(**inputs, max_new_tokens=8, do_sample=False)
        answers += processor.batch_decode(output[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return answers
