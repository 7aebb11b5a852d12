"""Pages of our own for tests of whole runs: one film on two pages, a foreign page, and what is no page at all."""

from __future__ import annotations

from pathlib import Path

from pipeline.settings import Limits, Models, Settings

# Rules instead of trained models: runs take milliseconds, and tests do not change with the models.
SETTINGS = Settings(models=Models(de="rules", en="rules"), limits=Limits(max_bytes=100_000))

GERMAN = """Der gläserne Turm
Deutschland 1987, 94 Minuten

Handlung
Die Lehrerin Martha Lindner zieht in eine Stadt, in der niemand ihren Namen kennt. Als sie im Turm am Hafen
ein Zimmer mietet, beginnt für sie ein neues Leben, doch die Vergangenheit holt sie bald wieder ein.

Besetzung und Crew
Regie: Käthe Wiesengrund
Drehbuch: Käthe Wiesengrund, Jürgen Talbach
Kamera – Emil Sandrock
Musik: Friederike Oelsner
Darsteller
- Hannelore Brückner als Martha Lindner
- Konrad Esser als Hafenmeister
- Käthe Wiesengrund

Kritiken
„Ein stilles, genaues Drama“, schrieb eine Zeitung nach der Premiere.
"""

ENGLISH = """The Glass Tower

The Glass Tower (Der gläserne Turm) is a 1987 German drama film directed by Käthe Wiesengrund and starring
Hannelore Brückner and Konrad Esser. The screenplay was written by Käthe Wiesengrund and Jürgen Talbach.

Plot

A teacher moves to a harbour town where nobody knows her name, and rents a room in the tower above the docks.
"""

FRENCH = """La tour de verre est un film réalisé par une cinéaste que le public connaissait peu à cette époque.
L'histoire est celle d'une femme qui arrive dans une ville au bord de la mer et qui veut oublier toute sa vie.
"""


def write_pages(folder: Path) -> Path:
    """A folder of three good pages in three encodings."""
    for name, data in {
        "turm.txt": GERMAN.encode("windows-1252"),
        "en/tower.md": ENGLISH.replace("\n", "\r\n").encode("utf-8-sig"),
        "tour.txt": FRENCH.encode("utf-16"),
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
