"""Sketches of passages find copies."""

from __future__ import annotations

from pipeline.text.passages import MIN_SHINGLES, same_passage, sketch_hashes, sketch_passage
from pipeline.types import Span

TEXT = (
    "In the winter of that year the company moved to the coast, where Mia Voss directed her second film with a crew of "
    "nine and a borrowed camera; the fishermen of the village play themselves, and the storm of the last act is real."
)
OTHER = (
    "Reviewers were divided when the picture opened: some praised how Mia Voss directed amateurs, others found the "
    "plot thin and the storm too long, but the audience of the small harbour cinema stood up and clapped till midnight."
)


def sketch(text: str, name: str = "Mia Voss") -> frozenset[str]:
    start = text.index(name)
    found = sketch_passage(text, Span(start, start + len(name)))
    assert found is not None
    return sketch_hashes(found)


def test_a_copy_is_found_wherever_it_stands() -> None:
    """The same passage in other surroundings, with other line breaks, is a copy."""
    framed = ("Menu Home Login. " * 60) + TEXT.replace(", ", ",\n") + (" Imprint Contact." * 60)
    assert same_passage(sketch(TEXT), sketch(framed))


def test_an_edited_copy_is_found() -> None:
    """A word changed and a clause cut leave it a copy."""
    edited = TEXT.replace("second film", "third film").replace(", and the storm of the last act is real", "")
    assert same_passage(sketch(TEXT), sketch(edited))


def test_other_words_about_the_same_are_no_copy() -> None:
    """Two texts that name the same person are independent."""
    assert not same_passage(sketch(TEXT), sketch(OTHER))


def test_a_short_line_has_no_sketch() -> None:
    """Label and name alone prove nothing."""
    assert sketch_passage("Regie: Mia Voss", Span(7, 15)) is None
    assert MIN_SHINGLES > 4


def test_a_list_of_names_has_no_sketch() -> None:
    """Whoever knows the cast writes the same words in the same order."""
    text = "\n".join(
        f"- {first} Voss as {first} Feld" for first in ("Mia", "Ida", "Ute", "Eva", "Ada", "Lea", "Pia", "Tea")
    )
    assert sketch_passage(text, Span(2, 10)) is None


def test_spans_at_the_ends_and_lone_surrogates_are_taken() -> None:
    """Any text has a sketch or none, without an error."""
    text = "\ud800 " + TEXT
    assert sketch_passage(text, Span(0, 1)) is not None
    assert sketch_passage("", Span(0, 0)) is None
