"""Works of a list: one in each dated line."""

from __future__ import annotations

import pytest

from pipeline.stages.filmography import find_listed_works
from pipeline.text.lines import split_lines
from pipeline.types import Document, Section, Span

LISTS = {
    "pipes": "2023 | Lurche | R: Jo Lund\n2021 | Glaswolle, Spielfilm | R: Ali Demir\n2019 | Unter Null | R: Ute Krahl",
    "colons": "1971: Lurche (Regie: Jo Lund)\n1973: Glaswolle (Regie: Ali Demir)\n1976: Unter Null (Regie: Ute Krahl)",
    "columns": "1983  Lurche – edited by Jo Lund\n1991  Glaswolle – by Ali Demir\n1997  Unter Null – by Ute Krahl",
    "titles first": "- Lurche (1983), Regie: Jo Lund\n- Glaswolle (1991)\n- Unter Null (1997)",
}


def read(text: str, kind: str = "cast_crew") -> list[tuple[str | None, int | None]]:
    document = Document("d", "page.txt", text, "", "text/plain", "utf-8", len(text))
    sections = (Section(0, 1, kind, None, Span(0, len(text)), "de"),)
    works = find_listed_works(document, split_lines(text), sections)
    assert [w.span.start for w in works] == [0, *(w.span.end for w in works[:-1])] if works else True
    assert all(w.title_span is None or w.title_span.of(text) == w.title for w in works)
    return [(w.title, w.year) for w in works if w.title is not None]


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_each_dated_line_names_a_work(text: str) -> None:
    """Year and title are read in either order, and quote their line; the works tile the page."""
    found = read(f"Filme\n{text}\nEnde")
    assert [title for title, _ in found] == ["Lurche", "Glaswolle", "Unter Null"]
    assert all(year is not None and 1971 <= year <= 2023 for _, year in found)


def test_two_dated_lines_are_no_list() -> None:
    """A page about one work may have dates, too."""
    assert read("2019 | Glaswolle | R: Jo Lund\n2021 | Lurche | R: Ali Demir") == []


def test_dates_of_prizes_are_no_works() -> None:
    """A list of prizes is dated as well."""
    assert read("2019: Goldener Bär\n2020: Silberne Lola\n2021: Hofer Preis", kind="awards") == []
