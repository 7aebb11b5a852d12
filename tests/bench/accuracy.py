"""How right the notebook way and the pipeline are on the same gold pages, by the same judge."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.evaluate.evaluation import judge
from pipeline.evaluate.found import Found, FoundClaim, FoundMention, find_answers
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.tally import add_up
from pipeline.extraction import load_resources
from pipeline.types import Span
from tests.bench.notebook_way import read_pages

FIGURES = {"credits": "credits.normalised", "characters": "characters", "persons": "entities.PER.exact"}


def pipeline_accuracy(pages: Sequence[GoldPage]) -> dict[str, float]:
    """F1 (0 to 1) of credits, characters and persons."""
    return _figures(pages, find_answers(pages, load_resources()))


def notebook_accuracy(pages: Sequence[GoldPage]) -> dict[str, float]:
    """The same figures of the notebook way."""
    records, names = read_pages({page.name: page.text for page in pages})
    return _figures(pages, [_answers(page, records, names) for page in pages])


def _figures(pages: Sequence[GoldPage], founds: Sequence[Found]) -> dict[str, float]:
    total = add_up(judgement.tallies for judgement in judge(pages, founds))
    return {name: total[figure].f1 for name, figure in FIGURES.items()}


def _answers(page: GoldPage, records: pd.DataFrame, names: pd.DataFrame) -> Found:
    """What the notebook's tables say of a page, in the form that the judge takes."""
    claims = [
        FoundClaim(
            row.field,
            Span(row.start, row.start + len(row.value)),
            row.value,
            row.value,
            row.character if isinstance(row.character, str) else None,
            None,
            None,
        )
        for row in records[records["page"] == page.name].itertuples()
    ]
    mentions = [
        FoundMention(Span(row.start, row.end), row.label) for row in names[names["page"] == page.name].itertuples()
    ]
    return Found(None, None, None, None, None, (), (), tuple(mentions), tuple(claims))
