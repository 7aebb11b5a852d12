"""The vocabulary as sentences ask it: the `[prose]` grammars and the `prose_*` word lists, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.prose import NAME_CLASS, PERSON, ROLE, ProseGrammar, alternatives, compile_prose, word_starts
from pipeline.lang.vocabulary import Role, Vocabulary
from pipeline.text.names import NameWords

# A noun before a name says who made something; for these fields it says a profession only («actor Jane Doe»).
PROFESSION_FIELDS = frozenset({"actor", "voice_actor", "author", "presenter", "songwriter"})

SIMPLE_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What stands around names in sentences; the lists themselves are explained in `en.toml`."""

    grammars: Mapping[str, ProseGrammar]
    person_roles: Mapping[str, Role]
    role_first_words: frozenset[str]
    role_last_words: frozenset[str]
    abbreviations: frozenset[str]
    hypothetical: re.Pattern[str]
    hypothetical_words: frozenset[str]  # a sentence without any of these holds none of the phrases
    other_sections: re.Pattern[str]
    descendant: re.Pattern[str]
    elsewhere: re.Pattern[str]
    other_work: re.Pattern[str]
    links: re.Pattern[str]
    cues: frozenset[str]
    noise: frozenset[str]
    noise_endings: tuple[str, ...]
    as_word: re.Pattern[str]
    next_pair: re.Pattern[str]
    gapped: re.Pattern[str]
    belongs: re.Pattern[str]
    auxiliary: re.Pattern[str]
    clause_rest: re.Pattern[str]
    aside: re.Pattern[str]
    described: re.Pattern[str]
    noun_capitals: frozenset[str]
    determiners: frozenset[str]
    stops: frozenset[str]
    conjunction: re.Pattern[str]
    no_characters: frozenset[str]
    no_character_endings: tuple[str, ...]
    no_labels: frozenset[str]
    no_companies: frozenset[str]
    genitives: frozenset[str]
    other_trades: frozenset[str]
    page_cues: re.Pattern[str]
    titles: frozenset[str]
    names: NameWords
    countries: frozenset[str]


_COMPILED: dict[str, SentenceWords] = {}  # by the vocabulary's digest: compiling takes 0.5 s


def load_sentence_words(vocabulary: Vocabulary) -> SentenceWords:
    """The word lists and grammars of sentences, compiled once for each vocabulary.

    Raises:
        VocabularyError: a pattern is not written in the pattern language.
    """
    if vocabulary.digest not in _COMPILED:
        _COMPILED[vocabulary.digest] = _compile(vocabulary)
    return _COMPILED[vocabulary.digest]


