"""Which names of one work become one person, and which stay apart."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pipeline.merge import merge
from tests.merge.parts import page, parts

ONE = {
    "initial": ("actor: Karla Brandt", "actor: K. Brandt"),
    "initial in another role": ("director: Karla Brandt", "screenwriter: K. Brandt"),
    "two initials": ("composer: Johann Jakob Abel", "composer: J.J. Abel"),
    "initials without dots": ("composer: Johann Jakob Abel", "composer: JJ Abel"),
    "middle name missing": ("actor: Karla Sofie Brandt", "actor: Karla Brandt"),
    "middle initial": ("actor: Karla Sofie Brandt", "actor: Karla S. Brandt"),
    "surname alone in the same role": ("director: Karla Brandt", "director: Brandt"),
    "surname alone in another role, the page names her in full": ("director: Karla Brandt | producer: Brandt", ""),
    "capitals and initial in a list of the same page": ("director: Saskia Rütli | editor: S. RÜTLI", ""),
    "no diacritics": ("actor: René Čapek", "actor: Rene Capek"),
    "umlaut written out": ("actor: Jürgen Müller", "actor: Juergen Mueller"),
    "umlaut lost": ("actor: Jürgen Müller", "actor: Jurgen Muller"),
    "sharp s": ("actor: Ute Weiß", "actor: Ute Weiss"),
    "capitals": ("actor: Karla Brandt", "actor: KARLA BRANDT"),
    "hyphen": ("actor: Hans-Peter Kolb", "actor: Hans Peter Kolb"),
    "apostrophe": ("author: Sean O'Hara", "author: Sean O’Hara"),
    "surname first": ("actor: Li Wei Zhang", "actor: Zhang Li Wei"),
    "particle missing": ("director: Florian von Tannen", "director: Florian Tannen"),
    "Russian name in German and English": ("director: Andrej Wolkowski", "director: Andrei Volkovsky"),
    "ch and c": ("actor: Nicholas Feld", "actor: Nicolas Feld"),
    "slip": ("actor: Elisabeth Kranz", "actor: Elisbaeth Kranz"),
    "slip in the surname": ("actor: Elisabeth Kranzler", "actor: Elisabeth Kranxler"),
    "slip in another role": ("director: Elisabeth Kranzler", "editor: Elisabeth Kranxler"),
    "nickname that the page links": ('actor: Karl "Charly" Brandt', "actor: Charly Brandt"),
    "junior, same character, no page names both": ("actor: Tom Reed Jr.=Bob", "actor: Tom Reed=Bob"),
}

TWO = {
    "two surnames": ("actor: Karla Brandt", "actor: Karla Voss"),
    "two forenames": ("actor: Karla Brandt", "actor: Simone Brandt"),
    "forenames one letter apart": ("actor: Maria Brandt", "actor: Marie Brandt"),
    "short forenames one letter apart": ("actor: Jan Brandt", "actor: Jon Brandt"),
    "middle names against each other": ("actor: Karla Sofie Brandt", "actor: Karla Maria Brandt"),
    "middle initials against each other": ("actor: John A. Reed", "actor: John B. Reed"),
    "junior and father": ("actor: Tom Reed Jr.", "actor: Tom Reed"),
    "surname alone in another role": ("director: Karla Brandt", "composer: Brandt"),
    "forename alone": ("actor: Karla Brandt", "actor: Karla"),
    "nickname that no page links": ("actor: Karl Brandt", "actor: Charly Brandt"),
    "one list of one page": ("actor: Elisabeth Kranz, Elisabethe Kranz", ""),
    "an initial beside the name in one list": ("actor: Karla Brandt, K. Brandt", ""),
    "junior beside his father in one list": ("actor: Tom Reed=Bob, Tom Reed Jr.=Bob", ""),
    "siblings in one list": ("actor: Mary-Ann Olsen, Mary-Kate Olsen", ""),
}


def people(*credits: str) -> dict[str, set[str]]:
    """For pages of one work: entity_id of each person, with the names that it has."""
    told = [page(str(number), "Der Turm", 1987, text) for number, text in enumerate(credits)]
    found: dict[str, set[str]] = defaultdict(set)
    for row in merge(parts(*told))["claims"].to_pylist():
        found[row["entity_id"]].add(row["value"])
    return found


def values(*credits: str) -> list[object]:
    """The values of the records about one work."""
    told = [page(str(number), "Der Turm", 1987, text) for number, text in enumerate(credits)]
    return sorted(row["value"] for row in merge(parts(*told))["records"].to_pylist())


@pytest.mark.parametrize("credits", ONE.values(), ids=ONE)
def test_spellings_of_one_name_become_one_person(credits: tuple[str, str]) -> None:
    """Two pages of one work that write a name in two ways name one person."""
    assert len(people(*credits)) == 1


@pytest.mark.parametrize("credits", TWO.values(), ids=TWO)
def test_names_of_two_people_stay_two(credits: tuple[str, str]) -> None:
    """Names that are not evidently one person's keep two entities."""
    assert len(people(*credits)) == 2


