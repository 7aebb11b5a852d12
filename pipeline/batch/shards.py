"""Shards: the documents that a worker takes at a time and writes as one part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.types import Item

# Small enough that two workers end within a second of each other, large enough that a part's overhead (5 ms, 60 kB)
# does not count: 32 pages of 2 kB take 0.6 s.
SHARD_DOCUMENTS = 32
SHARD_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents to be extracted together; `deaths` counts the workers that died or were stopped over them."""

    items: tuple[Item, ...]
    deaths: int = 0

    @property
    def size(self) -> int:
        """Bytes of its documents."""
        return sum(item.size_bytes or 0 for item in self.items)


def make_shards(items: Iterable[Item]) -> Iterator[Shard]:
    """The items in shards of bounded number and size, in order; a larger item has a shard of its own."""
    shard: list[Item] = []
    size = 0
    for item in items:
        n = len(item.data or b"")
        if shard and (len(shard) == SHARD_DOCUMENTS or size + n > SHARD_BYTES):
            yield Shard(tuple(shard))
            shard, size = [], 0
        shard.append(item)
        size += n
    if shard:
        yield Shard(tuple(shard))
