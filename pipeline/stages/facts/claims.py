"""State each fact of each work once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.lang.vocabulary import Vocabulary
from pipeline.stages.facts.awards import award_words, find_awards
from pipeline.stages.facts.definitions import definition_facts, find_definition
from pipeline.stages.facts.production import fact_lines, label_facts, lines_of, runtime_fact, spec_facts, spec_lines
from pipeline.stages.facts.words import HEAD_LINES, HEAD_REACH, Fact, FactWords, fact_words
from pipeline.stages.facts.works import lines_between
from pipeline.text.lines import Line
from pipeline.types import Claim, Document, LanguageRun, PageWork, Section

EXTRACTOR = "facts@1"
SCORE = 0.9


def find_facts(
    document: Document,
    lines: Sequence[Line],
    sections: Sequence[Section],
    works: Sequence[PageWork],
    languages: Sequence[LanguageRun],
    vocabulary: Vocabulary,
) -> Iterator[Claim]:
    """What the page states of its works: title, year, country, genre, runtime, prizes; each fact once per work."""
    text = document.text
    words = fact_words(vocabulary)
    for index, work in enumerate(works):
        seen: set[tuple[str, str]] = set()
        for fact in _facts_of(text, lines, sections, work, single=len(works) == 1, words=words):
            key = (fact.field, fact.value.casefold())
            if key in seen or (fact.field in {"title", "year", "runtime"} and any(f == fact.field for f, _ in seen)):
                continue
            seen.add(key)
            yield Claim(
                field=fact.field,
                span=fact.span,
                value=fact.value,
                label=fact.label,
                language=_language_at(languages, fact.span.start),
                layout=fact.layout,
                extractor=EXTRACTOR,
                score=SCORE,
                work=index,
            )


def _facts_of(
    text: str, lines: Sequence[Line], sections: Sequence[Section], work: PageWork, *, single: bool, words: FactWords
) -> Iterator[Fact]:
    if work.title is not None and work.title_span is not None:
        yield Fact("title", work.title_span, work.title, "title")
    if work.year is not None and work.year_span is not None:
        yield Fact("year", work.year_span, str(work.year), "year")
    inside = [line for line in lines_between(lines, work.span) if not line.blank]
    if not single:
        for line in inside[: HEAD_REACH + 1]:
            yield from spec_facts(text, line.content, words)
        return
    stated = False
    for line in inside[:HEAD_LINES]:
        definition = None if stated else find_definition(text, line, words)
        if definition is not None:
            yield from definition_facts(text, definition.said, words)
            stated = True
    for line in spec_lines(inside, sections):
        found = spec_facts(text, line.content, words)
        if found:
            yield from found
            break
    if work.title is None and work.year is None:
        return
    for line, following in fact_lines(inside, sections):
        yield from label_facts(text, line, following, words)
    for index in lines_of(inside, sections, frozenset({"facts"})):
        content = inside[index].content
        runtime = runtime_fact(text, content.start, min(content.end, content.start + 12), words)
        if runtime is not None and runtime.span.start == content.start:  # «102 mins   More at …»
            yield runtime
    if work.title is not None:
        yield from find_awards(text, inside, sections, work, award_words(words))


def _language_at(languages: Sequence[LanguageRun], offset: int) -> str:
    index = bisect_right(languages, offset, key=lambda run: run.span.start) - 1
    return languages[index].language if index >= 0 and offset < languages[index].span.end else "und"
