"""Read the prizes that a page states of its one work: won or nominated for, in lists, tables and sentences.

A prize is claimed only where a word for one stands («Oscar», «…preis», «… Award», «Golden …»), and only of the page's
own work: a line or sentence that names another work in quotes yields nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lang.prose import word_starts
from pipeline.lang.vocabulary import fold
from pipeline.stages.facts.words import WORD, YEAR, Fact, FactWords, names_a_work, normal
from pipeline.text.lines import SPACE, Line, strip_span
from pipeline.types import PageWork, Section, Span

MAX_LINE = 2_000  # code points
MAX_PRIZE_WORDS = 9
MAX_CATEGORY_WORDS = 6  # in a sentence
MAX_SUBJECT_WORDS = 6  # in which a sentence has to name the work
PROSE_KINDS = frozenset({"lead", "awards", "reception", "production", "release"})

# «• 2016: », «1969 – », «- », «1987 »: what stands before a prize
LEAD = re.compile(r"[\s•*·–—-]*(?:(?:18|19|20)\d\d\s*[:–—-]?\s+)?")
# «. Also nominated …», «. Nominiert …»: the end of a sentence, in front of a capital
STOP = re.compile(r"[.;]\s+(?=[^\W\d_a-zß-öø-ÿ])")
# «: », « – », « - »: between a prize and its category
BREAK = re.compile(r":\s|\s[–—-]\s")
# «(N. Cage)», «[3]»
BRACKETS = re.compile(r"\([^()\n]{0,200}\)|\[[^\[\]\n]{0,40}\]")
# «Oscar | Best Actor | N. Cage | Won», with bars or tabs
CELLS = re.compile(r"\s*\|\s*|\t+")
# «Best Actor, Best Director and Best Sound»: what ends a category, besides the words for «and»
CATEGORY_END = re.compile(r"[,;(\[|.]|:\s|\s[–—-]\s|\s/\s?(?=$)")
QUOTED = re.compile(r"[„“\"»_]([^„“”\"»«_\n]{2,80})[“”\"«_]")


@dataclass(frozen=True, slots=True)
class AwardWords:
    """The vocabulary's lists of prizes, folded."""

    prizes: frozenset[str]
    endings: tuple[str, ...]  # «…preis», «award»
    metals: frozenset[str]  # «Golden …», «Silberner …»
    nominated: frozenset[str]
    won: frozenset[str]
    doubts: frozenset[str]
    subjects: frozenset[str]  # «It»
    best: frozenset[str]
    best_starts: re.Pattern[str]
    category_in: re.Pattern[str]  # «in the category», « for »
    result: re.Pattern[str]  # words for winning and being nominated
    conjunction: re.Pattern[str]
    for_whom: re.Pattern[str]  # « for » before a name
    leads: frozenset[str]  # the words before the article of a prize: «won», «for», «mit»
    relative: re.Pattern[str]  # «, who», «, der»: what follows is said of somebody else
    opening: re.Pattern[str]  # «Also nominated for the »
    phrase: re.Pattern[str]  # capitalised words behind an article
    facts: FactWords


@lru_cache(maxsize=4)
def award_words(words: FactWords) -> AwardWords:
    """The lists of prizes in the form that this step compares."""
    lists = words.vocabulary.words

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in lists.get(name, ()))

    def alternatives(*names: str) -> str:
        found = sorted({re.escape(word) for name in names for word in lists.get(name, ())}, key=lambda w: (-len(w), w))
        return "|".join(found) or r"(?!)"

    capital = r"[^\W_a-zß-öø-ÿ][\w'’-]*"
    return AwardWords(
        prizes=folded("prizes"),
        endings=tuple(sorted(folded("prize_endings"))),
        metals=folded("prize_metals"),
        nominated=folded("nominated"),
        won=folded("won"),
        doubts=folded("prize_doubts"),
        subjects=folded("prize_subjects"),
        best=folded("best"),
        best_starts=re.compile(rf"(?<!\w)(?:{alternatives('best')})\s", re.IGNORECASE),
        category_in=re.compile(rf"\s?(?<!\w)(?:{alternatives('category_in')})\s", re.IGNORECASE),
        result=re.compile(rf"{word_starts([*lists.get('won', ()), *lists.get('nominated', ())], space=' ')}(?!\w)"),
        conjunction=re.compile(rf"\s(?:{alternatives('conjunctions')})\s"),
        for_whom=re.compile(rf"\s(?:{alternatives('nominated_for')})\s(?=[^\W\d_a-zß-öø-ÿ])"),
        leads=folded("won") | folded("nominated_for") | folded("prize_leads"),
        relative=re.compile(rf",\s(?:\w{{1,5}}\s)?(?:{alternatives('relative_pronouns')})\s"),
        opening=re.compile(
            rf"(?:\w{{1,10}}\s)?(?:{alternatives('nominated')})\s"
            rf"(?:(?:{alternatives('nominated_for')})\s)?(?:(?:{alternatives('articles')})\s)?",
            re.IGNORECASE,
        ),
        phrase=re.compile(rf"(?<!\w)(?i:{alternatives('articles')})\s({capital}(?:\s{capital}){{0,7}})"),
        facts=words,
    )


