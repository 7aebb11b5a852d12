"""Whether a record's score is a probability: `python -m tests.reports.calibration_report GOLD_DIR RUN_DIR`.

GOLD_DIR holds gold pages (`NAME.gold`, the markup of `tests/gold`), RUN_DIR the tables of a run over their texts
(`NAME.txt`). Every credit record is right or wrong by the gold of its documents. Printed are a calibration table, the
Brier score and the expected calibration error, as scored and with the weights that fit best, in the form of
`pipeline.merge.records.WEIGHTS`; the fit is checked on pages that it has not seen (five parts of the pages in turn).
"""

from __future__ import annotations

import argparse
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.lang.vocabulary import FIELDS

MARK = re.compile(r"⟦([^|⟦⟧]+)\|([^|⟦⟧]*)(?:\|[^|⟦⟧]*)?⟧")
BINS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
PARTS = 5
RIDGE = 1.0  # pulls the fit towards (0, 1), which is the score as it stands; so much as one record in doubt

Numbers = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("run", type=Path)
    options = parser.parse_args()
    scores, right, parts = judged_records(gold_credits(options.gold), options.run)
    print(f"{len(scores):,} credit records, {right.mean():.4f} of them right")
    show("as scored", scores, right)
    odds = np.log(scores / (1 - scores))
    unseen = np.empty_like(scores)
    for part in range(PARTS):
        constant, weight = fit(odds[parts != part], right[parts != part])
        unseen[parts == part] = probability(constant + weight * odds[parts == part])
    show("fitted, on pages not seen", unseen, right)
    constant, weight = fit(odds, right)
    print(f'WEIGHTS = {{"constant": {constant:.3f}, "claims": {weight:.3f}}}')


def gold_credits(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """Each page's credits as (field, name), folded, by the page's name."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.gold")):
        body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
        credits: set[tuple[str, str]] = set()
        for roles, names in MARK.findall(body):
            credits |= {(role, fold(name)) for role in roles.split("+") for name in names.split("→")}
        found[path.stem] = credits
    return found


def judged_records(gold: Mapping[str, set[tuple[str, str]]], run: Path) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Score, truth (0 or 1) and part of every credit record of the run."""
    tables = {name: pq.read_table(run / f"{name}.parquet").to_pylist() for name in ("documents", "claims", "records")}
    page_of = {row["document_id"]: Path(row["source"]).stem for row in tables["documents"]}
    stated: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim in tables["claims"]:
        for text in (claim["value"], claim["exact"]):
            stated[claim["record_id"]].add((page_of[claim["document_id"]], fold(text)))
    rows = []
    for record in tables["records"]:
        if record["field"] in FIELDS and stated[record["record_id"]]:
            pages = sorted(page for page, _ in stated[record["record_id"]])
            names = {(record["field"], name) for _, name in stated[record["record_id"]]} | {
                (record["field"], fold(record["value"]))
            }
            right = any(names & gold.get(page, set()) for page in pages)
            rows.append((record["score"], float(right), zlib.crc32(pages[0].encode()) % PARTS))
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


def fold(text: str) -> str:
    """A name without regard to case, spacing and apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(" .,;:")


if __name__ == "__main__":
    main()
