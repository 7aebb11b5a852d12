"""Train one language: prepare the passages, train, and for English train again on passages a first model filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from models.train import reader
from models.train.corpora import LABELS, Sentence
from models.train.export import export
from models.train.film import fill_in
from models.train.prepare import prepare

SHORT = {"training.max_steps": 3000, "training.optimizer.learn_rate.total_steps": 3200}
HERE = Path(__file__).parent


def train_language(corpora: Path, language: str, work: Path, output: Path) -> None:
    """Write OUTPUT/LANGUAGE; what lies between goes to WORK/LANGUAGE."""
    folder = work / language
    print(language, prepare(corpora, language, folder), flush=True)
    if language == "en":
        best = second_round(corpora, language, folder, train_once(corpora, language, folder, "first", **SHORT))
    else:
        best = train_once(corpora, language, folder, "only")
    size = export(best, language, output / language)
    print(f"{output / language}: {size / 1e6:.1f} MB", flush=True)


def second_round(corpora: Path, language: str, folder: Path, teacher: Path) -> Path:
    """Fill the film passages in with the first model and train a new one on them."""
    passages = reader.read_sentences(folder / "film.jsonl")
    reader.write_sentences(folder / "film.jsonl", filled(spacy.load(teacher), passages))
    return train_once(corpora, language, folder, "second")


def filled(nlp: Language, passages: list[Sentence]) -> list[Sentence]:
    """The passages with the model's entities wherever nothing was known."""
    out = []
    for passage, doc in zip(passages, nlp.pipe(p.text for p in passages), strict=True):
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS]
        out.append(fill_in(passage, found))
    return out


def train_once(corpora: Path, language: str, folder: Path, name: str, **overrides: Any) -> Path:
    """One training with LANGUAGE.cfg; return the path of its best pipeline."""
    paths: dict[str, Any] = {
        "paths.folder": str(folder),
        "paths.corpora": str(corpora),
        "paths.vectors": str(folder / "word-table"),
    }
    config = load_config(HERE / f"{language}.cfg", overrides={**paths, **overrides}, interpolate=True)
    (folder / name).mkdir(exist_ok=True)
    train(init_nlp(config), folder / name)
    return folder / name / "model-best"
