"""Gold pages as stand-off JSON: the text, and beside it every answer with its offsets."""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldHeading, GoldPage, GoldRun, Mark
from pipeline.types import Span

SHOWN_BY = "`abspann gold convert` of a .gold file shows the form"


def write_standoff(page: GoldPage) -> str:
    """The content of the page's `.json` file: `parse_standoff` gives the page back."""
    text = page.text
    value = {
        "header": dict(page.header),
        "text": text,
        "languages": [{"start": r.span.start, "end": r.span.end, "language": r.language} for r in page.languages],
        "headings": [
            {"start": h.span.start, "end": h.span.end, "exact": h.span.of(text), "kind": h.kind} for h in page.headings
        ],
        "names": [_name(text, mark) for mark in page.marks],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def parse_standoff(content: str, name: str) -> GoldPage:
    """The page in the content of a `.json` file.

    Raises:
        GoldError: it is no JSON, lacks a key, or a quote is not what its offsets say; names page and entry.
    """
    try:
        value = json.loads(content)
        text = value["text"]
        header = {str(key): str(entry) for key, entry in value["header"].items()}
        header["doc_language"]
        return GoldPage(
            name,
            text,
            header,
            tuple(GoldRun(_span(name, text, run), run["language"]) for run in value["languages"]),
            tuple(GoldHeading(_span(name, text, heading), heading["kind"]) for heading in value["headings"]),
            tuple(_mark(name, text, entry) for entry in value["names"]),
        )
    except json.JSONDecodeError as error:
        raise GoldError(f"{name}:{error.lineno}: no JSON ({error.msg}); mend the file") from error
    except KeyError as error:
        raise GoldError(f"{name}: key {error} is missing; {SHOWN_BY}") from error
    except (TypeError, AttributeError) as error:
        raise GoldError(f"{name}: a value has the wrong type ({error}); {SHOWN_BY}") from error


def _name(text: str, mark: Mark) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "start": mark.span.start,
        "end": mark.span.end,
        "exact": mark.span.of(text),
        "roles": list(mark.roles),
        "name": mark.name,
    }
    return entry if mark.character is None else {**entry, "character": mark.character}


def _mark(name: str, text: str, entry: dict[str, Any]) -> Mark:
    return Mark(_span(name, text, entry), tuple(entry["roles"]), entry["name"], entry.get("character"))


def _span(name: str, text: str, entry: dict[str, Any]) -> Span:
    """The entry's span; where it quotes the text, the quote must be right."""
    start, end = entry["start"], entry["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        raise GoldError(f"{name}: {start}–{end} lies outside of the {len(text)} code points; mend the offsets")
    if entry.get("exact", text[start:end]) != text[start:end]:
        raise GoldError(f"{name}: {start}–{end} is {text[start:end]!r}, not {entry['exact']!r}; mend the offsets")
    return Span(start, end)
