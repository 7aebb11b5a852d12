"""The tables of a run, defined once: Arrow schemas, CSV files and `datapackage.json` follow from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pyarrow as pa

from pipeline.lang.vocabulary import SECTION_KINDS

SCHEMA_VERSION = 1
LIST_SEPARATOR = "; "  # joins the values of list-like columns

ColumnType = Literal["string", "int64", "float64", "bool"]
Cell = str | int | float | None
Row = dict[str, Cell]

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
}
FRICTIONLESS_TYPES: Mapping[ColumnType, str] = {
    "string": "string",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `nullable` says whether a cell may be empty, `values` which ones there are, if they can be listed."""

    name: str
    type: ColumnType
    description: str
    nullable: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Three columns of a table for which `text[start:end] == exact` holds wherever they are not null."""

    start: str
    end: str
    exact: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: columns in order, primary key, foreign keys (column to table), and the columns it is sorted by."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    foreign_keys: Mapping[str, str]
    quotes: tuple[Quote, ...] = ()

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, with the column descriptions as field metadata."""
        return pa.schema(
            pa.field(c.name, ARROW_TYPES[c.type], c.nullable, metadata={"description": c.description})
            for c in self.columns
        )


STATUSES = ("done", "empty", "unsupported_language", "failed")
LEAD = "lead"  # the kind of the text before the first heading
LABELS = ("PER", "ORG", "LOC", "WORK", "MISC")
ENTITY_KINDS = ("person", "character", "organization", "place", "work")
RECORD_STATUSES = ("single", "agreed", "conflict")

DOCUMENTS = Table(
    name="documents",
    description="Every input, with exactly one row each, whatever happened to it.",
    columns=(
        Column("document_id", "string", "Hash of source and content."),
        Column("source", "string", "Path relative to the input folder, `/`-separated."),
        Column("sha256", "string", "SHA-256 of the bytes, in hex; empty where they could not be read.", nullable=True),
        Column("media_type", "string", "Media type by which the input was read.", nullable=True),
        Column("encoding", "string", "Encoding by which the bytes became text.", nullable=True),
        Column("size_bytes", "int64", "Size of the input in bytes.", nullable=True),
        Column("length", "int64", "Length of the text in Unicode code points.", nullable=True),
        Column("language", "string", "Main language (ISO 639-1), or `und`.", nullable=True),
        Column("language_score", "float64", "Probability (0 to 1) that the language is right.", nullable=True),
        Column(
            "title", "string", "Title of the work that the page is about; empty if there are several.", nullable=True
        ),
        Column("year", "int64", "Year of that work as the page states it.", nullable=True),
        Column("work_id", "string", "The work that the page is about; empty if there are several.", nullable=True),
        Column("status", "string", "What became of it.", values=STATUSES),
        Column("stage", "string", "Where it failed.", nullable=True),
        Column("error", "string", "Why it failed, and what helps.", nullable=True),
        Column("n_sections", "int64", "Number of its rows in `sections`."),
        Column("n_mentions", "int64", "Number of its rows in `mentions`."),
        Column("n_claims", "int64", "Number of its rows in `claims`."),
    ),
    key=("document_id",),
    order=("document_id",),
    foreign_keys={"work_id": "works"},
)

LANGUAGES = Table(
    name="languages",
    description="Runs of whole lines in one language; they cover each document without gaps.",
    columns=(
        Column("document_id", "string", "The document."),
        Column("start", "int64", "Offset of the first code point."),
        Column("end", "int64", "Offset behind the last code point."),
        Column("language", "string", "ISO 639-1 code, or `und`."),
        Column("score", "float64", "Probability (0 to 1) that the language is right."),
        Column("inherited", "bool", "Whether the text gives no evidence itself and takes its neighbours' language."),
    ),
    key=("document_id", "start"),
    order=("document_id", "start"),
    foreign_keys={"document_id": "documents"},
)

