"""Make claims of many pages about invented works, with the truth known: which page is about which work, which claim
names which person. The same seed and size give the same tables.

A world has people with careers, works with casts drawn from the people of their time, and pages that each tell a part
of a work's credits in their own way. Of the names claimed, 10 % are variants (initials, missing middle names, lost or
written-out umlauts, inverted, in capitals, surname alone) and 5 % have a slip of the pen; of the works, 2 % have a
title that another work has too (remakes years later, from the same author; rivals of one year), and 2 % are sequels
with the same director and cast. One person in 500 has a namesake three generations away, one in 100 a junior, who may
stand in one cast with his father, and siblings with forenames one letter apart play together.
"""

from __future__ import annotations

import random
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from pipeline.ids import make_id
from pipeline.lang.names import load_names
from pipeline.schema import PART_TABLES, conform
from pipeline.text.folding import expand_letters, strip_marks

VARIANTS, SLIPS, SAME_TITLE, SEQUELS = 0.10, 0.05, 0.02, 0.02
NAMESAKES, JUNIORS, SIBLINGS, MIDDLE_NAMES, DOUBLE_NAMES = 0.002, 0.01, 0.02, 0.15, 0.03
ONE_TITLE, OTHER_TITLE, BOTH_TITLES = 0.35, 0.06, 0.2  # works with one title in both languages; pages of the others
PAGES_PER_WORK = {1: 12, 2: 18, 3: 18, 4: 14, 5: 12, 6: 10, 8: 8, 12: 6, 20: 2}  # pages: weight
CLAIMS_PER_WORK = 62  # what the weights above come to, measured
SLOTS_PER_PERSON = 4
FIRST_YEAR, LAST_YEAR = 1915, 2024
CAREER = 35  # years
MOST_CREDITED = 20  # people of one film: director, eight of the crew, up to eleven actors

ADJECTIVES = [
    *(("gläserne", "Glass"), ("letzte", "Last"), ("stille", "Silent"), ("rote", "Red"), ("verlorene", "Lost")),
    *(("lange", "Long"), ("dunkle", "Dark"), ("fremde", "Foreign"), ("junge", "Young"), ("goldene", "Golden")),
    *(("eiserne", "Iron"), ("blaue", "Blue"), ("kalte", "Cold"), ("zweite", "Second"), ("heilige", "Holy")),
    *(("verbotene", "Forbidden"), ("ewige", "Eternal"), ("kleine", "Little"), ("schwarze", "Black"), ("wilde", "Wild")),
]
NOUNS = [
    *(("Turm", "Tower"), ("Garten", "Garden"), ("Sommer", "Summer"), ("Weg", "Road"), ("Brief", "Letter")),
    *(("Spiegel", "Mirror"), ("Mantel", "Coat"), ("Zug", "Train"), ("Hafen", "Harbour"), ("Wald", "Forest")),
    *(
        ("Richter", "Judge"),
        ("Fischer", "Fisherman"),
        ("Koffer", "Suitcase"),
        ("Winter", "Winter"),
        ("Berg", "Mountain"),
    ),
    *(("König", "King"), ("Traum", "Dream"), ("Engel", "Angel"), ("Schatten", "Shadow"), ("Krieg", "War")),
    *(("Morgen", "Morning"), ("Vogel", "Bird"), ("Stern", "Star"), ("Kreis", "Circle"), ("Gast", "Guest")),
    *(("Brunnen", "Well"), ("Keller", "Cellar"), ("Strom", "River"), ("Schlüssel", "Key"), ("Tanz", "Dance")),
]
PLACES = (
    *("Altona", "Bregenz", "Dover", "Essex", "Fulda", "Graz", "Havanna", "Ilmenau", "Jena", "Kairo", "Leeds", "Malmö"),
    *("Nantes", "Oslo", "Parma", "Riga", "Toledo"),
)
CREW = ("screenwriter", "composer", "cinematographer", "editor", "producer", "production_designer", "costume_designer")


@dataclass(frozen=True, slots=True)
class Human:
    """`number` is the truth; `born` is the first year of work."""

    number: int
    forenames: tuple[str, ...]
    surname: str
    suffix: str
    born: int

    @property
    def name(self) -> str:
        return " ".join((*self.forenames, self.surname)) + (f" {self.suffix}" if self.suffix else "")


@dataclass(slots=True)
class Film:
    number: int
    titles: dict[str, str]
    year: int
    credits: list[tuple[str, Human, str | None]] = field(default_factory=list)


