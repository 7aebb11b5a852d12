"""Find the credits that sentences state: «directed by Jane Doe», «Petzolds Inszenierung», «Bea (Isabelle Roe)».

Every sentence with a name in it is masked: one private character stands for each name, title and role noun. The
patterns of the vocabulary (`pipeline.lang.prose`) are matched on the masked sentence, and what they find is refused
where the sentence speaks of another film or of what did not come about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.lang.prose import (
    COMPANY,
    FILM,
    PERSON,
    ROLE,
    WORK,
    ProseRule,
)
from pipeline.lang.sentence_words import PROFESSION_FIELDS, SIMPLE_WORD, SentenceWords, load_sentence_words
from pipeline.lang.vocabulary import CAST_FIELDS, Role, Vocabulary, fold
from pipeline.text.lines import SPACE, split_lines, strip_span
from pipeline.text.masking import Masked, mask_units
from pipeline.text.names import normal_name, normal_text, person_score, split_list
from pipeline.text.sentences import join_wrapped, split_sentences
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, Section, Span

EXTRACTOR = "prose/1"
SILENT_KINDS = frozenset({"references", "links"})  # names in notes and teasers are no credits
STORY_KINDS = frozenset({"plot", "lead", "reviews", "other", "news", "reception"})
STORY = "plot"
LEAD = "lead"
CAST = "cast_crew"
MAX_ROLE_WORDS = 4
MAX_CHARACTER_WORDS = 5
SCORE_PATTERN, SCORE_PAIR = 0.9, 0.75

MAX_NOISE_WORDS = 5
MAX_DATED_TITLES = 2  # a sentence with so many «(1987)» is a filmography; one more in the lead, which names forerunners
DATED_REACH = 10  # code points between «(1971)» and the label that belongs to it
MAX_ASIDE = 240  # code points between two «A as X» of one list: «…, a student who falls in love, and B as Y»

UNKNOWN_PERSON = 0.5  # the score of a name of which the name lists know nothing

Place = tuple[int, int]  # start and end in a masked sentence
NAMES = (PERSON, COMPANY)
CLAUSE_MARKS = (",", ";", "–", "—", ":")
LABEL_EDGE = " ,;:()–—-\t\n" + PERSON + COMPANY

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
# «„Die Stunden“», «"The Hours"», «»Lola«»: a title in quotation marks
QUOTED = re.compile(
    r"[„“\"»«‚‘]([^\W_a-z][^„“”\"»«‚‘’\n]{0,58}[^\s„“”\"»«‚‘’\n,])[“”\"«»‘’]|(?<!\w)_([^\W_a-z][^_\n]{0,58})_"
)
# «Vaali.[5», «Roe[3]»: a footnote that has crept into a name
NOTE_MARK = re.compile(r"[.,]?\[")
# «Bea (Isabelle Roe)», «Bea (Isabelle Roe, „Mare“)», «Kommissarin Vogt (Frauke Dierksen)»
BRACKETED = re.compile(rf"({PERSON})\s?\(\s?({PERSON})(?=\s*[),;])")
# «Lon Chaney, Jr.», «Robert Downey Jr.»: belongs to the name before it
SUFFIX = re.compile(r",?\s(?:Jr\.|Sr\.|Jr\b|Sr\b|I{2,3}\b|IV\b|jun\.|sen\.)")
# «Jane Doe (Bea)», «Jane Doe (voice)»: a note behind a name
NOTE = re.compile(r"\s?\(([^()]{1,60})\)")
# «Jane Doe, UK/FR 2019», «J. Doe / K. Roe, DE 2025; 45‘»: names and countries up to the year
PROGRAMME_YEAR = re.compile(r"([^\d|;:()]{5,110}?)[,\s](?:18|19|20)\d\d(?!\w)")
COUNTRY_AT_END = re.compile(r"((?<![\w.])[^\W\d_]+\s)?(?<![\w.])([^\W\d_][\w.]*)[\s,/|–-]*$")
COUNTRY_CODE = re.compile(r"[A-Z]{1,3}")
GENITIVE = re.compile(r"(?:['’‘]?s|['’‘])\s")
POSSESSIVE = re.compile(r"['’‘]?s?(?=\w)|['’‘]s?\b")
DATED = re.compile(r"\((?:18|19|20)\d\d\)")
# «Linus Sandgren (Kamera)», «Jane Doe (director)», «John Roe (Drehbuch und Regie)»
ROLE_NOTE = re.compile(rf"({PERSON})\s?\(([^\W\d_][^(){PERSON}-{ROLE},;:]{{1,40}})\)")
# «(Buch: Jane Doe, Regie: John Roe)» within a sentence
ROLE_LABEL = re.compile(
    rf"(?<=[(,;/|])\s?((?:[^\W\d_][\w-]*\s(?:&\s)?){{0,2}}[^\W\d_][\w-]*)\s?:\s({PERSON}(?:,\s{PERSON}(?!\w))*)"
)
# «Newman's Frank Galvin», «Sukowas Lola»
PLAYED = re.compile(rf"({PERSON})['’]?s\s({PERSON})")
# one word of «his mother», «Lieutenant Marlowe», «St. Clair»
CHARACTER_WORD = re.compile(
    rf"\s*(\"?[{PERSON}{COMPANY}]|[^\s,;:.!?()\[\]–—{PERSON}-{ROLE}]+(?:\.(?=\s))?)(?=[\s,;:.!?()'’]|$)"
)
NEXT_WORD = re.compile(r" ([^\W\d_]+)")
OF_CHARACTER = re.compile(r"['’]s? [^\W\d_]+")
WORD_BEFORE = re.compile(r"([^\s,;:!?()]+)\s+$")
LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
AFTER_WORK = re.compile(rf"\s+(?:[^\s,;:.()]+\s+){{0,3}}{WORK}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one match says, before names are resolved."""

    role: Role
    name: Span
    company: bool
    label: Span | None
    character: Span | None
    layout: str
    rule: str
    score: float
    language: str
    needs_known_actor: bool = False  # counts only where the page states elsewhere that this is an actor
    needs_known_person: bool = (
        False  # counts only where the page credits this name elsewhere: plots are full of characters
    )
    needs_cast_before: bool = False  # counts only where the sentence has named actors before


