"""Read a label: which roles or which section kind a short phrase names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.lang.vocabulary import Role, Vocabulary, fold

CACHED_PHRASES = 1 << 16  # pages of one site repeat their labels; about 10 MB
BEGINNING, MAX_BEGINNING = 3, 12  # letters
JOINTS = " /,&+|"  # what stands between the parts of a label, besides words
BEFORE_WORDS = " \t\u00a0.:;,*_#|?!([\"'„“»«"
MAX_LABEL_LENGTH = 64
MAX_LABEL_WORDS = 9
MAX_SHORT_LENGTH = 16

MAX_JOINT_PARTS = 6

# «Buch & Regie», «Director/Producer», «Regie, Buch und Produktion», «written + directed by»
JOINT = re.compile(r"\s*[/,&+|]\s*|\s+(?:und|and|sowie|u\.)\s+")
# «The Verdict (1982)»
YEAR_IN_BRACKETS = re.compile(r"\((?:18|19|20)\d\d\)")
# «Besetzung (Auswahl)», «Director(s)», «Kamera [digital]»
BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*")
NO_CREDIT = Role((), (), person=False)


def role_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """The role that a phrase names as a whole, or None: `Buch & Regie` is screenwriter and director.

    A role with no fields is a known one that is no credit (`Redaktion`).
    """
    if not 0 < len(phrase) <= MAX_LABEL_LENGTH:
        return None
    return _read_role(phrase, vocabulary) if may_begin_label(phrase, vocabulary) else None


def may_begin_label(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text begins with the letters of a role's name."""
    word = text.lstrip(BEFORE_WORDS)[:MAX_BEGINNING].casefold()
    known = _beginnings(vocabulary)
    return word[:BEGINNING] in known or word.split(" ", 1)[0] in known


@lru_cache(maxsize=8)
def _beginnings(vocabulary: Vocabulary) -> frozenset[str]:
    """The first letters with which a label can begin: most phrases of a page are told apart by them."""
    keys = ("role_modifiers", "role_prefixes", "role_helpers", "crew_departments")
    words = set(vocabulary.roles).union(*(vocabulary.words[key] for key in keys))
    return frozenset(word[:BEGINNING] for word in words)


@lru_cache(maxsize=CACHED_PHRASES)
def _read_role(phrase: str, vocabulary: Vocabulary) -> Role | None:
    forms = _forms(phrase)[:2]
    for form in forms:
        role = _simple_role(form, vocabulary)
        if role is not None:
            return role
    bare = forms[-1]
    parts = [part for part in JOINT.split(bare) if part]
    if not 1 < len(parts) <= MAX_JOINT_PARTS:
        return None
    known = []
    for part in parts:
        role = _simple_role(_completed(part, parts[-1], vocabulary), vocabulary)
        if role is None:
            return None
        known.append(role)
    if len(known) == 2 and "/" in bare:
        return _translated(known[0], known[1])
    return _union(known)


def _union(roles: Sequence[Role]) -> Role:
    return Role(
        fields=tuple(dict.fromkeys(field for role in roles for field in role.fields)),
        company_fields=tuple(dict.fromkeys(field for role in roles for field in role.company_fields)),
        person=all(role.person for role in roles),
        weak=all(role.weak for role in roles),
    )


def _translated(first: Role, second: Role) -> Role:
    """Two words with a slash may be one role in two languages: the word that says more decides.

    «Sprecherin/Narrator» is a narrator, «Protagonist*innen/With» are no actors; else both count.
    """
    for wide, narrow in ((first, second), (second, first)):
        if wide.fields == ("voice_actor",) and narrow.fields == ("narrator",):
            return narrow
        if wide.fields == ("actor",) and narrow.person and not narrow.is_credit:
            return narrow
    return _union((first, second))


def _completed(part: str, last: str, vocabulary: Vocabulary) -> str:
    """What a joint label leaves out: «Kostüm- und Szenenbild» is Kostümbild, «Set and costume design» set design."""
    if part is last:
        return part.strip(" -")
    if part.endswith("-"):
        stem = part.rstrip("-")
        ends = (last[start:] for start in range(1, len(last) - 2))
        return next((stem + end for end in ends if stem + end in vocabulary.roles), stem)
    words = last.split()
    if len(words) > 1 and " ".join((part, *words[1:])) in vocabulary.roles:
        return " ".join((part, *words[1:]))
    return part.strip(" -")


