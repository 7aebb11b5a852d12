"""The short form of programmes: «Jane Doe, UK/FR 2019, 104 min» names who made it, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lang.vocabulary import Role
from pipeline.stages.role_prose.page import INITIAL, SILENT_KINDS, UNKNOWN_PERSON, Page
from pipeline.stages.role_prose.statements import SCORE_PAIR, Statement
from pipeline.text.lines import SPACE, strip_span
from pipeline.text.names import person_score, split_list
from pipeline.types import Span

# «Jane Doe, UK/FR 2019», «J. Doe / K. Roe, DE 2025; 45‘»: names and countries up to the year
PROGRAMME_YEAR = re.compile(r"([^\d|;:()]{5,110}?)[,\s](?:18|19|20)\d\d(?!\w)")
COUNTRY_AT_END = re.compile(r"((?<![\w.])[^\W\d_]+\s)?(?<![\w.])([^\W\d_][\w.]*)[\s,/|–-]*$")
COUNTRY_CODE = re.compile(r"[A-Z]{1,3}")


def programme_lines(page: Page) -> Iterator[Statement]:
    """Who made it, where and when, in the short form of programmes: «Jane Doe, UK/FR 2019, 104 min»."""
    for section in page.sections:
        if section.kind in SILENT_KINDS:
            continue
        for line in page.lines[slice(*page.lines_of(section))]:
            year = PROGRAMME_YEAR.match(page.text, line.content.start, line.content.end)
            if year is None:
                continue
            makers = _before_countries(page, Span(line.content.start, year.end(1)))
            if makers is None:
                continue
            items = [item for _, item in split_list(page.text, makers, page.lexicon.names)]
            if not all(item is not None and _is_full_name(page, item.value) for item in items):
                continue
            for item in filter(None, items):
                yield Statement(
                    role=Role(("director",), (), person=True),
                    name=item.span,
                    company=False,
                    label=None,
                    character=None,
                    layout="programme",
                    rule="programme",
                    score=SCORE_PAIR,
                    language=section.language,
                )


def _before_countries(page: Page, span: Span) -> Span | None:
    """What stands before the countries at the end of a stretch; None where there are none."""
    end, seen = span.end, False
    while (country := COUNTRY_AT_END.search(page.text, span.start, end)) is not None:
        one, two = country.group(2), f"{country.group(1) or ''}{country.group(2)}"
        if two != one and two.casefold() in page.lexicon.countries:
            end = country.start(1)
        elif one.casefold() in page.lexicon.countries or COUNTRY_CODE.fullmatch(one):
            end = country.start(2)
        else:
            break
        seen = True
    makers = strip_span(page.text, span.start, end, SPACE + ",;|/")
    return makers if seen and makers else None


def _is_full_name(page: Page, name: str) -> bool:
    return " " in name and (INITIAL.match(name) is not None or person_score(name, page.lexicon.names) > UNKNOWN_PERSON)
