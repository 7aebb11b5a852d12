"""Tell in which language a page and its passages are: German, English, another one, or nobody knows.

A word model (`pipeline/lang/language_words.tsv` and `language_grams.tsv`, made by `models/train/language.py`) says how
probable each word is in German, in English, in another language and in a list of names. Where another language is
likely, langdetect's profiles name it; they are summed over the whole text instead of sampled, so that the answer
depends on the text alone. Then the lines of a page are read together: of all ways to give each line a language the
most probable one is taken, and since every change has its price, a line without evidence follows its neighbours.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import langdetect
import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

from pipeline.text.lines import Line
from pipeline.types import LanguageRun, Span

UNDECIDED = "und"
CLASSES = ("de", "en", "other", "name")  # the columns of the word model
MODELLED = CLASSES[:2]

LONGEST_GRAM = 5  # letters of a word that are looked at together
LONGEST_WORD = 40  # letters; what is longer is cut by `WORD`
# «Übermut»; «don» and «t» of «don't». Marks that combine with a letter belong to it; most words have none.
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]{0,39}+(?![\u0300-\u036f])|(?:[^\W\d_]|[\u0300-\u036f]){0,39})")
# «Regie: Wolfgang Becker», «Kamera ....... X», «Directed by<tab>Tom Tykwer», «Music – X»: the label with what ends it.
LABEL = re.compile(r"[^:\t]{1,40}?(?::\s|\t|\s?\.{3,}\s|\s{3,}|\s[–-]\s)")
DASHES = ("-", "–")
KNOWN_LENGTH = 40  # letters up to which lines are kept: headings and labels come again and again; about 6 MB
LONGEST_VALUE = 60  # letters; more than that after a label is text, not the value of the label
# «https://www.kino.de/film», «www.film.com», «presse@film.de»
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@\S+")

# Measured with a model of one quarter of the public sentences, word pairs and words of 75 languages on another quarter,
# on 260 headings of 40 film pages and on 600 lists of popular names (2026-11). None is sharp: half or double of each
# moves no figure by more than 3 points.
NOISE = 0.05  # share of the words in a text that are names or strange to its language
NOISE_NAMES = 0.6  # share of names in that
NAME_NOISE = 0.01  # share of the words in a list of names that are none
NAME_LOWER = -2.0  # ln of how much less often a word in a list of names starts small
NEUTRAL = -2.0  # ln of how much less often a line is names or words of no language than German or English
CLAIM = 0.9  # the probability from which a language is claimed


PROFILE_GRAM = 3  # letters, as in langdetect
PROFILE_SMOOTHING = 0.5 / 10000  # as in langdetect


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """How often the 1- to 3-grams of letters are in langdetect's languages: ln P in `values[row of gram, language]`."""

    codes: tuple[str, ...]
    rows: Mapping[str, int]
    values: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LanguageDetector:
    """The word model, ln P in the order of `CLASSES`, and langdetect's profiles. Nothing changes it after loading."""

    words: Mapping[str, tuple[float, ...]]
    grams: Mapping[str, tuple[float, ...]]

    @property
    def profiles(self) -> Profiles:
        """Read when first asked for, which takes 0.2 s: most pages have no line in a third language."""
        with _LOADING:
            return _read_profiles()


def load_detector() -> LanguageDetector:
    """The detector of this process, read once, even if several threads ask at once; takes about 0.1 s."""
    with _LOADING:
        return _read_detector()


_LOADING = Lock()


@cache
def _read_detector() -> LanguageDetector:
    return LanguageDetector(_read_model("language_words.tsv"), _read_model("language_grams.tsv"))


def _read_model(name: str) -> dict[str, tuple[float, ...]]:
    text = resources.files("pipeline.lang").joinpath(name).read_text(encoding="utf-8")
    values = {str(number): number / -10 for number in range(LONGEST_WORD * 200)}  # stored are tenths of -ln p
    rows = (row.split("\t") for row in text.splitlines())
    return {key: (values[a], values[b], values[c], values[d]) for key, a, b, c, d in rows}


@cache
def _read_profiles() -> Profiles:
    files = sorted(path for path in Path(langdetect.PROFILES_DIRECTORY).iterdir() if not path.name.startswith("."))
    profiles = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    rows: dict[str, int] = {}
    shape = (sum(len(profile["freq"]) for profile in profiles), len(profiles))
    values = np.full(shape, math.log(PROFILE_SMOOTHING), dtype=np.float32)
    for column, profile in enumerate(profiles):
        counts = {gram: count for gram, count in profile["freq"].items() if len(gram) <= PROFILE_GRAM}
        places = [rows.setdefault(gram, len(rows)) for gram in counts]
        totals = profile["n_words"]
        shares = np.array([count / totals[len(gram) - 1] for gram, count in counts.items()])
        values[places, column] = np.log(shares + PROFILE_SMOOTHING)
    values = values[: len(rows)].copy()
    values.setflags(write=False)
    return Profiles(tuple(path.name.split("-")[0] for path in files), rows, values)


