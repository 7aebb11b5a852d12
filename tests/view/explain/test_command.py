"""The command `abspann explain`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.pages import GERMAN


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "turm.txt"
    path.write_text(GERMAN, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[models]\nde = "rules"\nen = "rules"\n', encoding="utf-8")
    return path


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit status of `abspann explain` as a shell sees it."""
    settings = Path(str(arguments[0])).parent / "settings.toml"
    monkeypatch.setattr(sys, "argv", ["abspann", "explain", *map(str, arguments), "--settings", str(settings)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_a_page_is_explained(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The page is printed with its credits, without colours where no terminal is."""
    assert call(monkeypatch, page) == 0
    output = capsys.readouterr().out
    assert "work      Der gläserne Turm (line 1" in output
    assert "└ director  Käthe Wiesengrund" in output
    assert "\x1b" not in output


def test_json_holds_the_same(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` gives every line with claims or a reason; with `--line`, that line alone."""
    assert call(monkeypatch, page, "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert [line["text"] for line in values["lines"]] == GERMAN.splitlines()
    assert all(bool(line["claims"]) != bool(line["reason"]) for line in values["lines"])
    assert call(monkeypatch, page, "--json", "--line", 9) == 0
    (line,) = json.loads(capsys.readouterr().out)["lines"]
    assert (line["claims"][0]["field"], line["claims"][0]["entries"][0]["value"]) == ("director", "director")


def test_a_word_of_ones_own_mends_an_unknown_label(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a reason says about adding a word is right: with it, the line is taken, and rests on that file."""
    page.write_text(GERMAN.replace("Kamera – Emil", "Bildzauber: Emil"), encoding="utf-8")
    assert call(monkeypatch, page, "--line", 11) == 0
    output = capsys.readouterr().out
    assert "«Bildzauber» is no role word" in output
    entry = next(line for line in output.splitlines() if "to add it" in line).split(": ", 1)[1]
    table, rest = entry.split("] ")[0] + "]", entry.split("] ")[1].split(" in a file")[0]
    words = page.parent / "words.toml"
    words.write_text(f'language = "de"\n{table}\n{rest.replace("ROLE", "cinematographer")}\n', encoding="utf-8")
    assert call(monkeypatch, page, "--line", 11, "--vocabulary", words) == 0
    output = capsys.readouterr().out
    assert "└ cinematographer  Emil Sandrock" in output
    assert f'rests on {words} [roles.label] "Bildzauber" = "cinematographer"' in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["missing.txt"], "no such file"), (["turm.txt", "--line", "99"], "from 1 to 20")],
)
def test_errors_have_status_2(
    page: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A missing file and a missing line are one message and status 2, without a traceback."""
    assert call(monkeypatch, page.parent / arguments[0], *arguments[1:]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_picture_needs_a_folder(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--svg` writes a picture; where it cannot, it says so with status 2."""
    assert call(monkeypatch, page, "--svg", page.parent / "page.svg") == 0
    assert (page.parent / "page.svg").read_text(encoding="utf-8").startswith("<svg")
    assert call(monkeypatch, page, "--svg", page.parent / "no" / "page.svg") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_an_output_without_all_letters_still_works(page: Path) -> None:
    """On an ASCII output letters that it has not are written as codes."""
    command = [sys.executable, "-m", "pipeline", "explain", str(page), "--settings", str(page.parent / "settings.toml")]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""}, check=False)
    assert done.returncode == 0, done.stderr
    assert b"K\\xe4the Wiesengrund" in done.stdout
