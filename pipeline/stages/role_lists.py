"""Read credits from lists: label lines, bullets under role headings, columns, tables, cast lists with characters.

Everything here follows the layout of lines; sentences are the business of `role_prose`. A section is read in three
steps: tables with a header row; label lines and what continues them; entries that stand under a role heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.lang.labels import heading_role_of, role_of, short_role_of
from pipeline.lang.vocabulary import CAST_FIELDS, Role, Vocabulary, fold
from pipeline.text.headings import read_heading_text
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.text.names import (
    ListItem,
    NameWords,
    is_company,
    normal_text,
    parse_item,
    person_score,
    split_list,
    split_pieces,
    strip_notes,
)
from pipeline.types import Claim, Document, PageWork, Section, Span

VERSION = "role_lists/1"
SKIPPED_KINDS = frozenset({"references", "links"})
CORE_FIELDS = frozenset(
    ("director", "screenwriter", "author", "actor", "voice_actor", "composer", "cinematographer", "creator")
)
MAX_CHARACTER_LENGTH = 80
MAX_COMPANY_LENGTH = 70
PARAGRAPH_LENGTH = 70
MAX_BARE_LENGTH = 300  # code points of a line of roles and names without separators
MAX_MONONYM_LENGTH = 10  # «Björk», «Zuleikha»; German nouns that stand in lists tend to be longer
MAX_LABEL_SCAN = 64  # code points before a colon in which its label is looked for
CONTINUATION_INDENT = 6  # white space before a value that belongs to the label above

# How sure a layout makes us; calibrated against gold pages by the merge, so only the order matters here.
SCORES = {
    "table": 0.97,
    "bullets": 0.97,
    "label": 0.96,
    "columns": 0.96,
    "leader": 0.96,
    "pair": 0.96,
    "lines": 0.95,
    "after": 0.93,
}

# «Regie ........ X», «Julia Roberts ... Erin Brockovich», «Cage … Ben»
LEADER = re.compile(r"[ \t\u00a0]*(?:\.{3,}|…+|(?: \.){3,}|_{3,}|·{3,})[ \t\u00a0]*")
# «Regie<tab>X», «Regie    X»
COLUMN = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{2,}")
# «Rolle | Darsteller»
PIPE = re.compile(r"[ \t\u00a0]*\|[ \t\u00a0]*")
# «Kamera – Declan Quinn», «Lola - Franka Potente»
DASH = re.compile(r"[ \t\u00a0]+[–—-]{1,2}[ \t\u00a0]+")
# «Sean Connery: William von Baskerville», «Regie: X»
COLON = re.compile(r"[ \t\u00a0]*:(?:[ \t\u00a0]+|$)")
# «Regie = X», «Neo → Keanu Reeves»
ARROW = re.compile(r"[ \t\u00a0]*(?:=>|->|→|=)[ \t\u00a0]*")
PAIR_SEPARATORS = (
    ("table", PIPE),
    ("columns", COLUMN),
    ("leader", LEADER),
    ("pair", DASH),
    ("pair", COLON),
    ("pair", ARROW),
)
CELL_SEPARATORS = (("leader", LEADER), ("columns", COLUMN), ("table", PIPE))

# Between bare labels: «Director X / Designer Y», «Music by X   Libretto by Y»
SEGMENT = re.compile(r"[ \t\u00a0]*(?:[|/;•·]|\t|  )[ \t\u00a0]*")
# Where a label may begin inside a line: after «|», «/», «;», «,», «.», «•» or wide space.
LABEL_BOUNDARY = re.compile(r"[|/;,.•·–—(]|\t|  ")
SENTENCE_END = re.compile(r"(?<=[\w)\]][\w)\]][\w)\]])[.;][ \t\u00a0]+(?=[^\W\d_])")
# «… Zuleikha. Welsh and English with subtitles», not «Ltd. & Co.», «Platt Jr. and»
VALUE_END = re.compile(r"(?<=[\w)\]]{4})\.[ \t\u00a0]+(?=[^\W\d_])")
# A Markdown rule between header and body: «|---|:--:|», «--- | ---»
TABLE_RULE = re.compile(r"[|:\-+= \t]{3,}")
# What ends a character's name: «Bea, a worrisome teenager», «Frank; sein Bruder», «Lola (8 Jahre)»
CHARACTER_END = re.compile(r",[ \u00a0]|;|:[ \u00a0]|[ \u00a0][–—-][ \u00a0]|[ \u00a0]?[(\[]|\.\.\.|…|[ \u00a0]\|")
# «Sie ist …», «She is …» after the character: a full stop behind a word of four letters or more
CHARACTER_STOP = re.compile(
    r"(?<=[^\W\d_]{4})\.(?:[ \u00a0]|$)|[ \u00a0](?:who|whose|whom|that|which|der|die|das|dessen|deren)[ \u00a0]"
)
# the end of a sentence: «… im Wirtshaus.», «… in the dark!”»
PARAGRAPH_END = re.compile(r"[^\W\d_]{4}[.!?…]+[”“\"»«)\]]?$")
DOUBLE_PART = re.compile(r"[ \u00a0]/[ \u00a0]")
UNLABELLED_CAST = Role(("actor",), (), person=True)
DIGITS = re.compile(r"\d")
YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Label:
    """A role label found in a line, with the value that stands beside it and the text of the line before it."""

    role: Role
    span: Span
    value: Span
    prefix: Span
    layout: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line, or the rest of one, that stands under a role without a label of its own."""

    role: Role
    label: Span | None
    value: Span
    layout: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What every step needs to know of the page."""

    text: str
    works: Sequence[PageWork]
    vocabulary: Vocabulary
    words: NameWords


def find_role_lists(
    document: Document,
    lines: Sequence[Line],
    sections: Sequence[Section],
    works: Sequence[PageWork],
    vocabulary: Vocabulary,
    words: NameWords,
) -> Iterator[Claim]:
    """The credits that the page's lists state, in text order; each span is read once.

    A page whose lists name nobody for one of the core fields, and that dates no work, is about something else: the
    staff page of a theatre or a factory has a `Produktion` and a `Vertrieb` too.
    """
    page = _Page(document.text, works, vocabulary, words)
    claims = list(_read_page(page, lines, sections))
    if any(claim.field in CORE_FIELDS for claim in claims) or any(work.year is not None for work in works):
        yield from claims


def _read_page(page: _Page, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Claim]:
    for section in sections:
        if section.kind in SKIPPED_KINDS:
            continue
        body = [
            line
            for line in lines
            if section.body.start <= line.span.start < section.span.end and not _is_heading(line, section)
        ]
        seen: set[tuple[str, Span, str | None]] = set()
        positions: dict[str, int] = {}
        for claim in _read_section(page, section, body):
            key = (claim.field, claim.span, claim.character)
            if key in seen:
                continue
            seen.add(key)
            positions[claim.field] = positions.get(claim.field, 0) + 1
            yield replace(claim, position=positions[claim.field], work=_work_at(page.works, claim.span.start))


def _read_section(page: _Page, section: Section, body: list[Line]) -> Iterator[Claim]:
    heading_role = None
    if section.heading is not None:
        heading_role = heading_role_of(read_heading_text(page.text, section.heading).words.of(page.text), page.vocabulary)
    filled = [line for line in body if not line.blank]
    alternating = _alternating_pairs(page, section, filled) if heading_role is None else []
    if alternating:
        for name, other in alternating:
            yield from _read_alternating(page, section, name, other)
        filled = body = []
    tables = list(_find_tables(page, filled))
    in_tables = {line.number for table in tables for line in table.lines}
    for table in tables:
        yield from _read_table(page, section, table)
    shorts = _allows_abbreviations(page, section, filled)
    after = _puts_roles_last(page, filled)
    context: tuple[Role, Span | None] | None = None
    if heading_role is not None:
        context = (heading_role, section.heading)
    leader_list = heading_role is None and _is_leader_list(page, filled)
    open_label: _Label | None = None  # a label whose value goes on in the next line
    group: list[_Entry] = []
    previous_number = -2
    for line in body:
        if line.blank:
            if open_label is not None and open_label.value:
                open_label = None
            continue
        if line.number in in_tables:
            continue
        labels = _find_labels(page, section, line, shorts=shorts, after=after)
        if labels:
            yield from _read_group(page, section, group)
            group = []
            for label in labels:
                yield from _read_label(page, section, label)
            open_label = labels[-1] if _is_open(page, labels[-1]) else None
            column = labels[-1] if labels[-1].layout in ("leader", "columns", "table") else None
            if column is not None and open_label is None:
                open_label = column
        elif open_label is not None and _continues(page, open_label, line, adjacent=line.number == previous_number + 1):
            value = _continuation(page, line)
            group.append(_Entry(open_label.role, open_label.span, value, open_label.layout))
        elif context is not None and _is_entry(page, line):
            open_label = None
            group.append(_Entry(context[0], context[1], line.content, "bullets" if line.bullet else "lines"))
        elif leader_list and LEADER.search(page.text, line.content.start, line.content.end) is not None:
            open_label = None
            group.append(_Entry(UNLABELLED_CAST, None, line.content, "leader"))
        else:
            open_label, context = None, None  # a paragraph ends the list that a heading opened
            yield from _read_group(page, section, group)
            group = []
        previous_number = line.number
    yield from _read_group(page, section, group)


# -- labels ------------------------------------------------------------------------------------------------------------


def _find_labels(page: _Page, section: Section, line: Line, *, shorts: bool, after: bool) -> list[_Label]:
    """All labels of a line with their values: by colon, columns or dash, after the name, or with nothing between."""
    found = _colon_labels(page, section, line, shorts=shorts)
    if not found:
        found = (
            _cell_labels(page, section, line)
            or _dash_label(page, section, line, after=after)
            or _bare_labels(page, section, line)
        )
    if found and not _prefix_is_harmless(page, found[0]):
        return []
    return found


def _colon_labels(page: _Page, section: Section, line: Line, *, shorts: bool) -> list[_Label]:
    text = page.text
    spans: list[tuple[Span, Role, int]] = []
    start = line.content.start
    for colon in COLON.finditer(text, line.content.start, line.content.end):
        label = _label_before(page, section, start, colon.start(), first=not spans, shorts=shorts)
        if label is not None:
            spans.append((label[0], label[1], colon.end()))
        start = colon.end()
    if not spans:
        return []
    spans = _with_sentence_labels(page, spans, line.content.end)
    labels = []
    for index, (span, role, value_start) in enumerate(spans):
        value_end = spans[index + 1][0].start if index + 1 < len(spans) else line.content.end
        value_end = _sentence_end(text, Span(value_start, max(value_start, value_end)))
        value = strip_span(text, value_start, value_end, SPACE + "|/;•·,")
        prefix = strip_span(text, line.content.start, span.start) if index == 0 else Span(span.start, span.start)
        labels.append(_Label(role, span, value, prefix, "label"))
    return labels


def _label_before(
    page: _Page, section: Section, start: int, colon: int, *, first: bool, shorts: bool
) -> tuple[Span, Role] | None:
    """The longest role phrase that ends at a colon and begins at a boundary (or at a word, after a first label)."""
    text = page.text
    start = max(start, colon - MAX_LABEL_SCAN)
    starts = [start] if start == 0 or colon - start < MAX_LABEL_SCAN else []
    starts += [match.end() for match in LABEL_BOUNDARY.finditer(text, start, colon)]
    if not first:
        starts += [match.end() for match in re.finditer(r"[ \u00a0]", text[start:colon])] and [
            start + match.end() for match in re.finditer(r"[ \u00a0]", text[start:colon])
        ]
    for begin in sorted(set(starts)):
        span = strip_span(text, begin, colon)
        if not span:
            continue
        phrase = span.of(text)
        role = role_of(phrase, page.vocabulary)
        if role is None and shorts:
            role = short_role_of(phrase, section.language, page.vocabulary)
        if role is not None:
            return span, role
    return None


def _with_sentence_labels(page: _Page, spans: list[tuple[Span, Role, int]], end: int) -> list[tuple[Span, Role, int]]:
    """«Dir: X, UK 2011. With A, B. Sc: Y»: a label without colon that begins a sentence between labels."""
    text = page.text
    more: list[tuple[Span, Role, int]] = []
    edges = [span.start for span, _, _ in spans[1:]] + [end]
    for (_, _, value_start), edge in zip(spans, edges, strict=True):
        for stop in SENTENCE_END.finditer(text, value_start, edge):
            label = _leading_role(page, Span(stop.end(), edge))
            if label is not None:
                more.append((label[0], label[1], label[0].end))
    return sorted(spans + more, key=lambda item: item[0].start)


def _cell_labels(page: _Page, section: Section, line: Line) -> list[_Label]:
    """«Regie<tab>X», «Regie ..... X», «Regie | X», «X ... producer», several pairs in a line."""
    del section
    text = page.text
    for layout, separator in CELL_SEPARATORS:
        cells = _split(text, line.content, separator)
        if len(cells) < 2:
            continue
        roles = [role_of(cell.of(text).strip(" :()"), page.vocabulary) for cell in cells]
        if roles[0] is not None:
            return _alternating(text, cells, roles, layout)
        detail = _role_detail(page, cells[1])
        if detail is not None and len(cells) == 2 and parse_item(text, cells[0], page.words) is not None:
            return [_Label(detail[1], detail[0], cells[0], Span(line.content.start, line.content.start), layout)]
    return []


def _alternating(text: str, cells: list[Span], roles: list[Role | None], layout: str) -> list[_Label]:
    labels: list[_Label] = []
    index = 0
    while index < len(cells):
        role = roles[index]
        if role is None:
            return labels
        stop = index + 1
        while stop < len(cells) and roles[stop] is None:
            stop += 1
        value = (
            Span(cells[index + 1].start, cells[stop - 1].end)
            if stop > index + 1
            else Span(cells[index].end, cells[index].end)
        )
        labels.append(
            _Label(
                role,
                strip_span(text, cells[index].start, cells[index].end, SPACE + ":"),
                value,
                Span(cells[0].start, cells[0].start),
                layout,
            )
        )
        index = stop
    return labels


def _dash_label(page: _Page, section: Section, line: Line, *, after: bool) -> list[_Label]:
    """«Kamera – X», «X – Kamera», «X, Producer», «X (Regie)»."""
    text = page.text
    nothing = Span(line.content.start, line.content.start)
    cells = _split(text, line.content, DASH, limit=1) or []
    if len(cells) < 2:
        cells = _split(text, line.content, ARROW, limit=1)
    if len(cells) == 2:
        role = role_of(cells[0].of(text), page.vocabulary)
        if role is not None and (not role.person or section.kind == "cast_crew" or _is_name_list(page, cells[1])):
            return [_Label(role, cells[0], cells[1], nothing, "label")]
        detail = _role_detail(page, cells[1])
        if detail is not None and parse_item(text, cells[0], page.words) is not None:
            return [_Label(detail[1], detail[0], cells[0], nothing, "after")]
    if section.kind == "cast_crew" or after:
        comma = text.find(", ", line.content.start, line.content.end)
        if comma > 0:
            behind = strip_span(text, comma + 2, line.content.end)
            role = role_of(behind.of(text).rstrip(".,; "), page.vocabulary)
            name = Span(line.content.start, comma)
            item = parse_item(text, name, page.words)
            if role is not None and item is not None and (item.company or " " in item.value):
                return [_Label(role, behind, name, nothing, "after")]
        item = parse_item(text, line.content, page.words)
        if item is not None and item.notes:
            detail = _role_detail(page, item.notes[0])
            if detail is not None:
                return [_Label(detail[1], detail[0], item.span, nothing, "after")]
    return []


def _bare_labels(page: _Page, section: Section, line: Line) -> list[_Label]:
    """«Regie Maren Ade», «Music by X   Libretto by Y», «Director X / Designer Y»: roles and nothing but full names."""
    del section
    if len(line.content) > MAX_BARE_LENGTH:
        return []
    whole = _bare_label(page, line.content)
    if whole is not None:
        return [whole]
    labels = [_bare_label(page, segment) for segment in _split(page.text, line.content, SEGMENT)]
    found = [label for label in labels if label is not None]
    return found if len(found) == len(labels) else []


def _bare_label(page: _Page, span: Span) -> _Label | None:
    label = _leading_role(page, span)
    if label is None:
        return None
    value = strip_span(page.text, label[0].end, span.end)
    if not value or not _is_name_list(page, value):
        return None
    return _Label(label[1], label[0], value, Span(label[0].start, label[0].start), "label")


def _leading_role(page: _Page, span: Span) -> tuple[Span, Role] | None:
    """The longest role phrase at the beginning of a text, at most six words, followed by a capital."""
    text = page.text
    ends = []
    for match in re.finditer(r"[ \u00a0]", text[span.start : min(span.end, span.start + MAX_LABEL_SCAN)]):
        ends.append(span.start + match.start())
        if len(ends) == 6:
            break
    for end in reversed(ends):
        label = strip_span(text, span.start, end)
        rest = strip_span(text, end, span.end)
        if not label or not rest or not text[rest.start].isupper():
            continue
        role = role_of(label.of(text), page.vocabulary)
        if role is not None:
            return label, role
    return None


def _role_detail(page: _Page, cell: Span) -> tuple[Span, Role] | None:
    """A role behind a name: «producer», «(written by)», «makeup artist: Ms. Doe», «executive producer (as X)»."""
    text = page.text
    core, _ = strip_notes(text, cell, page.words)
    if not core:
        core = strip_span(text, cell.start, cell.end, SPACE + "()")
    for span in (
        core,
        strip_span(text, core.start, _find(text, ":", core)),
        strip_span(text, core.start, _find(text, " (", core)),
    ):
        role = role_of(span.of(text), page.vocabulary) if span else None
        if role is not None:
            return span, role
    return None


def _prefix_is_harmless(page: _Page, label: _Label) -> bool:
    """Whether what stands before a line's first label leaves the statement to the page's work.

    A bullet, a year with countries, the page's own title do; anything else («KELP  Dir: …», «21:45 Magazin. Moderation:
    …») names another work. Before a cast label it is the character («Flocke, das Schaf – Stimme: X»).
    """
    prefix = label.prefix.of(page.text).strip(SPACE + ",;|–—-/•·(")
    if not prefix or CAST_FIELDS & set(label.role.fields):
        return True
    if any(work.title is not None and fold(prefix).startswith(fold(work.title)) for work in page.works):
        return True
    facts = page.vocabulary.words.get("countries", frozenset()) | page.vocabulary.words.get("genres", frozenset())
    known = {word.casefold() for word in facts}
    rest = [word for word in re.split(r"[\s\d.,;:|/()–—-]+", prefix.casefold()) if len(word) > 3 and word not in known]
    return not rest


def _is_leader_list(page: _Page, lines: list[Line]) -> bool:
    """«Vladimir ... Jane Doe»: three lines or more with leaders and a name on one side are a cast without a heading."""
    pairs = [cells for line in lines if len(cells := _split(page.text, line.content, LEADER, limit=1)) == 2]
    if any(_role_detail(page, cell) is not None for cells in pairs for cell in cells):
        return False
    return sum(max(_likeness(page, cell) for cell in cells) >= 0.5 for cells in pairs) >= 3


def _is_entry(page: _Page, line: Line) -> bool:
    """Whether a line under a role heading is an entry of its list, not a paragraph, a quotation or a menu."""
    exact = line.content.of(page.text)
    if len(PIPE.findall(exact)) >= 2 or (len(exact) >= PARAGRAPH_LENGTH and PARAGRAPH_END.search(exact)):
        return False
    return exact[0] not in "„“\"»«'"


def _alternating_pairs(page: _Page, section: Section, lines: list[Line]) -> list[tuple[Line, Line]]:
    """A name over its role or character, line by line: at least two roles below names prove the pattern."""
    if section.kind != "cast_crew":
        return []
    for first in (0, 1):
        pairs = [(lines[i], lines[i + 1]) for i in range(first, len(lines) - 1, 2)]
        roles = sum(role_of(other.content.of(page.text), page.vocabulary) is not None for _, other in pairs)
        named = [parse_item(page.text, name.content, page.words) is not None for name, _ in pairs]
        if roles >= 2 and all(named[: len(pairs)]):
            return pairs
    return []


def _read_alternating(page: _Page, section: Section, name: Line, other: Line) -> Iterator[Claim]:
    role = role_of(other.content.of(page.text), page.vocabulary)
    if role is not None:
        yield from _read_names(page, section, role, other.content, name.content, "lines")
        return
    item = parse_item(page.text, name.content, page.words)
    if item is not None and not item.company:
        for claim in _claims(section, UNLABELLED_CAST, None, item, "lines"):
            yield from _with_characters(page, claim, other.content)


def _puts_roles_last(page: _Page, lines: list[Line]) -> bool:
    """Whether at least two lines of a section read «Jane Doe, Kamera» or «Jane Doe (Regie)»."""
    count = 0
    for line in lines:
        words = line.content.of(page.text)
        tail = words.rsplit("(", 1)[-1].rstrip(") ") if words.endswith(")") else words.partition(", ")[2]
        if tail and role_of(tail, page.vocabulary) is not None:
            count += 1
    return count >= 2


def _allows_abbreviations(page: _Page, section: Section, lines: list[Line]) -> bool:
    """Whether at least two different abbreviations or one beside a full label stand before colons in the section."""
    shorts: set[str] = set()
    full = False
    for line in lines:
        start = line.content.start
        for colon in COLON.finditer(page.text, line.content.start, line.content.end):
            phrase = re.split(r"[|/;,.•· \t(]", page.text[max(start, colon.start() - 12) : colon.start()])[-1]
            if short_role_of(phrase, section.language, page.vocabulary) is not None:
                shorts.add(fold(phrase))
            elif role_of(phrase, page.vocabulary) is not None:
                full = True
            start = colon.end()
    return len(shorts) + full >= 2


# -- values ------------------------------------------------------------------------------------------------------------


def _read_label(page: _Page, section: Section, label: _Label) -> Iterator[Claim]:
    if not label.role.is_credit or not label.value:
        return
    if CAST_FIELDS & set(label.role.fields):
        character = strip_span(page.text, label.prefix.start, label.prefix.end, SPACE + "–—-|•·:,(")
        if character and not DIGITS.search(character.of(page.text)):
            for claim in _read_names(page, section, label.role, label.span, label.value, label.layout):
                yield _with_character(page, claim, character)
            return
        if label.prefix:
            return
        yield from _read_cast_line(page, section, label.role, label.span, label.value, label.layout)
        return
    yield from _read_names(page, section, label.role, label.span, label.value, label.layout)


def _read_names(
    page: _Page, section: Section, role: Role, label: Span | None, value: Span, layout: str
) -> Iterator[Claim]:
    """A list of names in one role; it ends at the first piece that is no name."""
    if role.company_fields and not role.fields:
        yield from _read_companies(page, section, role, label, value, layout)
        return
    items = {item.span.start: item for item in split_list(page.text, value, page.words)}
    full = any(" " in item.value for item in items.values())
    for piece, _ in split_pieces(page.text, value, page.words):
        item = next((items[start] for start in items if piece.start <= start < piece.end), None)
        if item is None:
            if any(other.span.start < piece.start < other.span.end for other in items.values()):
                continue  # the forename of an inverted name
            item = _name_before_phrase(page, piece)
            if item is not None:
                yield from _claims(section, role, label, item, layout)
            return
        if not _may_be_mononym(page, item, among_names=full or label is not None):
            return
        if role.fields and role.company_fields and not item.company and " " not in item.value:
            item = replace(item, company=True)  # «Produktion: Südwestfunk»: people are credited with two names
            if any(other.company for other in items.values()):
                return  # «…GmbH, Zürich»
        yield from _claims(section, role, label, item, layout)
        if item.company is False and role.company_fields:
            for note in item.notes:
                if is_company(note.of(page.text), page.words) and len(note) > 3:
                    company = ListItem(note, normal_text(note.of(page.text)), company=True)
                    yield from _claims(section, role, label, company, layout)


def _read_companies(
    page: _Page, section: Section, role: Role, label: Span | None, value: Span, layout: str
) -> Iterator[Claim]:
    """«Hollywood Pictures / Spyglass Entertainment», «Weltkino»: any capitalised name is a company here."""
    for piece in _company_pieces(page, value):
        core, notes = strip_notes(page.text, piece, page.words)
        exact = core.of(page.text)
        if not core or len(core) > MAX_COMPANY_LENGTH or not (exact[0].isupper() or exact[0].isdigit()):
            return
        if fold(exact) in page.words.not_names or YEAR.fullmatch(exact) or not any(c.isalpha() for c in exact):
            return
        yield from _claims(section, role, label, ListItem(core, normal_text(exact), company=True, notes=notes), layout)


def _company_pieces(page: _Page, value: Span) -> Iterator[Span]:
    """Like a list of names, but «Loftus & Pike» is one company: single words joined by a conjunction."""
    waiting: Span | None = None
    for piece, separator in split_pieces(page.text, value, page.words):
        single = " " not in piece.of(page.text)
        if waiting is not None and separator in ("and", "+") and single:
            waiting = Span(waiting.start, piece.end)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if single:
            waiting = piece
        else:
            yield piece
    if waiting is not None:
        yield waiting


def _name_before_phrase(page: _Page, piece: Span) -> ListItem | None:
    """«Océane Roe nach dem Roman von …»: the name before a phrase that begins another statement."""
    for gap in re.finditer(r"[ \u00a0]", page.text[piece.start : piece.end]):
        rest = page.text[piece.start + gap.end() : piece.end].casefold()
        if any(rest.startswith(word + " ") for word in page.vocabulary.words["lead_ins"]):
            item = parse_item(page.text, Span(piece.start, piece.start + gap.start()), page.words)
            return item if item is not None and " " in item.value else None
    return None


def _may_be_mononym(page: _Page, item: ListItem, *, among_names: bool) -> bool:
    """Whether a name of one word can be a person here: a listed name, or a short word in the company of full names."""
    if item.company or " " in item.value:
        return True
    lists = page.words.lists
    if lists.is_forename(item.value) or lists.is_surname(item.value):
        return True
    return among_names and len(item.value) <= MAX_MONONYM_LENGTH


def _claims(section: Section, role: Role, label: Span | None, item: ListItem, layout: str) -> Iterator[Claim]:
    for field in role.company_fields if item.company else role.fields:
        yield Claim(
            field=field,
            span=item.span,
            value=item.value,
            label=label,
            language=section.language,
            layout=layout,
            extractor=VERSION,
            score=SCORES.get(layout, 0.95),
        )


# -- cast lists --------------------------------------------------------------------------------------------------------


def _read_group(page: _Page, section: Section, group: Sequence[_Entry]) -> Iterator[Claim]:
    """Entries under one role heading or label; for casts the order of name and character is decided for all of them."""
    start = 0
    while start < len(group):
        stop = start
        while stop < len(group) and group[stop].role == group[start].role and group[stop].label == group[start].label:
            stop += 1
        entries = group[start:stop]
        if CAST_FIELDS & set(entries[0].role.fields):
            yield from _read_cast(page, section, entries)
        else:
            for entry in entries:
                yield from _read_crew_entry(page, section, entry)
        start = stop


def _read_crew_entry(page: _Page, section: Section, entry: _Entry) -> Iterator[Claim]:
    """A name under a crew heading, perhaps with its exact role: «John Hardy ... executive producer»."""
    text = page.text
    for _, separator in PAIR_SEPARATORS:
        cells = _split(text, entry.value, separator)
        if len(cells) < 2 or parse_item(text, cells[0], page.words) is None:
            continue
        detail = _role_detail(page, cells[1])
        if detail is not None:
            yield from _read_names(page, section, detail[1], detail[0], cells[0], entry.layout)
        elif is_company(cells[0].of(text), page.words):
            yield from _read_names(page, section, entry.role, entry.label, cells[0], entry.layout)
        return  # with anything else beside it, a name is not in the role of the heading
    if entry.role.is_credit:
        yield from _read_names(page, section, entry.role, entry.label, entry.value, entry.layout)


def _read_cast(page: _Page, section: Section, entries: Sequence[_Entry]) -> Iterator[Claim]:
    separator = _list_separator(page, entries)
    name_first = separator is None or _name_comes_first(page, entries, separator[1])
    full = sum(" " in entry.value.of(page.text) for entry in entries) * 2 > len(entries)
    for entry in entries:
        cells = _split(page.text, entry.value, separator[1], limit=1) if separator is not None else []
        if separator is not None and len(cells) == 2:
            name, character = cells if name_first else (cells[1], cells[0])
            detail = _role_detail(page, character)
            if detail is not None and detail[1].is_credit and not CAST_FIELDS & set(detail[1].fields):
                yield from _read_names(page, section, detail[1], detail[0], name, entry.layout)
                continue
            for item in split_list(page.text, name, page.words):
                for claim in _claims(section, entry.role, entry.label, item, separator[0]):
                    yield from _with_characters(page, claim, character)
        else:
            yield from _read_cast_line(
                page, section, entry.role, entry.label, entry.value, entry.layout, among_names=full
            )


def _list_separator(page: _Page, entries: Sequence[_Entry]) -> tuple[str, re.Pattern[str]] | None:
    """The separator that cuts most entries of the list in two, if it cuts at least half of them."""
    as_word = _as_pattern(page.vocabulary.words.get("as", frozenset()))
    best, best_count = None, 0
    for layout, separator in PAIR_SEPARATORS:
        count = sum(
            len(_split(page.text, entry.value, separator, limit=1)) == 2
            and not as_word.search(page.text, entry.value.start, _cut(page.text, entry.value, separator))
            for entry in entries
        )
        if count > best_count:
            best, best_count = (layout, separator), count
    return best if best_count * 2 >= len(entries) else None


def _name_comes_first(page: _Page, entries: Sequence[_Entry], separator: re.Pattern[str]) -> bool:
    """Which column holds the real people: the one whose texts look more like full names, over the whole list."""
    balance = 0.0
    for entry in entries:
        cells = _split(page.text, entry.value, separator, limit=1)
        if len(cells) == 2:
            balance += _likeness(page, cells[0]) - _likeness(page, cells[1])
    return balance >= 0


def _likeness(page: _Page, cell: Span) -> float:
    """How much a cell looks like a real person's full name; a title before it speaks for a character."""
    core, _ = strip_notes(page.text, cell, page.words)
    exact = core.of(page.text)
    first = exact.split(" ", 1)[0].rstrip(".").casefold()
    if first in page.words.honorifics or first in {
        t.casefold() for t in page.vocabulary.words.get("person_titles", ())
    }:
        return 0.0
    return person_score(exact, page.words)


