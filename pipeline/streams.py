"""How tables too large for memory pass from one step to the next: a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import pyarrow as pa


class TableSource(Protocol):
    """The part tables (`schema.PART_TABLES`) of any number of documents; can be read as often as needed."""

    def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
        """Those columns (None: all) of those tables, batch by batch, in an order that means nothing.

        All rows of a document come in one batch, those of all tables together.
        """


class TableSink(Protocol):
    """Takes the tables of a run (`schema.TABLES`), batch by batch, in any order; it sorts them itself."""

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows of a table, with all its columns."""
