"""Find the names in a document: what a model or rules see in a sentence, corrected by what the whole page knows.

The document helps the sentence: a name that the page's role lists state, or that is seen once in full, is found
wherever it stands, in parts too (`Vogt`, `Lenas`), and a word is a person everywhere or nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.lang.models import EntityModels
from pipeline.lang.names import NameLists, load_names
from pipeline.lang.vocabulary import COMPANY_FIELDS, FIELDS, LANGUAGES, Vocabulary
from pipeline.text.lines import Line, split_lines, strip_span
from pipeline.text.sentences import join_wrapped
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, EntityLabel, Span

LISTED = "entities.listed@1"  # a role list names it
TITLE = "entities.title@1"  # the page's own title
RULES = "entities.rules@1"  # the name lists vouch for it
KNOWN = "entities.page@1"  # the page names it elsewhere
LISTED_SCORE, MODEL_SCORE, KNOWN_SCORE, RULE_SCORE = 1.0, 0.9, 0.8, 0.6

MAX_PASSAGE = 1_500  # code points a model sees at once: a paragraph; longer ones are cut at sentence ends
MAX_TITLE_WORDS = 5  # a longer quotation must be in title case to be a title
TITLE_CASE = 0.75
CHARACTER_RANK, PERSON_RANK = 2, 3
MAX_NAME_WORDS = 7
MIN_COMPOUND = 8  # letters

# A word with its inner hyphens and apostrophes, or initials with their dots: «Jürgen», «O’Brien», «Mia-Sophie», «J.R.»
WORD = re.compile(
    r"(?:[^\W\d_]\.){1,6}(?!\w)|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[-‐‑'’][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*"
)
# The same, and quick to refuse words that start with a small letter of German or English
CAPITALISED = re.compile(rf"(?<![\w-])(?![a-zß-öø-ÿ])(?:{WORD.pattern})")
SPACES = re.compile(r"\s")
GENITIVE_MARKS = frozenset("'’")
LINE_ENDS = frozenset(["", "\n", "\r", ",", ")", ";"])
GENITIVE_ENDS = frozenset("s'’")
HYPHENS = frozenset("-‐‑")
OUTSIDE = ' \t\r\n\u00a0\u202f,;:!?()[]{}„“”"»«‚‘…*_|/–—'
LAST_WORD = re.compile(r"[^\W\d_][\w'’.-]*(?=[ \u00a0]$)")
INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
SUFFIX = re.compile(r"(?:jr|sr|jun|sen|[ivx]{2,4})\.?", re.IGNORECASE)
SPACE_GAP = re.compile(r"[ \u00a0\u202f]{1,2}")
# Between the words of one name: a space, a no-break space, or a wrapped line
GAP = re.compile(r"[ \u00a0\u202f]{1,2}|[ \t]?\r?\n[ \t]?")
GENITIVE = re.compile(r"['’]s?$")
SENTENCE_START = re.compile(r"(?:^|[.!?:…\n\r„“”\"»«(\[•*|–—-])\s*$")
# «„Der Vorleser“», «“The Verdict”», «_1 Night_», «»Lola rennt«»: what may be the title of a work
QUOTED = re.compile(
    r"„([^„“”\"\n]{1,80})[“”\"]|“([^“”\n]{1,80})”|\"([^\"\n]{1,80})\"|»([^»«\n]{1,80})«|«([^»«\n]{1,80})»"
    r"|(?<!\w)_([^_\n]{1,80})_(?!\w)|‚([^‚‘\n]{1,80})‘"
)
# « „Siggi“ » between forename and surname
NICKNAME = re.compile(
    r"[ \u00a0][„“\"‚‘'»«(][^\W\d_][\w.’-]{0,20}(?: [\w.’-]{1,20})?[“”\"‘’'«»)][ \u00a0]"
    r"([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:[-‐‑'’][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*)"
)
# «Run Lola Run (Lola rennt)», also on the next line: the title in another language
OTHER_TITLE = re.compile(r"\s{1,4}\(([^\W\d_][^()\n]{1,80})\)")
SUFFIX_END = re.compile(r"[ \u00a0](?:[Jj]r|[Ss]r|jun|sen)\Z")
HALF_NICKNAME = re.compile(r" [„“\"‚»«(][^„“”\"‘»«()]{0,40}\Z")
SPEECH_ENDS = ".,;:…–-"
# «…, the fox», «… (1994)», «… – retired judge»: what follows describes
DESCRIPTION = re.compile(r"[,;(\[]|\s[-–—]\s")
# «Daphne / Joe», «Tim und Struppi»: two parts
PART_CUT = re.compile(r"\s*[/|]\s*|\s(&|\w{1,4})\s")
SUFFIX_BEHIND = re.compile(r",?[ \u00a0](?:(?:[Jj]r|[Ss]r|jun|sen)\b\.?|[IVX]{2,4}\b)")


@dataclass(frozen=True, slots=True)
class EntityWords:
    """The word lists that tell names from words; casefolded."""

    particles: frozenset[str]
    titles: frozenset[str]
    address: frozenset[str]  # «Frau», «Mr.»: always before a name
    noun_endings: tuple[str, ...]
    named_after: frozenset[str]
    determiners: frozenset[str]
    noun_capitals: frozenset[str]
    bare_genitive: frozenset[str]
    labels: frozenset[str]  # words that label roles and sections
    short_roles: frozenset[str]
    conjunctions: frozenset[str]
    indefinite: frozenset[str]
    place_prepositions: frozenset[str]
    prizes: frozenset[str]
    names: NameLists


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention in the making; the higher rank wins where two overlap."""

    span: Span
    label: EntityLabel
    extractor: str
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which a known name may stand in the text: its words, and whether they are the whole name."""

    words: tuple[str, ...]
    lead: int  # how many particles stand before the first capital
    whole: bool
    listed: bool


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
    runs = readable_runs(languages)
    certain = tuple(listed_candidates(text, listed, words))
    listed_names = certain_names(text, listed, certain)
    persons = frozenset(map(fold_name, listed_names))
    page = read_page(text, runs, works, persons)
    seen = seen_candidates(text, runs, listed, models, words)
    cleaned = [candidate for raw in seen if (candidate := clean(page, raw, words)) is not None]
    voted = vote(text, cleaned, persons)
    seen_names = {c.span.of(text) for c in voted if c.label == "PER"}
    names = [*((name, True) for name in sorted(listed_names)), *((name, False) for name in sorted(seen_names))]
    known = occurrences(page, known_forms(names), words)
    titles = (
        Candidate(work.title_span, "WORK", TITLE, LISTED_SCORE, 2) for work in works if work.title_span is not None
    )
    chosen = resolve((*certain, *titles, *voted, *known), len(text))
    return tuple(Mention(c.span, c.label, page.language(c.span.start), c.extractor, c.score) for c in chosen)


def certain_names(text: str, listed: Sequence[Claim], certain: Sequence[Candidate]) -> frozenset[str]:
    """The persons of the role lists, real people in normal form."""
    people = {claim.value for claim in listed if claim.field in FIELDS - COMPANY_FIELDS}
    return frozenset(people | {c.span.of(text) for c in certain if c.label == "PER" and c.rank == CHARACTER_RANK})


def read_page(text: str, runs: tuple[LanguageRun, ...], works: Sequence[PageWork], persons: frozenset[str]) -> Page:
    """Gather what the clean-up and the search need to know about the page."""
    titles = title_spans(text, works, persons)
    return Page(
        text=text,
        runs=runs,
        run_starts=tuple(run.span.start for run in runs),
        titles=titles,
        title_starts=tuple(title.start for title in titles),
        listed_words=frozenset(fold_name(word) for name in persons for word in WORD.findall(name)),
        capitals=Counter(CAPITALISED.findall(text)),
    )


def entity_words(vocabulary: Vocabulary) -> EntityWords:
    """The vocabulary's lists in the form that this stage compares; gathered once per vocabulary."""
    if vocabulary.digest not in _GATHERED:
        _GATHERED[vocabulary.digest] = _gather(vocabulary)
    return _GATHERED[vocabulary.digest]


