"""Abspann: credits of films, series and stage works from German and English pages, with their sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.types import Claim, Document, Extraction, Failure, LanguageRun, Mention, PageWork, Section, Span
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.view.run import Run

__all__ = [
    "Claim",
    "Document",
    "Extraction",
    "Failure",
    "LanguageRun",
    "Mention",
    "PageWork",
    "Section",
    "Span",
    "__version__",
    "extract",
    "load",
]


def load(folder: str | Path, *, sources: str | Path | None = None) -> Run:
    """The tables in a folder that `abspann run` wrote, as pandas DataFrames.

    `sources` is the folder in which the inputs lie now, where they have moved since the run.

    Raises:
        InputError: the folder holds no tables.
    """
    from pipeline.view.run import load_run  # pandas and pyarrow take a second: `abspann --help` does without

    return load_run(folder, sources)


def extract(text: str, language: str | None = None, source: str = "text") -> Run:
    """What one text says, in the same tables and views as those of a run.

    Args:
        text: the page as it is.
        language: `de` or `en` where that is known; None to find out.
        source: what the text is called in the tables.

    Raises:
        InputError: the text is no Unicode text, or the language is not one of those that are read.
    """
    from pipeline.view.one import extract_text

    return extract_text(text, language, source)
