"""Writing the tables of a run: equal bytes, all files or none."""

from __future__ import annotations

import errno
import itertools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet
import pytest

import pipeline.batch.sorting
from pipeline.batch.output import FILES, PACKAGE_FILE, RUN_FILE, TableWriter, check_folder
from pipeline.batch.writers import JsonlFile, Sizes
from pipeline.errors import OutputError
from pipeline.formats import FORMATS, read_rows, unguard_cells
from pipeline.schema import TABLES, conform
from tests.made_tables import add_shuffled, made_tables

ALL = frozenset(FORMATS)
CUT = Sizes(block_rows=64, part_rows=150)  # three parts of each Parquet table
TINY = Sizes(block_rows=64, part_rows=150, memory=30_000)


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    return made_tables(300)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(folder: Path, tables: dict[str, pa.Table], seed: int = 0, largest: int = 50, **options: Any) -> None:
    with TableWriter(folder, **{"formats": ALL, "sizes": CUT, **options}) as writer:
        add_shuffled(tables, writer, seed, largest)
        writer.commit({"seed": 0})


@pytest.mark.parametrize(("seed", "largest", "sizes"), [(1, 1000, CUT), (2, 3, CUT), (3, 40, TINY), (4, 300, TINY)])
def test_bytes_depend_on_the_rows_alone(
    tmp_path: Path,
    tables: dict[str, pa.Table],
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    largest: int,
    sizes: Sizes,
) -> None:
    """Order and size of the batches, and whether rows waited in memory or on disk, change no byte of any file."""
    monkeypatch.setattr(pipeline.batch.sorting, "BATCH_BYTES", 3_000)
    write(tmp_path / "one", tables)
    write(tmp_path / "other", tables, seed, largest, sizes=sizes, scratch=tmp_path / "scratch")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_files_hold_the_rows_in_order(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """Every format of every table holds all rows, sorted as the schema says; nothing else is in the folder."""
    write(tmp_path, tables)
    for name, table in TABLES.items():
        for kind in FORMATS:
            assert read_rows(tmp_path, table, kind).combine_chunks() == conform(table, tables[name])
    expected = {f"{name}.{kind}" for name in TABLES for kind in FORMATS} | {PACKAGE_FILE, RUN_FILE}
    assert {path.name for path in tmp_path.iterdir()} == expected
    assert len(list((tmp_path / "claims.parquet").iterdir())) == 3


def test_rows_beyond_memory_wait_on_disk(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """With little memory, rows go to the scratch folder while they are added, and are gone in the end."""
    with TableWriter(tmp_path / "out", sizes=TINY, scratch=tmp_path / "scratch") as writer:
        add_shuffled(tables, writer, 0, 50)
        assert len(list((tmp_path / "scratch").rglob("*.arrow"))) > 9
        assert sum(sorter.held for sorter in writer._sorters.values()) <= TINY.memory
        writer.finish()
        assert list((tmp_path / "scratch").rglob("*.arrow")) == []
        assert not (tmp_path / "out" / "claims.csv").exists()
        writer.commit({})
    assert (tmp_path / "out" / "claims.csv").exists()


def test_other_formats_leave_none_of_the_old_files(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """A run in one format removes the files of an earlier run in others, folders of parts included, and no others."""
    write(tmp_path, tables)
    (tmp_path / "notes.csv").write_text("mine", encoding="utf-8")
    write(tmp_path, tables, formats={"jsonl"})
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"{name}.jsonl" for name in TABLES),
        *("notes.csv", PACKAGE_FILE, RUN_FILE),
    }
    write(tmp_path, tables, formats={"parquet"}, sizes=Sizes())
    assert (tmp_path / "claims.parquet").is_file()
    write(tmp_path, tables, formats={"parquet"})
    assert (tmp_path / "claims.parquet").is_dir()


def test_the_run_file_says_how_the_tables_are_written(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """Formats and guards are told, the package names the files, and cells are guarded in CSV only."""
    write(tmp_path, tables, formats={"csv", "parquet"}, csv_safe=True)
    told = json.loads((tmp_path / RUN_FILE).read_text(encoding="utf-8"))
    assert told == {"seed": 0, "tables": {"formats": ["parquet", "csv"], "csv_safe": True}}
    claims = TABLES["claims"]
    in_csv, in_parquet = (read_rows(tmp_path, claims, kind) for kind in ("csv", "parquet"))
    assert in_parquet.combine_chunks() == conform(claims, tables["claims"])
    assert unguard_cells(in_csv).combine_chunks() == in_parquet.combine_chunks()
    assert "'=1+1" in in_csv["exact"].to_pylist()
    write(tmp_path, tables, formats={"parquet"})
    package = json.loads((tmp_path / PACKAGE_FILE).read_text(encoding="utf-8"))
    claims_resource = next(one for one in package["resources"] if one["name"] == "claims")
    assert claims_resource["path"] == [f"claims.parquet/part-0000{n}.parquet" for n in range(3)]
    assert claims_resource["format"] == "parquet"


def test_the_tally_is_that_of_the_tables(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """What was counted while rows passed is what the tables hold."""
    with TableWriter(tmp_path / "out") as writer:
        add_shuffled(tables, writer, 5, 20)
        tally = writer.tally()
    documents = tables["documents"].to_pylist()
    assert tally.rows == dict.fromkeys(TABLES, 300)
    assert sum(tally.statuses.values()) == 300
    assert tally.statuses["failed"] == sum(row["status"] == "failed" for row in documents) == len(tally.failures)
    assert list(tally.failures) == sorted(tally.failures)
    assert set(tally.extractors) == {
        row["extractor"] for name in ("claims", "mentions") for row in tables[name].to_pylist()
    }


def test_a_row_without_a_value_is_refused(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """A wrong row is an error at once, and nothing is written."""
    rows = tables["languages"].to_pylist()
    wrong = pa.Table.from_pylist([{**rows[0], "language": None}])
    with TableWriter(tmp_path / "out") as writer, pytest.raises(ValueError, match=r"languages\.language has empty"):
        writer.add("languages", wrong)
    assert not (tmp_path / "out").exists()


def test_without_commit_nothing_changes(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """Tables that were finished but not committed leave no trace."""
    write(tmp_path, tables)
    before = contents(tmp_path)
    with TableWriter(tmp_path) as writer:
        add_shuffled(tables, writer, 0, 50)
        writer.finish()
    assert contents(tmp_path) == before


def test_what_a_killed_run_left_is_removed(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """Hidden folders of a run that had no time to clean up go with the next run."""
    (tmp_path / ".abspann-tables-abc" / "old").mkdir(parents=True)
    write(tmp_path, tables)
    assert not list(tmp_path.glob(".*"))


def failing(function: Callable[..., Any], good: int, code: int, once: bool) -> Callable[..., Any]:
    """The function, whose calls fail after the first `good` ones: all of them, or one."""
    number = itertools.count()

    def call(*args: Any, **options: Any) -> Any:
        now = next(number)
        if now == good or (now > good and not once):
            raise OSError(code, os.strerror(code))
        return function(*args, **options)

    return call


# The run file away, the first table, the package; the first table in, the run file. 18 moves of parts come before.
MOVES = (0, 1, 28, 29, 57)
FAULTS: list[tuple[str, object, str, int, int, str]] = [
    # where, object, function, calls before it, error, remedy
    ("making", Path, "mkdir", 1, errno.EACCES, "check its permissions"),
    ("spilling", pa.ipc, "new_file", 3, errno.ENOSPC, "free some space"),
    ("parquet", pa.parquet.ParquetWriter, "write_table", 4, errno.ENOSPC, "free some space"),
    ("closing parquet", pa.parquet.ParquetWriter, "close", 2, errno.EDQUOT, "quota raised"),
    ("csv", pa.csv, "write_csv", 5, errno.ENOSPC, "free some space"),
    ("jsonl", JsonlFile, "write", 3, errno.EFBIG, "ulimit -f"),
    ("package", Path, "write_text", 0, errno.ENOSPC, "free some space"),
    ("run file", Path, "write_text", 1, errno.EIO, "check permissions and free space"),
    *((f"move {n}", Path, "rename", 18 + n, errno.EPERM, "no program has one of its files open") for n in MOVES),
]


@pytest.mark.parametrize(
    ("place", "function", "good", "code", "remedy"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_leaves_the_old_tables(
    tmp_path: Path,
    tables: dict[str, pa.Table],
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    function: str,
    good: int,
    code: int,
    remedy: str,
) -> None:
    """Wherever writing fails, the error says what helps, the old tables are whole, and nothing else is left."""
    folder = tmp_path / "out"
    write(folder, made_tables(3))
    before = contents(folder)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    once = function == "rename"  # moving back works
    monkeypatch.setattr(place, function, failing(getattr(place, function), good, code, once))
    with pytest.raises(OutputError, match=f"cannot be written \\({os.strerror(code)}\\); .*{remedy}"):
        write(folder, tables, sizes=TINY, scratch=scratch)
    monkeypatch.undo()
    assert contents(folder) == before
    assert {path.name for path in folder.iterdir()} == set(before)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("limit", [3_000, 30_000])
def test_a_limit_on_file_sizes_is_told(tmp_path: Path, limit: int) -> None:
    """A real limit of the system, met by Arrow's own writers: the error names it, and the old tables stay."""
    write(tmp_path / "out", made_tables(3))
    before = contents(tmp_path / "out")
    script = f"""
import resource
from pathlib import Path
from pipeline.batch.output import TableWriter
from pipeline.batch.writers import Sizes
from pipeline.errors import OutputError
from tests.made_tables import add_shuffled, made_tables
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    with TableWriter(Path("out"), sizes=Sizes(memory=10_000)) as writer:
        add_shuffled(made_tables(600), writer, 0, 200)
        writer.commit({{}})
except OutputError as error:
    print(error)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("out: cannot be written (File too large); raise the limit on file sizes")
    assert contents(tmp_path / "out") == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != limit


def test_wrong_formats_are_refused(tmp_path: Path) -> None:
    """An unknown format, or none, is refused with those that there are."""
    with pytest.raises(OutputError, match="xlsx: is no format of tables; name one or more of parquet, jsonl, csv"):
        check_folder(tmp_path, {"csv", "xlsx"})
    with pytest.raises(OutputError, match="no format to write tables in"):
        check_folder(tmp_path, set())


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    """A folder named as a Parquet table that holds anything but parts is not ours to replace."""
    (tmp_path / "claims.parquet").mkdir()
    (tmp_path / "claims.parquet" / "part-00000.parquet").touch()
    check_folder(tmp_path)
    (tmp_path / "claims.parquet" / "mine.txt").touch()
    with pytest.raises(OutputError, match=r"claims\.parquet: is a folder where a file is to be written"):
        check_folder(tmp_path)


def test_the_default_files_are_parquet_and_csv(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    """Without a word about formats, there is a file of each, and the two that describe them."""
    with TableWriter(tmp_path) as writer:
        add_shuffled(tables, writer, 0, 100)
        writer.commit({})
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
