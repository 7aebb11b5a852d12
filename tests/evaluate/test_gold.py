"""Gold pages: inline marks, stand-off JSON, and the way between them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.folder import convert_pages, digest, read_gold
from pipeline.evaluate.gold import GoldPage, GoldRun, Mark, parse_marks, write_marks
from pipeline.evaluate.standoff import parse_standoff, write_standoff
from pipeline.types import Span
from tests.evaluate.gold_pages import CONTENTS, gold_page, write_gold

OWN = Path(__file__).parents[1] / "gold"


def test_marks_give_text_and_answers() -> None:
    """The text is what a scraper would have saved; answers quote it."""
    page = gold_page()
    assert not any(mark in page.text for mark in "⟦⟧§%→")
    assert [h.span.of(page.text) for h in page.headings] == ["Handlung", "Stab", "Darsteller", "Reviews"]
    marks = {mark.name: mark for mark in page.marks}
    assert marks["Jürgen Talbach"].span.of(page.text) == "Talbach, Jürgen"
    assert marks["Konrad Esser"].character == "Hafenmeister"
    assert marks["Martha"].roles == ()
    assert not marks["Hafenfilm GmbH"].is_person
    assert [run.language for run in page.languages] == ["de", "en"]
    assert page.text[page.languages[1].span.start :].startswith("Reviews")
    assert page.attributes == (
        ("country", "Deutschland"),
        ("runtime_min", "94"),
        ("production_company", "Hafenfilm GmbH"),
    )
    assert (page.layout, page.is_blind, gold_page("en-01-prose").is_blind) == ("labels", False, True)


@pytest.mark.parametrize("name", CONTENTS)
def test_marks_come_back_as_written(name: str) -> None:
    """Writing a page that was read gives the file again, byte for byte."""
    assert write_marks(gold_page(name)) == CONTENTS[name]


@pytest.mark.parametrize("page", read_gold(OWN), ids=lambda page: page.name)
def test_both_forms_say_the_same(page: GoldPage) -> None:
    """Every page of the project's own gold survives the way to marks and to JSON."""
    assert parse_marks(write_marks(page), page.name) == page
    assert parse_standoff(write_standoff(page), page.name) == page


def test_two_roles_and_a_language_at_the_start() -> None:
    """Roles joined with + are two credits; a language set before the first line holds from there."""
    page = parse_marks("doc_language: de\n---\n%lang en\n⟦director+screenwriter|Ann Poe⟧", "p")
    assert page.marks == (Mark(Span(0, 7), ("director", "screenwriter"), "Ann Poe"),)
    assert page.languages == (GoldRun(Span(0, 7), "en"),)
    assert parse_marks(write_marks(page), "p") == page


WRONG_MARKS = [
    ("no rule", "doc_language: de\nText", "p: no line ---"),
    ("no language", "title: X\n---\nText", "p: no doc_language"),
    ("no colon", "doc_language: de\nfoo\n---\nText", "p:2: no colon in 'foo'"),
    ("an open mark", "doc_language: de\n---\nText\n⟦actor|X", "p:4: broken mark in '⟦actor|X'"),
]


@pytest.mark.parametrize(("what", "content", "message"), WRONG_MARKS, ids=[what for what, _, _ in WRONG_MARKS])
def test_wrong_marks_are_told_with_their_line(what: str, content: str, message: str) -> None:
    """The message names page, line and fact."""
    with pytest.raises(GoldError) as caught:
        parse_marks(content, "p")
    assert str(caught.value).startswith(message), what


WRONG_JSON = [
    ("no JSON", "{", "p:1: no JSON"),
    ("a key missing", '{"text": "", "header": {"doc_language": "de"}}', "p: key 'languages' is missing"),
    ("a list for a table", "[]", "p: a value has the wrong type"),
]


@pytest.mark.parametrize(("what", "content", "message"), WRONG_JSON, ids=[what for what, _, _ in WRONG_JSON])
def test_wrong_json_is_told(what: str, content: str, message: str) -> None:
    """The message names page and fact."""
    with pytest.raises(GoldError) as caught:
        parse_standoff(content, "p")
    assert str(caught.value).startswith(message), what


def test_a_quote_must_be_what_its_offsets_say() -> None:
    """Offsets that shifted in an editor are told with both texts."""
    value = json.loads(write_standoff(gold_page()))
    value["names"][0]["start"] += 1
    with pytest.raises(GoldError, match="is 'artha Lindner', not 'Martha Lindner'; mend the offsets"):
        parse_standoff(json.dumps(value), "p")


def test_a_text_that_looks_like_marks_stays_json() -> None:
    """Nothing is written that would be read as something else."""
    page = replace(gold_page("de-02-trap"), text="%lang de\n", headings=(), marks=(), languages=())
    with pytest.raises(GoldError, match=r"line 1 of the text would be read as a mark.*keep this page as \.json"):
        write_marks(page)


def test_overlapping_marks_stay_json() -> None:
    """Inline marks do not nest."""
    page = gold_page("de-02-trap")
    start = page.marks[0].span.start
    with pytest.raises(GoldError, match="overlaps another mark"):
        write_marks(replace(page, marks=(*page.marks, Mark(Span(start, start + 6), (), "Martha"))))


def test_convert_goes_both_ways_and_loses_no_file(tmp_path: Path) -> None:
    """Marks to JSON and back are the same files; a file that is there is never overwritten."""
    gold = write_gold(tmp_path / "gold")
    written = convert_pages(sorted(gold.iterdir()), tmp_path / "json")
    assert [path.name for path in written] == ["de-01-labels.json", "de-02-trap.json", "en-01-prose.json"]
    convert_pages(written, tmp_path / "back")
    for path in gold.iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()
    with pytest.raises(GoldError, match="is there already"):
        convert_pages(written, tmp_path / "back")


def test_a_folder_is_read_by_name_and_digested_whatever_its_form(tmp_path: Path) -> None:
    """The digest depends on names and answers only, and on any change of them."""
    gold = write_gold(tmp_path / "gold")
    convert_pages(sorted(gold.iterdir()), tmp_path / "json")
    pages = read_gold(gold)
    assert [page.name for page in pages] == ["de-01-labels", "de-02-trap", "en-01-prose"]
    assert digest(pages) == digest(read_gold(tmp_path / "json"))
    assert digest(pages) != digest(pages[1:])
    assert digest(pages) != digest([replace(pages[0], marks=pages[0].marks[1:]), *pages[1:]])


def test_a_folder_without_gold_and_a_name_twice_are_told(tmp_path: Path) -> None:
    """Nothing to evaluate, or two pages of one name, is a mistake of the call."""
    with pytest.raises(GoldError, match="no gold page"):
        read_gold(tmp_path)
    gold = write_gold(tmp_path / "gold")
    (gold / "de-02-trap.json").write_text(write_standoff(gold_page("de-02-trap")), encoding="utf-8")
    with pytest.raises(GoldError, match="two pages are named de-02-trap"):
        read_gold(gold)
