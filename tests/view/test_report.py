"""Writing a report: its data, its files, its errors."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.batch.run import run
from pipeline.cli import app
from pipeline.errors import InputError, OutputError
from pipeline.settings import Settings
from pipeline.types import Span
from pipeline.view.report import command, data
from pipeline.view.report.command import write_report
from pipeline.view.report.files import safe_json
from pipeline.view.sentences import MAX_BESIDE, sentences_around

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of two pages that disagree, and of one without text."""
    folder = tmp_path_factory.mktemp("report")
    shutil.copytree(ROOT / "tests" / "merge" / "conflict", folder / "pages")
    (folder / "pages" / "leer.txt").write_text("", encoding="utf-8")
    run([folder / "pages"], folder / "films & plays", Settings())
    return folder / "films & plays"


def parts_of(html: Path) -> dict[str, Any]:
    """The data that stands in a report, by its parts' names."""
    page = lxml.html.fromstring(html.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    return {
        element.get("id").removeprefix("part-"): json.loads(element.text)
        for element in page.iter("script")
        if element.get("type") == "application/json"
    }


def test_every_record_and_claim_is_in_the_report(output: Path) -> None:
    """Records, their evidence and the claims of pages are those of the tables, quote for quote."""
    parts = parts_of(write_report(output).html)
    records = pq.read_table(output / "records.parquet").to_pylist()
    claims = pq.read_table(output / "claims.parquet").to_pylist()
    assert sorted(parts["records-0"]["record_id"]) == sorted(row["record_id"] for row in records)
    evidence = parts["claims-0"]
    assert sorted(evidence["exact"]) == sorted(row["exact"] for row in claims if row["record_id"] is not None)
    pages = [parts[f"page-{position}"] for position in range(3)]
    assert sorted(id_ for page in pages for id_ in page["claim_id"]) == sorted(row["claim_id"] for row in claims)
    for row, record_id in enumerate(parts["records-0"]["record_id"]):
        range_ = range(evidence["first"][row], evidence["first"][row + 1])
        found = {pages[evidence["document"][i]]["claim_id"][evidence["number"][i]] for i in range_}
        assert found == {claim["claim_id"] for claim in claims if claim["record_id"] == record_id}
        assert {pages[evidence["document"][i]]["record"][evidence["number"][i]] for i in range_} == {row}


def test_offsets_of_evidence_fit_the_shown_page(output: Path) -> None:
    """A quote's offsets, counted in the page as shown, give the quote; its sentence holds it."""
    parts = parts_of(write_report(output).html)
    evidence = parts["claims-0"]
    for i, exact in enumerate(evidence["exact"]):
        text = lxml.html.fromstring(parts[f"page-{evidence['document'][i]}"]["html"]).text_content()
        assert text[evidence["start"][i] : evidence["end"][i]] == exact
        assert exact in text[evidence["sentence_start"][i] : evidence["sentence_end"][i]]


def test_records_stand_in_the_order_in_which_credits_are_read(output: Path) -> None:
    """Title and year first, then the director, the cast by billing, the crew."""
    fields = parts_of(write_report(output).html)["records-0"]["field"]
    shown = [fields["values"][index] for index in fields["index"]]
    assert shown[0] == "title"
    assert shown == sorted(shown, key=data.FIELD_ORDER.index)


def test_a_report_is_one_file_that_asks_for_nothing(output: Path) -> None:
    """No link, script, style or image of the file leads anywhere, and the policy in it forbids that."""
    html = write_report(output).html.read_text(encoding="utf-8")
    assert not (output / "report_pages").exists()
    page = lxml.html.fromstring(html)
    assert [link for _, _, link, _ in page.iterlinks() if not link.startswith(("#", "data:,"))] == []
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none';")
    assert "'self'" not in policy
    assert page.findtext(".//title") == "films & plays · Abspann"


def test_equal_runs_give_equal_reports(output: Path, tmp_path: Path) -> None:
    """The same tables give the same bytes: nothing in a report depends on when or where it was written."""
    first, second = (write_report(output, tmp_path / name).html.read_bytes() for name in ("a.html", "b.html"))
    assert first.replace(b"a_pages", b"b_pages") == second


def test_a_large_run_has_its_pages_beside_it(output: Path, tmp_path: Path) -> None:
    """Beyond the limit each part is a script of its own; a later small report takes the folder away again."""
    html = tmp_path / "report.html"
    written = write_report(output, html, max_embedded=2)
    assert written.folder == tmp_path / "report_pages"
    names = sorted(path.name for path in written.folder.iterdir())
    assert names == [
        "claims-0.js",
        "documents-0.js",
        "page-0.js",
        "page-1.js",
        "page-2.js",
        "records-0.js",
        "works-0.js",
    ]
    assert "part-page" not in html.read_text(encoding="utf-8")
    assert (written.folder / "page-0.js").read_text(encoding="utf-8").startswith('abspannPart("page-0",{')
    assert write_report(output, html).folder is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html"]


def test_records_come_in_chunks(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many records are several parts, each with its own evidence; none is lost at a border."""
    monkeypatch.setattr(data, "CHUNK", 4)
    parts = parts_of(write_report(output, tmp_path / "chunks.html").html)
    chunks = [parts[f"records-{number}"] for number in range(4)]
    assert [len(chunk["record_id"]) for chunk in chunks] == [4, 4, 4, 2]
    for number, chunk in enumerate(chunks):
        first = parts[f"claims-{number}"]["first"]
        assert [b - a for a, b in pairwise(first)] == chunk["claims"]


def test_a_foreign_folder_stays_as_it_is(output: Path, tmp_path: Path) -> None:
    """A folder of that name with other files in it is not replaced, and nothing is written."""
    (tmp_path / "report_pages").mkdir()
    (tmp_path / "report_pages" / "thesis.txt").write_text("dear to me", encoding="utf-8")
    with pytest.raises(OutputError, match=r"thesis\.txt: is no part of a report"):
        write_report(output, tmp_path / "report.html", max_embedded=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report_pages"]


def test_a_failed_report_leaves_the_old_one(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing stops half-way, the report of before is whole, and no hidden files stay."""
    html = tmp_path / "report.html"
    write_report(output, html, max_embedded=1)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def stop(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "_render", stop)
    with pytest.raises(OutputError, match="No space left on device"):
        write_report(output, html, max_embedded=1)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_page_that_changed_is_told_and_the_rest_stands(output: Path, tmp_path: Path) -> None:
    """Of a source that is no longer the one of the run, the report says so instead of its text."""
    sources = tmp_path / "moved"
    shutil.copytree(output.parent / "pages", sources)
    (sources / "film-notes.txt").write_text("other words", encoding="utf-8")
    written = write_report(output, tmp_path / "report.html", sources=sources)
    assert written.textless == 1
    pages = [part for name, part in parts_of(written.html).items() if name.startswith("page-")]
    problems = [page["problem"] for page in pages if page["html"] is None]
    assert len(problems) == 1
    assert "film-notes.txt: has changed since the run" in problems[0]


def test_a_run_without_minor_tables_gets_a_plainer_report(output: Path, tmp_path: Path) -> None:
    """Mentions, sections and languages only add marks; records and claims are needed."""
    folder = tmp_path / "output"
    folder.mkdir()
    for name in ("documents", "records", "claims"):
        shutil.copy(output / f"{name}.parquet", folder)
    shutil.copy(output / "run.json", folder)
    assert 'data-kind=\\"credit\\"' in write_report(folder).html.read_text(encoding="utf-8")
    (folder / "claims.parquet").unlink()
    with pytest.raises(InputError, match="no table claims; name the --output folder"):
        write_report(folder)


def test_the_command_says_what_it_wrote(output: Path, tmp_path: Path) -> None:
    """The file and its counts are printed."""
    html = tmp_path / "films.html"
    result = CliRunner().invoke(app, ["report", str(output), "--html", str(html)])
    assert result.exit_code == 0
    assert result.output == f"{html}: 3 pages, 14 records\n"
    with pytest.raises(InputError, match="name the --output folder of an `abspann run`"):
        CliRunner().invoke(app, ["report", str(tmp_path / "nothing")], catch_exceptions=False)


@given(st.text(st.sampled_from("</script><!-- \u2028\u2029\ud800ä\"'&>sS")))
def test_json_in_a_script_can_neither_end_nor_open_it(text: str) -> None:
    """Whatever a string holds, it comes back, and no `</`, `<!` or `<s` stands in the JSON."""
    written = safe_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert re.search(r"<[/!sS]|[\u2028\u2029]", written) is None
    written.encode("utf-8")


def test_sentences_around_quotes() -> None:
    """Each quote gets its sentence or line, those without a text around them themselves, in the order asked."""
    text = "Jo Lund drehte viel. Regie führte dann Dr. Nele Abt. Ende.\n\nKamera: Ada Berg\n\n"
    names = [Span(start := text.index(name), start + len(name)) for name in ("Ada Berg", "Nele Abt", "Jo Lund")]
    assert [span.of(text) for span in sentences_around(text, names)] == [
        "Kamera: Ada Berg",
        "Regie führte dann Dr. Nele Abt.",
        "Jo Lund drehte viel.",
    ]
    both = Span(text.index("viel"), text.index("führte"))
    assert sentences_around(text, [both])[0].of(text) == "Jo Lund drehte viel. Regie führte dann Dr. Nele Abt."
    long = "x" * 5_000 + " Jo Lund " + "y" * 5_000
    around = sentences_around(long, [Span(5_001, 5_008)])[0]
    assert (around.start, around.end) == (5_001 - MAX_BESIDE, 5_008 + MAX_BESIDE)
