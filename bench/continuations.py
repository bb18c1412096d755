"""Log-probabilities of whole options: the prompt read once for all of them, beside one plain forward pass for each.

    python -m bench.continuations [--questions 96] [--batch 8]

The demo model on its digits, in one process and by turns. Both ways must agree to 1e-3 in every sum.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import torch
from transformers import AutoModelForImageTextToText

from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.folders import PACKAGE
from hyeval.models.continuations import Ranking, score_continuations
from hyeval.models.conversation import to_conversation
from hyeval.models.processing import encode, load_processor

FOLDER = PACKAGE / "demo" / "model"
OPTIONS = ("the digit in the picture is seven", "it is a three", "nobody can read this digit", "7")
ROUNDS = 3
TOLERANCE = 1e-3


def main() -> None:
    """Print seconds and the ratio."""
    parser = argparse.ArgumentParser(description="Options ranked with and without a shared prompt.")
    parser.add_argument("--questions", type=int, default=96)
    parser.add_argument("--batch", type=int, default=8)
    options = parser.parse_args()
    processor = load_processor(FOLDER, {})
    module = AutoModelForImageTextToText.from_pretrained(FOLDER, dtype=torch.float32).eval()
    conversations = _conversations(options.questions)
    tokens = [processor.tokenizer.encode(text, add_special_tokens=False) for text in OPTIONS]
    batches = [conversations[i : i + options.batch] for i in range(0, len(conversations), options.batch)]
    inputs = [encode(processor, batch, {}) for batch in batches]
    seconds: dict[str, list[float]] = {"shared": [], "plain": []}
    for _ in range(ROUNDS):
        shared = _timed(seconds["shared"], inputs, lambda one: score_continuations(module, one, _each(tokens, one)))
        plain = _timed(seconds["plain"], inputs, lambda one: _plain(module, one, tokens))
        worst = max(abs(a[0] - b[0]) for x, y in zip(shared, plain, strict=True) for a, b in zip(x, y, strict=True))
        if worst > TOLERANCE:
            raise SystemExit(f"the two ways differ by {worst}")
    fast, slow = statistics.median(seconds["shared"]), statistics.median(seconds["plain"])
    print(
        f"{options.questions} questions of {len(OPTIONS)} options: {fast:.2f} s with the prompt read once,"
        f" {slow:.2f} s with a forward pass for each: {slow / fast:.1f} times as fast"
    )


def _conversations(count: int) -> list[list[dict[str, Any]]]:
    from hyeval.assemble import make_tasks
    from hyeval.records import Sample

    (task,) = make_tasks(compose_run(CommandLine(("task=digits", f"limit={count}"))))
    samples = list(task.samples(task.open(count)))
    return [to_conversation(one.messages) for one in samples if isinstance(one, Sample)]


def _each(tokens: list[list[int]], inputs: Any) -> list[list[list[int]]]:
    return [tokens] * len(inputs["input_ids"])


def _timed(seconds: list[float], inputs: list[Any], work: Any) -> list[Ranking]:
    started = time.perf_counter()
    found = [ranking for one in inputs for ranking in work(one)]
    seconds.append(time.perf_counter() - started)
    return found


def _plain(module: Any, inputs: Any, tokens: list[list[int]]) -> list[Ranking]:
    """One forward pass for each option, over prompts, images and that option."""
    count, prompt = inputs["input_ids"].shape
    sums: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    with torch.inference_mode():
        for text in tokens:
            more = torch.tensor([text] * count)
            given = dict(inputs)
            given["input_ids"] = torch.cat([inputs["input_ids"], more], dim=1)
            given["attention_mask"] = torch.cat([inputs["attention_mask"], torch.ones_like(more)], dim=1)
            positions = given["attention_mask"].cumsum(-1) - 1
            logits = module(**given, position_ids=positions.clamp(min=0)).logits[:, prompt - 1 : -1].log_softmax(-1)
            values = logits.gather(-1, more[:, :, None]).squeeze(-1).sum(dim=1)
            for row, value in zip(sums, values.tolist(), strict=True):
                row.append((value, len(text)))
    return [*sums]


if __name__ == "__main__":
    main()
