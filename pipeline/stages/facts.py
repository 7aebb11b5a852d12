"""Find which works a document is about, and what it states of them: title, year, country, genre, running time.

Precision comes first: a page about several works, or about none, has no title, and a year counts only where the page
gives it as this work's year.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import Vocabulary, fold
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Claim, Document, LanguageRun, PageWork, Section, Span

EXTRACTOR = "facts@1"
SCORE = 0.9

HEAD_LINES = 15  # non-blank lines in which a page names its work; navigation and bylines stand before it
HEAD_REACH = 4  # a title's production line stands at most so many lines below it
MAX_TITLE = 90  # code points
MAX_TITLE_WORDS = 14
MAX_SPEC_LINE = 240  # code points; longer lines are prose
DEFINITION_REACH = 260  # code points in which «X is a …» has to say what X is
MAX_JUNK = 12  # code points of mark-up remains before a title in marks
RELEASE_REACH = 32  # code points between «released» and its year
LONGEST_RUN = 40  # years that a series runs at most
MANY = 50  # repetitions after which counting on adds nothing
FIRM = 5.0  # points above which a definition needs no other witness
TEASER = 60  # code points; so much text behind «Title: » is the start of the article
ENOUGH = 3.7  # points of `_judge`: the titles of the gold pages reach 3.9, other lines stay below 3.5

LABELLED_KINDS = frozenset({"lead", "facts", "cast_crew", "production", "other"})
WORK_KINDS = frozenset({"lead", "news", "reviews", "other"})
SPEC_KINDS = frozenset({"lead", "facts"})

# «1986», «2005/2006», «1968–1970»
YEAR = re.compile(r"(?<![\d.,:/-])((?:18|19|20)\d\d)(?:\s?([/–-])\s?((?:18|19|20)?\d\d)(?!\d))?(?![\d]|[.,]\d)")
# «137 Min.», «98 minutes», «110′», «90'»; behind the number stands a word of [words] minutes or a mark
NUMBER_UNIT = re.compile(r"(?<![\d.,])(\d{1,3})\s?(?:([′‘’'´]+)|([^\W\d_]+))")
# «2 Stunden 20 Minuten», «1h 45m», «2 hr 15 min»
HOURS = re.compile(r"(?<![\d.,])(\d)\s?([^\W\d_]+)\.?,?\s?(?:(\d{1,2})\s?([^\W\d_]+))?")
# «Title (1995)», «Unter Tage (2022): …», «Dune (USA 2021)»
TITLE_YEAR = re.compile(
    r"\s*\((?:[^()\d*†]{0,40}[ ,])?((?:18|19|20)\d\d)(?:\s?[–/-]\s?(\d{0,4}))?(?:[ ,;][^()]{0,40})?\)"
)
OPENING_QUOTES, CLOSING_QUOTES = '„“"»«‚', '“”"«»‘'
# « – », « | », « > », « › », « · » between the parts of a headline or a breadcrumb
PART = re.compile(r"\s+(?:[–—|>›»·/]|-)\s+|\s{3,}|\t")
DASH = re.compile(r" [–—-] |\s/\s")
NUMBERED = re.compile(r"\d{1,3}[.)]\s+")
# «[Bearbeiten]», «[edit]», «##» around a heading
HEADING_MARKS = re.compile(r"^[#=*_\s]+|(?:\s*\[[^\[\]]{1,40}\]|[#=*_\s]+)$")
COUNTRY_BREAK = re.compile(r"\s*[/,&+·;|–-]\s*|\s+(?:und|and)\s+|\s+")
LABEL = re.compile(r"([^\W\d][^\n:\t|]{1,30}?)(?:\s*:\s*|\t\s*|\s{2,}|\s*\.{3,}\s*)(?=\S)")
# A stop, but not behind an initial or a short capitalised word: «Warner Bros. cartoon», «Mrs. Leffingwell»
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.!?](?:\s|$)")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
# Words, hyphens dividing them: «German-Austrian»
WORD_PART = re.compile(r"[^\W\d_][\w'’]*(?:\.[^\W\d_]\.)?")
# «_THE QUARRY BELL_», «„Der Vorleser“», «"Copper Sunday"»: a title in marks
MARKED = re.compile(r"_([^_\n]{1,90})_|„([^„“\n]{1,90})[“”]|“([^“”\n]{1,90})”|\"([^\"\n]{1,90})\"|»([^»«\n]{1,90})«")
CATEGORY_YEAR = re.compile(r"(?:Filmtitel |Category:)((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class FactWords:
    """The vocabulary's lists of this stage, folded."""

    countries: frozenset[str]
    codes: frozenset[str]  # as written
    country_adjectives: frozenset[str]
    genres: frozenset[str]
    work_nouns: frozenset[str]
    is_a: re.Pattern[str]
    subject_end: re.Pattern[str]  # « (Originaltitel: …», «, also known as …», « aka …», «[1]»
    labels: dict[str, str]  # label -> field
    inline_label: re.Pattern[str]
    title_labels: frozenset[str]
    minutes: frozenset[str]
    hours: frozenset[str]
    months: frozenset[str]
    years_after: frozenset[str]
    released: frozenset[str]
    review: re.Pattern[str]
    furniture: frozenset[str]
    pronouns: frozenset[str]
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


