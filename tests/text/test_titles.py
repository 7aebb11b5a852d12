"""Titles taken apart and compared."""

from __future__ import annotations

import pytest

from pipeline.lang.vocabulary import load_vocabulary
from pipeline.merge.words import gather_merge_words
from pipeline.text.titles import Title, alike, differ_by_subtitle, parse_title, share_words

WORDS = gather_merge_words(load_vocabulary()).titles

EQUAL = [
    ("Der Turm", "Turm"),
    ("The Tower", "Tower, The"),
    ("Der gläserne Turm", "DER GLAESERNE TURM"),
    ("Der gläserne Turm", "Der glaserne Turm"),
    ("Café Größe", "Cafe Groesse"),
    ("Turm – Wikipedia", "Turm"),
    ("Turm (1987)", "Turm"),
    ("Turm (Film, 1987)", "Turm"),
    ("Tower (1987 film)", "Tower"),
    ("Was tun?", "Was tun"),
    ("Ocean’s Gate", "Oceans Gate"),
    ("A – B – Wikipedia", "A – B"),
]


def take(text: str) -> Title:
    title = parse_title(text, WORDS)
    assert title is not None
    return title


@pytest.mark.parametrize(("one", "two"), EQUAL)
def test_titles_that_differ_in_form_only_have_a_key_in_common(one: str, two: str) -> None:
    """Articles, case, umlauts, punctuation, years, kinds and site names do not count."""
    assert set(take(one).keys) & set(take(two).keys)


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [
        ("Turm", None, None),
        ("Turm (1987)", 1987, None),
        ("Turm (Fernsehserie)", None, "series"),
        ("Tower (1987 TV series)", 1987, "series"),
        ("Tower (novel)", None, "book"),
        ("Tower (1987) (film)", 1987, "film"),
        ("1984", None, None),
        ("2001: A Space Tower", None, None),
        ("(1990)", None, None),
    ],
)
def test_year_and_kind_come_from_brackets_only(text: str, year: int | None, kind: str | None) -> None:
    """A number that is the title stays the title."""
    title = take(text)
    assert (title.year, title.kind) == (year, kind)


@pytest.mark.parametrize("text", ["Turm (Teil 2)", "Turm (Director's Cut)", "Tower [OmU]"])
def test_other_brackets_stay_part_of_the_title(text: str) -> None:
    """What is neither year nor kind may tell two works apart."""
    assert not set(take(text).keys) & set(take("Turm").keys)


@pytest.mark.parametrize("text", ["", " ", "…", "?!"])
def test_nothing_to_compare_is_no_title(text: str) -> None:
    """A title without letters and digits is None."""
    assert parse_title(text, WORDS) is None


def test_bases_are_what_stands_before_and_behind_the_division() -> None:
    """A colon or a spaced dash divides; a title without subtitle has no base."""
    both = (*take("Nordwand").keys, *take("Ein Drama").keys)
    assert take("Nordwand: Ein Drama").bases == both
    assert take("Nordwand – Ein Drama").bases == both
    assert take("Nord-Wand").bases == ()


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Der Turm am Meer", "Der Trum am Meer", True),
        ("The Holy Coat", "Th eHoly Coat", True),
        ("Turm am Meer II", "Turm am Meer III", False),
        ("Turm am Meer", "Turm am Meer 2", False),
        ("Turm", "Tur", False),
        ("The Long Tower", "The Young Tower", False),
        ("Haus am Meer", "Turm am Meer", False),
    ],
)
def test_a_slip_is_alike_and_a_sequel_is_not(one: str, two: str, expected: bool) -> None:
    """One letter in a long title may differ, a number may not."""
    assert alike(take(one), take(two)) is expected


def test_long_words_in_common_show_a_series() -> None:
    """Short words and articles prove nothing."""
    assert share_words(take("Turm: Anfang"), take("Turm: Ende"))
    assert not share_words(take("Das Haus am See"), take("Die Wand am Ort"))


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("Nordwand – Ein Drama", "Nordwand", True),
        ("Nordwand: Die Rückkehr", "Die Rückkehr", True),
        ("The Wager, A Farce", "The Wager", True),
        ("Turm: Der Anfang", "Turm: Das Ende", False),
        ("Der Koch, der Dieb", "Der Koch", False),
        ("Turm: II", "Turm: III", False),
        ("Nordwand", "Nordwand", False),
    ],
)
def test_a_subtitle_stands_behind_a_colon_a_dash_or_a_comma(one: str, two: str, differ: bool) -> None:
    """One title is the other without subtitle, or its subtitle alone; a lower-case word goes on with the title."""
    assert differ_by_subtitle(take(one), take(two)) is differ
