"""What a run says of how far it is."""

from __future__ import annotations

import io
import json

import pytest

from pipeline.batch.progress import Counts, Lines, as_json, as_text, open_progress, seconds_left

COUNTS = Counts(documents=1_200, kept=200, failures=1, bytes_done=2_400_000, bytes_kept=400_000, step="extract")


@pytest.mark.parametrize(
    ("total", "left", "told"),
    [
        (None, None, "Reading: 1,200 documents (200 read before), 10.0/s, 0.02 MB/s, 1 failure"),
        (4_400_000, 100.0, "Reading: 1,200 documents (200 read before), 10.0/s, 0.02 MB/s, 1 failure, 1 min 40 s left"),
        (1_000_000, None, "Reading: 1,200 documents (200 read before), 10.0/s, 0.02 MB/s, 1 failure"),
    ],
)
def test_a_line_says_rates_and_time_left(total: int | None, left: float | None, told: str) -> None:
    """Rates and time left count what this run has read; nothing is said of the time where more came than was listed."""
    COUNTS.bytes_total = total
    assert seconds_left(COUNTS, 100.0) == left
    assert as_text(COUNTS, 100.0) == told


def test_a_line_of_json_holds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs get the figures by name."""
    monkeypatch.setattr(COUNTS, "bytes_total", 4_400_000)
    told = json.loads(as_json(COUNTS, 100.0))
    assert (told["event"], told["step"], told["documents"], told["kept"]) == ("progress", "extract", 1_200, 200)
    assert (told["documents_per_second"], told["mb_per_second"], told["seconds_left"]) == (10.0, 0.02, 100)


def test_lines_come_at_intervals() -> None:
    """A short run writes none; a long one writes no more than one in each interval."""
    stream = io.StringIO()
    seldom, always = Lines(stream, as_text), Lines(stream, as_text, every=0)
    seldom.show(COUNTS)
    assert stream.getvalue() == ""
    always.show(COUNTS)
    assert stream.getvalue().count("\n") == 1


def test_a_quiet_run_and_a_terminal_have_their_own() -> None:
    """`--quiet` shows nothing; a terminal gets a bar, which is gone at the end."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    quiet, terminal = io.StringIO(), Terminal()
    for style, stream in (("quiet", quiet), ("auto", terminal)):
        progress = open_progress(style, stream)  # type: ignore[arg-type]
        progress.show(COUNTS)
        progress.close()
    assert quiet.getvalue() == ""
    assert "Reading" in terminal.getvalue()
