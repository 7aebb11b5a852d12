"""Which documents and pages there are, counted and numbered: the first reading of the parts, kept as plain arrays.

A page is a document, or the part of it that is about one work. Documents are numbered by id, pages by document and
index of the work, so that no number depends on the order of rows or batches.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipeline.merge.scratch import Numbers
from pipeline.schema import PART_TABLES, Table, conform
from pipeline.streams import TableSource
from pipeline.text.titles import Title

PLOT = "plot"
NONE = -1
SURVEYED = {
    "page_works": ("document_id", "work", "start", "end", "title"),
    "claims": ("document_id", "work", "field", "value"),
    "mentions": ("document_id",),
    "sections": ("section_id", "document_id", "kind"),
}
WORKS_PER_DOCUMENT = 1 << 32  # page code = document * this + index of the work


@dataclass(frozen=True, slots=True)
class SortedIds:
    """Ids in order, each with its place as number."""

    ids: NDArray[np.bytes_]

    @classmethod
    def of(cls, batches: Sequence[pa.ChunkedArray]) -> SortedIds:
        return cls(np.sort(_bytes(pa.chunked_array([c for b in batches for c in b.chunks], pa.string()))))

    def find(self, values: pa.ChunkedArray) -> Numbers:
        """The number of each value; -1 where it is none of these or null."""
        coded = values.combine_chunks().dictionary_encode()
        wanted = _bytes(coded.dictionary)
        if not len(self.ids) or not len(wanted):
            return np.full(len(values), NONE, dtype=np.int64)
        places = np.searchsorted(self.ids, wanted)
        found = np.where(self.ids[np.minimum(places, len(self.ids) - 1)] == wanted, places, NONE)
        indices = coded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
        return np.asarray(np.append(found, NONE)[indices], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Documents:
    """By number: id, source, content (equal for equal files, -1 for none) and language."""

    ids: SortedIds
    sources: pa.Array
    contents: Numbers
    languages: pa.Array

    def find(self, values: pa.ChunkedArray) -> Numbers:
        """The numbers of documents.

        Raises:
            ValueError: one of them has no row in `documents`.
        """
        numbers = self.ids.find(values)
        if len(numbers) and numbers.min() < 0:
            unknown = values[int(np.argmin(numbers))].as_py()
            raise ValueError(f"document {unknown} has rows but none in `documents`; give the merge all parts of a page")
        return numbers


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is. By page: `codes` (document and index of its work), `starts`, `ends`, and `rows`, how many claims
    and mentions it has, about. `title_keys` and `title_pages` are parallel: hashes of the keys of each page's titles.
    """

    documents: Documents
    codes: Numbers
    starts: Numbers
    ends: Numbers
    rows: Numbers
    title_keys: Numbers
    title_pages: Numbers
    plots: SortedIds  # ids of the sections that tell the plot

    @property
    def page_documents(self) -> Numbers:
        return self.codes // WORKS_PER_DOCUMENT

    def find_pages(self, documents: Numbers, works: pa.ChunkedArray) -> Numbers:
        """The numbers of pages, which must exist."""
        return np.searchsorted(self.codes, _codes(documents, works))


