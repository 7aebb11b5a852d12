"""A run over two small pages that disagree about a year, for the tests of its views."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.run import run
from pipeline.settings import Settings

PAGES = {
    "de/zug.txt": (
        "Nachtzug nach Aurich\nDeutschland 1987, 90 Min.\n\nRegie: Jörg Müller\n"
        "Darsteller: Nele Abt (Eva), Piet van Loo (Tim)\n"
    ),
    "en/train.txt": (
        "Nachtzug nach Aurich\n\nNachtzug nach Aurich is a 1988 German drama film directed by Jörg Müller. "
        "It was shot in Emden & <b>Leer</b>.\n\nCast\n- Nele Abt as Eva\n- Jörg Müller as the conductor\n"
    ),
    "leer.txt": "",
}


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages."""
    folder = tmp_path_factory.mktemp("view") / "pages"
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def output(pages: Path) -> Path:
    """The folder of the tables."""
    run([pages], pages.parent / "output", Settings())
    return pages.parent / "output"
