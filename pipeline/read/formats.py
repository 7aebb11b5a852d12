"""Which formats there are, by the ends of file names; whatever ends otherwise is read as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "html", "jsonl", "csv", "parquet", "warc"]
Compression = Literal["gzip", "zstd"]

PLAIN, MARKDOWN, HTML, XHTML = "text/plain", "text/markdown", "text/html", "application/xhtml+xml"
HTML_TYPES = frozenset((HTML, XHTML))


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is read. `in_folders` says whether folders give such files unless asked for others."""

    kind: Kind
    media_type: str
    compression: Compression | None = None
    in_folders: bool = True


FORMATS = {
    ".txt": Format("text", PLAIN),
    ".md": Format("text", MARKDOWN),
    ".html": Format("html", HTML),
    ".htm": Format("html", HTML),
    ".xhtml": Format("html", XHTML),
    ".jsonl": Format("jsonl", "application/jsonl"),
    # A folder's tables are more often lists of something else, or the output of an earlier run, than pages.
    ".csv": Format("csv", "text/csv", in_folders=False),
    ".parquet": Format("parquet", "application/vnd.apache.parquet", in_folders=False),
    ".warc": Format("warc", "application/warc"),
}
COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd"}
# The media types of documents that are records of a larger file: their data is the text itself.
RECORD_TYPES = frozenset(one.media_type for one in FORMATS.values() if one.kind in ("jsonl", "csv", "parquet"))
FOLDER_SUFFIXES = tuple(suffix for suffix, one in FORMATS.items() if one.in_folders)


def known_format(name: str) -> Format | None:
    """The format that a file's name announces, None where its ending says nothing; case does not count."""
    stem, compression = name.lower(), None
    for suffix, one in COMPRESSIONS.items():
        if stem.endswith(suffix):
            stem, compression = stem.removesuffix(suffix), one
    found = next((one for suffix, one in FORMATS.items() if stem.endswith(suffix)), None)
    if found is None or (found.kind == "warc" and compression == "zstd"):
        return None
    return Format(found.kind, found.media_type, compression, found.in_folders)


def format_of(name: str) -> Format:
    """The format in which a file is read: plain text, perhaps compressed, where its name announces no other."""
    compression = next((one for suffix, one in COMPRESSIONS.items() if name.lower().endswith(suffix)), None)
    return known_format(name) or Format("text", PLAIN, compression)
