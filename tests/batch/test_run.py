"""Runs over whole folders."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow.parquet
import pytest

import pipeline.batch.run
import pipeline.batch.work
from pipeline.batch.home import HIDDEN
from pipeline.batch.output import FILES
from pipeline.batch.run import run
from pipeline.errors import ModelError, OutputError, PipelineError
from pipeline.schema import TABLES, Row
from pipeline.settings import Models, Settings
from tests.pages import GERMAN, SETTINGS, write_pages


def rows(output: Path, table: str) -> list[Row]:
    found: list[Row] = pyarrow.parquet.read_table(output / f"{table}.parquet").to_pylist()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_a_run_writes_all_tables_and_says_what_it_came_to(tmp_path: Path) -> None:
    """Every file is there, every input has its row, and the summary counts what the tables hold."""
    output = tmp_path / "a" / "tables"
    summary = run([write_pages(tmp_path / "pages")], output, SETTINGS)
    assert {path.name for path in output.iterdir()} == {*FILES, HIDDEN}
    documents = {row["source"]: row for row in rows(output, "documents")}
    assert {source: (row["status"], row["language"], row["encoding"]) for source, row in documents.items()} == {
        "en/tower.md": ("done", "en", "utf-8-sig"),
        "tour.txt": ("unsupported_language", "fr", "utf-16"),
        "turm.txt": ("done", "de", "windows-1252"),
    }
    assert summary.statuses == {"done": 2, "unsupported_language": 1}
    assert summary.claims == len(rows(output, "claims")) > 0
    assert summary.works == len(rows(output, "works"))
    assert 0 < summary.credits <= len(rows(output, "records"))
    assert summary.failures == ()


def test_the_run_file_says_what_made_the_tables(tmp_path: Path) -> None:
    """Version, settings, inputs with absolute paths, counts and durations are written."""
    run([write_pages(tmp_path / "pages")], tmp_path / "out", SETTINGS)
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["abspann"] == pipeline.__version__
    assert told["settings"]["models"] == {"de": "rules", "en": "rules"}
    assert told["fingerprint"] == SETTINGS.fingerprint
    assert {"source": "en/tower.md", "path": str(tmp_path / "pages" / "en" / "tower.md")} in told["inputs"]
    assert told["counts"]["rows"] == {name: len(rows(tmp_path / "out", name)) for name in TABLES}
    assert told["seconds"].keys() == {"list", "extract", "merge", "write"}
    assert {"read", "language", "sections", "role_lists", "entities", "facts"} <= told["stage_seconds"].keys()


BAD = [
    # name, bytes (None: nothing there), expected status, start of the error
    ("empty.txt", b"", "empty", None),
    ("white.txt", b" \r\n\t\n  ", "empty", None),
    ("binary.txt", bytes(range(256)) * 4, "failed", "binary data, no text (NUL at byte 0)"),
    ("nul-only.txt", b"\0" * 64, "failed", "binary data, no text (NUL at byte 0)"),
    ("nul-inside.txt", GERMAN.replace("Hafen", "Ha\0fen").encode(), "done", None),
    ("surrogate.txt", "Regie: Käthe Weiß ".encode() + b"\xed\xa0\x80\n", "failed", "damaged UTF-8: surrogate ED A0 80"),
    ("escaped.txt", rb"Regie: K\ud83dthe Wei\udc00 und noch ein Satz, der deutsch ist.", "done", None),
    ("line.txt", b"Regie " * 20_000, "failed", "120,000 bytes, more than a page has (limit 100,000)"),
    ("missing.txt", None, "failed", "no such file or folder"),
]


def test_every_bad_input_has_its_own_outcome(tmp_path: Path) -> None:
    """Empty, binary, damaged, oversized and missing inputs each have one row that says what is wrong."""
    for name, data, _, _ in BAD:
        if data is not None:
            (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    paths = [tmp_path / name for name, _, _, _ in BAD]
    summary = run([*paths, tmp_path / "folder"], tmp_path / "out", SETTINGS)
    documents = {row["source"]: row for row in rows(tmp_path / "out", "documents")}
    assert len(documents) == len(BAD) + 1
    for name, _, status, error in BAD:
        assert documents[name]["status"] == status, name
        assert (documents[name]["error"] or "").startswith(error or ""), name  # type: ignore[union-attr]
        assert (documents[name]["error"] is None) == (error is None), name
        assert (documents[name]["stage"] == "read") == (error is not None), name
    assert str(documents["folder"]["error"]).startswith("folder without pages (.txt, .md, ")
    assert len(summary.failures) == summary.statuses["failed"] == 6


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_has_its_row(tmp_path: Path) -> None:
    """A file without permission to read fails, and the others are read."""
    write_pages(tmp_path / "pages")
    (tmp_path / "pages" / "turm.txt").chmod(0)
    summary = run([tmp_path / "pages"], tmp_path / "out", SETTINGS)
    assert summary.failures == (
        ("turm.txt", "cannot be read (Permission denied); check that it exists and its permissions"),
    )


def test_a_line_of_twenty_megabytes_does_not_stop_the_others(tmp_path: Path) -> None:
    """With the limit that is set by default, such a file has its row, and the page beside it is done."""
    write_pages(tmp_path / "pages")
    (tmp_path / "pages" / "line.txt").write_bytes(b"Regie: Anna Berg, " * 1_200_000)
    summary = run([tmp_path / "pages"], tmp_path / "out", Settings(models=SETTINGS.models))
    assert [source for source, _ in summary.failures] == ["line.txt"]
    assert summary.statuses["done"] == 2


def test_a_document_that_breaks_a_stage_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in a stage becomes the document's row, which names the stage; the others are extracted."""
    extract = pipeline.batch.work.extract

    def break_one(document: object, resources: object, **more: object) -> object:
        if "tower" in document.source:  # type: ignore[attr-defined]
            return extract(document, None)  # type: ignore[arg-type]
        return extract(document, resources, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.batch.work, "extract", break_one)
    summary = run([write_pages(tmp_path / "pages")], tmp_path / "out", SETTINGS)
    assert [source for source, _ in summary.failures] == ["en/tower.md"]
    row = next(row for row in rows(tmp_path / "out", "documents") if row["status"] == "failed")
    assert row["stage"] == "extract"
    assert str(row["error"]).startswith("AttributeError: ")
    assert (row["encoding"], row["n_claims"]) == ("utf-8-sig", 0)


