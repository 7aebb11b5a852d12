"""Draw the report's pictures for the README: `python -m tests.view.screenshots docs/images`.

They show a run over the three sample pages and two short ones that disagree.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from pipeline.batch.run import run
from pipeline.settings import Settings
from pipeline.view.report.command import write_report
from tests.view.browser import MISSING, find_chromium, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
WIDE, PHONE = (1280, 860), (390, 844)
SEARCH, RECORD = "vegas", "Nicolas Cage"


def main(folder: Path) -> None:
    """Write `report-*.png` into the folder."""
    if find_chromium() is None:
        sys.exit(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary, open_browser() as browser:
        output = Path(temporary) / "films"
        run([ROOT / "seeds", ROOT / "tests" / "merge" / "conflict"], output, Settings())
        address = write_report(output).html.as_uri()
        page = _open(browser, address, "light", WIDE)
        page.screenshot(path=folder / "report-summary.png")
        _open_record(page)
        page.screenshot(path=folder / "report-record.png")
        page = _open(browser, address, "dark", WIDE)
        _open_page(page)
        page.screenshot(path=folder / "report-page-dark.png")
        page = _open(browser, address, "light", PHONE)
        _open_record(page)
        page.screenshot(path=folder / "report-phone.png")


def _open(browser: Browser, address: str, colours: Literal["light", "dark"], size: tuple[int, int]) -> Page:
    page = browser.new_page(color_scheme=colours, viewport={"width": size[0], "height": size[1]}, device_scale_factor=1)
    page.goto(address)
    return page


def _open_record(page: Page) -> None:
    page.keyboard.press("/")
    page.fill("#search:focus", SEARCH)
    page.click(f"#grid-records tr >> text={RECORD}")
    page.mouse.move(0, 0)  # nothing is to look as if pointed at
    page.wait_for_selector("#record .quotes li")


def _open_page(page: Page) -> None:
    _open_record(page)
    page.press("#record .quotes li:nth-child(3) a", "Enter")
    page.wait_for_selector("mark.is-target")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
