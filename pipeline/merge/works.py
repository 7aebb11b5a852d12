"""The works that the pages are about: pages are joined by title, then by people, and each group gets an id."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import make_id
from pipeline.merge.by_people import NO_YEAR, Billing, join_by_people
from pipeline.merge.by_title import join_by_title
from pipeline.merge.careers import Careers
from pipeline.merge.disjoint import DisjointSets
from pipeline.merge.gathering import LEADING, Gathering, Group, GroupStore
from pipeline.merge.pages import PageRows
from pipeline.merge.scratch import Numbers, borders, cut
from pipeline.merge.survey import WORKS_PER_DOCUMENT, Survey
from pipeline.merge.words import Parsers
from pipeline.streams import TableSource

ROWS_PER_BUCKET = 20_000  # claims of the pages that are in memory together, about a kilobyte each


@dataclass(frozen=True, slots=True)
class Work:
    """Pages that speak of one work; `documents` are numbers, `candidates` ids of other works that it may be."""

    id: str
    title: str | None
    titles: tuple[str, ...]
    year: int | None
    documents: tuple[int, ...]
    score: float
    reason: str
    candidates: tuple[str, ...]


class Works:
    """All works by number: arrays, and what is more in a store on disk.

    `of_page` holds the work of each page, `years` that of each work, or NO_YEAR.
    """

    def __init__(self, survey: Survey, gathering: Gathering, store: GroupStore) -> None:
        self._survey = survey
        self._store = store
        self._page_documents = survey.page_documents
        pages = len(survey.codes)
        roots = np.fromiter((gathering.root(page) for page in range(pages)), dtype=np.int64, count=pages)
        self._roots, self.of_page = np.unique(roots, return_inverse=True)
        self.years = np.full(len(self._roots), NO_YEAR, dtype=np.int64)
        self._ids = self._name()
        near = np.asarray(gathering.near).reshape(-1, 2)
        a, b = self.of_page[near[:, 0]], self.of_page[near[:, 1]]
        both = np.unique(
            np.column_stack((np.append(a, b), np.append(b, a)))[np.append(a, b) != np.append(b, a)], axis=0
        )
        self._near = both[:, 1]
        self._near_from = np.searchsorted(both[:, 0], np.arange(len(self._roots) + 1))

    def __len__(self) -> int:
        return len(self._roots)

    def id(self, number: int) -> str:
        return str(self._ids[number], "ascii")

    def work(self, number: int) -> Work:
        """All that is known of one work."""
        group = self._store[int(self._roots[number])]
        documents = self._documents(group)
        near = self._near[self._near_from[number] : self._near_from[number + 1]]
        return Work(
            id=self.id(number),
            title=_main_title(group),
            titles=tuple(sorted(group.texts)),
            year=group.year,
            documents=documents,
            score=min((score for _, score in group.joins), default=1.0),
            reason=_reason(group, len(documents)),
            candidates=tuple(sorted(self.id(other) for other in near)),
        )

    def of_documents(self) -> Numbers:
        """The work of each document; -1 where its parts are about several, or none."""
        works = np.full(len(self._survey.documents.contents), -1, dtype=np.int64)
        documents = self._survey.page_documents
        starts = np.array(borders(documents)[:-1], dtype=np.int64)
        if len(starts):
            lowest, highest = (reduce.reduceat(self.of_page, starts) for reduce in (np.minimum, np.maximum))
            works[documents[starts]] = np.where(lowest == highest, lowest, -1)
        return works

    def _name(self) -> NDArray[np.bytes_]:
        """The id of each work. Of works that would have the same id each takes its first page in."""
        parts = []
        for number, root in enumerate(self._roots.tolist()):
            group = self._store[root]
            self.years[number] = NO_YEAR if group.year is None else group.year
            parts.append(make_id(*self._identity(group)).encode())
        ids = np.array(parts, dtype=np.bytes_)
        distinct, counts = np.unique(ids, return_counts=True)
        for number in np.flatnonzero(np.isin(ids, distinct[counts > 1])).tolist():
            group = self._store[int(self._roots[number])]
            ids[number] = make_id(*self._identity(group), self._first(group)).encode()
        return ids

    def _identity(self, group: Group) -> tuple[str | int | None, ...]:
        """What a work's id is a hash of: title, year and leading person.

        The person is always part of it, so that a rival of the same title and year, added later, changes nothing here.
        A work without a title is known by its document.
        """
        if not group.own:
            return ("work", "untitled", *self._place(min(group.pages)))
        return ("work", _most_common(_keys(group)), group.year, _leading_person(group))

    def _first(self, group: Group) -> str:
        document, work = self._place(min(group.pages, key=lambda page: self._survey.codes[page] // WORKS_PER_DOCUMENT))
        return f"{document} {work}"

    def _place(self, page: int) -> tuple[str, int]:
        """The document's id, and the index of the page's work in it."""
        document, work = divmod(int(self._survey.codes[page]), WORKS_PER_DOCUMENT)
        return self._survey.documents.ids.ids[document].decode(), work

    def _documents(self, group: Group) -> tuple[int, ...]:
        return tuple(sorted({self._page_documents.item(page) for page in group.pages}))


def gather_works(
    source: TableSource, survey: Survey, parsers: Parsers, careers: Careers, store: GroupStore, folder: Path
) -> Works:
    """The works that the pages are about; every page belongs to exactly one.

    The groups of pages go to `store`, and all full names to `careers`. Titles meet in buckets that hold all pages with
    any title in common; people meet over all pages.
    """
    sets, near = DisjointSets(len(survey.codes)), array("q")
    billing = Billing(folder, len(survey.codes))
    buckets = _title_buckets(survey)
    rows = PageRows(source, survey, buckets, 1 + int(buckets.max(initial=-1)), folder)
    for bucket in range(rows.count):
        pages = rows.read(bucket, parsers)
        careers.note(pages)
        groups = join_by_title(pages, sets, near)
        billing.note(groups)
        store.update(groups)
    rows.close()
    gathering = Gathering(sets, store, near)
    join_by_people(gathering, billing)
    billing.close()
    return Works(survey, gathering, store)


def _title_buckets(survey: Survey) -> Numbers:
    """A bucket for each page, so that pages with titles in common, directly or over others, are together."""
    pages = len(survey.codes)
    sets = DisjointSets(pages)
    order = np.argsort(survey.title_keys)
    keys, numbers = survey.title_keys[order], survey.title_pages[order]
    same = np.flatnonzero(keys[1:] == keys[:-1])
    for a, b in zip(numbers[same].tolist(), numbers[same + 1].tolist(), strict=True):
        sets.join_lower(a, b)
    roots = np.fromiter(map(sets.root, range(pages)), dtype=np.int64, count=pages)
    _, of_page = np.unique(roots, return_inverse=True)
    return cut(np.bincount(of_page, weights=survey.rows + 1).astype(np.int64), ROWS_PER_BUCKET)[of_page]


def _leading_person(group: Group) -> str | None:
    return next((_most_common(group.leading[role]) for role in LEADING if group.leading.get(role)), None)


def _keys(group: Group) -> Counter[str]:
    keys: Counter[str] = Counter()
    for (key, _), count in group.own.items():
        keys[key] += count
    return keys


def _main_title(group: Group) -> str | None:
    if not group.own:
        return None
    main = _most_common(_keys(group))
    texts = {text: count for (key, text), count in group.own.items() if key == main}
    return min(texts, key=lambda text: (text.isupper(), -texts[text], text))  # capitals may be the site's lettering


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], text))


def _reason(group: Group, documents: int) -> str:
    if not group.joins:
        return "one document" if documents == 1 else f"{documents} documents"
    counts = Counter(reason for reason, _ in group.joins)
    told = sorted(counts, key=lambda reason: (-counts[reason], reason))
    shown = [f"{reason} ({counts[reason]} times)" if counts[reason] > 1 else reason for reason in told[:3]]
    more = [f"{len(told) - 3} more reasons"] if len(told) > 3 else []
    return "; ".join([*shown, *more])
