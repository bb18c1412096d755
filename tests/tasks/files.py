"""Data set files for tests, written by the libraries that benchmarks are published with."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

Columns = Mapping[str, Sequence[Any]]


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], *, images: Sequence[str] = ()) -> Path:
    """Write a table as VLMEvalKit's are: the named columns hold encoded bytes; a cell of `nan` is left empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            cells = {name: base64.b64encode(row[name]).decode() for name in images}
            writer.writerow({name: "" if value == "nan" else value for name, value in {**row, **cells}.items()})
    return path


def stored(data: bytes | None) -> dict[str, Any] | None:
    """An image as a parquet file of the hub holds it."""
    return None if data is None else {"bytes": data, "path": None}


def write_parquet(
    path: Path,
    columns: Columns,
    *,
    images: Sequence[str] = (),
    image_lists: Sequence[str] = (),
    videos: Sequence[str] = (),
    audios: Sequence[str] = (),
) -> Path:
    """Write a parquet file; the named columns hold encoded bytes or None, those in `image_lists` lists of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ready: dict[str, list[Any]] = {name: list(values) for name, values in columns.items()}
    for name in (*images, *videos, *audios):
        ready[name] = [stored(data) for data in ready[name]]
    for name in image_lists:
        ready[name] = [None if row is None else [stored(data) for data in row] for row in ready[name]]
    features = datasets.Dataset.from_dict(ready).features
    features |= {name: datasets.Image() for name in images}
    features |= {name: datasets.List(datasets.Image()) for name in image_lists}
    dataset = datasets.Dataset.from_dict(ready, features=datasets.Features(features))
    # Cast afterwards: encoding them would need torchcodec, which reading does not.
    for name in videos:
        dataset = dataset.cast_column(name, datasets.Video(decode=False))
    for name in audios:
        dataset = dataset.cast_column(name, datasets.Audio(decode=False))
    dataset.to_parquet(str(path))
    return path


def write_plain_parquet(path: Path, columns: Columns) -> Path:
    """Write a parquet file without the metadata that tells `datasets` which columns are images."""
    pq.write_table(pa.table(dict(columns)), path)
    return path


def write_jsonl(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write one JSON object per line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path: Path, columns: Columns) -> Path:
    """Write a table with commas, or with tabs if the name ends in `.tsv`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path
