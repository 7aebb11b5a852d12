"""What befalls a run: workers that die, runs that are killed or stopped, inputs that change."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline.batch.home
import pipeline.batch.run
from pipeline.batch.home import HIDDEN, Home
from pipeline.batch.options import RunOptions
from pipeline.batch.output import RUN_FILE
from pipeline.batch.run import Interrupted, run
from pipeline.errors import ModelError, OutputError
from pipeline.settings import Limits, Models, Settings
from tests.batch import poison
from tests.soak.corpus import write_corpus

SETTINGS = Settings(models=Models(de="rules", en="rules"))
PAGES = 100
ROOT = Path(__file__).parents[2]


def tables(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.iterdir() if path.is_file() and path.name != RUN_FILE}


def failures(output: Path) -> dict[str, tuple[str, str]]:
    rows = pq.read_table(output / "documents.parquet").to_pylist()
    return {row["source"]: (row["stage"], row["error"]) for row in rows if row["status"] == "failed"}


def parts(output: Path) -> set[Path]:
    return set((output / HIDDEN / "parts").rglob("*.parquet"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus") / "pages", PAGES)


@pytest.fixture(scope="module")
def undisturbed(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("undisturbed")
    run([pages], output, SETTINGS)
    return tables(output)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_workers_changes_no_byte(
    pages: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    """One worker, two, and none at all write equal tables."""
    summary = run([pages], tmp_path, SETTINGS, RunOptions(workers=workers))
    assert summary.statuses == {"done": PAGES}
    assert tables(tmp_path) == undisturbed


def test_poison_costs_its_own_page_only(tmp_path: Path) -> None:
    """Pages that crash, end or hang a worker, or eat its memory, have their row and reason; all others are done."""
    pages = write_corpus(tmp_path / "pages", 40)
    kinds = {"a": poison.HANG, "b": poison.CRASH, "c": poison.EXIT, "d": poison.MEMORY}
    for name, mark in kinds.items():
        (pages / "000" / f"{name}.txt").write_text(f"Regie: Anna Berg\n{mark}\n", encoding="utf-8")
    with poison.poisoned():
        summary = run([pages], tmp_path / "out", SETTINGS, RunOptions(workers=2, timeout=1.5, memory=300))
    assert summary.statuses == {"done": 40, "failed": 4}
    assert failures(tmp_path / "out") == {
        "000/a.txt": ("worker", "took more than 1.5 s; raise --timeout if it may"),
        "000/b.txt": ("worker", "the worker died (SIGSEGV) while reading this page"),
        "000/c.txt": ("worker", "the worker died (exit status 3) while reading this page"),
        "000/d.txt": ("worker", "took more than 300 MB of memory; raise --memory if it may"),
    }
    again = run([pages], tmp_path / "out", SETTINGS)  # not poisoned now: such failures are tried again
    assert (again.statuses, again.kept) == ({"done": 44}, 40)


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    """The page at which a worker is killed is read again, alone, and is as good as all others."""
    pages = write_corpus(tmp_path / "pages", 40)
    (pages / "000" / "page-000017.txt").write_text(poison.ONCE, encoding="utf-8")
    with poison.poisoned():
        summary = run([pages], tmp_path / "out", SETTINGS, RunOptions(workers=1))
    assert (tmp_path / "out" / HIDDEN / "killed-once").exists()
    assert summary.statuses == {"done": 40}


def command(pages: Path, output: Path, *more: str) -> subprocess.Popen[str]:
    (settings := output.parent / "settings.toml").write_text('[models]\nde = "rules"\nen = "rules"\n', encoding="utf-8")
    arguments = ["run", str(pages), "--output", str(output), "--settings", str(settings), *more]
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for_part(output: Path, before: int, process: subprocess.Popen[str]) -> None:
    while len(parts(output)) == before:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def test_a_stopped_run_says_how_to_go_on(pages: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM end with status 130, keep what was read and leave no table; the same command goes on."""
    output = tmp_path / "out"
    for kind in (signal.SIGINT, signal.SIGTERM):
        before = len(parts(output))
        process = command(pages, output, "--workers", "1")
        wait_for_part(output, before, process)
        process.send_signal(kind)
        _, told = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "documents are read and kept: give the same command to go on" in told
        assert "Traceback" not in told
        assert not tables(output)
    summary = run([pages], output, SETTINGS)
    assert 0 < summary.kept < PAGES
    assert tables(output) == undisturbed