def test_an_initial_that_fits_two_people_joins_neither() -> None:
    """«J. Brandt» stays on its own beside Jan and Jonas Brandt, both actors."""
    assert len(people("actor: Jan Brandt, Jonas Brandt", "actor: J. Brandt")) == 3


def test_the_role_decides_between_two_people_with_one_initial() -> None:
    """«J. Brandt» as composer is Jonas Brandt, the composer, and not Jan Brandt, the actor."""
    found = people("actor: Jan Brandt | composer: Jonas Brandt", "composer: J. Brandt")
    assert {"Jonas Brandt", "J. Brandt"} in found.values()


def test_the_role_decides_between_two_people_with_one_surname() -> None:
    """«Brandt» as director is the director of that name, not the actor."""
    found = people("director: Karla Brandt | actor: Simon Brandt", "director: Brandt")
    assert {"Karla Brandt", "Brandt"} in found.values()


def test_a_surname_that_fits_two_people_joins_neither() -> None:
    """«Brandt» stays on its own beside two Brandts in the same role."""
    assert len(people("director: Karla Brandt, Simon Brandt", "director: Brandt")) == 3


def test_two_surnames_in_a_list_are_two_people_of_the_page() -> None:
    """«Producer: Brandt / Voss» names Karla Brandt and Mia Voss, whom the page gives in full elsewhere."""
    assert values("director: Karla Brandt | editor: Mia Voss | producer: Brandt, Voss") == [
        *("Karla Brandt", "Karla Brandt"),
        *("Mia Voss", "Mia Voss"),
    ]


UNDECIDED = {
    "surname": ("director: Karla Brandt, Simon Brandt", "director: Brandt"),
    "surname on the same page": ("director: Karla Brandt, Simon Brandt | director: Brandt", ""),
    "initial": ("director: Sara Brandt, Simon Brandt", "director: S. Brandt"),
}


@pytest.mark.parametrize("credits", UNDECIDED.values(), ids=UNDECIDED)
def test_a_name_that_could_be_either_of_two_people_of_the_role_makes_no_record(credits: tuple[str, str]) -> None:
    """The record would say nothing that theirs do not say; the claim stays, without record and entity."""
    assert len(values(*credits)) == 2
    assert len(people(*credits)) == 3


def test_a_surname_beside_two_namesakes_in_their_list_is_a_third_person() -> None:
    """A list that names Karla Brandt, Simon Brandt and Brandt means three people."""
    assert values("director: Karla Brandt, Simon Brandt, Brandt") == ["Brandt", "Karla Brandt", "Simon Brandt"]


def test_a_slip_that_is_near_two_people_joins_neither() -> None:
    """«Elisabth Kranz» could be either of two sisters whom another page lists."""
    assert len(people("actor: Elisabath Kranz, Elisabeth Kranz", "actor: Elisabth Kranz")) == 3


def test_two_slips_of_one_name_both_find_it() -> None:
    """Slips that are nearer to each other than to the name all come together."""
    pages = [
        "editor: Nora Waldschmidt",
        "editor: Nora Waldschmidt",
        "editor: Nora Waldschmidn",
        "editor: Nora Walsdchmidt",
    ]
    assert len(people(*pages)) == 1


def test_a_page_alone_knows_its_own_initials() -> None:
    """A page that names Karla Brandt and, for a prize, K. Brandt, means one person."""
    assert len(people("actor: Karla Brandt, Mia Voss | actor: K. Brandt | actor: M. Voss")) == 2


def test_the_fullest_spelling_stands_for_the_person() -> None:
    """The record's value and the entity's name are the full name with its marks; other spellings are aliases."""
    pages = ["actor: Jürgen Anton Müller", "actor: J. Mueller", "actor: JUERGEN MUELLER"]
    tables = merge(parts(*(page(str(n), "Der Turm", 1987, text) for n, text in enumerate(pages))))
    (person,) = [row for row in tables["entities"].to_pylist() if row["kind"] == "person"]
    assert person["name"] == "Jürgen Anton Müller"
    assert person["aliases"] == "J. Mueller; JUERGEN MUELLER"
    (record,) = tables["records"].to_pylist()
    assert record["value"] == "Jürgen Anton Müller"
    assert "`J. Mueller` is Jürgen Anton Müller: " in record["reason"]
