"""Polars and DuckDB over the same tables."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import ExtraError, NoMatchError


def test_sql_answers_as_the_tables_do(output: Path) -> None:
    """Views have the tables' names, and answers their types."""
    run = pipeline.load(output)
    answer = run.sql("select field, position, value from records order by record_id")
    assert sorted(answer["value"]) == sorted(run.records["value"])
    assert str(answer["position"].dtype) == "Int64"
    (joined,) = run.sql("select count(*) as n from claims join documents using (document_id)")["n"]
    assert joined == len(run.claims)


def test_a_wrong_statement_is_told(output: Path) -> None:
    """With the words of DuckDB, which say where."""
    with pytest.raises(NoMatchError, match="DuckDB cannot run 'select regie from records'"):
        pipeline.load(output).sql("select regie from records")


def test_polars_has_the_tables(output: Path) -> None:
    """By their names as attributes; others are told."""
    run = pipeline.load(output)
    assert run.polars.records["value"].to_list() == run.records["value"].to_list()
    assert "records" in dir(run.polars)
    with pytest.raises(NoMatchError, match="no table is called 'people'"):
        _ = run.polars.people


@pytest.mark.parametrize("name", ["duckdb", "polars"])
def test_a_missing_library_is_told_with_its_extra(output: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra that brings it."""
    monkeypatch.setitem(sys.modules, name, None)
    run = pipeline.load(output)
    with pytest.raises(ExtraError, match=rf"{name} is not installed; .*abspann\[views\]"):
        _ = run.sql("select 1") if name == "duckdb" else run.polars.records
