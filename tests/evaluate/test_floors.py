"""Floors: they hold figures, rise, never sink by themselves, and tell what fell."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FloorsError
from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.floors import (
    Fall,
    Floors,
    Lowered,
    check_floors,
    find_falls,
    load_floors,
    raise_floors,
    write_floors,
)
from pipeline.evaluate.tally import Judgement, Tally
from tests.evaluate.gold_pages import gold_page

PAGES = (gold_page("de-01-labels"), gold_page("de-02-trap"))


def evaluation(*right: int, figure: str = "characters") -> Evaluation:
    """Pages with so many right answers of ten each."""
    return Evaluation(PAGES, tuple(Judgement({figure: Tally(n, 10, n, 10)}) for n in right), 0.0)


def test_floors_come_back_as_written(tmp_path: Path) -> None:
    """Reading what was written gives the same floors, reasons and awkward names included."""
    floors = Floors(
        gold="0123",
        floors={"characters f1": 0.9, "credits.place f1": 1.0},
        best={"characters f1": 0.95, "credits.place f1": 1.0},
        mistakes={"characters": {'ä "quoted" page': 2.0}},
        lowered=(Lowered("characters f1", 0.9, 'a new page with "as" lines'),),
    )
    write_floors(tmp_path / "floors.toml", floors)
    assert load_floors(tmp_path / "floors.toml") == floors


def test_floors_are_cut_not_rounded() -> None:
    """A floor is never above the figure it was taken from."""
    tally = Tally(2, 3, 2, 3)
    floors = raise_floors(Evaluation(PAGES[:1], (Judgement({"facts.genre": tally}),), 0.0), None)
    assert floors.floors == {"facts.genre f1": 0.6666}


def test_a_fall_names_figure_value_floor_and_pages() -> None:
    """Pages with more mistakes than when the floor was raised are told, worst first; the others are not."""
    floors = raise_floors(evaluation(10, 9), None)
    falls = find_falls(evaluation(10, 6), floors)
    assert falls[0] == Fall("characters f1", 0.8, 0.95, (("de-02-trap", 2, 8),))
    assert str(falls[0]) == "characters f1 is 0.8000, its floor is 0.9500; worse: de-02-trap (2 mistakes, now 8)"
    assert [fall.floor for fall in falls] == ["characters f1", "characters precision"]
    assert find_falls(evaluation(10, 9), floors) == []


def test_a_figure_that_is_gone_falls() -> None:
    """Gold or figures that vanish do not make floors vanish."""
    floors = raise_floors(evaluation(10, 9), None)
    falls = find_falls(evaluation(10, 9, figure="facts.genre"), floors)
    assert {fall.floor for fall in falls} == {"characters f1", "characters precision"}


def test_an_update_only_raises() -> None:
    """Higher figures raise floors and take their mistakes along; lower ones change nothing."""
    floors = raise_floors(evaluation(10, 6), None)
    higher = raise_floors(evaluation(10, 8), floors)
    assert higher.floors["characters f1"] == 0.9
    assert higher.mistakes["characters"] == {"de-02-trap": 4}
    assert raise_floors(evaluation(10, 7), higher) == higher


def test_an_update_over_fallen_figures_still_fails(tmp_path: Path) -> None:
    """--update-floors is no way around a fall."""
    path = tmp_path / "floors.toml"
    assert check_floors(evaluation(10, 9), path, update=True) == []
    before = path.read_bytes()
    told = check_floors(evaluation(10, 6), path, update=True)
    assert told[0].startswith("characters f1 is 0.8000, its floor is 0.9500")
    assert path.read_bytes() == before


def test_other_gold_is_told(tmp_path: Path) -> None:
    """Floors of other pages say nothing, even if every figure is high enough."""
    path = tmp_path / "floors.toml"
    check_floors(evaluation(10, 9), path, update=True)
    other = Evaluation(PAGES[::-1], evaluation(10, 10).judgements, 0.0)
    assert "the floors are of other gold pages or answers" in check_floors(other, path)[0]
    assert check_floors(other, path, update=True) == []


def lower(path: Path, reason: str) -> None:
    """Lower the floor by hand."""
    text = path.read_text(encoding="utf-8").replace('"characters f1" = 0.95', '"characters f1" = 0.8', 1)
    path.write_text(f"{text}\n{reason}", encoding="utf-8")


def test_lowering_needs_a_reason(tmp_path: Path) -> None:
    """A floor below the best there was is refused without a reason for that very number."""
    path = tmp_path / "floors.toml"
    check_floors(evaluation(10, 9), path, update=True)
    lower(path, "")
    with pytest.raises(FloorsError, match=r"characters f1 was lowered from 0\.95 to 0\.8 without a reason"):
        check_floors(evaluation(10, 9), path)


def test_a_reason_is_kept(tmp_path: Path) -> None:
    """With a reason the lower floor holds, and an update that raises it again keeps the reason."""
    path = tmp_path / "floors.toml"
    check_floors(evaluation(10, 9), path, update=True)
    lower(path, '[[lowered]]\nfloor = "characters f1"\nto = 0.8\nreason = "singers in pairs are not read yet"\n')
    assert [fall.partition(" is ")[0] for fall in check_floors(evaluation(10, 6), path)] == ["characters precision"]
    assert check_floors(evaluation(10, 9), path, update=True) == []
    assert load_floors(path).lowered == (Lowered("characters f1", 0.8, "singers in pairs are not read yet"),)
    assert load_floors(path).floors["characters f1"] == 0.95


WRONG = [
    ("no file", None, "cannot be read"),
    ("no TOML", "[", "no TOML"),
    ("a key missing", "gold = 'x'", "key 'floors' is missing"),
    ("no number", "gold = 'x'\n[floors]\n'a f1' = 'b'\n[best]\n", "has the wrong type"),
    ("no best", "gold = 'x'\n[floors]\n'a f1' = 1\n[best]\n", "a f1 has no line in [best]"),
    ("a floor gone", "gold = 'x'\n[floors]\n[best]\n'a f1' = 1\n", "a f1 has no floor any more"),
]


@pytest.mark.parametrize(("what", "content", "message"), WRONG, ids=[what for what, _, _ in WRONG])
def test_wrong_files_are_told(tmp_path: Path, what: str, content: str | None, message: str) -> None:
    """Every mistake in the file names the file and what helps."""
    path = tmp_path / "floors.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(FloorsError) as caught:
        check_floors(evaluation(10, 9), path)
    assert str(caught.value).startswith(f"{path}: "), what
    assert message in str(caught.value)
