"""Answers with a structure: tables in HTML or Markdown, charts as dictionaries, documents in Markdown.

Source: OCRBench_v2/eval_scripts/TEDS_metric.py in https://github.com/Yuliang-Liu/MultimodalOCR; the tree edit distance
similarity of tables is that of Zhong et al. 2020 (PubTabNet), arXiv:1911.10683. HTML is read by Python's own parser;
where it is not well formed, lxml, which the authors use, may repair it in another way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

from hyeval.scoring.distance import edit_distance
from hyeval.scoring.ocrbench_v2.trees import Tree, tree_distance

MAX_PAIRS, MAX_NODES, MAX_CHARACTERS = 1_000_000, 5_000, 100_000
"""Pairs of nodes of two trees, nodes of one, and characters of a response, beyond which it is no answer: to compare it
would take too long."""
CELL, CELLS, TABLE = "td", ("td", "th"), "table"
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_TRANSPARENT = frozenset(("html", "head", "body", "p"))
"""Elements in which a table may stand and be found, or that end where one begins."""
_CLOSED_BY = {"td": CELLS, "th": CELLS, "tr": ("tr", *CELLS), "tbody": ("thead", "tbody", "tfoot", "tr", *CELLS)}
_CLOSED_BY |= {"thead": _CLOSED_BY["tbody"], "tfoot": _CLOSED_BY["tbody"]}
"""Elements that end where another of the kind begins."""
_BLOCKS = ("p", "div", "ul", "ol", "dl", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote")
_ENDED_BY = dict.fromkeys(_BLOCKS, ("p",)) | {"li": ("p", "li"), "dt": ("p", "dt", "dd"), "dd": ("p", "dt", "dd")}
_ENDED_BY |= {"option": ("option",), "a": ("a",)}
"""The same within a cell."""


class Element(NamedTuple):
    """What two nodes of a table are compared by; `content` are the marks and tags within a cell."""

    tag: str
    columns: int | None = None
    rows: int | None = None
    content: tuple[str, ...] = ()


def table_similarity(response: str, answer: str) -> float:
    """One minus the distance of two tables in HTML over the number of nodes of the larger."""
    found, gold = _read_table(response), _read_table(answer)
    if found is None or gold is None:  # no table, or a span that is no number, where the authors' code stops
        return 0.0
    nodes = max(found.nodes, gold.nodes)
    if not nodes or _too_many(found.nodes, gold.nodes):
        return 0.0
    return 1 - tree_distance(found.tree, gold.tree, change=_change, add=lambda _: 1.0) / nodes


def _too_many(one: int, other: int) -> bool:
    return one * other > MAX_PAIRS or max(one, other) > MAX_NODES


def html_in(response: str) -> str | None:
    """What begins with the body or else the table of a response in HTML; None if there is neither."""
    text = response.replace("\n", "")
    start = next((place for tag in ("<body", "<table") if (place := text.find(tag)) >= 0), -1)
    return _wrapped(text[start:]) if start >= 0 else None


def wrapped(table: str) -> str:
    """A table with the tags around it that it lacks."""
    return _wrapped(table.replace("\n", ""))


def _wrapped(table: str) -> str:
    opened, closed = "<table" in table, "</table>" in table
    table = f"{'' if opened else '<table>'}{table}{'' if closed else '</table>'}"
    table = table if "<body>" in table else f"<body>{table}</body>"
    return table if "<html>" in table else f"<html>{table}</html>"


def html_of_markdown(table: str) -> str:
    """Rows of a table in Markdown but the second, which rules it off; what stands outside the bars is no cell."""
    lines = table.strip("`markdown").strip("`").strip().split("\n")  # the authors strip these letters, too
    rows = ["".join(f"<td>{_cell(cell)}</td>" for cell in line.strip().split("|")[1:-1]) for line in _kept(lines)]
    return wrapped("".join(f"<tr>{row}</tr>" for row in rows))


def _kept(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def _cell(text: str) -> str:
    return " " if set(text) == {" "} else text.strip()


def html_of_chart(chart: dict[Any, Any]) -> str:
    """A row for every entry; the marks of a value are set apart by blanks, as the authors do it."""
    rows = "".join(f"<tr><td>{key}</td><td>{' '.join(str(value))}</td></tr>" for key, value in chart.items())
    return wrapped(rows)


class _Table(NamedTuple):
    tree: Tree[Element]
    nodes: int
    """Elements below the table, those within cells too."""


@lru_cache(maxsize=64)
def _read_table(html: str) -> _Table | None:
    if len(html) > MAX_CHARACTERS:
        return None
    reader = _TableReader()
    try:
        reader.feed(html)
        reader.close()
    except _NoSpan:
        return None
    return None if reader.table is None else _Table(reader.table, reader.nodes)


class _NoSpan(ValueError):
    """A cell says how many columns or rows it spans, and that is no number."""


class _TableReader(HTMLParser):
    """Reads the first table; cells keep their content, other text is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.table: Tree[Element] | None = None
        self.nodes = 0
        self._open: list[Tree[Element]] = []
        self._around: list[str] = []
        self._inside: list[str] = []
        self._content: list[str] = []
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and close those that end where it begins."""
        if self._done:
            return
        if self.table is None:
            self._begin(tag)
            return
        self._end_before(tag)
        self.nodes += 1
        if self._in_cell:
            while self._inside and self._inside[-1] in _ENDED_BY.get(tag, ()):
                self._content.append(f"</{self._inside.pop()}>")
            self._content.append(f"<{tag}>")
            if tag not in _VOID:
                self._inside.append(tag)
            else:
                self._content.append(f"</{tag}>")
            return
        spans = {"colspan": "1", "rowspan": "1"} | dict(reversed(attrs))  # of two equal attributes the first counts
        element = Element(tag, _span(spans["colspan"]), _span(spans["rowspan"])) if tag == CELL else Element(tag)
        node = Tree(element)
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def _begin(self, tag: str) -> None:
        """Open the first table that stands in the body itself; no other counts."""
        if tag == TABLE and not self._around:
            self.table = Tree(Element(tag))
            self._open = [self.table]
        elif tag not in _VOID and tag not in _TRANSPARENT:
            self._around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element of this name that was opened last, if there is one."""
        if self.table is None and tag in self._around:
            del self._around[len(self._around) - 1 - self._around[::-1].index(tag) :]
        elif tag in self._inside:
            while self._inside:
                closed = self._inside.pop()
                self._content.append(f"</{closed}>")
                if closed == tag:
                    return
        elif any(node.label.tag == tag for node in self._open):
            while self._pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take down the marks within a cell."""
        if self._in_cell:
            self._content += data

    def close(self) -> None:
        """End what is left open."""
        super().close()
        while self._open:
            self._pop()

    @property
    def _in_cell(self) -> bool:
        return bool(self._open) and self._open[-1].label.tag == CELL

    def _end_before(self, tag: str) -> None:
        closing = () if TABLE in self._inside else _CLOSED_BY.get(tag, ())
        while len(self._open) > 1 and self._open[-1].label.tag in closing:
            self._pop()

    def _pop(self) -> str:
        if self._in_cell:
            self._content += [f"</{tag}>" for tag in reversed(self._inside)]
            self._open[-1].label = self._open[-1].label._replace(content=tuple(self._content))
            self._inside, self._content = [], []
        self._done = len(self._open) == 1
        return self._open.pop().label.tag


def _span(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        raise _NoSpan(value) from None


def _change(one: Element, other: Element) -> float:
    if one[:3] != other[:3]:
        return 1.0
    return _content_distance(one.content, other.content) if one.tag == CELL else 0.0


@lru_cache(maxsize=1 << 16)
def _content_distance(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return edit_distance(one, other) / max(len(one), len(other)) if one != other else 0.0


# ------------------------------------------------------------------ documents

_CLEANINGS = (
    (r"<bos>|<eos>|<pad>|<unk>", ""),
    (r"\s##(\S)", r"\1"),
    (r"\\\s", r"\\"),
    (r"\s\*\s\*\s", "**"),
    (r"{\s", "{"),
    (r"\s}", "}"),
    (r"\\begin\s", r"\\begin"),
    (r"\\end\s", r"\\end"),
    (r"[\n*_]", " "),
)


_Place = tuple[tuple[int, ...], Tree[bool]]
"""A node of an outline behind its way from the root, as numbers of children."""


def document_similarity(response: str, answer: str) -> float:
    """One minus the distance of two documents as trees of headings and lines over the nodes of the larger.

    Lines are compared by whether they are blank alone, as the authors do it; what is written does not count.
    """
    if len(response) > MAX_CHARACTERS or response.count("\n") > MAX_NODES:
        return 0.0
    found, gold = _outline(response), _outline(answer)
    nodes = len(list(found)), len(list(gold))
    if _too_many(*nodes):
        return 0.0
    distance = tree_distance(found, gold, change=lambda a, b: float(a or b), add=lambda _: 1.0)
    return 1 - distance / max(nodes)


def _outline(text: str) -> Tree[bool]:
    """Headings below the root, lines below the first node that has the name of the last heading; labels say: blank.

    The first is the one that comes first in the tree as it is then, from the top down: that of a line below an earlier
    heading before that of a later heading. Nodes stand in `named` with their ways from the root.
    """
    root, title = Tree(False), Tree(False)
    root.children.append(title)
    named: dict[str, _Place] = {"ROOT": ((), root), "TITLE": ((0,), title)}
    top, current = named["ROOT"], named["TITLE"]
    for line in map(_cleaned, text.split("\n")):
        heading = line.startswith("#")
        name = line.replace("#", "") if heading else line
        way, parent = top if heading else current
        place = ((*way, len(parent.children)), Tree(not name.split()))
        parent.children.append(place[1])
        named[name] = min(named.get(name, place), place, key=lambda one: one[0])
        if heading:
            current = named[name] if name else named["TITLE"]
    return root


def _cleaned(line: str) -> str:
    for pattern, replacement in _CLEANINGS:
        line = re.sub(pattern, replacement, line)
    return line
