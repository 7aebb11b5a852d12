"""`python -m tests.bench.scaling [--plot FILE]`: what a run costs as pages grow in number and in length."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.cost import Cost, measure
from tests.bench.pages import varied_pages

COUNTS = (1_000, 10_000, 100_000)
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
# Rules in place of the models: their cost per word is constant, and would hide that of all else.
RULES = '[models]\nde = "rules"\nen = "rules"\n[limits]\nmax_bytes = 100_000_000\n'
PER_SIZE = 2_000_000  # bytes that are read for each size of page, so that start-up does not count


def main() -> None:
    """Print two tables, of many pages and of long ones, and draw them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scaling", description=__doc__)
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS, help="numbers of pages")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="sizes of one page in bytes")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--plot", type=Path, help="write both curves as SVG")
    chosen = parser.parse_args()
    many = [(count, *measure_pages(count, chosen.workers)) for count in chosen.counts]
    print(f"\nPages of {len(SAMPLE)} kinds, rules for models, {chosen.workers} workers\n")
    print("| pages | MB | seconds | ms per page | merge and tables, ms per page | largest process, MiB |")
    print("|---|---|---|---|---|---|")
    for count, cost, megabytes, late in many:
        per_page = 1000 / count
        print(
            f"| {count:,} | {megabytes:.1f} | {cost.wall:.1f} | {cost.wall * per_page:.2f} | {late * per_page:.2f} "
            f"| {cost.peak / 2**20:.0f} |"
        )
    long = [(size, measure_size(size)) for size in chosen.sizes]
    print("\nOne page of a size, all stages but the models, in one process\n")
    print("| bytes | microseconds per byte | of the 10 kB page |\n|---|---|---|")
    base = dict(long).get(10_000) or long[0][1]
    for size, seconds in long:
        print(f"| {size:,} | {seconds * 1e6:.3f} | {seconds / base:.2f} |")
    if chosen.plot is not None:
        draw([(c, cost.wall * 1000 / c) for c, cost, *_ in many], [(s, t * 1e6) for s, t in long], chosen.plot)


SAMPLE = tuple(varied_pages(59))


def measure_pages(count: int, workers: int) -> tuple[Cost, float, float]:
    """Cost of a whole run over `count` pages, their megabytes, and the seconds spent after extraction."""
    with TemporaryDirectory() as work:
        folder = Path(work, "pages")
        folder.mkdir()
        megabytes = 0.0
        for number, page in enumerate(varied_pages(count)):
            shelf = folder / f"{number // 1000:03}"
            shelf.mkdir(exist_ok=True)
            data = page.text.encode()
            megabytes += len(data) / 1e6
            (shelf / f"{page.name}.txt").write_bytes(data)
        settings = Path(work, "rules.toml")
        settings.write_text(RULES)
        options = ["--settings", str(settings), "--workers", str(workers), "--quiet"]
        output = Path(work, "out")
        cost = measure([sys.executable, "-m", "pipeline", "run", str(folder), "--output", str(output), *options])
        seconds = json.loads((output / "run.json").read_text(encoding="utf-8"))["seconds"]
        return cost, megabytes, sum(seconds.get(name, 0.0) for name in ("merge", "write"))


def measure_size(size: int) -> float:
    """CPU seconds per byte of pages of one size, read in a process of its own."""
    code = f"from tests.bench.scaling import read_size; print(read_size({size}))"
    return float(measure([sys.executable, "-c", code]).output)


def read_size(size: int) -> float:
    """CPU seconds per byte of all stages for one page of about `size` bytes."""
    import time

    from pipeline.evaluate.found import as_document
    from pipeline.evaluate.gold import GoldPage
    from pipeline.extraction import extract, load_resources
    from pipeline.rows import extraction_rows

    resources = load_resources({"de": "rules", "en": "rules"})
    extraction_rows(extract(as_document(SAMPLE[0]), resources))
    pages = [
        as_document(GoldPage(f"long-{n}", text, {}, (), (), ())) for n, text in enumerate(long_texts(size, PER_SIZE))
    ]
    began = time.process_time()
    for page in pages:
        extraction_rows(extract(page, resources))
    return (time.process_time() - began) / sum(page.size_bytes for page in pages)


def long_texts(size: int, total: int) -> Iterator[str]:
    """Texts of `size` code points, `total` in all or one text: pages of all kinds after each other, cut to length."""
    stock = (page.text for page in varied_pages(1_000_000))
    for _ in range(max(1, total // size)):
        parts: list[str] = []
        length = 0
        while length < size:
            parts.append(next(stock))
            length += len(parts[-1]) + 2
        yield "\n\n".join(parts)[:size]


def draw(many: Sequence[tuple[int, float]], long: Sequence[tuple[int, float]], path: Path) -> None:
    """Both curves as one SVG file."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for axis, points, x, y in (
        (axes[0], many, "pages in the run", "milliseconds per page"),
        (axes[1], long, "bytes in the page", "microseconds per byte"),
    ):
        axis.plot(*zip(*points, strict=True), marker="o")
        axis.set(xscale="log", xlabel=x, ylabel=y)
        axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
