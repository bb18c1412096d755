"""Tasks: rows of real data set files made into samples, with the target that the answer column means."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.records import GenerationSettings, Message, Role, Sample
from hyeval.tasks.cells import AnswerFormat
from hyeval.tasks.prompt import MediaPlacement, Prompt
from hyeval.tasks.source import DatasetSource
from hyeval.tasks.task import SampleMapping, Task, UnreadableRow
from tests.builders import image_bytes, noise_bytes
from tests.clips import video_bytes, wav_bytes
from tests.tasks.files import write_csv, write_jsonl, write_parquet, write_plain_parquet

RED, BLUE, GREEN = (image_bytes(colour) for colour in ("red", "blue", "green"))
PLAIN = Prompt("{{ question }}")


def make_task(
    path: Path, mapping: SampleMapping, *, prompt: Prompt = PLAIN, name: str = "own", split: str = "test"
) -> Task:
    return Task(
        name=name,
        source=DatasetSource(str(path), split),
        mapping=mapping,
        prompt=prompt,
        generation=GenerationSettings(),
        extract="raw",
        score="exact",
        metrics={"accuracy": "mean"},
        protocol="official",
    )


def samples(task: Task, *, limit: int | None = None) -> list[Sample]:
    found = list(task.samples(task.open(limit)))
    assert all(isinstance(sample, Sample) for sample in found), found
    return [sample for sample in found if isinstance(sample, Sample)]


def rows_task(tmp_path: Path, rows: Sequence[Mapping[str, Any]], mapping: SampleMapping, **more: Any) -> Task:
    return make_task(write_jsonl(tmp_path / "test.jsonl", rows), mapping, **more)


def targets(tmp_path: Path, row: Mapping[str, Any], **mapping: Any) -> tuple[str, ...]:
    """Targets of a single row."""
    task = rows_task(tmp_path, [{"question": "q", **row}], SampleMapping(answer="answer", **mapping))
    return samples(task)[0].targets


# What becomes of a row


def test_a_row_becomes_a_sample(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "key": ["r1", "r2"],
        "text": ["What is shown?", "And here?"],
        "picture": [RED, BLUE],
        "options": [["red", "blue"], ["red", "blue", "green"]],
        "label": ["A", "B"],
        "field": ["colours", "colours"],
        "photo": ["p1", "p1"],
    }
    mapping = SampleMapping(
        answer="label",
        question="text",
        id="key",
        images=("picture",),
        choices="options",
        answer_format=AnswerFormat.LETTER,
        group="field",
        cluster="photo",
    )
    first, second = samples(make_task(write_parquet(tmp_path / "t.parquet", columns, images=["picture"]), mapping))
    assert (first.id, first.index, second.id, second.index) == ("r1", 0, "r2", 1)
    assert (first.question, first.choices, first.targets) == ("What is shown?", ("red", "blue"), ("A",))
    assert (first.group, first.cluster) == ("colours", "p1")
    (message,) = first.messages
    assert message == Message(Role.USER, (*first.media, "What is shown?"))
    assert [medium.data for medium in first.media] == [RED]


def test_without_an_id_column_the_position_is_the_id(tmp_path: Path) -> None:
    task = rows_task(tmp_path, [{"question": f"q{i}", "answer": "a"} for i in range(3)], SampleMapping(answer="answer"))
    assert [sample.id for sample in samples(task)] == ["0", "1", "2"]
    assert [sample.question for sample in samples(task, limit=2)] == ["q0", "q1"]


def test_the_stored_bytes_are_what_identifies_an_image(tmp_path: Path) -> None:
    stored = [noise_bytes(0, file_format="JPEG"), image_bytes("red", mode="P")]
    columns: dict[str, list[Any]] = {"question": ["a", "b"], "answer": ["x", "y"], "image": stored}
    task = make_task(
        write_parquet(tmp_path / "t.parquet", columns, images=["image"]),
        SampleMapping(answer="answer", images=("image",)),
    )
    digests = [medium.digest for sample in samples(task) for medium in sample.media]
    assert digests == ["sha256:" + hashlib.sha256(data).hexdigest() for data in stored]


def test_a_list_of_images_is_numbered_in_order(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "question": ["<image 2> or <image 1>?", "nothing"],
        "answer": ["x", "y"],
        "images": [[RED, BLUE], []],
    }
    task = make_task(
        write_parquet(tmp_path / "t.parquet", columns, image_lists=["images"]),
        SampleMapping(answer="answer", images=("images",)),
        prompt=Prompt("{{ question }}", media=MediaPlacement.MARKER),
    )
    first, second = samples(task)
    assert [medium.data for medium in first.media] == [BLUE, RED]
    assert second.media == ()


@pytest.mark.parametrize("mapped", [{"group": "tag"}, {"cluster": "tag"}], ids=["group", "cluster"])
def test_an_empty_cell_is_no_group_and_no_cluster(tmp_path: Path, mapped: dict[str, Any]) -> None:
    """A cluster `None` would make one cluster of all the samples that have none."""
    rows = [{"question": "q", "answer": "a", "tag": tag} for tag in ("x", None, None)]
    mapping = SampleMapping(answer="answer", **mapped)
    found = samples(rows_task(tmp_path, rows, mapping))
    assert [sample.group or sample.cluster for sample in found] == ["x", None, None]


def test_a_template_may_read_other_columns(tmp_path: Path) -> None:
    rows = [{"question": "How long?", "answer": "3", "unit": "cm", "hint to read": "look"}]
    prompt = Prompt("{{ question }} In {{ row.unit }}. {{ row['hint to read'] }}")
    (sample,) = samples(rows_task(tmp_path, rows, SampleMapping(answer="answer"), prompt=prompt))
    assert sample.messages[0].parts == ("How long? In cm. look",)


def test_questions_on_the_same_images_are_one_cluster(tmp_path: Path) -> None:
    columns = {
        "question": list("abcdef"),
        "answer": ["x"] * 6,
        "image": [RED, RED, BLUE, RED, RED, None],
        "other": [None, None, None, BLUE, BLUE, None],
    }
    mapping = SampleMapping(answer="answer", images=("image", "other"))
    path = write_parquet(tmp_path / "test.parquet", columns, images=["image", "other"])
    first, second, third, fourth, fifth, text = [sample.cluster for sample in samples(make_task(path, mapping))]
    assert first == second
    assert fourth == fifth
    assert len({first, third, fourth}) == 3
    assert text is None


def test_a_named_cluster_counts_and_not_the_images(tmp_path: Path) -> None:
    columns = {"question": ["a", "b"], "answer": ["x", "x"], "image": [RED, RED], "pair": ["1", ""]}
    mapping = SampleMapping(answer="answer", images=("image",), cluster="pair")
    found = samples(make_task(write_parquet(tmp_path / "test.parquet", columns, images=["image"]), mapping))
    assert [sample.cluster for sample in found] == ["1", None]


@pytest.mark.parametrize(("value", "told"), [(None, "is empty"), (3, "expected text, found"), (["q"], "expected text")])
def test_a_question_that_is_no_text_names_row_and_column(tmp_path: Path, value: Any, told: str) -> None:
    rows = [{"id": "first", "question": value, "answer": "a"}]
    with pytest.raises(DataError, match=rf"^own, row 0 \(id first\), column 'question': {told}"):
        samples(rows_task(tmp_path, rows, SampleMapping(answer="answer", id="id")))


def test_a_missing_column_names_the_setting_of_the_task(tmp_path: Path) -> None:
    task = rows_task(
        tmp_path,
        [{"question": "q", "answer": "a"}],
        SampleMapping(answer="anwser", group="subject"),
        prompt=Prompt("{{ row.hint }}"),
    )
    with pytest.raises(DataError) as caught:
        task.open(None)
    message = str(caught.value)
    assert "tasks.own.sample.answer: " in message
    assert "Did you mean 'answer'?" in message
    assert "tasks.own.sample.group: " in message
    assert "tasks.own.protocols.official.prompt: " in message


def test_the_setting_of_the_source_is_named(tmp_path: Path) -> None:
    task = rows_task(tmp_path, [{"question": "q", "answer": "a"}], SampleMapping(answer="answer"))
    elsewhere = make_task(tmp_path / "gone", task.mapping)
    with pytest.raises(Exception, match=r"^tasks\.own\.dataset\.path: there is no"):
        elsewhere.open(None)


# Images that cannot be read


@pytest.mark.parametrize("broken", [b"", b"<html>404</html>", image_bytes()[:20]], ids=["empty", "html", "cut off"])
def test_a_broken_image_costs_its_own_row(tmp_path: Path, broken: bytes) -> None:
    columns: dict[str, list[Any]] = {
        "id": ["a", "b", "c"],
        "question": ["q"] * 3,
        "answer": ["x"] * 3,
        "image": [RED, broken, BLUE],
    }
    mapping = SampleMapping(answer="answer", id="id", images=("image",))
    task = make_task(write_parquet(tmp_path / "t.parquet", columns, images=["image"]), mapping)
    first, second, third = task.samples(task.open(None))
    assert [type(one) for one in (first, second, third)] == [Sample, UnreadableRow, Sample]
    assert isinstance(second, UnreadableRow)
    assert (second.id, second.index, third.index) == ("b", 1, 2)
    assert str(second.error).startswith("own, row 1 (id b), column 'image': ")


def test_an_image_file_that_is_not_there_costs_its_own_row(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(RED)
    rows = [{"question": "q", "answer": "a", "image": str(tmp_path / name)} for name in ("gone.png", "there.png")]
    task = rows_task(tmp_path, rows, SampleMapping(answer="answer", images=("image",)))
    first, second = task.samples(task.open(None))
    assert isinstance(first, UnreadableRow)
    assert "gone.png" in str(first.error)
    assert isinstance(second, Sample)


# Videos and audio


@pytest.mark.parametrize("stored_as", ["parquet with features", "plain parquet", "paths", "paths in parquet"])
def test_videos_and_sounds_are_read_in_every_form(tmp_path: Path, stored_as: str) -> None:
    clips, tones = [video_bytes(2), video_bytes(3)], [wav_bytes(0.1), wav_bytes(0.2)]
    columns: dict[str, list[Any]] = {"question": ["q"] * 2, "answer": ["a"] * 2, "video": clips, "audio": tones}
    for name, values in (("video", clips), ("audio", tones)):
        for i, data in enumerate(values):
            (tmp_path / f"{name}{i}").write_bytes(data)
    paths = {name: [str(tmp_path / f"{name}{i}") for i in range(2)] for name in ("video", "audio")}
    match stored_as:
        case "parquet with features":
            path = write_parquet(tmp_path / "t.parquet", columns, videos=["video"], audios=["audio"])
        case "plain parquet":
            path = write_plain_parquet(tmp_path / "t.parquet", columns)
        case "paths":
            rows = [
                {"question": "q", "answer": "a", "video": v, "audio": a} for v, a in zip(*paths.values(), strict=True)
            ]
            path = write_jsonl(tmp_path / "t.jsonl", rows)
        case _:
            by_path = {name: [{"bytes": None, "path": one} for one in values] for name, values in paths.items()}
            path = write_plain_parquet(tmp_path / "t.parquet", columns | by_path)
    mapping = SampleMapping(answer="answer", videos=("video",), audios=("audio",))
    found = samples(make_task(path, mapping))
    assert [sample.media for sample in found] == [
        (Media(MediaKind.VIDEO, clip), Media(MediaKind.AUDIO, tone)) for clip, tone in zip(clips, tones, strict=True)
    ]
    assert [sample.messages[0].parts[-1] for sample in found] == ["q", "q"]


def test_images_come_before_videos_and_videos_before_audio(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "question": ["q"], "answer": ["a"], "image": [RED], "clip": [video_bytes(1)], "tone": [wav_bytes()],
    }  # fmt: skip
    mapping = SampleMapping(answer="answer", audios=("tone",), videos=("clip",), images=("image",))
    path = write_parquet(tmp_path / "t.parquet", columns, images=["image"], videos=["clip"], audios=["tone"])
    (sample,) = samples(make_task(path, mapping))
    assert [medium.kind.value for medium in sample.media] == ["image", "video", "audio"]


def test_an_empty_cell_keeps_its_number(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(video_bytes(1))
    rows = [{"question": "What about <video 2>?", "answer": "a", "one": None, "two": str(tmp_path / "b")}]
    mapping = SampleMapping(answer="answer", videos=("one", "two"))
    prompt = Prompt("{{ question }}", media=MediaPlacement.MARKER)
    (sample,) = samples(rows_task(tmp_path, rows, mapping, prompt=prompt))
    assert sample.messages[0].parts == ("What about ", *sample.media, "?")


def test_a_video_file_that_is_not_there_costs_its_own_row(tmp_path: Path) -> None:
    (tmp_path / "there.mp4").write_bytes(video_bytes(1))
    rows = [{"question": "q", "answer": "a", "clip": str(tmp_path / name)} for name in ("gone.mp4", "there.mp4")]
    task = rows_task(tmp_path, rows, SampleMapping(answer="answer", videos=("clip",)))
    first, second = task.samples(task.open(None))
    assert isinstance(first, UnreadableRow)
    assert str(first.error).startswith("own, row 0 (id 0), column 'clip': cannot read ")
    assert isinstance(second, Sample)


@pytest.mark.parametrize("setting", ["images", "videos", "audios"])
def test_a_missing_column_of_media_names_its_setting(tmp_path: Path, setting: str) -> None:
    mapping = SampleMapping(answer="answer", **{setting: ("clpi",)})  # type: ignore[arg-type]
    task = rows_task(tmp_path, [{"question": "q", "answer": "a", "clip": "x"}], mapping)
    with pytest.raises(DataError, match=rf"^tasks\.own\.sample\.{setting}: .*Did you mean 'clip'\?"):
        task.open(None)


# Answers


@pytest.mark.parametrize(
    ("answer_format", "answer", "options", "target"),
    [
        ("letter", "B", ["x", "y"], "B"),
        ("letter", " C ", ["x", "y", "z"], "C"),
        ("index", 0, ["x", "y"], "A"),
        ("index", 2, ["x", "y", "z"], "C"),
        ("index", 1.0, ["x", "y"], "B"),
        ("text", "y", ["x", "y"], "B"),
        ("text", "数学", ["物理", "数学"], "B"),
        ("text", 7, ["5", "7"], "B"),
        ("letter", "Z", [str(i) for i in range(26)], "Z"),
    ],
)
def test_the_target_of_a_choice_is_its_letter(
    tmp_path: Path, answer_format: str, answer: Any, options: list[str], target: str
) -> None:
    row = {"answer": answer, "options": options}
    assert targets(tmp_path, row, choices="options", answer_format=AnswerFormat(answer_format)) == (target,)


@pytest.mark.parametrize(
    ("answer_format", "answer", "remedy"),
    [
        ("letter", "C", "as letter (A to B, a capital). Correct it, or check `tasks.own.sample.answer_format=`"),
        ("letter", "a", "A to B, a capital"),
        ("letter", "x", "Set `tasks.own.sample.answer_format=text`"),
        ("letter", 0, "Set `tasks.own.sample.answer_format=index`"),
        ("letter", "AB", "check `tasks.own.sample.answer_format=` (text, letter, index)"),
        ("index", 2, "as index (0 to 1)"),
        ("index", -1, "as index (0 to 1)"),
        ("index", 0.5, "as index (0 to 1)"),
        ("text", "z", "as text (the option itself)"),
        ("text", "A", "Set `tasks.own.sample.answer_format=letter`"),
    ],
)
def test_an_answer_that_names_no_option_is_an_error_with_a_remedy(
    tmp_path: Path, answer_format: str, answer: Any, remedy: str
) -> None:
    row = {"answer": answer, "options": ["x", "y"]}
    with pytest.raises(DataError, match="names none of the 2 options") as caught:
        targets(tmp_path, row, choices="options", answer_format=AnswerFormat(answer_format))
    message = str(caught.value)
    assert message.startswith("own, row 0 (id 0), column 'answer': ")
    assert remedy in message


@pytest.mark.parametrize("answer_format", AnswerFormat)
@pytest.mark.parametrize("answer", [None, ""])
def test_a_choice_without_an_answer_is_an_error(tmp_path: Path, answer_format: AnswerFormat, answer: Any) -> None:
    with pytest.raises(DataError, match=r"^own, row 0 \(id 0\), column 'answer': the answer is empty"):
        targets(tmp_path, {"answer": answer, "options": ["x", "y"]}, choices="options", answer_format=answer_format)


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("42", ("42",)),
        (42, ("42",)),
        (0.5, ("0.5",)),
        (["two", "2"], ("two", "2")),
        ("['two', '2']", ("two", "2")),
        ("[0, 1)", ("[0, 1)",)),
        ("[see figure]", ("[see figure]",)),
        ("数学", ("数学",)),
        (0, ("0",)),
        (["a dog", " ", ""], ("a dog",)),
    ],
)
@pytest.mark.parametrize("choices", [(), "options"])
def test_an_open_question_has_its_accepted_answers(
    tmp_path: Path, answer: Any, accepted: tuple[str, ...], choices: Any
) -> None:
    assert targets(tmp_path, {"answer": answer, "options": []}, choices=choices) == accepted


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"A": "red", "B": "green"}, "expected a list of options, found dict"),
        ([{"label": "A", "text": "red"}], "an option is a text or a number, found dict"),
        ([["red", "green"]], "an option is a text or a number, found list"),
        (7, "expected a list of options, found int"),
    ],
)
def test_options_within_another_structure_are_an_error(tmp_path: Path, options: Any, found: str) -> None:
    """Of a mapping, the letters would be asked and not the texts."""
    with pytest.raises(DataError, match=rf"^own, row 0 \(id 0\), column 'options': {found}") as caught:
        targets(tmp_path, {"answer": "A", "options": options}, choices="options", answer_format=AnswerFormat.LETTER)
    assert "`sample.derive`" in str(caught.value)


@pytest.mark.parametrize(("answer", "accepted"), [(True, ("True", "yes")), (False, ("False", "no"))])
def test_a_truth_value_is_answered_by_yes_or_no(tmp_path: Path, answer: bool, accepted: tuple[str, ...]) -> None:
    assert targets(tmp_path, {"answer": answer}) == accepted


@pytest.mark.parametrize("answer", [{"text": "red"}, [{"text": "red"}], [["red", "blue"]]], ids=str)
def test_an_answer_within_another_structure_is_an_error(tmp_path: Path, answer: Any) -> None:
    """Its text as Python writes it would be an answer that nobody can give."""
    with pytest.raises(DataError, match=r"^own, row 0 \(id 0\), column 'answer': an accepted answer is a text or a"):
        targets(tmp_path, {"answer": answer})


@pytest.mark.parametrize("answer", [None, "", "  ", [], "[]", [None], ["a", None]])
def test_an_open_question_without_an_answer_is_an_error(tmp_path: Path, answer: Any) -> None:
    """A split whose answers are hidden would give a score of nought."""
    with pytest.raises(DataError, match="cannot be scored") as caught:
        targets(tmp_path, {"answer": answer})
    assert str(caught.value).startswith("own, row 0 (id 0), column 'answer': ")


# Options


def test_options_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    columns = {
        "question": ["q1", "q2"],
        "A": ["NA", "one"],
        "B": ["null", "two"],
        "C": ["none", ""],
        "D": ["", ""],
        "answer": ["B", "A"],
    }
    mapping = SampleMapping(answer="answer", choices=("A", "B", "C", "D"), answer_format=AnswerFormat.LETTER)
    for name in ("t.csv", "t.tsv"):
        first, second = samples(make_task(write_csv(tmp_path / name, columns), mapping))
        assert (first.choices, first.targets) == (("NA", "null", "none"), ("B",))
        assert (second.choices, second.targets) == (("one", "two"), ("A",))


def test_an_option_that_is_left_out_does_not_shift_the_letters(tmp_path: Path) -> None:
    """Answer C is what stands in column C; where the letters do not fit any more the row is an error."""
    row = {"question": "q", "A": "w", "B": None, "C": "y", "D": "z", "answer": "C"}
    mapping = SampleMapping(answer="answer", choices=("A", "B", "C", "D"), answer_format=AnswerFormat.LETTER)
    try:
        (sample,) = samples(rows_task(tmp_path, [row], mapping))
    except DataError as error:
        outcome = str(error).partition(":")[0]
    else:
        outcome = sample.choices["ABCD".index(sample.targets[0])]
    assert outcome == "y" or outcome.startswith("own, row 0")


def test_more_options_than_letters_are_an_error(tmp_path: Path) -> None:
    row = {"answer": "A", "options": [str(i) for i in range(27)]}
    with pytest.raises(DataError, match=r"27 options; at most 26"):
        targets(tmp_path, row, choices="options", answer_format=AnswerFormat.LETTER)


@pytest.mark.parametrize("options", ["red, blue", "['red', 'blue'", "{'A': 'red'}"])
def test_options_that_are_no_list_name_row_and_column(tmp_path: Path, options: str) -> None:
    with pytest.raises(DataError, match=r"^own, row 0 \(id 0\), column 'options': expected a list written as text"):
        targets(tmp_path, {"answer": "A", "options": options}, choices="options")


# MMMU, by the names of its columns

MMMU_PROMPT = Prompt(
    "{{ question }}\n{% if choices %}{% for choice in choices %}({{ choice.letter }}) {{ choice.text }}\n{% endfor %}\n"
    "Answer with the option's letter from the given choices directly.{% else %}\n"
    "Answer the question using a single word or phrase.{% endif %}",
    media=MediaPlacement.MARKER,
)
MMMU_MAPPING = SampleMapping(
    id="id",
    images=tuple(f"image_{n}" for n in range(1, 8)),
    question="question",
    choices="options",
    answer="answer",
    answer_format=AnswerFormat.LETTER,
    group="subfield",
)


def mmmu_row(**cells: Any) -> dict[str, Any]:
    row = {
        "id": "validation_Art_1",
        "question": "What is <image 1>?",
        "options": "['a print', 'a \"copy\"', 'It\\'s neither']",
        "explanation": "",
        **{f"image_{n}": None for n in range(1, 8)},
        "img_type": "['Paintings']",
        "answer": "B",
        "topic_difficulty": "Easy",
        "question_type": "multiple-choice",
        "subfield": "Drawing",
    }
    return row | cells


MMMU_ROWS = [
    mmmu_row(image_1=RED),
    mmmu_row(
        id="validation_Art_2",
        question="Compare <image 2> with <image 1>. Which of these follows from <image 1>?",
        options="['<image 3>', '<image 4>']",
        answer="A",
        subfield="Painting",
        **{f"image_{n}": image for n, image in enumerate((RED, BLUE, GREEN, image_bytes("black")), 1)},
    ),
    mmmu_row(
        id="validation_Art_3",
        question="How many figures are in <image 1>?",
        options="[]",
        answer="['12', 'twelve']",
        question_type="open",
        image_1=GREEN,
    ),
    mmmu_row(id="validation_Art_4", options="[]", answer="5.13", question_type="open", image_1=BLUE),
    mmmu_row(id="validation_Art_5", question="Text only?", image_2=RED),
]


def mmmu(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Task:
    """Write rows in MMMU's layout: one folder per subject, here with one subject."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    write_parquet(
        folder / "Art" / "validation-00000-of-00001.parquet", columns, images=[f"image_{n}" for n in range(1, 8)]
    )
    return Task(
        name="mmmu",
        source=DatasetSource(str(folder), "validation", ("Art",)),
        mapping=MMMU_MAPPING,
        prompt=MMMU_PROMPT,
        generation=GenerationSettings(),
        extract="answer",
        score="answer",
        metrics={"accuracy": "mean"},
        protocol="official",
    )


