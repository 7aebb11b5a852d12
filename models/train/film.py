"""Distant supervision: film articles whose names are known from their cast lists become training passages.

What the lists name is marked. What they do not name but looks like a name is marked unsure: nothing is learned from it,
until a first model has filled it in (fill_in).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.train.corpora import Sentence, Span, is_held_back, read_json_lines
from models.train.names import LOW_TITLES

ROLE_LINE = re.compile(
    r"^-\s+(?P<actor>[^,;:(\[]{3,40}?) as (?P<role>[^\n]{2,80})$", re.M
)  # "-   Anna Camp as Elizabeth"
ITALIC = re.compile(r"_([^_\n]{1,80})_")  # "_American Maniacs_"
FOOTNOTE = re.compile(r"\[\d+\]")  # "[12]"
CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'\-]*(?:\.(?=[A-Z])[A-Z])*\b")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ROLE_END = re.compile(r"[,;:(\[/–\"“]| - | a\.?k\.?a")  # where the character's name ends in a role line
NAME_TAIL = re.compile(r",? (?:Jr\.|Sr\.|III|II)(?!\w)")
NEVER_ALONE = {"Man", "Young", "Old", "King", "Queen", "Little", "Big", "The", "May", "June", "April", "August", "Will"}
LONGEST_PASSAGE = 900


@dataclass(frozen=True, slots=True)
class Words:
    """How often each word stands in lower case and capitalised inside sentences."""

    lower: Counter[str] = field(default_factory=Counter)
    upper: Counter[str] = field(default_factory=Counter)

    def is_common(self, word: str) -> bool:
        """Whether a capitalised word is as likely an ordinary one."""
        low = self.lower[word.lower()]
        return low >= 3 and low * 5 > self.upper[word]


def count_words(texts: Iterable[str]) -> Words:
    words = Words()
    for text in texts:
        for match in WORD.finditer(text):
            word = match.group()
            if word.islower():
                words.lower[word] += 1
            else:
                words.upper[word] += 1
    return words


def character_name(role: str, forenames: set[str], words: Words) -> str | None:
    """The name in the role column of a cast list, or None where it is a description ("Waiter", "Angel's mother")."""
    parts = ROLE_END.split(role.replace("_", ""), maxsplit=1)[0].strip().rstrip(".").split()
    while parts and (
        parts[0] in LOW_TITLES or parts[0].lower() in ("the", "a", "an") or parts[0].rstrip(".") in LOW_TITLES
    ):
        parts = parts[1:]
    if not 0 < len(parts) < 4 or not all(
        p[0].isupper() and p.replace("-", "").replace(".", "").isalpha() for p in parts
    ):
        return None
    if any(p in LOW_TITLES for p in parts):
        return None
    if parts[0] in forenames and not (len(parts) == 1 and words.is_common(parts[0])):
        return " ".join(parts)
    if any(words.is_common(p) for p in parts):
        return None
    return " ".join(parts)


def parts_of(name: str, words: Words) -> Iterator[str]:
    """The parts of a name that may stand for it alone."""
    parts = name.split()
    if len(parts) > 1:
        for part in (parts[0], parts[-1]):
            if len(part) > 2 and part.isalpha() and part not in NEVER_ALONE and not words.is_common(part):
                yield part


def film_passages(corpora: Path, forenames: set[str]) -> list[Sentence]:
    """The passages of all films that are not held back."""
    pages = [
        p for p in read_json_lines(corpora / "film/en-encyclopedia-pages.jsonl.gz") if not is_held_back(p["title"])
    ]
    extracts = [p for p in read_json_lines(corpora / "film/en-extracts.jsonl.gz") if not is_held_back(p["title"])]
    words = count_words([p["text"] for p in pages] + [p["text"] for p in extracts])
    out: list[Sentence] = []
    for page in extracts:
        names = {n for n in [*page["cast"], *page["directors"]] if " " in n}
        out += _passages(page["text"], page["title"].split(" (")[0], names, set(), words)
    for page in pages:
        text = page["text"].split("\nReferences\n")[0]
        names, characters = set[str](), set[str]()
        for match in ROLE_LINE.finditer(text):
            actor = match.group("actor").strip()
            if (" " in actor and actor[0].isupper() and actor[-1] != "s") or (" " in actor and actor[0].isupper()):
                names.add(actor)
            character = character_name(match.group("role"), forenames, words)
            if character:
                characters.add(character)
        out += _passages(text, page["title"].split(" (")[0], names, characters, words)
    return out


def _passages(text: str, title: str, names: set[str], characters: set[str], words: Words) -> Iterator[Sentence]:
    full = {n for n in names | characters if len(n) > 2}
    short = {p for n in full for p in parts_of(n, words)} | {c for c in characters if " " not in c}
    full = {n for n in full if " " in n}
    for paragraph in text.split("\n\n"):
        paragraph = FOOTNOTE.sub("", paragraph).strip()
        if "Category:" in paragraph or "-----" in paragraph or len(paragraph) < 3:
            continue
        for piece in _pieces(paragraph):
            yield _mark(piece, title, full, short, words)


def _pieces(paragraph: str) -> Iterator[str]:
    """The paragraph, cut at line or sentence ends where it is long."""
    while len(paragraph) > LONGEST_PASSAGE:
        cut = max(paragraph.rfind("\n", 200, LONGEST_PASSAGE), paragraph.rfind(". ", 200, LONGEST_PASSAGE) + 1)
        if cut < 200:
            return
        yield paragraph[:cut].strip()
        paragraph = paragraph[cut:].strip()
    yield paragraph


def _mark(text: str, title: str, full: set[str], short: set[str], words: Words) -> Sentence:
    plain, spans = "", list[Span]()
    last = 0
    for italic in ITALIC.finditer(text):
        plain += text[last : italic.start()]
        inside = title if italic.group(1).lower() == title.lower() else italic.group(1)
        if any(c.isupper() for c in inside):
            spans.append((len(plain), len(plain) + len(inside), "WORK"))
        plain += inside
        last = italic.end()
    text = plain + text[last:].replace("_", "")
    taken = [False] * (len(text) + 1)
    for start, end, _ in spans:
        taken[start:end] = [True] * (end - start)
    unsure: list[tuple[int, int]] = []

    def claim(start: int, end: int, label: str | None) -> None:
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            if label:
                spans.append((start, end, label))
            else:
                unsure.append((start, end))

    if text.startswith(title) or (" " in title and title in text):
        for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text):
            claim(match.start(), match.end(), "WORK")
    if full:
        pattern = "|".join(re.escape(n) for n in sorted(full, key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text):
            tail = NAME_TAIL.match(text, match.end())
            end = tail.end() if tail else match.end()
            claim(match.start(), end, None if _stands_in_longer(text, match.start(), end, words) else "PER")
    for match in CAPITALISED.finditer(text):
        start, end = match.span()
        word = match.group()
        if word.endswith(("'s", "’s")):
            word, end = word[:-2], end - 2
        if word in short:
            claim(start, end, None if _stands_in_longer(text, start, end, words) else "PER")
        elif not (_opens_sentence(text, start) and words.is_common(word)):
            claim(start, end, None)
    return Sentence(text, tuple(sorted(spans)), tuple(sorted(unsure)))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"“'‘-*•")
    return not before or before[-1] in ".!?:\n"


def _stands_in_longer(text: str, start: int, end: int, words: Words) -> bool:
    """Whether a capitalised neighbour makes the stretch part of a longer name."""
    after = re.match(r" ([A-Z][\w-]+)", text[end : end + 30])
    if after:
        return True
    before = re.search(r"([A-Z][\w.-]*) $", text[max(0, start - 25) : start])
    if not before or before.group(1) in LOW_TITLES or text[max(0, start - 2)] in ".!?":
        return False
    return not words.is_common(before.group(1))


def fill_in(sentence: Sentence, found: Iterable[Span]) -> Sentence:
    """The passage with a model's entities where nothing was known; what was known stays."""
    kept = list(sentence.spans)
    for start, end, label in found:
        if all(end <= s or start >= e for s, e, _ in sentence.spans):
            kept.append((start, end, label))
    return Sentence(sentence.text, tuple(sorted(kept)))
