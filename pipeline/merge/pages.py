"""What each page says of its work, in the form in which works are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS
from pipeline.merge.scratch import Numbers, RowBuckets, values
from pipeline.merge.survey import Survey, batches
from pipeline.merge.words import Parsers
from pipeline.streams import TableSource
from pipeline.text.name_match import short_key
from pipeline.text.titles import Title

PERSON_FIELDS = FIELDS - COMPANY_FIELDS
# A remake or a film of the same novel shares these with another work; they are no evidence for one work.
SHARED_BY_VERSIONS = frozenset({"author", "songwriter"})

CLAIMED = pa.schema([("page", pa.int64()), ("field", pa.string()), ("value", pa.string()), ("character", pa.string())])
COMPARED = {
    "page_works": ("document_id", "work", "title", "year"),
    # With all columns of the order, so that people stay in billing order.
    "claims": ("document_id", "work", "start", "end", "field", "claim_id", "value", "character"),
}
STATED = pa.schema([("page", pa.int64()), ("title", pa.string()), ("year", pa.int64())])


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the part of it that is about one work.

    `titles` starts with the page's own; `people` maps a field to people: short key (`n cage`) to the name as claimed,
    in billing order. `parts` maps an actor's short key to the words of the characters played. `full_names` are the keys
    of the names with forename and surname.
    """

    number: int
    language: str | None
    titles: tuple[Title, ...]
    year: int | None
    kind: str | None
    people: dict[str, dict[str, str]]
    parts: dict[str, frozenset[str]]
    full_names: set[str]


@dataclass(slots=True)
class _Told:
    """What the rows of one page say, while they are read."""

    title: str | None = None
    year: int | None = None
    titles: dict[str, None] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    full_names: set[str] = field(default_factory=set)


class PageRows:
    """What the parts say of titles, years and people, dealt out to buckets of pages."""

    def __init__(self, source: TableSource, survey: Survey, bucket_of_page: Numbers, count: int, folder: Path) -> None:
        self.count = count
        self._survey = survey
        self._stated = RowBuckets(folder, count, STATED)
        self._claimed = RowBuckets(folder, count, CLAIMED)
        for tables in batches(source, COMPARED):
            for kept, rows in ((self._stated, tables["page_works"]), (self._claimed, tables["claims"])):
                pages = survey.find_pages(survey.documents.find(rows["document_id"]), rows["work"])
                kept.add(rows.append_column("page", pa.array(pages)), bucket_of_page[pages])

    def read(self, bucket: int, parsers: Parsers) -> dict[int, Page]:
        """The pages of a bucket by number, in order; one that only claims speak of has no title of its own."""
        told: dict[int, _Told] = defaultdict(_Told)
        for page, title, year in _rows(self._stated.read(bucket)):
            told[page].title, told[page].year = title, year
        for page, role, value, character in _rows(self._claimed.read(bucket)):
            _note(told[page], role, value, character, parsers)
        numbers = sorted(told)
        documents = pa.array(self._survey.page_documents[numbers])
        languages = self._survey.documents.languages.take(documents).to_pylist()
        return {
            number: _page(number, language, told[number], parsers)
            for number, language in zip(numbers, languages, strict=True)
        }

    def close(self) -> None:
        self._stated.close()
        self._claimed.close()


def _note(told: _Told, role: str, value: str, character: str | None, parsers: Parsers) -> None:
    if role in PERSON_FIELDS:
        name = parsers.name(value)
        if name is not None:
            key = short_key(name)
            told.people.setdefault(role, {}).setdefault(key, value)
            if name.full:
                told.full_names.add(name.key)
            if character is not None and (part := parsers.name(character)) is not None:
                told.parts[key] = told.parts.get(key, frozenset()) | frozenset(part.tokens)
    elif role == "title":
        told.titles[value] = None
    elif role == "year" and value.isdecimal():
        told.years.add(int(value))


def _page(number: int, language: str | None, told: _Told, parsers: Parsers) -> Page:
    texts = dict.fromkeys([*([told.title] if told.title else []), *told.titles])
    titles = _distinct([title for text in texts if (title := parsers.title(text)) is not None])
    year = told.year
    if year is None:
        years = {title.year for title in titles if title.year is not None} or told.years
        year = next(iter(years)) if len(years) == 1 else None
    kinds = {title.kind for title in titles if title.kind is not None}
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    return Page(number, language, titles, year, kind, told.people, told.parts, told.full_names)


def _distinct(titles: Sequence[Title]) -> tuple[Title, ...]:
    return tuple({title.key: title for title in reversed(titles)}.values())[::-1]


def _rows(rows: pa.Table) -> zip[tuple[Any, ...]]:
    return zip(*map(values, rows.columns), strict=True)