def find_awards(
    text: str, lines: Sequence[Line], sections: Sequence[Section], work: PageWork, words: AwardWords
) -> Iterator[Fact]:
    """The `award` and `nomination` facts of the page's one work, in the order of the text.

    `lines` are those of the work's part of the page, without the blank ones.
    """
    for section in sections:
        if section.kind not in PROSE_KINDS:
            continue
        first = bisect_left(lines, section.body.start, key=lambda line: line.span.start)
        last = bisect_left(lines, section.body.end, key=lambda line: line.span.start)
        inside = [line for line in lines[first:last] if len(line.content) <= MAX_LINE]
        heading = "" if section.heading is None else section.heading.of(text)
        default = "nomination" if _has(heading, words.nominated) and not _has(heading, words.won) else "award"
        prize = ""
        for line, following in zip(inside, (*inside[1:], None), strict=False):
            said = line.content.of(text)
            if (section.kind != "awards" and words.result.search(said) is None) or _names_other_work(said, work):
                continue
            found: list[Fact] = []
            if section.kind == "awards":
                found, prize = _listed(text, line.content, prize, default, words)
            if following is None or not _starts_category(following.content.of(text), words):
                yield from found
            else:  # «Golden Globes 1996» above «Best Actor» names the prize of the lines below
                yield from (fact for fact in found if fact.value != prize)
            yield from _told(text, line.content, work, words)


def _has(text: str, known: frozenset[str]) -> bool:
    return any(fold(word) in known for word in WORD.findall(text))


def _names_other_work(said: str, work: PageWork) -> bool:
    """Whether something in quotes is not the page's title."""
    own = fold(work.title or "")
    return any(fold(quoted) not in own and own not in fold(quoted) for quoted in QUOTED.findall(said))


def is_prize(phrase: str, words: AwardWords) -> bool:
    """«Oscar», «Deutscher Filmpreis», «BAFTA Award», «Silberner Bär», «Irish Screen Guild Awards 2004»."""
    tokens = phrase.split()
    if not 0 < len(tokens) <= MAX_PRIZE_WORDS or not (tokens[0][0].isupper() or tokens[0][0].isdigit()):
        return False
    folded = [fold(token) for token in tokens]
    if folded[0] in words.facts.articles or folded[0] in words.endings or folded[0] in words.best:
        return False  # «The film won the prize», «Awards», «Best Actress Award»
    if any(token.islower() and token in words.won | words.nominated for token in tokens):
        return False  # «Mike Nichols won the Academy Award»
    if any(token in words.prizes or token.endswith(words.endings) for token in folded):
        return True
    return any(a in words.metals and b[:1].isupper() for a, b in zip(folded, tokens[1:], strict=False))


# --- lists and tables ------------------------------------------------------------------------------------------------


def _listed(text: str, span: Span, prize: str, default: str, words: AwardWords) -> tuple[list[Fact], str]:
    """The facts of a line under a prize heading, and the prize that holds for the lines below it."""
    row = _row(text, span, words)
    if row or CELLS.search(text, span.start, span.end) is not None:
        return row, prize  # a row without a result says neither
    facts: list[Fact] = []
    for sentence in _sentences(text, span):
        found, prize = _listed_in(text, sentence, prize, default, words)
        facts.extend(found)
    return facts, prize


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for stop in STOP.finditer(text, span.start, span.end):
        if len(text[start : stop.start()].split()[-1]) > 2:  # no initial: «(N. Cage)»
            yield Span(start, stop.start())
            start = stop.end()
    yield Span(start, span.end)


def _listed_in(text: str, span: Span, prize: str, default: str, words: AwardWords) -> tuple[list[Fact], str]:
    """«Oscar in the category Best Actor (…)», «2016: Romy – Beste Kamera, nominiert», «Nominated for the X in …»."""
    lead = LEAD.match(text, span.start, span.end)
    start = span.start if lead is None else lead.end()
    said = text[start : span.end]
    name = "nomination" if _has(said, words.nominated) else default
    opening = words.opening.match(text, start, span.end)
    if opening is not None:
        start = opening.end()
    cuts = (words.category_in.search(text, start, span.end), BREAK.search(text, start, span.end))
    cut = min((match for match in cuts if match is not None), key=lambda match: match.start(), default=None)
    bracket = BRACKETS.search(text, start, span.end)
    end = min(span.end if match is None else match.start() for match in (cut, bracket))
    named = strip_span(text, start, end, SPACE + ".,;")
    if is_prize(named.of(text), words):
        prize = normal(named.of(text))
    elif named and (opening is None or cut is None) and not _starts_category(named.of(text), words):
        return [], prize
    rest = start if _starts_category(named.of(text), words) else span.end if cut is None else cut.end()
    categories = list(_categories(text, Span(rest, span.end), words))
    if categories and prize:
        whole = named.of(text) == prize
        return [
            Fact(
                name,
                Span(named.start, category.end) if whole and index == 0 else category,
                f"{prize}: {normal(category.of(text))}",
                "award",
            )
            for index, category in enumerate(categories)
        ], prize
    marked = start > span.start and opening is None  # by a bullet or a year: «1987 Goldener Anker»
    alone = cut is None and (bracket is None or bracket.end() >= span.end - 1)
    if alone and marked and named.of(text) == prize and YEAR.search(span.of(text)) is not None:
        return [Fact(name, named, prize, "award")], prize
    return [], prize


