"""What the claims about one work add up to: one record per field, value and character, with how sure it is and why."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.ids import make_id
from pipeline.merge.disjoint import DisjointSets
from pipeline.merge.entities import Resolution
from pipeline.merge.pages import PERSON_FIELDS
from pipeline.merge.people import fullest
from pipeline.merge.shuffle import ClaimRow
from pipeline.merge.works import Work
from pipeline.text.folding import strip_marks
from pipeline.text.passages import same_passage, sketch_hashes
from pipeline.text.titles import Title, differ_by_subtitle

PROPERTIES: Mapping[str, str] = {
    "director": "P57",
    "producer": "P162",
    "executive_producer": "P1431",
    "actor": "P161",
    "voice_actor": "P725",
    "screenwriter": "P58",
    "author": "P1877",
    "composer": "P86",
    "cinematographer": "P344",
    "editor": "P1040",
    "production_designer": "P2554",
    "art_director": "P3174",
    "costume_designer": "P2515",
    "makeup_artist": "P4805",
    "choreographer": "P1809",
    "narrator": "P2438",
    "presenter": "P371",
    "creator": "P170",
    "production_company": "P272",
    "distributor": "P750",
    "title": "P1476",
    "year": "P577",
    "country": "P495",
    "genre": "P136",
    "runtime": "P2047",
}
SINGLE_VALUED = frozenset({"year", "runtime", "title"})  # a title once per language
BY_VALUE = frozenset({"title", "country"})  # what they name may be an entity, but one record is one value

# The log-odds of a record are a weighted sum of these: the log-odds that at least one of its claims is right, were they
# independent, and the doubt in the joining of names. Weights of 1 say that claims and joinings are as sure as they say
# they are; `tests/reports/calibration_report.py` fits them on gold pages and prints how they hold. On 873 credit
# records of 56 pages fitted weights are no better on pages not seen (Brier score 0.042; as it stands 0.041): they stay.
WEIGHTS: Mapping[str, float] = {"constant": 0.0, "claims": 1.0}
# Of what a further page adds beyond the best one this part counts: pages have common sources. Assumed, not measured:
# the gold pages speak of one work each.
FURTHER_PAGE = 0.5
MOST_SURE = 0.999  # no count of pages makes it certain
MAX_COPIES_COMPARED = 20  # of one passage; a further copy meets these


class Record(NamedTuple):
    """One row of the normalized table; `entity` is an index into the work's entities, `claims` are positions."""

    id: str
    field: str
    value: str
    entity: int | None
    character: str | None
    position: int | None
    documents: int
    claims: tuple[int, ...]
    languages: tuple[str, ...]
    score: float
    status: str
    reason: str


def add_up(
    work: Work,
    claims: Sequence[ClaimRow],
    resolution: Resolution,
    parse_title: Callable[[str], Title | None],
    content_of: Mapping[int, int],
) -> list[Record]:
    """The records of one work; every claim belongs to exactly one, but for names that could be several people's.

    `content_of` gives each document's content as a number, -1 where it is unknown: equal files are one source.
    """
    groups = _groups(claims, resolution, parse_title)
    sources = {key: _independent(claims, members, content_of) for key, members in groups.items()}
    scores = {key: _score(claims, members, resolution, sources[key]) for key, members in groups.items()}
    disputed = _disputed(claims, groups, parse_title)
    records = []
    for key in sorted(groups, key=repr):
        members = groups[key]
        field, value_key, character_key = key
        entity = value_key if isinstance(value_key, int) else None
        identity = resolution.entities[entity].id_parts if entity is not None else (str(value_key),)
        character = resolution.entities[character_key].name if character_key is not None else None
        character_id = resolution.entities[character_key].id_parts if character_key is not None else (None,)
        rivals = [other for other in disputed if other[0] == field and other != key] if key in disputed else []
        support = len(set(sources[key].values()))
        records.append(
            Record(
                id=make_id("record", work.id, field, *identity, *character_id),
                field=field,
                value=_value(claims, members, resolution, entity),
                entity=entity if entity is not None else resolution.of_claim[members[0]],
                character=character,
                position=min((p for m in members if (p := claims[m].position) is not None), default=None),
                documents=support,
                claims=tuple(members),
                languages=tuple(sorted({claims[member].language for member in members})),
                score=_against_rivals(scores[key], [scores[other] for other in rivals]),
                status="conflict" if rivals else "agreed" if support > 1 else "single",
                reason=_reason(claims, members, resolution, sources[key], entity, character, rivals, groups),
            )
        )
    return records


