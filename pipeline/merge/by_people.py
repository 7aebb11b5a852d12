"""Which groups of pages with different titles speak of the same work: by the people whom they share.

Groups meet in blocks of one person, never all with all; a person in too many works proves nothing and opens no block.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.merge.evidence import MAX_PAIRS, SCORES, against, capped_pairs, role_words
from pipeline.merge.gathering import Gathering, Group
from pipeline.merge.pages import SHARED_BY_VERSIONS
from pipeline.merge.scratch import PairBuckets, borders
from pipeline.merge.survey import hash_text
from pipeline.text.titles import Title, alike, differ_by_subtitle, share_words

BILLED = 6  # how many first-billed people of a field open a block
BLOCK_FIELDS = ("director", "creator", "actor")
ROOTS_PER_BUCKET = 5_000
NO_YEAR = np.iinfo(np.int64).min
# The three below: of 1,700 generated works with sequels, remakes and rivals, no page came to the wrong one.
MIN_SHARED_CAST = 3  # for two pages with different titles, besides the director
MIN_CAST_SHARE = 0.5  # and this share of the smaller cast
MIN_SHARED_PARTS = 2  # actors whose characters agree, where the pages' languages tell nothing


class Billing:
    """Who is billed first where: the blocks in which groups meet, as hashes with roots, in buckets of hashes."""

    def __init__(self, folder: Path, pages: int) -> None:
        self.folder = folder
        self.years = np.full(pages, NO_YEAR, dtype=np.int64)  # by root
        self.people = PairBuckets(folder, 1 + pages // ROOTS_PER_BUCKET)

    def note(self, groups: Mapping[int, Group]) -> None:
        """Take in groups by root; each once, as it is before any joining by people."""
        keys, roots = array("q"), array("q")
        for root, group in groups.items():
            self.years[root] = NO_YEAR if group.year is None else group.year
            for role in BLOCK_FIELDS:
                for key in list(group.of(role))[:BILLED]:
                    keys.append(hash_text(f"{role} {key}"))
                    roots.append(root)
        hashes = np.asarray(keys)
        self.people.add(hashes, np.asarray(roots), hashes % self.people.count)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Roots of groups with a person in common and with years that fit, the lower one first, in order."""
        found = PairBuckets(self.folder, 1 + len(self.years) // ROOTS_PER_BUCKET)
        for bucket in range(self.people.count):
            lower, higher = array("q"), array("q")
            for members in self._blocks(bucket):
                for a, b in _pairs(members, self.years[members].tolist()):
                    lower.append(a)
                    higher.append(b)
            left, right = map(np.asarray, (lower, higher))
            found.add(left, right, left // ROOTS_PER_BUCKET)
        for bucket in range(found.count):
            distinct = np.unique(np.column_stack(found.read(bucket)), axis=0)
            yield from map(tuple, distinct.tolist())
        found.close()

    def close(self) -> None:
        self.people.close()

    def _blocks(self, bucket: int) -> Iterator[list[int]]:
        """The roots, ascending, of each block with two or more."""
        keys, roots = self.people.read(bucket)
        order = np.lexsort((roots, keys))
        keys, ordered = keys[order], roots[order].tolist()
        for low, high in pairwise(borders(keys)):
            if high - low > 1:
                yield ordered[low:high]


def join_by_people(gathering: Gathering, billing: Billing) -> None:
    """Join works whose titles differ: by a slip, by a subtitle, or because one is the other's translation."""
    choices: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
    for a, b in billing.pairs():
        one, two = gathering.group(a), gathering.group(b)
        if gathering.root(a) == gathering.root(b) or against(one, two):
            continue
        verdict = _same_but_spelled_otherwise(one, two)
        if verdict is not None and one.year is not None and two.year is not None:
            gathering.join(a, b, *verdict)
            continue
        verdict = verdict or _same_in_translation(one, two)
        if verdict is not None:
            choices[a].append((b, *verdict))
            choices[b].append((a, *verdict))
    for a in sorted(choices):
        for b, reason, score in choices[a]:
            if a < b and _only_choice(gathering, a, b, choices) and _only_choice(gathering, b, a, choices):
                gathering.join(a, b, reason, score)
            else:
                gathering.miss(a, b)


def _only_choice(gathering: Gathering, a: int, b: int, choices: Mapping[int, Sequence[tuple[int, str, float]]]) -> bool:
    return {gathering.root(other) for other, _, _ in choices[a]} <= {gathering.root(b), gathering.root(a)}


def _pairs(members: Sequence[int], years: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a block, by their years; none where there are too many."""
    by_year: dict[int, list[int]] = defaultdict(list)
    for root, year in zip(members, years, strict=True):
        by_year[year].append(root)
    undated = by_year.pop(NO_YEAR, [])
    if len(undated) * len(members) <= MAX_PAIRS:
        yield from ((min(a, b), max(a, b)) for a in undated for b in members if a != b)
    for year, dated in by_year.items():
        yield from capped_pairs(sorted([*dated, *by_year.get(year + 1, [])]))


def _same_but_spelled_otherwise(one: Group, two: Group) -> tuple[str, float] | None:
    """A slip in the title, or a subtitle that one of them leaves out; people must agree."""
    witness = _witness(one, two)
    if witness is None or not one.titles or not two.titles:
        return None
    for a in one.titles.values():
        for b in two.titles.values():
            if differ_by_subtitle(a, b):
                return f"“{a.text}” and “{b.text}” differ by a subtitle, {witness} in common", SCORES[
                    "subtitle, people"
                ]
    for a in one.titles.values():
        for b in two.titles.values():
            if alike(a, b):
                return f"“{a.text}” and “{b.text}” differ by a slip, {witness} in common", SCORES[
                    "slip in title, people"
                ]
    return None


def _same_in_translation(one: Group, two: Group) -> tuple[str, float] | None:
    """Different titles, or none on one side, with the same director and three shared actors.

    A troupe that makes two films a year plays other characters. Films of one series, made in one go, share those too,
    and mostly a word of the title: then the languages of the pages must differ, and both years be stated.
    """
    directors = sorted(set(one.of("director")) & set(two.of("director")))
    cast = [key for key in one.of("actor") if key in two.of("actor")]
    smaller = min(len(one.of("actor")), len(two.of("actor")))
    if not directors or len(cast) < MIN_SHARED_CAST or len(cast) < MIN_CAST_SHARE * smaller:
        return None
    years_equal = one.year is not None and one.year == two.year
    years_open = one.year is None or two.year is None
    people = f"director {one.of('director')[directors[0]]} and {len(cast)} actors in common"
    if not one.titles or not two.titles:
        return (f"no title on one side, same year, {people}", SCORES["no title, people"]) if years_equal else None
    parts = [one.parts[key] & two.parts[key] for key in cast if key in one.parts and key in two.parts]
    if parts and not any(parts):
        return None
    if {title.numbers for title in one.titles.values()}.isdisjoint({title.numbers for title in two.titles.values()}):
        return None
    related = any(share_words(a, b) for a in one.titles.values() for b in two.titles.values())
    same_parts = sum(map(bool, parts)) >= MIN_SHARED_PARTS and not related
    if not (years_equal or (years_open and not related)) or not (_languages_differ(one, two) or same_parts):
        return None
    a, b = min(one.titles.values(), key=_by_text).text, min(two.titles.values(), key=_by_text).text
    return f"“{a}” and “{b}” are titles of one work, {people}", SCORES["translated title, people"]


def _languages_differ(one: Group, two: Group) -> bool:
    """Whether two thirds of the one's pages are in a language that two thirds of the other's are not in."""
    (one_main, one_pages), (two_main, two_pages) = (_main_language(group) for group in (one, two))
    return one_main != two_main and 3 * one_pages >= 2 * len(one.pages) and 3 * two_pages >= 2 * len(two.pages)


def _main_language(group: Group) -> tuple[str | None, int]:
    """The language of most pages, and of how many."""
    return min(group.languages.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))


def _witness(one: Group, two: Group) -> str | None:
    """Whom two groups share, if it is enough: a director or creator, or two people in the same roles."""
    shared = [
        (role, name)
        for role, names in sorted(one.people.items())
        if role not in SHARED_BY_VERSIONS
        for key, name in names.items()
        if key in two.of(role)
    ]
    leading = [(role, name) for role, name in shared if role in ("director", "creator")]
    if not leading and len(shared) < 2:
        return None
    return " and ".join(f"{role_words(role)} {name}" for role, name in (leading or shared)[:2])


def _by_text(title: Title) -> tuple[int, str]:
    return len(title.text), title.text
