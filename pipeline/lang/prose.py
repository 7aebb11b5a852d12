"""The pattern language of the `[prose]` tables: how sentences state credits, one pattern per line.

    "unter der Regie von {names}" = "director"
    "<directed> by {names}" = "director"
    "{names} (spielt|spielen) {character}" = "actor"

    word            the word itself, in any case
    (a|b c)         one of these
    [x]             may be missing
    . .. ...        up to one, two or six words, no name and no punctuation among them
    ....            up to fourteen words, titles and commas among them, no name of a person
    ^ and $         where the sentence begins; where it or its clause ends
    {name}          one person or company
    {names}         a list of them: «A, B und C»
    {pair}          one name or two: «A and B»
    {series}        a list that ends in «and»: «A, B and C»
    {(names)}       such a list in brackets, or after a colon or dash
    {cast}          a list of names, each perhaps with its character: «A as X, B as Y and C»; ends the pattern
    {actor}         a person whom the page states to be an actor elsewhere; {actor's} in the possessive
    {more cast}     the same, where the sentence has named actors before: «…, alongside C and D»
    {character}     who is played: a name, or words such as «his mother»; read backward at the start of a pattern
    {played}        the same, but a name
    {name's}        a name in the possessive: «Petzolds», «Jane Doe’s»
    {role}          a noun for a person of `[roles.person]`; the pattern's role is then "{role}"
    {film}          the film itself: its title, «it», «the film»
    {work}          any title
    {note}          a note in brackets, if there is one
    {someone}       persons who are named but not credited: «produced by Jane Doe for {names}»
    @list           one of the words or phrases of the list `prose_list` of `[words]`
    <words>         can be joined with those of other patterns that are the same otherwise:
                    «written, produced and directed by»

Words that stand in many frames form a set, one member per line; a frame of the set holds for all its members:

    "<craft>: (Kostüme|Kostümbild)" = "costume_designer"
    "für [..] <craft> sorgte {names}" = "<craft>"

A pattern whose role is "none" takes its names away from all other patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from pipeline.errors import VocabularyError
from pipeline.lang.vocabulary import COMPANY_FIELDS, NO_CREDIT, ROLE_WORD, Role, Vocabulary

# What stands for a mention in a masked sentence: one private character each, so that patterns need not know names.
PERSON, COMPANY, WORK, FILM, ROLE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
NAMES = (PERSON, COMPANY)
NAME_CLASS = f"[{PERSON}{COMPANY}]"

EQUAL_LETTERS = "ſ\u212a\u212bıİẞ"  # which expressions take for s, k, å, i and ß where case does not matter
MAX_LIST = 40
MEMBER = re.compile(r"<(\w+)>: (.+)")
TOKEN = re.compile(r"\{[^{}]*\}|\.{1,4}(?=[\s\])|,]|$)|[<>()\[\]|,;]|[^\s{}<>()\[\]|,;]+|\s+")
SIMPLE_WORD = re.compile(r"[^\W\d_]+")
PLAIN_WORD = rf"[^\s,;:.!?()\[\]{PERSON}-{ROLE}]++"
GAPS = (".", "..", "...", "....")
CHARACTER_WORDS = r"(?P<words>(?:(?:(?<=\s)|\s+)[^\s,;:.!?()]++){1,6}?)"
SENTENCE_START = rf"\A[^\w{PERSON}-{ROLE}]{{0,3}}"
CLAUSE_END = r"(?=\s*(?:[.,;:!?)]|$))"
NO_WORD = re.compile(r"[^\w]+")
BRACKETS = {"(": ")", "[": "]", "<": ">"}


@dataclass(frozen=True, slots=True)
class ProseRule:
    """One compiled pattern, or all patterns of one frame that differ in their `<words>` only.

    `role` is None where the role word of the sentence decides, or where `joined` does: expressions for the words that
    group `joined` matched, with their roles. A sentence needs one of `cues` (casefolded words) for the rule to match at
    all, and one of each of `also`; no cue means that a role noun is needed.
    """

    id: str
    expression: str
    role: Role | None
    joined: tuple[tuple[str, Role], ...]
    cues: frozenset[str]
    also: tuple[frozenset[str], ...]
    needs_role_word: bool
    layout: str

    @property
    def is_none(self) -> bool:
        return self.role is not None and not self.role.is_credit

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, ready to be matched."""
        return _compiled(self.expression)

    def joined_roles(self, words: str) -> list[Role]:
        """The roles of joined words, in their order."""
        regex = _compiled("|".join(rf"((?<!\w){expression})" for expression, _ in self.joined))
        return [self.joined[word.lastindex - 1][1] for word in regex.finditer(words) if word.lastindex]


