"""What the pages say for a record: every quote in its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipeline.errors import InputError, NoMatchError
from pipeline.types import Span
from pipeline.view.sentences import MAX_BESIDE, sentences_around
from pipeline.view.texts import source_path, source_text

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.view.run import Run

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Quote:
    """One place where a page says so: `exact` is the value as written, `before` and `after` the rest of its sentence.

    `start` and `end` are offsets in the document's text, `line` counts from 1. `section` is the heading above, or the
    section's kind where it has none; `path` is where the source lay, if that is known.
    """

    source: str
    line: int
    start: int
    end: int
    before: str
    exact: str
    after: str
    label_exact: str | None
    character: str | None
    section: str
    kind: str
    language: str
    layout: str
    extractor: str
    score: float
    claim_id: str
    document_id: str
    path: str | None

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.exact}{self.after}"

    def __str__(self) -> str:
        where = f"{self.source}:{self.line} ({self.start}-{self.end})"
        facts = ", ".join(_facts(self))
        return f"{where}  {facts}\n    {_flat(self.before)}[[{_flat(self.exact)}]]{_flat(self.after)}"

    def _repr_html_(self) -> str:
        return str(_quote_html(self))


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything that pages say for one record; iterate over it for the quotes.

    `problems` says of which sources the text could not be read: their quotes come without the sentence.
    """

    record: Mapping[str, Any]
    quotes: tuple[Quote, ...]
    problems: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __len__(self) -> int:
        return len(self.quotes)

    def __getitem__(self, index: int) -> Quote:
        return self.quotes[index]

    def __repr__(self) -> str:
        return "\n".join((self._title(), *map(str, self.quotes), *self.problems))

    def _title(self) -> str:
        record = self.record
        played = f" as {record['character']}" if record["character"] else ""
        year = f" ({record['year']})" if record["year"] is not None else ""
        places = f"{len(self.quotes)} place{'s' if len(self.quotes) != 1 else ''}"
        work = record["work"] or "work without a title"
        return f"{work}{year}, {record['field']}: {record['value']}{played} - {record['status']}, {places}"

    def _repr_html_(self) -> str:
        problems = Markup().join(Markup("<p><em>{}</em></p>").format(problem) for problem in self.problems)
        quotes = Markup().join(map(_quote_html, self.quotes))
        return str(Markup("<div><p><strong>{}</strong></p>{}{}</div>").format(self._title(), quotes, problems))


def gather_evidence(run: Run, record: str | Mapping[str, Any] | pd.Series[Any]) -> Evidence:
    """The evidence of a record, given by its id or as a row of `records`.

    Raises:
        NoMatchError: there is no such record.
    """
    record_id = record if isinstance(record, str) else record.get("record_id")
    found = run.records.loc[run.records["record_id"] == record_id]
    if found.empty:
        raise NoMatchError(f"{run.name}: records has no row {record_id!r}; give a record_id or a row of run.records")
    claims = run.claims.loc[run.claims["record_id"] == record_id]
    rows = _joined(run, claims)
    quotes: list[Quote] = []
    problems: list[str] = []
    for document_id, group in groupby(rows, key=itemgetter("document_id")):
        own = list(group)
        try:
            around = _around(source_text(run, document_id), own)
        except InputError as error:  # the quotes stand in the tables; only the words around them are missing
            problems.append(str(error))
            around = [("", "")] * len(own)
        path = source_path(run, own[0]["source"])
        quotes += [_quote(row, *sides, path) for row, sides in zip(own, around, strict=True)]
    return Evidence(_plain(found.iloc[0].to_dict()), tuple(quotes), tuple(problems))


def _around(text: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What stands before and after each quote in its sentence."""
    spans = [Span(int(row["start"]), int(row["end"])) for row in rows]
    sides = []
    for span, around in zip(spans, sentences_around(text, spans), strict=True):
        cut_before, cut_after = (n == MAX_BESIDE for n in (span.start - around.start, around.end - span.end))
        before, after = text[around.start : span.start], text[span.end : around.end]
        sides.append((f"{ELLIPSIS * cut_before}{before}", f"{after}{ELLIPSIS * cut_after}"))
    return sides


def _joined(run: Run, claims: pd.DataFrame) -> list[dict[str, Any]]:
    """The claims with source and section, as plain values, sorted by source and place."""
    rows = claims.merge(run.documents[["document_id", "source"]], on="document_id", how="left")
    if "sections" in run.store.names:
        rows = rows.merge(run.sections[["section_id", "kind", "heading"]], on="section_id", how="left")
    return sorted(map(_plain, rows.to_dict("records")), key=lambda row: (row["source"], row["start"], row["claim_id"]))


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with None for missing values; pandas has several kinds of them."""
    import pandas as pd

    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def _quote(row: Mapping[str, Any], before: str, after: str, path: Path | None) -> Quote:
    return Quote(
        source=row["source"],
        line=int(row["line"]),
        start=int(row["start"]),
        end=int(row["end"]),
        before=before,
        exact=row["exact"],
        after=after,
        label_exact=row["label_exact"],
        character=row["character"],
        section=row.get("heading") or row.get("kind") or "",
        kind=row.get("kind") or "",
        language=row["language"],
        layout=row["layout"],
        extractor=row["extractor"],
        score=float(row["score"]),
        claim_id=row["claim_id"],
        document_id=row["document_id"],
        path=None if path is None else str(path),
    )


def _facts(quote: Quote) -> list[str]:
    label = [f"label «{_flat(quote.label_exact)}»"] if quote.label_exact else []
    section = [f"section «{_flat(quote.section)}»"] if quote.section else []
    return [quote.language, *section, f"layout {quote.layout}", *label, f"score {quote.score:.2f}"]


def _quote_html(quote: Quote) -> Markup:
    return Markup(
        '<div style="margin: 0 0 .6em"><div style="opacity: .75; font-size: .9em" title="{}">'
        "<code>{}:{}</code> {}</div>"
        '<div style="border-left: 3px solid #a36a00; padding-left: .7em; white-space: pre-wrap" lang="{}">'
        "{}<mark>{}</mark>{}</div></div>"
    ).format(
        f"{quote.extractor}, offsets {quote.start}-{quote.end}",
        quote.source,
        quote.line,
        ", ".join(_facts(quote)),
        quote.language,
        quote.before,
        quote.exact,
        quote.after,
    )


def _flat(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split("\n")) if "\n" in text else text
