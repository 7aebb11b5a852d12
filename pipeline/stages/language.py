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
from itertools import groupby
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
LONGEST_WORD = 40  # letters; what is longer is judged by its start
# «Übermut»; «don» and «t» of «don't». Marks that combine with a letter belong to it.
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
# «Regie: Wolfgang Becker», «Kamera ....... X», «Directed by<tab>Tom Tykwer», «Music – X»: the label with what ends it.
LABEL = re.compile(r"[^:\t]{1,40}?(?::\s|\t|\s?\.{3,}\s|\s{3,}|\s[–-]\s)")
LONGEST_VALUE = 60  # letters; more than that after a label is text, not the value of the label
# «https://www.kino.de/film», «www.film.com», «presse@film.de»
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@\S+")

# Measured with a model of one quarter of the public sentences, word pairs and words of 75 languages on another quarter,
# on headings of 40 film pages and on 600 lists of popular names (2026-11).
NOISE = 0.05  # share of the words in a text that are names or strange to its language
NOISE_NAMES = 0.6  # share of names in that
NAME_NOISE = 0.01  # share of the words in a list of names that are none
NAME_LOWER = -2.0  # ln of how much less often a word in a list of names starts small
NEUTRAL = -2.0  # ln of how much less often a line is names or words of no language than German or English
CLAIM = 0.9  # the probability from which a language is claimed


@dataclass(frozen=True, slots=True, eq=False)
class LanguageDetector:
    """The word model: ln probabilities in the order of `CLASSES`. `load_detector` reads it; nothing changes it."""

    words: Mapping[str, tuple[float, ...]]
    grams: Mapping[str, tuple[float, ...]]


@cache
def load_detector() -> LanguageDetector:
    """The detector of this process; reading takes about 0.2 s."""
    return LanguageDetector(_read("language_words.tsv"), _read("language_grams.tsv"))


def _read(name: str) -> dict[str, tuple[float, ...]]:
    rows = resources.files("pipeline.lang").joinpath(name).read_text(encoding="utf-8").split("\n")
    return {key: tuple(int(v) * -0.1 for v in values) for key, *values in (row.split("\t") for row in rows if row)}


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
    word = unicodedata.normalize("NFC", word[:LONGEST_WORD]).lower()
    return word if word[0] < "\u0250" or "\u1e00" <= word[0] < "\u1f00" else ""


@lru_cache(maxsize=2**15)
def weigh_word(word: str, detector: LanguageDetector) -> WordWeight:
    """What one word says. The noise in all classes bounds it: one strange word cannot outweigh a sentence."""
    normal = normal_form(word)
    if not normal:
        return WordWeight(0.0, 0.0, 0.0, 0.0, 0, len(word) * (2 if word[0] >= "\u3000" else 1))
    de, en, other, name = map(math.exp, detector.words.get(normal) or _by_letters(normal, detector.grams))
    language = (de + en + other) / 3
    noise = NOISE * (NOISE_NAMES * name + (1 - NOISE_NAMES) * language)
    small = word[0].islower()
    return WordWeight(
        math.log((1 - NOISE) * de + noise),
        math.log((1 - NOISE) * en + noise),
        math.log((1 - NOISE) * other + noise),
        math.log((1 - NAME_NOISE) * name + NAME_NOISE * language) + (NAME_LOWER if small else 0.0),
        len(normal) if small and len(normal) > 3 else 0,
        0,
    )


def _by_letters(word: str, grams: Mapping[str, tuple[float, ...]]) -> tuple[float, ...]:
    """ln P(word) by its letters, each after the longest known gram before it."""
    padded = f" {word} "
    steps = []
    for end in range(2, len(padded) + 1):
        for start in range(max(0, end - LONGEST_GRAM), end):
            if (values := grams.get(padded[start:end])) is not None:
                steps.append(values)
                break
    return tuple(map(sum, zip(*steps, strict=True))) if steps else (0.0,) * len(CLASSES)