_GATHERED: dict[str, EntityWords] = {}  # by the vocabulary's digest; a process has one or two


def _gather(vocabulary: Vocabulary) -> EntityWords:

    def folded(name: str) -> frozenset[str]:
        return frozenset(word.casefold().rstrip(".") for word in vocabulary.words.get(name, ()))

    persons = frozenset(word for word, role in vocabulary.roles.items() if role.person and " " not in word)
    labels = frozenset(word for word, role in vocabulary.roles.items() if " " not in word)
    return EntityWords(
        particles=folded("particles"),
        address=folded("honorifics"),
        titles=folded("person_titles") | folded("honorifics") | persons,
        noun_endings=tuple(sorted(e for e in folded("person_noun_endings") if len(e) > 2)),
        named_after=folded("named_after"),
        determiners=folded("determiners"),
        noun_capitals=folded("noun_capitals"),
        bare_genitive=folded("bare_genitive"),
        labels=labels | frozenset(vocabulary.headings),
        short_roles=frozenset(word for table in vocabulary.short_roles.values() for word in table),
        indefinite=folded("indefinite"),
        place_prepositions=folded("place_prepositions"),
        prizes=folded("prizes"),
        conjunctions=folded("conjunctions") | folded("as"),
        names=load_names(),
    )


def readable_runs(languages: Sequence[LanguageRun]) -> tuple[LanguageRun, ...]:
    """The runs whose language has a model or rules; `und` takes the language of its neighbour."""
    runs: list[LanguageRun] = []
    for index, run in enumerate(languages):
        language = run.language
        if language == "und":
            around = [r.language for r in (*languages[:index][::-1], *languages[index + 1 :]) if r.language != "und"]
            language = around[0] if around else LANGUAGES[0]
        if language in LANGUAGES:
            runs.append(LanguageRun(run.span, language, run.score, run.inherited))
    return tuple(runs)


