"""Text files: plain text and Markdown, read as they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.ids import document_id as document_id
from pipeline.read.decoding import DecodingError, decode
from pipeline.types import Document, Failure

MEDIA_TYPES = {".md": "text/markdown"}


def read_text_file(path: Path, source: str, max_bytes: int) -> Document | Failure:
    """The document in a file, or why there is none: unreadable, too large, binary, damaged.

    The text is what the bytes say, newlines included; only a byte order mark is left out.
    """
    media_type = MEDIA_TYPES.get(path.suffix.lower(), "text/plain")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= max_bytes else None
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check that it exists and its permissions"
        return Failure(document_id(source, None), source, "read", message, media_type=media_type)
    if data is None:
        message = f"{size:,} bytes, more than a page has (limit {max_bytes:,}); split it or raise limits.max_bytes"
        return Failure(document_id(source, None), source, "read", message, media_type=media_type, size_bytes=size)
    sha256 = hashlib.sha256(data).hexdigest()
    identity = document_id(source, sha256)
    try:
        text, encoding = decode(data)
    except DecodingError as error:
        return Failure(identity, source, "read", str(error), sha256=sha256, media_type=media_type, size_bytes=len(data))
    return Document(identity, source, text, sha256, media_type, encoding, len(data))
