"""The bytes of a file, unpacked where it is compressed, with a guard against files that unpack without end."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from pipeline.read.formats import Compression

BLOCK = 1 << 16
# A compressed file may unpack to this much whatever its size, and beyond it to so many times its size: gzip reaches
# 1,000 to 1 on zeros; JSON Lines of pages come to 3 to 10 to 1, of one page many times over to 100 to 1.
FREE_BYTES = 1 << 30
MAX_RATIO = 200


class UnreadableError(Exception):
    """A file that cannot be read on: the message gives fact and remedy."""


@contextmanager
def open_bytes(path: Path, compression: Compression | None, *, seekable: bool = False) -> Iterator[BinaryIO]:
    """The file's content from its start, to be read forwards; as the plain file where it must be `seekable`.

    Raises:
        UnreadableError: also while reading: the system refuses, or compressed data are damaged or out of all bounds.
    """
    try:
        with path.open("rb") as file:
            yield file if seekable else io.BufferedReader(_Checked(file, compression), BLOCK)
    except OSError as error:
        raise UnreadableError(
            f"cannot be read ({error.strerror or error}); check that it exists and its permissions"
        ) from error


class _Checked(io.RawIOBase):
    """Reads a file, unpacked; what goes wrong becomes an `UnreadableError`."""

    def __init__(self, file: BinaryIO, compression: Compression | None) -> None:
        self.file, self.compression, self.unpacked = file, compression, 0
        self.stream: BinaryIO = file
        if compression == "gzip":
            self.stream = gzip.GzipFile(fileobj=file)  # type: ignore[assignment]
        elif compression == "zstd":
            self.stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.stream.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowException) as error:
            raise UnreadableError(_damage(error)) from error
        except OSError as error:
            if self.compression is None or error.errno is not None:
                raise UnreadableError(f"cannot be read ({error.strerror or error}); check the disk") from error
            raise UnreadableError(_damage(error)) from error  # pyarrow's errors of zstd have no number
        self.unpacked += len(data)
        if self.compression is not None and self.unpacked > FREE_BYTES + MAX_RATIO * self.file.tell():
            raise UnreadableError(f"unpacks to more than {MAX_RATIO} times its size; unpack it and look what it is")
        buffer[: len(data)] = data
        return len(data)


def _damage(error: Exception) -> str:
    return f"damaged compressed data ({error}); fetch or compress the file again"


def read_line(stream: BinaryIO, most: int) -> tuple[bytes | None, int]:
    """The next line with its newline and its length; None for a line of more than `most` bytes, b"" at the end.

    A line that is too long is read to its end without being kept.
    """
    line = stream.readline(most + 1)
    if len(line) <= most:
        return line, len(line)
    length = len(line)
    while not line.endswith(b"\n"):
        line = stream.readline(BLOCK)
        length += len(line)
        if not line:
            break
    return None, length
