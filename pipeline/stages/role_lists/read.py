"""Read the credits of a page's lists, section by section: tables, label lines, entries under role headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.lang.labels import award_role_of, heading_role_of, role_of
from pipeline.lang.vocabulary import CAST_FIELDS, Vocabulary, fold
from pipeline.stages.role_lists.cast import likeness, read_cast, read_cast_line, with_character, with_characters
from pipeline.stages.role_lists.labels import (
    allows_abbreviations,
    find_labels,
    has_two_languages,
    is_name_list,
    puts_roles_last,
    role_detail,
)
from pipeline.stages.role_lists.page import (
    AWARD,
    COLON,
    COLUMN_LAYOUTS,
    DASH,
    LEADER,
    PAIR_SEPARATORS,
    PIPE,
    UNLABELLED_CAST,
    Context,
    Entry,
    Label,
    Page,
    between_words,
    halves,
    has_leader,
    is_sentence,
    split_cells,
)
from pipeline.stages.role_lists.tables import find_tables, read_table
from pipeline.stages.role_lists.values import LISTED_NAME, claims_of, read_award, read_names
from pipeline.text.headings import read_heading_text
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.text.names import (
    NameWords,
    is_company,
    parse_item,
    person_score,
)
from pipeline.types import Claim, Document, PageWork, Section, Span

SKIPPED_KINDS = frozenset({"references", "links"})
MAX_LINE = 100_000  # code points; the longest list in one line on the pages seen has 4,000
MIN_ROWS = 3  # lines of one shape that are a cast without a heading
NAME_LAYOUTS = frozenset({"lines", "bullets", "after"})  # names under or over a role, without a label beside them
LIST_KINDS = frozenset({"cast_crew", "awards"})
CORE_FIELDS = frozenset(("director", "screenwriter", "author", "actor", "voice_actor", "cinematographer", "creator"))
CONTINUATION_INDENT = 6  # white space before a value that belongs to the label above
QUOTES = "„“\"»«'‚‘"
DIGITS = re.compile(r"\d")


def find_role_lists(
    document: Document,
    lines: Sequence[Line],
    sections: Sequence[Section],
    works: Sequence[PageWork],
    vocabulary: Vocabulary,
    words: NameWords,
) -> Iterator[Claim]:
    """The credits that the page's lists state, in text order; each span is read once.

    A page that names no work and whose lists name nobody for one of the core fields is about something else: the staff
    page of a theatre or a factory has a `Produktion` and a `Vertrieb` too, and several people called `Director`.
    """
    page = Page(document.text, works, vocabulary, words, has_two_languages(document.text, vocabulary))
    claims = list(read_page(page, lines, sections))
    named = any(work.title is not None or work.year is not None for work in works)
    fields = {claim.field for claim in claims}
    labelled = any(claim.layout not in NAME_LAYOUTS for claim in claims)
    if named or fields & CAST_FIELDS or (fields & CORE_FIELDS and (labelled or len(fields) > 1)):
        yield from claims


def read_page(page: Page, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Claim]:
    for section, body, context in read_sections(page, lines, sections):
        yield from numbered(read_section(page, section, body, context))


def read_sections(
    page: Page, lines: Sequence[Line], sections: Sequence[Section]
) -> Iterator[tuple[Section, Sequence[Line], Context | None]]:
    """The sections that are read, each with its lines and the role under which they stand."""
    starts = [line.span.start for line in lines]
    above: Context | None = None  # the cast heading under which sub-headings such as «Guest appearances» stand
    bare = False  # the section above is a heading and nothing else: «Cast» over «The cast of the film:»
    for section in sections:
        context = context_of(page, section)
        if context is not None and context.is_cast and not context.award:
            above = context
        elif section.kind != "other" and not (section.kind == "cast_crew" and bare):
            above = None
        elif above is not None:
            context = replace(above, strict=True)
        bare = not section.body.of(page.text).strip()
        if section.kind in SKIPPED_KINDS:
            continue
        first = bisect_left(starts, section.span.start) + (section.heading is not None)
        body = [line for line in lines[first : bisect_left(starts, section.span.end)] if len(line.content) <= MAX_LINE]
        yield section, body, context


def numbered(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of a section with their billing positions; what is read twice counts once."""
    seen: set[tuple[str, Span, str | None]] = set()
    positions: dict[str, int] = {}
    for claim in claims:
        key = (claim.field, claim.span, claim.character)
        if key in seen:
            continue
        seen.add(key)
        positions[claim.field] = positions.get(claim.field, 0) + 1
        yield _at_position(claim, positions[claim.field])


