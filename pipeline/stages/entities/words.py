"""The word lists that tell names from words, and what a single word says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.names import NameLists, load_names
from pipeline.lang.vocabulary import Vocabulary

MIN_COMPOUND = 8  # letters
# A word with its inner hyphens and apostrophes, or initials with their dots: «Jürgen», «O’Brien», «Mia-Sophie», «J.R.»
LETTERS = r"(?:[^\W\d_]++|[\u0300-\u036f])*+"
WORD_REST = rf"{LETTERS}(?:[-‐‑'’][^\W\d_]{LETTERS})*"
WORD = re.compile(rf"(?:[^\W\d_]\.){{1,6}}(?!\w)|[^\W\d_]{WORD_REST}")
INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
SUFFIX = re.compile(r"(?:jr|sr|jun|sen|[ivx]{2,4})\.?", re.IGNORECASE)
SPACE_GAP = re.compile(r"[ \u00a0\u202f]{1,2}")
# Between the words of one name: a space, a no-break space, or a wrapped line
GAP = re.compile(r"[ \u00a0\u202f]{1,2}|[ \t]?\r?\n[ \t]?")
GENITIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class EntityWords:
    """The word lists that tell names from words; casefolded."""

    particles: frozenset[str]
    titles: frozenset[str]
    name_titles: frozenset[str]  # «Duke», «Queen»: also the first word of a stage name
    category_lines: frozenset[str]
    address: frozenset[str]  # «Frau», «Mr.»: always before a name
    noun_endings: tuple[str, ...]
    named_after: frozenset[str]
    determiners: frozenset[str]
    noun_capitals: frozenset[str]
    bare_genitive: frozenset[str]
    labels: frozenset[str]  # words that label roles and sections
    short_roles: frozenset[str]
    conjunctions: frozenset[str]
    indefinite: frozenset[str]
    place_prepositions: frozenset[str]
    prizes: frozenset[str]
    names: NameLists


def entity_words(vocabulary: Vocabulary, language: str | None = None) -> EntityWords:
    """The vocabulary's lists in the form that this stage compares, gathered once per vocabulary.

    With the everyday words of one language, for its passages, or of all.
    """
    key = (vocabulary.digest, language)
    if key not in _GATHERED:
        names = load_names()
        _GATHERED[key] = _gather(vocabulary, names if language is None else names.in_language(language))
    return _GATHERED[key]


def _gather(vocabulary: Vocabulary, names: NameLists) -> EntityWords:

    def folded(name: str) -> frozenset[str]:
        return frozenset(word.casefold().rstrip(".") for word in vocabulary.words.get(name, ()))

    persons = frozenset(word for word, role in vocabulary.roles.items() if role.person and " " not in word)
    labels = frozenset(word for word, role in vocabulary.roles.items() if " " not in word)
    return EntityWords(
        particles=folded("particles"),
        name_titles=folded("name_titles"),
        category_lines=folded("category_lines"),
        address=folded("honorifics"),
        titles=folded("person_titles") | folded("honorifics") | persons,
        noun_endings=tuple(sorted(e for e in folded("person_noun_endings") if len(e) > 2)),
        named_after=folded("named_after"),
        determiners=folded("determiners"),
        noun_capitals=folded("noun_capitals"),
        bare_genitive=folded("bare_genitive"),
        labels=labels | frozenset(vocabulary.headings),
        short_roles=frozenset(word for table in vocabulary.short_roles.values() for word in table),
        indefinite=folded("indefinite"),
        place_prepositions=folded("place_prepositions"),
        prizes=folded("prizes"),
        conjunctions=folded("conjunctions") | folded("as"),
        names=names,
    )


def without_genitive(word: str) -> str:
    """«Lena» of «Lena's», «Jonas» of «Jonas’»."""
    return GENITIVE.sub("", word) if "'" in word or "’" in word else word


def is_compound(word: str, words: EntityWords) -> bool:
    """Whether two everyday words make up this one: «Telefonstimme», «Gerichtsmediziner», «Baggerfahrer»."""
    folded = word.casefold()
    if words.names.is_forename(word) or words.names.is_surname(word) or len(folded) < MIN_COMPOUND:
        return False
    return any(
        words.names.is_word(folded[cut:])
        and (words.names.is_word(folded[:cut]) or (folded[cut - 1] == "s" and words.names.is_word(folded[: cut - 1])))
        for cut in range(4, len(folded) - 3)
    )


def is_title(word: str, words: EntityWords) -> bool:
    """«Hauptmann», «Mrs.», «Torfbaron»: a title, or a compound that ends in one."""
    folded = word.casefold().rstrip(".")
    if folded in words.titles:
        return True
    tail = folded.rsplit("-", 1)[-1]
    if tail != folded and (tail in words.titles or tail.endswith(words.noun_endings)):
        return not words.names.is_forename(word)
    return len(folded) > 8 and folded.endswith(words.noun_endings) and not words.names.is_surname(word)


def describes(word: str, words: EntityWords) -> bool:
    """Whether a capitalised word of a character's label says what somebody is, not who."""
    folded = word.casefold().rstrip(".")
    if folded in words.titles:
        return True
    return not words.names.is_forename(word) and (words.names.is_word(folded) or is_title(word, words))


def is_full_name(name: Sequence[str], words: EntityWords) -> bool:
    """Whether the lists vouch for every word of a name: what a model that does not know it may be told."""
    if len(name) < 2 or not words.names.is_surname(without_genitive(name[-1])):
        return False
    return all(words.names.is_forename(w) or w.casefold() in words.particles or INITIAL.fullmatch(w) for w in name[:-1])


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """A name as this stage compares it: case folded, spaces single, apostrophes of one kind."""
    folded = name.casefold().replace("’", "'").replace("‑", "-")
    return folded if folded.isalpha() else " ".join(folded.split())


# by the vocabulary's digest and language; a process has one vocabulary or two
_GATHERED: dict[tuple[str, str | None], EntityWords] = {}
