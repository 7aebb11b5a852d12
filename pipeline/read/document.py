"""The bytes of an item to its document: decoding, and conversion where they are no plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.read.decoding import DecodingError, decode
from pipeline.read.formats import HTML_TYPES, RECORD_TYPES
from pipeline.read.html import TreeError, convert
from pipeline.types import Document, Failure, Item

if TYPE_CHECKING:
    from pipeline.settings import Settings


def read_document(item: Item, settings: Settings) -> Document | Failure:  # noqa: ARG001 - formats may come to need them
    """The document of an item, or why there is none: a function of item and settings alone."""
    if item.data is None or item.sha256 is None:
        return _failure(item, item.problem or "nothing to read; give the input again")
    if item.media_type in HTML_TYPES:
        return _read_html(item, item.sha256)
    try:
        text, encoding = _decoded(item)
    except DecodingError as error:
        return _failure(item, str(error))
    return Document(
        item.document_id,
        item.source,
        text,
        item.sha256,
        item.media_type,
        encoding,
        len(item.data),
        converted=item.contained,
    )


def _read_html(item: Item, sha256: str) -> Document | Failure:
    data = item.data or b""
    try:
        page = convert(data, item.encoding)
    except (DecodingError, TreeError) as error:
        return _failure(item, str(error))
    return Document(
        item.document_id,
        item.source,
        page.text,
        sha256,
        item.media_type,
        page.encoding,
        len(data),
        converted=True,
        source_map=page.source_map,
    )


def _decoded(item: Item) -> tuple[str, str]:
    data = item.data or b""
    if item.media_type in RECORD_TYPES and item.encoding is not None:
        return data.decode(item.encoding), item.encoding  # the text itself, no bytes of a file
    return decode(data)


def _failure(item: Item, message: str) -> Failure:
    return Failure(
        item.document_id,
        item.source,
        "read",
        message,
        sha256=item.sha256,
        media_type=item.media_type,
        size_bytes=item.size_bytes,
    )
