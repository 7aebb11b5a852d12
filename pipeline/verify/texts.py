"""Checks of the documents' rows against the sources: bytes, quotes, runs, sections, lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.ids import document_id
from pipeline.lang.vocabulary import FIELDS
from pipeline.read.document import read_document
from pipeline.read.inputs import Input
from pipeline.read.items import read_items
from pipeline.rows import HASHED, row_id
from pipeline.schema import TABLES, Row, Table
from pipeline.text.lines import line_number, line_starts
from pipeline.types import Document, Item
from pipeline.verify.differences import Difference, Tables, group, place_of

if TYPE_CHECKING:
    from pipeline.settings import Settings

RESTORE = "restore the file, or run again"


def check_documents(inputs: Iterable[Input], settings: Settings, tables: Tables) -> Iterator[Difference]:
    """Compare with the sources, which are read again, one document at a time; `inputs` says where each lies."""
    rows = {row["source"]: row for row in tables["documents"]}
    names = ("texts", "languages", "sections", "mentions", "claims")
    grouped = {name: group(tables[name], "document_id") for name in names}
    for row in rows.values():
        own = {name: of.get(row["document_id"], []) for name, of in grouped.items()}
        yield from _check_row(row, own)
    for one in sorted(inputs, key=lambda one: one.source):
        for item in read_items(one, settings):
            found = rows.pop(item.source, None)
            if found is None:
                yield Difference(item.source, "is an input without a row in documents")
                continue
            own = {name: of.get(found["document_id"], []) for name, of in grouped.items()}
            yield from _check_source(f"{one.path}{item.source.removeprefix(one.source)}", item, found, own, settings)
    for source in sorted(map(str, rows)):
        yield Difference(source, "is not among the inputs of run.json, or no longer in its file", RESTORE)


def _check_row(row: Row, own: Tables) -> Iterator[Difference]:
    source = str(row["source"])
    for name in ("sections", "mentions", "claims"):
        if row[f"n_{name}"] != len(own[name]):
            yield Difference(source, f"n_{name} is {row[f'n_{name}']}, but {name} has {len(own[name])} rows of it")
    if (row["status"] == "failed") != (row["error"] is not None):
        yield Difference(source, f"status is {row['status']} and error is {row['error']!r}")
    sha256 = row["sha256"]
    if row["document_id"] != document_id(source, None if sha256 is None else str(sha256)):
        yield Difference(source, f"document_id {row['document_id']} is not the hash of source and sha256")


def _check_source(place: str, item: Item, row: Row, own: Tables, settings: Settings) -> Iterator[Difference]:
    if row["sha256"] is None:
        return  # it could not be read then; whether it can be now says nothing about the tables
    if item.data is None:
        yield Difference(place, str(item.problem), RESTORE)
        return
    if item.sha256 != row["sha256"]:
        fact = f"has changed since the run: sha256 is {item.sha256}, was {row['sha256']}"
        yield Difference(place, fact, RESTORE)
        return
    document = read_document(item, settings)
    if isinstance(document, Document) and row["status"] != "failed":
        yield from _check_kept_text(document, own["texts"])
        yield from _check_text(document, row, own)


def _check_kept_text(document: Document, rows: Sequence[Row]) -> Iterator[Difference]:
    """Converted texts are kept, as they come out of the source again; others are not."""
    expected = [(document.text, document.source_map)] if document.converted else []
    kept = [(row["text"], row["source_map"]) for row in rows]
    if len(kept) != len(expected):
        yield Difference(document.source, f"texts has {len(kept)} rows of it; it should have {len(expected)}")
    elif kept and kept[0][0] != document.text:
        at = next(
            (n for n, (one, other) in enumerate(zip(str(kept[0][0]), document.text, strict=False)) if one != other), 0
        )
        yield Difference(f"{document.source}:{at}", "the text in texts is not the one that the source converts to")
    elif kept != expected:
        yield Difference(document.source, "the source_map in texts is not the one that the source converts to")


def _check_text(document: Document, row: Row, own: Tables) -> Iterator[Difference]:
    facts = {
        "media_type": document.media_type,
        "encoding": document.encoding,
        "size_bytes": document.size_bytes,
        "length": len(document.text),
    }
    for column, value in facts.items():
        if row[column] != value:
            yield Difference(document.source, f"{column} is {row[column]!r}; the source has {value!r}")
    for name in ("sections", "mentions", "claims"):
        for one in own[name]:
            yield from _check_quotes(document, TABLES[name], one)
            yield from _check_id(document, TABLES[name], one)
    starts = line_starts(document.text)
    yield from _check_languages(document, row, own["languages"], starts)
    yield from _check_sections(document, row, own["sections"])
    for name in ("mentions", "claims"):
        yield from _check_places(document, TABLES[name], own[name], own["sections"])
    yield from _check_claims(document, own, starts)


def _check_quotes(document: Document, table: Table, row: Row) -> Iterator[Difference]:
    text = document.text
    for quote in table.quotes:
        start, end, exact = row[quote.start], row[quote.end], row[quote.exact]
        if start is None and end is None and exact is None:
            continue
        place = f"{document.source}:{start}-{end}"
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            yield Difference(place, f"{place_of(table, row)} quotes {exact!r} from outside of the text")
        elif text[start:end] != exact:
            yield Difference(place, f"{place_of(table, row)} quotes {exact!r}; the text has {text[start:end]!r}")


def _check_id(document: Document, table: Table, row: Row) -> Iterator[Difference]:
    kind = table.name.removesuffix("s")
    if row[f"{kind}_id"] != row_id(kind, row):
        fact = f"{kind}_id is not the hash of {', '.join(HASHED[kind])}"
        yield Difference(f"{document.source}: {place_of(table, row)}", fact)


def _check_languages(document: Document, row: Row, runs: Sequence[Row], starts: Sequence[int]) -> Iterator[Difference]:
    if row["status"] in ("done", "unsupported_language") or runs:
        yield from _check_tiles(document, TABLES["languages"], runs)
    at = set(starts)
    for run in runs:
        if run["start"] not in at:
            yield Difference(f"{document.source}:{run['start']}", "a language run starts inside a line")
    for one, other in pairwise(runs):
        if (one["language"], one["inherited"]) == (other["language"], other["inherited"]):
            yield Difference(f"{document.source}:{other['start']}", f"two runs of {one['language']} follow each other")


def _check_sections(document: Document, row: Row, sections: Sequence[Row]) -> Iterator[Difference]:
    if row["status"] == "done" or sections:
        yield from _check_tiles(document, TABLES["sections"], sections)
    for position, section in enumerate(sections):
        place = f"{document.source}: {place_of(TABLES['sections'], section)}"
        if section["position"] != position:
            yield Difference(place, f"position is {section['position']}, but it is number {position}")
        if (section["kind"] == "lead") != (section["heading"] is None):
            yield Difference(place, f"kind is {section['kind']} and heading is {section['heading']!r}")
        if section["heading"] is not None and section["heading_start"] != section["start"]:
            yield from _check_inside(place, "heading", section)


def _check_inside(place: str, name: str, row: Row) -> Iterator[Difference]:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    inside: Any = (row["start"], start, end, row["end"])
    if None in inside or list(inside) != sorted(inside):
        yield Difference(place, f"{name} {start}–{end} lies outside of {row['start']}–{row['end']}")


def _check_tiles(document: Document, table: Table, rows: Sequence[Row]) -> Iterator[Difference]:
    """Rows in order must cover the text without gap or overlap, and none may be empty."""
    expected = 0
    for row in rows:
        if row["start"] != expected:
            fact = f"{place_of(table, row)} starts at {row['start']}, but the one before ends at {expected}"
            yield Difference(f"{document.source}:{row['start']}", fact)
        if not (isinstance(row["end"], int) and isinstance(row["start"], int) and row["start"] < row["end"]):
            fact = f"{place_of(table, row)} is empty"
            yield Difference(f"{document.source}:{row['start']}-{row['end']}", fact)
        expected = int(row["end"] or 0)
    if expected != len(document.text):
        fact = f"{table.name} end here, the text has {len(document.text)} code points"
        yield Difference(f"{document.source}:{expected}", fact)


def _check_places(
    document: Document, table: Table, rows: Sequence[Row], sections: Sequence[Row]
) -> Iterator[Difference]:
    starts: list[Any] = [section["start"] for section in sections]
    for row in rows:
        index = bisect_right(starts, row["start"]) - 1
        expected = sections[index]["section_id"] if index >= 0 else None
        if row["section_id"] != expected:
            fact = f"section_id is {row['section_id']}; it lies in {expected}"
            yield Difference(f"{document.source}: {place_of(table, row)}", fact)


def _check_claims(document: Document, own: Tables, starts: Sequence[int]) -> Iterator[Difference]:
    mentioned = {(mention["start"], mention["end"], mention["entity_id"]) for mention in own["mentions"]}
    for claim in own["claims"]:
        place = f"{document.source}: {place_of(TABLES['claims'], claim)}"
        line = line_number(starts, int(claim["start"] or 0))
        if claim["line"] != line:
            yield Difference(place, f"line is {claim['line']}, but it starts in line {line}")
        named = (claim["start"], claim["end"], claim["entity_id"])
        if claim["field"] in FIELDS and claim["entity_id"] is not None and named not in mentioned:
            yield Difference(place, f"names {claim['exact']!r}, of which mentions has no row with its entity")
        start, end = claim["character_start"], claim["character_end"]
        if start is None and end is None:
            continue
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(document.text)):
            yield Difference(place, f"character {claim['character']!r} is quoted from outside of the text")
