"""Gather what the first lines of a page offer as its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.credit_lines import is_label_line, says_kind
from pipeline.stages.facts.definitions import find_definition
from pipeline.stages.facts.headlines import (
    DASH,
    bare_heading,
    dated_title,
    quoted_start,
    split_parts,
    unquoted,
)
from pipeline.stages.facts.words import (
    HEAD_LINES,
    MAX_SPEC_LINE,
    MAX_TITLE,
    OPENING_QUOTES,
    WORD,
    FactWords,
    names_a_work,
)
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Section, Span

MAIN_HEADING = re.compile(r"#[ \t]*[^#\s]")  # «# Nordwind», the `<h1>` of an HTML page
TEASER = 60  # code points; so much text behind «Title: » is the start of the article


@dataclass(slots=True)
class TitleCandidate:
    """A string of the page's first lines that may be the work's title, and what speaks for it."""

    span: Span
    text: str
    line: int
    points: float = 0.0
    reasons: set[str] = field(default_factory=set)


def title_candidates(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> list[TitleCandidate]:
    """What the page's first lines offer as its title, each string once; `lines` end where the credits begin."""
    body = next((s.span.start for s in sections if s.heading is not None and s.kind != "other"), len(text))
    found: list[TitleCandidate] = []
    for index, line in enumerate(lines[:HEAD_LINES]):
        if line.span.start >= body:
            break
        bare = _shown(text, _without_bars(text, bare_heading(text, line.content)), words)
        # «Nordwand: Die Rückkehr is a 1987 film …» below its title looks like the second line of a list of labels
        if bare and (not is_label_line(text, lines, index, words) or find_definition(text, line, words) is not None):
            found.extend(_of_line(text, line, bare, index, words))
    return _merge(found)


def _of_line(text: str, line: Line, bare: Span, index: int, words: FactWords) -> Iterator[TitleCandidate]:
    definition = find_definition(text, line, words)
    if definition is not None:
        if definition.subject is not None and not _points_back(definition.subject.of(text), words):
            marked = text[definition.subject.start - 1 : definition.subject.start] in set(OPENING_QUOTES + "_")
            yield _candidate(text, definition.subject, index, 6.0 if marked else 4.5, "definition")
        if len(bare) > MAX_TITLE:
            return
    colon = text.find(": ", bare.start, min(bare.end, bare.start + MAX_TITLE))
    if colon > 0 and fold(text[bare.start : colon]) in words.title_labels:
        bare = strip_span(text, colon + 1, bare.end)
        yield _candidate(text, bare, index, 3.5, "label")
    elif colon > 0:
        yield _before_colon(text, bare, colon, index, words)
    yield from _set_apart(text, bare, index, words)
    yield from _parts_of(text, line, bare, index, words)


def _before_colon(text: str, bare: Span, colon: int, index: int, words: FactWords) -> TitleCandidate:
    """«Title: Komödie mit …», «Title: the first sentence of the article»."""
    before, after = Span(bare.start, colon), strip_span(text, colon + 1, bare.end)
    if says_kind(text, after, words):
        return _candidate(text, before, index, 4.0, "kind")
    if index == 0 and len(after) > TEASER:
        return _candidate(text, before, index, 4.5, "teaser")
    return _candidate(text, before, index, 0.5, "part")


def _set_apart(text: str, bare: Span, index: int, words: FactWords) -> Iterator[TitleCandidate]:
    """«Title (1995) …», «„Title“: …», «Title – Filmkritik»: what a year, quotes or a word for reviews set apart."""
    dated = dated_title(text, bare)
    if dated is not None and len(dated[0]) <= MAX_TITLE:
        yield _candidate(text, dated[0], index, 4.0, "year")
    quoted = quoted_start(text, bare)
    if quoted is not None:
        yield _candidate(text, quoted, index, 2.0, "quoted")
        if any(names_a_work(fold(word), words) for word in WORD.findall(text[quoted.end : bare.end])[:4]):
            yield _candidate(text, quoted, index, 2.5, "kind")
    review = words.review.search(text, bare.start, min(bare.end, bare.start + MAX_TITLE))
    if review is not None:
        yield _candidate(text, Span(bare.start, review.start()), index, 2.5, "review")


