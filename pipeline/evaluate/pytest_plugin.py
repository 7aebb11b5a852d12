"""Gold pages as pytest tests: `pytest --abspann-gold my_gold/ --abspann-floors floors.toml`.

One test per page and figure: the page may have no more mistakes than the floors record (without floors: none). And one
test per floor. All pages are evaluated once, when the first test runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.evaluate.evaluation import Evaluation
    from pipeline.evaluate.floors import Floors

GOLD, FLOORS, SETTINGS = "abspann_gold", "abspann_floors", "abspann_settings"
FIGURES = (
    *("pages.extracted", "language.page", "language.letters"),
    *("headings.overlap", "headings.exact", "headings.kind"),
    *("entities.PER.exact", "entities.PER.overlap", "entities.PER.type"),
    *("credits.normalised", "credits.place", "characters"),
    *("facts.title", "facts.year", "facts.country", "facts.genre", "facts.runtime_min"),
    *("people.pairwise", "works.pairwise"),
)
SHOWN_ERRORS = 20
STATE = pytest.StashKey["GoldState"]()


class GoldState:
    """What the tests share: the evaluation, made when it is first asked for, and the floors."""

    def __init__(self, gold: Path, floors: Path | None, settings: Path | None) -> None:
        self.gold = gold
        self.floors_path = floors
        self.settings = settings
        self._evaluation: Evaluation | None = None
        self._floors: Floors | None = None

    @property
    def evaluation(self) -> Evaluation:
        from pipeline.evaluate.evaluation import evaluate
        from pipeline.evaluate.folder import read_gold
        from pipeline.extraction import load_resources
        from pipeline.settings import load_settings

        if self._evaluation is None:
            settings = load_settings(self.settings)
            resources = load_resources(settings.models.model_dump(), settings.vocabulary)
            self._evaluation = evaluate(read_gold(self.gold), resources)
        return self._evaluation

    @property
    def floors(self) -> Floors | None:
        from pipeline.evaluate.floors import load_floors

        if self._floors is None and self.floors_path is not None:
            self._floors = load_floors(self.floors_path)
        return self._floors


class MistakesError(Exception):
    """A test of a gold page or floor that fails; the message says all."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the command line."""
    group = parser.getgroup("abspann")
    group.addoption("--abspann-gold", metavar="DIR", type=Path, help="Folder of gold pages that become tests.")
    group.addoption("--abspann-floors", metavar="FILE", type=Path, help="Floors (TOML) that the pages must keep.")
    group.addoption("--abspann-settings", metavar="FILE", type=Path, help="Settings of Abspann (TOML).")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the gold folder and the floors beside what was asked for."""
    gold = config.getoption(GOLD)
    if gold is None:
        return
    floors = config.getoption(FLOORS)
    for path in (gold, *([floors] if floors else [])):
        if not path.exists():
            raise pytest.UsageError(f"{path}: no such file or folder; check --abspann-gold and --abspann-floors")
        if str(path) not in config.args:
            config.args.append(str(path))
    config.stash[STATE] = GoldState(gold.resolve(), floors and floors.resolve(), config.getoption(SETTINGS))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Gold pages of the folder and the floors; other files are none of ours."""
    state = parent.config.stash.get(STATE, None)
    if state is None:
        return None
    if file_path.resolve() == state.floors_path:
        return FloorsFile.from_parent(parent, path=file_path)
    if file_path.suffix in (".gold", ".json") and state.gold in (file_path.resolve(), file_path.resolve().parent):
        return GoldFile.from_parent(parent, path=file_path)
    return None


class GoldFile(pytest.File):
    """A gold page: one test per figure."""

    def collect(self) -> Iterator[PageTest]:
        for figure in FIGURES:
            yield PageTest.from_parent(self, name=figure)


class FloorsFile(pytest.File):
    """The floors: one test for each, and one for the gold set itself."""

    def collect(self) -> Iterator[FloorTest | GoldTest]:
        try:
            floors = self.config.stash[STATE].floors
        except PipelineError as error:
            raise self.CollectError(str(error)) from error
        yield GoldTest.from_parent(self, name="gold")
        for name in floors.floors if floors is not None else ():
            yield FloorTest.from_parent(self, name=name)


class _Test(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone where it says all; anything else with its traceback."""
        if isinstance(excinfo.value, (MistakesError, PipelineError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.stem}: {self.name}"


class PageTest(_Test):
    """A page has no more mistakes of a figure than it may have."""

    def runtest(self) -> None:
        state = self.config.stash[STATE]
        page_name = self.path.stem
        evaluation, floors = state.evaluation, state.floors
        index = next(i for i, page in enumerate(evaluation.pages) if page.name == page_name)
        tally = evaluation.judgements[index].tallies.get(self.name)
        allowed = _allowed(floors.mistakes if floors is not None else {}, self.name, page_name)
        if tally is None or round(tally.mistakes, 3) <= allowed:
            return
        shown = ["(split: blind; mistakes are not shown)"]
        if not evaluation.pages[index].is_blind:
            shown = [str(one) for one in evaluation.judgements[index].errors if _belongs(one.figure, self.name)]
        raise MistakesError("\n".join(_told(page_name, self.name, tally.mistakes, allowed, shown)))


class FloorTest(_Test):
    """A figure over all pages keeps its floor."""

    def runtest(self) -> None:
        from pipeline.evaluate.floors import find_falls

        state = self.config.stash[STATE]
        if state.floors is not None:
            for fall in find_falls(state.evaluation, state.floors):
                if fall.floor == self.name:
                    raise MistakesError(str(fall))


class GoldTest(_Test):
    """The floors were measured on these very pages and answers."""

    def runtest(self) -> None:
        state = self.config.stash[STATE]
        if state.floors is not None and state.evaluation.digest != state.floors.gold:
            raise MistakesError(f"{self.path}: the floors are of other gold pages or answers; write them anew")


def _allowed(mistakes: Mapping[str, Mapping[str, float]], figure: str, page: str) -> float:
    return mistakes.get(figure, {}).get(page, 0.0)


def _belongs(of_error: str, figure: str) -> bool:
    """An error counts for its own figure, and what is missed altogether counts for the exact one as well."""
    return of_error.startswith(figure) or (figure, of_error) == ("headings.exact", "headings.overlap")


def _told(page: str, figure: str, now: float, allowed: float, lines: Sequence[str]) -> Iterator[str]:
    yield f"{page}: {now:g} mistakes of {figure}, {allowed:g} allowed"
    yield from (f"  {line}" for line in lines[:SHOWN_ERRORS])
    if len(lines) > SHOWN_ERRORS:
        yield f"  … and {len(lines) - SHOWN_ERRORS} more"
