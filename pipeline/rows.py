"""From what one document says to the rows of the tables: ids, quotes, sections and lines are filled in here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from pipeline.ids import make_id
from pipeline.schema import MERGED_COLUMNS, Cell, Row
from pipeline.text.lines import line_number, line_starts
from pipeline.text.passages import sketch_passage
from pipeline.types import Claim, Document, Extraction, Failure, LanguageRun, Mention, PageWork, Section, Span

Rows = dict[str, list[Row]]  # table name -> rows; the tables are those of `schema.PART_TABLES`
UNMERGED: Row = dict.fromkeys(sorted(MERGED_COLUMNS))


# What each id is a hash of. By which rule a statement was found is no part of it.
HASHED = {
    "section": ("document_id", "start", "end", "level", "kind", "heading_start"),
    "mention": ("document_id", "start", "end", "label"),
    "claim": (
        *("document_id", "field", "start", "end", "value"),
        *("label_start", "label_end", "character", "character_start", "character_end"),
    ),
}


def row_id(kind: str, row: Mapping[str, Cell]) -> str:
    """The id of a `section`, `mention` or `claim` from the row's other columns."""
    return make_id(kind, *[row[column] for column in HASHED[kind]])


def extraction_rows(extraction: Extraction) -> Rows:
    """One document's rows of all part tables.

    Of statements or mentions that say the same of the same place, the first stays.

    Raises:
        ValueError: a span does not lie in the text.
    """
    document = extraction.document
    sections = [_section_row(document, section) for section in extraction.sections]
    finder = _SectionFinder(extraction.sections, sections)
    starts = line_starts(document.text)
    mentions = _unique("mention_id", (_mention_row(document, finder, mention) for mention in extraction.mentions))
    claims = _unique("claim_id", (_claim_row(document, finder, starts, claim) for claim in extraction.claims))
    return {
        "documents": [_document_row(extraction, len(sections), len(mentions), len(claims))],
        "texts": [_text_row(document)] if document.converted else [],
        "languages": [_language_row(document, run) for run in extraction.languages],
        "sections": sections,
        "mentions": mentions,
        "claims": claims,
        "page_works": [_work_row(document, index, work) for index, work in enumerate(extraction.works)],
    }


def failure_rows(failure: Failure) -> Rows:
    """The row in `documents` of an input that could not be taken in or extracted."""
    row: Row = {
        "document_id": failure.document_id,
        "source": failure.source,
        "sha256": failure.sha256,
        "media_type": failure.media_type,
        "encoding": failure.encoding,
        "size_bytes": failure.size_bytes,
        "length": None,
        "language": None,
        "language_score": None,
        "title": None,
        "year": None,
        "work_id": None,
        "status": "failed",
        "stage": failure.stage,
        "error": failure.message,
        "n_sections": 0,
        "n_mentions": 0,
        "n_claims": 0,
    }
    return {"documents": [row]}


class _SectionFinder:
    """Which section an offset lies in."""

    def __init__(self, sections: Sequence[Section], rows: Sequence[Row]) -> None:
        self.starts = [section.span.start for section in sections]
        self.ids = [row["section_id"] for row in rows]

    def id_at(self, offset: int) -> Cell:
        index = bisect_right(self.starts, offset) - 1
        return self.ids[index] if index >= 0 else None


def _document_row(extraction: Extraction, n_sections: int, n_mentions: int, n_claims: int) -> Row:
    document = extraction.document
    work = extraction.works[0] if len(extraction.works) == 1 else None
    return {
        "document_id": document.id,
        "source": document.source,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "size_bytes": document.size_bytes,
        "length": len(document.text),
        "language": extraction.language,
        "language_score": extraction.language_score,
        "title": work.title if work else None,
        "year": work.year if work else None,
        "work_id": None,
        "status": extraction.status,
        "stage": None,
        "error": None,
        "n_sections": n_sections,
        "n_mentions": n_mentions,
        "n_claims": n_claims,
    }


def _text_row(document: Document) -> Row:
    return {"document_id": document.id, "text": document.text, "source_map": document.source_map}


def _language_row(document: Document, run: LanguageRun) -> Row:
    _quote(document, run.span)
    return {
        "document_id": document.id,
        "start": run.span.start,
        "end": run.span.end,
        "language": run.language,
        "score": run.score,
        "inherited": run.inherited,
    }


def _section_row(document: Document, section: Section) -> Row:
    _quote(document, section.span)
    row: Row = {
        "section_id": None,
        "document_id": document.id,
        "position": section.position,
        "level": section.level,
        "kind": section.kind,
        "heading": _quote(document, section.heading),
        "heading_start": _start(section.heading),
        "heading_end": _end(section.heading),
        "start": section.span.start,
        "end": section.span.end,
        "language": section.language,
    }
    row["section_id"] = row_id("section", row)
    return row


def _mention_row(document: Document, finder: _SectionFinder, mention: Mention) -> Row:
    row: Row = {
        "mention_id": None,
        **UNMERGED,
        "document_id": document.id,
        "section_id": finder.id_at(mention.span.start),
        "start": mention.span.start,
        "end": mention.span.end,
        "exact": _quote(document, mention.span),
        "label": mention.label,
        "language": mention.language,
        "extractor": mention.extractor,
        "score": mention.score,
    }
    row["mention_id"] = row_id("mention", row)
    return row


def _claim_row(document: Document, finder: _SectionFinder, starts: Sequence[int], claim: Claim) -> Row:
    _quote(document, claim.character_span)
    row: Row = {
        "claim_id": None,
        **UNMERGED,
        "document_id": document.id,
        "section_id": finder.id_at(claim.span.start),
        "field": claim.field,
        "label_start": _start(claim.label),
        "label_end": _end(claim.label),
        "label_exact": _quote(document, claim.label),
        "start": claim.span.start,
        "end": claim.span.end,
        "exact": _quote(document, claim.span),
        "value": claim.value,
        "character": claim.character,
        "character_start": _start(claim.character_span),
        "character_end": _end(claim.character_span),
        "position": claim.position,
        "line": line_number(starts, claim.span.start),
        "language": claim.language,
        "layout": claim.layout,
        "extractor": claim.extractor,
        "score": claim.score,
        "work": claim.work,
        "passage": sketch_passage(document.text, claim.span),
    }
    row["claim_id"] = row_id("claim", row)
    return row


def _work_row(document: Document, index: int, work: PageWork) -> Row:
    return {
        "document_id": document.id,
        "work": index,
        "start": work.span.start,
        "end": work.span.end,
        "title": work.title,
        "title_start": _start(work.title_span),
        "title_end": _end(work.title_span),
        "year": work.year,
        "year_start": _start(work.year_span),
        "year_end": _end(work.year_span),
    }


def _unique(key: str, rows: Iterable[Row]) -> list[Row]:
    """The rows without those whose id came before."""
    seen: dict[Cell, Row] = {}
    for row in rows:
        seen.setdefault(row[key], row)
    return list(seen.values())


def _quote(document: Document, span: Span | None) -> str | None:
    if span is None:
        return None
    if not 0 <= span.start <= span.end <= len(document.text):
        raise ValueError(
            f"span {span.start}–{span.end} does not lie in the {len(document.text)} code points; "
            "the stage that made it is wrong"
        )
    return span.of(document.text)


def _start(span: Span | None) -> int | None:
    return None if span is None else span.start


def _end(span: Span | None) -> int | None:
    return None if span is None else span.end
