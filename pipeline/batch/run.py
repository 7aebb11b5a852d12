"""A run: find the inputs, extract one after the other, merge, write."""

from __future__ import annotations

import platform
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.batch.output import check_folder, write_files
from pipeline.errors import PipelineError
from pipeline.extraction import Resources, extract, load_resources
from pipeline.lang.vocabulary import FIELDS
from pipeline.merge import merge
from pipeline.read.inputs import Input, find_inputs
from pipeline.read.text_file import document_id, read_text_file
from pipeline.rows import Rows, extraction_rows, failure_rows
from pipeline.schema import PART_TABLES, SCHEMA_VERSION, TABLES, Row, conform, to_arrow
from pipeline.settings import Settings
from pipeline.types import Document, Failure
from pipeline.version import __version__


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to; `statuses` counts the documents by status, `failures` are pairs of source and error."""

    output: Path
    statuses: Mapping[str, int]
    credits: int
    claims: int
    works: int
    failures: tuple[tuple[str, str], ...]
    seconds: float


def run(
    paths: Sequence[Path],
    output: Path,
    settings: Settings,
    watch: Callable[[Sequence[Input]], Iterable[Input]] = iter,
) -> Summary:
    """Read all inputs under `paths` and write the tables to `output`.

    `watch` hands on the inputs one by one and may show how far the run is. An input that fails gets its row; it does
    not stop the others.

    Raises:
        PipelineError: the output folder, a setting, a model or a vocabulary is wrong; nothing is written then.
    """
    began, started = time.perf_counter(), datetime.now(UTC)
    check_folder(output)
    inputs = find_inputs(paths)
    resources = load_resources(settings.models.model_dump(), settings.vocabulary)
    ready = time.perf_counter()
    part = to_part(process(one, resources, settings) for one in watch(inputs))
    extracted = time.perf_counter()
    merged = merge(part, resources.vocabulary)
    tables = {name: conform(table, merged[name]) for name, table in TABLES.items()}
    done = time.perf_counter()
    summary = _summary(output, tables, done - began)
    write_files(
        output,
        tables,
        {
            "abspann": __version__,
            "schema_version": SCHEMA_VERSION,
            "python": platform.python_version(),
            "started": started.isoformat(timespec="seconds"),
            "settings": settings.model_dump(mode="json"),
            "fingerprint": settings.fingerprint,
            "vocabulary": resources.vocabulary.digest,
            "extractors": _extractors(tables),
            "inputs": [{"source": one.source, "path": str(one.path)} for one in inputs],
            "counts": {
                "statuses": dict(sorted(summary.statuses.items())),
                "rows": {name: table.num_rows for name, table in tables.items()},
            },
            "seconds": {
                "load": round(ready - began, 3),
                "extract": round(extracted - ready, 3),
                "merge": round(done - extracted, 3),
            },
        },
    )
    return summary


def process(one: Input, resources: Resources, settings: Settings) -> Rows:
    """One input to its rows of the part tables: the unit of work, which needs nothing of the other inputs."""
    if one.problem is not None:
        return failure_rows(Failure(document_id(one.source, None), one.source, "read", one.problem))
    document = read_text_file(one.path, one.source, settings.limits.max_bytes)
    if isinstance(document, Failure):
        return failure_rows(document)
    try:
        return extraction_rows(extract(document, resources))
    except PipelineError:
        raise  # a wrong model or vocabulary is no document's fault and would fail them all
    except Exception as error:  # the one boundary: whatever goes wrong with a document is told in its row
        return failure_rows(_failure(document, error))


def to_part(processed: Iterable[Rows]) -> dict[str, pa.Table]:
    """The rows of any number of documents as the tables that the merge takes."""
    rows: dict[str, list[Row]] = {name: [] for name in PART_TABLES}
    for one in processed:
        for name, more in one.items():
            rows[name].extend(more)
    return {name: to_arrow(table, rows[name]) for name, table in PART_TABLES.items()}


def _failure(document: Document, error: Exception) -> Failure:
    return Failure(
        document.id,
        document.source,
        _stage(error),
        f"{type(error).__name__}: {error}; please report it with the page",
        document.sha256,
        document.media_type,
        document.encoding,
        document.size_bytes,
    )


def _stage(error: Exception) -> str:
    """The stage in which an error was raised: the innermost module of `pipeline.stages` on its way, else `extract`."""
    modules = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    stages = [module for module in modules if module.startswith("pipeline.stages.")]
    return stages[-1].rpartition(".")[2] if stages else "extract"


def _extractors(tables: Mapping[str, pa.Table]) -> list[str]:
    """The rules and models, with versions, to which the tables owe something."""
    return sorted(
        {name for table in ("mentions", "claims") for name in tables[table]["extractor"].unique().to_pylist()}
    )


def _summary(output: Path, tables: Mapping[str, pa.Table], seconds: float) -> Summary:
    documents = tables["documents"].select(["source", "status", "error"]).to_pylist()
    failures = sorted((row["source"], row["error"]) for row in documents if row["status"] == "failed")
    return Summary(
        output=output,
        statuses=Counter(row["status"] for row in documents),
        credits=pc.sum(pc.is_in(tables["records"]["field"], pa.array(sorted(FIELDS)))).as_py() or 0,
        claims=tables["claims"].num_rows,
        works=tables["works"].num_rows,
        failures=tuple(failures),
        seconds=seconds,
    )
