"""Options that bring the letters with them that the prompt puts before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.records import Sample


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
