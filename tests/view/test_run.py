"""Loading the tables of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.batch.run import run
from pipeline.errors import InputError
from pipeline.schema import TABLES
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of two small pages that disagree about a year."""
    folder = tmp_path_factory.mktemp("load")
    pages = folder / "pages"
    pages.mkdir()
    for name, year in (("a", 1987), ("b", 1988)):
        text = (
            f"Nachtzug nach Aurich\nDeutschland {year}, 90 Min.\nRegie: Jo Lund\nDarsteller: Nele Abt, Piet van Loo\n"
        )
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")
    run([pages], folder / "output", Settings())
    return folder / "output"


def test_every_table_loads_with_its_columns(output: Path) -> None:
    """Each table has the schema's columns, in order, with nullable types."""
    loaded = pipeline.load(output)
    for name, table in TABLES.items():
        frame = getattr(loaded, name)
        assert list(frame.columns) == [column.name for column in table.columns]
    assert str(loaded.records["field"].dtype) == "category"
    assert str(loaded.claims["position"].dtype) == "Int64"


def test_conflicts_are_what_pages_disagree_about(output: Path) -> None:
    """Two years of one film stand side by side."""
    conflicts = pipeline.load(str(output)).conflicts()
    assert sorted(conflicts.loc[conflicts["field"] == "year", "value"]) == ["1987", "1988"]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    """The message names the folder and what to name instead."""
    with pytest.raises(InputError, match=r"no records\.parquet; name the --output folder"):
        pipeline.load(tmp_path)
