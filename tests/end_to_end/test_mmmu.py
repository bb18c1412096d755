"""The mission's own command, on local copies: Qwen2.5-VL on rows with MMMU's columns."""

from __future__ import annotations

import io
from pathlib import Path

import datasets
import pytest
from PIL import Image

from tests.end_to_end.random_qwen import save_random_qwen
from tests.end_to_end.runs import Finished, Workspace

SUFFIX = "Answer with the option's letter from the given choices directly."


def picture(red: int) -> dict[str, object]:
    buffer = io.BytesIO()
    Image.new("RGB", (48, 40), (red, 90, 60)).save(buffer, format="PNG")
    return {"bytes": buffer.getvalue(), "path": None}


def row(number: int, question: str, options: str, answer: str, images: int) -> dict[str, object]:
    pictures = {f"image_{i}": picture(40 * number + i) if i <= images else None for i in range(1, 8)}
    kind = "open" if options == "[]" else "multiple-choice"
    return {
        "id": f"validation_Art_{number}", "question": question, "options": options, "explanation": "", **pictures,
        "img_type": "['Paintings']", "answer": answer, "topic_difficulty": "Easy", "question_type": kind,
        "subfield": "Comparative Art",
    }  # fmt: skip


ROWS = [
    row(1, "<image 1> Who painted this?", "['Monet', \"Van Gogh's pupil\", 'Klee', 'Kahlo']", "B", 1),
    row(2, "Compare <image 1> with <image 2>. Which is older?", "['the first', 'the second']", "A", 2),
    row(3, "Which one completes the series <image 1>?", "['<image 2>', '<image 3>', '<image 4>', '<image 5>']", "D", 5),
    row(4, "How many trees are in <image 1>?", "[]", "['12', 'twelve']", 1),
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    workspace = Workspace(tmp_path_factory.mktemp("mmmu"))
    columns = {name: [one[name] for one in ROWS] for name in ROWS[0]}
    features = datasets.Features(
        {name: datasets.Image() if name.startswith("image_") else datasets.Value("string") for name in columns}
    )
    data = workspace.folder / "MMMU" / "data" / "validation-00000-of-00001.parquet"
    data.parent.mkdir(parents=True)
    datasets.Dataset.from_dict(columns, features=features).to_parquet(str(data))
    checkpoint = save_random_qwen(workspace.folder / "qwen")
    return workspace.run(
        "model=qwen2_5_vl",
        "task=mmmu",
        "limit=8",
        f"model.path={checkpoint}",
        f"tasks.mmmu.dataset.path={workspace.folder / 'MMMU'}",
        "tasks.mmmu.generation.max_tokens=6",
    )


def test_the_command_runs_on_local_copies(finished: Finished) -> None:
    assert finished.code == 0, finished.stderr
    task = finished.result["tasks"]["mmmu"]
    assert task["coverage"] == 1
    assert task["counts"]["samples"] == 4
    assert task["metrics"]["accuracy"]["n"] == 4


def test_whether_torchvision_is_installed_makes_no_difference_that_is_worth_a_word(finished: Finished) -> None:
    assert "torchvision" not in finished.stderr


def parts(finished: Finished, index: int) -> list[str]:
    (message,) = finished.samples("mmmu")[index]["messages"]
    return [part["text"] if part["type"] == "text" else part["digest"][:20] for part in message["content"]]


def digests(finished: Finished, index: int) -> list[str]:
    return [one["digest"][:20] for one in finished.samples("mmmu")[index]["media"]]


def test_images_stand_where_the_question_names_them(finished: Finished) -> None:
    first, second = digests(finished, 1)
    assert parts(finished, 1) == [
        "Compare ",
        first,
        " with ",
        second,
        f". Which is older?\n(A) the first\n(B) the second\n\n{SUFFIX}",
    ]


def test_images_stand_in_the_options_that_name_them(finished: Finished) -> None:
    one, two, three, four, five = digests(finished, 2)
    assert parts(finished, 2) == [
        "Which one completes the series ", one, "?\n(A) ", two, "\n(B) ", three, "\n(C) ", four, "\n(D) ", five,
        f"\n\n{SUFFIX}",
    ]  # fmt: skip


def test_an_open_question_has_no_options_and_all_accepted_answers(finished: Finished) -> None:
    line = finished.samples("mmmu")[3]
    assert line["choices"] == []
    assert line["targets"] == ["12", "twelve"]
    assert parts(finished, 3)[-1].endswith("?\nAnswer the question using a single word or phrase.")


def test_options_written_as_text_are_read_without_evaluating_them(finished: Finished) -> None:
    assert finished.samples("mmmu")[0]["choices"] == ["Monet", "Van Gogh's pupil", "Klee", "Kahlo"]


def test_what_the_checkpoint_suggests_for_sampling_does_not_act_on_greedy_decoding(finished: Finished) -> None:
    settings = Path(finished.folder / ".hydra" / "config.yaml").read_text()
    assert "temperature" not in settings
    assert all(line["response"]["completion_tokens"] <= 6 for line in finished.samples("mmmu"))
    assert "temperature" not in finished.stderr