def test_a_killed_run_goes_on(pages: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """SIGKILL at any time, of the run or of a worker, loses nothing that a rerun does not bring."""
    output, chance = tmp_path / "out", random.Random(4711)
    for _ in range(3):
        process = command(pages, output, "--workers", "2")
        time.sleep(chance.uniform(0.5, 2.0))
        process.kill()
        process.communicate()
    assert run([pages], output, SETTINGS).statuses == {"done": PAGES}
    assert tables(output) == undisturbed


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    """The second is told so at once, and nothing happens to what the first has there."""
    pages, output = write_corpus(tmp_path / "pages", 2), tmp_path / "out"
    with Home(output).locked():
        part = Home(output).parts("0") / "x.parquet"
        part.touch()
        with pytest.raises(OutputError, match="another run is writing there"):
            run([pages], output, SETTINGS)
        assert part.exists()
    assert run([pages], output, SETTINGS).statuses == {"done": 2}


def test_a_rerun_reads_only_what_is_new(tmp_path: Path) -> None:
    """Pages that are new or changed are read, those that are gone leave the tables, and the rest is taken over."""
    pages, output = write_corpus(tmp_path / "pages", 20), tmp_path / "out"
    first = run([pages], output, SETTINGS)
    assert (first.kept, first.unchanged) == (0, False)
    before = {path: path.stat().st_mtime_ns for path in output.iterdir() if path.is_file()}
    second = run([pages], output, SETTINGS)
    assert (second.kept, second.unchanged) == (20, True)
    assert {path: path.stat().st_mtime_ns for path in output.iterdir() if path.is_file()} == before
    assert (second.statuses, second.credits, second.works) == (first.statuses, first.credits, first.works)

    changed = pages / "000" / "page-000003.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nTon: Emil Sandrock\n", encoding="utf-8")
    (pages / "000" / "page-000007.txt").unlink()
    third = run([pages], output, SETTINGS)
    assert (third.kept, third.unchanged, third.statuses) == (18, False, {"done": 19})
    run([pages], tmp_path / "other", SETTINGS)
    assert tables(output) == tables(tmp_path / "other")


def test_tables_that_were_touched_are_written_again(tmp_path: Path) -> None:
    """A table that is missing or changed, or another format, is no reason to read pages, but one to write."""
    pages, output = write_corpus(tmp_path / "pages", 3), tmp_path / "out"
    run([pages], output, SETTINGS)
    before = tables(output)
    (output / "works.csv").unlink()
    (output / "claims.csv").write_text("mine", encoding="utf-8")
    again = run([pages], output, SETTINGS)
    assert (again.kept, again.unchanged) == (3, False)
    assert tables(output) == before


def test_other_settings_read_all_again(tmp_path: Path) -> None:
    """What decides the result is in the fingerprint; parts of other settings are removed once the new run is done."""
    pages, output = write_corpus(tmp_path / "pages", 3), tmp_path / "out"
    run([pages], output, SETTINGS)
    old = parts(output)
    summary = run([pages], output, SETTINGS.model_copy(update={"limits": Limits(max_bytes=999_999)}))
    assert summary.kept == 0
    assert not old & parts(output)


def test_fresh_reads_all_again(tmp_path: Path) -> None:
    """With `fresh`, nothing is taken over, and the tables are the same."""
    pages, output = write_corpus(tmp_path / "pages", 3), tmp_path / "out"
    run([pages], output, SETTINGS)
    before = tables(output)
    assert run([pages], output, SETTINGS, RunOptions(fresh=True)).kept == 0
    assert tables(output) == before


def test_a_damaged_part_is_read_again(tmp_path: Path) -> None:
    """A part that was cut short or is of something else does not count, and goes."""
    pages, output = write_corpus(tmp_path / "pages", 3), tmp_path / "out"
    run([pages], output, SETTINGS)
    before = tables(output)
    (part,) = parts(output)
    part.write_bytes(part.read_bytes()[:-100])
    (part.parent / "left.unfinished").write_bytes(b"half")
    (output / "works.csv").unlink()
    assert run([pages], output, SETTINGS).kept == 0
    assert tables(output) == before
    assert not (part.parent / "left.unfinished").exists()


def test_many_small_parts_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reruns that each bring one page do not leave a file for each."""
    monkeypatch.setattr(pipeline.batch.home, "MOST_SMALL_PARTS", 3)
    output, pages = tmp_path / "out", tmp_path / "pages"
    for number in range(1, 7):
        write_corpus(pages, number)
        summary = run([pages], output, SETTINGS)
    assert (summary.kept, len(parts(output))) == (5, 3)
    run([pages], tmp_path / "other", SETTINGS)
    assert tables(output) == tables(tmp_path / "other")


def test_an_interrupted_run_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within Python, Ctrl-C is an `Interrupted` that knows how much is kept."""

    def interrupt(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)

    monkeypatch.setattr(pipeline.batch.run, "merge_stream", interrupt)
    with pytest.raises(Interrupted, match="3 documents are read and kept"):
        run([write_corpus(tmp_path / "pages", 3)], tmp_path / "out", SETTINGS)


def test_a_full_disk_ends_the_run_and_leaves_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that cannot be written is no document's fault: the run says so, and the old tables stay."""
    pages, output = write_corpus(tmp_path / "pages", 2), tmp_path / "out"
    run([pages], output, SETTINGS)
    before = tables(output)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    write_corpus(pages, 3)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\); .* same command again"):
        run([pages], output, SETTINGS)
    assert tables(output) == before


def test_wrong_settings_show_in_workers_too(tmp_path: Path) -> None:
    """A model that cannot be loaded ends the run with its own message, and nothing is left."""
    settings = Settings(models=Models(de="no_such_pipeline", en="rules"))
    with pytest.raises(ModelError, match="no_such_pipeline"):
        run([write_corpus(tmp_path / "pages", 2)], tmp_path / "out", settings, RunOptions(workers=1))
    assert not (tmp_path / "out").exists()
