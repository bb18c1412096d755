"""Tasks with videos and sounds: what the data set holds goes out in the form that the model was told to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from hyeval.media import Media, MediaKind, digest_of
from hyeval.models.encoding import ImageEncoding, VideoEncoding, encode
from tests.clips import clips_task, sound_bytes, video_bytes, wav_bytes
from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Finished, Workspace
from tests.servers.openai_server import Answers, expected_answer
from tests.tasks.files import write_parquet

CLIPS: Mapping[str, tuple[MediaKind, Sequence[bytes]]] = {
    "films": (MediaKind.VIDEO, [video_bytes(20), video_bytes(7), video_bytes(30, size=(32, 32)), video_bytes(2)]),
    "sounds": (MediaKind.AUDIO, [wav_bytes(0.1), wav_bytes(0.2), wav_bytes(0.3), sound_bytes("mp3", "libmp3lame")]),
}
CANNOT_BE_SENT = {"films": video_bytes(20)[:-700], "sounds": sound_bytes("flac", "flac")}
QUESTION = "Which number is it? "
EVERYTHING = "model.modality=[image,video,audio]"
MEDIUM_TOKENS = 200


@dataclass(frozen=True)
class Sent:
    """What went out for one clip."""

    parts: Sequence[Mapping[str, Any]]
    log: list[dict[str, Any]]


def sent(kind: MediaKind, data: bytes, video: VideoEncoding) -> Sent:
    encoded = encode(Media(kind, data), ImageEncoding(), video)
    return Sent(encoded.parts, [one.to_json() for one in encoded.sent])


@pytest.fixture
def tasks(workspace: Workspace) -> tuple[str, ...]:
    """Write the data sets and their task files; return the arguments that choose them."""
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True)
    for name, (kind, clips) in CLIPS.items():
        data = workspace.folder / name / "test.parquet"
        rows = [*clips, CANNOT_BE_SENT[name]]
        columns = {
            "id": [f"row{number}" for number in range(len(rows))],
            "clip": rows,
            "question": [f"{QUESTION}{number}" for number in range(len(rows))],
            "answer": ["7"] * len(rows),
        }
        write_parquet(data, columns, **{f"{kind}s": ["clip"]})
        (folder / f"{name}.yaml").write_text(clips_task(name, data.parent, kind, max_tokens=8))
    return ("--config-dir", str(folder.parent), "task=[films,sounds]")


def check(run: Finished, task: str, video: VideoEncoding) -> None:
    kind, clips = CLIPS[task]
    *lines, unsent = run.samples(task)
    for number, (line, data) in enumerate(zip(lines, clips, strict=True)):
        expected, response = sent(kind, data, video), line["response"]
        assert line["messages"][0]["content"][0] == {"type": kind.value, "digest": digest_of(data)}
        assert line["media"] == [{"digest": digest_of(data), "size": None}]
        assert response["sent"] == expected.log
        text = f"{QUESTION}{number}"
        content = [*expected.parts, {"type": "text", "text": text}]
        # The server's answer is a hash of all that it was sent.
        assert response["text"] == expected_answer({"messages": [{"role": "user", "content": content}]})
        assert response["prompt_tokens"] == 4 + -(-len(text) // 4) + MEDIUM_TOKENS * len(expected.parts)
    assert unsent["response"]["error"]["kind"] == "media"
    assert unsent["score"]["status"] == "no_response"


@pytest.mark.parametrize(
    ("settings", "video", "parts"),
    [
        (["model.video.frames=3"], VideoEncoding(frames=3), [3, 3, 3, 2]),
        (["model.video.send=video_url"], VideoEncoding(send="video_url"), [1, 1, 1, 1]),
    ],
    ids=["frames", "video_url"],
)
def test_videos_and_sounds_arrive_as_they_are_wanted(
    workspace: Workspace,
    start: Start,
    tasks: tuple[str, ...],
    settings: list[str],
    video: VideoEncoding,
    parts: list[int],
) -> None:
    server = start(full_image_check=True, answers=Answers(image_tokens=MEDIUM_TOKENS))
    run = workspace.run(*tasks, *api(server, EVERYTHING, *settings))
    assert run.code == 3, run.stderr  # the rows that cannot be sent
    assert [run.result["tasks"][name]["counts"]["responses"] for name in CLIPS] == [{"failed": 1, "ok": 4}] * 2
    assert server.stats()["successes"] == server.stats()["requests"] == 8
    check(run, "films", video)
    check(run, "sounds", video)
    films = run.samples("films")[:-1]
    assert [len(line["response"]["sent"]) for line in films] == parts
    assert {one["kind"] for line in films for one in line["response"]["sent"]} == {
        "image" if video.send == "frames" else "video"
    }


def test_a_model_that_reads_text_alone_is_refused_before_anything_is_sent(
    workspace: Workspace, start: Start, tasks: tuple[str, ...]
) -> None:
    server = start()
    run = workspace.run(*tasks, *api(server, "model.modality=[]"))
    assert run.code == 2, run.stderr
    assert "tasks.films: the task needs video, and the model tested reads text only" in run.stderr
    assert "tasks.sounds: the task needs audio, and the model tested reads text only" in run.stderr
    assert server.stats()["requests"] == 0
    assert not (workspace.folder / "run" / "results.json").exists()
