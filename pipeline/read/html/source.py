"""The source of an HTML page: its encoding, and where in its bytes each run of text stands.

lxml says nothing about bytes. So every run of text in the source, from one tag to the next, gets a mark with its number
before the page is parsed; the marks come back in the tree's texts and say where each came from. What a run's bytes say
is compared with what came back, so that a wrong guess of this scanner costs a place in the map and nothing else.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.decoding import SINGLE_BYTE, DecodingError, decode

DECLARED_WITHIN = 4096  # bytes from the start in which a page declares its encoding; browsers look at 1,024
# «<meta charset="utf-8">», «<meta http-equiv=… content="text/html; charset=iso-8859-1">», «<?xml … encoding="utf-8"?>»
DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
# What pages say when they mean something else; the others are called as Python calls them.
MEANT = {"iso8859-1": "windows-1252", "ascii": "windows-1252", "iso8859-9": "windows-1254", "utf-16": "utf-8"}
BOMS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE, "utf-32": codecs.BOM_UTF32_LE}

# A tag's name and its attributes, to its `>`; possessive, so that no input makes it try twice.
TAG = re.compile(
    r"""</?([a-zA-Z][^\s/>]*+)(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+|=)*+>"""
)
NO_MARKUP = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea"))
NO_TEXT = NO_MARKUP - {"title"}
WORD = re.compile(r"\S")
# A tag with more attributes than any page has is read without them: libxml2 compares each with all others.
LONG_TAG, MAX_ATTRIBUTES = 4_000, 500
ATTRIBUTE = re.compile(r"[^\s/>=\"']+\s*=|[\s/]+[^\s/>=]")

PRIVATE = range(0xE000, 0xF8FF)  # characters without a meaning of their own, one of which the page does not use
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\0\ufffd"))
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """A page's decoded text. `runs` are its ranges that hold text, `mark` the character around their numbers."""

    text: str
    encoding: str
    marked: str
    mark: str
    runs: Sequence[tuple[int, int]]


def decode_html(data: bytes, stated: str | None = None) -> tuple[str, str]:
    """Text and encoding: by mark, by the encoding `stated` with the bytes, by the page's own declaration, or guessed.

    Bytes that are UTF-8 are read so whatever single-byte encoding is declared: pages keep their declaration when they
    are saved anew. A declaration that the bytes do not bear out is passed over.

    Raises:
        DecodingError: the bytes are no text.
    """
    if any(data.startswith(mark) for mark in (*BOMS.values(), codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return decode(data)
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    for name in (stated, declared.group(1).decode("ascii") if declared else None):
        encoding = _known(name)
        if encoding is None or (encoding in SINGLE_BYTE.values() and _is_utf8(data)):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    return decode(data)


def _known(name: str | None) -> str | None:
    try:
        info = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in ("utf-7", "idna", "punycode", "unicode_escape"):
        return None
    found = MEANT.get(info.name, info.name)
    return SINGLE_BYTE.get(found.replace("-", "_"), found)


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def mark_source(text: str, encoding: str) -> Source:
    """The page with a mark before each run of text; without marks if it uses every private character itself."""
    mark = next((chr(code) for code in PRIVATE if chr(code) not in text), "")
    runs: list[tuple[int, int]] = []
    pieces: list[str] = []
    done = 0
    for start, end, replacement in _scan(text):
        if replacement is not None:
            pieces += (text[done:start], replacement)
            done = end
            continue
        word = WORD.search(text, start, end)
        if word is None or not mark:
            continue
        pieces += (text[done : word.start()], f"{mark}{len(runs)}{mark}")
        done = word.start()
        runs.append((word.start(), start + len(text[start:end].rstrip())))
    pieces.append(text[done:])
    return Source(text, encoding, "".join(pieces), mark, runs)


def _scan(text: str) -> list[tuple[int, int, str | None]]:
    """The runs of text between tags, and the tags that are to be replaced, in order; in time linear in the text."""
    found: list[tuple[int, int, str | None]] = []
    start = position = 0
    while (tag := text.find("<", position)) >= 0:
        end, name = _markup(text, tag)
        if end == tag:
            position = tag + 1
            continue
        if start < tag:
            found.append((start, tag, None))
        if end - tag > LONG_TAG and name and len(ATTRIBUTE.findall(text, tag, end)) > MAX_ATTRIBUTES:
            found.append((tag, end, f"<{name}>"))
        start = position = end
        if name in NO_MARKUP and text[tag + 1] != "/":
            close = _closing_tag(text, name, end)
            if name not in NO_TEXT:
                found.append((end, close, None))
            start = position = close
    if start < len(text):
        found.append((start, len(text), None))
    return found


def _markup(text: str, start: int) -> tuple[int, str]:
    """End and name of the tag that starts here; the start itself where `<` is a character of the text."""
    following = text[start + 1 : start + 2]
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):
            return text.index(">", start) + 1, ""
        end = text.find("-->", start + 4)
        return (end + 3 if end >= 0 else len(text)), ""
    if following in ("!", "?") or (following == "/" and not text[start + 2 : start + 3].isalpha()):
        end = text.find(">", start)
        return (end + 1 if end >= 0 else len(text)), ""
    if following != "/" and not (following.isascii() and following.isalpha()):
        return start, ""
    tag = TAG.match(text, start)
    return (len(text), "") if tag is None else (tag.end(), tag.group(1).lower())


def _closing_tag(text: str, name: str, start: int) -> int:
    close = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return len(text) if close is None else close.start()


def source_map(source: Source, data: bytes, text: str, places: Sequence[tuple[int, int, int]]) -> str | None:
    """`START-END@BYTE_START-BYTE_END; …` for the places (start and end in `text`, number of the run), in order.

    A place stands in the map if its run's bytes, decoded and with entities replaced, are its text, up to white space
    and invisible characters, and if it lies behind the one before. None where nothing can be mapped.
    """
    mark = next(
        (one for one in (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE) if data.startswith(one)), b""
    )
    mark = mark or next((one for one in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if data.startswith(one)), b"")
    order = "be" if mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "le"
    encoding = {"utf-8-sig": "utf-8", "utf-16": f"utf-16-{order}", "utf-32": f"utf-32-{order}"}.get(
        source.encoding, source.encoding
    )
    if mark + source.text.encode(encoding, "replace") != data:
        return None  # an encoding with several ways to say the same
    entries: list[str] = []
    at, at_byte, last = 0, len(mark), 0
    for start, end, number in places:
        run_start, run_end = source.runs[number]
        if run_start < at or start < last:
            continue
        raw = source.text[run_start:run_end]
        said = squeezed(text[start:end])
        if not said or squeezed(html.unescape(raw) if "&" in raw else raw) != said:
            continue
        first = at_byte + len(source.text[at:run_start].encode(encoding))
        at, at_byte, last = run_end, first + len(raw.encode(encoding)), end
        entries.append(f"{start}-{end}@{first}-{at_byte}")
    return "; ".join(entries) or None


def squeezed(text: str) -> str:
    """A text without white space and invisible characters."""
    return SPACES.sub("", text).translate(INVISIBLE)


__all__ = ["DecodingError", "Source", "decode_html", "mark_source", "source_map", "squeezed"]
