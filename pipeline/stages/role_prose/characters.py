"""Who is played: the character before or behind an actor, and whole casts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.lang.prose import COMPANY, NAMES, PERSON, ROLE
from pipeline.stages.role_prose.masks import WORD_BEFORE
from pipeline.stages.role_prose.page import Page
from pipeline.stages.role_prose.refusals import DATED
from pipeline.text.masking import Masked, Place
from pipeline.types import Span

MAX_CHARACTER_WORDS = 5
MAX_ASIDE = 240  # code points between two «A as X» of one list: «…, a student who falls in love, and B as Y»
# «Jane Doe (Bea)», «Jane Doe (voice)»: a note behind a name
NOTE = re.compile(r"\s?\(([^()]{1,60})\)")
POSSESSIVE = re.compile(r"['’‘]?s?(?=\w)|['’‘]s?\b")
# one word of «his mother», «Lieutenant Marlowe», «St. Clair»
CHARACTER_WORD = re.compile(
    rf"\s*(\"?[{PERSON}{COMPANY}]|[^\s,;:.!?()\[\]–—{PERSON}-{ROLE}]+(?:\.(?=\s))?)(?=[\s,;:.!?()'’]|$)"
)
OF_CHARACTER = re.compile(r"['’]s? [^\W\d_]+")
LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")


def gapped(page: Page, masked: Masked, position: int) -> Iterator[tuple[int, Span | None]]:
    """What goes on without its verb: «…, Kiefer Sutherland den reichen Schwager und Lena Roe die Tochter»."""
    while (following := page.lexicon.gapped.match(masked.text, position)) is not None:
        found = character_after(page, masked, following.end())
        if found is None:
            break
        yield following.start(1), found[0]
        position = found[1]


def cast(page: Page, masked: Masked, position: int) -> tuple[list[tuple[int, Span | None]], int]:
    """A list of actors, each perhaps with a character: «A as X, B as Y, and C»; and where it ends."""
    text, lexicon = masked.text, page.lexicon
    pairs: list[tuple[int, Span | None]] = []
    while text[position : position + 1] in NAMES and position < len(text):
        name = position
        character, position = played_by(page, masked, position + 1)
        if text[name] == PERSON and POSSESSIVE.match(text, name + 1) is None and DATED.match(text, name + 2) is None:
            pairs.append((name, character))
        link = lexicon.links.match(text, position)
        if link is not None:
            position = link.end()
            continue
        following = lexicon.next_pair.search(text, position, position + MAX_ASIDE)
        if following is None or PERSON in text[position : following.start(1)]:
            break
        position = following.start(1)
    return pairs, position


def played_by(page: Page, masked: Masked, position: int) -> tuple[Span | None, int]:
    """The character that stands behind an actor's name, and where the reading goes on."""
    text = masked.text
    character: Span | None = None
    note = NOTE.match(text, position)
    if note is not None:
        if PERSON in note.group(1) or (note.group(1)[0].isupper() and not any(c.isdigit() for c in note.group(1))):
            character = masked.span(*note.span(1))
        position = note.end()
    as_word = page.lexicon.as_word.match(text, position)
    found = None if as_word is None else character_after(page, masked, as_word.end())
    if found is not None:
        character, position = found
        rest = page.lexicon.clause_rest.match(text, position)
        position = position if rest is None else rest.end()
    elif (aside := page.lexicon.aside.match(text, position)) is not None:
        position = aside.end()
    return character, position


def character_after(page: Page, masked: Masked, position: int, limit: int | None = None) -> tuple[Span, int] | None:
    """Who is played, read forward up to a limit: a name with its titles, or a noun phrase without its determiner."""
    limit = len(masked.text) if limit is None else limit
    words: list[Place] = []
    while (
        len(words) < MAX_CHARACTER_WORDS + 2
        and (word := CHARACTER_WORD.match(masked.text, position)) is not None
        and word.end(1) <= limit
    ):
        token = word.group(1)
        if token[0] in NAMES:
            return named_character(page, masked, word.start(1)), word.end(1)
        folded = token.casefold()
        if folded in page.lexicon.stops and (words or folded not in page.lexicon.determiners):
            break
        words.append(word.span(1))
        position = word.end()
    return _described_character(page, masked, words)


def character_before(page: Page, masked: Masked, position: int) -> Span | None:
    """Who is played, read backward: «Professor Rohl, gespielt von …», «a judge (played by …)»."""
    text = page.lexicon.auxiliary.sub("", masked.text[:position].rstrip(" ,(–—-"))
    if text.endswith(PERSON):
        return named_character(page, masked, len(text) - 1)
    last = LAST_WORD.search(text)
    if last is None or last.group().casefold() in page.lexicon.stops | page.lexicon.no_characters:
        return None
    return masked.span(*last.span())


def named_character(page: Page, masked: Masked, place: int) -> Span:
    """A character's name with the forms of address before it: «Lieutenant Marlowe»."""
    span = masked.units[place]
    start = span.start
    while (word := WORD_BEFORE.search(page.text, max(0, start - 30), start)) is not None:
        if not word.group(1)[0].isupper() or word.group(1).casefold().rstrip(".") not in page.lexicon.titles:
            break
        start = word.start(1)
    owned = OF_CHARACTER.match(page.text, span.end)
    return Span(start, span.end if owned is None else owned.end())


def _described_character(page: Page, masked: Masked, words: Sequence[Place]) -> tuple[Span, int] | None:
    text = masked.text
    begin = 0
    while begin < len(words) and text[slice(*words[begin])].casefold() in page.lexicon.determiners:
        begin += 1
    kept = words[begin : begin + MAX_CHARACTER_WORDS]
    capital = next((i for i, (start, _) in enumerate(kept) if text[start].isupper()), None)
    if capital is not None:
        last = capital
        while last + 1 < len(kept) and text[kept[last + 1][0]].isupper():
            last += 1
        kept = kept[: last + 1]
    if not kept or (capital is None and (begin == 0 or masked.noun_capitals)):
        return None
    last_word = text[slice(*kept[-1])].casefold()
    if last_word in page.lexicon.no_characters or last_word.endswith(page.lexicon.no_character_endings):
        return None
    return masked.span(kept[0][0], kept[-1][1]), kept[-1][1]
