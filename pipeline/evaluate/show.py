"""An evaluation and a comparison as text for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.evaluate.comparison import ASPECTS, KINDS, Change, Comparison, count_by
from pipeline.evaluate.credits import MAIN_WAY
from pipeline.evaluate.evaluation import Evaluation, bootstrap, group_figures
from pipeline.evaluate.tally import Tally

# The figures of a group in one line.
OVERVIEW: Mapping[str, str] = {
    "language.letters": "language",
    "headings.overlap": "headings",
    "headings.kind": "kinds",
    "entities.PER.exact": "persons",
    f"credits.{MAIN_WAY}": "credits",
    "characters": "characters",
    "facts.title": "title",
    "facts.year": "year",
}
NOT_SHOWN = ("credits.strict.", "credits.fuzzy.")  # single fields are shown in one way; the others are in the JSON file
NAMES_ONLY = "Of entities, gold marks persons (PER) only: other labels are not judged."
SHOWN_CHANGES = 40
SHOWN_ROWS = 20  # fields or works, those with most changes


def show_evaluation(evaluation: Evaluation, grouping: str) -> str:
    """All figures with their intervals, and an overview by `grouping` (a key of GROUPINGS)."""
    intervals = bootstrap(evaluation)
    rows = [["figure", "precision", "recall", "F1", "95 % of samples", "support", "mistakes"]]
    for figure, tally in evaluation.total.items():
        if not figure.startswith(NOT_SHOWN):
            between = f"{intervals[figure].low:.3f}–{intervals[figure].high:.3f}"
            scores = [f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1)]
            rows.append([figure, *scores, between, f"{tally.support:g}", f"{tally.mistakes:g}"])
    groups = [[f"F1 by {grouping}", *OVERVIEW.values()]]
    for name, figures in group_figures(evaluation, grouping).items():
        groups.append([name, *(_f1(figures.get(figure)) for figure in OVERVIEW)])
    pages = f"{len(evaluation.pages)} pages, gold {evaluation.digest}, {evaluation.seconds:.1f} s"
    return "\n".join([_table(rows), NAMES_ONLY, "", _table(groups), "", pages])


def show_comparison(comparison: Comparison, old: str, new: str) -> str:
    """Counts by field and by work, and the first changes; one line where there are none."""
    if not comparison.changes:
        return f"{old} and {new} hold the same {comparison.n_new:,} records"
    counts = ", ".join(f"{comparison.count(kind):,} {kind}" for kind in KINDS)
    parts = [f"{comparison.n_old:,} records in {old}, {comparison.n_new:,} in {new}: {counts}"]
    for counted, key in ((count_by(comparison, "field"), "field"), (count_by(comparison, "work"), "work")):
        rows = [[key, *KINDS], *([name, *map(str, n.values())] for name, n in list(counted.items())[:SHOWN_ROWS])]
        parts += ["", _table(rows), *_more(len(counted), SHOWN_ROWS)]
    shown = comparison.changes[:SHOWN_CHANGES]
    return "\n".join([*parts, "", *map(show_change, shown), *_more(len(comparison.changes), SHOWN_CHANGES)])


def show_change(change: Change) -> str:
    """`changed  The Glass Tower, director: Käthe Wiesengrund; status: single -> agreed`."""
    line = f"{change.kind:<8} {change.work}, {change.field}: {change.record['value']}"
    if change.old is None or change.new is None:
        return f"{line} ({change.record['sources']})"
    pairs = [
        f"{column}: {change.old[column]} -> {change.new[column]}"
        for aspect in change.aspects
        for column in ASPECTS[aspect]
        if change.old[column] != change.new[column]
    ]
    return "; ".join([line, *pairs])


def _more(n: int, limit: int) -> list[str]:
    return [] if n <= limit else [f"… and {n - limit:,} more: see the CSV file of --csv"]


def _f1(tally: Tally | None) -> str:
    return "–" if tally is None or not (tally.gold or tally.found) else f"{tally.f1:.3f}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns at equal width, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
