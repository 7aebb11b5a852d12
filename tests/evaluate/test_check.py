"""What `gold check` finds on a page, and what drafts look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.evaluate.check import check_page
from pipeline.evaluate.command import write_draft
from pipeline.evaluate.draft import draft_page
from pipeline.evaluate.folder import read_gold, read_page
from pipeline.evaluate.found import as_document
from pipeline.evaluate.gold import parse_marks, write_marks
from pipeline.extraction import extract, load_resources
from tests.evaluate.gold_pages import CONTENTS, GERMAN, gold_page

MISTAKES = [
    # what the writer changes, part of what is told
    (lambda t: t.replace("director|", "direktor|"), "unknown role 'direktor' of 'Käthe Wiesengrund'"),
    (lambda t: t.replace("§plot§", "§story§"), "unknown kind of section 'story'"),
    (lambda t: t.replace("note:", "notes:"), "unknown key notes in the header"),
    (lambda t: t.replace("doc_language: de", "doc_language: german"), "doc_language is 'german'"),
    (lambda t: t.replace("%lang en", "%lang english"), "language is 'english'"),
    (lambda t: t.replace("is_film: yes", "is_film: maybe"), "is_film is 'maybe'"),
    (lambda t: t.replace("is_film: yes", "is_film: no"), "credit of 'Käthe Wiesengrund', but is_film: no"),
    (lambda t: t.replace("split: look", "split: train"), "split is 'train'"),
    (lambda t: t.replace("year: 1987", "year: 87"), "year is '87'"),
    (lambda t: t.replace("country=", "land="), "unknown attribute land"),
    (lambda t: t.replace("=Deutschland", "=Frankreich"), "attribute country=Frankreich is not in the text"),
    (lambda t: t.replace("⟦director|Käthe", "⟦director| Käthe"), "name ' Käthe Wiesengrund' is empty or has spaces"),
    (lambda t: t.replace("|Hafenmeister⟧", "|Leuchtturmwärter⟧"), "character 'Leuchtturmwärter' is not in the text"),
    (lambda t: t.replace("Emil Sandrock⟧", "Emil Sandrock|Martha⟧"), "has a character, but no role that plays one"),
    (lambda t: t.replace("doc_language: de", "doc_language: fr"), "is marked on a page in fr"),
]
DOUBTS = [
    (lambda t: t.replace("⟦@PER|Martha⟧", "Martha"), "'Martha Lindner' is marked elsewhere", False),
    (lambda t: t.replace("als ⟦@PER|Martha Lindner⟧", "als Martha Lindner"), "'Martha Lindner' is marked else", True),
    (lambda t: t.replace("title: Der", "title: Ein"), "title 'Ein gläserne Turm' is not in the text", True),
    (lambda t: t.replace("runtime_min=94", "runtime_min=95"), "attribute runtime_min=95 is not in the text", True),
]
Change = Callable[[str], str]


def test_pages_without_mistakes_have_none() -> None:
    """Nothing is told of good pages."""
    assert [problem for name in CONTENTS for problem in check_page(gold_page(name))] == []


@pytest.mark.parametrize(("change", "fact"), MISTAKES, ids=[fact for _, fact in MISTAKES])
def test_a_mistake_is_found(change: Change, fact: str) -> None:
    """Each mistake of a writer is told, with the page's name."""
    problems = [str(p) for p in check_page(parse_marks(change(GERMAN), "page")) if not p.is_doubt]
    assert any(fact in problem and problem.startswith("page:") for problem in problems)


@pytest.mark.parametrize(("change", "fact", "is_found"), DOUBTS, ids=[fact for _, fact, _ in DOUBTS])
def test_a_doubt_is_told_as_such(change: Change, fact: str, is_found: bool) -> None:
    """What may be right is no mistake; a name inside of a marked one is no doubt."""
    problems = list(check_page(parse_marks(change(GERMAN), "page")))
    assert any(fact in str(problem) for problem in problems) == is_found
    assert all(problem.is_doubt for problem in problems)


def test_lines_count_in_the_text() -> None:
    """The line is that of the page as a reader sees it."""
    problem = next(p for p in check_page(parse_marks(GERMAN.replace("director|", "x|"), "page")) if not p.is_doubt)
    assert str(problem).startswith("page:6: unknown role 'x'")


def test_overlapping_marks_are_a_mistake() -> None:
    """Stand-off pages may hold marks that no `.gold` file can."""
    page = gold_page()
    assert any("overlap" in p.fact for p in check_page(replace(page, marks=(*page.marks, page.marks[0]))))


def test_the_own_gold_has_no_mistakes() -> None:
    """The project's gold pages pass their own check."""
    pages = read_gold(Path(__file__).parents[1] / "gold")
    assert len(pages) >= 40
    assert [str(p) for page in pages for p in check_page(page) if not p.is_doubt] == []


def test_a_text_with_marks_is_drafted_as_json(tmp_path: Path) -> None:
    """A page that itself holds what looks like a mark keeps it, in the other form."""
    page = replace(gold_page("de-02-trap"), text="⟦ Regie", marks=(), headings=(), languages=())
    path = write_draft(tmp_path, page)
    assert path.suffix == ".json"
    assert read_page(path) == replace(page, name=path.stem)


def test_a_draft_holds_what_is_found_and_can_be_read() -> None:
    """A draft has the page's text, header and marks, and no mistake that `check` would find."""
    gold = gold_page()
    extraction = extract(as_document(gold), load_resources({"de": "rules", "en": "rules"}))
    draft = draft_page(extraction, gold.name)
    assert draft.text == gold.text
    assert draft.header["doc_language"] == "de"
    assert [mark for mark in draft.marks if mark.roles == ("director",)] == [
        mark for mark in gold.marks if mark.roles == ("director",)
    ]
    assert [heading.kind for heading in draft.headings][:2] == ["plot", "cast_crew"]
    assert parse_marks(write_marks(draft), gold.name) == draft
    assert [str(problem) for problem in check_page(draft) if not problem.is_doubt] == []