def batches(source: TableSource, wanted: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
    """Some part tables, batch by batch: the columns named (None: all), checked, the rows in each table's order."""
    tables = {name: _narrowed(PART_TABLES[name], columns) for name, columns in wanted.items()}
    for read in source.read(wanted):
        yield {name: conform(table, read[name]) for name, table in tables.items()}
        pa.default_memory_pool().release_unused()


def _narrowed(table: Table, columns: Sequence[str] | None) -> Table:
    return replace(
        table,
        columns=tuple(column for column in table.columns if columns is None or column.name in columns),
        order=tuple(column for column in table.order if columns is None or column in columns),
    )


def hash_text(text: str) -> int:
    """64 bits that stand for a text, the same everywhere; negative ones too."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def take_survey(source: TableSource, take_title: Callable[[str], Title | None]) -> Survey:
    """Read once what is needed to deal out all rows: `take_title` takes a title apart.

    Raises:
        ValueError: a claim, mention or page is of a document without a row in `documents`.
    """
    documents = _documents(source)
    titles = _TitleKeys(take_title)
    stated, claimed = _Columns(3), _Columns(2)
    mentioned = np.zeros(len(documents.contents), dtype=np.int64)
    plots = []
    for tables in batches(source, SURVEYED):
        pages = tables["page_works"]
        codes = _codes(documents.find(pages["document_id"]), pages["work"])
        stated.add(codes, pages["start"].to_numpy(), pages["end"].to_numpy())
        titles.add(codes, pages["title"])
        claims = tables["claims"]
        codes = _codes(documents.find(claims["document_id"]), claims["work"])
        claimed.add(*np.unique(codes, return_counts=True))
        chosen = pc.equal(claims["field"], "title")
        titles.add(codes[chosen.to_numpy()], claims["value"].filter(chosen))
        numbers, counts = np.unique(documents.find(tables["mentions"]["document_id"]), return_counts=True)
        mentioned[numbers] += counts
        plots.append(tables["sections"]["section_id"].filter(pc.equal(tables["sections"]["kind"], PLOT)))
    stated_codes, stated_starts, stated_ends = stated.whole()
    claimed_codes, claim_counts = claimed.whole()
    codes = np.unique(np.concatenate((stated_codes, claimed_codes)))
    starts, ends, rows_of = (np.zeros(len(codes), dtype=np.int64) for _ in range(3))
    places = np.searchsorted(codes, stated_codes)
    starts[places], ends[places] = stated_starts, stated_ends
    np.add.at(rows_of, np.searchsorted(codes, claimed_codes), claim_counts)
    numbers, parts = np.unique(codes // WORKS_PER_DOCUMENT, return_counts=True)
    rows_of += np.repeat(mentioned[numbers] // parts, parts)
    return Survey(
        documents,
        codes,
        starts,
        ends,
        rows_of,
        np.asarray(titles.keys),
        np.searchsorted(codes, np.asarray(titles.codes)),
        SortedIds.of(plots),
    )


class _Columns:
    """Columns of numbers that grow batch by batch."""

    def __init__(self, count: int) -> None:
        self.columns: list[list[Numbers]] = [[] for _ in range(count)]

    def add(self, *more: Numbers) -> None:
        for column, values in zip(self.columns, more, strict=True):
            column.append(values)

    def whole(self) -> list[Numbers]:
        return [np.concatenate([np.empty(0, dtype=np.int64), *column]) for column in self.columns]


class _TitleKeys:
    """Hashes of titles' keys, each with its page's code."""

    def __init__(self, take_title: Callable[[str], Title | None]) -> None:
        self.take_title = take_title
        self.keys, self.codes = array("q"), array("q")

    def add(self, codes: Numbers, texts: pa.ChunkedArray) -> None:
        for code, text in zip(codes.tolist(), texts.to_pylist(), strict=True):
            if text and (title := self.take_title(text)) is not None:
                for key in title.keys:
                    self.keys.append(hash_text(key))
                    self.codes.append(code)


def _documents(source: TableSource) -> Documents:
    columns = ("document_id", "source", "sha256", "language")
    read = [tables["documents"] for tables in batches(source, {"documents": columns})]
    if not any(rows.num_rows for rows in read):
        return Documents(SortedIds.of([]), pa.array([], pa.string()), np.empty(0, np.int64), pa.array([], pa.string()))
    rows = pa.concat_tables(read).sort_by("document_id").combine_chunks()
    return Documents(
        SortedIds.of([rows["document_id"]]),
        rows["source"].combine_chunks(),
        rows["sha256"].combine_chunks().dictionary_encode().indices.fill_null(NONE).to_numpy().astype(np.int64),
        rows["language"].combine_chunks().dictionary_encode(),
    )


def _codes(documents: Numbers, works: pa.ChunkedArray) -> Numbers:
    return np.asarray(documents * WORKS_PER_DOCUMENT + works.to_numpy(), dtype=np.int64)


def _bytes(values: pa.Array | pa.ChunkedArray) -> NDArray[np.bytes_]:
    """UTF-8, whose order is that of the code points."""
    return np.array([value.encode("utf-8", "surrogatepass") for value in values.to_pylist()], dtype=np.bytes_)
