"""What the whole page says about its words: its languages, the titles of works, the certain names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.lang.vocabulary import LANGUAGES
from pipeline.stages.entities.words import WORD, WORD_REST, fold_name
from pipeline.types import EntityLabel, LanguageRun, PageWork, Span

LISTED = "entities.listed@1"  # a role list names it
TITLE = "entities.title@1"  # the page's own title
RULES = "entities.rules@1"  # the name lists vouch for it
KNOWN = "entities.page@1"  # the page names it elsewhere
LISTED_SCORE, MODEL_SCORE, KNOWN_SCORE, RULE_SCORE = 1.0, 0.9, 0.8, 0.6
MAX_TITLE_WORDS = 5  # a longer quotation must be in title case to be a title
TITLE_CASE = 0.75
CHARACTER_RANK, PERSON_RANK = 2, 3
MAX_NAME_WORDS = 7
# The same, but for words that start with a small letter of German or English. The expression begins with the first
# letter and looks back from it: so it is found fast.
CAPITALISED = re.compile(rf"[^\W\d_a-zß-öø-ÿ](?<![\w-].)(?:\.(?:[^\W\d_]\.){{0,5}}(?!\w)|{WORD_REST})")
HYPHENS = frozenset("-‐‑")
TITLE_WORD = re.compile(r"[^\W_]+")
FEW_TITLES = 8  # so many are looked for one by one
LAST_WORD = re.compile(r"[^\W\d_][\w'’.-]*(?=[ \u00a0]$)")
SENTENCE_START = re.compile(r"(?:^|[.!?:…\n\r„“”\"»«(\[•*|–—-])\s*$")
# «„Der Vorleser“», «“The Verdict”», «_1 Night_», «»Lola rennt«»: what may be the title of a work
QUOTED = re.compile(
    r"„([^„“”\"\n]{1,80})[“”\"]|“([^“”\n]{1,80})”|\"([^\"\n]{1,80})\"|»([^»«\n]{1,80})«|«([^»«\n]{1,80})»"
    r"|_(?<!\w_)([^_\n]{1,80})_(?!\w)|‚([^‚‘\n]{1,80})‘"
)
# «Run Lola Run (Lola rennt)», also on the next line: the title in another language
OTHER_TITLE = re.compile(r"\s{1,4}\(([^\W\d_][^()\n]{1,80})\)")
SUFFIX_END = re.compile(r"[ \u00a0](?:[Jj]r|[Ss]r|jun|sen)\Z")
SPEECH_ENDS = ".,;:…–-"
SUFFIX_BEHIND = re.compile(r",?[ \u00a0](?:(?:[Jj]r|[Ss]r|jun|sen)\b\.?|[IVX]{2,4}\b)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention in the making; the higher rank wins where two overlap."""

    span: Span
    label: EntityLabel
    extractor: str
    score: float
    rank: int


def read_page(text: str, runs: tuple[LanguageRun, ...], works: Sequence[PageWork], persons: frozenset[str]) -> Page:
    """Gather what the clean-up and the search need to know about the page."""
    titles = title_spans(text, works, persons)
    tokens = tuple(CAPITALISED.finditer(text))
    return Page(
        text=text,
        runs=runs,
        run_starts=tuple(run.span.start for run in runs),
        titles=titles,
        title_starts=tuple(title.start for title in titles),
        listed_words=frozenset(fold_name(word) for name in persons for word in WORD.findall(name)),
        tokens=tokens,
        token_starts=tuple([token.start() for token in tokens]),
        capitals=Counter([token.group() for token in tokens]),
    )


def readable_runs(languages: Sequence[LanguageRun]) -> tuple[LanguageRun, ...]:
    """The runs whose language has a model or rules; `und` takes the language of its neighbour."""
    runs: list[LanguageRun] = []
    language = next((run.language for run in languages if run.language != "und"), LANGUAGES[0])
    for run in languages:
        language = run.language if run.language != "und" else language
        if language in LANGUAGES:
            runs.append(LanguageRun(run.span, language, run.score, run.inherited))
    return tuple(runs)


