"""A reason, and the words in which it is said that a text is no name."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text.names import (
    GLUED,
    MAX_CAPITALISED,
    MAX_ITEM_LENGTH,
    MAX_NAME_LENGTH,
    MAX_NAME_TOKENS,
    TOKEN,
    NameWords,
    is_company,
    parse_item,
    person_flaw,
    strip_honorifics,
    strip_notes,
)
from pipeline.types import Span

MARKS = "„“”\"»«‚‘’'()"
MAX_WORD = 30  # letters, as in `pipeline.text.names`
SHOWN = 60  # code points of a quotation


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing was taken from a line: `code` for programs, `text` for people, `hints` are further facts."""

    code: str
    text: str
    hints: tuple[str, ...] = ()


def quote(text: str) -> str:
    """The text in one line, between marks, cut where it is long."""
    single = " ".join(text.split())
    return f"«{single if len(single) <= SHOWN else single[: SHOWN - 1] + '…'}»"


def name_flaw(text: str, span: Span, words: NameWords) -> str | None:
    """Why `parse_item` finds no name in a span; None where it finds one."""
    if parse_item(text, span, words) is not None:
        return None
    if len(span) > MAX_ITEM_LENGTH:
        return f"it has {len(span)} characters, a name with its notes at most {MAX_ITEM_LENGTH}"
    core = strip_honorifics(text, strip_notes(text, span, words)[0], words)
    exact = core.of(text)
    if not exact:
        return "nothing is left of it without brackets and punctuation"
    if len(core) > MAX_NAME_LENGTH:
        return f"it has {len(core)} characters, a name at most {MAX_NAME_LENGTH}"
    if is_company(exact, words):
        return "it holds a company's word, but begins in lower case"
    return _person_flaw(exact, words)


def _person_flaw(exact: str, words: NameWords) -> str:
    flaw, tokens = person_flaw(exact, words), TOKEN.findall(exact)
    if flaw == "number of words":
        return f"it has {len(tokens)} words, a name at most {MAX_NAME_TOKENS}"
    if flaw == "word":
        bad = next(t for t in tokens if _is_flawed(t, words) or t is tokens[-1])
        return f"{quote(bad)} {_word_flaw(bad)}"
    if flaw == "byline":
        return f"it begins with {quote(tokens[0])}, which stands before names"
    if flaw == "no name":
        word = quote(exact if exact.casefold() in words.not_names else tokens[0])
        return f"{word} is a known word for something else (a role, a heading, a country, a label)"
    if flaw == "several names":
        if len(tokens) > MAX_CAPITALISED:
            return f"it has {len(tokens)} words with capitals, one name at most {MAX_CAPITALISED}"
        return "it looks like two names with nothing between them"
    if flaw == "everyday word":
        return f"it begins with {quote(tokens[0])}, an everyday word that is in no list of names"
    if flaw == "description":
        return f"{quote(tokens[0])} describes the name behind it"
    return "it has initials or single letters only"


def _is_flawed(token: str, words: NameWords) -> bool:
    """Whether a word alone keeps a name from being one; particles («von») do not."""
    return token.strip(MARKS).casefold().rstrip(".") not in words.particles and person_flaw(token, words) == "word"


def _word_flaw(token: str) -> str:
    """What is wrong with a word, in the order in which words of names are tested."""
    bare = token.strip(MARKS)
    if not any(character.isalpha() for character in bare):
        return "is no word" if not any(c.isdigit() for c in bare) else "holds a digit"
    if any(character.isdigit() for character in bare):
        return "holds a digit"
    if next(c for c in bare if c.isalpha()).islower():
        return "begins in lower case"
    if GLUED.search(bare):
        return "is two words run together"
    return f"has more than {MAX_WORD} letters" if len(bare) > MAX_WORD else "holds a mark that no name has"
