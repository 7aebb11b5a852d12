"""From what people type to rows: titles, roles and names, whatever their case, umlauts and order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from pipeline.errors import NoMatchError
from pipeline.lang.vocabulary import FIELDS, Vocabulary, fold
from pipeline.schema import LIST_SEPARATOR
from pipeline.text.name_match import fold_token

if TYPE_CHECKING:
    import pandas as pd

FACTS = ("award", "country", "genre", "nomination", "runtime", "title", "year")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# «Solaris (1972)», as works of one title are told apart
WITH_YEAR = re.compile(r"(.+?)\s*\(((?:18|19|20)\d\d)\)")
NEAR = 60  # RapidFuzz's WRatio of a name that may be meant
MOST_NEAR, MOST_COMPARED = 5, 50  # how many are shown, and looked at for different meanings


@dataclass(frozen=True, slots=True)
class Names:
    """Rows by the folded words of their names: `exact` by all words in any order, `words` by each of them."""

    exact: Mapping[tuple[str, ...], tuple[int, ...]] = field(repr=False)
    words: Mapping[str, frozenset[int]] = field(repr=False)
    shown: Sequence[str] = field(repr=False)

    def find(self, query: str) -> list[int]:
        """Rows of that name, else those whose name has all the words of the query; sorted."""
        key = _key(query)
        if key in self.exact:
            return sorted(self.exact[key])
        rows = [self.words.get(word, frozenset()) for word in key]
        return sorted(frozenset.intersection(*rows)) if rows else []


def index_names(rows: Iterable[tuple[int, Sequence[str]]]) -> Names:
    """An index of rows (number, names)."""
    exact: dict[tuple[str, ...], set[int]] = defaultdict(set)
    words: dict[str, set[int]] = defaultdict(set)
    shown: dict[str, None] = {}
    fold_word = cache(fold_token)  # names share their words
    for row, names in rows:
        for name in names:
            shown[name] = None
            key = _key(name, fold_word)
            exact[key].add(row)
            for word in key:
                words[word].add(row)
    return Names(
        exact={key: tuple(sorted(found)) for key, found in exact.items()},
        words={word: frozenset(found) for word, found in words.items()},
        shown=tuple(shown),
    )


def find_works(works: pd.DataFrame, titles: Names, query: str) -> list[str]:
    """The ids of the works of that title (or id); «Solaris (1972)» asks for one of several.

    Raises:
        NoMatchError: there is none; the message names titles that are near.
    """
    if (works["work_id"] == query).any():
        return [query]
    found = titles.exact.get(_key(query), ())
    if not found and (dated := WITH_YEAR.fullmatch(query.strip())):
        found = tuple(row for row in titles.exact.get(_key(dated[1]), ()) if works["year"].iloc[row] == int(dated[2]))
    if not found:
        raise NoMatchError(f"no work has the title {query!r}{_near(query, titles.shown)}")
    return [str(works["work_id"].iloc[row]) for row in found]


def find_fields(query: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The fields of a role: a field's name (`director`), or a word for it in any language («Regie», «directed by»).

    Raises:
        NoMatchError: nothing is called so; the message names fields and words that are near.
    """
    fields = {*FIELDS, *FACTS}
    name = re.sub(r"[\s-]+", "_", query.strip().casefold())
    if name in fields:
        return frozenset({name})
    tables = (vocabulary.roles, vocabulary.heading_roles, *vocabulary.short_roles.values())
    roles = [table[fold(query)] for table in tables if fold(query) in table]
    if not roles:
        known = {
            word: ", ".join(role.fields or role.company_fields)
            for word, role in vocabulary.roles.items()
            if role.is_credit
        }
        near = _near(query, [*sorted(fields), *known], known)
        raise NoMatchError(f"no role is called {query!r}{near}; fields are {', '.join(sorted(fields))}")
    found = frozenset(field for role in roles for field in (*role.fields, *role.company_fields))
    if not found:
        raise NoMatchError(f"{query!r} is a role that is no credit here; fields are {', '.join(sorted(fields))}")
    return found


def find_people(people: Names, query: str) -> list[int]:
    """The rows of `entities` of that name: full names and aliases first, else all that have these words.

    Raises:
        NoMatchError: there is nobody; the message names people whose names are near.
    """
    found = people.find(query)
    if not found:
        raise NoMatchError(f"nobody is called {query!r}{_near(query, people.shown)}")
    return found


def split_list(cell: object) -> tuple[str, ...]:
    """The values of a list-like cell, none of a missing one."""
    return tuple(cell.split(LIST_SEPARATOR)) if isinstance(cell, str) and cell else ()


def _key(text: str, fold_word: Callable[[str], str] = fold_token) -> tuple[str, ...]:
    """The folded words, sorted: «Figgis, Mike» and «mike figgis» are one, and «Müller», «Mueller» and «Muller»."""
    return tuple(sorted(fold_word(word) for word in WORD.findall(text))) or (text.strip().casefold(),)


def _near(query: str, names: Iterable[str], meanings: Mapping[str, str] = MappingProxyType({})) -> str:
    """The end of a message: the nearest names; of those with one meaning the nearest."""
    found = process.extract(
        query, list(names), scorer=fuzz.WRatio, limit=MOST_COMPARED, score_cutoff=NEAR, processor=str.casefold
    )
    shown: dict[str, str] = {}
    for name, _, _ in found:
        meaning = meanings.get(name, name)
        shown.setdefault(meaning, repr(name) if meaning == name else f"{name!r} ({meaning})")
    return f"; near it: {', '.join(list(shown.values())[:MOST_NEAR])}" if shown else ""