@dataclass(frozen=True, slots=True)
class Definition:
    """A first sentence: the title it defines, and what it says of it."""

    subject: Span | None
    said: Span


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
    filled = [line for line in lines if not line.blank]
    if not any(_definition(text, line, words) for line in filled[:HEAD_LINES]):
        several = _works_of_headings(text, lines, sections, words)
        if several:
            return several
    title = find_title(text, filled, sections, words)
    year = find_year(text, filled, sections, title, words)
    whole = Span(0, len(text))
    if title is None:
        return (_page_work(whole, None, None, year),)
    return (_page_work(whole, normal(title.text), title.span, year),)


def fact_words(vocabulary: Vocabulary) -> FactWords:
    """The lists of the vocabulary in the form that this stage compares; gathered once per vocabulary."""
    if vocabulary.digest not in _GATHERED:
        _GATHERED[vocabulary.digest] = _gather(vocabulary)
    return _GATHERED[vocabulary.digest]


_GATHERED: dict[str, FactWords] = {}  # by the vocabulary's digest; a process has one or two


def _gather(vocabulary: Vocabulary) -> FactWords:

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
        work_nouns=folded("work_nouns"),
        is_a=re.compile(rf"(?:\b|(?<=\W))(?:{alternatives('article_is_a')})\w{{0,2}}\s", re.IGNORECASE),
        subject_end=re.compile(rf"\s?[(\[]|,?\s(?:{alternatives('also_known')})(?!\w)", re.IGNORECASE),
        labels={label: name for name in fields for label in folded(f"{name}_labels")},
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
        pronouns=folded("pronouns"),
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
    """One work for each heading or numbered line that names one, if at least two do; else nothing."""
    titled: dict[int, tuple[Span, Fact | None]] = {}
    for section in sections:
        found = None
        if section.heading is not None and section.kind in WORK_KINDS:
            found = _titled_heading(text, section.heading, words)
        if found is not None:
            titled[section.span.start] = found
    for line in lines:
        if (
            len(line.content) <= MAX_TITLE
            and NUMBERED.match(text, line.span.start)
            and text[line.content.end - 1] == ")"
        ):
            dated = _dated(text, line.content)
            if dated is not None:
                titled[line.span.start] = dated
    if len(titled) < 2:
        return ()
    starts = sorted({0, *titled, *(section.span.start for section in sections)})
    works: list[PageWork] = []
    for start, end in pairwise([*starts, len(text)]):
        if start not in titled:
            if works and works[-1].title is None:
                works[-1] = replace(works[-1], span=Span(works[-1].span.start, end))
            elif start < end:
                works.append(PageWork(Span(start, end), None, None, None, None))
            continue
        title, year = titled[start]
        if year is None:
            inside = [line for line in lines_between(lines, Span(start, end)) if not line.blank][: HEAD_REACH + 1]
            year = next(
                (f for line in inside for f in spec_facts(text, line.content, words) if f.field == "year"), None
            )
        works.append(_page_work(Span(start, end), normal(title.of(text)), title, year))
    return tuple(works)


def lines_between(lines: Sequence[Line], span: Span) -> Sequence[Line]:
    """The lines that start inside the span."""
    first = bisect_left(lines, span.start, key=lambda line: line.span.start)
    return lines[first : bisect_left(lines, span.end, key=lambda line: line.span.start)]


def _page_work(span: Span, title: str | None, title_span: Span | None, year: Fact | None) -> PageWork:
    return PageWork(
        span, title, title_span, None if year is None else int(year.value), None if year is None else year.span
    )


