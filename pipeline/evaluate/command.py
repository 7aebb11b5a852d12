"""What the commands of `abspann` do with gold: load, evaluate, draft, write reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import GoldError, OutputError
from pipeline.evaluate.draft import draft_page
from pipeline.evaluate.evaluation import Evaluation, as_json, evaluate
from pipeline.evaluate.folder import read_gold, write_page
from pipeline.evaluate.gold import GoldPage, write_marks
from pipeline.evaluate.page import render_page
from pipeline.evaluate.standoff import write_standoff
from pipeline.extraction import Resources, extract, load_resources
from pipeline.read.document import read_document
from pipeline.read.inputs import find_inputs
from pipeline.read.items import read_items
from pipeline.settings import Settings
from pipeline.types import Failure

# What the name of a draft's file does without: «/», «:», spaces in the id of a record
UNLIKE_NAME = re.compile(r"[^\w.-]+")


def evaluate_folder(gold: Path, settings: Settings) -> Evaluation:
    """The evaluation of all gold pages in a folder.

    Raises:
        PipelineError: a gold page, a setting, a model or a vocabulary is wrong.
    """
    return evaluate(read_gold(gold), resources_of(settings))


def resources_of(settings: Settings) -> Resources:
    """What the stages need, by the settings."""
    return load_resources(settings.models.model_dump(), settings.vocabulary)


def write_reports(evaluation: Evaluation, json_file: Path | None, html_file: Path | None) -> None:
    """Write the figures as JSON and the mistakes as HTML, where a file is named."""
    if json_file is not None:
        write_report(json_file, json.dumps(as_json(evaluation), ensure_ascii=False, indent=1) + "\n")
    if html_file is not None:
        write_report(html_file, render_page(evaluation))


def write_report(path: Path, content: str) -> None:
    """Write a text file; one that is there is replaced.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); check path and permissions") from error


def draft_pages(paths: Sequence[Path], folder: Path, settings: Settings) -> Iterator[tuple[str, bool]]:
    """Write a draft of each page; yields the file written or what is wrong with the page, and whether it failed.

    Raises:
        GoldError: a draft is there already or cannot be written.
    """
    resources = resources_of(settings)
    for one in find_inputs(paths):
        for item in read_items(one, settings):
            document = read_document(item, settings)
            if isinstance(document, Failure):
                yield f"{item.source}: {document.message}", True
                continue
            record = UNLIKE_NAME.sub("-", item.source.removeprefix(one.source).removeprefix("#"))
            page = draft_page(extract(document, resources), f"{one.path.stem}-{record}" if record else one.path.stem)
            yield str(write_draft(folder, page)), False


def write_draft(folder: Path, page: GoldPage) -> Path:
    """Write a page with inline marks, or as JSON where its text does not allow them.

    Raises:
        GoldError: the file is there already or cannot be written.
    """
    try:
        suffix, content = ".gold", write_marks(page)
    except GoldError:
        suffix, content = ".json", write_standoff(page)
    return write_page(folder / f"{page.name}{suffix}", content)
