r"""Train the demo model: a tiny LLaVA that really reads handwritten digits, so that the demo needs no download.

    OMP_WAIT_POLICY=passive python scripts/train_demo_model.py
    python scripts/train_demo_model.py --evaluate-only

It answers three phrasings, with the image in front of the text:

    Which digit is shown?
    What digit is shown?\nA. 3\nB. 7\nC. 1\nD. 9\nAnswer with the letter.
    Is the digit shown a 3? Answer yes or no.

Training takes about a quarter of an hour on two CPU cores. The passive wait policy matters where the cores are shared:
between operations this small, spinning OpenMP threads would take the cores from everyone else.

Three things make so small a model learn the multiple-choice task at all, each described where it is done: an
initialisation close to the solution (`initialise_near_induction`), a curriculum that begins with text only
(`train_on_text`), and question kinds that are mixed within each batch (`sample_examples`).
"""

# transformers and torch annotate only some of their functions.
# mypy: allow-untyped-calls

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoModelForImageTextToText, AutoProcessor, LlavaForConditionalGeneration, LlavaProcessor

from demo_digits import KINDS, Row, build_rows
from digits import (
    CHOICE_INSTRUCTION,
    CHOICE_QUESTION,
    LETTERS,
    MAX_LEVEL,
    OPEN_QUESTION,
    YES_NO_INSTRUCTION,
    YES_NO_QUESTION,
    DigitSplit,
    choice_prompt,
    draw_asked_digit,
    draw_choices,
    load_split,
    to_pil,
)
from tiny_llava import (
    IMAGE_END,
    IMAGE_LENGTH,
    IMAGE_START,
    IMAGE_TOKEN,
    TURN_END,
    build_model,
    build_processor,
    build_tokenizer,
)

DEFAULT_OUT = Path(__file__).resolve().parents[1] / "src" / "hyeval" / "demo" / "model"

# A few other phrasings beside the ones that must work keep the model from hanging on one exact token sequence.
OPEN_QUESTIONS = (OPEN_QUESTION, "What digit is in the image?", "Which digit is shown? Answer with a single digit.")
CHOICE_QUESTIONS = (CHOICE_QUESTION, OPEN_QUESTION)
CHOICE_INSTRUCTIONS = (CHOICE_INSTRUCTION, "", "\nAnswer with the option's letter from the given choices directly.")
YES_NO_QUESTIONS = (YES_NO_QUESTION, "Is this a {digit}?")
YES_NO_INSTRUCTIONS = (YES_NO_INSTRUCTION, "")

EXAMPLE_KINDS = (*KINDS, "text_open", "text_multiple_choice", "text_yes_no", "look_up")
LOOK_UPS = 8
NO_LOSS = -100


# How often each kind of example occurs. A kind that begins with `text_` gives the digit as text in the image's place;
# `look_up` is `PromptEncoder.look_up_example`. The later phases keep a little text, so that it is not forgotten.
LOOK_UP_WEIGHTS = {"text_open": 0.05, "text_multiple_choice": 0.05, "text_yes_no": 0.05, "look_up": 0.85}
TEXT_WEIGHTS = {"text_open": 0.05, "text_multiple_choice": 0.4, "text_yes_no": 0.3, "look_up": 0.25}
SEEING_WEIGHTS = dict(zip(EXAMPLE_KINDS, (0.5, 0.2, 0.15, 0.03, 0.06, 0.03, 0.03), strict=True))
ANSWERING_WEIGHTS = dict(zip(EXAMPLE_KINDS, (0.22, 0.45, 0.27, 0.01, 0.03, 0.01, 0.01), strict=True))

TEXT_STEP_LIMIT = 4000
LEARNT_LOSS = 0.05
WARM_UP_STEPS = 400  # with fewer, the first steps wipe the initialisation out
INTERVAL = 100


@dataclass(frozen=True)
class Options:
    """What the training can be varied in; the defaults are those of the shipped checkpoint."""

    steps: int = 3200
    seed: int = 0
    batch_size: int = 64
    learning_rate: float = 1e-3
    copies: int = 6


@dataclass(frozen=True)
class Example:
    """One training sequence; `targets` aligns with `tokens` and is `NO_LOSS` where nothing is to be learnt."""

    kind: str
    tokens: list[int]
    targets: list[int]
    image: int | None


def user_message(text: str, image: Image.Image | None = None) -> list[dict[str, Any]]:
    """Return a conversation of one user turn, the image first; without an image its place is kept."""
    picture = {"type": "image"} if image is None else {"type": "image", "image": image}
    return [{"role": "user", "content": [picture, {"type": "text", "text": text}]}]


