"""Which files a run reads, and under which names."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.read.inputs import find_inputs


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


CASES = [
    # what holds, files, arguments, expected sources
    ("a file is named by its name", ["a/x.txt"], ["a/x.txt"], ["x.txt"]),
    ("a folder's files are named from the folder on", ["a/b/x.txt", "a/y.md"], ["a"], ["b/x.txt", "y.md"]),
    (
        "other and hidden files of a folder are left out",
        ["a/x.txt", "a/.y.txt", "a/.h/z.txt", "a/i.png"],
        ["a"],
        ["x.txt"],
    ),
    ("endings may be in capitals", ["a/X.TXT"], ["a"], ["X.TXT"]),
    (
        "a file that is named itself may end as it likes",
        ["a/page.html", "a/page"],
        ["a/page.html", "a/page"],
        ["page", "page.html"],
    ),
    ("a file counts once, under its longest name", ["a/b/x.txt"], ["a", "a/b", "a/b/x.txt", "a"], ["b/x.txt"]),
    ("equal names are told apart by their folders", ["a/x.txt", "b/x.txt"], ["a", "b"], ["a/x.txt", "b/x.txt"]),
    (
        "only those that clash get longer",
        ["a/x.txt", "b/x.txt", "b/y.txt"],
        ["a", "b"],
        ["a/x.txt", "b/x.txt", "y.txt"],
    ),
    (
        "as many folders as it takes",
        ["p/a/q/x.txt", "p/b/q/x.txt"],
        ["p/a/q", "p/b/q"],
        ["a/q/x.txt", "b/q/x.txt"],
    ),
    (
        "a longer name may clash with another",
        ["p/a/x.txt", "p/b/x.txt", "c/a/x.txt"],
        ["p/a", "p/b", "c"],
        ["b/x.txt", "c/a/x.txt", "p/a/x.txt"],
    ),
]


@pytest.mark.parametrize(("what", "files", "arguments", "sources"), CASES, ids=[case[0] for case in CASES])
def test_every_file_is_found_once(
    tmp_path: Path, what: str, files: list[str], arguments: list[str], sources: list[str]
) -> None:
    """Files, folders and clashing names give the expected sources, whatever the order of the arguments."""
    make(tmp_path, *files)
    for order in permutations(arguments):
        found = find_inputs([tmp_path / argument for argument in order])
        assert [one.source for one in found] == sources, what
        assert all(one.problem is None and one.path.is_file() for one in found)


def test_what_is_no_file_is_an_input_with_a_problem(tmp_path: Path) -> None:
    """A missing path, an empty folder, a broken link and a pipe each have one input that says what is wrong."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe")
    names = ["empty", "link.txt", "loop.txt", "missing.txt", "pipe"]
    found = find_inputs([tmp_path / name for name in names])
    assert [one.source for one in found] == names
    assert [one.problem and one.problem.split(";")[0] for one in found] == [
        "folder without pages (.txt, .md, .html, .htm, .xhtml, .jsonl, .warc)",
        "link to a file that does not exist",
        "link to a file that does not exist",
        "no such file or folder",
        "neither a file nor a folder",
    ]


def test_a_link_to_a_file_and_the_file_are_one_input(tmp_path: Path) -> None:
    """The same file reached through a link counts once."""
    make(tmp_path, "a/x.txt")
    (tmp_path / "a/y.txt").symlink_to(tmp_path / "a/x.txt")
    assert [one.source for one in find_inputs([tmp_path / "a"])] == ["y.txt"]


