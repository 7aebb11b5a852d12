"""Which language a page and its passages are in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.language import UNDECIDED, detect_languages, document_language, load_detector
from pipeline.text.lines import split_lines
from pipeline.types import LanguageRun

REPOSITORY = Path(__file__).parents[2]

GERMAN = "Der Film beginnt in einer kleinen Stadt am Rand der Wüste, in der seit Jahren niemand mehr gelacht hat."
ENGLISH = "The film opens in a small town at the edge of the desert where nobody has laughed for years."
FRENCH = "Le film commence dans une petite ville au bord du désert, où personne n'a ri depuis des années."


def runs_of(text: str) -> tuple[LanguageRun, ...]:
    return detect_languages(text, split_lines(text), load_detector())


def language_of(text: str) -> str:
    return document_language(text, runs_of(text))[0]


def languages_by_line(text: str) -> list[str]:
    runs = runs_of(text)
    return [next(run.language for run in runs if run.span.contains(line.span)) for line in split_lines(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("Wer spielt wen?", "de"),
        ("Who plays whom?", "en"),
        ("Kritiken", "de"),
        ("Reviews", "en"),
        ("BESETZUNG UND STAB", "de"),
        ("CAST AND CHARACTERS", "en"),
        ("Drei Haselnuesse fuer Aschenbroedel", "de"),
        ("Fu\u0308r alle Fa\u0308lle", "de"),
        ("Leaving Las Vegas – Ein trિંક zum Vergessen", "de"),
        ("Regie: Wolfgang Becker", "de"),
        ("Szenenbild: Mark Jones", "de"),
        ("Kamera ........ Tom Stern", "de"),
        ("Music: Hans Zimmer", "en"),
        ("Written by\tHans Meier", "en"),
    ],
)
def test_short_lines_have_a_language(text: str, language: str) -> None:
    """Sentences, headings, capitals, spelled-out umlauts, garbled words and labels are read in their language."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Trailer",
        "Soundtrack",
        "Cast",
        "DVD",
        "2004",
        "20:15 – 21:45",
        "★★★★☆",
        "https://www.example.org/film/der-die-das",
        "post@example.org",
        "Anna Müller\nPeter Schmidt\nHans-Jürgen Weber\nSabine Fischer",
        "Emma Stone, Jack Black, Mary Bishop, John Carpenter",
        "   \n\t\n",
    ],
)
def test_what_has_no_language_is_undecided(text: str) -> None:
    """Words of both languages, numbers, addresses and lists of names are given to no language."""
    assert [(run.language, run.score, run.inherited) for run in runs_of(text)] == [(UNDECIDED, 0.0, False)]
    assert document_language(text, runs_of(text)) == (UNDECIDED, 0.0)


