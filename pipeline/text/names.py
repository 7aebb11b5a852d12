"""Names as pages write them: telling, splitting and normalising names of people and companies.

Words that belong to a language (particles, forms of address, company words) arrive in a `NameWords`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.lang.names import NameLists
from pipeline.text.lines import SPACE, strip_span
from pipeline.types import Span

MAX_NAME_TOKENS = 7  # «Florian Maria Georg Christian Henckel von Donnersmarck» is the longest that films credit
MAX_CAPITALISED = 4  # without a particle
MAX_TOKEN = 30  # code points of one word
MIN_COMPANY_ENDING = 5
MAX_NAME_LENGTH = 80
MAX_ITEM_LENGTH = 300  # a name with its notes

TOKEN = re.compile(r"[^\s\u00a0\u202f]+")
WHITE = re.compile(r"[\s\u00a0\u202f]+")
# «J.», «J.J.», «A.R.», «Ch.-» are initials; «Jr.» is handled as a suffix
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]?\.?")
# «Jr.», «Sr», «III», «jun.»
SUFFIX = re.compile(r"(?:jr|sr|jun|sen|[ivx]{2,4})\.?", re.IGNORECASE)
# «DehmelGeiger», «byPictures»: two cells run together; not «MacLachlan», «DiCaprio», «FitzGerald»
GLUED = re.compile(r"[^\W\d_]{4}[a-zà-öø-ÿ](?=[A-ZÀ-ÖØ-Þ])")
# «2014» behind a broadcaster's name
TRAILING_YEAR = re.compile(r"[ \u00a0](?:18|19|20)\d\d$")
# «Mc» and «Mac» keep their inner capital when capitals are brought to normal case: «McDONALD», «MCDONALD»
SCOTTISH = re.compile(r"mc(?=[a-zà-ÿ]{3})")
# «[1]», «[12]», «¹», «*», «†», «^» after a name
FOOTNOTE_ENDS = "]¹²³⁰⁴⁵⁶⁷⁸⁹*†‡^↑"
FOOTNOTE = re.compile(r"(?:\[[^\[\]]{0,12}\]|[¹²³⁰⁴⁵⁶⁷⁸⁹*†‡^↑])")
SEPARATORS = ",;/|•·+"
OPENING, CLOSING = "([{", ")]}"
# what may end a piece of a list, or keep it together
JOINT = re.compile(rf"[\s{re.escape(SEPARATORS + OPENING + CLOSING)}]")
COMPANY_JOINT = re.compile(r"[\s\u00a0/()&,-]+")

# What keeps a text from being a person's name: see `person_flaw`.
PersonFlaw = Literal[
    "number of words", "word", "byline", "no name", "several names", "everyday word", "description", "letters"
]


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """Words of all languages that the grammar of names needs; casefolded.

    Compared by identity, so that what is said of a name by them can be cached.
    """

    particles: frozenset[str]
    honorifics: frozenset[str]  # without the final dot
    titles: frozenset[str]  # ranks and jobs that stand before full names: «Chief», «Kommissarin»
    company: frozenset[str]  # short forms as written («AB», «BR»), longer words casefolded
    company_endings: tuple[str, ...]
    legal_forms: frozenset[str]
    conjunctions: frozenset[str]
    joiners: tuple[str, ...]  # «in Zusammenarbeit mit»: phrases that join companies
    prepositions: frozenset[str]  # particles that are everyday prepositions too: «von», «of»
    person_noun_endings: tuple[str, ...]
    and_others: tuple[str, ...]
    not_names: frozenset[str]
    lists: NameLists


@dataclass(frozen=True, slots=True)
class ListItem:
    """One name of a list: the span that quotes it, its normal form, and the bracketed notes that follow it."""

    span: Span
    value: str
    company: bool
    notes: tuple[Span, ...] = ()


def split_list(text: str, span: Span, words: NameWords) -> list[tuple[Span, ListItem | None]]:
    """The pieces of a list such as «A, B und C», «A; B», «A / B & C GmbH», each with its name or None."""
    pieces = split_pieces(text, span, words)
    inverted = _inverted_list(text, pieces, words)
    if inverted is not None:
        return inverted
    items = [parse_item(text, piece, words) for piece, _ in pieces]
    for index, ((_, separator), item, following) in enumerate(zip(pieces[1:], items, items[1:], strict=False)):
        if separator != "and" or item is None or following is None:
            continue
        if _shares_surname(item, following, words):
            family = following.value.split(" ", 1)[1]
            items[index] = replace(item, value=f"{item.value} {family}")
    return [(piece, item) for (piece, _), item in zip(pieces, items, strict=True)]


def parse_item(text: str, span: Span, words: NameWords, *, paired: bool = False) -> ListItem | None:
    """One name with its notes, or None where the text is no name.

    `paired` says that a character stands beside it: then a name may begin with an everyday word («Cat King as Bea»).
    """
    if len(span) > MAX_ITEM_LENGTH:
        return None
    core, notes = strip_notes(text, span, words)
    core = strip_honorifics(text, core, words)
    if not core or len(core) > MAX_NAME_LENGTH:
        return None
    exact = core.of(text)
    if is_company(exact, words):
        return ListItem(core, normal_text(exact), company=True, notes=notes) if _starts_like_name(exact) else None
    if not is_person(exact, words, paired=paired):
        return None
    return ListItem(core, normal_name(exact, words), company=False, notes=notes)


def is_person(exact: str, words: NameWords, *, paired: bool = False) -> bool:
    """True for what has the form of a person's name: capitalised words, initials, particles; also one word alone."""
    return person_flaw(exact, words, paired=paired) is None


