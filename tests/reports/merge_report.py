"""How well and how fast the merge joins: `python -m tests.reports.merge_report 10000 100000 [--errors 20] [--seed 1]`.

For each number of claims a world is generated (`merge_generator.py`), written to files, and merged from them batch by
batch, in a process of its own. Printed are pairwise precision and recall of people (pairs of claims) and works (pairs
of pages), seconds, and the peak of that process's memory, with what it had before the merge; then, for every kind of
evidence, the share of joined spellings that are right.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.merge import merge_stream
from pipeline.text.name_match import fold_token
from tests.reports.merge_generator import World, make_world

T = TypeVar("T")
PAGES_PER_BATCH = 500


class Files:
    """Tables in a folder, one Parquet file each: a source, with a row group per batch of pages, and a sink."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writers: dict[str, pq.ParquetWriter] = {}

    def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
        with ExitStack() as stack:
            files = {name: stack.enter_context(pq.ParquetFile(self.folder / f"{name}.parquet")) for name in tables}
            (batches,) = {file.num_row_groups for file in files.values()}
            for number in range(batches):
                yield {name: file.read_row_group(number, tables[name]) for name, file in files.items()}

    def add(self, name: str, rows: pa.Table) -> None:
        if name not in self.writers:
            self.writers[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", rows.schema)
        self.writers[name].write_table(rows)

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of a core, and megabytes before the merge and at most."""

    seconds: float
    core: float
    before: int
    peak: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0, help="wrong and missed joinings to show")
    options = parser.parse_args()
    for claims in options.claims:
        with TemporaryDirectory() as folder:
            report(claims, options.seed, options.errors, Path(folder))


def report(claims: int, seed: int, errors: int, folder: Path) -> None:
    """Generate, merge, print."""
    parts, output, scratch = (folder / name for name in ("parts", "output", "scratch"))
    for one in (parts, output, scratch):
        one.mkdir()
    world = _alone(write_world, claims, seed, parts)
    cost = _alone(merge_files, parts, output, scratch)
    merged = {name: pq.read_table(output / f"{name}.parquet") for name in ("claims", "documents", "works", "records")}
    rows = merged["claims"].select(["claim_id", "entity_id", "value", "document_id", "record_id"]).to_pylist()
    people = [
        (world.person_of_claim[r["claim_id"]], r["entity_id"] or r["claim_id"])  # a claim left open is on its own
        for r in rows
        if r["claim_id"] in world.person_of_claim
    ]
    pages = merged["documents"].select(["document_id", "work_id", "title", "year"]).to_pylist()
    works = [(world.work_of_document[page["document_id"]], page["work_id"]) for page in pages]
    print(
        f"{len(rows):,} claims, {len(pages):,} pages, {merged['works'].num_rows:,} works, "
        f"{merged['records'].num_rows:,} records, seed {seed}"
    )
    for what, pairs in (("people", people), ("works", works)):
        precision, recall = pairwise(pairs)
        print(f"  {what:7} precision {precision:.5f}  recall {recall:.5f}")
    print(f"  {'':7} recall of people within reach of a work's own pages {_within_reach(world, rows):.5f}")
    print(
        f"  {cost.seconds:.1f} s ({cost.core:.1f} s of a core), {cost.peak:,} MB at most "
        f"({cost.before:,} MB before the merge)"
    )
    if errors:
        _show_people(world, rows, errors)
        _show_works(world, pages, merged["works"].to_pylist(), errors)
    _show_evidence(world, rows, merged["records"].select(["record_id", "value", "reason", "entity_id"]).to_pylist())


def write_world(claims: int, seed: int, folder: Path) -> World:
    """Write the parts of a world to files; returns the truth about it, without the tables."""
    world = make_world(claims, seed)
    ids = world.tables["documents"]["document_id"].to_pylist()
    files = Files(folder)
    for name, table in world.tables.items():
        files.add(name, table.slice(0, 0))
        documents = np.array(table["document_id"].to_pylist(), dtype=np.bytes_)
        borders = np.array([*ids[::PAGES_PER_BATCH], "~"], dtype=np.bytes_)
        for low, high in itertools.pairwise(np.searchsorted(documents, borders).tolist()):
            files.add(name, table.slice(low, high - low))
    files.close()
    return replace(world, tables={})


def merge_files(parts: Path, output: Path, scratch: Path) -> Cost:
    """Merge the parts in a folder; what the imports and the lists of names take counts as the merge's."""
    before, started, worked = _peak_megabytes(), time.perf_counter(), time.process_time()
    sink = Files(output)
    merge_stream(Files(parts), sink, None, scratch)
    sink.close()
    return Cost(time.perf_counter() - started, time.process_time() - worked, before, _peak_megabytes())


def _alone(function: Callable[..., T], *arguments: object) -> T:
    """Call in a process of its own, which starts from nothing."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def pairwise(pairs: Iterable[tuple[Hashable, Hashable]]) -> tuple[float, float]:
    """Precision and recall over pairs of things that are one in truth (first) and by the merge (second)."""
    cells = Counter(pairs)
    truth: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    for (true, joined), count in cells.items():
        truth[true] += count
        found[joined] += count
    both = _pairs(cells.values())
    return both / max(1, _pairs(found.values())), both / max(1, _pairs(truth.values()))


def _within_reach(world: World, rows: Iterable[Mapping[str, str]]) -> float:
    """The best recall that is possible without looking at other works: a name cut short or misspelled can be known only
    where another page of its work, or the same page, has it in full."""
    claims = [(r["claim_id"], r["document_id"], r["value"]) for r in rows if r["claim_id"] in world.person_of_claim]
    named = {
        (world.work_of_document[document], world.person_of_claim[claim])
        for claim, document, value in claims
        if fold(value) == fold(world.names[world.person_of_claim[claim]])
    }
    return pairwise(
        (person, person if (world.work_of_document[document], person) in named else claim)
        for claim, document, _ in claims
        for person in [world.person_of_claim[claim]]
    )[1]


def fold(name: str) -> tuple[str, ...]:
    """A full name whatever its case and order, with umlauts in any form."""
    return tuple(sorted(fold_token(token) for token in name.replace(",", " ").replace("-", " ").split()))


def _pairs(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)


def _peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _show_people(world: World, rows: Iterable[Mapping[str, str]], limit: int) -> None:
    by_entity: dict[str, Counter[int]] = defaultdict(Counter)
    by_person: dict[int, Counter[str]] = defaultdict(Counter)
    values: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        person = world.person_of_claim.get(row["claim_id"])
        if person is not None and row["entity_id"] is not None:
            by_entity[row["entity_id"]][person] += 1
            by_person[person][row["entity_id"]] += 1
            values[person, row["entity_id"]][row["value"]] += 1
    mixed = [entity for entity in sorted(by_entity) if len(by_entity[entity]) > 1]
    print(f"  {len(mixed)} people hold several, e.g.")
    for entity in mixed[:limit]:
        print(
            "    ", " + ".join(f"{world.names[p]}: {dict(values[p, entity].most_common(3))}" for p in by_entity[entity])
        )
    split = [person for person in sorted(by_person) if len(by_person[person]) > 1]
    print(f"  {len(split)} people are split, e.g.")
    for person in split[:limit]:
        print("    ", world.names[person], [dict(values[person, e].most_common(3)) for e in by_person[person]])


def _show_works(
    world: World, pages: Iterable[Mapping[str, str]], works: Iterable[Mapping[str, str]], limit: int
) -> None:
    reason = {work["work_id"]: work["reason"] for work in works}
    by_work: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    by_truth: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        true, told = world.work_of_document[page["document_id"]], f"{page['title']} {page['year']}"
        by_work[page["work_id"]][true].append(told)
        by_truth[true][page["work_id"]].append(told)
    mixed = [work for work in sorted(by_work) if len(by_work[work]) > 1]
    print(f"  {len(mixed)} works hold several, e.g.")
    for work in mixed[:limit]:
        print("    ", dict(by_work[work]), reason[work])
    split = [work for work in sorted(by_truth) if len(by_truth[work]) > 1]
    print(f"  {len(split)} works are split, e.g.")
    for true in split[:limit]:
        print("    ", list(by_truth[true].values()))


EVIDENCE = re.compile(r"`([^`]*)` is .*?: (.*?)(?=;|$)")


def _show_evidence(world: World, rows: Iterable[Mapping[str, str]], records: Iterable[Mapping[str, str]]) -> None:
    """For every kind of evidence: the share of joined spellings whose person is the record's most claimed one."""
    people: dict[str, Counter[int]] = defaultdict(Counter)
    spelled: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for row in rows:
        person = world.person_of_claim.get(row["claim_id"])
        if person is not None:
            people[row["entity_id"]][person] += 1
            spelled[row["record_id"], row["value"]][person] += 1
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for record in records:
        if record["entity_id"] not in people:
            continue
        usual = people[record["entity_id"]].most_common(1)[0][0]
        for spelling, because in EVIDENCE.findall(record["reason"]):
            kind = re.sub(r"\b(?:other|only) \S+", lambda match: match.group().split()[0] + " …", because)
            claims = spelled[record["record_id"], spelling]
            total[kind] += sum(claims.values())
            right[kind] += claims[usual]
    for kind in sorted(total, key=lambda kind: -total[kind]):
        print(f"    {right[kind] / total[kind]:.4f} of {total[kind]:>7,}  {kind}")


if __name__ == "__main__":
    main()