def heading_role_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """Like `role_of`, for a heading: what follows a bracket does not matter («Cast (in credits order) complete»).

    Some words are a role only here: «Direktor» over a list is a director, «Direktor: X» a character.
    """
    if (alone := vocabulary.heading_roles.get(fold(phrase))) is not None:
        return alone
    if not may_begin_label(phrase, vocabulary):
        return None
    role, forms = role_of(phrase, vocabulary), _forms(phrase)
    if role is not None or (len(forms) == 1 and len(phrase) <= MAX_LABEL_LENGTH):
        return role
    return _simple_role(forms[-1], vocabulary)


def award_role_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """The role that the category of a prize names: «Beste Regie», «Best Actress in a Leading Role»."""
    words = fold(phrase).split()
    if not 1 < len(words) <= MAX_LABEL_WORDS or words[0] not in vocabulary.words["best"]:
        return None
    end = next((i for i, word in enumerate(words) if i > 1 and word in vocabulary.words["complements"]), len(words))
    for start in range(1, end):
        role = role_of(" ".join(words[start:end]), vocabulary)
        if role is not None:
            return role if role.is_credit else None
    return None


def short_role_of(phrase: str, language: str, vocabulary: Vocabulary) -> Role | None:
    """The role of an abbreviation, which counts only in the company of others: `R`, `D.o.P.`, `R+B`, `B & R`."""
    if not 0 < len(phrase) <= MAX_SHORT_LENGTH:
        return None
    shorts = vocabulary.short_roles.get(language, {})
    roles = [shorts.get(part.replace(".", "").strip()) for part in JOINT.split(fold(phrase)) if part]
    known = [role for role in roles if role is not None]
    if not known or len(known) < len(roles):
        return None
    return known[0] if len(known) == 1 else _union(known)


def kind_of(phrase: str, vocabulary: Vocabulary) -> str | None:
    """The section kind that a heading names: in full, without brackets, or joined («Handlung und Kritik»).

    A year in brackets makes it a work's title: «The Verdict (1982)» is no heading of reviews.
    """
    folded = fold(phrase)
    if "(" not in folded and "[" not in folded:
        first = folded.lstrip(JOINTS)
        known = _heading_beginnings(vocabulary)
        if first[:BEGINNING] not in known and first[:2] not in known and first[:1] not in known:
            return None  # most phrases of a page
    if YEAR_IN_BRACKETS.search(phrase):
        return None
    forms = _forms(phrase)
    for form in forms:
        kind = vocabulary.headings.get(form)
        if kind is not None:
            return kind
    parts = [part for part in JOINT.split(forms[:2][-1]) if part]
    if vocabulary.headings_alone.issuperset(parts):
        return None
    kinds = [vocabulary.headings.get(part) for part in parts]
    return kinds[0] if kinds and all(kind is not None for kind in kinds) else None


@lru_cache(maxsize=8)
def _heading_beginnings(vocabulary: Vocabulary) -> frozenset[str]:
    """The first letters with which the words of headings begin."""
    return frozenset(word[:BEGINNING] for word in vocabulary.headings)


