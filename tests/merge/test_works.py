"""Which pages become one work, which stay apart, and what is said about it."""

from __future__ import annotations

import pytest

from pipeline.merge import merge
from pipeline.schema import PART_TABLES, to_arrow
from tests.merge.parts import Credit, Told, page, parts, works_of

LINDNER = "director: Paula Lindner | actor: Karl Brandt, Mia Voss, Jon Reuter, Ida Holm"
OTHERS = "director: Simon Achtern | actor: Otto Wiese, Lena Maar, Ruth Kranz, Nils Ohm"

TOGETHER = {
    "equal title and year": (page("a", "Der Turm", 1987), page("b", "Der Turm", 1987)),
    "article left out": (page("a", "Der Turm", 1987), page("b", "Turm", 1987)),
    "article behind the title": (page("a", "The Tower", 1987), page("b", "Tower, The", 1987)),
    "umlaut written out": (page("a", "Der gläserne Turm", 1987), page("b", "Der glaeserne Turm", 1987)),
    "umlaut lost": (page("a", "Der gläserne Turm", 1987), page("b", "Der glaserne Turm", 1987)),
    "capitals": (page("a", "Der Turm", 1987), page("b", "DER TURM", 1987)),
    "name of the site": (page("a", "Der Turm – Wikipedia", 1987), page("b", "Der Turm", 1987)),
    "year in brackets": (page("a", "Der Turm (1987)"), page("b", "Der Turm", 1987)),
    "kind in brackets": (page("a", "The Tower (1987 film)"), page("b", "The Tower", 1987)),
    "year stated on one page only, shared director": (
        page("a", "Der Turm", 1987, LINDNER),
        page("b", "Der Turm", None, LINDNER),
    ),
    "no year and no credits, no other work": (page("a", "Der Turm", 1987, LINDNER), page("b", "Der Turm")),
    "title alone on both": (page("a", "Der Turm"), page("b", "Der Turm")),
    "years differ by one, shared people": (page("a", "Der Turm", 1987, LINDNER), page("b", "Der Turm", 1988, LINDNER)),
    "years differ by one, one page without credits": (
        page("a", "Der Turm", 1987, LINDNER),
        page("b", "Der Turm", 1988),
    ),
    "slip in the title, shared director": (
        page("a", "Der Turm am Meer", 1987, LINDNER),
        page("b", "Der Trum am Meer", 1987, LINDNER),
    ),
    "subtitle on one page": (page("a", "Der Turm", 1987, LINDNER), page("b", "Der Turm – Ein Drama", 1987, LINDNER)),
    "subtitle behind a comma": (
        page("a", "Der Turm am Meer, Ein Drama", 1987, LINDNER),
        page("b", "Der Turm am Meer", 1987, LINDNER),
    ),
    "subtitle alone on one page": (
        page("a", "Nordwand: Die Rückkehr", 1987, LINDNER),
        page("b", "Die Rückkehr", 1987, LINDNER),
    ),
    "translated title": (
        page("a", "Das Haus der Stille", 1987, LINDNER, language="de"),
        page("b", "A Quiet Place to Stay", 1987, LINDNER, language="en"),
    ),
    "translated title, year on one page": (
        page("a", "Das Haus der Stille", None, LINDNER, language="de"),
        page("b", "A Quiet Place to Stay", 1987, LINDNER, language="en"),
    ),
    "a page that gives both titles": (
        page("a", "Das Haus der Stille", 1987, [Credit("title", "A Quiet Place")], language="de"),
        page("b", "A Quiet Place", 1987),
    ),
    "no title on one page": (page("a", "Der Turm", 1987, LINDNER), page("b", None, 1987, LINDNER)),
    "the director's name is cut short": (
        page("a", "Der Turm", 1987, LINDNER),
        page("b", "Der Turm", 1987, "director: P. Lindner"),
    ),
}

