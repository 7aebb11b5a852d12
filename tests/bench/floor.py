"""The floor: the entity models alone, as spaCy runs them, over the same text in batches."""

from __future__ import annotations

import sys
from pathlib import Path

import spacy

MODELS = Path(__file__).parents[2] / "models"


def count_entities(folder: Path) -> int:
    """Entities of all pages; a page's language is the prefix of its name (`de-…`), German where it has none."""
    texts: dict[str, list[str]] = {"de": [], "en": []}
    for path in sorted(folder.glob("*.txt")):
        texts["en" if path.name.startswith("en-") else "de"].append(path.read_text(encoding="utf-8"))
    return sum(
        len(doc.ents)
        for language, pages in texts.items()
        if pages
        for doc in spacy.load(MODELS / language).pipe(pages, batch_size=64)
    )


if __name__ == "__main__":
    print(count_entities(Path(sys.argv[1])), "entities")
