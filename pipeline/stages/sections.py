"""Find the headings of a plain-text page and the sections that they open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.lang.labels import heading_role_of, kind_by_words, kind_of, may_begin_label, role_of
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.headings import HeadingText, read_heading_text
from pipeline.text.lines import Line
from pipeline.text.names import (
    MAX_CAPITALISED,
    NameWords,
    is_company,
    is_person,
    parse_item,
    person_score,
    split_pieces,
)
from pipeline.types import Document, LanguageRun, Section, Span

MAX_HEADING_LENGTH = 90
MAX_HEADING_WORDS = 10
MIN_UNKNOWN_LENGTH, MAX_UNKNOWN_LENGTH, MAX_UNKNOWN_WORDS = 3, 60, 8  # of a heading that no vocabulary knows
MIN_PROGRAMME = 2  # so many lines of facts make a programme
OPENING_QUOTES = "„“\"'¿«»‘"
# A line this long is a paragraph, not an entry of a list (code points; the gold pages' shortest paragraph has 75).
PARAGRAPH_LENGTH = 70
# So many known headings in a row with nothing below them are a menu (the first sample page has two in a row).
MENU_LENGTH = 4
LISTED_NAME = 0.75  # the name score of two words, one of them a listed name
PRIMES = "′'"  # of minutes
UNFINISHED = '.,;…-–—"“”'  # a heading does not end so
SENTENCE_ENDS = '.!?…”“"»«])'

# «========», «--------», «~~~~»
UNDERLINE = re.compile(r"([=\-~_*^\u2500\u2550\u2014])\1{2,}")
# «12. März 2011», «20:15», «£6.50», «www.», «Startseite > Filme» do not stand in headings that no vocabulary knows
UNLIKE_HEADING = re.compile(
    r"\.{3}|(?<![(\d])(?:18|19|20)\d\d(?!\d)|[|\t>»«→@©®★☆•*\\{}<]|https?:|www\.|\d{1,2}[:.]\d\d|[€$£]|  "
)
# «Housing: cast iron», «Länge: 90 Minuten»
LABEL_LINE = re.compile(r"[^\W\d_][^:\n]{1,30}:[ \t\u00a0]+\S")
# «2. Besetzung», «3) Plot»
NUMBERED = re.compile(r"\d{1,2}[.)\d ]")
# «Regie: X», «Regie:Jo Lund», not «Darsteller:innen»
INNER_COLON = re.compile(r":(?:\s|$|[A-ZÀ-ÖØ-Þ](?!nnen))")
# «Rolle | Darsteller», «12.03.   20:15», «Regie ..... X»: a row, not a sentence that goes on below
ROW = re.compile(r"\t|[|•·]|  |\.{3}|…|:[ \u00a0]")
# «Polen/Deutschland 2017, 104 Min., OmU», «UK 2011, 98 min»: the facts under a title of a programme
FACT_LINE = re.compile(
    r"[^:\n]{0,40}?(?<!\d)(?:18|19|20)\d\d(?!\d)"
    r"[^\n]{0,60}?(?<!\d)\d{1,3}[ \u00a0]?([^\W\d_]+|[′'])(?!\w)"
)
YEAR = re.compile(r"(?:18|19|20)\d\d")
# between the entries of a list and within them: «Jane Roe ... Bea», «Jane Roe: Bea», «Jane Roe (Bea)»
PAIR = re.compile(r"\t|  |\.{3}|…|\||: | [–—-] | \(")
# a sentence: four letters and a full stop, or a question
SENTENCE = re.compile(r"[^\W\d_]{4}[.!?…]+[”“\"»«)\]]?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    span: Span
    kind: str
    level: int = 1
    nested: bool = False  # a role over its list: «Regisseur», one level below «Besetzung und Crew»
    opens_role: bool = False  # a role, perhaps a kind as well: «Besetzung»


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be a heading, between the filled lines above and below it."""

    text: str
    line: Line
    heading: HeadingText
    above: Line | None
    below: Line | None
    last: _Heading | None  # the heading found before this line
    in_body: bool  # a paragraph, a list or a heading stands above: before it, short lines are titles and navigation

    @property
    def exact(self) -> str:
        return self.span.of(self.text)

    @property
    def span(self) -> Span:
        """The whole line with numbering or marks, which bullets look like."""
        return Span(self.line.bullet.start if self.line.bullet else self.line.content.start, self.line.content.end)

    @property
    def phrase(self) -> str:
        return self.heading.words.of(self.text)

    @property
    def stands_apart(self) -> bool:
        """A blank line stands above."""
        return self.above is None or self.above.number < self.line.number - 1

    @property
    def touches_below(self) -> bool:
        return self.below is not None and self.below.number == self.line.number + 1


