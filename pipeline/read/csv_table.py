"""CSV files with a header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.read.decoding import DecodingError, decode
from pipeline.read.records import Fields, Record
from pipeline.read.streams import BLOCK, UnreadableError

DELIMITERS = ",;\t|"
ROW_FACTOR = 2  # a row may be so many times as long as its text: quotes are doubled, and there are other cells
ROW_FREE = 1 << 16
QUOTE = '"'


def read_csv(stream: BinaryIO, fields: Fields) -> Iterator[Record]:
    """The rows below the header, numbered from 1; blank lines are none.

    The encoding is told from the first 64 KiB, the delimiter (`,`, `;`, tab or `|`) is the one with which the header
    has the text field.

    Raises:
        UnreadableError: the stream cannot be read on, or the header has no such column.
    """
    most = ROW_FACTOR * fields.max_bytes + ROW_FREE
    csv.field_size_limit(max(csv.field_size_limit(), most + 1))
    lines = _Lines(stream, most)
    header, delimiter = _header(lines, fields)
    text_at = header.index(fields.text)
    id_at = header.index(fields.id) if fields.id is not None else None
    number = 0
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_row()
        try:
            row = next(rows, None)
        except csv.Error as error:
            number += 1
            yield Record(
                number, None, None, f"no CSV ({error}); quote cells that hold line breaks, quotes or {delimiter!r}"
            )
            continue
        if row is None:
            return
        if row:
            number += 1
            yield _record(number, row, lines, (len(header), text_at, id_at))


def _header(lines: _Lines, fields: Fields) -> tuple[list[str], str]:
    lines.begin_row()
    line = next(lines, "")
    found = {delimiter: next(csv.reader([line], delimiter=delimiter), []) for delimiter in DELIMITERS}
    wanted = [name for name in (fields.text, fields.id) if name is not None]
    for delimiter, header in found.items():
        if all(name in header for name in wanted):
            return header, delimiter
    header = max(found.values(), key=len)
    missing = next((name for name in wanted if name not in header), wanted[0])
    option = "--text-field" if missing == fields.text else "--id-field"
    known = ", ".join(name[:40] for name in header[:20])
    raise UnreadableError(f'no column "{missing}" in the header ({known}); name it with {option}')


def _record(number: int, row: Sequence[str], lines: _Lines, columns: tuple[int, int, int | None]) -> Record:
    width, text_at, id_at = columns
    if lines.too_long:
        return Record(
            number,
            None,
            None,
            f"{lines.length:,} characters in one row (limit {lines.most:,}); split the text or raise limits.max_bytes",
        )
    if lines.unclosed:
        return Record(number, None, None, "a quote is opened and never closed; double the quotes in cells")
    identity = row[id_at] if id_at is not None and id_at < len(row) else None
    if len(row) != width:
        fact = f"{len(row)} cells, the header has {width}"
        return Record(
            number,
            None if len(row) > width else identity,
            None,
            f"{fact}; quote cells that hold delimiters or line breaks",
        )
    text = row[text_at]
    if any("\udc80" <= character <= "\udcff" for character in text):
        return Record(number, identity, None, f"bytes that are no {lines.encoding.upper()}; save the file as UTF-8")
    return Record(number, identity, text)


class _Lines:
    """The lines of a file for `csv.reader`, which asks for more than one only inside of quotes; rows are bounded.

    Of a row that is too long, the reader gets its beginning and a closing quote; the rest is passed over.
    """

    def __init__(self, stream: BinaryIO, most: int) -> None:
        start = stream.peek(BLOCK)[:BLOCK] if isinstance(stream, io.BufferedReader) else b""
        self.encoding = _encoding(start)
        self.lines = io.TextIOWrapper(stream, self.encoding, errors="surrogateescape", newline="")
        self.most = most
        self.begin_row()

    def begin_row(self) -> None:
        self.length, self.too_long, self.unclosed, self.in_row = 0, False, False, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.lines.readline(self.most + 1)
        if not line:
            self.unclosed = self.in_row
            raise StopIteration
        self.length += len(line)
        if self.length > self.most:
            self.too_long = True
            return self._pass_over(line)
        self.in_row = True
        return line

    def _pass_over(self, line: str) -> str:
        """Read to the end of the row: the first line end outside of quotes."""
        was_open = is_open = self.in_row
        while line:
            is_open ^= line.count(QUOTE) % 2 == 1
            if line.endswith(("\n", "\r")) and not is_open:
                break
            line = self.lines.readline(BLOCK)
            self.length += len(line)
        return f"{QUOTE}\n" if was_open else "too long\n"


def _encoding(start: bytes) -> str:
    """UTF-8 or what a byte order mark says; else what the bytes look like."""
    try:
        # A character may be cut at the end.
        return decode(start if len(start) < BLOCK else start[: start.rfind(b"\n") + 1] or start[:-4])[1]
    except DecodingError:
        return "utf-8-sig"
