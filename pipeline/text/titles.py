"""Titles of works as pages write them, brought to keys by which two pages' titles can be compared.

Words that belong to a language (articles, kinds of works, names of sites) arrive in a `TitleWords`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from pipeline.text.folding import expand_letters, strip_marks

# «Das Boot – Wikipedia», «Heat | Trailer & Kritik»: what stands behind the last spaced dash or bar
TAIL = re.compile(r"\s+[-–—|·]\s+(?=[^-–—|·]+$)")
# «Das Boot (1981)», «Solaris [2002 film]»: the bracket at the end
BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*$")
YEAR = re.compile(r"\b(?:18[89]\d|19\d\d|20\d\d)\b")
# «Alien: Romulus», «Nordwand – Ein Drama»: what divides a title from its subtitle
SUBTITLE = re.compile(r"\s*(?::\s+|\s[-–—|]\s)\s*")
# «The Wager, A Farce», «Nordwand, Ein Drama»: the same without a stronger divider. Of 38,700 pairs of films of one year
# that share one of the first six of the cast, no two have titles that differ by such an ending only.
COMMA = re.compile(r",\s+(?=[A-ZÀ-ÖØ-Þ])")
# «Godfather, The», «Boot, Das»: an article behind the title
LAST_ARTICLE = re.compile(r"^(.+),\s*([^\s,]{1,5})$")
WORD = re.compile(r"[^\W_]+")
ROMAN = {
    roman: str(number)
    for number, roman in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
MIN_SUBTITLE_LETTERS = 3  # «Turm: II» has no subtitle that could stand alone
MIN_SLIP_LENGTH = 6
# One letter may be wrong in a title, two in a long one. Of 224 pairs of different titles of one director within a year
# none is so near.
LONG_TITLE = 20


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of all languages that the grammar of titles needs; casefolded."""

    articles: frozenset[str]
    kinds: Mapping[str, str]  # «film» -> film, «fernsehserie» -> series
    sites: frozenset[str]


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart.

    `keys` are its spellings for comparison (never empty), `bases` those of title and subtitle alone.
    """

    text: str
    keys: tuple[str, ...]
    bases: tuple[str, ...]
    year: int | None
    kind: str | None

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that tell sequels apart: «Rocky II» and «Rocky 2» have "2"."""
        words = self.key.split(" ")
        tail = [ROMAN[word] for word in words[1:] if word in ROMAN]
        return tuple(sorted([word for word in words if word.isdecimal()] + tail))


def parse_title(text: str, words: TitleWords) -> Title | None:
    """A title's parts, or None where nothing is left to compare.

    Site names, a year and a kind in brackets come off; what other brackets hold stays part of the title.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    name = _without_site(name, words)
    year: int | None = None
    kind: str | None = None
    while (bracket := BRACKET.search(name)) is not None and bracket.start() > 0:
        inner = bracket.group(1).casefold()
        inner_year = YEAR.search(inner)
        inner_kind = next((words.kinds[word] for word in _kind_phrases(inner) if word in words.kinds), None)
        if inner_year is None and inner_kind is None:
            break
        year = int(inner_year.group()) if inner_year else year
        kind = inner_kind or kind
        name = name[: bracket.start()]
    turned = LAST_ARTICLE.match(name)
    if turned is not None and turned.group(2).casefold() in words.articles:
        name = f"{turned.group(2)} {turned.group(1)}"
    keys = title_keys(name, words)
    if not keys:
        return None
    divided = SUBTITLE if SUBTITLE.search(name) else COMMA
    parts = [part for part in divided.split(name, maxsplit=1) if sum(c.isalpha() for c in part) >= MIN_SUBTITLE_LETTERS]
    bases = tuple(key for part in parts if part != name for key in title_keys(part, words))
    return Title(name, keys, bases, year, kind)


def title_keys(name: str, words: TitleWords) -> tuple[str, ...]:
    """The title's spellings for comparison: without article, case, marks and punctuation; «ä» as «ae», then as «a»."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("’", "")
    keys: dict[str, None] = {}
    for spelling in (expand_letters(folded), strip_marks(folded)):
        tokens = WORD.findall(spelling)
        if len(tokens) > 1 and tokens[0] in words.articles:
            tokens = tokens[1:]
        if tokens:
            keys[" ".join(tokens)] = None
    return tuple(keys)


def alike(a: Title, b: Title) -> bool:
    """Whether two titles differ by no more than a slip of the pen; «Alien 2» and «Alien 3» do not."""
    if a.numbers != b.numbers or min(len(a.key), len(b.key)) < MIN_SLIP_LENGTH:
        return False
    allowed = 2 if min(len(a.key), len(b.key)) >= LONG_TITLE else 1
    spellings = ((a.key, b.key), (strip_marks(a.text), strip_marks(b.text)))
    return any(OSA.distance(x, y, score_cutoff=allowed) <= allowed for x, y in spellings)


def differ_by_subtitle(a: Title, b: Title) -> bool:
    """Whether one is the other without its subtitle, or the subtitle alone."""
    return not set(a.keys).isdisjoint(b.bases) or not set(b.keys).isdisjoint(a.bases)


def share_words(a: Title, b: Title) -> bool:
    """Whether a word of four letters or more stands in both: a sign of two films of one series."""
    long_words = {word for word in a.key.split(" ") if len(word) >= 4}
    return any(word in long_words for word in b.key.split(" "))


def _without_site(name: str, words: TitleWords) -> str:
    while (tail := TAIL.search(name)) is not None:
        if " ".join(WORD.findall(name[tail.end() :].casefold())) not in words.sites:
            return name
        name = name[: tail.start()]
    return name


def _kind_phrases(inner: str) -> list[str]:
    """Single words and pairs of neighbours, longest first: «tv series» before «series»."""
    found = WORD.findall(inner)
    return [f"{a} {b}" for a, b in pairwise(found)] + found
