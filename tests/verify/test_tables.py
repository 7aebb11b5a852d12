"""Differences between the formats of a table."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet
import pytest

from pipeline.batch.output import TableWriter
from pipeline.batch.run import run
from pipeline.batch.writers import Sizes
from pipeline.formats import FORMATS
from pipeline.schema import TABLES
from pipeline.verify import verify
from tests.pages import GERMAN, SETTINGS, write_pages


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over pages of which one has a name that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("formats")
    pages = write_pages(folder / "pages")
    (pages / "=turm.txt").write_text(GERMAN, encoding="utf-8")
    run([pages], folder / "out", SETTINGS)
    return folder / "out"


def rewrite(first: Path, folder: Path, formats: set[str], csv_safe: bool = False) -> Path:
    """The same run as it is written in other formats, Parquet in parts of ten rows."""
    with TableWriter(folder, formats, csv_safe=csv_safe, sizes=Sizes(block_rows=5, part_rows=10)) as writer:
        for name in TABLES:
            writer.add(name, pyarrow.parquet.read_table(first / f"{name}.parquet"))
        writer.commit(json.loads((first / "run.json").read_text(encoding="utf-8")))
    return folder


def found(folder: Path) -> list[str]:
    return [str(difference) for difference in verify(folder)]


@pytest.mark.parametrize("csv_safe", [False, True])
@pytest.mark.parametrize("formats", [{"parquet"}, {"csv"}, {"jsonl"}, {"csv", "jsonl"}, set(FORMATS)], ids=sorted)
def test_every_choice_of_formats_is_right(first: Path, tmp_path: Path, formats: set[str], csv_safe: bool) -> None:
    """A run in any formats, with guards or without, has no differences."""
    rewrite(first, tmp_path / "out", formats, csv_safe)
    assert found(tmp_path / "out") == []
    if csv_safe and "csv" in formats:
        assert '"\'=turm.txt"' in (tmp_path / "out" / "documents.csv").read_text(encoding="utf-8")


DAMAGE = [
    # formats, file, what is replaced, by what, the difference
    ({"jsonl", "parquet"}, "claims.jsonl", "Emil Sandrock", "Emil Sandrok", "'Emil Sandrok', in claims.parquet 'Emil"),
    ({"jsonl", "csv"}, "claims.csv", "Emil Sandrock", "Emil Sandrok", "'Emil Sandrok', in claims.jsonl 'Emil"),
    ({"jsonl"}, "claims.jsonl", '"Emil Sandrock"', '"Emil Sandrok"', "quotes 'Emil Sandrok'; the text has"),
    ({"jsonl", "parquet"}, "claims.jsonl", '"exact":', '"quote":', "claims.jsonl: cannot be read"),
    ({"jsonl", "parquet"}, "claims.jsonl", '"claim_id":"', '"claim_id":null,"x":"', "claims.jsonl: cannot be read"),
    ({"csv", "parquet"}, "documents.csv", "'=turm", "=turm", "'=turm.txt', in documents.parquet \"'=turm.txt\""),
    ({"csv"}, "documents.csv", "'=turm", "=turm", "'=turm.txt', with guards \"'=turm.txt\""),
    (
        {"csv"},
        "claims.csv",
        "Emil Sandrock",
        "'Emil Sandrock",
        "quotes \"'Emil Sandrock\"; the text has 'Emil Sandrock'",
    ),
    ({"csv"}, "claims.csv", '"exact"', '"quote"', "claims.csv: has the columns"),
]


@pytest.mark.parametrize(("formats", "name", "old", "new", "difference"), DAMAGE)
def test_damage_to_one_format_is_found(
    first: Path, tmp_path: Path, formats: set[str], name: str, old: str, new: str, difference: str
) -> None:
    """Each format is checked, a lost or an added guard included."""
    path = rewrite(first, tmp_path / "out", formats, csv_safe=True) / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(difference in one for one in found(tmp_path / "out"))


def test_a_missing_part_is_found(first: Path, tmp_path: Path) -> None:
    """A Parquet table that lost one of its parts is neither what the package describes nor whole."""
    rewrite(first, tmp_path / "out", {"parquet"})
    (tmp_path / "out" / "claims.parquet" / "part-00001.parquet").unlink()
    assert "datapackage.json" in {one.split(":")[0] for one in found(tmp_path / "out")}
    assert len(found(tmp_path / "out")) > 1


def test_a_missing_table_is_found(first: Path, tmp_path: Path) -> None:
    """A file of a format in which the run was written must be there."""
    rewrite(first, tmp_path / "out", {"jsonl", "parquet"})
    (tmp_path / "out" / "works.jsonl").unlink()
    assert any(one.startswith("works.jsonl: cannot be read") for one in found(tmp_path / "out"))
