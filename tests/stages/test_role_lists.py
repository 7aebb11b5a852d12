"""Role lists: every layout as a case of page text and the credits it states."""

from __future__ import annotations

import time

import pytest

from pipeline.lang.name_words import gather_name_words
from pipeline.lang.names import load_names
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.stages.role_lists import find_role_lists
from pipeline.stages.sections import find_sections
from pipeline.text.lines import split_lines
from pipeline.types import Claim, Document, LanguageRun, PageWork, Span

VOCABULARY = load_vocabulary()
WORDS = gather_name_words(VOCABULARY, load_names())


def read(text: str, language: str = "de", title: str | None = None) -> list[Claim]:
    """The claims of a text in one language, whose work may have a title."""
    document = Document("d", "page.txt", text, "", "text/plain", "utf-8", len(text))
    lines = split_lines(text)
    languages = (LanguageRun(Span(0, len(text)), language, 1.0, inherited=False),)
    sections = find_sections(document, lines, languages, VOCABULARY, WORDS)
    works = (PageWork(Span(0, len(text)), title, None, None, None),)
    return list(find_role_lists(document, lines, sections, works, VOCABULARY, WORDS))


def state(claims: list[Claim]) -> list[str]:
    """Claims in short: `field value` or `field value = character`."""
    return [f"{c.field} {c.value}" + (f" = {c.character}" if c.character else "") for c in claims]


LAYOUTS = {
    "a colon line": ("Regie: Maren Koschitz", ["director Maren Koschitz"]),
    "a comma list": (
        "Darsteller: Jörg Tann, Nele Abt und Piet van Loo u. a.",
        ["actor Jörg Tann", "actor Nele Abt", "actor Piet van Loo"],
    ),
    "a colon without a space": (
        "Regie:Maren Koschitz\nDarsteller:Innen: Nele Abt",
        ["director Maren Koschitz", "actor Nele Abt"],
    ),
    "a dash": (
        "Regie – Maren Koschitz\nKamera – Otto Brahms",
        ["director Maren Koschitz", "cinematographer Otto Brahms"],
    ),
    "nothing between label and name": ("Regie Maren Koschitz", ["director Maren Koschitz"]),
    "several labels in a line": (
        "Regie: Maren Koschitz | Buch: Ali Demir / Kamera: Otto Brahms",
        ["director Maren Koschitz", "screenwriter Ali Demir", "cinematographer Otto Brahms"],
    ),
    "two roles in one label": (
        "Buch & Regie: Maren Koschitz",
        ["screenwriter Maren Koschitz", "director Maren Koschitz"],
    ),
    "a gender form": ("Regisseur*in: Maren Koschitz", ["director Maren Koschitz"]),
    "the value in the next line": (
        "Regie:\nMaren Koschitz\nKamera:\nOtto Brahms",
        ["director Maren Koschitz", "cinematographer Otto Brahms"],
    ),
    "a value over two lines": (
        "Regie: Maren Koschitz\nDrehbuch: Ali Demir,\nJo Lund",
        ["director Maren Koschitz", "screenwriter Ali Demir", "screenwriter Jo Lund"],
    ),
    "dot leaders": (
        "Regie ........ Maren Koschitz\nMusik ........ Ali Demir\n ........ Jo Lund",
        ["director Maren Koschitz", "composer Ali Demir", "composer Jo Lund"],
    ),
    "columns of spaces": (
        "Regie          Maren Koschitz\nMusik          Ali Demir\n               Jo Lund",
        ["director Maren Koschitz", "composer Ali Demir", "composer Jo Lund"],
    ),
    "tabs": ("Regie\tMaren Koschitz\nSchnitt\tJo Lund", ["director Maren Koschitz", "editor Jo Lund"]),
    "abbreviations in company": (
        "R: Maren Koschitz B: Ali Demir K: Otto Brahms D: Nele Abt, Piet van Loo",
        [
            "director Maren Koschitz",
            "screenwriter Ali Demir",
            "cinematographer Otto Brahms",
            "actor Nele Abt",
            "actor Piet van Loo",
        ],
    ),
    "names under a role heading": (
        "Regisseur\n- Maren Koschitz\nProduzent\n- Ali Demir,\n- Jo Lund",
        ["director Maren Koschitz", "producer Ali Demir", "producer Jo Lund"],
    ),
    "the role behind the name": (
        "Stab\nMaren Koschitz, Regie\nOtto Brahms, Kamera\nUte Krahl, Dramaturgie",
        ["director Maren Koschitz", "cinematographer Otto Brahms"],
    ),
    "the role in other letters": (
        "Maren Koschitz REGIE\nOtto Brahms KAMERA",
        ["director Maren Koschitz", "cinematographer Otto Brahms"],
    ),
    "roles over and under names": (
        "Stab\nMaren Koschitz\nRegie\nOtto Brahms\nKamera\nJo Lund\nSchnitt",
        ["director Maren Koschitz", "cinematographer Otto Brahms", "editor Jo Lund"],
    ),
    "person and company": (
        "Regie: Maren Koschitz\nProduktion: Ali Demir (Nordlicht Film GmbH), Mädler & Söhne Filmproduktion",
        [
            "director Maren Koschitz",
            "producer Ali Demir",
            "production_company Nordlicht Film GmbH",
            "production_company Mädler & Söhne Filmproduktion",
        ],
    ),
    "brothers with one surname": ("Regie: Peter und Paul Weber", ["director Peter Weber", "director Paul Weber"]),
    "an inverted name": ("Regie: Koschitz, Maria", ["director Maria Koschitz"]),
    "capitals": ("REGIE: SASKIA McDONALD, LARS VON TREUEN", ["director Saskia McDonald", "director Lars von Treuen"]),
    "a note behind the name": ("Kamera: Otto Brahms (BVK)[1]", ["cinematographer Otto Brahms"]),
    "a form of address": ("Kamera: Prof. Dr. Otto Brahms", ["cinematographer Otto Brahms"]),
}

