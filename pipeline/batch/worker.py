"""A worker process: loads models once, then takes shards from its pipe and writes them as parts.

Importing this module is cheap: what is heavy comes once the process has been set up.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.batch.shards import Shard
    from pipeline.settings import Settings

MB = 1_000_000
OUT_OF_MEMORY = 75  # exit status of a worker that met its limit
# Read before the first document, so that what is loaded or compiled at first use is no document's time or fault.
WARM_UP = (
    "Der Film ist ein Drama von Anna Berg, die auch das Drehbuch schrieb. Die Hauptrolle spielt Emil Sandrock.\n",
    "The film is a drama directed by Anna Berg, who also wrote the screenplay. It stars Emil Sandrock.\n",
)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux' prctl


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker needs to know: the settings, where parts go, and how many MB it may take for documents."""

    settings: Settings
    parts: Path
    fingerprint: str
    memory: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded everything and waits for shards."""


@dataclass(frozen=True, slots=True)
class Started:
    """The worker turns to a document of its shard."""

    index: int | None  # None: all are done, the part is being written


@dataclass(frozen=True, slots=True)
class Refused:
    """The worker cannot work at all: a model or a vocabulary is wrong."""

    error: PipelineError


def work(connection: Connection, setup: WorkerSetup) -> None:
    """The life of a worker, until its pipe brings None or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with_parent()
    try:
        _serve(connection, setup)
    except PipelineError as error:
        connection.send(Refused(error))
    except (BrokenPipeError, EOFError):
        pass  # the parent is gone
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # at once: what was allocated may not come back


def _serve(connection: Connection, setup: WorkerSetup) -> None:
    import pyarrow as pa

    from pipeline.batch.parts import store_part
    from pipeline.batch.work import process, process_shard, text_item
    from pipeline.extraction import load_resources

    pa.set_cpu_count(1)
    with _no_pandas():
        pa.array([])
    resources = load_resources(setup.settings.models.model_dump(), setup.settings.vocabulary)
    for text in WARM_UP:
        process(text_item("warm-up", text), resources, setup.settings)
    _limit_memory(setup.memory)
    connection.send(Ready())
    while True:
        shard: Shard | None = connection.recv()
        if shard is None:
            return
        done = process_shard(
            shard,
            resources,
            setup.settings,
            setup.fingerprint,
            lambda index: connection.send(Started(index)),
        )
        store_part(setup.parts, done.part)
        connection.send(replace(done, part=None))


@contextmanager
def _no_pandas() -> Iterator[None]:
    """Within, pandas cannot be imported: pyarrow tries to with its first array, and a worker has no use for it."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas:
    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _die_with_parent() -> None:
    """See to it that a worker does not outlive a parent that was killed, even if it hangs."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory(megabytes: int) -> None:
    """Let the process take so much more than it has now; beyond, it gets a MemoryError instead of the machine's rest.

    Where the system knows no such limit, the parent's watch over the workers' sizes is left.
    """
    if sys.platform != "linux":
        return
    import resource

    status = Path("/proc/self/status").read_text(encoding="ascii")
    held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:")) * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = held + megabytes * MB
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