def _read_cast_line(
    page: _Page,
    section: Section,
    role: Role,
    label: Span | None,
    value: Span,
    layout: str,
    *,
    among_names: bool = False,
) -> Iterator[Claim]:
    """Names in one line, each perhaps with its character: «A (Rolle), B als Figur und C»."""
    text = page.text
    as_word = _as_pattern(page.vocabulary.words.get("as", frozenset()))
    whole = as_word.search(text, value.start, value.end)
    if whole is not None and as_word.search(text, whole.end(), value.end) is None:
        names = Span(value.start, whole.start())
        if len(split_pieces(text, names, page.words)) == 1 and not _more_names_follow(
            page, Span(whole.end(), value.end)
        ):
            item = parse_item(text, names, page.words)
            if item is not None and not item.company:
                for claim in _claims(section, role, label, item, layout):
                    yield from _with_characters(page, claim, Span(whole.end(), value.end))
            return
    items = {item.span.start: item for item in split_list(text, value, page.words)}
    full = among_names or any(" " in item.value for item in items.values())
    for piece, _ in split_pieces(text, value, page.words):
        pair = as_word.search(text, piece.start, piece.end)
        if pair is not None:
            item = parse_item(text, Span(piece.start, pair.start()), page.words)
            if item is not None and not item.company:
                for claim in _claims(section, role, label, item, layout):
                    yield from _with_characters(page, claim, Span(pair.end(), piece.end))
            continue
        item = next((items[start] for start in items if piece.start <= start < piece.end), None)
        if item is None:
            if _is_sentence(piece.of(text)):
                return
            continue
        if item.company or not _may_be_mononym(page, item, among_names=full):
            continue
        character = next((note for note in item.notes if _is_character(page, note)), None)
        for claim in _claims(section, role, label, item, layout):
            if character is None:
                yield claim
            else:
                yield from _with_characters(page, claim, character)