# --- words -----------------------------------------------------------------------------------------------------------


class WordWeight(NamedTuple):
    """ln P(word) in a text of each language and in a list of names; and letters in words of a certain kind."""

    de: float
    en: float
    other: float
    name: float
    running: int  # letters, if the word starts small and is longer than most particles of names and titles
    strange: int  # letters, if they are not Latin


def normal_form(word: str) -> str:
    """The word as the model knows it, or "" if it is not in Latin letters."""
    word = unicodedata.normalize("NFC", word).lower()
    return word if word[0] < "\u0250" or "\u1e00" <= word[0] < "\u1f00" else ""


@lru_cache(maxsize=2**15)
def weigh_word(word: str, detector: LanguageDetector) -> WordWeight:
    """What one word says. The noise in all classes bounds it: one strange word cannot outweigh a sentence."""
    normal = normal_form(word)
    if not normal:
        return WordWeight(0.0, 0.0, 0.0, 0.0, 0, len(word) * (2 if word[0] >= "\u3000" else 1))
    values = detector.words.get(normal) or _by_letters(normal, detector.grams)
    top = max(values)
    de, en, other, name = [math.exp(value - top) for value in values]
    language = (de + en + other) / 3
    noise = NOISE * (NOISE_NAMES * name + (1 - NOISE_NAMES) * language)
    small = word[0].islower()
    return WordWeight(
        top + math.log((1 - NOISE) * de + noise),
        top + math.log((1 - NOISE) * en + noise),
        top + math.log((1 - NOISE) * other + noise),
        top + math.log((1 - NAME_NOISE) * name + NAME_NOISE * language) + (NAME_LOWER if small else 0.0),
        len(normal) if small and len(normal) > 3 else 0,
        0,
    )


def _by_letters(word: str, grams: Mapping[str, tuple[float, ...]]) -> tuple[float, ...]:
    """ln P(word) by its letters, each after the longest known gram before it."""
    padded = f" {word} "
    steps = []
    for end in range(2, len(padded) + 1):
        for start in range(end - LONGEST_GRAM if end > LONGEST_GRAM else 0, end):
            if (values := grams.get(padded[start:end])) is not None:
                steps.append(values)
                break
    return tuple(map(sum, zip(*steps, strict=True))) if steps else (0.0,) * len(CLASSES)


# --- texts -----------------------------------------------------------------------------------------------------------

# When a third language is considered, and what langdetect's word on it is worth. Chosen on that quarter, checked with
# `make language-report`: of the sentences of 15 languages 0.7 % remain German or English, half of which are. Of 3,300
# German and English web and film texts one is given to a third language (2026-11).
THIRD_LETTERS = 18  # letters in running words that it takes
THIRD_DOUBT, THIRD_DOUBT_WORD = 4.0, 1.5  # nats, and nats per word, by which German or English rule it out at once
THIRD_BONUS = 3.0  # nats
THIRD_SHARE = 0.2  # of langdetect's nats, since its grams overlap
THIRD_SHORT = 2.0  # nats that a text of fewer letters can say against a third language: many labels are international
STRANGE_LETTER = 0.2  # nats that a letter of another script says