# --- what the role lists name -------------------------------------------------------------------------------------


def listed_candidates(text: str, listed: Sequence[Claim], words: EntityWords) -> Iterator[Candidate]:
    """People and companies of the role lists, and the characters whose label is a name."""
    for claim in listed:
        if claim.field not in FIELDS:
            continue
        label: EntityLabel = "ORG" if claim.field in COMPANY_FIELDS else "PER"
        yield Candidate(claim.span, label, LISTED, LISTED_SCORE, PERSON_RANK)
        if claim.character_span is not None:
            for span in name_parts(text, claim.character_span, words):
                yield Candidate(span, "PER", LISTED, LISTED_SCORE, CHARACTER_RANK)


def name_parts(text: str, character: Span, words: EntityWords) -> Iterator[Span]:
    """The names in a label: `Malcolm Crowe` of «Dr. Malcolm Crowe», `Lola` of «Lolas Vater», none of «Waitress»."""
    described = DESCRIPTION.search(text, character.start + 1, character.end)
    end = described.start() if described is not None else character.end
    start = character.start
    for cut in PART_CUT.finditer(text, character.start, end):
        if cut.group(1) is not None and fold_name(cut.group(1)) not in words.conjunctions:
            continue
        yield from _name_part(text, Span(start, cut.start()), words)
        start = cut.end()
    yield from _name_part(text, Span(start, end), words)


def _name_part(text: str, label: Span, words: EntityWords) -> Iterator[Span]:
    """The name in one character's label, or nothing where it only describes."""
    tokens = list(WORD.finditer(text, label.start, label.end))
    addressed = False
    for index in range(len(tokens) - 2, -1, -1):
        title, following = tokens[index].group(), tokens[index + 1].group()
        addressed = fold_name(title).rstrip(".") in words.address and following[0].isupper()
        if addressed or (_is_title(title, words) and not _describes(following, words)):
            tokens = tokens[index + 1 :]
            break
    while len(tokens) > 1 and not addressed and _stands_before(tokens[0].group(), words):
        tokens.pop(0)
    name: list[re.Match[str]] = []
    for token in tokens:
        word = token.group()
        if name and GAP.fullmatch(text, name[-1].end(), token.start()) is None:
            break
        if not word[0].isupper() and (word.casefold() not in words.particles or not name):
            break
        name.append(token)
    while name and name[-1].group().casefold() in words.particles:
        name.pop()
    if not name:
        return
    possessor = _possessor(name, words)
    if possessor is not None:
        yield possessor
    elif addressed or not _only_describes([token.group() for token in name], words):
        yield Span(name[0].start(), _with_suffix(text, name[-1].end()))


def _stands_before(word: str, words: EntityWords) -> bool:
    return _describes(word, words) or fold_name(word) in words.determiners


