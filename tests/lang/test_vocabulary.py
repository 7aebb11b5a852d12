"""The loader of vocabularies, and what our own files must keep to."""

from __future__ import annotations

import time
import tomllib
import unicodedata
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import VocabularyError
from pipeline.lang.labels import kind_of, role_of, short_role_of
from pipeline.lang.vocabulary import FIELDS, LANGUAGES, SECTION_KINDS, Role, fold, load_vocabulary

# Words that German and English pages mean differently, on purpose; the English file is read last and decides.
DIFFERENT_ROLES: dict[str, tuple[str, str]] = {}
DIFFERENT_KINDS: dict[str, tuple[str, str]] = {}

WRONG_FILES = [
    ("[roles.label\n", 1, "no TOML"),
    ('[roles.label]\n"Regie" = director\n', 2, "no TOML"),
    ('[roles.label]\n"Kranfahrt" = "none"\n"Kranfahrt" = "none"\n', 3, "no TOML"),
    ('[roles.label]\n"Kranfahrt" = "none', 2, "no TOML"),
    ('[roles.label]\n"Kranfahrt" = "none"\n"Bildlenkung" = "helmsman"\n', 3, "unknown role 'helmsman'"),
    ('[roles.label]\n"Bildlenkung" = "director+helmsman"\n', 2, "unknown role 'helmsman'"),
    ('[roles.label]\n"Bildlenkung" = ""\n', 2, "unknown role ''"),
    ('[roles.label]\n"Bildlenkung" = 3\n', 2, "no text"),
    ('[roles.label]\n"R" = "none"\n\n[roles.person]\n"R" = "helmsman"\n', 5, "unknown role 'helmsman'"),
    ('[roles.label]\n"Kranfahrt" = "none"\n[roles.person]\n"kranfahrt" = "none"\n', 4, "stands here twice"),
    ('\n[roles.craft]\n"Kranfahrt" = "none"\n', 2, "unknown table roles.craft"),
    ('# mine\nroles = "none"\n', 2, "roles is no table"),
    ("[roles]\nlabel = 3\n", 2, "roles.label is no table"),
    ('[roles.short]\n"X" = "none"\n', 2, "names none"),
    ('[headings]\n"Presse" = "reviews"\n"Vorlauf" = "prelude"\n', 3, "unknown section kind 'prelude'"),
    ('[headings]\n"Vorlauf" = 7\n', 2, "unknown section kind 7"),
    ('[headings.alone]\n"Vorlauf" = "prelude"\n', 2, "unknown section kind 'prelude'"),
    ('[headings]\n"Vorlauf" = "plot"\n[headings.alone]\n"VORLAUF:" = "plot"\n', 4, "stands here twice"),
    ('language = "nl"\n', 1, "language is 'nl'"),
    ('language = "de"\n[rolls]\n', 2, "unknown table 'rolls'"),
    ('[words]\nby = "von"\n', 2, "no list of words"),
    ("[words]\nby = [1]\n", 2, "no list of words"),
    ('language = "de"\n[inflection]\nplural = ["s"]\n', 3, "unknown entry 'plural'"),
    ('[prose]\n"von {names}" = "director"\n', 2, "names none"),
    ('language = "de"\n[prose]\n"gelenkt von {names}" = "helmsman"\n', 3, "unknown role 'helmsman'"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def our_file(language: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.lang").joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def headings_of(language: str) -> dict[str, str]:
    table = our_file(language)["headings"]
    words = {word: kind for word, kind in table.items() if isinstance(kind, str)} | table["alone"]
    return {fold(word): kind for word, kind in words.items()}


def roles_of(language: str) -> dict[str, str]:
    tables = our_file(language)["roles"]
    return {fold(word): role for name, table in tables.items() if name != "short" for word, role in table.items()}


@pytest.mark.parametrize(("text", "line", "fact"), WRONG_FILES)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, fact: str) -> None:
    """Every mistake is reported as file, line, fact and remedy."""
    path = write(tmp_path, text)
    with pytest.raises(VocabularyError) as refusal:
        load_vocabulary([path])
    message = str(refusal.value)
    assert message.startswith(f"{path}:{line}: ")
    assert fact in message
    assert "; " in message.removeprefix(f"{path}:{line}: ")


def test_a_file_that_is_no_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    """A Latin-1 file is refused where its first foreign byte stands."""
    path = tmp_path / "latin.toml"
    path.write_bytes('[roles.label]\n"Kräne" = "none"\n'.encode("latin-1"))
    with pytest.raises(VocabularyError, match=r"latin\.toml:2: byte 17 is no UTF-8; save"):
        load_vocabulary([path])


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file or a folder is named with the reason."""
    with pytest.raises(VocabularyError, match="cannot be read"):
        load_vocabulary([tmp_path / name])


def test_a_users_file_adds_with_one_line(tmp_path: Path) -> None:
    """One line adds a role word or a heading word; all that was there stays."""
    ours = load_vocabulary()
    both = load_vocabulary([write(tmp_path, '[roles.label]\n"Kranfahrt" = "none"\n[headings]\n"Vorlauf" = "plot"\n')])
    assert role_of("Kranfahrt", ours) is None
    assert role_of("Kranfahrt", both) == Role((), (), person=False)
    assert (kind_of("Vorlauf", ours), kind_of("Vorlauf", both)) == (None, "plot")
    assert ours.roles.items() <= both.roles.items()
    assert ours.digest != both.digest


def test_a_users_noun_is_inflected_like_ours(tmp_path: Path) -> None:
    """A noun of people in a user's file gets its other forms from our inflection, with or without a language."""
    for head in ("", 'language = "de"\n'):
        vocabulary = load_vocabulary([write(tmp_path, head + '[roles.person]\n"Bildlenker" = "director"\n')])
        for form in ("Bildlenker", "Bildlenkerin", "BILDLENKER*INNEN", "Bildlenkers"):
            role = role_of(form, vocabulary)
            assert role is not None
            assert role.fields == ("director",)


def test_a_users_file_wins_over_ours(tmp_path: Path) -> None:
    """A word of ours gets the user's meaning, in its derived forms too."""
    roles = '[roles.person]\n"Produzent" = "none"\n[roles.short]\n"R" = "none"\n'
    text = f'language = "de"\n{roles}[headings]\n"Kritik" = "background"\n'
    vocabulary = load_vocabulary([write(tmp_path, text)])
    for form in ("Produzent", "Produzentin", "Produzent*innen"):
        role = role_of(form, vocabulary)
        assert role is not None
        assert not role.is_credit
    assert kind_of("Kritik", vocabulary) == "background"
    short = short_role_of("R", "de", vocabulary)
    assert short is not None
    assert not short.is_credit


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    """The cache goes by what a file holds, not by its name."""
    assert role_of("Kranfahrt", load_vocabulary([write(tmp_path, "")])) is None
    assert role_of("Kranfahrt", load_vocabulary([write(tmp_path, '[roles.label]\n"Kranfahrt" = "none"\n')])) is not None


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """A file saved by a Windows editor is read."""
    path = tmp_path / "bom.toml"
    path.write_bytes(b'\xef\xbb\xbf[roles.label]\n"Kranfahrt" = "none"\n')
    assert role_of("Kranfahrt", load_vocabulary([path])) is not None


def test_the_languages_agree_on_their_common_words() -> None:
    """A word that both files have means the same in both, but for those that are listed here."""
    german, english = roles_of("de"), roles_of("en")
    roles = {word: (german[word], english[word]) for word in german.keys() & english.keys()}
    assert {word: pair for word, pair in roles.items() if pair[0] != pair[1]} == DIFFERENT_ROLES
    german, english = headings_of("de"), headings_of("en")
    kinds = {word: (german[word], english[word]) for word in german.keys() & english.keys()}
    assert {word: pair for word, pair in kinds.items() if pair[0] != pair[1]} == DIFFERENT_KINDS


def test_every_field_and_every_kind_has_words_in_both_languages() -> None:
    """No field of the contract and no kind of section is without a word."""
    for language in LANGUAGES:
        fields = {field for value in roles_of(language).values() for field in value.replace("|", "+").split("+")}
        assert fields - {"none"} == FIELDS
        assert set(headings_of(language).values()) == SECTION_KINDS


def test_our_files_are_in_reading_order() -> None:
    """Words stand one to a line, alphabetically within their groups, and no group comes twice in a table."""
    for language in LANGUAGES:
        text = resources.files("pipeline.lang").joinpath(f"{language}.toml").read_text(encoding="utf-8")
        head, _, _ = text.partition("\n[prose]")
        group: list[str] = []
        comments: list[str] = []
        for line in [*head.splitlines(), "#"]:
            if line.startswith("[") and line.endswith("]"):
                comments = []
            if line.startswith('"'):
                group.append(_sorting_key(line.split('" = ')[0].strip('"')))
            elif line.startswith("#"):
                assert all(one <= other for one, other in pairwise(group)), (language, comments[-1:], group)
                assert line == "#" or line not in comments
                comments.append(line)
                group = []


def _sorting_key(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().strip("* "))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def test_loading_is_quick() -> None:
    """Our vocabularies load in a fraction of a second (0.11 s where this was written, with other work going on)."""
    from pipeline.lang import vocabulary as module

    module._load.cache_clear()
    start = time.process_time()
    load_vocabulary()
    assert time.process_time() - start < 0.6
