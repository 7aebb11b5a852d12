"""From the claims of many pages to works, entities and records, with the reasons kept.

The parts are read several times, and what is more than some numbers per page lies in buckets on disk, so that memory
hardly grows with the number of pages:

    parts ─ survey ─> pages in buckets of titles ─ by_title, by_people ─> groups on disk ─ works ─> ids
          └ shuffle ─> claims and mentions in buckets of works ─ entities, records ─> ledger ─> tables
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pyarrow as pa

from pipeline.lang.vocabulary import Vocabulary, load_vocabulary
from pipeline.merge.careers import Careers
from pipeline.merge.entities import resolve_work
from pipeline.merge.gathering import GroupStore
from pipeline.merge.in_memory import Collected, Given
from pipeline.merge.ledger import Ledger, Sheet
from pipeline.merge.records import add_up
from pipeline.merge.scratch import Numbers
from pipeline.merge.shuffle import Bucket, Shuffle
from pipeline.merge.survey import Survey, batches, take_survey
from pipeline.merge.words import Parsers, gather_merge_words, make_parsers
from pipeline.merge.works import Works, gather_works
from pipeline.schema import TABLES
from pipeline.streams import TableSink, TableSource

BUCKETS_PER_SEARCH = 16  # for cycles of references
UNCHANGED = ("texts", "languages", "sections")


def merge(tables: Mapping[str, pa.Table], vocabulary: Vocabulary | None = None) -> dict[str, pa.Table]:
    """The tables of a run from its parts, for as many pages as fit into memory.

    `tables` are those of `schema.PART_TABLES` for any number of documents, with rows in any order; the result does not
    depend on it.

    Raises:
        KeyError, ValueError: a table or column is missing, or a cell that needs a value is empty.
    """
    sink = Collected()
    merge_stream(Given(tables), sink, vocabulary, Path(tempfile.gettempdir()))
    return sink.tables()


def prepare(vocabulary: Vocabulary) -> None:
    """Load what every merge needs, in half a second: lists of names, and pandas, which Arrow looks for."""
    gather_merge_words(vocabulary)
    pa.array([], pa.string())


def merge_stream(source: TableSource, sink: TableSink, vocabulary: Vocabulary | None, scratch: Path) -> None:
    """Find works, entities and records in the parts of any number of documents, and pass on the tables of the run.

    The rows passed on do not depend on the order of rows and batches. `scratch` is a folder for temporary files, about
    as large as the parts, which have no names and vanish whatever happens. Memory is taken for about 300 bytes per page
    and for 20,000 claims and mentions at a time, or for those of the work that has most; time is near-linear.

    Raises:
        KeyError, ValueError: a table or column is missing, a needed cell is empty, or a document is unknown.
    """
    parsers = make_parsers(gather_merge_words(vocabulary or load_vocabulary()))
    with ExitStack() as stack:
        stack.enter_context(_few_searches_for_cycles())
        survey = take_survey(source, parsers.title)
        store = stack.enter_context(closing(GroupStore(scratch, len(survey.codes))))
        careers = stack.enter_context(closing(Careers(scratch, len(survey.codes))))
        works = gather_works(source, survey, parsers, careers, store, scratch)
        long_names = careers.long(works.years[works.of_page])
        shuffle = stack.enter_context(closing(Shuffle(survey, works, scratch)))
        ledger = stack.enter_context(closing(Ledger(sink, scratch, shuffle.count)))
        of_documents = works.of_documents()
        for tables in batches(source, dict.fromkeys((*UNCHANGED, "documents", "claims", "mentions"))):
            for name in UNCHANGED:
                _add(sink, name, tables[name])
            _add(sink, "documents", _with_works(tables["documents"], survey, works, of_documents))
            _add(sink, "mentions", shuffle.deal(tables["claims"], tables["mentions"]))
        for number in range(shuffle.count):
            ledger.enter(_resolve(shuffle.read(number), works, long_names, parsers))
            if number % BUCKETS_PER_SEARCH == BUCKETS_PER_SEARCH - 1:
                gc.collect(1)
            pa.default_memory_pool().release_unused()
        ledger.finish()


@contextmanager
def _few_searches_for_cycles() -> Iterator[None]:
    """The merge makes rows by the million and no cycles of references; Python's search for these took a third of the
    time. Whoever reads and writes the tables may make some: they are searched for now and then."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # and thawed at once, all that was made counts as old: it is not searched the moment that rows end
        gc.unfreeze()
        if enabled:
            gc.enable()


def _resolve(bucket: Bucket, works: Works, long_names: frozenset[int], parsers: Parsers) -> Sheet:
    """Find the entities and records of each work of a bucket."""
    sheet = Sheet(bucket, long_names)
    for number, claims, mentions in bucket.by_work():
        work = works.work(number)
        resolution = resolve_work(work, claims, mentions, parsers.words, parsers.name)
        records = add_up(work, claims, resolution, parsers.title, bucket.contents)
        sheet.enter(number, work, claims, resolution, records)
    return sheet


def _with_works(documents: pa.Table, survey: Survey, works: Works, of_documents: Numbers) -> pa.Table:
    """The documents, each with the id of its work."""
    numbers = of_documents[survey.documents.find(documents["document_id"])].tolist()
    ids = pa.array([None if number < 0 else works.id(number) for number in numbers], pa.string())
    return documents.set_column(documents.schema.get_field_index("work_id"), "work_id", ids)


def _add(sink: TableSink, name: str, rows: pa.Table) -> None:
    if rows.num_rows:
        sink.add(name, rows.select(TABLES[name].arrow.names).cast(TABLES[name].arrow))
