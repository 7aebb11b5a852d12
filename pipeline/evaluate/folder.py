"""Gold pages in files: read them, write them, and tell one set from another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldPage, parse_marks, write_marks
from pipeline.evaluate.standoff import parse_standoff, write_standoff
from pipeline.ids import make_id

SUFFIXES = (".gold", ".json")


def read_gold(path: Path) -> list[GoldPage]:
    """The pages of a folder (its `.gold` and `.json` files, by name) or of one file.

    Raises:
        GoldError: there is none, two have one name, or one cannot be read or is wrong.
    """
    files = [path] if path.is_file() else sorted(p for suffix in SUFFIXES for p in path.glob(f"*{suffix}"))
    if not files:
        raise GoldError(f"{path}: no gold page; name a folder of .gold or .json files")
    names = [file.stem for file in files]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            raise GoldError(f"{path}: two pages are named {name}; rename or remove one of the files")
    return sorted((read_page(file) for file in files), key=lambda page: page.name)


def read_page(path: Path) -> GoldPage:
    """The page in one `.gold` or `.json` file.

    Raises:
        GoldError: the file cannot be read or is wrong; names file and line.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); check path and permissions") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: byte {error.start} is no UTF-8; save the file as UTF-8") from error
    parse = parse_standoff if path.suffix == ".json" else parse_marks
    return parse(content, path.stem)


def digest(pages: Iterable[GoldPage]) -> str:
    """A hash of all pages with their answers, whatever their file format."""
    return make_id(*(part for page in pages for part in (page.name, write_standoff(page))))


def convert_pages(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Write each `.gold` file as `.json` and the other way round into a folder; the files written.

    Raises:
        GoldError: a file is wrong, cannot be said in the other form, or cannot be written.
    """
    pairs = [(path, read_page(path)) for path in paths]
    written = []
    for path, page in pairs:
        if path.suffix == ".json":
            written.append(write_page(folder / f"{page.name}.gold", write_marks(page)))
        else:
            written.append(write_page(folder / f"{page.name}.json", write_standoff(page)))
    return written


def write_page(path: Path, content: str) -> Path:
    """Write a file that is not there yet: gold is hand work, and none is lost by mistake.

    Raises:
        GoldError: the file is there already, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError as error:
        raise GoldError(f"{path}: is there already; move it away or name another folder") from error
    except OSError as error:
        raise GoldError(f"{path}: cannot be written ({error.strerror}); check path and permissions") from error
    return path
