"""Sets that are joined step by step: which things have become one."""

from __future__ import annotations

from array import array


class DisjointSets:
    """The numbers below `size`, each alone at first; a set is known by one of its members, its root."""

    def __init__(self, size: int) -> None:
        self.parent = array("q", range(size))

    def root(self, index: int) -> int:
        """The member by which the set of `index` is known."""
        parent = self.parent
        while (above := parent[index]) != index:
            parent[index] = parent[above]
            index = above
        return index

    def join(self, root: int, other: int) -> None:
        """Make one set of two; `root`, which must be the root of its set, stays the root."""
        self.parent[self.root(other)] = root

    def join_lower(self, a: int, b: int) -> None:
        """Make one set of those of `a` and `b`; the lower root stays the root, so that the order does not matter."""
        low, high = sorted((self.root(a), self.root(b)))
        self.parent[high] = low
