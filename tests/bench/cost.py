"""What a command takes: time, and the memory of its largest process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile

import psutil

SAMPLED = 0.1  # seconds between two looks at the processes' memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of all cores, the largest process in bytes, and what the command printed."""

    wall: float
    cpu: float
    peak: int
    output: str = ""


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end, with one thread for each process.

    Raises:
        RuntimeError: it failed.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
        before, began = os.times(), time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=errors)
        peak = _largest_process(process)
        wall, after = time.perf_counter() - began, os.times()
        for file in (output, errors):
            file.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {errors.read()}")
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return Cost(wall, cpu, peak, output.read())


def _largest_process(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a process; the most memory that it or one of its children was seen with, in bytes."""
    peak, root = 0, psutil.Process(process.pid)
    while process.poll() is None:
        try:
            peak = max(peak, *(one.memory_info().rss for one in (root, *root.children(recursive=True))))
        except psutil.Error:
            continue  # it ended while we looked
        time.sleep(SAMPLED)
    return peak
