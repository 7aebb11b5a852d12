"""The commands `evaluate`, `compare` and `gold`, as a shell sees them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.batch.run import run
from pipeline.cli import app, main
from tests.evaluate.gold_pages import GERMAN, write_gold
from tests.pages import SETTINGS, write_pages

RULES = '[models]\nde = "rules"\nen = "rules"\n'
HOSTILE = (
    "doc_language: de\ntitle:\nyear:\nis_film: no\nattributes:\n---\n<script>alert(1)</script> Regie: ⟦@PER|A & B⟧\n"
)


def call(patch: pytest.MonkeyPatch, *arguments: object) -> int:
    patch.setattr(sys, "argv", ["abspann", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["evaluate", "compare", "gold convert", "gold draft", "gold check"])
def test_help_has_examples(command: str) -> None:
    """The help of each command shows how it is used and what its exit status means."""
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert f"abspann {command} " in result.output
    assert "Exit status: 0" in result.output


def test_evaluate_shows_figures_and_writes_reports(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table on the terminal; figures, groups and mistakes as JSON; mistakes with their text as HTML."""
    gold = write_gold(tmp_path / "gold")
    files = ["--json", tmp_path / "e.json", "--html", tmp_path / "e.html"]
    assert call(monkeypatch, "evaluate", gold, "--settings", settings, *files, "--by", "page") == 0
    told = capsys.readouterr().out
    assert "credits.normalised.director" in told
    assert "marks persons (PER) only" in told
    assert "de-02-trap" in told
    written = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    director = written["figures"]["credits.normalised.director"]
    assert director["support"] == 2
    assert {"precision", "recall", "f1", "f1_low", "f1_high", "mistakes"} <= director.keys()
    assert written["groups"]["layout"].keys() == {"labels", "prose", "trap"}
    assert written["errors"].keys() == {"de-01-labels", "de-02-trap"}
    assert "<h2>F1 by layout</h2>" in (tmp_path / "e.html").read_text(encoding="utf-8")


def test_the_page_escapes_and_hides_what_is_blind(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text of pages is text, never markup; pages that are only scored show no text at all."""
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "open.gold").write_text(HOSTILE, encoding="utf-8")
    (gold / "shut.gold").write_text(
        GERMAN.replace("split: look", "split: blind").replace("⟦director|", "⟦editor|"), encoding="utf-8"
    )
    call(monkeypatch, "evaluate", gold, "--settings", settings, "--html", tmp_path / "e.html")
    page = (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "shut: " in page
    assert "Martha" not in page


def test_floors_stop_a_fall(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Floors are written on demand, kept by the same words, and broken by worse ones with exit status 1."""
    gold, floors = write_gold(tmp_path / "gold"), tmp_path / "floors.toml"
    arguments = ["evaluate", gold, "--settings", settings, "--floors", floors]
    assert call(monkeypatch, *arguments) == 2
    assert "write it with `abspann evaluate GOLD --floors" in capsys.readouterr().err
    assert call(monkeypatch, *arguments, "--update-floors") == 0
    assert call(monkeypatch, *arguments) == 0
    assert capsys.readouterr().err == ""
    words = tmp_path / "words.toml"
    words.write_text('language = "de"\n\n[roles.label]\n"Kamera" = "none"\n', encoding="utf-8")
    assert call(monkeypatch, *arguments, "--vocabulary", words) == 1
    assert (
        "credits.normalised.cinematographer f1 is 0.0000, its floor is 1.0000; "
        "worse: de-01-labels (0 mistakes, now 1)" in capsys.readouterr().err
    )


def test_update_without_a_file_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--update-floors needs to know where."""
    assert call(monkeypatch, "evaluate", write_gold(tmp_path / "gold"), "--update-floors") == 2
    assert "--floors" in capsys.readouterr().err


def test_compare_fails_on_what_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lost records give exit status 1 with --fail-on lost, and 0 without; the CSV file has them."""
    pages, one, two = write_pages(tmp_path / "pages"), tmp_path / "one", tmp_path / "two"
    run([pages], one, SETTINGS)
    assert call(monkeypatch, "compare", one, one, "--fail-on", "lost") == 0
    assert "hold the same" in capsys.readouterr().out
    (pages / "turm.txt").unlink()
    run([pages], two, SETTINGS)
    assert call(monkeypatch, "compare", one, two, "--csv", tmp_path / "changes.csv") == 0
    assert call(monkeypatch, "compare", one, two, "--fail-on", "lost") == 1
    assert call(monkeypatch, "compare", one, two, "--fail-on", "gained") == 0
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").startswith("change,differs,field,work_old,work_new")
    assert call(monkeypatch, "compare", one, tmp_path / "none") == 2


def test_gold_is_drafted_checked_and_converted(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The way of a new gold page, from text to both of its forms."""
    pages, gold = write_pages(tmp_path / "pages"), tmp_path / "gold"
    arguments = ["gold", "draft", pages / "turm.txt", "--output", gold, "--settings", settings]
    assert call(monkeypatch, *arguments) == 0
    assert "⟦director|Käthe Wiesengrund⟧" in (gold / "turm.gold").read_text(encoding="utf-8")
    assert call(monkeypatch, *arguments) == 2
    assert "is there already" in capsys.readouterr().err
    assert call(monkeypatch, "gold", "draft", tmp_path / "no.txt", "--output", gold, "--settings", settings) == 1
    assert call(monkeypatch, "gold", "convert", gold / "turm.gold", "--output", tmp_path / "json") == 0
    assert call(monkeypatch, "gold", "check", tmp_path / "json") == 0
    assert "0 mistakes" in capsys.readouterr().out
    (gold / "turm.gold").write_text(GERMAN.replace("director|", "direktor|"), encoding="utf-8")
    assert call(monkeypatch, "gold", "check", gold) == 1
    assert "turm:6: unknown role 'direktor'" in capsys.readouterr().err
