"""Find which works a document is about, and what it states of them: title, year, country, genre, running time.

Precision comes first: a page about several works, or about none, has no title, and a year counts only where the page
gives it as this work's year.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.lang.vocabulary import Vocabulary, fold
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, Section, Span

EXTRACTOR = "facts@1"
SCORE = 0.9

HEAD_LINES = 15  # non-blank lines in which a page names its work; navigation and bylines stand before it
HEAD_REACH = 4  # a title's production line stands at most so many lines below it
MAX_TITLE = 90  # code points
MAX_TITLE_WORDS = 12
MAX_SPEC_LINE = 240  # code points; longer lines are prose
DEFINITION_REACH = 260  # code points in which «X is a …» has to say what X is
TEASER = 60  # code points; so much text behind «Title: » is the start of the article
ENOUGH = 4.0  # of `title_score`; all titles of the gold pages reach 4.5, no other page's first lines pass 3.5

# «1986», «2005/2006», «1968–1970»
YEAR = re.compile(r"(?<![\d.,:/-])((?:18|19|20)\d\d)(?:\s?([/–-])\s?((?:18|19|20)?\d\d)(?!\d))?(?![\d]|[.,]\d)")
# «137 Min.», «98 minutes», «110′», «90'»; behind the number stands a word of [words] minutes or a mark
NUMBER_UNIT = re.compile(r"(?<![\d.,])(\d{1,3})\s?(?:([′‘’'´]+)|([^\W\d_]+))")
# «2 Stunden 20 Minuten», «1h 45m», «2 hr 15 min»
HOURS = re.compile(r"(?<![\d.,])(\d)\s?([^\W\d_]+)\.?,?\s?(?:(\d{1,2})\s?([^\W\d_]+))?")
# «Title (1995)», «Unter Tage (2022): …», «Dune (USA 2021)»
TITLE_YEAR = re.compile(r"\s*\((?:[^()\d]{0,40}[ ,])?((?:18|19|20)\d\d)(?:[–/-]\d{0,4})?(?:[ ,;][^()]{0,40})?\)")
OPENING_QUOTES, CLOSING_QUOTES = '„“"»«‚', '“”"«»‘'
# « – », « | », « > », « › », « · » between the parts of a headline or a breadcrumb
PART = re.compile(r"\s+(?:[–—|>›»·/]|-)\s+|\s{3,}|\t")
NUMBERED = re.compile(r"\d{1,3}[.)]\s+")
# «[Bearbeiten]», «[edit]», «##» around a heading
HEADING_MARKS = re.compile(r"^[#=*_\s]+|(?:\s*\[[^\[\]]{1,40}\]|[#=*_\s]+)$")
COUNTRY_BREAK = re.compile(r"\s*[/,&+·;|–-]\s*|\s+(?:und|and)\s+|\s+")
LABEL = re.compile(r"([^\W\d][^\n:\t|]{1,30}?)(?:\s*:\s*|\t\s*|\s{2,}|\s*\.{3,}\s*)(?=\S)")
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
CATEGORY_YEAR = re.compile(r"(?:Filmtitel |Category:)((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class FactWords:
    """The vocabulary's lists of this stage, folded."""

    countries: frozenset[str]
    codes: frozenset[str]  # as written
    country_adjectives: frozenset[str]
    genres: frozenset[str]
    work_nouns: tuple[str, ...]
    is_a: re.Pattern[str]
    labels: dict[str, str]  # label -> field
    title_labels: frozenset[str]
    minutes: frozenset[str]
    hours: frozenset[str]
    months: frozenset[str]
    years_after: frozenset[str]
    review: re.Pattern[str]
    furniture: frozenset[str]
    articles: frozenset[str]
    by: frozenset[str]
    companies: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: `span` quotes it, `value` is its normal form."""

    field: str
    span: Span
    value: str
    layout: str
    label: Span | None = None


@dataclass(slots=True)
class TitleCandidate:
    """A string of the page's first lines that may be the work's title, and what speaks for it."""

    span: Span
    text: str
    line: int
    points: float = 0.0
    reasons: set[str] = field(default_factory=set)


# --- works ---------------------------------------------------------------------------------------------------------


def find_works(
    document: Document, lines: Sequence[Line], sections: Sequence[Section], vocabulary: Vocabulary
) -> tuple[PageWork, ...]:
    """The works that the page is about, at least one; their spans tile the document.

    A list or a news page has one work for each heading that names one, and works without a title between them.
    """
    text = document.text
    words = fact_words(vocabulary)
    several = _works_of_headings(text, lines, sections, words)
    if several:
        return several
    filled = [line for line in lines if not line.blank]
    title = find_title(text, filled, sections, words)
    year = find_year(text, filled, sections, title, words)
    return (
        PageWork(
            span=Span(0, len(text)),
            title=None if title is None else normal(title.text),
            title_span=None if title is None else title.span,
            year=None if year is None else int(year.value),
            year_span=None if year is None else year.span,
        ),
    )


def fact_words(vocabulary: Vocabulary) -> FactWords:
    """The lists of the vocabulary in the form that this stage compares."""

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in vocabulary.words.get(name, ()))

    def alternatives(name: str) -> str:
        found = sorted((re.escape(word) for word in vocabulary.words.get(name, ())), key=len, reverse=True)
        return "|".join(found) or r"(?!)"

    stems, endings = folded("country_adjectives"), folded("adjective_endings")
    fields = ("year", "country", "genre", "runtime")
    return FactWords(
        countries=folded("countries"),
        codes=vocabulary.words.get("country_codes", frozenset()),
        country_adjectives=stems | {stem + ending for stem in stems for ending in endings},
        genres=folded("genres"),
        work_nouns=tuple(sorted(folded("work_nouns"))),
        is_a=re.compile(rf",?\s(?:{alternatives('article_is_a')})\w{{0,2}}\s", re.IGNORECASE),
        labels={label: name for name in fields for label in folded(f"{name}_labels")},
        title_labels=folded("title_labels"),
        minutes=folded("minutes"),
        hours=folded("hours"),
        months=folded("months"),
        years_after=folded("year_prefixes"),
        review=re.compile(rf"\s+[–—-]?\s?(?:{alternatives('review_words')})(?!\w)", re.IGNORECASE),
        furniture=folded("page_furniture"),
        articles=folded("articles"),
        by=folded("by") - folded("articles"),
        companies=folded("company"),
        roles=frozenset(vocabulary.roles),
    )


def normal(text: str) -> str:
    """NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _works_of_headings(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> tuple[PageWork, ...]:
    """One work for each section whose heading names one, if at least two do; else nothing."""
    found = [(section, _titled_heading(text, section, words)) for section in sections]
    if sum(work is not None for _, work in found) < 2:
        return ()
    works: list[PageWork] = []
    for section, titled in found:
        if titled is None:
            if works and works[-1].title is None:
                works[-1] = PageWork(Span(works[-1].span.start, section.span.end), None, None, None, None)
            else:
                works.append(PageWork(section.span, None, None, None, None))
            continue
        title, year = titled
        if year is None:
            inside = [line for line in lines if not line.blank and section.span.contains(line.span)][: HEAD_REACH + 1]
            year = next(
                (f for line in inside for f in spec_facts(text, line.content, words) if f.field == "year"), None
            )
        works.append(
            PageWork(
                section.span,
                normal(title.of(text)),
                title,
                None if year is None else int(year.value),
                None if year is None else year.span,
            )
        )
    return tuple(works)


def _titled_heading(text: str, section: Section, words: FactWords) -> tuple[Span, Fact | None] | None:
    """«1. Anatomy of a Murder (1959)», «„Melancholia“ (ab 6. Oktober)», «THEATRE: A House in Osu»: title and year."""
    if section.heading is None:
        return None
    heading = _bare_heading(text, section.heading)
    numbered = NUMBERED.match(text, heading.start, heading.end)
    start = numbered.end() if numbered is not None else heading.start
    dated = _dated(text, Span(start, heading.end))
    if dated is not None:
        return dated
    quoted = _quoted_start(text, Span(start, heading.end))
    if quoted is not None:
        return quoted, None
    label, colon, _ = text[start : heading.end].partition(": ")
    if colon and _names_a_work(fold(label), words):
        return strip_span(text, start + len(label) + 1, heading.end), None
    return None


def _bare_heading(text: str, span: Span) -> Span:
    marks = [m for m in HEADING_MARKS.finditer(text[span.start : span.end])]
    start, end = span.start, span.end
    for mark in marks:
        if mark.start() == 0:
            start = span.start + mark.end()
        elif span.start + mark.end() == end:
            end = span.start + mark.start()
    return strip_span(text, start, max(start, end))


def _dated(text: str, span: Span) -> tuple[Span, Fact] | None:
    """«Title (1995) …»: the title, and its year."""
    bracket = text.find("(", span.start, span.end)
    while bracket > 0:
        match = TITLE_YEAR.match(text, bracket, span.end)
        if match is not None and bracket > span.start:
            title = _unquoted(text, strip_span(text, span.start, bracket, SPACE + ",:–-"))
            if title:
                return title, Fact("year", Span(*match.span(1)), match.group(1), "title")
        bracket = text.find("(", bracket + 1, span.end)
    return None


def _quoted_start(text: str, span: Span) -> Span | None:
    """«„Der Vorleser“: …»: what the quotes at the start hold."""
    if not span or text[span.start] not in OPENING_QUOTES:
        return None
    for end in range(span.start + 2, min(span.end, span.start + MAX_TITLE)):
        if text[end] in CLOSING_QUOTES:
            return strip_span(text, span.start + 1, end)
    return None


def _unquoted(text: str, span: Span) -> Span:
    if len(span) > 2 and text[span.start] in OPENING_QUOTES + "_" and text[span.end - 1] in CLOSING_QUOTES + "_":
        return strip_span(text, span.start + 1, span.end - 1)
    return span


# --- the title of a page's one work ----------------------------------------------------------------------------------


def find_title(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> TitleCandidate | None:
    """The title where the page states one and is about one work."""
    if not _is_about_a_work(text, lines, sections, words):
        return None
    candidates = _merge(_title_candidates(text, lines, sections, words))
    for candidate in candidates:
        _judge(text, lines, candidate, words)
    best = max(candidates, key=lambda c: (c.points, -c.span.start), default=None)
    if (
        best is None
        or best.points < ENOUGH
        or not best.reasons & {"definition", "year", "spec", "teaser", "review", "again", "label"}
    ):
        return None
    if not best.reasons & {"definition", "year", "spec"} and _has_rival(text, best):
        return None
    return best


def _is_about_a_work(text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords) -> bool:
    if any(section.kind in {"plot", "cast_crew"} for section in sections):
        return True
    head = lines[:HEAD_LINES]
    return any(
        _definition(text, line, words) is not None
        or spec_facts(text, line.content, words)
        or _dated(text, line.content)
        for line in head
    )


def _title_candidates(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> Iterator[TitleCandidate]:
    headings = {s.heading.start for s in sections if s.heading is not None and s.kind != "other"}
    for index, line in enumerate(lines[:HEAD_LINES]):
        bare = _bare_heading(text, line.content)
        if not bare or line.span.start in headings or line.content.start in headings:
            continue
        defined = _definition(text, line, words)
        if defined is not None:
            yield _candidate(text, defined, index, 6.0, "definition")
            continue
        dated = _dated(text, bare)
        if dated is not None and len(dated[0]) <= MAX_TITLE:
            yield _candidate(text, dated[0], index, 4.0, "year")
        quoted = _quoted_start(text, bare)
        if quoted is not None:
            yield _candidate(text, quoted, index, 2.0, "quoted")
        review = words.review.search(text, bare.start, min(bare.end, bare.start + MAX_TITLE))
        if review is not None:
            yield _candidate(text, _unquoted(text, Span(bare.start, review.start())), index, 2.5, "review")
        parts = _parts(text, bare)
        if len(parts) > 1:
            for number, part in enumerate(parts):
                yield _candidate(text, _unquoted(text, part), index, 1.0 if number == 0 else 0.5, "part")
        elif len(bare) <= MAX_TITLE:
            yield _candidate(text, _unquoted(text, bare), index, 2.0, "line")
            if text[bare.end - 1] == ")" and (bracket := text.find(" (", bare.start, bare.end)) > 0:
                yield _candidate(text, _unquoted(text, Span(bare.start, bracket)), index, 2.2, "line")
        colon = text.find(": ", bare.start, min(bare.end, bare.start + MAX_TITLE))
        if colon > 0:
            before, after = Span(bare.start, colon), strip_span(text, colon + 1, bare.end)
            if fold(before.of(text)) in words.title_labels:
                yield _candidate(text, _unquoted(text, after), index, 3.5, "label")
            elif index == 0 and len(after) > TEASER:
                yield _candidate(text, _unquoted(text, before), index, 4.5, "teaser")
            else:
                yield _candidate(text, _unquoted(text, before), index, 0.5, "part")


def _candidate(text: str, span: Span, line: int, points: float, reason: str) -> TitleCandidate:
    span = _unquoted(text, strip_span(text, span.start, span.end, SPACE + "_*"))
    return TitleCandidate(span, span.of(text), line, points, {reason})


def _parts(text: str, span: Span) -> list[Span]:
    cuts = list(PART.finditer(text, span.start, span.end))
    edges = [span.start, *(edge for cut in cuts for edge in cut.span()), span.end]
    return [strip_span(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _merge(candidates: Iterable[TitleCandidate]) -> list[TitleCandidate]:
    """Candidates of the same words are one; it stands where the best of them stands."""
    merged: dict[str, TitleCandidate] = {}
    for candidate in candidates:
        key = fold(candidate.text)
        if key not in merged:
            merged[key] = candidate
            continue
        other = merged[key]
        best, less = (candidate, other) if candidate.points > other.points else (other, candidate)
        merged[key] = TitleCandidate(
            best.span,
            best.text,
            min(best.line, less.line),
            best.points + 0.5 * less.points,
            best.reasons | less.reasons,
        )
    return list(merged.values())


def _judge(text: str, lines: Sequence[Line], candidate: TitleCandidate, words: FactWords) -> None:
    """Add to the candidate what the rest of the page says for it or against it."""
    title = candidate.text
    if not _can_be_title(title, words):
        candidate.points = -1.0
        return
    elsewhere, quoted, dated = _repetitions(text, candidate.span, title)
    if elsewhere and (" " in title or quoted or "definition" in candidate.reasons):
        candidate.points += min(elsewhere, 3)
    if quoted:
        candidate.points += 1.5
    if elsewhere > 1 and (" " in title or quoted):
        candidate.reasons.add("again")
    if dated:
        candidate.points += 3.0
        candidate.reasons.add("year")
    if candidate.reasons & {"line", "label", "quoted", "review"}:
        for distance, line in enumerate(lines[candidate.line + 1 : candidate.line + 1 + HEAD_REACH], 1):
            if _is_spec(text, line, words):
                candidate.points += 4.5 - distance
                candidate.reasons.add("spec")
                break
    candidate.points -= 0.1 * candidate.line


def _can_be_title(title: str, words: FactWords) -> bool:
    tokens = title.split()
    folded = fold(title)
    first = next((c for c in title if c.isalnum()), "")
    if not tokens or not first or len(title) > MAX_TITLE or len(tokens) > MAX_TITLE_WORDS or first.islower():
        return False
    if title[0] in "([" or folded in words.articles:
        return False
    if folded in words.furniture or folded in words.roles or folded in words.title_labels:
        return False
    if title[-1] in ",;:" or (title[-1] == "." and not title.endswith("..") and len(tokens) > 3):
        return False
    if any(mark in title for mark in ("@", "://", "www.", "★", "©", "→", "»", "   ")) or folded.startswith(
        ("http", "foto")
    ):
        return False
    if tokens[0].casefold() in words.by or (folded.split(":")[0] in words.roles and ":" in title):
        return False
    return not any(fold(token) in words.companies for token in tokens[-1:])


def _repetitions(text: str, span: Span, title: str) -> tuple[int, int, int]:
    """How often the title stands elsewhere; of these, in marks, and before a year in brackets."""
    total = quoted = dated = 0
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            marked = at > 0 and text[at - 1] in OPENING_QUOTES + "_" and text[end : end + 1] in CLOSING_QUOTES + "_"
            quoted += marked
            total += at != span.start
            after = end + 1 if marked else end
            dated += at != span.start and TITLE_YEAR.match(text, after) is not None
        at = text.find(title, end)
    return total, quoted, dated


def _has_rival(text: str, best: TitleCandidate) -> bool:
    """Whether another title stands in quotes about as often: then the page is about several works."""
    own = text.count(best.text)
    counts: Counter[str] = Counter()
    for opening, closing in (("„", "“"), ("“", "”"), ("»", "«"), ("_", "_")):
        pattern = re.compile(f"{re.escape(opening)}([^{re.escape(opening + closing)}\n]{{2,60}}){re.escape(closing)}")
        counts.update(match.group(1) for match in pattern.finditer(text))
    return any(count > 1 and 2 * count >= own for name, count in counts.items() if fold(name) != fold(best.text))


def _definition(text: str, line: Line, words: FactWords) -> Span | None:
    """The subject of «X is a 1995 American drama film …», «X (Originaltitel: Y) ist ein Historienfilm …»."""
    copula = words.is_a.search(text, line.content.start, min(line.content.end, line.content.start + 2 * MAX_TITLE))
    if copula is None:
        return None
    subject = strip_span(text, line.content.start, copula.start())
    bracket = text.find("(", subject.start + 1, subject.end)
    while bracket > 0 and YEAR.match(text, bracket + 1) is None and text[bracket - 1] != " ":
        bracket = text.find("(", bracket + 1, subject.end)
    if bracket > 0:
        subject = strip_span(text, subject.start, bracket)
    subject = _unquoted(text, strip_span(text, subject.start, subject.end, SPACE + ","))
    if not subject or len(subject) > MAX_TITLE or SENTENCE_END.search(text, subject.start, subject.end - 1):
        return None
    rest = text[copula.end() : min(line.content.end, copula.end() + DEFINITION_REACH)]
    stop = SENTENCE_END.search(rest)
    said = [fold(word) for word in WORD.findall(rest[: stop.start()] if stop is not None else rest)][:14]
    return subject if any(_names_a_work(word, words) for word in said) else None


def _names_a_work(word: str, words: FactWords) -> bool:
    """«film», «Historienfilm», «Fernsehserie», «comedy-drama»."""
    if word in words.work_nouns or word in words.genres:
        return True
    return any(len(noun) > 3 and word.endswith(noun) and len(word) > len(noun) + 2 for noun in words.work_nouns)


# --- the year ------------------------------------------------------------------------------------------------------


def find_year(
    text: str, lines: Sequence[Line], sections: Sequence[Section], title: TitleCandidate | None, words: FactWords
) -> Fact | None:
    """The year that the page gives as this work's, by how plainly it does."""
    if title is not None:
        for line in lines[:HEAD_LINES]:
            if _definition(text, line, words) == title.span:
                stated = _definition_year(text, line, title.span.end, words)
                if stated is not None:
                    return stated
        dated = _year_behind_title(text, title.text)
        if dated is not None:
            return dated
    for line, following in _fact_lines(text, lines, sections):
        labelled = next((f for f in label_facts(text, line, following, words) if f.field == "year"), None)
        if labelled is not None:
            return labelled
    for line in _spec_lines(lines, sections):
        stated = next((f for f in spec_facts(text, line.content, words) if f.field == "year"), None)
        if stated is not None:
            return stated
    if title is not None:
        category = CATEGORY_YEAR.search(text, max(0, len(text) - 2_000))
        if category is not None:
            return Fact("year", Span(*category.span(1)), category.group(1), "category")
    return None


def _definition_year(text: str, line: Line, start: int, words: FactWords) -> Fact | None:
    """«is a 1995 American film», «… aus dem Jahr 1986»: in the definition's first sentence."""
    end = min(line.content.end, start + DEFINITION_REACH)
    copula = words.is_a.search(text, start, end)
    if copula is None:
        return None
    bracket = TITLE_YEAR.match(text, start, copula.start())
    if bracket is not None:
        return Fact("year", Span(*bracket.span(1)), bracket.group(1), "prose")
    stop = SENTENCE_END.search(text, copula.end(), end)
    sentence_end = stop.start() + 1 if stop is not None else end
    for year in YEAR.finditer(text, copula.end(), sentence_end):
        before = text[max(copula.start(), year.start() - 24) : year.start()]
        if year.start() - copula.end() <= 24 and WORD.search(text, copula.end(), year.start()) is None:
            return _year_fact(year, "prose")
        phrase = fold(before)
        if any(phrase.endswith(" " + prefix) for prefix in words.years_after) and not _names_a_novel(
            text, copula.end(), year
        ):
            return _year_fact(year, "prose")
    return None


def _names_a_novel(text: str, start: int, year: re.Match[str]) -> bool:
    """«… based on the novel from 1974»: after a name in lower or upper case that the year may belong to."""
    between = text[start : year.start()].casefold()
    return any(word in between for word in (" novel", " roman", " book", " buch", " play ", " stück"))


def _year_behind_title(text: str, title: str) -> Fact | None:
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if text[end : end + 1] in set(CLOSING_QUOTES + "_"):
            end += 1
        match = TITLE_YEAR.match(text, end)
        if match is not None and not text[at - 1 : at].isalnum():
            return Fact("year", Span(*match.span(1)), match.group(1), "title")
        at = text.find(title, end)
    return None


def _year_fact(year: re.Match[str], layout: str) -> Fact:
    """`2006` of «2005/2006», `1968` of «1968–1970»: the year of the finished film, the first of a series."""
    second = year.group(3)
    if second is not None and year.group(2) == "/":
        value = second if len(second) == 4 else year.group(1)[:2] + second
        return Fact("year", Span(*year.span(3)), value, layout)
    return Fact("year", Span(*year.span(1)), year.group(1), layout)


def _fact_lines(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[tuple[Line, Line | None]]:
    """The lines in which facts are labelled, each with the next."""
    spans = [s.span for s in sections if s.kind in {"lead", "facts", "cast_crew", "production", "other"}]
    for line, following in pairwise([*lines, None]):
        if (
            line is not None
            and len(line.content) <= MAX_SPEC_LINE
            and any(span.contains(line.content) for span in spans)
        ):
            yield line, following


def _spec_lines(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Line]:
    """The lines in which a production line may stand: the page's first, and those of its facts."""
    facts = [s.span for s in sections if s.kind in {"lead", "facts"}]
    for index, line in enumerate(lines):
        if index < HEAD_LINES or (
            len(line.content) <= MAX_SPEC_LINE and any(span.contains(line.content) for span in facts)
        ):
            yield line


# --- production lines and labels -------------------------------------------------------------------------------------


def _is_spec(text: str, line: Line, words: FactWords) -> bool:
    """Whether a line states a production: a year, or two facts of other kinds."""
    fields = {fact.field for fact in spec_facts(text, line.content, words)}
    return "year" in fields or len(fields) > 1


def spec_facts(text: str, span: Span, words: FactWords) -> list[Fact]:
    """The facts of a production line: «USA 1984, 137 Min.», «Spielfilm, DDR 1957, 87 Minuten», «UK/Ireland 2011, 98 min»."""
    end = min(span.end, span.start + MAX_SPEC_LINE)
    facts: list[Fact] = []
    runtime = runtime_fact(text, span.start, end, words)
    for year in YEAR.finditer(text, span.start, end):
        countries = _countries_before(text, span.start, year.start(), words)
        near = runtime is not None and 0 <= runtime.span.start - year.end() <= 40
        if not countries and not (near and not _is_date(text, span.start, year.start(), words)):
            continue
        facts.extend([*countries, _year_fact(year, "spec")])
        break
    if not facts and span.end - span.start > MAX_SPEC_LINE // 2:
        return []
    genres = _genres_in(text, span.start, end, words)
    if not facts and not (runtime is not None and genres):
        return []
    if runtime is not None:
        facts.append(runtime)
    facts.extend(genres)
    if not any(fact.field == "country" for fact in facts):
        facts.extend(_countries_in(text, span.start, end, words))
    return facts


def _is_date(text: str, start: int, year: int, words: FactWords) -> bool:
    before = WORD.findall(text[max(start, year - 16) : year])
    return bool(before) and fold(before[-1]) in words.months


def _countries_before(text: str, start: int, year: int, words: FactWords) -> list[Fact]:
    """The countries that end where the year begins, however they are divided."""
    found: list[Fact] = []
    end = strip_span(text, start, year, SPACE + ",;:–-(|/").end
    while end > start:
        span = _country_ending_at(text, start, end, words)
        if span is None:
            break
        found.append(Fact("country", span, normal(span.of(text)), "spec"))
        end = strip_span(text, start, span.start, SPACE).end
        if end > start and text[end - 1] in "/,&+·|–-":
            end = strip_span(text, start, end - 1, SPACE).end
        elif fold(text[max(start, end - 4) : end]) in {"und", "and"}:
            end = strip_span(text, start, end - 3, SPACE).end
        else:
            break
    return found[::-1]


def _country_ending_at(text: str, start: int, end: int, words: FactWords) -> Span | None:
    """The longest country name (at most four words) that ends here, or a code."""
    best: Span | None = None
    at = end
    for _ in range(4):
        word_start = at
        while word_start > start and not (text[word_start - 1].isspace() or text[word_start - 1] in ",;/(|&+:·"):
            word_start -= 1
        piece = text[word_start:end]
        if fold(piece) in words.countries or piece.strip(".") in words.codes:
            best = Span(word_start, end)
        if word_start <= start or not text[word_start - 1].isspace():
            break
        at = strip_span(text, start, word_start).end
        if at <= start or text[at - 1] in ",;/(|&+:·":
            break
    return best


def _countries_in(text: str, start: int, end: int, words: FactWords) -> list[Fact]:
    return [
        Fact("country", piece, normal(piece.of(text)), "spec")
        for piece in _pieces(text, start, end)
        if fold(piece.of(text)) in words.countries
    ]


def _genres_in(text: str, start: int, end: int, words: FactWords) -> list[Fact]:
    return [
        Fact("genre", piece, normal(piece.of(text)), "spec")
        for piece in _pieces(text, start, end)
        if fold(piece.of(text)) in words.genres
    ]


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """What commas, slashes, dashes and gaps divide."""
    at = start
    for mark in re.finditer(r"[,;/|·•()]|\s[–—-]\s|\s{2,}|\t", text[start:end]):
        yield strip_span(text, at, start + mark.start())
        at = start + mark.end()
    yield strip_span(text, at, end)


def runtime_fact(text: str, start: int, end: int, words: FactWords) -> Fact | None:
    """«137 Min.», «2 Stunden 20 Minuten», «1h 45m», «110′»: the value is in minutes."""
    for match in HOURS.finditer(text, start, end):
        if fold(match.group(2)) in words.hours:
            minutes = 60 * int(match.group(1))
            if match.group(3) is not None and fold(match.group(4)) in words.minutes:
                return Fact("runtime", Span(*match.span()), str(minutes + int(match.group(3))), "spec")
            return Fact("runtime", Span(match.start(), match.end(2)), str(minutes), "spec")
    for match in NUMBER_UNIT.finditer(text, start, end):
        unit = match.group(3)
        if match.group(1) != "0" and (unit is None or (fold(unit) in words.minutes and len(unit) > 1)):
            return Fact("runtime", Span(*match.span()), str(int(match.group(1))), "spec")
    return None


def label_facts(text: str, line: Line, following: Line | None, words: FactWords) -> Iterator[Fact]:
    """«Länge\t131 Minuten», «Country: United Kingdom», «Genre .... Drama», or the value on the next line."""
    match = LABEL.match(text, line.content.start, line.content.end)
    label = fold(match.group(1)) if match is not None else fold(line.content.of(text))
    name = words.labels.get(label)
    if name is None:
        return
    if match is not None:
        label_span, value = Span(*match.span(1)), Span(match.end(), line.content.end)
    elif following is not None:
        label_span, value = line.content, following.content
    else:
        return
    yield from _labelled(text, name, label_span, value, words)


def _labelled(text: str, name: str, label: Span, value: Span, words: FactWords) -> Iterator[Fact]:
    if name == "year":
        year = YEAR.search(text, value.start, value.end)
        if year is not None:
            fact = _year_fact(year, "label")
            yield Fact("year", fact.span, fact.value, "label", label)
    elif name == "runtime":
        runtime = runtime_fact(text, value.start, value.end, words)
        if runtime is not None:
            yield Fact("runtime", runtime.span, runtime.value, "label", label)
    else:
        known = words.countries if name == "country" else words.genres
        for piece in _pieces(text, value.start, value.end):
            exact = piece.of(text)
            if fold(exact) in known or (name == "country" and exact in words.codes) or _is_value(exact, name):
                yield Fact(name, piece, normal(exact), "label", label)


def _is_value(exact: str, name: str) -> bool:
    """Behind a genre label, a word that the lists do not know is a genre too."""
    return name == "genre" and 2 < len(exact) < 30 and exact[0].isalpha() and len(exact.split()) <= 3


# --- claims ----------------------------------------------------------------------------------------------------------


def find_facts(
    document: Document,
    lines: Sequence[Line],
    sections: Sequence[Section],
    works: Sequence[PageWork],
    mentions: Sequence[Mention],
    languages: Sequence[LanguageRun],
    vocabulary: Vocabulary,
) -> Iterator[Claim]:
    """What the page states of its works: title, year, country, genre, runtime; each fact once per work."""
    text = document.text
    words = fact_words(vocabulary)
    for index, work in enumerate(works):
        seen: set[tuple[str, str]] = set()
        for fact in _facts_of(text, lines, sections, work, single=len(works) == 1, words=words):
            key = (fact.field, fact.value.casefold())
            if key in seen or (fact.field in {"title", "year", "runtime"} and any(f == fact.field for f, _ in seen)):
                continue
            seen.add(key)
            yield Claim(
                field=fact.field,
                span=fact.span,
                value=fact.value,
                label=fact.label,
                language=_language_at(languages, fact.span.start),
                layout=fact.layout,
                extractor=EXTRACTOR,
                score=SCORE,
                work=index,
            )


def _facts_of(
    text: str, lines: Sequence[Line], sections: Sequence[Section], work: PageWork, *, single: bool, words: FactWords
) -> Iterator[Fact]:
    if work.title is not None and work.title_span is not None:
        yield Fact("title", work.title_span, work.title, "title")
    if work.year is not None and work.year_span is not None:
        yield Fact("year", work.year_span, str(work.year), "year")
    if work.title is None and work.year is None:
        return
    inside = [line for line in lines if not line.blank and work.span.contains(line.span)]
    if not single:
        for line in inside[: HEAD_REACH + 1]:
            yield from spec_facts(text, line.content, words)
        return
    stated = False
    for line in inside[:HEAD_LINES]:
        if not stated and work.title_span is not None and _definition(text, line, words) is not None:
            yield from _definition_facts(text, line, words)
            stated = True
    for line in _spec_lines(inside, sections):
        found = spec_facts(text, line.content, words)
        if found:
            yield from found
            break
    for line, following in _fact_lines(text, inside, sections):
        yield from label_facts(text, line, following, words)


def _definition_facts(text: str, line: Line, words: FactWords) -> Iterator[Fact]:
    """Country and genre of «is a 1995 American drama film», «ist ein deutsches Drama»."""
    end = min(line.content.end, line.content.start + 2 * DEFINITION_REACH)
    copula = words.is_a.search(text, line.content.start, end)
    if copula is None:
        return
    stop = SENTENCE_END.search(text, copula.end(), end)
    limit = stop.start() if stop is not None else end
    tokens = [m for m in WORD.finditer(text, copula.end(), limit)][:16]
    genre_done = False
    index = 0
    while index < len(tokens):
        for size in (3, 2, 1):
            group = tokens[index : index + size]
            if len(group) < size:
                continue
            span = Span(group[0].start(), group[-1].end())
            phrase = fold(span.of(text))
            if phrase in words.country_adjectives:
                yield Fact("country", span, normal(span.of(text)), "prose")
                index += size - 1
                break
            if phrase in words.genres and not genre_done:
                yield Fact("genre", span, normal(span.of(text)), "prose")
                index += size - 1
                break
        else:
            word = fold(tokens[index].group())
            genre_done = genre_done or word in words.roles or word in words.by
        index += 1


def _language_at(languages: Sequence[LanguageRun], offset: int) -> str:
    return next((run.language for run in languages if run.span.start <= offset < run.span.end), "und")
