"""The pages of a report: each with its marks and its list of claims, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.view.marks import Mark, mark_page

LABELS = {"PER": "person", "ORG": "organisation", "LOC": "place", "WORK": "work", "MISC": "name"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ByDocument:
    """The rows of a table by document, in the table's order; read piece by piece."""

    rows: pa.Table
    ranges: Mapping[str, tuple[int, int]]

    def __getitem__(self, document_id: str) -> list[dict[str, Any]]:
        start, end = self.ranges.get(document_id, (0, 0))
        pieces: list[dict[str, Any]] = self.rows.slice(start, end - start).to_pylist()
        return pieces


def by_document(rows: pa.Table) -> ByDocument:
    """The rows, grouped without copying them row by row."""
    if rows.num_rows == 0:
        return ByDocument(rows, {})
    # Sorting is stable: within a document, the order stays.
    rows = rows.take(pc.sort_indices(rows, sort_keys=[("document_id", "ascending")])).combine_chunks()
    runs = pc.run_end_encode(rows["document_id"].combine_chunks())
    ends: list[int] = runs.run_ends.to_pylist()
    return ByDocument(rows, dict(zip(runs.values.to_pylist(), zip([0, *ends[:-1]], ends, strict=True), strict=True)))


def render_marks(
    text: str, languages: Sequence[Row], sections: Sequence[Row], mentions: Sequence[Row], claims: Sequence[Row]
) -> str:
    """The page as HTML; the marks of a claim have its place in `claims` as their id."""
    return mark_page(text, [*_structure(languages, sections), *_names(mentions, claims), *_credits(claims)])


def _structure(languages: Sequence[Row], sections: Sequence[Row]) -> Iterator[Mark]:
    for row in languages:
        code = row["language"]
        yield Mark(row["start"], row["end"], "language", lang="" if code == "und" else code)
    for row in sections:
        if row["heading_start"] is not None:
            yield Mark(row["heading_start"], row["heading_end"], "heading", f"heading: {row['kind'].replace('_', ' ')}")


def _names(mentions: Sequence[Row], claims: Sequence[Row]) -> Iterator[Mark]:
    """Mentions, but for those that are marked as credits anyway."""
    credited = {(claim["start"], claim["end"]) for claim in claims}
    for row in mentions:
        if (row["start"], row["end"]) not in credited:
            yield Mark(row["start"], row["end"], "mention", LABELS[row["label"]])


def _credits(claims: Sequence[Row]) -> Iterator[Mark]:
    labels: set[tuple[int, int]] = set()
    for number, row in enumerate(claims):
        yield Mark(row["start"], row["end"], "credit", f"{row['field'].replace('_', ' ')}: {row['value']}", str(number))
        if row["character_start"] is not None:
            yield Mark(
                row["character_start"], row["character_end"], "character", f"character: {row['character']}", str(number)
            )
        label = (row["label_start"], row["label_end"])
        if row["label_start"] is not None and label not in labels:
            labels.add(label)  # one label stands over many names
            yield Mark(*label, "label", f"states: {row['field'].replace('_', ' ')}")
