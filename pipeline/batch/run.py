"""A run: list the inputs, extract what is new, merge all, write the tables."""

from __future__ import annotations

import hashlib
import json
import platform
import signal
import threading
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.batch.failures import FailureLog
from pipeline.batch.fingerprint import fingerprint_of, tables_fingerprint
from pipeline.batch.home import Home
from pipeline.batch.options import RunOptions
from pipeline.batch.output import TableWriter, check_folder
from pipeline.batch.parts import Finished, Ids, PartSource, as_number, find_finished, parts_of
from pipeline.batch.progress import Counts, Progress, Silence, Step
from pipeline.batch.shards import Shard, make_shards
from pipeline.batch.work import Done, failure_of
from pipeline.batch.worker import WorkerSetup
from pipeline.errors import OutputError
from pipeline.ids import make_id
from pipeline.lang.vocabulary import Vocabulary, load_vocabulary
from pipeline.merge import merge_stream, prepare
from pipeline.read.inputs import Input, find_inputs
from pipeline.read.items import read_items
from pipeline.schema import SCHEMA_VERSION
from pipeline.settings import Settings
from pipeline.types import Item
from pipeline.version import __version__

Extract = Callable[[Iterator[Shard], WorkerSetup, RunOptions], Iterator[Done]]


class Interrupted(Exception):  # noqa: N818 - no error: somebody asked for it
    """The run was asked to stop; `documents` are extracted and kept for the next run."""

    def __init__(self, documents: int) -> None:
        super().__init__(f"{documents:,} documents are read and kept")
        self.documents = documents


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to.

    `statuses` counts the documents by status, `failures` are the first pairs of source and error, `kept` counts the
    documents taken over from earlier runs; `unchanged` says that the tables were right already.
    """

    output: Path
    statuses: Mapping[str, int]
    credits: int
    claims: int
    works: int
    failures: tuple[tuple[str, str], ...]
    seconds: float
    kept: int = 0
    unchanged: bool = False

    def as_json(self) -> str:
        """All of it in one line."""
        told = {"event": "done", **asdict(self), "output": str(self.output), "seconds": round(self.seconds, 3)}
        return json.dumps(told, ensure_ascii=False)


class _Timer:
    """Wall-clock seconds by step."""

    def __init__(self) -> None:
        self.started = datetime.now(UTC)
        self._began = self._last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now

    @property
    def total(self) -> float:
        return time.perf_counter() - self._began


@dataclass(frozen=True, slots=True)
class _Job:
    """What all steps of a run need."""

    home: Home
    settings: Settings
    options: RunOptions
    fingerprint: str
    vocabulary: Vocabulary
    counts: Counts
    progress: Progress
    timer: _Timer

    def turn_to(self, step: Step) -> None:
        self.counts.step = step
        self.progress.show(self.counts)


@dataclass(frozen=True, slots=True)
class _Extracted:
    """All documents of the inputs: those in parts, and the failures that may pass."""

    finished: Finished
    wanted: Ids
    log: FailureLog
    stages: Mapping[str, float]

    def source(self) -> PartSource:
        return PartSource([*parts_of(self.finished, self.wanted), *self.log.parts()])

    def digest(self) -> str:
        return make_id(hashlib.sha256(self.wanted.tobytes()).hexdigest(), self.log.digest())


def run(
    paths: Iterable[Path],
    output: Path,
    settings: Settings,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read all inputs under `paths` and write the tables to `output`.

    An input that fails gets its row; it does not stop the others. What earlier runs extracted from the same bytes with
    the same settings, models and code is not extracted again.

    Raises:
        PipelineError: the output folder, a setting, a model or a vocabulary is wrong; the tables are as they were.
        Interrupted: SIGINT or SIGTERM came; the tables are as they were.
    """
    options, progress = options or RunOptions(), progress or Silence()
    check_folder(output, options.formats)
    job = _Job(
        home=Home(output),
        settings=settings,
        options=options,
        fingerprint=fingerprint_of(settings),
        vocabulary=load_vocabulary(settings.vocabulary),
        counts=Counts(),
        progress=progress,
        timer=_Timer(),
    )
    try:
        with _stoppable(), job.home.locked():
            return _run(paths, job)
    except KeyboardInterrupt:
        raise Interrupted(job.counts.in_parts) from None
    finally:
        progress.close()


def _run(paths: Iterable[Path], job: _Job) -> Summary:
    if job.options.fresh:
        job.home.forget()
    inputs = find_inputs(paths, job.options.include, job.options.exclude)
    job.timer.lap("list")
    job.turn_to("extract")
    extracted = _extract(inputs, job)
    job.timer.lap("extract")
    options = job.options
    choices = (*sorted(set(options.formats)), str(options.csv_safe))
    digest = tables_fingerprint(job.fingerprint, extracted.digest(), *choices)
    told = job.home.read_told(digest)
    if told is None:
        told = _write(inputs, extracted, job)
        job.home.write_told(digest, told)
        unchanged = False
    else:
        unchanged = True
    job.home.clean(job.fingerprint, extracted.finished, extracted.wanted)
    return Summary(
        output=job.home.output,
        statuses=told["statuses"],
        credits=told["credits"],
        claims=told["rows"]["claims"],
        works=told["rows"]["works"],
        failures=tuple((source, error) for source, error in told["failures"]),
        seconds=job.timer.total,
        kept=job.counts.kept,
        unchanged=unchanged,
    )


