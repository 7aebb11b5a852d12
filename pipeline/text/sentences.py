"""Sentences with offsets: a cheap cut that is safe for initials, abbreviations and ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text.lines import Line, strip_span
from pipeline.types import Span

MAX_SENTENCE = 2_000  # code points; prose has no such sentences, hostile input does
WRAP_WIDTH = 50  # a shorter line is not taken for wrapped text; hard-wrapped pages wrap at 60 to 100
RAGGED = 20  # how much the lines of wrapped text differ in length

# «… gekürt. Der Film», «… the end."[3] The film», «… ist das so? „Ja“»: a stop, closing marks, footnotes, space, then a
# new start
STOP = re.compile(r"[.!?…]++[\"”“’'»«)\]]{0,3}(?:\[\d{1,3}\]){0,9}+\s++(?=[\"“„‚‘'«»(\[–-]{0,3}[^\W_a-zß-öø-ÿ])")
# «J.», «M.», «z.B.», «St.» before the stop end no sentence
INITIAL = re.compile(r"(?:^|[\s.(\"“„-])[^\W\d_]\.$")
ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
LAST_WORD = re.compile(r"[^\s(\"“„]+$")
TERMINATOR = '.!?:…"”“»)'


def split_sentences(text: str, passage: Span, abbreviations: frozenset[str]) -> Iterator[Span]:
    """The sentences of a passage, without outer white space; none is longer than `MAX_SENTENCE`.

    `abbreviations` are casefolded and end in a dot: «dr.», «u.a.».
    """
    start = passage.start
    for stop in STOP.finditer(text, passage.start, passage.end):
        before = text[max(start, stop.start() - 14) : stop.start() + 1]
        single = text[stop.start()] == "." and text[stop.start() + 1 : stop.start() + 2] != "."
        if single and _goes_on(before, abbreviations):
            continue
        yield from _pieces(text, start, stop.end())
        start = stop.end()
    yield from _pieces(text, start, passage.end)


def join_wrapped(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Passages of running text: a line, or several where a sentence was wrapped over line ends.

    A line goes on in the next one where it is long, ends in no stop, and the next line starts in lower case or
    has no bullet and is wrapped text itself.
    """
    current: Span | None = None
    previous: Line | None = None
    for line in lines:
        if line.blank:
            if current is not None:
                yield current
            current = previous = None
            continue
        if current is not None and previous is not None and _continues(text, previous, line):
            current = Span(current.start, line.content.end)
        else:
            if current is not None:
                yield current
            current = line.content
        previous = line
    if current is not None:
        yield current


def _goes_on(before: str, abbreviations: frozenset[str]) -> bool:
    if INITIAL.search(before) or ORDINAL.search(before):
        return True
    word = LAST_WORD.search(before)
    return word is not None and word.group().casefold() in abbreviations


def _continues(text: str, line: Line, following: Line) -> bool:
    if following.bullet is not None or len(line.content) < WRAP_WIDTH or text[line.content.end - 1] in TERMINATOR:
        return False
    if text[following.content.start].islower():
        return True
    return len(following.content) >= WRAP_WIDTH and abs(len(following.content) - len(line.content)) < RAGGED


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        piece = strip_span(text, start, min(end, start + MAX_SENTENCE), " \t\r\n\u00a0")
        if piece:
            yield piece
        start += MAX_SENTENCE
