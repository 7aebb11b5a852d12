"""A page's explanation as plain values, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipeline.types import Claim
from pipeline.view.explain.page import Explanation


def as_values(page: Explanation, numbers: Iterable[int] | None = None) -> dict[str, Any]:
    """The page, and its lines (all, or those of the given numbers from 1) with what was taken from each or a reason.

    Offsets count as in the tables: code points of the text, from 0, end-exclusive.

    Raises:
        InputError: the page has no such line.
    """
    extraction = page.extraction
    return {
        "source": extraction.document.source,
        "status": extraction.status,
        "language": extraction.language,
        "language_score": extraction.language_score,
        "works": [asdict(work) for work in extraction.works],
        "lines": [_line(page, n) for n in (range(1, page.count + 1) if numbers is None else numbers)],
    }


def _line(page: Explanation, number: int) -> dict[str, Any]:
    line = page.line(number)
    section, run, reason = page.section_at(line.content.start), page.run_at(line.span.start), page.reason(number)
    return {
        "line": number,
        "span": asdict(line.span),
        "text": line.span.of(page.text),
        "language": None if run is None else run.language,
        "section": None if section is None else {"position": section.position, "kind": section.kind},
        "mentions": [asdict(mention) for mention in page.mentions_in(line.span)],
        "claims": [_claim(page, claim) for claim in page.claims(number)],
        "reason": None if reason is None else asdict(reason),
    }


def _claim(page: Explanation, claim: Claim) -> dict[str, Any]:
    return asdict(claim) | {"entries": [asdict(origin) for origin in page.origins(claim)]}
