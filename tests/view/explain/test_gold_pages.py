"""What holds for every line of the gold pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.folder import read_gold
from pipeline.extraction import Resources, extract, load_resources
from pipeline.lang.vocabulary import FIELDS
from pipeline.text.names import parse_item, split_pieces
from pipeline.types import Document
from pipeline.view.explain import Explanation, explain_page
from pipeline.view.explain.reasons import name_flaw

GOLD = Path(__file__).parents[2] / "gold"


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources({"de": "rules", "en": "rules"})


@pytest.fixture(scope="module")
def pages(resources: Resources) -> list[Explanation]:
    """Every fourth gold page: both languages, all layouts, traps and foreign pages."""
    found = read_gold(GOLD)[::4]
    documents = [Document(page.name, page.name, page.text, "", "text/plain", "utf-8", 0) for page in found]
    return [explain_page(document, resources) for document in documents]


def test_claims_are_those_of_a_run(pages: list[Explanation], resources: Resources) -> None:
    """The lines' claims together are all that `extract` takes, each in the line where its value starts."""
    for page in pages:
        claims = [claim for number in range(1, page.count + 1) for claim in page.claims(number)]
        assert claims == list(extract(page.extraction.document, resources).claims)
        for number in range(1, page.count + 1):
            line = page.line(number).span
            assert all(line.start <= claim.span.start <= line.end for claim in page.claims(number))


def test_every_line_has_claims_or_one_reason(pages: list[Explanation]) -> None:
    """A line from which nothing was taken has exactly one reason, in words; one from which something was has none."""
    for page in pages:
        for number in range(1, page.count + 1):
            reason = page.reason(number)
            assert (reason is None) == bool(page.claims(number))
            assert reason is None or (reason.text and reason.code)


def test_lists_are_seen_as_the_stage_sees_them(pages: list[Explanation]) -> None:
    """No line that yields a list claim seems to have no label and no entry, and the other way round."""
    for page in pages:
        read = {page.number_at(claim.span.start) - 1 for claim in page.read_claims}
        seen = page.list_lines
        for number in read & set(seen):
            one = seen[number]
            below = seen.get(number + 1)  # «Jane Roe» over «Director»
            assert one.table or one.paired or one.labels or one.entry or (below is not None and below.labels)
        assert read <= set(seen)


def test_statements_are_those_of_the_stage(pages: list[Explanation]) -> None:
    """Every claim of a sentence was stated in the page as the explanation sees it."""
    for page in pages:
        told = [claim for claim in page.extraction.claims if claim.extractor.startswith("prose/")]
        stated = {(s.name, s.rule) for s in page.told.statements} if told else set()
        assert {(claim.span, claim.extractor.partition(":")[2]) for claim in told} <= stated


def test_a_flaw_is_named_where_no_name_is_found(pages: list[Explanation], resources: Resources) -> None:
    """`name_flaw` says something exactly where `parse_item` finds no name: for all lines and all pieces of lines."""
    for page in pages:
        for line in page.lines:
            for piece in (line.content, *(p for p, _ in split_pieces(page.text, line.content, resources.words))):
                found = parse_item(page.text, piece, resources.words)
                assert (name_flaw(page.text, piece, resources.words) is None) == (found is not None)


def test_credits_rest_on_entries(pages: list[Explanation]) -> None:
    """Nearly all credits with a label lead to entries of the vocabulary that give their field."""
    credits = [
        (page, claim)
        for page in pages
        for claim in page.extraction.claims
        if claim.field in FIELDS and claim.label is not None
    ]
    known = [(claim, found) for page, claim in credits if (found := page.origins(claim))]
    assert len(known) > 0.95 * len(credits)
    for claim, found in known:
        values = " ".join(origin.value for origin in found)
        assert claim.field in values or "actor" in values, (claim, found)