def find_sections(
    document: Document,
    lines: Sequence[Line],
    languages: Sequence[LanguageRun],
    vocabulary: Vocabulary,
    words: NameWords,
) -> tuple[Section, ...]:
    """Sections that tile the document; text before the first heading is the section `lead`."""
    headings = _without_menus(_find_headings(document.text, lines, vocabulary, words))
    starts = [0, *(lines[heading.line].span.start for heading in headings)]
    ends = [*starts[1:], len(document.text)]
    runs = [run.span.start for run in languages]
    sections: list[Section] = []
    for heading, start, end in zip((None, *headings), starts, ends, strict=True):
        if start == end and (heading is None and headings):
            continue
        offset = start if heading is None else heading.span.start
        language = languages[bisect_right(runs, offset) - 1].language if languages else "und"
        if heading is None:
            sections.append(Section(0, 0, "lead", None, Span(start, end), language))
        else:
            span = Span(start, end)
            sections.append(Section(len(sections), heading.level, heading.kind, heading.span, span, language))
    return tuple(sections)


def _find_headings(text: str, lines: Sequence[Line], vocabulary: Vocabulary, words: NameWords) -> list[_Heading]:
    headings: list[_Heading] = []
    filled = [line for line in lines if not line.blank]
    facts = [_is_fact_line(text, line, vocabulary) for line in filled]
    underlines = [_is_underline(text, line) for line in filled]
    programme = sum(facts) >= MIN_PROGRAMME
    in_body = under_cast = False
    for index, line in enumerate(filled):
        above = filled[index - 1] if index else None
        below = filled[index + 1 : index + 3]
        underlined = bool(below) and underlines[index + 1] and below[0].number == line.number + 1
        next_line = below[underlined] if len(below) > underlined else None
        content = Span(line.bullet.start if line.bullet else line.content.start, line.content.end)
        if len(content) <= MAX_HEADING_LENGTH and not underlines[index]:
            marks = read_heading_text(text, content)
            marks = replace(marks, marked=True) if underlined else marks
            last = headings[-1] if headings else None
            candidate = _Candidate(text, line, marks, above, next_line, last, in_body)
            heading = _read_heading(candidate, vocabulary, words)
            if heading is None and programme and candidate.touches_below and facts[index + 1]:
                heading = _title_over_facts(candidate, vocabulary)
            if heading is not None:
                under_cast = heading.kind == "cast_crew" if not heading.nested else under_cast
                headings.append(replace(heading, level=2) if heading.nested and under_cast else heading)
                in_body = True
        in_body = in_body or _is_paragraph(text, line)
    return headings


