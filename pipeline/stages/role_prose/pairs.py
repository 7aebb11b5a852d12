"""Credits by where names stand: «Bea (Isabelle Roe)», «Linus Sandgren (Kamera)», «(Buch: Jane Doe)»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.lang.prose import PERSON, ROLE
from pipeline.lang.sentence_words import PROFESSION_FIELDS
from pipeline.lang.vocabulary import Role, fold
from pipeline.stages.role_prose.characters import named_character
from pipeline.stages.role_prose.page import STORY, STORY_KINDS, Page, Passage
from pipeline.stages.role_prose.refusals import DATED, is_refused
from pipeline.stages.role_prose.statements import SCORE_PAIR, SCORE_PATTERN, Statement
from pipeline.text.masking import Masked, Place
from pipeline.types import Span

DATED_REACH = 10  # code points between «(1971)» and the label that belongs to it
# «Bea (Isabelle Roe)», «Bea (Isabelle Roe, „Mare“)», «Kommissarin Vogt (Frauke Dierksen)»
BRACKETED = re.compile(rf"({PERSON})\s?\(\s?({PERSON})(?=\s*[),;])")
# «Sarah Raffles (Donna)» where the entity finder knows no Donna
NOTED = re.compile(rf"({PERSON})\s?\((?=[^\W\d_a-z])([^\W\d_]+)\)")
# «- Henning Brock (Balthasar Quint)»: a whole line that is a pair is a list's matter
WHOLE_PAIR = re.compile(rf"[^\w{PERSON}-{ROLE}]*{PERSON}\s?\([^()]*\)[^\w{PERSON}-{ROLE}]*")
# «Linus Sandgren (Kamera)», «Jane Doe (director)», «John Roe (Drehbuch und Regie)»
ROLE_NOTE = re.compile(rf"({PERSON})\s?\(([^\W\d_][^(){PERSON}-{ROLE},;:]{{1,40}})\)")
# «(Buch: Jane Doe, Regie: John Roe)» within a sentence
ROLE_LABEL = re.compile(
    rf"(?<=[(,;/|])\s?((?:[^\W\d_][\w-]*\s(?:&\s)?){{0,2}}[^\W\d_][\w-]*)\s?:\s({PERSON}(?:,\s{PERSON}(?!\w))*)"
)
# «Newman's Frank Galvin», «Sukowas Lola»
PLAYED = re.compile(rf"({PERSON})['’]?s\s({PERSON})")


def pairs(page: Page, masked: Masked, passage: Passage) -> Iterator[Statement]:
    """Two names that are character and actor by where they stand: «Bea (Isabelle Roe)», «Roe's Bea».

    The order of a bracketed pair is decided by who is known as an actor; a plot names the character first.
    """
    if passage.kind not in STORY_KINDS:
        return
    if "(" in masked.text:
        yield from _bracketed(page, masked, passage)
    for match in PLAYED.finditer(masked.text):
        actor = masked.units[match.start(1)]
        if page.is_actor(actor) and not page.is_actor(masked.units[match.start(2)]):
            yield _pair(actor, named_character(page, masked, match.start(2)), passage)


def _bracketed(page: Page, masked: Masked, passage: Passage) -> Iterator[Statement]:
    """«Bea (Isabelle Roe)», «her father (Jane Doe)»."""
    yield from _described(page, masked, passage)
    if passage.kind != STORY and _names_actor_first(page, masked):
        return
    for match in BRACKETED.finditer(masked.text):
        outer, inner = masked.units[match.start(1)], masked.units[match.start(2)]
        if page.is_listed(outer) or page.is_listed(inner) or is_refused(page, masked.text, *match.span(), in_lead=True):
            continue
        if page.is_actor(outer) and not page.is_actor(inner):
            yield _pair(outer, inner, passage)
        elif len(inner.of(page.text).split()) > 1 or page.is_actor(inner):
            yield _pair(inner, named_character(page, masked, match.start(1)), passage)


def _described(page: Page, masked: Masked, passage: Passage) -> Iterator[Statement]:
    """«her father (Jane Doe)», «die ältere Tochter (Jane Doe)»."""
    for match in page.lexicon.described.finditer(masked.text):
        actor = masked.units[match.start(2)]
        if " " in actor.of(page.text) and not page.is_listed(actor):
            yield _pair(actor, masked.span(*match.span(1)), passage)


def _names_actor_first(page: Page, masked: Masked) -> bool:
    """«She joins Jane Doe (Bea Quill) and John Roe (Anna)»: the last pair tells the order of them all."""
    names = [
        (masked.units[m.start(1)].of(page.text), masked.units[m.start(2)].of(page.text))
        for m in BRACKETED.finditer(masked.text)
    ]
    names += [(masked.units[m.start(1)].of(page.text), m.group(2)) for m in NOTED.finditer(masked.text)]
    return any(" " in outer and " " not in inner for outer, inner in names) and not any(
        " " in inner and " " not in outer for outer, inner in names
    )


def labelled(page: Page, masked: Masked, passage: Passage) -> Iterator[Statement]:
    """Roles noted behind a name, or before it with a colon: «Linus Sandgren (Kamera)», «(Buch: Jane Doe)»."""
    for match in ROLE_NOTE.finditer(masked.text):
        yield from _labelled(page, masked, match.span(2), [match.start(1)], passage)
    for match in ROLE_LABEL.finditer(masked.text) if ":" in masked.text else ():
        if DATED.search(masked.text, max(0, match.start() - DATED_REACH), match.start()) is not None:
            continue  # «Low Tide (1971), Regie: …» in a list of other works
        names = [match.start(2) + i for i, character in enumerate(match.group(2)) if character == PERSON]
        yield from _labelled(page, masked, match.span(1), names, passage)


def _labelled(page: Page, masked: Masked, label: Place, names: Sequence[int], passage: Passage) -> Iterator[Statement]:
    text = masked.text[slice(*label)]
    parts = [text] if fold(text) in page.roles_by_word else page.lexicon.conjunction.split(text)
    roles = [page.roles_by_word.get(fold(part)) for part in parts]
    if (
        passage.kind == STORY
        or fold(text) in page.lexicon.no_labels
        or None in roles
        or is_refused(page, masked.text, label[0], label[1], in_lead=True)
    ):
        return
    for name in names:
        for role in roles:
            if role is not None and role.is_credit and PROFESSION_FIELDS.isdisjoint(role.fields):
                yield Statement(
                    role=role,
                    name=masked.units[name],
                    company=False,
                    label=masked.span(*label),
                    character=None,
                    layout="apposition",
                    rule="label",
                    score=SCORE_PATTERN,
                    language=passage.language,
                )


def _pair(actor: Span, character: Span, passage: Passage) -> Statement:
    return Statement(
        role=Role(("actor",), (), person=True),
        name=actor,
        company=False,
        label=None,
        character=character,
        layout="prose",
        rule="pair",
        score=SCORE_PAIR,
        language=passage.language,
    )
