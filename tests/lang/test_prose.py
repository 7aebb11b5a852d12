"""The patterns of the vocabulary as expressions."""

from __future__ import annotations

from pipeline.lang.prose import compile_prose
from pipeline.lang.vocabulary import load_vocabulary


def test_every_pattern_of_the_vocabulary_can_be_compiled() -> None:
    """Expressions are compiled when a page first needs them: none may turn out wrong then."""
    for grammar in compile_prose(load_vocabulary()).values():
        assert len(grammar.rules) > 50
        for rule in grammar.rules:
            assert rule.regex.groups >= 1
            assert not rule.joined or rule.joined_roles("") == []
