"""The text to which a document's offsets refer: from the table `texts`, or from the source file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, NoMatchError

if TYPE_CHECKING:
    from pipeline.view.run import Run

REMEDY = 'if it lies elsewhere now, name the folder: pipeline.load(…, sources="FOLDER")'


def source_text(run: Run, document_id: str) -> str:
    """The text of a document, exactly as the offsets count it.

    Raises:
        NoMatchError: there is no such document.
        InputError: its source cannot be found or has changed since the run.
    """
    rows = run.documents.loc[run.documents["document_id"] == document_id]
    if rows.empty:
        raise NoMatchError(f"{run.name}: documents has no row {document_id!r}")
    kept = run.store.read("texts", ("document_id", document_id)) if "texts" in run.store.names else None
    if kept is not None and kept.num_rows:
        return str(kept["text"][0].as_py())
    return read_source(run, rows.iloc[0].to_dict())


def source_path(run: Run, source: str) -> Path | None:
    """Where the file of a source lies: in the folder that was named, else where the run found it; None if unknown.

    That of a record, such as `pages.jsonl#17`, is the file that holds it.
    """
    file = source if source in run.inputs else source.rpartition("#")[0] or source
    if run.sources is not None:
        candidates = (run.sources / file, run.sources / Path(file).name)
        return next((path for path in candidates if path.is_file()), candidates[0])
    return run.inputs.get(file)


def paths_of_inputs(run: Mapping[str, Any]) -> dict[str, Path]:
    """Source to path, as `run.json` has them."""
    return {str(one["source"]): Path(one["path"]) for one in run.get("inputs", ()) if "source" in one and "path" in one}


def read_source(run: Run, row: Mapping[Any, Any]) -> str:
    """The text of a row of `documents` from its source file, whose bytes must be those that the run read.

    Raises:
        InputError: it cannot be found or has changed; or the run could not read it either.
    """
    source, sha256 = str(row["source"]), row["sha256"]
    if not isinstance(sha256, str) or not isinstance(row["encoding"], str):
        raise InputError(f"{source}: could not be read in the run ({row['error']}), so that there is no text to show")
    path = source_path(run, source)
    if path is None:
        raise InputError(f"{source}: run.json does not say where it lies; {REMEDY}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); {REMEDY}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError(
            f"{path}: has changed since the run, so that its offsets no longer hold; run again, or {REMEDY}"
        )
    return data.decode(str(row["encoding"]))
