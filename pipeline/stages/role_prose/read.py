"""Read the sentences of a page one by one: mask, match the patterns, and keep what nothing takes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.lang.prose import COMPANY, NAMES, ROLE, ProseRule
from pipeline.lang.sentence_words import PROFESSION_FIELDS, SIMPLE_WORD, load_sentence_words
from pipeline.lang.vocabulary import CAST_FIELDS, Role, Vocabulary
from pipeline.stages.role_prose.characters import cast, character_after, character_before, gapped, played_by
from pipeline.stages.role_prose.claims import Names, claims_of
from pipeline.stages.role_prose.masks import mask_names, mask_roles
from pipeline.stages.role_prose.page import CAST, LEAD, STORY, Page, Passage
from pipeline.stages.role_prose.pairs import WHOLE_PAIR, labelled, pairs
from pipeline.stages.role_prose.programme import programme_lines
from pipeline.stages.role_prose.refusals import is_about_another, is_refused, is_unreal
from pipeline.stages.role_prose.statements import SCORE_PATTERN, Statement, best, in_company, label_of
from pipeline.text.masking import Masked
from pipeline.text.names import normal_text
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, Section, Span


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
    page = Page(document, sections, languages, mentions, lexicon, vocabulary, listed, works)
    statements = list(programme_lines(page))
    if statements or page.is_about_a_work():
        statements += [statement for passage in page.passages() for statement in read_passage(page, passage)]
    names = Names(document.text, mentions, listed, statements, lexicon.names)
    yield from claims_of(document.text, statements, names, page)


def read_passage(page: Page, passage: Passage) -> list[Statement]:
    """All that one sentence states."""
    if passage.kind == CAST and page.has_listed_names_only(passage.span):
        return []
    masked = mask_names(page, passage)
    names = [span for place, span in masked.units.items() if masked.text[place] in NAMES]
    if not names or (passage.kind == CAST and all(page.is_listed(span) for span in names)):
        return []
    if WHOLE_PAIR.fullmatch(masked.text) is not None:
        return []
    words = set(SIMPLE_WORD.findall(masked.text.casefold()))
    role_masked = None if page.lexicon.role_last_words.isdisjoint(words) else mask_roles(page, masked)
    vetoed: set[Span] = set()
    statements: list[Statement] = []
    for rule in page.lexicon.grammars[passage.language].candidates(words, role_masked is not None):
        target = masked
        if rule.needs_role_word and role_masked is not None:
            target = role_masked
        for match in rule.regex.finditer(target.text):
            for statement in read_match(page, rule, match, target, passage):
                if rule.is_none:
                    vetoed.add(statement.name)
                else:
                    statements.append(statement)
    found = (*statements, *pairs(page, masked, passage), *labelled(page, masked, passage))
    if not found or is_unreal(page, masked.text, words, passage):
        return []
    return best(in_company(found, vetoed))


def read_match(
    page: Page, rule: ProseRule, match: re.Match[str], masked: Masked, passage: Passage
) -> Iterator[Statement]:
    """What one match of a rule states: every name with every role, unless the sentence takes it back."""
    groups = match.groupdict()
    roles = _roles(page, rule, match, masked)
    if not roles:
        return
    plays = any(not CAST_FIELDS.isdisjoint(role.fields) for role in roles)
    names = [match.start("names") + i for i, c in enumerate(groups.get("names") or "") if c in NAMES]
    told: list[tuple[int, Span | None]] = [(name, None) for name in names]
    end = match.end()
    needs_known = "known" in groups
    if "cast" in groups:
        told, end = cast(page, masked, end)
        if len(told) == 1 and told[0][1] is None and " " not in masked.units[told[0][0]].of(page.text):
            needs_known = passage.language in page.lexicon.noun_capitals
    elif groups.get("character") is not None:
        before = match.start("character") == match.start()
        limit = match.end("words") if "words" in groups else None
        after = None if before else character_after(page, masked, match.end("character"), limit)
        played = character_before(page, masked, match.start()) if before else None if after is None else after[0]
        if "named" in groups and (played is None or played not in masked.units.values()):
            return
        needs_known = needs_known or (played is None and not before)
        if before and len(names) > 1:
            played = None
        told = [(name, played) for name in names]
        if after is not None and roles[0].fields == ("actor",):
            told += gapped(page, masked, after[1])
    elif rule.needs_role_word:
        told = [(n, None) for n in names if n == names[0] or masked.offset(n) == masked.units[n].start]
    elif plays and len(names) == 1:
        told = [(names[0], played_by(page, masked, max(names[0] + 1, end))[0])]
    in_body = page.is_body(passage.kind)
    if not rule.is_none and (
        is_refused(page, masked.text, match.start(), end, in_lead=passage.kind == LEAD)
        or (in_body and is_about_another(masked.text, match.start()))
        or (in_body and "more" in groups)
    ):
        return
    for position, character in told:
        if plays and _is_played(page, masked, position):
            continue
        for role in roles:
            yield Statement(
                role=role,
                name=masked.units[position],
                company=masked.text[position] == COMPANY,
                label=label_of(match, masked),
                character=None if CAST_FIELDS.isdisjoint(role.fields) else character,
                layout=rule.layout,
                rule=rule.id,
                score=SCORE_PATTERN,
                language=passage.language,
                needs_known_actor=needs_known,
                needs_known_person=(passage.kind == STORY and not (names and match.start("names") > match.start()))
                or (passage.kind == STORY and (rule.needs_role_word or "more" in groups)),
                certainty=0 if rule.needs_role_word else 1 if in_body else 2,
                needs_cast_before="more" in groups,
            )


def _is_played(page: Page, masked: Masked, position: int) -> bool:
    """Whether an article shows a name to be the character's: «in der Hauptrolle der Molly Bloom»."""
    before = page.text[masked.offset(position) : masked.units[position].start]
    return before.strip().casefold() in page.lexicon.genitives


def _roles(page: Page, rule: ProseRule, match: re.Match[str], masked: Masked) -> list[Role]:
    """The role of the pattern, of its joined words, or of the role nouns in the sentence."""
    if rule.joined:
        return rule.joined_roles(match.group("joined"))
    if rule.role is not None:
        return [rule.role]
    places = range(match.start(), match.end())
    found = [_role_of(page, masked.units[place]) for place in places if masked.text[place] == ROLE]
    return [role for role in found if not role.fields or not PROFESSION_FIELDS.issuperset(role.fields)]


def _role_of(page: Page, span: Span) -> Role:
    """The role of a masked role noun."""
    return page.lexicon.person_roles[normal_text(span.of(page.text)).casefold()]
