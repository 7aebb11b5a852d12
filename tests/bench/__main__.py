"""`python -m tests.bench [CORPORA]`: whole runs beside the notebook way and the entity models alone, in one go."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pipeline.evaluate.gold import GoldPage
from tests.bench.accuracy import notebook_accuracy, pipeline_accuracy
from tests.bench.cost import Cost, measure
from tests.bench.pages import varied_pages


def main() -> None:
    """Print two tables: of varied pages of our own and, where the corpora are, of real ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, help="folder with film/en-encyclopedia-pages.jsonl.gz")
    parser.add_argument("--pages", type=int, default=2000, help="how many pages of our own (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="of which medians are taken (default 3)")
    chosen = parser.parse_args()
    report_start(chosen.rounds)
    with TemporaryDirectory() as work:
        gold = list(varied_pages(chosen.pages))
        own = write_pages(Path(work, "own"), ((page.name, page.text) for page in gold))
        report(f"{chosen.pages} sample and gold pages with varied names", own, chosen.rounds)
        report_accuracy(gold[:56])
        if chosen.corpora is not None:
            real = write_pages(Path(work, "real"), encyclopedia_pages(chosen.corpora))
            report("real encyclopedia pages", real, chosen.rounds)


def write_pages(folder: Path, pages: Iterator[tuple[str, str]]) -> Path:
    """One text file for each page."""
    folder.mkdir()
    for name, text in pages:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def encyclopedia_pages(corpora: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the real pages."""
    with gzip.open(corpora / "film/en-encyclopedia-pages.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            yield f"en-{number:04}", json.loads(line)["text"]


def report(title: str, folder: Path, rounds: int) -> None:
    """Measure every way of reading the pages, round by round, and print medians and ratios to the floor."""
    megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    with TemporaryDirectory() as output:
        commands = {
            "reading the files": [sys.executable, "-c", READ_FILES, str(folder)],
            "floor: entity models alone": [sys.executable, "-m", "tests.bench.floor", str(folder)],
            "notebook way": [sys.executable, "-m", "tests.bench.notebook_way", str(folder), output],
            "abspann, 1 worker": run_command(folder, Path(output, "one"), 1),
            "abspann, 2 workers": run_command(folder, Path(output, "two"), 2),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                costs[name].append(measure(command))
        told = json.loads(Path(output, "one", "run.json").read_text(encoding="utf-8"))
    typical = {name: typical_cost(found) for name, found in costs.items()}
    floor = typical["floor: entity models alone"]
    print(f"\n{title}: {len(list(folder.iterdir()))} pages, {megabytes:.2f} MB, medians of {rounds} rounds\n")
    print("| way | seconds | of the floor | CPU seconds | MB/s | largest process |\n|---|---|---|---|---|---|")
    for name, cost in typical.items():
        print(
            f"| {name} | {cost.wall:.1f} | {cost.wall / floor.wall:.2f} | {cost.cpu:.1f} "
            f"| {megabytes / cost.wall:.3f} | {cost.peak / 2**20:.0f} MiB |"
        )
    one, two = typical["abspann, 1 worker"], typical["abspann, 2 workers"]
    print(f"\nnotebook way / abspann: {typical['notebook way'].wall / one.wall:.2f}")
    print(f"1 worker / 2 workers: {one.wall / two.wall:.2f}")
    for kind in ("seconds", "stage_seconds"):
        print(f"{kind}, 1 worker: " + ", ".join(f"{name} {value:.2f}" for name, value in told[kind].items()))
    rest = sum(value for name, value in told["stage_seconds"].items() if name != "entities")
    print(f"stages beside the entities: {megabytes / rest:.2f} MB/s")


READ_FILES = "import sys, pathlib; print(sum(len(p.read_bytes()) for p in pathlib.Path(sys.argv[1]).iterdir()))"


def run_command(folder: Path, output: Path, workers: int) -> list[str]:
    """A whole run that starts afresh."""
    options = ["--output", str(output), "--workers", str(workers), "--fresh", "--quiet"]
    return [sys.executable, "-m", "pipeline", "run", str(folder), *options]


def typical_cost(costs: Sequence[Cost]) -> Cost:
    """The medians."""
    return Cost(
        median(cost.wall for cost in costs), median(cost.cpu for cost in costs), max(cost.peak for cost in costs)
    )


def report_start(rounds: int) -> None:
    """Print what the command takes to say its usage, and to read one page in a worker and write its tables."""
    with TemporaryDirectory() as work:
        page = write_pages(Path(work, "page"), ((page.name, page.text) for page in varied_pages(1)))
        commands = {
            "abspann --help": [sys.executable, "-m", "pipeline", "--help"],
            "a run over one page": run_command(page, Path(work, "out"), 1),
        }
        for name, command in commands.items():
            seconds = [measure(command).wall for _ in range(rounds)]
            print(f"{name}: {min(seconds):.1f} to {max(seconds):.1f} s")


def report_accuracy(pages: Sequence[GoldPage]) -> None:
    """F1 of both ways on the same gold pages."""
    ways: dict[str, Callable[[Sequence[GoldPage]], dict[str, float]]] = {
        "notebook way": notebook_accuracy,
        "abspann": pipeline_accuracy,
    }
    print("\n| F1 on the gold pages | credits | characters | persons |\n|---|---|---|---|")
    for name, judge in ways.items():
        figures = judge(pages)
        print(f"| {name} | {figures['credits']:.3f} | {figures['characters']:.3f} | {figures['persons']:.3f} |")


if __name__ == "__main__":
    main()
