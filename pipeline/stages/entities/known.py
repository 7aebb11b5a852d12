"""Find known names wherever they stand in the page, whole or in parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from pipeline.stages.entities.clean import genitive_start, is_thing
from pipeline.stages.entities.page import (
    HYPHENS,
    KNOWN,
    KNOWN_SCORE,
    LAST_WORD,
    MAX_NAME_WORDS,
    SENTENCE_START,
    Candidate,
    Page,
)
from pipeline.stages.entities.words import GAP, INITIAL, SUFFIX, WORD, EntityWords, fold_name, is_title
from pipeline.types import Span

GENITIVE_ENDS = frozenset("s'’")


class Form(NamedTuple):
    """A way in which a known name may stand in the text: its words, and whether they are the whole name."""

    words: tuple[str, ...]
    lead: int  # how many particles stand before the first capital
    whole: bool
    listed: bool


# first capitalised word -> the word behind it, or "" -> forms, longest first; all casefolded
Forms = Mapping[str, Mapping[str, Sequence[Form]]]


def known_forms(names: Iterable[tuple[str, bool]], page_words: Set[str]) -> Forms:
    """In which forms known names may stand, by the words with which they begin.

    `names` are (name, whether a role list says so), `page_words` the page's capitalised words, folded: of initials only
    those count. A full name also stands as surname, with its particles or without, and as forename; what is an initial,
    a suffix or a particle is no form.
    """
    forms: defaultdict[str, defaultdict[str, set[Form]]] = defaultdict(lambda: defaultdict(set))
    for name, listed in names:
        tokens: list[str] = WORD.findall(name)
        if not 0 < len(tokens) <= MAX_NAME_WORDS:
            continue
        for part in {tuple(tokens), *_parts_of(tokens)}:
            lead = 0
            while lead < len(part) and part[lead][0].islower():
                lead += 1
            if lead < len(part) and (part[lead][-1] != "." or fold_name(part[lead]) in page_words):
                folded = tuple(map(fold_name, part))
                behind = folded[lead + 1] if lead + 1 < len(folded) else ""
                form = Form(folded, lead, len(part) == len(tokens), listed)
                forms[folded[lead]][behind].add(form)
    return {
        head: {
            behind: tuple(found) if len(found) == 1 else sorted(found, key=_by_worth)
            for behind, found in longer.items()
        }
        for head, longer in forms.items()
    }


def _by_worth(form: Form) -> tuple[int, bool, bool, tuple[str, ...]]:
    """Longest first, then what a role list says, then whole names."""
    return -len(form.words), not form.listed, not form.whole, form.words


def _parts_of(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """«Trier», «von Trier», «Lars», «L. von Trier» of «Lars von Trier»; of one word, nothing."""
    core = tuple(name)
    while len(core) > 1 and SUFFIX.fullmatch(core[-1]):
        core = core[:-1]
    if len(core) < 2:
        return
    surname = len(core) - 1
    yield core[surname:]
    while surname > 1 and core[surname - 1][0].islower():
        surname -= 1
    yield core[surname:]
    if not INITIAL.fullmatch(core[0]) and core[0][0].isupper():
        yield core[:1]
        yield (core[0], *core[surname:])
        yield (core[0][0] + ".", *core[surname:])


def occurrences(page: Page, forms: Forms, words_of: Mapping[str, EntityWords]) -> Iterator[Candidate]:
    """Every place where a known name stands in one of its forms."""
    for run in page.runs:
        words = words_of[run.language]
        position = run.span.start
        for token in page.capitalised(run.span):
            word = fold_name(token.group())
            if word not in forms and not (
                word[-1] in GENITIVE_ENDS and (word[:-1] in forms or word[:-2] in forms)  # «Lena's», «Lenas»
            ):
                continue
            found = _form_at(page, token, forms, words) if token.start() >= position else None
            if found is not None:
                yield Candidate(found, "PER", KNOWN, KNOWN_SCORE, 1)
                position = found.end


def _form_at(page: Page, token: re.Match[str], forms: Forms, words: EntityWords) -> Span | None:
    """The longest form whose first capitalised word is this one."""
    for head in _spellings(page, token, words):
        for form in _forms_here(page, token, forms[head], words) if head in forms else ():
            span = _match_form(page, token, form, words)
            if span is not None and may_stand(page, span, form, words) and not is_thing(page, span, words):
                return span
    return None


def _forms_here(
    page: Page, token: re.Match[str], forms: Mapping[str, Sequence[Form]], words: EntityWords
) -> Sequence[Form]:
    """Of the forms that begin with this word, those that may go on as the text does; longest first."""
    short = forms.get("", ())
    if len(forms) == bool(short):
        return short
    gap = GAP.match(page.text, token.end())
    following = WORD.match(page.text, gap.end()) if gap is not None else None
    if following is None:
        return short
    long = [form for word in _spellings(page, following, words) for form in forms.get(word, ())]
    return sorted((*long, *short), key=_by_worth) if long else short


def _spellings(page: Page, token: re.Match[str], words: EntityWords) -> tuple[str, ...]:
    """A word as forms are compared, also without the genitive's ending."""
    folded = fold_name(token.group())
    if folded[-1] not in GENITIVE_ENDS:
        return (folded,)
    stem = folded[: genitive_start(page, token.start(), token.end(), words) - token.start()]
    return (folded,) if stem == folded else (folded, stem)


def _match_form(page: Page, token: re.Match[str], form: Form, words: EntityWords) -> Span | None:
    start = token.start()
    for word in reversed(form.words[: form.lead]):
        before = start - 1 - len(word)
        if before < 0 or fold_name(page.text[before : start - 1]) != word or not page.text[start - 1].isspace():
            return None
        start = before
    if start and (page.text[start - 1].isalnum() or page.text[start - 1] in HYPHENS):
        return None
    current: re.Match[str] = token
    for index, word in enumerate(form.words[form.lead :], form.lead):
        if index > form.lead:
            gap = GAP.match(page.text, current.end())
            following = WORD.match(page.text, gap.end()) if gap is not None else None
            if following is None or (following.group()[0].islower() and word not in words.particles):
                return None
            current = following
        if fold_name(current.group()) != word and index < len(form.words) - 1:
            return None
    last = fold_name(current.group())
    if last == form.words[-1]:
        return Span(start, current.end())
    end = genitive_start(page, current.start(), current.end(), words)
    return Span(start, end) if last[: end - current.start()] == form.words[-1] else None


def may_stand(page: Page, span: Span, form: Form, words: EntityWords) -> bool:
    """Whether a single word is the name here, not the everyday word that looks like it (`Koch`, `Will`, `Grace`)."""
    if len(form.words) > 1 or not words.names.is_word(form.words[0]):
        return True
    before = page.text[max(0, span.start - 24) : span.start]
    previous = LAST_WORD.search(before)
    word = previous.group().casefold().rstrip(".") if previous is not None else ""
    if word in words.determiners:
        return False
    if previous is not None and is_title(previous.group(), words):
        return True
    if page.language(span.start) in words.noun_capitals:
        return words.names.is_forename(form.words[0]) or (form.whole and form.listed)
    return SENTENCE_START.search(before) is None or (form.whole and words.names.is_forename(form.words[0]))
