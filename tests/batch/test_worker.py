"""What a worker process does before its first document."""

from __future__ import annotations

import subprocess
import sys

ARROW_FIRST = """
import sys
import pyarrow as pa
from pipeline.batch.worker import _no_pandas

with _no_pandas():
    pa.array([])
assert pa.table({"a": pa.array(["x"])}).to_pylist() == [{"a": "x"}]
assert "pandas" not in sys.modules
import pandas
"""


def test_arrow_works_without_pandas_which_stays_at_hand() -> None:
    """Arrow does without pandas once it could not import it; a pipeline of the user's own still can."""
    done = subprocess.run([sys.executable, "-c", ARROW_FIRST], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
