"""Claims and mentions brought together work by work: dealt out to buckets of works, and read back bucket by bucket."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from pipeline.merge.scratch import Numbers, RowBuckets, borders, cut, values
from pipeline.merge.survey import Survey, batches
from pipeline.merge.works import Works
from pipeline.schema import PART_TABLES
from pipeline.streams import TableSource

ROWS_PER_BUCKET = 20_000  # claims and mentions that are in memory together, about a kilobyte each
NO_WORK = -1

WORK = pa.field("work_number", pa.int64())
DOCUMENT = pa.field("document", pa.int64())
IN_PLOT = pa.field("in_plot", pa.bool_())


class ClaimRow(NamedTuple):
    """A claim; `document` is the number of its document."""

    document: int
    section_id: str | None
    field: str
    label_start: int | None
    start: int
    end: int
    exact: str
    value: str
    character: str | None
    character_start: int | None
    character_end: int | None
    position: int | None
    language: str
    layout: str
    score: float
    passage: str | None


class MentionRow(NamedTuple):
    """A mention; `document` is the number of its document, `in_plot` says whether its section tells the plot."""

    document: int
    start: int
    end: int
    exact: str
    label: str
    in_plot: bool


Row = TypeVar("Row", ClaimRow, MentionRow)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The claims and mentions of some works, sorted by work, then as the tables are; `works` are all their numbers.

    `sources` and `contents` are those of the documents with claims, by number; equal files have equal contents, -1 says
    that nothing is known.
    """

    works: range
    claims: pa.Table
    mentions: pa.Table
    sources: Mapping[int, str]
    contents: Mapping[int, int]

    def by_work(self) -> Iterator[tuple[int, Sequence[ClaimRow], Sequence[MentionRow]]]:
        """Every work with its claims and its mentions, if any; in this order they are the rows of the two tables."""
        claims, mentions = _by_work(self.claims, ClaimRow), _by_work(self.mentions, MentionRow)
        for number in self.works:
            yield number, claims.get(number, ()), mentions.get(number, ())


class Shuffle:
    """All claims and mentions that have a work, in buckets of works."""

    def __init__(self, survey: Survey, works: Works, folder: Path) -> None:
        rows = np.bincount(works.of_page, weights=survey.rows + 1, minlength=len(works)).astype(np.int64)
        self._buckets = cut(rows, ROWS_PER_BUCKET)
        self._bounds = borders(self._buckets)
        self.count = len(self._bounds) - 1
        self._survey, self._works = survey, works
        claims, mentions = (PART_TABLES[name].arrow for name in ("claims", "mentions"))
        self._claims = RowBuckets(folder, self.count, claims.append(WORK).append(DOCUMENT))
        self._mentions = RowBuckets(folder, self.count, mentions.append(WORK).append(DOCUMENT).append(IN_PLOT))

    def deal(self, source: TableSource) -> Iterator[pa.Table]:
        """Deal out all rows; on the way come the mentions that have no work."""
        parts = _Parts(self._survey, self._works)
        for rows in batches(source, "claims"):
            documents = self._survey.documents.find(rows["document_id"])
            works = self._works.of_page[self._survey.find_pages(documents, rows["work"])]
            parts.note(rows, documents, works)
            self._claims.add(_with(rows, works, documents), self._buckets[works])
        parts.sort()
        for rows in batches(source, "mentions"):
            documents = self._survey.documents.find(rows["document_id"])
            works = parts.works_of(rows, documents)
            in_plot = pa.array(self._survey.plots.find(rows["section_id"]) >= 0)
            dealt = _with(rows, works, documents).append_column(IN_PLOT, in_plot)
            known = works != NO_WORK
            self._mentions.add(dealt.filter(pa.array(known)), self._buckets[works[known]])
            if not known.all():
                yield rows.filter(pa.array(~known))

    def read(self, bucket: int) -> Bucket:
        """The rows of a bucket's works."""
        claims, mentions = (_in_order(rows.read(bucket)) for rows in (self._claims, self._mentions))
        numbers = np.unique(claims[DOCUMENT.name].to_numpy())
        documents = self._survey.documents
        sources = documents.sources.take(pa.array(numbers)).to_pylist()
        contents = documents.contents[numbers].tolist()
        return Bucket(
            range(self._bounds[bucket], self._bounds[bucket + 1]),
            claims,
            mentions,
            dict(zip(numbers.tolist(), sources, strict=True)),
            dict(zip(numbers.tolist(), contents, strict=True)),
        )

    def close(self) -> None:
        self._claims.close()
        self._mentions.close()


