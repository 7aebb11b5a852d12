"""Find the headings of a plain-text page and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lang.labels import kind_by_words, kind_of, role_of
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.lines import Line, strip_span
from pipeline.text.names import NameWords, is_company, is_person, person_score
from pipeline.types import Document, LanguageRun, Section, Span

MAX_HEADING_LENGTH = 90
MAX_HEADING_WORDS = 10
# A line this long is a paragraph, not an entry of a list (code points; the gold pages' shortest paragraph has 75).
PARAGRAPH_LENGTH = 70
# So many known headings in a row with nothing below them are a menu (the first sample page has two in a row).
MENU_LENGTH = 4

# «## Handlung», «### Plot ###»
MARKDOWN = re.compile(r"(#{1,6})[ \t]*(?=\S)")
# «== Handlung ==», «=== Cast ===»
WIKI = re.compile(r"(={2,5})[ \t]*(?=[^=\s])")
# «2.1 Besetzung», «IV. Production», «3) Plot»
NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,4}[.)])[ \t\u00a0]+(?=\S)")
# «Handlung[Bearbeiten | Quelltext bearbeiten]», «Plot [edit]»
EDIT_LINK = re.compile(r"[ \t\u00a0]*\[[^\[\]]{0,4}(?:bearbeiten|edit)[^\[\]]{0,40}\]?[ \t]*$", re.IGNORECASE)
# «========», «--------», «~~~~»
UNDERLINE = re.compile(r"([=\-~_*^\u2500\u2550\u2014])\1{2,}")
# «12. März 2011», «20:15», «£6.50», «www.», «Startseite > Filme» do not stand in headings that no vocabulary knows
UNLIKE_HEADING = re.compile(r"[|\t>»«→@©®★☆•*\\{}<]|https?:|www\.|\d{1,2}[:.]\d\d|[€$£]|  ")
# «Housing: cast iron», «Länge: 90 Minuten»
LABEL_LINE = re.compile(r"[^\W\d_][^:\n]{1,30}:[ \t\u00a0]+\S")
# a sentence: four letters and a full stop, or a question
SENTENCE = re.compile(r"[^\W\d_]{4}[.!?…]+[”“\"»«)\]]?(?:\s|$)")
OUTER_MARKS = " \t\u00a0*_#=:"


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    span: Span
    kind: str
    level: int
    role: bool


def find_sections(
    document: Document,
    lines: Sequence[Line],
    languages: Sequence[LanguageRun],
    vocabulary: Vocabulary,
    words: NameWords,
) -> tuple[Section, ...]:
    """Sections that tile the document; text before the first heading is the section `lead`."""
    text = document.text
    headings = _without_menus(_find_headings(text, lines, vocabulary, words), text, lines)
    sections: list[Section] = []
    first = headings[0].span.start if headings else len(text)
    if headings:
        first = lines[headings[0].line].span.start
    if first > 0 or not headings:
        sections.append(Section(0, 0, "lead", None, Span(0, first), _language_at(languages, 0)))
    for index, heading in enumerate(headings):
        start = lines[heading.line].span.start
        end = lines[headings[index + 1].line].span.start if index + 1 < len(headings) else len(text)
        language = _language_at(languages, heading.span.start)
        sections.append(Section(len(sections), heading.level, heading.kind, heading.span, Span(start, end), language))
    return tuple(section for section in sections if section.span or len(sections) == 1)


def _find_headings(text: str, lines: Sequence[Line], vocabulary: Vocabulary, words: NameWords) -> list[_Heading]:
    headings: list[_Heading] = []
    filled = [line for line in lines if not line.blank]
    seen_body = False  # a paragraph, a list or a heading: before it, unknown short lines are titles and navigation
    under_cast = False
    for index, line in enumerate(filled):
        following = filled[index + 1] if index + 1 < len(filled) else None
        previous = filled[index - 1] if index else None
        heading = _read_heading(text, line, previous, following, lines, vocabulary, words, seen_body=seen_body)
        if heading is not None:
            if heading.role:
                heading = _Heading(heading.line, heading.span, heading.kind, 2 if under_cast else 1, role=True)
            else:
                under_cast = heading.kind == "cast_crew"
            headings.append(heading)
        seen_body = seen_body or heading is not None or _is_paragraph(text, line)
    return headings


def _read_heading(
    text: str,
    line: Line,
    previous: Line | None,
    following: Line | None,
    lines: Sequence[Line],
    vocabulary: Vocabulary,
    words: NameWords,
    *,
    seen_body: bool,
) -> _Heading | None:
    """The heading that a line is, or None."""
    content = Span(line.bullet.start if line.bullet else line.content.start, line.content.end)
    if len(content) > MAX_HEADING_LENGTH or UNDERLINE.fullmatch(content.of(text)):
        return None
    core, level, marked = _strip_marks(text, content)
    if (
        following is not None
        and following.number == line.number + 1
        and UNDERLINE.fullmatch(following.content.of(text))
    ):
        marked = True
        following = next((other for other in lines[following.number + 1 :] if not other.blank), None)
    elif line.bullet is not None and core.start == content.start:
        return None  # a bullet that is no numbering
    phrase = strip_span(text, core.start, core.end, OUTER_MARKS).of(text)
    if not phrase or not any(character.isalpha() for character in phrase):
        return None
    if len(phrase.split()) > MAX_HEADING_WORDS and not marked:
        return None
    span = Span(content.start, content.end)
    role = role_of(phrase, vocabulary)
    kind = kind_of(phrase, vocabulary)
    numbered = core.start > content.start and not marked
    if marked:
        return _Heading(
            line.number,
            span,
            kind or ("cast_crew" if role else kind_by_words(phrase, vocabulary)),
            level,
            role=role is not None and kind is None,
        )
    if ":" in phrase or (role is not None and text[content.end - 1] == ":"):
        return None  # a label whose value stands beside it or in the next lines
    if not phrase[0].isupper() and not phrase[0].isdigit() and phrase[0].isalpha():
        return None
    if role is not None and _opens_list(text, following, vocabulary, words):
        known = kind if kind is not None and not role.is_credit else "cast_crew"
        return _Heading(line.number, span, known, level, role=kind is None)
    if kind is not None:
        if following is None or (line.bullet is not None and not numbered):
            return None
        return _Heading(line.number, span, kind, level, role=False)
    if role is None and _looks_like_heading(
        text, line, phrase, previous, following, words, numbered=numbered, seen_body=seen_body
    ):
        return _Heading(line.number, span, kind_by_words(phrase, vocabulary), level, role=False)
    return None


def _strip_marks(text: str, content: Span) -> tuple[Span, int, bool]:
    """Markdown, wiki and numbering marks and edit links off a line: the words, the level, whether it was marked."""
    start, end, level, marked = content.start, content.end, 1, False
    for pattern in (MARKDOWN, WIKI):
        mark = pattern.match(text, start, end)
        if mark is not None:
            level, marked, start = max(1, len(mark.group(1)) - 1), True, mark.end()
    edit = EDIT_LINK.search(text, max(start, end - 60), end)
    if edit is not None:
        end, marked = edit.start(), True
    number = NUMBERING.match(text, start, end)
    if number is not None:
        level = max(level, 1 + number.group().strip(" .)\t\u00a0").count("."))
        start = number.end()
    return Span(start, end), level, marked


def _opens_list(text: str, following: Line | None, vocabulary: Vocabulary, words: NameWords) -> bool:
    """Whether the line below a role word is an entry of a list: a bullet, a name, a pair of name and character."""
    if following is None:
        return False
    if following.bullet is not None:
        return True
    first = re.split(
        r"\t| {2,}|\.{3,}|…|\||: |,|;| – | - | — | \(| as | als | and | und | & ",
        following.content.of(text),
        maxsplit=1,
    )[0]
    if role_of(first, vocabulary) is not None and len(following.content) < PARAGRAPH_LENGTH:
        return True
    return is_person(first, words) or is_company(first, words)


def _looks_like_heading(
    text: str,
    line: Line,
    phrase: str,
    previous: Line | None,
    following: Line | None,
    words: NameWords,
    *,
    numbered: bool,
    seen_body: bool,
) -> bool:
    """A short line that no vocabulary knows, standing over a paragraph or a list like a heading does."""
    if following is None or (line.bullet is not None and not numbered) or not (seen_body or numbered):
        return False
    if len(phrase) > 60 or len(phrase.split()) > 8 or UNLIKE_HEADING.search(line.content.of(text)):
        return False
    first, last = phrase[0], line.content.of(text)[-1]
    if last in '.,;…-–—"“”' or not (first.isupper() or first.isdigit() or first in "„“\"'¿«»‘"):
        return False
    if person_score(phrase, words) >= 0.5 or is_company(phrase, words):
        return False
    ends_paragraph = (
        previous is None
        or previous.number < line.number - 1
        or previous.bullet is not None
        or _ends_paragraph(text, previous)
    )
    opens = (
        len(following.content) >= PARAGRAPH_LENGTH
        or following.bullet is not None
        or LABEL_LINE.match(following.content.of(text)) is not None
        or person_score(following.content.of(text), words) >= 0.5
    )
    apart = previous is not None and previous.number < line.number - 1
    return ends_paragraph and (opens or (apart and following.number > line.number))


def _is_paragraph(text: str, line: Line) -> bool:
    long = len(line.content) >= PARAGRAPH_LENGTH
    return long and SENTENCE.search(text, line.content.start, line.content.end) is not None


def _ends_paragraph(text: str, line: Line) -> bool:
    return len(line.content) >= PARAGRAPH_LENGTH or text[line.content.end - 1] in '.!?…”“"»«]'


def _without_menus(headings: list[_Heading], text: str, lines: Sequence[Line]) -> list[_Heading]:
    """Drop runs of known headings that directly follow each other: a table of contents or a menu."""
    kept: list[_Heading] = []
    run: list[_Heading] = []
    for heading in headings:
        if run and not heading.role and _adjacent(run[-1].line, heading.line, lines):
            run.append(heading)
        else:
            kept += run[-1:] if len(run) >= MENU_LENGTH else run
            run = [heading]
    kept += run[-1:] if len(run) >= MENU_LENGTH else run
    del text
    return kept


def _adjacent(upper: int, lower: int, lines: Sequence[Line]) -> bool:
    return all(lines[number].blank for number in range(upper + 1, lower)) and lower - upper == 1


def _language_at(languages: Sequence[LanguageRun], offset: int) -> str:
    return next((run.language for run in languages if run.span.start <= offset < run.span.end), "und")
