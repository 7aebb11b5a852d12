"""The three sample pages: their complete result, reviewed by eye, and what it adds up to."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.batch.run import run
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
EXPECTED = Path(__file__).parent / "expected"
COLUMNS = {
    "claims": ("source", "line", "field", "exact", "value", "character", "label_exact", "layout"),
    "records": ("work", "year", "field", "value", "character", "documents", "languages", "sources", "status"),
    "sections": ("source", "position", "level", "kind", "heading", "language"),
}
Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """All tables of a run over the sample pages, with the source beside each document_id."""
    output = tmp_path_factory.mktemp("seeds") / "output"
    run([ROOT / "seeds"], output, Settings())
    read = {path.stem: pq.read_table(path).to_pylist() for path in sorted(output.glob("*.parquet"))}
    sources = {row["document_id"]: row["source"] for row in read["documents"]}
    for rows in read.values():
        for row in rows:
            if "document_id" in row:
                row["source"] = sources[row["document_id"]]
    return read


def as_csv(rows: Rows, columns: tuple[str, ...]) -> str:
    """The columns as CSV, sorted by source and as the table is."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: str(row.get("source"))))
    return text.getvalue()


@pytest.mark.parametrize("table", COLUMNS)
def test_the_sample_pages_give_the_reviewed_result(table: str, tables: dict[str, Rows]) -> None:
    """Every row is as reviewed: a change of any shows here, and belongs in the file once it has been read."""
    assert as_csv(tables[table], COLUMNS[table]) == (EXPECTED / f"seeds_{table}.csv").read_text(encoding="utf-8")


def test_the_three_pages_are_one_work(tables: dict[str, Rows]) -> None:
    """All pages are about one film, dated by one of them."""
    assert [(row["title"], row["year"], row["documents"]) for row in tables["works"]] == [
        ("Leaving Las Vegas", 1995, 3)
    ]


@pytest.mark.parametrize(
    ("field", "name"), [("director", "Mike Figgis"), ("actor", "Nicolas Cage"), ("actor", "Elisabeth Shue")]
)
def test_two_pages_in_two_languages_agree(field: str, name: str, tables: dict[str, Rows]) -> None:
    """The German and the English page make one record, with sources in both."""
    found = [row for row in tables["records"] if row["field"] == field and row["value"] == name]
    assert [(row["status"], row["documents"], row["languages"]) for row in found] == [("agreed", 2, "de; en")]


def test_the_author_is_one_record_and_nobody_has_a_character(tables: dict[str, Rows]) -> None:
    """John O'Brien wrote the source; no page pairs an actor with a character."""
    assert [row["value"] for row in tables["records"] if row["field"] == "author"] == ["John O'Brien"]
    assert not any(row["character"] for row in tables["records"])
