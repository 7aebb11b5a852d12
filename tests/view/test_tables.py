"""Tables in the forms that a run may write."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv as arrow_csv

import pipeline
from pipeline.batch.options import RunOptions
from pipeline.batch.run import run
from pipeline.errors import InputError, NoMatchError
from pipeline.schema import TABLES
from pipeline.settings import Models, Settings


def _as_csv(output: Path, folder: Path) -> None:
    for name in TABLES:
        (folder / f"{name}.csv").write_bytes((output / f"{name}.csv").read_bytes())


def _as_jsonl(output: Path, folder: Path) -> None:
    for name in TABLES:
        rows = pq.read_table(output / f"{name}.parquet").to_pylist()
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def _as_parts(output: Path, folder: Path, suffix: str = ".parquet") -> None:
    for name in TABLES:
        rows = pq.read_table(output / f"{name}.parquet")
        parts = folder / f"{name}{suffix}"
        parts.mkdir()
        half = rows.num_rows // 2
        pq.write_table(rows.slice(0, half), parts / "part-0.parquet")
        pq.write_table(rows.slice(half), parts / "part-1.parquet")


def _as_plain_folders(output: Path, folder: Path) -> None:
    _as_parts(output, folder, suffix="")


@pytest.mark.parametrize("write", [_as_csv, _as_jsonl, _as_parts, _as_plain_folders])
def test_all_forms_give_the_same_frames(output: Path, tmp_path: Path, write: object) -> None:
    """CSV, JSONL and folders of Parquet files have the values and types of the Parquet file."""
    assert callable(write)
    write(output, tmp_path)
    expected, loaded = pipeline.load(output), pipeline.load(tmp_path)
    for name in TABLES:
        pd.testing.assert_frame_equal(loaded.table(name), expected.table(name), check_categorical=False)
    assert len(loaded.sql("select * from records")) == len(expected.records)


def test_guards_of_spreadsheets_are_taken_off(tmp_path: Path) -> None:
    """Cells that `--csv-safe` guarded come as the page has them."""
    page, output = tmp_path / "=SUM(A1).txt", tmp_path / "out"
    page.write_text("Der Turm\nRegie: Jo Lund\n", encoding="utf-8")
    settings = Settings(models=Models(de="rules", en="rules"))
    run([page], output, settings, RunOptions(workers=0, formats=frozenset({"csv"}), csv_safe=True))
    assert '"\'=SUM(A1).txt"' in (output / "documents.csv").read_text(encoding="utf-8")
    assert pipeline.load(output).documents["source"].to_list() == [page.name]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_long_texts_are_read_from_every_form(tmp_path: Path, kind: str) -> None:
    """A row may be longer than the blocks in which files are usually parsed."""
    text = "Zeile mit „Zeichen“, Komma\n" * 200_000
    row = {"document_id": "a", "text": text, "source_map": None}
    if kind == "csv":
        arrow_csv.write_csv(pa.Table.from_pylist([row], TABLES["texts"].arrow), tmp_path / "texts.csv")
    else:
        (tmp_path / "texts.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    texts = pipeline.load(tmp_path).texts
    assert texts["text"].to_list() == [text]
    assert texts["source_map"].isna().all()


def test_partitions_keep_their_column(output: Path, tmp_path: Path) -> None:
    """A table that is split by a column of its own has it again."""
    rows = pq.read_table(output / "records.parquet")
    pq.write_to_dataset(rows, tmp_path / "records", partition_cols=["field"])
    frame = pipeline.load(tmp_path).records
    assert list(frame.columns) == [column.name for column in TABLES["records"].columns]
    assert sorted(frame["field"].astype(str)) == sorted(rows["field"].to_pylist())


def test_a_table_that_was_not_written_is_told(output: Path, tmp_path: Path) -> None:
    """The message names what was looked for and what is there."""
    (tmp_path / "records.parquet").write_bytes((output / "records.parquet").read_bytes())
    loaded = pipeline.load(tmp_path)
    with pytest.raises(
        InputError, match=r"no claims\.parquet, \.csv or \.jsonl and no folder claims; .* wrote records"
    ):
        _ = loaded.claims
    with pytest.raises(NoMatchError, match="no table is called 'people'; there are documents, "):
        loaded.table("people")


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    """The message names the file."""
    (tmp_path / "records.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match=r"records\.parquet: cannot be read"):
        _ = pipeline.load(tmp_path).records


def test_empty_tables_keep_their_types(tmp_path: Path) -> None:
    """A run over nothing but failures loads too."""
    for name, table in TABLES.items():
        pq.write_table(table.arrow.empty_table(), tmp_path / f"{name}.parquet")
    run = pipeline.load(tmp_path)
    assert str(run.records["position"].dtype) == "Int64"
    assert len(run.conflicts()) == len(run.credits()) == 0
    assert "0 documents" in repr(run.coverage())
    assert isinstance(run.store.read("records"), pa.Table)
