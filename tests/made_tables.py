"""Rows of any table, made up: valid by the schema, but about nothing."""

from __future__ import annotations

import random

import pyarrow as pa

from pipeline.ids import make_id
from pipeline.schema import LANGUAGES, TABLES, Cell, Column, Row, Table
from pipeline.streams import TableSink

NASTY = (
    "",
    "=1+1",
    " @SUM(A1)",
    "'=1",
    "''",
    'a "b"',
    "a\nb",
    "a\r",
    "\r",
    "\tx",
    "ü, é",
    "a\x85b\u2028c",
    "\\n",
    "\x00",
)


def made_rows(table: Table, n: int, seed: int = 0) -> list[Row]:
    """`n` rows with other keys each, a third of them with the same first sort value."""
    chance = random.Random(f"{table.name} {seed}")
    rows = [{column.name: _cell(column, chance) for column in table.columns} for _ in range(n)]
    for number, row in enumerate(rows):
        for column in table.key:
            row[column] = number if column == "start" else make_id(table.name, number)
    if table.order != table.key or table is LANGUAGES:
        for row in rows[: n // 3]:
            row[table.order[0]] = "0123456789abcdef"
    return rows


def made_tables(n: int) -> dict[str, pa.Table]:
    """All tables of a run, with `n` rows each in an order that is not theirs."""
    return {name: pa.Table.from_pylist(made_rows(table, n), table.arrow) for name, table in TABLES.items()}


def add_shuffled(tables: dict[str, pa.Table], sink: TableSink, seed: int, largest: int) -> None:
    """Hand the rows of all tables to a sink in batches of chance, at most `largest` rows each."""
    chance = random.Random(seed)
    batches = []
    for name, rows in tables.items():
        order = list(range(rows.num_rows))
        chance.shuffle(order)
        rows = rows.take(order)
        start = 0
        while start < rows.num_rows:
            size = chance.randint(0, largest)
            batches.append((name, rows.slice(start, size)))
            start += size
    chance.shuffle(batches)
    for name, batch in batches:
        sink.add(name, batch)


def _cell(column: Column, chance: random.Random) -> Cell:
    if column.nullable and chance.random() < 0.3:
        return None
    if column.values:
        return chance.choice(column.values)
    match column.type:
        case "string":
            return chance.choice((*NASTY, f"word {chance.randrange(100)}"))
        case "int64":
            return chance.randrange(1000)
        case "float64":
            return chance.choice((0.0, 1.0, 1e-7, round(chance.random(), 3)))
        case _:
            return chance.random() < 0.5
