"""Labels: «Regie: X», «Kamera ..... X», «X – Schnitt», «Directed by X», several in a line."""

from __future__ import annotations

import re
from itertools import islice

from pipeline.lang.labels import award_role_of, may_begin_label, role_of, short_role_of
from pipeline.lang.vocabulary import CAST_FIELDS, Role, Vocabulary, fold
from pipeline.stages.role_lists.page import (
    ARROW,
    AWARD,
    CELL_SEPARATORS,
    COLON,
    DASH,
    Label,
    Page,
    find_in,
    folded_words,
    halves,
    split_cells,
)
from pipeline.stages.role_lists.values import LISTED_NAME, name_before_phrase
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.text.names import (
    parse_item,
    person_score,
    split_pieces,
    strip_notes,
)
from pipeline.types import Section, Span

MAX_LABEL_LINE = 400  # code points of a line of roles and names without colons
MIN_ABBREVIATIONS = 2  # different ones that make each other roles
WORD_EDGE = re.compile(r"[|/;,.•· \t(]")
PREFIX_EDGE = re.compile(r"[\s\d.,;:|/()–—-]+")
MAX_ROLE_WORDS = 4  # behind a name
MAX_LEADING_WORDS = 6
WORD_GAP = re.compile(r"[ \u00a0]")
MAX_HONORIFIC = 12
MAX_ABBREVIATION = 5  # of «R», «DoP» alone on a line
MAX_DESCRIPTION = 120  # code points of «Jane Doe, Kamera»
TWO_LABELS = re.compile(r"^[ \t]*([^\W\d_][^\n:/|]{1,40}?) / ([^\n:/|]{2,40}):[ \t]", re.MULTILINE)
MIN_TWO_LABELS = 3
MAX_LABEL_SCAN = 64  # code points before a colon in which its label is looked for
# any of the cell separators
CELLS = re.compile(r"[\t…|]|[._·](?:(?<=\.)\.\.|(?<=_)__|(?<=·)··)|[ \u00a0](?:[ \u00a0]|(?<= )\. \.)")
# Between bare labels: «Director X / Designer Y», «Music by X   Libretto by Y»
SEGMENT = re.compile(r"[|/;•·\t]|[ \u00a0]{2,}")
# Where a label may begin inside a line: after «|», «/», «;», «,», «.», «•» or wide space.
LABEL_BOUNDARY = re.compile(r"[|/;,.•·–—(]|\t|  |(?<=\d)[ \u00a0]")
SENTENCE_END = re.compile(r"(?<=[\w)\]][\w)\]][\w)\]])[.;][ \t\u00a0]{1,3}(?=[^\W\d_])")
# «… Zuleikha. Welsh and English with subtitles», not «Ltd. & Co.», «Platt Jr. and»
VALUE_END = re.compile(r"(?<=[\w)\]]{4})\.[ \t\u00a0]{1,3}(?=[^\W\d_])")


def find_labels(page: Page, section: Section, line: Line, *, shorts: bool, after: bool, cast: bool) -> list[Label]:
    """All labels of a line with their values: by colon, columns or dash, after the name, or with nothing between."""
    if shorts and len(line.content) <= MAX_ABBREVIATION:
        role = short_role_of(line.content.of(page.text), section.language, page.vocabulary)
        if role is not None:
            nothing = Span(line.content.end, line.content.end)
            return [Label(role, line.content, nothing, nothing, "label")]
    found = colon_labels(page, section, line, shorts=shorts)
    if not found and len(line.content) <= MAX_LABEL_LINE:
        found = (
            cell_labels(page, line)
            or dash_label(page, section, line, after=after, cast=cast)
            or bare_labels(page, line)
        )
    if found and not prefix_is_harmless(page, found[0]):
        return []
    return found


