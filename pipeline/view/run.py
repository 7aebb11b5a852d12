"""The tables of a run as pandas DataFrames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd

# Columns with few distinct values are categories: a hundred thousand pages fit in memory.
CATEGORIES = frozenset(
    {"field", "language", "kind", "label", "layout", "extractor", "status", "media_type", "encoding"}
)


def load_run(folder: str | Path) -> Run:
    """The tables in a folder that `abspann run` wrote; each is read when it is first asked for.

    Raises:
        InputError: the folder holds no tables.
    """
    folder = Path(folder)
    if not (folder / "records.parquet").is_file():
        raise InputError(f"{folder}: no records.parquet; name the --output folder of an `abspann run`")
    return Run(folder)


@dataclass(frozen=True)
class Run:
    """Tables as DataFrames with nullable types: `string`, `Int64`, `Float64`, `boolean`, `category`."""

    folder: Path

    @cached_property
    def records(self) -> pd.DataFrame:
        return self.table("records")

    @cached_property
    def claims(self) -> pd.DataFrame:
        return self.table("claims")

    @cached_property
    def works(self) -> pd.DataFrame:
        return self.table("works")

    @cached_property
    def entities(self) -> pd.DataFrame:
        return self.table("entities")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return self.table("mentions")

    @cached_property
    def sections(self) -> pd.DataFrame:
        return self.table("sections")

    @cached_property
    def languages(self) -> pd.DataFrame:
        return self.table("languages")

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.table("documents")

    @cached_property
    def texts(self) -> pd.DataFrame:
        return self.table("texts")

    def conflicts(self) -> pd.DataFrame:
        """The records on which documents disagree, side by side."""
        records = self.records
        return records[records["status"] == "conflict"].sort_values(
            ["work", "field", "score"], ascending=[True, True, False]
        )

    def table(self, name: str) -> pd.DataFrame:
        """One table by its name, with the schema's column types."""
        import pandas as pd  # takes half a second: paid by those who load tables

        frame = pd.read_parquet(self.folder / f"{name}.parquet", dtype_backend="numpy_nullable")
        return frame.astype({column: "category" for column in _categories(TABLES[name]) if column in frame})


def _categories(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name in CATEGORIES]
