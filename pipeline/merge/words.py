"""The vocabulary as the merge needs it: words of titles and of names, gathered once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.name_match import Name, fold_lists, parse_name
from pipeline.text.names import NameWords
from pipeline.text.titles import Title, TitleWords, parse_title

KIND = "kind_"
REMEMBERED_NAMES, REMEMBERED_TITLES = 30_000, 2_000  # whose parts are kept, about a kilobyte each


@dataclass(frozen=True, slots=True)
class MergeWords:
    """`known` holds every listed forename and surname, folded as names are compared."""

    titles: TitleWords
    names: NameWords
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parsers:
    """Names and titles taken apart; None where nothing is left to compare. They remember the last ones."""

    words: MergeWords
    name: Callable[[str], Name | None]
    title: Callable[[str], Title | None]


def make_parsers(words: MergeWords) -> Parsers:
    """The parsers that know these words."""

    @lru_cache(maxsize=REMEMBERED_NAMES)
    def name(text: str) -> Name | None:
        return parse_name(text, words.names)

    @lru_cache(maxsize=REMEMBERED_TITLES)
    def title(text: str) -> Title | None:
        return parse_title(text, words.titles)

    return Parsers(words, name, title)


@cache
def gather_merge_words(vocabulary: Vocabulary) -> MergeWords:
    """The words of all languages together; the lists of names take half a second, once."""
    lists = load_names()
    kinds = {
        word.casefold(): key.removeprefix(KIND)
        for key in sorted(vocabulary.words)
        if key.startswith(KIND)
        for word in vocabulary.words[key]
    }
    titles = TitleWords(
        articles=frozenset(word.casefold() for word in vocabulary.words["title_articles"]),
        kinds=kinds,
        sites=frozenset(word.casefold() for word in vocabulary.words["title_sites"]),
    )
    return MergeWords(titles, gather_name_words(vocabulary, lists), _listed_names())


@cache
def _listed_names() -> frozenset[str]:
    return fold_lists(load_names())