def _titled_heading(text: str, heading: Span, words: FactWords) -> tuple[Span, Fact | None] | None:
    """«1. Anatomy of a Murder (1959)», «„Melancholia“ (ab 6. Oktober)», «THEATRE: A House in Osu»: title and year."""
    heading = _bare_heading(text, heading)
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
    if len(span) > MAX_SPEC_LINE:
        return span
    marks = list(HEADING_MARKS.finditer(text[span.start : span.end]))
    start, end = span.start, span.end
    for mark in marks:
        if mark.start() == 0:
            start = span.start + mark.end()
        elif span.start + mark.end() == end:
            end = span.start + mark.start()
    return strip_span(text, start, max(start, end))


def _dated(text: str, span: Span) -> tuple[Span, Fact] | None:
    """«Title (1995) …»: the title, and its year."""
    reach = min(span.end, span.start + MAX_TITLE + 1)
    bracket = text.find("(", span.start, reach)
    while bracket > 0:
        match = TITLE_YEAR.match(text, bracket, span.end)
        if match is not None and bracket > span.start:
            title = _unquoted(text, strip_span(text, span.start, bracket, SPACE + ",:–-"))
            if title and not _is_lifetime(match):
                return title, Fact("year", Span(*match.span(1)), match.group(1), "title")
        bracket = text.find("(", bracket + 1, reach)
    return None


def _is_lifetime(match: re.Match[str]) -> bool:
    """«(1922–2015)» behind a name is a life, behind a title a series' run."""
    until = match.group(2)
    return until is not None and len(until) == 4 and int(until) - int(match.group(1)) > LONGEST_RUN


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
    if any(
        runtime_fact(text, fact.span.start, fact.span.end, words)
        for line in head
        for fact in label_facts(text, line, None, words)
    ):
        return True
    return any(
        _definition(text, line, words) is not None
        or spec_facts(text, line.content, words)
        or _dated(text, line.content)
        for line in head
    )


