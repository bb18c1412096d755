"""The edit distance of ordered trees: the least insertions, removals and changes that turn one into the other.

Source: K. Zhang and D. Shasha, SIAM Journal on Computing 18 (1989), 1245-1262.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Tree(Generic[T]):
    """A node with its children in order."""

    label: T
    children: list[Tree[T]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Tree[T]]:
        """The nodes below and the node itself, children first."""
        waiting: list[tuple[Tree[T], int]] = [(self, 0)]
        while waiting:
            node, place = waiting.pop()
            if place < len(node.children):
                waiting += [(node, place + 1), (node.children[place], 0)]
            else:
                yield node


def tree_distance(one: Tree[T], other: Tree[T], *, change: Callable[[T, T], float], add: Callable[[T], float]) -> float:
    """The distance; `add` is the cost of a node that is inserted or removed, `change` that of another label."""
    left, right = _Ordered(one), _Ordered(other)
    gone, new = [add(label) for label in left.labels], [add(label) for label in right.labels]
    costs = _Costs(gone, new, change)
    table = [[0.0] * len(right.labels) for _ in left.labels]
    for i in left.roots:
        for j in right.roots:
            if left.leaves[i] == i and right.leaves[j] == j:  # two leaves, of which there are most
                table[i][j] = min(change(left.labels[i], right.labels[j]), gone[i] + new[j])
            else:
                _fill(table, left, right, (i, j), costs)
    return table[-1][-1]


class _Ordered(Generic[T]):
    """Labels of a tree, children first; the leftmost leaf below each node, and the nodes that have a left sibling."""

    def __init__(self, tree: Tree[T]) -> None:
        self.labels: list[T] = []
        self.leaves: list[int] = []
        places: dict[int, int] = {}
        for node in tree:
            places[id(node)] = place = len(self.labels)
            self.labels.append(node.label)
            self.leaves.append(self.leaves[places[id(node.children[0])]] if node.children else place)
        last = {leaf: place for place, leaf in enumerate(self.leaves)}
        self.roots = sorted(last.values())


@dataclass
class _Costs(Generic[T]):
    gone: list[float]
    new: list[float]
    change: Callable[[T, T], float]


def _fill(
    table: list[list[float]], left: _Ordered[T], right: _Ordered[T], roots: tuple[int, int], costs: _Costs[T]
) -> None:
    """Distances of the subtrees whose leftmost leaves are those of the two roots."""
    (i, j), start, begin = roots, left.leaves[roots[0]], right.leaves[roots[1]]
    row = [0.0]
    for y in range(begin, j + 1):
        row.append(row[-1] + costs.new[y])
    rows = [row]
    for x in range(start, i + 1):
        above, row = rows[-1], [rows[-1][0] + costs.gone[x]]
        for y in range(begin, j + 1):
            least = min(above[y - begin + 1] + costs.gone[x], row[-1] + costs.new[y])
            if left.leaves[x] == start and right.leaves[y] == begin:
                table[x][y] = least = min(least, above[y - begin] + costs.change(left.labels[x], right.labels[y]))
            else:
                before = rows[left.leaves[x] - start][right.leaves[y] - begin]
                least = min(least, before + table[x][y])
            row.append(least)
        rows.append(row)
