"""Load the vocabularies: which words name a role, a section, a company, a form of address.

A vocabulary is a TOML file per language (`de.toml`, `en.toml` beside this module; a user's own file has the same
tables, holds only what it adds, and wins where it differs). A word is one line: `"Kameramann" = "cinematographer"`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.errors import VocabularyError
from pipeline.ids import make_id

LANGUAGES = ("de", "en")

FIELDS = frozenset(
    [
        "director",
        "producer",
        "executive_producer",
        "co_producer",
        "line_producer",
        "actor",
        "voice_actor",
        "screenwriter",
        "author",
        "composer",
        "songwriter",
        "cinematographer",
        "editor",
        "production_designer",
        "art_director",
        "set_decorator",
        "costume_designer",
        "makeup_artist",
        "sound",
        "casting_director",
        "visual_effects",
        "stunt_coordinator",
        "choreographer",
        "narrator",
        "presenter",
        "creator",
        "showrunner",
        "assistant_director",
        "production_company",
        "distributor",
    ]
)
COMPANY_FIELDS = frozenset({"production_company", "distributor"})
CAST_FIELDS = frozenset({"actor", "voice_actor"})
SECTION_KINDS = frozenset(
    [
        "plot",
        "cast_crew",
        "production",
        "background",
        "reception",
        "reviews",
        "awards",
        "news",
        "release",
        "music",
        "trivia",
        "facts",
        "references",
        "links",
        "other",
    ]
)
ROLE_WORD = "{role}"  # in [prose]: the role noun that the pattern's {role} matched decides
ROLE_OF_SET = re.compile(r"<\w+>")  # in [prose]: the member of the set that a frame matched decides
NO_CREDIT = "none"  # a known role that is no credit field: Redaktion, Dramaturgie, still photographer

# «Regisseur*in», «Darsteller:innen», «Autor_in», «Sprecher/-innen», «Produzent(inn)en», «Mitwirkende/r», «AUTOR*INNEN»,
# «DarstellerInnen», «Kameramann/-frau»
GENDER_FORM = re.compile(
    r"(?<=[a-zäöüß]{3})(?:(?:[*:_·]|/-?|\(-?)(?:in(?:nen)?|e[nr]?|r|n)\)?|\(inn\)en)(?![^\W\d_])"
    r"|(?<=[A-ZÄÖÜ]{3})(?:[*:_·]|/-?|\(-?)IN(?:NEN)?\)?(?![^\W\d_])"
    r"|(?<=[a-zäöüß]{3})In(?:nen)?(?![^\W\d_])"
    r"|(?i:(?<=mann)[*:_/]-?frau|(?<=frau)[*:_/]-?mann)(?![^\W\d_])"
)
# Without a mark between letters like these, a phrase has no gender form. The expression begins with the mark and looks
# back from it: so it is found fast.
GENDER_MARK = re.compile(r"[*:_·/(I](?<=[a-zäöüßA-ZÄÖÜ].)-?[efimnrEFIMNR]")
FOLDED_LENGTH = 40  # code points up to which foldings are kept: words and labels come again and again; about 6 MB
# «(at line 3, column 7)» of tomllib's messages
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


@dataclass(frozen=True, slots=True)
class Role:
    """What a role word stands for.

    `fields` are the credits it gives to a person, `company_fields` those it gives to a company; both empty for a known
    role that is no credit. `person` is true for nouns of people (`Regisseur`), which can stand before a name in prose.
    `weak` is true for everyday words (`Mask`, `Raum`) that are roles only where a colon, a column or the line's end
    marks them as a label.
    """

    fields: tuple[str, ...]
    company_fields: tuple[str, ...]
    person: bool
    short: bool = False
    weak: bool = False

    @property
    def is_credit(self) -> bool:
        return bool(self.fields or self.company_fields)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of all languages together, plus those that only one language's passages use.

    Vocabularies are compared by identity, so that what is derived from one can be cached.
    """

    roles: Mapping[str, Role]
    heading_roles: Mapping[str, Role]  # those words that are roles only as a whole heading
    short_roles: Mapping[str, Mapping[str, Role]]  # language -> abbreviation
    headings: Mapping[str, str]
    headings_alone: frozenset[str]  # those of `headings` that count only as the whole heading
    headings_like: tuple[tuple[re.Pattern[str], str], ...]  # (pattern of a whole folded heading, kind) in file order
    words: Mapping[str, frozenset[str]]
    prose: Mapping[str, tuple[tuple[str, str], ...]]  # language -> (pattern, role) in file order
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """An entry of a vocabulary file: `"word" = "value"` in `[table]`."""

    file: str
    table: str
    word: str
    value: str


