"""What the merge sets aside on disk: blobs, rows and pairs of numbers, in buckets that are read back one at a time.

Every file is without a name: it is gone when it is closed, and when the process is killed. Small ones stay in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

IN_MEMORY = 1 << 18  # bytes of a file that need no disk
# How many rows are dealt out together: enough for pieces of some size, few enough to be held.
ROWS_PER_PIECE, ROWS_PER_WRITE = 512, 16_384

Numbers = NDArray[np.int64]


class Blobs:
    """Bytes in a file, found again by offset and length."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY, dir=str(folder))  # noqa: SIM115 -- see `close`
        self._end = 0

    def append(self, blob: bytes | pa.Buffer) -> int:
        """Write a blob at the end; returns its offset."""
        offset = self._end
        self._file.seek(offset)
        self._file.write(blob)
        self._end += len(blob)
        return offset

    def read(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)

    def close(self) -> None:
        self._file.close()


class Buckets:
    """Blobs in numbered buckets, each in the order in which they came."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self._blobs = Blobs(folder)
        self._places = [array("q") for _ in range(count)]  # offset, length, offset, length, …

    def add(self, bucket: int, blob: bytes | pa.Buffer) -> None:
        self._places[bucket].extend((self._blobs.append(blob), len(blob)))

    def read(self, bucket: int) -> Iterator[bytes]:
        places = iter(self._places[bucket])
        for offset, length in zip(places, places, strict=True):
            yield self._blobs.read(offset, length)

    def close(self) -> None:
        self._blobs.close()


class RowBuckets:
    """Rows of a table in numbered buckets, each in the order in which they came."""

    def __init__(self, folder: Path, count: int, schema: pa.Schema) -> None:
        self.count = count
        self.schema = schema
        self._buckets = Buckets(folder, count)
        self._waiting: list[tuple[pa.Table, Numbers]] = []
        self._most_waiting = min(ROWS_PER_PIECE * count, ROWS_PER_WRITE)

    def add(self, rows: pa.Table, buckets: Numbers) -> None:
        """Put each row into the bucket whose number stands at its place in `buckets`."""
        self._waiting.append((rows.select(self.schema.names), buckets))
        if sum(len(numbers) for _, numbers in self._waiting) >= self._most_waiting:
            self._write()

    def read(self, bucket: int) -> pa.Table:
        """All rows of a bucket."""
        return pa.concat_tables([self.schema.empty_table(), *self.stream(bucket)])

    def stream(self, bucket: int) -> Iterator[pa.Table]:
        """The rows of a bucket as they were written, some at a time."""
        self._write()
        for blob in self._buckets.read(bucket):
            batch = pa.ipc.read_record_batch(pa.py_buffer(blob), self.schema)
            yield pa.Table.from_batches([batch])

    def close(self) -> None:
        self._buckets.close()

    def _write(self) -> None:
        if not self._waiting:
            return
        rows = pa.concat_tables([table for table, _ in self._waiting])
        buckets = np.concatenate([numbers for _, numbers in self._waiting])
        self._waiting = []
        order = np.argsort(buckets, kind="stable")
        buckets = buckets[order]
        rows = rows.take(pa.array(order)).cast(self.schema).combine_chunks()
        for low, high in pairwise(borders(buckets)):
            for batch in rows.slice(low, high - low).to_batches():
                self._buckets.add(int(buckets[low]), batch.serialize())


class PairBuckets:
    """Pairs of 64-bit numbers in numbered buckets."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self._buckets = Buckets(folder, count)

    def add(self, left: Numbers, right: Numbers, buckets: Numbers) -> None:
        """Put each pair into the bucket whose number stands at its place in `buckets`."""
        order = np.argsort(buckets, kind="stable")
        pairs, buckets = np.column_stack((left[order], right[order])), buckets[order]
        for low, high in pairwise(borders(buckets)):
            self._buckets.add(int(buckets[low]), pairs[low:high].tobytes())

    def read(self, bucket: int) -> tuple[Numbers, Numbers]:
        """The pairs of a bucket as two columns."""
        pairs = np.frombuffer(b"".join(self._buckets.read(bucket)), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def close(self) -> None:
        self._buckets.close()


def values(column: pa.ChunkedArray) -> list[Any]:
    """The column as a list; equal texts are one object."""
    if not column.null_count and not pa.types.is_string(column.type):
        return column.to_numpy().tolist()  # type: ignore[no-any-return]
    coded = column.combine_chunks().dictionary_encode()
    distinct = [*coded.dictionary.to_pylist(), None]
    return list(map(distinct.__getitem__, coded.indices.fill_null(len(distinct) - 1).to_numpy().tolist()))


def borders(keys: Numbers) -> list[int]:
    """Where runs of equal keys begin, and the end: [3, 3, 5] -> [0, 2, 3]; of no keys [0]."""
    return [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist(), len(keys)] if len(keys) else [0]


def cut(weights: Numbers, most: int) -> Numbers:
    """Bucket numbers, from 0 on, for things in a row: each bucket holds about `most` in weight, at least one thing."""
    before: Numbers = np.cumsum(weights) - weights
    return np.unique(before // most, return_inverse=True)[1].astype(np.int64, copy=False)
