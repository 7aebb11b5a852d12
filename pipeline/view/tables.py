"""Where the tables of a run lie, and how they become DataFrames."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import InputError, NoMatchError
from pipeline.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

RUN_FILE = "run.json"
# Columns with few distinct values become categories: a hundred thousand pages fit in memory.
CATEGORIES = frozenset(
    {
        "encoding",
        "extractor",
        "field",
        "kind",
        "label",
        "language",
        "layout",
        "media_type",
        "property",
        "stage",
        "status",
    }
)


class TableStore(Protocol):
    """Holds tables of `schema.TABLES`, all or some of them."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that are there, in the order of the schema."""

    def read(self, name: str, where: tuple[str, str] | None = None) -> pa.Table:
        """A table's rows, all or those that have the value in the column, with dictionaries for `CATEGORIES`.

        Raises:
            InputError: it is not there or cannot be read.
        """

    def count(self, name: str) -> int | None:
        """The number of rows, or None where only reading them all would tell."""

    def files(self, name: str) -> list[Path]:
        """The Parquet files of a table, if it consists of such."""


@dataclass(frozen=True)
class FolderTables:
    """The tables in a folder that a run wrote: `NAME.parquet`, a folder of Parquet files, CSV or JSONL."""

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in TABLES if self._path(name) is not None)

    def read(self, name: str, where: tuple[str, str] | None = None) -> pa.Table:
        import pyarrow as pa

        path = self._path(name)
        if path is None:
            raise InputError(
                f"{self.folder}: no {name}.parquet, .csv or .jsonl and no folder {name}; "
                f"the run wrote {', '.join(self.names) or 'no tables'}"
            )
        try:
            if path.is_dir() or path.suffix == ".parquet":
                return _in_order(TABLES[name], _read_parquet(path, TABLES[name], where))
            rows = _read_text(path, TABLES[name], guarded=bool(self.run.get("tables", {}).get("csv_safe")))
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{path}: cannot be read ({error}); run `abspann run` again") from error
        return _encoded(_in_order(TABLES[name], _where(rows, where)))

    def count(self, name: str) -> int | None:
        import pyarrow.parquet as pq

        files = self.files(name)
        if files:
            return sum(int(pq.read_metadata(file).num_rows) for file in files)
        count = self.run.get("counts", {}).get("rows", {}).get(name)
        return None if count is None else int(count)

    def files(self, name: str) -> list[Path]:
        path = self._path(name)
        if path is not None and path.is_dir():
            return sorted(path.rglob("*.parquet"))
        return [path] if path is not None and path.suffix == ".parquet" else []

    @property
    def run(self) -> dict[str, Any]:
        """`run.json`, empty where there is none."""
        try:
            run = json.loads((self.folder / RUN_FILE).read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise InputError(f"{self.folder / RUN_FILE}: cannot be read ({error}); run `abspann run` again") from error
        return run if isinstance(run, dict) else {}

    def _path(self, name: str) -> Path | None:
        """The Parquet file or folder if there is one: it keeps the types that CSV and JSONL lose."""
        for path in (self.folder / f"{name}.parquet", self.folder / name):
            if path.is_dir() and next(path.rglob("*.parquet"), None) is not None:
                return path
            if path.is_file() and path.suffix:
                return path
        others = (self.folder / f"{name}.{suffix}" for suffix in ("csv", "jsonl"))
        return next((path for path in others if path.is_file()), None)


@dataclass(frozen=True, eq=False)
class MemoryTables:
    """Tables in memory: those of one text."""

    name: str
    tables: Mapping[str, pa.Table]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in TABLES if name in self.tables)

    def read(self, name: str, where: tuple[str, str] | None = None) -> pa.Table:
        return _encoded(_where(self.tables[name], where))

    def count(self, name: str) -> int | None:
        return int(self.tables[name].num_rows)

    def files(self, name: str) -> list[Path]:  # noqa: ARG002 - the protocol's
        return []


def check_name(name: str) -> str:
    """The name of a table.

    Raises:
        NoMatchError: no table is called so.
    """
    if name not in TABLES:
        raise NoMatchError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
    return name


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A DataFrame with the nullable types `string`, `Int64`, `Float64`, `boolean`, and `category` for dictionaries."""
    import pandas as pd
    import pyarrow as pa

    types = {
        pa.string(): pd.StringDtype("pyarrow"),
        pa.large_string(): pd.StringDtype("pyarrow"),
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    # Without blocks of several columns, strings and categories share the memory that was read.
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas(types_mapper=types.get, split_blocks=True)
    return frame


def _read_parquet(path: Path, table: Table, where: tuple[str, str] | None) -> pa.Table:
    import pyarrow.parquet as pq

    filters = None if where is None else [(where[0], "=", where[1])]
    return pq.read_table(path, read_dictionary=sorted(_categories(table)), filters=filters)


def _read_text(path: Path, table: Table, *, guarded: bool) -> pa.Table:
    """The rows of a CSV or JSONL file as the pages have them: without the guards of `--csv-safe`."""
    from pipeline.formats import read_rows, unguard_cells

    kind = path.suffix.removeprefix(".")
    rows = read_rows(path.parent, table, kind)
    return unguard_cells(rows) if guarded and kind == "csv" else rows


def _in_order(table: Table, rows: pa.Table) -> pa.Table:
    """The schema's columns first; what a partition or a later version adds comes behind."""
    known = [column.name for column in table.columns if column.name in rows.column_names]
    return rows.select([*known, *(name for name in rows.column_names if name not in known)])


def _where(rows: pa.Table, where: tuple[str, str] | None) -> pa.Table:
    import pyarrow.compute as pc

    return rows if where is None else rows.filter(pc.field(where[0]) == where[1])


def _encoded(rows: pa.Table) -> pa.Table:
    """The same rows with dictionaries for the categories."""
    for index, name in enumerate(rows.column_names):
        if name in CATEGORIES:
            rows = rows.set_column(index, name, rows.column(index).dictionary_encode())
    return rows


def _categories(table: Table) -> Sequence[str]:
    return [column.name for column in table.columns if column.name in CATEGORIES]