def _extract(inputs: Sequence[Input], job: _Job) -> _Extracted:
    """Extract what no part holds yet."""
    counts, folder = job.counts, job.home.parts(job.fingerprint)
    finished, log = find_finished(folder, job.fingerprint), FailureLog(job.home.failed)
    seen, stages = array("Q"), Counter[str]()
    counts.bytes_total = _size_of(inputs)
    setup = WorkerSetup(job.settings, folder, job.fingerprint, job.options.memory)
    extracted_any = False
    with ThreadPoolExecutor(1) as beside:
        items = _new_items(inputs, job, finished, seen, log)
        new = make_shards(_with_first(items, lambda: beside.submit(prepare, job.vocabulary)))
        for done in _engine(job.options)(new, setup, job.options):
            extracted_any = True
            for failure in done.failures:
                log.add(failure)
            stages.update(done.seconds)
            counts.add(done.documents, done.size, done.failed + len(done.failures), len(done.failures))
            job.progress.show(counts)
    if extracted_any:
        finished = find_finished(folder, job.fingerprint)
    wanted = np.setdiff1d(np.frombuffer(seen, dtype=np.uint64), np.frombuffer(log.ids, dtype=np.uint64))
    lost = len(np.setdiff1d(wanted, finished.ids, assume_unique=True))
    if lost:
        raise OutputError(f"{folder}: {lost:,} documents are in no part any more; give the same command again")
    return _Extracted(finished, wanted, log, stages)


def _new_items(
    inputs: Sequence[Input], job: _Job, finished: Finished, seen: array[int], log: FailureLog
) -> Iterator[Item]:
    """The items that no part holds; all that come by are noted in `seen`, those that cannot be read in `log` too."""
    for one in inputs:
        for item in read_items(one, job.settings):
            seen.append(as_number(item.document_id))
            if item.data is None:
                log.add(failure_of(item, "read", item.problem or "nothing to read; give the input again"))
                job.counts.add(1, item.size_bytes or 0, 1, 1)
            elif item.document_id in finished:
                job.counts.keep(len(item.data))
            else:
                yield item


def _with_first(items: Iterator[Item], act: Callable[[], object]) -> Iterator[Item]:
    """The items; as the first one is taken, something else is done as well."""
    for number, item in enumerate(items):
        if number == 0:
            act()
        yield item


def _engine(options: RunOptions) -> Extract:
    if options.engine == "ray":
        from pipeline.batch.ray_engine import extract_on_ray

        return extract_on_ray
    if options.workers == 0:
        from pipeline.batch.here import extract_here

        return extract_here
    from pipeline.batch.pool import extract_in_pool

    return extract_in_pool


def _write(inputs: Sequence[Input], extracted: _Extracted, job: _Job) -> dict[str, Any]:
    """Merge all extractions and put the tables in place of the old ones; what they add up to."""
    home, timer, options = job.home, job.timer, job.options
    home.scratch.mkdir(exist_ok=True)
    job.turn_to("merge")
    with TableWriter(home.output, options.formats, csv_safe=options.csv_safe, scratch=home.scratch) as writer:
        merge_stream(extracted.source(), writer, job.vocabulary, home.scratch)
        timer.lap("merge")
        job.turn_to("write")
        tally = writer.tally()
        writer.finish()
        timer.lap("write")
        writer.commit(
            {
                "abspann": __version__,
                "schema_version": SCHEMA_VERSION,
                "python": platform.python_version(),
                "started": timer.started.isoformat(timespec="seconds"),
                "settings": job.settings.model_dump(mode="json"),
                "fingerprint": job.settings.fingerprint,
                "extraction": job.fingerprint,
                "vocabulary": job.vocabulary.digest,
                "extractors": tally.extractors,
                "engine": options.engine,
                "workers": options.workers,
                "inputs": [{"source": one.source, "path": one.location} for one in inputs],
                "counts": {"statuses": tally.statuses, "rows": tally.rows, "kept": job.counts.kept},
                "seconds": timer.seconds,
                # Summed over all workers, for the documents that this run extracted.
                "stage_seconds": {stage: round(seconds, 3) for stage, seconds in sorted(extracted.stages.items())},
            }
        )
    return {"statuses": tally.statuses, "rows": tally.rows, "credits": tally.credits, "failures": tally.failures}


def _size_of(inputs: Iterable[Input]) -> int:
    """Bytes of all files, for the time left; what cannot be asked counts nothing."""
    size = 0
    for one in inputs:
        with suppress(OSError):
            size += one.path.stat().st_size
    return size


@contextmanager
def _stoppable() -> Iterator[None]:
    """Within, SIGTERM does what Ctrl-C does: a KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