@cache  # when first needed: all of a language take half a second, and a page needs a few
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProseGrammar:
    """The rules of one language, found by the words that a sentence holds."""

    rules: tuple[ProseRule, ...]
    by_cue: Mapping[str, tuple[int, ...]]
    by_role_word: tuple[int, ...]

    def candidates(self, words: Set[str], has_role_word: bool) -> list[ProseRule]:
        """The rules that can match a sentence with these casefolded words, in the order of the vocabulary."""
        found = {index for word in words & self.by_cue.keys() for index in self.by_cue[word]}
        if has_role_word:
            found.update(self.by_role_word)
        return [
            rule
            for rule in map(self.rules.__getitem__, sorted(found))
            if has_role_word >= rule.needs_role_word and not any(map(words.isdisjoint, rule.also))
        ]


def compile_prose(vocabulary: Vocabulary) -> dict[str, ProseGrammar]:
    """The grammar of each language.

    Raises:
        VocabularyError: a pattern is not written in the pattern language.
    """
    return {
        language: _compile_language(language, patterns, vocabulary) for language, patterns in vocabulary.prose.items()
    }


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for one of the given phrases, longest first; white space in them matches any."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or r"(?!)"


def word_starts(phrases: Iterable[str], space: str = r"\s+", more: Iterable[str] = ()) -> str:
    """A regular expression for one of the phrases in any case, where a word begins; longest first.

    It begins with the letters with which the phrases do and looks back from there, so that a search leaps from one such
    letter to the next. `space` is what a space stands for, `more` are expressions that begin with a plain character.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        by_letter.setdefault(phrase[0].lower()[0], []).append(re.escape(phrase[1:]).replace(r"\ ", space))
    for expression in more:
        by_letter.setdefault(expression[0], []).append(expression[1:])
    if not by_letter:
        return r"(?!)"
    letters = {
        other
        for letter in by_letter
        for other in (letter, letter.upper(), *EQUAL_LETTERS)
        if re.fullmatch(re.escape(letter), other, re.IGNORECASE)
    }
    rests = "|".join(rf"(?<={re.escape(letter)})(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return rf"[{''.join(map(re.escape, sorted(letters)))}](?<!\w.)(?i:{rests})"


def _compile_language(language: str, patterns: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> ProseGrammar:
    sets: dict[str, list[tuple[str, str]]] = {}
    for pattern, value in patterns:
        if (member := MEMBER.fullmatch(pattern)) is not None:
            sets.setdefault(member.group(1), []).append((member.group(2), value))
    frames: dict[str, list[tuple[str, str]]] = {}
    for pattern, value in patterns:
        if MEMBER.fullmatch(pattern) is not None:
            continue
        start, end = pattern.find("<"), pattern.find(">")
        if (start < 0) != (end < 0) or end < start or pattern.count("<") > 1 or pattern.count(">") > 1:
            raise _wrong(language, pattern, "< and > do not pair", "mark one stretch of words as <words>")
        if start >= 0:
            words = pattern[start + 1 : end]
            if value == f"<{words}>" and words not in sets:
                remedy = f'add a line "{value}: word" = "role"'
                raise _wrong(language, pattern, f"the set {value} has no members", remedy)
            members = sets[words] if value == f"<{words}>" else [(words, value)]
            frames.setdefault(pattern[:start] + "<>" + pattern[end + 1 :], []).extend(members)
        else:
            frames.setdefault(pattern, []).append(("", value))
    compiler = _Compiler(vocabulary, [word for members in frames.values() for word, _ in members if word])
    rules = []
    for frame, members in frames.items():
        try:
            rules.append(compiler.rule(rule_id(language, frame), frame, members))
        except ValueError as error:
            raise _wrong(language, frame, str(error), "see the pattern language in pipeline/lang/prose.py") from error
    by_cue: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        for cue in rule.cues:
            by_cue.setdefault(cue, []).append(index)
    return ProseGrammar(
        rules=tuple(rules),
        by_cue={cue: tuple(indices) for cue, indices in by_cue.items()},
        by_role_word=tuple(index for index, rule in enumerate(rules) if not rule.cues),
    )


def _layout(frame: str) -> str:
    if "{role}" in frame:
        return "apposition"
    return "award" if "{(names)}" in frame else "prose"


def rule_id(language: str, frame: str) -> str:
    """A short name of a frame for the `extractor` column: `en:directed-by-names`."""
    return f"{language}:{NO_WORD.sub('-', frame).strip('-')[:40]}"


def _wrong(language: str, pattern: str, fact: str, remedy: str) -> VocabularyError:
    return VocabularyError(f"{language} [prose] {pattern!r}: {fact}; {remedy}")


def parse_role(value: str) -> Role:
    """The role of a checked `[prose]` value such as `director+screenwriter` or `producer|production_company`."""
    if value == NO_CREDIT:
        return Role((), (), person=False)
    one, _, company = value.partition("|")
    fields, company_fields = tuple(filter(None, one.split("+"))), tuple(filter(None, company.split("+")))
    if not company_fields:
        company_fields = tuple(field for field in fields if field in COMPANY_FIELDS)
        fields = tuple(field for field in fields if field not in COMPANY_FIELDS)
    return Role(fields, company_fields, person=False)


class _Compiler:
    """Turns patterns into regular expressions on masked sentences; holds what the vocabulary contributes to them."""

    def __init__(self, vocabulary: Vocabulary, coordinated: Sequence[str]) -> None:
        words = vocabulary.words
        conjunction = alternatives(words.get("prose_conjunctions", ()))
        note = rf"(?:\s?\([^(){PERSON}-{ROLE}]{{0,60}}\))?+"
        item = rf"(?:{NAME_CLASS}(?!['’‘]?s\b|['’‘]\s){note})"
        joint = rf"\s*,\s*(?:{conjunction})\s+|\s+(?:{conjunction})\s+|\s*[/&]\s*"
        separator = rf"(?:{joint}|\s*,\s*)"
        # «penned by Jane Doe, The Salt Ledger has been …»: behind a bare comma may stand the subject of what follows
        verb = alternatives(words.get("prose_subject_verbs", ()))
        listed = rf"(?>{item}(?:(?:{joint}){item}|\s*,\s*{item}(?!\s+(?:{verb})(?!\w))){{0,{MAX_LIST}}})"
        adverb = alternatives(words.get("prose_adverbs", ()))
        self.link = rf"(?:{separator}(?:(?:{adverb})\s+)?)"
        # A wide gap ends where «and» brings the next verb: «based on a play and directed by».
        verbs = {word for phrase in coordinated for word in SIMPLE_WORD.findall(phrase)}
        stops = alternatives(words.get("prose_gap_stops", ()))
        self.gaps = {
            ".": rf"(?:\s+{PLAIN_WORD}){{0,1}}?",
            "..": rf"(?:\s+{PLAIN_WORD}){{0,2}}?",
            "...": rf"(?:\s+{PLAIN_WORD}){{0,6}}?",
            "....": rf"(?:,?\s+(?!(?:{stops})\b|(?:{conjunction})\s+(?:{alternatives(verbs)})\b)"
            rf"[^\s.,;{PERSON}{COMPANY}{ROLE}]++){{0,14}}?",
        }
        opening = alternatives(words.get("prose_cast_openings", ()))
        film = alternatives(words.get("prose_film", ()))
        self.lists = {name.removeprefix("prose_"): list_ for name, list_ in words.items() if name.startswith("prose_")}
        self.placeholders = {
            "{name}": rf"(?P<names>{NAME_CLASS}){note}",
            "{names}": rf"(?P<names>{listed})",
            "{pair}": rf"(?P<names>{NAME_CLASS}{note}(?:\s+(?:{conjunction})\s+{NAME_CLASS})?)",
            "{series}": rf"(?P<names>(?>{item}(?:\s*,\s*{item}){{1,{MAX_LIST}}})\s*,?\s+(?:{conjunction})\s+{item})",
            "{(names)}": rf"(?:\s*\(\s*|\s*[:–—]\s*|\s+-\s+)(?P<names>{listed})",
            "{actor}": rf"(?P<names>(?P<known>{PERSON}))",
            "{cast}": rf"\s*:?\s*(?:(?:{opening})\s+){{0,3}}(?P<cast>)(?={NAME_CLASS})",
            "{more cast}": rf"\s*(?P<more>)(?:(?:{opening})\s+){{0,3}}(?P<cast>)(?={NAME_CLASS})",
            "{character}": r"(?P<character>)",
            "{played}": r"(?P<character>)(?P<named>)",
            "{name's}": rf"(?P<names>{NAME_CLASS})(?:['’‘]?s|['’‘])",
            "{actor's}": rf"(?P<names>(?P<known>{PERSON}))(?:['’‘]?s|['’‘])",
            "{role}": ROLE,
            "{someone}": rf"{PERSON}{note}(?:{separator}{PERSON}{note}){{0,9}}+",
            "{film}": rf"(?:{FILM}|\b(?:{film})\b)(?!['’]s)",
            "{note}": note,
            "{work}": rf"[{WORK}{FILM}]",
        }

    def rule(self, name: str, frame: str, members: Sequence[tuple[str, str]]) -> ProseRule:
        joined: list[tuple[str, Role]] = []
        cues: set[str] = set()
        for phrase, value in members:
            if phrase:
                regex, required = self.sequence(_tokens(phrase))
                cues |= _rarest(required)
                joined.append((regex, parse_role(value)))
        one = "|".join(regex for regex, _ in joined)
        verbs = rf"(?P<joined>(?:{one})(?:{self.link}(?:{one})){{0,6}}+)" if joined else ""
        tokens = _tokens(frame)
        regex, required = self.sequence(tokens, verbs)
        boundary = "" if frame.startswith(("{character}", "{played}")) else r"(?<!\w)"
        value = members[0][1]
        role = None if joined or value == ROLE_WORD else parse_role(value)
        needed = [*required, frozenset(cues)] if cues else required
        rarest = _rarest(needed)
        if not rarest and "{role}" not in frame:
            raise ValueError("no word of it is always there")
        return ProseRule(
            id=name,
            expression=boundary + regex,
            role=role,
            joined=tuple(joined),
            cues=rarest,
            also=tuple(words for words in needed if words is not rarest),
            needs_role_word="{role}" in frame,
            layout=_layout(frame),
        )

    def sequence(self, tokens: list[str], verbs: str = "") -> tuple[str, list[frozenset[str]]]:
        """The expression for a sequence, and sets of words: a match holds at least one word of each."""
        parts: list[str] = []
        words: set[str] = set()
        needed: list[frozenset[str]] = []
        position = 0
        pending_optional = ""  # an optional piece at the start of the sequence takes the space after it
        glue = ""
        while position < len(tokens):
            token = tokens[position]
            if token.isspace():
                glue = r"\s+"
                position += 1
                continue
            if token in "([<":
                end = _closing(tokens, position)
                inner = tokens[position + 1 : end]
                position = end + 1
                if token == "<":
                    piece, words, optional = verbs, set(), False
                else:
                    ends = inner[-2:] == ["|", "$"]  # the clause may end here instead, without a space
                    piece, words = self.choice(inner[:-2] if ends else inner)
                    optional = token == "["
                    if ends:
                        piece, words, glue = rf"(?:{glue}{piece}|{CLAUSE_END})", set(), ""
            elif token in ")]>|":
                raise ValueError(f"a {token} that nothing opens")
            elif token in GAPS:
                position += 1
                parts.append(self.gaps[token])
                glue = r"\s+"
                continue
            elif token in "^$":
                position += 1
                parts.append(SENTENCE_START if token == "^" else CLAUSE_END)
                glue = ""
                position += token == "^"
                continue
            elif token in ",;":
                position += 1
                parts.append(rf"\s*{token}")
                glue = ""
                continue
            elif token.startswith("{"):
                position += 1
                if token not in self.placeholders:
                    raise ValueError(f"unknown placeholder {token}")
                piece, words, optional = self.placeholders[token], set(), False
                if token in ("{(names)}", "{cast}", "{more cast}", "{note}"):
                    glue = ""
                elif token in ("{character}", "{played}"):
                    glue = r"\s*" if glue else ""
                    if parts and position < len(tokens):  # more follows: the words of the character are leapt over
                        piece += CHARACTER_WORDS
            elif token.startswith("@"):
                position += 1
                if token[1:] not in self.lists:
                    raise ValueError(f"no list prose_{token[1:]} for {token}")
                piece, optional = rf"(?:{alternatives(self.lists[token[1:]])})(?!\w)", False
                words = {SIMPLE_WORD.findall(word.casefold())[0] for word in self.lists[token[1:]]}
            else:
                position += 1
                piece, words, optional = (
                    rf"{re.escape(token)}(?!\w)",
                    set(SIMPLE_WORD.findall(token.casefold())[:1]),
                    False,
                )
            if optional:
                if inner[0] in GAPS or inner[0] in ",;":
                    glue = ""
                if parts or pending_optional:
                    parts.append(rf"(?:{glue}{piece})?")
                else:
                    pending_optional += rf"(?:{piece}\s+)?"
                    glue = ""
                    position += position < len(tokens) and tokens[position].isspace()
                    continue
            else:
                parts.append(glue + piece)
                if words:
                    needed.append(frozenset(words))
            glue = ""
        return pending_optional + "".join(parts), needed

    def choice(self, tokens: list[str]) -> tuple[str, set[str]]:
        branches: list[list[str]] = [[]]
        depth = 0
        for token in tokens:
            depth += (token in BRACKETS) - (token in BRACKETS.values())
            if token == "|" and depth == 0:
                branches.append([])
            else:
                branches[-1].append(token)
        compiled = [self.sequence(branch) for branch in branches]
        needed = [_rarest(required) for _, required in compiled]
        words = set().union(*needed) if all(needed) else set()
        ordered = sorted((regex for regex, _ in compiled), key=len, reverse=True)
        return f"(?:{'|'.join(ordered)})", words


def _rarest(needed: Sequence[frozenset[str]]) -> frozenset[str]:
    """The set that the fewest sentences hold a word of: short words are frequent ones."""
    return max(needed, key=lambda words: min(map(len, words)), default=frozenset())


def _tokens(pattern: str) -> list[str]:
    tokens = TOKEN.findall(pattern.strip())
    if "".join(tokens) != pattern.strip():
        raise ValueError("a bracket is not closed")
    return [token for index, token in enumerate(tokens) if not (token.isspace() and _touches_bracket(tokens, index))]


def _touches_bracket(tokens: list[str], index: int) -> bool:
    return tokens[index - 1] in "([<|" or tokens[index + 1] in ")]>|,;"


def _closing(tokens: list[str], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += (tokens[position] in BRACKETS) - (tokens[position] in BRACKETS.values())
        if depth == 0:
            return position
    raise ValueError(f"a {tokens[opening]} is not closed")