@dataclass(frozen=True)
class World:
    """The part tables, and the truth: the person behind each claim_id, the work behind each document_id."""

    tables: Mapping[str, pa.Table]
    person_of_claim: Mapping[str, int]
    work_of_document: Mapping[str, int]
    names: Mapping[int, str]


def make_world(claims: int, seed: int = 1, namesakes: float = NAMESAKES) -> World:
    """A world of about so many claims; `namesakes` is the share of people who have one three generations away."""
    random_ = random.Random(seed)
    works = max(3, claims // CLAIMS_PER_WORK)
    people = _people(random_, works * 13 // SLOTS_PER_PERSON + 40, namesakes)
    films = _films(random_, works, people)
    return _pages(random_, films, {human.number: human.name for human in people})


def _people(random_: random.Random, count: int, namesakes: float) -> list[Human]:
    lists = load_names()
    usable = [name for name in sorted(lists.forenames) if 3 <= len(name) <= 10 and name.isalpha()]
    families = [name for name in sorted(lists.surnames) if 4 <= len(name) <= 12 and name.isalpha()]
    forenames = random_.sample(usable, min(len(usable), 1500))
    surnames = random_.sample(families, min(len(families), 300 + count // 8))  # about eight people to a surname
    surnames += [name for name in families if any(letter in name for letter in "äöü")][: len(surnames) // 10]
    taken: set[tuple[str, ...]] = set()
    humans: list[Human] = []
    while len(humans) < count:
        given = [random_.choice(forenames).capitalize()]
        if random_.random() < MIDDLE_NAMES:
            given.append(random_.choice(forenames).capitalize())
        elif random_.random() < DOUBLE_NAMES:
            given[0] += f"-{random_.choice(forenames).capitalize()}"
        surname = random_.choice(surnames).capitalize()
        if (given[0], surname) in taken:  # accidental namesakes cannot be told apart by anybody; planned ones can
            continue
        taken.add((given[0], surname))
        born = random_.randint(FIRST_YEAR, LAST_YEAR)
        humans.append(Human(len(humans), tuple(given), surname, "", born))
        luck = random_.random()
        if luck < namesakes:
            other = FIRST_YEAR if born > 2000 else LAST_YEAR if born < 1930 else None
            if other is not None:
                humans.append(Human(len(humans), tuple(given), surname, "", other))
        elif luck < namesakes + JUNIORS:
            humans.append(Human(len(humans), tuple(given), surname, "Jr.", min(born + 20, LAST_YEAR)))
        elif luck < namesakes + JUNIORS + SIBLINGS:
            near = _neighbour(random_, given[0], forenames)
            if near is not None and (near, surname) not in taken:
                taken.add((near, surname))
                humans.append(Human(len(humans), (near,), surname, "", born))
    return humans


def _neighbour(random_: random.Random, name: str, forenames: Sequence[str]) -> str | None:
    """Another forename one letter away: Jan and Jon."""
    known = set(forenames)
    lower = name.lower()
    near = {lower[:i] + letter + lower[i + 1 :] for i in range(len(lower)) for letter in string.ascii_lowercase}
    found = sorted(near & known - {lower})
    return random_.choice(found).capitalize() if found else None


def _films(random_: random.Random, count: int, people: Sequence[Human]) -> list[Film]:
    by_year: dict[int, list[int]] = {year: [] for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    for index, human in enumerate(people):
        for year in range(human.born, min(human.born + CAREER, LAST_YEAR + 1)):
            by_year[year].append(index)
    titles: set[str] = set()
    films: list[Film] = []
    while len(films) < count:
        year = random_.randint(FIRST_YEAR, LAST_YEAR)
        film = Film(len(films), _titles(random_, titles), year)
        _cast(random_, film, [people[index] for index in by_year[year]], people)
        films.append(film)
        luck = random_.random()
        if luck < SAME_TITLE / 2:  # each makes two works of one title
            gap = 0 if luck < SAME_TITLE / 20 else random_.randint(2, 60)
            other = Film(len(films), dict(film.titles), min(film.year + gap, LAST_YEAR) if gap else film.year)
            if gap and other.year - film.year < 2:
                other.year = film.year - gap if film.year - gap >= FIRST_YEAR else film.year - 2
            other.year = max(other.year, FIRST_YEAR)
            _cast(random_, other, [people[index] for index in by_year[other.year]], people)
            authors = [credit for credit in film.credits if credit[0] == "author"]
            other.credits = [credit for credit in other.credits if credit[0] != "author"] + authors
            films.append(other)
        elif luck < SAME_TITLE / 2 + SEQUELS:
            titles_ = {language: f"{title} II" for language, title in film.titles.items()}
            sequel = Film(len(films), titles_, min(film.year + random_.randint(1, 3), LAST_YEAR))
            sequel.credits = [credit for credit in film.credits if random_.random() < 0.8 or credit[0] == "director"]
            films.append(sequel)
    return films


def _titles(random_: random.Random, taken: set[str]) -> dict[str, str]:
    while True:
        both = random_.random() < ONE_TITLE
        (adjective_de, adjective_en), (noun_de, noun_en) = random_.choice(ADJECTIVES), random_.choice(NOUNS)
        other_de, other_en = random_.choice(NOUNS)
        place, number = random_.choice(PLACES), random_.randint(2, 99)
        de, en = random_.choice(
            [
                (f"Der {adjective_de} {noun_de}", f"The {adjective_en} {noun_en}"),
                (f"{noun_de} und {other_de}", f"{noun_en} and {other_en}"),
                (f"{noun_de} von {place}", f"The {noun_en} of {place}"),
                (f"Der {adjective_de} {noun_de} von {place}", f"{place}: The {adjective_en} {noun_en}"),
                (f"{number} {noun_de} in {place}", f"{number} {noun_en} in {place}"),
                (f"{noun_de}, {other_de}, {place}", f"{noun_en}, {other_en}, {place}"),
                (f"Kein {noun_de} nach {number} in {place}", f"No {noun_en} After {number} in {place}"),
            ]
        )
        if de not in taken and en not in taken:
            taken |= {de, en}
            return {"de": en if both else de, "en": en}


def _cast(random_: random.Random, film: Film, available: Sequence[Human], everybody: Sequence[Human]) -> None:
    """Directors, crew and actors of the time; a father and his junior, or siblings, often come together."""
    size = random_.randint(4, 11)
    if len(available) < MOST_CREDITED:
        available = sorted(everybody, key=lambda human: (abs(human.born - film.year), human.number))[:MOST_CREDITED]
    chosen = random_.sample(available, size + 9)
    actors = chosen[9:]
    if actors and actors[0].number + 1 < len(everybody):
        follower = everybody[actors[0].number + 1]
        if follower.surname == actors[0].surname and abs(follower.born - actors[0].born) <= 20:
            actors.insert(1, follower)
    director = chosen[0]
    film.credits.append(("director", director, None))
    if random_.random() < 0.05:
        film.credits.append(("director", chosen[8], None))
    for role, human in zip(CREW, chosen[1:8], strict=False):
        film.credits.append((role, director if role == "screenwriter" and random_.random() < 0.3 else human, None))
    if random_.random() < 0.2:
        film.credits.append(("author", random_.choice(everybody), None))
    for actor in actors:
        character = f"{random_.choice(everybody).forenames[0]} {random_.choice(everybody).surname}"
        film.credits.append(("actor", actor, character))


def _pages(random_: random.Random, films: Sequence[Film], names: Mapping[int, str]) -> World:
    columns: dict[str, dict[str, list[object]]] = {
        name: {column.name: [] for column in table.columns} for name, table in PART_TABLES.items()
    }
    person_of_claim: dict[str, int] = {}
    work_of_document: dict[str, int] = {}

    def add(table: str, **values: object) -> None:
        for name, column in columns[table].items():
            column.append(values.get(name))

    for film in films:
        for number in range(random_.choices(list(PAGES_PER_WORK), list(PAGES_PER_WORK.values()))[0]):
            source = f"{film.number:06d}-{number}.txt"
            document_id = make_id("document", source)
            work_of_document[document_id] = film.number
            language = random_.choice(("de", "en"))
            title, year = _stated(random_, film, language)
            told = [credit for credit in film.credits if random_.random() < _told(credit[0])]
            told += [credit for credit in told if random_.random() < 0.15]
            if random_.random() < 0.03:
                told = []
            offset, line = 100, 1
            positions: dict[str, int] = {}
            rows: list[tuple[str, str, str | None, int | None, int | None]] = [
                (role, _written(random_, human, alone=again), character, human.number, again)
                for index, (role, human, character) in enumerate(told)
                for again in [told.index((role, human, character)) < index]
            ]
            if film.titles["de"] != film.titles["en"] and random_.random() < BOTH_TITLES:
                rows += [("title", film.titles["de"], None, None, 1), ("title", film.titles["en"], None, None, 1)]
            if year is not None:
                rows.append(("year", str(year), None, None, 1))
            for role, value, character, person, again in rows:
                start, offset, line = offset, offset + len(value) + 20, line + 1
                label = None if again else 10 + sorted({row[0] for row in rows}).index(role)
                if not again:
                    positions[role] = positions.get(role, 0) + 1
                claim_id = make_id("claim", document_id, role, start)
                if person is not None:
                    person_of_claim[claim_id] = person
                    add(
                        "mentions",
                        mention_id=make_id("mention", document_id, start),
                        document_id=document_id,
                        section_id=document_id,
                        start=start,
                        end=start + len(value),
                        exact=value,
                        label="PER",
                        language=language,
                        extractor="generator",
                        score=0.9,
                    )
                add(
                    "claims",
                    claim_id=claim_id,
                    document_id=document_id,
                    section_id=document_id,
                    field=role,
                    label_start=label,
                    label_end=None if label is None else label + 1,
                    label_exact=None if label is None else "x",
                    start=start,
                    end=start + len(value),
                    exact=value,
                    value=value,
                    character=character if random_.random() < 0.6 else None,
                    position=None if again else positions[role],
                    line=line,
                    language=language,
                    layout="prose" if again else "label",
                    extractor="generator",
                    score=0.9,
                    work=0,
                )
            add(
                "documents",
                document_id=document_id,
                source=source,
                sha256=make_id(source) * 4,
                media_type="text/plain",
                encoding="utf-8",
                size_bytes=offset,
                length=offset,
                language=language,
                language_score=1.0,
                title=title,
                year=year,
                status="done",
                n_sections=1,
                n_mentions=0,
                n_claims=len(rows),
            )
            add(
                "languages", document_id=document_id, start=0, end=offset, language=language, score=1.0, inherited=False
            )
            add(
                "sections",
                section_id=document_id,
                document_id=document_id,
                position=0,
                level=0,
                kind="lead",
                start=0,
                end=offset,
                language=language,
            )
            add("page_works", document_id=document_id, work=0, start=0, end=offset, title=title, year=year)
    tables = {name: conform(t, pa.table(columns[name], schema=t.arrow)) for name, t in PART_TABLES.items()}
    return World(tables, person_of_claim, work_of_document, names)


def _told(role: str) -> float:
    return 0.95 if role == "director" else 0.85 if role == "actor" else 0.65


def _stated(random_: random.Random, film: Film, language: str) -> tuple[str, int | None]:
    """Title and year as a page gives them; one page in four leaves out the year, one in thirty has it off by one."""
    other = "en" if language == "de" else "de"
    title = film.titles[other] if random_.random() < OTHER_TITLE else film.titles[language]
    year = film.year if random_.random() < 0.75 else None
    if year is not None and random_.random() < 0.03:
        year += random_.choice((-1, 1))
    luck = random_.random()
    if luck < 0.03:
        title = f"{title} – Wikipedia"
    elif luck < 0.06:
        title = f"{title} ({film.year} film)" if year is not None else f"{title} (film)"
    elif luck < 0.09:
        title = title.removeprefix("The ").removeprefix("Der ")
    elif luck < 0.11:
        title = title.upper()
    elif luck < 0.13:
        title = _slip(random_, title)
    return title, year


def _written(random_: random.Random, human: Human, *, alone: bool) -> str:
    """The name as a page writes it; `alone`: it has stood on the page before, so that the surname may do."""
    luck = random_.random()
    if luck < SLIPS:
        return _slip(random_, human.name)
    if luck > SLIPS + VARIANTS:
        return human.name
    given, family = " ".join(human.forenames), human.surname + (f" {human.suffix}" if human.suffix else "")
    options = [f"{human.surname}, {given}" if not human.suffix else human.name.upper(), human.name.upper()]
    options.append(f"{human.forenames[0][0]}. {family}")
    if len(human.forenames) > 1:
        options += [f"{human.forenames[0]} {family}", f"{human.forenames[0]} {human.forenames[1][0]}. {family}"]
    if not human.name.isascii():
        options += [expand_letters(human.name).title(), strip_marks(human.name).title()]
    if "-" in given:
        options.append(f"{given.replace('-', ' ')} {family}")
    if alone and not human.suffix:
        options.append(human.surname)
    return random_.choice(options)


def _slip(random_: random.Random, text: str) -> str:
    """One letter wrong, missing, doubled, added, or two of them exchanged."""
    place = random_.choice([i for i, c in enumerate(text) if c.isalpha()])
    letter = random_.choice(string.ascii_lowercase)
    kind = random_.randint(0, 3)
    if kind == 0:
        return text[:place] + letter + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    if kind == 2:
        return text[:place] + letter + text[place:]
    return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
