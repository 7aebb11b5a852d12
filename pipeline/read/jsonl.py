"""JSON Lines: one object per line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.read.records import Fields, Record
from pipeline.read.streams import read_line

# A line may be longer than its text: up to three times where every `ü` is written `\u00fc`, and other fields beside it.
LINE_FACTOR = 4
LINE_FREE = 1 << 16


def read_jsonl(stream: BinaryIO, fields: Fields) -> Iterator[Record]:
    """The records of a file; a record's number is that of its line. Blank lines are none.

    Raises:
        UnreadableError: the stream cannot be read on.
    """
    most = LINE_FACTOR * fields.max_bytes + LINE_FREE
    number = 0
    while True:
        line, length = read_line(stream, most)
        if line == b"":
            return
        number += 1
        if line is None:
            problem = f"{length:,} bytes in one line (limit {most:,}); split the text or raise limits.max_bytes"
            yield Record(number, None, None, problem)
            continue
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield _record(number, line, fields)


def _record(number: int, line: bytes, fields: Fields) -> Record:
    try:
        values: Any = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Record(number, None, None, f"byte {error.start} of the line is no UTF-8; save the file as UTF-8")
    except json.JSONDecodeError as error:
        return Record(number, None, None, f"no JSON ({error.msg} at character {error.pos}); write one object per line")
    except RecursionError:
        return Record(number, None, None, "JSON nested too deep; write one object of plain fields per line")
    except ValueError as error:  # a number of thousands of digits
        return Record(number, None, None, f"JSON that cannot be read ({error}); write one object per line")
    if not isinstance(values, dict):
        return Record(number, None, None, f"{_kind(values)} and no object; write one object per line")
    identity = values.get(fields.id) if fields.id is not None else None
    text = values.get(fields.text)
    if text is not None and not isinstance(text, str):
        return Record(
            number, identity, None, f'"{fields.text}" is {_kind(text)} and no text; name another --text-field'
        )
    return Record(number, identity, text)


def _kind(value: object) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        str: "a text",
    }
    return kinds.get(type(value), "null")