def _more_names_follow(page: _Page, rest: Span) -> bool:
    """«A as X, B, C and D»: pieces after the character are full names of people."""
    pieces = split_pieces(page.text, rest, page.words)[1:]
    return any(
        person_score(strip_notes(page.text, piece, page.words)[0].of(page.text), page.words) >= 0.75
        for piece, _ in pieces
    )


def _is_character(page: _Page, note: Span) -> bool:
    """Whether a bracket behind an actor names a character: not «(uncredited)», «(as Bill Lucking)», «(1954)»."""
    exact = note.of(page.text)
    notes = {word.casefold() for word in page.vocabulary.words.get("notes", ())}
    if (
        not exact
        or len(exact) > MAX_CHARACTER_LENGTH
        or exact.casefold() in notes
        or not any(c.isalpha() for c in exact)
    ):
        return False
    first = exact.split(" ", 1)[0].casefold()
    if (
        first in page.vocabulary.words.get("as", ())
        and first != exact.casefold()
        and not page.vocabulary.words.get("alias", ())
    ):
        return False
    if len(YEAR.sub("", exact).strip(" –-*†/")) < 2:
        return False
    return role_of(exact, page.vocabulary) is None


def _with_characters(page: _Page, claim: Claim, text_span: Span) -> Iterator[Claim]:
    """The claim with the character that a cell names; one claim for each of a double part («Dr. Jekyll / Mr. Hyde»)."""
    core = _character_core(page, text_span)
    if not core:
        yield claim
        return
    start = core.start
    parts = []
    for cut in DOUBLE_PART.finditer(page.text, core.start, core.end):
        parts.append(Span(start, cut.start()))
        start = cut.end()
    parts.append(Span(start, core.end))
    for part in parts:
        yield _with_character(page, claim, part)


