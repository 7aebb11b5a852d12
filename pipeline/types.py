"""The values that stages hand to each other: frozen, slotted, plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityLabel = Literal["PER", "ORG", "LOC", "WORK", "MISC"]
Status = Literal["done", "empty", "unsupported_language", "failed"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The quoted text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One input text, exactly as decoded; all spans of an extraction refer to `text`.

    `converted` says that the text is not simply what the bytes of a file decode to (a page converted from HTML, a
    record of a larger file), so that it has to be kept; `source_map` then says where its parts lie in the bytes.
    """

    id: str
    source: str
    text: str
    sha256: str
    media_type: str
    encoding: str
    size_bytes: int
    converted: bool = False
    source_map: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The bytes of one document to be: a whole file, or one record of a larger one.

    `data` is None where `problem` says why there is nothing to read; `sha256` is that of `data`. `contained` says that
    `data` are not the bytes of a file but something taken out of it: a record, or what a compressed file unpacks to;
    `encoding` is given where what contains it says in which encoding `data` are.
    """

    document_id: str
    source: str
    media_type: str
    data: bytes | None
    sha256: str | None
    size_bytes: int | None
    problem: str | None = None
    contained: bool = False
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageRun:
    """A stretch of whole lines in one language: `de`, `en`, another ISO 639-1 code, or `und`.

    `score` is the probability in 0–1 that `language` is right; `inherited` is true where the text gives no
    evidence itself and takes its neighbours' language.
    """

    span: Span
    language: str
    score: float
    inherited: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Heading and body up to the next heading; `heading` is None for the lead. Sections tile the document."""

    position: int
    level: int
    kind: str
    heading: Span | None
    span: Span
    language: str

    @property
    def body(self) -> Span:
        return self.span if self.heading is None else Span(self.heading.end, self.span.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entity is named. `extractor` is the rule or model with its version."""

    span: Span
    label: EntityLabel
    language: str
    extractor: str
    score: float


@dataclass(frozen=True, slots=True)
class PageWork:
    """A work that the page (or the part `span` of it) is about; title and year only where the page states them."""

    span: Span
    title: str | None
    title_span: Span | None
    year: int | None
    year_span: Span | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that a page makes at one place, e.g. "this page says that Mike Figgis directed".

    `span` quotes the value as written, `value` is its normal form; `label` quotes the words that state the role (None
    where layout alone does). `position` is the billing order in its list, from 1. `work` is the index of the
    statement's work in `Extraction.works`.
    """

    field: str
    span: Span
    value: str
    label: Span | None
    language: str
    layout: str
    extractor: str
    score: float
    character: str | None = None
    character_span: Span | None = None
    position: int | None = None
    work: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says; nothing in it knows of another document."""

    document: Document
    status: Status
    language: str
    language_score: float
    languages: tuple[LanguageRun, ...] = ()
    sections: tuple[Section, ...] = ()
    works: tuple[PageWork, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be taken in or extracted; it still gets its row in `documents`."""

    document_id: str
    source: str
    stage: str
    message: str
    sha256: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    size_bytes: int | None = None
