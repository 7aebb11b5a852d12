"""Credits in sentences: what is one, what is none, and what a claim quotes.

In the cases a person's name stands in [[double brackets]], a company's in {{braces}} and a title in <<angles>>, as the
entity stage would mark them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest

from pipeline.errors import VocabularyError
from pipeline.lang.prose import compile_prose
from pipeline.lang.vocabulary import load_vocabulary
from pipeline.stages.role_prose import find_role_prose
from pipeline.types import Claim, Document, EntityLabel, LanguageRun, Mention, Section, Span

MARK = re.compile(r"\[\[(.+?)\]\]|\{\{(.+?)\}\}|<<(.+?)>>")
LABELS: tuple[EntityLabel, ...] = ("PER", "ORG", "WORK")
PAGE = {"de": "Kritik zum Film „Nebelfeld“\n", "en": "Review of the film “Fog Field”\n"}


def read(
    language: str, marked: str, kind: str = "reviews", listed: Sequence[tuple[str, str, str | None]] = ()
) -> tuple[str, list[Claim]]:
    """The text without its marks and the claims found in it; `listed` are (field, name, character) of a role list."""
    pieces, mentions, length, last = [PAGE[language]], [], len(PAGE[language]), 0
    for mark in MARK.finditer(marked):
        name = next(group for group in mark.groups() if group is not None)
        pieces += [marked[last : mark.start()], name]
        start = length + mark.start() - last
        label = LABELS[next(i for i, group in enumerate(mark.groups()) if group is not None)]
        mentions.append(Mention(Span(start, start + len(name)), label, language, "test", 1.0))
        length, last = start + len(name), mark.end()
    pieces.append(marked[last:])
    text = "".join(pieces)
    body = len(text)
    known = []
    for field, name, character in listed:
        text += f"\n{name}"
        span = Span(len(text) - len(name), len(text))
        mentions.append(Mention(span, "PER", language, "test", 1.0))
        known.append(Claim(field, span, name, None, language, "bullets", "test", 1.0, character=character))
    document = Document("page", "page.txt", text, "", "text/plain", "utf-8", len(text))
    sections = (
        Section(0, 1, kind, None, Span(0, body), language),
        Section(1, 1, "cast_crew", None, Span(body, len(text)), language),
    )
    runs = (LanguageRun(Span(0, len(text)), language, 1.0, inherited=False),)
    return text, list(find_role_prose(document, sections, runs, mentions, load_vocabulary(), known))


def found(language: str, marked: str, **options: object) -> set[tuple[str, str, str | None]]:
    _, claims = read(language, marked, **options)  # type: ignore[arg-type]
    return {(claim.field, claim.value, claim.character) for claim in claims}


CREDITS: list[tuple[str, str, set[tuple[str, str, str | None]]]] = [
    # passive, coordinated verbs and names
    (
        "en",
        "It was written, produced and directed by [[Ada Quill]] and [[Ben Rook]].",
        {(f, n, None) for f in ("screenwriter", "producer", "director") for n in ("Ada Quill", "Ben Rook")},
    ),
    (
        "en",
        "Lensed by [[Ola Berg]] in grey, and cut with a butcher’s calm by [[Eve Stone]], the film drags.",
        {("cinematographer", "Ola Berg", None), ("editor", "Eve Stone", None)},
    ),
    (
        "de",
        "Produziert wurde der Film unter anderem von [[Ilse Kranz]] und [[Udo Mai]].",
        {("producer", "Ilse Kranz", None), ("producer", "Udo Mai", None)},
    ),
    (
        "de",
        "[[Ilse Kranz]] schrieb und inszenierte das Drama.",
        {("director", "Ilse Kranz", None), ("screenwriter", "Ilse Kranz", None)},
    ),
    # people and companies
    (
        "en",
        "The film was produced by {{Quill Pictures}} and distributed by {{Rook Releasing}}.",
        {("production_company", "Quill Pictures", None), ("distributor", "Rook Releasing", None)},
    ),
    (
        "de",
        "Der Film wurde von der {{Kranz Filmproduktion}} produziert.",
        {("production_company", "Kranz Filmproduktion", None)},
    ),
    # the source
    (
        "en",
        "The film is based on the novel <<Low Water>> by [[Una Marsh]], who loved it.",
        {("author", "Una Marsh", None)},
    ),
    (
        "de",
        "Nach dem gleichnamigen Roman von [[Una Marsch]] schrieb der Dramatiker [[Jo Hein]] das Drehbuch.",
        {("author", "Una Marsch", None), ("screenwriter", "Jo Hein", None)},
    ),
    # the cast
    (
        "en",
        "The film stars [[Kit Vale]] as [[Ruth]], a clerk who lies, [[Tom Orr]] as [[Davy]], and [[Lee Ash]], "
        "alongside [[Mia Dunn]].",
        {
            ("actor", "Kit Vale", "Ruth"),
            ("actor", "Tom Orr", "Davy"),
            ("actor", "Lee Ash", None),
            ("actor", "Mia Dunn", None),
        },
    ),
    (
        "de",
        "In den Hauptrollen sind [[Anna Lenz]], [[Tim Kohl]] und [[Eva Rau]] zu sehen.",
        {("actor", n, None) for n in ("Anna Lenz", "Tim Kohl", "Eva Rau")},
    ),
    (
        "de",
        "[[Anna Lenz]] spielt die Schwester [[Clara]], [[Tim Kohl]] den alten Bauern.",
        {("actor", "Anna Lenz", "Clara"), ("actor", "Tim Kohl", "Bauern")},
    ),
    ("de", "Der junge [[Mirko]], gespielt von [[Tim Kohl]], schweigt.", {("actor", "Tim Kohl", "Mirko")}),
    ("en", "Dame [[Kit Vale]] portrays the gossip Mrs [[Trew]] with glee.", {("actor", "Kit Vale", "Mrs Trew")}),
    ("en", "Her brother [[Davy]], played by [[Tom Orr]], wants them burned.", {("actor", "Tom Orr", "Davy")}),
    (
        "en",
        "It features the voices of [[Kit Vale]] and [[Tom Orr]].",
        {("voice_actor", "Kit Vale", None), ("voice_actor", "Tom Orr", None)},
    ),
    # nouns for the maker and for the work
    (
        "de",
        "Regisseurin [[Maren Holt]] misstraut dem Meer, und Kameramann [[Ole Witt]] filmt es.",
        {("director", "Maren Holt", None), ("cinematographer", "Ole Witt", None)},
    ),
    (
        "en",
        "Production designer [[Ida Fox]] built it, and costume designer [[Max Lind]] dressed it.",
        {("production_designer", "Ida Fox", None), ("costume_designer", "Max Lind", None)},
    ),
    (
        "de",
        "[[Nico Beil]]s Musik legt eine Decke darüber, und [[Ole Witt]]s Inszenierung auch.",
        {("composer", "Nico Beil", None), ("director", "Ole Witt", None)},
    ),
    (
        "en",
        "The score by [[Pia Hall]] knows that; [[Ada Quill]]'s direction does not.",
        {("composer", "Pia Hall", None), ("director", "Ada Quill", None)},
    ),
    (
        "de",
        "Für die Bauten war [[Dana Ferch]] zuständig, die Kostüme entwarf [[Gabi Pech]].",
        {("production_designer", "Dana Ferch", None), ("costume_designer", "Gabi Pech", None)},
    ),
    (
        "de",
        "Die Kamera führten nacheinander [[Ole Witt]] und [[Ria Menge]].",
        {("cinematographer", "Ole Witt", None), ("cinematographer", "Ria Menge", None)},
    ),
    ("de", "Es drehten [[Ole Witt]] (Kamera) und viele andere.", {("cinematographer", "Ole Witt", None)}),
    # the craft and its verb: present, plural, perfect, inversion, with the title, in relative and gapped clauses
    ("de", "Regie führen [[Ada Kiel]] und [[Ben Rook]].", {("director", n, None) for n in ("Ada Kiel", "Ben Rook")}),
    (
        "de",
        "Das Drehbuch zu „Nebelfeld“ schrieb [[Ada Kiel]], die auch Regie führt.",
        {("screenwriter", "Ada Kiel", None), ("director", "Ada Kiel", None)},
    ),
    (
        "de",
        "Kamerafrau [[Judith Kauf]], die Musik komponierte [[Dora Hain]].",
        {("cinematographer", "Judith Kauf", None), ("composer", "Dora Hain", None)},
    ),
    (
        "de",
        "Das Drehbuch hat [[Ada Kiel]] geschrieben, [[Jo Hein]] die Kostüme entworfen.",
        {("screenwriter", "Ada Kiel", None), ("costume_designer", "Jo Hein", None)},
    ),
    ("de", "Die Musik steuerte der Organist [[Jo Hein]] bei.", {("composer", "Jo Hein", None)}),
    ("de", "Das Drehbuch stammt aus der Feder von [[Jo Hein]].", {("screenwriter", "Jo Hein", None)}),
    ("de", "Es produziert [[Nico Hoff]].", {("producer", "Nico Hoff", None)}),
    (
        "de",
        "Die Serie wurde von der {{Kranz Film}} gemeinsam mit dem {{NDR}} hergestellt.",
        {("production_company", n, None) for n in ("Kranz Film", "NDR")},
    ),
    ("de", "Als Showrunner der zweiten Staffel fungierte [[Jo Hein]].", {("showrunner", "Jo Hein", None)}),
    # characters before their actors
    ("de", "Den Torwart verkörpert [[Ali Sander]].", {("actor", "Ali Sander", "Torwart")}),
    ("de", "In der Rolle der [[Kim]] überzeugt [[Thea Nyland]].", {("actor", "Thea Nyland", "Kim")}),
    ("de", "Sie kehrt zu ihrem Vater ([[Edgar Selm]]) zurück.", {("actor", "Edgar Selm", "Vater")}),
    ("en", "Mara comes home to her father ([[Edgar Selm]]).", {("actor", "Edgar Selm", "father")}),
    (
        "en",
        "The film is co-written, directed by and starring [[Kit Vale]].",
        {(f, "Kit Vale", None) for f in ("screenwriter", "director", "actor")},
    ),
    (
        "en",
        "It stars [[Kit Vale]], who also wrote, produced, and directed.",
        {(f, "Kit Vale", None) for f in ("actor", "screenwriter", "producer", "director")},
    ),
    # announcements
    (
        "en",
        "[[Sol Thor]] will direct from a script by [[Dee Isaac]].",
        {("director", "Sol Thor", None), ("screenwriter", "Dee Isaac", None)},
    ),
    ("en", "[[Kit Vale]] is set to play [[Ruth]].", {("actor", "Kit Vale", "Ruth")}),
    ("en", "[[Kit Vale]] joins the cast as [[Ruth]].", {("actor", "Kit Vale", "Ruth")}),
    (
        "en",
        "[[KIT VALE]] AND [[TOM ORR]] TO STAR IN “FOG FIELD”",
        {("actor", "Kit Vale", None), ("actor", "Tom Orr", None)},
    ),
    (
        "en",
        "Also appearing are [[Kit Vale]] and [[Tom Orr]].",
        {("actor", "Kit Vale", None), ("actor", "Tom Orr", None)},
    ),
    (
        "en",
        "[[Wei Zhang]] and [[Bo Dyck]] serve as executive producers.",
        {("executive_producer", n, None) for n in ("Wei Zhang", "Bo Dyck")},
    ),
    ("en", "{{Rook Releasing}} will distribute in the UK.", {("distributor", "Rook Releasing", None)}),
    (
        "en",
        "[[Ada Quill]] and [[Ben Rook]] produce through {{Quill Films}}.",
        {("producer", "Ada Quill", None), ("producer", "Ben Rook", None), ("production_company", "Quill Films", None)},
    ),
    ("en", "Casting is by [[Marnie Quint]].", {("casting_director", "Marnie Quint", None)}),
    (
        "en",
        "The film was produced by [[Ada Quill]] for {{Quill Films}}.",
        {("producer", "Ada Quill", None), ("production_company", "Quill Films", None)},
    ),
    (
        "en",
        "This first feature from [[Ada Quill]], who also wrote the script, drags.",
        {("director", "Ada Quill", None), ("screenwriter", "Ada Quill", None)},
    ),
    # prizes of this film
    ("en", "Best Actor (Drama) at the Harbour Awards: Best Actor ([[Tom Orr]])", {("actor", "Tom Orr", None)}),
    (
        "de",
        "Nebelpreis: Bester Hauptdarsteller ([[Tim Kohl]]), Beste Maske ([[Gabi Pech]])",
        {("actor", "Tim Kohl", None), ("makeup_artist", "Gabi Pech", None)},
    ),
    # the short form of programmes
    ("de", "Maria Berg, Deutschland/Schweiz 2019, 104 Min. OmU", {("director", "Maria Berg", None)}),
]


@pytest.mark.parametrize(("language", "marked", "expected"), CREDITS, ids=[case[1][:40] for case in CREDITS])
def test_credits_stated_in_sentences(language: str, marked: str, expected: set[tuple[str, str, str | None]]) -> None:
    """Each sentence gives its credits, with characters where it pairs them, and nothing else."""
    assert found(language, marked) == expected


NO_CREDITS = [
    ("en", "[[Nora Kidd]] was originally cast as [[Ruth]] but dropped out."),
    ("de", "Es glänzt eine junge Frau in der Hauptrolle der [[Lena Voss]]."),
    ("de", "Im Gespräch für die Hauptrolle war auch [[Nora Kidd]]."),
    ("de", "Ursprünglich sollte [[Nora Kidd]] die [[Ruth]] spielen."),
    ("en", "The 1979 television version, with [[Pat Oak]] as [[Davy]], was loathed."),
    ("en", "It is a remake of <<Low Tide>> directed by [[Pat Oak]]."),
    ("de", "Die Dialogregie führte [[Horst Sommer]] in München."),
    ("en", "I wondered what [[Lars Holm]] would have made of the wreck."),
    ("en", "[[Kit Vale]] is superb, and [[Tom Orr]] nearly so."),
    ("de", "Kritik von [[Mira Thoms]], Foto von [[Uwe Lang]]."),
    ("en", "Written by [[Mira Thoms]] | 5 min read | March 2020"),
    ("en", "The pipes are played by [[Ned Cost]] throughout."),
    ("en", "A plaster cast of [[Peplos Kore]]."),
    ("en", "Programme notes: edited by [[Ned Cost]]."),
    ("en", "- [[Kit Vale]] (director)"),
    ("de", "- [[Tim Kohl]] ([[Otto Vogt]])"),
    ("en", "She joins [[Kit Vale]] ([[Ruth Marsh]]) and [[Tom Orr]] (Davy)."),
]


@pytest.mark.parametrize(("language", "marked"), NO_CREDITS, ids=[case[1][:40] for case in NO_CREDITS])
def test_what_is_no_credit(language: str, marked: str) -> None:
    """First choices, other films, dubbing directors, critics and praise alone give no credit."""
    assert found(language, marked) == set()


def test_plot_names_character_then_actor() -> None:
    """In a plot the bracketed name is the actor; where the page knows the first one as actor, the order turns."""
    assert found("de", "Kommissarin [[Lena Voss]] ([[Frauke Dirks]]) schweigt.", kind="plot") == {
        ("actor", "Frauke Dirks", "Lena Voss")
    }
    known = [("actor", "Frauke Dirks", None)]
    assert ("actor", "Frauke Dirks", "Lena Voss") in found(
        "de", "[[Frauke Dirks]] ([[Lena Voss]]) schweigt.", listed=known
    )


def test_plot_does_not_credit_characters() -> None:
    """Whoever directs or plays within the story is no maker of the film."""
    assert found("en", "Director [[Adam Kemp]] plays [[Otto]] a song.", kind="plot") == set()


def test_short_names_are_led_back_to_full_ones() -> None:
    """A surname or an initial stands for the one full name of the page; an ambiguous one stays as it is."""
    known = [("actor", "Frauke Dirks", None)]
    assert found("de", "[[Dirks]] spielt das großartig verschlossen.", listed=known) == {
        ("actor", "Frauke Dirks", None)
    }
    assert found("en", "Best Actress ([[F. Dirks]])", listed=known) == {("actor", "Frauke Dirks", None)}
    twins = [*known, ("actor", "Hanna Dirks", None)]
    assert found("en", "The film stars [[Dirks]] and [[Tom Orr]].", listed=twins) == {
        ("actor", "Dirks", None),
        ("actor", "Tom Orr", None),
    }


def test_others_in_a_role_that_the_page_has_given_away() -> None:
    """Where a page says who directed, another «director» beside a name made something else; a namesake did not."""
    known = [("director", "Ada Quill", None)]
    assert found("en", "The look was revealed by director [[Ben Rook]].", listed=known) == set()
    assert found("en", "Director [[Quill]] shot it in a week.", listed=known) == {("director", "Ada Quill", None)}
    assert found("en", "The concert was directed by [[Ben Rook]].", kind="music", listed=known) == set()


def test_lists_are_not_read_twice() -> None:
    """A name that a role list has read for a field is not claimed for it again at the same place."""
    text, claims = read("en", "The film was directed by [[Ada Quill]].")
    document = Document("page", "page.txt", text, "", "text/plain", "utf-8", len(text))
    section = Section(0, 1, "lead", None, Span(0, len(text)), "en")
    runs = (LanguageRun(Span(0, len(text)), "en", 1.0, inherited=False),)
    mention = Mention(claims[0].span, "PER", "en", "test", 1.0)
    assert list(find_role_prose(document, (section,), runs, (mention,), load_vocabulary(), claims)) == []


def test_claims_quote_name_role_and_character() -> None:
    """The span quotes the name without its genitive, the label the words of the role, the character its name."""
    text, claims = read("de", "[[Nico Beil]]s Musik stört; [[Tim Kohl]] spielt den Wirt [[Otto]].")
    music, actor = claims
    assert (music.span.of(text), music.label and music.label.of(text)) == ("Nico Beil", "Musik")
    assert actor.label is not None
    assert actor.character_span is not None
    assert (actor.label.of(text), actor.character_span.of(text)) == ("spielt", actor.character)
    assert music.layout == "prose"


def test_other_pages_give_nothing() -> None:
    """Where no film, series or play is spoken of, directors and editors make something else."""
    text = "Our team\nDirector Ada Quill leads forty people. The newsletter is edited by Ben Rook."
    mentions = [
        Mention(Span(text.index(n), text.index(n) + len(n)), "PER", "en", "test", 1.0)
        for n in ("Ada Quill", "Ben Rook")
    ]
    document = Document("page", "page.txt", text, "", "text/plain", "utf-8", len(text))
    section = Section(0, 1, "lead", None, Span(0, len(text)), "en")
    runs = (LanguageRun(Span(0, len(text)), "en", 1.0, inherited=False),)
    assert list(find_role_prose(document, (section,), runs, mentions, load_vocabulary())) == []


HOSTILE = [
    "directed by " * 80_000,
    "film starring " + "Ann Lee, " * 110_000,
    "film " + "written and " * 80_000,
    "film as the " + "very " * 200_000,
    "film " + "(" * 1_000_000,
    "film „" + "A" * 1_000_000,
]


@pytest.mark.parametrize("line", HOSTILE, ids=[line[:16] for line in HOSTILE])
def test_hostile_lines_take_linear_time(line: str) -> None:
    """A line of 1 MB that was built to hurt is read in seconds."""
    mentions = [Mention(Span(m.start(), m.end()), "PER", "en", "test", 1.0) for m in re.finditer("Ann Lee", line)]
    mentions = mentions or [Mention(Span(i, i + 3), "PER", "en", "test", 1.0) for i in range(0, len(line) - 3, 997)]
    document = Document("page", "page.txt", line, "", "text/plain", "utf-8", len(line))
    section = Section(0, 1, "lead", None, Span(0, len(line)), "en")
    runs = (LanguageRun(Span(0, len(line)), "en", 1.0, inherited=False),)
    vocabulary = load_vocabulary()
    list(find_role_prose(document, (), (), (), vocabulary))
    started = time.process_time()
    list(find_role_prose(document, (section,), runs, mentions, vocabulary))
    assert time.process_time() - started < 20


def test_a_wrong_pattern_is_refused() -> None:
    """A pattern that is not of the pattern language is named together with what is wrong with it."""
    from dataclasses import replace

    vocabulary = load_vocabulary()
    for pattern, fact in (
        ("made by {nobody}", "unknown placeholder"),
        ("made (by {names}", "not closed"),
        ("{names} {film}", "no word"),
        ("by {names} @nothing", "no list prose_nothing"),
    ):
        with pytest.raises(VocabularyError, match=fact):
            compile_prose(replace(vocabulary, prose={"en": ((pattern, "director"),)}))
    with pytest.raises(VocabularyError, match="has no members"):
        compile_prose(replace(vocabulary, prose={"en": (("<nothing> by {names}", "<nothing>"),)}))
