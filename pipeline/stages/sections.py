"""Find the headings of a plain-text page and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.lang.labels import heading_role_of, kind_by_words, kind_of, role_of
from pipeline.lang.vocabulary import Vocabulary
from pipeline.text.headings import read_heading_text
from pipeline.text.lines import Line
from pipeline.text.names import NameWords, is_company, is_person, parse_item, person_score
from pipeline.types import Document, LanguageRun, Section, Span

MAX_HEADING_LENGTH = 90
MAX_HEADING_WORDS = 10
# A line this long is a paragraph, not an entry of a list (code points; the gold pages' shortest paragraph has 75).
PARAGRAPH_LENGTH = 70
# So many known headings in a row with nothing below them are a menu (the first sample page has two in a row).
MENU_LENGTH = 4
LISTED_NAME = 0.75  # the name score of two words, one of them a listed name
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
# «Regie: X», not «Darsteller:innen»
INNER_COLON = re.compile(r":(?:\s|$)")
# «Rolle | Darsteller», «12.03.   20:15», «Regie ..... X»: a row, not a sentence that goes on below
ROW = re.compile(r"\t|[|•·]|  |\.{3}|…|:[ \u00a0]")
# «Polen/Deutschland 2017, 104 Min., OmU», «UK 2011, 98 min»: the facts under a title of a programme
FACT_LINE = re.compile(
    r"[^:\n]{0,40}?(?<!\d)(?:18|19|20)\d\d(?!\d)"
    r"[^\n]{0,60}?(?<!\d)\d{1,3}[ \u00a0]?(?:mins?|Min|Minuten|minutes|′|')(?!\w)"
)
# a sentence: four letters and a full stop, or a question
SENTENCE = re.compile(r"[^\W\d_]{4}[.!?…]+[”“\"»«)\]]?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    span: Span
    kind: str
    level: int
    role: bool  # a role and no section kind: «Regisseur», nested under «Besetzung und Crew»
    opens_role: bool  # a role, perhaps a kind as well: «Besetzung»


def find_sections(
    document: Document,
    lines: Sequence[Line],
    languages: Sequence[LanguageRun],
    vocabulary: Vocabulary,
    words: NameWords,
) -> tuple[Section, ...]:
    """Sections that tile the document; text before the first heading is the section `lead`."""
    text = document.text
    headings = _without_menus(_find_headings(text, lines, vocabulary, words), lines)
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
    programme = sum(FACT_LINE.match(text, line.content.start, line.content.end) is not None for line in filled) >= 2
    seen_body = False  # a paragraph, a list or a heading: before it, unknown short lines are titles and navigation
    under_cast = False
    for index, line in enumerate(filled):
        following = filled[index + 1] if index + 1 < len(filled) else None
        previous = filled[index - 1] if index else None
        described = _is_unlabelled_name(text, previous, headings, words)
        heading = _read_heading(
            text,
            line,
            previous,
            following,
            lines,
            vocabulary,
            words,
            seen_body=seen_body,
            describes_name=described,
            follows_heading=previous is not None and bool(headings) and headings[-1].line == previous.number,
        )
        if heading is None and programme and _is_title_over_facts(text, line, following):
            heading = _Heading(line.number, line.content, "other", 1, role=False, opens_role=False)
        if heading is not None:
            if heading.role and under_cast:
                heading = replace(heading, level=2)
            elif not heading.role:
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
    describes_name: bool,
    follows_heading: bool,
) -> _Heading | None:
    """The heading that a line is, or None."""
    content = Span(line.bullet.start if line.bullet else line.content.start, line.content.end)
    if len(content) > MAX_HEADING_LENGTH or UNDERLINE.fullmatch(content.of(text)):
        return None
    heading = read_heading_text(text, content)
    level, marked = heading.level, heading.marked
    if (
        following is not None
        and following.number == line.number + 1
        and UNDERLINE.fullmatch(following.content.of(text))
    ):
        marked = True
        following = next((other for other in lines[following.number + 1 :] if not other.blank), None)
    elif line.bullet is not None and not heading.numbered and not marked:
        return None
    phrase = heading.words.of(text)
    if not phrase or not any(character.isalpha() for character in phrase):
        return None
    if len(phrase.split()) > MAX_HEADING_WORDS and not marked:
        return None
    role = heading_role_of(phrase, vocabulary)
    kind = kind_of(phrase, vocabulary)
    numbered = heading.numbered
    if marked:
        return _Heading(
            line.number,
            content,
            kind or ("cast_crew" if role else kind_by_words(phrase, vocabulary)),
            level,
            role=role is not None and kind is None,
            opens_role=role is not None,
        )
    if role is not None and (INNER_COLON.search(phrase) or text[content.end - 1] == ":" or ROW.search(phrase)):
        return None  # a label whose value stands beside it or in the next lines
    if "\t" in text[line.content.end : line.span.end] or (role is None and kind is None and phrase[0].islower()):
        return None  # a row with an empty cell; a line that goes on
    if role is not None and describes_name:
        return None
    if role is not None and _opens_list(text, following, vocabulary, words):
        known = kind if kind is not None and not role.is_credit else "cast_crew"
        return _Heading(line.number, content, known, level, role=kind is None, opens_role=True)
    if kind is not None and not INNER_COLON.search(phrase):
        if following is None or (line.bullet is not None and not numbered):
            return None
        return _Heading(line.number, content, kind, level, role=False, opens_role=False)
    if role is None and _looks_like_heading(
        text,
        line,
        phrase,
        previous,
        following,
        vocabulary,
        words,
        numbered=numbered,
        seen_body=seen_body,
        follows_heading=follows_heading,
    ):
        return _Heading(line.number, content, kind_by_words(phrase, vocabulary), level, role=False, opens_role=False)
    return None


def _opens_list(text: str, following: Line | None, vocabulary: Vocabulary, words: NameWords) -> bool:
    """Whether the line below a role word is an entry of a list: a bullet, a name, a pair of name and character."""
    if following is None:
        return False
    if following.bullet is not None:
        return True
    if _is_paragraph(text, following):
        return False
    first = re.split(
        r"\t| {2,}|\.{3,}|…|\||: |,|;| – | - | — | \(| as | als | and | und | & ",
        following.content.of(text),
        maxsplit=1,
    )[0]
    if role_of(first, vocabulary) is not None and len(following.content) < PARAGRAPH_LENGTH:
        return True
    tokens = first.split()
    if len(tokens) > 4 and all(token[:1].isupper() or token in words.particles for token in tokens):
        return is_person(" ".join(tokens[:2]), words)  # names with nothing but spaces between them
    return is_person(first, words) or is_company(first, words)


def _is_unlabelled_name(text: str, previous: Line | None, headings: Sequence[_Heading], words: NameWords) -> bool:
    """Whether the line above is a person's name that stands under no role: a role below it describes that person."""
    if previous is None or previous.bullet is not None or (headings and headings[-1].opens_role):
        return False
    item = parse_item(text, previous.content, words) if text[previous.content.end - 1] != "…" else None
    return item is not None and not item.company and person_score(item.value, words) >= 0.5


