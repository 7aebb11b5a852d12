"""Find the works that a page is about: one, or one for each heading that names one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import Vocabulary, fold
from pipeline.stages.facts.credit_lines import credited_roles, is_label_line
from pipeline.stages.facts.definitions import find_definition
from pipeline.stages.facts.headlines import bare_heading, dated_title, quoted_start, unquoted
from pipeline.stages.facts.production import label_facts, runtime_fact, spec_facts
from pipeline.stages.facts.titles import find_title, is_title_line
from pipeline.stages.facts.words import (
    HEAD_LINES,
    HEAD_REACH,
    MAX_TITLE,
    NUMBERED,
    Fact,
    FactWords,
    fact_words,
    names_a_work,
    normal,
)
from pipeline.stages.facts.years import find_year
from pipeline.text.lines import Line, strip_span
from pipeline.types import Document, PageWork, Section, Span

BLOCK_HEAD = 4  # lines between a title and its director
CELL = re.compile(r"[^|]+")
WORK_KINDS = frozenset({"lead", "news", "reviews", "other"})


def find_works(
    document: Document, lines: Sequence[Line], sections: Sequence[Section], vocabulary: Vocabulary
) -> tuple[PageWork, ...]:
    """The works that the page is about, at least one; their spans tile the document.

    A list or a news page has one work for each heading that names one, and works without a title between them.
    """
    text = document.text
    words = fact_words(vocabulary)
    filled = [line for line in lines if not line.blank]
    if not any(find_definition(text, line, words) for line in filled[:HEAD_LINES]):
        several = _works_of_headings(text, lines, sections, words) or _works_of_blocks(text, filled, words)
        if several:
            return several
    title = find_title(text, filled, sections, words)
    year = find_year(text, filled, sections, title, words)
    whole = Span(0, len(text))
    if title is None:
        return (_page_work(whole, None, None, year),)
    return (_page_work(whole, normal(title.text), title.span, year),)


def _works_of_headings(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> tuple[PageWork, ...]:
    """One work for each heading or numbered line that names one, if at least two do; else nothing."""
    titled: dict[int, tuple[Span, Fact | None]] = {}
    for section in sections:
        found = None
        if section.heading is not None and section.kind in WORK_KINDS:
            found = _titled_heading(text, section.heading, words) or _heading_over_facts(text, lines, section, words)
        if found is not None:
            titled[section.span.start] = found
    for index, line in enumerate(lines):
        if len(line.content) <= MAX_TITLE:
            named = _titled_line(text, line, words) or _quoted_over_facts(text, lines, index, words)
            if named is not None:
                titled[line.span.start] = named
    if len(titled) < 2:
        return ()
    starts = sorted({0, *titled, *(section.span.start for section in sections)})
    works: list[PageWork] = []
    for start, end in pairwise([*starts, len(text)]):
        if start not in titled:
            if works and works[-1].title is None:
                works[-1] = replace(works[-1], span=Span(works[-1].span.start, end))
            elif start < end:
                works.append(PageWork(Span(start, end), None, None, None, None))
            continue
        title, year = titled[start]
        if year is None:
            inside = [line for line in lines_between(lines, Span(start, end)) if not line.blank][: HEAD_REACH + 1]
            year = next(
                (f for line in inside for f in spec_facts(text, line.content, words) if f.field == "year"), None
            )
        works.append(_page_work(Span(start, end), normal(title.of(text)), title, year))
    return tuple(works)


def _works_of_blocks(text: str, lines: Sequence[Line], words: FactWords) -> tuple[PageWork, ...]:
    """One work for each title line above a director of its own, as festivals and cinemas list them; else nothing."""
    blocks = list(_blocks(text, lines, words))
    # «Anna Karenina», «Lew Tolstoi», «Regie: …»: where all blocks name their authors, titles stand above these
    named = [[_is_full_name(line.content.of(text)) for line in above] for _, above in blocks]
    authored = all(names[0] and not all(names) for names in named)
    titled: dict[int, tuple[Span, Fact | None]] = {}
    directors: set[str] = set()
    for director, above in blocks:
        line = next((line for line in above if not (authored and _is_full_name(line.content.of(text)))), None)
        if line is not None and is_title_line(text, line.content, words):
            dated = dated_title(text, line.content)
            titled[line.span.start] = dated or (_unlabelled(text, line.content, words), None)
            directors.add(fold(director.content.of(text)))
    if min(len({fold(title.of(text)) for title, _ in titled.values()}), len(directors)) < 2:
        return ()
    works = [] if min(titled) == 0 else [_page_work(Span(0, min(titled)), None, None, None)]
    for start, end in pairwise([*sorted(titled), len(text)]):
        title, year = titled[start]
        if year is None:
            inside = lines_between(lines, Span(start, end))[: HEAD_REACH + 1]
            year = next((f for line in inside for f in _stated(text, line, words) if f.field == "year"), None)
        works.append(_page_work(Span(start, end), normal(title.of(text)), title, year))
    return tuple(works)


def _blocks(text: str, lines: Sequence[Line], words: FactWords) -> Iterator[tuple[Line, list[Line]]]:
    """Each line that credits a director, with the lines above it that label nothing, the nearest first."""
    before = -1
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if "director" in credited_roles(text, line, following, words):
            places = range(index - 1, max(before, index - 1 - BLOCK_HEAD), -1)
            above = [lines[place] for place in places if not is_label_line(text, lines, place, words)]
            if above:
                yield line, above
            before = index


def _unlabelled(text: str, title: Span, words: FactWords) -> Span:
    """«Nordwind» of «Film title: Nordwind», of «„Nordwind“»."""
    label, colon, _ = title.of(text).partition(":")
    if colon and fold(label) in words.title_labels:
        title = strip_span(text, title.start + len(label) + 1, title.end)
    return unquoted(text, title)


def _is_full_name(title: str) -> bool:
    """Whether the lists know it for a person's: «Peter Hacks», «Jackie Brown»."""
    tokens = title.split()
    names = load_names()
    return 2 <= len(tokens) <= 4 and names.is_forename(tokens[0]) and names.is_surname(tokens[-1])