@lru_cache(maxsize=8)
def _heading_patterns(vocabulary: Vocabulary) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The patterns of headings as one expression, and the kind of each of its groups."""
    patterns = "|".join(f"({pattern.pattern})" for pattern, _ in vocabulary.headings_like)
    return re.compile(patterns or r"(?!)", re.DOTALL), tuple(kind for _, kind in vocabulary.headings_like)


@lru_cache(maxsize=CACHED_PHRASES)
def kind_by_words(phrase: str, vocabulary: Vocabulary) -> str:
    """The kind that a longer heading suggests; `other` where nothing does.

    A pattern that fits («Drei Fragen an Jane Doe», «Best Director») decides; else the longest run of words that is a
    heading word itself, a single word only at the beginning or the end («Themes and interpretations», «Male cast»).
    """
    if YEAR_IN_BRACKETS.search(phrase):
        return "other"
    folded = fold(phrase)
    like, kinds = _heading_patterns(vocabulary)
    if (found := like.fullmatch(folded)) is not None:
        return kinds[(found.lastindex or 1) - 1]
    words = BRACKET.sub(" ", folded).replace(",", " ").split()
    for length in range(min(len(words), 4), 0, -1):
        for start in range(len(words) - length + 1):
            if length == 1 and 0 < start < len(words) - 1:
                continue
            candidate = " ".join(words[start : start + length]).strip("?!.:'\"")
            if candidate in vocabulary.headings and (
                candidate not in vocabulary.headings_alone or length == len(words)
            ):
                return vocabulary.headings[candidate]
    return "other"


def _forms(phrase: str) -> list[str]:
    """A phrase as it is, without its brackets, and what stands before them: «Cast (in credits order) verified»."""
    folded = fold(phrase)
    bare = _without_brackets(folded)
    return [folded] if bare == folded else [folded, bare, fold(folded.split("(", 1)[0].split("[", 1)[0])]


def _without_brackets(folded: str) -> str:
    return fold(BRACKET.sub(" ", folded) if "(" in folded or "[" in folded else folded)


def _simple_role(folded: str, vocabulary: Vocabulary) -> Role | None:
    """A phrase without conjunctions: as it is, or without what may stand around it («Original», «by», «von»)."""
    roles = vocabulary.roles
    if folded in roles:
        return roles[folded]
    words = folded.split()
    if not 0 < len(words) <= MAX_LABEL_WORDS:
        return None
    if _is_help(folded, words, vocabulary):
        return NO_CREDIT
    while words and words[-1] in vocabulary.words["by"]:
        words = words[:-1]
        if (role := roles.get(" ".join(words))) is not None:
            return role
    complement = next((i for i, word in enumerate(words[1:], 1) if word in vocabulary.words["complements"]), None)
    if complement is not None and (role := roles.get(" ".join(words[:complement]))) is not None and not role.person:
        return role  # «Bauten der Realszenen», «Kamera für die Luftaufnahmen»
    while len(words) > 1 and words[0] in vocabulary.words["role_modifiers"]:
        words = words[1:]
        if (role := roles.get(" ".join(words))) is not None:
            return role
    return _compound_role(" ".join(words), vocabulary)


@lru_cache(maxsize=8)
def _helpers(vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for helpers as endings, and as first words."""
    helpers = sorted(vocabulary.words["role_helpers"])
    return tuple(helpers), tuple(helper + " " for helper in helpers)


def _is_help(folded: str, words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a phrase names who helps in a role, which is no credit of it.

    «Kostümbildassistenz», «assistant costume designer», «location scouting coordinator».
    """
    roles = vocabulary.roles
    endings, beginnings = _helpers(vocabulary)
    helps = folded.endswith(endings) or folded.startswith(beginnings)
    for helper in vocabulary.words["role_helpers"] if helps else ():
        if folded.endswith(helper):
            stem = folded.removesuffix(helper).rstrip(" -")
            if stem in roles or stem.removesuffix("s") in roles:
                return True
        if folded.startswith(helper + " "):
            stem = folded.removeprefix(helper + " ")
            if stem in roles:
                return True
    crew = vocabulary.words["crew_departments"]
    return len(words) > 1 and words[-1] in vocabulary.words["crew_jobs"] and all(word in crew for word in words[:-1])


@lru_cache(maxsize=8)
def _prefixes(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(sorted(vocabulary.words["role_prefixes"]))


def _compound_role(folded: str, vocabulary: Vocabulary) -> Role | None:
    """A role noun with a first part that does not change it: «Hauptcutterin», «Serien-Regisseur», «co-lyricist»."""
    prefixes = _prefixes(vocabulary)
    for prefix in prefixes if folded.startswith(prefixes) else ():
        if folded.startswith(prefix):
            role = vocabulary.roles.get(folded.removeprefix(prefix).lstrip(" -"))
            if role is not None and (role.person or prefix.endswith("-")):
                return role
    return None
