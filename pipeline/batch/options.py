"""How a run is carried out; nothing here changes what it finds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Engine = Literal["local", "ray"]

# Pages of 2 kB take 0.02 s each, the slowest of 954 encyclopedia pages 2 s.
TIMEOUT = 120.0
# A worker with both shipped models takes 0.4 GB.
MEMORY_MB = 2_000


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of a run.

    `workers` is the number of worker processes; with 0 documents are read in this process, where nothing guards against
    one that crashes or hangs. A document may take `timeout` seconds, and a worker `memory` MB more than it has after
    loading. `fresh` forgets what earlier runs extracted. `include` and `exclude` choose among the files of folders;
    `formats` and `csv_safe` say how tables are written.
    """

    workers: int = 0
    timeout: float = TIMEOUT
    memory: int = MEMORY_MB
    engine: Engine = "local"
    ray_address: str | None = None
    fresh: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("csv", "parquet")
    csv_safe: bool = False


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
