"""Patterns of paths: `*` and `?` within a name, `**` over folders, `[abc]`, as in most tools that have them."""

from __future__ import annotations

import re
from functools import lru_cache

# «**/», «**», «*», «?», «[abc]», «[!a-z]»
WILDCARD = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)|\[(!?)([^\]\[/]+)\]")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern matches a `/`-separated path; without a `/` of its own it is matched against the last name.

    `*.html` matches `a/b.html`; `a/*.html` matches `a/b.html` and not `x/a/b.html`; `a/**` all that lies in `a`.
    """
    return _compiled(pattern).fullmatch(path if "/" in pattern else path.rpartition("/")[2]) is not None


def matches_within(pattern: str, path: str) -> bool:
    """Whether a pattern matches a path or a folder that it lies in: `drafts` and `a/drafts` match `a/drafts/b.html`."""
    parts = path.split("/")
    bare = pattern.rstrip("/")
    return any(matches(bare, "/".join(parts[:n])) for n in range(1, len(parts) + 1))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces, start = [], 0
    for wildcard in WILDCARD.finditer(pattern):
        pieces.append(re.escape(pattern[start : wildcard.start()]))
        folders, all_below, within, one, negated, characters = wildcard.groups()
        if folders:
            pieces.append("(?:[^/]+/)*")
        elif all_below:
            pieces.append(".*")
        elif within or one:
            pieces.append("[^/]*" if within else "[^/]")
        else:
            escaped = re.sub(r"([\\^&~|])", r"\\\1", characters)
            pieces.append(f"(?!/)[{'^' if negated else ''}{escaped}]")
        start = wildcard.end()
    return re.compile("".join((*pieces, re.escape(pattern[start:]))), re.DOTALL)
