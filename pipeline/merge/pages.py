"""What each page says of each of its works, in the form in which works are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS
from pipeline.text.name_match import Name, short_key
from pipeline.text.titles import Title

PERSON_FIELDS = FIELDS - COMPANY_FIELDS
# A remake or a film of the same novel shares these with another work; they are no evidence for one work.
SHARED_BY_VERSIONS = frozenset({"author", "songwriter"})
BILLED = 6  # how many first-billed people of a field open a block


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the part of it that is about one work.

    `document` is the row in `documents`, `work` the index in the document's works. `titles` starts with the page's own;
    `people` maps a field to people: short key (`n cage`) to the name as claimed, in billing order. `parts` maps an
    actor's short key to the words of the characters played.
    """

    document: int
    work: int
    start: int
    end: int
    language: str | None
    titles: tuple[Title, ...]
    year: int | None
    kind: str | None
    people: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, frozenset[str]]


def read_pages(
    documents: pa.Table,
    page_works: pa.Table,
    claims: pa.Table,
    parse: Callable[[str], Name | None],
    take_title: Callable[[str], Title | None],
) -> list[Page]:
    """All pages' works in the order of documents; a work that only claims speak of gets a page without title.

    The tables are sorted as the schema says; `parse` and `take_title` take a name and a title apart.
    """
    row_of = {document_id: row for row, document_id in enumerate(documents["document_id"].to_pylist())}
    languages = documents["language"].to_pylist()
    stated = {
        (row_of[row["document_id"]], row["work"]): row
        for row in page_works.select(["document_id", "work", "start", "end", "title", "year"]).to_pylist()
    }
    people: dict[tuple[int, int], dict[str, dict[str, str]]] = defaultdict(dict)
    titles: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    years: dict[tuple[int, int], set[int]] = defaultdict(set)
    parts: dict[tuple[int, int], dict[str, frozenset[str]]] = defaultdict(dict)

    columns = (claims[name].to_pylist() for name in ("document_id", "work", "field", "value", "character"))
    seen: set[tuple[int, int]] = set(stated)
    for document_id, work, field, value, character in zip(*columns, strict=True):
        page = (row_of[document_id], work)
        seen.add(page)
        if field in PERSON_FIELDS:
            name = parse(value)
            if name is not None:
                key = short_key(name)
                people[page].setdefault(field, {}).setdefault(key, value)
                if character is not None and (part := parse(character)) is not None:
                    parts[page][key] = parts[page].get(key, frozenset()) | frozenset(part.tokens)
        elif field == "title":
            titles[page][value] = None
        elif field == "year" and value.isdecimal():
            years[page].add(int(value))
    pages = []
    for page in sorted(seen):
        row = stated.get(page, {"start": 0, "end": 0, "title": None, "year": None})
        texts = dict.fromkeys([*([row["title"]] if row["title"] else []), *titles.get(page, ())])
        parsed = _distinct([title for text in texts if (title := take_title(text)) is not None])
        year = row["year"]
        if year is None:
            told = {title.year for title in parsed if title.year is not None} or years.get(page, set())
            year = next(iter(told)) if len(told) == 1 else None
        kinds = {title.kind for title in parsed if title.kind is not None}
        pages.append(
            Page(
                document=page[0],
                work=page[1],
                start=row["start"],
                end=row["end"],
                language=languages[page[0]],
                titles=parsed,
                year=year,
                kind=next(iter(kinds)) if len(kinds) == 1 else None,
                people=people.get(page, {}),
                parts=parts.get(page, {}),
            )
        )
    return pages


def _distinct(titles: Sequence[Title]) -> tuple[Title, ...]:
    return tuple({title.key: title for title in reversed(titles)}.values())[::-1]
