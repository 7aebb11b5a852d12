"""Extraction in this process, without guard against a document that crashes or hangs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.batch.options import RunOptions
from pipeline.batch.parts import store_part
from pipeline.batch.shards import Shard
from pipeline.batch.work import Done, process_shard
from pipeline.batch.worker import WorkerSetup
from pipeline.extraction import load_resources


def extract_here(shards: Iterator[Shard], setup: WorkerSetup, _: RunOptions) -> Iterator[Done]:
    """The shards one after the other; parts are written by the time they come back.

    Raises:
        PipelineError: a model or a vocabulary is wrong.
    """
    resources = load_resources(setup.settings.models.model_dump(), setup.settings.vocabulary)
    for shard in shards:
        done = process_shard(shard, resources, setup.settings, setup.fingerprint)
        store_part(setup.parts, done.part)
        yield replace(done, part=None)
