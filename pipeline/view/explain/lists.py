"""What the reader of lists makes of each line, and why it took nothing from one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lang.labels import role_of, short_role_of
from pipeline.lang.vocabulary import CAST_FIELDS
from pipeline.stages.role_lists.cast import list_separator, name_comes_first
from pipeline.stages.role_lists.labels import (
    MAX_LABEL_LINE,
    allows_abbreviations,
    bare_labels,
    cell_labels,
    colon_labels,
    dash_label,
    is_name_list,
    prefix_is_harmless,
    puts_roles_last,
    role_detail,
)
from pipeline.stages.role_lists.page import (
    CELL_SEPARATORS,
    COLON,
    DASH,
    Context,
    Entry,
    Label,
    Page,
    halves,
    is_sentence,
)
from pipeline.stages.role_lists.read import (
    QUOTES,
    alternating_pairs,
    is_cast_list,
    is_leader_list,
    name_and_detail,
    read_lines,
    read_sections,
)
from pipeline.stages.role_lists.tables import TABLE_RULE, Table, find_tables, row_of
from pipeline.stages.role_lists.values import company_pieces, may_be_mononym
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.text.names import split_list
from pipeline.types import Section, Span
from pipeline.view.explain.entries import Entries, as_line
from pipeline.view.explain.reasons import Reason, name_flaw, quote

MAX_LABEL_WORDS = 9  # as in `pipeline.lang.labels`


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line as the reader of lists sees it: in a table or among pairs, with labels, as an entry, or none of these."""

    section: Section
    line: Line
    context: Context | None  # the role that stands over it; `strict` as it is at this line
    shorts: bool  # whether abbreviations keep company in its section
    after: bool  # whether roles stand behind names there
    table: Table | None = None
    paired: bool | None = None  # in a section where names and roles take turns: whether the line has its partner
    labels: tuple[Label, ...] = ()
    group: tuple[Entry, ...] = ()  # the entries under the same role, if the line is one of them
    entry: Entry | None = None


def read_list_lines(page: Page, lines: Sequence[Line], sections: Sequence[Section]) -> dict[int, ListLine]:
    """Every filled line of the sections in which lists are read, by its number; in the order of `read_section`."""
    return {
        one.line.number: one
        for section, body, context in read_sections(page, lines, sections)
        for one in _of_section(page, section, body, context)
    }


def _of_section(page: Page, section: Section, body: Sequence[Line], context: Context | None) -> Iterator[ListLine]:
    filled = [line for line in body if not line.blank]
    alternating = alternating_pairs(page, section, filled) if context is None else []
    if alternating:
        paired = {line.number for pair in alternating for line in pair}
        for line in filled:
            yield ListLine(section, line, None, False, False, paired=line.number in paired)
        return
    in_table: set[int] = set()
    for table in find_tables(page, filled, context):
        for line in table.lines:
            in_table.add(line.number)
            yield ListLine(section, line, context, False, False, table=table)
    rest = [line for line in body if line.number not in in_table]
    left = [line for line in rest if not line.blank]
    shorts, after = allows_abbreviations(page, section, left), puts_roles_last(page, left)
    readings = list(read_lines(page, section, rest, context))
    unheaded = context is None and (is_leader_list(page, left) or is_cast_list(page, left))
    strict = unheaded or (context is not None and context.strict)
    for index, (line, reading) in enumerate(zip(left, readings, strict=True)):
        here = None if context is None else Context(context.role, context.label, strict, context.award)
        if isinstance(reading, Entry):
            group = _group(readings, index, reading)
            yield ListLine(section, line, here, shorts, after, group=group, entry=reading)
        else:
            yield ListLine(section, line, here, shorts, after, labels=tuple(reading))
            strict = strict or not reading


def _group(readings: Sequence[Entry | list[Label]], index: int, entry: Entry) -> tuple[Entry, ...]:
    """The entries around one that stand under the same role and label."""

    def same(other: Entry | list[Label]) -> bool:
        return isinstance(other, Entry) and (other.role, other.label) == (entry.role, entry.label)

    start, stop = index, index + 1
    while start and same(readings[start - 1]):
        start -= 1
    while stop < len(readings) and same(readings[stop]):
        stop += 1
    return tuple(one for one in readings[start:stop] if isinstance(one, Entry))


def list_reason(page: Page, one: ListLine, entries: Entries) -> Reason | None:
    """Why the reader of lists took nothing from a line; None where it cannot tell more than that nothing fits."""
    if one.table is not None:
        return _table_reason(page, one.table, one.line)
    if one.paired is not None:
        return _pair_reason(page, one)
    for label in one.labels:
        reason = _label_reason(page, label, entries)
        if reason is not None:
            return reason
    if one.entry is not None:
        return _entry_reason(page, one.entry, one.group, entries)
    return None if one.labels else _no_label_reason(page, one, entries)