def with_suffix(text: str, end: int) -> int:
    """The end of a name with the «Jr.», «sen.» or «III» behind it."""
    suffix = SUFFIX_BEHIND.match(text, end)
    if suffix is not None:
        return suffix.end()
    return end + 1 if text[end : end + 1] == "." and SUFFIX_END.search(text, max(0, end - 4), end) else end


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page says about its words, for judging one place."""

    text: str
    runs: tuple[LanguageRun, ...]
    run_starts: tuple[int, ...]
    titles: tuple[Span, ...]  # where titles of works stand, by start, without overlap
    title_starts: tuple[int, ...]
    listed_words: frozenset[str]  # words of certain names, casefolded
    tokens: tuple[re.Match[str], ...]  # the capitalised words
    token_starts: tuple[int, ...]
    capitals: Mapping[str, int]  # how often a capitalised word stands in the page, as written

    def capitalised(self, span: Span) -> Sequence[re.Match[str]]:
        """The capitalised words that start in the span."""
        first = bisect_left(self.token_starts, span.start)
        return self.tokens[first : bisect_left(self.token_starts, span.end, first)]

    def language(self, offset: int) -> str:
        index = bisect_right(self.run_starts, offset) - 1
        run = self.runs[index] if index >= 0 else None
        return run.language if run is not None and offset < run.span.end else ""

    def title_at(self, span: Span) -> Span | None:
        index = bisect_right(self.title_starts, span.start) - 1
        for title in self.titles[max(index, 0) : index + 2]:
            if title.overlaps(span):
                return title
        return None


def title_spans(text: str, works: Sequence[PageWork], persons: frozenset[str]) -> tuple[Span, ...]:
    """Where titles of works stand: the page's own wherever it is repeated, and what quotes or underscores set apart.

    `persons` are the certain names (casefolded): a work named after its hero (`Michael Clayton`) is taken for the work
    only where marks or the page's own title line say so.
    """
    spans = [work.title_span for work in works if work.title_span is not None]
    for place in _occurrences_of(text, {span.of(text) for span in spans}):
        written = place.of(text)
        if " " in written and fold_name(written) not in persons:
            spans.append(place)
        other = OTHER_TITLE.match(text, place.end)
        if other is not None and fold_name(other.group(1)) not in persons:
            spans.append(Span(*other.span(1)))
    for quoted in QUOTED.finditer(text):
        inner = Span(*quoted.span(quoted.lastindex or 0))
        if reads_like_title(inner.of(text)):
            spans.append(inner)
    return _disjoint(spans)


def reads_like_title(quoted: str) -> bool:
    """Whether what stands in quotes is a title rather than speech."""
    first = next((c for c in quoted if c.isalnum()), "")
    if not first or first.islower() or quoted[-1] in SPEECH_ENDS:
        return False
    tokens: list[str] = WORD.findall(quoted)
    if len(tokens) <= MAX_TITLE_WORDS:
        return True
    long = [token for token in tokens if len(token) > 3]
    return sum(token[0].isupper() for token in long) > TITLE_CASE * len(long)


def _occurrences_of(text: str, titles: Set[str]) -> Iterator[Span]:
    """Where the titles stand as whole words; of many titles, each place of the text is asked only for a few."""
    if len(titles) <= FEW_TITLES:
        for title in titles:
            yield from _places_of(text, title)
        return
    by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)  # first word -> (its offset in the title, title)
    for title in titles:
        if (first := TITLE_WORD.search(title)) is not None:
            by_word[first.group()].append((first.start(), title))
    free: dict[str, int] = {}  # where the title's last place ends
    for word in TITLE_WORD.finditer(text):
        for offset, title in by_word.get(word.group(), ()):
            at, end = word.start() - offset, word.start() - offset + len(title)
            if at >= free.get(title, 0) and text.startswith(title, at) and not text[end : end + 1].isalnum():
                free[title] = end
                yield Span(at, end)


def _places_of(text: str, title: str) -> Iterator[Span]:
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield Span(at, end)
        at = text.find(title, end)


def _disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
