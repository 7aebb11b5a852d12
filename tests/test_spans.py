"""The promise of the tables, for arbitrary text: every span quotes its text, and sections and runs tile it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.work import to_part
from pipeline.extraction import Resources, extract, load_resources
from pipeline.ids import document_id
from pipeline.lang.vocabulary import FIELDS
from pipeline.merge import merge
from pipeline.rows import extraction_rows
from pipeline.schema import TABLES, Row, conform
from pipeline.text.lines import line_starts
from pipeline.types import Document
from tests.pages import ENGLISH, FRENCH, GERMAN

# What pages are made of, and what stands between it: shuffled, it makes lists, labels, headings and sentences that no
# page has, with newlines, bullets and marks in the wrong places.
PIECES = st.sampled_from(
    [
        *("Regie", "Regisseurin", "Drehbuch:", "Kamera – ", "Darsteller", "Musik", "Cast", "directed by ", "starring "),
        *(
            "Käthe Weiß",
            "J. R. Berg",
            "Cage, Nicolas",
            "O’Brien",
            "von der Höh",
            "Anna Berg als Möwe",
            "THE END",
            "GmbH",
        ),
        *(
            "Besetzung und Crew",
            "Handlung",
            "Reviews",
            "Awards",
            "1999",
            "(1987)",
            "94 Minuten",
            "Best Actor (A. Berg)",
        ),
        *(
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "- ",
            "• ",
            "* ",
            " | ",
            "\t",
            ", ",
            " und ",
            " and ",
            ": ",
            "... ",
            "„",
            "“",
            "[1]",
        ),
        *(
            "ß",
            "İ",
            "ŉ",
            "a\u0308",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "\0",
            "\u2028",
            "\x85",
            "\x0c",
            "👩\u200d🚀",
            "ﬁ",
            "تجربة",
        ),
        *GERMAN.splitlines(keepends=True),
        *ENGLISH.splitlines(keepends=True),
        *FRENCH.splitlines(keepends=True),
    ]
)
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(st.one_of(PIECES, st.text(CHARACTERS, max_size=6)), max_size=30).map("".join),
    st.text(CHARACTERS, max_size=100),
)


@cache
def resources() -> Resources:
    """Rules instead of trained models: what they find is theirs to prove, and they come in milliseconds."""
    return load_resources({"de": "rules", "en": "rules"})


def tables_of(texts: list[str]) -> tuple[dict[object, str], dict[str, list[Row]]]:
    """Texts by document, and the rows of all tables."""
    sources = [f"{number}.txt" for number in range(len(texts))]
    documents = [
        Document(document_id(source, source), source, text, source, "text/plain", "utf-8", len(text.encode()))
        for source, text in zip(sources, texts, strict=True)
    ]
    merged = merge(to_part(extraction_rows(extract(document, resources())) for document in documents))
    tables = {name: conform(table, merged[name]).to_pylist() for name, table in TABLES.items()}
    return {document.id: document.text for document in documents}, tables


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_span_of_every_table_quotes_its_text(texts: list[str]) -> None:
    """`text[start:end] == exact` holds for every quote, and no quote is empty."""
    text_of, tables = tables_of(texts)
    for name, table in TABLES.items():
        for row in tables[name]:
            for quote in table.quotes:
                start, end, exact = row[quote.start], row[quote.end], row[quote.exact]
                assert (start is None) == (end is None) == (exact is None)
                if exact is not None:
                    assert exact != ""
                    assert text_of[row["document_id"]][start:end] == exact  # type: ignore[misc]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_sections_and_runs_tile_the_text(text: str) -> None:
    """Sections and language runs cover the text without gap or overlap; runs change at line starts only, and differ."""
    _, tables = tables_of([text])
    status = tables["documents"][0]["status"]
    for name in ("sections", "languages"):
        places: list[tuple[int, int]] = [(row["start"], row["end"]) for row in tables[name]]  # type: ignore[misc]
        assert all(start < end for start, end in places)
        assert all(one[1] == other[0] for one, other in pairwise(places))
        if places or status == "done":
            assert (places[0][0], places[-1][1]) == (0, len(text))
    starts = set(line_starts(text))
    assert all(row["start"] in starts for row in tables["languages"])
    kinds = [(row["language"], row["inherited"]) for row in tables["languages"]]
    assert all(one != other for one, other in pairwise(kinds))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_claim_is_backed(texts: list[str]) -> None:
    """A credit has a mention with its span and entity, and every record, work and entity that is named is there."""
    _, tables = tables_of(texts)
    mentioned = {(row["document_id"], row["start"], row["end"], row["entity_id"]) for row in tables["mentions"]}
    for claim in tables["claims"]:
        if claim["field"] in FIELDS and claim["entity_id"] is not None:
            assert (claim["document_id"], claim["start"], claim["end"], claim["entity_id"]) in mentioned
    for name, table in TABLES.items():
        for column, target in table.foreign_keys.items():
            known = {row[column] for row in tables[target]} | {None}
            assert all(row[column] in known for row in tables[name])
