"""Pages as HTML with marks."""

from __future__ import annotations

import time

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.view.marks import KINDS, MAX_DEPTH, Mark, mark_page, mark_style

TEXTS = st.text(st.sampled_from("a<>&\"'\n\t äß—😀é"), min_size=1, max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and some marks on it, which nest and overlap as they like; each has its own id."""
    text = draw(TEXTS)
    marks = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, draw(st.sampled_from(KINDS)), '<"&', f"m{number}"))
    return text, marks


@given(marked_texts())
def test_text_and_marks_come_back(marked: tuple[str, list[Mark]]) -> None:
    """Whatever overlaps: the text content is the text, and the elements of a mark add up to its quote."""
    text, marks = marked
    page = lxml.html.fromstring(mark_page(text, marks))
    assert page.text_content() == text
    for mark in marks:
        elements = page.xpath(f'//mark[@data-id="{mark.id}"]')
        assert "".join(element.text_content() for element in elements) == text[mark.start : mark.end]
        assert {element.get("title") for element in elements} == {mark.title}


def test_nested_marks_are_not_split() -> None:
    """What lies inside another mark stands inside its element, in one piece, and a language run says its language."""
    html = mark_page("Regie: Jo Lund", [Mark(7, 14, "credit", "director", "c"), Mark(0, 14, "language", lang="de")])
    assert html == (
        '<div class="abspann-page"><mark data-kind="language" lang="de">Regie: '
        '<mark data-kind="credit" data-id="c" title="director">Jo Lund</mark></mark></div>'
    )


def test_markup_in_text_title_and_id_stays_text() -> None:
    """A page that holds tags shows them; nothing of it becomes an element or an attribute."""
    text = "<script>alert('1')</script>"
    page = lxml.html.fromstring(
        mark_page(text, [Mark(0, 8, "mention", '"><img src=x onerror=alert(1)>', '" onclick="')])
    )
    assert page.text_content() == text
    assert {element.tag for element in page.iter()} == {"div", "mark"}
    assert {name for element in page.iter() for name in element.attrib} == {"class", "data-kind", "data-id", "title"}


def test_carriage_returns_survive_the_parser() -> None:
    """A browser would turn a bare CR LF into LF, and all offsets behind it would be wrong."""
    html = mark_page("a\r\nb\0", [])
    assert "a&#13;\nb\ufffd" in html


@pytest.mark.parametrize("mark", [Mark(1, 1, "credit"), Mark(0, 4, "credit"), Mark(-1, 2, "credit"), Mark(0, 1, "no")])
def test_marks_that_do_not_fit_are_refused(mark: Mark) -> None:
    """An empty mark, one outside of the text and one of an unknown kind are the caller's mistake."""
    with pytest.raises(ValueError, match="does not fit a text of 3 code points"):
        mark_page("abc", [mark])


def test_depth_is_bounded_and_time_linear() -> None:
    """A hundred thousand marks that all overlap take seconds at most: the marks beyond the depth are left out."""
    n = 100_000
    text = "x" * (2 * n)
    began = time.process_time()
    html = mark_page(text, (Mark(i, i + n, "mention") for i in range(n)))
    assert time.process_time() - began < 10
    assert html.count("x") == 2 * n
    assert mark_page("xx", [Mark(0, 2, "mention")] * (MAX_DEPTH + 5)).count("<mark") == MAX_DEPTH


def test_every_kind_has_a_style() -> None:
    """No mark that a page view needs stays invisible; sections are marked for finding them only."""
    style = mark_style()
    assert {kind for kind in KINDS if f'[data-kind="{kind}"]' in style} == set(KINDS) - {"section"}