def test_an_empty_text_has_no_runs() -> None:
    """No text, no runs, no language."""
    assert runs_of("") == ()
    assert document_language("", ()) == (UNDECIDED, 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        (
            "De film begint in een klein dorp aan de rand van de woestijn, waar al jaren niemand meer heeft gelachen.",
            "nl",
        ),
        ("La película empieza en un pequeño pueblo al borde del desierto, donde hace años que nadie se ríe.", "es"),
        ("Il film comincia in una piccola città ai margini del deserto, dove da anni nessuno ride più.", "it"),
        ("Film zaczyna się w małym mieście na skraju pustyni, gdzie od lat nikt się nie śmiał.", "pl"),
        ("Film, yıllardır kimsenin gülmediği çölün kenarındaki küçük bir kasabada başlıyor.", "tr"),
        ("Filmen börjar i en liten stad vid öknens rand, där ingen har skrattat på många år.", "sv"),
        ("O filme começa numa pequena cidade à beira do deserto, onde há anos ninguém ri.", "pt"),
        ("Фильм начинается в маленьком городе на краю пустыни, где уже много лет никто не смеялся.", "ru"),
        ("يبدأ الفيلم في بلدة صغيرة على حافة الصحراء لم يضحك فيها أحد منذ سنوات.", "ar"),
        ("הסרט מתחיל בעיירה קטנה בקצה המדבר, שבה איש לא צחק כבר שנים.", "he"),
        ("电影开始于沙漠边缘的一个小镇，那里多年来没有人笑过。", "zh"),
        ("映画は砂漠のはずれの小さな町から始まる。そこでは何年も誰も笑っていない。", "ja"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    """A page in another language gets that language's code."""
    assert language_of(text) == language


def test_a_page_in_another_language_is_one_run_language() -> None:
    """Labels, headings and names of a foreign page follow its sentences, even if they are German or English words."""
    dutch = "De film vertelt het verhaal van een jonge vrouw die naar zee wil.\nRegie: Jan de Vries\nCast\nAnna de Wit"
    assert set(languages_by_line(dutch)) == {"nl"}
    french = (
        f"Accueil > Films\nUn film de Paul Morin\nFrance, 2011, couleur\n{FRENCH}\nFiche technique\nImage : Luc Petit"
    )
    french += (
        "\nMontage : Anne Roy\nProduction : Les Films du Nord\nDistribution\nMarie Blanc : Sarah\nLa presse en parle"
    )
    assert set(languages_by_line(french)) == {"fr"}


def test_a_label_after_a_foreign_paragraph() -> None:
    """German label lines after a French paragraph are German."""
    text = f"{GERMAN}\n{FRENCH}\nRegie: Paul Morin\nDrehbuch: Anna Roy\n{GERMAN}"
    assert languages_by_line(text) == ["de", "fr", "de", "de", "de"]


def test_a_foreign_paragraph_is_a_run_of_its_own() -> None:
    """A French paragraph in a German page is French, and German goes on after it."""
    assert languages_by_line(f"{GERMAN}\n{FRENCH}\n{GERMAN}") == ["de", "fr", "de"]


def test_a_quoted_line_is_a_run_of_its_own() -> None:
    """One English quote between German lines is English."""
    quote = "“A slow tide of a film, and worth every minute.” – Ann Porter, The Evening Bell"
    assert languages_by_line(f"{GERMAN}\n{quote}\n{GERMAN}") == ["de", "en", "de"]


def test_a_german_section_in_an_english_page() -> None:
    """Label lines make a German section, which takes in the names under its headings."""
    section = [
        "Besetzung",
        "Julia Jentsch – Sophie",
        "Fabian Hinrichs – Hans",
        "Szenenbild: Jana Karen",
        "Kostüme: Ute Berg",
    ]
    section += ["Maske: Georg Korpás", "Ton: Roland Winke"]
    text = "\n".join([ENGLISH, *section, "When and where", ENGLISH])
    assert languages_by_line(text) == ["en", *["de"] * len(section), "en", "en"]


def test_names_of_works_do_not_change_the_language() -> None:
    """A list of English titles in a German page, or a German title in an English one, makes no run."""
    titles = [
        "2001: The Long Road Home",
        "2003: Nothing but the Sea",
        "A House by the River (2005)",
        "The Visitors",
    ] * 4
    assert set(languages_by_line("\n".join([GERMAN, "Filmografie", *titles]))) == {"de"}
    assert set(languages_by_line(f"{ENGLISH}\nRun Lola Run (Lola rennt)\nDas Leben der Anderen\n{ENGLISH}")) == {"en"}
    assert set(languages_by_line(f"{GERMAN}\n千と千尋の神隠し\n{GERMAN}")) == {"de"}


def test_a_wrapped_paragraph_does_not_flicker() -> None:
    """Short lines of one paragraph have one language, also those that are names or words of both languages."""
    text = (
        "Als der alte Fischer eines\nMorgens nicht zurückkommt,\nfährt seine Tochter mit\nHund und Van los.\nLas Vegas"
    )
    assert set(languages_by_line(text)) == {"de"}


def test_lines_without_evidence_inherit() -> None:
    """Names and words of both languages take the language and score of the lines before them, and say so."""
    runs = runs_of(f"{ENGLISH}\nTrailer\nAnna Müller\nPeter Schmidt\n{ENGLISH}")
    assert [(run.language, run.inherited) for run in runs] == [("en", False), ("en", True), ("en", False)]
    assert len({run.score for run in runs}) == 1


def test_the_language_of_most_of_the_text_is_that_of_the_page() -> None:
    """A long German text with an English review is German."""
    text = f"{GERMAN}\n{GERMAN}\n{ENGLISH}"
    assert language_of(text) == "de"
    assert 0.99 <= document_language(text, runs_of(text))[1] <= 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([GERMAN, ENGLISH, FRENCH, "Cast", "", "Regie: X"]), st.text(max_size=40))))
def test_runs_tile_the_text(pieces: list[str]) -> None:
    """Whatever the text: runs leave no gap, start where lines start, differ from their neighbours, and score 0 to 1."""
    text = "\n".join(pieces)
    runs = runs_of(text)
    starts = {line.span.start for line in split_lines(text)}
    assert "".join(run.span.of(text) for run in runs) == text
    assert all(run.span.start in starts and 0 <= run.score <= 1 for run in runs)
    assert all((a.language, a.inherited) != (b.language, b.inherited) for a, b in pairwise(runs))


@pytest.mark.parametrize(
    "line", ["a" * 1_000_000, "a " * 500_000, ": " * 500_000, "." * 1_000_000, "漢" * 300_000, "@" * 1_000_000]
)
def test_hostile_lines_take_linear_time(line: str) -> None:
    """A line of a million letters is read within seconds."""
    assert runs_of(line)[-1].span.end == len(line)


def test_threads_agree_from_a_cold_start() -> None:
    """Eight threads that ask at once in a new process, and other hash seeds, get what this process gets."""
    texts = [GERMAN, ENGLISH, FRENCH, "Kritiken", "Trailer", f"{GERMAN}\nTrailer\n{ENGLISH}", "Anna Müller"]
    here = [[[run.span.start, run.language, run.score, run.inherited] for run in runs_of(text)] for text in texts]
    program = f"""
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pipeline.stages.language import detect_languages, load_detector
from pipeline.text.lines import split_lines
def ask(text):
    runs = detect_languages(text, split_lines(text), load_detector())
    return [[run.span.start, run.language, run.score, run.inherited] for run in runs]
texts = json.loads({json.dumps(json.dumps(texts))})
with ThreadPoolExecutor(8) as pool:
    print(json.dumps([list(pool.map(ask, texts)) for _ in range(8)]))
"""
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)}
        answer = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment, cwd=REPOSITORY
        )
        assert json.loads(answer.stdout) == [here] * 8


def test_the_order_of_documents_does_not_matter() -> None:
    """What was read before changes no answer."""
    texts = [GERMAN, "Kritiken", ENGLISH, FRENCH, "Anna Müller", "Reviews"]
    with ThreadPoolExecutor(4) as pool:
        forward, backward = list(pool.map(runs_of, texts)), list(pool.map(runs_of, reversed(texts)))
    assert forward == backward[::-1]
