"""Damage that `verify` must find."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batch.run import run
from pipeline.errors import OutputError
from pipeline.schema import TABLES
from pipeline.verify import verify
from tests.pages import SETTINGS, write_pages

# Cells that nothing else in the tables or the sources says again: changed in Parquet and CSV alike, they are believed.
BELIEVED = {
    "documents": {"language", "language_score", "title", "year", "work_id", "stage", "error"},
    "languages": {"language", "score", "inherited"},
    "sections": {"language"},
    "mentions": {"language", "extractor", "score", "entity_id"},
    "claims": {"position", "language", "layout", "extractor", "score"},
    "entities": {"name", "aliases", "fields"},
    "works": set(TABLES["works"].arrow.names),
    "records": {"work", "year", "property", "value", "character", "position", "languages", "score", "reason"},
}
HTML = """<title>Glas</title><h1>Glas</h1><p>Deutschland 2001, 80 Minuten</p>
<dl><dt>Regie<dd>Marlies Kofler<dt>Kamera<dd>Anton Pichlmaier</dl>"""
RECORD = "Ebbe\nDeutschland 2004, 90 Minuten\nRegie: Silke Tamm\nKamera: Onno Harms\n"
PROVEN = [
    (name, column)
    for name, table in TABLES.items()
    for column in table.arrow.names
    if column not in BELIEVED.get(name, ())
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over three text files, a page and records, which no test changes."""
    folder = tmp_path_factory.mktemp("verify")
    write_pages(folder / "pages")
    (folder / "pages/glas.html").write_text(HTML, encoding="utf-8")
    (folder / "pages/films.jsonl").write_text(json.dumps({"text": RECORD}), encoding="utf-8")
    run([folder / "pages"], folder / "out", SETTINGS)
    return folder / "out"


@pytest.fixture
def copy(tables: Path, tmp_path: Path) -> Path:
    """A copy of the run's output that a test may damage."""
    return Path(shutil.copytree(tables, tmp_path / "out"))


def found(folder: Path) -> list[str]:
    return [str(difference) for difference in verify(folder)]


def change(folder: Path, name: str, edit: Callable[[list[dict[str, Any]]], None], *, both: bool = True) -> None:
    """Edit a table's rows and write them as Parquet and, if `both`, as CSV."""
    rows = pa.parquet.read_table(folder / f"{name}.parquet").to_pylist()
    edit(rows)
    changed = pa.Table.from_pylist(rows, TABLES[name].arrow)
    pa.parquet.write_table(changed, folder / f"{name}.parquet")
    if both:
        pa.csv.write_csv(changed, folder / f"{name}.csv")


