"""Find the year that a page gives as its work's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.candidates import TitleCandidate
from pipeline.stages.facts.definitions import Definition, find_definition
from pipeline.stages.facts.headlines import TITLE_YEAR, dated_title, is_lifetime
from pipeline.stages.facts.production import fact_lines, label_facts, spec_facts, spec_lines
from pipeline.stages.facts.words import (
    CLOSING_QUOTES,
    HEAD_LINES,
    WORD_PART,
    YEAR,
    Fact,
    FactWords,
    names_a_work,
    year_fact,
)
from pipeline.text.lines import Line
from pipeline.types import Section, Span

RELEASE_REACH = 32  # code points between «released» and its year
CATEGORY_YEAR = re.compile(r"(?:Filmtitel |Category:)((?:19|20)\d\d)\b")


def find_year(
    text: str, lines: Sequence[Line], sections: Sequence[Section], title: TitleCandidate | None, words: FactWords
) -> Fact | None:
    """The year that the page gives as this work's, by how plainly it does."""
    for line in lines[:HEAD_LINES]:
        definition = find_definition(text, line, words)
        if definition is not None and _is_of(text, definition, title):
            stated = _definition_year(text, line, definition, words)
            if stated is not None:
                return stated
    if title is not None:
        dated = _year_behind_title(text, title.text)
        if dated is not None:
            return dated
    for line, following in fact_lines(lines, sections):
        labelled = next((f for f in label_facts(text, line, following, words) if f.field == "year"), None)
        if labelled is not None:
            return labelled
    for line in spec_lines(lines, sections):
        stated = next((f for f in spec_facts(text, line.content, words) if f.field == "year"), None)
        if stated is not None:
            return stated
    if title is not None:
        category = CATEGORY_YEAR.search(text, max(0, len(text) - 2_000))
        if category is not None:
            return Fact("year", Span(*category.span(1)), category.group(1), "category")
    return None


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_of(text: str, definition: Definition, title: TitleCandidate | None) -> bool:
    """Whether a first sentence is about the page's work, not about another that it mentions."""
    return definition.subject is None or title is None or fold(definition.subject.of(text)) == fold(title.text)


def _definition_year(text: str, line: Line, definition: Definition, words: FactWords) -> Fact | None:
    """«is a 1995 American film», «… aus dem Jahr 1986», «…, released on 8 September 1982»."""
    said = definition.said
    bracket = None
    if definition.subject is not None:
        bracket = dated_title(text, Span(line.content.start, said.start))
    if bracket is not None:
        return bracket[1]
    noun = next(
        (m.start() for m in WORD_PART.finditer(text, *_ends(said)) if names_a_work(fold(m.group()), words)), said.end
    )
    for year in YEAR.finditer(text, said.start, said.end + 1):
        if year.start() < noun:
            return year_fact(year, "prose")
        before = text[max(said.start, year.start() - RELEASE_REACH) : year.start()]
        phrase = " " + fold(before)
        if any(phrase.endswith(" " + prefix) for prefix in words.years_after):
            if not _names_a_novel(text, said.start, year):
                return year_fact(year, "prose")
        elif definition.subject is not None and any(word in words.released for word in fold(before).split()):
            return year_fact(year, "prose")
    return None


def _names_a_novel(text: str, start: int, year: re.Match[str]) -> bool:
    """«… based on the novel from 1974»: after a name in lower or upper case that the year may belong to."""
    between = text[start : year.start()].casefold()
    return any(word in between for word in (" novel", " roman", " book", " buch", " play ", " stück"))


def _year_behind_title(text: str, title: str) -> Fact | None:
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if text[end : end + 1] in set(CLOSING_QUOTES + "_"):
            end += 1
        match = TITLE_YEAR.match(text, end)
        if match is not None and not text[at - 1 : at].isalnum() and not is_lifetime(match):
            return Fact("year", Span(*match.span(1)), match.group(1), "title")
        at = text.find(title, end)
    return None
