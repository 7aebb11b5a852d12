"""How far a run is: a bar on a terminal, lines where there is none, JSON for programs, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Step = Literal["list", "extract", "merge", "write"]
Style = Literal["auto", "quiet", "json"]
EVERY = 10.0  # seconds between lines


@dataclass(slots=True)
class Counts:
    """How far a run is. `bytes_total` is None until the inputs are listed.

    `kept` documents came from an earlier run; of the `failures`, `passing` are tried again by the next one.
    """

    documents: int = 0
    kept: int = 0
    failures: int = 0
    passing: int = 0
    bytes_done: int = 0
    bytes_kept: int = 0
    bytes_total: int | None = None
    step: Step = "list"

    @property
    def in_parts(self) -> int:
        """Documents that the next run need not extract."""
        return self.documents - self.passing

    def add(self, documents: int, size: int, failures: int, passing: int) -> None:
        """Documents that this run has done."""
        self.documents += documents
        self.bytes_done += size
        self.failures += failures
        self.passing += passing

    def keep(self, size: int) -> None:
        """A document that an earlier run has done."""
        self.documents += 1
        self.kept += 1
        self.bytes_done += size
        self.bytes_kept += size


class Progress(Protocol):
    """Is shown how far a run is."""

    def show(self, counts: Counts) -> None:
        """Called after each shard and at each step; may show it or not."""

    def close(self) -> None:
        """Nothing more comes."""


def open_progress(style: Style, stream: TextIO | None = None) -> Progress:
    """The progress that suits the stream, standard error if none is named."""
    stream = sys.stderr if stream is None else stream
    if style == "quiet":
        return Silence()
    if style == "json":
        return Lines(stream, as_json)
    if stream.isatty():
        return TerminalBar(stream)
    return Lines(stream, as_text)


class Silence:
    """Shows nothing."""

    def show(self, counts: Counts) -> None: ...

    def close(self) -> None: ...


class Lines:
    """A line every ten seconds; nothing for a run that ends before."""

    def __init__(self, stream: TextIO, write: Callable[[Counts, float], str], every: float = EVERY) -> None:
        self._stream, self._write, self._every = stream, write, every
        self._began = self._last = time.monotonic()

    def show(self, counts: Counts) -> None:
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            print(self._write(counts, now - self._began), file=self._stream, flush=True)

    def close(self) -> None: ...


class TerminalBar:
    """A bar with rates and the time left."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
        self._bar: Bar = Progress(*columns, console=Console(file=stream), transient=True)
        self._began = time.monotonic()
        self._task = self._bar.add_task(STEPS["list"], told="")
        self._bar.start()

    def show(self, counts: Counts) -> None:
        self._bar.update(
            self._task,
            description=STEPS[counts.step],
            completed=counts.bytes_done if counts.step == "extract" else None,
            total=counts.bytes_total if counts.step == "extract" else None,
            told=_figures(counts, time.monotonic() - self._began),
        )

    def close(self) -> None:
        self._bar.stop()


STEPS = {"list": "Listing", "extract": "Reading", "merge": "Merging", "write": "Writing"}


def as_text(counts: Counts, seconds: float) -> str:
    """One line for people."""
    return f"{STEPS[counts.step]}: {_figures(counts, seconds)}"


def as_json(counts: Counts, seconds: float) -> str:
    """One line for programs."""
    left = seconds_left(counts, seconds)
    return json.dumps(
        {
            "event": "progress",
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "step": counts.step,
            "seconds": round(seconds, 1),
            "documents": counts.documents,
            "kept": counts.kept,
            "failures": counts.failures,
            "documents_per_second": round((counts.documents - counts.kept) / seconds, 2) if seconds else None,
            "mb_per_second": round((counts.bytes_done - counts.bytes_kept) / 1e6 / seconds, 4) if seconds else None,
            "seconds_left": None if left is None else round(left),
        }
    )


def seconds_left(counts: Counts, seconds: float) -> float | None:
    """Seconds until all bytes are read at the rate so far; None where nothing can be said."""
    read = counts.bytes_done - counts.bytes_kept
    if counts.step != "extract" or counts.bytes_total is None or read <= 0 or counts.bytes_done > counts.bytes_total:
        return None
    return (counts.bytes_total - counts.bytes_done) * seconds / read


def _figures(counts: Counts, seconds: float) -> str:
    told = [f"{counts.documents:,} documents"]
    if counts.kept:
        told[0] += f" ({counts.kept:,} read before)"
    if counts.step == "extract" and seconds > 0:
        told.append(f"{(counts.documents - counts.kept) / seconds:.1f}/s")
        told.append(f"{(counts.bytes_done - counts.bytes_kept) / 1e6 / seconds:.2f} MB/s")
    told.append(f"{counts.failures:,} failure{'' if counts.failures == 1 else 's'}")
    left = seconds_left(counts, seconds)
    if left is not None:
        told.append(f"{_duration(left)} left")
    return ", ".join(told)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
