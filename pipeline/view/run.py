"""The tables of a run as pandas DataFrames, and the questions that people ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipeline.errors import InputError, NoMatchError
from pipeline.lang.vocabulary import FIELDS, load_vocabulary
from pipeline.view.coverage import Coverage, measure_coverage
from pipeline.view.engines import PolarsTables, connect, query
from pipeline.view.evidence import Evidence, gather_evidence
from pipeline.view.lookup import Names, find_fields, find_people, find_works, index_names, split_list
from pipeline.view.page import Page, mark_document
from pipeline.view.people import People, gather_people
from pipeline.view.tables import FolderTables, TableStore, check_name, to_frame
from pipeline.view.texts import paths_of_inputs

if TYPE_CHECKING:
    import pandas as pd


def load_run(folder: str | Path, sources: str | Path | None = None) -> Run:
    """The tables in a folder that `abspann run` wrote; each is read when it is first asked for.

    Raises:
        InputError: the folder holds no tables, or `sources` is no folder.
    """
    tables = FolderTables(Path(folder))
    if not tables.names:
        raise InputError(f"{folder}: no tables (records.parquet, …); name the --output folder of an `abspann run`")
    if sources is not None and not Path(sources).is_dir():
        raise InputError(f"{sources}: no such folder; name the one in which the run's inputs lie now")
    return Run(tables, None if sources is None else Path(sources), paths_of_inputs(tables.run))


@dataclass(frozen=True, eq=False)
class Run:
    """Tables as DataFrames with nullable types: `string`, `Int64`, `Float64`, `boolean`, `category`.

    A table is read when it is first asked for, and kept. `sources` is the folder in which the inputs lie, where that is
    no longer the one that the run read; `inputs` says where the run read each of them.
    """

    store: TableStore
    sources: Path | None = None
    inputs: Mapping[str, Path] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.store.name

    @cached_property
    def records(self) -> pd.DataFrame:
        return self.table("records")

    @cached_property
    def claims(self) -> pd.DataFrame:
        return self.table("claims")

    @cached_property
    def works(self) -> pd.DataFrame:
        return self.table("works")

    @cached_property
    def entities(self) -> pd.DataFrame:
        return self.table("entities")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return self.table("mentions")

    @cached_property
    def sections(self) -> pd.DataFrame:
        return self.table("sections")

    @cached_property
    def languages(self) -> pd.DataFrame:
        return self.table("languages")

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.table("documents")

    @cached_property
    def texts(self) -> pd.DataFrame:
        return self.table("texts")

    def table(self, name: str) -> pd.DataFrame:
        """One table by its name, read anew.

        Raises:
            NoMatchError: no table is called so. InputError: the run did not write it.
        """
        return to_frame(self.store.read(check_name(name)))

    def credits(self, work: str | None = None, role: str | None = None, person: str | None = None) -> pd.DataFrame:
        """The records that credit people and companies; all that is given must hold.

        Args:
            work: a title (one of `works.titles`, whatever its case), «Title (1995)», or a work_id.
            role: a field such as `director`, or a word for it: «Regie», «directed by». Facts such as `year` can be
                asked for too.
            person: a name or alias, in any order and case; a part of it («Figgis») finds everybody who has it.

        Raises:
            NoMatchError: nothing has that title, role or name; the message names what is near.
        """
        records = self.records
        fields = FIELDS if role is None else find_fields(role, load_vocabulary())
        chosen = records["field"].isin(fields)
        if work is not None:
            chosen &= records["work_id"].isin(find_works(self.works, self.title_index, work))
        if person is not None:
            ids = self.entities["entity_id"].iloc[find_people(self.name_index, person)]
            chosen &= records["entity_id"].isin(ids)
        found = records.loc[chosen].reset_index(drop=True)
        # Fields that are not asked for would be counted by `value_counts` and `groupby`, with zeros.
        return found.assign(field=found["field"].cat.remove_unused_categories())

    def evidence(self, record: str | Mapping[str, Any] | pd.Series[Any]) -> Evidence:
        """Every place that supports a record (its id, or a row of `records`), with the quote in its sentence."""
        return gather_evidence(self, record)

    def person(self, name: str) -> People:
        """All works and roles of a person; whoever bears the name, or has it among the aliases, namesakes apart."""
        return gather_people(self, name)

    def conflicts(self) -> pd.DataFrame:
        """The records on which documents disagree, side by side."""
        records = self.records
        return records[records["status"] == "conflict"].sort_values(
            ["work", "work_id", "field", "score"], ascending=[True, True, True, False]
        )

    def coverage(self) -> Coverage:
        """How much was extracted: per source, per section kind and language, and from which pages nothing."""
        return measure_coverage(self)

    def show(self, source: str | None = None) -> Page:
        """A page with language runs, headings, mentions and credits marked; the only one needs no name.

        `source` is one of `documents.source`, the file's name at its end, or a document_id.

        Raises:
            NoMatchError: there is no such document, or several. InputError: its text cannot be read.
        """
        if source is None:
            sources = list(self.documents["source"])
            if len(sources) != 1:
                example = f", as in show({sources[0]!r})" if sources else ""
                raise NoMatchError(f"{self.name}: {len(sources):,} documents; name one{example}")
            source = sources[0]
        return mark_document(self, source)

    @property
    def polars(self) -> PolarsTables:
        """The tables as Polars DataFrames: `run.polars.records`. Needs the extra `views`."""
        return PolarsTables(self.store)

    def sql(self, statement: str) -> pd.DataFrame:
        """The answer to an SQL statement over the tables. Needs the extra `views` (DuckDB).

        Raises:
            ExtraError: DuckDB is not installed. NoMatchError: the statement is wrong.
        """
        return query(self._connection, statement)

    @cached_property
    def title_index(self) -> Names:
        """Rows of `works` by all their titles."""
        columns = zip(self.works["title"], self.works["titles"], strict=True)
        return index_names(
            (row, split_list(titles) or split_list(title)) for row, (title, titles) in enumerate(columns)
        )

    @cached_property
    def name_index(self) -> Names:
        """Rows of `entities` that are people or organisations, by all their names."""
        named = self.entities.reset_index(drop=True)
        named = named.loc[named["kind"].isin(["person", "organization"])]
        rows = zip(named.index, named["name"], named["aliases"], strict=True)
        return index_names((int(row), (name, *split_list(aliases))) for row, name, aliases in rows)

    @cached_property
    def _connection(self) -> Any:
        return connect(self.store)

    def __repr__(self) -> str:
        return "\n".join([f"Run {self.name}", *(f"  {name:<9} {count:>9}" for name, count in self._counts())])

    def _repr_html_(self) -> str:
        rows = Markup().join(
            Markup('<tr><td>{}</td><td style="text-align: right">{}</td></tr>').format(name, count)
            for name, count in self._counts()
        )
        head = Markup("<thead><tr><th>table</th><th>rows</th></tr></thead>")
        return str(
            Markup("<div><p><strong>Run {}</strong></p><table>{}<tbody>{}</tbody></table></div>").format(
                self.name, head, rows
            )
        )

    def _counts(self) -> list[tuple[str, str]]:
        counts = ((name, self.store.count(name)) for name in self.store.names)
        return [(name, "unknown" if count is None else f"{count:,}") for name, count in counts]
