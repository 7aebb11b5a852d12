"""Floors: figures that a change must not push down, kept in a TOML file beside the digest of the gold.

The file is written by `abspann evaluate GOLD --floors FILE --update-floors`, which only raises floors. A floor may be
lowered by hand; then `[[lowered]]` must say to what and why, and the entry stays.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.errors import FloorsError
from pipeline.evaluate.credits import MAIN_WAY
from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.tally import Tally

DIGITS = 4  # floors are cut, not rounded, to so many digits
PRECISION_TOO = (f"credits.{MAIN_WAY}", "characters", "entities.PER.exact")  # figures whose precision is pinned as well
NOT_PINNED = ("credits.strict.", "credits.fuzzy.")  # single fields are pinned in one way only
# Figures in the order in which one fault pulls down another: what stands first is nearest to the cause.
STAGES = ("pages", "language", "headings", "people", "works", "facts.title", "facts.year", "entities", "credits")
NOTE = """# Figures that a change must not push down. Raised by `abspann evaluate GOLD --floors FILE --update-floors`.
# To lower one, edit its line in [floors] and say why:
#
#     [[lowered]]
#     floor = "characters f1"
#     to = 0.9
#     reason = "the new page of an opera house pairs singers in a way that is not read yet"
"""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor lowered by hand, and why."""

    floor: str
    to: float
    reason: str


@dataclass(frozen=True, slots=True)
class Floors:
    """The content of a file of floors.

    `floors` and `best` map e.g. `characters f1` to a number from 0 to 1; `best` is the highest floor there ever was.
    `mistakes` are the mistakes by figure and page when the figure's floor was last raised; pages without any are left
    out.
    """

    gold: str
    floors: Mapping[str, float] = field(default_factory=dict)
    best: Mapping[str, float] = field(default_factory=dict)
    mistakes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """A floor that is undercut, with the pages that have more mistakes than before: (page, before, now)."""

    floor: str
    value: float
    limit: float
    pages: tuple[tuple[str, float, float], ...]

    def __str__(self) -> str:
        told = ", ".join(f"{page} ({before:g} mistakes, now {now:g})" for page, before, now in self.pages)
        return f"{self.floor} is {self.value:.4f}, its floor is {self.limit:.4f}; worse: {told or 'no single page'}"


def load_floors(path: Path) -> Floors:
    """The floors in a file.

    Raises:
        FloorsError: it cannot be read, has a wrong form, or a floor was lowered without a reason.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FloorsError(
            f"{path}: cannot be read ({error.strerror}); write it with `abspann evaluate GOLD --floors {path} "
            "--update-floors`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FloorsError(f"{path}: no TOML ({error}); mend the file") from error
    floors = _parse(path, value)
    for name in sorted(floors.best.keys() - floors.floors.keys()):
        raise FloorsError(f"{path}: {name} has no floor any more; put its line back into [floors]")
    for name, limit in floors.floors.items():
        _check_lowered(path, floors, name, limit)
    return floors


def write_floors(path: Path, floors: Floors) -> None:
    """Write the file; `load_floors` gives the floors back."""
    try:
        path.write_text(_as_toml(floors), encoding="utf-8", newline="\n")
    except OSError as error:
        raise FloorsError(f"{path}: cannot be written ({error.strerror}); check path and permissions") from error


def find_falls(evaluation: Evaluation, floors: Floors) -> list[Fall]:
    """The floors that are undercut, those of early stages first, of one stage the deepest first.

    A figure that no page has any more counts as 0.
    """
    values = pinned_values(evaluation)
    now = mistakes_by_page(evaluation)
    falls = []
    for name, limit in floors.floors.items():
        value = _cut(values.get(name, 0.0))
        if value < limit:
            figure = name.rpartition(" ")[0]
            falls.append(Fall(name, value, limit, tuple(_worse(floors.mistakes.get(figure, {}), now.get(figure, {})))))
    return sorted(falls, key=lambda f: (_stage(f.floor), round(f.value - f.limit, DIGITS), f.floor))


def check_floors(evaluation: Evaluation, path: Path, update: bool = False) -> list[str]:
    """What is wrong with an evaluation by the floors in a file, a line each; `update` raises them before.

    Raises:
        FloorsError: the file is missing or wrong.
    """
    floors = load_floors(path) if path.exists() or not update else None
    if update:
        floors = raise_floors(evaluation, floors)
        write_floors(path, floors)
    assert floors is not None
    falls = [str(fall) for fall in find_falls(evaluation, floors)]
    if evaluation.digest == floors.gold:
        return falls
    return [f"{path}: the floors are of other gold pages or answers; measure anew with --update-floors", *falls]


def raise_floors(evaluation: Evaluation, old: Floors | None) -> Floors:
    """Floors at the figures of an evaluation where these are higher; none gets lower, and none goes."""
    old = old or Floors(evaluation.digest)
    values = {name: _cut(value) for name, value in pinned_values(evaluation).items()}
    raised = {name for name, value in values.items() if value >= old.floors.get(name, 0.0)}
    floors = {**old.floors, **{name: values[name] for name in raised}}
    best = {name: max(limit, old.best.get(name, 0.0)) for name, limit in floors.items()}
    now = mistakes_by_page(evaluation)
    figures = {name.rpartition(" ")[0] for name in raised}
    figures -= {name.rpartition(" ")[0] for name in values.keys() - raised}
    mistakes = {**old.mistakes, **{figure: now.get(figure, {}) for figure in figures}}
    return replace(old, gold=evaluation.digest, floors=_sorted(floors), best=_sorted(best), mistakes=_sorted(mistakes))


def pinned_values(evaluation: Evaluation) -> dict[str, float]:
    """What floors are about: F1 of every figure, but of single fields in one way only, and some precisions."""
    values: dict[str, float] = {}
    for figure, tally in evaluation.total.items():
        if not figure.startswith(NOT_PINNED) and _is_asked(tally):
            values[f"{figure} f1"] = tally.f1
            if figure in PRECISION_TOO:
                values[f"{figure} precision"] = tally.precision
    return values


def mistakes_by_page(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """Figure to page to mistakes; pages without any are left out."""
    found: dict[str, dict[str, float]] = {}
    for page, judgement in zip(evaluation.pages, evaluation.judgements, strict=True):
        for figure, tally in judgement.tallies.items():
            mistakes = round(tally.mistakes, 3)
            if mistakes and not figure.startswith(NOT_PINNED):
                found.setdefault(figure, {})[page.name] = mistakes
    return found


def _stage(floor: str) -> int:
    """The place of a floor's figure in STAGES, which is tried from the start."""
    return next((place for place, stage in enumerate(STAGES) if floor.startswith(stage)), len(STAGES))


