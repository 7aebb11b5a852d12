"""Runs of the command as processes of their own, watched from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq

from pipeline.batch.output import RUN_FILE

ROOT = Path(__file__).parents[2]
EVERY = 0.2  # seconds between two looks at the processes
RULES = '[models]\nde = "rules"\nen = "rules"\n'


@dataclass
class Peaks:
    """The largest resident sizes seen, in MB: of the main process, and of any one worker."""

    main: float = 0.0
    worker: float = 0.0


@dataclass
class Watched:
    """A run at work."""

    process: subprocess.Popen[bytes]
    peaks: Peaks = field(default_factory=Peaks)

    def workers(self) -> list[psutil.Process]:
        """The worker processes."""
        try:
            children = psutil.Process(self.process.pid).children()
        except psutil.Error:
            return []
        return [child for child in children if "spawn_main" in " ".join(_command(child))]

    def wait(self) -> int:
        """The exit status, once it has ended; sizes are taken meanwhile."""
        while self.process.poll() is None:
            self.peaks.main = max(self.peaks.main, _megabytes(psutil.Process(self.process.pid)))
            self.peaks.worker = max([self.peaks.worker, *map(_megabytes, self.workers())])
            time.sleep(EVERY)
        return self.process.returncode


def start(pages: Path, output: Path, *options: str, rules: bool = False) -> Watched:
    """`abspann run`, quietly; with rules in the place of models if asked for."""
    arguments = ["run", str(pages), "--output", str(output), "--quiet", *options]
    if rules:
        settings = output.parent / "rules.toml"
        settings.write_text(RULES, encoding="utf-8")
        arguments += ["--settings", str(settings)]
    return Watched(subprocess.Popen([sys.executable, "-m", "pipeline", *arguments], cwd=ROOT))


def run_to_end(pages: Path, output: Path, *options: str, rules: bool = False) -> tuple[float, Peaks]:
    """Seconds and peak sizes of a whole run, start to exit."""
    began = time.perf_counter()
    watched = start(pages, output, *options, rules=rules)
    status = watched.wait()
    if status not in (0, 1):
        raise SystemExit(f"the run ended with status {status}")
    return time.perf_counter() - began, watched.peaks


def tables(output: Path) -> dict[str, bytes]:
    """The contents of all files but the one that may differ."""
    paths = (path for path in output.rglob("*") if path.is_file() and ".abspann" not in path.parts)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths if path.name != RUN_FILE}


def documents(output: Path) -> list[Mapping[str, Any]]:
    """The rows of the table of documents."""
    rows: list[Mapping[str, Any]] = pq.read_table(output / "documents.parquet").to_pylist()
    return rows


def told(output: Path) -> dict[str, Any]:
    """What run.json says."""
    return dict(json.loads((output / RUN_FILE).read_text(encoding="utf-8")))


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _megabytes(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / 1e6)
    except psutil.Error:
        return 0.0
