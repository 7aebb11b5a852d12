"""The tour, run as a reader runs it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import nbformat
import pytest

from tests.view.make_tour import TOUR, execute

AGAIN = "look at what has changed, then run: python -m tests.view.make_tour"


@pytest.fixture(scope="module")
def tours() -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
    """The tour as it is kept, and as it comes out now."""
    kept = nbformat.read(TOUR, as_version=4)
    return kept, execute(copy.deepcopy(kept))


def test_the_tour_shows_what_its_cells_give(tours: tuple[nbformat.NotebookNode, nbformat.NotebookNode]) -> None:
    """Every cell runs, and its text is the one that is kept; plots and HTML are not compared."""
    kept, now = tours
    for before, after in zip(kept.cells, now.cells, strict=True):
        assert list(_texts(before)) == list(_texts(after)), f"{before.source}\n{AGAIN}"


def test_the_tour_has_no_warnings_and_no_paths_of_a_machine(
    tours: tuple[nbformat.NotebookNode, nbformat.NotebookNode],
) -> None:
    """Nothing is written to standard error, and no output names a folder of the one who ran it."""
    for notebook in tours:
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
        assert not [output.text for output in outputs if output.get("name") == "stderr"]
        assert not re.search(r"[\"' ](?:/tmp|/home|/root|/Users|[A-Z]:\\\\)", nbformat.writes(notebook))


def test_the_tour_has_its_plots(tours: tuple[nbformat.NotebookNode, nbformat.NotebookNode]) -> None:
    """Two plots are kept with it."""
    outputs = [output for cell in tours[0].cells for output in cell.get("outputs", ())]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2


def _texts(cell: nbformat.NotebookNode) -> Iterator[str]:
    """The plain text of a cell's outputs; white space is pandas' affair."""
    for output in cell.get("outputs", ()):
        text = output.text if output.output_type == "stream" else output.data.get("text/plain", "")
        yield " ".join(text.split())
