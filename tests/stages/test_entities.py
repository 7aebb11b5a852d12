"""Entities: what a model sees in a sentence, put right by what the page knows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.models import EntityModels, load_models
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.stages.entities import entity_words, find_entities, name_parts
from pipeline.types import Claim, Document, EntityLabel, LanguageRun, Mention, PageWork, Span

VOCABULARY = load_vocabulary()
WORDS = entity_words(VOCABULARY)
BY_RULES = load_models({"de": "rules", "en": "rules"})


@dataclass(frozen=True, slots=True)
class Seeing(EntityModels):
    """A model that sees the given strings wherever a passage holds them."""

    strings: tuple[tuple[str, EntityLabel], ...] = ()

    def recognizes(self, language: str) -> bool:
        return bool(language)

    def extractor(self, language: str) -> str:
        return f"{language}_seeing@1"

    def recognize(self, language: str, texts: Sequence[str]) -> list[list[tuple[Span, EntityLabel]]]:
        return [
            [(Span(text.find(s), text.find(s) + len(s)), label) for s, label in self.strings if s in text]
            for text in texts
            if language
        ]


def find(
    text: str,
    language: str = "de",
    seen: Sequence[str] = (),
    other: Sequence[tuple[str, EntityLabel]] = (),
    cast: Sequence[tuple[str, str | None]] = (),
    title: str | None = None,
) -> list[Mention]:
    """The mentions of a text; `seen` are persons that the model sees, `cast` (actor, character) of its role list."""
    models = Seeing({}, (*((name, "PER") for name in seen), *other)) if seen or other else BY_RULES
    document = Document("d", "page.txt", text, "", "text/plain", "utf-8", len(text))
    runs = (LanguageRun(Span(0, len(text)), language, 1.0, inherited=False),)
    at = text.find(title) if title else -1
    works = (PageWork(Span(0, len(text)), title, Span(at, at + len(title)), None, None),) if title else ()
    return list(find_entities(document, runs, _listed(text, cast), models, VOCABULARY, works))


def _listed(text: str, cast: Sequence[tuple[str, str | None]]) -> list[Claim]:
    claims = []
    for actor, character in cast:
        at = text.rfind(actor)
        part = text.find(character, at) if character else -1
        span = Span(part, part + len(character)) if character and part >= 0 else None
        claims.append(
            Claim("actor", Span(at, at + len(actor)), actor, None, "de", "bullets", "t@1", 1.0, character, span)
        )
    return claims


def persons(text: str, mentions: Sequence[Mention]) -> list[str]:
    return [m.span.of(text) for m in mentions if m.label == "PER"]


DOCUMENT_HELPS = {
    "a surname, a forename and a genitive of a listed character": (
        "Kommissarin Vogt schweigt. Lenas Kollege ahnt nichts.\nDarsteller\nInga Stahr als Lena Vogt",
        "de",
        [("Inga Stahr", "Lena Vogt")],
        ["Vogt", "Lena", "Inga Stahr", "Lena Vogt"],
    ),
    "an actor's surname with and without its particle": (
        "Rinteln glänzt, und von Rinteln weiß es.\nCast\nEberhard von Rinteln",
        "de",
        [("Eberhard von Rinteln", None)],
        ["Rinteln", "von Rinteln", "Eberhard von Rinteln"],
    ),
    "English possessives stay outside": (
        "Ruth's husband kept Penhallow’s books.\nIda Dorn as Ruth Penhallow",
        "en",
        [("Ida Dorn", "Ruth Penhallow")],
        ["Ruth", "Penhallow", "Ida Dorn", "Ruth Penhallow"],
    ),
    "an initial for the forename": (
        "Best Actor (I. Dorn)\nIda Dorn",
        "en",
        [("Ida Dorn", None)],
        ["I. Dorn", "Ida Dorn"],
    ),
    "a name in capitals": ("LENA VOGT ERMITTELT\nInga Stahr als Lena Vogt", "de", [("Inga Stahr", "Lena Vogt")],
                           ["LENA VOGT", "Inga Stahr", "Lena Vogt"]),
    "a name over a line end": (
        "Sie traf Lena\nVogt wieder.\n\nInga Stahr als Lena Vogt",
        "de",
        [("Inga Stahr", "Lena Vogt")],
        ["Lena\nVogt", "Inga Stahr", "Lena Vogt"],
    ),
    "no word that only looks like a part": (
        "Der Richter schweigt, im Winter schneit es.\nPaul Richter als Emil Winter",
        "de",
        [("Paul Richter", "Emil Winter")],
        ["Paul Richter", "Emil Winter"],
    ),
    "no compound with the name": (
        "Ein Vogt-Abend im Vogtland.\nInga Stahr als Lena Vogt",
        "de",
        [("Inga Stahr", "Lena Vogt")],
        ["Inga Stahr", "Lena Vogt"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "language", "cast", "expected"), DOCUMENT_HELPS.values(), ids=DOCUMENT_HELPS)
def test_page_helps_sentence(text: str, language: str, cast: list[tuple[str, str | None]], expected: list[str]) -> None:
    """A name that a role list states is found wherever it stands, in parts too, and only where it is the name."""
    assert persons(text, find(text, language, seen=["Niemand Nirgends"], cast=cast)) == expected


def test_seen_once_found_everywhere() -> None:
    """A full name that the model sees once makes its parts persons in the other sentences."""
    text = "Thea Brandis zieht ans Meer.\nNiemand kennt Brandis. Theas Bruder wartet."
    assert persons(text, find(text, seen=["Thea Brandis"])) == ["Thea Brandis", "Brandis", "Thea"]


CLEANED = {
    "a title and a rank before the name": (
        "Es ist Hauptmann Gerd Wiesner.",
        "Hauptmann Gerd Wiesner",
        ["Gerd Wiesner"],
    ),
    "a compound that ends in a title": ("Der Torfbaron Gerd Mühl lacht.", "Torfbaron Gerd Mühl", ["Gerd Mühl"]),
    "a German genitive": ("Es ist Muhlbergers Musik.", "Muhlbergers", ["Muhlberger"]),
    "an apostrophe": ("Aus Wim Wendlers’ Tagen.", "Wim Wendlers’", ["Wim Wendlers"]),
    "a forename that is a particle elsewhere": ("Ben lacht. Bens Hut.", "Ben", ["Ben", "Ben"]),
    "a forename that the model left out": ("Das Buch von Joost van Loon.", "van Loon", ["Joost van Loon"]),
    "a surname that the model left out": ("Moderation: Anna Sekerova\nTon: X", "Anna", ["Anna Sekerova"]),
    "a suffix behind it": ("Es spielt Max Griess sen., wie immer.", "Max Griess", ["Max Griess sen."]),
    "a nickname inside": ("Siegfried „Siggi“ Kroll spielt.", "Siegfried", ["Siegfried „Siggi“ Kroll"]),
    "a prize named after somebody": ("Den Günter-Rohr-Preis gewann er.", "Günter-Rohr-Preis", []),
    "a title of another work": ("So war es in „Anna Karenina“.", "Anna Karenina", []),
    "an everyday noun": ("Die Anwältin spricht.", "Anwältin", []),
    "a prize that bears a forename": ("Sie gewann einen Oscar.", "Oscar", []),
    "a word that a scraper ran together with it": ("By Jo Lee SmithWritten.", "Jo Lee SmithWritten", ["Jo Lee Smith"]),
    "a capital that belongs to the name": ("By Anna MacDowell.", "Anna MacDowell", ["Anna MacDowell"]),
    "the next line": ("Thea Brandis\nFreitag", "Thea Brandis\nFreitag", ["Thea Brandis"]),
}


@pytest.mark.parametrize(("text", "seen", "expected"), CLEANED.values(), ids=CLEANED)
def test_clean_up(text: str, seen: str, expected: list[str]) -> None:
    """Titles, genitives and things named after people stand outside a person's span."""
    assert persons(text, find(text, seen=[seen])) == expected