def _only_describes(name: Sequence[str], words: EntityWords) -> bool:
    """«Waitress», «Los Angeles Judge», «Häftling», «VII», «Telefonstimme»."""
    last = name[-1]
    if SUFFIX.fullmatch(last) and len(name) == 1:
        return True
    if len(name) == 1:
        return _describes(last, words) or _is_compound(last, words)
    return _describes(last, words) and not words.names.is_forename(name[0]) and not INITIAL.fullmatch(name[0])


def _is_compound(word: str, words: EntityWords) -> bool:
    """Whether two everyday words make up this one: «Telefonstimme», «Gerichtsmediziner», «Baggerfahrer»."""
    folded = word.casefold()
    if words.names.is_forename(word) or words.names.is_surname(word) or len(folded) < MIN_COMPOUND:
        return False
    return any(
        words.names.is_word(folded[cut:])
        and (words.names.is_word(folded[:cut]) or (folded[cut - 1] == "s" and words.names.is_word(folded[: cut - 1])))
        for cut in range(4, len(folded) - 3)
    )


def _with_suffix(text: str, end: int) -> int:
    """The end of a name with the «Jr.», «sen.» or «III» behind it."""
    suffix = SUFFIX_BEHIND.match(text, end)
    if suffix is not None:
        return suffix.end()
    return end + 1 if text[end : end + 1] == "." and SUFFIX_END.search(text, max(0, end - 4), end) else end


def _possessor(name: Sequence[re.Match[str]], words: EntityWords) -> Span | None:
    """`Lola` of «Lolas Vater», `Ben` of «Ben's Mother»."""
    if len(name) < 2 or not _describes(name[-1].group(), words):
        return None
    for token in name[:-1]:
        word = token.group()
        mark = GENITIVE.search(word)
        if mark is not None:
            return Span(name[0].start(), token.start() + mark.start())
        if word.endswith("s") and words.names.is_forename(word[:-1]) and not words.names.is_forename(word):
            return Span(name[0].start(), token.end() - 1)
    return None


def _is_title(word: str, words: EntityWords) -> bool:
    """«Hauptmann», «Mrs.», «Torfbaron»: a title, or a compound that ends in one."""
    folded = word.casefold().rstrip(".")
    if folded in words.titles:
        return True
    tail = folded.rsplit("-", 1)[-1]
    if tail != folded and (tail in words.titles or tail.endswith(words.noun_endings)):
        return not words.names.is_forename(word)
    return len(folded) > 8 and folded.endswith(words.noun_endings) and not words.names.is_surname(word)


def _describes(word: str, words: EntityWords) -> bool:
    """Whether a capitalised word of a character's label says what somebody is, not who."""
    folded = word.casefold().rstrip(".")
    if folded in words.titles:
        return True
    return not words.names.is_forename(word) and (words.names.is_word(folded) or _is_title(word, words))


# --- what a model, or the rules, see -------------------------------------------------------------------------------


def seen_candidates(
    text: str, runs: Sequence[LanguageRun], listed: Sequence[Claim], models: EntityModels, words: EntityWords
) -> Iterator[Candidate]:
    """The entities of every passage, as the language's model gives them, or the rules where it has none."""
    lines = unread_lines(text, listed)
    for language in LANGUAGES:
        passages = [
            passage for run in runs if run.language == language for passage in passages_of(text, run.span, lines)
        ]
        if not passages:
            continue
        if not models.recognizes(language):
            for passage in passages:
                for span in rule_persons(text, passage, words):
                    yield Candidate(span, "PER", RULES, RULE_SCORE, 1)
            continue
        extractor = models.extractor(language)
        found = models.recognize(language, [SPACES.sub(" ", passage.of(text)) for passage in passages])
        for passage, entities in zip(passages, found, strict=True):
            for span, label in entities:
                moved = Span(passage.start + span.start, passage.start + span.end)
                yield Candidate(moved, label, extractor, MODEL_SCORE, 1)
            for span in rule_persons(text, passage, words):
                if is_full_name(WORD.findall(span.of(text)), words):
                    yield Candidate(span, "PER", RULES, RULE_SCORE, 1)


def is_full_name(name: Sequence[str], words: EntityWords) -> bool:
    """Whether the lists vouch for every word of a name: what a model that does not know it may be told."""
    if len(name) < 2 or not words.names.is_surname(GENITIVE.sub("", name[-1])):
        return False
    return all(words.names.is_forename(w) or w.casefold() in words.particles or INITIAL.fullmatch(w) for w in name[:-1])