def test_a_folder_that_cannot_be_searched_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed subfolder has its own input; the other files of the folder are read."""
    make(tmp_path, "a/x.txt", "a/closed/y.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_inputs([tmp_path / "a"])
    assert [(one.source, one.problem) for one in found] == [
        ("closed", "folder cannot be searched (Permission denied); check its permissions"),
        ("x.txt", None),
    ]


def test_names_that_are_no_utf8_are_made_printable_and_stay_distinct(tmp_path: Path) -> None:
    """A file name with a stray byte is written as \\xNN, and is told apart from one that is spelled so."""
    names = [b"\xff.txt", b"\\xff.txt"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    found = find_inputs([tmp_path])
    assert len({one.source for one in found}) == len(names)
    for one in found:
        one.source.encode("utf-8")


PATTERNS = [
    # what holds, files, arguments, include, exclude, expected sources
    (
        "all formats but tables",
        ["a/x.html", "a/y.jsonl.gz", "a/z.md.zst", "a/t.csv", "a/u.parquet", "a/w.warc.gz"],
        ["a"],
        [],
        [],
        ["w.warc.gz", "x.html", "y.jsonl.gz", "z.md.zst"],
    ),
    (
        "tables where they are asked for",
        ["a/x.html", "a/t.csv", "a/u.parquet"],
        ["a"],
        ["*.csv", "*.html"],
        [],
        ["t.csv", "x.html"],
    ),
    ("tables that are named", ["a/t.csv"], ["a/t.csv"], [], [], ["t.csv"]),
    ("a name at any depth", ["a/x.txt", "a/b/x.txt", "a/b/y.txt"], ["a"], ["x.*"], [], ["b/x.txt", "x.txt"]),
    ("a path from the folder on", ["a/x.txt", "a/b/x.txt", "a/b/c/x.txt"], ["a"], ["b/*.txt"], [], ["b/x.txt"]),
    ("any depth below", ["a/x.txt", "a/b/x.txt", "a/b/c/x.txt"], ["a"], ["b/**"], [], ["b/c/x.txt", "b/x.txt"]),
    ("an ending of one's own", ["a/x.log", "a/y.png"], ["a"], ["*.log"], [], ["x.log"]),
    ("no other endings", ["a/x.txt", "a/y.png"], ["a"], ["**"], [], ["x.txt"]),
    ("a folder left out", ["a/x.txt", "a/drafts/y.txt", "a/b/drafts/z.txt"], ["a"], [], ["drafts/"], ["x.txt"]),
    ("left out though included", ["a/x.txt", "a/y.txt"], ["a"], ["*.txt"], ["y*"], ["x.txt"]),
    ("a named file left out", ["a/x.txt", "a/y.txt"], ["a/x.txt", "a/y.txt"], [], ["y.txt"], ["x.txt"]),
    (
        "a range of letters",
        ["a/x1.txt", "a/x2.txt", "a/x3.txt"],
        ["a"],
        ["x[12].txt"],
        ["x[!1-2].txt"],
        ["x1.txt", "x2.txt"],
    ),
    ("a pattern as an argument", ["a/x.html", "a/y.png", "a/b/z.html"], ["a/*.html"], [], [], ["x.html"]),
    ("a deep pattern", ["a/x.html", "a/b/c/z.html"], ["a/**/*.html"], [], [], ["b/c/z.html", "x.html"]),
    ("a pattern of folders", ["a/b1/x.txt", "a/b2/y.txt"], ["a/b?"], [], [], ["b1/x.txt", "b2/y.txt"]),
    ("a name that looks like a pattern", ["a/[x].txt"], ["a/[x].txt"], [], [], ["[x].txt"]),
]


@pytest.mark.parametrize(
    ("what", "files", "arguments", "include", "exclude", "sources"), PATTERNS, ids=[case[0] for case in PATTERNS]
)
def test_patterns_choose_files(
    tmp_path: Path,
    what: str,
    files: list[str],
    arguments: list[str],
    include: list[str],
    exclude: list[str],
    sources: list[str],
) -> None:
    """Patterns as arguments, for what folders give, and for what is left out."""
    make(tmp_path, *files)
    found = find_inputs([tmp_path / argument for argument in arguments], include, exclude)
    assert [one.source for one in found] == sources, what
    assert all(one.problem is None for one in found)


def test_a_pattern_without_a_match_is_a_problem(tmp_path: Path) -> None:
    """It is told like a missing file."""
    (one,) = find_inputs([tmp_path / "*.html"])
    assert (one.source, one.problem) == ("*.html", "matches no file; check the pattern")


def test_the_tables_of_a_run_are_no_pages(tmp_path: Path) -> None:
    """A folder that a run has written is passed over, whatever is in it; named by itself it is told."""
    make(tmp_path, "a/x.txt", "a/out/run.json", "a/out/datapackage.json", "a/out/claims.jsonl", "a/out/parts/y.txt")
    assert [one.source for one in find_inputs([tmp_path / "a"])] == ["x.txt"]
    (one,) = find_inputs([tmp_path / "a/out"])
    assert one.problem == "folder holds the tables of a run, which are no pages; name the folder of the pages"
