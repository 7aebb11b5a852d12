"""Settings from TOML."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings

WRONG = [
    # file, message after the file's name
    ("modles = 1", "unknown key modles; use one of vocabulary, models, reading, limits"),
    ("[models]\nfr = 'x'", "unknown key models.fr; use one of de, en"),
    ("[limits]\nmax_bytes = -1", "limits.max_bytes = -1 is wrong: input should be greater than 0; change or remove it"),
    ("[models]\nde = 3", "models.de = 3 is wrong: input should be a valid string; change or remove it"),
    ("vocabulary = 'a.toml'", "vocabulary = 'a.toml' is wrong: input should be a valid tuple; change or remove it"),
    ("x =", "Invalid value (at end of document); write `key = value` lines under [models], [reading] or [limits]"),
]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_there_are_defaults() -> None:
    """No file means the shipped models and no further words."""
    settings = load_settings()
    assert settings == Settings()
    assert (settings.models.de, settings.vocabulary) == ("shipped", ())


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_a_mistake_is_told_with_file_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    """Unknown keys and wrong values are refused."""
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A settings file that is not there is an error, not a default."""
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read \(No such file or directory\)"):
        load_settings(tmp_path / "nowhere.toml")


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    """Vocabulary files and folders of models lie beside the settings file; those of the command line come after."""
    (tmp_path / "model").mkdir()
    path = write(tmp_path, 'vocabulary = ["words.toml"]\n[models]\nde = "model"\nen = "en_core_web_sm"')
    settings = load_settings(path, (Path("more.toml"),))
    assert settings.vocabulary == (tmp_path / "words.toml", Path("more.toml"))
    assert (settings.models.de, settings.models.en) == (str(tmp_path / "model"), "en_core_web_sm")


def test_the_fingerprint_is_of_contents(tmp_path: Path) -> None:
    """Equal words in another place have the same fingerprint; other words and other limits have others."""
    one, other, changed = (tmp_path / name for name in ("a.toml", "b.toml", "c.toml"))
    one.write_text('language = "de"', encoding="utf-8")
    other.write_text('language = "de"', encoding="utf-8")
    changed.write_text('language = "en"', encoding="utf-8")
    fingerprints = [load_settings(None, (path,)).fingerprint for path in (one, other, changed)]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
    assert load_settings(write(tmp_path, "[limits]\nmax_bytes = 7")).fingerprint != Settings().fingerprint
