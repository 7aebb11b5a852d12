"""Which names of one work are the same person, and why; likewise its characters and companies.

Everything here happens within one work: names of other works do not matter, so that no page can change the people of a
work that it does not speak of. Names meet in blocks (one surname, one forename, one sound), never all with all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from pipeline.merge.disjoint import DisjointSets
from pipeline.text.name_match import Name, fits_initials, is_initial, lacks_middle, slip_token

# How sure a joining is (0 to 1), by its evidence: set by judgement. On 100,000 and 1,000,000 generated claims, 0.996 or
# more of each kind's joinings were right (tests/reports/merge_report.py); real pages hold worse than its slips.
SCORES: Mapping[str, float] = {
    "spelling": 0.99,
    "middle name": 0.98,
    "initial": 0.98,
    "initial, other role": 0.93,
    "initial, role decides": 0.9,
    "surname": 0.95,
    "surname, role decides": 0.9,
    "surname, same page": 0.93,
    "transliteration": 0.96,
    "slip": 0.97,
    "slip, other role": 0.9,
    "slip between known names": 0.93,
    "suffix": 0.9,
}
MAX_BLOCK = 60  # names of one work with one surname or forename; more than that is no cast but a telephone book
SLIP_ROUNDS = 2  # two slips of one name may be near each other as well; in the second round one of them is settled
MAX_SHORT_NAME = 4  # «Jan» and «Jon», «Karl» and «Kurt» are two names, not a slip

ListKey = tuple[int | str | None, ...]


@dataclass(slots=True)
class Usage:
    """One spelling of a name in one work, and how its pages use it.

    `lists` are the lists in which it stands: two names of one list are two people. `parts` are the characters it plays,
    folded, and `places` its fields outside the cast with the positions there.
    """

    name: Name
    claims: int = 0
    documents: set[int] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    lists: set[ListKey] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    places: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Person:
    """The spellings (indices of usages) of one person in one work; `main` is the fullest one.

    `reasons` says of a joined spelling why it is this person, with a score; the main spelling has none.
    """

    main: int
    spellings: tuple[int, ...]
    reasons: Mapping[int, tuple[str, float]]


def join_people(usages: Sequence[Usage], known: frozenset[str]) -> list[Person]:
    """The people whom the usages name; every usage belongs to one person, or to none where it could be several.

    `usages` must be in an order that does not depend on the order of documents. `known` holds listed forenames and
    surnames, folded.
    """
    joining = _Joining(usages, known)
    joining.spellings()
    joining.transliterations()
    same_ends = joining.blocks(joining.of_full(lambda name: (name.tokens[0], name.tokens[-1])))
    joining.middle_names(same_ends)
    joining.slips()
    joining.middle_names(same_ends)
    joining.initials()
    joining.surnames()
    joining.suffixes()
    return joining.people(joining.undecided())


class _Joining:
    """Union-find over the usages of one work. Full names come together before names cut short ask whose they are."""

    def __init__(self, usages: Sequence[Usage], known: frozenset[str]) -> None:
        self.usages = usages
        self.known = known
        self.full = [usage.name.full for usage in usages]
        self.families = self.blocks((index, usage.name.family) for index, usage in enumerate(usages))
        self.sets = DisjointSets(len(usages))
        self.members: dict[int, list[int]] = {index: [index] for index in range(len(usages))}
        self.lists = [usage.lists for usage in usages]
        self.fields = [usage.fields for usage in usages]
        self.reasons: dict[int, tuple[str, float]] = {}
        self.slipped: set[int] = set()

    def root(self, index: int) -> int:
        return self.sets.root(index)

    def join(self, index: int, other: int, reason: str, score: float) -> None:
        """`index` is the spelling to be explained, `other` the one it belongs to."""
        a, b = self.root(other), self.root(index)
        if a == b:
            return
        self.sets.join(a, b)
        self.members[a] += self.members.pop(b)
        self.lists[a] = self.lists[a] | self.lists[b]
        self.fields[a] = self.fields[a] | self.fields[b]
        self.reasons.setdefault(index, (reason, score))

    def listed_together(self, a: int, b: int) -> bool:
        """Whether one list of one page names both."""
        return not self.lists[self.root(a)].isdisjoint(self.lists[self.root(b)])

    def share_role(self, a: int, b: int) -> bool:
        return not self.fields[self.root(a)].isdisjoint(self.fields[self.root(b)])

    def spellings(self) -> None:
        """Case, accents, «ue» for «ü», hyphens, apostrophes, order of the words, nicknames that a page itself links."""
        seen: dict[str, int] = {}
        for index, usage in enumerate(self.usages):
            others = {spelling: seen.setdefault(spelling, index) for spelling in usage.name.spellings}
            for spelling in sorted(spelling for spelling, other in others.items() if other != index):
                self.join(index, others[spelling], "the same name in another spelling", SCORES["spelling"])

    def middle_names(self, same_ends: Sequence[Sequence[int]]) -> None:
        """«Philip Hoffman» is Philip Seymour Hoffman where the work has no other Philip … Hoffman.

        `same_ends` are the blocks of full names that begin and end with the same words.
        """
        for members in same_ends:
            longest_first = sorted(members, key=lambda index: (-len(self.usages[index].name.tokens), index))
            for index in longest_first:
                name = self.usages[index].name
                fuller = [
                    other for other in longest_first if other != index and lacks_middle(name, self.usages[other].name)
                ]
                choice = self.only(index, fuller)
                if choice is not None:
                    reason = f"no other {_words(name.text, 0)} with that surname is among this work's people"
                    self.join(index, choice, reason, SCORES["middle name"])

    def initials(self) -> None:
        """«N. Cage» is Nicolas Cage where no other Cage of the work has that initial."""
        for members in self.families:
            full = [index for index in members if self.full[index]]
            for index in members:
                name = self.usages[index].name
                if not name.abbreviated:
                    continue
                fitting = [other for other in full if fits_initials(name, self.usages[other].name)]
                self.join_only_or_by_role(index, fitting)

    def join_only_or_by_role(self, index: int, fitting: Sequence[int]) -> None:
        surname = _words(self.usages[index].name.text, -1)
        choice = self.only(index, fitting)
        if choice is not None:
            evidence = "initial" if self.share_role(index, choice) else "initial, other role"
            self.join(index, choice, only_with_initial(self.usages[index].name.text), SCORES[evidence])
            return
        choice = self.only(index, [other for other in fitting if self.share_role(index, other)])
        if choice is not None:
            reason = f"the only {surname} with that initial in the same role"
            self.join(index, choice, reason, SCORES["initial, role decides"])

    def surnames(self) -> None:
        """«Cage» alone is the only Cage in the same role, or in any role where the page has the full name, too."""
        for members in self.families:
            full = [index for index in members if not self.usages[index].name.single]
            for index in members:
                usage = self.usages[index]
                if usage.name.single:
                    self.join_surname(index, usage, full)

    def join_surname(self, index: int, usage: Usage, full: Sequence[int]) -> None:
        only = self.only(index, full)
        peer = self.only(index, [other for other in full if self.share_role(index, other)])
        among = f"the only {usage.name.text} among this work's people"
        if only is not None and peer is not None:
            self.join(index, only, f"{among}, in the same role", SCORES["surname"])
        elif peer is not None:
            self.join(index, peer, f"the only {usage.name.text} in the same role", SCORES["surname, role decides"])
        elif only is not None and usage.documents <= self.documents(only):
            self.join(index, only, f"{among}, and the page has the full name", SCORES["surname, same page"])

    def transliterations(self) -> None:
        """«Andrej Tarkowski» and «Andrei Tarkovsky», «Nicholas» and «Nicolas»: the same sounds in the same role."""
        for members in self.blocks(self.of_full(attrgetter("sound"))):
            for index in members:
                choice = self.only(index, [other for other in members if other != index])
                if choice is not None and self.share_role(index, choice):
                    reason = "the same name in another transliteration, in the same role"
                    self.join_weaker(index, choice, reason, SCORES["transliteration"])

    def slips(self) -> None:
        """«Nicolas Cgae»: one word with a slip, where the misspelled word is no known name or role and place agree."""
        by_family = self.blocks(self.of_full(attrgetter("family")))
        by_given = self.blocks(self.of_full(attrgetter("given")))
        near: dict[int, set[int]] = defaultdict(set)
        for members in (*by_family, *by_given):
            for position, a in enumerate(members):
                for b in members[position + 1 :]:
                    if self.root(a) != self.root(b) and self.slip_score(a, b) is not None:
                        near[a].add(b)
                        near[b].add(a)
        support = {index: self.support(index) for index in near}
        weakest_first = sorted(near, key=support.__getitem__)
        for _ in range(SLIP_ROUNDS):
            for a in weakest_first:
                choice = self.only(a, [b for b in near[a] if support[b] > support[a]])
                score = None if choice is None else self.slip_score(a, choice)
                if choice is not None and score is not None:
                    self.join_weaker(a, choice, "a slip of the pen, no other name of this work is as near", score)

    def slip_score(self, a: int, b: int) -> float | None:
        """How sure it is that two names differ by a slip only, or None."""
        one, two = self.usages[a], self.usages[b]
        pair = slip_token(one.name, two.name)
        if pair is None:
            return None
        if pair[0] in self.known and pair[1] in self.known:
            same_place = not one.places.isdisjoint(two.places) or not one.parts.isdisjoint(two.parts)
            long_enough = min(map(len, pair)) > MAX_SHORT_NAME
            return SCORES["slip between known names"] if same_place and long_enough else None
        return SCORES["slip"] if self.share_role(a, b) else SCORES["slip, other role"]

    def suffixes(self) -> None:
        """«Robert Downey» is Robert Downey Jr. only where they play the same character and no page names both."""
        if all(usage.name.suffix is None for usage in self.usages):
            return
        for members in self.blocks(self.of_full(attrgetter("tokens"))):
            for index in members:
                usage = self.usages[index]
                if usage.name.suffix is not None:
                    continue
                juniors = [
                    other
                    for other in members
                    if self.usages[other].name.suffix is not None
                    and self.usages[other].documents.isdisjoint(usage.documents)
                    and not self.usages[other].parts.isdisjoint(usage.parts)
                ]
                choice = self.only(index, juniors)
                if choice is not None:
                    self.join(index, choice, "plays the same character, and no page names both", SCORES["suffix"])

    def undecided(self) -> frozenset[int]:
        """Names cut short that could be any of several people in each of their roles, beside whom no list names them.

        «Brandt» as director says nothing that «Karla Brandt» and «Simon Brandt», directors, do not say.
        """
        found = set()
        for members in self.families:
            for index in members:
                name = self.usages[index].name
                if self.full[index] or len(self.members[self.root(index)]) > 1:
                    continue
                fitting = [
                    other
                    for other in members
                    if self.full[other]
                    and (name.single or fits_initials(name, self.usages[other].name))
                    and not self.listed_together(index, other)
                ]
                people = {self.root(other) for other in fitting}
                if all(sum(role in self.fields[person] for person in people) > 1 for role in self.usages[index].fields):
                    found.add(index)
        return frozenset(found)

    def documents(self, index: int) -> set[int]:
        """All documents that name this person, in any spelling."""
        return set().union(*(self.usages[member].documents for member in self.members[self.root(index)]))

    def only(self, index: int, others: Iterable[int]) -> int | None:
        """The one person among `others`, if there is just one and no list names them beside `index`."""
        roots = {self.root(other): other for other in sorted(others, reverse=True)}
        roots.pop(self.root(index), None)
        if len(roots) != 1:
            return None
        choice = next(iter(roots.values()))
        return None if self.listed_together(index, choice) else choice

    def join_weaker(self, a: int, b: int, reason: str, score: float) -> None:
        """Join two spellings of which the one with less support is the wrong one."""
        weaker, stronger = (a, b) if self.support(a) <= self.support(b) else (b, a)
        self.slipped.add(weaker)
        self.join(weaker, stronger, reason, score)

    def support(self, index: int) -> tuple[int, int, int, str]:
        """How well a spelling is attested; what is in the lists of names is less likely a slip."""
        usage = self.usages[index]
        known = sum(token in self.known for token in usage.name.tokens)
        return len(usage.documents), known, usage.claims, usage.name.text

    def of_full(self, key: Callable[[Name], object]) -> Iterator[tuple[int, object]]:
        """The index and a key of each usage with forename and surname."""
        return ((index, key(self.usages[index].name)) for index, full in enumerate(self.full) if full)

    def blocks(self, keys: Iterable[tuple[int, object]]) -> list[list[int]]:
        """Indices of the usages with equal keys, two or more; keys too common are left out."""
        found: dict[object, list[int]] = defaultdict(list)
        for index, key in keys:
            found[key].append(index)
        return [members for members in found.values() if 1 < len(members) <= MAX_BLOCK]

    def people(self, undecided: frozenset[int]) -> list[Person]:
        found = []
        for root in sorted(self.members.keys() - undecided):
            spellings = tuple(sorted(self.members[root]))
            main = max(spellings, key=self.fullness) if len(spellings) > 1 else root
            reasons = {}
            for index in spellings:
                reason = self.reasons.get(index) or self.reasons.get(main)
                if index != main and reason is not None:
                    reasons[index] = reason
            found.append(Person(main, spellings, reasons))
        return found

    def fullness(self, index: int) -> tuple[object, ...]:
        """Which spelling stands for the person: the fullest, then the best attested one with its marks and capitals."""
        usage = self.usages[index]
        name = usage.name
        words = sum(1 if is_initial(token) else 2 for token in name.tokens)
        marks = sum(not c.isascii() and c.isalpha() for c in name.text)
        return (
            *(name.full, index not in self.slipped, name.nickname is None, words, name.suffix is not None),
            *self.support(index)[:2],
            *("," not in name.text, not name.text.isupper(), marks, usage.claims, name.text),
        )


def join_characters(players: Sequence[tuple[Name, int]]) -> list[int]:
    """Which characters of one work are the same: for each (name, player) the index of the one it belongs to.

    Equal names are one character; a shorter name is the longer one's where the same person plays both.
    """
    sets = DisjointSets(len(players))
    by_spelling: dict[str, int] = {}
    by_player: dict[int, list[int]] = defaultdict(list)
    for index, (name, player) in enumerate(players):
        for spelling in sorted(name.spellings):
            sets.join_lower(by_spelling.setdefault(spelling, index), index)
        by_player[player].append(index)
    for members in by_player.values():
        for index in members if len(members) <= MAX_BLOCK else ():
            fuller = {sets.root(other) for other in members if _part_of(players[index][0], players[other][0])}
            fuller.discard(sets.root(index))
            if len(fuller) == 1:
                sets.join_lower(fuller.pop(), index)
    return [sets.root(index) for index in range(len(players))]


def only_with_initial(text: str) -> str:
    """The reason why an abbreviated name is a certain person's."""
    return f"the only {_words(text, -1)} with that initial among this work's people"


def fullest(names: Counter[str]) -> str:
    """The name with most words; then one that is not all capitals, then the most frequent."""
    return min(names, key=lambda text: (-len(text.split()), text.isupper(), -names[text], text))


def _part_of(short: Name, long: Name) -> bool:
    """«Ben» and «Sanderson» are parts of «Ben Sanderson»."""
    return len(short.tokens) < len(long.tokens) and set(short.tokens) <= set(long.tokens)


def _words(text: str, index: int) -> str:
    return text.replace(",", " ").split()[index]
