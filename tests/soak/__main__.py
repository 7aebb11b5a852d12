"""`python -m tests.soak [SCENARIO...] [--pages N]`: all scenarios, or those named."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.scenarios import SCENARIOS


def main() -> None:
    """Run them one after the other; exit status 1 if one is not good enough."""
    parser = argparse.ArgumentParser(prog="soak", description="What batch runs must stand.")
    parser.add_argument("scenarios", nargs="*", choices=[*SCENARIOS, []], metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--pages", type=int, help="pages in the place of each scenario's own number")
    arguments = parser.parse_args()
    bad = []
    for name in arguments.scenarios or SCENARIOS:
        print(f"{name}: {SCENARIOS[name].__doc__}", flush=True)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="abspann-soak-") as folder:
            good = SCENARIOS[name](Path(folder), **({"pages": arguments.pages} if arguments.pages else {}))
        print(f"{name}: {'good' if good else 'NOT GOOD ENOUGH'} ({time.perf_counter() - began:.0f} s)\n", flush=True)
        if not good:
            bad.append(name)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