def _stated(text: str, line: Line, words: FactWords) -> list[Fact]:
    return spec_facts(text, line.content, words) + label_facts(text, line, None, words)


def lines_between(lines: Sequence[Line], span: Span) -> Sequence[Line]:
    """The lines that start inside the span."""
    first = bisect_left(lines, span.start, key=lambda line: line.span.start)
    return lines[first : bisect_left(lines, span.end, key=lambda line: line.span.start)]


def _page_work(span: Span, title: str | None, title_span: Span | None, year: Fact | None) -> PageWork:
    return PageWork(
        span, title, title_span, None if year is None else int(year.value), None if year is None else year.span
    )


def _heading_over_facts(
    text: str, lines: Sequence[Line], section: Section, words: FactWords
) -> tuple[Span, Fact | None] | None:
    """«Nebel über Nagold» over «D 2019, 91 Min.»: a programme states the facts of each work under its title."""
    if section.heading is None or section.kind != "other":
        return None
    below = next((line for line in lines_between(lines, section.body) if not line.blank), None)
    if below is None or text[below.content.start].isdigit():
        return None  # a dated line of a list
    year = next((f for f in spec_facts(text, below.content, words) if f.field == "year"), None)
    return None if year is None else (unquoted(text, bare_heading(text, section.heading)), year)


def _titled_line(text: str, line: Line, words: FactWords) -> tuple[Span, Fact | None] | None:
    """«2. The Verdict (1982)», «OPERA: The Clockmaker»: what names a work among others without being a heading."""
    span = line.content
    if span and NUMBERED.match(text, span.start) and text[span.end - 1] == ")":
        return dated_title(text, span)
    label, colon, _ = span.of(text).partition(": ")
    if colon and label.isupper() and names_a_work(fold(label), words):
        return strip_span(text, span.start + len(label) + 1, span.end), None
    return _barred_line(text, line, words)


def _quoted_over_facts(
    text: str, lines: Sequence[Line], index: int, words: FactWords
) -> tuple[Span, Fact | None] | None:
    """«"Nordwind"» over «Drama», «Dänemark», «96 Minuten», each in a line of its own."""
    quoted = lines[index].content
    title = unquoted(text, quoted)
    if title == quoted:
        return None
    below = [line.content for line in lines[index + 1 : index + 1 + BLOCK_HEAD]]
    facts = sum(
        fold(span.of(text)) in words.genres | words.countries
        or ((runtime := runtime_fact(text, span.start, span.end, words)) is not None and runtime.span == span)
        for span in below
    )
    return (title, None) if facts > 1 else None


def _barred_line(text: str, line: Line, words: FactWords) -> tuple[Span, Fact | None] | None:
    """«NORDWIND | Regie: Jo Lund | DE 2018»: title, director and year between bars."""
    cells = [strip_span(text, *cell.span()) for cell in CELL.finditer(text, line.content.start, line.content.end)]
    if len(cells) < 3 or not is_title_line(text, cells[0], words):
        return None
    if not any(
        ":" in cell.of(text) and credited_roles(text, replace(line, content=cell), None, words) for cell in cells[1:]
    ):
        return None
    years = (f for cell in cells[1:] for f in spec_facts(text, cell, words) if f.field == "year")
    year = next(years, None)
    return None if year is None else (unquoted(text, cells[0]), year)


def _titled_heading(text: str, heading: Span, words: FactWords) -> tuple[Span, Fact | None] | None:
    """«1. Anatomy of a Murder (1959)», «„Melancholia“ (ab 6. Oktober)», «THEATRE: A House in Osu»: title and year."""
    heading = bare_heading(text, heading)
    numbered = NUMBERED.match(text, heading.start, heading.end)
    start = numbered.end() if numbered is not None else heading.start
    dated = dated_title(text, Span(start, heading.end))
    if dated is not None:
        return dated
    quoted = quoted_start(text, Span(start, heading.end))
    if quoted is not None:
        return quoted, None
    label, colon, _ = text[start : heading.end].partition(": ")
    if colon and names_a_work(fold(label), words):
        return strip_span(text, start + len(label) + 1, heading.end), None
    return None
