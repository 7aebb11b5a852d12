"""Build the name lists that travel with the package: `python -m models.train.name_lists CORPORA`.

Writes into `pipeline/lang/namelists/`, case-folded and packed: `forenames.bz2`, `surnames.bz2`, and `words-de.bz2`,
`words-en.bz2`: everyday words, which a capital letter alone does not make a name.
"""

from __future__ import annotations

import bz2
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from models.train.corpora import is_held_back, opened, read_iob, read_json_lines, read_list
from pipeline.lang.names import pack_words, plain_spellings
from pipeline.lang.vocabulary import load_vocabulary

TARGET = Path(__file__).parents[2] / "pipeline/lang/namelists"
# «Jörg», «O'Brien», «Müller-Stahl», «McDonald»: a capital, a small letter somewhere, no digits or marks.
NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž](?=[^\s]*[a-zà-öø-ÿ])[^\W\d_]*(?:['’-][^\W\d_]+)*")
# What none of the lists has
MISSING = """Käthe Dörte Jörn Bärbel Sönke Gönül Gül Özlem Ümit Çağla Łukasz Małgorzata Agnieszka Wiebke Hinnerk
Fiete Tjark Frauke Onno Gesche Inken Silke Heike Anke Antje Detlef Uschi Hannelore Hansjürgen Hansjörg Karlheinz Liesl
Vroni Resi Sepp Franzi Mareike Maren Svenja Jette Nele Merle Piet Joost Sjaak Siobhán Aoife Niamh Ciarán Saoirse"""
BEARERS = 2  # a film name is listed when this many people bear it
LOWER_WORD = re.compile(r"(?<![\w'’-])[a-zß-öø-ÿ]{2,}(?![\w'’-])")
SEEN = 2  # an English word is listed when this many texts write it without a capital


def popular(path: Path) -> set[str]:
    """The names of a popular-names table, in both spellings."""
    with opened(path) as lines:
        rows = list(csv.DictReader(lines))
    return {row[column].strip() for row in rows for column in ("Localized Name", "Romanized Name")}


def film_names(corpora: Path) -> tuple[set[str], set[str]]:
    """Forenames and surnames that several film people bear; films that are held back stay out."""
    first: dict[str, set[str]] = defaultdict(set)
    last: dict[str, set[str]] = defaultdict(set)
    for row in read_json_lines(corpora / "film/en-extracts.jsonl.gz"):
        if is_held_back(row["title"]):
            continue
        for name in [*row["cast"], *row["directors"]]:
            words = name.split()
            if 1 < len(words) < 4:
                first[words[0]].add(name)
                last[words[-1]].add(name)
    return (
        {word for word, names in first.items() if len(names) >= BEARERS},
        {word for word, names in last.items() if len(names) >= BEARERS},
    )


def gold_forenames(corpora: Path, forenames: set[str]) -> set[str]:
    """First words of full names in the NER corpora: what several people bear, or the lists have without accents."""
    listed = {name.casefold() for name in forenames}
    bearers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in ("de-germeval-train", "en-ewt-train", "en-wikigold", "en-crossner-literature", "en-crossner-music"):
        for sentence in read_iob(corpora / f"ner/{name}.iob2.gz"):
            for start, end, label in sentence.spans:
                if label == "PER" and end - start > 1:
                    bearers[sentence.words[start]].add(sentence.words[start:end])
    for row in read_json_lines(corpora / "film/en-extracts.jsonl.gz"):
        if not is_held_back(row["title"]):
            for name in [*row["cast"], *row["directors"]]:
                if " " in name and not name.isascii():
                    bearers[name.split()[0]].add(tuple(name.split()))
    return {
        name
        for name, people in bearers.items()
        if len(people) >= BEARERS or any(plain in listed for plain in plain_spellings(name.casefold()))
    }


def german_words(corpora: Path) -> set[str]:
    """Words that stand outside all entities of GermEval, nouns above all, and hardly ever in a person's name."""
    outside: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for sentence in read_iob(corpora / "ner/de-germeval-train.iob2.gz"):
        inside = {i for start, end, _ in sentence.spans for i in range(start, end)}
        for start, end, label in sentence.spans:
            if label == "PER":
                persons.update(word.casefold() for word in sentence.words[start:end])
        for i, word in enumerate(sentence.words):
            if i not in inside and word.isalpha() and len(word) > 1 and not word.isupper():
                outside[word.casefold()] += 1
    return {word for word, count in outside.items() if count > 3 * persons[word]}


def english_words(corpora: Path) -> set[str]:
    """Words that film and web texts write without a capital."""
    seen: Counter[str] = Counter()
    for name in ("film/en-extracts.jsonl.gz", "film/en-encyclopedia-pages.jsonl.gz"):
        for row in read_json_lines(corpora / name):
            if not is_held_back(row["title"]):
                seen.update(set(LOWER_WORD.findall(row["text"])))
    for sentence in read_iob(corpora / "ner/en-ewt-train.iob2.gz"):
        seen.update({word for word in sentence.words if LOWER_WORD.fullmatch(word)})
    return {word for word, count in seen.items() if count >= SEEN}


def only_names(names: Iterable[str]) -> set[str]:
    return {name for name in names if len(name) > 1 and NAME.fullmatch(name)}


def write(words: Iterable[str], path: Path) -> None:
    folded = {word.casefold() for word in words}
    path.write_bytes(bz2.compress(pack_words(folded).encode()))
    print(f"{path.name}: {len(folded):,} words, {path.stat().st_size:,} bytes")


def main(corpora: Path) -> None:
    forenames, surnames = film_names(corpora)
    lists = corpora / "names"
    forenames |= popular(lists / "common-forenames-by-country.csv.gz") | set(read_list(lists / "forenames.txt.gz"))
    surnames |= popular(lists / "common-surnames-by-country.csv.gz") | set(read_list(lists / "surnames.txt.gz"))
    german, english = german_words(corpora), english_words(corpora)
    forenames |= {name for name in gold_forenames(corpora, forenames) if name.casefold() not in german | english}
    forenames |= set(MISSING.split())
    words = load_vocabulary().words
    forenames = {name for name in forenames if name.casefold() not in words["person_titles"] | words["determiners"]}
    write(only_names(forenames), TARGET / "forenames.bz2")
    write((name for name in only_names(surnames) if "-" not in name), TARGET / "surnames.bz2")
    write(german, TARGET / "words-de.bz2")
    write(english, TARGET / "words-en.bz2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
