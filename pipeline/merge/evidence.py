"""What speaks for and against two groups of pages being about one work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from pipeline.merge.gathering import Group, kinds_differ, years_fit
from pipeline.text.name_match import sound

# How sure a joining is (0 to 1), by its evidence: set by judgement. On 7,000 generated pages no joining was wrong, on
# 73,000 three pairs of pages in 10,000 (tests/reports/merge_report.py), so that these err on the side of doubt. A page
# with nothing but a title: of 26,500 films of English extracts 0.91 have theirs to themselves; there are more films.
SCORES: Mapping[str, float] = {
    "title, year, person": 0.99,
    "title, year, nothing against": 0.95,
    "title, next year, person": 0.96,
    "title, next year": 0.8,
    "title, person": 0.96,
    "title, only work": 0.85,
    "title alone": 0.75,
    "slip in title, people": 0.95,
    "subtitle, people": 0.94,
    "translated title, people": 0.93,
    "no title, people": 0.9,
}
MAX_PAIRS = 20_000  # pairs of one block that are compared; a person in more works than that is no evidence
MIN_CAST = 3  # casts of this size that share nobody speak against one work; see `by_people.py` for the data


def against(one: Group, two: Group) -> bool:
    """Whether something speaks against one work: kinds, years, directors or casts that have nothing in common."""
    if kinds_differ(one, two) or not years_fit(one.year, two.year):
        return True
    if directors_differ(one, two):
        return True
    cast, other_cast = one.of("actor"), two.of("actor")
    return min(len(cast), len(other_cast)) >= MIN_CAST and _shared(one, two) == 0


def directors_differ(one: Group, two: Group) -> bool:
    """Whether both name directors, none of them the same, and not two other people are shared."""
    directors, others = one.of("director"), two.of("director")
    if not directors or not others or any(_alike_keys(a, b) for a in directors for b in others):
        return False
    return _shared(one, two) < 2


def _shared(one: Group, two: Group) -> int:
    return sum(key in two.of(role) for role, names in one.people.items() for key in names)


def _alike_keys(a: str, b: str) -> bool:
    """Short keys that may be one person's: «k brandt», «brandt» alone, a slip, another transliteration."""
    if a == b or a.split(" ")[-1] == b or b.split(" ")[-1] == a or sound(a) == sound(b):
        return True
    return min(len(a), len(b)) > 4 and OSA.distance(a, b, score_cutoff=1) <= 1


def capped_pairs(roots: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(roots, 2) if len(roots) * (len(roots) - 1) // 2 <= MAX_PAIRS else ()


def role_words(role: str) -> str:
    return role.replace("_", " ")
