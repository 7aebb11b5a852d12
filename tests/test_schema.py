"""The tables' definition."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.schema import (
    LANGUAGES,
    MERGED_COLUMNS,
    PART_TABLES,
    RECORDS,
    TABLES,
    Row,
    Table,
    conform,
    data_package,
    to_arrow,
)

RUN: Row = {"document_id": "d", "start": 0, "end": 9, "language": "de", "score": 0.5, "inherited": False}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_and_quotes_name_columns(table: Table) -> None:
    """Primary key, order, foreign keys and quotes all speak of columns that exist, and keys are never empty."""
    nullable = {column.name: column.nullable for column in table.columns}
    assert len(nullable) == len(table.columns)
    assert not any(nullable[column] for column in table.key)
    assert set(table.order) <= set(nullable)
    for column, target in table.foreign_keys.items():
        assert column in nullable
        assert TABLES[target].key == (column,)
    for quote in table.quotes:
        assert {quote.start, quote.end, quote.exact} <= set(nullable)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_order_is_complete(table: Table) -> None:
    """Sorting leaves nothing to chance: it includes the primary key."""
    assert set(table.key) <= set(table.order)


def test_every_column_is_described() -> None:
    """Each description is a sentence, in the data package and in the Parquet schema."""
    for table in TABLES.values():
        assert table.description.endswith(".")
        for column in table.columns:
            assert column.description.endswith((".", "…")), f"{table.name}.{column.name}"
            assert table.arrow.field(column.name).metadata[b"description"].decode() == column.description


def test_a_part_has_the_columns_of_the_table() -> None:
    """Before the merge the same columns are there, with those that it fills in left open."""
    for name, part in PART_TABLES.items():
        if name in TABLES:
            assert part.arrow.names[: len(TABLES[name].columns)] == TABLES[name].arrow.names
            assert all(column.nullable for column in part.columns if column.name in MERGED_COLUMNS)


def test_the_data_package_follows_from_the_tables() -> None:
    """One resource for each table; its fields, keys and required columns are those of the schema."""
    package = data_package("1.2.3")
    assert (package["profile"], package["version"]) == ("tabular-data-package", "1.2.3")
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    records = next(resource for resource in package["resources"] if resource["name"] == "records")
    assert records["path"] == "records.csv"
    assert [field["name"] for field in records["schema"]["fields"]] == RECORDS.arrow.names
    assert records["schema"]["primaryKey"] == ["record_id"]
    assert {"fields": "work_id", "reference": {"resource": "works", "fields": "work_id"}} in records["schema"][
        "foreignKeys"
    ]
    types = {field["name"]: field["type"] for field in records["schema"]["fields"]}
    assert (types["record_id"], types["year"], types["score"]) == ("string", "integer", "number")


def test_rows_become_a_sorted_table() -> None:
    """Columns come in the table's order and rows by its sort key, whatever the order they are given in."""
    rows = [{**RUN, "start": 9, "end": 12}, RUN]
    table = to_arrow(LANGUAGES, rows)
    assert table.schema == LANGUAGES.arrow
    assert table["start"].to_pylist() == [0, 9]
    assert to_arrow(LANGUAGES, list(reversed(rows))) == table


def test_a_missing_value_is_refused() -> None:
    """A column that is not nullable never gets an empty cell."""
    with pytest.raises(ValueError, match=r"languages\.language has empty cells"):
        to_arrow(LANGUAGES, [{**RUN, "language": None}])
    with pytest.raises(KeyError):
        conform(LANGUAGES, pa.table({"document_id": ["d"]}))
