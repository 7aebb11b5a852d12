"""The report in a real browser: search, evidence, highlights, keys, colours, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.batch.run import run
from pipeline.settings import Settings
from pipeline.view.report import data
from pipeline.view.report.command import write_report
from tests.view.browser import MISSING, find_chromium, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright", reason="no Playwright: install the extra dev")
pytestmark = pytest.mark.skipif(find_chromium() is None, reason=MISSING)

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>window.hacked = true</script>"
HOSTILE_FILE = "<img src=x onerror='window.hacked = true'>.txt"
VIEWS = ("summary", "records", "conflicts", "pages", "failures")
# The least contrast between each visible text and what lies behind it, by WCAG's formula, and that text.
LEAST_CONTRAST = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let at = node; at !== null; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    throw new Error("no background");
  };
  let least = [Infinity, ""];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    if (node.closest(":disabled, .unseen, .skip")) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least[0]) least = [contrast, walker.currentNode.data.trim()];
  }
  return least;
}"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the sample pages, two that disagree, and pages that are empty, French, no text, or hostile."""
    folder = tmp_path_factory.mktemp("report")
    pages = folder / "pages"
    pages.mkdir()
    (pages / "leer.txt").write_text("\n", encoding="utf-8")
    french = "Le film raconte l'histoire d'une femme qui revient dans son village après vingt ans d'absence. " * 8
    (pages / "village.txt").write_text(french, encoding="utf-8")
    (pages / "kaputt.txt").write_bytes(b"\x00\x01\x02\x00" * 200)
    credits = f"Der {HOSTILE} Turm\n\nDeutschland 1987, 90 Min.\nRegie: Jo Lund\nDarsteller: Nele Abt\n</script><b>\n"
    (pages / HOSTILE_FILE).write_text(credits, encoding="utf-8")
    run([ROOT / "seeds", ROOT / "tests" / "merge" / "conflict", pages], folder / "output", Settings())
    _make_hostile(folder / "output" / "records.parquet")
    return folder / "output"


