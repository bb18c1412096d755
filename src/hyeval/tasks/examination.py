"""What is found in a row of a data set before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from hyeval.errors import DataError
from hyeval.media import Media
from hyeval.records import Sample


@dataclass
class Examination:
    """What was found in a row: its media, what is wrong with it, and a line that has an option's letter twice."""

    id: str
    twice_labelled: str | None = None
    media: list[Media] = field(default_factory=list)
    errors: list[DataError] = field(default_factory=list)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Take down an error of the data and go on."""
        try:
            yield
        except DataError as error:
            self.errors.append(error)


def twice_labelled(sample: Sample) -> str | None:
    """The line of the prompt in which the first option has its letter twice, such as "A. A. red"; None without one.

    Every option must begin with its own letter: "B. Franklin" alone is a name.
    """
    if len(sample.choices) < 2 or not _all_labelled(sample.choices):
        return None
    first = sample.choices[0].strip()
    line = re.compile(rf"^[ \t]*\(?A[.):]\)?[ \t]+{re.escape(first)}[ \t]*$", re.MULTILINE)
    texts = (part.get("text") for message in sample.rendered_messages for part in message["content"])
    found = (line.search(text) for text in texts if isinstance(text, str))
    return next((one.group().strip() for one in found if one is not None), None)


def _all_labelled(choices: Sequence[str]) -> bool:
    return all(
        re.match(rf"\s*\(?{chr(65 + number)}[.):]\s*\S", choice) is not None for number, choice in enumerate(choices)
    )
