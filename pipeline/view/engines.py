"""The same tables for Polars and DuckDB, where these are installed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.errors import ExtraError, NoMatchError
from pipeline.view.tables import TableStore, check_name, to_frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class PolarsTables:
    """The tables as Polars DataFrames, by their names as attributes; each is read when it is asked for."""

    store: TableStore

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what notebooks and copy ask of every object
            raise AttributeError(name)
        polars = import_extra("polars")
        return polars.from_arrow(self.store.read(check_name(name)).unify_dictionaries())

    def __dir__(self) -> list[str]:
        return list(self.store.names)

    def __repr__(self) -> str:
        return f"Polars tables of {self.store.name}: {', '.join(self.store.names)}"


def connect(store: TableStore) -> Any:
    """A DuckDB connection (in memory) with a view for every table."""
    duckdb = import_extra("duckdb")
    connection = duckdb.connect()
    for name in store.names:
        files = store.files(name)
        rows = (
            connection.read_parquet([str(file) for file in files]) if files else connection.from_arrow(store.read(name))
        )
        rows.create_view(name)
    return connection


def query(connection: Any, statement: str) -> pd.DataFrame:
    """The answer to a statement, with the same column types as the tables have.

    Raises:
        NoMatchError: DuckDB does not understand it; its message says where.
    """
    duckdb = import_extra("duckdb")
    try:
        answer = connection.sql(statement)
    except duckdb.Error as error:
        raise NoMatchError(f"DuckDB cannot run {statement!r}: {error}") from error
    return to_frame(answer.to_arrow_table() if answer is not None else _nothing())


def import_extra(name: str) -> ModuleType:
    """A library of the extra `views`.

    Raises:
        ExtraError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise ExtraError(f"{name} is not installed; it comes with the extra: pip install 'abspann[views]'") from error


def _nothing() -> Any:
    import pyarrow as pa

    return pa.table({})