@pytest.fixture(scope="module")
def report(output: Path) -> str:
    """The address of the report, all in one file."""
    return write_report(output).html.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab; whatever a test does in it, the console stays without errors and no network is asked."""
    with_problems: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.on(
        "console", lambda message: with_problems.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: with_problems.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else with_problems.append(request.url),
    )
    yield page
    page.close()
    assert with_problems == []


def test_search_leads_to_evidence_and_to_the_marked_place(page: Page, report: str) -> None:
    """Words find records whatever their accents; a click shows the quotes, another the page with the quote in view."""
    page.goto(report)
    page.click("nav >> text=Records")
    page.fill("#search", "kathe wiesengrund director")
    assert _values(page) == ["Käthe Wiesengrund"]
    page.click("#grid-records tbody tr")
    page.wait_for_selector("#record .quotes li")
    assert page.inner_text("#record h2") == "Käthe Wiesengrund"
    quotes = page.locator("#record .quotes q").all_inner_texts()
    assert quotes == ["Director: K. Wiesengrund", "Regie: Käthe Wiesengrund"]
    assert page.inner_text("#record .quotes li:last-child mark[data-kind=credit]") == "Käthe Wiesengrund"
    page.click("#record .quotes li:last-child a")
    assert page.inner_text("mark.is-target") == "Käthe Wiesengrund"
    assert _in_view(page, "mark.is-target")
    assert page.inner_text("#title-page") == "kino-am-hafen.txt"


def test_a_quote_far_down_is_scrolled_into_view(page: Page, report: str) -> None:
    """A credit at the end of a page longer than the window stands in the window, on a phone too."""
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(report + "#view=records&q=cage+actor")
    page.click("#grid-records tbody tr")
    page.click("#record .quotes li:last-child a")
    page.wait_for_selector("mark.is-target")
    assert page.evaluate("scrollY") > 500
    assert _in_view(page, "mark.is-target")


def test_columns_sort_both_ways_and_back(page: Page, report: str) -> None:
    """A header sorts up, down, and gives back the reading order, and says so."""
    page.goto(report + "#view=records")
    page.wait_for_selector("#grid-records tbody tr")
    before = _values(page)
    head = page.locator("#grid-records th.c-value")
    head.locator("button").click()
    up = _values(page)
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    down = _values(page)
    assert up[0] not in (before[0], down[0])
    assert [value.casefold() for value in up[-20:]] == sorted((value.casefold() for value in up[-20:]), key=_plain)
    head.locator("button").click()
    assert _values(page) == before


def test_filters_and_plots_lead_to_the_same_rows(page: Page, report: str) -> None:
    """A click on a bar shows the records that it counts, and the address says which."""
    page.goto(report)
    bar = page.locator(".bars a", has_text="composer")
    n = int(bar.locator(".bar-n").inner_text())
    bar.click()
    page.wait_for_selector("#grid-records tbody tr")
    assert page.locator("#grid-records tbody tr").count() == n
    assert set(page.locator("#grid-records td.c-field").all_inner_texts()) == {"composer"}
    assert "field=composer" in page.url


def test_keys_alone_go_all_the_way_and_back(page: Page, report: str) -> None:
    """`/`, words, arrows and Enter reach the marked place; Esc returns step by step to the row that was left."""
    page.goto(report)
    page.keyboard.press("/")
    page.wait_for_selector("#search:focus")
    page.keyboard.type("vegas actor")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    row = page.evaluate("document.activeElement.dataset.row")
    name = page.inner_text("tr:focus .value")
    page.keyboard.press("Enter")
    page.wait_for_selector("#record-title:focus")
    assert page.inner_text("#record-title") == name
    page.keyboard.press("Tab")  # the link to the work
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.quotes a')")
    page.keyboard.press("ArrowDown")
    quote = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.is-target")
    first = page.inner_text("[aria-current=true].claim")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("[aria-current=true].claim") != first
    assert _in_view(page, "mark.is-target")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    page.wait_for_selector(f'.quotes a[href="{quote}"]:focus')
    page.keyboard.press("Escape")
    page.wait_for_selector(f'tr[data-row="{row}"]:focus')
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""


def test_tab_reaches_one_row_and_the_skip_link(page: Page, report: str) -> None:
    """The list is one stop of the Tab key, whatever its length, and the first stop skips the views' links."""
    page.goto(report + "#view=records")
    page.wait_for_selector("#grid-records tbody tr")
    assert page.locator("#grid-records tbody tr[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator("#view-records").is_visible()


def test_the_summary_needs_no_script(browser: Browser, report: str) -> None:
    """Where scripts are switched off, figures and plots stand there, and a line says what is missing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report)
    assert page.locator("#view-summary .bars svg").first.is_visible()
    assert "need JavaScript" in page.inner_text("noscript")
    context.close()


def test_links_into_the_report_work_from_outside(page: Page, report: str, output: Path) -> None:
    """The address of a record and of a claim on a page open just these; an unknown one is told."""
    records = pq.read_table(output / "records.parquet").to_pylist()
    record = next(row for row in records if row["value"] == "Ines Dornauer")
    page.goto(f"{report}#record={record['record_id']}")
    assert page.inner_text("#record h2") == "Ines Dornauer"
    claims = pq.read_table(output / "claims.parquet").to_pylist()
    claim = next(row for row in claims if row["record_id"] == record["record_id"])
    page.goto("about:blank")
    page.goto(f"{report}#page={claim['document_id']}&claim={claim['claim_id']}")
    assert page.inner_text("mark.is-target") == "Ines Dornauer"
    page.goto("about:blank")
    page.goto(f"{report}#record=0000")
    assert "no record 0000" in page.inner_text("#notice")


def test_markup_in_names_and_pages_stays_text(page: Page, report: str) -> None:
    """A name, a file name and a page with scripts are shown as they are, and nothing of them runs."""
    page.goto(report + "#view=records&q=hacked")
    assert HOSTILE in page.inner_text("#grid-records tbody")
    page.click("#grid-records tbody tr >> nth=0")
    page.wait_for_selector("#record .quotes li")
    assert HOSTILE in page.inner_text("#record")
    page.goto(report + "#view=pages&q=onerror")
    page.click("#grid-pages tbody tr")
    page.wait_for_selector("#page-text")
    assert page.inner_text("#title-page") == HOSTILE_FILE
    assert f"Der {HOSTILE} Turm" in page.inner_text("#page-text")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main script, main img, main b").count() == 0


def test_conflicts_stand_side_by_side(page: Page, report: str) -> None:
    """The values that pages give are listed under their work and field, and lead to their records."""
    page.goto(report + "#view=conflicts")
    page.wait_for_selector(".conflicts")
    year = page.locator(".conflicts > li", has_text="Der gläserne Turm (1987) year")
    assert [text.split()[0] for text in year.locator("ul li").all_inner_texts()] == ["1987", "1988"]
    year.locator("a >> text=1988").click()
    page.wait_for_selector("#record .others")
    assert "1987" in page.inner_text("#record .others")


def test_failures_give_their_reasons(page: Page, report: str) -> None:
    """Pages that failed, are empty or in another language are listed, each with why."""
    page.goto(report + "#view=failures")
    page.wait_for_selector("#grid-failures tbody tr")
    rows = {row.split("\n")[0].strip(): row for row in page.locator("#grid-failures tbody tr").all_inner_texts()}
    shown = "\n".join(rows.values())
    for file, words in (("leer.txt", "empty"), ("village.txt", "unsupported language"), ("kaputt.txt", "failed")):
        assert any(file in row and words in row for row in rows.values()), shown
    assert all(len(row.split("\t")[-1].strip()) > 10 for row in rows.values()), shown


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_text_has_contrast(page: Page, report: str, colours: Any) -> None:
    """Every text on every view has a contrast of 4.5 or more with what lies behind it, and dark mode is dark."""
    page.emulate_media(color_scheme=colours)
    for fragment in [*(f"#view={view}" for view in VIEWS), *_deep(report, page)]:
        page.goto(report + fragment)
        page.wait_for_load_state()
        page.wait_for_timeout(50)
        contrast, text = page.evaluate(LEAST_CONTRAST)
        assert contrast >= 4.5, f"{fragment}: {text!r} has {contrast:.2f}"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(background.split("(")[1].split(",")[0]) < 60) == (colours == "dark")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_view_scrolls_sideways(page: Page, report: str, width: int) -> None:
    """At the widths of phones, tablets and desks, nothing sticks out."""
    page.set_viewport_size({"width": width, "height": 700})
    for fragment in [*(f"#view={view}" for view in VIEWS), *_deep(report, page)]:
        page.goto(report + fragment)
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, fragment


def test_a_split_report_loads_pages_on_demand(
    page: Page, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its data in files beside it, the report does the same, and reads a page only when it is opened."""
    monkeypatch.setattr(data, "CHUNK", 4)
    written = write_report(output, tmp_path / "big films.html", max_embedded=3)
    assert written.folder == tmp_path / "big films_pages"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(written.html.as_uri() + "#view=records&q=wiesengrund+director")
    page.wait_for_selector("#grid-records tbody tr")
    assert not [name for name in asked if name.startswith(("page-", "claims-"))]
    page.click("#grid-records tbody tr")
    page.click("#record .quotes li:last-child a")
    assert page.inner_text("mark.is-target") == "Käthe Wiesengrund"
    assert len([name for name in asked if name.startswith("page-")]) == 2
    assert len([name for name in asked if name.startswith("claims-")]) == 1


def test_a_page_without_its_text_says_so(page: Page, output: Path, tmp_path: Path) -> None:
    """Where sources are gone, evidence shows the quote alone and the page says what helps."""
    empty = tmp_path / "empty"
    empty.mkdir()
    written = write_report(output, tmp_path / "report.html", sources=empty)
    page.goto(written.html.as_uri() + "#view=records&q=wiesengrund+director")
    page.click("#grid-records tbody tr")
    page.wait_for_selector("#record .quotes li")
    assert page.locator("#record .quotes q").all_inner_texts() == ["K. Wiesengrund", "Käthe Wiesengrund"]
    page.click("#record .quotes li:last-child a")
    assert "cannot be read" in page.inner_text("#no-text")


def _make_hostile(path: Path) -> None:
    """Give a record a value that would run if it were taken for markup."""
    records = pq.read_table(path)
    values = [HOSTILE if value == "Ruprecht Solling" else value for value in records["value"].to_pylist()]
    assert HOSTILE in values
    index = records.column_names.index("value")
    pq.write_table(records.set_column(index, records.schema.field("value"), pa.array(values, pa.string())), path)


def _values(page: Page) -> list[str]:
    return page.locator("#grid-records td.c-value .value").all_inner_texts()


def _plain(text: str) -> str:
    return text.replace("ä", "a").replace("ö", "o").replace("ü", "u")


def _in_view(page: Page, selector: str) -> bool:
    """Whether an element lies below the bar on top and above the window's lower edge."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    bar = page.evaluate("document.querySelector('.top').getBoundingClientRect().bottom")
    return bool(box["y"] >= bar and box["y"] + box["height"] <= size["height"])


def _deep(report: str, page: Page) -> list[str]:
    """Addresses of a record in conflict with evidence, and of a place on a page."""
    page.goto(report + "#view=records&q=1988+year")
    page.click("#grid-records tbody tr")
    page.wait_for_selector("#record .quotes li")
    record = page.evaluate("location.hash")
    place = page.evaluate("document.querySelector('#record .quotes a').hash")
    page.goto("about:blank")
    return [record, place]
