"""One input to the bytes of its documents, and those to text."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pipeline.ids import document_id
from pipeline.read import streams
from pipeline.read.document import read_document
from pipeline.read.inputs import Input
from pipeline.read.items import read_items
from pipeline.settings import Limits, Reading, Settings
from pipeline.types import Document, Failure, Item

LIMIT = 1_000
PLAIN = Settings(limits=Limits(max_bytes=LIMIT))
BY_ID = Settings(limits=Limits(max_bytes=LIMIT), reading=Reading(id_field="id"))


def items_of(path: Path, data: bytes, settings: Settings = PLAIN) -> list[Item]:
    path.write_bytes(data)
    return list(read_items(Input(path.name, str(path)), settings))


def told(items: list[Item], settings: Settings = PLAIN) -> list[tuple[str, str]]:
    """Pairs of source and text, or the problem in angle brackets."""
    found = []
    for item in items:
        document = read_document(item, settings)
        text = document.text if isinstance(document, Document) else f"<{document.message}>"
        assert document.source == item.source
        found.append((item.source, text))
    return found


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


def parquet(**columns: pa.Array) -> bytes:
    sink = io.BytesIO()
    pa.parquet.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_a_text_file_becomes_a_document(tmp_path: Path) -> None:
    """Text, hash, size, media type and encoding are those of the file; newlines stay as they are."""
    data = "Käthe\r\nRegie\rGrößl\n".encode("windows-1252")
    (item,) = items_of(tmp_path / "seite.md", data)
    sha256 = hashlib.sha256(data).hexdigest()
    assert read_document(item, PLAIN) == Document(
        id=document_id("seite.md", sha256),
        source="seite.md",
        text="Käthe\r\nRegie\rGrößl\n",
        sha256=sha256,
        media_type="text/markdown",
        encoding="windows-1252",
        size_bytes=len(data),
    )


def test_binary_data_is_a_failure_that_knows_its_bytes(tmp_path: Path) -> None:
    """The row of a file that is no text still has size and hash, so that it can be found again."""
    (item,) = items_of(tmp_path / "image.txt", b"\x89PNG\r\n\x1a\n\x00\x00")
    failure = read_document(item, PLAIN)
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.size_bytes, failure.sha256) == ("read", 10, item.sha256)
    assert failure.message == "binary data, no text (NUL at byte 8); give a text file"


def test_a_file_above_the_limit_is_a_failure(tmp_path: Path) -> None:
    """A file that is too large is not read, and the message names size, limit and setting."""
    (item,) = items_of(tmp_path / "line.txt", b"x" * (LIMIT + 1))
    assert item.problem == "1,001 bytes, more than a page has (limit 1,000); split it or raise limits.max_bytes"
    assert (item.size_bytes, item.sha256, item.data) == (1_001, None, None)


def test_a_file_that_cannot_be_opened_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal by the system is told in the system's words."""

    def refuse(self: Path, *_: str) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "closed.txt").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", refuse)
    (item,) = read_items(Input("closed.txt", str(tmp_path / "closed.txt")), PLAIN)
    assert item.problem == "cannot be read (Permission denied); check that it exists and its permissions"


def test_an_input_with_a_problem_is_one_item_with_it(tmp_path: Path) -> None:
    """What `find_inputs` found wrong is handed on."""
    (item,) = read_items(Input("gone.txt", str(tmp_path / "gone.txt"), "no such file or folder; check the path"), PLAIN)
    assert (item.problem, item.data) == ("no such file or folder; check the path", None)


def test_text_fields_are_documents_named_by_line(tmp_path: Path) -> None:
    """The text of each record is its data, in UTF-8, hashed by itself; blank lines count but are no records."""
    items = items_of(
        tmp_path / "films.jsonl", b'\xef\xbb\xbf{"text": "K\\u00e4the \\ud83d\\ude00"}\n\r\n{"text": ""}\n'
    )
    assert told(items) == [("films.jsonl#1", "Käthe 😀"), ("films.jsonl#3", "")]
    data = "Käthe 😀".encode()
    assert (items[0].data, items[0].sha256, items[0].size_bytes) == (data, hashlib.sha256(data).hexdigest(), len(data))
    document = read_document(items[0], PLAIN)
    assert isinstance(document, Document)
    assert (document.converted, document.encoding, document.media_type) == (True, "utf-8", "application/jsonl")


