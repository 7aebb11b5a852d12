"""Faults planted in every stage: the floors catch each, and the message names the figure and the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import pipeline.extraction
import pipeline.merge.entities
import pipeline.text.headings
from pipeline.evaluate.evaluation import Evaluation, evaluate
from pipeline.evaluate.floors import Floors, find_falls, raise_floors
from pipeline.evaluate.folder import read_page
from pipeline.evaluate.gold import GoldPage
from pipeline.extraction import Resources, load_resources
from pipeline.merge.people import Person
from pipeline.types import Span

GOLD = Path(__file__).parents[1] / "gold"
NAMES = (
    "de-01-senderpresse",
    "de-05-hoerspiel",
    "de-21-maschinenuebersetzt-bullets",
    "en-14-press-release",
    "de-07-kurz-versalien",
)
EXCHANGED = {"de": "en", "en": "de"}


@pytest.fixture(scope="module")
def pages() -> list[GoldPage]:
    return [read_page(GOLD / f"{name}.gold") for name in NAMES]


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources()


@pytest.fixture(scope="module")
def floors(pages: list[GoldPage], resources: Resources) -> Floors:
    """Floors at what the pages give now."""
    return raise_floors(evaluate(pages, resources), None)


def without_a_role_word(_: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """The word «Ton» is no role any more."""
    words = resources.vocabulary
    roles = {word: role for word, role in words.roles.items() if word != "ton"}
    return replace(resources, vocabulary=replace(words, roles=roles))


def with_a_loose_pattern(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """A heading's marks may be bullets, so that items of lists become headings."""
    patch.setattr(pipeline.text.headings, "MARKDOWN", re.compile(r"([#*•-]{1,6})[ \t]*(?=\S)"))
    return resources


def with_rules_for_a_model(_: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """The trained models are gone."""
    rules = load_resources({"de": "rules", "en": "rules"})
    return replace(resources, models=rules.models)


def with_shifted_mentions(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """Names start and end one code point too late."""
    _after(patch, "find_entities", lambda found: tuple(replace(one, span=_shifted(one.span)) for one in found))
    return resources


def with_shifted_claims(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """Credits of lists start and end one code point too late; their values are right."""
    _after(patch, "find_role_lists", lambda found: [replace(one, span=_shifted(one.span)) for one in found])
    return resources


def with_exchanged_languages(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """German is taken for English, and the other way round."""
    _after(
        patch,
        "detect_languages",
        lambda runs: tuple(replace(run, language=EXCHANGED.get(run.language, run.language)) for run in runs),
    )
    return resources


def with_wrong_years(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """Every work is a year younger than its page says."""
    _after(patch, "find_works", lambda works: tuple(replace(w, year=w.year and w.year + 1) for w in works))
    return resources


def with_nobody_joined(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """Every spelling is a person of its own."""
    patch.setattr(
        pipeline.merge.entities,
        "join_people",
        lambda usages, _: [Person(index, (index,), {}) for index in range(len(usages))],
    )
    return resources


def with_a_failing_stage(patch: pytest.MonkeyPatch, resources: Resources) -> Resources:
    """A stage raises an error."""

    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    patch.setattr(pipeline.extraction, "find_role_prose", fail)
    return resources


Plant = Callable[[pytest.MonkeyPatch, Resources], Resources]


@dataclass(frozen=True)
class Fault:
    """A fault with the floor that must fall, a page that must be named, and figures that must not."""

    plant: Plant
    floor: str
    page: str
    untouched: tuple[str, ...] = ("language.letters", "language.page", "pages.extracted")
    first: str | None = None  # beginning of the first figure told; None: that of the floor's stage


FAULTS = [
    Fault(without_a_role_word, "credits.normalised.sound f1", NAMES[1], ("headings.exact", "facts.year")),
    Fault(with_a_loose_pattern, "headings.overlap f1", NAMES[2]),
    Fault(with_rules_for_a_model, "entities.PER.exact f1", NAMES[3], ("language.letters", "headings.overlap")),
    Fault(with_shifted_mentions, "entities.PER.exact f1", NAMES[0], ("language.letters", "headings.overlap")),
    Fault(with_shifted_claims, "credits.place f1", NAMES[0], ("language.letters", "headings.overlap"), "entities"),
    Fault(with_exchanged_languages, "language.letters f1", NAMES[0], ("pages.extracted",)),
    Fault(with_wrong_years, "facts.year f1", NAMES[1], ("language.letters", "credits.place", "facts.title")),
    Fault(with_nobody_joined, "people.pairwise f1", NAMES[4], ("language.letters", "headings.overlap")),
    Fault(with_a_failing_stage, "pages.extracted f1", NAMES[0], ()),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.plant.__name__ for fault in FAULTS])
def test_a_planted_fault_is_caught_and_named(
    fault: Fault, monkeypatch: pytest.MonkeyPatch, pages: list[GoldPage], resources: Resources, floors: Floors
) -> None:
    """The broken stage's figure falls and is told first, with the page that got worse; earlier stages' stay."""
    broken = evaluate(pages, fault.plant(monkeypatch, resources))
    falls = {fall.floor: fall for fall in find_falls(broken, floors)}
    assert fault.floor in falls
    assert next(iter(falls)).startswith(fault.first or fault.floor.partition(".")[0])
    message = str(falls[fault.floor])
    assert message.startswith(f"{fault.floor} is ")
    assert fault.page in message
    assert not falls.keys() & {f"{figure} f1" for figure in fault.untouched}


def test_without_a_fault_nothing_falls(pages: list[GoldPage], resources: Resources, floors: Floors) -> None:
    """The same pages with the same resources keep all floors."""
    again: Evaluation = evaluate(pages, resources)
    assert find_falls(again, floors) == []


def _after(patch: pytest.MonkeyPatch, stage: str, change: Callable[[Any], Any]) -> None:
    """Change what a stage returns."""
    real = getattr(pipeline.extraction, stage)
    patch.setattr(pipeline.extraction, stage, lambda *arguments: change(_list_of(real(*arguments))))


def _list_of(found: Any) -> Any:
    return list(found) if isinstance(found, Iterator) else found


def _shifted(span: Span) -> Span:
    return Span(span.start + 1, span.end + 1)