def other(value: object) -> object:
    """A value of the same type that differs; for an empty cell, None stays None."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x" if isinstance(value, str) else None


def test_a_run_as_written_has_no_differences(tables: Path) -> None:
    """What a run wrote is right in every respect."""
    assert found(tables) == []


@pytest.mark.parametrize(("name", "column"), PROVEN, ids=[".".join(pair) for pair in PROVEN])
def test_a_changed_cell_is_found_where_the_source_or_another_row_says_it_again(
    copy: Path, name: str, column: str
) -> None:
    """Even if Parquet and CSV are changed alike, the source, an id or a count gives the change away."""

    def damage(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in reversed(rows) if row[column] is not None)
        row[column] = other(row[column])

    change(copy, name, damage)
    assert found(copy) != []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_cell_of_one_file_is_found(tables: Path, tmp_path: Path, data: st.DataObject) -> None:
    """CSV and Parquet hold the same, so that a change of one of them never goes unseen."""
    folder = Path(shutil.copytree(tables, tmp_path / "out", dirs_exist_ok=True))
    name = data.draw(st.sampled_from(sorted(TABLES)))
    column = data.draw(st.sampled_from(TABLES[name].arrow.names))
    filled = [
        index
        for index, row in enumerate(pa.parquet.read_table(folder / f"{name}.parquet").to_pylist())
        if row[column] is not None
    ]
    if not filled:
        return
    index = data.draw(st.sampled_from(filled))

    def damage(rows: list[dict[str, Any]]) -> None:
        rows[index][column] = other(rows[index][column])

    change(folder, name, damage, both=False)
    assert any(column in difference or "sorted" in difference for difference in found(folder))


def drop_last(rows: list[dict[str, Any]]) -> None:
    rows.pop()


def double_last(rows: list[dict[str, Any]]) -> None:
    rows.append(dict(rows[-1]))


def swap(rows: list[dict[str, Any]]) -> None:
    rows[0], rows[-1] = rows[-1], rows[0]


ROWS = [
    # table, edit, part of a difference
    ("documents", drop_last, "is an input without a row in documents"),
    ("languages", drop_last, "languages end here"),
    ("sections", drop_last, "n_sections is"),
    ("mentions", drop_last, "n_mentions is"),
    ("claims", drop_last, "n_claims is"),
    ("entities", drop_last, "has no row in entities"),
    ("works", drop_last, "has no row in works"),
    ("records", drop_last, "has no row in records"),
    ("claims", double_last, "2 rows have this claim_id"),
    ("languages", double_last, "2 rows have this document_id, start"),
    ("mentions", swap, "is not sorted by document_id, start, end, mention_id"),
]


@pytest.mark.parametrize(("name", "edit", "message"), ROWS, ids=[f"{name}-{edit.__name__}" for name, edit, _ in ROWS])
def test_missing_doubled_and_moved_rows_are_found(
    copy: Path, name: str, edit: Callable[[list[dict[str, Any]]], None], message: str
) -> None:
    """Rows that are gone, there twice, or out of order are named."""
    change(copy, name, edit)
    assert any(message in difference for difference in found(copy))


def test_a_quote_that_is_not_the_text_is_told_with_place_and_both_wordings(copy: Path) -> None:
    """The message says where in the source the words should stand, and what stands there."""

    def damage(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in rows if row["exact"] == "Konrad Esser")
        row["exact"] = "Konrad Essen"

    change(copy, "claims", damage)
    (difference,) = found(copy)
    assert difference.startswith("turm.txt:")
    assert "quotes 'Konrad Essen'; the text has 'Konrad Esser'; run again" in difference


@pytest.mark.parametrize("name", ["languages", "sections"])
def test_a_gap_between_runs_or_sections_is_found(copy: Path, name: str) -> None:
    """Sections and language runs that leave out a stretch are told with the place."""

    def damage(rows: list[dict[str, Any]]) -> None:
        rows[0]["end"] -= 1

    change(copy, name, damage)
    assert any("end here" in difference or "ends at" in difference for difference in found(copy))


def test_neighbouring_runs_of_one_language_are_found(copy: Path) -> None:
    """A run that is split in two without a change of language is told."""

    def damage(rows: list[dict[str, Any]]) -> None:
        run = next(row for row in rows if row["language"] == "de")
        middle = len("Der gläserne Turm\n")
        rows.insert(rows.index(run) + 1, {**run, "start": run["start"] + middle})
        run["end"] = run["start"] + middle

    change(copy, "languages", damage)
    assert any("two runs of de follow each other" in difference for difference in found(copy))


def test_a_changed_and_a_missing_source_are_found(tmp_path: Path) -> None:
    """A source with other bytes than the run read, and one that is gone, are told by path."""
    pages = write_pages(tmp_path / "pages")
    run([pages], tmp_path / "out", SETTINGS)
    (pages / "turm.txt").write_bytes((pages / "turm.txt").read_bytes().replace(b"Emil", b"Emma"))
    (pages / "tour.txt").unlink()
    differences = found(tmp_path / "out")
    assert len(differences) == 2
    assert any(d.startswith(f"{pages / 'turm.txt'}: has changed since the run: sha256") for d in differences)
    assert any(d.startswith(f"{pages / 'tour.txt'}: cannot be read (No such file or directory)") for d in differences)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("damage", ["gone", "cut", "garbage"])
def test_a_missing_or_broken_file_is_found(copy: Path, suffix: str, damage: str) -> None:
    """A file that is gone, cut off or overwritten is a difference and no crash."""
    path = copy / f"claims.{suffix}"
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    else:
        path.write_bytes(b'\xff\xfe"garbage')
    assert any(f"claims.{suffix}" in difference for difference in found(copy))


def test_other_columns_are_found(copy: Path) -> None:
    """A table with a column too few is told with both lists of columns."""
    table = pa.parquet.read_table(copy / "works.parquet").drop_columns(["title"])
    pa.parquet.write_table(table, copy / "works.parquet")
    assert any(
        difference.startswith("works.parquet: has the columns work_id string, titles") for difference in found(copy)
    )


def test_another_data_package_is_found(copy: Path) -> None:
    """A description that no longer fits the tables is told."""
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    del package["resources"][0]["schema"]["primaryKey"]
    path.write_text(json.dumps(package), encoding="utf-8")
    assert [difference.split(":")[0] for difference in found(copy)] == ["datapackage.json"]


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    """Where no finished run is, there is nothing to check."""
    with pytest.raises(OutputError, match=r"holds no finished run \(no run\.json\)"):
        found(tmp_path)


def test_changed_pages_and_records_are_found(tmp_path: Path) -> None:
    """Converted pages and records are read again from their sources, and each that has changed is told."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "glas.html").write_text(HTML, encoding="utf-8")
    lines = [json.dumps({"text": RECORD}), json.dumps({"text": "Regie: Jo Lund"}), json.dumps({"text": "x"})]
    (pages / "films.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run([pages], tmp_path / "out", SETTINGS)
    assert found(tmp_path / "out") == []
    (pages / "glas.html").write_text(HTML.replace("Marlies", "Marlene"), encoding="utf-8")
    (pages / "films.jsonl").write_text("\n".join([lines[0].replace("Tamm", "Damm"), "{", *lines]), encoding="utf-8")
    differences = found(tmp_path / "out")
    assert [difference.split(";")[0].split(" (")[0] for difference in differences if "sha256" not in difference] == [
        f"{pages / 'films.jsonl'}#2: no JSON",
        "films.jsonl#4: is an input without a row in documents",
        "films.jsonl#5: is an input without a row in documents",
    ]
    changed = [difference.split(": sha256")[0] for difference in differences if "sha256" in difference]
    assert changed == [
        f"{pages / name}: has changed since the run" for name in ("films.jsonl#1", "films.jsonl#3", "glas.html")
    ]


def test_a_text_that_its_source_does_not_convert_to_is_found(copy: Path) -> None:
    """The place of the first difference is told."""

    def damage(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["text"] = row["text"].replace("Marlies", "Marlene")

    change(copy, "texts", damage)
    assert "glas.html:47: the text in texts is not the one that the source converts to; run again" in found(copy)
