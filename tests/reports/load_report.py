"""Seconds and memory of `pipeline.load` and its questions on a large run: `python -m tests.reports.load_report 100000`.

A generated world of 3,000 pages (`merge_generator.py`) is merged and copied, each copy under ids, titles and sources of
its own, until there are as many pages as asked for. Each table is then loaded in a process of its own; memory is what
the process has more of afterwards, with the arrow buffers that strings share. The generator's pages have 14 claims and
13 mentions each, one section and one language run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import pipeline
from pipeline.merge import merge
from pipeline.schema import TABLES, conform
from tests.reports.merge_generator import make_world

CLAIMS = 42_000  # about 2,900 pages, a few seconds to merge
COPIED = ("sources", "source", "work", "title", "titles", "value", "exact", "name")  # with the copy's number behind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=100_000)
    parser.add_argument("--folder", help="where the tables lie already; measure one of them")
    parser.add_argument("--table", help="the table to measure, or `questions`")
    options = parser.parse_args()
    if options.table == "questions":
        ask(Path(options.folder))
    elif options.table is not None:
        measure(Path(options.folder), options.table)
    else:
        with TemporaryDirectory() as folder:
            make_tables(options.pages, Path(folder))
            for table in (*TABLES, "questions"):  # memory is measured from fresh
                more = ["--folder", folder, "--table", table]
                subprocess.run([sys.executable, "-m", "tests.reports.load_report", *more], check=True)


def make_tables(pages: int, folder: Path) -> None:
    """Write the tables of so many pages."""
    merged = merge(make_world(CLAIMS).tables)
    copies = -(-pages // merged["documents"].num_rows)
    for name, table in TABLES.items():
        copied = pa.concat_tables(_copy(merged[name], number) for number in range(copies))
        pq.write_table(conform(table, copied), folder / f"{name}.parquet")


def measure(folder: Path, name: str) -> None:
    """Load one table and print rows, seconds and megabytes."""
    pipeline.load(folder).table("works")  # libraries are loaded, as in a notebook that has asked for anything
    process = psutil.Process()
    before, started = process.memory_info().rss, time.perf_counter()
    frame = pipeline.load(folder).table(name)
    seconds, grown = time.perf_counter() - started, process.memory_info().rss - before
    size = frame.memory_usage(deep=True).sum()
    print(
        f"{name:<10} {len(frame):>10,} rows  {seconds:6.2f} s  {size / 2**20:7,.0f} MB as pandas counts, "
        f"{grown / 2**20:7,.0f} MB of the process"
    )


def ask(folder: Path) -> None:
    """Ask each question twice, and print seconds: the first time loads what it needs."""
    run = pipeline.load(folder)
    work, record = run.works["title"].iloc[0], run.records["record_id"].iloc[0]
    person = run.entities.query("kind == 'person'")["name"].iloc[0]
    questions = {
        "credits(work=…)": lambda: run.credits(work=work),
        "person(…)": lambda: run.person(person),
        "evidence(…)": lambda: run.evidence(record),
        "conflicts()": run.conflicts,
        "coverage()": run.coverage,
        "sql(…)": lambda: run.sql("select field, count(*) from records group by field"),
    }
    for name, question in questions.items():
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            question()
            seconds.append(time.perf_counter() - started)
        print(f"{name:<20} {seconds[0]:6.2f} s, again {seconds[1]:6.2f} s")
    print(f"{psutil.Process().memory_info().rss / 2**20:,.0f} MB of the process with all tables asked for")


def _copy(rows: pa.Table, number: int) -> pa.Table:
    """The rows under other ids, and with the copy's number behind titles, names and sources."""
    for index, name in enumerate(rows.column_names):
        column = rows.column(index)
        if name.endswith("_id"):
            column = pc.binary_join_element_wise(f"{number:03x}", pc.utf8_slice_codeunits(column, 3), "")
        elif name in COPIED:
            column = pc.binary_join_element_wise(column, f"{number}", " ")
        rows = rows.set_column(index, rows.schema.field(index), column)
    return rows


if __name__ == "__main__":
    main()
