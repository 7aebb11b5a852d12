"""What the tables of a run add up to, counted while their rows pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.lang.vocabulary import FIELDS
from pipeline.schema import TABLES

MOST_FAILURES = 1_000  # that are kept; `statuses` counts them all


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of each table; documents by status; the first failures by source (source, error); rows of `records` that
    are credits; the rules and models, with versions, to which the tables owe something."""

    rows: Mapping[str, int]
    statuses: Mapping[str, int]
    failures: tuple[tuple[str, str], ...]
    credits: int
    extractors: tuple[str, ...]


class Counting:
    """Takes the rows of a run in any order and says what they add up to, whatever the order."""

    def __init__(self) -> None:
        self._rows = dict.fromkeys(TABLES, 0)
        self._statuses: Counter[str] = Counter()
        self._failures: list[tuple[str, str]] = []
        self._credits = 0
        self._extractors: set[str] = set()

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows with the schema of the table."""
        self._rows[name] += rows.num_rows
        if name == "documents":
            self._add_documents(rows)
        if name == "records":
            self._credits += pc.sum(pc.is_in(rows["field"], pa.array(sorted(FIELDS)))).as_py() or 0
        if "extractor" in rows.column_names:
            self._extractors.update(rows["extractor"].unique().to_pylist())

    def tally(self) -> Tally:
        """What was added until now."""
        return Tally(
            rows=dict(self._rows),
            statuses=dict(sorted(self._statuses.items())),
            failures=tuple(sorted(self._failures)[:MOST_FAILURES]),
            credits=self._credits,
            extractors=tuple(sorted(self._extractors)),
        )

    def _add_documents(self, rows: pa.Table) -> None:
        for counted in rows["status"].value_counts().to_pylist():
            self._statuses[counted["values"]] += counted["counts"]
        failed = rows.filter(pc.equal(rows["status"], "failed"))
        self._failures.extend(
            zip(failed["source"].to_pylist(), pc.fill_null(failed["error"], "").to_pylist(), strict=True)
        )
        if len(self._failures) > 2 * MOST_FAILURES:
            self._failures = sorted(self._failures)[:MOST_FAILURES]
