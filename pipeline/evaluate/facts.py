"""Judge what a page states of its work: title, year, and the attributes that gold lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.evaluate.compared import normal
from pipeline.evaluate.found import Found
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.tally import Error, Judgement, counted, joined, one_answer
from pipeline.types import Span

# Key in the header's attributes -> field of the claims.
ATTRIBUTE_FIELDS: Mapping[str, str] = {
    "country": "country",
    "genre": "genre",
    "runtime_min": "runtime",
    "based_on_author": "author",
    "production_company": "production_company",
    "distributor": "distributor",
}


def judge_facts(page: GoldPage, found: Found) -> Judgement:
    """Figures `facts.title`, `facts.year` and `facts.KEY` of every attribute.

    Title and year are one question a page; that there is none is an answer as well. Attributes are not judged
    on pages about several works, where gold lists none.
    """
    year = None if found.year is None else str(found.year)
    parts = [
        _judge_answer("facts.title", page.title, found.title),
        _judge_answer("facts.year", page.header.get("year", ""), year),
    ]
    if page.title or page.header.get("is_film") == "no":
        parts += [_judge_attribute(page, found, key) for key in ATTRIBUTE_FIELDS]
    return joined(parts)


def _judge_answer(figure: str, want: str, have: str | None) -> Judgement:
    right = normal(want) == normal(have)
    errors = () if right else (Error(figure, want or "none", have or "none"),)
    return Judgement({figure: one_answer(right)}, errors)


def _judge_attribute(page: GoldPage, found: Found, key: str) -> Judgement:
    """A value found in any of its forms (as written, normal, merged) is right if gold has it."""
    figure = f"facts.{key}"
    wanted = list(dict.fromkeys(value for name, value in page.attributes if name == key))
    left = list(_values(found, ATTRIBUTE_FIELDS[key]))
    missed = []
    n_found = len(left)
    for value in wanted:
        match = next((one for one in left if normal(value) in one[0]), None)
        if match is None:
            missed.append(value)
        else:
            left.remove(match)
    right = len(wanted) - len(missed)
    errors = [
        *(Error(figure, value, None) for value in missed),
        *(Error(figure, None, span.of(page.text), span) for _, span in left),
    ]
    return Judgement({figure: counted(right, n_found, len(wanted))}, tuple(errors))


def _values(found: Found, field: str) -> Iterator[tuple[frozenset[str], Span]]:
    """Every distinct value of a field: its forms, and where it stands first."""
    groups: dict[str, list[tuple[frozenset[str], Span]]] = defaultdict(list)
    for claim in found.claims:
        if claim.field == field:
            forms = frozenset(normal(form) for form in (claim.exact, claim.value, claim.name) if form)
            groups[claim.entity or normal(claim.value)].append((forms, claim.span))
    for group in groups.values():
        yield frozenset().union(*(forms for forms, _ in group)), group[0][1]
