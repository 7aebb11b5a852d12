"""The files of a run: all of them, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from pipeline.errors import OutputError
from pipeline.schema import TABLES

RUN_FILE = "run.json"
PACKAGE_FILE = "datapackage.json"
FILES = (*(f"{name}.{suffix}" for name in TABLES for suffix in ("parquet", "csv")), PACKAGE_FILE, RUN_FILE)


def check_folder(folder: Path) -> None:
    """Refuse early a folder that cannot take the files; nothing is made yet.

    Raises:
        OutputError: it is a file, or lies under one, or one of the files to be written is a folder.
    """
    above = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    if above.exists() and not above.is_dir():
        raise OutputError(f"{above}: is a file, not a folder; name another folder with --output")
    for name in FILES:
        if (folder / name).is_dir():
            raise OutputError(f"{folder / name}: is a folder where a file is to be written; move it away")


def write_files(
    folder: Path, tables: Mapping[str, pa.Table], package: Mapping[str, Any], run: Mapping[str, Any]
) -> None:
    """Write every table as Parquet and CSV, the data package and the run file.

    All files are complete in a hidden folder before the first takes its place; until then, those of an earlier run
    stay as they are. The run file comes last, so that a folder without it is not to be trusted.

    Raises:
        OutputError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".abspann-", dir=folder) as staging:
            staged = Path(staging)
            for name in TABLES:
                pa.parquet.write_table(tables[name], staged / f"{name}.parquet")
                pa.csv.write_csv(tables[name], staged / f"{name}.csv")
            _write_json(staged / PACKAGE_FILE, package)
            _write_json(staged / RUN_FILE, run)
            (folder / RUN_FILE).unlink(missing_ok=True)
            for name in FILES:
                (staged / name).replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}); check permissions and free space, "
            "or name another folder with --output"
        ) from error


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
