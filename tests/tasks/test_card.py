"""Cards of data sets: which files belong to which split."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.tasks.card import choose, read_card


def write_card(folder: Path, head: str) -> Path:
    (folder / "README.md").write_text(f"---\nlicense: mit\n{head}\n---\n# Data\n")
    return folder


@pytest.mark.parametrize(
    ("data_files", "patterns"),
    [
        ("all.parquet", {"train": ["all.parquet"]}),
        ("[a.parquet, b.parquet]", {"train": ["a.parquet", "b.parquet"]}),
        ("[{split: test, path: t-*.parquet}]", {"test": ["t-*.parquet"]}),
        (
            "[{split: test, path: [b.csv, a.csv]}, {split: dev, path: d.csv}]",
            {"test": ["b.csv", "a.csv"], "dev": ["d.csv"]},
        ),
    ],
)
def test_files_are_named_in_several_ways(tmp_path: Path, data_files: str, patterns: dict[str, list[str]]) -> None:
    (config,) = read_card(write_card(tmp_path, f"configs:\n- config_name: one\n  data_files: {data_files}"))
    assert (config.name, config.patterns) == ("one", patterns)
    assert choose([config], None) == choose([config], "one") == config
    assert choose([config], "other") is None


def test_files_of_a_split_come_in_the_order_of_the_patterns(tmp_path: Path) -> None:
    head = "configs:\n- {config_name: one, data_dir: d, data_files: [{split: test, path: [b-*.csv, a.csv]}]}"
    (config,) = read_card(write_card(tmp_path, head))
    (tmp_path / "d").mkdir()
    for name in ("a.csv", "b-2.csv", "b-1.csv", "c.csv"):
        (tmp_path / "d" / name).touch()
    assert [path.name for path in config.files(tmp_path, "test")] == ["b-1.csv", "b-2.csv", "a.csv"]


@pytest.mark.parametrize(("mark", "chosen"), [("", None), (", default: true", "two")])
def test_of_several_configurations_the_default_one_is_chosen(tmp_path: Path, mark: str, chosen: str | None) -> None:
    head = f"configs:\n- {{config_name: one, data_files: a.csv}}\n- {{config_name: two, data_files: b.csv{mark}}}"
    found = choose(read_card(write_card(tmp_path, head)), None)
    assert (found and found.name) == chosen


@pytest.mark.parametrize("head", ["", "configs: []", "configs: [{config_name: one, features: []}]", "configs: ["])
def test_a_card_that_says_nothing_of_files_has_no_configurations(tmp_path: Path, head: str) -> None:
    assert read_card(tmp_path) == []
    assert read_card(write_card(tmp_path, head)) == []
