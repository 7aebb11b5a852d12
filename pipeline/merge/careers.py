"""Names that span more than a lifetime of works: one name, perhaps several people.

A person's entity_id can be told in its work, unless the name pauses too long between works: then those before and after
are two people. Whose works lie near enough to each other is known beforehand, from the names alone, so that only few
rows must wait until all works have been seen.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from pipeline.merge.by_people import NO_YEAR
from pipeline.merge.pages import Page
from pipeline.merge.scratch import Numbers, PairBuckets, borders
from pipeline.merge.survey import hash_text

# A name that no work carries for so many years is another person's before and after. Of 11,110 names with two films or
# more in 26,000 film articles, 78 pause longer than 40 years, many of them really; 15 longer than 60, half of them
# known namesakes, the others in compilations of old scenes.
LONGEST_PAUSE = 60
PAGES_PER_BUCKET = 5_000


class Careers:
    """The pages on which each full name stands, as hashes in buckets."""

    def __init__(self, folder: Path, pages: int) -> None:
        self._names = PairBuckets(folder, 1 + pages // PAGES_PER_BUCKET)

    def note(self, pages: Mapping[int, Page]) -> None:
        names, numbers = array("q"), array("q")
        for number, page in pages.items():
            names.extend(map(hash_text, page.full_names))
            numbers.extend([number] * len(page.full_names))
        hashes = np.asarray(names)
        self._names.add(hashes, np.asarray(numbers), hashes % self._names.count)

    def long(self, years: Numbers) -> frozenset[int]:
        """Hashes of the names whose works lie further apart than the longest pause; `years` are those of the pages."""
        found: set[int] = set()
        for bucket in range(self._names.count):
            names, pages = self._names.read(bucket)
            dated = years[pages] != NO_YEAR
            names, of_name = names[dated], years[pages[dated]]
            order = np.argsort(names)
            names, of_name = names[order], of_name[order]
            starts = borders(names)[:-1]
            if starts:
                spans = np.maximum.reduceat(of_name, starts) - np.minimum.reduceat(of_name, starts)
                found.update(names[starts][spans > LONGEST_PAUSE].tolist())
        return frozenset(found)

    def close(self) -> None:
        self._names.close()
