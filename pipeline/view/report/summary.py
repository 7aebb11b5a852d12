"""What the first view of a report says: counts, and the bars of its plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.schema import RECORD_STATUSES, STATUSES

# Others are shown by their codes.
LANGUAGES = {
    **{"de": "German", "en": "English", "und": "undetermined", "cs": "Czech", "da": "Danish", "es": "Spanish"},
    **{"fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "nl": "Dutch"},
    **{"no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish"},
}
UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: `start` and `share` are percentages of the plot's width."""

    kind: str
    n: int
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot; `link` is the fragment of the view that shows what it counts."""

    name: str
    n: int
    link: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures by name, and the three plots."""

    figures: tuple[tuple[str, int, str], ...]
    languages: tuple[Bar, ...]
    fields: tuple[Bar, ...]
    agreement: tuple[Part, ...]
    statuses: tuple[str, ...]


def summarise(tables: Mapping[str, pa.Table]) -> Summary:
    """Counts of documents by language and status, of records by field and agreement."""
    documents, records = tables["documents"], tables["records"]
    statuses = Counter(documents["status"].to_pylist())
    fields = records["field"].to_pylist()
    agreement = Counter(records["status"].to_pylist())
    kinds = Counter(tables["entities"]["kind"].to_pylist())
    return Summary(
        figures=(
            ("pages", documents.num_rows, "#view=pages"),
            ("works", len(set(records["work_id"].to_pylist())), ""),
            ("people", kinds["person"], ""),
            ("records", records.num_rows, "#view=records"),
            ("conflicts", agreement["conflict"], "#view=conflicts"),
            ("failures", statuses["failed"], "#view=failures"),
        ),
        languages=_bars(
            zip(
                (code or UNKNOWN for code in documents["language"].to_pylist()),
                documents["status"].to_pylist(),
                strict=True,
            ),
            STATUSES,
            LANGUAGES,
            "#view=pages&language=",
        ),
        fields=_bars(
            zip(fields, records["status"].to_pylist(), strict=True), RECORD_STATUSES, {}, "#view=records&field="
        ),
        agreement=_parts([(status, agreement[status]) for status in RECORD_STATUSES], records.num_rows),
        statuses=tuple(status for status in STATUSES if statuses[status]),
    )


def _bars(pairs: Any, kinds: Sequence[str], names: Mapping[str, str], link: str) -> tuple[Bar, ...]:
    """One bar for each first value of the pairs, the longest first; its parts are the second values."""
    counts = Counter(pairs)
    totals: Counter[str] = Counter()
    for (value, _), n in counts.items():
        totals[value] += n
    longest = max(totals.values(), default=0)
    return tuple(
        Bar(
            names.get(value, value.replace("_", " ")),
            n,
            link + value,
            _parts([(kind, counts[value, kind]) for kind in kinds], longest),
        )
        for value, n in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    )


def _parts(counts: Sequence[tuple[str, int]], whole: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = 0.0
    for kind, n in counts:
        if n:
            parts.append(Part(kind, n, round(start, 3), round(100 * n / whole, 3)))
            start += 100 * n / whole
    return tuple(parts)
