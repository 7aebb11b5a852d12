"""Names: telling, splitting and normalising them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.text.names import is_company, is_person, normal_name, parse_item, split_list
from pipeline.types import Span

WORDS = gather_name_words(load_vocabulary(), load_names())

PERSONS = [
    "Maren Koschitz",
    "Max von Sydow",
    "Florian Henckel von Donnersmarck",
    "Marged ap Hywel",
    "Ciarán Ó Súilleabháin",
    "Gemmenne de la Peña",
    "Nadja El-Amin",
    "Anne-Kathrin Beyer",
    "R. Lee Ermey",
    "A.R. Rahman",
    "L.J. Okonedo-Smith",
    "Sammy Davis Jr.",
    "Robert Downey, Jr.",
    "Zubin Contractor III",
    "Vincent D’Onofrio",
    "Colm O'Shea",
    "Hugh ffoulkes-Brett",
    "Pétur Hallgrímsson",
    "Nguyễn Thu Hà",
    "Bryan Singer",
    "SASKIA ROSENDAHL",
    "Björk",
]
NO_PERSONS = [
    "",
    "none",
    "in Sheffield",
    "Regie",
    "2011",
    "Lange Nacht 2000",
    "Keine",
    "und",
    "Audiokommentar von Jane Roe",
    "Nora Vega Bruno Lang Anna Berg Piet Abt",
]
COMPANIES = [
    "Ostertor TV GmbH",
    "X Filme Creative Pool",
    "Neue Constantin Film",
    "Bayerischer Rundfunk",
    "Südwestfunk",
    "ZDF",
    "Hollywood Pictures",
    "Fox & Sons Ltd.",
    "PÜNKTLI FILM GMBH",
]
NORMAL = {
    "Cage, Nicolas": "Nicolas Cage",
    "SASKIA ROSENDAHL": "Saskia Rosendahl",
    "JOHN McDONALD": "John McDonald",
    "LARS VON TRIER": "Lars von Trier",
    "J.J. ABRAMS": "J.J. Abrams",
    "Robert Downey, Jr.": "Robert Downey Jr.",
    "Jean\u00a0Luc  Roe": "Jean Luc Roe",
    "Ju\u0308rgen Roe": "Jürgen Roe",
    "ANNE-MARIE O’NEILL": "Anne-Marie O’Neill",
    "Kyle MacLachlan": "Kyle MacLachlan",
}
LISTS = {
    "Jo Lund, Max Roth und Simone Bär u. a.": ["Jo Lund", "Max Roth", "Simone Bär"],
    "Jo Lund; Max Roth / Simone Bär": ["Jo Lund", "Max Roth", "Simone Bär"],
    "Joel and Ethan Roe": ["Joel Roe", "Ethan Roe"],
    "Mädler & Söhne GmbH": ["Mädler & Söhne GmbH"],
    "Wieland & Berg Filmproduktion, ZDF": ["Wieland & Berg Filmproduktion", "ZDF"],
    "Nordlicht Film in Zusammenarbeit mit Studio Zwei": ["Nordlicht Film", "Studio Zwei"],
    "Cage, Nicolas; Shue, Elisabeth": ["Nicolas Cage", "Elisabeth Shue"],
    "Robert Roe, Jr., Sam Hart": ["Robert Roe Jr.", "Sam Hart"],
    "Otto Brahms; Ute Krahl)": ["Otto Brahms", "Ute Krahl"],
    "By Jane Carrow": [],
    "Otto Brahms (BVK)[1], Dr. Ute Krahl": ["Otto Brahms", "Ute Krahl"],
    "Kyle Roe, Sting, Max von Sydow et al.": ["Kyle Roe", "Sting", "Max von Sydow"],
    "Continental Exchange, Inc., Jo Lund": ["Continental Exchange, Inc.", "Jo Lund"],
}


@pytest.mark.parametrize("name", PERSONS)
def test_knows_the_form_of_a_name(name: str) -> None:
    """Names of many origins have the form of a person's name."""
    assert is_person(name, WORDS)


@pytest.mark.parametrize("text", NO_PERSONS)
def test_tells_what_is_no_name(text: str) -> None:
    """Roles, numbers, sentences and everyday words are no names."""
    assert not is_person(text, WORDS)


@pytest.mark.parametrize("name", COMPANIES)
def test_tells_companies_from_people(name: str) -> None:
    """A company word, a legal form or a broadcaster's abbreviation makes a company."""
    assert is_company(name, WORDS)


@pytest.mark.parametrize("name", ["Maren Koschitz", "Abel Ferrara", "Art Malik", "Sky du Mont"])
def test_a_person_is_no_company(name: str) -> None:
    """Short company words count only as written."""
    assert not is_company(name, WORDS)


@pytest.mark.parametrize(("written", "normal"), NORMAL.items())
def test_normal_form(written: str, normal: str) -> None:
    """Inversion, capitals, white space and Unicode form are evened out."""
    assert normal_name(written, WORDS) == normal


@pytest.mark.parametrize(("text", "names"), LISTS.items())
def test_splits_lists(text: str, names: list[str]) -> None:
    """A list gives its names in order, companies whole, notes apart."""
    found = split_list(text, Span(0, len(text)), WORDS)
    assert [item.value for _, item in found if item is not None] == names


def test_notes_are_kept_apart() -> None:
    """What stands in brackets behind a name is quoted as a note."""
    text = "Maren Koschitz (Regie) (ungenannt)"
    item = parse_item(text, Span(0, len(text)), WORDS)
    assert item is not None
    assert [note.of(text) for note in item.notes] == ["Regie", "ungenannt"]


@given(st.text(max_size=200))
def test_any_text_is_survived_and_quoted(text: str) -> None:
    """Whatever the text, names lie inside it, in order, and quote it."""
    position = 0
    for _, item in split_list(text, Span(0, len(text)), WORDS):
        if item is not None:
            assert position <= item.span.start < item.span.end <= len(text)
            assert item.value
            position = item.span.start