LINES = [
    # line, part of the problem
    (b'{"body": 1}', 'no "text" field; name it with --text-field'),
    (b'{"text": null}', 'no "text" field; name it with --text-field'),
    (b'{"text": [1]}', '"text" is a list and no text; name another --text-field'),
    (b'{"text": 7}', '"text" is a number and no text'),
    (b'["text"]', "a list and no object; write one object per line"),
    (b"null", "null and no object"),
    (b'{"text": "x"', "no JSON (Expecting ',' delimiter at character 1"),
    (b'{"text": "\\ud800x"}', '"text" holds U+D800 at character 0, which is no character'),
    (b'{"text": "\xff"}', "byte 10 of the line is no UTF-8; save the file as UTF-8"),
    (b"[" * 60_000, "JSON nested too deep"),
    (b'{"text": 1' + b"0" * 5_000 + b"}", "JSON that cannot be read"),
    (b'{"text": "' + b"x" * (LIMIT + 1) + b'"}', "1,001 bytes, more than a page has (limit 1,000)"),
    (b'{"text": "' + b"x" * 100_000 + b'"}', "100,013 bytes in one line (limit 69,536); split the text or raise"),
]


@pytest.mark.parametrize(("line", "problem"), LINES, ids=[problem[:30] for _, problem in LINES])
def test_a_broken_line_is_told_and_the_next_is_read(tmp_path: Path, line: bytes, problem: str) -> None:
    """Whatever a line holds costs that line, and says what is wrong and what helps."""
    items = items_of(tmp_path / "films.jsonl", line + b'\n{"text": "next"}')
    (first, found), second = told(items)
    assert first == "films.jsonl#1"
    assert problem in found
    assert second == ("films.jsonl#2", "next")


def test_ids_name_records_and_stay_distinct(tmp_path: Path) -> None:
    """Numbers and texts of one line are names; an id that comes again gets its line, and one that is none is told."""
    lines = b"".join(
        b'{"text": "a", "id": %s}\n' % one for one in (b'"film-7"', b"12", b'"film-7"', b'"a\\nb"', b"null", b"true")
    )
    named, problems = [], []
    for source, text in told(items_of(tmp_path / "films.jsonl", lines, BY_ID)):
        (named if text == "a" else problems).append(source)
    assert named == ["films.jsonl#film-7", "films.jsonl#12", "films.jsonl#film-7~3"]
    assert problems == ["films.jsonl#4", "films.jsonl#5", "films.jsonl#6"]


CSVS = [
    # what holds, bytes, expected sources and texts (in angle brackets: part of the problem)
    ("rows are numbered below the header", b"text\na\n\nb\n", [("1", "a"), ("2", "b")]),
    ("quotes, delimiters and newlines in cells", b'id,text\n1,"a, ""b""\r\nc"\n', [("1", 'a, "b"\r\nc')]),
    ("a quote inside of a cell is a character", b'id,text\n1,5" disk\n2,x\n', [("1", '5" disk'), ("2", "x")]),
    ("a mark, semicolons", "\ufeffid;text\n1;ü\n".encode(), [("1", "ü")]),
    ("tabs and UTF-16", "id\ttext\n1\tü\n".encode("utf-16"), [("1", "ü")]),
    ("another encoding", "id;text\n1;Käthe Größl ist hier\n".encode("cp1252"), [("1", "Käthe Größl ist hier")]),
    ("too few and too many cells", b"id,text\n1\n1,a,b\n1,c\n", [("1", "<1 cells"), ("2", "<3 cells"), ("3", "c")]),
    ("a quote that is never closed", b'text\na\n"b\nc\n', [("1", "a"), ("2", "<a quote is opened and never closed")]),
    (
        "one row too long",
        b'text\n"' + b"x\n" * 50_000 + b'"\nb\n',
        [("1", "<100,003 characters in one row"), ("2", "b")],
    ),
    ("one line too long", b"text\n" + b"x" * 100_000 + b"\nb\n", [("1", "<100,001 characters in one"), ("2", "b")]),
    (
        "damaged UTF-8",
        b"text\n" + b"x\n" * 40_000 + b"\xff\n\xc3\xbc\n",
        [("40001", "<bytes that are no UTF-8"), ("40002", "ü")],
    ),
]


