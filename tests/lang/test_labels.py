"""What labels and headings mean."""

from __future__ import annotations

import pytest

from pipeline.lang.labels import heading_role_of, kind_by_words, kind_of, role_of, short_role_of
from pipeline.lang.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()

GENDER_FORMS = [
    ("Regisseur*in", "director"),
    ("Schauspieler:innen", "actor"),
    ("DarstellerInnen", "actor"),
    ("Autor/-in", "screenwriter"),
    ("Autor/in", "screenwriter"),
    ("Sprecher(in)", "voice_actor"),
    ("Sprecher/-innen", "voice_actor"),
    ("Produzent(inn)en", "producer"),
    ("Produzierende", "producer"),
    ("REGISSEUR*INNEN", "director"),
    ("Kameramann/-frau", "cinematographer"),
    ("Kamerafrau/mann", "cinematographer"),
    ("Kameraleute", "cinematographer"),
    ("Chefkamerafrau", "cinematographer"),
    ("Hauptdarstellerin", "actor"),
    ("Mitwirkende/r", "actor"),
    ("Ausführende*r Produzent*in", "executive_producer"),
    ("Ausführenden Produzenten", "executive_producer"),
    ("Serien-Regisseurin", "director"),
    ("actresses", "actor"),
    ("Camerawoman", "cinematographer"),
    ("Directors of Photography", "cinematographer"),
    ("Director(s)", "director"),
    ("co-lyricist", "songwriter"),
]

JOINT_LABELS = [
    ("Kostüm- und Szenenbild", "costume_designer production_designer"),
    ("Bühnen- und Kostümbild", "production_designer costume_designer"),
    ("Regie- und Kameraassistenz", "assistant_director"),
    ("Buch/Regie", "screenwriter director"),
    ("Buch, Regie und Produktion", "screenwriter director producer"),
    ("Produced, written and directed by", "producer screenwriter director"),
    ("Book, music and lyrics", "screenwriter composer songwriter"),
    ("Set and costume designer", "production_designer costume_designer"),
    ("Production and costume design", "production_designer costume_designer"),
    ("Executive and line producers", "executive_producer line_producer"),
    ("Regie/Director", "director"),
    ("Kamera / Cinematography", "cinematographer"),
    ("Sprecherin/Narrator", "narrator"),
    ("Narrator / Sprecher", "narrator"),
    ("Protagonist*innen/With", ""),
    ("Script/Continuity", ""),
]

# What archives, libraries and crew lists know, as it maps to the fields of the contract.
ROLE_LISTS = [
    ("Regie-Assistenz", "assistant_director"),
    ("Szenario", "screenwriter"),
    ("Adaption", "screenwriter"),
    ("Dialoge", "screenwriter"),
    ("Vorlage", "author"),
    ("Optische Spezialeffekte", "visual_effects"),
    ("Bauten der Realszenen", "production_designer"),
    ("Ausstattung", "production_designer"),
    ("Maske", "makeup_artist"),
    ("Ton-Schnitt", "sound"),
    ("Mischung", "sound"),
    ("Geräusche", "sound"),
    ("Liedtexte", "songwriter"),
    ("Herstellungsleitung", "line_producer"),
    ("Ein Film von", "director"),
    ("Fight director", "stunt_coordinator"),
    ("Scenographer", "production_designer"),
    ("Re-recording mixer", "sound"),
    ("Adapted for radio by", "screenwriter"),
    ("Dramatized by", "screenwriter"),
    ("Devised by", "creator"),
    ("On-screen presenter", "presenter"),
    ("Storyteller", "narrator"),
    ("Occupation", "actor"),
    ("Cut", "editor"),
    ("Mask", "makeup_artist"),
    ("Tone", "sound"),
    ("Scene picture", "production_designer"),
    ("Redigiert von", "editor"),
    ("Kinematographie", "cinematographer"),
]

NO_CREDITS = """Redaktion; Dramaturgie; Dialogregie; Dialogbuch; Licht; Lichtdesign; Produktionsleitung; Aufnahmeleitung
Kamera-Assistenz; Kostümbildassistenz; Ausstattungsassistentin; Standfotos; Im Auftrag von; Gesang; Inspizienz; Jury
Soufflage; Musikalische Leitung; Übersetzung; Aus dem Englischen von; Leitende*r Redakteur*in; Produktionsleiter*in
Lighting designer; Gaffer; Key grip; Still photographer; Associate producer; Unit production manager; Stage manager
Location manager; Assistant costume designer; Costume and Wardrobe Department; Script supervisor; Conductor; Orchestra
Music supervisor; Dubbing director; Translator; Puppeteer; Stunt double; Understudies; Camera operator; Dialect coach"""

NO_ROLES = """Kinderbuch; Bestellung; Musiktheater; Direktor; Teamassistenz; Zum Inhalt
Hotel manager; Bank Director; Roman Holiday"""

