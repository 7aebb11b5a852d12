"""Vary a sentence: other names, all capitals, lower case, written-out umlauts, a missing full stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from random import Random

from models.train.corpora import Sentence, Span
from models.train.names import NameMaker

VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvwz"
LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{5,}(?!\w)")  # "Wetzlars" in "Wetzlars Coach"
OTHERS_SWAPPED = {"LOC": 0.4, "ORG": 0.25}
UMLAUTS = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}),
    str.maketrans("äöüÄÖÜéèáàóçñ", "aouAOUeeaaocn"),
)


def rewrite(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    """Change the text piece by piece, spans and unsure stretches moving along."""
    cuts = sorted(
        {0, len(sentence.text), *(p for s in sentence.spans for p in s[:2]), *(p for u in sentence.unsure for p in u)}
    )
    moved, text = {0: 0}, ""
    for start, end in pairwise(cuts):
        text += change(sentence.text[start:end])
        moved[end] = len(text)
    return Sentence(
        text,
        tuple((moved[s], moved[e], label) for s, e, label in sentence.spans),
        tuple((moved[s], moved[e]) for s, e in sentence.unsure),
    )


def swap_names(sentence: Sentence, names: NameMaker, others: Mapping[str, Sequence[str]]) -> Sentence:
    """Other people, places and organisations in the same sentence; a person named twice gets the same new name."""
    r = names.random
    new: dict[str, str] = {}
    text, last = "", 0
    spans: list[Span] = []
    unsure: list[tuple[int, int]] = []
    marks: list[tuple[int, int, str | None]] = sorted([*sentence.spans, *((s, e, None) for s, e in sentence.unsure)])
    for start, end, label in marks:
        if start < last:
            return sentence
        text += sentence.text[last:start]
        old = value = sentence.text[start:end]
        if label == "PER":
            if old not in new:
                genitive = names.language == "de" and old[-1] == "s" and " " not in old
                if " " in old and r.random() < 0.75:
                    new[old] = names.person()
                elif r.random() < 0.55:
                    new[old] = names.forename()
                else:
                    new[old] = names.surname()
                if genitive and new[old][-1] not in "sxzß":
                    new[old] += "s"
            value = new[old]
        elif label is not None and others.get(label) and r.random() < OTHERS_SWAPPED[label]:
            value = r.choice(others[label])
            if names.language == "de" and old[-1] == "s" and " " not in old and value[-1] not in "sxzß":
                value += "s"
        here = len(text)
        text += value
        if label:
            spans.append((here, len(text), label))
        else:
            unsure.append((here, len(text)))
        last = end
    return Sentence(text + sentence.text[last:], tuple(spans), tuple(unsure))


def footnotes(sentence: Sentence, r: Random) -> Sentence:
    """Footnote marks after the full stop and after a name: "by Mike Figgis[2]"."""
    ends = {end for _, end, _ in sentence.spans if r.random() < 0.5} | {len(sentence.text)}
    text, last = "", 0
    moved = {0: 0}
    marks = [(s, e) for s, e, _ in sentence.spans] + list(sentence.unsure)
    for position in sorted(ends | {p for mark in marks for p in mark}):
        text += sentence.text[last:position]
        moved[position] = len(text)
        if position in ends and sentence.text[position : position + 1] not in ("s", "’", "'"):
            text += f"[{r.randint(1, 30)}]"
        last = position
    return Sentence(
        text + sentence.text[last:],
        tuple((moved[s], moved[e], label) for s, e, label in sentence.spans),
        tuple((moved[s], moved[e]) for s, e in sentence.unsure),
    )


def disguise(sentence: Sentence, r: Random, rate: float) -> Sentence:
    """Make some words unknown, keeping their first letter and their end: "Wetzlars" becomes "Wodmlars".

    Without this the model learns most places and companies by heart and takes every word it does not know for a person.
    """

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if r.random() >= rate:
            return word
        middle = "".join(r.choice(VOWELS if c in VOWELS else CONSONANTS) for c in word[1:-3])
        return word[0] + middle + word[-3:]

    return Sentence(LONG_WORD.sub(other, sentence.text), sentence.spans, sentence.unsure)


def vary(
    sentence: Sentence, names: NameMaker, others: Mapping[str, Sequence[str]], swap: float, noise: float
) -> Sentence:
    """With the given chances, swap the names and spoil the spelling."""
    r: Random = names.random
    if r.random() < swap:
        sentence = swap_names(sentence, names, others)
    if r.random() >= noise:
        return sentence
    draw = r.random()
    if draw < 0.3:
        return rewrite(sentence, str.lower)
    if draw < 0.5:
        return rewrite(sentence, str.upper)
    if draw < 0.65:
        return rewrite(sentence, lambda text: text.translate(r.choice(UMLAUTS)))
    if draw < 0.75:
        return rewrite(sentence, lambda text: text.replace(" ", "\xa0") if len(text) < 30 else text)
    if draw < 0.9:
        return footnotes(sentence, r)
    return rewrite(sentence, lambda text: text.replace(",", "").replace(".", "").replace("„", "").replace("“", ""))