def colon_labels(page: Page, section: Section, line: Line, *, shorts: bool) -> list[Label]:
    text = page.text
    if text.find(":", line.content.start, line.content.end) < 0:
        return []
    spans: list[tuple[Span, Role, int]] = []
    start = line.content.start
    for colon in COLON.finditer(text, line.content.start, line.content.end):
        label = label_before(page, section, start, colon.start(), first=not spans, shorts=shorts)
        if label is not None:
            spans.append((label[0], label[1], colon.end()))
        start = colon.end()
    if not spans:
        return award_label(page, line)
    spans = with_sentence_labels(page, spans, line.content.end)
    labels = []
    for index, (span, role, value_start) in enumerate(spans):
        value_end = spans[index + 1][0].start if index + 1 < len(spans) else line.content.end
        value_end = sentence_end(page, Span(value_start, max(value_start, value_end)))
        value = strip_span(text, value_start, value_end, SPACE + "|/;•·,")
        prefix = strip_span(text, line.content.start, span.start) if index == 0 else Span(span.start, span.start)
        if page.two_languages and prefix.of(text).endswith("/"):
            prefix = Span(span.start, span.start)
        labels.append(Label(role, span, value, prefix, "label"))
    return labels


def has_two_languages(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a page's labels say everything twice, first in a language that is not read: «Produtor / Producer: X»."""
    if " / " not in text:
        return False
    known = (
        role_of(second, vocabulary) for first, second in TWO_LABELS.findall(text) if role_of(first, vocabulary) is None
    )
    return sum(role is not None for role in known) >= MIN_TWO_LABELS


def award_label(page: Page, line: Line) -> list[Label]:
    """«Best Editing: Jane Roe – Title»: the category of a prize as a label."""
    colon = COLON.search(page.text, line.content.start, min(line.content.end, line.content.start + MAX_LABEL_SCAN))
    if colon is None:
        return []
    label = strip_span(page.text, line.content.start, colon.start())
    role = award_role_of(label.of(page.text), page.vocabulary)
    if role is None:
        return []
    nothing = Span(label.start, label.start)
    return [Label(role, label, strip_span(page.text, colon.end(), line.content.end), nothing, AWARD)]


def label_before(
    page: Page, section: Section, start: int, colon: int, *, first: bool, shorts: bool
) -> tuple[Span, Role] | None:
    """The longest role phrase that ends at a colon and begins at a boundary (or at a word, after a first label)."""
    text = page.text
    start = max(start, colon - MAX_LABEL_SCAN)
    starts = [start] if colon - start < MAX_LABEL_SCAN else []
    starts += [boundary.end() for boundary in LABEL_BOUNDARY.finditer(text, start, colon)]
    if not first:
        starts += [gap.end() for gap in WORD_GAP.finditer(text, start, colon)]
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


def with_sentence_labels(page: Page, spans: list[tuple[Span, Role, int]], end: int) -> list[tuple[Span, Role, int]]:
    """«Dir: X, UK 2011. With A, B. Sc: Y»: a label without colon that begins a sentence between labels."""
    text = page.text
    more: list[tuple[Span, Role, int]] = []
    edges = [span.start for span, _, _ in spans[1:]] + [end]
    for (_, _, value_start), edge in zip(spans, edges, strict=True):
        for stop in SENTENCE_END.finditer(text, value_start, edge):
            label = leading_role(page, Span(stop.end(), edge))
            if label is not None:
                more.append((label[0], label[1], label[0].end))
    return sorted(spans + more, key=lambda item: item[0].start)


def cell_labels(page: Page, line: Line) -> list[Label]:
    """«Regie<tab>X», «Regie ..... X», «Regie | X», «X ... producer», several pairs in a line."""
    text = page.text
    if CELLS.search(text, line.content.start, line.content.end) is None:
        return []
    for layout, separator in CELL_SEPARATORS:
        cells = split_cells(text, line.content, separator)
        if len(cells) < 2:
            continue
        roles = [role_of(cell.of(text).strip(" :()"), page.vocabulary) for cell in cells]
        if roles[0] is not None:
            return alternating_labels(text, cells, roles, layout)
        detail = role_detail(page, cells[1])
        if detail is not None and len(cells) == 2 and parse_item(text, cells[0], page.words) is not None:
            return [Label(detail[1], detail[0], cells[0], Span(line.content.start, line.content.start), layout)]
    return []


def alternating_labels(text: str, cells: list[Span], roles: list[Role | None], layout: str) -> list[Label]:
    labels: list[Label] = []
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
            Label(
                role,
                strip_span(text, cells[index].start, cells[index].end, SPACE + ":"),
                value,
                Span(cells[0].start, cells[0].start),
                layout,
            )
        )
        index = stop
    return labels


