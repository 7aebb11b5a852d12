"""Mistakes that a writer of gold pages makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.evaluate.compared import normal
from pipeline.evaluate.facts import ATTRIBUTE_FIELDS
from pipeline.evaluate.gold import BLIND, GoldPage, Mark
from pipeline.lang.vocabulary import CAST_FIELDS, FIELDS, LANGUAGES, SECTION_KINDS
from pipeline.types import Span

HEADER_KEYS = ("doc_language", "title", "year", "is_film", "attributes", "note", "split", "layout")
ROLES = f"use one of {', '.join(sorted(FIELDS))}"
CODE = re.compile(r"[a-z]{2}")  # ISO 639-1
YEAR = re.compile(r"(?:18|19|20)\d\d")
WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a gold page; `is_doubt` marks what may well be right and wants a look."""

    page: str
    line: int | None
    fact: str
    remedy: str
    is_doubt: bool = False

    def __str__(self) -> str:
        place = self.page if self.line is None else f"{self.page}:{self.line}"
        return f"{place}: {'perhaps: ' if self.is_doubt else ''}{self.fact}; {self.remedy}"


def check_page(page: GoldPage) -> Iterator[Problem]:
    """All that is wrong or doubtful; lines count from 1 in the text without header and marks."""
    yield from _check_header(page)
    yield from _check_attributes(page)
    yield from _check_languages(page)
    yield from _check_headings(page)
    for mark in page.marks:
        yield from _check_mark(page, mark)
    yield from _check_overlaps(page)
    yield from _check_unmarked(page)


def _check_header(page: GoldPage) -> Iterator[Problem]:
    header = page.header
    for key in header.keys() - set(HEADER_KEYS):
        yield Problem(page.name, None, f"unknown key {key} in the header", f"use one of {', '.join(HEADER_KEYS)}")
    if not CODE.fullmatch(page.language):
        yield Problem(page.name, None, f"doc_language is {page.language!r}", "write an ISO 639-1 code: de, en, fr, …")
    if header.get("is_film") not in ("yes", "no"):
        yield Problem(page.name, None, f"is_film is {header.get('is_film')!r}", "write yes or no")
    if header.get("split", BLIND) not in ("look", BLIND):
        yield Problem(page.name, None, f"split is {header['split']!r}", f"write look or {BLIND}")
    year = header.get("year", "")
    if year and not YEAR.fullmatch(year):
        yield Problem(page.name, None, f"year is {year!r}", "write four digits, or nothing")
    for key in ("title", "year"):
        value = header.get(key, "")
        if value and normal(value) not in normal(page.text):
            yield Problem(page.name, None, f"{key} {value!r} is not in the text", "write it as the page does", True)


def _check_attributes(page: GoldPage) -> Iterator[Problem]:
    for key, value in page.attributes:
        if key not in ATTRIBUTE_FIELDS:
            yield Problem(page.name, None, f"unknown attribute {key}", f"use one of {', '.join(ATTRIBUTE_FIELDS)}")
        elif not value or normal(value) not in normal(page.text):
            doubt = key == "runtime_min"  # «1 Std. 44 Min.» is 104
            remedy = "write what the text states"
            yield Problem(page.name, None, f"attribute {key}={value} is not in the text", remedy, doubt)


def _check_languages(page: GoldPage) -> Iterator[Problem]:
    for run in page.languages:
        if not CODE.fullmatch(run.language):
            yield _problem(page, run.span, f"language is {run.language!r}", "write an ISO 639-1 code")


def _check_headings(page: GoldPage) -> Iterator[Problem]:
    for heading in page.headings:
        if heading.kind not in SECTION_KINDS:
            remedy = f"use one of {', '.join(sorted(SECTION_KINDS))}"
            yield _problem(page, heading.span, f"unknown kind of section {heading.kind!r}", remedy)
        if not heading.span.of(page.text).strip():
            yield _problem(page, heading.span, "empty heading", "mark the line that has the words")


def _check_mark(page: GoldPage, mark: Mark) -> Iterator[Problem]:
    surface = mark.span.of(page.text)
    for role in sorted(set(mark.roles) - FIELDS):
        yield _problem(page, mark.span, f"unknown role {role!r} of {surface!r}", ROLES)
    if not surface or surface != surface.strip() or not mark.name.strip():
        yield _problem(page, mark.span, f"name {surface!r} is empty or has spaces around it", "mark the name alone")
    if mark.roles and page.header.get("is_film") == "no":
        yield _problem(page, mark.span, f"credit of {surface!r}, but is_film: no", "write @PER, or is_film: yes")
    if page.language not in LANGUAGES:
        yield _problem(page, mark.span, f"{surface!r} is marked on a page in {page.language}", "mark only its language")
    if mark.character is None:
        return
    if CAST_FIELDS.isdisjoint(mark.roles):
        remedy = f"characters belong to {' and '.join(sorted(CAST_FIELDS))}"
        yield _problem(page, mark.span, f"{surface!r} has a character, but no role that plays one", remedy)
    if not any(word in normal(page.text) for word in WORDS.findall(normal(mark.character))):
        remedy = "write it as the page does"
        yield _problem(page, mark.span, f"character {mark.character!r} is not in the text", remedy)


def _check_overlaps(page: GoldPage) -> Iterator[Problem]:
    marks = sorted(page.marks, key=lambda mark: mark.span)
    for one, other in pairwise(marks):
        if one.span.overlaps(other.span):
            names = f"{one.span.of(page.text)!r} and {other.span.of(page.text)!r}"
            yield _problem(page, other.span, f"the marks of {names} overlap", "keep one of them")


def _check_unmarked(page: GoldPage) -> Iterator[Problem]:
    """Names that are marked at one place and not at another; titles that hold a name are a good reason."""
    marked = [mark.span for mark in page.marks]
    surfaces = {surface for mark in page.marks if mark.is_person and (surface := mark.span.of(page.text).strip())}
    if not surfaces:
        return
    longest_first = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for found in pattern.finditer(page.text):
        span = Span(*found.span())
        if not any(span.overlaps(other) for other in marked):
            remedy = "mark it, unless it is part of a title or of another name"
            yield _problem(page, span, f"{found.group()!r} is marked elsewhere, but not here", remedy, True)


def _problem(page: GoldPage, span: Span, fact: str, remedy: str, is_doubt: bool = False) -> Problem:
    return Problem(page.name, page.text.count("\n", 0, span.start) + 1, fact, remedy, is_doubt)
