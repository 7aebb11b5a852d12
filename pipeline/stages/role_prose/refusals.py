"""What takes a statement back: another film, a first choice, a wish, a filmography."""

from __future__ import annotations

import re
from collections.abc import Set

from pipeline.lang.prose import FILM, WORK
from pipeline.stages.role_prose.page import LEAD, Page, Passage

MAX_DATED_TITLES = 2  # a sentence with so many «(1987)» is a filmography; one more in the lead, which names forerunners
CLAUSE_MARKS = (",", ";", "–", "—", ":")
DATED = re.compile(r"\((?:18|19|20)\d\d\)")
AFTER_WORK = re.compile(rf"\s+(?:[^\s,;:.()]+\s+){{0,3}}{WORK}")


def is_unreal(page: Page, text: str, words: Set[str], passage: Passage) -> bool:
    """Whether a sentence tells what did not come about, or a filmography."""
    many = MAX_DATED_TITLES + (passage.kind == LEAD)
    if not words.isdisjoint(page.lexicon.hypothetical_words) and page.lexicon.hypothetical.search(text) is not None:
        return True
    return len(DATED.findall(text)) >= many


def is_refused(page: Page, text: str, start: int, end: int, *, in_lead: bool) -> bool:
    """Whether the masked sentence speaks of another film at this place, or of what did not come about."""
    clause_start, clause_end = _clause(text, start, end)
    if page.lexicon.elsewhere.search(text, clause_start, start) or page.lexicon.elsewhere.search(text, end, clause_end):
        return True
    for other in _other_works(page, text, start):
        if page.lexicon.belongs.fullmatch(text, other, start) or (not in_lead and text[other:start].strip() == ","):
            return True
    return AFTER_WORK.match(text, end) is not None


def is_about_another(text: str, start: int) -> bool:
    """Whether a masked sentence has named another work before this place, and the page's own nowhere."""
    return WORK in text[:start] and FILM not in text


def _other_works(page: Page, text: str, end: int) -> list[int]:
    places = [match.end() for match in page.lexicon.other_work.finditer(text, 0, end)]
    places += [place + 1 for place, character in enumerate(text[:end]) if character == WORK]
    return sorted(places)[-3:]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a match: up to the next comma, semicolon or dash on both sides."""
    before = max(text.rfind(mark, 0, start) for mark in CLAUSE_MARKS) + 1
    after = min((place for mark in CLAUSE_MARKS if (place := text.find(mark, end)) >= 0), default=len(text))
    return before, after