def person_flaw(exact: str, words: NameWords, *, paired: bool = False) -> PersonFlaw | None:
    """The first thing that keeps a text from having the form of a person's name; None where nothing does."""
    judge = _known_flaw if len(exact) <= MAX_NAME_LENGTH else _person_flaw
    return judge(exact, words, paired)


def _person_flaw(exact: str, words: NameWords, paired: bool) -> PersonFlaw | None:
    tokens = TOKEN.findall(exact)
    if not 0 < len(tokens) <= MAX_NAME_TOKENS:
        return "number of words"
    if len(tokens) > 1 and SUFFIX.fullmatch(tokens[-1]):  # «Robert Downey, Jr.»
        tokens[-2] = tokens[-2].rstrip(",")
    capitalised = 0
    for index, token in enumerate(tokens):
        bare = token.strip("„“”\"»«‚‘’'()").casefold()
        if bare.rstrip(".") in words.particles and (index + 1 < len(tokens)) and not token.isupper():
            continue
        if not _is_name_token(token):
            return "word"
        capitalised += 1
    first = tokens[0].casefold().strip(".,")
    if first in words.prepositions and first not in words.particles and not words.lists.is_forename(first):
        return "byline"  # «By Jane Roe»
    if exact.casefold() in words.not_names or (first in words.not_names and not words.lists.is_forename(first)):
        return "no name"
    if capitalised == len(tokens) and (capitalised > MAX_CAPITALISED or _are_two_names(tokens, words)):
        return "several names"
    if _is_everyday(tokens, words) and not (paired and capitalised > 1):
        return "everyday word"
    if _is_described(tokens, words):
        return "description"
    letters = sum(map(str.isalpha, exact))
    if capitalised > 0 and letters >= 2 and not all(map(INITIALS.fullmatch, tokens)):
        return None
    return "letters"


_known_flaw = lru_cache(maxsize=1 << 14)(_person_flaw)  # a page asks twice for most names; about 4 MB


def is_company(exact: str, words: NameWords) -> bool:
    """True for what names itself a company or a broadcaster: «… GmbH», «X Filmproduktion», «ZDF»."""
    for token in COMPANY_JOINT.split(exact):
        bare = token.rstrip(".,;:")
        folded = bare.casefold()
        if bare in words.company or folded in words.company:
            return True
        if len(bare) > MIN_COMPANY_ENDING and folded.endswith(words.company_endings):
            return True
    return False


def person_score(exact: str, words: NameWords) -> float:
    """How much a text looks like a real person's full name, in 0–1: two or more tokens, known forename and surname."""
    if not is_person(exact, words):
        return 0.0
    tokens = [token.strip(".,'’") for token in TOKEN.findall(exact)]
    known = words.lists.is_forename(tokens[0]) + words.lists.is_surname(tokens[-1])
    if len(tokens) == 1:
        return 0.15 if known else 0.05
    return 0.5 + 0.25 * known


