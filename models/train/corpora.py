"""Read the corpora: gold sentences in IOB2, film texts, name lists. Nothing here knows of spaCy."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("PER", "ORG", "LOC", "WORK", "MISC")
NO_SPACE_BEFORE = set(".,;:!?)]}%…”’»") | {"'s", "’s", "n't", "'re", "'ve", "'ll", "'d", "'m"}
NO_SPACE_AFTER = set("([{„«$#")
TOGGLING_QUOTES = {'"', "'", "''", "``"}
HELD_BACK_PERCENT = 10

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its entity spans; nothing is claimed about the stretches listed as unsure."""

    text: str
    spans: tuple[Span, ...]
    unsure: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence as the IOB2 files give it: tokens and (first token, last token + 1, label)."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]


def opened(path: Path) -> io.TextIOBase:
    """The file as text, unpacked if its name ends in .gz."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def read_iob(path: Path) -> Iterator[TaggedSentence]:
    """The sentences of an IOB2 file, labels as they stand there."""
    words: list[str] = []
    tags: list[str] = []
    with opened(path) as lines:
        for line in [*lines, "\n"]:
            word, _, tag = line.rstrip("\n").partition("\t")
            if word:
                words.append(word)
                tags.append(tag)
            elif words:
                yield TaggedSentence(tuple(words), tuple(iob_spans(tags)))
                words, tags = [], []


def iob_spans(tags: list[str]) -> Iterator[Span]:
    """(start, end, label) in tokens for a list of IOB2 tags."""
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if not tag.startswith("I-") or not label:
            if label:
                yield start, i, label
            label = tag[2:] if tag.startswith("B-") else ""
            start = i


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with opened(path) as lines:
        for line in lines:
            yield json.loads(line)


def read_list(path: Path) -> list[str]:
    with opened(path) as lines:
        return [line.strip() for line in lines if line.strip()]


def read_forenames(corpora: Path) -> list[str]:
    """Popular forenames of many countries, in Latin letters."""
    with opened(corpora / "names/common-forenames-by-country.csv.gz") as lines:
        names = {row["Romanized Name"].strip() for row in csv.DictReader(lines)}
    return sorted(name for name in names if name and name[0].isupper())


def read_surnames(corpora: Path) -> list[str]:
    """Popular surnames of many countries, in Latin letters."""
    with opened(corpora / "names/common-surnames-by-country.csv.gz") as lines:
        names = {row["Romanized Name"].strip() for row in csv.DictReader(lines)}
    return sorted(name for name in names if name and name[0].isupper())


def is_held_back(title: str) -> bool:
    """Whether a film is kept out of all training, to measure on; decided by its title alone."""
    title = title.split(" (")[0].casefold().strip()
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % 100 < HELD_BACK_PERCENT


def is_early_stopping(words: tuple[str, ...]) -> bool:
    """Whether a gold training sentence is set aside to choose the best step of a training (5 %)."""
    return int(hashlib.sha256(" ".join(words).encode()).hexdigest(), 16) % 100 < 5


def as_written(sentence: TaggedSentence) -> Sentence:
    """The sentence as running text: the spaces that tokenising put in are taken out again."""
    text = ""
    offsets: list[tuple[int, int]] = []
    glue = True
    open_quotes: set[str] = set()
    for word in sentence.words:
        closing = word in open_quotes
        opening = word in TOGGLING_QUOTES and not closing
        if closing or (word in NO_SPACE_BEFORE and not opening):
            glue = True
        if not glue:
            text += " "
        offsets.append((len(text), len(text) + len(word)))
        text += word
        glue = opening or word in NO_SPACE_AFTER
        if opening:
            open_quotes.add(word)
        elif closing:
            open_quotes.discard(word)
    return Sentence(text, tuple((offsets[s][0], offsets[e - 1][1], label) for s, e, label in sentence.spans))


def as_tokens(sentence: TaggedSentence) -> Sentence:
    """The sentence with a space between all tokens, as the files have it."""
    offsets, position = [], 0
    for word in sentence.words:
        offsets.append((position, position + len(word)))
        position += len(word) + 1
    spans = tuple((offsets[s][0], offsets[e - 1][1], label) for s, e, label in sentence.spans)
    return Sentence(" ".join(sentence.words), spans)
