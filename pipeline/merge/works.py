"""Which pages speak of the same work: by title and year, and by shared people where titles differ.

Pages meet in blocks (one title, one person), never all with all; a block that has grown too common to prove anything
is left out. Every joining has a reason and a score, and what was close but not enough is kept as a candidate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import OSA

from pipeline.ids import make_id
from pipeline.merge.gathering import Gathering, Group, kinds_differ, years_fit
from pipeline.merge.pages import BILLED, SHARED_BY_VERSIONS, Page
from pipeline.text.name_match import sound
from pipeline.text.titles import Title, alike, differ_by_subtitle, share_words

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
# The four below: of 1,700 generated works with sequels, remakes and rivals, no page came to the wrong one.
MIN_CAST = 3  # casts of this size that share nobody speak against one work
MIN_SHARED_CAST = 3  # for two pages with different titles, besides the director
MIN_CAST_SHARE = 0.5  # and this share of the smaller cast
MIN_SHARED_PARTS = 2  # actors whose characters agree, where the pages' languages tell nothing


@dataclass(frozen=True, slots=True)
class Work:
    """Pages that speak of one work; `pages`, `documents` and `candidates` are indices, the last ones of works."""

    id: str
    title: str | None
    titles: tuple[str, ...]
    year: int | None
    pages: tuple[int, ...]
    documents: tuple[int, ...]
    score: float
    reason: str
    candidates: tuple[int, ...]


def gather_works(pages: Sequence[Page], document_ids: Sequence[str]) -> list[Work]:
    """The works that the pages are about, sorted by id; every page belongs to exactly one.

    `document_ids` are the ids of the rows that `Page.document` counts.
    """
    gathering = Gathering(pages)
    for members in _title_blocks(pages):
        _join_by_title(gathering, members)
    _join_by_people(gathering)
    return _works(gathering, document_ids)


def _title_blocks(pages: Sequence[Page]) -> list[list[int]]:
    """Pages with a title in common, by title; a page stands in the block of each of its titles."""
    blocks: dict[str, dict[int, None]] = defaultdict(dict)
    for index, page in enumerate(pages):
        for title in page.titles:
            for key in title.keys:
                blocks[key][index] = None
    return [list(blocks[key]) for key in sorted(blocks) if len(blocks[key]) > 1]


def _join_by_title(gathering: Gathering, members: Sequence[int]) -> None:
    """Join the pages of one title: within a year, with the year next to it, then those that state no year."""
    by_year: dict[int | None, list[int]] = defaultdict(list)
    for index in members:
        by_year[gathering.group(index).year].append(index)
    years = sorted(year for year in by_year if year is not None)
    for year in years:
        _join_sharing(gathering, by_year[year], "same title and year", SCORES["title, year, person"])
        _join_compatible(gathering, by_year[year])
    for year in years:
        if year + 1 in by_year:
            _join_neighbours(gathering, by_year[year], by_year[year + 1])
    if None in by_year:
        _join_undated(gathering, by_year[None], [index for year in years for index in by_year[year]])
    for a, b in _capped_pairs(gathering.roots(members)):
        if years_fit(gathering.group(a).year, gathering.group(b).year):
            gathering.miss(a, b)


def _join_sharing(gathering: Gathering, members: Sequence[int], what: str, score: float) -> None:
    """Join pages that credit one person in the same role; linear in the credits."""
    seen: dict[tuple[str, str], int] = {}
    for index in members:
        for role, names in gathering.pages[index].people.items():
            if role in SHARED_BY_VERSIONS:
                continue
            for key, name in names.items():
                other = seen.setdefault((role, key), index)
                if gathering.root(other) != gathering.root(index) and not _directors_differ(
                    gathering.group(other), gathering.group(index)
                ):
                    gathering.join(other, index, f"{what}, {_role_words(role)} {name} in common", score)


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


def _join_neighbours(gathering: Gathering, earlier: Sequence[int], later: Sequence[int]) -> None:
    """Join pages whose years differ by one: by a shared person, or where a page without credits has only one choice."""
    what = "same title, years differ by one"
    _join_sharing(gathering, [*earlier, *later], what, SCORES["title, next year, person"])
    roots = gathering.roots([*earlier, *later])
    if len(roots) == 2:
        one, two = (gathering.groups[root] for root in roots)
        if not (one.has_people and two.has_people) and not _against(one, two):
            gathering.join(roots[0], roots[1], f"{what}, no other work of this title", SCORES["title, next year"])


def _join_undated(gathering: Gathering, undated: Sequence[int], dated: Sequence[int]) -> None:
    """Join the pages without a year: with whom they share people; without people only where there is no choice."""
    _join_sharing(gathering, undated, "same title", SCORES["title, person"])
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
                    witness.setdefault(gathering.root(holder), f"{_role_words(role)} {name}")
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
    pairs = list(_capped_pairs(roots))
    return bool(pairs) and not any(_against(gathering.groups[a], gathering.groups[b]) for a, b in pairs)


def _join_by_people(gathering: Gathering) -> None:
    """Join works whose titles differ: by a slip, by a subtitle, or because one is the other's translation."""
    choices: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
    for a, b in _pairs_sharing_people(gathering):
        one, two = gathering.group(a), gathering.group(b)
        if gathering.root(a) == gathering.root(b) or _against(one, two):
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


