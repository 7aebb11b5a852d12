"""The merge as a whole: order, stability, foreign keys, odd input."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.merge import merge
from pipeline.schema import PART_TABLES, TABLES, conform
from tests.merge.parts import Told, page, parts, records_of, works_of
from tests.reports.merge_generator import make_world

SEED_PAGES = (
    page("1", "Leaving Las Vegas", None, "director: Mike Figgis | actor: Nicolas Cage, Elisabeth Shue", language="de"),
    page("2", "Leaving Las Vegas", plot=["Ben Sanderson"], language="de"),
    page(
        "3",
        "Leaving Las Vegas",
        1995,
        "director: Mike Figgis | author: John O'Brien | actor: Elisabeth Shue, Nicolas Cage"
        " | actor: N. Cage | actor: E. Shue",
    ),
)


@pytest.fixture(scope="module")
def world() -> dict[str, pa.Table]:
    return dict(make_world(2500, seed=7, namesakes=0).tables)


def chosen(tables: dict[str, pa.Table], keep: set[str]) -> dict[str, pa.Table]:
    """The rows of these documents only."""
    return {
        name: table.filter(pa.array([document in keep for document in table["document_id"].to_pylist()], pa.bool_()))
        for name, table in tables.items()
    }


def test_three_pages_in_two_languages_become_one_work() -> None:
    """A page without year, one without credits and one with both join; what they agree on is said once."""
    tables = merge(parts(*SEED_PAGES))
    assert len(set(works_of(tables).values())) == 1
    for field, values in {"director": ["Mike Figgis"], "actor": ["Elisabeth Shue", "Nicolas Cage"]}.items():
        records = records_of(tables, field)
        assert [record["value"] for record in records] == values
        assert {record["status"] for record in records} == {"agreed"}
        assert {record["languages"] for record in records} == {"de; en"}
    (author,) = records_of(tables, "author")
    assert author["status"] == "single"
    (cage,) = [record for record in records_of(tables, "actor") if record["value"] == "Nicolas Cage"]
    assert "`N. Cage` is Nicolas Cage: the only Cage with that initial" in str(cage["reason"])


def test_the_order_of_rows_does_not_matter(world: dict[str, pa.Table]) -> None:
    """Shuffled parts give equal tables."""
    shuffle = random.Random(3)
    shuffled = {}
    for name, table in world.items():
        rows = list(range(table.num_rows))
        shuffle.shuffle(rows)
        shuffled[name] = table.take(pa.array(rows, pa.int64()))
    before, after = merge(world), merge(shuffled)
    for name, table in TABLES.items():
        assert conform(table, before[name]).equals(conform(table, after[name])), name


def test_unrelated_pages_change_no_id_and_no_record(world: dict[str, pa.Table]) -> None:
    """Without every second work's pages, the other works keep ids, people and records, word for word.

    Namesakes a lifetime apart are left out: that they are two shows only where both are there.
    """
    whole = merge(world)
    works = sorted(whole["works"]["work_id"].to_pylist())
    kept = set(works[::2])
    documents = {row["document_id"] for row in whole["documents"].to_pylist() if row["work_id"] in kept}
    part = merge(chosen(world, documents))
    assert set(part["works"]["work_id"].to_pylist()) == kept
    assert part["claims"].to_pylist() == [row for row in whole["claims"].to_pylist() if row["work_id"] in kept]
    assert part["records"].to_pylist() == [row for row in whole["records"].to_pylist() if row["work_id"] in kept]


def test_every_foreign_key_is_met(world: dict[str, pa.Table]) -> None:
    """Ids of works, entities, records, sections and documents all exist, and keys are unique."""
    merged = merge(world)
    for name, table in TABLES.items():
        rows = merged[name]
        keys = list(zip(*(rows[column].to_pylist() for column in table.key), strict=True))
        assert len(set(keys)) == len(keys), name
        for column, target in table.foreign_keys.items():
            known = set(merged[target][TABLES[target].key[0]].to_pylist())
            assert set(rows[column].to_pylist()) - {None} <= known, (name, column)


def test_no_pages_give_empty_tables() -> None:
    """An empty run has all tables, with their columns and no rows."""
    merged = merge(parts())
    assert {name: table.num_rows for name, table in merged.items()} == dict.fromkeys(TABLES, 0)


def test_claims_of_a_work_that_no_page_states_still_get_one() -> None:
    """Without a row in `page_works`, a page's claims belong to a work without title."""
    tables = parts(page("a", "T", 1990, "director: Mia Voss"))
    merged = merge({**tables, "page_works": tables["page_works"].slice(0, 0)})
    (work,) = merged["works"].to_pylist()
    assert (work["title"], merged["claims"]["work_id"].to_pylist()) == (None, [work["work_id"]])


NAMES = st.sampled_from(
    ["Mia Voss", "M. Voss", "Voss", "VOSS, MIA", "Jr.", "“”", "Øre Ål", "王", "Mia Vsos", "é", "-", " "]
)
PAGES = st.builds(
    lambda title, year, names, plot: (title, year, names, plot),
    st.sampled_from([None, "Turm", "Der Turm", "Turm: Ende", "…", "(1990)", "Turm II", ""]),
    st.sampled_from([None, 1990, 1991, 2012]),
    st.lists(
        st.tuples(st.sampled_from(["director", "actor", "author", "year", "title", "country"]), NAMES), max_size=4
    ),
    st.lists(NAMES, max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, max_size=5))
def test_whatever_pages_say_every_claim_has_a_work_and_a_record(
    told: list[tuple[str | None, int | None, list[tuple[str, str]], list[str]]],
) -> None:
    """Odd names, odd titles and none: the merge takes them all, and its tables fit their schemas."""
    pages: list[Told] = []
    for number, (title, year, names, plot) in enumerate(told):
        text = " | ".join(f"{role}: {name}" for role, name in names)
        pages.append(page(str(number), title, year, text, plot=plot))
    merged = merge(parts(*pages))
    for name, table in TABLES.items():
        conform(table, merged[name])
    assert None not in merged["claims"]["record_id"].to_pylist()
    assert set(PART_TABLES) - {"page_works"} <= set(merged)
