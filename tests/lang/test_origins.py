"""Where words of the vocabulary are written."""

from __future__ import annotations

from pathlib import Path

from pipeline.lang.vocabulary import Origin, load_origins, load_vocabulary


def test_every_word_has_an_origin() -> None:
    """Each role, heading and pattern that a vocabulary holds is written somewhere, derived forms with their noun."""
    vocabulary, origins = load_vocabulary(), load_origins()
    assert {("roles", word) for word in vocabulary.roles} <= origins.keys()
    assert {("alone", word) for word in vocabulary.heading_roles} <= origins.keys()
    assert {("headings", word) for word in vocabulary.headings} <= origins.keys()
    for language, patterns in vocabulary.prose.items():
        assert {(f"prose-{language}", pattern) for pattern, _ in patterns} <= origins.keys()
    assert origins["roles", "regisseurin"] == Origin("de.toml", "roles.person", "Regisseur", "director")


def test_a_later_file_wins(tmp_path: Path) -> None:
    """A word that a user's file says again comes from that file, with the value it has there."""
    words = tmp_path / "words.toml"
    words.write_text('language = "de"\n[roles.label]\n"Kamera" = "none"\n', encoding="utf-8")
    assert load_origins([words])["roles", "kamera"] == Origin(str(words), "roles.label", "Kamera", "none")
    assert not load_vocabulary([words]).roles["kamera"].is_credit
