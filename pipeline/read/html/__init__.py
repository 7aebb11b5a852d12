"""HTML pages to text whose lists, tables and headings read as those of plain-text pages do."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.html.layout import lay_out
from pipeline.read.html.lines import put_together
from pipeline.read.html.links import without_link_lists
from pipeline.read.html.source import decode_html, mark_source, source_map
from pipeline.read.html.titles import with_title
from pipeline.read.html.tree import TreeError, find_content, find_roots, parse

__all__ = ["Converted", "TreeError", "convert"]


@dataclass(frozen=True, slots=True)
class Converted:
    """The text of a page, the encoding of its source, and the map from the one to the other."""

    text: str
    encoding: str
    source_map: str | None


def convert(data: bytes, encoding: str | None = None) -> Converted:
    """The text of an HTML page; `encoding` is what was said about the bytes where they come from.

    Raises:
        DecodingError: the bytes are no text.
        TreeError: the page cannot be parsed.
    """
    text, encoding = decode_html(data, encoding)
    source = mark_source(text, encoding)
    tree = parse(source)
    if tree is None:
        return Converted("", encoding, None)
    kept = find_content(tree)
    lines = [line for root in find_roots(tree, kept) for line in lay_out(tree, kept, root)]
    converted, places = put_together(with_title(without_link_lists(lines), tree))
    return Converted(converted, encoding, source_map(source, data, converted, places))
