"""Sorting beyond memory."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

import pipeline.batch.sorting
from pipeline.batch.sorting import Sorter
from pipeline.schema import CLAIMS, LANGUAGES, RECORDS, TABLES, Table, conform
from tests.made_tables import made_rows


def sort(table: Table, rows: pa.Table, folder: Path, batches: int, runs: int, range_bytes: int) -> list[pa.Table]:
    """The ranges that come out when the rows come in so many batches, spilled into so many runs."""
    sorter = Sorter(table, folder)
    size = -(-rows.num_rows // batches)
    for number in range(batches):
        sorter.add(rows.slice(number * size, size))
        if runs and number % max(batches // runs, 1) == 0:
            sorter.spill()
            assert sorter.held == 0
    return list(sorter.sorted(range_bytes))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_can_be_sorted_by_ranges_of_its_first_column(table: Table) -> None:
    """The first sort column is a string that every row has: ranges of it leave out no row."""
    first = next(column for column in table.columns if column.name == table.order[0])
    assert (first.type, first.nullable) == ("string", False)


@pytest.mark.parametrize("table", [CLAIMS, LANGUAGES, RECORDS], ids=lambda table: str(table.name))
@pytest.mark.parametrize(("batches", "runs"), [(1, 0), (200, 0), (1, 1), (7, 3), (200, 20)])
@pytest.mark.parametrize("range_bytes", [1, 20_000, 1 << 30])
def test_the_order_is_that_of_the_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Table, batches: int, runs: int, range_bytes: int
) -> None:
    """However the rows come, in memory or from disk, they leave in the order that `conform` gives them."""
    monkeypatch.setattr(pipeline.batch.sorting, "BATCH_BYTES", 2_000)
    made = made_rows(table, 400)
    random.Random(1).shuffle(made)
    rows = pa.Table.from_pylist(made, table.arrow)
    ranges = sort(table, rows, tmp_path, batches, runs, range_bytes)
    assert pa.concat_tables(ranges).combine_chunks() == conform(table, rows)
    assert list(tmp_path.iterdir()) == []


def test_ranges_are_small_but_for_one_value_with_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come in ranges of about the size that is asked for; a third of all in one document comes at once."""
    monkeypatch.setattr(pipeline.batch.sorting, "BATCH_BYTES", 2_000)
    rows = pa.Table.from_pylist(made_rows(LANGUAGES, 3_000), LANGUAGES.arrow)
    ranges = sort(LANGUAGES, rows, tmp_path, 10, 10, 10_000)
    large = [one for one in ranges if one.nbytes > 30_000]
    assert len(ranges) > 8
    assert len(large) == 1
    assert 1_000 <= large[0].num_rows < 1_300


def test_no_rows_are_no_ranges(tmp_path: Path) -> None:
    """A table without rows has nothing to sort, and leaves nothing behind."""
    sorter = Sorter(CLAIMS, tmp_path)
    sorter.add(CLAIMS.arrow.empty_table())
    sorter.spill()
    assert list(sorter.sorted(1000)) == []
    assert list(tmp_path.iterdir()) == []