def fold(text: str) -> str:
    """A phrase as the vocabulary compares it: NFKC, case folded, gender forms reduced, white space single."""
    return _fold_word(text) if len(text) <= FOLDED_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‑", "-").replace("–", "-")
    if GENDER_MARK.search(text) is not None:
        text = GENDER_FORM.sub("", text)
    return " ".join(text.split()).strip(" .:;,*_#|?!").casefold()


_fold_word = lru_cache(maxsize=1 << 15)(_fold)


def load_vocabulary(extra: Iterable[Path] = ()) -> Vocabulary:
    """The project's vocabularies, and a user's files on top: a later file wins over an earlier one.

    Raises:
        VocabularyError: a file cannot be read, is no TOML, or has an unknown table, role or kind; names file and line.
    """
    return _load(tuple(_read_files(extra)))


def load_origins(extra: Iterable[Path] = ()) -> dict[tuple[str, str], Origin]:
    """Where each entry of the tables of words is written, by (`roles`, folded word): derived forms lead to their noun.

    The first part is one of `roles`, `alone` (roles as whole headings), `short-de`, `headings`, `prose-de`; patterns of
    prose are not folded. `load_vocabulary` of the same files decides as these entries say.

    Raises:
        VocabularyError: as `load_vocabulary` does.
    """
    written: dict[tuple[str, str], Origin] = {}
    derived: dict[tuple[str, str], Origin] = {}
    gathered = _Gathered()
    for name, data in _read_files(extra):
        file = _VocabularyFile(name, data)
        file.add_to(gathered)
        for kind, key, origin in file.origins():
            written[kind, key] = origin
            if origin.table == "roles.person":
                of = (i for language, i in gathered.inflection.items() if file.language in (None, language))
                derived |= {(kind, form): origin for inflection in of for form in inflection.forms(key)}
    return derived | written


