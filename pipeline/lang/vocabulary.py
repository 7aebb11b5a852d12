"""Load the vocabularies: which words name a role, a section, a company, a form of address.

A vocabulary is a TOML file per language (`de.toml`, `en.toml` beside this module; a user's own file has the same
tables and adds to them). A word is one line: `"Kameramann" = "cinematographer"`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from pipeline.errors import VocabularyError
from pipeline.ids import make_id

LANGUAGES = ("de", "en")

FIELDS = frozenset(
    """director producer executive_producer co_producer line_producer actor voice_actor screenwriter author composer
    songwriter cinematographer editor production_designer art_director set_decorator costume_designer makeup_artist
    sound casting_director visual_effects stunt_coordinator choreographer narrator presenter creator showrunner
    assistant_director production_company distributor""".split()
)
COMPANY_FIELDS = frozenset({"production_company", "distributor"})
CAST_FIELDS = frozenset({"actor", "voice_actor"})
SECTION_KINDS = frozenset(
    """plot cast_crew production background reception reviews awards news release music trivia facts references links
    other""".split()
)
ROLE_WORD = "{role}"  # in [prose]: the role noun that the pattern's {role} matched decides
NO_CREDIT = "none"  # a known role that is no credit field: Redaktion, Dramaturgie, still photographer

# «Regisseur*in», «Darsteller:innen», «Autor_in», «Sprecher/-innen», «Produzent(in)», «DarstellerInnen»
GENDER_FORM = re.compile(r"(?<=[a-zäöüß])(?:[*:_·]|/-?|\(-?)(?:in(?:nen)?|r|n)\)?(?![a-zäöüß])|(?<=[a-zß])Innen(?![a-zäöüß])")
WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Role:
    """What a role word stands for.

    `fields` are the credits it gives to a person, `company_fields` those it gives to a company; both empty for a known
    role that is no credit. `person` is true for nouns of people (`Regisseur`), which can stand before a name in prose.
    """

    fields: tuple[str, ...]
    company_fields: tuple[str, ...]
    person: bool
    short: bool = False

    @property
    def is_credit(self) -> bool:
        return bool(self.fields or self.company_fields)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all languages together, plus those that only one language's passages use."""

    roles: Mapping[str, Role]
    short_roles: Mapping[str, Mapping[str, Role]]  # language -> abbreviation
    headings: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    prose: Mapping[str, tuple[tuple[str, str], ...]]  # language -> (pattern, role) in file order
    digest: str


