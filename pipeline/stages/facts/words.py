"""The vocabulary of this stage, and the value that its steps hand to each other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.lang.prose import word_starts
from pipeline.lang.vocabulary import Vocabulary, fold
from pipeline.types import Span

HEAD_LINES = 15  # non-blank lines in which a page names its work; navigation and bylines stand before it
HEAD_REACH = 4  # a title's production line stands at most so many lines below it
MAX_TITLE = 90  # code points
MAX_SPEC_LINE = 240  # code points; longer lines are prose
# «1986», «2005/2006», «1968–1970»
YEAR = re.compile(r"((?:18|19|20)(?<![\d.,:/-]\d\d)\d\d)(?:\s?([/–-])\s?((?:18|19|20)?\d\d)(?!\d))?(?![\d]|[.,]\d)")
OPENING_QUOTES, CLOSING_QUOTES = '„“"»«‚', '“”"«»‘'
NUMBERED = re.compile(r"\d{1,3}[.)]\s+")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
DIGIT = re.compile(r"\d")
# Words, hyphens dividing them: «German-Austrian»
WORD_PART = re.compile(r"[^\W\d_][\w'’]*(?:\.[^\W\d_]\.)?")


@dataclass(frozen=True, slots=True, eq=False)
class FactWords:
    """The vocabulary's lists of this stage, folded; compared by identity, so that what is derived can be cached."""

    countries: frozenset[str]
    codes: frozenset[str]  # as written
    country_adjectives: frozenset[str]
    genres: frozenset[str]
    work_nouns: frozenset[str]
    is_a: re.Pattern[str]
    subject_end: re.Pattern[str]  # « (Originaltitel: …», «, also known as …», « aka …», «[1]»
    labels: dict[str, str]  # label -> field
    label_starts: frozenset[str]  # their first two letters
    inline_label: re.Pattern[str]
    title_labels: frozenset[str]
    minutes: frozenset[str]
    hours: frozenset[str]
    months: frozenset[str]
    years_after: frozenset[str]
    released: frozenset[str]
    review: re.Pattern[str]
    furniture: frozenset[str]
    no_titles: frozenset[str]  # furniture, labels, articles
    pronouns: frozenset[str]
    no_title_starts: tuple[str, ...]
    articles: frozenset[str]
    by: frozenset[str]
    companies: frozenset[str]
    bylines: frozenset[str]  # before who made it, and nothing else
    presents: re.Pattern[str]  # « presents », between a company and its work
    site_endings: tuple[str, ...]  # of compounds that name sites: «Hörspieldatenbank»
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: `span` quotes it, `value` is its normal form."""

    field: str
    span: Span
    value: str
    layout: str
    label: Span | None = None


def fact_words(vocabulary: Vocabulary) -> FactWords:
    """The lists of the vocabulary in the form that this stage compares; gathered once per vocabulary."""
    if vocabulary.digest not in _GATHERED:
        _GATHERED[vocabulary.digest] = _gather(vocabulary)
    return _GATHERED[vocabulary.digest]


def _gather(vocabulary: Vocabulary) -> FactWords:

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in vocabulary.words.get(name, ()))

    def alternatives(name: str) -> str:
        found = sorted((re.escape(word) for word in vocabulary.words.get(name, ())), key=len, reverse=True)
        return "|".join(found) or r"(?!)"

    stems, endings = folded("country_adjectives"), folded("adjective_endings")
    fields = ("year", "country", "genre", "runtime")
    labels = {label: name for name in fields for label in folded(f"{name}_labels")}
    return FactWords(
        countries=folded("countries"),
        codes=vocabulary.words.get("country_codes", frozenset()),
        country_adjectives=stems | {stem + ending for stem in stems for ending in endings},
        genres=folded("genres"),
        work_nouns=folded("work_nouns"),
        is_a=re.compile(rf"{word_starts(vocabulary.words.get('article_is_a', ()), space=' ')}\w{{0,2}}\s"),
        subject_end=re.compile(rf"\s?[(\[]|,?\s(?:{alternatives('also_known')})(?!\w)", re.IGNORECASE),
        labels=labels,
        label_starts=frozenset(label[:2] for label in labels),
        inline_label=re.compile(
            rf"(?<!\w)({'|'.join(alternatives(f'{name}_labels') for name in fields)})\s?:", re.IGNORECASE
        ),
        title_labels=folded("title_labels"),
        minutes=folded("minutes"),
        hours=folded("hours"),
        months=folded("months"),
        years_after=folded("year_prefixes"),
        released=folded("released"),
        review=re.compile(rf"\s+[–—-]?\s?(?:{alternatives('review_words')})(?!\w)", re.IGNORECASE),
        furniture=folded("page_furniture"),
        no_titles=folded("page_furniture").union(
            folded("title_labels"), folded("articles"), *(folded(f"{name}_labels") for name in fields)
        ),
        no_title_starts=tuple(sorted(folded("no_title_starts"))),
        pronouns=folded("pronouns"),
        articles=folded("articles"),
        by=folded("by") - folded("articles"),
        companies=folded("company"),
        bylines=folded("bylines"),
        presents=re.compile(rf"\s(?:{alternatives('presents')}):?\s+", re.IGNORECASE),
        site_endings=tuple(sorted(folded("site_endings"))),
        vocabulary=vocabulary,
    )


def normal(text: str) -> str:
    """NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def names_a_work(word: str, words: FactWords) -> bool:
    """«film», «Historienfilm», «Fernsehserie», «comedy-drama»."""
    if word in words.work_nouns or word in words.genres:
        return True
    return any(word[-size:] in words.work_nouns for size in range(4, len(word) - 2))


def year_fact(year: re.Match[str], layout: str) -> Fact:
    """`2006` of «2005/2006», `1968` of «1968–1970»: the year of the finished film, the first of a series."""
    second = year.group(3)
    if second is not None and year.group(2) == "/":
        value = second if len(second) == 4 else year.group(1)[:2] + second
        return Fact("year", Span(*year.span(3)), value, layout)
    return Fact("year", Span(*year.span(1)), year.group(1), layout)


_GATHERED: dict[str, FactWords] = {}  # by the vocabulary's digest; a process has one or two
