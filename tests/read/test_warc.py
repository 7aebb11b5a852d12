"""The pages of crawls."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pipeline.read.document import read_document
from pipeline.read.inputs import Input
from pipeline.read.items import read_items
from pipeline.settings import Limits, Settings
from pipeline.types import Document, Item

pytest.importorskip("warcio")
SETTINGS = Settings(limits=Limits(max_bytes=1_000))


def crawl(*records: tuple[str, str, str, str, bytes], gzip: bool = True) -> bytes:
    """A WARC file of records: type, URI, status, media type, payload."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    for kind, uri, status, media_type, payload in records:
        headers = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        http = headers if kind == "response" else None
        more = {} if http else {"warc_content_type": media_type}
        writer.write_record(
            writer.create_warc_record(uri, kind, payload=io.BytesIO(payload), http_headers=http, **more)
        )
    return file.getvalue()


def items_of(path: Path, data: bytes) -> list[Item]:
    path.write_bytes(data)
    return list(read_items(Input(path.name, str(path)), SETTINGS))


PAGE = "<title>Nebelhorn</title><p>Käthe".encode("cp1250")
RECORDS = (
    ("response", "https://kino.test/a", "200 OK", "text/html; charset=windows-1250", PAGE),
    ("request", "https://kino.test/a", "200 OK", "text/html", b"GET / HTTP/1.1\r\n\r\n"),
    ("response", "https://kino.test/logo.png", "200 OK", "image/png", b"\x89PNG"),
    ("response", "https://kino.test/gone", "404 Not Found", "text/html", b"<p>gone"),
    ("resource", "https://kino.test/b.txt", "", "text/plain", b"Regie: Jo Lund"),
    ("response", "https://kino.test/a", "200 OK", "text/html", b"<p>again"),
    ("response", "https://kino.test/large", "200 OK", "text/html", b"x" * 1_001),
)


@pytest.mark.parametrize("gzip", [True, False])
def test_pages_of_a_crawl_are_documents(tmp_path: Path, gzip: bool) -> None:
    """Pages and texts that were fetched are named by their address; images, requests and errors are passed over."""
    name = "crawl.warc.gz" if gzip else "crawl.warc"
    items = items_of(tmp_path / name, crawl(*RECORDS, gzip=gzip))
    base = f"{name}#https://kino.test/"
    assert [item.source for item in items] == [f"{base}a", f"{base}b.txt", f"{base}a~6", f"{base}large"]
    assert items[3].problem == (
        "more than 1,000 bytes, more than a page has (limit 1,000); split it or raise limits.max_bytes"
    )
    page, text, again = (read_document(item, SETTINGS) for item in items[:3])
    assert isinstance(page, Document)
    assert isinstance(text, Document)
    assert isinstance(again, Document)
    assert (page.text, page.encoding, page.media_type) == ("# Nebelhorn\nKäthe\n", "windows-1250", "text/html")
    assert (text.text, text.converted, text.media_type) == ("Regie: Jo Lund", True, "text/plain")
    assert again.text == "again\n"


def test_a_cut_crawl_gives_what_it_has_and_a_failure(tmp_path: Path) -> None:
    """Damage costs what is behind it, and is told."""
    data = crawl(*RECORDS[:1]) + crawl(*RECORDS[4:5])[:60]
    first, *rest = items_of(tmp_path / "crawl.warc.gz", data)
    assert first.problem is None
    for item in rest:
        assert item.problem is not None
    ((damaged),) = items_of(tmp_path / "text.warc", b"no crawl at all")
    assert str(damaged.problem).startswith("cannot be read after record 0 (")


def test_a_crawl_without_pages_is_empty(tmp_path: Path) -> None:
    """It is an input like others and has its row."""
    (item,) = items_of(tmp_path / "crawl.warc", crawl(RECORDS[2], gzip=False))
    assert (item.source, item.data) == ("crawl.warc", b"")


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WARC is an extra of the package."""
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (item,) = items_of(tmp_path / "crawl.warc", b"WARC/1.0")
    assert item.problem == "WARC files need the package warcio; pip install 'abspann[warc]'"
