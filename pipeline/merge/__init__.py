"""From the claims of many pages to works, entities and records, with the reasons kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa

from pipeline.lang.vocabulary import Vocabulary, load_vocabulary
from pipeline.merge.batches import (
    ClaimRow,
    MentionRow,
    claims_by_work,
    mentions_by_work,
    places_of_claims,
    row_numbers,
    works_of_claims,
    works_of_mentions,
)
from pipeline.merge.entities import resolve_work
from pipeline.merge.ledger import Ledger
from pipeline.merge.pages import read_pages
from pipeline.merge.records import add_up
from pipeline.merge.words import gather_merge_words
from pipeline.merge.works import gather_works
from pipeline.schema import PART_TABLES, conform
from pipeline.text.name_match import Name, parse_name
from pipeline.text.titles import Title, parse_title

REMEMBERED = 500_000  # names and titles whose parts are kept; about 400 bytes each


def merge(tables: Mapping[str, pa.Table], vocabulary: Vocabulary | None = None) -> dict[str, pa.Table]:
    """The tables of a run from its parts: works, entities and records are found, and their ids filled in.

    `tables` are those of `schema.PART_TABLES` for any number of documents, with rows in any order; the result does not
    depend on it. Takes memory of about four times the tables' and time near-linear in their rows.
    """
    parts = {name: conform(table, tables[name]) for name, table in PART_TABLES.items()}
    documents, claims, mentions = parts["documents"], parts["claims"], parts["mentions"]
    words = gather_merge_words(vocabulary or load_vocabulary())

    @lru_cache(maxsize=REMEMBERED)
    def parse(text: str) -> Name | None:
        return parse_name(text, words.names)

    @lru_cache(maxsize=REMEMBERED)
    def take_title(text: str) -> Title | None:
        return parse_title(text, words.titles)

    pages = read_pages(documents, parts["page_works"], claims, parse, take_title)
    works = gather_works(pages, documents["document_id"].to_pylist())
    work_of_page = np.empty(len(pages), dtype=np.int64)
    for index, work in enumerate(works):
        work_of_page[list(work.pages)] = index

    claim_documents = row_numbers(claims["document_id"], documents["document_id"])
    mention_documents = row_numbers(mentions["document_id"], documents["document_id"])
    kinds = (
        parts["sections"]["kind"]
        .combine_chunks()
        .take(_nullable(row_numbers(mentions["section_id"], parts["sections"]["section_id"])))
    )
    claim_works = works_of_claims(claims, claim_documents, pages, work_of_page.tolist())
    claimed = places_of_claims(claims, claim_documents, claim_works, pages)
    mention_works = works_of_mentions(mentions, mention_documents, claimed, pages, work_of_page.tolist())
    batches = _together(
        len(works),
        claims_by_work(claims, claim_documents, claim_works),
        mentions_by_work(mentions, kinds, mention_documents, mention_works),
    )
    ledger = Ledger(parts, pages, works, work_of_page, claim_works)
    contents = documents["sha256"].to_pylist()
    for index, work_claims, work_mentions in batches:
        resolution = resolve_work(works[index], work_claims, work_mentions, words, parse)
        records = add_up(works[index], work_claims, resolution, take_title, contents)
        ledger.enter(index, work_claims, work_mentions, resolution, records)
    return ledger.tables()


def _together(
    works: int,
    claims: Iterator[tuple[int, list[ClaimRow]]],
    mentions: Iterator[tuple[int, list[MentionRow]]],
) -> Iterator[tuple[int, Sequence[ClaimRow], Sequence[MentionRow]]]:
    """Every work with its claims and its mentions, if any."""
    end: tuple[int, list[ClaimRow]] = (works, [])
    end_mentions: tuple[int, list[MentionRow]] = (works, [])
    claim_batch, mention_batch = next(claims, end), next(mentions, end_mentions)
    for index in range(works):
        found: Sequence[ClaimRow] = ()
        named: Sequence[MentionRow] = ()
        if claim_batch[0] == index:
            found, claim_batch = claim_batch[1], next(claims, end)
        if mention_batch[0] == index:
            named, mention_batch = mention_batch[1], next(mentions, end_mentions)
        yield index, found, named


def _nullable(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pa.array(rows, mask=rows < 0)
