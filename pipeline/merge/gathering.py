"""Pages put together step by step: which belong together by now, what they say together, and why."""

from __future__ import annotations

import marshal
from array import array
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.merge.disjoint import DisjointSets
from pipeline.merge.pages import SHARED_BY_VERSIONS, Page
from pipeline.merge.scratch import Blobs
from pipeline.text.titles import Title

LEADING = ("director", "creator")
GROUPS_AT_HAND = 1_000  # kept as objects, 5 to 50 kB each; the others rest on disk
NOWHERE = -1


@dataclass(slots=True)
class Group:
    """Pages joined so far (by number), and what they say together.

    `titles` holds one title for each key, `texts` all of them as written; `own` counts what pages call themselves, as
    (key, text), and `leading` the short keys of directors and creators, by field.
    """

    pages: list[int]
    years: Counter[int]
    kinds: set[str]
    languages: Counter[str]
    titles: dict[str, Title]
    texts: set[str]
    own: Counter[tuple[str, str]]
    people: dict[str, dict[str, str]]
    leading: dict[str, Counter[str]]
    parts: dict[str, frozenset[str]]
    joins: list[tuple[str, float]] = field(default_factory=list)

    @classmethod
    def of_page(cls, page: Page) -> Group:
        return cls(
            pages=[page.number],
            years=Counter([page.year] if page.year is not None else []),
            kinds={page.kind} if page.kind else set(),
            languages=Counter([page.language] if page.language else []),
            titles={title.key: title for title in page.titles},
            texts={title.text for title in page.titles},
            own=Counter([(page.titles[0].key, page.titles[0].text)] if page.titles else []),
            people={role: dict(names) for role, names in page.people.items()},
            leading={role: Counter(page.people[role].keys()) for role in LEADING if role in page.people},
            parts=dict(page.parts),
        )

    @property
    def year(self) -> int | None:
        return min(self.years, key=lambda year: (-self.years[year], year)) if self.years else None

    def of(self, role: str) -> Mapping[str, str]:
        return self.people.get(role, {})

    @property
    def has_people(self) -> bool:
        return any(role not in SHARED_BY_VERSIONS for role in self.people)

    def take_in(self, other: Group, reason: str, score: float) -> None:
        """Say what both say; where both say something else of the same, this one stays."""
        self.pages += other.pages
        self.years += other.years
        self.kinds |= other.kinds
        self.languages += other.languages
        self.titles |= {key: title for key, title in other.titles.items() if key not in self.titles}
        self.texts |= other.texts
        self.own += other.own
        for role, names in other.people.items():
            mine = self.people.setdefault(role, {})
            for key, name in names.items():
                mine.setdefault(key, name)
        for role, counts in other.leading.items():
            self.leading[role] = self.leading.get(role, Counter()) + counts
        for key, words in other.parts.items():
            self.parts[key] = self.parts.get(key, words) | words
        self.joins += [*other.joins, (reason, score)]


class Gathering:
    """Union-find over pages, with what each group says, the reason of every joining, and near misses.

    `groups` are the groups at hand by root; `near` holds pairs of pages in a row: a, b, a, b, …
    """

    def __init__(self, sets: DisjointSets, groups: MutableMapping[int, Group], near: array[int]) -> None:
        self.sets = sets
        self.groups = groups
        self.near = near

    def root(self, page: int) -> int:
        return self.sets.root(page)

    def group(self, page: int) -> Group:
        return self.groups[self.sets.root(page)]

    def roots(self, members: Iterable[int]) -> list[int]:
        return sorted({self.sets.root(page) for page in members})

    def join(self, a: int, b: int, reason: str, score: float) -> None:
        """Make one group of two, unless the years or kinds they stand for by now forbid it."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        one, two = self.groups[a], self.groups[b]
        if not years_fit(one.year, two.year) or kinds_differ(one, two):
            self.miss(a, b)
            return
        if (len(one.pages), -a) < (len(two.pages), -b):
            a, b, one, two = b, a, two, one
        self.sets.join(a, b)
        one.take_in(two, reason, score)
        self.groups[a] = one
        del self.groups[b]

    def miss(self, a: int, b: int) -> None:
        """Keep two groups as candidates for each other."""
        self.near.extend((a, b))


class GroupStore(MutableMapping[int, Group]):
    """All groups by root, on disk but for those asked for last. A group that has changed must be put back."""

    def __init__(self, folder: Path, pages: int) -> None:
        self._blobs = Blobs(folder)
        self._offsets = array("q", [NOWHERE]) * pages
        self._lengths = array("q", [0]) * pages
        self._at_hand: OrderedDict[int, Group] = OrderedDict()

    def __getitem__(self, root: int) -> Group:
        group = self._at_hand.get(root)
        if group is not None:
            self._at_hand.move_to_end(root)
            return group
        if self._offsets[root] == NOWHERE:
            raise KeyError(root)
        group = _unpack(self._blobs.read(self._offsets[root], self._lengths[root]))
        self._keep(root, group)
        return group

    def __setitem__(self, root: int, group: Group) -> None:
        blob = _pack(group)
        self._offsets[root] = self._blobs.append(blob)
        self._lengths[root] = len(blob)
        if root in self._at_hand:
            self._keep(root, group)

    def __delitem__(self, root: int) -> None:
        self._offsets[root] = NOWHERE
        self._at_hand.pop(root, None)

    def __iter__(self) -> Iterator[int]:
        """The roots, ascending."""
        return (root for root, offset in enumerate(self._offsets) if offset != NOWHERE)

    def __len__(self) -> int:
        return len(self._offsets) - self._offsets.count(NOWHERE)

    def close(self) -> None:
        self._blobs.close()

    def _keep(self, root: int, group: Group) -> None:
        self._at_hand[root] = group
        self._at_hand.move_to_end(root)
        if len(self._at_hand) > GROUPS_AT_HAND:
            self._at_hand.popitem(last=False)


def years_fit(a: int | None, b: int | None) -> bool:
    """Whether two years can be one work's: equal, next to each other, or one not stated."""
    return a is None or b is None or abs(a - b) <= 1


def kinds_differ(one: Group, two: Group) -> bool:
    """Whether both state kinds of works (film, series, book), none of them the same."""
    return bool(one.kinds and two.kinds and one.kinds.isdisjoint(two.kinds))


def _pack(group: Group) -> bytes:
    """The group as bytes that only this process reads again."""
    titles = [(title.text, title.keys, title.bases, title.year, title.kind) for title in group.titles.values()]
    counts = [dict(counter) for counter in (group.years, group.languages, group.own)]
    leading = {role: dict(counter) for role, counter in group.leading.items()}
    plain = (group.pages, group.kinds, titles, group.texts, group.people, group.parts, group.joins, counts, leading)
    return marshal.dumps(plain)


def _unpack(blob: bytes) -> Group:
    pages, kinds, titles, texts, people, parts, joins, counts, leading = marshal.loads(blob)
    years, languages, own = counts
    return Group(
        pages=pages,
        years=Counter(years),
        kinds=kinds,
        languages=Counter(languages),
        titles={title.key: title for title in (Title(*whole) for whole in titles)},
        texts=texts,
        own=Counter(own),
        people=people,
        leading={role: Counter(counter) for role, counter in leading.items()},
        parts=parts,
        joins=joins,
    )
