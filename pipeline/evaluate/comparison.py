"""Two output folders compared: which records were gained, lost or changed."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet

from pipeline.errors import OutputError
from pipeline.schema import LIST_SEPARATOR, RECORDS

Kind = Literal["gained", "lost", "changed"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "changed")
# What is compared of two records that stand for the same statement, by the name shown.
ASPECTS: Mapping[str, tuple[str, ...]] = {
    "work": ("work", "year"),
    "value": ("value", "character"),
    "status": ("status",),
    "score": ("score",),
    "evidence": ("sources",),
}
SHOWN = ("work", "year", "value", "character", "status", "score", "sources")
SAME_SCORE = 1e-9

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is only in one of the folders, or differs; `aspects` are keys of ASPECTS that differ."""

    kind: Kind
    old: Record | None
    new: Record | None
    aspects: tuple[str, ...] = ()

    @property
    def record(self) -> Record:
        record = self.new if self.old is None else self.old
        assert record is not None
        return record

    @property
    def field(self) -> str:
        return str(self.record["field"])

    @property
    def work(self) -> str:
        return str(self.record["work"] or "(no title)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two runs, sorted, and the number of records in each."""

    changes: tuple[Change, ...]
    n_old: int
    n_new: int

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


def compare(old: Path, new: Path) -> Comparison:
    """The changes from the records in one output folder to those in another.

    Raises:
        OutputError: a folder holds no table of records.
    """
    before, after = read_records(old), read_records(new)
    changes = sorted(compare_records(before, after), key=_order)
    return Comparison(tuple(changes), len(before), len(after))


def read_records(folder: Path) -> list[Record]:
    """The rows of `records.parquet`.

    Raises:
        OutputError: there is none, or not with the known columns.
    """
    path = folder / f"{RECORDS.name}.parquet"
    try:
        rows: list[Record] = pa.parquet.read_table(path, columns=["record_id", "field", *SHOWN]).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise OutputError(f"{path}: cannot be read ({error}); name a folder that a run wrote") from error
    return rows


def compare_records(old: Sequence[Record], new: Sequence[Record]) -> Iterator[Change]:
    """Records with one id are compared; of the rest, those of one field that quote one place are a changed record."""
    before, after = ({row["record_id"]: row for row in rows} for rows in (old, new))
    pairs = [(before[key], after[key]) for key in before.keys() & after.keys()]
    gone = [row for key, row in before.items() if key not in after]
    come = [row for key, row in after.items() if key not in before]
    moved = _same_evidence(gone, come)
    for one, other in (*pairs, *moved):
        aspects = tuple(_differing(one, other))
        if aspects:
            yield Change("changed", one, other, aspects)
    paired_old, paired_new = ({pair[side]["record_id"] for pair in moved} for side in (0, 1))
    yield from (Change("lost", row, None) for row in gone if row["record_id"] not in paired_old)
    yield from (Change("gained", None, row) for row in come if row["record_id"] not in paired_new)


def count_by(comparison: Comparison, key: Literal["field", "work"]) -> dict[str, dict[str, int]]:
    """Field or work to the number of records gained, lost and changed, most first."""
    counts: dict[str, dict[str, int]] = {}
    for change in comparison.changes:
        counts.setdefault(getattr(change, key), dict.fromkeys(KINDS, 0))[change.kind] += 1
    return dict(sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def as_csv(comparison: Comparison) -> str:
    """One row per change: kind, what differs, field, and old and new of every column."""
    text = io.StringIO()
    columns = ["change", "differs", "field", *(f"{name}_{side}" for name in SHOWN for side in ("old", "new"))]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for change in comparison.changes:
        cells = [side and side[name] for name in SHOWN for side in (change.old, change.new)]
        writer.writerow([change.kind, LIST_SEPARATOR.join(change.aspects), change.field, *cells])
    return text.getvalue()


def _same_evidence(gone: Iterable[Record], come: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Pairs of records of one field that share a source; each is in one pair, and equal values come first."""
    at: Mapping[tuple[str, str], list[Record]] = defaultdict(list)
    for row in sorted(come, key=lambda row: row["record_id"]):
        for source in _sources(row):
            at[row["field"], source].append(row)
    used: set[str] = set()
    pairs: list[tuple[Record, Record]] = []
    for row in sorted(gone, key=lambda row: row["record_id"]):
        candidates = [other for source in _sources(row) for other in at[row["field"], source]]
        free = [other for other in candidates if other["record_id"] not in used]
        if free:
            choice = max(free, key=lambda other: other["value"] == row["value"])
            used.add(choice["record_id"])
            pairs.append((row, choice))
    return pairs


def _differing(old: Record, new: Record) -> Iterator[str]:
    for aspect, columns in ASPECTS.items():
        if any(not _same(old[column], new[column]) for column in columns):
            yield aspect


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < SAME_SCORE
    return bool(one == other)


def _sources(row: Record) -> list[str]:
    return str(row["sources"]).split(LIST_SEPARATOR)


def _order(change: Change) -> tuple[int, str, str, str, str]:
    record = change.record
    return KINDS.index(change.kind), change.work, change.field, str(record["value"]), str(record["record_id"])
