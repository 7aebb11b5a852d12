"""Read first sentences that say what a work is: «X is a 1995 American drama film»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.headlines import unquoted
from pipeline.stages.facts.words import HEAD_LINES, MAX_TITLE, WORD_PART, Fact, FactWords, names_a_work, normal
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Span

DEFINITION_REACH = 260  # code points in which «X is a …» has to say what X is
MAX_JUNK = 12  # code points of mark-up remains before a title in marks
# A stop, but not behind an initial or a short capitalised word: «Warner Bros. cartoon», «Mrs. Leffingwell»
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.!?](?:\s|$)")
# «_THE QUARRY BELL_», «„Der Vorleser“», «"Copper Sunday"»: a title in marks
MARKED = re.compile(r"_([^_\n]{1,90})_|„([^„“\n]{1,90})[“”]|“([^“”\n]{1,90})”|\"([^\"\n]{1,90})\"|»([^»«\n]{1,90})«")


@dataclass(frozen=True, slots=True)
class Definition:
    """A first sentence: the title it defines, and what it says of it."""

    subject: Span | None
    said: Span


@lru_cache(maxsize=2 * HEAD_LINES)
def find_definition(text: str, line: Line, words: FactWords) -> Definition | None:
    """What «X is a 1995 American drama film …», «X (Originaltitel: Y) ist ein Film …» says; X may be missing.

    Kept for the steps that ask for the same lines of a page's head.
    """
    start = line.content.start
    reach = min(line.content.end, start + 2 * MAX_TITLE)
    marked = MARKED.search(text, start, min(reach, start + MAX_JUNK + MAX_TITLE))
    if marked is not None and marked.start() - start > MAX_JUNK:
        marked = None
    copula = words.is_a.search(text, start if marked is None else marked.end(), reach)
    if copula is None:
        return None
    rest = text[copula.end() : min(line.content.end, copula.end() + DEFINITION_REACH)]
    stop = SENTENCE_END.search(rest)
    end = copula.end() + (stop.start() if stop is not None else len(rest))
    said = [fold(word) for word in WORD_PART.findall(text[copula.end() : end])][:14]
    if not any(names_a_work(word, words) for word in said):
        return None
    if marked is not None:
        subject: Span | None = strip_span(text, *marked.span(marked.lastindex or 0))
    else:
        cut = words.subject_end.search(text, start, copula.start())
        subject = strip_span(text, start, cut.start() if cut is not None else copula.start(), SPACE + ",")
        subject = unquoted(text, subject)
        if not subject or text[subject.start].islower() or SENTENCE_END.search(text, subject.start, subject.end - 1):
            subject = None
    return Definition(subject, Span(copula.end(), end))


def definition_facts(text: str, said: Span, words: FactWords) -> Iterator[Fact]:
    """Country and genre of «is a 1995 American drama film», «ist ein deutsches Drama»."""
    tokens = list(WORD_PART.finditer(text, said.start, said.end))[:16]
    index = 0
    noun = False  # past the noun that the adjectives belong to
    while index < len(tokens):
        for size in (3, 2, 1):
            group = tokens[index : index + size]
            span = Span(group[0].start(), group[-1].end())
            phrase = fold(span.of(text))
            if phrase in words.genres:
                yield Fact("genre", span, normal(span.of(text)), "prose")
                noun = noun or names_a_work(phrase, words)
                index += size
                break
            if phrase in words.country_adjectives and not noun:
                yield Fact("country", span, normal(span.of(text)), "prose")
                index += size
                break
        else:
            if noun and not names_a_work(fold(tokens[index].group()), words):
                return
            noun = noun or names_a_work(fold(tokens[index].group()), words)
            index += 1
