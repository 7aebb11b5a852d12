"""What lies in buckets on disk comes back as it was put there, bucket by bucket."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipeline.merge.scratch import Buckets, PairBuckets, RowBuckets, borders, cut, values


def test_blobs_come_back_in_order_between_writes(tmp_path: Path) -> None:
    """Reading does not disturb later writing, and a bucket without blobs is empty."""
    buckets = Buckets(tmp_path, 3)
    buckets.add(0, b"a")
    buckets.add(2, b"bc")
    assert list(buckets.read(0)) == [b"a"]
    buckets.add(0, b"")
    buckets.add(0, b"d")
    assert [list(buckets.read(bucket)) for bucket in range(3)] == [[b"a", b"", b"d"], [], [b"bc"]]
    buckets.close()


@pytest.mark.parametrize("together", [1, 3, 100])
def test_rows_keep_their_order_within_a_bucket(together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are dealt out together, each bucket holds its rows as they came, with nulls."""
    monkeypatch.setattr("pipeline.merge.scratch.ROWS_PER_WRITE", together)
    schema = pa.schema([("name", pa.string()), ("number", pa.int64())])
    rows = RowBuckets(tmp_path, 3, schema)
    rows.add(
        pa.table(
            {"number": [1, 2, None], "name": ["a", "b", "c"]},
        ),
        np.array([2, 0, 2]),
    )
    rows.add(pa.table({"number": [4], "name": pa.array([None], pa.string())}), np.array([2]))
    assert rows.read(2).to_pylist() == [
        {"name": "a", "number": 1},
        {"name": "c", "number": None},
        {"name": None, "number": 4},
    ]
    assert rows.read(0).to_pylist() == [{"name": "b", "number": 2}]
    assert rows.read(1).equals(schema.empty_table())
    rows.close()


def test_pairs_of_numbers_keep_all_64_bits(tmp_path: Path) -> None:
    """The lowest and the highest number come back, and no pairs at all are two empty columns."""
    pairs = PairBuckets(tmp_path, 2)
    low, high = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    pairs.add(np.array([low, 5, high]), np.array([1, 2, 3]), np.array([1, 1, 1]))
    left, right = pairs.read(1)
    assert (left.tolist(), right.tolist()) == ([low, 5, high], [1, 2, 3])
    assert [column.tolist() for column in pairs.read(0)] == [[], []]
    pairs.close()


def test_runs_of_equal_keys_have_borders() -> None:
    """Borders enclose each run; no keys have none."""
    assert borders(np.array([3, 3, 5])) == [0, 2, 3]
    assert borders(np.array([], dtype=np.int64)) == [0]


def test_things_in_a_row_are_cut_by_weight() -> None:
    """A bucket ends with the thing that fills it, heavy ones soon, and no number is left out."""
    assert cut(np.array([1, 1, 50, 1, 4, 4, 4]), 5).tolist() == [0, 0, 0, 1, 1, 2, 3]
    assert cut(np.array([], dtype=np.int64), 5).tolist() == []


def test_equal_texts_of_a_column_are_one_object() -> None:
    """Values are Python's, nulls None; texts that are equal take memory once."""
    found = values(pa.chunked_array([["actor", None], ["actor"]]))
    assert found == ["actor", None, "actor"]
    assert found[0] is found[2]
    assert values(pa.chunked_array([[1, None], [3]])) == [1, None, 3]
    assert values(pa.chunked_array([[0.5], [1.5]])) == [0.5, 1.5]
