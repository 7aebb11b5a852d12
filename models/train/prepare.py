"""Turn the corpora into training passages and a stopping set, for one language: python -m models.train.prepare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from spacy.tokens import DocBin

from models.train.corpora import TaggedSentence, as_tokens, as_written, is_early_stopping, read_iob
from models.train.film import film_passages
from models.train.generate import Generator
from models.train.names import NameMaker, read_names
from models.train.pronouns import with_names
from models.train.reader import as_doc, write_sentences
from models.train.wordtable import write_word_table

SEED = 20
GOLD = {
    "de": ("de-germeval-train",),
    "en": (
        "en-ewt-train", "en-wikigold", "en-crossner-music", "en-crossner-literature", "en-crossner-politics",
        "en-crossner-science", "en-crossner-ai",
    ),
}  # fmt: skip
MAPPED = {"AWARD": "MISC"}
GENERATED = {"de": 40_000, "en": 12_000}
QUOTED = re.compile(r"[\"„“”»«'‘‚`]$")


def read_gold(corpora: Path, language: str, sources: Iterable[str] = ()) -> Iterator[TaggedSentence]:
    """The gold training sentences of the sources (all, if none is named), with this project's labels."""
    for name in sources or GOLD[language]:
        for sentence in read_iob(corpora / f"ner/{name}.iob2.gz"):
            spans = tuple((s, e, _label(name, sentence, s, e, label)) for s, e, label in sentence.spans)
            yield replace(sentence, spans=spans)


def _label(source: str, sentence: TaggedSentence, start: int, end: int, label: str) -> str:
    """GermEval and wikigold keep works under MISC: what they quote is taken for one."""
    quoted = start > 0 and end < len(sentence.words) and QUOTED.match(sentence.words[start - 1])
    if label == "MISC" and quoted and source in ("de-germeval-train", "en-wikigold"):
        return "WORK"
    return MAPPED.get(label, label)


def common_nouns(gold: Iterable[TaggedSentence]) -> list[str]:
    """Capitalised words inside German sentences that are never names."""
    seen: dict[str, int] = {}
    named: set[str] = set()
    for sentence in gold:
        inside = {i for s, e, _ in sentence.spans for i in range(s, e)}
        for i, word in enumerate(sentence.words):
            if i in inside:
                named.add(word)
            elif i > 0 and word[0].isupper() and word.isalpha() and not word.isupper() and len(word) > 3:
                seen[word] = seen.get(word, 0) + 1
    return sorted(word for word, count in seen.items() if word not in named and count > 1)


def prepare(corpora: Path, language: str, folder: Path) -> dict[str, int]:
    """Write FOLDER/SOURCE.jsonl, the stopping set and the word table; return the size of each."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(SEED)
    lists = read_names(corpora)
    names = NameMaker(lists, language, random)
    gold = list(read_gold(corpora, language))
    training = [s for s in gold if not is_early_stopping(s.words)]
    written = [as_written(s) for s in training]
    main = [s for s in read_gold(corpora, language, GOLD[language][:1]) if not is_early_stopping(s.words)]
    sizes = {
        "gold": write_sentences(folder / "gold.jsonl", written[len(main) :]),
        "gold-main": write_sentences(folder / "gold-main.jsonl", map(as_written, main)),
        "gold-tokens": write_sentences(folder / "gold-tokens.jsonl", map(as_tokens, main)),
        "pronouns": write_sentences(folder / "pronouns.jsonl", with_names(written, names)),
    }
    nouns = (
        common_nouns(training) if language == "de" else ["detective", "teacher", "widow", "lawyer", "singer", "thief"]
    )
    generator = Generator(lists, language, nouns, random)
    sizes["generated"] = write_sentences(folder / "generated.jsonl", generator.passages(GENERATED[language]))
    if language == "en":
        forenames = set(lists.forenames) | {n for name in lists.common_forenames for n in name.split()}
        forenames |= {n for n, count in lists.film_forenames.items() if count > 1}
        sizes["film"] = write_sentences(folder / "film.jsonl", film_passages(corpora, forenames))
    sizes["stop"] = _write_stopping_set(language, [s for s in gold if is_early_stopping(s.words)], folder)
    sizes["word table"] = write_word_table(corpora, language, lists, folder / "word-table")
    return sizes


def _write_stopping_set(language: str, gold: list[TaggedSentence], folder: Path) -> int:
    nlp = spacy.blank(language)
    docs = DocBin(docs=[as_doc(nlp, as_written(s)) for s in gold])
    docs.to_disk(folder / "stop.spacy")
    return len(gold)
