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
    names = {row["entity_id"]: row["name"] for row in tables["entities"]}
    for entity in tables["entities"]:
        own = mentions.get(entity["entity_id"], [])
        expected: Row = {"mentions": len(own)}
        if entity["kind"] != "character":  # what a claim says of a character need not stand in `mentions`
            both = (*own, *claimed.get(entity["entity_id"], []))
            expected["documents"] = len({row["document_id"] for row in both})
        yield from _compare(place_of(TABLES["entities"], entity), entity, expected)
    for record in tables["records"]:
        if record["entity_id"] is not None:
            expected = {"value": names.get(record["entity_id"])}
            yield from _compare(place_of(TABLES["records"], record), record, expected)


def _check_record(record: Row, claims: list[Row], source_of: dict[Cell, Cell]) -> Iterator[Difference]:
    place = place_of(TABLES["records"], record)
    yield from _compare(
        place,
        record,
        {"claims": len(claims), "documents": len({claim["document_id"] for claim in claims})},
    )
    sources = sorted(f"{source_of.get(c['document_id'])}:{c['start']}-{c['end']}" for c in claims)
    if sorted(str(record["sources"]).split(LIST_SEPARATOR)) != sources:
        yield Difference(place, f"sources are {record['sources']}; its claims have {LIST_SEPARATOR.join(sources)}")
    for column in ("work_id", "field", "entity_id"):
        for value in {claim[column] for claim in claims} - {record[column]}:
            yield Difference(place, f"{column} is {record[column]}, but a claim of it has {value}")


def _compare(place: str, row: Row, expected: Row) -> Iterator[Difference]:
    for column, value in expected.items():
        if row[column] != value:
            yield Difference(place, f"{column} is {row[column]}, but its rows add up to {value}")