def _table_reason(page: Page, table: Table, line: Line) -> Reason:
    if line == table.lines[0]:
        return Reason("table_head", "it is the head of a table, whose rows are read")
    cells = row_of(page.text, line, table.separator)
    if TABLE_RULE.fullmatch(line.content.of(page.text)):
        return Reason("table_head", "it is the rule under a table's head")
    if len(cells) != len(table.columns):
        return Reason("table_row", f"the row has {len(cells)} filled cells, the table's head {len(table.columns)}")
    for cell, column in zip(cells, table.columns, strict=True):
        if column is None or isinstance(column, str):
            continue
        if not column.is_credit:
            return Reason("no_credit", f"the column of {quote(cell.of(page.text))} is a known role that is no credit")
        if (flaw := name_flaw(page.text, cell, page.words)) is not None:
            return _refused(page, cell, flaw)
    return Reason("table_row", "no cell of the row is a name in a column of a credit")


def _pair_reason(page: Page, one: ListLine) -> Reason:
    if not one.paired:
        return Reason("unpaired", "names and roles take turns in this section, and this line has no partner")
    role = role_of(one.line.content.of(page.text), page.vocabulary)
    if role is not None and not role.is_credit:
        return Reason("no_credit", f"{quote(one.line.content.of(page.text))} is a known role that is no credit")
    return Reason("pair", "names and roles or characters take turns in this section: it belongs to its neighbour")


def _label_reason(page: Page, label: Label, entries: Entries) -> Reason | None:
    words = quote(label.span.of(page.text))
    if not label.role.is_credit:
        hints = tuple(as_line(origin) for origin in entries.of_role(label.span.of(page.text)))
        return Reason("no_credit", f"{words} is a known role that is no credit", hints)
    if not label.value:
        return Reason("label_alone", f"it is the label {words} with nothing beside it")
    if label.award:
        return _award_reason(page, label.value)
    is_cast = bool(CAST_FIELDS & set(label.role.fields))
    prefix = strip_span(page.text, label.prefix.start, label.prefix.end, SPACE + "–—-|•·:,(")
    if is_cast and label.prefix and any(character.isdigit() for character in prefix.of(page.text)):
        return Reason("prefix", f"what stands before the label {words} holds a digit and is no character")
    return _value_reason(page, label.value, companies=not label.role.fields)


def _award_reason(page: Page, value: Span) -> Reason:
    return Reason("award", f"no piece of {quote(value.of(page.text))} is a full name that the lists of names know")


def _entry_reason(page: Page, entry: Entry, group: Sequence[Entry], entries: Entries) -> Reason | None:
    text = page.text
    if entry.layout == "award":
        return _award_reason(page, entry.value)
    if CAST_FIELDS & set(entry.role.fields):
        separator = list_separator(page, group)
        pair = halves(text, entry.value, separator[1]) if separator is not None else None
        if separator is not None and pair is not None:
            name, other = pair if name_comes_first(page, group, separator[1]) else pair[::-1]
            reason = _value_reason(page, name)
            more = f"in this list {quote(other.of(text))} stands in the place of the character"
            return None if reason is None else Reason(reason.code, reason.text, (*reason.hints, more))
        return _value_reason(page, entry.value)
    named = name_and_detail(page, entry.value)
    if named is not None:
        detail = role_detail(page, named[1])
        if detail is not None:
            hints = tuple(as_line(origin) for origin in entries.of_role(detail[0].of(text)))
            return Reason("no_credit", f"{quote(detail[0].of(text))} is a known role that is no credit", hints)
        return unknown_label(named[1].of(text), entries, f"stands beside {quote(named[0].of(text))} and")
    if not entry.role.is_credit:
        over = "the heading above" if entry.label is None else quote(entry.label.of(text))
        hints = () if entry.label is None else tuple(map(as_line, entries.of_role(entry.label.of(text))))
        return Reason("no_credit", f"it stands under {over}, a known role that is no credit", hints)
    return _value_reason(page, entry.value, companies=not entry.role.fields)


def _value_reason(page: Page, value: Span, *, companies: bool = False) -> Reason | None:
    """Why no name was read from what stands beside a label or under a heading."""
    if companies:
        piece = next(company_pieces(page, value), value)
        flaw = "a company begins with a capital or a digit, has at most 70 characters and is no known word or year"
        return _refused(page, piece, flaw)
    for piece, item in split_list(page.text, value, page.words):
        if item is None:
            return _refused(page, piece, name_flaw(page.text, piece, page.words) or "it is no name")
        if item.company:
            continue
        if not may_be_mononym(page, item, among_names=False):
            flaw = "one word alone that is in no list of names; it counts only among full names, if it is short"
            return _refused(page, piece, flaw)
    return None


