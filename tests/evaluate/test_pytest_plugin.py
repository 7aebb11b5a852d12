"""The pytest plugin: a folder of gold becomes tests."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from pipeline.evaluate.command import evaluate_folder
from pipeline.evaluate.floors import check_floors
from pipeline.evaluate.pytest_plugin import FIGURES
from tests.evaluate.gold_pages import GERMAN, write_gold
from tests.pages import SETTINGS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold, floors that it keeps, and settings without models."""
    folder = write_gold(tmp_path / "gold")
    check_floors(evaluate_folder(folder, SETTINGS), tmp_path / "floors.toml", update=True)
    (tmp_path / "settings.toml").write_text('[models]\nde = "rules"\nen = "rules"\n', encoding="utf-8")
    return folder


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest in another process, as a user calls it; the plugin is named where it is not installed."""
    installed = any(point.name == "abspann" for point in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "pipeline.evaluate.pytest_plugin"]
    paths = ["--rootdir", str(folder), "--abspann-gold", "gold", "--abspann-settings", "settings.toml"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, *paths, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pages_that_keep_their_floors_pass(gold: Path) -> None:
    """One test per page and figure, and one per floor; all pass."""
    result = run_pytest(gold.parent, "--abspann-floors", "floors.toml", "-vv")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "de-01-labels.gold::credits.normalised PASSED" in result.stdout
    assert "floors.toml::credits.normalised.director f1 PASSED" in result.stdout
    assert result.stdout.count(".gold::") == 3 * len(FIGURES)


def test_a_worse_page_fails_with_what_is_missing(gold: Path) -> None:
    """A credit that nobody finds fails its page and figure, and the message says which."""
    wrong = GERMAN.replace("Kamera: ⟦cinematographer|Emil Sandrock⟧", "⟦cinematographer|Emil Sandrock⟧ war dabei.")
    (gold / "de-01-labels.gold").write_text(wrong, encoding="utf-8")
    result = run_pytest(gold.parent, "--abspann-floors", "floors.toml")
    assert result.returncode == 1
    assert "de-01-labels: 1 mistakes of credits.normalised, 0 allowed" in result.stdout
    assert "  missed: cinematographer: Emil Sandrock" in result.stdout
    assert "credits.normalised.cinematographer f1 is 0.0000, its floor is 1.0000" in result.stdout
    assert "the floors are of other gold pages or answers" in result.stdout
    assert "Traceback" not in result.stdout


def test_wrong_gold_and_floors_are_told_without_a_traceback(gold: Path) -> None:
    """A broken mark and a broken file of floors are told by their own messages."""
    (gold / "de-02-trap.gold").write_text("doc_language: de\n---\n⟦actor|", encoding="utf-8")
    result = run_pytest(gold.parent, "-k", "title")
    assert "de-02-trap:3: broken mark" in result.stdout
    assert "Error(" not in result.stdout
    (gold.parent / "floors.toml").write_text("gold = 1", encoding="utf-8")
    result = run_pytest(gold.parent, "--abspann-floors", "floors.toml")
    assert "floors.toml: key 'floors' is missing" in result.stdout
    assert "raise FloorsError" not in result.stdout


def test_a_wrong_folder_is_told(gold: Path) -> None:
    """A folder that is not there is a mistake of the call."""
    result = run_pytest(gold.parent, "--abspann-gold", "none")
    assert result.returncode == 4
    assert "none: no such file or folder" in result.stderr