# What a line counts for its page at most, in nats.
WORD_MOST = 2.0  # per word
LABEL_MOST = 4.0
TITLE_WORDS = 8  # a line of up to so many words and no running word may be a heading, or the name of a work
TITLE_MOST = 1.0
STRANGE_TITLE = 30  # letters of another script up to which a line may be the same; Chinese and the like count twice
SENTENCE_END = ".…"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says by itself.

    `languages` holds ln likelihoods up to a constant, of German and English, and of the others if it may be one of
    them; `neutral` is the same for names and words of no language, `third` for a language that is not in `languages`
    if the page is otherwise in that. `most` bounds what the text counts for its page.
    """

    languages: Mapping[str, float]
    neutral: float
    third: float
    most: float

    def probability(self, language: str) -> float:
        values = [*self.languages.values(), self.neutral]
        top = max(values)
        return math.exp(self.languages.get(language, -math.inf) - top) / sum([math.exp(v - top) for v in values])


NO_EVIDENCE = Evidence(dict.fromkeys(MODELLED, 0.0), neutral=5.0, third=0.0, most=0.0)


def weigh_text(text: str, detector: LanguageDetector) -> Evidence:
    """What one line says by itself; of a label with a short value only the label and the value's small words count."""
    if "://" in text or "@" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    words = WORD.findall(text)
    labelled = False
    label = LABEL.match(text)
    if label is not None and len(text) - label.end() <= LONGEST_VALUE:
        head = len(WORD.findall(text, 0, label.end()))
        small = [word for word in words[head:] if word[0].islower()]
        # «Leaving Las Vegas – Ein Trunk zum Vergessen» is a title with another one, not a label with a name.
        labelled = head > 0 and not (small and label.group().rstrip().endswith(DASHES))
        if labelled:
            words = words[:head] + small
    if not words:
        return NO_EVIDENCE
    weights = [weigh_word(word, detector) for word in words]
    de, en, other, name, running, strange = map(sum, zip(*weights, strict=True))
    if strange > len(text) / 2:
        return _weigh_strange(text, strange, detector.profiles)
    if labelled:
        most = LABEL_MOST
    elif not running and len(words) <= TITLE_WORDS and text[-1] not in SENTENCE_END:
        most = TITLE_MOST
    else:
        most = WORD_MOST * len(words)
    languages: dict[str, float] = {"de": de, "en": en}
    best = max(de, en)
    if running < THIRD_LETTERS:
        return Evidence(languages, NEUTRAL + _add_logs(name, other), max(other, best - THIRD_SHORT), most)
    if best - other < THIRD_DOUBT + THIRD_DOUBT_WORD * len(words):
        thirds = weigh_thirds(text, detector.profiles)
        top = max(thirds.values())
        value = other + THIRD_BONUS + max(0.0, top)
        if value > best:
            languages |= {code: value + nats - top for code, nats in thirds.items()}
            return Evidence(languages, NEUTRAL + name, other, most)
    return Evidence(languages, NEUTRAL + _add_logs(name, other), other, most)


_weigh_short = lru_cache(maxsize=2**13)(weigh_text)


def _weigh_strange(text: str, letters: int, profiles: Profiles) -> Evidence:
    """A text in another script: it is no German or English, but a few letters may be the name of a person or a work."""
    nats = STRANGE_LETTER * letters
    thirds = weigh_thirds(text, profiles)
    top = max(thirds.values())
    languages = dict.fromkeys(MODELLED, -nats) | {code: nats + value - top for code, value in thirds.items()}
    return Evidence(languages, 0.0, -nats, nats if letters > STRANGE_TITLE else TITLE_MOST)


def _add_logs(one: float, other: float) -> float:
    if one < other:
        one, other = other, one
    return one + math.log1p(math.exp(other - one))


# --- langdetect's profiles, summed -----------------------------------------------------------------------------------

PROFILE_TEXT = 2000  # letters of a text that are looked at; more make no difference


def weigh_thirds(text: str, profiles: Profiles) -> dict[str, float]:
    """Of each of langdetect's languages but German and English, the nats by which it beats those two."""
    rows = [profiles.rows[gram] for gram in _profile_grams(text[:PROFILE_TEXT]) if gram in profiles.rows]
    if not rows:
        return {UNDECIDED: 0.0}
    sums = profiles.values[rows].sum(axis=0, dtype=np.float64).tolist()
    nats = {code: nats for nats, code in sorted(zip(sums, profiles.codes, strict=True))}  # the better of two for `zh`
    best = max(nats.pop(code) for code in MODELLED)
    return {code: THIRD_SHARE * (value - best) for code, value in nats.items()}


def _profile_grams(text: str) -> list[str]:
    """The grams that langdetect takes from a text, except that it skips words in capitals."""
    letters = "".join(map(_profile_letter, NGram.normalize_vi(text)))
    words = [f" {word.lower() if word.isupper() else word} " for word in letters.split()]
    grams = [word[i : i + size] for word in words for size in range(1, PROFILE_GRAM + 1) for i in range(len(word))]
    return [gram for gram in grams if gram != " "]


@lru_cache(maxsize=2**12)
def _profile_letter(letter: str) -> str:
    return str(NGram.normalize(letter))


# --- pages -----------------------------------------------------------------------------------------------------------

# Measured on 40 film pages of both languages, some with passages of the other (2026-11).
SWITCH = 4.0  # nats that a change of language costs
SWITCH_AFTER_BLANK = 3.5  # the same where an empty line stands before
LEAST = 1.5  # a line that favours a language by less says nothing
TITLE_SHARE = 0.1  # of what a line counts for its page, if it may be the name of a work: pages list foreign works


MOST_EXPONENT = 700.0  # beyond it, `math.exp` overflows


class Passage(NamedTuple):
    """A line that is not blank."""

    start: int
    content: str
    evidence: Evidence
    after_blank: bool


