"""Edit distance between two sequences."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def edit_distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Levenshtein distance, in steps that each handle one element of the longer sequence.

    The columns of the table are bit vectors of differences (Myers 1999, in the form of Hyyrö 2003), here of any length.
    """
    pattern, text = sorted((one, other), key=len)
    if not pattern:
        return len(text)
    places: dict[Hashable, int] = {}
    for number, element in enumerate(pattern):
        places[element] = places.get(element, 0) | 1 << number
    full, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    rises, falls, distance = full, 0, len(pattern)
    for element in text:
        matches = places.get(element, 0)
        diagonal = (((matches & rises) + rises) ^ rises) | matches | falls
        up, down = falls | (~(diagonal | rises) & full), rises & diagonal
        distance += bool(up & last) - bool(down & last)
        up, down = (up << 1 | 1) & full, (down << 1) & full
        rises, falls = down | (~(diagonal | up) & full), up & diagonal
    return distance
