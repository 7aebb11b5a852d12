"""Scores of single pages: what counts as right, wrong and missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.evaluate.compared import same_nearly, same_normally, same_strictly
from pipeline.evaluate.evaluation import Evaluation, bootstrap, group_figures, judge
from pipeline.evaluate.found import Found, FoundClaim, FoundHeading, FoundMention, FoundRun
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.linking import b_cubed, pairwise
from pipeline.evaluate.scores import judge_page
from pipeline.evaluate.tally import Judgement, Tally
from pipeline.types import Span
from tests.evaluate.gold_pages import CONTENTS, gold_page


def perfect(page: GoldPage, work: str = "w") -> Found:
    """What a run without a mistake would find on the page."""
    attributes = {"country": "country", "runtime_min": "runtime"}
    claims = [
        FoundClaim(role, mark.span, mark.span.of(page.text), mark.name, mark.character_in(role), mark.name, mark.name)
        for mark in page.marks
        for role in mark.roles
    ]
    claims += [
        FoundClaim(attributes[key], Span(0, 0), value, value, None, None, None)
        for key, value in page.attributes
        if key in attributes
    ]
    return Found(
        language=page.language,
        title=page.title or None,
        year=int(page.header["year"]) if page.header["year"] else None,
        work=work,
        error=None,
        runs=tuple(FoundRun(run.span, run.language) for run in page.languages),
        headings=tuple(FoundHeading(heading.span, heading.kind) for heading in page.headings),
        mentions=tuple(FoundMention(mark.span, "PER") for mark in page.marks if mark.is_person),
        claims=tuple(claims),
    )


def figure(name: str, found: Found) -> tuple[float, float]:
    """Precision and recall of a figure on the German page."""
    tally = judge_page(gold_page(), found).tallies[name]
    return round(tally.precision, 3), round(tally.recall, 3)


@pytest.mark.parametrize("name", CONTENTS)
def test_a_perfect_run_scores_one_everywhere(name: str) -> None:
    """What gold says is right by every figure, and no mistake is listed."""
    page = gold_page(name)
    judgement = judge_page(page, perfect(page))
    assert {figure for figure, tally in judgement.tallies.items() if tally.f1 != 1} == set()
    assert judgement.errors == ()


def test_an_empty_run_is_precise_and_finds_nothing() -> None:
    """Where nothing is found nothing is wrong: precision 1, recall 0."""
    empty = Found(None, None, None, None, None, (), (), (), ())
    assert figure("credits.normalised", empty) == (1, 0)
    assert figure("headings.overlap", empty) == (1, 0)
    assert figure("entities.PER.exact", empty) == (1, 0)
    assert figure("language.letters", empty) == (0, 0)
    assert figure("facts.title", empty) == (0, 0)


def test_a_failed_page_is_a_mistake_of_its_own() -> None:
    """An error is told, not hidden among what was missed."""
    failed = replace(perfect(gold_page()), error="ValueError: planted")
    judgement = judge_page(gold_page(), failed)
    assert [str(error) for error in judgement.errors] == ["expected an extraction, found ValueError: planted"]


def test_headings_count_by_overlap_exactly_and_by_kind() -> None:
    """A heading that is half covered is found; its bounds and kind are figures of their own."""
    found = perfect(gold_page())
    first, second, *rest = found.headings
    cut = replace(first, span=Span(first.span.start, first.span.end - 1))
    changed = replace(found, headings=(cut, replace(second, kind="plot"), *rest))
    assert figure("headings.overlap", changed) == (1, 1)
    assert figure("headings.exact", changed) == (0.75, 0.75)
    assert figure("headings.kind", changed) == (0.75, 0.75)
    stray = replace(found, headings=(*found.headings, FoundHeading(Span(0, 5), "plot")))
    assert figure("headings.overlap", stray) == (0.8, 1)


def test_persons_count_exactly_by_overlap_and_by_type() -> None:
    """A name cut short is found by overlap only; one with another label is of the wrong type."""
    found = perfect(gold_page())
    first, *rest = found.mentions
    cut = replace(found, mentions=(replace(first, span=Span(first.span.start, first.span.end - 1)), *rest))
    n = len(found.mentions)
    share = round((n - 1) / n, 3)
    assert figure("entities.PER.exact", cut) == (share, share)
    assert figure("entities.PER.overlap", cut) == (1, 1)
    other = replace(found, mentions=(replace(first, label="ORG"), *rest))
    assert figure("entities.PER.exact", other) == (1, share)
    assert figure("entities.PER.type", other) == (share, share)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Konrad Esser", "Konrad Esser", (True, True, True)),
        ("Konrad Esser", "KONRAD  ESSER,", (False, True, True)),
        ("Conan O’Brien", "Conan O'Brien", (False, True, True)),
        ("Hannelore Brückner", "Hannelore Brückners", (False, False, True)),
        ("Konrad Esser", "Konrad Essen", (False, False, False)),
    ],
)
def test_names_compare_in_three_ways(one: str, other: str, same: tuple[bool, bool, bool]) -> None:
    """Strictly, without regard to case and marks, and nearly (one slip in a long name)."""
    assert (same_strictly(one, other), same_normally(one, other), same_nearly(one, other)) == same


def test_a_credit_counts_once_and_under_any_of_its_names() -> None:
    """Two claims of one entity are one credit; the merged name is as good as the claimed one."""
    found = perfect(gold_page())
    short = FoundClaim("actor", Span(0, 5), "Esser", "Esser", None, "Konrad Esser", "Konrad Esser")
    assert figure("credits.normalised", replace(found, claims=(*found.claims, short))) == (1, 1)
    assert figure("credits.place", replace(found, claims=(*found.claims, short)))[0] < 1


def test_a_wrong_field_is_wrong_and_missed() -> None:
    """The director taken for an editor costs precision of the one and recall of the other."""
    found = perfect(gold_page())
    claims = tuple(replace(c, field="editor") if c.field == "director" else c for c in found.claims)
    changed = replace(found, claims=claims)
    assert figure("credits.normalised.director", changed) == (1, 0)
    assert figure("credits.normalised.editor", changed) == (0, 1)
    told = [str(e) for e in judge_page(gold_page(), changed).errors if e.figure.startswith("credits.normalised")]
    assert told == ["missed: director: Käthe Wiesengrund", "wrong: editor: Käthe Wiesengrund"]


def test_characters_count_for_credits_that_are_found() -> None:
    """A part of the name will do; one where gold has none is wrong; one of a missed credit is missed."""
    found = perfect(gold_page())

    def playing(name: str, character: str | None) -> Found:
        claims = (replace(c, character=character) if c.value == name else c for c in found.claims)
        return replace(found, claims=tuple(claims))

    assert figure("characters", playing("Hannelore Brückner", "Martha")) == (1, 1)
    assert figure("characters", playing("Hannelore Brückner", None)) == (1, 0.5)
    assert figure("characters", playing("Käthe Wiesengrund", "Regisseurin"))[0] < 1
    assert figure("characters", replace(found, claims=())) == (1, 0)


def test_facts_are_judged_where_gold_can_list_them() -> None:
    """A country is right in any of its forms and wrong on a page without a work; pages about several are left out."""
    trap = gold_page("de-02-trap")
    country = FoundClaim("country", Span(0, 3), "Der", "Deutschland", None, None, None)
    claimed = judge_page(trap, replace(perfect(trap), claims=(country,)))
    assert claimed.tallies["facts.country"].precision == 0
    several = replace(trap, header={**trap.header, "is_film": "yes"})
    assert "facts.country" not in judge_page(several, perfect(trap)).tallies


def test_pages_in_other_languages_must_yield_no_credit() -> None:
    """Of a French page only the language counts, and that nothing is claimed."""
    page = replace(gold_page("de-02-trap"), header={**gold_page("de-02-trap").header, "doc_language": "fr"}, marks=())
    found = replace(perfect(page), claims=(FoundClaim("actor", Span(0, 3), "Der", "Der", None, None, None),))
    tallies = judge_page(page, found).tallies
    assert tallies["credits.normalised"].precision == 0
    assert "headings.overlap" not in tallies


LINKS = [
    # gold and found cluster of each item, pairwise precision and recall, B³ precision and recall
    ("alike", [("a", "1"), ("a", "1"), ("b", "2")], (1, 1), (1, 1)),
    ("all in one", [("a", "1"), ("a", "1"), ("b", "1")], (1 / 3, 1), (5 / 9, 1)),
    ("each alone", [("a", "1"), ("a", "2"), ("b", "3")], (1, 0), (1, 2 / 3)),
    ("nothing", [], (1, 1), (1, 1)),
]


@pytest.mark.parametrize(("what", "items", "pairs", "cubed"), LINKS, ids=[what for what, *_ in LINKS])
def test_links_pairwise_and_b_cubed(
    what: str, items: list[tuple[str, str]], pairs: tuple[float, float], cubed: tuple[float, float]
) -> None:
    """The figures of small cases, worked out by hand."""
    by_pairs, by_items = pairwise(items), b_cubed(items)
    assert (by_pairs.precision, by_pairs.recall) == pytest.approx(pairs), what
    assert (by_items.precision, by_items.recall) == pytest.approx(cubed), what


def test_pages_with_one_title_are_one_work() -> None:
    """Two pages of one film in two works miss one pair; a page without a title is no item."""
    pages = [gold_page(name) for name in CONTENTS]
    apart = judge(pages, [perfect(page, work=page.name) for page in pages])
    together = judge(pages, [perfect(page) for page in pages])
    assert sum(one.tallies["works.pairwise"].gold for one in apart if "works.pairwise" in one.tallies) == 1
    assert [one.tallies["works.pairwise"].recall for one in apart if "works.pairwise" in one.tallies] == [0, 0]
    assert [one.tallies["works.pairwise"].f1 for one in together if "works.pairwise" in one.tallies] == [1, 1]


def test_intervals_are_repeatable_and_hold_the_figure() -> None:
    """Equal seeds give equal intervals; pages that differ widely give a wide one."""
    page = gold_page()
    judgements = tuple(Judgement({"credits.normalised": Tally(n, 10, n, 10)}) for n in (2, 9, 10, 10))
    evaluation = Evaluation((page,) * 4, judgements, 0.0)
    interval = bootstrap(evaluation)["credits.normalised"]
    assert interval == bootstrap(evaluation)["credits.normalised"]
    assert 0.2 <= interval.low < 31 / 40 < interval.high <= 1
    assert interval.high - interval.low > 0.3


def test_figures_group_by_language_layout_and_page() -> None:
    """Groups add up the pages that belong to them."""
    pages = [gold_page(name) for name in CONTENTS]
    evaluation = Evaluation(tuple(pages), judge(pages, [perfect(page) for page in pages]), 0.0)
    assert set(group_figures(evaluation, "language")) == {"de", "en"}
    assert set(group_figures(evaluation, "layout")) == {"labels", "prose", "trap"}
    assert group_figures(evaluation, "language")["de"]["pages.extracted"].support == 2
    assert set(group_figures(evaluation, "page")) == set(CONTENTS)
