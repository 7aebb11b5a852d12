"""The parsed page as a flat list of elements, and which of them are content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.read.html.source import Source


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup hr html legend li main menu nav ol optgroup option p pre section summary table tbody td "
    "tfoot th thead tr ul search"
)
# What a browser does not show as text of the page.
UNSEEN = words(
    "audio base button canvas datalist embed head iframe input link math meta noscript object progress script select "
    "style svg template textarea title video noembed noframes frameset"
)
# What is around a page's content, by element and by ARIA role.
FURNITURE = frozenset(("nav", "footer", "dialog", "search"))
FURNITURE_ROLES = words(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar alert tablist"
)
# Words of which classes and ids of the same things are made: «site-nav», «cookieBanner», «breadcrumbs».
FURNITURE_WORDS = words(
    "nav navi navbar navbox navigation menu submenu breadcrumb breadcrumbs sidebar cookie cookies consent gdpr banner "
    "newsletter share sharing social advert advertisement ads werbung anzeige pagination pager toolbar login popup "
    "modal overlay comments kommentare related footer toc editsection noprint catlinks skip skiplink offcanvas"
)
INFOBOX = "infobox"
CELLS = frozenset(("tr", "td", "th", "tbody", "thead", "dt", "dd"))
HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# «siteNav», «cookie-banner», «main_menu»
CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# libxml2 gives up at 2,048 levels; what stands further in is lost.
TOO_DEEP = "Excessive depth"


class TreeError(ValueError):
    """A page that cannot be parsed; the message gives fact and remedy."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text from one run of the source (-1 where it comes from none), perhaps inside a link."""

    text: str
    run: int
    link: str | None = None  # where it leads
    raw: bool = False  # white space counts


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements in document order, each with its parent's index and the index behind its last descendant.

    `before` is the text at an element's start, `after` the text behind its end; `letters` counts the characters in it
    that are not white space, without what is not seen.
    """

    elements: Sequence[etree._Element]
    tags: Sequence[str]
    parents: Sequence[int]
    ends: Sequence[int]
    before: Sequence[tuple[Fragment, ...]]
    after: Sequence[tuple[Fragment, ...]]
    letters: Sequence[int]
    headings: Sequence[int]  # of any level, inside or itself


def parse(source: Source) -> Tree | None:
    """The page's elements; None for a page without any.

    Raises:
        TreeError: the page cannot be parsed, or elements are nested beyond what any page needs.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(source.marked.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise TreeError(f"HTML that cannot be parsed ({error}); save the page anew") from error
    if any(TOO_DEEP in entry.message for entry in parser.error_log):
        raise TreeError("elements nested more than 2,000 levels deep, which no page is; take out what nests them")
    return None if root is None else _flatten(root, source.mark)


def _flatten(root: etree._Element, mark: str) -> Tree:
    elements = list(root.iter(etree.Element))
    index = {element: number for number, element in enumerate(elements)}
    parents = [-1 if number == 0 else index[_parent(element)] for number, element in enumerate(elements)]
    tags = [str(element.tag).rpartition("}")[2].lower() for element in elements]
    ends = [number + 1 for number in range(len(elements))]
    before = [_fragments(element.text, mark) for element in elements]
    after = [_fragments(element.tail, mark) if number else () for number, element in enumerate(elements)]
    letters = [0 if tag in UNSEEN else count_letters(text) for tag, text in zip(tags, before, strict=True)]
    headings = [int(tag in HEADINGS) for tag in tags]
    for number in range(len(elements) - 1, 0, -1):  # from the leaves up
        parent = parents[number]
        ends[parent] = max(ends[parent], ends[number])
        if tags[number] not in UNSEEN:
            letters[parent] += letters[number] if tags[parent] not in UNSEEN else 0
            headings[parent] += headings[number]
        if tags[parent] not in UNSEEN:
            letters[parent] += count_letters(after[number])
    return Tree(elements, tags, parents, ends, before, after, letters, headings)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _fragments(text: str | None, mark: str) -> tuple[Fragment, ...]:
    """The text of a node, cut at the marks of the runs that it comes from."""
    if not text:
        return ()
    if not mark or mark not in text:
        return (Fragment(text, -1),)
    pieces = text.split(mark)
    first = (Fragment(pieces[0], -1),) if pieces[0] else ()
    return (*first, *(Fragment(pieces[n + 1], int(pieces[n])) for n in range(1, len(pieces) - 1, 2)))


def count_letters(fragments: Sequence[Fragment]) -> int:
    """The characters that are not white space."""
    return sum(len(word) for fragment in fragments for word in fragment.text.split())


def find_content(tree: Tree) -> list[bool]:
    """Which elements are content: seen, and none of the furniture around it; by rules that hold for any site."""
    kept: list[bool] = []
    facts = _Facts(tree)
    for number, tag in enumerate(tree.tags):
        parent = tree.parents[number]
        if (parent >= 0 and not kept[parent]) or tag in UNSEEN or _is_hidden(tree.elements[number]):
            kept.append(number == 0)
        elif tag in ("html", "body", "main", *HEADINGS) or tree.letters[number] * 2 > tree.letters[0]:
            kept.append(True)
        else:
            kept.append(not _is_furniture(tree, facts, number))
    return kept


def find_roots(tree: Tree, kept: Sequence[bool]) -> list[int]:
    """The elements to read: the page's main part and an h1 above it, if it says what that is; else all of it.

    A main part that holds less than half of the text is none: the credits may stand beside it.
    """
    mains = [
        number
        for number, tag in enumerate(tree.tags)
        if kept[number] and (tag == "main" or tree.elements[number].get("role") == "main")
    ]
    rest = sum(count_letters(tree.before[n]) + count_letters(tree.after[n]) for n, one in enumerate(kept) if one)
    if not mains or any(number >= tree.ends[mains[0]] for number in mains) or tree.letters[mains[0]] * 2 < rest:
        return [0]
    inside = tree.tags[mains[0] : tree.ends[mains[0]]]
    above = [n for n in range(mains[0]) if tree.tags[n] == "h1" and kept[n] and "h1" not in inside]
    return [*above, mains[0]]


class _Facts:
    """Counts over the whole page: what an element holds is the difference of two of them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.h1, self.data = [0], [0]
        self.sectioned: list[bool] = []  # inside of article, main or section, whose header is no page's
        in_header: list[bool] = []
        for tag, parent in zip(tree.tags, tree.parents, strict=True):
            self.h1.append(self.h1[-1] + (tag == "h1"))
            self.data.append(self.data[-1] + (tag in ("table", "dl")))
            above = parent >= 0 and (self.sectioned[parent] or tree.tags[parent] in ("article", "main", "section"))
            self.sectioned.append(above)
            in_header.append((parent >= 0 and in_header[parent]) or (tag == "header" and not above))
        # The page has a heading outside of its header, which names the site.
        self.h1_outside = any(
            not own and (tag == "h1" or (tag == "h2" and sectioned))
            for tag, own, sectioned in zip(tree.tags, in_header, self.sectioned, strict=True)
        )

    def holds_h1(self, number: int) -> bool:
        return self.h1[self.tree.ends[number]] > self.h1[number]

    def holds_data(self, number: int) -> bool:
        return self.data[self.tree.ends[number]] > self.data[number]


def _is_hidden(element: etree._Element) -> bool:
    hidden = element.get("hidden")
    if (hidden is not None and hidden != "until-found") or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and HIDDEN_STYLE.search(style) is not None


def _is_furniture(tree: Tree, facts: _Facts, number: int) -> bool:
    tag, element = tree.tags[number], tree.elements[number]
    words = _class_words(element)
    if INFOBOX in words:
        return False
    if tag == "aside":
        return not facts.holds_data(number)
    if tag == "form":
        return not tree.headings[number] and not facts.holds_data(number)
    if tag == "header":
        return facts.h1_outside and not facts.sectioned[number]
    if facts.holds_h1(number):
        return False
    if tag in FURNITURE or element.get("role") in FURNITURE_ROLES:
        return True
    return tag not in CELLS and not words.isdisjoint(FURNITURE_WORDS)


def _class_words(element: etree._Element) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in CLASS_WORD.findall(names)} if names != " " else set()
