"""Yes and no as VLMEvalKit scores them without a judge.

Source: vlmeval/dataset/utils/yorn.py, vlmeval/dataset/image_yorn.py and vlmeval/dataset/utils/naturalbench.py at commit
e8e78f05. Documents are rows of the peer's table: `answer` (Yes or No), `category`, `image_path`, `index`.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.punctuation import without_punctuation
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

UNKNOWN = "Unknown"
PERCEPTION = (
    "OCR",
    "artwork",
    "celebrity",
    "color",
    "count",
    "existence",
    "landmark",
    "position",
    "posters",
    "scene",
)
REASONING = ("code_reasoning", "commonsense_reasoning", "numerical_calculation", "text_translation")
COLUMNS = ("category", "l2-category", "image_path", "index", "answer")


def read_answer(response: str) -> str:
    """Return Yes or No if that word stands in the response and the other does not, else Unknown.

    A word stands alone between blanks once ASCII punctuation is gone; asterisks and quotation marks `'` stay. Defects
    kept: `not yes` is Yes; `**Yes**` is Unknown.
    """
    words = set(without_punctuation(response.lower()).split())
    if ("yes" in words) == ("no" in words):
        return UNKNOWN
    return "Yes" if "yes" in words else "No"


class YesNo(ABC):
    """One score per row; `rating` is the table of the benchmark."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the word that was read with the answer."""
        answer = read_answer(read_back(response))
        record = {column: document[column] for column in COLUMNS if column in document} | {"read": answer}
        return Verdict(answer, {"score": float(answer == document["answer"])}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of the benchmark."""
        return {"rating": self.rate([dict(verdict.record) | dict(verdict.values) for verdict in verdicts])}

    @abstractmethod
    def rate(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of the table."""


class MME(YesNo):
    """Accuracy in percent plus the percentage of images with both questions right, summed over categories (MME_rating).

    A sum over categories of which one has no rows is NaN, where the peer raises an error.
    """

    def rate(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return one row: both sums and every category."""
        scores = {str(category): self._category(group) for category, group in grouped(rows, "category").items()}
        sums = {
            "perception": sum(scores.get(category, math.nan) for category in PERCEPTION),
            "reasoning": sum(scores.get(category, math.nan) for category in REASONING),
        }
        return [sums | scores]

    def _category(self, rows: Sequence[Mapping[str, Any]]) -> float:
        images = [[row["score"] for row in group] for group in grouped(rows, "image_path").values()]
        both = [pair[0] * pair[1] if len(pair) > 1 else 0.0 for pair in images]
        return percent([row["score"] for row in rows]) + percent(both)


class POPE(YesNo):
    """F1, accuracy, precision and recall of Yes (POPE_rating).

    Defects kept: `Overall` is F1; an answer that was not read counts as No; a category with a comma counts once for
    each of its parts, in the overall figures too.
    """

    def rate(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return one row overall and one per category."""
        parts = [dict(row) | {"category": part} for row in rows for part in str(row.get("category")).split(",")]
        table = {"Overall": parts} | {str(name): group for name, group in grouped(parts, "category").items()}
        return [{"split": name} | self._figures(group) for name, group in table.items() if name != "None"]

    def _figures(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
        pairs = [(row["answer"] == "Yes", row["read"] == "Yes") for row in rows]
        true = sum(gold and read for gold, read in pairs)
        said, wanted = sum(read for _, read in pairs), sum(gold for gold, _ in pairs)
        precision, recall = (true / said if said else 0.0), (true / wanted if wanted else 0.0)
        f1 = 2 * precision * recall / (precision + recall) if true else 0.0
        return {
            "Overall": f1 * 100,
            "acc": percent([row["score"] for row in rows]),
            "precision": precision * 100,
            "recall": recall * 100,
        }


class HallusionBench(YesNo):
    """Accuracy of answers, of figures and of questions (Hallusion_rating).

    The index of a row is `hb_CATEGORY_SUBCATEGORY_SET_FIGURE_QUESTION`. Defects kept: the accuracy of figures includes
    figure 0 of VS, which stands for no image; groups of a category's name in two categories are one.
    """

    def rate(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return one row overall, one per category and one per subcategory."""
        placed = [dict(row) | self._place(str(row["index"])) for row in rows]
        table: dict[str, list[Mapping[str, Any]]] = {"Overall": list(placed)}
        for column in ("category", "l2-category"):
            table |= {str(name): group for name, group in grouped(placed, column).items()}
        return [{"split": name} | self._figures(group) for name, group in table.items()]

    def _place(self, index: str) -> dict[str, str]:
        parts = [*index.split("_"), "", "", "", "", "", ""]
        return {"set": parts[3], "figure": parts[4], "question": parts[5]}

    def _figures(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
        return {
            "aAcc": percent([row["score"] for row in rows]),
            "fAcc": percent(all_right(rows, "l2-category", "set", "figure")),
            "qAcc": percent(all_right(rows, "l2-category", "set", "question")),
        }


class NaturalBench:
    """Two questions on two images each: accuracy of answers, questions, images and whole groups (get_scores).

    Rows come in groups of four (question 0 on image 0 and 1, question 1 on image 0 and 1), with the answers 1, 0, 0, 1.
    Defects kept: the article `a` is option A; of two words the first wins.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Return 1 for yes or A, 0 for no or B, -1 for neither."""
        words = ("yes", "no") if document["Question_Type"] == "yes_no" else ("a", "b")
        found = re.search(rf"\b({words[0]}|{words[1]})\b", read_back(response), re.IGNORECASE)
        read = -1 if found is None else int(found.group(1).lower() == words[0])
        return Verdict(read, {"extracted": read})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the four accuracies over complete groups."""
        read = [verdict.values["extracted"] for verdict in verdicts]
        groups = [tuple(read[i : i + 4]) for i in range(0, len(read) - 3, 4)]
        right = [(a == 1, b == 0, c == 0, d == 1) for a, b, c, d in groups]
        return {
            "Q_Acc": percent([x for a, b, c, d in right for x in (a and b, c and d)]) / 100,
            "I_Acc": percent([x for a, b, c, d in right for x in (a and c, b and d)]) / 100,
            "Acc": percent([x for group in right for x in group]) / 100,
            "G_Acc": percent([all(group) for group in right]) / 100,
        }


def grouped(rows: Sequence[Mapping[str, Any]], *columns: str) -> dict[Any, list[Mapping[str, Any]]]:
    """Return the rows by what a column holds, or by the tuple of what several hold, in order of appearance."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        key = tuple(row.get(column) for column in columns)
        groups.setdefault(key if len(columns) > 1 else key[0], []).append(row)
    return groups


def all_right(rows: Sequence[Mapping[str, Any]], *columns: str) -> list[bool]:
    """Return whether all rows of each group are right."""
    return [all(row["score"] for row in group) for group in grouped(rows, *columns).values()]


def percent(values: Sequence[float]) -> float:
    """Return the mean in percent, NaN of nothing."""
    return sum(values) / len(values) * 100 if values else math.nan


RULES: dict[str, Rule] = {
    "mme": MME(),
    "pope": POPE(),
    "hallusion_bench_image": HallusionBench(),
    "naturalbench": NaturalBench(),
}
"""By the name of the set."""
