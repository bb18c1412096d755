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


def test_attributes_of_cells_are_found_as_jinja_finds_them() -> None:
    """Keys by their names, but what a dictionary can do stays its own, and what a sandbox hides stays hidden."""
    row = {"box": {"x": 3, "items": "kept", "_x": 4, "inner": {"y": 5}}, "_hidden": 6}

    def rendered(text: str) -> str:
        return RowTemplate(text, ("row",)).render(row, failed=ORIGIN)

    assert rendered("{{ row.box.x }} {{ row.box.inner.y }} {{ row.box['items'] }} {{ row.box._x }}") == "3 5 kept 4"
    assert rendered("{{ row.box.items() | list | length }} {{ row._hidden }}") == "4 6"
    for forbidden in ("{{ row.__class__.__mro__ }}", "{{ row.box.__class__.__mro__ }}", "{{ row._columns.x }}"):
        with pytest.raises(DataError, match="own, row 3"):
            rendered(forbidden)