def sample_prompt(kind: str, label: int, rng: random.Random) -> tuple[str, str]:
    """Return a question of one of the benchmark's kinds about a digit, in a random phrasing, and its answer."""
    if kind == "open":
        return rng.choice(OPEN_QUESTIONS), str(label)
    if kind == "multiple_choice":
        choices = draw_choices(label, rng)
        text = choice_prompt(rng.choice(CHOICE_QUESTIONS), choices, rng.choice(CHOICE_INSTRUCTIONS))
        return text, LETTERS[choices.index(str(label))]
    digit = draw_asked_digit(label, rng)
    text = rng.choice(YES_NO_QUESTIONS).format(digit=digit) + rng.choice(YES_NO_INSTRUCTIONS)
    return text, "yes" if digit == label else "no"


def tokenizer_corpus() -> list[str]:
    """Return what the tokenizer learns its merges from: questions with their answers, and every role and answer."""
    rng = random.Random(0)
    questions = [" ".join(sample_prompt(kind, rng.randrange(10), rng)) for kind in KINDS for _ in range(300)]
    return questions + ["user\n assistant\n system\n yes no A B C D 0 1 2 3 4 5 6 7 8 9"] * 50


# ---------------------------------------------------------------------------------------------------------------------
# Training examples


class PromptEncoder:
    """Turns questions and answers into token sequences, exactly as the processor's chat template does."""

    def __init__(self, processor: LlavaProcessor) -> None:
        self._tokenizer = processor.tokenizer
        marker = "QUESTION"
        template = processor.apply_chat_template(user_message(marker), tokenize=False, add_generation_prompt=True)
        self._before, self._after = template.split(marker)
        self.pad = self._tokenizer.pad_token_id

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text as it stands."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def question_example(self, kind: str, label: int, image: int, rng: random.Random) -> Example:
        """Return a question about an image or, for a `text_` kind, about the digit written in the image's place."""
        text, answer = sample_prompt(kind.removeprefix("text_"), label, rng)
        if kind.startswith("text_"):
            before = self._before.replace(IMAGE_START + IMAGE_TOKEN + IMAGE_END, f" {label}\n")
        else:
            before = self._before.replace(IMAGE_TOKEN, IMAGE_TOKEN * IMAGE_LENGTH)
        prompt = self.encode(before + text + self._after)
        response = self.encode(answer + TURN_END)
        return Example(
            kind=kind,
            tokens=prompt + response,
            targets=[NO_LOSS] * len(prompt) + response,
            image=None if kind.startswith("text_") else image,
        )

    def look_up_example(self, rng: random.Random) -> Example:
        """Return four options and then several look-ups in them: many comparisons for the price of one sequence."""
        digits = rng.sample(range(10), len(LETTERS))
        tokens = self.encode("".join(f"{letter}. {digit}\n" for letter, digit in zip(LETTERS, digits, strict=True)))
        targets = [NO_LOSS] * len(tokens)
        for _ in range(LOOK_UPS):
            choice = rng.randrange(len(LETTERS))
            query, letter, newline = (self.encode(text) for text in (f" {digits[choice]}\n", LETTERS[choice], "\n"))
            tokens += query + letter + newline
            targets += [NO_LOSS] * len(query) + letter + [NO_LOSS] * len(newline)
        return Example("look_up", tokens, targets, None)


