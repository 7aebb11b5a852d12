"""One text at hand, with the same views as a run."""

from __future__ import annotations

import hashlib
from functools import cache

from pipeline.errors import InputError
from pipeline.extraction import Resources, extract, load_resources
from pipeline.ids import make_id
from pipeline.lang.vocabulary import LANGUAGES
from pipeline.merge import merge
from pipeline.rows import extraction_rows
from pipeline.schema import PART_TABLES, TABLES, conform, to_arrow
from pipeline.types import Document
from pipeline.view.run import Run
from pipeline.view.tables import MemoryTables


def extract_text(text: str, language: str | None = None, source: str = "text") -> Run:
    """All tables of one text.

    Args:
        text: the page as it is; offsets count its code points.
        language: `de` or `en` where that is known; None to find out, line by line.
        source: what the text is called in the tables.

    Raises:
        InputError: the text cannot be written as UTF-8, or the language is not one of those that are read.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}; give a str (decode bytes first)")
    if language is not None and language not in LANGUAGES:
        raise InputError(f"language {language!r} is not read here; give one of {', '.join(LANGUAGES)}, or None")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{source}: a lone surrogate at {error.start} is no character; decode the text anew"
        ) from error
    sha256 = hashlib.sha256(data).hexdigest()
    document = Document(
        make_id("document", source, sha256), source, text, sha256, "text/plain", "utf-8", len(data), converted=True
    )
    resources = _resources()
    rows = extraction_rows(extract(document, resources, language))
    part = {name: to_arrow(table, rows[name]) for name, table in PART_TABLES.items()}
    merged = merge(part, resources.vocabulary)
    return Run(MemoryTables(source, {name: conform(table, merged[name]) for name, table in TABLES.items()}))


@cache
def _resources() -> Resources:
    """Loaded once per process: a second or two."""
    return load_resources()
