"""Loading the tables of a run, and asking for credits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.errors import InputError, NoMatchError
from pipeline.schema import TABLES

DTYPES = {"string": {"string", "category"}, "int64": {"Int64"}, "float64": {"Float64"}, "bool": {"boolean"}}


def test_every_table_loads_with_its_columns_and_nullable_types(output: Path) -> None:
    """Each table has the schema's columns, in order; no column is of Python objects."""
    run = pipeline.load(output)
    for name, table in TABLES.items():
        frame = getattr(run, name)
        assert list(frame.columns) == [column.name for column in table.columns]
        for column in table.columns:
            assert str(frame[column.name].dtype) in DTYPES[column.type], f"{name}.{column.name}"
    assert str(run.records["field"].dtype) == "category"
    assert str(run.claims["position"].dtype) == "Int64"
    assert run.records["character"].isna().any()
    assert run.records is run.records


def test_conflicts_are_what_pages_disagree_about(output: Path) -> None:
    """Two years of one film stand side by side."""
    conflicts = pipeline.load(str(output)).conflicts()
    assert sorted(conflicts.loc[conflicts["field"] == "year", "value"]) == ["1987", "1988"]


def test_credits_are_found_by_what_people_type(output: Path) -> None:
    """Title, role and person match whatever their case, umlauts and order; a part of a name does."""
    run = pipeline.load(output)
    names = ["Jörg Müller"]
    assert list(run.credits(role="director")["value"]) == names
    assert list(run.credits(work="NACHTZUG nach aurich", role="Regisseur")["value"]) == names
    assert list(run.credits(work=run.works["work_id"].iloc[0], role="directed by")["value"]) == names
    assert set(run.credits(person="Mueller, Joerg")["field"]) == {"actor", "director"}
    assert list(run.credits(person="van loo")["character"]) == ["Tim"]
    assert list(run.credits(work="Nachtzug nach Aurich (1987)", role="runtime")["value"]) == ["90"]
    assert run.credits("Nachtzug nach Aurich")["field"].value_counts().to_dict() == {"actor": 3, "director": 1}


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"role": "Regisör"}, r"no role is called 'Regisör'; near it: .*\(director\).*; fields are actor, "),
        ({"role": "Redaktion"}, "'Redaktion' is a role that is no credit here"),
        ({"work": "Nachzug nach Aurich"}, "no work has the title .*; near it: 'Nachtzug nach Aurich'"),
        ({"work": "Nachtzug nach Aurich (1970)"}, "near it: 'Nachtzug nach Aurich'"),
        ({"person": "Nele Apt"}, "nobody is called 'Nele Apt'; near it: 'Nele Abt'"),
        ({"person": ""}, "nobody is called ''"),
    ],
)
def test_what_is_not_there_gets_the_nearest_names(output: Path, question: dict[str, str], message: str) -> None:
    """A slip of the pen is answered with what may have been meant."""
    with pytest.raises(NoMatchError, match=message):
        pipeline.load(output).credits(**question)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    """The message names the folder and what to name instead; so does one for a folder of sources that is not there."""
    with pytest.raises(InputError, match=r"no tables .*; name the --output folder"):
        pipeline.load(tmp_path)
    (tmp_path / "records.csv").write_text("")
    with pytest.raises(InputError, match="no such folder"):
        pipeline.load(tmp_path, sources=tmp_path / "nowhere")


def test_a_run_shows_its_tables_with_their_rows(output: Path) -> None:
    """Plain text and HTML count rows without reading the tables."""
    run = pipeline.load(output)
    assert "  documents         3\n" in repr(run)
    assert '<td>documents</td><td style="text-align: right">3</td>' in run._repr_html_()
    assert "documents" not in run.__dict__


def test_importing_the_package_loads_no_tables_library() -> None:
    """`abspann --help` stays quick: neither pandas nor spaCy comes with the command."""
    code = "import sys, pipeline.cli; print({'pandas', 'pyarrow', 'spacy', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_function_extract_is_not_hidden_by_a_module() -> None:
    """`pipeline.extract` stays a function, whatever has been imported."""
    from pipeline.extraction import extract, load_resources

    assert callable(pipeline.extract)
    assert pipeline.extract is not extract
    assert callable(load_resources)
    assert not Path(pipeline.__file__).with_name("extract.py").exists()


def test_frames_can_be_changed_without_changing_the_tables(output: Path) -> None:
    """What `credits` returns is a frame of its own."""
    run = pipeline.load(output)
    credits = run.credits()
    credits["value"] = pd.NA
    assert run.records["value"].notna().all()