def test_an_error_in_a_stage_names_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The innermost stage on the way of the error is the one that is named."""
    import pipeline.stages.sections

    def fail(*_: object) -> object:
        raise ValueError("planted")

    for name, value in vars(pipeline.stages.sections).items():
        if (
            name.startswith("_")
            and callable(value)
            and getattr(value, "__module__", "") == pipeline.stages.sections.__name__
        ):
            monkeypatch.setattr(pipeline.stages.sections, name, fail)
    run([write_pages(tmp_path / "pages")], tmp_path / "out", SETTINGS)
    row = next(row for row in rows(tmp_path / "out", "documents") if row["source"] == "turm.txt")
    assert (row["stage"], row["error"]) == ("sections", "ValueError: planted; please report it with the page")


REFUSED = [
    # what is in the way, the error, part of the message
    ("out", OutputError, "out: is a file, not a folder"),
    ("out/deeper", OutputError, "out: is a file, not a folder"),
]


@pytest.mark.parametrize(("target", "error", "message"), REFUSED)
def test_a_folder_that_cannot_be_is_refused(
    tmp_path: Path, target: str, error: type[PipelineError], message: str
) -> None:
    """An output folder that is a file, or lies under one, is refused before anything is read."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(error, match=message):
        run([write_pages(tmp_path / "pages")], tmp_path / target, SETTINGS)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    """A folder named as a table would stop the writing half-way, so that it stops the run at its start."""
    (tmp_path / "out" / "claims.csv").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"claims\.csv: is a folder where a file is to be written"):
        run([write_pages(tmp_path / "pages")], tmp_path / "out", SETTINGS)


def test_a_wrong_model_stops_the_run(tmp_path: Path) -> None:
    """A pipeline that cannot be loaded is the settings' fault and no document's: nothing is written."""
    settings = Settings(models=Models(de="no_such_pipeline", en="rules"))
    with pytest.raises(ModelError, match="no_such_pipeline"):
        run([write_pages(tmp_path / "pages")], tmp_path / "out", settings)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("step", ["merge", "write"])
def test_a_run_that_breaks_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Whatever breaks late, the tables of the run before stay as they were, and nothing half-written is left."""
    pages, output = write_pages(tmp_path / "pages"), tmp_path / "out"
    run([pages], output, SETTINGS)
    before = contents(output)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "merge":
        monkeypatch.setattr(pipeline.batch.run, "merge_stream", fail)
    else:
        monkeypatch.setattr("pyarrow.csv.write_csv", fail)
    (pages / "turm.txt").unlink()
    with pytest.raises((OSError, OutputError), match="No space left on device"):
        run([pages], output, SETTINGS)
    assert contents(output) == before


def test_files_of_others_in_the_output_folder_stay(tmp_path: Path) -> None:
    """A run replaces its own files and touches no other."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    run([write_pages(tmp_path / "pages")], tmp_path / "out", SETTINGS)
    assert (tmp_path / "out" / "notes.txt").read_text(encoding="utf-8") == "mine"