def normal_text(exact: str) -> str:
    """NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", exact).split())


def normal_name(exact: str, words: NameWords) -> str:
    """A person's name in normal form: NFC, single spaces, «Cage, Nicolas» turned, capitals brought to normal case."""
    name = normal_text(exact)
    family, comma, given = name.partition(", ")
    if comma and given and not SUFFIX.fullmatch(given):
        name = f"{given} {family}"
    elif comma:
        name = f"{family} {given}"
    tokens = name.split(" ")
    if _in_capitals(tokens):
        tokens = [_normal_case(token, words, first=index == 0) for index, token in enumerate(tokens)]
    return " ".join(tokens)


def strip_notes(text: str, span: Span, words: NameWords) -> tuple[Span, tuple[Span, ...]]:
    """Take what follows a name off its end: brackets, footnote marks, «u. a.», punctuation; and a leading «und»."""
    start, end = span.start, min(span.end, span.start + MAX_ITEM_LENGTH)
    notes: list[Span] = []
    while True:
        core = strip_span(text, start, end, SPACE + ',;:|•·–—-=+"„“”»«…_')
        start, end = core.start, core.end
        if start == end:
            break
        last = text[end - 1]
        if last == ")" and "(" not in text[start:end]:
            end -= 1  # «(Regie: Jo Lund)»
            continue
        if last == ")" and (opening := _matching_open(text, start, end)) is not None:
            notes.append(strip_span(text, opening + 1, end - 1))
            end = opening
            continue
        if last in FOOTNOTE_ENDS:
            footnote = next((m for m in FOOTNOTE.finditer(text, max(start, end - 14), end) if m.end() == end), None)
            if footnote is not None and footnote.start() >= start:
                end = footnote.start()
                continue
        if last.isdigit() and (year := TRAILING_YEAR.search(text, max(start, end - 5), end)) is not None:
            end = year.start()
            continue
        tail = text[max(start, end - 24) : end].casefold()
        if tail.endswith(words.and_others):
            other = next((o for o in words.and_others if tail.endswith(o) and _word_before(tail, o)), None)
            if other is not None:
                end -= len(other)
                continue
        if last == "." and not _ends_in_abbreviation(text[start:end], words):
            end -= 1
            continue
        first = TOKEN.match(text, start, end)
        if first is not None and first.end() < end and first.group().casefold() in words.conjunctions:
            start = first.end()
            continue
        last_word = WHITE.split(text[max(start, end - 12) : end])[-1]
        if len(last_word) < end - start and last_word.casefold() in words.conjunctions:
            end -= len(last_word)
            continue
        break
    return Span(start, max(start, end)), tuple(reversed(notes))


def strip_honorifics(text: str, span: Span, words: NameWords) -> Span:
    """Forms of address stand outside a person's span: «Dr. Malcolm Crowe», «Dame Judi Dench»."""
    start = span.start
    while (token := TOKEN.match(text, start, span.end)) is not None and token.end() < span.end:
        word = token.group().casefold().rstrip(".")
        if word not in words.honorifics and word not in words.titles:
            break
        rest = strip_span(text, token.end(), span.end)
        titled = " " in rest.of(text) and not words.lists.is_forename(word)
        if word not in words.honorifics and not titled:
            break
        start = rest.start
    return Span(start, span.end)


def split_pieces(text: str, span: Span, words: NameWords) -> list[tuple[Span, str]]:
    """Cut at separators outside brackets: (piece, separator before it); conjunctions count as "and"."""
    pieces: list[tuple[Span, str]] = []
    depth, start, separator = 0, span.start, ""
    position = span.start
    while (joint := JOINT.search(text, position, span.end)) is not None:
        position, character = joint.start(), joint.group()
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in SEPARATORS:
            pieces.append((Span(start, position), separator))
            start, separator = position + 1, character
        elif depth == 0 and character.isspace():
            joiner = _joiner_at(text, position + 1, words)
            if joiner is not None and joiner < span.end:
                pieces.append((Span(start, position), separator))
                start, separator, position = joiner, ";", joiner
                continue
            word = TOKEN.match(text, position + 1, span.end)
            if word is not None and word.group().casefold() in words.conjunctions and word.end() < span.end:
                pieces.append((Span(start, position), separator))
                start, separator = word.end(), "and"
                position = word.end()
                continue
        position += 1
    pieces.append((Span(start, span.end), separator))
    joined: list[tuple[Span, str]] = []
    for piece, before in pieces:
        bare = strip_span(text, piece.start, piece.end)
        if not bare:
            continue
        exact = bare.of(text)
        legal = exact.casefold().rstrip(".,") in words.legal_forms
        if joined and before == "," and (legal or SUFFIX.fullmatch(exact)):  # «Robert Downey, Jr.», «Roe & Co., Inc.»
            joined[-1] = (Span(joined[-1][0].start, bare.end), joined[-1][1])
        else:
            joined.append((bare, before))
    return _join_companies(text, joined, words)


