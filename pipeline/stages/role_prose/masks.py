"""Mask a sentence: one private character for each name, title and noun for a role."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.lang.prose import COMPANY, FILM, NAMES, PERSON, ROLE, WORK
from pipeline.lang.vocabulary import fold
from pipeline.stages.role_prose.page import Page, Passage
from pipeline.text.masking import Masked, mask_units
from pipeline.types import Span

MAX_ROLE_WORDS = 4
MAX_NOISE_WORDS = 5
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# «„Die Stunden“», «"The Hours"», «»Lola«»: a title in quotation marks
QUOTED = re.compile(
    r"[„“\"»«‚‘_](?:(?<!_)([^\W_a-z][^„“”\"»«‚‘’\n]{0,58}[^\s„“”\"»«‚‘’\n,])[“”\"«»‘’]"
    r"|(?<=_)(?<!\w_)([^\W_a-z][^_\n]{0,58})_)"
)
# «Vaali.[5», «Roe[3]», «Kubrick’s»: a footnote or genitive that has crept into a name
NOTE_MARK = re.compile(r"[.,]?\[|['’]s$")
# «Lon Chaney, Jr.», «Robert Downey Jr.»: belongs to the name before it
SUFFIX = re.compile(r",?\s(?:Jr\.|Sr\.|Jr\b|Sr\b|I{2,3}\b|IV\b|jun\.|sen\.)")
NEXT_WORD = re.compile(r" ([^\W\d_]+)")
WORD_BEFORE = re.compile(r"([^\s,;:!?()]+)\s+$")


def mask_names(page: Page, passage: Passage) -> Masked:
    """Names and titles of a sentence as private characters."""
    start, end = passage.span.start, passage.span.end
    units: list[tuple[Span, str]] = []
    first = bisect_left(page.mention_starts, start)
    previous_end = start
    for index in range(first, len(page.mentions)):
        mention = page.mentions[index]
        if mention.span.start >= end:
            break
        if mention.span.end > end or mention.span.start < previous_end:
            continue
        span = mention.span
        if mention.label == "WORK":
            units.append((span, _title(page, span, passage)))
        elif mention.label == "PER":
            if (mark := NOTE_MARK.search(page.text, span.start, span.end)) is not None:
                span = Span(span.start, mark.start())
            if _is_adjective(page, span):
                continue
            if passage.titles and fold(span.of(page.text)) in passage.titles:
                units.append((span, FILM))
                previous_end = span.end
                continue
            suffix = SUFFIX.match(page.text, span.end, end)
            span = span if suffix is None else Span(span.start, suffix.end())
            units.append((span, PERSON))
        elif fold(span.of(page.text)) not in page.lexicon.no_companies:
            units.append((span, COMPANY))
        previous_end = span.end
    taken = [span for span, _ in units]
    people = {span for span, character in units if character == PERSON}
    for quoted in QUOTED.finditer(page.text, start, end):
        span = Span(quoted.start(), quoted.end())
        inside = [t for t in taken if t.overlaps(span)]
        title = quoted.span(1) if quoted.group(1) is not None else quoted.span(2)
        if any(not span.contains(t) for t in inside) or len(page.text[slice(*title)].split()) > 8:
            continue
        if any(title[1] <= t.end + 1 and t.start <= title[0] for t in inside if t in people):
            continue  # a name in quotation marks
        units = [(s, c) for s, c in units if not span.contains(s)]
        units.append((span, _title(page, Span(*title), passage)))
    units.sort()
    swallowing = [(_noise_start(page, units, index, start), *unit) for index, unit in enumerate(units)]
    noun_capitals = passage.language in page.lexicon.noun_capitals
    return mask_units(page.text, passage.span, swallowing, noun_capitals=noun_capitals)


def _noise_start(page: Page, units: Sequence[tuple[Span, str]], index: int, start: int) -> int:
    """Where the words begin that stand before a name and say nothing: «the veteran actor», «der junge»."""
    span, character = units[index]
    if character not in NAMES:
        return span.start
    floor = units[index - 1][0].end if index else start
    begin = span.start
    for _ in range(MAX_NOISE_WORDS):
        word = WORD_BEFORE.search(page.text, max(floor, begin - 30), begin)
        if word is None or word.start(1) < floor:
            break
        folded = word.group(1).casefold().rstrip(".")
        parts = (folded, *folded.split("-")) if "-" in folded else (folded,)
        known = folded in page.lexicon.noise or all(part in page.lexicon.noise for part in parts[1:] or parts)
        if not known and (folded in page.lexicon.cues or not folded.endswith(page.lexicon.noise_endings)):
            break
        begin = word.start(1)
    return begin


def _is_adjective(page: Page, span: Span) -> bool:
    """«German» in «German actress Jane Doe» is no name, whatever the model says."""
    name = span.of(page.text)
    if " " in name or not name.casefold().endswith(page.lexicon.noise_endings):
        return False
    following = NEXT_WORD.match(page.text, span.end)
    return following is not None and (
        following.group(1) in page.lexicon.noise or following.group(1) in page.lexicon.person_roles
    )


def _title(page: Page, span: Span, passage: Passage) -> str:
    title = fold(span.of(page.text).strip("„“”\"»«‚‘’'"))
    return FILM if title and title in passage.own_titles else WORK


def mask_roles(page: Page, masked: Masked) -> Masked | None:
    """The sentence with its nouns for people of a role masked too: «executive producer»; None if it has none."""
    found: list[tuple[int, int]] = []
    tokens = list(WORD.finditer(masked.text))
    index = 0
    while index < len(tokens):
        if tokens[index].group().casefold().partition("-")[0] not in page.lexicon.role_first_words:
            index += 1
            continue
        size = _role_size(page, masked.text, tokens, index)
        before = tokens[index - 1].group().casefold() if index else ""
        if size and before not in page.lexicon.other_trades:
            found.append((tokens[index].start(), tokens[index + size - 1].end()))
        index += size or 1
    if not found:
        return None
    units = [(masked.offset(place), span, masked.text[place]) for place, span in masked.units.items()]
    units += [
        (masked.offset(start), Span(masked.offset(start), masked.offset(end - 1) + 1), ROLE) for start, end in found
    ]
    return mask_units(page.text, masked.whole, sorted(units), noun_capitals=masked.noun_capitals)


def _role_size(page: Page, text: str, tokens: Sequence[re.Match[str]], index: int) -> int:
    """How many tokens from here on are one role noun; 0 for none."""
    start = tokens[index].start()
    for size in range(min(MAX_ROLE_WORDS, len(tokens) - index), 0, -1):
        phrase = text[start : tokens[index + size - 1].end()].casefold()
        if phrase in page.lexicon.person_roles:
            return size
    return 0
