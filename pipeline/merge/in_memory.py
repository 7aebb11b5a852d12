"""Tables in memory as source and sink of a merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from pipeline.schema import TABLES, conform


class Given:
    """A source of tables that are at hand."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables

    def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
        """The whole tables as one batch."""
        yield {
            name: self._tables[name] if columns is None else self._tables[name].select(columns)
            for name, columns in tables.items()
        }


class Collected:
    """A sink that keeps all rows."""

    def __init__(self) -> None:
        self._rows: dict[str, list[pa.Table]] = {name: [table.arrow.empty_table()] for name, table in TABLES.items()}

    def add(self, name: str, rows: pa.Table) -> None:
        self._rows[name].append(rows)

    def tables(self) -> dict[str, pa.Table]:
        """All tables of `schema.TABLES`, sorted."""
        return {name: conform(table, pa.concat_tables(self._rows[name])) for name, table in TABLES.items()}
