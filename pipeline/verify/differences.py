"""What a check finds, and how it names places in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.schema import Cell, Row, Table

Tables = Mapping[str, list[Row]]  # table name -> rows


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it must be: where, what, and what helps."""

    place: str
    fact: str
    remedy: str = "run again"

    def __str__(self) -> str:
        return f"{self.place}: {self.fact}; {self.remedy}"


def place_of(table: Table, row: Row) -> str:
    """`claims 0123456789abcdef`."""
    return f"{table.name} {'/'.join(str(row[column]) for column in table.key)}"


def group(rows: Iterable[Row], column: str) -> dict[Cell, list[Row]]:
    """The rows by their value of a column, in their order."""
    grouped: dict[Cell, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped
