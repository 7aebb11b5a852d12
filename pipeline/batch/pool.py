"""Worker processes and what befalls them: the local engine.

A worker that dies or is stopped costs at most the document it was at. That document is tried once more, alone and in a
new worker, so that a kill from outside costs nothing; the others of its shard are read again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import psutil

from pipeline.batch.options import RunOptions
from pipeline.batch.shards import Shard
from pipeline.batch.work import Done, failure_of
from pipeline.batch.worker import MB, OUT_OF_MEMORY, Ready, Refused, Started, WorkerSetup, work
from pipeline.errors import WorkerError

TICK = 0.5  # seconds between looks at the workers' times and sizes
STARTS = 10  # workers that may die in a row before one was ready
STAGE = "worker"  # of a failure that is no stage's own
PATIENCE = 5.0  # seconds that a worker may take to end by itself
# The libraries beneath would start a thread per core in each worker, which then wait for each other.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    shard: Shard | None  # what it is at, or will be given once it is ready
    ready: bool = False
    base: int = 0  # bytes that it held once it was ready
    index: int | None = None  # of the document that it is at
    since: float = 0.0
    stopped: str | None = None  # why the pool stopped it


def extract_in_pool(shards: Iterator[Shard], setup: WorkerSetup, options: RunOptions) -> Iterator[Done]:
    """What became of every document of the shards, in no order; parts are written by then.

    Shards are taken from the iterator as workers need them, one in advance for each.

    Raises:
        WorkerError: workers cannot be started. PipelineError: a model or a vocabulary is wrong.
    """
    with Pool(setup, options) as pool:
        yield from pool.run(shards)


class Pool:
    """Worker processes for one run; a context manager, so that none outlives it."""

    def __init__(self, setup: WorkerSetup, options: RunOptions) -> None:
        self._setup = setup
        self._options = options
        self._workers: list[_Worker] = []
        self._suspects: deque[Shard] = deque()  # one document each, for new workers only
        self._waiting: deque[Shard] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._workers:
            one.process.kill()
        for one in self._workers:
            one.process.join(PATIENCE)
            one.connection.close()
        self._workers.clear()

    def run(self, shards: Iterator[Shard]) -> Iterator[Done]:
        """As `extract_in_pool`; may be called again, with the same workers."""
        exhausted = False
        while True:
            self._feed()
            while not exhausted and len(self._waiting) < self._options.workers:
                shard = next(shards, None)
                if shard is None:
                    exhausted = True
                    break
                self._waiting.append(shard)
                self._feed()
                yield from self._listen(0)
            if exhausted and not self._waiting and not self._suspects and self._idle() == len(self._workers):
                return
            yield from self._listen(TICK)
            yield from self._inspect()

    def _idle(self) -> int:
        return sum(one.shard is None for one in self._workers)

    def _feed(self) -> None:
        """Give out what waits: suspects to new workers, the rest to idle ones, then to new ones up to their number."""
        while self._suspects and (len(self._workers) < self._options.workers or self._retire()):
            self._start(self._suspects.popleft())
        for one in self._workers:
            if self._waiting and one.ready and one.shard is None:
                one.shard = self._waiting.popleft()
                self._send(one)
        while self._waiting and len(self._workers) < self._options.workers:
            self._start(self._waiting.popleft())

    def _retire(self) -> bool:
        """End an idle worker; False where there is none."""
        for one in self._workers:
            if one.ready and one.shard is None:
                self._end(one)
                return True
        return False

    def _start(self, shard: Shard) -> None:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=work, args=(theirs, self._setup), daemon=True, name="abspann worker"
        )
        with _environment(ONE_THREAD):
            process.start()
        theirs.close()  # so that its end shows when the worker dies
        self._workers.append(_Worker(process, ours, shard))

    def _send(self, one: _Worker) -> None:
        with suppress(OSError):  # it died; that shows when it is listened to
            one.connection.send(one.shard)

    def _listen(self, timeout: float) -> Iterator[Done]:
        """All that the workers have to say, waiting for it no longer than `timeout` seconds."""
        ready = wait([one.connection for one in self._workers], timeout)
        for one in [one for one in self._workers if one.connection in ready]:
            try:
                while one in self._workers and one.connection.poll():
                    yield from self._heed(one, one.connection.recv())
            except (EOFError, OSError):
                yield from self._bury(one)

    def _heed(self, one: _Worker, message: object) -> Iterator[Done]:
        match message:
            case Started(index):
                one.index, one.since = index, time.monotonic()
            case Ready():
                one.ready, one.base = True, self._size(one)
                self._failed_starts = 0
                self._send(one)
            case Done() as done:
                one.shard = one.index = None
                self._feed()
                yield done
            case Refused(error):
                raise error

    def _inspect(self) -> Iterator[Done]:
        """Stop the workers whose document takes too much time or memory."""
        now = time.monotonic()
        for one in list(self._workers):
            if one.index is None:
                continue
            if now - one.since > self._options.timeout:
                one.stopped = f"took more than {self._options.timeout:g} s; raise --timeout if it may"
            elif self._size(one) - one.base > self._options.memory * MB:
                one.stopped = self._too_large()
            else:
                continue
            one.process.kill()
            yield from self._bury(one)

    def _size(self, one: _Worker) -> int:
        try:
            return int(psutil.Process(one.process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _too_large(self) -> str:
        return f"took more than {self._options.memory:,} MB of memory; raise --memory if it may"

    def _bury(self, one: _Worker) -> Iterator[Done]:
        """Decide what becomes of a dead worker's shard."""
        one.process.join(PATIENCE)
        code = one.process.exitcode
        self._forget(one)
        if code == OUT_OF_MEMORY:
            one.stopped = self._too_large()
        shard, index = one.shard, one.index
        if shard is None:
            return
        if not one.ready:
            self._failed_starts += 1
            if self._failed_starts == STARTS:
                raise WorkerError(f"workers die as they start ({_exit_words(code)}); see what they wrote above")
            (self._suspects if shard.deaths else self._waiting).appendleft(shard)
            return
        if len(shard.items) == 1:
            if shard.deaths == 0:
                self._suspects.append(replace(shard, deaths=1))
            else:
                reason = one.stopped or f"the worker died ({_exit_words(code)}) while reading this page"
                yield Done(1, shard.size, failures=(failure_of(shard.items[0], STAGE, reason),))
        elif index is not None:
            self._suspects.append(Shard((shard.items[index],), deaths=1))
            self._waiting.appendleft(Shard((*shard.items[:index], *shard.items[index + 1 :])))
        elif shard.deaths == 0:
            self._waiting.appendleft(replace(shard, deaths=1))
        else:  # which of its documents does it is not known: by halves it is found
            half = len(shard.items) // 2
            self._waiting.extendleft((Shard(shard.items[half:], 1), Shard(shard.items[:half], 1)))

    def _end(self, one: _Worker) -> None:
        with suppress(OSError):
            one.connection.send(None)
        self._forget(one)

    def _forget(self, one: _Worker) -> None:
        one.connection.close()
        self._workers.remove(one)


def _exit_words(code: int | None) -> str:
    """What an exit status says: the signal's name, or the number."""
    if code is None:
        return "it does not end"
    if code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit status {code}"


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for the processes started meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
