"""What one document says, as rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.rows import extraction_rows, failure_rows, row_id
from pipeline.schema import PART_TABLES, to_arrow
from pipeline.types import Claim, Document, Extraction, Failure, LanguageRun, Mention, PageWork, Section, Span

TEXT = "Der Turm (1999)\nStab\nRegie: Käthe Weiß als Möwe\n"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


WHOLE = Span(0, len(TEXT))
DOCUMENT = Document("d1", "turm.txt", TEXT, "5ha", "text/plain", "utf-8", len(TEXT.encode()))
CLAIM = Claim(
    field="actor",
    span=span("Käthe Weiß"),
    value="Käthe Weiß",
    label=span("Regie"),
    language="de",
    layout="label",
    extractor="test@1",
    score=0.9,
    character="Möwe",
    character_span=span("Möwe"),
    position=1,
)
EXTRACTION = Extraction(
    document=DOCUMENT,
    status="done",
    language="de",
    language_score=0.99,
    languages=(LanguageRun(WHOLE, "de", 0.99, False),),
    sections=(
        Section(0, 0, "lead", None, Span(0, span("Stab").start), "de"),
        Section(1, 1, "cast_crew", span("Stab"), Span(span("Stab").start, len(TEXT)), "de"),
    ),
    works=(PageWork(WHOLE, "Der Turm", span("Der Turm"), 1999, span("1999")),),
    mentions=(Mention(span("Käthe Weiß"), "PER", "de", "test@1", 0.9),),
    claims=(CLAIM,),
)


def test_a_claim_becomes_a_row_with_quotes_line_and_section() -> None:
    """What the stages leave to arithmetic is filled in: exact words, line, section and id."""
    rows = extraction_rows(EXTRACTION)
    claim, section = rows["claims"][0], rows["sections"][1]
    assert (claim["exact"], claim["label_exact"], claim["line"]) == ("Käthe Weiß", "Regie", 3)
    assert (claim["section_id"], section["heading"]) == (section["section_id"], "Stab")
    assert claim["claim_id"] == row_id("claim", claim)
    assert (claim["record_id"], claim["entity_id"], claim["work"]) == (None, None, 0)


def test_the_rows_fit_the_part_tables() -> None:
    """Every table of a part can be made from the rows of an extraction and of a failure together."""
    rows = extraction_rows(EXTRACTION)
    assert rows.keys() == PART_TABLES.keys()
    for name, table in PART_TABLES.items():
        assert to_arrow(table, rows[name]).num_rows == len(rows[name])
    failed = failure_rows(Failure("d2", "bild.txt", "read", "binary data"))["documents"]
    documents = to_arrow(PART_TABLES["documents"], [*rows["documents"], *failed]).to_pylist()
    assert [(row["status"], row["error"], row["n_claims"]) for row in documents] == [
        ("done", None, 1),
        ("failed", "binary data", 0),
    ]


@pytest.mark.parametrize(("works", "title", "year"), [(1, "Der Turm", 1999), (0, None, None), (2, None, None)])
def test_a_document_has_a_title_if_it_is_about_one_work(works: int, title: str | None, year: int | None) -> None:
    """A page about several works, or none, has neither title nor year of its own."""
    row = extraction_rows(replace(EXTRACTION, works=EXTRACTION.works * works))["documents"][0]
    assert (row["title"], row["year"]) == (title, year)


def test_the_same_statement_of_the_same_place_counts_once() -> None:
    """Where two rules say the same of the same words, the first stays; another character is another statement."""
    again = replace(CLAIM, extractor="other@1", score=0.1)
    other = replace(CLAIM, character=None, character_span=None)
    rows = extraction_rows(replace(EXTRACTION, claims=(CLAIM, again, other)))
    assert [(row["extractor"], row["character"]) for row in rows["claims"]] == [("test@1", "Möwe"), ("test@1", None)]
    assert rows["documents"][0]["n_claims"] == 2


def test_ids_do_not_depend_on_how_a_statement_was_found() -> None:
    """Another rule, score or position leaves the id as it is; another value changes it."""
    (one,), (same,), (other,) = (
        extraction_rows(replace(EXTRACTION, claims=(claim,)))["claims"]
        for claim in (CLAIM, replace(CLAIM, extractor="new@2", score=0.2, position=4), replace(CLAIM, value="K. Weiß"))
    )
    assert one["claim_id"] == same["claim_id"] != other["claim_id"]


def test_a_span_outside_of_the_text_is_refused() -> None:
    """A stage that points beyond the text is found out before its words reach a table."""
    claim = replace(CLAIM, span=Span(0, len(TEXT) + 1))
    with pytest.raises(ValueError, match=r"span 0–49 does not lie in the 48 code points"):
        extraction_rows(replace(EXTRACTION, claims=(claim,)))
