"""What the reader of sentences makes of each sentence, and why it took nothing from a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lang.prose import NAMES, ROLE, ProseRule
from pipeline.lang.sentence_words import SIMPLE_WORD, load_sentence_words
from pipeline.lang.vocabulary import Vocabulary, fold
from pipeline.stages.role_prose.characters import cast
from pipeline.stages.role_prose.claims import Doubt, Names, doubt, resolve
from pipeline.stages.role_prose.masks import mask_names, mask_roles
from pipeline.stages.role_prose.page import CAST, LEAD, SILENT_KINDS, Page, Passage
from pipeline.stages.role_prose.pairs import WHOLE_PAIR, labelled, pairs
from pipeline.stages.role_prose.programme import programme_lines
from pipeline.stages.role_prose.read import read_match, read_passage
from pipeline.stages.role_prose.refusals import is_about_another, is_refused, is_unreal
from pipeline.stages.role_prose.statements import Statement
from pipeline.text.lines import Line
from pipeline.text.masking import Masked
from pipeline.text.sentences import join_wrapped
from pipeline.types import Claim, Document, LanguageRun, Mention, PageWork, Section, Span
from pipeline.view.explain.reasons import Reason, quote

DOUBTS: dict[Doubt, str] = {
    "company": "it was taken for a company, and the role is a person's",
    "unknown person": "in a story or beside a mere role noun a name counts only if the page credits it elsewhere",
    "unknown actor": "the phrase counts only if the page names this actor elsewhere",
    "maker": "the page credits this name behind the camera, and the phrase only goes on with a cast",
    "character": "the page names this as a character",
}
# Reasons that say what became of a phrase or a name, the most telling first.
TELLING = ("doubtful", "listed", "rival", "other_work", "unreal", "vetoed", "outread", "whole_pair", "no_phrase")


@dataclass(frozen=True, slots=True)
class Told:
    """The page as the reader of sentences sees it, with all that its sentences state before doubts are weighed."""

    page: Page
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    names: Names
    read: bool  # whether sentences are read at all


def read_sentences(
    document: Document,
    sections: Sequence[Section],
    languages: Sequence[LanguageRun],
    mentions: Sequence[Mention],
    vocabulary: Vocabulary,
    listed: Sequence[Claim],
    works: Sequence[PageWork],
) -> Told:
    """What `find_role_prose` sees, by the same steps."""
    lexicon = load_sentence_words(vocabulary)
    page = Page(document, sections, languages, mentions, lexicon, vocabulary, listed, works)
    statements = list(programme_lines(page))
    read = bool(statements) or page.is_about_a_work()
    passages = tuple(page.passages()) if read else ()
    statements += [statement for passage in passages for statement in read_passage(page, passage)]
    names = Names(document.text, mentions, listed, statements, lexicon.names)
    return Told(page, passages, tuple(statements), names, read)


def sentence_reason(told: Told, section: Section, line: Line) -> Reason:
    """Why no credit was taken from the sentences of a line; at least, what is known of them."""
    page, text = told.page, told.page.text
    heading = "" if section.heading is None else fold(section.heading.of(text))
    if section.kind in SILENT_KINDS:
        return Reason("silent_section", f"no credits are read in a section of kind {section.kind}")
    if section.kind == "news" and heading in page.headings:
        return Reason("silent_section", "under a heading for news no sentences are read")
    if (other := page.lexicon.other_sections.search(heading)) is not None:
        return Reason("silent_section", f"the heading speaks of other works ({quote(other.group())})")
    passages = join_wrapped(text, page.lines[slice(*page.lines_of(section))])
    whole = next((passage for passage in passages if passage.overlaps(line.content)), line.content)
    if not page.has_name(whole):
        return _no_name(text, line)
    if not told.read:
        return Reason("no_film", "no word of the page speaks of a film, a series or a play, and so no sentence is read")
    mine = [passage for passage in told.passages if passage.span.overlaps(line.content)]
    if mine:
        reasons = [_passage_reason(told, passage, line) for passage in mine]
        best = _most_telling(reasons)
        if best.code != "no_phrase":
            return best
        names = ", ".join(dict.fromkeys(quote(m.span.of(text)) for m in page.mentions if _names(m, line)))
        hints = (hint for reason in reasons if reason.code == best.code for hint in reason.hints)
        return Reason(best.code, f"names in it: {names or 'none'}; {best.text}", tuple(dict.fromkeys(hints)))
    run = next((r for r in page.languages if r.span.start <= whole.start < r.span.end), None)
    language = section.language if run is None else run.language
    if language not in page.lexicon.grammars:
        return Reason("no_language", f"its language is undecided ({language}): there are no phrases to look for")
    later = page.lexicon.descendant.search(text, whole.start, whole.end)
    if section.kind != LEAD and later is not None and line.content.end > later.start():
        return Reason("descendant", f"from {quote(later.group())} on, the paragraph speaks of another work")
    return _no_name(text, line)


def _names(mention: Mention, line: Line) -> bool:
    """Whether a person or company is named in a line."""
    return mention.label in ("PER", "ORG") and mention.span.overlaps(line.content)


def _most_telling(reasons: Sequence[Reason]) -> Reason:
    return min(reasons, key=lambda reason: TELLING.index(reason.code) if reason.code in TELLING else len(TELLING))


def _no_name(text: str, line: Line) -> Reason:
    exact = line.content.of(text)
    if not any(character.isupper() for character in exact):
        return Reason("no_capital", "nothing in it has a capital, and so no name stands here")
    return Reason("no_mention", "no person, company or work was found in it, neither by lists nor by the entity model")


def _passage_reason(told: Told, passage: Passage, line: Line) -> Reason:
    """Why a sentence states nothing in this line; the order is that of `read_passage`."""
    page = told.page
    masked = mask_names(page, passage)
    names = [span for place, span in masked.units.items() if masked.text[place] in NAMES]
    if not names:
        return Reason("only_titles", "no person or company is named in it, only works, or words such as «German»")
    if passage.kind == CAST and all(page.is_listed(span) for span in names):
        return Reason("listed", "the names in it have been read from lists")
    if WHOLE_PAIR.fullmatch(masked.text) is not None:
        return Reason("whole_pair", "a whole line of a name and a bracket is read in lists only, and no list holds it")
    said = [s for s in told.statements if passage.span.contains(s.name)]
    here = [s for s in said if s.name.overlaps(line.content)]
    if here:
        return _most_telling([_statement_reason(told, s) for s in here])
    words = set(SIMPLE_WORD.findall(masked.text.casefold()))
    role_masked = None if page.lexicon.role_last_words.isdisjoint(words) else mask_roles(page, masked)
    tried: set[str] = set()
    found: list[Reason] = []
    for rule in page.lexicon.grammars[passage.language].candidates(words, role_masked is not None):
        tried |= rule.cues & words
        target = role_masked if rule.needs_role_word and role_masked is not None else masked
        for match in rule.regex.finditer(target.text):
            if passage_part(target, match).overlaps(line.content):
                found.append(_match_reason(page, rule, match, target, passage))
    if [*pairs(page, masked, passage), *labelled(page, masked, passage)]:
        found.append(Reason("outread", "what the places of its names say is said better elsewhere in the sentence"))
    if any(reason.code == "outread" for reason in found) and is_unreal(page, masked.text, words, passage):
        return Reason("unreal", "the sentence speaks of what did not come about, or lists dated works")
    if found:
        return _most_telling(found)
    roles = [] if role_masked is None else [s for p, s in role_masked.units.items() if role_masked.text[p] == ROLE]
    hints = [f"tried, and not fitting: phrases with {', '.join(map(quote, sorted(tried)))}"] if tried else []
    hints += [f"role noun in it: {quote(span.of(page.text))}" for span in roles[:3]]
    return Reason("no_phrase", "no phrase of the vocabulary's [prose] tables states a credit here", tuple(hints))


def passage_part(masked: Masked, match: re.Match[str]) -> Span:
    """Where in the document a match stands."""
    return masked.span(*match.span()) if match.end() > match.start() else Span(masked.whole.start, masked.whole.start)


def _match_reason(page: Page, rule: ProseRule, match: re.Match[str], masked: Masked, passage: Passage) -> Reason:
    """What became of a phrase that fits: taken back, taken over by another reading, or not to be read."""
    phrase, hints = quote(passage_part(masked, match).of(page.text)), (f"rule {rule.id}",)
    if rule.is_none:
        return Reason("vetoed", f"{phrase} is a known phrase that states no credit", hints)
    if list(read_match(page, rule, match, masked, passage)):
        return Reason("outread", f"{phrase} fits a phrase, but another reading of the name holds", hints)
    end = cast(page, masked, match.end())[1] if "cast" in match.groupdict() else match.end()
    if is_refused(page, masked.text, match.start(), end, in_lead=passage.kind == LEAD):
        return Reason("other_work", f"around {phrase} the sentence speaks of another work or occasion", hints)
    if page.is_body(passage.kind) and is_about_another(masked.text, match.start()):
        return Reason(
            "other_work", f"before {phrase} the sentence names another work, and the page's own nowhere", hints
        )
    return Reason("unread", f"{phrase} fits a phrase, but not its role or who is played", hints)


def _statement_reason(told: Told, statement: Statement) -> Reason:
    """Why a statement is no claim, in the order of `claims_of`."""
    text = told.page.text
    fields, value = resolve(text, statement, told.names)
    hints = (f"rule {statement.rule}",)
    if not fields:
        return Reason("doubtful", f"{quote(statement.name.of(text))} is a person, and the role a company's", hints)
    said = f"{quote(statement.name.of(text))} as {', '.join(fields)}"
    if (why := doubt(statement, fields, value, told.names)) is not None:
        return Reason("doubtful", f"{said} was not believed: {DOUBTS[why]}", hints)
    if any(told.page.is_listed(statement.name, field) for field in (*fields, "voice_actor")):
        return Reason("listed", f"{said} has been read from a list", hints)
    return Reason("rival", f"{said} was not believed: the page credits others more surely in this role", hints)
