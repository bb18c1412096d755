"""What a text becomes on its way through the spreadsheet in which VLMEvalKit keeps predictions.

XlsxWriter writes it with its defaults (`Worksheet.write`), pandas reads it with openpyxl.
"""

from __future__ import annotations

import re

CELL_LIMIT = 32_767
"""Characters that a cell of an xlsx file holds."""

MISSING = frozenset(
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
        "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
    }
)  # fmt: skip
"""Texts that pandas reads as a missing value (pandas.read_excel, `na_values`)."""
FORMULA_VALUE = "0"
"""What is read of a formula: nothing computes it, and it is written with the value 0."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def is_missing(text: str) -> bool:
    """Whether a cell with this text is read back as a missing value."""
    return text in MISSING


def read_back(text: str) -> str:
    """Return the text as the peer sees it.

    A missing value is the text `nan`, a formula 0, a control character its code (`_x000D_` for a carriage return); a
    long text is cut at the cell limit.
    """
    if is_missing(text):
        return "nan"
    if text.startswith("=") or (text.startswith("{=") and text.endswith("}")):
        return FORMULA_VALUE
    return UNPRINTABLE.sub(lambda mark: f"_x{ord(mark[0]):04X}_", text[:CELL_LIMIT])
