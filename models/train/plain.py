"""The yardstick: spaCy's own default `ner`, trained on the same gold sentences and on nothing else."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training.initialize import init_nlp
from spacy.training.loop import train

from models.train.corpora import TaggedSentence, is_early_stopping
from models.train.prepare import read_gold


def train_plain(corpora: Path, language: str, folder: Path) -> Path:
    """Train FOLDER/LANGUAGE with the settings of `spacy init config -p ner -o efficiency`; return its path."""
    target = folder / language
    target.mkdir(parents=True, exist_ok=True)
    gold = list(read_gold(corpora, language))
    for name, sentences in (
        ("train", [s for s in gold if not is_early_stopping(s.words)]),
        ("dev", [s for s in gold if is_early_stopping(s.words)]),
    ):
        nlp = spacy.blank(language)
        DocBin(docs=[_doc(nlp, s) for s in sentences]).to_disk(target / f"{name}.spacy")
    config = init_config(lang=language, pipeline=["ner"], optimize="efficiency", silent=True)
    config["paths"].update(train=str(target / "train.spacy"), dev=str(target / "dev.spacy"))
    train(init_nlp(config.interpolate()), target)
    return target / "model-best"


def _doc(nlp: Language, sentence: TaggedSentence) -> Doc:
    doc = Doc(nlp.vocab, words=list(sentence.words))
    doc.set_ents([Span(doc, start, end, label=label) for start, end, label in sentence.spans])
    return doc
