"""Who and what the claims and mentions of one work name: people, characters, companies, places and the work itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lang.vocabulary import CAST_FIELDS, COMPANY_FIELDS
from pipeline.merge.pages import PERSON_FIELDS
from pipeline.merge.people import SCORES, Person, Usage, fullest, join_characters, join_people, only_with_initial
from pipeline.merge.shuffle import ClaimRow, MentionRow
from pipeline.merge.words import MergeWords
from pipeline.merge.works import Work
from pipeline.text.folding import strip_marks
from pipeline.text.name_match import Name, begins, fits_initials
from pipeline.text.titles import title_keys

Kind = str
IdParts = tuple[str, ...]

WORD = re.compile(r"\w+")
# Legal forms, which pages add or leave out: «X Filmproduktion GmbH & Co. KG», «Y Pictures, Inc.»
LEGAL_FORMS = frozenset(
    (
        *("gmbh", "mbh", "ag", "kg", "ug", "ohg", "gbr", "co", "ltd", "limited", "inc", "incorporated", "llc", "plc"),
        *("corp", "corporation", "sa", "srl", "spa", "bv", "oy", "ab"),
    )
)


@dataclass(slots=True)
class Entity:
    """One entity as one work knows it. `id_parts` is what its id is a hash of; equal parts are one entity."""

    kind: Kind
    id_parts: IdParts
    name: str
    names: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    mentions: int = 0

    @property
    def in_many_works(self) -> bool:
        """Whether other works may know it too: companies, places, and people whose names are not cut short."""
        return self.kind in ("organization", "place") or (self.kind == "person" and len(self.id_parts) == 2)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one work's claims and mentions name, as indices into `entities`.

    `of_claim` and `of_character` are parallel to the claims, `of_mention` to the mentions. `reasons` says of a spelling
    why it is that entity, with a score. `undecided` are names of people that could be several people's.
    """

    entities: tuple[Entity, ...]
    of_claim: tuple[int | None, ...]
    of_character: tuple[int | None, ...]
    of_mention: tuple[int | None, ...]
    reasons: Mapping[tuple[int, str], tuple[str, float]]
    undecided: frozenset[str]


def resolve_work(
    work: Work,
    claims: Sequence[ClaimRow],
    mentions: Sequence[MentionRow],
    words: MergeWords,
    parse: Callable[[str], Name | None],
) -> Resolution:
    """Find the entities of one work. `parse` takes a name apart; it is handed in so that it can remember."""
    entities: list[Entity] = []
    reasons: dict[tuple[int, str], tuple[str, float]] = {}
    person_of, undecided = _people(work, claims, entities, reasons, words, parse)
    company_of = _companies(claims, entities)
    place_of = _places(claims, mentions, entities)
    own = _work_entity(work, claims, entities)

    def entity_of(claim: ClaimRow) -> int | None:
        if claim.field in PERSON_FIELDS:
            return person_of.get(claim.value)
        if claim.field in COMPANY_FIELDS:
            return company_of.get(fold_company(claim.value))
        if claim.field == "country":
            return place_of.get(strip_marks(claim.value))
        return own if claim.field == "title" else None

    of_claim = tuple(entity_of(claim) for claim in claims)
    of_character = _characters(work, claims, of_claim, entities, parse)
    for claim, *found in zip(claims, of_claim, of_character, strict=True):
        for index in found:
            if index is not None:
                entities[index].documents.add(claim.document)
                entities[index].fields.add(claim.field)
    finder = _MentionFinder(work, claims, of_claim, of_character, entities, words, parse)
    finder.learn_plot(mentions)
    of_mention = tuple(finder.find(mention) for mention in mentions)
    for mention, index in zip(mentions, of_mention, strict=True):
        if index is not None:
            entities[index].mentions += 1
            entities[index].documents.add(mention.document)
    return Resolution(tuple(entities), of_claim, of_character, of_mention, reasons, undecided)


