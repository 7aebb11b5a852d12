"""From the paths of a command line to the inputs of a run: one per file, each under a name of its own."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.read.formats import FOLDER_SUFFIXES, known_format
from pipeline.read.patterns import matches, matches_within

# What a finished run leaves in its output folder: its tables are no pages.
RUN_FILES = frozenset(("run.json", "datapackage.json"))


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name in the tables, where it lies, and what is wrong where it cannot be read at all.

    `source` is the path relative to the input folder, `/`-separated; a single file's is its name.
    """

    source: str
    location: str  # a `Path` takes four times the memory, and a run holds all of its inputs
    problem: str | None = None

    @property
    def path(self) -> Path:
        return Path(self.location)


def find_inputs(paths: Iterable[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[Input]:
    """All inputs of files, folders and patterns, sorted by source; the order of `paths` changes nothing.

    Folders are searched with their subfolders for the formats of `formats.FORMATS`, each also with .gz or .zst; CSV
    and Parquet files only where `include` matches them. Hidden files, and folders that hold the tables of a run, are
    left out. A path that does not exist and has wildcards (`pages/**/*.html`) stands for the files and folders that it
    matches; they are named from its last folder without wildcards on.

    A file that is reached in several ways counts once, under its longest name. Files of the same name from several
    folders are told apart by as much of their paths as it takes. What does not exist or cannot be searched is an input
    with a problem.

    Args:
        include: patterns (see `patterns.matches`), one of which must match a source that a folder gives. A file whose
            ending is not known is taken if the pattern ends like it (`*.log`).
        exclude: patterns of sources, or of folders in them, that are left out wherever they come from.
    """
    found: dict[str, Input] = {}
    for path in paths:
        for one in _inputs_of(path, _choice(include, exclude)):
            # Path.resolve raises where links go in circles
            key = os.path.realpath(one.location) if os.path.islink(one.location) else one.location  # noqa: PTH114
            if key not in found or _rank(one) > _rank(found[key]):
                found[key] = one
    chosen = (one for one in found.values() if not any(matches_within(pattern, one.source) for pattern in exclude))
    return sorted(_distinct(list(chosen)), key=lambda one: one.source)


def _choice(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool]:
    """Whether a folder's file is taken, by its source."""

    def is_chosen(source: str) -> bool:
        known = known_format(source)
        if any(matches_within(pattern, source) for pattern in exclude):
            return False
        if not include:
            return known is not None and known.in_folders
        suffix = PurePosixPath(source).suffix
        return any(
            matches(pattern, source) and (known is not None or (suffix and pattern.endswith(suffix)))
            for pattern in include
        )

    return is_chosen


def _rank(one: Input) -> tuple[int, str, str]:
    return len(PurePosixPath(one.source).parts), one.source, one.location


def _inputs_of(path: Path, is_chosen: Callable[[str], bool]) -> Iterator[Input]:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - keeps the name of a link, which Path.resolve would follow
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder above is closed
        yield from _inputs_in(absolute, absolute.resolve(), is_chosen)
    elif glob.has_magic(str(path)) and not os.path.lexists(path):
        yield from _matched(absolute, is_chosen)
    else:
        parent = Path(os.path.realpath(absolute.parent))
        yield Input(_printable(absolute.name), str(parent / absolute.name), _problem_of(absolute))


def _matched(pattern: Path, is_chosen: Callable[[str], bool]) -> Iterator[Input]:
    """The files and folders that a pattern matches, named from its last folder without wildcards on."""
    fixed = next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))
    root = Path(os.path.realpath(fixed))
    names = sorted(glob.glob(str(pattern.relative_to(fixed)), root_dir=root, recursive=True))  # noqa: PTH207
    files = [name for name in names if not os.path.isdir(root / name)]  # noqa: PTH112
    for name in files:
        yield Input(_printable(Path(name).as_posix()), str(root / name), _problem_of(root / name))
    within = "**" in pattern.parts  # `**` matches the folders above what it matches as well
    for name in () if within and files else (name for name in names if name not in set(files)):
        for one in _inputs_in(root / name, root / name, is_chosen):
            yield replace(one, source=f"{_printable(Path(name).as_posix())}/{one.source}") if not one.problem else one
    if not names:
        yield Input(_printable(str(pattern.relative_to(fixed))), str(pattern), "matches no file; check the pattern")


def _inputs_in(folder: Path, root: Path, is_chosen: Callable[[str], bool]) -> Iterator[Input]:
    """The chosen files of a folder, or one input that says why there is none."""
    problem = None
    if _holds_run(_names_in(root)):
        problem = "folder holds the tables of a run, which are no pages; name the folder of the pages"
    else:
        empty = True
        for one in _walk(root, is_chosen):
            empty = False
            yield one
        if empty:
            problem = f"folder without pages ({', '.join(FOLDER_SUFFIXES)}); name other files, or --include '*.csv'"
    if problem is not None:
        yield Input(_printable(folder.name), str(root), problem)


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names, not paths
    except OSError:
        return []


def _holds_run(names: Sequence[str]) -> bool:
    return set(names) >= RUN_FILES


def _problem_of(path: Path) -> str | None:
    """Why a path that is no folder cannot be an input; None for a file."""
    try:
        if path.is_file():
            return None
        if path.exists():
            return "neither a file nor a folder; give a file"
        if path.is_symlink():
            return "link to a file that does not exist; give the file itself"
    except OSError as error:
        return f"cannot be reached ({error.strerror}); check the permissions of its folders"
    return "no such file or folder; check the path"


def _walk(root: Path, is_chosen: Callable[[str], bool]) -> Iterator[Input]:
    problems: list[OSError] = []
    for folder, subfolders, files in os.walk(root, onerror=problems.append):
        if _holds_run(files):
            subfolders.clear()
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            source = _printable(path.relative_to(root).as_posix())
            if not name.startswith(".") and is_chosen(source):
                yield Input(source, str(path), _problem_of(path))
    for problem in problems:
        folder_path = Path(os.fsdecode(problem.filename))
        source = root.name if folder_path == root else folder_path.relative_to(root).as_posix()
        told = f"folder cannot be searched ({problem.strerror}); check its permissions"
        yield Input(_printable(source), str(folder_path), told)


def _distinct(inputs: list[Input]) -> list[Input]:
    """The inputs with as many leading folders of their paths added to equal sources as tell them apart."""
    while clashes := {source for source, n in Counter(one.source for one in inputs).items() if n > 1}:
        inputs = [_longer(one) if one.source in clashes else one for one in inputs]
    return inputs


def _longer(one: Input) -> Input:
    parts = one.path.as_posix().strip("/").split("/")
    n = one.source.count("/") + 2
    if n > len(parts):  # all of the path is in it: `\\xff` and the byte 0xFF look the same
        return replace(one, source=f"{one.source}~{os.fsencode(one.location).hex()}")
    return replace(one, source=_printable("/".join(parts[-n:])))


def _printable(name: str) -> str:
    """The name, with bytes that are no UTF-8 written as `\\xNN`: file systems hold them, tables cannot."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