def _at_position(claim: Claim, position: int) -> Claim:
    """`dataclasses.replace`, which takes three times as long."""
    return Claim(
        claim.field,
        claim.span,
        claim.value,
        claim.label,
        claim.language,
        claim.layout,
        claim.extractor,
        claim.score,
        claim.character,
        claim.character_span,
        position,
        claim.work,
    )


def context_of(page: Page, section: Section) -> Context | None:
    if section.heading is None or section.kind not in LIST_KINDS:
        return None  # «Production» over paragraphs
    phrase = read_heading_text(page.text, section.heading).words.of(page.text)
    role = heading_role_of(phrase, page.vocabulary)
    if role is not None:
        return Context(role, section.heading, strict=False)
    category = award_role_of(phrase, page.vocabulary)
    return None if category is None else Context(category, section.heading, strict=False, award=True)


def read_section(page: Page, section: Section, body: Sequence[Line], context: Context | None) -> Iterator[Claim]:
    filled = [line for line in body if not line.blank]
    alternating = alternating_pairs(page, section, filled) if context is None else []
    if alternating:
        for name, other in alternating:
            yield from read_alternating(page, section, name, other)
        return
    tables = list(find_tables(page, filled, context))
    for table in tables:
        yield from read_table(page, section, table)
    in_tables = {line.number for table in tables for line in table.lines}
    rest = [line for line in body if line.number not in in_tables]
    group: list[Entry] = []
    for reading in read_lines(page, section, rest, context):
        if isinstance(reading, Entry):
            group.append(reading)
            continue
        yield from read_group(page, section, group)
        group = []
        for label in reading:
            yield from read_label(page, section, label)
    yield from read_group(page, section, group)


def read_lines(
    page: Page, section: Section, lines: Sequence[Line], context: Context | None
) -> Iterator[Entry | list[Label]]:
    """What each line is: labels with values, an entry under a label or heading, or nothing (an empty list)."""
    filled = [line for line in lines if not line.blank]
    shorts = allows_abbreviations(page, section, filled)
    after = puts_roles_last(page, filled)
    if context is None and (is_leader_list(page, filled) or is_cast_list(page, filled)):
        context = Context(UNLABELLED_CAST, None, strict=True)
    open_label: Label | None = None  # a label whose value goes on in the next line
    previous = -2
    above: Line | None = None  # the line above, unless it has been read
    for line in lines:
        if line.blank:
            if open_label is not None and open_label.value:
                open_label = None
            continue
        adjacent, previous = line.number == previous + 1, line.number
        cast = context is not None and context.is_cast
        labels = find_labels(page, section, line, shorts=shorts, after=after, cast=cast)
        if not labels and adjacent and above is not None:
            labels = role_below(page, above, line)
        above = line if not labels else None
        if labels:
            last = labels[-1]
            open_label = last if is_open(page, last) or last.layout in COLUMN_LAYOUTS else None
            yield labels
        elif open_label is not None and continues(page, open_label, line, adjacent=adjacent):
            yield Entry(open_label.role, open_label.span, continuation(page, line), open_label.layout)
        else:
            open_label = None
            if context is None:
                yield []
            elif is_entry(page, line, strict=context.strict):
                layout = AWARD if context.award else "bullets" if line.bullet is not None else "lines"
                yield Entry(context.role, context.label, line.content, layout)
            else:
                context = replace(context, strict=True)  # a paragraph: what follows must look like a list again
                yield []


