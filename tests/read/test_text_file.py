"""One text file to its document."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.read.text_file import document_id, read_text_file
from pipeline.types import Document, Failure

LIMIT = 1_000


def test_a_text_file_becomes_a_document(tmp_path: Path) -> None:
    """Text, hash, size, media type and encoding are those of the file; newlines stay as they are."""
    data = "Käthe\r\nRegie\rGrößl\n".encode("windows-1252")
    path = tmp_path / "seite.md"
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    assert read_text_file(path, "a/seite.md", LIMIT) == Document(
        id=document_id("a/seite.md", sha256),
        source="a/seite.md",
        text="Käthe\r\nRegie\rGrößl\n",
        sha256=sha256,
        media_type="text/markdown",
        encoding="windows-1252",
        size_bytes=len(data),
    )


def test_binary_data_is_a_failure_that_knows_its_bytes(tmp_path: Path) -> None:
    """The row of a file that is no text still has size and hash, so that it can be found again."""
    path = tmp_path / "image.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    failure = read_text_file(path, "image.txt", LIMIT)
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.size_bytes, len(failure.sha256 or "")) == ("read", 10, 64)
    assert failure.message == "binary data, no text (NUL at byte 8); give a text file"


def test_a_file_above_the_limit_is_a_failure(tmp_path: Path) -> None:
    """A file that is too large is not read, and the message names size, limit and setting."""
    path = tmp_path / "line.txt"
    path.write_bytes(b"x" * (LIMIT + 1))
    failure = read_text_file(path, "line.txt", LIMIT)
    assert isinstance(failure, Failure)
    assert failure.message == "1,001 bytes, more than a page has (limit 1,000); split it or raise limits.max_bytes"
    assert (failure.size_bytes, failure.sha256) == (1_001, None)


def test_a_file_that_cannot_be_opened_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal by the system is told in the system's words."""
    path = tmp_path / "closed.txt"
    path.write_bytes(b"x")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    failure = read_text_file(path, "closed.txt", LIMIT)
    assert isinstance(failure, Failure)
    assert failure.message == "cannot be read (Permission denied); check that it exists and its permissions"
