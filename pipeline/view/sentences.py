"""The sentences in which quotes stand, for all quotes of a page at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from pipeline.lang.vocabulary import load_vocabulary
from pipeline.text.lines import split_lines
from pipeline.text.sentences import join_wrapped, split_sentences
from pipeline.types import Span

MAX_BESIDE = 300  # code points shown before and behind a quote; sentences of pages are shorter, but for run-on lines


def sentences_around(text: str, spans: Sequence[Span]) -> list[Span]:
    """For each span the sentence or line in which it stands, in the order given; one pass over the text.

    A span over several sentences gets them all; none reaches further than `MAX_BESIDE` beyond its span.
    """
    sentences = list(_sentences(text, sorted(spans)))
    starts = [sentence.start for sentence in sentences]
    return [_around(span, sentences, starts) for span in spans]


def _around(span: Span, sentences: Sequence[Span], starts: Sequence[int]) -> Span:
    start, end = span.start, span.end
    index = max(bisect_right(starts, span.start) - 1, 0)
    while index < len(sentences) and sentences[index].start < span.end:
        if sentences[index].overlaps(span):
            start, end = min(start, sentences[index].start), max(end, sentences[index].end)
        index += 1
    return Span(max(start, span.start - MAX_BESIDE), min(end, span.end + MAX_BESIDE))


def _sentences(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The sentences of the passages that hold a span; `spans` are sorted."""
    at = 0
    for blank, lines in groupby(split_lines(text) if spans else (), key=lambda line: line.blank):
        if blank:
            continue
        for passage in join_wrapped(text, list(lines)):
            while at < len(spans) and spans[at].end <= passage.start:
                at += 1
            if at < len(spans) and spans[at].start < passage.end:
                yield from split_sentences(text, passage, _abbreviations())


@cache
def _abbreviations() -> frozenset[str]:
    """Words with a dot that end no sentence: «dr.», «u.a.»."""
    words = load_vocabulary().words
    return frozenset(
        word.casefold().removesuffix(".") + "."
        for name in ("prose_abbreviations", "honorifics")
        for word in words.get(name, ())
    )