@pytest.fixture(scope="module")
def mmmu_samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    return samples(mmmu(tmp_path_factory.mktemp("mmmu"), MMMU_ROWS))


def shown(sample: Sample) -> list[str | bytes]:
    return [part.data if isinstance(part, Media) else part for part in sample.messages[0].parts]


def test_mmmu_questions_show_each_image_where_it_is_mentioned_first(mmmu_samples: list[Sample]) -> None:
    assert shown(mmmu_samples[0]) == [
        "What is ",
        RED,
        '?\n(A) a print\n(B) a "copy"\n(C) It\'s neither\n'
        "\nAnswer with the option's letter from the given choices directly.",
    ]
    assert shown(mmmu_samples[1]) == [
        "Compare ",
        BLUE,
        " with ",
        RED,
        ". Which of these follows from <image 1>?\n(A) ",
        GREEN,
        "\n(B) ",
        image_bytes("black"),
        "\n\nAnswer with the option's letter from the given choices directly.",
    ]


def test_mmmu_open_questions_have_no_options_and_several_accepted_answers(mmmu_samples: list[Sample]) -> None:
    assert (mmmu_samples[2].choices, mmmu_samples[2].targets) == ((), ("12", "twelve"))
    assert mmmu_samples[3].targets == ("5.13",)
    assert shown(mmmu_samples[2])[-1] == "?\n\nAnswer the question using a single word or phrase."


