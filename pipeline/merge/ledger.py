"""What the merge found for each work, kept small while works pass by, and written into the tables at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from pipeline.ids import make_id
from pipeline.merge.batches import ClaimRow, Indices, MentionRow
from pipeline.merge.entities import Entity, Resolution
from pipeline.merge.pages import PERSON_FIELDS, Page
from pipeline.merge.people import fullest
from pipeline.merge.records import PROPERTIES, Record
from pipeline.merge.works import Work
from pipeline.schema import ENTITIES, LIST_SEPARATOR, RECORDS, TABLES, WORKS, conform

NOBODY = -1
# A name that no work carries for so many years is another person's before and after. Of 11,110 names with two films or
# more in 26,000 film articles, 78 pause longer than 40 years, many of them really; 15 longer than 60, half of them
# known namesakes, the others in compilations of old scenes.
LONGEST_PAUSE = 60
POSTHUMOUS = frozenset({"author", "composer", "songwriter", "screenwriter", "choreographer"})


@dataclass(slots=True)
class _Known:
    """An entity over all works."""

    kind: str
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    mentions: int = 0


class Ledger:
    """Collects each work's entities and records; `tables` gives the tables of the run."""

    def __init__(
        self,
        parts: Mapping[str, pa.Table],
        pages: Sequence[Page],
        works: Sequence[Work],
        work_of_page: Indices,
        claim_works: Indices,
    ) -> None:
        self.parts = parts
        self.pages = pages
        self.works = works
        self.work_of_page = work_of_page
        self.claim_works = claim_works
        self.sources: list[str] = parts["documents"]["source"].to_pylist()
        self.claim_entity = np.full(parts["claims"].num_rows, NOBODY, dtype=np.int64)
        self.claim_record = np.full(parts["claims"].num_rows, NOBODY, dtype=np.int64)
        self.mention_entity = np.full(parts["mentions"].num_rows, NOBODY, dtype=np.int64)
        self.entities: list[tuple[int, Entity]] = []  # (work, entity) as each work knows it
        self.people = np.zeros(len(works), dtype=np.int64)
        self.record_columns: dict[str, list[str | int | float | None]] = {column.name: [] for column in RECORDS.columns}

    def enter(
        self,
        index: int,
        claims: Sequence[ClaimRow],
        mentions: Sequence[MentionRow],
        resolution: Resolution,
        records: Sequence[Record],
    ) -> None:
        """Note what one work's claims and mentions name and add up to."""
        first = len(self.entities)
        self.entities += [(index, entity) for entity in resolution.entities]
        for claim, entity in zip(claims, resolution.of_claim, strict=True):
            self.claim_entity[claim.row] = NOBODY if entity is None else first + entity
        for mention, entity in zip(mentions, resolution.of_mention, strict=True):
            self.mention_entity[mention.row] = NOBODY if entity is None else first + entity
        self.people[index] = sum(
            entity.kind == "person" and not entity.fields.isdisjoint(PERSON_FIELDS) for entity in resolution.entities
        )
        for record in records:
            self._enter_record(self.works[index], claims, record, first)

    def tables(self) -> dict[str, pa.Table]:
        """All tables of `schema.TABLES`, sorted."""
        ids = self._entity_ids()
        entity_ids = pa.array(ids, pa.string())
        work_ids = pa.array([work.id for work in self.works], pa.string())
        record_ids = pa.array(self.record_columns["record_id"], pa.string())
        claims, mentions, documents = (self.parts[name] for name in ("claims", "mentions", "documents"))
        claims = _fill(claims, "entity_id", _take(entity_ids, self.claim_entity))
        claims = _fill(claims, "record_id", _take(record_ids, self.claim_record))
        claims = _fill(claims, "work_id", _take(work_ids, self.claim_works))
        mentions = _fill(mentions, "entity_id", _take(entity_ids, self.mention_entity))
        documents = _fill(documents, "work_id", _take(work_ids, self._document_works()))
        self.record_columns["entity_id"] = _take(
            entity_ids, np.array(self.record_columns["entity_id"], dtype=np.int64)
        ).to_pylist()
        found = {
            "documents": documents,
            "texts": self.parts["texts"],
            "languages": self.parts["languages"],
            "sections": self.parts["sections"],
            "mentions": mentions,
            "claims": claims,
            "entities": self._entity_table(ids),
            "works": self._work_table(),
            "records": conform(RECORDS, pa.table(self.record_columns, schema=RECORDS.arrow)),
        }
        return {name: found[name].select(table.arrow.names).cast(table.arrow) for name, table in TABLES.items()}

    def _enter_record(self, work: Work, claims: Sequence[ClaimRow], record: Record, first: int) -> None:
        number = len(self.record_columns["record_id"])
        for position in record.claims:
            self.claim_record[claims[position].row] = number
        sources = sorted((self.sources[claims[p].document], claims[p].start, claims[p].end) for p in record.claims)
        row = {
            "record_id": record.id,
            "work_id": work.id,
            "work": work.title,
            "year": work.year,
            "field": record.field,
            "property": PROPERTIES.get(record.field),
            "value": record.value,
            "entity_id": NOBODY if record.entity is None else first + record.entity,
            "character": record.character,
            "position": record.position,
            "documents": record.documents,
            "claims": len(record.claims),
            "languages": LIST_SEPARATOR.join(record.languages),
            "sources": LIST_SEPARATOR.join(dict.fromkeys(f"{source}:{start}-{end}" for source, start, end in sources)),
            "score": record.score,
            "status": record.status,
            "reason": record.reason,
        }
        for name, column in self.record_columns.items():
            column.append(row[name])

    def _entity_ids(self) -> list[str]:
        """The id of each work's entities. A person's name after a long pause is another person.

        This is the one place where a page can change an id in a work of which it does not speak: the first work after a
        long pause gives the people before it an id of their own. Only `entity_id` changes; records keep their ids,
        values and claims. No border fixed beforehand could do better: wherever it lay, it would cut careers in two.
        """
        eras = self._eras()
        return [
            make_id(
                *entity.id_parts, *(() if (era := eras.get((entity.id_parts, work), 0)) == 0 else (f"earlier {era}",))
            )
            for work, entity in self.entities
        ]

    def _eras(self) -> dict[tuple[tuple[str, ...], int], int]:
        """For people whose works lie too far apart: (person, work) -> how many pauses lie after that work."""
        years: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
        for work, entity in self.entities:
            year = self.works[work].year
            if entity.kind == "person" and year is not None and not entity.fields <= POSTHUMOUS:
                years[entity.id_parts][work] = year
        eras = {}
        for person, dated in years.items():
            if max(dated.values()) - min(dated.values()) <= LONGEST_PAUSE:
                continue
            era, later = 0, max(dated.values())
            for work in sorted(dated, key=lambda work: (-dated[work], work)):
                era += later - dated[work] > LONGEST_PAUSE
                later = dated[work]
                eras[person, work] = era
        return eras

    def _entity_table(self, ids: Sequence[str]) -> pa.Table:
        known: dict[str, _Known] = {}
        for entity_id, (_, entity) in zip(ids, self.entities, strict=True):
            one = known.get(entity_id)
            if one is None:
                one = known[entity_id] = _Known(entity.kind)
            one.names[entity.name] += max(1, len(entity.documents))
            one.aliases |= entity.names
            one.documents |= entity.documents
            one.fields |= entity.fields
            one.mentions += entity.mentions
        rows: dict[str, list[str | int | None]] = {column.name: [] for column in ENTITIES.columns}
        for entity_id, one in known.items():
            name = fullest(one.names)
            rows["entity_id"].append(entity_id)
            rows["kind"].append(one.kind)
            rows["name"].append(name)
            rows["aliases"].append(LIST_SEPARATOR.join(sorted((one.aliases | one.names.keys()) - {name})) or None)
            rows["documents"].append(len(one.documents))
            rows["mentions"].append(one.mentions)
            rows["fields"].append(LIST_SEPARATOR.join(sorted(one.fields)) or None)
        return conform(ENTITIES, pa.table(rows, schema=ENTITIES.arrow))

    def _work_table(self) -> pa.Table:
        rows: dict[str, list[str | int | float | None]] = {column.name: [] for column in WORKS.columns}
        for index, work in enumerate(self.works):
            rows["work_id"].append(work.id)
            rows["title"].append(work.title)
            rows["titles"].append(LIST_SEPARATOR.join(work.titles) or None)
            rows["year"].append(work.year)
            rows["documents"].append(len(work.documents))
            rows["people"].append(int(self.people[index]))
            rows["score"].append(work.score)
            rows["reason"].append(work.reason)
            rows["candidates"].append(LIST_SEPARATOR.join(self.works[other].id for other in work.candidates) or None)
        return conform(WORKS, pa.table(rows, schema=WORKS.arrow))

    def _document_works(self) -> Indices:
        """The work of each document; none where its parts are about several."""
        works = np.full(self.parts["documents"].num_rows, NOBODY, dtype=np.int64)
        several = set()
        for page, work in zip(self.pages, self.work_of_page.tolist(), strict=True):
            if works[page.document] not in (NOBODY, work):
                several.add(page.document)
            works[page.document] = work
        works[sorted(several)] = NOBODY
        return works


def _take(values: pa.Array, indices: Indices) -> pa.Array:
    """The values at the indices; null for negative ones."""
    return values.take(pa.array(indices, mask=indices < 0))


def _fill(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)
