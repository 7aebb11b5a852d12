"""The data of a report as JSON that is safe within HTML and scripts, in the page itself or in files beside it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Protocol

from pipeline.errors import OutputError

# What could end a script element or start a comment in it: `</script>`, `<!--`, `<script`.
_MARKUP = re.compile(r"<(?=[!/sS])")
_OUR_FILE = re.compile(r"(?:claims|documents|page|records|works)-\d+\.js")


def safe_json(value: Any) -> str:
    """Compact JSON that can stand in a `<script>`, as data or as an expression, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _MARKUP.sub(r"\\u003c", text)
    # Unpaired surrogates cannot be written as UTF-8; line separators end a line of an old script.
    text = text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class Parts(Protocol):
    """Takes the parts of a report's data, by names like `page-17`."""

    def add(self, name: str, value: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """Parts to stand in the report itself: pairs of name and JSON."""

    parts: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, value: Any) -> None:
        self.parts.append((name, safe_json(value)))


@dataclass(frozen=True, slots=True)
class Beside:
    """Parts as scripts in a folder beside the report: a page opened as a file may load scripts, but no JSON."""

    folder: Path

    def add(self, name: str, value: Any) -> None:
        script = f"abspannPart({safe_json(name)},{safe_json(value)});\n"
        (self.folder / f"{name}.js").write_text(script, encoding="utf-8", newline="\n")


def parts_folder(html: Path) -> Path:
    """Where the parts of a report lie, if not in itself."""
    return html.with_name(f"{html.stem}_pages")


def write_files(html: Path, is_split: bool, render: Callable[[Parts], str]) -> Path | None:
    """Write what `render` returns to `html`, and its parts to `STEM_pages/` beside it if `is_split`.

    Everything is complete under hidden names before it takes its place. A folder of parts that an earlier report left
    is replaced, or removed where there is none now. Returns the folder.

    Raises:
        OutputError: something cannot be written, or the folder for the parts holds other files.
    """
    folder = parts_folder(html)
    _check_folder(folder)
    if html.is_dir():
        raise OutputError(f"{html}: is a folder; name a file with --html")
    try:
        html.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(mkdtemp(prefix=".abspann-report-", dir=html.parent))
        try:
            parts = staging / "parts"
            parts.mkdir()
            page = staging / "report.html"
            page.write_text(render(Beside(parts) if is_split else Embedded()), encoding="utf-8", newline="\n")
            if folder.exists():
                folder.rename(staging / "former")
            if is_split:
                parts.rename(folder)
            page.replace(html)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"{html}: cannot be written ({reason}); check permissions, or name another with --html"
        ) from error
    return folder if is_split else None


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        return
    strange = (
        next((path for path in folder.iterdir() if not _OUR_FILE.fullmatch(path.name)), None)
        if folder.is_dir()
        else folder
    )
    if strange is not None:
        raise OutputError(
            f"{strange}: is no part of a report, but stands where parts go; move it, or name another --html"
        )
