"""Pages for the benchmark: the sample pages and the gold pages again and again, each time with other people's names."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.evaluate.gold import MARK, GoldPage, parse_marks
from pipeline.lang.names import load_names

ROOT = Path(__file__).parents[2]
# «Käthe», «Wiesengrund», «O'Neill»; particles («von») stay
NAME_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")


def varied_pages(count: int, seed: int = 1) -> Iterator[GoldPage]:
    """`count` pages with their right answers; the first round has the names as written.

    Every word of a marked person's name is changed for another forename or surname, wherever the page has it; the same
    seed gives the same pages.
    """
    sources = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/gold").glob("*.gold"))]
    sources += [(path.stem, _unmarked(path)) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    chooser = random.Random(seed)
    lists = load_names()
    forenames, surnames = sorted(lists.forenames), sorted(lists.surnames)
    for number in range(count):
        turn, index = divmod(number, len(sources))
        name, content = sources[index]
        if turn:
            content = _renamed(
                content, lambda word: chooser.choice(forenames if lists.is_forename(word) else surnames).title()
            )
        yield parse_marks(content, f"{name}-{turn:04}")


def _unmarked(path: Path) -> str:
    return f"doc_language: und\n---\n{path.read_text(encoding='utf-8')}"


def _renamed(content: str, choose: Callable[[str], str]) -> str:
    words = {word for mark in MARK.finditer(content) for word in NAME_WORD.findall(mark[2]) if word[0].isupper()}
    if not words:
        return content
    others = {word: choose(word) for word in sorted(words)}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?=s?\b)")
    return pattern.sub(lambda found: others[found[0]], content)
