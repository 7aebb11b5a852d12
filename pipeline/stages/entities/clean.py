"""Put right what was seen: titles and endings stand outside a person's name, and things are no persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.entities.page import HYPHENS, LAST_WORD, SENTENCE_START, Candidate, Page, with_suffix
from pipeline.stages.entities.words import (
    GENITIVE,
    INITIAL,
    SPACE_GAP,
    SUFFIX,
    WORD,
    EntityWords,
    describes,
    fold_name,
    is_compound,
    is_full_name,
    is_title,
    without_genitive,
)
from pipeline.text.lines import strip_span
from pipeline.text.names import GLUED
from pipeline.types import Span

GENITIVE_MARKS = frozenset("'’")
LINE_ENDS = frozenset(["", "\n", "\r", ",", ")", ";"])
OUTSIDE = ' \t\r\n\u00a0\u202f,;:!?()[]{}„“”"»«‚‘…*_|/–—'
# « „Siggi“ » between forename and surname
NICKNAME = re.compile(
    r"[ \u00a0][„“\"‚‘'»«(][^\W\d_][\w.’-]{0,20}(?: [\w.’-]{1,20})?[“”\"‘’'«»)][ \u00a0]"
    r"([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[-‐‑'’][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*)"
)
HALF_NICKNAME = re.compile(r" [„“\"‚»«(][^„“”\"‘»«()]{0,40}\Z")


def clean(page: Page, candidate: Candidate, words: EntityWords) -> Candidate | None:
    """The candidate without titles, genitives and punctuation; None where a person's name stands for a thing."""
    text = page.text
    span = strip_span(text, candidate.span.start, candidate.span.end, OUTSIDE)
    if candidate.label != "PER":
        return _moved(candidate, span) if span else None
    trimmed = trim_person(page, span, words)
    if trimmed is None or is_thing(page, trimmed, words):
        return None
    return _moved(candidate, trimmed)


def _moved(candidate: Candidate, span: Span) -> Candidate:
    return Candidate(span, candidate.label, candidate.extractor, candidate.score, candidate.rank)


def trim_person(page: Page, span: Span, words: EntityWords) -> Span | None:
    """The span without forms of address, everyday words around the name, and genitive endings."""
    text = page.text
    half = HALF_NICKNAME.search(text, span.start, span.end)  # «Ray "Crash» of «Ray "Crash" Corrigan»
    end = span.end if half is None else half.start()
    tokens = _in_one_line(text, list(WORD.finditer(text, span.start, end)), words)
    while tokens and _stands_outside(page, tokens, words):
        tokens.pop(0)
    while tokens and not tokens[-1].group()[0].isupper():
        tokens.pop()
    if not tokens:
        return None
    last = tokens[-1]
    if len(tokens) == 1 and _is_no_name(page, last, words):
        return None
    start = _start_with_particle(text, tokens[0], words)
    for token in tokens[1:]:
        if (glued := _glued_at(token, words)) is not None:
            return Span(start, glued)
    end = _whole_word_end(text, last)
    behind = _surname_behind(page, last, end, words) if len(tokens) == 1 else None
    nickname = NICKNAME.match(text, end if behind is None else behind.end())
    if nickname is not None and nickname.group(1)[0].isupper():
        behind = WORD.match(text, nickname.start(1))
    if behind is not None:
        if (glued := _glued_at(behind, words)) is not None:
            return Span(start, glued)
        last, end = behind, behind.end()
    bare = genitive_start(page, last.start(), end, words)
    if bare < end:
        return Span(start, bare)
    return Span(start, with_suffix(text, end))


def _glued_at(token: re.Match[str], words: EntityWords) -> int | None:
    """Where «Hancock» ends in «John Lee HancockWritten by …», which a scraper ran together."""
    joint = GLUED.search(token.group())
    if joint is None or not words.names.is_surname(token.group()[: joint.end()]):
        return None
    return token.start() + joint.end()


def _start_with_particle(text: str, first: re.Match[str], words: EntityWords) -> int:
    """Where «Ní Fhaoláin» or «Greet van Loon» starts when a model saw «Fhaoláin» or «van Loon»."""
    start = first.start()
    before = LAST_WORD.search(text[max(0, start - 24) : start])
    if before is None or not before.group()[0].isupper():
        return start
    word = before.group()
    forename = first.group()[0].islower() and not describes(word, words) and not is_compound(word, words)
    particle = word.casefold() in words.particles and word.casefold() not in words.determiners
    if (forename and word.casefold() not in words.labels) or (particle and not words.names.is_word(word)):
        return start - 1 - len(word)
    return start


def _surname_behind(page: Page, forename: re.Match[str], end: int, words: EntityWords) -> re.Match[str] | None:
    """The second word of «Henrik Alm» where a model saw the forename alone."""
    gap = SPACE_GAP.match(page.text, end)
    following = WORD.match(page.text, gap.end()) if gap is not None else None
    if following is None or not words.names.is_forename(forename.group()) or not following.group()[0].isupper():
        return None
    word = without_genitive(following.group())
    if words.names.is_word(word) or word.casefold() in words.named_after or word.casefold() in words.labels:
        return None
    if page.language(forename.start()) in words.noun_capitals and not words.names.is_surname(word):
        ends = page.text[following.end() : following.end() + 1] in LINE_ENDS  # no noun of the sentence stands there
        return following if ends and not is_compound(word, words) else None
    return following


