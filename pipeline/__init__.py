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
    "load",
]


def load(folder: str | Path) -> Run:
    """The tables in a folder that `abspann run` wrote, as pandas DataFrames.

    Raises:
        InputError: the folder holds no tables.
    """
    from pipeline.view.run import load_run  # pandas and pyarrow take a second: `abspann --help` does without

    return load_run(folder)