def augment(pixels: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a scan shifted by up to one pixel (half of the time), with another contrast and some noise."""
    if rng.random() < 0.5:
        pixels = np.roll(pixels, rng.integers(-1, 2, size=2), axis=(0, 1))
    return np.clip(pixels * rng.uniform(0.8, 1.1) + rng.normal(0, 0.7, pixels.shape), 0, MAX_LEVEL)


def render_training_images(
    split: DigitSplit, processor: LlavaProcessor, copies: int, rng: np.random.Generator
) -> tuple[Tensor, list[int]]:
    """Return pixel values, shape (copies * n, 3, 32, 32), and labels; the first copy is not augmented."""
    batches = []
    for copy in range(copies):
        scans = [pixels if copy == 0 else augment(pixels, rng) for pixels in split.train_images]
        images = [to_pil(scan) for scan in scans]
        batches.append(processor.image_processor(images=images, return_tensors="pt")["pixel_values"])
    return torch.cat(batches), split.train_labels.tolist() * copies


def sample_examples(
    weights: Mapping[str, float], labels: Sequence[int], encoder: PromptEncoder, count: int, rng: random.Random
) -> list[Example]:
    """Draw a batch of mixed kinds.

    With one kind per batch, the prior over answers (digits, letters, yes and no) swings from step to step.
    """
    examples = []
    for kind in rng.choices(list(weights), list(weights.values()), k=count):
        image = rng.randrange(len(labels))
        if kind == "look_up":
            examples.append(encoder.look_up_example(rng))
        else:
            examples.append(encoder.question_example(kind, labels[image], image, rng))
    return examples


# ---------------------------------------------------------------------------------------------------------------------
# Training


def answer_losses(
    model: LlavaForConditionalGeneration, examples: Sequence[Example], pixels: Tensor, pad: int
) -> tuple[Tensor, Tensor]:
    """Return the loss of every answer token in the batch, shape (k,), and the example each belongs to, shape (k,)."""
    longest = max(len(example.tokens) for example in examples)
    tokens = torch.full((len(examples), longest), pad)
    targets = torch.full((len(examples), longest), NO_LOSS)
    mask = torch.zeros((len(examples), longest), dtype=torch.long)
    for row, example in enumerate(examples):
        length = len(example.tokens)
        tokens[row, :length] = torch.tensor(example.tokens)
        targets[row, :length] = torch.tensor(example.targets)
        mask[row, :length] = 1
    images = [example.image for example in examples if example.image is not None]
    hidden = model.model(
        input_ids=tokens, attention_mask=mask, pixel_values=pixels[images] if images else None, use_cache=False
    ).last_hidden_state
    learnt = targets[:, 1:] != NO_LOSS
    logits = model.lm_head(hidden[:, :-1][learnt])
    losses = torch.nn.functional.cross_entropy(logits, targets[:, 1:][learnt], reduction="none")
    return losses, learnt.nonzero()[:, 0]


def build_optimizer(model: torch.nn.Module, learning_rate: float) -> torch.optim.Optimizer:
    """Return AdamW, with weight decay on matrices only."""
    groups = [
        {"params": [weight for weight in model.parameters() if weight.ndim > 1], "weight_decay": 0.02},
        {"params": [weight for weight in model.parameters() if weight.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.98))


class Trainer:
    """The model in training, with its data, its optimizer and its source of randomness."""

    def __init__(self, model: LlavaForConditionalGeneration, processor: LlavaProcessor, options: Options) -> None:
        split = load_split()
        self._model = model.train()
        self._options = options
        self._encoder = PromptEncoder(processor)
        self._optimizer = build_optimizer(model, options.learning_rate)
        self._rng = random.Random(options.seed)
        generator = np.random.default_rng(options.seed)
        self._pixels, self._labels = render_training_images(split, processor, options.copies, generator)
        self._start = time.monotonic()
        self._steps = 0

    def run(self, steps: int, weights: Mapping[str, float], rate: float) -> dict[str, float]:
        """Take some steps at a share of the learning rate; return, and print, the mean loss of each kind."""
        losses: defaultdict[str, list[float]] = defaultdict(list)
        for _ in range(steps):
            for kind, loss in self._step(weights, rate):
                losses[kind].append(loss)
        means = {kind: float(np.mean(losses[kind])) for kind in sorted(losses)}
        shown = " ".join(f"{kind} {mean:.3f}" for kind, mean in means.items())
        print(f"step {self._steps} {time.monotonic() - self._start:.0f} s: {shown}", flush=True)
        return means

    def _step(self, weights: Mapping[str, float], rate: float) -> list[tuple[str, float]]:
        self._steps += 1
        for group in self._optimizer.param_groups:
            group["lr"] = self._options.learning_rate * rate * min(1.0, self._steps / WARM_UP_STEPS)
        examples = sample_examples(weights, self._labels, self._encoder, self._options.batch_size, self._rng)
        losses, rows = answer_losses(self._model, examples, self._pixels, self._encoder.pad)
        self._optimizer.zero_grad(set_to_none=True)
        losses.mean().backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        return [(examples[row].kind, loss) for row, loss in zip(rows.tolist(), losses.tolist(), strict=True)]


def train_on_text(trainer: Trainer) -> None:
    """Let the model learn the questions with the digit given as text, until it has.

    With images from the start, the model first has to learn to see before "which option equals this?" has any gradient,
    and then sits on that plateau for most of the training. Look-ups come before the rest, as the initialisation is
    closest to them: nearly alone they were learnt in 300 steps in every run, in the mixture some runs had not learnt
    them after 2 000. From then on, what has been learnt becomes rare, which leaves the batch to what has not. When the
    loss of multiple choice falls differs by a thousand steps between seeds and even between numbers of threads, hence
    no fixed number of steps.
    """
    weights = LOOK_UP_WEIGHTS
    for _ in range(0, TEXT_STEP_LIMIT, INTERVAL):
        losses = trainer.run(INTERVAL, weights, rate=1.0)
        if max(losses.values()) < 2 * LEARNT_LOSS:
            return
        if weights is not LOOK_UP_WEIGHTS or losses["look_up"] < LEARNT_LOSS:
            weights = {
                kind: weight * (0.2 if losses.get(kind, 1.0) < LEARNT_LOSS else 1.0)
                for kind, weight in TEXT_WEIGHTS.items()
            }
    print(f"the text-only phase was not learnt within {TEXT_STEP_LIMIT} steps; another seed may help", flush=True)


def train_on_images(trainer: Trainer, steps: int) -> None:
    """Teach the model to see and then to answer, at the full rate for half of the steps, then down to 2 %."""
    for start in range(0, steps, INTERVAL):
        progress = start / steps
        decay: float = max(0.0, (progress - 0.5) / 0.5) ** 1.2
        weights = SEEING_WEIGHTS if progress < 0.4 else ANSWERING_WEIGHTS
        trainer.run(min(INTERVAL, steps - start), weights, rate=1 - 0.98 * decay)


def train(options: Options) -> tuple[LlavaForConditionalGeneration, LlavaProcessor]:
    """Train from scratch and return the model, in evaluation mode, and its processor."""
    torch.manual_seed(options.seed)
    tokenizer = build_tokenizer(tokenizer_corpus())
    model, processor = build_model(tokenizer), build_processor(tokenizer)
    print(f"{sum(weight.numel() for weight in model.parameters())} parameters, {len(tokenizer)} tokens", flush=True)
    trainer = Trainer(model, processor, options)
    train_on_text(trainer)
    train_on_images(trainer, options.steps)
    return model.eval(), processor


def save(model: LlavaForConditionalGeneration, processor: LlavaProcessor, out: Path) -> None:
    """Write the checkpoint with the weight names that LLaVA checkpoints on the hub have.

    transformers 5 writes `vision_tower.x`, the hub has `vision_tower.vision_model.x`. transformers reads both, other
    engines such as vLLM only the second.
    """
    model.save_pretrained(out)
    processor.save_pretrained(out)
    path = out / "model.safetensors"
    old, new = "vision_tower.", "vision_tower.vision_model."
    weights = load_file(path)
    renamed = {
        name.replace(old, new, 1) if name.startswith(old) and not name.startswith(new) else name: weight
        for name, weight in weights.items()
    }
    save_file(renamed, path, metadata={"format": "pt"})


# ---------------------------------------------------------------------------------------------------------------------
# Evaluation, through the public interface only


def benchmark_prompt(kind: str, row: Row) -> str:
    """Return the text that a row of the demo benchmark is asked with."""
    question = str(row["question"])
    if kind == "multiple_choice":
        return choice_prompt(question, row["choices"])
    return question + YES_NO_INSTRUCTION if kind == "yes_no" else question


@torch.inference_mode()
def generate_answers(
    model: Any, processor: Any, images: Sequence[Image.Image], texts: Sequence[str], batch_size: int = 32
) -> list[str]:
    """Return one greedy answer per image and text."""
    answers: list[str] = []
    for start in range(0, len(texts), batch_size):
        batch = slice(start, start + batch_size)
        inputs = processor.apply_chat_template(
            [user_message(text, image) for text, image in zip(texts[batch], images[batch], strict=True)],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True, "padding_side": "left"},
        )
        generated = model.generate(**inputs, max_new_tokens=8, do_sample=False)
        answers += processor.batch_decode(generated[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return [answer.strip() for answer in answers]


def evaluate(checkpoint: Path) -> dict[str, float]:
    """Return the accuracy on each part of the demo benchmark, and the size of the checkpoint in bytes."""
    model = AutoModelForImageTextToText.from_pretrained(checkpoint).eval()
    processor = AutoProcessor.from_pretrained(checkpoint)
    split = load_split()
    images = [to_pil(pixels) for pixels in split.test_images]
    result: dict[str, float] = {}
    for kind in KINDS:
        rows = build_rows(kind, split.test_labels.tolist(), seed=0)
        answers = generate_answers(model, processor, images, [benchmark_prompt(kind, row) for row in rows])
        right = sum(answer == row["answer"] for answer, row in zip(answers, rows, strict=True))
        result[kind] = round(right / len(rows), 4)
    result["bytes"] = sum(path.stat().st_size for path in checkpoint.iterdir())
    return result


def main() -> None:
    """Read the command line, train unless told otherwise, and print the held-out accuracies as JSON."""
    defaults = Options()
    parser = argparse.ArgumentParser(description="Train and evaluate the demo model.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="checkpoint directory (default: %(default)s)")
    parser.add_argument("--steps", type=int, default=defaults.steps, help="steps with images (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=defaults.seed, help="seed (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default: %(default)s)")
    parser.add_argument("--evaluate-only", action="store_true", help="evaluate the checkpoint that is there")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if not arguments.evaluate_only:
        save(*train(Options(steps=arguments.steps, seed=arguments.seed)), arguments.out)
    print(json.dumps(evaluate(arguments.out)))


if __name__ == "__main__":
    main()
