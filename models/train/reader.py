"""The training reader named in the config files: mixes the sources anew in every epoch and varies their sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import compile_infix_regex, compile_suffix_regex, filter_spans, registry

from models.train.augment import disguise, vary
from models.train.corpora import LABELS, Sentence
from models.train.names import NameLists, NameMaker, linked_names, read_names

GLUE = (
    r"\.(?=\[\d)",
    r"[\[\]|/·•]",
    r"(?<=[^\W\d_])\.{2,}",
    r"(?<=\w)[–—](?=\w)",
)  # "Eco.[1]", "Buch/Regie", "Ton....."
GLUED_SUFFIXES = (r"\[\d+\]", r"(?<=[^\W\d_])['’`]s")  # "Figgis[2]", "Ben's"
JOINED = (1, 1, 1, 2, 3)  # how many gold sentences make one training passage


def write_sentences(path: Path, sentences: Iterable[Sentence]) -> int:
    """One JSON line for each sentence; return how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            file.write(json.dumps([sentence.text, sentence.spans, sentence.unsure], ensure_ascii=False) + "\n")
            count += 1
    return count


def read_sentences(path: Path) -> list[Sentence]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Sentence(text, tuple((s, e, la) for s, e, la in spans), tuple((s, e) for s, e in u)) for text, spans, u in rows
    ]


def as_doc(nlp: Language, sentence: Sentence) -> Doc:
    """The sentence tokenised, with its entities; unsure stretches count as missing."""
    doc = nlp.make_doc(sentence.text)
    spans = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in sentence.spans]
    entities = filter_spans([span for span in spans if span is not None and span.text.strip()])
    taken = {i for span in entities for i in range(span.start, span.end)}
    open_tokens: set[int] = set()
    for start, end in sentence.unsure:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            open_tokens.update(range(span.start, span.end))
    missing = [doc[i : i + 1] for i in sorted(open_tokens - taken)]
    doc.set_ents(entities, missing=missing, default="outside")
    return doc


def join(sentences: list[Sentence], separator: str) -> Sentence:
    text, spans, unsure = "", [], []
    for sentence in sentences:
        text += separator if text else ""
        at = len(text)
        spans += [(s + at, e + at, label) for s, e, label in sentence.spans]
        unsure += [(s + at, e + at) for s, e in sentence.unsure]
        text += sentence.text
    return Sentence(text, tuple(spans), tuple(unsure))


@registry.callbacks("abspann.tokenizer.v1")
def create_tokenizer_patch() -> Callable[[Language], Language]:
    """Split what film pages glue together; the rules are saved with the pipeline, so loading needs no code."""

    def patch(nlp: Language) -> Language:
        infixes = [*(nlp.Defaults.infixes or []), *GLUE]
        assert isinstance(nlp.tokenizer, Tokenizer)
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        suffixes = [*(nlp.Defaults.suffixes or []), *GLUED_SUFFIXES]
        nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
        return nlp

    return patch


@registry.readers("abspann.sentences.v1")
def create_reader(
    folder: str,
    corpora: str,
    language: str,
    seed: int,
    shares: dict[str, float],
    swap: dict[str, float],
    noise: float,
    unknown: float,
) -> Callable[[Language], Iterator[Example]]:
    """A reader of FOLDER/SOURCE.jsonl for each source, of which an epoch sees the given share (above 1: repeated)."""
    random = Random(seed)
    sources = {name: read_sentences(Path(folder) / f"{name}.jsonl") for name in sorted(shares)}
    lists: NameLists = read_names(Path(corpora))
    names = NameMaker(lists, language, random)
    others = {label: linked_names(Path(corpora), language, label) for label in ("LOC", "ORG")}

    def read(nlp: Language) -> Iterator[Example]:
        passages: list[Sentence] = []
        for name, sentences in sources.items():
            whole, part = divmod(shares[name], 1.0)
            chosen = sentences * int(whole) + random.sample(sentences, int(len(sentences) * part))
            random.shuffle(chosen)
            chosen = [vary(s, names, others, swap.get(name, 0.0), noise) for s in chosen]
            if unknown > 0:
                chosen = [disguise(s, random, unknown) for s in chosen]
            if name.startswith("gold"):
                while chosen:
                    size = random.choice(JOINED)
                    passages.append(join(chosen[:size], random.choice((" ", " ", "\n"))))
                    chosen = chosen[size:]
            else:
                passages += chosen
        random.shuffle(passages)
        for passage in _all_labels_first(passages):
            doc = as_doc(nlp, passage)
            if len(doc) > 0:
                yield Example(nlp.make_doc(passage.text), doc)

    return read


def _all_labels_first(passages: list[Sentence]) -> list[Sentence]:
    """The passages, one with each label moved to the front: spaCy learns the label set from the first few."""
    front: list[int] = []
    for label in LABELS:
        front += [next((i for i, p in enumerate(passages) if any(s[2] == label for s in p.spans)), 0)]
    chosen = dict.fromkeys(front)
    return [passages[i] for i in chosen] + [p for i, p in enumerate(passages) if i not in chosen]
