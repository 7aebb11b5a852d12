"""Extraction on a Ray cluster, for those who outgrow a machine.

Shards travel to the nodes and come back as the bytes of their parts, which are written here: nodes need no common disk,
but the same version of the package, and models and vocabulary files at the same places. Each actor has a worker process
of its own (`pool`), so that a document that kills it costs no more than on one machine; what a lost node was at is
done again by the others.
"""

from __future__ import annotations

import logging
import pickle
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.batch.fingerprint import fingerprint_of
from pipeline.batch.options import RunOptions
from pipeline.batch.parts import SUFFIX, store_part
from pipeline.batch.pool import Pool
from pipeline.batch.shards import Shard
from pipeline.batch.work import Done
from pipeline.batch.worker import WorkerSetup
from pipeline.errors import PipelineError, WorkerError

# Shards that lie in the cluster's memory at a time, for each of its cores: some 20 MB, and two or three minutes of
# work, beside which the seconds that actors take to load their models do not count.
SHARDS_PER_CORE = 256


def extract_on_ray(shards: Iterator[Shard], setup: WorkerSetup, options: RunOptions) -> Iterator[Done]:
    """What became of every document of the shards, in no order; parts are written by then.

    Raises:
        WorkerError: Ray is not installed, there is no cluster at the address, or a node has another version or other
            models. PipelineError: a model or a vocabulary is wrong.
    """
    first = next(shards, None)
    if first is None:
        return  # nothing to do: no cluster is needed
    shards = chain([first], shards)
    with _cluster(options) as cores:
        while wave := list(_put(islice(shards, SHARDS_PER_CORE * cores))):
            for done in _extract(wave, setup, options, cores):
                store_part(setup.parts, done.part)
                yield replace(done, part=None)


@contextmanager
def _cluster(options: RunOptions) -> Iterator[int]:
    """Join the cluster, or start one on this machine; how many cores it has."""
    ray = _ray()
    joined = ray.is_initialized()
    if not joined:
        cores = {} if options.ray_address else {"num_cpus": max(1, options.workers), "include_dashboard": False}
        try:
            ray.init(address=options.ray_address or "local", log_to_driver=False, logging_level="ERROR", **cores)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise WorkerError(f"{options.ray_address}: no Ray cluster there ({error}); check --ray-address") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if not joined:
            ray.shutdown()


def _ray() -> Any:
    """The library, whose types are not checked: it is an extra."""
    try:
        import_module("ray.data")
        return import_module("ray")
    except ImportError as error:
        raise WorkerError("--engine ray needs Ray; install it with `pip install abspann[ray]`") from error


def _put(shards: Iterator[Shard]) -> Iterator[Any]:
    """Each shard as a block in the cluster's memory."""
    put = _ray().put
    for shard in shards:
        yield put(pa.table({"shard": pa.array([pickle.dumps(shard)], pa.large_binary())}))


def _extract(wave: list[Any], setup: WorkerSetup, options: RunOptions, cores: int) -> Iterator[Done]:
    ray = _ray()
    done = ray.data.from_arrow_refs(wave).map_batches(
        ShardReader,
        fn_constructor_args=(setup, options),
        batch_size=1,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cores),
        num_cpus=1,
    )
    try:
        for row in done.iter_rows():
            yield from pickle.loads(row["done"])
    except ray.exceptions.RayError as error:
        raise _own_error(error) or WorkerError(
            f"the cluster gave up ({error}); give the same command again to go on"
        ) from error


def _own_error(error: BaseException | None) -> PipelineError | None:
    """The error of ours that an actor raised, beneath what the cluster made of it."""
    while error is not None and not isinstance(error, PipelineError):
        error = getattr(error, "cause", None) or error.__cause__
    return error


class ShardReader:
    """An actor: a pool of one worker, and a folder for the parts that it writes until they are handed on."""

    def __init__(self, setup: WorkerSetup, options: RunOptions) -> None:
        found = fingerprint_of(setup.settings)
        if found != setup.fingerprint:
            raise WorkerError(
                f"{platform.node()}: has another version of the package, of a library, or of a model than the machine "
                "that started the run; install the same on all nodes"
            )
        self._folder = Path(tempfile.mkdtemp(prefix="abspann-"))
        self._pool = Pool(replace(setup, parts=self._folder), replace(options, workers=1))

    def __call__(self, shards: pa.Table) -> pa.Table:
        results = []
        for shard in shards["shard"].to_pylist():
            done = list(self._pool.run(iter([pickle.loads(shard)])))
            for path in self._folder.glob(f"*{SUFFIX}"):
                done.append(Done(0, 0, (path.name, path.read_bytes())))
                path.unlink()
            results.append(pickle.dumps(done))
        return pa.table({"done": pa.array(results, pa.large_binary())})

    def __del__(self) -> None:
        self._pool.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)
