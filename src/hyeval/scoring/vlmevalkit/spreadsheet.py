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
LINK = re.compile("(?P<web>(?:ftp|http)s?://)|(?P<file>external:|file:///?)|mailto:|internal:")
"""How a text begins that is written as a link."""
LINK_LIMIT = 2079
"""UTF-16 units of a link before its `#`, and of what follows; a longer one is not written."""


def is_missing(text: str) -> bool:
    """Whether a cell with this text is read back as a missing value."""
    return _written(text) in MISSING


def read_back(text: str) -> str:
    """Return the text as the peer sees it.

    A missing value is the text `nan`, a formula 0, a control character its code (`_x000D_` for a carriage return); a
    long text is cut at the cell limit. A link loses `mailto:` and its like, and one that is too long is missing.
    """
    if text.startswith("=") or (text.startswith("{=") and text.endswith("}")):
        return FORMULA_VALUE
    written = _written(text)
    if written in MISSING:
        return "nan"
    return UNPRINTABLE.sub(lambda mark: f"_x{ord(mark[0]):04X}_", written[:CELL_LIMIT])


def _written(text: str) -> str:
    """The text that is written in a cell (`Worksheet._write_url` of XlsxWriter for links)."""
    link = LINK.match(text)
    if link is None:
        return text
    address, _, anchor = text.partition("#")
    if max(map(_units, (address, anchor))) > LINK_LIMIT:
        return ""
    if link["web"]:
        return text
    shown = text[link.end() :]
    return shown.replace("/", "\\") if link["file"] else shown


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
