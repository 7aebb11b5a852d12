"""What the record formats share: records with a text, told apart by number or id."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from pipeline.ids import document_id
from pipeline.read.streams import UnreadableError
from pipeline.types import Item

UTF8 = "utf-8"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number from 1, what its id field holds (None without one), and its text or what is wrong."""

    number: int
    identity: object
    text: str | bytes | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the fields that are read, and the most bytes that a text may have."""

    text: str
    id: str | None
    max_bytes: int


Reader = Callable[[BinaryIO, Fields], Iterator[Record]]


def record_items(stream: BinaryIO, source: str, media_type: str, reader: Reader, fields: Fields) -> Iterator[Item]:
    """The items of a file of records, each named `source#NUMBER`, or `source#ID` where there is an id field.

    An id that is there a second time gets the record's number (`source#ID~17`). Records without a usable id are
    failures, named by number. A file without records is one empty document; where it cannot be read on, one more
    item says so.
    """
    name = Names(source)
    number = 0
    try:
        for record in reader(stream, fields):
            number = record.number
            yield _item(record, name, media_type, fields)
    except UnreadableError as error:
        fact, _, remedy = str(error).partition("; ")
        after = f" after record {number}" if number else ""
        yield problem_item(name(f"after {number}", 0) if number else source, media_type, f"{fact}{after}; {remedy}")
        return
    if not number:
        yield replace(data_item(source, media_type, b""), contained=True, encoding=UTF8)


def _item(record: Record, name: Names, media_type: str, fields: Fields) -> Item:
    identity, problem = str(record.number), record.problem
    if fields.id is not None and record.identity is None:
        problem = problem or f'no "{fields.id}" to name it by; name a field that all records have with --id-field'
    elif fields.id is not None:
        printable = _printable(record.identity)
        problem = problem or (None if printable else f'"{fields.id}" is no name in one line; name another --id-field')
        identity = printable or identity
    source = name(identity, record.number)
    data = None
    if problem is None:
        data, problem = _data(record.text, fields)
    if data is None:
        return problem_item(source, media_type, problem or "")
    return replace(data_item(source, media_type, data), contained=True, encoding=UTF8)


def _printable(identity: object) -> str | None:
    """An id as it stands in `source`: a number, or a text that is one line without control characters."""
    if isinstance(identity, int) and not isinstance(identity, bool):
        return str(identity)
    if isinstance(identity, str) and identity.strip() and identity.isprintable():
        return identity.strip()
    return None


def _data(text: str | bytes | None, fields: Fields) -> tuple[bytes | None, str | None]:
    """The text as UTF-8, or what is wrong with it."""
    if text is None:
        return None, f'no "{fields.text}" field; name it with --text-field'
    try:
        data = text.encode() if isinstance(text, str) else text
        data.decode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(error.object[error.start]):04X}"
        return None, f'"{fields.text}" holds {code} at character {error.start}, which is no character; write it anew'
    except UnicodeDecodeError as error:
        return None, f'byte {error.start} of "{fields.text}" is no UTF-8; write the file anew as UTF-8'
    return (None, too_large(len(data), fields.max_bytes)) if len(data) > fields.max_bytes else (data, None)


class Names:
    """Sources within one file; each is given once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.given: set[int] = set()  # hashes: a file may hold millions of records

    def __call__(self, name: str, number: int) -> str:
        """`source#name`; the second time with the record's number behind it."""
        source = f"{self.source}#{name}"
        while (key := int.from_bytes(hashlib.sha256(source.encode()).digest()[:8], "big")) in self.given:
            source = f"{source}~{number}"
        self.given.add(key)
        return source


def too_large(size: int | None, max_bytes: int) -> str:
    """The message for a document beyond the limit; the size is None where the reader did not go on to the end."""
    fact = f"{size:,} bytes" if size is not None else f"more than {max_bytes:,} bytes"
    return f"{fact}, more than a page has (limit {max_bytes:,}); split it or raise limits.max_bytes"


def data_item(source: str, media_type: str, data: bytes) -> Item:
    """The item of bytes that were read."""
    sha256 = hashlib.sha256(data).hexdigest()
    return Item(document_id(source, sha256), source, media_type, data, sha256, len(data))


def problem_item(source: str, media_type: str, problem: str, size: int | None = None) -> Item:
    """The item of what cannot be read."""
    return Item(document_id(source, None), source, media_type, None, None, size, problem)
