"""One person over all works, and namesakes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.errors import NoMatchError
from pipeline.schema import TABLES


def test_a_person_has_all_works_and_roles(output: Path) -> None:
    """Case, umlauts and the order of names do not matter."""
    run = pipeline.load(output)
    for name in ("Jörg Müller", "joerg mueller", "MÜLLER, JÖRG", "Jorg Muller"):
        (person,) = run.person(name)
        assert person.name == "Jörg Müller"
        assert person.fields == ("actor", "director")
        assert person.documents == 2
    assert "Nachtzug nach Aurich (1987): actor as the conductor (single)" in repr(run.person("Jörg Müller"))
    assert "<strong>Jörg Müller - person, 2 documents" in run.person("Jörg Müller")._repr_html_()


def test_namesakes_stay_apart(output: Path, tmp_path: Path) -> None:
    """Two people of one name are shown one after the other, each with own credits; aliases find them too."""
    entities = pq.read_table(output / "entities.parquet").to_pylist()
    (one,) = (row for row in entities if row["name"] == "Jörg Müller")
    other = {
        **one,
        "entity_id": "another",
        "name": "Jürgen Müller",
        "aliases": "Jörg Müller; J. Müller",
        "documents": 1,
    }
    for name, rows in (("entities", [*entities, other]), ("records", None), ("works", None)):
        table = pq.read_table(output / f"{name}.parquet")
        rows = table.to_pylist() if rows is None else rows
        pq.write_table(type(table).from_pylist(rows, TABLES[name].arrow), tmp_path / f"{name}.parquet")
    people = pipeline.load(tmp_path).person("Jörg Müller")
    assert [person.name for person in people] == ["Jörg Müller", "Jürgen Müller"]
    assert [len(person.credits) for person in people] == [2, 0]
    assert people[1].aliases == ("Jörg Müller", "J. Müller")
    assert list(people.credits["entity_id"]) == [one["entity_id"]] * 2
    assert repr(people).startswith("2 are called 'Jörg Müller'\n")


def test_part_of_a_name_finds_everybody_who_has_it(output: Path) -> None:
    """A surname is enough where nobody is called so in full."""
    assert [person.name for person in pipeline.load(output).person("Abt")] == ["Nele Abt"]


def test_nobody_of_that_name_is_told(output: Path) -> None:
    """With the names that are near."""
    with pytest.raises(NoMatchError, match="near it: 'Piet van Loo'"):
        pipeline.load(output).person("Pit van Loo")
