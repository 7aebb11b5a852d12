"""Ids are hashes of what they name: equal content gives equal ids on every machine."""

from __future__ import annotations

import hashlib


def make_id(*parts: str | int | None) -> str:
    """16 hex digits of the SHA-256 of the parts; None, "" and "0" are told apart."""
    sized = bytearray()
    for part in parts:
        piece = b"n" if part is None else b"v" + str(part).encode("utf-8", "surrogatepass")
        sized += len(piece).to_bytes(4, "big")
        sized += piece
    return hashlib.sha256(sized).hexdigest()[:16]


def document_id(source: str, sha256: str | None) -> str:
    """The id of a document: the same content under the same name has it on every machine."""
    return make_id("document", source, sha256)
