"""Cells that a spreadsheet would run, and the names of files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import GUARD, described_files, guard_cells, unguard_cells
from tests.made_tables import NASTY

RUN_BY_SPREADSHEETS = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    '"=1',
    "\t=1",
    "\tx",
    "\rx",
    "\nx",
    "\x00x",
    "＝1",
    "'=1",
]
HARMLESS = ["", "a=b", "– Regie", "1", "O'Brien", "'Twas", '"So"', " x", "x\n=1", "E-Mail"]


def cells(values: list[str | None]) -> pa.Table:
    return pa.table({"text": pa.array(values, pa.string()), "number": pa.array([-1] * len(values))})


@pytest.mark.parametrize("text", RUN_BY_SPREADSHEETS)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    """Signs that open a formula, white space and quotes before them, and control characters get a `'` in front."""
    assert guard_cells(cells([text]))["text"].to_pylist() == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays(text: str) -> None:
    """What no spreadsheet runs is not touched, nor are numbers and nulls."""
    rows = cells([text, None])
    assert guard_cells(rows) == rows


@given(st.lists(st.none() | st.text(max_size=5) | st.text("'=+-@\t\r\n \"a", max_size=6) | st.sampled_from(NASTY)))
def test_guards_can_be_taken_off(values: list[str | None]) -> None:
    """Every cell comes back from its guarded form, those that are written with a `'` included."""
    guarded = guard_cells(cells(values))
    assert unguard_cells(guarded)["text"].to_pylist() == values
    assert all(a == b or a == GUARD + str(b) for a, b in zip(guarded["text"].to_pylist(), values, strict=True))


def test_a_package_describes_one_format(tmp_path: Path) -> None:
    """CSV comes before JSON lines before Parquet, and a Parquet table of several parts has them all."""
    (tmp_path / "works.parquet").mkdir()
    for number in (1, 0):
        (tmp_path / "works.parquet" / f"part-0000{number}.parquet").touch()
    assert described_files(tmp_path, ["works"], ["parquet", "csv", "jsonl"]) == {"works": ["works.csv"]}
    assert described_files(tmp_path, ["works"], ["jsonl", "parquet"]) == {"works": ["works.jsonl"]}
    assert described_files(tmp_path, ["works", "records"], ["parquet"]) == {
        "works": ["works.parquet/part-00000.parquet", "works.parquet/part-00001.parquet"],
        "records": ["records.parquet"],
    }
