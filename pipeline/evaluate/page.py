"""An evaluation as one HTML page: figures, groups, and every mistake with its text. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.evaluate.evaluation import GROUPINGS, Evaluation, bootstrap, group_figures
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.show import NAMES_ONLY, OVERVIEW
from pipeline.evaluate.tally import Error, Judgement, Tally

AROUND = 80  # code points of the text shown on each side of a mistake
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: .5rem 0 1.5rem }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #ddd; vertical-align: top }
th:first-child, td:first-child, .errors th, .errors td { text-align: left }
mark { background: #ffe08a } .expected { color: #06602b } .found { color: #a3001b } .around { color: #555 }
summary { cursor: pointer; font-weight: 600 }
"""


def render_page(evaluation: Evaluation) -> str:
    """The whole page; of pages that are only scored, the number of mistakes stands instead of the mistakes."""
    judged = zip(evaluation.pages, evaluation.judgements, strict=True)
    body = [
        "<h1>Evaluation</h1>",
        f"<p>{len(evaluation.pages)} pages, gold <code>{escape(evaluation.digest)}</code>. {escape(NAMES_ONLY)}</p>",
        _figures(evaluation),
        *(_groups(evaluation, grouping) for grouping in GROUPINGS),
        "<h2>Mistakes</h2>",
        *(_mistakes(page, judgement) for page, judgement in judged),
    ]
    head = f'<meta charset="utf-8"><title>Evaluation</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{"".join(body)}</body></html>\n'


def _figures(evaluation: Evaluation) -> str:
    intervals = bootstrap(evaluation)
    rows = (
        [
            *(figure, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"),
            *(f"{intervals[figure].low:.3f}–{intervals[figure].high:.3f}", f"{tally.support:g}", f"{tally.mistakes:g}"),
        ]
        for figure, tally in evaluation.total.items()
    )
    return _table(["figure", "precision", "recall", "F1", "95 % of samples", "support", "mistakes"], rows)


def _groups(evaluation: Evaluation, grouping: str) -> str:
    rows = (
        [name, *(_f1(figures.get(figure)) for figure in OVERVIEW)]
        for name, figures in group_figures(evaluation, grouping).items()
    )
    return f"<h2>F1 by {escape(grouping)}</h2>{_table(['', *OVERVIEW.values()], rows)}"


def _mistakes(page: GoldPage, judgement: Judgement) -> str:
    n = len(judgement.errors)
    if not n:
        return ""
    if page.is_blind:
        return f"<p>{escape(page.name)}: {n} mistakes, not shown (split: blind)</p>\n"
    rows = "".join(_mistake(page, error) for error in judgement.errors)
    head = "<tr><th>figure<th>expected<th>found<th>text</tr>"
    return (
        f"<details><summary>{escape(page.name)}: {n} mistakes</summary>"
        f'<table class="errors">{head}{rows}</table></details>\n'
    )


def _mistake(page: GoldPage, error: Error) -> str:
    expected, found = (escape(value or "–") for value in (error.expected, error.found))
    return (
        f'<tr><td>{escape(error.figure)}<td class="expected">{expected}<td class="found">{found}'
        f'<td class="around">{"".join(_context(page, error))}</tr>\n'
    )


def _context(page: GoldPage, error: Error) -> Iterator[str]:
    if error.span is None:
        return
    text, start, end = page.text, error.span.start, error.span.end
    yield escape(text[max(0, start - AROUND) : start])
    yield f"<mark>{escape(error.span.of(text))}</mark>"
    yield escape(text[end : end + AROUND])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def row(cells: Iterable[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}' for cell in cells)}</tr>\n"

    return f"<table>{row(head, 'th')}{''.join(row(cells, 'td') for cells in rows)}</table>\n"


def _f1(tally: Tally | None) -> str:
    return "–" if tally is None or not (tally.gold or tally.found) else f"{tally.f1:.3f}"
