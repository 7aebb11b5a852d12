"""One page with everything that was taken from it, and for each line what was taken or why nothing was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pipeline.errors import InputError
from pipeline.extraction import READABLE, Resources, extract
from pipeline.lang.vocabulary import Origin
from pipeline.stages.entities import find_entities
from pipeline.stages.facts.production import fact_lines, label_facts
from pipeline.stages.facts.titles import find_title
from pipeline.stages.facts.words import fact_words
from pipeline.stages.facts.years import find_year
from pipeline.stages.role_lists import find_role_lists
from pipeline.stages.role_lists.labels import has_two_languages
from pipeline.stages.role_lists.page import Page as ListPage
from pipeline.stages.role_lists.read import MAX_LINE, SKIPPED_KINDS, read_page
from pipeline.text.lines import Line, split_lines
from pipeline.types import Claim, Document, Extraction, LanguageRun, Mention, Section, Span
from pipeline.view.explain.entries import Entries
from pipeline.view.explain.lists import ListLine, list_reason, read_list_lines
from pipeline.view.explain.reasons import Reason
from pipeline.view.explain.sentences import TELLING, Told, read_sentences, sentence_reason


@dataclass(frozen=True)
class Explanation:
    """A page as the stages see it; lines are counted from 1, and what takes time is asked for once."""

    extraction: Extraction
    resources: Resources
    vocabulary_files: tuple[Path, ...]
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return self.extraction.document.text

    @property
    def count(self) -> int:
        """How many lines the page has, as editors count them: a newline at the end begins no further line."""
        return len(self.lines) - (len(self.lines) > 1 and len(self.lines[-1].span) == 0)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(line.span.start for line in self.lines)

    def number_at(self, offset: int) -> int:
        """The line, from 1, in which an offset stands."""
        return bisect_right(self.starts, offset)

    def line(self, number: int) -> Line:
        """A line by its number from 1.

        Raises:
            InputError: the page has no such line.
        """
        if not 1 <= number <= len(self.lines):
            count = len(self.lines)
            raise InputError(f"{self.extraction.document.source}: has no line {number}; give a line from 1 to {count}")
        return self.lines[number - 1]

    def run_at(self, offset: int) -> LanguageRun | None:
        return next((r for r in reversed(self.extraction.languages) if r.span.start <= offset), None)

    def section_at(self, offset: int) -> Section | None:
        return next((s for s in reversed(self.extraction.sections) if s.span.start <= offset), None)

    @cached_property
    def language_changes(self) -> tuple[LanguageRun, ...]:
        """The runs at whose start another language begins."""
        runs = self.extraction.languages
        pairs = zip(runs, (None, *runs), strict=False)
        return tuple(run for run, before in pairs if before is None or before.language != run.language)

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The names that stand in a stretch of the text, in its order."""
        return tuple(mention for mention in self.extraction.mentions if mention.span.overlaps(span))

    @cached_property
    def _claims(self) -> dict[int, tuple[Claim, ...]]:
        found: dict[int, tuple[Claim, ...]] = {}
        for claim in self.extraction.claims:
            number = self.number_at(claim.span.start)
            found[number] = (*found.get(number, ()), claim)
        return found

    def claims(self, number: int) -> tuple[Claim, ...]:
        """What was taken from a line: the claims whose values start in it."""
        return self._claims.get(number, ())

    @cached_property
    def entries(self) -> Entries:
        """The vocabulary's entries."""
        return Entries(self.resources.vocabulary, self.vocabulary_files)

    def origins(self, claim: Claim) -> tuple[Origin, ...]:
        """The entries of the vocabulary that make a claim's label its field; empty where layout alone does."""
        section = self.section_at(claim.span.start)
        return () if section is None else self.entries.of_claim(self.text, claim, section)

    def title_rule(self) -> tuple[str, ...]:
        """What speaks for the title of a page about one work, as the stage names it; empty for other pages."""
        filled, words = [line for line in self.lines if not line.blank], fact_words(self.resources.vocabulary)
        works = self.extraction.works
        if len(works) != 1 or works[0].title_span is None:
            return ()
        title = find_title(self.text, filled, self.extraction.sections, words)
        return () if title is None or title.span != works[0].title_span else tuple(sorted(title.reasons))

    def year_rule(self) -> str | None:
        """Where the year of a page about one work stands, as the stage names it; None for other pages."""
        filled, words = [line for line in self.lines if not line.blank], fact_words(self.resources.vocabulary)
        works = self.extraction.works
        if len(works) != 1 or works[0].year_span is None:
            return None
        title = find_title(self.text, filled, self.extraction.sections, words)
        year = find_year(self.text, filled, self.extraction.sections, title, words)
        return None if year is None or year.span != works[0].year_span else year.layout

    def reason(self, number: int) -> Reason | None:
        """Why nothing was taken from a line; None where something was.

        Raises:
            InputError: the page has no such line.
        """
        line = self.line(number)
        if self.claims(number):
            return None
        return next(reason for reason in self._reasons(number, line) if reason is not None)

    def _reasons(self, number: int, line: Line) -> Iterator[Reason | None]:
        """The reasons in the order in which they rule each other out; the last one is never None."""
        if line.blank:
            yield Reason("blank", "the line is blank")
            return
        section = self.section_at(line.content.start)
        yield _status_reason(self.extraction)
        yield self._foreign(line)
        yield self._part_of_another(number)
        if section is None:
            yield Reason("unread", "it stands in no section")
            return
        if section.heading is not None and section.heading.overlaps(line.span):
            below = "are not read" if section.kind in SKIPPED_KINDS else "are read"
            yield Reason("heading", f"it is a heading (kind {section.kind}); the lines below it {below}")
        yield self._dropped(number)
        in_list = self.list_lines.get(line.number)
        listed = None if in_list is None else list_reason(self._list_page, in_list, self.entries)
        if listed is not None and listed.code == "no_entry":  # a sentence under a role heading
            told = sentence_reason(self.told, section, line)
            yield replace(told, hints=(*told.hints, listed.text)) if told.code in TELLING else None
        yield listed
        yield self._said_before(number, line)
        if in_list is None and len(line.content) > MAX_LINE:
            yield Reason("too_long", f"it has {len(line.content):,} characters; lists are read up to {MAX_LINE:,}")
        yield sentence_reason(self.told, section, line)

    def _foreign(self, line: Line) -> Reason | None:
        run = self.run_at(line.content.start)
        if run is None or run.language in READABLE:
            return None
        return Reason("foreign", f"it stands in a passage in another language ({run.language}, {run.score:.2f})")

    def _part_of_another(self, number: int) -> Reason | None:
        """Whether the line holds the label or the character of what stands in another line."""
        for claim in self.extraction.claims:
            for what, span in (("label", claim.label), ("character", claim.character_span)):
                if span is not None and self.number_at(span.start) == number:
                    section = self.section_at(span.start)
                    if section is not None and span == section.heading:
                        continue
                    at = self.number_at(claim.span.start)
                    return Reason("part", f"it is the {what} of {claim.field} «{claim.value}», taken from line {at}")
        return None

    def _dropped(self, number: int) -> Reason | None:
        """Whether the list's credits were dropped with all lists of the page."""
        if self._listed:
            return None
        for claim in self.read_claims:
            if self.number_at(claim.span.start) == number:
                said = f"{claim.field} «{claim.value}» was read, but not taken"
                return Reason("no_work", f"{said}: the page names no work, and its lists credit too little for one")
        return None

    def _said_before(self, number: int, line: Line) -> Reason | None:
        """Whether the line states a fact of the work that the page has stated already."""
        extraction, words = self.extraction, fact_words(self.resources.vocabulary)
        if len(extraction.works) != 1:
            return None
        work = extraction.works[0]
        for one, following in self._fact_lines:
            if one.number != line.number:
                continue
            for fact in label_facts(self.text, one, following, words):
                if work.title is None and work.year is None:
                    said = f"{fact.field} «{fact.value}» is stated, but the page names no work"
                    return Reason("no_work", said)
                single = fact.field in ("year", "runtime")  # one value for each work
                same = (c for c in extraction.claims if c.field == fact.field)
                known = next((c for c in same if single or c.value.casefold() == fact.value.casefold()), None)
                if known is not None and number != self.number_at(known.span.start):
                    at = self.number_at(known.span.start)
                    return Reason("said_before", f"{fact.field} was taken from line {at}, as «{known.value}»")
        return None

    @cached_property
    def _fact_lines(self) -> list[tuple[Line, Line | None]]:
        return list(fact_lines([line for line in self.lines if not line.blank], self.extraction.sections))

    @cached_property
    def _list_page(self) -> ListPage:
        resources = self.resources
        two_languages = has_two_languages(self.text, resources.vocabulary)
        return ListPage(self.text, self.extraction.works, resources.vocabulary, resources.words, two_languages)

    @cached_property
    def read_claims(self) -> tuple[Claim, ...]:
        """What lists say before it is asked whether the page is about a work."""
        return tuple(read_page(self._list_page, self.lines, self.extraction.sections))

    @cached_property
    def _listed(self) -> tuple[Claim, ...]:
        page, words = self.extraction, self.resources.words
        vocabulary = self.resources.vocabulary
        return tuple(find_role_lists(page.document, self.lines, page.sections, page.works, vocabulary, words))

    @cached_property
    def list_lines(self) -> dict[int, ListLine]:
        """What the reader of lists makes of the lines, by their number from 0."""
        return read_list_lines(self._list_page, self.lines, self.extraction.sections)

    @cached_property
    def told(self) -> Told:
        """What the reader of sentences makes of the page."""
        page, vocabulary = self.extraction, self.resources.vocabulary
        mentions = find_entities(
            page.document, page.languages, self._listed, self.resources.models, vocabulary, page.works
        )
        return read_sentences(
            page.document, page.sections, page.languages, mentions, vocabulary, self._listed, page.works
        )


def explain_page(document: Document, resources: Resources, vocabulary_files: Sequence[Path] = ()) -> Explanation:
    """The page through all stages, ready to be asked.

    `vocabulary_files` are those with which the resources were loaded: entries are looked up in them too.
    """
    lines = tuple(split_lines(document.text))
    return Explanation(extract(document, resources), resources, tuple(vocabulary_files), lines)


def _status_reason(extraction: Extraction) -> Reason | None:
    if extraction.status != "unsupported_language":
        return None
    return Reason(
        "unsupported_language", f"the page is in a language that is not read ({extraction.language}); nothing is taken"
    )
