"""Equal inputs and settings give equal bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.batch.output import RUN_FILE
from tests.pages import write_pages

SETTINGS = '[models]\nde = "rules"\nen = "rules"\n'


def tables(output: Path) -> dict[str, bytes]:
    """The contents of all files but the one that may differ."""
    return {
        path.name: path.read_bytes() for path in sorted(output.iterdir()) if path.is_file() and path.name != RUN_FILE
    }


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The tables of four runs: twice the same, another hash seed, and the arguments the other way round."""
    folder = tmp_path_factory.mktemp("determinism")
    pages = write_pages(folder / "pages")
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    arguments = [str(pages / "turm.txt"), str(pages / "en"), str(pages / "tour.txt")]
    runs = [("0", arguments), ("0", arguments), ("4711", arguments), ("1", arguments[::-1])]
    made = []
    for number, (seed, inputs) in enumerate(runs):
        output = folder / f"out{number}"
        options = ["--output", output, "--settings", folder / "settings.toml", "--quiet"]
        subprocess.run(
            [sys.executable, "-m", "pipeline", "run", *inputs, *options],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        made.append(tables(output))
    return made


@pytest.mark.parametrize(("number", "what"), [(1, "second run"), (2, "other hash seed"), (3, "other order")])
def test_the_bytes_are_equal(outputs: list[dict[str, bytes]], number: int, what: str) -> None:
    """A second run, another hash seed and another order of the arguments change no byte."""
    assert outputs[0].keys() == outputs[number].keys()
    for name, content in outputs[0].items():
        assert outputs[number][name] == content, f"{name}: {what}"
