"""A page on the terminal."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.errors import InputError
from pipeline.extraction import Resources, load_resources
from pipeline.types import Document
from pipeline.view.explain import Explanation, explain_page
from pipeline.view.explain.terminal import draw_svg, show_line, show_page, visible
from tests.pages import GERMAN

HOSTILE = (
    "Der \x1b[2Jgläserne\x1b]0;title\x07 Turm\r\x9b31m\n"
    "Deutschland 1987, 94 Minuten\n\n"
    "Regie: \x1b[31mKäthe Wiesengrund\x1b[0m\n"
    "\u202eRedaktion: Karl\x00 Weber\x7f <script>alert(1)</script> [red]&amp;[/red] :smile:\n"
    "Kamera:\tEmil Sandrock\n"
    f"Musik: {'漢字' * 27}\n"
)
SGR = re.compile(r"\x1b\[[\d;]*m")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3|4|9|10)\d[;m]")


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources({"de": "rules", "en": "rules"})


def page_of(text: str, resources: Resources) -> Explanation:
    return explain_page(Document("d", "page.txt", text, "", "text/plain", "utf-8", 0), resources)


def shown(page: Explanation, number: int | None = None, *, terminal: bool = False, **settings: object) -> str:
    """What is printed of a page, or of one line of it."""
    options: dict[str, object] = {"width": 60, "_environ": {}, "color_system": "truecolor" if terminal else None}
    console = Console(file=StringIO(), force_terminal=terminal, **(options | settings))  # type: ignore[arg-type]
    if number is None:
        show_page(page, console)
    else:
        show_line(page, number, 1, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("number", [None, 1, 4, 5])
@pytest.mark.parametrize("terminal", [False, True])
def test_a_page_cannot_play_with_the_terminal(number: int | None, terminal: bool, resources: Resources) -> None:
    """Whatever a page holds, only our own colours reach the terminal: no control characters, no turned text."""
    output = shown(page_of(HOSTILE, resources), number, terminal=terminal)
    assert CONTROL.search(SGR.sub("", output)) is None
    assert "\x1b]" not in output
    assert "␛[" in output or number == 5
    assert number not in (None, 5) or "<U+202E>" in output


def test_markup_of_a_page_stays_text(resources: Resources) -> None:
    """Tags, entities, Rich's markup and emoji codes are shown as they stand."""
    output = shown(page_of(HOSTILE, resources))
    assert "<script>alert(1)</script> [red]&amp;[/red] :smile:" in output


def test_piped_output_has_no_colours_and_whole_lines(resources: Resources) -> None:
    """Without a terminal there is no escape sequence, and each line of the page is one line of the output."""
    output = shown(page_of(GERMAN, resources))
    assert "\x1b" not in output
    for line in GERMAN.splitlines():
        assert line in output


def test_no_color_is_honoured(resources: Resources) -> None:
    """With NO_COLOR set, a terminal shows names underlined, but nothing in colours."""
    page = page_of(GERMAN, resources)
    assert COLOUR.search(shown(page, terminal=True)) is not None
    assert COLOUR.search(shown(page, terminal=True, _environ={"NO_COLOR": "1"})) is None


@pytest.mark.parametrize("width", [30, 60, 100])
def test_lines_fit_the_terminal(width: int, resources: Resources) -> None:
    """On a terminal nothing is wider than it, wide characters and tabs included, and the gutter is never written to."""
    output = SGR.sub("", shown(page_of(HOSTILE + GERMAN, resources), terminal=True, width=width))
    body = output.split("\n\n", 1)[1].splitlines()
    assert max(map(cell_len, output.splitlines())) <= width
    assert {line.index("│") for line in body} == {body[0].index("│")}


def test_tabs_reach_the_next_stop() -> None:
    """A tab fills up to the next multiple of eight columns, counted from where the text begins."""
    assert visible("a\tb") == "a       b"
    assert visible("漢字\tb") == "漢字    b"
    assert visible("\tb", column=3) == "     b"


def test_credits_stand_beneath_their_line(resources: Resources) -> None:
    """Beneath a line stand field, value, label with its line, layout, rule and score."""
    lines = shown(page_of(GERMAN, resources)).splitlines()
    at = next(index for index, line in enumerate(lines) if line.endswith("- Konrad Esser als Hafenmeister"))
    assert lines[at + 1].split("└ ")[1].split() == [
        *("actor", "Konrad", "Esser", "as", "Hafenmeister", "label", "«Darsteller»", "(line", "13)", "bullets"),
        *("role_lists/1", "0.97"),
    ]
    assert any("Besetzung und Crew   # cast_crew" in line for line in lines)


def test_a_line_is_shown_with_what_it_rests_on(resources: Resources) -> None:
    """One line is shown among its neighbours, with the entry of the vocabulary on which its credit rests."""
    output = shown(page_of(GERMAN, resources), 9)
    assert "▶ 9 │ Regie: Käthe Wiesengrund" in output
    assert " 8 │" in output
    assert " 7 │" not in output
    assert '.toml [roles.label] "' in output


def test_a_line_without_credits_is_answered_once(resources: Resources) -> None:
    """One line says why nothing was taken."""
    output = shown(page_of(GERMAN, resources), 4)
    assert output.count("nothing was taken: it is a heading (kind plot)") == 1


@pytest.mark.parametrize("number", [-1, 0, 21])
def test_lines_outside_the_page_are_refused(number: int, resources: Resources) -> None:
    """A line that the page does not have is an error that names the last one."""
    with pytest.raises(InputError, match="from 1 to 20"):
        shown(page_of(GERMAN, resources), number)


def test_the_picture_names_no_other_host(resources: Resources) -> None:
    """The SVG fetches nothing, is the same each time, and holds markup of the page as text."""
    page = page_of(HOSTILE, resources)
    picture = draw_svg(page, None, 2)
    assert re.findall(r"https?://[^\"' )<]+", picture.replace("http://www.w3.org/2000/svg", "")) in (
        [],
        ["https://www.textualize.io"],
    )
    assert "url(http" not in picture
    assert "<script" not in picture
    assert picture == draw_svg(page, None, 2)
