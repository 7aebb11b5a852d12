"""How many of the credits that public corpora know are found, and a sample of what is found, to be read by eye.

    python tests/reports/credits_report.py CORPORA [--pages 1000] [--sample 100] [--seed 1] [--part report]

CORPORA holds `film/en-extracts.jsonl.gz`, `film/en-encyclopedia-pages.jsonl.gz` and `film/de-cinema-programme.jsonl.gz`
(rows with `title`, `text`, `cast`, `directors`, `specRaw`, `synopsis`). The rules are tuned on the half `tune` of the
extracts (by the hash of the title); figures are reported on the half `report`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.extraction import Resources, extract, load_resources
from pipeline.lang.vocabulary import CAST_FIELDS, COMPANY_FIELDS, FIELDS, fold
from pipeline.types import Claim, Document, Extraction

# «- Anna Camp as Elizabeth, a teacher» under a cast heading
FOOTNOTE = re.compile(r"\[\d{1,3}\]")
CAST_LINE = re.compile(r"\W*(?P<actor>[^\n:(]{3,60}?) as (?P<character>[^\n,:;(\[]{2,60})")
FIRST_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
CONTEXT = 160  # code points of the sentence shown before and behind a sampled credit

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def part_of(title: str) -> str:
    """`tune` or `report`: half of the titles each."""
    return ("tune", "report")[int(hashlib.sha256(title.encode()).hexdigest(), 16) % 2]


def read_document(title: str, text: str, resources: Resources) -> Extraction:
    """The extraction of one row of a corpus."""
    return extract(Document(title, title, text, "", "text/plain", "utf-8", len(text)), resources)


def credits_of(extraction: Extraction) -> list[Claim]:
    """The claims that are credits, not facts of the work."""
    return [claim for claim in extraction.claims if claim.field in FIELDS]


def share(found: int, asked: int) -> str:
    return f"{found / asked:7.4f} ({found} of {asked})" if asked else "nothing to ask"


def report_extracts(rows: Sequence[Row], resources: Resources) -> list[Extraction]:
    """Recall over the names of others' cast lists that stand in the text."""
    counts: Counter[str] = Counter()
    extractions = []
    for row in rows:
        extraction = read_document(row["title"], row["text"], resources)
        extractions.append(extraction)
        names = {field: {fold(c.value) for c in credits_of(extraction) if c.field == field} for field in FIELDS}
        actors = set().union(*(names[field] for field in CAST_FIELDS))
        for asked, wanted, found in (("cast", row["cast"], actors), ("directors", row["directors"], names["director"])):
            for name in wanted:
                if name in row["text"]:
                    counts[f"{asked} asked"] += 1
                    counts[f"{asked} found"] += fold(name) in found
    for asked in ("cast", "directors"):
        print(f"en-extracts, {asked} in the text: {share(counts[f'{asked} found'], counts[f'{asked} asked'])}")
    return extractions


def cast_lines(extraction: Extraction) -> Iterator[tuple[str, str]]:
    """The pairs of the lines «Actor as Role» in sections of cast and crew."""
    for section in extraction.sections:
        if section.kind == "cast_crew":
            for line in section.body.of(extraction.document.text).splitlines():
                if (pair := CAST_LINE.fullmatch(line.strip()) or CAST_LINE.match(line.strip())) is not None:
                    yield FOOTNOTE.sub("", pair["actor"]).strip(), pair["character"].strip(" .")


def report_pages(rows: Sequence[Row], resources: Resources) -> list[Extraction]:
    """Recall over the lines «Actor as Role» of whole articles."""
    asked = found = 0
    extractions = []
    for row in rows:
        extraction = read_document(row["title"], row["text"], resources)
        extractions.append(extraction)
        pairs = {(fold(c.value), fold(c.character)) for c in credits_of(extraction) if c.character is not None}
        for actor, character in cast_lines(extraction):
            asked += 1
            parts = [fold(part) for part in character.split(" / ")]  # a double part makes two claims
            found += all(
                any(name == fold(actor) and (has in part or part in has) for name, has in pairs) for part in parts
            )
    print(f"en-encyclopedia-pages, lines «Actor as Role»: {share(found, asked)}")
    return extractions