def _refused(page: Page, piece: Span, flaw: str) -> Reason:
    return Reason("no_name", f"{quote(piece.of(page.text))} was refused as a name: {flaw}")


def unknown_label(phrase: str, entries: Entries, where: str = "") -> Reason:
    """A word in the place of a role that the vocabulary does not have, with what is near it and how to add it."""
    near = entries.near(phrase)
    hints = [f"near it: {as_line(origin)}" for origin in near]
    hints.append(f'to add it: [roles.label] "{" ".join(phrase.split())}" = "ROLE" in a file for --vocabulary')
    said = f"{where} " if where else ""
    return Reason("unknown_label", f"{quote(phrase)} {said}is no role word of the vocabulary", tuple(hints))


def _no_label_reason(page: Page, one: ListLine, entries: Entries) -> Reason | None:
    line, section = one.line, one.section
    cast = one.context is not None and one.context.is_cast
    found = colon_labels(page, section, line, shorts=one.shorts)
    if not found and len(line.content) <= MAX_LABEL_LINE:
        found = (
            cell_labels(page, line)
            or dash_label(page, section, line, after=one.after, cast=cast)
            or bare_labels(page, line)
        )
    if found and not prefix_is_harmless(page, found[0]):
        label, prefix = quote(found[0].span.of(page.text)), quote(found[0].prefix.of(page.text))
        return Reason("other_work", f"{prefix} before {label} may name another work than the page's")
    return _role_word_reason(page, one) or _labelled_reason(page, line, entries) or _entry_shape_reason(page, one)


def _role_word_reason(page: Page, one: ListLine) -> Reason | None:
    """A role word alone, an abbreviation without company, or an everyday word that only a colon makes a label."""
    text, content = page.text, one.line.content
    colon = COLON.search(text, content.start, content.end)
    phrase = text[content.start : content.end if colon is None else colon.start()]
    if role_of(text[content.start : content.end], page.vocabulary) is not None:
        said = f"{quote(text[content.start : content.end])} is a role word alone, but was not taken for a heading"
        return Reason("label_alone", f"{said}, and nothing beside or below it for its value")
    if not one.shorts and short_role_of(phrase, one.section.language, page.vocabulary) is not None:
        return Reason("short_alone", f"{quote(phrase)} is an abbreviation, which counts only in the company of others")
    for end in _word_ends(text, content):
        role = role_of(text[content.start : end], page.vocabulary)
        if role is not None and role.weak and is_name_list(page, strip_span(text, end, content.end)):
            word = quote(text[content.start : end])
            return Reason("weak_label", f"{word} is an everyday word: a label only with a colon, in a column or alone")
    return None


def _word_ends(text: str, span: Span) -> list[int]:
    return [at for at in range(span.start + 1, min(span.end, span.start + 64)) if text[at] in " \u00a0"][:6]


def _labelled_reason(page: Page, line: Line, entries: Entries) -> Reason | None:
    """«Filmplakat: Jane Roe»: a name beside a word that is no role."""
    text = page.text
    if len(line.content) > MAX_LABEL_LINE:
        return None
    for separator in (COLON, *(separator for _, separator in CELL_SEPARATORS), DASH):
        cells = halves(text, line.content, separator)
        if cells is None or not is_name_list(page, cells[1]):
            continue
        phrase = cells[0].of(text)
        if role_of(phrase, page.vocabulary) is None and 0 < len(phrase.split()) <= MAX_LABEL_WORDS:
            return unknown_label(phrase, entries)
    return None


def _entry_shape_reason(page: Page, one: ListLine) -> Reason | None:
    """Why a line under a role heading is no entry of its list, as `is_entry` sees it."""
    if one.context is None:
        return None
    exact = one.line.content.of(page.text)
    over = "a cast" if one.context.label is None else quote(one.context.label.of(page.text))
    if exact[0] in QUOTES:
        flaw = "it begins with a quotation mark"
    elif exact[-1] == "…":
        flaw = "it ends in «…»"
    elif is_sentence(exact, page.words):
        flaw = "it has too many words in lower case: a sentence"
    elif one.context.strict:
        flaw = "above it stands a paragraph or another heading, and so only bullets and pairs with a known name count"
    else:
        flaw = "it has several bars («|») and is no row of a table"
    return Reason("no_entry", f"it stands under {over}, but is no entry of its list: {flaw}")
