"""The command `abspann`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pipeline
import pipeline.cli
from pipeline.cli import app, main
from tests.pages import write_pages

RULES = '[models]\nde = "rules"\nen = "rules"\n'


def settings(tmp_path: Path) -> str:
    path = tmp_path / "settings.toml"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit status of the command as a shell sees it."""
    monkeypatch.setattr(sys, "argv", ["abspann", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_the_version_is_shown() -> None:
    """`abspann --version` is one line."""
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"abspann {pipeline.__version__}\n")


@pytest.mark.parametrize("command", ["run", "verify"])
def test_help_has_examples(command: str) -> None:
    """The help of each command shows how it is used and what its exit status means."""
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"abspann {command} " in result.output
    assert "Exit status: 0" in result.output


def test_help_loads_nothing_heavy() -> None:
    """Help and version come at once: tables, models and vocabularies are imported by the commands that need them."""
    code = "import sys, pipeline.cli; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pandas", "pyarrow", "pydantic", "spacy"} & set(result.stdout.split())


def test_a_run_ends_with_a_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents by status, credits, works, failures, seconds and the folder are told; the exit status is 0."""
    pages, output = write_pages(tmp_path / "pages"), tmp_path / "out"
    assert call(monkeypatch, "run", pages, "--output", output, "--settings", settings(tmp_path)) == 0
    told = capsys.readouterr()
    assert [line.split()[0] for line in told.out.splitlines()] == [
        "documents",
        "credits",
        "works",
        "failures",
        "seconds",
        "tables",
    ]
    assert "3 (2 done, 1 unsupported language)" in told.out
    assert told.out.rstrip().endswith(str(output))
    assert all(line.startswith("Reading: ") for line in told.err.splitlines())  # a slow machine tells how far it is


def test_paths_come_from_standard_input_and_json_goes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-` stands for a list of paths; with --log-json all that is said is lines of JSON on standard error."""
    pages = write_pages(tmp_path / "pages")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{pages / 'turm.txt'}\n\n{pages / 'en' / 'tower.md'}\n"))
    options = ["--output", tmp_path / "out", "--settings", settings(tmp_path), "--workers", "0", "--log-json"]
    assert call(monkeypatch, "run", "-", *options, "--format", "jsonl") == 0
    told = capsys.readouterr()
    assert told.out == ""
    (done,) = (json.loads(line) for line in told.err.splitlines())
    assert (done["event"], done["statuses"], done["unchanged"]) == ("done", {"done": 2}, False)
    assert (tmp_path / "out" / "records.jsonl").is_file()
    assert not (tmp_path / "out" / "records.csv").exists()


def test_a_quiet_run_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --quiet, only errors are shown."""
    pages = write_pages(tmp_path / "pages")
    assert (
        call(monkeypatch, "run", pages, "--output", tmp_path / "out", "--settings", settings(tmp_path), "--quiet") == 0
    )
    assert capsys.readouterr() == ("", "")


def test_failed_inputs_are_told_and_give_exit_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What failed is named with its reason on standard error; the rest is written."""
    pages = write_pages(tmp_path / "pages")
    arguments = [pages, tmp_path / "missing.txt", "--output", tmp_path / "out", "--settings", settings(tmp_path)]
    assert call(monkeypatch, "run", *arguments) == 1
    told = capsys.readouterr()
    assert told.err == "missing.txt: no such file or folder; check the path\n"
    assert "4 (2 done, 1 failed, 1 unsupported language)" in told.out
    assert (tmp_path / "out" / "records.parquet").is_file()


NOTHING = [
    # what is wrong, arguments after `run PAGES`, part of the message
    ("output is a file", ["--output", "settings.toml"], "settings.toml: is a file, not a folder; name another folder"),
    ("settings are missing", ["--output", "out", "--settings", "no.toml"], "no.toml: cannot be read"),
    ("vocabulary is missing", ["--output", "out", "--vocabulary", "no.toml"], "no.toml: cannot be read"),
    ("no output is named", [], "--output"),
    ("an option is unknown", ["--output", "out", "--fast"], "--fast"),
]


@pytest.mark.parametrize(("what", "arguments", "message"), NOTHING, ids=[what for what, _, _ in NOTHING])
def test_where_nothing_is_written_the_exit_status_is_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
    arguments: list[str],
    message: str,
) -> None:
    """A mistake in the call or the settings is told without a traceback, and no table is written."""
    pages = write_pages(tmp_path / "pages")
    settings(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert call(monkeypatch, "run", pages, *arguments) == 2, what
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_a_mistake_of_the_program_is_exit_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error that nobody foresaw shows its traceback and is not taken for a run with failed inputs."""

    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    import pipeline.batch.run

    monkeypatch.setattr(pipeline.batch.run, "merge_stream", fail)
    pages = write_pages(tmp_path / "pages")
    assert call(monkeypatch, "run", pages, "--output", tmp_path / "out", "--settings", settings(tmp_path)) == 2
    told = capsys.readouterr().err
    assert "RuntimeError: planted" in told
    assert "this is a mistake in Abspann" in told


def test_verify_says_that_all_is_well_or_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 0 and one line for tables as written; 1 and a line for each difference after damage."""
    pages, output = write_pages(tmp_path / "pages"), tmp_path / "out"
    call(monkeypatch, "run", pages, "--output", output, "--settings", settings(tmp_path), "--quiet")
    assert call(monkeypatch, "verify", output) == 0
    assert capsys.readouterr() == (f"{output}: all quotes, keys and checksums are right\n", "")
    (output / "works.csv").unlink()
    assert call(monkeypatch, "verify", output) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("works.csv: cannot be read")
    assert told[-1] == "1 difference"


def test_verify_of_nothing_is_exit_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without a run cannot be right or wrong."""
    assert call(monkeypatch, "verify", tmp_path) == 2
    assert "holds no finished run (no run.json)" in capsys.readouterr().err


def test_the_module_is_the_command() -> None:
    """`python -m pipeline` does the same as `abspann`."""
    result = subprocess.run([sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout == f"abspann {pipeline.__version__}\n"