def test_mmmu_questions_without_a_mention_are_asked_without_an_image(mmmu_samples: list[Sample]) -> None:
    assert mmmu_samples[4].media == ()
    assert [len(sample.media) for sample in mmmu_samples] == [1, 4, 1, 1, 0]


def test_mmmu_samples_keep_id_subfield_and_target(mmmu_samples: list[Sample]) -> None:
    assert [sample.id for sample in mmmu_samples] == [row["id"] for row in MMMU_ROWS]
    assert [sample.group for sample in mmmu_samples] == ["Drawing", "Painting", "Drawing", "Drawing", "Drawing"]
    assert mmmu_samples[0].targets == ("B",)
    assert mmmu_samples[0].choices == ("a print", 'a "copy"', "It's neither")


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"question": "What is <image 2>?", "image_1": RED}, "mentions '<image 2>', but the row has no image 2"),
        ({"options": "['<image 5>', 'b']", "image_1": RED}, "mentions '<image 5>', but the row has no image 5"),
        ({"answer": "?", "image_1": RED}, "column 'answer': '?' names none of the 3 options"),
        ({"options": "not a list", "image_1": RED}, "column 'options': expected a list written as text"),
    ],
)
def test_mmmu_rows_that_do_not_fit_are_named(tmp_path: Path, cells: dict[str, Any], rule: str) -> None:
    task = mmmu(tmp_path, [MMMU_ROWS[0], mmmu_row(id="validation_Art_9", **cells)])
    with pytest.raises(DataError) as caught:
        samples(task)
    assert str(caught.value).startswith("mmmu, row 1 (id validation_Art_9)")
    assert rule in str(caught.value)


