"""How long `hyeval rescore` takes for the stored responses of a multiple-choice task, beside the reading alone.

    python -m bench.rescore [--samples 100000]

Short answers, and responses of 350 characters of reasoning, each to a question of its own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from bench.extraction_speed import QUESTION, STORED, reasoning, scoring_seconds, short_answers
from bench.workspace import Workspace, require

TASK = """\
# @package tasks.magnets
name: magnets
info: {{description: Which of four things a magnet attracts, modality: [text]}}
dataset: {{path: {path}, split: test}}
sample: {{id: id, question: question, choices: choices, answer: answer, answer_format: letter}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}{{% for choice in choices %}}\\n{{{{ choice }}}}{{% endfor %}}"}}
    extract: choice
    score: choice
metrics: {{accuracy: mean}}
"""
_SHORT = [answer for answer in short_answers() if QUESTION.choices[-1] not in answer]
"""Without the text of the last option, which is another one for each question."""
KINDS = {"short answers": _SHORT, "350 characters": reasoning(350, 60)}
"""What the model says, drawn anew for every question; few forms, as they stand in the model's identity."""


def main() -> None:
    """Answer with a scripted model, then score anew what it said."""
    parser = argparse.ArgumentParser(description="Seconds that scoring anew takes.")
    parser.add_argument("--samples", type=int, default=100_000)
    count = parser.parse_args().samples
    for kind, texts in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), kind, texts, count)


def _measure(folder: Path, kind: str, texts: Sequence[str], count: int) -> None:
    workspace = Workspace(folder)
    data = folder / "magnets.jsonl"
    with data.open("w") as file:
        for number in range(count):
            choices = [*QUESTION.choices[:-1], f"{QUESTION.choices[-1]} no. {number}"]
            row = {"id": str(number), "question": f"Experiment {number}. {QUESTION.text}", "choices": choices}
            file.write(json.dumps({**row, "answer": "B"}) + "\n")
    for group in ("task", "model"):
        (folder / "conf" / group).mkdir(parents=True)
    (folder / "conf" / "task" / "magnets.yaml").write_text(TASK.format(path=data))
    model = {"_target_": "hyeval.models.scripted.ScriptedModel", "name": "forms", "default": sorted(set(texts))}
    (folder / "conf" / "model" / "forms.yaml").write_text(yaml.safe_dump(model))
    added = ["--config-dir", str(folder / "conf")]
    first = require(workspace.run([*added, "model=forms", "task=magnets"], run="first"))
    again = require(workspace.run(["rescore", str(folder / "first"), *added], run="again"))
    assert first.result is not None
    assert again.result is not None
    if first.result["tasks"]["magnets"]["metrics"] != again.result["tasks"]["magnets"]["metrics"]:
        raise SystemExit("scoring anew gave other metrics")
    scoring_seconds(texts[:200])  # patterns are compiled when first needed
    alone = scoring_seconds(texts) * count / STORED
    print(
        f"{count} {kind}: run {first.seconds:.1f} s, rescore {again.seconds:.1f} s"
        f" ({again.peak_bytes / 1e6:.0f} MB), the reading alone {alone:.1f} s on one core"
    )


if __name__ == "__main__":
    main()
