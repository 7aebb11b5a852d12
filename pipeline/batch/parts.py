"""Part files: what extraction found in a bounded number of documents, as one Parquet file each.

A part has one row per document; each part table (`schema.PART_TABLES`) is a column of lists, so that documents can be
left out by row. Which documents a part holds stands in its footer too: the folder of parts is its own manifest.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.ids import make_id
from pipeline.rows import Rows
from pipeline.schema import ARROW_TYPES, PART_TABLES, Row, Table

Ids = npt.NDArray[np.uint64]  # document ids are 16 hex digits: a hundred thousand of them take 0.8 MB
Indices = npt.NDArray[np.uint32]

SUFFIX = ".parquet"
UNFINISHED = ".unfinished"
FINGERPRINT, DOCUMENTS = b"abspann.fingerprint", b"abspann.documents"
BATCH_ROWS = 32_768  # rows of tables that are handed on together: some 10 MB


def _struct(table: Table) -> pa.StructType:
    return pa.struct([pa.field(c.name, ARROW_TYPES[c.type]) for c in table.columns])


STRUCTS: Mapping[str, pa.StructType] = {name: _struct(table) for name, table in PART_TABLES.items()}
SCHEMA = pa.schema(
    [pa.field("document_id", pa.string()), *(pa.field(name, pa.list_(struct)) for name, struct in STRUCTS.items())]
)


def as_number(document_id: str) -> int:
    """The id in 8 bytes."""
    return int(document_id, 16)


def as_numbers(document_ids: Iterable[str]) -> Ids:
    """The ids in 8 bytes each."""
    return np.fromiter((as_number(one) for one in document_ids), dtype=np.uint64)


def part_row(document_id: str, rows: Rows) -> pa.RecordBatch:
    """One document's rows as the row of a part.

    Raises:
        KeyError: a row lacks a column. ValueError: a value is missing or does not fit its column.
    """
    columns = [pa.array([document_id], pa.string())]
    for name, table in PART_TABLES.items():
        of_table = rows.get(name, [])
        columns.append(
            pa.ListArray.from_arrays(pa.array([0, len(of_table)], pa.int32()), _struct_array(table, of_table))
        )
    return pa.record_batch(columns, schema=SCHEMA)


def _struct_array(table: Table, rows: Sequence[Row]) -> pa.StructArray:
    arrays = []
    for column in table.columns:
        array = pa.array([row[column.name] for row in rows], ARROW_TYPES[column.type])
        if array.null_count and not column.nullable:
            raise ValueError(f"{table.name}.{column.name} has empty cells; every row needs a value")
        arrays.append(array)
    return pa.StructArray.from_arrays(arrays, fields=list(STRUCTS[table.name]))


def part_bytes(rows: Sequence[pa.RecordBatch], fingerprint: str) -> bytes:
    """A part file of the documents' rows (`part_row`)."""
    table = pa.Table.from_batches(rows, SCHEMA).combine_chunks()
    documents = " ".join(table["document_id"].to_pylist())
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({FINGERPRINT: fingerprint.encode(), DOCUMENTS: documents.encode()}),
        buffer,
        compression="zstd",
        write_page_checksum=True,
    )
    return buffer.getvalue()


def part_name(document_ids: Iterable[str]) -> str:
    """The file name of a part: it depends on its documents only."""
    return make_id("part", *document_ids) + SUFFIX


def store_part(folder: Path, part: tuple[str, bytes] | None) -> None:
    """Write a part, named and made by `part_name` and `part_bytes`: it is there completely or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    if part is None:
        return
    name, content = part
    unfinished = folder / f"{name}.{os.getpid()}{UNFINISHED}"
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}); check permissions and free space, then give the "
            "same command again"
        ) from error


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part of `size` documents; `rows` says which of them count, None that all do."""

    path: Path
    size: int
    rows: Indices | None = None

    @property
    def documents(self) -> int:
        """How many of its documents count."""
        return self.size if self.rows is None else len(self.rows)


@dataclass(frozen=True, slots=True)
class Finished:
    """The documents that a folder of parts holds: `ids[i]`, ascending, is row `rows[i]` of part `parts[i]`.

    `sizes` counts the documents in each part's file.
    """

    paths: tuple[Path, ...]
    sizes: tuple[int, ...]
    ids: Ids
    parts: Indices
    rows: Indices

    def __contains__(self, document_id: str) -> bool:
        number = np.uint64(as_number(document_id))
        index = int(self.ids.searchsorted(number))
        return index < len(self.ids) and bool(self.ids[index] == number)


