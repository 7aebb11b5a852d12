"""Names taken apart, and how two of them relate."""

from __future__ import annotations

import pytest

from pipeline.lang.vocabulary import load_vocabulary
from pipeline.merge.words import gather_merge_words
from pipeline.text.name_match import (
    Name,
    fits_initials,
    fold_token,
    lacks_middle,
    parse_name,
    short_key,
    slip_token,
    sound,
)

WORDS = gather_merge_words(load_vocabulary()).names


def take(text: str) -> Name:
    name = parse_name(text, WORDS)
    assert name is not None
    return name


@pytest.mark.parametrize(
    ("text", "tokens", "suffix"),
    [
        ("Nicolas Cage", ("nicolas", "cage"), None),
        ("Cage, Nicolas", ("nicolas", "cage"), None),
        ("N. Cage", ("n.", "cage"), None),
        ("J.J. Abrams", ("j.", "j.", "abrams"), None),
        ("JJ Abrams", ("j.", "j.", "abrams"), None),
        ("Jean-Pierre Lang", ("jean", "pierre", "lang"), None),
        ("Sean O’Hara", ("sean", "ohara"), None),
        ("Florian von Tannen", ("florian", "tannen"), None),
        ("Van Heflin", ("van", "heflin"), None),
        ("Tom Reed Jr.", ("tom", "reed"), "jr"),
        ("Reed, Tom, Jr.", ("tom", "reed"), "jr"),
        ("Tom Reed III", ("tom", "reed"), "iii"),
        ("Dr. Anna Feld", ("anna", "feld"), None),
        ("Sting", ("sting",), None),
        ("J Abrams", ("j.", "abrams"), None),
        ("ZOË", ("zoe",), None),
        ("ZOE LI", ("zoe", "li"), None),
        ("Declan Ó Murchadha", ("declan", "o", "murchadha"), None),
        ('Karl "Charly" Brandt', ("karl", "brandt"), None),
    ],
)
def test_names_are_taken_apart(text: str, tokens: tuple[str, ...], suffix: str | None) -> None:
    """Folded words in order, initials with their dot, the suffix apart; particles and forms of address left out."""
    name = take(text)
    assert (name.tokens, name.suffix) == (tokens, suffix)


@pytest.mark.parametrize("text", ["", "–", "12", "“”"])
def test_what_has_no_letters_is_no_name(text: str) -> None:
    """Nothing to compare is None."""
    assert parse_name(text, WORDS) is None


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("Müller", "muller"),
        ("Mueller", "muller"),
        ("Muller", "muller"),
        ("Jürgen", "jurgen"),
        ("Juergen", "jurgen"),
        ("Michael", "michael"),
        ("Manuela", "manuela"),
        ("Joel", "joel"),
        ("Bauer", "bauer"),
        ("Blue", "blue"),
        ("Quentin", "quentin"),
        ("Weiß", "weiss"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("É", "e"),
    ],
)
def test_words_fold_to_what_all_spellings_share(token: str, folded: str) -> None:
    """Umlauts as dots, written out or lost are equal; «ae» that is no umlaut stays."""
    assert fold_token(token) == folded


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Tschechow", "Chekhov"),
        ("Nicholas", "Nikolas"),
        ("Andrej", "Andrei"),
        ("Wolkowski", "Volkovsky"),
        ("Sascha", "Sasha"),
    ],
)
def test_transliterations_sound_alike(one: str, two: str) -> None:
    """German and English ways to write one sound give one key."""
    assert sound(one.lower()) == sound(two.lower())


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("N. Cage", "Nicolas Cage", True),
        ("N. Cage", "Nicolas Kim Cage", True),
        ("N. K. Cage", "Nicolas Kim Cage", True),
        ("K. Cage", "Nicolas Kim Cage", False),
        ("N. K. Cage", "Nicolas Cage", False),
        ("N. Cage", "Nora Gage", False),
        ("T. Reed", "Tom Reed Jr.", True),
        ("T. Reed Jr.", "Tom Reed", False),
        ("Ch. Brandt", "Christa Brandt", True),
        ("Ch. Brandt", "Carla Brandt", False),
    ],
)
def test_initials_fit_the_forenames_that_they_begin(short: str, long: str, expected: bool) -> None:
    """The first initial must be the first forename's, further ones in order, the surname equal."""
    assert fits_initials(take(short), take(long)) is expected


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("Karla Brandt", "Karla Sofie Brandt", True),
        ("Karla S. Brandt", "Karla Sofie Brandt", True),
        ("Karla M. Brandt", "Karla Sofie Brandt", False),
        ("Sofie Brandt", "Karla Sofie Brandt", False),
        ("Karla Brandt Jr.", "Karla Sofie Brandt", False),
    ],
)
def test_middle_names_may_be_missing(short: str, long: str, expected: bool) -> None:
    """Forename and surname must agree, and no middle name may stand against another."""
    assert lacks_middle(take(short), take(long)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Elisabeth Kranz", "Elisbaeth Kranz", True),
        ("Elisabeth Kranz", "Elizabeth Kranz", True),
        ("Elisabeth Kranz", "Elisabeth Krantz", True),
        ("Elisabeth Kranz", "Elsiabeth Krantz", False),
        ("Elisabeth Maria Kranz", "Elsiabeth Kranz", True),
        ("Jan Brandt", "Jon Brandt", False),
        ("E. Kranz", "F. Kranz", False),
        ("Tom Reed", "Tom Reed Jr.", False),
    ],
)
def test_a_slip_is_in_one_word_only(one: str, two: str, expected: bool) -> None:
    """One letter wrong, missing, added or exchanged, in a word that is long enough."""
    assert (slip_token(take(one), take(two)) is not None) is expected


def test_short_keys_are_equal_for_usual_forms() -> None:
    """Initial and surname are the same for full, abbreviated and inverted names."""
    assert {short_key(take(text)) for text in ("Nicolas Cage", "N. Cage", "CAGE, NICOLAS", "Nicolas Kim Cage")} == {
        "n cage"
    }
