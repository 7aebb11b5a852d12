"""The files of the tables: their names, how each format is read back, and what `--csv-safe` does to cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet

from pipeline.schema import Table

FORMATS = ("parquet", "jsonl", "csv")  # the first one written is the one that the others are checked against
DEFAULT_FORMATS = frozenset({"parquet", "csv"})
DESCRIBED_FIRST = ("csv", "jsonl", "parquet")  # the one that datapackage.json describes
PART_GLOB = "part-*.parquet"  # the files of a Parquet table that is a folder

# A cell that a spreadsheet may run: `=1+1`, ` @SUM(A1)`, `"-2`, `＝1`; no cell like `a=b` or `– Regie`. The characters
# are those of the OWASP pages on CSV injection; white space and quotes before them are dropped by some spreadsheets.
# Quotes are let through before all of them, so that a guarded cell can be told from one that is written so.
FORMULA = r"^(?:[\s\p{Z}\p{Cf}'\"]*[=+\-@＝＋－＠]|['\"]*[\t\r\n\x00])"
GUARD = "'"

MAX_BLOCK = 1 << 30  # bytes of a CSV or JSONL file that are parsed in one go; no row may be longer


def file_name(table: str, kind: str) -> str:
    """`records.csv`; a Parquet table of many rows is a folder of that name."""
    return f"{table}.{kind}"


def described_files(folder: Path, tables: Collection[str], formats: Collection[str]) -> dict[str, list[str]]:
    """The files of each table that `datapackage.json` speaks of, relative to the folder in which they lie."""
    kind = next(kind for kind in DESCRIBED_FIRST if kind in formats)
    return {table: table_files(folder, file_name(table, kind)) for table in tables}


def table_files(folder: Path, name: str) -> list[str]:
    """The file of that name, or the files in the folder of that name, in order."""
    parts = sorted((folder / name).glob(PART_GLOB)) if (folder / name).is_dir() else []
    return [path.relative_to(folder).as_posix() for path in parts] or [name]


def guard_cells(rows: pa.Table) -> pa.Table:
    """The rows with `'` before every string that a spreadsheet would run as a formula."""
    return _map_strings(rows, lambda cells: pc.if_else(_is_formula(cells), _prefixed(cells), cells))


def unguard_cells(rows: pa.Table) -> pa.Table:
    """What `guard_cells` was given, from what it made."""
    return _map_strings(rows, _without_guard)


def read_rows(folder: Path, table: Table, kind: str) -> pa.Table:
    """One table from its file (or folder, for Parquet) of that format, cells as they are written, in the file's order.

    Raises:
        OSError: it cannot be read. pa.ArrowException: it is damaged, or a cell does not fit its column.
    """
    return READERS[kind](folder / file_name(table.name, kind), table)


def _is_formula(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.match_substring_regex(cells, FORMULA)


def _prefixed(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(GUARD, cells, "")


def _without_guard(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    rest = pc.utf8_slice_codeunits(cells, 1)
    return pc.if_else(pc.and_(pc.starts_with(cells, GUARD), _is_formula(rest)), rest, cells)


def _map_strings(rows: pa.Table, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pa.Table:
    for index, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            rows = rows.set_column(index, field, change(rows.column(index)))
    return rows


def _read_parquet(path: Path, _: Table) -> pa.Table:
    return pa.parquet.read_table(path)


def _read_csv(path: Path, table: Table) -> pa.Table:
    rows = pa.csv.read_csv(
        path,
        # One block for the whole file: a row may be longer than the default block.
        pa.csv.ReadOptions(use_threads=False, block_size=_block(path)),
        pa.csv.ParseOptions(newlines_in_values=True),
        pa.csv.ConvertOptions(
            column_types=table.arrow,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return rows.cast(table.arrow) if rows.column_names == table.arrow.names else rows


def _read_jsonl(path: Path, table: Table) -> pa.Table:
    if path.stat().st_size == 0:
        return table.arrow.empty_table()
    rows = pa.json.read_json(
        path,
        pa.json.ReadOptions(use_threads=False, block_size=_block(path)),
        pa.json.ParseOptions(explicit_schema=table.arrow, unexpected_field_behavior="error"),
    )
    return rows.select(table.arrow.names).cast(table.arrow)


def _block(path: Path) -> int:
    return min(path.stat().st_size + 1, MAX_BLOCK)


READERS: Mapping[str, Callable[[Path, Table], pa.Table]] = {
    "parquet": _read_parquet,
    "csv": _read_csv,
    "jsonl": _read_jsonl,
}