def _with_character(page: _Page, claim: Claim, span: Span) -> Claim:
    core = _character_core(page, span)
    if not core or claim.field not in CAST_FIELDS or core.overlaps(claim.span):
        return claim
    return replace(claim, character=normal_text(core.of(page.text)), character_span=core)


def _character_core(page: _Page, span: Span) -> Span:
    """The character's name without description, notes, quotes and bullets; empty where nothing is left."""
    text = page.text
    span = strip_span(text, span.start, span.end, SPACE + '–—-|•·:,;„“”"»«…_.')
    end = span.end
    for pattern in (CHARACTER_END, CHARACTER_STOP):
        cut = pattern.search(text, span.start, end)
        if cut is not None and cut.start() > span.start:
            end = cut.start()
    core, _ = strip_notes(text, Span(span.start, end), page.words)
    notes = {word.casefold() for word in page.vocabulary.words.get("notes", ())}
    if (
        len(core) > MAX_CHARACTER_LENGTH
        or core.of(text).casefold() in notes
        or not any(c.isalnum() for c in core.of(text))
    ):
        return Span(span.start, span.start)
    return core


# -- tables ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    lines: tuple[Line, ...]  # the header first
    separator: re.Pattern[str]
    columns: tuple[Role | str | None, ...]  # a role, "character", "name", "function", or None for others
    labels: tuple[Span, ...]