Key = tuple[str, int | str, int | None]


def _groups(
    claims: Sequence[ClaimRow], resolution: Resolution, parse_title: Callable[[str], Title | None]
) -> dict[Key, list[int]]:
    """Positions of the claims by field, value and character.

    A claim that names no character supports the record of the character that most claims give to that person.
    """
    plain: dict[tuple[str, int | str], list[int]] = defaultdict(list)
    for position, claim in enumerate(claims):
        entity = resolution.of_claim[position]
        if claim.field in PERSON_FIELDS and claim.value in resolution.undecided:
            continue
        if entity is not None and claim.field not in BY_VALUE:
            plain[claim.field, entity].append(position)
        else:
            plain[claim.field, _fold_value(claim, parse_title)].append(position)
    groups: dict[Key, list[int]] = {}
    for (field, value), members in plain.items():
        played = Counter([c for member in members if (c := resolution.of_character[member]) is not None])
        if not played:
            groups[field, value, None] = members
            continue
        usual = min(played, key=lambda c: (-played[c], resolution.entities[c].name))
        for member in members:
            character = resolution.of_character[member]
            groups.setdefault((field, value, usual if character is None else character), []).append(member)
    return groups


def _fold_value(claim: ClaimRow, parse_title: Callable[[str], Title | None]) -> str:
    if claim.field == "title" and (title := parse_title(claim.value)) is not None:
        return title.key
    if claim.field == "country":
        return strip_marks(claim.value)
    return " ".join(unicodedata.normalize("NFKC", claim.value).casefold().split())


def _value(claims: Sequence[ClaimRow], members: Sequence[int], resolution: Resolution, entity: int | None) -> str:
    if entity is not None:
        return resolution.entities[entity].name
    values = [claims[member].value for member in members]
    return values[0] if len(values) == 1 else fullest(Counter(values))


def _independent(claims: Sequence[ClaimRow], members: Sequence[int], content_of: Mapping[int, int]) -> dict[int, int]:
    """Each document of a record with the first document of which it is a copy, or itself."""
    distinct = {claims[member].document for member in members}
    if len(distinct) == 1:
        return dict.fromkeys(distinct, *distinct)
    documents = sorted(distinct)
    number = {document: index for index, document in enumerate(documents)}
    copies = DisjointSets(len(documents))
    by_content: dict[int, int] = {}
    by_hash: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for document in documents:
        content = content_of[document]
        if content >= 0:
            copies.join_lower(by_content.setdefault(content, number[document]), number[document])
    for member in members:
        claim = claims[member]
        if claim.passage is None:
            continue
        own, hashes = number[claim.document], sketch_hashes(claim.passage)
        compared: set[int] = set()
        for value in sorted(hashes):
            for other, other_hashes in by_hash[value]:
                if other in compared or copies.root(other) == copies.root(own):
                    continue
                compared.add(other)
                if same_passage(hashes, other_hashes):
                    copies.join_lower(other, own)
            if len(by_hash[value]) < MAX_COPIES_COMPARED:
                by_hash[value].append((own, hashes))
    return {document: documents[copies.root(number[document])] for document in documents}


