"""Names taken apart for comparison: whether two spellings can be one person's name, and why.

No function here decides that two people are one: it says how two names relate. What else speaks for it (the same role,
no other candidate) is for the merge to weigh.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from pipeline.lang.names import NameLists
from pipeline.text.folding import collapse_umlauts, expand_letters, strip_marks
from pipeline.text.names import NameWords

# «Dwayne "The Rock" Johnson», «William „Bill“ Murray»
NICKNAME = re.compile(r"\s*[\"„“”«»‚‘(]([^\"„“”«»‚‘’()]{2,30})[\"“”«»‘’)]\s*")
SUFFIXES = {
    **dict.fromkeys(("jr", "jun", "junior"), "jr"),
    **dict.fromkeys(("sr", "sen", "senior"), "sr"),
    **{roman: roman for roman in ("ii", "iii", "iv")},
}
APOSTROPHE = re.compile(r"['’‘`´ʻʼ]")
SPLIT = re.compile(r"[\s\-‐‑–]+")
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]?")
MAX_CAPITAL_INITIALS = 3  # «J Abrams», «JJ Abrams»

# Letters that transliterations and spelling customs exchange, longest first: «Tschechow» and «Chekhov», «Nicholas» and
# «Nikolas», «Andrej» and «Andrei». Applied once, from left to right.
SOUNDS = {
    **dict.fromkeys(("tsch", "tch", "kh", "ch", "ck", "qu", "c", "q"), "k"),
    **dict.fromkeys(("shch", "sch", "sh", "zh", "sz", "ts", "tz", "cz", "z"), "s"),
    **dict.fromkeys(("ij", "iy", "yj", "ii", "ie", "y", "j"), "i"),
    **{"ph": "f", "w": "v", "x": "ks", "th": "t", "dt": "t", "ou": "u"},
}
SOUND = re.compile("|".join(sorted(SOUNDS, key=lambda letters: (-len(letters), letters))))
DOUBLE = re.compile(r"(.)\1+")

MIN_SLIP_LENGTH = 4  # a slip in «Jan» gives «Jon»: another name; the longer word must have as many letters
MIN_TWO_SLIPS_LENGTH = 10  # two slips only in a word as long as «Kalinowski»


@dataclass(frozen=True)
class Name:
    """A name taken apart.

    `tokens` are folded, without particles, forms of address, suffix and nickname; an initial keeps its dot (`n.`). The
    last token counts as the surname. `written` are the tokens with umlauts written out («ä» as «ae»).
    """

    text: str
    tokens: tuple[str, ...]
    suffix: str | None
    nickname: str | None
    written: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]  # the nickname alone and as forename

    @cached_property
    def key(self) -> str:
        """The name in the form that is the same for all spellings that need no evidence."""
        return " ".join((*self.tokens, *([self.suffix] if self.suffix else [])))

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Keys of which two spellings of a name share one: without spaces, or with the words sorted."""
        found = set()
        for tokens in (self.tokens, self.written, *self.alternatives):
            if len(tokens) < 2:
                found.add(f"1 {tokens[0]} {self.suffix or ''}")
                continue
            found.add(f"= {''.join(tokens)} {self.suffix or ''}")
            found.add(f"~ {' '.join(sorted(tokens))} {self.suffix or ''}")
        return frozenset(found)

    @property
    def family(self) -> str:
        return self.tokens[-1]

    @property
    def given(self) -> tuple[str, ...]:
        return self.tokens[:-1]

    @property
    def single(self) -> bool:
        """One word alone: a surname, a forename or a stage name."""
        return len(self.tokens) == 1

    @property
    def abbreviated(self) -> bool:
        """The forename is only an initial: «N. Cage»."""
        return len(self.tokens) > 1 and is_initial(self.tokens[0])

    @property
    def full(self) -> bool:
        """Forename and surname written out."""
        return len(self.tokens) > 1 and not self.abbreviated and not is_initial(self.tokens[-1])

    @cached_property
    def sound(self) -> str:
        """The name with all letters that transliterations exchange made one."""
        return " ".join((*map(sound, self.tokens), *([self.suffix] if self.suffix else [])))


def parse_name(text: str, words: NameWords) -> Name | None:
    """A name's parts, or None where no letter is in it: «Cage, Nicolas», «N. Cage», «Robert Downey jun.»."""
    plain = unicodedata.normalize("NFKC", text).strip()
    nickname_match = NICKNAME.search(plain)
    nickname = nickname_match.group(1).strip() if nickname_match and nickname_match.start() > 0 else None
    if nickname_match is not None and nickname is not None:
        plain = f"{plain[: nickname_match.start()]} {plain[nickname_match.end() :]}"
    raw = [token.strip(',;:"„“”«»()') for token in _turned(plain).split()]
    raw = [token for token in raw if token.isalpha() or any(c.isalpha() for c in token)]
    while len(raw) > 1 and raw[0].rstrip(".").casefold() in words.honorifics:
        raw = raw[1:]
    suffix = None
    if len(raw) > 2 and (suffix := SUFFIXES.get(raw[-1].rstrip(".").casefold())) is not None:
        raw = raw[:-1]
    kept = [token for i, token in enumerate(raw) if i == len(raw) - 1 or not _is_particle(token, words)]
    normal_case = any(not token.isupper() for token in kept)
    pieces = [
        piece for i, token in enumerate(kept) for piece in _split_token(token, run=normal_case and i < len(kept) - 1)
    ]
    tokens = tuple(folded for piece in pieces if (folded := fold_token(piece)))
    if not tokens:
        return None
    written = tuple(folded for piece in pieces if (folded := expand_letters(APOSTROPHE.sub("", piece))))
    alternatives: set[tuple[str, ...]] = set()
    if nickname is not None and len(tokens) > 1:
        nick = tuple(fold_token(piece) for piece in SPLIT.split(nickname) if piece)
        alternatives |= {nick, (*nick, tokens[-1])} if nick else set()
    return Name(text, tokens, suffix, nickname, written, tuple(sorted(alternatives)))


