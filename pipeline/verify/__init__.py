"""Check the tables of a run against the sources, the schema and each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import OutputError
from pipeline.formats import DEFAULT_FORMATS, FORMATS, described_files
from pipeline.read.inputs import Input
from pipeline.schema import TABLES, data_package
from pipeline.settings import Settings
from pipeline.verify.differences import Difference
from pipeline.verify.tables import check_cells, read_table
from pipeline.verify.texts import check_documents
from pipeline.verify.totals import check_totals
from pipeline.version import __version__

__all__ = ["Difference", "verify"]


def verify(folder: Path) -> Iterator[Difference]:
    """Everything that is wrong with the tables in a folder; nothing comes if all is well.

    Raises:
        OutputError: the folder holds no finished run.
    """
    run = _read_json(folder / "run.json")
    if not isinstance(run, dict) or "inputs" not in run:
        raise OutputError(f"{folder}: holds no finished run (no run.json); name the folder that a run wrote")
    written = run.get("tables", {})  # where it does not say: the default formats
    formats = [kind for kind in FORMATS if kind in written.get("formats", DEFAULT_FORMATS)]
    package = data_package(__version__, described_files(folder, TABLES, formats))
    if _read_json(folder / "datapackage.json") != package:
        yield Difference("datapackage.json", f"does not describe the tables of version {__version__}")
    tables = {}
    for table in TABLES.values():
        rows = yield from read_table(folder, table, formats, written.get("csv_safe", False))
        if rows is not None:
            tables[table.name] = rows.to_pylist()
    if len(tables) < len(TABLES):
        return
    for table in TABLES.values():
        yield from check_cells(table, tables)
    inputs = [Input(one["source"], one["path"]) for one in run["inputs"]]
    yield from check_documents(inputs, _settings(run), tables)
    yield from check_totals(tables)


def _settings(run: dict[str, Any]) -> Settings:
    """The settings of the run, with which its sources are read again."""
    try:
        return Settings.model_validate(run.get("settings", {}))
    except ValidationError as error:
        raise OutputError("run.json: holds settings of another version; verify with the version that ran") from error


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
