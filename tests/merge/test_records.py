"""What claims add up to: support, conflicts, scores, reasons."""

from __future__ import annotations

import pytest

from pipeline.merge import merge
from tests.merge.parts import Credit, page, parts, records_of

PROSE = (
    "the harbour lay quiet under a thin moon when the last boat came in and nobody on the pier asked where it had "
    "been or why its lamps were dark although everyone had counted the days since it left and the bells had rung twice"
)
OTHER = (
    "critics of the time wrote at length about colour and light in this modest work but few of them noticed how its "
    "slow rhythm follows the tides or that not one scene was shot indoors while the crew waited weeks for fog"
)


def test_pages_that_agree_make_one_record() -> None:
    """A director named by a German and an English page is one record with both sources and languages."""
    german = page("de.txt", "Der Turm", 1987, "director: Mia Voss", language="de", salt="de")
    tables = merge(parts(german, page("en.txt", "Der Turm", 1987, "director: Mia Voss", language="en")))
    (record,) = records_of(tables, "director")
    assert (record["status"], record["documents"], record["claims"]) == ("agreed", 2, 2)
    assert record["languages"] == "de; en"
    assert [source.split(":")[0] for source in str(record["sources"]).split("; ")] == ["de.txt", "en.txt"]
    assert record["property"] == "P57"


def test_sources_quote_the_value() -> None:
    """`SOURCE:START-END` are the offsets of the claims."""
    tables = merge(parts(page("a.txt", "Der Turm", 1987, "director: Mia Voss")))
    (claim,) = tables["claims"].to_pylist()
    (record,) = records_of(tables, "director")
    assert record["sources"] == f"a.txt:{claim['start']}-{claim['end']}"


def test_one_page_that_says_it_twice_is_one_document() -> None:
    """Support counts documents, not repetitions."""
    told = page("a", "Der Turm", 1987, [Credit("director", "Mia Voss"), Credit("director", "Mia Voss")])
    (record,) = records_of(merge(parts(told)), "director")
    assert (record["status"], record["documents"], record["claims"]) == ("single", 1, 2)


def test_pages_that_copy_each_other_count_once() -> None:
    """Two pages with the same passage around a claim are one source; a third with its own words is another."""
    copies = [page(name, "Der Turm", 1987, [Credit("director", "Mia Voss")], around=PROSE) for name in ("a", "bb")]
    (record,) = records_of(merge(parts(*copies)), "director")
    assert (record["status"], record["documents"], record["claims"]) == ("single", 1, 2)
    assert "word for word" in str(record["reason"])
    third = page("c", "Der Turm", 1987, [Credit("director", "Mia Voss")], around=OTHER)
    (record,) = records_of(merge(parts(*copies, third)), "director")
    assert (record["status"], record["documents"]) == ("agreed", 2)


def test_short_passages_are_no_evidence_of_copying() -> None:
    """«director: Mia Voss» on two pages is what independent pages write too."""
    pages = [page(name, "Der Turm", 1987, "director: Mia Voss", salt=name) for name in ("a", "b")]
    (record,) = records_of(merge(parts(*pages)), "director")
    assert record["documents"] == 2


def test_equal_files_are_one_source() -> None:
    """Two files with the same bytes count once, however short they are."""
    pages = [page(name, "Der Turm", 1987, "director: Mia Voss") for name in ("a", "b")]
    (record,) = records_of(merge(parts(*pages)), "director")
    assert record["documents"] == 1


@pytest.mark.parametrize(("field", "values"), [("year", ("1987", "1988")), ("runtime", ("94", "97"))])
def test_single_valued_fields_that_differ_conflict(field: str, values: tuple[str, str]) -> None:
    """Every value keeps its row, with status `conflict`, the other value in the reason, and less certainty."""
    credits = [[Credit("director", "Mia Voss"), Credit(field, value)] for value in values]
    tables = merge(parts(page("a", "Der Turm", None, credits[0]), page("b", "Der Turm", None, credits[1])))
    one, two = records_of(tables, field)
    assert one["status"] == two["status"] == "conflict"
    assert values[1] in str(one["reason"])
    assert one["score"] + two["score"] < 1.0  # type: ignore[operator]


