"""Name lists as features: a table of static vectors that says of a word on which lists it stands, and how often.

spaCy looks a token's row up by its form. Forms on the same lists share one row, so the table has some hundred rows
for some hundred thousand forms, and no form is stored as text.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
from spacy.vectors import Vectors

from models.train.corpora import is_held_back, read_iob, read_json_lines
from models.train.film import Words, count_words
from models.train.names import NameLists
from models.train.wordlists import HONORIFICS, PLACES

LINKED = ("PER", "PER-last", "LOC", "ORG")
ORDINARY_COUNT = 4  # a word seen so often in lower case counts as an ordinary word
GOLD = {
    "de": ("de-germeval-train",),
    "en": (
        "en-ewt-train",
        "en-wikigold",
        "en-crossner-music",
        "en-crossner-literature",
        "en-crossner-politics",
        "en-crossner-science",
    ),
}


def corpus_words(corpora: Path, language: str) -> Words:
    """Counts of the language's words, from gold text and, for English, film articles."""
    texts = [" ".join(s.words) for name in GOLD[language] for s in read_iob(corpora / f"ner/{name}.iob2.gz")]
    rows = read_json_lines(corpora / "language/lingua-testdata.jsonl.gz")
    texts += [row["text"] for row in rows if row["language"] == language]
    if language == "en":
        films = read_json_lines(corpora / "film/en-extracts.jsonl.gz")
        texts += [film["text"] for film in films if not is_held_back(film["title"])]
    return count_words(texts)


def word_features(corpora: Path, lists: NameLists, words: Words, language: str) -> dict[str, tuple[float, ...]]:
    """For every listed form its row of the table."""
    common_first = {part for name in lists.common_forenames for part in name.split()}
    common_last = {part for name in lists.common_surnames for part in name.split()}
    first, last = set(lists.forenames), set(lists.surnames)
    first |= {part for name in first if "-" in name for part in name.split("-") if len(part) > 2}
    places = {part for entry in PLACES[language] for part in entry.split() if len(part) > 2}
    honorifics = set(HONORIFICS[language])
    film_first, film_last = lists.film_forenames, lists.film_surnames
    linked = linked_words(corpora, language)
    ordinary = {w for w, n in words.lower.items() if n >= ORDINARY_COUNT}

    forms = common_first | common_last | first | last | places | honorifics | set(film_first) | set(film_last)
    forms |= {word for counts in linked.values() for word, count in counts.items() if count > 1 or not word.islower()}

    def row(form: str, genitive: bool, capitals: bool) -> tuple[float, ...]:
        lower = words.lower[form.lower()]
        return (
            1.0,
            float(form in common_first),
            float(form in first),
            float(form in common_last),
            float(form in last),
            _level(film_first[form]),
            _level(film_last[form]),
            float(form in places),
            float(form in honorifics),
            _level(lower),
            _level(words.upper[form]),
            float(genitive),
            float(capitals),
            0.0,
            *(_step(linked[label][form]) for label in LINKED),
        )

    table = {form: row(form, False, False) for form in forms}
    for form in sorted(forms - honorifics):
        listed = (
            form in first or form in common_first or film_first[form] > 1 or form in common_last or film_last[form] > 1
        )
        if not listed or len(form) < 3:
            continue
        capitals = form.upper()
        if capitals != form:
            table.setdefault(capitals, row(form, False, True))
        if language == "de" and form[-1] not in "sxzß":
            table.setdefault(form + "s", row(form, True, False))
    for word in sorted(ordinary):
        capital = word.capitalize()
        lower, upper = _level(words.lower[word]), _level(words.upper[capital])
        tail = (lower, upper, 0.0, 0.0)
        table.setdefault(capital, (0.0,) * 9 + (*tail, 1.0) + (0.0,) * len(LINKED))
        table.setdefault(word, (0.0,) * 9 + (*tail, 0.5) + (0.0,) * len(LINKED))
    return table


def linked_words(corpora: Path, language: str) -> dict[str, Counter[str]]:
    """How often a word stands in the names of people, places and organisations elsewhere.

    Elsewhere is WikiANN and the gold sentences of the other language: names that training sentences gave away would
    teach the model to trust the list too much.
    """
    out = {label: Counter[str]() for label in LINKED}
    for name in ("de-wikiann-train", "en-wikiann-train", *GOLD["en" if language == "de" else "de"]):
        for sentence in read_iob(corpora / f"ner/{name}.iob2.gz"):
            for start, end, label in sentence.spans:
                for i in range(start, end):
                    word = sentence.words[i]
                    key = "PER-last" if label == "PER" and end - start > 1 and i == end - 1 else label
                    if key in out and word[0].isalpha():
                        out[key][word] += 1
    return out


def _step(count: int) -> float:
    return 0.0 if count == 0 else 0.5 if count < 3 else 1.0


def _level(count: int) -> float:
    """A count in three steps, so that few rows differ."""
    return min(3, math.ceil(math.log10(count + 1))) / 3


def write_word_table(corpora: Path, language: str, lists: NameLists, target: Path) -> int:
    """Write a blank pipeline with the table as its vectors; return the number of forms."""
    nlp = spacy.blank(language)
    table = word_features(corpora, lists, corpus_words(corpora, language), language)
    rows = sorted(set(table.values()))
    position = {row: i for i, row in enumerate(rows)}
    vectors = Vectors(strings=nlp.vocab.strings, data=np.asarray(rows, dtype="float32"), name=f"{language}_word_table")
    for form in sorted(table):
        vectors.key2row[spacy.strings.get_string_id(form)] = position[table[form]]
    nlp.vocab.vectors = vectors
    nlp.to_disk(target)
    return len(table)
