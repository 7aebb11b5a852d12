"""The words of a heading without the marks around them: Markdown, wiki, numbering, edit links, colon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text.lines import SPACE, strip_span
from pipeline.types import Span

# «## Handlung», «### Plot ###»
MARKDOWN = re.compile(r"(#{1,6})[ \t]*(?=\S)")
# «== Handlung ==», «=== Cast ===»
WIKI = re.compile(r"(={2,5})[ \t]*(?=[^=\s])")
# «**Besetzung**», «__Cast__»: a line that is bold as a whole
BOLD = re.compile(r"(?:\*\*|__)(?=\S)")
# «2.1 Besetzung», «IV. Production», «3) Plot»
NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,4}[.)])[ \t\u00a0]+(?=\S)")
# «Handlung[Bearbeiten | Quelltext bearbeiten]», «Plot [edit]»
EDIT_LINK = re.compile(r"[ \t\u00a0]*\[[^\[\]]{0,4}\b(?:bearbeiten|edit)\b[^\[\]]{0,40}\]?[ \t]*$", re.IGNORECASE)
OUTER_MARKS = SPACE + "*_#=:"


@dataclass(frozen=True, slots=True)
class HeadingText:
    """`words` is the heading's text proper; `marked` says that marks show it to be a heading."""

    words: Span
    level: int
    marked: bool
    numbered: bool


def read_heading_text(text: str, content: Span) -> HeadingText:
    """Take the marks off a line that may be a heading; levels count from 1."""
    start, end, level, marked = content.start, content.end, 1, False
    for pattern in (MARKDOWN, WIKI):
        mark = pattern.match(text, start, end)
        if mark is not None:
            level, marked, start = max(1, len(mark.group(1)) - 1), True, mark.end()
    if BOLD.match(text, start, end) and text[end - 2 : end] == text[start : start + 2] and end - start > 4:
        marked = True
    tail = max(start, end - 60)
    edit = EDIT_LINK.search(text, tail, end) if text.find("[", tail, end) >= 0 else None
    if edit is not None:
        end, marked = edit.start(), True
    number = NUMBERING.match(text, start, end)
    if number is not None:
        level = max(level, 1 + number.group().strip(" .)\t\u00a0").count("."))
        start = number.end()
    return HeadingText(strip_span(text, start, end, OUTER_MARKS), level, marked, number is not None)
