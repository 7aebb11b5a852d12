"""Tables with a header row: «Rolle | Darsteller | Synchronstimme»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lang.labels import role_of
from pipeline.lang.vocabulary import CAST_FIELDS, Role, fold
from pipeline.stages.role_lists.cast import with_characters
from pipeline.stages.role_lists.labels import role_detail
from pipeline.stages.role_lists.page import COLUMN, PIPE, UNLABELLED_CAST, Context, Page, folded_words, split_cells
from pipeline.stages.role_lists.values import read_names
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Claim, Section, Span

# A Markdown rule between header and body: «|---|:--:|», «--- | ---»
COLUMN_NAMES = ("character", "name", "function")
TABLE_RULE = re.compile(r"[|:\-+= \t]{3,}")


@dataclass(frozen=True, slots=True)
class Table:
    lines: tuple[Line, ...]  # the header first
    separator: re.Pattern[str]
    columns: tuple[Role | str | None, ...]  # a role, "character", "name", "function", or None for others
    labels: tuple[Span, ...]


def find_tables(page: Page, lines: Sequence[Line], context: Context | None) -> Iterator[Table]:
    """Header rows such as «Rolle | Darsteller | Synchronstimme» with the rows of as many cells below them."""
    index = 0
    while index < len(lines):
        table = table_at(page, lines, index, context)
        if table is None:
            index += 1
        else:
            yield table
            index += len(table.lines)


def table_at(page: Page, lines: Sequence[Line], index: int, context: Context | None) -> Table | None:
    content = lines[index].content
    for separator in (PIPE, COLUMN):
        if separator.search(page.text, content.start, content.end) is None:
            continue
        cells = row_of(page.text, lines[index], separator)
        if len(cells) < 2:
            continue
        columns = tuple(column_of(page, cell.of(page.text)) for cell in cells)
        if "character" in columns and not any(map(_holds_people, columns)) and context is not None and context.is_cast:
            columns = tuple(column or context.role for column in columns)  # «Figur | Fassung 1987 | 2004»
        if not any(map(_holds_people, columns)) or sum(column is not None for column in columns) < 2:
            continue
        if len(cells) == 2 and not any(column in COLUMN_NAMES or _is_cast(column) for column in columns):
            continue  # «Regie | Kamera»: two labels, not a header
        rows = [lines[index]]
        for line in lines[index + 1 :]:
            row = row_of(page.text, line, separator)
            if TABLE_RULE.fullmatch(line.content.of(page.text)):
                if len(rows) > 2 and all(
                    column_of(page, cell.of(page.text)) for cell in row_of(page.text, rows[-1], separator)
                ):
                    rows.pop()  # it heads another table
                    break
            elif not 2 <= len(row) <= len(cells):
                break
            rows.append(line)
        if len(rows) > 1:
            return Table(tuple(rows), separator, columns, tuple(cells))
    return None


def _holds_people(column: Role | str | None) -> bool:
    return isinstance(column, Role) or column == "name"


def _is_cast(column: Role | str | None) -> bool:
    return isinstance(column, Role) and bool(CAST_FIELDS & set(column.fields))


def column_of(page: Page, head: str) -> Role | str | None:
    folded = fold(head)
    for name in COLUMN_NAMES:
        if folded in folded_words(page.vocabulary, f"{name}_columns"):
            return name
    words = head.split()
    for start in range(len(words)):  # «Deutsche Stimme», «English voice actor»
        role = role_of(" ".join(words[start:]), page.vocabulary)
        if role is not None:
            return role
    return None


def read_table(page: Page, section: Section, table: Table) -> Iterator[Claim]:
    text = page.text
    character_at = next((i for i, column in enumerate(table.columns) if column == "character"), None)
    function_at = next((i for i, column in enumerate(table.columns) if column == "function"), None)
    for line in table.lines[1:]:
        cells = row_of(text, line, table.separator)
        if TABLE_RULE.fullmatch(line.content.of(text)) or len(cells) != len(table.columns):
            continue
        character = cells[character_at] if character_at is not None else None
        if character is not None and (own := _crew_label(page, character)) is not None:
            for cell in cells:
                if cell != character:
                    yield from read_names(page, section, own, character, cell, "table")
            continue
        for index, column in enumerate(table.columns):
            role, label = column, table.labels[index]
            if column == "name":
                role, label = _role_beside(page, cells, function_at, character_at) or (None, label)
            if not isinstance(role, Role) or not role.is_credit:
                continue
            for claim in read_names(page, section, role, label, cells[index], "table"):
                if character is not None and claim.field in CAST_FIELDS:
                    yield from with_characters(page, claim, character)
                else:
                    yield claim


def _crew_label(page: Page, character: Span) -> Role | None:
    """«Regie:», «Kamera» among the characters of a table: a label, whose value stands beside it."""
    exact = character.of(page.text)
    role = role_of(exact.rstrip(": "), page.vocabulary)
    if role is None or not CAST_FIELDS.isdisjoint(role.fields):
        return None
    return role if exact.endswith(":") or not (role.person or role.weak) else None


def _role_beside(
    page: Page, cells: Sequence[Span], function_at: int | None, character_at: int | None
) -> tuple[Role, Span] | None:
    """The role of a name whose column says nothing: the function beside it, or a part («Director», «Watchman»)."""
    if function_at is not None:
        detail = role_detail(page, cells[function_at])
        return None if detail is None else (detail[1], detail[0])
    if character_at is None:
        return None
    role = role_of(cells[character_at].of(page.text), page.vocabulary)
    return (role or UNLABELLED_CAST, cells[character_at])


def row_of(text: str, line: Line, separator: re.Pattern[str]) -> list[Span]:
    """Cells of a row; an outer pipe at either end is no cell."""
    return split_cells(text, strip_span(text, line.content.start, line.content.end, SPACE + "|"), separator)
