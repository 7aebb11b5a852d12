"""One input to the bytes of its documents: a whole file, or the records that it holds, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.read.csv_table import read_csv
from pipeline.read.formats import Format, format_of
from pipeline.read.inputs import Input
from pipeline.read.jsonl import read_jsonl
from pipeline.read.parquet import read_parquet
from pipeline.read.records import Fields, Reader, data_item, problem_item, record_items, too_large
from pipeline.read.streams import UnreadableError, open_bytes
from pipeline.read.warc import warc_items
from pipeline.types import Item

if TYPE_CHECKING:
    from pipeline.settings import Settings

READERS: dict[str, Reader] = {"jsonl": read_jsonl, "csv": read_csv, "parquet": read_parquet}


def read_items(one: Input, settings: Settings) -> Iterator[Item]:
    """The documents-to-be of an input, at least one; sources differ. Nothing is decoded, and little is held in memory.

    What cannot be read is an item with a problem, and so is what goes on behind it; this raises for no input.
    """
    form = format_of(one.path.name)
    if one.problem is not None:
        yield problem_item(one.source, form.media_type, one.problem)
        return
    try:
        yield from _items(one, form, settings)
    except UnreadableError as error:
        yield problem_item(one.source, form.media_type, str(error))


def _items(one: Input, form: Format, settings: Settings) -> Iterator[Item]:
    max_bytes = settings.limits.max_bytes
    if form.kind in READERS:
        # Parquet is read from its end, which a stream of checked bytes does not give.
        plain_parquet = form.kind == "parquet" and form.compression is None
        fields = Fields(settings.reading.text_field, settings.reading.id_field, max_bytes)
        with open_bytes(one.path, form.compression, seekable=plain_parquet) as stream:
            yield from record_items(stream, one.source, form.media_type, READERS[form.kind], fields)
    elif form.kind == "warc":
        with open_bytes(one.path, None) as stream:  # warcio unpacks record by record
            yield from warc_items(stream, one.source, form.media_type, max_bytes)
    else:
        yield _whole_file(one, form, max_bytes)


def _whole_file(one: Input, form: Format, max_bytes: int) -> Item:
    size = _size(one) if form.compression is None else None
    data = None
    if size is None or size <= max_bytes:
        with open_bytes(one.path, form.compression) as stream:
            data = stream.read(max_bytes + 1)
    if data is None or len(data) > max_bytes:
        return problem_item(one.source, form.media_type, too_large(size, max_bytes), size)
    return replace(data_item(one.source, form.media_type, data), contained=form.compression is not None)


def _size(one: Input) -> int | None:
    try:
        return one.path.stat().st_size
    except OSError:
        return None  # opening it will say why
