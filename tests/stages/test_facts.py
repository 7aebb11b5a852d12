"""Facts: which works a page is about, and what it states of them."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lang.vocabulary import load_vocabulary
from pipeline.stages.facts import find_facts, find_works
from pipeline.text.lines import split_lines
from pipeline.types import Claim, Document, LanguageRun, PageWork, Section, Span

VOCABULARY = load_vocabulary()


def works(text: str, sections: Sequence[Section] = ()) -> tuple[PageWork, ...]:
    return find_works(_document(text), split_lines(text), sections or (_whole(text),), VOCABULARY)


def facts(text: str, sections: Sequence[Section] = ()) -> list[Claim]:
    sections = sections or (_whole(text),)
    lines = split_lines(text)
    found = find_works(_document(text), lines, sections, VOCABULARY)
    runs = (LanguageRun(Span(0, len(text)), "de", 1.0, inherited=False),)
    return list(find_facts(_document(text), lines, sections, found, runs, VOCABULARY))


def headed(text: str, *headings: tuple[str, str]) -> list[Section]:
    """Sections that start at the given (heading, kind), in the order of the text."""
    starts = [0, *(text.index(heading) for heading, _ in headings)]
    ends = [*starts[1:], len(text)]
    sections = [Section(0, 0, "lead", None, Span(0, ends[0]), "de")]
    for i, (heading, kind) in enumerate(headings, 1):
        span = Span(starts[i], ends[i])
        sections.append(Section(i, 1, kind, Span(starts[i], starts[i] + len(heading)), span, "de"))
    return sections


def _document(text: str) -> Document:
    return Document("d", "page.txt", text, "", "text/plain", "utf-8", len(text))


def _whole(text: str) -> Section:
    return Section(0, 0, "lead", None, Span(0, len(text)), "de")


TITLES = {
    "an English first sentence": (
        "The Tin Harbour is a 2003 Irish drama film directed by Nora Quill.",
        "The Tin Harbour",
        2003,
    ),
    "a German first sentence under a site's line": (
        "Die Blechbucht – Wikipedia\nZur Navigation springen\n"
        "Die Blechbucht (Originaltitel: Tin Harbour) ist ein irischer Spielfilm aus dem Jahr 2003.",
        "Die Blechbucht",
        2003,
    ),
    "a title in underscores": (
        "_THE TIN HARBOUR_, also known as _Bay_, is a 2003 Irish film.",
        "THE TIN HARBOUR",
        2003,
    ),
    "a year behind the title": ("Unter Wasser (2022): Mir ist noch kalt\nDas war ein Abend.", "Unter Wasser", 2022),
    "a line below": (
        "Kino am Ring | Programm\nBlechbucht\nIrland 2003, 104 Min.\nNora kehrt heim.",
        "Blechbucht",
        2003,
    ),
    "two years of shooting": (
        "Home > Filme > Blechbucht\nBlechbucht\nDeutschland 2005/2006 Spielfilm\n",
        "Blechbucht",
        2006,
    ),
    "a subtitle with its own dash": (
        "Die Bucht – Ein Zuhause\nIrland 2003, 104 Min.\n",
        "Die Bucht – Ein Zuhause",
        2003,
    ),
    "a year line": (
        "Sign in   Films   Lists\nThe Tin Harbour\n2003   Directed by Nora Quill\n",
        "The Tin Harbour",
        2003,
    ),
    "capitals and labels": (
        "NATIONAL FILM ARCHIVE\n\nSMALL HOURS\nYear of production: 1986\nCountry: United Kingdom\nLength: 94 min\n",
        "SMALL HOURS",
        1986,
    ),
    "a quoted title of a review": (
        "„Die Blechbucht“: Wer nicht schwimmt, muss rudern\nVon Uta Sand\n„Die Blechbucht“ (2003) ist still.",
        "Die Blechbucht",
        2003,
    ),
    "a title in another language behind it": (
        "Blechbucht (Tin Harbour)\nIrland 2003 / Drama / 104 Minuten\n",
        "Blechbucht",
        2003,
    ),
    "no year of the novel": (
        "Blechbucht\nDrama, 104 Minuten\nNach dem Roman von 1974. Premiere war am 3. Mai 2011.",
        "Blechbucht",
        None,
    ),
    "no year of a festival": (
        "31. Filmtage Kiel 2020\nBlechbucht\nDokumentarfilm · Irland 2019 · 82 min\n",
        "Blechbucht",
        2019,
    ),
    "credits below": (
        "- Kleines Haus\n- Premiere am 3. Juni 2023\nBlechbucht\nvon Nora Quill\nRegie: Anna Holt\nBühne: Bert Pohl\n",
        "Blechbucht",
        None,
    ),
    "what somebody did by a name": (
        "Tin Harbour\n\nWritten by Nora Quill\nDirected by Anna Holt\nSound by Bert Pohl\n",
        "Tin Harbour",
        None,
    ),
    "a shop's labels": (
        "Blechbucht (Blu-ray)\nArtikelnummer: 47\nPreis: 9 EUR\nDarsteller: Anna Holt, Bert Pohl\n"
        "Regie: Nora Quill\nFSK: ab 16 Jahren\nLaufzeit: 90 Min.\n",
        "Blechbucht",
        None,
    ),
    "a label with its value below": (
        "Tin Harbour\n\nGenre\nCrime drama\nCreated by\nNora Quill\nDirected by\nAnna Holt\n",
        "Tin Harbour",
        None,
    ),
    "what a theatre presents": (
        "Theater am Ring spielt „Blechbucht“\nRegie: Anna Holt\nBühne: Bert Pohl\n",
        "Blechbucht",
        None,
    ),
    "a kind behind the title": ("Blechbucht – Hörspiel der Woche\nIrland 2003, 54 Min.\n", "Blechbucht", 2003),
    "pieces of a line": ("Tin Harbour\nFeature | 2017 | Drama | Ireland\n", "Tin Harbour", 2017),
    "a title with a colon above its definition": (
        "Quarry Bell: The Return\n\nQuarry Bell: The Return is a 1993 American drama film directed by Nora Quill.",
        "Quarry Bell: The Return",
        1993,
    ),
    "a main heading above a line of its own": (
        "# Blechbucht\nEin Fest am Meer\n\nRegie: Anna Holt\nTon: Bert Pohl\n",
        "Blechbucht",
        None,
    ),
    "a theatre's heading above the title": (
        "# Theater am Fluss\n\nBlechbucht\nSchauspiel von Nora Quill\n\nRegie: Anna Holt\nTon: Bert Pohl\n",
        "Blechbucht",
        None,
    ),
    "a kind in brackets": (
        "Blechbucht im Winter (WDR-Hörspiel)\n\nRegie: Anna Holt\nTon: Bert Pohl\n",
        "Blechbucht im Winter",
        None,
    ),
    "a title that is a word for a work": ("Posse is a 1993 American Western film.", "Posse", 1993),
    "a title of digits": ("808 is a 2015 American documentary film.", "808", 2015),
    "a series": (
        "Zum Roten Hecht\n26-tlg. Familienserie (1968–1970), 25 Min. je Folge\n",
        "Zum Roten Hecht",
        1968,
    ),
}


@pytest.mark.parametrize(("text", "title", "year"), TITLES.values(), ids=TITLES)
def test_title_and_year(text: str, title: str, year: int | None) -> None:
    """The one work's title and year are what the page states, without site names, subtitles and other years."""
    (work,) = works(text)
    assert (work.title, work.year) == (title, year)


