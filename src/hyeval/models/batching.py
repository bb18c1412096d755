"""How much fits on the device at once: found out by what ran and by what ran out of memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

START = 16
"""First batch size of `auto`; on a CPU larger batches are hardly faster, so it stays there."""
MOST = 256
ROOM = 0.9
"""Share of the device's memory that a doubled batch may be expected to take."""


@dataclass(frozen=True)
class MemoryUse:
    """Bytes of a device: what lay there before a batch, the most while it ran, and what there is."""

    before: int
    peak: int
    total: int


def grown(size: int, use: MemoryUse | None) -> int:
    """The next batch size after one of `size` has run: twice as large if that can be expected to fit."""
    if use is None or size >= MOST:
        return size
    return 2 * size if use.before + 2 * (use.peak - use.before) <= ROOM * use.total else size


class DeviceLimit:
    """The padded tokens that fit into one batch: requests times the tokens of the longest, prompt and answer.

    Nothing is known at first. What ran out of memory is remembered, by half.
    """

    def __init__(self) -> None:
        self.tokens = math.inf

    def parts(self, lengths: Sequence[int]) -> list[range]:
        """Positions of neighbours that fit together; one request alone is always tried."""
        found, begin, longest = [], 0, 0
        for position, length in enumerate(lengths):
            longest = max(longest, length)
            if position > begin and (position + 1 - begin) * longest > self.tokens:
                found.append(range(begin, position))
                begin, longest = position, length
        return [*found, range(begin, len(lengths))] if lengths else []

    def lower(self, lengths: Sequence[int]) -> None:
        """Remember that requests of these lengths did not fit together."""
        self.tokens = min(self.tokens, len(lengths) * max(lengths) / 2)
