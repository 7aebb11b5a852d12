"""The merge batch by batch: the same tables whatever the batches, and nothing left behind."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import pipeline.merge.gathering
import pipeline.merge.scratch
import pipeline.merge.shuffle
import pipeline.merge.works
from pipeline.ids import make_id
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.merge import merge, merge_stream
from pipeline.merge.in_memory import Collected, Given
from pipeline.merge.words import gather_merge_words
from pipeline.schema import TABLES
from pipeline.text.name_match import parse_name
from tests.merge.parts import Credit, Told, page, parts
from tests.reports.merge_generator import make_world

BOTH = Told(
    "both",
    works=(("Der Turm", 1987), ("Das Haus", 1990)),
    credits=(Credit("director", "Mia Voss"), Credit("director", "Jon Reuter", work=1)),
    plot=("Ida Holm",),
    other=("Mia Voss", "Jon Reuter"),
)


class Batched:
    """A source that hands out the documents some at a time, with the rows of each batch shuffled."""

    def __init__(self, tables: Mapping[str, pa.Table], documents: int, seed: int) -> None:
        self.tables, self.documents, self.seed = tables, documents, seed

    def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
        shuffle = random.Random(f"{self.seed} {' '.join(tables)}")
        ids = sorted({one for name in tables for one in self.tables[name]["document_id"].to_pylist()})
        shuffle.shuffle(ids)
        for low in range(0, len(ids), self.documents):
            chosen = pa.array(ids[low : low + self.documents], pa.string())
            yield {name: self.shuffled(name, columns, chosen, shuffle) for name, columns in tables.items()}

    def shuffled(
        self, name: str, columns: Sequence[str] | None, documents: pa.Array, shuffle: random.Random
    ) -> pa.Table:
        table = self.tables[name].filter(pc.is_in(self.tables[name]["document_id"], documents))
        rows = list(range(table.num_rows))
        shuffle.shuffle(rows)
        return table.take(pa.array(rows, pa.int64())).select(columns or table.column_names)


def stream(source: Batched | Given, folder: Path) -> dict[str, pa.Table]:
    """The tables of a merge that reads from `source`."""
    sink = Collected()
    merge_stream(source, sink, None, folder)
    return sink.tables()


@pytest.fixture(scope="module")
def world() -> dict[str, pa.Table]:
    """Works, namesakes a lifetime apart, and pages about several works."""
    made = make_world(1500, seed=5, namesakes=0.05).tables
    more = parts(BOTH, page("a", "Der Turm", 1987, "director: Mia Voss"), page("none"))
    return {name: pa.concat_tables([made[name], more[name]]) for name in made}


@pytest.fixture(scope="module")
def merged(world: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The world merged in memory, in one batch and one bucket."""
    return merge(world)


