"""Checks of the files of one table, and of its keys: schema, order, CSV against Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from pipeline.schema import Table, conform
from pipeline.verify.differences import Difference, Tables, place_of

EXAMPLES = 3  # differing cells that are shown of one column


def read_table(folder: Path, table: Table) -> Generator[Difference, None, pa.Table | None]:
    """The differences of one table's files; returns its rows, None where they cannot be used."""
    place = f"{table.name}.parquet"
    try:
        rows = pa.parquet.read_table(folder / place)
    except (OSError, pa.ArrowException) as error:
        yield Difference(place, f"cannot be read ({error})")
        return None
    if rows.schema != table.arrow:
        yield Difference(place, f"has the columns {_types(rows.schema)}, not {_types(table.arrow)}")
        return None
    try:
        in_order = conform(table, rows)
    except ValueError as error:
        yield Difference(place, str(error))
        return None
    if in_order != rows.combine_chunks():
        yield Difference(place, f"is not sorted by {', '.join(table.order)}")
    yield from _check_csv(folder / f"{table.name}.csv", table, rows)
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


def _check_csv(path: Path, table: Table, rows: pa.Table) -> Iterator[Difference]:
    try:
        written = _read_csv(path, table)
    except (OSError, pa.ArrowException) as error:
        yield Difference(path.name, f"cannot be read ({error})")
        return
    if written.column_names != rows.column_names or written.num_rows != rows.num_rows:
        shape, other = ((t.num_rows, ", ".join(t.column_names)) for t in (written, rows))
        yield Difference(path.name, f"has {shape[0]} rows of {shape[1]}; the Parquet file has {other[0]} of {other[1]}")
        return
    for name in rows.column_names:
        pairs = enumerate(zip(written[name].to_pylist(), rows[name].to_pylist(), strict=True), 1)
        differing = [(number, pair) for number, pair in pairs if pair[0] != pair[1]]
        for number, (one, other) in differing[:EXAMPLES]:
            yield Difference(f"{path.name} row {number}", f"{name} is {one!r}, in the Parquet file {other!r}")
        if len(differing) > EXAMPLES:
            yield Difference(path.name, f"{name} differs in {len(differing) - EXAMPLES} more rows")


def _read_csv(path: Path, table: Table) -> pa.Table:
    return pa.csv.read_csv(
        path,
        # One block for the whole file: a row may be longer than the default block.
        pa.csv.ReadOptions(use_threads=False, block_size=path.stat().st_size + 1),
        pa.csv.ParseOptions(newlines_in_values=True),
        pa.csv.ConvertOptions(
            column_types=table.arrow,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
