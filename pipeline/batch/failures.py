"""Failures that may pass, kept for one run: the next one tries these inputs again."""

from __future__ import annotations

import shutil
from array import array
from pathlib import Path

import pyarrow as pa

from pipeline.batch.parts import Part, as_number, part_bytes, part_row, store_part
from pipeline.ids import make_id
from pipeline.rows import failure_rows
from pipeline.types import Failure

FLUSH = 500  # failures to a part; about 1 kB each until then


class FailureLog:
    """Takes failures one by one and writes them as parts of their own, to a folder that is emptied first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: list[pa.RecordBatch] = []
        self.ids = array("Q")
        self._contents = array("Q")
        self._parts: list[Part] = []
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()

    def add(self, failure: Failure) -> None:
        """One more."""
        self._rows.append(part_row(failure.document_id, failure_rows(failure)))
        self.ids.append(as_number(failure.document_id))
        self._contents.append(as_number(make_id(failure.document_id, failure.stage, failure.message)))
        if len(self._rows) == FLUSH:
            self._flush()

    def parts(self) -> list[Part]:
        """The parts that hold all failures so far."""
        self._flush()
        return self._parts

    def digest(self) -> str:
        """A hash of all failures, in whatever order they came."""
        return make_id("failures", *sorted(self._contents))

    def _flush(self) -> None:
        if self._rows:
            name = f"{len(self._parts):06}.parquet"
            store_part(self._folder, (name, part_bytes(self._rows, "failures")))
            self._parts.append(Part(self._folder / name, len(self._rows)))
            self._rows = []