def test_titles_in_two_languages_do_not_conflict() -> None:
    """A title is single-valued within a language only, and one page may give several."""
    both = page("a", "Die Wand", 1990, [Credit("title", "Die Wand"), Credit("title", "The Wall")], language="de")
    english = page("b", "The Wall", 1990, [Credit("title", "The Wall")])
    assert {row["status"] for row in records_of(merge(parts(both, english)), "title")} == {"single", "agreed"}


def test_a_subtitle_left_out_is_no_conflict() -> None:
    """«Turm» and «Turm: Das Ende» agree as far as they go."""
    pages = [
        page(str(n), t, 1990, [Credit("director", "Mia Voss"), Credit("title", t)])
        for n, t in enumerate(["Turm", "Turm: Das Ende"])
    ]
    assert {row["status"] for row in records_of(merge(parts(*pages)), "title")} == {"single"}


def test_titles_that_differ_in_one_language_conflict() -> None:
    """Two English pages of one work with different titles disagree."""
    told = [("Der Turm am Meer", "The Tower"), ("Der Turm am Meer", "The Lighthouse")]
    pages = [
        page(str(n), t, 1990, [Credit("director", "Mia Voss"), Credit("title", o)]) for n, (t, o) in enumerate(told)
    ]
    assert {row["status"] for row in records_of(merge(parts(*pages)), "title")} == {"conflict"}


def test_two_directors_do_not_conflict() -> None:
    """Fields that may have several values never conflict."""
    tables = merge(parts(page("a", "T", 1990, "director: A Bach"), page("b", "T", 1990, "director: A Bach, C Dorn")))
    assert [row["status"] for row in records_of(tables, "director")] == ["agreed", "single"]


def test_a_claim_without_character_supports_the_record_with_one() -> None:
    """A cast list without characters supports the casts with them, and the reason says so."""
    tables = merge(parts(page("a", "T", 1990, "actor: Mia Voss=Anna"), page("b", "T", 1990, "actor: Mia Voss")))
    (record,) = records_of(tables, "actor")
    assert (record["character"], record["documents"]) == ("Anna", 2)
    assert "1 claim of 2 name no character" in str(record["reason"])


def test_two_characters_of_one_actor_are_two_records() -> None:
    """One row per work, field, value and character."""
    tables = merge(parts(page("a", "T", 1990, "actor: Mia Voss=Anna Feld, Mia Voss=Bea Wald")))
    assert [row["character"] for row in records_of(tables, "actor")] == ["Anna Feld", "Bea Wald"]


def test_more_independent_pages_make_a_record_surer() -> None:
    """The score rises with every page, never reaches 1, and is lower where a name had to be resolved."""
    scores = []
    for count in (1, 2, 3):
        pages = [page(str(n), "T", 1990, "director: Mia Voss", salt=str(n)) for n in range(count)]
        (record,) = records_of(merge(parts(*pages)), "director")
        scores.append(record["score"])
    assert scores == sorted(set(scores))  # type: ignore[type-var]
    assert scores[-1] < 1.0  # type: ignore[operator]


def test_every_claim_has_its_record() -> None:
    """Every claim points to a record of its field and work, also where it names no entity."""
    told = page(
        "a", "T", 1990, [Credit("genre", "Drama"), Credit("award", "Golden Lamp"), Credit("country", "Austria")]
    )
    tables = merge(parts(told))
    records = {row["record_id"]: row for row in tables["records"].to_pylist()}
    for claim in tables["claims"].to_pylist():
        record = records[claim["record_id"]]
        assert (record["field"], record["work_id"]) == (claim["field"], claim["work_id"])
