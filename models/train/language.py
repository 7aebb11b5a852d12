"""Train the word model of the language stage: `python -m models.train.language CORPORA`.

Writes `language_words.tsv` and `language_grams.tsv` to pipeline/lang: for words and for 1- to 5-grams of letters, how
probable they are in German text, in English text, in text of other languages in Latin letters, and in lists of people's
names. Only counts leave the corpora, no sentence does. Equal corpora give equal files.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from models.train.corpora import as_written, is_held_back, read_iob, read_json_lines, read_list
from pipeline.stages.language import CLASSES, LONGEST_GRAM, LONGEST_WORD, WORD, normal_form

LANG = Path(__file__).parents[2] / "pipeline/lang"
WORDS_FILE, GRAMS_FILE = LANG / "language_words.tsv", LANG / "language_grams.tsv"
PAGE_WORDS = Path(__file__).parent / "language_words.toml"
SCALE = 10  # probabilities are stored as -10 ln p

GERMAN = ("ner/de-germeval-train.iob2.gz", "ner/de-germeval-dev.iob2.gz")
ENGLISH = (
    "ner/en-ewt-train.iob2.gz",
    "ner/en-wikigold.iob2.gz",
    "ner/en-crossner-literature.iob2.gz",
    "ner/en-crossner-music.iob2.gz",
    "ner/en-crossner-politics.iob2.gz",
    "ner/en-crossner-science.iob2.gz",
    "ner/en-crossner-ai.iob2.gz",
)
EVERY_EXTRACT = 5  # of the English film extracts one in so many is read: as much English in all as German

GRAM_PRIOR = 10.0  # how many counted grams the shorter gram is worth
NAMED = 0.5  # what a name counts as a word of its language; untagged words that start big count alike
NEAR_LANGUAGES = frozenset(["af", "ca", "cs", "da", "es", "fr", "it", "la", "nb", "nl", "nn", "pl", "pt", "ro", "sv"])
NEAR = 2  # languages that share many words with German or English, or are usual on film pages, count so often
UNSEEN = 0.1  # share of a text's words that its class has not been seen with
FILM_WORD = (
    20  # a word of the vocabularies and of film pages counts as if seen so often: the corpora hold few film pages
)
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SPELLED_OUT_SHARE = 0.1  # of German pages spell umlauts out
MINIMUM_WORDS, MINIMUM_WORD_GAIN = 5.0, 2.2  # what is seen less often, or moves the classes less (nats), is dropped
MINIMUM_GRAMS, MINIMUM_GRAM_GAIN = 30.0, 0.6


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    words = count_words(Path(sys.argv[1]))
    grams = gram_model(words)
    write(GRAMS_FILE, grams)
    write(WORDS_FILE, word_model(words, grams))


def count_words(corpora: Path) -> dict[str, dict[str, float]]:
    """How often each class holds each word, in its normal form."""
    words: dict[str, dict[str, float]] = {name: defaultdict(float) for name in CLASSES}
    for path in GERMAN:
        count_tagged(corpora / path, words["de"], words["name"])
    for path in ENGLISH:
        count_tagged(corpora / path, words["en"], words["name"])
    for n, film in enumerate(read_json_lines(corpora / "film/en-extracts.jsonl.gz")):
        if is_held_back(film["title"]):
            continue
        count(" ".join(film["cast"]), words["name"])
        if n % EVERY_EXTRACT == 0:
            for word in WORD.findall(film["text"]):
                count(word, words["en"], 1 if word.islower() else NAMED)
    for row in training_half(corpora):
        code = row["language"]
        count(row["text"], words[code if code in ("de", "en") else "other"], NEAR if code in NEAR_LANGUAGES else 1)
    for language, other in (("de", "en"), ("en", "de")):
        count(" ".join(film_words(language, other)), words[language], FILM_WORD)
    for name in ("forenames", "surnames"):
        count(" ".join(read_list(corpora / f"names/{name}.txt.gz")), words["name"])
    for word, times in list(words["de"].items()):
        if (spelled_out := word.translate(SPELLED_OUT)) != word:
            words["de"][spelled_out] += times * SPELLED_OUT_SHARE
    return words


def count(text: str, words: dict[str, float], times: float = 1) -> None:
    """Count the words of a text that are written in Latin letters."""
    for word in filter(None, map(normal_form, WORD.findall(text))):
        words[word] += times


def count_tagged(path: Path, text_words: dict[str, float], names: dict[str, float]) -> None:
    """People's names go to the names, and half to the language; other names than places are left out."""
    for sentence in map(as_written, read_iob(path)):
        position = 0
        for start, end, label in [*sentence.spans, (len(sentence.text), len(sentence.text), "")]:
            count(sentence.text[position:start], text_words)
            name = sentence.text[start:end]
            if label == "PER":
                count(name, names)
                count(name, text_words, NAMED)
            elif label == "LOC":
                count(name, text_words)
            position = end


