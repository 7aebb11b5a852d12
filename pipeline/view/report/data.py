"""The data of a report: tables as columns, with everything that a record or a page needs in parts of their own.

The page's script reads these parts, and they are no contract: `docs/report.md` says what is where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import InputError
from pipeline.types import Span
from pipeline.view.report.files import Parts
from pipeline.view.report.pages import by_document, render_marks
from pipeline.view.sentences import sentences_around

CHUNK = 10_000  # records of one part; their evidence, which is larger, is loaded when a record is opened
# The order in which credits are read, not that of the alphabet.
FIELD_ORDER = (
    *("title", "year", "country", "genre", "runtime", "director", "creator", "showrunner", "screenwriter", "author"),
    *("actor", "voice_actor", "narrator", "presenter", "cinematographer", "editor", "composer", "songwriter"),
    *("production_designer", "art_director", "set_decorator", "costume_designer", "makeup_artist", "sound"),
    *("visual_effects", "stunt_coordinator", "choreographer", "casting_director", "assistant_director"),
    *("producer", "executive_producer", "co_producer", "line_producer", "production_company", "distributor"),
    *("award", "nomination"),
)
_RANKS = {field: rank for rank, field in enumerate(FIELD_ORDER)}
# The columns of `claims` that the list beside a page shows, and those of a record's evidence.
_PAGE_CLAIMS = ("field", "value", "character", "line")
_EVIDENCE = (
    *("start", "end", "exact", "label_start", "label_end", "label_exact", "character_start", "character_end"),
    *("line", "score"),
)
_POOLED = ("language", "layout", "extractor")

Tables = Mapping[str, pa.Table]
# The text of a row of `documents`; raises InputError where there is none.
ReadText = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Order:
    """Rows of tables in the order in which the report shows them: ids to positions."""

    documents: Mapping[str, int]
    records: Mapping[str, int]


def add_parts(tables: Tables, read_text: ReadText, parts: Parts) -> dict[str, int]:
    """Hand on all parts of the report's data; returns how many parts the records are in, and how many fill one."""
    documents = _sorted(tables["documents"], [("source", "ascending"), ("document_id", "ascending")])
    records = _in_reading_order(tables["records"])
    order = Order(_positions(documents["document_id"]), _positions(records["record_id"]))
    _add_documents(documents, parts)
    works = _add_works(records, parts)
    evidence = _add_pages(tables, documents, order, read_text, parts)
    n_parts = _add_records(records, works, parts)
    _add_evidence(evidence, tables, records.num_rows, order, parts)
    return {"parts": n_parts, "chunk": CHUNK}


def _add_documents(documents: pa.Table, parts: Parts) -> None:
    columns = (
        "document_id",
        "source",
        "status",
        "language",
        "title",
        "year",
        "n_mentions",
        "n_claims",
        "stage",
        "error",
    )
    parts.add("documents-0", {name.removeprefix("n_"): documents[name].to_pylist() for name in columns})


def _add_works(records: pa.Table, parts: Parts) -> Mapping[str, int]:
    """Titles and years, once each; returns the position of each work."""
    firsts: dict[str, tuple[str | None, int | None]] = {}
    for work_id, title, year in zip(*(records[name].to_pylist() for name in ("work_id", "work", "year")), strict=True):
        firsts.setdefault(work_id, (title, year))
    titles, years = [title for title, _ in firsts.values()], [year for _, year in firsts.values()]
    parts.add("works-0", {"work_id": list(firsts), "title": titles, "year": years})
    return {work_id: position for position, work_id in enumerate(firsts)}


def _add_pages(
    tables: Tables, documents: pa.Table, order: Order, read_text: ReadText, parts: Parts
) -> dict[str, tuple[int, int, int]]:
    """Every page with its marks and claims. Returns what evidence needs of pages: of each claim its number on its
    page, and the start and end of its sentence (-1 where the text cannot be read)."""
    rows = {name: by_document(tables[name]) for name in ("languages", "sections", "mentions", "claims")}
    places: dict[str, tuple[int, int, int]] = {}
    for position, document in enumerate(documents.to_pylist()):
        own = {name: table[document["document_id"]] for name, table in rows.items()}
        claims = own["claims"]
        html, problem, sentences = None, None, [Span(-1, -1)] * len(claims)
        try:
            text = read_text(document)
        except InputError as error:  # the tables stand without the text
            problem = str(error)
        else:
            html = render_marks(text, own["languages"], own["sections"], own["mentions"], claims)
            sentences = sentences_around(text, [Span(claim["start"], claim["end"]) for claim in claims])
        for number, (claim, sentence) in enumerate(zip(claims, sentences, strict=True)):
            places[claim["claim_id"]] = (number, sentence.start, sentence.end)
        shown = {name: [claim[name] for claim in claims] for name in _PAGE_CLAIMS}
        records = [order.records.get(claim["record_id"], -1) for claim in claims]
        ids = [claim["claim_id"] for claim in claims]
        parts.add(f"page-{position}", {"html": html, "problem": problem, "claim_id": ids, "record": records, **shown})
    return places