TEXTS = Table(
    name="texts",
    description="The text of each document that is not simply the decoded bytes of a file: converted pages, records.",
    columns=(
        Column("document_id", "string", "The document."),
        Column("text", "string", "The text to which all offsets of the document refer."),
        Column(
            "source_map",
            "string",
            "Where the text lies in the source: `START-END@BYTE_START-BYTE_END`, joined with `; `; empty where the "
            "text is a record's field.",
            nullable=True,
        ),
    ),
    key=("document_id",),
    order=("document_id",),
    foreign_keys={"document_id": "documents"},
)

SECTIONS = Table(
    name="sections",
    description="Stretches of a document under one heading; they tile the document.",
    columns=(
        Column("section_id", "string", "Hash of document, place and heading."),
        Column("document_id", "string", "The document."),
        Column("position", "int64", "Place among the document's sections, from 0."),
        Column("level", "int64", "Depth of the heading; 0 for the lead."),
        Column("kind", "string", "What the section holds.", values=(LEAD, *sorted(SECTION_KINDS))),
        Column("heading", "string", "The heading as written; empty for the lead.", nullable=True),
        Column("heading_start", "int64", "Offset of the heading's first code point.", nullable=True),
        Column("heading_end", "int64", "Offset behind the heading's last code point.", nullable=True),
        Column("start", "int64", "Offset of the first code point of heading and body."),
        Column("end", "int64", "Offset behind the last code point of heading and body."),
        Column("language", "string", "Language of the section (ISO 639-1), or `und`."),
    ),
    key=("section_id",),
    order=("document_id", "position", "section_id"),
    foreign_keys={"document_id": "documents"},
    quotes=(Quote("heading_start", "heading_end", "heading"),),
)

MENTIONS = Table(
    name="mentions",
    description="Places where an entity is named.",
    columns=(
        Column("mention_id", "string", "Hash of document, place and label."),
        Column("document_id", "string", "The document."),
        Column("section_id", "string", "The section in which the mention starts.", nullable=True),
        Column("start", "int64", "Offset of the first code point."),
        Column("end", "int64", "Offset behind the last code point."),
        Column("exact", "string", "The name as written."),
        Column("label", "string", "Person, organisation, place, work, or another name.", values=LABELS),
        Column("language", "string", "Language of the passage (ISO 639-1), or `und`."),
        Column("entity_id", "string", "The entity that is named, where that is known.", nullable=True),
        Column("extractor", "string", "The rule or model that found it, with version."),
        Column("score", "float64", "Probability (0 to 1) that it is right."),
    ),
    key=("mention_id",),
    order=("document_id", "start", "end", "mention_id"),
    foreign_keys={"document_id": "documents", "section_id": "sections", "entity_id": "entities"},
    quotes=(Quote("start", "end", "exact"),),
)

CLAIMS = Table(
    name="claims",
    description="Statements that one document makes at one place; merging assigns them to records and changes none.",
    columns=(
        Column("claim_id", "string", "Hash of document, place and statement."),
        Column("document_id", "string", "The document."),
        Column("section_id", "string", "The section in which the value starts.", nullable=True),
        Column(
            "record_id",
            "string",
            "The record that the claim supports; empty for a name cut short that may be any of several people's.",
            nullable=True,
        ),
        Column("work_id", "string", "The work that the claim is about."),
        Column("field", "string", "What is stated: `director`, `actor`, `title`, …"),
        Column("label_start", "int64", "Offset of the words that state the role.", nullable=True),
        Column("label_end", "int64", "Offset behind the words that state the role.", nullable=True),
        Column("label_exact", "string", "The words that state the role; empty where layout alone does.", nullable=True),
        Column("start", "int64", "Offset of the value's first code point."),
        Column("end", "int64", "Offset behind the value's last code point."),
        Column("exact", "string", "The value as written."),
        Column("value", "string", "The value in normal form."),
        Column("entity_id", "string", "The entity that the value names.", nullable=True),
        Column("character", "string", "The character played, in normal form.", nullable=True),
        Column("character_start", "int64", "Offset of the character's first code point.", nullable=True),
        Column("character_end", "int64", "Offset behind the character's last code point.", nullable=True),
        Column("position", "int64", "Billing order in its list, from 1.", nullable=True),
        Column("line", "int64", "Line in which the value starts, from 1."),
        Column("language", "string", "Language of the passage (ISO 639-1), or `und`."),
        Column("layout", "string", "How the page states it: `bullets`, `label`, `prose`, …"),
        Column("extractor", "string", "The rule or model that found it, with version."),
        Column("score", "float64", "Probability (0 to 1) that it is right."),
    ),
    key=("claim_id",),
    order=("document_id", "start", "end", "field", "claim_id"),
    foreign_keys={
        "document_id": "documents",
        "section_id": "sections",
        "record_id": "records",
        "work_id": "works",
        "entity_id": "entities",
    },
    quotes=(Quote("start", "end", "exact"), Quote("label_start", "label_end", "label_exact")),
)