def unread_lines(text: str, listed: Sequence[Claim]) -> list[Line]:
    """The lines that say more than the role lists took from them."""
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
        if any(match.group()[0].isupper() for match in WORD.finditer(left)):
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


def rule_persons(text: str, passage: Span, words: EntityWords) -> Iterator[Span]:
    """Without a model: a listed forename with the capitalised words behind it, or a name behind a title."""
    position = passage.start
    previous: re.Match[str] | None = None
    while (token := CAPITALISED.search(text, position, passage.end)) is not None:
        titled = previous is not None and GAP.fullmatch(text, previous.end(), token.start()) is not None
        end = _rule_person(text, token, previous if titled else None, passage.end, words)
        position = token.end() if end is None else end
        previous = token
        if end is not None:
            yield Span(token.start(), end)


def _rule_person(
    text: str, token: re.Match[str], before: re.Match[str] | None, limit: int, words: EntityWords
) -> int | None:
    """The end of the name that starts with this word; None where none does."""
    first = GENITIVE.sub("", token.group())
    everyday = words.names.is_word(first)
    if not words.names.is_forename(first) or INITIAL.fullmatch(first):
        titled = before is not None and not everyday and len(first) > 2 and _is_title(before.group(), words)
        if not titled:
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
        if not particle and (not word[0].isupper() or words.names.is_word(GENITIVE.sub("", word))):
            break
        name.append(following)
    while len(name) > 1 and name[-1].group()[0].islower():
        name.pop()
    return None if len(name) == 1 and everyday else name[-1].end()


# --- clean-up ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page says about its words, for judging one place."""

    text: str
    runs: tuple[LanguageRun, ...]
    run_starts: tuple[int, ...]
    titles: tuple[Span, ...]  # where titles of works stand, by start, without overlap
    title_starts: tuple[int, ...]
    listed_words: frozenset[str]  # words of certain names, casefolded
    capitals: Mapping[str, int]  # how often a capitalised word stands in the page, as written

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


def clean(page: Page, candidate: Candidate, words: EntityWords) -> Candidate | None:
    """The candidate without titles, genitives and punctuation; None where a person's name stands for a thing."""
    text = page.text
    span = strip_span(text, candidate.span.start, candidate.span.end, OUTSIDE)
    if candidate.label != "PER":
        return replace(candidate, span=span) if span else None
    trimmed = trim_person(page, span, words)
    if trimmed is None or is_thing(page, trimmed, words):
        return None
    return replace(candidate, span=trimmed)


def trim_person(page: Page, span: Span, words: EntityWords) -> Span | None:
    """The span without forms of address, everyday words around the name, and genitive endings."""
    text = page.text
    half = HALF_NICKNAME.search(text, span.start, span.end)  # «Ray "Crash» of «Ray "Crash" Corrigan»
    end = span.end if half is None else half.start()
    tokens = _in_one_line(text, list(WORD.finditer(text, span.start, end)), words)
    while tokens and _stands_outside(page, tokens, words):
        tokens.pop(0)
    while tokens and not tokens[-1].group()[0].isupper():
        tokens.pop()
    if not tokens:
        return None
    last = tokens[-1]
    if len(tokens) == 1 and _is_no_name(page, last, words):
        return None
    start = _start_with_particle(text, tokens[0], words)
    end = _whole_word_end(text, last)
    behind = _surname_behind(page, last, end, words) if len(tokens) == 1 else None
    nickname = NICKNAME.match(text, end if behind is None else behind.end())
    if nickname is not None and nickname.group(1)[0].isupper():
        behind = WORD.match(text, nickname.start(1))
    if behind is not None:
        last, end = behind, behind.end()
    bare = genitive_start(page, last.start(), end, words)
    if bare < end:
        return Span(start, bare)
    return Span(start, _with_suffix(text, end))


def _start_with_particle(text: str, first: re.Match[str], words: EntityWords) -> int:
    """Where «Ní Fhaoláin» or «Greet van Loon» starts when a model saw «Fhaoláin» or «van Loon»."""
    start = first.start()
    before = LAST_WORD.search(text[max(0, start - 24) : start])
    if before is None or not before.group()[0].isupper():
        return start
    word = before.group()
    forename = first.group()[0].islower() and not _describes(word, words) and not _is_compound(word, words)
    particle = word.casefold() in words.particles and word.casefold() not in words.determiners
    if (forename and word.casefold() not in words.labels) or (particle and not words.names.is_word(word)):
        return start - 1 - len(word)
    return start


