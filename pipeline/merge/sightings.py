"""Entities over all works: what each work knows of them, brought together by id and added up."""

from __future__ import annotations

import marshal
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from pipeline.ids import make_id
from pipeline.merge.careers import LONGEST_PAUSE
from pipeline.merge.entities import IdParts
from pipeline.merge.people import fullest
from pipeline.merge.scratch import Buckets
from pipeline.schema import ENTITIES, LIST_SEPARATOR

POSTHUMOUS = frozenset({"author", "composer", "songwriter", "screenwriter", "choreographer"})


class Sighting(NamedTuple):
    """One entity as one work (by number, with its year) knows it."""

    id: str
    work: int
    year: int | None
    kind: str
    parts: IdParts
    name: str
    names: set[str]
    documents: set[int]
    fields: set[str]
    mentions: int


Changes = Mapping[tuple[str, int], str]  # (entity_id, work) -> the id that the entity has in that work instead


class Sightings:
    """Sightings of entities that several works may know, in buckets by id."""

    def __init__(self, folder: Path, count: int) -> None:
        self._buckets = Buckets(folder, count)

    def add(self, sightings: Iterable[Sighting]) -> None:
        dealt: dict[int, list[tuple[object, ...]]] = defaultdict(list)
        for one in sightings:
            dealt[int(one.id[:8], 16) % self._buckets.count].append(tuple(one))
        for bucket, some in dealt.items():
            self._buckets.add(bucket, marshal.dumps(some))

    def add_up(self) -> Iterator[tuple[pa.Table, Changes]]:
        """Rows of `entities`, and the ids that are others for some works: people with one name in two eras."""
        for bucket in range(self._buckets.count):
            found = [Sighting(*one) for blob in self._buckets.read(bucket) for one in marshal.loads(blob)]
            if found:
                changes = _eras(found)
                yield entity_rows(_renamed(one, changes) for one in found), changes

    def close(self) -> None:
        self._buckets.close()


def entity_rows(sightings: Iterable[Sighting]) -> pa.Table:
    """One row of `entities` for each id."""
    by_id: dict[str, list[Sighting]] = defaultdict(list)
    for one in sightings:
        by_id[one.id].append(one)
    rows = zip(*map(_entity_row, by_id.values()), strict=True)
    return pa.table(list(rows), schema=ENTITIES.arrow) if by_id else ENTITIES.arrow.empty_table()


def _entity_row(seen: Sequence[Sighting]) -> tuple[str | int | None, ...]:
    """The row of `entities` that all sightings of one entity add up to; its columns in order."""
    one = seen[0] if len(seen) == 1 else _together(seen)
    return (
        one.id,
        one.kind,
        one.name,
        LIST_SEPARATOR.join(sorted(one.names - {one.name})) or None,
        len(one.documents),
        one.mentions,
        LIST_SEPARATOR.join(sorted(one.fields)) or None,
    )


def _together(seen: Sequence[Sighting]) -> Sighting:
    """What several works know of one entity; it has the name that is fullest over all."""
    names: Counter[str] = Counter()
    for one in seen:
        names[one.name] += max(1, len(one.documents))
    return seen[0]._replace(
        name=fullest(names),
        names=names.keys() | set[str]().union(*(one.names for one in seen)),
        documents=set[int]().union(*(one.documents for one in seen)),
        fields=set[str]().union(*(one.fields for one in seen)),
        mentions=sum(one.mentions for one in seen),
    )


def _renamed(one: Sighting, changes: Changes) -> Sighting:
    changed = changes.get((one.id, one.work))
    return one if changed is None else one._replace(id=changed)


def _eras(sightings: Sequence[Sighting]) -> dict[tuple[str, int], str]:
    """A person's name after a long pause is another person: those before it have ids of their own.

    This is the one place where a page can change an id in a work of which it does not speak: the first work after a
    long pause gives the people before it an id of their own. Only `entity_id` changes; records keep their ids, values
    and claims. No border fixed beforehand could do better: wherever it lay, it would cut careers in two.
    """
    dated: dict[IdParts, list[Sighting]] = defaultdict(list)
    for one in sightings:
        if one.kind == "person" and one.year is not None and not one.fields <= POSTHUMOUS:
            dated[one.parts].append(one)
    changes = {}
    for parts, person in dated.items():
        if len(person) == 1:
            continue
        years = sorted({one.year for one in person if one.year is not None}, reverse=True)
        if years[0] - years[-1] <= LONGEST_PAUSE:
            continue
        pauses = 0
        era = {years[0]: 0}
        for later, year in pairwise(years):
            pauses += later - year > LONGEST_PAUSE
            era[year] = pauses
        for one in person:
            if one.year is not None and era[one.year]:
                changes[one.id, one.work] = make_id(*parts, f"earlier {era[one.year]}")
    return changes