@pytest.mark.parametrize(("what", "data", "expected"), CSVS, ids=[what for what, _, _ in CSVS])
def test_rows_of_csv(tmp_path: Path, what: str, data: bytes, expected: list[tuple[str, str]]) -> None:
    """Cells hold what the writer put into them; a row that is wrong costs itself alone."""
    found = told(items_of(tmp_path / "a.csv", data))[-len(expected) :]
    assert [source for source, _ in found] == [f"a.csv#{number}" for number, _ in expected], what
    for (_, text), (_, wanted) in zip(found, expected, strict=True):
        assert text.startswith(wanted) if wanted.startswith("<") else text == wanted


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)))
def test_what_a_csv_writer_writes_is_read(tmp_path: Path, texts: list[str]) -> None:
    """Any cells, newlines and quotes among them, come back."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *([str(n), text] for n, text in enumerate(texts))])
    found = told(items_of(tmp_path / "a.csv", file.getvalue().encode()))
    assert found == [(f"a.csv#{n}", text) for n, text in enumerate(texts, 1)] or not texts


COLUMNS = {
    "strings": pa.array(["a", None, "ü"]),
    "large strings": pa.array(["a", None, "ü"], pa.large_string()),
    "string views": pa.array(["a", None, "ü"], pa.string_view()),
    "a dictionary": pa.array(["a", None, "ü"]).dictionary_encode(),
    "bytes": pa.array([b"a", None, "ü".encode()]),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_rows_of_parquet(tmp_path: Path, column: pa.Array) -> None:
    """Texts come from any kind of column that holds them; an empty cell is told."""
    found = told(items_of(tmp_path / "a.parquet", parquet(text=column, id=pa.array([1, 2, 3])), BY_ID), BY_ID)
    assert found == [
        ("a.parquet#1", "a"),
        ("a.parquet#2", '<"text" is empty; leave the row out or fill it>'),
        ("a.parquet#3", "ü"),
    ]


PARQUETS = [
    # bytes, the whole file's problem
    (parquet(text=pa.array([["a"]])), 'column "text" holds list<element: string> and no texts; name another with'),
    (parquet(body=pa.array(["a"])), 'no column "text" (there are body); name it with --text-field'),
    (parquet(text=pa.array(["a"]))[:-9], "damaged Parquet (Parquet magic bytes not found in footer."),
    (b"", "damaged Parquet ("),
]


@pytest.mark.parametrize(("data", "problem"), PARQUETS, ids=["nested", "missing", "cut", "empty"])
def test_a_parquet_file_that_cannot_be_read_is_one_failure(tmp_path: Path, data: bytes, problem: str) -> None:
    """The message says what the file has instead."""
    ((source, found),) = told(items_of(tmp_path / "a.parquet", data))
    assert (source, found[1 : len(problem) + 1]) == ("a.parquet", problem)


def test_a_cell_that_is_no_utf8_costs_itself(tmp_path: Path) -> None:
    """Bytes are decoded cell by cell."""
    found = told(items_of(tmp_path / "a.parquet", parquet(text=pa.array([b"\xff", b"b"]))))
    assert found == [
        ("a.parquet#1", '<byte 0 of "text" is no UTF-8; write the file anew as UTF-8>'),
        ("a.parquet#2", "b"),
    ]


PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [(".gz", gzip.compress), (".zst", zstd)]
CONTENTS = {
    "a.txt": ("Käthe".encode("cp1252"), [("", "Käthe")]),
    "a.md": (b"# a", [("", "# a")]),
    "a.html": (b"<p>a", [("", "a\n")]),
    "a.jsonl": (b'{"text": "a"}\n{"text": "b"}', [("#1", "a"), ("#2", "b")]),
    "a.csv": (b"text\na\nb\n", [("#1", "a"), ("#2", "b")]),
    "a.parquet": (parquet(text=pa.array(["a", "b"])), [("#1", "a"), ("#2", "b")]),
}


@pytest.mark.parametrize(("suffix", "pack"), PACKED, ids=[suffix for suffix, _ in PACKED])
@pytest.mark.parametrize("name", CONTENTS)
def test_every_format_may_be_compressed(tmp_path: Path, name: str, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """A compressed file gives the same documents; hash and size are those of what it unpacks to."""
    data, expected = CONTENTS[name]
    items = items_of(tmp_path / f"{name}{suffix}", pack(data))
    assert told(items) == [(f"{name}{suffix}{end}", text) for end, text in expected]
    assert all(item.contained for item in items)
    if len(items) == 1:
        assert items[0].sha256 == hashlib.sha256(data).hexdigest()


def test_gzip_members_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Files put together from several compressed ones are read to their end."""
    data = gzip.compress(b'{"text": "a"}\n') + gzip.compress(b'{"text": "b"}\n')
    assert told(items_of(tmp_path / "a.jsonl.gz", data)) == [("a.jsonl.gz#1", "a"), ("a.jsonl.gz#2", "b")]