def _surname_behind(page: Page, forename: re.Match[str], end: int, words: EntityWords) -> re.Match[str] | None:
    """The second word of «Henrik Alm» where a model saw the forename alone."""
    gap = SPACE_GAP.match(page.text, end)
    following = WORD.match(page.text, gap.end()) if gap is not None else None
    if following is None or not words.names.is_forename(forename.group()) or not following.group()[0].isupper():
        return None
    word = GENITIVE.sub("", following.group())
    if words.names.is_word(word) or word.casefold() in words.named_after or word.casefold() in words.labels:
        return None
    if page.language(forename.start()) in words.noun_capitals and not words.names.is_surname(word):
        ends = page.text[following.end() : following.end() + 1] in LINE_ENDS  # no noun of the sentence stands there
        return following if ends and not _is_compound(word, words) else None
    return following


def _in_one_line(text: str, tokens: list[re.Match[str]], words: EntityWords) -> list[re.Match[str]]:
    """The tokens up to the line's end; a name goes on in the next line only as «Nicolas⏎Cage»."""
    for index, (token, following) in enumerate(pairwise(tokens), 1):
        if "\n" in text[token.end() : following.start()]:
            wrapped = len(tokens) == 2 and is_full_name([token.group(), following.group()], words)
            return tokens if wrapped else tokens[:index]
    return tokens


def _is_no_name(page: Page, token: re.Match[str], words: EntityWords) -> bool:
    """Whether a lone word that a model takes for a person is an everyday word: «Krähe», «Score», «DoP:», «Lensed»."""
    word = token.group()
    folded = fold_name(word)
    if folded in page.listed_words:
        return False
    if folded in words.labels or folded in words.prizes or SUFFIX.fullmatch(word):
        return True
    if folded in words.short_roles and page.text[token.end() : token.end() + 1] == ":":
        return True
    before = page.text[max(0, token.start() - 24) : token.start()]
    previous = LAST_WORD.search(before)
    if previous is not None and previous.group().casefold() in words.indefinite:
        return True
    if words.names.is_forename(word) or GENITIVE.search(word):
        return False
    if previous is not None and previous.group().casefold() in words.place_prepositions:
        return True
    noun_capitals = page.language(token.start()) in words.noun_capitals
    if not (_describes(word, words) or _is_compound(word, words)):
        return False
    if previous is not None and _is_title(previous.group(), words):
        return False
    if noun_capitals:
        return True
    return SENTENCE_START.search(before) is not None or (
        previous is not None and previous.group().casefold() in words.determiners
    )


def _whole_word_end(text: str, token: re.Match[str]) -> int:
    """A model may cut a hyphenated word; a name goes to its end: «Brockovich-Ellis»."""
    whole = WORD.match(text, token.start())
    return whole.end() if whole is not None else token.end()


def _stands_outside(page: Page, tokens: Sequence[re.Match[str]], words: EntityWords) -> bool:
    """Whether the first word of a supposed name is none of it: «Hauptmann», «Lieutenant», «by», «RA»."""
    word = tokens[0].group()
    if not word[0].isupper():
        return word.casefold() not in words.particles or len(tokens) == 1
    if len(tokens) == 1 or INITIAL.fullmatch(word):
        return False
    if word.casefold() in words.determiners:
        return True
    if words.names.is_forename(word):  # «Duke Ellington», but «Lieutenant Marlowe»
        return _is_title(word, words) and words.names.is_word(word) and not words.names.is_forename(tokens[1].group())
    if _is_title(word, words) or word.casefold() in words.labels:
        return True
    if not words.names.is_forename(tokens[1].group()):
        return False
    if word.isupper() and len(word) < 4:
        return True
    before = page.text[max(0, tokens[0].start() - 24) : tokens[0].start()]
    everyday = page.language(tokens[0].start()) in words.noun_capitals or SENTENCE_START.search(before) is not None
    return everyday and _describes(word, words)