# Columns made of others


def test_options_may_be_derived_from_the_question(tmp_path: Path) -> None:
    mapping = SampleMapping(
        answer="answer",
        question="stem",
        choices="options",
        answer_format=AnswerFormat.LETTER,
        group="kind",
        derive={
            "stem": '{{ row.question.split(" Options: ")[0] }}',
            "options": '{{ row.question.split(" Options: ")[1] | regex_findall("[AB]: (.*?)(?:; |$)") }}',
            "kind": "{{ row.source | upper }}",
        },
    )
    task = rows_task(tmp_path, [{"question": "Which? Options: A: one; B: two", "answer": "B", "source": "x"}], mapping)
    (sample,) = samples(task)
    assert (sample.question, sample.choices, sample.targets) == ("Which?", ("one", "two"), ("B",))
    assert (sample.group, sample.messages[0].parts) == ("X", ("Which?",))


def test_a_derived_column_stands_in_what_a_rule_reads(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="gold", derive={"gold": "{{ 'Yes' if row.right == 1 else 'No' }}"})
    task = replace(rows_task(tmp_path, [{"question": "q", "right": 1}], mapping), rule="vlmevalkit.mme")
    (sample,) = samples(task)
    assert sample.document == {"question": "q", "right": 1, "gold": "Yes"}


def test_a_derived_column_may_replace_the_one_that_it_reads(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="answer", derive={"answer": "{{ row.answer | capitalize }}"})
    assert samples(rows_task(tmp_path, [{"question": "q", "answer": "yes"}], mapping))[0].targets == ("Yes",)


def test_a_column_that_a_derived_one_needs_is_missed_by_name(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="answer", derive={"answer": "{{ row.gold }}"})
    with pytest.raises(DataError, match=r"tasks\.own\.sample\.derive\.answer: .* has no column 'gold'"):
        rows_task(tmp_path, [{"question": "q"}], mapping).open(None)


def test_a_row_from_which_a_column_cannot_be_derived_is_named(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="answer", derive={"answer": "{{ row.gold + 1 }}"})
    with pytest.raises(DataError, match="own, row 0, column 'answer' cannot be derived"):
        samples(rows_task(tmp_path, [{"question": "q", "gold": "x"}], mapping))
