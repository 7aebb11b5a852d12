"""A page on the terminal: lines with numbers, names in colours, and beneath each line what was taken from it.

What a page holds is shown, never obeyed: control characters and invisible marks are made visible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.types import Claim, Mention, PageWork, Span
from pipeline.view.explain.entries import as_line
from pipeline.view.explain.page import Explanation

TAB = 8  # columns
STYLES = {
    "PER": "underline green",
    "ORG": "underline yellow",
    "LOC": "underline blue",
    "WORK": "underline magenta",
    "MISC": "underline white",
}
GUTTER = "dim"
HEADING, FIELD, NOTE, REASON = "bold", "bold cyan", "dim", "yellow"
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # fonts that a viewer would fetch from another host
NARROWEST = 20  # columns for the text of a line
CONTROL_PICTURES = 0x2400
HIDDEN = frozenset({"Cf", "Zl", "Zp", "Cs"})  # marks that turn, join or break text without being seen


def show_page(page: Explanation, console: Console) -> None:
    """The head, then every line with what was taken from it."""
    _show_head(page, console)
    for number in range(1, page.count + 1):
        _show_line(page, number, console)


def show_line(page: Explanation, number: int, around: int, console: Console) -> None:
    """One line among its neighbours, with all that was taken from it and on what that rests, or why nothing was.

    Raises:
        InputError: the page has no such line.
    """
    page.line(number)
    _show_head(page, console)
    for other in range(max(1, number - around), min(page.count, number + around) + 1):
        _show_line(page, other, console, marked=other == number)
    console.print()
    for part in _answer(page, number):
        _print(console, Text("  "), part)


def draw_svg(page: Explanation, number: int | None, around: int, width: int = 110) -> str:
    """What the terminal shows, as an SVG picture that names no other host; `width` in columns.

    Raises:
        InputError: the page has no such line.
    """
    console = Console(
        file=StringIO(), record=True, width=width, force_terminal=True, color_system="truecolor", legacy_windows=False
    )
    if number is None:
        show_page(page, console)
    else:
        show_line(page, number, around, console)
    return FONT_FACE.sub("", console.export_svg(title=f"abspann explain {visible(page.extraction.document.source)}"))


def visible(text: str, column: int = 0) -> str:
    """The text with control and invisible characters as pictures and codes, and tabs as spaces up to the next stop.

    `column` is where the text begins, in columns of the terminal.
    """
    shown: list[str] = []
    for character in text:
        piece = _visible(character, column)
        shown.append(piece)
        column += cell_len(piece)
    return "".join(shown)


def _visible(character: str, column: int) -> str:
    code = ord(character)
    if character == "\t":
        return " " * (TAB - column % TAB)
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(character) in HIDDEN or 0x80 <= code < 0xA0:
        return f"<U+{code:04X}>"
    return character


def _show_head(page: Explanation, console: Console) -> None:
    for name, value in _head(page):
        _print(console, Text(f"{name:<10}", style=NOTE), Text(visible(value)))
    console.print()


def _head(page: Explanation) -> Iterator[tuple[str, str]]:
    extraction = page.extraction
    yield "page", extraction.document.source
    yield "status", extraction.status.replace("_", " ")
    runs = [f"{run.language} from line {page.number_at(run.span.start)}" for run in page.language_changes]
    more = f" ({', '.join(runs)})" if len(runs) > 1 else ""
    yield "language", f"{extraction.language} {extraction.language_score:.2f}{more}"
    for work in extraction.works:
        if work.title is not None or len(extraction.works) == 1:
            yield "work", _work(page, work)
    counts = {
        "line": page.count,
        "section": len(extraction.sections),
        "name": len(extraction.mentions),
        "claim": len(extraction.claims),
    }
    yield "found", ", ".join(f"{n:,} {name}{'' if n == 1 else 's'}" for name, n in counts.items())


def _work(page: Explanation, work: PageWork) -> str:
    """`Leaving Las Vegas (line 1: again, teaser), no year`."""
    parts = []
    for value, span, rule, none in (
        (work.title, work.title_span, ", ".join(page.title_rule()), "no title"),
        (work.year, work.year_span, page.year_rule(), "no year"),
    ):
        if span is None:
            parts.append(none)
        else:
            parts.append(f"{value} (line {page.number_at(span.start)}{': ' if rule else ''}{rule or ''})")
    return ", ".join(parts)


def _show_line(page: Explanation, number: int, console: Console, *, marked: bool = False) -> None:
    line = page.line(number)
    run = page.run_at(line.span.start)
    changes = run is not None and run in page.language_changes and line.span.start <= run.span.start
    width = len(str(page.count))
    mark = "▶" if marked else " "
    gutter = Text(f"{run.language if run is not None and changes else '':<4}{mark}{number:>{width}} │ ", style=GUTTER)
    text = _line_text(page, line.span)
    section = page.section_at(line.content.start)
    if section is not None and section.heading is not None and section.heading.overlaps(line.span):
        text.stylize(HEADING)
        text.append(f"   {'#' * section.level} {section.kind}", style=NOTE)
    _print(console, gutter, text)
    for claim in () if marked else page.claims(number):  # below, all is said about the marked one
        _print(console, Text(f"{'':<5}{'':>{width}} │ ", style=GUTTER), _credit(page, claim))


def _line_text(page: Explanation, span: Span) -> Text:
    """The line with its names in the colours of their labels."""
    text, at = Text(), span.start
    for mention in page.mentions_in(span):
        start, end = max(at, mention.span.start), min(span.end, mention.span.end)
        for stretch, style in ((Span(at, start), ""), (Span(start, end), STYLES[mention.label])):
            text.append(visible(stretch.of(page.text), cell_len(text.plain)), style=style)
        at = max(at, end)
    return text.append(visible(page.text[at : span.end], cell_len(text.plain)))


def _credit(page: Explanation, claim: Claim) -> Text:
    """`└ director  Mike Figgis   label «Regie»  bullets  role_lists/1  0.97`."""
    text = Text.assemble(("└ ", NOTE))
    text.append(claim.field, style=FIELD)
    text.append(f"  {visible(claim.value)}")
    if claim.character is not None:
        text.append(f" as {visible(claim.character)}")
    if claim.label is not None:
        at = page.number_at(claim.label.start)
        where = "" if at == page.number_at(claim.span.start) else f" (line {at})"
        text.append(f"  label «{visible(claim.label.of(page.text))}»{where}", style=NOTE)
    text.append(f"  {claim.layout}  {claim.extractor}  {claim.score:.2f}", style=NOTE)
    return text


def _answer(page: Explanation, number: int) -> Iterator[Text]:
    """What was taken from a line and the entries it rests on; or the reason why nothing was."""
    line = page.line(number)
    section = page.section_at(line.content.start)
    if section is not None:
        yield Text(
            f"line {number}: section {section.position} ({section.kind}), language {section.language}", style=NOTE
        )
    for mention in page.mentions_in(line.span):
        yield _mention(page, mention)
    for claim in page.claims(number):
        yield _credit(page, claim)
        for origin in page.origins(claim):
            yield Text(f"    rests on {visible(as_line(origin))}")
    reason = page.reason(number)
    if reason is not None:
        yield Text(f"nothing was taken: {visible(reason.text)}", style=REASON)
        yield from (Text(f"    {visible(hint)}") for hint in reason.hints)


def _mention(page: Explanation, mention: Mention) -> Text:
    text = Text.assemble(("name ", NOTE))
    text.append(visible(mention.span.of(page.text)), style=STYLES[mention.label])
    return text.append(f"  {mention.label}  {mention.extractor}  {mention.score:.2f}", style=NOTE)


def _print(console: Console, first: Text, text: Text) -> None:
    """A line with what stands before it; wrapped beside that on a terminal, and left whole where output is piped."""
    width = max(NARROWEST, console.width - cell_len(first.plain))
    lines = text.wrap(console, width) if console.is_terminal and text.plain else [text]
    for index, part in enumerate(lines):
        before = first if index == 0 else Text(_blank(first.plain), style=first.style)
        console.print(Text.assemble(before, part), soft_wrap=True, highlight=False)


def _blank(gutter: str) -> str:
    return "".join(character if character == "│" else " " for character in gutter)