def _add_records(records: pa.Table, works: Mapping[str, int], parts: Parts) -> int:
    """The records in parts of `CHUNK`; returns the number of parts, at least 1."""
    starts = range(0, max(records.num_rows, 1), CHUNK)
    for number, start in enumerate(starts):
        chunk = records.slice(start, CHUNK)
        plain = ("record_id", "value", "character", "documents", "claims", "score")
        columns: dict[str, Any] = {name: chunk[name].to_pylist() for name in plain}
        columns["work"] = [works[work_id] for work_id in chunk["work_id"].to_pylist()]
        for name in ("field", "status", "languages", "reason", "property"):
            columns[name] = _pooled(chunk[name].to_pylist())
        parts.add(f"records-{number}", columns)
    return len(starts)


def _add_evidence(
    places: Mapping[str, tuple[int, int, int]], tables: Tables, n_records: int, order: Order, parts: Parts
) -> None:
    """The claims of each record, in the order of its pages, in one part for each part of the records.

    `first[i]` to `first[i + 1]` are the claims of the part's record i.
    """
    claims, headings = tables["claims"], _headings(tables["sections"])
    record = np.array([order.records.get(one, -1) for one in claims["record_id"].to_pylist()], dtype=np.int64)
    document = np.array([order.documents.get(one, -1) for one in claims["document_id"].to_pylist()], dtype=np.int64)
    start = claims["start"].to_numpy()
    sequence = np.lexsort((start, document, record))
    sequence = sequence[record[sequence] >= 0]
    bounds = np.searchsorted(record[sequence], np.arange(n_records + 1))
    for number, first in enumerate(range(0, max(n_records, 1), CHUNK)):
        last = min(first + CHUNK, n_records)
        rows = sequence[bounds[first] : bounds[last]]
        chunk = claims.take(pa.array(rows))
        place = [places[claim_id] for claim_id in chunk["claim_id"].to_pylist()]
        columns: dict[str, Any] = {name: chunk[name].to_pylist() for name in _EVIDENCE}
        parts.add(
            f"claims-{number}",
            {
                "first": (bounds[first : last + 1] - bounds[first]).tolist(),
                "document": document[rows].tolist(),
                "number": [one[0] for one in place],
                "sentence_start": [one[1] for one in place],
                "sentence_end": [one[2] for one in place],
                "section": _pooled([headings.get(one) for one in chunk["section_id"].to_pylist()]),
                **columns,
                **{name: _pooled(chunk[name].to_pylist()) for name in _POOLED},
            },
        )


def _headings(sections: pa.Table) -> dict[str, str]:
    """Heading by section, where it has one."""
    pairs = zip(sections["section_id"].to_pylist(), sections["heading"].to_pylist(), strict=True)
    return {section_id: heading for section_id, heading in pairs if heading is not None}


def _in_reading_order(records: pa.Table) -> pa.Table:
    """By work, and within a work as credits are read: the field's place, then billing."""
    titles = [(title or "\U0010ffff").casefold() for title in records["work"].to_pylist()]
    ranks = [_RANKS.get(field, len(_RANKS)) for field in records["field"].to_pylist()]
    keyed = records.append_column("_title", pa.array(titles, pa.string())).append_column(
        "_rank", pa.array(ranks, pa.int64())
    )
    keys = ("_title", "work_id", "_rank", "field", "position", "value", "record_id")
    return _sorted(keyed, [(name, "ascending") for name in keys]).drop_columns(["_title", "_rank"])


def _sorted(rows: pa.Table, keys: Sequence[tuple[str, str]]) -> pa.Table:
    return rows.take(pc.sort_indices(_undictionaried(rows, [name for name, _ in keys]), sort_keys=list(keys)))


def _undictionaried(rows: pa.Table, names: Iterable[str]) -> pa.Table:
    """The named columns with plain values: dictionaries cannot be sorted."""
    columns = {name: rows[name] for name in names}
    return pa.table(
        {
            name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for name, column in columns.items()
        }
    )


def _positions(ids: pa.ChunkedArray) -> dict[str, int]:
    return {one: position for position, one in enumerate(ids.to_pylist())}


def _pooled(values: Sequence[Any]) -> dict[str, list[Any]]:
    """The distinct values, and for each row the position of its own."""
    pool: dict[Any, int] = {}
    return {"index": [pool.setdefault(value, len(pool)) for value in values], "values": list(pool)}
