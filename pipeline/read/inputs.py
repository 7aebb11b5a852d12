"""From the paths of a command line to the inputs of a run: one per file, each under a name of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

SUFFIXES = (".txt", ".md")  # what is taken from a folder; a file that is named itself may end as it likes


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name in the tables, where it lies, and what is wrong where it cannot be read at all.

    `source` is the path relative to the input folder, `/`-separated; a single file's is its name.
    """

    source: str
    path: Path
    problem: str | None = None


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """All inputs of files and folders, sorted by source; the order of `paths` changes nothing.

    Folders are searched with their subfolders for .txt and .md files; hidden ones are left out. A file that is reached
    in several ways counts once, under its longest name. Files of the same name from several folders are told apart by
    as much of their paths as it takes. What does not exist or cannot be searched is an input with a problem.
    """
    found: dict[Path, Input] = {}
    for path in paths:
        for one in _inputs_of(path):
            key = Path(os.path.realpath(one.path))  # Path.resolve raises where links go in circles
            if key not in found or _rank(one) > _rank(found[key]):
                found[key] = one
    return sorted(_distinct(list(found.values())), key=lambda one: one.source)


def _rank(one: Input) -> tuple[int, str, str]:
    return len(PurePosixPath(one.source).parts), one.source, str(one.path)


def _inputs_of(path: Path) -> Iterator[Input]:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - keeps the name of a link, which Path.resolve would follow
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder above is closed
        yield Input(_printable(absolute.name), absolute, _problem_of(absolute))
        return
    root = absolute.resolve()
    empty = True
    for one in _inputs_in(root):
        empty = False
        yield one
    if empty:
        wanted = " or ".join(SUFFIXES)
        yield Input(
            _printable(absolute.name), root, f"folder without {wanted} files; name the files to read one by one"
        )


def _problem_of(path: Path) -> str | None:
    """Why a path that is no folder cannot be an input; None for a file."""
    try:
        if path.is_file():
            return None
        if path.exists():
            return "neither a file nor a folder; give a text file"
        if path.is_symlink():
            return "link to a file that does not exist; give the file itself"
    except OSError as error:
        return f"cannot be reached ({error.strerror}); check the permissions of its folders"
    return "no such file or folder; check the path"


def _inputs_in(root: Path) -> Iterator[Input]:
    problems: list[OSError] = []
    for folder, subfolders, files in os.walk(root, onerror=problems.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                path = Path(folder, name)
                yield Input(_printable(path.relative_to(root).as_posix()), path, _problem_of(path))
    for problem in problems:
        folder_path = Path(os.fsdecode(problem.filename))
        source = root.name if folder_path == root else folder_path.relative_to(root).as_posix()
        yield Input(
            _printable(source), folder_path, f"folder cannot be searched ({problem.strerror}); check its permissions"
        )


def _distinct(inputs: list[Input]) -> list[Input]:
    """The inputs with as many leading folders of their paths added to equal sources as tell them apart."""
    while clashes := {source for source, n in Counter(one.source for one in inputs).items() if n > 1}:
        inputs = [_longer(one) if one.source in clashes else one for one in inputs]
    return inputs


def _longer(one: Input) -> Input:
    parts = one.path.as_posix().strip("/").split("/")
    n = one.source.count("/") + 2
    if n > len(parts):  # all of the path is in it: `\\xff` and the byte 0xFF look the same
        return replace(one, source=f"{one.source}~{os.fsencode(one.path).hex()}")
    return replace(one, source=_printable("/".join(parts[-n:])))


def _printable(name: str) -> str:
    """The name, with bytes that are no UTF-8 written as `\\xNN`: file systems hold them, tables cannot."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
