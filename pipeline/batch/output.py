"""The files of a run: all of them, or none."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

import pyarrow as pa

from pipeline.batch.sorting import Sorter
from pipeline.batch.tally import Counting, Tally
from pipeline.batch.writers import Sizes, cut_blocks, open_file
from pipeline.errors import OutputError
from pipeline.formats import DEFAULT_FORMATS, FORMATS, PART_GLOB, described_files, file_name
from pipeline.schema import TABLES, Table, data_package, fit
from pipeline.version import __version__

RUN_FILE = "run.json"
PACKAGE_FILE = "datapackage.json"
FILES = (  # of a run in the default formats
    *(file_name(name, kind) for name in TABLES for kind in FORMATS if kind in DEFAULT_FORMATS),
    PACKAGE_FILE,
    RUN_FILE,
)
STAGING = ".abspann-tables-"  # folders of files that are not complete yet

REMEDIES = {
    errno.ENOSPC: "free some space there",
    errno.EDQUOT: "free some space there, or have the quota raised",
    errno.EFBIG: "raise the limit on file sizes (`ulimit -f`), or use a file system that takes larger files",
    errno.EACCES: "check its permissions, and that no program has one of its files open",
    errno.EPERM: "check its permissions, and that no program has one of its files open",
    errno.EROFS: "make it writable",
}
REMEDY = "check permissions and free space"


def check_folder(folder: Path, formats: Collection[str] = DEFAULT_FORMATS) -> None:
    """Refuse early a folder that cannot take the files; nothing is made yet.

    Raises:
        OutputError: it is a file, or lies under one, or one of the files to be written is a folder; a format is
            unknown.
    """
    for kind in sorted(set(formats) - set(FORMATS)):
        raise OutputError(f"{kind}: is no format of tables; name one or more of {', '.join(FORMATS)}")
    if not formats:
        raise OutputError(f"{folder}: no format to write tables in; name one or more of {', '.join(FORMATS)}")
    above = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    if above.exists() and not above.is_dir():
        raise OutputError(f"{above}: is a file, not a folder; name another folder with --output")
    for path in _targets(folder):
        if path.is_dir() and not _is_parts(path):
            raise OutputError(f"{path}: is a folder where a file is to be written; move it away")


class TableWriter:
    """Takes the tables of a run in any order and writes them, sorted, to a folder; use it as a context manager.

    ```python
    with TableWriter(folder, frozenset({"parquet"})) as tables:
        tables.add("records", rows)  # as often as needed
        tables.commit({"inputs": ...})
    ```

    All files are complete in a hidden folder before the first takes its place; until then those of an earlier run stay
    as they are, and without `commit` they stay for good. Equal rows give equal bytes, however they were added. Holds
    about `sizes.memory` bytes of rows, at most twice that for moments; the rest waits on disk, in `scratch` or in the
    folder itself. Only one writer at a time may use a folder: the caller sees to that.
    """

    def __init__(
        self,
        folder: Path,
        formats: Collection[str] = DEFAULT_FORMATS,
        *,
        csv_safe: bool = False,
        scratch: Path | None = None,
        sizes: Sizes | None = None,
    ) -> None:
        """`csv_safe` puts `'` before cells of CSV files that a spreadsheet would run as a formula.

        Raises:
            OutputError: as `check_folder`.
        """
        check_folder(folder, formats)
        self._folder = folder
        self._formats = tuple(kind for kind in FORMATS if kind in formats)
        self._csv_safe = csv_safe
        self._scratch = scratch or folder
        self._sizes = sizes or Sizes()
        self._counting = Counting()
        self._temporary: list[Path] = []
        self._sorters: dict[str, Sorter] = {}
        self._finished = False

    def __enter__(self) -> TableWriter:
        """Make the folder, and remove what a killed run left in it.

        Raises:
            OutputError: it cannot be written to.
        """
        self._made = not self._folder.exists()
        try:
            with _errors_told(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
                for left in self._folder.glob(f"{STAGING}*"):
                    shutil.rmtree(left, ignore_errors=True)
                self._staging = self._temporary_folder(self._folder)
            with _errors_told(self._scratch):
                self._scratch.mkdir(parents=True, exist_ok=True)
                other = self._scratch != self._folder
                spilled = self._temporary_folder(self._scratch) if other else self._staging / "spilled"
        except BaseException:
            self._clean_up()
            raise
        self._sorters = {name: Sorter(table, spilled) for name, table in TABLES.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clean_up()

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows of a table, with all its columns.

        Raises:
            KeyError: no such table, or a column is missing. ValueError: a value is missing or does not fit its column.
            OutputError: the scratch folder cannot be written to.
        """
        sorter = self._sorters[name]
        rows = fit(TABLES[name], rows)
        self._counting.add(name, rows)
        sorter.add(rows)
        while sum(one.held for one in self._sorters.values()) > self._sizes.memory:
            with _errors_told(self._scratch):
                max(self._sorters.values(), key=lambda one: one.held).spill()

    def tally(self) -> Tally:
        """What the rows add up to that were added until now."""
        return self._counting.tally()

    def finish(self) -> None:
        """Sort and write all tables, to the hidden folder; no row can be added afterwards.

        Raises:
            OutputError: they cannot be written; the tables of an earlier run are as they were.
        """
        if self._finished:
            return
        with _errors_told(self._folder):
            for name, sorter in self._sorters.items():
                self._write(TABLES[name], sorter)
        self._finished = True

    def commit(self, run: Mapping[str, Any]) -> None:
        """Put the tables, `datapackage.json` and `run.json` in place of those that are there.

        `run` is what `run.json` says, and `tables` (formats and csv_safe) is added. Tables in formats that were not
        asked for are removed: they are of an earlier run. `run.json` goes first and comes last, so that a folder
        without it is not to be trusted.

        Raises:
            OutputError: as `finish`; also, if a file cannot be moved.
        """
        self.finish()
        with _errors_told(self._folder):
            files = described_files(self._staging, TABLES, self._formats)
            _write_json(self._staging / PACKAGE_FILE, data_package(__version__, files))
            tables = {"formats": list(self._formats), "csv_safe": self._csv_safe}
            _write_json(self._staging / RUN_FILE, {**run, "tables": tables})
            self._replace()
        self._made = False

    def _temporary_folder(self, parent: Path) -> Path:
        path = Path(mkdtemp(prefix=STAGING, dir=parent))
        self._temporary.append(path)
        return path

    def _write(self, table: Table, sorter: Sorter) -> None:
        with ExitStack() as stack:
            files = []
            for kind in self._formats:
                file = open_file(self._staging, table, kind, self._sizes, self._csv_safe)
                stack.callback(file.close)
                files.append(file)
            for block in cut_blocks(sorter.sorted(self._sizes.memory // 4), self._sizes):
                for file in files:
                    file.write(block)

    def _replace(self) -> None:
        """Move the old files away, then the new ones in; whatever goes wrong, all goes back."""
        old, new = Path(mkdtemp(prefix="old-", dir=self._staging)), self._staging
        names = [file_name(name, kind) for name in TABLES for kind in self._formats]
        moves = [(path, old / path.name) for path in (self._folder / RUN_FILE, *_targets(self._folder))]
        moves += [(new / name, self._folder / name) for name in (*names, PACKAGE_FILE, RUN_FILE)]
        done: list[tuple[Path, Path]] = []
        try:
            for source, target in moves:
                if source.parent != self._folder or os.path.lexists(source):
                    done.append((source, target))
                    source.rename(target)
        except BaseException:
            for source, target in reversed(done):
                with suppress(OSError):  # the move that failed has nothing to undo
                    target.rename(source)
            if any(old.iterdir()):  # what could not be put back is kept
                self._temporary.remove(self._staging)
            raise

    def _clean_up(self) -> None:
        for path in self._temporary:
            shutil.rmtree(path, ignore_errors=True)
        if self._made:
            with suppress(OSError):  # somebody else put something there
                self._folder.rmdir()


def write_files(folder: Path, tables: Mapping[str, pa.Table], run: Mapping[str, Any]) -> None:
    """Write every table in the default formats, the data package and the run file.

    Raises:
        OutputError: the folder cannot be made or written to.
    """
    with TableWriter(folder) as writer:
        for name in TABLES:
            writer.add(name, tables[name])
        writer.commit(run)


def _targets(folder: Path) -> Iterator[Path]:
    """Where files of a run may lie, in any format; the run file comes separately."""
    for kind in FORMATS:
        for name in TABLES:
            yield folder / file_name(name, kind)
    yield folder / PACKAGE_FILE


def _is_parts(path: Path) -> bool:
    """Whether a folder is a Parquet table of several files, and holds nothing else."""
    return path.suffix == ".parquet" and all(part.match(PART_GLOB) for part in path.iterdir())


@contextmanager
def _errors_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        fact = os.strerror(error.errno) if error.errno else str(error)
        raise OutputError(
            f"{folder}: cannot be written ({fact}); {REMEDIES.get(error.errno or 0, REMEDY)}, "
            "or name another folder with --output; tables that were there are as they were"
        ) from error


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
