"""From statements to claims: short names are led back to full ones, characters told from actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pipeline.lang.vocabulary import CAST_FIELDS
from pipeline.stages.role_prose.page import INITIAL, UNKNOWN_PERSON, Page, name_key
from pipeline.stages.role_prose.statements import Statement
from pipeline.text.names import NameWords, is_company, normal_name, normal_text, person_score
from pipeline.types import Claim, Mention

EXTRACTOR = "prose/1"
LISTED = 2  # a role list is as sure as a sentence at the head of a page
# What keeps a statement from being a claim: see `doubt`.
Doubt = Literal["company", "unknown person", "unknown actor", "maker", "character"]
LONE_FIELDS = frozenset({"director", "screenwriter", "composer", "cinematographer", "editor", "narrator"})


class Names:
    """The full names that a page gives, to which its short forms are led back."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        listed: Sequence[Claim],
        statements: Sequence[Statement],
        words: NameWords,
    ) -> None:
        self.characters = {name_key(c.character) for c in listed if c.character is not None}
        self.characters |= {name_key(s.character.of(text)) for s in statements if s.character is not None}
        credited = [c.value for c in listed] + [normal_text(s.name.of(text)) for s in statements]
        everyone = credited + [normal_text(m.span.of(text)) for m in mentions if m.label == "PER"]
        self.credited = {name_key(name) for name in credited}
        self.words = words
        self.by_field: dict[str, set[str]] = defaultdict(set)
        for claim in listed:
            self.by_field[claim.field].add(name_key(claim.value))
        self.actors = {name_key(c.value) for c in listed if c.field == "actor"}
        self.makers = {name_key(c.value) for c in listed if c.field not in CAST_FIELDS}
        self.makers |= {name_key(s.name.of(text)) for s in statements if CAST_FIELDS.isdisjoint(s.role.fields)}
        self.listed_actors = frozenset(self.actors)
        self.voices = {name_key(c.value) for c in listed if c.field == "voice_actor"}
        self.certain = {name_key(c.value) for c in listed}
        self.certain |= {
            name_key(s.name.of(text)) for s in statements if not s.needs_known_actor and not s.needs_known_person
        }
        certain = [s for s in statements if not s.needs_known_actor and not s.needs_known_person]
        self.actors |= {name_key(s.name.of(text)) for s in certain if "actor" in s.role.fields} - self.characters
        self.by_last: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_first: dict[str, dict[str, str]] = defaultdict(dict)
        for name in everyone:
            tokens = name_key(name).split()
            if len(tokens) > 1 and not INITIAL.fullmatch(tokens[0]):
                self.by_last[tokens[-1]].setdefault(" ".join(tokens), name)
                self.by_first[tokens[0]].setdefault(" ".join(tokens), name)

    def full(self, name: str, fields: Sequence[str]) -> str:
        """The one full name of the page that a surname, a forename or «N. Cage» can stand for; else the name itself."""
        tokens = name_key(name).split()
        if not tokens:
            return name
        initials = next((i for i, token in enumerate(tokens) if not INITIAL.fullmatch(token)), len(tokens))
        if 0 < initials < len(tokens):
            family, known = " " + " ".join(tokens[initials:]), self.by_last.get(tokens[-1], {})
            fits = [key for key in known if key[0] == name[0].casefold() and key.endswith(family)]
            return self._one(fits, known, fields) or name
        short = " ".join(tokens)
        known = self.by_last.get(tokens[-1], {})
        found = self._one([key for key in known if key.endswith(" " + short)], known, fields)
        if found is None and len(tokens) == 1:
            known = self.by_first.get(short, {})
            found = self._one([key for key in known if key in self.credited], known, fields)
        return found or name

    def _one(self, keys: Sequence[str], names: Mapping[str, str], fields: Sequence[str]) -> str | None:
        people = [key for key in keys if key not in self.characters]
        same = [key for key in people if any(key in self.by_field.get(field, ()) for field in fields)]
        for choice in (same, [key for key in people if key in self.credited], people):
            if len(choice) == 1:
                return normal_name(names[choice[0]], self.words)
        return None


