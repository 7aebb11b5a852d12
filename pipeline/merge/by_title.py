"""Which pages with a title in common speak of the same work: by years, people, and what else bears that title.

Pages meet in blocks of one title, never all with all.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.merge.disjoint import DisjointSets
from pipeline.merge.evidence import SCORES, against, capped_pairs, directors_differ, role_words
from pipeline.merge.gathering import Gathering, Group, years_fit
from pipeline.merge.pages import SHARED_BY_VERSIONS, Page


def join_by_title(pages: Mapping[int, Page], sets: DisjointSets, near: array[int]) -> dict[int, Group]:
    """The groups of pages, by root; `sets` and `near` take in what was joined and what nearly was.

    `pages`, in order of their numbers, must hold all pages with which any of them has a title in common.
    """
    gathering = Gathering(sets, {number: Group.of_page(page) for number, page in pages.items()}, near)
    for members in _title_blocks(pages):
        _join_members(gathering, pages, members)
    return dict(gathering.groups)


def _title_blocks(pages: Mapping[int, Page]) -> list[list[int]]:
    """Pages with a title in common, by title; a page stands in the block of each of its titles."""
    blocks: dict[str, dict[int, None]] = defaultdict(dict)
    for index, page in pages.items():
        for title in page.titles:
            for key in title.keys:
                blocks[key][index] = None
    return [list(blocks[key]) for key in sorted(blocks) if len(blocks[key]) > 1]


def _join_members(gathering: Gathering, pages: Mapping[int, Page], members: Sequence[int]) -> None:
    """Join the pages of one title: within a year, with the year next to it, then those that state no year."""
    by_year: dict[int | None, list[int]] = defaultdict(list)
    for index in members:
        by_year[gathering.group(index).year].append(index)
    years = sorted(year for year in by_year if year is not None)
    for year in years:
        _join_sharing(gathering, pages, by_year[year], "same title and year", SCORES["title, year, person"])
        _join_compatible(gathering, by_year[year])
    for year in years:
        if year + 1 in by_year:
            _join_neighbours(gathering, pages, by_year[year], by_year[year + 1])
    if None in by_year:
        _join_undated(gathering, pages, by_year[None], [index for year in years for index in by_year[year]])
    for a, b in capped_pairs(gathering.roots(members)):
        if years_fit(gathering.group(a).year, gathering.group(b).year):
            gathering.miss(a, b)


def _join_sharing(
    gathering: Gathering, pages: Mapping[int, Page], members: Sequence[int], what: str, score: float
) -> None:
    """Join pages that credit one person in the same role; linear in the credits."""
    seen: dict[tuple[str, str], int] = {}
    for index in members:
        for role, names in pages[index].people.items():
            if role in SHARED_BY_VERSIONS:
                continue
            for key, name in names.items():
                other = seen.setdefault((role, key), index)
                if gathering.root(other) != gathering.root(index) and not directors_differ(
                    gathering.group(other), gathering.group(index)
                ):
                    gathering.join(other, index, f"{what}, {role_words(role)} {name} in common", score)


def _join_compatible(gathering: Gathering, members: Sequence[int]) -> None:
    """Join pages of one title and year that share nobody, if nothing speaks against any of them."""
    silent = [root for root in gathering.roots(members) if not gathering.groups[root].has_people]
    for root in silent[1:]:
        gathering.join(silent[0], root, "same title and year", SCORES["title, year, nothing against"])
    roots = gathering.roots(members)
    if _all_fit(gathering, roots):
        for root in roots[1:]:
            gathering.join(
                roots[0], root, "same title and year, nothing against it", SCORES["title, year, nothing against"]
            )


def _join_neighbours(
    gathering: Gathering, pages: Mapping[int, Page], earlier: Sequence[int], later: Sequence[int]
) -> None:
    """Join pages whose years differ by one: by a shared person, or where a page without credits has only one choice."""
    what = "same title, years differ by one"
    _join_sharing(gathering, pages, [*earlier, *later], what, SCORES["title, next year, person"])
    roots = gathering.roots([*earlier, *later])
    if len(roots) == 2:
        one, two = (gathering.groups[root] for root in roots)
        if not (one.has_people and two.has_people) and not against(one, two):
            gathering.join(roots[0], roots[1], f"{what}, no other work of this title", SCORES["title, next year"])


def _join_undated(
    gathering: Gathering, pages: Mapping[int, Page], undated: Sequence[int], dated: Sequence[int]
) -> None:
    """Join the pages without a year: with whom they share people; without people only where there is no choice."""
    _join_sharing(gathering, pages, undated, "same title", SCORES["title, person"])
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for root in gathering.roots(dated):
        for role, names in gathering.groups[root].people.items():
            for key in names:
                holders[role, key].add(root)
    for root in gathering.roots(undated):
        group = gathering.groups[root]
        shared: Counter[int] = Counter()
        witness: dict[int, str] = {}
        for role, names in group.people.items():
            for key, name in names.items() if role not in SHARED_BY_VERSIONS else ():
                for holder in holders.get((role, key), ()):
                    shared[gathering.root(holder)] += 1
                    witness.setdefault(gathering.root(holder), f"{role_words(role)} {name}")
        best = [other for other in sorted(shared) if shared[other] == max(shared.values())]
        if len(best) == 1:
            reason = f"same title, {witness[best[0]]} in common, year stated on one side only"
            gathering.join(best[0], root, reason, SCORES["title, person"])
    silent = [root for root in gathering.roots(undated) if not gathering.group(root).has_people]
    for root in silent[1:]:
        gathering.join(silent[0], root, "same title, neither year nor credits", SCORES["title alone"])
    roots = gathering.roots([*undated, *dated])
    if _all_fit(gathering, roots):
        silent_side = any(not gathering.groups[root].has_people for root in roots)
        score = SCORES["title alone"] if silent_side else SCORES["title, only work"]
        for root in roots[1:]:
            gathering.join(roots[0], root, "same title, and no other work of this title is known", score)


def _all_fit(gathering: Gathering, roots: Sequence[int]) -> bool:
    """Whether nothing speaks against any two of the groups."""
    pairs = list(capped_pairs(roots))
    return bool(pairs) and not any(against(gathering.groups[a], gathering.groups[b]) for a, b in pairs)
