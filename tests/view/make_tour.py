"""Run `docs/tour.ipynb` anew and write it back with its outputs: `python -m tests.view.make_tour`."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main() -> None:
    notebook = execute(nbformat.read(TOUR, as_version=4))
    nbformat.write(notebook, TOUR)


def execute(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run all cells, in the folder of the notebook, on this checkout; without versions and times of this run.

    Raises:
        CellExecutionError: a cell fails.
    """
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(TOUR.parent)}}
    )
    client.record_timing = False
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    notebook.metadata.clear()
    notebook.metadata.update(METADATA)
    return notebook


if __name__ == "__main__":
    main()