def find_role_prose(
    document: Document,
    sections: Sequence[Section],
    languages: Sequence[LanguageRun],
    mentions: Sequence[Mention],
    vocabulary: Vocabulary,
    listed: Sequence[Claim] = (),
    works: Sequence[PageWork] = (),
) -> Iterator[Claim]:
    """Credits stated in sentences, in the order of the text.

    `listed` are the claims of the role lists: they tell whom the page knows, and what they have read is not read
    again. `works` are the page's works: what a sentence says of a title that is none of theirs is no credit.
    """
    lexicon = load_sentence_words(vocabulary)
    reader = _Reader(document, sections, languages, mentions, lexicon, vocabulary, listed, works)
    statements = list(reader.programme_lines())
    if statements or reader.is_about_a_work():
        statements += [statement for passage in reader.passages() for statement in reader.read(passage)]
    yield from _claims(document.text, statements, _Names(document.text, mentions, listed, statements), reader)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what is known of where it stands."""

    span: Span
    kind: str
    language: str
    own_titles: str  # folded text in which titles of the page's own work stand
    titles: frozenset[str]  # the titles of the works that the passage belongs to, folded


class _Reader:
    """Reads the sentences of one document."""

    def __init__(
        self,
        document: Document,
        sections: Sequence[Section],
        languages: Sequence[LanguageRun],
        mentions: Sequence[Mention],
        lexicon: SentenceWords,
        vocabulary: Vocabulary,
        listed: Sequence[Claim],
        works: Sequence[PageWork] = (),
    ) -> None:
        self.text = document.text
        self.works = works
        self.roles_by_word = vocabulary.roles
        self.sections = sections
        self.languages = languages
        self.lexicon = lexicon
        self.headings = vocabulary.headings
        self.mentions = sorted((m for m in mentions if m.label in ("PER", "ORG", "WORK")), key=lambda m: m.span.start)
        self.mention_starts = [m.span.start for m in self.mentions]
        self.lines = split_lines(document.text)
        self.line_starts = [line.span.start for line in self.lines]
        self.actors = {folded for c in listed if c.field in CAST_FIELDS for folded in _keys(c.value)}
        self.taken = sorted(
            (span.start, span.end, c.field) for c in listed for span in (c.span, c.character_span) if span is not None
        )

    def is_about_a_work(self) -> bool:
        """Whether the page speaks of films, series or plays at all: other pages have directors and editors too."""
        return self.lexicon.page_cues.search(self.text) is not None

    def passages(self) -> Iterator[Passage]:
        """The sentences that may state credits and hold a name."""
        run_starts = [run.span.start for run in self.languages]
        head = self._head()
        for section in self.sections:
            heading = "" if section.heading is None else fold(section.heading.of(self.text))
            if section.kind in SILENT_KINDS or (section.kind == "news" and heading in self.headings):
                continue
            if self.lexicon.other_sections.search(heading):
                continue
            titles = frozenset(
                fold(work.title) for work in self.works if work.title is not None and work.span.overlaps(section.span)
            )
            own_titles = "\n".join((head, heading, *sorted(titles)))
            for passage in join_wrapped(self.text, self.lines[slice(*self._lines_of(section))]):
                if not self._has_name(passage):
                    continue
                run = self.languages[max(0, bisect_right(run_starts, passage.start) - 1)] if self.languages else None
                language = section.language if run is None else run.language
                if language not in self.lexicon.grammars:
                    continue
                if section.kind != LEAD:  # from a remake or a sequel on, the paragraph speaks of that
                    descendant = self.lexicon.descendant.search(self.text, passage.start, passage.end)
                    limit = passage.end if descendant is None else descendant.start()
                else:
                    limit = passage.end
                for sentence in split_sentences(self.text, passage, self.lexicon.abbreviations):
                    if sentence.end > limit:
                        break
                    if self._has_name(sentence):
                        yield Passage(sentence, section.kind, language, own_titles, titles)

    def programme_lines(self) -> Iterator[Statement]:
        """Who made it, where and when, in the short form of programmes: «Jane Doe, UK/FR 2019, 104 min»."""
        for section in self.sections:
            if section.kind in SILENT_KINDS:
                continue
            for line in self.lines[slice(*self._lines_of(section))]:
                year = PROGRAMME_YEAR.match(self.text, line.content.start, line.content.end)
                if year is None:
                    continue
                makers = self._before_countries(Span(line.content.start, year.end(1)))
                if makers is None:
                    continue
                items = [item for _, item in split_list(self.text, makers, self.lexicon.names)]
                if not all(item is not None and self._is_full_name(item.value) for item in items):
                    continue
                for item in filter(None, items):
                    yield Statement(
                        role=Role(("director",), (), person=True),
                        name=item.span,
                        company=False,
                        label=None,
                        character=None,
                        layout="programme",
                        rule="programme",
                        score=SCORE_PAIR,
                        language=section.language,
                    )

    def _before_countries(self, span: Span) -> Span | None:
        """What stands before the countries at the end of a stretch; None where there are none."""
        end, seen = span.end, False
        while (country := COUNTRY_AT_END.search(self.text, span.start, end)) is not None:
            one, two = country.group(2), f"{country.group(1) or ''}{country.group(2)}"
            if two != one and two.casefold() in self.lexicon.countries:
                end = country.start(1)
            elif one.casefold() in self.lexicon.countries or COUNTRY_CODE.fullmatch(one):
                end = country.start(2)
            else:
                break
            seen = True
        makers = strip_span(self.text, span.start, end, SPACE + ",;|/")
        return makers if seen and makers else None

    def _is_full_name(self, name: str) -> bool:
        return " " in name and (
            INITIAL.match(name) is not None or person_score(name, self.lexicon.names) > UNKNOWN_PERSON
        )

    def _lines_of(self, section: Section) -> tuple[int, int]:
        return bisect_left(self.line_starts, section.body.start), bisect_left(self.line_starts, section.body.end)

    def _head(self) -> str:
        """The first lines of the page, folded: titles in them are titles of the page's own work."""
        opening = [line.content.of(self.text)[:160] for line in self.lines[:40] if not line.blank][:4]
        return fold("\n".join(opening))

    def _has_name(self, span: Span) -> bool:
        index = bisect_left(self.mention_starts, span.start)
        return index < len(self.mentions) and self.mentions[index].span.end <= span.end

    def read(self, passage: Passage) -> list[Statement]:
        """All that one sentence states."""
        masked = self.mask(passage)
        names = [span for place, span in masked.units.items() if masked.text[place] in NAMES]
        if not names or (passage.kind == CAST and all(self.is_listed(span) for span in names)):
            return []
        words = {word.casefold() for word in SIMPLE_WORD.findall(masked.text)}
        role_masked = self.mask_roles(masked) if not self.lexicon.role_first_words.isdisjoint(words) else None
        vetoed: set[Span] = set()
        statements: list[Statement] = []
        for rule in self.lexicon.grammars[passage.language].candidates(words, role_masked is not None):
            target = masked
            if rule.needs_role_word:
                if role_masked is None:
                    continue
                target = role_masked
            for match in rule.regex.finditer(target.text):
                for statement in self.statements(rule, match, target, passage):
                    if rule.is_none:
                        vetoed.add(statement.name)
                    else:
                        statements.append(statement)
        found = (*statements, *self.pairs(masked, passage), *self.labelled(masked, passage))
        if not found or self._is_unreal(masked.text, passage):
            return []
        return _best(_in_company(found, vetoed))

    # --- masking ---------------------------------------------------------------------------------------------

    def mask(self, passage: Passage) -> Masked:
        """Names and titles of a sentence as private characters."""
        start, end = passage.span.start, passage.span.end
        units: list[tuple[Span, str]] = []
        first = bisect_left(self.mention_starts, start)
        previous_end = start
        for index in range(first, len(self.mentions)):
            mention = self.mentions[index]
            if mention.span.start >= end:
                break
            if mention.span.end > end or mention.span.start < previous_end:
                continue
            span = mention.span
            if mention.label == "WORK":
                units.append((span, self._title(span, passage)))
            elif mention.label == "PER":
                if (mark := NOTE_MARK.search(self.text, span.start, span.end)) is not None:
                    span = Span(span.start, mark.start())
                if self._is_adjective(span):
                    continue
                if fold(span.of(self.text)) in passage.titles:
                    units.append((span, FILM))
                    previous_end = span.end
                    continue
                suffix = SUFFIX.match(self.text, span.end, end)
                span = span if suffix is None else Span(span.start, suffix.end())
                units.append((span, PERSON))
            else:
                units.append((span, COMPANY))
            previous_end = span.end
        taken = [span for span, _ in units]
        people = {span for span, character in units if character == PERSON}
        for quoted in QUOTED.finditer(self.text, start, end):
            span = Span(quoted.start(), quoted.end())
            inside = [t for t in taken if t.overlaps(span)]
            title = quoted.span(1) if quoted.group(1) is not None else quoted.span(2)
            if any(not span.contains(t) for t in inside) or len(self.text[slice(*title)].split()) > 8:
                continue
            if any(title[1] <= t.end + 1 and t.start <= title[0] for t in inside if t in people):
                continue  # a name in quotation marks
            units = [(s, c) for s, c in units if not span.contains(s)]
            units.append((span, self._title(Span(*title), passage)))
        units.sort()
        swallowing = [(self._noise_start(units, index, start), *unit) for index, unit in enumerate(units)]
        noun_capitals = passage.language in self.lexicon.noun_capitals
        return mask_units(self.text, passage.span, swallowing, noun_capitals=noun_capitals)

    def _noise_start(self, units: Sequence[tuple[Span, str]], index: int, start: int) -> int:
        """Where the words begin that stand before a name and say nothing: «the veteran actor», «der junge»."""
        span, character = units[index]
        if character not in NAMES:
            return span.start
        floor = units[index - 1][0].end if index else start
        begin = span.start
        for _ in range(MAX_NOISE_WORDS):
            word = WORD_BEFORE.search(self.text, max(floor, begin - 30), begin)
            if word is None or word.start(1) < floor:
                break
            folded = word.group(1).casefold().rstrip(".")
            parts = (folded, *folded.split("-")) if "-" in folded else (folded,)
            known = folded in self.lexicon.noise or all(part in self.lexicon.noise for part in parts[1:] or parts)
            if not known and (folded in self.lexicon.cues or not folded.endswith(self.lexicon.noise_endings)):
                break
            begin = word.start(1)
        return begin

    def _is_adjective(self, span: Span) -> bool:
        """«German» in «German actress Jane Doe» is no name, whatever the model says."""
        following = NEXT_WORD.match(self.text, span.end)
        return (
            following is not None
            and span.of(self.text).casefold().endswith(self.lexicon.noise_endings)
            and " " not in span.of(self.text)
            and (following.group(1) in self.lexicon.noise or following.group(1) in self.lexicon.person_roles)
        )

    def _title(self, span: Span, passage: Passage) -> str:
        title = fold(span.of(self.text).strip("„“”\"»«‚‘’'"))
        return FILM if title and title in passage.own_titles else WORK

    def mask_roles(self, masked: Masked) -> Masked:
        """The sentence with its nouns for people of a role masked too: «executive producer», «Kameramann»."""
        found: list[tuple[int, int]] = []
        tokens = [(m.start(), m.end()) for m in WORD.finditer(masked.text)]
        index = 0
        while index < len(tokens):
            size = self._role_size(masked.text, tokens, index)
            before = masked.text[slice(*tokens[index - 1])].casefold() if index else ""
            if size and before not in self.lexicon.other_trades:
                found.append((tokens[index][0], tokens[index + size - 1][1]))
            index += size or 1
        units = [(masked.offset(place), span, masked.text[place]) for place, span in masked.units.items()]
        units += [
            (masked.offset(start), Span(masked.offset(start), masked.offset(end - 1) + 1), ROLE) for start, end in found
        ]
        return mask_units(self.text, masked.whole, sorted(units), noun_capitals=masked.noun_capitals)

    def _role_size(self, text: str, tokens: Sequence[tuple[int, int]], index: int) -> int:
        """How many tokens from here on are one role noun; 0 for none."""
        start, end = tokens[index]
        if text[start:end].casefold().partition("-")[0] not in self.lexicon.role_first_words:
            return 0
        for size in range(min(MAX_ROLE_WORDS, len(tokens) - index), 0, -1):
            phrase = text[start : tokens[index + size - 1][1]].casefold()
            if phrase in self.lexicon.person_roles:
                return size
        return 0

    def role_of(self, span: Span) -> Role:
        """The role of a masked role noun."""
        return self.lexicon.person_roles[normal_text(span.of(self.text)).casefold()]

    # --- patterns --------------------------------------------------------------------------------------------

    def statements(
        self, rule: ProseRule, match: re.Match[str], masked: Masked, passage: Passage
    ) -> Iterator[Statement]:
        """What one match of a rule states: every name with every role, unless the sentence takes it back."""
        groups = match.groupdict()
        roles = self.roles(rule, match, masked)
        if not roles:
            return
        plays = any(not CAST_FIELDS.isdisjoint(role.fields) for role in roles)
        names = [match.start("names") + i for i, c in enumerate(groups.get("names") or "") if c in NAMES]
        pairs: list[tuple[int, Span | None]] = [(name, None) for name in names]
        end = match.end()
        needs_known = "known" in groups
        if "cast" in groups:
            pairs, end = self.cast(masked, end)
            if len(pairs) == 1 and pairs[0][1] is None and " " not in masked.units[pairs[0][0]].of(self.text):
                needs_known = passage.language in self.lexicon.noun_capitals
        elif groups.get("character") is not None:
            before = match.start("character") == match.start()
            after = None if before else self.character_after(masked, match.end("character"))
            played = self.character_before(masked, match.start()) if before else None if after is None else after[0]
            if "named" in groups and (played is None or played not in masked.units.values()):
                return
            needs_known = needs_known or (played is None and not before)
            if before and len(names) > 1:
                played = None
            pairs = [(name, played) for name in names]
            if after is not None and roles[0].fields == ("actor",):
                pairs += self.gapped(masked, after[1])
        elif rule.needs_role_word:
            pairs = [(n, None) for n in names if n == names[0] or masked.offset(n) == masked.units[n].start]
        elif plays and len(names) == 1:
            pairs = [(names[0], self.played_by(masked, max(names[0] + 1, end))[0])]
        if not rule.is_none and self.is_refused(masked.text, match.start(), end, in_lead=passage.kind == LEAD):
            return
        for position, character in pairs:
            for role in roles:
                yield Statement(
                    role=role,
                    name=masked.units[position],
                    company=masked.text[position] == COMPANY,
                    label=_label(match, masked),
                    character=None if CAST_FIELDS.isdisjoint(role.fields) else character,
                    layout=rule.layout,
                    rule=rule.id,
                    score=SCORE_PATTERN,
                    language=passage.language,
                    needs_known_actor=needs_known,
                    needs_known_person=(passage.kind == STORY and not (names and match.start("names") > match.start()))
                    or (passage.kind == STORY and (rule.needs_role_word or "more" in groups)),
                    needs_cast_before="more" in groups,
                )

    def gapped(self, masked: Masked, position: int) -> Iterator[tuple[int, Span | None]]:
        """What goes on without its verb: «…, Kiefer Sutherland den reichen Schwager und Lena Roe die Tochter»."""
        while (following := self.lexicon.gapped.match(masked.text, position)) is not None:
            found = self.character_after(masked, following.end())
            if found is None:
                break
            yield following.start(1), found[0]
            position = found[1]

    def roles(self, rule: ProseRule, match: re.Match[str], masked: Masked) -> list[Role]:
        """The role of the pattern, of its joined words, or of the role nouns in the sentence."""
        if rule.joined is not None:
            words, roles = rule.joined
            return [roles[word.lastindex - 1] for word in words.finditer(match.group("joined")) if word.lastindex]
        if rule.role is not None:
            return [rule.role]
        places = range(match.start(), match.end())
        found = [self.role_of(masked.units[place]) for place in places if masked.text[place] == ROLE]
        return [role for role in found if not role.fields or not PROFESSION_FIELDS.issuperset(role.fields)]

    def cast(self, masked: Masked, position: int) -> tuple[list[tuple[int, Span | None]], int]:
        """A list of actors, each perhaps with a character: «A as X, B as Y, and C»; and where it ends."""
        text, lexicon = masked.text, self.lexicon
        pairs: list[tuple[int, Span | None]] = []
        while text[position : position + 1] in NAMES and position < len(text):
            name = position
            character, position = self.played_by(masked, position + 1)
            if (
                text[name] == PERSON
                and POSSESSIVE.match(text, name + 1) is None
                and DATED.match(text, name + 2) is None
            ):
                pairs.append((name, character))
            link = lexicon.links.match(text, position)
            if link is not None:
                position = link.end()
                continue
            following = lexicon.next_pair.search(text, position, position + MAX_ASIDE)
            if following is None or PERSON in text[position : following.start(1)]:
                break
            position = following.start(1)
        return pairs, position

    def played_by(self, masked: Masked, position: int) -> tuple[Span | None, int]:
        """The character that stands behind an actor's name, and where the reading goes on."""
        text = masked.text
        character: Span | None = None
        note = NOTE.match(text, position)
        if note is not None:
            if PERSON in note.group(1) or (note.group(1)[0].isupper() and not any(c.isdigit() for c in note.group(1))):
                character = masked.span(*note.span(1))
            position = note.end()
        as_word = self.lexicon.as_word.match(text, position)
        found = None if as_word is None else self.character_after(masked, as_word.end())
        if found is not None:
            character, position = found
            rest = self.lexicon.clause_rest.match(text, position)
            position = position if rest is None else rest.end()
        elif (aside := self.lexicon.aside.match(text, position)) is not None:
            position = aside.end()
        return character, position

    def character_after(self, masked: Masked, position: int) -> tuple[Span, int] | None:
        """Who is played, read forward: a name with its titles, or a noun phrase without its determiner."""
        words: list[Place] = []
        while (
            len(words) < MAX_CHARACTER_WORDS + 2 and (word := CHARACTER_WORD.match(masked.text, position)) is not None
        ):
            token = word.group(1)
            if token[0] in NAMES:
                return self._named_character(masked, word.start(1)), word.end(1)
            folded = token.casefold()
            if folded in self.lexicon.stops and (words or folded not in self.lexicon.determiners):
                break
            words.append(word.span(1))
            position = word.end()
        return self._described_character(masked, words)

    def character_before(self, masked: Masked, position: int) -> Span | None:
        """Who is played, read backward: «Professor Rohl, gespielt von …», «a judge (played by …)»."""
        text = self.lexicon.auxiliary.sub("", masked.text[:position].rstrip(" ,(–—-"))
        if text.endswith(PERSON):
            return self._named_character(masked, len(text) - 1)
        last = LAST_WORD.search(text)
        if last is None or last.group().casefold() in self.lexicon.stops | self.lexicon.no_characters:
            return None
        return masked.span(*last.span())

    def _named_character(self, masked: Masked, place: int) -> Span:
        """A character's name with the forms of address before it: «Lieutenant Marlowe»."""
        span = masked.units[place]
        start = span.start
        while (word := WORD_BEFORE.search(self.text, max(0, start - 30), start)) is not None:
            if not word.group(1)[0].isupper() or word.group(1).casefold().rstrip(".") not in self.lexicon.titles:
                break
            start = word.start(1)
        owned = OF_CHARACTER.match(self.text, span.end)
        return Span(start, span.end if owned is None else owned.end())

    def _described_character(self, masked: Masked, words: Sequence[Place]) -> tuple[Span, int] | None:
        text = masked.text
        begin = 0
        while begin < len(words) and text[slice(*words[begin])].casefold() in self.lexicon.determiners:
            begin += 1
        kept = words[begin : begin + MAX_CHARACTER_WORDS]
        capital = next((i for i, (start, _) in enumerate(kept) if text[start].isupper()), None)
        if capital is not None:
            last = capital
            while last + 1 < len(kept) and text[kept[last + 1][0]].isupper():
                last += 1
            kept = kept[: last + 1]
        if not kept or (capital is None and (begin == 0 or masked.noun_capitals)):
            return None
        last_word = text[slice(*kept[-1])].casefold()
        if last_word in self.lexicon.no_characters or last_word.endswith(self.lexicon.no_character_endings):
            return None
        return masked.span(kept[0][0], kept[-1][1]), kept[-1][1]

    # --- pairs -----------------------------------------------------------------------------------------------

    def pairs(self, masked: Masked, passage: Passage) -> Iterator[Statement]:
        """Two names that are character and actor by where they stand: «Bea (Isabelle Roe)», «Roe's Bea».

        The order of a bracketed pair is decided by who is known as an actor; a plot names the character first.
        """
        if passage.kind not in STORY_KINDS:
            return
        for match in BRACKETED.finditer(masked.text):
            outer, inner = masked.units[match.start(1)], masked.units[match.start(2)]
            if (
                self.is_listed(outer)
                or self.is_listed(inner)
                or self.is_refused(masked.text, *match.span(), in_lead=True)
            ):
                continue
            if self._is_known(outer, self.actors) and not self._is_known(inner, self.actors):
                yield self._pair(outer, inner, passage)
            elif len(inner.of(self.text).split()) > 1 or self._is_known(inner, self.actors):
                yield self._pair(inner, self._named_character(masked, match.start(1)), passage)
        for match in PLAYED.finditer(masked.text):
            actor = masked.units[match.start(1)]
            if self._is_known(actor, self.actors) and not self._is_known(masked.units[match.start(2)], self.actors):
                yield self._pair(actor, self._named_character(masked, match.start(2)), passage)

    def labelled(self, masked: Masked, passage: Passage) -> Iterator[Statement]:
        """Roles noted behind a name, or before it with a colon: «Linus Sandgren (Kamera)», «(Buch: Jane Doe)»."""
        for match in ROLE_NOTE.finditer(masked.text):
            yield from self._labelled(masked, match.span(2), [match.start(1)], passage)
        for match in ROLE_LABEL.finditer(masked.text):
            if DATED.search(masked.text, max(0, match.start() - DATED_REACH), match.start()) is not None:
                continue  # «Low Tide (1971), Regie: …» in a list of other works
            names = [match.start(2) + i for i, character in enumerate(match.group(2)) if character == PERSON]
            yield from self._labelled(masked, match.span(1), names, passage)

    def _labelled(self, masked: Masked, label: Place, names: Sequence[int], passage: Passage) -> Iterator[Statement]:
        text = masked.text[slice(*label)]
        parts = [text] if fold(text) in self.roles_by_word else self.lexicon.conjunction.split(text)
        roles = [self.roles_by_word.get(fold(part)) for part in parts]
        if (
            passage.kind == STORY
            or fold(text) in self.lexicon.no_labels
            or None in roles
            or self.is_refused(masked.text, label[0], label[1], in_lead=True)
        ):
            return
        for name in names:
            for role in roles:
                if role is not None and role.is_credit and PROFESSION_FIELDS.isdisjoint(role.fields):
                    yield Statement(
                        role=role,
                        name=masked.units[name],
                        company=False,
                        label=masked.span(*label),
                        character=None,
                        layout="apposition",
                        rule="label",
                        score=SCORE_PATTERN,
                        language=passage.language,
                    )

    def _pair(self, actor: Span, character: Span, passage: Passage) -> Statement:
        return Statement(
            role=Role(("actor",), (), person=True),
            name=actor,
            company=False,
            label=None,
            character=character,
            layout="prose",
            rule="pair",
            score=SCORE_PAIR,
            language=passage.language,
        )

    # --- refusals --------------------------------------------------------------------------------------------

    def _is_unreal(self, text: str, passage: Passage) -> bool:
        """Whether a sentence tells what did not come about, or a filmography."""
        many = MAX_DATED_TITLES + (passage.kind == LEAD)
        return self.lexicon.hypothetical.search(text) is not None or len(DATED.findall(text)) >= many

    def is_refused(self, text: str, start: int, end: int, *, in_lead: bool) -> bool:
        """Whether the masked sentence speaks of another film at this place, or of what did not come about."""
        clause_start, clause_end = _clause(text, start, end)
        if self.lexicon.elsewhere.search(text, clause_start, start) or self.lexicon.elsewhere.search(
            text, end, clause_end
        ):
            return True
        for other in self._other_works(text, start):
            if self.lexicon.belongs.fullmatch(text, other, start) or (not in_lead and text[other:start].strip() == ","):
                return True
        return AFTER_WORK.match(text, end) is not None

    def _other_works(self, text: str, end: int) -> list[int]:
        places = [match.end() for match in self.lexicon.other_work.finditer(text, 0, end)]
        places += [place + 1 for place, character in enumerate(text[:end]) if character == WORK]
        return sorted(places)[-3:]

    # --- who is known ----------------------------------------------------------------------------------------

    def _is_known(self, span: Span, known: set[str]) -> bool:
        return _key(span.of(self.text)) in known

    def is_listed(self, span: Span, field: str | None = None) -> bool:
        """Whether a role list has read this name already (for this field, if one is named)."""
        index = bisect_left(self.taken, (span.end, -1, ""))
        return any(
            start < span.end and span.start < end and (field is None or field == taken_field)
            for start, end, taken_field in self.taken[max(0, index - 3) : index]
        )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a match: up to the next comma, semicolon or dash on both sides."""
    before = max(text.rfind(mark, 0, start) for mark in CLAUSE_MARKS) + 1
    after = min((place for mark in CLAUSE_MARKS if (place := text.find(mark, end)) >= 0), default=len(text))
    return before, after


def _label(match: re.Match[str], masked: Masked) -> Span | None:
    """The words of a match that state the role: what stands before the names, or else what stands behind them."""
    start, end = match.span()
    if match.groupdict().get("names") is None:
        place = (start, end)
    elif masked.text[start : match.start("names")].strip(" ,("):
        place = (start, match.start("names"))
    else:
        place = (match.end("names"), end)
    if (genitive := GENITIVE.match(masked.text, *place)) is not None and place[0] > start:
        place = (genitive.end(), place[1])
    while place[0] < place[1] and masked.text[place[0]] in LABEL_EDGE:
        place = (place[0] + 1, place[1])
    while place[1] > place[0] and masked.text[place[1] - 1] in LABEL_EDGE:
        place = (place[0], place[1] - 1)
    return masked.span(*place) if place[0] < place[1] else None


def _in_company(statements: Sequence[Statement], vetoed: Set[Span]) -> Iterator[Statement]:
    """Drop the vetoed, and lists that only go on with a cast where the sentence has none; these take its field."""
    cast = [s for s in statements if not s.needs_cast_before and not CAST_FIELDS.isdisjoint(s.role.fields)]
    for statement in statements:
        if statement.name in vetoed:
            continue
        if not statement.needs_cast_before:
            yield statement
            continue
        before = [s for s in cast if s.name.end <= statement.name.start and s.name not in vetoed]
        if before:
            yield replace(statement, role=before[-1].role)


def _best(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each name and role: with a character rather than without, then the first.

    Where two readings of one name overlap, the one with more words holds: «a novel written by» is no «written by». A
    name that what stands before it has explained («Roman von …») is not the subject of the verb behind it.
    """
    by_name: dict[Span, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_name[statement.name].append(statement)
    best: list[Statement] = []
    for name, found in by_name.items():
        labels = {s.label for s in found if s.label is not None}
        labels = {label for label in labels if not any(o != label and o.contains(label) for o in labels)}
        led = [s for s in found if s.label in labels and s.label is not None and s.label.end <= name.start]
        acting = [s for s in found if s.label in labels and s.label is not None and _is_subject(name, s.label, by_name)]
        all_cast = all(not CAST_FIELDS.isdisjoint(s.role.fields) for s in (*led, *acting))
        if led and acting and not all_cast and {s.role for s in led}.isdisjoint(s.role for s in acting):
            nearest = max(s.label.end for s in led if s.label is not None)
            explained = not any(nearest <= other.start and other.end <= name.start for other in by_name)
            labels -= {s.label for s in (acting if explained else led)}
        spoken = any("voice_actor" in s.role.fields for s in found)
        kept: dict[Role, Statement] = {}
        for statement in found:
            label = statement.label
            if label is not None and label not in labels:
                continue
            if spoken and statement.role.fields == ("actor",):
                continue
            known = kept.get(statement.role)
            if known is None or (known.character is None and statement.character is not None):
                kept[statement.role] = statement
        best.extend(kept.values())
    return best


def _is_subject(name: Span, label: Span, names: Iterable[Span]) -> bool:
    """Whether a verb follows a name at once, or behind other names of a list."""
    return label.start == name.end + 1 or any(name.end <= other.start and other.end <= label.start for other in names)


# --- from statements to claims -------------------------------------------------------------------------------------


class _Names:
    """The full names that a page gives, to which its short forms are led back."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], listed: Sequence[Claim], statements: Sequence[Statement]
    ):
        self.characters = {_key(c.character) for c in listed if c.character is not None}
        self.characters |= {_key(s.character.of(text)) for s in statements if s.character is not None}
        credited = [c.value for c in listed] + [normal_text(s.name.of(text)) for s in statements]
        everyone = credited + [normal_text(m.span.of(text)) for m in mentions if m.label == "PER"]
        self.credited = {_key(name) for name in credited}
        self.by_field: dict[str, set[str]] = defaultdict(set)
        for claim in listed:
            self.by_field[claim.field].add(_key(claim.value))
        self.actors = {_key(c.value) for c in listed if c.field == "actor"}
        self.makers = {_key(c.value) for c in listed if c.field not in CAST_FIELDS}
        self.makers |= {_key(s.name.of(text)) for s in statements if CAST_FIELDS.isdisjoint(s.role.fields)}
        self.listed_actors = frozenset(self.actors)
        self.voices = {_key(c.value) for c in listed if c.field == "voice_actor"}
        self.certain = {_key(c.value) for c in listed}
        self.certain |= {
            _key(s.name.of(text)) for s in statements if not s.needs_known_actor and not s.needs_known_person
        }
        certain = [s for s in statements if not s.needs_known_actor and not s.needs_known_person]
        self.actors |= {_key(s.name.of(text)) for s in certain if "actor" in s.role.fields} - self.characters
        self.by_last: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_first: dict[str, dict[str, str]] = defaultdict(dict)
        for name in everyone:
            tokens = _key(name).split()
            if len(tokens) > 1 and not INITIAL.fullmatch(tokens[0]):
                self.by_last[tokens[-1]].setdefault(" ".join(tokens), name)
                self.by_first[tokens[0]].setdefault(" ".join(tokens), name)

    def full(self, name: str, fields: Sequence[str]) -> str:
        """The one full name of the page that a surname, a forename or «N. Cage» can stand for; else the name itself."""
        tokens = _key(name).split()
        if not tokens:
            return name
        initials = next((i for i, token in enumerate(tokens) if not INITIAL.fullmatch(token)), len(tokens))
        if 0 < initials < len(tokens):
            family, known = " " + " ".join(tokens[initials:]), self.by_last.get(tokens[-1], {})
            fits = [key for key in known if key[0] == name[0].casefold() and key.endswith(family)]
            return self._one(fits, known, fields) or name
        short = " ".join(tokens)
        known = self.by_last.get(tokens[-1], {})
        found = self._one([key for key in known if key.endswith(" " + short)], known, fields)
        if found is None and len(tokens) == 1:
            known = self.by_first.get(short, {})
            found = self._one([key for key in known if key in self.credited], known, fields)
        return found or name

    def _one(self, keys: Sequence[str], names: Mapping[str, str], fields: Sequence[str]) -> str | None:
        people = [key for key in keys if key not in self.characters]
        same = {name for field in fields for name in self.by_field[field]}
        for choice in ([key for key in people if key in same], [key for key in people if key in self.credited], people):
            if len(choice) == 1:
                return names[choice[0]]
        return None


def _claims(text: str, statements: Sequence[Statement], names: _Names, reader: _Reader) -> Iterator[Claim]:
    for statement in sorted(statements, key=lambda s: (s.name.start, s.name.end)):
        exact = statement.name.of(text)
        company = statement.company and bool(statement.role.company_fields)
        fields = statement.role.company_fields if company else statement.role.fields
        value = normal_text(exact) if company else names.full(normal_name(exact, reader.lexicon.names), fields)
        key = _key(value)
        if statement.needs_known_person and key not in names.certain:
            continue
        if not CAST_FIELDS.isdisjoint(fields):
            if statement.needs_known_actor and key not in names.actors | names.voices:
                continue
            if key in names.characters and key not in names.actors:
                continue
            if key in names.voices and key not in names.listed_actors:
                fields = ("voice_actor",)
        for field in fields:
            if reader.is_listed(statement.name, field):
                continue
            played = statement.character if field in CAST_FIELDS else None
            if played is not None and _key(played.of(text)) in names.makers:
                played = None
            yield Claim(
                field=field,
                span=statement.name,
                value=value,
                label=statement.label,
                language=statement.language,
                layout=statement.layout,
                extractor=f"{EXTRACTOR}:{statement.rule}",
                score=statement.score,
                character=None if played is None else normal_text(played.of(text)),
                character_span=played,
            )


def _keys(name: str) -> set[str]:
    """The folded forms under which a known person may stand in the text: in full, and the last word alone."""
    folded = _key(name)
    return {folded, folded.rsplit(" ", 1)[-1]}


def _key(name: str) -> str:
    """A name as names are compared: case folded, apostrophes of one kind, white space single."""
    return " ".join(name.replace("’", "'").casefold().split())
