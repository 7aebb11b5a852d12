"""Part files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.parts import (
    PartSource,
    as_numbers,
    find_finished,
    part_bytes,
    part_name,
    part_row,
    parts_of,
    store_part,
)
from pipeline.batch.shards import SHARD_BYTES, SHARD_DOCUMENTS, make_shards
from pipeline.batch.work import text_item
from pipeline.errors import OutputError
from pipeline.rows import failure_rows
from pipeline.schema import PART_TABLES
from pipeline.types import Failure

IDS = [f"{number:016x}" for number in (7, 3, 2**64 - 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one part of three documents, and another that holds one of them again."""
    for ids in (IDS, IDS[:1]):
        rows = [part_row(one, failure_rows(Failure(one, f"{one}.txt", "read", "planted"))) for one in ids]
        store_part(tmp_path, (part_name(ids), part_bytes(rows, "print")))
    return tmp_path


def test_footers_say_which_documents_are_there(folder: Path) -> None:
    """A document is found whichever part holds it; parts of another fingerprint are removed."""
    finished = find_finished(folder, "print")
    assert [one in finished for one in (*IDS, "0" * 16)] == [True, True, True, False]
    assert find_finished(folder, "other").paths == ()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("wanted", [IDS, IDS[1:], IDS[:1], []])
def test_every_wanted_document_is_read_once(folder: Path, wanted: list[str]) -> None:
    """Documents that nobody wants are left out, and one that stands in two parts comes once, as the schema has it."""
    parts = parts_of(find_finished(folder, "print"), as_numbers(wanted))
    tables = [tables["documents"] for tables in PartSource(parts).read({"documents": None})]
    assert sorted(one for table in tables for one in table["document_id"].to_pylist()) == sorted(wanted)
    assert all(table.schema.equals(PART_TABLES["documents"].arrow) for table in tables)
    for read in PartSource(parts).read({"documents": ["source", "status"], "claims": None}):
        assert read["documents"].column_names == ["source", "status"]
        assert read["claims"].num_rows == 0


def test_a_part_that_is_damaged_within_is_told(folder: Path) -> None:
    """Bytes that changed after writing do not pass as data: the pages carry checksums."""
    finished = find_finished(folder, "print")
    path = max(finished.paths, key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    for at in range(4, len(data) // 4):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(OutputError, match=r"is damaged .* give --fresh"):
        list(PartSource(parts_of(finished, as_numbers(IDS))).read({"documents": None}))


def test_a_missing_value_is_a_mistake() -> None:
    """A row without a value that every row needs does not get into a part."""
    rows = failure_rows(Failure(IDS[0], "x.txt", "read", "planted"))
    rows["documents"][0]["source"] = None
    with pytest.raises(ValueError, match=r"documents\.source has empty cells"):
        part_row(IDS[0], rows)


def test_shards_are_bounded() -> None:
    """A shard has so many documents and bytes at most; a document larger than that has one of its own."""
    items = [text_item(f"{n}.txt", "x" * size) for n, size in enumerate([10] * 70 + [SHARD_BYTES + 1, 10])]
    assert [len(shard.items) for shard in make_shards(items)] == [SHARD_DOCUMENTS, SHARD_DOCUMENTS, 6, 1, 1]
