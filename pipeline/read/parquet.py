"""Parquet files: a column of texts, perhaps one of ids."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet

from pipeline.read.records import Fields, Record
from pipeline.read.streams import BLOCK, UnreadableError

ROWS = 16  # that are held at a time, besides the page of the file in which they lie


def read_parquet(stream: BinaryIO, fields: Fields) -> Iterator[Record]:
    """The rows, numbered from 1.

    Parquet is read by pages: what the file's writer put into one (as a rule 1 MB) is held in memory.

    Raises:
        UnreadableError: the file is damaged, or a column is missing or holds no texts.
    """
    with tempfile.TemporaryFile() as unpacked:
        if not stream.seekable():  # Parquet is read from its end
            shutil.copyfileobj(stream, unpacked, BLOCK)
            stream = unpacked
        try:
            with pa.parquet.ParquetFile(stream, pre_buffer=False, buffer_size=BLOCK) as file:
                columns = _columns(file.schema_arrow, fields)
                number = 0
                for batch in file.iter_batches(ROWS, columns=columns):
                    texts = batch.column(batch.schema.get_field_index(fields.text))
                    ids = batch.column(batch.schema.get_field_index(fields.id)) if fields.id is not None else None
                    for index in range(batch.num_rows):
                        number += 1
                        identity = ids[index].as_py() if ids is not None else None
                        yield Record(number, identity, *_text(texts[index], fields))
        except (pa.ArrowException, OSError) as error:
            raise UnreadableError(f"damaged Parquet ({_first_line(error)}); fetch or write the file again") from error


def _columns(schema: pa.Schema, fields: Fields) -> list[str]:
    for name, option in ((fields.text, "--text-field"), (fields.id, "--id-field")):
        if name is not None and schema.names.count(name) != 1:
            known = ", ".join(str(one)[:40] for one in schema.names[:20])
            number = "more than one" if name in schema.names else "no"
            raise UnreadableError(f'{number} column "{name}" (there are {known}); name it with {option}')
    kind = _plain(schema.field(fields.text).type)
    if not (_is_text(kind) or pa.types.is_null(kind)):
        raise UnreadableError(f'column "{fields.text}" holds {kind} and no texts; name another with --text-field')
    return [fields.text] if fields.id is None or fields.id == fields.text else [fields.text, fields.id]


def _plain(kind: pa.DataType) -> Any:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: Any) -> bool:
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    checks = (*texts, pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)
    return any(check(kind) for check in checks)


def _text(cell: Any, fields: Fields) -> tuple[bytes | None, str | None]:
    """The bytes of a cell; not decoded by Arrow, which would raise where they are no UTF-8."""
    if not cell.is_valid:
        return None, f'"{fields.text}" is empty; leave the row out or fill it'
    value = cell.value if isinstance(cell, pa.DictionaryScalar) else cell
    return value.as_buffer().to_pybytes(), None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
