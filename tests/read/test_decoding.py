"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.decoding import DecodingError, decode

GERMAN = "Regie: Jürgen Größl\r\nDarsteller: Käthe Weiß – „Übermut tut gut“, sagte er.\n"
ENGLISH = "The director’s first film was “great” – it cost £5 million, says Zoë… "

ENCODED = [
    # text, bytes, expected encoding
    ("", b"", "utf-8"),
    (GERMAN, GERMAN.encode(), "utf-8"),
    ("Plain ASCII\n", b"Plain ASCII\n", "utf-8"),
    (GERMAN, GERMAN.encode("utf-8-sig"), "utf-8-sig"),
    (GERMAN, GERMAN.encode("utf-16"), "utf-16"),
    (GERMAN, codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "utf-16"),
    (GERMAN, GERMAN.encode("utf-32"), "utf-32"),
    (GERMAN, GERMAN.encode("utf-16-le"), "utf-16-le"),
    (GERMAN, GERMAN.encode("utf-16-be"), "utf-16-be"),
    ("Only ASCII, two bytes each", "Only ASCII, two bytes each".encode("utf-16-le"), "utf-16-le"),
    (GERMAN, GERMAN.encode("windows-1252"), "windows-1252"),
    (ENGLISH, ENGLISH.encode("windows-1252"), "windows-1252"),
    ("Kamera: Jörg Müller", "Kamera: Jörg Müller".encode("windows-1252"), "windows-1252"),
    (
        "Режиссёр: Анна Петрова. Фильм о детстве.",
        "Режиссёр: Анна Петрова. Фильм о детстве.".encode("cp1251"),
        "windows-1251",
    ),
    (
        "Reżyseria: Łucja Dąbrowska. Film o miłości.",
        "Reżyseria: Łucja Dąbrowska. Film o miłości.".encode("cp1250"),
        "windows-1250",
    ),
]

REFUSED = [
    # what, bytes, part of the message
    ("NUL bytes only", b"\0" * 100, "binary data"),
    ("an image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x08\x06\x00\x00\x00\xc3\xa6", "NUL at byte 8"),
    ("control characters", bytes(range(1, 32)) * 10, "binary data"),
    ("a lone surrogate", "Käthe ".encode() + b"\xed\xa0\x80" + " Größl".encode(), "surrogate ED A0 80 at byte 7"),
    ("CESU-8", b"Film \xed\xa0\xbd\xed\xb8\x80", "surrogate ED A0 BD at byte 5"),
    ("a cut character", "Käthe Größ".encode()[:-1], "byte 11 (C3) is no UTF-8, though the rest is"),
    ("half of a UTF-16 character", "Käthe".encode("utf-16") + b"\x00", "damaged UTF-16"),
    ("a surrogate in UTF-16", codecs.BOM_UTF16_LE + b"K\x00\x00\xd8K\x00", "damaged UTF-16"),
]


@pytest.mark.parametrize(("text", "data", "encoding"), ENCODED)
def test_text_comes_back_as_it_was_saved(text: str, data: bytes, encoding: str) -> None:
    """Every character is what the page had, newlines and typographic quotes included, and the encoding is reported."""
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize(("what", "data", "message"), REFUSED, ids=[what for what, _, _ in REFUSED])
def test_what_is_no_text_is_refused_with_place_and_reason(what: str, data: bytes, message: str) -> None:
    """Binary and damaged bytes are not guessed at."""
    with pytest.raises(DecodingError) as caught:
        decode(data)
    assert message in str(caught.value), what


def test_a_stray_nul_in_a_text_is_kept() -> None:
    """One control character among many letters is a character of the text; it is not cleaned away."""
    text = f"Regie: Käthe\0 Weiß\n{GERMAN}"
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_decoding_is_lossless(data: bytes) -> None:
    """Whatever comes back is exactly what Python decodes with the reported encoding."""
    try:
        text, encoding = decode(data)
    except DecodingError:
        return
    assert data.decode(encoding) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_every_utf8_text_is_read_as_utf8(text: str) -> None:
    """A text without control characters comes back from UTF-8 unchanged."""
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
    assert decode(text.encode()) == (text, "utf-8")
