"""A page with all that was found on it marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipeline.errors import NoMatchError
from pipeline.view.marks import Mark, mark_page, mark_style
from pipeline.view.texts import source_text

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.view.run import Run

NEAR_SHOWN = 5


@dataclass(frozen=True)
class Page:
    """The text of a document and its marks: language runs, headings, mentions, labels, credits, characters.

    In a notebook it shows itself; `html` is the same, for a file or a mail.
    """

    source: str
    document_id: str
    status: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def html(self) -> str:
        """The marked page with its style; everything that the page says is escaped."""
        style = Markup("<style>{}</style>").format(Markup(mark_style()))
        return str(
            Markup("<div>{}<p><strong>{}</strong> {}</p>{}</div>").format(
                style, self.source, self._summary(), Markup(mark_page(self.text, self.marks))
            )
        )

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """The lines with credits, with what each was taken for."""
        lines = [f"{self.source}: {self._summary()}"]
        credits = sorted((mark for mark in self.marks if mark.kind == "credit"), key=lambda mark: mark.start)
        lines += [f"  {mark.start}-{mark.end}  {self.text[mark.start : mark.end]!r}  {mark.title}" for mark in credits]
        return "\n".join(lines)

    def _summary(self) -> str:
        kinds = [mark.kind for mark in self.marks]
        counts = [
            f"{kinds.count(kind)} {name}{'s' if kinds.count(kind) != 1 else ''}"
            for kind, name in (("credit", "claim"), ("mention", "mention"), ("heading", "heading"))
        ]
        return f"{self.status}, {len(self.text):,} characters, {', '.join(counts)}"


def mark_document(run: Run, source: str) -> Page:
    """The page of a source (or document_id, or the end of a source's path, where only one ends so).

    Raises:
        NoMatchError: there is no such source, or several.
        InputError: its text cannot be read, or has changed since the run.
    """
    row = _document(run.documents, source)
    document_id = str(row["document_id"])
    text = source_text(run, document_id)
    return Page(str(row["source"]), document_id, str(row["status"]), text, tuple(_marks(run, document_id)))


def _document(documents: pd.DataFrame, source: str) -> pd.Series[Any]:
    sources = documents["source"]
    for hits in (sources == source, documents["document_id"] == source, sources.str.endswith(f"/{source}")):
        if hits.sum() == 1:
            return documents.loc[hits].iloc[0]
        if hits.any():
            several = ", ".join(sources[hits].head(NEAR_SHOWN))
            raise NoMatchError(f"several sources end in {source!r}; name one of {several}")
    near = sources[sources.str.contains(source, regex=False)]
    shown = (near if len(near) else sources).head(NEAR_SHOWN)
    raise NoMatchError(
        f"no source is called {source!r}; there are {', '.join(shown)}{', …' if len(sources) > 5 else ''}"
    )


def _marks(run: Run, document_id: str) -> Iterator[Mark]:
    for row in _rows(run, "languages", document_id):
        inherited = ", taken from its neighbours" if row["inherited"] else ""
        title = f"{row['language']}, score {row['score']:.2f}{inherited}"
        yield Mark(
            row["start"], row["end"], "language", title, lang="" if row["language"] == "und" else row["language"]
        )
    for row in _rows(run, "sections", document_id):
        if row["heading_start"] is not None:
            title = f"section {row['kind']}, level {row['level']}"
            yield Mark(row["heading_start"], row["heading_end"], "heading", title, id=row["section_id"])
    for row in _rows(run, "mentions", document_id):
        title = f"{row['label']}, score {row['score']:.2f} ({row['extractor']})"
        yield Mark(row["start"], row["end"], "mention", title, id=row["mention_id"])
    for row in _rows(run, "claims", document_id):
        played = f" as {row['character']}" if row["character"] else ""
        title = (
            f"{row['field']}: {row['value']}{played}, score {row['score']:.2f} ({row['layout']}, {row['extractor']})"
        )
        yield Mark(row["start"], row["end"], "credit", title, id=row["claim_id"])
        if row["label_start"] is not None:
            title = f"states {row['field']}"
            yield Mark(row["label_start"], row["label_end"], "label", title, id=row["claim_id"])
        if row["character_start"] is not None:
            title = f"character {row['character']}"
            yield Mark(row["character_start"], row["character_end"], "character", title, id=row["claim_id"])


def _rows(run: Run, name: str, document_id: str) -> list[dict[str, Any]]:
    """The rows of one document, read alone: the tables of a large run need not be loaded to look at one page."""
    if name not in run.store.names:
        return []
    rows: list[dict[str, Any]] = run.store.read(name, ("document_id", document_id)).to_pylist()
    return rows
