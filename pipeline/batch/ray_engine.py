"""Extraction on a Ray cluster."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.batch.options import RunOptions
from pipeline.batch.shards import Shard
from pipeline.batch.work import Done
from pipeline.batch.worker import WorkerSetup


def extract_on_ray(shards: Iterator[Shard], setup: WorkerSetup, options: RunOptions) -> Iterator[tuple[Shard, Done]]:
    """To come."""
    raise NotImplementedError
