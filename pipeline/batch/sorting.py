"""Sort tables larger than memory: sorted runs on disk, read back together, one range of the order at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from pipeline.schema import Table

SMALL_PIECES = 64  # so many tables that were added are made one: each costs some kilobytes, however few rows it has
BATCH_BYTES = 256 << 10  # of a run on disk; the smaller, the fewer rows are read for nothing at the ends of a range


@dataclass(frozen=True, slots=True)
class SortedRun:
    """Rows of a table in order, in an Arrow file of many batches; `firsts` are the batches' first sort values."""

    path: Path
    firsts: Sequence[str]
    batch_bytes: int


class Sorter:
    """Takes the rows of one table in any order and gives them back in the table's (`Table.order`, nulls last).

    Rows are held until `spill` is called; then they become a sorted run in `folder`. What comes out depends on the rows
    alone. The first column of the order must be a string without nulls.
    """

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self.held = 0  # bytes in memory
        self._folder = folder
        self._pieces: list[pa.Table] = []
        self._combined = 0  # pieces in front that are no longer small
        self._runs: list[SortedRun] = []

    def add(self, rows: pa.Table) -> None:
        """Rows with the table's schema."""
        if rows.num_rows == 0:
            return
        self._pieces.append(rows)
        self.held += rows.nbytes
        if len(self._pieces) - self._combined >= SMALL_PIECES:
            self._pieces[self._combined :] = [pa.concat_tables(self._pieces[self._combined :]).combine_chunks()]
            self._combined += 1

    def spill(self) -> None:
        """Write the rows in memory to disk.

        Raises:
            OSError: the folder cannot be written to, or is full.
        """
        if not self._pieces:
            return
        rows, size = self._take(), self.held
        self.held = 0
        order = pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in self.table.order])
        length = max(1, rows.num_rows * BATCH_BYTES // max(size, 1))
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"{self.table.name}-{len(self._runs):05d}.arrow"
        firsts = []
        options = pa.ipc.IpcWriteOptions(compression="lz4" if pa.Codec.is_available("lz4") else None)
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema, options=options) as writer:
            for start in range(0, rows.num_rows, length):
                batch = rows.take(order.slice(start, length)).combine_chunks().to_batches()[0]
                firsts.append(batch.column(self.table.order[0])[0].as_py())
                writer.write_batch(batch)
        self._runs.append(SortedRun(path, firsts, size // len(firsts) + 1))

    def sorted(self, range_bytes: int) -> Iterator[pa.Table]:
        """All rows in order, in tables of about `range_bytes` (more where one first sort value has more rows).

        The rows are gone from memory and disk afterwards.
        """
        if not self._runs:
            if self._pieces:
                self.held = 0
                yield _in_order(self.table, self._take())
            return
        self.spill()
        for low, high in _ranges(self._runs, range_bytes):
            pieces = [piece for run in self._runs for piece in self._between(run, low, high)]
            if pieces:
                yield _in_order(self.table, pa.concat_tables(pieces))
        for run in self._runs:
            run.path.unlink()
        self._runs = []

    def _take(self) -> pa.Table:
        """The rows in memory as one table, and out of here."""
        rows = pa.concat_tables(self._pieces).combine_chunks()
        self._pieces, self._combined = [], 0
        return rows

    def _between(self, run: SortedRun, low: str | None, high: str | None) -> Iterator[pa.Table]:
        """The run's rows whose first sort value is at least `low` and below `high` (None: no bound)."""
        # The batch before the first one that starts at `low` may hold rows from `low` on as well.
        start = 0 if low is None else max(bisect_left(run.firsts, low) - 1, 0)
        stop = len(run.firsts) if high is None else bisect_left(run.firsts, high)
        with pa.OSFile(str(run.path), "rb") as file:
            reader = pa.ipc.open_file(file)
            for index in range(start, stop):
                rows = pa.Table.from_batches([reader.get_batch(index)])
                if low is not None:
                    rows = rows.filter(pc.greater_equal(rows.column(self.table.order[0]), low))
                if high is not None:
                    rows = rows.filter(pc.less(rows.column(self.table.order[0]), high))
                if rows.num_rows:
                    yield rows


def _in_order(table: Table, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(column, "ascending") for column in table.order])


def _ranges(runs: Sequence[SortedRun], size: int) -> Iterator[tuple[str | None, str | None]]:
    """Ranges of the first sort column that hold about `size` bytes each, in order; together they hold everything."""
    low: str | None = None
    gathered = 0
    for first, more in sorted((first, run.batch_bytes) for run in runs for first in run.firsts):
        if gathered >= size and first != low:
            yield low, first
            low, gathered = first, 0
        gathered += more
    yield low, None