def _read_heading(line: _Candidate, vocabulary: Vocabulary, words: NameWords) -> _Heading | None:
    """The heading that a line is: by its marks, as a role over a list, by its words, or by where it stands."""
    marks, phrase, number = line.heading, line.phrase, line.line.number
    listed = line.line.bullet is not None and not marks.numbered
    if (listed and not marks.marked) or not any(map(str.isalpha, phrase)):
        return None
    if not marks.marked and (len(phrase.split()) > MAX_HEADING_WORDS or _is_row(line)):
        return None
    role, kind = heading_role_of(phrase, vocabulary), kind_of(phrase, vocabulary)
    if marks.marked:
        found = kind or ("cast_crew" if role else kind_by_words(phrase, vocabulary))
        return _Heading(number, line.span, found, marks.level, role is not None and kind is None, role is not None)
    if role is not None:
        if INNER_COLON.search(line.exact) or ROW.search(phrase) or _describes_name(line, words):
            return None  # a label whose value stands beside or below it, or the job of the person above
        if _opens_list(line, vocabulary, words):
            found = kind if kind is not None and not role.is_credit else "cast_crew"
            return _Heading(number, line.span, found, marks.level, nested=kind != "cast_crew", opens_role=True)
    if kind is not None and not INNER_COLON.search(phrase):
        return _Heading(number, line.span, kind, marks.level) if line.below is not None else None
    if role is None and _looks_like_heading(line, vocabulary, words):
        return _Heading(number, line.span, kind_by_words(phrase, vocabulary), marks.level)
    return None


def _opens_list(line: _Candidate, vocabulary: Vocabulary, words: NameWords) -> bool:
    """Whether the line below a role word is an entry of a list: a bullet, a name, a pair of name and character."""
    if line.below is None or (line.below.bullet is None and _is_paragraph(line.text, line.below)):
        return False
    if line.below.bullet is not None:
        return True
    entry = PAIR.split(line.below.content.of(line.text), maxsplit=1)[0]
    pieces = split_pieces(entry, Span(0, len(entry)), words)
    first = pieces[0][0].of(entry) if pieces else entry
    for word in vocabulary.words["as"]:
        first = first.split(f" {word} ", 1)[0]
    if role_of(first, vocabulary) is not None:
        return True
    tokens = first.split()
    if len(tokens) > MAX_CAPITALISED and all(token[:1].isupper() or token in words.particles for token in tokens):
        return is_person(" ".join(tokens[:2]), words)  # names with nothing but spaces between them
    return is_person(first, words) or is_company(first, words)


def _describes_name(line: _Candidate, words: NameWords) -> bool:
    """Whether the line above is a person's name that stands under no role: a role below it is that person's."""
    if line.above is None or line.above.bullet is not None or (line.last is not None and line.last.opens_role):
        return False
    item = parse_item(line.text, line.above.content, words) if line.text[line.above.content.end - 1] != "…" else None
    return item is not None and not item.company and " " in item.value


def _looks_like_heading(line: _Candidate, vocabulary: Vocabulary, words: NameWords) -> bool:
    """A short line that no vocabulary knows, standing over a paragraph or a list like a heading does."""
    phrase, numbered = line.phrase, line.heading.numbered
    if line.below is None or not (line.in_body or numbered) or len(phrase) < MIN_UNKNOWN_LENGTH:
        return False
    if len(phrase) > MAX_UNKNOWN_LENGTH or len(phrase.split()) > MAX_UNKNOWN_WORDS or UNLIKE_HEADING.search(line.exact):
        return False
    begins = phrase[0].isupper() or phrase[0].isdigit() or phrase[0] in OPENING_QUOTES
    if not begins or line.exact[-1] in UNFINISHED:
        return False
    if INNER_COLON.search(phrase) and not _names_a_work(line, vocabulary):
        return False
    if phrase.split()[0].casefold() in words.prepositions:  # a byline
        return False
    if _is_name(line, words) or (not numbered and _is_credit(phrase, vocabulary, words)):
        return False
    return _ends_above(line) and _opens_below(line, vocabulary, words)


def _ends_above(line: _Candidate) -> bool:
    """Whether what stands above is complete: nothing, a blank line, a heading, a bullet, a sentence, a row."""
    if line.stands_apart or line.above is None or line.above.bullet is not None:
        return True
    if line.last is not None and line.last.line == line.above.number:
        return True
    above = line.above.content.of(line.text)
    return len(above) >= PARAGRAPH_LENGTH or above[-1] in SENTENCE_ENDS or ROW.search(above) is not None


