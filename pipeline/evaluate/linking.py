"""Judge which names were taken for one person, and which pages for one work: pairwise and B³.

Pairwise asks of every two items whether they belong together; B³ (Bagga and Baldwin) asks of every item which share of
its cluster belongs with it, and which share of what belongs with it is in its cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from pipeline.evaluate.compared import normal
from pipeline.evaluate.found import Found
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.tally import Error, Judgement, Tally
from pipeline.lang.vocabulary import LANGUAGES
from pipeline.types import Span

Labels = tuple[str, str]  # of one item: cluster in the gold, cluster in the tables


def judge_people(page: GoldPage, found: Found) -> Judgement:
    """Figures `people.pairwise` and `people.b3`: credited names of one page with one normal form are one person.

    Items are the names that gold credits and a claim quotes exactly; names not found are a matter of other figures.
    """
    entities = {claim.span: claim.entity for claim in found.claims if claim.entity is not None}
    items: dict[Span, Labels] = {}
    for mark in page.marks:
        if mark.roles and mark.is_person and (entity := entities.get(mark.span)) is not None:
            items[mark.span] = (normal(mark.name), entity)
    labels = list(items.values())
    errors = []
    for (one, a), (other, b) in combinations(sorted(items.items()), 2):
        if (a[0] == b[0]) != (a[1] == b[1]):
            names = f"{one.of(page.text)} and {other.of(page.text)}"
            together, apart = f"{names}: one person", f"{names}: two people"
            expected, have = (together, apart) if a[0] == b[0] else (apart, together)
            errors.append(Error("people.pairwise", expected, have, other))
    return Judgement({"people.pairwise": pairwise(labels), "people.b3": b_cubed(labels)}, tuple(errors))


def judge_works(pages: Sequence[GoldPage], founds: Sequence[Found]) -> list[Judgement]:
    """Figures `works.pairwise` and `works.b3` of each page: pages with one title are about one work.

    A pair of pages counts half for each of them. Pages without a title in the gold, or without a work, are no items.
    """
    labels = [_work_labels(page, found) for page, found in zip(pages, founds, strict=True)]
    items = [label for label in labels if label is not None]
    return [
        Judgement({}) if own is None else _judge_work(own, items, pages[index], pages, labels)
        for index, own in enumerate(labels)
    ]


def pairwise(labels: Sequence[Labels]) -> Tally:
    """Of the pairs that are put together, those that belong together; and the other way round."""
    both, found, gold = (
        sum(n * (n - 1) // 2 for n in Counter(keys).values())
        for keys in (labels, [b for _, b in labels], [a for a, _ in labels])
    )
    return Tally(both, found, both, gold)


def b_cubed(labels: Sequence[Labels]) -> Tally:
    """The sums of every item's share; precision and recall divide them by the number of items."""
    return _sum([_item_shares(own, labels) for own in labels])


def _judge_work(
    own: Labels,
    items: Sequence[Labels],
    page: GoldPage,
    pages: Sequence[GoldPage],
    labels: Sequence[Labels | None],
) -> Judgement:
    gold = sum(a == own[0] for a, _ in items) - 1
    found = sum(b == own[1] for _, b in items) - 1
    both = sum(item == own for item in items) - 1
    others = [(other, label) for other, label in zip(pages, labels, strict=True) if label and other is not page]
    errors = []
    for other, label in others:
        if (label[0] == own[0]) != (label[1] == own[1]):
            words = ("the work of", "another work than")
            expected, have = words if label[0] == own[0] else words[::-1]
            errors.append(Error("works.pairwise", f"{expected} {other.name}", f"{have} {other.name}"))
    tallies: Mapping[str, Tally] = {
        "works.pairwise": Tally(both / 2, found / 2, both / 2, gold / 2),
        "works.b3": _item_shares(own, items),
    }
    return Judgement(tallies, tuple(errors))


def _item_shares(own: Labels, items: Sequence[Labels]) -> Tally:
    both = sum(item == own for item in items)
    return Tally(both / sum(b == own[1] for _, b in items), 1, both / sum(a == own[0] for a, _ in items), 1)


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total += tally
    return total


def _work_labels(page: GoldPage, found: Found) -> Labels | None:
    if not page.title or found.work is None or page.language not in LANGUAGES:
        return None
    return normal(page.title), found.work