TRAPS = {
    "a company": "Brack Systems – the people behind the sensors\nWritten by Lena Ost, 14 March\nRuntime: 1,100 days",
    "a team": "Kiel Festival Team\nDirector\nAnna Holt\nProgramme Manager\nBert Pohl\nOffice Manager\nUta Sand\n",
    "a workshop": "Holt & Pohl – Unser Team\nProduktion: Anna Holt\nVertrieb: Bert Pohl\nZuschnitt: Uta Sand\n",
    "what stands about a title": "Originally produced at Curve\n\nDirector: Anna Holt\nSet Designer: Bert Pohl\n",
    "an archive's line": "Category Archives: Drama\n\nDirector: Anna Holt\nSet Designer: Bert Pohl\n",
    "a plain article": "Ein Tag am Meer\nGestern war ich mit Anna am Strand. Es war schön.",
    "prizes of several films": (
        "Die Nacht der Eule\n„Zehn Meter“ räumt ab, „Der Freund“ geht leer aus.\n"
        "Beste Regie: A. Holt für „Zehn Meter“\nBestes Buch: B. Pohl für „Der Freund“\n"
        "Bester Ton: „Zehn Meter“, „Der Freund“"
    ),
}


@pytest.mark.parametrize("text", TRAPS.values(), ids=TRAPS)
def test_no_title(text: str) -> None:
    """A page about no work, or about several, has no title and no year."""
    assert all((work.title, work.year) == (None, None) for work in works(text))


def test_several_works() -> None:
    """In a list each heading that names a work starts one; the rest of the page belongs to none."""
    text = (
        "Order in court\nThree trials.\n1. The Long Bench (1959)\nDirector: A. Orr\n"
        "2. The Oath (1982)\nDirector: B. Ild\nRead next\nMore lists\n"
    )
    sections = headed(
        text, ("1. The Long Bench (1959)", "other"), ("2. The Oath (1982)", "other"), ("Read next", "links")
    )
    found = works(text, sections)
    assert [(w.title, w.year) for w in found] == [
        (None, None),
        ("The Long Bench", 1959),
        ("The Oath", 1982),
        (None, None),
    ]
    assert [w.span.start for w in found[1:]] == [w.span.end for w in found[:-1]]
    assert (found[0].span.start, found[-1].span.end) == (0, len(text))


