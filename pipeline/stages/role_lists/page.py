"""What the readers of role lists share: the page, its labels, entries and separators."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.vocabulary import CAST_FIELDS, Role, Vocabulary
from pipeline.text.lines import strip_span
from pipeline.text.names import (
    NameWords,
)
from pipeline.types import PageWork, Span

MAX_LOWER_WORDS = 3
# The separators begin with what has to be there, a mark or a space, and look back from it: so they are found fast.
# «Regie ........ X», «Julia Roberts ... Erin Brockovich», «Cage … Ben»
LEADER = re.compile(r"\.{3,}|…+|(?: \.){3,}|_{3,}|·{3,}")
LEADER_MARKS = ("...", "…", " . . .", "___", "···")  # one of these is in every leader
# «Regie<tab>X», «Regie    X»
COLUMN = re.compile(r"[ \t\u00a0](?:[ \t\u00a0]+|(?<=\t))")
# «Rolle | Darsteller»
PIPE = re.compile(r"\|")
# «Kamera – Declan Quinn», «Lola - Franka Potente»
DASH = re.compile(r"[–—-](?<=[ \t\u00a0].)[–—-]?(?=[ \t\u00a0])")
# «Sean Connery: William von Baskerville», «Regie: X», «Regie:Jo Lund»; not «20:15», «Darsteller:Innen»
COLON = re.compile(r":(?:(?=[ \t\u00a0]|$)|(?<=[^\W\d_]:)(?=[A-ZÀ-ÖØ-Þ](?!nnen)))")
# «Regie = X», «Neo → Keanu Reeves»
ARROW = re.compile(r"=>|->|→|=")
AWARD = "award"  # the layout of prize categories
COLUMN_LAYOUTS = frozenset({"leader", "columns", "table"})
PAIR_SEPARATORS = (
    ("table", PIPE),
    ("columns", COLUMN),
    ("leader", LEADER),
    ("pair", DASH),
    ("pair", COLON),
    ("pair", ARROW),
)
CELL_SEPARATORS = (("leader", LEADER), ("columns", COLUMN), ("table", PIPE))
UNLABELLED_CAST = Role(("actor",), (), person=True)
YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Label:
    """A role label found in a line, with the value that stands beside it and the text of the line before it."""

    role: Role
    span: Span
    value: Span
    prefix: Span
    layout: str

    @property
    def award(self) -> bool:
        return self.layout == AWARD


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, or the rest of one, that stands under a role without a label of its own."""

    role: Role
    label: Span | None
    value: Span
    layout: str


@dataclass(frozen=True, slots=True)
class Context:
    """The role under which the lines of a section stand; `strict` where only bullets and pairs count as entries."""

    role: Role
    label: Span | None
    strict: bool
    award: bool = False

    @property
    def is_cast(self) -> bool:
        return bool(CAST_FIELDS & set(self.role.fields))


@dataclass(frozen=True, slots=True)
class Page:
    """What every step needs to know of the page."""

    text: str
    works: Sequence[PageWork]
    vocabulary: Vocabulary
    words: NameWords
    two_languages: bool = False  # whether labels stand in two languages: «Produtor / Producer: X»

    def work_at(self, offset: int) -> PageWork | None:
        """The work in whose part of the page an offset stands."""
        index = bisect_right(self.works, offset, key=lambda work: work.span.start) - 1
        return self.works[index] if index >= 0 and offset < self.works[index].span.end else None


def split_cells(text: str, span: Span, separator: re.Pattern[str]) -> list[Span]:
    """The parts that a separator divides, without white space around them and without empty ones."""
    cells: list[Span] = []
    start = span.start
    for cut in separator.finditer(text, span.start, span.end):
        cells.append(strip_span(text, start, cut.start()))
        start = cut.end()
    cells.append(strip_span(text, start, span.end))
    return [cell for cell in cells if cell.start < cell.end]


def halves(text: str, span: Span, separator: re.Pattern[str]) -> tuple[Span, Span] | None:
    """What stands before the first separator and behind it; None where either is empty."""
    cut = separator.search(text, span.start, span.end)
    if cut is None:
        return None
    before, behind = strip_span(text, span.start, cut.start()), strip_span(text, cut.end(), span.end)
    return (before, behind) if before and behind else None


def has_leader(text: str, span: Span) -> bool:
    """Whether a leader stands in the span; `LEADER` itself takes longer to find that out."""
    return any(text.find(mark, span.start, span.end) >= 0 for mark in LEADER_MARKS)


def cut_at(text: str, span: Span, separator: re.Pattern[str]) -> int:
    cut = separator.search(text, span.start, span.end)
    return cut.start() if cut is not None else span.end


def find_in(text: str, needle: str, span: Span) -> int:
    position = text.find(needle, span.start, span.end)
    return position if position >= 0 else span.end


def is_sentence(text: str, words: NameWords, most: int = MAX_LOWER_WORDS) -> bool:
    """Whether a text has so many words in lower case, particles apart, that it is no name and no list of names."""
    lower = sum(word[:1].islower() and word not in words.particles for word in text.split(" "))
    return lower > most


@lru_cache(maxsize=64)
def folded_words(vocabulary: Vocabulary, *names: str) -> frozenset[str]:
    """The words of some of the vocabulary's lists, casefolded."""
    return frozenset(word.casefold() for name in names for word in vocabulary.words.get(name, ()))


@lru_cache(maxsize=16)
def between_words(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern for any of the words between spaces: « as », « als » between a name and its character."""
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"[ \u00a0](?:{alternatives})[ \u00a0]")
