"""Print the figures of the shipped models beside those of plain training: python -m models.train.report CORPORA."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1]
DEV = {"de": ("GermEval dev", "de-germeval-dev"), "en": ("EWT dev", "en-ewt-dev")}
SPEED_TEXTS = 3000


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Figures of models/de and models/en beside plain training.")
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=MODELS.parent / "build/models", help="where plain models are kept")
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"  # read by the numerical libraries when they are first imported, below
    plain = ensure_plain(options.corpora, options.work / "plain")
    print_report(options.corpora, plain)
    return 0


def ensure_plain(corpora: Path, folder: Path) -> dict[str, Path]:
    """The plain pipelines, trained side by side where they are not there yet (about eight minutes)."""
    paths = {language: folder / language / "model-best" for language in DEV}
    missing = [language for language, path in paths.items() if not (path / "meta.json").exists()]
    code = "import sys; from pathlib import Path; from models.train.plain import train_plain; "
    code += "train_plain(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))"
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(corpora), language, str(folder)], cwd=MODELS.parent)
        for language in missing
    ]
    if any(run.wait() for run in runs):
        raise SystemExit("plain training failed; see the lines above")
    return paths


def print_report(corpora: Path, plain: dict[str, Path]) -> None:
    """One line for each label and data set, plain beside shipped."""
    import spacy

    from models.train.corpora import read_json_lines
    from models.train.evaluate import COUNTED, film_names_found, score_text, score_tokens, words_per_second

    for language, (title, name) in DEV.items():
        pipelines = {"plain": spacy.load(plain[language]), "ours": spacy.load(MODELS / language)}
        print(f"\n{title}: exact spans, precision / recall / F1")
        for what, score in (("gold tokens", score_tokens), ("running text", score_text)):
            scores = {key: score(nlp, corpora / f"ner/{name}.iob2.gz") for key, nlp in pipelines.items()}
            for label, labels in (("all", COUNTED), *((one, (one,)) for one in COUNTED)):
                cells = [_cells(scores[key].figures(labels)) for key in pipelines]
                gain = scores["ours"].figures(labels)[2] - scores["plain"].figures(labels)[2]
                print(f"  {what:12}  {label:4}  plain {cells[0]}   ours {cells[1]}   {100 * gain:+5.1f} points F1")
        if language == "en":
            for key, nlp in pipelines.items():
                right, total, _ = film_names_found(nlp, corpora)
                print(f"  film names held back, exact span: {key:5} {right} of {total} = {right / total:.4f}")
        texts = _speed_texts(language, corpora, read_json_lines)
        speeds = {key: max(words_per_second(nlp, texts) for _ in range(3)) for key, nlp in pipelines.items()}
        ratio = speeds["ours"] / speeds["plain"]
        print(f"  words/s on one core: plain {speeds['plain']:.0f}   ours {speeds['ours']:.0f}   ratio {ratio:.2f}")


def _cells(figures: tuple[float, float, float]) -> str:
    return " ".join(f"{figure:.3f}" for figure in figures)


def _speed_texts(language: str, corpora: Path, read_json_lines) -> list[str]:  # type: ignore[no-untyped-def]
    if language == "en":
        rows = read_json_lines(corpora / "film/en-extracts.jsonl.gz")
        return [row["text"] for row in rows][:SPEED_TEXTS]
    from models.train.corpora import as_written, read_iob

    sentences = [as_written(s).text for s in read_iob(corpora / "ner/de-germeval-train.iob2.gz")]
    return [" ".join(sentences[i : i + 5]) for i in range(0, 5 * SPEED_TEXTS, 5) if sentences[i : i + 5]]


if __name__ == "__main__":
    sys.exit(main())
