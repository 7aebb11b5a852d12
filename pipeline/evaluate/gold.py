"""Gold pages: a page's text with the right answers, as inline marks (`.gold`) or stand-off (`.json`).

A `.gold` file is a header of `key: value` lines, a line `---`, and the page's text with marks in it:

    §plot§Handlung                          a heading and its kind
    %lang en                                from here on the text is English; the line itself is no text
    ⟦director|Käthe Wiesengrund⟧            a name in a stated role; two roles: ⟦director+screenwriter|…⟧
    ⟦actor|Esser→Konrad Esser|Hafenmeister⟧ as written, in normal form, with the character
    ⟦@PER|Martha⟧                           a person without a credit

Taking the marks off gives the text, to which all offsets refer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import GoldError
from pipeline.lang.vocabulary import CAST_FIELDS, COMPANY_FIELDS
from pipeline.types import Span

PERSON = "@PER"
BLIND = "blind"
RULE = "---"
LANGUAGE_MARK = "%lang "
CHARACTERS_OF_MARKS = "⟦⟧|→"

# «§cast_crew§Besetzung», «§plot§Plot»
HEADING = re.compile(r"§([a-z_]+)§(.*)")
# «⟦actor|Esser→Konrad Esser|Hafenmeister⟧», «⟦@PER|Martha⟧»
MARK = re.compile(r"⟦([^|⟦⟧]+)\|([^|⟦⟧]*)(?:\|([^|⟦⟧]*))?⟧")
# «de-01-senderpresse», «05-en-playbill»: what is left without number and language is the layout
NUMBER_AND_LANGUAGE = re.compile(r"(?:[a-z]{2}-\d+|\d+-[a-z]{2})-")


@dataclass(frozen=True, slots=True)
class Mark:
    """A name in the text; `name` is its normal form, `roles` are its credits (none: only a person)."""

    span: Span
    roles: tuple[str, ...]
    name: str
    character: str | None = None

    @property
    def is_person(self) -> bool:
        return COMPANY_FIELDS.isdisjoint(self.roles)

    def character_in(self, role: str) -> str | None:
        """The character where the role plays one."""
        return self.character if role in CAST_FIELDS else None


@dataclass(frozen=True, slots=True)
class GoldHeading:
    """A heading's text and the kind of its section."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class GoldRun:
    """A stretch of text in one language (ISO 639-1)."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page with its right answers; `header` keeps the keys in their order."""

    name: str
    text: str
    header: Mapping[str, str]
    languages: tuple[GoldRun, ...]
    headings: tuple[GoldHeading, ...]
    marks: tuple[Mark, ...]

    @property
    def language(self) -> str:
        return self.header["doc_language"]

    @property
    def title(self) -> str:
        return self.header.get("title", "")

    @property
    def is_blind(self) -> bool:
        """Whether the page is only scored and its text never shown."""
        return self.header.get("split") == BLIND

    @property
    def layout(self) -> str:
        """The header's `layout`, else the file's name without number and language."""
        return self.header.get("layout") or NUMBER_AND_LANGUAGE.sub("", self.name, count=1)

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Pairs of key and value as the text states it; a piece without `=` has an empty value."""
        pieces = (piece.partition("=") for piece in self.header.get("attributes", "").split(";") if piece.strip())
        return tuple((key.strip(), value.strip()) for key, _, value in pieces)


def parse_marks(content: str, name: str) -> GoldPage:
    """Take the marks off the content of a `.gold` file.

    Raises:
        GoldError: the header is wrong or a mark is broken; names page and line.
    """
    head, rule, body = content.partition(f"\n{RULE}\n")
    if not rule:
        raise GoldError(f"{name}: no line {RULE} between header and text; add it")
    header = dict(_header(name, head))
    first_line = head.count("\n") + 3
    reader = _BodyReader(name, header["doc_language"])
    for number, line in enumerate(body.split("\n"), first_line):
        reader.take(line, number)
    return reader.page(header)


def write_marks(page: GoldPage) -> str:
    """The content of the page's `.gold` file: `parse_marks` gives the page back.

    Raises:
        GoldError: the text itself holds what would be taken for a mark, or marks overlap or cross a line.
    """
    inserts = sorted(_inserts(page))
    _check_writable(page)
    pieces, last = [], 0
    for place, _, insert in inserts:
        pieces += [page.text[last:place], insert]
        last = place
    body = "".join([*pieces, page.text[last:]])
    return "".join(f"{key}: {value}".rstrip() + "\n" for key, value in page.header.items()) + f"{RULE}\n{body}"


def strip_marks(line: str) -> tuple[str, list[Mark]]:
    """A line without its marks, and the marks with spans in it."""
    plain, marks, last = "", [], 0
    for found in MARK.finditer(line):
        plain += line[last : found.start()]
        surface, _, name = found.group(2).partition("→")
        roles = () if found.group(1) == PERSON else tuple(found.group(1).split("+"))
        span = Span(len(plain), len(plain) + len(surface))
        marks.append(Mark(span, roles, name or surface, found.group(3)))
        plain += surface
        last = found.end()
    return plain + line[last:], marks


class _BodyReader:
    """Gathers text and answers line by line."""

    def __init__(self, name: str, language: str) -> None:
        self.name = name
        self.lines: list[str] = []
        self.position = 0
        self.switches = [(0, language)]
        self.headings: list[GoldHeading] = []
        self.marks: list[Mark] = []

    def take(self, line: str, number: int) -> None:
        if line.startswith(LANGUAGE_MARK):
            self.switches.append((self.position, line.removeprefix(LANGUAGE_MARK).strip()))
            return
        heading = HEADING.fullmatch(line)
        plain, marks = strip_marks(heading.group(2) if heading else line)
        if "⟦" in plain or "⟧" in plain:
            raise GoldError(
                f"{self.name}:{number}: broken mark in {line!r}; write ⟦role|name⟧ or ⟦role|name|character⟧"
            )
        if heading:
            self.headings.append(GoldHeading(Span(self.position, self.position + len(plain)), heading.group(1)))
        self.marks += (
            Mark(
                Span(mark.span.start + self.position, mark.span.end + self.position),
                mark.roles,
                mark.name,
                mark.character,
            )
            for mark in marks
        )
        self.lines.append(plain)
        self.position += len(plain) + 1

    def page(self, header: Mapping[str, str]) -> GoldPage:
        text = "\n".join(self.lines)
        return GoldPage(
            self.name, text, header, _runs(self.switches, len(text)), tuple(self.headings), tuple(self.marks)
        )


def _runs(switches: Sequence[tuple[int, str]], length: int) -> tuple[GoldRun, ...]:
    """Runs between the places where the language is set; a place without text before the next gives none."""
    ends = [*(place for place, _ in switches[1:]), length]
    spans = [(Span(start, min(end, length)), language) for (start, language), end in zip(switches, ends, strict=True)]
    return tuple(GoldRun(span, language) for span, language in spans if span.start < span.end)


def _header(name: str, head: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(head.split("\n"), 1):
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon:
            raise GoldError(f"{name}:{number}: no colon in {line!r}; write `key: value`")
        yield key.strip(), value.strip()
    if not re.search(r"^doc_language:[ \t]*\S", head, re.MULTILINE):
        raise GoldError(f"{name}: no doc_language in the header; add e.g. `doc_language: de`")


def _inserts(page: GoldPage) -> Iterator[tuple[int, int, str]]:
    """(place, rank at the place, what is written there): at one place, `%lang` stands before `§` before `⟦`."""
    language = page.language
    for run in page.languages:
        if run.language != language:
            yield run.span.start, 1, f"{LANGUAGE_MARK}{run.language}\n"
        language = run.language
    for heading in page.headings:
        yield heading.span.start, 2, f"§{heading.kind}§"
    for mark in page.marks:
        surface = mark.span.of(page.text)
        yield mark.span.start, 3, f"⟦{'+'.join(mark.roles) or PERSON}|"
        form = "" if mark.name == surface else f"→{mark.name}"
        yield mark.span.end, 0, f"{form}{'' if mark.character is None else f'|{mark.character}'}⟧"


def _check_writable(page: GoldPage) -> None:
    remedy = "keep this page as .json"
    for number, line in enumerate(page.text.split("\n"), 1):
        if HEADING.fullmatch(line) or line.startswith(LANGUAGE_MARK) or "⟦" in line or "⟧" in line:
            raise GoldError(f"{page.name}: line {number} of the text would be read as a mark: {line[:60]!r}; {remedy}")
    end = 0
    for mark in sorted(page.marks, key=lambda mark: mark.span):
        parts = (mark.span.of(page.text), mark.name, mark.character or "")
        if mark.span.start < end or any(c in part for part in parts for c in f"{CHARACTERS_OF_MARKS}\n"):
            place = f"{page.name}: {mark.span.start}–{mark.span.end}"
            raise GoldError(f"{place} {parts[0]!r} overlaps another mark, or holds a line end or ⟦⟧|→; {remedy}")
        end = mark.span.end