def _joiner_at(text: str, position: int, words: NameWords) -> int | None:
    """The end of a phrase such as «in Zusammenarbeit mit» at this place."""
    if text[position : position + 1] not in "iI":
        return None
    here = text[position : position + 40].casefold()
    return next((position + len(joiner) for joiner in words.joiners if here.startswith(joiner + " ")), None)


def _join_companies(text: str, pieces: list[tuple[Span, str]], words: NameWords) -> list[tuple[Span, str]]:
    """«Wiedemann & Berg Filmproduktion», «Mädler & Söhne GmbH»: one word, a conjunction, then a company."""
    joined: list[tuple[Span, str]] = []
    for piece, separator in pieces:
        if joined and separator in ("and", "+") and is_company(piece.of(text), words):
            before = joined[-1][0].of(text)
            if len(TOKEN.findall(before)) == 1 and not is_company(before, words):
                joined[-1] = (Span(joined[-1][0].start, piece.end), joined[-1][1])
                continue
        joined.append((piece, separator))
    return joined


def _inverted_list(
    text: str, pieces: list[tuple[Span, str]], words: NameWords
) -> list[tuple[Span, ListItem | None]] | None:
    """«Cage, Nicolas; Shue, Elisabeth» or «Cage, Nicolas» alone: surname first, where the forename lists agree."""
    groups: list[list[Span]] = []
    for piece, separator in pieces:
        if separator == "," and groups:
            groups[-1].append(piece)
        elif separator in ("", ";", "and", "/", "|"):
            groups.append([piece])
        else:
            return None
    if not groups or any(len(group) != 2 for group in groups):
        return None
    items = [_inverted_item(text, family, given, words) for family, given in groups]
    known = sum(_is_forename(text, given, words) for _, given in groups)
    if len(groups) == 1:
        family = TOKEN.findall(groups[0][0].of(text))
        last = family[-1].casefold()
        certain = known == 1 and (last not in words.lists.forenames or last in words.lists.surnames)
    else:
        certain = 2 * known >= len(groups)
    if not certain or any(item is None for item in items):
        return None
    return [(Span(family.start, given.end), item) for (family, given), item in zip(groups, items, strict=True)]


def _inverted_item(text: str, family: Span, given: Span, words: NameWords) -> ListItem | None:
    core, notes = strip_notes(text, given, words)
    families, givens = TOKEN.findall(family.of(text)), TOKEN.findall(core.of(text))
    if not 0 < len(givens) <= 3 or len(families) > 4 or not is_person(core.of(text), words):
        return None
    if len(families) > 1 and families[0].casefold() not in words.particles:
        return None
    if not is_person(family.of(text), words):
        return None
    whole = Span(family.start, core.end)
    return ListItem(whole, normal_name(whole.of(text), words), company=False, notes=notes)


def _is_forename(text: str, given: Span, words: NameWords) -> bool:
    token = TOKEN.match(text, given.start, given.end)
    return token is not None and words.lists.is_forename(token.group().strip("."))


def _shares_surname(item: ListItem, following: ListItem, words: NameWords) -> bool:
    """«Joel and Ethan Coen»: one forename, then forename and surname."""
    if following.company or item.company or " " in item.value:
        return False
    tokens = following.value.split(" ")
    known = words.lists.is_forename(item.value) and words.lists.is_forename(tokens[0])
    return known and 2 <= len(tokens) <= 3


def _is_everyday(tokens: list[str], words: NameWords) -> bool:
    """«Kinderchor Trier», «Keine Angabe»: begins with an everyday word that is no listed name."""
    first = tokens[0].strip(".,'’")
    if len(first) < 3 or not words.lists.is_word(first):
        return False
    if words.lists.is_forename(first) or words.lists.is_surname(first):
        return False
    return len(tokens) == 1 or words.lists.is_word(tokens[-1]) or not words.lists.is_surname(tokens[-1])


