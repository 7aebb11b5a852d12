"""Measure the language stage beside other detectors: `python -m tests.reports.language_report CORPORA`.

CORPORA is the folder of the public corpora (`language/lingua-testdata.jsonl.gz`, `names/`, `film/`); of the first, the
half that the word model has not been trained on is measured. The headings are this project's own. lingua is measured
where it is installed. Equal corpora give equal figures, speeds apart.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from rich.console import Console
from rich.table import Table

from models.train.corpora import is_held_back
from pipeline.stages.language import UNDECIDED, detect_languages, document_language, load_detector, weigh_text
from pipeline.text.lines import split_lines

LANGUAGES = ("de", "en")
OTHERS = ["af", "ca", "cs", "da", "es", "fi", "fr", "it", "la", "nb", "nl", "pl", "pt", "sv", "tr"]
SURE = 0.9  # a detector that gives probabilities answers where it gives at least this
KINDS = ("sentences", "word-pairs", "single-words")
HEADINGS = Path(__file__).parent / "language_headings.tsv"

Example = tuple[str, str]  # language, text


@dataclass(frozen=True, slots=True)
class Rival:
    """One detector: `choose` must say de or en, `claim` may say anything, `und` too."""

    name: str
    choose: Callable[[str], str]
    claim: Callable[[str], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--ours", action="store_true", help="measure this project's detector alone")
    parser.add_argument("--errors", action="store_true", help="print what this project's detector gets wrong")
    arguments = parser.parse_args()
    examples = read_examples(arguments.corpora)
    rivals = [ours()] if arguments.ours else [ours(), langdetect_all(), langdetect_two(), *lingua_two()]
    table = Table("", *(rival.name for rival in rivals), title="Languages: % right, de / en")
    for kind in (*KINDS, "headings", "HEADINGS"):
        table.add_row(f"forced: {kind}", *(percent_chosen(rival, examples[kind]) for rival in rivals))
    for kind in ("word-pairs", "headings", "HEADINGS"):
        table.add_row(
            f"open: {kind}, answered and right", *(percent_claimed(rival, examples[kind]) for rival in rivals)
        )
    for kind in ("name lists", "cast lists", "NAME LISTS", "other languages"):
        table.add_row(f"claimed as de or en: {kind}", *(percent_wrongly(rival, examples[kind]) for rival in rivals))
    for kind in ("mixed pages",):
        table.add_row("mixed pages, every paragraph right", *(percent_pages(rival, examples[kind]) for rival in rivals))
    speeds = [speed(rival, examples["sentences"]) for rival in rivals]
    table.add_row("sentences per second", *(f"{value:,.0f}" for value in speeds))
    Console(width=150).print(table)
    print_calibration(examples)
    if arguments.errors:
        print_errors(rivals[0], examples)


# --- examples --------------------------------------------------------------------------------------------------------


def read_examples(corpora: Path) -> dict[str, list[Example]]:
    examples: dict[str, list[Example]] = defaultdict(list)
    seen: Counter[tuple[str, str]] = Counter()
    for row in read_json_lines(corpora / "language/lingua-testdata.jsonl.gz"):
        key = (row["kind"], row["language"])
        seen[key] += 1
        if seen[key] % 2:
            continue  # the half that the word model is trained on
        if row["language"] in LANGUAGES:
            examples[row["kind"]].append((row["language"], row["text"]))
        elif row["kind"] == "sentences" and row["language"] in OTHERS:
            examples["other languages"].append((row["language"], row["text"]))
    for line in HEADINGS.read_text(encoding="utf-8").splitlines():
        language, heading = line.split("\t")
        examples["headings"].append((language, heading))
        examples["HEADINGS"].append((language, heading.upper()))
    generator = random.Random(17)
    examples["name lists"] = list(name_lists(corpora / "names", generator))
    examples["NAME LISTS"] = [(language, text.upper()) for language, text in examples["name lists"]]
    examples["cast lists"] = list(cast_lists(corpora / "film/en-extracts.jsonl.gz"))
    examples["mixed pages"] = list(mixed_pages(examples["sentences"], generator))
    return examples


def read_json_lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def name_lists(folder: Path, generator: random.Random) -> Iterator[Example]:
    """Lists of 6 names that are popular in a German- or English-speaking country; by lines and by commas."""
    countries = {"de": ("DE", "AT", "CH"), "en": ("US", "GB", "IE", "AU", "CA", "NZ")}
    names: dict[str, dict[str, list[str]]] = {}
    for part in ("forenames", "surnames"):
        with gzip.open(folder / f"common-{part}-by-country.csv.gz", "rt", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        names[part] = {
            language: sorted({row["Romanized Name"] for row in rows if row["Country"] in codes})
            for language, codes in countries.items()
        }
    for language in LANGUAGES:
        for n in range(300):
            people = [
                f"{generator.choice(names['forenames'][language])} {generator.choice(names['surnames'][language])}"
                for _ in range(6)
            ]
            yield language, ("\n" if n % 2 else ", ").join(people)


def cast_lists(path: Path) -> Iterator[Example]:
    """The casts of 300 English film pages, by lines and by commas."""
    films = (film for film in read_json_lines(path) if len(film["cast"]) >= 5 and is_held_back(film["title"]))
    for n, film in enumerate(films):
        if n == 300:
            return
        yield "en", ("\n" if n % 2 else ", ").join(film["cast"])


def mixed_pages(sentences: list[Example], generator: random.Random) -> Iterator[Example]:
    """300 pages of 3-8 paragraphs of 1-3 sentences; each paragraph changes the language with probability 0.3.

    The language of a page is that of its paragraphs, joined by spaces.
    """
    by_language = {language: [text for code, text in sentences if code == language] for language in LANGUAGES}
    for _ in range(300):
        language = generator.choice(LANGUAGES)
        languages, paragraphs = [], []
        for _ in range(generator.randint(3, 8)):
            if generator.random() < 0.3:
                language = "en" if language == "de" else "de"
            languages.append(language)
            paragraphs.append(" ".join(generator.sample(by_language[language], generator.randint(1, 3))))
        yield " ".join(languages), "\n".join(paragraphs)


# --- detectors -------------------------------------------------------------------------------------------------------


def ours() -> Rival:
    detector = load_detector()

    def choose(text: str) -> str:
        evidence = weigh_text(text, detector).languages
        return "de" if evidence["de"] > evidence["en"] else "en"

    def claim(text: str) -> str:
        return document_language(text, detect_languages(text, split_lines(text), detector))[0]

    return Rival("ours", choose, claim)


def langdetect_all() -> Rival:
    langdetect.DetectorFactory.seed = 0
    langdetect.detect("Warm up.")
    return from_probabilities("langdetect", lambda text: {p.lang: p.prob for p in langdetect.detect_langs(text)})


def langdetect_two() -> Rival:
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile(
        [(Path(langdetect.PROFILES_DIRECTORY) / language).read_text(encoding="utf-8") for language in LANGUAGES]
    )

    def probabilities(text: str) -> dict[str, float]:
        detector = factory.create()
        detector.append(text)
        return {p.lang: p.prob for p in detector.get_probabilities()}

    return from_probabilities("langdetect {de,en}", probabilities)


def lingua_two() -> list[Rival]:
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        return []
    detector = LanguageDetectorBuilder.from_languages(Language.GERMAN, Language.ENGLISH).build()

    def probabilities(text: str) -> dict[str, float]:
        values = detector.compute_language_confidence_values(text)
        return {value.language.iso_code_639_1.name.lower(): value.value for value in values}

    return [from_probabilities("lingua {de,en}", probabilities)]


def from_probabilities(name: str, probabilities: Callable[[str], dict[str, float]]) -> Rival:
    def ask(text: str) -> dict[str, float]:
        try:
            return probabilities(text)
        except LangDetectException:
            return {}

    def choose(text: str) -> str:
        values = ask(text)
        return max(LANGUAGES, key=lambda language: values.get(language, 0.0)) if values else UNDECIDED

    def claim(text: str) -> str:
        return next((language for language, value in ask(text).items() if value >= SURE), UNDECIDED)

    return Rival(name, choose, claim)


# --- figures ---------------------------------------------------------------------------------------------------------


def percent_chosen(rival: Rival, examples: Sequence[Example]) -> str:
    return by_language((language, rival.choose(text) == language) for language, text in examples)


def percent_claimed(rival: Rival, examples: Sequence[Example]) -> str:
    return by_language((language, rival.claim(text) == language) for language, text in examples)


def percent_wrongly(rival: Rival, examples: Sequence[Example]) -> str:
    claimed = [rival.claim(text) in LANGUAGES for _, text in examples]
    return f"{100 * sum(claimed) / len(claimed):.2f}"


def percent_pages(rival: Rival, pages: Sequence[Example]) -> str:
    right = [paragraph_languages(rival, text) == languages.split() for languages, text in pages]
    return f"{100 * sum(right) / len(right):.1f}"


def paragraph_languages(rival: Rival, text: str) -> list[str]:
    """Ours reads the page as a whole; the others are asked for each paragraph."""
    if rival.name != "ours":
        return [rival.choose(paragraph) for paragraph in text.split("\n")]
    lines = split_lines(text)
    runs = detect_languages(text, lines, load_detector())
    return [next(run.language for run in runs if run.span.contains(line.span)) for line in lines]


def by_language(answers: Iterator[tuple[str, bool]]) -> str:
    rights: dict[str, list[bool]] = defaultdict(list)
    for language, right in answers:
        rights[language].append(right)
    return " / ".join(f"{100 * sum(values) / len(values):.1f}" for _, values in sorted(rights.items()))


def speed(rival: Rival, sentences: Sequence[Example]) -> float:
    """Sentences per second, the best of three passes."""
    passes = []
    for _ in range(3):
        start = time.perf_counter()
        for _, text in sentences:
            rival.claim(text)
        passes.append(len(sentences) / (time.perf_counter() - start))
    return max(passes)


def print_calibration(examples: dict[str, list[Example]]) -> None:
    """What the scores mean: how many of the answers with a score in a range are right."""
    detector = load_detector()
    ranges: dict[str, list[bool]] = defaultdict(list)
    for kind in (*KINDS, "headings", "other languages"):
        for language, text in examples[kind]:
            answer, score = document_language(text, detect_languages(text, split_lines(text), detector))
            if answer != UNDECIDED:
                bound = next(b for b in (0.999, 0.99, 0.97, 0.95, 0.9, 0.0) if score >= b)
                ranges[f"{bound:.3f}"].append(
                    answer == language or (language not in LANGUAGES and answer not in LANGUAGES)
                )
    for label, rights in sorted(ranges.items(), reverse=True):
        print(f"score from {label}: {100 * sum(rights) / len(rights):6.2f} % of {len(rights)} answers right")


def print_errors(rival: Rival, examples: dict[str, list[Example]]) -> None:
    detector = load_detector()
    for kind, texts in examples.items():
        for language, text in texts:
            if kind == "mixed pages":
                found = paragraph_languages(rival, text)
                for paragraph, want, have in zip(text.split("\n"), language.split(), found, strict=True):
                    if want != have:
                        print(f"{kind}: {want} read as {have}: {paragraph}")
                continue
            answer = rival.claim(text)
            wrong = answer in LANGUAGES if language not in LANGUAGES or "list" in kind.lower() else answer != language
            if wrong and kind != "single-words":
                weights = {key: round(v, 1) for key, v in weigh_text(text, detector).languages.items()}
                print(f"{kind}: {language} read as {answer} {weights}: {text!r}")


if __name__ == "__main__":
    main()