def _find_tables(page: _Page, lines: Sequence[Line]) -> Iterator[_Table]:
    """Header rows such as «Rolle | Darsteller | Synchronstimme» with the rows of as many cells below them."""
    index = 0
    while index < len(lines):
        table = _table_at(page, lines, index)
        if table is None:
            index += 1
        else:
            yield table
            index += len(table.lines)


def _table_at(page: _Page, lines: Sequence[Line], index: int) -> _Table | None:
    text = page.text
    for separator in (PIPE, COLUMN):
        cells = _row(text, lines[index], separator)
        if len(cells) < 2:
            continue
        columns = tuple(_column(page, cell.of(text)) for cell in cells)
        people = sum(isinstance(column, Role) or column == "name" for column in columns)
        if people == 0 or sum(column is not None for column in columns) < 2:
            continue
        if (
            all(
                isinstance(column, Role) and not CAST_FIELDS & set(column.fields)
                for column in columns
                if column is not None
            )
            and len(cells) == 2
        ):
            continue
        rows = [lines[index]]
        for line in lines[index + 1 :]:
            row = _row(text, line, separator)
            if not TABLE_RULE.fullmatch(line.content.of(text)) and not 2 <= len(row) <= len(cells):
                break
            rows.append(line)
        if len(rows) > 1:
            return _Table(tuple(rows), separator, columns, tuple(cells))
    return None


