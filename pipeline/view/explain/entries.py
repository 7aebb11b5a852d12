"""The entries of the vocabulary on which a claim rests, and those that are near an unknown word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rapidfuzz import fuzz, process

from pipeline.lang.labels import award_role_of, heading_role_of, role_of, short_role_of
from pipeline.lang.prose import MEMBER, SIMPLE_WORD, rule_id
from pipeline.lang.vocabulary import LANGUAGES, ROLE_WORD, Origin, Role, Vocabulary, fold, load_origins
from pipeline.text.headings import read_heading_text
from pipeline.types import Claim, Section

MOST_WORDS = 9  # of a label, as in `pipeline.lang.labels`
NEAR, MOST_NEAR = 75.0, 3  # similarity in percent from which a word is near, and how many are named


class _Asked(dict[str, Role]):
    """A table of the vocabulary that remembers which of its words were asked for and found."""

    def __init__(self, table: dict[str, Role], found: list[str]) -> None:
        super().__init__(table)
        self.found = found

    def __getitem__(self, key: str) -> Role:
        role = super().__getitem__(key)
        self.found.append(key)
        return role

    def get(self, key: str, default: Role | None = None) -> Role | None:  # type: ignore[override]
        return self[key] if key in self else default  # noqa: SIM401 - what is found is remembered


class Entries:
    """The vocabulary with the places where its words are written.

    The functions of `pipeline.lang.labels` themselves are watched: the words that they find are those that a role
    rests on, whatever was stripped from the label before.
    """

    def __init__(self, vocabulary: Vocabulary, files: Sequence[Path]) -> None:
        self.vocabulary = vocabulary
        self.origins = load_origins(files)
        self.found: dict[str, list[str]] = {"roles": [], "alone": []}
        self.found |= {f"short-{language}": [] for language in LANGUAGES}
        self.watched = replace(
            vocabulary,
            roles=_Asked(dict(vocabulary.roles), self.found["roles"]),
            heading_roles=_Asked(dict(vocabulary.heading_roles), self.found["alone"]),
            short_roles={
                language: _Asked(dict(table), self.found[f"short-{language}"])
                for language, table in vocabulary.short_roles.items()
            },
        )
        self.known: dict[tuple[str, str], tuple[Role | None, tuple[Origin, ...]]] = {}

    def of_claim(self, text: str, claim: Claim, section: Section) -> tuple[Origin, ...]:
        """The entries that make a claim's label its field; empty where layout alone, or a grammar, does."""
        rule = claim.extractor.partition(":")[2]
        if rule.partition(":")[0] in LANGUAGES:  # a sentence, by a pattern of its language
            return self._patterns(claim, rule, "" if claim.label is None else claim.label.of(text))
        if claim.label is None:
            return ()
        heading = "" if section.heading is None else read_heading_text(text, section.heading).words.of(text)
        exact = heading if claim.label == section.heading else claim.label.of(text)
        # the columns of a cast's table hold actors, whatever stands above them
        phrases = (exact, exact.strip(" :()"), heading if claim.layout == "table" else "")
        return next((found for phrase in phrases if (found := self._of_label(phrase, claim))), ())

    def _of_label(self, label: str, claim: Claim) -> tuple[Origin, ...]:
        """The entries of a label, or of the longest part of it that names a role: «Korean voice», «director is»."""
        words = label.split()[:MOST_WORDS]
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                for read, how in self._readers(claim.language):
                    role, origins = self._asked(part, how, read)
                    if role is not None and claim.field in (*role.fields, *role.company_fields, "voice_actor"):
                        return origins
        return ()

    def of_role(self, phrase: str) -> tuple[Origin, ...]:
        """The entries on which the role of a label rests; empty where it has none."""
        return self._asked(phrase, "label", lambda one: role_of(one, self.watched))[1]

    def near(self, phrase: str) -> list[Origin]:
        """The role words most like a phrase."""
        found = process.extract(
            fold(phrase), self.vocabulary.roles.keys(), scorer=fuzz.ratio, limit=MOST_NEAR, score_cutoff=NEAR
        )
        return list(dict.fromkeys(self.origins["roles", key] for key, _, _ in found))

    def _readers(self, language: str) -> list[tuple[Callable[[str], Role | None], str]]:
        return [
            (lambda phrase: role_of(phrase, self.watched), "label"),
            (lambda phrase: heading_role_of(phrase, self.watched), "heading"),
            (lambda phrase: short_role_of(phrase, language, self.watched), f"short-{language}"),
            (lambda phrase: award_role_of(phrase, self.watched), "award"),
        ]

    def _asked(
        self, phrase: str, how: str, read: Callable[[str], Role | None]
    ) -> tuple[Role | None, tuple[Origin, ...]]:
        """A phrase's role and the words that were found on the way to it; read once, since answers are cached."""
        if (phrase, how) not in self.known:
            for found in self.found.values():
                found.clear()
            role = read(phrase)
            keys = [(kind, key) for kind, found in self.found.items() for key in found if role is not None]
            self.known[phrase, how] = role, tuple(dict.fromkeys(self.origins[key] for key in keys))
        return self.known[phrase, how]

    def _patterns(self, claim: Claim, rule: str, label: str) -> tuple[Origin, ...]:
        """The patterns of a rule that give the claim's field by the words of its label, and the words of their sets."""
        language = rule.partition(":")[0]
        said = set(SIMPLE_WORD.findall(label.casefold()))
        patterns = self.vocabulary.prose.get(language, ())
        found: list[str] = []
        for pattern, value in patterns:
            words = _joined_words(pattern)
            frame = pattern.replace(words, "<>") if words else pattern
            if MEMBER.fullmatch(pattern) is not None or rule_id(language, frame) != rule:
                continue
            if value == words:  # a set: its members say which field
                members = [(one, of) for one, of in patterns if one.startswith(f"{words}: ")]
                chosen = [one for one, of in members if _gives(of, claim) and _holds(one.partition(": ")[2], said)]
                found += [pattern, *chosen] if chosen else []
            elif value == ROLE_WORD or (_gives(value, claim) and (not words or _holds(words, said))):
                found.append(pattern)
        nouns = self._of_label(label, claim) if any("{role}" in pattern for pattern in found) else ()
        return (*(self.origins[f"prose-{language}", pattern] for pattern in found), *nouns)


def _joined_words(pattern: str) -> str:
    """The `<words>` of a pattern that can be joined with those of others; empty where it has none."""
    start, end = pattern.find("<"), pattern.find(">")
    return pattern[start : end + 1] if start >= 0 else ""


def _gives(value: str, claim: Claim) -> bool:
    return claim.field in value.replace("|", "+").split("+")


def _holds(words: str, said: set[str]) -> bool:
    return not said.isdisjoint(SIMPLE_WORD.findall(words.casefold()))


def as_line(origin: Origin) -> str:
    """An entry as it is written: `de.toml [roles.label] "Regie" = "director"`."""
    return f'{origin.file} [{origin.table}] "{origin.word}" = "{origin.value}"'
