"""The fingerprint of an extraction: all that decides what is found in a document, besides the document."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from pipeline.ids import make_id
from pipeline.lang.models import PACKAGE, RULES, SHIPPED, shipped_folder
from pipeline.settings import Settings

# Libraries whose versions may change what is read or found. Others only carry it.
LIBRARIES = ("charset-normalizer", "langdetect", "lxml", "numpy", "rapidfuzz", "spacy", "thinc")
# Beneath the package, what an extraction does not use.
OTHER = frozenset({"evaluate", "merge", "verify", "view", "batch", "models", "__pycache__"})


def fingerprint_of(settings: Settings) -> str:
    """A hash of settings, vocabularies, models, our own code and data, and the libraries beneath.

    Raises:
        SettingsError: a vocabulary file cannot be read.
    """
    libraries = (f"{name} {version(name)}" for name in LIBRARIES)
    models = (_model_digest(language, name) for language, name in settings.models.model_dump().items())
    python = ".".join(platform.python_version_tuple()[:2])
    return make_id("extraction", settings.fingerprint, python, _digest(PACKAGE, _code_files()), *models, *libraries)


def tables_fingerprint(extraction: str, *choices: str) -> str:
    """A hash of what makes tables of extractions: `choices` are the output's, the rest is code and Arrow's version."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "models")
    return make_id("tables", extraction, _digest(PACKAGE, files), f"pyarrow {version('pyarrow')}", *choices)


def _code_files() -> Iterator[Path]:
    for path in sorted(PACKAGE.iterdir()):
        if path.name in OTHER:
            continue
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")
        elif path.suffix == ".py" and path.name not in ("cli.py", "__main__.py"):
            yield path
    # Of the batch, what turns documents into rows.
    yield from (PACKAGE / "batch" / name for name in ("parts.py", "work.py"))


def _model_digest(language: str, name: str) -> str:
    """The model's files; a package's version where it is installed."""
    if name == RULES:
        return name
    folder = shipped_folder(language) if name == SHIPPED else Path(name)
    if folder is not None and folder.is_dir():
        return _digest(folder, sorted(path for path in folder.rglob("*") if path.is_file()))
    if folder is None or find_spec(name) is None:
        return f"{name} is not there"  # rules take its place, or loading it tells
    return f"{name} {version(name)}"


def _digest(root: Path, files: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
