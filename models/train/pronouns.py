"""Put names where gold sentences have pronouns: "Er ging" becomes "Ben ging", "seine Mutter" becomes "Bens Mutter"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from models.train.corpora import Sentence
from models.train.names import NameMaker

PRONOUN = {
    "de": re.compile(
        r"(?<![\w-])(?:[Ee]r|ihn|ihm|[Ss]eine?[mnrs]?|Sie(?= [a-zäöü]+te? )|[Ii]hre?[mnrs]?(?= [A-ZÄÖÜ]))(?![\w-])"
    ),
    "en": re.compile(r"(?<![\w-])(?:[Hh]e|[Ss]he|him|[Hh]is)(?![\w’'-])"),
}  # "weil er schlief" or "because he slept"
POSSESSIVE = {"de": re.compile(r"[Ss]ein|[Ii]hr[e ]?"), "en": re.compile(r"[Hh]is$")}


def with_names(sentences: Iterable[Sentence], names: NameMaker) -> Iterator[Sentence]:
    """Each sentence with a pronoun once more, with names for one or two of its pronouns."""
    language = names.language
    for sentence in sentences:
        free = [m for m in PRONOUN[language].finditer(sentence.text) if not _inside(m.span(), sentence)]
        if not free:
            continue
        chosen = sorted(
            names.random.sample(free, min(len(free), names.random.choice((1, 1, 2)))), key=lambda m: m.start()
        )
        text, last, shift = "", 0, 0
        shifts: list[tuple[int, int]] = []
        spans = []
        for match in chosen:
            draw = names.random.random()
            name = names.forename() if draw < 0.65 else names.surname() if draw < 0.8 else names.person()
            possessive = POSSESSIVE[language].match(match.group()) is not None
            ending = "" if not possessive else "'s" if language == "en" else "’" if name[-1] in "sxzß" else "s"
            text += sentence.text[last : match.start()]
            spans.append((len(text), len(text) + len(name), "PER"))
            text += name + ending
            last = match.end()
            shift = len(text) - last
            shifts.append((match.end(), shift))
        text += sentence.text[last:]
        for start, end, label in sentence.spans:
            moved = next((s for at, s in reversed(shifts) if at <= start), 0)
            spans.append((start + moved, end + moved, label))
        yield Sentence(text, tuple(sorted(spans)))


def _inside(stretch: tuple[int, int], sentence: Sentence) -> bool:
    return any(start < stretch[1] and stretch[0] < end for start, end, _ in sentence.spans)
