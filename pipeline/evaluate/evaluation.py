"""Run the pipeline over gold pages and add up the figures: in all, by language, layout and page."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.evaluate.folder import digest
from pipeline.evaluate.found import Found, find_answers
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.linking import judge_works
from pipeline.evaluate.scores import judge_page
from pipeline.evaluate.tally import Judgement, Tally, add_up, joined
from pipeline.extraction import Resources

ROUNDS = 1000  # samples of pages for the confidence intervals
SEED = 1
CONFIDENCE = 0.95
GROUPINGS: Mapping[str, Callable[[GoldPage], str]] = {
    "language": lambda page: page.language,
    "layout": lambda page: page.layout,
    "page": lambda page: page.name,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the F1 lies (0 to 1) in the middle 95 % of samples of the pages."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The gold pages with the judgement of each, in the same order, and the seconds that it all took."""

    pages: tuple[GoldPage, ...]
    judgements: tuple[Judgement, ...]
    seconds: float

    @property
    def total(self) -> dict[str, Tally]:
        """All figures over all pages."""
        return in_order(add_up(judgement.tallies for judgement in self.judgements))

    @property
    def digest(self) -> str:
        return digest(self.pages)


def evaluate(pages: Sequence[GoldPage], resources: Resources) -> Evaluation:
    """Extract and merge all pages, and judge each."""
    began = time.perf_counter()
    founds = find_answers(pages, resources)
    judgements = judge(pages, founds)
    return Evaluation(tuple(pages), judgements, time.perf_counter() - began)


def judge(pages: Sequence[GoldPage], founds: Sequence[Found]) -> tuple[Judgement, ...]:
    """The judgement of each page: its own figures, and its share in the linking of works."""
    works = judge_works(pages, founds)
    return tuple(
        joined((judge_page(page, found), work)) for page, found, work in zip(pages, founds, works, strict=True)
    )


def group_figures(evaluation: Evaluation, grouping: str) -> dict[str, dict[str, Tally]]:
    """Figures by group; `grouping` is a key of GROUPINGS."""
    return {name: part.total for name, part in split(evaluation, grouping).items()}


def split(evaluation: Evaluation, grouping: str) -> dict[str, Evaluation]:
    """The evaluation of the pages of each group, by name; the seconds are those of the whole."""
    groups: dict[str, list[tuple[GoldPage, Judgement]]] = defaultdict(list)
    for page, judgement in zip(evaluation.pages, evaluation.judgements, strict=True):
        groups[GROUPINGS[grouping](page)].append((page, judgement))
    return {
        name: Evaluation(tuple(p for p, _ in parts), tuple(j for _, j in parts), evaluation.seconds)
        for name, parts in sorted(groups.items())
    }


def in_order(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """By name."""
    return dict(sorted(tallies.items()))


def bootstrap(evaluation: Evaluation, rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Interval]:
    """Confidence intervals of every figure's F1: the pages are drawn anew, with repetition, `rounds` times."""
    figures = list(evaluation.total)
    sums = np.array(
        [[_sums(judgement.tallies.get(figure, Tally())) for figure in figures] for judgement in evaluation.judgements]
    )  # pages × figures × 4
    n = len(evaluation.pages)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=rounds)
    drawn = np.tensordot(weights, sums, axes=1)  # rounds × figures × 4
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(drawn[..., 1] > 0, drawn[..., 0] / drawn[..., 1], 1.0)
        recall = np.where(drawn[..., 3] > 0, drawn[..., 2] / drawn[..., 3], 1.0)
        both = precision + recall
        f1 = np.where(both > 0, 2 * precision * recall / both, 0.0)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(f1, (tail, 1 - tail), axis=0)
    return {figure: Interval(float(low[i]), float(high[i])) for i, figure in enumerate(figures)}


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Everything as plain values: figures with intervals, the groups, and the mistakes on pages that may be shown."""
    return {
        "gold": evaluation.digest,
        "pages": len(evaluation.pages),
        "seconds": round(evaluation.seconds, 1),
        "figures": _figures(evaluation),
        "groups": {
            grouping: {name: _figures(part) for name, part in split(evaluation, grouping).items()}
            for grouping in GROUPINGS
        },
        "errors": {
            page.name: [
                {
                    "figure": error.figure,
                    "expected": error.expected,
                    "found": error.found,
                    "start": None if error.span is None else error.span.start,
                    "end": None if error.span is None else error.span.end,
                }
                for error in judgement.errors
            ]
            for page, judgement in zip(evaluation.pages, evaluation.judgements, strict=True)
            if not page.is_blind
        },
    }


def _figures(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    intervals = bootstrap(evaluation)
    return {
        figure: {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "f1_low": intervals[figure].low,
            "f1_high": intervals[figure].high,
            "support": tally.support,
            "mistakes": tally.mistakes,
        }
        for figure, tally in evaluation.total.items()
    }


def _sums(tally: Tally) -> tuple[float, float, float, float]:
    return tally.found_right, tally.found, tally.gold_right, tally.gold
