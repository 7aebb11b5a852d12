"""Read a label: which roles or which section kind a short phrase names."""

from __future__ import annotations

import re

from pipeline.lang.vocabulary import Role, Vocabulary, fold

MAX_LABEL_LENGTH = 64
MAX_LABEL_WORDS = 9

# «Buch & Regie», «Director/Producer», «Regie, Buch und Produktion», «written + directed by»
JOINT = re.compile(r"\s*[/,&+]\s*|\s+(?:und|and|sowie|u\.)\s+")
# «Besetzung (Auswahl)», «Director(s)», «Kamera [digital]»
# «The Verdict (1982)»
YEAR_IN_BRACKETS = re.compile(r"\((?:18|19|20)\d\d\)")
BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*")


def role_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """The role that a phrase names as a whole, or None: `Buch & Regie` is screenwriter and director.

    A role with no fields is a known one that is no credit (`Redaktion`).
    """
    if not 0 < len(phrase) <= MAX_LABEL_LENGTH:
        return None
    for form in _forms(phrase)[:2]:
        role = _simple_role(form, vocabulary)
        if role is not None:
            return role
    parts = [part for part in JOINT.split(_without_brackets(fold(phrase))) if part]
    if not 1 < len(parts) <= 5:
        return None
    roles = [_simple_role(part.strip(" -"), vocabulary) for part in parts]
    if any(role is None for role in roles):
        return None
    known = [role for role in roles if role is not None]
    return Role(
        fields=tuple(dict.fromkeys(field for role in known for field in role.fields)),
        company_fields=tuple(dict.fromkeys(field for role in known for field in role.company_fields)),
        person=all(role.person for role in known),
    )


def heading_role_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """Like `role_of`, for a heading: what follows a bracket does not matter («Cast (in credits order) complete»)."""
    role = role_of(phrase, vocabulary)
    return role if role is not None else _simple_role(_forms(phrase)[-1], vocabulary)


def short_role_of(phrase: str, language: str, vocabulary: Vocabulary) -> Role | None:
    """The role of an abbreviation (`R`, `DoP`), which counts only in the company of others."""
    folded = fold(phrase)
    return vocabulary.short_roles.get(language, {}).get(folded) if len(folded) <= 10 else None


def kind_of(phrase: str, vocabulary: Vocabulary) -> str | None:
    """The section kind that a heading names: in full, without brackets, or joined («Handlung und Kritik»).

    A year in brackets makes it a work's title: «The Verdict (1982)» is no heading of reviews.
    """
    if YEAR_IN_BRACKETS.search(phrase):
        return None
    for form in _forms(phrase):
        kind = vocabulary.headings.get(form)
        if kind is not None:
            return kind
    parts = [part for part in JOINT.split(_without_brackets(fold(phrase))) if part]
    kinds = [vocabulary.headings.get(part) for part in parts]
    return kinds[0] if kinds and all(kind is not None for kind in kinds) else None


def kind_by_words(phrase: str, vocabulary: Vocabulary) -> str:
    """The kind suggested by the longest run of words that is itself a heading word; `other` where there is none."""
    if YEAR_IN_BRACKETS.search(phrase):
        return "other"
    words = BRACKET.sub(" ", fold(phrase)).replace(",", " ").split()
    for length in range(min(len(words), 4), 0, -1):
        for start in range(len(words) - length + 1):
            candidate = " ".join(words[start : start + length]).strip("?!.:'\"")
            kind = vocabulary.headings.get(candidate)
            if kind is not None:
                return kind
    return "other"


def _forms(phrase: str) -> list[str]:
    """A phrase as it is, without its brackets, and what stands before them: «Cast (in credits order) verified»."""
    folded = fold(phrase)
    bare = _without_brackets(folded)
    return [folded] if bare == folded else [folded, bare, fold(folded.split("(", 1)[0].split("[", 1)[0])]


def _without_brackets(folded: str) -> str:
    return fold(BRACKET.sub(" ", folded))


def _simple_role(folded: str, vocabulary: Vocabulary) -> Role | None:
    """A phrase without conjunctions: as it is, or without what may stand around it («Original», «by», «von»)."""
    roles = vocabulary.roles
    if folded in roles:
        return roles[folded]
    words = folded.split()
    if len(words) > MAX_LABEL_WORDS:
        return None
    while words and words[-1] in vocabulary.words["by"]:
        words = words[:-1]
        if (role := roles.get(" ".join(words))) is not None:
            return role
    complement = next((i for i, word in enumerate(words[1:], 1) if word in vocabulary.words["complements"]), None)
    if words and words[0] in vocabulary.words["lead_ins"]:
        complement = None
    if complement is not None and (role := roles.get(" ".join(words[:complement]))) is not None and not role.person:
        return role  # «Bauten der Realszenen», «Kamera für die Luftaufnahmen»
    while len(words) > 1 and words[0] in vocabulary.words["role_modifiers"]:
        words = words[1:]
        if (role := roles.get(" ".join(words))) is not None:
            return role
    return None
