"""Tables and definition lists to lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.read.html.lines import BLANK, Line, filled, join, label_and_values
from pipeline.read.html.tree import Fragment

EMPTY_CELL = "–"
MAX_CELL = 400  # characters of a cell that is no page by itself
MAX_SPAN_TEXT = 200  # of a cell that is repeated in the rows that it spans


@dataclass(frozen=True, slots=True)
class Box:
    """A cell (`td`, `th`), a row (`tr`) with its cells, a term or a definition (`dt`, `dd`)."""

    tag: str
    lines: tuple[Line, ...] = ()
    cells: tuple[Box, ...] = ()
    columns: int = 1
    rows: int = 1
    holds_table: bool = False


def table_lines(rows: Sequence[Box]) -> Iterator[Line]:
    """One line per row, cells behind tabs; a table that only arranges a page gives its cells one after the other.

    A row of one cell stands apart, as the heading of the rows below it.
    """
    if _only_arranges(rows):
        for row in rows:
            for cell in row.cells:
                yield from (BLANK, *cell.lines, BLANK)
        return
    widest = max((len(row.cells) for row in rows), default=0)
    wide = widest > 2 and any(cell.tag == "th" for row in rows for cell in row.cells)
    for cells in _without_empty_columns(list(_with_spans(rows))):
        lines = [list(cell.lines) for cell in cells]
        if len(cells) == 1:
            yield from (BLANK, *lines[0]) if widest > 1 else lines[0]
        elif len(cells) == 2:
            yield from label_and_values(join(lines[0], " "), lines[1])
        elif any(map(filled, lines)):
            joined = [join(cell, ", ") for cell in lines]
            empty = Line((Fragment(EMPTY_CELL, -1),))
            yield join([one if one.fragments or not wide else empty for one in joined], "\t")


def _only_arranges(rows: Sequence[Box]) -> bool:
    """Whether the cells hold tables, headings, several paragraphs or long texts, as no data do."""
    return any(
        cell.holds_table
        or any(line.is_heading for line in cell.lines)
        or (len(row.cells) != 1 and sum(len(line.text) for line in cell.lines if not line.prefix) > MAX_CELL)
        for row in rows
        for cell in row.cells
    )


def _with_spans(rows: Sequence[Box]) -> Iterator[list[Box]]:
    """The cells of each row, with those that reach down from rows above; they have no place in the source."""
    budget = sum(len(line.text) for row in rows for cell in row.cells for line in cell.lines)
    above: dict[int, tuple[Box, int]] = {}  # column -> the cell that reaches down, and how many rows further
    for row in rows:
        cells: list[Box] = []
        column = 0
        reaching: dict[int, tuple[Box, int]] = {}
        own = list(row.cells)
        while own or column in above:
            if column in above:
                cell, left = above.pop(column)
                budget -= sum(len(line.text) for line in cell.lines)
                if budget < 0:
                    left = 1
                cells.append(cell)
            else:
                cell = own.pop(0)
                cells.append(cell)
                left = cell.rows
                if left > 1 and sum(len(line.text) for line in cell.lines) <= MAX_SPAN_TEXT:
                    cell = replace(cell, lines=tuple(_placeless(line) for line in cell.lines))
                else:
                    left = 1
            if left > 1:
                reaching[column] = (cell, left - 1)
            column += cell.columns
        above = reaching
        if cells:
            yield cells


def _without_empty_columns(rows: Sequence[list[Box]]) -> list[list[Box]]:
    """The rows without columns that are empty in all of the widest: photographs, spacers."""
    widest = max((len(row) for row in rows), default=0)
    wide = [row for row in rows if len(row) == widest]
    empty = {n for n in range(widest) if not any(filled(row[n].lines) for row in wide)}
    return [[cell for n, cell in enumerate(row) if n not in empty] if len(row) == widest else row for row in rows]


def _placeless(line: Line) -> Line:
    return replace(line, fragments=tuple(replace(fragment, run=-1) for fragment in line.fragments))


def definition_lines(boxes: Sequence[Box]) -> Iterator[Line]:
    """«Regie<tab>X, Y»: each group of terms with its definitions."""
    terms: list[Line] = []
    values: list[Line] = []
    for box in boxes:
        if box.tag == "dt" and values:
            yield from label_and_values(join(terms, " / "), values)
            terms, values = [], []
        (terms if box.tag == "dt" else values).extend(box.lines)
    yield from label_and_values(join(terms, " / "), values)
