"""Bytes to text without changing a character: `data.decode(encoding) == text` holds for what comes back."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import CharsetMatch, from_bytes

# A byte order mark says how the bytes are to be read and is no part of the text. The marks of UTF-32 come first: the
# little-endian one begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What charset-normalizer may choose from where the bytes are no Unicode: what Western and Central European, Russian
# and Greek pages were saved in. By default it also tries some 80 others, down to EBCDIC.
SINGLE_BYTE = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "iso8859_2": "iso-8859-2",
    "koi8_r": "koi8-r",
    "mac_roman": "macintosh",
    "cp850": "cp850",
}
# The encoding of German and English pages wins unless another is plainly better. Measured on 20 German, English and
# French sentences saved in it: where all its letters are shared, the others' coherence is at most 0.04 higher.
PREFERRED = "cp1252"
COHERENCE_MARGIN = 0.05

# Multi-byte characters of UTF-8, surrogates among them: «ü» is C3 BC, «“» is E2 80 9C.
UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# «\0», «\x1a», but not tab, newlines, form feed and escape.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# A text may hold a stray control character. The three sample pages have none, random bytes some 20 %; all of 300
# programs, libraries and images of a Debian system are refused.
CONTROL_SHARE = 0.02
# Half of a UTF-16 text in a Latin script is NUL bytes, all in the same half: over 95 % of it on German pages.
UTF16_NULS = 0.5
UTF16_NULS_ELSEWHERE = 0.02


class DecodingError(ValueError):
    """Bytes that are no text; the message says what they are and what helps."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding (a name that Python and IANA know).

    Raises:
        DecodingError: the bytes are binary, damaged, or in an encoding that is not known.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding
    encoding = _unmarked_encoding(data)
    text = _strict(data, encoding)
    if len(CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise DecodingError("binary data, no text; give a text file")
    return text, encoding


def _unmarked_encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            return _utf16_without_mark(data)
        _refuse_damaged_utf8(data, error)
        return _single_byte(data)
    # UTF-16 of plain ASCII is valid UTF-8 too, every second character a NUL.
    return _utf16_without_mark(data) if data.count(b"\0") > CONTROL_SHARE * len(data) else "utf-8"


def _utf16_without_mark(data: bytes) -> str:
    half = len(data) / 2
    even, odd = data[::2].count(0) / half, data[1::2].count(0) / half
    if len(data) % 2 == 0 and odd >= UTF16_NULS and even <= UTF16_NULS_ELSEWHERE:
        return "utf-16-le"
    if len(data) % 2 == 0 and even >= UTF16_NULS and odd <= UTF16_NULS_ELSEWHERE:
        return "utf-16-be"
    raise DecodingError(f"binary data, no text (NUL at byte {data.index(0)}); give a text file")


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Read as a single-byte encoding, all of its letters would be wrong (`Ã¼` for `ü`)."""
    high = len(HIGH_BYTE.findall(data))
    inside = sum(len(character) for character in UTF8_CHARACTER.findall(data))
    if inside <= high / 2:
        return
    piece = data[error.start : error.start + 3]
    if piece[0] == 0xED and len(piece) == 3:
        fact = f"surrogate {piece.hex(' ').upper()} at byte {error.start}, which is no character"
    else:
        fact = f"byte {error.start} ({piece[:1].hex().upper()}) is no UTF-8, though the rest is"
    raise DecodingError(f"damaged UTF-8: {fact}; save the text again as UTF-8")


def _single_byte(data: bytes) -> str:
    matches = from_bytes(data, cp_isolation=list(SINGLE_BYTE))
    best = matches.best()
    if best is None:
        raise DecodingError(
            f"no text in a known encoding (UTF-8, UTF-16, {', '.join(SINGLE_BYTE.values())}); save it as UTF-8"
        )
    preferred = next((match for match in matches if PREFERRED in match.could_be_from_charset), None)
    return SINGLE_BYTE[PREFERRED if preferred is not None and _as_good(preferred, best) else best.encoding]


def _as_good(match: CharsetMatch, best: CharsetMatch) -> bool:
    return match.chaos <= best.chaos and match.coherence >= best.coherence - COHERENCE_MARGIN


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodingError(
            f"damaged {encoding.upper()}: byte {error.start} ({error.reason}); save the text again as UTF-8"
        ) from error