def _read_files(extra: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    here = resources.files("pipeline.lang")
    for language in LANGUAGES:
        yield f"{language}.toml", here.joinpath(f"{language}.toml").read_bytes()
    for path in map(Path, extra):
        try:
            yield str(path), path.read_bytes()
        except OSError as error:
            raise VocabularyError(f"{path}: cannot be read ({error.strerror}); name a readable TOML file") from error


@cache
def _load(files: tuple[tuple[str, bytes], ...]) -> Vocabulary:
    gathered = _Gathered()
    for name, data in files:
        _VocabularyFile(name, data).add_to(gathered)
    return Vocabulary(
        roles=gathered.derived | gathered.roles,
        heading_roles=gathered.heading_roles,
        short_roles=gathered.short_roles,
        headings=gathered.headings,
        headings_alone=frozenset(gathered.headings_alone),
        headings_like=tuple((_glob(pattern), kind) for pattern, kind in gathered.headings_like.items()),
        words={key: frozenset(value) for key, value in gathered.words.items()},
        prose={language: tuple(patterns.items()) for language, patterns in gathered.prose.items()},
        digest=make_id(*(data.decode("utf-8") for _, data in files)),
    )


def _glob(pattern: str) -> re.Pattern[str]:
    """`drei fragen an *` as a pattern of a whole heading: a star stands for any text."""
    return re.compile(r".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)


@dataclass(slots=True)
class _Gathered:
    """What the files read so far hold; the forms that follow from a word rank below the words that are written down."""

    roles: dict[str, Role] = field(default_factory=dict)
    derived: dict[str, Role] = field(default_factory=dict)
    heading_roles: dict[str, Role] = field(default_factory=dict)
    short_roles: dict[str, dict[str, Role]] = field(default_factory=lambda: {language: {} for language in LANGUAGES})
    headings: dict[str, str] = field(default_factory=dict)
    headings_alone: set[str] = field(default_factory=set)
    headings_like: dict[str, str] = field(default_factory=dict)
    inflection: dict[str, _Inflection] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    prose: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Inflection:
    """How a language forms the other forms of a noun of people."""

    person: tuple[str, ...] = ()  # endings that are added: Regisseur, Regisseur-in
    adjective: tuple[str, ...] = ()  # endings of an adjective before it, the first of them as written: Leitend-er
    swap: tuple[tuple[str, tuple[str, ...]], ...] = ()  # endings that others replace: Kamera-mann, Kamera-frau

    def forms(self, word: str) -> Iterator[str]:
        """All forms of a folded noun: `leitender redakteur` gives `leitender redakteurin`, `leitende redakteure`, …"""
        stems = [word]
        first, space, rest = word.partition(" ")
        if space and self.adjective and first.endswith(self.adjective[0]):
            stem = first.removesuffix(self.adjective[0])
            stems += [f"{stem}{ending} {rest}" for ending in self.adjective[1:]]
        for stem in stems:
            yield from (stem + ending for ending in ("", *self.person))
            for old, endings in self.swap:
                if stem.endswith(old):
                    yield from (stem[: len(stem) - len(old)] + new for new in endings)


class _VocabularyFile:
    """One vocabulary file: parsed, checked, and added to what is there."""

    TABLES = ("language", "inflection", "roles", "headings", "prose", "words")
    ROLE_TABLES = ("person", "label", "weak", "alone", "short")
    HEADING_TABLES = ("alone", "like")

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self.text = data.decode("utf-8-sig")
            self.tables: dict[str, Any] = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise VocabularyError(f"{name}:{line}: byte {error.start} is no UTF-8; save the file as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            where = AT_LINE.search(str(error))
            line = int(where.group(1)) if where is not None and where.group(1) else self.text.count("\n") + 1
            fact = AT_LINE.sub("", str(error))
            raise VocabularyError(
                f'{name}:{line}: no TOML ({fact}); write one `"word" = "role"` per line, each word once'
            ) from error
        for table in self.tables:
            if table not in self.TABLES:
                raise self.wrong((), table, f"unknown table {table!r}", f"use one of {', '.join(self.TABLES)}")
        self.language = self.tables.get("language")
        if self.language is not None and self.language not in LANGUAGES:
            fact = f"language is {self.language!r}"
            raise self.wrong((), "language", fact, f"write language = one of {', '.join(LANGUAGES)}")

    def wrong(self, table: tuple[str, ...], key: str, fact: str, remedy: str) -> VocabularyError:
        """The error for an entry of a table; its line is looked for below the table's head."""
        head = re.compile(rf"\s*\[\s*{re.escape('.'.join(table))}\s*\]")
        entry = re.compile(
            rf"\s*(?:\[\s*{re.escape('.'.join((*table, key)))}\s*[\].]|[\"']?{re.escape(key)}[\"']?\s*[=.])"
        )
        lines = self.text.splitlines()
        start = next((n for n, text in enumerate(lines) if table and head.match(text)), 0)
        line = next((n for n in range(start, len(lines)) if entry.match(lines[n])), start) + 1
        return VocabularyError(f"{self.name}:{line}: {fact}; {remedy}")

    def add_to(self, gathered: _Gathered) -> None:
        self._add_inflection(gathered)
        self._add_roles(gathered)
        self._add_headings(gathered)
        for pattern, value in self._table("prose").items():
            if value != ROLE_WORD and ROLE_OF_SET.fullmatch(value) is None:
                self._role(("prose",), pattern, value)
            gathered.prose.setdefault(self._own_language(("prose",), pattern), {})[pattern] = value
        for name in self._table("words"):
            gathered.words.setdefault(name, set()).update(self._list(("words",), name))

    def origins(self) -> Iterator[tuple[str, str, Origin]]:
        """The entries of roles, of whole headings and of prose, each with the name of its kind and its key."""
        for table, entries in self._table("roles").items():
            kind = {"alone": "alone", "short": f"short-{self.language}"}.get(table, "roles")
            for word, value in entries.items():
                yield kind, fold(word), Origin(self.name, f"roles.{table}", word, value)
        for key, value in self._table("headings").items():
            table, entries = ("headings", {key: value}) if isinstance(value, str) else (f"headings.{key}", value)
            for word, of in entries.items():
                if table != "headings.like":
                    yield "headings", fold(word), Origin(self.name, table, word, of)
        for pattern, value in self._table("prose").items():
            yield f"prose-{self.language}", pattern, Origin(self.name, "prose", pattern, value)

    def _add_inflection(self, gathered: _Gathered) -> None:
        table = self._table("inflection")
        if not table:
            return
        for key in table:
            if key not in ("person", "adjective", "swap"):
                raise self.wrong(("inflection",), key, f"unknown entry {key!r}", "use person, adjective or swap")
        swap = self._table("inflection", "swap")
        gathered.inflection[self._own_language(("inflection",), next(iter(table)))] = _Inflection(
            person=self._list(("inflection",), "person"),
            adjective=self._list(("inflection",), "adjective"),
            swap=tuple((old, self._list(("inflection", "swap"), old)) for old in swap),
        )

    def _add_roles(self, gathered: _Gathered) -> None:
        inflections = [
            inflection for language, inflection in gathered.inflection.items() if self.language in (None, language)
        ]
        seen: dict[str, Role] = {}
        for kind in self._table("roles"):
            if kind not in self.ROLE_TABLES:
                tables = ", ".join(f"roles.{table}" for table in self.ROLE_TABLES)
                raise self.wrong(("roles",), kind, f"unknown table roles.{kind}", f"use {tables}")
            for word, value in self._table("roles", kind).items():
                role = self._role(("roles", kind), word, value)
                folded = fold(word)
                if kind == "short":
                    gathered.short_roles[self._own_language(("roles", kind), word)][folded] = role
                    continue
                if folded in seen:
                    raise self.wrong(("roles", kind), word, f"{word!r} stands here twice", "keep one of the lines")
                seen[folded] = role
                (gathered.heading_roles if kind == "alone" else gathered.roles)[folded] = role
                if kind == "person":
                    gathered.derived |= {form: role for of in inflections for form in of.forms(folded)}

    def _add_headings(self, gathered: _Gathered) -> None:
        seen: set[str] = set()
        like: dict[str, str] = {}
        for key, value in self._table("headings").items():
            is_table = key in self.HEADING_TABLES and isinstance(value, dict)
            table = ("headings", key) if is_table else ("headings",)
            for word, kind in value.items() if is_table else [(key, value)]:
                if kind not in SECTION_KINDS:
                    remedy = f"use one of {', '.join(sorted(SECTION_KINDS))}"
                    raise self.wrong(table, word, f"unknown section kind {kind!r}", remedy)
                folded = fold(word) if table[-1] != "like" else word.casefold()
                if folded in seen:
                    raise self.wrong(table, word, f"{word!r} stands here twice", "keep one of the lines")
                seen.add(folded)
                if table[-1] == "like":
                    like[folded] = kind
                    continue
                gathered.headings[folded] = kind
                (gathered.headings_alone.add if table[-1] == "alone" else gathered.headings_alone.discard)(folded)
        older = {pattern: kind for pattern, kind in gathered.headings_like.items() if pattern not in like}
        gathered.headings_like = like | older

    def _table(self, *path: str) -> dict[str, Any]:
        """A table of the file, empty where the file has none."""
        table: dict[str, Any] = self.tables
        for depth, key in enumerate(path):
            table = table.get(key, {})
            if not isinstance(table, dict):
                name = ".".join(path)
                raise self.wrong(path[:depth], key, f"{name} is no table", f"begin it with a line [{name}]")
        return table

    def _list(self, table: tuple[str, ...], name: str) -> tuple[str, ...]:
        entries = self._table(*table).get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            fact = f"{'.'.join((*table, name))} is no list of words"
            raise self.wrong(table, name, fact, f'write {name} = ["word", "word"]')
        return tuple(entries)

    def _own_language(self, table: tuple[str, ...], key: str) -> str:
        """The file's language, which these entries need."""
        if self.language is None:
            fact = f"{'.'.join(table)} belongs to one language, and the file names none"
            raise self.wrong(table, key, fact, f'begin the file with language = "{LANGUAGES[0]}" or another')
        return str(self.language)

    def _role(self, table: tuple[str, ...], word: str, value: object) -> Role:
        """`director`, `director+screenwriter` (both), `producer|production_company` (person or company), `none`."""
        if not isinstance(value, str):
            raise self.wrong(table, word, f"the role of {word!r} is no text", 'write "word" = "role"')
        marks = {"person": table[-1] == "person", "short": table[-1] == "short", "weak": table[-1] == "weak"}
        if value == NO_CREDIT:
            return Role((), (), **marks)
        one, _, company = value.partition("|")
        fields, company_fields = tuple(one.split("+")), tuple(filter(None, company.split("+")))
        for name in (*fields, *company_fields):
            if name not in FIELDS:
                remedy = f"use one of {', '.join(sorted(FIELDS))}, {NO_CREDIT}"
                raise self.wrong(table, word, f"unknown role {name!r}", remedy)
        if not company_fields:
            company_fields = tuple(name for name in fields if name in COMPANY_FIELDS)
            fields = tuple(name for name in fields if name not in COMPANY_FIELDS)
        return Role(fields, company_fields, **marks)
