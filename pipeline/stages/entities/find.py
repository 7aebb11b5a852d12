"""All names of a document: listed, seen and known, one label per name, without overlap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.lang.models import EntityModels
from pipeline.lang.vocabulary import LANGUAGES, Vocabulary
from pipeline.stages.entities.clean import clean
from pipeline.stages.entities.known import known_forms, occurrences
from pipeline.stages.entities.listed import certain_names, listed_candidates
from pipeline.stages.entities.page import LISTED_SCORE, TITLE, Candidate, read_page, readable_runs
from pipeline.stages.entities.seen import seen_candidates
from pipeline.stages.entities.words import entity_words, fold_name
from pipeline.types import Claim, Document, EntityLabel, LanguageRun, Mention, PageWork


def find_entities(
    document: Document,
    languages: Sequence[LanguageRun],
    listed: Sequence[Claim],
    models: EntityModels,
    vocabulary: Vocabulary,
    works: Sequence[PageWork] = (),
) -> tuple[Mention, ...]:
    """All names in the German and English passages, without overlap, in the order of the text.

    `listed` are the claims of the role lists: their names are certain. `works` are the page's works, whose titles
    are no persons.

    Raises:
        ModelError: the settings name a pipeline that cannot be loaded.
    """
    text = document.text
    words = entity_words(vocabulary)
    words_of = {language: entity_words(vocabulary, language) for language in LANGUAGES}
    runs = readable_runs(languages)
    certain = tuple(listed_candidates(text, listed, words))
    listed_names = certain_names(text, listed, certain)
    persons = frozenset(map(fold_name, listed_names))
    page = read_page(text, runs, works, persons)
    seen = seen_candidates(page, listed, models, words_of)
    judged = (clean(page, candidate, words_of[page.language(candidate.span.start)]) for candidate in seen)
    cleaned = [candidate for candidate in judged if candidate is not None]
    voted = vote(text, cleaned, persons)
    seen_names = {c.span.of(text) for c in voted if c.label == "PER"} - listed_names
    names = [*((name, True) for name in sorted(listed_names)), *((name, False) for name in sorted(seen_names))]
    known = occurrences(page, known_forms(names, set(map(fold_name, page.capitals))), words_of)
    titles = (
        Candidate(work.title_span, "WORK", TITLE, LISTED_SCORE, 2) for work in works if work.title_span is not None
    )
    chosen = resolve((*certain, *titles, *voted, *known), len(text))
    return tuple(Mention(c.span, c.label, page.language(c.span.start), c.extractor, c.score) for c in chosen)


def vote(text: str, candidates: Sequence[Candidate], persons: frozenset[str]) -> tuple[Candidate, ...]:
    """One label per name: what the role lists say, else what most places say."""
    names = [fold_name(candidate.span.of(text)) for candidate in candidates]
    counts: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
    for name, candidate in zip(names, candidates, strict=True):
        counts[name][candidate.label] += 1
    labels: dict[str, EntityLabel] = {}
    for name, votes in counts.items():
        if name in persons or 2 * votes["PER"] >= votes.total():
            labels[name] = "PER"
        else:
            labels[name] = votes.most_common(1)[0][0]
    labelled = (
        candidate if candidate.label == labels[name] else replace(candidate, label=labels[name])
        for name, candidate in zip(names, candidates, strict=True)
        if candidate.label != "WORK"
    )
    return (*labelled, *(candidate for candidate in candidates if candidate.label == "WORK"))


def resolve(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """The best of what overlaps: certain before seen, longer before shorter; in the order of the text."""
    taken = bytearray(length)
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_by_worth):
        start, end = candidate.span.start, candidate.span.end
        if start < end and taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.span.start)


def _by_worth(candidate: Candidate) -> tuple[int, int, bool, int, float]:
    """Certain before seen, longer before shorter, people first, then by place."""
    start, end = candidate.span.start, candidate.span.end
    return -candidate.rank, start - end, candidate.label != "PER", start, -candidate.score
