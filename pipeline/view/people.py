"""One person over all works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.view.lookup import find_people, split_list

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.view.run import Run

COLUMNS = ["work", "year", "field", "character", "value", "documents", "languages", "status", "score", "record_id"]
SHOWN = 10  # people of one query; a surname may have hundreds


@dataclass(frozen=True, eq=False)
class Person:
    """One entity with all its names; `credits` are its records, the earliest work first."""

    entity_id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    documents: int
    credits: pd.DataFrame

    @property
    def fields(self) -> tuple[str, ...]:
        """The roles, each once, sorted."""
        return tuple(sorted(set(self.credits["field"].astype(str))))

    def __repr__(self) -> str:
        lines = [self._title()]
        for row in self.credits.to_dict("records"):
            played = f" as {row['character']}" if isinstance(row["character"], str) else ""
            lines.append(f"  {_title_of(row['work'], row['year'])}: {row['field']}{played} ({row['status']})")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        shown = self.credits.astype(object).where(self.credits.notna(), "")
        table = Markup(shown.to_html(index=False, border=0, notebook=True))
        return str(Markup("<div><p><strong>{}</strong></p>{}</div>").format(self._title(), table))

    def _title(self) -> str:
        also = f", also {'; '.join(self.aliases)}" if self.aliases else ""
        pages = f"{self.documents} document{'s' if self.documents != 1 else ''}"
        return f"{self.name}{also} - {self.kind}, {pages} [{self.entity_id}]"


@dataclass(frozen=True, eq=False)
class People:
    """All who bear a name, those with most documents first; namesakes stay apart."""

    query: str
    persons: tuple[Person, ...]

    @property
    def credits(self) -> pd.DataFrame:
        """The credits of all of them, with `entity_id` in front."""
        import pandas as pd

        return pd.concat(
            [person.credits.assign(entity_id=person.entity_id) for person in self.persons], ignore_index=True
        )[["entity_id", *COLUMNS]]

    def __iter__(self) -> Iterator[Person]:
        return iter(self.persons)

    def __len__(self) -> int:
        return len(self.persons)

    def __getitem__(self, index: int) -> Person:
        return self.persons[index]

    def __repr__(self) -> str:
        return "\n".join([*self._namesakes(), *map(repr, self.persons[:SHOWN]), *self._rest()])

    def _repr_html_(self) -> str:
        def paragraphs(lines: list[str]) -> Markup:
            return Markup().join(Markup("<p>{}</p>").format(line) for line in lines)

        persons = Markup().join(Markup(person._repr_html_()) for person in self.persons[:SHOWN])
        return str(paragraphs(self._namesakes()) + persons + paragraphs(self._rest()))

    def _namesakes(self) -> list[str]:
        return [f"{len(self.persons)} are called {self.query!r}"] if len(self.persons) > 1 else []

    def _rest(self) -> list[str]:
        rest = len(self.persons) - SHOWN
        return [f"… and {rest} more: iterate over them, or ask for a full name"] if rest > 0 else []


def gather_people(run: Run, query: str) -> People:
    """Everybody of a name, with their credits.

    Raises:
        NoMatchError: nobody is called so.
    """
    entities = run.entities.iloc[find_people(run.name_index, query)].sort_values(
        ["documents", "entity_id"], ascending=[False, True]
    )
    credits = run.records.loc[run.records["entity_id"].isin(entities["entity_id"])]
    credits = credits.sort_values(["year", "work", "field", "position"], na_position="last")
    persons = (
        Person(
            entity_id=row["entity_id"],
            kind=str(row["kind"]),
            name=row["name"],
            aliases=split_list(row["aliases"]),
            documents=int(row["documents"]),
            credits=credits.loc[credits["entity_id"] == row["entity_id"], COLUMNS].reset_index(drop=True),
        )
        for row in entities.to_dict("records")
    )
    return People(query, tuple(persons))


def _title_of(work: object, year: object) -> str:
    title = work if isinstance(work, str) else "work without a title"
    return f"{title} ({year})" if isinstance(year, int) else title
