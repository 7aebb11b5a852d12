"""Sections: what is a heading, of which kind, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.stages.sections import find_sections
from pipeline.text.lines import split_lines
from pipeline.types import Document, LanguageRun, Section, Span

VOCABULARY = load_vocabulary()
WORDS = gather_name_words(VOCABULARY, load_names())
PROSE = "Ina kehrt nach zwanzig Jahren in ihr Dorf zurück und findet dort niemanden, der sie noch kennt."


def read(text: str) -> tuple[Section, ...]:
    document = Document("d", "page.txt", text, "", "text/plain", "utf-8", len(text))
    languages = (LanguageRun(Span(0, len(text)), "de", 1.0, inherited=False),)
    return find_sections(document, split_lines(text), languages, VOCABULARY, WORDS)


def headings(text: str) -> list[tuple[str, str]]:
    return [(s.heading.of(text), s.kind) for s in read(text) if s.heading is not None]


FOUND = {
    "a known word": (f"Titel\nHandlung\n{PROSE}", [("Handlung", "plot")]),
    "blank lines around it": (f"Titel\n\nHandlung\n\n{PROSE}", [("Handlung", "plot")]),
    "capitals": (f"HANDLUNG\n{PROSE}", [("HANDLUNG", "plot")]),
    "an underline": (f"Worum es geht\n-------------\n{PROSE}", [("Worum es geht", "plot")]),
    "a number": (f"Titel\n2. Handlung\n{PROSE}", [("2. Handlung", "plot")]),
    "an edit link": (f"Handlung[Bearbeiten | Quelltext bearbeiten]\n{PROSE}", None),
    "Markdown": (f"## Das Dorf\n{PROSE}", [("## Das Dorf", "other")]),
    "an unknown line over a paragraph": (f"{PROSE}\nEin Dorf schweigt\n{PROSE}", [("Ein Dorf schweigt", "other")]),
    "a machine's English": ("Title\nOccupation\nJörg Tann: Krull\nNele Abt: Ina", [("Occupation", "cast_crew")]),
    "role words over lists": (
        "Besetzung und Crew\nRegisseur\n- Jo Lund\nKamera\n- Otto Brahms",
        [("Besetzung und Crew", "cast_crew"), ("Regisseur", "cast_crew"), ("Kamera", "cast_crew")],
    ),
    "a gender form": ("Darsteller:innen\nJörg Tann\nNele Abt", [("Darsteller:innen", "cast_crew")]),
}
NONE = {
    "a label line": "Regie: Jo Lund",
    "a label over its value": "Regie:\nJo Lund",
    "a name over a paragraph": f"{PROSE}\nMaren Koschitz\n{PROSE}",
    "a forename over a paragraph": f"{PROSE}\nDaniel\n{PROSE}",
    "a byline": f"{PROSE}\nVon Maren Koschitz\n{PROSE}",
    "a role that describes the name above": "Maren Koschitz\nRegie\nOtto Brahms\nKamera",
    "a row of a table": f"{PROSE}\nDo 20.15   Fr 18.00   Sa 22.00\n{PROSE}",
    "a sentence": f"{PROSE}\nDas war der ganze Film.\n{PROSE}",
    "navigation": "Start | Filme | Kritik | Handlung",
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_finds_headings(text: str, expected: list[tuple[str, str]] | None) -> None:
    """Headings in many forms are found with their kind; the heading quotes its whole line."""
    found = headings(text)
    assert found == expected if expected is not None else [kind for _, kind in found] == ["plot"]


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_leaves_other_lines_alone(text: str) -> None:
    """Labels, names, rows, sentences and menus open no section."""
    assert headings(text) == []


def test_a_menu_is_no_row_of_sections() -> None:
    """Of many known headings in a row, only the last can have a body."""
    text = f"Handlung\nBesetzung\nKritik\nTrivia\nWeblinks\n{PROSE}"
    assert headings(text) == [("Weblinks", "links")]


def test_role_headings_nest_under_their_cast_section() -> None:
    """A role heading is one level below the section of the cast."""
    assert [s.level for s in read("Besetzung und Crew\nRegisseur\n- Jo Lund\nHandlung\n" + PROSE)] == [1, 2, 1]


@given(st.text(alphabet=st.sampled_from("ab \n#=-*.:HK\t1"), max_size=200))
def test_sections_tile_the_document(text: str) -> None:
    """Sections cover the text without gaps or overlaps, each heading inside its section."""
    position = 0
    for number, section in enumerate(read(text)):
        assert section.position == number
        assert section.span.start == position
        assert section.heading is None or section.span.contains(section.heading)
        position = section.span.end
    assert position == len(text)
