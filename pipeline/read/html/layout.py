"""From elements to lines: headings, lists, tables and definition lists in the shapes that plain-text pages have.

Each element's content is made from that of its children, the last elements first, so that depth costs no recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.read.html.lines import BLANK, BULLET, MAX_LABEL, Line, filled, join, label_and_values, line_of
from pipeline.read.html.tables import Box, definition_lines, table_lines
from pipeline.read.html.tree import BLOCKS, HEADINGS, Fragment, Tree, TreeError, words

# What an element comes to: inline text, lines, and the boxes of tables and definition lists, in order.
Part = Fragment | Line | Box

# Elements with a blank line above and below.
APART = words("address article blockquote center details fieldset figcaption figure hr legend ol p pre section ul menu")
BOXES = frozenset(("td", "th", "dt", "dd"))
STANDS_CLOSE = frozenset(("sub", "sup", "rt", "rp", "wbr", "img"))
BREAK = Line(prefix="\n")  # a line end that is no line
MAX_VALUE = 200  # characters of the second of two boxes that are label and value
MAX_SPAN = 1_000
# What an element holds is gone through once for each element around it: 20 on most pages, 40 on some.
MAX_DEPTH, FREE_PARTS = 60, 100_000


def lay_out(tree: Tree, kept: Sequence[bool], root: int) -> list[Line]:
    """The lines of an element, in document order.

    Raises:
        TreeError: so much stands so deep in other elements that it would take more than linear time.
    """
    contents: list[list[Part]] = [[] for _ in range(tree.ends[root] - root)]
    budget = MAX_DEPTH * len(contents) + FREE_PARTS
    for number in range(tree.ends[root] - 1, root - 1, -1):
        if kept[number]:
            children = _children(tree, number, contents, root)
            budget -= sum(len(content) for _, content in children)
            if budget < 0:
                raise TreeError(
                    f"too much nested too deep (over {MAX_DEPTH} levels on average); take out what nests it"
                )
            contents[number - root] = _shape(tree, number, children)
        elif tree.tags[number] == "br":
            contents[number - root] = [BREAK]
    return _lines(contents[0])


def _children(tree: Tree, number: int, contents: list[list[Part]], root: int) -> list[tuple[int, list[Part]]]:
    """The children with their contents, which are used once."""
    found = []
    child = number + 1
    while child < tree.ends[number]:
        found.append((child, contents[child - root]))
        contents[child - root] = []
        child = tree.ends[child]
    return found


def _shape(tree: Tree, number: int, children: Sequence[tuple[int, list[Part]]]) -> list[Part]:
    tag = tree.tags[number]
    if tag == "br":
        return [BREAK]
    pair = _label_and_value(tree, number, children) if tag in BLOCKS or tag == "a" else None
    parts: list[Part] = pair if pair is not None else _inner(tree, number, children)
    if tag == "a":
        return _linked(parts, tree.elements[number].get("href") or "")
    if tag == "pre":
        return [BLANK, *_preformatted(parts), BLANK]
    if tag not in BLOCKS:
        return parts
    if tag in BOXES:
        cell = tree.elements[number]
        holds_table = "table" in tree.tags[number + 1 : tree.ends[number]] if tag in ("td", "th") else False
        columns, rows = _span(cell.get("colspan")), _span(cell.get("rowspan"))
        return [Box(tag, tuple(_lines(parts)), columns=columns, rows=rows, holds_table=holds_table)]
    if tag == "tr":
        return [Box("tr", cells=tuple(_cells(parts)))]
    if tag == "table":
        rows_ = [part for part in parts if isinstance(part, Box) and part.tag == "tr"]
        rest = _lines(part for part in parts if not (isinstance(part, Box) and part.tag == "tr"))
        return [BLANK, *rest, *table_lines(rows_), BLANK]
    if tag == "dl":
        boxes = [part for part in parts if isinstance(part, Box)]
        return [BLANK, *_lines(part for part in parts if not isinstance(part, Box)), *definition_lines(boxes), BLANK]
    if any(isinstance(part, Box) for part in parts):
        return parts  # a group of rows, or of terms and definitions
    lines = _lines(parts)
    if len(lines) == 2 and _is_name_over_part(tree, number, children, lines):
        lines = [join(lines, " " if lines[1].text[:1].islower() else "\t")]
    if tag in HEADINGS:
        return [*_heading(lines, int(tag[1]))]
    if tag == "li":
        return [*_item(lines)]
    if tag == "ol":
        lines = _numbered(tree, number, children)
    return [BLANK, *lines, BLANK] if tag in APART else [*lines] or [BREAK]


def _inner(tree: Tree, number: int, children: Sequence[tuple[int, list[Part]]]) -> list[Part]:
    """An element's own text and its children's contents in order, with gaps between what only looks tell apart."""
    if len(children) == 1 and not tree.before[number] and not tree.after[children[0][0]]:
        return children[0][1]
    parts: list[Part] = [*tree.before[number]]
    for index, (child, content) in enumerate(children):
        parts += content
        parts += tree.after[child]
        if index + 1 < len(children) and not tree.after[child] and _differ(tree, child, children[index + 1][0]):
            parts.append(Fragment(" ", -1))
    return parts


def _differ(tree: Tree, one: int, other: int) -> bool:
    """«<span class="role">Regie</span><a>Jane Roe</a>»: inline elements that touch and have looks of their own."""
    tags = {tree.tags[one], tree.tags[other]}
    if tags & STANDS_CLOSE or tags & BLOCKS or min(tree.letters[one], tree.letters[other]) < 2:
        return False
    return _class(tree, one) is not None or _class(tree, other) is not None


def _class(tree: Tree, number: int) -> str | None:
    return tree.elements[number].get("class")


def _label_and_value(tree: Tree, number: int, children: Sequence[tuple[int, list[Part]]]) -> list[Part] | None:
    """«<div><div>Regie</div><div>Jane Roe</div></div>» among its like: label and value."""
    filled_children = [(child, content) for child, content in children if content and tree.letters[child]]
    if len(filled_children) != 2 or any(fragment.text.strip() for fragment in tree.before[number]):
        return None
    if any(fragment.text.strip() for child, _ in children for fragment in tree.after[child]):
        return None
    (one, first), (other, second) = filled_children
    if tree.tags[one] in BLOCKS or tree.tags[other] in BLOCKS:
        if not _has_like(tree, number):
            return None
    elif not _look_different(tree, one, other):
        return None
    if any(isinstance(part, Box) for part in (*first, *second)):
        return None
    labels, values = filled(_lines(first)), filled(_lines(second))
    if len(labels) != 1 or not values or labels[0].prefix or any(line.is_heading for line in values):
        return None
    if len(labels[0].text) > MAX_LABEL or any(len(value.text) > MAX_VALUE for value in values):
        return None
    if values[0].text[:1].islower():  # «als Martha Lindner»
        return [join([labels[0], *values], " ")]
    return [*label_and_values(labels[0], values)]


def _is_name_over_part(
    tree: Tree, number: int, children: Sequence[tuple[int, list[Part]]], lines: Sequence[Line]
) -> bool:
    """«<figcaption><b>Ute Falk</b><br>Stine</figcaption>» among its like: an element of its own, a break, plain text.

    Labels and facts («Regie: …», «Schweiz 2019») stay in lines of their own.
    """
    name, text = lines[0].text, lines[1].text
    tags = [tree.tags[child] for child, _ in children]
    if len(tags) < 2 or tags[0] in BLOCKS or tags[1] != "br" or any(line.prefix for line in lines):
        return False
    if tree.letters[children[0][0]] != sum(map(len, name.split())) or max(len(name), len(text)) > MAX_LABEL:
        return False
    if ":" in name + text or any(character.isdigit() for character in name + text):
        return False
    return _has_like(tree, number) or (tree.tags[number] == "figcaption" and _has_like(tree, tree.parents[number]))


def _look_different(tree: Tree, one: int, other: int) -> bool:
    """«<span class="role">…</span><span class="name">…</span>», «<a>Jo Lund</a> <span>Bea</span>»."""
    classes, tags = (_class(tree, one), _class(tree, other)), (tree.tags[one], tree.tags[other])
    if tags[0] != tags[1] and "a" in tags:
        return True
    return classes[0] != classes[1] and (None not in classes or tags[0] != tags[1])


def _has_like(tree: Tree, number: int) -> bool:
    """Whether an element has a neighbour of the same tag and class."""
    neighbours = tree.elements[number].getprevious(), tree.elements[number].getnext()
    own = tree.elements[number].tag, _class(tree, number)
    return any(one is not None and (one.tag, one.get("class")) == own for one in neighbours)


def _lines(parts: Iterable[Part]) -> list[Line]:
    """Parts as lines: inline text up to a break or a block is one line; two breaks are a blank line."""
    lines: list[Line] = []
    inline: list[Fragment] = []
    for part in parts:
        if isinstance(part, Fragment):
            inline.append(part)
            continue
        line = line_of(inline)
        inline = []
        if line.fragments:
            lines.append(line)
        elif part is BREAK:
            lines.append(BLANK)
        if isinstance(part, Line) and part is not BREAK:
            lines.append(part)
        elif isinstance(part, Box):
            lines += part.lines
            lines += [line for cell in part.cells for line in cell.lines]
    last = line_of(inline)
    return [*lines, last] if last.fragments else lines


def _linked(parts: Sequence[Part], target: str) -> list[Part]:
    def linked(part: Part) -> Part:
        if isinstance(part, Fragment):
            return replace(part, link=target)
        if isinstance(part, Line) and part.fragments:
            return replace(part, fragments=tuple(replace(fragment, link=target) for fragment in part.fragments))
        return part

    return [linked(part) for part in parts]


def _preformatted(parts: Sequence[Part]) -> list[Line]:
    """Lines and spaces as they are."""
    found: list[Part] = []
    for part in parts:
        if not isinstance(part, Fragment):
            found.append(part)
            continue
        for number, piece in enumerate(part.text.split("\n")):
            if number:
                found.append(BREAK)
            if piece:
                found.append(replace(part, text=piece, raw=True))
    return _lines(found)


def _span(value: str | None) -> int:
    return min(MAX_SPAN, max(1, int(value))) if value is not None and value.isdecimal() and len(value) < 9 else 1


def _cells(parts: Sequence[Part]) -> list[Box]:
    """The cells of a row; what stands between them is a cell of its own."""
    cells = [part for part in parts if isinstance(part, Box) and part.tag in ("td", "th")]
    stray = _lines(part for part in parts if not (isinstance(part, Box) and part.tag in ("td", "th")))
    return [Box("td", tuple(filled(stray))), *cells] if filled(stray) else cells


def _heading(lines: Sequence[Line], level: int) -> list[Line]:
    """A heading in one line, and below it what an unclosed heading has swallowed."""
    own = next((n for n, line in enumerate(lines) if line.prefix or (not line.fragments and filled(lines[:n]))), None)
    heading = join(lines[:own], " ")
    rest = list(lines[own:]) if own is not None else []
    return [replace(heading, prefix="#" * level + " "), *rest] if heading.fragments else rest


def _item(lines: Sequence[Line]) -> list[Line]:
    """An item of a list: a bullet, or a line above the list that it holds, or the blocks of a card."""
    own = filled(lines)
    if not own:
        return []
    if any(line.is_heading for line in own):
        return [BLANK, *lines, BLANK]
    inner = next((n for n, line in enumerate(own) if line.prefix), None)
    if inner is not None:
        above = own[:inner]
        return [BLANK, *above, *own[inner:], BLANK] if above else own
    if len(own) == 2 and max(len(line.text) for line in own) <= MAX_LABEL:
        own = [join(own, " " if own[1].text[:1].islower() else "\t")]
    return [replace(own[0], prefix=BULLET), *own[1:]]


def _numbered(tree: Tree, number: int, children: Sequence[tuple[int, list[Part]]]) -> list[Line]:
    """The lines of an `ol`, its own items numbered."""
    start = tree.elements[number].get("start") or "1"
    next_number = int(start) if start.isdecimal() and len(start) < 5 else 1
    found: list[Line] = []
    for child, content in children:
        lines = _lines(content)
        if tree.tags[child] == "li" and lines and lines[0].prefix == BULLET:
            lines[0] = replace(lines[0], prefix=f"{next_number}. ")
            next_number += 1
        found += lines
    return found
