"""Lines: offsets, newlines of all platforms, bullets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.lines import line_number, line_starts, split_lines

BULLETS = {
    "- Mike Roe,": "Mike Roe,",
    "  •\u00a0Otto Brahms – Krull": "Otto Brahms – Krull",
    "* Jane Roe": "Jane Roe",
    "1. ↑ Jenny Roe": "↑ Jenny Roe",
    "-5 Grad": "-5 Grad",
    "– Hans Roe: Filmspiegel": "Hans Roe: Filmspiegel",
    "2001 war ein Jahr": "2001 war ein Jahr",
}


@pytest.mark.parametrize(("line", "content"), BULLETS.items())
def test_bullets_stand_outside_the_content(line: str, content: str) -> None:
    """A bullet or number with a space is cut off, a sign before a number is not."""
    assert split_lines(line)[0].content.of(line) == content


@given(st.text(alphabet=st.sampled_from("ab \t\r\n\u0085\u2028-•1.")))
def test_lines_tile_the_text(text: str) -> None:
    """Lines and newlines together are the text; only CR, LF and CR LF end a line."""
    lines = split_lines(text)
    position = 0
    for line in lines:
        assert text[position : line.span.start] in ("", "\n", "\r", "\r\n")
        assert line.span.start <= line.content.start <= line.content.end <= line.span.end
        position = line.span.end
    assert position == len(text)
    starts = line_starts(text)
    assert [line.span.start for line in lines] == starts
    assert [line_number(starts, line.span.start) for line in lines] == list(range(1, len(lines) + 1))
