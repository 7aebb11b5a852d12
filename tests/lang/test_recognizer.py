"""Entities found for all tokens at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lang import models
from pipeline.lang.recognizer import Recognizer, take_to_pieces
from pipeline.types import Span
from tests.bench.pages import varied_pages

LINES = [line for page in varied_pages(59) for line in page.text.splitlines() if line.strip()]
WORDS = [*" ".join(LINES).split(" "), "  ", "\t", "\u00a0"]
ODD = (
    "",
    " ",
    "  \t ",
    "Anna",
    "Anna  Berg",
    " Anna Berg ",
    "Regie: Anna Berg\n\nKamera: Emil",
    "N. Cage",
    "don't",
    "\x00",
    "İ",
)


def both(language: str) -> tuple[spacy.language.Language, Recognizer]:
    """The shipped pipeline of a language, whole and in pieces."""
    nlp = models._load(language, models.SHIPPED)
    assert nlp is not None
    recognizer = take_to_pieces(nlp)
    assert recognizer is not None
    return nlp, recognizer


def spacys(nlp: spacy.language.Language, texts: Sequence[str]) -> list[list[tuple[Span, str]]]:
    """The entities as spaCy itself finds them."""
    return [[(Span(e.start_char, e.end_char), e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_entities_are_those_of_spacy(language: str) -> None:
    """On all lines of the gold pages, line by line and joined to paragraphs, both find the same."""
    nlp, recognizer = both(language)
    texts = [*ODD, *LINES[::2], *(" ".join(LINES[at : at + 20]) for at in range(0, len(LINES), 20))]
    expected = spacys(nlp, texts)
    assert sum(map(len, expected)) > 1_000
    assert [recognizer.entities([text])[0] for text in texts[:200]] == expected[:200]
    found = [entities for at in range(0, len(texts), 64) for entities in recognizer.entities(texts[at : at + 64])]
    assert found == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30), max_size=6))
def test_entities_of_words_in_any_order_are_those_of_spacy(words: list[list[str]]) -> None:
    """Texts that nobody wrote, with white space wherever it may stand, are no exception."""
    nlp, recognizer = both("de")
    texts = [" ".join(text) for text in words]
    assert recognizer.entities(texts) == spacys(nlp, texts)


def test_other_pipelines_are_left_whole() -> None:
    """A pipeline with other components, or a recogniser of another build, is asked as it is."""
    nlp = spacy.blank("en")
    assert take_to_pieces(nlp) is None
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada"}])  # type: ignore[attr-defined]
    assert take_to_pieces(nlp) is None
    beam = spacy.blank("en")
    recognizer = beam.add_pipe("beam_ner")
    recognizer.add_label("PERSON")  # type: ignore[attr-defined]
    beam.initialize()
    assert take_to_pieces(beam) is None


def test_words_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of words, new ones take no memory, and the entities are the same."""
    nlp, _ = both("en")
    loaded = models.load_models({})
    text = "Quortanz Belliwick directed Zorvexia in Kiel."
    with monkeypatch.context() as few:
        few.setattr(models, "MOST_WORDS", 0)
        forgotten = loaded.recognize("en", [text])
        assert "Quortanz" not in nlp.vocab.strings
    assert loaded.recognize("en", [text]) == forgotten
    assert "Quortanz" in nlp.vocab.strings
