"""Train one language in two rounds: on much made-up text first, then closer to real text and film articles."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from models.train import reader
from models.train.calibrate import calibrate
from models.train.corpora import LABELS, Sentence
from models.train.export import export
from models.train.film import fill_in
from models.train.prepare import SEED, prepare

FIRST: dict[str, dict[str, Any]] = {
    "de": {"training.max_steps": 3000, "training.optimizer.learn_rate.total_steps": 8300},
    "en": {"training.max_steps": 2000, "training.optimizer.learn_rate.total_steps": 3200},
}  # much made-up text and many exchanged names
SECOND: dict[str, dict[str, Any]] = {
    "de": {
        "corpora.train.shares.gold-main": 1.0,
        "corpora.train.shares.pronouns": 0.3,
        "corpora.train.shares.generated": 0.08,
        "corpora.train.swap.gold-main": 0.12,
        "corpora.train.swap.gold-tokens": 0.12,
        "corpora.train.unknown": 0.15,
        "training.max_steps": 2200,
        "training.optimizer.learn_rate.total_steps": 2300,
        "training.optimizer.learn_rate.initial_rate": 0.001,
        "training.eval_frequency": 500,
    },
    "en": {
        "corpora.train.shares.pronouns": 0.3,
        "corpora.train.shares.generated": 0.15,
        "corpora.train.shares.film": 0.65,
        "corpora.train.swap.gold": 0.12,
        "corpora.train.swap.gold-main": 0.12,
        "corpora.train.swap.gold-tokens": 0.12,
        "training.max_steps": 2800,
        "training.optimizer.learn_rate.total_steps": 2900,
        "training.optimizer.learn_rate.initial_rate": 0.001,
        "training.eval_frequency": 500,
    },
}  # closer to real text again, so that list entries weigh as much as they do there
HERE = Path(__file__).parent


def train_language(corpora: Path, language: str, work: Path, output: Path, length: float = 1.0) -> None:
    """Write OUTPUT/LANGUAGE; what lies between goes to WORK/LANGUAGE. LENGTH multiplies the steps of both rounds."""
    folder = work / language
    print(language, prepare(corpora, language, folder), flush=True)
    best = train_once(corpora, language, folder, "first", **lengthened(FIRST[language], length))
    if (folder / "film.jsonl").exists():
        fill_films(folder, best)
    best = train_once(corpora, language, folder, "second", best, **lengthened(SECOND[language], length))
    lowered = calibrate(best, folder / "stop.spacy", folder / "calibrated")
    print(f"score of opening a person lowered by {lowered:.1f}", flush=True)
    size = export(folder / "calibrated", language, output / language)
    print(f"{output / language}: {size / 1e6:.1f} MB", flush=True)


def lengthened(settings: dict[str, Any], length: float) -> dict[str, Any]:
    """The settings with their numbers of steps multiplied."""
    return {key: round(value * length) if key.endswith("_steps") else value for key, value in settings.items()}


def fill_films(folder: Path, teacher: Path) -> None:
    """Keep a fifth of the film passages, filled in with the first model."""
    passages = reader.read_sentences(folder / "film.jsonl")
    chosen = Random(SEED).sample(passages, len(passages) // 5)
    reader.write_sentences(folder / "film.jsonl", filled(spacy.load(teacher), chosen))


def filled(nlp: Language, passages: list[Sentence]) -> list[Sentence]:
    """The passages with the model's entities wherever nothing was known."""
    out = []
    for passage, doc in zip(passages, nlp.pipe(p.text for p in passages), strict=True):
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS]
        out.append(fill_in(passage, found))
    return out


def train_once(
    corpora: Path, language: str, folder: Path, name: str, go_on_from: Path | None = None, **overrides: Any
) -> Path:
    """One training with LANGUAGE.cfg, from scratch or from a trained pipeline; return the path of its best pipeline."""
    paths: dict[str, Any] = {
        "paths.folder": str(folder),
        "paths.corpora": str(corpora),
        "paths.vectors": str(folder / "word-table"),
    }
    config = load_config(HERE / f"{language}.cfg", overrides={**paths, **overrides}, interpolate=True)
    if go_on_from is not None:
        config["components"]["ner"] = {"source": str(go_on_from)}
    (folder / name).mkdir(exist_ok=True)
    train(init_nlp(config), folder / name)
    return folder / name / "model-best"
