"""What the pipeline finds on gold pages: extraction of each, merge of all, and the tables read per page."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.batch.work import to_part
from pipeline.evaluate.gold import GoldPage
from pipeline.extraction import Resources, extract
from pipeline.ids import document_id
from pipeline.merge import merge
from pipeline.rows import Rows, extraction_rows, failure_rows
from pipeline.types import Document, Failure, Span


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A stretch of text in one language."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading and the kind of its section."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A name and what it is said to name."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim with the entity to which the merge assigned it: its id and fullest name."""

    field: str
    span: Span
    exact: str
    value: str
    character: str | None
    entity: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """All that a run says of one page; `error` is why it failed, None if it did not."""

    language: str | None
    title: str | None
    year: int | None
    work: str | None
    error: str | None
    runs: tuple[FoundRun, ...]
    headings: tuple[FoundHeading, ...]
    mentions: tuple[FoundMention, ...]
    claims: tuple[FoundClaim, ...]


def as_document(page: GoldPage) -> Document:
    """The page's text as the reader would have handed it on."""
    data = page.text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    source = f"{page.name}.txt"
    return Document(document_id(source, sha256), source, page.text, sha256, "text/plain", "utf-8", len(data))


def find_answers(pages: Sequence[GoldPage], resources: Resources) -> list[Found]:
    """What extraction and merge say of each page, in the order of the pages; a page that fails says nothing."""
    documents = [as_document(page) for page in pages]
    tables = merge(to_part(_rows(document, resources) for document in documents), resources.vocabulary)
    return read_answers(tables, [document.id for document in documents])


def read_answers(tables: Mapping[str, pa.Table], document_ids: Sequence[str]) -> list[Found]:
    """What the tables of a run say of each of the documents."""
    names = dict(zip(*(tables["entities"][column].to_pylist() for column in ("entity_id", "name")), strict=True))
    documents = {row["document_id"]: row for row in tables["documents"].to_pylist()}
    rows = {name: _by_document(tables[name]) for name in ("languages", "sections", "mentions", "claims")}
    return [
        Found(
            language=documents[key]["language"],
            title=documents[key]["title"],
            year=documents[key]["year"],
            work=documents[key]["work_id"],
            error=documents[key]["error"],
            runs=tuple(FoundRun(Span(r["start"], r["end"]), r["language"]) for r in rows["languages"][key]),
            headings=tuple(
                FoundHeading(Span(r["heading_start"], r["heading_end"]), r["kind"])
                for r in rows["sections"][key]
                if r["heading_start"] is not None
            ),
            mentions=tuple(FoundMention(Span(r["start"], r["end"]), r["label"]) for r in rows["mentions"][key]),
            claims=tuple(
                FoundClaim(
                    field=r["field"],
                    span=Span(r["start"], r["end"]),
                    exact=r["exact"],
                    value=r["value"],
                    character=r["character"],
                    entity=r["entity_id"],
                    name=names.get(r["entity_id"]),
                )
                for r in rows["claims"][key]
            ),
        )
        for key in document_ids
    ]


def _rows(document: Document, resources: Resources) -> Rows:
    try:
        return extraction_rows(extract(document, resources))
    except Exception as error:  # a page that fails is a mistake to be counted, and the other pages are judged
        message = f"{type(error).__name__}: {error}"
        return failure_rows(Failure(document.id, document.source, "extract", message, document.sha256))


def _by_document(table: pa.Table) -> Mapping[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["document_id"]].append(row)
    return rows
