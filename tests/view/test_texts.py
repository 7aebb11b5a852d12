"""Where the text of a document comes from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.batch.run import run as run_pipeline
from pipeline.errors import InputError, NoMatchError
from pipeline.settings import Settings
from pipeline.view.run import Run
from pipeline.view.texts import source_text
from tests.view.conftest import PAGES


def _id(run: Run, source: str) -> str:
    documents = run.documents
    return str(documents.loc[documents["source"] == source, "document_id"].iloc[0])


def test_the_text_is_that_of_the_source(output: Path) -> None:
    """All offsets of the claims hold on it."""
    run = pipeline.load(output)
    for source, text in PAGES.items():
        assert source_text(run, _id(run, source)) == text


def test_moved_sources_are_found_where_one_says(output: Path, pages: Path, tmp_path: Path) -> None:
    """A missing file is told with the remedy, which works for the same tree and for all files in one folder."""
    run = pipeline.load(output)
    gone = Run(run.store, None, {source: tmp_path / source for source in PAGES})
    with pytest.raises(InputError, match=r'cannot be read .*; if it lies elsewhere now, .*sources="FOLDER"'):
        source_text(gone, _id(run, "de/zug.txt"))
    shutil.copy(pages / "de" / "zug.txt", tmp_path)
    for folder in (pages, tmp_path):
        moved = pipeline.load(output, sources=folder)
        assert source_text(moved, _id(run, "de/zug.txt")) == PAGES["de/zug.txt"]


def test_a_changed_source_is_not_quoted(output: Path, tmp_path: Path) -> None:
    """Other bytes under the same name are refused, not shown with wrong marks; evidence then has the bare quotes."""
    (tmp_path / "zug.txt").write_text("Etwas anderes\n", encoding="utf-8")
    run = pipeline.load(output, sources=tmp_path)
    with pytest.raises(InputError, match=r"zug\.txt: has changed since the run"):
        run.show("de/zug.txt")
    evidence = run.evidence(run.credits(person="Piet van Loo").iloc[0])
    assert [quote.sentence for quote in evidence] == ["Piet van Loo"]
    assert "has changed since the run" in repr(evidence)
    assert "has changed since the run" in evidence._repr_html_()


def test_other_encodings_are_read_as_the_run_read_them(tmp_path: Path) -> None:
    """UTF-16 and a byte order mark are no part of the text."""
    text = "Nachtzug\r\nRegie: Jörg Müller\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-16"))
    (tmp_path / "b.txt").write_bytes(text.encode("utf-8-sig"))
    run_pipeline([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "output", Settings())
    run = pipeline.load(tmp_path / "output")
    assert [source_text(run, key) for key in run.documents["document_id"]] == [text, text]


def test_an_unknown_document_is_told(output: Path) -> None:
    """A wrong id is no missing file."""
    with pytest.raises(NoMatchError, match="documents has no row 'nothing'"):
        source_text(pipeline.load(output), "nothing")


def test_an_input_that_failed_has_no_text(tmp_path: Path) -> None:
    """The reason of the run is repeated."""
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    run_pipeline([tmp_path / "a.txt"], tmp_path / "output", Settings())
    with pytest.raises(InputError, match=r"a\.txt: could not be read in the run \(binary data"):
        pipeline.load(tmp_path / "output").show("a.txt")
