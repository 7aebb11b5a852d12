"""From statements to claims: short names are led back to full ones, characters told from actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.lang.vocabulary import CAST_FIELDS
from pipeline.stages.role_prose.page import INITIAL, Page, name_key
from pipeline.stages.role_prose.statements import Statement
from pipeline.text.names import normal_name, normal_text
from pipeline.types import Claim, Mention

EXTRACTOR = "prose/1"
LONE_FIELDS = frozenset({"director", "screenwriter", "composer", "cinematographer", "editor", "narrator"})


class Names:
    """The full names that a page gives, to which its short forms are led back."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], listed: Sequence[Claim], statements: Sequence[Statement]
    ):
        self.characters = {name_key(c.character) for c in listed if c.character is not None}
        self.characters |= {name_key(s.character.of(text)) for s in statements if s.character is not None}
        credited = [c.value for c in listed] + [normal_text(s.name.of(text)) for s in statements]
        everyone = credited + [normal_text(m.span.of(text)) for m in mentions if m.label == "PER"]
        self.credited = {name_key(name) for name in credited}
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
        same = {name for field in fields for name in self.by_field[field]}
        for choice in ([key for key in people if key in same], [key for key in people if key in self.credited], people):
            if len(choice) == 1:
                return names[choice[0]]
        return None


class _Rivals:
    """Whom a page surely credits in the roles that few share: another «director Jane Doe» is then someone else's."""

    def __init__(self, page: Page, statements: Sequence[Statement], names: Names) -> None:
        self.known: dict[tuple[int, str], set[str]] = defaultdict(set)
        for claim in page.listed:
            self.known[page.work_at(claim.span.start), claim.field].add(name_key(claim.value))
        for statement in statements:
            if not (statement.needs_no_rival or statement.needs_known_person):
                for field in statement.role.fields:
                    full = names.full(normal_name(statement.name.of(page.text), page.lexicon.names), (field,))
                    self.known[page.work_at(statement.name.start), field].add(name_key(full))

    def others(self, work: int, field: str, folded: str) -> bool:
        """Whether others are credited in this role of the work, and nobody who shares a part of this name."""
        known = self.known.get((work, field), set()) if field in LONE_FIELDS else set()
        parts = set(folded.replace(".", " ").split())
        return bool(known) and all(parts.isdisjoint(name.replace(".", " ").split()) for name in known)


def claims_of(text: str, statements: Sequence[Statement], names: Names, page: Page) -> Iterator[Claim]:
    """The claims of a page in the order of its text, each with the full name."""
    rivals = _Rivals(page, statements, names)
    for statement in sorted(statements, key=lambda s: (s.name.start, s.name.end)):
        exact = statement.name.of(text)
        company = statement.company and bool(statement.role.company_fields)
        fields = statement.role.company_fields if company else statement.role.fields
        value = normal_text(exact) if company else names.full(normal_name(exact, page.lexicon.names), fields)
        folded = name_key(value)
        if statement.needs_known_person and folded not in names.certain:
            continue
        if not CAST_FIELDS.isdisjoint(fields):
            if statement.needs_known_actor and folded not in names.actors | names.voices:
                continue
            if folded in names.characters and folded not in names.actors:
                continue
            if folded in names.voices and folded not in names.listed_actors:
                fields = ("voice_actor",)
        for field in fields:
            if page.is_listed(statement.name, field):
                continue
            if statement.needs_no_rival and rivals.others(page.work_at(statement.name.start), field, folded):
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