def test_page_title_is_no_person() -> None:
    """The page's own title is no person where it stands as the title, though its hero is one."""
    text = "Clara Stein (2007)\nRosa Lind ... Clara Stein\nClara Stein löst Fälle."
    mentions = find(text, seen=["Clara Stein"], cast=[("Rosa Lind", "Clara Stein")], title="Clara Stein")
    assert persons(text, mentions) == ["Rosa Lind", "Clara Stein", "Clara Stein"]
    assert mentions[0].label == "WORK"


def test_one_label_per_name() -> None:
    """A word is a person everywhere or nowhere: most places decide, a role list decides over all."""
    text = "Nemea lacht.\nWer ist Nemea?\nHeute weint Nemea."
    other: list[tuple[str, EntityLabel]] = [("Nemea", "LOC")]
    assert persons(text, find(text, other=other)) == []
    assert persons(text, find(text, other=other, cast=[("Nemea", None)])) == ["Nemea"] * 3


LABELS = {
    "Dr. Malcolm Crewe": ["Malcolm Crewe"],
    "Frau Jäger": ["Jäger"],
    "Lolas Vater": ["Lola"],
    "Ben's Mother": ["Ben"],
    "Waitress": [],
    "Häftling 227": [],
    "Los Angeles Judge": [],
    "Telefonstimme": [],
    "THE CAPTAIN": [],
    "Flocke, das Schaf": ["Flocke"],
    "Garda Sergeant Tully": ["Tully"],
    "Daphne / Josephine": ["Daphne", "Josephine"],
    "Silke (1994)": ["Silke"],
    "Norbert von Au": ["Norbert von Au"],
    "Max Griess Jr.": ["Max Griess Jr."],
}


