"""Examples, system prompts and filters, as a run sends and scores them."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.runs import Workspace

TASK = """\
# @package tasks.sums
name: sums
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "Q: {{{{ question }}}}", system: Reckon.}}
    {filters}
    extract: text
    score: text
metrics: {{accuracy: mean}}
"""


@pytest.fixture
def sums(workspace: Workspace) -> Workspace:
    data = workspace.folder / "data"
    data.mkdir()
    for split, count in (("train", 9), ("test", 3)):
        rows = [{"id": f"{split}-{i}", "question": f"{i}+{i}", "answer": str(2 * i)} for i in range(count)]
        (data / f"{split}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    write(workspace)
    return workspace


def write(workspace: Workspace, filters: str = "") -> None:
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sums.yaml").write_text(TASK.format(folder=workspace.folder / "data", filters=filters))


def arguments(workspace: Workspace, *more: str) -> list[str]:
    return ["--config-dir", str(workspace.folder / "conf"), "model=scripted", "task=sums", "tracking=none", *more]


def test_examples_of_another_split_stand_before_every_question(sums: Workspace) -> None:
    shots = ("tasks.sums.few_shot.count=2", "tasks.sums.few_shot.split=train")
    run = sums.run(*arguments(sums, *shots))
    assert run.code == 0, run.stderr
    lines = run.samples("sums")
    for line in lines:
        roles = [message["role"] for message in line["messages"]]
        assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    first = [message["content"][0]["text"] for message in lines[0]["messages"]]
    for question, answer in ((first[1], first[2]), (first[3], first[4])):
        number = int(question.removeprefix("Q: ").split("+")[0])
        assert answer == str(2 * number)
    assert first[1] != first[3]
    assert [message["content"] for message in lines[1]["messages"][:5]] == [
        message["content"] for message in lines[0]["messages"][:5]
    ]
    other = sums.run(*arguments(sums, *shots, "tasks.sums.few_shot.seed=5"), run="other")
    assert [m["content"] for m in other.samples("sums")[0]["messages"][1:5]] != [
        m["content"] for m in lines[0]["messages"][1:5]
    ]
    plain = sums.run(*arguments(sums), run="plain")
    prints = [one.result["tasks"]["sums"]["fingerprints"]["prompt"] for one in (run, other, plain)]
    assert len(set(prints)) == 3


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (("count=2",), "tasks.sums.few_shot.split: must name another split than 'test'"),
        (("count=2", "split=test"), "tasks.sums.few_shot.split: must name another split than 'test'"),
        (("count=10", "split=train"), "is 10, and there are 6 rows to draw from; 3 of the first 9"),
        (("count=2", "split=dev"), "tasks.sums.few_shot"),
    ],
)
def test_examples_are_never_the_questions_themselves(sums: Workspace, settings: tuple[str, ...], told: str) -> None:
    run = sums.run(*arguments(sums, *(f"tasks.sums.few_shot.{one}" for one in settings)))
    assert run.code == 2
    assert told in run.stderr


def test_examples_of_another_file_stand_before_questions_of_ones_own(sums: Workspace) -> None:
    data = sums.folder / "data"
    own = (
        "model=scripted", "tracking=none", "task=custom_vqa", f"dataset.path={data / 'test.jsonl'}",
        "tasks.custom_vqa.sample.images=[]",
    )  # fmt: skip
    alone = sums.run(*own, "few_shot.count=2", run="alone")
    assert alone.code == 2
    assert "Put them into a file of their own and set `tasks.custom_vqa.few_shot.path=FILE`." in alone.stderr
    run = sums.run(*own, "few_shot.count=2", f"few_shot.path={data / 'train.jsonl'}")
    assert run.code == 0, run.stderr
    assert [message["role"] for message in run.samples("custom_vqa")[0]["messages"]] == ["user", "assistant"] * 2 + [
        "user"
    ]
    assert run.result["tasks"]["custom_vqa"]["counts"]["samples"] == 3


def test_a_system_prompt_replaces_that_of_the_protocol(sums: Workspace) -> None:
    run = sums.run(*arguments(sums, "system_prompt=Be brief."))
    assert run.samples("sums")[0]["messages"][0] == {
        "role": "system",
        "content": [{"type": "text", "text": "Be brief."}],
    }


def test_filters_are_applied_before_anything_is_read(sums: Workspace) -> None:
    reply = "<think>9</think>The result: TWO"
    settings = arguments(sums, f"model.default='{reply}'")
    plain = sums.run(*settings, run="plain")
    assert {line["score"]["answer"] for line in plain.samples("sums")} == {"TWO"}
    steps = (
        "{kind: strip_reasoning}", "{kind: regex, pattern: 'result: (.*)'}", "{kind: case, to: lower}",
        "{kind: map, values: {two: '2'}}",
    )  # fmt: skip
    write(sums, f"filters: [{', '.join(steps)}]")
    filtered = sums.run(*settings, run="filtered")
    assert filtered.code == 0, filtered.stderr
    assert [line["score"]["answer"] for line in filtered.samples("sums")] == ["2", "2", "2"]
    write(sums, "filters: [{kind: regex, pattern: '('}, {kind: shout}]")
    wrong = sums.run(*settings, run="wrong")
    assert wrong.code == 2
    assert "is no regular expression" in wrong.stderr
    assert "filters" in wrong.stderr
