"""Find the title of a page about one work: the strings of its head, weighed by what the page says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.lang.labels import kind_by_words
from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.candidates import TitleCandidate, title_candidates
from pipeline.stages.facts.credit_lines import first_credits, is_byline, is_dated
from pipeline.stages.facts.definitions import find_definition
from pipeline.stages.facts.headlines import (
    TITLE_YEAR,
    dated_title,
    is_lifetime,
)
from pipeline.stages.facts.production import is_spec, label_facts, runtime_fact, spec_facts
from pipeline.stages.facts.words import (
    CLOSING_QUOTES,
    HEAD_LINES,
    HEAD_REACH,
    MAX_TITLE,
    OPENING_QUOTES,
    WORD,
    FactWords,
    names_a_work,
)
from pipeline.text.lines import Line
from pipeline.types import Section, Span

MAX_TITLE_WORDS = 14
UNLIKE_TITLE = re.compile(r"[@★©→»]|://|www\.| {3}")
MANY = 50  # repetitions after which counting on adds nothing
FIRM = 5.0  # points above which a definition needs no other witness
# What a title needs besides points; «credits» and «kind» stand near the lines that a page on a work begins with.
DECISIVE = frozenset({"definition", "year", "spec", "teaser", "review", "again", "label", "credits", "kind"})
ENOUGH = 3.7  # points of `_judge`: the titles of the gold pages reach 3.9, other lines stay below 3.5


def find_title(
    text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords
) -> TitleCandidate | None:
    """The title where the page states one and is about one work."""
    credits_at = first_credits(text, lines[: HEAD_LINES + HEAD_REACH], sections, words)
    candidates = title_candidates(text, lines[:credits_at], sections, words)
    for candidate in candidates:
        _judge(text, lines, candidate, credits_at, words)
    about = credits_at is not None or _is_about_a_work(text, lines, sections, words)
    if not about and not any({"kind", "spec"} & candidate.reasons for candidate in candidates):
        return None
    best = max(candidates, key=lambda c: (c.points, -c.span.start), default=None)
    if best is None or best.points < ENOUGH or not best.reasons & DECISIVE:
        return None
    if not best.reasons & {"definition", "year", "spec"} and _has_rival(text, best):
        return None
    return best


def _is_about_a_work(text: str, lines: Sequence[Line], sections: Sequence[Section], words: FactWords) -> bool:
    if any(section.kind in {"plot", "cast_crew"} for section in sections):
        return True
    head = lines[:HEAD_LINES]
    if any(
        runtime_fact(text, fact.span.start, fact.span.end, words)
        for line in head
        for fact in label_facts(text, line, None, words)
    ):
        return True
    return any(
        find_definition(text, line, words) is not None
        or spec_facts(text, line.content, words)
        or dated_title(text, line.content)
        for line in head
    )


def _judge(
    text: str, lines: Sequence[Line], candidate: TitleCandidate, credits_at: int | None, words: FactWords
) -> None:
    """Add to the candidate what the rest of the page says for it or against it.

    `credits_at` is the index of the line where the page's credits begin.
    """
    title = candidate.text
    sure = bool(candidate.reasons & {"definition", "year"})
    states = any(fact.field == "year" for fact in spec_facts(text, candidate.span, words))  # «Germany 1998»
    if not _can_be_title(title) or (not sure and (states or _is_other_line(title, words))):
        candidate.points = -1.0
        return
    elsewhere, quoted, dated = _repetitions(text, candidate.span, title)
    if elsewhere and (" " in title or quoted or "definition" in candidate.reasons):
        candidate.points += min(elsewhere, 3)
    if quoted:
        candidate.points += 1.5
    if candidate.reasons == {"definition"} and candidate.points < FIRM and candidate.line > 0:
        candidate.points -= 1.5  # a sentence of the text about something else, unless the title line agrees
    if elsewhere > 1 and (" " in title or quoted):
        candidate.reasons.add("again")
        candidate.points += 1.0 if "part" in candidate.reasons else 0.0
    if dated:
        candidate.points += 3.0
        candidate.reasons.add("year")
    if candidate.reasons & {"line", "label", "quoted", "review", "kind"}:
        _add_next_lines(text, lines, candidate, credits_at, words)
    candidate.points -= 0.1 * candidate.line


def _add_next_lines(
    text: str, lines: Sequence[Line], candidate: TitleCandidate, credits_at: int | None, words: FactWords
) -> None:
    """A title stands above the line that states the production, or says what it is, or begins the credits."""
    for distance, line in enumerate(lines[candidate.line + 1 : candidate.line + 1 + HEAD_REACH], 1):
        if is_spec(text, line, words) or (distance == 1 and _says_what(text, line, words)):
            candidate.points += 4.3 - 0.5 * distance  # says more than that credits begin
            candidate.reasons.add("spec")
            return
        if candidate.line + distance == credits_at:
            candidate.points += 4.0 - 0.5 * distance
            candidate.reasons.add("credits")
            return


def _says_what(text: str, line: Line, words: FactWords) -> bool:
    """«Kriminalhörspiel», «Eine tragische Komödie von …», «A FILM BY …»: the line that follows a title."""
    said = [
        fold(word) for word in WORD.findall(text[line.content.start : min(line.content.end, line.content.start + 60)])
    ]
    if said and said[0] in words.articles:
        said.pop(0)
    first = re.split(r"[,|·]", text[line.content.start : line.content.end], maxsplit=1)
    if len(first) > 1 and len(first[0].split()) < 4 and names_a_work(fold(first[0]).split(" ")[-1], words):
        return True  # «Afternoon Drama, BBC Radio 4, 45 mins»
    whole = " ".join(said) in words.genres or (len(said) == 1 and names_a_work(said[0], words))
    by = next((i for i, word in enumerate(said[:8]) if word in words.by), None)
    return whole or (by is not None and by > 0 and names_a_work(said[by - 1], words))


def is_title_line(text: str, line: Span, words: FactWords) -> bool:
    """Whether a line has the form of a title, and is no episode's («1.02 "The Way Over"») and no other line's."""
    title = line.of(text)
    if not 0 < len(title) <= MAX_TITLE or title[0] in OPENING_QUOTES or title[0].isdigit():
        return False
    if any(fact.field == "year" for fact in spec_facts(text, line, words)):
        return False
    return _can_be_title(title) and title[-1] not in ".:" and not _is_other_line(title, words)


def _can_be_title(title: str) -> bool:
    """Whether the string has the form of a title."""
    first = next((c for c in title if c.isalnum()), "")
    tokens = title.split()
    if not first or first.islower() or title[0] in "([" or len(title) > MAX_TITLE or len(tokens) > MAX_TITLE_WORDS:
        return False
    if title[-1] in ",;:" or (title[-1] == "." and not title.endswith("..") and len(tokens) > 3):
        return False
    return UNLIKE_TITLE.search(title) is None


def _is_other_line(title: str, words: FactWords) -> bool:
    """Whether a line of a page's head is known for something else: navigation, a label, a byline, a company."""
    folded = fold(title)
    tokens = title.split()
    if folded in words.no_titles or folded in words.vocabulary.roles or folded in words.genres:
        return True
    if kind_by_words(title, words.vocabulary) == "cast_crew":
        return True
    label, colon, _ = folded.partition(":")
    if fold(tokens[-1]) in words.companies or (colon and (label in words.vocabulary.roles or label in words.labels)):
        return True
    if len(tokens) == 1 and folded.endswith(words.site_endings) and folded not in words.site_endings:
        return True
    return folded.startswith(words.no_title_starts) or is_byline(title, words) or is_dated(title, words)