def fold_company(text: str) -> str:
    """A company's name without case, marks, punctuation and legal form."""
    tokens = WORD.findall(strip_marks(text))
    kept = [token for token in tokens if token not in LEGAL_FORMS]
    return " ".join(kept or tokens)


def _people(
    work: Work,
    claims: Sequence[ClaimRow],
    entities: list[Entity],
    reasons: dict[tuple[int, str], tuple[str, float]],
    words: MergeWords,
    parse: Callable[[str], Name | None],
) -> tuple[dict[str, int], frozenset[str]]:
    """The entity of each person's name as claimed, and the names that could be several people's."""
    usages: dict[str, Usage] = {}
    for claim in claims:
        if claim.field not in PERSON_FIELDS:
            continue
        usage = usages.get(claim.value)
        if usage is None:
            name = parse(claim.value)
            if name is None:
                continue
            usage = usages[claim.value] = Usage(name)
        usage.claims += 1
        usage.documents.add(claim.document)
        usage.fields.add(claim.field)
        if claim.position is not None:
            if claim.field not in CAST_FIELDS:
                usage.places.add((claim.field, claim.position))
            where = (claim.label_start,) if claim.label_start is not None else (claim.section_id, claim.layout)
            usage.lists.add((claim.document, claim.field, *where))
        if claim.character is not None:
            usage.parts.add(strip_marks(claim.character))
    ordered = [usages[value] for value in sorted(usages)]
    entity_of: dict[str, int] = {}
    for person in join_people(ordered, words.known):
        index = len(entities)
        entities.append(_person(work, person, ordered))
        for spelling in person.spellings:
            text = ordered[spelling].name.text
            entity_of[text] = index
            if spelling in person.reasons:
                reasons[index, text] = person.reasons[spelling]
    _note_abbreviations(claims, entity_of, entities, reasons, parse)
    return entity_of, frozenset(usages.keys() - entity_of.keys())


def _note_abbreviations(
    claims: Sequence[ClaimRow],
    entity_of: Mapping[str, int],
    entities: Sequence[Entity],
    reasons: dict[tuple[int, str], tuple[str, float]],
    parse: Callable[[str], Name | None],
) -> None:
    """A page that writes «N. Cage» and knows whom it means has given the full value: keep the name, and say why."""
    by_family: dict[str, set[int]] = {}
    for claim in claims:
        if claim.exact == claim.value:
            continue
        index = entity_of.get(claim.value)
        if index is None or (index, claim.exact) in reasons:
            continue
        short = parse(claim.exact)
        if short is None or not short.abbreviated:
            continue
        by_family = by_family or _by_family(entity_of, parse)
        names = {other: parse(entities[other].name) for other in by_family.get(short.family, ())}
        fitting = [other for other, name in names.items() if name is not None and fits_initials(short, name)]
        reason = only_with_initial(claim.exact) if fitting == [index] else "its page gives the name in full"
        entities[index].names.add(claim.exact)
        reasons[index, claim.exact] = (reason, SCORES["initial"])


def _by_family(entity_of: Mapping[str, int], parse: Callable[[str], Name | None]) -> dict[str, set[int]]:
    """The people whose names are given in full, by surname."""
    found: dict[str, set[int]] = defaultdict(set)
    for value, person in entity_of.items():
        name = parse(value)
        if name is not None and name.full:
            found[name.family].add(person)
    return found


def _person(work: Work, person: Person, usages: Sequence[Usage]) -> Entity:
    """A full name is the same person in every work; a name cut short belongs to its work."""
    main = usages[person.main].name
    parts = ("person", main.key) if main.full else ("person", work.id, main.key)
    return Entity("person", parts, _display(main), {usages[spelling].name.text for spelling in person.spellings})


def _display(name: Name) -> str:
    """«Cage, Nicolas» stands as Nicolas Cage."""
    family, comma, given = name.text.partition(", ")
    return f"{given} {family}" if comma and name.suffix is None else name.text


