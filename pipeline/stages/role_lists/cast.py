"""Cast lists: names with their characters, in the order that holds for the whole list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lang.labels import role_of
from pipeline.lang.vocabulary import CAST_FIELDS, Role
from pipeline.stages.role_lists.labels import role_detail
from pipeline.stages.role_lists.page import (
    PAIR_SEPARATORS,
    YEAR,
    Entry,
    Page,
    between_words,
    cut_at,
    folded_words,
    halves,
    is_sentence,
)
from pipeline.stages.role_lists.values import claims_of, may_be_mononym, read_names
from pipeline.text.lines import SPACE, strip_span
from pipeline.text.names import (
    normal_text,
    parse_item,
    person_score,
    split_list,
    split_pieces,
    strip_notes,
)
from pipeline.types import Claim, Section, Span

MAX_CHARACTER_LENGTH = 80
MAX_CHARACTER_WORDS = 6  # in lower case: «president of the court martial»
# What ends a character's name: «Bea, a worrisome teenager», «Frank; sein Bruder», «Lola (8 Jahre)»
CHARACTER_END = re.compile(r",[ \u00a0]|;|:[ \u00a0]|[ \u00a0][–—-][ \u00a0]|[ \u00a0]?[(\[]|\.\.\.|…|[ \u00a0]\|")
# «Lola. Sie ist …», «Bea. She is …»: a full stop behind a word of four letters or more
CHARACTER_STOP = re.compile(r"(?<=[^\W\d_]{4})\.(?:[ \u00a0]|$)")
DOUBLE_PART = re.compile(r"[ \u00a0]/[ \u00a0]")


def read_cast(page: Page, section: Section, entries: Sequence[Entry]) -> Iterator[Claim]:
    separator = list_separator(page, entries)
    name_first = separator is None or name_comes_first(page, entries, separator[1])
    full = sum(" " in entry.value.of(page.text) for entry in entries) * 2 > len(entries)
    for entry in entries:
        cells = halves(page.text, entry.value, separator[1]) if separator is not None else None
        if separator is not None and cells is not None:
            name, character = cells if name_first else (cells[1], cells[0])
            detail = role_detail(page, character)
            if detail is not None and detail[1].is_credit and not CAST_FIELDS & set(detail[1].fields):
                yield from read_names(page, section, detail[1], detail[0], name, entry.layout)
                continue
            for _, item in split_list(page.text, name, page.words):
                if item is None:
                    continue
                for claim in claims_of(section, entry.role, entry.label, item, separator[0]):
                    yield from with_characters(page, claim, character)
        else:
            yield from read_cast_line(
                page, section, entry.role, entry.label, entry.value, entry.layout, among_names=full
            )


def list_separator(page: Page, entries: Sequence[Entry]) -> tuple[str, re.Pattern[str]] | None:
    """The separator that cuts most entries of the list in two, if it cuts at least half of them."""
    as_word = between_words(page.vocabulary.words.get("as", frozenset()))
    best, best_count = None, 0
    for layout, separator in PAIR_SEPARATORS:
        count = sum(
            halves(page.text, entry.value, separator) is not None
            and not as_word.search(page.text, entry.value.start, cut_at(page.text, entry.value, separator))
            for entry in entries
        )
        if count > best_count:
            best, best_count = (layout, separator), count
    return best if best_count * 2 >= len(entries) else None


def name_comes_first(page: Page, entries: Sequence[Entry], separator: re.Pattern[str]) -> bool:
    """Which column holds the real people: the one whose texts look more like full names, over the whole list."""
    balance = 0.0
    for entry in entries:
        cells = halves(page.text, entry.value, separator)
        if cells is not None:
            balance += likeness(page, cells[0]) - likeness(page, cells[1])
    return balance >= 0


def likeness(page: Page, cell: Span) -> float:
    """How much a cell looks like a real person's full name; a title before it speaks for a character."""
    core, _ = strip_notes(page.text, cell, page.words)
    exact = core.of(page.text)
    first = exact.split(" ", 1)[0].rstrip(".").casefold()
    if first in page.words.honorifics or first in page.words.titles:
        return 0.0
    return person_score(exact, page.words)


