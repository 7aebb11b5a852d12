"""Find the works of a list that names one in each line: a filmography, an agency's profile, a retrospective."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.text.names import normal_text
from pipeline.types import Document, PageWork, Section, Span

MIN_ROWS = 3  # two dated lines are also found in a page about one work

OTHER_DATES = frozenset({"awards", "release", "references", "links", "music", "news"})  # dated, but no works

# «2019 | Glaswolle | R: …», «1971: Novembernebel (Regie: …)», «1983  The Piano – edited by …»
YEAR_FIRST = re.compile(
    r"((?:18|19|20)\d\d)(?:[/–-]\d{2,4})?(?:[ \u00a0]?[|:–—-][ \u00a0]|[ \t\u00a0]{2,})([^|(–—\t:;,\n]{2,60})"
)
# «Novembernebel (1971), Regie: …», «The Piano (1983)»
TITLE_FIRST = re.compile(r"([^|(–—\t:;\n]{2,60}) \(((?:18|19|20)\d\d)\)")
QUOTES = "„“”\"»«‚‘’'_*"


def find_listed_works(document: Document, lines: Sequence[Line], sections: Sequence[Section]) -> tuple[PageWork, ...]:
    """A work for each dated line, and works without a title between them; none where fewer than three lines are dated.

    The spans tile the document.
    """
    other = [section.span for section in sections if section.kind in OTHER_DATES]
    rows = [
        row
        for line in lines
        if (row := _read_row(document.text, line)) is not None and not any(span.contains(line.span) for span in other)
    ]
    if len(rows) < MIN_ROWS:
        return ()
    works: list[PageWork] = []
    position = 0
    for row in rows:
        if position < row.span.start:
            works.append(PageWork(Span(position, row.span.start), None, None, None, None))
        works.append(row)
        position = row.span.end
    if position < len(document.text):
        works.append(PageWork(Span(position, len(document.text)), None, None, None, None))
    return tuple(works)


def _read_row(text: str, line: Line) -> PageWork | None:
    dated = YEAR_FIRST.match(text, line.content.start, line.content.end)
    title_at, year_at = (2, 1) if dated is not None else (1, 2)
    if dated is None:
        dated = TITLE_FIRST.match(text, line.content.start, line.content.end)
    if dated is None:
        return None
    title = strip_span(text, *dated.span(title_at), SPACE + QUOTES)
    if not title or text[title.start].islower():
        return None
    return PageWork(
        span=line.span,
        title=normal_text(title.of(text)),
        title_span=title,
        year=int(dated.group(year_at)),
        year_span=Span(*dated.span(year_at)),
    )
