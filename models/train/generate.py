"""Fill the sentence patterns with names: sentences of film pages whose spans are known by construction."""

from __future__ import annotations

import re
from random import Random
from types import ModuleType

from models.train import templates_de, templates_en
from models.train.corpora import Sentence, Span
from models.train.names import NameLists, NameMaker

SLOT = re.compile(r"\{([A-Za-z]+)\}")  # "{P} als {C}", "{H} {S}"
TEMPLATES: dict[str, ModuleType] = {"de": templates_de, "en": templates_en}
QUOTES = {"de": ("„“", "„“", "„“", "»«", '""', "‚‘", "  ", "  "), "en": ('""', "“”", "‘’", "''", "  ", "  ", "  ")}
LABEL_OF_SLOT = {
    "P": "PER",
    "F": "PER",
    "S": "PER",
    "C": "PER",
    "I": "PER",
    "W": "WORK",
    "O": "ORG",
    "L": "LOC",
    "V": "LOC",
    "A": "MISC",
}
KINDS = (("plot", 0.34), ("prose", 0.60))  # the rest are lines


class Generator:
    """Makes sentences of one language; every draw depends on the seed alone."""

    def __init__(self, lists: NameLists, language: str, nouns: list[str], random: Random) -> None:
        texts = TEMPLATES[language]
        self.random = random
        self.names = NameMaker(lists, language, random)
        self.language = language
        self.nouns = nouns
        self.patterns = {
            "plot": [line for line in texts.PLOT.split("\n") if line],
            "prose": [line for line in texts.PROSE.split("\n") if line],
            "lines": [line for line in texts.LINES.split("\n") if line],
        }
        self.roles: list[str] = [role.strip() for role in texts.ROLES.replace("\n", "").split("|")]
        self.character_words: list[str] = [word.strip() for word in texts.CHARACTER_WORDS.replace("\n", "").split("|")]

    def passages(self, count: int) -> list[Sentence]:
        """As many passages: a few plot or prose sentences on one line, or a block of lines."""
        return [self.passage() for _ in range(count)]

    def passage(self) -> Sentence:
        draw = self.random.random()
        kind = next((kind for kind, below in KINDS if draw < below), "lines")
        cast = [self.names.forename() for _ in range(3)]
        size = self.random.choice((1, 1, 2, 3)) if kind != "lines" else self.random.choice((1, 1, 1, 2, 4, 6))
        if kind == "lines" and size > 2 and self.random.random() < 0.6:
            chosen = [self.random.choice(self.patterns[kind])] * size
        else:
            chosen = [self.random.choice(self.patterns[kind]) for _ in range(size)]
        text, spans = "", list[Span]()
        for pattern in chosen:
            if text:
                text += "\n" if kind == "lines" else " "
            text = self._fill(pattern, text, spans, cast)
        return Sentence(text, tuple(spans))

    def _fill(self, pattern: str, text: str, spans: list[Span], cast: list[str]) -> str:
        last = 0
        for slot in SLOT.finditer(pattern):
            text += pattern[last : slot.start()]
            last = slot.end()
            kind = slot.group(1)
            genitive = kind[0] in "FSP" and kind.endswith("g")
            value = self._value(kind[0], cast)
            opening = closing = ""
            if kind[0] == "W" and pattern != "{W}":
                pair = self.random.choice(QUOTES[self.language])
                opening, closing = pair[0].strip(), pair[1].strip()
            text += opening
            label = LABEL_OF_SLOT.get(kind[0])
            if label:
                spans.append((len(text), len(text) + len(value), label))
            text += value + closing + (self._genitive(value) if genitive else "")
        return text + pattern[last:]

    def _genitive(self, name: str) -> str:
        if self.language == "en":
            return self.random.choice(("'s", "’s", "'s"))
        if name[-1] in "sxzß":
            return self.random.choice(("’", "'"))
        return "s" if self.random.random() < 0.9 else "’s"

    def _value(self, kind: str, cast: list[str]) -> str:
        names, r = self.names, self.random
        match kind:
            case "P":
                return names.person()
            case "F":
                return r.choice(cast) if r.random() < 0.5 else names.forename()
            case "S":
                return names.surname()
            case "C":
                return names.character()
            case "I":
                return names.inverted()
            case "H":
                return names.honorific()
            case "W":
                return names.title()
            case "O":
                return names.company()
            case "L":
                return names.place()
            case "V":
                return names.venue()
            case "A":
                return names.award()
            case "N":
                return r.choice(self.nouns)
            case "R":
                return r.choice(self.roles)
            case "X":
                return r.choice(self.character_words)
            case "Y":
                return str(r.randint(1920, 2025))
            case "D":
                return str(r.randint(6, 180))
        raise ValueError(f"unknown slot {{{kind}}}")