@pytest.mark.parametrize(("suffix", "pack"), PACKED, ids=[suffix for suffix, _ in PACKED])
def test_a_cut_file_gives_what_it_has_and_a_failure(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    """Records before the damage are read; the item behind them says after which one it comes."""
    lines = b"".join(b'{"text": "%s"}\n' % hashlib.sha256(b"%d" % n).hexdigest().encode() for n in range(5_000))
    packed = pack(lines)
    *read, (last, problem) = told(items_of(tmp_path / f"a.jsonl{suffix}", packed[: len(packed) // 2]))
    assert len(read) > 500
    assert last.startswith(f"a.jsonl{suffix}#")
    assert "after record" in problem or "no JSON" in problem


@pytest.mark.parametrize("suffix", [".txt.gz", ".txt.zst", ".jsonl.gz", ".csv.zst", ".parquet.gz", ".html.gz"])
def test_what_is_not_compressed_as_it_says_is_a_failure(tmp_path: Path, suffix: str) -> None:
    """The message says so, whatever is in the file."""
    ((_, problem),) = told(items_of(tmp_path / f"a{suffix}", b"no such thing"))
    assert problem.startswith("<damaged compressed data (")
    assert problem.endswith("fetch or compress the file again>")


def test_a_bomb_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that unpacks to a thousand times its size is not unpacked; records behind a monstrous line are read."""
    zeros = b"\0" * 20_000_000
    ((_, problem),) = told(items_of(tmp_path / "bomb.txt.gz", gzip.compress(zeros)))
    assert problem.startswith("<more than 1,000 bytes, more than a page has")
    first, second = told(items_of(tmp_path / "bomb.jsonl.gz", gzip.compress(zeros + b'\n{"text": "a"}')))
    assert "20,000,001 bytes in one line" in first[1]
    assert second == ("bomb.jsonl.gz#2", "a")
    monkeypatch.setattr(streams, "FREE_BYTES", 100_000)
    ((_, problem),) = told(items_of(tmp_path / "bomb.csv.gz", gzip.compress(b"text" + b"\n" * 2_000_000)))
    assert problem == "<unpacks to more than 200 times its size; unpack it and look what it is>"


def test_a_file_without_records_is_one_empty_document(tmp_path: Path) -> None:
    """Every input has its row: an empty file of records is an empty document, not a failure."""
    for name, data in {
        "a.jsonl": b"",
        "b.csv": b"text\n",
        "c.parquet": parquet(text=pa.array([], pa.string())),
    }.items():
        assert told(items_of(tmp_path / name, data)) == [(name, "")]


@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".parquet", ".txt.gz", ".jsonl.zst", ".csv.gz", ".warc"]),
    st.binary(max_size=300) | st.text('{}[]":,\\u\n text<>&;', max_size=80).map(str.encode),
)
def test_no_bytes_raise(tmp_path: Path, suffix: str, data: bytes) -> None:
    """Any bytes under any name give at least one item, with distinct sources, and documents or failures."""
    items = items_of(tmp_path / f"a{suffix}", data)
    assert items
    assert len({item.source for item in items}) == len(items)
    for item in items:
        assert (item.data is None) == (item.problem is not None)
        document = read_document(item, PLAIN)
        assert document.source == item.source
        assert (document.id if isinstance(document, Document) else document.document_id) == item.document_id


def test_ids_of_documents_do_not_depend_on_where_the_file_lies(tmp_path: Path) -> None:
    """The same content under the same name has the same id on every machine."""
    (tmp_path / "b").mkdir()
    line = json.dumps({"text": "a"}).encode()
    one, other = (items_of(folder / "a.jsonl", line)[0] for folder in (tmp_path, tmp_path / "b"))
    assert one == other