class _Parts:
    """Which part of a page is about which work, for the mentions on it."""

    def __init__(self, survey: Survey, works: Works) -> None:
        self.page_documents = survey.page_documents
        self.pages = np.column_stack((survey.starts, survey.ends, works.of_page))
        first = np.array(borders(self.page_documents), dtype=np.int64)
        alone, first = np.diff(first) == 1, first[:-1]
        self.only = np.full(len(survey.documents.contents), NO_WORK, dtype=np.int64)
        self.only[self.page_documents[first[alone]]] = works.of_page[first[alone]]
        self.is_several = np.zeros(len(self.only), dtype=np.bool_)
        self.is_several[self.page_documents[first[~alone]]] = True
        self.places = [
            np.empty((0, 4), dtype=np.int64)
        ]  # document, start, end, work of claims, where there are several

    def note(self, claims: pa.Table, documents: Numbers, works: Numbers) -> None:
        """Keep where the claims stand on pages about several works."""
        rows = self.is_several[documents]
        if rows.any():
            starts, ends = (claims[name].to_numpy()[rows] for name in ("start", "end"))
            self.places.append(np.column_stack((documents[rows], starts, ends, works[rows])))

    def sort(self) -> None:
        """After the last claim, before the first mention."""
        places = np.concatenate(self.places)
        self.places = [places[np.argsort(places[:, 0], kind="stable")]]

    def works_of(self, mentions: pa.Table, documents: Numbers) -> Numbers:
        """The work of each mention, -1 for none: that of its page; on a page about several that of the claim at its
        place, else of the part of the page in which it stands."""
        works = self.only[documents]
        rows = np.flatnonzero(self.is_several[documents])
        several = np.unique(documents[rows]).tolist()
        claimed = {document: self._claimed(document) for document in several}
        parts = {document: self._parts(document) for document in several}
        starts, ends = (mentions[name].to_numpy()[rows].tolist() for name in ("start", "end"))
        for row, document, start, end in zip(rows.tolist(), documents[rows].tolist(), starts, ends, strict=True):
            work = claimed[document].get((start, end))
            works[row] = _part_at(parts[document], start) if work is None else work
        return works

    def _claimed(self, document: int) -> dict[tuple[int, int], int]:
        (places,) = self.places
        low, high = np.searchsorted(places[:, 0], (document, document + 1))
        return {(start, end): work for _, start, end, work in places[low:high].tolist()}

    def _parts(self, document: int) -> list[tuple[int, ...]]:
        low, high = np.searchsorted(self.page_documents, (document, document + 1))
        return sorted(map(tuple, self.pages[low:high].tolist()))


def _part_at(parts: Sequence[tuple[int, ...]], offset: int) -> int:
    """The narrowest part around an offset."""
    around = [
        (end - start, work)
        for start, end, work in parts[: bisect_right(parts, offset, key=lambda p: p[0])]
        if offset < end
    ]
    return min(around)[1] if around else NO_WORK


def _with(rows: pa.Table, works: Numbers, documents: Numbers) -> pa.Table:
    return rows.append_column(WORK, pa.array(works)).append_column(DOCUMENT, pa.array(documents))


def _in_order(rows: pa.Table) -> pa.Table:
    """By work and document; within a document as they are."""
    order = np.lexsort((rows[DOCUMENT.name].to_numpy(), rows[WORK.name].to_numpy()))
    return rows.take(pa.array(order)).combine_chunks()


def _by_work(rows: pa.Table, kind: type[Row]) -> dict[int, list[Row]]:
    """The rows of each work, of a table sorted by work."""
    made = list(map(kind._make, zip(*(values(rows[name]) for name in kind._fields), strict=True)))
    works = rows[WORK.name].to_numpy()
    return {int(works[low]): made[low:high] for low, high in pairwise(borders(works))}
