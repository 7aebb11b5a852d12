"""What one match says, and which of several readings of a name hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.lang.prose import COMPANY, PERSON
from pipeline.lang.vocabulary import CAST_FIELDS, Role
from pipeline.text.masking import Masked
from pipeline.types import Span

SCORE_PATTERN, SCORE_PAIR = 0.9, 0.75
LABEL_EDGE = " ,;:()–—-\t\n" + PERSON + COMPANY
GENITIVE = re.compile(r"(?:['’‘]?s|['’‘])\s")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one match says, before names are resolved."""

    role: Role
    name: Span
    company: bool
    label: Span | None
    character: Span | None
    layout: str
    rule: str
    score: float
    language: str
    needs_known_actor: bool = False  # counts only where the page states elsewhere that this is an actor
    needs_known_person: bool = False  # counts only where the page credits this name elsewhere: plots have characters
    certainty: int = 2  # 2 said of this work at its head, 1 in the body of an article, 0 by a role noun beside a name
    needs_cast_before: bool = False  # counts only where the sentence has named actors before


def label_of(match: re.Match[str], masked: Masked) -> Span | None:
    """The words of a match that state the role: what stands before the names, or else what stands behind them."""
    start, end = match.span()
    if match.groupdict().get("names") is None:
        place = (start, end)
    elif masked.text[start : match.start("names")].strip(" ,("):
        place = (start, match.start("names"))
    else:
        place = (match.end("names"), end)
    if (genitive := GENITIVE.match(masked.text, *place)) is not None and place[0] > start:
        place = (genitive.end(), place[1])
    while place[0] < place[1] and masked.text[place[0]] in LABEL_EDGE:
        place = (place[0] + 1, place[1])
    while place[1] > place[0] and masked.text[place[1] - 1] in LABEL_EDGE:
        place = (place[0], place[1] - 1)
    return masked.span(*place) if place[0] < place[1] else None


def in_company(statements: Sequence[Statement], vetoed: Set[Span]) -> Iterator[Statement]:
    """Drop the vetoed, and lists that only go on with a cast where the sentence has none; these take its field."""
    cast = [s for s in statements if not s.needs_cast_before and not CAST_FIELDS.isdisjoint(s.role.fields)]
    for statement in statements:
        if statement.name in vetoed:
            continue
        if not statement.needs_cast_before:
            yield statement
            continue
        before = [s for s in cast if s.name.end <= statement.name.start and s.name not in vetoed]
        if before:
            yield replace(statement, role=before[-1].role)


def best(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each name and role: with a character rather than without, then the first.

    Where two readings of one name overlap, the one with more words holds: «a novel written by» is no «written by». A
    name that what stands before it has explained («Roman von …») is not the subject of the verb behind it.
    """
    by_name: dict[Span, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_name[statement.name].append(statement)
    best: list[Statement] = []
    for name, found in by_name.items():
        labels = _longest(s for s in found if CAST_FIELDS.isdisjoint(s.role.fields))
        labels |= _longest(s for s in found if not CAST_FIELDS.isdisjoint(s.role.fields))  # «directed by and starring»
        led = [s for s in found if s.label in labels and s.label is not None and s.label.end <= name.start]
        acting = [s for s in found if s.label in labels and s.label is not None and _is_subject(name, s.label, by_name)]
        all_cast = all(not CAST_FIELDS.isdisjoint(s.role.fields) for s in (*led, *acting))
        if led and acting and not all_cast and {s.role for s in led}.isdisjoint(s.role for s in acting):
            nearest = max(s.label.end for s in led if s.label is not None)
            explained = not any(nearest <= other.start and other.end <= name.start for other in by_name)
            labels -= {s.label for s in (acting if explained else led)}
        spoken = any("voice_actor" in s.role.fields for s in found)
        kept: dict[Role, Statement] = {}
        for statement in found:
            label = statement.label
            if label is not None and label not in labels:
                continue
            if spoken and statement.role.fields == ("actor",):
                continue
            known = kept.get(statement.role)
            if known is None or (known.character is None and statement.character is not None):
                kept[statement.role] = statement
        best.extend(kept.values())
    return best


def _longest(statements: Iterable[Statement]) -> set[Span]:
    """The labels that are no part of another."""
    labels = {s.label for s in statements if s.label is not None}
    return {label for label in labels if not any(other != label and other.contains(label) for other in labels)}


def _is_subject(name: Span, label: Span, names: Iterable[Span]) -> bool:
    """Whether a verb follows a name at once, or behind other names of a list."""
    return label.start == name.end + 1 or any(name.end <= other.start and other.end <= label.start for other in names)
