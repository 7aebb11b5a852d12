"""How fluent `abspann report` stays: writing, size, loading, search, opening, on runs of many pages in a real browser.

    python -m tests.reports.report_report 2000 20000

Runs are made by repeating the tables of one over the gold pages, under other names. Times are the browser's own; those
of loading and search are medians of several tries. A search is timed from the input to the frame that shows its rows.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.batch.run import run
from pipeline.evaluate.folder import read_gold
from pipeline.settings import Settings
from pipeline.view.report.command import write_report
from tests.view.browser import MISSING, find_chromium, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLD = Path(__file__).parents[1] / "gold"
TRIES = 5
COLUMNS = (
    *("pages", "records", "write s", "file MB", "beside MB"),
    *("load ms", "search ms", "worst ms", "sort ms", "record ms", "page ms", "heap MB"),
)
SEARCHES = ("regie", "maria", "cinematographer", "der", "xyzzy")
TABLES = ("documents", "records", "claims", "mentions", "sections", "languages", "entities")
# Milliseconds from the input to the frame after the one in which its rows were drawn.
TIME_SEARCH = """words => new Promise((resolve) => {
  const field = document.getElementById("search");
  field.value = words;
  const began = performance.now();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
})"""
TIME_CLICK = """([place, awaited]) => new Promise((resolve) => {
  const began = performance.now();
  document.querySelector(place).click();
  const look = () => {
    const found = document.querySelector(awaited);
    if (found !== null && found.checkVisibility()) resolve(performance.now() - began);
    else requestAnimationFrame(look);
  };
  look();
})"""


def main(sizes: list[int]) -> None:
    """Print a line of figures for each size."""
    if find_chromium() is None:
        sys.exit(MISSING)
    with TemporaryDirectory() as temporary, open_browser() as browser:
        folder = Path(temporary)
        texts = _gold_run(folder)
        print(" ".join(f"{name:>{max(len(name), 8)}}" for name in COLUMNS))
        for size in sizes:
            output = folder / f"run-{size}"
            _repeat(folder / "gold", output, texts, size)
            began = time.perf_counter()
            written = write_report(output)
            seconds = time.perf_counter() - began
            beside = sum(path.stat().st_size for path in written.folder.iterdir()) if written.folder else 0
            figures = (seconds, written.html.stat().st_size / 1e6, beside / 1e6, *_in_browser(browser, written.html))
            cells = [f"{written.pages}", f"{written.records}", *(f"{figure:.1f}" for figure in figures)]
            print(" ".join(f"{cell:>{max(len(n), 8)}}" for n, cell in zip(COLUMNS, cells, strict=True)), flush=True)


def _in_browser(browser: Browser, html: Path) -> tuple[float, ...]:
    """Load, search (median and worst), sort, open a record, open a page, memory: the last columns."""
    loads: list[float] = []
    for _ in range(TRIES):
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(html.as_uri() + "#view=records")
        page.wait_for_selector("#grid-records tbody tr")
        loads.append(1000 * (time.perf_counter() - began))
        if len(loads) < TRIES:
            page.close()
    first = page.evaluate(TIME_SEARCH, "warm")  # builds the index of words
    searches = [page.evaluate(TIME_SEARCH, words) for words in SEARCHES for _ in range(TRIES)]
    page.evaluate(TIME_SEARCH, "")
    sort = page.evaluate(TIME_CLICK, ["#grid-records th.c-value button", "#grid-records th[aria-sort=ascending]"])
    record = page.evaluate(TIME_CLICK, ["#grid-records tbody tr:nth-child(20)", "#record .quotes li"])
    shown = page.evaluate(TIME_CLICK, ["#record .quotes a", "#page-text mark.is-target"])
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.close()
    worst = max(*searches, first)
    return statistics.median(loads), statistics.median(searches), worst, sort, record, shown, heap


def _gold_run(folder: Path) -> dict[str, str]:
    """A run over the gold pages in `gold`; returns the text of each of its sources."""
    pages = folder / "pages"
    pages.mkdir()
    texts = {f"{page.name}.txt": page.text for page in read_gold(GOLD)}
    for name, text in texts.items():
        (pages / name).write_text(text, encoding="utf-8", newline="")
    run([pages], folder / "gold", Settings())
    return texts


def _repeat(gold: Path, output: Path, texts: Mapping[str, str], size: int) -> None:
    """A run of `size` pages: the tables of `gold` again and again, each time with ids and sources of its own."""
    output.mkdir()
    tables = {name: pq.read_table(gold / f"{name}.parquet") for name in TABLES}
    documents = tables["documents"].select(["document_id", "source"]).to_pylist()
    rows = [{"document_id": row["document_id"], "text": texts[row["source"]], "source_map": None} for row in documents]
    tables["texts"] = pa.Table.from_pylist(rows, schema=pq.read_schema(gold / "texts.parquet"))
    copies = -(-size // len(documents))
    for name, table in tables.items():
        repeated = pa.concat_tables([_renamed(table, f"-{copy:04}") for copy in range(copies)])
        if name == "documents":
            repeated = repeated.slice(0, size)
            kept = repeated["document_id"]
        elif "document_id" in table.column_names:
            repeated = repeated.filter(pc.is_in(repeated["document_id"], kept))
        pq.write_table(repeated, output / f"{name}.parquet")
    (output / "run.json").write_text(json.dumps({}), encoding="utf-8")


def _renamed(table: pa.Table, suffix: str) -> pa.Table:
    for index, name in enumerate(table.column_names):
        if name.endswith("_id") or name == "source":
            column = pc.binary_join_element_wise(table[name], pa.scalar(suffix), "")
            table = table.set_column(index, table.schema.field(name), column)
    return table


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