def _repetitions(text: str, span: Span, title: str) -> tuple[int, int, int]:
    """How often the title stands elsewhere; of these, in marks, and before a year in brackets."""
    total = quoted = dated = 0
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            marked = at > 0 and text[at - 1] in OPENING_QUOTES + "_" and text[end : end + 1] in CLOSING_QUOTES + "_"
            quoted += marked
            total += at != span.start
            after = end + 1 if marked else end
            year = TITLE_YEAR.match(text, after) if at != span.start else None
            dated += year is not None and not is_lifetime(year)
        at = text.find(title, end) if total < MANY else -1
    return total, quoted, dated


def _has_rival(text: str, best: TitleCandidate) -> bool:
    """Whether another title stands in quotes about as often: then the page is about several works."""
    own = text.count(best.text)
    counts: Counter[str] = Counter()
    for opening, closing in (("„", "“"), ("“", "”"), ("»", "«"), ("_", "_")):
        pattern = re.compile(
            f"(?<!\\(){re.escape(opening)}([^{re.escape(opening + closing)}\n]{{2,60}}){re.escape(closing)}"
        )
        counts.update(match.group(1) for match in pattern.finditer(text))
    return any(count > 1 and 2 * count >= own for name, count in counts.items() if fold(name) != fold(best.text))
