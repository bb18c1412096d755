"""A local model on a task with videos and sounds, as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.clips import clips_task, video_bytes, wav_bytes
from tests.end_to_end.runs import Finished, Workspace
from tests.models import architectures

CLIPS = {
    "video": [video_bytes(20), video_bytes(7, size=(48, 64)), video_bytes(30), video_bytes(20)[:-700], video_bytes(2)],
    "audio": [wav_bytes(0.5), wav_bytes(1.0), wav_bytes(0.7, rate=16000), wav_bytes(0.5)[:-700], wav_bytes(0.2)],
}
CUT_OFF = 3
"""Row whose file is not whole."""


def write_task(folder: Path, kind: str) -> tuple[str, ...]:
    """Write clips as files beside a JSONL file that names them, and the task's file."""
    data, tasks = folder / kind, folder / "conf" / "task"
    data.mkdir()
    tasks.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, clip in enumerate(CLIPS[kind]):
        name = f"{number}.{'mp4' if kind == 'video' else 'wav'}"
        (data / name).write_bytes(clip)
        rows.append({"id": f"row{number}", "clip": name, "question": "How many?" * (number + 1), "answer": "7"})
    (data / "test.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tasks / f"{kind}.yaml").write_text(clips_task(kind, data / "test.jsonl", kind))
    return ("--config-dir", str(tasks.parent), f"task={kind}")


def run_local(workspace: Workspace, builder: Callable[[Path], None], *arguments: str, run: str = "run") -> Finished:
    folder = workspace.folder / "checkpoint"
    if not folder.exists():
        builder(folder)
    return workspace.run("model=hf", f"model.path={folder}", "hardware.accelerator=cpu", *arguments, run=run)


def check(done: Finished, task: str) -> None:
    assert done.code == 3, done.stderr  # the file that is cut off
    counts = done.result["tasks"][task]["counts"]["responses"]
    assert (counts["failed"], sum(counts.values())) == (1, 5)
    lines = done.samples(task)
    error = lines[CUT_OFF]["response"]["error"]
    assert error["kind"] == "media"
    assert f"row {CUT_OFF}" in error["message"] or f"row{CUT_OFF}" in error["message"]
    assert "cut off" in error["message"]
    assert all(line["response"]["text"] for i, line in enumerate(lines) if i != CUT_OFF)


def test_videos_are_asked_once_and_answered_alike_by_two_processes(workspace: Workspace) -> None:
    chosen = (*write_task(workspace.folder, "video"), "model.info.modality=[video]")
    first = run_local(workspace, architectures.qwen3_vl, *chosen, "model.batch_size=4", run="first")
    again = run_local(workspace, architectures.qwen3_vl, *chosen, run="again")
    fewer = run_local(workspace, architectures.qwen3_vl, *chosen, "model.video.frames=2", run="fewer")
    check(first, "video")
    reused = [[line["reused"] for line in one.timing("video")] for one in (first, again, fewer)]
    assert [sum(one) for one in reused] == [0, 4, 0]
    tokens = [one.samples("video")[0]["response"]["prompt_tokens"] for one in (first, again, fewer)]
    assert tokens[0] == tokens[1] > tokens[2]

    ranks = ("hardware=ddp", "hardware.devices=2", "model.batch_size=1", "resume=false")
    two = run_local(workspace, architectures.qwen3_vl, *chosen, *ranks, run="two")
    check(two, "video")
    assert first.answers("video") == two.answers("video")


def test_sounds_are_answered_alike_alone_and_in_a_batch(workspace: Workspace) -> None:
    chosen = (*write_task(workspace.folder, "audio"), "model.info.modality=[audio]", "resume=false")
    together = run_local(workspace, architectures.qwen2_5_omni, *chosen, "model.batch_size=4", run="together")
    alone = run_local(workspace, architectures.qwen2_5_omni, *chosen, "model.batch_size=1", run="alone")
    check(together, "audio")
    assert together.answers("audio") == alone.answers("audio")


def test_a_model_that_reads_images_is_refused(workspace: Workspace) -> None:
    task = (*write_task(workspace.folder, "video"), "model=demo", "hardware.accelerator=cpu")
    plain = workspace.run(*task)
    assert plain.code == 2
    assert "tasks.video: the task needs video, and the model demo reads image" in plain.stderr
    declared = workspace.run(*task, "model.info.modality=[video]")
    assert declared.code == 1
    assert "reads no videos. Set `model.video.as_images=true`" in declared.stderr