def _are_two_names(tokens: list[str], words: NameWords) -> bool:
    """«Nora Vega Bruno Lang»: forename, surname, forename, surname with nothing between them."""
    return len(tokens) == 4 and [words.lists.is_forename(token) for token in tokens] == [True, False, True, False]


def _is_described(tokens: list[str], words: NameWords) -> bool:
    """«Audiokommentar von Jane Doe», «Filmhistoriker Klaus Roe»: an unlisted word before the name."""
    if len(tokens) < 3 or words.lists.is_forename(tokens[0]) or INITIALS.fullmatch(tokens[0]):
        return False
    if tokens[1].casefold() in words.prepositions:
        return not words.lists.is_surname(tokens[0])
    return tokens[0].casefold().endswith(words.person_noun_endings) and words.lists.is_forename(tokens[1])


def _is_name_token(token: str) -> bool:
    token = token.strip('„“”"»«‚‘()')
    if token.isalpha() and token[0].isupper():
        return len(token) <= MAX_TOKEN and (token[1:].islower() or GLUED.search(token) is None)
    if not token or any(map(str.isdigit, token)):
        return False
    if INITIALS.fullmatch(token) or SUFFIX.fullmatch(token):
        return True
    first = next((c for c in unicodedata.normalize("NFC", token) if c.isalpha()), "")
    if not first.isupper() and not (first.isalpha() and not first.islower()):  # scripts without case count as capital
        return _has_inner_capital(token)
    if GLUED.search(token):
        return False
    return all(c.isalpha() or c in "-'’‘.`´‐‑" or unicodedata.combining(c) for c in token) and len(token) <= MAX_TOKEN


def _has_inner_capital(token: str) -> bool:
    """«d'Arcy», «al-Kateab», «ffoulkes-Brett»."""
    parts = re.split(r"[-'’‘]", token)
    return len(parts) > 1 and len(parts[0]) <= 8 and parts[1][:1].isupper() and all(p.isalpha() for p in parts if p)


def _starts_like_name(exact: str) -> bool:
    first = next((c for c in exact if c.isalnum()), "")
    return first.isdigit() or not first.islower()


def _in_capitals(tokens: list[str]) -> bool:
    capital = [t for t in tokens if t.isupper() or (t.startswith(("Mc", "Mac")) and t[3:].isupper() and len(t) > 4)]
    if not capital:
        return False
    words = [
        t for t in tokens if sum(map(str.isalpha, t)) > 1 and not INITIALS.fullmatch(t) and not SUFFIX.fullmatch(t)
    ]
    capital = [t for t in capital if t in words]
    return len(capital) >= len([t for t in words if not t.islower()]) and any(
        sum(map(str.isalpha, t)) > 2 for t in capital
    )


def _normal_case(token: str, words: NameWords, *, first: bool) -> str:
    if INITIALS.fullmatch(token) or SUFFIX.fullmatch(token):
        return token
    lower = token.lower()
    if not first and lower in words.particles:
        return lower
    parts = re.split(r"([-'’‘])", lower)
    return "".join(_capitalise(part) for part in parts)


def _capitalise(word: str) -> str:
    if SCOTTISH.match(word):
        return "Mc" + word[2:3].upper() + word[3:]
    return word[:1].upper() + word[1:]


def _matching_open(text: str, start: int, end: int) -> int | None:
    depth = 0
    for position in range(end - 1, start - 1, -1):
        if text[position] == ")":
            depth += 1
        elif text[position] == "(":
            depth -= 1
            if depth == 0:
                return position
    return None


def _word_before(tail: str, ending: str) -> bool:
    before = tail[: len(tail) - len(ending)]
    return not before or not before[-1].isalnum()


def _ends_in_abbreviation(name: str, words: NameWords) -> bool:
    """«Gus P.», «Sammy Davis Jr.», «A.R.», «Roe & Sons, Inc.» keep their dot."""
    last = name.rsplit(None, 1)[-1]
    return bool(INITIALS.fullmatch(last) or SUFFIX.fullmatch(last)) or last[:-1].casefold() in words.legal_forms
