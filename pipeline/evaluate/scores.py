"""Judge what was found on one page: language, headings and names here, the rest in the modules beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.evaluate.credits import judge_credits
from pipeline.evaluate.facts import judge_facts
from pipeline.evaluate.found import Found, FoundHeading
from pipeline.evaluate.gold import GoldHeading, GoldPage
from pipeline.evaluate.linking import judge_people
from pipeline.evaluate.tally import Error, Judgement, Tally, counted, joined, one_answer
from pipeline.lang.vocabulary import LANGUAGES
from pipeline.types import Span

SAME_HEADING = 0.5  # share of a gold heading that a found one must cover to be the same heading
LABEL = "PER"  # the only entity label that gold marks


def judge_page(page: GoldPage, found: Found) -> Judgement:
    """All figures of one page and the mistakes behind them.

    Of a page in a language that Abspann does not read, only the language and the absence of credits are judged.
    """
    parts = [judge_extraction(found), judge_languages(page, found), judge_credits(page, found)]
    if page.language in LANGUAGES:
        parts += [judge_headings(page, found), judge_persons(page, found), judge_facts(page, found)]
        parts += [judge_people(page, found)]
    return joined(parts)


def judge_extraction(found: Found) -> Judgement:
    """Figure `pages.extracted`: whether the page went through all stages without an error."""
    errors = () if found.error is None else (Error("pages.extracted", "an extraction", found.error),)
    return Judgement({"pages.extracted": one_answer(found.error is None)}, errors)


def judge_languages(page: GoldPage, found: Found) -> Judgement:
    """Figures `language.page` (main language) and `language.letters` (letters in the right language)."""
    right = page.language == found.language
    errors = [] if right else [Error("language.page", page.language, found.language)]
    letters = right_letters = 0
    painted = _painted(page, found)
    for run in page.languages:
        places = [i for i in range(run.span.start, run.span.end) if page.text[i].isalpha()]
        letters += len(places)
        right_letters += sum(painted[i] == run.language for i in places)
        errors += (
            Error("language.letters", run.language, language, span)
            for span, language in _wrong_stretches(page, run.span, run.language, painted)
        )
    tallies = {"language.letters": counted(right_letters, letters, letters), "language.page": one_answer(right)}
    return Judgement(tallies, tuple(errors))


def judge_headings(page: GoldPage, found: Found) -> Judgement:
    """Figures `headings.overlap`, `headings.exact` and, of the headings found, `headings.kind`."""
    pairs = list(match_headings(page.headings, found.headings))
    matched = [(gold, heading) for gold, heading in pairs if heading is not None]
    used = {heading.span for _, heading in matched}
    exact = sum(gold.span == heading.span for gold, heading in matched)
    kinds = sum(gold.kind == heading.kind for gold, heading in matched)
    text, n_gold, n_found = page.text, len(page.headings), len(found.headings)
    errors = [
        *(Error("headings.overlap", gold.span.of(text), None, gold.span) for gold, heading in pairs if heading is None),
        *(Error("headings.overlap", None, h.span.of(text), h.span) for h in found.headings if h.span not in used),
        *(
            Error("headings.exact", gold.span.of(text), heading.span.of(text), gold.span)
            for gold, heading in matched
            if gold.span != heading.span
        ),
        *(
            Error("headings.kind", gold.kind, heading.kind, gold.span)
            for gold, heading in matched
            if gold.kind != heading.kind
        ),
    ]
    return Judgement(
        {
            "headings.overlap": counted(len(matched), n_found, n_gold),
            "headings.exact": counted(exact, n_found, n_gold),
            "headings.kind": counted(kinds, len(matched), len(matched)),
        },
        tuple(errors),
    )


def match_headings(
    gold: Sequence[GoldHeading], found: Sequence[FoundHeading]
) -> Iterator[tuple[GoldHeading, FoundHeading | None]]:
    """Each gold heading with the first unused found one that covers half of it."""
    used: set[Span] = set()
    for heading in gold:
        asked = SAME_HEADING * len(heading.span)
        free = (one for one in found if one.span not in used)
        match = next((one for one in free if _common(one.span, heading.span) >= asked), None)
        if match is not None:
            used.add(match.span)
        yield heading, match


def judge_persons(page: GoldPage, found: Found) -> Judgement:
    """Figures `entities.PER.exact`, `entities.PER.overlap` and, of the names found, `entities.PER.type`."""
    gold = {mark.span for mark in page.marks if mark.is_person}
    spans = {mention.span for mention in found.mentions if mention.label == LABEL}
    labels = [(span, _label_at(span, found)) for span in sorted(gold)]
    named = [(span, label) for span, label in labels if label is not None]
    right = sum(label == LABEL for _, label in named)
    text = page.text
    errors = [
        *(Error("entities.PER.exact", s.of(text), _touching(s, spans, text), s) for s in sorted(gold - spans)),
        *(Error("entities.PER.exact", None, s.of(text), s) for s in sorted(spans - gold) if not _touches(s, gold)),
        *(Error("entities.PER.type", LABEL, label, span) for span, label in named if label != LABEL),
        *(Error("entities.PER.overlap", s.of(text), None, s) for s in sorted(gold) if not _touches(s, spans)),
        *(Error("entities.PER.overlap", None, s.of(text), s) for s in sorted(spans) if not _touches(s, gold)),
    ]
    return Judgement(
        {
            "entities.PER.exact": counted(len(gold & spans), len(spans), len(gold)),
            "entities.PER.overlap": Tally(
                sum(_touches(span, gold) for span in spans),
                len(spans),
                sum(_touches(span, spans) for span in gold),
                len(gold),
            ),
            "entities.PER.type": counted(right, len(named), len(named)),
        },
        tuple(errors),
    )


def _painted(page: GoldPage, found: Found) -> list[str | None]:
    """The found language of every code point."""
    painted: list[str | None] = [None] * len(page.text)
    for run in found.runs:
        painted[run.span.start : run.span.end] = [run.language] * len(run.span)
    return painted[: len(page.text)]


def _wrong_stretches(
    page: GoldPage, run: Span, language: str, painted: Sequence[str | None]
) -> Iterator[tuple[Span, str | None]]:
    """The lines of a run of which letters have another language, with that language."""
    start = run.start
    for line in page.text[run.start : run.end].splitlines(keepends=True):
        span = Span(start, start + len(line.rstrip()))
        letters = (i for i in range(span.start, span.end) if page.text[i].isalpha())
        wrong = next((i for i in letters if painted[i] != language), None)
        if wrong is not None:
            yield span, painted[wrong]
        start += len(line)


def _common(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _touches(span: Span, others: set[Span]) -> bool:
    return span in others or any(span.overlaps(other) for other in others)


def _touching(span: Span, others: set[Span], text: str) -> str | None:
    return next((other.of(text) for other in sorted(others) if span.overlaps(other)), None)


def _label_at(span: Span, found: Found) -> str | None:
    """The label of the mention at a place: the wanted one if one of several has it."""
    labels = [mention.label for mention in found.mentions if span.overlaps(mention.span)]
    return LABEL if LABEL in labels else next(iter(labels), None)