def test_quoted_headings_are_works() -> None:
    """Cinema news names its films in the headings, with the day of the release behind."""
    text = (
        "Kinoherbst\nNeues.\n„Weltall“ (ab 6. Oktober)\nMit A. Orr.\n„Winter“ (ab 17. November)\nIrland 2011, 90 Min.\n"
    )
    sections = headed(text, ("„Weltall“ (ab 6. Oktober)", "news"), ("„Winter“ (ab 17. November)", "news"))
    assert [(w.title, w.year) for w in works(text, sections)] == [(None, None), ("Weltall", None), ("Winter", 2011)]


def test_titles_above_their_directors_are_works() -> None:
    """A festival's list has a work for each title line above a director of its own; episodes are no works."""
    text = (
        "Kurzfilme\nBLECHBUCHT\nRegie: Anna Holt\nIrland 2015 | 14 Min.\nEs regnet.\n"
        "WINTER\nRegie: Bert Pohl\nIrland 2016 | 11 Min.\n"
    )
    assert [(w.title, w.year) for w in works(text)] == [(None, None), ("BLECHBUCHT", 2015), ("WINTER", 2016)]
    episodes = 'NIGHT FERRY – Episode Guide\n1.01 "Off"\nDirected by: Anna Holt\n1.02 "On"\nDirected by: Bert Pohl\n'
    assert len(works(episodes)) == 1


