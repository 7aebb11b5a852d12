"""A sentence whose names are masked: one private character stands for each, and every place leads back to the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.types import Span

Place = tuple[int, int]  # start and end in a masked sentence


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with private characters for names, titles and role nouns, and the way back to the document."""

    text: str
    starts: tuple[int, ...]  # offsets in `text` where a piece begins
    origins: tuple[int, ...]  # the same places in the document
    units: Mapping[int, Span]  # offset of a private character -> what it stands for
    whole: Span  # the sentence in the document
    noun_capitals: bool  # whether its language writes every noun with a capital

    def offset(self, position: int) -> int:
        """The offset in the document of a position in the masked text."""
        index = bisect_right(self.starts, position) - 1
        return min(self.origins[index] + position - self.starts[index], self.whole.end)

    def span(self, start: int, end: int) -> Span:
        """The document's span of a masked stretch; private characters stand for all they cover."""
        first = self.units[start].start if start in self.units else self.offset(start)
        last = self.units[end - 1].end if end - 1 in self.units else self.offset(end - 1) + 1
        return Span(first, last)


def mask_units(text: str, span: Span, units: Sequence[tuple[int, Span, str]], *, noun_capitals: bool) -> Masked:
    """Put private characters in the place of the units and of what they swallow before them; sorted, no overlaps."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    places: dict[int, Span] = {}
    position, length = span.start, 0
    for start, unit, character in units:
        if start > position:
            starts.append(length)
            origins.append(position)
            pieces.append(text[position:start])
            length += start - position
        starts.append(length)
        origins.append(start)
        places[length] = unit
        pieces.append(character)
        length += 1
        position = unit.end
    if position < span.end or not starts:
        starts.append(length)
        origins.append(position)
        pieces.append(text[position : span.end])
    return Masked("".join(pieces), tuple(starts), tuple(origins), places, span, noun_capitals)
