"""One text at hand."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.errors import InputError
from pipeline.schema import TABLES

TEXT = "Nordwind\n\nRegie: Jo Lund\nDarsteller: Nele Abt (Eva), Piet van Loo (Tim)\n"


def test_a_text_has_the_tables_and_views_of_a_run() -> None:
    """Records, evidence, people, coverage and the marked page; all offsets hold on the text."""
    run = pipeline.extract(TEXT)
    assert run.store.names == tuple(TABLES)
    assert list(run.credits(work="nordwind", role="Regie")["value"]) == ["Jo Lund"]
    assert all(TEXT[row.start : row.end] == row.exact for row in run.claims.itertuples())
    assert run.evidence(run.credits(role="director").iloc[0])[0].sentence == "Regie: Jo Lund"
    assert run.person("Nele Abt")[0].credits["character"].to_list() == ["Eva"]
    assert run.show().text == TEXT
    assert run.coverage().without_claims.empty
    assert run.sql("select count(*) as n from claims")["n"].to_list() == [len(run.claims)]
    assert run.polars.claims.height == len(run.claims)


def test_a_text_gives_what_a_file_of_it_gives() -> None:
    """The same text under the same name has the same ids."""
    one, other = pipeline.extract(TEXT, source="a.txt"), pipeline.extract(TEXT, source="a.txt")
    assert one.records["record_id"].to_list() == other.records["record_id"].to_list()
    assert one.documents["source"].to_list() == ["a.txt"]


def test_the_language_can_be_given() -> None:
    """It then is that of the whole text."""
    run = pipeline.extract("Lund, Abt\n", language="en")
    assert run.languages[["start", "end", "language"]].to_numpy().tolist() == [[0, 10, "en"]]


@pytest.mark.parametrize("language", [None, "de"])
def test_an_empty_text_has_empty_tables(language: str | None) -> None:
    """Nothing in it breaks a view."""
    run = pipeline.extract("", language)
    assert run.documents["status"].to_list() == ["empty"]
    assert len(run.records) == 0
    assert run.show().text == ""


def test_wrong_arguments_are_told() -> None:
    """Bytes, unknown languages and what is no Unicode text."""
    with pytest.raises(TypeError, match="text is bytes; give a str"):
        pipeline.extract(b"Regie: Jo Lund")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="language 'fr' is not read here; give one of de, en"):
        pipeline.extract("Regie", language="fr")
    with pytest.raises(InputError, match="a lone surrogate at 2"):
        pipeline.extract("ab\ud800")
