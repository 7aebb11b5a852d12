"""Rows of claims and mentions, handed out work by work without holding a table as Python objects."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipeline.merge.pages import Page

ROWS_PER_BATCH = 50_000
NO_WORK = -1

Indices = NDArray[np.int64]
Places = Mapping[tuple[int, int, int], int]  # (document, start, end) -> work


class ClaimRow(NamedTuple):
    """A claim; `row` and `document` are rows of `claims` and `documents`."""

    row: int
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
    """A mention; `row` and `document` are rows of `mentions` and `documents`, `kind` is that of its section."""

    row: int
    document: int
    start: int
    end: int
    exact: str
    label: str
    kind: str | None


def row_numbers(values: pa.ChunkedArray, keys: pa.ChunkedArray) -> Indices:
    """For each value its place among the keys; -1 where it is none of them."""
    found = pc.fill_null(pc.index_in(values, value_set=keys.combine_chunks()), NO_WORK)
    return np.asarray(found.to_numpy(), dtype=np.int64)


def works_of_claims(
    claims: pa.Table, documents: Indices, pages: Sequence[Page], work_of_page: Sequence[int]
) -> Indices:
    """The work of each claim, by document and index of the page's work."""
    indices = claims["work"].to_numpy()
    widest = int(indices.max(initial=0)) + 1 if len(indices) else 1
    widest = max(widest, *(page.work + 1 for page in pages)) if pages else widest
    codes = np.array([page.document * widest + page.work for page in pages], dtype=np.int64)
    works = np.array(work_of_page, dtype=np.int64)
    order = np.argsort(codes)
    return works[order][np.searchsorted(codes[order], documents * widest + indices)] if len(indices) else works[:0]


def works_of_mentions(
    mentions: pa.Table, documents: Indices, claimed: Places, pages: Sequence[Page], work_of_page: Sequence[int]
) -> Indices:
    """The work of each mention, -1 for none: that of its page; on a page about several that of the claim at its place,
    else of the part of the page in which it stands."""
    parts: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, page in enumerate(pages):
        parts[page.document].append((page.start, page.end, work_of_page[index]))
    several = {document: sorted(found) for document, found in parts.items() if len(found) > 1}
    size = 1 + max(int(documents.max(initial=0)), max(parts, default=0))
    only = np.full(size, NO_WORK, dtype=np.int64)
    for document, found in parts.items():
        if len(found) == 1:
            only[document] = found[0][2]
    works = only[documents]
    if several:
        starts, ends = mentions["start"].to_numpy(), mentions["end"].to_numpy()
        for row in np.flatnonzero(np.isin(documents, np.array(sorted(several)))):
            document, start = int(documents[row]), int(starts[row])
            work = claimed.get((document, start, int(ends[row])))
            works[row] = _part_at(several[document], start) if work is None else work
    return works


def places_of_claims(claims: pa.Table, documents: Indices, works: Indices, pages: Sequence[Page]) -> Places:
    """On pages about several works: (document, start, end) of each claim -> its work."""
    counts = Counter(page.document for page in pages)
    several = np.array(sorted(document for document, count in counts.items() if count > 1), dtype=np.int64)
    rows = np.flatnonzero(np.isin(documents, several))
    columns = (documents, claims["start"].to_numpy(), claims["end"].to_numpy(), works)
    return {
        (document, start, end): work
        for document, start, end, work in zip(*(column[rows].tolist() for column in columns), strict=True)
    }


def claims_by_work(claims: pa.Table, documents: Indices, works: Indices) -> Iterator[tuple[int, list[ClaimRow]]]:
    """Each work's claims in the order of the table, by ascending work."""
    columns = [name for name in ClaimRow._fields if name not in ("row", "document")]
    for work, rows in _by_work(claims, columns, documents, works):
        yield work, [ClaimRow(*row) for row in rows]


def mentions_by_work(
    mentions: pa.Table, kinds: pa.Array, documents: Indices, works: Indices
) -> Iterator[tuple[int, list[MentionRow]]]:
    """Each work's mentions in the order of the table, by ascending work; mentions without a work are left out."""
    columns = [name for name in MentionRow._fields if name not in ("row", "document")]
    table = mentions.append_column("kind", kinds)
    for work, rows in _by_work(table, columns, documents, works):
        yield work, [MentionRow(*row) for row in rows]


def _by_work(
    table: pa.Table, columns: Sequence[str], documents: Indices, works: Indices
) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    order = np.argsort(works, kind="stable")
    order = order[np.searchsorted(works[order], 0) :]
    slim = table.select(columns)
    begin = 0
    while begin < len(order):
        end = min(begin + ROWS_PER_BATCH, len(order))
        last = works[order[end - 1]]
        end = int(np.searchsorted(works[order], last, side="right"))  # the last work of a batch is whole
        chosen = order[begin:end]
        batch = slim.take(pa.array(chosen))
        values = [batch[name].to_pylist() for name in columns]
        rows = list(zip(chosen.tolist(), documents[chosen].tolist(), *values, strict=True))
        chosen_works = works[chosen]
        bounds = [0, *(np.flatnonzero(np.diff(chosen_works)) + 1).tolist(), len(rows)]
        for low, high in pairwise(bounds):
            yield int(chosen_works[low]), rows[low:high]
        begin = end


def _part_at(parts: Sequence[tuple[int, int, int]], offset: int) -> int:
    """The narrowest part around an offset."""
    around = [
        (end - start, work)
        for start, end, work in parts[: bisect_right(parts, offset, key=lambda p: p[0])]
        if offset < end
    ]
    return min(around)[1] if around else NO_WORK
