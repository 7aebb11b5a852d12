"""Pages without end: made-up films on German and English pages of some 2 kB, the same for the same number."""

from __future__ import annotations

from pathlib import Path
from random import Random

FORENAMES = (
    "Anna Bruno Clara David Edith Felix Greta Hanno Ida Jonas Karla Leon Martha Nils Olga Paul Rosa Simon Tilda Viktor "
    "Alice Barry Cathy Derek Emma Frank Grace Henry Irene Jack Laura Miles Nancy Oscar Peggy Ralph Susan Terry Violet"
).split()
SURNAMES = (
    "Ahrens Brandner Cording Dorfmeister Ebeling Falkner Gerstner Hollmann Imhoff Jansen Kestner Lindqvist Moorland "
    "Nettelbeck Ostrander Pellmann Quandt Riedinger Sandvoss Tillmann Uhlig Vorbeck Wendland Zieten Ashworth Birkett "
    "Calloway Denholm Eastman Fairley Grantham Holloway Ingram Jessop Kendrick Lambourne Merriman Norwood Oakes Penrose"
).split()
ADJECTIVES = {
    "de": "letzte stille rote verlorene weite gläserne dunkle ferne falsche kalte".split(),
    "en": "Last Silent Crimson Lost Distant Paper Burning Northern False Winter".split(),
}
NOUNS = {
    "de": "Brücke Nacht Stadt Insel Straße Reise Stimme Grenze Schwester Küste".split(),
    "en": "Bridge Night City Island Road Journey Voice Border Sister Harbour".split(),
}
PLACES = "Bremen Graz Luzern Leeds Boston Bergen Lyon Turin Gdansk Prag".split()
SENTENCES = {
    "de": (
        "{hero} kehrt nach {n} Jahren nach {place} zurück und findet dort niemanden, der sich an den Namen erinnert.",
        "Eine Nachricht von {other} ändert alles, denn in {place} wird seit Wochen ein Zeuge gesucht.",
        "Als der Winter beginnt, ziehen {hero} und {other} in ein leeres Haus am Rand der Stadt.",
        "Die Suche führt bis nach {place}, wo {other} seit {n} Jahren unter einem falschen Namen lebt.",
        "Am Ende bleibt {hero} allein zurück, während der Zug nach {place} schon den Bahnhof verlässt.",
    ),
    "en": (
        "{hero} returns to {place} after {n} years and finds nobody there who remembers the name.",
        "A message from {other} changes everything, for a witness has been missing in {place} for weeks.",
        "When winter comes, {hero} and {other} move into an empty house at the edge of the town.",
        "The search leads to {place}, where {other} has lived under another name for {n} years.",
        "In the end {hero} stays behind alone while the train to {place} is already leaving the station.",
    ),
}


def page(number: int, seed: int = 0) -> str:
    """The page of that number."""
    random = Random(f"{seed}/{number}")
    language = random.choice(("de", "en"))
    work = Random(f"{seed}/work/{number // 2}")  # two pages in a row are about one film
    title_number = work.randrange(1_000_000)
    names = [f"{work.choice(FORENAMES)} {work.choice(SURNAMES)}" for _ in range(14)]
    title = f"{_title(language, title_number)} {title_number}"
    year = 1950 + title_number % 70
    plot = " ".join(_sentences(language, random, names[9], names[10], random.randrange(7, 11)))
    later = " ".join(_sentences(language, random, names[9], names[11], random.randrange(2, 5)))
    return (_german if language == "de" else _english)(title, year, names, plot, later, random)


def write_corpus(folder: Path, pages: int, seed: int = 0) -> Path:
    """A folder of so many pages, a thousand to a subfolder."""
    for number in range(pages):
        path = folder / f"{number // 1000:03}" / f"page-{number:06}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, seed), encoding="utf-8")
    return folder


def _title(language: str, number: int) -> str:
    adjective = ADJECTIVES[language][number % 10]
    noun = NOUNS[language][number // 10 % 10]
    return f"Die {adjective} {noun}" if language == "de" else f"The {adjective} {noun}"


def _sentences(language: str, random: Random, hero: str, other: str, n: int) -> list[str]:
    forms = SENTENCES[language]
    return [
        random.choice(forms).format(hero=hero, other=other, place=random.choice(PLACES), n=random.randrange(2, 40))
        for _ in range(n)
    ]


def _german(title: str, year: int, names: list[str], plot: str, later: str, random: Random) -> str:
    separator = random.choice((": ", " – ", "\t"))
    credits = zip(("Regie", "Drehbuch", "Kamera", "Musik", "Schnitt", "Produktion"), names, strict=False)
    cast = "\n".join(f"- {actor} als {part}" for actor, part in zip(names[6:9], names[9:12], strict=True))
    lines = "\n".join(f"{role}{separator}{name}" for role, name in credits)
    return (
        f"{title}\nDeutschland {year}, {random.randrange(80, 140)} Minuten\n\nHandlung\n{plot}\n\n"
        f"Besetzung und Crew\n{lines}\nDarsteller\n{cast}\n\nHintergrund\n{later}\n"
    )


def _english(title: str, year: int, names: list[str], plot: str, later: str, random: Random) -> str:
    credits = zip(("Cinematography", "Music", "Edited by", "Produced by"), names[2:6], strict=True)
    lines = "\n".join(f"{role}: {name}" for role, name in credits)
    return (
        f"{title}\n\n{title} is a {year} {random.choice(('drama', 'thriller', 'comedy'))} film directed by {names[0]} "
        f"and starring {names[6]}, {names[7]} and {names[8]}. The screenplay was written by {names[1]}.\n\n"
        f"Plot\n\n{plot}\n\nCredits\n\n{lines}\n\nProduction\n\n{later}\n"
    )
