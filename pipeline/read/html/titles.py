"""The title of a page that has no heading of its own, and headings that are the site's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.html.lines import Line, line_of
from pipeline.read.html.tree import Fragment, Tree

# «Der Turm | Kino Lichtblick», «Der Turm – Wikipedia», «The Tower :: Film Guide»
SITE = re.compile(r"\s+(?:[|•·»›]|::|[–—-])\s+")


def with_title(lines: Sequence[Line], tree: Tree) -> list[Line]:
    """The lines with the page's title as their first heading, if they have no heading of the first level.

    A first-level heading that is the site's name is taken out where the page's title says otherwise.
    """
    title, site = _title(tree)
    own = [line for line in lines if line.prefix == "# "]
    if title is None:
        return list(lines)
    if own and not (site and all(_same(line.text, site) for line in own)):
        return list(lines)
    rest = [line for line in lines if line not in own]
    for number, line in enumerate(rest):
        if line.is_heading and len(line.text) * 2 > len(title.text) and line.text in title.text:
            return rest  # a heading of a lower level is the title
        if not line.prefix and _same(line.text, title.text):
            return [*rest[:number], replace(line, prefix="# "), *rest[number + 1 :]]
    return [replace(title, prefix="# "), *rest]


def _title(tree: Tree) -> tuple[Line | None, str | None]:
    """The title without the site's name, and that name, from `<title>` and the page's metadata."""
    named = _metadata(tree, "og:title")
    site = _metadata(tree, "og:site_name")
    element = next(
        (n for n, tag in enumerate(tree.tags) if tag == "title" and tree.tags[tree.parents[n]] != "svg"), None
    )
    line = line_of(tree.before[element]) if element is not None else Line()
    if not line.fragments:
        return (line_of((Fragment(named, -1),)) if named else None), site
    pieces = SITE.split(line.text)
    if len(pieces) > 1 and site is None:
        site = pieces[-1]
    if named and not _same(named, line.text):
        return line_of((Fragment(_without(named, site), -1),)), site
    return _cut(line, site), site


def _cut(line: Line, site: str | None) -> Line:
    text = _without(line.text, site)
    if text == line.text:
        return line
    return line_of((Fragment(text, -1),))


def _without(title: str, site: str | None) -> str:
    """The title before the site's name."""
    for cut in SITE.finditer(title):
        if site is not None and _same(title[cut.end() :], site):
            return title[: cut.start()]
    return title


def _metadata(tree: Tree, name: str) -> str | None:
    for number, tag in enumerate(tree.tags):
        element = tree.elements[number]
        if tag == "meta" and name in (element.get("property"), element.get("name")):
            return (element.get("content") or "").strip() or None
    return None


def _same(one: str, other: str) -> bool:
    return one.split() == other.split() or one.casefold().split() == other.casefold().split()