def dash_label(page: Page, section: Section, line: Line, *, after: bool, cast: bool) -> list[Label]:
    """«Kamera – X», «X – Kamera», «X, Producer», «X (Regie)»."""
    text = page.text
    nothing = Span(line.content.start, line.content.start)
    cells = halves(text, line.content, DASH) or halves(text, line.content, ARROW)
    if cells is not None:
        role = role_of(cells[0].of(text), page.vocabulary)
        if role is not None and (not role.person or section.kind == "cast_crew" or is_name_list(page, cells[1])):
            return [Label(role, cells[0], cells[1], nothing, "label")]
        detail = role_detail(page, cells[1])
        if detail is not None and parse_item(text, cells[0], page.words) is not None:
            return [Label(detail[1], detail[0], cells[0], nothing, "after")]
    if not cast and (section.kind == "cast_crew" or after):  # in a cast, a job behind the name is the character's
        comma = text.find(", ", line.content.start, line.content.end)
        if comma > 0:
            behind = strip_span(text, comma + 2, line.content.end)
            role = role_of(behind.of(text).rstrip(".,; "), page.vocabulary)
            name = Span(line.content.start, comma)
            item = parse_item(text, name, page.words)
            if role is not None and item is not None and (item.company or " " in item.value):
                return [Label(role, behind, name, nothing, "after")]
        item = parse_item(text, line.content, page.words)
        if item is not None and item.notes:
            detail = role_detail(page, item.notes[0])
            if detail is not None:
                return [Label(detail[1], detail[0], item.span, nothing, "after")]
    return []


def bare_labels(page: Page, line: Line) -> list[Label]:
    """«Regie Maren Ade», «Music by X   Libretto by Y», «Director X / Designer Y»: roles and nothing but full names."""
    whole = bare_label(page, line.content)
    if whole is not None:
        return [whole]
    if SEGMENT.search(page.text, line.content.start, line.content.end) is not None:
        labels = [bare_label(page, segment) for segment in split_cells(page.text, line.content, SEGMENT)]
        found = [label for label in labels if label is not None]
        if len(found) == len(labels):
            return found
    behind = role_behind(page, line.content)
    return [] if behind is None else [behind]


def role_behind(page: Page, span: Span) -> Label | None:
    """«Louise Roe director», «Jo Lund REGIE»: a role behind a full name, told from it by its letters' case."""
    text = page.text
    last = 1 + max(text.rfind(" ", span.start, span.end), text.rfind("\u00a0", span.start, span.end))
    if text[last : last + 1].isupper() and text[span.end - 1].islower():
        return None  # a word in both cases, as most names are
    gaps = [gap.start() for gap in WORD_GAP.finditer(text, span.start, span.end)]
    for gap in gaps[-MAX_ROLE_WORDS:]:
        tail = strip_span(text, gap, span.end)
        exact = tail.of(text)
        role = role_of(exact, page.vocabulary) if exact.islower() or exact.isupper() else None
        if role is None or role.weak:
            continue
        name = strip_span(text, span.start, gap)
        if exact.isupper() and name.of(text).isupper():
            continue
        item = parse_item(text, name, page.words)
        if item is not None and person_score(item.value, page.words) >= LISTED_NAME:
            return Label(role, tail, name, Span(name.start, name.start), "after")
    return None


def bare_label(page: Page, span: Span) -> Label | None:
    label = leading_role(page, span)
    if label is None:
        return None
    value = strip_span(page.text, label[0].end, span.end)
    if not value:
        return None
    if not is_name_list(page, value):
        before = name_before_phrase(page, value)  # «Libretto von X nach der Erzählung von Y»
        if before is None:
            return None
        value = before.span
    return Label(label[1], label[0], value, Span(label[0].start, label[0].start), "label")


def leading_role(page: Page, span: Span) -> tuple[Span, Role] | None:
    """The longest role phrase at the beginning of a text, at most six words, followed by a capital."""
    text = page.text
    scanned = span.start, min(span.end, span.start + MAX_LABEL_SCAN)
    if not may_begin_label(text[slice(*scanned)].replace("\u00a0", " "), page.vocabulary):
        return None
    gaps = islice(WORD_GAP.finditer(text, *scanned), MAX_LEADING_WORDS)
    for end in reversed([gap.start() for gap in gaps]):
        if text[end + 1 : end + 2].islower():
            continue
        rest = strip_span(text, end, span.end)
        if not rest or not text[rest.start].isupper():
            continue
        label = strip_span(text, span.start, end)
        role = role_of(label.of(text), page.vocabulary)
        if role is not None and not role.weak:
            return label, role
    return None


