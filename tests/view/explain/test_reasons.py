"""Why nothing was taken from a line: each reason is checked by mending what it names, after which the line is taken."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.extraction import Resources, load_resources
from pipeline.types import Document
from pipeline.view.explain import Explanation, explain_page

MARK = "▶"  # before the line that is asked about

TURM = """Der gläserne Turm
Deutschland 1987, 94 Minuten

Regie: Käthe Wiesengrund
"""
TOWER = """The Glass Tower

The Glass Tower is a 1987 German drama film directed by Jane Fowler and starring Mary Baker.

"""


@dataclass(frozen=True)
class Case:
    """A page whose marked line yields nothing for the reason `code`, and the page mended so that it yields a claim."""

    code: str
    page: str
    mended: str | None = None
    said: str = ""  # in the reason or its hints


CASES = [
    Case("unknown_label", TURM + "▶Regisör: Anna Schmidt\n", TURM + "▶Kamera: Anna Schmidt\n", "Regisseur"),
    Case("no_credit", TURM + "▶Redaktion: Karl Weber\n", TURM + "▶Schnitt: Karl Weber\n", "[roles.label]"),
    Case("no_name", TURM + "▶Schnitt: siehe unten\n", TURM + "▶Schnitt: Karl Weber\n", "lower case"),
    Case("no_name", TURM + "▶Schnitt: Karl8 Weber\n", TURM + "▶Schnitt: Karl Weber\n", "digit"),
    Case("no_name", TURM + "▶Kamera: Keine Angabe\n", TURM + "▶Kamera: Karl Weber\n", "everyday"),
    Case(
        "no_name",
        TURM + "▶Kamera: Karl Anna Schmidt Weber Jo Lund Emil Peter\n",
        TURM + "▶Kamera: Karl Anna Schmidt Weber\n",
        "at most 7",
    ),
    Case("no_name", TURM + "▶Kamera: Zwirnhausen\n", TURM + "▶Kamera: Karl Weber\n", "one word alone"),
    Case("label_alone", TURM + "▶Kamera:\n", TURM + "▶Kamera: Karl Weber\n"),
    Case("weak_label", TURM + "▶Raum Anna Schmidt\n", TURM + "▶Raum: Anna Schmidt\n", "«Raum»"),
    Case(
        "short_alone",
        "Der gläserne Turm\nDeutschland 1987, 94 Minuten\n\n▶R: Anna Schmidt\n",
        "Der gläserne Turm\nDeutschland 1987, 94 Minuten\n\n▶R: Anna Schmidt\nK: Jo Lund\n",
    ),
    Case("other_work", TURM + "▶Die Hafenliebe  Regie: Anna Schmidt\n", TURM + "▶Regie: Anna Schmidt\n"),
    Case(
        "silent_section",
        TURM + "\nEinzelnachweise\n\n▶Der Film wurde von Anna Schmidt geschnitten, wie die Zeitung schrieb.\n",
        TURM + "\nProduktion\n\n▶Der Film wurde von Anna Schmidt geschnitten, wie die Zeitung schrieb.\n",
        "references",
    ),
    Case(
        "no_entry",
        TURM + "\nDarsteller\n- Hanna Brückner\n▶Alle waren an diesem Abend noch lange im alten Haus zu sehen.\n",
    ),
    Case(
        "no_work",
        "Unser Team\n\n▶Produktion: Anna Schmidt\nVertrieb: Karl Weber\n",
        TURM + "▶Produktion: Anna Schmidt\nVertrieb: Karl Weber\n",
        "producer",
    ),
    Case(
        "no_phrase",
        TURM + "\nProduktion\n\n▶Der Film gefiel Anna Schmidt am Abend seiner Premiere sehr.\n",
        TURM + "\nProduktion\n\n▶Das Drehbuch zum Film schrieb Anna Schmidt am Abend seiner Premiere.\n",
        "Anna Schmidt",
    ),
    Case("no_capital", TURM + "\nProduktion\n\n▶nichts davon kam jemals in die kinos und niemand hat es gesehen.\n"),
    Case("heading", TURM + "\n▶Handlung\n\nEine Lehrerin zieht in die Stadt und lernt ihre Nachbarn kennen.\n"),
    Case("part", TURM + "▶Kamera:\nKarl Weber\n", None, "line 6"),
    Case("blank", TURM + "▶\nKamera: Karl Weber\n"),
    Case("said_before", TURM + "▶Laufzeit: 94 Minuten\n", None, "line 2"),
    Case(
        "foreign",
        TURM
        + "\nHandlung\n\n"
        + "Die Lehrerin Martha zieht in eine Stadt, in der niemand ihren Namen kennt, und mietet ein Zimmer am Hafen.\n"
        * 3
        + "\n▶Le film est réalisé par Anna Schmidt, une cinéaste que le public connaissait peu à cette époque-là.\n"
        + "L'histoire est celle d'une femme qui arrive dans une ville au bord de la mer et qui veut tout oublier.\n",
        None,
        "fr",
    ),
    Case(
        "unsupported_language",
        "La tour de verre\n▶Le film est réalisé par Anna Schmidt, une cinéaste que le public connaissait peu.\n"
        "L'histoire est celle d'une femme qui arrive dans une ville au bord de la mer et qui veut tout oublier.\n",
        None,
        "fr",
    ),
    Case("unknown_label", TOWER + "▶Catering van: Jane Miller\n", TOWER + "▶Editor: Jane Miller\n", "«Catering van»"),
    Case("no_credit", TOWER + "▶Gaffer: Jane Miller\n", TOWER + "▶Editor: Jane Miller\n", "en.toml"),
    Case(
        "unreal",
        TOWER
        + "Production\n\n▶Jane Miller was originally attached to write and the film was to be produced by Ann Lee.\n",
    ),
    Case(
        "descendant",
        TOWER + "Reception\n\n▶The 2009 remake of the film was edited by Jane Miller and shot in a town by the sea.\n",
        TOWER + "Reception\n\n▶The film was edited by Jane Miller and shot in a town by the sea in one summer.\n",
    ),
    Case(
        "vetoed",
        TOWER + "Release\n\n▶At the premiere the film was introduced by Jane Miller, who had come for the day.\n",
        TOWER + "Release\n\n▶At the premiere one learned that the film was edited by Jane Miller, who had come.\n",
    ),
    Case(
        "doubtful",
        TOWER + "Plot\n\n▶The young director Deborah Clarke moves to a harbour town where nobody knows her name.\n",
        None,
        "elsewhere",
    ),
    Case(
        "table_row",
        TOWER + "Cast\n\nCharacter | Actor | Voice\nAnn | Mary Baker | Lucy Moore\n▶Bea | Jane Miller\n",
    ),
    Case(
        "no_film",
        "Our garden\n\n▶The whole meadow was designed by Jane Miller and planted in one long summer.\n",
    ),
]


@pytest.fixture(scope="module")
def resources() -> Resources:
    """Rules instead of trained models, so that reasons do not change with the models."""
    return load_resources({"de": "rules", "en": "rules"})


def explain(text: str, resources: Resources) -> tuple[Explanation, int]:
    """The page without its mark, and the number of the marked line."""
    number = text[: text.index(MARK)].count("\n") + 1
    plain = text.replace(MARK, "")
    return explain_page(Document("d", "page.txt", plain, "", "text/plain", "utf-8", 0), resources), number


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{number}" for number, case in enumerate(CASES)])
def test_the_reason_is_what_decides(case: Case, resources: Resources) -> None:
    """A line yields nothing for the reason given; with that mended, and nothing else, it yields a claim."""
    page, number = explain(case.page, resources)
    assert page.claims(number) == ()
    reason = page.reason(number)
    assert reason is not None
    assert reason.code == case.code, reason
    assert case.said in "\n".join((reason.text, *reason.hints))
    if case.mended is not None:
        page, number = explain(case.mended, resources)
        assert page.claims(number)
        assert page.reason(number) is None
