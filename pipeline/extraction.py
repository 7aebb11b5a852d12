"""One document through all stages, in order: the unit that a run, a notebook and a test all call."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.lang.models import EntityModels, load_models
from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS, LANGUAGES, Vocabulary, load_vocabulary
from pipeline.stages.entities import find_entities
from pipeline.stages.facts import find_facts, find_works
from pipeline.stages.filmography import find_listed_works
from pipeline.stages.language import LanguageDetector, detect_languages, document_language, load_detector
from pipeline.stages.role_lists import find_role_lists
from pipeline.stages.role_prose import find_role_prose
from pipeline.stages.sections import find_sections
from pipeline.text.lines import split_lines
from pipeline.text.names import NameWords
from pipeline.types import Claim, Document, EntityLabel, Extraction, LanguageRun, Mention, PageWork, Span

READABLE = frozenset((*LANGUAGES, "und"))


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


def _unwatched(stage: str) -> None:
    """No clock."""


def extract(
    document: Document,
    resources: Resources,
    language: str | None = None,
    lap: Callable[[str], None] = _unwatched,
) -> Extraction:
    """All that the document says: language runs, sections, works, mentions and claims.

    `language` (`de`, `en`) is that of the whole document, where it is known; None to find out. `lap` is told the name
    of each stage as it ends.
    """
    text, vocabulary = document.text, resources.vocabulary
    lines = split_lines(text)
    languages = _known(text, language) if language else detect_languages(text, lines, resources.detector)
    language, score = document_language(text, languages)
    lap("language")
    if not text.strip():
        return Extraction(document, "empty", language, score, languages)
    sections = find_sections(document, lines, languages, vocabulary, resources.words)
    lap("sections")
    if language not in READABLE:
        return Extraction(document, "unsupported_language", language, score, languages, sections)
    works = find_works(document, lines, sections, vocabulary)
    if all(work.title is None for work in works):
        works = find_listed_works(document, lines, sections) or works
    lap("works")
    listed = tuple(_placed(find_role_lists(document, lines, sections, works, vocabulary, resources.words), works))
    lap("role_lists")
    mentions = find_entities(document, languages, listed, resources.models, vocabulary, works)
    lap("entities")
    prose = find_role_prose(document, sections, languages, mentions, vocabulary, listed, works)
    told = tuple(_placed(prose, works))
    lap("role_prose")
    facts = tuple(find_facts(document, lines, sections, works, languages, vocabulary))
    lap("facts")
    claims = _in_order(_readable((*listed, *told, *facts), languages))
    return Extraction(
        document=document,
        status="done",
        language=language,
        language_score=score,
        languages=languages,
        sections=sections,
        works=works,
        mentions=_with_claimed_names(mentions, claims),
        claims=claims,
    )


def _known(text: str, language: str) -> tuple[LanguageRun, ...]:
    """One run over all of a text whose language is known."""
    return (LanguageRun(Span(0, len(text)), language, 1.0, inherited=False),) if text else ()


def _placed(claims: Iterable[Claim], works: Sequence[PageWork]) -> Iterator[Claim]:
    """Each claim with the work in whose part of the page it stands."""
    ends = [work.span.end for work in works]
    for claim in claims:
        work = min(bisect_right(ends, claim.span.start), len(works) - 1)
        yield claim if claim.work == work else replace(claim, work=work)


def _readable(claims: Iterable[Claim], languages: Sequence[LanguageRun]) -> Iterator[Claim]:
    """Claims outside the passages in other languages: a French paragraph in a German page yields nothing."""
    foreign = [run.span for run in languages if run.language not in READABLE]
    ends = [span.end for span in foreign]
    for claim in claims:
        index = bisect_left(ends, claim.span.end)
        if index == len(foreign) or not foreign[index].contains(claim.span):
            yield claim


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """By place, then field."""
    return tuple(sorted(claims, key=_place_and_field))


def _place_and_field(claim: Claim) -> tuple[int, int, str, str, str]:
    return claim.span.start, claim.span.end, claim.field, claim.character or "", claim.extractor


def _with_claimed_names(mentions: Sequence[Mention], claims: Sequence[Claim]) -> tuple[Mention, ...]:
    """Every name that a claim uses is a mention too; where it crosses a found one, the claim's span stands."""
    found = {mention.span for mention in mentions}
    claimed = {mention.span: mention for mention in _claimed_names(claims) if mention.span not in found}
    places = sorted((span.start, span.end) for span in claimed)
    kept = [mention for mention in mentions if not _crosses(mention.span, places)]
    return tuple(sorted((*kept, *claimed.values()), key=lambda mention: (mention.span.start, mention.span.end)))


def _crosses(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of the sorted places, which may overlap each other only with their neighbours."""
    index = bisect_left(places, (span.start, span.end))
    return any(start < span.end and span.start < end for start, end in places[max(0, index - 2) : index + 2])


def _claimed_names(claims: Sequence[Claim]) -> Iterator[Mention]:
    for claim in claims:
        if claim.field in FIELDS:
            label: EntityLabel = "ORG" if claim.field in COMPANY_FIELDS else "PER"
            yield Mention(claim.span, label, claim.language, claim.extractor, claim.score)