CASTS = {
    "name, colon, character": (
        "Besetzung\nJörg Tann: Kommissar Krull\nNele Abt: Ina",
        ["actor Jörg Tann = Kommissar Krull", "actor Nele Abt = Ina"],
    ),
    "name as character": (
        "Besetzung\n- Jörg Tann als Krull, ein Polizist im Ruhestand\n- Nele Abt als Ina",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina"],
    ),
    "name, bracket, character": (
        "Mit: Jörg Tann (Krull), Nele Abt (Ina), Piet van Loo u.a.",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina", "actor Piet van Loo"],
    ),
    "character first, for the whole list": (
        "Besetzung\nKrull – Jörg Tann\nIna – Nele Abt\nWirt – Piet van Loo",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina", "actor Piet van Loo = Wirt"],
    ),
    "leaders": (
        "Besetzung\nJörg Tann ....... Dr. Krull\nNele Abt ........ Ina",
        ["actor Jörg Tann = Dr. Krull", "actor Nele Abt = Ina"],
    ),
    "a table with three columns": (
        "Rolle | Darsteller | Synchronstimme\nKrull | Jörg Tann | Otto Brahms\nIna | Nele Abt | Ute Krahl",
        [
            "actor Jörg Tann = Krull",
            "voice_actor Otto Brahms = Krull",
            "actor Nele Abt = Ina",
            "voice_actor Ute Krahl = Ina",
        ],
    ),
    "a table of the crew right below that of the cast": (
        "Besetzung und Stab\nRolle | Darsteller |\n---|---|\nKrull | Jörg Tann |\nIna | Nele Abt |\n"
        "Funktionsbereich | Name |\n---|---|\nRegie: | Ute Krahl |\nKamera: | Otto Brahms |",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina", "director Ute Krahl", "cinematographer Otto Brahms"],
    ),
    "crew among the characters of a table": (
        "Rolle | Darsteller\nKrull | Jörg Tann\nProduzent | Nele Abt\nKamera | Otto Brahms\nRaum | Ina Holt\n"
        "Produzent: | Ute Krahl",
        [
            "actor Jörg Tann = Krull",
            "actor Nele Abt = Produzent",
            "cinematographer Otto Brahms",
            "actor Ina Holt = Raum",
            "producer Ute Krahl",
        ],
    ),
    "rules between all rows": (
        "Rolle | Darsteller\n---|---\nKrull | Jörg Tann\n---|---\nIna | Nele Abt\n---|---\nPolizist | Piet van Loo",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina", "actor Piet van Loo = Polizist"],
    ),
    "a double part": (
        "Besetzung\n- Jörg Tann als Dr. Jekyll / Mr. Hyde\n- Nele Abt als Ina",
        ["actor Jörg Tann = Dr. Jekyll", "actor Jörg Tann = Mr. Hyde", "actor Nele Abt = Ina"],
    ),
    "a voice behind the character": (
        "Sprecher\nFlocke, das Schaf – Stimme: Nele Abt\nBruno, der Bär – Stimme: Jörg Tann",
        ["voice_actor Nele Abt = Flocke", "voice_actor Jörg Tann = Bruno"],
    ),
    "notes are no characters": (
        "Besetzung\nJörg Tann ... Krull (ungenannt)\nNele Abt ... Ina (8 Jahre)\nPiet van Loo ... Wirt",
        ["actor Jörg Tann = Krull", "actor Nele Abt = Ina", "actor Piet van Loo = Wirt"],
    ),
}