def _column(page: _Page, head: str) -> Role | str | None:
    folded = fold(head)
    for key, name in (("character_columns", "character"), ("name_columns", "name"), ("function_columns", "function")):
        if folded in {word.casefold() for word in page.vocabulary.words.get(key, ())}:
            return name
    words = head.split()
    for start in range(len(words)):  # «Deutsche Stimme», «English voice actor»
        role = role_of(" ".join(words[start:]), page.vocabulary)
        if role is not None:
            return role
    return None


def _read_table(page: _Page, section: Section, table: _Table) -> Iterator[Claim]:
    text = page.text
    character_at = next((i for i, column in enumerate(table.columns) if column == "character"), None)
    function_at = next((i for i, column in enumerate(table.columns) if column == "function"), None)
    for line in table.lines[1:]:
        cells = _row(text, line, table.separator)
        if TABLE_RULE.fullmatch(line.content.of(text)) or len(cells) != len(table.columns):
            continue
        character = cells[character_at] if character_at is not None else None
        for index, column in enumerate(table.columns):
            role, label = column, table.labels[index]
            if column == "name" and function_at is not None:
                detail = _role_detail(page, cells[function_at])
                role, label = (detail[1], detail[0]) if detail is not None else (None, label)
            if not isinstance(role, Role) or not role.is_credit:
                continue
            for claim in _read_names(page, section, role, label, cells[index], "table"):
                if character is not None and claim.field in CAST_FIELDS:
                    yield from _with_characters(page, claim, character)
                else:
                    yield claim


