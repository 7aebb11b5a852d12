"""Lists of links around a page's content: menus, tables of contents, links to other pages."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read.html.lines import Line

MIN_LINKS = 3  # that are a menu
MAX_TRAIL = 150  # characters of the way to a page from the first page of its site
MAX_HEADING = 60  # characters of a line that may stand over a list of names


def without_link_lists(lines: Sequence[Line]) -> list[Line]:
    """The lines without runs of nothing but links that are no content.

    Those are all links above the page's heading (or its first line of text), three or more that lead to places on the
    page itself, and three or more at the very end that stand under no heading or label.
    """
    texts = [n for n, line in enumerate(lines) if line.fragments and not is_links(line)]
    if not texts:
        return list(lines)
    first = next((n for n in texts if lines[n].is_heading), texts[0])
    first = min(first, next((n for n in texts if len(lines[n].text) > MAX_HEADING), first))
    dropped: set[int] = set()
    run: list[int] = []
    for number, line in enumerate((*lines, Line())):
        at_end = number == len(lines)
        if not at_end and (is_links(line) or (number < first and _is_mostly_links(line))):
            run.append(number)
        elif at_end or line.fragments:
            if run and _is_menu([lines[n] for n in run], run[-1] < first, run[0] > texts[-1], _above(lines, run[0])):
                dropped.update(run)
            run = []
    return [line for number, line in enumerate(lines) if number not in dropped]


def is_links(line: Line) -> bool:
    """Whether all words of a line are links; a heading is a heading."""
    words = [fragment for fragment in line.fragments if any(character.isalnum() for character in fragment.text)]
    return bool(words) and not line.is_heading and all(fragment.link is not None for fragment in words)


def _is_mostly_links(line: Line) -> bool:
    """«Start > Filme > Der Turm», whose last word leads nowhere."""
    links = sum(fragment.link is not None for fragment in line.fragments)
    return links > 1 and not line.is_heading and line.fragments[0].link is not None and len(line.text) <= MAX_TRAIL


def _is_menu(run: Sequence[Line], above_all: bool, below_all: bool, above: Line | None) -> bool:
    links = [fragment.link for line in run for fragment in line.fragments if fragment.link is not None]
    if above_all:
        return True
    if len(links) < MIN_LINKS:
        return False
    labelled = above is not None and (above.is_heading or len(above.text) <= MAX_HEADING)
    return all(link.startswith("#") for link in links) or (below_all and not labelled)


def _above(lines: Sequence[Line], number: int) -> Line | None:
    return next((lines[n] for n in range(number - 1, -1, -1) if lines[n].fragments), None)
