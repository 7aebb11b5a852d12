"""Values: the names or companies beside a label or under a heading, as claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.lang.labels import role_of
from pipeline.lang.vocabulary import Role, Vocabulary, fold
from pipeline.stages.role_lists.page import AWARD, YEAR, Page
from pipeline.text.names import (
    ListItem,
    is_company,
    normal_text,
    parse_item,
    person_score,
    split_list,
    split_pieces,
    strip_notes,
)
from pipeline.types import Claim, Section, Span

VERSION = "role_lists/1"
LISTED_NAME = 0.75  # the name score of two words, one of them a listed name
# «, ASC», «, JSC»: a guild behind a name
GUILD = re.compile(r"[A-Z]{3,4}")
DASHES = ("– ", "— ", "- ")
# «Gewinnerin: », «nominated: »
UNKNOWN_LABEL = re.compile(r"[^\W\d_][^:,\n]{2,30}:[ \u00a0]")
MAX_COMPANY_LENGTH = 70
MAX_MONONYM_LENGTH = 10  # «Björk», «Zuleikha»; German nouns that stand in lists tend to be longer
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


def read_names(
    page: Page, section: Section, role: Role, label: Span | None, value: Span, layout: str
) -> Iterator[Claim]:
    """A list of names in one role; it ends at the first piece that is no name."""
    if role.company_fields and not role.fields:
        yield from read_companies(page, section, role, label, value, layout)
        return
    items = split_list(page.text, value, page.words)
    names = [item for _, item in items if item is not None]
    full = any(" " in item.value for item in names)
    companies = any(item.company for item in names)
    for index, (piece, item) in enumerate(items):
        if index and GUILD.fullmatch(piece.of(page.text)):
            continue
        if item is None:
            item = name_before_phrase(page, piece)
            if item is not None:
                yield from claims_of(section, role, label, item, layout)
            return
        if not may_be_mononym(page, item, among_names=full or (label is not None and layout != "lines")):
            return
        if " " not in item.value and YEAR.search(page.text, item.span.end, piece.end) is not None:
            return  # «Regie: Jo Lund | DE 2018»
        single = role.fields and role.company_fields and not item.company and " " not in item.value
        if single and companies:
            return  # «… GmbH, Zürich»
        if single and not role.person:
            item = replace(item, company=True)  # «Produktion: Südwestfunk»: people are credited with two names
        yield from claims_of(section, role, label, item, layout)
        if item.company is False and role.company_fields:
            for note in item.notes:
                if is_company(note.of(page.text), page.words) and len(note) > 3:
                    company = ListItem(note, normal_text(note.of(page.text)), company=True)
                    yield from claims_of(section, role, label, company, layout)


def read_companies(
    page: Page, section: Section, role: Role, label: Span | None, value: Span, layout: str
) -> Iterator[Claim]:
    """«Hollywood Pictures / Spyglass Entertainment», «Weltkino»: any capitalised name is a company here."""
    for piece in company_pieces(page, value):
        core, notes = strip_notes(page.text, piece, page.words)
        exact = core.of(page.text)
        if not core or len(core) > MAX_COMPANY_LENGTH or not (exact[0].isupper() or exact[0].isdigit()):
            return
        if exact[0].isdigit() and not is_company(exact, page.words) and exact == exact.casefold():
            return  # «116 min»
        if fold(exact) in page.words.not_names or YEAR.fullmatch(exact) or not any(c.isalpha() for c in exact):
            return
        yield from claims_of(
            section, role, label, ListItem(core, normal_text(exact), company=True, notes=notes), layout
        )


def company_pieces(page: Page, value: Span) -> Iterator[Span]:
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


def read_award(page: Page, section: Section, role: Role, label: Span | None, value: Span) -> Iterator[Claim]:
    """Winners and nominees of a category: «X für „Titel“», «nominiert: X für „A“, Y für „B“», «X – Title».

    Titles stand between the names, so that a name must have a listed forename or surname.
    """
    named = UNKNOWN_LABEL.match(page.text, value.start, value.end)  # «Gewinner: »
    for piece, _ in split_pieces(page.text, Span(named.end() if named else value.start, value.end), page.words):
        item = parse_item(page.text, piece, page.words) or name_before_phrase(page, piece)
        if item is None or item.company or person_score(item.value, page.words) < LISTED_NAME:
            continue
        own = next((own for note in item.notes if (own := role_of(note.of(page.text), page.vocabulary))), role)
        yield from claims_of(section, own, label, item, AWARD)


def name_before_phrase(page: Page, piece: Span) -> ListItem | None:
    """«Océane Roe nach dem Roman von …»: the name before a phrase that begins another statement."""
    phrases = (*DASHES, *_lead_ins(page.vocabulary))
    for gap in re.finditer(r"[ \u00a0]", page.text[piece.start : piece.end]):
        rest = page.text[piece.start + gap.end() : piece.end].casefold()
        if rest.startswith(phrases):
            item = parse_item(page.text, Span(piece.start, piece.start + gap.start()), page.words)
            return item if item is not None and " " in item.value else None
    return None


@lru_cache(maxsize=8)
def _lead_ins(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(word + " " for word in sorted(vocabulary.words["lead_ins"]))


def may_be_mononym(page: Page, item: ListItem, *, among_names: bool) -> bool:
    """Whether a name of one word can be a person here: a listed name, or a short word in the company of full names."""
    if item.company or " " in item.value:
        return True
    lists = page.words.lists
    if lists.is_forename(item.value) or lists.is_surname(item.value):
        return True
    return among_names and len(item.value) <= MAX_MONONYM_LENGTH


def claims_of(section: Section, role: Role, label: Span | None, item: ListItem, layout: str) -> Iterator[Claim]:
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