def _opens_below(line: _Candidate, vocabulary: Vocabulary, words: NameWords) -> bool:
    """Whether what stands below is a body: a paragraph, a list, labels, a name; or the words are those of headings."""
    if line.below is None:
        return False
    below = line.below.content.of(line.text)
    if len(below) >= PARAGRAPH_LENGTH or line.below.bullet is not None or LABEL_LINE.match(below):
        return True
    if line.heading.numbered and not NUMBERED.match(below):
        return True
    if person_score(below, words) >= LISTED_NAME or kind_by_words(line.phrase, vocabulary) != "other":
        return True
    return line.stands_apart and line.above is not None


def _is_name(line: _Candidate, words: NameWords) -> bool:
    """A person («Maren Koschitz», «Daniel», «Aamir Khan (Bhuvan)») or a company."""
    item = parse_item(line.text, line.line.content, words)
    if item is not None and not item.company and item.notes and " " in item.value:
        return True
    alone = " " not in line.phrase and words.lists.is_forename(line.phrase) and not words.lists.is_word(line.phrase)
    known = alone or person_score(line.phrase, words) >= LISTED_NAME
    return known or (is_company(line.phrase, words) and not line.heading.numbered)


def _is_credit(phrase: str, vocabulary: Vocabulary, words: NameWords) -> bool:
    """«Hair Design by Mr. Roe», «Jane Roe as Bea»: a role and then a name, or a name and a character."""
    tokens = phrase.split()
    labelled = may_begin_label(" ".join(tokens), vocabulary)
    for end in range(1, len(tokens)):
        head, rest = " ".join(tokens[:end]), " ".join(tokens[end:])
        role = role_of(head, vocabulary) if labelled else None
        if role is not None and parse_item(rest, Span(0, len(rest)), words) is not None:
            return True
        if end > 1 and tokens[end] in vocabulary.words["as"] and is_person(head, words):
            return True
    return False


def _names_a_work(line: _Candidate, vocabulary: Vocabulary) -> bool:
    """«THEATRE: The Cherry Orchard», «Kinderkino: Die Olchis»: set apart, with several words behind the colon."""
    label, _, title = line.phrase.partition(":")
    if role_of(label, vocabulary) is not None or any(character.isdigit() for character in title):
        return False
    return line.stands_apart and line.touches_below and len(title.split()) > 1


def _title_over_facts(line: _Candidate, vocabulary: Vocabulary) -> _Heading | None:
    """A short line right over a year and a running time, on a page that has several of these: a programme's title."""
    if line.line.bullet is not None or len(line.span) > MAX_UNKNOWN_LENGTH or UNLIKE_HEADING.search(line.exact):
        return None
    if role_of(line.phrase.split(":", 1)[0], vocabulary) is not None:
        return None
    return _Heading(line.line.number, line.span, "other")


def _is_fact_line(text: str, line: Line, vocabulary: Vocabulary) -> bool:
    """A year and then a running time."""
    if YEAR.search(text, line.content.start, line.content.end) is None:
        return False
    fact = FACT_LINE.match(text, line.content.start, line.content.end)
    return fact is not None and (fact.group(1) in PRIMES or fact.group(1) in vocabulary.words["minutes"])


def _is_row(line: _Candidate) -> bool:
    """A row of a table with an empty last cell."""
    return "\t" in line.text[line.line.content.end : line.line.span.end]


def _is_underline(text: str, line: Line) -> bool:
    return UNDERLINE.fullmatch(text, line.content.start, line.content.end) is not None


def _is_paragraph(text: str, line: Line) -> bool:
    long = len(line.content) >= PARAGRAPH_LENGTH
    return long and SENTENCE.search(text, line.content.start, line.content.end) is not None


def _without_menus(headings: Sequence[_Heading]) -> list[_Heading]:
    """Drop runs of headings in adjacent lines, which are a table of contents or a menu; the last may have a body."""
    runs: list[list[_Heading]] = []
    for heading in headings:
        if runs and not heading.nested and heading.line == runs[-1][-1].line + 1:
            runs[-1].append(heading)
        else:
            runs.append([heading])
    return [heading for run in runs for heading in (run if len(run) < MENU_LENGTH else run[-1:])]
