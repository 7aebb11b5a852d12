"""The words that the grammar of names needs, gathered from vocabulary and name lists."""

from __future__ import annotations

from pipeline.lang.names import NameLists
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.names import NameWords


def gather_name_words(vocabulary: Vocabulary, names: NameLists) -> NameWords:
    """The vocabulary's word lists, casefolded, beside the lists of names."""

    def words(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in vocabulary.words.get(key, ()))

    return NameWords(
        particles=words("particles"),
        honorifics=words("honorifics"),
        company=words("company"),
        company_endings=tuple(sorted(words("company_endings"))),
        conjunctions=words("conjunctions"),
        and_others=tuple(sorted(words("and_others"), key=lambda word: (-len(word), word))),
        not_names=frozenset(vocabulary.roles) | words("not_names") | words("countries"),
        lists=names,
    )