def fold_token(token: str) -> str:
    """One word of a name without case, marks and apostrophes; «Müller», «Mueller» and «Muller» give `muller`."""
    return collapse_umlauts(strip_marks(APOSTROPHE.sub("", token)))


def is_initial(token: str) -> bool:
    """`n.`, `ch.`: a word cut short keeps its dot, and a single letter gets one."""
    return token.endswith(".")


def sound(token: str) -> str:
    """The word with exchangeable letters made one and doubled letters single."""
    return DOUBLE.sub(r"\1", SOUND.sub(lambda match: SOUNDS[match.group()], token))


def fits_initials(short: Name, long: Name) -> bool:
    """Whether `short` can abbreviate `long`: same surname, every forename of `short` begins one of `long` in order."""
    return (
        short.family == long.family
        and _suffix_fits(short, long)
        and bool(short.given)
        and begins(short.given[0], long.given[0])
        and _in_order(short.given, long.given)
    )


def lacks_middle(short: Name, long: Name) -> bool:
    """Whether `long` is `short` with more middle names: same forename and surname, no middle name against it."""
    return (
        len(short.tokens) <= len(long.tokens)
        and short.suffix == long.suffix
        and short.family == long.family
        and short.given[0] == long.given[0]
        and _in_order(short.given, long.given)
    )


def slip_token(a: Name, b: Name) -> tuple[str, str] | None:
    """The one word in which two names differ by a slip (a letter or, in long words, two), or None."""
    if a.suffix != b.suffix:
        return None
    return _slip(a.tokens, b.tokens) or _slip(a.written, b.written)


def _slip(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, str] | None:
    pairs = list(zip(a, b, strict=False))
    if len(a) != len(b):  # one of them without middle names
        if min(len(a), len(b)) != 2:
            return None
        pairs = [(a[0], b[0]), (a[-1], b[-1])]
    different = [(x, y) for x, y in pairs if x != y]
    if len(different) != 1:
        return None
    x, y = different[0]
    if is_initial(x) or is_initial(y):
        return None
    shorter = min(len(x), len(y))
    if max(len(x), len(y)) < MIN_SLIP_LENGTH:
        return None
    allowed = 2 if shorter >= MIN_TWO_SLIPS_LENGTH else 1
    return (x, y) if OSA.distance(x, y, score_cutoff=allowed) <= allowed else None


def fold_lists(lists: NameLists) -> frozenset[str]:
    """All listed forenames and surnames, folded as the words of a `Name` are (a third of a second)."""
    return frozenset(fold_token(name) for name in lists.forenames | lists.surnames)


def begins(short: str, long: str) -> bool:
    """`n.` begins `nicolas`; equal words begin each other."""
    return short == long or (is_initial(short) and long.startswith(short.rstrip(".")))


def short_key(name: Name) -> str:
    """Initial and surname, the same for all usual forms of one name: «Nicolas K. Cage» -> `n cage`."""
    return f"{name.tokens[0][0]} {name.family}" if len(name.tokens) > 1 else name.family


def _in_order(short: Iterable[str], long: Iterable[str]) -> bool:
    rest = iter(long)
    return all(any(begins(part, other) or begins(other, part) for other in rest) for part in short)


def _suffix_fits(short: Name, long: Name) -> bool:
    return short.suffix is None or short.suffix == long.suffix


def _turned(text: str) -> str:
    """«Cage, Nicolas» -> «Nicolas Cage»; a suffix stays behind: «Reed, Tom, Jr.» -> «Tom Reed Jr.»."""
    if "," not in text:
        return text
    parts = [part.strip() for part in text.split(",")]
    suffixes = [part for part in parts[1:] if part.rstrip(".").casefold() in SUFFIXES]
    family, *given = [part for part in parts if part and part not in suffixes] or [""]
    return " ".join((*given, family, *suffixes))


def _is_particle(token: str, words: NameWords) -> bool:
    """Particles count only in lower case: «Ben», «Al» and «San» are forenames too."""
    return token.casefold() in words.particles and token[0].islower()


def _split_token(token: str, *, run: bool) -> list[str]:
    """Hyphened names and runs of initials become several words: «Jean-Pierre», «J.J.»; «JJ» where it may be a `run`."""
    if INITIALS.fullmatch(token):
        return [f"{part}." for part in token.split(".") if part]
    if run and len(token) <= MAX_CAPITAL_INITIALS and token.isupper() and token.isascii() and token.isalpha():
        return [f"{letter}." for letter in token]
    return [part for part in SPLIT.split(token) if part]
