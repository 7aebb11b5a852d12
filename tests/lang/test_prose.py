"""The patterns of the vocabulary as expressions."""

from __future__ import annotations

import re

import pytest

from pipeline.lang.prose import alternatives, compile_prose, word_starts
from pipeline.lang.vocabulary import load_vocabulary


def test_every_pattern_of_the_vocabulary_can_be_compiled() -> None:
    """Expressions are compiled when a page first needs them: none may turn out wrong then."""
    for grammar in compile_prose(load_vocabulary()).values():
        assert len(grammar.rules) > 50
        for rule in grammar.rules:
            assert rule.regex.groups >= 1
            assert not rule.joined or rule.joined_roles("") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a Remake and a remake of it", ["Remake", "remake of"]),
        ("preremake, remakes", []),
        ("SPIN-OFF; _sequel; der \u017fequel", ["SPIN-OFF", "\u017fequel"]),
        ("remake\n of", ["remake\n of"]),
        ("1999 film, 21999 film", ["1999 film"]),
    ],
)
def test_phrases_are_found_where_a_word_begins_in_any_case(text: str, found: list[str]) -> None:
    """An expression that begins with the phrases' first letters finds what a plain alternation in any case finds."""
    phrases = ["remake", "remake of", "sequel", "spin-off"]
    quick = re.compile(word_starts(phrases, more=[r"1999\sfilm"]) + r"(?!\w)")
    plain = re.compile(rf"(?<!\w)(?:{alternatives(phrases)}|1999\sfilm)(?!\w)", re.IGNORECASE)
    assert [match.group() for match in quick.finditer(text)] == found
    assert [match.group() for match in plain.finditer(text)] == found


def test_no_phrases_are_found_nowhere() -> None:
    """A vocabulary without such phrases gives an expression that matches nothing."""
    assert re.search(word_starts([]), "remake") is None
