"""WARC files of crawls: the pages among their records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from pipeline.read.formats import HTML_TYPES, PLAIN
from pipeline.read.records import Names, data_item, problem_item, too_large
from pipeline.read.streams import UnreadableError
from pipeline.types import Item

PAGE_TYPES = frozenset((*HTML_TYPES, PLAIN))
RECORD_TYPES = frozenset(("response", "resource", "conversion"))


def warc_items(stream: BinaryIO, source: str, media_type: str, max_bytes: int) -> Iterator[Item]:
    """The HTML pages and plain texts of a crawl, each named `source#URI`; a URI that is there again gets its number.

    Of responses only those that succeeded (status 2xx) are pages. Records of other kinds and media types are passed
    over; a crawl without pages is one empty document.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield problem_item(source, media_type, "WARC files need the package warcio; pip install 'abspann[warc]'")
        return
    name = Names(source)
    number, empty = 0, True
    try:
        for record in ArchiveIterator(stream):
            number += 1
            page_type = _page_type(record)
            if page_type is not None:
                empty = False
                yield _page(record, name(_uri(record), number), page_type, max_bytes)
    except (ArchiveLoadFailed, UnreadableError, OSError, EOFError, ValueError, LookupError) as error:
        remedy = "" if isinstance(error, UnreadableError) else "; fetch the file again"
        problem = f"cannot be read after record {number} ({error}){remedy}"
        yield problem_item(name(f"after {number}", 0) if number else source, media_type, problem)
        return
    if empty:
        yield replace(data_item(source, media_type, b""), contained=True)


def _uri(record: Any) -> str:
    uri = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("WARC-Record-ID") or ""
    return "".join(character if character.isprintable() else "?" for character in uri.strip("<>"))


def _page_type(record: Any) -> str | None:
    """The media type of a record that is a page."""
    if record.rec_type not in RECORD_TYPES:
        return None
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    if record.http_headers is not None and not str(headers.get_statuscode()).startswith("2"):
        return None
    media_type = str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media_type if media_type in PAGE_TYPES else None


def _page(record: Any, source: str, media_type: str, max_bytes: int) -> Item:
    data = record.content_stream().read(max_bytes + 1)
    if len(data) > max_bytes:
        return problem_item(source, media_type, too_large(None, max_bytes))
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    _, _, charset = str(headers.get_header("Content-Type") or "").lower().partition("charset=")
    encoding = charset.partition(";")[0].strip(" '\"") or None
    return replace(data_item(source, media_type, data), contained=True, encoding=encoding)
