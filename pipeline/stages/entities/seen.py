"""The names that a model, or the rules, see in a passage."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from pipeline.lang.models import EntityModels
from pipeline.lang.vocabulary import LANGUAGES
from pipeline.stages.entities.page import CAPITALISED, MAX_NAME_WORDS, MODEL_SCORE, RULE_SCORE, RULES, Candidate, Page
from pipeline.stages.entities.words import GAP, INITIAL, WORD, EntityWords, is_full_name, is_title, without_genitive
from pipeline.text.lines import Line, split_lines
from pipeline.text.sentences import join_wrapped
from pipeline.types import Claim, Span

MAX_PASSAGE = 1_500  # code points a model sees at once: a paragraph; longer ones are cut at sentence ends
SPACES = re.compile(r"\s")


def seen_candidates(
    page: Page,
    listed: Sequence[Claim],
    models: EntityModels,
    words_of: Mapping[str, EntityWords],
) -> Iterator[Candidate]:
    """The entities of every passage, as the language's model gives them, or the rules where it has none."""
    text = page.text
    lines = unread_lines(text, listed, words_of)
    for language in LANGUAGES:
        passages = [
            passage for run in page.runs if run.language == language for passage in passages_of(text, run.span, lines)
        ]
        if not passages:
            continue
        words = words_of[language]
        if not models.recognizes(language):
            for passage in passages:
                for span in rule_persons(page, passage, words):
                    yield Candidate(span, "PER", RULES, RULE_SCORE, 1)
            continue
        extractor = models.extractor(language)
        found = models.recognize(language, [SPACES.sub(" ", passage.of(text)) for passage in passages])
        for passage, entities in zip(passages, found, strict=True):
            for span, label in entities:
                moved = Span(passage.start + span.start, passage.start + span.end)
                yield Candidate(moved, label, extractor, MODEL_SCORE, 1)
            for span in rule_persons(page, passage, words):
                if is_full_name(WORD.findall(span.of(text)), words):
                    yield Candidate(span, "PER", RULES, RULE_SCORE, 1)


def unread_lines(text: str, listed: Sequence[Claim], words_of: Mapping[str, EntityWords]) -> list[Line]:
    """The lines that say more than the role lists took from them, and do not list the page's categories."""
    skipped = frozenset[str]().union(*(words.category_lines for words in words_of.values()))
    read = sorted(
        (span for claim in listed for span in (claim.span, claim.label, claim.character_span) if span is not None),
        key=lambda span: (span.start, span.end),
    )
    lines: list[Line] = []
    first = 0
    for line in split_lines(text):
        if line.blank:
            continue
        while first < len(read) and read[first].end <= line.span.start:
            first += 1
        left, at, index = "", line.content.start, first
        while index < len(read) and read[index].start < line.content.end:
            left += text[at : max(at, read[index].start)] + " "
            at = max(at, read[index].end)
            index += 1
        left += text[at : line.content.end]
        if CAPITALISED.search(left) is not None and line.content.of(text).partition(":")[0].casefold() not in skipped:
            lines.append(line)
    return lines


def passages_of(text: str, run: Span, lines: Sequence[Line]) -> Iterator[Span]:
    """What a model reads at once: a paragraph, its wrapped lines joined; none longer than `MAX_PASSAGE`."""
    start = bisect_left(lines, run.start, key=lambda line: line.span.start)
    end = bisect_left(lines, run.end, key=lambda line: line.span.start)
    for passage in join_wrapped(text, lines[start:end]):
        at = passage.start
        while passage.end - at > MAX_PASSAGE:
            cut = max(text.rfind(stop, at, at + MAX_PASSAGE) for stop in (". ", "! ", "? ", "; ", "\n", " "))
            cut = at + MAX_PASSAGE if cut <= at else cut + 1
            yield Span(at, cut)
            at = cut
        if at < passage.end:
            yield Span(at, passage.end)


def rule_persons(page: Page, passage: Span, words: EntityWords) -> Iterator[Span]:
    """Without a model: a listed forename with the capitalised words behind it, or a name behind a title."""
    position = passage.start
    previous: re.Match[str] | None = None
    for token in page.capitalised(passage):
        if token.start() < position:
            continue  # in the name before
        if token.end() > passage.end:  # a text without spaces, cut inside a word
            token = next(CAPITALISED.finditer(page.text, token.start(), passage.end))
        end = _rule_person(page.text, token, previous, passage.end, words)
        previous = token
        if end is not None:
            position = end
            yield Span(token.start(), end)


def _rule_person(
    text: str, token: re.Match[str], before: re.Match[str] | None, limit: int, words: EntityWords
) -> int | None:
    """The end of the name that starts with this word, perhaps behind a title; None where none does."""
    first = without_genitive(token.group())
    everyday = words.names.is_word(first)
    if not words.names.is_forename(first) or INITIAL.fullmatch(first):
        if everyday or before is None or len(first) < 3:
            return None
        if not GAP.fullmatch(text, before.end(), token.start()) or not is_title(before.group(), words):
            return None
    name = [token]
    while len(name) < MAX_NAME_WORDS:
        gap = GAP.match(text, name[-1].end(), limit)
        following = WORD.match(text, gap.end(), limit) if gap is not None else None
        if following is None:
            break
        word = following.group()
        particle = word.casefold() in words.particles
        if particle and everyday and len(name) == 1:
            return None  # «dem Roman von Bernhard Schlink»
        if not particle and (not word[0].isupper() or words.names.is_word(without_genitive(word))):
            break
        name.append(following)
    while len(name) > 1 and name[-1].group()[0].islower():
        name.pop()
    return None if len(name) == 1 and everyday else name[-1].end()
