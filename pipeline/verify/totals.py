"""Checks of what was added up: records against their claims, entities against their mentions."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.schema import LIST_SEPARATOR, TABLES, Cell, Row
from pipeline.verify.differences import Difference, Tables, group, place_of


def check_totals(tables: Tables) -> Iterator[Difference]:
    """Records and entities whose counts, sources or values are not those of the rows they were made from."""
    source_of = {row["document_id"]: row["source"] for row in tables["documents"]}
    claims = group(tables["claims"], "record_id")
    for record in tables["records"]:
        yield from _check_record(record, claims.get(record["record_id"], []), source_of)
    mentions, claimed = group(tables["mentions"], "entity_id"), group(tables["claims"], "entity_id")
    entities = {row["entity_id"]: row for row in tables["entities"]}
    for entity in tables["entities"]:
        own = mentions.get(entity["entity_id"], [])
        expected: Row = {"mentions": len(own)}
        if entity["kind"] != "character":  # what a claim says of a character need not stand in `mentions`
            both = (*own, *claimed.get(entity["entity_id"], []))
            expected["documents"] = len({row["document_id"] for row in both})
        yield from _compare(place_of(TABLES["entities"], entity), entity, expected)
    for record in tables["records"]:
        named = entities.get(record["entity_id"])
        if named is not None and not _is_name_of(named, record):
            fact = f"value is {record['value']}, which is no name of its entity {named['name']}"
            yield Difference(place_of(TABLES["records"], record), fact)


def _check_record(record: Row, claims: list[Row], source_of: dict[Cell, Cell]) -> Iterator[Difference]:
    place = place_of(TABLES["records"], record)
    yield from _compare(place, record, {"claims": len(claims)})
    most = len({claim["document_id"] for claim in claims})
    if not isinstance(record["documents"], int) or not 1 <= record["documents"] <= most:  # copies do not count
        yield Difference(place, f"documents is {record['documents']}, but its claims stand in {most}")
    sources = sorted({f"{source_of.get(c['document_id'])}:{c['start']}-{c['end']}" for c in claims})
    if sorted(str(record["sources"]).split(LIST_SEPARATOR)) != sources:
        yield Difference(place, f"sources are {record['sources']}; its claims have {LIST_SEPARATOR.join(sources)}")
    for column in ("work_id", "field", "entity_id"):
        for value in {claim[column] for claim in claims} - {record[column]}:
            yield Difference(place, f"{column} is {record[column]}, but a claim of it has {value}")


def _is_name_of(entity: Row, record: Row) -> bool:
    """Whether a record calls its entity by one of its names: one work may know another than the rest."""
    names = LIST_SEPARATOR.join(("", str(entity["name"]), str(entity["aliases"] or ""), ""))
    return f"{LIST_SEPARATOR}{record['value']}{LIST_SEPARATOR}" in names


def _compare(place: str, row: Row, expected: Row) -> Iterator[Difference]:
    for column, value in expected.items():
        if row[column] != value:
            yield Difference(place, f"{column} is {row[column]}, but its rows add up to {value}")