def _parts_of(text: str, line: Line, bare: Span, index: int, words: FactWords) -> Iterator[TitleCandidate]:
    """The line as a whole, without the bracket at its end, and what dashes and bars divide."""
    parts = split_parts(text, bare) if len(bare) <= MAX_SPEC_LINE else []
    if len(parts) > 1:
        for number, part in enumerate(parts):
            yield _candidate(text, part, index, 1.0 if number == 0 else 0.5, "part")
        if says_kind(text, parts[1], words):
            yield _candidate(text, parts[0], index, 2.5, "kind")
        if len(parts) == 2 and len(bare) <= MAX_TITLE and _is_subtitled(text, bare, parts):
            place = parts[1].of(text)
            placed = ", " in place and not any(c.isdigit() for c in place)  # «Il barbiere – Royal House, London»
            yield _candidate(text, parts[0] if placed else bare, index, 1.2, "line")
    elif 0 < len(bare) <= MAX_TITLE:
        yield _candidate(text, bare, index, 2.5 if MAIN_HEADING.match(text, line.content.start) else 2.0, "line")
        opening = {")": " (", "]": " ["}.get(text[bare.end - 1])
        bracket = -1 if opening is None else text.find(opening, bare.start, bare.end)
        if bracket > 0:
            yield _candidate(text, Span(bare.start, bracket), index, 2.2, "line")
            said = WORD.findall(text[bracket : bare.end])
            if said and names_a_work(fold(said[-1].rsplit("-")[-1]), words):  # «Nordwind (WDR-Hörspiel)»
                yield _candidate(text, Span(bare.start, bracket), index, 3.0, "kind")


def _shown(text: str, span: Span, words: FactWords) -> Span:
    """What a theatre presents in this line, where quotes or capitals set it off; else the whole line."""
    presents = words.presents.search(text, span.start, min(span.end, span.start + MAX_TITLE))
    if presents is None or not _is_set_off(text, Span(presents.end(), span.end)):
        return span
    return Span(presents.end(), span.end)


def _without_bars(text: str, span: Span) -> Span:
    """«Gallery» of «Gallery | |», the head of a table."""
    return strip_span(text, span.start, span.end, SPACE + "|")


def _is_set_off(text: str, span: Span) -> bool:
    """Whether quotes or capitals set off what a theatre presents: «„Der Brandner“», «JACK AND THE MARROW (2013)»."""
    shown = span.of(text)
    return shown[:1] in set(OPENING_QUOTES) or (len(shown) > 3 and shown.isupper())


def _is_subtitled(text: str, whole: Span, parts: Sequence[Span]) -> bool:
    """«Die Eiche – Mein Zuhause»: one dash, and no quotation before it."""
    return text[whole.start] not in OPENING_QUOTES and DASH.fullmatch(text, parts[0].end, parts[1].start) is not None


def _points_back(subject: str, words: FactWords) -> bool:
    """«The film», «Dieser Krimi», «Es»: a subject that names nothing."""
    said = [fold(word) for word in WORD.findall(subject)]
    if not said or (said[0] not in words.articles and said[0] not in words.pronouns):
        return False  # «Posse», «808»: a title that is a word for a work, or no word
    return all(word in words.articles or word in words.pronouns or names_a_work(word, words) for word in said)


def _candidate(text: str, span: Span, line: int, points: float, reason: str) -> TitleCandidate:
    span = unquoted(text, strip_span(text, span.start, span.end, SPACE + "_*"))
    return TitleCandidate(span, span.of(text), line, points, {reason})


def _merge(candidates: Iterable[TitleCandidate]) -> list[TitleCandidate]:
    """Candidates of the same words are one; it stands where the best of them stands."""
    merged: dict[str, TitleCandidate] = {}
    for candidate in candidates:
        key = fold(candidate.text)
        if key not in merged:
            merged[key] = candidate
            continue
        other = merged[key]
        best, less = (candidate, other) if candidate.points > other.points else (other, candidate)
        merged[key] = TitleCandidate(
            best.span,
            best.text,
            min(best.line, less.line),
            best.points + 0.5 * less.points,
            best.reasons | less.reasons,
        )
    return list(merged.values())
