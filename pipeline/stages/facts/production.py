"""Read what production lines and labels state: «USA 1984, 137 Min.», «Genre: Drama»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.words import DIGIT, HEAD_LINES, MAX_SPEC_LINE, WORD, YEAR, Fact, FactWords, normal, year_fact
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import Section, Span

LABELLED_KINDS = frozenset({"lead", "facts", "cast_crew", "production", "other"})
SPEC_KINDS = frozenset({"lead", "facts"})
# «137 Min.», «98 minutes», «110′», «90'»; behind the number stands a word of [words] minutes or a mark
NUMBER_UNIT = re.compile(r"(\d(?<![\d.,]\d)\d{0,2})\s?(?:([′‘’'´]+)|([^\W\d_]+))")
# «2 Stunden 20 Minuten», «1h 45m», «2 hr 15 min»
HOURS = re.compile(r"(\d)(?<![\d.,]\d)\s?([^\W\d_]+)\.?,?\s?(?:(\d{1,2})\s?([^\W\d_]+))?")
PIECE_END = re.compile(r"[,;/|·•()]|\s[–—-]\s|\s{2,}|\t")
LABEL = re.compile(r"([^\W\d][^\n:\t|]{1,30}?)(?:\s*:\s*|\t\s*|\s{2,}|\s*\.{3,}\s*)(?=\S)")


def lines_of(lines: Sequence[Line], sections: Sequence[Section], kinds: frozenset[str]) -> Iterator[int]:
    """Indices of the lines that lie in sections of these kinds; both in the order of the text."""
    for section in sections:
        if section.kind not in kinds:
            continue
        first = bisect_left(lines, section.span.start, key=_content_start)
        for index in range(first, bisect_left(lines, section.span.end, first, key=_content_start)):
            if lines[index].content.end <= section.span.end:
                yield index


def _content_start(line: Line) -> int:
    return line.content.start


def fact_lines(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[tuple[Line, Line | None]]:
    """The lines in which facts are labelled, each with the next."""
    for index in lines_of(lines, sections, LABELLED_KINDS):
        if len(lines[index].content) <= MAX_SPEC_LINE:
            yield lines[index], lines[index + 1] if index + 1 < len(lines) else None


def spec_lines(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Line]:
    """The lines in which a production line may stand: the page's first, and those of its facts."""
    yield from lines[:HEAD_LINES]
    for index in lines_of(lines, sections, SPEC_KINDS):
        if index >= HEAD_LINES and len(lines[index].content) <= MAX_SPEC_LINE:
            yield lines[index]


def is_spec(text: str, line: Line, words: FactWords) -> bool:
    """Whether a line states a production: a year, or two facts of other kinds, or a labelled one."""
    fields = {fact.field for fact in spec_facts(text, line.content, words)}
    return "year" in fields or len(fields) > 1 or bool(label_facts(text, line, None, words))