def is_leader_list(page: Page, lines: list[Line]) -> bool:
    """«Vladimir ... Jane Doe»: three lines or more with leaders and a name on one side are a cast without a heading."""
    marked = [line for line in lines if has_leader(page.text, line.content)]
    pairs = [cells for line in marked if (cells := halves(page.text, line.content, LEADER)) is not None]
    if len(pairs) < MIN_ROWS or any(role_detail(page, cell) is not None for cells in pairs for cell in cells):
        return False
    return sum(max(likeness(page, cell) for cell in cells) >= 0.5 for cells in pairs) >= MIN_ROWS


def role_below(page: Page, above: Line, line: Line) -> list[Label]:
    """«Jane Roe» over «Director, Writer», on a page that names its work."""
    role = role_of(line.content.of(page.text), page.vocabulary)
    if role is None or not role.is_credit or all(work.title is None for work in page.works):
        return []
    item = parse_item(page.text, above.content, page.words)
    if item is None or item.company or person_score(item.value, page.words) < LISTED_NAME:
        return []
    return [Label(role, line.content, item.span, Span(item.span.start, item.span.start), "after")]


def is_cast_list(page: Page, lines: Sequence[Line]) -> bool:
    """«- Jane Roe (Bea)», «Figaro: Jane Roe», «Bea - Jane Roe»: the cast of a page that names its work, unheaded.

    At least three lines of one shape, all with a person on the same side and no role or fact on the other.
    """
    if all(work.title is None for work in page.works):
        return False
    items = [parse_item(page.text, line.content, page.words) for line in lines if line.bullet is not None]
    named = [item for item in items if item is not None and len(item.notes) == 1 and " " in item.value]
    if len(named) >= MIN_ROWS and len(named) * 10 >= len(items) * 9:
        return True
    for separator in (COLON, DASH):
        rows = [cells for line in lines if (cells := halves(page.text, line.content, separator)) is not None]
        if len(rows) < MIN_ROWS:
            continue
        for side in (0, 1):
            people = sum(likeness(page, row[side]) >= LISTED_NAME for row in rows)
            if (
                people >= MIN_ROWS
                and people * 5 >= len(rows) * 4
                and not any(is_label(page, row[1 - side]) for row in rows)
            ):
                return True
    return False


def is_label(page: Page, cell: Span) -> bool:
    """A role, a fact or a sentence, which no character's name is."""
    exact = cell.of(page.text)
    known = role_of(exact, page.vocabulary) is not None or fold(exact) in page.words.not_names
    return known or is_sentence(exact, page.words) or any(character.isdigit() for character in exact)


def is_entry(page: Page, line: Line, *, strict: bool) -> bool:
    """Whether a line under a role heading is an entry of its list, not a paragraph, a quotation or a menu."""
    text, content = page.text, line.content
    exact = content.of(text)
    if line.bullet is not None or has_leader(text, content):
        return True
    if len(PIPE.findall(exact)) >= 2 or exact[0] in QUOTES or exact[-1] == "…":
        return False
    if strict and any(
        (cells := halves(text, content, separator)) is not None
        and max(likeness(page, cell) for cell in cells) >= LISTED_NAME
        and not any(is_label(page, cell) for cell in cells)
        for separator in (COLON, DASH)
    ):
        return True
    pair = between_words(page.vocabulary.words["as"]).search(text, content.start, content.end)
    if pair is not None and parse_item(text, Span(content.start, pair.start()), page.words, paired=True) is not None:
        return True
    return not strict and not is_sentence(exact, page.words)


def alternating_pairs(page: Page, section: Section, lines: list[Line]) -> list[tuple[Line, Line]]:
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


def read_alternating(page: Page, section: Section, name: Line, other: Line) -> Iterator[Claim]:
    role = role_of(other.content.of(page.text), page.vocabulary)
    if role is not None:
        yield from read_names(page, section, role, other.content, name.content, "lines")
        return
    item = parse_item(page.text, name.content, page.words)
    if item is not None and not item.company:
        for claim in claims_of(section, UNLABELLED_CAST, None, item, "lines"):
            yield from with_characters(page, claim, other.content)