NOTHING = {
    "an editorial office": "Regie: Maren Koschitz\nRedaktion: Ute Krahl",
    "a word that is no name": "Regie: Maren Koschitz\nKamera: keine\nMusik: in Arbeit",
    "another film on the line": "Regie: Maren Koschitz\nKELP   Regie: Ines Folk, 9 Min.",
    "a first sentence after the value": "Regie: Maren Koschitz. Untertitel Deutsch und Englisch",
}

ENGLISH = {
    "directed by over a name": (
        "Directed by\nJane Carrow\n\nMusic by\nLee Moss",
        ["director Jane Carrow", "composer Lee Moss"],
    ),
    "details behind names": (
        "Directed by\nJane Carrow\nProduced by\n"
        "Dan Roe ... producer\nJo Hart ... executive producer\nLee Moss ... co-producer",
        ["director Jane Carrow", "producer Dan Roe", "executive_producer Jo Hart", "co_producer Lee Moss"],
    ),
    "a festival line": (
        "Dir: Jane Carrow, UK/Ireland 2011, 98 min. With Gwen ap Rhys, Colm Ó Dálaigh. Sc: Lee Moss. DoP: Jo Hart.",
        [
            "director Jane Carrow",
            "actor Gwen ap Rhys",
            "actor Colm Ó Dálaigh",
            "screenwriter Lee Moss",
            "cinematographer Jo Hart",
        ],
    ),
    "a suffix behind a comma": (
        "Starring: Robert Roe, Jr., Sam Hart III",
        ["actor Robert Roe Jr.", "actor Sam Hart III"],
    ),
    "labels in two languages, one of which is not read": (
        "Roteirista / Writer: Lee Moss\nProdutor / Producer: Jo Hart\nElenco / Cast: Jane Roe, Sam Hart\n",
        ["screenwriter Lee Moss", "producer Jo Hart", "actor Jane Roe", "actor Sam Hart"],
    ),
    "a slash before one label": ("Director: Jane Carrow\nElenco / Cast: Jane Roe\n", ["director Jane Carrow"]),
    "a joint company name": (
        "Director: Jane Carrow\nDistributor: Orph & Gow",
        ["director Jane Carrow", "distributor Orph & Gow"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), [*LAYOUTS.values(), *CASTS.values()], ids=[*LAYOUTS, *CASTS])
def test_reads_german_layouts(text: str, expected: list[str]) -> None:
    """Each layout gives just the credits it states, in the order of the text."""
    assert state(read(text)) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.values(), ids=ENGLISH)
def test_reads_english_layouts(text: str, expected: list[str]) -> None:
    """Each layout gives just the credits it states, in the order of the text."""
    assert state(read(text, "en")) == expected


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_invents_nothing(text: str) -> None:
    """What is no credit of the page's work adds nothing to the one real credit."""
    assert state(read(text)) == ["director Maren Koschitz"]


def test_a_page_without_core_credits_is_no_film_page() -> None:
    """A factory has production and sales, too."""
    assert read("Unsere Abteilungen\nProduktion: Dariusz Manz\nVertrieb: Heike Stölt (Nord)") == []


@pytest.mark.parametrize(("text", "_"), [*LAYOUTS.values(), *CASTS.values()], ids=[*LAYOUTS, *CASTS])
def test_every_claim_quotes_its_text(text: str, _: list[str]) -> None:
    """Values, labels and characters lie inside the text and are not empty."""
    for claim in read(text):
        assert claim.span.of(text)
        assert claim.label is None or claim.label.of(text)
        assert claim.character is None or (claim.character_span is not None and claim.character_span.of(text))


HOSTILE = {
    "colons": "a: ",
    "commas": "A B, ",
    "brackets": "(",
    "dashes": "Abc – ",
    "dots": ".",
    "leaders": "A .... B ",
    "pipes": "| ",
    "spaces": " ",
    "tabs": "\t",
    "words": "Abc ",
    "and": "und A ",
}


@pytest.mark.parametrize("size", [30_000, 1_000_000])
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_takes_linear_time(piece: str, size: int) -> None:
    """A line built to hurt takes seconds, not hours: under a heading and behind a label."""
    line = piece * (size // len(piece))
    started = time.process_time()
    read(f"Besetzung\n{line}\nRegie: {line}x\nx{line}")
    assert time.process_time() - started < 15