def _starts_category(phrase: str, words: AwardWords) -> bool:
    first = WORD.search(phrase)
    return first is not None and fold(first.group()) in words.best


def _categories(text: str, span: Span, words: AwardWords) -> Iterator[Span]:
    """«Best Actor», «Best Actress» of «Best Actor (N. Cage), Best Actress (E. Shue)»: each begins with «best»."""
    hidden = BRACKETS.sub(lambda bracket: "(" + " " * (len(bracket.group()) - 1), text[span.start : span.end])
    for start in words.best_starts.finditer(hidden):
        end = CATEGORY_END.search(hidden, start.end())
        stop = len(hidden) if end is None else end.start()
        for joint in (words.conjunction, words.for_whom):
            cut = joint.search(hidden, start.end(), stop)
            stop = stop if cut is None else cut.start()
        category = strip_span(text, span.start + start.start(), span.start + stop)
        if len(category.of(text).split()) > 1:
            yield category


def _row(text: str, span: Span, words: AwardWords) -> list[Fact]:
    """«Oscar | Best Actor | N. Cage | Won»: a row of a table that states the result in a cell of its own."""
    cuts = list(CELLS.finditer(text, span.start, span.end))
    if len(cuts) < 2:
        return []
    edges = [span.start, *(edge for cut in cuts for edge in cut.span()), span.end]
    cells = [strip_span(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    results = [fold(cell.of(text)) for cell in cells]
    name = "nomination" if words.nominated.intersection(results) else "award"
    if name == "award" and not words.won.intersection(results):
        return []
    prize = next((cell for cell in cells if is_prize(cell.of(text), words)), None)
    category = next((cell for cell in cells if _starts_category(cell.of(text), words)), None)
    if prize is None:
        return []
    if category is None or category.start < prize.end:
        return [Fact(name, prize, normal(prize.of(text)), "table")]
    value = f"{normal(prize.of(text))}: {normal(category.of(text))}"
    return [Fact(name, Span(prize.start, category.end), value, "table")]


# --- sentences -------------------------------------------------------------------------------------------------------


def _told(text: str, span: Span, work: PageWork, words: AwardWords) -> Iterator[Fact]:
    """«The film won the Golden Bear», «Der Film ist für den Filmpreis nominiert»: the work is the subject."""
    for sentence in _sentences(text, span):
        said = sentence.of(text)
        won, nominated = _has(said, words.won), _has(said, words.nominated)
        if won == nominated or _has(said, words.doubts) or not _is_of_work(said, work, words):
            continue
        for prize in _prizes_in(text, sentence, words):
            yield Fact("nomination" if nominated else "award", prize, normal(prize.of(text)), "prose")


def _is_of_work(said: str, work: PageWork, words: AwardWords) -> bool:
    """Whether the sentence begins with the title, «The film» or «It»."""
    if work.title is not None and said.lstrip('„“"»_ ').startswith(work.title):
        return True
    first = [fold(word) for word in WORD.findall(said[:60])[:MAX_SUBJECT_WORDS]]
    if not first:
        return False
    if first[0] in words.subjects:
        return True
    return first[0] in words.facts.articles and len(first) > 1 and names_a_work(first[1], words.facts)


def _prizes_in(text: str, span: Span, words: AwardWords) -> Iterator[Span]:
    """«Golden Bear», «Academy Award for Best Actor»: capitalised words behind an article that name a prize."""
    for match in words.phrase.finditer(text, span.start, span.end):
        prize = Span(*match.span(1))
        before = [fold(word) for word in WORD.findall(text[max(span.start, match.start() - 24) : match.start()])]
        if not before or before[-1] not in words.leads or not is_prize(prize.of(text), words):
            continue
        if words.relative.search(text, span.start, prize.start) is not None:
            continue
        cut = words.category_in.match(text, prize.end, span.end)
        category = None if cut is None else next(_categories(text, Span(cut.end(), span.end), words), None)
        short = category is not None and len(category.of(text).split()) <= MAX_CATEGORY_WORDS
        if cut is not None and category is not None and short and category.start == cut.end():
            prize = Span(prize.start, category.end)
        yield prize