# --- texts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says by itself.

    `languages` holds ln likelihoods up to a constant, of German, English, and of a third language if it is one;
    `neutral` is the same for names and words of no language. `most` bounds what the text counts among others.
    """

    languages: Mapping[str, float]
    neutral: float
    most: float

    def probability(self, language: str) -> float:
        values = [*self.languages.values(), self.neutral]
        top = max(values)
        return math.exp(self.languages.get(language, -math.inf) - top) / sum(math.exp(v - top) for v in values)


NO_EVIDENCE = Evidence({"de": 0.0, "en": 0.0}, 5.0, 0.0)
THIRD_LETTERS = 10  # letters in running words from which a third language is considered
THIRD_DOUBT, THIRD_DOUBT_WORD = 6.0, 0.75  # langdetect is asked below so many nats, and so many per word
THIRD_BONUS = 3.0
THIRD_SHARE = 0.2  # of a nat of langdetect, whose grams overlap
STRANGE_WEIGHT = 0.3  # nats per letter of another script
TITLE_MOST = 1.0
LABEL_MOST = 4.0
WORD_MOST = 2.0
TITLE_WORDS = 8


def weigh_text(text: str, detector: LanguageDetector) -> Evidence:
    """What one line says by itself; of a label with a short value the label counts, and small words of the value."""
    if "://" in text or "@" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    words = WORD.findall(text)
    if not words:
        return NO_EVIDENCE
    label = LABEL.match(text)
    if label is not None and len(text) - label.end() <= LONGEST_VALUE:
        head = len(WORD.findall(text, 0, label.end()))
        words = words[:head] + [word for word in words[head:] if word[0].islower()]
        if not words:
            return NO_EVIDENCE
    else:
        label = None
    weights = [weigh_word(word, detector) for word in words]
    de, en, other, name, running, strange = map(sum, zip(*weights, strict=True))
    most = WORD_MOST * len(words)
    if label is not None:
        most = LABEL_MOST
    elif not running and len(words) <= TITLE_WORDS:
        most = TITLE_MOST
    if strange * 2 > len(text):
        third, _ = name_third(text)
        return Evidence({"de": 0.0, "en": 0.0, third: STRANGE_WEIGHT * strange}, 0.0, STRANGE_WEIGHT * strange)
    name += NEUTRAL
    other += NEUTRAL
    if running >= THIRD_LETTERS and other + THIRD_DOUBT + THIRD_DOUBT_WORD * len(words) > max(de, en):
        third, margin = name_third(text)
        third_value = other + THIRD_BONUS + THIRD_SHARE * margin
        if third_value > max(de, en):
            return Evidence({"de": de, "en": en, third: third_value}, name, most)
    neutral = max(name, other) + math.log1p(math.exp(-abs(name - other)))
    return Evidence({"de": de, "en": en}, neutral, most)


# --- langdetect's profiles, summed -----------------------------------------------------------------------------------

PROFILE_SMOOTHING = 0.5 / 10000  # as in langdetect
PROFILE_GRAM = 3
PROFILE_TEXT = 2000  # letters; more make no difference
_LOADING = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """How often the 1- to 3-grams of letters are in each of langdetect's languages: `values[row of gram, language]`."""

    codes: tuple[str, ...]
    rows: Mapping[str, int]
    values: npt.NDArray[np.float32]


def load_profiles() -> Profiles:
    """langdetect's profiles, read once per process, even if several threads ask at once."""
    with _LOADING:
        return _read_profiles()


@cache
def _read_profiles() -> Profiles:
    files = sorted(path for path in Path(langdetect.PROFILES_DIRECTORY).iterdir() if not path.name.startswith("."))
    profiles = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    rows: dict[str, int] = {}
    for profile in profiles:
        for gram in profile["freq"]:
            if len(gram) <= PROFILE_GRAM:
                rows.setdefault(gram, len(rows))
    values = np.zeros((len(rows), len(profiles)), dtype=np.float32)
    for column, profile in enumerate(profiles):
        counts = {gram: count for gram, count in profile["freq"].items() if gram in rows}
        values[[rows[gram] for gram in counts], column] = [
            count / profile["n_words"][len(gram) - 1] for gram, count in counts.items()
        ]
    values = np.log(values + np.float32(PROFILE_SMOOTHING))
    values.setflags(write=False)
    return Profiles(tuple(path.name.split("-")[0] for path in files), rows, values)


def name_third(text: str) -> tuple[str, float]:
    """The most probable of langdetect's languages but German and English, and the nats by which it beats those two."""
    profiles = load_profiles()
    rows = [profiles.rows[gram] for gram in _profile_grams(text[:PROFILE_TEXT]) if gram in profiles.rows]
    if not rows:
        return UNDECIDED, 0.0
    sums = profiles.values[rows].sum(axis=0, dtype=np.float64)
    modelled = [profiles.codes.index(code) for code in MODELLED]
    best = max(sums[modelled])
    sums[modelled] = -np.inf
    third = int(sums.argmax())
    return profiles.codes[third], float(sums[third] - best)


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