def detect_languages(text: str, lines: Sequence[Line], detector: LanguageDetector) -> tuple[LanguageRun, ...]:
    """The runs of a text, without gaps, from line start to line start; an empty text has none.

    Neighbours differ in language or in `inherited`: lines that give no evidence themselves form runs of their own, with
    the language and the score of the lines they follow.
    """
    if not text:
        return ()
    passages = _passages(text, lines, detector)
    pieces: list[tuple[int, tuple[str, float, bool]]] = []  # start; language, score and inherited
    for language, group in groupby(zip(_likeliest(passages), passages, strict=True), key=itemgetter(0)):
        members = [passage for _, passage in group]
        score = _score(language, members, detector)
        if score < CLAIM or language == UNDECIDED:
            language, score = UNDECIDED, 0.0
        evident = [passage.evidence.probability(language) >= CLAIM for passage in members]
        for passage, itself in zip(members, evident, strict=True):
            kind = (language, round(score, 4), not itself and any(evident))
            if not pieces or pieces[-1][1] != kind:
                pieces.append((passage.start, kind))
    if not pieces:
        pieces.append((0, (UNDECIDED, 0.0, False)))
    bounds = [0, *(start for start, _ in pieces[1:]), len(text)]
    return tuple(LanguageRun(Span(*ends), *kind) for ends, (_, kind) in zip(pairwise(bounds), pieces, strict=True))


def _passages(text: str, lines: Sequence[Line], detector: LanguageDetector) -> list[Passage]:
    known: dict[str, Evidence] = {}
    passages = []
    after_blank = False
    for line in lines:
        if line.blank:
            after_blank = True
            continue
        content = line.content.of(text)
        if content not in known:
            weigh = _weigh_short if len(content) <= KNOWN_LENGTH else weigh_text
            known[content] = weigh(content, detector)
        passages.append(Passage(line.span.start, content, known[content], after_blank))
        after_blank = False
    return passages


def _score(language: str, passages: Sequence[Passage], detector: LanguageDetector) -> float:
    """The probability that passages in a row are in a language: by what they count together, or read as one text."""
    if len(passages) == 1:
        return passages[0].evidence.probability(language)
    distinct = {passage.content: passage.evidence for passage in passages}
    margin = sum(_margin(evidence, language) for evidence in distinct.values())
    score = 1 / (1 + math.exp(min(-margin, MOST_EXPONENT)))
    return score if score >= CLAIM else max(score, weigh_text(" ".join(distinct), detector).probability(language))


def _margin(evidence: Evidence, language: str) -> float:
    """By how much a text favours a language over all others; negative if it favours another one."""
    gains = _gains(evidence, [language, *[code for code in evidence.languages if code != language]])
    return gains[0] - max(gains[1:])


def _gains(evidence: Evidence, languages: Sequence[str]) -> list[float]:
    """What a text counts for each language, from 0 for the best one downwards; as a name it is alike in all."""
    known, neutral, third = evidence.languages, evidence.neutral, evidence.third
    values = [_add_logs(known.get(language, third), neutral) for language in languages]
    *_, second, top = sorted(values)
    if top - second < LEAST:
        return [0.0] * len(values)
    return [max(value - top, -evidence.most) for value in values]


def _likeliest(passages: Sequence[Passage]) -> list[str]:
    """A language for each passage: the sequence that counts most in sum, less the price of its changes."""
    best_ones = {max(p.evidence.languages, key=p.evidence.languages.__getitem__) for p in passages}
    languages = sorted(best_ones | set(MODELLED))
    places = range(len(languages))
    sums = [0.0] * len(languages)
    origins: list[list[int]] = []
    for passage in passages:
        best = max(places, key=sums.__getitem__)
        after_change = sums[best] - (SWITCH_AFTER_BLANK if passage.after_blank else SWITCH)
        # Where both are alike the change comes later: a line without evidence stays with the lines before it.
        origins.append([place if sums[place] > after_change else best for place in places])
        share = TITLE_SHARE if passage.evidence.most == TITLE_MOST else 1.0
        gains = _gains(passage.evidence, languages)
        sums = [max(sums[place], after_change) + share * gains[place] for place in places]
    path = []
    place = max(places, key=sums.__getitem__)
    for origin in reversed(origins):
        path.append(languages[place])
        place = origin[place]
    return path[::-1]


def document_language(text: str, runs: Sequence[LanguageRun]) -> tuple[str, float]:
    """The language of most of the text with the mean score of its runs; `("und", 0.0)` where no run has a language."""
    sizes: dict[str, int] = {}
    weights: dict[str, float] = {}
    for run in runs:
        if run.language != UNDECIDED:
            size = len(run.span.of(text).strip())
            sizes[run.language] = sizes.get(run.language, 0) + size
            weights[run.language] = weights.get(run.language, 0.0) + size * run.score
    if not sizes:
        return UNDECIDED, 0.0
    language = max(sorted(sizes), key=sizes.__getitem__)
    return language, round(weights[language] / sizes[language], 4)
