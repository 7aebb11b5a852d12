"""Two runs compared: what was gained, lost and changed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pipeline.batch.run import run
from pipeline.errors import OutputError
from pipeline.evaluate.comparison import ASPECTS, Change, Comparison, Record, as_csv, compare, compare_records, count_by
from pipeline.evaluate.show import show_comparison
from tests.pages import SETTINGS, write_pages


def record(record_id: str = "r1", **changed: object) -> Record:
    """A director of a work."""
    return {
        "record_id": record_id,
        "field": "director",
        "work": "The Glass Tower",
        "year": 1987,
        "value": "Käthe Wiesengrund",
        "character": None,
        "status": "single",
        "score": 0.9,
        "sources": "a.txt:1-5",
        **changed,
    }


CHANGES = [
    # what changes, columns of the new record, aspects
    ("nothing", {}, None),
    ("status", {"status": "agreed"}, ("status",)),
    ("score", {"score": 0.8}, ("score",)),
    ("a score's last digit", {"score": 0.9 + 1e-12}, None),
    ("evidence", {"sources": "a.txt:1-5; b.txt:3-9"}, ("evidence",)),
    ("character", {"character": "Martha"}, ("value",)),
    ("year", {"year": 1988}, ("work",)),
    ("several", {"status": "agreed", "score": 1.0}, ("status", "score")),
]


@pytest.mark.parametrize(("what", "changed", "aspects"), CHANGES, ids=[what for what, _, _ in CHANGES])
def test_records_with_one_id_change_in_aspects(
    what: str, changed: dict[str, object], aspects: tuple[str, ...] | None
) -> None:
    """Each column belongs to an aspect that is named."""
    changes = list(compare_records([record()], [record(**changed)]))
    assert [(change.kind, change.aspects) for change in changes] == ([] if aspects is None else [("changed", aspects)])
    assert set(aspects or ()) <= ASPECTS.keys(), what


def test_another_value_from_the_same_place_is_a_change() -> None:
    """A record that quotes the place of a lost one in the same field has changed its value."""
    changes = list(compare_records([record("r1")], [record("r2", value="K. Wiesengrund")]))
    assert [(change.kind, change.aspects) for change in changes] == [("changed", ("value",))]


def test_another_field_or_place_is_lost_and_gained() -> None:
    """Nothing is paired that does not share field and source."""
    for other in (record("r2", field="editor"), record("r2", sources="b.txt:1-5")):
        assert [change.kind for change in compare_records([record("r1")], [other])] == ["lost", "gained"]


def test_one_record_takes_one_place() -> None:
    """Of two lost records for one gained, the one with its value is paired; the other is lost."""
    old = [record("r1", value="Wiesengrund"), record("r2")]
    changes = {change.kind: change for change in compare_records(old, [record("r3")])}
    assert changes.keys() == {"lost", "changed"}


def test_runs_are_compared_as_table_and_csv(tmp_path: Path) -> None:
    """Identical runs say so in a line; a page less shows as records lost or changed."""
    pages = write_pages(tmp_path / "pages")
    run([pages], tmp_path / "one", SETTINGS)
    run([pages], tmp_path / "two", SETTINGS)
    same = compare(tmp_path / "one", tmp_path / "two")
    assert same.changes == ()
    assert show_comparison(same, "one", "two") == f"one and two hold the same {same.n_new} records"
    (pages / "turm.txt").unlink()
    run([pages], tmp_path / "three", SETTINGS)
    less = compare(tmp_path / "one", tmp_path / "three")
    assert less.count("lost") > 0
    assert less.count("gained") == 0
    shown = show_comparison(less, "one", "three").splitlines()
    assert shown[0].startswith(
        f"{less.n_old} records in one, {less.n_new} in three: 0 gained, {less.count('lost')} lost"
    )
    rows = list(csv.DictReader(io.StringIO(as_csv(less))))
    assert len(rows) == len(less.changes)
    lost = next(row for row in rows if row["field"] == "cinematographer")
    assert (lost["change"], lost["value_old"], lost["value_new"]) == ("lost", "Emil Sandrock", "")


def test_changes_count_by_field_and_work() -> None:
    """The most changed come first."""
    rows = [record("a", field="actor"), record("b", field="actor"), record("c", work=None)]
    comparison = Comparison(tuple(Change("lost", row, None) for row in rows), 3, 0)
    assert count_by(comparison, "field") == {
        "actor": {"gained": 0, "lost": 2, "changed": 0},
        "director": {"gained": 0, "lost": 1, "changed": 0},
    }
    assert list(count_by(comparison, "work")) == ["The Glass Tower", "(no title)"]


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    """Nothing can be compared with nothing."""
    with pytest.raises(OutputError, match=r"records\.parquet: cannot be read"):
        compare(tmp_path, tmp_path)
