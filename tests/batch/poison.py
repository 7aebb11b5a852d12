"""Pages that no reader survives: a worker's entry that lets marked pages hang, crash or eat memory.

A page is poison if its text holds one of the marks. Within `poisoned`, the pool starts `work` from here in the place of
its own, so that nothing of it is in the product.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from pipeline.batch.worker import WorkerSetup
from pipeline.types import Document, Extraction

HANG, CRASH, EXIT, MEMORY, ONCE = (f"«poison: {kind}»" for kind in ("hang", "crash", "exit", "memory", "once"))


def work(connection: Connection, setup: WorkerSetup) -> None:
    """A worker that takes marked pages at their word, and finds nothing in the others, which is quick."""
    import pipeline.extraction

    pipeline.extraction.load_resources = lambda *_: None  # type: ignore[assignment,return-value]
    _work(connection, setup, lambda document, *_, **__: Extraction(document, "done", "de", 1.0))


def work_thoroughly(connection: Connection, setup: WorkerSetup) -> None:
    """A worker that takes marked pages at their word, and reads the others."""
    import pipeline.extraction

    _work(connection, setup, pipeline.extraction.extract)


def _work(connection: Connection, setup: WorkerSetup, extract: Callable[..., Extraction]) -> None:
    import pipeline.batch.work

    def poisoned_extract(document: Document, *arguments: object, **more: object) -> Extraction:
        swallow(document.text, setup)
        return extract(document, *arguments, **more)

    pipeline.batch.work.extract = poisoned_extract
    pipeline.batch.worker.work(connection, setup)


def swallow(text: str, setup: WorkerSetup) -> None:
    """Do what the text's mark says."""
    if HANG in text:
        time.sleep(3600)
    if CRASH in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if EXIT in text:
        os._exit(3)
    if MEMORY in text:
        hoard = []
        while True:
            hoard.append(b"x" * 10_000_000)
    if ONCE in text:  # as if somebody had killed the worker from outside
        witness = setup.parts.parent.parent / "killed-once"
        if not witness.exists():
            witness.touch()
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def poisoned(entry: Callable[[Connection, WorkerSetup], None] = work) -> Iterator[None]:
    """Within, the pool's workers are such ones."""
    import pipeline.batch.pool

    before = pipeline.batch.pool.work
    pipeline.batch.pool.work = entry
    try:
        yield
    finally:
        pipeline.batch.pool.work = before