ENTITIES = Table(
    name="entities",
    description="People, characters, organisations, places and works, with all their names.",
    columns=(
        Column("entity_id", "string", "Hash of kind, name and what tells namesakes apart."),
        Column("kind", "string", "What it is.", values=ENTITY_KINDS),
        Column("name", "string", "The fullest name."),
        Column("aliases", "string", "The other names, joined with `; `.", nullable=True),
        Column("documents", "int64", "Number of documents that name it."),
        Column("mentions", "int64", "Number of its rows in `mentions`."),
        Column("fields", "string", "The fields in which it appears, joined with `; `.", nullable=True),
    ),
    key=("entity_id",),
    order=("entity_id",),
    foreign_keys={},
)

WORKS = Table(
    name="works",
    description="Films, series and stage works that the documents are about.",
    columns=(
        Column("work_id", "string", "Hash of title, year and what tells namesakes apart."),
        Column("title", "string", "The title; empty where no page states one.", nullable=True),
        Column("titles", "string", "All titles that pages give it, joined with `; `.", nullable=True),
        Column("year", "int64", "The year, where a page states it.", nullable=True),
        Column("documents", "int64", "Number of documents about it."),
        Column("people", "int64", "Number of people with a credit in it."),
        Column("score", "float64", "How sure it is (0 to 1) that these documents are about one work."),
        Column("reason", "string", "Why these documents were joined."),
        Column("candidates", "string", "Works that it may also be, joined with `; `.", nullable=True),
    ),
    key=("work_id",),
    order=("work_id",),
    foreign_keys={},
)

RECORDS = Table(
    name="records",
    description="What the claims add up to: the normalized table, one row per work, field and value.",
    columns=(
        Column("record_id", "string", "Hash of work, field and value."),
        Column("work_id", "string", "The work."),
        Column("work", "string", "Title of the work.", nullable=True),
        Column("year", "int64", "Year of the work.", nullable=True),
        Column("field", "string", "What is stated: `director`, `actor`, `title`, …"),
        Column("property", "string", "Wikidata property of the field.", nullable=True),
        Column("value", "string", "The value in normal form; for people the fullest name."),
        Column("entity_id", "string", "The entity that the value names.", nullable=True),
        Column("character", "string", "The character played.", nullable=True),
        Column("position", "int64", "Best billing order that a page gives, from 1.", nullable=True),
        Column("documents", "int64", "Number of documents that say so."),
        Column("claims", "int64", "Number of claims that say so."),
        Column("languages", "string", "Languages in which it is said, joined with `; `."),
        Column("sources", "string", "`SOURCE:START-END` of every claim, joined with `; `."),
        Column("score", "float64", "Probability (0 to 1) that it is right."),
        Column(
            "status", "string", "Whether one document says so, several do, or they disagree.", values=RECORD_STATUSES
        ),
        Column("reason", "string", "Why these claims were joined."),
    ),
    key=("record_id",),
    order=("work_id", "field", "position", "record_id"),
    foreign_keys={"work_id": "works", "entity_id": "entities"},
)

TABLES: Mapping[str, Table] = {
    table.name: table for table in (DOCUMENTS, TEXTS, LANGUAGES, SECTIONS, MENTIONS, CLAIMS, ENTITIES, WORKS, RECORDS)
}

