"""The shipped demo: its data sets and its checkpoint are what the scripts that made them promise."""

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from datasets import Dataset

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "src" / "hyeval" / "demo"
COLUMNS = {
    "open": ["id", "image", "question", "answer"],
    "multiple_choice": ["id", "image", "question", "choices", "answer"],
    "yes_no": ["id", "image", "question", "answer"],
}
KINDS = list(COLUMNS)

pytest.importorskip("sklearn")
sys.path.insert(0, str(ROOT / "scripts"))
digits = importlib.import_module("digits")
demo_digits = importlib.import_module("demo_digits")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    cache = tmp_path_factory.mktemp("cache")
    return {
        kind: Dataset.from_parquet(str(DEMO / "digits" / kind / "test.parquet"), cache_dir=str(cache)) for kind in KINDS
    }


@pytest.fixture(scope="module")
def split() -> Any:
    return digits.load_split()


def pixel_content(image: Any) -> bytes:
    return np.asarray(image.convert("RGB")).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_every_data_set_has_its_columns_and_all_held_out_images(shipped: dict[str, Dataset], kind: str) -> None:
    data = shipped[kind]
    assert data.column_names == COLUMNS[kind]
    assert data["id"][:] == [f"digit-{number:04d}" for number in range(1, 361)]
    assert all((image.format, image.mode, image.size) == ("PNG", "RGB", (64, 64)) for image in data["image"])


def test_the_three_data_sets_show_the_same_images(shipped: dict[str, Dataset]) -> None:
    contents = [[pixel_content(image) for image in shipped[kind]["image"]] for kind in KINDS]
    assert contents[0] == contents[1] == contents[2]


def test_answers_are_true_of_the_digit_and_among_the_choices(shipped: dict[str, Dataset], split: Any) -> None:
    labels = [str(label) for label in split.test_labels]
    assert shipped["open"]["answer"][:] == labels
    for label, row in zip(labels, shipped["multiple_choice"].remove_columns("image"), strict=True):
        assert len(set(row["choices"])) == 4
        assert row["choices"]["ABCD".index(row["answer"])] == label
    for label, row in zip(labels, shipped["yes_no"].remove_columns("image"), strict=True):
        assert row["answer"] == ("yes" if row["question"] == f"Is the digit shown a {label}?" else "no")


def test_no_constant_answer_does_well(shipped: dict[str, Dataset]) -> None:
    for kind, limit in {"open": 0.12, "multiple_choice": 0.32, "yes_no": 0.55}.items():
        answers = shipped[kind]["answer"][:]
        assert max(answers.count(answer) for answer in set(answers)) / len(answers) < limit


def test_no_test_image_is_a_training_image(shipped: dict[str, Dataset], split: Any) -> None:
    """Two people could have written the very same 8x8 scan; in this split nobody did, so that no exception is made."""
    scans = {scan.tobytes() for scan in split.train_images}
    assert not any(scan.tobytes() in scans for scan in split.test_images)
    rendered = {pixel_content(digits.to_pil(scan)) for scan in split.train_images}
    assert not any(pixel_content(image) in rendered for image in shipped["open"]["image"])


def test_the_wording_is_what_the_model_was_trained_on() -> None:
    prompt = digits.choice_prompt(digits.CHOICE_QUESTION, ["3", "7", "1", "9"])
    assert prompt == "What digit is shown?\nA. 3\nB. 7\nC. 1\nD. 9\nAnswer with the letter."
    assert digits.OPEN_QUESTION == "Which digit is shown?"
    prompt = digits.YES_NO_QUESTION.format(digit=3) + digits.YES_NO_INSTRUCTION
    assert prompt == "Is the digit shown a 3? Answer yes or no."


def test_the_split_is_a_partition_of_the_digits(split: Any) -> None:
    assert (len(split.train_images), len(split.test_images)) == (1437, 360)
    distinct = {scan.tobytes() for images in (split.train_images, split.test_images) for scan in images}
    assert len(distinct) == 1797


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("digits")
    demo_digits.write_benchmark(out, seed=0)
    return out


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_gives_the_shipped_rows(shipped: dict[str, Dataset], regenerated: Path, kind: str) -> None:
    """Compared by content, which does not depend on the versions of the libraries that write the file."""
    table = pq.read_table(regenerated / kind / "test.parquet").to_pylist()
    rows = [{name: value for name, value in row.items() if name != "image"} for row in table]
    assert rows == shipped[kind].remove_columns("image").to_list()
    stored = pq.read_table(DEMO / "digits" / kind / "test.parquet").column("image").to_pylist()
    assert [row["image"] for row in table] == stored


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_gives_the_shipped_bytes(regenerated: Path, kind: str) -> None:
    new, old = (folder / kind / "test.parquet" for folder in (regenerated, DEMO / "digits"))
    writers = [pq.read_metadata(path).created_by for path in (new, old)]
    if writers[0] != writers[1]:
        pytest.skip(f"the shipped file was written by {writers[1]}, this environment has {writers[0]}")
    assert new.read_bytes() == old.read_bytes()


def test_another_seed_changes_the_questions_only(regenerated: Path, tmp_path: Path) -> None:
    demo_digits.write_benchmark(tmp_path, seed=1)
    old, new = (pq.read_table(folder / "multiple_choice" / "test.parquet") for folder in (regenerated, tmp_path))
    assert old.column("image").equals(new.column("image"))
    assert not old.column("choices").equals(new.column("choices"))


def test_the_demo_is_small() -> None:
    def size(folder: Path) -> int:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    assert size(DEMO / "digits") < 1_000_000
    assert size(DEMO / "model") < 4_000_000


def test_the_checkpoint_has_the_weight_names_of_the_hub_in_fp32() -> None:
    safetensors = pytest.importorskip("safetensors")
    with safetensors.safe_open(DEMO / "model" / "model.safetensors", framework="np") as weights:
        names = list(weights.keys())
        types = {weights.get_slice(name).get_dtype() for name in names}
    assert types == {"F32"}
    vision = [name for name in names if "vision_tower." in name]
    assert vision
    assert all("vision_tower.vision_model." in name for name in vision)


def test_the_checkpoint_reads_digits() -> None:
    """The limits are a few points below what was measured: 98.6, 98.6 and 99.4 %."""
    trainer = importlib.import_module("train_demo_model")
    result = trainer.evaluate(DEMO / "model")
    assert result["open"] >= 0.95
    assert result["multiple_choice"] >= 0.95
    assert result["yes_no"] >= 0.95
