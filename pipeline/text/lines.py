"""Lines with offsets, and what stands before and after their words: bullets, numbers, white space."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.types import Span

# A newline of any platform. `str.splitlines` would also break at U+0085 or form feeds, which pages hold inside lines.
NEWLINE = re.compile(r"\r\n|\n|\r")
# «  • Kamera – X», «- Mike Figgis,», «* Anna Camp as Elizabeth», «3. ↑ …» are bullets; «-5 Grad» is none.
BULLET = re.compile(r"(?:[•◦▪●‣·*►▶»+]|[-–—](?=\s))[ \t\u00a0]*|\d{1,3}[.)][ \t\u00a0]+")
SPACE = " \t\u00a0\u2007\u202f\u3000\ufeff\u200b\r\f\v"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `span` without its newline, `content` without bullet and outer white space."""

    number: int  # from 0
    span: Span
    content: Span
    bullet: Span | None

    @property
    def blank(self) -> bool:
        return self.content.start == self.content.end


@lru_cache(maxsize=1)
def split_lines(text: str) -> tuple[Line, ...]:
    """All lines of the text, the last one even if empty; kept for the stages that ask for the same page's."""
    lines: list[Line] = []
    start = 0
    for newline in NEWLINE.finditer(text):
        lines.append(_line(text, len(lines), start, newline.start()))
        start = newline.end()
    lines.append(_line(text, len(lines), start, len(text)))
    return tuple(lines)


def line_starts(text: str) -> list[int]:
    """Offsets at which lines start, for `line_number`."""
    return [0, *(newline.end() for newline in NEWLINE.finditer(text))]


def line_number(starts: Sequence[int], offset: int) -> int:
    """The line of an offset, from 1."""
    return bisect_right(starts, offset)


def strip_span(text: str, start: int, end: int, characters: str = SPACE) -> Span:
    """The span without the given characters at both ends."""
    if start < end and text[start] not in characters and text[end - 1] not in characters:
        return Span(start, end)  # most often there is nothing to strip
    piece = text[start:end]
    bare = piece.lstrip(characters)
    start = end - len(bare)
    return Span(start, start + len(bare.rstrip(characters)))


def _line(text: str, number: int, start: int, end: int) -> Line:
    content = strip_span(text, start, end)
    bullet = BULLET.match(text, content.start, content.end)
    if bullet is None or bullet.end() == content.end:
        return Line(number, Span(start, end), content, None)
    words = strip_span(text, bullet.end(), content.end)
    return Line(number, Span(start, end), words, Span(bullet.start(), bullet.end()))
