"""Evidence: the quotes of a record in their sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.errors import NoMatchError
from tests.view.conftest import PAGES


def test_every_quote_stands_in_its_sentence(output: Path) -> None:
    """Source, line and offsets lead to the words; before, exact and after are the text around them."""
    run = pipeline.load(output)
    evidence = run.evidence(run.credits(role="director").iloc[0])
    assert [quote.source for quote in evidence] == ["de/zug.txt", "en/train.txt"]
    assert evidence[0].sentence == "Regie: Jörg Müller"
    assert evidence[0].label_exact == "Regie"
    assert evidence[1].sentence == "Nachtzug nach Aurich is a 1988 German drama film directed by Jörg Müller."
    for quote in evidence:
        text = PAGES[quote.source]
        assert text[quote.start : quote.end] == quote.exact
        assert text[quote.start - len(quote.before) : quote.end + len(quote.after)] == quote.sentence
        assert text.split("\n")[quote.line - 1].count(quote.exact) == 1
        assert quote.path is not None
        assert Path(quote.path).read_text(encoding="utf-8") == text


def test_a_record_can_be_given_by_id_or_row(output: Path) -> None:
    """A cell, a row and a mapping give the same evidence."""
    run = pipeline.load(output)
    row = run.credits(person="Nele Abt").iloc[0]
    expected = repr(run.evidence(row["record_id"]))
    assert repr(run.evidence(row)) == repr(run.evidence(row.to_dict())) == expected
    assert "Nachtzug nach Aurich (1987), actor: Nele Abt as Eva - agreed, 2 places" in expected
    assert "Darsteller: [[Nele Abt]] (Eva), Piet van Loo (Tim)" in expected


def test_an_unknown_record_is_told(output: Path) -> None:
    """Neither an unknown id nor a row of another table gives empty evidence."""
    run = pipeline.load(output)
    for record in ("nothing", run.works.iloc[0]):
        with pytest.raises(NoMatchError, match="records has no row"):
            run.evidence(record)


def test_what_a_page_says_stays_text() -> None:
    """Markup in names, headings and file names is escaped in HTML."""
    run = pipeline.extract(
        "Nordwind\n\nRegie: Jo <script>alert(1)</script> Lund\nDarsteller: <b>Nele Abt</b>, Piet van Loo\n",
        source="<img src=x>.txt",
    )
    shown = [run._repr_html_(), run.show().html, run.coverage()._repr_html_()]
    shown += [run.evidence(key)._repr_html_() for key in run.records["record_id"]]
    shown += [run.person(name)._repr_html_() for name in run.entities.query("kind == 'person'")["name"]]
    for html in shown:
        assert "<script>" not in html
        assert "<b>" not in html
        assert "<img" not in html


def test_a_long_line_is_cut_around_its_quote() -> None:
    """A line without sentences is shown in part, which the ellipsis says."""
    words = "Licht und Ton im alten Haus " * 40
    run = pipeline.extract(f"Nordwind\n\n{words}, Regie: Jo Lund, {words}\n", language="de")
    for key in run.records.loc[run.records["field"] == "director", "record_id"]:
        quote = run.evidence(key)[0]
        assert quote.before.startswith("…")
        assert len(quote.sentence) < 700
