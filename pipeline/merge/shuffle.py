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
from pipeline.merge.survey import Survey
from pipeline.merge.works import Works
from pipeline.schema import PART_TABLES

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
Place = tuple[int, int, int]  # document, start, end


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
        self._parts = _Parts(survey, works)
        claims, mentions = (PART_TABLES[name].arrow for name in ("claims", "mentions"))
        self._claims = RowBuckets(folder, self.count, claims.append(WORK).append(DOCUMENT))
        self._mentions = RowBuckets(folder, self.count, mentions.append(WORK).append(DOCUMENT).append(IN_PLOT))

    def deal(self, claims: pa.Table, mentions: pa.Table) -> pa.Table:
        """Deal out all claims and mentions of some documents; returns the mentions that have no work."""
        documents = self._survey.documents.find(claims["document_id"])
        works = self._works.of_page[self._survey.find_pages(documents, claims["work"])]
        self._claims.add(_with(claims, works, documents), self._buckets[works])
        places = self._parts.places(claims, documents, works)
        documents = self._survey.documents.find(mentions["document_id"])
        works = self._parts.works_of(mentions, documents, places)
        in_plot = pa.array(self._survey.plots.find(mentions["section_id"]) >= 0)
        dealt = _with(mentions, works, documents).append_column(IN_PLOT, in_plot)
        known = works != NO_WORK
        self._mentions.add(dealt.filter(pa.array(known)), self._buckets[works[known]])
        return mentions.filter(pa.array(~known))

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

    def places(self, claims: pa.Table, documents: Numbers, works: Numbers) -> dict[Place, int]:
        """The works of the claims on pages about several, by their places."""
        rows = self.is_several[documents]
        starts, ends = (claims[name].to_numpy()[rows].tolist() for name in ("start", "end"))
        return dict(zip(zip(documents[rows].tolist(), starts, ends, strict=True), works[rows].tolist(), strict=True))

    def works_of(self, mentions: pa.Table, documents: Numbers, claimed: Mapping[Place, int]) -> Numbers:
        """The work of each mention, -1 for none: that of its page; on a page about several that of the claim at its
        place, else of the part of the page in which it stands."""
        works = self.only[documents]
        rows = np.flatnonzero(self.is_several[documents])
        parts = {document: self._parts(document) for document in np.unique(documents[rows]).tolist()}
        starts, ends = (mentions[name].to_numpy()[rows].tolist() for name in ("start", "end"))
        for row, document, start, end in zip(rows.tolist(), documents[rows].tolist(), starts, ends, strict=True):
            work = claimed.get((document, start, end))
            works[row] = _part_at(parts[document], start) if work is None else work
        return works

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
