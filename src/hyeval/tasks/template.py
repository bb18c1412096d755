"""Sandboxed Jinja templates over the columns of a row: prompts, derived columns and rubrics are made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from hyeval.errors import DataError

_PROBLEMS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError)
"""What a template raises that does not fit its row."""


class RowTemplate:
    """A template that may use `variables`; `ValueError` if it is none, or uses others."""

    def __init__(self, text: str, variables: Sequence[str]) -> None:
        try:
            self._template = _ENVIRONMENT.from_string(text)
            self._tree = _ENVIRONMENT.parse(text)
            unknown = meta.find_undeclared_variables(self._tree) - set(variables)
        except TemplateError as error:
            raise ValueError(f"is no valid Jinja template: {error}") from error
        if unknown:
            raise ValueError(f"uses {', '.join(sorted(unknown))}; a template may use {', '.join(variables)}")

    @cached_property
    def columns(self) -> frozenset[str]:
        """Columns of the data set that it reads as `row.NAME` or `row["NAME"]`."""
        attributes = self._tree.find_all(nodes.Getattr)
        items = self._tree.find_all(nodes.Getitem)
        named = {one.attr for one in attributes if _is_row(one.node)}
        return frozenset(named | {str(one.arg.as_const()) for one in items if _is_row(one.node)})

    def render(self, row: Mapping[str, Any], *, failed: str, **variables: Any) -> str:
        """Render the text of one row; a `DataError` that begins with `failed` if the template does not fit it."""
        try:
            return self._template.render({**variables, "row": _Row(row)})
        except _PROBLEMS as error:
            raise DataError(f"{failed}: {error}.") from error


def _is_row(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "row"


class _Row:
    """The columns of a row and nothing else: a column called `items` must not be the method of a dictionary."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._columns


def _regex_replace(text: str, pattern: str, replacement: str = "") -> str:
    """Replace every match; `\\1` stands for the first group."""
    return re.sub(pattern, replacement, text)


def _regex_findall(text: str, pattern: str) -> list[Any]:
    """List every match, or its group where the pattern has one."""
    return re.findall(pattern, text)


class _Environment(SandboxedEnvironment):
    """Finds `choice.text` and `row.hint` at once; Jinja first looks for an attribute, and pays for its absence."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja, which prefers an attribute to a key of its name."""
        kind = type(obj)
        if (kind is dict or kind is _Row) and attribute in obj and not hasattr(kind, attribute):
            return obj[attribute]
        return super().getattr(obj, attribute)


_ENVIRONMENT = _Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
_ENVIRONMENT.filters |= {"regex_replace": _regex_replace, "regex_findall": _regex_findall}
"""Beside Jinja's own: what the schools do to texts that hold more than the question."""
