"""Lists of forenames, surnames and everyday words: evidence for or against a capitalised word being a name.

Many names are everyday words too (`Koch`, `Grace`), so that no list alone decides anything. Where the data comes from
stands in `namelists/NOTICE.txt`.
"""

from __future__ import annotations

import lzma
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
STROKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class NameLists:
    """Case-folded single words. Ask with the methods: they know hyphens, and lists that leave accents out."""

    forenames: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]  # everyday words of all languages, German nouns among them

    def is_forename(self, word: str) -> bool:
        """Whether the word, or the first part of a hyphenated one (`Hans-Jürgen`), is a listed forename."""
        folded = word.casefold()
        return _is_listed(folded, self.forenames) or (
            "-" in folded and _is_listed(folded.split("-", 1)[0], self.forenames)
        )

    def is_surname(self, word: str) -> bool:
        """Whether the word, or the last part of a hyphenated one (`Müller-Stahl`), is a listed surname."""
        folded = word.casefold()
        return _is_listed(folded, self.surnames) or (
            "-" in folded and _is_listed(folded.rsplit("-", 1)[1], self.surnames)
        )

    def is_word(self, word: str) -> bool:
        """Whether everyday language uses the word."""
        return word.casefold() in self.words


def plain_spellings(folded: str) -> tuple[str, str]:
    """How lists without accents may spell a case-folded name: `jurgen` and `juergen` for `jürgen`."""
    expanded = folded.translate(EXPANDED)
    return _unaccented(folded), _unaccented(expanded)


def _unaccented(folded: str) -> str:
    decomposed = unicodedata.normalize("NFD", folded.translate(STROKED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_listed(folded: str, names: frozenset[str]) -> bool:
    if folded in names:
        return True
    return not folded.isascii() and any(plain in names for plain in plain_spellings(folded))


@cache
def load_names() -> NameLists:
    """The lists that travel with the package; read once per process (about 130,000 names and 70,000 words, 0.1 s)."""
    return NameLists(
        forenames=_read("forenames.txt.xz"),
        surnames=_read("surnames.txt.xz"),
        words=_read("words-de.txt.xz") | _read("words-en.txt.xz"),
    )


def _read(name: str) -> frozenset[str]:
    data = resources.files("pipeline.lang").joinpath("namelists", name).read_bytes()
    return frozenset(lzma.decompress(data).decode("utf-8").split("\n"))