def fold(text: str) -> str:
    """A phrase as the vocabulary compares it: NFKC, case folded, gender forms reduced, white space single."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‑", "-").replace("–", "-")
    text = GENDER_FORM.sub("", text)
    return WHITE.sub(" ", text).strip(" \t.:;,*_#|?!").casefold()


def load_vocabulary(extra: Iterable[Path] = ()) -> Vocabulary:
    """The project's vocabularies, and a user's files on top.

    Raises:
        VocabularyError: a file cannot be read, is no TOML, or has an unknown table, role or kind; names file and line.
    """
    return _load(tuple(Path(path) for path in extra))


@cache
def _load(extra: tuple[Path, ...]) -> Vocabulary:
    here = resources.files("pipeline.lang")
    files = [(f"{language}.toml", here.joinpath(f"{language}.toml").read_bytes()) for language in LANGUAGES]
    for path in extra:
        try:
            files.append((str(path), path.read_bytes()))
        except OSError as error:
            raise VocabularyError(f"{path}: cannot be read ({error.strerror}); name a readable TOML file") from error
    roles: dict[str, Role] = {}
    short_roles: dict[str, dict[str, Role]] = {language: {} for language in LANGUAGES}
    headings: dict[str, str] = {}
    words: dict[str, set[str]] = {}
    prose: dict[str, list[tuple[str, str]]] = {}
    for name, data in files:
        _VocabularyFile(name, data).add_to(roles, short_roles, headings, words, prose)
    return Vocabulary(
        roles=roles,
        short_roles=short_roles,
        headings=headings,
        words={key: frozenset(value) for key, value in words.items()},
        prose={language: tuple(patterns) for language, patterns in prose.items()},
        digest=make_id(*(data.decode("utf-8") for _, data in files)),
    )


class _VocabularyFile:
    """One vocabulary file: parsed, checked, and added to what is there."""

    TABLES = ("language", "inflection", "roles", "headings", "prose", "words")

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self.text = data.decode("utf-8")
            self.tables = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            raise VocabularyError(f"{name}: byte {error.start} is no UTF-8; save the file as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError(f"{name}: {error}; write one `\"word\" = \"role\"` per line") from error
        for table in self.tables:
            if table not in self.TABLES:
                raise self.wrong(table, f"unknown table {table!r}", f"use one of {', '.join(self.TABLES)}")
        self.language = self.tables.get("language", "")
        if self.language not in LANGUAGES:
            raise self.wrong("language", f"language is {self.language!r}", f"start the file with language = one of {LANGUAGES}")

    def wrong(self, key: str, fact: str, remedy: str) -> VocabularyError:
        line = next((n for n, text in enumerate(self.text.splitlines(), 1) if key in text), 1)
        return VocabularyError(f"{self.name}:{line}: {fact}; {remedy}")

    def add_to(
        self,
        roles: dict[str, Role],
        short_roles: dict[str, dict[str, Role]],
        headings: dict[str, str],
        words: dict[str, set[str]],
        prose: dict[str, list[tuple[str, str]]],
    ) -> None:
        endings = self.tables.get("inflection", {}).get("person", [])
        for kind, table in self.tables.get("roles", {}).items():
            if kind not in ("person", "label", "short"):
                raise self.wrong(f"roles.{kind}", f"unknown table roles.{kind}", "use roles.person, roles.label or roles.short")
            for word, value in table.items():
                role = self.role(word, value, person=kind == "person", short=kind == "short")
                target = short_roles[self.language] if kind == "short" else roles
                target[fold(word)] = role
                if kind == "person":
                    for ending in endings:
                        target.setdefault(fold(word + ending), role)
        for word, kind in self.tables.get("headings", {}).items():
            if kind not in SECTION_KINDS:
                raise self.wrong(f'"{word}"', f"unknown section kind {kind!r}", f"use one of {', '.join(sorted(SECTION_KINDS))}")
            headings[fold(word)] = kind
        for pattern, value in self.tables.get("prose", {}).items():
            if value != ROLE_WORD:
                self.role(pattern, value, person=False, short=False)
            prose.setdefault(self.language, []).append((pattern, value))
        for name, entries in self.tables.get("words", {}).items():
            if not isinstance(entries, list):
                raise self.wrong(name, f"words.{name} is no list", 'write name = ["word", …]')
            words.setdefault(name, set()).update(entries)

    def role(self, word: str, value: object, *, person: bool, short: bool) -> Role:
        """`director`, `director+screenwriter` (both), `producer|production_company` (person or company), `none`."""
        if not isinstance(value, str):
            raise self.wrong(f'"{word}"', f"the role of {word!r} is no text", 'write "word" = "role"')
        if value == NO_CREDIT:
            return Role((), (), person, short)
        one, _, company = value.partition("|")
        fields, company_fields = tuple(filter(None, one.split("+"))), tuple(filter(None, company.split("+")))
        for field in (*fields, *company_fields):
            if field not in FIELDS:
                raise self.wrong(f'"{word}"', f"unknown role {field!r}", f"use one of {', '.join(sorted(FIELDS))} or {NO_CREDIT}")
        if not company_fields:
            company_fields = tuple(f for f in fields if f in COMPANY_FIELDS)
            fields = tuple(f for f in fields if f not in COMPANY_FIELDS)
        return Role(fields, company_fields, person, short)
