"""Files of one table, in every format."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.writers import Sizes, cut_blocks, open_file
from pipeline.formats import FORMATS, read_rows
from pipeline.schema import LANGUAGES, TEXTS, Table, conform
from tests.made_tables import NASTY, made_rows

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(NASTY)
SMALL = Sizes(block_rows=10, part_rows=25)


def write(folder: Path, table: Table, rows: pa.Table, kind: str, sizes: Sizes = SMALL) -> Path:
    with closing(open_file(folder, table, kind, sizes, csv_safe=False)) as file:
        for block in cut_blocks([rows], sizes):
            file.write(block)
    return folder / f"{table.name}.{kind}"


def language_rows(n: int) -> pa.Table:
    return conform(LANGUAGES, pa.Table.from_pylist(made_rows(LANGUAGES, n), LANGUAGES.arrow))


def text_rows(cells: list[tuple[str, str | None]]) -> pa.Table:
    return pa.table([[str(n) for n in range(len(cells))], *zip(*cells, strict=True)], TEXTS.arrow)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=30), st.data())
def test_blocks_depend_on_the_rows_alone(lengths: list[int], data: st.DataObject) -> None:
    """Blocks have the same ends however the rows come, no row is lost, and none is larger than it may be."""
    rows = text_rows([("x" * length, None) for length in lengths] or [("", None)])
    sizes = Sizes(block_rows=7, block_bytes=150)
    expected = list(cut_blocks([rows], sizes))
    ends = sorted(data.draw(st.lists(st.integers(0, rows.num_rows), max_size=6)))
    batches = [rows.slice(start, end - start) for start, end in zip([0, *ends], [*ends, rows.num_rows], strict=True)]
    assert list(cut_blocks(batches, sizes)) == expected
    assert pa.concat_tables(expected) == rows
    for block in expected:
        assert block.num_rows <= 7
        size = sum(3 * 8 + len(row["document_id"]) + len(row["text"]) for row in block.to_pylist())
        assert size <= 150 or block.num_rows == 1


def test_full_blocks_are_row_groups(tmp_path: Path) -> None:
    """Row groups have a fixed number of rows, the last one what is left."""
    path = write(tmp_path, LANGUAGES, language_rows(24), "parquet")
    found = pa.parquet.ParquetFile(path).metadata
    assert [found.row_group(n).num_rows for n in range(found.num_row_groups)] == [10, 10, 4]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("n", [0, 1, 24, 95])
def test_rows_come_back(tmp_path: Path, kind: str, n: int) -> None:
    """Every format gives back the rows that were written, none at all included."""
    rows = language_rows(n)
    write(tmp_path, LANGUAGES, rows, kind)
    assert read_rows(tmp_path, LANGUAGES, kind).combine_chunks() == rows


def test_a_large_table_is_a_folder_that_reads_as_one(tmp_path: Path) -> None:
    """pandas, pyarrow, polars and DuckDB read the parts by the table's path, in order."""
    rows = language_rows(95)
    path = write(tmp_path, LANGUAGES, rows, "parquet")
    assert [part.name for part in sorted(path.iterdir())] == [f"part-{n:05d}.parquet" for n in range(5)]
    expected = rows["start"].to_pylist()
    assert pd.read_parquet(path)["start"].tolist() == expected
    assert pl.read_parquet(path)["start"].to_list() == expected
    assert pa.parquet.read_table(path)["start"].to_pylist() == expected
    for place in (f"{path}/*.parquet", str(path)):
        assert [row[0] for row in duckdb.read_parquet(place).select("start").fetchall()] == expected


def test_a_part_ends_where_its_file_is_large(tmp_path: Path) -> None:
    """Few rows with much text make parts as well."""
    rows = text_rows([("".join(chr(0x4E00 + (n * k) % 20_000) for k in range(5_000)), None) for n in range(1, 9)])
    path = write(tmp_path, TEXTS, rows, "parquet", Sizes(block_rows=1, part_bytes=20_000))
    assert len(list(path.iterdir())) > 2
    assert read_rows(tmp_path, TEXTS, "parquet").combine_chunks() == rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, st.none() | texts), min_size=1, max_size=8))
def test_any_text_comes_back(cells: list[tuple[str, str | None]]) -> None:
    """Quotes, commas, line ends, empty strings and nulls: what other readers find is what was written."""
    rows = text_rows(cells)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in FORMATS:
            write(folder, TEXTS, rows, kind)
            assert read_rows(folder, TEXTS, kind).combine_chunks() == rows.combine_chunks(), kind
        lines = (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines()
        found = list(csv.reader(io.StringIO((folder / "texts.csv").read_bytes().decode(), newline=""), strict=True))
    assert [json.loads(line) for line in lines] == rows.to_pylist()
    assert [list(json.loads(line)) for line in lines] == [TEXTS.arrow.names] * len(cells)
    assert found == [TEXTS.arrow.names, *([row or "" for row in one.values()] for one in rows.to_pylist())]


@pytest.mark.parametrize("text", [text for text in NASTY if "\x00" not in text])
def test_pandas_reads_the_text(tmp_path: Path, text: str) -> None:
    """pandas finds the same text in CSV and JSON lines."""
    rows = text_rows([(text, None), ("x", text)])
    path = write(tmp_path, TEXTS, rows, "csv")
    assert pd.read_csv(path, keep_default_na=False)["text"].tolist() == [text, "x"]
    path = write(tmp_path, TEXTS, rows, "jsonl")
    assert pd.read_json(path, lines=True, dtype=False)["text"].tolist() == [text, "x"]


def test_the_bytes_of_csv_and_jsonl(tmp_path: Path) -> None:
    """Strings are quoted, nulls are not, floats are as short as they can be, lines end with one character."""
    row = {"document_id": "d", "start": 0, "end": 9, "language": 'a"b', "score": 0.5, "inherited": False}
    rows = pa.Table.from_pylist([row, {**row, "start": 9, "score": 1.0}], LANGUAGES.arrow)
    assert write(tmp_path, LANGUAGES, rows, "csv").read_bytes() == (
        b'"document_id","start","end","language","score","inherited"\n'
        b'"d",0,9,"a""b",0.5,false\n'
        b'"d",9,9,"a""b",1,false\n'
    )
    first, second, rest = write(tmp_path, LANGUAGES, rows, "jsonl").read_bytes().split(b"\n")
    assert first == b'{"document_id":"d","start":0,"end":9,"language":"a\\"b","score":0.5,"inherited":false}'
    assert json.loads(second)["start"] == 9
    assert rest == b""
    assert write(tmp_path, TEXTS, text_rows([("", None)]), "jsonl").read_bytes() == (
        b'{"document_id":"0","text":"","source_map":null}\n'
    )
