"""What the readers of sentences share: the page, its sentences, and whom its role lists know."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.sentence_words import SentenceWords
from pipeline.lang.vocabulary import CAST_FIELDS, Vocabulary, fold
from pipeline.text.lines import split_lines
from pipeline.text.sentences import join_wrapped, split_sentences
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, Section, Span

STORY, LEAD, CAST, OTHER = "plot", "lead", "cast_crew", "other"
STORY_KINDS = frozenset({"plot", "lead", "reviews", "other", "news", "reception"})
# the body of an article: other versions, books and concerts have directors and writers here too
BODY_KINDS = frozenset({"production", "background", "reception", "release", "music", "trivia"})
SILENT_KINDS = frozenset({"references", "links"})  # names in notes and teasers are no credits
UNKNOWN_PERSON = 0.5  # the score of a name of which the name lists know nothing
# «J.», «J.-P.»
INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what is known of where it stands."""

    span: Span
    kind: str
    language: str
    own_titles: str  # folded text in which titles of the page's own work stand
    titles: frozenset[str]  # the titles of the works that the passage belongs to, folded


class Page:
    """One document as the readers of its sentences ask it."""

    def __init__(
        self,
        document: Document,
        sections: Sequence[Section],
        languages: Sequence[LanguageRun],
        mentions: Sequence[Mention],
        lexicon: SentenceWords,
        vocabulary: Vocabulary,
        listed: Sequence[Claim],
        works: Sequence[PageWork],
    ) -> None:
        self.text = document.text
        self.works = works
        self.work_ends = [work.span.end for work in works]
        self.roles_by_word = vocabulary.roles
        self.sections = sections
        self.languages = languages
        self.lexicon = lexicon
        self.headings = vocabulary.headings
        self.mentions = sorted((m for m in mentions if m.label in ("PER", "ORG", "WORK")), key=lambda m: m.span.start)
        self.mention_starts = [m.span.start for m in self.mentions]
        self.lines = split_lines(document.text)
        self.line_starts = [line.span.start for line in self.lines]
        self.listed = listed
        self.actors = {folded for c in listed if c.field in CAST_FIELDS for folded in name_forms(c.value)}
        self.taken = sorted(
            (span.start, span.end, c.field) for c in listed for span in (c.span, c.character_span) if span is not None
        )

    def is_about_a_work(self) -> bool:
        """Whether the page speaks of films, series or plays at all: other pages have directors and editors too."""
        return self.lexicon.page_cues.search(self.text) is not None

    def passages(self) -> Iterator[Passage]:
        """The sentences that may state credits and hold a name."""
        run_starts = [run.span.start for run in self.languages]
        work_starts = [work.span.start for work in self.works]
        head = self._head()
        for section in self.sections:
            heading = "" if section.heading is None else fold(section.heading.of(self.text))
            if section.kind in SILENT_KINDS or (section.kind == "news" and heading in self.headings):
                continue
            if self.lexicon.other_sections.search(heading):
                continue
            near = self.works[self.work_at(section.span.start) : bisect_left(work_starts, section.span.end)]
            titles = frozenset(fold(work.title) for work in near if work.title is not None)
            own_titles = "\n".join((head, heading, *sorted(titles)))
            for passage in join_wrapped(self.text, self.lines[slice(*self.lines_of(section))]):
                if not self.has_name(passage):
                    continue
                run = self.languages[max(0, bisect_right(run_starts, passage.start) - 1)] if self.languages else None
                language = section.language if run is None else run.language
                if language not in self.lexicon.grammars:
                    continue
                if section.kind != LEAD:  # from a remake or a sequel on, the paragraph speaks of that
                    descendant = self.lexicon.descendant.search(self.text, passage.start, passage.end)
                    limit = passage.end if descendant is None else descendant.start()
                else:
                    limit = passage.end
                for sentence in split_sentences(self.text, passage, self.lexicon.abbreviations):
                    if sentence.end > limit:
                        break
                    if self.has_name(sentence):
                        yield Passage(sentence, section.kind, language, own_titles, titles)

    def lines_of(self, section: Section) -> tuple[int, int]:
        return bisect_left(self.line_starts, section.body.start), bisect_left(self.line_starts, section.body.end)

    def _head(self) -> str:
        """The first lines of the page, folded: titles in them are titles of the page's own work."""
        opening = [line.content.of(self.text)[:160] for line in self.lines[:40] if not line.blank][:4]
        return fold("\n".join(opening))

    def has_name(self, span: Span) -> bool:
        index = bisect_left(self.mention_starts, span.start)
        return index < len(self.mentions) and self.mentions[index].span.end <= span.end

    def has_listed_names_only(self, span: Span) -> bool:
        """Whether the role lists have read every name of a sentence."""
        names = self.mentions[bisect_left(self.mention_starts, span.start) : bisect_left(self.mention_starts, span.end)]
        return all(self.is_listed(mention.span) for mention in names if mention.label != "WORK")

    def is_actor(self, span: Span) -> bool:
        """Whether a role list names this actor, in full or by the last word."""
        return name_key(span.of(self.text)) in self.actors

    def is_body(self, kind: str) -> bool:
        """Whether a section of this kind may speak of other versions, books and concerts too."""
        return kind in BODY_KINDS or (kind == OTHER and len(self.works) == 1 and self.works[0].title is not None)

    def work_at(self, offset: int) -> int:
        """The index of the work in whose part of the page an offset stands."""
        return bisect_right(self.work_ends, offset)

    def is_listed(self, span: Span, field: str | None = None) -> bool:
        """Whether a role list has read this name already (for this field, if one is named)."""
        index = bisect_left(self.taken, (span.end, -1, ""))
        return any(
            start < span.end and span.start < end and (field is None or field == taken_field)
            for start, end, taken_field in self.taken[max(0, index - 3) : index]
        )


def name_forms(name: str) -> set[str]:
    """The folded forms under which a known person may stand in the text: in full, and the last word alone."""
    folded = name_key(name)
    return {folded, folded.rsplit(" ", 1)[-1]}


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A name as names are compared: case folded, apostrophes of one kind, white space single."""
    return " ".join(name.replace("’", "'").casefold().split())