@pytest.fixture
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small buckets, all on disk, and hardly a group at hand."""
    monkeypatch.setattr(pipeline.merge.works, "ROWS_PER_BUCKET", 100)
    monkeypatch.setattr(pipeline.merge.shuffle, "ROWS_PER_BUCKET", 100)
    monkeypatch.setattr(pipeline.merge.gathering, "GROUPS_AT_HAND", 2)
    monkeypatch.setattr(pipeline.merge.scratch, "IN_MEMORY", 1)
    monkeypatch.setattr(pipeline.merge.scratch, "ROWS_PER_WRITE", 50)


@pytest.mark.usefixtures("_narrow")
@pytest.mark.parametrize(("documents", "seed"), [(5, 1), (50, 2), (10_000, 3)])
def test_batches_and_buckets_change_nothing(
    world: dict[str, pa.Table], merged: dict[str, pa.Table], documents: int, seed: int, tmp_path: Path
) -> None:
    """Shuffled documents in batches of any size, through small buckets on disk, give the tables of one batch."""
    found = stream(Batched(world, documents, seed), tmp_path)
    for name in TABLES:
        assert found[name].equals(merged[name]), name


def test_the_world_has_namesakes_in_two_eras(merged: dict[str, pa.Table]) -> None:
    """What the tests here compare holds people whose ids change when their namesakes of another time are seen."""
    words = gather_merge_words(load_vocabulary()).names
    people = [row for row in merged["entities"].to_pylist() if row["kind"] == "person"]
    names = {row["entity_id"]: name for row in people if (name := parse_name(row["name"], words)) is not None}
    assert [one for one, name in names.items() if one == make_id("person", name.key, "earlier 1")]


def test_the_parts_are_read_four_times(world: dict[str, pa.Table], tmp_path: Path) -> None:
    """Opening and decoding parts takes a good part of the time: what is needed of several tables is read together."""
    read: list[tuple[str, ...]] = []

    class Counted(Given):
        def read(self, tables: Mapping[str, Sequence[str] | None]) -> Iterator[Mapping[str, pa.Table]]:
            read.append(tuple(tables))
            return super().read(tables)

    stream(Counted(world), tmp_path)
    assert len(read) == 4
    assert sum("texts" in tables for tables in read) == 1


@pytest.mark.usefixtures("_narrow")
def test_nothing_is_left_in_the_scratch_folder(world: dict[str, pa.Table], tmp_path: Path) -> None:
    """Neither while rows are passed on nor after it, nor when the sink fails, has the folder a file in it."""
    seen: list[list[Path]] = []

    class Failing(Collected):
        def add(self, name: str, rows: pa.Table) -> None:
            seen.append(list(tmp_path.iterdir()))
            if name == "records":
                raise OSError("disk full")
            super().add(name, rows)

    with pytest.raises(OSError, match="disk full"):
        merge_stream(Batched(world, 50, 1), Failing(), None, tmp_path)
    assert len(seen) > 1
    assert not any(seen)
    assert not list(tmp_path.iterdir())


def test_an_empty_source_gives_no_rows(tmp_path: Path) -> None:
    """No batch at all, as well as batches without rows, make empty tables."""
    for source in (Batched(parts(), 1, 1), Given(parts())):
        assert {name: table.num_rows for name, table in stream(source, tmp_path).items()} == dict.fromkeys(TABLES, 0)


@pytest.mark.usefixtures("_narrow")
def test_one_work_larger_than_a_bucket_stays_whole(tmp_path: Path) -> None:
    """Two hundred pages about one film are one work, with one director, though a bucket should hold fewer rows."""
    pages = [page(str(number), "Der Turm", 1987, "director: Mia Voss | actor: Ida Holm") for number in range(200)]
    found = stream(Batched(parts(*pages), 3, 1), tmp_path)
    (work,) = found["works"].to_pylist()
    assert work["documents"] == 200
    assert found["records"]["claims"].to_pylist() == [200, 200]


def test_mentions_on_a_page_about_several_works_are_named_by_the_work_around_them(tmp_path: Path) -> None:
    """A mention at the place of a claim names whom the claim names, and one outside all parts names nobody."""
    found = stream(Batched(parts(BOTH), 1, 1), tmp_path)
    name_of = dict(zip(*(found["entities"][column].to_pylist() for column in ("entity_id", "name")), strict=True))
    mentions = found["mentions"].sort_by("start")
    named = [(row["exact"], name_of.get(row["entity_id"])) for row in mentions.to_pylist()]
    assert named == [
        ("Mia Voss", "Mia Voss"),
        ("Jon Reuter", "Jon Reuter"),
        *(("Ida Holm", None), ("Mia Voss", None), ("Jon Reuter", None)),
    ]


def test_a_claim_of_an_unknown_document_is_refused() -> None:
    """Rows of a document without a row in `documents` say which document is missing."""
    tables = parts(page("a", "T", 1990, "director: Mia Voss"))
    with pytest.raises(ValueError, match="has rows but none in `documents`"):
        merge({**tables, "documents": tables["documents"].slice(0, 0)})
