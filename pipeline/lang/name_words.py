"""The words that the grammar of names needs, gathered from vocabulary and name lists."""

from __future__ import annotations

from pipeline.lang.names import NameLists
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.names import NameWords

# Word lists of the vocabulary whose words are no names.
NOT_NAMES = (
    *("countries", "runtime_labels", "country_labels", "genre_labels", "year_labels", "title_labels"),
    *("page_furniture", "country_adjectives"),
)
SHORT_COMPANY_WORD = 4  # «AB», «Film»: in lower case these are everyday words or parts of names


def gather_name_words(vocabulary: Vocabulary, names: NameLists) -> NameWords:
    """The vocabulary's word lists, casefolded, beside the lists of names."""

    def words(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in vocabulary.words.get(key, ()))

    return NameWords(
        particles=words("particles"),
        honorifics=words("honorifics"),
        titles=words("person_titles"),
        company=frozenset(
            form for word in vocabulary.words.get("company", ()) for form in _company_forms(word.rstrip("."))
        ),
        company_endings=tuple(sorted(words("company_endings"))),
        legal_forms=words("legal_forms"),
        conjunctions=words("conjunctions"),
        joiners=tuple(sorted(words("joiners"))),
        prepositions=words("by"),
        person_noun_endings=tuple(sorted(words("person_noun_endings"))),
        and_others=tuple(sorted(words("and_others"), key=lambda word: (-len(word), word))),
        not_names=frozenset(vocabulary.roles).union(vocabulary.headings, *map(words, NOT_NAMES)),
        lists=names,
    )


def _company_forms(word: str) -> tuple[str, ...]:
    """A short word counts as written or in capitals («GmbH», «GMBH», «AB»), a longer one in any case."""
    return (word, word.upper()) if len(word) <= SHORT_COMPANY_WORD else (word.casefold(),)