def training_half(corpora: Path) -> Iterator[dict[str, str]]:
    """Every other text of each kind and language; the rest is for `make language-report`."""
    seen: Counter[tuple[str, str]] = Counter()
    for row in read_json_lines(corpora / "language/lingua-testdata.jsonl.gz"):
        key = (row["kind"], row["language"])
        seen[key] += 1
        if seen[key] % 2:
            yield row


def film_words(language: str, other: str) -> list[str]:
    """Words of film pages, and those of a language's vocabulary that the other's has not: both take in loan words."""
    pages = tomllib.loads(PAGE_WORDS.read_text(encoding="utf-8"))
    own = vocabulary_words(language) - vocabulary_words(other)
    return sorted(
        own.union(*({normal_form(word) for word in WORD.findall(pages[kind])} for kind in (language, "both")))
    )


def vocabulary_words(language: str) -> set[str]:
    """The words of a vocabulary's roles and headings."""
    tables = tomllib.loads((LANG / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = chain(tables["roles"]["person"], tables["roles"]["label"], tables["headings"])
    return {normal_form(word) for phrase in phrases for word in WORD.findall(phrase)}


def gram_model(words: dict[str, dict[str, float]]) -> dict[str, list[float]]:
    """ln P(last letter | letters before it) of each class, for every gram worth keeping.

    A gram's probability is that of the gram without its first letter, moved by its own counts; a gram that moves it
    by little is dropped, and the shorter one answers for it.
    """
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(CLASSES))
    for n, name in enumerate(CLASSES):
        for word, times in words[name].items():
            weight = 1 + math.log(times) if times >= 1 else times
            for gram in grams_of(word):
                counts[gram][n] += weight
    histories: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(CLASSES))
    for gram, values in counts.items():
        histories[gram[:-1]] = [a + b for a, b in zip(histories[gram[:-1]], values, strict=True)]
    alphabet = sum(len(gram) == 1 for gram in counts)
    smooth: dict[str, list[float]] = {"": [1 / alphabet] * len(CLASSES)}
    model: dict[str, list[float]] = {}
    for gram in sorted(counts, key=lambda gram: (len(gram), gram)):
        smooth[gram] = [
            (count + GRAM_PRIOR * shorter) / (history + GRAM_PRIOR)
            for count, history, shorter in zip(counts[gram], histories[gram[:-1]], smooth[gram[1:]], strict=True)
        ]
        logs = [math.log(p) for p in smooth[gram]]
        if len(gram) == 1 or (
            sum(counts[gram]) >= MINIMUM_GRAMS and spread(logs, longest_known(gram[1:], model)) >= MINIMUM_GRAM_GAIN
        ):
            model[gram] = logs
    return model


def grams_of(word: str) -> Iterator[str]:
    """All grams that end in a letter of the word or in its end."""
    padded = f" {word} "
    for end in range(2, len(padded) + 1):
        for start in range(max(0, end - LONGEST_GRAM), end):
            yield padded[start:end]


def longest_known(gram: str, model: dict[str, list[float]]) -> list[float]:
    return next(model[gram[start:]] for start in range(len(gram)) if gram[start:] in model)


def spread(values: list[float], others: list[float]) -> float:
    """How far the classes are moved apart between two sets of values."""
    moves = [a - b for a, b in zip(values, others, strict=True)]
    return max(moves) - min(moves)


def word_model(words: dict[str, dict[str, float]], grams: dict[str, list[float]]) -> dict[str, list[float]]:
    """ln P(word) of each class for the words whose counts say more than their letters do."""
    totals = [sum(words[name].values()) for name in CLASSES]
    model = {}
    for word in set().union(*words.values()):
        counts = [words[name].get(word, 0.0) for name in CLASSES]
        if sum(counts) < MINIMUM_WORDS or len(word) > LONGEST_WORD:
            continue
        letters = letter_values(word, grams)
        values = [
            math.log((count + UNSEEN * total * math.exp(letter)) / (total + UNSEEN * total))
            for count, total, letter in zip(counts, totals, letters, strict=True)
        ]
        if spread(values, letters) >= MINIMUM_WORD_GAIN:
            model[word] = values
    return model


def letter_values(word: str, grams: dict[str, list[float]]) -> list[float]:
    """ln P(word) of each class by its letters alone."""
    padded = f" {word} "
    steps = [longest_known(padded[max(0, end - LONGEST_GRAM) : end], grams) for end in range(2, len(padded) + 1)]
    return [sum(values) for values in zip(*steps, strict=True)]


def write(path: Path, model: dict[str, list[float]]) -> None:
    rows = ("\t".join([key, *(str(round(-SCALE * value)) for value in model[key])]) for key in sorted(model))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{path}: {len(model)} entries, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
