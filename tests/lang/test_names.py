"""Name lists: what they know, and how they are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.names import load_names, pack_words, unpack_words

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


def test_words_of_one_language() -> None:
    """An English word is no everyday word of German passages, where it may be a name."""
    assert NAMES.in_language("en").is_word("greet")
    assert not NAMES.in_language("de").is_word("greet")
    assert NAMES.in_language("de").is_forename("Anna")


@given(st.frozensets(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), min_size=1))
def test_packing_keeps_the_words(words: frozenset[str]) -> None:
    """Packed words come back as they were, in order."""
    assert list(unpack_words(pack_words(words))) == sorted(words)
