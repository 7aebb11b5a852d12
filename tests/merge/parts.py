"""Pages for tests of the merge, told in a line each and turned into the part tables that a run would make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.ids import make_id
from pipeline.rows import extraction_rows
from pipeline.schema import PART_TABLES, to_arrow
from pipeline.types import Claim, Document, Extraction, LanguageRun, Mention, PageWork, Section, Span


@dataclass(frozen=True)
class Credit:
    """`field`, the name as the page claims it and its character; credits with one `list` stand in one list."""

    field: str
    value: str
    character: str | None = None
    list: str | None = None
    work: int = 0
    score: float = 0.9


@dataclass(frozen=True)
class Told:
    """A page: its works as (title, year), its credits, who is named in its plot, and text around each credit."""

    source: str
    works: Sequence[tuple[str | None, int | None]] = ((None, None),)
    credits: Sequence[Credit] = ()
    plot: Sequence[str] = ()
    other: Sequence[str] = ()
    language: str = "en"
    around: str = ""
    salt: str = ""


def page(
    source: str,
    title: str | None = None,
    year: int | None = None,
    credits: str | Sequence[Credit] = (),
    **more: object,
) -> Told:
    """A page about one work; credits may be told as `director: A, B | actor: C = Character, D`: a list per field."""
    parsed = list(_credits(credits)) if isinstance(credits, str) else list(credits)
    return Told(source, ((title, year),), parsed, **more)  # type: ignore[arg-type]


def parts(*pages: Told) -> dict[str, pa.Table]:
    """The part tables of the pages."""
    rows = [extraction_rows(_extraction(told)) for told in pages]
    return {name: to_arrow(table, [row for one in rows for row in one[name]]) for name, table in PART_TABLES.items()}


def _credits(text: str) -> Iterable[Credit]:
    for number, group in enumerate(filter(None, (part.strip() for part in text.split("|")))):
        role, names = group.split(":", 1)
        for name in names.split(","):
            value, _, character = name.partition("=")
            yield Credit(role.strip(), value.strip(), character.strip() or None, list=f"{role.strip()} {number}")


def _extraction(told: Told) -> Extraction:
    """The page's text is made of what it tells, so that every span quotes it."""
    text = ""

    def write(words: str, end: str = "\n") -> Span:
        nonlocal text
        span = Span(len(text), len(text) + len(words))
        text += words + end
        return span

    works, claims, mentions = [], [], []
    labels: dict[tuple[str, int], Span] = {}
    positions: dict[tuple[str, int], int] = {}
    for index, (title, year) in enumerate(told.works):
        start = len(text)
        title_span = write(title) if title else None
        year_span = write(str(year)) if year else None
        for credit in (c for c in told.credits if c.work == index):
            write(told.around)
            key = (credit.list, index) if credit.list else None
            if key is not None and key not in labels:
                labels[key] = write(credit.field, ": ")
            span = write(credit.value, " as ")
            character = write(credit.character) if credit.character else None
            write(told.around)
            if key is not None:
                positions[key] = positions.get(key, 0) + 1
            claims.append(
                Claim(
                    field=credit.field,
                    span=span,
                    value=credit.value,
                    label=labels[key] if key is not None else None,
                    language=told.language,
                    layout="label" if key is not None else "prose",
                    extractor="test",
                    score=credit.score,
                    character=credit.character,
                    character_span=character,
                    position=positions[key] if key is not None else None,
                    work=index,
                )
            )
            mentions.append(Mention(span, "PER", told.language, "test", 0.9))
        works.append(PageWork(Span(start, len(text)), title, title_span, year, year_span))
    sections = [Section(0, 0, "lead", None, Span(0, len(text)), told.language)]
    for kind, names in (("plot", told.plot), ("other", told.other)):
        start = len(text)
        heading = write(kind)
        mentions += [Mention(write(name), "PER", told.language, "test", 0.9) for name in names]
        sections.append(Section(len(sections), 1, kind, heading, Span(start, len(text)), told.language))
    if len(works) == 1:
        works = [PageWork(Span(0, len(text)), works[0].title, works[0].title_span, works[0].year, works[0].year_span)]
    document = Document(
        id=make_id("document", told.source, text),
        source=told.source,
        text=text,
        sha256=make_id(text, told.salt) * 4,
        media_type="text/plain",
        encoding="utf-8",
        size_bytes=len(text.encode()),
    )
    return Extraction(
        document=document,
        status="done",
        language=told.language,
        language_score=1.0,
        languages=(LanguageRun(Span(0, len(text)), told.language, 1.0, False),),
        sections=tuple(sections),
        works=tuple(works),
        mentions=tuple(mentions),
        claims=tuple(claims),
    )


def works_of(tables: dict[str, pa.Table]) -> dict[str, str | None]:
    """Each page's work_id by source."""
    documents = tables["documents"].to_pylist()
    return {row["source"]: row["work_id"] for row in documents}


def records_of(tables: dict[str, pa.Table], field: str) -> list[dict[str, object]]:
    """The records of a field, sorted by value."""
    rows = [row for row in tables["records"].to_pylist() if row["field"] == field]
    return sorted(rows, key=lambda row: (row["value"], row["character"] or ""))