def _in_one_line(text: str, tokens: list[re.Match[str]], words: EntityWords) -> list[re.Match[str]]:
    """The tokens up to the line's end; a name goes on in the next line only as «Nicolas⏎Cage»."""
    for index, (token, following) in enumerate(pairwise(tokens), 1):
        if "\n" in text[token.end() : following.start()]:
            wrapped = len(tokens) == 2 and is_full_name([token.group(), following.group()], words)
            return tokens if wrapped else tokens[:index]
    return tokens


def _is_no_name(page: Page, token: re.Match[str], words: EntityWords) -> bool:
    """Whether a lone word that a model takes for a person is an everyday word: «Krähe», «Score», «DoP:», «Lensed»."""
    word = token.group()
    folded = fold_name(word)
    if folded in page.listed_words:
        return False
    if folded in words.labels or folded in words.prizes or SUFFIX.fullmatch(word):
        return True
    if folded in words.short_roles and page.text[token.end() : token.end() + 1] == ":":
        return True
    before = page.text[max(0, token.start() - 24) : token.start()]
    previous = LAST_WORD.search(before)
    if previous is not None and previous.group().casefold() in words.indefinite:
        return True
    if words.names.is_forename(word) or GENITIVE.search(word):
        return False
    if previous is not None and previous.group().casefold() in words.place_prepositions:
        return True
    noun_capitals = page.language(token.start()) in words.noun_capitals
    if not (describes(word, words) or is_compound(word, words)):
        return False
    if previous is not None and is_title(previous.group(), words):
        return False
    if noun_capitals:
        return True
    return SENTENCE_START.search(before) is not None or (
        previous is not None and previous.group().casefold() in words.determiners
    )


def _whole_word_end(text: str, token: re.Match[str]) -> int:
    """A model may cut a hyphenated word; a name goes to its end: «Brockovich-Ellis»."""
    whole = WORD.match(text, token.start())
    return whole.end() if whole is not None else token.end()


def _stands_outside(page: Page, tokens: Sequence[re.Match[str]], words: EntityWords) -> bool:
    """Whether the first word of a supposed name is none of it: «Hauptmann», «Lieutenant», «by», «RA»."""
    word = tokens[0].group()
    if not word[0].isupper():
        return word.casefold() not in words.particles or len(tokens) == 1
    if len(tokens) == 1 or INITIAL.fullmatch(word):
        return False
    if word.casefold() in words.determiners:
        return True
    if word.casefold() in words.name_titles and not words.names.is_forename(tokens[1].group()):
        return False  # «Duke Ellington», but «Queen Elizabeth»
    if {fold_name(word), fold_name(tokens[1].group())} <= page.listed_words:
        return False
    if words.names.is_forename(word):  # «Duke Ellington», but «Lieutenant Marlowe»
        return is_title(word, words) and words.names.is_word(word) and not words.names.is_forename(tokens[1].group())
    if is_title(word, words) or word.casefold() in words.labels:
        return True
    if not words.names.is_forename(tokens[1].group()):
        return False
    if word.isupper() and len(word) < 4:
        return True
    before = page.text[max(0, tokens[0].start() - 24) : tokens[0].start()]
    everyday = page.language(tokens[0].start()) in words.noun_capitals or SENTENCE_START.search(before) is not None
    return everyday and describes(word, words)


def genitive_start(page: Page, start: int, end: int, words: EntityWords) -> int:
    """Where the genitive ending of the word at start–end begins; `end` where it has none."""
    word = page.text[start:end]
    mark = GENITIVE.search(word)
    if mark is not None:
        return start + mark.start()
    folded = word.casefold()
    if page.text[end : end + 1] in GENITIVE_MARKS:
        return end
    if len(word) < 4 or word[-1] != "s" or page.language(start) not in words.bare_genitive:
        return end
    stem = word[:-1]
    if folded in page.listed_words:
        return end
    if stem.casefold() in page.listed_words:
        return end - 1
    known = words.names.is_forename(word) or words.names.is_surname(word)
    if page.capitals.get(stem, 0) > 0 and not words.names.is_forename(word):
        return end - 1
    if not known and (words.names.is_forename(stem) or words.names.is_surname(stem)):
        return end - 1
    following = WORD.match(page.text, end + 1)
    if not known and following is not None and following.group()[0].isupper() and page.text[end] == " ":
        return end - 1
    return end


def is_thing(page: Page, span: Span, words: EntityWords) -> bool:
    """Whether a name is part of a title, a prize, a company, a place: «Günter-Rohrbach-Preis», «Neil Simon Theatre»."""
    text = page.text
    title = page.title_at(span)
    if title is not None and title.contains(span):
        return True
    if text[span.end : span.end + 1] in HYPHENS and text[span.end + 1 : span.end + 2].isalpha():
        return True
    if span.start > 1 and text[span.start - 1] in HYPHENS and text[span.start - 2].isalpha():
        return True
    whole, hyphen, part = text[span.start : span.end].rpartition("-")
    if hyphen and part.casefold() in words.named_after:
        return True
    parts = part.split() if not hyphen else (whole + part).split()
    if len(parts) > 1 and parts[-1].casefold() in words.named_after and not words.names.is_surname(parts[-1]):
        return True
    gap = SPACE_GAP.match(text, span.end)
    following = WORD.match(text, gap.end()) if gap is not None else None
    if following is None or not following.group()[0].isupper():
        return False
    return following.group().casefold() in words.named_after
