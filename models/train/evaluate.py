"""Measure a pipeline: exact spans on gold sentences, film names held back, words per second."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from models.train.corpora import as_written, is_held_back, read_iob, read_json_lines

COUNTED = ("PER", "LOC", "ORG")
NAME_TAIL = re.compile(r",? (?:Jr\.|Sr\.|III|II)(?!\w)")


@dataclass(slots=True)
class Score:
    """Counts of spans found right, found in all, and expected."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)

    def add(self, expected: Iterable[tuple[int, int, str]], found: Iterable[tuple[int, int, str]]) -> None:
        gold, guess = set(expected), set(found)
        self.expected.update(label for *_, label in gold)
        self.found.update(label for *_, label in guess)
        self.right.update(label for *_, label in gold & guess)

    def figures(self, labels: Iterable[str]) -> tuple[float, float, float]:
        """Precision, recall and F1 over the labels."""
        labels = list(labels)
        right, found, expected = (sum(c[la] for la in labels) for c in (self.right, self.found, self.expected))
        precision, recall = right / max(found, 1), right / max(expected, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def score_tokens(nlp: Language, path: Path) -> Score:
    """Exact spans on the tokens of an IOB2 file, the pipeline's tokenizer left out."""
    score = Score()
    sentences = list(read_iob(path))
    docs = (Doc(nlp.vocab, words=list(s.words)) for s in sentences)
    for sentence, doc in zip(sentences, nlp.pipe(docs), strict=True):
        score.add(
            [span for span in sentence.spans if span[2] in COUNTED],
            [(e.start, e.end, e.label_) for e in doc.ents if e.label_ in COUNTED],
        )
    return score


def score_text(nlp: Language, path: Path) -> Score:
    """Exact spans on the sentences as running text, the pipeline's tokenizer included."""
    score = Score()
    sentences = [as_written(s) for s in read_iob(path)]
    for sentence, doc in zip(sentences, nlp.pipe(s.text for s in sentences), strict=True):
        score.add(
            [span for span in sentence.spans if span[2] in COUNTED],
            [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in COUNTED],
        )
    return score


def film_names_found(nlp: Language, corpora: Path) -> tuple[int, int, list[str]]:
    """Of the cast names that stand in the text of films held back: found with exact span, all, and the missed ones."""
    rows = [r for r in read_json_lines(corpora / "film/en-extracts.jsonl.gz") if r["cast"] and is_held_back(r["title"])]
    right, total, missed = 0, 0, list[str]()
    for row, doc in zip(rows, nlp.pipe(r["text"] for r in rows), strict=True):
        persons = {(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PER"}
        for name in sorted({n for n in row["cast"] if len(n) > 1}):
            at = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", row["text"])
            if at is None:
                continue
            total += 1
            tail = NAME_TAIL.match(row["text"], at.end())
            if at.span() in persons or (tail and (at.start(), tail.end()) in persons):
                right += 1
            else:
                found = [row["text"][s:e] for s, e in persons if s < at.end() and at.start() < e]
                missed.append(
                    f"{name} in {row['title']}: {row['text'][max(0, at.start() - 30) : at.end() + 30]!r} {found}"
                )
    return right, total, missed


def words_per_second(nlp: Language, texts: list[str]) -> float:
    """Words (split at white space) that the pipeline reads in a second."""
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - start)