def read_label(page: Page, section: Section, label: Label) -> Iterator[Claim]:
    if not label.role.is_credit or not label.value:
        return
    if label.award:
        yield from read_award(page, section, label.role, label.span, label.value)
        return
    if CAST_FIELDS & set(label.role.fields):
        character = strip_span(page.text, label.prefix.start, label.prefix.end, SPACE + "–—-|•·:,(")
        if label.prefix.of(page.text).endswith("/"):
            return  # «Elenco / Cast: X»: no character
        if character and not DIGITS.search(character.of(page.text)):
            for claim in read_names(page, section, label.role, label.span, label.value, label.layout):
                yield with_character(page, claim, character)
            return
        if label.prefix:
            return
        yield from read_cast_line(page, section, label.role, label.span, label.value, label.layout)
        return
    yield from read_names(page, section, label.role, label.span, label.value, label.layout)


def read_group(page: Page, section: Section, group: Sequence[Entry]) -> Iterator[Claim]:
    """Entries under one role heading or label; for casts the order of name and character is decided for all of them."""
    start = 0
    while start < len(group):
        stop = start
        while stop < len(group) and group[stop].role == group[start].role and group[stop].label == group[start].label:
            stop += 1
        entries = group[start:stop]
        if entries[0].layout == AWARD:
            for entry in entries:
                yield from read_award(page, section, entry.role, entry.label, entry.value)
        elif CAST_FIELDS & set(entries[0].role.fields):
            yield from read_cast(page, section, entries)
        else:
            for entry in entries:
                yield from read_crew_entry(page, section, entry)
        start = stop


def name_and_detail(page: Page, value: Span) -> tuple[Span, Span] | None:
    """A name, and what a separator divides from it: «John Hardy ... executive producer»."""
    for _, separator in PAIR_SEPARATORS:
        cells = split_cells(page.text, value, separator)
        if len(cells) > 1 and parse_item(page.text, cells[0], page.words) is not None:
            return cells[0], cells[1]
    return None


def read_crew_entry(page: Page, section: Section, entry: Entry) -> Iterator[Claim]:
    """A name under a crew heading, perhaps with its exact role: «John Hardy ... executive producer»."""
    pair = name_and_detail(page, entry.value)
    if pair is not None:
        name, beside = pair
        detail = role_detail(page, beside)
        if detail is not None:
            yield from read_names(page, section, detail[1], detail[0], name, entry.layout)
        elif is_company(name.of(page.text), page.words):
            yield from read_names(page, section, entry.role, entry.label, name, entry.layout)
        return  # with anything else beside it, a name is not in the role of the heading
    if entry.role.is_credit:
        yield from read_names(page, section, entry.role, entry.label, entry.value, entry.layout)


def is_open(page: Page, label: Label) -> bool:
    """Whether a label's value goes on in the next line: it is empty, or ends in a separator or conjunction."""
    if not label.value:
        return True
    line_end = page.text.find("\n", label.value.start)
    tail = page.text[label.value.start : line_end if line_end >= 0 else len(page.text)].rstrip(SPACE)
    return tail.endswith((",", "/", "&", ";")) or tail.rsplit(None, 1)[-1].casefold() in page.words.conjunctions


def continues(page: Page, label: Label, line: Line, *, adjacent: bool) -> bool:
    if not adjacent and label.value:
        return False
    if is_open(page, label) or (label.layout in COLUMN_LAYOUTS and is_name_list(page, line.content)):
        return True
    return LEADER.match(page.text, line.content.start) is not None or (
        line.content.start - line.span.start >= CONTINUATION_INDENT or page.text[line.span.start] == "\t"
    )


def continuation(page: Page, line: Line) -> Span:
    leader = LEADER.match(page.text, line.content.start, line.content.end)
    return strip_span(page.text, leader.end() if leader else line.content.start, line.content.end)