def _row(text: str, line: Line, separator: re.Pattern[str]) -> list[Span]:
    """Cells of a row; an outer pipe at either end is no cell."""
    return _split(text, strip_span(text, line.content.start, line.content.end, SPACE + "|"), separator)


# -- small things ------------------------------------------------------------------------------------------------------


def _is_open(page: _Page, label: _Label) -> bool:
    """Whether a label's value goes on in the next line: it is empty, or ends in a separator or conjunction."""
    if not label.value:
        return True
    line_end = page.text.find("\n", label.value.start)
    tail = page.text[label.value.start : line_end if line_end >= 0 else len(page.text)].rstrip(SPACE)
    return tail.endswith((",", "/", "&", ";")) or tail.rsplit(None, 1)[-1].casefold() in page.words.conjunctions


def _continues(page: _Page, label: _Label, line: Line, *, adjacent: bool) -> bool:
    if not adjacent and label.value:
        return False
    if _is_open(page, label):
        return True
    return LEADER.match(page.text, line.content.start) is not None or (
        line.content.start - line.span.start >= CONTINUATION_INDENT or page.text[line.span.start] == "\t"
    )


def _continuation(page: _Page, line: Line) -> Span:
    leader = LEADER.match(page.text, line.content.start, line.content.end)
    return strip_span(page.text, leader.end() if leader else line.content.start, line.content.end)


