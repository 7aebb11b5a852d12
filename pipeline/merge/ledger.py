"""What the merge found, written into the tables: bucket by bucket, and at the end what had to wait for all works."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ids import make_id
from pipeline.merge.entities import Resolution
from pipeline.merge.pages import PERSON_FIELDS
from pipeline.merge.records import PROPERTIES, Record
from pipeline.merge.scratch import RowBuckets
from pipeline.merge.shuffle import WORK, Bucket, ClaimRow
from pipeline.merge.sightings import Changes, Sighting, Sightings, entity_rows
from pipeline.merge.survey import hash_text
from pipeline.merge.works import Work
from pipeline.schema import LIST_SEPARATOR, RECORDS, TABLES, WORKS
from pipeline.streams import TableSink

WITH_ENTITIES = ("claims", "mentions", "records")

Columns = dict[str, list[str | int | float | None]]


class Sheet:
    """What one bucket of works came to, row by row, in the order of the bucket's tables.

    `unsure` are ids of people who may be others in some works; `long_names` hashes of the names of such people.
    """

    def __init__(self, bucket: Bucket, long_names: frozenset[int]) -> None:
        self.bucket = bucket
        self.long_names = long_names
        self.claims: Columns = {"entity_id": [], "record_id": [], "work_id": []}
        self.mentions: Columns = {"entity_id": []}
        self.records: Columns = {name: [] for name in (*RECORDS.arrow.names, WORK.name)}
        self.works: Columns = {name: [] for name in WORKS.arrow.names}
        self.sightings: list[Sighting] = []  # of entities that other works may know
        self.own: list[Sighting] = []
        self.unsure: set[str] = set()

    def enter(
        self,
        number: int,
        work: Work,
        claims: Sequence[ClaimRow],
        resolution: Resolution,
        records: Sequence[Record],
    ) -> None:
        """Note what the next work's claims and mentions name and add up to."""
        ids = [make_id(*entity.id_parts) for entity in resolution.entities]
        self.claims["entity_id"] += [None if index is None else ids[index] for index in resolution.of_claim]
        self.mentions["entity_id"] += [None if index is None else ids[index] for index in resolution.of_mention]
        self.claims["work_id"] += [work.id] * len(claims)
        record_ids: list[str | int | float | None] = [None] * len(claims)
        for record in records:
            for position in record.claims:
                record_ids[position] = record.id
            self._enter_record(number, work, claims, record, None if record.entity is None else ids[record.entity])
        self.claims["record_id"] += record_ids
        self._enter_work(work, resolution)
        for entity_id, entity in zip(ids, resolution.entities, strict=True):
            (self.sightings if entity.in_many_works else self.own).append(
                Sighting(
                    id=entity_id,
                    work=number,
                    year=work.year,
                    kind=entity.kind,
                    parts=entity.id_parts,
                    name=entity.name,
                    names=entity.names,
                    documents=entity.documents,
                    fields=entity.fields,
                    mentions=entity.mentions,
                )
            )
            if self.long_names and entity.kind == "person" and hash_text(entity.id_parts[-1]) in self.long_names:
                self.unsure.add(entity_id)

    def _enter_record(
        self, number: int, work: Work, claims: Sequence[ClaimRow], record: Record, entity_id: str | None
    ) -> None:
        sources = sorted(
            (self.bucket.sources[claims[p].document], claims[p].start, claims[p].end) for p in record.claims
        )
        row = {
            "record_id": record.id,
            "work_id": work.id,
            "work": work.title,
            "year": work.year,
            "field": record.field,
            "property": PROPERTIES.get(record.field),
            "value": record.value,
            "entity_id": entity_id,
            "character": record.character,
            "position": record.position,
            "documents": record.documents,
            "claims": len(record.claims),
            "languages": LIST_SEPARATOR.join(record.languages),
            "sources": LIST_SEPARATOR.join(dict.fromkeys(f"{source}:{start}-{end}" for source, start, end in sources)),
            "score": record.score,
            "status": record.status,
            "reason": record.reason,
            WORK.name: number,
        }
        for name, column in self.records.items():
            column.append(row[name])

    def _enter_work(self, work: Work, resolution: Resolution) -> None:
        row = {
            "work_id": work.id,
            "title": work.title,
            "titles": LIST_SEPARATOR.join(work.titles) or None,
            "year": work.year,
            "documents": len(work.documents),
            "people": sum(
                entity.kind == "person" and not entity.fields.isdisjoint(PERSON_FIELDS)
                for entity in resolution.entities
            ),
            "score": work.score,
            "reason": work.reason,
            "candidates": LIST_SEPARATOR.join(work.candidates) or None,
        }
        for name, column in self.works.items():
            column.append(row[name])


class Ledger:
    """Passes finished rows to the sink; those that name someone who may be two people wait for the last work."""

    def __init__(self, sink: TableSink, folder: Path, buckets: int) -> None:
        self._sink = sink
        self._sightings = Sightings(folder, max(1, buckets))
        self._waiting = {name: RowBuckets(folder, 1, TABLES[name].arrow.append(WORK)) for name in WITH_ENTITIES}

    def enter(self, sheet: Sheet) -> None:
        """Pass on what one bucket came to."""
        self._add("works", pa.table(sheet.works, schema=WORKS.arrow))
        self._add("entities", entity_rows(sheet.own))
        self._sightings.add(sheet.sightings)
        unsure = pa.array(sorted(sheet.unsure), pa.string())
        for name, rows in (
            ("claims", _filled(sheet.bucket.claims, sheet.claims)),
            ("mentions", _filled(sheet.bucket.mentions, sheet.mentions)),
            ("records", pa.table(sheet.records, schema=RECORDS.arrow.append(WORK))),
        ):
            waits = pc.is_in(rows["entity_id"], unsure)
            self._add(name, rows.filter(pc.invert(waits)))
            self._waiting[name].add(rows.filter(waits), np.zeros(pc.sum(waits).as_py() or 0, dtype=np.int64))

    def finish(self) -> None:
        """Pass on the entities that several works know, and the rows that had to wait for them."""
        changed: dict[tuple[str, int], str] = {}
        for entities, changes in self._sightings.add_up():
            self._add("entities", entities)
            changed.update(changes)
        for name, waiting in self._waiting.items():
            for rows in waiting.stream(0):
                self._add(name, _corrected(rows, changed))

    def close(self) -> None:
        self._sightings.close()
        for waiting in self._waiting.values():
            waiting.close()

    def _add(self, name: str, rows: pa.Table) -> None:
        if rows.num_rows:
            self._sink.add(name, rows.select(TABLES[name].arrow.names).cast(TABLES[name].arrow))


def _filled(rows: pa.Table, columns: Columns) -> pa.Table:
    for name, column in columns.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(column, pa.string()))
    return rows


def _corrected(rows: pa.Table, changes: Changes) -> pa.Table:
    pairs = zip(rows["entity_id"].to_pylist(), rows[WORK.name].to_pylist(), strict=True)
    return _filled(rows, {"entity_id": [changes.get((entity_id, work), entity_id) for entity_id, work in pairs]})