def _pairs_sharing_people(gathering: Gathering) -> list[tuple[int, int]]:
    """Groups with a director, creator or first-billed actor in common, and with years that fit."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for root in sorted(gathering.groups):
        group = gathering.groups[root]
        for role in ("director", "creator", "actor"):
            for key in list(group.of(role))[:BILLED]:
                blocks[role, key].append(root)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) < 2:
            continue
        by_year: dict[int | None, list[int]] = defaultdict(list)
        for root in members:
            by_year[gathering.groups[root].year].append(root)
        undated = by_year.pop(None, [])
        if len(undated) * len(members) <= MAX_PAIRS:
            pairs.update((min(a, b), max(a, b)) for a in undated for b in members if a != b)
        for year, dated in by_year.items():
            following = by_year.get(year + 1, []) if year is not None else []
            pairs.update(_capped_pairs(sorted([*dated, *following])))
    return sorted(pairs)


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
    return " and ".join(f"{_role_words(role)} {name}" for role, name in (leading or shared)[:2])


def _against(one: Group, two: Group) -> bool:
    """Whether something speaks against one work: kinds, years, directors or casts that have nothing in common."""
    if kinds_differ(one, two) or not years_fit(one.year, two.year):
        return True
    if _directors_differ(one, two):
        return True
    cast, other_cast = one.of("actor"), two.of("actor")
    return min(len(cast), len(other_cast)) >= MIN_CAST and _shared(one, two) == 0


def _directors_differ(one: Group, two: Group) -> bool:
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


def _capped_pairs(roots: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(roots, 2) if len(roots) * (len(roots) - 1) // 2 <= MAX_PAIRS else ()


def _role_words(role: str) -> str:
    return role.replace("_", " ")


def _by_text(title: Title) -> tuple[int, str]:
    return len(title.text), title.text


def _works(gathering: Gathering, document_ids: Sequence[str]) -> list[Work]:
    """The groups as works: title, year, id, reasons, and candidates by index."""
    roots = sorted(gathering.groups)
    parts = {root: _identity(gathering, root, document_ids) for root in roots}
    taken = Counter(parts.values())
    ids = {
        root: make_id(*parts[root])
        if taken[parts[root]] == 1
        else make_id(*parts[root], _first(gathering, root, document_ids))
        for root in roots
    }
    order = sorted(roots, key=ids.__getitem__)
    index_of = {root: index for index, root in enumerate(order)}
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in gathering.near:
        a, b = gathering.root(a), gathering.root(b)
        if a != b:
            near[a].add(index_of[b])
            near[b].add(index_of[a])
    works = []
    for root in order:
        group = gathering.groups[root]
        pages = [gathering.pages[page] for page in sorted(group.pages)]
        titles = Counter(page.titles[0].text for page in pages if page.titles)
        works.append(
            Work(
                id=ids[root],
                title=_main_title(pages),
                titles=tuple(sorted({title.text for page in pages for title in page.titles} | set(titles))),
                year=group.year,
                pages=tuple(sorted(group.pages)),
                documents=tuple(sorted({page.document for page in pages})),
                score=min((score for _, score in group.joins), default=1.0),
                reason=_reason(group, len({page.document for page in pages})),
                candidates=tuple(sorted(near[root])),
            )
        )
    return works


def _identity(gathering: Gathering, root: int, document_ids: Sequence[str]) -> tuple[str | int | None, ...]:
    """What a work's id is a hash of: title, year and leading person.

    The person is always part of it, so that a rival of the same title and year, added later, changes nothing here. A
    work without a title is known by its document.
    """
    group = gathering.groups[root]
    pages = [gathering.pages[page] for page in sorted(group.pages)]
    keys = Counter(page.titles[0].key for page in pages if page.titles)
    if not keys:
        first = gathering.pages[min(group.pages)]
        return ("work", "untitled", document_ids[first.document], first.work)
    return ("work", _most_common(keys), group.year, _leading_person(pages))


def _leading_person(pages: Sequence[Page]) -> str | None:
    for role in ("director", "creator"):
        keys = Counter(key for page in pages for key in page.people.get(role, ()))
        if keys:
            return _most_common(keys)
    return None


def _first(gathering: Gathering, root: int, document_ids: Sequence[str]) -> str:
    first = min(gathering.groups[root].pages, key=lambda page: document_ids[gathering.pages[page].document])
    return f"{document_ids[gathering.pages[first].document]} {gathering.pages[first].work}"


def _main_title(pages: Sequence[Page]) -> str | None:
    keys = Counter(page.titles[0].key for page in pages if page.titles)
    if not keys:
        return None
    key = _most_common(keys)
    texts = Counter(page.titles[0].text for page in pages if page.titles and page.titles[0].key == key)
    return min(texts, key=lambda text: (text.isupper(), -texts[text], text))  # capitals may be the site's lettering


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], text))


def _reason(group: Group, documents: int) -> str:
    if not group.joins:
        return "one document" if documents == 1 else f"{documents} documents"
    counts = Counter(reason for reason, _ in group.joins)
    told = sorted(counts, key=lambda reason: (-counts[reason], reason))
    shown = [f"{reason} ({counts[reason]} times)" if counts[reason] > 1 else reason for reason in told[:3]]
    more = [f"{len(told) - 3} more reasons"] if len(told) > 3 else []
    return "; ".join([*shown, *more])
