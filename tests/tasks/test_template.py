"""Templates over the columns of a row."""

from __future__ import annotations

import pytest

from hyeval.errors import DataError
from hyeval.tasks.template import RowTemplate

ORIGIN = "own, row 3 (id q3)"


def test_a_template_names_the_columns_that_it_reads() -> None:
    template = RowTemplate('{{ row["L2-category"] }} {{ row.index // 2 }} {{ row.index }}', ("row",))
    assert template.columns == {"L2-category", "index"}
    assert template.render({"L2-category": "reasoning", "index": 5}, failed=ORIGIN) == "reasoning 2 5"


@pytest.mark.parametrize("text", ["{{ question }}", "{{ row.index", "{{ row.index | nonsense }}"])
def test_a_template_is_checked_as_it_is_made(text: str) -> None:
    with pytest.raises(ValueError, match=r"uses question|is no valid Jinja template"):
        RowTemplate(text, ("row",))


@pytest.mark.parametrize("text", ["{{ row.index + 'a' }}", "{{ {1: 'a'}[row.index] }}{{ row.index // 0 }}"])
def test_a_column_that_cannot_be_derived_names_its_row(text: str) -> None:
    with pytest.raises(DataError, match="own, row 3"):
        RowTemplate(text, ("row",)).render({"index": 1}, failed=ORIGIN)