SWITCH = 4.0  # nats that a change of language costs


def detect_languages(text: str, lines: Sequence[Line], detector: LanguageDetector) -> tuple[LanguageRun, ...]:
    """The runs of a text, without gaps, from line start to line start; an empty text has none.

    Neighbours differ in language, or in `inherited`.
    """
    if not text:
        return ()
    filled = [line for line in lines if not line.blank]
    if not filled:
        return (LanguageRun(Span(0, len(text)), UNDECIDED, 0.0, inherited=False),)
    contents = [line.content.of(text) for line in filled]
    known = {content: weigh_text(content, detector) for content in dict.fromkeys(contents)}
    evidence = [known[content] for content in contents]
    pieces: list[tuple[int, str, float]] = []
    for language, group in groupby(enumerate(_likeliest(evidence)), key=lambda pair: pair[1]):
        members = [i for i, _ in group]
        if len(members) == 1:
            score = evidence[members[0]].probability(language)
        else:
            whole = weigh_text(" ".join(dict.fromkeys(contents[i] for i in members)), detector).probability(language)
            margin = sum(_margin(known[content], language) for content in dict.fromkeys(contents[i] for i in members))
            score = max(whole, 1 / (1 + math.exp(-margin)))
        code = language if score >= CLAIM else UNDECIDED
        if not pieces or pieces[-1][1] != code:
            pieces.append((filled[members[0]].span.start if pieces else 0, code, score if code != UNDECIDED else 0.0))
    ends = [start for start, _, _ in pieces[1:]] + [len(text)]
    return tuple(
        LanguageRun(Span(start, end), language, round(score, 4), inherited=False)
        for (start, language, score), end in zip(pieces, ends, strict=True)
    )


def _gains(evidence: Evidence, states: Sequence[str]) -> list[float]:
    """What each language gains by the text, at most 0; the neutral part of the evidence is alike for all."""
    floor = min(evidence.languages.values())
    values = [evidence.languages.get(state, floor) for state in states]
    top = max(*values, evidence.neutral)
    neutral = math.exp(evidence.neutral - top)
    values = [math.log(math.exp(value - top) + neutral + 1e-300) for value in values]
    top = max(values)
    return [max(value - top, -evidence.most) for value in values]


def _margin(evidence: Evidence, language: str) -> float:
    """By how much a text favours a language over the next one, bounded."""
    states = list(dict.fromkeys([language, *evidence.languages]))
    gain, *others = _gains(evidence, states)
    return gain - max(others)


def _likeliest(evidence: Sequence[Evidence]) -> list[str]:
    """A language for each text: the sequence with the greatest sum of gains, less the price of its changes."""
    states = sorted({language for item in evidence for language in item.languages})
    sums = [0.0] * len(states)
    steps: list[list[int]] = []
    for item in evidence:
        best = max(range(len(states)), key=sums.__getitem__)
        step = [s if sums[s] >= sums[best] - SWITCH else best for s in range(len(states))]
        gains = _gains(item, states)
        sums = [(sums[s] if step[s] == s else sums[best] - SWITCH) + gains[s] for s in range(len(states))]
        steps.append(step)
    state = max(range(len(states)), key=sums.__getitem__)
    path = []
    for step in reversed(steps):
        path.append(states[state])
        state = step[state]
    return path[::-1]


def document_language(text: str, runs: Sequence[LanguageRun]) -> tuple[str, float]:
    """The language of most letters with the mean score of its runs; `("und", 0.0)` where no run has a language."""
    letters: dict[str, int] = {}
    weights: dict[str, float] = {}
    for run in runs:
        if run.language != UNDECIDED:
            size = sum(map(len, WORD.findall(run.span.of(text))))
            letters[run.language] = letters.get(run.language, 0) + size
            weights[run.language] = weights.get(run.language, 0.0) + size * run.score
    if not any(letters.values()):
        return UNDECIDED, 0.0
    language = max(sorted(letters), key=letters.__getitem__)
    return language, round(weights[language] / letters[language], 4)
