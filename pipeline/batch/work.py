"""The unit of work: a shard of documents to the bytes of one part. Needs nothing of other documents or shards."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pyarrow as pa

from pipeline.batch.parts import part_bytes, part_name, part_row
from pipeline.batch.shards import Shard
from pipeline.errors import PipelineError
from pipeline.extraction import Resources, extract
from pipeline.ids import document_id
from pipeline.read.document import read_document
from pipeline.rows import Rows, extraction_rows, failure_rows
from pipeline.schema import PART_TABLES, Row, to_arrow
from pipeline.settings import Settings
from pipeline.types import Document, Failure, Item


class StageClock:
    """Seconds by stage: `lap` adds the time since the last lap to a stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] += now - self._last  # type: ignore[assignment]  # Counter is typed for int
        self._last = now


@dataclass(frozen=True, slots=True)
class Done:
    """What became of documents: their part, or the failure of one that may be read the next time.

    `documents` counts them and `size` their bytes; the part (name and content) is None once it has been written.
    """

    documents: int
    size: int
    part: tuple[str, bytes] | None = None
    failures: tuple[Failure, ...] = ()
    failed: int = 0  # documents of the part that failed and would fail again
    seconds: dict[str, float] = field(default_factory=dict)


def process_shard(
    shard: Shard,
    resources: Resources,
    settings: Settings,
    fingerprint: str,
    started: Callable[[int | None], None] = lambda _: None,
) -> Done:
    """All documents of a shard as a part; `started` is told the index of each before it is touched, None at the end.

    Raises:
        PipelineError: a model or a vocabulary is wrong, which is no document's fault. MemoryError: there is too little.
    """
    clock = StageClock()
    rows: list[pa.RecordBatch] = []
    failed = 0
    for index, item in enumerate(shard.items):
        started(index)
        of_item, row = _process(item, resources, settings, clock)
        failed += of_item["documents"][0]["status"] == "failed"
        rows.append(row)
    started(None)
    part = part_name(item.document_id for item in shard.items), part_bytes(rows, fingerprint)
    clock.lap("part")
    return Done(len(shard.items), shard.size, part, failed=failed, seconds=dict(clock.seconds))


def process(item: Item, resources: Resources, settings: Settings) -> Rows:
    """One item to its rows of the part tables."""
    return _process(item, resources, settings, StageClock())[0]


def _process(item: Item, resources: Resources, settings: Settings, clock: StageClock) -> tuple[Rows, pa.RecordBatch]:
    """The rows of an item, and the same as the row of a part: what does not fit there is a failure too."""
    document: Document | Failure | None = None
    try:
        document = read_document(item, settings)
        clock.lap("read")
        if isinstance(document, Failure):
            rows = failure_rows(document)
        else:
            rows = extraction_rows(extract(document, resources, lap=clock.lap))
        row = part_row(item.document_id, rows)
    except (PipelineError, MemoryError):
        raise  # a wrong model or vocabulary is no document's fault; memory may be there the next time
    except Exception as error:  # the one boundary: whatever goes wrong with a document is told in its row
        message = f"{type(error).__name__}: {error}; please report it with the page"
        failure = failure_of(item, _stage(error), message)
        encoding = document.encoding if isinstance(document, Document) else None
        rows = failure_rows(replace(failure, encoding=encoding))
        row = part_row(item.document_id, rows)
    clock.lap("rows")
    return rows, row


def text_item(source: str, text: str) -> Item:
    """A text as an item of its own."""
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return Item(document_id(source, sha256), source, "text/plain", data, sha256, len(data))


def failure_of(item: Item, stage: str, message: str) -> Failure:
    """The failure of an item, with what is known of it."""
    return Failure(
        item.document_id,
        item.source,
        stage,
        message,
        sha256=item.sha256,
        media_type=item.media_type,
        size_bytes=item.size_bytes,
    )


def to_part(processed: Iterable[Rows]) -> dict[str, pa.Table]:
    """The rows of any number of documents as the tables that the merge takes."""
    rows: dict[str, list[Row]] = {name: [] for name in PART_TABLES}
    for one in processed:
        for name, more in one.items():
            rows[name].extend(more)
    return {name: to_arrow(table, rows[name]) for name, table in PART_TABLES.items()}


def _stage(error: Exception) -> str:
    """The stage in which an error was raised: the innermost module of `pipeline.stages` on its way, else `extract`."""
    modules: list[str] = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    stages = [module for module in modules if module.startswith("pipeline.stages.")]
    if stages:
        return stages[-1].removeprefix("pipeline.stages.").partition(".")[0]
    return "read" if any(module.startswith("pipeline.read.") for module in modules) else "extract"
