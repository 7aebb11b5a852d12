"""Pages put together step by step: which belong together by now, what they say together, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.merge.disjoint import DisjointSets
from pipeline.merge.pages import SHARED_BY_VERSIONS, Page
from pipeline.text.titles import Title


@dataclass(slots=True)
class Group:
    """Pages joined so far, and what they say together."""

    pages: list[int]
    years: Counter[int]
    kinds: set[str]
    languages: Counter[str]
    titles: dict[str, Title]
    people: dict[str, dict[str, str]]
    parts: dict[str, frozenset[str]]
    joins: list[tuple[str, float]] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        return min(self.years, key=lambda year: (-self.years[year], year)) if self.years else None

    def of(self, role: str) -> Mapping[str, str]:
        return self.people.get(role, {})

    @property
    def has_people(self) -> bool:
        return any(role not in SHARED_BY_VERSIONS for role in self.people)


class Gathering:
    """Union-find over pages, with what each group says, the reason of every joining, and near misses."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.sets = DisjointSets(len(pages))
        self.groups = {
            index: Group(
                pages=[index],
                years=Counter([page.year] if page.year is not None else []),
                kinds={page.kind} if page.kind else set(),
                languages=Counter([page.language] if page.language else []),
                titles={title.key: title for title in page.titles},
                people={role: dict(names) for role, names in page.people.items()},
                parts=dict(page.parts),
            )
            for index, page in enumerate(pages)
        }
        self.near: set[tuple[int, int]] = set()

    def root(self, page: int) -> int:
        return self.sets.root(page)

    def group(self, page: int) -> Group:
        return self.groups[self.root(page)]

    def roots(self, members: Iterable[int]) -> list[int]:
        return sorted({self.root(page) for page in members})

    def join(self, a: int, b: int, reason: str, score: float) -> None:
        """Make one group of two, unless the years or kinds they stand for by now forbid it."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        one, two = self.groups[a], self.groups[b]
        if not years_fit(one.year, two.year) or kinds_differ(one, two):
            self.near.add((a, b))
            return
        if (len(one.pages), -a) < (len(two.pages), -b):
            a, b, one, two = b, a, two, one
        self.sets.join(a, b)
        del self.groups[b]
        one.pages += two.pages
        one.years += two.years
        one.kinds |= two.kinds
        one.languages += two.languages
        one.titles |= {key: title for key, title in two.titles.items() if key not in one.titles}
        for role, names in two.people.items():
            mine = one.people.setdefault(role, {})
            for key, name in names.items():
                mine.setdefault(key, name)
        for key, words in two.parts.items():
            one.parts[key] = one.parts.get(key, words) | words
        one.joins += [*two.joins, (reason, score)]

    def miss(self, a: int, b: int) -> None:
        """Keep two groups as candidates for each other."""
        self.near.add((a, b))


def years_fit(a: int | None, b: int | None) -> bool:
    """Whether two years can be one work's: equal, next to each other, or one not stated."""
    return a is None or b is None or abs(a - b) <= 1


def kinds_differ(one: Group, two: Group) -> bool:
    """Whether both state kinds of works (film, series, book), none of them the same."""
    return bool(one.kinds and two.kinds and one.kinds.isdisjoint(two.kinds))