def _looks_like_heading(
    text: str,
    line: Line,
    phrase: str,
    previous: Line | None,
    following: Line | None,
    vocabulary: Vocabulary,
    words: NameWords,
    *,
    numbered: bool,
    seen_body: bool,
    follows_heading: bool,
) -> bool:
    """A short line that no vocabulary knows, standing over a paragraph or a list like a heading does."""
    if following is None or (line.bullet is not None and not numbered) or not (seen_body or numbered):
        return False
    if len(phrase) > 60 or len(phrase.split()) > 8 or UNLIKE_HEADING.search(line.content.of(text)):
        return False
    first, last = phrase[0], line.content.of(text)[-1]
    if last in '.,;…-–—"“”' or not (first.isupper() or first.isdigit() or first in "„“\"'¿«»‘"):
        return False
    if INNER_COLON.search(phrase) and not _names_a_work(line, phrase, previous, following, vocabulary):
        return False
    item = parse_item(text, line.content, words)
    if item is not None and not item.company and (item.notes and " " in item.value):
        return False  # «Aamir Khan (Bhuvan)»
    if phrase.split()[0].casefold() in words.prepositions:  # a byline
        return False
    if not numbered and _begins_with_credit(phrase, vocabulary, words):
        return False
    if person_score(phrase, words) >= LISTED_NAME or (is_company(phrase, words) and not numbered):
        return False
    ends_paragraph = (
        previous is None
        or previous.number < line.number - 1
        or previous.bullet is not None
        or follows_heading
        or _ends_paragraph(text, previous)
    )
    opens = (
        len(following.content) >= PARAGRAPH_LENGTH
        or following.bullet is not None
        or LABEL_LINE.match(following.content.of(text)) is not None
        or person_score(following.content.of(text), words) >= LISTED_NAME
    )
    if numbered and NUMBERED.match(text, following.content.start) is None and following.bullet is None:
        opens = True
    if kind_by_words(phrase, vocabulary) != "other":
        opens = True  # known words in an unknown heading
    apart = previous is not None and previous.number < line.number - 1
    return ends_paragraph and (opens or (apart and following.number > line.number))


