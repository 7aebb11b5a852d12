"""Lists of forenames, surnames and everyday words: evidence for or against a capitalised word being a name.

Many names are everyday words too (`Koch`, `Grace`), so that no list alone decides anything. Where the data comes from
stands in `namelists/NOTICE.txt`.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class NameLists:
    """Case-folded single names; ask with `word.casefold() in names.forenames`."""

    forenames: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]  # everyday words of all languages, German nouns among them

    def is_forename(self, word: str) -> bool:
        """Whether the word, or the first part of a hyphenated one (`Hans-Jürgen`), is a listed forename."""
        folded = word.casefold()
        return folded in self.forenames or ("-" in folded and folded.split("-", 1)[0] in self.forenames)

    def is_surname(self, word: str) -> bool:
        """Whether the word, or the last part of a hyphenated one (`Müller-Stahl`), is a listed surname."""
        folded = word.casefold()
        return folded in self.surnames or ("-" in folded and folded.rsplit("-", 1)[1] in self.surnames)

    def is_word(self, word: str) -> bool:
        """Whether everyday language uses the word."""
        return word.casefold() in self.words


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
