"""Checks of the files of one table, and of its keys: schema, order, formats against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.formats import file_name, guard_cells, read_rows, unguard_cells
from pipeline.schema import Table, conform
from pipeline.verify.differences import Difference, Tables, place_of

EXAMPLES = 3  # differing cells that are shown of one column


def read_table(
    folder: Path, table: Table, formats: Sequence[str], csv_safe: bool
) -> Generator[Difference, None, pa.Table | None]:
    """The differences of one table's files; returns its rows, None where they cannot be used.

    The file in the first of the `formats` is checked against the schema, the others against it. With `csv_safe`, cells
    of the CSV file that a spreadsheet would run must be guarded, and the others must not.
    """
    first, *others = formats
    place = file_name(table.name, first)
    try:
        rows = read_rows(folder, table, first)
    except (OSError, pa.ArrowException) as error:
        yield Difference(place, f"cannot be read ({error})")
        return None
    if rows.schema != table.arrow:
        yield Difference(place, f"has the columns {_types(rows.schema)}, not {_types(table.arrow)}")
        return None
    if first == "csv" and csv_safe:
        written, rows = rows, unguard_cells(rows)
        yield from _compare(place, written, "with guards", guard_cells(rows))
    try:
        in_order = conform(table, rows)
    except ValueError as error:
        yield Difference(place, str(error))
        return None
    if in_order != rows.combine_chunks():
        yield Difference(place, f"is not sorted by {', '.join(table.order)}")
    for other in others:
        name = file_name(table.name, other)
        try:
            written = read_rows(folder, table, other)
        except (OSError, pa.ArrowException) as error:
            yield Difference(name, f"cannot be read ({error})")
        else:
            expected = guard_cells(rows) if other == "csv" and csv_safe else rows
            yield from _compare(name, written, f"in {place}", expected)
    return rows


def check_cells(table: Table, tables: Tables) -> Iterator[Difference]:
    """Primary keys that are not unique, foreign keys that lead nowhere, and values that are none of those listed."""
    rows = tables[table.name]
    for column in table.columns:
        for row in rows if column.values else ():
            if row[column.name] not in column.values:
                fact = f"{column.name} is {row[column.name]!r}, none of {', '.join(column.values)}"
                yield Difference(place_of(table, row), fact)
    for key, n in Counter(tuple(row[column] for column in table.key) for row in rows).items():
        if n > 1:
            yield Difference(f"{table.name} {'/'.join(map(str, key))}", f"{n} rows have this {', '.join(table.key)}")
    for key_column, target in table.foreign_keys.items():
        known = {row[key_column] for row in tables[target]}
        for row in rows:
            if row[key_column] is not None and row[key_column] not in known:
                yield Difference(place_of(table, row), f"{key_column} {row[key_column]} has no row in {target}")


def _types(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def _compare(place: str, written: pa.Table, where: str, rows: pa.Table) -> Iterator[Difference]:
    """What a file holds against what it should; `where` says of what that is known."""
    if written.column_names != rows.column_names or written.num_rows != rows.num_rows:
        shape, other = (f"{t.num_rows} rows of {', '.join(t.column_names)}" for t in (written, rows))
        yield Difference(place, f"has {shape}; {where} there are {other}")
        return
    for name in rows.column_names:
        if written[name].equals(rows[name]):
            continue
        pairs = enumerate(zip(written[name].to_pylist(), rows[name].to_pylist(), strict=True), 1)
        differing = [(number, pair) for number, pair in pairs if pair[0] != pair[1]]
        for number, (one, other_cell) in differing[:EXAMPLES]:
            yield Difference(f"{place} row {number}", f"{name} is {one!r}, {where} {other_cell!r}")
        if len(differing) > EXAMPLES:
            yield Difference(place, f"{name} differs in {len(differing) - EXAMPLES} more rows")
