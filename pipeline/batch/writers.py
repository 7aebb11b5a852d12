"""Files of one table, written block by block: Parquet (one file or several), CSV, JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from pipeline.formats import file_name, guard_cells
from pipeline.schema import Table

# Parquet's own default, snappy, makes files of 1.5 times the size; pandas, polars and DuckDB read both equally fast.
COMPRESSION = "zstd"

# Line ends to some readers (Python's `splitlines`), but not to JSON.
LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How tables are cut and held; the first four decide about bytes of files, `memory` does not.

    Attributes:
        block_rows, block_bytes: most rows, and about how many bytes, of a Parquet row group.
        part_rows, part_bytes: a Parquet table with more rows, or a larger file, becomes a folder of several.
        memory: bytes of rows that are held before they go to disk.
    """

    block_rows: int = 1 << 16
    block_bytes: int = 32 << 20
    part_rows: int = 5_000_000
    part_bytes: int = 512 << 20
    memory: int = 32 << 20


class TableFile(Protocol):
    """A file of one table, in one format."""

    def write(self, block: pa.Table) -> None:
        """The next rows."""

    def close(self) -> None:
        """Finish the file; must be called whatever happens."""


def open_file(folder: Path, table: Table, kind: str, sizes: Sizes, csv_safe: bool) -> TableFile:
    """The table's file in that folder, to write to.

    Raises:
        OSError: it cannot be made.
    """
    path = folder / file_name(table.name, kind)
    match kind:
        case "parquet":
            return ParquetFiles(path, table, sizes)
        case "csv":
            return CsvFile(path, table, guard_cells if csv_safe else _unchanged)
        case _:
            return JsonlFile(path)


def cut_blocks(batches: Iterable[pa.Table], sizes: Sizes) -> Iterator[pa.Table]:
    """The rows in blocks of `sizes.block_rows`, or fewer where they hold much text.

    Where a block ends depends on the rows alone, not on how they come.
    """
    rest: pa.Table | None = None
    for batch in batches:
        rest = batch if rest is None else pa.concat_tables([rest, batch])
        ends = _block_ends(rest, sizes)
        for start, end in zip([0, *ends], ends, strict=False):
            yield rest.slice(start, end - start).combine_chunks()
        rest = rest.slice(ends[-1] if ends else 0).combine_chunks()
    if rest is not None and rest.num_rows:
        yield rest


def _block_ends(rows: pa.Table, sizes: Sizes) -> list[int]:
    """Where blocks end that will not grow, whatever rows follow."""
    total = np.cumsum(_row_bytes(rows))
    ends: list[int] = []
    start = 0
    while start < rows.num_rows:
        before = int(total[start - 1]) if start else 0
        fitting = int(np.searchsorted(total, before + sizes.block_bytes, side="right"))
        end = min(max(fitting, start + 1), start + sizes.block_rows)
        if end > rows.num_rows or (end == rows.num_rows and end - start < sizes.block_rows):
            break
        ends.append(end)
        start = end
    return ends


def _row_bytes(rows: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Bytes of each row: those of its strings, and 8 for each cell."""
    lengths = np.full(rows.num_rows, 8 * rows.num_columns, dtype=np.int64)
    for column in rows.columns:
        if pa.types.is_string(column.type):
            lengths += pc.fill_null(pc.binary_length(column), 0).to_numpy()
    return lengths


class ParquetFiles:
    """A Parquet file; one that would become too large is a folder of parts."""

    def __init__(self, path: Path, table: Table, sizes: Sizes) -> None:
        self._path = path
        self._schema = table.arrow
        self._sizes = sizes
        self._folder = path.with_name(f"{path.name}.parts")
        self._parts = 0
        self._open(path)

    def write(self, block: pa.Table) -> None:
        if self._rows and (
            self._rows + block.num_rows > self._sizes.part_rows or self._file.tell() > self._sizes.part_bytes
        ):
            self._close_part()
            if self._parts == 1:
                self._folder.mkdir()
                self._path.rename(self._part(0))
            self._open(self._part(self._parts))
        self._writer.write_table(block, row_group_size=max(block.num_rows, 1))
        self._rows += block.num_rows

    def close(self) -> None:
        self._close_part()
        if self._parts > 1:
            self._folder.rename(self._path)

    def _open(self, path: Path) -> None:
        self._rows = 0
        self._file = pa.OSFile(str(path), "wb")
        self._parts += 1
        self._writer = pa.parquet.ParquetWriter(self._file, self._schema, compression=COMPRESSION)

    def _close_part(self) -> None:
        try:
            self._writer.close()
        finally:
            self._writer.is_open = False  # where it cannot be closed, it would try again when it is collected
            self._file.close()

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:05d}.parquet"


class CsvFile:
    """A CSV file as RFC 4180 has it, but for line ends, which are `\\n`: strings quoted, nulls empty, UTF-8."""

    def __init__(self, path: Path, table: Table, change: Callable[[pa.Table], pa.Table]) -> None:
        self._change = change
        self._file = pa.OSFile(str(path), "wb")
        self._write(table.arrow.empty_table(), header=True)

    def write(self, block: pa.Table) -> None:
        self._write(self._change(block), header=False)

    def close(self) -> None:
        self._file.close()

    def _write(self, rows: pa.Table, header: bool) -> None:
        pa.csv.write_csv(rows, self._file, pa.csv.WriteOptions(include_header=header))


class JsonlFile:
    """One JSON object per row and line, with all columns in order, nulls too; UTF-8, and no line end within a row."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

    def write(self, block: pa.Table) -> None:
        for rows in block.to_batches(max_chunksize=4096):
            text = "".join(f"{self._encode(row)}\n" for row in rows.to_pylist())
            for character, escaped in LINE_ENDS.items():
                text = text.replace(character, escaped)
            self._file.write(text.encode("utf-8"))

    def close(self) -> None:
        self._file.close()


def _unchanged(rows: pa.Table) -> pa.Table:
    return rows
