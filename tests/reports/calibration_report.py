"""Whether a record's score is a probability: `python -m tests.reports.calibration_report [GOLD_DIR]`.

Every credit record that the shipped models give on the gold pages (of `tests/gold`, if no folder is named) is right or
wrong by the marks of its documents. Printed are a calibration table, the Brier score and the expected calibration
error, as scored and with the weights that fit best, which are to stand in `pipeline.merge.records.WEIGHTS` if they are
better on pages that the fit has not seen (five parts of the pages in turn).
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.batch.work import to_part
from pipeline.evaluate.compared import normal
from pipeline.evaluate.credits import wanted_credits
from pipeline.evaluate.folder import read_gold
from pipeline.evaluate.found import as_document
from pipeline.evaluate.gold import GoldPage
from pipeline.extraction import extract, load_resources
from pipeline.lang.vocabulary import FIELDS
from pipeline.merge import merge
from pipeline.merge.records import WEIGHTS
from pipeline.rows import extraction_rows
from pipeline.settings import Settings

GOLD = Path(__file__).parents[1] / "gold"
BINS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
PARTS = 5
RIDGE = 1.0  # pulls the fit towards (0, 1), which is the score as it stands; so much as one record in doubt

Numbers = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=GOLD)
    pages = read_gold(parser.parse_args().gold)
    scores, right, parts = judged_records(pages, merged_tables(pages))
    print(f"{len(scores):,} credit records, {right.mean():.4f} of them right")
    show("as scored", scores, right)
    odds = np.log(scores / (1 - scores))
    unseen = np.empty_like(scores)
    for part in range(PARTS):
        constant, weight = fit(odds[parts != part], right[parts != part])
        unseen[parts == part] = probability(constant + weight * odds[parts == part])
    show("fitted, on pages not seen", unseen, right)
    constant, weight = fit(odds, right)
    constant, weight = constant + weight * WEIGHTS["constant"], weight * WEIGHTS["claims"]
    print(f'\nWEIGHTS = {{"constant": {constant:.3f}, "claims": {weight:.3f}}}')


def merged_tables(pages: Sequence[GoldPage]) -> dict[str, pa.Table]:
    """The tables of a run over the pages' texts."""
    settings = Settings()
    resources = load_resources(settings.models.model_dump(), settings.vocabulary)
    part = to_part(extraction_rows(extract(as_document(page), resources)) for page in pages)
    return merge(part, resources.vocabulary)


def judged_records(
    pages: Sequence[GoldPage], tables: Mapping[str, pa.Table]
) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Score, truth (0 or 1) and part of every credit record: right is what the marks of one of its pages say."""
    gold = {as_document(page).id: {(c.field, normal(c.name)) for c in wanted_credits(page)} for page in pages}
    stated: dict[str | None, set[tuple[str, str]]] = defaultdict(set)
    for claim in tables["claims"].to_pylist():
        for text in (claim["value"], claim["exact"]):
            stated[claim["record_id"]].add((claim["document_id"], normal(text)))
    rows = []
    for record in tables["records"].to_pylist():
        if record["field"] in FIELDS:
            documents = sorted({document for document, _ in stated[record["record_id"]]})
            names = {normal(record["value"]), *(name for _, name in stated[record["record_id"]])}
            right = any((record["field"], name) in gold[document] for document in documents for name in names)
            rows.append((record["score"], float(right), zlib.crc32(documents[0].encode()) % PARTS))
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    scores = np.clip(np.array(columns[0], dtype=np.float64), 1e-4, 1 - 1e-4)
    return scores, np.array(columns[1], dtype=np.float64), np.array(columns[2], dtype=np.int64)


def fit(odds: Numbers, right: Numbers) -> tuple[float, float]:
    """Constant and weight of log-odds by which the probability of `right` is greatest (Newton's method)."""
    features = np.column_stack([np.ones_like(odds), odds])
    prior = np.array([0.0, 1.0])
    weights = prior.copy()
    for _ in range(50):
        expected = probability(features @ weights)
        gradient = features.T @ (right - expected) - RIDGE * (weights - prior)
        curvature = (features * (expected * (1 - expected))[:, None]).T @ features + RIDGE * np.eye(2)
        weights = weights + np.linalg.solve(curvature, gradient)
    return float(weights[0]), float(weights[1])


def show(title: str, scores: Numbers, right: Numbers) -> None:
    """The calibration table: how many records have such a score, what they promise, how many are right."""
    print(f"\n{title}: Brier score {np.mean((scores - right) ** 2):.4f}")
    print("  score          records  promised  right")
    error = 0.0
    for low, high in pairwise(BINS):
        inside = (scores > low) & (scores <= high)
        if inside.any():
            promised, true = float(scores[inside].mean()), float(right[inside].mean())
            error += abs(promised - true) * inside.sum() / len(scores)
            print(f"  {low:.2f} to {high:.2f} {inside.sum():10,}    {promised:.4f}  {true:.4f}")
    print(f"  expected calibration error {error:.4f}")


def probability(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


if __name__ == "__main__":
    main()