def read_cast_line(
    page: Page,
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
    as_word = between_words(page.vocabulary.words.get("as", frozenset()))
    whole = as_word.search(text, value.start, value.end)
    if whole is not None and as_word.search(text, whole.end(), value.end) is None:
        names = Span(value.start, whole.start())
        if len(split_pieces(text, names, page.words)) == 1 and not more_names_follow(
            page, Span(whole.end(), value.end)
        ):
            item = parse_item(text, names, page.words, paired=True)
            if item is not None and not item.company:
                for claim in claims_of(section, role, label, item, layout):
                    yield from with_characters(page, claim, Span(whole.end(), value.end))
            return
    items = split_list(text, value, page.words)
    full = among_names or any(item is not None and " " in item.value for _, item in items)
    for piece, item in items:
        pair = as_word.search(text, piece.start, piece.end)
        if pair is not None:
            player = parse_item(text, Span(piece.start, pair.start()), page.words)
            if player is not None and not player.company:
                for claim in claims_of(section, role, label, player, layout):
                    yield from with_characters(page, claim, Span(pair.end(), piece.end))
            continue
        if item is None:
            if is_sentence(piece.of(text), page.words):
                return
            continue
        if item.company or not may_be_mononym(page, item, among_names=full):
            continue
        character = next((note for note in item.notes if is_character(page, note)), None)
        for claim in claims_of(section, role, label, item, layout):
            if character is None:
                yield claim
            else:
                yield from with_characters(page, claim, character)


def more_names_follow(page: Page, rest: Span) -> bool:
    """«A as X, B, C and D»: pieces after the character are full names of people."""
    pieces = [(piece, mark) for piece, mark in split_pieces(page.text, rest, page.words)[1:] if mark != "/"]
    return any(
        person_score(strip_notes(page.text, piece, page.words)[0].of(page.text), page.words) >= 0.75
        for piece, _ in pieces
    )


def is_character(page: Page, note: Span) -> bool:
    """Whether a bracket behind an actor names a character: not «(uncredited)», «(as Bill Lucking)», «(1954)»."""
    exact = note.of(page.text)
    if (
        not exact
        or len(exact) > MAX_CHARACTER_LENGTH
        or exact.casefold() in folded_words(page.vocabulary, "notes")
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


def with_characters(page: Page, claim: Claim, text_span: Span) -> Iterator[Claim]:
    """The claim with the character that a cell names; one claim for each of a double part («Dr. Jekyll / Mr. Hyde»)."""
    for note in strip_notes(page.text, text_span, page.words)[1]:
        claim = as_voice(page, claim, note.of(page.text))
    core = character_core(page, text_span)
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
        yield with_character(page, claim, part)


def as_voice(page: Page, claim: Claim, note: str) -> Claim:
    """«Bus Driver (voice)»: an actor whose voice is heard."""
    if claim.field == "actor" and note.casefold() in page.vocabulary.words["voice_notes"]:
        return replace(claim, field="voice_actor")
    return claim


def with_character(page: Page, claim: Claim, span: Span) -> Claim:
    core = character_core(page, span)
    if not core or claim.field not in CAST_FIELDS or core.overlaps(claim.span):
        return claim
    return replace(claim, character=normal_text(core.of(page.text)), character_span=core)


def character_core(page: Page, span: Span) -> Span:
    """The character's name without description, notes, quotes and bullets; empty where nothing is left."""
    text = page.text
    span = strip_span(text, span.start, span.end, SPACE + '–—-|•·:,;„“”"»«…_.')
    end = span.end
    relative = between_words(page.vocabulary.words["relative_pronouns"])  # «Bea who loves …»
    for pattern in (CHARACTER_END, CHARACTER_STOP, relative):
        cut = pattern.search(text, span.start, end)
        if cut is not None and cut.start() > span.start:
            end = cut.start()
    core, _ = strip_notes(text, Span(span.start, end), page.words)
    if (
        len(core) > MAX_CHARACTER_LENGTH
        or is_sentence(core.of(text), page.words, most=MAX_CHARACTER_WORDS)
        or core.of(text).casefold() in folded_words(page.vocabulary, "notes")
        or not any(c.isalnum() for c in core.of(text))
    ):
        return Span(span.start, span.start)
    return with_its_quotes(text, core)


def with_its_quotes(text: str, core: Span) -> Span:
    """«Nicole "Nicki"», «"Bugs" Watson»: a nickname at either end keeps both its quotation marks."""
    if core.of(text).count('"') % 2:
        if text[core.end : core.end + 1] == '"':
            return Span(core.start, core.end + 1)
        if core.start and text[core.start - 1] == '"':
            return Span(core.start - 1, core.end)
    return core
