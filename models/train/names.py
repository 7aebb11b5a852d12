"""Make up names of people, companies, places, prizes and works from name lists, for generated sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from models.train.corpora import is_held_back, read_forenames, read_iob, read_json_lines, read_list, read_surnames
from models.train.wordlists import (
    ASIAN_FAMILY,
    ASIAN_GIVEN,
    AWARDS,
    BROADCASTERS,
    COMPANY_ENDS,
    COMPANY_WORDS,
    HONORIFICS,
    PARTICLES,
    PLACES,
    SUFFIXES,
    TITLE_NOUNS,
    TITLE_PATTERNS,
)

LOW_TITLES = {w for words in HONORIFICS.values() for w in words}


@dataclass(frozen=True, slots=True)
class NameLists:
    """Forenames and surnames, the common ones first of all; and how often film people bear them."""

    common_forenames: Sequence[str]
    common_surnames: Sequence[str]
    forenames: Sequence[str]
    surnames: Sequence[str]
    film_people: Sequence[str]
    film_forenames: Counter[str]
    film_surnames: Counter[str]
    film_titles: Sequence[str]


def read_names(corpora: Path) -> NameLists:
    """Every name list of the corpora; the names of films that are held back stay out."""
    people: dict[str, None] = {}
    titles: list[str] = []
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for row in read_json_lines(corpora / "film/en-extracts.jsonl.gz"):
        if is_held_back(row["title"]):
            continue
        titles.append(row["title"].split(" (")[0])
        for name in [*row["cast"], *row["directors"]]:
            if " " in name and name not in people:
                people[name] = None
                first[name.split()[0]] += 1
                last[name.split()[-1]] += 1
    return NameLists(
        common_forenames=read_forenames(corpora),
        common_surnames=read_surnames(corpora),
        forenames=_clean(read_list(corpora / "names/forenames.txt.gz")),
        surnames=_clean(read_list(corpora / "names/surnames.txt.gz")),
        film_people=[n for n in people if 1 < len(n.split()) < 4],
        film_forenames=first,
        film_surnames=last,
        film_titles=[t for t in titles if 2 < len(t) < 50],
    )


def _clean(names: Iterable[str]) -> list[str]:
    return [n for n in names if len(n) > 1 and n[0].isupper() and n.replace("-", "").replace("'", "").isalpha()]


def linked_names(corpora: Path, language: str, label: str) -> list[str]:
    """The names of places or organisations that WikiANN lists, without the sentences they stand in."""
    names = set()
    for sentence in read_iob(corpora / f"ner/{language}-wikiann-train.iob2.gz"):
        for start, end, found in sentence.spans:
            words = sentence.words[start:end]
            if found == label and len(words) < 5 and words[0][0].isupper() and all(w[0].isalnum() for w in words):
                names.add(" ".join(words))
    return sorted(names)


class NameMaker:
    """Draws names at random; every draw depends on the seed alone."""

    def __init__(self, lists: NameLists, language: str, random: Random) -> None:
        self.lists = lists
        self.language = language
        self.random = random
        self._places = PLACES[language]
        self._awards = AWARDS[language]
        self._film_forenames = [n for n in lists.film_forenames if len(n) > 2 and n.isalpha()]
        self._film_surnames = [n for n in lists.film_surnames if len(n) > 2 and n.isalpha()]

    def forename(self) -> str:
        draw = self.random.random()
        if draw < 0.5:
            return self.random.choice(self.lists.common_forenames)
        if draw < 0.7:
            return self.random.choice(self._film_forenames)
        return self.random.choice(self.lists.forenames)

    def surname(self) -> str:
        draw = self.random.random()
        if draw < 0.35:
            name = self.random.choice(self.lists.common_surnames)
        elif draw < 0.5:
            name = self.random.choice(self._film_surnames)
        else:
            name = self.random.choice(self.lists.surnames)
        return name

    def _initial(self) -> str:
        return self.random.choice("ABCDEFGHIJKLMNOPRSTW") + "."

    def person(self) -> str:
        """A full name of any of the shapes that credits have."""
        r = self.random
        draw = r.random()
        if draw < 0.22:
            return r.choice(self.lists.film_people)
        first, last = self.forename(), self.surname()
        if draw < 0.66:
            return f"{first} {last}"
        if draw < 0.71:
            return f"{first}-{self.forename()} {last}" if "-" not in first else f"{first} {last}"
        if draw < 0.75:
            return f"{first} {last}-{self.surname()}" if "-" not in last else f"{first} {last}"
        if draw < 0.81:
            particle = r.choice(PARTICLES)
            return f"{first} {particle}{last}" if particle[-1] in "c’'" else f"{first} {particle} {last}"
        if draw < 0.86:
            return f"{first} {self._initial()} {last}"
        if draw < 0.885:
            return f"{self._initial()} {last}"
        if draw < 0.905:
            return f"{self._initial()}{r.choice(('', ' '))}{self._initial()} {last}"
        if draw < 0.94:
            return f"{first} {self.forename()} {last}"
        if draw < 0.95:
            return f"{first} {last} {r.choice(SUFFIXES)}"
        if draw < 0.958:
            left, right = r.choice(('""', "“”", "„“", "''"))
            return f"{first} {left}{self.forename()}{right} {last}"
        if draw < 0.98:
            return f"{r.choice(ASIAN_FAMILY)} {r.choice(ASIAN_GIVEN)}"
        return first

    def inverted(self) -> str:
        return f"{self.surname()}, {self.forename()}"

    def character(self) -> str:
        """A character as role lists name one: mostly by forename, or in full."""
        draw = self.random.random()
        if draw < 0.45:
            return self.forename()
        if draw < 0.55:
            return self.surname()
        return f"{self.forename()} {self.surname()}"

    def honorific(self) -> str:
        return self.random.choice(HONORIFICS[self.language])

    def place(self) -> str:
        draw = self.random.random()
        if draw < 0.85:
            return self.random.choice(self._places)
        if self.language == "de":
            end = self.random.choice(("straße", "platz", "dorf", "burg", "hausen", "-Platz", "-Allee", "-Straße"))
            base = self.surname()
            return base + end if not end.startswith("-") else f"{self.forename()}-{base}{end}"
        return (
            f"{self.surname()} {self.random.choice(('Street', 'Square', 'County', 'Hills', 'Lake', 'Valley', 'Park'))}"
        )

    def venue(self) -> str:
        """A theatre or cinema named after somebody; a place, no person."""
        name = self.surname() if self.random.random() < 0.5 else f"{self.forename()} {self.surname()}"
        if self.language == "de":
            return f"{name.replace(' ', '-')}-{self.random.choice(('Theater', 'Haus', 'Kino', 'Saal', 'Schule'))}"
        return f"{name} {self.random.choice(('Theatre', 'Theater', 'Cinema', 'Playhouse', 'Hall'))}"

    def company(self) -> str:
        r = self.random
        draw = r.random()
        if draw < 0.35:
            return r.choice(BROADCASTERS)
        if draw < 0.6:
            return f"{r.choice(COMPANY_WORDS)} {r.choice(COMPANY_ENDS)}"
        if draw < 0.75:
            return f"{self.surname()} {r.choice(COMPANY_ENDS)}"
        if draw < 0.85:
            return f"{self.surname()} & {self.surname()} {r.choice(COMPANY_ENDS)}"
        if draw < 0.92:
            return f"{self.forename()} {self.surname()} {r.choice(COMPANY_ENDS)}"
        return f"{r.choice(COMPANY_WORDS)} {r.choice(COMPANY_WORDS)} {r.choice(COMPANY_ENDS)}"

    def award(self) -> str:
        draw = self.random.random()
        if draw < 0.6:
            return self.random.choice(self._awards)
        if self.language == "de":
            end = self.random.choice(("Preis", "Filmpreis", "Medaille", "Award", "Ring", "Stipendium"))
            return self.random.choice((f"{self.forename()}-{self.surname()}-{end}", f"{self.surname()}-{end}"))
        end = self.random.choice(("Award", "Prize", "Medal"))
        return self.random.choice((f"{self.forename()} {self.surname()} {end}", f"{self.surname()} {end}"))

    def title(self) -> str:
        """The title of a work; often with a name in it, which is then no person."""
        r = self.random
        if r.random() < (0.25 if self.language == "de" else 0.6):
            return r.choice(self.lists.film_titles)
        pattern = r.choice(TITLE_PATTERNS[self.language])
        out = pattern
        nouns = TITLE_NOUNS[self.language]
        makers: dict[str, Callable[[], str]] = {
            "{n}": lambda: r.choice(nouns),
            "{f}": self.forename,
            "{s}": self.surname,
            "{p}": self.place,
        }
        for slot, make in makers.items():
            while slot in out:
                out = out.replace(slot, make(), 1)
        return out
