"""The command `abspann explain`: a file in, what is shown of it out."""

from __future__ import annotations

import io
import json
import sys
from itertools import islice
from pathlib import Path

from rich.console import Console

from pipeline.errors import InputError, OutputError
from pipeline.extraction import load_resources
from pipeline.read.document import read_document
from pipeline.read.inputs import find_inputs
from pipeline.read.items import read_items
from pipeline.settings import Settings
from pipeline.types import Document, Failure
from pipeline.view.explain.data import as_values
from pipeline.view.explain.page import Explanation, explain_page
from pipeline.view.explain.terminal import draw_svg, show_line, show_page, visible


def explain_file(
    path: Path,
    settings: Settings,
    line: int | None,
    around: int,
    *,
    record: str | None = None,
    as_json: bool = False,
    svg: Path | None = None,
) -> str | None:
    """Show a page, or one line of it, on the terminal; or return it as JSON; or draw it to a file.

    `record` is what stands behind `#` in the source of a record: its number, or its id.

    Raises:
        InputError: the file cannot be read, or has no such line.
        OutputError: the picture cannot be written.
        SettingsError, VocabularyError, ModelError: the settings name something that is missing or wrong.
    """
    document = _read(path, record, settings)
    resources = load_resources(settings.models.model_dump(), settings.vocabulary)
    page = explain_page(document, resources, settings.vocabulary)
    if svg is not None:
        _write(svg, draw_svg(page, line, around))
        return None
    if as_json:
        return json.dumps(as_values(page, None if line is None else [line]), indent=2)
    _show(page, line, around)
    return None


def _show(page: Explanation, line: int | None, around: int) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has not all letters still shows the page
    console = Console()
    if line is None:
        show_page(page, console)
    else:
        show_line(page, line, around, console)


def _read(path: Path, record: str | None, settings: Settings) -> Document:
    items = (item for one in find_inputs([path]) for item in read_items(one, settings))
    wanted = (item for item in items if record is None or item.source.partition("#")[2] == record)
    found = list(islice(wanted, 2))
    if not found:
        raise InputError(f"{visible(str(path))}: has no record {record}; name one by its number or id with --record")
    if len(found) > 1:
        raise InputError(f"{visible(str(path))}: holds several pages; name one file, or a record of it with --record N")
    document = read_document(found[0], settings)
    if isinstance(document, Failure):
        raise InputError(f"{visible(str(path))}: {document.message}")
    return document


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from error
