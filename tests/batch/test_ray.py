"""Runs on a Ray cluster of two nodes on this machine; left out where Ray is not installed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.options import RunOptions
from pipeline.batch.output import RUN_FILE
from pipeline.batch.run import run
from pipeline.settings import Models, Settings
from tests.soak.corpus import write_corpus

pytest.importorskip("ray.data")
SETTINGS = Settings(models=Models(de="rules", en="rules"))
PAGES = 200
ON_RAY = RunOptions(engine="ray")


def tables(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.iterdir() if path.is_file() and path.name != RUN_FILE}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one core each; the first is the one that tests run on."""
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    made.wait_for_nodes()
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made
    ray.shutdown()
    made.shutdown()


def test_ray_and_local_runs_are_equal_though_a_node_is_lost(tmp_path: Path, cluster: Any) -> None:
    """With one of two nodes killed in mid-run, the tables have the bytes of a run in this process."""
    pages, output = write_corpus(tmp_path / "pages", PAGES), tmp_path / "on-ray"
    run([pages], tmp_path / "here", SETTINGS)
    lost = []

    def lose_a_node() -> None:
        while not list(output.rglob("parts/*/*.parquet")):
            time.sleep(0.05)
        node = next(iter(cluster.worker_nodes))
        cluster.remove_node(node, allow_graceful=False)
        lost.append(len(list(output.rglob("parts/*/*.parquet"))))

    killer = threading.Thread(target=lose_a_node)
    killer.start()
    summary = run([pages], output, SETTINGS, ON_RAY)
    killer.join()
    assert summary.statuses == {"done": PAGES}
    assert lost[0] < len(list(output.rglob("parts/*/*.parquet")))
    assert tables(output) == tables(tmp_path / "here")