def _companies(claims: Sequence[ClaimRow], entities: list[Entity]) -> dict[str, int]:
    return _by_key(
        (claim.value for claim in claims if claim.field in COMPANY_FIELDS), "organization", fold_company, entities
    )


def _places(claims: Sequence[ClaimRow], mentions: Sequence[MentionRow], entities: list[Entity]) -> dict[str, int]:
    """Countries that the pages name as places; «an Austrian film» names none."""
    countries = [claim.value for claim in claims if claim.field == "country"]
    if not countries:
        return {}
    named = {strip_marks(mention.exact) for mention in mentions if mention.label == "LOC"}
    return _by_key((value for value in countries if strip_marks(value) in named), "place", strip_marks, entities)


def _by_key(values: Iterable[str], kind: Kind, fold: Callable[[str], str], entities: list[Entity]) -> dict[str, int]:
    """Entities that are the same wherever their folded names are."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for value in values:
        if key := fold(value):
            names[key][value] += 1
    found = {}
    for key in sorted(names):
        found[key] = len(entities)
        entities.append(Entity(kind, (kind, key), fullest(names[key]), set(names[key])))
    return found


def _work_entity(work: Work, claims: Sequence[ClaimRow], entities: list[Entity]) -> int | None:
    if work.title is None:
        return None
    names = {work.title, *work.titles, *(claim.value for claim in claims if claim.field == "title")}
    entities.append(Entity("work", ("work", work.id), work.title, names, set(work.documents)))
    return len(entities) - 1


def _characters(
    work: Work,
    claims: Sequence[ClaimRow],
    of_claim: Sequence[int | None],
    entities: list[Entity],
    parse: Callable[[str], Name | None],
) -> tuple[int | None, ...]:
    """The character that each claim names; a character belongs to its work and is never a real person."""
    players: dict[tuple[str, int], Name] = {}
    for claim, player in zip(claims, of_claim, strict=True):
        if claim.character is not None and player is not None and (name := parse(claim.character)) is not None:
            players[claim.character, player] = name
    order = sorted(players, key=lambda key: (key[0], entities[key[1]].id_parts))
    groups = join_characters([(players[key], key[1]) for key in order])
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for (text, _), group in zip(order, groups, strict=True):
        names[group][text] += 1
    entity_of_group = {}
    for group in sorted(names):
        entity_of_group[group] = len(entities)
        entities.append(_character(work, names[group], parse))
    entity_of = {key: entity_of_group[group] for key, group in zip(order, groups, strict=True)}
    return tuple(
        entity_of.get((claim.character, player)) if claim.character is not None and player is not None else None
        for claim, player in zip(claims, of_claim, strict=True)
    )


def _character(work: Work, names: Counter[str], parse: Callable[[str], Name | None]) -> Entity:
    main = fullest(names)
    name = parse(main)
    return Entity("character", ("character", work.id, name.key if name else main), main, set(names))


class _MentionFinder:
    """Which entity of a work a mention names."""

    def __init__(
        self,
        work: Work,
        claims: Sequence[ClaimRow],
        of_claim: Sequence[int | None],
        of_character: Sequence[int | None],
        entities: list[Entity],
        words: MergeWords,
        parse: Callable[[str], Name | None],
    ) -> None:
        self.work = work
        self.entities = entities
        self.words = words
        self.parse = parse
        self.at: dict[tuple[int, int, int], int] = {}
        for claim, entity, character in zip(claims, of_claim, of_character, strict=True):
            if character is not None and claim.character_start is not None and claim.character_end is not None:
                self.at.setdefault((claim.document, claim.character_start, claim.character_end), character)
            if entity is not None:
                self.at[claim.document, claim.start, claim.end] = entity
        self.by_spelling: dict[str, set[int]] = defaultdict(set)
        self.by_token: dict[str, set[int]] = defaultdict(set)
        self.by_name: dict[tuple[Kind, str], int] = {}
        self.found: dict[tuple[str, str, bool], int | None] = {}  # what `named` gave
        for index in range(len(entities)):
            self.learn(index)

    def learn(self, index: int) -> None:
        """Know an entity by all its names: a person by full name and surname, a character by every word."""
        self.found.clear()
        entity = self.entities[index]
        for text in entity.names:
            if entity.kind == "organization":
                self.by_name["ORG", fold_company(text)] = index
            elif entity.kind == "place":
                self.by_name["LOC", strip_marks(text)] = index
            elif entity.kind == "work":
                self.by_name.update((("WORK", key), index) for key in title_keys(text, self.words.titles))
            elif (name := self.parse(text)) is not None:
                for spelling in name.spellings:
                    self.by_spelling[spelling].add(index)
                for token in name.tokens if entity.kind == "character" else name.tokens[-1:]:
                    self.by_token[token].add(index)

    def learn_plot(self, mentions: Sequence[MentionRow]) -> None:
        """Whoever acts in a plot and has no credit is a character of the work."""
        names: dict[str, Name] = {}
        for mention in mentions:
            if not (mention.label == "PER" and mention.in_plot) or mention.exact in names:
                continue
            if self.find(mention) is None:
                name = self.parse(mention.exact)
                if name is not None and not self.candidates(name):
                    names[mention.exact] = name
        tokens = {token for name in names.values() for token in name.tokens}
        order = sorted(text for text, name in names.items() if not _is_genitive(name, tokens))
        groups: dict[int, Counter[str]] = defaultdict(Counter)
        for text, group in zip(order, join_characters([(names[text], 0) for text in order]), strict=True):
            groups[group][text] += 1
        for group in sorted(groups):
            self.entities.append(_character(self.work, groups[group], self.parse))
            self.learn(len(self.entities) - 1)

    def find(self, mention: MentionRow) -> int | None:
        """The entity named, or None where it is unknown or could be several."""
        exact = self.at.get((mention.document, mention.start, mention.end))
        if exact is not None:
            return exact
        key = mention.label, mention.exact, mention.in_plot
        if key not in self.found:
            self.found[key] = self.named(*key)
        return self.found[key]

    def named(self, label: str, text: str, in_plot: bool) -> int | None:
        """The entity that a text names wherever it stands, or None."""
        if label == "ORG":
            return self.by_name.get(("ORG", fold_company(text)))
        if label == "LOC":
            return self.by_name.get(("LOC", strip_marks(text)))
        if label == "WORK":
            keys = title_keys(text, self.words.titles)
            return next((index for key in keys if (index := self.by_name.get(("WORK", key))) is not None), None)
        if label != "PER" or (name := self.parse(text)) is None:
            return None
        found = self.candidates(name)
        characters = {index for index in found if self.entities[index].kind == "character"}
        if in_plot and characters:
            found = characters
        elif not name.single and characters != found:
            found = found - characters  # outside the plot a full name is the real person's, who may play himself
        return next(iter(found)) if len(found) == 1 else None

    def candidates(self, name: Name) -> set[int]:
        """People and characters whom the name can mean: by the whole name, else by its one word or its initial."""
        whole = {index for spelling in name.spellings for index in self.by_spelling.get(spelling, ())}
        if whole:
            return whole
        if name.single:
            token = name.tokens[0]
            return self.by_token.get(token) or self.by_token.get(_without_genitive(token), set())
        if name.abbreviated:
            return {index for index in self.by_token.get(name.family, ()) if self._fits(name, index)}
        return set()

    def _fits(self, short: Name, index: int) -> bool:
        name = self.parse(self.entities[index].name)
        return name is not None and name.full and begins(short.tokens[0], name.tokens[0])


def _is_genitive(name: Name, tokens: Container[str]) -> bool:
    return name.single and name.tokens[0] != (base := _without_genitive(name.tokens[0])) and base in tokens


def _without_genitive(token: str) -> str:
    """«Bens», «Cages»: the name that a genitive s may stand behind."""
    return token[:-1] if len(token) > 3 and token.endswith("s") else token