LISTS = {
    "titles above authors, whose names are no titles": (
        "Premieren\nStadttheater\n\nWinter\n\nPeter Berg\n\nPremiere: 3. Mai\n\nRegie: Anna Holt\n\n"
        "Landesbühne\n\nAnna Karenina\n\nLew Tolstoi\n\nMaria Schmidt\n\nRegie: Bert Pohl\n",
        [("Winter", None), ("Anna Karenina", None)],
    ),
    "titles that are names": (
        "Kinoprogramm\nJackie Brown\nRegie: Anna Holt\n\nMaria Stuart\nRegie: Bert Pohl\n",
        [("Jackie Brown", None), ("Maria Stuart", None)],
    ),
    "labelled titles": (
        "Film title: Winter\nDirector: Anna Holt\n\nFilm title: Tin Harbour\nDirector: Bert Pohl\n",
        [("Winter", None), ("Tin Harbour", None)],
    ),
    "dated titles": (
        "Krimi\n\nWinter (2017)\n\nRegie: Anna Holt\nGenre: Krimi\n\nHafen (2015)\n\nRegie: Bert Pohl\n",
        [("Winter", 2017), ("Hafen", 2015)],
    ),
    "lines with bars": (
        "Neu im Kino\nWINTER | Regie: Anna Holt | DE 2018\nEs regnet.\nHAFEN | Regie: Bert Pohl | GB 2017\n",
        [("WINTER", 2018), ("HAFEN", 2017)],
    ),
    "titles in quotes over facts in lines": (
        '"Winter"\nDrama\nUSA\n96 Minuten\nEs regnet.\n"Hafen"\nKomödie\nIrland\n81 Minuten\n',
        [("Winter", None), ("Hafen", None)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS)
def test_lists_of_works(text: str, expected: list[tuple[str, int | None]]) -> None:
    """However a page sets its works apart, each has its own title, and nothing else is taken for one."""
    assert [(w.title, w.year) for w in works(text) if w.title is not None] == expected


FACTS = {
    "a production line": (
        "Blechbucht\nSpielfilm, DDR/Polen 1957, 87 Minuten\n",
        [("year", "1957"), ("country", "DDR"), ("country", "Polen"), ("runtime", "87")],
    ),
    "labels with tabs": (
        "Blechbucht\nProduktionsland\tIrland, Frankreich\nErscheinungsjahr\t1986\nLänge\t131 Minuten\nGenre\tDrama\n",
        [("year", "1986"), ("country", "Irland"), ("country", "Frankreich"), ("runtime", "131"), ("genre", "Drama")],
    ),
    "values on the next line": (
        "Harbour\nPublishing year\n2009\nCountry of production\nGermany, Austria\nlength\n104 minutes\n",
        [("year", "2009"), ("country", "Germany"), ("country", "Austria"), ("runtime", "104")],
    ),
    "a first sentence": (
        "Harbour is a 1995 German-Austrian drama film directed by Nora Quill.",
        [("year", "1995"), ("country", "German"), ("country", "Austrian"), ("genre", "drama")],
    ),
    "hours and minutes": ("Harbour (2001)\nDauer: 2 Stunden 20 Minuten\n", [("year", "2001"), ("runtime", "140")]),
    "codes and a prime": (
        "Harbour\nNora Quill, UK/SY 2019, 104′ OmU\n",
        [("year", "2019"), ("country", "UK"), ("country", "SY"), ("runtime", "104")],
    ),
    "a code that is an article too": (
        "Harbour\nA 2009, 90 Min.\n",
        [("year", "2009"), ("country", "A"), ("runtime", "90")],
    ),
    "an article before a year": ("Harbour\n\nA 2009 remake of the film did not come about.\n", []),
    "several labels in one line": (
        "Harbour\nJahr: 1974 | Land: Irland | Länge: 54 Min.\n",
        [("year", "1974"), ("country", "Irland"), ("runtime", "54")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FACTS.values(), ids=FACTS)
def test_facts(text: str, expected: list[tuple[str, str]]) -> None:
    """Country, genre, year and length are read where the page states them, each once."""
    found = [claim for claim in facts(text) if claim.field != "title"]
    assert sorted((claim.field, claim.value) for claim in found) == sorted(expected)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Works tile arbitrary text, and every fact quotes something of it."""
    found = works(text)
    assert (found[0].span.start, found[-1].span.end) == (0, len(text))
    assert all(0 <= claim.span.start < claim.span.end <= len(text) for claim in facts(text))


HOSTILE = [
    " ",
    "(",
    "Film (",
    "_a",
    "„a ",
    "1986 ",
    "USA/",
    "X is a ",
    "90 Min ",
    "Jahr: ",
    "# ",
    " – ",
    "\t",
    ".",
    "[",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines(piece: str) -> None:
    """A line of a million characters built to hurt takes linear time."""
    text = "Der Film ist ein Film.\n" + piece * (1_000_000 // len(piece))
    started = time.process_time()
    facts(text)
    assert time.process_time() - started < 6


AWARDS = {
    "lines with years": (
        "Nebelpreis 2004: Beste Regie (N. Quill), Bester Ton (A. Orr)\n2005: Romy – Bestes Drehbuch, nominiert\n",
        [
            ("award", "Nebelpreis 2004: Beste Regie", "Nebelpreis 2004: Beste Regie"),
            ("award", "Nebelpreis 2004: Bester Ton", "Bester Ton"),
            ("nomination", "Romy: Bestes Drehbuch", "Romy – Bestes Drehbuch"),
        ],
    ),
    "won and nominated in one line": (
        "• Oscar in the category Best Actor (A. Orr). Also nominated in the categories Best Director and Best Sound\n",
        [
            ("award", "Oscar: Best Actor", "Oscar in the category Best Actor"),
            ("nomination", "Oscar: Best Director", "Best Director"),
            ("nomination", "Oscar: Best Sound", "Best Sound"),
        ],
    ),
    "categories under a prize": (
        "Harbour Film Awards 2004\n- Best Film\n- Best Editing (nominated)\n",
        [
            ("award", "Harbour Film Awards 2004: Best Film", "Best Film"),
            ("nomination", "Harbour Film Awards 2004: Best Editing", "Best Editing"),
        ],
    ),
    "a table with results": (
        "Prize\tCategory\tRecipient\tResult\nTide Award\tBest Sound\tA. Orr\tNominated\nTide Award\tBest Film\t\tWon\n",
        [
            ("nomination", "Tide Award: Best Sound", "Tide Award\tBest Sound"),
            ("award", "Tide Award: Best Film", "Tide Award\tBest Film"),
        ],
    ),
    "sentences": (
        "The film won the Golden Anchor. Der Film wurde mit dem Deutschen Nebelpreis ausgezeichnet.\n"
        "It was nominated for the Tide Award for Best Sound.\n",
        [
            ("award", "Golden Anchor", "Golden Anchor"),
            ("award", "Deutschen Nebelpreis", "Deutschen Nebelpreis"),
            ("nomination", "Tide Award for Best Sound", "Tide Award for Best Sound"),
        ],
    ),
    "what is no prize of this work": (
        "The film did not win the Golden Anchor.\nNora Quill won the Tide Award.\n"
        "The film was shown at the Tide Awards.\nBeste Regie: N. Quill für „Winter“\nAwards\n",
        [],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), AWARDS.values(), ids=AWARDS)
def test_awards(lines: str, expected: list[tuple[str, str, str]]) -> None:
    """Prizes and nominations of the page's work are read with their categories, and quoted where they stand."""
    text = "Harbour is a 2003 Irish drama film.\nHonours\n" + lines
    prizes = [
        claim for claim in facts(text, headed(text, ("Honours", "awards"))) if claim.field in {"award", "nomination"}
    ]
    assert [(claim.field, claim.value, claim.span.of(text)) for claim in prizes] == expected
