"""Lists of forenames, surnames and everyday words: evidence for or against a capitalised word being a name.

Many names are everyday words too (`Koch`, `Grace`), so that no list alone decides anything. Where the data comes from
stands in `namelists/NOTICE.txt`.
"""

from __future__ import annotations

import bz2
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import takewhile

from pipeline.lang.vocabulary import LANGUAGES

NONE_SHARED = "A"  # at the start of a packed word that shares no letter with the one before
EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
STROKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True, eq=False)
class NameLists:
    """Case-folded single words. Ask with the methods: they know hyphens, and lists that leave accents out.

    Lists are compared by identity, so that what holds them can be a key of a cache.
    """

    forenames: frozenset[str]
    surnames: frozenset[str]
    words: Mapping[str, frozenset[str]]  # language -> its everyday words, German nouns among them

    def is_forename(self, word: str) -> bool:
        """Whether the word, or the first part of a hyphenated one (`Hans-Jürgen`), is a listed forename."""
        folded = word.casefold()
        if folded in self.forenames:
            return True
        if folded.isascii() and "-" not in folded:
            return False
        return _is_listed(folded, self.forenames) or (
            "-" in folded and _is_listed(folded.split("-", 1)[0], self.forenames)
        )

    def is_surname(self, word: str) -> bool:
        """Whether the word, or the last part of a hyphenated one (`Müller-Stahl`), is a listed surname."""
        folded = word.casefold()
        if folded in self.surnames:
            return True
        if folded.isascii() and "-" not in folded:
            return False
        return _is_listed(folded, self.surnames) or (
            "-" in folded and _is_listed(folded.rsplit("-", 1)[1], self.surnames)
        )

    def is_word(self, word: str) -> bool:
        """Whether everyday language uses the word."""
        folded = word.casefold()
        for words in self.words.values():  # noqa: SIM110 - asked for every word of a page; `any` takes twice as long
            if folded in words:
                return True
        return False

    def in_language(self, language: str) -> NameLists:
        """The same lists with the everyday words of one language: `Greet` is an English word, and a German name."""
        return replace(self, words={language: self.words[language]})


def plain_spellings(folded: str) -> Iterator[str]:
    """How lists without accents may spell a case-folded name: `jurgen` and `juergen` for `jürgen`."""
    yield _unaccented(folded)
    yield _unaccented(folded.translate(EXPANDED))


@lru_cache(maxsize=1 << 13)
def _unaccented(folded: str) -> str:
    decomposed = unicodedata.normalize("NFD", folded.translate(STROKED))
    return "".join([c for c in decomposed if not unicodedata.combining(c)])


def _is_listed(folded: str, names: frozenset[str]) -> bool:
    if folded in names:
        return True
    return not folded.isascii() and any(plain in names for plain in plain_spellings(folded))


@cache
def load_names() -> NameLists:
    """The lists that travel with the package; read once per process (about 120,000 names and 60,000 words, 0.1 s)."""
    return NameLists(
        forenames=_read("forenames"),
        surnames=_read("surnames"),
        words={language: _read(f"words-{language}") for language in LANGUAGES},
    )


def _read(name: str) -> frozenset[str]:
    data = resources.files("pipeline.lang").joinpath("namelists", f"{name}.bz2").read_bytes()
    return frozenset(unpack_words(bz2.decompress(data).decode("utf-8")))


def pack_words(words: Iterable[str]) -> str:
    """Sorted words, one per line, each as the number of letters that it shares with the one before (A is none), and
    its other letters: `Aanna`, `Dn`, `Cja` for `anna`, `annn`, `anja`. Compressed, a fifth smaller than the words."""
    lines: list[str] = []
    previous = ""
    for word in sorted(words):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(previous, word, strict=False)))
        lines.append(chr(ord(NONE_SHARED) + shared) + word[shared:])
        previous = word
    return "\n".join(lines)


def unpack_words(packed: str) -> Iterator[str]:
    """The words that `pack_words` packed."""
    word = ""
    for line in packed.split("\n"):
        word = word[: ord(line[0]) - ord(NONE_SHARED)] + line[1:]
        yield word