def genitive_start(page: Page, start: int, end: int, words: EntityWords) -> int:
    """Where the genitive ending of the word at start–end begins; `end` where it has none."""
    word = page.text[start:end]
    mark = GENITIVE.search(word)
    if mark is not None:
        return start + mark.start()
    folded = word.casefold()
    if page.text[end : end + 1] in GENITIVE_MARKS:
        return end
    if len(word) < 4 or word[-1] != "s" or page.language(start) not in words.bare_genitive:
        return end
    stem = word[:-1]
    if folded in page.listed_words:
        return end
    if stem.casefold() in page.listed_words:
        return end - 1
    known = words.names.is_forename(word) or words.names.is_surname(word)
    if page.capitals.get(stem, 0) > 0 and not words.names.is_forename(word):
        return end - 1
    if not known and (words.names.is_forename(stem) or words.names.is_surname(stem)):
        return end - 1
    following = WORD.match(page.text, end + 1)
    if not known and following is not None and following.group()[0].isupper() and page.text[end] == " ":
        return end - 1
    return end


def is_thing(page: Page, span: Span, words: EntityWords) -> bool:
    """Whether a name is part of a title, a prize, a company, a place: «Günter-Rohrbach-Preis», «Neil Simon Theatre»."""
    text = page.text
    title = page.title_at(span)
    if title is not None and title.contains(span):
        return True
    if text[span.end : span.end + 1] in HYPHENS and text[span.end + 1 : span.end + 2].isalpha():
        return True
    if span.start > 1 and text[span.start - 1] in HYPHENS and text[span.start - 2].isalpha():
        return True
    whole, hyphen, part = text[span.start : span.end].rpartition("-")
    if hyphen and part.casefold() in words.named_after:
        return True
    parts = part.split() if not hyphen else (whole + part).split()
    if len(parts) > 1 and parts[-1].casefold() in words.named_after and not words.names.is_surname(parts[-1]):
        return True
    gap = SPACE_GAP.match(text, span.end)
    following = WORD.match(text, gap.end()) if gap is not None else None
    if following is None or not following.group()[0].isupper():
        return False
    return following.group().casefold() in words.named_after


# --- titles of works -----------------------------------------------------------------------------------------------


def title_spans(text: str, works: Sequence[PageWork], persons: frozenset[str]) -> tuple[Span, ...]:
    """Where titles of works stand: the page's own wherever it is repeated, and what quotes or underscores set apart.

    `persons` are the certain names (casefolded): a work named after its hero (`Michael Clayton`) is taken for the work
    only where marks or the page's own title line say so.
    """
    spans = [work.title_span for work in works if work.title_span is not None]
    for work in works:
        if work.title is not None and work.title_span is not None:
            written = work.title_span.of(text)
            for place in _occurrences_of(text, written):
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


def _occurrences_of(text: str, title: str) -> Iterator[Span]:
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


# --- the page helps the sentence -----------------------------------------------------------------------------------


def vote(text: str, candidates: Sequence[Candidate], persons: frozenset[str]) -> tuple[Candidate, ...]:
    """One label per name: what the role lists say, else what most places say."""
    counts: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
    for candidate in candidates:
        counts[fold_name(candidate.span.of(text))][candidate.label] += 1
    labels: dict[str, EntityLabel] = {}
    for name, votes in counts.items():
        if name in persons or 2 * votes["PER"] >= votes.total():
            labels[name] = "PER"
        else:
            labels[name] = votes.most_common(1)[0][0]
    return tuple(replace(c, label=labels[fold_name(c.span.of(text))]) for c in candidates if c.label != "WORK") + tuple(
        c for c in candidates if c.label == "WORK"
    )


def fold_name(name: str) -> str:
    """A name as this stage compares it: case folded, spaces single, apostrophes of one kind."""
    folded = name.casefold().replace("’", "'").replace("‑", "-")
    return folded if folded.isalpha() else " ".join(folded.split())


def known_forms(names: Iterable[tuple[str, bool]]) -> dict[str, list[Form]]:
    """In which forms known names may stand, by their first capitalised word (casefolded), longest first.

    `names` are (name, whether a role list says so). A full name also stands as surname, with its particles or without,
    and as forename; what is an initial, a suffix or a particle is no form.
    """
    forms: dict[str, set[Form]] = defaultdict(set)
    for name, listed in names:
        tokens: list[str] = WORD.findall(name)
        if not 0 < len(tokens) <= MAX_NAME_WORDS:
            continue
        for part in {tuple(tokens), *_parts_of(tokens)}:
            lead = next((i for i, token in enumerate(part) if not token[0].islower()), None)
            if lead is not None:
                folded = tuple(map(fold_name, part))
                forms[folded[lead]].add(Form(folded, lead, whole=len(part) == len(tokens), listed=listed))
    return {
        head: sorted(found, key=lambda f: (-len(f.words), not f.listed, not f.whole, f.words))
        for head, found in forms.items()
    }