SHORT_LABELS = [
    ("R", "de", "director"),
    ("R+B", "de", "director screenwriter"),
    ("B & R", "de", "screenwriter director"),
    ("P/R/B", "de", "producer director screenwriter"),
    ("D.o.P.", "en", "cinematographer"),
    ("exec. prod.", "en", "executive_producer"),
]

HEADINGS = [
    ("Kritik", "reviews"),
    ("Handlung und Kritik", "plot"),
    ("Cast & Crew", "cast_crew"),
    ("Besatzung", "cast_crew"),
    ("Empfang", "reception"),
    ("Einzelheiten", "facts"),
    ("Verweise", "references"),
    ("Individual evidence", "references"),
    ("Where to see", "release"),
    ("Director's statement", "background"),
    ("Occupation", "cast_crew"),
    ("Action", "plot"),
]

LONGER_HEADINGS = [
    ("Opernkritik", "reviews"),
    ("Über uns und die anderen", "other"),
    ("Understudy cast", "cast_crew"),
    ("Drei Fragen an Jane Doe", "background"),
    ("Interview mit der Regisseurin", "background"),
    ("Über den Dichter", "background"),
    ("Beste Kamera", "awards"),
    ("Best Director", "awards"),
    ("Best known for", "other"),
    ("Weitere Filme mit ihr", "links"),
    ("Themes and other matters", "background"),
    ("Lights, Strings, Action!", "other"),
    ("Content & Support", "other"),
    ("Bestellung und Versand", "other"),
    ("The Verdict (1982)", "other"),
]


@pytest.mark.parametrize(("label", "field"), GENDER_FORMS + ROLE_LISTS)
def test_one_role_in_all_its_forms(label: str, field: str) -> None:
    """Feminine, plural and gender forms, compounds and the words of the field's role lists give their field."""
    role = role_of(label, VOCABULARY)
    assert role is not None
    assert role.fields == (field,)


@pytest.mark.parametrize(("label", "fields"), JOINT_LABELS)
def test_joint_labels_give_every_role_once(label: str, fields: str) -> None:
    """Two roles in one label count both, in their order; one role in two languages counts once."""
    role = role_of(label, VOCABULARY)
    assert role is not None
    assert role.fields == tuple(fields.split())


@pytest.mark.parametrize("label", [label.strip() for label in NO_CREDITS.replace("\n", ";").split(";")])
def test_known_roles_that_are_no_credit(label: str) -> None:
    """They are known, so that their names do not go to the role before them."""
    role = role_of(label, VOCABULARY)
    assert role is not None
    assert not role.is_credit


@pytest.mark.parametrize("phrase", [phrase.strip() for phrase in NO_ROLES.replace("\n", ";").split(";")])
def test_what_only_looks_like_a_role(phrase: str) -> None:
    """The rules for compounds and modifiers make no role of an everyday word or a title."""
    assert role_of(phrase, VOCABULARY) is None


def test_a_heading_may_be_a_role_that_a_label_is_not() -> None:
    """A machine's «Direktor» over a list is the director; «Direktor: X» in a cast list is a character."""
    role = heading_role_of("Direktor", VOCABULARY)
    assert role is not None
    assert role.fields == ("director",)
    assert role_of("Direktor", VOCABULARY) is None


@pytest.mark.parametrize("word", ["Mask", "Tone", "Occupation", "Rental", "Raum", "Equipment"])
def test_everyday_words_are_weak(word: str) -> None:
    """A reader of lines without any mark between label and name must be able to leave them out."""
    role = role_of(word, VOCABULARY)
    assert role is not None
    assert role.weak


@pytest.mark.parametrize(("label", "language", "fields"), SHORT_LABELS)
def test_abbreviations_and_their_joints(label: str, language: str, fields: str) -> None:
    """Dots do not count, and joints give every role."""
    role = short_role_of(label, language, VOCABULARY)
    assert role is not None
    assert role.fields == tuple(fields.split())


def test_a_joint_with_an_unknown_part_is_no_abbreviation() -> None:
    """«X+B» says nothing that we know."""
    assert short_role_of("X+B", "de", VOCABULARY) is None


@pytest.mark.parametrize(("heading", "kind"), HEADINGS)
def test_kinds_of_known_headings(heading: str, kind: str) -> None:
    """A heading of the vocabulary has its kind, whatever its capitals."""
    assert kind_of(heading, VOCABULARY) == kind
    assert kind_of(heading.upper(), VOCABULARY) == kind


@pytest.mark.parametrize(("heading", "kind"), LONGER_HEADINGS)
def test_kinds_of_longer_headings(heading: str, kind: str) -> None:
    """Patterns and words inside suggest a kind; everyday words inside do not."""
    assert kind_of(heading, VOCABULARY) is None
    assert kind_by_words(heading, VOCABULARY) == kind


def test_hostile_phrases_take_no_time() -> None:
    """A phrase of a megabyte is turned away, or read in linear time."""
    for phrase in ("Regie und " * 100_000, "(" * 1_000_000, "a*in" * 250_000, "-" * 1_000_000):
        assert role_of(phrase, VOCABULARY) is None
        assert short_role_of(phrase, "de", VOCABULARY) is None