APART = {
    "remake": (page("a", "Der Turm", 1955, OTHERS), page("b", "Der Turm", 1987, LINDNER)),
    "remake without credits": (page("a", "Der Turm", 1955), page("b", "Der Turm", 1987)),
    "remake by the same people": (page("a", "Der Turm", 1980, LINDNER), page("b", "Der Turm", 1987, LINDNER)),
    "rivals of one year": (page("a", "Der Turm", 1987, OTHERS), page("b", "Der Turm", 1987, LINDNER)),
    "film and series": (page("a", "Der Turm (Film)", 1987), page("b", "Der Turm (Fernsehserie)", 1987)),
    "novel and film": (page("a", "The Tower (novel)", 1987), page("b", "The Tower (film)", 1987)),
    "other directors, one without a year": (page("a", "Der Turm", 1987, OTHERS), page("b", "Der Turm", None, LINDNER)),
    "sequel": (page("a", "Der Turm", 1987, LINDNER), page("b", "Der Turm II", 1988, LINDNER)),
    "two parts of one year": (page("a", "Turm: Teil 1", 1987, LINDNER), page("b", "Turm: Teil 2", 1987, LINDNER)),
    "subtitles differ": (page("a", "Turm: Der Anfang", 1987, LINDNER), page("b", "Turm: Das Ende", 1987, LINDNER)),
    "subtitle, but nobody shared": (page("a", "Turm", 1987, LINDNER), page("b", "Turm: Das Ende", 1987)),
    "other titles in one language": (page("a", "Das Haus", 1987, LINDNER), page("b", "Die Mauer", 1987, LINDNER)),
    "series in two languages, years apart": (
        page("a", "Turm: Der Anfang", 1987, LINDNER, language="de"),
        page("b", "Tower: The End", 1988, LINDNER, language="en"),
    ),
    "troupe with other characters": (
        page(
            "a",
            "Das Haus",
            1987,
            "director: P. Lind | actor: Karl Brandt=Anna, Mia Voss=Bea, Jon Reuter=Carl",
            language="de",
        ),
        page(
            "b",
            "Wall",
            1987,
            "director: P. Lind | actor: Karl Brandt=Dora, Mia Voss=Emil, Jon Reuter=Finn",
            language="en",
        ),
    ),
    "titles alike without people": (page("a", "Der Turm am Meer", 1987), page("b", "Der Trum am Meer", 1987)),
    "no titles and no people": (page("a"), page("b")),
}


@pytest.mark.parametrize("pages", TOGETHER.values(), ids=TOGETHER)
def test_pages_of_one_work_come_together(pages: tuple[Told, Told]) -> None:
    """Two pages that speak of one work have one work_id, and the work says why."""
    tables = merge(parts(*pages))
    assert len(set(works_of(tables).values())) == 1
    (work,) = tables["works"].to_pylist()
    assert work["documents"] == 2
    assert 0.5 < work["score"] < 1.0
    assert work["reason"] != "one document"


@pytest.mark.parametrize("pages", APART.values(), ids=APART)
def test_works_that_only_look_alike_stay_apart(pages: tuple[Told, Told]) -> None:
    """Two pages about two works have two work_ids, which differ."""
    tables = merge(parts(*pages))
    assert None not in works_of(tables).values()
    assert len(set(works_of(tables).values())) == 2


def test_a_page_without_year_and_people_is_not_given_to_one_of_two_remakes() -> None:
    """Beside two works of one title, a page with neither year nor people stays apart and lists both as candidates."""
    tables = merge(
        parts(page("a", "Der Turm", 1955, OTHERS), page("b", "Der Turm", 1987, LINDNER), page("c", "Der Turm"))
    )
    works = works_of(tables)
    assert len(set(works.values())) == 3
    (undecided,) = [work for work in tables["works"].to_pylist() if work["work_id"] == works["c"]]
    assert set(undecided["candidates"].split("; ")) == {works["a"], works["b"]}


def test_a_page_without_year_goes_to_the_remake_whose_people_it_names() -> None:
    """Shared people choose among works of one title."""
    third = page("c", "Der Turm", None, "actor: Mia Voss")
    works = works_of(merge(parts(page("a", "Der Turm", 1955, OTHERS), page("b", "Der Turm", 1987, LINDNER), third)))
    assert works["c"] == works["b"] != works["a"]