def _parts_of(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """«Trier», «von Trier», «Lars», «L. von Trier» of «Lars von Trier»; of one word, nothing."""
    core = tuple(name)
    while len(core) > 1 and SUFFIX.fullmatch(core[-1]):
        core = core[:-1]
    if len(core) < 2:
        return
    surname = len(core) - 1
    yield core[surname:]
    while surname > 1 and core[surname - 1][0].islower():
        surname -= 1
    yield core[surname:]
    if not INITIAL.fullmatch(core[0]) and core[0][0].isupper():
        yield core[:1]
        yield (core[0], *core[surname:])
        yield (core[0][0] + ".", *core[surname:])


def occurrences(page: Page, forms: Mapping[str, Sequence[Form]], words: EntityWords) -> Iterator[Candidate]:
    """Every place where a known name stands in one of its forms."""
    for run in page.runs:
        position = run.span.start
        while (token := CAPITALISED.search(page.text, position, run.span.end)) is not None:
            position = token.end()
            found = _form_at(page, token, forms, words)
            if found is not None:
                yield Candidate(found, "PER", KNOWN, KNOWN_SCORE, 1)
                position = max(position, found.end)


def _form_at(page: Page, token: re.Match[str], forms: Mapping[str, Sequence[Form]], words: EntityWords) -> Span | None:
    """The longest form whose first capitalised word is this one."""
    heads = [fold_name(token.group())]
    if heads[0][-1] in GENITIVE_ENDS:
        heads.append(heads[0][: genitive_start(page, token.start(), token.end(), words) - token.start()])
    for form in (form for head in dict.fromkeys(heads) for form in forms.get(head, ())):
        span = _match_form(page, token, form, words)
        if span is not None and may_stand(page, span, form, words) and not is_thing(page, span, words):
            return span
    return None


def _match_form(page: Page, token: re.Match[str], form: Form, words: EntityWords) -> Span | None:
    start = token.start()
    for word in reversed(form.words[: form.lead]):
        before = start - 1 - len(word)
        if before < 0 or fold_name(page.text[before : start - 1]) != word or not page.text[start - 1].isspace():
            return None
        start = before
    if start and (page.text[start - 1].isalnum() or page.text[start - 1] in HYPHENS):
        return None
    current: re.Match[str] = token
    for index, word in enumerate(form.words[form.lead :], form.lead):
        if index > form.lead:
            gap = GAP.match(page.text, current.end())
            following = WORD.match(page.text, gap.end()) if gap is not None else None
            if following is None or (following.group()[0].islower() and word not in words.particles):
                return None
            current = following
        if fold_name(current.group()) != word and index < len(form.words) - 1:
            return None
    last = fold_name(current.group())
    if last == form.words[-1]:
        return Span(start, current.end())
    end = genitive_start(page, current.start(), current.end(), words)
    return Span(start, end) if last[: end - current.start()] == form.words[-1] else None


def may_stand(page: Page, span: Span, form: Form, words: EntityWords) -> bool:
    """Whether a single word is the name here, not the everyday word that looks like it (`Koch`, `Will`, `Grace`)."""
    if len(form.words) > 1 or not words.names.is_word(form.words[0]):
        return True
    before = page.text[max(0, span.start - 24) : span.start]
    previous = LAST_WORD.search(before)
    word = previous.group().casefold().rstrip(".") if previous is not None else ""
    if word in words.determiners:
        return False
    if previous is not None and _is_title(previous.group(), words):
        return True
    if page.language(span.start) in words.noun_capitals:
        return words.names.is_forename(form.words[0]) or (form.whole and form.listed)
    return SENTENCE_START.search(before) is None or (form.whole and words.names.is_forename(form.words[0]))


def resolve(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """The best of what overlaps: certain before seen, longer before shorter; in the order of the text."""
    taken = bytearray(length)
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.rank, -len(c.span), c.label != "PER", c.span, -c.score)):
        span = candidate.span
        if span and taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\1" * len(span)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.span)
