"""Precision, recall and F1 from sums, and what a judgement of a page consists of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.types import Span


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of one figure; they add up over pages.

    `found_right` of `found` answers are right; `gold_right` of `gold` answers asked for are found. The two differ where
    several answers touch one, and hold fractions for B³.
    """

    found_right: float = 0
    found: float = 0
    gold_right: float = 0
    gold: float = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found_right + other.found_right,
            self.found + other.found,
            self.gold_right + other.gold_right,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """1 where nothing is found."""
        return self.found_right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing is asked for."""
        return self.gold_right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def support(self) -> float:
        return self.gold

    @property
    def mistakes(self) -> float:
        """Wrong and missed answers together."""
        return self.found - self.found_right + self.gold - self.gold_right


@dataclass(frozen=True, slots=True)
class Error:
    """One mistake on a page: what was expected and what was found (None: nothing), and where, if it has a place."""

    figure: str
    expected: str | None
    found: str | None
    span: Span | None = None

    def __str__(self) -> str:
        if self.expected is None:
            return f"wrong: {self.found}"
        return f"missed: {self.expected}" if self.found is None else f"expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Figures of one page (name to sums) with the mistakes behind them."""

    tallies: Mapping[str, Tally]
    errors: tuple[Error, ...] = ()


def counted(right: float, found: float, gold: float) -> Tally:
    """The tally where each right answer is the answer to one question."""
    return Tally(right, found, right, gold)


def one_answer(right: bool) -> Tally:
    """The tally of a question that has exactly one answer: precision and recall are both the share of right ones."""
    return counted(float(right), 1, 1)


def add_up(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sums of every figure that occurs, in the order of their first occurrence."""
    total: dict[str, Tally] = {}
    for one in tallies:
        for figure, tally in one.items():
            total[figure] = total.get(figure, Tally()) + tally
    return total


def joined(judgements: Iterable[Judgement]) -> Judgement:
    """Judgements of one page as one."""
    parts = list(judgements)
    return Judgement(add_up(part.tallies for part in parts), tuple(error for part in parts for error in part.errors))