def test_a_shared_author_is_no_evidence_for_one_work() -> None:
    """Films of one novel share the author: a page without year that names only the author stays apart from both."""
    novel = " | author: Clara Feld"
    pages = (
        page("a", "Der Turm", 1955, OTHERS + novel),
        page("b", "Der Turm", 1987, LINDNER),
        page("c", "Der Turm", None, novel),
    )
    works = works_of(merge(parts(*pages)))
    assert len(set(works.values())) == 3


def test_a_translation_with_two_possible_originals_stays_apart() -> None:
    """Where two works fit a page in another language equally well, it joins neither and lists both."""
    german = page("a", "Die Wand", None, LINDNER, language="de")
    first, second = page("b", "Summer House", 1987, LINDNER), page("c", "Borrowed Time", 1991, LINDNER)
    tables = merge(parts(german, first, second))
    works = works_of(tables)
    assert len(set(works.values())) == 3
    (undecided,) = [work for work in tables["works"].to_pylist() if work["work_id"] == works["a"]]
    assert set(undecided["candidates"].split("; ")) == {works["b"], works["c"]}


def test_a_series_and_its_parts_stay_apart() -> None:
    """A page that calls a film by the name of its series joins none of the parts if it may be any of them."""
    told = [
        page("a", "Turm: Anfang", 1987, LINDNER),
        page("b", "Turm: Ende", 1990, LINDNER),
        page("c", "Turm", None, LINDNER),
    ]
    assert len(set(works_of(merge(parts(*told))).values())) == 3


def test_a_page_about_several_works_has_none_of_its_own() -> None:
    """Each part of a page joins its own work; the document's work_id is empty, its claims have theirs."""
    both = Told(
        "both", (("Der Turm", 1987), ("Die Wand", 1990)), [Credit("director", "A B"), Credit("director", "C D", work=1)]
    )
    tables = merge(parts(both, page("a", "Der Turm", 1987), page("b", "Die Wand", 1990)))
    works = works_of(tables)
    assert works["both"] is None
    claims = {row["value"]: row["work_id"] for row in tables["claims"].to_pylist()}
    assert claims == {"A B": works["a"], "C D": works["b"]}


def test_a_mention_at_a_claim_is_about_the_work_of_the_claim() -> None:
    """A name that one part of a page credits to the work of another part names the same person in both tables."""
    both = Told("both", (("Der Turm", 1987), ("Die Wand", 1990)), [Credit("director", "Mia Voss", work=1)])
    tables = parts(both)
    works = tables["page_works"].to_pylist()
    works[1]["start"] = works[1]["end"]  # the name stands in no work's part
    tables["page_works"] = to_arrow(PART_TABLES["page_works"], works)
    merged = merge(tables)
    (claim,) = merged["claims"].to_pylist()
    assert [row["entity_id"] for row in merged["mentions"].to_pylist()] == [claim["entity_id"]]


def test_the_main_title_is_not_in_capitals_where_a_page_has_it_otherwise() -> None:
    """«DER TURM» on two pages and «Der Turm» on one: the work is called «Der Turm»."""
    tables = merge(parts(page("a", "DER TURM", 1987), page("b", "DER TURM", 1987), page("c", "Der Turm", 1987)))
    assert [work["title"] for work in tables["works"].to_pylist()] == ["Der Turm"]


def test_the_main_title_is_the_most_frequent_one() -> None:
    """A work is called what most pages call it; all titles are kept."""
    pages = [page(name, "Das Haus der Stille", 1987, LINDNER, language="de") for name in "ab"]
    tables = merge(parts(*pages, page("c", "A Quiet Place", 1987, LINDNER)))
    (work,) = tables["works"].to_pylist()
    assert work["title"] == "Das Haus der Stille"
    assert work["titles"] == "A Quiet Place; Das Haus der Stille"
