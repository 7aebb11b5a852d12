"""How much of the pages the tables rest on: by source, by section kind and language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.view.run import Run

SHOWN = 10
COUNTS = ["characters", "covered", "mentions", "claims", "records"]
# Documents lie behind each other on one line of offsets; none is as long as this.
STRIDE = 1 << 40

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What was extracted, as three tables.

    `sources`: one row per document; `sections`: one per section kind and language; `without_claims`: the rows of
    `sources` that gave nothing. `characters` are code points, `covered` those that lie in a claim's value, its label,
    or a mention; `share` is one by the other. A record counts once for each page that
    supports it, where that says so first.
    """

    sources: pd.DataFrame
    sections: pd.DataFrame

    @property
    def without_claims(self) -> pd.DataFrame:
        return self.sources.loc[self.sources["claims"] == 0].reset_index(drop=True)

    @property
    def languages(self) -> pd.DataFrame:
        """`sections` added up by language."""
        return _summed(self.sections, "language")

    @property
    def kinds(self) -> pd.DataFrame:
        """`sections` added up by kind."""
        return _summed(self.sections, "kind")

    def __repr__(self) -> str:
        empty = self.without_claims
        lines = [self._title(), self.sections.to_string(index=False)]
        if len(empty):
            lines += ["Without claims:", empty[["source", "language", "status"]].head(SHOWN).to_string(index=False)]
        if len(empty) > SHOWN:
            lines.append(f"… and {len(empty) - SHOWN} more in .without_claims")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        empty = self.without_claims
        parts = [Markup("<p><strong>{}</strong></p>").format(self._title())]
        parts.append(Markup(self.sections.to_html(index=False, border=0, notebook=True)))
        if len(empty):
            parts.append(Markup("<p>Without claims: {}</p>").format(", ".join(empty["source"].head(SHOWN))))
        if len(empty) > SHOWN:
            parts.append(Markup("<p>… and {} more in <code>.without_claims</code></p>").format(len(empty) - SHOWN))
        return str(Markup("<div>{}</div>").format(Markup().join(parts)))

    def _title(self) -> str:
        totals = self.sources[["characters", "covered", "claims"]].sum()
        share = totals["covered"] / totals["characters"] if totals["characters"] else 0.0
        return (
            f"{len(self.sources):,} documents, {len(self.without_claims):,} without claims; "
            f"{totals['claims']:,} claims; {share:.0%} of {totals['characters']:,} characters covered"
        )


def measure_coverage(run: Run) -> Coverage:
    """Coverage of all documents; takes time near-linear in claims and mentions."""
    import pandas as pd

    documents, claims, mentions = run.documents, run.claims, run.mentions
    number = pd.Index(documents["document_id"])

    def rows_of(table: pd.DataFrame) -> Numbers:
        rows: Numbers = number.get_indexer(table["document_id"]).astype(np.int64)
        return rows

    claim_rows, mention_rows = rows_of(claims), rows_of(mentions)
    claim_starts = _on_line(claim_rows, claims["start"])
    mention_starts = _on_line(mention_rows, mentions["start"])
    spans = [(claim_rows, claims, "start", "end"), (mention_rows, mentions, "start", "end")]
    labelled = claims["label_start"].notna().to_numpy()
    labels = claims.loc[labelled, ["label_start", "label_end"]]
    spans.append((claim_rows[labelled], labels, "label_start", "label_end"))
    starts = np.concatenate([_on_line(rows, table[start]) for rows, table, start, _ in spans])
    ends = np.concatenate([_on_line(rows, table[end]) for rows, table, _, end in spans])

    pieces, places = _pieces(run, rows_of)
    pieces["covered"] = _sums(places, *_uncovered(starts, ends))
    pieces["mentions"] = _sums(places, mention_starts)
    pieces["claims"] = _sums(places, claim_starts)
    record = pd.factorize(claims["record_id"])[0]  # -1 for a claim that supports none
    first = pd.DataFrame({"place": claim_starts, "document": claim_rows, "record": record})[record >= 0]
    first = first.sort_values("place").drop_duplicates(["document", "record"])
    pieces["records"] = _sums(places, first["place"].to_numpy(dtype=np.int64))

    sources = documents[["source", "language", "status"]].copy()
    by_document = pieces.groupby("document")[COUNTS].sum().reindex(range(len(documents)), fill_value=0)
    sources[COUNTS] = by_document.to_numpy()
    kinds = pieces.groupby(["kind", "language"], observed=True)
    summed = kinds[COUNTS].sum()
    summed.insert(0, "documents", kinds["document"].nunique())
    summed.insert(1, "sections", kinds["section"].nunique())
    return Coverage(
        sources=_with_share(sources.sort_values("source", ignore_index=True)),
        sections=_with_share(
            summed.reset_index().sort_values(["claims", "characters"], ascending=False, ignore_index=True)
        ),
    )


def _on_line(rows: Numbers, offsets: pd.Series[int]) -> Numbers:
    """Where offsets of documents (by their rows) lie on the line of all documents."""
    place: Numbers = rows * STRIDE + offsets.to_numpy(dtype=np.int64)
    return place


def _pieces(run: Run, rows_of: Callable[[pd.DataFrame], Numbers]) -> tuple[pd.DataFrame, Numbers]:
    """All documents cut where a section or a language run starts, and where on the line each piece starts.

    A section may hold several languages; `sections.language` is only the one in which it begins.
    """
    import pandas as pd

    sections, languages = run.sections, run.languages
    section_starts = _on_line(rows_of(sections), sections["start"])
    language_starts = _on_line(rows_of(languages), languages["start"])
    section_order, language_order = np.argsort(section_starts), np.argsort(language_starts)
    section_starts, language_starts = section_starts[section_order], language_starts[language_order]
    places = np.unique(np.concatenate([section_starts, language_starts]))
    section = section_order[np.searchsorted(section_starts, places, side="right") - 1]
    language = language_order[np.searchsorted(language_starts, places, side="right") - 1]
    document = places // STRIDE
    ends = document * STRIDE + run.documents["length"].fillna(0).to_numpy(dtype=np.int64)[document]
    pieces = pd.DataFrame(
        {
            "document": document,
            "section": section,
            "kind": sections["kind"].array.take(section),
            "language": languages["language"].array.take(language),
            "characters": np.minimum(np.append(places[1:], ends[-1:]), ends) - places,
        }
    )
    return pieces, places


def _uncovered(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The spans sorted by start, and of each the number of characters that no span before it covers."""
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    reached = np.concatenate([np.zeros(1, dtype=np.int64), np.maximum.accumulate(ends)[:-1]]) if len(ends) else ends
    return starts, np.maximum(0, ends - np.maximum(starts, reached))


def _sums(places: Numbers, starts: Numbers, weights: Numbers | None = None) -> Numbers:
    """For each piece (by where it begins on the line) how many spans start in it, or the sum of their weights."""
    rows = np.searchsorted(places, starts, side="right") - 1
    return np.bincount(rows[rows >= 0], None if weights is None else weights[rows >= 0], len(places)).astype(np.int64)


def _summed(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    summed = rows.groupby(column, observed=True)[COUNTS].sum().reset_index()
    return _with_share(summed.sort_values(["claims", "characters"], ascending=False, ignore_index=True))


def _with_share(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `share` behind `covered`: 0 to 1, missing where there are no characters."""
    share = (rows["covered"] / rows["characters"].where(rows["characters"] > 0)).astype("Float64").round(3)
    rows.insert(list(rows.columns).index("covered") + 1, "share", share)
    return rows
