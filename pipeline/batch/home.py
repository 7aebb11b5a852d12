"""The hidden folder of an output folder: the lock of the run at work, and what earlier runs extracted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa

from pipeline.batch.output import PACKAGE_FILE, RUN_FILE
from pipeline.batch.parts import (
    SUFFIX,
    Finished,
    Ids,
    Part,
    part_bytes,
    part_name,
    parts_of,
    read_rows,
    store_part,
)
from pipeline.batch.shards import SHARD_DOCUMENTS
from pipeline.errors import OutputError
from pipeline.schema import TABLES

HIDDEN = ".abspann"
TOLD = "tables.json"
# Parts that reruns have made small are put together once there are so many of them.
MOST_SMALL_PARTS = 16


class Home:
    """Where a run keeps things in its output folder."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output / HIDDEN
        self.failed = self.folder / "failed"
        self.scratch = self.folder / "scratch"
        self._parts = self.folder / "parts"

    def parts(self, fingerprint: str) -> Path:
        """The folder of the parts with this fingerprint; made if missing."""
        folder = self._parts / fingerprint
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def forget(self) -> None:
        """Remove what earlier runs extracted."""
        shutil.rmtree(self._parts, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out; a folder made for nothing is removed at the end.

        Raises:
            OutputError: another run is at work there, or the folder cannot be made.
        """
        made = [path for path in (self.output, *self.output.absolute().parents) if not path.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / "lock", timeout=0)
            lock.acquire()
        except filelock.Timeout:
            raise OutputError(
                f"{self.output}: another run is writing there; wait until it has ended, or name another folder with "
                "--output"
            ) from None
        except OSError as error:
            raise OutputError(
                f"{self.output}: cannot be written ({error.strerror or error}); check permissions and free space, or "
                "name another folder with --output"
            ) from error
        try:
            yield
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)
            self._tidy(made)
            lock.release()

    def _tidy(self, made: Sequence[Path]) -> None:
        """Leave no trace of a run that extracted nothing and wrote nothing."""
        if any(self._parts.rglob(f"*{SUFFIX}")) or any(self.failed.glob(f"*{SUFFIX}")):
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):  # somebody put something there
            for path in made:
                path.rmdir()

    def read_told(self, digest: str) -> dict[str, Any] | None:
        """What `write_told` was given, if the tables that it spoke of have that digest and are still all there."""
        try:
            told = json.loads((self.folder / TOLD).read_text(encoding="utf-8"))
            same = told["digest"] == digest and told["files"] == self._files()
            return dict(told["told"]) if same else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write_told(self, digest: str, told: Mapping[str, Any]) -> None:
        """Note what has been said of the tables that were written just now."""
        content = json.dumps({"digest": digest, "files": self._files(), "told": told}, ensure_ascii=False)
        (self.folder / TOLD).write_text(content, encoding="utf-8")

    def _files(self) -> dict[str, list[int]]:
        """Size and time of every file that a run may have written."""
        names = {RUN_FILE, PACKAGE_FILE, *TABLES}
        tops = [path for path in self.output.iterdir() if path.name in names or path.name.partition(".")[0] in TABLES]
        files = [path for top in tops for path in ([top] if top.is_file() else top.rglob("*"))]
        stats = {path.relative_to(self.output).as_posix(): path.stat() for path in sorted(files)}
        return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}

    def clean(self, fingerprint: str, finished: Finished, alive: Ids) -> None:
        """Once tables are written: remove other fingerprints' parts, and put small parts together."""
        for folder in self._parts.iterdir():
            if folder.name != fingerprint:
                shutil.rmtree(folder, ignore_errors=True)
        kept = parts_of(finished, alive)
        for path in set(finished.paths) - {part.path for part in kept}:
            path.unlink()
        small = [part for part in kept if part.documents * 2 < part.size or part.size * 4 < SHARD_DOCUMENTS]
        if len(small) > MOST_SMALL_PARTS:
            _put_together(self.parts(fingerprint), fingerprint, small)


def _put_together(folder: Path, fingerprint: str, parts: Sequence[Part]) -> None:
    """Write the documents of parts as few new ones; the old ones are removed when the new one is there."""
    rows: list[pa.RecordBatch] = []
    read: list[Path] = []
    for part in parts:
        rows += [batch.slice(n, 1) for batch in read_rows(part).to_batches() for n in range(batch.num_rows)]
        read.append(part.path)
        if len(rows) >= SHARD_DOCUMENTS or part is parts[-1]:
            name = part_name(row["document_id"][0].as_py() for row in rows)
            store_part(folder, (name, part_bytes(rows, fingerprint)))
            for path in read:
                if path.name != name:
                    path.unlink()
            rows, read = [], []
