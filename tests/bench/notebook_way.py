"""The notebook way: what a capable analyst writes in an hour with langdetect, spaCy, regular expressions and pandas.

It is the measure of what this project is worth, so it is as good as some eighty lines can be made.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import spacy
from langdetect import DetectorFactory, LangDetectException, detect

DetectorFactory.seed = 0
MODELS = Path(__file__).parents[2] / "models"
ROLES = {
    "director": "Regie|Regisseur|Regisseurin|Inszenierung|Director|Directed by",
    "screenwriter": "Drehbuch|Buch|Autor|Writer|Writers|Screenplay|Screenplay by|Written by|Script|Book by",
    "producer": "Produzent|Produzenten|Produzentin|Producer|Producers|Produced by",
    "executive_producer": "Executive Producer|Executive Producers",
    "actor": "Darsteller|Besetzung|Schauspieler|Mit|Hauptdarsteller|Cast|Starring|Stars|With",
    "cinematographer": "Kamera|Bildgestaltung|Cinematography|Cinematographer|Cinematography by|Director of Photography",
    "editor": "Schnitt|Montage|Editor|Edited by|Editing|Film Editing",
    "composer": "Musik|Komponist|Music|Music by|Composer|Original Music",
    "production_designer": "Szenenbild|Bühnenbild|Bühne|Production Design|Production Designer|Set Design",
    "costume_designer": "Kostüme|Kostüm|Kostümbild|Costume Design|Costumes|Costume Designer",
    "sound": "Ton|Sound|Sounddesign|Sound Design",
    "makeup_artist": "Maske|Maskenbild|Make-up|Makeup",
    "choreographer": "Choreographie|Choreografie|Choreography|Choreographed by",
    "author": "Literarische Vorlage|Vorlage|Nach|Based on",
    "production_company": "Produktion|Produktionsfirma|Production Company|Production Companies",
    "distributor": "Verleih|Distributor|Distributed by",
}
FIELDS = {word.casefold(): field for field, words in ROLES.items() for word in words.split("|")}
WORDS = "|".join(sorted(map(re.escape, FIELDS), key=len, reverse=True))
NAME = r"[A-ZÄÖÜ][\w'’.-]+(?: (?:von|van|de|der|[A-ZÄÖÜ][\w'’.-]*)){1,4}"
LABELLED = re.compile(
    rf"^[\s*•·-]*\**({WORDS})\**\s*(?:[:–|\t-]|\.{{3,}}|  )\s*\**\s*(\S.*)$", re.IGNORECASE | re.MULTILINE
)
HEADED = re.compile(rf"^#*\s*\**({WORDS})\**:?\s*$", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[*•·-]|\d+\.)?\s*(.+)$")
SEPARATOR = re.compile(r"\s*(?:,|;|/|&|\bund\b|\band\b)\s*")
PART = re.compile(r"^(.*?)\s*(?:\.{2,}|\bals\b|\bas\b|[(–])\s*(.*?)\)?$")
PROSE = (
    (re.compile(rf"\b(?:directed by|Regie führte|unter der Regie von|inszeniert von) ({NAME})"), "director"),
    (re.compile(rf"\b(?:written by|Drehbuch (?:von|schrieb)) ({NAME})"), "screenwriter"),
    (re.compile(rf"\b(?:produced by|produziert von) ({NAME})"), "producer"),
    (re.compile(rf"\b(?:starring|mit|stars) ({NAME}(?:(?:, | und | and |, and ){NAME})*)"), "actor"),
)


def people(found: str, field: str, at: int) -> list[tuple[str, str, str | None, int]]:
    """(field, name, character, offset) of every name in the value of a role."""
    rows = []
    position = at
    for piece in SEPARATOR.split(found):
        position = at + found.find(piece, position - at)
        part = PART.match(piece) if field == "actor" else None
        name, character = (part[1], part[2]) if part else (piece, None)
        if re.fullmatch(NAME, name.strip(" *.")):
            rows.append((field, name.strip(" *."), character, position))
    return rows


def credits(text: str) -> list[tuple[str, str, str | None, int]]:
    rows = [row for m in LABELLED.finditer(text) for row in people(m[2], FIELDS[m[1].casefold()], m.start(2))]
    for pattern, field in PROSE:
        rows += [row for m in pattern.finditer(text) for row in people(m[1], field, m.start(1))]
    field, offset = None, 0
    for line in text.splitlines(keepends=True):
        heading, bullet = HEADED.match(line.strip()), BULLET.match(line.rstrip())
        if heading:
            field = FIELDS[heading[1].casefold()]
        elif not line.strip():
            field = None
        elif field and bullet:
            rows += people(bullet[1], field, offset + bullet.start(1))
        offset += len(line)
    return rows


def language(text: str) -> str:
    votes = {"de": 0, "en": 0}
    for paragraph in text.split("\n\n"):
        try:
            votes[detect(paragraph)] += len(paragraph)
        except (LangDetectException, KeyError):
            continue
    return max(votes, key=votes.__getitem__)


def read_pages(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables of credits and of names, one row each, with their page."""
    models = {name: spacy.load(MODELS / name) for name in ("de", "en")}
    claims, names = [], []
    for page, text in texts.items():
        code = language(text)
        names += [(page, e.start_char, e.end_char, e.text, e.label_) for e in models[code](text).ents]
        title = next((line.strip("# *") for line in text.splitlines() if line.strip()), None)
        year = re.search(r"\b(?:19|20)\d\d\b", text)
        claims += [(page, code, title, year and int(year[0]), *row) for row in credits(text)]
    columns = ["page", "language", "title", "year", "field", "value", "character", "start"]
    table = pd.DataFrame(claims, columns=columns).drop_duplicates(["page", "field", "value"])
    return table, pd.DataFrame(names, columns=["page", "start", "end", "exact", "label"])


if __name__ == "__main__":
    folder, output = map(Path, sys.argv[1:])
    tables = read_pages({path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))})
    for name, table in zip(("records", "mentions"), tables, strict=True):
        table.to_parquet(output / f"{name}.parquet")
        table.to_csv(output / f"{name}.csv", index=False)