def _score(
    claims: Sequence[ClaimRow], members: Sequence[int], resolution: Resolution, sources: Mapping[int, int]
) -> float:
    """The probability that the record is true: the best page in full, each further independent page in part."""
    best: dict[int, float] = {}
    for member in members:
        claim = claims[member]
        entity = resolution.of_claim[member]
        score = claim.score
        if entity is not None and (reason := resolution.reasons.get((entity, claim.value))) is not None:
            score *= reason[1]
        source = sources[claim.document]
        best[source] = max(best.get(source, 0.0), score)
    return _sure(tuple(sorted(1.0 - min(score, MOST_SURE) for score in best.values())))


@lru_cache(maxsize=1_000)
def _sure(doubts: tuple[float, ...]) -> float:
    """How sure a record is by the doubts of its pages, the least first."""
    log_doubt = math.log(doubts[0]) + FURTHER_PAGE * sum(math.log(doubt) for doubt in doubts[1:] if doubt > 0)
    claims_right = min(MOST_SURE, 1.0 - math.exp(log_doubt))
    return _probability(WEIGHTS["constant"] + WEIGHTS["claims"] * _log_odds(claims_right))


def _against_rivals(score: float, rivals: Sequence[float]) -> float:
    """Of values that exclude each other one at most is right: odds are shared among them."""
    if rivals:
        odds = [p / (1.0 - p) for p in (score, *rivals)]
        score = odds[0] / (1.0 + sum(odds))
    return round(min(score, MOST_SURE), 4)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1.0 - MOST_SURE), MOST_SURE)
    return math.log(bounded / (1.0 - bounded))


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


def _disputed(
    claims: Sequence[ClaimRow],
    groups: Mapping[Key, Sequence[int]],
    parse_title: Callable[[str], Title | None],
) -> frozenset[Key]:
    """Records of single-valued fields on which documents disagree.

    A page that gives several titles disagrees with nobody, titles are compared within a language only, and a subtitle
    left out is no other title.
    """

    def agree(one: Key, two: Key) -> bool:
        a, b = (parse_title(claims[groups[key][0]].value) for key in (one, two))
        return one[0] == "title" and a is not None and b is not None and differ_by_subtitle(a, b)

    disputed: set[Key] = set()
    by_scope: dict[tuple[str, str], dict[Key, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key, members in groups.items():
        if key[0] in SINGLE_VALUED:
            for member in members:
                scope = claims[member].language if key[0] == "title" else ""
                by_scope[key[0], scope][key].add(claims[member].document)
    for stated in by_scope.values():
        keys = sorted(stated, key=repr)
        for position, one in enumerate(keys):
            for two in keys[position + 1 :]:
                if stated[one].isdisjoint(stated[two]) and not agree(one, two):
                    disputed |= {one, two}
    return frozenset(disputed)


def _reason(
    claims: Sequence[ClaimRow],
    members: Sequence[int],
    resolution: Resolution,
    sources: Mapping[int, int],
    entity: int | None,
    character: str | None,
    rivals: Sequence[Key],
    groups: Mapping[Key, Sequence[int]],
) -> str:
    """Why these claims were joined, in words."""
    support = len(set(sources.values()))
    told = [f"stated by {_count(support, 'document')}"]
    if len(sources) > support:
        told.append(f"{_count(len(sources) - support, 'more document')} repeat them word for word and do not count")
    if entity is not None:
        name = resolution.entities[entity].name
        written = {claims[m].value for m in members}
        if resolution.reasons:
            written |= {claims[m].exact for m in members if (entity, claims[m].exact) in resolution.reasons}
        for spelling in sorted(written - {name}):
            because, _ = resolution.reasons.get((entity, spelling), ("the same name in another spelling", 1.0))
            told.append(f"`{spelling}` is {name}: {because}")
    if character is not None and (silent := sum(resolution.of_character[member] is None for member in members)):
        told.append(f"{_count(silent, 'claim')} of {len(members)} name no character")
    if rivals:
        values = sorted({_value(claims, groups[rival], resolution, None) for rival in rivals})
        told.append(f"other documents say {', '.join(values)}")
    return "; ".join(told)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