def _compile(vocabulary: Vocabulary) -> SentenceWords:
    def words(name: str) -> frozenset[str]:
        return vocabulary.words.get(name, frozenset())

    def phrases(name: str) -> re.Pattern[str]:
        return re.compile(rf"{word_starts(words(name))}(?!\w)")

    def folded(*names: str) -> frozenset[str]:
        return frozenset(word.casefold().rstrip(".") for name in names for word in words(name))

    person_roles = {word: role for word, role in vocabulary.roles.items() if role.person}
    as_words = alternatives(words("prose_as"))
    link = alternatives(words("prose_conjunctions") | words("prose_cast_links"))
    opening = alternatives(words("prose_cast_openings"))
    conjunction = alternatives(words("prose_conjunctions"))
    relative = alternatives(words("prose_relatives"))
    links = alternatives(words("prose_cast_links"))
    makers = {
        word for word, role in person_roles.items() if role.is_credit and not PROFESSION_FIELDS.issuperset(role.fields)
    }
    grammars = compile_prose(vocabulary)
    determiners = folded("determiners")
    own_noise = folded("prose_noise") | determiners
    noise = folded("person_titles", "honorifics")
    dated_works = alternatives(words("prose_dated_works"))
    dated = [rf"{century}\d\d\s(?:[^\W\d_]+\s){{0,3}}(?:{dated_works})" for century in ("18", "19", "20")]
    cues = {cue for grammar in grammars.values() for cue in grammar.by_cue}
    return SentenceWords(
        grammars=grammars,
        person_roles=person_roles,
        role_first_words=frozenset(re.split(r"[ -]", word, maxsplit=1)[0] for word in person_roles),
        role_last_words=frozenset(SIMPLE_WORD.findall(word)[-1] for word in person_roles),
        abbreviations=frozenset(
            word.casefold().removesuffix(".") + "."
            for name in ("prose_abbreviations", "honorifics")
            for word in words(name)
        ),
        hypothetical=phrases("prose_hypothetical"),
        hypothetical_words=frozenset(
            max(SIMPLE_WORD.findall(phrase.casefold()), key=len) for phrase in words("prose_hypothetical")
        ),
        other_sections=phrases("prose_other_sections"),
        descendant=re.compile(rf"{word_starts(words('prose_descendants'), more=dated)}(?!\w)"),
        elsewhere=phrases("prose_elsewhere"),
        other_work=phrases("prose_other_work"),
        links=re.compile(
            rf"(?:\s*,\s*(?:(?:{link})\s+)?(?:{links}\s+)?|\s+(?:{link})\s+|\s*[/&]\s*)"
            rf"(?:(?:{opening})\s+)?(?={NAME_CLASS})",
            re.IGNORECASE,
        ),
        cues=frozenset(cues),
        noise=own_noise | {word for word in noise - makers if cues.isdisjoint(SIMPLE_WORD.findall(word))},
        noise_endings=tuple(words("prose_noise_endings")),
        as_word=re.compile(rf"\s*,?\s+(?:{as_words})\s+", re.IGNORECASE),
        next_pair=re.compile(rf"(?:,|\s(?:{conjunction}))\s+({PERSON})\s+(?:{as_words})\s", re.IGNORECASE),
        gapped=re.compile(
            rf"(?:\s*,\s*(?:(?:{conjunction})\s+)?|\s+(?:{conjunction})\s+)"
            rf"({PERSON})\s+(?=(?:{alternatives(words('determiners'))})\s)",
            re.IGNORECASE,
        ),
        belongs=re.compile(
            rf"(?:\s?\(\d{{4}}\))?(?:(?!\b(?:{conjunction})\b)[^,;:()]){{0,60}}|[^;:.]{{0,12}},\s+(?:{relative})\b[^;:]{{0,60}}",
            re.IGNORECASE,
        ),
        auxiliary=re.compile(rf",?\s+(?:{alternatives(words('prose_auxiliaries'))})(?:\s+\w+)?$", re.IGNORECASE),
        clause_rest=re.compile(
            rf"(?:\s+(?!(?:{conjunction}|{links})\b)[^\s,;:.!?(){PERSON}-{ROLE}]+){{0,8}}", re.IGNORECASE
        ),
        aside=re.compile(
            rf"\s+(?:{alternatives(words('prose_asides'))})\s[^,;:.!?(){PERSON}-{ROLE}]{{1,60}}?"
            rf"(?=\s*[,.;]|\s+(?:{conjunction}|{links})\s|$)",
            re.IGNORECASE,
        ),
        described=re.compile(
            rf"(?<!\w)(?:{alternatives(words('determiners'))})\s+((?:[^\W\d_]+\s+)?(?:{alternatives(words('prose_people'))}))"
            rf"\s?\(\s?({PERSON})(?=\s*[),;])",
            re.IGNORECASE,
        ),
        conjunction=re.compile(rf"\s+(?:{conjunction})\s+", re.IGNORECASE),
        noun_capitals=words("noun_capitals"),
        determiners=determiners | folded("prose_determiners"),
        stops=folded("prose_character_stops"),
        no_characters=folded("prose_no_characters") | frozenset(person_roles),
        no_character_endings=tuple(words("prose_no_character_endings")),
        no_labels=folded("prose_no_labels"),
        no_companies=folded("prose_no_companies"),
        genitives=folded("prose_genitives"),
        other_trades=folded("prose_other_trades"),
        page_cues=re.compile(rf"(?<![^\W_])(?:{alternatives(words('prose_page_cues'))})(?![^\W_])", re.IGNORECASE),
        titles=folded("honorifics", "prose_character_titles"),
        countries=folded("countries"),
        names=gather_name_words(vocabulary, load_names()),
    )
