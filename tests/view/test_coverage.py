"""How much of the pages the tables rest on."""

from __future__ import annotations

from pathlib import Path

import pipeline
from tests.view.conftest import PAGES


def test_counts_add_up_to_the_tables(output: Path) -> None:
    """By source, by kind and by language the same claims, mentions and characters are counted."""
    run = pipeline.load(output)
    coverage = run.coverage()
    for table in (coverage.sources, coverage.sections, coverage.languages, coverage.kinds):
        assert table["characters"].sum() == sum(map(len, PAGES.values()))
        assert table["claims"].sum() == len(run.claims)
        assert table["mentions"].sum() == len(run.mentions)
    assert set(coverage.languages["language"]) == {"de", "en"}


def test_covered_characters_are_those_of_quotes_each_once(output: Path) -> None:
    """Values, labels and mentions that lie over each other count once."""
    run = pipeline.load(output)
    covered = {source: set[int]() for source in PAGES}
    sources = dict(zip(run.documents["document_id"], run.documents["source"], strict=True))
    for table in (run.claims, run.mentions):
        for row in table.to_dict("records"):
            covered[sources[row["document_id"]]].update(range(row["start"], row["end"]))
    for row in run.claims.dropna(subset=["label_start"]).to_dict("records"):
        covered[sources[row["document_id"]]].update(range(row["label_start"], row["label_end"]))
    found = run.coverage().sources.set_index("source")["covered"]
    assert {source: len(places) for source, places in covered.items()} == found.to_dict()


def test_records_count_once_for_each_page(output: Path) -> None:
    """A record of two pages counts in both, however often each says so."""
    run = pipeline.load(output)
    assert run.coverage().sources["records"].sum() == run.records["documents"].sum()


def test_pages_without_claims_are_named(output: Path) -> None:
    """An empty page is among them, with its status."""
    coverage = pipeline.load(output).coverage()
    assert coverage.without_claims[["source", "status"]].to_numpy().tolist() == [["leer.txt", "empty"]]
    assert "3 documents, 1 without claims" in repr(coverage)
    assert "Without claims: leer.txt" in coverage._repr_html_()
