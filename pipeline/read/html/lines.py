"""Lines of a converted page: fragments with their origins, joined to text only at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.read.html.tree import Fragment

SPACE = re.compile(r"[ \t\n\r\f]+")
# Characters that only say where a word may be broken.
BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
BULLET = "- "
MAX_LABEL = 60  # characters of what may stand before a value: «Künstlerische Gesamtleitung der Produktion»
MAX_VALUES = 200  # characters of several values beside one label
CLOSING = (":", ",", ";", "…")
# «Jane Roe, Bea», «Bea: Jane Roe», «Jane Roe als Bea – eine Lehrerin»: not to be told from neighbours behind commas
INNER_MARK = re.compile(r"[,;:\t]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its fragments, white space in order, behind a bullet, a number or a heading's `#`. Blank if empty."""

    fragments: tuple[Fragment, ...] = ()
    prefix: str = ""

    @property
    def text(self) -> str:
        return "".join(fragment.text for fragment in self.fragments)

    @property
    def is_heading(self) -> bool:
        return self.prefix.startswith("#")


BLANK = Line()


def line_of(fragments: Iterable[Fragment]) -> Line:
    """A line with white space collapsed as browsers do it, and without invisible characters."""
    found: list[Fragment] = []
    gap = True  # white space stands before, or the line's start
    for fragment in fragments:
        text = BREAKS.sub("", fragment.text)
        if not fragment.raw:
            text = SPACE.sub(" ", text)
            text = text[1:] if gap and text.startswith(" ") else text
        if text:
            found.append(replace(fragment, text=text))
            gap = text.endswith((" ", "\t"))
    while found and not (bare := found[-1].text.rstrip(" \t\n\r\f")):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=bare)
    return Line(tuple(found))


def filled(lines: Iterable[Line]) -> list[Line]:
    """The lines that are not blank."""
    return [line for line in lines if line.fragments]


def join(lines: Iterable[Line], separator: str) -> Line:
    """Lines as one, without their bullets; a space is enough where a line ends with a mark of its own."""
    fragments: list[Fragment] = []
    for line in filled(lines):
        if fragments:
            fragments.append(Fragment(" " if fragments[-1].text.endswith(CLOSING) else separator, -1))
        fragments.extend(line.fragments)
    return Line(tuple(fragments))


def label_and_values(label: Line, values: Sequence[Line]) -> list[Line]:
    """«Regie<tab>X, Y»: a label beside its values; above them where they would not be told apart in one line."""
    values = filled(values)
    if not values or not label.fragments:
        return filled([label, *values])
    apart = len(values) > 1 and any(value.is_heading or INNER_MARK.search(value.text.rstrip(" ,;")) for value in values)
    long = len(values) > 1 and sum(len(value.text) for value in values) > MAX_VALUES
    if apart or long or len(label.text) > MAX_LABEL:
        bullets = [value if value.prefix else replace(value, prefix=BULLET) for value in values]
        return [BLANK, label, *(bullets if len(values) > 1 else values), BLANK]
    return [join([label, join(values, ", ")], "\t")]


def put_together(lines: Sequence[Line]) -> tuple[str, list[tuple[int, int, int]]]:
    """The text, with single blank lines and none behind headings, and which run of the source each stretch is from."""
    pieces: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    blank = False
    previous: Line | None = None
    for line in lines:
        if not line.fragments:
            blank = True
            continue
        if previous is not None and (line.is_heading or (blank and not _stands_over(previous, line))):
            pieces.append("\n")
            length += 1
        pieces.append(line.prefix)
        length += len(line.prefix)
        for fragment in line.fragments:
            end = length + len(fragment.text)
            if fragment.run >= 0 and places and places[-1][2] == fragment.run:
                places[-1] = (places[-1][0], end, fragment.run)
            elif fragment.run >= 0:
                places.append((length, end, fragment.run))
            pieces.append(fragment.text)
            length = end
        pieces.append("\n")
        length += 1
        previous, blank = line, False
    text = "".join(pieces)
    return text, [_without_outer_space(text, place) for place in places]


def _stands_over(line: Line, below: Line) -> bool:
    """Whether a line is the heading of what is below it: a label over bullets is one without a mark."""
    return line.is_heading or (
        bool(below.prefix) and not line.prefix and len(line.text) <= MAX_LABEL and line.text[-1] not in ".!?"
    )


def _without_outer_space(text: str, place: tuple[int, int, int]) -> tuple[int, int, int]:
    start, end, run = place
    piece = text[start:end]
    start = end - len(piece.lstrip())
    return start, start + len(piece.strip()), run
