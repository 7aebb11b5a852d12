"""Recognise the lines of a page's head that credit or label something: the title stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from pipeline.lang.labels import role_of
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.words import WORD, YEAR, FactWords
from pipeline.text.lines import Line, strip_span
from pipeline.types import Section, Span

# Roles that tell a film, play or broadcast from a company, which has products and distributors of its own
CORE_FIELDS = frozenset({"director", "screenwriter", "actor", "voice_actor", "cinematographer", "production_designer"})
BLOCK_REACH = 3  # lines below a credit in which another one makes the two a block
MAX_BYLINE = 60  # code points
MAX_LABEL = 40  # code points

# «Regie: X», «Directed by | X», «Directed by<tab>X», «Mrs. Bright ..... X»: the label
LABELLED = re.compile(r"([^\W\d][^\n:\t|]{0,40}?)[ \u00a0]?(?::|\t|\||[ \u00a0]{2}|\.{3})")
# «Hanna Rieber», «J. Orr», «Zoë O'Neill»: how a person's name begins
NAME_START = re.compile(r"[\s|.:]*(?:[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?[ \u00a0]){1,3}[^\W\d_a-zß-öø-ÿ]")
# «14.06.2025», «3. Juni», «June 3, 2023»: a day; what stands for the month is looked up
DAY = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?|(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?\s([^\W\d_]+)|([^\W\d_]+)\s(?=\d{1,2}\b)"
)


def credited_roles(text: str, line: Line, following: Line | None, words: FactWords) -> frozenset[str]:
    """The credits that a line states: `director` of «Regie: X», «Directed by X», or «REGIE» above a name."""
    span = line.content
    label = LABELLED.match(text, span.start, span.end)
    if label is not None and NAME_START.match(text, label.end(), span.end):
        return _fields(_last_label(label.group(1)), words)
    first = list(islice(WORD.finditer(text, span.start, min(span.end, span.start + MAX_BYLINE)), 2))
    if len(first) == 2 and fold(first[1].group()) in words.by and NAME_START.match(text, first[1].end(), span.end):
        role = words.vocabulary.roles.get(fold(text[span.start : first[1].end()]))
        return frozenset() if role is None else frozenset(role.fields)
    alone = following is not None and len(span) <= MAX_LABEL and NAME_START.match(text, following.content.start)
    return _fields(span.of(text), words) if alone else frozenset()


def _last_label(said: str) -> str:
    """`Regie` of «D 2023 Regie:»: a production line may stand before the label."""
    year = YEAR.search(said)
    return said if year is None else said[year.end() :].strip(" ,")


def _fields(label: str, words: FactWords) -> frozenset[str]:
    role = role_of(label, words.vocabulary)
    return frozenset() if role is None else frozenset(role.fields)


def first_credits(text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords) -> int | None:
    """The index of the line where a block of credits begins: two roles at least, one of `CORE_FIELDS`, or a cast."""
    casts = [
        section.heading.start
        for section in sections
        if section.kind == "cast_crew" and section.heading and not _fields(section.heading.of(text), words)
    ]
    roles = [credited_roles(text, line, following, words) for line, following in _with_next(lines)]
    for index, line in enumerate(lines):
        near = frozenset[str]().union(*roles[index : index + 1 + BLOCK_REACH])
        if "actor" in roles[index] or (roles[index] and len(near) > 1 and near & CORE_FIELDS):
            return index
        if any(line.span.start <= start < line.span.end for start in casts):
            return index
    return None


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    return zip(lines, (*lines[1:], None), strict=False)


def is_label_line(text: str, lines: Sequence[Line], index: int, words: FactWords) -> bool:
    """Whether a line labels a value or is one: «Regie: X», «Sound by Y», the line below «Genre», «FSK: ab 16»."""
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else None
    above = lines[index - 1] if index else None
    if credited_roles(text, line, following, words):
        return True
    if above is not None and (fold(above.content.of(text)) in words.labels or credited_roles(text, above, line, words)):
        label = LABELLED.match(text, above.content.start, above.content.end)
        return label is None or label.end() == above.content.end
    label = LABELLED.match(text, line.content.start, line.content.end)
    if label is None or text[label.end() - 1] not in ":.":
        return False
    said = fold(label.group(1))
    if said in words.title_labels or says_kind(text, strip_span(text, label.end(), line.content.end), words):
        return False
    if text[label.end() - 1] == "." or said in words.labels or said in words.furniture:
        return True
    if role_of(label.group(1), words.vocabulary) is not None:
        return True
    return index > 0 and any(other is not None and _has_colon(text, other, words) for other in (above, following))


def _has_colon(text: str, line: Line, words: FactWords) -> bool:
    label = LABELLED.match(text, line.content.start, line.content.end)
    return label is not None and text[label.end() - 1] == ":" and fold(label.group(1)) not in words.title_labels


def is_byline(title: str, words: FactWords) -> bool:
    """«Von Uta Sand», «by Marian Oduya», «Aus dem Russischen von Ulrike Zemmer»: who wrote or translated it."""
    tokens = title.split()
    return any(
        fold(token) in words.bylines and load_names().is_forename(following)
        for token, following in pairwise(tokens[:6])
    )


def is_dated(title: str, words: FactWords) -> bool:
    """«Premiere am 3. Juni 2023», «Friday, April 27, 2018»: a day."""
    return any(
        (day.group(1) or day.group(2)) is None or fold(day.group(1) or day.group(2)) in words.months
        for day in DAY.finditer(title)
    )


def says_kind(text: str, span: Span, words: FactWords) -> bool:
    """«Komödie mit X», «Hörspiel der Woche», «drama by Y»: one work of a kind, and no plural («Filme und Stars»)."""
    first = WORD.match(text, span.start, span.end)
    if first is None or YEAR.search(text, span.start, first.end()):
        return False
    kind = fold(first.group())
    return kind in words.work_nouns | words.genres and kind[:-1] not in words.work_nouns | words.genres