class _Rivals:
    """Whom a page more surely credits in roles that few share: another «director Jane Doe» is then someone else’s."""

    def __init__(self, page: Page, statements: Sequence[Statement], names: Names) -> None:
        # How surely anybody is credited in a work's field, and anybody with a certain word in the name.
        self.surest: dict[tuple[int, str], int] = {}
        self.surest_of: dict[tuple[int, str, str], int] = {}
        for claim in page.listed:
            self._add(page.work_at(claim.span.start), claim.field, name_key(claim.value), LISTED)
        for statement in statements:
            if not statement.needs_known_person:
                for field in LONE_FIELDS.intersection(statement.role.fields):
                    full = names.full(normal_name(statement.name.of(page.text), names.words), (field,))
                    work = page.work_at(statement.name.start)
                    self._add(work, field, name_key(full), statement.certainty)

    def _add(self, work: int, field: str, name: str, certainty: int) -> None:
        self.surest[work, field] = max(certainty, self.surest.get((work, field), 0))
        for part in _parts(name):
            self.surest_of[work, field, part] = max(certainty, self.surest_of.get((work, field, part), 0))

    def others(self, work: int, field: str, folded: str, certainty: int) -> bool:
        """Whether others are more surely credited in this role, and nobody who shares a part of this name."""
        if field not in LONE_FIELDS:
            return False
        if self.surest.get((work, field), 0) <= certainty:
            return False
        return all(self.surest_of.get((work, field, part), 0) <= certainty for part in _parts(folded))


def _parts(name: str) -> list[str]:
    return name.replace(".", " ").split()


def _may_be_person(name: str, words: NameWords) -> bool:
    """Whether what was taken for a company may be a person whom the name lists do not know."""
    return not is_company(name, words) and person_score(name, words) >= UNKNOWN_PERSON


def resolve(text: str, statement: Statement, names: Names) -> tuple[tuple[str, ...], str]:
    """The fields that a statement fills and the full name that fills them."""
    exact = statement.name.of(text)
    if statement.company and statement.role.company_fields:
        return statement.role.company_fields, normal_text(exact)
    fields = statement.role.fields
    return fields, names.full(normal_name(exact, names.words), fields)


def doubt(statement: Statement, fields: Sequence[str], value: str, names: Names) -> Doubt | None:
    """What keeps a statement from being a claim, by what the page says elsewhere; None where nothing does."""
    folded = name_key(value)
    mislabelled = statement.company and not statement.role.company_fields and statement.layout != "award"
    if mislabelled and not _may_be_person(value, names.words):
        return "company"  # «performed by the Harbour Orchestra», «a film from Quill Pictures»
    if statement.needs_known_person and folded not in names.certain:
        return "unknown person"
    if CAST_FIELDS.isdisjoint(fields):
        return None
    if statement.needs_known_actor and folded not in names.actors | names.voices:
        return "unknown actor"
    if statement.needs_cast_before and folded in names.makers:
        return "maker"  # «a take unheard-of with the director»
    if folded in names.characters and folded not in names.actors:
        return "character"
    return None


def claims_of(text: str, statements: Sequence[Statement], names: Names, page: Page) -> Iterator[Claim]:
    """The claims of a page in the order of its text, each with the full name."""
    rivals = _Rivals(page, statements, names)
    for statement in sorted(statements, key=lambda s: (s.name.start, s.name.end)):
        fields, value = resolve(text, statement, names)
        if doubt(statement, fields, value, names) is not None:
            continue
        folded = name_key(value)
        if not CAST_FIELDS.isdisjoint(fields) and folded in names.voices and folded not in names.listed_actors:
            fields = ("voice_actor",)
        for field in fields:
            if page.is_listed(statement.name, field):
                continue
            if rivals.others(page.work_at(statement.name.start), field, folded, statement.certainty):
                continue
            played = statement.character if field in CAST_FIELDS else None
            if played is not None and name_key(played.of(text)) in names.makers:
                played = None
            yield Claim(
                field=field,
                span=statement.name,
                value=value,
                label=statement.label,
                language=statement.language,
                layout=statement.layout,
                extractor=f"{EXTRACTOR}:{statement.rule}",
                score=statement.score,
                character=None if played is None else normal_text(played.of(text)),
                character_span=played,
            )
