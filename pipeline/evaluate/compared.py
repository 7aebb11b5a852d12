"""When two values count as equal: exactly, in normal form, or nearly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Indel

NEAR = 0.95  # similarity (0 to 1) of normal forms: one slip in a name of ten letters or more
WHITE = re.compile(r"\s+")

Same = Callable[[str, str], bool]


def normal(text: str | None) -> str:
    """Without regard to case, spacing, form of apostrophes and Unicode, or punctuation at the ends; "" for None."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return WHITE.sub(" ", folded.replace("’", "'")).strip(" .,;:")


def same_strictly(one: str, other: str) -> bool:
    return one == other


def same_normally(one: str, other: str) -> bool:
    return normal(one) == normal(other)


def same_nearly(one: str, other: str) -> bool:
    return Indel.normalized_similarity(normal(one), normal(other)) >= NEAR


WAYS: Mapping[str, Same] = {"strict": same_strictly, "normalised": same_normally, "fuzzy": same_nearly}
