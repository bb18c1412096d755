"""Functions of this package by name, each loaded when it is asked for.

A run needs one extractor and one matcher; all of them together take a tenth of a second before the first request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TypeVar, cast

Function = TypeVar("Function")


class Named(Mapping[str, Function]):
    """Functions `KIND_NAME` of the modules of this package; `modules` says in which one each name is."""

    def __init__(self, kind: str, modules: Mapping[str, str]) -> None:
        self._kind = kind
        self._modules = modules

    def __getitem__(self, name: str) -> Function:
        module = import_module(f"{__package__}.{self._modules[name]}")
        return cast(Function, getattr(module, f"{self._kind}_{name}"))

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
