"""Prompts of other frameworks, byte for byte: their documents rendered through this project's task files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from hyeval.assemble import make_tasks
from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.schema import RunConfig
from hyeval.errors import DataError
from hyeval.records import Message, Role, Sample
from hyeval.tasks.rows import Rows
from hyeval.tasks.task import Task

TASKS = {
    "ai2d": "ai2d",
    "blink": "blink",
    "chartqa": "chartqa",
    "chartqapro": "chartqapro",
    "charxiv_descriptive_val": "charxiv_descriptive_vlmevalkit",
    "charxiv_reasoning_val": "charxiv_reasoning_vlmevalkit",
    "charxiv_val_descriptive": "charxiv_descriptive",
    "charxiv_val_reasoning": "charxiv_reasoning",
    "coco2017_cap_val": "coco_caption_2017",
    "countbench": "countbench",
    "cv_bench": "cv_bench",
    "docvqa_val": "docvqa",
    "dynamath_reasoning": "dynamath",
    "flickr30k_test": "flickr30k",
    "gqa": "gqa",
    "hallusion_bench_image": "hallusionbench",
    "infovqa_val": "infovqa",
    "llava_bench": "llava_in_the_wild",
    "logicvista_reasoning": "logicvista",
    "mathverse_testmini": "mathverse",
    "mathvision_testmini": "mathvision",
    "mathvista_testmini_format": "mathvista",
    "mmbench_en_dev": "mmbench_en_dev",
    "mme": "mme",
    "mmerealworld": "mme_realworld",
    "mmmu_pro_standard": "mmmu_pro_standard",
    "mmmu_pro_standard_cot": "mmmu_pro_standard_cot",
    "mmmu_pro_vision": "mmmu_pro_vision",
    "mmmu_pro_vision_cot": "mmmu_pro_vision_cot",
    "mmmu_val": "mmmu",
    "mmstar": "mmstar",
    "mmvet": "mmvet",
    "mmvp": "mmvp",
    "mtvqa": "mtvqa",
    "muirbench": "muirbench",
    "naturalbench": "naturalbench",
    "nocaps_val": "nocaps",
    "ocrbench": "ocrbench",
    "ok_vqa_val2014": "okvqa",
    "pope": "pope",
    "realworldqa": "realworldqa",
    "refcoco_bbox_rec_val": "refcoco_rec_val",
    "refcoco_bbox_val": "refcoco_caption",
    "scienceqa_img": "scienceqa_img",
    "screenspot_v2": "screenspot_v2",
    "seedbench": "seedbench",
    "textvqa_val": "textvqa",
    "vizwiz_vqa_val": "vizwiz_vqa",
    "vqav2_val": "vqav2",
    "vstar_bench": "vstar",
    "wemath_testmini_reasoning": "wemath",
}
"""The task of each set that has one."""
VARIANTS = {
    "mmmu_pro_standard_cot": ("mmmu_pro_standard", " (COT)"),
    "mmmu_pro_vision_cot": ("mmmu_pro_vision", " (COT)"),
}
"""Sets whose prompts are recorded with those of another set, and what its name is followed by there."""
FRAMEWORKS = {"lmms_eval": "lmms-eval", "vlmevalkit": "VLMEvalKit"}
"""The name under which the prompts of a protocol are recorded."""
IMAGE = "<image>"
SUFFIX = ".prompts.jsonl"


@dataclass(frozen=True)
class Rendered:
    """A prompt as the other framework has it, and as the task makes it; `found` says what went wrong otherwise."""

    id: str
    expected: str
    found: str


def rendered(path: Path, protocol: str) -> Iterator[Rendered]:
    """Render every document of a `<set>.prompts.jsonl` under a protocol; those without a prompt are left out."""
    dataset = path.name.removesuffix(SUFFIX)
    name = TASKS.get(dataset)
    recorded, variant = VARIANTS.get(dataset, (dataset, ""))
    path = path.with_name(f"{recorded}{SUFFIX}")
    if name is None or not path.is_file():
        return
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        recorded_as = f"{FRAMEWORKS[protocol]}{variant}"
        expected = line["prompt"].get(recorded_as)
        if expected is not None:
            images = _images(expected, line["prompt"].get(f"{recorded_as}:messages"))
            yield Rendered(line["id"], expected, _found(name, protocol, line["doc"], images))


def _images(text: str, messages: Sequence[Mapping[str, Any]] | None) -> int:
    """How many images a prompt has; where its parts are not recorded, every `<image>` of the text is one."""
    return text.count(IMAGE) if messages is None else sum(part["type"] == "image" for part in messages)


def _found(name: str, protocol: str, document: Mapping[str, Any], images: int) -> str:
    try:
        task = task_of(name, protocol)
        return flattened(sample_of(task, document, images), FRAMEWORKS[protocol])
    except (DataError, KeyError) as error:
        return f"{type(error).__name__}: {error}"


@cache
def task_of(name: str, protocol: str) -> Task:
    """A shipped task under a protocol; `KeyError` if it has no such protocol."""
    run = _run(",".join(TASKS.values()) if name in TASKS.values() else name)
    config = run.tasks[name]
    _ = config.protocols[protocol]
    (task,) = make_tasks(run.model_copy(update={"tasks": {name: config.model_copy(update={"protocol": protocol})}}))
    return task


@cache
def _run(tasks: str) -> RunConfig:
    return compose_run(CommandLine((f"task=[{tasks}]", "model=scripted", "model.default=A")))


def sample_of(task: Task, document: Mapping[str, Any], images: int) -> Sample:
    """The sample of a document that has no media: so many placeholder images fill its columns, others are empty."""
    columns = {*task.mapping.columns, *task.prompt.columns} - set(task.mapping.derive)
    row = (
        dict.fromkeys(task.mapping.unfolded, 0)
        | dict.fromkeys(columns)
        | dict(document)
        | _pictures(task.mapping.images, images)
    )
    (sample,) = task.samples(Rows((_Single(row),), 1, None))
    if not isinstance(sample, Sample):
        raise sample.error
    return sample


@dataclass(frozen=True)
class _Single:
    row: Mapping[str, Any]

    def __len__(self) -> int:
        return 1

    def batches(self, _count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        yield list(self.row), [tuple(self.row.values())]


def _pictures(columns: Sequence[str], count: int) -> dict[str, Any]:
    if len(columns) > 1:
        return {column: _picture(number) if number < count else None for number, column in enumerate(columns)}
    return {column: [_picture(number) for number in range(count)] for column in columns}


@cache
def _picture(number: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), (number, 0, 0)).save(buffer, format="PNG")
    return buffer.getvalue()


def flattened(sample: Sample, framework: str) -> str:
    """The messages as one text: parts without a separator, a medium as `<image>`, every role named but the user's."""
    return "".join(_flat(message, framework) for message in sample.messages)


def _flat(message: Message, framework: str) -> str:
    text = "".join(part if isinstance(part, str) else f"<{part.kind.value}>" for part in message.parts)
    if message.role is Role.USER:
        return text
    return f"[{message.role.value}]\n{text}\n[user]\n" if framework == "lmms-eval" else f"[{message.role.value}]{text}"
