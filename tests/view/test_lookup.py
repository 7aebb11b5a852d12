"""From what people type to rows."""

from __future__ import annotations

import pytest

from pipeline.lang.vocabulary import load_vocabulary
from pipeline.view.lookup import find_fields, index_names


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        ("director", {"director"}),
        ("Executive Producer", {"executive_producer"}),
        ("Regie", {"director"}),
        ("Kamerafrau", {"cinematographer"}),
        ("Regisseur*in", {"director"}),
        ("year", {"year"}),
        ("Verleih", {"distributor"}),
    ],
)
def test_roles_are_known_by_field_and_by_word(role: str, fields: set[str]) -> None:
    """In both languages, in any case and gender."""
    assert find_fields(role, load_vocabulary()) == fields


def test_full_names_go_before_parts() -> None:
    """Who is called so in full is found alone; else all who have the words."""
    names = index_names([(0, ["Anna Berg"]), (1, ["Anna Maria Berg", "A. Berg"]), (2, ["Łukasz Góra"])])
    assert names.find("berg, anna") == [0]
    assert names.find("Berg") == [0, 1]
    assert names.find("A. Berg") == [1]
    assert names.find("Lukasz Gora") == [2]
    assert names.find("Clara") == names.find("") == names.find("?!") == []