def _is_name_list(page: _Page, value: Span) -> bool:
    """Nothing but full names: every piece is a person of two words or more, or a company."""
    pieces = split_pieces(page.text, value, page.words)
    items = [parse_item(page.text, piece, page.words) for piece, _ in pieces]
    return bool(items) and all(item is not None and (item.company or " " in item.value) for item in items)


def _is_sentence(piece: str) -> bool:
    return sum(word[:1].islower() for word in piece.split()) >= 3


def _split(text: str, span: Span, separator: re.Pattern[str], limit: int = 0) -> list[Span]:
    cells: list[Span] = []
    start = span.start
    for cut in separator.finditer(text, span.start, span.end):
        if cut.start() == cut.end():
            continue
        cells.append(strip_span(text, start, cut.start()))
        start = cut.end()
        if limit and len(cells) == limit:
            break
    cells.append(strip_span(text, start, span.end))
    return [cell for cell in cells if cell]


def _cut(text: str, span: Span, separator: re.Pattern[str]) -> int:
    cut = separator.search(text, span.start, span.end)
    return cut.start() if cut is not None else span.end


def _sentence_end(text: str, span: Span) -> int:
    """Where the first sentence of a value ends: a full stop behind a longer word, outside brackets."""
    for stop in VALUE_END.finditer(text, span.start, span.end):
        before = text[span.start : stop.start()]
        if before.count("(") == before.count(")"):
            return stop.start()
    return span.end


def _find(text: str, needle: str, span: Span) -> int:
    position = text.find(needle, span.start, span.end)
    return position if position >= 0 else span.end


def _is_heading(line: Line, section: Section) -> bool:
    return section.heading is not None and line.span.start <= section.heading.start < max(
        line.span.end, line.span.start + 1
    )


def _work_at(works: Sequence[PageWork], offset: int) -> int:
    return next((index for index, work in enumerate(works) if work.span.start <= offset < work.span.end), 0)


@lru_cache(maxsize=8)
def _as_pattern(as_words: frozenset[str]) -> re.Pattern[str]:
    """« as », « als »: between a name and its character."""
    return re.compile(
        r"[ \u00a0](?:" + "|".join(sorted(map(re.escape, as_words), key=len, reverse=True)) + r")[ \u00a0]"
    )
