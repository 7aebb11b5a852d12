"""A page as HTML with its marks: language runs, headings, mentions, credits. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby

# What a mark can say. An outer kind encloses an inner one where both have the same span.
KINDS = ("language", "section", "heading", "sentence", "label", "credit", "character", "mention")
MAX_DEPTH = 32  # marks over one place; pages have up to about ten, and splitting stays linear

_ORDER = {kind: order for order, kind in enumerate(KINDS)}
# A parser would turn these into other characters, so that offsets of the shown text would not hold.
_KEPT = str.maketrans({"\r": "&#13;", "\0": "\ufffd"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to show at `text[start:end]`: `kind` is one of `KINDS`, `title` is what a pointer reads.

    `id` finds the mark again (`data-id`); several marks may share one. `lang` is an ISO 639-1 code, for language runs.
    """

    start: int
    end: int
    kind: str
    title: str = ""
    id: str = ""
    lang: str = ""


def mark_page(text: str, marks: Iterable[Mark]) -> str:
    """The text in a `<div class="abspann-page">`, with one `<mark>` for each mark, or several where marks overlap.

    White space, and with it the text content, is kept exactly (a NUL becomes U+FFFD). A mark that would be the
    33rd over one place is left out. Takes linear time, but for sorting. `mark_style()` is the style sheet.

    Raises:
        ValueError: a mark is empty, lies outside of the text, or is of no known kind.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, _ORDER.get(mark.kind, -1), mark.id, mark.title))
    for mark in ordered:
        if not 0 <= mark.start < mark.end <= len(text) or mark.kind not in _ORDER:
            raise ValueError(f"{mark} does not fit a text of {len(text)} code points, or is of no kind of {KINDS}")
    parts: list[str] = []
    opened: list[Mark] = []  # the outermost first
    at = 0
    for start, group in groupby(ordered, key=lambda mark: mark.start):
        at = _close_until(text, start, opened, parts, at)
        for mark in group:
            if len(opened) < MAX_DEPTH:
                opened.append(mark)
                parts.append(_tag(mark))
    _close_until(text, len(text), opened, parts, at)
    return f'<div class="abspann-page">{"".join(parts)}</div>'


def mark_style() -> str:
    """The style sheet for `mark_page`, for light and dark surroundings."""
    return files(__package__).joinpath("marks.css").read_text(encoding="utf-8")


def escape_text(text: str) -> str:
    """Text for HTML, such that a browser's text content has the same code points (a NUL becomes U+FFFD)."""
    return escape(text, quote=False).translate(_KEPT)


def _close_until(text: str, until: int, opened: list[Mark], parts: list[str], at: int) -> int:
    """Write the text from `at` up to `until` and close the marks that end there or before; return `until`."""
    while opened and (end := min(mark.end for mark in opened)) <= until:
        parts.append(escape_text(text[at:end]))
        at = end
        outermost = next(index for index, mark in enumerate(opened) if mark.end == end)
        parts.append("</mark>" * (len(opened) - outermost))
        # Those that overlap the one that ends go on behind it, the longest outermost: they need no second cut.
        going_on = sorted((mark for mark in opened[outermost:] if mark.end > end), key=lambda mark: -mark.end)
        opened[outermost:] = going_on
        parts.extend(_tag(mark) for mark in going_on)
    parts.append(escape_text(text[at:until]))
    return until


def _tag(mark: Mark) -> str:
    named = {"data-id": mark.id, "lang": mark.lang, "title": mark.title}
    more = "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)
    return f'<mark data-kind="{mark.kind}"{more}>'
