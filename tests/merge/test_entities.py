"""People across works, characters, companies, and what mentions name."""

from __future__ import annotations

import pyarrow as pa

from pipeline.merge import merge
from tests.merge.parts import Credit, page, parts, records_of


def entities(tables: dict[str, pa.Table], kind: str) -> dict[str, str]:
    """Entity ids by name, of one kind."""
    return {row["name"]: row["entity_id"] for row in tables["entities"].to_pylist() if row["kind"] == kind}


def named(tables: dict[str, pa.Table], exact: str) -> set[str | None]:
    """The names of the entities that mentions with this text name."""
    name_of = {row["entity_id"]: f"{row['kind']} {row['name']}" for row in tables["entities"].to_pylist()}
    return {name_of.get(row["entity_id"]) for row in tables["mentions"].to_pylist() if row["exact"] == exact}


def test_a_full_name_is_one_person_in_all_works() -> None:
    """Jürgen Müller of one film and Juergen Mueller of another have one entity_id."""
    tables = merge(
        parts(page("a", "A", 1990, "actor: Jürgen Müller"), page("b", "B", 1995, "composer: Juergen Mueller"))
    )
    (person,) = [row for row in tables["entities"].to_pylist() if row["kind"] == "person"]
    assert person["documents"] == 2
    assert person["fields"] == "actor; composer"


def test_a_name_cut_short_is_known_in_its_work_only() -> None:
    """«K. Brandt» of one film says nothing about «K. Brandt» of another."""
    tables = merge(parts(page("a", "A", 1990, "actor: K. Brandt"), page("b", "B", 1995, "actor: K. Brandt")))
    assert len({row["entity_id"] for row in tables["claims"].to_pylist()}) == 2


def test_a_name_after_a_pause_of_a_lifetime_is_another_person() -> None:
    """An actor of 1921 and one of 2012 with the same name, and nothing between, are two."""
    tables = merge(parts(page("a", "A", 1921, "actor: Otto Brandt"), page("b", "B", 2012, "actor: Otto Brandt")))
    assert len({row["entity_id"] for row in tables["claims"].to_pylist()}) == 2


def test_a_namesake_after_a_lifetime_changes_nothing_but_the_entity_of_the_earlier_one() -> None:
    """The actor of 1921 gets an id of his own once there is another one; his record is the same in all the rest."""
    early, late = page("a", "A", 1921, "actor: Otto Brandt"), page("b", "B", 2012, "actor: Otto Brandt")
    alone, both = merge(parts(early)), merge(parts(early, late))
    (before,) = records_of(alone, "actor")
    (after,) = [row for row in records_of(both, "actor") if row["work_id"] == before["work_id"]]
    assert {column for column in before if before[column] != after[column]} == {"entity_id"}


def test_an_author_may_be_long_dead() -> None:
    """Films of 1921 and 2012 after Otto Brandt have one author."""
    tables = merge(parts(page("a", "A", 1921, "author: Otto Brandt"), page("b", "B", 2012, "author: Otto Brandt")))
    assert len({row["entity_id"] for row in tables["claims"].to_pylist()}) == 1


def test_a_person_who_plays_himself_is_not_his_character() -> None:
    """Character and person of one name are two entities, and both mentions are told apart."""
    tables = merge(parts(page("a", "A", 1990, "actor: Otto Brandt=Otto Brandt", plot=["Brandt"])))
    assert set(entities(tables, "person")) == set(entities(tables, "character")) == {"Otto Brandt"}
    assert entities(tables, "person") != entities(tables, "character")
    assert named(tables, "Brandt") == {"character Otto Brandt"}


def test_characters_belong_to_their_work() -> None:
    """Anna Feld in two films is two characters."""
    tables = merge(parts(page("a", "A", 1990, "actor: X Y=Anna Feld"), page("b", "B", 1991, "actor: X Y=Anna Feld")))
    kinds = [row["kind"] for row in tables["entities"].to_pylist()]
    assert kinds.count("character") == 2


def test_a_character_named_in_part_is_the_one_whom_the_actor_plays_in_full() -> None:
    """«Anna» and «Anna Feld», played by one actor, are one character; its record has the full name."""
    tables = merge(
        parts(page("a", "A", 1990, "actor: Mia Voss=Anna"), page("b", "A", 1990, "actor: Mia Voss=Anna Feld"))
    )
    (record,) = records_of(tables, "actor")
    assert (record["character"], record["documents"]) == ("Anna Feld", 2)


def test_mentions_of_a_plot_name_its_characters() -> None:
    """A plot's full name makes a character; its forename, surname and genitive name the same one, in all pages."""
    told = page("a", "A", 1990, "actor: Mia Voss", plot=["Anna Feld", "Anna", "Annas"], other=["Anna Feld"])
    tables = merge(parts(told, page("b", "A", 1990, plot=["Feld"])))
    for exact in ("Anna Feld", "Anna", "Annas", "Feld"):
        assert named(tables, exact) == {"character Anna Feld"}


def test_mentions_name_the_people_of_the_credits() -> None:
    """A full name, a surname or an initial that fits one credited person names that person."""
    told = page("a", "A", 1990, "director: Mia Voss | actor: Karl Brandt", other=["Mia Voss", "Voss", "K. Brandt"])
    tables = merge(parts(told))
    assert named(tables, "Voss") == {"person Mia Voss"}
    assert named(tables, "K. Brandt") == {"person Karl Brandt"}


def test_a_mention_that_could_be_several_names_nobody() -> None:
    """«Brandt» is left open where two Brandts have credits; so is a critic, of whom nothing is known."""
    told = page("a", "A", 1990, "actor: Karl Brandt, Otto Brandt", other=["Brandt", "Urs Kritiker"])
    tables = merge(parts(told))
    assert named(tables, "Brandt") == named(tables, "Urs Kritiker") == {None}


def test_companies_are_organizations_whatever_their_legal_form() -> None:
    """«Nordlicht Film GmbH» and «Nordlicht Film» are one organization."""
    claims = [Credit("production_company", "Nordlicht Film GmbH"), Credit("distributor", "Nordlicht Film")]
    tables = merge(parts(page("a", "A", 1990, claims)))
    assert len(entities(tables, "organization")) == 1


def test_a_country_is_an_entity_only_where_a_page_names_it_as_a_place() -> None:
    """«Austria» in a line of facts is a value; named as a place as well, it is an entity, and the record the same."""
    tables = parts(page("a", "A", 1990, [Credit("country", "Austria")], other=["Austria"]))
    labels = tables["mentions"].schema.get_field_index("label")
    places = {**tables, "mentions": tables["mentions"].set_column(labels, "label", pa.array(["LOC"] * 2))}
    silent, named_too = merge({**tables, "mentions": tables["mentions"].slice(0, 0)}), merge(places)
    assert entities(silent, "place") == {}
    assert set(entities(named_too, "place")) == {"Austria"}
    (before,), (after,) = records_of(silent, "country"), records_of(named_too, "country")
    assert before["record_id"] == after["record_id"]
    assert (before["entity_id"], after["entity_id"]) == (None, entities(named_too, "place")["Austria"])


def test_the_work_is_an_entity_with_all_its_titles() -> None:
    """Titles that pages give become names of one entity of kind work."""
    tables = merge(parts(page("a", "Die Wand", 1990, [Credit("title", "The Wall")]), page("b", "The Wall", 1990)))
    (work,) = [row for row in tables["entities"].to_pylist() if row["kind"] == "work"]
    assert {work["name"], work["aliases"]} == {"Die Wand", "The Wall"}
