"""Take the headlines of pages apart: «1. Title (1995)», «„Title“: …», «## Title [edit]»."""

from __future__ import annotations

import re

from pipeline.stages.facts.words import CLOSING_QUOTES, MAX_SPEC_LINE, MAX_TITLE, OPENING_QUOTES, Fact
from pipeline.text.lines import SPACE, strip_span
from pipeline.types import Span

LONGEST_RUN = 40  # years that a series runs at most
# «Title (1995)», «Unter Tage (2022): …», «Dune (USA 2021)»
TITLE_YEAR = re.compile(
    r"\s*\((?:[^()\d*†]{0,40}[ ,])?((?:18|19|20)\d\d)(?:\s?[–/-]\s?(\d{0,4}))?(?:[ ,;][^()]{0,40})?\)"
)
# « – », « | », « > », « › », « · » between the parts of a headline or a breadcrumb
PART = re.compile(r"\s+(?:[–—|>›»·/]|-)\s+|\s{3,}|\t")
DASH = re.compile(r" [–—-] |\s/\s")
# «[Bearbeiten]», «[edit]», «##» around a heading
HEADING_MARKS = re.compile(r"^[#=*_\s]+|(?:\s*\[[^\[\]]{1,40}\]|[#=*_\s]+)$")


def bare_heading(text: str, span: Span) -> Span:
    if len(span) > MAX_SPEC_LINE:
        return span
    marks = list(HEADING_MARKS.finditer(text[span.start : span.end]))
    start, end = span.start, span.end
    for mark in marks:
        if mark.start() == 0:
            start = span.start + mark.end()
        elif span.start + mark.end() == end:
            end = span.start + mark.start()
    return strip_span(text, start, max(start, end))


def dated_title(text: str, span: Span) -> tuple[Span, Fact] | None:
    """«Title (1995) …»: the title, and its year."""
    reach = min(span.end, span.start + MAX_TITLE + 1)
    bracket = text.find("(", span.start, reach)
    while bracket > 0:
        match = TITLE_YEAR.match(text, bracket, span.end)
        if match is not None and bracket > span.start:
            title = unquoted(text, strip_span(text, span.start, bracket, SPACE + ",:–-"))
            if title and not is_lifetime(match):
                return title, Fact("year", Span(*match.span(1)), match.group(1), "title")
        bracket = text.find("(", bracket + 1, reach)
    return None


def is_lifetime(match: re.Match[str]) -> bool:
    """«(1922–2015)» behind a name is a life, behind a title a series' run."""
    until = match.group(2)
    return until is not None and len(until) == 4 and int(until) - int(match.group(1)) > LONGEST_RUN


def quoted_start(text: str, span: Span) -> Span | None:
    """«„Der Vorleser“: …»: what the quotes at the start hold."""
    if not span or text[span.start] not in OPENING_QUOTES:
        return None
    for end in range(span.start + 2, min(span.end, span.start + MAX_TITLE)):
        if text[end] in CLOSING_QUOTES:
            return strip_span(text, span.start + 1, end)
    return None


def unquoted(text: str, span: Span) -> Span:
    if len(span) > 2 and text[span.start] in OPENING_QUOTES + "_" and text[span.end - 1] in CLOSING_QUOTES + "_":
        return strip_span(text, span.start + 1, span.end - 1)
    return span


def split_parts(text: str, span: Span) -> list[Span]:
    cuts = list(PART.finditer(text, span.start, span.end))
    edges = [span.start, *(edge for cut in cuts for edge in cut.span()), span.end]
    return [strip_span(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