def find_finished(folder: Path, fingerprint: str) -> Finished:
    """What the parts of a folder hold, by their footers; unfinished, damaged and foreign files are removed."""
    paths: list[Path] = []
    ids: list[Ids] = [np.empty(0, dtype=np.uint64)]
    for path in sorted(folder.iterdir()):
        documents = _documents_of(path, fingerprint) if path.suffix == SUFFIX else None
        if documents is None:
            path.unlink()
        else:
            ids.append(documents)
            paths.append(path)
    sizes = [len(of_part) for of_part in ids[1:]]
    # A document may stand in two parts: a run was killed between writing parts anew and removing the old ones.
    unique, first = np.unique(np.concatenate(ids), return_index=True)
    parts = np.repeat(np.arange(len(paths)), sizes)[first]
    rows = np.concatenate([np.arange(size) for size in [0, *sizes]])[first]
    return Finished(tuple(paths), tuple(sizes), unique, parts.astype(np.uint32), rows.astype(np.uint32))


def _documents_of(path: Path, fingerprint: str) -> Ids | None:
    """The documents of a part; None for a file that is no whole part of this fingerprint."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    if metadata.get(FINGERPRINT) != fingerprint.encode():
        return None
    return as_numbers(metadata[DOCUMENTS].decode().split())


def parts_of(finished: Finished, wanted: Ids) -> list[Part]:
    """The parts that hold the wanted documents, each of these once."""
    chosen = np.isin(finished.ids, wanted)
    parts, rows = finished.parts[chosen], finished.rows[chosen]
    order = np.lexsort((rows, parts))
    parts, rows = parts[order], rows[order]
    bounds = np.searchsorted(parts, np.arange(len(finished.paths) + 1))
    found = []
    for number, (path, size) in enumerate(zip(finished.paths, finished.sizes, strict=True)):
        of_part = rows[bounds[number] : bounds[number + 1]]
        if len(of_part):
            found.append(Part(path, size, None if len(of_part) == size else of_part))
    return found


class PartSource:
    """The part tables of some parts, as `streams.TableSource`: only the columns asked for are read."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
        """Those columns (None: all) of those tables, some 33,000 rows at a time; a document's come together.

        Raises:
            OutputError: a part has been damaged since it was written.
        """
        schemas = {
            name: pa.schema([field for field in PART_TABLES[name].arrow if columns is None or field.name in columns])
            for name, columns in tables.items()
        }
        batch: list[Mapping[str, pa.Table]] = []
        rows = 0
        for part in self.parts:
            batch.append(_read_tables(part, schemas))
            rows += sum(table.num_rows for table in batch[-1].values())
            if rows >= BATCH_ROWS:
                yield _concatenated(batch)
                batch, rows = [], 0
        if batch:
            yield _concatenated(batch)


def read_rows(part: Part) -> pa.Table:
    """The rows of a part that count, as `SCHEMA` has them."""
    table = _read(part.path, None)
    return (table if part.rows is None else table.take(part.rows)).cast(SCHEMA)


def _concatenated(batch: Sequence[Mapping[str, pa.Table]]) -> Mapping[str, pa.Table]:
    return {name: pa.concat_tables([tables[name] for tables in batch]) for name in batch[0]}


def _read_tables(part: Part, schemas: Mapping[str, pa.Schema]) -> Mapping[str, pa.Table]:
    columns = [f"{name}.list.element.{field}" for name, schema in schemas.items() for field in schema.names]
    lists = _read(part.path, columns)
    if part.rows is not None:
        lists = lists.take(part.rows)
    tables = {}
    for name, schema in schemas.items():
        structs = lists[name].combine_chunks().flatten()
        # A struct array without rows of its own still has its type; its fields come in the order of the schema.
        tables[name] = pa.table([structs.field(field) for field in schema.names], schema=schema)
    return tables


def _read(path: Path, columns: list[str] | None) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read(columns=columns, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        told = " ".join(str(error).split())  # Arrow breaks its lines
        raise OutputError(f"{path}: is damaged ({told}); give --fresh to read all inputs again") from error
