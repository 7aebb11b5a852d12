"""Turn a trained pipeline into what is shipped: weights, settings and name-list codes, no text of the corpora."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore

from models.train.corpora import LABELS

LIMIT = 15 * 1024 * 1024
SOURCES: dict[str, list[dict[str, str]]] = {
    "de": [
        {"name": "GermEval 2014 NER", "license": "CC BY 4.0"},
        {"name": "GermaNER name lists", "license": "Apache 2.0"},
        {"name": "Popular names by country", "license": "CC0"},
        {"name": "Names, not sentences: WikiANN", "license": "annotation licence not stated"},
        {
            "name": "Names, not sentences: EWT, wikigold, CrossNER, film extracts",
            "license": "CC BY-SA 4.0, CC BY 4.0, MIT",
        },
    ],
    "en": [
        {"name": "Universal NER, English EWT", "license": "CC BY-SA 4.0"},
        {"name": "wikigold", "license": "CC BY 4.0"},
        {"name": "CrossNER", "license": "MIT"},
        {"name": "Film articles of the English encyclopedia", "license": "CC BY-SA"},
        {"name": "GermaNER name lists", "license": "Apache 2.0"},
        {"name": "Popular names by country", "license": "CC0"},
        {"name": "Names, not sentences: WikiANN", "license": "annotation licence not stated"},
        {"name": "Names, not sentences: GermEval 2014", "license": "CC BY 4.0"},
    ],
}


def export(trained: Path, language: str, target: Path) -> int:
    """Write the pipeline for shipping, replacing TARGET at one stroke; return its size in bytes."""
    nlp = spacy.load(trained)
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(fresh)
    _forget_words(fresh, language)
    _clean_settings(fresh, nlp, language)
    spacy.load(fresh)
    size = sum(file.stat().st_size for file in fresh.rglob("*") if file.is_file())
    if size >= LIMIT:
        raise ValueError(f"{fresh}: {size} bytes; a shipped model stays under {LIMIT}")
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return size


def _forget_words(folder: Path, language: str) -> None:
    """Keep only the strings that a blank pipeline knows, and the labels."""
    strings = StringStore([*spacy.blank(language).vocab.strings, *LABELS])
    for file in folder.rglob("strings.json"):
        strings.to_disk(file)


def _clean_settings(folder: Path, nlp: Language, language: str) -> None:
    """Take paths and the training set-up out of config.cfg; say in meta.json where the model comes from."""
    config = nlp.config.copy()
    config["paths"] = {}
    config["corpora"] = {}
    config["training"] = {}
    config["pretraining"] = {}
    config["initialize"] = {"vectors": None}
    config.to_disk(folder / "config.cfg")
    meta_path = folder / "meta.json"
    meta: dict[str, Any] = json.loads(meta_path.read_text(encoding="utf-8"))
    meta.update(
        name="abspann_film_ner",
        version="1.0.0",
        description="People, companies, places, works and others in pages about films, series and plays.",
        license="CC BY-SA 4.0" if language == "en" else "CC BY 4.0",
        sources=SOURCES[language],
        spacy_version=">=3.8.0,<3.9.0",
        performance={},
    )
    meta_path.write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
