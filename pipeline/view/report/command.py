"""What `abspann report` does: read the tables and texts of a run, write the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.errors import InputError
from pipeline.schema import TABLES
from pipeline.version import __version__
from pipeline.view.marks import mark_style
from pipeline.view.report.data import FIELD_ORDER, add_parts
from pipeline.view.report.files import Embedded, Parts, parts_folder, safe_json, write_files
from pipeline.view.report.summary import LANGUAGES, summarise
from pipeline.view.run import Run, load_run
from pipeline.view.texts import read_source

# A report of more pages keeps its data in a folder beside it: one of 2,000 pages is a file of some 50 MB, which a
# browser opens in about two seconds; `tests/reports/report_report.py` measures it.
MAX_EMBEDDED_PAGES = 2_000
SCRIPTS = ("data.js", "grid.js", "views.js", "main.js")  # in the order in which they use each other
NEEDED = ("documents", "records", "claims")
DRAWN = (*NEEDED, "languages", "sections", "mentions", "entities")


@dataclass(frozen=True, slots=True)
class Written:
    """The report, the folder of its parts if there is one, and how many pages lack a text that the run could read."""

    html: Path
    folder: Path | None
    pages: int
    records: int
    textless: int


def write_report(
    output: Path, html: Path | None = None, sources: Path | None = None, max_embedded: int = MAX_EMBEDDED_PAGES
) -> Written:
    """Write the report of a run's folder to `html`, by default `report.html` in that folder.

    `sources` is the folder where the inputs lie, if that is another one than in the run. A report of more than
    `max_embedded` pages has a folder `STEM_pages` beside it, to which it belongs.

    Raises:
        InputError: the folder holds no run. OutputError: the report cannot be written.
    """
    run = load_run(output, sources)
    tables = _read_tables(run)
    html = output / "report.html" if html is None else html
    n_pages = tables["documents"].num_rows
    is_split = n_pages > max_embedded
    textless = 0
    read = _text_reader(run)

    def read_text(row: Mapping[str, Any]) -> str:
        nonlocal textless
        try:
            return read(row)
        except InputError:
            textless += row["status"] != "failed"
            raise

    def render(parts: Parts) -> str:
        meta = {
            **add_parts(tables, read_text, parts),
            "folder": parts_folder(html).name,
            "languages": LANGUAGES,
            "fields": FIELD_ORDER,
        }
        return _render(tables, output.absolute().name, meta, parts.parts if isinstance(parts, Embedded) else None)

    folder = write_files(html, is_split, render)
    return Written(html, folder, n_pages, tables["records"].num_rows, textless)


def _read_tables(run: Run) -> dict[str, pa.Table]:
    """The tables that a report is drawn from; a run that was told to leave some out gets a plainer report."""
    missing = [name for name in NEEDED if name not in run.store.names]
    if missing:
        raise InputError(f"{run.name}: no table {' and '.join(missing)}; name the --output folder of an `abspann run`")
    return {
        name: run.store.read(name) if name in run.store.names else TABLES[name].arrow.empty_table() for name in DRAWN
    }


def _text_reader(run: Run) -> Callable[[Mapping[str, Any]], str]:
    """Reads the text of a row of `documents`: from the table `texts`, else from its source."""
    if "texts" not in run.store.names:
        return lambda row: read_source(run, row)
    texts = run.store.read("texts")
    positions = {document_id: position for position, document_id in enumerate(texts["document_id"].to_pylist())}

    def read(row: Mapping[str, Any]) -> str:
        position = positions.get(row["document_id"])
        return read_source(run, row) if position is None else str(texts["text"][position].as_py())

    return read


def _render(
    tables: Mapping[str, pa.Table], name: str, meta: Mapping[str, Any], embedded: Sequence[tuple[str, str]] | None
) -> str:
    """The page; `embedded` are the parts that stand in it, None if they are files."""
    package = files(__package__).joinpath("templates")
    environment = Environment(
        loader=PackageLoader("pipeline.view.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda n: f"{n:,}"
    environment.filters["words"] = lambda value: value.replace("_", " ")

    def own(file: str) -> Markup:  # style sheets and scripts hold nothing of a page
        return Markup(package.joinpath(file).read_text(encoding="utf-8"))

    return environment.get_template("report.html.j2").render(
        name=name,
        version=__version__,
        summary=summarise(tables),
        n_records=tables["records"].num_rows,
        is_split=embedded is None,
        meta=Markup(safe_json(meta)),
        parts=[(part, Markup(value)) for part, value in embedded or ()],
        styles=[Markup(mark_style()), own("report.css")],
        scripts=[own(script) for script in SCRIPTS],
    )
