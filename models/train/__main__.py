"""Rebuild models/de and models/en from the corpora: python -m models.train CORPORA [--work DIR]."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1]
LANGUAGES = ("de", "en")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m models.train", description="Train the entity models.")
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument(
        "--work", type=Path, default=MODELS.parent / "build/models", help="folder for what lies between"
    )
    parser.add_argument("--output", type=Path, default=MODELS, help="folder that gets de/ and en/")
    parser.add_argument("--language", choices=LANGUAGES, help="train one language only, in this process")
    parser.add_argument("--length", type=float, default=1.0, help="multiply the training steps (1: as shipped)")
    options = parser.parse_args(arguments)
    if not (options.corpora / "ner").is_dir():
        parser.error(f'{options.corpora}: no folder "ner" in it; name the folder of the corpora')
    if options.language is None:
        return side_by_side(options.corpora.resolve(), options.work.resolve(), options.output.resolve(), options.length)
    from models.train.train import train_language

    train_language(options.corpora, options.language, options.work, options.output, options.length)
    return 0


def side_by_side(corpora: Path, work: Path, output: Path, length: float) -> int:
    """One process for each language, one core for each process; the return value counts failures."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    work.mkdir(parents=True, exist_ok=True)
    runs = []
    for language in LANGUAGES:
        command = [sys.executable, "-u", "-m", "models.train", str(corpora), "--language", language]
        command += ["--work", str(work), "--output", str(output), "--length", str(length)]
        log = (work / f"{language}.log").open("w", encoding="utf-8")
        runs.append(subprocess.Popen(command, cwd=MODELS.parent, env=environment, stdout=log, stderr=subprocess.STDOUT))
        print(f"{language}: training, log in {log.name}", flush=True)
    start, failures = time.time(), 0
    for language, run in zip(LANGUAGES, runs, strict=True):
        code = run.wait()
        failures += code != 0
        print(
            f"{language}: {'done' if code == 0 else 'failed'} after {(time.time() - start) / 60:.0f} minutes",
            flush=True,
        )
    return failures


if __name__ == "__main__":
    sys.exit(main())
