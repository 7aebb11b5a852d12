"""What a batch run must stand: each scenario prints its figure and says whether it is good enough."""

from __future__ import annotations

import gzip
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.batch.options import RunOptions
from pipeline.batch.run import run
from pipeline.settings import Limits, Models, Settings
from tests.batch import poison
from tests.soak.corpus import write_corpus
from tests.soak.runs import documents, run_to_end, start, tables, told

KILLS = 20
MOST_GROWTH = 1.2  # of the peak memory, from a tenth of the pages to all
LEAST_SPEEDUP = 1.8
MOST_OF_FIRST = 0.05  # of the first run's time that a rerun without changes may take


def kills(folder: Path, pages: int = 5_000) -> bool:
    """SIGKILL at random times, of workers and of the whole run: the rerun's tables are an undisturbed run's."""
    corpus = write_corpus(folder / "pages", pages)
    seconds, _ = run_to_end(corpus, folder / "undisturbed", "--workers", "2", rules=True)
    chance, of_workers, of_runs = random.Random(8), 0, 0
    output = folder / "killed"
    watched = start(corpus, output, "--workers", "2", rules=True)
    while of_workers + of_runs < KILLS:
        time.sleep(chance.uniform(0.2, 2 * seconds / KILLS))
        workers = watched.workers()
        if watched.process.poll() is not None:  # it was too quick: all over again
            watched = start(corpus, output, "--workers", "2", "--fresh", rules=True)
        elif workers and chance.random() < 0.6:
            chance.choice(workers).kill()
            of_workers += 1
        else:
            watched.process.send_signal(signal.SIGKILL)
            watched.process.wait()
            of_runs += 1
            watched = start(corpus, output, "--workers", "2", rules=True)
    watched.wait()
    run_to_end(corpus, output, "--workers", "2", rules=True)
    equal = tables(output) == tables(folder / "undisturbed")
    statuses = Counter(row["status"] for row in documents(output))
    print(f"{pages:,} pages, {of_workers} workers and {of_runs} runs killed: {dict(statuses)}, tables equal: {equal}")
    return equal and statuses == {"done": pages}


def poisons(folder: Path, pages: int = 500) -> bool:
    """Poison of each kind has its row and its reason, and all other pages are there."""
    corpus = write_corpus(folder / "pages", pages)
    (corpus / "poison").mkdir()
    for name, content in _poisons().items():
        (corpus / "poison" / name).write_bytes(content)
    with (corpus / "poison" / "line.txt").open("wb") as file:
        for _ in range(200):
            file.write(b"Regie: Anna Berg, " * 55_556)
    settings = Settings(models=Models(de="rules", en="rules"), limits=Limits(max_bytes=20_000_000))
    options = RunOptions(workers=2, timeout=30, memory=1_500)
    with poison.poisoned(poison.work_thoroughly):
        summary = run([corpus], folder / "out", settings, options)
    others = [row for row in documents(folder / "out") if not row["source"].startswith("poison/")]
    for row in sorted(documents(folder / "out"), key=lambda row: str(row["source"])):
        if row["source"].startswith("poison/"):
            print(f"  {row['source']}: {row['status']}, {row['stage'] or ''} {(row['error'] or '')[:140]}")
    done = sum(row["status"] == "done" for row in others)
    kinds = len(documents(folder / "out")) - len(others)
    print(f"{done:,} of {pages:,} pages done beside {kinds} of poison, in {summary.seconds:.0f} s")
    return done == pages and kinds == len(_poisons()) + 1


def _poisons() -> dict[str, bytes]:
    head = "<html><head><title>Der Turm</title></head><body><p>Regie: Anna Berg</p>"
    return {
        "hang.txt": f"Regie: Anna Berg\n{poison.HANG}\n".encode(),
        "crash.txt": f"Regie: Anna Berg\n{poison.CRASH}\n".encode(),
        "memory.txt": f"Regie: Anna Berg\n{poison.MEMORY}\n".encode(),
        "deep.html": (head + "<div>" * 100_000 + "Kamera: Emil Sandrock").encode(),
        "tags.html": (head + "<b>x</b> " * 500_000).encode(),  # a million tags
        "bomb.txt.gz": gzip.compress(bytes(1_000_000_000), 6),
        "utf8.txt": "Regie: Käthe Weiß ".encode() + b"\xc3\x28\xff" * 40 + "Käthe Weiß".encode(),
    }


def memory(folder: Path, pages: int = 100_000) -> bool:
    """The peak memory of main process and workers hardly grows with the number of pages."""
    peaks = {}
    for n in (pages // 10, pages):
        corpus = write_corpus(folder / f"pages-{n}", n)
        seconds, peaks[n] = run_to_end(corpus, folder / f"out-{n}", "--workers", "2", rules=True)
        print(f"{n:,} pages: main {peaks[n].main:.0f} MB, worker {peaks[n].worker:.0f} MB, {seconds:.0f} s")
        shutil.rmtree(corpus)
    few, many = peaks[pages // 10], peaks[pages]
    growth = max(many.main / few.main, many.worker / few.worker)
    print(f"peak memory: main {many.main / few.main:.2f} times, worker {many.worker / few.worker:.2f} times")
    return growth <= MOST_GROWTH


def throughput(folder: Path, pages: int = 2_000) -> bool:
    """Two workers do nearly twice as much as one."""
    corpus = write_corpus(folder / "pages", pages)
    seconds = {}
    for workers in (1, 2):
        run_to_end(corpus, folder / f"out-{workers}", "--workers", str(workers))
        seconds[workers] = told(folder / f"out-{workers}")["seconds"]["extract"]
        print(f"{workers} worker(s): {pages / seconds[workers]:.1f} documents/s")
    print(f"two workers: {seconds[1] / seconds[2]:.2f} times one")
    return bool(seconds[1] / seconds[2] >= LEAST_SPEEDUP)


def reruns(folder: Path, pages: int = 10_000) -> bool:
    """A rerun with nothing changed takes next to nothing; with one page changed, little more than the merge."""
    corpus, output = write_corpus(folder / "pages", pages), folder / "out"
    first, _ = run_to_end(corpus, output)
    nothing, _ = run_to_end(corpus, output)
    changed = next(corpus.rglob("*.txt"))
    changed.write_text(changed.read_text(encoding="utf-8") + "\nTon: Emil Sandrock\n", encoding="utf-8")
    one, _ = run_to_end(corpus, output)
    seconds = told(output)["seconds"]
    print(f"{pages:,} pages: first {first:.1f} s, nothing changed {nothing:.1f} s ({nothing / first:.1%}),")
    print(f"one page changed {one:.1f} s ({one / first:.1%}), of which {seconds}")
    return nothing / first <= MOST_OF_FIRST


def workers(folder: Path, pages: int = 1_000) -> bool:
    """The number of workers changes no byte."""
    corpus = write_corpus(folder / "pages", pages)
    made = []
    for n in (1, 2, 4):
        run_to_end(corpus, folder / f"out-{n}", "--workers", str(n))
        made.append(tables(folder / f"out-{n}"))
    equal = made[0] == made[1] == made[2]
    print(f"{pages:,} pages with 1, 2 and 4 workers: tables equal: {equal}")
    return equal


SCENARIOS: dict[str, Callable[..., bool]] = {
    "workers": workers,
    "poisons": poisons,
    "kills": kills,
    "throughput": throughput,
    "reruns": reruns,
    "memory": memory,
}
