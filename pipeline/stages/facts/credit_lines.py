"""Recognise the lines of a page's head that credit or label something: the title stands above them, and is none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lang.labels import role_of
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.words import WORD, YEAR, FactWords
from pipeline.text.lines import Line
from pipeline.types import Section, Span

# Roles that tell a film, play or broadcast from a company, which has products and distributors of its own
CORE_FIELDS = frozenset({"director", "screenwriter", "actor", "voice_actor", "cinematographer", "production_designer"})
BLOCK_REACH = 3  # lines below a credit in which another one makes the two a block
MAX_BYLINE = 60  # code points

# «Regie: X», «Directed by | X», «Directed by<tab>X», «Mrs. Bright ..... X»: the label
LABELLED = re.compile(r"([^\W\d][^\n:\t|]{0,40}?)[ \u00a0]?(?::|\t|\||[ \u00a0]{2}|\.{3})")
# «Hanna Rieber», «J. Orr», «Zoë O'Neill»: how a person's name begins
NAME_START = re.compile(r"[\s|.:]*(?:[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?[ \u00a0]){1,3}[^\W\d_a-zß-öø-ÿ]")
# «14.06.2025», «3. Juni», «June 3, 2023»: a day; what stands for the month is looked up
DAY = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?|(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?\s([^\W\d_]+)|([^\W\d_]+)\s\d{1,2}\b"
)


def credited_roles(text: str, line: Line, words: FactWords) -> frozenset[str]:
    """The credits that a line states beside a name: `director` of «Regie: X», «Directed by X»; none for other lines."""
    span = line.content
    label = LABELLED.match(text, span.start, span.end)
    if label is not None and NAME_START.match(text, label.end(), span.end):
        role = role_of(label.group(1), words.vocabulary)
        return frozenset() if role is None else frozenset(role.fields)
    first = list(WORD.finditer(text, span.start, min(span.end, span.start + MAX_BYLINE)))[:2]
    if len(first) == 2 and fold(first[1].group()) in words.by and NAME_START.match(text, first[1].end(), span.end):
        role = words.vocabulary.roles.get(fold(text[span.start : first[1].end()]))
        return frozenset() if role is None else frozenset(role.fields)
    return frozenset()


def first_credits(text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords) -> int | None:
    """The index of the line where a block of credits begins: at least two roles, one of them of `CORE_FIELDS`."""
    headings = {section.heading.start for section in sections if section.heading is not None and _is_cast(section)}
    roles = [credited_roles(text, line, words) for line in lines]
    for index, line in enumerate(lines):
        near = frozenset[str]().union(*roles[index : index + 1 + BLOCK_REACH])
        if roles[index] and len(near) > 1 and near & CORE_FIELDS:
            return index
        if any(line.span.start <= start < line.span.end for start in headings):
            return index
    return None


def _is_cast(section: Section) -> bool:
    return section.kind == "cast_crew"


def is_label_line(text: str, line: Line, previous: Line | None, words: FactWords) -> bool:
    """Whether the line labels a value: «Regie: X», «Sound by Y», and in a block of labels «FSK: ab 16»."""
    if credited_roles(text, line, words):
        return True
    label = LABELLED.match(text, line.content.start, line.content.end)
    if label is None or text[label.end() - 1] != ":":
        return False
    said = label.group(1)
    if role_of(said, words.vocabulary) is not None or fold(said) in words.labels:
        return True
    above = None if previous is None else LABELLED.match(text, previous.content.start, previous.content.end)
    return above is not None and text[above.end() - 1] == ":" and fold(above.group(1)) not in words.title_labels


def is_byline(title: str, words: FactWords) -> bool:
    """«Von Uta Sand», «by Marian Oduya», «Aus dem Russischen von Ulrike Zemmer»: who wrote or translated it."""
    tokens = title.split()
    return any(
        fold(token) in words.bylines and load_names().is_forename(following)
        for token, following in zip(tokens[:5], tokens[1:], strict=False)
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