@pytest.mark.parametrize(("label", "expected"), LABELS.items(), ids=LABELS)
def test_character_labels(label: str, expected: list[str]) -> None:
    """Of a character's label only the name is a person; descriptions are none."""
    assert [span.of(label) for span in name_parts(label, Span(0, len(label)), WORDS)] == expected


RULES = {
    "forename and surname": ("Wir sahen Käthe Lindner und Paul van Dyck.", "de", ["Käthe Lindner", "Paul van Dyck"]),
    "behind a title": ("Then Mrs Adeyemi opened the door.", "en", ["Adeyemi"]),
    "not a place or a noun": ("In London stands a House of Glass.", "en", []),
    "not the novel": ("Nach dem Roman von Uta Sander.", "de", ["Uta Sander"]),
}


@pytest.mark.parametrize(("text", "language", "expected"), RULES.values(), ids=RULES)
def test_rules_without_model(text: str, language: str, expected: list[str]) -> None:
    """Where a language has no model, lists of names and titles find the plain cases."""
    assert persons(text, find(text, language)) == expected


def test_foreign_passages_stay_empty() -> None:
    """In other languages than German and English nothing is looked for."""
    assert find("Anna Karina joue Odile.", "fr") == []


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Mentions of arbitrary text lie inside it, in order, without overlap, and are never empty."""
    mentions = find(text)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


HOSTILE = ["A.", "A ", "A-", "Anna ", "von ", "A'", "_a", "„a ", "e\u0301", "\u00a0A", "(", "Jr. "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines(piece: str) -> None:
    """A line of 300,000 characters built to hurt takes linear time."""
    text = piece * (300_000 // len(piece))
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 6


TITLES_OF_NAMES = {
    "a stage name": ("The score is by Duke Ellington.", "Duke Ellington", ["Duke Ellington"]),
    "a queen": ("He meets Queen Elizabeth.", "Queen Elizabeth", ["Elizabeth"]),
    "a rank": ("He meets Lieutenant Marlowe.", "Lieutenant Marlowe", ["Marlowe"]),
}


@pytest.mark.parametrize(("text", "seen", "expected"), TITLES_OF_NAMES.values(), ids=TITLES_OF_NAMES)
def test_titles_before_names(text: str, seen: str, expected: list[str]) -> None:
    """A title stands outside a name, unless a stage name begins with it."""
    assert persons(text, find(text, "en", seen=[seen])) == expected


def test_a_title_that_the_cast_names_is_part_of_the_name() -> None:
    """What a role list gives as one name is one name in the text too."""
    text = "Major Hendry is fine.\nCast\nMajor Hendry"
    assert persons(text, find(text, "en", seen=["Niemand"], cast=[("Major Hendry", None)])) == ["Major Hendry"] * 2


@pytest.mark.parametrize("label", ["Kategorien", "Category"])
def test_category_lines_are_not_read(label: str) -> None:
    """The line of a page's categories holds no names of its own."""
    text = f"{label}: Film von Nora Quill"
    assert persons(text, find(text, "de", seen=["Nora Quill"])) == []
