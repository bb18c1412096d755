"""Whether results may stand in one column: those of other questions, prompts or scoring are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from hyeval.reports.results import Fingerprints, TaskResult


@dataclass(frozen=True)
class Kinds:
    """The kinds of results that one task has among several runs, in the order in which they appear."""

    found: dict[str, dict[Fingerprints, TaskResult]]

    @classmethod
    def among(cls, results: Sequence[tuple[str, TaskResult]]) -> Kinds:
        """Sort results of tasks by their fingerprints."""
        found: dict[str, dict[Fingerprints, TaskResult]] = {}
        for name, task in results:
            found.setdefault(name, {}).setdefault(task.fingerprints, task)
        return cls(found)

    def mark(self, name: str, task: TaskResult) -> str:
        """A letter for the kind of a result; nothing where its task has one kind only."""
        kinds = list(self.found[name])
        return _letter(kinds.index(task.fingerprints)) if len(kinds) > 1 else ""

    def footnotes(self) -> Iterator[str]:
        """What the letters mean, one line per task that has several."""
        for name, kinds in self.found.items():
            if len(kinds) > 1:
                first = next(iter(kinds))
                told = [
                    f"{_letter(number)} = protocol {task.protocol}{_differences(first, one)}"
                    for number, (one, task) in enumerate(kinds.items())
                ]
                yield f"{name}: values with different letters cannot be compared: {'; '.join(told)}"


def _letter(number: int) -> str:
    """`a` to `z`, then `z26` and so on."""
    return ascii_lowercase[number] if number < len(ascii_lowercase) else f"z{number}"


def _differences(first: Fingerprints, other: Fingerprints) -> str:
    """What sets a kind of results apart from the first; other prompts make other questions and are told alone."""
    told = []
    if first.prompt != other.prompt:
        told.append("other prompts or generation settings")
    elif first.data != other.data:
        told.append("other questions")
    if first.scoring != other.scoring:
        told.append("other scoring")
    return f" ({', '.join(told)})" if told else ""
