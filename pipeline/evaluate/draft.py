"""A draft of a gold page from what the pipeline finds, to be corrected by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pipeline.evaluate.facts import ATTRIBUTE_FIELDS
from pipeline.evaluate.gold import GoldHeading, GoldPage, GoldRun, Mark
from pipeline.lang.vocabulary import FIELDS
from pipeline.types import Claim, Extraction, LanguageRun, Span


def draft_page(extraction: Extraction, name: str) -> GoldPage:
    """What the extraction says, as a gold page; of names that overlap, the credited or longer one is marked."""
    text = extraction.document.text
    work = extraction.works[0] if len(extraction.works) == 1 else None
    header = {
        "doc_language": extraction.language,
        "title": (work.title if work else None) or "",
        "year": str(work.year) if work and work.year is not None else "",
        "is_film": "yes" if any(claim.field in FIELDS for claim in extraction.claims) else "no",
        "attributes": "; ".join(_attributes(extraction.claims, text)) if work else "",
        "note": "draft: correct every line, then say here what the page tests",
    }
    return GoldPage(
        name,
        text,
        header,
        tuple(_runs(extraction.languages)),
        tuple(GoldHeading(s.heading, s.kind) for s in extraction.sections if s.heading is not None),
        tuple(_without_overlaps([*_credits(extraction), *_persons(extraction)])),
    )


def _runs(languages: Iterable[LanguageRun]) -> Iterator[GoldRun]:
    """Neighbours of one language as one run."""
    for language, group in groupby(languages, key=lambda run: run.language):
        runs = list(group)
        yield GoldRun(Span(runs[0].span.start, runs[-1].span.end), language)


def _attributes(claims: Iterable[Claim], text: str) -> Iterator[str]:
    """`country=Irish`: each value once, as the text states it; the running time as a number of minutes."""
    seen = set()
    for key, field in ATTRIBUTE_FIELDS.items():
        for claim in claims:
            value = claim.value if field == "runtime" else claim.span.of(text)
            if claim.field == field and (key, value) not in seen and ";" not in value:
                seen.add((key, value))
                yield f"{key}={value}"


def _credits(extraction: Extraction) -> Iterator[Mark]:
    """One mark for each place, with all its roles."""
    at: Mapping[Span, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        if claim.field in FIELDS:
            at[claim.span].append(claim)
    for span, claims in at.items():
        character = next((claim.character for claim in claims if claim.character is not None), None)
        yield Mark(span, tuple(dict.fromkeys(claim.field for claim in claims)), claims[0].value, character)


def _persons(extraction: Extraction) -> Iterator[Mark]:
    for mention in extraction.mentions:
        if mention.label == "PER":
            yield Mark(mention.span, (), mention.span.of(extraction.document.text))


def _without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (not mark.roles, -len(mark.span), mark.span)):
        if not any(mark.span.overlaps(other.span) for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.span)