def _title_candidates(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> Iterator[TitleCandidate]:
    body = next((s.span.start for s in sections if s.heading is not None and s.kind != "other"), len(text))
    for index, line in enumerate(lines[:HEAD_LINES]):
        bare = _bare_heading(text, line.content)
        if line.span.start >= body:
            break
        if not bare:
            continue
        definition = _definition(text, line, words)
        if definition is not None:
            if definition.subject is not None and not _points_back(definition.subject.of(text), words):
                marked = text[definition.subject.start - 1 : definition.subject.start] in set(OPENING_QUOTES + "_")
                yield _candidate(text, definition.subject, index, 6.0 if marked else 4.5, "definition")
            if len(bare) > MAX_TITLE:
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
        parts = _parts(text, bare) if len(bare) <= MAX_SPEC_LINE else []
        if len(parts) > 1:
            for number, part in enumerate(parts):
                yield _candidate(text, part, index, 1.0 if number == 0 else 0.5, "part")
            if len(parts) == 2 and len(bare) <= MAX_TITLE and _is_subtitled(text, bare, parts):
                yield _candidate(text, bare, index, 1.2, "line")
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


def _is_subtitled(text: str, whole: Span, parts: Sequence[Span]) -> bool:
    """«Die Eiche – Mein Zuhause»: one dash, and no quotation before it."""
    return text[whole.start] not in OPENING_QUOTES and DASH.fullmatch(text, parts[0].end, parts[1].start) is not None


def _points_back(subject: str, words: FactWords) -> bool:
    """«The film», «Dieser Krimi», «Es»: a subject that names nothing."""
    return all(
        word in words.articles or word in words.pronouns or _names_a_work(word, words)
        for word in map(fold, WORD.findall(subject))
    )


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
    sure = bool(candidate.reasons & {"definition", "year"})
    if not _can_be_title(title) or (not sure and _is_other_line(title, words)):
        candidate.points = -1.0
        return
    elsewhere, quoted, dated = _repetitions(text, candidate.span, title)
    if elsewhere and (" " in title or quoted or "definition" in candidate.reasons):
        candidate.points += min(elsewhere, 3)
    if quoted:
        candidate.points += 1.5
    if candidate.reasons == {"definition"} and candidate.points < FIRM and candidate.line > 0:
        candidate.points -= 1.5  # a sentence of the text about something else, unless the title line agrees
    if elsewhere > 1 and (" " in title or quoted):
        candidate.reasons.add("again")
        candidate.points += 1.0 if "part" in candidate.reasons else 0.0
    if dated:
        candidate.points += 3.0
        candidate.reasons.add("year")
    if candidate.reasons & {"line", "label", "quoted", "review"}:
        for distance, line in enumerate(lines[candidate.line + 1 : candidate.line + 1 + HEAD_REACH], 1):
            if _is_spec(text, line, words) or (distance == 1 and _says_what(text, line, words)):
                candidate.points += 4.0 - 0.5 * distance
                candidate.reasons.add("spec")
                break
    candidate.points -= 0.1 * candidate.line


def _says_what(text: str, line: Line, words: FactWords) -> bool:
    """«Kriminalhörspiel», «Eine tragische Komödie von …», «A FILM BY …»: the line that follows a title."""
    said = [
        fold(word) for word in WORD.findall(text[line.content.start : min(line.content.end, line.content.start + 60)])
    ]
    if said and said[0] in words.articles:
        said.pop(0)
    whole = " ".join(said) in words.genres or (len(said) == 1 and _names_a_work(said[0], words))
    by = next((i for i, word in enumerate(said[:4]) if word in words.by), None)
    return whole or (by is not None and by > 0 and _names_a_work(said[by - 1], words))


def _can_be_title(title: str) -> bool:
    """Whether the string has the form of a title."""
    first = next((c for c in title if c.isalnum()), "")
    tokens = title.split()
    if not first or first.islower() or title[0] in "([" or len(title) > MAX_TITLE or len(tokens) > MAX_TITLE_WORDS:
        return False
    if title[-1] in ",;:" or (title[-1] == "." and not title.endswith("..") and len(tokens) > 3):
        return False
    return not any(mark in title for mark in ("@", "://", "www.", "★", "©", "→", "»", "   "))


def _is_other_line(title: str, words: FactWords) -> bool:
    """Whether a line of a page's head is known for something else: navigation, a label, a byline, a company."""
    folded = fold(title)
    tokens = title.split()
    if folded in words.furniture or folded in words.roles or folded in words.title_labels or folded in words.articles:
        return True
    if fold(tokens[-1]) in words.companies or (":" in title and folded.split(":")[0] in words.roles):
        return True
    return fold(tokens[0]) in words.by and len(tokens) > 1 and load_names().is_forename(tokens[1])


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
            year = TITLE_YEAR.match(text, after) if at != span.start else None
            dated += year is not None and not _is_lifetime(year)
        at = text.find(title, end) if total < MANY else -1
    return total, quoted, dated


def _has_rival(text: str, best: TitleCandidate) -> bool:
    """Whether another title stands in quotes about as often: then the page is about several works."""
    own = text.count(best.text)
    counts: Counter[str] = Counter()
    for opening, closing in (("„", "“"), ("“", "”"), ("»", "«"), ("_", "_")):
        pattern = re.compile(f"{re.escape(opening)}([^{re.escape(opening + closing)}\n]{{2,60}}){re.escape(closing)}")
        counts.update(match.group(1) for match in pattern.finditer(text))
    return any(count > 1 and 2 * count >= own for name, count in counts.items() if fold(name) != fold(best.text))


def _definition(text: str, line: Line, words: FactWords) -> Definition | None:
    """What «X is a 1995 American drama film …», «X (Originaltitel: Y) ist ein Film …» says; X may be missing."""
    start = line.content.start
    reach = min(line.content.end, start + 2 * MAX_TITLE)
    marked = MARKED.search(text, start, min(reach, start + MAX_JUNK + MAX_TITLE))
    if marked is not None and marked.start() - start > MAX_JUNK:
        marked = None
    copula = words.is_a.search(text, start if marked is None else marked.end(), reach)
    if copula is None:
        return None
    rest = text[copula.end() : min(line.content.end, copula.end() + DEFINITION_REACH)]
    stop = SENTENCE_END.search(rest)
    end = copula.end() + (stop.start() if stop is not None else len(rest))
    said = [fold(word) for word in WORD_PART.findall(text[copula.end() : end])][:14]
    if not any(_names_a_work(word, words) for word in said):
        return None
    if marked is not None:
        subject: Span | None = strip_span(text, *marked.span(marked.lastindex or 0))
    else:
        cut = words.subject_end.search(text, start, copula.start())
        subject = strip_span(text, start, cut.start() if cut is not None else copula.start(), SPACE + ",")
        subject = _unquoted(text, subject)
        if not subject or text[subject.start].islower() or SENTENCE_END.search(text, subject.start, subject.end - 1):
            subject = None
    return Definition(subject, Span(copula.end(), end))


def _names_a_work(word: str, words: FactWords) -> bool:
    """«film», «Historienfilm», «Fernsehserie», «comedy-drama»."""
    if word in words.work_nouns or word in words.genres:
        return True
    return any(word[-size:] in words.work_nouns for size in range(4, len(word) - 2))


# --- the year ------------------------------------------------------------------------------------------------------


def find_year(
    text: str, lines: Sequence[Line], sections: Sequence[Section], title: TitleCandidate | None, words: FactWords
) -> Fact | None:
    """The year that the page gives as this work's, by how plainly it does."""
    for line in lines[:HEAD_LINES]:
        definition = _definition(text, line, words)
        if definition is not None and _is_of(text, definition, title):
            stated = _definition_year(text, line, definition, words)
            if stated is not None:
                return stated
    if title is not None:
        dated = _year_behind_title(text, title.text)
        if dated is not None:
            return dated
    for line, following in _fact_lines(lines, sections):
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


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_of(text: str, definition: Definition, title: TitleCandidate | None) -> bool:
    """Whether a first sentence is about the page's work, not about another that it mentions."""
    return definition.subject is None or title is None or fold(definition.subject.of(text)) == fold(title.text)


def _definition_year(text: str, line: Line, definition: Definition, words: FactWords) -> Fact | None:
    """«is a 1995 American film», «… aus dem Jahr 1986», «…, released on 8 September 1982»."""
    said = definition.said
    bracket = None
    if definition.subject is not None:
        bracket = _dated(text, Span(line.content.start, said.start))
    if bracket is not None:
        return bracket[1]
    noun = next(
        (m.start() for m in WORD_PART.finditer(text, *_ends(said)) if _names_a_work(fold(m.group()), words)), said.end
    )
    for year in YEAR.finditer(text, said.start, said.end + 1):
        if year.start() < noun:
            return _year_fact(year, "prose")
        before = text[max(said.start, year.start() - RELEASE_REACH) : year.start()]
        phrase = " " + fold(before)
        if any(phrase.endswith(" " + prefix) for prefix in words.years_after):
            if not _names_a_novel(text, said.start, year):
                return _year_fact(year, "prose")
        elif definition.subject is not None and any(word in words.released for word in fold(before).split()):
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
        if match is not None and not text[at - 1 : at].isalnum() and not _is_lifetime(match):
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


def lines_of(lines: Sequence[Line], sections: Sequence[Section], kinds: frozenset[str]) -> Iterator[int]:
    """Indices of the lines that lie in sections of these kinds; both in the order of the text."""
    at = 0
    for index, line in enumerate(lines):
        while at + 1 < len(sections) and sections[at + 1].span.start <= line.content.start:
            at += 1
        if at < len(sections) and sections[at].kind in kinds and sections[at].span.contains(line.content):
            yield index


def _fact_lines(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[tuple[Line, Line | None]]:
    """The lines in which facts are labelled, each with the next."""
    for index in lines_of(lines, sections, LABELLED_KINDS):
        if len(lines[index].content) <= MAX_SPEC_LINE:
            yield lines[index], lines[index + 1] if index + 1 < len(lines) else None


def _spec_lines(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Line]:
    """The lines in which a production line may stand: the page's first, and those of its facts."""
    yield from lines[:HEAD_LINES]
    for index in lines_of(lines, sections, SPEC_KINDS):
        if index >= HEAD_LINES and len(lines[index].content) <= MAX_SPEC_LINE:
            yield lines[index]


# --- production lines and labels -------------------------------------------------------------------------------------


def _is_spec(text: str, line: Line, words: FactWords) -> bool:
    """Whether a line states a production: a year, or two facts of other kinds, or a labelled one."""
    fields = {fact.field for fact in spec_facts(text, line.content, words)}
    return "year" in fields or len(fields) > 1 or bool(label_facts(text, line, None, words))


def spec_facts(text: str, span: Span, words: FactWords) -> list[Fact]:
    """The facts of a production line: «USA 1984, 137 Min.», «Spielfilm, DDR 1957, 87 Minuten», «UK/Ireland 2011»."""
    end = min(span.end, span.start + MAX_SPEC_LINE)
    facts: list[Fact] = []
    runtime = runtime_fact(text, span.start, end, words)
    for year in YEAR.finditer(text, span.start, end):
        countries = _countries_before(text, span.start, year.start(), words)
        near = runtime is not None and 0 <= runtime.span.start - year.end() <= 40
        leads = year.start() == span.start and _starts_with_role(text, year.end(), end, words)
        if not countries and not leads and not (near and not _is_date(text, span.start, year.start(), words)):
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


def _starts_with_role(text: str, start: int, end: int, words: FactWords) -> bool:
    """«1974   Directed by …»: what follows the year at the start of a line."""
    said = [m.group() for m, _ in zip(WORD.finditer(text, start, end), range(3), strict=False)]
    return any(fold(" ".join(said[:size])) in words.roles for size in (1, 2, 3)[: len(said)])


def _is_date(text: str, start: int, year: int, words: FactWords) -> bool:
    before = WORD.findall(text[max(start, year - 16) : year])
    return bool(before) and fold(before[-1]) in words.months


def _countries_before(text: str, start: int, year: int, words: FactWords) -> list[Fact]:
    """The countries that end where the year begins, however they are divided."""
    found: list[Fact] = []
    end = strip_span(text, start, year, SPACE + ",;:–-|/").end
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


def label_facts(text: str, line: Line, following: Line | None, words: FactWords) -> list[Fact]:
    """«Länge\t131 Minuten», «Year: 1986 | Country: UK», «Genre .... Drama», or the value on the next line."""
    span = line.content
    if len(span) > MAX_SPEC_LINE:
        return []
    match = LABEL.match(text, span.start, span.end)
    name = words.labels.get(fold(match.group(1))) if match is not None else None
    if match is not None and name is not None and text[match.end(1) : match.end()].strip() != ":":
        return list(_labelled(text, name, Span(*match.span(1)), Span(match.end(), span.end), words))
    if following is not None and (name := words.labels.get(fold(span.of(text)))) is not None:
        return list(_labelled(text, name, span, following.content, words))
    found = list(words.inline_label.finditer(text, span.start, span.end))
    facts: list[Fact] = []
    for index, label in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else span.end
        bar = text.find("|", label.end(), end)
        value = strip_span(text, label.end(), bar if bar >= 0 else end)
        facts.extend(_labelled(text, words.labels[fold(label.group(1))], Span(*label.span(1)), value, words))
    return facts


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
    inside = [line for line in lines_between(lines, work.span) if not line.blank]
    if not single:
        for line in inside[: HEAD_REACH + 1]:
            yield from spec_facts(text, line.content, words)
        return
    stated = False
    for line in inside[:HEAD_LINES]:
        definition = None if stated else _definition(text, line, words)
        if definition is not None:
            yield from _definition_facts(text, definition.said, words)
            stated = True
    for line in _spec_lines(inside, sections):
        found = spec_facts(text, line.content, words)
        if found:
            yield from found
            break
    if work.title is None and work.year is None:
        return
    for line, following in _fact_lines(inside, sections):
        yield from label_facts(text, line, following, words)
    for index in lines_of(inside, sections, frozenset({"facts"})):
        content = inside[index].content
        runtime = runtime_fact(text, content.start, min(content.end, content.start + 12), words)
        if runtime is not None and runtime.span.start == content.start:  # «102 mins   More at …»
            yield runtime


def _definition_facts(text: str, said: Span, words: FactWords) -> Iterator[Fact]:
    """Country and genre of «is a 1995 American drama film», «ist ein deutsches Drama»."""
    tokens = list(WORD_PART.finditer(text, said.start, said.end))[:16]
    index = 0
    noun = False  # past the noun that the adjectives belong to
    while index < len(tokens):
        for size in (3, 2, 1):
            group = tokens[index : index + size]
            span = Span(group[0].start(), group[-1].end())
            phrase = fold(span.of(text))
            if phrase in words.genres:
                yield Fact("genre", span, normal(span.of(text)), "prose")
                noun = noun or _names_a_work(phrase, words)
                index += size
                break
            if phrase in words.country_adjectives and not noun:
                yield Fact("country", span, normal(span.of(text)), "prose")
                index += size
                break
        else:
            if noun and not _names_a_work(fold(tokens[index].group()), words):
                return
            noun = noun or _names_a_work(fold(tokens[index].group()), words)
            index += 1


def _language_at(languages: Sequence[LanguageRun], offset: int) -> str:
    return next((run.language for run in languages if run.span.start <= offset < run.span.end), "und")
