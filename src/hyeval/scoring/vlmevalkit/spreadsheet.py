"""What a text becomes on its way through the spreadsheet in which VLMEvalKit keeps predictions."""

from __future__ import annotations

CELL_LIMIT = 32_767
"""Characters that a cell of an xlsx file holds."""

MISSING = frozenset(
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
        "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
    }
)  # fmt: skip
"""Texts that pandas reads as a missing value (pandas.read_excel, `na_values`)."""


def is_missing(text: str) -> bool:
    """Whether a cell with this text is read back as a missing value."""
    return text in MISSING


def read_back(text: str) -> str:
    """Return the text as the peer sees it: a missing value is the text `nan`, a long text is cut at the cell limit."""
    return "nan" if is_missing(text) else text[:CELL_LIMIT]
