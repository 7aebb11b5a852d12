"""Judge credits (per field, in three ways, and place by place) and the characters that they pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.compared import WAYS, Same, normal
from pipeline.evaluate.found import Found, FoundClaim
from pipeline.evaluate.gold import GoldPage
from pipeline.evaluate.tally import Error, Judgement, Tally, counted, joined
from pipeline.lang.vocabulary import FIELDS
from pipeline.types import Span

SHORT_CHARACTER = 3  # code points; longer characters may be part of each other: «Stahl» and «Pfarrer Stahl»
MAIN_WAY = "normalised"


@dataclass(frozen=True, slots=True)
class WantedCredit:
    """A person or company in a role of the page's work, once however often the page says so."""

    field: str
    name: str
    span: Span
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundCredit:
    """All claims of a page that give one entity one field; `names` are its names as claimed and as merged."""

    field: str
    names: tuple[str, ...]
    span: Span
    characters: tuple[str, ...]


Pair = tuple[WantedCredit, FoundCredit | None]


def judge_credits(page: GoldPage, found: Found) -> Judgement:
    """Figures `credits.strict`, `.normalised`, `.fuzzy` (each also `.FIELD`), `credits.place`, and `characters`.

    A credit counts once a page; the name may be one that the merge knows from elsewhere on the page. `credits.place`
    judges every single statement: field and exact place.
    """
    wanted, claims = wanted_credits(page), [claim for claim in found.claims if claim.field in FIELDS]
    credits = found_credits(claims)
    matched = {way: match_credits(wanted, credits, same) for way, same in WAYS.items()}
    pairs, _ = matched[MAIN_WAY]
    return joined(
        [
            *(judge_names(way, *both) for way, both in matched.items()),
            judge_places(page, claims),
            judge_characters(pairs),
        ]
    )


def judge_names(way: str, pairs: Sequence[Pair], wrong: Sequence[FoundCredit]) -> Judgement:
    """Figures of one way to compare names, in all and by field; mistakes are listed for the main way only."""
    fields = sorted({want.field for want, _ in pairs} | {one.field for one in wrong})
    tallies = {f"credits.{way}": _tally(pairs, wrong)}
    for field in fields:
        tallies[f"credits.{way}.{field}"] = _tally(
            [pair for pair in pairs if pair[0].field == field], [one for one in wrong if one.field == field]
        )
    return Judgement(tallies, tuple(_credit_errors(pairs, wrong)) if way == MAIN_WAY else ())


def wanted_credits(page: GoldPage) -> list[WantedCredit]:
    """The gold credits of a page: one for each field and name in normal form, sorted."""
    first: dict[tuple[str, str], tuple[str, Span]] = {}
    characters: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for mark in page.marks:
        for role in mark.roles:
            key = (role, normal(mark.name))
            first.setdefault(key, (mark.name, mark.span))
            if character := mark.character_in(role):
                characters[key].setdefault(normal(character), character)
    return [
        WantedCredit(key[0], name, span, tuple(characters[key].values())) for key, (name, span) in sorted(first.items())
    ]


def found_credits(claims: Iterable[FoundClaim]) -> list[FoundCredit]:
    """The claims gathered by field and entity (or value, where there is no entity), in order of the page."""
    groups: dict[tuple[str, str], list[FoundClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.field, claim.entity or normal(claim.value)].append(claim)
    return [
        FoundCredit(
            field,
            tuple(dict.fromkeys(name for claim in group for name in (claim.value, claim.name) if name)),
            group[0].span,
            tuple(dict.fromkeys(claim.character for claim in group if claim.character)),
        )
        for (field, _), group in groups.items()
    ]


def match_credits(
    wanted: Iterable[WantedCredit], credits: Iterable[FoundCredit], same: Same
) -> tuple[list[Pair], list[FoundCredit]]:
    """Each wanted credit with an unused found one of its field that has its name; and the rest, which is wrong.

    Of several, one that has the very name is taken, else the first.
    """
    left = list(credits)
    pairs: list[Pair] = []
    for want in wanted:
        fitting = [one for one in left if one.field == want.field and any(same(want.name, name) for name in one.names)]
        match = max(fitting, key=lambda one: normal(want.name) in map(normal, one.names), default=None)
        pairs.append((want, match))
        if match is not None:
            left.remove(match)
    return pairs, left


def judge_characters(pairs: Iterable[Pair]) -> Judgement:
    """Figure `characters`: whom the credited people play; a character where gold has none is wrong."""
    right, wrong, missed = 0, 0, 0
    errors: list[Error] = []
    for want, credit in pairs:
        played = () if credit is None else credit.characters
        for character in want.characters:
            if any(_same_character(normal(character), normal(other)) for other in played):
                right += 1
            else:
                missed += 1
                errors.append(Error("characters", f"{want.name} as {character}", _played(want, played), want.span))
        if played and not want.characters:
            wrong += 1
            errors.append(Error("characters", f"{want.name} as nobody", _played(want, played), want.span))
    return Judgement({"characters": counted(right, right + wrong, right + missed)}, tuple(errors))


def judge_places(page: GoldPage, claims: Sequence[FoundClaim]) -> Judgement:
    """Figure `credits.place`: every single statement by field and exact span."""
    wanted = {(mark.span, role): mark.name for mark in page.marks for role in mark.roles}
    have = {(claim.span, claim.field): claim.exact for claim in claims}
    right = len(wanted.keys() & have.keys())
    missed, wrong = sorted(wanted.keys() - have.keys()), sorted(have.keys() - wanted.keys())
    errors = [
        *(Error("credits.place", f"{key[1]}: {wanted[key]}", None, key[0]) for key in missed),
        *(Error("credits.place", None, f"{key[1]}: {have[key]}", key[0]) for key in wrong),
    ]
    return Judgement({"credits.place": counted(right, len(have), len(wanted))}, tuple(errors))


def _same_character(one: str, other: str) -> bool:
    if one == other:
        return True
    return len(one) > SHORT_CHARACTER and bool(other) and (one in other or other in one)


def _tally(pairs: Sequence[Pair], wrong: Sequence[FoundCredit]) -> Tally:
    right = sum(match is not None for _, match in pairs)
    return counted(right, right + len(wrong), len(pairs))


def _credit_errors(pairs: Iterable[Pair], wrong: Iterable[FoundCredit]) -> list[Error]:
    figure = f"credits.{MAIN_WAY}"
    missed = [
        Error(f"{figure}.{want.field}", f"{want.field}: {want.name}", None, want.span)
        for want, match in pairs
        if match is None
    ]
    return [
        *missed,
        *(Error(f"{figure}.{one.field}", None, f"{one.field}: {' / '.join(one.names)}", one.span) for one in wrong),
    ]


def _played(want: WantedCredit, played: Sequence[str]) -> str | None:
    return f"{want.name} as {', '.join(played)}" if played else None
