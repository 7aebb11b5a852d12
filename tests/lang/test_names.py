"""Name lists: what they know, and how they are asked."""

from __future__ import annotations

import pytest

from pipeline.lang.names import load_names

NAMES = load_names()


@pytest.mark.parametrize("name", ["Käthe", "JÜRGEN", "Hans-Peter", "Olivia", "mehmet"])
def test_forenames(name: str) -> None:
    """Forenames are known in any case, hyphenated ones by their first part."""
    assert NAMES.is_forename(name)


@pytest.mark.parametrize("name", ["Müller", "Müller-Stahl", "O'Brien", "Douglas", "Yılmaz"])
def test_surnames(name: str) -> None:
    """Surnames are known in any case, hyphenated ones by their last part."""
    assert NAMES.is_surname(name)


@pytest.mark.parametrize("word", ["Mädchen", "waitress", "Staatsanwalt", "judge"])
def test_everyday_words(word: str) -> None:
    """Everyday words of both languages are known as such."""
    assert NAMES.is_word(word)


def test_lists_are_loaded_once() -> None:
    """A process reads the lists once."""
    assert load_names() is NAMES