PAGE_WORKS = Table(
    name="page_works",
    description="The works that a page, or the part `start` to `end` of it, is about; the merge joins them to works.",
    columns=(
        Column("document_id", "string", "The document."),
        Column("work", "int64", "Index among the document's works, from 0."),
        Column("start", "int64", "Offset of the part's first code point."),
        Column("end", "int64", "Offset behind the part's last code point."),
        Column("title", "string", "Title as the page gives it, in normal form.", nullable=True),
        Column("title_start", "int64", "Offset of the title.", nullable=True),
        Column("title_end", "int64", "Offset behind the title.", nullable=True),
        Column("year", "int64", "Year as the page states it.", nullable=True),
        Column("year_start", "int64", "Offset of the year.", nullable=True),
        Column("year_end", "int64", "Offset behind the year.", nullable=True),
    ),
    key=("document_id", "work"),
    order=("document_id", "work"),
    foreign_keys={"document_id": "documents"},
)


# What the merge fills in; null in a part.
MERGED_COLUMNS = frozenset({"work_id", "entity_id", "record_id"})
CLAIM_WORK = Column("work", "int64", "Index of the claim's work in `page_works`; the merge turns it into `work_id`.")
CLAIM_PASSAGE = Column(
    "passage", "string", "Sketch of the words around the value, by which copied pages are found.", nullable=True
)


def _part(table: Table, *more: Column) -> Table:
    """The table before the merge: the merge's columns are null, and `more` columns follow."""
    columns = (replace(c, nullable=c.nullable or c.name in MERGED_COLUMNS) for c in table.columns)
    return replace(table, columns=(*columns, *more), foreign_keys={})


# What extraction hands to the merge, for any number of documents.
PART_TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _part(DOCUMENTS),
        TEXTS,
        LANGUAGES,
        SECTIONS,
        _part(MENTIONS),
        _part(CLAIMS, CLAIM_WORK, CLAIM_PASSAGE),
        PAGE_WORKS,
    )
}


def to_arrow(table: Table, rows: Iterable[Mapping[str, Cell]]) -> pa.Table:
    """Rows (mappings with a value for every column) as an Arrow table, sorted as the table is.

    Raises:
        KeyError: a row lacks a column. ValueError: a value is missing or does not fit its column.
    """
    rows = list(rows)
    columns = {c.name: pa.array([row[c.name] for row in rows], ARROW_TYPES[c.type]) for c in table.columns}
    return conform(table, pa.table(columns))


def conform(table: Table, rows: pa.Table) -> pa.Table:
    """The rows with the table's columns only, in their order, and sorted as the table is (nulls last).

    Raises:
        KeyError: a column is missing. ValueError: a value is missing or does not fit its column.
    """
    return fit(table, rows).sort_by([(column, "ascending") for column in table.order]).combine_chunks()


def fit(table: Table, rows: pa.Table) -> pa.Table:
    """The rows as they come, with the table's columns only, in their order.

    Raises:
        KeyError: a column is missing. ValueError: a value is missing or does not fit its column.
    """
    rows = rows.select(table.arrow.names)
    for column in table.columns:
        if not column.nullable and rows.column(column.name).null_count:
            raise ValueError(f"{table.name}.{column.name} has empty cells; every row needs a value")
    return rows.cast(table.arrow)


def data_package(version: str, files: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """`datapackage.json`: a Frictionless Data Package (v1) with one Table Schema per table.

    `files` names each table's files, of one format; without it, they are `NAME.csv`.
    """
    files = files or {name: [f"{name}.csv"] for name in TABLES}
    return {
        "profile": "tabular-data-package",
        "name": "abspann",
        "title": "Credits of films, series and stage works, with their sources",
        "version": version,
        "schema_version": SCHEMA_VERSION,
        "resources": [_resource(table, files[table.name]) for table in TABLES.values()],
    }


# What a resource says of the format of its files.
RESOURCE_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "csv": {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    },
    "jsonl": {"format": "jsonl", "mediatype": "application/x-ndjson", "encoding": "utf-8"},
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
}


def _resource(table: Table, files: Sequence[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": files[0] if len(files) == 1 else list(files),
        "description": table.description,
        **RESOURCE_FORMATS[files[0].rpartition(".")[2]],
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": column, "reference": {"resource": target, "fields": TABLES[target].key[0]}}
                for column, target in table.foreign_keys.items()
            ],
        },
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.type],
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }
