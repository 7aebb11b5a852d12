"""Make up names of people, companies, places, prizes and works from name lists, for generated sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from models.train.corpora import is_held_back, read_forenames, read_iob, read_json_lines, read_list, read_surnames

PARTICLES = (
    "von", "von", "von der", "von und zu", "zu", "van", "van der", "van den", "de", "de la", "de", "del", "di", "da",
    "dos", "du", "le", "El", "al", "ben", "ter", "ap", "da", "von", "de", "ten", "af", "Mc", "Mac", "O’", "O'", "d’", "D'", "St.",
)  # fmt: skip
ASIAN_FAMILY = "Kim Lee Park Choi Jung Kang Bong Hong Wong Chan Tsai Zhang Chen Wang Li Liu Hou Jia Lau Cheung".split()
ASIAN_GIVEN = (
    "Min-hee", "Chan-wook", "Joon-ho", "Sang-soo", "Kar-wai", "Ming-liang", "Hsiao-hsien", "Zhangke", "Ki-duk",
    "Song", "Ji-woo", "Hye-ja", "Yimou", "Kaige", "Ziyi", "Ang", "Ye-jin", "Sun-kyun", "So-dam", "Dong-seok",
)  # fmt: skip
SUFFIXES = ("Jr.", "Jr.", "Sr.", "jun.", "sen.", "III", "II.")
HONORIFICS = {
    "de": "Herr Herrn Frau Fräulein Dr. Dr. Prof. Professor Kommissar Kommissarin Hauptkommissar Hauptkommissarin "
    "Oberkommissar Inspektor Inspektorin Hauptmann Oberst Oberstleutnant Major Leutnant General Kapitän Sheriff "
    "Minister Ministerin Präsident Präsidentin Kanzler König Königin Prinz Prinzessin Graf Gräfin Baron Baronin "
    "Pater Schwester Bruder Pfarrer Bischof Papst Onkel Tante Oma Opa Detektiv Agent Agentin Anwalt Anwältin "
    "Staatsanwalt Staatsanwältin Richter Richterin Lehrer Lehrerin Direktor Direktorin Bürgermeister Lady Lord Sir "
    "Mr. Mrs. Miss Ms. Captain Doktor Kaiser Kaiserin Schwester Wachtmeister Polizeimeister Kommandant Meister "
    "Regisseur Regisseurin Schauspieler Schauspielerin Autor Autorin Produzent Produzentin Kameramann Komponist "
    "Komponistin Kritiker Kritikerin Darsteller Darstellerin Sängerin Sänger Cutterin Dramaturgin Schriftsteller".split(),
    "en": "Mr. Mrs. Ms. Miss Dr. Prof. Professor Sir Lady Lord Sheriff Detective Inspector Captain Colonel Major "
    "Lieutenant Sergeant General Agent Officer President Senator Mayor Judge King Queen Prince Princess Father "
    "Sister Brother Reverend Bishop Uncle Aunt Grandma Doctor Deputy Chief Commander Count Countess Baron Warden "
    "director writer producer actor actress cinematographer composer editor novelist critic star".split(),
}
LOW_TITLES = {w for words in HONORIFICS.values() for w in words}

PLACES = {
    "de": "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dresden Hannover Bremen Nürnberg Potsdam "
    "Babelsberg Wien Salzburg Graz Linz Innsbruck Zürich Basel Bern Genf Luzern Locarno Weimar Jena Erfurt Halle Rostock "
    "Kiel Lübeck Flensburg Münster Dortmund Essen Bochum Duisburg Bonn Aachen Trier Mainz Wiesbaden Kassel Göttingen "
    "Freiburg Konstanz Ulm Augsburg Regensburg Passau Deutschland Österreich Schweiz Frankreich Italien Spanien Portugal "
    "England Schottland Irland Großbritannien Polen Tschechien Ungarn Rumänien Bulgarien Russland Ukraine Türkei "
    "Griechenland Schweden Norwegen Dänemark Finnland Island Belgien Niederlande Luxemburg USA Kanada Mexiko Brasilien "
    "Argentinien Chile Kuba Japan China Südkorea Indien Iran Israel Ägypten Marokko Südafrika Australien Neuseeland "
    "Paris Lyon Marseille Nizza Cannes Venedig Rom Mailand Neapel Turin Florenz Madrid Barcelona Sevilla Lissabon London "
    "Manchester Liverpool Dublin Edinburgh Warschau Krakau Prag Budapest Bukarest Moskau Kiew Istanbul Athen Stockholm "
    "Oslo Kopenhagen Helsinki Reykjavík Brüssel Amsterdam Rotterdam Hollywood Chicago Boston Toronto Montreal Tokio "
    "Peking Shanghai Hongkong Seoul Mumbai Delhi Teheran Kairo Sydney Bayern Sachsen Thüringen Hessen Brandenburg "
    "Ostfriesland Allgäu Tirol Südtirol Schwarzwald Ruhrgebiet Uckermark Kreuzberg Neukölln Europa Amerika Afrika "
    "Las·Vegas Los·Angeles New·York San·Francisco Rio·de·Janeiro Buenos·Aires Sankt·Pauli Bad·Segeberg "
    "West-Berlin Ost-Berlin BRD DDR Nordsee Ostsee Alpen Mecklenburg-Vorpommern Schleswig-Holstein",
    "en": "Berlin Hamburg Munich Cologne Vienna Zurich Paris London Rome Venice Cannes Madrid Barcelona Lisbon Dublin "
    "Edinburgh Glasgow Manchester Liverpool Bristol Prague Budapest Warsaw Moscow Istanbul Athens Stockholm Oslo "
    "Copenhagen Helsinki Brussels Amsterdam Hollywood Chicago Boston Seattle Philadelphia Detroit Houston Dallas Atlanta "
    "Toronto Montreal Vancouver Tokyo Beijing Shanghai Seoul Mumbai Delhi Cairo Sydney Melbourne Brooklyn Manhattan "
    "Texas California Nevada Florida Ohio Kansas Georgia Virginia Oregon Montana Germany Austria Switzerland France "
    "Italy Spain England Scotland Ireland Wales Poland Hungary Russia Ukraine Turkey Greece Sweden Norway Denmark "
    "Finland Iceland Belgium Canada Mexico Brazil Argentina Cuba Japan China India Iran Israel Egypt Australia Europe "
    "Las·Vegas Los·Angeles New·York San·Francisco New·Orleans New·Mexico South·Korea United·States United·Kingdom "
    "New·Zealand Rio·de·Janeiro Buenos·Aires Hong·Kong South·Africa West·Berlin UK US USA",
}  # fmt: skip
BROADCASTERS = (
    "ZDF ARD WDR NDR BR SWR MDR RBB rbb HR hr ORF SRF arte Arte ARTE 3sat Sat.1 RTL ProSieben VOX KiKA BBC HBO NBC CBS "
    "ABC Netflix Disney Degeto UFA DEFA Pathé Gaumont Canal+ MGM Paramount Universal Sky Amazon Hulu A24 Miramax "
    "Bayerischer·Rundfunk Westdeutscher·Rundfunk ARD·Degeto Constantin·Film X·Verleih Warner·Bros. 20th·Century·Fox "
    "Columbia·Pictures Sony·Pictures Universal·Pictures Studio·Babelsberg Bavaria·Film Studio·Hamburg Das·Erste BBC·Films "
    "Rotten·Tomatoes Der·Spiegel Die·Zeit Variety The·Guardian New·York·Times epd·Film Filmdienst FAZ taz"
).replace("·", "\xa0").split(" ")
COMPANY_ENDS = (
    "Film", "Film GmbH", "Filmproduktion", "Filmproduktion GmbH", "Pictures", "Films", "Productions", "Entertainment",
    "Media", "Studios", "Filmverleih", "TV GmbH", "Film AG", "Cinema", "& Co. Filmproduktion", "Medienproduktion GmbH",
    "Film GmbH & Co. KG", "Production", "Distribution", "Verlag", "Orchester", "Animation", "VFX", "Casting", "Postproduktion",
    "Film Verleih", "Fernsehproduktion", "Television", "Filmkunst", "Film Inc.", "Ltd.", "Company", "Brothers", "Records",
)  # fmt: skip
COMPANY_WORDS = (
    "Ostertor Nordlicht Blauwal Rotkehlchen Komplizen Sommerhaus Gegenlicht Weitwinkel Zeitsprung Schattenspiel Lichtblick "
    "Wüste Egoli Razor Heimat Achtung Panda Pandora Kinescope Tiger Black Sheep Red Bear Bright Moon River Silver Lantern "
    "North Star Blue Whale Lighthouse Kestrel Focus Working Title Summit Harbour Stone Arrow Mirror Paper Plane Neue Alte "
    "Junge Dritte Erste Mitte Polar Atlantik Nebelhorn Kranich Leuchtturm Fabrik Rhein Elbe Isar Alster Havel"
).split()  # fmt: skip
AWARDS = {
    "de": "Deutscher·Filmpreis Bayerischer·Filmpreis Goldener·Bär Silberner·Bär Goldene·Palme Goldener·Löwe Oscar Oscars "
    "Golden·Globe Emmy César Bambi Lola Grimme-Preis Adolf-Grimme-Preis Europäischer·Filmpreis Österreichischer·Filmpreis "
    "Schweizer·Filmpreis Goldene·Kamera BAFTA·Award Preis·der·Ökumenischen·Jury Deutscher·Fernsehpreis Nestroy-Preis",
    "en": "Academy·Award Golden·Globe Golden·Globe·Award BAFTA·Award Emmy Emmy·Award Tony·Award Palme·d'Or Golden·Lion "
    "Golden·Bear Oscar Screen·Actors·Guild·Award Independent·Spirit·Award Grammy Saturn·Award Olivier·Award Filmfare·Award",
}
TITLE_NOUNS = {
    "de": "Nacht Mann Frau Kind Meer Stadt Haus Himmel Sommer Winter Herz Leben Liebe Tod Schatten Licht Weg Fluss Berg "
    "Garten Brücke Schule Reise Insel Regen Schnee Sturm Feuer Spiegel Stimme Traum Zeit Stille Wald Wolf Vogel Mädchen "
    "Junge Bruder Schwester Mutter Vater Sohn Tochter Freund Feind Richter Lehrer Fremde Gast König Rose Brief Zug Boot".split(),
    "en": "Night Man Woman Child Sea City House Sky Summer Winter Heart Life Love Death Shadow Light Road River Mountain "
    "Garden Bridge School Journey Island Rain Snow Storm Fire Mirror Voice Dream Time Silence Forest Wolf Bird Girl Boy "
    "Brother Sister Mother Father Son Daughter Friend Enemy Judge Teacher Stranger Guest King Rose Letter Train Boat".split(),
}
TITLE_PATTERNS = {
    "de": (
        "Der {n}", "Die {n}", "Das {n}", "{n} und {n}", "Das {n} der {n}", "Der {n} im {n}", "{n}", "Im {n}", "Am {n}",
        "{f}", "{f} und {f}", "{f} {s}", "{f}s {n}", "Der Fall {s}", "Die {n} der {f} {s}", "Mein {n} {f}", "{p}",
        "Kein {n} für {f}", "Tatort: {n}", "Wer hat Angst vor {f} {s}?", "Die letzte {n}", "Der letzte {n}", "{n} in {p}",
        "Alles über {f}", "{f} geht fort", "Sommer in {p}", "{s} – Der {n}", "Nur ein {n}", "Das kalte {n}",
    ),
    "en": (
        "The {n}", "The {n}", "{n} of the {n}", "The {n} and the {n}", "A {n} in {p}", "{n}", "{f}", "{f} {s}", "{f} and {f}",
        "{f}'s {n}", "The {n} of {f} {s}", "Finding {f}", "Leaving {p}", "My {n} {f}", "Being {f} {s}", "The Last {n}",
        "{s}", "{s} vs. {s}", "Who Killed {f}?", "All About {f}", "{p} {n}", "Dear {f}", "The {s} {n}", "What {f} Knew",
    ),
}  # fmt: skip


def spaced(words: str) -> list[str]:
    """The words of a list in which a middle dot stands for a space inside an entry."""
    return [word.replace("·", " ").replace("\xa0", " ") for word in words.split()]


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
        self._places = spaced(PLACES[language])
        self._awards = spaced(AWARDS[language])
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
        return f"{self.surname()} {self.random.choice(('Street', 'Square', 'County', 'Hills', 'Lake', 'Valley', 'Park'))}"

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
            return r.choice(BROADCASTERS).replace("\xa0", " ")
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
        for slot, make in (("{n}", lambda: r.choice(nouns)), ("{f}", self.forename), ("{s}", self.surname), ("{p}", self.place)):
            while slot in out:
                out = out.replace(slot, make(), 1)
        return out
