"""What a run can be told: defaults, and a TOML file on top."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SettingsError
from pipeline.ids import make_id


class _Part(BaseModel):
    """Values cannot change after checking, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Models(_Part):
    """The spaCy pipeline of each language: `shipped`, `rules` (none), an installed package, or a folder."""

    de: str = "shipped"
    en: str = "shipped"


class Limits(_Part):
    """How large an input may be; larger ones fail with a message. The largest page of the samples has 5 kB."""

    max_bytes: int = Field(default=1_000_000, gt=0)


class Reading(_Part):
    """Which fields of the records in JSONL, CSV and Parquet files are read: the text, and what names a record."""

    text_field: str = "text"
    id_field: str | None = None


class Settings(_Part):
    """All that changes what a run finds. `vocabulary` names files whose words come on top of the project's own."""

    vocabulary: tuple[Path, ...] = ()
    models: Models = Models()
    reading: Reading = Reading()
    limits: Limits = Limits()

    def with_fields(self, text_field: str | None, id_field: str | None) -> Settings:
        """The settings with other fields of records, where they are named."""
        named = {"text_field": text_field, "id_field": id_field}
        reading = self.reading.model_copy(update={name: value for name, value in named.items() if value is not None})
        return self.model_copy(update={"reading": reading})

    @property
    def fingerprint(self) -> str:
        """A hash of all settings; equal settings have equal fingerprints wherever the vocabulary files lie.

        Raises:
            SettingsError: a vocabulary file cannot be read.
        """
        return make_id(self.model_dump_json(exclude={"vocabulary"}), *(_content(path) for path in self.vocabulary))


def load_settings(path: Path | None = None, vocabulary: tuple[Path, ...] = ()) -> Settings:
    """The defaults, changed by the file at `path`, with further vocabulary files after those that it names.

    Paths in the file are relative to its folder.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or has an unknown key or a wrong value.
    """
    values = {} if path is None else _read(path)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(path, detail) for detail in error.errors())) from error
    base = Path() if path is None else path.parent
    named = tuple(base / name for name in settings.vocabulary)
    models = Models(de=_from(base, settings.models.de), en=_from(base, settings.models.en))
    return settings.model_copy(update={"vocabulary": (*named, *vocabulary), "models": models})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); name a readable TOML file") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: byte {error.start} is no UTF-8; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{path}: {error}; write `key = value` lines under [models], [reading] or [limits]"
        ) from error


def _explain(path: Path | None, detail: Any) -> str:
    """One mistake that pydantic found, as place, fact and remedy."""
    location = [str(part) for part in detail["loc"]]
    key = ".".join(location)
    if detail["type"] == "extra_forbidden":
        known = {
            "models": Models.model_fields,
            "reading": Reading.model_fields,
            "limits": Limits.model_fields,
        }.get(key.partition(".")[0])
        return f"{path}: unknown key {key}; use one of {', '.join(known or Settings.model_fields)}"
    return f"{path}: {key} = {detail['input']!r} is wrong: {detail['msg'].lower()}; change or remove it"


def _from(base: Path, model: str) -> str:
    """A pipeline's folder relative to the settings file; names of installed pipelines stay."""
    return str(base / model) if (base / model).is_dir() else model


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}); name a readable UTF-8 file") from error