def _is_title_over_facts(text: str, line: Line, following: Line | None) -> bool:
    """A short line right over a year and a running time, on a page that has several of these: a programme's title."""
    if following is None or following.number != line.number + 1 or line.bullet is not None:
        return False
    fact = FACT_LINE.match(text, following.content.start, following.content.end)
    return (
        fact is not None
        and len(line.content) <= MAX_HEADING_LENGTH // 2
        and not UNLIKE_HEADING.search(line.content.of(text))
    )


def _begins_with_credit(phrase: str, vocabulary: Vocabulary, words: NameWords) -> bool:
    """«Hair Design by Mr. Roe», «Jane Roe as Bea»: a role and then a name, or a name and a character."""
    tokens = phrase.split()
    for end in range(1, len(tokens)):
        head, rest = " ".join(tokens[:end]), " ".join(tokens[end:])
        if role_of(head, vocabulary) is not None and parse_item(rest, Span(0, len(rest)), words) is not None:
            return True
        if end > 1 and tokens[end] in vocabulary.words["as"] and is_person(head, words):
            return True
    return False


def _names_a_work(line: Line, phrase: str, previous: Line | None, following: Line, vocabulary: Vocabulary) -> bool:
    """«THEATRE: The Cherry Orchard», «Kinderkino: Die Olchis»: set apart, with several words behind the colon."""
    after = phrase.split(":", 1)[1].split()
    apart = previous is None or previous.number < line.number - 1
    if role_of(phrase.split(":", 1)[0], vocabulary) is not None:
        return False
    return apart and len(after) >= 2 and following.number == line.number + 1 and not any(c.isdigit() for c in phrase)


def _is_paragraph(text: str, line: Line) -> bool:
    long = len(line.content) >= PARAGRAPH_LENGTH
    return long and SENTENCE.search(text, line.content.start, line.content.end) is not None


def _ends_paragraph(text: str, line: Line) -> bool:
    """Whether a line is complete: a paragraph, a sentence, or a row of a list."""
    content = line.content.of(text)
    return len(content) >= PARAGRAPH_LENGTH or content[-1] in SENTENCE_ENDS or ROW.search(content) is not None


def _without_menus(headings: list[_Heading], lines: Sequence[Line]) -> list[_Heading]:
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
    return kept


def _adjacent(upper: int, lower: int, lines: Sequence[Line]) -> bool:
    return all(lines[number].blank for number in range(upper + 1, lower)) and lower - upper == 1


def _language_at(languages: Sequence[LanguageRun], offset: int) -> str:
    return next((run.language for run in languages if run.span.start <= offset < run.span.end), "und")
