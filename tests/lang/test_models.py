"""Entity models: loaded when first asked for, one set of labels, clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from pipeline.errors import ModelError
from pipeline.lang.models import load_models
from pipeline.types import Span


def test_missing_model_says_how_to_install_it() -> None:
    """A pipeline that is not there is an error that names the setting, the fact and the remedy."""
    models = load_models({"de": "de_no_such_pipeline"})
    with pytest.raises(ModelError, match=r'models\.de = "de_no_such_pipeline".*python -m spacy download'):
        models.recognizes("de")


def test_rules_load_nothing() -> None:
    """`rules` is no pipeline: nothing is recognised, and nothing is loaded."""
    models = load_models({"de": "rules"})
    assert not models.recognizes("de")
    assert models.recognize("de", ["Anna"]) == [[]]
    assert models.extractor("de") == "rules"


def test_labels_of_others_are_mapped(tmp_path: Path) -> None:
    """A user's own pipeline speaks its own labels; they come out as ours, and what has no counterpart is dropped."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Ada"},
            {"label": "GPE", "pattern": "Kiel"},
            {"label": "DATE", "pattern": "1999"},
        ]
    )
    nlp.to_disk(tmp_path / "own")
    models = load_models({"en": str(tmp_path / "own")})
    assert models.recognize("en", ["Ada left Kiel in 1999"]) == [[(Span(0, 3), "PER"), (Span(9, 13), "LOC")]]
    assert models.extractor("en") == "en_pipeline@0.0.0"


def test_damaged_folder_is_a_model_error(tmp_path: Path) -> None:
    """A folder that is no pipeline is refused, not passed on as some library's error."""
    (tmp_path / "config.cfg").write_text("no config")
    with pytest.raises(ModelError, match=r"models\.en"):
        load_models({"en": str(tmp_path)}).recognizes("en")
