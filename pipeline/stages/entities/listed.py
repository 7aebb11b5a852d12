"""The names that the role lists state: people, companies, and the characters that are called by a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS
from pipeline.stages.entities.page import CHARACTER_RANK, LISTED, LISTED_SCORE, PERSON_RANK, Candidate, with_suffix
from pipeline.stages.entities.words import (
    GAP,
    GENITIVE,
    INITIAL,
    SUFFIX,
    WORD,
    EntityWords,
    describes,
    fold_name,
    is_compound,
    is_title,
)
from pipeline.types import Claim, EntityLabel, Span

# «…, the fox», «… (1994)», «… – retired judge»: what follows describes
DESCRIPTION = re.compile(r"[,;(\[]|\s[-–—]\s")
# «Daphne / Joe», «Tim und Struppi»: two parts
PART_CUT = re.compile(r"\s*[/|]\s*|\s(&|\w{1,4})\s")


def certain_names(text: str, listed: Sequence[Claim], certain: Sequence[Candidate]) -> frozenset[str]:
    """The persons of the role lists, real people in normal form."""
    people = {claim.value for claim in listed if claim.field in FIELDS - COMPANY_FIELDS}
    return frozenset(people | {c.span.of(text) for c in certain if c.label == "PER" and c.rank == CHARACTER_RANK})


def listed_candidates(text: str, listed: Sequence[Claim], words: EntityWords) -> Iterator[Candidate]:
    """People and companies of the role lists, and the characters whose label is a name."""
    for claim in listed:
        if claim.field not in FIELDS:
            continue
        label: EntityLabel = "ORG" if claim.field in COMPANY_FIELDS else "PER"
        yield Candidate(claim.span, label, LISTED, LISTED_SCORE, PERSON_RANK)
        if claim.character_span is not None:
            for span in name_parts(text, claim.character_span, words):
                yield Candidate(span, "PER", LISTED, LISTED_SCORE, CHARACTER_RANK)


def name_parts(text: str, character: Span, words: EntityWords) -> Iterator[Span]:
    """The names in a label: `Malcolm Crowe` of «Dr. Malcolm Crowe», `Lola` of «Lolas Vater», none of «Waitress»."""
    described = DESCRIPTION.search(text, character.start + 1, character.end)
    end = described.start() if described is not None else character.end
    start = character.start
    for cut in PART_CUT.finditer(text, character.start, end):
        if cut.group(1) is not None and fold_name(cut.group(1)) not in words.conjunctions:
            continue
        yield from _name_part(text, Span(start, cut.start()), words)
        start = cut.end()
    yield from _name_part(text, Span(start, end), words)


def _name_part(text: str, label: Span, words: EntityWords) -> Iterator[Span]:
    """The name in one character's label, or nothing where it only describes."""
    tokens = list(WORD.finditer(text, label.start, label.end))
    addressed = False
    for index in range(len(tokens) - 2, -1, -1):
        title, following = tokens[index].group(), tokens[index + 1].group()
        addressed = fold_name(title).rstrip(".") in words.address and following[0].isupper()
        if addressed or (is_title(title, words) and not describes(following, words)):
            tokens = tokens[index + 1 :]
            break
    while len(tokens) > 1 and not addressed and _stands_before(tokens[0].group(), words):
        tokens.pop(0)
    name: list[re.Match[str]] = []
    for token in tokens:
        word = token.group()
        if name and GAP.fullmatch(text, name[-1].end(), token.start()) is None:
            break
        if not word[0].isupper() and (word.casefold() not in words.particles or not name):
            break
        name.append(token)
    while name and name[-1].group().casefold() in words.particles:
        name.pop()
    if not name:
        return
    possessor = _possessor(name, words)
    if possessor is not None:
        yield possessor
    elif addressed or not _only_describes([token.group() for token in name], words):
        yield Span(name[0].start(), with_suffix(text, name[-1].end()))


def _stands_before(word: str, words: EntityWords) -> bool:
    return describes(word, words) or fold_name(word) in words.determiners


def _only_describes(name: Sequence[str], words: EntityWords) -> bool:
    """«Waitress», «Los Angeles Judge», «Häftling», «VII», «Telefonstimme»."""
    last = name[-1]
    if SUFFIX.fullmatch(last) and len(name) == 1:
        return True
    if len(name) == 1:
        return describes(last, words) or is_compound(last, words)
    return describes(last, words) and not words.names.is_forename(name[0]) and not INITIAL.fullmatch(name[0])


def _possessor(name: Sequence[re.Match[str]], words: EntityWords) -> Span | None:
    """`Lola` of «Lolas Vater», `Ben` of «Ben's Mother»."""
    if len(name) < 2 or not describes(name[-1].group(), words):
        return None
    for token in name[:-1]:
        word = token.group()
        mark = GENITIVE.search(word)
        if mark is not None:
            return Span(name[0].start(), token.start() + mark.start())
        if word.endswith("s") and words.names.is_forename(word[:-1]) and not words.names.is_forename(word):
            return Span(name[0].start(), token.end() - 1)
    return None