def same_name(one: str, other: str) -> bool:
    """Equal, or one the other with an initial for the forename: the page may know it in full."""
    first, second = fold(one).split(), fold(other).split()
    if first == second:
        return True
    return bool(first and second) and first[-1] == second[-1] and first[0][0] == second[0][0] and "." in one + other


def report_programme(rows: Sequence[Row], resources: Resources) -> list[Extraction]:
    """Director and year of a cinema's programme entries."""
    counts: Counter[str] = Counter()
    extractions = []
    for row in rows:
        text = "\n".join(part for part in (row["title"], row["specRaw"], row["synopsis"]) if part)
        extraction = read_document(row["title"], text, resources)
        extractions.append(extraction)
        wanted = [name.strip() for entry in row["directors"] or () for name in re.split(r",|&| und ", entry)]
        if wanted:
            directors = [c.value for c in extraction.claims if c.field == "director"]
            counts["directors asked"] += 1
            counts["directors found"] += all(any(same_name(name, found) for found in directors) for name in wanted)
        year = FIRST_YEAR.search(row["specRaw"] or "")
        if row["year"] and year is not None:
            counts["years asked"] += 1
            counts["years found"] += any(work.year == row["year"] for work in extraction.works)
    for asked in ("directors", "years"):
        print(f"de-cinema-programme, {asked}: {share(counts[f'{asked} found'], counts[f'{asked} asked'])}")
    return extractions


def print_sample(name: str, extractions: Sequence[Extraction], size: int, seed: int) -> None:
    """Random credits with the text around them."""
    found = [(extraction, claim) for extraction in extractions for claim in credits_of(extraction)]
    prose = sum(claim.extractor.startswith("prose") for _, claim in found)
    companies = sum(claim.field in COMPANY_FIELDS for _, claim in found)
    print(f"\n{name}: {len(found)} credits, {prose} from sentences, {companies} of companies")
    for extraction, claim in random.Random(seed).sample(found, min(size, len(found))):
        text = extraction.document.text
        around = text[max(0, claim.span.start - CONTEXT) : claim.span.start]
        behind = text[claim.span.end : claim.span.end + CONTEXT // 2]
        context = f"{around}[[{claim.span.of(text)}]]{behind}".replace("\n", " / ")
        played = f" as {claim.character}" if claim.character is not None else ""
        print(f"{claim.field}: {claim.value}{played}  ({extraction.document.id}; {claim.extractor})\n    {context}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=1000, help="extracts to read; a tenth as many whole articles")
    parser.add_argument("--sample", type=int, default=0, help="random credits to print of each corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    options = parser.parse_args()
    resources = load_resources()
    film = options.corpora / "film"
    extracts = [row for row in read_rows(film / "en-extracts.jsonl.gz") if part_of(row["title"]) == options.part]
    extracts = [row for row in extracts if row["cast"]]
    pages = read_rows(film / "en-encyclopedia-pages.jsonl.gz")
    random.Random(options.seed).shuffle(extracts)
    random.Random(options.seed).shuffle(pages)
    started = time.process_time()
    corpora = {
        "en-extracts": report_extracts(extracts[: options.pages], resources),
        "en-encyclopedia-pages": report_pages(pages[: options.pages // 10], resources),
        "de-cinema-programme": report_programme(read_rows(film / "de-cinema-programme.jsonl.gz"), resources),
    }
    print(f"{time.process_time() - started:.0f} s of processor time", file=sys.stderr)
    for name, extractions in corpora.items():
        if options.sample:
            print_sample(name, extractions, options.sample, options.seed)


if __name__ == "__main__":
    main()