def spec_facts(text: str, span: Span, words: FactWords) -> list[Fact]:
    """The facts of a production line: «USA 1984, 137 Min.», «Spielfilm, DDR 1957, 87 Minuten», «UK/Ireland 2011»."""
    end = min(span.end, span.start + MAX_SPEC_LINE)
    if DIGIT.search(text, span.start, end) is None:
        return []  # neither a year nor a running time
    facts: list[Fact] = []
    runtime = runtime_fact(text, span.start, end, words)
    years = list(YEAR.finditer(text, span.start, end))
    if not years and runtime is None:
        return []
    pieces = list(_pieces(text, span.start, end))
    for year in years:
        if _begins_sentence(text, span.start, year, words):
            continue
        countries = _countries_before(text, span.start, year.start(), words)
        near = runtime is not None and 0 <= runtime.span.start - year.end() <= 40
        leads = year.start() == span.start and _starts_with_role(text, year.end(), end, words)
        beside = year.group(3) is None and _stands_beside(text, pieces, year, words)
        dated = _is_date(text, span.start, year.start(), words)
        if not countries and not leads and not beside and not (near and not dated):
            continue
        facts.extend([*countries, year_fact(year, "spec")])
        break
    if not facts and (runtime is None or span.end - span.start > MAX_SPEC_LINE // 2):
        return []
    genres = _named(text, pieces, "genre", words.genres)
    if not facts and not genres:
        return []
    if runtime is not None:
        facts.append(runtime)
    facts.extend(genres)
    if not any(fact.field == "country" for fact in facts):
        facts.extend(_named(text, pieces, "country", words.countries))
    return facts


def _begins_sentence(text: str, start: int, year: re.Match[str], words: FactWords) -> bool:
    """«A 2009 remake of …»: the article is no country code; «A 2009, 90 Min.» is one."""
    return fold(text[start : year.start()]).strip() in words.articles and text[year.end() : year.end() + 2].islower()


def _stands_beside(text: str, pieces: Sequence[Span], year: re.Match[str], words: FactWords) -> bool:
    """«Kinospielfilm | 2017 | Drama | Deutschland»: the year is one piece of the line, a country or a genre another."""
    if Span(*year.span(1)) not in pieces:
        return False
    return any(fold(piece.of(text)) in words.countries | words.genres for piece in pieces)


def _starts_with_role(text: str, start: int, end: int, words: FactWords) -> bool:
    """«1974   Directed by …»: what follows the year at the start of a line."""
    said = [m.group() for m, _ in zip(WORD.finditer(text, start, end), range(3), strict=False)]
    return any(fold(" ".join(said[:size])) in words.vocabulary.roles for size in (1, 2, 3)[: len(said)])


def _is_date(text: str, start: int, year: int, words: FactWords) -> bool:
    before = WORD.findall(text[max(start, year - 16) : year])
    return bool(before) and fold(before[-1]) in words.months


def _countries_before(text: str, start: int, year: int, words: FactWords) -> list[Fact]:
    """The countries that end where the year begins, however they are divided."""
    found: list[Fact] = []
    end = strip_span(text, start, year, SPACE + ",;:–-|/").end
    while end > start:
        span = _country_ending_at(text, start, end, words)
        if span is None:
            break
        found.append(Fact("country", span, normal(span.of(text)), "spec"))
        end = strip_span(text, start, span.start, SPACE).end
        if end > start and text[end - 1] in "/,&+·|–-":
            end = strip_span(text, start, end - 1, SPACE).end
        elif fold(text[max(start, end - 4) : end]) in {"und", "and"}:
            end = strip_span(text, start, end - 3, SPACE).end
        else:
            break
    return found[::-1]


def _country_ending_at(text: str, start: int, end: int, words: FactWords) -> Span | None:
    """The longest country name (at most four words) that ends here, or a code."""
    best: Span | None = None
    at = end
    for _ in range(4):
        word_start = at
        while word_start > start and not (text[word_start - 1].isspace() or text[word_start - 1] in ",;/(|&+:·"):
            word_start -= 1
        piece = text[word_start:end]
        if fold(piece) in words.countries or piece.strip(".") in words.codes:
            best = Span(word_start, end)
        if word_start <= start or not text[word_start - 1].isspace():
            break
        at = strip_span(text, start, word_start).end
        if at <= start or text[at - 1] in ",;/(|&+:·":
            break
    return best


def _named(text: str, pieces: Sequence[Span], field: str, known: frozenset[str]) -> list[Fact]:
    """The countries, or the genres, among the pieces of a line."""
    return [Fact(field, piece, normal(piece.of(text)), "spec") for piece in pieces if fold(piece.of(text)) in known]


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """What commas, slashes, dashes and gaps divide."""
    at = start
    for mark in PIECE_END.finditer(text[start:end]):
        yield strip_span(text, at, start + mark.start())
        at = start + mark.end()
    yield strip_span(text, at, end)


def runtime_fact(text: str, start: int, end: int, words: FactWords) -> Fact | None:
    """«137 Min.», «2 Stunden 20 Minuten», «1h 45m», «110′»: the value is in minutes."""
    for match in HOURS.finditer(text, start, end):
        if fold(match.group(2)) in words.hours:
            minutes = 60 * int(match.group(1))
            if match.group(3) is not None and fold(match.group(4)) in words.minutes:
                return Fact("runtime", Span(*match.span()), str(minutes + int(match.group(3))), "spec")
            return Fact("runtime", Span(match.start(), match.end(2)), str(minutes), "spec")
    for match in NUMBER_UNIT.finditer(text, start, end):
        unit = match.group(3)
        if match.group(1) != "0" and (unit is None or (fold(unit) in words.minutes and len(unit) > 1)):
            return Fact("runtime", Span(*match.span()), str(int(match.group(1))), "spec")
    return None


def label_facts(text: str, line: Line, following: Line | None, words: FactWords) -> list[Fact]:
    """«Länge\t131 Minuten», «Year: 1986 | Country: UK», «Genre .... Drama», or the value on the next line."""
    span = line.content
    if len(span) > MAX_SPEC_LINE:
        return []
    match = LABEL.match(text, span.start, span.end)
    name = words.labels.get(fold(match.group(1))) if match is not None else None
    if match is not None and name is not None and text[match.end(1) : match.end()].strip() != ":":
        return list(_labelled(text, name, Span(*match.span(1)), Span(match.end(), span.end), words))
    if following is not None and _may_be_label(text, span, words):
        name = words.labels.get(fold(span.of(text)))
        if name is not None:
            return list(_labelled(text, name, span, following.content, words))
    if text.find(":", span.start, span.end) < 0:
        return []
    found = list(words.inline_label.finditer(text, span.start, span.end))
    facts: list[Fact] = []
    for index, label in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else span.end
        bar = text.find("|", label.end(), end)
        value = strip_span(text, label.end(), bar if bar >= 0 else end)
        facts.extend(_labelled(text, words.labels[fold(label.group(1))], Span(*label.span(1)), value, words))
    return facts


def _may_be_label(text: str, span: Span, words: FactWords) -> bool:
    """False for a line that begins with two plain letters with which no label does: so begin most."""
    start = text[span.start : span.start + 3]
    return not (start.isascii() and start[:2].isalpha()) or start[:2].lower() in words.label_starts


def _labelled(text: str, name: str, label: Span, value: Span, words: FactWords) -> Iterator[Fact]:
    if name == "year":
        year = YEAR.search(text, value.start, value.end)
        if year is not None:
            fact = year_fact(year, "label")
            yield Fact("year", fact.span, fact.value, "label", label)
    elif name == "runtime":
        runtime = runtime_fact(text, value.start, value.end, words)
        if runtime is not None:
            yield Fact("runtime", runtime.span, runtime.value, "label", label)
    else:
        known = words.countries if name == "country" else words.genres
        for piece in _pieces(text, value.start, value.end):
            exact = piece.of(text)
            if fold(exact) in known or (name == "country" and exact in words.codes) or _is_value(exact, name):
                yield Fact(name, piece, normal(exact), "label", label)


def _is_value(exact: str, name: str) -> bool:
    """Behind a genre label, a word that the lists do not know is a genre too."""
    return name == "genre" and 2 < len(exact) < 30 and exact[0].isalpha() and len(exact.split()) <= 3