def _is_asked(tally: Tally) -> bool:
    return tally.gold > 0 or tally.found > 0


def _worse(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[tuple[str, float, float]]:
    for page, mistakes in sorted(now.items(), key=lambda item: (before.get(item[0], 0.0) - item[1], item[0])):
        if mistakes > before.get(page, 0.0):
            yield page, before.get(page, 0.0), mistakes


def _cut(value: float) -> float:
    steps = float(10**DIGITS)
    return math.floor(value * steps + 1e-6) / steps


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(values.items()))


def _check_lowered(path: Path, floors: Floors, name: str, limit: float) -> None:
    best = floors.best.get(name)
    if best is None:
        raise FloorsError(f"{path}: {name} has no line in [best]; write floors with --update-floors")
    if limit < best and not any(one.floor == name and one.to == limit and one.reason.strip() for one in floors.lowered):
        raise FloorsError(
            f"{path}: {name} was lowered from {best} to {limit} without a reason; add [[lowered]] with "
            f'floor = "{name}", to = {limit} and reason = "…"'
        )


def _parse(path: Path, value: Mapping[str, Any]) -> Floors:
    try:
        return Floors(
            gold=str(value["gold"]),
            floors={name: float(limit) for name, limit in value["floors"].items()},
            best={name: float(limit) for name, limit in value["best"].items()},
            mistakes={
                figure: {page: float(n) for page, n in pages.items()}
                for figure, pages in value.get("mistakes", {}).items()
            },
            lowered=tuple(Lowered(one["floor"], float(one["to"]), one["reason"]) for one in value.get("lowered", ())),
        )
    except KeyError as error:
        raise FloorsError(f"{path}: key {error} is missing; put it back, or write the file anew") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise FloorsError(f"{path}: a value has the wrong type ({error}); mend the file") from error


def _as_toml(floors: Floors) -> str:
    return "\n".join(
        [
            f"{NOTE}\ngold = {_string(floors.gold)}",
            *_table("floors", floors.floors),
            *_table("best", floors.best),
            *(line for one in floors.lowered for line in _lowered(one)),
            *(
                line
                for figure, pages in floors.mistakes.items()
                if pages
                for line in _table(f"mistakes.{_string(figure)}", pages)
            ),
            "",
        ]
    )


def _table(name: str, values: Mapping[str, float]) -> Sequence[str]:
    return ["", f"[{name}]", *(f"{_string(key)} = {value:g}" for key, value in values.items())]


def _lowered(one: Lowered) -> Sequence[str]:
    return [
        *("", "[[lowered]]", f"floor = {_string(one.floor)}"),
        *(f"to = {one.to:g}", f"reason = {_string(one.reason)}"),
    ]


def _string(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's as well."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
