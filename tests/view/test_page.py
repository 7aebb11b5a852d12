"""A page with everything marked."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

import pipeline
from pipeline.errors import NoMatchError
from tests.view.conftest import PAGES


def test_the_marked_page_has_the_text_and_all_marks(output: Path) -> None:
    """The text is unchanged, markup in it is text, and each claim and mention has a mark over its words."""
    run = pipeline.load(output)
    page = run.show("en/train.txt")
    (shown,) = lxml.html.fromstring(page.html).find_class("abspann-page")
    assert shown.text_content() == PAGES["en/train.txt"]
    marks = {(mark.kind, mark.start, mark.end) for mark in page.marks}
    own = run.documents.loc[run.documents["source"] == "en/train.txt", "document_id"].iloc[0]
    for row in run.claims.loc[run.claims["document_id"] == own].to_dict("records"):
        assert ("credit", row["start"], row["end"]) in marks
    assert sum(kind == "heading" for kind, _, _ in marks) == 1
    assert {mark.get("lang") for mark in shown.xpath(".//mark[@data-kind='language']")} == {"de", "en"}
    assert "'Jörg Müller'  director: Jörg Müller, score" in repr(page)


def test_a_source_can_be_named_by_its_end_or_id(output: Path) -> None:
    """The file's name is enough where only one has it."""
    run = pipeline.load(output)
    document_id = run.show("train.txt").document_id
    assert run.show(document_id).source == "en/train.txt"


def test_an_unknown_source_is_told(output: Path) -> None:
    """With sources that hold the word; and without any name only a single page can be shown."""
    run = pipeline.load(output)
    with pytest.raises(NoMatchError, match=r"no source is called 'zug'; there are de/zug\.txt$"):
        run.show("zug")
    with pytest.raises(NoMatchError, match=r"3 documents; name one, as in show\('.+\.txt'\)"):
        run.show()


def test_an_empty_page_can_be_shown(output: Path) -> None:
    """It has no marks."""
    page = pipeline.load(output).show("leer.txt")
    assert page.text == ""
    assert page.marks == ()