def role_detail(page: Page, cell: Span) -> tuple[Span, Role] | None:
    """A role behind a name: «producer», «(written by)», «makeup artist: Ms. Doe», «executive producer (as X)»."""
    text = page.text
    core, _ = strip_notes(text, cell, page.words)
    if not core:
        core = strip_span(text, cell.start, cell.end, SPACE + "()")
    for span in (
        core,
        strip_span(text, core.start, find_in(text, ":", core)),
        strip_span(text, core.start, find_in(text, " (", core)),
    ):
        role = role_of(span.of(text), page.vocabulary) if span else None
        if role is not None:
            return span, role
    return None


def prefix_is_harmless(page: Page, label: Label) -> bool:
    """Whether what stands before a line's first label leaves the statement to the page's work.

    A bullet, a year with countries, the page's own title do; anything else («KELP  Dir: …», «21:45 Magazin. Moderation:
    …») names another work. Before a cast label it is the character («Flocke, das Schaf – Stimme: X»).
    """
    prefix = label.prefix.of(page.text).strip(SPACE + ",;|–—-/•·(")
    if not prefix or CAST_FIELDS & set(label.role.fields):
        return True
    own = page.work_at(label.span.start)
    if own is not None and own.title is not None and fold(own.title) in fold(prefix):
        return True
    known = folded_words(page.vocabulary, "countries", "genres")
    rest = [word for word in PREFIX_EDGE.split(prefix.casefold()) if len(word) > 3 and word not in known]
    return not rest


def puts_roles_last(page: Page, lines: list[Line]) -> bool:
    """Whether at least two lines of a section read «Jane Doe, Kamera» or «Jane Doe (Regie)»."""
    count = 0
    for line in lines:
        if len(line.content) > MAX_DESCRIPTION:
            continue
        words = line.content.of(page.text)
        tail = words.rsplit("(", 1)[-1].rstrip(") ") if words.endswith(")") else words.partition(", ")[2]
        if tail and role_of(tail, page.vocabulary) is not None:
            count += 1
    return count >= 2


def allows_abbreviations(page: Page, section: Section, lines: list[Line]) -> bool:
    """Whether abbreviations keep company: two before colons (or one beside a full label), three alone on lines."""
    shorts: set[str] = set()
    alone: set[str] = set()
    full = False
    for line in lines:
        exact = line.content.of(page.text)
        if len(exact) <= MAX_ABBREVIATION and short_role_of(exact, section.language, page.vocabulary) is not None:
            alone.add(fold(exact))
        start = line.content.start
        for colon in COLON.finditer(page.text, line.content.start, line.content.end):
            phrase = WORD_EDGE.split(page.text[max(start, colon.start() - 12) : colon.start()])[-1]
            if short_role_of(phrase, section.language, page.vocabulary) is not None:
                shorts.add(fold(phrase))
            elif role_of(phrase, page.vocabulary) is not None:
                full = True
            start = colon.end()
    return len(shorts) + full >= MIN_ABBREVIATIONS or len(alone) > MIN_ABBREVIATIONS


def is_name_list(page: Page, value: Span) -> bool:
    """Nothing but full names: every piece is a person of two words or more, or a company."""
    pieces = split_pieces(page.text, value, page.words)
    items = [parse_item(page.text, piece, page.words) for piece, _ in pieces]
    return bool(items) and all(item is not None and (item.company or " " in item.value) for item in items)


def sentence_end(page: Page, span: Span) -> int:
    """Where the first sentence of a value ends: a full stop behind a longer word, outside brackets."""
    depth, start = 0, span.start
    for stop in VALUE_END.finditer(page.text, span.start, span.end):
        between = page.text[start : stop.start()]
        depth += between.count("(") - between.count(")")
        start = stop.start()
        if depth <= 0 and between[-MAX_HONORIFIC:].split()[-1].casefold() not in page.words.honorifics:
            return stop.start()
    return span.end
