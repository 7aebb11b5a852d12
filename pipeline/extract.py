"""One document through all stages, in order: the unit that a run, a notebook and a test all call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.lang.models import EntityModels, load_models
from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS, LANGUAGES, Vocabulary, load_vocabulary
from pipeline.stages.entities import find_entities
from pipeline.stages.facts import find_facts, find_works
from pipeline.stages.language import LanguageDetector, detect_languages, document_language, load_detector
from pipeline.stages.role_lists import find_role_lists
from pipeline.stages.role_prose import find_role_prose
from pipeline.stages.sections import find_sections
from pipeline.text.lines import split_lines
from pipeline.text.names import NameWords
from pipeline.types import Claim, Document, Extraction, Mention, Span


@dataclass(frozen=True, slots=True)
class Resources:
    """What the stages need besides the document: loaded once per process."""

    vocabulary: Vocabulary
    words: NameWords
    detector: LanguageDetector
    models: EntityModels


def load_resources(models: Mapping[str, str] | None = None, vocabulary_files: Sequence[Path] = ()) -> Resources:
    """Vocabulary, name lists, language detector and (lazily) the entity models.

    Args:
        models: language to the name or path of a spaCy pipeline; None for the shipped ones.
        vocabulary_files: a user's own vocabularies, added to the project's.

    Raises:
        VocabularyError, ModelError: a file or model is missing or wrong.
    """
    vocabulary = load_vocabulary(vocabulary_files)
    return Resources(
        vocabulary=vocabulary,
        words=gather_name_words(vocabulary, load_names()),
        detector=load_detector(),
        models=load_models(models or {}),
    )


def extract(document: Document, resources: Resources) -> Extraction:
    """All that the document says: language runs, sections, works, mentions and claims."""
    text, vocabulary = document.text, resources.vocabulary
    lines = split_lines(text)
    languages = detect_languages(text, lines, resources.detector)
    language, score = document_language(text, languages)
    if not text.strip():
        return Extraction(document, "empty", language, score, languages)
    sections = find_sections(document, lines, languages, vocabulary, resources.words)
    if language not in LANGUAGES and language != "und":
        return Extraction(document, "unsupported_language", language, score, languages, sections)
    works = find_works(document, lines, sections, vocabulary)
    listed = tuple(find_role_lists(document, lines, sections, works, vocabulary, resources.words))
    mentions = find_entities(document, languages, listed, resources.models, vocabulary, works)
    told = tuple(find_role_prose(document, sections, languages, mentions, vocabulary, listed))
    facts = tuple(find_facts(document, lines, sections, works, languages, vocabulary))
    claims = _in_order((*listed, *told, *facts))
    return Extraction(
        document=document,
        status="done",
        language=language,
        language_score=score,
        languages=languages,
        sections=sections,
        works=works,
        mentions=_with_claimed_names(text, mentions, claims),
        claims=claims,
    )


def _in_order(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """By place, then field."""
    return tuple(sorted(claims, key=lambda claim: (claim.span, claim.field, claim.character or "", claim.extractor)))


def _with_claimed_names(text: str, mentions: Sequence[Mention], claims: Sequence[Claim]) -> tuple[Mention, ...]:
    """Every name that a claim uses is a mention too; where it crosses a found one, the claim's span stands."""
    found = {mention.span for mention in mentions}
    claimed = {mention.span: mention for mention in _claimed_names(claims) if mention.span not in found}
    kept = [m for m in mentions if not any(m.span.overlaps(span) for span in claimed)]
    del text
    return tuple(sorted((*kept, *claimed.values()), key=lambda mention: mention.span))


def _claimed_names(claims: Sequence[Claim]) -> Iterator[Mention]:
    for claim in claims:
        if claim.field in FIELDS:
            label = "ORG" if claim.field in COMPANY_FIELDS else "PER"
            yield Mention(Span(claim.span.start, claim.span.end), label, claim.language, claim.extractor, claim.score)
