"""Two pages that disagree, as the README shows them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipeline.batch.run import run
from pipeline.verify import verify
from tests.pages import SETTINGS

PAGES = Path(__file__).parent / "conflict"


def test_pages_that_disagree_keep_both_values_and_join_the_rest(tmp_path: Path) -> None:
    """Year and running time differ and say so; the director, spelled in two ways, is one record of both pages."""
    run([PAGES], tmp_path, SETTINGS)
    rows = pq.read_table(tmp_path / "records.parquet").to_pylist()
    differing = {(row["field"], row["value"], row["reason"]) for row in rows if row["status"] == "conflict"}
    assert differing == {
        ("year", "1987", "stated by 1 document; other documents say 1988"),
        ("year", "1988", "stated by 1 document; other documents say 1987"),
        ("runtime", "94", "stated by 1 document; other documents say 97"),
        ("runtime", "97", "stated by 1 document; other documents say 94"),
    }
    (director,) = [row for row in rows if row["field"] == "director"]
    assert (director["value"], director["status"], director["documents"]) == ("Käthe Wiesengrund", "agreed", 2)
    assert list(verify(tmp_path)) == []
