"""Write the demo benchmark: 360 held-out handwritten digits, asked about in three ways.

    python scripts/demo_digits.py
    python scripts/demo_digits.py --out /tmp/digits --seed 1

The result is `open/test.parquet`, `multiple_choice/test.parquet` and `yes_no/test.parquet` below the output directory,
each with a `datasets.Image` column whose bytes are embedded. With the same library versions a second run writes
the same bytes.
"""

import argparse
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
from datasets import Dataset, Features, List, Value
from datasets import Image as ImageFeature
from PIL import Image

from digits import (
    CHOICE_QUESTION,
    LETTERS,
    OPEN_QUESTION,
    YES_NO_QUESTION,
    draw_asked_digit,
    draw_choices,
    load_split,
    to_pil,
)

DEFAULT_OUT = Path(__file__).resolve().parents[1] / "src" / "hyeval" / "demo" / "digits"
KINDS = ("open", "multiple_choice", "yes_no")
TEXT = Value("string")

Row = dict[str, Any]


def build_question(kind: str, label: int, rng: random.Random) -> Row:
    """Return the question of one kind about a digit, with its choices if it has any, and the answer.

    Multiple choice offers four different digits in random order; yes/no asks about the right digit half of the time.
    """
    if kind == "open":
        return {"question": OPEN_QUESTION, "answer": str(label)}
    if kind == "multiple_choice":
        choices = draw_choices(label, rng)
        return {"question": CHOICE_QUESTION, "choices": choices, "answer": LETTERS[choices.index(str(label))]}
    digit = draw_asked_digit(label, rng)
    return {"question": YES_NO_QUESTION.format(digit=digit), "answer": "yes" if digit == label else "no"}


def build_rows(kind: str, labels: Sequence[int], seed: int) -> list[Row]:
    """Return one row per label, without its image; a row depends on the seed, its id and its label only."""
    rows = []
    for number, label in enumerate(labels, start=1):
        identifier = f"digit-{number:04d}"
        rows.append({"id": identifier, **build_question(kind, label, random.Random(f"{seed}:{identifier}"))})
    return rows


def stored_png(image: Image.Image) -> dict[str, bytes | None]:
    """Encode an image as a PNG without compression, in the form that a `datasets.Image` column takes.

    The Parquet file compresses the column as a whole, which is smaller than compressing every image by itself, and the
    bytes do not depend on which zlib the installed Pillow was built with.
    """
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=0)
    return {"bytes": buffer.getvalue(), "path": None}


def write_compressed(dataset: Dataset, path: Path) -> None:
    """Write what `Dataset.to_parquet` writes, with the image column compressed as well.

    `Dataset.to_parquet` leaves image columns uncompressed and takes no argument to change that. The features travel
    in the metadata of the schema, so that `datasets` reads the column back as images.
    """
    table = dataset.data.table.cast(dataset.features.arrow_schema)
    pq.write_table(table, path, compression="zstd", compression_level=19, use_dictionary=False)


def write_benchmark(out: Path, seed: int) -> list[Path]:
    """Write the three Parquet files below `out` and return their paths."""
    split = load_split()
    images = [stored_png(to_pil(pixels)) for pixels in split.test_images]
    paths = []
    for kind in KINDS:
        rows = build_rows(kind, split.test_labels.tolist(), seed)
        columns = {"id": TEXT, "image": ImageFeature(), "question": TEXT, "answer": TEXT}
        if kind == "multiple_choice":
            columns = {"id": TEXT, "image": ImageFeature(), "question": TEXT, "choices": List(TEXT), "answer": TEXT}
        table = {name: images if name == "image" else [row[name] for row in rows] for name in columns}
        path = out / kind / "test.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_compressed(Dataset.from_dict(table, features=Features(columns)), path)
        paths.append(path)
    return paths


def main() -> None:
    """Read the command line, write the files and print their sizes."""
    parser = argparse.ArgumentParser(description="Write the demo benchmark of handwritten digits.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="output directory (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the choices and their order (default: 0)")
    arguments = parser.parse_args()
    for path in write_benchmark(arguments.out, arguments.seed):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
